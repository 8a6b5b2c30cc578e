/* lighthouse.mjs [--json]: Lighthouse on a phone, on the hall's first page and a matter, and what a
 * first visit loads. Of three runs the middle one counts: what else the machine does is no fault of
 * the page. */
import { createRequire } from 'node:module'
import { startWorld } from '../harness.mjs'

const require = createRequire(import.meta.url)
const { default: lighthouse } = await import('lighthouse')
const { launch } = require('chrome-launcher')

const PAGES = ['/', '/matters/offsite-filing']
const CATEGORIES = ['performance', 'accessibility', 'best-practices']
const RUNS = 3
const asked = process.argv.includes('--json')

const world = await startWorld()
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox'],
})
const told = {}
for (const path of PAGES) {
  const runs = []
  for (let run = 0; run < RUNS; run++)
    runs.push((await lighthouse(world.base + path, {
      port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error',
    })).lhr)
  runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score)
  const lhr = runs[Math.floor(RUNS / 2)]
  const kilobytes = lhr.audits['total-byte-weight'].numericValue / 1024
  told[path] = {
    ...Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)])),
    first_load_kb: Math.round(kilobytes),
    first_view_ms: Math.round(lhr.audits['first-contentful-paint'].numericValue),
    largest_view_ms: Math.round(lhr.audits['largest-contentful-paint'].numericValue),
    wrong: Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9
      && ['binary', 'numeric'].includes(audit.scoreDisplayMode)).map((audit) => audit.id),
  }
}
chrome.kill()
await world.stop()
if (asked) console.log(JSON.stringify(told))
else console.table(Object.fromEntries(Object.entries(told).map(([path, row]) =>
  [path, { ...row, wrong: row.wrong.join(' ') }])))
