/* seldom.test.mjs: what an office does for itself and what is done seldom: the hall's log, reports
 * upwards, lessons, counters and their places, published answers, addresses, marks of people, mandates
 * before a clerk, one-time codes, and forms drawn of the server's own description. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { asked, asker, PASSWORD, personOf, root, says, sound, startWorld } from './harness.mjs'

let world
before(async () => { world = await startWorld({ people: 500 }) })
after(() => world?.stop())
const HEAD = 'section-head.110105'

/* `refuses`: a no is what is tried; of all else nothing may be complained. */
const desk = (login, path, take, refuses = false) => asked(world, login, path, async (page, window) => {
  await take(page, window)
  await sound(window)
  if (refuses) window.complaints.splice(0, Infinity, ...window.complaints.filter((one) => !/a status of 4\d\d/.test(one)))
})

describe('an office and what it does for itself', () => {
  it('writes its log, and no longer stands among the halls that wrote nothing', () => desk(HEAD, '/desk/duty', async (page) => {
    await page.waitForSelector('text=未通风')
    for (const kind of ['ventilation', 'disinfection', 'supplies']) {
      await page.selectOption('#log-kind', kind)
      if (kind === 'supplies') await page.fill('#log-quantity', '300')
      await page.click('form .button')
      await says(page, 'main', /已记入日志/)
    }
    await says(page, 'main', /都已记录/)
    await says(page, 'main', /现存 300 件/)
  }))
  it('reports upwards, where it is seen with a word', async () => {
    await desk(HEAD, '/desk/duty?tab=reports', async (page) => {
      await page.click('summary')
      await page.fill('#rep-what', '大厅停电，已改为网上办理')
      await page.click('form .button')
      await page.waitForSelector('li .mark.warn')
    })
    await desk('leader.110000', '/desk/duty?tab=reports', async (page) => {
      await page.click('li .link >> nth=0')
      await page.fill('#rep-said', '已知悉')
      await page.click('li form .button')
      await says(page, 'main', /已确认/)
    })
    await desk(HEAD, '/desk/duty?tab=reports', async (page) => {
      await says(page, 'main', /已知悉/)
      await page.click('li > .link')
      await says(page, 'main', /已登记结束/)
    })
  })
  it('sets a lesson, which is learnt and counted', async () => {
    await desk(HEAD, '/desk/duty?tab=lessons', async (page) => {
      await page.click('summary')
      await page.fill('#les-title', '网上办微课')
      await page.selectOption('#les-role', 'reviewer')
      await page.click('form .button')
      await says(page, 'main', /已安排/)
      await page.click('li .link')
      await says(page, 'main', /已学 0 人/)
    })
    await desk('reviewer.110105', '/desk/duty?tab=lessons', async (page) => {
      await page.click('li .button')
      await page.waitForSelector('li .mark.good')
    })
    await desk(HEAD, '/desk/duty?tab=lessons', async (page) => {
      await page.click('li .link')
      await says(page, 'main', /已学 1 人/)
    })
  })
  it('hears a suggestion and replies', async () => {
    await desk('reviewer.110105', '/desk/duty?tab=suggestions', async (page) => {
      await page.click('summary')
      await page.fill('#sug-what', '待办按截止日排序')
      await page.click('form .button')
      await says(page, 'main', /待办按截止日排序/)
    })
    await desk(HEAD, '/desk/duty?tab=suggestions', async (page) => {
      await page.click('li .link')
      await page.fill('#sug-reply', '已安排')
      await page.click('li form .button')
      await page.waitForSelector('li .answer')
    })
  })
  it('keeps its telephones as people find them', () => desk(HEAD, '/desk/duty?tab=office', async (page) => {
    await page.fill('#phone-number', '010-99000199')
    await page.click('form >> nth=0 >> .button')
    await says(page, 'main', /010-99000199/)
    await page.click('li:has-text("010-99000199") .link:has-text("撤下")')
    await page.click('li:has-text("010-99000199") .button')
    await says(page, 'main', /已撤下/)
  }))
})

