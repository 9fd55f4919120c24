import { Card } from 'antd'
import type { ReactNode } from 'react'
import { StatusTag, useText, type Tone } from '../../../../doors/web/ui/index.ts'
import type { QuarantineState, SourceStateCode } from '../../wire.ts'

const sourceTones: Record<SourceStateCode, Tone> = {
  draft: 'neutral',
  checked: 'waiting',
  usable: 'good',
  expired: 'warning',
  withdrawn: 'bad',
}
/** The stage of a source, as a mark with its word. */
export function SourceTag({ state }: { state: SourceStateCode }) {
  const t = useText()
  return <StatusTag tone={sourceTones[state]}>{t(`collection.source.state.${state}`)}</StatusTag>
}

const batchTones: Record<QuarantineState, Tone> = {
  waiting: 'waiting',
  checking: 'waiting',
  submitted: 'waiting',
  released: 'good',
  rejected: 'ended',
}
/** The stage of a batch, as a mark with its word. */
export function BatchTag({ state }: { state: QuarantineState }) {
  const t = useText()
  return <StatusTag tone={batchTones[state]}>{t(`collection.quarantine.state.${state}`)}</StatusTag>
}

/** A part of a page with its heading. */
export function Part({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <Card className="collection-part" size="small" title={<h2>{title}</h2>} extra={extra}>
      {children}
    </Card>
  )
}
