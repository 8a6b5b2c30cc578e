/* Minutes of a day as clocks show them: "13:30" is the 810th. */
export const minuteOf = (clock: string): number | undefined => (clock ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)) : undefined)
export const clockOf = (minute?: number): string =>
  `${String(Math.floor((minute ?? 0) / 60)).padStart(2, '0')}:${String((minute ?? 0) % 60).padStart(2, '0')}`
