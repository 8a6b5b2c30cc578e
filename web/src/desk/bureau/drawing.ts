/* Bars of a place each, drawn by ECharts, which is fetched when there is something to draw. Colours
 * come from the tokens. */
export interface Bar { name: string; paid: number; left: number }
export interface Drawing { show: (bars: Bar[], words: { paid: string; left: string }) => void; end: () => void }

const BAR_MOST = 64
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export async function draw(place: HTMLElement): Promise<Drawing> {
  const [{ init, use }, { BarChart }, { GridComponent, LegendComponent, TooltipComponent }, { CanvasRenderer }] = await Promise.all([
    import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
  ])
  use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])
  const chart = init(place)
  const resized = new ResizeObserver(() => chart.resize())
  resized.observe(place)
  return {
    show(bars, words) {
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
      chart.setOption({
        animation: !still,
        color: [token('--warn'), token('--good')],
        grid: { left: 8, right: 8, bottom: 8, containLabel: true },
        legend: { top: 0 },
        tooltip: { trigger: 'axis' },
        xAxis: { type: 'category', data: bars.map((bar) => bar.name), axisLabel: { rotate: bars.length > 12 ? 45 : 0 } },
        yAxis: { type: 'value' },
        series: [
          { name: words.paid, type: 'bar', barMaxWidth: BAR_MOST, data: bars.map((bar) => bar.paid) },
          { name: words.left, type: 'bar', barMaxWidth: BAR_MOST, data: bars.map((bar) => bar.left) },
        ],
      })
    },
    end() {
      resized.disconnect()
      chart.dispose()
    },
  }
}
