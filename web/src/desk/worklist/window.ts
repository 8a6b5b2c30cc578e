/* A list of thousands of rows shows those that can be seen: the rows before and after are one blank
 * of their height. Rows are alike in height; it is measured once they are there. On paper there is
 * nothing to scroll: it has all of them, up to what anybody prints. */
import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

const BEYOND = 12
const PAPER_MOST = 2_000

export function windowed<T>(rows: Ref<T[]>, guess: number) {
  const height = ref(guess)
  const top = ref(0)
  const screen = ref(900)
  const body = ref<HTMLElement>()
  const paper = ref(false)
  let asked = 0

  function look(): void {
    asked = 0
    const first = body.value?.querySelector<HTMLElement>('[data-row]')
    if (first && first.offsetHeight > 0) height.value = first.getBoundingClientRect().height
    if (body.value) top.value = -body.value.getBoundingClientRect().top
    screen.value = window.innerHeight
  }
  const soon = () => { if (asked === 0) asked = window.requestAnimationFrame(look) }
  const printing = () => { paper.value = true }
  const printed = () => { paper.value = false }
  onMounted(() => {
    window.addEventListener('beforeprint', printing)
    window.addEventListener('afterprint', printed)
    window.addEventListener('scroll', soon, { passive: true })
    window.addEventListener('resize', soon)
    soon()
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeprint', printing)
    window.removeEventListener('afterprint', printed)
    window.removeEventListener('scroll', soon)
    window.removeEventListener('resize', soon)
    window.cancelAnimationFrame(asked)
  })
  const from = computed(() => paper.value ? 0 : Math.max(0, Math.min(Math.floor(top.value / height.value) - BEYOND, rows.value.length - 1)))
  const until = computed(() => paper.value ? Math.min(rows.value.length, PAPER_MOST) : Math.min(rows.value.length, from.value + Math.ceil(screen.value / height.value) + 2 * BEYOND))
  const shown = computed(() => rows.value.slice(from.value, until.value))
  const before = computed(() => Math.max(0, from.value) * height.value)
  const after = computed(() => (rows.value.length - until.value) * height.value)
  /* Brings a row into sight, though it may not be drawn yet. */
  function reveal(index: number): void {
    if (!body.value) return
    const place = body.value.getBoundingClientRect().top + index * height.value
    if (place < 60) window.scrollBy({ top: place - 60 })
    else if (place + height.value > window.innerHeight) window.scrollBy({ top: place + height.value - window.innerHeight })
    soon()
  }
  const hold = (element: unknown) => { body.value = (element as HTMLElement | null) ?? undefined }
  return { hold, from, shown, before, after, reveal, soon }
}
