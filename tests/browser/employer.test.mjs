/* employer.test.mjs: the hall as a unit's operator sees it: months, people, sheets, money that came back. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { asked, asker, bothWidths, returnAllowance, says, seated, sticksOut, startWorld, violations } from './harness.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

describe('an employer', () => {
  it('sees the months of his unit, declares one, and the people of it', async () => {
    const window = await seated(world, 'employer.0', '/my', {})
    const { page } = window
    await page.click('main a[href="/employer"]')
    await page.waitForSelector('#month')
    assert.deepEqual(await violations(page), [])
    assert.equal(await sticksOut(page), false)
    const fields = page.locator('[id^="base-"]')
    await fields.first().waitFor()
    const people = await fields.count()
    await fields.first().fill('-5')
    for (let at = 1; at < people; at++) await fields.nth(at).fill(String(6000 + 100 * at))
    await page.click('text=报这些基数')
    await page.waitForSelector('form li [role=alert]')
    await page.locator('[id^="base-"]').first().fill('6000')
    await page.click('text=报这些基数')
    await page.waitForFunction(() => !document.querySelector('[id^="base-"]'))
    await page.fill('#month', '2020-02')
    await page.route('**/declarations', (route) => route.abort(), { times: 1 })
    await page.click('form:has(#month) .button')
    await page.waitForSelector('[role=alert]')
    assert.equal(await page.inputValue('#month'), '2020-02')
    await page.click('form:has(#month) .button')
    await page.waitForSelector('[role=status].told')
    await page.click('text=职工明细')
    await page.waitForSelector('tbody tr')
    assert.equal(await page.locator('tbody tr').count(), people)
    assert.deepEqual(await violations(page), [])
    await window.close()
  })
  it('sends a sheet, and each line that was not done says why', async () => {
    const window = await seated(world, 'employer.0', '/employer/batch', {})
    const { page } = window
    await page.waitForSelector('form li strong', { state: 'attached' })
    const columns = await page.locator('form li strong').allTextContents()
    await page.click('form .button:not(.plain)')
    await page.waitForSelector('[role=alert]')
    await page.setInputFiles('#b-file', { name: '名单.csv', mimeType: 'text/csv',
      buffer: Buffer.from(`${columns.join(',')}\n${columns.map(() => 'x').join(',')}\n`) })
    await page.route('**/api/v1/bulk-files', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()), { times: 1 })
    await page.click('form .button:not(.plain)')
    await page.waitForSelector('[role=alert]:has-text("还在")')
    /* The browser complains of the lost answer, too. */
    window.complaints.length = 0
    assert.match(await page.innerText('form'), /名单\.csv/)
    await page.click('form .button:not(.plain)')
    await page.click('article details summary')
    await page.waitForSelector('article details li')
    assert.match(await page.innerText('article'), /名单\.csv/)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
  it('enrols by a sheet that does not name the unit, and is told of one that is empty or too large', async () => {
    await asked(world, 'employer.0', '/employer/batch', async (page) => {
      await page.waitForSelector('form li strong', { state: 'attached' })
      const choose = (name, text) => page.setInputFiles('#b-file', { name, mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.uncheck('form .tick input >> nth=0')
      await choose('空.csv', '')
      await page.click('form .button:not(.plain)')
      await page.waitForSelector('form [role=alert]:has-text("空.csv")')
      const large = join(mkdtempSync(join(tmpdir(), 'yibao-large-')), '太大.csv')
      writeFileSync(large, 'x'.repeat(17 * 1024 * 1024))
      await page.setInputFiles('#b-file', large)
      await page.click('form .button:not(.plain)')
      await page.waitForSelector('form [role=alert]:has-text("16 MB")')
      rmSync(dirname(large), { recursive: true })
      await choose('新人.csv', '证件类型,证件号码,姓名,性别,出生日期,险种,人员类别,参保地区划代码,开始日期\n'
        + '居民身份证（户口簿）,990999197303141014,示例新人,男,1973-03-14,职工基本医疗保险,在职,110105,2020年2月3日\n')
      await page.click('form .button:not(.plain)')
      await page.waitForSelector('article:has-text("新人.csv"):has-text("成功 1，未成功 0")')
    })
  })
  it('whom a demo world offers puts months off, and each says until when and why that day', async () => {
    const employer = await asker(world, 'employer.16')
    const { unit } = await employer('/sessions/current')
    const { staff } = await employer(`/units/${unit}/staff`)
    for (const { person } of staff) await employer(`/units/${unit}/bases`, { person, month: '2020-02', base: '6000.00' })
    await asked(world, 'employer.16', '/my', async (page, window) => {
      await page.click('main a[href="/apply/contribution-deferral"]')
      await page.waitForSelector('form h2')
      const answers = [['input[type=month]', '2020-02'], ['input[inputmode=decimal]', '5000'], ['textarea[id*=difficulty]', '停工停产']]
      while (await page.locator('dl.facts').count() === 0) {
        const was = await page.innerText('form h2 >> nth=0')
        for (const [field, answer] of answers) if (await page.locator(`form ${field}`).count()) await page.fill(`form ${field}`, answer)
        if (await page.locator('input[value=owed]').count()) await page.check('input[value=owed]')
        await page.click('form .onward .button >> nth=0')
        await page.waitForFunction((before) => document.querySelector('form h2')?.innerText !== before, was)
      }
      /* What we know of the unit it need not write down. */
      assert.match(await page.innerText('dl.facts'), /餐饮/)
      await page.click('form .onward .button >> nth=0')
      const receipt = await page.innerText('.done .number')
      const head = await asker(world, 'section-head.110105')
      const { cases: [{ case_id: id, version }] } = await head('/cases/search', { receipt })
      const decided = await head(`/cases/${id}/verdict`, { verdict: 'approve', version })
      assert.equal(decided.effect, 'recorded', JSON.stringify(decided))
      await employer(`/units/${unit}/declarations`, { month: '2020-02' })
      await window.go('/employer')
      const bill = '[data-month="2020-02"]'
      await says(page, bill, /缓缴[\s\S]*2020年7月31日[\s\S]*京医保发〔2020〕4号/)
      await page.click(`${bill} summary`)
      await says(page, `${bill} td.last`, /31/)
      await bothWidths(window)
    })
  })
  it('finds what the bank sent back of the unit’s money, and leads it to another account', async () => {
    const { name } = await returnAllowance(world)
    await asked(world, 'employer.0', '/my', async (page, window) => {
      await page.click('main a[href="/employer/money"]')
      await page.waitForSelector('section.card h2 .mark.bad')
      assert.match(await page.innerText('section.card h2'), new RegExp(`${name} · 生育津贴`))
      assert.match(await page.innerText('section.card'), /单位账户[\s\S]*账号与户名不符/)
      await page.click('details summary')
      await bothWidths(window)
      await page.fill('input[id^=h-]', '示例单位')
      await page.fill('input[id^=k-]', '示例银行朝阳支行')
      await page.fill('input[id^=a-]', '12')
      await page.click('details form .button')
      await page.waitForSelector('[role=alert]:has-text("账号")')
      await page.fill('input[id^=a-]', '6222 0000 0000 0001')
      window.complaints.length = 0
      await page.click('details form .button')
      await page.waitForFunction(() => document.querySelectorAll('section.card').length === 2)
      assert.equal(await page.locator('section.card h2 .mark.bad').count(), 0)
      assert.match(await page.innerText('section.card >> nth=0'), /示例银行朝阳支行/)
      await window.go('/my/messages')
      await says(page, 'main', /被银行退回/)
    })
  })
  it('is not a person, and is told so', async () => {
    const window = await seated(world, 'employer.0', '/my/bills', {})
    await window.page.waitForSelector('[role=alert]')
    await window.close()
  })
})
