import { Input, Modal } from 'antd'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { ProblemNotice } from './ProblemNotice.tsx'
import { useText } from './text.ts'

export interface ConfirmReasonProps {
  open: boolean
  title: string
  /** What will happen, in one or two sentences. */
  text?: ReactNode
  /** What is asked for; 理由 unless said otherwise. */
  label?: string
  /** Word on the button, for example 驳回. */
  action: string
  danger?: boolean
  /** Characters at least; 2 by default. */
  minimum?: number
  /** True where the clause does not ask for a reason. */
  optional?: boolean
  /** What it throws is shown in the window, which stays open. */
  onConfirm: (reason: string) => unknown
  onClose: () => void
  children?: ReactNode
}

/** The button that opened the window may be gone once the act is done: the focus then goes to the page, not to nowhere. */
function useFocusLeft(open: boolean): void {
  useEffect(() => {
    if (!open) return undefined
    return () =>
      void setTimeout(() => {
        if (document.activeElement === document.body)
          document.getElementById('content')?.focus({ preventScroll: true })
      }, 600)
  }, [open])
}

/** Asks for a reason before an act; without one the button does nothing but say so. */
export function ConfirmReason(props: ConfirmReasonProps) {
  const {
    open,
    title,
    text,
    action,
    danger = false,
    minimum = 2,
    optional = false,
    onConfirm,
    onClose,
  } = props
  const t = useText()
  useFocusLeft(open)
  const id = useId()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const short = !optional && reason.trim().length < minimum
  const close = (): void => {
    setReason('')
    setTried(false)
    setError(null)
    onClose()
  }
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (short) return
    setBusy(true)
    try {
      await onConfirm(reason.trim())
      close()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={action}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger }}
      confirmLoading={busy}
      destroyOnHidden
      onOk={() => void confirm()}
      onCancel={close}
    >
      {text !== undefined && <p className="modal-text">{text}</p>}
      {props.children}
      <label className="field-label" htmlFor={id}>
        {props.label ?? t('kit.reason')} {!optional && <span className="must">{t('kit.compulsory')}</span>}
      </label>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={500}
        showCount
        autoFocus
        value={reason}
        status={tried && short ? 'error' : ''}
        aria-invalid={tried && short}
        aria-describedby={`${id}-help`}
        onChange={(event) => setReason(event.target.value)}
        onPressEnter={(event) => {
          // A line of its own needs Shift; while Chinese is being composed Enter belongs to the input method.
          if (event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          void confirm()
        }}
      />
      <p id={`${id}-help`} className="field-error" role="status">
        {tried && short ? t('kit.reasonShort', { count: minimum }) : ''}
      </p>
      <ProblemNotice error={error} />
    </Modal>
  )
}
