/* rooms_theirs_test.h: for tests that ask every room as somebody: a store that answers questions
 * with rows of somebody else (theirs), the question itself, and who asks it. */
#ifndef ROOMS_ROOMS_THEIRS_TEST_H
#define ROOMS_ROOMS_THEIRS_TEST_H

#include "rooms/rooms_testing.h"

#include "core/store.h"

#define MARK "FOREIGN"
#define MARK_FEN 7777777
#define MARK_DAY DATE(2020, 1, 2)
/* Of the owner, of the stranger, and of an office above the owner's. */
enum { THEIRS = 4194304 + 5, OURS = 8388608 + 6, ABOVE = 12582912 + 7 };
extern const int32_t their_place, our_place, place_above;

/* What an action must find to get as far as the question whose it is. */
struct theirs_said {
    const char *of;             /* a query, "?" the question, "*" every row */
    const char *field;          /* NULL: the query finds nothing */
    const char *value;          /* a number, a day as 20200210, a word; "" or "0": absent */
};

/* What rows say in fields that rooms must know; beside it the usual samples. */
struct theirs {
    const struct action *action;    /* picks its own samples; NULL: none */
    const char *about, *state;      /* NULL: the usual */
    bool no_flags;
    bool above;                     /* rows of the office and place above the owner's */
    const struct theirs_said *said; /* until one with no `of`; NULL: nothing besides */
    bool everything_asked;          /* fields of the question that need not be filled are */
    /* What the store was asked since they were last set to false. */
    bool decision_read;             /* a GUARD_DECISION question */
    bool guarded_read;              /* one that is not for everybody */
};
extern struct theirs theirs;
/* Of the whole group: the keys of the rooms, and the book of the folder. */
extern const struct book *theirs_book;
int theirs_set_up(void **state);
int theirs_tear_down(void **state);
extern struct store their_store;

/* The question names the owner wherever it names somebody. */
void *theirs_input(const struct action *action, struct arena *arena);
/* `below` is an office that he has beside his own; 0: none. */
struct actor theirs_actor(enum role role, int64_t self, int32_t place, int64_t below);
/* A self-service terminal of that hall, as the house makes it, at which nobody sits. */
struct actor theirs_terminal(int64_t hall, int32_t place);
bool theirs_is_staff(enum role role);

#endif
