/* case.test.mjs: a person's own case in the hall: where it is, what is owed and until when, why that
 * day, a paper handed in later, the case taken back. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { LANGUAGES, WIDTHS, apply, open, says, seated, signIn, sound, startWorld, violations } from './harness.mjs'

let world
let receipt
before(async () => {
  world = await startWorld()
  receipt = (await apply(world, 'case-1')).receipt
  assert.match(receipt ?? '', /^110105-/)
})
after(() => world?.stop())

const PICTURE = { name: '滞留证明.png', mimeType: 'image/png', buffer: Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64') }

for (const width of WIDTHS)
  for (const language of LANGUAGES)
    it(`is shown at ${width} px, ${language}, with the days of its limit`, async () => {
      const window = await seated(world, 'patient.110105', '/my/cases', { width, language })
      const { page } = window
      await page.click(`main li a:has-text("${receipt}")`)
      await page.waitForSelector('.van-steps')
      await says(page, 'main', language === 'en' ? /end of the epidemic/ : /疫情结束/)
      await page.click('details summary')
      /* Accepted on the 10th, the day after is day 1: the 12th is the last of two working days. */
      assert.match(await page.innerText('td.last'), language === 'en' ? /12[\s\S]*day 2[\s\S]*last day/ : /12[\s\S]*第2天[\s\S]*最后一日/)
      await sound(window)
      assert.deepEqual(window.complaints, [])
      await window.close()
    })

it('takes a paper that was owed, turned upright, and keeps it when the server is gone', async () => {
  const window = await seated(world, 'patient.110105', `/my/cases/${receipt}`, {})
  const { page } = window
  await page.click('.debt button')
  await page.setInputFiles('.debt input[type=file]', PICTURE)
  await page.click('.debt .acts button >> nth=0')
  await page.waitForFunction(() => document.querySelector('.debt')?.textContent?.includes('滞留证明.jpg'))
  assert.deepEqual(await violations(page), [])
  await page.route('**/api/v1/cases/papers', (route) => route.abort(), { times: 1 })
  await page.click('.debt form > button')
  await page.waitForSelector('.debt [role=alert]')
  assert.match(await page.innerText('.debt'), /滞留证明\.jpg/)
  await page.click('.debt form > button')
  await page.waitForFunction(() => !document.querySelector('.debt'))
  await window.close()
})

it('is taken back after being asked once more, by keyboard', async () => {
  const window = await seated(world, 'patient.110105', `/my/cases/${receipt}`)
  const { page } = window
  await page.locator('.acts.no-print button').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=dialog] textarea:focus')
  assert.deepEqual(await violations(page), [])
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=dialog] textarea:focus')
  await page.keyboard.type('已经回京')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => /撤回/.test(document.querySelector('main .mark')?.textContent ?? ''))
  assert.deepEqual(window.complaints, [])
  await window.close()
})

it('says of a picture that it cannot be opened, to who sent it and to the clerk', async () => {
  const damaged = await apply(world, 'case-2', {
    bytes: Buffer.from('ffd8ffe000104a464946', 'hex'), file_name: '证件.jpg', file_type: 'image/jpeg' })
  const says = '.mark.bad:has-text("图片打不开")'
  const theirs = await open(world)
  await signIn(theirs, 'patient.110105', `/my/cases/${damaged.receipt}`)
  await theirs.page.waitForSelector(says)
  assert.deepEqual(await violations(theirs.page), [])
  const [, id] = /cases\/(\d+)\/papers/.exec(await theirs.page.getAttribute('a.paper', 'href'))
  await theirs.close()
  const clerks = await open(world)
  await signIn(clerks, 'reviewer.110105', `/desk/cases/${id}`)
  await clerks.page.waitForSelector(says)
  await sound(clerks)
  await clerks.close()
})

it('keeps an objection that did not arrive', async () => {
  const window = await open(world)
  const { page } = window
  /* As of a case that was decided against him. */
  await page.route('**/api/v1/cases/find', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...await response.json(), may_object: true } })
  })
  await signIn(window, 'patient.110105', `/my/cases/${receipt}`)
  await page.click('.acts.no-print button:has-text("异议")')
  await page.fill('[role=dialog] textarea', '材料已经交过')
  await page.route('**/api/v1/cases/objection', (route) => route.abort(), { times: 1 })
  await page.click('[role=dialog] .button:not(.plain)')
  await page.waitForSelector('[role=dialog] [role=alert]:has-text("还在")')
  assert.equal(await page.inputValue('[role=dialog] textarea'), '材料已经交过')
  /* And one that was refused: there is nothing to object to. */
  await page.click('[role=dialog] .button:not(.plain)')
  await page.waitForFunction(() => !/还在/.test(document.querySelector('[role=dialog] [role=alert]')?.textContent ?? '还在'))
  assert.equal(await page.inputValue('[role=dialog] textarea'), '材料已经交过')
  await window.close()
})

it('is nobody else’s to see', async () => {
  const window = await seated(world, 'resident.0', `/my/cases/${receipt}`, {})
  await window.page.waitForSelector('[role=alert]')
  assert.doesNotMatch(await window.page.innerText('main'), /异地/)
  await window.close()
})

it('is written about in the inbox', async () => {
  const window = await seated(world, 'patient.110105', '/my/messages', {})
  await says(window.page, 'main li', /110105-/)
  /* A number to call is tapped. */
  assert.match(await window.page.getAttribute('main li a[href^="tel:"] >> nth=0', 'href'), /^tel:010-\d{8}$/)
  assert.deepEqual(await violations(window.page), [])
  await window.close()
})
