import { describe, expect, it } from 'vitest'
import type { Visitor } from './kept'
import { Gone, sendAll } from './queue'

const visitor = (id: string, state: Visitor['state'] = 'waiting'): Visitor =>
  ({ id, state, at: 0, matter: 'm', title: {}, name: id, number: '99', consent: 'signed', values: { a: 'b' }, ways: {}, papers: {} })

describe('what waits at a station', () => {
  it('goes in order, a no goes back, and of what was sent only the slip is left', async () => {
    const after: Visitor[] = []
    const all = await sendAll([visitor('a'), visitor('d', 'draft'), visitor('b'), visitor('c')],
      async ({ id }) => { if (id === 'b') throw new Error('no'); return { receipt: `R-${id}`, state: 'accepted', next_zh: '', next_en: '' } },
      async (one) => { after.push(one) })
    expect(all).toBe(true)
    expect(after.map(({ id, state }) => `${id} ${state}`)).toEqual(['a sent', 'b refused', 'c sent'])
    expect(after[0]).toMatchObject({ number: '', values: {}, receipt: { receipt: 'R-a' } })
    expect(after[1]).toMatchObject({ number: '99', fault: 'no' })
  })
  it('waits when nobody answers', async () => {
    const after: Visitor[] = []
    expect(await sendAll([visitor('a'), visitor('b')], async () => { throw new Gone() }, async (one) => { after.push(one) })).toBe(false)
    expect(after).toEqual([])
  })
})
