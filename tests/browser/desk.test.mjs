/* desk.test.mjs: the desk as its people have it: every screen of every role at both widths and in
 * both languages; lists that update themselves; papers, calls and trails; what goes wrong. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { LANGUAGES, apply, asked, asker, bothWidths, open, personOf, says, seated, signIn, sound, startWorld, until } from './harness.mjs'
import { deskScreens } from './screens.mjs'

const REVIEWER = 'reviewer.110105'
/* Every screen of the desk, and those that show more by their address. */
const SCREENS = deskScreens()
SCREENS[REVIEWER].push('/desk/letters?state=quarantined', '/desk/consult?tab=low', '/desk/consult?tab=grades', '/desk/consult?tab=enter', '/desk/consult?tab=return')
SCREENS['section-head.110105'] = ['/desk/roster']
let world, receipt
before(async () => {
  world = await startWorld({ people: 2000 })
  receipt = (await apply(world, 'desk-1')).receipt
  assert.match(receipt ?? '', /^110105-/)
})
after(() => world?.stop())

/* The case of the receipt; the claim, the letter and the notice that come first. */
const ONE = {
  '/desk/claims/:id': async (ask) => (await ask('/claims?state=settled')).rows.map(({ claim, person }) => `${claim}?person=${person}`)[0],
  '/desk/cases/:id': async (ask) => (await ask('/cases/search', { receipt })).cases[0].case_id,
  '/desk/letters/:id': async (ask) => (await ask('/letters')).letters[0].letter,
  '/desk/notices/:document': async (ask) => (await ask('/notice-documents')).documents[0].document,
}

/* One sign-in a role; each screen is opened once a language, from the one before it, and looked at in both widths. */
for (const [login, paths] of Object.entries(SCREENS))
  it(`${login} has sound screens in both widths and languages`, async () => {
    const ask = await asker(world, login)
    const screens = await Promise.all(paths.map(async (path) => (path.includes(':') ? path.replace(/:\w+/, await ONE[path](ask)) : path)))
    const window = await seated(world, login, screens[0])
    for (const language of LANGUAGES) {
      await window.speak(language)
      for (const screen of screens) {
        await window.go(screen)
        await window.page.waitForSelector('h1')
        await bothWidths(window, { contrast: language === 'zh' })
      }
    }
    assert.deepEqual(window.complaints, [])
    await window.close()
  })

/* What a machine that is busy with others does not change, while a list of so many rows is scrolled up and
 * down: rows that stand in the page at once, rows put into it, and seconds that its own thread works. */
async function scrolled(page, rows) {
  await page.waitForSelector(`table[aria-rowcount="${rows + 1}"]`)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const seconds = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value
  const before = await seconds()
  const seen = await page.evaluate(async () => {
    let most = 0, made = 0
    const watcher = new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) made += node instanceof Element && node.matches('tr[data-row]') ? 1 : 0
      most = Math.max(most, document.querySelectorAll('tr[data-row]').length)
    })
    watcher.observe(document.body, { childList: true, subtree: true })
    for (let step = 0; step < 60; step++) {
      window.scrollBy(0, step < 30 ? 4000 : -4000)
      await new Promise((next) => requestAnimationFrame(next))
    }
    watcher.disconnect()
    return { most, made }
  })
  const worked = await seconds() - before
  await session.detach()
  return { ...seen, seconds: worked }
}

