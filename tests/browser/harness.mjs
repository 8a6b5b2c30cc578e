/* harness.mjs: a server of its own with a small demo world, and browsers that look at it as people
 * do: on a phone and at a desk, in both languages. Used by the tests and by shots.mjs.
 *
 *     YIBAO       the program            (var/build/release/src/programs/yibao)
 *     CHROMIUM    the browser            (Debian's Chromium without windows, or the whole one)
 *     YIBAO_SLOW  "4,500": pages run four times as slowly, each answer comes up to 500 ms late
 */
import assert from 'node:assert/strict'
import { spawn, execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer as createDoor, request as passOn } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const { chromium } = require('playwright-core')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const PASSWORD = 'yibao-demo-2020'
/* Milliseconds that whatever is waited for may take on a slow machine: only what never comes takes them. */
const PATIENCE = 240000
/* A slow machine and a slow line, made on purpose; the seed of a run is printed, and taken again. */
const [THROTTLE = 1, LATE = 0] = (process.env.YIBAO_SLOW ?? '').split(',').map(Number).filter((one) => one > 0)
let drawn = Number(process.env.YIBAO_SEED ?? Date.now() % 1e9) || 1
if (LATE > 0) console.error(`seed ${drawn}`)
const draw = () => { drawn = (drawn * 48271) % 2147483647; return drawn / 2147483647 }
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
export const BROWSER = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path))
export const WIDTHS = [390, 1440]
export const LANGUAGES = ['zh', 'en']

/* Asked again until it is so, and given up only when something must be wrong. */
export async function until(what, condition) {
  for (const end = Date.now() + PATIENCE; !await condition();) {
    if (Date.now() > end) throw new Error(`waited for ${what} in vain`)
    await new Promise((later) => setTimeout(later, 50))
  }
}

/* Paths of the server's plain pages, from the tables of the rooms (core/page.h). */
/* Those that the application takes over are not among them (web/src/shared/paths.ts). */
const TAKEN_OVER = /^\/(matters|progress|booking|questions)(\/|$)/
export function plainPages() {
  const rooms = join(root, 'src/rooms')
  const sources = readdirSync(rooms, { recursive: true }).filter((file) => file.endsWith('.c'))
  const found = sources.sort().flatMap((file) =>
    [...readFileSync(join(rooms, file), 'utf8').matchAll(/\{ \.path = "(\/[^"]+)",\s+\.title = /g)])
  return ['/', '/sign-in', ...found.map(([, path]) => path).filter((path) => !TAKEN_OVER.test(path))]
}

/* Whose the pages are: an account that may open the page, if the first cannot. */
export const PLAIN_READERS = [null, 'patient.110105', 'reviewer.110105', 'publisher.110000',
                              'finance.110105']

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => done(port))
  })
})

/* The person whom the server offers to try things with: enrolled in Chaoyang. */
function patientOf(greeting) {
  const [, name, number] = /The person: (\S+)\s+(\d{17}[\dX])/.exec(greeting) ?? []
  return { name, number }
}

