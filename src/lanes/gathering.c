#include "lanes/gathering.h"

#include "base/check.h"
#include "core/words.h"

#include <string.h>

void gathering_add(struct gathering *gathering, struct gather *gather,
                   bool (*round)(void *context), void *context, const struct scope *scope)
{
    CHECK(gathering->count < LIMIT_BATCH);
    int at = gathering->count++;
    gathering->parts[at].gather = gather;
    gathering->parts[at].round = round;
    gathering->parts[at].context = context;
    gathering->parts[at].scope = scope;
    gathering->parts[at].complete = false;
}

static struct want *last_want(struct want *want)
{
    while (want != NULL && want->next != NULL)
        want = want->next;
    return want;
}

/* ---- what several of a batch want alike is read once ---- */

#define ALIKE_SLOTS 4096
#define ALIKE_MAX 1024

struct alike {
    struct want *first[ALIKE_SLOTS];
    int count;
    struct { struct want *want, *first; } later[ALIKE_MAX];
};

/* A want that an earlier one of the chain asks already waits for that one's rows. */
static void alike_find(struct alike *alike, struct want *chain)
{
    memset(alike->first, 0, sizeof alike->first);
    alike->count = 0;
    for (struct want *want = chain; want != NULL; want = want->next) {
        if (want->answered)
            continue;
        struct want **slot = &alike->first[want->hash % ALIKE_SLOTS];
        if (*slot == NULL) {
            *slot = want;
        } else if (want_is(*slot, want->query, want->key) && alike->count < ALIKE_MAX) {
            want->answered = true;
            alike->later[alike->count].want = want;
            alike->later[alike->count++].first = *slot;
        }
    }
}

static void alike_share(struct alike *alike, enum store_answer answer)
{
    bool came = answer == STORE_DONE || answer == STORE_TOO_MANY;
    for (int i = 0; i < alike->count; i++) {
        const struct want *first = alike->later[i].first;
        alike->later[i].want->answered = came && first->answered;
        alike->later[i].want->too_many = came && first->too_many;
        if (alike->later[i].want->answered)
            alike->later[i].want->rows = first->rows;
    }
}

/* What is at hand first, as often as that leads on; only then what needs a round trip, all of it in
 * one. */
static enum store_answer chain_read(struct gathering *gathering, struct want *first)
{
    struct store *store = gathering->store;
    if (store->port->look != NULL && store->port->look(store, first, gathering->rows) > 0)
        return STORE_DONE;
    CHECK(gathering->trips < LIMIT_GATHER_ROUNDS);
    gathering->trips++;
    return store->port->read(store, first, gathering->rows);
}

/* Reads the open wants of all parts as one chain, then parts the chain again. */
static enum store_answer gathering_read(struct gathering *gathering)
{
    struct want *first = NULL, *tail = NULL;
    struct want *tails[LIMIT_BATCH];
    for (int i = 0; i < gathering->count; i++) {
        tails[i] = NULL;
        struct want *wants = gathering->parts[i].gather->wants;
        if (gathering->parts[i].complete || wants == NULL)
            continue;
        if (first == NULL)
            first = wants;
        else
            tail->next = wants;
        tail = tails[i] = last_want(wants);
    }
    CHECK(first != NULL);       /* who is not complete wants something */
    enum store_answer answer;
    if (gathering->count > 1) {
        if (gathering->alike == NULL)
            gathering->alike = ARENA_NEW(gathering->rows, struct alike);
        alike_find(gathering->alike, first);
        answer = chain_read(gathering, first);
        alike_share(gathering->alike, answer);
    } else {
        answer = chain_read(gathering, first);
    }
    for (int i = 0; i < gathering->count; i++)
        if (tails[i] != NULL)
            tails[i]->next = NULL;
    return answer;
}

