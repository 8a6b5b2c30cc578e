/* previews_test.c: what is looked at and has its paper stays; the rest goes. */

#include "programs/previews.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW moment_at(DATE(2020, 2, 10), 9, 0, 0)
#define DAYS(days_) ((days_) * INT64_C(86400) * 1000)
#define REST "00000000000000000000000000000000000000000000000000000000000000"

static void file_of(const char *folder, const char *name, struct moment seen)
{
    char path[300];
    snprintf(path, sizeof path, "%s/ab/%s", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs("sealed", file);
    fclose(file);
    preview_seen(path, seen);
}

static bool is_there(const char *folder, const char *name)
{
    char path[300];
    snprintf(path, sizeof path, "%s/ab/%s", folder, name);
    return access(path, F_OK) == 0;
}

/* Of two papers one was taken out of the house. */
static bool stands(void *data, const struct blob_name *name)
{
    *(int *)data += 1;
    return strcmp(name->digits, "ab" REST) == 0;
}

static void what_no_paper_needs_goes(void **state)
{
    (void)state;
    static const struct { const char *name; int64_t days; bool stays; } rows[] = {
        { "ab" REST ".t0", 0, true },                       /* looked at today */
        { "ab" REST ".s1", 29, true },
        { "ab" REST ".s0", 31, false },                     /* nobody wanted it for long */
        { "ab" "1" "1" REST, 31, false },                   /* not a name of ours, and old */
        { "new-a1b2c3", 31, false },                        /* a crash left half of it */
        { "new-d4e5f6", 0, true },                          /* being written */
        { "ab" "f" "f" REST, 0, true },
    };
    char orphan[BLOB_NAME_LENGTH + 4] = "ab" REST ".t0";
    orphan[2] = 'f';                                        /* its paper is gone */
    char folder[] = "/tmp/yibao-previews-XXXXXX", inner[300];
    assert_non_null(mkdtemp(folder));
    snprintf(inner, sizeof inner, "%s/ab", folder);
    assert_int_equal(mkdir(inner, 0700), 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        file_of(folder, rows[i].name, (struct moment){ NOW.ms - DAYS(rows[i].days) });
    file_of(folder, orphan, NOW);
    int asked = 0;
    const struct moment since = { NOW.ms - DAYS(30) };
    assert_int_equal(previews_prune(folder, 0xab, since, stands, &asked), 4);
    assert_int_equal(asked, 3);
    assert_false(is_there(folder, orphan));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(is_there(folder, rows[i].name), rows[i].stays);
    /* Looking at it keeps it; another folder, and one that is not there, lose nothing. */
    char path[600];
    snprintf(path, sizeof path, "%s/%s", inner, rows[1].name);
    preview_seen(path, (struct moment){ NOW.ms + DAYS(20) });
    assert_int_equal(previews_prune(folder, 0xac, since, stands, &asked), 0);
    const struct moment later = { NOW.ms + DAYS(10) };
    assert_int_equal(previews_prune(folder, 0xab, later, stands, &asked), 3);
    assert_true(is_there(folder, rows[1].name));
    unlink(path);
    assert_int_equal(rmdir(inner), 0);
    rmdir(folder);
}

/* One whose child was stopped is not tried at every look, and not given up for ever. */
static void what_stopped_rests_for_a_day(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text kept = preview_stopped_at(NOW, &arena);
    assert_true(preview_rests(kept, NOW));
    assert_true(preview_rests(kept, (struct moment){ NOW.ms + DAYS(1) - 1 }));
    assert_false(preview_rests(kept, (struct moment){ NOW.ms + DAYS(1) }));
    assert_false(preview_rests(kept, (struct moment){ NOW.ms - 1 }));
    assert_false(preview_rests(TEXT(""), NOW));
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_no_paper_needs_goes),
        cmocka_unit_test(what_stopped_rests_for_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
