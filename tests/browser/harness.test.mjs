/* harness.test.mjs: a page that is handed on is as a new one: what is seen on it is of its own window alone. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { open, seated, startWorld } from './harness.mjs'

let world
before(async () => { world = await startWorld({ people: 20 }) })
after(() => world?.stop())

it('a window that is closed leaves nothing to the next but what was loaded', async () => {
  const first = await open(world)
  const { page, context } = first
  await page.addInitScript(() => { window.left = true })
  await page.route('**/api/v1/matters*', (route) => route.abort())
  await first.go('/progress')
  await context.addCookies([{ name: 'elder', value: 'yes', url: world.base }])
  await page.evaluate(() => { localStorage.setItem('left', 'yes'); sessionStorage.setItem('left', 'yes') })
  await page.evaluate(() => new Promise((done) => { indexedDB.open('left').onsuccess = done }))
  await page.emulateMedia({ media: 'print' })
  await context.setOffline(true)
  await context.newPage()
  await first.close()

  const next = await open(world)
  assert.equal(next.page, page)
  assert.equal(page.url(), 'about:blank')
  /* Led on from nowhere it is loaded. */
  await next.go('/matters')
  await page.waitForSelector('main ul.matters li')
  assert.deepEqual(await page.evaluate(async () => ({
    script: 'left' in window, kept: localStorage.getItem('left') ?? sessionStorage.getItem('left'), cookie: document.cookie.includes('elder'),
    stores: (await indexedDB.databases()).map(({ name }) => name), print: matchMedia('print').matches, line: navigator.onLine,
  })), { script: false, kept: null, cookie: false, stores: [], print: false, line: true })
  assert.equal(context.pages().length, 1)
  assert.deepEqual(next.complaints, [])
  await next.close()
})

it('whoever was signed in begins where he sat, unless a test left something there; nobody else sits in his place', async () => {
  const standing = (window) => window.page.evaluate(() => document.documentElement.dataset.sat)
  const sat = (window) => window.page.evaluate(() => { document.documentElement.dataset.sat = 'yes' })
  const first = await seated(world, 'reviewer.110105', '/desk')
  await sat(first)
  await first.close()
  const again = await seated(world, 'reviewer.110105', '/desk/owed')
  assert.equal(again.page, first.page)
  assert.equal(await standing(again), 'yes')
  assert.equal(new URL(again.page.url()).pathname, '/desk/owed')
  await again.page.evaluate(() => localStorage.setItem('left', 'yes'))
  await again.close()
  const anew = await seated(world, 'reviewer.110105', '/desk')
  assert.equal(await standing(anew), undefined)
  assert.equal(await anew.page.evaluate(() => localStorage.getItem('left')), null)
  await sat(anew)
  await anew.close()
  const other = await seated(world, 'patient.110105', '/my')
  assert.equal(await standing(other), undefined)
  assert.deepEqual([...anew.complaints, ...other.complaints], [])
  await other.close()
})
