/* The letter that a case is made of. Its form may have said what for and for whom; what it brought are
 * the case's papers. */
import type { Schemas } from '@/shared/api'

export type Letter = Schemas['mailbox_told']
export type Part = Schemas['mailbox_part_told']
/* Of a kind that papers are sent as; a signature or a logo is none. */
export const papersOf = (letter?: Letter): Part[] => (letter?.parts ?? []).filter(({ paper }) => paper)
