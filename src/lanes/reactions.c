/* reactions.c: journal rows of rooms above are answered with actions of rooms below. A call that
 * fails is sent again by itself, later each time, while its place goes on: those that the store
 * will never have keep no others waiting, however many they are, and not after a start either:
 * they are put aside where the cursor is kept. Where many fail at once the store is asked whether
 * it takes anything: if not, the place goes back to before their rows, and rows after them that
 * were answered already find their receipts. */

#include "lanes/lane_inside.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

#define REACTION_ROWS 500
#define REST_US (INT64_C(300) * 1000)
#define AGAIN_DOUBLED_MAX 5     /* some ten seconds then */
#define AGAIN_DOUBLED_MANY 12   /* of many some twenty minutes: they take little of the lane */
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
            .reaction = reaction,
            .name = arena_format(&own->arena, "%s>%s", reaction->to, reaction->with),
        };
    }
}

static struct reaction_place *place_of(struct own_work *own, struct text name)
{
    for (int r = 0; r < own->reaction_count; r++)
        if (text_equal(own->reactions[r].name, name))
            return &own->reactions[r];
    return NULL;
}

/* ---- rows that are sent again ---- */

static struct reaction_again *again_of(struct reaction_place *place, int64_t sequence)
{
    for (int i = 0; i < place->again_count; i++)
        if (place->again[i].sequence == sequence)
            return &place->again[i];
    return NULL;
}

static void again_drop(struct reaction_place *place, int at)
{
    place->again[at] = place->again[--place->again_count];
}

/* NULL: there are more than a place holds. */
static struct reaction_again *again_add(struct reaction_place *place, int64_t sequence)
{
    if (place->again_count == REACTION_AGAIN_MAX)
        return NULL;
    if (place->again_count == place->again_room) {
        place->again_room = place->again_room == 0 ? 16 : 2 * place->again_room;
        place->again = realloc(place->again, (size_t)place->again_room * sizeof *place->again);
        CHECK(place->again != NULL);
    }
    struct reaction_again *again = &place->again[place->again_count++];
    *again = (struct reaction_again){ .sequence = sequence };
    return again;
}

/* It is answered, or calls for nothing any more. */
static void again_over(struct reaction_place *place, struct reaction_again *again)
{
    if (again->version == 0)
        again_drop(place, (int)(again - place->again));
    else
        again->over = true;
}

/* What stands aside, and in which version. */
static enum store_answer read_asides(struct lane *lane, struct arena *arena)
{
    struct own_work *own = &lane->own;
    struct aside_key key = { .bucket = lane->recorder.lane };
    struct list rows = { 0 };
    for (int r = 0; r < own->reaction_count; r++)
        for (int i = 0; i < own->reactions[r].again_count; i++)
            own->reactions[r].again[i].version = 0;
    enum store_answer answer = STORE_DONE;
    do {
        answer = own_work_read(lane, &reaction_asides, &key, arena, &rows);
        const struct reaction_aside_row *asides = rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < rows.count; i++) {
            struct reaction_place *place = place_of(own, asides[i].reaction);
            struct reaction_again *again =
                place == NULL ? NULL : again_of(place, asides[i].sequence);
            if (place != NULL && again == NULL)
                again = again_add(place, asides[i].sequence);
            if (again != NULL)
                again->version = asides[i].version;
            key.from = asides[i].sequence;
        }
    } while (answer == STORE_DONE && rows.count == ASIDES_A_PAGE);
    /* A write that was there after all had said so of those. */
    for (int r = 0; answer == STORE_DONE && r < own->reaction_count; r++)
        for (int i = own->reactions[r].again_count - 1; i >= 0; i--)
            if (own->reactions[r].again[i].over && own->reactions[r].again[i].version == 0)
                again_drop(&own->reactions[r], i);
    return answer;
}

/* What is stored of the places; a cursor of a reaction that is no more is passed by. */
static enum store_answer read_cursors(struct lane *lane, struct arena *arena)
{
    const struct cursor_key key = { .bucket = lane->recorder.lane };
    struct list rows = { 0 };
    enum store_answer answer = own_work_read(lane, &reaction_cursors, &key, arena, &rows);
    const struct reaction_cursor_row *cursors = rows.items;
    for (int r = 0; answer == STORE_DONE && r < lane->own.reaction_count; r++)
        lane->own.reactions[r].stored = lane->own.reactions[r].version = 0;
    for (size_t i = 0; i < rows.count; i++) {
        struct reaction_place *place = place_of(&lane->own, cursors[i].reaction);
        if (place == NULL)
            continue;
        place->stored = cursors[i].sequence;
        place->version = cursors[i].version;
    }
    if (answer == STORE_DONE)
        answer = read_asides(lane, arena);
    lane->own.cursors_unsure = answer != STORE_DONE;
    return answer;
}

