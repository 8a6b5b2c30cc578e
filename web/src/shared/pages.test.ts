import { describe, expect, it } from 'vitest'
import { allAnswers, allPages } from './pages'

const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: from + index }))
const next = ({ id }: { id: number }) => ({ after: id })

describe('a list in pages', () => {
  it('is asked for until a page is not full', async () => {
    const asked: unknown[] = []
    const found = await allPages(10, async (query: { after?: number }) => {
      asked.push(query)
      return rows((query.after ?? -1) + 1, (query.after ?? -1) < 20 ? 10 : 4)
    }, next)
    expect(found).toEqual(rows(0, 34))
    expect(asked).toEqual([{}, { after: 9 }, { after: 19 }, { after: 29 }])
  })
  it('is one question when it is short, and ends where nobody reads on', async () => {
    expect(await allPages(10, async () => undefined, next)).toEqual([])
    expect(await allPages(10, async (query: { after?: number }) => rows((query.after ?? -1) + 1, 10), next, 50)).toHaveLength(50)
  })
})

describe('answers that name the next page', () => {
  it('are asked for until one names none, and end where nobody reads on', async () => {
    const asked: unknown[] = []
    const page = async (from?: string) => {
      asked.push(from)
      return { after: from === 'b' ? undefined : from ? 'b' : 'a' }
    }
    expect(await allAnswers(page, ({ after }) => after)).toHaveLength(3)
    expect(asked).toEqual([undefined, 'a', 'b'])
    expect(await allAnswers(async () => ({ after: 'on' }), ({ after }) => after, 5)).toHaveLength(5)
  })
})
