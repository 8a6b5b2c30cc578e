/* verify_journal.c: the chain of the journal, walked against the heads that were signed. */

#include "programs/verify.h"

#include "base/sm.h"
#include "core/journal.h"

#include <string.h>

#define JOURNAL_STEP 1000

/* A walk along the chain of one lane, up to a head read before: while a server goes on writing,
 * only what was there then is looked at. */
struct walk {
    struct store *store;
    const struct sm2_key *signer;
    struct verify_report *report;
    struct arena arena;                 /* of one page */
    struct arena anchor_arena;
    uint8_t chain[CHAIN_BYTES];
    int64_t sequence;
    struct list anchors;                /* a page of signed heads; `anchor` comes next */
    size_t anchor;
};

static enum store_answer read_head(struct walk *walk, struct arena *arena,
                                   const struct journal_head_row **ret_head)
{
    const struct journal_head_key key = { .bucket = 0 };
    struct want want = { .query = &journal_head_of, .key = &key };
    enum store_answer answer = walk->store->port->read(walk->store, &want, arena);
    *ret_head = answer == STORE_DONE && want.rows.count > 0 ? want.rows.items : NULL;
    return answer;
}

/* The page after one anchor; NULL: the first. */
static enum store_answer read_anchors(struct walk *walk, const struct journal_anchor_row *after)
{
    struct journal_anchors_key key = { .bucket = 0, .sequence = -1 };
    if (after != NULL)
        key = (struct journal_anchors_key){ 0, after->sequence, after->log_sequence };
    arena_clear(&walk->anchor_arena);
    struct want want = { .query = &journal_anchors_after, .key = &key };
    enum store_answer answer =
        walk->store->port->read(walk->store, &want, &walk->anchor_arena);
    walk->anchors = want.rows;
    walk->anchor = 0;
    return answer;
}

static const struct journal_anchor_row *next_anchor(const struct walk *walk)
{
    return walk->anchor == walk->anchors.count ? NULL
        : (const struct journal_anchor_row *)walk->anchors.items + walk->anchor;
}

/* Those signed here: the access log may have gone on while the journal stood still. */
static enum store_answer check_anchors(struct walk *walk)
{
    enum store_answer answer = STORE_DONE;
    const struct journal_anchor_row *row;
    while (answer == STORE_DONE && (row = next_anchor(walk)) != NULL
           && row->sequence == walk->sequence) {
        struct arena *arena = &walk->arena;
        walk->report->checked++;
        if (row->chain.length != CHAIN_BYTES || row->log_chain.length != CHAIN_BYTES
            || memcmp(row->chain.data, walk->chain, CHAIN_BYTES) != 0
            || !sm2_verify(walk->signer, journal_anchor_text(row, arena), row->signature))
            verify_complain_of(walk->report, "verify.journal.anchor", walk->sequence, 0);
        const struct journal_anchor_row last = *row;
        walk->anchor++;
        if (next_anchor(walk) == NULL && walk->anchors.count == ANCHORS_A_PAGE)
            answer = read_anchors(walk, &last);
    }
    return answer;
}

/* False when the chain breaks there: what follows cannot be told apart. */
static bool check_row(struct walk *walk, const struct journal_row *row)
{
    walk->report->checked++;
    journal_chain(walk->chain, row, &walk->arena);
    bool linked = row->link.length == LINK_BYTES
        && memcmp(row->link.data, walk->chain, LINK_BYTES) == 0;
    if (row->sequence == walk->sequence + 1 && linked) {
        walk->sequence = row->sequence;
        return true;
    }
    verify_complain_of(walk->report, "verify.journal.chain", row->sequence, 0);
    return false;
}

/* From the first row to that sequence; `ret_whole` is false where the chain breaks. */
static enum store_answer walk_to(struct walk *walk, int64_t until, bool *ret_whole)
{
    *ret_whole = true;
    while (*ret_whole && walk->sequence < until) {
        arena_clear(&walk->arena);
        int64_t step = walk->sequence + JOURNAL_STEP;
        const struct journal_after_key key = {
            .lane = 0, .sequence = walk->sequence, .until = step < until ? step : until,
        };
        struct want want = { .query = &journal_after, .key = &key };
        enum store_answer answer = walk->store->port->read(walk->store, &want, &walk->arena);
        if (answer != STORE_DONE || want.rows.count == 0)
            return answer;
        const struct journal_row *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count && *ret_whole; i++) {
            *ret_whole = check_row(walk, &rows[i]);
            if (*ret_whole && (answer = check_anchors(walk)) != STORE_DONE)
                return answer;
        }
    }
    return STORE_DONE;
}

