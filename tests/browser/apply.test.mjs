/* apply.test.mjs: a person sends a case from home, one question a screen, without a paper that may
 * follow; what was given survives a reload and a server that is gone; back leads to the question before. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { follow, open, personOf, says, startWorld, sticksOut, violations } from './harness.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

const PICTURE = { name: '证件.png', mimeType: 'image/png', buffer: Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64') }
/* A picture that is wide enough to be trimmed: JPEG, drawn by the page. */
async function widePicture(page) {
  const text = await page.evaluate(() => {
    const drawn = Object.assign(document.createElement('canvas'), { width: 200, height: 100 })
    return drawn.toDataURL('image/jpeg').split(',')[1]
  })
  return { name: '证件.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') }
}
const next = (page) => page.click('form .button:not(.plain)')
/* LAW: SX9-2.1e: each step leads to the guide, and back to itself. */
async function guided(page) {
  const before = await heading(page)
  await page.click('form a[href="/matters/offsite-filing"]')
  await page.waitForSelector('main a[href^="/apply/offsite-filing"]')
  await page.goBack()
  await page.waitForFunction((was) => document.querySelector('form h2')?.innerText === was, before)
}
const heading = (page) => page.locator('form h2').first().innerText()

async function fillIn(page, { patient }, kind = 'stranded') {
  await page.click('.place button')
  await page.click('[role=dialog] >> text=北京市')
  await page.click('[role=dialog] >> text=朝阳区')
  await page.waitForFunction(() => /朝阳区/.test(document.querySelector('.place')?.textContent ?? ''))
  await page.fill('#who-name', patient.name)
  await page.fill('#who-number', patient.number)
  await next(page)
  await page.check(`input[value=${kind}]`)
  await next(page)
  await page.selectOption('#place-0', { label: '湖北省' })
  await page.waitForSelector('#place-1')
  await page.selectOption('#place-1', { label: '武汉市' })
  await next(page)
  if (kind === 'stranded') {
    await page.fill('input[type=date]', '2099-12-31')
    await page.waitForSelector('[role=alert]:has-text("不能晚于")')
  }
  /* Who is not held up files from today on. */
  await page.fill('input[type=date]', kind === 'stranded' ? '2020-01-23' : '2020-02-11')
  await next(page)
}

/* LAW: SX9-G2c, SX9-G4, SX9-M4: what is left out is named and the rest stays, one question follows
 * another, and the narrowest telephone shows all of it. */
