/* hall.test.mjs: the hall as an insured person sees it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { LANGUAGES, WIDTHS, asked, asker, bothWidths, follow, open, says, seated, settleVisit, signIn, startWorld, sticksOut, violations } from './harness.mjs'

let world
let settlement
before(async () => {
  world = await startWorld()
  settlement = await settleVisit(world)
  assert.match(settlement, /^\d+$/)
})
after(() => world?.stop())

const PAGES = ['/matters', '/matters/offsite-filing', '/matters/inpatient-claim', '/progress', '/booking', '/questions']
const OWN_PAGES = ['/my', '/my/bills', '/my/cases', '/my/messages', '/my/standing', '/my/estimate',
                   '/my/mandates', '/my/contributions', '/my/money', '/questions']

/* Opened once, looked at in both widths; `come` is how one gets there. */
async function looked(window, path, contrast, come) {
  const page = await come(path)
  const heading = (await page.innerText('h1')).trim()
  assert.notEqual(heading, '', `${path} has a heading`)
  /* As it is heard: one heading of the page, below it no level left out, the window named by it. */
  assert.ok((await page.title()).startsWith(heading), `${path} is called ${await page.title()}`)
  const levels = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1])))
  assert.ok(levels.every((level, at) => (at === 0 ? level === 1 : level > 1 && level <= levels[at - 1] + 1)), `${path}: ${levels}`)
  /* As it is read: days as people write them, and of each amount, what it is of: beside it or in the head of its column. */
  assert.doesNotMatch(await page.innerText('main'), /\b20\d\d-\d\d-\d\d\b/, path)
  assert.deepEqual(await page.locator('main .amount').evaluateAll((amounts) => amounts.filter((one) => /\d\.\d\d$/.test(one.innerText.trim())
    && !/元|yuan/.test(`${one.innerText} ${one.dataset.label ?? ''}`) && !/^\s*(元|yuan)/.test(one.nextSibling?.textContent ?? '')).map((one) => one.innerText)), [], path)
  /* As it is pressed: by a thumb. */
  assert.deepEqual(await page.locator('main :is(a, button, summary, select):visible').evaluateAll((pressed) => pressed
    .map((one) => `${Math.round(one.getBoundingClientRect().height)} ${one.innerText.slice(0, 20)}`).filter((one) => parseInt(one) < 36)), [], path)
  for (const width of WIDTHS) {
    await window.widen(width)
    assert.deepEqual(await violations(page, { contrast }), [], `${path} at ${width}: accessibility`)
    assert.equal(await sticksOut(page), false, `${path} sticks out at ${width}`)
  }
  await window.widen(320)
  assert.equal(await sticksOut(page), false, `${path} sticks out at 320`)
  return page
}

for (const language of LANGUAGES)
  describe(language, () => {
    it('shows its public pages without a complaint', async () => {
      const window = await open(world, { language })
      for (const path of PAGES) {
        /* Each by its own address in one language, as the links lead in the other. */
        const page = await looked(window, path, language === 'zh', language === 'zh' ? window.load : window.go)
        assert.equal(await page.getAttribute('html', 'lang'), language === 'en' ? 'en' : 'zh-CN')
      }
      assert.deepEqual(window.complaints, [])
      await window.close()
    })
    it('shows a person his own', async () => {
      const window = await seated(world, 'patient.110105', '/my', { language })
      assert.equal(new URL(window.page.url()).pathname, '/my')
      for (const path of [...OWN_PAGES, `/my/bills/${settlement}`]) await looked(window, path, language === 'zh', window.go)
      assert.deepEqual(window.complaints, [])
      await window.close()
    })
  })

describe('who signs in from nowhere', () => {
  for (const [login, start] of [['patient.110105', '/'], ['employer.0', '/employer'], ['reviewer.110105', '/desk'],
    ['village-clerk.371329', '/desk/station'], ['hospital-office.H11010190001', '/desk/hospital'], ['leader.110000', '/desk/numbers']])
    it(`begins where ${login} works`, async () => {
      const window = await open(world)
      await signIn(window, login, '')
      await window.page.waitForURL((url) => url.pathname === start)
      await window.close()
    })
})

