/* What is chosen on a screen stands in its address: it is kept by going back, by a bookmark and by
 * who is sent it. */
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/* Two choices made in one turn are one address. */
let under: LocationQueryRaw | undefined

export function inAddress(name: string, own = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => String(route.query[name] ?? own),
    set: (value) => {
      const next: LocationQueryRaw = { ...(under ?? route.query), [name]: value === own || !value ? undefined : value }
      under = next
      void router.replace({ query: next }).finally(() => { if (under === next) under = undefined })
    },
  })
}

/* Where one came from, as it was filtered: a list of the desk, else the worklist. */
export const LISTS: Record<string, string> = { '/desk': 'desk.worklist', '/desk/search': 'desk.search', '/desk/owed': 'desk.owed', '/desk/deadlines': 'desk.deadlines', '/desk/claims': 'desk.claims' }
export function cameFrom(back: unknown = history.state?.back): { to: string; word: string } {
  const to = typeof back === 'string' ? back : ''
  const path = to.split(/[?#]/)[0] ?? ''
  const word = LISTS[path]
  return word ? { to, word } : { to: '/desk', word: 'desk.worklist' }
}
