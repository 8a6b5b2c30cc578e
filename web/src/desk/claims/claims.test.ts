import { describe, expect, it } from 'vitest'
import { isOpen, timed } from './claims'
import { daysLeft, matterOf, spelled } from './clock'

describe('claims of an office', () => {
  const claims = [{ claim: '1', handed_in: '2020-02-03' }, { claim: '2', cause: '7', handed_in: '2020-02-04' }, { claim: '3', cause: '8', handed_in: '2020-02-05' }]
  const cases = [{ case_id: '7', due: '2020-03-20', days_left: 9 }, { case_id: '8', due: '2020-03-02', overdue: true }]
  it('stand in the order of the days of their cases, and are marked by them', () => {
    expect(timed(claims, cases as never).map(({ claim, urgency, tone }) => [claim.claim, urgency, tone]))
      .toEqual([['3', 'overdue', 'bad'], ['2', 'calm', 'good'], ['1', undefined, '']])
  })
  it('that came without a case stand by the day of their own clock', () => {
    const own = new Map([['1', { due: '2020-03-05', overdue: false, days_left: 1 }]])
    expect(timed(claims, cases as never, own).map(({ claim, of, urgency }) => [claim.claim, of?.due, urgency]))
      .toEqual([['3', '2020-03-02', 'overdue'], ['1', '2020-03-05', 'soon'], ['2', '2020-03-20', 'calm']])
  })
  it('have the limit of the matter they would be, from the days that still count', () => {
    expect([{ kind: 'ordinary', filer: 'person' }, { kind: 'ordinary', filer: 'employer' }, { kind: 'maternity', filer: 'employer' }, { kind: 'account', filer: 'person' }].map(matterOf))
      .toEqual(['outpatient-claim', 'claim-paper-batch', 'maternity-claim', undefined])
    expect([{ working_days: 30 }, { calendar_days: 60 }, { months: 3 }, {}].map(spelled)).toEqual(['30 working-days', '60 days', '3 months', undefined])
    const days = [{ date: '2020-02-10', what: 'counted' }, { date: '2020-02-11', what: 'counted' }, { date: '2020-02-15', what: 'skipped' }, { date: '2020-02-17', what: 'counted' }]
    expect(daysLeft({ days } as never, '2020-02-10')).toBe(2)
  })
  it('can be worked on until they are decided or withdrawn', () => {
    expect(['draft', 'reviewed', 'settled', 'withdrawn'].map((state) => isOpen({ state }))).toEqual([true, true, false, false])
  })
})