/* The messages of the sample visit, in order, as they are printed to be tried; its undoing is the last. */
function visitOf(greeting) {
  return [...greeting.matchAll(/^# (\S+) .*\ncurl -s (\S+) -d '(.*)'$/gm)]
    .map(([, infno, address, body]) => ({ infno, address, body }))
}

/* The hospital sends them, as they stand or of somebody else; answers the numbers of visit and settlement. */
export async function visitSettled(world, of = (body) => body) {
  let visit = '', settlement = ''
  for (const { address, body } of world.visit.filter(({ infno }) => infno !== '2208')) {
    const answer = await fetch(address, { method: 'POST', body: of(body).replaceAll('就诊ID', visit) })
    const text = await answer.text()
    assert.match(text, /"infcode":0/, text)
    visit ||= /"mdtrt_id":"(\d+)"/.exec(text)?.[1] ?? ''
    settlement = /"setl_id":"(\d+)"/.exec(text)?.[1] ?? settlement
  }
  return { visit, settlement }
}
export const settleVisit = async (world) => (await visitSettled(world)).settlement
export async function visitUndone(world, { visit, settlement }, of = (body) => body) {
  const { address, body } = world.visit.find(({ infno }) => infno === '2208')
  return (await fetch(address, { method: 'POST', body: of(body).replaceAll('就诊ID', visit).replaceAll('结算ID', settlement) })).json()
}

/* Questions of one account to the API: with a body they are writes, each with a key of its own. */
export async function asker(world, login) {
  let keys = 0
  const ask = async (path, body, more = {}) => (await fetch(`${world.base}/api/v1${path}`, {
    method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json', ...more },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })).json()
  const { token } = await ask('/sessions', { login, password: PASSWORD })
  return (path, body) => ask(path, body, { Authorization: `Bearer ${token}`, 'Idempotency-Key': `${login}-${++keys}` })
}

/* Name and number of a demo account's person, as he is shown them himself. */
export async function personOf(world, login) {
  const ask = await asker(world, login)
  const { person } = await ask('/sessions/current')
  const { name } = await ask(`/persons/${person}`)
  const { number } = await ask(`/persons/${person}/number`, { reason: 'test' })
  return { person, name, number }
}

/* A maternity allowance of a woman at that account's unit, paid to the unit and sent back by the bank. */
export async function returnAllowance(world, login = 'employer.0') {
  const employer = await asker(world, login)
  const reviewer = await asker(world, 'reviewer.110000')
  const { unit } = await employer('/sessions/current')
  const { staff } = await employer(`/units/${unit}/staff`)
  const { spells: [{ unit_name, place }] } = await employer(`/persons/${staff[0].person}`)
  const name = '示例产妇'
  const { person } = await reviewer('/persons', { certificate: '01', name, number: '990999199001011029', sex: '2', born: '1990-01-01',
    insurance: '310', kind: '11', place, unit, unit_name, from: '2016-01-01' })
  const allowance = { person, way: 'natural', event: '2020-01-20', children: 1, base: '9000.00',
                      bank: '示例银行', account_holder: '示例单位', account: '6222000000000000' }
  await (await asker(world, 'section-head.110000'))('/claims/maternity-allowance', { ...allowance, look: true })
  const paid = await reviewer('/claims/maternity-allowance', allowance)
  assert.ok(paid.payment, JSON.stringify(paid))
  const finance = await asker(world, 'finance.110000')
  await finance('/claims/payment-files', {})
  const answer = await finance('/claims/payments/answers', { payment: paid.payment, result: 'returned', reason: '账号与户名不符' })
  assert.equal(answer.state, 'returned', JSON.stringify(answer))
  return { payment: paid.payment, name }
}

/* A case as the hall would send it, for tests that begin at the desk. */
export async function apply(world, key, paper = { bytes: '%PDF-1.4 id', file_name: '证件.pdf', file_type: 'application/pdf' }) {
  const { name, number } = world.patient
  const answer = await fetch(`${world.base}/api/v1/cases`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({
      matter: 'offsite-filing', channel: 'web', applicant: 'person', name, number,
      values: [{ name: 'kind', value: 'stranded' }, { name: 'division', value: '420100' },
               { name: 'from', value: '2020-01-23' }],
      papers: [{ material: 'id-card', file: Buffer.from(paper.bytes).toString('base64'),
                 file_name: paper.file_name, file_type: paper.file_type }],
      owed: [{ material: 'stranding-proof' }],
    }),
  })
  return answer.json()
}

/* Between browser and server: what is asked goes on at once, what is answered comes late, and so not
 * in the order it was asked. */
async function lateDoor(base) {
  if (LATE === 0) return { base, close: () => {} }
  const { hostname, port } = new URL(base)
  const door = createDoor((asked, told) => {
    const passed = passOn({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (answer) =>
      setTimeout(() => { told.writeHead(answer.statusCode, answer.rawHeaders); answer.pipe(told) }, draw() * LATE))
    passed.on('error', () => told.destroy())
    told.on('close', () => passed.destroy())
    asked.pipe(passed)
  })
  await new Promise((done) => door.listen(0, '127.0.0.1', done))
  return { base: `http://127.0.0.1:${door.address().port}`, close: () => { door.closeAllConnections(); door.close() } }
}

/* Two ports beside each other are not promised to stay free; the second try finds others. */
async function serve(program, folder, now, rules) {
  const [http, nhsa] = [await freePort(), await freePort()]
  const server = spawn(program, ['serve', '--store', `sqlite:${folder}/yibao.db`,
    '--keys', `${folder}/keys/yibao.keys`, '--http', `127.0.0.1:${http}`,
    '--nhsa', `127.0.0.1:${nhsa}`, '--rules', rules, '--mail-in', join(folder, 'mail'), '--now', now, '--language', 'en', '--web', join(root, 'var/web')],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = '', greeting = ''
  server.stdout.on('data', (text) => { greeting += text })
  server.stderr.on('data', (text) => { said += text })
  const base = `http://127.0.0.1:${http}`
  for (let tries = 0; tries < 1200; tries++) {
    if (server.exitCode !== null) break
    const well = await fetch(`${base}/healthz`).then((answer) => answer.ok, () => false)
    /* Its last line: what was said before may come in parts. */
    if (well && greeting.includes('Ctrl-C stops it'))
      return { server, base, hospital: `http://127.0.0.1:${nhsa}`, patient: patientOf(greeting),
               visit: visitOf(greeting) }
    await new Promise((later) => setTimeout(later, 100))
  }
  server.kill()
  throw new Error(`the server did not start: ${said}`)
}

const makeAnew = (program, people, folder) => execFileSync(program, ['demo', 'make', '--people', `${people}`, '--seed', '1',
  '--store', `sqlite:${folder}/yibao.db`, '--keys', `${folder}/keys/yibao.keys`], { cwd: root, stdio: 'pipe' })

/* Where YIBAO_STORY_WORLDS names a folder a world of each size is made once, and copied from then on. */
async function makeWorld(program, people, folder) {
  const worlds = process.env.YIBAO_STORY_WORLDS
  if (!worlds) return makeAnew(program, people, folder)
  const pattern = join(worlds, `browser-${people}`)
  mkdirSync(worlds, { recursive: true })
  if (!existsSync(pattern)) {
    const mine = (() => { try { return mkdirSync(`${pattern}.making`) === undefined } catch { return false } })()
    if (mine) {
      makeAnew(program, people, `${pattern}.making`)
      renameSync(`${pattern}.making`, pattern)
    }
    await until(`a world of ${people} people`, () => existsSync(pattern))
  }
  cpSync(pattern, folder, { recursive: true })
}

/* `rules`: other texts than the house's; they may change until `restart`, and are known from then on. */
export async function startWorld({ people = 500, now = '2020-02-10T09:00', rules = join(root, 'rules') } = {}) {
  const program = resolve(root, process.env.YIBAO ?? 'var/build/release/src/programs/yibao')
  const folder = mkdtempSync(join(tmpdir(), 'yibao-browser-'))
  try {
    await makeWorld(program, people, folder)
    for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'mail', part), { recursive: true })
    for (const letter of readdirSync(join(root, 'demo/letters'))) copyFileSync(join(root, 'demo/letters', letter), join(folder, 'mail/new', letter))
    const world = await serve(program, folder, now, rules)
    let door = await lateDoor(world.base)
    const browser = await chromium.launch({
      executablePath: BROWSER, args: ['--no-sandbox'],
    })
    const down = async () => {
      door.close()
      world.server.kill('SIGTERM')
      await new Promise((gone) => world.server.once('exit', gone))
    }
    return { ...world, base: door.base, browser, signedIn: new Map(), pagesLeft: new Map(), lettersLeft: () => readdirSync(join(folder, 'mail/new')).length, async restart(later) {
      for (const one of [...this.pagesLeft.values()].flat()) if (one.login) await one.empty()
      await down()
      Object.assign(world, await serve(program, folder, later, rules))
      door = await lateDoor(world.base)
      Object.assign(this, world, { base: door.base })
    }, async stop() {
      await browser.close()
      await down()
      rmSync(folder, { recursive: true, force: true })
    } }
  } catch (fault) {
    rmSync(folder, { recursive: true, force: true })
    throw fault
  }
}

/* On a page that the application takes over the server's own stands until then, with the same words
 * and the same links; what is pressed or read there is gone a moment later (web/src/shared/takeover.ts). */
const isTheirs = () => !document.querySelector('head script[type=module][src^="/assets/"]')
  || !document.querySelector('link[rel=stylesheet][href^="/assets/page-"]')

/* When nothing is on its way, the application has taken over, and the page has nothing left to do: a
 * page at work asks for more, so it is asked again until a whole turn went by without a new request.
 * A page that has nothing to draw may never call itself idle. A page that nobody uses (`used`) stays as it is. */
function watchRequests(page, used) {
  const under = new Set()
  let begun = 0
  const counts = (request) => request.resourceType() !== 'eventsource'
  page.on('request', (request) => { if (counts(request)) { begun++; under.add(request) } })
  page.on('requestfinished', (request) => under.delete(request))
  page.on('requestfailed', (request) => under.delete(request))
  const rest = async () => {
    for (let before = -1, until = Date.now() + PATIENCE; Date.now() < until;) {
      if (under.size === 0 && before === begun) return
      before = begun
      const theirs = await page.evaluate(`new Promise((idle) => {
        requestIdleCallback(() => setTimeout(() => idle((${isTheirs})()), 40), { timeout: 1000 })
      })`).catch(() => false)
      if (!theirs && used) before = -1
    }
    throw new Error(`${page.url()} does not come to rest`)
  }
  return { rest, quiet: () => under.size === 0 }
}

/* Run in the page: nothing of a test is left in what the browser keeps of it, and an application stands there. */
const isTidy = async (language) => {
  const kept = { ...localStorage, ...sessionStorage }
  return [...document.body.children].some((one) => one.__vue_app__) && (await indexedDB.databases()).length === 0
    && Object.keys(kept).every((name) => ['yibao.language', 'vue-router:scroll'].includes(name)) && kept['yibao.language'] === language
}

/* Run in the page: to another screen of the application that stands there, as its own links lead. A screen
 * that stays the same one is made anew, as after the day was moved. False: it has no such screen. */
const led = async (path) => {
  const router = [...document.body.children].map((one) => one.__vue_app__?.config.globalProperties.$router).find(Boolean)
  const to = router?.resolve(path)
  if (!to?.matched.length || to.matched[0].path.includes('*')) return false
  const stays = to.path === router.currentRoute.value.path
  await router.push(path)
  if (stays) dispatchEvent(new CustomEvent('yibao:day'))
  await new Promise((drawn) => setTimeout(drawn))
  return true
}

/* So many pages of a kind wait with somebody signed in, each a process of the browser. */
const SEATS = 5

/* A page that is left goes to the next window of its kind: what the browser has loaded and compiled is still
 * there. Whoever was signed in begins where he stands (`login`); to anybody else it comes emptied. A service
 * worker would stay: such a page is not taken again. */
async function pageOf(world, { language, script, worker, used, login }) {
  const kind = `${language} ${script} ${worker} ${used}`
  if (!world.pagesLeft.has(kind)) world.pagesLeft.set(kind, [])
  const left = world.pagesLeft.get(kind)
  const taken = (login && left.find((one) => one.login === login)) ?? left.find((one) => !one.login) ?? (left.length < SEATS ? undefined : left[0])
  if (taken) {
    left.splice(left.indexOf(taken), 1)
    if (taken.login && taken.login !== login) await taken.empty()
    return taken
  }
  const context = await world.browser.newContext({
    javaScriptEnabled: script, locale: language === 'en' ? 'en-GB' : 'zh-CN', serviceWorkers: worker ? 'allow' : 'block',
  })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  if (THROTTLE > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  if (script) await page.addInitScript(`localStorage.setItem('yibao.language', '${language}')`)
  /* A page that is whole without the application is used as soon as it is there. */
  if (script && used) await page.addInitScript(() => addEventListener('load', () => dispatchEvent(new Event('scroll'))))
  /* What a test did to the page beforehand. */
  const begun = []
  const add = page.addInitScript.bind(page)
  page.addInitScript = async (...given) => { begun.push(await add(...given)) }
  const one = { context, page, login: undefined }
  one.empty = async () => {
    one.login = undefined
    await Promise.all(begun.splice(0).map((before) => before.dispose()))
    if (script) await page.evaluate(() => sessionStorage.clear()).catch(() => {})
    await page.goto('about:blank')
    /* Not kept: beside a second session a page does not hear that the line is gone. */
    const session = await context.newCDPSession(page)
    await session.send('Storage.clearDataForOrigin', { origin: world.base, storageTypes: 'all' })
    await session.detach()
    await context.clearCookies()
  }
  one.leave = async (who, quiet) => {
    if (worker) return context.close()
    await Promise.all(context.pages().filter((other) => other !== page).map((other) => other.close()))
    page.removeAllListeners()
    await page.unrouteAll()
    await context.setOffline(false)
    await page.emulateMedia({ media: null })
    if (who && quiet && begun.length === 0 && page.url().startsWith(world.base) && await page.evaluate(isTidy, language)) one.login = who
    else await one.empty()
    left.push(one)
  }
  return one
}

/* A browser window; what it complains about is kept, and none may be left at the end. */
export async function open(world, { width = 390, language = 'zh', script = true, worker = false, used = true, login } = {}) {
  const { context, page, leave, login: sits } = await pageOf(world, { language, script, worker, used, login })
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
  const complaints = []
  page.on('pageerror', (fault) => complaints.push(fault.message))
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(`${line.text()} ${line.location().url}`)
  })
  const { rest, quiet } = script ? watchRequests(page, used) : { rest: async () => {}, quiet: () => false }
  /* Through the browser's line of address: the server's page first. */
  const load = async (path) => {
    await page.goto(world.base + path)
    await rest()
    return page
  }
  /* To another screen of the application that stands there, as its own links lead; loaded where there is none. */
  const go = async (path) => {
    if (!script || !page.url().startsWith(world.base) || !await page.evaluate(led, path)) return load(path)
    await rest()
    return page
  }
  const again = async () => { await page.reload(); await rest() }
  /* The same window in the other width and language: a sign-in and half of the loading are saved. */
  const widen = async (to) => {
    await page.setViewportSize({ width: to, height: to < 600 ? 844 : 900 })
    /* Drawings follow the window's size a moment later. */
    await page.evaluate(() => new Promise((drawn) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 60)))
    }))
  }
  /* By the button that people have for it. */
  const speak = async (to) => {
    const tongue = to === 'en' ? 'en' : 'zh-CN'
    if (await page.getAttribute('html', 'lang') !== tongue) await page.click(`header button[lang=${tongue}]`)
    await page.waitForSelector(`html[lang=${tongue}]`)
    await rest()
  }
  const window = { world, page, context, complaints, login: sits, go, load, again, rest, widen, speak }
  return Object.assign(window, { close: () => leave(window.login, quiet()) })
}