enum store_answer reactions_start(struct lane *lane)
{
    struct own_work *own = &lane->own;
    for (size_t i = 0; i < lane->plan.house->room_count; i++)
        add_reactions(lane, lane->plan.house->rooms[i]);
    struct arena arena;
    arena_init(&arena);
    enum store_answer answer = read_cursors(lane, &arena);
    arena_release(&arena);
    own->noted = lane->recorder.sequence_low = lane->recorder.head.sequence;
    for (int r = 0; r < own->reaction_count; r++) {
        own->reactions[r].sequence = own->reactions[r].stored;
        own->reactions[r].until = own->noted;
    }
    return answer;
}

/* ---- what there is to read ---- */

/* As far as it may be read now. A row is reacted to when it is on disk, and not before: one that is
 * lost with a server leaves its number, and so the reaction's key, to another. */
static int64_t place_reach(const struct lane *lane, const struct reaction_place *place)
{
    int64_t on_disk = atomic_load(&lane->flushing.sequence);
    int64_t until = place->sequence + REACTION_ROWS;
    until = until < place->until ? until : place->until;
    return until < on_disk ? until : on_disk;
}

static bool place_can_read(const struct lane *lane, const struct reaction_place *place)
{
    return place->rests_until_us <= clock_steady_us()
        && place_reach(lane, place) > place->sequence;
}

static bool place_comes_again(const struct reaction_place *place)
{
    int64_t now = clock_steady_us();
    for (int i = 0; i < place->again_count; i++)
        if (place->again[i].at_us <= now && !place->again[i].over)
            return true;
    return false;
}

bool reactions_behind(const struct lane *lane)
{
    for (int r = 0; r < lane->own.reaction_count; r++) {
        const struct reaction_place *place = &lane->own.reactions[r];
        if (place_can_read(lane, place) || place_comes_again(place))
            return true;
    }
    return false;
}

bool reactions_wait_for_disk(const struct lane *lane)
{
    int64_t on_disk = atomic_load(&lane->flushing.sequence);
    for (int r = 0; r < lane->own.reaction_count; r++) {
        const struct reaction_place *place = &lane->own.reactions[r];
        if (place->sequence < place->until && place->until > on_disk)
            return true;
    }
    return false;
}

/* What lies behind is read again. */
static void place_go_back(struct reaction_place *place, int64_t sequence)
{
    place->sequence = sequence;
    for (int i = place->again_count - 1; i >= 0; i--)
        if (place->again[i].sequence > sequence && place->again[i].version == 0)
            again_drop(place, i);
}

bool own_work_wants_batch(struct lane *lane)
{
    int64_t now = clock_steady_us();
    bool unsure = lane->recorder.head_unsure || atomic_load(&lane->flushing.unsure)
        || reactions_wait_for_disk(lane);
    if (!unsure || now < lane->own.sure_again_us || !flushing_rests(lane))
        return false;
    lane->own.sure_again_us = now + REST_US;
    return true;
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

/* The rows of the journal that the batch is known to have left: those calls_for was asked about. */
static int64_t rows_known(const struct batch *batch)
{
    int64_t rows = 0;
    for (int i = 0; i < batch->count; i++)
        if (item_was_recorded(&batch->items[i]))
            rows += batch->items[i].decision.void_action == NULL ? 1 : 2;
    return rows;
}

/* A place is moved on without reading only over rows that were seen to be nothing to it. There may
 * be others: of a batch whose outcome was not known and that was there after all, of a call that
 * was recorded and answered with a fault. Then the rows do not add up, and the journal is read. And
 * where it ends before it did, its end was lost: what came instead is read from there. */
void own_work_note(struct lane *lane, const struct batch *batch)
{
    struct own_work *own = &lane->own;
    struct recorder *recorder = &lane->recorder;
    int64_t head = recorder->head.sequence;
    int64_t from = own->noted < recorder->sequence_low ? own->noted : recorder->sequence_low;
    bool all_known = from == own->noted && from + rows_known(batch) == head;
    if (from < own->noted)
        flushing_lost(lane, from);
    for (int r = 0; r < own->reaction_count; r++) {
        struct reaction_place *place = &own->reactions[r];
        bool called = !all_known;
        for (int i = 0; i < batch->count && !called; i++)
            called = calls_for(lane, place, batch->items[i].call);
        if (place->sequence > from)
            place_go_back(place, from);
        if (called)
            place->until = head;
        else if (place->sequence >= place->until)
            place->sequence = place->until = head;
    }
    own->anchored = own->anchored < from ? own->anchored : from;
    own->noted = recorder->sequence_low = head;
    own->more |= batch_begins_work(lane, batch);
}

/* A row beyond the place comes again as it is. */
void reaction_answered(struct own_call *own, bool comes_again)
{
    struct reaction_place *place = own->place;
    struct reaction_again *again = again_of(place, own->sequence);
    if (!comes_again && again != NULL)
        again_over(place, again);
    if (!comes_again || (again == NULL && own->sequence > place->sequence))
        return;
    if (again == NULL) {
        again = again_add(place, own->sequence);
        if (again != NULL)
            again->fresh = true;
    }
    int64_t now = clock_steady_us();
    if (again != NULL) {
        int most = place->again_count > REACTION_FAILS_MANY ? AGAIN_DOUBLED_MANY
                                                            : AGAIN_DOUBLED_MAX;
        again->over = false;        /* one that was thought over, had its row been lost */
        again->at_us = now + (REST_US << again->times);
        again->times += again->times < most;
        return;
    }
    place_go_back(place, own->sequence - 1);
    if (place->until < own->sequence)
        place->until = own->sequence;
    place->rests_until_us = now + REST_US;
}

/* The request a journal row was, as far as the journal keeps it. False: it calls for nothing. */
static bool react_to(struct lane *lane, struct reaction_place *place,
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
        return false;
    }
    own->place = place;
    own->sequence = row->sequence;
    own->call.request.input = input;
    own->call.request.key = arena_format(&own->arena, "reaction-%lld-%lld",
                                         (long long)row->lane, (long long)row->sequence);
    own_call_send(own);
    return true;
}

