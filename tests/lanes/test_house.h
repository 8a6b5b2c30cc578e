/* test_house.h: a house around the purse, on any store: sqlite (a file of its own) or postgres
 * (YIBAO_TEST_POSTGRES). Between the lane and its store lie the faulty store and the dice. */
#ifndef TESTS_LANES_TEST_HOUSE_H
#define TESTS_LANES_TEST_HOUSE_H

#include "dice.h"
#include "purse.h"

#include "base/clock.h"
#include "core/house.h"
#include "lanes/desk.h"
#include "stores/faulty.h"

#include <pthread.h>

struct test_house {
    struct house house;
    struct arena arena;
    struct clock clock;
    const struct sm2_key *signing_key;  /* NULL: nothing is signed */
    struct lane *lane;
    struct desk *desk;
    struct faulty *faulty;
    struct dice *dice;
    struct store *store, *reader;
    const char *poison_path;    /* NULL: none */
    int look_ms;                /* how often timers are looked for */
    atomic_bool lost;
};

/* Picks the store by argv[1]; false: it is not there, the test is skipped. */
bool test_store(int argc, char **argv);
/* Removes the file of the store. */
void test_store_gone(void);

int test_house_set_up(void **state);
int test_house_tear_down(void **state);
void test_house_start(struct test_house *test);
void test_house_stop(struct test_house *test);
void test_house_run_sql(struct test_house *test, const char *words);
/* How many rows; constant texts. */
int64_t test_house_count(struct test_house *test, const char *from, const char *where);

struct asked {
    struct call call;
    struct arena arena;
    struct take_input input;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool done;
};
/* Not yet submitted. */
struct asked *asked_new(const struct action *action, int64_t purse, int64_t amount,
                        const char *key);
struct asked *ask(struct test_house *test, const struct action *action, int64_t purse,
                  int64_t amount, const char *key);
struct take_outcome wait_for(struct test_house *test, struct asked *asked,
                             enum call_status *ret_status, bool *ret_repeated);
struct take_outcome take(struct test_house *test, int64_t purse, int64_t amount, const char *key,
                         enum call_status *ret_status);
/* The purse's total equals its takings; how many there are. */
int64_t takings(struct test_house *test, int64_t purse);

#define PURSE(n) ((INT64_C(1) << 32) | ((int64_t)(n) << 22) | 1)
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_house_set_up, test_house_tear_down)

#endif
