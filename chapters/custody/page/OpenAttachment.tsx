import { Button, Input, Modal, Radio, Select } from 'antd'
import { useId, useState } from 'react'
import {
  download,
  post,
  ProblemNotice,
  timeText,
  useGet,
  useLanguage,
  useNow,
  useText,
  useTimeZone,
} from '../../../doors/web/ui/index.ts'
import type { AttachmentsReply, PreviewReply } from '../wire.ts'

type Row = AttachmentsReply['rows'][number]

/** A grant of use that covers attachments. */
export interface AttachmentGrant {
  id: string
  application: string
  /** Code of the purpose. */
  purpose: string
  modes: readonly string[]
  from: string
  until: string
  left: number | null
}

interface Purpose {
  code: string
  zh: string
  en: string
}

interface Props {
  customerId: string
  /** The attachment to open; null keeps the window shut. */
  row: Row | null
  grants: readonly AttachmentGrant[]
  /** The marked pages, or the original itself. */
  as: 'preview' | 'original'
  onPreview: (preview: PreviewReply) => void
  onClose: () => void
}

const reasonLeast = 4
/** Lists open inside the dialog, which else would take the focus back from them. */
const inDialog = (from: HTMLElement): HTMLElement => from.closest<HTMLElement>('[role="dialog"]') ?? from

/** The choice between a running grant and a stated reason. */
function Ground(props: {
  grants: readonly AttachmentGrant[]
  word: (purpose: string) => string
  value: string
  onChange: (value: string) => void
}) {
  const t = useText()
  const zone = useTimeZone()
  const options = [
    ...props.grants.map((grant) => ({
      value: grant.application,
      label: t('custody.attach.underGrant', {
        purpose: props.word(grant.purpose),
        time: timeText(grant.until, zone),
      }),
    })),
    { value: '', label: t('custody.attach.onReason') },
  ]
  return (
    <Radio.Group
      vertical
      className="custody-now"
      aria-label={t('custody.attach.ground')}
      value={props.value}
      options={options}
      onChange={(event) => props.onChange(String(event.target.value))}
    />
  )
}

function OpenForm({ customerId, row, grants, as, onPreview, onClose }: Props & { row: Row }) {
  const t = useText()
  const { pick } = useLanguage()
  const id = useId()
  const now = useNow(5)
  const purposes = useGet<{ rows: Purpose[] }>('/purposes').data?.rows ?? []
  const running = grants.filter(
    (grant) =>
      grant.modes.includes('read') &&
      new Date(grant.from).getTime() <= now &&
      now < new Date(grant.until).getTime(),
  )
  const [application, setApplication] = useState(running[0]?.application ?? '')
  const [purpose, setPurpose] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const grant = running.find((one) => one.application === application)
  const short = reason.trim().length < reasonLeast
  const open = async (): Promise<void> => {
    setTried(true)
    if (grant === undefined && (purpose === null || short)) return
    setBusy(true)
    setError(null)
    try {
      const why =
        grant === undefined
          ? { purpose, reason: reason.trim() }
          : { purpose: grant.purpose, applicationId: grant.application }
      const path = `/customers/${customerId}/attachments/${row.id}`
      if (as === 'preview') onPreview(await post<PreviewReply>(`${path}/preview`, why))
      else await download(`${path}/open`, why)
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const word = (code: string): string => {
    const found = purposes.find((one) => one.code === code)
    return found === undefined ? code : pick(found)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <p className="soft custody-now">
        {t(as === 'preview' ? 'custody.doc.recorded' : 'custody.attach.recorded')}
      </p>
      {running.length > 0 && (
        <Ground grants={running} word={word} value={application} onChange={setApplication} />
      )}
      {grant === undefined && (
        <>
          <label className="field-label" htmlFor={`${id}-purpose`}>
            {t('custody.attach.purpose')} <span className="must">{t('kit.compulsory')}</span>
          </label>
          <Select<string | null>
            id={`${id}-purpose`}
            className="picker"
            getPopupContainer={inDialog}
            value={purpose}
            status={tried && purpose === null ? 'error' : ''}
            options={purposes.map((one) => ({ value: one.code, label: pick(one) }))}
            onChange={setPurpose}
          />
          <label className="field-label" htmlFor={`${id}-reason`}>
            {t('kit.reason')} <span className="must">{t('kit.compulsory')}</span>
          </label>
          <Input
            id={`${id}-reason`}
            value={reason}
            maxLength={300}
            status={tried && short ? 'error' : ''}
            aria-invalid={tried && short}
            aria-describedby={`${id}-help`}
            onChange={(event) => setReason(event.target.value)}
          />
          <p id={`${id}-help`} className="field-error" role="status">
            {tried && short ? t('kit.reasonShort', { count: reasonLeast }) : ''}
          </p>
        </>
      )}
      <ProblemNotice error={error} nextHref={`/applications/new?customers=${customerId}&fields=0`} />
      <div className="custody-buttons">
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t(as === 'preview' ? 'custody.doc.preview' : 'custody.attach.open')}
        </Button>
      </div>
    </form>
  )
}

/** Asks on which ground an attachment is opened: under a running grant, or for a purpose and a reason. */
export function OpenAttachment(props: Props) {
  const t = useText()
  const { row } = props
  return (
    <Modal
      open={row !== null}
      title={t(props.as === 'preview' ? 'custody.doc.previewTitle' : 'custody.attach.openTitle')}
      footer={null}
      destroyOnHidden
      onCancel={props.onClose}
    >
      {row !== null && <OpenForm {...props} row={row} />}
    </Modal>
  )
}