describe('the worklist', () => {
  it('keeps the filter in the address', async () => {
    const window = await seated(world, REVIEWER, '/desk')
    const { page } = window
    await page.waitForSelector('tr[data-row]')
    const all = await page.locator('tr[data-row]').count()
    await page.click('.chip >> nth=0')
    await page.waitForURL(/urgency=overdue/)
    await window.again()
    await page.waitForSelector('tr[data-row]')
    const late = await page.locator('tr[data-row]').count()
    assert.ok(late > 0 && late < all, `${late} of ${all}`)
    await window.close()
  })
  it('hears of a new case by itself', async () => {
    const window = await open(world, { width: 1440 })
    const { page } = window
    const listens = page.waitForResponse('**/api/v1/changes')
    await signIn(window, REVIEWER, '/desk')
    await page.waitForSelector('tr[data-row]')
    await listens
    await page.waitForFunction((there) => document.body.textContent.includes(there), receipt)
    const login = await fetch(`${world.base}/api/v1/cases/withdrawal`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'Idempotency-Key': 'hears-1' },
      body: JSON.stringify({ receipt, last_four: world.patient.number.slice(-4), reason: '不办了' }),
    })
    assert.equal(login.status, 200)
    await page.waitForFunction((gone) => !document.body.textContent.includes(gone), receipt)
    receipt = (await apply(world, 'desk-2')).receipt
    await page.waitForFunction((come) => document.body.textContent.includes(come), receipt)
    await window.close()
  })
  it('says of each deadline which case it is of, how near it is, and whose turn', async () => {
    const window = await seated(world, REVIEWER, '/desk/deadlines')
    const { page } = window
    await page.waitForSelector('li .mark.bad + strong')
    assert.match(await page.textContent('li a >> nth=0'), /^110105-/)
    await sound(window)
    await window.close()
  })
  it('scrolls ten thousand rows without drawing them', async () => {
    const window = await open(world, { width: 1440 })
    const { page } = window
    let rows = 3_000
    await page.route('**/api/v1/worklist**', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('after_case') ?? 0)
      const cases = from >= rows ? [] : Array.from({ length: 100 }, (_, index) => ({
        case_id: String(from + index + 1), receipt: `R-${from + index + 1}`, matter: 'offsite-filing', matter_zh: '异地就医备案',
        matter_en: 'Filing', state: 'accepted', state_zh: '审核中', state_en: 'in hand', channel: 'web', due: '2020-02-12', days_left: 2,
        received_at: '2020-02-10T08:00:00+08:00', order_at: '2020-02-10T08:00:00+08:00',
      }))
      return route.fulfill({ json: { cases } })
    })
    await signIn(window, REVIEWER, '/desk')
    const few = await scrolled(page, 3_000)
    rows = 10_000
    await window.again()
    const many = await scrolled(page, 10_000)
    const told = JSON.stringify({ few, many })
    assert.ok(many.most > 0 && many.most < 120, told)
    /* What is drawn anew, and what the page works for it, is that of a short list. */
    assert.ok(many.made <= 1.5 * few.made + 100, told)
    assert.ok(many.seconds <= 2 * few.seconds + 0.2, told)
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    await page.waitForSelector('text=R-10000')
    await window.close()
  })
  it('decides several cases together', async () => {
    const window = await seated(world, REVIEWER, '/desk')
    await window.go('/desk?matter=offsite-filing&urgency=soon')
    const { page } = window
    await page.waitForSelector('tr[data-row]')
    await page.check('tr[data-row] >> nth=0 >> input')
    await page.check('tr[data-row] >> nth=1 >> input')
    await page.click('.bar .button >> nth=0')
    await page.fill('#together-reason', '属实')
    await sound(window)
    await page.click('.el-dialog .button')
    await page.waitForSelector('.el-dialog li .mark.good')
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('has nothing of another county', async () => {
    const window = await seated(world, 'reviewer.360100', '/desk')
    await window.page.waitForSelector('tr[data-row]')
    const rows = await window.page.locator('tr[data-row]').allTextContents()
    assert.deepEqual(rows.filter((row) => !/\b3601\d\d-/.test(row)), [])
    await window.close()
  })
})

