/* register.test.mjs: people on file and money to institutions, from sign-in to result: two numbers of
 * one human made one and parted again by two people, something corrected and seen as it was known,
 * a month credited to accounts, a hospital's statement counted, a claim on paper from its receipt to
 * its payment. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, it } from 'node:test'
import { LANGUAGES, apply, asked, asker, bothWidths, personOf, seated, settleVisit, sound, startWorld } from './harness.mjs'

let world, kept
const OTHER = 'H00000001'
before(async () => {
  world = await startWorld()
  kept = await personOf(world, 'patient.110105')
  const clerk = await asker(world, 'section-head.110105')
  const { sex, born } = await clerk(`/persons/${kept.person}`)
  const twin = await clerk('/persons', {
    certificate: '04', number: OTHER, name: kept.name, sex, born, insurance: '390', kind: '15', place: 110105, from: '2020-01-01',
  })
  assert.ok(twin.person, JSON.stringify(twin))
})
after(() => world?.stop())

async function find(page, number) {
  await page.fill('#p-number', number)
  await page.click('form .button')
  await page.waitForSelector('.tabs')
}

for (const [login, paths] of Object.entries({
  'reviewer.110105': ['/desk/person?person=KEPT', '/desk/person?person=KEPT&tab=spells', '/desk/person?person=KEPT&tab=months', '/desk/person?person=KEPT&tab=other'],
  'finance.110105': ['/desk/payments', '/desk/payments?institution=HOSPITAL'],
}))
  it(`${login} has sound screens in both widths and languages`, async () => {
    const window = await seated(world, login, '/desk')
    const { institutions } = await (await asker(world, login))('/institutions?code=H11010590001')
    for (const language of LANGUAGES) {
      await window.speak(language)
      for (const path of paths) {
        await window.go(path.replace('KEPT', kept.person).replace('HOSPITAL', institutions?.[0]?.institution))
        await window.page.waitForSelector('h2')
        await bothWidths(window, { contrast: language === 'zh' })
      }
    }
    assert.deepEqual(window.complaints, [])
    await window.close()
  })

it('two numbers of one human are compared, made one by two people, and parted again', async () => {
  await asked(world, 'intake-clerk.110105', '/desk/person', async (page, window) => {
    await find(page, kept.number)
    await page.click('.tabs button:has-text("重复编号")')
    await page.fill('.row input', OTHER)
    await page.click('.row .button')
    await page.waitForSelector('#m-evidence')
    await sound(window)
    await page.fill('#m-evidence', '户籍证明1号')
    await page.fill('#m-reason', '重复建档')
    await page.click('form:has(#m-evidence) .button')
    await page.waitForSelector('.rows .mark.warn')
  })
  const decided = (state) => asked(world, 'section-head.110105', '/desk/person', async (page, window) => {
    const row = page.locator('.rows li', { hasText: kept.name })
    await row.locator('.button:not(.plain)').click()
    await page.waitForSelector('.told')
    await page.selectOption('select >> nth=1', state)
    await row.locator('strong').waitFor()
    await sound(window)
  })
  await decided('done')
  await asked(world, 'intake-clerk.110105', `/desk/person?person=${kept.person}&tab=other`, async (page) => {
    await page.click('.rows .link')
    await page.fill('.rows .row input', '两个人')
    await page.click('.rows .row .button')
    await page.waitForSelector('.rows .mark.warn')
  })
  await decided('undone')
})

const CHANGING = { settlements: 2, change: '1500.00', lines: [
  { settlement: '1', day: '2020-01-28', total: '10000.00', funds_before: '4000.00', funds_after: '6000.00', change: '2000.00' },
  { settlement: '2', day: '2020-02-04', total: '8000.00', funds_before: '5500.00', funds_after: '5000.00', change: '-500.00' },
] }
it('what a case would reach back to stands beside it', async () => {
  const { receipt } = await apply(world, 'beside')
  const { cases } = await (await asker(world, 'section-head.110105'))('/cases/search', { receipt })
  await asked(world, 'reviewer.110105', `/desk/cases/${cases[0].case_id}`, async (page, window) => {
    await page.waitForSelector('.card:has(h2:has-text("对已结算费用的影响")) [data-about=effect] .bars')
    await bothWidths(window)
  })
})

/* Before the next, which pauses the insurance: who is not insured files nothing. */
it('a filing that reaches back shows what it changes before it is recorded', async () => {
  await settleVisit(world)
  await asked(world, 'reviewer.110105', `/desk/person?person=${kept.person}&tab=filings`, async (page, window) => {
    await page.selectOption('#o-kind', 'stranded')
    await page.selectOption('#o-province', '420000')
    await page.waitForSelector('#o-city')
    await page.selectOption('#o-city', '420100')
    await page.fill('#o-from', '2020-01-23')
    await page.keyboard.press('Enter')
    /* What would be refused is refused when it is looked at: there is nothing to press. */
    const look = () => page.click('form:has(#o-kind) .button.plain')
    await look()
    await page.waitForSelector('form:has(#o-kind) [role=alert]')
    assert.equal(await page.locator('form:has(#o-kind) > .button:not(.plain)').count(), 0)
    window.complaints.length = 0
    await page.check('form:has(#o-kind) .tick input')
    await look()
    await page.waitForSelector('[data-about=effect] .bars')
    await bothWidths(window)
    /* The rules of no place here change a sum that was settled: two that change are given. */
    await page.route('**/filings/preview**', (route) => route.fulfill({ json: CHANGING }), { times: 1 })
    await page.uncheck('form:has(#o-kind) .tick input')
    await look()
    await page.waitForSelector('[data-about=effect] li .mark.warn')
    assert.match(await page.innerText('[data-about=effect]'), /有2次结算将重算。[^]*合计多付1,500\.00元[^]*多付2,000\.00元[^]*少付500\.00元/)
    await bothWidths(window)
    /* Whatever is changed is looked at anew before it can be recorded. */
    await page.selectOption('#o-kind', 'long-term-resident')
    await page.waitForSelector('[data-about=effect]', { state: 'detached' })
    await page.fill('#o-from', '2020-02-10')
    await page.keyboard.press('Enter')
    await page.click('form:has(#o-kind) .button.plain')
    await page.waitForSelector('[data-about=effect]')
    await page.click('form:has(#o-kind) > .button:not(.plain)')
    await page.waitForSelector('.told')
    await page.waitForSelector('.rows li:has-text("2020年2月10日")')
  })
})

