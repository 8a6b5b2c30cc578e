/* msgids_test.c: for whom a msgid was used, and that the memory of it is bounded. */

#include "doors/nhsa/msgids.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct msgid_use use_of(int64_t subject, int64_t ms)
{
    struct msgid_use use = { .subject = subject, .at = { ms } };
    memcpy(use.infno, "2207", 5);
    return use;
}

static void test_another_person_is_seen_and_the_same_is_not(void **state)
{
    (void)state;
    struct msgids *msgids = msgids_new();
    struct msgid_use use = use_of(7, 1000), found = { 0 };
    assert_false(msgids_of_another(msgids, 1, TEXT("a"), 7, &found));
    msgids_note(msgids, 1, TEXT("a"), &use);
    assert_false(msgids_of_another(msgids, 1, TEXT("a"), 7, &found));
    assert_true(msgids_of_another(msgids, 1, TEXT("a"), 8, &found));
    assert_int_equal(found.at.ms, 1000);
    assert_string_equal(found.infno, "2207");
    /* Two institutions number each for itself. */
    assert_false(msgids_of_another(msgids, 2, TEXT("a"), 8, &found));
    /* The first use stands. */
    struct msgid_use later = use_of(9, 2000);
    msgids_note(msgids, 1, TEXT("a"), &later);
    assert_true(msgids_of_another(msgids, 1, TEXT("a"), 9, &found));
    msgids_free(msgids);
}

static void test_the_oldest_make_room(void **state)
{
    (void)state;
    struct msgids *msgids = msgids_new();
    struct msgid_use found;
    char name[32];
    for (int i = 0; i < 3 * MSGIDS_KEPT; i++) {
        struct msgid_use use = use_of(1, i + 1);
        snprintf(name, sizeof name, "%d", i);
        msgids_note(msgids, 1, text_of(name), &use);
    }
    assert_true(msgids_of_another(msgids, 1, text_of(name), 2, &found));
    int known = 0;
    for (int i = 0; i < MSGIDS_KEPT / 8; i++) {
        snprintf(name, sizeof name, "%d", i);
        known += msgids_of_another(msgids, 1, text_of(name), 2, &found);
    }
    assert_true(known < 100);
    msgids_free(msgids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_another_person_is_seen_and_the_same_is_not),
        cmocka_unit_test(test_the_oldest_make_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
