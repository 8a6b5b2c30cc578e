import { describe, expect, it } from 'vitest'
import { blocksOf } from './written'

describe('a document', () => {
  it('is lines, and tables of the rows that follow one another', () => {
    expect(blocksOf('姓名：某人\n险种 | 月数\n职工 | 7\n居民 | 0\n余额：1\na | b')).toEqual([
      { line: '姓名：某人' }, { head: ['险种', '月数'], rows: [['职工', '7'], ['居民', '0']] },
      { line: '余额：1' }, { head: ['a', 'b'], rows: [] },
    ])
    expect(blocksOf('')).toEqual([{ line: '' }])
  })
})
