/* bureau.test.mjs: what a bureau and its hospitals tell each other, and what a screen keeps: what is
 * owed under an agreement from the day it is set to the day it is done; a receipt whose hospital is
 * found by name and a claim without a case with its last day; the sheet of a transfer; filters in
 * addresses that are kept and shared. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LANGUAGES, apply, asked, asker, bothWidths, open, personOf, signIn, sound, startWorld, until, visitSettled, visitUndone } from './harness.mjs'

const REVIEWER = 'reviewer.110105', OFFICE = 'hospital-office.H11010190001'
let world
before(async () => { world = await startWorld({ people: 2000 }) })
after(() => world?.stop())

describe('what is owed under an agreement', () => {
  it('is set for those picked by name, is on the hospital\'s morning list, and is noted as done', async () => {
    await asked(world, 'reviewer.110000', '/desk/obligations', async (page, window) => {
      /* What the notice puts off waits, and stands last; what is urgent and past stands first. */
      const rows = page.locator('[data-obligation]')
      await rows.first().waitFor()
      assert.match(await rows.first().innerText(), /已逾期[^]*发热门诊收费异常情况说明[^]*紧急/)
      assert.match(await rows.last().innerText(), /暂缓[^]*疫情结束[^]*原定 2020年2月14日/)
      await page.click('button[aria-expanded]:has-text("布置协议事项")')
      await page.fill('#o-what', '发热门诊开设情况')
      await page.fill('#o-due', '2020-02-12')
      await page.keyboard.press('Enter')
      await page.fill('#o-wished', '东城综合')
      await page.check('[data-act=oblige] fieldset input')
      await bothWidths(window)
      await page.click('[data-act=oblige] .button:has-text("布置给所选机构")')
      await page.waitForSelector('[data-obligation]:has-text("发热门诊开设情况")')
    })
    await asked(world, OFFICE, '/desk/hospital', async (page) => {
      const row = page.locator('[data-about=obligations] li:has-text("发热门诊开设情况")')
      await row.waitFor()
      assert.match(await row.innerText(), /待办[^]*2020年2月12日/)
      await page.click('[data-about=obligations] summary')
      await page.waitForSelector('[data-about=obligations] li:has-text("医保医师信息核对")')
    })
    await asked(world, 'reviewer.110000', '/desk/obligations?words=东城', async (page, window) => {
      const row = page.locator('[data-obligation]:has-text("发热门诊开设情况")')
      await row.locator('button').first().click()
      await row.locator('input[id^=e-]').fill('已报送')
      await bothWidths(window)
      await row.locator('form .button').click()
      await row.waitFor({ state: 'detached' })
      await page.click('.tabs button:has-text("已完成")')
      await page.waitForSelector('[data-obligation]:has-text("2020年2月10日 完成")')
      assert.equal(new URL(page.url()).searchParams.get('state'), 'done')
      await window.again()
      await page.waitForSelector('[data-obligation]:has-text("发热门诊开设情况")')
    })
    await asked(world, OFFICE, '/desk/hospital', async (page) => {
      await page.waitForSelector('[data-about=obligations]')
      assert.equal(await page.locator('[data-about=obligations] .rows li:has-text("发热门诊开设情况")').count(), 0)
    })
  })
  it('is seen by who leads and changed by nobody who only looks', async () => {
    await asked(world, 'leader.110000', '/desk/obligations', async (page, window) => {
      for (const language of LANGUAGES) {
        await window.speak(language)
        await window.go('/desk/obligations')
        await page.waitForSelector('[data-obligation]')
        assert.equal(await page.locator('[data-obligation] button, button:has-text("布置")').count(), 0)
        await bothWidths(window, { contrast: language === 'zh' })
      }
    })
  })
})

