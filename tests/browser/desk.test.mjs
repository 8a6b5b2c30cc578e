/* desk.test.mjs: the desk as its people have it: every screen of every role at both widths and in
 * both languages; main tasks from sign-in to result; a decision with the keyboard alone; lists that
 * update themselves; the day of the demo world. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { LANGUAGES, apply, asked, asker, bothWidths, open, personOf, root, says, signIn, sound, startWorld, until } from './harness.mjs'
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

/* On paper there is what was printed, and nothing that is pressed. */
async function printed(page, what) {
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator(what).first().isVisible(), true)
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('button, nav a')]
    .filter((one) => one.checkVisibility()).map((one) => one.textContent)), [])
  await page.emulateMedia({ media: null })
}

/* The case of the receipt; the claim, the letter and the notice that come first. */
const ONE = {
  '/desk/claims/:id': async (ask) => (await ask('/claims?state=settled')).rows.map(({ claim, person }) => `${claim}?person=${person}`)[0],
  '/desk/cases/:id': async (ask) => (await ask('/cases/search', { receipt })).cases[0].case_id,
  '/desk/letters/:id': async (ask) => (await ask('/letters')).letters[0].letter,
  '/desk/notices/:document': async (ask) => (await ask('/notice-documents')).documents[0].document,
}

/* One sign-in a role; each screen is opened once a language and looked at in both widths. */
for (const [login, paths] of Object.entries(SCREENS))
  it(`${login} has sound screens in both widths and languages`, async () => {
    const window = await open(world, { width: 1440 })
    const ask = await asker(world, login)
    const screens = await Promise.all(paths.map(async (path) => (path.includes(':') ? path.replace(/:\w+/, await ONE[path](ask)) : path)))
    await signIn(window, login, screens[0])
    for (const language of LANGUAGES) {
      await window.speak(language)
      for (const screen of screens) {
        await window.go(screen)
        await window.page.waitForSelector('h1')
        await bothWidths(window)
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
    for (let step = 0; step < 120; step++) {
      window.scrollBy(0, step % 60 < 30 ? 4000 : -4000)
      await new Promise((next) => requestAnimationFrame(next))
    }
    watcher.disconnect()
    return { most, made }
  })
  return { ...seen, seconds: await seconds() - before }
}

describe('the worklist', () => {
  it('keeps the filter in the address', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk')
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
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk/deadlines')
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
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk')
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
    const window = await open(world, { width: 1440 })
    await signIn(window, 'reviewer.360100', '/desk')
    await window.page.waitForSelector('tr[data-row]')
    const rows = await window.page.locator('tr[data-row]').allTextContents()
    assert.deepEqual(rows.filter((row) => !/\b3601\d\d-/.test(row)), [])
    await window.close()
  })
})

it('two papers are compared beside each other, by keyboard', async () => {
  const ask = await asker(world, REVIEWER)
  const { cases } = await ask('/cases/search', { number: world.patient.number })
  const window = await open(world, { width: 1440 })
  await signIn(window, REVIEWER, '/desk')
  await window.go(`/desk/cases/${cases.find(({ matter, state }) => matter === 'inpatient-claim' && state === 'closed').case_id}`)
  const { page } = window
  await page.click('li .link >> nth=0')
  await page.waitForSelector('dialog .pane img')
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
    await page.click('form .button')
    await page.fill('#c-now', '可以补开单据')
    await sound(window)
    await page.click('form.stack .button')
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
  const window = await open(world, { width: 1440 })
  await signIn(window, 'administrator.110105', '/desk/audit')
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
    await window.go('/desk/owed?tab=checks')
    assert.equal(await window.page.locator('.rows li').count(), 0)
    await sound(window)
    await window.close()
  })
  it('keeps what was filled in when the server cannot be reached', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'intake-clerk.110105', '/desk/take-in')
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

