import { expect, it } from 'vitest'
import { daysOf, slotsOf } from './days'

const slots = [
  { day: '2020-02-11', free: 2, minute: 600 }, { day: '2020-02-10', free: 0, minute: 540 },
  { day: '2020-02-11', free: 1, minute: 540 }, { day: '2020-02-12', free: 3, minute: 540 },
]

it('offers days that have a place, in order, with all their places', () => {
  expect(daysOf(slots)).toEqual([{ day: '2020-02-11', free: 3 }, { day: '2020-02-12', free: 3 }])
})
it('offers the hours of a day that have a place', () => {
  expect(slotsOf(slots, '2020-02-11').map(({ minute }) => minute)).toEqual([540, 600])
  expect(slotsOf(slots, '2020-02-10')).toEqual([])
})
