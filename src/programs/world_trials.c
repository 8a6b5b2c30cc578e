/* world_trials.c: the worker that runs trials of notices, one at a time, with a reading handle of
 * its own. What it notes are ordinary actions; a trial that was cut short by a kill is run anew. */

#include "programs/world.h"

#include "base/check.h"
#include "base/digest.h"
#include "programs/house_asking.h"
#include "programs/trial.h"
#include "programs/world_trials.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_trial.h"
#include "stores/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define LOOK_EVERY_MS 200
#define NOTE_EVERY_US (INT64_C(500) * 1000)

struct trials {
    struct world *world;
    struct store *store;
    pthread_t thread;
    atomic_bool stopping;
    const struct notice_trial *row;     /* in hand */
    int64_t noted_us;
};

static void note(struct trials *trials, const struct notice_trial_note *note)
{
    struct arena arena;
    struct call call;
    arena_init(&arena);
    house_ask(&trials->world->house, "notice.trial-note", note, &arena, &call);
    arena_release(&arena);
}

static bool on_progress(struct impact *impact, const char *room, int64_t done, int64_t of)
{
    (void)room;
    struct trials *trials = impact->progress_data;
    int64_t now = clock_steady_us();
    if (now - trials->noted_us >= NOTE_EVERY_US) {
        trials->noted_us = now;
        note(trials, &(struct notice_trial_note){ .trial = trials->row->trial,
                                                  .state = TEXT("running"), .done = done,
                                                  .total = of });
    }
    return !atomic_load(&trials->stopping);
}

/* What is tried, out of the row; false: it is gone. */
static bool plan_of(struct trials *trials, const struct notice_trial *row, struct arena *arena,
                    struct trial_plan *plan)
{
    *plan = (struct trial_plan){
        .number = row->number, .event = row->event,
        .at = { clock_now_ms(&trials->world->clock) },
        .language = trials->world->settings.language, .bucket_step = 1,
        .progress = on_progress, .progress_data = trials,
    };
    if (row->document == 0)
        return true;
    const struct notice_document_key key = { NOTICE_BUCKET, row->document };
    struct want want = { .query = &notice_document_by_id, .key = &key };
    if (trials->store->port->read(trials->store, &want, arena) != STORE_DONE
        || want.rows.count == 0)
        return false;
    /* The text of a revocation is the notice with its end: what changes is what is without it. */
    const struct notice_document *document = want.rows.items;
    if (text_is(document->kind, "revocation"))
        plan->number = document->number;
    else
        plan->text = document->text;
    return true;
}

static void run_one(struct trials *trials, const struct notice_trial *row, struct arena *arena)
{
    struct trial_plan plan;
    struct impact impact = { .stopped = false };
    struct text fault = TEXT("the document is gone");
    const struct book *book = world_book(trials->world);
    trials->row = row;
    trials->noted_us = clock_steady_us();
    bool good = plan_of(trials, row, arena, &plan)
        && trial_run(trials->store, book, &plan, arena, &impact, &fault);
    book_release(book);
    if (atomic_load(&trials->stopping))
        return;
    struct notice_trial_note last = { .trial = row->trial, .done = 1, .total = 1 };
    if (good) {
        struct notice_findings findings = notice_findings_of(&impact, arena);
        last.state = TEXT("done");
        last.findings =
            base64_encode(arena, shape_pack(&notice_findings_shape, &findings, arena));
    } else {
        last.state = TEXT("failed");
        last.fault = fault;
    }
    note(trials, &last);
}

static void look(struct trials *trials, const char *state)
{
    struct arena arena;
    arena_init(&arena);
    const struct notice_trials_key key = { NOTICE_BUCKET, text_of(state) };
    struct want want = { .query = &notice_trials_in_state, .key = &key };
    if (trials->store->port->read(trials->store, &want, &arena) == STORE_DONE) {
        const struct notice_trial *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count && !atomic_load(&trials->stopping); i++)
            run_one(trials, &rows[i], &arena);
    }
    arena_release(&arena);
}

static void *trials_thread(void *context)
{
    struct trials *trials = context;
    const struct timespec nap = { .tv_nsec = LOOK_EVERY_MS * 1000000L };
    look(trials, "running");        /* cut short by a kill */
    while (!atomic_load(&trials->stopping)) {
        look(trials, "waiting");
        nanosleep(&nap, NULL);
    }
    return NULL;
}

struct trials *trials_start(struct world *world, struct text *ret_fault)
{
    struct store *store =
        store_open_any(world->settings.store, false, &world->arena, ret_fault);
    if (store == NULL)
        return NULL;
    struct trials *trials = calloc(1, sizeof *trials);
    CHECK(trials != NULL);
    trials->world = world;
    trials->store = store;
    CHECK(pthread_create(&trials->thread, NULL, trials_thread, trials) == 0);
    return trials;
}

void trials_stop(struct trials *trials)
{
    if (trials == NULL)
        return;
    atomic_store(&trials->stopping, true);
    pthread_join(trials->thread, NULL);
    trials->store->port->close(trials->store);
    free(trials);
}
