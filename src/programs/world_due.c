/* world_due.c: asks the house whether days have to be worked out again: when it begins to serve
 * (files of rules may be new) and when a publication came into force. Nothing changed is a refusal,
 * and nothing is recorded. */

#include "programs/world.h"

#include "base/check.h"
#include "core/task.h"

#include <stdlib.h>

struct looking {
    struct call call;
    struct arena arena;
    struct task_input input;
    struct house *house;
};

static void looking_done(struct call *call)
{
    struct looking *looking = call->door_data;
    looking->house->finish(looking->house, call);
    arena_release(&looking->arena);
    free(looking);
}

void world_due_look(struct world *world)
{
    const struct action *action = house_action(&world->house, TEXT("due.watch"));
    CHECK(action != NULL);
    struct looking *looking = calloc(1, sizeof *looking);
    CHECK(looking != NULL);
    arena_init(&looking->arena);
    looking->house = &world->house;
    looking->call.actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    looking->call.done = looking_done;
    looking->call.door_data = looking;
    looking->call.request = (struct request){
        .action = action, .actor = &looking->call.actor, .arena = &looking->arena,
        .input = &looking->input, .door = TEXT("house"),
        .key = arena_format(&looking->arena, "look-%lld-%lld",
                            (long long)world->house.now(&world->house).ms,
                            (long long)clock_steady_us()),
    };
    world->house.submit(&world->house, &looking->call);
}
