import { describe, expect, it } from 'vitest'
import { isOpen, timed } from './claims'

describe('claims of an office', () => {
  const claims = [{ claim: '1', handed_in: '2020-02-03' }, { claim: '2', cause: '7', handed_in: '2020-02-04' }, { claim: '3', cause: '8', handed_in: '2020-02-05' }]
  const cases = [{ case_id: '7', due: '2020-03-20', days_left: 9 }, { case_id: '8', due: '2020-03-02', overdue: true }]
  it('stand in the order of the days of their cases, and are marked by them', () => {
    expect(timed(claims, cases as never).map(({ claim, urgency, tone }) => [claim.claim, urgency, tone]))
      .toEqual([['3', 'overdue', 'bad'], ['2', 'calm', 'good'], ['1', undefined, '']])
  })
  it('can be worked on until they are decided or withdrawn', () => {
    expect(['draft', 'reviewed', 'settled', 'withdrawn'].map((state) => isOpen({ state }))).toEqual([true, true, false, false])
  })
})
