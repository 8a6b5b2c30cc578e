/* Whether a place is one, or lies in it, by the digits of their codes. */
export const holds = (above: string, code: string): boolean =>
  code.startsWith(above.endsWith('0000') ? above.slice(0, 2) : above.endsWith('00') ? above.slice(0, 4) : above)
