/* deadline_class.c: see deadline_class.h. */

#include "core/deadline_class.h"

#include "base/check.h"
#include "base/digest.h"

#include <stdlib.h>

static const struct field suspension_fields[] = {
    FIELD(struct clock_suspension, from, FIELD_DAY, .flags = 0),
    FIELD(struct clock_suspension, until, FIELD_DAY, .flags = 0),
    FIELD(struct clock_suspension, reason, FIELD_TEXT, .length_max = 400),
    FIELD(struct clock_suspension, source, FIELD_TEXT, .length_max = 400),
    FIELD(struct clock_suspension, english, FIELD_TEXT, .length_max = 400),
};
static const struct shape suspension_shape =
    SHAPE("clock_suspension", struct clock_suspension, suspension_fields);

/* Kept in the store: fields are added at the end alone. */
#define OF(member_, kind_, ...) FIELD(struct clock_facts, member_, kind_, __VA_ARGS__)
static const struct field facts_fields[] = {
    OF(name, FIELD_TEXT, .length_max = 120),
    OF(unit, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    OF(roll, FIELD_TEXT, .length_max = 30),
    OF(counting, FIELD_TEXT, .length_max = 20),
    OF(source, FIELD_TEXT, .length_max = 400),
    OF(count, FIELD_COUNT, .flags = 0),
    OF(hour, FIELD_COUNT, .flags = 0),
    OF(minute, FIELD_COUNT, .flags = 0),
    OF(before, FIELD_FLAG, .flags = 0),
    OF(day, FIELD_DAY, .flags = 0),
    OF(start, FIELD_DAY, .flags = 0),
    OF(event, FIELD_TEXT, .length_max = 80),
    OF(place, FIELD_COUNT, .flags = 0),
    OF(suspensions, FIELD_LIST, .of = &suspension_shape),
    OF(matter, FIELD_TEXT, .length_max = 80),
    OF(insurance, FIELD_TEXT, .length_max = 40),
    OF(applicant, FIELD_TEXT, .length_max = 40),
    OF(period, FIELD_TEXT, .length_max = 10),
    OF(source_zh, FIELD_TEXT, .length_max = 400),
};
const struct shape clock_facts_shape = SHAPE("clock_facts", struct clock_facts, facts_fields);

/* ---- from a clock and back ---- */

static int suspension_compare(const void *left, const void *right)
{
    const struct clock_suspension *a = left, *b = right;
    int order = date_compare(a->from, b->from);
    if (order == 0)
        order = date_compare(a->until, b->until);
    if (order == 0)
        order = text_compare(a->reason, b->reason);
    return order != 0 ? order : text_compare(a->source, b->source);
}

static struct list suspensions_sorted(const struct deadline_clock *clock, struct arena *arena)
{
    struct clock_suspension *sorted =
        ARENA_ARRAY(arena, struct clock_suspension, clock->suspension_count + 1);
    for (size_t i = 0; i < clock->suspension_count; i++)
        sorted[i] = clock->suspensions[i];
    qsort(sorted, clock->suspension_count, sizeof sorted[0], suspension_compare);
    size_t count = 0;
    for (size_t i = 0; i < clock->suspension_count; i++)
        if (count == 0 || suspension_compare(&sorted[count - 1], &sorted[i]) != 0)
            sorted[count++] = sorted[i];
    return (struct list){ sorted, count };
}

struct clock_facts clock_facts_of(const struct deadline_clock *clock, struct arena *arena)
{
    const struct deadline_clock_kind *kind = clock->kind;
    bool starts = !text_present(clock->event) && kind->unit != CLOCK_FIXED_DAY;
    return (struct clock_facts){
        .name = kind->name, .unit = text_of(clock_unit_name(kind->unit)),
        .roll = text_of(clock_roll_name(kind->roll)),
        .counting = text_of(clock_counting_name(kind->counting)), .source = kind->source,
        .source_zh = kind->source_zh,
        .count = kind->count, .hour = kind->hour, .minute = kind->minute,
        .before = kind->before, .day = kind->day,
        .start = starts ? clock->start : DATE_NONE, .event = clock->event,
        .place = clock->place, .suspensions = suspensions_sorted(clock, arena),
    };
}

bool clock_of_facts(const struct clock_facts *facts, struct arena *arena,
                    struct deadline_clock *ret_clock)
{
    struct deadline_clock_kind *kind = ARENA_NEW(arena, struct deadline_clock_kind);
    *kind = (struct deadline_clock_kind){
        .name = facts->name, .count = (int32_t)facts->count, .day = facts->day,
        .hour = (int32_t)facts->hour, .minute = (int32_t)facts->minute,
        .before = facts->before, .source = facts->source, .source_zh = facts->source_zh,
    };
    if (!clock_unit_parse(facts->unit, &kind->unit) || !clock_roll_parse(facts->roll, &kind->roll)
        || !clock_counting_parse(facts->counting, &kind->counting)
        || facts->count < 0 || facts->count > CLOCK_COUNT_MAX)
        return false;
    *ret_clock = (struct deadline_clock){
        .kind = kind, .start = facts->start, .event = facts->event,
        .place = (int32_t)facts->place, .suspensions = facts->suspensions.items,
        .suspension_count = facts->suspensions.count,
    };
    return true;
}

/* ---- the class ---- */

struct text clock_facts_pack(const struct clock_facts *facts, struct arena *arena)
{
    return shape_pack(&clock_facts_shape, facts, arena);
}

int64_t clock_class_id(struct text packed, int32_t salt)
{
    struct digest digest = digest_sm3(packed);
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | digest.bytes[i];
    number = (number + (uint64_t)salt) & (uint64_t)INT64_MAX;
    return number == 0 ? 1 : (int64_t)number;
}
