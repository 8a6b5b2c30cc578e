import { describe, expect, it } from 'vitest'
import { later } from './stage'

describe('a later day', () => {
  it.each([
    ['2020-02-10', 1, 0, '2020-02-11'], ['2020-02-28', 7, 0, '2020-03-06'], ['2020-12-31', 1, 0, '2021-01-01'],
    ['2020-01-31', 0, 1, '2020-02-29'], ['2020-02-10', 0, 3, '2020-05-10'],
  ])('%s and %i days, %i months → %s', (day, days, months, to) => expect(later(day, days, months)).toBe(to))
})
