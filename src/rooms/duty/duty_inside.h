/* duty_inside.h: what the files of this room share among themselves. */
#ifndef ROOMS_DUTY_DUTY_INSIDE_H
#define ROOMS_DUTY_DUTY_INSIDE_H

#include "rooms/access/access_facts.h"
#include "rooms/duty/duty.h"

struct duty_shift_facts {
    const struct duty_shift *row;       /* the one that is changed; NULL: a new one */
    const struct access_account *owner, *deputy;
};

void duty_refuse(struct decision *decision, enum duty_refused refusal, const char *field);
/* The office itself or one above it. */
void duty_done_with(struct decision *decision, int64_t made, int64_t told);
void duty_keys_own(const struct request *request, struct keys *keys);
extern const struct shape duty_done_shape;

#endif
