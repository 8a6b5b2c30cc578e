import { describe, expect, it } from 'vitest'
import { isGap, monthsOf, withoutEmpty } from './months'

describe('the months of a certificate', () => {
  it('begin on the right weekday and hold each day once', () => {
    const [february, march] = monthsOf([
      { date: '2020-02-10', what: 'start' }, { date: '2020-02-11', what: 'counted', number: 1 },
      { date: '2020-03-02', what: 'counted', number: 2, last: true },
    ])
    /* 1 February 2020 was a Saturday; the month had 29 days. */
    expect(february?.weeks[0]?.slice(0, 6)).toEqual([null, null, null, null, null, { day: 1, told: undefined }])
    expect(february?.weeks.flat().filter(Boolean)).toHaveLength(29)
    expect(february?.weeks.flat().find((cell) => cell?.day === 11)?.told?.number).toBe(1)
    expect(march?.weeks.flat().find((cell) => cell?.day === 2)?.told?.last).toBe(true)
    expect(march?.weeks.every((week) => week.length === 7)).toBe(true)
  })
  it('in which nothing happens are passed over, first and last named', () => {
    const days = ['2020-02-29', '2020-03-31', '2020-04-15', '2020-05-15', '2020-07-31']
      .map((date) => ({ date, what: { '2020-02-29': 'period', '2020-07-31': 'extended' }[date] ?? '', last: date === '2020-07-31' }))
    const shown = withoutEmpty(monthsOf(days))
    expect(shown.map((one) => (isGap(one) ? [one.from.month, one.to.month] : one.month))).toEqual([2, [3, 5], 7])
  })
  it('are none without days', () => expect(monthsOf([])).toEqual([]))
})
