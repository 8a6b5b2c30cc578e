/* child_test.c: this program starts itself anew as the child: what it may, and what it may not. */

#include "base/child.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

static const struct child_plan PLAN = {
    .memory_max = (size_t)256 << 20, .seconds_max = 5, .record_max = 1 << 20,
};

static struct child *start(const char *word, const char *bytes)
{
    struct child_plan plan = PLAN;
    plan.words[0] = word;
    if (strcmp(word, "silent") == 0)
        plan.seconds_max = 1;
    int input = child_input_begin();
    assert_true(child_input_add(input, text_of(bytes)));
    struct child *child = child_start(&plan, input);
    assert_non_null(child);
    return child;
}

/* ---- as the child ---- */

static void spin(void)
{
    volatile uint64_t turns = 0;
    for (;;)
        turns++;
}

static void put_errno(int answer)
{
    child_put(answer < 0 && errno == EPERM ? 'N' : 'Y', TEXT(""));
}

static _Noreturn void be_child(const char *word)
{
    struct text bytes;
    if (!child_take_input(&bytes) || !child_confine())
        _exit(9);
    if (strcmp(word, "echo") == 0) {
        child_put('A', bytes);
        child_put('B', TEXT(""));
    } else if (strcmp(word, "reach") == 0) {
        put_errno(open("/etc/hostname", O_RDONLY));
        put_errno(socket(AF_INET, SOCK_STREAM, 0));
        put_errno(execl("/bin/true", "true", (char *)NULL));
        put_errno((int)fork());
    } else if (strcmp(word, "files") == 0) {
        for (int file = 3; file < 64; file++)
            child_put(lseek(file, 0, SEEK_CUR) < 0 && errno == EBADF ? 'N' : 'Y', TEXT(""));
    } else if (strcmp(word, "half") == 0) {
        child_put('A', bytes);
        child_leave(3);
    } else if (strcmp(word, "long") == 0) {
        static char large[(1 << 20) + 1];
        child_put('A', (struct text){ large, sizeof large });
    } else if (strcmp(word, "broken") == 0) {
        ssize_t wrote = write(1, "A\0\0\0\7abc", 8);
        child_leave(wrote == 8 ? 0 : 1);
    } else if (strcmp(word, "silent") == 0) {
        spin();
    } else {
        abort();
    }
    child_leave(0);
}

/* ---- as who asks ---- */

static void test_says_it_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct child *child = start("echo", "医疗保险");
    char tag;
    struct text bytes;
    assert_true(child_next(child, &arena, &tag, &bytes));
    assert_int_equal(tag, 'A');
    assert_true(text_is(bytes, "医疗保险"));
    assert_true(child_next(child, &arena, &tag, &bytes));
    assert_int_equal(tag, 'B');
    assert_int_equal(bytes.length, 0);
    assert_false(child_next(child, &arena, &tag, &bytes));
    assert_true(child_end(child));
    arena_release(&arena);
}

static void all_are(const char *word, char wanted, int count)
{
    struct arena arena;
    arena_init(&arena);
    struct child *child = start(word, "");
    char tag;
    struct text bytes;
    for (int i = 0; i < count; i++) {
        assert_true(child_next(child, &arena, &tag, &bytes));
        assert_int_equal(tag, wanted);
    }
    assert_false(child_next(child, &arena, &tag, &bytes));
    assert_true(child_end(child));
    arena_release(&arena);
}

/* No file, no connection, no program, no process. */
static void test_reaches_nothing(void **state)
{
    (void)state;
    all_are("reach", 'N', 4);
}

/* Nothing that was open here is open there. */
static void test_holds_nothing(void **state)
{
    (void)state;
    int kept[8];
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        kept[i] = dup(2);
    all_are("files", 'N', 61);
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        close(kept[i]);
}

static void ends_badly(const char *word, int records)
{
    struct arena arena;
    arena_init(&arena);
    struct child *child = start(word, "x");
    char tag;
    struct text bytes;
    for (int i = 0; i < records; i++)
        assert_true(child_next(child, &arena, &tag, &bytes));
    assert_false(child_next(child, &arena, &tag, &bytes));
    assert_false(child_next(child, &arena, &tag, &bytes));
    assert_false(child_end(child));
    arena_release(&arena);
}

static void test_ends_badly(void **state)
{
    (void)state;
    ends_badly("half", 1);
    ends_badly("long", 0);
    ends_badly("broken", 0);
    ends_badly("silent", 0);
    ends_badly("crash", 0);
}

static void test_is_left_early(void **state)
{
    (void)state;
    assert_false(child_end(start("silent", "")));
}

static void test_is_not_there(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char tag;
    struct text bytes;
    child_use_program("/nowhere/yibao");
    struct child *child = start("echo", "x");
    assert_false(child_next(child, &arena, &tag, &bytes));
    assert_false(child_end(child));
    child_use_program("/proc/self/exe");
    assert_null(child_start(&PLAN, -1));
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        be_child(argv[1]);
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_says_it_back), cmocka_unit_test(test_reaches_nothing),
        cmocka_unit_test(test_holds_nothing), cmocka_unit_test(test_ends_badly),
        cmocka_unit_test(test_is_left_early), cmocka_unit_test(test_is_not_there),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
