/* Names of hospitals and special diseases by the number or code that a form keeps of them. A disease is
 * looked up; of a hospital the name is known once it was picked here. */
import { reactive } from 'vue'
import { allDiseases } from './diseases'

export interface Named { name: string; place?: number; code?: string }
const known = reactive<Record<string, Named>>({})
let asked = false

export function remember(value: string, one: Named): void {
  known[value] = one
}
/* Of what is not known yet nothing; of a disease it comes a moment later. */
export function namedOf(kind: string | undefined, value: string): Named | undefined {
  if (kind === 'diagnosis' && value && !known[value] && !asked) {
    asked = true
    void allDiseases()
      .then((all) => { for (const { code, name } of all) if (code) known[code] ??= { name: name ?? '', code } })
      .catch(() => { asked = false })
  }
  return known[value]
}
export const namedWord = (kind: string | undefined, value: string): string => {
  const one = namedOf(kind, value)
  return one ? [one.name, one.code].filter(Boolean).join(' · ') : value
}