it('is sent with a paper owed, and found again', async () => {
  const window = await open(world, { width: 360 })
  const page = await window.go('/apply/offsite-filing')
  await page.waitForSelector('#who-name')
  assert.deepEqual(await violations(page), [])
  await guided(page)
  await page.fill('#who-name', world.patient.name)
  await next(page)
  await page.waitForSelector('[role=alert]:has-text("参保地")')
  assert.equal(await page.inputValue('#who-name'), world.patient.name)
  assert.equal(await sticksOut(page), false)
  /* A slip of the pen is told beside the number. */
  await page.fill('#who-number', '123')
  await page.press('#who-number', 'Tab')
  await page.waitForSelector('#who-slip:has-text("太短")')
  /* A sheet that was opened leaves links what they were. */
  await page.click('.place button')
  await page.waitForSelector('[role=dialog] [role=menuitemradio]')
  await page.keyboard.press('Escape')
  assert.equal(await page.$eval('form a[href^="/matters/"]', (one) => getComputedStyle(one).textDecorationLine), 'underline')
  assert.deepEqual(await violations(page), [])
  await fillIn(page, { patient: { ...world.patient, name: '无此人' } })
  /* Until, reason and telephone may be left empty. */
  for (let skipped = 0; skipped < 3; skipped++) await next(page)
  assert.equal(await sticksOut(page), false)
  await guided(page)
  await page.setInputFiles('input[type=file]', { name: '证件.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('PK\x03\x04') })
  await page.waitForSelector('[role=alert]:has-text("证件.jpg")')
  await page.setInputFiles('input[type=file]', PICTURE)
  await page.waitForSelector('.frame img')
  await next(page)
  await says(page, 'form h2', /滞留/)
  await page.check('input[value=owed]')
  assert.deepEqual(await violations(page), [])
  await next(page)
  await page.waitForSelector('dl.facts')
  assert.equal(await sticksOut(page), false)
  await guided(page)
  /* What was answered wrong is one press away, and a phone's back key leads back here. */
  await page.click('dl.facts .change >> nth=1')
  assert.equal(await page.isChecked('input[value=stranded]'), true)
  await page.waitForSelector('form h2:focus')
  await page.goBack()
  await page.waitForSelector('dl.facts')
  /* What the server refuses leads to the question it is about; the other answers stay. */
  await next(page)
  await page.waitForSelector('#who-name')
  await page.waitForSelector('[role=alert]:has-text("姓名")')
  await page.fill('#who-name', world.patient.name)
  while (await page.locator('dl.facts').count() === 0) {
    const was = await heading(page)
    await next(page)
    await page.waitForFunction((before) => document.querySelector('form h2')?.textContent !== before, was)
  }
  await page.route('**/api/v1/cases', (route) => route.abort(), { times: 1 })
  await next(page)
  await page.waitForSelector('[role=alert]')
  await page.waitForSelector('form .onward .button:focus')
  await next(page)
  await page.waitForSelector('.done h1:focus')
  assert.deepEqual(await page.evaluate(() => Object.keys({ ...sessionStorage, ...localStorage }).filter((key) => /draft|tab/.test(key))), [])
  const receipt = await page.innerText('.done .number')
  assert.match(receipt, /^110105-/)
  assert.match(await page.innerText('.done'), /疫情结束/)
  assert.deepEqual(await violations(page), [])
  await page.click('.done a.button')
  await page.fill('#last-four', world.patient.number.slice(-4))
  await page.click('form button')
  await page.waitForSelector('.van-steps')
  await says(page, 'main', /容缺/)
  await window.close()
})

/* From the guide to the receipt without a mouse, in large type: what is reached is reached by Tab. */
it('is filled in and sent by keys alone', async () => {
  const window = await open(world, { width: 1440 })
  const who = await personOf(world, 'resident.0')
  /* Listened for from the start: the browser is told to ask us instead of the system, and that takes a moment. */
  const choosing = window.page.waitForEvent('filechooser', { timeout: 0 })
  await window.context.addCookies([{ name: 'elder', value: 'yes', url: world.base }])
  const page = await window.go('/matters/offsite-filing')
  const press = (key) => page.keyboard.press(key)
  async function reach(selector, key = 'Tab') {
    await page.waitForSelector(selector, { state: 'attached' })
    for (let tries = 0; tries < 80; tries++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
      await press(key)
    }
    assert.fail(`${selector} is not reached by ${key}`)
  }
  /* Arrows, until what is wanted is chosen. */
  async function along(key, done, most = 60) {
    for (let tries = 0; tries < most; tries++) {
      if (await page.evaluate(done)) return
      await press(key)
    }
    assert.fail(`${key} does not lead there`)
  }
  /* The next question is there when it has the focus: a key pressed before would be taken from it. */
  const asked = (was) => page.waitForFunction((before) => document.activeElement?.tagName === 'H2'
    && document.activeElement.textContent !== before, was)
  const on = async () => { const before = await heading(page); await reach('form .button:not(.plain)'); await press('Enter'); await asked(before) }
  await reach('main a[href^="/apply/offsite-filing"]')
  await press('Enter')
  /* The guide has a choice of places, too, and stays until the form has come. */
  await page.waitForSelector('#who-name')
  await reach('.place button')
  await press('Enter')
  await page.waitForSelector('[role=menuitemradio]:focus')
  assert.deepEqual(await violations(page), [])
  await along('ArrowDown', () => document.activeElement?.textContent === '北京市')
  await press('Enter')
  await page.waitForFunction(() => document.activeElement?.matches('[role=menuitemradio]') && document.activeElement.textContent !== '北京市')
  await along('ArrowDown', () => document.activeElement?.textContent === '朝阳区')
  await press('Enter')
  await page.waitForFunction(() => /朝阳区/.test(document.querySelector('.place')?.textContent ?? '') && !document.activeElement?.closest('[role=dialog]'))
  await reach('#who-name')
  await page.keyboard.type(who.name)
  await reach('#who-number')
  await page.keyboard.type(who.number)
  const first = await heading(page)
  await press('Enter')
  await asked(first)
  await reach('form input[type=radio]')
  await press('Space')
  await along('ArrowDown', () => document.querySelector('input[value=stranded]')?.checked)
  await on()
  for (const [select, name] of [['#place-0', '湖北省'], ['#place-1', '武汉市']]) {
    /* Going along the provinces asks for the towns of each: those of the chosen one come last. */
    await page.waitForSelector(`${select} option:text-is("${name}")`, { state: 'attached' })
    await reach(select)
    /* A list opens in a window of the system's; its letters are typed, its rows gone along. */
    for (let tries = 0; tries < 60 && await page.$eval(select, (one) => one.selectedOptions[0]?.textContent) !== name; tries++) await press('ArrowDown')
    assert.equal(await page.$eval(select, (one) => one.selectedOptions[0]?.textContent), name)
  }
  await on()
  await reach('form input[type=date]')
  /* Its parts stand in the order of the browser's own language. */
  for (const parts of [['01232020'], ['2020', '0123']]) {
    for (const part of parts) {
      if (part !== parts[0]) await press('ArrowRight')
      await page.keyboard.type(part)
    }
    if (await page.inputValue('input[type=date]') === '2020-01-23') break
    for (let back = 0; back < 3; back++) await press('ArrowLeft')
  }
  assert.equal(await page.inputValue('input[type=date]'), '2020-01-23')
  for (let skipped = 0; skipped < 4; skipped++) await on()
  await reach('input[type=file]')
  await press('Enter')
  await (await choosing).setFiles(PICTURE)
  await page.waitForSelector('.frame img')
  await on()
  await reach('form input[type=radio]')
  await along('ArrowDown', () => document.querySelector('input[value=owed]')?.checked)
  await on()
  await page.waitForSelector('dl.facts')
  await reach('form .acts .button:not(.plain)')
  await press('Enter')
  await page.waitForSelector('.done h1:focus')
  assert.match(await page.innerText('.done .number'), /^1101/)
  assert.deepEqual(window.complaints, [])
  await window.close()
})

it('keeps a draft over a reload; names, numbers and photos while the page is open', async () => {
  const window = await open(world, { width: 1440 })
  const page = await window.go('/apply/offsite-filing')
  await page.waitForSelector('#who-name')
  await fillIn(page, world)
  for (let skipped = 0; skipped < 3; skipped++) await next(page)
  await page.setInputFiles('input[type=file]', PICTURE)
  await page.waitForSelector('.frame img')
  await page.waitForFunction(() => Object.values(sessionStorage).some((kept) => kept.includes('证件.png')))
  /* As a telephone does that put the page away while its camera was open. */
  await window.again()
  await page.waitForSelector('.frame img')
  await says(page, 'main', /证件\.png/)
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }))
  assert.ok(kept.includes('stranded') && kept.includes('420100'))
  assert.ok(!kept.includes(world.patient.number) && !kept.includes(world.patient.name))
  for (let back = 7; back > 0; back--) await page.goBack()
  await page.waitForSelector('#who-number')
  assert.equal(await page.inputValue('#who-number'), world.patient.number)
  const other = await window.context.newPage()
  await other.goto(`${world.base}/apply/offsite-filing?step=0`)
  await other.waitForSelector('form h2')
  assert.ok(!(await other.evaluate(() => JSON.stringify({ ...sessionStorage }))).includes(world.patient.number))
  await window.close()
})

