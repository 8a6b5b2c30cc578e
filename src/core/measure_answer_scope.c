/* measure_answer_scope.c: where the most specific counts, and money; see measure_answer.h. */

#include "core/measure_answer_inside.h"

#include "base/check.h"
#include "core/measure_compare.h"
#include "core/measure_form.h"

/* ---- entrust ---- */

static const struct measure_step *step_of(const struct measure *measure, struct text step)
{
    for (size_t i = 0; i < measure->entrust.steps.count; i++)
        if (text_equal(measure->entrust.steps.items[i].step, step))
            return &measure->entrust.steps.items[i];
    return NULL;
}

struct measure_entrusted measure_entrusted(const struct book *book,
                                           const struct measure_question *question,
                                           struct text step, struct arena *arena)
{
    struct measure_made all = most_specific(measures_any(book, question, arena).made, arena);
    struct measure_entrusted entrusted = { .only = false };
    struct gathered made = gathered_for(arena, all.count);
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_entrust *entrust = &all.hits[i].measure->entrust;
        const struct measure_step *found = step_of(all.hits[i].measure, step);
        if (found != NULL && entrusted.who.count == 0) {
            entrusted.who = found->who;
            entrusted.only = entrust->only;
            gathered_add(&made, &all.hits[i]);
        }
        if (!text_present(entrusted.agency_step) && text_present(entrust->agency_step)) {
            entrusted.agency_step = entrust->agency_step;
            gathered_add(&made, &all.hits[i]);
        }
        if (!text_present(entrusted.in_force) && text_present(entrust->in_force)) {
            entrusted.in_force = entrust->in_force;
            gathered_add(&made, &all.hits[i]);
        }
    }
    entrusted.made = gathered_made(&made);
    return entrusted;
}

/* ---- cover ---- */

/* Of several shares "at least" the greatest holds: it keeps them all. */
static void share_most(struct measure_made all, struct share *share, struct gathered *made)
{
    const struct measure_hit *by = NULL;
    for (size_t i = 0; i < all.count; i++) {
        struct share other = all.hits[i].measure->cover.share_at_least;
        if (other.parts <= share->parts)
            continue;
        *share = other;
        by = &all.hits[i];
    }
    if (by != NULL)
        gathered_add(made, by);
}

/* A field that is not named yet is taken over from the next one that names it. */
struct measure_covered measure_covered(const struct book *book,
                                       const struct measure_question *question,
                                       struct arena *arena)
{
    struct measure_made all = most_specific(measures_any(book, question, arena).made, arena);
    struct measure_covered covered = { .cover = { .treat_first = false } };
    struct gathered made = gathered_for(arena, all.count);
    const struct form *form = &measure_forms[VERB_COVER];
    for (size_t i = 0; i < all.count; i++)
        for (size_t f = 0; f < form->field_count; f++) {
            const struct form_field *field = &form->fields[f];
            const struct measure_cover *cover = &all.hits[i].measure->cover;
            if (field->offset == AT(struct measure_cover, share_at_least)
                || form_field_is_absent(field, cover)
                || !form_field_is_absent(field, &covered.cover))
                continue;
            form_field_copy(field, cover, &covered.cover);
            gathered_add(&made, &all.hits[i]);
        }
    share_most(all, &covered.cover.share_at_least, &made);
    covered.cover.treat_first = text_present(covered.cover.deposit)
        && text_present(covered.cover.person_pays);
    covered.cover.catalogue_open = text_is(covered.cover.catalogue, "open");
    covered.made = gathered_made(&made);
    return covered;
}

/* ---- outage ---- */

static bool named_fits(struct text named, struct text asked)
{
    return !text_present(named) || text_equal(named, asked);
}

static bool names_fit(struct name_list named, struct text asked)
{
    return named.count == 0 || name_list_has(named, TEXT("any")) || name_list_has(named, asked);
}

