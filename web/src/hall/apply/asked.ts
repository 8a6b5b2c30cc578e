/* Which questions and papers a matter asks for, given what was answered so far. */
import type { Schemas } from '@/shared/api'
import { later } from '@/shared/stage'

export type Field = Schemas['matter_field']
export type Paper = Schemas['matter_paper']

export type Screen = { kind: 'who' | 'check' } | { kind: 'field'; field: Field } | { kind: 'paper'; paper: Paper }
/* What of an application is asked on the screen of whom it is for. */
const WHO = ['name', 'number', 'place']

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

export type Way = 'looked-up' | 'shown' | 'file' | 'owed' | 'commitment' | 'copy'
const WAYS: Record<string, Way> = { debt: 'owed', commitment: 'commitment', copy: 'copy' }
/* Said by nobody else: that we are to look it up, that its original was seen. */
const FIRST: Way[] = ['looked-up', 'shown']

/* The question or paper of that name, else who it is for; -1: none of them. */
export function stepAbout(screens: readonly Screen[], name: string): number {
  const own = screens.findIndex((one) => (one.kind === 'field' && one.field.name === name) || (one.kind === 'paper' && one.paper.name === name))
  return own < 0 && WHO.includes(name) ? screens.findIndex((one) => one.kind === 'who') : own
}

/* How a paper may be given today: what we look up first, or what was shown at a counter, need not be
 * given; always as a file, and as measures in force allow. */
export function waysOf(paper: Paper): Way[] {
  const words = (paper.now ?? '').split(' ')
  const may = words.map((word) => WAYS[word]).filter((way): way is Way => !!way)
  return [...FIRST.filter((way) => words.includes(way)), 'file', ...may]
}

/* The way it is given: chosen, or the only ordinary one. Whether we are to look for a paper is for
 * whom it is about to say, and whether its original was seen for who saw it: nothing is looked up
 * unasked, and nothing found is counted on. */
export function wayOf(paper: Paper, chosen: Way | undefined): Way | undefined {
  const ways = waysOf(paper)
  if (chosen && ways.includes(chosen)) return chosen
  return ways[0] === 'file' ? 'file' : undefined
}

/* Fields whose answers stay out of the browser's store. */
export const SECRET_TYPES = ['phone', 'account']
