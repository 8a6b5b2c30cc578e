/* trail.c: see trail.h. */

#include "core/trail.h"

#include "base/check.h"
#include "core/rules.h"

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

static const struct rule *rule_kept(const struct rule *rule, struct arena *arena)
{
    struct rule *kept = ARENA_NEW(arena, struct rule);
    *kept = *rule;
    kept->payload = NULL;
    struct text *const texts[] = {
        &kept->insurance, &kept->person, &kept->source, &kept->source_chinese, &kept->file,
        &kept->clauses, &kept->note,
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_text(arena, *texts[i]);
    return kept;
}

void trail_keep(struct trail *trail, struct arena *arena)
{
    for (struct trail_line *line = trail->first; line != NULL; line = line->next) {
        line->subject = arena_text(arena, line->subject);
        if (line->rule != NULL)
            line->rule = rule_kept(line->rule, arena);
    }
}
