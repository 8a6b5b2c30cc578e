/* contribute_roster.h: what queries about the people of a unit share, as SQL. */
#ifndef ROOMS_CONTRIBUTE_CONTRIBUTE_ROSTER_H
#define ROOMS_CONTRIBUTE_CONTRIBUTE_ROSTER_H

/* The last base that was declared for that {month} or before, at {owner}; 0: none. Of a spell s,
 * and of the number it was under before two were made one, which the whole spell has. */
#define CONTRIBUTE_BASE_OF_SPELL(whole_) \
    "COALESCE((SELECT b.base FROM contribute_base b WHERE b.bucket = {bucket}" \
    " AND b.owner = {owner} AND b.person IN (s.person, COALESCE(" whole_ ".former, s.person))" \
    " AND b.insurance = s.insurance AND b.from_month <= {month}" \
    " ORDER BY b.from_month DESC, b.declared DESC, b.person DESC LIMIT 1), 0)"

/* Whether there is none. */
#define CONTRIBUTE_SPELL_HAS_NO_BASE(whole_) \
    "NOT EXISTS (SELECT 1 FROM contribute_base b WHERE b.bucket = {bucket}" \
    " AND b.owner = {owner} AND b.person IN (s.person, COALESCE(" whole_ ".former, s.person))" \
    " AND b.insurance = s.insurance AND b.from_month <= {month} AND b.base > 0)"

#endif
