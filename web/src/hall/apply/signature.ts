/* The form as it was filled in, with the name under it, as one picture: what the paper to be signed
 * is at a counter. The name is drawn by finger, pen or mouse, or typed. */
export interface Line { says: string; value: string }
export type Stroke = { x: number; y: number }[]

const WIDTH = 1000
const MARGIN = 60
const TYPE = 28
const LEADING = 44
const FACE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
export const PAD = { width: 600, height: 200 }

/* Text in lines no wider than that. */
export function folded(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const letter of text)
    if (line !== '' && measure(line + letter) > width) {
      lines.push(line)
      line = letter
    } else line += letter
  return [...lines, line]
}

export function drawStrokes(pen: CanvasRenderingContext2D, strokes: readonly Stroke[], x = 0, y = 0): void {
  pen.lineWidth = 4
  pen.lineCap = pen.lineJoin = 'round'
  pen.strokeStyle = '#16202b'
  for (const stroke of strokes) {
    pen.beginPath()
    stroke.forEach((point, index) => (index === 0 ? pen.moveTo(x + point.x, y + point.y) : pen.lineTo(x + point.x, y + point.y)))
    pen.stroke()
  }
}

export async function signedForm(title: string, lines: readonly Line[], label: string, strokes: readonly Stroke[], typed: string,
                                 dated: string): Promise<File | undefined> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) return undefined
  pen.font = `${TYPE}px ${FACE}`
  const measure = (part: string) => pen.measureText(part).width
  const rows = lines.flatMap(({ says, value }) => folded(`${says}：${value}`, WIDTH - 2 * MARGIN, measure))
  canvas.width = WIDTH
  canvas.height = 3 * MARGIN + (rows.length + 3) * LEADING + PAD.height
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#16202b'
  pen.font = `700 ${TYPE + 8}px ${FACE}`
  pen.fillText(title, MARGIN, MARGIN + TYPE)
  pen.font = `${TYPE}px ${FACE}`
  rows.forEach((row, index) => pen.fillText(row, MARGIN, MARGIN + (index + 2) * LEADING))
  const foot = MARGIN + (rows.length + 3) * LEADING
  pen.fillText(label, MARGIN, foot)
  if (strokes.length > 0) drawStrokes(pen, strokes, MARGIN + 160, foot - TYPE)
  else pen.fillText(typed, MARGIN + 160, foot)
  pen.fillText(dated, MARGIN, foot + PAD.height)
  const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  return bytes ? new File([bytes], `${title}.png`, { type: 'image/png' }) : undefined
}
