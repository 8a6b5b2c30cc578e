/* One write to the server as a screen sees it: busy, what went wrong, what was done. What was filled
 * in stays where it is; a lost answer is sent again with the same key and done once. */
import { nextTick, ref, type Ref } from 'vue'
import { newKey, Refused } from './api'
import { i18n } from './language'

export interface Sending {
  busy: Ref<boolean>
  fault: Ref<string>
  told: Ref<string>
  /* The input field that was refused, when it was one. */
  about: Ref<string>
  /* The refusal's key, whatever language it was told in. */
  refusal: Ref<string>
  /* The answer, or undefined when it was refused or lost. */
  send: <T>(done: string, question: (key: string) => Promise<T>) => Promise<T | undefined>
}

/* What went wrong in words for whoever pressed the button. Sent twice under one key with something
 * changed in between: the first may well have arrived. */
export function faultOf(thrown: Refused): string {
  if (thrown.gone) return i18n.global.t('state.gone')
  return thrown.problem?.refusal === 'core.refused.key-used-otherwise' ? i18n.global.t('state.sent-already') : thrown.message
}

/* A button that cannot be pressed loses the focus, and who goes by keys or ear would begin at the top
 * of the page again: it has it back, unless something else has taken it. */
async function backTo(pressed: Element | null): Promise<void> {
  await nextTick()
  if (document.activeElement === document.body && pressed instanceof HTMLElement && pressed.isConnected) pressed.focus({ preventScroll: true })
}

/* The key is the screen's own, unless it keeps one that outlives the page. */
export function sending(key: Ref<string> = ref(newKey())): Sending {
  const busy = ref(false)
  const fault = ref('')
  const told = ref('')
  const about = ref('')
  const refusal = ref('')
  async function send<T>(done: string, question: (key: string) => Promise<T>): Promise<T | undefined> {
    const pressed = document.activeElement
    busy.value = true
    fault.value = told.value = about.value = refusal.value = ''
    try {
      const answer = await question(key.value)
      told.value = done
      key.value = newKey()
      return answer
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
      fault.value = faultOf(thrown)
      about.value = thrown.problem?.field ?? ''
      refusal.value = thrown.problem?.refusal ?? ''
      if (!thrown.gone) key.value = newKey()
      return undefined
    } finally {
      busy.value = false
      void backTo(pressed)
    }
  }
  return { busy, fault, told, about, refusal, send }
}
