/* reactions.c: journal rows of rooms above are answered with actions of rooms below. A call that
 * fails for want of the store is sent again: the place goes back to before its row, and rows after
 * it that were answered already find their receipts. */

#include "lanes/lane_inside.h"

#include "base/check.h"

#include <string.h>

#define REACTION_ROWS 500
#define REST_US (INT64_C(300) * 1000)
#define STORE_CURSOR_AFTER 20000
/* Less than a few looks' worth is not worth a commit. */
#define STORE_CURSOR_AT_STOP (2 * REACTION_ROWS)

static void add_reactions(struct lane *lane, const struct room *room)
{
    struct own_work *own = &lane->own;
    for (size_t i = 0; i < room->reaction_count; i++) {
        CHECK(own->reaction_count < REACTIONS_MAX);
        const struct reaction *reaction = &room->reactions[i];
        CHECK(house_action(lane->plan.house, text_of(reaction->to)) != NULL);
        CHECK(house_action(lane->plan.house, text_of(reaction->with)) != NULL);
        own->reactions[own->reaction_count++] = (struct reaction_place){
            .reaction = reaction, .behind = true,
            .name = arena_format(&own->arena, "%s>%s", reaction->to, reaction->with),
        };
    }
}

static void place_stands_at(struct lane *lane, const struct reaction_cursor_row *cursor)
{
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        if (!text_equal(cursor->reaction, place->name))
            continue;
        place->sequence = place->stored = cursor->sequence;
        place->version = cursor->version;
    }
}

enum store_answer reactions_start(struct lane *lane)
{
    for (size_t i = 0; i < lane->plan.house->room_count; i++)
        add_reactions(lane, lane->plan.house->rooms[i]);
    struct arena arena;
    arena_init(&arena);
    const struct cursor_key key = { .bucket = lane->recorder.lane };
    struct list rows = { 0 };
    enum store_answer answer = own_work_read(lane, &reaction_cursors, &key, &arena, &rows);
    for (size_t i = 0; i < rows.count; i++)
        place_stands_at(lane, (const struct reaction_cursor_row *)rows.items + i);
    arena_release(&arena);
    return answer;
}

bool reactions_behind(const struct lane *lane)
{
    int64_t now = clock_steady_us();
    for (int r = 0; r < lane->own.reaction_count; r++)
        if (lane->own.reactions[r].behind && lane->own.reactions[r].rests_until_us <= now)
            return true;
    return false;
}

/* Asked while the outcome is at hand: most of what is decided calls for nothing, and then no row of
 * the journal has to be read again. */
static bool calls_for(const struct lane *lane, const struct reaction_place *place,
                      const struct call *call)
{
    if (call->status != CALL_DONE || call->repeated
        || strcmp(call->request.action->name, place->reaction->to) != 0)
        return false;
    const struct action *with =
        house_action(lane->plan.house, text_of(place->reaction->with));
    CHECK(with != NULL);
    struct arena *arena = call->request.arena;
    return place->reaction->ask(&call->request, call->outcome, arena,
                                arena_take(arena, with->input->size));
}

void own_work_note(struct lane *lane, const struct batch *batch)
{
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        for (int i = 0; i < batch->count && !place->behind; i++)
            place->behind = calls_for(lane, place, batch->items[i].call);
        if (!place->behind)
            place->sequence = lane->recorder.head.sequence;
    }
}

void reaction_failed(struct own_call *own, bool again)
{
    struct reaction_place *place = own->place;
    if (!again)
        return;
    if (place->sequence >= own->sequence)
        place->sequence = own->sequence - 1;
    place->behind = true;
    place->rests_until_us = clock_steady_us() + REST_US;
}

