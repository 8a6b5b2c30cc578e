/* version.test.mjs: a matter gets a newer text while a case runs: the case keeps the one it began with,
 * until a head of section has seen what is otherwise and takes it over. */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { asker, open, root, says, signIn, sound, startWorld } from './harness.mjs'

const HEAD = 'section-head.110105', CLERK = 'intake-clerk.110105'
let world, rules
before(async () => {
  rules = mkdtempSync(join(tmpdir(), 'yibao-rules-'))
  cpSync(join(root, 'rules'), rules, { recursive: true })
  world = await startWorld({ people: 300, rules })
})
after(async () => {
  await world?.stop()
  rmSync(rules, { recursive: true, force: true })
})

it('shows what is otherwise, and goes on under the newer text when a head of section says why', async () => {
  const { name, number } = world.patient
  const clerk = await asker(world, CLERK)
  const applied = await clerk('/cases', { matter: 'enrolment-query', channel: 'counter', name, number,
    values: [{ name: 'year', value: '2019' }], shown: [{ material: 'id-card' }] })
  const { receipt } = applied
  assert.ok(receipt, JSON.stringify(applied))
  const { cases: [{ case_id: id }] } = await clerk('/cases/search', { receipt })
  const file = join(rules, 'matters/enrolment-query.yaml'), text = readFileSync(file, 'utf8')
  /* One more question, which waits for its announcement. */
  const changed = text.replace(/^fields:$/m, 'fields:\n  - { name: purpose, zh: 用途, en: What it is for, type: text }')
  assert.notEqual(changed, text)
  writeFileSync(file, changed)
  await world.restart('2020-02-10T10:00')
  const { announcement } = await (await asker(world, 'publisher.110000'))('/announcements', { kind: 'announcement', place: 110000,
    title: '参保信息查询增加用途一项', body: '即日起请注明用途。', matter: 'enrolment-query', aspects: 'item', item: '参保信息查询',
    method: '网上', materials: '身份证件', flow: '申请、办结' })
  const { taken } = await (await asker(world, 'leader.110000'))(`/announcements/${announcement}/publication`, {})
  assert.equal(taken, 1)

  const window = await open(world, { width: 1440 })
  const { page } = window
  await signIn(window, CLERK, `/desk/cases/${id}`)
  await page.click('summary:has-text("怎么办")')
  await says(page, '.newer', /已有新的办事规定/)
  await says(page, '.newer', /新增问题\s*用途/)
  /* To decide on it is not a clerk's. */
  assert.equal(await page.locator('#version-reason').count(), 0)
  await sound(window)
  await window.close()

  const head = await open(world, { width: 390 })
  await signIn(head, HEAD, `/desk/cases/${id}`)
  await head.page.click('summary:has-text("怎么办")')
  await head.page.fill('#version-reason', '新规定多问一项，申请人已说明')
  await sound(head)
  /* A clerk writes to the case meanwhile: what the head has typed stays. */
  const { version } = await clerk(`/cases/${id}`)
  assert.equal((await clerk(`/cases/${id}/urgency`, { version, reason: '申请人年满八十' })).detail, undefined)
  await head.page.waitForSelector('.head .mark.warn')
  assert.equal(await head.page.inputValue('#version-reason'), '新规定多问一项，申请人已说明')
  await head.page.click('.newer .button')
  await says(head.page, 'main', /已改按新规定办理/)
  await head.page.waitForSelector('.newer', { state: 'detached' })
  /* What was done is still said once the case has been read again. */
  await says(head.page, 'main', /已改按新规定办理/)
  await says(head.page, 'main', /新规定多问一项/)
  assert.deepEqual(head.complaints, [])
  await head.close()
})
