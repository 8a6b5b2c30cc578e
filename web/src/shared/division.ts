/* Whether a place is one, or lies in it, by the digits of their codes: 110000 and 371300 stand for all
 * below them. */
export const holds = (above: string, code: string): boolean =>
  code.startsWith(above.endsWith('0000') ? above.slice(0, 2) : above.endsWith('00') ? above.slice(0, 4) : above)