it('is sent with a photo that was trimmed, a commitment and a drawn name', async () => {
  const window = await open(world)
  const page = await window.go('/apply/offsite-filing')
  await fillIn(page, { patient: await personOf(world, 'resident.2') }, 'long-term-resident')
  for (let skipped = 0; skipped < 3; skipped++) await next(page)
  await page.setInputFiles('input[type=file]', await widePicture(page))
  const width = () => page.$eval('.frame img', async (one) => { await one.decode(); return one.naturalWidth })
  await page.waitForSelector('.frame img')
  const before = await width()
  await page.click('.acts button:has-text("裁")')
  await page.locator('.edges input').first().fill('20')
  /* Whoever goes on without saying that it is done has trimmed it, too. */
  await page.click('form .onward .button >> nth=0')
  await says(page, 'form h2', /居住/)
  await page.click('form .onward .plain')
  await page.waitForFunction((was) => { const one = document.querySelector('.frame img'); return one?.complete && one.naturalWidth === was * 0.8 }, before)
  await page.click('.acts button:has-text("裁")')
  await page.locator('.edges input').first().fill('40')
  await page.click('.edges .button')
  await page.waitForFunction((was) => { const one = document.querySelector('.frame img'); return one?.complete && one.naturalWidth > 0 && one.naturalWidth < was }, before)
  await next(page)
  await page.check('input[value=commitment]')
  await next(page)
  await page.waitForSelector('dl.facts')
  await next(page)
  await page.waitForSelector('[role=alert]')
  const pad = await page.locator('canvas').boundingBox()
  await page.locator('canvas').scrollIntoViewIfNeeded()
  const { x, y } = await page.locator('canvas').boundingBox()
  await page.mouse.move(x + 30, y + 30)
  await page.mouse.down()
  await page.mouse.move(x + pad.width / 2, y + 60, { steps: 5 })
  await page.mouse.up()
  await page.check('.commit input')
  assert.deepEqual(await violations(page), [])
  await next(page)
  await page.waitForSelector('.done .number')
  assert.deepEqual(window.complaints, [])
  await window.close()
})

