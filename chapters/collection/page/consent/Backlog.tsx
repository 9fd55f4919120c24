import { Button, Space, Tabs } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import {
  ChartCard,
  DataTable,
  KeyValue,
  Loading,
  PageHeader,
  StatusTag,
  Time,
  useGet,
  usePerson,
  useText,
  type FilterField,
} from '../../../../doors/web/ui/index.ts'
import type { BacklogFigures, BacklogRow } from '../../wire.ts'
import { Declarations } from './Declarations.tsx'
import { DeclareBasis } from './DeclareBasis.tsx'
import { LinkPapers } from './LinkPapers.tsx'

const filers = ['archivist', 'collector']
const declarers = ['archivist', 'secrecy-office', 'legal']

/** 历史存量待补: files that rest on consent and have no evidence of any, with the progress of putting it right. */
export default function Backlog() {
  const t = useText()
  const { roles } = usePerson()
  const [papers, setPapers] = useState(false)
  const isFiler = roles.some((role) => filers.includes(role))
  const mayDeclare = roles.some((role) => declarers.includes(role))
  return (
    <>
      <PageHeader
        title={t('collection.backlog.title')}
        hint={t('collection.backlog.hint')}
        primary={
          isFiler && (
            <Button type="primary" onClick={() => setPapers(true)}>
              {t('collection.backlog.papers')}
            </Button>
          )
        }
      />
      <Tabs
        destroyOnHidden
        items={[
          { key: 'progress', label: t('collection.backlog.tab.progress'), children: <Progress /> },
          {
            key: 'list',
            label: t('collection.backlog.tab.list'),
            children: <WorkList mayDeclare={mayDeclare} />,
          },
          ...(mayDeclare
            ? [{ key: 'declared', label: t('collection.backlog.tab.declared'), children: <Declarations /> }]
            : []),
        ]}
      />
      {papers && <LinkPapers onClose={() => setPapers(false)} />}
    </>
  )
}

function Progress() {
  const t = useText()
  const figures = useGet<BacklogFigures>('/consent-backlog/figures')
  const data = figures.data
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis' },
      legend: { bottom: 0 },
      grid: { left: 56, right: 16, top: 16, bottom: 40 },
      xAxis: { type: 'category', data: (data?.days ?? []).map((one) => one.day) },
      yAxis: { type: 'value', minInterval: 1 },
      series: [
        {
          name: t('collection.backlog.missing'),
          type: 'line',
          areaStyle: {},
          showSymbol: true,
          data: (data?.days ?? []).map((one) => one.missing),
        },
        {
          name: t('collection.backlog.oldVersion'),
          type: 'line',
          showSymbol: true,
          data: (data?.days ?? []).map((one) => one.oldVersion),
        },
      ],
    }),
    [data, t],
  )
  if (data === undefined) return <Loading rows={6} />
  const done = data.of === 0 ? 100 : Math.floor(((data.of - data.missing) / data.of) * 100)
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <KeyValue
        columns={3}
        items={[
          {
            label: t('collection.backlog.missing'),
            value: t('collection.backlog.outOf', { count: data.missing, of: data.of }),
          },
          { label: t('collection.backlog.done'), value: `${done}%` },
          {
            label: t('collection.backlog.oldVersion'),
            value: <Link to="/consents/anew">{data.oldVersion.toLocaleString()}</Link>,
          },
          { label: t('collection.backlog.expired'), value: data.expired.toLocaleString() },
          { label: t('collection.backlog.withdrawals'), value: data.withdrawals30.toLocaleString() },
          { label: t('collection.backlog.untold'), value: data.untold.toLocaleString() },
        ]}
      />
      <ChartCard
        title={t('collection.backlog.chart')}
        summary={t('collection.backlog.chartSummary', { count: data.missing })}
        option={option}
        table={{
          columns: [
            t('collection.backlog.day'),
            t('collection.backlog.missing'),
            t('collection.backlog.all'),
            t('collection.backlog.oldVersion'),
          ],
          rows: data.days.map((one) => [one.day, one.missing, one.of, one.oldVersion]),
        }}
      />
      <DataTable<BacklogFigures['departments'][number]>
        name="collection.backlogDepartments"
        label={t('collection.backlog.byDepartment')}
        rows={data.departments}
        rowKey={(row) => row.id ?? 'none'}
        bare
        columns={[
          {
            key: 'name',
            title: t('collection.backlog.department'),
            render: (row) => (row.name === '' ? t('collection.backlog.noDepartment') : row.name),
          },
          {
            key: 'missing',
            title: t('collection.backlog.missing'),
            align: 'end',
            render: (row) => row.missing.toLocaleString(),
          },
          {
            key: 'of',
            title: t('collection.backlog.all'),
            align: 'end',
            render: (row) => row.of.toLocaleString(),
          },
        ]}
        empty={{ title: t('collection.backlog.none') }}
      />
    </Space>
  )
}

