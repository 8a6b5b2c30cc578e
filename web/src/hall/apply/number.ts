/* The number of an identity paper as the server reads it, so that a slip of the pen is told while
 * one still has the paper in hand. Passports and permits of other forms are not judged here. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
/* No identity paper has a shorter number. */
const SHORTEST = 5

/* Full width to half width, capitals, without blanks. */
export const normal = (number: string): string => number.normalize('NFKC').replace(/\s/g, '').toUpperCase()

function dayExists(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1850 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export type Slip = '' | 'short' | 'length' | 'check'

/* What is wrong with it; '': nothing that can be seen. Of 16 digits and more, with or without an X
 * at the end, it is a resident's number. */
export function slipOf(number: string): Slip {
  const is = normal(number)
  if (is.length < SHORTEST) return 'short'
  if (!/^\d{16,}X?$|^\d{15,}X$/.test(is)) return ''
  if (is.length !== 18) return 'length'
  const sum = WEIGHTS.reduce((so, weight, at) => so + weight * Number(is[at]), 0)
  return dayExists(is.slice(6, 14)) && CHECKS[sum % 11] === is[17] ? '' : 'check'
}
