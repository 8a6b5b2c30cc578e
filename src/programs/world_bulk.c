/* world_bulk.c: see world_bulk.h. */

#include "programs/world_bulk.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/book.h"
#include "programs/house_asking.h"
#include "stores/registry.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_EVERY_MS 200
#define BUSY_PAUSE_MS 50
#define TURN_LINES 4000
#define SEEN_FIRST 1024

struct bulk_work {
    struct world *world;
    struct store *store;
    pthread_t thread;
    atomic_bool stopping;
    int64_t turn_after;         /* file worked on last: the next one has its turn */
};

/* Rows of the file by their content. */
struct seen { uint64_t first, second; int64_t line; };

struct run {
    struct bulk_work *work;
    struct bulk_plan plan;
    struct bulk_file file;      /* as it stands after each part */

    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct bulk_line lines[BULK_IN_FLIGHT];     /* line n in n % BULK_IN_FLIGHT */
    int64_t begun, ended;

    struct arena part_arena;
    struct bulk_result results[BULK_PART_LINES];
    size_t result_count, result_bytes;
    int64_t good, repeated, bad, turn_lines;

    struct seen *seen;
    size_t seen_room, seen_count;

    struct text fault, detail;
    bool stopped;               /* not ours any more, or the house stops */
    bool turn_over;
};

static void pause_ms(long ms)
{
    const struct timespec nap = { .tv_nsec = ms * 1000000L };
    nanosleep(&nap, NULL);
}

/* ---- rows alike ---- */

static void seen_put(struct run *run, struct seen what)
{
    size_t at = what.first & (run->seen_room - 1);
    while (run->seen[at].line != 0)
        at = (at + 1) & (run->seen_room - 1);
    run->seen[at] = what;
}

static void seen_grow(struct run *run)
{
    struct seen *old = run->seen;
    size_t old_room = run->seen_room;
    run->seen_room = old_room == 0 ? SEEN_FIRST : 2 * old_room;
    run->seen = calloc(run->seen_room, sizeof *run->seen);
    CHECK(run->seen != NULL);
    for (size_t i = 0; i < old_room; i++)
        if (old[i].line != 0)
            seen_put(run, old[i]);
    free(old);
}

/* The earlier line with the same content; 0: there is none. */
static int64_t seen_before(struct run *run, const struct sheet_row *row)
{
    struct digest_run digest_run;
    digest_begin(&digest_run);
    for (size_t i = 0; i < row->count; i++)
        if (run->plan.of_cell[i] >= 0) {
            digest_add_int(&digest_run, (int64_t)i << 32 | (int64_t)row->cells[i].length);
            digest_add(&digest_run, row->cells[i]);
        }
    struct digest digest = digest_end(&digest_run);
    struct seen what = { .line = row->number };
    memcpy(&what.first, digest.bytes, 8);
    memcpy(&what.second, digest.bytes + 8, 8);
    if (2 * run->seen_count >= run->seen_room)
        seen_grow(run);
    size_t at = what.first & (run->seen_room - 1);
    for (; run->seen[at].line != 0; at = (at + 1) & (run->seen_room - 1))
        if (run->seen[at].first == what.first && run->seen[at].second == what.second)
            return run->seen[at].line;
    run->seen[at] = what;
    run->seen_count++;
    return 0;
}

/* ---- parts ---- */

static bool others_wait(struct run *run)
{
    const struct bulk_state_key key = { .state = TEXT("waiting") };
    struct want want = { .query = &bulk_files_in_state, .key = &key };
    struct arena arena;
    arena_init(&arena);
    bool wait = run->work->store->port->read(run->work->store, &want, &arena) == STORE_DONE
        && want.rows.count > 0;
    arena_release(&arena);
    return wait;
}

