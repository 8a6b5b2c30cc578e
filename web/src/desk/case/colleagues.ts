/* Who works in an office on a day: its own people who were not sent elsewhere, and who was sent there. */
import type { Schemas } from '@/shared/api'
import { STAFF } from '../screens'

export interface Colleague { account: string; label: string }
type Account = NonNullable<Schemas['access_accounts_told']['accounts']>[number]
type Posting = NonNullable<Schemas['access_postings_told']['postings']>[number]

const staff = (role?: string) => STAFF.includes(role ?? '')

export function colleaguesOf(office: string, day: string, accounts: Account[], postings: Posting[]): Colleague[] {
  const posted = postings.filter(({ from, until }) => (from ?? '') <= day && (until ?? '') >= day)
  const away = new Set(posted.filter((one) => one.office !== office).map(({ account }) => account))
  const own = accounts.filter((one) => staff(one.role) && !(one.valid_until && one.valid_until < day) && !away.has(one.account))
  const here = posted.filter((one) => one.office === office && staff(one.role))
  const all = new Map<string, string>()
  for (const { account, label } of [...own, ...here]) all.set(account ?? '', label ?? '')
  return [...all].map(([account, label]) => ({ account, label }))
}
