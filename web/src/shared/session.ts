/* Who uses the page. Signing in is a page of the server's (no script sees the password's session);
 * it comes back to where one was. */
import { reactive } from 'vue'
import { answered, api, type Schemas } from './api'
import { plainPage } from './language'

export type Who = Schemas['access_who']
export const session = reactive<{ who: Who | null }>({ who: null })

export async function askWho(): Promise<Who | null> {
  try {
    const who = await answered(api.GET('/api/v1/sessions/current', {}))
    session.who = who.account && who.role !== 'public' ? who : null
  } catch {
    session.who = null
  }
  return session.who
}

/* From the front page one goes on to where one works. */
export function signInAddress(then: string): string {
  return plainPage(then === '/' ? '/sign-in' : `/sign-in?then=${encodeURIComponent(then)}`)
}

/* Whose station this device is, for a page that opens without a line; until he signs out. */
export const AT_STATION = 'yibao.station'

/* How the names begin under which a page keeps what identifies people while it is open. */
export const TAB_KEPT = 'yibao.tab.'

export async function signOut(): Promise<void> {
  localStorage.removeItem(AT_STATION)
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(TAB_KEPT)) sessionStorage.removeItem(key)
  await answered(api.POST('/api/v1/sessions/end', { body: {} as never })).catch(() => undefined)
  session.who = null
  location.assign(plainPage('/'))
}
