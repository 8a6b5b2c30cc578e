/* world_seals.c: see world_seals.h. One thread with a reading handle of its own: it looks whether
 * something waits, so that nothing is asked of the house while nothing does. */

#include "programs/world_seals.h"

#include "base/check.h"
#include "programs/house_asking.h"
#include "programs/world.h"
#include "rooms/agreement/agreement_text.h"
#include "rooms/intake/intake.h"
#include "stores/registry.h"

#include <stdlib.h>
#include <time.h>

#define LOOK_EVERY_MS 200

struct seals {
    struct world *world;
    struct store *store;
    pthread_t thread;
    atomic_bool stopping;
};

/* What is sealed by which action, a page at a time. */
static const struct {
    const struct query *query;
    const char *action;
    size_t page;
} SEALED[] = {
    { &intake_documents_unsealed, "intake.seal", INTAKE_SEALS_A_PAGE },
    { &agreement_texts_unsealed, "agreement.seal", AGREEMENT_TEXTS_A_PAGE },
};

static size_t waiting(const struct seals *seals, const struct query *query, struct arena *arena)
{
    const int64_t nothing = 0;
    struct want want = { .query = query, .key = &nothing };
    return seals->store->port->read(seals->store, &want, arena) == STORE_DONE ? want.rows.count
                                                                              : 0;
}

/* True: a whole page waited and was sealed, so there may be more. */
static bool seal_page(struct seals *seals, size_t which)
{
    struct arena arena;
    struct call call;
    arena_init(&arena);
    size_t count = waiting(seals, SEALED[which].query, &arena);
    const int64_t nothing = 0;
    bool done = count > 0
        && house_ask(&seals->world->house, SEALED[which].action, &nothing, &arena, &call);
    arena_release(&arena);
    return done && count == SEALED[which].page;
}

static void *seals_thread(void *context)
{
    struct seals *seals = context;
    const struct timespec nap = { .tv_nsec = LOOK_EVERY_MS * 1000000L };
    while (!atomic_load(&seals->stopping)) {
        bool more = false;
        for (size_t i = 0; i < COUNT_OF(SEALED); i++)
            more |= seal_page(seals, i);
        if (!more)
            nanosleep(&nap, NULL);
    }
    return NULL;
}

struct seals *seals_start(struct world *world, struct text *ret_fault)
{
    struct seals *seals = calloc(1, sizeof *seals);
    CHECK(seals != NULL);
    seals->world = world;
    seals->store = store_open_any(world->settings.store, false, &world->arena, ret_fault);
    if (seals->store == NULL) {
        free(seals);
        return NULL;
    }
    CHECK(pthread_create(&seals->thread, NULL, seals_thread, seals) == 0);
    return seals;
}

void seals_stop(struct seals *seals)
{
    if (seals == NULL)
        return;
    atomic_store(&seals->stopping, true);
    pthread_join(seals->thread, NULL);
    seals->store->port->close(seals->store);
    free(seals);
}
