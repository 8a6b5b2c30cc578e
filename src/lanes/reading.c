/* reading.c: gather, decide and tell without recording: reads, trials, preparation. */

#include "lanes/gathering.h"
#include "lanes/recorder.h"

struct reading {
    struct gather gather;
    struct call *call;
    void *facts, *outcome, *memory;
};

static bool reading_gather(void *context)
{
    struct reading *reading = context;
    reading->gather.missing = false;
    const struct request *request = &reading->call->request;
    return request->action->gather == NULL
        || request->action->gather(&reading->gather, request, reading->facts);
}

static bool reading_recall(void *context)
{
    struct reading *reading = context;
    reading->gather.missing = false;
    const struct request *request = &reading->call->request;
    return request->action->recall(&reading->gather, request, reading->outcome,
                                   reading->memory);
}

static bool reading_run(struct store *store, struct reading *reading, struct arena *rows,
                        bool filter, bool (*round)(void *))
{
    struct gathering gathering = {
        .store = store, .rows = rows,
        .wants_max = LIMIT_WANTS_AN_ACTION,
    };
    gathering_add(&gathering, &reading->gather, round, reading,
                  filter ? &reading->call->actor.scope : NULL);
    enum store_answer answer = gathering_run(&gathering);
    if (answer == STORE_DONE)
        return !gathering_refuses(&reading->gather, reading->call);
    reading->call->status = CALL_FAULT;
    reading->call->fault = arena_text(reading->call->request.arena,
                                      text_of(store->port->complaint(store)));
    return false;
}

void recorder_answer_only(struct store *store, struct call *call, struct minter *scratch,
                          struct arena *rows, bool filter)
{
    struct request *request = &call->request;
    const struct action *action = request->action;
    request->minter = scratch;
    struct reading reading = {
        .call = call, .gather = { .arena = request->arena },
        .facts = arena_take(request->arena, action->facts->size),
    };
    if (!reading_run(store, &reading, rows, filter, reading_gather))
        return;

    struct decision decision = { .request = request };
    trail_init(&decision.trail, request->arena);
    decision.outcome = arena_take(request->arena, action->outcome->size);
    action->decide(request, reading.facts, &decision);
    call->trail = decision.trail;
    call->decided_at = request->at;
    call->subject = decision.subject;
    if (decision.refusal.key != NULL) {
        call->status = CALL_REFUSED;
        call->refusal = decision.refusal;
        return;
    }

    reading.outcome = decision.outcome;
    reading.memory = arena_take(request->arena, action->memory_size);
    if (action->recall != NULL
        && !reading_run(store, &reading, rows, filter, reading_recall))
        return;
    void *answer = decision.outcome;
    if (action->tell != NULL) {
        answer = arena_take(request->arena, action->answer->size);
        action->tell(request, decision.outcome, reading.memory, answer);
    }
    call->outcome = decision.outcome;
    call->answer = answer;
    call->status = CALL_DONE;
}

enum store_answer recorder_gather_only(struct store *store, struct call *call,
                                       struct arena *rows, void *ret_facts, bool *ret_refused)
{
    struct reading reading = {
        .call = call, .gather = { .arena = call->request.arena }, .facts = ret_facts,
    };
    struct gathering gathering = {
        .store = store, .rows = rows, .wants_max = LIMIT_WANTS_AN_ACTION,
    };
    gathering_add(&gathering, &reading.gather, reading_gather, &reading, NULL);
    enum store_answer answer = gathering_run(&gathering);
    *ret_refused = answer == STORE_DONE && gathering_refuses(&reading.gather, call);
    return answer;
}
