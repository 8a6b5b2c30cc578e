/* The kinds of care one asks about, with their codes of med_type and the kind of institution that
 * gives them; and an amount as people write it. */
export interface Care {
  name: string
  code: string
  type: '1' | '2'
  /* Filed by the name of a disease. */
  filed: boolean
}
export const CARES: Care[] = [
  { name: 'outpatient', code: '11', type: '1', filed: false },
  { name: 'inpatient', code: '21', type: '1', filed: false },
  { name: 'emergency', code: '13', type: '1', filed: false },
  { name: 'disease', code: '14', type: '1', filed: true },
  { name: 'pharmacy', code: '41', type: '2', filed: false },
]
export const careOf = (name: string): Care => CARES.find((care) => care.name === name) ?? CARES[0]!

/* "１，200 元" → "1200"; nothing when it is no amount above nought. */
export function sumOf(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\s,，元¥]/g, '')
  return /^\d{1,8}(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? plain : ''
}
