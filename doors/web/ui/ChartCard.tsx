import { BarChartOutlined, TableOutlined } from '@ant-design/icons'
import { Segmented, Skeleton } from 'antd'
import type { EChartsCoreOption } from 'echarts/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { EmptyState } from './EmptyState.tsx'
import { useText } from './text.ts'

const Chart = lazy(() => import('./Chart.tsx'))

export interface ChartCardProps {
  title: string
  /** The message of the chart in one sentence; also read aloud. */
  summary: string
  /** ECharts option: bar, line, pie, heatmap, sankey; keep it stable with useMemo. */
  option: EChartsCoreOption
  /** The same figures as a table. */
  table: { columns: readonly string[]; rows: readonly (readonly (string | number)[])[] }
  /** Pixels; 240 by default. */
  height?: number
  extra?: ReactNode
}

/** A chart with its figures as a table behind a switch. */
export function ChartCard({ title, summary, option, table, height = 240, extra }: ChartCardProps) {
  const t = useText()
  const [face, setFace] = useState<'chart' | 'table'>('chart')
  const empty = table.rows.length === 0
  return (
    <figure className="chart-card">
      <figcaption>
        <span>
          <strong>{title}</strong> <span className="soft">{summary}</span>
        </span>
        {extra}
        <Segmented
          size="small"
          aria-label={title}
          value={face}
          onChange={setFace}
          options={[
            { value: 'chart', icon: <BarChartOutlined aria-hidden="true" />, label: t('kit.chart') },
            { value: 'table', icon: <TableOutlined aria-hidden="true" />, label: t('kit.figures') },
          ]}
        />
      </figcaption>
      <div className="chart-body" style={{ minHeight: height }}>
        {empty && <EmptyState title={t('kit.noFigures')} />}
        {!empty && face === 'chart' && (
          <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 5 }} />}>
            <Chart option={option} height={height} label={`${title}: ${summary}`} />
          </Suspense>
        )}
        {!empty && face === 'table' && (
          <table className="plain-table">
            <thead>
              <tr>
                {table.columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, place) => (
                <tr key={place}>
                  {row.map((value, column) => (
                    <td key={column}>{typeof value === 'number' ? value.toLocaleString() : value}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </figure>
  )
}
