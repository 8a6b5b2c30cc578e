/* A slip of the pen in the number of an identity paper, told while one still has the paper in hand: by
 * the server's own rule, so that no screen is stricter than the register or laxer. Without a line
 * nothing is told; who sends it then is told what is wrong. */
import { computed, ref, watch, type ComputedRef } from 'vue'
import { answered, api, Refused } from '@/shared/api'
import { said } from '@/shared/language'

/* Milliseconds for which nobody is held up. */
const PATIENCE = 3000

export interface Slip {
  /* What is wrong with the number as it stands; '': nothing is known to be. */
  told: ComputedRef<string>
  look: () => Promise<string>
}

export function slipping(number: () => string): Slip {
  const found = ref<{ of: string; zh?: string; en?: string }>({ of: '' })
  const now = () => number().trim()
  const told = computed(() => (found.value.of === now() ? said(found.value) ?? '' : ''))
  let seen = false
  async function look(): Promise<string> {
    seen = true
    const of = now()
    if (of === '' || of === found.value.of) return told.value
    try {
      const { zh, en } = await answered(api.POST('/api/v1/numbers/check', { body: { number: of }, signal: AbortSignal.timeout(PATIENCE) }))
      found.value = { of, zh, en }
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
    }
    return told.value
  }
  /* Once it was told, it goes and comes as one mends it. */
  watch(number, () => { if (seen && found.value.zh) void look() })
  return { told, look }
}
