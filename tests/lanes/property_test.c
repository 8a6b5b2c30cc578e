/* property_test.c: drawn calls over few purses, in bursts, while reads and writes fail, commits
 * lose their answers and the house is stopped and started again. Whatever is drawn:
 *   - what was acknowledged is there once, with the answer that was given;
 *   - what was not is not there by halves: asked again it is done once, or refused;
 *   - every row of the journal is chained to the one before it, and the head is the last. */

#include "test_house.h"

#include "base/check.h"
#include "core/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PURSES = 4, KEYS = 60, BURST_MAX = 24, BURSTS = 30 };

/* What is known of one key of one purse. */
struct known {
    int64_t amount;             /* of its first asking; 0: never asked */
    bool acknowledged;
    struct take_outcome answer;
};

struct drawn {
    struct test_house *test;
    uint64_t seed;
    struct known known[PURSES][KEYS];
};

static int64_t draw(struct drawn *drawn, int64_t below)
{
    drawn->seed = drawn->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(drawn->seed >> 33) % below;
}

static uint64_t seed_of_run(void)
{
    const char *given = getenv("YIBAO_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20200210;
    printf("YIBAO_SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

struct flight {
    struct asked *asked;
    int purse, key;
};

static struct flight ask_one(struct drawn *drawn, int purse, int key)
{
    struct known *known = &drawn->known[purse][key];
    char name[20];
    snprintf(name, sizeof name, "k%d", key);
    if (known->amount == 0)
        known->amount = 1 + draw(drawn, 3);
    return (struct flight){
        .asked = ask(drawn->test, &purse_take, PURSE(purse), known->amount, name),
        .purse = purse, .key = key,
    };
}

static enum call_status answered(struct drawn *drawn, const struct flight *asking)
{
    struct known *known = &drawn->known[asking->purse][asking->key];
    enum call_status status;
    bool repeated;
    struct take_outcome answer = wait_for(drawn->test, asking->asked, &status, &repeated);
    assert_true(status == CALL_DONE || status == CALL_REFUSED || status == CALL_FAULT);
    if (known->acknowledged) {
        /* Once said it stays said; only a fault may hide it. */
        assert_int_not_equal(status, CALL_REFUSED);
        assert_true(status == CALL_FAULT || repeated);
    }
    if (status != CALL_DONE)
        return status;
    if (known->acknowledged)
        assert_memory_equal(&known->answer, &answer, sizeof answer);
    known->answer = answer;
    known->acknowledged = true;
    return status;
}

static void burst(struct drawn *drawn)
{
    struct flight askings[BURST_MAX];
    int64_t count = 1 + draw(drawn, BURST_MAX);
    for (int64_t i = 0; i < count; i++)
        askings[i] = ask_one(drawn, (int)draw(drawn, PURSES), (int)draw(drawn, KEYS));
    for (int64_t i = 0; i < count; i++)
        answered(drawn, &askings[i]);
}

static void weather(struct drawn *drawn)
{
    struct dice *dice = drawn->test->dice;
    dice->reads_fail = (int)draw(drawn, 3) * 60;
    dice->writes_fail = (int)draw(drawn, 3) * 100;
    dice->writes_conflict = (int)draw(drawn, 3) * 80;
    dice->writes_unknown = (int)draw(drawn, 3) * 120;
    dice->flushes_unknown = (int)draw(drawn, 3) * 80;
}

/* Every key that was asked for is settled now: done once, or refused by the ceiling. */
static int64_t clear_up(struct drawn *drawn, int purse)
{
    int64_t taken = 0;
    for (int key = 0; key < KEYS; key++) {
        if (drawn->known[purse][key].amount == 0)
            continue;
        struct flight asking = ask_one(drawn, purse, key);
        assert_int_not_equal(answered(drawn, &asking), CALL_FAULT);
        taken += drawn->known[purse][key].acknowledged;
    }
    return taken;
}

static int64_t check_chain(struct test_house *test)
{
    uint8_t chain[CHAIN_BYTES] = { 0 };
    int64_t sequence = 0;
    struct arena arena;
    arena_init(&arena);
    for (;;) {
        arena_clear(&arena);
        const struct journal_after_key key = { 0, sequence, sequence + 500 };
        struct want want = { .query = &journal_after, .key = &key };
        assert_int_equal(test->reader->port->read(test->reader, &want, &arena), STORE_DONE);
        const struct journal_row *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count; i++) {
            assert_int_equal(rows[i].sequence, ++sequence);
            journal_chain(chain, &rows[i], &arena);
            assert_memory_equal(rows[i].link.data, chain, LINK_BYTES);
        }
        if (want.rows.count == 0)
            break;
    }
    const struct journal_head_key key = { 0 };
    struct want head = { .query = &journal_head_of, .key = &key };
    assert_int_equal(test->reader->port->read(test->reader, &head, &arena), STORE_DONE);
    assert_int_equal(head.rows.count, 1);
    const struct journal_head_row *row = head.rows.items;
    assert_int_equal(row->sequence, sequence);
    assert_memory_equal(row->chain.data, chain, CHAIN_BYTES);
    arena_release(&arena);
    return sequence;
}

static void acknowledged_once_or_not_at_all(void **state)
{
    struct drawn *drawn = calloc(1, sizeof *drawn);
    assert_non_null(drawn);
    drawn->test = *state;
    drawn->seed = seed_of_run();
    int failed = 0;
    for (int i = 0; i < BURSTS; i++) {
        drawn->test->dice->seed ^= (uint64_t)draw(drawn, 1 << 30);
        weather(drawn);
        burst(drawn);
        failed += drawn->test->dice->failed;
        drawn->test->dice->failed = 0;
        if (draw(drawn, 10) == 0) {
            test_house_stop(drawn->test);
            test_house_start(drawn->test);
        }
    }
    assert_true(failed > BURSTS / 2);
    dice_rest(drawn->test->dice);
    int64_t taken = 0, sevens = 0;
    for (int purse = 0; purse < PURSES; purse++) {
        int64_t here = clear_up(drawn, purse);
        assert_int_equal(takings(drawn->test, PURSE(purse)), here);
        taken += here;
        for (int key = 0; key < KEYS; key++)
            sevens += drawn->known[purse][key].answer.total == 7;
    }
    /* Each taking that made seven was answered by one more, elsewhere, once. */
    int64_t all = 0;
    for (int i = 0; i < 6000 && all != taken + sevens; i++) {
        usleep(10000);
        all = test_house_count(drawn->test, "taking", "1 = 1");
    }
    assert_int_equal(all, taken + sevens);
    assert_int_equal(check_chain(drawn->test), taken + sevens);
    free(drawn);
}

int main(int argc, char **argv)
{
    if (!test_store(argc, argv))
        return 77;
    const struct CMUnitTest tests[] = { TEST(acknowledged_once_or_not_at_all) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    test_store_gone();
    return failed;
}
