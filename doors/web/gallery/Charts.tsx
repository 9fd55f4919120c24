import { useMemo } from 'react'
import { ChartCard, PageHeader, useText } from '../ui/index.ts'

const rows: [string, number][] = [
  ['2026-08', 812],
  ['2026-09', 935],
  ['2026-10', 1004],
  ['2026-11', 1124],
]

/** Charts with their tables. */
export function Charts() {
  const t = useText()
  const bars = useMemo(
    () => ({
      xAxis: { type: 'category', data: rows.map(([month]) => month) },
      yAxis: { type: 'value' },
      series: [{ type: 'bar', barMaxWidth: 40, data: rows.map(([, count]) => count) }],
    }),
    [],
  )
  const table = { columns: [t('g.month'), t('g.count')], rows }
  return (
    <>
      <PageHeader title={t('g.dashboard')} />
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 14 }}>
        <ChartCard title={t('g.reads')} summary={t('g.readsSummary')} option={bars} table={table} />
        <ChartCard title={t('g.reads')} summary="" option={bars} table={{ ...table, rows: [] }} />
      </div>
    </>
  )
}
