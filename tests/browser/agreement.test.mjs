/* agreement.test.mjs: a hospital reads and signs its agreement at its own desk, and another person of
 * the bureau countersigns: nobody has come in. */
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { asked, asker, startWorld } from './harness.mjs'

const HOSPITAL = 'hospital-office.H11010190001'
let world
let institution
before(async () => {
  world = await startWorld({ people: 500 })
  const leader = await asker(world, 'leader.110000')
  institution = (await leader('/institutions?code=H11010190001')).institutions[0].institution
  const [held] = (await leader(`/institutions/${institution}/agreements`)).agreements
  await leader(`/institutions/${institution}/agreements/${held.agreement}/status`, { version: held.version, status: 'ended', from: '2020-02-10', reason: '协议到期' })
  await leader(`/institutions/${institution}/agreement-renewals`, { year: 2020 })
})
after(() => world?.stop())

/* Pictures to be looked at, in that folder. */
const shot = async (page, name) => process.env.YIBAO_AGREEMENT_SHOTS && page.screenshot({ path: `${process.env.YIBAO_AGREEMENT_SHOTS}/${name}.png`, fullPage: true })

test('an agreement is signed by both sides at their desks', async () => {
  await asked(world, HOSPITAL, '/desk/agreements', async (page, window) => {
    await page.getByText('待机构签').waitFor()
    await shot(page, 'own-list')
    await page.getByRole('link', { name: /阅读并签订/ }).click()
    await page.getByRole('heading', { name: '正文' }).waitFor()
    assert.equal(await page.getByRole('button', { name: '签订', exact: true }).isDisabled(), true)
    await page.fill('#a-signer', '示例签订人')
    await page.check('input[type=checkbox]')
    await shot(page, 'own-read')
    await window.widen(390)
    await shot(page, 'own-read-390')
    await window.widen(1440)
    await page.getByRole('button', { name: '签订', exact: true }).click()
    await page.getByText('本院已签，等待经办机构会签。').waitFor()
  })
  await asked(world, 'section-head.110000', '/desk/agreements', async (page, window) => {
    await page.getByRole('link', { name: /核对会签/ }).waitFor()
    await shot(page, 'waiting')
    await window.widen(390)
    await shot(page, 'waiting-390')
    await window.widen(1440)
    await page.getByRole('link', { name: /核对会签/ }).click()
    await page.getByText('内容未被改动').waitFor()
    await shot(page, 'countersign')
    await page.getByRole('button', { name: '核对无误，会签生效' }).click()
    await page.getByText('已会签，协议生效。').waitFor()
    await page.getByText('电子章有效').waitFor()
    await shot(page, 'done')
    await page.getByRole('link', { name: /^← / }).click()
    await page.getByRole('button', { name: '起草补充协议' }).click()
    await shot(page, 'institution')
    await window.widen(390)
    await shot(page, 'institution-390')
    await window.speak('en')
    await window.go('/desk/agreements')
    await page.getByText('Waiting for a signature').waitFor()
    await window.go(`/desk/agreements?institution=${institution}`)
    await page.getByText('signed by both').waitFor()
    await shot(page, 'english-390')
    await page.getByRole('link', { name: /^Open/ }).click()
    await page.getByText('nothing was altered').waitFor()
    await shot(page, 'english-text-390')
    await window.widen(1440)
    await shot(page, 'english-text')
  })
  const ask = await asker(world, HOSPITAL)
  const { agreements } = await ask(`/institutions/${institution}/agreements`)
  assert.deepEqual(agreements.map(({ status }) => status).sort(), ['ended', 'in-force'])
})
