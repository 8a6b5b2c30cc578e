/* house_asking.c: see house_asking.h. */

#include "programs/house_asking.h"

#include "base/check.h"

#include <pthread.h>
#include <string.h>

struct waiting {
    struct call call;           /* first: done() finds the whole by it */
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool done;
};

static void answered(struct call *call)
{
    struct waiting *waiting = (struct waiting *)call;
    pthread_mutex_lock(&waiting->lock);
    waiting->done = true;
    pthread_cond_signal(&waiting->wake);
    pthread_mutex_unlock(&waiting->lock);
}

bool house_ask_as(struct house *house, const struct actor *actor, struct text door,
                  struct text key, const struct action *action, const void *input,
                  struct arena *arena, struct call **ret_call)
{
    struct waiting *waiting = ARENA_NEW(arena, struct waiting);
    struct call *call = &waiting->call;
    call->actor = *actor;
    call->done = answered;
    call->request = (struct request){
        .action = action, .actor = &call->actor, .key = key, .input = input, .arena = arena,
        .door = door,
    };
    pthread_mutex_init(&waiting->lock, NULL);
    pthread_cond_init(&waiting->wake, NULL);
    house->submit(house, call);
    pthread_mutex_lock(&waiting->lock);
    while (!waiting->done)
        pthread_cond_wait(&waiting->wake, &waiting->lock);
    pthread_mutex_unlock(&waiting->lock);
    pthread_cond_destroy(&waiting->wake);
    pthread_mutex_destroy(&waiting->lock);
    *ret_call = call;
    return call->status == CALL_DONE;
}

bool house_ask_keep(struct house *house, const struct action *action,
                    const struct actor *actor, struct text key, struct text door,
                    const void *input, struct arena *arena, struct call *ret_call,
                    void *ret_outcome)
{
    struct call *call;
    bool good = house_ask_as(house, actor, door, key, action, input, arena, &call);
    if (ret_outcome != NULL && good)
        memcpy(ret_outcome, shape_copy(action->outcome, call->outcome, arena),
               action->outcome->size);
    if (call->memory != NULL)
        house->finish(house, call);
    *ret_call = *call;
    return good;
}

bool house_ask(struct house *house, const char *action, const void *input, struct arena *arena,
               struct call *ret_call)
{
    const struct actor itself = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    const struct action *found = house_action(house, text_of(action));
    CHECK(found != NULL);
    return house_ask_keep(house, found, &itself, (struct text){ 0 }, TEXT("house"), input, arena,
                          ret_call, NULL);
}
