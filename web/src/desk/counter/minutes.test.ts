import { describe, expect, it } from 'vitest'
import { clockOf, minuteOf } from './minutes'

describe('minutes of a day', () => {
  it('are clocks and back', () => {
    expect(minuteOf('13:30')).toBe(810)
    expect(clockOf(810)).toBe('13:30')
    expect(clockOf(5)).toBe('00:05')
    expect(clockOf(minuteOf('23:59'))).toBe('23:59')
  })
  it('are none where no time was given', () => expect(minuteOf('')).toBeUndefined())
})
