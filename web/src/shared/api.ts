/* The only way to the server: a client of the types that its own description gives (api.gen.ts, made
 * by tools/web types). The session is a cookie no script can read; the header says that it is our own
 * page that asks. */
import createClient from 'openapi-fetch'
import type { components, paths } from './api.gen'
import { language } from './language'

export type Schemas = components['schemas']
export type Problem = Schemas['Problem']

export const api = createClient<paths>({
  baseUrl: '/',
  credentials: 'same-origin',
  headers: { 'X-Requested-With': 'yibao-web' },
})

/* What the server says, it says in the language of the page, whatever the browser's own is. */
api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language() === 'en' ? 'en' : 'zh-CN')
    return request
  },
})

/* A write carries a key of its own: sent again after a lost answer it is done once. */
export const newKey = (): string => crypto.randomUUID()
export const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } })

/* What went wrong, in words. A server that is gone is its own case: the input stays where it is. */
export class Refused extends Error {
  constructor(readonly problem: Problem | undefined, readonly status: number) {
    super(problemSentence(problem))
  }
  get gone(): boolean {
    return this.status === 0 || this.status >= 500
  }
  get signedOut(): boolean {
    return this.status === 401
  }
}

interface Slip { zh?: string; en?: string }
function problemSentence(problem?: Problem): string {
  const told = problem as { detail?: string; title?: string; fields?: Slip[] } | undefined
  /* What is wrong with each answer says more than that some are. */
  const slips = new Set((told?.fields ?? []).map(({ zh, en }) => (language() === 'en' ? en : zh)).filter(Boolean))
  if (slips.size > 0) return [...slips].join(language() === 'en' ? '; ' : '；')
  return told?.detail || told?.title || ''
}

type Answer<T> = { data?: T; error?: unknown; response: Response }

/* Waits for an answer and throws Refused otherwise, so that a screen has one place for a no. */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>
  try {
    answer = await asked
  } catch {
    throw new Refused(undefined, 0)
  }
  if (answer.error !== undefined || answer.data === undefined || answer.data === null)
    throw new Refused(answer.error as Problem, answer.response.status)
  return answer.data
}
