/* Who uses the page. Signing in is a page of the server's (no script sees the password's session);
 * it comes back to where one was. */
import { reactive } from 'vue'
import { answered, api, type Schemas } from './api'

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

export function signInAddress(then: string): string {
  return `/sign-in?then=${encodeURIComponent(then)}`
}

/* Whose station this device is, for a page that opens without a line; until he signs out. */
export const AT_STATION = 'yibao.station'

export async function signOut(): Promise<void> {
  localStorage.removeItem(AT_STATION)
  await answered(api.POST('/api/v1/sessions/end', { body: {} as never })).catch(() => undefined)
  session.who = null
  location.assign('/')
}
