/* One question a screen, each with an address of its own: a phone's back key leads to the question
 * before and not out of the form. Where a form stands is the form's to know; the address follows. */
import { nextTick, onMounted, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function stepping(at: Ref<number>, changed: () => void): (step: number) => Promise<void> {
  const route = useRoute()
  const router = useRouter()
  const mine = route.path
  const address = (step: number) => ({ query: { ...route.query, step: step > 0 ? String(step) : undefined } })
  const stands = () => Math.max(Number(route.query.step) || 0, 0)
  onMounted(() => { if (stands() !== at.value) void router.replace(address(at.value)) })
  watch(() => route.query.step, () => {
    if (route.path !== mine || stands() === at.value) return
    at.value = stands()
    changed()
  })
  return async (step) => {
    if (step === at.value) return
    at.value = step
    changed()
    await router.push(address(step))
    await nextTick()
    const question = document.querySelector<HTMLElement>('#main form h2')
    question?.setAttribute('tabindex', '-1')
    question?.focus({ preventScroll: true })
  }
}
