/* One question to the server as a screen sees it: busy, value, fault; asked again at will. A list that
 * asks by itself (`again`) keeps what it shows when nobody answers or the session is over: nothing
 * vanishes under a reader's eyes, and nothing that was typed beside it. */
import { computed, ref, shallowRef, type Ref, type ShallowRef, type WritableComputedRef } from 'vue'
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
  /* Put away by who sets it: an answer that is still on its way then is not shown. */
  value: WritableComputedRef<T | undefined>
  fault: ShallowRef<Refused | undefined>
  /* Why what is shown may be old. */
  stale: ShallowRef<Refused | undefined>
  ask: () => Promise<void>
  /* The same question as before, by itself. */
  again: () => Promise<void>
}

export function asking<T>(question: () => Promise<T>, at_once = true): Asked<T> {
  const busy = ref(false)
  const kept = shallowRef<T>()
  const fault = shallowRef<Refused>()
  const stale = shallowRef<Refused>()
  let turn = 0
  const value = computed({
    get: () => kept.value,
    set: (now) => {
      turn++
      kept.value = now
      busy.value = false
    },
  })
  async function put(keeps: boolean): Promise<void> {
    const mine = ++turn
    busy.value = true
    running++
    try {
      const answer = await question()
      if (mine !== turn) return
      kept.value = answer
      fault.value = stale.value = undefined
    } catch (thrown) {
      if (mine !== turn) return
      if (!(thrown instanceof Refused)) throw thrown
      const stays = keeps && (thrown.gone || thrown.signedOut)
      fault.value = stays ? undefined : thrown
      stale.value = stays ? thrown : undefined
    } finally {
      if (mine === turn) busy.value = false
      ended()
    }
  }
  const ask = () => put(false)
  const again = () => put(kept.value !== undefined && !fault.value)
  if (at_once) void ask()
  return { busy, value, fault, stale, ask, again }
}
