/* moments.mjs: what people see on the way through a task of the hall and no address leads to, for
 * shots.mjs: each moment does what it takes and calls `shot(name)`. */
import { asker, personOf } from './harness.mjs'

const PICTURE = { name: '证件.png', mimeType: 'image/png', buffer: Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') }
/* Insured where the paper may follow, so that each gets to the end. */
const APPLICANTS = ['resident.0', 'resident.2', 'resident.3', 'resident.5']
let applied = 0
const next = (page) => page.click('form .onward .button >> nth=0')
/* A paper as a camera takes it: drawn by the page. */
async function photo(page) {
  const text = await page.evaluate(() => {
    const drawn = Object.assign(document.createElement('canvas'), { width: 800, height: 500 })
    const pen = drawn.getContext('2d')
    pen.fillStyle = '#dfe8ef'
    pen.fillRect(0, 0, 800, 500)
    pen.fillStyle = '#16202b'
    pen.font = '48px sans-serif'
    pen.fillText('示例证件', 60, 420)
    return drawn.toDataURL('image/jpeg').split(',')[1]
  })
  return { name: '证件.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') }
}

/* A name as a finger draws it. */
async function draw(page) {
  const pad = page.locator('canvas')
  await pad.scrollIntoViewIfNeeded()
  const { x, y, width, height } = await pad.boundingBox()
  for (const [from, to] of [[[0.2, 0.3], [0.45, 0.3]], [[0.32, 0.15], [0.25, 0.8]], [[0.6, 0.2], [0.8, 0.75]], [[0.8, 0.2], [0.6, 0.75]]]) {
    await page.mouse.move(x + width * from[0], y + height * from[1])
    await page.mouse.down()
    await page.mouse.move(x + width * to[0], y + height * to[1], { steps: 6 })
    await page.mouse.up()
  }
}

async function booking({ page, go, shot, turn }) {
  await go('/booking?place=110105&matter=transfer')
  await next(page)
  await page.waitForSelector('.place')
  await shot('where')
  await next(page)
  await page.locator('input[name=day]').nth(1).check()
  await shot('day')
  await next(page)
  await page.locator('input[name=slot]').first().check()
  await shot('hour')
  await next(page)
  await page.fill('#who-name', '示例人')
  await page.fill('#who-phone', `199${String(10000000 + turn)}`)
  await page.fill('#who-why', '材料在外地，无法拍照')
  await shot('who')
  await next(page)
  await page.waitForSelector('.big')
  await shot('held')
  await page.click('main button')
  await page.waitForSelector('.done .number')
  await shot('slip')
  await page.click('main button.plain')
  await page.waitForSelector('p.card[role=status]')
  await shot('cancelled')
}

async function applying({ page, go, shot, world }) {
  /* Nobody has two cases of one matter open. */
  const who = await personOf(world, APPLICANTS[applied++ % APPLICANTS.length])
  await go('/apply/offsite-filing?place=110105')
  await page.waitForSelector('#who-name')
  await page.fill('#who-name', who.name)
  const slipped = who.number.slice(0, -1) + (who.number.endsWith('1') ? '2' : '1')
  await page.fill('#who-number', slipped)
  await page.press('#who-number', 'Tab')
  await page.waitForFunction(() => document.querySelector('#who-slip')?.textContent !== '')
  await shot('who')
  await page.click('.place button')
  await page.waitForSelector('[role=dialog] [role=menuitemradio]')
  await shot('place')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.activeElement?.closest('[role=dialog]'))
  await page.fill('#who-number', who.number)
  await next(page)
  await page.check('input[value=stranded]')
  await shot('choice')
  await next(page)
  await page.selectOption('#place-0', '420000')
  await page.selectOption('#place-1', '420100')
  await shot('where')
  await next(page)
  await page.fill('input[type=date]', '2020-01-23')
  await shot('day')
  await next(page)
  for (let skipped = 0; skipped < 3; skipped++) await next(page)
  await page.setInputFiles('input[type=file]', await photo(page))
  await page.waitForSelector('.frame img')
  await page.click('.field .acts button >> nth=1')
  await shot('photo')
  await next(page)
  await page.waitForSelector('input[value=owed]')
  await shot('paper')
  await page.check(await page.locator('input[value=commitment]').count() ? 'input[value=commitment]' : 'input[value=owed]')
  await next(page)
  await page.waitForSelector('dl.facts')
  await draw(page)
  await shot('check')
  await page.fill('#sign-typed', who.name)
  if (await page.locator('.commit input').count()) await page.check('.commit input')
  await next(page)
  await page.waitForSelector('.done .number, [role=alert]')
  await shot('done')
}

async function unfinished({ page, go, shot, context }) {
  await go('/apply/offsite-filing?place=110105')
  await page.waitForSelector('#who-name')
  await page.fill('#who-name', '示例人')
  await context.setOffline(true)
  await page.waitForSelector('p.banner')
  await shot('no-line')
  await context.setOffline(false)
  await page.reload()
  await page.waitForFunction(() => document.querySelector('#who-name')?.value === '示例人')
  await shot('kept')
}

async function ownCase({ page, go, shot, receipt }) {
  await go(`/my/cases/${receipt}`)
  await page.waitForSelector('.debt button')
  await page.click('.debt button >> nth=0')
  await page.setInputFiles('.debt input[type=file]', PICTURE)
  await page.waitForSelector('.debt .frame img')
  await shot('supply')
  await page.click('summary >> nth=-1')
  await page.waitForSelector('.months table')
  await shot('why')
  await page.click('.acts .plain >> nth=-1')
  await page.waitForSelector('[role=dialog] textarea')
  await shot('withdraw')
}