it('what was wrong is put right, and what stood there before is seen', async () => {
  await asked(world, 'reviewer.110105', `/desk/person?person=${kept.person}`, async (page) => {
    await page.click('.card button[aria-expanded]')
    await page.fill('#c-phone', '19900001111')
    await page.fill('#c-reason', '本人来电更正')
    await page.click('form:has(#c-phone) .button')
    await page.waitForSelector('table.plain td:has-text("199****1111")')
    await page.click('.tabs button:has-text("参保记录")')
    await page.click('.rows .link >> nth=0')
    await page.selectOption('#s-change', 'pause')
    await page.fill('#s-day', '2020-02-10')
    await page.keyboard.press('Enter')
    await page.fill('#s-reason', '离职未转')
    await page.click('form:has(#s-reason) .button')
    await page.waitForSelector('.line li:has-text("离职未转")')
    /* As it was known the day before, nothing was paused. */
    await page.fill('#s-then', '2020-02-09')
    await page.keyboard.press('Enter')
    await page.click('form:has(#s-then) .button')
    await page.waitForSelector('.card > .fault')
    await page.waitForSelector('.rows .mark.good')
  })
})

it('a month is credited to accounts by a run that says what came of it', async () => {
  await asked(world, 'finance.110105', '/desk/credits', async (page, window) => {
    await page.fill('#k-month', '2020-01')
    await page.click('form .button')
    await page.waitForSelector('.rows .mark.good')
    await sound(window)
  })
})

it("a hospital's month is counted, and the hospital sees it", async () => {
  await asked(world, 'finance.110105', '/desk/payments', async (page) => {
    const { institutions } = await (await asker(world, 'finance.110105'))('/institutions?code=H11010590001')
    await page.selectOption('.pick select >> nth=0', institutions[0].institution)
    await page.fill('.card .row input', '2020-01')
    await page.click('.card .row .button')
    await page.waitForSelector('.rows .facts')
    await page.waitForSelector('.rows .link')
  })
})

