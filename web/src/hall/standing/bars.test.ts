import { describe, expect, it } from 'vitest'
import { share } from './bars'

describe('a bar', () => {
  it.each([
    ['800.00', '1800.00', 44.4], ['0.00', '1800.00', 0], ['1800.00', '1800.00', 100],
    ['9000.00', '1800.00', 100], ['5.00', '0.00', 0], [undefined, undefined, 0],
  ])('%s of %s → %s', (used, limit, percent) =>
    expect(share({ name: 'x', used, limit, good: true })).toBe(percent))
})
