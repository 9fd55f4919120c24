import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  ConfirmReason,
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
import type { DuplicateRow, DuplicateSide } from '../wire.ts'

type Decision = 'merge' | 'keep'

/** Pairs of files that may be one customer, side by side and masked; a person decides. */
export default function Duplicates() {
  const t = useText()
  const [search] = useSearchParams()
  const wanted = search.get('import')
  const decide = usePost<{ ids: string[]; decision: Decision }>('/duplicates/decide', {
    refresh: ['/duplicates'],
  })
  const batch = (decision: Decision) => ({
    key: decision,
    label: t(`collection.decide.${decision}`),
    run: (rows: DuplicateRow[], done: () => void) => {
      decide.mutate({ ids: rows.map((row) => row.id), decision }, { onSuccess: done })
    },
  })
  return (
    <Watermark>
      <PageHeader title={t('collection.duplicates.title')} hint={t('collection.duplicates.hint')} />
      <ProblemNotice error={decide.error} />
      <DataTable<DuplicateRow>
        name="collection.duplicates"
        label={t('collection.duplicates.title')}
        path="/duplicates"
        params={wanted === null ? {} : { import: wanted }}
        keep={false}
        rowKey={(row) => row.id}
        batch={[batch('merge'), batch('keep')]}
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
    </Watermark>
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
      <ProblemNotice error={decide.error} />
      {row.state === 'open' && (
        <div className="collection-actions">
          <Button type="primary" loading={decide.isPending} onClick={() => setAsking(true)}>
            {t('collection.decide.merge')}
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate({ decision: 'keep' })}>
            {t('collection.decide.keep')}
          </Button>
          <span className="soft">{t('collection.decide.hint')}</span>
        </div>
      )}
      <ConfirmReason
        open={asking}
        optional
        title={t('collection.decide.merge')}
        text={t('collection.decide.hint')}
        action={t('collection.decide.merge')}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          decide.mutate({ decision: 'merge' })
          setAsking(false)
        }}
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
