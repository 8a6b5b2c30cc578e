/* sw.js: the hall without a line. Files whose name changes with what they hold are kept once they
 * were fetched; a page of the hall that cannot be fetched is opened from the one kept last, so that
 * drafts can be written on; of the interface only what everybody may read is kept, and only as a
 * last resort. Nothing of a person is ever kept here. */
const FILES = 'yibao-files-1'
const SHELL = 'yibao-shell-1'
const PUBLIC = /^\/api\/v1\/(matters|divisions|dictionaries|offices)(\/|\?|$)/
const PAGES = /^\/(matters|apply|progress|my|desk\/station)(\/|\?|$)/
/* A village station works without a line, too: its page is the frame alone, whoever signs in. */
const STATION = '/desk/station'
const START = '/matters'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((kept) => kept.add(START)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== FILES && name !== SHELL).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()))
})

async function kept_first(request) {
  const kept = await caches.open(FILES)
  const found = await kept.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await kept.put(request, answer.clone())
  return answer
}

async function fetched_first(request) {
  const kept = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    if (answer.ok) await kept.put(request, answer.clone())
    return answer
  } catch (fault) {
    const found = await kept.match(request)
    if (found) return found
    throw fault
  }
}

/* The page in hand belongs to somebody who may be signed in: only the public start is kept, and every
 * page of the hall can begin from it. */
async function page(request) {
  const start = new URL(request.url).pathname === STATION ? STATION : START
  try {
    const answer = await fetch(request)
    if (new URL(request.url).pathname === start && answer.ok && !answer.redirected)
      await (await caches.open(SHELL)).put(start, answer.clone())
    return answer
  } catch (fault) {
    const found = await caches.match(start, { cacheName: SHELL })
    if (found) return found
    throw fault
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== self.location.origin) return
  const path = address.pathname + address.search
  if (address.pathname.startsWith('/assets/')) event.respondWith(kept_first(request))
  else if (request.mode === 'navigate' && PAGES.test(path)) event.respondWith(page(request))
  else if (PUBLIC.test(path)) event.respondWith(fetched_first(request))
})
