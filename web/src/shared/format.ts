/* Days, moments and amounts as people read them; the only place that does. */
import { i18n, language } from './language'

/* "2020-02-10" → "2020年2月10日" or "10 Feb 2020". Business time is the server's: nothing is shifted. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function day(text?: string | null): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? '')
  if (!found) return ''
  const [year, month, date] = found.slice(1).map(Number) as [number, number, number]
  return language() === 'en'
    ? `${date} ${MONTHS[month - 1]} ${year}` : `${year}年${month}月${date}日`
}

/* A day to come to, with its weekday: "2020年2月11日 星期二", "Tue 11 Feb 2020". */
const WEEKDAYS = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
export function dayToCome(text?: string | null): string {
  const told = day(text)
  const at = new Date(`${text?.slice(0, 10)}T00:00:00Z`).getUTCDay()
  if (!told || Number.isNaN(at)) return told
  return language() === 'en' ? `${WEEKDAYS.en[at]} ${told}` : `${told} 星期${WEEKDAYS.zh[at]}`
}

/* A sentence of the server's with its days as people write them. */
export const told = (text: string): string => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (one) => day(one))

/* "2020-02" or "202002" → "2020年2月" or "Feb 2020". */
export function month(text?: string | null): string {
  const found = /^(\d{4})-?(\d{2})$/.exec(text ?? '')
  if (!found) return text ?? ''
  return language() === 'en' ? `${MONTHS[Number(found[2]) - 1]} ${found[1]}` : `${found[1]}年${Number(found[2])}月`
}

/* Where there is room for no more: "7月", and the year where it begins. */
export function monthShort(text?: string | null): string {
  const found = /^(\d{4})-?(\d{2})$/.exec(text ?? '')
  if (!found) return text ?? ''
  const name = language() === 'en' ? MONTHS[Number(found[2]) - 1] ?? '' : `${Number(found[2])}月`
  return found[2] === '01' ? `${name}\n${found[1]}` : name
}

export function moment(text?: string | null): string {
  const found = /[T ](\d{2}:\d{2})/.exec(text ?? '')
  return found ? `${day(text)} ${found[1]}` : day(text)
}

/* A time that ends as a day begins is the day before, whole: nobody has until midnight to do a thing
 * on that day. */
export function until(text?: string | null): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})[T ]00:00/.exec(text ?? '')
  if (!found) return moment(text)
  const before = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]) - 1))
  return day(before.toISOString())
}

/* Amounts are decimal texts of yuan; they are never turned into numbers for counting. */
export function amount(text?: string | null): string {
  const found = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '')
  if (!found) return ''
  const whole = (found[2] ?? '0').replace(/\B(?=(\d{3})+$)/g, ',')
  return `${found[1] === '-' ? '−' : ''}${whole}.${(found[3] ?? '').padEnd(2, '0')}`
}

/* With what it is an amount of. */
export function yuan(text?: string | null): string {
  const told = amount(text)
  return told && `${told} ${i18n.global.t('bill.yuan')}`
}

/* In fen, for bars and sums on a screen alone. */
export function fen(text?: string | null): number {
  return Math.round(Number(text ?? 0) * 100)
}
