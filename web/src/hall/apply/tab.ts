/* What identifies a person and the papers of a draft: kept with the open page alone, so that a phone
 * that puts the page away while its camera is open, or loads it anew, loses nothing. It is gone with
 * the page, with the sending, and with signing out (decision 071). */
import { TAB_KEPT } from '@/shared/session'
import { encoded } from '../papers/photo'

export interface Who { name: string; number: string; secrets: Record<string, string> }
interface Kept { name: string; type: string; text: string }

const at = (matter: string) => `${TAB_KEPT}${matter}`
const paperAt = (matter: string, paper: string) => `${at(matter)}/${paper}`

/* A store that is full, or that the browser refuses, keeps nothing: the page itself still has it. */
function put(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    sessionStorage.removeItem(key)
  }
}
function got<T>(key: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T ?? undefined
  } catch {
    return undefined
  }
}

export const whoOf = (matter: string): Who => ({ name: '', number: '', secrets: {}, ...got<Partial<Who>>(at(matter)) })
export const keepWho = (matter: string, who: Who): void => put(at(matter), who)

export async function keepPaper(matter: string, paper: string, file?: File): Promise<void> {
  if (file) put(paperAt(matter, paper), { name: file.name, type: file.type, text: await encoded(file) } satisfies Kept)
  else sessionStorage.removeItem(paperAt(matter, paper))
}
export function papersOf(matter: string): Record<string, File> {
  const before = paperAt(matter, '')
  const files: Record<string, File> = {}
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(before))) {
    const kept = got<Kept>(key)
    if (kept) files[key.slice(before.length)] = new File([Uint8Array.from(atob(kept.text), (one) => one.charCodeAt(0))], kept.name, { type: kept.type })
  }
  return files
}
export function dropTab(matter: string): void {
  for (const key of Object.keys(sessionStorage))
    if (key === at(matter) || key.startsWith(paperAt(matter, ''))) sessionStorage.removeItem(key)
}
