#include "programs/say.h"
#include "programs/world.h"

#include "base/check.h"
#include "base/seal.h"
#include "base/sm.h"
#include "core/book.h"
#include "lanes/desk.h"
#include "lanes/lane.h"
#include "programs/access_log.h"
#include "programs/identified.h"
#include "programs/programs.h"
#include "programs/world_book.h"
#include "programs/world_pictures.h"
#include "rooms/bulk/bulk.h"
#include "rooms/access/access.h"
#include "rooms/agreement/agreement_text.h"
#include "rooms/intake/intake.h"
#include "rooms/matter/matter.h"
#include "rooms/party/party.h"
#include "rooms/stage/stage.h"
#include "rooms/notice/notice.h"
#include "stores/blobs.h"
#include "stores/keeping.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RULE_KINDS_MAX 128
/* Standing facts of some 40 000 people who are at a hospital now: about 1.2 KB each. */
#define KEPT_BYTES_MAX ((size_t)48 * 1024 * 1024)

static bool world_fail(const char *what, struct text why)
{
    fprintf(stderr, "yibao: %s: %.*s\n", what, TEXT_ARGS(why));
    return false;
}

static bool world_fail_for(const char *what, const char *key)
{
    return world_fail(what, words_of(key, say_language()));
}

/* ---- rules ---- */

bool world_open_rules(struct world *world, const struct settings *settings)
{
    memset(world, 0, sizeof *world);
    pthread_mutex_init(&world->book_lock, NULL);
    arena_init(&world->arena);
    world->settings = *settings;
    world->started_us = clock_steady_us();
    clock_init(&world->clock);
    struct moment start;
    if (settings->now != NULL) {
        if (!moment_parse(text_of(settings->now), &start))
            return world_fail("--now", text_of(settings->now));
        clock_set_demo(&world->clock, start.ms, !settings->frozen);
    }
    enum log_level least = LOG_LEVEL_NOTE;
    if (!log_level_parse(text_of(settings->log_level), &least))
        return world_fail("--log-level", text_of(settings->log_level));
    log_init(&world->log, 2, least, &world->clock);

    const struct rule_kind *kinds[RULE_KINDS_MAX];
    size_t count = world_rule_kinds(kinds, RULE_KINDS_MAX);
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    world->book = book_of_folder(settings->rules, kinds, count, &faults);
    if (world->book == NULL || !matters_check(world->book, &faults)) {
        rule_faults_print(&faults, stderr);
        return world_fail_for("rules", "program.rules-faulty");
    }
    return true;
}

/* ---- keys ---- */