it('a month that was not declared is set after its sum was seen, and the unit reads it', async () => {
  const clerk = await asker(world, 'section-head.110105')
  const { unit } = await (await asker(world, 'employer.0'))('/sessions/current')
  const { credit_code: code } = await clerk(`/units/${unit}`)
  const { staff } = await clerk(`/units/${unit}/staff`)
  for (const { person } of staff) await clerk(`/units/${unit}/bases`, { person, month: '2019-01', base: '8000.00' })
  const made = await clerk(`/units/${unit}/declarations`, { month: '2019-10' })
  assert.ok(made.bill, JSON.stringify(made))
  await asked(world, 'reviewer.110105', '/desk/unit', async (page, window) => {
    await page.fill('#u-code', code)
    await page.click('form .button')
    await page.waitForSelector('[data-about=months] tbody tr')
    await page.click('[data-about=undeclared] .rows .link >> nth=0')
    await page.waitForSelector('[data-about=undeclared] .rows .button')
    await bothWidths(window)
    await page.click('[data-about=undeclared] .rows .button')
    await page.waitForSelector('.told')
    await page.waitForSelector('[data-about=months] tr:has-text("核定")')
  })
  await asked(world, 'employer.0', '/employer', async (page, window) => {
    await page.waitForSelector('.card .mark:has-text("已核定")')
    await bothWidths(window)
  })
})

/* A claim above the sum on which two people look, from its receipt to the money that came back. */
it('a claim is looked at by one, decided by another, paid, sent back and given another account', async () => {
  const { name, number } = kept
  const REVIEWER = 'reviewer.110105', SECOND = 'second-reviewer.110105', PAYS = 'finance.110105'
  let address
  await asked(world, REVIEWER, '/desk/claims', async (page, window) => {
    await page.click('button[aria-expanded]:has-text("录入票据")')
    await page.fill('#c-number', number)
    await page.fill('#c-invoice', 'DESK-1')
    await page.fill('#c-institution', '某医院')
    await page.selectOption('#place-0', { label: '北京市' })
    await page.selectOption('#place-1', { label: '朝阳区' })
    await page.check('.tick:has-text("定点") input')
    await page.selectOption('#c-care', '21')
    await page.fill('#c-begin', '2020-02-03')
    await page.keyboard.press('Enter')
    await page.fill('#c-total', '60000.00')
    await page.fill('#c-scope', '60000.00')
    await bothWidths(window)
    await page.click('form .button:has-text("录入这张票据")')
    await page.waitForSelector(`h1:has-text("${name}")`)
    await page.waitForSelector('ol li')
    await page.click('[data-act=review]')
    await page.waitForSelector('.desk-head .mark:has-text("待核定")')
    await bothWidths(window)
    address = page.url().replace(world.base, '')
  })
  await asked(world, SECOND, address, async (page) => {
    await page.fill('#s-holder', name)
    await page.fill('#s-bank', '某银行')
    await page.fill('#s-account', '6222020200012345678')
    await page.click('[data-act=settle] .button')
    await page.waitForSelector('.desk-head .mark:has-text("已核定")')
    await page.click('button.link:has-text("为什么是这个数")')
    await page.waitForSelector('ol li')
  })
  await asked(world, PAYS, '/desk/claim-payments', async (page, window) => {
    await page.click('[data-act=make] .button')
    await page.waitForSelector('[data-payment] button:has-text("登记退回")')
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('button.link:has-text("下载支付文件")')])
    assert.match(readFileSync(await file.path(), 'utf8'), /\|6222020200012345678\|/)
    await page.click('[data-payment] button:has-text("登记退回")')
    await page.fill('input[id^=r-]', '户名不符')
    await page.click('[data-payment] form .button')
    await page.waitForSelector('[role=status]:has-text("已登记")')
    await page.click('.tabs button:has-text("银行退回")')
    await page.waitForSelector('[data-payment] .mark:has-text("户名不符")')
    await bothWidths(window)
    await page.click('[data-payment] summary')
    await page.fill('input[id^=h-]', name)
    await page.fill('input[id^=k-]', '某银行')
    await page.fill('input[id^=a-]', '6222029999999999999')
    await page.click('[data-payment] details .button')
    await page.waitForSelector('main .soft:has-text("这里还没有内容")')
  })
})
