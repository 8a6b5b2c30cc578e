/* world_changes.c: see world_changes.h. */

#include "programs/world_changes.h"

#include "base/check.h"
#include "base/json.h"
#include "core/journal.h"
#include "lanes/lane.h"

#include <time.h>

#define LOOK_MS 250
/* So often a line without meaning, by which one learns who has left. */
#define BREATHS 60
/* Of more rows than this the rooms of the last are told: a list asks anew all the same. */
#define ROWS_MAX 500

struct changes_watch {
    struct world *world;
    struct api *api;
    pthread_t thread;
    atomic_bool stopping;
    int64_t told;               /* the journal as far as it was told */
};

static bool rows_after(struct changes_watch *watch, int64_t sequence, struct arena *arena,
                       struct list *ret_rows)
{
    int64_t from = watch->told > sequence - ROWS_MAX ? watch->told : sequence - ROWS_MAX;
    const struct journal_after_key key = { .sequence = from, .until = sequence };
    struct want want = { .query = &journal_after, .key = &key };
    struct world *world = watch->world;
    pthread_mutex_lock(&world->lock);
    bool good = world->asking->port->read(world->asking, &want, arena) == STORE_DONE;
    pthread_mutex_unlock(&world->lock);
    *ret_rows = want.rows;
    return good;
}

/* The rooms of these rows, once each. */
static void write_rooms(struct json_writer *writer, const struct house *house,
                        const struct list *rows)
{
    const struct journal_row *row = rows->items;
    json_array_begin(writer);
    for (size_t r = 0; r < house->room_count; r++) {
        struct text name = text_of(house->rooms[r]->name);
        bool named = false;
        for (size_t i = 0; i < rows->count && !named; i++) {
            struct text rest;
            named = text_equal(text_until(row[i].action, '.', &rest), name);
        }
        if (named)
            json_write_text(writer, name);
    }
    json_array_end(writer);
}

static void tell(struct changes_watch *watch, int64_t sequence)
{
    struct arena arena;
    arena_init(&arena);
    struct list rows = { 0 };
    if (rows_after(watch, sequence, &arena, &rows)) {
        struct json_writer writer;
        json_writer_init(&writer, &arena);
        json_object_begin(&writer);
        json_key(&writer, TEXT("sequence"));
        json_write_int(&writer, sequence);
        json_key(&writer, TEXT("rooms"));
        write_rooms(&writer, &watch->world->house, &rows);
        json_object_end(&writer);
        api_tell(watch->api, arena_format(&arena, "event: changed\ndata: %.*s\n\n",
                                          TEXT_ARGS(json_writer_text(&writer))));
        watch->told = sequence;
    }
    arena_release(&arena);
}

static void *watch_run(void *data)
{
    struct changes_watch *watch = data;
    const struct timespec nap = { .tv_nsec = LOOK_MS * 1000000L };
    for (int looks = 0; !atomic_load(&watch->stopping); looks++) {
        nanosleep(&nap, NULL);
        struct lane_numbers numbers;
        lane_numbers(watch->world->lane, &numbers);
        bool listened = api_is_listened_to(watch->api);
        /* The store lost its tail: what was told of it is gone, and each list asks anew. */
        if (numbers.sequence < watch->told)
            watch->told = 0;
        if (!listened)
            watch->told = numbers.sequence;
        else if (numbers.sequence > watch->told)
            tell(watch, numbers.sequence);
        if (listened && looks % BREATHS == 0)
            api_tell(watch->api, TEXT(": \n\n"));
    }
    return NULL;
}

struct changes_watch *changes_watch_start(struct world *world, struct api *api)
{
    struct changes_watch *watch = calloc(1, sizeof *watch);
    CHECK(watch != NULL);
    watch->world = world;
    watch->api = api;
    CHECK(pthread_create(&watch->thread, NULL, watch_run, watch) == 0);
    return watch;
}

void changes_watch_stop(struct changes_watch *watch)
{
    if (watch == NULL)
        return;
    atomic_store(&watch->stopping, true);
    pthread_join(watch->thread, NULL);
    api_hush(watch->api);
    free(watch);
}