describe('a claim without a case', () => {
  it('is entered with its hospital found by name, and says until when it has to be decided and why', async () => {
    const { name, number } = await personOf(world, 'patient.110105')
    await asked(world, REVIEWER, '/desk/claims', async (page, window) => {
      await page.click('button[aria-expanded]:has-text("录入票据")')
      await page.fill('#c-number', number)
      await page.fill('#c-invoice', 'BUREAU-1')
      await page.fill('#c-institution', '某县医院')
      await page.waitForSelector('#c-institution-found:has-text("0 家")')
      await page.selectOption('#place-0', { label: '湖北省' })
      await page.selectOption('#place-1', { label: '武汉市' })
      await bothWidths(window)
      await page.fill('#c-institution', '海淀中医')
      await page.waitForSelector('#c-institution-which option[value=H11010890002]', { state: 'attached' })
      await page.selectOption('#c-institution-which', 'H11010890002')
      assert.equal(await page.locator('#c-tier, #place-0').count(), 0)
      await page.fill('#c-begin', '2020-02-03')
      await page.keyboard.press('Enter')
      await page.fill('#c-total', '800.00')
      await page.fill('#c-scope', '800.00')
      await page.click('form .button:has-text("录入这张票据")')
      await page.waitForSelector(`h1:has-text("${name}")`)
      await page.waitForSelector('h2:has-text("示例海淀中医医院")')
      /* Thirty working days from the tenth of February. */
      await page.waitForSelector('[data-about=due] .figure:has-text("2020年3月23日")')
      await page.click('[data-about=due] summary')
      await page.waitForSelector('[data-about=due] td.last')
      await bothWidths(window)
      await window.go('/desk/claims')
      await page.waitForSelector('.rows li:has-text("800.00") .mark:has-text("2020年3月23日")')
      await sound(window)
    })
  })
})

describe('the sheet of a transfer', () => {
  it('has the whole number, who issued it, and nothing else on paper', async () => {
    const { person, number } = await personOf(world, 'patient.110105')
    const clerk = await asker(world, REVIEWER)
    const { transfer, ...rest } = await clerk(`/persons/${person}/transfers`, { direction: 'out', other_place: 420100, insurance: '310', outside: true })
    assert.ok(transfer, JSON.stringify(rest))
    const out = await clerk(`/persons/${person}/transfers/${transfer}/out`, { outside: true })
    assert.ok(out.transfer ?? out.state, JSON.stringify(out))
    await asked(world, REVIEWER, `/desk/person?person=${person}&tab=transfers`, async (page, window) => {
      await page.click('button:has-text("信息表")')
      await page.waitForSelector('.transfer-sheet')
      const sheet = await page.innerText('.transfer-sheet')
      assert.match(sheet, new RegExp(number))
      assert.match(sheet, /出具机构\s+北京市朝阳区医疗保险事务管理中心/)
      await bothWidths(window)
      await page.emulateMedia({ media: 'print' })
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('button, nav a, .tabs')].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.textContent)), [])
      assert.equal(await page.locator('.transfer-sheet .seal').isVisible(), true)
      await page.emulateMedia({ media: null })
    })
    await asked(world, 'administrator.110105', '/desk', async () => {
      const { steps } = await (await asker(world, REVIEWER))('/sessions/current').then(async ({ account }) =>
        (await asker(world, 'administrator.110105'))(`/accounts/${account}/steps`))
      assert.ok(steps.some(({ action }) => action === 'party.show-number'))
    })
  })
})

describe('the funds', () => {
  it('have what they pay from: nobody begins his day with a pool below zero', async () => {
    await asked(world, 'finance.110000', '/desk/payments', async (page) => {
      await page.waitForSelector('[data-about=planned] .soft:has-text("统筹基金账面结余")')
      assert.equal(await page.locator('[data-about=planned] .fault').count(), 0)
    })
    await asked(world, 'leader.110000', '/desk/numbers', async (page, window) => {
      await page.waitForSelector('tbody tr')
      for (const name of await page.locator('optgroup >> nth=0').locator('option').evaluateAll((all) => all.map((one) => one.value))) {
        await page.selectOption('.pick select', name)
        await page.waitForURL(new RegExp(`fund=${name}`))
        if (!['finance-subsidy'].includes(name)) assert.doesNotMatch(await page.innerText('.figure-row'), /−|-\d/, name)
      }
      assert.deepEqual((await page.locator('.pick option').allInnerTexts()).filter((one) => /^[a-z-]+$/.test(one)), [])
      await bothWidths(window)
      await window.again()
      assert.equal(await page.inputValue('.pick select'), new URL(page.url()).searchParams.get('fund'))
    })
  })
})

