/* What else may be done with a case, besides deciding it: each a step with a reason, offered when the
 * server says that this person may take it now. A reason among colleagues is told to nobody else. */
import type { Schemas } from '@/shared/api'

type Seen = Schemas['intake_seen']
export interface Step { may: keyof Seen; path: string; word: string; office?: boolean; colleague?: boolean; reason: boolean; inside?: boolean }

export const STEPS: Step[] = [
  { may: 'may_take', path: 'owner', word: 'step.take', reason: false },
  { may: 'may_reassign', path: 'reassignment', word: 'step.reassign', inside: true, colleague: true, reason: true },
  { may: 'may_hurry', path: 'urgency', word: 'step.hurry', inside: true, reason: true },
  { may: 'may_hand_over', path: 'offer', word: 'step.hand-over', inside: true, office: true, reason: true },
  { may: 'may_take_over', path: 'taking-over', word: 'step.take-over', reason: false },
  { may: 'may_hand_back', path: 'handing-back', word: 'step.hand-back', inside: true, reason: true },
  { may: 'may_await', path: 'department', word: 'step.await', inside: true, reason: true },
  { may: 'may_resume', path: 'department-answer', word: 'step.resume', inside: true, reason: true },
  { may: 'may_send_back', path: 'sending-back', word: 'step.send-back', inside: true, reason: true },
  { may: 'may_uphold', path: 'upholding', word: 'step.uphold', reason: true },
  { may: 'may_reopen', path: 'reopening', word: 'step.reopen', reason: true },
  { may: 'may_turn_away', path: 'turning-away', word: 'step.turn-away', reason: true },
  { may: 'may_revoke', path: 'revocation', word: 'step.revoke', reason: true },
]

export const stepsOf = (seen: Seen): Step[] => STEPS.filter((step) => seen[step.may])
