/* The place whose ways and limits are shown: what the address says, else what was chosen before,
 * else where who is signed in is insured; else the country. */
import { reactive } from 'vue'
import { answered, api } from '@/shared/api'
import { personShown } from '../mandates/whose'

const KEPT = 'yibao.place'
const asked = Number(new URLSearchParams(location.search).get('place'))
const kept = Number(localStorage.getItem(KEPT))
export const place = reactive({ code: asked || kept || 0 })

export function choosePlace(code: number): void {
  place.code = code
  localStorage.setItem(KEPT, String(code))
}

export async function ownPlace(): Promise<number> {
  const person = personShown()
  if (place.code === 0 && person) {
    /* Of who gives a mandate without his records nothing is told. */
    const me = await answered(api.GET('/api/v1/persons/{person}', { params: { path: { person } } })).catch(() => undefined)
    place.code = me?.place ?? 0
  }
  return place.code
}
