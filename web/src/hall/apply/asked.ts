/* Which questions and papers a matter asks for, given what was answered so far. */
import type { Schemas } from '@/shared/api'
import { later } from '@/shared/stage'

export type Field = Schemas['matter_field']
export type Paper = Schemas['matter_paper']

export function asks(field: Field, values: Record<string, string>): boolean {
  if (!field.when_field) return true
  return (field.when_is ?? []).some(({ word }) => word === values[field.when_field as string])
}

/* The last day a question of a day may be answered with, when its matter names one. */
export function lastDay(field: Field, values: Record<string, string>, today: string): string {
  if (!field.not_after) return ''
  if (field.not_after_field && !(field.not_after_is ?? []).some(({ word }) => word === values[field.not_after_field as string])) return ''
  return later(today, Number(/^today\+(\d+)$/.exec(field.not_after)?.[1] ?? 0))
}

export function needs(paper: Paper, values: Record<string, string>): boolean {
  if (paper.now === 'not-asked') return false
  if (!paper.when_field) return true
  return (paper.when_values ?? '').split(' ').includes(values[paper.when_field] ?? '')
}

export type Way = 'looked-up' | 'file' | 'owed' | 'commitment' | 'copy'
const WAYS: Record<string, Way> = { debt: 'owed', commitment: 'commitment', copy: 'copy' }

/* How a paper may be given today: what we look up first need not be given; always as a file, and as
 * measures in force allow. */
export function waysOf(paper: Paper): Way[] {
  const may = (paper.now ?? '').split(' ').map((word) => WAYS[word]).filter((way): way is Way => !!way)
  return (paper.now ?? '').split(' ').includes('looked-up') ? ['looked-up', 'file', ...may] : ['file', ...may]
}

/* Fields whose answers stay out of the browser's store. */
export const SECRET_TYPES = ['phone', 'account']