/* Rows that no head knows of were never decided by a lane. */
static enum store_answer look_beyond(struct walk *walk)
{
    const struct journal_after_key key = {
        .lane = 0, .sequence = walk->sequence, .until = INT64_MAX,
    };
    arena_clear(&walk->arena);
    struct want want = { .query = &journal_last_after, .key = &key };
    enum store_answer answer = walk->store->port->read(walk->store, &want, &walk->arena);
    const struct journal_head_row *head = NULL;
    if (answer == STORE_DONE)
        answer = read_head(walk, &walk->arena, &head);
    if (answer == STORE_DONE && want.rows.count > 0
        && (head == NULL
            || ((const struct journal_row *)want.rows.items)->sequence > head->sequence))
        verify_complain_of(walk->report, "verify.journal.beyond", 0, 0);
    return answer;
}

static enum store_answer verify_walk(struct walk *walk)
{
    const struct journal_head_row *head = NULL;
    enum store_answer answer = read_head(walk, walk->report->arena, &head);
    if (answer == STORE_DONE)
        answer = read_anchors(walk, NULL);
    if (answer == STORE_DONE)
        answer = check_anchors(walk);
    bool whole = true;
    int64_t until = head == NULL ? 0 : head->sequence;
    if (answer == STORE_DONE)
        answer = walk_to(walk, until, &whole);
    if (answer != STORE_DONE || !whole)
        return answer;
    if (walk->sequence != until
        || (head != NULL && memcmp(head->chain.data, walk->chain, CHAIN_BYTES) != 0))
        verify_complain_of(walk->report, "verify.journal.head", 0, 0);
    const struct journal_anchor_row *anchor = next_anchor(walk);
    if (anchor != NULL && (head == NULL || anchor->sequence <= until))
        verify_complain_of(walk->report, "verify.journal.missing", 0, 0);
    return look_beyond(walk);
}

enum store_answer verify_journal(struct store *store, const struct sm2_key *signer,
                                        struct verify_report *report)
{
    struct walk walk = { .store = store, .signer = signer, .report = report };
    arena_init(&walk.arena);
    arena_init(&walk.anchor_arena);
    enum store_answer answer = verify_walk(&walk);
    arena_release(&walk.arena);
    arena_release(&walk.anchor_arena);
    return answer;
}

enum store_answer verify_log_heads(struct store *store, struct arena *arena,
                                   struct list *ret_heads)
{
    struct chain_head *heads = NULL;
    size_t count = 0, capacity = 0;
    struct journal_anchors_key key = { .bucket = 0, .sequence = -1 };
    for (;;) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &journal_anchors_after, .key = &key };
        enum store_answer answer = store->port->read(store, &want, &page);
        const struct journal_anchor_row *rows = want.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
            if (count == capacity) {
                size_t larger = capacity == 0 ? ANCHORS_A_PAGE : 2 * capacity;
                struct chain_head *moved = ARENA_ARRAY(arena, struct chain_head, larger);
                if (count > 0)
                    memcpy(moved, heads, count * sizeof *heads);
                heads = moved;
                capacity = larger;
            }
            heads[count] = (struct chain_head){ .sequence = rows[i].log_sequence };
            if (rows[i].log_chain.length == CHAIN_BYTES)
                memcpy(heads[count].chain, rows[i].log_chain.data, CHAIN_BYTES);
            count++;
            key = (struct journal_anchors_key){ 0, rows[i].sequence, rows[i].log_sequence };
        }
        bool last = answer != STORE_DONE || want.rows.count < ANCHORS_A_PAGE;
        arena_release(&page);
        if (last) {
            *ret_heads = (struct list){ heads, count };
            return answer;
        }
    }
}