describe('counters, answers and addresses', () => {
  it('gives counters other hours from tomorrow on', () => desk(HEAD, '/desk/counter', async (page) => {
    await page.click('summary:has-text("窗口和放号")')
    await page.click('details li .link')
    await page.fill('#plan-desks', '5')
    await page.click('form:has(#plan-name) .button >> nth=0')
    await says(page, 'main', /5 个窗口/)
  }))
  it('counts calls, and takes an answer back', async () => {
    await desk(HEAD, '/desk/consult?tab=enter', async (page) => {
      await page.fill('input[list]', '010-99000105')
      await page.click('button:has-text("没接到")')
      await says(page, 'main', /没接到 1 个/)
    })
    await (await asker(world, HEAD))('/answers', { topic: '窗口时间', place: 110105, question: '周末窗口开门吗', body: '周末不开门，网上随时可办。' })
    await desk(HEAD, '/desk/consult?tab=published&text=%E5%91%A8%E6%9C%AB', async (page) => {
      await page.click('li .link:has-text("撤下")')
      await page.click('li .button:has-text("撤下")')
      await says(page, 'main', /已撤下/)
      await page.waitForFunction(() => !document.querySelector('main').innerText.includes('周末窗口开门吗'))
    })
  })
  it('registers an address and knows a sender', () => desk(HEAD, '/desk/letters', async (page) => {
    await page.click('summary:has-text("收件地址")')
    await page.fill('#box-address', 'zhuanxiang@yibao.example')
    await page.click('form:has(#box-address) .button')
    await says(page, 'main', /zhuanxiang@yibao\.example/)
    await page.selectOption('#known-kind', 'gateway')
    await page.fill('#known-address', 'fax@gateway.example')
    await page.click('form:has(#known-address) .button')
    await says(page, 'main', /以后来信不再隔离/)
  }))
})

describe('a person', () => {
  it('is marked as of a group, with the source', async () => {
    const { person } = await personOf(world, 'patient.110105')
    await desk('reviewer.110105', `/desk/person?person=${person}&tab=marks`, async (page) => {
      await page.waitForSelector('#mark-kind option >> nth=3', { state: 'attached' })
      await page.selectOption('#mark-kind', '6091')
      await page.fill('#mark-from', '2020-01-01')
      await page.keyboard.press('Enter')
      await page.fill('#mark-source', '卫生健康部门名单')
      await page.click('form:has(#mark-kind) .button')
      await says(page, 'main', /卫生健康部门名单/)
    })
  })
})

describe('tasks without a screen of their own', () => {
  it('are found by a word, asked by a form and answered', () => desk(HEAD, '/desk/more', async (page) => {
    await page.fill('#more-wished', '媒体')
    await page.click('.groups .link:has-text("登记媒体")')
    await page.waitForURL(/task=notice.article/)
    await page.waitForSelector('#task-title')
  }))
  /* One that asks what a form cannot say, or that the server does not know, would be left out without a word. */
  it('each have a form for whoever may do it', async () => {
    const [first, later] = readFileSync(join(root, 'web/src/desk/more/tasks.ts'), 'utf8').split('export const NEXT')
    const namesOf = (text) => [...text.matchAll(/'([a-z]+\.[a-z-]+)'/g)].map(([, name]) => name)
    const { paths } = await (await fetch(`${world.base}/api/v1/openapi.json`)).json()
    const rolesOf = new Map(Object.values(paths).flatMap((methods) => Object.values(methods)).map((one) => [one.operationId, one['x-roles'] ?? []]))
    assert.deepEqual(namesOf(first + later).filter((name) => !rolesOf.get(name)?.length), [])
    const left = new Set(namesOf(first))
    for (const login of ['administrator.110105', HEAD, 'reviewer.110105', 'finance.110105', 'publisher.110000', 'leader.110000', 'hospital-office.H11010190001']) {
      const his = namesOf(first).filter((name) => rolesOf.get(name).includes(login.split('.')[0]))
      for (const name of his) left.delete(name)
      await desk(login, '/desk/more', async (page) => {
        await page.waitForSelector('.groups .link')
        assert.equal(await page.locator('.groups .link').count(), his.length, login)
      })
    }
    assert.deepEqual([...left], [])
  })
  it('follow from a row of a list, which brings its numbers', () => desk('finance.110105', '/desk/more?task=clear.statements', async (page) => {
    await page.click('form .button')
    await page.click('.row-card .link >> nth=0')
    await says(page, 'h2', /由哪些结算/)
    await page.waitForSelector('.scroll table tbody tr')
  }))
})

it('sets up one-time codes with what an app scans', () => desk('inspector.110000', '/desk/codes', async (page) => {
  await page.click('main .button')
  await page.waitForSelector('svg rect')
  await page.fill('#codes-code', '000000')
  await page.click('form .button')
  await page.waitForSelector('.fault')
}, true))

it('gives a mandate before a clerk, who was told so by the giver', () => desk('intake-clerk.110105', '/desk/mandates', async (page) => {
  const { name, number } = world.patient
  const agent = await personOf(world, 'resident.0')
  await page.fill('#give-giver', name)
  await page.fill('#give-giver-number', number)
  await page.fill('#give-agent', agent.name)
  await page.fill('#give-agent-number', agent.number)
  await page.click('fieldset .tick >> nth=0')
  await page.click('label:has-text("委托人在场")')
  await page.click('button:has-text("登记委托")')
  await says(page, 'section[role=status]', /委托已生效/)
}))

