import { expect, it } from 'vitest'
import { issuerOf } from './issuer'

it('the agency of a place is its own, else its city’s, else its province’s', () => {
  const offices = [{ office: '1', division: 110000 }, { office: '2', division: 110105 }, { office: '3', division: 371300 }]
  expect([110105, 110108, 371329, 420100].map((place) => issuerOf(offices, place)?.office)).toEqual(['2', '1', '3', undefined])
  expect(issuerOf(offices, undefined)).toBeUndefined()
})
