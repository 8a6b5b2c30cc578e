/* plain.test.mjs: the server's plain pages in a browser that runs scripts are what they are without:
 * the application takes over its own paths and no other. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { PLAIN_READERS, open, plainPages, seated, signIn, startWorld, sticksOut, violations } from './harness.mjs'

let world
before(async () => { world = await startWorld() })
after(() => world?.stop())

/* What the server sends to whoever is signed in there, read by nobody's browser: no script has touched it. */
async function sentTo(window, path) {
  const cookie = (await window.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await fetch(world.base + path, { headers: { cookie, 'accept-language': 'zh-CN' } })
  const text = await answer.text()
  return { path: new URL(answer.url).pathname, text, heading: /<h1[^>]*>([^]*?)<\/h1>/.exec(text)?.[1] }
}
/* The page as it stands, beside the one that was sent: but for the key of each form, letter by letter the same. */
const differences = (page, sent) => page.evaluate((text) => {
  const written = (one) => {
    const copy = one.cloneNode(true)
    for (const key of copy.querySelectorAll('input[type=hidden]')) key.setAttribute('value', '')
    return copy.outerHTML
  }
  const [was, is] = [new DOMParser().parseFromString(text, 'text/html'), document].map((one) => written(one.documentElement))
  return was === is ? [] : [was, is]
}, sent)

describe('a plain page', () => {
  it('stays what the server sent when scripts run', async () => {
    const opened = new Set()
    for (const as of PLAIN_READERS) {
      const window = await open(world)
      const { page } = window
      if (as !== null) await signIn(window, as)
      const refused = new Set()
      for (const path of plainPages().filter((one) => !opened.has(one))) {
        const sent = await sentTo(window, path)
        const his = sent.path === path && !sent.text.includes('没有办理这项业务的权限')
        /* A page that says no, or that one is led to instead, is one: that it stays is seen once of each reader. */
        const instead = sent.path === path ? sent.heading : sent.path
        if (!his && refused.has(instead)) continue
        await window.load(path)
        assert.equal(new URL(page.url()).pathname, sent.path, `${path} as ${as}`)
        assert.notEqual((await page.innerText('h1')).trim(), '', `${path} as ${as}`)
        assert.deepEqual(await differences(page, sent.text), [], `${path} as ${as}`)
        if (his) opened.add(path)
        else refused.add(instead)
      }
      await window.close()
    }
    const never = plainPages().filter((path) => !opened.has(path))
    assert.deepEqual(never, [], 'each is opened by somebody')
    assert.ok(opened.size > 30)
  })
  it('shows an office which share of its cases came online', async () => {
    const window = await seated(world, 'reviewer.110105', '/ways', {})
    const page = await window.go('/ways?from=2020-01-01&until=2020-02-10')
    const text = await page.innerText('main')
    assert.match(text, /网上办占比（%）\s*\d+/)
    assert.match(text, /窗口办件\s*\d+/)
    assert.deepEqual(await violations(page), [])
    await window.close()
  })
  it('that the hall links to is opened, and stays', async () => {
    const window = await open(world)
    const page = await window.go('/notices')
    assert.match(await page.innerText('main'), /〔2020〕/)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(window.complaints, [])
    await window.close()
  })
})

describe('without script', () => {
  it('large type shows few things at a time, and the rest when it is asked for', async () => {
    const window = await open(world, { script: false })
    const links = () => window.page.locator('main a:visible').count()
    for (const path of ['/', '/matters', '/directory?division.1=110000']) {
      const page = await window.go(path)
      const usual = await links()
      assert.equal(await page.locator('main details').count(), 0)
      await window.context.addCookies([{ name: 'elder', value: 'yes', url: world.base }])
      await window.again()
      const few = await links()
      assert.ok(few < usual * 0.75, `${path}: ${few} of ${usual}`)
      assert.equal(await sticksOut(page), false)
      await page.locator('main details summary').first().click()
      assert.ok(await links() > few, path)
      await window.context.clearCookies()
    }
    await window.close()
  })
  it('people are asked nothing in words of the program', async () => {
    for (const as of [null, 'patient.110105']) {
      const window = await open(world, { script: false })
      if (as) await signIn(window, as)
      const page = await window.go('/')
      const offered = await page.locator('main .links a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname))
      for (const path of new Set([...offered, '/messages', '/password'])) {
        await window.go(path)
        for (const label of await page.locator('main :is(label, legend)').allInnerTexts())
          assert.doesNotMatch(label, /[a-z]{4,}|编号往前|最后一条/, `${path}: ${label}`)
      }
      await window.close()
    }
  })
  it('matters and people are chosen by name, and nobody is asked who he is', async () => {
    const window = await open(world, { script: false })
    const page = await window.go('/matters/offsite-filing?place=110105')
    await page.click('main a[href^="/booking?matter=offsite-filing"]')
    assert.equal(await page.locator('select[name=matter] option:checked').innerText(), '异地就医备案')
    assert.equal(await page.locator('main input[name=matter]').count(), 0)
    await window.go('/booking?matter=inpatient-claim&place=110105')
    /* Hundreds of times: those of one day, and the other days, one of which is chosen. */
    const daysOf = () => page.locator('main a[href^="/book?"]').evaluateAll((links) => [...new Set(links.map((link) => new URL(link.href).searchParams.get('day')))])
    assert.deepEqual(await daysOf(), ['2020-02-10'])
    assert.ok(await page.locator('main').evaluate((main) => main.scrollHeight) < 6000)
    assert.equal(await page.locator('main a[href="/apply/inpatient-claim?place=110105"]').count(), 1)
    await page.click('main a[href^="/booking?"][href*="day="] >> nth=1')
    assert.deepEqual(await daysOf(), ['2020-02-12'])
    await page.click('main a[href^="/book?"] >> nth=0')
    assert.equal(await page.inputValue('main select[name=matter]'), 'inpatient-claim')
    await signIn(window, 'patient.110105')
    await window.go('/claims-of')
    assert.equal(await page.locator('main form').count(), 0)
    assert.match(await page.innerText('main'), /手工报销/)
    await signIn(window, 'reviewer.110105')
    await window.go('/person')
    await page.fill('main form input[name=number]', world.patient.number)
    await page.click('main form button')
    await page.click('main a[href^="/claims-of?person="]')
    assert.match(await page.inputValue('main form input[name=person]'), /^\d+$/)
    assert.match(await page.innerText('main'), /手工报销/)
    await window.close()
  })
  it('announcements are found by their titles, and messages are there at once', async () => {
    const window = await open(world, { script: false })
    const page = await window.go('/announcements')
    assert.equal(await page.locator('main form input[type=text]').count(), 0)
    await page.click('main .items a:has-text("网上办")')
    assert.match(await page.innerText('main'), /网上办/)
    await signIn(window, 'patient.110105')
    await window.go('/messages')
    assert.match(await page.innerText('main'), /受理号/)
    await window.close()
  })
  it('who would apply or ask is led to a telephone', async () => {
    const window = await open(world, { script: false })
    const page = await window.go('/matters/offsite-filing?place=110105')
    await page.click('main a[href^="/apply/offsite-filing"]')
    for (const path of ['/apply/offsite-filing', '/questions']) {
      if (path === '/questions') await window.go(path)
      assert.equal(new URL(page.url()).pathname, path)
      assert.match(await page.innerText('main'), /打电话/)
      assert.equal(await page.getAttribute('main noscript a >> nth=0', 'href'), '/directory')
    }
    await page.click('main noscript a >> nth=0')
    assert.ok(await page.locator('a[href^="tel:"]').count() > 0)
    await window.close()
  })
})

describe('an address of the hall without a screen', () => {
  it('is said not to exist, and leads on', async () => {
    const window = await open(world)
    const page = await window.go('/my/nothing-here')
    assert.equal(await page.innerText('h1'), '没有这个页面')
    assert.deepEqual(await violations(page), [])
    await page.click('main a.button')
    await page.waitForSelector('#search')
    await window.close()
  })
})

/* The last one: it moves the day of this world. */
describe('the day of a demo world', () => {
  it('is moved on by a form without script, and never back', async () => {
    const window = await open(world, { script: false })
    const page = await window.go('/')
    await page.click('a[href^="/demo-day"]')
    const send = async (day) => {
      await page.fill('main form input[name=to]', day)
      await Promise.all([page.waitForNavigation(), page.click('main form button')])
    }
    await send('2020-02-09')
    assert.match(await page.innerText('main'), /只能往后拨/)
    await send('2020-03-10')
    await window.go('/')
    assert.match(await page.innerText('body'), /2020年3月10日/)
    assert.equal((await (await fetch(`${world.base}/api/v1/stage`)).json()).today, '2020-03-10')
    await window.close()
  })
})
