import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { i18n } from '@/shared/language'
import Effect from './Effect.vue'

const asked = vi.hoisted(() => vi.fn())
vi.mock('@/shared/api', async (real) => ({ ...(await real<object>()), api: { GET: vi.fn() }, answered: asked }))
vi.mock('vue-router', () => ({ useRoute: () => ({ fullPath: '/desk/person' }) }))

const WISHED = { kind: 'stranded', division: 371300, from: '2020-01-25' }
const line = (settlement: string, day: string, before: string, after: string, change: string) =>
  ({ settlement, day, total: '10000.00', funds_before: before, funds_after: after, change })
const shown = () => mount(Effect, { props: { person: '7', name: '王芳', wished: WISHED }, global: { plugins: [i18n] } })
beforeEach(() => { asked.mockReset() })

it('two settlements that change are told in words and sums, the earlier first', async () => {
  asked.mockResolvedValue({ settlements: 2, change: '1500.00', lines: [
    line('2', '2020-02-04', '6000.00', '5500.00', '-500.00'), line('1', '2020-01-28', '4000.00', '6000.00', '2000.00')] })
  const page = shown()
  await flushPromises()
  expect(page.text()).toMatch(/王芳：自2020年1月25日以来有2次结算将重算。.*基金合计多付1,500\.00元/)
  const [first, second] = page.findAll('li')
  expect(first?.text()).toMatch(/2020年1月28日.*10,000\.00.*基金多付2,000\.00元.*4,000\.00.*6,000\.00/)
  expect(second?.text()).toMatch(/2020年2月4日.*基金少付500\.00元/)
  expect(first?.findAll('.bar span').map((bar) => (bar.element as HTMLElement).style.width)).toEqual(['40%', '60%'])
  expect(page.emitted('may')?.at(-1)).toEqual([true])
})

it('what could not be recorded is refused, and may not be', async () => {
  const { Refused } = await import('@/shared/api')
  asked.mockRejectedValue(new Refused({ type: 'x', title: '备案不能追溯到过去', status: 422, detail: '备案不能追溯到过去' } as never, 422))
  const page = shown()
  await flushPromises()
  expect(page.find('[role=alert]').text()).toContain('备案不能追溯到过去')
  expect(page.emitted('may')?.at(-1)?.[0] ?? false).toBe(false)
})
