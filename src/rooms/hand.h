/* hand.h: facts of acts of care built by hand, for the tests of the rooms visit and settle:
 * one person, one institution with its agreement, one catalogue item, and rows of a visit. */
#ifndef ROOMS_HAND_H
#define ROOMS_HAND_H

#include "rooms/rooms_testing.h"

#include "rooms/agreement/agreement_facts.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/visit/visit.h"
#include "rooms/visit/visit_room.h"

#define HAND_PERSON INT64_C(4611686018427387)
#define HAND_OTHER_PERSON INT64_C(4611686018427999)
#define HAND_INSTITUTION INT64_C(900)
#define HAND_VISIT INT64_C(4611686018428411)
#define HAND_ITEM "XA01AA000A0010101009000"
#define HAND_LINES 16
extern const int64_t HAND_PLACE;     /* a district of Beijing */

struct hand {
    struct testing testing;
    struct party_person person;
    struct party_spell spell;
    struct party_status status;
    struct party_institution institution;
    struct agreement agreement;
    struct catalogue_item item;
    struct visit_row visit;
    struct visit_stay_row stay;
    struct visit_bill_row bill;
    struct visit_line_row lines[HAND_LINES];
    struct list spells, identities, statuses, agreements, items, bills, line_list, nothing;
    struct party_person_facts facts;
};

/* An employee of Chaoyang, at a tier-3 hospital of his district; `today` at ten. The visit is open
 * and of that day; no bill yet. */
void hand_begin(struct hand *hand, struct date today);
void hand_end(struct hand *hand);
/* Makes the visit a stay that began on a day. */
void hand_stay(struct hand *hand, struct date begin);
/* A live line of that bill in full scope, and the bill with it. */
void hand_line(struct hand *hand, struct text bill, const char *serial, int64_t fen);
/* The only bill of `hand` as settled by `settlement` up to its last line. */
void hand_settled(struct hand *hand, int64_t settlement);
/* A line to charge: quantity × price of the item. */
struct visit_line_input hand_input(const char *serial, int64_t quantity, int64_t fen_a_piece);

#endif
