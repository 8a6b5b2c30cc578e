import { expect, it } from 'vitest'
import { growing } from './growing'

type Page = { of: string; rows: number[]; next?: string }
const settled = () => new Promise((done) => { setTimeout(done) })

/* A list whose pages come when they are told to. */
function held() {
  const asked: { after?: string; come: (page: Page) => void }[] = []
  const list = growing<number, Page>((after) => new Promise((come) => { asked.push({ after, come }) }), ({ rows }) => rows, ({ next }) => next)
  return { asked, list }
}

it('puts a page behind what is shown, and tells whether there is more', async () => {
  const { asked, list } = held()
  asked[0]?.come({ of: 'all', rows: [1, 2], next: 'b' })
  await settled()
  void list.more()
  expect(asked[1]?.after).toBe('b')
  asked[1]?.come({ of: 'all', rows: [3] })
  await settled()
  expect(list.value.value).toEqual({ first: { of: 'all', rows: [1, 2], next: 'b' }, rows: [1, 2, 3], next: undefined })
})

it('keeps what was asked last when a page of what was asked before comes late', async () => {
  const { asked, list } = held()
  asked[0]?.come({ of: 'all', rows: [1, 2], next: 'b' })
  await settled()
  void list.more()
  void list.ask()
  asked[2]?.come({ of: 'found', rows: [7] })
  await settled()
  asked[1]?.come({ of: 'all', rows: [3], next: 'c' })
  await settled()
  expect(list.value.value).toEqual({ first: { of: 'found', rows: [7] }, rows: [7], next: undefined })
})
