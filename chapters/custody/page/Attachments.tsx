import { Button, Input, Progress, Select, Table } from 'antd'
import { useId, useState } from 'react'
import {
  bytesText,
  ConfirmReason,
  EmptyState,
  FilePick,
  Loading,
  post,
  ProblemNotice,
  Time,
  upload,
  useGet,
  useRefresh,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { AttachmentsReply } from '../wire.ts'
import { OpenAttachment, type AttachmentGrant } from './OpenAttachment.tsx'
import { Level, useLevelOptions } from './shared.tsx'

type Row = AttachmentsReply['rows'][number]

const accepted = [
  '.pdf', '.png', '.jpg', '.jpeg', '.gif', '.webp', '.tif', '.tiff', '.heic', '.docx', '.xlsx', '.pptx', '.doc', '.xls',
  '.ppt', '.odt', '.ods', '.mp3', '.wav', '.m4a', '.amr', '.mp4', '.txt', '.csv',
] // prettier-ignore
const largestBytes = 100 * 1024 * 1024

export interface AttachmentsPanelProps {
  customerId: string
  /** Overrides what the server says this person may do. */
  mayAttach?: boolean
  /** Grants of this person that cover the attachments of this file. */
  grants?: readonly AttachmentGrant[]
}

/** Documents kept with a customer's file. */
export function AttachmentsPanel({ customerId, mayAttach, grants = [] }: AttachmentsPanelProps) {
  const t = useText()
  const path = `/customers/${customerId}/attachments`
  const refresh = useRefresh()
  const reply = useGet<AttachmentsReply>(path, {}, { keep: false })
  const [opening, setOpening] = useState<Row | null>(null)
  const [removing, setRemoving] = useState<Row | null>(null)
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={3} />
  const may = mayAttach ?? reply.data.mayAttach
  const again = (): void => void refresh([`/customers/${customerId}`])
  return (
    <>
      {may && <Upload path={path} onDone={again} />}
      {reply.data.rows.length === 0 ? (
        <EmptyState title={t('custody.attach.empty')} hint={t('custody.attach.emptyHint')} />
      ) : (
        <AttachmentTable rows={reply.data.rows} may={may} onOpen={setOpening} onRemove={setRemoving} />
      )}
      <OpenAttachment
        customerId={customerId}
        row={opening}
        grants={grants}
        onClose={() => setOpening(null)}
      />
      <ConfirmReason
        open={removing !== null}
        title={t('custody.attach.removeTitle')}
        text={t('custody.attach.removeText')}
        action={t('custody.attach.remove')}
        danger
        onConfirm={async (reason) => {
          await post(`${path}/${removing!.id}/remove`, { reason })
          again()
        }}
        onClose={() => setRemoving(null)}
      />
    </>
  )
}

function AttachmentTable(props: {
  rows: readonly Row[]
  may: boolean
  onOpen: (row: Row) => void
  onRemove: (row: Row) => void
}) {
  const t = useText()
  const nameOf = (row: Row): string => row.title ?? t('custody.attach.hiddenTitle')
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      aria-label={t('custody.attach.title')}
      pagination={false}
      dataSource={[...props.rows]}
      columns={[
        {
          key: 'title',
          title: t('custody.attach.name'),
          render: (_, row) => (row.title === null ? <span className="soft">{nameOf(row)}</span> : row.title),
        },
        {
          key: 'level',
          title: t('custody.level'),
          width: 180,
          render: (_, row) => <Level rank={row.level} />,
        },
        {
          key: 'size',
          title: t('custody.attach.size'),
          width: 90,
          align: 'end',
          render: (_, row) => bytesText(row.size),
        },
        {
          key: 'added',
          title: t('custody.attach.added'),
          width: 250,
          render: (_, row) => (
            <>
              {row.addedBy.name} <Time at={row.addedAt} />
            </>
          ),
        },
        {
          key: 'acts',
          title: t('custody.acts'),
          width: 150,
          render: (_, row) => (
            <span className="custody-acts">
              <Button
                type="link"
                size="small"
                aria-label={t('custody.attach.openOf', { name: nameOf(row) })}
                onClick={() => props.onOpen(row)}
              >
                {t('custody.attach.open')}
              </Button>
              {props.may && (
                <Button
                  type="link"
                  size="small"
                  danger
                  aria-label={t('custody.attach.removeOf', { name: nameOf(row) })}
                  onClick={() => props.onRemove(row)}
                >
                  {t('custody.attach.remove')}
                </Button>
              )}
            </span>
          ),
        },
      ]}
    />
  )
}

function Upload({ path, onDone }: { path: string; onDone: () => void }) {
  const t = useText()
  const id = useId()
  const levels = useLevelOptions()
  const [file, setFile] = useState<File | null>(null)
  const [title, setTitle] = useState('')
  const [level, setLevel] = useState<number | null>(null)
  const [part, setPart] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const clear = (): void => {
    setFile(null)
    setTitle('')
    setLevel(null)
  }
  const send = async (): Promise<void> => {
    if (file === null) return
    const form = new FormData()
    form.append('body', JSON.stringify({ title, ...(level === null ? {} : { level }) }))
    form.append('file', file)
    setError(null)
    setPart(0)
    try {
      await upload(path, form, setPart)
      clear()
      onDone()
    } catch (caught) {
      setError(caught)
    } finally {
      setPart(null)
    }
  }
  return (
    <div className="custody-upload">
      <ProblemNotice error={error} />
      {file === null ? (
        <FilePick
          accept={accepted}
          largestBytes={largestBytes}
          hint={t('custody.attach.kinds')}
          onPick={([picked]) => {
            setFile(picked ?? null)
            setTitle(picked?.name ?? '')
          }}
        />
      ) : (
        <>
          <label className="field-label" htmlFor={`${id}-title`}>
            {t('custody.attach.name')}
          </label>
          <Input
            id={`${id}-title`}
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
          />
          <label className="field-label" htmlFor={`${id}-level`}>
            {t('custody.level')}
          </label>
          <Select<number | null>
            id={`${id}-level`}
            allowClear
            value={level}
            placeholder={t('custody.attach.levelHint')}
            options={levels}
            onChange={(next) => setLevel(next ?? null)}
          />
          {part !== null && (
            <Progress percent={Math.round(part * 100)} aria-label={t('custody.attach.sending')} />
          )}
          <span className="custody-acts">
            <Button type="primary" loading={part !== null} onClick={() => void send()}>
              {t('custody.attach.send')}
            </Button>
            <Button disabled={part !== null} onClick={clear}>
              {t('kit.cancel')}
            </Button>
          </span>
        </>
      )}
    </div>
  )
}
