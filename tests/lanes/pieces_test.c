/* pieces_test.c: the parts of a lane by themselves: held subjects, poison, gathering. */

#include "lanes/gathering.h"
#include "lanes/held.h"
#include "lanes/poison.h"

#include "base/check.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- held ---- */

static struct keys one(int64_t subject)
{
    struct keys keys = { .count = 0 };
    keys_add(&keys, subject);
    return keys;
}

static void held_subjects_are_held_until_cleared(void **state)
{
    (void)state;
    static struct held held;
    held_clear(&held);
    struct keys first = one(5), two = one(6), both = one(6);
    keys_add(&both, 5);
    assert_false(held_any(&held, &first));
    assert_true(held_add(&held, &first));
    assert_true(held_any(&held, &first));
    assert_false(held_any(&held, &two));
    assert_true(held_any(&held, &both));
    held_clear(&held);
    assert_false(held_any(&held, &both));
}

/* A subject that many wait for takes one slot, so that it does not crowd out the others. */
static void held_fills_by_subjects_not_by_calls(void **state)
{
    (void)state;
    static struct held held;
    held_clear(&held);
    struct keys same = one(77);
    for (int i = 0; i < 2 * HELD_SLOTS; i++)
        assert_true(held_add(&held, &same));
    assert_int_equal(held.count, 1);
    int64_t subject = 1000;
    while (true) {
        struct keys other = one(subject);
        if (!held_add(&held, &other))
            break;
        assert_true(held_any(&held, &other));
        subject += 1 << 20;
    }
    assert_int_equal(held.count, HELD_SLOTS / 2);
}

/* Rounds that no 32 bits count: slots never used stay free. */
static void held_outlives_any_number_of_rounds(void **state)
{
    (void)state;
    static struct held held;
    held.round = UINT32_MAX;
    held_clear(&held);
    struct keys keys = one(3);
    assert_false(held_any(&held, &keys));
    assert_true(held_add(&held, &keys));
    assert_true(held_any(&held, &keys));
}

/* ---- poison ---- */

static char path[64];

static int poison_set_up(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/yibao-poison-%ld", (long)getpid());
    unlink(path);
    return 0;
}

static int poison_tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

enum ending { ENDS_ABORT, ENDS_SEGV, ENDS_KILL, ENDS_TERM, ENDS_SENT_ABORT, ENDS_OTHER_THREAD };

static void *break_down(void *unused)
{
    (void)unused;
    abort();
}

/* A lane of a program of its own that takes these into its hand and ends so. */
static void end_with(enum ending ending, const uint64_t *marks, size_t count)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit no_core = { 0, 0 };
        setrlimit(RLIMIT_CORE, &no_core);
        signal(SIGABRT, SIG_DFL);   /* the test's own runner catches them */
        signal(SIGSEGV, SIG_DFL);
        const char *fault = NULL;
        struct poison *poison = poison_open(path, &fault);
        pthread_t other;
        CHECK(poison != NULL);
        poison_watch(poison);
        poison_take(poison, 4711);
        poison_let_go(poison);
        for (size_t i = 0; i < count; i++)
            poison_take(poison, marks[i]);
        switch (ending) {
        case ENDS_ABORT: abort(); break;
        case ENDS_SEGV: {
            volatile uintptr_t nowhere = 8;     /* not known when compiled: gcc would warn */
            *(volatile int *)nowhere = 1;
            break;
        }
        case ENDS_KILL: kill(getpid(), SIGKILL); break;
        case ENDS_TERM: kill(getpid(), SIGTERM); break;
        case ENDS_SENT_ABORT: kill(getpid(), SIGABRT); break;
        case ENDS_OTHER_THREAD:
            pthread_create(&other, NULL, break_down, NULL);
            pthread_join(other, NULL);
            break;
        }
        pause();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    /* A sanitizer turns a wild pointer into an exit of its own. */
    assert_true(WIFSIGNALED(status) || (ending == ENDS_SEGV && WEXITSTATUS(status) != 0));
}

static int stops_of(uint64_t mark)
{
    const char *fault = NULL;
    struct poison *poison = poison_open(path, &fault);
    assert_non_null(poison);
    int stops = poison_stops(poison, mark);
    poison_close(poison);
    return stops;
}

static int refused_of_all(void)
{
    const char *fault = NULL;
    struct poison *poison = poison_look(path, &fault);
    assert_non_null(poison);
    int refused = poison_refused(poison);
    poison_close(poison);
    return refused;
}

