import { describe, expect, it } from 'vitest'
import { leave, nextAfter, standAt, whereLeft } from './walk'

describe('a list that is worked through', () => {
  it('knows what comes next, and where one stood though that case is gone', () => {
    expect(whereLeft(['a'])).toBe(-1)
    leave(['a', 'b', 'c', 'd'], 'b')
    expect(nextAfter('b')).toBe('c')
    expect(nextAfter('d')).toBeUndefined()
    expect(nextAfter('elsewhere')).toBeUndefined()
    expect(whereLeft(['a', 'b', 'c', 'd'])).toBe(1)
    expect(whereLeft(['x', 'a', 'd'])).toBe(2)
    standAt('elsewhere')
    standAt('c')
    expect(whereLeft(['a', 'c', 'd'])).toBe(1)
    expect(whereLeft(['a'])).toBe(-1)
  })
})