describe('a bill', () => {
  it('says who pays what, and why', async () => {
    const window = await seated(world, 'patient.110105', '/my/bills', {})
    const { page } = window
    await page.click('main li a')
    await page.waitForSelector('ol li')
    const text = await page.innerText('main')
    const told = await page.evaluate(async (id) => {
      const me = await (await fetch('/api/v1/sessions/current', { headers: { 'X-Requested-With': 'test' } })).json()
      return (await fetch(`/api/v1/settlements/${id}?person=${me.person}`, { headers: { 'X-Requested-With': 'test' } })).json()
    }, settlement)
    const shown = (amount) => amount.replace(/\B(?=(\d{3})+\.)/g, ',')
    assert.ok(text.includes(shown(told.total)) && text.includes(shown(told.cash)), text)
    assert.match(text, /起付标准/)
    assert.match(text, /× 70%/)
    assert.match(text, new RegExp(`参保人：${world.patient.name} · 结算编号 ${settlement}`))
    /* On paper it is one sheet of A4 in large type, whatever was chosen on the screen. */
    await page.evaluate(() => { document.documentElement.dataset.elder = 'yes' })
    const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    assert.equal(sheet.match(/\/Type\s*\/Page\b/g).length, 1)
    assert.match(sheet, /MediaBox\s*\[0 0 59[45][\d.]* 84[12]/)
    await page.emulateMedia({ media: 'print' })
    assert.ok(await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('ol li')).fontSize)) >= 18)
    await page.emulateMedia({ media: null })
    /* Decided again: what was paid at the till, and where the difference is to be had. */
    const asked = []
    await page.route(/\/persons\/\d+\/settlements/, async (route) => {
      const { search } = new URL(route.request().url())
      asked.push(search)
      const answer = await route.fetch(), list = await answer.json()
      if (search) list.bills = [...list.bills ?? [], { settlement: '1', state: 'superseded', superseded_by: settlement, cash: told.total, at: told.at }]
      await route.fulfill({ response: answer, json: list })
    })
    assert.equal(await page.locator('[data-about=again]').count(), 0)
    await page.click('main a[href="/my/bills"]')
    await page.click(`main a[href="/my/bills/${settlement}"]`)
    await says(page, '[data-about=again]', new RegExp(`您付${shown(told.total)}元[^]*多付的${shown((told.total - told.cash).toFixed(2))}元请凭这张账单到就诊医院退还`))
    /* The list for the list; for a bill only what it was before. */
    assert.deepEqual(asked, ['', `?superseded_by=${settlement}`])
    assert.deepEqual(await violations(page), [])
    /* Whoever is told of it is a step away. */
    const message = { message: '1', made: told.at, due: told.at, state: 'delivered', tries: 0, person: '1', kind: 'settle.message.again', subject: settlement,
      zh: '您2020年2月10日的就医费用已重新计算：基金支付由40.00元变为60.00元。差额请与就诊医院结清，详见账单。',
      en: 'Your care of 10 February 2020 was decided again: the funds pay 60.00 instead of 40.00 yuan. Settle the difference with the hospital; your bill shows it.' }
    await page.route('**/api/v1/messages*', (route) => route.fulfill({ json: { messages: [message] } }))
    await window.go('/my/messages')
    await says(page, 'main', /已重新计算/)
    await bothWidths(window)
    await page.click('main a:has-text("看这张账单")')
    await says(page, '[data-about=again]', /多付的/)
    await window.close()
  })
  it('is told of a case in documents, each printed by itself', async () => {
    const window = await seated(world, 'patient.110105', '/my/cases', {})
    const { page } = window
    await page.click('main li a:has-text("已办结")')
    await page.click('main ul button[aria-expanded]')
    await page.waitForSelector('article .check')
    await page.emulateMedia({ media: 'print' })
    const shown = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((one) => one.childElementCount === 0 && one.checkVisibility()).map((one) => one.closest('article') !== null))
    assert.ok(shown.length > 2 && shown.every(Boolean), `${shown}`)
    assert.equal((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1)
    await page.emulateMedia({ media: null })
    await window.close()
  })
  it('moves the bars of the year', async () => {
    const window = await seated(world, 'patient.110105', '/my/standing', {})
    const { page } = window
    await page.waitForSelector('.chart canvas')
    assert.match(await page.innerText('main'), /门诊起付线[\s\S]*1,800\.00[\s\S]*20,000\.00/)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('is estimated before the visit, and a lost answer loses nothing', async () => {
    const window = await seated(world, 'patient.110105', '/my', {})
    const { page } = window
    await page.click('main a[href="/my/estimate"]')
    await page.waitForSelector('input[name=hospital]')
    await page.click('form .button')
    await page.waitForSelector('[role=alert]')
    await page.fill('#e-name', '朝阳医院')
    await page.waitForFunction(() => document.querySelectorAll('input[name=hospital]').length === 1)
    await page.check('input[name=hospital]')
    await page.fill('#e-amount', '３，０００')
    await page.route('**/estimate?**', (route) => route.abort(), { times: 1 })
    await page.click('form .button')
    await page.waitForSelector('[role=alert]:has-text("连不上")')
    assert.equal(await page.inputValue('#e-amount'), '３，０００')
    await page.click('form .button')
    await page.waitForSelector('.figure')
    const text = await page.innerText('main')
    assert.match(text, /您大约付现金 900\.00[\s\S]*2,100\.00[\s\S]*这是估算[\s\S]*3,000\.00 × 70% = 2,100\.00/)
    assert.deepEqual(await violations(page), [])
    assert.doesNotMatch(text, /四舍五入/)
    await page.fill('#e-amount', '3000.33')
    await page.click('form .button')
    await says(page, 'main', /3,000\.33 × 70% = 2,100\.23 元（四舍五入到分）/)
    await page.check('input[value=inpatient]')
    assert.equal(await page.locator('.figure').count(), 0)
    await window.close()
  })
  it('is nobody else’s to see', async () => {
    const window = await seated(world, 'resident.0', '/my', {})
    const page = await window.go(`/my/bills/${settlement}`)
    await page.waitForSelector('[role=alert]')
    assert.doesNotMatch(await page.innerText('main'), /2,600/)
    await window.close()
  })
})

