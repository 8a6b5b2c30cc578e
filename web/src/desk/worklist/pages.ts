/* All pages of the worklist, one after the other: a page begins after the last row of the one before.
 * And all that people owe this office. */
import { answered, api, type Schemas } from '@/shared/api'
import { allPages } from '@/shared/pages'
import type { Listed } from './urgency'

const PAGE = 100
/* More than anybody works through; the rest comes when these are done. */
const ROWS_MAX = 10_000

export async function allWaiting(so_far?: (rows: Listed[]) => void): Promise<Listed[]> {
  const rows: Listed[] = []
  for (let last: Listed | undefined; rows.length < ROWS_MAX;) {
    const query = last ? { after: last.order_at, after_case: last.case_id } : {}
    const { cases = [] } = await answered(api.GET('/api/v1/worklist', { params: { query } }))
    rows.push(...cases)
    if (cases.length < PAGE) break
    so_far?.(rows.slice())
    last = cases[cases.length - 1]
  }
  return rows
}

export const allOwed = (): Promise<Schemas['intake_debt_listed'][]> => allPages(
  PAGE, async (query) => (await answered(api.GET('/api/v1/debts', { params: { query } }))).debts,
  (last) => ({ after: last.since, after_case: last.paper }))
