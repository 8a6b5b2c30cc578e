/* The days of a certificate as months of weeks, Monday first: what a paper calendar has. */
import type { Schemas } from '@/shared/api'

export type CertificateDay = NonNullable<Schemas['deadline_certificate']['days']>[number]
export interface Cell {
  day: number
  told?: CertificateDay
}
export interface Month {
  year: number
  month: number
  weeks: (Cell | null)[][]
}

const two = (number: number) => String(number).padStart(2, '0')

export function monthsOf(days: readonly CertificateDay[]): Month[] {
  const byDate = new Map(days.map((day) => [day.date ?? '', day]))
  const names = [...new Set(days.map((day) => (day.date ?? '').slice(0, 7)))].filter(Boolean).sort()
  return names.map((name) => {
    const [year, month] = name.split('-').map(Number) as [number, number]
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
    const cells: (Cell | null)[] = [
      ...Array<null>(before).fill(null),
      ...Array.from({ length }, (_, at): Cell => ({ day: at + 1, told: byDate.get(`${name}-${two(at + 1)}`) })),
    ]
    while (cells.length % 7 !== 0) cells.push(null)
    const weeks = Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(7 * at, 7 * at + 7))
    return { year, month, weeks }
  })
}

/* Something happens on a day of it: the others of a long time look all alike. */
const tells = (month: Month) => month.weeks.flat().some((cell) => cell?.told?.what || cell?.told?.last)

/* The months to be looked at, in order; of those in between, the first and the last. */
export type Shown = Month | { from: Month; to: Month }
export const isGap = (one: Shown): one is { from: Month; to: Month } => 'from' in one
export function withoutEmpty(months: readonly Month[]): Shown[] {
  const shown: Shown[] = []
  for (const month of months) {
    const before = shown.at(-1)
    if (tells(month)) shown.push(month)
    else if (before && isGap(before)) before.to = month
    else shown.push({ from: month, to: month })
  }
  return shown
}
