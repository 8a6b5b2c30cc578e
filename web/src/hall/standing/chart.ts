/* ECharts, with the few parts that bars need; a chunk of its own. Colours come from the tokens. */
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { share, type Bar } from './bars'

use([BarChart, GridComponent, CanvasRenderer])

export interface Drawing {
  show: (bars: readonly Bar[]) => void
  resize: () => void
  end: () => void
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export function draw(place: HTMLElement, bars: readonly Bar[]): Drawing {
  const chart = init(place)
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  function show(now: readonly Bar[]): void {
    const size = parseFloat(getComputedStyle(place).fontSize)
    /* Large type on a telephone: names have half of it, the ends of the scale are enough. */
    const narrow = place.clientWidth < size * 16
    chart.setOption({
      animation: !calm,
      textStyle: { fontFamily: token('--face'), fontSize: size * 0.85, color: token('--ink') },
      grid: { left: 0, right: size * 3, top: 0, bottom: size * 1.5, containLabel: true },
      xAxis: { type: 'value', max: 100, interval: narrow ? 100 : 50, axisLabel: { formatter: '{value}%', color: token('--soft'), fontSize: size * 0.75 },
               splitLine: { lineStyle: { color: token('--line') } } },
      yAxis: { type: 'category', inverse: true, data: now.map(({ name }) => name), axisTick: { show: false },
               axisLabel: { interval: 0, width: place.clientWidth * (narrow ? 0.47 : 0.38), overflow: 'break', color: token('--ink'), fontSize: size * 0.8 } },
      series: [{
        type: 'bar', barMaxWidth: size * 1.3, showBackground: true,
        backgroundStyle: { color: token('--brand-ground') },
        label: { show: true, position: 'right', formatter: '{c}%', color: token('--ink') },
        data: now.map((bar) => ({
          value: share(bar),
          itemStyle: { color: token(bar.good ? '--good' : share(bar) >= 80 ? '--warn' : '--brand') },
        })),
      }],
    })
  }
  show(bars)
  return { show, resize: () => chart.resize(), end: () => chart.dispose() }
}
