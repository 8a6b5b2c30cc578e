/* world_asking.c: who is asking: sessions at the public door, institutions at the hospital door. */

#include "programs/world.h"

#include "base/check.h"
#include "base/limits.h"
#include "lanes/desk.h"
#include "lanes/lane.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party_facts.h"
#include "stores/blobs.h"

#include <string.h>

void world_ask_init(struct world *world)
{
    for (size_t i = 0; i < WORLD_INSTITUTIONS; i++)
        arena_init(&world->institutions[i].arena);
}

/* Rounds of a gather outside any action. The lock is held. */
static bool ask(struct world *world, struct gather *gather, struct arena *arena,
                bool (*round)(struct gather *gather, const void *of, void *ret_facts),
                const void *of, void *ret_facts)
{
    for (int i = 0; i <= LIMIT_GATHER_ROUNDS; i++) {
        gather->missing = false;
        if (round(gather, of, ret_facts))
            return true;
        if (world->asking->port->read(world->asking, gather->wants, arena) != STORE_DONE)
            return false;
    }
    return false;
}

/* ---- sessions ---- */

static bool session_round(struct gather *gather, const void *of, void *ret_facts)
{
    return access_gather_actor(gather, *(const struct text *)of, ret_facts);
}

enum house_session world_actor_of_session(struct house *house, struct text token,
                                          struct arena *arena, struct actor *ret_actor)
{
    struct world *world = (struct world *)house;
    struct gather gather = { .arena = arena };
    struct access_actor_facts facts = { 0 };
    pthread_mutex_lock(&world->lock);
    bool asked = ask(world, &gather, arena, session_round, &token, &facts);
    pthread_mutex_unlock(&world->lock);
    if (!asked)
        return HOUSE_SESSION_UNASKED;
    /* Days that a demo world skips are not slept through: whoever signed in stays so. What he may
     * do, by mandates and postings, is that of the day it is. */
    struct moment now = house->now(house);
    struct access_session stays;
    if (clock_is_demo(&world->clock) && facts.session != NULL) {
        stays = *facts.session;
        stays.until.ms = now.ms + 1;
        facts.session = &stays;
    }
    return access_actor(&facts, now, ret_actor) ? HOUSE_SESSION_OPEN : HOUSE_SESSION_NONE;
}

static bool account_round(struct gather *gather, const void *of, void *ret_facts)
{
    return access_gather_account(gather, *(const struct text *)of, ret_facts);
}

bool world_actor_of_account(struct house *house, struct text login, struct arena *arena,
                            struct actor *ret_actor)
{
    struct world *world = (struct world *)house;
    struct gather gather = { .arena = arena };
    struct access_actor_facts facts = { 0 };
    pthread_mutex_lock(&world->lock);
    bool known = ask(world, &gather, arena, account_round, &login, &facts);
    pthread_mutex_unlock(&world->lock);
    return known && access_actor(&facts, house->now(house), ret_actor);
}

static bool number_round(struct gather *gather, const void *of, void *ret_facts)
{
    return access_gather_number(gather, *(const int64_t *)of, ret_facts);
}

bool world_actor_of_number(struct world *world, int64_t account, struct arena *arena,
                           struct actor *ret_actor)
{
    struct gather gather = { .arena = arena };
    struct access_actor_facts facts = { 0 };
    pthread_mutex_lock(&world->lock);
    bool known = ask(world, &gather, arena, number_round, &account, &facts);
    pthread_mutex_unlock(&world->lock);
    return known && access_actor(&facts, world->house.now(&world->house), ret_actor);
}

/* ---- institutions ---- */

static bool institution_round(struct gather *gather, const void *of, void *ret_facts)
{
    const struct party_code_key *key = of;
    return gather_one(gather, &party_institution_by_code, key, ret_facts);
}

/* Reads it anew into the slot. The lock is held. */
static void institution_learn(struct world *world, struct known_institution *known,
                              struct text code)
{
    arena_clear(&known->arena);
    known->code = arena_text(&known->arena, code);
    known->until_us = clock_steady_us() + WORLD_INSTITUTION_US;
    known->admissions = atomic_load(&world->admissions);    /* before it is read */
    const struct party_code_key key = party_code_key_of(known->code);
    struct gather gather = { .arena = &known->arena };
    const void *row = NULL;
    bool asked = ask(world, &gather, &known->arena, institution_round, &key, &row);
    known->access = (struct institution_access){ .unasked = !asked };
    known->found = asked && row != NULL
        && party_institution_access(row, &known->arena, &known->access);
    if (!asked)
        known->until_us = 0;
}

