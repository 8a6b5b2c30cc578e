/* serve.c: `yibao serve`: the doors of a house, until somebody asks it to stop. */

#include "programs/doors.h"
#include "programs/programs.h"
#include "programs/say.h"
#include "programs/provider.h"
#include "programs/world.h"
#include "programs/world_bulk.h"
#include "programs/world_letters.h"
#include "programs/world_pictures.h"
#include "programs/world_seals.h"
#include "programs/world_sending.h"
#include "programs/world_trials.h"

#include "stores/registry.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TEND_EVERY_MS 200

static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
    (void)number;
    stop_asked = 1;
}

static void watch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Until a signal; meanwhile checkpoints of the store, with a handle of their own, and previews that
 * no paper needs. */
static void tend_until_stopped(struct world *world)
{
    struct text fault = { 0 };
    struct store *store = store_open_any(world->settings.store, true, &world->arena, &fault);
    if (store == NULL) {    /* it serves on, but its log of writes grows */
        struct log_line line;
        log_begin(&line, &world->log, LOG_LEVEL_FAULT, "store.not-tended");
        log_text(&line, "why", fault);
        log_end(&line);
    }
    const struct timespec nap = { .tv_nsec = TEND_EVERY_MS * 1000000L };
    while (!stop_asked) {
        nanosleep(&nap, NULL);
        if (store != NULL)
            store->port->tend(store);
        pictures_tend(world->pictures);
    }
    if (store != NULL)
        store->port->close(store);
}

/* Batches and messages take and give back memory thousands of times a second: given back to the
 * system each time, it would be taken anew page by page, zeroed. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 16 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    mallopt(M_ARENA_MAX, 4);
}

static bool open_provider(struct world *world)
{
    struct text fault = { 0 };
    if (provider_open(&world->settings, &world->arena, &fault))
        return true;
    fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(fault));
    return false;
}

/* The store by its kind: an address may hold a password. */
static void log_started(struct world *world)
{
    struct text rest, kind = text_until(text_of(world->settings.store), ':', &rest);
    struct log_line line;
    log_begin(&line, &world->log, LOG_LEVEL_NOTE, "server.started");
    log_text(&line, "version", TEXT(YIBAO_VERSION));
    log_text(&line, "store", kind);
    log_text(&line, "http", text_of(world->settings.http));
    log_text(&line, "nhsa", text_of(world->settings.nhsa));
    log_end(&line);
}

static int serve(const struct settings *settings)
{
    keep_memory();
    static struct world world;
    struct doors *doors = NULL;
    watch_signals();
    if (world_open_rules(&world, settings) && world_open_keys(&world, false)
        && open_provider(&world) && world_open_house(&world))
        doors = doors_open(&world);
    struct text fault = { 0 };
    struct trials *trials = doors == NULL ? NULL : trials_start(&world, &fault);
    struct sending *sending = trials == NULL ? NULL : sending_open(&world, &fault);
    struct bulk_work *bulk = sending == NULL ? NULL : bulk_work_start(&world, &fault);
    struct letters *letters = bulk == NULL ? NULL : letters_start(&world, &fault);
    struct seals *seals = letters == NULL ? NULL : seals_start(&world, &fault);
    bool ready = seals != NULL;
    if (doors != NULL && !ready)
        fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(fault));
    if (ready) {
        world_due_look(&world);
        doors_greet(&world);
        log_started(&world);
        tend_until_stopped(&world);
        log_event(&world.log, LOG_LEVEL_NOTE, "server.stopping");
    }
    seals_stop(seals);
    letters_stop(letters);
    bulk_work_stop(bulk);
    sending_close(sending);
    trials_stop(trials);
    if (doors != NULL)
        doors_close(doors);
    world_close(&world);
    if (ready)
        log_event(&world.log, LOG_LEVEL_NOTE, "server.stopped");
    return ready ? 0 : 1;
}

int program_serve(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[1];
    int rest_count = 0, code = 2;
    bool helps = program_wants_help(argc, argv);
    if (settings_read(helps ? 0 : argc, argv, &arena, &settings, rest, 0, &rest_count)) {
        code = 0;
        if (helps) {
            say_line("program.help.serve");
            settings_print(&settings, settings.language);
        } else {
            code = serve(&settings);
        }
    }
    arena_release(&arena);
    return code;
}
