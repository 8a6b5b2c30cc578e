/* states.test.mjs: what every screen of the hall and of the desk says while it waits, when there is nothing, when it may
 * not, when it does not know who asks, and when the server is gone or answers in no language of ours. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { LANGUAGES, open, seated, startWorld, violations } from './harness.mjs'
import { deskScreens } from './screens.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

const BILLS = '**/api/v1/persons/*/settlements*'
const problem = (status) => ({ status, contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'urn:yibao:test', title: 'no', status }) })
const STATES = [
  ['empty', { contentType: 'application/json', body: '{"bills":[]}' }, { zh: /还没有内容/, en: /nothing here yet/ }, '.soft'],
  ['no right', problem(403), { zh: /不能看这一页/, en: /may not see this page/ }, '[role=alert]'],
  ['signed out', problem(401), { zh: /请先登录/, en: /sign in first/ }, '[role=alert] a.button'],
  ['broken', problem(500), { zh: /连不上服务器/, en: /cannot be reached/ }, '[role=alert] button'],
  ['not understood', { status: 502, contentType: 'text/html', body: '<h1>proxy</h1>' },
   { zh: /连不上服务器/, en: /cannot be reached/ }, '[role=alert] button'],
]

for (const language of LANGUAGES)
  it(`says how it stands, ${language}`, async () => {
    const window = await seated(world, 'patient.110105', '/my', { language })
    const { page } = window
    for (const [name, answer, words, shown] of STATES) {
      await page.route(BILLS, (route) => route.fulfill(answer))
      await window.go('/my/bills')
      await page.waitForSelector(`main ${shown}`)
      assert.match(await page.innerText('main'), words[language], name)
      assert.deepEqual(await violations(page), [], name)
      await page.unroute(BILLS)
    }
    await window.close()
  })

it('says that it waits, and shows the rest when it comes', async () => {
  const window = await seated(world, 'patient.110105', '/my', {})
  const { page } = window
  let answer
  const asked = new Promise((done) => {
    void page.route(BILLS, (route) => { answer = () => route.continue(); done() })
  })
  await page.click('main a[href="/my/bills"]')
  await asked
  await page.waitForSelector('main [role=status]')
  assert.match(await page.innerText('main'), /正在读取/)
  assert.deepEqual(await violations(page), [])
  await answer()
  await page.waitForFunction(() => !/正在读取/.test(document.querySelector('main')?.textContent ?? ''))
  await window.close()
})

/* As after a new version, whose files have other names, and on a line that went away. */
it('a screen that does not come is waited for in words, missed in words, or sent anew by the server', async () => {
  const window = await open(world)
  const page = await window.go('/matters')
  const SCREEN = '**/assets/Progress-*.js', link = 'nav a[href="/progress"]'
  let fail
  const asked = new Promise((done) => { void page.route(SCREEN, (route) => { fail = () => route.abort(); done() }, { times: 1 }) })
  await page.route('**/progress', (route) => route.abort())
  await page.click(link)
  await asked
  await page.waitForSelector('.coming[role=status]')
  assert.deepEqual(await violations(page), [])
  await fail()
  await page.waitForSelector('.banner:has-text("没有网络")')
  await page.waitForSelector('.coming', { state: 'detached' })
  await page.unroute('**/progress')
  await page.route(SCREEN, (route) => route.abort(), { times: 1 })
  await page.evaluate(() => { document.documentElement.dataset.stays = 'yes' })
  await page.click(link)
  await page.waitForSelector('html:not([data-stays]) #last-four')
  await window.close()
})

it('tries again when asked, and keeps what is there when a later answer fails', async () => {
  const window = await seated(world, 'patient.110105', '/my', {})
  const { page } = window
  await page.route(BILLS, (route) => route.abort(), { times: 1 })
  await page.click('main a[href="/my/bills"]')
  await page.click('[role=alert] button')
  await page.waitForFunction(() => !document.querySelector('[role=alert]'))
  assert.doesNotMatch(await page.innerText('main'), /连不上/)
  await window.close()
})