static struct institution_access access_copy(const struct institution_access *access,
                                             struct arena *arena)
{
    struct institution_access copy = *access;
    struct text *const texts[] = {
        &copy.code, &copy.name, &copy.key_id, &copy.secret, &copy.user_name, &copy.password,
        &copy.public_key, &copy.our_private_key,
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_text(arena, *texts[i]);
    return copy;
}

bool world_institution_of(struct house *house, struct text code, struct arena *arena,
                          struct institution_access *ret_access)
{
    struct world *world = (struct world *)house;
    if (!text_present(code) || code.length > 64)
        return false;
    struct known_institution *known =
        &world->institutions[text_hash(code) % WORLD_INSTITUTIONS];
    pthread_mutex_lock(&world->lock);
    if (!text_equal(known->code, code) || clock_steady_us() > known->until_us
        || known->admissions != atomic_load(&world->admissions))
        institution_learn(world, known, code);
    bool found = known->found;
    *ret_access = found ? access_copy(&known->access, arena)
        : (struct institution_access){ .unasked = known->access.unasked };
    pthread_mutex_unlock(&world->lock);
    return found;
}

static bool key_round(struct gather *gather, const void *of, void *ret_facts)
{
    const struct party_key_id_key *key = of;
    const void *row = NULL;
    if (!gather_one(gather, &party_institution_by_key_id, key, &row))
        return false;
    if (row == NULL)
        return true;
    int64_t institution = ((const struct party_gateway_key *)row)->institution;
    const struct party_institution_key by_id = {
        .bucket = id_bucket(institution), .institution = institution,
    };
    return gather_one(gather, &party_institution_by_id, &by_id, ret_facts);
}

bool world_institution_of_key(struct house *house, struct text key_id, struct arena *arena,
                              struct institution_access *ret_access)
{
    struct world *world = (struct world *)house;
    const struct party_key_id_key key = {
        .bucket = bucket_of_name(key_id), .key_id = key_id,
    };
    struct gather gather = { .arena = arena };
    const void *row = NULL;
    pthread_mutex_lock(&world->lock);
    bool asked = ask(world, &gather, arena, key_round, &key, &row);
    pthread_mutex_unlock(&world->lock);
    *ret_access = (struct institution_access){ .unasked = !asked };
    /* A key id of former days leads there too, and opens nothing. */
    return asked && row != NULL && party_institution_access(row, arena, ret_access)
        && text_equal(ret_access->key_id, key_id);
}

/* ---- numbers ---- */

void world_metrics(struct house *house, struct builder *builder)
{
    struct world *world = (struct world *)house;
    struct lane_numbers numbers;
    lane_numbers(world->lane, &numbers);
    const struct { const char *name, *help, *kind; int64_t value; } rows[] = {
        { "yibao_decisions_recorded_total", "decisions on disk", "counter", numbers.recorded },
        { "yibao_decisions_repeated_total", "answered from the journal", "counter",
          numbers.repeated },
        { "yibao_refusals_total", "refused, nothing recorded", "counter", numbers.refused },
        { "yibao_too_many_facts_total", "refused for more facts than may be read", "counter",
          numbers.too_many },
        { "yibao_faults_total", "faults of the store", "counter", numbers.faults },
        { "yibao_busy_total", "turned away", "counter", numbers.busy },
        { "yibao_batches_total", "group commits", "counter", numbers.batches },
        { "yibao_batch_reruns_total", "batches run one by one", "counter", numbers.reruns },
        { "yibao_lane_waiting", "calls waiting for the lane", "gauge", numbers.waiting },
        { "yibao_own_work", "calls of the house itself that are due", "gauge", numbers.own },
        { "yibao_readers_waiting", "calls waiting for a reader", "gauge",
          desk_waiting(world->desk) },
        { "yibao_journal_sequence", "last row of the journal", "gauge", numbers.sequence },
        { "yibao_poison_suspects", "inputs that stopped the program", "gauge",
          numbers.suspects },
        { "yibao_uptime_seconds", "since start", "gauge",
          (clock_steady_us() - world->started_us) / 1000000 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        builder_format(builder, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", rows[i].name,
                       rows[i].help, rows[i].name, rows[i].kind, rows[i].name,
                       (long long)rows[i].value);
}

bool world_paper(struct house *house, struct text name, struct arena *arena,
                 struct text *ret_bytes)
{
    struct world *world = (struct world *)house;
    struct blob_name parsed;
    struct blob_reader *reader;
    int64_t size = 0;
    if (world->papers == NULL || !blob_name_parse(name, &parsed)
        || world->papers->port->open(world->papers, &parsed, &reader, &size) != BLOB_DONE)
        return false;
    if (size < 0 || (size_t)size > LIMIT_PAPER_BYTES) {
        world->papers->port->end(reader);
        return false;
    }
    char *bytes = arena_take(arena, (size_t)size + 1);
    size_t length = 0, got = 1;
    enum blob_answer answer = BLOB_DONE;
    /* One byte more than its size is asked for, so that the end is seen and the whole is proven. */
    while (answer == BLOB_DONE && got > 0) {
        answer = world->papers->port->read(reader, bytes + length, (size_t)size + 1 - length, &got);
        length += answer == BLOB_DONE ? got : 0;
    }
    world->papers->port->end(reader);
    *ret_bytes = (struct text){ bytes, length };
    return answer == BLOB_DONE && length == (size_t)size;
}