async function decided({ page, go, shot }) {
  await go('/my/cases')
  /* The oldest of his is done with. */
  const done = await page.locator('main li a').last().getAttribute('href')
  await go(done)
  await page.waitForSelector('input[type=radio]')
  await page.check('input[type=radio] >> nth=4')
  await shot('rating')
  const document = page.locator('main button[aria-expanded]').first()
  if (await document.count()) {
    await document.click()
    await page.waitForSelector('article .check')
    await shot('document')
  }
}

async function asking({ page, go, shot, turn }) {
  await go('/matters')
  await page.fill('#search', '异地')
  await page.waitForSelector('details.told, ul.notices li')
  await shot('search')
  await go('/questions')
  await page.fill('#q-text', `回京以后还要备案吗？（${turn}）`)
  await page.click('form .button >> nth=0')
  await page.waitForSelector('section[role=status]')
  await shot('asked')
}

async function estimate({ page, go, shot }) {
  await go('/my/estimate')
  await page.fill('#e-name', '朝阳医院')
  await page.waitForFunction(() => document.querySelectorAll('input[name=hospital]').length === 1)
  await page.check('input[name=hospital]')
  await page.fill('#e-amount', '3000')
  await page.click('form .button')
  await page.waitForSelector('.figure')
  await shot('told')
}

/* Given, shown, and ended, so that it can be given again. */
async function mandate({ page, go, shot, world }) {
  const agent = await personOf(world, 'resident.0')
  await go('/my/mandates')
  await page.click('main > div > .button')
  await page.waitForSelector('fieldset input')
  await shot('form')
  await page.fill('#my-number', world.patient.number)
  await page.fill('#agent-name', agent.name)
  await page.fill('#agent-number', agent.number)
  await page.check('input[value=offsite-filing]')
  await page.fill('#mandate-until', '2020-05-10')
  await page.click('form > .button')
  await page.waitForSelector('[role=status].good')
  await shot('given')
  const given = page.locator('main li', { hasText: agent.name }).locator('button').first()
  await given.click()
  await given.waitFor({ state: 'detached' })
}

/* Asked for each time, granted once: a month is put off once. */
let granted = false
async function deferral({ page, go, shot, world }) {
  const employer = await asker(world, 'employer.16')
  const { unit } = await employer('/sessions/current')
  await go('/apply/contribution-deferral')
  await page.waitForSelector('form h2')
  const answers = [['input[type=month]', '2020-02'], ['input[inputmode=decimal]', '5000'], ['textarea[id*=difficulty]', '停工停产']]
  while (await page.locator('dl.facts').count() === 0) {
    const was = await page.innerText('form h2 >> nth=0')
    for (const [field, answer] of answers) if (await page.locator(`form ${field}`).count()) await page.fill(`form ${field}`, answer)
    if (await page.locator('input[value=owed]').count()) await page.check('input[value=owed]')
    await next(page)
    await page.waitForFunction((before) => document.querySelector('form h2')?.innerText !== before, was)
  }
  await shot('check')
  if (!granted) {
    granted = true
    await next(page)
    const receipt = await page.innerText('.done .number')
    const head = await asker(world, 'section-head.110105')
    const { cases: [{ case_id: id, version }] } = await head('/cases/search', { receipt })
    await head(`/cases/${id}/verdict`, { verdict: 'approve', version })
    const { staff } = await employer(`/units/${unit}/staff`)
    for (const { person } of staff) await employer(`/units/${unit}/bases`, { person, month: '2020-02', base: '6000.00' })
    await employer(`/units/${unit}/declarations`, { month: '2020-02' })
  }
  await go('/employer')
  await page.click('[data-month="2020-02"] summary')
  await page.waitForSelector('[data-month="2020-02"] td.last')
  await shot('why')
}

async function unit({ page, go, shot }) {
  await go('/employer')
  await page.waitForSelector('#month')
  const people = page.locator('section.card > button[aria-expanded]').first()
  if (await people.count()) {
    await people.click()
    await page.waitForSelector('tbody tr')
  }
  await shot('bill-people')
  await go('/employer/batch')
  await page.waitForSelector('form li strong', { state: 'attached' })
  const columns = await page.locator('form li strong').allTextContents()
  await page.setInputFiles('#b-file', { name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(`${columns.join(',')}\n${columns.map(() => 'x').join(',')}\n`) })
  await page.click('form .button:not(.plain)')
  await page.click('article details summary')
  await page.waitForSelector('article details li')
  await page.click('form details summary')
  await shot('batch')
}

async function unitMoney({ page, go, shot }) {
  await go('/employer/money')
  const again = page.locator('details summary').first()
  if (await again.count()) await again.click()
  await shot('returned')
}

export const MOMENTS = [
  { name: 'booking', as: null, take: booking },
  { name: 'apply', as: null, take: applying },
  { name: 'offline', as: null, take: unfinished },
  { name: 'ask', as: 'patient.110105', take: asking },
  { name: 'case', as: 'patient.110105', take: ownCase },
  { name: 'decided', as: 'patient.110105', take: decided },
  { name: 'estimate', as: 'patient.110105', take: estimate },
  { name: 'mandate', as: 'patient.110105', take: mandate },
  { name: 'deferral', as: 'employer.16', take: deferral },
  { name: 'unit', as: 'employer.0', take: unit },
  { name: 'unit-money', as: 'employer.0', take: unitMoney },
]
