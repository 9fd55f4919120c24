import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useText } from './text.ts'

export interface PrintSheetProps {
  company: string
  title: string
  /** Number and version of the form, top right: `MF-使用-01`, `A/0`. */
  formNo: string
  version: string
  /** Number of this filled-in form. */
  serialNo?: string
  children: ReactNode
  /** Hides the print button (where the page offers the PDF instead). */
  noButton?: boolean
}

/** A form as it is on A4 paper. Page numbers come from the print style sheet. */
export function PrintSheet(props: PrintSheetProps) {
  const t = useText()
  return (
    <div className="print-frame">
      {props.noButton !== true && (
        <div className="print-tools">
          <Button icon={<PrinterOutlined aria-hidden="true" />} onClick={() => window.print()}>
            {t('kit.print')}
          </Button>
        </div>
      )}
      <article className="print-sheet" tabIndex={0}>
        <header>
          <span>{props.company}</span>
          <span className="form-no">
            {t('kit.formNo', { number: props.formNo, version: props.version })}
            {props.serialNo !== undefined && <br />}
            {props.serialNo !== undefined && t('kit.serialNo', { number: props.serialNo })}
          </span>
        </header>
        <h2>{props.title}</h2>
        {props.children}
      </article>
    </div>
  )
}

/** A place to sign, and for the seal, at the end of an opinion on paper. */
export function SignaturePlace({ label, name, date }: { label: string; name?: string; date?: string }) {
  const t = useText()
  return (
    <div className="signature-place">
      <span>
        {label}: <b>{name ?? ''}</b>
      </span>
      <span>
        {t('kit.date')}: <b>{date ?? ''}</b>
      </span>
    </div>
  )
}
