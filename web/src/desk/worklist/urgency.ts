/* How urgent a case is, for colour and word together. */
import type { Schemas } from '@/shared/api'

export type Listed = Schemas['intake_listed']
export type Urgency = 'overdue' | 'today' | 'soon' | 'new' | 'calm' | 'waiting'

/* What has come and nobody has looked at has no day of its own yet: it waits for us. */
export function urgencyOf(row: Pick<Listed, 'overdue' | 'due' | 'days_left'> & { state?: string }): Urgency {
  if (row.overdue) return 'overdue'
  if (!row.due) return row.state === 'received' ? 'new' : 'waiting'
  const left = row.days_left ?? 0
  return left <= 0 ? 'today' : left <= 1 ? 'soon' : 'calm'
}

export const TONES: Record<Urgency, string> = {
  overdue: 'bad', today: 'bad', soon: 'warn', new: 'warn', calm: 'good', waiting: '',
}

/* What the filters in the address keep: they can be passed on and kept as a bookmark. */
export interface Filters {
  urgency?: string
  matter?: string
  channel?: string
  words?: string
  whose?: string
  green?: string
  order?: string
}

/* Days and moments are ordered by their bytes; the rules of a language cost a hundred times as much. */
const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/* What must be done next stands first: the green channel of a day before the others of that day; what
 * has no day yet stands last, what waits for us before what waits for others. */
export function byDay(a: Listed, b: Listed): number {
  return before(a.due || '9', b.due || '9') || Number(!a.urgency) - Number(!b.urgency)
    || Number(urgencyOf(a) === 'waiting') - Number(urgencyOf(b) === 'waiting') || before(a.order_at ?? '', b.order_at ?? '')
}

/* What should have been done, must be today or tomorrow, what then waits longest, the green channel ahead of
 * its turn (order_at is the moment it came less its head start, so nobody waits for ever), and at
 * the end what waits for others. */
const TURNS: Record<Urgency, number> = { overdue: 0, today: 1, soon: 2, new: 3, calm: 3, waiting: 4 }
export function byTurn(a: Listed, b: Listed): number {
  return TURNS[urgencyOf(a)] - TURNS[urgencyOf(b)] || before(a.order_at ?? '', b.order_at ?? '')
}
export const byArrival = (a: Listed, b: Listed): number => before(a.received_at ?? '', b.received_at ?? '')
export const orderOf = (order?: string) => (order === 'received' ? byArrival : order === 'due' ? byDay : byTurn)

/* One's own, a colleague's, or still nobody's. */
export const whoseIs = (row: Pick<Listed, 'mine' | 'owner'>): 'mine' | 'theirs' | 'nobody' =>
  (row.mine ? 'mine' : row.owner && row.owner !== '0' ? 'theirs' : 'nobody')

export function keeps(row: Listed, filters: Filters): boolean {
  const words = (filters.words ?? '').trim()
  return (!filters.urgency || urgencyOf(row) === filters.urgency)
    && (!filters.matter || row.matter === filters.matter)
    && (!filters.channel || row.channel === filters.channel)
    && (!filters.green || !!row.urgency)
    && (!filters.whose || filters.whose === whoseIs(row))
    && (words === '' || `${row.receipt} ${row.matter_zh} ${row.matter_en}`.includes(words))
}
