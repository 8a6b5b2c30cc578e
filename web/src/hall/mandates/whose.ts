/* Whose pages are open: one's own, or of who gave one a mandate (委托). Kept with the open page alone,
 * and gone with signing out. What one may see of him is the server's to say. */
import { reactive } from 'vue'
import { session, TAB_KEPT } from '@/shared/session'

export interface Giver { person: string; name: string; records: boolean }
const KEPT = `${TAB_KEPT}whose`
const kept = sessionStorage.getItem(KEPT)
const whose = reactive<{ giver: Giver | undefined }>({ giver: kept ? JSON.parse(kept) as Giver : undefined })

/* For whom one acts; undefined: for oneself. */
export const giver = (): Giver | undefined => (session.who ? whose.giver : undefined)
export const personShown = (): string | undefined => giver()?.person ?? session.who?.person

/* What identifies the one before does not go to the next. */
export function actFor(next?: Giver): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(TAB_KEPT)) sessionStorage.removeItem(key)
  whose.giver = next
  if (next) sessionStorage.setItem(KEPT, JSON.stringify(next))
}