static bool row_fits(const struct book *book, const struct outage_row *row,
                     const struct measure_question *question, const struct outage_question *asked)
{
    if (text_present(row->job) || text_present(asked->job))
        return text_equal(row->job, asked->job);
    struct measure_question with = *question;
    with.matter = asked->matter;
    return names_fit(row->matter, asked->matter) && named_fits(row->step, asked->step)
        && names_fit(row->channels, asked->channel) && names_fit(row->by, asked->by)
        && named_fits(row->when, asked->when) && measure_scope_holds(book, &row->scope, &with);
}

struct measure_outage_answer measure_outage_at(const struct book *book,
                                               const struct measure_question *question,
                                               const struct outage_question *asked,
                                               struct arena *arena)
{
    struct measure_made all = most_specific(measures_any(book, question, arena).made, arena);
    struct measure_outage_answer answer = { .row = NULL };
    int best = -1;
    for (size_t i = 0; i < all.count; i++) {
        const struct measure *measure = all.hits[i].measure;
        /* The nearest place that says anything of it says all of it. */
        if (answer.row != NULL && answer.measure->place_depth > measure->place_depth)
            break;
        for (size_t j = 0; j < measure->outage.count; j++) {
            const struct outage_row *row = &measure->outage.rows[j];
            int rank = outage_row_rank(row) + (int)measure->scope.count;
            if (rank <= best || !row_fits(book, row, question, asked))
                continue;
            best = rank;
            answer.row = row;
            answer.measure = measure;
        }
    }
    if (answer.measure != NULL && answer.measure->time.until.kind == POINT_MOMENT)
        answer.until = answer.measure->time.until.moment;
    else if (answer.measure != NULL && answer.measure->time.until.kind == POINT_DAY)
        answer.until = moment_of_date(date_plus_days(answer.measure->time.until.day, 1));
    return answer;
}

/* ---- rate ---- */

static bool is_excepted(const struct measure_rate *rate, const struct measure_question *question)
{
    for (size_t i = 0; i < question->fact_count; i++)
        if (text_is(text_of("periods"), question->facts[i].path)
            && name_list_has(rate->not_for, question->facts[i].value))
            return true;
    return false;
}

static bool rate_fits(const struct measure_rate *rate, const struct measure_question *question)
{
    bool months = rate->periods.months.count > 0 || rate->periods.from != 0
        || rate->periods.until != 0;
    return !is_excepted(rate, question)
        && (!months || (question->period != 0
                        && measure_periods_have(&rate->periods, question->period)));
}

/* Half the original less two points is taken off, if that is anything. */
static struct share cut_of(const struct measure_cut *cut, struct share original)
{
    struct share off = cut->points;
    if (cut->share.parts > 0)
        off.parts = original.parts * cut->share.parts / SHARE_WHOLE.parts
            - cut->less_points.parts;
    return off.parts < 0 ? (struct share){ 0 } : off;
}

struct measure_rated measure_rated(const struct book *book,
                                   const struct measure_question *question,
                                   struct share original, struct arena *arena)
{
    struct measure_made all = most_specific(measures_any(book, question, arena).made, arena);
    struct measure_rated rated = { .rate = original };
    struct gathered made = gathered_for(arena, all.count);
    bool set = false;
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_rate *rate = &all.hits[i].measure->rate;
        if (!rate_fits(rate, question) || (rate->rate.parts > 0 && set))
            continue;
        if (rate->rate.parts > 0) {
            rated.rate = rate->rate;
            set = true;
        }
        rated.cut.parts += cut_of(&rate->cut, original).parts;
        if (rated.collected == NULL && rate->collected.ways.count > 0)
            rated.collected = &rate->collected;
        gathered_add(&made, &all.hits[i]);
    }
    if (rated.cut.parts > rated.rate.parts)
        rated.cut = rated.rate;
    rated.rate.parts -= rated.cut.parts;
    rated.made = gathered_made(&made);
    return rated;
}

/* ---- prepay ---- */

struct measure_prepaid measure_prepaid(const struct book *book,
                                       const struct measure_question *question,
                                       struct arena *arena)
{
    struct measure_made all = most_specific(measures_any(book, question, arena).made, arena);
    return (struct measure_prepaid){
        .order = all.count == 0 ? NULL : &all.hits[0].measure->prepay, .made = all };
}
