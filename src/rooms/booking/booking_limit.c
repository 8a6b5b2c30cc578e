/* booking_limit.c: which ways bring nobody into a hall, what measures leave of a day, and the next
 * place that is free. */

#include "rooms/booking/booking.h"

#include "base/check.h"
#include "core/measure_answer.h"

/* ---- ways ---- */

static const char *const IN_PERSON[] = { "counter", "station", "kiosk", "helper", "cli" };
/* What a unit's software sends is no way for who stands before a hall. */
static const char *const OF_UNITS[] = { "batch", "portal" };

static bool is_one_of(struct text channel, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(channel, names[i]))
            return true;
    return false;
}

struct text booking_remote_ways(const struct book *book, const struct matter *matter,
                                int32_t place, struct arena *arena)
{
    struct matter_terms terms = matter_terms_at(book, matter, place);
    const struct matter_word *words = terms.channels->items;
    struct text ways = { 0 };
    for (size_t i = 0; i < terms.channels->count; i++)
        if (!is_one_of(words[i].word, IN_PERSON, COUNT_OF(IN_PERSON))
            && (matter->own || !is_one_of(words[i].word, OF_UNITS, COUNT_OF(OF_UNITS))))
            ways = !text_present(ways) ? words[i].word
                : arena_format(arena, "%.*s %.*s", TEXT_ARGS(ways), TEXT_ARGS(words[i].word));
    return ways;
}

/* LAW: JX4-2.4c: booked is what must be done at a counter: nothing else leads there, or the office
 * has said of this matter that it needs one here. Even then the other way is offered first. */
struct text booking_way_path(const struct book *book, const struct matter *matter, int32_t place,
                             struct arena *arena)
{
    const struct matter_terms terms = matter_terms_at(book, matter, place);
    const char *page = matter_words_have(terms.channels, TEXT("web")) ? "apply" : "matters";
    if (place == 0)
        return arena_format(arena, "/%s/%.*s", page, TEXT_ARGS(matter->matter));
    return arena_format(arena, "/%s/%.*s?place=%06d", page, TEXT_ARGS(matter->matter), place);
}

enum booking_need booking_need_of(const struct book *book, const struct matter *matter,
                                  int32_t place, const struct booking_plan *plan,
                                  struct arena *arena)
{
    struct matter_terms terms = matter_terms_at(book, matter, place);
    if (!matter_words_have(terms.channels, TEXT("counter")))
        return BOOKING_NOT_AT_COUNTER;
    if (matter->visits > 0 || !text_present(booking_remote_ways(book, matter, place, arena)))
        return BOOKING_AT_COUNTER;
    return plan != NULL && booking_plan_has(plan, matter->matter) ? BOOKING_REMOTE_FIRST
                                                                   : BOOKING_REMOTELY;
}

/* ---- measures ---- */

static struct measure_question question_of(const struct booking_asked *asked,
                                           enum measure_verb verb, struct text thing)
{
    return (struct measure_question){
        .verb = verb, .place = asked->place, .matter = asked->matter,
        .applicant = asked->applicant, .thing = thing, .day = asked->day,
        .events = asked->events,
    };
}

/* Tickets of that day given between two minutes: of one group of counters, or of the whole hall. */
static int64_t given(const struct booking_hall *hall, int64_t plan, struct date day,
                     int64_t from, int64_t until)
{
    const struct booking_slot *rows = hall->slots->items;
    int64_t sum = 0;
    for (size_t i = 0; i < hall->slots->count; i++)
        if (date_compare(rows[i].day, day) == 0 && rows[i].minute >= from
            && rows[i].minute < until && (plan == 0 || rows[i].plan == plan))
            sum += rows[i].taken + rows[i].walk_ins;
    return sum;
}

static struct text joined(struct text all, struct text more, struct arena *arena)
{
    if (!text_present(more))
        return all;
    return !text_present(all) ? more
        : arena_format(arena, "%.*s %.*s", TEXT_ARGS(all), TEXT_ARGS(more));
}

static struct text names_text(struct name_list names, struct arena *arena)
{
    struct text all = { 0 };
    for (size_t i = 0; i < names.count; i++)
        all = joined(all, names.items[i], arena);
    return all;
}

static const struct { const char *per; int64_t minutes; } PERS[] = {
    { "day", BOOKING_MINUTES_A_DAY }, { "half-day", BOOKING_MINUTES_A_DAY / 2 }, { "hour", 60 },
};

/* What is left of so many, when it is less than was known to be left. */
static void narrow(struct booking_left *left, int64_t whole, int64_t used,
                   struct measure_made made, struct arena *arena)
{
    int64_t more = whole > used ? whole - used : 0;
    if (more >= left->tickets)
        return;
    left->tickets = more;
    left->clauses = measure_made_cites(made, arena);
}

/* All of a day at a place; nothing of it depends on the slot. */
struct booking_limits {
    struct date day;            /* DATE_NONE: nothing was read yet */
    int32_t place;
    struct measure_limited desk[COUNT_OF(PERS)], hall[COUNT_OF(PERS)];
    bool later;
    struct text later_clauses;
};

struct booking_limits *booking_limits_none(struct arena *arena)
{
    return ARENA_NEW(arena, struct booking_limits);
}

