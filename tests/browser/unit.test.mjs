/* unit.test.mjs: a new unit from its registration to its first paid month: it applies without an
 * account, is given one, chooses its own password, enrols its first employee, declares, reads until
 * when and why, is paid in at the desk, and chooses what becomes of what a cut left over; an allowance
 * at the desk. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { PASSWORD, asked, asker, bothWidths, follow, open, says, seated, sound, startWorld } from './harness.mjs'

const CODE = '91110105MA7000001D', LOGIN = 'new.unit.1', FIRST = 'first-password-1', EMPLOYEE = '990999198503151019'
const REVIEWER = 'reviewer.110105'
const PAPER = { file: Buffer.from('%PDF-1.4 id').toString('base64'), file_name: '证件.pdf', file_type: 'application/pdf' }
let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

async function approved(receipt) {
  const clerk = await asker(world, REVIEWER)
  const { cases } = await clerk('/cases/search', { receipt })
  const seen = await clerk(`/cases/${cases[0].case_id}`)
  const done = await clerk(`/cases/${cases[0].case_id}/verdict`, { version: seen.version, verdict: 'approve', reason: '符合规定' })
  assert.ok(done.state, JSON.stringify(done))
}
const sent = async (login, body) => {
  const ask = login ? await asker(world, login) : async (path, given) => (await fetch(`${world.base}/api/v1${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'Idempotency-Key': 'unit-1' }, body: JSON.stringify(given) })).json()
  const answer = await ask('/cases', { channel: 'web', ...body })
  assert.ok(answer.receipt, JSON.stringify(answer))
  return answer.receipt
}

it('is registered without an account, and given one by the agency', async () => {
  await approved(await sent('', { matter: 'unit-enrolment', values: [
    { name: 'name', value: '示例新办饭店' }, { name: 'credit-code', value: CODE }, { name: 'kind', value: 'small-enterprise' },
    { name: 'from', value: '2020-01-20' }, { name: 'division', value: '110105' }, { name: 'legal-person', value: '张三' },
    { name: 'bank', value: '某银行' }, { name: 'account', value: '6222020200012345678' }],
  papers: [{ material: 'unit-certificate', ...PAPER }], owed: [{ material: 'account-proof' }] }))
  const window = await seated(world, 'administrator.110105', '/desk/people')
  const { page } = window
  await page.fill('#p-login', LOGIN)
  await page.fill('#p-label', '示例新办饭店 经办人')
  await page.selectOption('#p-role', 'employer')
  await page.fill('#p-code', '91110105MA7000001X')
  await page.fill('#p-password', FIRST)
  await page.click('form .button')
  await page.waitForSelector('form [role=alert]')
  await page.fill('#p-code', CODE.toLowerCase())
  await page.click('form .button')
  await page.waitForSelector('.told')
  await bothWidths(window)
  await window.close()
})

it('chooses its own password before anything else', async () => {
  const window = await open(world)
  const { page } = window
  await window.go('/sign-in?then=/employer')
  await page.fill('input[name=login]', LOGIN)
  await page.fill('input[name=password]', FIRST)
  await follow(window, 'main button')
  assert.equal(new URL(page.url()).pathname, '/password')
  await sound(window)
  const typed = page.locator('main input[type=password]')
  await typed.nth(0).fill(FIRST)
  await typed.nth(1).fill(PASSWORD)
  await follow(window, 'main button')
  await sound(window)
  await follow(window, 'main a[href^="/sign-in"]')
  await page.fill('input[name=login]', LOGIN)
  await page.fill('input[name=password]', PASSWORD)
  await follow(window, 'main button')
  await page.waitForSelector('h2:has-text("示例新办饭店")')
  assert.deepEqual(window.complaints, [])
  await window.close()
})

/* 8 000 at 10.8 %, 2 % and 3 yuan; the last day as the notice moved it. */
it('enrols its first employee and declares a month, with its day and why', async () => {
  await approved(await sent(LOGIN, { matter: 'employee-enrolment', applicant: 'employer', name: '李首员', number: EMPLOYEE, values: [
    { name: 'kind', value: 'active' }, { name: 'employed-since', value: '2020-02-10' }, { name: 'base', value: '8000.00' }],
  papers: [{ material: 'id-card', ...PAPER }], owed: [{ material: 'employment-proof' }] }))
  await asked(world, LOGIN, '/employer', async (page, window) => {
    await page.waitForSelector('form:has-text("李首员")')
    await page.fill('#month', '2020-02')
    await page.click('form:has(#month) .button')
    const month = page.locator('[data-month="2020-02"]')
    await month.waitFor()
    for (const told of ['864.00', '160.00', '3.00', '1,027.00', '2020年3月31日', 'BJ4-10a']) await says(page, '[data-month="2020-02"]', new RegExp(told.replace('.', '\\.')))
    await month.locator('summary').click()
    await month.locator('td.last').waitFor()
    await bothWidths(window)
  })
})

