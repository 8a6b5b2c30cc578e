/* recorder.h: a batch of waiting calls becomes decisions on disk.
 *
 *     receipts and facts gathered for all  ->  decided one by one  ->  one transaction  ->  told
 *
 * The lane's thread alone uses a recorder. A call whose write makes the batch fail is found by
 * running the batch one by one, so only the guilty call is answered with the fault. */
#ifndef LANES_RECORDER_H
#define LANES_RECORDER_H

#include "base/limits.h"
#include "core/house.h"
#include "core/journal.h"

#include <stdatomic.h>

enum item_state {
    ITEM_OPEN,          /* not decided yet */
    ITEM_REPEATED,      /* the journal had it: only told */
    ITEM_DECIDED,       /* to be written */
    ITEM_ANSWERED,      /* call->status is set */
};

struct batch_item {
    struct call *call;
    enum item_state state;
    struct gather gather;
    void *facts;
    void *memory;
    struct decision decision;
    int64_t subject;
    struct receipt_key receipt;
    struct text input_digest;
    const struct journal_row *found;
};

/* Rows that facts and answers point into lie in the batch's arena: it lives until the last call
 * of the batch is finished. */
struct batch {
    struct arena arena;
    atomic_int users;           /* calls not finished, and the lane while it runs */
    const struct book *book;    /* held: trails point into it; NULL: none */
    /* Until what it wrote ahead is on disk: see flushing.h. */
    struct batch *next;
    uint64_t written;           /* the recorder's count when it was done */
    uint32_t mark;
    int64_t sequence;           /* where the journal stood then */
    int count;
    struct batch_item items[LIMIT_BATCH];       /* those beyond `count` are not set */
};
struct batch *batch_new(void);
/* There is room for it. */
void batch_add(struct batch *batch, struct call *call);
void batch_leave(struct batch *batch);

struct recorder {
    struct store *store;
    struct fence fence;
    int64_t lane;
    struct minter minter;
    struct journal_head_row head;
    uint8_t chain[CHAIN_BYTES];
    bool head_stored;           /* the head row exists */
    bool head_unsure;           /* a write did not answer DONE: read the head before the next */
    int64_t sequence_low;       /* the least head read since the lane set this: see own_work_note */
    int faults_in_row;          /* writes that failed since one was kept */
    const struct book *book;    /* held by the lane */
    /* Writes go ahead of the disk: whoever took the batch flushes before he tells anybody. */
    bool ahead;
    _Atomic uint64_t written;   /* writes begun, by any batch */
    uint32_t mark;              /* of the first write ahead of the batch in hand, or of the last */
    bool marked;                /* it is of the batch in hand */
    int64_t recorded, repeated, refused, faults, batches, reruns;
};

/* Reads the journal's head. STORE_DONE or why not. */
enum store_answer recorder_start(struct recorder *recorder);

/* Answers (sets status and all that belongs to it in) every call of the batch; the caller then
 * calls them back. A batch of nothing reads the head where that is unsure, and asks for the fence.
 * False: the lane is lost to another owner, nothing may be acknowledged. */
bool recorder_run(struct recorder *recorder, struct batch *batch, struct moment now);

/* The journal's digest of a call's input. */
struct text recorder_input_digest(struct call *call);

/* Runs gather, decide and tell of a call without recording; the reader pool uses it too. `filter`
 * leaves out rows the actor may not see. */
void recorder_answer_only(struct store *store, struct call *call, struct minter *scratch,
                          struct arena *rows, bool filter);

/* Only the facts, for preparation on a worker. `ret_refused`: it wants more than it may, and is
 * answered. */
enum store_answer recorder_gather_only(struct store *store, struct call *call,
                                       struct arena *rows, void *ret_facts, bool *ret_refused);

#endif
