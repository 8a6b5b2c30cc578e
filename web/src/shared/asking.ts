/* One question to the server as a screen sees it: busy, value, fault; asked again at will. A fault
 * keeps the last value, so that nothing vanishes under a reader's eyes. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Refused } from './api'

/* Questions on their way, so that a page is shown when what it asks first has been answered. */
let running = 0
const waiters = new Set<() => void>()

export async function answeredWithin(milliseconds: number): Promise<void> {
  if (running === 0) return
  await new Promise<void>((done) => {
    waiters.add(done)
    setTimeout(done, milliseconds)
  })
}
function ended(): void {
  running--
  if (running > 0) return
  /* A question that follows from the answer begins in the same turn. */
  setTimeout(() => {
    if (running > 0) return
    for (const done of waiters) done()
    waiters.clear()
  })
}

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
    running++
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
      ended()
    }
  }
  if (at_once) void ask()
  return { busy, value, fault, ask }
}