/* 27.00 came for a month that is not declared yet: of 1 027.00 only 1 000.00 has to come. */
it('is paid in at the desk, too little and in full, less what it has in credit', async () => {
  const finance = await asker(world, 'finance.110105')
  const early = await finance('/contributions/payments', { credit_code: CODE, month: '2020-09', insurance: '310', amount: '27.00', by: 'tax' })
  assert.equal(early.credit, '27.00', JSON.stringify(early))
  const window = await seated(world, 'finance.110105', '/desk/unit')
  const { page } = window
  await page.fill('#u-code', CODE)
  await page.click('form .button')
  await page.click('button:has-text("登记到账")')
  const typed = page.locator('[data-paying] input')
  await says(page, '[data-paying] [data-about=credit]', /1,027\.00[^]*27\.00[^]*1,000\.00/)
  assert.equal(await typed.nth(0).inputValue(), '1000.00')
  /* What is no amount is called so, and not by the names of fields. */
  await typed.nth(0).fill('一千')
  await page.click('[data-paying] .button')
  await page.waitForSelector('[data-paying] [role=alert]')
  assert.doesNotMatch(await page.innerText('[data-paying] [role=alert]'), /fields/)
  await typed.nth(0).fill('973.00')
  await page.click('[data-paying] .button')
  await page.waitForSelector('[data-paying] [role=alert]:has-text("1000.00")')
  await bothWidths(window)
  await typed.nth(0).fill('1000.00')
  await page.click('[data-paying] .button')
  await page.waitForSelector('[data-about=months] .mark.good')
  await window.close()
})

/* 京医保发〔2020〕11号 halves February afterwards: 432.00 of 1 027.00 may go back or stay. */
it('chooses what becomes of what was taken too much', async () => {
  const moved = await (await asker(world, 'administrator.110105'))('/stage/forward', { to: '2020-03-05' })
  assert.equal(moved.today, '2020-03-05')
  await asked(world, LOGIN, '/employer', async (page, window) => {
    const month = page.locator('[data-month="2020-02"]')
    await month.locator('button:has-text("申请退费")').waitFor()
    assert.match(await month.innerText(), /5\.4%[^]*432\.00[^]*595\.00/)
    await bothWidths(window)
    await month.locator('button:has-text("申请退费")').click()
    await page.waitForSelector('input[type=radio][value=refund]:checked')
    await page.click('form .button:not(.plain)')
    await page.waitForSelector('#field-month')
    assert.equal(await page.inputValue('#field-month'), '2020-02')
  })
  const receipt = await sent(LOGIN, { matter: 'contribution-refund', values: [{ name: 'way', value: 'refund' }, { name: 'month', value: '2020-02' },
    { name: 'amount', value: '432.00' }, { name: 'account-holder', value: '示例新办饭店' }, { name: 'bank', value: '某银行' }, { name: 'account', value: '6222020200012345678' }] })
  const first = await asker(world, REVIEWER)
  const found = await first('/cases/search', { receipt })
  await asked(world, REVIEWER, `/desk/cases/${found.cases[0].case_id}`, async (page, window) => {
    await page.click('summary:has-text("核对加密填写的内容")')
    await page.fill('#private-reason', '核对收款账户')
    await page.click('details:has(#private-reason) button')
    await says(page, '[data-private]', /收款单位户名[^]*示例新办饭店[^]*退款银行账号[^]*6222020200012345678/)
    await bothWidths(window)
    await page.fill('#reason', '符合规定')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await page.waitForSelector('.told:has-text("待复核")')
  })
  const second = await asker(world, 'second-reviewer.110105')
  const { cases } = await second('/cases/search', { receipt })
  const seen = await second(`/cases/${cases[0].case_id}`)
  await second(`/cases/${cases[0].case_id}/verdict`, { version: seen.version, verdict: 'approve', reason: '符合规定' })
  await asked(world, LOGIN, '/employer', async (page) => {
    await says(page, '[data-about=sums]', /1,027\.00[^]*595\.00[^]*432\.00[^]* 0\.00/)
  })
})

