/* Words for code values ("310" → 职工基本医疗保险), from the server's dictionaries; asked once each. */
import { reactive } from 'vue'
import { answered, api } from './api'

const known = reactive<Record<string, Record<string, string>>>({})
const asked = new Set<string>()

export function codeWord(type: string, value?: string | null): string {
  if (!value) return ''
  if (!asked.has(type)) {
    asked.add(type)
    void answered(api.GET('/api/v1/dictionaries/{type}', { params: { path: { type } } }))
      .then(({ list }) => {
        known[type] = Object.fromEntries((list ?? []).map((row) => [row.value, row.label ?? '']))
      })
      .catch(() => asked.delete(type))
  }
  return known[type]?.[value] ?? value
}