describe('main tasks', () => {
  it('the insurance office sees its day, why a bill is as it is, and what waits for a physician', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'hospital-office.H11010190001', '/desk')
    const { page } = window
    await page.waitForSelector('.scroll .link')
    await page.click('.scroll .link >> nth=0')
    await page.waitForSelector('.el-dialog ol li')
    await sound(window)
    await page.keyboard.press('Escape')
    await page.waitForSelector('.el-dialog', { state: 'hidden' })
    await page.waitForSelector('.rows .link')
    const before = await page.locator('.rows .mark.warn').count()
    await page.click('.rows .link >> nth=0')
    await page.fill('#h-physician', 'D110101000001')
    await page.fill('#h-reason', '病情稳定，往返不便')
    await page.click('.el-dialog .button')
    await page.waitForFunction((count) => document.querySelectorAll('.rows .mark.warn').length === count - 1, before)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a disease is filed in one go while the patient is there', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'hospital-office.H11010190001', '/desk/filing')
    const { page } = window
    await page.fill('#f-number', world.patient.number)
    await page.click('form >> nth=0 >> button')
    await page.fill('#f-wished', '恶性')
    await page.waitForFunction(() => [...document.querySelectorAll('#f-disease option')].slice(1).every(({ text }) => text.includes('恶性'))
      && document.querySelectorAll('#f-disease option').length > 1)
    await page.selectOption('#f-disease', { index: 1 })
    await page.fill('#f-doctor', 'D110101000001')
    await page.fill('#f-doctor-name', '示例医师')
    await page.check('.tick input')
    await sound(window)
    await page.click('form >> nth=1 >> button.button')
    await page.waitForSelector('.big')
    assert.match(await page.innerText('.big'), new RegExp(world.patient.name))
    await printed(page, '.sign-line')
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a station takes people in without a line and sends them later, once', async () => {
    const window = await open(world, { width: 390 })
    await signIn(window, 'village-clerk.371329', '/desk/station')
    const { page, context } = window
    await page.click('main .button')
    await page.selectOption('#v-matter', 'certificate')
    await page.fill('#v-name', world.patient.name)
    await page.fill('#v-number', world.patient.number)
    await page.selectOption('#v-consent', 'signed')
    await page.check('form input[type=radio] >> nth=0')
    await page.check('input[name=way-id-card][value=file]')
    await page.setInputFiles('form input[type=file]', join(root, 'demo/papers/id-card.png'))
    await page.waitForSelector('form .frame img')
    await context.setOffline(true)
    await page.click('form button[type=submit]')
    await page.waitForSelector('.rows .mark.warn')
    const kept = await page.evaluate(() => new Promise((done) => {
      indexedDB.open('yibao-station').onsuccess = ({ target }) => {
        target.result.transaction('people').objectStore('people').getAll().onsuccess = ({ target: found }) => done(JSON.stringify(found.result))
      }
    }))
    assert.ok(!kept.includes(world.patient.number) && !kept.includes(world.patient.name))
    await sound(window)
    /* Another county's person: the server's no comes back to who can mend it. */
    await context.setOffline(false)
    await page.waitForSelector('.rows .mark.bad')
    await page.click('.rows .link >> nth=0')
    assert.equal(await page.inputValue('#v-number'), world.patient.number)
    await page.waitForFunction(() => document.querySelector('form .frame img')?.naturalWidth > 0)
    await page.waitForSelector('form [role=alert]')
    await window.close()
  })
  it('a villager taken in without a line is sent when it is back, and has a receipt to take home', async () => {
    const reviewer = await asker(world, 'reviewer.371329')
    const villager = { name: '李秀英', number: '990000196503021222' }
    const enrolled = await reviewer('/persons', {
      certificate: '01', ...villager, sex: '2', born: '1965-03-02', insurance: '390', kind: '15', place: 371329, from: '2020-01-01',
    })
    assert.ok(enrolled.person, JSON.stringify(enrolled))
    const window = await open(world, { width: 390 })
    await signIn(window, 'village-clerk.371329', '/desk/station')
    const { page, context } = window
    await page.click('main .button')
    await page.selectOption('#v-matter', 'certificate')
    await page.fill('#v-name', villager.name)
    await page.fill('#v-number', villager.number)
    await page.selectOption('#v-consent', 'signed')
    await page.check('form input[type=radio][value=resident]')
    /* Her card was looked at; nobody has to photograph it. */
    await page.check('input[name=way-id-card][value=shown]')
    assert.equal(await page.locator('form input[type=file]').count(), 0)
    await bothWidths(window)
    await window.rest()
    await context.setOffline(true)
    await page.click('form button[type=submit]')
    await page.waitForSelector('.rows .mark.warn')
    await context.setOffline(false)
    await page.waitForSelector('.rows .mark.good')
    await page.click('.rows .link >> nth=0')
    await page.waitForSelector('.slip .number')
    const given = (await page.innerText('.slip .number')).trim()
    assert.match(given, /^371329-/)
    const { cases } = await reviewer('/cases/search', { receipt: given })
    const { papers } = await reviewer(`/cases/${cases[0].case_id}`)
    assert.deepEqual(papers.map(({ material, how }) => [material, how]), [['id-card', 'shown']])
    assert.ok(papers[0].seen_by)
    await sound(window)
    await printed(page, '.slip .number')
    await window.close()
  })
  it('a decision is taken with the keyboard alone', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, REVIEWER, '/desk')
    await window.go(`/desk?words=${receipt}`)
    const { page } = window
    await page.waitForSelector('tr[data-row]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#reason')
    for (let tabs = 0; tabs < 40; tabs++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.id === 'reason')) break
    }
    await page.keyboard.type('滞留属实')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.said .told')
    await page.waitForFunction(() => !document.querySelector('#reason'))
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a clerk takes a case in by telephone with few keys and no mouse', async (test) => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'intake-clerk.110105', '/desk/take-in')
    const { page } = window
    let tabs = 0, letters = 0
    const press = async (key, times = 1) => { for (; times > 0; times--, tabs++) await page.keyboard.press(key) }
    const type = async (text) => { letters += text.length; await page.keyboard.insertText(text) }
    const reach = async (selector, key = 'Tab') => {
      await page.waitForSelector(`${selector}:enabled`, { state: 'attached' })
      for (let tries = 0; tries < 40 && !await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector); tries++) await press(key)
      assert.equal(await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector), true, selector)
    }
    const choose = async (selector, value) => {
      await reach(selector)
      await page.waitForSelector(`${selector} option[value="${value}"]`, { state: 'attached' })
      await press('ArrowDown', await page.evaluate(([wanted, to]) => {
        const list = document.querySelector(wanted)
        return [...list.options].findIndex((one) => one.value === to) - list.selectedIndex
      }, [selector, value]))
      assert.equal(await page.inputValue(selector), value)
    }
    await page.waitForSelector('#name:focus')
    await type(world.patient.name)
    await reach('#number')
    await type(world.patient.number)
    await reach('#reference')
    await type('R-20200210-7')
    await reach('#callback')
    await type('13900000021')
    await reach('#asked')
    await type('出生日期')
    await choose('#f-kind', 'long-term-resident')
    await page.waitForSelector('.papers select')
    await choose('.place select', '370000')
    await choose('.papers li:has(select) select', 'commitment')
    /* Nobody shows his card on the telephone: what was asked stands for it. */
    assert.equal(await page.locator('.papers input[type=file]').count(), 0)
    await press('Control+Enter')
    await page.waitForSelector('.figure')
    assert.match(await page.textContent('.figure'), /^110105-/)
    /* Half a second a key and a third a letter is slower than whoever does it all day. */
    test.diagnostic(`${tabs} keys, ${letters} letters`)
    assert.ok(tabs / 2 + letters / 3 < 60, `${tabs} keys, ${letters} letters`)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('what a unit brings to the counter is its own: its code says whose, and nobody insured is asked for', async () => {
    await asked(world, 'intake-clerk.110105', '/desk/take-in', async (page, window) => {
      await page.check('input[value=counter]')
      await page.selectOption('#matter', 'contribution-deferral')
      await page.waitForSelector('#f-industry')
      await page.waitForSelector('label[for=name]:has-text("单位")')
      assert.equal(await page.locator('#f-credit-code, #applicant').count(), 0)
      await page.fill('#name', '示例餐饮有限公司（17）')
      await page.fill('#number', '91110105MB99005160')
      await page.selectOption('#f-industry', 'catering')
      await page.fill('#f-from-month', '2020-02')
      await page.fill('#f-until-month', '2020-03')
      await page.fill('#f-amount', '20000')
      await page.fill('#f-difficulty', '停工')
      await page.selectOption('.papers li select', 'commitment')
      await bothWidths(window)
      await page.click('form button[type=submit]')
      await page.waitForSelector('.figure')
      assert.match(await page.textContent('.figure'), /^110105-/)
    })
  })
  it('a letter without a form is made a case with what it brought; a stranger\'s is let out and answered', async () => {
    const window = await open(world, { width: 1440 })
    /* Post is opened beside all else: the list is whole when nothing lies in the box. */
    await until('the letters', () => world.lettersLeft() === 0)
    await signIn(window, 'intake-clerk.110105', '/desk/letters')
    const { page } = window
    await page.click('.rows a >> nth=0')
    await page.click('li .link >> nth=0')
    await page.waitForFunction(() => document.querySelector('dialog .pane img')?.naturalWidth > 0)
    await page.keyboard.press('Escape')
    await page.click('a.button')
    await page.waitForSelector('.papers select')
    /* A slip is told while the caller is there. */
    const { name, number } = world.patient
    await page.fill('#name', name)
    await page.fill('#number', `${number.slice(0, 17)}${number[17] === '0' ? '1' : '0'}`)
    await page.keyboard.press('Tab')
    await page.waitForSelector('form .fault')
    await page.fill('#number', number)
    await page.keyboard.press('Tab')
    await page.selectOption('#f-kind', 'referral')
    await page.selectOption('.place select', '420000')
    await page.locator('.papers li').first().locator('select').last().selectOption({ label: 'id-card.png' })
    await bothWidths(window)
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('.figure, form .fault')
    assert.match(await page.innerText('main'), /110105-/)
    await window.go('/desk/letters?state=quarantined')
    await page.click('.rows a >> nth=0')
    /* Who lets it out has made sure who writes: the next letter of that address goes through. */
    await page.click('details >> nth=0 >> summary')
    await page.fill('#l-name', name)
    await page.fill('#l-number', number)
    await page.fill('#l-sure', '按登记电话回拨核实')
    await bothWidths(window)
    await page.click('details >> nth=0 >> button')
    await page.waitForSelector('a.button')
    await page.click('details >> nth=1 >> summary')
    await page.fill('#l-reason', '停保请在电子税务局申报')
    await page.click('details >> nth=1 >> button')
    await page.waitForSelector('.desk-head .mark:has-text("已退回")')
    await sound(window)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a department is asked for a paper it holds, and answers', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'civil-affairs.110000', '/desk')
    const { page } = window
    await page.click('.rows .link')
    await page.fill('#d-found', '低保对象，2019年11月起')
    await bothWidths(window)
    await page.click('form .button >> nth=0')
    await page.waitForSelector('.told')
    await page.waitForFunction(() => !document.querySelector('.rows li'))
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a shift is arranged, refused and mended, changed and taken out', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'section-head.110105', '/desk/roster')
    const { page } = window
    await page.click('.pick .button:not(.plain)')
    await page.selectOption('#s-kind', 'other')
    await page.fill('#s-other', '发热门诊对账')
    await page.fill('#s-from', '13:00')
    await page.fill('#s-until', '15:00')
    await page.selectOption('#s-owner', { index: 1 })
    await page.route('**/api/v1/duty/shifts', (route) => (route.request().method() === 'POST'
      ? route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:x', title: 'no', status: 422, detail: '时间不对' }) })
      : route.continue()))
    await page.click('form .button >> nth=0')
    await page.waitForSelector('form .fault:has-text("时间不对")')
    await page.unroute('**/api/v1/duty/shifts')
    assert.equal(await page.inputValue('#s-other'), '发热门诊对账')
    await bothWidths(window)
    window.complaints.length = 0
    await page.click('form .button >> nth=0')
    const row = page.locator('section li', { hasText: '发热门诊对账' })
    await row.waitFor()
    assert.match(await row.innerText(), /13:00/)
    await row.locator('.link >> nth=0').click()
    await page.fill('#s-until', '16:00')
    await page.selectOption('#s-deputy', { index: 1 })
    await page.click('form .button >> nth=0')
    await page.locator('section li', { hasText: '13:00–16:00' }).waitFor()
    await row.locator('.link >> nth=1').click()
    await row.waitFor({ state: 'detached' })
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('the next in line is called', async () => {
    const window = await open(world, { width: 390 })
    await signIn(window, 'intake-clerk.110105', '/desk/counter')
    const { page } = window
    await says(page, '.line li', /\d\d:\d\d \S{4,}[\s\S]*\d{3}\*{4}\d{4}/)
    await page.click('.call .button')
    await says(page, '.told', /请 \d+ 号到 1 号窗口/)
    await page.waitForSelector('.line .mark.warn')
    await page.click('.line button:has-text("没来")')
    await page.waitForSelector('.line .mark.warn', { state: 'detached' })
    await page.selectOption('#c-matter', 'inpatient-claim')
    await says(page, 'form', /可以不排队/)
    await page.fill('#c-why', '材料须交原件')
    await page.click('form .button')
    await says(page, '.told', /已取号：\d+ 号/)
    await window.close()
  })
  it('a hall is closed for a day: its bookings move, and how many is said', async () => {
    const ask = await asker(world, 'section-head.110105')
    const { slots } = await ask('/booking-slots?matter=inpatient-claim&place=110105')
    const { office, plan, day, minute } = slots.find((one) => one.day === '2020-02-13' && one.free > 0)
    await ask('/bookings', { office, plan, day, minute, matter: 'inpatient-claim', name: '示例', phone: '13900001111', why: '材料须交原件' })
    const window = await open(world, { width: 390 })
    await signIn(window, 'section-head.110105', '/desk/counter')
    const { page } = window
    await page.click('details.card summary')
    await page.fill('#close-day', day)
    await page.keyboard.press('Enter')
    await page.fill('#close-reason', '消毒')
    await page.check('details .tick input')
    await sound(window)
    await page.click('details .button')
    await says(page, '.told', /已关闭：[1-9]\d* 个预约改期/)
    await window.close()
  })
  it('a notice is written by form: what is wrong stands beside its field, what is right is read back; then it is tried', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'publisher.110000', '/desk/notices/compose')
    const { page } = window
    await page.fill('#h-notice', '示例〔2020〕99号')
    await page.fill('#h-title', '手工报销申报期限顺延')
    await page.fill('#h-short', 'SL99')
    await page.click('p > .button.plain')
    await page.waitForSelector('#verb-0:focus')
    await page.selectOption('#verb-0', 'extend')
    await page.selectOption('#c-measures-0-extend-deadlines', 'claim.submit')
    await page.waitForSelector('#c-measures-0-ids-wrong')
    await page.waitForSelector('#c-measures-0-extend-to-wrong')
    assert.doesNotMatch(await page.innerText('.faults'), /ids|says|\bto\b/)
    assert.equal(await page.isDisabled('.side .button'), true)
    await page.fill('#c-measures-0-ids', '1a')
    await page.keyboard.press('Tab')
    await page.fill('#c-measures-0-says', 'claims may be handed in until three months after the end')
    await page.fill('#c-measures-0-zh', '手工报销可在疫情结束后三个月内申报')
    await page.selectOption('#c-measures-0-extend-to', 'event')
    await page.selectOption('#c-measures-0-extend-to-event', 'epidemic-end')
    await page.selectOption('.point select.more', 'plus')
    await page.fill('#c-measures-0-extend-to-plus', '3')
    await page.selectOption('#c-measures-0-extend-to-plus + select', 'months')
    await page.locator('select.more').last().selectOption('scope')
    await page.selectOption('fieldset select.more', 'people.status')
    await page.selectOption('#c-measures-0-scope-people-status', 'stranded-outside')
    await page.waitForSelector('.told:has-text("疫情结束后3个月"):has-text("滞留外地")')
    await bothWidths(window)
    /* What was begun is still there when one comes back, and when the server's answer is lost. */
    await window.again()
    await page.waitForSelector('.told')
    await page.route('**/api/v1/notice-documents', (route) => route.abort(), { times: 1 })
    await page.click('.side .button:enabled')
    await page.waitForSelector('.side .fault')
    assert.equal(await page.inputValue('#h-notice'), '示例〔2020〕99号')
    window.complaints.length = 0
    await page.click('.side .button:enabled')
    await page.waitForSelector('pre:has-text("deadlines: [claim.submit]")')
    await page.click('.card .button.plain')
    await page.waitForSelector('.diff li')
    await page.waitForSelector('.sum')
    /* Changed again by the form, and taken back. */
    await page.click('a[href*="document="]')
    await page.waitForSelector('.chosen:has-text("手工报销")')
    await page.goBack()
    await page.click('.link:has-text("撤下")')
    await page.waitForFunction(() => document.querySelector('.desk-head .mark')?.textContent?.includes('已撤下'))
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a notice is tried, approved by a second person and published', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'leader.110000', '/desk/notices')
    const { page } = window
    await page.click('.document:has(.mark.warn) a')
    await page.waitForSelector('pre')
    await page.click('.card .button.plain')
    await page.waitForSelector('.diff li')
    await page.waitForSelector('.sum')
    await sound(window)
    await page.click('.card .button:not(.plain)')
    await page.waitForSelector('.told')
    await page.waitForSelector('#urgent')
    await page.click('.card .button:not(.plain)')
    await page.waitForSelector('.desk-head .mark:has-text("已公布")')
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a notice is taken back: drafted with the difference it makes, approved by a second person, and over', async () => {
    const window = await open(world, { width: 1440 })
    const { page } = window
    await signIn(window, 'publisher.110000', '/desk/notices')
    await page.locator('tr', { hasText: '示例〔2020〕1号' }).locator('button').click()
    await page.fill('#revoke-paper', '示例〔2020〕2号')
    await sound(window)
    await page.click('.el-dialog form .button')
    await page.waitForURL(/notices\/\d+$/)
    await page.waitForSelector('.mark.bad:has-text("废止")')
    await page.click('.card .button.plain')
    await page.waitForSelector('.diff li.gone')
    assert.equal(await page.locator('.diff li.new').count(), 0)
    await bothWidths(window)
    const address = new URL(page.url()).pathname
    assert.deepEqual(window.complaints, [])
    await window.close()
    await asked(world, 'leader.110000', address, async (page, leader) => {
      await page.click('.card .button:not(.plain)')
      await page.waitForSelector('#urgent')
      await page.click('.card .button:not(.plain)')
      await page.waitForSelector('.desk-head .mark:has-text("已公布")')
      await leader.go('/desk/notices')
      await page.waitForSelector('tr:has-text("国医保电〔2020〕7号")')
      assert.equal(await page.locator('tr', { hasText: '示例〔2020〕1号' }).filter({ hasText: '现行有效' }).count(), 0)
    })
  })
  it('the day is moved on, the end is declared, and what waited has its day', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'publisher.110000', '/desk/events')
    const { page } = window
    await page.click('.bar .acts button >> nth=0')
    await page.waitForFunction(() => document.querySelector('.today')?.textContent?.includes('2月11日'))
    await page.fill('#e-paper', '示例公告〔2020〕1号')
    await page.click('form .button')
    await page.waitForSelector('.rows li')
    await sound(window)
    await window.close()
    const desk = await open(world, { width: 1440 })
    await signIn(desk, REVIEWER, '/desk/owed')
    await desk.page.waitForSelector('.rows .mark.warn')
    assert.deepEqual(window.complaints.concat(desk.complaints), [])
    await desk.close()
  })
  it('an account is made for a new colleague, and ended when he leaves', async () => {
    const window = await open(world, { width: 1440 })
    await signIn(window, 'administrator.110105', '/desk/people')
    const { page } = window
    await page.fill('#p-login', 'new.clerk.110105')
    await page.fill('#p-label', '新来的受理员')
    await page.fill('#p-password', 'a-first-password-2020')
    await page.click('form .button')
    const row = page.locator('.rows li', { hasText: '新来的受理员' })
    await row.waitFor()
    await row.locator('.link >> nth=1').click()
    await page.fill('#x-reason', '调出')
    await sound(window)
    await row.locator('form .button').click()
    await row.locator('.mark.bad').waitFor()
    await window.close()
  })
})
