/* installed.test.mjs: the hall as an installed application: it opens without a line, a draft is
 * written on, what a person is shown of himself is not kept; and it is read aloud. */
import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, it } from 'node:test'
import { open, says, signIn, startWorld, until, violations } from './harness.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

const workerIsReady = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready
  if (!navigator.serviceWorker.controller)
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }))
})

/* Paths of what the worker keeps. */
const keptBy = (page) => page.evaluate(async () => {
  const all = []
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname)
  return all
})

it('is described for installing', async () => {
  const manifest = await (await fetch(`${world.base}/hall.webmanifest`)).json()
  assert.equal(manifest.start_url, '/matters')
  assert.equal(manifest.display, 'standalone')
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'))
  const worker = await fetch(`${world.base}/sw.js`)
  assert.equal(worker.status, 200)
  assert.match(worker.headers.get('content-type'), /javascript/)
  assert.equal(worker.headers.get('cache-control'), 'no-cache')
})

/* Bytes of an answer as a browser without Brotli is sent it. */
const bytesOf = (address) => new Promise((done, fail) => {
  get(address, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
    let bytes = 0
    answer.on('data', (part) => { bytes += part.length })
    answer.on('end', () => (answer.statusCode === 200 ? done(bytes) : fail(new Error(`${address}: ${answer.statusCode}`))))
  }).on('error', fail)
})

it('asks a phone for no more than 170 kB at first', async () => {
  for (const path of ['/matters', '/matters/offsite-filing']) {
    const window = await open(world)
    const asked = new Set([world.base + path])
    window.page.on('request', (request) => {
      if (request.url().startsWith(`${world.base}/assets/`)) asked.add(request.url())
    })
    await window.load(path)
    assert.ok([...asked].some((address) => address.endsWith('.js')), `${path} loads the application`)
    let bytes = 0
    for (const address of asked) bytes += await bytesOf(address)
    assert.ok(bytes <= 170 * 1024, `${path}: ${bytes} bytes in ${asked.size} files`)
    await window.close()
  }
})

it('opens without a line, and keeps the draft that is written on', async () => {
  const window = await open(world, { worker: true })
  const { page, context } = window
  await context.addInitScript(() => localStorage.setItem('yibao.place', '110105'))
  await window.load('/matters')
  await workerIsReady(page)
  const shown = new Set()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (/^\/(assets\/.*\.(js|css)$|api\/v1\/(matters|divisions))/.test(pathname)) shown.add(pathname)
  })
  for (const path of ['/matters/offsite-filing', '/apply/offsite-filing']) await window.load(path)
  /* Kept after it was shown. */
  await until('what was shown is kept', async () => {
    const kept = await keptBy(page)
    return shown.size > 0 && [...shown].every((one) => kept.includes(one))
  })
  await context.setOffline(true)
  await page.goto(`${world.base}/apply/offsite-filing`, { waitUntil: 'domcontentloaded' })
  await page.waitForSelector('#who-name')
  await says(page, 'body', /没有网络/)
  await page.fill('#who-name', world.patient.name)
  await page.fill('#who-number', world.patient.number)
  await page.click('form .button:not(.plain)')
  await page.check('input[value=stranded]')
  await context.setOffline(false)
  await window.load('/apply/offsite-filing')
  assert.ok((await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('stranded'))
  await window.close()
})

it('keeps nothing of a person', async () => {
  const window = await open(world, { worker: true })
  const { page } = window
  await window.load('/matters')
  await workerIsReady(page)
  await signIn(window, 'patient.110105', '/my')
  await window.load('/my/cases')
  const kept = await keptBy(page)
  assert.ok(kept.length > 3)
  for (const path of kept) assert.match(path, /^\/(assets\/|matters$|api\/v1\/(matters|divisions|dictionaries|offices))/)
  await window.close()
})

it('is read aloud in the large version', async () => {
  const window = await open(world)
  const { page } = window
  await page.addInitScript(() => {
    document.cookie = 'elder=yes; path=/'
    window.spoken = []
    Object.defineProperty(window, 'speechSynthesis', { value: {
      speak: (one) => window.spoken.push([one.lang, one.text]), cancel: () => { window.stopped = true } } })
  })
  await window.load('/matters/offsite-filing')
  await page.click('text=朗读这一页')
  const spoken = await page.evaluate(() => window.spoken)
  assert.ok(spoken.length > 5)
  assert.deepEqual(spoken[0], ['zh-CN', '异地就医备案'])
  assert.deepEqual(await violations(page), [])
  await page.click('text=停止朗读')
  assert.equal(await page.evaluate(() => window.stopped), true)
  assert.deepEqual(window.complaints, [])
  await window.close()
})
