/* measure_bench.c: how long a question for measures takes over all notices of rules/: those a
 * settlement asks while the patient waits, and those a guide of a matter asks. Arguments: the rules
 * folder. Prints nanoseconds a question. */

#include "base/check.h"
#include "core/book.h"
#include "core/measure.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 200000

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    struct publication *all;
    size_t count, kept = 0;
    CHECK(publications_read(argc > 1 ? argv[1] : "rules", (struct moment){ 0 }, 1, &arena,
                            &faults, &all, &count));
    for (size_t i = 0; i < count; i++)
        if (!text_starts(all[i].file, TEXT("rules/values/")))
            all[kept++] = all[i];
    const struct book *book = book_build(all, kept, NULL, 0, &faults);
    rule_faults_print(&faults, stderr);
    CHECK(book != NULL);

    static const struct text statuses[] = { { "confirmed", 9 } };
    const struct measure_question questions[] = {
        { .verb = VERB_KEEP, .place = 110105, .thing = TEXT("benefits"),
          .applicant = TEXT("employer"), .insurance = TEXT("employee") },
        { .verb = VERB_COVER, .place = 110105, .statuses = statuses, .status_count = 1 },
        { .verb = VERB_WAIVE, .place = 360100, .thing = TEXT("offsite-ratio"),
          .statuses = statuses, .status_count = 1 },
        { .verb = VERB_SUPPLY, .place = 330600 },
        { .verb = VERB_TOLERATE, .place = 110105, .thing = TEXT("secondary") },
        { .verb = VERB_EXTEND, .place = 371329, .thing = TEXT("claim.submit") },
    };
    size_t measures, found = 0;
    book_measures(book, &measures);
    struct arena asking;
    arena_init(&asking);
    double before = seconds();
    for (int i = 0; i < ROUNDS; i++)
        for (size_t q = 0; q < COUNT_OF(questions); q++) {
            const struct measure_hit *hits;
            struct measure_question question = questions[q];
            question.day = date_plus_days(DATE(2020, 1, 20), i % 200);
            arena_clear(&asking);
            found += measures_on(book, &question, &asking, &hits);
        }
    double each = (seconds() - before) / ROUNDS / COUNT_OF(questions) * 1e9;
    printf("{ \"measures\": %zu, \"ns_a_question\": %.0f, \"found\": %zu }\n", measures, each,
           found);
    arena_release(&asking);
    book_release(book);
    arena_release(&arena);
    return 0;
}
