/* The days of a roster: which shifts and which open hours lie on which of them. */
import { later } from '@/shared/stage'

export interface Span { from?: string; until?: string }
export const dayOf = (moment?: string) => (moment ?? '').slice(0, 10)
export const timeOf = (moment?: string) => (moment ?? '').slice(11, 16)

/* A week that holds the day, from Monday. */
export function weekOf(day: string): string[] {
  const back = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return Array.from({ length: 7 }, (_, index) => later(day, index - back))
}

/* What begins on a day or goes on into it; what ends as a day begins is none of that day's. */
export function onDay<T extends Span>(rows: T[], day: string): T[] {
  return rows.filter((one) => dayOf(one.from) <= day
    && (dayOf(one.until) > day || (dayOf(one.until) === day && timeOf(one.until) > '00:00')))
}

/* The hours of it on that day: "08:00–12:00", to the end of the day "–24:00". */
export function hoursOn(one: Span, day: string): string {
  const from = dayOf(one.from) < day ? '00:00' : timeOf(one.from)
  const until = dayOf(one.until) > day ? '24:00' : timeOf(one.until)
  return `${from}–${until}`
}