static void note_part(struct run *run)
{
    if (run->result_count == 0 || run->stopped)
        return;
    struct call call;
    const struct bulk_results results = { { run->results, run->result_count } };
    const struct bulk_note_input note = {
        .file = run->file.file, .part = run->file.parts,
        .first_line = run->results[0].line,
        .last_line = run->results[run->result_count - 1].line,
        .good = run->good, .repeated = run->repeated, .bad = run->bad,
        .results = shape_pack(&bulk_results_shape, &results, &run->part_arena),
    };
    bool noted = false;
    for (int i = 0; i < BULK_TRIES && !noted && !run->stopped; i++) {
        noted = house_ask(&run->work->world->house, "bulk.note", &note, &run->part_arena, &call);
        run->stopped = !noted && (call.status == CALL_REFUSED || atomic_load(&run->work->stopping));
        if (!noted && !run->stopped)
            pause_ms(BUSY_PAUSE_MS);
    }
    run->stopped |= !noted;
    run->file.parts++;
    run->file.last_line = note.last_line;
    run->turn_lines += (int64_t)run->result_count;
    run->good = run->repeated = run->bad = 0;
    run->result_count = run->result_bytes = 0;
    arena_clear(&run->part_arena);
    run->turn_over = run->turn_lines >= TURN_LINES && others_wait(run);
}

/* Copied, because the line's memory goes to the next one. */
static void keep_result(struct run *run, const struct bulk_result *result)
{
    struct arena *arena = &run->part_arena;
    struct bulk_result kept = *result;
    kept.field = arena_text(arena, result->field);
    kept.zh = arena_text(arena, result->zh);
    kept.en = arena_text(arena, result->en);
    struct bulk_answer *answers = ARENA_ARRAY(arena, struct bulk_answer,
                                              result->answers.count + 1);
    const struct bulk_answer *given = result->answers.items;
    run->result_bytes += 64 + kept.field.length + kept.zh.length + kept.en.length;
    for (size_t i = 0; i < result->answers.count; i++) {
        answers[i].value = arena_text(arena, given[i].value);
        run->result_bytes += 4 + answers[i].value.length;
    }
    kept.answers.items = answers;
    run->results[run->result_count++] = kept;
    run->good += result->good;
    run->repeated += result->repeated;
    run->bad += !result->good;
    if (run->result_count == BULK_PART_LINES || run->result_bytes > BULK_PART_BYTES / 2)
        note_part(run);
}

/* ---- lines ---- */

static void line_done(struct call *call)
{
    struct bulk_line *line = (struct bulk_line *)call;  /* its first member */
    struct run *run = call->door_data;
    pthread_mutex_lock(&run->lock);
    line->answered = true;
    pthread_cond_signal(&run->wake);
    pthread_mutex_unlock(&run->lock);
}

static void line_submit(struct run *run, struct bulk_line *line)
{
    line->answered = false;
    line->call.done = line_done;
    line->call.door_data = run;
    run->work->world->house.submit(&run->work->world->house, &line->call);
}

static void line_wait(struct run *run, struct bulk_line *line)
{
    pthread_mutex_lock(&run->lock);
    while (!line->answered)
        pthread_cond_wait(&run->wake, &run->lock);
    pthread_mutex_unlock(&run->lock);
}

/* The oldest line; a house too busy, or a store at fault, is asked again: the line is not bad. */
static void collect_one(struct run *run)
{
    struct bulk_line *line = &run->lines[run->ended % BULK_IN_FLIGHT];
    while (line->asked) {
        line_wait(run, line);
        bool again = line->call.status == CALL_BUSY || line->call.status == CALL_FAULT;
        if (!again)
            bulk_line_result(&run->plan, line);
        if (line->call.memory != NULL)
            run->work->world->house.finish(&run->work->world->house, &line->call);
        if (!again)
            break;
        line->call = (struct call){ .actor = line->call.actor, .request = line->call.request,
                                    .try_only = line->call.try_only };
        line->tries++;
        if (line->tries >= BULK_TRIES || atomic_load(&run->work->stopping)) {
            run->fault = TEXT("bulk.fault.house");
            run->stopped |= atomic_load(&run->work->stopping);
            break;
        }
        pause_ms(BUSY_PAUSE_MS);
        line_submit(run, line);
    }
    if (!run->stopped && !text_present(run->fault))
        keep_result(run, &line->result);
    arena_clear(&line->arena);
    run->ended++;
}

