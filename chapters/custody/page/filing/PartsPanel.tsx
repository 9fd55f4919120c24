import { Button, Modal } from 'antd'
import { useState } from 'react'
import {
  DataTable,
  KeyValue,
  Loading,
  post,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useRefresh,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { PartsReply } from '../../wire.ts'
import { Level } from '../shared.tsx'
import { useClasses } from './classes.ts'
import { PaperForm } from './PaperForm.tsx'

type Paper = PartsReply['paper'][number]

/** What a customer's file consists of: the electronic part, and where its paper lies. */
export function PartsPanel({ customerId }: { customerId: string }) {
  const t = useText()
  const words = useClasses()
  const reply = useGet<PartsReply>(`/customers/${customerId}/parts`)
  const [editing, setEditing] = useState<Paper | 'new'>()
  const [leaving, setLeaving] = useState<Paper>()
  const [error, setError] = useState<unknown>(null)
  const refresh = useRefresh()
  const check = async (row: Paper): Promise<void> => {
    try {
      await post(
        `/customers/${customerId}/paper/${row.id}/checked`,
        { version: row.version },
        crypto.randomUUID(),
      )
      setError(null)
      await refresh([`/customers/${customerId}/parts`, '/archive'])
    } catch (caught) {
      setError(caught)
    }
  }
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  const { electronic, paper, type, category, oldNumbers, mayEdit } = reply.data
  const add = mayEdit && (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('custody.parts.add')}
    </Button>
  )
  return (
    <section className="custody-parts">
      <KeyValue
        columns={3}
        items={[
          { label: t('custody.parts.class'), value: `${words.type(type)} · ${words.category(category)}` },
          {
            label: t('custody.parts.electronic'),
            value: (
              <>
                {electronic.fields.map(({ level, count }) => (
                  <span key={level}>
                    <Level rank={level} /> {count}{' '}
                  </span>
                ))}
                {t('custody.parts.attachments', { count: electronic.attachments })}
              </>
            ),
          },
          {
            label: t('custody.parts.oldNumbers'),
            value: oldNumbers.length === 0 ? '—' : oldNumbers.join(', '),
          },
        ]}
      />
      <ProblemNotice error={error} />
      <DataTable<Paper>
        name="custody.parts"
        label={t('custody.parts.paper')}
        rows={paper}
        rowKey={(row) => row.id}
        extra={add}
        columns={paperColumns(t, {
          words,
          mayEdit,
          onEdit: setEditing,
          onCheck: (row) => void check(row),
          onOut: setLeaving,
        })}
        empty={{ title: t('custody.parts.none'), hint: t('custody.parts.noneHint') }}
      />
      {editing !== undefined && (
        <PaperForm
          customerId={customerId}
          part={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      {leaving !== undefined && (
        <TakeOut customerId={customerId} part={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </section>
  )
}

function paperColumns(
  t: ReturnType<typeof useText>,
  o: {
    words: ReturnType<typeof useClasses>
    mayEdit: boolean
    onEdit: (row: Paper) => void
    onCheck: (row: Paper) => void
    onOut: (row: Paper) => void
  },
) {
  return [
    {
      key: 'category',
      title: t('custody.archive.category'),
      fixed: true,
      render: (row: Paper) => o.words.category(row.category),
    },
    {
      key: 'pages',
      title: t('custody.parts.pages'),
      width: 80,
      align: 'end' as const,
      render: (row: Paper) => row.pages,
    },
    {
      key: 'place',
      title: t('custody.archive.places'),
      render: (row: Paper) => [row.room?.name, row.place].filter((part) => part !== undefined).join(' '),
    },
    { key: 'holder', title: t('custody.parts.holder'), render: (row: Paper) => row.holder?.name ?? '—' },
    { key: 'level', title: t('custody.archive.level'), render: (row: Paper) => <Level rank={row.level} /> },
    {
      key: 'filedAt',
      title: t('custody.parts.filedAt'),
      off: true,
      render: (row: Paper) => (
        <>
          <Time at={row.filedAt} /> {row.filedBy.name}
        </>
      ),
    },
    {
      key: 'checkedAt',
      title: t('custody.parts.checkedAt'),
      width: 210,
      render: (row: Paper) =>
        row.checkedAt === null ? (
          <StatusTag tone="warning">{t('custody.parts.unchecked')}</StatusTag>
        ) : (
          <Time at={row.checkedAt} />
        ),
    },
    {
      key: 'acts',
      title: t('custody.acts'),
      width: 230,
      render: (row: Paper) => o.mayEdit && <Acts row={row} {...o} />,
    },
  ]
}

function Acts(props: {
  row: Paper
  onEdit: (row: Paper) => void
  onCheck: (row: Paper) => void
  onOut: (row: Paper) => void
}) {
  const { row } = props
  const t = useText()
  return (
    <>
      <Button type="link" size="small" onClick={() => props.onCheck(row)}>
        {t('custody.parts.check')}
      </Button>
      <Button type="link" size="small" onClick={() => props.onEdit(row)}>
        {t('custody.edit')}
      </Button>
      <Button type="link" size="small" onClick={() => props.onOut(row)}>
        {t('custody.parts.out')}
      </Button>
    </>
  )
}

function TakeOut({ customerId, part, onClose }: { customerId: string; part: Paper; onClose: () => void }) {
  const t = useText()
  const out = usePost<{ version: number }>(`/customers/${customerId}/paper/${part.id}/taken-out`, {
    refresh: [`/customers/${customerId}/parts`, '/archive'],
    onDone: onClose,
  })
  return (
    <Modal
      open
      title={t('custody.parts.out')}
      okText={t('custody.parts.out')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={out.isPending}
      onOk={() => out.mutate({ version: part.version })}
      onCancel={onClose}
    >
      <p>{t('custody.parts.outWhat')}</p>
      <ProblemNotice error={out.error} />
    </Modal>
  )
}
