/* scenario_ask.c: putting a question of a scenario to the book; see scenario_ask.h. */

#include "scenario_ask.h"

#include "base/check.h"

#include <string.h>

static void clauses_add(struct asked *asked, struct text cites, struct arena *arena)
{
    asked->clauses = text_present(asked->clauses)
        ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(asked->clauses), TEXT_ARGS(cites)) : cites;
}

/* ---- a verb ---- */

/* Measures on months that the month asked about is none of. */
static bool month_fits(const struct asking *asking, const struct measure *measure)
{
    struct text month = asking_fact(asking, "periods");
    const struct measure_periods *periods = measure->verb == VERB_EXTEND
        ? &measure->extend.periods : measure->verb == VERB_RATE ? &measure->rate.periods : NULL;
    int64_t year, number;
    if (periods == NULL || !text_present(month))
        return true;
    return text_to_int64(text_slice(month, 0, 4), &year)
        && text_to_int64(text_slice(month, 5, 7), &number)
        && measure_periods_have(periods, (int32_t)(year * 100 + number));
}

/* Verbs whose thing measures_on does not look at. */
static bool thing_fits(const struct measure *measure, struct text thing)
{
    if (!text_present(thing))
        return true;
    switch (measure->verb) {
    case VERB_SUSPEND: return name_list_has(measure->suspend.clocks, thing);
    case VERB_OPEN: return name_list_has(measure->open.channels, thing);
    case VERB_REINSTATE: return text_equal(measure->reinstate.to, thing);
    case VERB_PREFER: return text_equal(measure->prefer.class, thing);
    case VERB_RATE: return text_equal(measure->rate.part, thing);
    case VERB_PREPAY: return text_equal(measure->prepay.kind, thing);
    case VERB_QUOTA: return text_equal(measure->quota.at, thing);
    case VERB_REPORT: return name_list_has(measure->report.forms, thing);
    case VERB_TASK: return name_list_has(measure->task.listed, thing);
    case VERB_WATCH: return text_equal(measure->watch.thing, thing);
    case VERB_ANNOUNCE: return name_list_has(measure->announce.what, thing);
    case VERB_EMPOWER: return name_list_has(measure->empower.verbs, thing);
    case VERB_EXTEND: case VERB_WAIVE: case VERB_KEEP: case VERB_BACKDATE: case VERB_TOLERATE:
    case VERB_ENTRUST: case VERB_COVER: case VERB_SUPPLY: case VERB_OUTAGE: case VERB_REVIEW:
    case VERB_COUNT: break;
    }
    return true;
}

static void ask_verb(const struct asking *asking, enum measure_verb verb, struct asked *asked)
{
    struct arena *arena = asking->trying->arena;
    struct measure_question question = asking_question(asking, verb);
    const struct measure_hit *hits;
    switch (verb) {
    case VERB_EXTEND: case VERB_WAIVE: case VERB_KEEP: case VERB_BACKDATE: case VERB_TOLERATE:
    case VERB_ENTRUST:
        break;
    default:
        question.thing = (struct text){ 0 };
    }
    size_t count = measures_on(asking->book, &question, arena, &hits);
    struct measure_hit *kept = ARENA_ARRAY(arena, struct measure_hit, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!month_fits(asking, hits[i].measure) || !thing_fits(hits[i].measure, asking->thing))
            continue;
        kept[asked->hit_count++] = hits[i];
        clauses_add(asked, hits[i].measure->cites, arena);
    }
    asked->hits = kept;
}

bool asking_ask(const struct asking *asking, struct asked *ret_asked)
{
    enum measure_verb verb;
    *ret_asked = (struct asked){ 0 };
    if (verb_of_name(asking->question, &verb)) {
        ask_verb(asking, verb, ret_asked);
        return true;
    }
    return false;
}

bool asked_said(const struct asking *asking, const struct asked *asked,
                const struct measure_hit *hit, struct text key, struct text *ret_said)
{
    for (size_t i = 0; i < asked->line_count; i++)
        if (text_equal(asked->lines[i].key, key)) {
            *ret_said = asked->lines[i].said;
            return true;
        }
    if (hit == NULL)
        return false;
    const struct measure_question question = asking_question(asking, hit->measure->verb);
    const struct showing showing = { asking->book, &question, asking->trying->arena };
    return measure_said(&showing, hit, key, ret_said);
}
