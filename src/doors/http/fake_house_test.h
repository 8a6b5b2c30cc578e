/* fake_house_test.h: a house in memory for the doors' tests: a room of cases with every kind of
 * field, a journal by key, answers at once or late from threads of its own. */
#ifndef DOORS_HTTP_FAKE_HOUSE_TEST_H
#define DOORS_HTTP_FAKE_HOUSE_TEST_H

#include "core/house.h"

#include <stdatomic.h>

#define FAKE_TOKEN "token-of-the-reviewer"

struct fake_house {
    struct house house;             /* first */
    bool late;                      /* answer from a thread, after a little while */
    bool sick;
    bool away;                  /* the store says of no session whose it is */
    _Atomic int submitted, finished, recorded;
    _Atomic int open, open_most;    /* submitted and not answered */
};

extern const struct room fake_room;

void fake_house_init(struct fake_house *fake);
void fake_house_release(struct fake_house *fake);

#endif
