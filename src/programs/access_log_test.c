/* access_log_test.c: lines are chained over days and restarts; a changed, moved or missing line is
 * found; a torn one is cut; a disk that takes nothing is said, and what was lost is counted. */

#include "programs/access_log.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const struct action told = { .name = "fund.person-at-desk" };

struct place {
    char folder[64];
    struct arena arena;
    struct clock clock;
    struct access_log *log;
    struct chain_head signed_heads[2];
    size_t signed_count;
};

static void open_log(struct place *place)
{
    struct text fault = { 0 };
    place->log = access_log_open(place->folder, &place->clock, &place->arena, &fault);
    if (place->log == NULL)
        fail_msg("%.*s", TEXT_ARGS(fault));
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    snprintf(place->folder, sizeof place->folder, "/tmp/yibao-access-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    arena_init(&place->arena);
    clock_init(&place->clock);
    clock_set_demo(&place->clock, moment_at(DATE(2020, 2, 10), 23, 59, 59).ms, false);
    open_log(place);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    access_log_close(place->log);
    for (int day = 9; day <= 11; day++) {
        char path[100];
        snprintf(path, sizeof path, "%s/2020-02-%02d.log", place->folder, day);
        remove(path);
    }
    rmdir(place->folder);
    arena_release(&place->arena);
    free(place);
    return 0;
}

static void note(struct place *place, int64_t subject)
{
    const struct call call = {
        .actor = { .role = ROLE_INSTITUTION, .institution = 77 },
        .request = { .action = &told, .door = TEXT("nhsa") }, .subject = subject,
    };
    access_log_note(place->log, &call);
}

static void complain(struct verify_report *report, struct text what)
{
    (void)what;
    report->wrong++;
}

static int64_t lines_wrong(struct place *place, int64_t *ret_wrong)
{
    struct verify_report report = { .arena = &place->arena, .complain = complain };
    access_log_verify(place->folder, place->signed_heads, place->signed_count, &report);
    *ret_wrong = report.wrong;
    return report.checked;
}

/* Reads, changes and writes back a file of a day. */
static void edit(struct place *place, const char *day, void (*change)(char *data, size_t *length))
{
    char path[100];
    static char data[100000];
    snprintf(path, sizeof path, "%s/%s.log", place->folder, day);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(data, 1, sizeof data, file);
    fclose(file);
    change(data, &length);
    file = fopen(path, "w");
    assert_int_equal(fwrite(data, 1, length, file), length);
    fclose(file);
}

static void test_one_chain_over_days_and_restarts(void **state)
{
    struct place *place = *state;
    int64_t wrong = 0;
    for (int64_t i = 1; i <= 300; i++)
        note(place, i);
    assert_true(access_log_flush(place->log));
    clock_set_demo(&place->clock, moment_at(DATE(2020, 2, 11), 0, 0, 1).ms, false);
    note(place, 301);
    access_log_close(place->log);
    open_log(place);
    note(place, 302);
    assert_true(access_log_flush(place->log));
    assert_true(access_log_is_healthy(place->log));
    assert_int_equal(lines_wrong(place, &wrong), 302);
    assert_int_equal(wrong, 0);

    /* A clock of an earlier day goes on in the last file. */
    clock_set_demo(&place->clock, moment_at(DATE(2020, 2, 9), 9, 0, 0).ms, false);
    note(place, 303);
    assert_true(access_log_flush(place->log));
    assert_int_equal(lines_wrong(place, &wrong), 303);
    assert_int_equal(wrong, 0);
}

static void change_subject(char *data, size_t *length)
{
    char *at = memmem(data, *length, " 7 nhsa", 7);
    assert_non_null(at);
    at[1] = '8';
}

static void drop_line(char *data, size_t *length)
{
    char *end = memchr(data, '\n', *length);
    size_t first = (size_t)(end - data) + 1;
    memmove(data, data + first, *length - first);
    *length -= first;
}

static void tear(char *data, size_t *length)
{
    (void)data;
    *length -= 10;
}

static void test_a_changed_or_missing_line_is_found(void **state)
{
    struct place *place = *state;
    int64_t wrong = 0;
    for (int64_t i = 1; i <= 20; i++)
        note(place, i);
    assert_true(access_log_flush(place->log));
    edit(place, "2020-02-10", change_subject);
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 1);
    edit(place, "2020-02-10", drop_line);
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 1);
}

