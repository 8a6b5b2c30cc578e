/* measure_shelf.h: for the tests of measures: places, calendar and words of rules/, and notices as
 * texts; one fault expected or none. Included by tests only. */
#ifndef CORE_MEASURE_SHELF_H
#define CORE_MEASURE_SHELF_H

#include "base/check.h"
#include "core/book.h"
#include "core/measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define SHELF_MAX 400

struct shelf {
    struct arena arena;
    struct rule_faults faults;
    struct publication publications[SHELF_MAX];
    size_t count;
    const struct book *book;
};

/* Files of rules/ that begin with one of these, NULL-ended. */
static inline void shelf_take(struct shelf *shelf, const char *const *folders)
{
    struct publication *all;
    size_t count;
    assert_true(publications_read("rules", (struct moment){ 0 }, 1, &shelf->arena, &shelf->faults,
                                  &all, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; folders[j] != NULL; j++)
            if (text_starts(all[i].file, text_of(folders[j]))) {
                assert_true(shelf->count < SHELF_MAX);
                shelf->publications[shelf->count++] = all[i];
            }
}

static inline int shelf_open(void **state)
{
    static const char *const folders[] = { "rules/divisions/", "rules/calendar/",
                                           "rules/measures/", NULL };
    struct shelf *shelf = calloc(1, sizeof *shelf);
    assert_non_null(shelf);
    arena_init(&shelf->arena);
    rule_faults_init(&shelf->faults, &shelf->arena);
    shelf_take(shelf, folders);
    *state = shelf;
    return 0;
}

static inline int shelf_close(void **state)
{
    struct shelf *shelf = *state;
    book_release(shelf->book);
    arena_release(&shelf->arena);
    free(shelf);
    return 0;
}

static inline void shelf_publish_on(struct shelf *shelf, const char *file, const char *text,
                                    struct date known)
{
    assert_true(shelf->count < SHELF_MAX);
    shelf->publications[shelf->count++] = (struct publication){
        .sequence = 1000 + (int64_t)shelf->count, .file = text_of(file), .text = text_of(text),
        .known = known.yyyymmdd == 0 ? (struct moment){ 0 } : moment_of_date(known) };
}

static inline void shelf_publish(struct shelf *shelf, const char *file, const char *text)
{
    shelf_publish_on(shelf, file, text, DATE_NONE);
}

static inline void shelf_tell(const struct shelf *shelf)
{
    char line[900];
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next) {
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, fault, LANGUAGE_ENGLISH);
        print_message("%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
}

static inline void shelf_build(struct shelf *shelf)
{
    shelf->book = book_build(shelf->publications, shelf->count, NULL, 0, &shelf->faults);
    if (shelf->book == NULL)
        shelf_tell(shelf);
    assert_non_null(shelf->book);
}

/* The book is refused, with that key, reason, and with that text in one of the details. */
static inline void shelf_refused(struct shelf *shelf, const char *key, const char *why,
                                 const char *names)
{
    const struct book *book =
        book_build(shelf->publications, shelf->count, NULL, 0, &shelf->faults);
    assert_null(book);
    for (const struct rule_fault *fault = shelf->faults.first; fault != NULL; fault = fault->next)
        if (text_is(fault->key, key) && strcmp(fault->why, why) == 0
            && (names == NULL || strstr(fault->detail[0].data, names) != NULL
                || strstr(fault->detail[1].data, names) != NULL))
            return;
    shelf_tell(shelf);
    fail_msg("%s: %s: %s", key, why, names);
}

/* "BJ4-10a; BJ4-10g BJ4-10h": the clauses of what was found, in order. */
static inline const char *shelf_cites(struct shelf *shelf,
                                      const struct measure_question *question)
{
    const struct measure_hit *hits;
    size_t count = measures_on(shelf->book, question, &shelf->arena, &hits);
    struct text all = TEXT("");
    for (size_t i = 0; i < count; i++)
        all = arena_format(&shelf->arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : "; ",
                           TEXT_ARGS(hits[i].measure->cites));
    return all.data;
}

#define ON_SHELF(test) cmocka_unit_test_setup_teardown(test, shelf_open, shelf_close)

#endif
