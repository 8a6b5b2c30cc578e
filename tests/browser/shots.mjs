/* shots.mjs FOLDER: every page at both widths, to be looked at. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PLAIN_READERS, WIDTHS, apply, open, plainPages, settleVisit, signIn, startWorld } from './harness.mjs'

const PAGES = [
  { as: null, paths: ['/matters', '/matters/offsite-filing', '/matters/offsite-filing?place=110105', '/matters/inpatient-claim',
                      '/progress', '/apply/offsite-filing', '/my', '/my/nothing-here'] },
  { as: 'patient.110105', paths: ['/my', '/my/bills', '/my/cases', '/my/cases/RECEIPT', '/my/bills/SETTLEMENT', '/my/standing',
                                   '/my/contributions', '/my/money', '/my/mandates', '/my/messages'] },
  { as: 'employer.0', paths: ['/my', '/employer'] },
  { as: 'reviewer.110105', paths: ['/desk'] },
]

/* A plain page is shown to the first who may open it. */
const left = new Set(plainPages())

const folder = process.argv[2] ?? 'var/shots'
mkdirSync(folder, { recursive: true })
const world = await startWorld()
const { receipt } = await apply(world, 'shots')
const settlement = await settleVisit(world)
for (const width of WIDTHS)
  for (const { as, paths } of PAGES) {
    const window = await open(world, { width })
    if (as !== null) await signIn(window, as)
    for (const path of paths) {
      const page = await window.go(path.replace('SETTLEMENT', settlement).replace('RECEIPT', receipt))
      const name = `${as ?? 'anybody'}${path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`
      await page.screenshot({ path: join(folder, name), fullPage: true })
      console.log(join(folder, name))
    }
    await window.close()
  }
for (const as of PLAIN_READERS) {
  const windows = []
  for (const width of WIDTHS) {
    const window = await open(world, { width })
    if (as !== null) await signIn(window, as)
    windows.push({ width, window })
  }
  for (const path of [...left]) {
    for (const { width, window } of windows) {
      const page = await window.go(path)
      if (new URL(page.url()).pathname !== path || (await page.title()).includes('没有权限')) break
      const name = `plain${path.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`
      await page.screenshot({ path: join(folder, name), fullPage: true })
      console.log(join(folder, name))
      left.delete(path)
    }
  }
  for (const { window } of windows) await window.close()
}
await world.stop()
