import { describe, expect, it } from 'vitest'
import { later, today } from './stage'

describe('a later day', () => {
  it.each([
    ['2020-02-10', 1, 0, '2020-02-11'], ['2020-02-28', 7, 0, '2020-03-06'], ['2020-12-31', 1, 0, '2021-01-01'],
    ['2020-01-31', 0, 1, '2020-02-29'], ['2020-02-10', 0, 3, '2020-05-10'],
  ])('%s and %i days, %i months → %s', (day, days, months, to) => expect(later(day, days, months)).toBe(to))
})

describe('the day it is', () => {
  it('is the one in China, eight hours ahead', () => {
    expect(today(new Date('2020-02-09T16:00:00Z'))).toBe('2020-02-10')
    expect(today(new Date('2020-02-09T15:59:59Z'))).toBe('2020-02-09')
  })
})
