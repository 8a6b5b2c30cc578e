/* What lies below whoever works here, and who looks after it. */
import { holds } from '@/shared/division'
import { session } from '@/shared/session'

/* Whether a place is one's own, or lies in it. */
export const isBelow = (place?: number): boolean => holds(String(session.who?.division ?? ''), String(place ?? ''))

/* One's own office and those below it; the server decides what of them may be done. */
export const looksAfter = (): boolean => ['section-head', 'leader', 'administrator'].includes(session.who?.role ?? '')