/* Into an array of its own: another part may have the same rows. */
static void want_filter(struct want *want, const struct scope *scope, struct arena *arena)
{
    if (want->query->guard != GUARD_SCOPED || want->rows.count == 0)
        return;
    size_t size = want->query->row->size, kept = 0;
    const char *rows = want->rows.items;
    char *admitted = arena_array(arena, want->rows.count, size);
    for (size_t i = 0; i < want->rows.count; i++)
        if (scope_admits(scope, want->query, rows + i * size))
            memcpy(admitted + kept++ * size, rows + i * size, size);
    want->rows = (struct list){ admitted, kept };
}

static void gathering_filter(struct gathering *gathering)
{
    for (int i = 0; i < gathering->count; i++) {
        const struct scope *scope = gathering->parts[i].scope;
        if (scope == NULL)
            continue;
        for (struct want *want = gathering->parts[i].gather->wants; want; want = want->next)
            want_filter(want, scope, gathering->rows);
    }
}

static const char TOO_MANY_FACTS[] = "core.refused.too-many-facts";

/* What a query's rows are called: "contribute.roster" is in words/ as "contribute.rows.roster". */
static const char *name_of_rows(const struct query *query, struct arena *arena)
{
    const char *rest = strchr(query->name, '.');
    if (rest == NULL)
        return "core.rows.other";
    const char *key = arena_format(arena, "%.*s.rows%s", (int)(rest - query->name), query->name,
                                   rest).data;
    return words_has(key) ? key : "core.rows.other";
}

static void refuse_too_many(const struct query *query, struct call *call)
{
    struct arena *arena = call->request.arena;
    const char *name = name_of_rows(query, arena);
    call->status = CALL_REFUSED;
    call->refusal = (struct refusal){
        .key = TOO_MANY_FACTS,
        .detail = { words_of(name, LANGUAGE_CHINESE), words_of(name, LANGUAGE_ENGLISH),
                    arena_format(arena, "%d", query->row_max) },
    };
    call->fault = arena_format(arena, "%s: more than %d rows", query->name, query->row_max);
}

bool gathering_found_too_many(const struct call *call)
{
    return call->status == CALL_REFUSED && call->refusal.key == TOO_MANY_FACTS;
}

bool gathering_refuses(const struct gather *gather, struct call *call)
{
    if (gather->too_many != NULL) {
        refuse_too_many(gather->too_many, call);
        return true;
    }
    if (gather->want_count <= LIMIT_WANTS_AN_ACTION)
        return false;
    call->status = CALL_REFUSED;
    call->refusal = (struct refusal){
        .key = "core.refused.too-much-at-once",
        .detail = { arena_format(call->request.arena, "%d", LIMIT_WANTS_AN_ACTION) },
    };
    return true;
}

/* Whose facts are too many is done with; the others go on. */
static void gathering_set_aside(struct gathering *gathering)
{
    for (int i = 0; i < gathering->count; i++) {
        struct gather *gather = gathering->parts[i].gather;
        for (struct want *want = gather->wants; want != NULL; want = want->next)
            if (want->too_many && gather->too_many == NULL)
                gather->too_many = want->query;
        gathering->parts[i].complete |= gather->too_many != NULL;
    }
}

static bool part_round(struct gathering *gathering, int at)
{
    if (gathering->parts[at].round(gathering->parts[at].context))
        return true;
    return gathering->wants_max > 0
        && gathering->parts[at].gather->want_count > gathering->wants_max;
}

enum store_answer gathering_run(struct gathering *gathering)
{
    for (;;) {
        bool complete = true;
        for (int i = 0; i < gathering->count; i++) {
            if (!gathering->parts[i].complete)
                gathering->parts[i].complete = part_round(gathering, i);
            complete = complete && gathering->parts[i].complete;
        }
        if (complete)
            return STORE_DONE;
        enum store_answer answer = gathering_read(gathering);
        if (answer == STORE_TOO_MANY)
            gathering_set_aside(gathering);
        else if (answer != STORE_DONE)
            return answer;
        gathering_filter(gathering);
    }
}
