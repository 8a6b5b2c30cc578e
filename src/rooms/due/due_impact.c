/* due_impact.c: which days move under another book or other events: each class of clocks is worked
 * out on both sides of a trial. A class is all clocks of one kind, place, start and suspensions. */

#include "rooms/due/due.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#include <string.h>

struct due_trial {
    struct impact *impact;
    struct impact_finding *finding;
    struct minter minter;
    struct actor actor;
};

static struct deadline_answer answer_on(struct due_trial *trial, const struct impact_side *side,
                                        const struct clock_facts *facts, struct arena *arena)
{
    const struct request request =
        impact_request(trial->impact, side, &trial->actor, &trial->minter, arena);
    return due_answer(facts, &request, side->events);
}

static void write_day(struct builder *builder, struct date day, enum language language)
{
    if (day.yyyymmdd != 0)
        date_write(builder, day);
    else
        builder_add(builder, words_of("due.impact.waits", language));
}

static void look_at(struct due_trial *trial, const struct due_class_row *row,
                    struct arena *arena)
{
    struct clock_facts facts = { 0 };
    struct impact *impact = trial->impact;
    const struct divisions *divisions = book_divisions(impact->after.book);
    if (!division_is_within(divisions, (int32_t)row->place, impact->place)
        || !shape_unpack(&clock_facts_shape, row->facts, arena, &facts))
        return;
    trial->finding->looked++;
    struct date before = answer_on(trial, &impact->before, &facts, arena).day;
    struct date after = answer_on(trial, &impact->after, &facts, arena).day;
    if (date_compare(before, after) == 0)
        return;
    trial->finding->changed++;
    char bytes[200];
    struct builder builder = builder_over(bytes, sizeof bytes);
    builder_add(&builder, division_name(divisions, (int32_t)row->place));
    builder_add_char(&builder, ' ');
    builder_add(&builder, row->name);
    builder_add(&builder, TEXT(": "));
    write_day(&builder, before, impact->language);
    builder_add(&builder, TEXT(" → "));
    write_day(&builder, after, impact->language);
    impact_example(impact, trial->finding, builder_text(&builder));
}

enum store_answer due_impact(struct store *store, struct impact *impact)
{
    struct due_trial trial = {
        .impact = impact, .actor = { .role = ROLE_HOUSE, .scope = { .everything = true } },
        .finding = impact_find(impact, "due", "due.impact.classes", TEXT("")),
    };
    struct due_page_key key = { 0 };
    enum store_answer answer = STORE_DONE;
    size_t count = DUE_CLASSES_A_STEP;
    minter_init(&trial.minter, MINTER_COUNT - 1, impact->at);
    while (answer == STORE_DONE && count == DUE_CLASSES_A_STEP
           && impact_goes_on(impact, "due", key.bucket, BUCKET_COUNT)) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &due_classes_after, .key = &key };
        answer = store->port->read(store, &want, &page);
        const struct due_class_row *rows = want.rows.items;
        count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count; i++)
            look_at(&trial, &rows[i], &page);
        if (count > 0)
            key = (struct due_page_key){ rows[count - 1].bucket, rows[count - 1].class_id };
        arena_release(&page);
    }
    return answer;
}
