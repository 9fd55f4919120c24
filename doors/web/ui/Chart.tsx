import { BarChart, HeatmapChart, LineChart, PieChart, SankeyChart } from 'echarts/charts'
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useLook } from '../theme/look.ts'
import { coloursOf } from '../theme/theme.ts'

use([
  BarChart,
  LineChart,
  PieChart,
  HeatmapChart,
  SankeyChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  VisualMapComponent,
  AriaComponent,
  SVGRenderer,
])

export interface ChartProps {
  option: EChartsCoreOption
  /** Pixels. */
  height: number
  /** One sentence that says what the chart shows. */
  label: string
}

/** An ECharts drawing (SVG). Loaded on demand by ChartCard; pages use ChartCard. */
export default function Chart({ option, height, label }: ChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const { look } = useLook()
  useEffect(() => {
    const element = host.current
    if (element === null) return undefined
    const c = coloursOf(look)
    const chart = init(element, look === 'dark' ? 'dark' : null, { renderer: 'svg' })
    chart.setOption({
      backgroundColor: 'transparent',
      animationDuration: 200,
      color: [c.blue, c.amber, c.green, c.indigo, c.vermilion, c.grey],
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' },
      ...option,
    })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [option, look])
  return <div ref={host} role="img" aria-label={label} style={{ height }} />
}
