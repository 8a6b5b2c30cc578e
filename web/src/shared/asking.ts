/* One question to the server as a screen sees it: busy, value, fault; asked again at will. A fault
 * keeps the last value, so that nothing vanishes under a reader's eyes. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Refused } from './api'

export interface Asked<T> {
  busy: Ref<boolean>
  value: ShallowRef<T | undefined>
  fault: ShallowRef<Refused | undefined>
  ask: () => Promise<void>
}

export function asking<T>(question: () => Promise<T>, at_once = true): Asked<T> {
  const busy = ref(false)
  const value = shallowRef<T>()
  const fault = shallowRef<Refused>()
  let turn = 0
  async function ask(): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const answer = await question()
      if (mine !== turn) return
      value.value = answer
      fault.value = undefined
    } catch (thrown) {
      if (mine !== turn) return
      if (!(thrown instanceof Refused)) throw thrown
      fault.value = thrown
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  if (at_once) void ask()
  return { busy, value, fault, ask }
}
