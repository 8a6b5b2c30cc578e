/* measure_answer.c: what any one measure suffices for, and what the others share; see
 * measure_answer.h. */

#include "core/measure_answer_inside.h"

#include "base/check.h"
#include "core/measure_compare.h"
#include "core/measure_words.h"

#include <stdlib.h>

/* ---- gathering ---- */

struct gathered gathered_for(struct arena *arena, size_t room)
{
    return (struct gathered){ room == 0 ? NULL : ARENA_ARRAY(arena, struct measure_hit, room), 0 };
}

void gathered_add(struct gathered *gathered, const struct measure_hit *hit)
{
    for (size_t i = 0; i < gathered->count; i++)
        if (gathered->hits[i].measure == hit->measure)
            return;
    gathered->hits[gathered->count++] = *hit;
}

struct measure_made gathered_made(const struct gathered *gathered)
{
    return (struct measure_made){ gathered->hits, gathered->count };
}

struct text measure_in_words(const struct measure *measure, struct text cites,
                             struct arena *arena)
{
    if (measure == NULL)
        return cites;
    const char *gap = text_present(measure->clause) ? " " : "";
    return arena_format(arena, "%.*s %.*s%s%.*s", TEXT_ARGS(measure->notice),
                        TEXT_ARGS(measure->clause), gap, TEXT_ARGS(cites));
}

struct text measure_made_cites(struct measure_made made, struct arena *arena)
{
    struct text all = TEXT("");
    for (size_t i = 0; i < made.count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(made.hits[i].measure->cites));
    return all;
}

