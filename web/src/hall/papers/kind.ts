/* What a file is by its first bytes, by the server's own lists, so that one it would refuse is told
 * when it is chosen and not after it was sent over a slow line. */
import lists from 'virtual:paper-kinds'

const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

export function kindOf(bytes: Uint8Array): string {
  const start = Array.from(bytes.subarray(0, 16), (byte) => String.fromCharCode(byte)).join('')
  return lists.kinds.find(([sign, at]) => start.startsWith(sign, at))?.[2] ?? ''
}

/* By its name or by what the device calls it. */
const saysPicture = (file: File): boolean => /^image\//.test(file.type) || lists.endings.some((end) => file.name.toLowerCase().endsWith(end))

export type Unfit = '' | 'empty' | 'kind' | 'picture'

export async function unfit(file: File): Promise<Unfit> {
  if (file.size === 0) return 'empty'
  const type = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  if (saysPicture(file) && !type.startsWith('image/')) return 'picture'
  if (type !== 'application/zip') return type ? '' : 'kind'
  const all = textOf(new Uint8Array(await file.arrayBuffer()))
  return lists.office.some((sign) => all.includes(sign)) ? '' : 'kind'
}
