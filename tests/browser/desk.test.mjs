/* desk.test.mjs: the desk as a reviewer has it, from the worklist to the decision, by keyboard too. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LANGUAGES, WIDTHS, apply, open, signIn, startWorld, sticksOut, violations } from './harness.mjs'

const REVIEWER = 'reviewer.110105'
let world, receipt
before(async () => {
  world = await startWorld()
  receipt = (await apply(world, 'desk-1')).receipt
  assert.match(receipt ?? '', /^110105-/)
})
after(() => world?.stop())

for (const width of WIDTHS)
  for (const language of LANGUAGES)
    it(`shows worklist and case at ${width} px, ${language}`, async () => {
      const window = await open(world, { width, language })
      await signIn(window, REVIEWER, '/desk')
      const { page } = window
      await page.waitForSelector('tbody tr')
      assert.deepEqual(await violations(page), [])
      assert.equal(await sticksOut(page), false)
      await page.click(`text=${receipt}`)
      await page.waitForSelector('h2')
      assert.deepEqual(await violations(page), [])
      assert.equal(await sticksOut(page), false)
      assert.deepEqual(window.complaints, [])
      await window.close()
    })

describe('a decision', () => {
  it('keeps the filter in the address', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk')
    const { page } = window
    await page.click('.chip >> nth=0')
    assert.match(page.url(), /urgency=overdue/)
    await page.reload({ waitUntil: 'networkidle' })
    assert.equal(await page.locator('tbody tr').count(), 0)
    await window.close()
  })
  it('is taken with the keyboard alone', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk')
    const { page } = window
    await page.waitForSelector('tbody tr')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#reason')
    for (let tabs = 0; tabs < 20; tabs++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.id === 'reason')) break
    }
    await page.keyboard.type('滞留属实')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=status].good')
    await page.waitForFunction(() => !document.querySelector('#reason'))
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('is refused to another county, in words', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'reviewer.371329', '/desk')
    assert.equal(await window.page.locator('tbody tr').count(), 0)
    await window.close()
  })
})