struct name_list names_joined(struct name_list a, struct name_list b, struct arena *arena)
{
    if (b.count == 0)
        return a;
    struct text *items = ARENA_ARRAY(arena, struct text, a.count + b.count);
    struct name_list all = { items, 0 };
    for (size_t i = 0; i < a.count + b.count; i++) {
        struct text name = i < a.count ? a.items[i] : b.items[i - a.count];
        if (!name_list_has(all, name))
            items[all.count++] = name;
    }
    return all;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int specific_compare(const void *left, const void *right)
{
    const struct measure *a = ((const struct measure_hit *)left)->measure;
    const struct measure *b = ((const struct measure_hit *)right)->measure;
    int order = compare(b->place_depth, a->place_depth);
    if (order == 0)
        order = compare((int64_t)b->scope.count, (int64_t)a->scope.count);
    if (order == 0)
        order = date_compare(b->issued, a->issued);
    if (order == 0)
        order = text_compare(a->file, b->file);
    return order != 0 ? order : compare(a->line, b->line);
}

struct measure_made most_specific(struct measure_made made, struct arena *arena)
{
    if (made.count < 2)
        return made;
    struct gathered gathered = gathered_for(arena, made.count);
    for (size_t i = 0; i < made.count; i++)
        gathered_add(&gathered, &made.hits[i]);
    qsort(gathered.hits, gathered.count, sizeof *gathered.hits, specific_compare);
    return gathered_made(&gathered);
}

struct moment measure_known_moment(const struct measure_question *question)
{
    if (question->known.yyyymmdd == 0)
        return (struct moment){ 0 };
    return (struct moment){ moment_of_date(date_plus_days(question->known, 1)).ms - 1 };
}

/* ---- what holds ---- */

static bool is_under(const struct measure *measure, struct text id,
                     const struct measure_question *question)
{
    return !text_present(id)
        || (question->under != NULL && text_equal(question->under->notice, measure->notice)
            && measure_is_called(question->under, id));
}

/* "Made up under 10h" holds of what was. */
static bool when_holds(const struct measure *measure, const struct measure_question *question)
{
    const struct measure_when *when = measure->verb == VERB_WAIVE ? &measure->waive.when
        : measure->verb == VERB_KEEP ? &measure->keep.when : NULL;
    return when == NULL
        || (is_under(measure, when->made_up_under, question)
            && is_under(measure, when->deferred_under, question)
            && is_under(measure, when->settled_under, question)
            && is_under(measure, when->accepted_under, question));
}

/* Without an end of its own, or past its event, it lasts as long as what it leaves behind may
 * still be settled. */
static bool still_runs(const struct book *book, const struct measure_hit *hit,
                       const struct measure_question *question, struct date *over)
{
    struct date due;
    if ((hit->end != HIT_OPEN && hit->end != HIT_THEN)
        || !measure_point_day(book, &hit->measure->later.due, question->events, question->place,
                              measure_known_moment(question), &due)
        || date_compare(question->day, due) <= 0)
        return true;
    if (date_compare(due, *over) > 0)
        *over = due;
    return false;
}

struct measure_answer measures_any(const struct book *book,
                                   const struct measure_question *question, struct arena *arena)
{
    struct measure_answer answer = { .over = DATE_NONE };
    const struct measure_hit *hits;
    size_t count = measures_on(book, question, arena, &hits);
    if (count == 0)
        return answer;
    struct gathered made = gathered_for(arena, count), offered = gathered_for(arena, count);
    for (size_t i = 0; i < count; i++) {
        struct text matter = hits[i].measure->grant.on_application;
        if (!when_holds(hits[i].measure, question)
            || !still_runs(book, &hits[i], question, &answer.over))
            continue;
        bool granted = !text_present(matter) || name_list_has(question->granted, matter);
        gathered_add(granted ? &made : &offered, &hits[i]);
    }
    answer.made = gathered_made(&made);
    answer.offered = gathered_made(&offered);
    return answer;
}

/* ---- any one ---- */

/* The first day of what a measure speaks of: of its first month, else of the month it is of. */
static struct date begins(const struct measure *measure)
{
    int32_t month = 0;
    if (measure->verb == VERB_EXTEND)
        month = measure_periods_first(&measure->extend.periods);
    else if (measure->verb == VERB_RATE)
        month = measure_periods_first(&measure->rate.periods);
    return (struct date){ month == 0 ? measure->issued.yyyymmdd / 100 * 100 + 1
                                     : month * 100 + 1 };
}

static bool is_called_by(const struct measure *measure, const struct measure *keeper)
{
    if (!text_equal(measure->notice, keeper->notice))
        return false;
    for (size_t i = 0; i < keeper->keep.while_ids.count; i++)
        if (measure_is_called(measure, keeper->keep.while_ids.items[i]))
            return true;
    return false;
}

/* An extension runs until the day it goes to, whatever the time of its measure. */
static bool runs_on(const struct book *book, const struct measure *measure,
                    const struct measure_question *question)
{
    struct date until;
    return measure->verb != VERB_EXTEND
        || !measure_point_day(book, &measure->extend.to, question->events, question->place,
                              measure_known_moment(question), &until)
        || date_compare(question->day, until) <= 0;
}

/* Does one of the measures it lasts with run for the same asker? */
static bool while_holds(const struct book *book, const struct measure_question *question,
                        const struct measure *keeper, struct arena *arena,
                        struct measure_kept *kept, struct gathered *made)
{
    bool runs = false;
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        if (!(keeper->keep.while_verbs >> verb & 1))
            continue;
        struct measure_question other = *question;
        other.verb = (enum measure_verb)verb;
        other.thing = (struct text){ 0 };
        struct measure_made others = measures_any(book, &other, arena).made;
        for (size_t i = 0; i < others.count; i++) {
            const struct measure *measure = others.hits[i].measure;
            if (!is_called_by(measure, keeper))
                continue;
            struct date from = begins(measure);
            if (kept->from.yyyymmdd == 0 || date_compare(from, kept->from) < 0)
                kept->from = from;
            if (!runs_on(book, measure, question))
                continue;
            runs = true;
            if (made->hits != NULL && made->count < 8)
                gathered_add(made, &others.hits[i]);
        }
    }
    return runs;
}

struct measure_kept measure_kept(const struct book *book, const struct measure_question *question,
                                 struct text against, struct arena *arena)
{
    struct measure_made keepers = measures_any(book, question, arena).made;
    for (size_t i = 0; i < keepers.count; i++) {
        const struct measure *keeper = keepers.hits[i].measure;
        struct measure_kept kept = { .from = DATE_NONE };
        if (text_present(against) && keeper->keep.against.count > 0
            && !name_list_has(keeper->keep.against, against))
            continue;
        struct gathered made = gathered_for(arena, 8);
        gathered_add(&made, &keepers.hits[i]);
        if (keeper->keep.while_ids.count > 0
            && !while_holds(book, question, keeper, arena, &kept, &made))
            continue;
        kept.kept = true;
        kept.made = gathered_made(&made);
        return kept;
    }
    return (struct measure_kept){ .from = DATE_NONE };
}

/* The smaller of two that are named. */
static struct measure_count fewest(struct measure_count a, struct measure_count b)
{
    if (!a.named || (b.named && b.count < a.count))
        return b;
    return a;
}

