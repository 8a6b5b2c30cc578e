/* desk_later.test.mjs: what a clerk does after a case came in: a card shown at the counter, a promise looked at, a
 * telephone called, a hall closed for days. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { asker, says, seated, sound, startWorld } from './harness.mjs'

const CLERK = 'intake-clerk.110105'
let world, clerk, reviewer, person
before(async () => {
  world = await startWorld({ people: 2000 })
  clerk = await asker(world, CLERK)
  reviewer = await asker(world, 'reviewer.110105')
  person = world.patient
})
after(() => world?.stop())

const given = (changed) => ({
  matter: 'offsite-filing', name: person.name, number: person.number,
  values: [{ name: 'kind', value: 'stranded' }, { name: 'division', value: '420100' }, { name: 'from', value: '2020-01-23' }],
  papers: [], ...changed,
})
const card = () => ({ material: 'id-card', file: Buffer.from('%PDF-1.4 id').toString('base64'), file_name: '证件.pdf', file_type: 'application/pdf' })
async function caseOf(receipt) {
  return (await clerk('/cases/search', { receipt })).cases[0].case_id
}

describe('after it came', () => {
  it('a card that a letter lacked is shown at the counter, and who saw it stands there', async () => {
    const { receipt } = await clerk('/cases', given({ channel: 'post', reference: 'EMS0001', postmark: '2020-02-08' }))
    const id = await caseOf(receipt)
    const window = await seated(world, CLERK, `/desk/cases/${id}`, { width: 390 })
    const { page } = window
    await page.waitForSelector('#hand-in-way')
    await sound(window)
    assert.equal(await page.isDisabled('section:has(#hand-in-way) form > p .button'), true)
    await page.selectOption('#hand-in-way', 'post')
    assert.equal(await page.locator('section:has(#hand-in-way) .tick').count(), 0)
    await page.selectOption('#hand-in-way', 'counter')
    await page.check('section:has(#hand-in-way) .tick input')
    await page.click('section:has(#hand-in-way) form > p .button')
    await page.waitForFunction(() => !document.querySelector('#hand-in-id-card'))
    const { papers } = await clerk(`/cases/${id}`)
    const seen = papers.find(({ material }) => material === 'id-card')
    assert.ok(seen.seen_by && seen.cleared_at && !seen.waits)
    /* On the screen, too, it lacks no more. */
    await page.waitForSelector('li:has(strong:text-is("有效身份证件或社保卡")) .mark:text-is("已核验原件")')
    assert.deepEqual(window.complaints, [])
    await window.close()
    await clerk(`/cases/${id}/turning-away`, { reason: '试办' })
  })
  it('a file picked for one paper stays while somebody else clears another, and what was done is said', async () => {
    const { receipt } = await clerk('/cases', given({ channel: 'post', reference: 'EMS0002', postmark: '2020-02-08' }))
    const id = await caseOf(receipt)
    const window = await seated(world, CLERK, `/desk/cases/${id}`)
    const { page } = window
    const PROOF = '#hand-in-stranding-proof'
    await page.waitForSelector('#hand-in-id-card', { state: 'attached' })
    await page.setInputFiles(PROOF, { name: '证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 proof') })
    await page.waitForFunction((at) => document.querySelector(at)?.textContent.includes('证明.pdf'), `${PROOF}-picked`)
    await clerk('/cases/papers', { receipt, channel: 'counter', shown: [{ material: 'id-card' }] })
    await page.waitForFunction(() => !document.querySelector('#hand-in-id-card'))
    assert.match(await page.textContent(`${PROOF}-picked`), /证明\.pdf/)
    await page.click('section:has(#hand-in-way) form > p .button')
    await says(page, '.told', /材料已销号/)
    await page.waitForFunction(() => !document.querySelector('#hand-in-way'))
    await says(page, '.told', /材料已销号/)
    assert.deepEqual(window.complaints, [])
    await window.close()
    await clerk(`/cases/${id}/turning-away`, { reason: '试办' })
  })
  it('a promise is looked at: with nothing found it can only be true', async () => {
    const applied = await clerk('/cases', given({ channel: 'mail', commitment: true, papers: [card()],
      values: [{ name: 'kind', value: 'stranded' }, { name: 'division', value: '371300' }, { name: 'from', value: '2020-01-23' }] }))
    assert.ok(applied.receipt, JSON.stringify(applied))
    const id = await caseOf(applied.receipt)
    await clerk(`/cases/${id}/acceptance`, {})
    const decided = await reviewer(`/cases/${id}/verdict`, { verdict: 'approve', reason: '相符' })
    assert.ok(decided.state, JSON.stringify(decided))
    const window = await seated(world, 'section-head.110105', `/desk/cases/${id}`)
    const { page } = window
    const field = page.locator('[id^="check-"]').first()
    await field.waitFor()
    await sound(window)
    const box = page.locator('section', { has: field })
    assert.equal(await box.locator('.button.plain').isDisabled(), true)
    await field.fill('电话核实，仍在当地')
    assert.equal(await box.locator('.button.plain').isDisabled(), false)
    await box.locator('.button:not(.plain)').click()
    await field.waitFor({ state: 'detached' })
    await says(page, '.told', /已登记核查/)
    const { papers } = await reviewer(`/cases/${id}`)
    assert.equal(papers.find(({ how }) => how === 'commitment').checked, 'true')
    /* Whom to call: asked for, not shown by itself. */
    assert.equal(await page.locator('a[href^="tel:1"]').count(), 0)
    await page.click('dd .link >> nth=0')
    await page.waitForSelector('dd [role=status] a[href^="tel:1"]')
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('who booked is called by a number that is shown when it is asked for; a hall closes for days', async () => {
    const head = await asker(world, 'section-head.110105')
    const { slots } = await head('/booking-slots?matter=inpatient-claim&place=110105')
    const today = slots.find((one) => one.day === '2020-02-10' && one.free > 0)
    const later = slots.find((one) => one.day === '2020-02-13' && one.free > 0)
    for (const [slot, phone] of [[today, '13900002222'], [later, '13900003333']])
      await head('/bookings', { office: slot.office, plan: slot.plan, day: slot.day, minute: slot.minute, matter: 'inpatient-claim', name: '示例', phone, why: '材料须交原件', urgent: true })
    const window = await seated(world, 'section-head.110105', '/desk/counter', { width: 390 })
    const { page } = window
    await page.waitForSelector('.link:has-text("看回电号码")')
    assert.equal(await page.locator('a[href^="tel:1"]').count(), 0)
    await page.click('.link:has-text("看回电号码")')
    await page.waitForSelector('[role=status] a[href^="tel:1"]')
    /* Of a day to come: who has a time then and for what; nobody is called or there yet. */
    await page.fill('#c-day', '2020-02-13')
    await page.keyboard.press('Enter')
    await says(page, 'section.card [role=status]', /2020年2月13日 星期四：1 人有预约/)
    await says(page, '.line li', /已预约[^]*住院费用报销[^]*139\*{4}3333/)
    assert.equal(await page.locator('.call, .line button:has-text("到了")').count(), 0)
    assert.equal(new URL(page.url()).searchParams.get('day'), '2020-02-13')
    await sound(window)
    await page.fill('#c-day', '2020-02-10')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.call')
    await page.click('details.card summary')
    await page.fill('#close-day', '2020-02-13')
    await page.keyboard.press('Enter')
    await page.fill('#close-last', '2020-02-12')
    await page.keyboard.press('Enter')
    await page.fill('#close-reason', '装修')
    await page.check('details .tick input')
    await page.click('details .button')
    await says(page, '.fault', /不能早于开始/)
    await page.fill('#close-last', '2020-02-17')
    await page.keyboard.press('Enter')
    await sound(window)
    await page.click('details .button')
    await says(page, '.told', /已关闭：1 个预约改期，0 个取消/)
    const after = (await head('/booking-slots?matter=inpatient-claim&place=110105')).slots.map(({ day }) => day)
    assert.ok(after.includes('2020-02-12') && after.includes('2020-02-18'))
    assert.ok(!after.some((day) => day >= '2020-02-13' && day <= '2020-02-17'))
    /* The closing that ended before it began was refused. */
    assert.deepEqual(window.complaints.filter((one) => !/422/.test(one)), [])
    await window.close()
  })
})
