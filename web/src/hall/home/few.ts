/* Matters to choose one from on a phone: those that most people come for first, a few of them until
 * more are wanted or a word is written; what was chosen stays in sight. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { initialsOf } from './initials'
import { finds } from './search'

export interface Choosable { matter?: string; zh?: string; en?: string; initials: string }
const SHOWN = 8

export function inOrder<One extends { matter?: string; zh?: string }>(matters: One[], featured: { matter?: string }[]): (One & { initials: string })[] {
  const first = featured.map(({ matter }) => matter)
  const order = (matter?: string) => (first.includes(matter) ? first.indexOf(matter) : first.length)
  return matters.map((matter) => ({ ...matter, initials: initialsOf(matter.zh ?? '') }))
    .sort((one, other) => order(one.matter) - order(other.matter))
}

export function few<One extends Choosable>(every: () => One[], wished: Ref<string>, chosen: (matter: string) => boolean):
{ shown: ComputedRef<One[]>; more: ComputedRef<boolean>; showAll: () => void } {
  const all = ref(false)
  const found = computed(() => every().filter((matter) => finds(matter, wished.value)))
  const whole = computed(() => all.value || wished.value !== '' || found.value.length <= SHOWN + 1)
  const shown = computed(() => {
    const some = whole.value ? found.value : found.value.slice(0, SHOWN)
    return every().filter((matter) => some.includes(matter) || chosen(matter.matter ?? ''))
  })
  return { shown, more: computed(() => !whole.value), showAll: () => { all.value = true } }
}
