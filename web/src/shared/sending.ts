/* One write to the server as a screen sees it: busy, what went wrong, what was done. What was filled
 * in stays where it is; a lost answer is sent again with the same key and done once. */
import { ref, type Ref } from 'vue'
import { newKey, Refused } from './api'
import { i18n } from './language'

export interface Sending {
  busy: Ref<boolean>
  fault: Ref<string>
  told: Ref<string>
  /* The answer, or undefined when it was refused or lost. */
  send: <T>(done: string, question: (key: string) => Promise<T>) => Promise<T | undefined>
}

export function sending(): Sending {
  const busy = ref(false)
  const fault = ref('')
  const told = ref('')
  let key = newKey()
  async function send<T>(done: string, question: (key: string) => Promise<T>): Promise<T | undefined> {
    busy.value = true
    fault.value = told.value = ''
    try {
      const answer = await question(key)
      told.value = done
      key = newKey()
      return answer
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
      fault.value = thrown.gone ? i18n.global.t('state.gone') : thrown.message
      if (!thrown.gone) key = newKey()
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, fault, told, send }
}