describe('the rollout board', () => {
  it('has one\'s own place first, all of them task by task, and keeps evidence that did not arrive', async () => {
    await asked(world, 'leader.371300', `/desk/board?number=${encodeURIComponent('鲁医保发〔2020〕18号')}`, async (page, window) => {
      await page.waitForSelector('.sum button[aria-pressed=true]:has-text("临沂市")')
      const own = await page.locator('main > .rows li').count()
      assert.ok(own > 0 && own === await page.locator('main > .rows li:has-text("临沂市")').count(), `${own}`)
      await bothWidths(window)
      await page.click('main > .rows .link >> nth=0')
      await page.fill('main > .rows input', '临医保发〔2020〕22号')
      await page.route('**/api/v1/notice-board', (route) => route.abort(), { times: 1 })
      await page.click('main > .rows .button')
      await page.waitForSelector('main > .fault')
      assert.equal(await page.inputValue('main > .rows input'), '临医保发〔2020〕22号')
      assert.match(window.complaints.splice(0).join(), /^Failed to load resource[^,]*notice-board$/)
      await page.click('.sum:has-text("山东省") button')
      await page.waitForURL(/of=all/)
      await page.waitForSelector('[data-about=tasks] li:has-text("中小企业缓缴"):has-text("已落实 0/32 项")')
      await window.again()
      await page.waitForSelector('[data-about=tasks] li')
      await bothWidths(window)
    })
  })
})

/* Each as it is printed: lists whole, nothing to press. */
describe('a screen on paper', () => {
  it('is what it says: the worklist with all its rows, deadlines, a roster, what is owed, a trail, a case', async () => {
    const { cases } = await (await asker(world, REVIEWER))('/worklist')
    for (const [login, path, what] of [
      [REVIEWER, '/desk', 'tr[data-row]'], [REVIEWER, '/desk/deadlines', '.card li'], [REVIEWER, `/desk/cases/${cases[0].case_id}`, '.facts'],
      ['section-head.110105', '/desk/roster', 'section li'], ['leader.110000', '/desk/obligations', '[data-obligation]'],
      ['leader.110000', '/desk/numbers', 'tbody tr'], ['leader.110000', '/desk/board', 'section.card'], ['finance.110000', '/desk/payments', '.rows li'],
      [OFFICE, '/desk/hospital', 'table tbody tr'], ['administrator.110105', '/desk/people', 'table tbody tr'],
    ])
      await asked(world, login, path, async (page) => {
        await page.locator(what).first().waitFor()
        await page.emulateMedia({ media: 'print' })
        await page.setViewportSize({ width: 720, height: 1000 })
        await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
        if (path === '/desk') await page.waitForFunction((count) => document.querySelectorAll('tr[data-row]').length === count, cases.length)
        assert.equal(await page.locator(what).first().isVisible(), true, path)
        /* Whose it is, and of which day. */
        assert.match(await page.innerText('.on-paper'), /\S · 2020年2月10日/)
        assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('button, nav a, select, input, textarea')]
          .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))), [], path)
        assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.scroll')].filter((one) => one.scrollHeight > one.clientHeight + 1).length), 0, path)
        await page.emulateMedia({ media: null })
      })
  })
})

