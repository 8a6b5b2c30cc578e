/* The clock of a demo world: a real house has none of it and answers "not found". */
import { reactive } from 'vue'
import { answered, api, keyed, newKey } from './api'

export const stage = reactive<{ shown: boolean; today: string }>({ shown: false, today: '' })

/* The server's page says whether there is such a clock, so that nobody asks in vain. */
const there = () => document.querySelector('meta[name="demo-clock"]') !== null

export async function askStage(): Promise<void> {
  if (!there()) return
  try {
    stage.today = (await answered(api.GET('/api/v1/stage', {}))).today ?? ''
    stage.shown = stage.today !== ''
  } catch {
    stage.shown = false
  }
}

export async function forwardTo(day: string): Promise<void> {
  const moved = await answered(api.POST('/api/v1/stage/forward', { body: { to: day }, ...keyed(newKey()) }))
  stage.today = moved.today ?? stage.today
}

/* The day it is in China, whatever the clock of the device is set to: the demo world's, if there is one. */
export function today(now = new Date()): string {
  return stage.today || new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
}

/* "2020-02-28" and so many days, or months on the same day of the month (its last at most). */
export function later(day: string, days: number, months = 0): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  const at = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last) + days))
  return at.toISOString().slice(0, 10)
}
