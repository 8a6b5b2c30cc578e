/* What all parts of the form share: the closed sets of words, the clauses of this notice, and what is
 * wrong where. */
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import { said } from '@/shared/language'
import type { Fault, Field, Forms } from './notice'

export interface Composing {
  forms: ComputedRef<Forms>
  /* Ids of the measures as they stand, for what names another of them. */
  ids: ComputedRef<string[]>
  faults: ComputedRef<Map<string, Fault[]>>
}
const KEY: InjectionKey<Composing> = Symbol('composing')
export const offer = (composing: Composing): void => provide(KEY, composing)
export function composing(): Composing {
  const found = inject(KEY)
  if (!found) throw new Error('outside of a form')
  return found
}

export interface Choice { word: string; label: string }
export const choicesOf = (forms: Forms, set?: string): Choice[] =>
  (forms.sets?.find(({ name }) => name === set)?.words ?? []).map((one) => ({ word: one.word ?? '', label: said(one) }))
export const faultsSaid = (faults?: Fault[]): string =>
  (faults ?? []).map((fault) => [fault.elsewhere, said(fault)].filter(Boolean).join('：')).join(' ')
/* A name of the form that no sentence of the server has is shown as it is written. */
export const label = (field: Field): string => said(field) || (field.path ?? '')
