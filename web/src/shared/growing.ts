/* A list that is read on: its first page, and behind it the next ones, each when somebody asks for it.
 * What is shown is always of one question: a page that comes late, when something else has been asked
 * since, is left out. */
import { asking, type Asked } from './asking'

/* `first`: the answer the list begins with, for what is told with it. */
export interface Grown<Row, Answer> { first: Answer; rows: Row[]; next?: string }
export interface Growing<Row, Answer> extends Asked<Grown<Row, Answer>> { more: () => Promise<void> }

export function growing<Row, Answer>(
  page: (after?: string) => Promise<Answer>, rows: (answer: Answer) => readonly Row[] | undefined,
  next: (answer: Answer) => string | undefined, at_once = true): Growing<Row, Answer> {
  let on = false
  const told: Asked<Grown<Row, Answer>> = asking(async () => {
    const before = on ? told.value.value : undefined
    on = false
    const answer = await page(before?.next)
    return { first: before?.first ?? answer, rows: [...before?.rows ?? [], ...rows(answer) ?? []], next: next(answer) }
  }, at_once)
  const more = () => {
    on = true
    return told.ask()
  }
  return { ...told, more }
}