it('two papers are compared beside each other, by keyboard', async () => {
  const ask = await asker(world, REVIEWER)
  const { cases } = await ask('/cases/search', { number: world.patient.number })
  const window = await seated(world, REVIEWER, '/desk')
  await window.go(`/desk/cases/${cases.find(({ matter, state }) => matter === 'inpatient-claim' && state === 'closed').case_id}`)
  const { page } = window
  await page.click('li .link >> nth=0')
  await page.waitForSelector('dialog .pane img')
  await page.waitForFunction(() => document.querySelector('dialog .pane img').naturalWidth > 0)
  /* Larger it is moved within its frame; turned it lies; the next one is whole again. */
  const sheet = () => page.evaluate(() => {
    const [frame, box] = [document.querySelector('dialog .sheet'), document.querySelector('dialog .box')]
    return { width: box.clientWidth, wide: box.clientWidth > box.clientHeight, moves: frame.scrollWidth > frame.clientWidth }
  })
  const whole = await sheet()
  assert.equal(whole.moves, false)
  await page.focus('dialog .sheet')
  for (const key of ['+', '+', '+', '+']) await page.keyboard.press(key)
  const large = await sheet()
  assert.ok(large.width > 4 * whole.width && large.moves, JSON.stringify({ whole, large }))
  const name = await page.innerText('dialog .tools strong')
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(() => document.querySelector('dialog .sheet').scrollLeft > 0)
  assert.equal(await page.innerText('dialog .tools strong'), name)
  for (const key of ['-', '-', '-', '-', 'r']) await page.keyboard.press(key)
  assert.equal((await sheet()).wide, !whole.wide)
  await page.keyboard.press('r')
  await page.keyboard.press('c')
  await page.waitForSelector('dialog .pane >> nth=1')
  await bothWidths(window)
  await page.locator('dialog .pane').nth(1).locator('button').nth(2).click()
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(() => [...document.querySelectorAll('dialog .pane select')].map(({ value }) => value).join() === '0,2')
  assert.deepEqual(window.complaints, [])
  await window.close()
})

it('a call is written down, answered at once, and the hotline is told under its own number', () =>
  asked(world, 'intake-clerk.110105', '/desk/consult?tab=enter', async (page, window) => {
    await page.fill('#q-theirs', '12345-7')
    await page.fill('#q-text', '药费单据丢了怎么报销')
    await page.fill('#q-name', '王大爷')
    await page.fill('#q-phone', '010-8512 3456')
    await page.click('form:has(#q-text) .button')
    await page.fill('#c-now', '可以补开单据')
    await sound(window)
    await page.click('form:has(#c-now) .button')
    await window.rest()
    await window.go('/desk/consult?tab=return')
    await says(page, '.rows li', /12345-7[\s\S]*可以补开单据/)
    await page.click('.rows .button')
    await page.waitForFunction(() => !/12345-7/.test(document.querySelector('main').innerText))
    await window.go('/desk/consult')
    await page.click('.rows li button.link >> nth=0')
    await page.waitForSelector('.rows a[href^="tel:1"]')
    await window.go('/desk/consult?tab=grades')
    await says(page, 'tbody tr', /异地就医备案[\s\S]*\d/)
    await bothWidths(window)
  }))

it('a paper that cannot be had is waived by a head of section, who reads which paper and why', async () => {
  const ask = await asker(world, REVIEWER)
  const debt = (await ask('/debts')).debts.at(-1)
  await asked(world, REVIEWER, `/desk/cases/${debt.case_id}`, async (page, window) => {
    await page.click('summary:has-text("请科长批准")')
    await page.selectOption('#ex-material', debt.material)
    await page.check('input[name=ex-way][value=waive]')
    await page.fill('#ex-reason', '医院已停诊，开不出')
    await bothWidths(window)
    await page.click('details[open] .button:has-text("提请批准")')
    await says(page, '.asked', /等科长批准/)
  })
  await asked(world, 'section-head.110105', '/desk/owed?tab=relaxations', async (page, window) => {
    await says(page, '.rows li', new RegExp(`${debt.zh.slice(0, 4)}[\\s\\S]*停诊`))
    assert.doesNotMatch(await page.innerText('.rows'), new RegExp(debt.material))
    await page.click(`.rows a:has-text("${debt.receipt}")`)
    await page.waitForSelector('.asked .button')
    await sound(window)
    await page.click('.asked .button')
    await says(page, '.card li', /特批免交/)
  })
})

