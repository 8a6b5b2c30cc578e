import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'

const opened: FakeStream[] = []
class FakeStream extends EventTarget {
  static readonly CLOSED = 2
  readyState = 0
  constructor(readonly address: string) { super(); opened.push(this) }
  close(): void { this.readyState = FakeStream.CLOSED }
}

beforeEach(() => { vi.useFakeTimers(); vi.stubGlobal('EventSource', FakeStream) })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

it('asks once more when the line stands: what was recorded before was told to nobody', async () => {
  const { live } = await import('./live')
  const again = vi.fn()
  const page = createApp({ setup() { live(['intake'], again) }, render: () => null })
  page.mount(document.createElement('div'))
  vi.advanceTimersByTime(10_000)
  expect([opened.length, again.mock.calls.length]).toEqual([1, 0])
  opened[0]?.dispatchEvent(new Event('open'))
  vi.advanceTimersByTime(1_000)
  expect(again).toHaveBeenCalledTimes(1)
  page.unmount()
})