/* What it may have to answer after `sequence`. */
static bool read_rows(struct lane *lane, const struct reaction_place *place, int64_t sequence,
                      int64_t until, struct arena *arena, struct list *ret_rows)
{
    const struct journal_of_action_key key = {
        .lane = lane->recorder.lane, .sequence = sequence, .until = until,
        .action = text_of(place->reaction->to),
    };
    return own_work_read(lane, &journal_of_action_after, &key, arena, ret_rows) == STORE_DONE;
}

static void look_for_reaction(struct lane *lane, struct reaction_place *place,
                              struct arena *arena)
{
    int64_t until = place_reach(lane, place);
    struct list rows = { 0 };
    if (!read_rows(lane, place, place->sequence, until, arena, &rows)) {
        place->rests_until_us = clock_steady_us() + REST_US;
        return;
    }
    const struct journal_row *journal = rows.items;
    /* On before anything is sent: a call that is turned away at once sets it back. What lies
     * beyond `until` was seen to be nothing to it. */
    place->sequence = until < place->until ? until : lane->own.noted;
    for (size_t i = 0; i < rows.count; i++)
        react_to(lane, place, &journal[i]);
}

/* The row is answered, or it is over; an answer given at once drops none. */
static void try_again(struct lane *lane, struct reaction_place *place, int at, int64_t now,
                      struct arena *arena)
{
    int64_t sequence = place->again[at].sequence;
    struct list rows = { 0 };
    if (!read_rows(lane, place, sequence - 1, sequence, arena, &rows))
        place->again[at].at_us = now + REST_US;
    else if (rows.count == 0 || !react_to(lane, place, rows.items))
        again_over(place, &place->again[at]);
}

/* So many a look, after a start too, when all of them have come due: the lane is others' as well.
 * The next look goes on below them and comes round, so each has its turn, however many there are.
 * From the last on, so that one may be dropped: what takes its place has its turn next time. */
static void look_again(struct lane *lane, struct reaction_place *place, struct arena *arena)
{
    int64_t now = clock_steady_us();
    int tried = 0;
    for (int left = place->again_count; left > 0 && tried < REACTION_AGAIN_A_LOOK; left--) {
        if (--place->again_at < 0 || place->again_at >= place->again_count)
            place->again_at = place->again_count - 1;
        const struct reaction_again *again = &place->again[place->again_at];
        if (again->at_us > now || again->over)
            continue;
        try_again(lane, place, place->again_at, now, arena);
        tried++;
        if (place->again_count == 0)
            return;
    }
}

/* Everything up to here is dealt with or put aside, and on disk. What a server loses is not passed
 * by when the next lane starts, either. */
static int64_t place_stands_at(const struct lane *lane, const struct reaction_place *place)
{
    int64_t on_disk = atomic_load(&lane->flushing.sequence);
    return place->sequence < on_disk ? place->sequence : on_disk;
}

