/* People a station has taken in and not sent yet, on this device: their papers and answers sealed
 * under a key that no script can read out, apart for each account. Once sent, only what the slip
 * says is left. */
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

export async function keep(account: string, visitor: Visitor): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(JSON.stringify(visitor))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(account), plain)
  const row: Row = { id: visitor.id, account, iv, sealed }
  await answer((await store(PEOPLE, 'readwrite')).put(row))
}

export async function kept(account: string): Promise<Visitor[]> {
  const rows = await answer<Row[]>((await store(PEOPLE, 'readonly')).index('account').getAll(account))
  const key = await keyOf(account)
  const all = await Promise.all(rows.map(async ({ iv, sealed }) =>
    JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed))) as Visitor))
  return all.sort((a, b) => a.at - b.at)
}

export async function drop(id: string): Promise<void> {
  await answer((await store(PEOPLE, 'readwrite')).delete(id))
}

/* What is left of one that was sent: for the slip, without number, answers and photos. */
export function slipOf(visitor: Visitor, receipt: Schemas['intake_receipt_answer']): Visitor {
  return { ...visitor, state: 'sent', receipt, number: '', values: {}, ways: {}, papers: {}, fault: undefined }
}
