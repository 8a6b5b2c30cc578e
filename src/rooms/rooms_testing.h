/* rooms_testing.h: what the tests of rooms share: a request with an arena, a minter, an actor and
 * keys, and a look at the decision that came out. Facts are built by hand. */
#ifndef ROOMS_ROOMS_TESTING_H
#define ROOMS_ROOMS_TESTING_H

#include "core/action.h"
#include "core/book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct testing {
    struct arena arena;
    struct minter minter;
    struct actor actor;
    struct request request;
    struct decision decision;
};

/* Keys for sealing are made once a process and given to the rooms. */
void testing_begin(struct testing *testing, struct moment at);
void testing_end(struct testing *testing);
/* For cmocka: *state is a testing of 2020-02-10, nine o'clock. */
int testing_setup(void **state);
int testing_teardown(void **state);
#define WITH_TESTING(test_) \
    cmocka_unit_test_setup_teardown(test_, testing_setup, testing_teardown)
/* The book of rules/ (YIBAO_RULES), held once; NULL with its faults printed. */
const struct book *testing_book(void);
/* The words a notice may use, for a book of a few texts. */
struct publication testing_vocabulary(struct arena *arena, int64_t sequence);
/* The same with one more publication, whose text outlives it. */
struct book;
const struct book *testing_book_with(const struct book *base, struct text file,
                                     struct text text);
/* The worked examples of a file (the path in that variable of the environment), each tried against
 * testing_book: how many were wrong. `worked` is a struct of the shape; the arena is cleared after
 * each. */
struct yaml;
int testing_examples(const char *variable, const struct shape *shape, size_t least,
                     int (*try_one)(const struct book *book, const void *worked,
                                    const struct yaml *node, struct arena *arena));
/* Decides; the decision before it is forgotten. `prepared` may be NULL. Input and facts are structs
 * of the room's own: one that was copied here by hand and has fallen short of what the action reads
 * stops the test, where the compiler sees how long it is. */
#define testing_decide(testing_, action_, input_, facts_, prepared_) \
    testing_decide_sized((testing_), (action_), (input_), __builtin_object_size((input_), 0), \
                         (facts_), __builtin_object_size((facts_), 0), (prepared_))
void testing_decide_sized(struct testing *testing, const struct action *action, const void *input,
                          size_t input_size, const void *facts, size_t facts_size,
                          const void *prepared);
bool testing_is_refused(const struct testing *testing, const char *key);
/* The n-th change of a table (0 first), or NULL. */
const void *testing_change(const struct testing *testing, const struct table *table, int n,
                           enum change_kind *ret_kind);
int testing_changes(const struct testing *testing, const struct table *table);
/* A list over an array. */
#define LIST_OF(array_) \
    (&(struct list){ (void *)(uintptr_t)(array_), sizeof(array_) / sizeof((array_)[0]) })

#endif
