import { describe, expect, it } from 'vitest'
import { byDay, kept, stateOf } from './obligations'

const rows = [
  { obligation: '1', state: 'agreement.check.off', own_day: '2020-02-07', code: 'H1', name: '甲医院', what: '培训' },
  { obligation: '2', state: 'agreement.obligation.open', due: '2020-03-01', code: 'H2', name: '乙医院', what: '自评' },
  { obligation: '3', state: 'agreement.check.late', due: '2020-02-20', code: 'H1', name: '甲医院', what: '说明' },
  { obligation: '4', state: 'agreement.check.late', due: '2020-02-06', code: 'H2', name: '乙医院', what: '核对' },
]
describe('what institutions owe', () => {
  it('stands with the late first, by day, and what is put off last', () => {
    expect([...rows].sort(byDay).map((one) => one.obligation)).toEqual(['4', '3', '2', '1'])
  })
  it('is kept by state and by the words of an institution', () => {
    expect(kept(rows, 'late', '').map((one) => one.obligation)).toEqual(['4', '3'])
    expect(kept(rows, 'all', '甲').map((one) => one.obligation)).toEqual(['3', '1'])
  })
  it('has a state whatever room its sentence is of', () => {
    expect(['agreement.check.done', 'agreement.obligation.open', 'agreement.check.off'].map((state) => stateOf({ state }))).toEqual(['done', 'open', 'off'])
  })
})
