import { Select, Statistic } from 'antd'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import {
  ChartCard,
  EmptyState,
  Loading,
  PageHeader,
  ProblemNotice,
  useGet,
  useText,
} from '../../../../doors/web/ui/index.ts'
import type { QualityReply, Score } from '../../wire.ts'

const parts = ['completeness', 'validity', 'uniqueness', 'freshness', 'total'] as const
const numbersOf = (score: Score): number[] => parts.map((part) => score[part])

/** How good the files are, by department, and how that changes. */
export default function Quality() {
  const t = useText()
  const [search, setSearch] = useSearchParams()
  const department = search.get('department') ?? undefined
  const reply = useGet<QualityReply>('/quality', department === undefined ? {} : { department }, {
    keepPrevious: true,
  })
  const { data, error } = reply
  const name = (row: QualityReply['departments'][number]): string =>
    row.id === null ? t('collection.tidying.quality.noDepartment') : row.name
  return (
    <>
      <PageHeader title={t('collection.tidying.quality.title')} hint={t('collection.tidying.quality.hint')} />
      <ProblemNotice error={error} onRetry={() => void reply.refetch()} />
      {data === undefined && error === null && <Loading />}
      {data?.company === null && (
        <EmptyState
          title={t('collection.tidying.quality.none')}
          hint={t('collection.tidying.quality.noneHint')}
        />
      )}
      {data !== undefined && data.company !== null && (
        <>
          <Scores score={data.company} day={data.day ?? ''} />
          <Select
            className="collection-gap collection-narrow"
            aria-label={t('collection.tidying.quality.department')}
            value={department ?? ''}
            onChange={(value) => setSearch(value === '' ? {} : { department: value })}
            options={[
              { value: '', label: t('collection.tidying.quality.company') },
              ...data.departments.flatMap((row) =>
                row.id === null ? [] : [{ value: row.id, label: name(row) }],
              ),
            ]}
          />
          <Trend trend={data.trend} />
          <Departments rows={data.departments} name={name} day={data.day ?? ''} />
        </>
      )}
    </>
  )
}

function Scores({ score, day }: { score: Score; day: string }) {
  const t = useText()
  return (
    <div className="collection-figures">
      <Statistic title={t('collection.tidying.quality.files')} value={score.files} />
      {parts.map((part) => (
        <Statistic
          key={part}
          title={t(`collection.tidying.quality.${part}`)}
          value={score[part]}
          precision={1}
          suffix={part === 'total' ? '' : '%'}
        />
      ))}
      <span className="soft">{t('collection.tidying.quality.asOf', { day })}</span>
    </div>
  )
}

function Trend({ trend }: { trend: QualityReply['trend'] }) {
  const t = useText()
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis' },
      legend: { top: 0 },
      grid: { left: 40, right: 16, top: 32, bottom: 24 },
      xAxis: { type: 'category', data: trend.map(({ day }) => day) },
      yAxis: { type: 'value', max: 100, scale: true },
      series: parts.map((part) => ({
        type: 'line',
        name: t(`collection.tidying.quality.${part}`),
        data: trend.map(({ score }) => score[part]),
        lineStyle: { width: part === 'total' ? 3 : 1 },
      })),
    }),
    [trend, t],
  )
  return (
    <ChartCard
      title={t('collection.tidying.quality.trend')}
      summary={t('collection.tidying.quality.trendOf', { count: trend.length })}
      option={option}
      table={{
        columns: [
          t('collection.tidying.quality.day'),
          ...parts.map((part) => t(`collection.tidying.quality.${part}`)),
        ],
        rows: trend.map(({ day, score }) => [day, ...numbersOf(score)]),
      }}
    />
  )
}

function Departments(props: {
  rows: QualityReply['departments']
  name: (row: QualityReply['departments'][number]) => string
  day: string
}) {
  const t = useText()
  const { rows, name, day } = props
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis' },
      legend: { top: 0 },
      grid: { left: 100, right: 16, top: 32, bottom: 24 },
      yAxis: { type: 'category', data: rows.map(name), inverse: true },
      xAxis: { type: 'value', min: 0, max: 100 },
      series: [
        {
          type: 'bar',
          name: t('collection.tidying.quality.total'),
          data: rows.map(({ score }) => score.total),
        },
      ],
    }),
    [rows, name, t],
  )
  return (
    <ChartCard
      title={t('collection.tidying.quality.byDepartment')}
      summary={t('collection.tidying.quality.asOf', { day })}
      option={option}
      height={Math.max(160, rows.length * 34 + 60)}
      table={{
        columns: [
          t('collection.tidying.quality.department'),
          t('collection.tidying.quality.files'),
          ...parts.map((part) => t(`collection.tidying.quality.${part}`)),
        ],
        rows: rows.map((row) => [name(row), row.score.files, ...numbersOf(row.score)]),
      }}
    />
  )
}