struct measure_opened measure_opened(const struct book *book,
                                     const struct measure_question *question,
                                     struct arena *arena)
{
    struct measure_opened opened = { .made = measures_any(book, question, arena).made };
    for (size_t i = 0; i < opened.made.count; i++) {
        const struct measure_open *open = &opened.made.hits[i].measure->open;
        opened.channels = names_joined(opened.channels, open->channels, arena);
        opened.at = names_joined(opened.at, open->at, arena);
        opened.agents = names_joined(opened.agents, open->agents, arena);
        opened.visits = fewest(opened.visits, open->visits);
        opened.must |= open->must;
    }
    return opened;
}

const struct measure *measure_tolerated(const struct book *book,
                                        const struct measure_question *question, struct text by,
                                        struct arena *arena)
{
    struct measure_made made = measures_any(book, question, arena).made;
    for (size_t i = 0; i < made.count; i++)
        if (name_list_has(made.hits[i].measure->tolerate.by, by))
            return made.hits[i].measure;
    return NULL;
}

/* ---- the highest class ---- */

struct measure_preferred measure_preferred(const struct book *book,
                                           const struct measure_question *question,
                                           struct arena *arena)
{
    const struct vocabulary *vocabulary = book_vocabulary(book);
    struct measure_made all = measures_any(book, question, arena).made;
    struct measure_preferred preferred = { .without_applying = false };
    int32_t best = INT32_MAX;
    for (size_t i = 0; i < all.count; i++) {
        int32_t rank = vocabulary_rank(vocabulary, "classes", all.hits[i].measure->prefer.class);
        best = rank < best ? rank : best;
    }
    struct gathered made = gathered_for(arena, all.count);
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_prefer *prefer = &all.hits[i].measure->prefer;
        if (vocabulary_rank(vocabulary, "classes", prefer->class) != best)
            continue;
        gathered_add(&made, &all.hits[i]);
        preferred.class = prefer->class;
        preferred.without_applying |= prefer->without_applying;
        if (preferred.within.count == 0
            || (prefer->within.count > 0 && prefer->within.unit == preferred.within.unit
                && prefer->within.count < preferred.within.count))
            preferred.within = prefer->within;
    }
    preferred.made = gathered_made(&made);
    return preferred;
}

/* ---- quantities ---- */

static int over_rank(struct text over)
{
    return text_is(over, "reason") ? 0 : text_is(over, "confirm") ? 1 : 2;
}

struct measure_supplied measure_supplied(const struct book *book,
                                         const struct measure_question *question,
                                         struct name_list kinds, struct arena *arena)
{
    struct measure_made all = measures_any(book, question, arena).made;
    struct measure_supplied supplied = { .any = false };
    const struct measure_hit *most = NULL, *mildest = NULL, *keeping = NULL;
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_supply *supply = &all.hits[i].measure->supply;
        if (names_cross(supply->keeps, kinds)) {
            keeping = keeping == NULL ? &all.hits[i] : keeping;
            continue;
        }
        if (most == NULL || supply->at_most.count > most->measure->supply.at_most.count)
            most = &all.hits[i];
        if (mildest == NULL
            || over_rank(supply->over) < over_rank(mildest->measure->supply.over))
            mildest = &all.hits[i];
    }
    struct gathered made = gathered_for(arena, 2);
    supplied.any = all.count > 0;
    supplied.own_limit = most == NULL && keeping != NULL;
    if (supplied.own_limit)
        gathered_add(&made, keeping);
    if (most != NULL) {
        gathered_add(&made, most);
        gathered_add(&made, mildest);
        supplied.at_most = most->measure->supply.at_most.count;
        supplied.over = mildest->measure->supply.over;
    }
    supplied.made = gathered_made(&made);
    return supplied;
}

struct measure_limited measure_limited(const struct book *book,
                                       const struct measure_question *question, struct text per,
                                       struct arena *arena)
{
    struct measure_made all = measures_any(book, question, arena).made;
    struct measure_limited limited = { .per = per };
    struct gathered made = gathered_for(arena, all.count);
    for (size_t i = 0; i < all.count; i++) {
        const struct measure_quota *quota = &all.hits[i].measure->quota;
        bool same = !quota->tickets.named || text_equal(quota->per, per);
        if (!same && !quota->people.named && quota->divert_to.count == 0)
            continue;
        if (same)
            limited.tickets = fewest(limited.tickets, quota->tickets);
        limited.people = fewest(limited.people, quota->people);
        limited.divert_to = names_joined(limited.divert_to, quota->divert_to, arena);
        gathered_add(&made, &all.hits[i]);
    }
    limited.made = gathered_made(&made);
    return limited;
}