function useFilters(): FilterField[] {
  const t = useText()
  const departments = useGet<{ rows: { id: string; name: string; closed?: boolean }[] }>('/departments')
  const sources = useGet<{ rows: { id: string; name: string }[] }>('/sources', { size: 200 })
  return [
    {
      kind: 'choice',
      name: 'department',
      label: t('collection.backlog.department'),
      options: (departments.data?.rows ?? [])
        .filter((one) => one.closed !== true)
        .map((one) => ({ value: one.id, label: one.name })),
    },
    { kind: 'person', name: 'owner', label: t('collection.backlog.owner') },
    {
      kind: 'choice',
      name: 'source',
      label: t('collection.backlog.source'),
      options: (sources.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
    },
    {
      kind: 'choice',
      name: 'age',
      label: t('collection.backlog.age'),
      options: [30, 90, 365, 1095].map((days) => ({
        value: String(days),
        label: t('collection.backlog.older', { days }),
      })),
    },
  ]
}

function WorkList({ mayDeclare }: { mayDeclare: boolean }) {
  const t = useText()
  const [chosen, setChosen] = useState<{ rows: BacklogRow[]; done: () => void }>()
  return (
    <>
      <DataTable<BacklogRow>
        name="collection.backlog"
        label={t('collection.backlog.title')}
        path="/consent-backlog"
        rowKey={(row) => row.id}
        rowHref={(row) => `/customers/${row.id}?tab=consent`}
        filters={useFilters()}
        defaultSort="createdAt"
        columns={[
          {
            key: 'fileNo',
            title: t('collection.backlog.fileNo'),
            fixed: true,
            sortable: true,
            render: (row) => <span className="identifier">{row.fileNo}</span>,
          },
          {
            key: 'owner',
            title: t('collection.backlog.owner'),
            render: (row) => row.owner || <span className="dash">—</span>,
          },
          {
            key: 'department',
            title: t('collection.backlog.department'),
            render: (row) => row.department || <span className="dash">—</span>,
          },
          {
            key: 'createdAt',
            title: t('collection.backlog.since'),
            sortable: true,
            render: (row) => <Time at={row.createdAt} />,
          },
          {
            key: 'state',
            title: t('collection.state'),
            render: (row) => (
              <StatusTag tone={row.declared ? 'waiting' : 'warning'}>
                {t(row.declared ? 'collection.backlog.declared' : 'collection.consentState.missing')}
              </StatusTag>
            ),
          },
        ]}
        batch={
          mayDeclare
            ? [
                {
                  key: 'declare',
                  label: t('collection.backlog.declare'),
                  run: (rows, done) => setChosen({ rows, done }),
                  suits: (rows) => rows.every((row) => !row.declared),
                },
              ]
            : []
        }
        empty={{ title: t('collection.backlog.none'), hint: t('collection.backlog.noneHint') }}
      />
      {chosen !== undefined && (
        <DeclareBasis
          customers={chosen.rows.map((row) => row.id)}
          onClose={() => setChosen(undefined)}
          onDone={() => {
            chosen.done()
            setChosen(undefined)
          }}
        />
      )}
    </>
  )
}
