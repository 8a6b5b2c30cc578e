import { describe, expect, it } from 'vitest'
import { byArrival, byDay, byTurn, keeps, urgencyOf, type Listed } from './urgency'

describe('urgency', () => {
  it.each([
    [{ overdue: true, due: '2020-02-01', days_left: -3 }, 'overdue'],
    [{ overdue: false, due: '2020-02-10', days_left: 0 }, 'today'],
    [{ overdue: false, due: '2020-02-11', days_left: 1 }, 'soon'],
    [{ overdue: false, due: '2020-02-20', days_left: 8 }, 'calm'],
    [{ overdue: false, due: undefined, days_left: undefined }, 'waiting'],
    [{ overdue: false, due: undefined, days_left: undefined, state: 'received' }, 'new'],
  ])('%o → %s', (row, urgency) => expect(urgencyOf(row as Listed)).toBe(urgency))
})

describe('filters', () => {
  const row = { receipt: 'A-17', matter: 'offsite-filing', matter_zh: '异地就医备案', matter_en: 'Filing',
    overdue: true } as Listed
  it.each([
    [{}, true], [{ urgency: 'overdue' }, true], [{ urgency: 'calm' }, false], [{ words: '异地' }, true],
    [{ words: 'A-17' }, true], [{ green: 'yes' }, false], [{ whose: 'nobody' }, true], [{ whose: 'mine' }, false], [{ words: 'B' }, false], [{ matter: 'transfer' }, false],
  ])('%o → %s', (filters, kept) => expect(keeps(row, filters)).toBe(kept))
})

describe('the order', () => {
  const rows = (): Listed[] => [
    { receipt: 'waits', received_at: '2020-01-01', order_at: '2020-01-01', state: 'supplement-asked' },
    { receipt: 'today', due: '2020-02-10', days_left: 0, received_at: '2020-02-06', order_at: '2020-02-06' },
    { receipt: 'soon', due: '2020-02-11', days_left: 1, received_at: '2020-02-10T07:00', order_at: '2020-02-10T07:00' },
    { receipt: 'plain', due: '2020-02-12', days_left: 2, received_at: '2020-02-10T08:00', order_at: '2020-02-10T08:00' },
    { receipt: 'green', due: '2020-03-20', days_left: 30, received_at: '2020-02-10T09:00', order_at: '2020-02-08T09:00', urgency: 'green-channel' },
    { receipt: 'old', due: '2020-03-05', days_left: 20, received_at: '2020-02-07', order_at: '2020-02-07' },
    { receipt: 'late', overdue: true, due: '2020-02-07', days_left: -3, received_at: '2020-02-05', order_at: '2020-02-05' }]
  it('of turns puts the green channel before what came since, and nobody waits for ever behind it', () => {
    expect(rows().sort(byTurn).map(({ receipt }) => receipt)).toEqual(['late', 'today', 'soon', 'old', 'green', 'plain', 'waits'])
  })
  it('of arrival is by the moment it came', () => {
    expect(rows().sort(byArrival).map(({ receipt }) => receipt)).toEqual(['waits', 'late', 'today', 'old', 'soon', 'plain', 'green'])
  })
  it('puts the nearest day first, the green channel before others of its day, no day last, what is new before what waits', () => {
    const rows = [{ receipt: 'none' }, { receipt: 'new', state: 'received', order_at: '9' }, { receipt: 'late', due: '2020-03-01' }, { receipt: 'soon', due: '2020-02-11', order_at: '1' },
      { receipt: 'green', due: '2020-02-11', urgency: 'green-channel', order_at: '2' }] as Listed[]
    expect(rows.sort(byDay).map(({ receipt }) => receipt)).toEqual(['green', 'soon', 'late', 'new', 'none'])
  })
})
