/* Contributions summed by month: the last ones, and how each month stands at worst. */
export interface Line {
  month?: string
  state?: string
  own?: string
  fixed?: string
}
export interface Month {
  month: string
  sum: number
  tone: 'good' | 'warn' | 'bad'
}
const TONES: Record<string, Month['tone']> = {
  paid: 'good', 'made-up': 'good', grace: 'warn', deferred: 'warn', open: 'warn', arrears: 'bad',
}
const WORSE: Record<Month['tone'], number> = { good: 0, warn: 1, bad: 2 }

export const toneOf = (state?: string): Month['tone'] => TONES[state ?? ''] ?? 'warn'

export function lastMonths(lines: readonly Line[], count: number): Month[] {
  const months = new Map<string, Month>()
  for (const line of lines) {
    const month = line.month ?? ''
    const tone = toneOf(line.state)
    const known = months.get(month) ?? { month, sum: 0, tone: 'good' as const }
    const fen = Math.round(100 * (known.sum + Number(line.own ?? 0) + Number(line.fixed ?? 0)))
    months.set(month, { month, sum: fen / 100, tone: WORSE[tone] > WORSE[known.tone] ? tone : known.tone })
  }
  return [...months.values()].sort((a, b) => a.month.localeCompare(b.month)).slice(-count)
}
