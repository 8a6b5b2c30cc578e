/* Free times as a reader chooses them: first the day, then the hour. */
export interface Slot { day?: string; free?: number; minute?: number; plan?: string }

export function daysOf(slots: readonly Slot[]): { day: string; free: number }[] {
  const sums = new Map<string, number>()
  for (const { day, free } of slots)
    if (day && (free ?? 0) > 0) sums.set(day, (sums.get(day) ?? 0) + (free ?? 0))
  return [...sums].map(([day, free]) => ({ day, free })).sort((a, b) => a.day.localeCompare(b.day))
}

export function slotsOf<T extends Slot>(slots: readonly T[], day: string): T[] {
  return slots.filter((slot) => slot.day === day && (slot.free ?? 0) > 0)
    .sort((a, b) => (a.minute ?? 0) - (b.minute ?? 0))
}
