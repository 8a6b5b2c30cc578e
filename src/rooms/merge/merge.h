/* merge.h: two numbers of one human are made one (人员合并).
 *
 *     merge.ask            kept one's bucket   what speaks against it is told; a row
 *     merge.decide         kept one's bucket   a second person approves
 *       > merge.give       gone one's bucket   spells, filings and account end here, and are told
 *       > merge.take       kept one's bucket   and go on there; numbers lead to the kept one
 *     merge.undo, merge.decide, > merge.give-back, > merge.take-back: the same way round
 *       > merge.close-undoing  kept one's bucket   all of it is back
 *     settle.*, of the number that went  > merge.handed  what that changed goes over, too
 *
 * Each `>` is a reaction: an action of its own in one bucket, done once for its journal row; a kill
 * in between only delays. Money stands on the way (FUND_MERGING) meanwhile. What is over stays
 * with the number it was done under: settlements, claims that are paid, cases, past days of a
 * spell. They are found from the kept number by the spells that came over (`former`). */
#ifndef ROOMS_MERGE_MERGE_H
#define ROOMS_MERGE_MERGE_H

#include "core/room.h"
#include "rooms/claim/claim_facts.h"
#include "rooms/filing/filing_facts.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party_facts.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/transfer/transfer.h"

extern const struct room merge_room;
extern const struct action merge_preview_action, merge_list_action, merge_ask_action,
    merge_undo_action, merge_decide_action, merge_give_action, merge_take_action,
    merge_give_back_action, merge_take_back_action, merge_close_undoing_action,
    merge_handed_action;

/* States: asked → refused; asked → approved → done, or stopped (something came in between);
 * done → undo-asked → done (refused), or undoing → going-back → undone. */
struct merge_row {
    int64_t bucket, kept, merge, gone;
    int64_t place;                  /* of the office that asked: its list shows it */
    struct text state;
    struct text reason, evidence;   /* as who asked said; the number of the paper that shows it */
    int64_t spells, marks, filings; /* that went over */
    struct money balance;
    struct text stopped;            /* words/ key of what stopped it */
    int64_t asked_by, decided_by;
    struct moment asked_at, decided_at, finished_at;
    int64_t version;
};
extern const struct shape merge_row_shape;
extern const struct table merge_table;

/* What became what: for undoing it. Kinds: "spell", "identity", "status", "filing", "key";
 * "handed": what a settlement of it changed since came over. */
struct merge_part {
    int64_t bucket, kept, merge, part;
    struct text kind;
    int64_t was, became;                /* row of the gone number, and of the kept one */
    struct text name, digest;       /* of a key */
};
extern const struct shape merge_part_shape;
extern const struct table merge_part_table;

#define MERGE_PAGE 50
struct merge_key { int64_t bucket, kept, merge; };
struct merge_person_key { int64_t bucket, person; };
struct merge_place_key { int64_t place, place_until; struct text state; int64_t before; };
extern const struct query merge_by_id, merges_of, merges_of_place, merge_parts_of, merge_open_stays,
    merge_open_claims, merge_keys_of, merge_carried_of, merge_settled_of, merge_balances;
/* When something of a person was settled last. */
struct merge_settled { struct moment last; };

/* ---- what speaks against it; gravest first ---- */

enum merge_obstacle {
    MERGE_NO_PERSON,        /* unknown, or not the actor's to see */
    MERGE_SAME,
    MERGE_OVER,             /* one of them has gone into another already */
    MERGE_CHAIN,            /* the one to go has taken in another: the other way round */
    MERGE_UNDER_WAY,
    MERGE_UNLIKE,           /* sex or birthday differ: corrected first */
    MERGE_TWICE,            /* both insured today by one insurance: one is stopped first */
    MERGE_STAY,             /* a stay is open */
    MERGE_CLAIM,            /* a claim is open */
    MERGE_FAMILY,           /* money promised to, or by, the family */
    MERGE_TRANSFER,         /* the insurance is being moved */
    MERGE_OBSTACLES
};
const char *merge_obstacle_key(enum merge_obstacle obstacle);

/* One of the two, as far as a merge asks. */
struct merge_side {
    struct party_person_facts of;
    const struct fund_personal *personal;
    const struct list *filings, *holds, *offers, *transfers, *stays, *claims, *counters;
};
struct merge_facts {
    const struct merge_row *row;
    struct merge_side kept, gone;
    const struct list *merges;          /* into the kept one */
    const struct list *gone_merges;     /* into the one that goes */
    const struct list *parts, *keys, *carried, *settled;
    struct settle_counted counted;      /* of the kept one */
};
/* False while rows are missing. One round. */
bool merge_gather_side(struct gather *gather, int64_t person, struct merge_side *side);
/* What is open at one of them and must be over first; MERGE_OBSTACLES: nothing. Pure. */
enum merge_obstacle merge_open_at(const struct merge_side *side);
/* The one to go takes another in itself: MERGE_CHAIN, it did; MERGE_UNDER_WAY, it may be about to;
 * else MERGE_OBSTACLES. Pure. */
enum merge_obstacle merge_taking_in(const struct merge_facts *facts);
/* All of it, the one obstacle a bit. Pure. */
unsigned merge_obstacles(const struct actor *actor, const struct merge_facts *facts,
                         struct date today);
/* Does it still hold on that day or later? Pure. */
bool merge_goes_on(struct date until, struct date today);

/* What is on its way from one bucket to the other. */
struct merge_carry {
    int64_t merge, kept, gone;
    struct text stopped;            /* words/ key: nothing is carried */
    struct money balance;
    struct list spells, identities, statuses, filings, counters;
};
extern const struct shape merge_carry_shape;

#define MERGE_REACTIONS 12
extern const struct reaction merge_reactions[MERGE_REACTIONS];

enum store_answer merge_verify(struct store *store, struct verify_report *report);

#endif
