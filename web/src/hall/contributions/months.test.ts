import { describe, expect, it } from 'vitest'
import { lastMonths } from './months'

describe('contributions by month', () => {
  it('are summed, in order, the last ones, as bad as the worst of the month', () => {
    expect(lastMonths([
      { month: '2020-02', state: 'open', own: '10.10', fixed: '3.00' },
      { month: '2019-12', state: 'paid', own: '9.00' },
      { month: '2020-01', state: 'paid', own: '10.10', fixed: '3.00' },
      { month: '2020-01', state: 'arrears', own: '0.20' },
    ], 2)).toEqual([
      { month: '2020-01', sum: 13.3, tone: 'bad' }, { month: '2020-02', sum: 13.1, tone: 'warn' },
    ])
  })
  it('are none without lines', () => expect(lastMonths([], 12)).toEqual([]))
})