static void begin_one(struct run *run, const struct sheet_row *row)
{
    while (run->begun - run->ended >= BULK_IN_FLIGHT)
        collect_one(run);
    if (run->stopped || text_present(run->fault))
        return;
    struct bulk_line *line = &run->lines[run->begun++ % BULK_IN_FLIGHT];
    line->tries = 0;
    line->asked = bulk_line_begin(&run->plan, row, line);
    line->answered = !line->asked;
    if (line->asked)
        line_submit(run, line);
}

static void begin_same(struct run *run, const struct sheet_row *row, int64_t as)
{
    while (run->begun - run->ended >= BULK_IN_FLIGHT)
        collect_one(run);
    struct bulk_line *line = &run->lines[run->begun++ % BULK_IN_FLIGHT];
    struct text detail = arena_format(&line->arena, "%lld", (long long)as);
    char bytes[400];
    line->asked = false;
    line->answered = true;
    line->result = (struct bulk_result){ .line = row->number };
    struct builder zh = builder_over(bytes, sizeof bytes);
    words_write(&zh, "bulk.line.same", LANGUAGE_CHINESE, &detail, 1);
    line->result.zh = arena_text(&line->arena, builder_text(&zh));
    struct builder en = builder_over(bytes, sizeof bytes);
    words_write(&en, "bulk.line.same", LANGUAGE_ENGLISH, &detail, 1);
    line->result.en = arena_text(&line->arena, builder_text(&en));
}

/* ---- a file ---- */

static void read_rows(struct run *run, struct sheet_reading *reading)
{
    struct arena arena;
    struct sheet_row row;
    bool headed = false;
    arena_init(&arena);
    while (!run->stopped && !run->turn_over && !text_present(run->fault)
           && sheet_next(reading, &arena, &row)) {
        if (!headed) {
            run->fault = bulk_read_heading(&run->plan, &row, &run->detail);
            headed = true;
        } else {
            int64_t as = seen_before(run, &row);
            if (row.number > run->plan.file->last_line) {
                if (as != 0)
                    begin_same(run, &row, as);
                else
                    begin_one(run, &row);
            }
        }
        arena_clear(&arena);
        run->stopped |= atomic_load(&run->work->stopping);
    }
    arena_release(&arena);
    while (run->ended < run->begun)
        collect_one(run);
    note_part(run);
}

static const char *fault_of(enum sheet_answer answer)
{
    static const char *const FAULTS[] = {
        [SHEET_NOT_ONE] = "bulk.fault.not-one", [SHEET_OLD] = "bulk.fault.old",
        [SHEET_TOO_LARGE] = "bulk.fault.too-large", [SHEET_DAMAGED] = "bulk.fault.damaged",
        [SHEET_STOPPED] = NULL, [SHEET_READ] = NULL,
    };
    return FAULTS[answer];
}

static void end_file(struct run *run)
{
    struct call call;
    bool none = run->file.parts == 0;
    if (none && !text_present(run->fault))
        run->fault = TEXT("bulk.fault.no-lines");
    struct bulk_end_input end = { .file = run->file.file, .fault = run->fault,
                                  .detail = run->detail };
    if (!none && !bulk_write_back(&run->plan, &end) && !text_present(end.fault))
        end.fault = TEXT("bulk.fault.house");
    end.state = text_present(end.fault) ? TEXT("failed") : TEXT("done");
    house_ask(&run->work->world->house, "bulk.finish", &end, &run->plan.arena, &call);
}

/* What it is read with; an absent fault: all is there. */
static struct text make_plan(struct run *run, const struct book *book)
{
    struct bulk_plan *plan = &run->plan;
    plan->world = run->work->world;
    plan->store = run->work->store;
    plan->file = &run->file;
    plan->action = house_action(&plan->world->house, run->file.action);
    if (plan->action == NULL)
        return TEXT("bulk.fault.gone");
    if (bulk_takes_matter(plan->action))
        plan->matter = matter_of(book, run->file.matter, &plan->arena);
    if (!bulk_columns_of(plan->action, plan->matter, &plan->arena, &plan->columns))
        return TEXT("bulk.fault.gone");
    if (!world_actor_of_number(plan->world, run->file.account, &plan->arena, &plan->actor)
        || plan->actor.confined)
        return TEXT("bulk.fault.ended");
    return (struct text){ 0 };
}