/* A link or a button that leads to another page: until that one stands. */
export async function follow(window, selector) {
  await Promise.all([window.page.waitForNavigation(), window.page.click(selector)])
  await window.rest()
}

/* Through the server's own form, as people do: the first time. From then on the session is taken
 * along, while it lasts, to where one wishes to go. */
export async function signIn(window, login, then = '/') {
  const { page, context, world } = window
  const session = async () => (await context.cookies()).filter(({ name }) => name === 'session')
  const kept = world.signedIn.get(login)
  const sits = window.login === login && kept && (await session())[0]?.value === kept[0]?.value
  window.login = login
  if (then && kept && (await fetch(`${world.base}/api/v1/sessions/current`, { headers: {
    'Cookie': kept.map(({ name, value }) => `${name}=${value}`).join('; '), 'X-Requested-With': 'test' } })).ok) {
    if (sits) return void await window.go(then)
    await context.addCookies(kept)
    return void await window.load(then)
  }
  await window.load(then ? `/sign-in?then=${encodeURIComponent(then)}` : '/sign-in')
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', PASSWORD)
  await follow(window, 'main button')
  world.signedIn.set(login, await session())
}

/* A window of somebody who is signed in, on a screen. */
export async function seated(world, login, path, given = { width: 1440 }) {
  const window = await open(world, { ...given, login })
  await signIn(window, login, path)
  return window
}

