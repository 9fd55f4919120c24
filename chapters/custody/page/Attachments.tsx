import { Button, Table } from 'antd'
import { useState } from 'react'
import {
  bytesText,
  ConfirmReason,
  EmptyState,
  Loading,
  post,
  ProblemNotice,
  Time,
  useGet,
  useRefresh,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { AttachmentsReply, PreviewReply } from '../wire.ts'
import { Content } from './documents/Content.tsx'
import { UploadBox } from './documents/UploadBox.tsx'
import { Viewer } from './documents/Viewer.tsx'
import { OpenAttachment, type AttachmentGrant } from './OpenAttachment.tsx'
import { Level } from './shared.tsx'

type Row = AttachmentsReply['rows'][number]

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
  const [opening, setOpening] = useState<{ row: Row; as: 'preview' | 'original' } | null>(null)
  const [preview, setPreview] = useState<PreviewReply | null>(null)
  const [removing, setRemoving] = useState<Row | null>(null)
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={3} />
  const may = mayAttach ?? reply.data.mayAttach
  const again = (): void => void refresh([`/customers/${customerId}`])
  return (
    <>
      {may && <UploadBox customerId={customerId} onDone={again} />}
      {reply.data.rows.length === 0 ? (
        <EmptyState title={t('custody.attach.empty')} hint={t('custody.attach.emptyHint')} />
      ) : (
        <AttachmentTable
          rows={reply.data.rows}
          may={may}
          onPreview={(row) => setOpening({ row, as: 'preview' })}
          onOpen={(row) => setOpening({ row, as: 'original' })}
          onRemove={setRemoving}
        />
      )}
      <OpenAttachment
        customerId={customerId}
        row={opening?.row ?? null}
        as={opening?.as ?? 'original'}
        onPreview={setPreview}
        grants={grants}
        onClose={() => setOpening(null)}
      />
      {preview !== null && <Viewer preview={preview} onClose={() => setPreview(null)} />}
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
  onPreview: (row: Row) => void
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
          width: 130,
          render: (_, row) => <Level rank={row.level} />,
        },
        {
          key: 'content',
          title: t('custody.doc.content'),
          render: (_, row) => <Content content={row.content} />,
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
          width: 190,
          render: (_, row) => (
            <>
              {row.addedBy.name} <Time at={row.addedAt} />
            </>
          ),
        },
        {
          key: 'acts',
          title: t('custody.acts'),
          width: 190,
          render: (_, row) => (
            <span className="custody-acts">
              {row.content?.canPreview === true && (
                <Button
                  type="link"
                  size="small"
                  aria-label={t('custody.doc.previewOf', { name: nameOf(row) })}
                  onClick={() => props.onPreview(row)}
                >
                  {t('custody.doc.preview')}
                </Button>
              )}
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
