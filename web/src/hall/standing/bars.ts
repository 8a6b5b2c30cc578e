/* What the chart of accumulators shows, and how it is put to ECharts. */
export interface Bar {
  name: string
  used?: string
  limit?: string
  /* To reach it is good for the person: a deductible that is used up. */
  good: boolean
  note?: string
}

/* Per cent of the limit, never beyond it, one decimal; nothing of nothing is nothing. */
export function share(bar: Bar): number {
  const limit = Number(bar.limit ?? 0)
  const used = Number(bar.used ?? 0)
  if (!(limit > 0) || !(used > 0)) return 0
  return Math.min(100, Math.round((1000 * used) / limit) / 10)
}
