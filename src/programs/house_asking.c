/* house_asking.c: see house_asking.h. */

#include "programs/house_asking.h"

#include "base/check.h"

#include <string.h>

bool house_ask_as(struct house *house, const struct actor *actor, struct text door,
                  struct text key, const struct action *action, const void *input,
                  struct arena *arena, struct call **ret_call)
{
    struct call *call = ARENA_NEW(arena, struct call);
    call->actor = *actor;
    call->request = (struct request){
        .action = action, .actor = &call->actor, .key = key, .input = input, .arena = arena,
        .door = door,
    };
    house_submit_and_wait(house, call);
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
    if (call->status == CALL_REFUSED)
        for (size_t i = 0; i < COUNT_OF(call->refusal.detail); i++)
            call->refusal.detail[i] = arena_text(arena, call->refusal.detail[i]);
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
