/* What a person has filled in so far, kept in the browser until it is sent. Names and numbers of
 * people and the papers themselves are kept with the open page alone (tab.ts). */
import { newKey } from '@/shared/api'

export interface Draft {
  values: Record<string, string>
  ways: Record<string, 'looked-up' | 'shown' | 'file' | 'owed' | 'commitment' | 'copy'>
  step: number
  /* What it is sent with: after a lost answer, and after the page was loaded anew, too. */
  key: string
}

const at = (matter: string) => `yibao.draft.${matter}`

export function draftOf(matter: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(at(matter)) ?? 'null') as Partial<Draft> | null
    if (kept?.values) return { values: kept.values, ways: kept.ways ?? {}, step: kept.step ?? 0, key: kept.key ?? newKey() }
  } catch {
    /* What cannot be read is begun anew. */
  }
  return { values: {}, ways: {}, step: 0, key: newKey() }
}

export function keepDraft(matter: string, draft: Draft, secret: readonly string[]): void {
  const values = Object.fromEntries(Object.entries(draft.values).filter(([name]) => !secret.includes(name)))
  localStorage.setItem(at(matter), JSON.stringify({ ...draft, values }))
}

export const dropDraft = (matter: string): void => localStorage.removeItem(at(matter))