/* Somebody at his desk, signed in on a page; nothing may be left that the browser complains of. */
export async function asked(world, login, path, look) {
  const window = await seated(world, login, path)
  await look(window.page, window)
  assert.deepEqual(window.complaints, [])
  await window.close()
}

/* WCAG 2.1 A and AA; the answer names each violation and where it stands. Contrast, two thirds of the work, may
 * be left out where the same screen was judged in the other language: colours know no language. */
export async function violations(page, { contrast = true } = {}) {
  /* Judged and told in the page: all that passed, too, would take longer to bring over than to find. */
  const judged = () => page.evaluate(async (enabled) => {
    if (!window.axe) return undefined
    /* What fades in is judged once it is there. */
    await Promise.allSettled(document.getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
      .map((one) => one.finished))
    const { violations: found } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'], rules: { 'color-contrast': { enabled } },
    })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join('; ')}`)
  }, contrast)
  const found = await judged()
  if (found) return found
  await page.evaluate(axe)
  return judged()
}

/* Nothing sticks out to the side: a phone must not scroll sideways. Drawings follow the window's
 * width when the machine gets round to it, so it is what stays that counts. */
const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1
export const sticksOut = async (page) => !await page.evaluate(fits)
  && page.waitForFunction(fits, undefined, { timeout: 60000 }).then(() => false, () => true)

/* A screen is sound: everybody can use it, and nothing sticks out. */
export async function sound({ page }, judged) {
  assert.deepEqual(await violations(page, judged), [])
  assert.equal(await sticksOut(page), false)
}
export async function bothWidths(window, judged) {
  for (const width of WIDTHS) {
    await window.widen(width)
    await sound(window, judged)
  }
}

/* That it says so, once what it asked for has been answered. */
export const says = (page, selector, words) => page.waitForFunction(([where, source]) =>
  [...document.querySelectorAll(where)].some((one) => new RegExp(source).test(one.innerText)), [selector, words.source])