static struct change *change_of(struct arena *arena, const struct table *table, const void *row,
                                int64_t version)
{
    struct change *change = ARENA_NEW(arena, struct change);
    *change = (struct change){
        .kind = version == 0 ? CHANGE_INSERT : CHANGE_REPLACE, .table = table, .row = row,
    };
    return change;
}

/* What the cursor passes: those that are new, and those that are over. */
static struct change **change_asides(const struct lane *lane, const struct reaction_place *place,
                                     struct arena *arena, struct change **tail)
{
    for (int i = 0; i < place->again_count; i++) {
        const struct reaction_again *again = &place->again[i];
        if (again->version != 0 && !again->over)
            continue;
        struct reaction_aside_row *row = ARENA_NEW(arena, struct reaction_aside_row);
        *row = (struct reaction_aside_row){
            .bucket = lane->recorder.lane, .sequence = again->sequence, .reaction = place->name,
            .lane = lane->recorder.lane, .over = again->over,
            .version = again->version == 0 ? 1 : again->version,
        };
        *tail = change_of(arena, &reaction_aside_table, row, again->version);
        tail = &(*tail)->next;
    }
    return tail;
}

static void asides_written(struct reaction_place *place)
{
    for (int i = place->again_count - 1; i >= 0; i--) {
        if (place->again[i].version == 0)
            place->again[i].version = 1;
        else if (place->again[i].over)
            again_drop(place, i);
    }
}

/* Cursors are written now and then; what is dealt with twice after a kill finds its receipts.
 * Nothing of it is a decision, so it goes to the store without the journal. False: the store did
 * not take them. */
static bool store_cursors(struct lane *lane, int64_t behind_min, struct arena *arena)
{
    if (lane->own.cursors_unsure && read_cursors(lane, arena) != STORE_DONE)
        return false;
    struct change *first = NULL, **tail = &first;
    int64_t stands_at[REACTIONS_MAX];
    for (int r = 0; r < lane->own.reaction_count; r++) {
        const struct reaction_place *place = &lane->own.reactions[r];
        stands_at[r] = place_stands_at(lane, place);
        if (stands_at[r] - place->stored <= behind_min)
            continue;
        struct reaction_cursor_row *row = ARENA_NEW(arena, struct reaction_cursor_row);
        *row = (struct reaction_cursor_row){
            .bucket = lane->recorder.lane, .reaction = place->name, .lane = lane->recorder.lane,
            .sequence = stands_at[r], .version = place->version == 0 ? 1 : place->version,
        };
        *tail = change_of(arena, &reaction_cursor_table, row, place->version);
        tail = change_asides(lane, place, arena, &(*tail)->next);
    }
    if (first == NULL)
        return true;
    lane->own.cursors_unsure = !own_work_write(lane, first);
    if (lane->own.cursors_unsure)
        return false;
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        if (stands_at[r] - place->stored <= behind_min)
            continue;
        asides_written(place);
        place->stored = stands_at[r];
        place->version = place->version == 0 ? 1 : place->version + 1;
    }
    return true;
}

/* Many rows failed since the last look: for want of the store, or by themselves? A store that takes
 * the cursors with these rows beside them is there. */
static void look_at_fails(struct lane *lane, struct reaction_place *place, struct arena *arena)
{
    int fresh = 0;
    int64_t first = INT64_MAX, last = 0;
    for (int i = 0; i < place->again_count; i++) {
        if (!place->again[i].fresh)
            continue;
        first = place->again[i].sequence < first ? place->again[i].sequence : first;
        last = place->again[i].sequence > last ? place->again[i].sequence : last;
        place->again[i].fresh = false;
        fresh++;
    }
    if (fresh <= REACTION_FAILS_MANY || store_cursors(lane, -1, arena))
        return;
    place_go_back(place, first - 1);
    if (place->until < last)
        place->until = last;
    place->rests_until_us = clock_steady_us() + REST_US;
}

void reactions_look(struct lane *lane, struct arena *arena)
{
    /* Everything sent for them so far is answered: nothing is pending. */
    (void)store_cursors(lane, STORE_CURSOR_AFTER, arena);
    for (int r = 0; r < lane->own.reaction_count; r++)
        look_at_fails(lane, &lane->own.reactions[r], arena);
    for (int r = 0; r < lane->own.reaction_count; r++) {
        struct reaction_place *place = &lane->own.reactions[r];
        look_again(lane, place, arena);
        if (place_can_read(lane, place))
            look_for_reaction(lane, place, arena);
    }
}

void reactions_rest(struct lane *lane)
{
    struct arena arena;
    arena_init(&arena);
    if (lane->own.pending == 0 && !lane->fenced)
        (void)store_cursors(lane, STORE_CURSOR_AT_STOP, &arena);
    arena_release(&arena);
}
