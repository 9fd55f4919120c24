import { DataTable, StatusTag, Time, useGet, useText } from '../../../../doors/web/ui/index.ts'
import type { EntryRow } from '../../../supervision/wire.ts'
import type { ReasonList } from '../../wire.ts'
import { ClauseLinks } from '../shared/ClauseLinks.tsx'

/** Verbs with a word of their own; any other is shown by its code. */
const verbs = ['list', 'search', 'read', 'copy', 'print', 'export', 'write']

/** The use record of one customer, for those who audit. */
export function RecordsPanel({ customer }: { customer: string }) {
  const t = useText()
  const reasons = useGet<ReasonList>(`/customers/${customer}/reasons`)
  const reasonOf = (row: EntryRow): string | undefined =>
    reasons.data?.rows.find((one) => one.commitment === row.commitment)?.reason
  return (
    <DataTable<EntryRow>
      name="use.records"
      label={t('use.tab.records')}
      prefix="records."
      path="/audit/entries"
      params={{ customer }}
      rowKey={(row) => `${row.lane}-${row.index}`}
      columns={[
        { key: 'at', title: t('use.time'), fixed: true, render: (row) => <Time at={row.at} form="second" /> },
        {
          key: 'actor',
          title: t('use.person'),
          render: (row) =>
            row.actor === null ? <span className="dash">—</span> : `${row.actor.name} ${row.actor.note}`,
        },
        {
          key: 'verb',
          title: t('use.act'),
          render: (row) => (verbs.includes(row.verb) ? t(`use.verb.${row.verb}`) : row.verb),
        },
        {
          key: 'verdict',
          title: t('use.verdict'),
          render: (row) =>
            row.verdict === '' ? (
              <span className="dash">—</span>
            ) : (
              <StatusTag tone={row.verdict === 'permit' ? 'good' : 'bad'}>
                {t(row.verdict === 'permit' ? 'use.permitted' : 'use.refused')}
              </StatusTag>
            ),
        },
        {
          key: 'application',
          title: t('use.application'),
          render: (row) => row.application?.number ?? <span className="dash">—</span>,
        },
        {
          key: 'reason',
          title: t('use.reason'),
          render: (row) => reasonOf(row) ?? <span className="dash">—</span>,
        },
        { key: 'clauses', title: t('use.because'), render: (row) => <ClauseLinks numbers={row.clauses} /> },
      ]}
      empty={{ title: t('use.records.empty'), hint: t('use.records.emptyHint') }}
    />
  )
}
