/* Lying bars with their amounts written at their ends, a group of bars a place: read from the back of
 * a room, and on black and white paper. ECharts is fetched when there is something to draw; colours
 * come from the tokens. */
export interface Bar { name: string; values: number[] }
/* `by`: so many yuan are one of the drawing. */
export interface Words { series: string[]; by: number }
export interface Drawing { show: (bars: Bar[], words: Words) => void; end: () => void }

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
/* Text of a bar is as large as the page's small text, whatever that is set to. */
const BAR_REM = 2, HEAD_REM = 5
/* Of an A4 sheet between its margins. */
const PAPER_WIDTH = 688
export const heightOf = (bars: number, series: number): string => `${HEAD_REM + bars * (series * BAR_REM + 1)}rem`

export async function draw(place: HTMLElement): Promise<Drawing> {
  const [{ init, use }, { BarChart }, { GridComponent, LegendComponent }, { CanvasRenderer }] = await Promise.all([
    import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
  ])
  use([BarChart, GridComponent, LegendComponent, CanvasRenderer])
  /* Twice as many points as a screen needs: on paper they are seen. */
  const chart = init(place, undefined, { devicePixelRatio: Math.max(2, window.devicePixelRatio) })
  const resized = new ResizeObserver(() => chart.resize())
  resized.observe(place)
  /* The paper does not wait for the next frame. */
  const on_paper = () => {
    chart.resize({ width: PAPER_WIDTH, animation: { duration: 0 } })
    chart.getZr().flush()
  }
  const on_screen = () => chart.resize()
  window.addEventListener('beforeprint', on_paper)
  window.addEventListener('afterprint', on_screen)
  return {
    show(bars, { series, by }) {
      const size = parseFloat(getComputedStyle(place).fontSize)
      const text = { color: token('--ink'), fontSize: size }
      /* On a phone the words above the bars take two lines. */
      const narrow = place.clientWidth < 30 * size
      chart.setOption({
        animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
        textStyle: { fontFamily: token('--face') },
        color: [token('--brand'), token('--warn'), token('--good')].slice(-series.length),
        grid: { left: 0, right: size * 4.5, top: size * (narrow ? 4.5 : 3), bottom: 0, containLabel: true },
        legend: { top: 0, left: 0, textStyle: text, itemGap: size * 1.5 },
        xAxis: { type: 'value', splitNumber: narrow ? 2 : 4, axisLabel: { color: token('--soft'), fontSize: size * 0.9, hideOverlap: true }, splitLine: { lineStyle: { color: token('--line') } } },
        yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name), axisLabel: { ...text, width: size * (narrow ? 5 : 11), overflow: 'break' } },
        series: series.map((name, at) => ({
          name, type: 'bar', barMaxWidth: size * 1.6, data: bars.map(({ values }) => (values[at] ?? 0) / by),
          label: { show: true, position: 'right', ...text, formatter: ({ value }: { value: unknown }) => Number(value).toLocaleString('en', { maximumFractionDigits: 1 }) },
        })),
      }, true)
    },
    end() {
      resized.disconnect()
      window.removeEventListener('beforeprint', on_paper)
      window.removeEventListener('afterprint', on_screen)
      chart.dispose()
    },
  }
}
