import { Button, Drawer, Popconfirm, Table } from 'antd'
import {
  EmptyState,
  FormSection,
  Loading,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  usePost,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { ChangeOutcome, PurposeChangeRow, PurposeHistory } from '../../wire.ts'
import { usePurposeWords } from './words.ts'

type Departments = readonly { id: string; name: string }[]

/** What a change makes different, line by line; of a new purpose everything. */
function Difference({ change, departments }: { change: PurposeChangeRow; departments: Departments }) {
  const t = useText()
  const { lines } = usePurposeWords()
  const before = change.before === null ? null : lines(change.before, departments)
  const rows = lines(change.content, departments)
    .map(([label, after], at) => ({ label, after, before: before?.[at]?.[1] ?? '' }))
    .filter((row) => row.after !== row.before)
  return (
    <Table
      size="small"
      pagination={false}
      rowKey="label"
      aria-label={t('collection.purposes.what')}
      dataSource={rows}
      columns={[
        { key: 'label', title: t('collection.purposes.item'), width: 130, dataIndex: 'label' },
        ...(before === null
          ? []
          : [{ key: 'before', title: t('collection.purposes.before'), dataIndex: 'before' }]),
        { key: 'after', title: t('collection.purposes.after'), dataIndex: 'after' },
      ]}
    />
  )
}

function Widens({ change }: { change: PurposeChangeRow }) {
  const t = useText()
  const { join } = usePurposeWords()
  if (change.widens.length === 0) return null
  return (
    <StatusTag tone="warning">
      {t('collection.purposes.widens')}:{' '}
      {join(change.widens.map((one) => t(`collection.purposes.widen.${one}`)))}
    </StatusTag>
  )
}

/** Changes that wait: what they make different, and the way to decide them. */
export function Waiting({
  changes,
  departments,
}: {
  changes: readonly PurposeChangeRow[]
  departments: Departments
}) {
  const t = useText()
  if (changes.length === 0) return null
  return (
    <FormSection title={t('collection.purposes.waiting')}>
      {changes.map((change) => (
        <OneWaiting key={change.id} change={change} departments={departments} />
      ))}
    </FormSection>
  )
}

function OneWaiting({ change, departments }: { change: PurposeChangeRow; departments: Departments }) {
  const t = useText()
  const decide = usePost<{ outcome: ChangeOutcome }>(`/purposes/changes/${change.id}/decide`, {
    refresh: ['/purposes'],
  })
  const act = (outcome: ChangeOutcome) => () => decide.mutate({ outcome })
  return (
    <section className="collection-change" aria-label={change.content.zh}>
      <p>
        <strong>{change.content.zh}</strong> <code>{change.purpose}</code>{' '}
        {change.before === null && <StatusTag tone="neutral">{t('collection.purposes.isNew')}</StatusTag>}{' '}
        <Widens change={change} />{' '}
        {t('collection.purposes.by', { name: change.proposedBy, reason: change.reason })}{' '}
        <Time at={change.proposedAt} />
      </p>
      <Difference change={change} departments={departments} />
      <ProblemNotice error={decide.error} />
      <p className="collection-actions">
        {change.mayDecide && (
          <>
            <Popconfirm title={t('collection.purposes.confirmAsk')} onConfirm={act('confirmed')}>
              <Button type="primary" loading={decide.isPending}>
                {t('collection.purposes.confirm')}
              </Button>
            </Popconfirm>
            <Popconfirm title={t('collection.purposes.declineAsk')} onConfirm={act('declined')}>
              <Button>{t('collection.purposes.decline')}</Button>
            </Popconfirm>
          </>
        )}
        {change.own && (
          <>
            <Popconfirm title={t('collection.purposes.withdrawAsk')} onConfirm={act('withdrawn')}>
              <Button>{t('collection.purposes.withdraw')}</Button>
            </Popconfirm>
            <span className="soft">{t('collection.purposes.notYours')}</span>
          </>
        )}
      </p>
    </section>
  )
}

interface HistoryProps {
  purpose: { code: string; name: string } | null
  departments: Departments
  onClose: () => void
}

/** Everything that was ever laid down about one purpose. */
export function HistoryDrawer({ purpose, departments, onClose }: HistoryProps) {
  const t = useText()
  return (
    <Drawer
      open={purpose !== null}
      onClose={onClose}
      size={760}
      title={`${t('collection.purposes.history')}: ${purpose?.name ?? ''}`}
      destroyOnHidden
    >
      {purpose !== null && <History code={purpose.code} departments={departments} />}
    </Drawer>
  )
}

function History({ code, departments }: { code: string; departments: Departments }) {
  const t = useText()
  const reply = useGet<PurposeHistory>(`/purposes/${code}/history`)
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  if (reply.data.rows.length === 0)
    return (
      <EmptyState title={t('collection.purposes.historyEmpty')} hint={t('collection.purposes.historyHint')} />
    )
  return (
    <Table<PurposeChangeRow>
      size="small"
      rowKey="id"
      aria-label={t('collection.purposes.history')}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      dataSource={reply.data.rows}
      expandable={{
        expandedRowRender: (row) => <Difference change={row} departments={departments} />,
        columnTitle: <span className="only-read-aloud">{t('kit.table.details')}</span>,
      }}
      columns={[
        {
          key: 'at',
          title: t('collection.purposes.when'),
          width: 190,
          render: (_, row) => <Time at={row.decidedAt ?? row.proposedAt} />,
        },
        {
          key: 'what',
          title: t('collection.purposes.what'),
          render: (_, row) => t('collection.purposes.by', { name: row.proposedBy, reason: row.reason }),
        },
        {
          key: 'outcome',
          title: t('collection.purposes.outcome'),
          width: 190,
          render: (_, row) =>
            t(`collection.purposes.outcome.${row.outcome ?? 'open'}`, { name: row.decidedBy ?? '' }),
        },
      ]}
    />
  )
}
