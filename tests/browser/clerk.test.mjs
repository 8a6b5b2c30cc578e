/* clerk.test.mjs: what somebody meets who works at the desk all day: he stands where he was, goes on by keys alone,
 * loses nothing that he typed when the server is gone or his session ends, and asks once for all that lacks. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { apply, asked, asker, bothWidths, says, startWorld } from './harness.mjs'

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

it('one notice asks for everything that lacks: it reads as it will, is sent once, and who is to bring it reads it', async () => {
  const ask = await asker(world, REVIEWER)
  await asked(world, REVIEWER, `/desk/cases/${await caseOf(ask, receipt)}`, async (page, window) => {
    await page.click('summary:has-text("一次性告知")')
    /* What this case needs stands first; what may follow after the epidemic has its day already. */
    const box = (word) => page.locator('details[open] label', { hasText: word })
    await says(page, 'details[open] fieldset:first-of-type', /身份证件/)
    await says(page, 'details[open] fieldset:last-of-type', /转诊/)
    assert.equal(await box('滞留外地').count(), 0)
    assert.equal(await page.isDisabled('details[open] form .button'), true)
    for (const word of ['身份证件', '转诊']) await box(word).locator('input').check()
    await page.fill('#ask-reason', '证件照片看不清')
    assert.match(await page.innerText('.reads'), new RegExp(`${world.patient.name}，请一次补齐以下 2 项[^]*身份证件[^]*转诊[^]*看不清`))
    await bothWidths(window)
    await page.route('**/supplement', (route) => route.abort(), { times: 1 })
    await page.click('details[open] form .button')
    await page.waitForSelector('.said .fault')
    assert.equal(await page.inputValue('#ask-reason'), '证件照片看不清')
    assert.equal(await page.locator('details[open] input:checked').count(), 2)
    window.complaints.length = 0
    await page.click('details[open] form .button')
    await page.waitForSelector('.said .told')
    await says(page, '.card', /时限暂停/)
    assert.equal(await page.locator('#ask-reason').count(), 0)
  })
  await asked(world, 'patient.110105', `/my/cases/${receipt}`, async (page) => {
    await page.waitForSelector('.debt')
    const told = await page.innerText('main')
    assert.match(told, /身份证件[^]*转诊转院证明/)
    assert.match(told, /证件照片看不清/)
    assert.match(told, /答复时限暂停/)
    assert.equal(await page.locator('.debt', { hasText: '滞留外地' }).count(), 1)
  })
})
