/* Words for code values ("310" → 职工基本医疗保险), from the server's dictionaries; asked once each. While
 * they are on their way nothing is shown: a code is no word. */
import { reactive } from 'vue'
import { answered, api } from './api'
import { language, said } from './language'

const known = reactive<Record<string, Record<string, { zh?: string; en?: string }>>>({})
const asked = new Set<string>()

export function codeWord(type: string, value?: string | null): string {
  if (!value) return ''
  if (!asked.has(type)) {
    asked.add(type)
    void answered(api.GET('/api/v1/dictionaries/{type}', { params: { path: { type } } }))
      .then(({ list }) => {
        known[type] = Object.fromEntries((list ?? []).map((row) => [row.value, { zh: row.label, en: row.label_en }]))
      })
      .catch(() => { asked.delete(type); known[type] ??= {} })
  }
  const words = known[type]
  return words ? said(words[value]) || value : ''
}

/* What is chosen from: editions of the interface give one thing several codes, and whoever chooses reads
 * words, so each word stands once, with the first of its codes. */
export function pickable<Row extends { label?: string; label_en?: string }>(rows: Row[]): Row[] {
  const words = rows.map((row) => `${row.label} ${row.label_en}`)
  return rows.filter((_, at) => words.indexOf(words[at] ?? '') === at)
}

/* Every word of a code list, in its order. */
export function codeWords(type?: string): string[] {
  if (!type) return []
  codeWord(type, ' ')
  return Object.values(known[type] ?? {}).map((one) => said(one)).filter(Boolean)
}

/* The name of a place: found among the places below its city or its province. */
const places = reactive<Record<string, string>>({})
const sought = new Set<string>()
export function placeWord(code?: string | null): string {
  if (!code) return ''
  const key = `${code} ${language()}`
  if (!sought.has(key)) {
    sought.add(key)
    void findPlace(code).then((name) => { places[key] = name }).catch(() => { places[key] = code })
  }
  return places[key] ?? ''
}
async function findPlace(code: string): Promise<string> {
  for (const parent of new Set([0, Number(`${code.slice(0, 2)}0000`), Number(`${code.slice(0, 4)}00`)])) {
    const { divisions } = await answered(api.GET('/api/v1/divisions', { params: { query: { parent } } }))
    const found = divisions?.find((one) => String(one.division) === code)
    if (found) return said(found)
  }
  return code
}