bool world_make_folder_of(const char *path, struct arena *arena)
{
    char *copy = (char *)(uintptr_t)arena_text(arena, text_of(path)).data;
    for (char *at = strchr(copy + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            return false;
        *at = '/';
    }
    return true;
}

/* 64 hexadecimal digits, readable by its owner alone; made where there is none and we may. */
static bool make_signing_key(const char *path)
{
    unsigned char bytes[SM2_PRIVATE_BYTES];
    struct sm2_key *key = sm2_key_generate();
    sm2_key_private(key, bytes);
    sm2_key_free(key);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        dprintf(file, "%02x", bytes[i]);
    bool good = dprintf(file, "\n") == 1 && fsync(file) == 0;
    close(file);
    return good;
}

static bool open_signing_key(struct world *world, bool create)
{
    const char *path = world->settings.signing_key;
    if (access(path, F_OK) != 0
        && (!create || !world_make_folder_of(path, &world->arena) || !make_signing_key(path)))
        return world_fail_for(path, "program.keys.no-signing");
    char hex[2 * SM2_PRIVATE_BYTES + 2] = { 0 };
    FILE *file = fopen(path, "re");
    bool read = file != NULL && fgets(hex, sizeof hex, file) != NULL;
    if (file != NULL)
        fclose(file);
    world->signing_key = read ? sm2_key_of_hex(text_trim(text_of(hex))) : NULL;
    if (world->signing_key == NULL || !sm2_key_is_private(world->signing_key))
        return world_fail_for(path, "program.keys.not-sm2");
    return true;
}

/* Roles that must sign in with one-time codes. */
static bool require_codes(struct world *world)
{
    const char *names = world->settings.code_roles;
    unsigned roles = 0;
    if (names != NULL && !access_roles_of(text_of(names), &roles))
        return world_fail_for(names, "program.setting.no-role");
    access_require_totp(roles);
    return true;
}

bool world_open_keys(struct world *world, bool create)
{
    struct text fault;
    const char *path = world->settings.keys;
    if (access(path, F_OK) != 0 && create
        && (!world_make_folder_of(path, &world->arena)
            || !seal_keys_create(path, &world->arena, &fault)))
        return world_fail_for(path, "program.keys.not-made");
    world->keys = seal_keys_load(path, &world->arena, &fault);
    if (world->keys == NULL)
        return world_fail(path, fault);
    party_use_keys(world->keys);
    bool opened = open_signing_key(world, create);
    intake_use_seal(world->signing_key);
    agreement_use_seal(world->signing_key);
    return opened && require_codes(world);
}

/* ---- the house ---- */

/* Before the desk is open, or after it was closed, nobody is there to decide. */
static void house_submit(struct house *house, struct call *call)
{
    struct world *world = (struct world *)house;
    struct desk *desk = world->desk;
    if (desk != NULL) {
        identified_say(world->identified, call, house->now(house));
        desk_submit(desk, call);
        return;
    }
    call->status = CALL_BUSY;
    call->done(call);
}

static void house_finish(struct house *house, struct call *call)
{
    desk_finish(((struct world *)house)->desk, call);
}

static struct moment house_now(const struct house *house)
{
    return (struct moment){ clock_now_ms(&((const struct world *)house)->clock) };
}

static const struct book *house_book(struct house *house)
{
    return world_book((struct world *)house);
}

static bool house_healthy(struct house *house, const char **ret_state)
{
    struct world *world = (struct world *)house;
    if (world->access_log == NULL || world->desk == NULL) {
        *ret_state = "house.state.starting";
        return false;
    }
    if (atomic_load(&world->book_behind)) {
        *ret_state = "house.state.book-behind";
        return false;
    }
    if (!access_log_is_healthy(world->access_log)) {
        *ret_state = "house.state.log";
        return false;
    }
    return lane_healthy(world->lane, ret_state) && desk_healthy(world->desk, ret_state);
}

/* Nothing more may be acknowledged, so the program ends at once. */
static void lane_lost(void *context, enum lane_loss why)
{
    static const char *const EVENTS[] = {
        [LANE_TAKEN] = "lane.lost", [LANE_NOT_ON_DISK] = "lane.not-on-disk",
    };
    static const char *const WORDS[] = {
        [LANE_TAKEN] = "program.serve.taken", [LANE_NOT_ON_DISK] = "program.serve.not-on-disk",
    };
    struct world *world = context;
    log_event(&world->log, LOG_LEVEL_FAULT, EVENTS[why]);
    say_fault(WORDS[why], (struct text){ 0 }, (struct text){ 0 });
    _exit(3);
}

static void log_head(void *context, struct chain_head *ret_head)
{
    access_log_head(context, ret_head);
}

/* A demo clock goes on where the world's journal ends, when that is later than its start. */
static void catch_up(struct world *world, struct store *store)
{
    const struct journal_head_key head_key = { 0 };
    struct want head = { .query = &journal_head_of, .key = &head_key };
    if (!clock_is_demo(&world->clock)
        || store->port->read(store, &head, &world->arena) != STORE_DONE || head.rows.count == 0)
        return;
    int64_t last = ((const struct journal_head_row *)head.rows.items)->sequence;
    const struct journal_after_key key = { .sequence = last - 1, .until = last };
    struct want want = { .query = &journal_after, .key = &key };
    if (store->port->read(store, &want, &world->arena) == STORE_DONE && want.rows.count == 1)
        clock_forward(&world->clock, ((const struct journal_row *)want.rows.items)->at.ms);
}

static bool open_lane(struct world *world, struct store *store)
{
    struct text owner = arena_format(&world->arena, "pid %ld", (long)getpid());
    struct fence fence;
    if (store->port->take_lane(store, 0, owner, &fence) != STORE_DONE) {
        world_fail(world->settings.store, text_of(store->port->complaint(store)));
        store->port->close(store);
        return false;
    }
    if (!world_book_open(world, store, fence)) {
        store->port->close(store);
        return false;
    }
    const char *fault = NULL;
    const struct lane_plan plan = {
        .house = &world->house, .store = store, .fence = fence, .clock = &world->clock,
        .log = &world->log, .signing_key = world->signing_key,
        .poison_path = arena_format(&world->arena, "%s/poison", world->settings.data).data,
        .lost = lane_lost, .lost_context = world,
        .published = world_book_published, .published_context = world,
        .log_head = log_head, .log_context = world->access_log,
        .timer_ms = world->look_ms,
    };
    world->lane = lane_start(&plan, &fault);
    if (world->lane != NULL)
        return true;
    world_fail("lane", text_of(fault));
    store->port->close(store);
    return false;
}

static void disclosed(void *context, const struct call *call)
{
    struct world *world = context;
    unsigned flags = call->request.action->flags;
    if ((flags & ACTION_DISCLOSES) != 0)
        access_log_note(world->access_log, call);
    if ((flags & ACTION_IDENTIFIES) != 0)
        identified_note(world->identified, call, house_now(&world->house));
    if ((flags & ACTION_ADMITS) != 0)
        atomic_fetch_add(&world->admissions, 1);
    /* A repeat finds the clock there already, or beyond. */
    if ((flags & ACTION_MOVES_DAY) != 0)
        clock_forward(&world->clock, ((const struct stage_moved *)call->outcome)->now.ms);
}

/* Papers and pictures, sealed with the keys of the house. */
static bool open_blobs(struct world *world)
{
    struct text fault = { 0 };
    const char *folder =
        arena_format(&world->arena, WORLD_PAPERS, world->settings.data).data;
    world->paper_seal = blob_seal_with(world->keys);
    world->papers = blobs_open(folder, &world->paper_seal, &world->arena, &fault);
    intake_use_blobs(world->papers);
    notice_use_blobs(world->papers);
    agreement_use_blobs(world->papers);
    intake_use_rooms(all_rooms, all_rooms_count);
    bulk_use(world->papers, all_rooms, all_rooms_count);
    if (world->papers == NULL)
        return world_fail(folder, fault);
    world->pictures = pictures_start(world, &fault);
    return world->pictures != NULL || world_fail("previews", fault);
}

static bool open_access_log(struct world *world)
{
    struct text fault = { 0 };
    const char *folder = arena_format(&world->arena, "%s/access-log", world->settings.data).data;
    world->access_log = access_log_open(folder, &world->clock, &world->arena, &fault);
    return world->access_log != NULL || world_fail("access log", fault);
}

static bool open_desk(struct world *world)
{
    struct text fault = { 0 };
    const struct desk_plan plan = {
        .house = &world->house, .lane = world->lane, .clock = &world->clock,
        .store_address = world->settings.store, .open = store_open_any,
        .reader_count = (int)world->settings.readers,
        .disclosed = disclosed, .disclosed_context = world,
    };
    world->desk = desk_start(&plan, &world->arena, &fault);
    if (world->desk == NULL)
        return world_fail("readers", fault);
    world->asking = store_open_any(world->settings.store, false, &world->arena, &fault);
    return world->asking != NULL || world_fail(world->settings.store, fault);
}

/* All rooms, and in a demo world the one that moves its day. */
static void choose_rooms(struct world *world)
{
    const struct room **rooms = ARENA_ARRAY(&world->arena, const struct room *,
                                            all_rooms_count + 1);
    size_t count = 0;
    for (; count < all_rooms_count; count++)
        rooms[count] = all_rooms[count];
    if (clock_is_demo(&world->clock))
        rooms[count++] = &stage_room;
    world->house.rooms = rooms;
    world->house.room_count = count;
}

/* A misspelled column is found now and not when the first patient waits. */
static bool prepare_rooms(struct store *store)
{
    for (size_t i = 0; i < all_rooms_count; i++) {
        const struct room *room = all_rooms[i];
        if (store->port->prepare(store, room->queries, room->query_count, room->tables,
                                 room->table_count) != STORE_DONE)
            return world_fail(room->name, text_of(store->port->complaint(store)));
    }
    return true;
}

bool world_open_house(struct world *world)
{
    const char *demo_mark = arena_format(&world->arena, WORLD_DEMO_MARK, world->settings.data).data;
    world->house = (struct house){
        .submit = house_submit, .finish = house_finish, .now = house_now, .book = house_book,
        .actor_of_session = world_actor_of_session, .institution_of = world_institution_of,
        .institution_of_key = world_institution_of_key, .healthy = house_healthy,
        .actor_of_account = world_actor_of_account, .metrics = world_metrics,
        .paper = world_paper, .view_paper = world_view_paper,
        .demo = clock_is_demo(&world->clock) || access(demo_mark, F_OK) == 0,
    };
    choose_rooms(world);
    world->identified = identified_new();
    house_index_names(&world->house, &world->arena);
    pthread_mutex_init(&world->lock, NULL);
    world_ask_init(world);

    struct text fault = { 0 };
    struct arena *arena = &world->arena;
    struct text folder = arena_format(arena, "%s/.", world->settings.data);
    if (!world_make_folder_of(folder.data, arena))
        return world_fail(world->settings.data, text_of(strerror(errno)));
    struct store *store = store_open_any(world->settings.store, true, arena, &fault);
    if (store == NULL)
        return world_fail(world->settings.store, fault);
    if (store->port->hold_lane(store, 0) == STORE_CONFLICT) {
        store->port->close(store);
        return world_fail_for("--store", "program.serve.served-already");
    }
    int run = 0;
    if (!migrate_apply(store, world->settings.schema, arena, &run, &fault)) {
        store->port->close(store);
        return world_fail(world->settings.schema, fault);
    }
    if (!prepare_rooms(store) || !open_access_log(world)) {
        store->port->close(store);
        return false;
    }
    catch_up(world, store);
    return open_lane(world, keeping_over(store, KEPT_BYTES_MAX)) && open_blobs(world)
        && open_desk(world);
}

void world_close(struct world *world)
{
    if (world->desk != NULL)
        desk_stop(world->desk);
    if (world->lane != NULL)
        lane_stop(world->lane);
    if (world->desk != NULL)
        desk_free(world->desk);
    access_log_close(world->access_log);
    identified_free(world->identified);
    pictures_stop(world->pictures);
    if (world->papers != NULL)
        world->papers->port->close(world->papers);
    if (world->asking != NULL)
        world->asking->port->close(world->asking);
    for (size_t i = 0; i < WORLD_INSTITUTIONS; i++)
        arena_release(&world->institutions[i].arena);
    world_book_close(world);
    seal_keys_free(world->keys);
    sm2_key_free(world->signing_key);
    arena_release(&world->arena);
}
