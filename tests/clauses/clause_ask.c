/* clause_ask.c: see clause_ask.h. */

#include "clause_ask.h"

#include "base/check.h"

#include <string.h>

bool ask(struct clause_world *world, const struct action *action, const struct given *given)
{
    void *input = arena_take(&world->arena, action->input->size);
    for (; given->name != NULL; given++) {
        const struct field *field = shape_field(action->input, text_of(given->name));
        CHECK(field != NULL);
        if (given->value[0] != '\0')
            CHECK(field_read(field, text_of(given->value), &world->arena, input) == NULL);
    }
    clause_act(world, action, input);
    return refused(world, "");
}

const char *of_id(struct clause_world *world, int64_t id)
{
    return arena_format(&world->arena, "%lld", (long long)id).data;
}

const void *told(struct clause_world *world, const char *name)
{
    const struct shape *shape = world->decision.request->action->outcome;
    const struct field *field = shape_field(shape, text_of(name));
    CHECK(field != NULL);
    return field_in(field, world->outcome);
}

int64_t fen_told(struct clause_world *world, const char *name)
{
    return ((const struct money *)told(world, name))->fen;
}

int64_t count_told(struct clause_world *world, const char *name)
{
    return *(const int64_t *)told(world, name);
}

int32_t day_told(struct clause_world *world, const char *name)
{
    return ((const struct date *)told(world, name))->yyyymmdd;
}
