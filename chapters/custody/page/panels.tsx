import { Pagination, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  EmptyState,
  Loading,
  ProblemNotice,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import type { HistoryReply } from '../wire.ts'

export { AttachmentsPanel } from './Attachments.tsx'
export { PartsPanel } from './filing/PartsPanel.tsx'
export { FileMark } from './levels/FileMark.tsx'

const size = 20

/** What happened to a customer's file: who, when, which fields. Never values. */
export function HistoryPanel({ customerId }: { customerId: string }) {
  const t = useText()
  const { pick, language } = useLanguage()
  const [page, setPage] = useState(1)
  const reply = useGet<HistoryReply>(
    `/customers/${customerId}/history`,
    { page, size },
    { keepPrevious: true },
  )
  if (reply.error !== null) return <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
  if (reply.data === undefined) return <Loading rows={4} />
  const { rows, total } = reply.data
  if (total === 0)
    return <EmptyState title={t('custody.history.empty')} hint={t('custody.history.emptyHint')} />
  return (
    <>
      <Table<HistoryReply['rows'][number]>
        size="small"
        rowKey="id"
        aria-label={t('custody.history.title')}
        pagination={false}
        dataSource={rows}
        columns={[
          { key: 'at', title: t('custody.history.at'), width: 220, render: (_, row) => <Time at={row.at} /> },
          {
            key: 'kind',
            title: t('custody.history.kind'),
            width: 130,
            render: (_, row) => t(`custody.history.${row.kind}`),
          },
          {
            key: 'person',
            title: t('custody.history.person'),
            width: 150,
            render: (_, row) => (
              <>
                {row.person.name} <span className="soft">{row.person.employeeNo}</span>
              </>
            ),
          },
          {
            key: 'fields',
            title: t('custody.history.fields'),
            render: (_, row) =>
              row.fields.length === 0 ? (
                <span className="dash">—</span>
              ) : (
                row.fields.map((field) => pick(field)).join(language === 'zh' ? '、' : ', ')
              ),
          },
          {
            key: 'form',
            title: t('custody.history.form'),
            width: 110,
            render: (_, row) =>
              row.instanceId === null ? (
                <span className="dash">—</span>
              ) : (
                <Link to={`/approvals/${row.instanceId}`}>{t('custody.history.open')}</Link>
              ),
          },
        ]}
      />
      {total > size && (
        <Pagination
          size="small"
          current={page}
          pageSize={size}
          total={total}
          onChange={setPage}
          showSizeChanger={false}
        />
      )}
    </>
  )
}
