/* money.test.mjs: money to a hospital, from the order to the clearing: approved by somebody else than
 * worked it out, noted as paid, what it was used for, taken back; a month cleared from its paper;
 * what is to be paid beside what was. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { LANGUAGES, asked, asker, bothWidths, startWorld, violations } from './harness.mjs'

const HEAD = 'section-head.371300'
const CASHIER = 'finance.371300'
const OFFICE = 'hospital-office.H37130290001'
let world, hospital, path
before(async () => {
  world = await startWorld({ people: 60, now: '2020-03-16T09:00' })
  const head = await asker(world, HEAD)
  hospital = (await head('/institutions?code=H37130290001')).institutions[0].institution
  path = `/desk/payments?institution=${hospital}`
  await head(`/institutions/${hospital}/budgets`, { paid_by: 'global-budget', monthly: '1000000.00', from: '2020-01-01' })
  const cashier = await asker(world, CASHIER)
  const made = await cashier(`/institutions/${hospital}/payment-orders`, { kind: 'supplier-payables', month: '2020-03' })
  assert.ok(made.order_id, JSON.stringify(made))
  const counted = await cashier(`/institutions/${hospital}/statements`, { month: '2020-02', insurance: '310' })
  assert.ok(counted.statement, JSON.stringify(counted))
})
after(() => world?.stop())

const act = (page, word) => page.click(`.rows button.link:has-text("${word}")`)
const state = (page, word) => page.waitForSelector(`.rows .mark:has-text("${word}")`)

it('an order is approved by another, paid, used, and taken back by name', async () => {
  await asked(world, CASHIER, '/desk/payments', async (page) => {
    await page.selectOption('[data-about=planned] select', 'supplier-payables')
    await page.waitForSelector('[data-about=planned] .mark.bad:has-text("1,000,000.00")')
  })
  await asked(world, HEAD, path, async (page) => {
    await act(page, '批准')
    await state(page, '待支付')
  })
  await asked(world, CASHIER, path, async (page) => {
    await act(page, '登记到账')
    await page.fill('input[id^=ref-]', 'BANK-1')
    await page.click('.rows form .button')
    await state(page, '已支付')
  })
  await asked(world, OFFICE, '/desk/payments', async (page) => {
    await act(page, '登记用途')
    await page.fill('input[id^=who-]', '示例医药公司')
    await page.fill('input[id^=inv-]', 'FP-0001')
    await page.fill('input[id^=sum-]', '400000.00')
    await page.fill('input[id^=by-]', '2020-03-10')
    await page.keyboard.press('Enter')
    await page.click('.rows form .button')
    await page.waitForSelector('[role=status]:has-text("已登记用途")')
  })
  await asked(world, CASHIER, '/desk/payments', async (page, window) => {
    /* Past the day agreed, and watched for. */
    await page.waitForSelector('[data-about=uses] .mark.bad:has-text("400,000.00")')
    await bothWidths(window)
  })
  await asked(world, CASHIER, path, async (page) => {
    await act(page, '收回预付')
    await page.fill('input[id^=why-]', '未按规定支付货款')
    await page.click('.rows form .button')
    await state(page, '待批准')
  })
  await asked(world, HEAD, path, async (page) => {
    await act(page, '批准')
    await state(page, '待支付')
  })
})

it('a month is cleared from its paper by somebody else', async () => {
  await asked(world, CASHIER, path, async (page) => {
    await act(page, '登记收到报表')
    await page.fill('#st-amount', '0.00')
    await page.fill('#st-count', '0')
    await page.click('.rows form .button')
    await page.waitForSelector('.facts dt:has-text("机构报表")')
  })
  await asked(world, HEAD, path, async (page) => {
    await act(page, '清算')
    await page.click('.rows form .button')
    await state(page, '已清算')
  })
  await asked(world, HEAD, '/desk/payments', async (page, window) => {
    await page.waitForSelector('[data-about=ageing] .rows li')
    for (const language of LANGUAGES) {
      await window.speak(language)
      await window.go('/desk/payments')
      await page.waitForSelector('[data-about=ageing] .rows li')
      assert.deepEqual(await violations(page), [])
    }
  })
})
