/* desk_tasks.test.mjs: the main tasks of the desk, each from sign-in to its result, as clerks, hospitals, stations,
 * heads, publishers and administrators have them; a decision with the keyboard alone; the day of the demo world. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { apply, asked, asker, bothWidths, open, root, says, seated, signIn, sound, startWorld, until } from './harness.mjs'

const REVIEWER = 'reviewer.110105'
let world, receipt
before(async () => {
  world = await startWorld({ people: 2000 })
  receipt = (await apply(world, 'tasks-1')).receipt
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

/* All that a station's device has of people, as whoever opens its store finds it. */
const storedPeople = (page) => page.evaluate(() => new Promise((done) => {
  indexedDB.open('yibao-station').onsuccess = ({ target }) => {
    target.result.transaction('people').objectStore('people').getAll().onsuccess = ({ target: { result } }) =>
      done(result.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed)).join())
  }
}))

/* Keys and letters as a clerk presses them, counted. */
function keysOf(page) {
  let keys = 0, letters = 0
  const press = async (key, times = 1) => { for (; times > 0; times--, keys++) await page.keyboard.press(key) }
  const at = (selector) => page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)
  const reach = async (selector) => {
    await page.waitForSelector(selector, { state: 'attached' })
    for (let tries = 0; tries < 60 && !await at(selector); tries++) await press('Tab')
    assert.equal(await at(selector), true, selector)
  }
  return {
    press, reach, seconds: () => keys / 2 + letters / 3, told: () => `${keys} keys, ${letters} letters`,
    async type(selector, text) {
      await reach(selector)
      letters += text.length
      await page.keyboard.insertText(text)
    },
    async choose(selector, value) {
      await reach(selector)
      await page.waitForSelector(`${selector} option[value="${value}"]`, { state: 'attached' })
      await press('ArrowDown', await page.evaluate(([wanted, to]) => {
        const list = document.querySelector(wanted)
        return [...list.options].findIndex((one) => one.value === to) - list.selectedIndex
      }, [selector, value]))
      assert.equal(await page.inputValue(selector), value)
    },
  }
}