describe('what was chosen on a screen', () => {
  it('is there again for who is sent the address: a trail, a roster, deadlines, the accounts of an office', async () => {
    const window = await open(world, { width: 1440 })
    const { page } = window
    await signIn(window, 'administrator.110105', '/desk/audit')
    await page.selectOption('.pick select >> nth=0', { label: '北京市朝阳区医疗保险事务管理中心' })
    await page.locator('.pick select >> nth=1').locator('option', { hasText: '初审员' }).waitFor({ state: 'attached' })
    const value = await page.locator('.pick select >> nth=1').locator('option', { hasText: '初审员' }).first().getAttribute('value')
    await page.selectOption('.pick select >> nth=1', value)
    await page.waitForSelector('tbody td')
    await window.again()
    await page.waitForSelector('tbody td')
    assert.equal(await page.inputValue('.pick select >> nth=1'), value)
    assert.equal(await page.locator('.pick select >> nth=0').locator('option:checked').innerText(), '北京市朝阳区医疗保险事务管理中心')
    assert.deepEqual(window.complaints, [])
    await window.close()
    await asked(world, 'section-head.110105', '/desk/roster?what=phone', async (page, window) => {
      await page.waitForSelector('section li .amount')
      assert.equal(await page.inputValue('.pick select >> nth=1'), 'phone')
      await page.click('.pick .button:has-text("后一周")')
      await page.waitForURL(/day=2020-02-17/)
      await window.again()
      await page.waitForSelector('h2:has-text("2020年2月17日")')
    })
    await asked(world, 'leader.110000', '/desk/deadlines', async (page, window) => {
      await page.waitForSelector('.card li')
      const label = '北京市朝阳区医疗保险事务管理中心'
      await page.selectOption('.pick select', { label })
      await page.waitForURL(/office=\d+/)
      await window.again()
      await page.waitForSelector('.card li')
      assert.equal(await page.locator('.pick select option:checked').innerText(), label)
    })
  })
  it('is where the way back from a case leads', async () => {
    await asked(world, REVIEWER, '/desk?urgency=overdue', async (page) => {
      await page.click('tr[data-row] a >> nth=0')
      await page.waitForSelector('.columns')
      await page.click('main p a:has-text("←")')
      await page.waitForURL(/\/desk\?urgency=overdue$/)
    })
    await asked(world, REVIEWER, '/desk/search?state=accepted', async (page) => {
      await page.click('.rows a >> nth=0')
      await page.waitForSelector('.columns')
      await page.click('main p a:has-text("←")')
      await page.waitForURL(/\/desk\/search\?state=accepted$/)
      await page.waitForSelector('.rows a')
    })
  })
  it('does not make a day of a form harder to read', async () => {
    const { receipt } = await apply(world, 'bureau-1')
    const { cases } = await (await asker(world, REVIEWER))('/cases/search', { receipt })
    await asked(world, REVIEWER, `/desk/cases/${cases[0].case_id}`, async (page) => {
      await page.waitForSelector('dd:has-text("2020年1月23日")')
      assert.doesNotMatch(await page.innerText('main'), /2020-01-23/)
    })
  })
})

/* The last: it moves the day on. */
it('what is left of a payment file is paid at once, and what was paid too much is taken back', async () => {
  const patient = await personOf(world, 'patient.110105'), other = await personOf(world, 'resident.0')
  const of = (body) => body.replaceAll(patient.number, other.number).replaceAll(patient.person, other.person)
  const before = await visitSettled(world, of)
  assert.match(before.settlement, /^\d+$/)
  const moved = await (await asker(world, 'leader.110000'))('/stage/forward', { to: '2020-02-12' })
  assert.equal(moved.today, '2020-02-12')
  const clerk = await asker(world, 'reviewer.110000')
  const { claim, person, ...no } = await clerk('/claims/receipts', {
    number: other.number, kind: 'ordinary', ground: 'no-card', filer: 'person', channel: 'counter', invoice: 'REST-1', institution: 'H11010190001',
    med_type: '11', begin: '2020-02-11', total: '5000.00', in_scope: '5000.00',
  })
  assert.ok(claim, JSON.stringify(no))
  const settled = await clerk('/claims/settlement', { person, claim, total: '5000.00', bank: '某银行', account_holder: other.name, account: '6222020200012345678' })
  assert.ok(settled.payment, JSON.stringify(settled))
  await asked(world, 'finance.110000', '/desk/claim-payments', async (page, window) => {
    await page.click('[data-act=make] .button')
    await page.waitForSelector('section .rows button:has-text("其余全部已付")')
    await bothWidths(window)
    await page.click('section .rows button:has-text("其余全部已付")')
    await page.waitForSelector('main .soft:has-text("这里还没有内容")')
    await page.click('.tabs button:has-text("已付")')
    const row = page.locator(`[data-payment]:has(a[href*="${claim}"])`)
    await row.waitFor()
    assert.match(await row.innerText(), /2020年2月12日/)
  })
  const undone = await visitUndone(world, before, of)
  assert.equal(undone.infcode, 0, JSON.stringify(undone))
  const cashier = await asker(world, 'finance.110000')
  await until('what is owed back', async () => (await cashier('/claims/payments?state=owed-back')).rows?.length > 0)
  await asked(world, 'finance.110000', '/desk/claim-payments?state=owed-back', async (page, window) => {
    await page.waitForSelector('[data-payment] .amount:has-text("−")')
    await bothWidths(window)
    await page.click('[data-payment] button.link')
    await page.click('[data-payment] form .button')
    await page.waitForSelector('[role=status]:has-text("已登记")')
    await page.waitForSelector('main .soft:has-text("这里还没有内容")')
  })
  const { payments } = await clerk(`/claims/${claim}?person=${person}`)
  assert.deepEqual(payments.map(({ state }) => state).sort(), ['paid', 'repaid'])
})
