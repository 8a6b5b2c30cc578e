import { describe, expect, it } from 'vitest'
import { slipOf } from './number'

describe('the number of an identity paper', () => {
  it('of a resident has 18 places, a day of birth and its check digit', () => {
    for (const good of ['11010519491231002X', '11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', ' 110105 19491231 002X ']) expect(slipOf(good)).toBe('')
    for (const bad of ['110105194912310021', '110105194913310026', '110105194902300021']) expect(slipOf(bad)).toBe('check')
    for (const bad of ['1101051949123100', '11010519491231002', '1101051949123100200']) expect(slipOf(bad)).toBe('length')
  })
  it('of another paper is left to the server, unless it is none', () => {
    for (const other of ['E12345678', '123456789', 'H12345678', '810000199408230021A']) expect(slipOf(other)).toBe('')
    expect(slipOf('123')).toBe('short')
    expect(slipOf('')).toBe('short')
  })
})