describe('main tasks', () => {
  it('the insurance office sees its day, why a bill is as it is, and what waits for a physician', async () => {
    const window = await seated(world, 'hospital-office.H11010190001', '/desk')
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
    const window = await seated(world, 'hospital-office.H11010190001', '/desk/filing')
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
    const window = await seated(world, 'village-clerk.371329', '/desk/station', { width: 390 })
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
    const kept = await storedPeople(page)
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
    const window = await seated(world, 'village-clerk.371329', '/desk/station', { width: 390 })
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
    /* What her case waits for is there without a line, too: as it was last read, sealed on the device. */
    await page.click('p.row .button.plain >> nth=-1')
    await says(page, 'section', new RegExp(`我的村民[^]*${villager.name}`))
    await context.setOffline(true)
    await says(page, 'section', new RegExp(`没有信号。 这是 2020年2月10日[^]*${villager.name}[^]*最晚 2020年2月\\d+日 答复`))
    await page.click(`li:has(a[href$="${given}"]) button.link`)
    await says(page, '.slip', new RegExp(given))
    assert.ok(!(await storedPeople(page)).includes(villager.name))
    await window.close()
  })
  it('a decision is taken with the keyboard alone', async () => {
    const window = await seated(world, REVIEWER, '/desk')
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
  it('a clerk takes in one case after the other by telephone, at the counter and by post with few keys and no mouse', async (test) => {
    const ask = await asker(world, 'intake-clerk.110105')
    await asked(world, 'intake-clerk.110105', '/desk/take-in', async (page) => {
      for (const [channel, way, ...more] of [
        ['phone', 'commitment', ['#reference', 'R-20200210-7'], ['#callback', '13900000021'], ['#asked', '出生日期']],
        ['counter', 'shown'], ['post', 'owed', ['#reference', 'EMS1234567890'], ['#postmark', '2020-02-07']],
      ]) {
        const keys = keysOf(page)
        await page.waitForSelector('#name:focus')
        if (channel !== 'phone') {
          await keys.press('Shift+Tab', 2)
          await keys.press('ArrowRight')
          assert.equal(await page.isChecked(`input[value=${channel}]`), true)
          await page.waitForSelector(channel === 'post' ? '#postmark' : '.papers option[value=shown]', { state: 'attached' })
        }
        for (const [field, text] of [['#name', world.patient.name], ['#number', world.patient.number], ...more]) await keys.type(field, text)
        await keys.choose('#f-kind', 'long-term-resident')
        await page.waitForSelector('.papers select')
        await keys.choose('.place select', '370000')
        for (const one of way === 'shown' ? ['shown', 'owed'] : [way]) await keys.choose(`.papers li:has(option[value=${one}]) select`, one)
        /* Nobody shows his card on the telephone: what was asked stands for it. */
        assert.equal(await page.locator('.papers input[type=file]').count(), channel === 'post' ? 1 : 0)
        await keys.press('Control+Enter')
        await page.waitForSelector('.figure')
        const receipt = await page.textContent('.figure')
        assert.match(receipt, /^110105-/)
        /* Half a second a key and a third a letter is slower than whoever does it all day. */
        test.diagnostic(`${channel}: ${keys.told()}`)
        assert.ok(keys.seconds() < 60, `${channel}: ${keys.told()}`)
        assert.ok((await ask('/cases/withdrawal', { receipt, last_four: world.patient.number.slice(-4), reason: '改日再办' })).state)
        await keys.press('Enter')
      }
    })
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
  it('a disease and a hospital are picked by a word of their names, and read by their names in the case', async () => {
    await asked(world, 'intake-clerk.110105', '/desk/take-in', async (page, window) => {
      const picked = (field, name) => page.waitForSelector(`.field:has(label[for=${field}]) .picked:has-text("${name}")`)
      await page.check('input[value=counter]')
      await page.selectOption('#matter', 'special-disease-filing')
      await page.fill('#name', world.patient.name)
      await page.fill('#number', world.patient.number)
      await page.fill('#f-disease', '高血压')
      await page.click('#f-disease ~ ul button >> nth=0')
      await picked('f-disease', '高血压')
      /* One letter is too little to look for; a hospital that is not there is told so. */
      await page.fill('#f-institution', '无此医院')
      await says(page, '#f-institution-found', /0|没有/)
      await page.fill('#f-institution', '社区')
      const name = (await page.innerText('#f-institution ~ ul button >> nth=0')).split(/\s/)[0]
      await page.click('#f-institution ~ ul button >> nth=0')
      await picked('f-institution', name)
      await bothWidths(window)
      for (const row of await page.locator('.papers li select').all()) await row.selectOption({ index: 1 })
      await page.click('form button[type=submit]')
      await page.waitForSelector('.figure')
      await page.click('.row a.button')
      await page.waitForSelector('.rows a[href^="/desk/cases/"]')
      await page.click('.rows a[href^="/desk/cases/"]')
      await says(page, 'dl.facts', new RegExp(name))
      await says(page, 'dl.facts', /高血压/)
    })
  })
  it('a letter without a form is made a case with what it brought; a stranger\'s is let out and answered', async (test) => {
    const window = await open(world, { width: 1440 })
    /* Post is opened beside all else: the list is whole when nothing lies in the box. */
    await until('the letters', () => world.lettersLeft() === 0)
    await signIn(window, 'intake-clerk.110105', '/desk/letters')
    const { page } = window
    await page.click('.rows a >> nth=0')
    await page.click('li .link >> nth=0')
    await page.waitForFunction(() => document.querySelector('dialog .pane img')?.naturalWidth > 0)
    await page.keyboard.press('Escape')
    /* With the keys alone, from the list of letters on. */
    const keys = keysOf(page)
    await window.go('/desk/letters')
    await keys.reach('.rows a')
    await keys.press('Enter')
    await keys.reach('main a.button')
    await keys.press('Enter')
    await page.waitForSelector('.papers select')
    /* A slip is told while the caller is there. */
    const { name, number } = world.patient
    await keys.type('#name', name)
    await page.fill('#number', `${number.slice(0, 17)}${number[17] === '0' ? '1' : '0'}`)
    await page.keyboard.press('Tab')
    await page.waitForSelector('form .fault')
    await page.fill('#number', '')
    await keys.type('#number', number)
    await keys.choose('#f-kind', 'referral')
    await keys.choose('.place select', '420000')
    await keys.reach('.papers li:first-child select:last-of-type')
    await keys.press('ArrowDown')
    assert.equal(await page.locator('.papers li').first().locator('select').last().locator('option:checked').innerText(), 'id-card.png')
    await bothWidths(window)
    await keys.press('Control+Enter')
    await page.waitForSelector('.figure, form .fault')
    assert.match(await page.innerText('main'), /110105-/)
    test.diagnostic(keys.told())
    assert.ok(keys.seconds() < 60, keys.told())
    await window.go('/desk/letters?state=quarantined')
    await page.click('.rows a >> nth=0')
    /* Who lets it out has made sure who writes: the next letter of that address goes through. */
    await page.click('details:has(#l-name) summary')
    await page.fill('#l-name', name)
    await page.fill('#l-number', number)
    await page.fill('#l-sure', '按登记电话回拨核实')
    await bothWidths(window)
    await page.click('details:has(#l-name) button')
    await page.waitForSelector('a.button')
    await page.click('details:has(#l-reason) summary')
    await page.fill('#l-reason', '停保请在电子税务局申报')
    await page.click('details:has(#l-reason) button')
    await page.waitForSelector('.desk-head .mark:has-text("已退回")')
    await sound(window)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('a department is asked for a paper it holds, and answers', async () => {
    const window = await seated(world, 'civil-affairs.110000', '/desk')
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
    const window = await seated(world, 'section-head.110105', '/desk/roster')
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
  it('an office without counters has no line, and is led to take in who comes', () => asked(world, 'town-clerk.110105', '/desk/counter', async (page) => {
    await says(page, 'main .card', /没有设窗口/)
    assert.equal(await page.locator('.line, #c-matter').count(), 0)
    await page.click('main a[href="/desk/take-in"]')
    await page.waitForSelector('#matter')
  }))
  it('the next in line is called', async () => {
    const window = await seated(world, 'intake-clerk.110105', '/desk/counter', { width: 390 })
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
    const window = await seated(world, 'section-head.110105', '/desk/counter', { width: 390 })
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
    const window = await seated(world, 'publisher.110000', '/desk/notices/compose')
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
    await says(page, 'ol.quiet', /手工报销可在疫情结束后三个月内申报/)
    await page.click('summary:has-text("全文")')
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
    const window = await seated(world, 'leader.110000', '/desk/notices')
    const { page } = window
    await page.click('.document:has(.mark.warn) a')
    /* Who approves it reads it in words. */
    await says(page, 'ol.quiet li', /先救治/)
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
    const window = await seated(world, 'publisher.110000', '/desk/events')
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
    const window = await seated(world, 'administrator.110105', '/desk/people')
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
