/* Whether a place is that of whoever works here, or lies in it. */
import { holds } from '@/shared/division'
import { session } from '@/shared/session'

export const isBelow = (place?: number): boolean => holds(String(session.who?.division ?? ''), String(place ?? ''))
