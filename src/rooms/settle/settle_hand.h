/* settle_hand.h: a bill at the desk built by hand, for the tests of settle: one line of 3000.00 of
 * the hand's visit, what a settlement reads around it, and what was settled of it. */
#ifndef ROOMS_SETTLE_HAND_H
#define ROOMS_SETTLE_HAND_H

#include "rooms/hand.h"

#include "rooms/settle/settle_room.h"

#define SETTLE_HAND_TODAY DATE(2020, 2, 10)
#define SETTLE_HAND_BILL TEXT("B1")
#define SETTLE_HAND_ROWS 4

struct settle_hand {
    struct hand hand;
    struct settle_facts facts;
    struct settle_ask ask;
    struct settlement_row rows[SETTLE_HAND_ROWS];
    struct settle_counters_row counters[SETTLE_HAND_ROWS];
    struct list settlements, counter_rows;
};

/* Reads the rules of rules/ for all tests of a program, and lets go of them. */
int settle_hand_open(void **state);
int settle_hand_close(void **state);
const struct book *settle_hand_book(void);

/* A bill of that day that can be settled; nothing was settled before. */
void settle_hand_begin(struct settle_hand *desk, struct date today, struct text key);
void settle_hand_end(struct settle_hand *desk);
/* The bill is settled alone; its row and its counters are found from now on. */
void settle_hand_settle(struct settle_hand *desk);
/* The settlement and the counters decided last are found from now on. */
void settle_hand_keep(struct settle_hand *desk);

#endif