it('leaves the plain page until its own answers are there, and takes over in the end without them', async () => {
  const window = await open(world)
  const { page } = window
  let answer
  const asked = new Promise((done) => {
    void page.route('**/api/v1/matters/offsite-filing*', (route) => { answer = () => route.continue(); done() })
  })
  /* The wait for the first answers ends when the test says so, however slow the machine is. */
  await page.addInitScript(() => {
    const later = window.setTimeout
    window.endings = []
    window.setTimeout = (then, ms, ...more) => (ms === 4000 ? window.endings.push(then) : later(then, ms, ...more))
  })
  await page.goto(`${world.base}/matters/offsite-filing?place=110105`, { waitUntil: 'load' })
  await asked
  await page.waitForFunction(() => window.endings.length > 0)
  assert.match(await page.innerText('main'), /可以先办、以后补/)
  assert.equal(await page.locator('#main .place').count(), 0)
  await page.evaluate(() => window.endings.forEach((end) => end()))
  await page.waitForFunction(() => /正在读取/.test(document.querySelector('main')?.textContent ?? ''))
  await answer()
  await page.waitForSelector('.place')
  await window.close()
})

/* Every screen of the desk; what is asked for by an address is asked for. */
const ASKED = { '/desk/search': '/desk/search?state=accepted', '/desk/unit': '/desk/unit?unit=1' }
const DESK = Object.fromEntries(Object.entries(deskScreens())
  .map(([login, paths]) => [login, paths.map((path) => ASKED[path] ?? path.replace(/:\w+/, '1'))]))
/* What asks for one thing has no empty list. */
const OF_ONE = ['/matters/offsite-filing', '/apply/offsite-filing', '/apply/contribution-deferral', '/my/standing', '/my/bills/1', '/my/cases/1', '/desk/cases/1', '/desk/letters/1', '/desk/claims/1', '/desk/notices/1', '/desk/notices/compose', '/desk/filing']
/* What asks for nothing before a button is pressed is never without it. */
const ASKS_LATER = ['/desk/codes']
const OWN = /sessions|\/stage|changes/
const ANSWERS = [
  ['gone', (route) => route.abort(), '[role=alert]:has-text("连不上服务器")'],
  ['no right', (route) => route.fulfill(problem(403)), '[role=alert]:has-text("不能看这一页")'],
  ['empty', (route) => route.fulfill({ contentType: 'application/json', body: '{}' }), '.soft:has-text("没有")'],
]
const HALL = {
  'patient.110105': ['/my', '/my/cases', '/my/bills', '/my/standing', '/my/contributions', '/my/money', '/my/mandates', '/my/messages', '/questions', '/booking', '/my/bills/1', '/my/cases/1',
                     '/my/estimate', '/my/transfers', '/matters', '/matters/offsite-filing', '/apply/offsite-filing'],
  'employer.0': ['/employer', '/employer/batch', '/employer/money', '/apply/contribution-deferral'],
}
for (const [login, screens] of Object.entries({ ...DESK, ...HALL }))
  it(`${login}'s screens say when the server is gone, when there is no right, and when there is nothing`, async () => {
    const window = await seated(world, login, screens[0], { width: 390 })
    const { page } = window
    for (const [name, answer, shown] of ANSWERS) {
      await page.route('**/api/v1/**', (route) => (OWN.test(route.request().url()) ? route.continue() : answer(route)))
      for (const screen of screens.filter((one) => !ASKS_LATER.includes(one) && (name !== 'empty' || !OF_ONE.includes(one)))) {
        await window.go(screen)
        /* The hall says it in its own words, wherever they stand. */
        await page.waitForSelector(`main ${name === 'empty' && !screen.startsWith('/desk') ? ':text("没有")' : shown}`)
      }
      assert.deepEqual(await violations(page), [], name)
      await page.unroute('**/api/v1/**')
    }
    assert.deepEqual(window.complaints.filter((one) => !/Failed to load resource/.test(one)), [])
    await window.close()
  })
