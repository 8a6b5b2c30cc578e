/* roles.test.mjs: the first thing each role comes for, from the sign-in form to its result, as it is done on a phone and
 * on a wide screen, in Chinese and in English: what is pressed is found by what it is and not by what it says. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { apply, asker, open, personOf, says, settleVisit, signIn, sound, startWorld, until } from './harness.mjs'

const OFFICE = 'hospital-office.H11010190001'
const VILLAGER = { name: '李秀英', number: '990000196503021222' }
let world, resident
before(async () => {
  world = await startWorld({ people: 2000 })
  resident = await personOf(world, 'patient.110105')
  await settleVisit(world)
  const enrolled = await (await asker(world, 'reviewer.371329'))('/persons', {
    certificate: '01', ...VILLAGER, sex: '2', born: '1965-03-02', insurance: '390', kind: '15', place: 371329, from: '2020-01-01',
  })
  assert.ok(enrolled.person, JSON.stringify(enrolled))
})
after(() => world?.stop())

let turn = 0
/* One case of a matter is open at a time: what a look left open is taken back before the next. */
async function withdrawn(ask, receipt) {
  const { state, code } = await ask('/cases/withdrawal', { receipt, last_four: resident.number.slice(-4), reason: '改日再办' })
  assert.ok(state, `${receipt} ${code}`)
}
const caseOf = async (ask, receipt) => (await ask('/cases/search', { receipt })).cases[0].case_id
const receiptShown = async (page) => {
  await page.waitForSelector('.figure, form .fault')
  return (await page.innerText('.figure')).trim()
}
async function filled(page) {
  await page.fill('#name', resident.name)
  await page.fill('#number', resident.number)
  await page.selectOption('#f-kind', 'long-term-resident')
  await page.selectOption('.place select', '370000')
  for (const select of await page.locator('.papers select').all())
    await select.selectOption((await select.locator('option').evaluateAll((all) => all.map(({ value }) => value))).find((one) => ['shown', 'commitment', 'owed'].includes(one)))
}

/* A dialog that was opened, without what fades in. */
const dialog = (page) => page.waitForSelector('.el-dialog:visible')

/* Where the answer to a question is waited for, and a measure's own button asks it. */
async function askedAbout({ page, window, turn }) {
  await window.go('/desk/measures')
  await page.waitForSelector('.measure')
  /* Those of the place the institution lies in, and of nobody else's. */
  assert.doesNotMatch(await page.innerText('main'), /赣医保|绍市医保|临医保/)
  const all = await page.locator('.measure').count()
  await page.click('.measure .link >> nth=0')
  await dialog(page)
  await page.fill('#m-ask', `第${turn}问：我院从哪天起执行？`)
  await page.click('.el-dialog form .button')
  await page.waitForSelector('.el-dialog [role=status]')
  await page.keyboard.press('Escape')
  await says(page, '[data-about=asked] article', new RegExp(`[〔\\[].*第${turn}问`))
  await page.fill('.pick input[type=search]', '处方')
  await page.waitForFunction((before) => document.querySelectorAll('.measure').length < before, all)
}

