/* What a file is by its first bytes: the same list as the server's, so that one it would refuse is
 * told when it is chosen and not after it was sent over a slow line. */
const KINDS: [start: string, at: number, type: string][] = [
  ['\xFF\xD8\xFF', 0, 'image/jpeg'],
  ['\x89PNG\r\n\x1A\n', 0, 'image/png'],
  ['GIF8', 0, 'image/gif'],
  ['BM', 0, 'image/bmp'],
  ['II*\0', 0, 'image/tiff'],
  ['MM\0*', 0, 'image/tiff'],
  ['WEBP', 8, 'image/webp'],
  ['ftypheic', 4, 'image/heic'],
  ['ftypmif1', 4, 'image/heic'],
  ['ftypheix', 4, 'image/heic'],
  ['%PDF-', 0, 'application/pdf'],
  ['PK\x03\x04', 0, 'application/zip'],
  ['\xD0\xCF\x11\xE0', 0, 'application/x-ole'],
]

/* A document of an office program is a packed folder; one without its list of parts is none. */
const OFFICE = ['[Content_Types].xml', 'mimetypeapplication/vnd.oasis.opendocument.']

const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

export function kindOf(bytes: Uint8Array): string {
  const start = Array.from(bytes.subarray(0, 16), (byte) => String.fromCharCode(byte)).join('')
  return KINDS.find(([sign, at]) => start.startsWith(sign, at))?.[2] ?? ''
}

/* By its name or by what the device calls it. */
const saysPicture = (file: File): boolean => /^image\//.test(file.type) || /\.(jpe?g|png|gif|bmp|tiff?|webp|heic)$/i.test(file.name)

export type Unfit = '' | 'empty' | 'kind' | 'picture'

export async function unfit(file: File): Promise<Unfit> {
  if (file.size === 0) return 'empty'
  const type = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  if (saysPicture(file) && !type.startsWith('image/')) return 'picture'
  if (type !== 'application/zip') return type ? '' : 'kind'
  const all = textOf(new Uint8Array(await file.arrayBuffer()))
  return OFFICE.some((sign) => all.includes(sign)) ? '' : 'kind'
}