static void a_break_of_the_lane_accuses_its_hand(void **state)
{
    (void)state;
    static const enum ending endings[] = { ENDS_ABORT, ENDS_SEGV };
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        unlink(path);
        end_with(endings[i], (const uint64_t[]){ 1, 2 }, 2);
        assert_int_equal(stops_of(1), 1);
        assert_int_equal(stops_of(2), 1);
        assert_int_equal(stops_of(4711), 0);
        assert_int_equal(refused_of_all(), 0);
        end_with(endings[i], (const uint64_t[]){ 2 }, 1);
        assert_int_equal(stops_of(1), 1);
        assert_int_equal(stops_of(2), 2);
        assert_int_equal(refused_of_all(), 1);
    }
}

/* Whatever the operator, the kernel or another thread does, no input is to blame. */
static void a_kill_accuses_nobody(void **state)
{
    (void)state;
    static const enum ending endings[] = {
        ENDS_KILL, ENDS_TERM, ENDS_SENT_ABORT, ENDS_OTHER_THREAD,
    };
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        for (int times = 0; times < 3; times++) {
            end_with(endings[i], (const uint64_t[]){ 1, 2 }, 2);
            assert_int_equal(stops_of(1), 0);
            assert_int_equal(stops_of(2), 0);
        }
}

static void who_looks_accuses_nobody(void **state)
{
    (void)state;
    const char *fault = NULL;
    struct poison *serving = poison_open(path, &fault);
    poison_take(serving, 9);
    struct poison *looking = poison_look(path, &fault);
    assert_int_equal(poison_suspects(looking), 0);
    poison_close(looking);
    end_with(ENDS_ABORT, (const uint64_t[]){ 9 }, 1);
    looking = poison_look(path, &fault);
    assert_int_equal(poison_suspects(looking), 0);
    poison_close(looking);
    poison_close(serving);
}

static void the_acquitted_and_the_cleared_are_free(void **state)
{
    (void)state;
    end_with(ENDS_ABORT, (const uint64_t[]){ 1, 2, 3 }, 3);
    const char *fault = NULL;
    struct poison *poison = poison_open(path, &fault);
    assert_int_equal(poison_suspects(poison), 3);
    poison_acquit(poison, 1);
    poison_acquit(poison, 4);
    assert_int_equal(poison_suspects(poison), 2);
    assert_int_equal(poison_stops(poison, 1), 0);
    assert_int_equal(poison_stops(poison, 3), 1);
    assert_int_equal(poison_refused(poison), 0);
    poison_clear(poison);
    assert_int_equal(poison_suspects(poison), 0);
    poison_close(poison);
}

/* Bystanders that never came again make room; the guilty stay. */
static void a_full_list_keeps_the_guilty(void **state)
{
    (void)state;
    end_with(ENDS_ABORT, (const uint64_t[]){ 7 }, 1);
    end_with(ENDS_ABORT, (const uint64_t[]){ 7 }, 1);
    for (uint64_t round = 1; round <= 4; round++) {
        uint64_t marks[LIMIT_BATCH];
        for (size_t i = 0; i < COUNT_OF(marks); i++)
            marks[i] = round * 1000 + i;
        end_with(ENDS_ABORT, marks, COUNT_OF(marks));
    }
    assert_int_equal(stops_of(7), 2);
    assert_int_equal(stops_of(4000), 1);
}

static void marks_tell_actions_apart(void **state)
{
    (void)state;
    struct text digest = TEXT("0123456789abcdef");
    assert_true(poison_mark("a.b", digest) == poison_mark("a.b", digest));
    assert_true(poison_mark("a.b", digest) != poison_mark("a.c", digest));
    assert_true(poison_mark("a.b", digest) != poison_mark("a.b", TEXT("1123456789abcdef")));
}

/* ---- gathering ---- */