/* The request a journal row was, as far as the journal keeps it. */
static void react_to(struct lane *lane, struct reaction_place *place,
                     const struct journal_row *row)
{
    const struct reaction *reaction = place->reaction;
    const struct action *done_action = house_action(lane->plan.house, row->action);
    const struct action *with = house_action(lane->plan.house, text_of(reaction->with));
    struct own_call *own = own_call_new(lane, with);
    void *outcome = arena_take(&own->arena, done_action->outcome->size);
    const struct request done = {
        .action = done_action, .actor = &own->call.actor, .at = row->at, .arena = &own->arena,
    };
    void *input = arena_take(&own->arena, with->input->size);
    bool read = shape_unpack(done_action->outcome, row->outcome, &own->arena, outcome);
    if (!read)
        own_work_warn(lane, "reaction.outcome-unreadable", place->name,
                      arena_format(&own->arena, "%lld", (long long)row->sequence));
    if (!read || !reaction->ask(&done, outcome, &own->arena, input)) {
        own_call_drop(own);
        return;
    }
    own->place = place;
    own->sequence = row->sequence;
    own->call.request.input = input;
    own->call.request.key = arena_format(&own->arena, "reaction-%lld-%lld",
                                         (long long)row->lane, (long long)row->sequence);
    own_call_send(own);
}

static void look_for_reaction(struct lane *lane, struct reaction_place *place,
                              struct arena *arena)
{
    int64_t head = lane->recorder.head.sequence, until = place->sequence + REACTION_ROWS;
    const struct journal_of_action_key key = {
        .lane = lane->recorder.lane, .sequence = place->sequence,
        .until = until < head ? until : head, .action = text_of(place->reaction->to),
    };
    struct list rows = { 0 };
    if (own_work_read(lane, &journal_of_action_after, &key, arena, &rows) != STORE_DONE)
        return;
    const struct journal_row *journal = rows.items;
    /* On before anything is sent: a call that is turned away at once sets it back. */
    place->sequence = key.until;
    place->behind = place->sequence < head;
    for (size_t i = 0; i < rows.count; i++)
        react_to(lane, place, &journal[i]);
}

/* Cursors are written now and then; what is dealt with twice after a kill finds its receipts.
 * Nothing of it is a decision, so it goes to the store without the journal. */
static void store_cursors(struct lane *lane, int64_t behind_min, struct arena *arena)
{
    struct change *first = NULL, **tail = &first;
    for (int r = 0; r < lane->own.reaction_count; r++) {
        const struct reaction_place *place = &lane->own.reactions[r];
        if (place->sequence - place->stored <= behind_min)
            continue;
        struct reaction_cursor_row *row = ARENA_NEW(arena, struct reaction_cursor_row);
        *row = (struct reaction_cursor_row){
            .bucket = lane->recorder.lane, .reaction = place->name, .lane = lane->recorder.lane,
            .sequence = place->sequence, .version = place->version == 0 ? 1 : place->version,
        };
        *tail = ARENA_NEW(arena, struct change);
        **tail = (struct change){
            .kind = place->version == 0 ? CHANGE_INSERT : CHANGE_REPLACE,
            .table = &reaction_cursor_table, .row = row,
        };
        tail = &(*tail)->next;
    }
    if (first == NULL || !own_work_write(lane, first))
        return;
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        if (place->sequence - place->stored <= behind_min)
            continue;
        place->stored = place->sequence;
        place->version = place->version == 0 ? 1 : place->version + 1;
    }
}

void reactions_look(struct lane *lane, struct arena *arena)
{
    /* Everything sent for them so far is answered: nothing is pending. */
    store_cursors(lane, STORE_CURSOR_AFTER, arena);
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        if (place->behind && place->rests_until_us <= clock_steady_us())
            look_for_reaction(lane, place, arena);
    }
}

void reactions_rest(struct lane *lane)
{
    struct arena arena;
    arena_init(&arena);
    if (lane->own.pending == 0 && !lane->fenced)
        store_cursors(lane, STORE_CURSOR_AT_STOP, &arena);
    arena_release(&arena);
}
