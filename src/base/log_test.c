#include "base/check.h"
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct clock frozen;
static struct log journal;
static FILE *written;
static char content[1024 * 1024];

static struct text lines(void)
{
    size_t length = 0;
    rewind(written);
    length = fread(content, 1, sizeof content - 1, written);
    content[length] = '\0';
    return (struct text){ content, length };
}

static int setup(void **state)
{
    (void)state;
    written = tmpfile();
    if (written == NULL)
        return 1;
    clock_set_demo(&frozen, INT64_C(1581296400007), false);
    log_init(&journal, fileno(written), LOG_LEVEL_NOTE, &frozen);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    return fclose(written);
}

static void test_a_line(void **state)
{
    (void)state;
    struct log_line line;
    log_begin(&line, &journal, LOG_LEVEL_WARNING, "lane.batch.undone");
    log_int(&line, "rows", -12);
    log_text(&line, "why", TEXT("duplicate \"key\"\n医\x01\xFF\\"));
    log_text(&line, "table", TEXT("settle.line/医"));
    log_text(&line, "empty", text_of(NULL));
    log_text(&line, "forged", TEXT("a=b"));
    log_end(&line);
    assert_string_equal(lines().data,
        "2020-02-10T09:00:00.007+08:00 warning lane.batch.undone rows=-12 "
        "why=\"duplicate \\\"key\\\"\\n医\\x01\\xff\\\\\" table=settle.line/医 empty=\"\" "
        "forged=\"a=b\"\n");
}

static void test_levels(void **state)
{
    (void)state;
    log_event(&journal, LOG_LEVEL_DEBUG, "quiet");
    log_event(&journal, LOG_LEVEL_NOTE, "store.opened");
    log_event(&journal, LOG_LEVEL_FAULT, "store.lost");
    log_event(&journal, LOG_LEVEL_FAULT, "store.lost");
    assert_int_equal(log_count(&journal, LOG_LEVEL_DEBUG), 1);
    assert_int_equal(log_count(&journal, LOG_LEVEL_NOTE), 1);
    assert_int_equal(log_count(&journal, LOG_LEVEL_FAULT), 2);
    assert_null(strstr(lines().data, "quiet"));
    enum log_level level;
    for (int i = 0; i < LOG_LEVELS; i++) {
        assert_true(log_level_parse(text_of(log_level_name((enum log_level)i)), &level));
        assert_int_equal(level, i);
    }
    assert_false(log_level_parse(TEXT("loud"), &level));
    log_event(NULL, LOG_LEVEL_FAULT, "nowhere");
}

/* Whatever the lengths, a line ends with a line end, is bounded and is well-formed. */
static void test_bounds(void **state)
{
    (void)state;
    static const char *const PIECES[] = { "a", "医", "\x01", "\"", "\xFF", "a b" };
    static char value[3 * LOG_LINE_BYTES];
    for (size_t piece = 0; piece < COUNT_OF(PIECES); piece++) {
        size_t step = strlen(PIECES[piece]);
        for (size_t length = LOG_LINE_BYTES / 2; length < LOG_LINE_BYTES + 50; length += 13) {
            for (size_t i = 0; i + step <= sizeof value; i += step)
                memcpy(value + i, PIECES[piece], step);
            assert_int_equal(ftruncate(fileno(written), 0), 0);
            assert_int_equal(lseek(fileno(written), 0, SEEK_SET), 0);
            struct log_line line;
            log_begin(&line, &journal, LOG_LEVEL_NOTE, "long");
            log_text(&line, "first", (struct text){ value, length / step * step });
            log_text(&line, "second", (struct text){ value, 300 / step * step });
            for (int i = 0; i < 100; i++)
                log_int(&line, "n", i);
            log_end(&line);
            struct text text = lines();
            assert_true(text.length <= LOG_LINE_BYTES);
            assert_int_equal(text.data[text.length - 1], '\n');
            assert_ptr_equal(strchr(text.data, '\n'), text.data + text.length - 1);
            assert_true(text_is_utf8(text));
        }
    }
    assert_int_equal(atomic_load(&journal.lost), 0);
}

static void *log_many(void *data)
{
    for (int i = 0; i < 500; i++) {
        struct log_line line;
        log_begin(&line, &journal, LOG_LEVEL_NOTE, "thread");
        log_text(&line, "who", text_of(data));
        log_int(&line, "n", i);
        log_end(&line);
    }
    return NULL;
}

static void test_threads_do_not_mix(void **state)
{
    (void)state;
    char name[] = "/tmp/yibao-log-XXXXXX";
    int file = mkstemp(name);
    assert_true(file >= 0);
    assert_int_equal(fcntl(file, F_SETFL, O_APPEND), 0);
    journal.file = file;
    pthread_t threads[4];
    static char who[4][8] = { "a", "bb", "ccc", "dddd" };
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, log_many, who[i]), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(log_count(&journal, LOG_LEVEL_NOTE), 2000);
    ssize_t length = pread(file, content, sizeof content - 1, 0);
    assert_true(length > 0);
    struct text rest = { content, (size_t)length };
    int count = 0;
    for (struct text line = text_until(rest, '\n', &rest); rest.data != NULL;
         line = text_until(rest, '\n', &rest)) {
        assert_true(text_starts(line, TEXT("2020-02-10T09:00:00.007+08:00 note thread who=")));
        count++;
    }
    assert_int_equal(count, 2000);
    close(file);
    unlink(name);
}

static void test_a_lost_line_is_counted(void **state)
{
    (void)state;
    journal.file = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (journal.file < 0)
        skip();
    log_event(&journal, LOG_LEVEL_FAULT, "full");
    assert_int_equal(atomic_load(&journal.lost), 1);
    close(journal.file);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test_setup_teardown(test_a_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_levels, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bounds, setup, teardown),
        cmocka_unit_test_setup_teardown(test_threads_do_not_mix, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_lost_line_is_counted, setup, teardown),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
