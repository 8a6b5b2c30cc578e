/* consult_inside.h: what the files of this room share among themselves. */
#ifndef ROOMS_CONSULT_CONSULT_INSIDE_H
#define ROOMS_CONSULT_CONSULT_INSIDE_H

#include "rooms/consult/consult.h"

void consult_refuse(struct decision *decision, enum consult_refused refusal, const char *field);
bool consult_move(struct decision *decision, struct consult_ticket *row,
                  enum consult_event event);
bool consult_gather_ticket(struct gather *gather, int64_t ticket,
                           const struct consult_ticket **ret_row);
/* Staff of the office that answers, of one it was told to, or above them. */
bool consult_is_staff_of(const struct actor *actor, const struct consult_ticket *row);
/* Who asked: signed in, or by the telephone he gave. */
bool consult_is_asker(const struct actor *actor, const struct consult_ticket *row,
                      struct text phone, struct arena *arena);
void consult_keys_ticket(const struct request *request, struct keys *keys);
struct consult_topic_key consult_topic_key_of(struct text topic, int64_t place,
                                              struct arena *arena);
/* "4.35": hundredths, rounded half up; somebody has graded. */
struct text consult_average_of(int64_t points, int64_t rated, struct arena *arena);
extern const struct query consult_matters_most;
extern const struct shape consult_done_shape, consult_ticket_facts_shape,
    consult_ticket_told_shape;

#define CONSULT_PAGES 1
extern const struct page consult_pages[CONSULT_PAGES];

#define CONSULT_STAFF (ROLES_STAFF | ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_PUBLISHER) \
    | ROLE_BIT(ROLE_LEADER))

#endif
