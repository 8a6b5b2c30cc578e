/* ECharts for money by month, a chunk of its own. Colours come from the tokens. */
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { monthShort } from '@/shared/format'
import type { Month } from './months'

use([BarChart, GridComponent, CanvasRenderer])

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const TONES: Record<Month['tone'], string> = { good: '--good', warn: '--warn', bad: '--bad' }

export function drawColumns(place: HTMLElement, months: readonly Month[]): { resize: () => void; end: () => void } {
  const chart = init(place)
  const size = parseFloat(getComputedStyle(place).fontSize)
  chart.setOption({
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: { fontFamily: token('--face'), fontSize: size * 0.85 },
    grid: { left: 0, right: 0, top: size, bottom: 0, containLabel: true },
    xAxis: { type: 'category', data: months.map(({ month }) => monthShort(month)), axisLabel: { color: token('--soft'), fontSize: size * 0.75 } },
    yAxis: { type: 'value', splitNumber: 3, axisLabel: { color: token('--soft'), fontSize: size * 0.75 }, splitLine: { lineStyle: { color: token('--line') } } },
    series: [{ type: 'bar', barMaxWidth: size * 2,
               data: months.map((one) => ({ value: one.sum, itemStyle: { color: token(TONES[one.tone]) } })) }],
  })
  return { resize: () => chart.resize(), end: () => chart.dispose() }
}
