/* Sending what waits, the first first. A line that is gone stops it and keeps the rest; a no of the
 * server goes back to be mended and the next one is sent. */
import type { Visitor } from './kept'
import { slipOf } from './kept'
import type { Schemas } from '@/shared/api'

type Receipt = Schemas['intake_receipt_answer']
/* Thrown by `send` when nobody answered. */
export class Gone extends Error {}

export async function sendAll(waiting: readonly Visitor[], send: (visitor: Visitor) => Promise<Receipt>,
                              changed: (visitor: Visitor) => Promise<void>): Promise<boolean> {
  for (const visitor of waiting) {
    if (visitor.state !== 'waiting') continue
    try {
      await changed(slipOf(visitor, await send(visitor)))
    } catch (thrown) {
      if (thrown instanceof Gone) return false
      await changed({ ...visitor, state: 'refused', fault: (thrown as Error).message })
    }
  }
  return true
}
