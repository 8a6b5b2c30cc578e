/* clerk.test.mjs: what somebody meets who works at the desk all day: he stands where he was, goes on by keys alone, and
 * loses nothing that he typed when the server is gone or his session ends. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { apply, asked, asker, bothWidths, says, signIn, startWorld } from './harness.mjs'

const REVIEWER = 'reviewer.110105'
let world, receipt
before(async () => {
  world = await startWorld({ people: 2000 })
  receipt = (await apply(world, 'clerk-1')).receipt
  assert.match(receipt ?? '', /^110105-/)
})
after(() => world?.stop())

const at = (page) => page.evaluate(() => document.activeElement?.closest('tr[data-row]')?.querySelector('a')?.textContent)
const caseOf = async (ask, of) => (await ask('/cases/search', { receipt: of })).cases[0].case_id

it('the worklist is worked through by keys: from a chip to a row, into its case, to the next one, and back to where one stood', () =>
  asked(world, REVIEWER, '/desk', async (page) => {
    await page.waitForSelector('tr[data-row]')
    const rows = await page.locator('tr[data-row] a').allTextContents()
    await page.focus('.chip >> nth=0')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    assert.equal(await at(page), rows[2])
    await page.keyboard.press(' ')
    assert.equal(await page.isChecked('tr.at input'), true)
    await page.keyboard.press(' ')
    await page.keyboard.press('Enter')
    await says(page, 'h1', new RegExp(rows[2]))
    /* The screen begins behind what stands on all of them. */
    await page.waitForFunction(() => document.activeElement?.id === 'main')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await says(page, 'h1', new RegExp(rows[3]))
    await page.waitForFunction(() => document.activeElement?.id === 'main')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, rows[3])
  }))

it('filters stay when one comes back by the menu, and are cleared at once', () =>
  asked(world, REVIEWER, '/desk', async (page, window) => {
    await page.waitForSelector('tr[data-row]')
    const all = await page.locator('tr[data-row]').count()
    await page.click('.chip:has-text("优先")')
    await page.selectOption('.filters select >> nth=2', 'nobody')
    await page.waitForFunction((before) => document.querySelectorAll('tr[data-row]').length < before, all)
    assert.equal(await page.locator('tr[data-row]:not(:has(.mark.bad:has-text("优先")))').count(), 0)
    await bothWidths(window)
    await page.click('nav a[href="/desk/search"]')
    await page.waitForSelector('#s-receipt')
    await page.click('nav a[href^="/desk?"]')
    await page.waitForSelector('.chip[aria-pressed=true]:has-text("优先")')
    assert.deepEqual([...new URL(page.url()).searchParams].sort(), [['green', 'yes'], ['whose', 'nobody']])
    await page.click('.filters a.button')
    await page.waitForFunction((before) => document.querySelectorAll('tr[data-row]').length === before, all)
  }))

it('what is typed beside a case stays when the server is gone or the session is over, and the case is kept up again afterwards', async () => {
  const ask = await asker(world, REVIEWER)
  const path = `/cases/${await caseOf(ask, receipt)}`
  const clerk = await asker(world, 'intake-clerk.110105')
  const { name, number } = world.patient
  /* Something is recorded at this office, and the page asks again by itself. */
  const stir = {
    hurried: async () => ask(`${path}/urgency`, { version: (await ask(path)).version, reason: '老人行动不便' }),
    takenIn: () => clerk('/cases', { matter: 'certificate', channel: 'counter', applicant: 'person', name, number,
      values: [{ name: 'insurance', value: 'employee' }], shown: [{ material: 'id-card' }] }),
  }
  await asked(world, REVIEWER, '/desk', async (page, window) => {
    const listens = page.waitForResponse('**/api/v1/changes')
    await window.go(`/desk${path}`)
    await listens
    await page.fill('#reason', '写到一半的理由')
    for (const [status, step, words] of [[401, 'hurried', /登录已过期/], [503, 'takenIn', /连不上服务器/]]) {
      await page.route('**/api/v1/cases/*', (route) => route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:x', title: 'no', status }) }))
      assert.ok((await stir[step]()).receipt)
      await says(page, '.stale', words)
      assert.equal(await page.inputValue('#reason'), '写到一半的理由')
      await bothWidths(window)
      await page.unroute('**/api/v1/cases/*')
    }
    await page.click('.stale button')
    await page.waitForSelector('.stale', { state: 'detached' })
    assert.equal(await page.inputValue('#reason'), '写到一半的理由')
    window.complaints.length = 0
  })
})
