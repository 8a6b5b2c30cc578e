/* How an obligation of an institution is told: a state comes as the key of its sentence; what is late
 * stands first, then what is due next; what waits for an event after all that has a day. */
import type { Schemas } from '@/shared/api'

export type Obligation = Schemas['agreement_obligation_told']
export type Owed = Schemas['agreement_owed_told']
export const OBLIGERS = ['reviewer', 'section-head', 'inspector']
const STATES = ['late', 'open', 'off', 'done'] as const
export type State = (typeof STATES)[number]
export const TABS = ['all', ...STATES] as const
export const TONES: Record<State, string> = { late: 'bad', open: 'warn', off: '', done: 'good' }
export const stateOf = (one: Pick<Obligation, 'state'>): State => STATES.find((state) => one.state?.endsWith(`.${state}`)) ?? 'open'
/* Whoever listens to what came last knows it by the day it was done. */
const order = (one: Obligation) => `${STATES.indexOf(stateOf(one))} ${one.due || one.own_day || '9'}`
export const byDay = (a: Obligation, b: Obligation) => order(a).localeCompare(order(b))
/* All that is open, or what one tab keeps of it; of an institution whose name or code has the words. */
export const kept = (rows: readonly Owed[], tab: string, words: string): Owed[] => rows
  .filter((one) => (tab === 'all' || stateOf(one) === tab) && `${one.code} ${one.name} ${one.what}`.includes(words.trim())).sort(byDay)
