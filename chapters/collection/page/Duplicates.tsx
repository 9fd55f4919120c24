import { Alert } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  usePost,
  useText,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import type { DecideManyReply, DuplicateRow } from '../wire.ts'
import { MergeConfirm } from './MergeConfirm.tsx'
import { PairTable } from './tidying/PairTable.tsx'

type Decision = 'merge' | 'keep'

/** Pairs of files that may be one customer, side by side and masked; a person decides. */
export default function Duplicates() {
  const t = useText()
  const [search] = useSearchParams()
  const wanted = search.get('import')
  const [merging, setMerging] = useState<{ rows: DuplicateRow[]; done: () => void } | null>(null)
  const decide = usePost<{ ids: string[]; decision: Decision }, DecideManyReply>('/duplicates/decide', {
    refresh: ['/duplicates'],
  })
  const ids = (rows: readonly DuplicateRow[]): string[] => rows.map((row) => row.id)
  const open = (rows: readonly DuplicateRow[]): boolean => rows.every((row) => row.state === 'open')
  return (
    <Watermark>
      <PageHeader
        title={t('collection.duplicates.title')}
        hint={t('collection.duplicates.hint')}
        actions={<Link to="/merges">{t('collection.tidying.merges.menu')}</Link>}
      />
      <ProblemNotice error={merging === null ? decide.error : null} />
      {decide.data !== undefined && <Outcome outcome={decide.data} />}
      <DataTable<DuplicateRow>
        name="collection.duplicates"
        label={t('collection.duplicates.title')}
        path="/duplicates"
        params={wanted === null ? {} : { import: wanted }}
        keep={false}
        rowKey={(row) => row.id}
        batch={[
          {
            key: 'merge',
            label: t('collection.decide.mergeMany'),
            suits: open,
            run: (rows, done) => setMerging({ rows, done }),
          },
          {
            key: 'keep',
            label: t('collection.decide.keep'),
            suits: open,
            run: (rows, done) => decide.mutate({ ids: ids(rows), decision: 'keep' }, { onSuccess: done }),
          },
        ]}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('collection.state'),
            options: ['open', 'merged', 'kept'].map((state) => ({
              value: state,
              label: t(`collection.pair.${state}`),
            })),
          },
        ]}
        columns={[
          {
            key: 'reason',
            title: t('collection.duplicates.reason'),
            fixed: true,
            render: (row) => t(`collection.reasonOf.${row.reason}`),
          },
          { key: 'older', title: t('collection.duplicates.older'), render: (row) => row.older.fileNo },
          { key: 'newer', title: t('collection.duplicates.newer'), render: (row) => row.newer.fileNo },
          {
            key: 'state',
            title: t('collection.state'),
            render: (row) => (
              <StatusTag tone={row.state === 'open' ? 'waiting' : 'ended'}>
                {t(`collection.pair.${row.state}`)}
              </StatusTag>
            ),
          },
          { key: 'since', title: t('collection.at'), render: (row) => <Time at={row.newer.createdAt} /> },
        ]}
        unfold={(row) => <PairTable row={row} />}
        empty={{ title: t('collection.duplicates.none'), hint: t('collection.duplicates.hint') }}
      />
      <MergeConfirm
        rows={merging?.rows ?? null}
        onConfirm={async (rows) => {
          await decide.mutateAsync({ ids: ids(rows), decision: 'merge' })
          merging?.done()
        }}
        onClose={() => setMerging(null)}
      />
    </Watermark>
  )
}

/** How many pairs were decided; those that had changed meanwhile stay as they are. */
function Outcome({ outcome }: { outcome: DecideManyReply }) {
  const t = useText()
  const { decided, refused } = outcome
  return (
    <Alert
      className="collection-gap"
      showIcon
      type={refused === 0 ? 'success' : 'warning'}
      title={
        t('collection.decide.decided', { count: decided }) +
        (refused === 0 ? '' : t('collection.decide.refused', { count: refused }))
      }
    />
  )
}
