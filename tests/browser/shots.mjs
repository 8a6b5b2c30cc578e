/* shots.mjs FOLDER [zh|en]: every page at both widths, to be looked at. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PASSWORD, PLAIN_READERS, WIDTHS, apply, open, plainPages, settleVisit, signIn, startWorld } from './harness.mjs'

const PAGES = [
  { as: null, paths: ['/matters', '/matters/offsite-filing', '/matters/offsite-filing?place=110105', '/matters/inpatient-claim',
                      '/progress', '/booking', '/questions', '/apply/offsite-filing', '/my', '/my/nothing-here'] },
  { as: 'patient.110105', paths: ['/my', '/my/bills', '/my/cases', '/my/cases/RECEIPT', '/my/bills/SETTLEMENT', '/my/standing',
                                   '/my/estimate', '/my/contributions', '/my/money', '/my/mandates', '/my/messages', '/questions'] },
  { as: 'employer.0', paths: ['/my', '/employer', '/employer/batch', '/apply/contribution-deferral'] },
  { as: 'reviewer.110105', paths: ['/desk', '/desk/cases/CASE', '/desk/take-in', '/desk/search?state=accepted', '/desk/owed', '/desk/counter',
                                   '/desk/letters', '/desk/letters/LETTER', '/desk/take-in?letter=LETTER', '/desk/consult', '/desk/consult?tab=low', '/desk/consult?tab=grades', '/desk/measures', '/desk/deadlines', '/desk/person', '/desk/payments'] },
  { as: 'civil-affairs.110000', paths: ['/desk/requests'] },
  { as: 'finance.110105', paths: ['/desk/credits', '/desk/payments'] },
  { as: 'village-clerk.371329', paths: ['/desk/station'] },
  { as: 'section-head.110105', paths: ['/desk/consult', '/desk/board', '/desk/roster'] },
  { as: 'publisher.110000', paths: ['/desk/notices', '/desk/notices/compose', '/desk/notices/DOCUMENT', '/desk/events', '/desk/board'] },
  { as: 'leader.110000', paths: ['/desk/numbers', '/desk/deadlines', '/desk/audit'] },
  { as: 'hospital-office.H11010190001', paths: ['/desk/hospital', '/desk/filing', '/desk/payments'] },
  { as: 'administrator.110105', paths: ['/desk/people'] },
]

/* A plain page is shown to the first who may open it. */
const left = new Set(plainPages())

const folder = process.argv[2] ?? 'var/shots'
const language = process.argv[3] ?? 'zh'
mkdirSync(folder, { recursive: true })
const world = await startWorld({ people: 2000 })
const { receipt } = await apply(world, 'shots')
/* Whatever comes first in a list of that account. */
async function first(login, path, list, name) {
  const opened = await fetch(`${world.base}/api/v1/sessions`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password: PASSWORD }),
  })
  const { token } = await opened.json()
  const answer = await fetch(world.base + path, { headers: { authorization: `Bearer ${token}` } })
  return (await answer.json())[list]?.[0]?.[name] ?? ''
}
const NAMES = {
  RECEIPT: receipt,
  SETTLEMENT: await settleVisit(world),
  CASE: await first('reviewer.110105', '/api/v1/debts', 'debts', 'case_id'),
  LETTER: await first('reviewer.110105', '/api/v1/letters', 'letters', 'letter'),
  DOCUMENT: await first('publisher.110000', '/api/v1/notice-documents', 'documents', 'document'),
}
for (const width of WIDTHS)
  for (const { as, paths } of PAGES) {
    const window = await open(world, { width, language })
    if (as !== null) await signIn(window, as)
    for (const path of paths) {
      const page = await window.go(path.replace(/SETTLEMENT|RECEIPT|CASE|DOCUMENT|LETTER/, (word) => NAMES[word]))
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
