import { expect, it } from 'vitest'
import { sumOf } from './care'

it.each([
  ['1200', '1200'], ['1,200.50', '1200.50'], ['１２００元', '1200'], [' ¥30 ', '30'], ['0', ''], ['0.00', ''], ['-5', ''],
  ['1.234', ''], ['三百', ''], ['', ''],
])('an amount as people write it: %s → %s', (given, sum) => expect(sumOf(given)).toBe(sum))
