/* Lists that update themselves: one event stream a page says which rooms recorded something
 * (/api/v1/changes); a list that shows one of them asks again. Without a stream it asks now and
 * then. Nothing is asked while nobody looks. */
import { onBeforeUnmount } from 'vue'

const SETTLE_MS = 2_000
const GATHER_MS = 400
const POLL_MS = 15_000
const LOST_MAX = 3

interface Listener { rooms: string[]; again: () => void; timer?: number; behind: boolean }
const listeners = new Set<Listener>()
let stream: EventSource | undefined
let lost = 0
let poll = 0

function wake(listener: Listener): void {
  if (document.hidden) {
    listener.behind = true
    return
  }
  window.clearTimeout(listener.timer)
  listener.timer = window.setTimeout(listener.again, GATHER_MS)
}

function fall_back(): void {
  stream?.close()
  stream = undefined
  if (poll !== 0) return
  listeners.forEach(wake)
  poll = window.setInterval(() => listeners.forEach(wake), POLL_MS)
}

function listen(): void {
  if (stream || poll || listeners.size === 0) return
  if (!('EventSource' in window)) return fall_back()
  stream = new EventSource('/api/v1/changes')
  stream.addEventListener('changed', (event) => {
    lost = 0
    const { rooms } = JSON.parse((event as MessageEvent<string>).data) as { rooms: string[] }
    for (const listener of listeners)
      if (listener.rooms.some((room) => rooms.includes(room))) wake(listener)
  })
  /* What was recorded before the line stood, or while it was away, was told to nobody. */
  stream.addEventListener('open', () => listeners.forEach(wake))
  stream.addEventListener('error', () => {
    if (stream?.readyState === EventSource.CLOSED || ++lost > LOST_MAX) fall_back()
  })
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return
  for (const listener of listeners)
    if (listener.behind) {
      listener.behind = false
      wake(listener)
    }
})

/* For a component: `again` runs soon after one of the rooms recorded something. */
export function live(rooms: string[], again: () => void): void {
  const listener: Listener = { rooms, again, behind: false }
  listeners.add(listener)
  /* The page itself comes first. */
  const start = window.setTimeout(listen, SETTLE_MS)
  onBeforeUnmount(() => {
    window.clearTimeout(start)
    window.clearTimeout(listener.timer)
    listeners.delete(listener)
    if (listeners.size === 0) {
      stream?.close()
      stream = undefined
      window.clearInterval(poll)
      poll = 0
    }
  })
}