/* LAW: SX9-G3a, SX9-M3: from the front page to all matters, to one of them, to its form. */
it('is reached from the front page, past all matters', async () => {
  const window = await open(world)
  const page = await window.go('/')
  await follow(window, 'main a[href="/matters"]')
  await page.waitForSelector('main summary')
  const guides = page.locator('main ul.matters a[href^="/matters/"]')
  assert.ok(await guides.count() >= 40)
  assert.equal(await sticksOut(page), false)
  const filing = page.locator('details:has(a[href="/matters/offsite-filing"])').first()
  if (!await filing.evaluate((one) => one.open)) await filing.locator('summary').click()
  await filing.locator('a[href="/matters/offsite-filing"]').click()
  await page.click('main a[href^="/apply/offsite-filing"]')
  await page.waitForSelector('#who-name')
  assert.equal(await sticksOut(page), false)
  assert.deepEqual(window.complaints, [])
  await window.close()
})

/* LAW: SX9-M3b: what most people come for, then "more" to the whole list; in the list of the telephone it stands first, too.
 * A place's own order goes before the country's. */
it('shows first what most people come for, and the whole list after "more"', async () => {
  const window = await open(world, { width: 390 })
  const hrefs = (links) => links.map((link) => link.getAttribute('href'))
  const page = await window.go('/')
  const country = await page.locator('main .items a[href^="/matters/"]').evaluateAll(hrefs)
  assert.ok(country.length >= 3 && country.length <= 12)
  await window.go('/?place=330600')
  const city = await page.locator('main .items a[href^="/matters/"]').evaluateAll(hrefs)
  assert.equal(city[0], '/matters/inpatient-claim?place=330600')
  assert.notDeepEqual(city.map((href) => href.split('?')[0]), country)
  assert.equal(await sticksOut(page), false)
  assert.deepEqual(await violations(page), [])
  await follow(window, 'main a.button:has-text("更多")')
  await page.waitForSelector('main summary')
  const groups = page.locator('main details:has(ul.matters)')
  assert.deepEqual(await groups.first().locator('a').evaluateAll(hrefs), city.map((href) => href.split('?')[0]))
  const all = new Set(await page.locator('main ul.matters a[href^="/matters/"]').evaluateAll(hrefs))
  assert.ok(all.size >= 40)
  assert.equal(await sticksOut(page), false)
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(window.complaints, [])
  await window.close()
})
