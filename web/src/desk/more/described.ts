/* What the server says of an action: what it asks, in words, and what it tells. Of these a form and
 * an answer are drawn for tasks that have no screen of their own. */
import { language } from '@/shared/language'

export interface Words { description?: string; summary?: string; 'x-en'?: string }
export interface Schema extends Words {
  $ref?: string; type?: string; format?: string; pattern?: string; maxLength?: number
  'x-codes'?: string; 'x-labels'?: Record<string, string>; properties?: Record<string, Schema>; required?: string[]; items?: Schema
}
interface Parameter extends Words { name: string; in: string; required?: boolean; schema?: Schema }
interface Operation extends Words {
  operationId?: string; 'x-roles'?: string[]; 'x-next-page'?: Record<string, string>; parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
export interface Described { paths?: Record<string, Record<string, Operation>>; components?: { schemas?: Record<string, Schema> } }

export type Kind = 'text' | 'long' | 'count' | 'flag' | 'day' | 'moment' | 'amount' | 'code' | 'person' | 'unit' | 'institution' | 'office' | 'place' | 'matter' | 'account' | 'id'
export interface Asked { name: string; in: 'path' | 'query' | 'body'; label: string; required: boolean; kind: Kind; codes?: string; choices?: Choice[]; most?: number }
export interface Choice { value: string; label: string }
export interface Task { name: string; method: string; path: string; says: string; roles: string[]; fields: Asked[]; answer?: Schema; next?: Record<string, string> }

export const wordsOf = (of: Words): string => (language() === 'en' ? of['x-en'] : of.description ?? of.summary) || of.description || of.summary || ''

export function resolved(schema: Schema | undefined, all: Described): Schema | undefined {
  const name = schema?.$ref?.split('/').at(-1)
  return name ? all.components?.schemas?.[name] : schema
}

/* Words that a field takes and the server has a name for; those of a code table are @/shared/codes'. */
export const choicesOf = (schema: Schema): Choice[] | undefined =>
  schema['x-codes'] ? undefined : schema['x-labels'] && Object.entries(schema['x-labels']).map(([value, label]) => ({ value, label: language() === 'en' ? value.replaceAll('-', ' ') : label }))

const LONG = 300
/* Numbers of things are looked up by what stands on a paper; whoever has none of it has no number. */
const LOOKED_UP: Record<string, Kind> = {
  person: 'person', giver: 'person', taker: 'person', unit: 'unit', institution: 'institution', office: 'office', parent: 'office', owner: 'office', division: 'place', place: 'place', other_place: 'place', matter: 'matter', account: 'account' }

function kindOf(name: string, schema: Schema): Kind | undefined {
  const looked = LOOKED_UP[name]
  if (looked) return looked
  if (schema.type === 'boolean') return 'flag'
  if (schema.type === 'integer') return 'count'
  if (schema.type !== 'string') return undefined
  if (schema.format === 'date') return 'day'
  if (schema.format === 'date-time') return 'moment'
  if (schema['x-codes']) return 'code'
  if (schema.pattern?.startsWith('^[1-9]')) return 'id'
  if (schema.pattern?.startsWith('^-?')) return 'amount'
  return (schema.maxLength ?? 0) > LONG ? 'long' : 'text'
}

function asked(name: string, where: Asked['in'], required: boolean, words: Words, schema: Schema): Asked | undefined {
  const kind = kindOf(name, schema)
  const choices = kind === 'text' ? choicesOf(schema) : undefined
  const label = wordsOf(words) || name
  return kind && { name, in: where, required, kind, label: choices ? label.split(/[：:]/)[0] ?? label : label, codes: schema['x-codes'], choices, most: schema.maxLength }
}

/* What pages and readers of machines ask with, and no person. */
const NOT_ASKED = new Set(['explain', 'as', 'Idempotency-Key', 'after', 'before'])

/* Undefined: it asks for lists of things, which a form of single fields cannot say. */
function fieldsOf(operation: Operation, all: Described): Asked[] | undefined {
  const fields = (operation.parameters ?? []).filter(({ name }) => !NOT_ASKED.has(name))
    .map((one) => asked(one.name, one.in as Asked['in'], one.required === true, one, one.schema ?? {}))
  const body = resolved(operation.requestBody?.content?.['application/json']?.schema, all)
  for (const [name, schema] of Object.entries(body?.properties ?? {}))
    fields.push(asked(name, 'body', (body?.required ?? []).includes(name), schema, schema))
  return fields.every((one) => one !== undefined) ? fields : undefined
}

export function tasksOf(all: Described, names: string[]): Task[] {
  const wanted = new Map<string, Task>()
  for (const [path, methods] of Object.entries(all.paths ?? {}))
    for (const [method, operation] of Object.entries(methods)) {
      const fields = names.includes(operation.operationId ?? '') ? fieldsOf(operation, all) : undefined
      if (!fields) continue
      wanted.set(operation.operationId ?? '', {
        name: operation.operationId ?? '', method: method.toUpperCase(), path, says: wordsOf(operation), roles: operation['x-roles'] ?? [], fields,
        answer: resolved(operation.responses?.['200']?.content?.['application/json']?.schema, all), next: operation['x-next-page'],
      })
    }
  return names.flatMap((name) => wanted.get(name) ?? [])
}

/* The rows of an answer: those of its first list. */
export function rowsOf(task: Task, answer: Record<string, unknown>): Record<string, unknown>[] {
  const [list = ''] = Object.entries(task.answer?.properties ?? {}).find(([, one]) => one.type === 'array') ?? []
  return answer[list] as Record<string, unknown>[] | undefined ?? []
}
/* With what the page after this one is asked for; undefined: it is the last. */
export function pageAfter(task: Task, answer: Record<string, unknown>): Record<string, string> | undefined {
  const last = rowsOf(task, answer).at(-1)
  const asked = Object.entries(task.next ?? {}).map(([name, from]) => [name, (from in (task.answer?.properties ?? {}) ? answer : last)?.[from]] as const)
  return asked.length > 0 && asked.every(([, value]) => value !== undefined && value !== '') ? Object.fromEntries(asked.map(([name, value]) => [name, String(value)])) : undefined
}

/* What a form shows: a number that nobody knows by heart comes with a row, or is not asked. */
export const isShown = (one: Asked, brought: Record<string, unknown>): boolean =>
  brought[one.name] === undefined && (one.kind !== 'id' || one.required) && one.name !== 'version'

/* What is sent: nothing that was left empty; a number as a number. */
export function filled(fields: Asked[], given: Record<string, string | boolean>): Record<Asked['in'], Record<string, string | number | boolean>> {
  const into: Record<Asked['in'], Record<string, string | number | boolean>> = { path: {}, query: {}, body: {} }
  for (const one of fields) {
    const value = given[one.name]
    if (value === undefined || value === '' || value === false) continue
    into[one.in][one.name] = one.kind === 'count' || one.kind === 'place' ? Number(value) : value
  }
  return into
}
export function addressOf(path: string, into: ReturnType<typeof filled>): string {
  const query = new URLSearchParams(Object.entries(into.query).map(([name, value]) => [name, String(value)])).toString()
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(into.path[name] ?? ''))) + (query ? `?${query}` : '')
}