static void run_file(struct bulk_work *work, const struct bulk_file *file)
{
    struct run *run = calloc(1, sizeof *run);
    CHECK(run != NULL);
    run->work = work;
    run->file = *file;
    arena_init(&run->plan.arena);
    arena_init(&run->part_arena);
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->wake, NULL);
    for (size_t i = 0; i < BULK_IN_FLIGHT; i++)
        arena_init(&run->lines[i].arena);
    const struct book *book = world_book(work->world);
    run->fault = make_plan(run, book);
    int input = text_present(run->fault) ? -1 : bulk_input_of(work->world, file->blob);
    struct sheet_reading *reading = input < 0 ? NULL : sheet_open(input);
    if (reading != NULL) {
        read_rows(run, reading);
        run->plan.form = sheet_form_of(reading);
        const char *why = fault_of(sheet_close(reading));
        if (!text_present(run->fault) && !run->turn_over && !run->stopped)
            run->fault = text_of(why);
    } else if (!text_present(run->fault)) {
        run->fault = TEXT("bulk.fault.house");
    }
    if (!run->stopped && !run->turn_over)
        end_file(run);
    book_release(book);
    for (size_t i = 0; i < BULK_IN_FLIGHT; i++)
        arena_release(&run->lines[i].arena);
    pthread_cond_destroy(&run->wake);
    pthread_mutex_destroy(&run->lock);
    arena_release(&run->part_arena);
    arena_release(&run->plan.arena);
    free(run->seen);
    free(run);
}

/* ---- whose turn it is ---- */

static bool next_in(struct bulk_work *work, const char *state, int64_t after,
                    struct arena *arena, struct bulk_file *ret_file)
{
    const struct bulk_state_key key = { text_of(state), after };
    struct want want = { .query = &bulk_files_in_state, .key = &key };
    if (work->store->port->read(work->store, &want, arena) != STORE_DONE
        || want.rows.count == 0)
        return false;
    *ret_file = *(const struct bulk_file *)want.rows.items;
    return true;
}

/* The next file by number, round and round; one that was begun and one that was not alike. */
static bool take_turn(struct bulk_work *work)
{
    struct arena arena;
    struct bulk_file file, other;
    arena_init(&arena);
    bool found = false;
    for (int round = 0; round < 2 && !found; round++) {
        int64_t after = round == 0 ? work->turn_after : 0;
        found = next_in(work, "waiting", after, &arena, &file);
        if (next_in(work, "running", after, &arena, &other)
            && (!found || other.file < file.file)) {
            file = other;
            found = true;
        }
    }
    if (found) {
        work->turn_after = file.file;
        run_file(work, &file);
    }
    arena_release(&arena);
    return found;
}

static void *bulk_thread(void *context)
{
    struct bulk_work *work = context;
    while (!atomic_load(&work->stopping))
        if (!take_turn(work))
            pause_ms(LOOK_EVERY_MS);
    return NULL;
}

struct bulk_work *bulk_work_start(struct world *world, struct text *ret_fault)
{
    struct store *store =
        store_open_any(world->settings.store, false, &world->arena, ret_fault);
    if (store == NULL)
        return NULL;
    struct bulk_work *work = calloc(1, sizeof *work);
    CHECK(work != NULL);
    work->world = world;
    work->store = store;
    CHECK(pthread_create(&work->thread, NULL, bulk_thread, work) == 0);
    return work;
}

void bulk_work_stop(struct bulk_work *work)
{
    if (work == NULL)
        return;
    atomic_store(&work->stopping, true);
    pthread_join(work->thread, NULL);
    work->store->port->close(work->store);
    free(work);
}
