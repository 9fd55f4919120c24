import { Button, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { ProblemNotice, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { inDialog } from '../shared/dialog-popups.ts'
import { usePurposes } from '../shared/purposes.ts'
import type { FileField } from './use-file.ts'

/** What was last stated, in memory only: reasons may name people. */
const last = { purpose: '', reasons: [] as string[] }
const reasonLeast = 4

function remember(purpose: string, reason: string): void {
  last.purpose = purpose
  last.reasons = [reason, ...last.reasons.filter((one) => one !== reason)].slice(0, 4)
}

export interface RevealModalProps {
  /** The field asked for; null keeps the window shut. */
  field: FileField | null
  /** Every field of the file that a stated reason opens. */
  choices: readonly FileField[]
  /** The reason last given for this file. */
  reason: string
  onOpen: (fields: number[], purpose: string, reason: string) => Promise<void>
  onClose: () => void
}

function Reasons({ onChoose }: { onChoose: (reason: string) => void }) {
  const t = useText()
  if (last.reasons.length === 0) return null
  return (
    <p className="use-reasons">
      <span className="soft">{t('use.reveal.recent')}</span>
      {last.reasons.map((reason) => (
        <Button key={reason} size="small" onClick={() => onChoose(reason)}>
          {reason.length > 18 ? `${reason.slice(0, 18)}…` : reason}
        </Button>
      ))}
    </p>
  )
}

function RevealForm(props: RevealModalProps & { field: FileField }) {
  const { field, choices, onOpen, onClose } = props
  const t = useText()
  const { pick } = useLanguage()
  const id = useId()
  const purposes = usePurposes()
  const [fields, setFields] = useState<number[]>([field.id])
  const [purpose, setPurpose] = useState(last.purpose === '' ? null : last.purpose)
  const [reason, setReason] = useState(props.reason)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const short = reason.trim().length < reasonLeast
  const submit = async (): Promise<void> => {
    setTried(true)
    if (short || purpose === null || fields.length === 0) return
    setBusy(true)
    try {
      await onOpen(fields, purpose, reason.trim())
      remember(purpose, reason.trim())
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <label className="field-label" htmlFor={`${id}-purpose`}>
        {t('use.purpose')} <span className="must">{t('kit.compulsory')}</span>
      </label>
      <Select
        id={`${id}-purpose`}
        className="picker"
        getPopupContainer={inDialog}
        value={purpose}
        options={purposes.options}
        loading={purposes.loading}
        autoFocus={purpose === null}
        status={tried && purpose === null ? 'error' : ''}
        placeholder={t('use.purpose.choose')}
        onChange={setPurpose}
      />
      <p className="field-error">{tried && purpose === null ? t('use.purpose.choose') : ''}</p>
      <label className="field-label" htmlFor={`${id}-reason`}>
        {t('use.reason')} <span className="must">{t('kit.compulsory')}</span>
      </label>
      <Input
        id={`${id}-reason`}
        value={reason}
        maxLength={300}
        autoFocus={purpose !== null}
        status={tried && short ? 'error' : ''}
        aria-invalid={tried && short}
        aria-describedby={`${id}-help`}
        placeholder={t('use.reveal.reasonHint')}
        onChange={(event) => setReason(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
      <p id={`${id}-help`} className="field-error" role="status">
        {tried && short ? t('kit.reasonShort', { count: reasonLeast }) : ''}
      </p>
      <Reasons onChoose={setReason} />
      <label className="field-label" htmlFor={`${id}-fields`}>
        {t('use.reveal.fields')}
      </label>
      <Select<number[]>
        id={`${id}-fields`}
        className="picker"
        getPopupContainer={inDialog}
        mode="multiple"
        value={fields}
        status={tried && fields.length === 0 ? 'error' : ''}
        options={choices.map((one) => ({ value: one.id, label: pick(one) }))}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={setFields}
      />
      <p className="soft use-foot">{t('use.reveal.recorded')}</p>
      <ProblemNotice error={error} />
      <div className="use-buttons">
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('use.reveal.open')}
        </Button>
      </div>
    </form>
  )
}

/** Asks for purpose and reason before a value is opened; with both remembered, two Enters do it. */
export function RevealModal(props: RevealModalProps) {
  const t = useText()
  const { pick } = useLanguage()
  const { field } = props
  return (
    <Modal
      open={field !== null}
      title={field === null ? '' : t('use.reveal.title', { field: pick(field) })}
      footer={null}
      width={460}
      destroyOnHidden
      onCancel={props.onClose}
    >
      {field !== null && <RevealForm {...props} field={field} />}
    </Modal>
  )
}
