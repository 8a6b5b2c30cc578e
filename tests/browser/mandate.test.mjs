/* mandate.test.mjs: somebody lets another act for him, sees it on both sides, and ends it. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { personOf, seated, startWorld, sticksOut, violations } from './harness.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

it('is given in one step and ended at once; what was typed survives a no', async () => {
  const window = await seated(world, 'patient.110105', '/my/mandates', {})
  const { page } = window
  await page.click('main > div > .button')
  await page.waitForSelector('fieldset input')
  await page.waitForFunction((name) => document.querySelector('#my-name')?.value === name, world.patient.name)
  await page.fill('#my-number', world.patient.number)
  await page.fill('#agent-name', '没有这个人')
  await page.fill('#agent-number', '99010119800101001X')
  await page.check('input[value=offsite-filing]')
  await page.fill('#mandate-until', '2020-05-10')
  assert.deepEqual(await violations(page), [])
  assert.equal(await sticksOut(page), false)
  await page.click('form > .button')
  await page.waitForSelector('form [role=alert]')
  assert.equal(await page.inputValue('#agent-name'), '没有这个人')
  assert.equal(await page.isChecked('input[value=offsite-filing]'), true)
  const agent = await personOf(world, 'resident.0')
  await page.fill('#agent-name', agent.name)
  await page.fill('#agent-number', agent.number)
  await page.click('form > .button')
  await page.waitForSelector('[role=status].good')
  assert.match(await page.innerText('main'), /异地就医备案/)
  /* The patient of the demo world lets somebody else act as well, and goes on doing so. */
  const given = page.locator('main li', { hasText: agent.name })
  await given.locator('button').waitFor()
  const others = await page.locator('main li button').count() - 1
  await given.locator('button').click()
  await given.locator('button').waitFor({ state: 'detached' })
  await page.waitForFunction((left) => document.querySelectorAll('main li button').length === left, others)
  assert.deepEqual(window.complaints.filter((line) => !/422/.test(line)), [])
  await window.close()
})

it('is used: who was given one sees the pages of his giver, applies in his name, and comes back', async () => {
  const window = await seated(world, 'agent.0', '/my', {})
  const { page } = window
  await page.click('main a[href="/my/mandates"]')
  await page.click('main li .acts .button')
  await page.waitForSelector('.acting')
  await page.click('main a[href="/my/bills"]')
  await page.waitForSelector('main li a[href^="/my/bills/"]')
  assert.deepEqual(await violations(page), [])
  await page.click('nav a[href="/my"]')
  await page.click('main a[href="/my/mandates"]')
  await page.click('main li .acts .button.plain')
  await page.waitForSelector('#who-name')
  assert.equal(await page.inputValue('#who-name'), world.patient.name)
  assert.equal(await page.inputValue('#who-number'), '')
  await page.click('.acting button')
  await page.waitForSelector('.acting', { state: 'detached' })
  await page.waitForSelector('main a[href="/my/mandates"]')
  assert.equal(await sticksOut(page), false)
  assert.deepEqual(window.complaints, [])
  await window.close()
})
