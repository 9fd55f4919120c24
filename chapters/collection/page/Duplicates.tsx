import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  DataTable,
  FieldValue,
  type FieldState,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useLanguage,
  usePost,
  useText,
  Watermark,
} from '../../../doors/web/ui/index.ts'
import type { DecideManyReply, DuplicateRow, DuplicateSide } from '../wire.ts'
import { MergeConfirm } from './MergeConfirm.tsx'

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
      <PageHeader title={t('collection.duplicates.title')} hint={t('collection.duplicates.hint')} />
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
        unfold={(row) => <Pair row={row} />}
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

function Pair({ row }: { row: DuplicateRow }) {
  const t = useText()
  const { pick } = useLanguage()
  const [asking, setAsking] = useState(false)
  const decide = usePost<{ decision: Decision }>(`/duplicates/${row.id}/decide`, { refresh: ['/duplicates'] })
  const fields = new Map([...row.older.fields, ...row.newer.fields].map((field) => [field.code, field]))
  return (
    <section>
      <table className="collection-table" aria-label={t('collection.duplicates.side')}>
        <thead>
          <tr>
            <th scope="col">{t('collection.duplicates.field')}</th>
            <th scope="col">
              {t('collection.duplicates.older')} {row.older.fileNo}
            </th>
            <th scope="col">
              {t('collection.duplicates.newer')} {row.newer.fileNo}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...fields.values()].map((field) => (
            <tr key={field.code}>
              <th scope="row">{pick(field)}</th>
              <Value side={row.older} code={field.code} />
              <Value side={row.newer} code={field.code} />
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemNotice error={asking ? null : decide.error} />
      {row.state === 'open' && (
        <div className="collection-actions">
          <Button type="primary" loading={decide.isPending} onClick={() => setAsking(true)}>
            {t('collection.decide.merge')}…
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate({ decision: 'keep' })}>
            {t('collection.decide.keep')}
          </Button>
          <span className="soft">{t('collection.decide.hint')}</span>
        </div>
      )}
      <MergeConfirm
        rows={asking ? [row] : null}
        onConfirm={() => decide.mutateAsync({ decision: 'merge' })}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}

function Value({ side, code }: { side: DuplicateSide; code: string }) {
  const field = side.fields.find((one) => one.code === code)
  return (
    <td>
      <FieldValue label={field?.code ?? code} value={stateOf(field)} />
    </td>
  )
}

function stateOf(field: DuplicateSide['fields'][number] | undefined): FieldState {
  if (field === undefined || field.sight === 'absent') return { state: 'never' }
  if (field.sight === 'hidden') return { state: 'hidden' }
  return { state: field.sight === 'full' ? 'shown' : 'masked', text: field.text }
}
