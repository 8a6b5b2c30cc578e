/* harness.mjs: a server of its own with a small demo world, and browsers that look at it as people
 * do: on a phone and at a desk, in both languages. Used by the tests and by shots.mjs.
 *
 *     YIBAO       the program            (var/build/release/src/programs/yibao)
 *     CHROMIUM    the browser            (Debian's Chromium without windows, or the whole one)
 */
import { spawn, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const { chromium } = require('playwright-core')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const PASSWORD = 'yibao-demo-2020'
/* Milliseconds that whatever is waited for may take on a slow machine. */
const PATIENCE = 120000
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
export const BROWSER = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path))
export const WIDTHS = [390, 1440]
export const LANGUAGES = ['zh', 'en']

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

/* The messages of the sample visit, in order, as they are printed to be tried; without its undoing. */
function visitOf(greeting) {
  return [...greeting.matchAll(/^# (\S+) .*\ncurl -s (\S+) -d '(.*)'$/gm)]
    .map(([, infno, address, body]) => ({ infno, address, body })).filter(({ infno }) => infno !== '2208')
}

/* The hospital sends them; answers the settlement's number. */
export async function settleVisit(world) {
  let visit = '', settlement = ''
  for (const { address, body } of world.visit) {
    const answer = await fetch(address, { method: 'POST', body: body.replaceAll('就诊ID', visit) })
    const text = await answer.text()
    visit ||= /"mdtrt_id":"(\d+)"/.exec(text)?.[1] ?? ''
    settlement = /"setl_id":"(\d+)"/.exec(text)?.[1] ?? settlement
  }
  return settlement
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

/* Two ports beside each other are not promised to stay free; the second try finds others. */
async function serve(program, folder, now) {
  const [http, nhsa] = [await freePort(), await freePort()]
  const server = spawn(program, ['serve', '--store', `sqlite:${folder}/yibao.db`,
    '--keys', `${folder}/keys/yibao.keys`, '--http', `127.0.0.1:${http}`,
    '--nhsa', `127.0.0.1:${nhsa}`, '--mail-in', join(folder, 'mail'), '--now', now, '--language', 'en', '--web', join(root, 'var/web')],
  { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = '', greeting = ''
  server.stdout.on('data', (text) => { greeting += text })
  server.stderr.on('data', (text) => { said += text })
  const base = `http://127.0.0.1:${http}`
  for (let tries = 0; tries < 1200; tries++) {
    if (server.exitCode !== null) break
    const well = await fetch(`${base}/healthz`).then((answer) => answer.ok, () => false)
    if (well && greeting.includes('The person:'))
      return { server, base, hospital: `http://127.0.0.1:${nhsa}`, patient: patientOf(greeting),
               visit: visitOf(greeting) }
    await new Promise((later) => setTimeout(later, 100))
  }
  server.kill()
  throw new Error(`the server did not start: ${said}`)
}

export async function startWorld({ people = 500, now = '2020-02-10T09:00' } = {}) {
  const program = resolve(root, process.env.YIBAO ?? 'var/build/release/src/programs/yibao')
  const folder = mkdtempSync(join(tmpdir(), 'yibao-browser-'))
  try {
    execFileSync(program, ['demo', 'make', '--people', `${people}`, '--seed', '1', '--store',
      `sqlite:${folder}/yibao.db`, '--keys', `${folder}/keys/yibao.keys`],
    { cwd: root, stdio: 'pipe' })
    for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'mail', part), { recursive: true })
    for (const letter of readdirSync(join(root, 'demo/letters'))) copyFileSync(join(root, 'demo/letters', letter), join(folder, 'mail/new', letter))
    const world = await serve(program, folder, now)
    const browser = await chromium.launch({
      executablePath: BROWSER, args: ['--no-sandbox'],
    })
    return { ...world, browser, async stop() {
      await browser.close()
      world.server.kill('SIGTERM')
      await new Promise((gone) => world.server.once('exit', gone))
      rmSync(folder, { recursive: true, force: true })
    } }
  } catch (fault) {
    rmSync(folder, { recursive: true, force: true })
    throw fault
  }
}

/* When nothing is on its way and the page has nothing left to do: a page at work asks for more, so
 * it is asked again until a whole turn went by without a new request. */
function watchRequests(page) {
  const under = new Set()
  let begun = 0
  const counts = (request) => request.resourceType() !== 'eventsource'
  page.on('request', (request) => { if (counts(request)) { begun++; under.add(request) } })
  page.on('requestfinished', (request) => under.delete(request))
  page.on('requestfailed', (request) => under.delete(request))
  return async () => {
    for (let before = -1, until = Date.now() + PATIENCE; Date.now() < until;) {
      if (under.size === 0 && before === begun) return
      before = begun
      await page.evaluate(() => new Promise((idle) => {
        requestIdleCallback(() => setTimeout(idle, 40))
      })).catch(() => { before = -1 })
    }
    throw new Error(`${page.url()} does not come to rest`)
  }
}

/* A browser window; what it complains about is kept, and none may be left at the end. */
export async function open(world, { width = 390, language = 'zh', script = true, worker = false } = {}) {
  const context = await world.browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 }, javaScriptEnabled: script,
    locale: language === 'en' ? 'en-GB' : 'zh-CN', serviceWorkers: worker ? 'allow' : 'block',
  })
  context.setDefaultTimeout(PATIENCE)
  if (script)
    await context.addInitScript(`localStorage.setItem('yibao.language', '${language}')`)
  const page = await context.newPage()
  /* States are awaited, however slow the machine is. */
  page.setDefaultTimeout(60000)
  const complaints = []
  page.on('pageerror', (fault) => complaints.push(fault.message))
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(`${line.text()} ${line.location().url}`)
  })
  const rest = script ? watchRequests(page) : async () => {}
  const go = async (path) => {
    await page.goto(world.base + path)
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
  const speak = (to) => context.addInitScript(`localStorage.setItem('yibao.language', '${to}')`)
  return { page, context, complaints, go, again, rest, widen, speak, close: () => context.close() }
}

/* Through the server's own form, as people do. */
export async function signIn(window, login, then = '/') {
  const { page } = window
  await window.go(then ? `/sign-in?then=${encodeURIComponent(then)}` : '/sign-in')
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', PASSWORD)
  await Promise.all([page.waitForNavigation(), page.click('main button')])
  await window.rest()
}

/* WCAG 2.1 A and AA; the answer names each violation and where it stands. */
export async function violations(page) {
  await page.evaluate(axe)
  /* What fades in is judged once it is there. */
  await page.evaluate(() => Promise.allSettled(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map((one) => one.finished)))
  const { violations: found } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
  }))
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join('; ')}`)
}

/* Nothing sticks out to the side: a phone must not scroll sideways. Drawings follow the window's
 * width when the machine gets round to it, so it is what stays that counts. */
export const sticksOut = (page) => page.waitForFunction(() =>
  document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1, undefined, { timeout: 20000 })
  .then(() => false, () => true)
