/* shots.mjs FOLDER [PART…]: every page at both widths, to be looked at: in Chinese, in English (en/), and
 * of the hall in large type (elder/). Parts: hall, desk, plain, moments, paper; all of them if none is named. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES, PLAIN_READERS, WIDTHS, apply, asker, open, personOf, plainPages, returnAllowance, settleVisit, signIn, startWorld } from './harness.mjs'
import { MOMENTS } from './moments.mjs'
import { deskScreens, hallScreensMissing } from './screens.mjs'

/* Screens that are about one thing, and those that show more by their address. */
const MORE = {
  '/desk/cases/:id': ['/desk/cases/CASE'], '/desk/letters/:id': ['/desk/letters/LETTER', '/desk/take-in?letter=LETTER'],
  '/desk/claims': ['/desk/claims?state=settled'], '/desk/claims/:id': ['/desk/claims/CLAIM'], '/desk/claim-payments': ['/desk/claim-payments', '/desk/claim-payments?state=paid'],
  '/desk/notices/:document': ['/desk/notices/DOCUMENT'], '/desk/search': ['/desk/search?state=accepted'],
  '/desk/consult': ['/desk/consult', '/desk/consult?tab=low', '/desk/consult?tab=enter', '/desk/consult?tab=return', '/desk/consult?tab=grades'], '/desk/unit': ['/desk/unit?unit=UNIT'],
  '/desk/person': ['/desk/person', ...['', '&tab=spells', '&tab=months', '&tab=filings', '&tab=other'].map((tab) => `/desk/person?person=PERSON${tab}`)],
}
const HALL = [
  { as: null, paths: ['/matters', '/matters/offsite-filing', '/matters/offsite-filing?place=110105', '/matters/inpatient-claim',
                      '/progress', '/booking', '/questions', '/apply/offsite-filing', '/my', '/my/nothing-here'] },
  { as: 'patient.110105', paths: ['/my', '/my/bills', '/my/cases', '/my/cases/RECEIPT', '/my/bills/SETTLEMENT', '/my/standing',
                                   '/my/estimate', '/my/contributions', '/my/transfers', '/my/money', '/my/mandates', '/my/messages', '/questions'] },
  { as: 'employer.0', paths: ['/my', '/employer', '/employer/batch', '/employer/money', '/apply/contribution-deferral'] },
]
const DESK = [
  { as: 'section-head.110105', paths: ['/desk/consult', '/desk/board', '/desk/roster', '/desk/person'] },
  { as: 'leader.110000', paths: ['/desk/deadlines', '/desk/credits', '/desk/payments', '/desk/payments?institution=HOSPITAL'] },
  ...Object.entries(deskScreens()).map(([as, paths]) => ({ as, paths: paths.flatMap((path) => MORE[path] ?? [path]) })),
]
const forgotten = hallScreensMissing(HALL.flatMap(({ paths }) => paths))
if (forgotten.length > 0) throw new Error(`no picture of ${forgotten.join(' ')}`)

const folder = process.argv[2] ?? 'var/shots'
const wanted = process.argv.slice(3)
const takes = (part) => wanted.length === 0 || wanted.includes(part)
const world = await startWorld({ people: 2000 })
const { receipt } = await apply(world, 'shots')
await returnAllowance(world)
/* Whatever comes first in a list of that account. */
const first = async (login, path, list, name) => (await (await asker(world, login))(path))[list]?.[0]?.[name] ?? ''
const NAMES = {
  RECEIPT: receipt,
  SETTLEMENT: await settleVisit(world),
  CASE: await first('reviewer.110105', '/debts', 'debts', 'case_id'),
  LETTER: await first('reviewer.110105', '/letters', 'letters', 'letter'),
  DOCUMENT: await first('publisher.110000', '/notice-documents', 'documents', 'document'),
  CLAIM: await asker(world, 'reviewer.110105').then((ask) => ask('/claims?state=settled')).then(({ rows }) => `${rows[0].claim}?person=${rows[0].person}`),
  HOSPITAL: await first('leader.110000', '/institutions?code=H11010590001', 'institutions', 'institution'),
  PERSON: (await personOf(world, 'patient.110105')).person,
  UNIT: (await (await asker(world, 'employer.0'))('/sessions/current')).unit,
}
/* In which language, and whether in large type; each has a folder. */
const LOOKS = LANGUAGES.map((language) => ({ language, into: language === 'zh' ? folder : join(folder, language) }))
const LARGE = { language: 'zh', into: join(folder, 'elder'), elder: true }
for (const { into } of [...LOOKS, LARGE]) mkdirSync(into, { recursive: true })

