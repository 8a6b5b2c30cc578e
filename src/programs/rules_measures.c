/* rules_measures.c: measures as `yibao rules show` and `diff` tell them; see rules_print.h. */

#include "programs/rules_print.h"

#include "core/divisions.h"
#include "core/measure_tell.h"

#include <stdio.h>

#define TOLD_BYTES (64 * 1024)

static bool english(const struct rules_asking *asking)
{
    return asking->language == LANGUAGE_ENGLISH;
}

static const char *say(const struct rules_asking *asking, const char *key)
{
    return words_of(key, asking->language).data;
}

static struct text says_of(const struct rules_asking *asking, const struct measure *measure)
{
    return english(asking) || !text_present(measure->chinese) ? measure->says : measure->chinese;
}

static struct builder told(const struct rules_asking *asking)
{
    return builder_over(arena_take(asking->arena, TOLD_BYTES), TOLD_BYTES);
}

static void print_end(const struct rules_asking *asking, const struct measure_hit *hit)
{
    struct builder builder = told(asking);
    if (hit->end == HIT_OPEN)
        return;
    builder_add(&builder, text_of(say(asking, "program.rules.until")));
    if (hit->end == HIT_WAITING)
        measure_tell_point(&builder, &hit->measure->time.until, book_vocabulary(asking->book),
                           asking->language);
    else
        date_write(&builder, hit->until);
    printf("    %.*s\n", TEXT_ARGS(builder_text(&builder)));
}

static void print_measure(const struct rules_asking *asking, const struct measure_hit *hit)
{
    const struct vocabulary *vocabulary = book_vocabulary(asking->book);
    const struct measure *measure = hit->measure;
    struct builder builder = told(asking);
    measure_tell_head(&builder, measure, vocabulary, asking->language);
    printf("%.*s\n    %.*s\n", TEXT_ARGS(builder_text(&builder)),
           TEXT_ARGS(says_of(asking, measure)));
    builder = told(asking);
    measure_tell_body(&builder, measure, vocabulary, asking->language);
    printf("    %.*s\n", TEXT_ARGS(builder_text(&builder)));
    builder = told(asking);
    measure_tell_rest(&builder, measure, vocabulary, asking->language);
    if (builder.length > 0)
        printf("    %.*s\n", TEXT_ARGS(builder_text(&builder)));
    print_end(asking, hit);
    printf("    %.*s:%d\n", TEXT_ARGS(measure->file), measure->line);
}

int rules_print_measures(const struct rules_asking *asking)
{
    int found = 0;
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        const struct measure_question question = { .verb = (enum measure_verb)verb,
            .place = asking->place, .day = asking->on, .known = asking->known };
        const struct measure_hit *hits;
        size_t count = measures_standing(asking->book, &question, asking->arena, &hits);
        for (size_t i = 0; i < count; i++)
            print_measure(asking, &hits[i]);
        found += (int)count;
    }
    if (found == 0)
        puts(say(asking, "program.rules.no-measure-stands-that-day"));
    return found;
}

/* Asked for its own place: a list of changes is of all places. */
static bool stands_on(const struct rules_asking *asking, const struct measure *measure,
                      struct date day, bool one_place)
{
    const struct measure_question question = { .verb = measure->verb,
        .place = one_place ? asking->place : measure->place, .day = day,
        .known = asking->known };
    const struct measure_hit *hits;
    size_t count = measures_standing(asking->book, &question, asking->arena, &hits);
    for (size_t i = 0; i < count; i++)
        if (hits[i].measure == measure)
            return true;
    return false;
}

int rules_print_measure_changes(const struct rules_asking *asking, struct date before,
                                struct date after, bool one_place)
{
    size_t count;
    int changes = 0;
    const struct measure *const *measures = book_measures(asking->book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct measure *measure = measures[i];
        bool old = stands_on(asking, measure, before, one_place);
        bool new = stands_on(asking, measure, after, one_place);
        if (old == new)
            continue;
        struct builder builder = told(asking);
        measure_tell_head(&builder, measure, book_vocabulary(asking->book), asking->language);
        changes++;
        printf("%s %.*s  %.*s\n",
               say(asking, new ? "program.rules.begins" : "program.rules.ends"),
               TEXT_ARGS(builder_text(&builder)), TEXT_ARGS(says_of(asking, measure)));
    }
    return changes;
}
