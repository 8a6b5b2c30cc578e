/* duty.c: gaps of a roster, refusals, and what all parts of the room share. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"

static const char *const REFUSALS[] = {
    [DUTY_REFUSED_NOT_YOURS] = "duty.refused.not-yours",
    [DUTY_REFUSED_NO_KIND] = "duty.refused.no-kind",
    [DUTY_REFUSED_TIME] = "duty.refused.time",
    [DUTY_REFUSED_SAME] = "duty.refused.same",
    [DUTY_REFUSED_NOBODY] = "duty.refused.nobody",
    [DUTY_REFUSED_DONE] = "duty.refused.done",
};
_Static_assert(COUNT_OF(REFUSALS) == DUTY_REFUSALS, "a sentence for each refusal");

const char *duty_refusal_key(enum duty_refused refusal)
{
    CHECK((size_t)refusal < COUNT_OF(REFUSALS));
    return REFUSALS[refusal];
}

void duty_refuse(struct decision *decision, enum duty_refused refusal, const char *field)
{
    decision_refuse(decision, duty_refusal_key(refusal), field);
}

int duty_bucket(int64_t office)
{
    char name[40];
    struct builder builder = builder_over(name, sizeof name);
    builder_format(&builder, "duty %lld", (long long)office);
    return bucket_of_name(builder_text(&builder));
}

/* LAW: JX4-2.5c, BJ4-S7f: an hour that nobody covers is flagged. */
struct list duty_gaps(const struct list *shifts, struct moment from, struct moment until,
                      struct arena *arena)
{
    const struct duty_shift *rows = shifts->items;
    struct duty_gap *gaps = ARENA_ARRAY(arena, struct duty_gap, shifts->count + 1);
    size_t count = 0;
    int64_t covered = from.ms;
    for (size_t i = 0; i < shifts->count && covered < until.ms; i++) {
        if (rows[i].from_at.ms > covered && rows[i].until_at.ms > covered)
            gaps[count++] = (struct duty_gap){
                { covered },
                { rows[i].from_at.ms < until.ms ? rows[i].from_at.ms : until.ms },
            };
        if (rows[i].until_at.ms > covered)
            covered = rows[i].until_at.ms;
    }
    if (covered < until.ms)
        gaps[count++] = (struct duty_gap){ { covered }, until };
    return (struct list){ gaps, count };
}

void duty_keys_own(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->office);
}

void duty_done_with(struct decision *decision, int64_t made, int64_t told)
{
    decision->subject = made;
    *(struct duty_done *)decision->outcome = (struct duty_done){ made, told };
}

static const struct field done_fields[] = {
    { "made", NULL, FIELD_ID, 0, AT(struct duty_done, made), .help = "duty.field.made" },
    { "told", NULL, FIELD_COUNT, 0, AT(struct duty_done, told), .help = "duty.field.told" },
};
const struct shape duty_done_shape = SHAPE("duty_done", struct duty_done, done_fields);