/* By whom, and what: the screen it begins on is the one the sign-in leads to. */
const TASKS = [
  ['the counter clerk takes a case in', 'intake-clerk.110105', async ({ page, window, ask }) => {
    await window.go('/desk/take-in')
    await page.check('input[value=counter]')
    await filled(page)
    await page.click('form button[type=submit]')
    await withdrawn(ask, await receiptShown(page))
  }],
  ['a town clerk enters what came by post and finds it again', 'town-clerk.110105', async ({ page, window, ask, turn }) => {
    await window.go('/desk/take-in')
    await page.check('input[value=post]')
    await page.fill('#reference', `EMS${turn}`)
    await page.fill('#postmark', '2020-02-07')
    await page.keyboard.press('Enter')
    await filled(page)
    await page.click('form button[type=submit]')
    const receipt = await receiptShown(page)
    await page.click('p.row a.button')
    await page.waitForSelector(`.rows a:has-text("${receipt}")`)
    await withdrawn(ask, receipt)
  }],
  ['a village clerk sends a villager\'s case and prints how it stands', 'village-clerk.371329', async ({ page, window, ask }) => {
    await window.go('/desk/station')
    await page.click('main .button')
    await page.selectOption('#v-matter', 'certificate')
    await page.fill('#v-name', VILLAGER.name)
    await page.fill('#v-number', VILLAGER.number)
    await page.selectOption('#v-consent', 'signed')
    await page.check('form input[type=radio][value=resident]')
    await page.check('input[name=way-id-card][value=shown]')
    await page.click('form button[type=submit]')
    /* With a line it is sent at once. */
    await page.waitForSelector('.slip .number, .rows li:has(.mark.good) .link')
    if (await page.locator('.slip').count() === 0) await page.click('.rows li:has(.mark.good) .link >> nth=0')
    const receipt = (await page.innerText('.slip .number')).trim()
    assert.match(receipt, /^371329-/)
    await page.click('p.row .button.plain >> nth=-1')
    await page.click(`li:has(a[href$="${receipt}"]) button.link`)
    assert.equal((await page.innerText('.slip .number')).trim(), receipt)
    await page.waitForSelector('.slip strong')
    assert.ok((await ask('/cases/withdrawal', { receipt, last_four: VILLAGER.number.slice(-4), reason: '改日再办' })).state)
  }],
  ['a reviewer decides the case that is next', 'reviewer.110105', async ({ page, window, ask, turn }) => {
    const { receipt } = await apply(world, `roles-${turn}`)
    await window.go(`/desk?words=${receipt}`)
    await page.click(`tr a:has-text("${receipt}")`)
    await page.fill('#reason', '材料不足以说明滞留')
    await page.click('.acts .button.plain')
    await page.waitForSelector('.said .told')
    await until('the decision', async () => (await ask(`/cases/${await caseOf(ask, receipt)}`)).verdict === 'refused')
  }],
  ['a head of section grants an exception', 'section-head.110105', async ({ page, window, turn }) => {
    const reviewer = await asker(world, 'reviewer.110105')
    const { receipt } = await apply(world, `roles-head-${turn}`)
    const one = await caseOf(reviewer, receipt)
    const { version } = await reviewer(`/cases/${one}`)
    const asked = await reviewer(`/cases/${one}/relaxations`, { version, material: 'stranding-proof', way: 'waive', reason: '医院已停诊，开不出' })
    assert.ok(!asked.refusal, JSON.stringify(asked))
    await window.go('/desk/owed?tab=relaxations')
    await page.click(`.rows a:has-text("${receipt}")`)
    await page.click('.asked .button')
    await page.waitForSelector('.asked', { state: 'detached' })
    await withdrawn(reviewer, receipt)
  }],
  ['an insurance office sees why a bill is as it is, and asks about a measure', OFFICE, async (one) => {
    const { page, window } = one
    await window.go('/desk/hospital')
    await page.click('.scroll .link >> nth=0')
    await page.waitForSelector('.el-dialog ol li')
    await askedAbout(one)
  }],
  ['a physician sees what waits for him', 'physician.H11010190001', async ({ page, window }) => {
    await window.go('/desk/hospital')
    await page.click('[data-morning=todo] .link >> nth=0')
    await page.waitForSelector('[data-morning] h2:focus')
    await page.click('[data-morning=waits] .link >> nth=0')
    await page.waitForSelector('#h-physician')
  }],
  ['a pharmacy asks about a measure', 'pharmacy.P11010590001', askedAbout],
  ['the city\'s finance has a month of a hospital counted', 'finance.110000', async ({ page, window, ask, turn }) => {
    const [{ institution }] = (await ask('/institutions?code=H11010190001')).institutions
    await window.go(`/desk/payments?institution=${institution}`)
    const before = await page.locator('.rows li:has(dl)').count()
    await page.fill('form.row input[type=month]', `2019-${String(turn % 12 + 1).padStart(2, '0')}`)
    await page.click('form.row .button')
    await page.waitForSelector('.told')
    await page.waitForFunction((count) => document.querySelectorAll('.rows li:has(dl)').length === count + 1, before)
  }],
  ['a county\'s finance sees its numbers', 'finance.110105', async ({ page, window }) => {
    await window.go('/desk/numbers')
    await says(page, 'tbody td', /[\d,]+\.\d\d/)
    await says(page, 'main .soft', /北京|Beijing/)
    assert.doesNotMatch(await page.innerText('tbody'), /\d{15}/)
  }],
  ['a publisher declares an event and takes it back', 'publisher.110000', async ({ page, window, turn }) => {
    await window.go('/desk/events')
    await page.selectOption('#e-kind', 'epidemic-stable')
    await page.fill('#e-paper', `示例公告〔2020〕${turn}号`)
    await page.click('form .button')
    await page.click(`.rows li:has-text("〔2020〕${turn}号") .link`)
    await page.fill('#w-paper', '误报')
    /* What did not arrive is still there. */
    await page.route('**/withdrawal', (route) => route.abort(), { times: 1 })
    await page.click('.el-dialog .button')
    await page.waitForSelector('.el-dialog .fault')
    assert.equal(await page.inputValue('#w-paper'), '误报')
    assert.match(window.complaints.splice(0).join(), /^Failed to load resource[^,]*withdrawal$/)
    await page.click('.el-dialog .button')
    await page.waitForSelector(`.rows li:has-text("〔2020〕${turn}号") .mark.bad`)
  }],
  ['a leader tries a draft before it is published', 'leader.110000', async ({ page, window }) => {
    await window.go('/desk/notices')
    await page.click('.document:has(.mark.warn) a')
    await page.click('.card .button.plain')
    await page.waitForSelector('.diff li')
    await page.waitForSelector('.sum')
  }],
  ['an administrator makes an account and ends it', 'administrator.110105', async ({ page, window, turn }) => {
    await window.go('/desk/people')
    await page.fill('#p-login', `roles.${turn}.110105`)
    await page.fill('#p-label', `临时人员${turn}`)
    await page.fill('#p-password', 'a-first-password-2020')
    await page.click('form .button')
    const row = page.locator('.rows li', { hasText: `临时人员${turn}` })
    await row.locator('.link >> nth=1').click()
    await page.fill('#x-reason', '调出')
    await row.locator('form .button').click()
    await row.locator('.mark.bad').waitFor()
  }],
  ['an inspector reads what was done', 'inspector.110105', async ({ page, window }) => {
    await window.go('/desk/audit')
    await page.waitForSelector('.pick select >> nth=1 >> option >> nth=1', { state: 'attached' })
    const label = page.locator('.pick select >> nth=1').locator('option', { hasText: '初审员' }).first()
    await page.selectOption('.pick select >> nth=1', await label.getAttribute('value'))
    await page.waitForSelector('tbody td')
  }],
]

/* On a phone in one language, on a wide screen in the other; desk.test.mjs looks at the screens themselves in all four. */
const SEATS = [[390, 'zh'], [1440, 'en']]

for (const [what, login, task] of TASKS)
  describe(what, () => {
    for (const [width, language] of SEATS)
      it(`at ${width} px, ${language}`, async () => {
        const window = await open(world, { width, language })
        /* Through the form each time. */
        world.signedIn.delete(login)
        await signIn(window, login)
        await task({ page: window.page, window, ask: await asker(world, login), turn: ++turn })
        await sound(window)
        assert.deepEqual(window.complaints, [])
        await window.close()
      })
  })