it('gives a mandate by the code that the giver reads out', () => desk('intake-clerk.110105', '/desk/mandates', async (page) => {
  const [giver, agent] = [await personOf(world, 'resident.1'), await personOf(world, 'resident.2')]
  await page.fill('#give-giver', giver.name)
  await page.fill('#give-giver-number', giver.number)
  await page.fill('#give-agent', agent.name)
  await page.fill('#give-agent-number', agent.number)
  await page.click('fieldset .tick >> nth=0')
  await page.click('button:has-text("发送验证码")')
  await page.waitForSelector('#give-code')
  const { messages } = await (await asker(world, 'resident.1'))('/messages')
  const [code] = /\d{6}/.exec(messages.find(({ kind }) => kind === 'resident.message.code').zh)
  /* Misheard it is asked again, and nothing that was written is lost. */
  await page.fill('#give-code', code === '000000' ? '000001' : '000000')
  await page.click('button:has-text("登记委托")')
  await page.waitForSelector('[role=alert]')
  assert.equal(await page.inputValue('#give-giver'), giver.name)
  await page.fill('#give-code', code)
  await page.click('button:has-text("登记委托")')
  await says(page, 'section[role=status]', /委托已生效/)
  const { given } = await (await asker(world, 'resident.1'))('/mandates')
  assert.ok(given.some(({ in_force: stands }) => stands))
}, true))

/* RFC 6238, of the secret as an app has it: Base32. */
function codeOf(secret, seconds) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
  const digest = createHmac('sha1', key).update(step).digest()
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

it('takes the codes of a lost telephone away, and who lost it signs in without', async () => {
  const login = 'finance.110105', ask = await asker(world, login)
  const { secret } = await ask('/sessions/codes', {})
  const { now } = await ask('/stage')
  const done = await ask('/sessions/codes/confirmation', { code: codeOf(secret, Date.parse(now) / 1000) })
  assert.equal(done.recovery?.length, 10, JSON.stringify(done))
  const signIn = async () => (await fetch(`${world.base}/api/v1/sessions`, { method: 'POST',
    headers: { 'content-type': 'application/json', 'Idempotency-Key': `lost-${Math.random()}` }, body: JSON.stringify({ login, password: PASSWORD }) })).json()
  assert.equal((await signIn()).reason, 'access.refused.code-needed')
  const { office } = await (await asker(world, HEAD))('/sessions/current')
  await desk('administrator.110105', `/desk/people?office=${office}`, async (page) => {
    await page.click('li:has-text("财务") .link:has-text("清除动态口令")')
    await page.fill('#r-login', 'nobody.at.all')
    await page.fill('#r-reason', '手机丢失，已当面核实')
    await page.click('li form .button')
    await page.waitForSelector('[role=alert]')
    await page.fill('#r-login', login)
    await page.click('li form .button')
    await says(page, 'main', /已清除/)
    await page.waitForSelector('li:has-text("财务") .link:has-text("清除动态口令")', { state: 'detached' })
  }, true)
  assert.ok((await signIn()).token)
})

it('grants one patient more days of medicine, by somebody else than who asked', async () => {
  const { number } = world.patient, why = '独居，行动不便，不宜往返'
  await desk('intake-clerk.110105', '/desk/relaxations', async (page) => {
    await page.click('summary')
    await page.fill('#relax-number', number)
    await page.click('button:has-text("查人")')
    await page.waitForSelector('#relax-days')
    await page.fill('#relax-days', '60')
    await page.fill('#relax-until', '2020-02-25')
    await page.fill('#relax-reason', why)
    await page.click('form:has(#relax-days) .button')
    await says(page, 'main', /已申请，等另一人同意/)
    await page.waitForSelector(`li:has-text("${why}") .mark.warn`)
    /* Who asked does not answer himself. */
    assert.equal(await page.locator(`li:has-text("${why}") .link`).count(), 0)
  })
  await desk('reviewer.110105', '/desk/relaxations', async (page) => {
    await page.click(`li:has-text("${why}") .link`)
    await page.fill('#relax-opinion', '情况属实')
    await page.click('li form .button >> nth=0')
    await page.waitForSelector(`li:has-text("${why}") .mark.good`)
    await says(page, 'main', /情况属实/)
  })
})

it('practises what a counter takes in, and nothing comes of it', () => desk('intake-clerk.110105', '/desk/take-in', async (page) => {
  const clerk = await asker(world, 'intake-clerk.110105')
  const entered = async () => (await clerk('/cases/search', { channel: 'counter' })).cases.length
  const before = await entered()
  await page.check('input[name=channel][value=counter]')
  await page.click('.practice summary')
  await page.click('button:has-text("试一遍")')
  await page.waitForSelector('.practice .mark.warn')
  assert.equal(await entered(), before)
}))
