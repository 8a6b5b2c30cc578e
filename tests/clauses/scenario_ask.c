/* scenario_ask.c: putting a question of a scenario to the book; see scenario_ask.h. */

#include "scenario_ask.h"

#include "base/check.h"

#include <string.h>

void clauses_add(struct asked *asked, struct text cites, struct arena *arena)
{
    asked->clauses = text_present(asked->clauses)
        ? arena_format(arena, "%.*s %.*s", TEXT_ARGS(asked->clauses), TEXT_ARGS(cites)) : cites;
}

/* ---- a verb ---- */

int32_t month_asked(const struct asking *asking)
{
    int64_t year, month;
    for (size_t i = 0; i < asking->fact_count; i++) {
        struct text value = asking->facts[i].value;
        if (strcmp(asking->facts[i].path, "periods") == 0
            && text_to_int64(text_slice(value, 0, 4), &year)
            && text_to_int64(text_slice(value, 5, 7), &month))
            return (int32_t)(year * 100 + month);
    }
    return 0;
}

/* Is the month asked about one of those it speaks of? */
static bool month_fits(const struct asking *asking, const struct measure *measure)
{
    int32_t month = month_asked(asking);
    const struct measure_periods *periods = measure->verb == VERB_EXTEND
        ? &measure->extend.periods : measure->verb == VERB_RATE ? &measure->rate.periods : NULL;
    return month == 0 || periods == NULL || measure_periods_have(periods, month);
}

void ask_verb(const struct asking *asking, enum measure_verb verb, struct asked *asked)
{
    struct arena *arena = asking->trying->arena;
    struct measure_question question = asking_question(asking, verb);
    const struct measure_hit *hits;
    size_t count = measures_on(asking->book, &question, arena, &hits);
    struct measure_hit *kept = ARENA_ARRAY(arena, struct measure_hit, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!month_fits(asking, hits[i].measure))
            continue;
        kept[asked->hit_count++] = hits[i];
        clauses_add(asked, hits[i].measure->cites, arena);
    }
    asked->hits = kept;
}

/* `row` names one row of an outage by its clause. */
static void row_find(const struct asking *asking, struct asked *asked)
{
    struct text wanted = asking_extra(asking, "row");
    const struct outage_row *found = NULL;
    for (size_t i = 0; i < asked->hit_count; i++) {
        const struct measure_outage *outage = &asked->hits[i].measure->outage;
        for (size_t j = 0; j < outage->count; j++)
            if (name_list_has(outage->rows[j].ids, wanted))
                found = &outage->rows[j];
    }
    if (found == NULL)
        *asked = (struct asked){ 0 };
    else
        clauses_add(asked, found->cites, asking->trying->arena);
    asked->row = found;
}

bool asking_ask(const struct asking *asking, struct asked *ret_asked)
{
    enum measure_verb verb;
    *ret_asked = (struct asked){ 0 };
    if (verb_of_name(asking->question, &verb)) {
        ask_verb(asking, verb, ret_asked);
        if (verb == VERB_OUTAGE && text_present(asking_extra(asking, "row")))
            row_find(asking, ret_asked);
        return true;
    }
    static const struct {
        const char *name;
        bool (*ask)(const struct asking *asking, struct asked *ret_asked);
    } questions[] = {
        { "deadline", ask_deadline }, { "duty", ask_duty }, { "return", ask_return },
        { "mode", ask_mode }, { "pays", ask_pays }, { "prepaid", ask_prepaid },
        { "who", ask_who }, { "kept", ask_kept },
        { "ways", ask_ways }, { "medicine", ask_medicine },
    };
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        if (text_is(asking->question, questions[i].name))
            return questions[i].ask(asking, ret_asked);
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
    if (hit == NULL && asked->row == NULL)
        return false;
    const struct measure_question question =
        asking_question(asking, hit == NULL ? VERB_OUTAGE : hit->measure->verb);
    const struct showing showing = { asking->book, &question, asking->trying->arena };
    if (asked->row != NULL)
        return outage_row_said(&showing, asked->row, key, ret_said);
    return measure_said(&showing, hit, key, ret_said);
}
