/* A photo of a paper: turned by quarters, trimmed at its edges, and made no larger than a reader
 * needs, so that it goes through a slow line. What is no picture goes as it is. */
export interface Trim {
  left: number
  right: number
  top: number
  bottom: number
}
export const NO_TRIM: Trim = { left: 0, right: 0, top: 0, bottom: 0 }
export const LONGEST = 2200

export interface Cut {
  x: number
  y: number
  width: number
  height: number
  scale: number
}

/* What remains of a picture of that size when so many percent are cut from each edge. */
export function cutOf(width: number, height: number, trim: Trim): Cut {
  const x = Math.round((width * trim.left) / 100)
  const y = Math.round((height * trim.top) / 100)
  const left = Math.max(1, width - x - Math.round((width * trim.right) / 100))
  const high = Math.max(1, height - y - Math.round((height * trim.bottom) / 100))
  return { x, y, width: left, height: high, scale: Math.min(1, LONGEST / Math.max(left, high)) }
}

export const isPicture = (file?: File): boolean => !!file && /^image\/(jpeg|png|webp)$/.test(file.type)

export async function worked(file: File, quarters: number, trim: Trim): Promise<File> {
  const picture = await createImageBitmap(file)
  const cut = cutOf(picture.width, picture.height, trim)
  const [width, height] = [Math.round(cut.width * cut.scale), Math.round(cut.height * cut.scale)]
  const canvas = document.createElement('canvas')
  const lying = quarters % 2 !== 0
  canvas.width = lying ? height : width
  canvas.height = lying ? width : height
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  pen.translate(canvas.width / 2, canvas.height / 2)
  pen.rotate((quarters * Math.PI) / 2)
  pen.drawImage(picture, cut.x, cut.y, cut.width, cut.height, -width / 2, -height / 2, width, height)
  picture.close()
  const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (!bytes) return file
  return new File([bytes], file.name.replace(/\.[^.]*$/, '') + '.jpg', { type: 'image/jpeg' })
}

/* What is being made of a photo, one after the other: whoever goes on or sends waits for it. */
let making: Promise<unknown> = Promise.resolve()
export const made = (): Promise<unknown> => making
export function make(work: () => Promise<void>): void {
  making = making.then(work)
}

export async function encoded(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let from = 0; from < bytes.length; from += 0x8000) text += String.fromCharCode(...bytes.subarray(from, from + 0x8000))
  return btoa(text)
}