/* LAW: SX9-A3b. */
static void ask_later(const struct booking_asked *asked, struct arena *arena,
                      struct booking_limits *limits)
{
    const struct measure_question question = question_of(asked, VERB_QUOTA, TEXT("counter"));
    struct measure_made made = measures_any(asked->book, &question, arena).made;
    for (size_t i = 0; i < made.count; i++)
        if (text_is(made.hits[i].measure->quota.when, "not-urgent")) {
            limits->later = true;
            limits->later_clauses = joined(limits->later_clauses, made.hits[i].measure->cites,
                                           arena);
        }
}

static const struct booking_limits *limits_of(const struct booking_asked *asked,
                                              struct arena *arena)
{
    struct booking_limits *limits =
        asked->limits != NULL ? asked->limits : booking_limits_none(arena);
    if (date_compare(limits->day, asked->day) == 0 && limits->place == asked->place)
        return limits;
    *limits = (struct booking_limits){ .day = asked->day, .place = asked->place };
    const struct measure_question at_desk = question_of(asked, VERB_QUOTA, TEXT("counter"));
    const struct measure_question in_hall = question_of(asked, VERB_QUOTA, TEXT("hall"));
    for (size_t per = 0; per < COUNT_OF(PERS); per++) {
        struct text name = text_of(PERS[per].per);
        limits->desk[per] = measure_limited(asked->book, &at_desk, name, arena);
        limits->hall[per] = measure_limited(asked->book, &in_hall, name, arena);
    }
    ask_later(asked, arena, limits);
    return limits;
}

/* What one place of the vocabulary ("counter", "hall") leaves in one stretch of the day: a limit at
 * the counter is of each, one in the hall of all together. So many people at once are so many a
 * slot. */
static void limit_by(const struct measure_limited *limited, const struct booking_hall *hall,
                     const struct booking_place *place, bool at_desk, size_t per,
                     struct arena *arena, struct booking_left *left)
{
    if (limited->made.count == 0)
        return;
    left->ways = names_text(limited->divert_to, arena);
    int64_t plan = at_desk ? place->plan->plan : 0, each = at_desk ? place->plan->desks : 1;
    int64_t from = place->minute / PERS[per].minutes * PERS[per].minutes;
    if (limited->tickets.named)
        narrow(left, limited->tickets.count * each,
               given(hall, plan, place->day, from, from + PERS[per].minutes), limited->made,
               arena);
    if (limited->people.named)
        narrow(left, limited->people.count * each,
               given(hall, plan, place->day, place->minute,
                     place->minute + place->plan->slot_minutes), limited->made, arena);
}

/* LAW: SX9-A3c, SX9-3.3b. */
struct booking_left booking_left_at(const struct booking_asked *asked,
                                    const struct booking_hall *hall,
                                    const struct booking_place *place, struct arena *arena)
{
    const struct booking_limits *limits = limits_of(asked, arena);
    struct booking_left left = { .tickets = INT64_MAX, .later = limits->later,
                                 .later_clauses = limits->later_clauses };
    for (size_t per = 0; per < COUNT_OF(PERS); per++) {
        limit_by(&limits->desk[per], hall, place, true, per, arena, &left);
        limit_by(&limits->hall[per], hall, place, false, per, arena, &left);
    }
    return left;
}

struct text booking_priority_of(const struct booking_asked *asked, struct money advanced,
                                struct arena *arena)
{
    if (advanced.fen <= 0)
        return (struct text){ 0 };
    const struct measure_question question =
        question_of(asked, VERB_PREFER, TEXT("early-filing"));
    struct measure_made made = measures_any(asked->book, &question, arena).made;
    return made.count == 0 ? (struct text){ 0 } : measure_made_cites(made, arena);
}

bool booking_kept_for_urgent(const struct booking_asked *asked, const struct booking_plan *plan,
                             const struct booking_left *left, struct date today)
{
    return left->later && date_days_between(today, asked->day) < plan->urgent_days;
}

/* ---- the next free place ---- */

static bool next_of_plan(const struct booking_asked *asked, const struct booking_hall *hall,
                         const struct booking_plan *plan, struct date day, struct moment from,
                         bool urgent, struct arena *arena, struct booking_place *ret_place)
{
    for (int64_t minute = plan->opens; minute < plan->closes; minute += plan->slot_minutes) {
        struct booking_place place;
        if (booking_moment(day, minute).ms <= from.ms
            || !booking_place_at(asked->book, hall, plan, day, minute, &place)
            || place.taken >= place.capacity)
            continue;
        struct booking_left left = booking_left_at(asked, hall, &place, arena);
        if (left.tickets <= 0
            || (!urgent && booking_kept_for_urgent(asked, plan, &left, date_of_moment(from))))
            continue;
        *ret_place = place;
        return true;
    }
    return false;
}

bool booking_next_free(const struct booking_asked *asked, const struct booking_hall *hall,
                       struct moment from, bool urgent, struct date until, struct arena *arena,
                       struct booking_place *ret_place)
{
    const struct booking_plan *plans = hall->plans->items;
    struct booking_asked on = *asked;
    for (on.day = date_of_moment(from); date_compare(on.day, until) <= 0;
         on.day = date_plus_days(on.day, 1)) {
        bool found = false;
        for (size_t i = 0; i < hall->plans->count; i++) {
            struct booking_place place;
            if (!next_of_plan(&on, hall, &plans[i], on.day, from, urgent, arena, &place)
                || (found && place.minute >= ret_place->minute))
                continue;
            *ret_place = place;
            found = true;
        }
        if (found)
            return true;
    }
    return false;
}
