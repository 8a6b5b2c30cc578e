/* due.c: the class of a clock, and clocks that start, change and stop. */

#include "rooms/due/due.h"

#include "base/check.h"
#include "core/book.h"
#include "core/deadline_measures.h"
#include "rooms/notice/notice_facts.h"

/* Two sets of facts with one number: with 63 bits nobody will see it, and nothing rests on that. */
#define SALT_MAX 4

struct deadline_answer due_answer(const struct clock_facts *facts, const struct request *request,
                                  struct events events)
{
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = events, .known = request->at,
    };
    struct deadline_clock *clock = ARENA_NEW(request->arena, struct deadline_clock);
    bool good = clock_under_measures(request->book, facts, events, date_of_moment(request->at),
                                     request->at, request->arena, clock);
    CHECK(good);
    return deadline_of(clock, &world, request->arena);
}

static struct due_class_row *class_new(const struct clock_facts *facts, struct text packed,
                                       int32_t salt, const struct request *request,
                                       struct events events)
{
    struct due_class_row *row = ARENA_NEW(request->arena, struct due_class_row);
    struct deadline_answer answer = due_answer(facts, request, events);
    int64_t number = clock_class_id(packed, salt);
    *row = (struct due_class_row){
        .bucket = id_bucket(number), .class_id = number, .name = facts->name,
        .place = facts->place, .facts = packed, .day = answer.day,
        .state = text_of(deadline_state_name(answer.state)),
        .sorts = answer.day.yyyymmdd == 0 ? DATE_LATEST : answer.day, .version = 1,
    };
    return row;
}

bool due_gather(struct gather *gather, const struct request *request,
                const struct clock_facts *facts, struct due_found *ret_found)
{
    struct events events;
    bool complete = notice_gather_events(gather, &events);
    struct text packed = clock_facts_pack(facts, request->arena);
    for (int32_t salt = 0;; salt++) {
        CHECK(salt < SALT_MAX);
        int64_t number = clock_class_id(packed, salt);
        const struct due_class_key key = { id_bucket(number), number };
        const void *found;
        if (!gather_one(gather, &due_class_by_id, &key, &found) || !complete)
            return false;
        const struct due_class_row *row = found;
        if (row != NULL && !text_equal(row->facts, packed))
            continue;
        *ret_found = (struct due_found){ row, row == NULL };
        if (row == NULL)
            ret_found->row = class_new(facts, packed, salt, request, events);
        return true;
    }
}

static void class_keep(struct decision *decision, const struct due_found *found)
{
    if (found->is_new)
        decision_insert(decision, &due_class_table, found->row);
}

void due_start(struct decision *decision, const struct due_found *found, int64_t subject,
               int64_t office)
{
    class_keep(decision, found);
    const struct due_clock_row row = {
        .bucket = id_bucket(subject), .subject = subject, .name = found->row->name,
        .class_id = found->row->class_id, .office = office, .running = true,
        .started_at = decision->request->at, .version = 1,
    };
    decision_insert(decision, &due_clock_table, &row);
}

void due_change(struct decision *decision, const struct due_clock_row *clock,
                const struct due_found *found, int64_t office)
{
    if (clock->class_id == found->row->class_id && clock->office == office)
        return;
    class_keep(decision, found);
    struct due_clock_row after = *clock;
    after.class_id = found->row->class_id;
    after.office = office;
    decision_replace(decision, &due_clock_table, &after);
}

void due_stop(struct decision *decision, const struct due_clock_row *clock)
{
    if (!clock->running)
        return;
    struct due_clock_row after = *clock;
    after.running = false;
    after.ended_at = decision->request->at;
    decision_replace(decision, &due_clock_table, &after);
}

void due_resume(struct decision *decision, const struct due_clock_row *clock,
                const struct due_found *found, int64_t office)
{
    class_keep(decision, found);
    struct due_clock_row after = *clock;
    after.class_id = found->row->class_id;
    after.office = office;
    after.running = true;
    after.ended_at = (struct moment){ 0 };
    decision_replace(decision, &due_clock_table, &after);
}
