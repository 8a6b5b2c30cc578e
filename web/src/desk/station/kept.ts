/* People a station has taken in and not sent yet, on this device: their papers and answers sealed
 * under a key that no script can read out, apart for each account. Once sent, only what the slip
 * says is left. Beside them, sealed as well, its villagers' cases as they were last read. */
import type { Way } from '@/hall/apply/asked'
import type { Schemas } from '@/shared/api'

export type Paper = NonNullable<Schemas['intake_apply']['papers']>[number]
export type State = 'draft' | 'waiting' | 'sent' | 'refused'

export interface Visitor {
  id: string                  /* the key it is sent with: done once, however often it is sent */
  at: number
  state: State
  matter: string
  title: { zh?: string; en?: string }
  name: string
  number: string
  consent: string
  values: Record<string, string>
  ways: Record<string, Way>
  papers: Record<string, Paper>
  fault?: string
  receipt?: Schemas['intake_receipt_answer']
}

/* What a slip says: of one just taken in, or of a case as it stands now (`stands`, and our last day). */
export type Slipped = Pick<Visitor, 'title' | 'name' | 'receipt'> & { stands?: { zh?: string; en?: string }; due?: string }

interface Row { id: string; account: string; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }
const PEOPLE = 'people'
const KEYS = 'keys'

const answer = <T>(asked: IDBRequest<T>) => new Promise<T>((done, failed) => {
  asked.onsuccess = () => done(asked.result)
  asked.onerror = () => failed(asked.error)
})

async function store(name: string, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open('yibao-station', 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(PEOPLE, { keyPath: 'id' }).createIndex('account', 'account')
    opening.result.createObjectStore(KEYS)
  }
  return (await answer(opening)).transaction(name, mode).objectStore(name)
}

async function keyOf(account: string): Promise<CryptoKey> {
  const kept = await answer<CryptoKey | undefined>((await store(KEYS, 'readonly')).get(account))
  if (kept) return kept
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  /* Another window may have made one meanwhile: looked for and added in one transaction, the first
   * stays, and what was sealed under it can be read. */
  const keys = await store(KEYS, 'readwrite')
  return new Promise<CryptoKey>((done, failed) => {
    const asked = keys.get(account) as IDBRequest<CryptoKey | undefined>
    asked.onerror = () => failed(asked.error)
    asked.onsuccess = () => {
      if (asked.result) return done(asked.result)
      const added = keys.add(made, account)
      added.onerror = () => failed(added.error)
      added.onsuccess = () => done(made)
    }
  })
}

/* `of` is whose list the row is found in. */
async function put(account: string, id: string, of: string, what: unknown): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(account), new TextEncoder().encode(JSON.stringify(what)))
  const row: Row = { id, account: of, iv, sealed }
  await answer((await store(PEOPLE, 'readwrite')).put(row))
}
async function opened<T>(account: string, { iv, sealed }: Row): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(account), sealed))) as T
}

export const keep = (account: string, visitor: Visitor): Promise<void> => put(account, visitor.id, account, visitor)

export async function kept(account: string): Promise<Visitor[]> {
  const rows = await answer<Row[]>((await store(PEOPLE, 'readonly')).index('account').getAll(account))
  const all = await Promise.all(rows.map((row) => opened<Visitor>(account, row)))
  return all.sort((a, b) => a.at - b.at)
}

/* Cases of one's villagers, without their numbers, as they were read on a day: one row an account. */
export interface Villagers { day: string; cases: NonNullable<Schemas['intake_entered_cases']['cases']> }
const rowOf = (account: string) => `villagers ${account}`
export const keepVillagers = (account: string, villagers: Villagers): Promise<void> => put(account, rowOf(account), rowOf(account), villagers)
export async function villagersKept(account: string): Promise<Villagers | undefined> {
  const row = await answer<Row | undefined>((await store(PEOPLE, 'readonly')).get(rowOf(account)))
  return row && opened<Villagers>(account, row)
}

export async function drop(id: string): Promise<void> {
  await answer((await store(PEOPLE, 'readwrite')).delete(id))
}

/* What is left of one that was sent: for the slip, without number, answers and photos. */
export function slipOf(visitor: Visitor, receipt: Schemas['intake_receipt_answer']): Visitor {
  return { ...visitor, state: 'sent', receipt, number: '', values: {}, ways: {}, papers: {}, fault: undefined }
}
