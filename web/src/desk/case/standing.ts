/* How a paper of a case stands today. What was owed, asked for or lacking and came since is so no
 * more: its row keeps how it began. */
import type { Schemas } from '@/shared/api'

type Paper = NonNullable<Schemas['intake_seen']['papers']>[number]
const LACKED = ['owed', 'asked', 'missing']

export function standing(paper: Paper): { how: string; at?: string } {
  const how = paper.how ?? ''
  if (!LACKED.includes(how) || paper.waits || !paper.cleared_at) return { how, at: paper.at }
  return { how: paper.seen_by && !paper.blob ? 'shown' : 'handed-in', at: paper.cleared_at }
}
