/* house_asking.c: see house_asking.h. */

#include "programs/house_asking.h"

#include "base/check.h"

#include <pthread.h>

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

bool house_ask(struct house *house, const char *action, const void *input, struct arena *arena,
               struct call *ret_call)
{
    struct waiting *waiting = ARENA_NEW(arena, struct waiting);
    struct call *call = &waiting->call;
    const struct action *found = house_action(house, text_of(action));
    CHECK(found != NULL);
    call->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    call->done = answered;
    call->request = (struct request){
        .action = found, .actor = &call->actor, .input = input, .arena = arena,
        .door = TEXT("house"),
    };
    pthread_mutex_init(&waiting->lock, NULL);
    pthread_cond_init(&waiting->wake, NULL);
    house->submit(house, call);
    pthread_mutex_lock(&waiting->lock);
    while (!waiting->done)
        pthread_cond_wait(&waiting->wake, &waiting->lock);
    pthread_mutex_unlock(&waiting->lock);
    if (call->memory != NULL)
        house->finish(house, call);
    pthread_cond_destroy(&waiting->wake);
    pthread_mutex_destroy(&waiting->lock);
    *ret_call = *call;
    return call->status == CALL_DONE;
}
