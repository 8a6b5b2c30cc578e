/* The agency of a place: its own, else that of its city, else of its province. */
import type { Schemas } from './api'

export function issuerOf(offices: readonly Schemas['office'][], place?: number): Schemas['office'] | undefined {
  const of = (division: number) => offices.find((one) => one.division === division)
  return place ? of(place) ?? of(Math.floor(place / 100) * 100) ?? of(Math.floor(place / 10000) * 10000) : undefined
}
