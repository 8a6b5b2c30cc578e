/* Until when a claim without a case has to be decided: no case runs a clock for it, so the limit of
 * the matter it would be one of counts, from the day it was handed in, with its certificate. */
import { answered, api, type Schemas } from '@/shared/api'
import { isOpen, type Claim } from './claims'

export interface ClaimClock { due?: string; overdue: boolean; days_left: number; certificate: Schemas['deadline_certificate'] }
const MATTERS: Record<string, string> = {
  ordinary: 'outpatient-claim', maternity: 'maternity-claim', assistance: 'assistance-claim', allowance: 'maternity-allowance',
}
/* A batch on paper has a limit of its own. */
export const matterOf = (claim: Pick<Claim, 'kind' | 'filer'>): string | undefined =>
  (claim.kind === 'ordinary' && claim.filer !== 'person' ? 'claim-paper-batch' : MATTERS[claim.kind ?? ''])

/* "30 working-days", as one asks for a limit that is spelled out. */
export const spelled = (limit: Pick<Schemas['matter_shown'], 'working_days' | 'calendar_days' | 'months'>): string | undefined =>
  (limit.working_days ? `${limit.working_days} working-days` : limit.calendar_days ? `${limit.calendar_days} days` : limit.months ? `${limit.months} months` : undefined)

/* Counted days that are still to come. */
export const daysLeft = (certificate: Schemas['deadline_certificate'], today: string): number =>
  (certificate.days ?? []).filter((one) => one.what === 'counted' && (one.date ?? '') > today).length

/* Claims of one kind, place and day have one clock: it is asked for once. */
const nameOf = (claim: Claim) => [matterOf(claim), claim.place, claim.handed_in?.slice(0, 10), claim.insurance].join(' ')

async function asked(claim: Claim, today: string): Promise<ClaimClock | undefined> {
  const matter = matterOf(claim)
  const start = claim.handed_in?.slice(0, 10)
  if (!matter || !start || !claim.place) return undefined
  const kind = spelled(await answered(api.GET('/api/v1/matters/{matter}', { params: { path: { matter }, query: { place: claim.place } } })))
  if (!kind) return undefined
  const { certificate, lateness } = await answered(api.GET('/api/v1/deadlines/explanation', {
    params: { query: { kind, place: claim.place, start, matter, insurance: claim.insurance } },
  }))
  return certificate && { due: certificate.day, overdue: !!lateness?.overdue, days_left: daysLeft(certificate, today), certificate }
}

/* By claim, of those that are open and came without a case. */
export async function clocksOf(claims: readonly Claim[], today: string): Promise<Map<string, ClaimClock>> {
  const alike = new Map<string, Promise<ClaimClock | undefined>>()
  const found = new Map<string, ClaimClock>()
  await Promise.all(claims.filter((claim) => isOpen(claim) && !claim.cause).map(async (claim) => {
    const name = nameOf(claim)
    if (!alike.has(name)) alike.set(name, asked(claim, today))
    const clock = await alike.get(name)
    if (clock) found.set(claim.claim ?? '', clock)
  }))
  return found
}