async function windowOf(look, width, as) {
  const window = await open(world, { width, language: look.language })
  if (look.elder) await window.context.addCookies([{ name: 'elder', value: 'yes', url: world.base }])
  if (as !== null) await signIn(window, as)
  return window
}
async function keep(page, look, name) {
  const path = join(look.into, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`)
  await page.screenshot({ path, fullPage: true })
  console.log(path)
}
const named = (path) => path.replace(new RegExp(Object.keys(NAMES).join('|')), (word) => NAMES[word])

async function pictures(screens, look) {
  for (const width of WIDTHS)
    for (const { as, paths } of screens) {
      const window = await windowOf(look, width, as)
      for (const path of paths) await keep(await window.load(named(path)), look, `${as ?? 'anybody'}${path}-${width}`)
      await window.close()
    }
}

/* A plain page is shown to the first who may open it. */
async function plain(look) {
  const left = new Set(plainPages())
  for (const as of PLAIN_READERS) {
    const windows = []
    for (const width of WIDTHS) windows.push({ width, window: await windowOf(look, width, as) })
    for (const path of [...left]) {
      for (const { width, window } of windows) {
        const page = await window.load(look.language === 'en' ? `${path}?lang=en` : path)
        const text = await page.innerText('main')
        if (new URL(page.url()).pathname !== path || /没有办理这项业务的权限|no right to this/.test(text)) break
        await keep(page, look, `plain${path === '/' ? '-home' : path}-${width}`)
        left.delete(path)
      }
    }
    for (const { window } of windows) await window.close()
  }
}

let turn = 0
async function moments(look) {
  for (const width of WIDTHS)
    for (const { name, as, take } of MOMENTS) {
      const window = await windowOf(look, width, as)
      const { page, go, context } = window
      await take({ page, go, context, world, receipt, turn: ++turn, shot: (step) => keep(page, look, `moment-${name}-${step}-${width}`) })
      await window.close()
    }
}

/* As it comes out of a printer: the sheet beside a picture of it. */
async function paper(look) {
  const window = await windowOf(look, 794, 'patient.110105')
  for (const path of ['/my/bills/SETTLEMENT', '/my/cases/RECEIPT', '/my/contributions', '/document']) {
    const page = await window.load(path === '/document' && look.language === 'en' ? `${path}?lang=en` : named(path))
    if (path === '/document') {
      await page.fill('input[name=receipt]', receipt)
      await page.click('main form button')
      await page.waitForLoadState()
    }
    await page.emulateMedia({ media: 'print' })
    await keep(page, look, `paper${path}`)
    await page.pdf({ path: join(look.into, `paper${path.replace(/[^a-z0-9]+/gi, '-')}.pdf`), preferCSSPageSize: true })
    await page.emulateMedia({ media: null })
  }
  await window.close()
}

try {
  for (const look of LOOKS) {
    if (takes('hall')) await pictures(HALL, look)
    if (takes('moments')) await moments(look)
    if (takes('paper')) await paper(look)
    if (takes('plain')) await plain(look)
    if (takes('desk')) await pictures(DESK, look)
  }
  if (takes('hall')) await pictures(HALL, LARGE)
  if (takes('moments')) await moments(LARGE)
  if (takes('plain')) await plain(LARGE)
} finally {
  await world.stop()
}
