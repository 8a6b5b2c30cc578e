import { expect, it } from 'vitest'
import { actsOf } from './orders'

it('offers who may do it what may be done now', () => {
  expect(actsOf({ state: 'proposed', kind: 'ordinary' }, 'section-head')).toEqual(['approval', 'drop'])
  expect(actsOf({ state: 'proposed', kind: 'ordinary' }, 'finance')).toEqual([])
  expect(actsOf({ state: 'approved', kind: 'ordinary' }, 'finance')).toEqual(['payment'])
  expect(actsOf({ state: 'paid', kind: 'pharmacy-chain' }, 'reviewer')).toEqual(['claw-back'])
  expect(actsOf({ state: 'paid', kind: 'claw-back' }, 'reviewer')).toEqual([])
  expect(actsOf({ state: 'approved', kind: 'balance' }, 'leader')).toEqual([])
  expect(actsOf({ state: 'paid', kind: 'supplier-payables', only_for: 'supplier-payables' }, 'hospital-office')).toEqual(['uses'])
  expect(actsOf({ state: 'paid', kind: 'ordinary' }, 'hospital-office')).toEqual([])
})
