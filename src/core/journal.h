/* journal.h: what was decided, one row a recorded decision, and the receipt that makes a repeat
 * find it.
 *
 * A key is (asker, action, the asker's key, subject); its receipt is a digest of the four and lives
 * in the subject's bucket. Kept is the outcome, packed by the action's outcome shape: no names and
 * no numbers of people. Rows are chained by SM3 per lane; `link` is the first 8 bytes of the chain
 * after this row, and the whole head stands in `journal_head`. */
#ifndef CORE_JOURNAL_H
#define CORE_JOURNAL_H

#include "core/action.h"

#define RECEIPT_BYTES 16
#define INPUT_DIGEST_BYTES 16
#define CHAIN_BYTES 32
#define LINK_BYTES 8
/* Action of a row that only blocks a key (decision_void). */
#define JOURNAL_VOIDED "house.voided"

struct journal_row {
    int64_t bucket;
    struct text receipt;
    int64_t lane, sequence;
    struct moment at;
    struct text action;
    struct text door;
    int64_t asker;              /* account or institution */
    int64_t subject;
    int64_t book;               /* sequence of the rule book it was decided by */
    struct text input_digest;   /* over the parsed input, not the envelope */
    struct text outcome;
    struct text link;
};
extern const struct shape journal_row_shape;
extern const struct table journal_table;

/* One row a lane: where its journal stands. */
struct journal_head_row {
    int64_t bucket;             /* the lane's number */
    int64_t sequence;
    struct text chain;
    int64_t version;
};
extern const struct shape journal_head_shape;
extern const struct table journal_head_table;

/* Where another chain stood, kept apart from the journal: the access log's. */
struct chain_head {
    int64_t sequence;           /* 0: it has no line yet */
    uint8_t chain[CHAIN_BYTES];
};

/* The heads of an hour, signed with SM2: the journal's, and the access log's beside it, so that
 * a tail cut off either is seen. */
struct journal_anchor_row {
    int64_t bucket;             /* the lane's number */
    int64_t sequence;
    int64_t log_sequence;
    struct moment at;
    struct text chain, log_chain, signature;
};
extern const struct shape journal_anchor_shape;
extern const struct table journal_anchor_table;
/* What is signed; in the arena. */
struct text journal_anchor_text(const struct journal_anchor_row *row, struct arena *arena);

struct receipt_key { int64_t bucket; struct text receipt; };
extern const struct query journal_by_receipt;

struct journal_head_key { int64_t bucket; };
extern const struct query journal_head_of;

/* Rows after a sequence, oldest first: for reactions, statistics, verify and sync. */
struct journal_after_key { int64_t lane, sequence, until; };
extern const struct query journal_after;
/* Those of one action among them. */
struct journal_of_action_key { int64_t lane, sequence, until; struct text action; };
extern const struct query journal_of_action_after;
/* The last of them alone. */
extern const struct query journal_last_after;

/* A page of anchors after one of them, oldest first: one an hour comes to many in some years. */
#define ANCHORS_A_PAGE 1000
struct journal_anchors_key { int64_t bucket, sequence, log_sequence; };
extern const struct query journal_anchors_after;

/* Who asks, for receipts: the institution for its HIS, else the account. */
int64_t journal_asker(const struct actor *actor);
/* The subject first in the action's keys, or a hash of the key when it has none. */
int64_t journal_subject(const struct request *request);
/* Receipt of a key; the text lies in the arena. */
struct receipt_key journal_receipt(int64_t asker, const char *action, struct text key,
                                   int64_t subject, struct arena *arena);
/* First 16 bytes of SM3 over the packed input. */
struct text journal_input_digest(const struct shape *shape, const void *input,
                                 struct arena *arena);
/* The chain after a row: SM3(chain before, the row's fields but its link). */
void journal_chain(uint8_t chain[CHAIN_BYTES], const struct journal_row *row,
                   struct arena *arena);

#endif
