import { describe, expect, it } from 'vitest'
import { hoursOn, onDay, weekOf } from './days'

const night = { from: '2020-02-10T20:00:00+08:00', until: '2020-02-11T08:00:00+08:00' }
const evening = { from: '2020-02-10T18:00:00+08:00', until: '2020-02-11T00:00:00+08:00' }

describe('the days of a roster', () => {
  it('begin on a Monday', () => {
    expect(weekOf('2020-02-10')[0]).toBe('2020-02-10')
    expect(weekOf('2020-02-16')).toEqual(weekOf('2020-02-10'))
    expect(weekOf('2020-03-01')[0]).toBe('2020-02-24')
  })
  it('hold a night twice, and what ends at midnight once', () => {
    expect(onDay([night, evening], '2020-02-10')).toEqual([night, evening])
    expect(onDay([night, evening], '2020-02-11')).toEqual([night])
    expect(onDay([night, evening], '2020-02-12')).toEqual([])
  })
  it('say which hours of it are theirs', () => {
    expect(hoursOn(night, '2020-02-10')).toBe('20:00–24:00')
    expect(hoursOn(night, '2020-02-11')).toBe('00:00–08:00')
    expect(hoursOn(evening, '2020-02-10')).toBe('18:00–24:00')
  })
})
