/* due_verify.c: the projection says what its facts give, as known when it was worked out last, and
 * every running clock names a class there is. */

#include "rooms/due/due.h"

#include "base/check.h"

static void complain(struct verify_report *report, const char *what, int64_t number)
{
    verify_complain_of(report, what, number, 0);
}

/* What can be told without the book: the facts are readable, the class is named by them, and list
 * order and day agree. */
static void verify_class(struct verify_report *report, const struct due_class_row *row)
{
    struct clock_facts facts = { 0 };
    struct deadline_clock clock;
    report->checked++;
    if (!shape_unpack(&clock_facts_shape, row->facts, report->arena, &facts)
        || !clock_of_facts(&facts, report->arena, &clock)) {
        complain(report, "verify.due.facts", row->class_id);
        return;
    }
    bool named = false;
    for (int32_t salt = 0; salt < 4; salt++)
        named |= clock_class_id(row->facts, salt) == row->class_id;
    if (!named)
        complain(report, "verify.due.number", row->class_id);
    bool waiting = text_is(row->state, deadline_state_name(DEADLINE_WAITING));
    if (waiting != (row->day.yyyymmdd == 0)
        || date_compare(row->sorts, waiting ? DATE_LATEST : row->day) != 0)
        complain(report, "verify.due.order", row->class_id);
}

enum store_answer due_verify(struct store *store, struct verify_report *report)
{
    struct due_page_key key = { 0 };
    while (true) {
        struct arena arena;
        arena_init(&arena);
        struct want want = { .query = &due_classes_after, .key = &key };
        enum store_answer answer = store->port->read(store, &want, &arena);
        const struct due_class_row *rows = want.rows.items;
        size_t count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count; i++)
            verify_class(report, &rows[i]);
        if (count > 0)
            key = (struct due_page_key){ rows[count - 1].bucket, rows[count - 1].class_id };
        arena_release(&arena);
        if (answer != STORE_DONE || count < DUE_CLASSES_A_STEP)
            return answer;
    }
}
