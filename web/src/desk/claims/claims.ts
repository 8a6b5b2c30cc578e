/* How a claim is told: its mark, how long its case may still take, and who may do what with it. */
import type { Schemas } from '@/shared/api'
import { TONES, urgencyOf, type Listed, type Urgency } from '../worklist/urgency'

export type Claim = Schemas['claim_out']
export const STATES = ['draft', 'reviewed', 'settled', 'withdrawn'] as const
export const ENTERERS = ['village-clerk', 'town-clerk', 'intake-clerk', 'reviewer', 'second-reviewer', 'section-head']
export const REVIEWERS = ['reviewer', 'second-reviewer', 'section-head']
export const STATE_TONES: Record<string, string> = { draft: 'warn', reviewed: 'warn', settled: 'good', withdrawn: '' }
export const isOpen = (claim?: Claim) => ['draft', 'reviewed'].includes(claim?.state ?? '')

/* The clock that runs is its case's, or that of a claim that came without one (`clock.ts`); a case of
 * another office has none here. */
type Clock = Pick<Listed, 'due' | 'overdue' | 'days_left'>
export interface Timed { claim: Claim; of?: Clock; urgency?: Urgency; tone: string }
export function timed(claims: readonly Claim[], cases: readonly Listed[], own: ReadonlyMap<string, Clock> = new Map()): Timed[] {
  const of = new Map(cases.map((one) => [one.case_id, one]))
  return claims.map((claim) => {
    const found: Clock | undefined = claim.cause ? of.get(claim.cause) : own.get(claim.claim ?? '')
    const urgency = found && urgencyOf(found)
    return { claim, of: found, urgency, tone: urgency ? TONES[urgency] : '' }
  }).sort((a, b) => order(a).localeCompare(order(b)))
}
/* Days and moments are ordered by their bytes: what is due first, then what was handed in first. */
const order = (one: Timed) => `${one.of?.due || '9'} ${one.claim.handed_in ?? ''}`
