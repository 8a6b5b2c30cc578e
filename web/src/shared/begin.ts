/* begin.ts: when the application starts on a page that is whole without it. What is read needs no
 * script: until somebody begins to use the page his line and his processor are for the page, and the
 * application's files come when both are idle. Where there is something of his own to show (his place,
 * his language, reading aloud, what is his once signed in) it starts at once. */
import { startsAtOnce } from './beginning'

const told = document.querySelector<HTMLMetaElement>('meta[name=application]')
/* A module of the build that only the server knows the name of. */
const script = told?.content ?? ''
const list = (text?: string) => (text ?? '').split(' ').filter(Boolean)
const USED = ['pointermove', 'pointerup', 'touchend', 'keyup', 'wheel', 'scroll'] as const

function link(rel: string, href: string): void {
  const made = document.createElement('link')
  made.rel = rel
  made.href = href
  if (rel === 'stylesheet') made.media = 'not all'
  document.head.append(made)
}
let fetched = false
function fetchParts(): void {
  if (fetched) return
  fetched = true
  for (const sheet of list(told?.dataset.sheets)) link('stylesheet', sheet)
  for (const part of [...list(told?.dataset.parts), script]) link('modulepreload', part)
}
function begin(): void {
  for (const one of USED) window.removeEventListener(one, begin)
  fetchParts()
  void import(/* @vite-ignore */ script)
}
/* What is painted first is the page: whatever is fetched before that is waited for with it. A page
 * that nobody looks at is not painted, nor is one of a browser that tells nothing of it. */
function whenSeen(then: () => void): void {
  const painted = 'first-contentful-paint'
  if (performance.getEntriesByName(painted).length) return then()
  let waiting = true
  const once = () => { if (waiting) then(); waiting = false }
  new PerformanceObserver((list) => { if (list.getEntriesByName(painted).length) once() }).observe({ type: 'paint', buffered: true })
  setTimeout(once, 3000)
}
function whenIdle(then: () => void): void {
  const soon = () => ('requestIdleCallback' in window ? window.requestIdleCallback(then, { timeout: 3000 }) : setTimeout(then, 1000))
  const seen = () => whenSeen(soon)
  if (document.readyState === 'complete') seen()
  else window.addEventListener('load', seen, { once: true })
}

if (script) {
  const at_once = startsAtOnce(told?.dataset.page ?? '')
  if (at_once) fetchParts()
  else for (const one of USED) window.addEventListener(one, begin, { passive: true })
  /* The page is seen first. */
  whenIdle(at_once ? begin : fetchParts)
}