describe('a question', () => {
  it('is asked, and answers of others are found', async () => {
    const window = await seated(world, 'patient.110105', '/questions', {})
    const { page } = window
    await page.click('form .button')
    await page.waitForSelector('[role=alert]')
    await page.fill('#q-text', '回京以后还要备案吗')
    await page.route('**/api/v1/questions', (route) => route.abort(), { times: 1 })
    await page.click('form .button')
    await page.waitForSelector('[role=alert]:has-text("还在")')
    assert.equal(await page.inputValue('#q-text'), '回京以后还要备案吗')
    window.complaints.length = 0
    await page.click('form .button')
    await page.waitForSelector('section[role=status]')
    await page.waitForFunction(() => /回京以后还要备案吗/.test(document.querySelector('article')?.textContent ?? ''))
    await window.go('/matters')
    await page.fill('#search', '滞留外地')
    await page.click('details.told summary')
    await says(page, 'details.told', /备案/)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('ends with a grade, as a decided case does', async () => {
    const window = await seated(world, 'patient.110105', '/my/cases', {})
    const { page } = window
    await page.click('main li a:has-text("已办结")')
    await page.click('form button:has-text("提交评价")')
    await page.waitForSelector('form [role=alert]')
    await page.check('form input[type=radio] >> nth=0')
    await page.fill('form textarea', '很快')
    await page.route('**/api/v1/cases/rating', (route) => route.abort(), { times: 1 })
    await page.click('form button:has-text("提交评价")')
    await page.waitForSelector('form [role=alert]:has-text("还在")')
    assert.equal(await page.inputValue('form textarea'), '很快')
    await page.click('form button:has-text("提交评价")')
    /* It has one in the demo world: said, and what was chosen stays. */
    await page.waitForFunction(() => /已经评价过/.test(document.querySelector('form [role=alert]')?.textContent ?? ''))
    assert.equal(await page.isChecked('form input[type=radio] >> nth=0'), true)
    await window.close()
  })
})

describe('a booking', () => {
  for (const width of WIDTHS)
    it(`asks one thing a screen, holds a time, and gives a slip: ${width} px`, async () => {
      const window = await open(world, { width, language: width < 600 ? 'zh' : 'en' })
      const page = await window.go('/booking?place=110105')
      const next = () => page.click('form .acts button >> nth=0')
      await next()
      await page.waitForSelector('[role=alert]')
      /* The first few stand there; the others are found by a word. */
      await page.fill('#wished', '转移接续')
      await page.check('input[value=transfer]')
      await next()
      await page.waitForSelector('.place')
      await next()
      await page.locator('input[name=day]').nth(1).check()
      await says(page, 'label.choice', width < 600 ? /星期[一二三四五六日]/ : /(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d/)
      assert.deepEqual(await violations(page), [])
      await next()
      await page.locator('input[name=slot]').first().check()
      assert.deepEqual(await violations(page), [])
      assert.equal(await sticksOut(page), false)
      await next()
      await page.fill('#who-name', '示例人')
      await page.fill('#who-phone', `1990000${width + 1000}`)
      await next()
      await page.waitForSelector('[role=alert]')
      assert.equal(await page.inputValue('#who-name'), '示例人')
      await page.fill('#who-why', '材料在外地，无法拍照')
      await next()
      await page.waitForSelector('.big')
      await page.click('main button')
      await page.waitForSelector('.done .number')
      assert.ok(await page.locator('.done li').count() > 0, 'what to bring')
      assert.deepEqual(await violations(page), [])
      await page.click('main button.plain')
      await page.waitForSelector('p.card[role=status]')
      assert.deepEqual(await violations(page), [])
      /* What was given back leads on to another time. */
      await page.click('main button.button')
      await page.waitForSelector('#wished')
      await window.close()
    })
  it('is not needed for what is done without coming, and says so', async () => {
    const window = await open(world)
    const page = await window.go('/booking?place=110105&matter=offsite-filing')
    await page.click('form .acts button >> nth=0')
    await page.waitForSelector('.place')
    await page.click('form .acts button >> nth=0')
    await page.waitForSelector('p.fault[role=status]')
    await says(page, 'main', /可以不到场办理/)
    await window.close()
  })
})

describe('plain pages and the application', () => {
  it('look the same: header, name, bar, title, button', async () => {
    for (const width of WIDTHS) {
      const window = await open(world, { width })
      const looks = async (path) => {
        const page = await window.go(path)
        return page.evaluate(() => [
          ['header'], ['header .name'], ['nav a'], ['main h1'], ['main .button, main form button'],
        ].map(([where]) => {
          const one = document.querySelector(where)
          const style = getComputedStyle(one)
          const box = one.getBoundingClientRect()
          return [where, style.fontSize, style.fontWeight, style.fontFamily, style.color, style.backgroundColor,
                  style.borderRadius, where.startsWith('header') || where === 'nav a' ? [box.x, box.width, box.height] : []]
        }))
      }
      assert.deepEqual(await looks('/sign-in'), await looks('/progress'))
      await window.close()
    }
  })
  it('have a header of one line on a phone, in English, too', async () => {
    const window = await open(world, { language: 'en' })
    const height = () => window.page.$eval('header', (one) => one.getBoundingClientRect().height)
    for (const signed of [false, true]) {
      if (signed) await signIn(window, 'patient.110105', '/my')
      for (const path of ['/directory?lang=en', '/progress']) {
        await window.go(path)
        assert.ok(await height() < 70, `${path}: ${await height()}`)
      }
    }
    await window.close()
  })
  it('say how a day is written', async () => {
    const window = await open(world, { script: false })
    const page = await window.go('/booking')
    assert.match(await page.innerText('main'), /年-月-日/)
    await window.close()
  })
  it('have one home', async () => {
    const window = await open(world)
    const page = await window.go('/progress')
    assert.equal(await page.getAttribute('nav a >> nth=0', 'href'), '/')
    assert.equal(await page.getAttribute('header .name', 'href'), '/')
    await follow(window, 'nav a >> nth=0')
    assert.equal(page.url(), `${world.base}/`)
    assert.equal(await page.getAttribute('nav a[aria-current]', 'href'), '/')
    await window.close()
  })
})

describe('the hall', () => {
  it('asks a stranger to sign in and comes back', async () => {
    const window = await open(world)
    const page = await window.go('/my')
    const link = page.locator('main a.button')
    assert.equal(await link.getAttribute('href'), '/sign-in?then=%2Fmy')
    await window.close()
  })
  it('keeps what was typed when the server is gone, and says so', async () => {
    const window = await open(world)
    const page = await window.go('/progress')
    await page.fill('#receipt', 'A1')
    await page.fill('#last-four', '1234')
    await page.route('**/api/v1/cases/find', (route) => route.abort())
    await page.click('form button')
    await page.waitForSelector('[role=alert]')
    assert.equal(await page.inputValue('#receipt'), 'A1')
    await page.unroute('**/api/v1/cases/find')
    await page.click('[role=alert] button')
    await page.waitForFunction(() => !document.querySelector('[role=alert] button'))
    await window.close()
  })
  it('finds a matter by a word or its pinyin initials', async () => {
    const window = await open(world)
    const page = await window.go('/matters')
    const all = await page.locator('main ul.matters li').count()
    assert.ok(all >= 40)
    for (const wished of ['异地', 'ydjy']) {
      await page.fill('#search', wished)
      await page.waitForFunction((count) => document.querySelectorAll('main ul.matters li').length < count, all)
      assert.match(await page.innerText('main ul.matters'), /异地就医备案/)
    }
    await page.fill('#search', '没有这样的事')
    await page.waitForFunction(() => !document.querySelector('main ul.matters li'))
    await window.close()
  })
  it('finds notices by the same words', async () => {
    const window = await open(world)
    const page = await window.go('/matters')
    await page.fill('#search', '疫情防控')
    await page.waitForSelector('main ul.notices li')
    await follow(window, 'main ul.notices a')
    assert.match(page.url(), /\/notice\?number=/)
    assert.match(await page.innerText('main'), /〔20\d\d〕|号/)
    await window.close()
  })
  it('shows the guide of the place that was chosen, and remembers it', async () => {
    const window = await open(world)
    const page = await window.go('/matters/offsite-filing')
    assert.doesNotMatch(await page.innerText('main'), /可以先办、以后补/)
    await page.click('.place button')
    await page.click('[role=dialog] >> text=北京市')
    await page.click('[role=dialog] >> text=朝阳区')
    await says(page, '.place', /朝阳区/)
    await says(page, 'main', /可以先办、以后补/)
    assert.deepEqual(await violations(page), [])
    await window.go('/matters/transfer')
    await says(page, '.place', /朝阳区/)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('is readable without script', async () => {
    const window = await open(world, { script: false })
    const says = async (path, ...sentences) => {
      const page = await window.go(path)
      const text = await page.innerText('main')
      for (const sentence of sentences) assert.match(text, sentence, path)
      assert.equal(await sticksOut(page), false, `${path} sticks out`)
      return page
    }
    await says('/', /您要办什么/, /办事指南/, /机构和电话/)
    await says('/notices', /〔2020〕/, /2020年2月7日/)
    const notice = await says(`/notice?number=${encodeURIComponent('京医保发〔2020〕4号')}`, /政策解读/, /现在适用的规定/,
                              /2020年2月7日起，到疫情结束/, /条款/)
    assert.match(await notice.innerText('.clock'), /2020年2月10日/)
    await says('/booking?place=110105', /事项/)
    await says('/progress', /受理/)
    await says('/matters/offsite-filing?place=110105', /朝阳区/, /可以先办、以后补/, /疫情结束/,
               /2个工作日/, /电话/, /京医保发〔2020〕4号/)
    const directory = await says('/directory?division.1=110000', /朝阳区医疗保险事务管理中心/)
    assert.ok(await directory.locator('a[href^="tel:"]').count() > 20)
    const matters = await says('/matters', /看病住院/, /异地就医备案/)
    const guides = await matters.locator('main .items a').evaluateAll((links) => links.map((link) => link.href))
    assert.ok(guides.length >= 45)
    for (const guide of guides) await says(new URL(guide).pathname, /需要什么/, /多久办好/, /怎么办/)
    await window.go('/')
    await window.page.fill('input[type=search]', '异地')
    await window.page.click('main form button')
    assert.match(await window.page.innerText('main'), /异地就医备案/)
    assert.doesNotMatch(await window.page.innerText('main'), /住院费用报销/)
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('keeps its plain pages small', async () => {
    const style = /href="(\/assets\/page-[^"]+)"/.exec(await (await fetch(`${world.base}/`)).text())[1]
    const sheet = await (await fetch(world.base + style)).arrayBuffer()
    assert.ok(sheet.byteLength <= 15 * 1024, `${sheet.byteLength} bytes of style`)
  })
  it('shows few things at a time in large type, and the rest when it is asked for', async () => {
    const window = await open(world)
    await window.context.addCookies([{ name: 'elder', value: 'yes', url: world.base }])
    const page = await window.go('/matters')
    await page.waitForSelector('main details[open]')
    assert.equal(await page.locator('main details[open]').count(), 1)
    assert.equal(await page.getAttribute('footer a', 'href'), '/directory')
    await signIn(window, 'patient.110105', '/my')
    await page.waitForSelector('main details.rest')
    assert.ok(await page.locator('main ul.links a:visible').count() <= 5)
    assert.equal(await page.locator('main a[href="/my/mandates"]:visible').count(), 0)
    await page.click('details.rest summary')
    await page.waitForSelector('main a[href="/my/mandates"]')
    const height = (selector) => page.$eval(selector, (one) => one.getBoundingClientRect().height)
    assert.ok(await height('.aloud button') >= 50)
    assert.deepEqual(await violations(page), [])
    assert.equal(await sticksOut(page), false)
    await window.close()
  })
  it('enlarges everything for older people, and remembers', async () => {
    const window = await open(world)
    const page = await window.go('/progress')
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
    const usual = await size()
    await page.click('header button >> nth=0')
    assert.ok(await size() >= usual * 1.25)
    await window.again()
    assert.ok(await size() >= usual * 1.25)
    assert.deepEqual(await violations(page), [])
    assert.equal(await sticksOut(page), false)
    await window.close()
  })
})

/* Last: his newest decided case is another from here on. */
describe('a certificate of enrolment', () => {
  it('is one sheet with its code, from the screen and from the plain page', async () => {
    const window = await seated(world, 'patient.110105', '/my/cases', {})
    const { page } = window
    const { name, number } = world.patient
    const { receipt } = await (await asker(world, 'patient.110105'))('/cases', { matter: 'certificate', channel: 'web', applicant: 'person', name, number,
      values: [{ name: 'insurance', value: 'employee' }],
      papers: [{ material: 'id-card', file: Buffer.from('%PDF-1.4 id').toString('base64'), file_name: '证件.pdf', file_type: 'application/pdf' }] })
    const reviewer = await asker(world, 'reviewer.110105')
    const { cases: [{ case_id: id, version }] } = await reviewer('/cases/search', { receipt })
    assert.equal((await reviewer(`/cases/${id}/verdict`, { version, verdict: 'approve', reason: '记录一致' })).state, 'closed')
    const CODE = /[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/
    /* The sheet and nothing beside it, with its tables and its code. */
    const printed = async (sheet) => {
      await page.emulateMedia({ media: 'print' })
      const lines = await page.evaluate((within) => [...document.querySelectorAll('main *')]
        .filter((one) => one.childElementCount === 0 && one.checkVisibility())
        .map((one) => one.closest(within) ? one.innerText : `beside: ${one.innerText}`), sheet)
      assert.deepEqual(lines.filter((line) => line.startsWith('beside:')), [])
      assert.equal((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1)
      await page.emulateMedia({ media: null })
      assert.ok(lines.includes('2010年1月1日') || lines.includes('1 January 2010'), `${lines}`)
      return CODE.exec(lines.join('\n'))?.[0]
    }
    const codes = []
    for (const language of LANGUAGES) {
      await window.speak(language)
      await window.go(`/my/cases/${receipt}`)
      await page.click('main ul button[aria-expanded] >> nth=-1')
      await page.waitForSelector('article .check')
      await bothWidths(window)
      codes.push(await printed('article'))
    }
    for (const language of LANGUAGES) {
      await window.load(`/document?lang=${language}`)
      await page.fill('input[name=receipt]', receipt)
      await follow(window, 'main form button')
      codes.push(await printed('.sheet'))
    }
    assert.match(codes[0] ?? '', CODE)
    assert.deepEqual(new Set(codes).size, 1)
    await window.close()
  })
})
