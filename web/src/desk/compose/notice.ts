/* A notice as data and as the text that is kept: what the form shows is what stands in the text, and
 * what a fault says of a line of the text stands beside its field. All values are texts, as written. */
import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Node } from 'yaml'
import type { Schemas } from '@/shared/api'

export type Field = Schemas['notice_form_field']
export type Forms = Schemas['notice_forms']
export type Value = string | Value[] | Mapping
export interface Mapping { [key: string]: Value }
export interface Fault { line?: number; key?: string; elsewhere?: string; zh?: string; en?: string }

export const isMapping = (value?: Value): value is Mapping => typeof value === 'object' && !Array.isArray(value)
export const asList = (value?: Value): string[] => (value === undefined || value === '' ? [] : Array.isArray(value) ? value.map(String) : [String(value)])
export const asText = (value?: Value): string => (typeof value === 'string' ? value : '')

/* "people.status" is two keys deep. */
export function at(node: Mapping | undefined, path: string): Value | undefined {
  let here: Value | undefined = node
  for (const key of path.split('.')) here = isMapping(here) ? here[key] : undefined
  return here
}
/* The same with one value other, or gone; what is left empty on the way is gone, too. */
export function put(node: Mapping | undefined, path: string, value: Value | undefined): Mapping {
  const [key = '', ...rest] = path.split('.')
  const inner = node?.[key]
  const next = rest.length === 0 ? value : put(isMapping(inner) ? inner : {}, rest.join('.'), value)
  const gone = next === undefined || (rest.length > 0 && isMapping(next) && Object.keys(next).length === 0)
  const others = Object.entries(node ?? {}).filter(([name]) => name !== key || !gone)
  const kept = Object.fromEntries(others)
  return gone ? kept : { ...kept, [key]: next }
}

/* What was left empty is not written; a verb is, though nothing stands below it yet. */
function filled(value: Value, verbs: Set<string>): Value | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (Array.isArray(value)) {
    const items = value.map((one) => filled(one, verbs)).filter((one) => one !== undefined)
    return items.length > 0 ? items : undefined
  }
  const pairs = Object.entries(value).map(([key, one]) => [key, filled(one, verbs) ?? (verbs.has(key) ? {} : undefined)] as const)
    .filter((pair): pair is [string, Value] => pair[1] !== undefined)
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined
}

export function written(notice: Mapping, verbs: string[]): string {
  const { measures, ...head } = notice
  const known = new Set(verbs)
  /* What it is called and whom it is for comes first, what it does last: as notices are written by hand. */
  const ordered = (row: Mapping) => Object.fromEntries(Object.entries(row).sort(([a], [b]) => Number(known.has(a)) - Number(known.has(b))))
  const rows = (Array.isArray(measures) ? measures : []).map((row) => filled(isMapping(row) ? ordered(row) : row, known) ?? {})
  const document = new Document({ ...(filled(head, new Set()) as Mapping | undefined), ...(rows.length > 0 ? { measures: rows } : {}) }, { schema: 'failsafe' })
  visit(document, { Seq(_key, seq) { if (seq.items.every(isScalar)) seq.flow = true } })
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

export function read(text: string): Mapping | undefined {
  const document = parseDocument(text, { schema: 'failsafe' })
  const value = document.errors.length > 0 ? undefined : document.toJS() as Value
  return isMapping(value) ? value : undefined
}

interface Place { path: string; line: number; begins: number; mapping: boolean }
function placesOf(text: string): Place[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: counter })
  const found: Place[] = []
  const lineOf = (node?: unknown) => counter.linePos((node as Node | undefined)?.range?.[0] ?? 0).line
  const walk = (node: unknown, path: string, line: number): void => {
    found.push({ path, line, begins: lineOf(node), mapping: isMap(node) })
    if (isMap(node)) for (const pair of node.items) walk(pair.value, path ? `${path}.${String(pair.key)}` : String(pair.key), lineOf(pair.key))
    if (isSeq(node)) node.items.forEach((item, index) => walk(item, `${path}.${index}`, lineOf(item)))
  }
  walk(document.contents, '', 1)
  return found
}

/* Where in the form each fault belongs: the field of its key on its line; a key that is missing belongs
 * to the innermost mapping that begins there; else the last thing before the line. */
export function placed(text: string, faults: Fault[]): Map<string, Fault[]> {
  /* The last thing that fits is the innermost. */
  const places = placesOf(text).reverse()
  const found = new Map<string, Fault[]>()
  for (const fault of faults) {
    const line = fault.line ?? 0
    const named = (place: Place) => fault.key && (place.path === fault.key || place.path.endsWith(`.${fault.key}`))
    const here = places.find((place) => place.line === line && named(place)) ?? places.find((place) => place.begins === line && named(place))
    const around = places.find((place) => place.mapping && place.begins === line)
    const before = places.find((place) => place.line <= line)
    const path = here?.path ?? (around && fault.key ? (around.path ? `${around.path}.${fault.key}` : fault.key) : line === 0 && fault.key ? fault.key : before?.path ?? '')
    found.set(path, [...(found.get(path) ?? []), fault])
  }
  return found
}

/* Fields right below a path: "missed" has "missed.benefits". */
export const below = (fields: Field[], path: string): Field[] =>
  fields.filter((field) => field.path?.startsWith(`${path}.`)).map((field) => ({ ...field, path: field.path?.slice(path.length + 1) }))
/* A field of its own, not a part of another that is listed. */
export const outer = (fields: Field[]): Field[] =>
  fields.filter((field) => !fields.some((other) => other !== field && field.path?.startsWith(`${other.path}.`)))
