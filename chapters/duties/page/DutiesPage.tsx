import { Segmented } from 'antd'
import { Link, useSearchParams } from 'react-router'
import {
  DataTable,
  PageHeader,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  useText,
} from '../../../doors/web/ui/index.ts'
import { type DutyCounts, type DutyRow, dutyStates } from '../wire.ts'

type Tab = 'own' | 'people'

/** What is due from me, and from the people I look after. */
export default function DutiesPage() {
  const t = useText()
  const { pick } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const counts = useGet<DutyCounts>('/duties/counts')
  const tab: Tab = search.get('tab') === 'people' ? 'people' : 'own'
  const settled = search.get('state') === 'settled'
  return (
    <>
      <PageHeader title={t('duties.title')} hint={t('duties.hint')} />
      <Segmented<Tab>
        aria-label={t('duties.tabs')}
        value={tab}
        onChange={(next) => setSearch(next === 'people' ? { tab: next } : {})}
        options={[
          { value: 'own', label: `${t('duties.tab.own')} ${counts.data?.open ?? ''}`.trim() },
          { value: 'people', label: `${t('duties.tab.people')} ${counts.data?.people ?? ''}`.trim() },
        ]}
      />
      <DataTable<DutyRow>
        key={tab}
        name={`duties.${tab}`}
        label={t('duties.title')}
        path={tab === 'people' ? '/duties/people' : '/duties'}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('duties.state'),
            options: dutyStates.map((state) => ({ value: state, label: t(`duties.state.${state}`) })),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: t('duties.what'),
            options: (counts.data?.kinds ?? []).map(({ code, name }) => ({ value: code, label: pick(name) })),
          },
        ]}
        columns={[
          {
            key: 'what',
            title: t('duties.what'),
            fixed: true,
            render: (row) => <Link to={row.link}>{pick(row.name)}</Link>,
          },
          {
            key: 'count',
            title: t('duties.count'),
            width: 90,
            align: 'end',
            render: (row) => row.values['count'] ?? 1,
          },
          ...(tab === 'people'
            ? [
                {
                  key: 'owner',
                  title: t('duties.owner'),
                  render: (row: DutyRow) => (
                    <>
                      {row.owner.name} <span className="soft">{row.owner.employeeNo}</span>
                    </>
                  ),
                },
              ]
            : []),
          { key: 'clause', title: t('duties.clause'), width: 90, render: (row) => row.clause },
          { key: 'dueAt', title: t('duties.dueAt'), width: 220, render: (row) => <Time at={row.dueAt} /> },
          { key: 'state', title: t('duties.state'), width: 160, render: (row) => <State row={row} /> },
          {
            key: 'settledAt',
            title: t('duties.settledAt'),
            off: !settled,
            width: 220,
            render: (row) => (row.settledAt === null ? '—' : <Time at={row.settledAt} />),
          },
        ]}
        empty={{
          title: t(tab === 'people' ? 'duties.nonePeople' : 'duties.none'),
          hint: t('duties.noneHint'),
        }}
      />
    </>
  )
}

function State({ row }: { row: DutyRow }) {
  const t = useText()
  const state = row.settledAt !== null ? 'settled' : row.overdue ? 'overdue' : 'open'
  const tone = state === 'settled' ? 'ended' : state === 'overdue' ? 'bad' : 'waiting'
  return (
    <>
      <StatusTag tone={tone}>{t(`duties.state.${state}`)}</StatusTag>
      {row.escalated && state !== 'settled' && <StatusTag tone="warning">{t('duties.escalated')}</StatusTag>}
    </>
  )
}