it('the refund leaves in the payment file, comes back, and is led elsewhere by the unit', async () => {
  await asked(world, 'finance.110105', '/desk/claim-payments', async (page, window) => {
    await says(page, '[data-payment]', /432\.00[^]*医疗保险费退费[^]*单位[^]*某银行/)
    await bothWidths(window)
    await page.click('[data-act=make] button')
    await page.waitForSelector('[data-payment]:has-text("432.00") button:has-text("登记退回")')
    await page.click('[data-payment]:has-text("432.00") button:has-text("登记退回")')
    await page.fill('[data-payment]:has-text("432.00") input[required]', '户名不符')
    await page.click('[data-payment]:has-text("432.00") form .button')
    await page.waitForSelector('.told')
  })
  await asked(world, LOGIN, '/employer/money', async (page, window) => {
    await says(page, 'section.card', /医疗保险费退费[^]*银行退回[^]*费款所属期：2020-02[^]*432\.00[^]*户名不符/)
    await bothWidths(window)
    await page.click('section.card summary')
    await page.fill('input[id^=h-]', '示例新办饭店')
    await page.fill('input[id^=k-]', '另一银行')
    await page.fill('input[id^=a-]', '622202020001234500')
    await page.click('section.card form .button')
    await page.waitForSelector('section.card:has-text("另一银行")')
  })
  const finance = await asker(world, 'finance.110105')
  const waiting = await finance('/claims/payments?state=waiting')
  assert.deepEqual(waiting.rows.filter(({ kind }) => kind === 'refund').map(({ kind, amount, bank }) => [kind, amount, bank]), [['refund', '432.00', '另一银行']])
})

/* The unit declared 8 640 on average: ÷ 30 × 128 = 36 864.00, whatever the form says. From 10 000 on two
 * people look; a man is told whose it is. */
it('a maternity allowance is worked out and looked at by one, approved by another', async () => {
  const clerk = await asker(world, REVIEWER)
  const patient = await asker(world, 'patient.110105')
  const shown = await patient(`/persons/${(await patient('/sessions/current')).person}`)
  assert.ok(shown.spells, JSON.stringify(shown))
  const { unit, unit_name } = shown.spells[0]
  const mother = { name: '示例产妇', number: '990999199001011029' }
  const made = await clerk('/persons', { certificate: '01', ...mother, sex: '2', born: '1990-01-01', insurance: '310', kind: '11', place: 110105,
    unit, unit_name, from: '2016-01-01' })
  assert.ok(made.person, JSON.stringify(made))
  const wish = (who) => ({ matter: 'maternity-allowance', channel: 'counter', applicant: 'person', ...who, values: [
    { name: 'way', value: 'natural' }, { name: 'event', value: '2020-02-20' }, { name: 'base', value: '9000.00' },
    { name: 'account-holder', value: who.name }, { name: 'bank', value: '某银行' }, { name: 'account', value: '6222020200012345678' }],
  papers: [{ material: 'id-card', ...PAPER }], owed: [{ material: 'birth-record' }] })
  const { name, number } = world.patient
  const man = await clerk('/cases', wish({ name, number }))
  assert.match(JSON.stringify(man), /not-a-woman/)
  const { receipt } = await clerk('/cases', wish(mother))
  const { cases } = await clerk('/cases/search', { receipt })
  const path = `/desk/cases/${cases[0].case_id}`
  await asked(world, REVIEWER, path, async (page, window) => {
    await page.click('[data-about=allowance] .button.plain')
    await says(page, '[data-about=allowance] dl', /128[^]*8,640\.00[^]*9,000\.00[^]*36,864\.00/)
    await bothWidths(window)
    await page.click('[data-about=allowance] .button:not(.plain)')
    await page.waitForSelector('[data-about=allowance] .told')
  })
  await asked(world, 'section-head.110105', path, async (page) => {
    await page.fill('#reason', '符合规定')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await page.waitForSelector('.head .mark:has-text("已办")')
    assert.equal(await page.locator('[data-about=allowance]').count(), 0)
  })
})