it('a case goes to an office of another place, and what was handed over on paper is noted', async () => {
  const ask = await asker(world, 'intake-clerk.110105')
  const { name, number } = await personOf(world, 'patient.110105')
  /* One case of a matter is open at a time. */
  const withdraw = (of) => ask('/cases/withdrawal', { receipt: of, last_four: number.slice(-4), reason: '改为邮寄' })
  await withdraw(receipt)
  const { receipt: posted } = await ask('/cases', {
    matter: 'offsite-filing', channel: 'post', applicant: 'person', name, number, reference: 'SF1', postmark: '2020-02-07',
    values: [{ name: 'kind', value: 'stranded' }, { name: 'division', value: '420100' }, { name: 'from', value: '2020-01-24' }],
    papers: [{ material: 'id-card', file: Buffer.from('%PDF-1.4 id').toString('base64'), file_name: '证件.pdf', file_type: 'application/pdf' }],
    owed: [{ material: 'stranding-proof' }],
  })
  const [{ case_id: one }] = (await ask('/cases/search', { receipt: posted })).cases
  await asked(world, 'intake-clerk.110105', `/desk/cases/${one}`, async (page) => {
    await page.click('.card .button:has-text("受理")')
    await page.click('button:has-text("登记送达") >> nth=0')
    await page.selectOption('#serve-how', 'post')
    await page.fill('#serve-note', 'EMS123')
    await page.click('form .button:has-text("登记送达")')
    await says(page, '.told', /已登记送达/)
    await page.click('button:has-text("移交")')
    await page.waitForSelector('#step-office option', { state: 'attached' })
    await page.selectOption('.el-dialog select >> nth=1', { label: '海淀区' })
    await page.locator('#step-office option', { hasText: '海淀区' }).first().waitFor({ state: 'attached' })
  })
  await withdraw(posted)
  receipt = (await apply(world, 'desk-posted')).receipt
})

it('the audit trail jumps to a day', async () => {
  const window = await seated(world, 'administrator.110105', '/desk/audit')
  const { page } = window
  await page.selectOption('.pick select >> nth=0', { label: '北京市朝阳区医疗保险事务管理中心' })
  await page.locator('.pick select >> nth=1').locator('option', { hasText: '初审员' }).waitFor({ state: 'attached' })
  const value = await page.locator('.pick select >> nth=1').locator('option', { hasText: '初审员' }).first().getAttribute('value')
  await page.selectOption('.pick select >> nth=1', value)
  await page.waitForSelector('tbody td:has-text("2月7日")')
  await page.fill('#a-until', '2020-01-22')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => /1月22日/.test(document.querySelector('tbody td')?.textContent ?? ''))
  assert.doesNotMatch(await page.innerText('tbody'), /2月\d+日/)
  await sound(window)
  await window.close()
})

describe('what goes wrong', () => {
  it('is said: no right, nothing there, not signed in', async () => {
    const window = await open(world, { width: 390 })
    await window.go('/desk/owed')
    await window.page.waitForSelector('main a.button')
    await signIn(window, REVIEWER, '/desk')
    await window.go('/desk/notices')
    await window.page.waitForSelector('.fault')
    await sound(window)
    /* Nobody fills in a form that would be refused. */
    await window.go('/desk/events')
    await window.page.waitForSelector('.fault a.button')
    assert.equal(await window.page.locator('main form').count(), 0)
    await window.go('/desk/owed?tab=checks')
    assert.equal(await window.page.locator('.rows li').count(), 0)
    await sound(window)
    await window.close()
  })
  it('keeps what was filled in when the server cannot be reached', async () => {
    const window = await seated(world, 'intake-clerk.110105', '/desk/take-in')
    const { page, context } = window
    await page.fill('#name', '王芳')
    await page.fill('#number', '990001198001010014')
    await page.selectOption('#f-kind', 'stranded')
    await context.setOffline(true)
    await page.click('form button[type=submit]')
    await page.waitForSelector('.fault')
    assert.equal(await page.inputValue('#name'), '王芳')
    assert.equal(await page.inputValue('#f-kind'), 'stranded')
    await context.setOffline(false)
    await window.close()
  })
})
