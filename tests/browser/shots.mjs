/* shots.mjs FOLDER [zh|en]: every page at both widths, to be looked at. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PLAIN_READERS, WIDTHS, apply, asker, open, personOf, plainPages, settleVisit, signIn, startWorld } from './harness.mjs'
import { deskScreens, hallScreensMissing } from './screens.mjs'

/* Screens that are about one thing, and those that show more by their address. */
const MORE = {
  '/desk/cases/:id': ['/desk/cases/CASE'], '/desk/letters/:id': ['/desk/letters/LETTER', '/desk/take-in?letter=LETTER'],
  '/desk/claims': ['/desk/claims?state=settled'], '/desk/claims/:id': ['/desk/claims/CLAIM'], '/desk/claim-payments': ['/desk/claim-payments', '/desk/claim-payments?state=paid'],
  '/desk/notices/:document': ['/desk/notices/DOCUMENT'], '/desk/search': ['/desk/search?state=accepted'],
  '/desk/consult': ['/desk/consult', '/desk/consult?tab=low', '/desk/consult?tab=enter', '/desk/consult?tab=return', '/desk/consult?tab=grades'], '/desk/unit': ['/desk/unit?unit=UNIT'],
  '/desk/person': ['/desk/person', ...['', '&tab=spells', '&tab=months', '&tab=filings', '&tab=other'].map((tab) => `/desk/person?person=PERSON${tab}`)],
}
const PAGES = [
  { as: null, paths: ['/matters', '/matters/offsite-filing', '/matters/offsite-filing?place=110105', '/matters/inpatient-claim',
                      '/progress', '/booking', '/questions', '/apply/offsite-filing', '/my', '/my/nothing-here'] },
  { as: 'patient.110105', paths: ['/my', '/my/bills', '/my/cases', '/my/cases/RECEIPT', '/my/bills/SETTLEMENT', '/my/standing',
                                   '/my/estimate', '/my/contributions', '/my/money', '/my/mandates', '/my/messages', '/questions'] },
  { as: 'employer.0', paths: ['/my', '/employer', '/employer/batch', '/apply/contribution-deferral'] },
  { as: 'section-head.110105', paths: ['/desk/consult', '/desk/board', '/desk/roster', '/desk/person'] },
  { as: 'leader.110000', paths: ['/desk/deadlines', '/desk/credits', '/desk/payments', '/desk/payments?institution=HOSPITAL'] },
  ...Object.entries(deskScreens()).map(([as, paths]) => ({ as, paths: paths.flatMap((path) => MORE[path] ?? [path]) })),
]
const forgotten = hallScreensMissing(PAGES.flatMap(({ paths }) => paths))
if (forgotten.length > 0) throw new Error(`no picture of ${forgotten.join(' ')}`)

/* A plain page is shown to the first who may open it. */
const left = new Set(plainPages())

const folder = process.argv[2] ?? 'var/shots'
const language = process.argv[3] ?? 'zh'
mkdirSync(folder, { recursive: true })
const world = await startWorld({ people: 2000 })
const { receipt } = await apply(world, 'shots')
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
for (const width of WIDTHS)
  for (const { as, paths } of PAGES) {
    const window = await open(world, { width, language })
    if (as !== null) await signIn(window, as)
    for (const path of paths) {
      const page = await window.go(path.replace(new RegExp(Object.keys(NAMES).join('|')), (word) => NAMES[word]))
      const name = `${as ?? 'anybody'}${path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`
      await page.screenshot({ path: join(folder, name), fullPage: true })
      console.log(join(folder, name))
    }
    await window.close()
  }
for (const as of PLAIN_READERS) {
  const windows = []
  for (const width of WIDTHS) {
    const window = await open(world, { width, language })
    if (as !== null) await signIn(window, as)
    windows.push({ width, window })
  }
  for (const path of [...left]) {
    for (const { width, window } of windows) {
      const page = await window.go(language === 'en' ? `${path}?lang=en` : path)
      const text = await page.innerText('main')
      if (new URL(page.url()).pathname !== path || /没有办理这项业务的权限|no right to this/.test(text)) break
      const name = `plain${path === '/' ? '-home' : path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`
      await page.screenshot({ path: join(folder, name), fullPage: true })
      console.log(join(folder, name))
      left.delete(path)
    }
  }
  for (const { window } of windows) await window.close()
}
await world.stop()
