/* impact.c: see impact.h. */

#include "core/impact.h"

#include "base/check.h"
#include "base/limits.h"

struct impact_finding *impact_find(struct impact *impact, const char *room, const char *what,
                                   struct text subject)
{
    struct impact_finding *finding = ARENA_NEW(impact->arena, struct impact_finding);
    finding->room = room;
    finding->what = what;
    finding->subject = arena_text(impact->arena, subject);
    if (impact->last == NULL)
        impact->first = finding;
    else
        impact->last->next = finding;
    impact->last = finding;
    return finding;
}

void impact_example(struct impact *impact, struct impact_finding *finding, struct text text)
{
    if (finding->example_count < IMPACT_EXAMPLES)
        finding->examples[finding->example_count++] = arena_text(impact->arena, text);
}

bool impact_goes_on(struct impact *impact, const char *room, int64_t done, int64_t of)
{
    if (!impact->stopped && impact->progress != NULL)
        impact->stopped = !impact->progress(impact, room, done, of);
    return !impact->stopped;
}

int impact_step(const struct impact *impact)
{
    return impact->bucket_step < 1 ? 1 : impact->bucket_step;
}

enum store_answer impact_each_bucket(struct impact *impact, const char *room,
                                     enum store_answer (*look)(void *trial, int bucket),
                                     void *trial)
{
    enum store_answer answer = STORE_DONE;
    int step = impact_step(impact);
    for (int bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket += step) {
        if (!impact_goes_on(impact, room, bucket, BUCKET_COUNT))
            break;
        answer = look(trial, bucket);
    }
    return answer;
}

void impact_scale(const struct impact *impact, struct impact_finding *finding)
{
    int step = impact_step(impact);
    finding->looked *= step;
    finding->changed *= step;
    finding->people *= step;
    finding->institutions *= step;
}

enum store_answer impact_gather(struct store *store, struct gather *gather,
                                const struct request *request,
                                bool (*round)(struct gather *, const struct request *, void *),
                                void *facts)
{
    for (int i = 0; i <= LIMIT_GATHER_ROUNDS; i++) {
        gather->missing = false;
        if (round(gather, request, facts))
            return STORE_DONE;
        enum store_answer answer = store->port->read(store, gather->wants, gather->arena);
        if (answer != STORE_DONE)
            return answer;
    }
    return STORE_FAULT;
}

struct request impact_request(const struct impact *impact, const struct impact_side *side,
                              const struct actor *actor, struct minter *minter,
                              struct arena *arena)
{
    return (struct request){
        .actor = actor, .at = impact->at, .book = side->book, .minter = minter, .arena = arena,
        .door = TEXT("trial"),
    };
}
