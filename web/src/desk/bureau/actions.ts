/* Names of the actions, and who may do them, from the server's own description; asked when somebody
 * looks. */
import { language } from '@/shared/language'
import { Refused } from '@/shared/api'

interface Described { operationId?: string; summary?: string; 'x-en'?: string; 'x-roles'?: string[] }
export interface Action { name: string; says: string; roles: string[] }
let told: Promise<Action[]> | undefined

async function ask(): Promise<Action[]> {
  const answer = await fetch('/api/v1/openapi.json').catch(() => { throw new Refused(undefined, 0) })
  if (!answer.ok) throw new Refused(undefined, answer.status)
  const { paths } = await answer.json() as { paths?: Record<string, Record<string, Described>> }
  return Object.values(paths ?? {}).flatMap((methods) => Object.values(methods)).map((one) => ({
    name: one.operationId ?? '', roles: one['x-roles'] ?? [],
    says: (language() === 'en' ? one['x-en'] : one.summary) || one.summary || one.operationId || '',
  }))
}
export async function allActions(): Promise<Action[]> {
  told ??= ask()
  try {
    return await told
  } catch (fault) {
    told = undefined
    throw fault
  }
}
export const actionNames = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await allActions()).map(({ name, says }) => [name, says]))