struct thing { int64_t number; };
static const struct field thing_fields[] = {
    FIELD(struct thing, number, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape thing_shape = SHAPE("thing", struct thing, thing_fields);
static const struct query things_of = {
    .name = "things", .from = "thing", .key = &thing_shape, .row = &thing_shape, .row_max = 10,
    .guard = GUARD_SCOPED, .guard_institution = "number",
};

/* Answers each want with the row of its number; counts round trips and wants. */
struct shelf {
    struct store base;
    int trips, answered;
    enum store_answer answer;
};

static enum store_answer shelf_read(struct store *store, struct want *wants, struct arena *arena)
{
    struct shelf *shelf = (struct shelf *)store;
    shelf->trips++;
    for (struct want *want = wants; want != NULL; want = want->next) {
        if (want->answered)
            continue;
        struct thing *thing = ARENA_NEW(arena, struct thing);
        *thing = *(const struct thing *)want->key;
        want->rows = (struct list){ thing, 1 };
        want->answered = true;
        shelf->answered++;
    }
    return shelf->answer;
}

static const struct store_port shelf_port = { .scheme = "shelf", .read = shelf_read };

/* Numbers below 100 are at hand. */
static size_t hand_look(struct store *store, struct want *wants, struct arena *arena)
{
    (void)store;
    size_t answered = 0;
    for (struct want *want = wants; want != NULL; want = want->next) {
        const struct thing *key = want->key;
        if (want->answered || key->number >= 100)
            continue;
        struct thing *thing = ARENA_NEW(arena, struct thing);
        *thing = *key;
        want->rows = (struct list){ thing, 1 };
        want->answered = true;
        answered++;
    }
    return answered;
}

static const struct store_port hand_port = {
    .scheme = "hand", .read = shelf_read, .look = hand_look,
};

struct asker {
    struct gather gather;
    int64_t first, rounds;      /* wants first, first + 1, … one a round */
    size_t seen;
};

static bool ask_on(void *context)
{
    struct asker *asker = context;
    asker->gather.missing = false;
    asker->seen = 0;
    for (int64_t i = 0; i < asker->rounds; i++) {
        const struct thing key = { asker->first + i };
        const struct list *rows = gather_want(&asker->gather, &things_of, &key);
        if (rows == NULL)
            return false;
        asker->seen += rows->count;
    }
    return true;
}

static bool ask_at_once(void *context)
{
    struct asker *asker = context;
    bool complete = true;
    for (int64_t i = 0; i < asker->rounds; i++) {
        const struct thing key = { asker->first + i };
        complete &= gather_want(&asker->gather, &things_of, &key) != NULL;
    }
    return complete;
}

static void one_trip_a_round_for_all(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct shelf shelf = { .base = { &shelf_port }, .answer = STORE_DONE };
    struct gathering gathering = { .store = &shelf.base, .rows = &arena };
    struct asker askers[5];
    for (int i = 0; i < 5; i++) {
        askers[i] = (struct asker){ .gather = { .arena = &arena }, .first = i * 10,
                                    .rounds = i % 3 + 1 };
        gathering_add(&gathering, &askers[i].gather, ask_on, &askers[i], NULL);
    }
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    assert_int_equal(shelf.trips, 3);
    assert_int_equal(shelf.answered, 1 + 2 + 3 + 1 + 2);
    for (int i = 0; i < 5; i++)
        assert_int_equal(askers[i].seen, askers[i].rounds);
    shelf.answer = STORE_FAULT;
    struct gathering failing = { .store = &shelf.base, .rows = &arena };
    struct asker last = { .gather = { .arena = &arena }, .first = 99, .rounds = 1 };
    gathering_add(&failing, &last.gather, ask_on, &last, NULL);
    assert_int_equal(gathering_run(&failing), STORE_FAULT);
    arena_release(&arena);
}

/* One goes by what is at hand, another needs the store at once, two the same row: one trip. */
static void what_is_at_hand_needs_no_trip(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct shelf shelf = { .base = { &hand_port }, .answer = STORE_DONE };
    struct gathering gathering = { .store = &shelf.base, .rows = &arena };
    struct asker askers[] = {
        { .gather = { .arena = &arena }, .first = 95, .rounds = 6 },
        { .gather = { .arena = &arena }, .first = 200, .rounds = 1 },
        { .gather = { .arena = &arena }, .first = 99, .rounds = 2 },
        { .gather = { .arena = &arena }, .first = 10, .rounds = 5 },
    };
    for (size_t i = 0; i < COUNT_OF(askers); i++)
        gathering_add(&gathering, &askers[i].gather, ask_on, &askers[i], NULL);
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    assert_int_equal(shelf.trips, 1);
    assert_int_equal(shelf.answered, 2);
    for (size_t i = 0; i < COUNT_OF(askers); i++)
        assert_int_equal(askers[i].seen, askers[i].rounds);
    arena_release(&arena);
}

/* One of many asks for too much: it alone is left out, nothing is read for it. */
static void who_asks_too_much_is_left_out(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct shelf shelf = { .base = { &shelf_port }, .answer = STORE_DONE };
    struct gathering gathering = {
        .store = &shelf.base, .rows = &arena, .wants_max = LIMIT_WANTS_AN_ACTION,
    };
    struct asker modest = { .gather = { .arena = &arena }, .rounds = 2 };
    struct asker greedy = { .gather = { .arena = &arena }, .rounds = LIMIT_WANTS_AN_ACTION + 1 };
    struct asker most = { .gather = { .arena = &arena }, .first = 100000,
                          .rounds = LIMIT_WANTS_AN_ACTION };
    gathering_add(&gathering, &modest.gather, ask_on, &modest, NULL);
    gathering_add(&gathering, &greedy.gather, ask_at_once, &greedy, NULL);
    gathering_add(&gathering, &most.gather, ask_at_once, &most, NULL);
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    struct call call = { .request.arena = &arena };
    assert_false(gathering_refuses(&modest.gather, &call));
    assert_false(gathering_refuses(&most.gather, &call));
    assert_true(gathering_refuses(&greedy.gather, &call));
    assert_int_equal(call.status, CALL_REFUSED);
    assert_false(gathering_found_too_many(&call));
    assert_int_equal(modest.seen, 2);
    assert_int_equal(shelf.answered, 2 + LIMIT_WANTS_AN_ACTION);
    arena_release(&arena);
}

/* Two of a batch want the same row: it is read once, and both have it. */
static void what_is_wanted_alike_is_read_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct shelf shelf = { .base = { &shelf_port }, .answer = STORE_DONE };
    struct gathering gathering = { .store = &shelf.base, .rows = &arena };
    struct asker one = { .gather = { .arena = &arena }, .first = 7, .rounds = 1 };
    struct asker same = { .gather = { .arena = &arena }, .first = 7, .rounds = 1 };
    struct asker other = { .gather = { .arena = &arena }, .first = 8, .rounds = 1 };
    gathering_add(&gathering, &one.gather, ask_on, &one, NULL);
    gathering_add(&gathering, &same.gather, ask_on, &same, NULL);
    gathering_add(&gathering, &other.gather, ask_on, &other, NULL);
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    assert_int_equal(shelf.answered, 2);
    assert_int_equal(one.seen, 1);
    assert_int_equal(same.seen, 1);
    assert_int_equal(other.seen, 1);

    /* What waited for a read that failed is not answered. */
    shelf.answer = STORE_FAULT;
    struct gathering failing = { .store = &shelf.base, .rows = &arena };
    struct asker third = { .gather = { .arena = &arena }, .first = 9, .rounds = 1 };
    struct asker fourth = { .gather = { .arena = &arena }, .first = 9, .rounds = 1 };
    gathering_add(&failing, &third.gather, ask_on, &third, NULL);
    gathering_add(&failing, &fourth.gather, ask_on, &fourth, NULL);
    assert_int_equal(gathering_run(&failing), STORE_FAULT);
    assert_false(fourth.gather.wants->answered);
    arena_release(&arena);
}

static void rows_of_others_are_left_out(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct shelf shelf = { .base = { &shelf_port }, .answer = STORE_DONE };
    const struct scope scope = { .institution = 41 };
    struct gathering gathering = { .store = &shelf.base, .rows = &arena };
    struct asker asker = { .gather = { .arena = &arena }, .first = 40, .rounds = 3 };
    gathering_add(&gathering, &asker.gather, ask_on, &asker, &scope);
    assert_int_equal(gathering_run(&gathering), STORE_DONE);
    assert_int_equal(asker.seen, 1);
    arena_release(&arena);
}

#define POISON_TEST(name) cmocka_unit_test_setup_teardown(name, poison_set_up, poison_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_subjects_are_held_until_cleared),
        cmocka_unit_test(held_fills_by_subjects_not_by_calls),
        cmocka_unit_test(held_outlives_any_number_of_rounds),
        POISON_TEST(a_break_of_the_lane_accuses_its_hand),
        POISON_TEST(a_kill_accuses_nobody),
        POISON_TEST(who_looks_accuses_nobody),
        POISON_TEST(the_acquitted_and_the_cleared_are_free),
        POISON_TEST(a_full_list_keeps_the_guilty),
        cmocka_unit_test(marks_tell_actions_apart),
        cmocka_unit_test(one_trip_a_round_for_all),
        cmocka_unit_test(what_is_at_hand_needs_no_trip),
        cmocka_unit_test(who_asks_too_much_is_left_out),
        cmocka_unit_test(what_is_wanted_alike_is_read_once),
        cmocka_unit_test(rows_of_others_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