static void cut_tail(char *data, size_t *length)
{
    char *end = memmem(data, *length, "\n18 ", 4);
    assert_non_null(end);
    *length = (size_t)(end - data) + 1;
}

/* The chain of what is left is whole; only what was signed tells. */
static void test_a_tail_cut_off_is_found_by_what_was_signed(void **state)
{
    struct place *place = *state;
    int64_t wrong = 0;
    access_log_head(place->log, &place->signed_heads[0]);
    assert_int_equal(place->signed_heads[0].sequence, 0);
    place->signed_count = 1;
    for (int64_t i = 1; i <= 20; i++) {
        note(place, i);
        if (i == 17 || i == 18) {
            assert_true(access_log_flush(place->log));
            access_log_head(place->log, &place->signed_heads[i - 17]);
        }
    }
    assert_true(access_log_flush(place->log));
    assert_int_equal(place->signed_heads[1].sequence, 18);
    place->signed_count = 2;
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 0);
    place->signed_heads[0].chain[3] ^= 1;
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 1);
    place->signed_heads[0].chain[3] ^= 1;
    edit(place, "2020-02-10", cut_tail);
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 1);
    place->signed_count = 1;
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 0);
    /* After a restart the last line on the disk is still the head. */
    access_log_close(place->log);
    open_log(place);
    struct chain_head head;
    access_log_head(place->log, &head);
    assert_int_equal(head.sequence, 17);
    assert_memory_equal(head.chain, place->signed_heads[0].chain, CHAIN_BYTES);
}

static void test_a_torn_line_is_cut_and_the_chain_goes_on(void **state)
{
    struct place *place = *state;
    int64_t wrong = 0;
    for (int64_t i = 1; i <= 3; i++)
        note(place, i);
    access_log_close(place->log);
    edit(place, "2020-02-10", tear);
    lines_wrong(place, &wrong);
    assert_int_equal(wrong, 0);
    open_log(place);
    note(place, 4);
    assert_true(access_log_flush(place->log));
    assert_int_equal(lines_wrong(place, &wrong), 3);
    assert_int_equal(wrong, 0);
}

static void test_a_disk_that_takes_nothing_is_said(void **state)
{
    struct place *place = *state;
    int64_t wrong = 0;
    /* A folder stands where the day's file should be. */
    char path[100];
    snprintf(path, sizeof path, "%s/2020-02-10.log", place->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int64_t i = 1; i <= 20000; i++)
        note(place, i);
    assert_false(access_log_flush(place->log));
    assert_false(access_log_is_healthy(place->log));
    assert_int_equal(rmdir(path), 0);
    assert_true(access_log_flush(place->log));
    assert_true(access_log_is_healthy(place->log));
    /* The ring's, and one that says how many were lost. */
    assert_int_equal(lines_wrong(place, &wrong), 16384 + 1);
    assert_int_equal(wrong, 0);
    FILE *file = fopen(path, "r");
    char line[1000];
    bool said = false;
    while (fgets(line, sizeof line, file) != NULL)
        said = said || strstr(line, "access-log.lost 3616 house") != NULL;
    fclose(file);
    assert_true(said);
}

#define WITH(test_) cmocka_unit_test_setup_teardown(test_, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_one_chain_over_days_and_restarts),
        WITH(test_a_changed_or_missing_line_is_found),
        WITH(test_a_tail_cut_off_is_found_by_what_was_signed),
        WITH(test_a_torn_line_is_cut_and_the_chain_goes_on),
        WITH(test_a_disk_that_takes_nothing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
