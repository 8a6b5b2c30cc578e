/* trail.c: see trail.h. */

#include "core/trail.h"

#include "base/check.h"

void trail_init(struct trail *trail, struct arena *arena)
{
    *trail = (struct trail){ .arena = arena };
}

struct trail_line *trail_add(struct trail *trail, const char *key, const struct rule *rule,
                             struct money base, struct money result)
{
    CHECK(trail->arena != NULL);
    struct trail_line *line = ARENA_NEW(trail->arena, struct trail_line);
    line->key = key;
    line->rule = rule;
    line->base = base;
    line->result = result;
    if (trail->last == NULL)
        trail->first = line;
    else
        trail->last->next = line;
    trail->last = line;
    trail->count++;
    return line;
}
