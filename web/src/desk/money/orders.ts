/* What may be done with an order in its state, and by whom: the same table as the server's rights. */
import type { Schemas } from '@/shared/api'

export type Act = 'approval' | 'drop' | 'payment' | 'claw-back' | 'uses'
const HEADS = ['section-head', 'leader']
const WORKERS = ['reviewer', 'second-reviewer', 'section-head', 'finance']
const ACTS: { act: Act; states: string[]; roles: string[] }[] = [
  { act: 'approval', states: ['proposed'], roles: HEADS },
  { act: 'payment', states: ['approved'], roles: ['finance'] },
  { act: 'drop', states: ['proposed'], roles: HEADS },
  { act: 'claw-back', states: ['paid'], roles: WORKERS },
  { act: 'uses', states: ['paid', 'offset'], roles: ['hospital-office', ...WORKERS] },
]

/* What is on a statement, or was taken back itself, is not taken back. */
export function actsOf(order: Schemas['clear_order_told'], role: string): Act[] {
  const own = ['balance', 'claw-back', 'advance'].includes(order.kind ?? '')
  return ACTS.filter(({ act, states, roles }) => states.includes(order.state ?? '') && roles.includes(role)
    && !(act === 'uses' && (own || !order.only_for)) && !(own && act === 'claw-back') && !(order.kind === 'balance' && act === 'drop')).map(({ act }) => act)
}
