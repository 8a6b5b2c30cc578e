/* verify.h: the parts of `yibao verify` that are no room's. Each only reads, and tells the report
 * what does not agree. */
#ifndef PROGRAMS_VERIFY_H
#define PROGRAMS_VERIFY_H

#include "core/room.h"

struct sm2_key;
struct world;

/* The journal's rows against their chain, its head and the signed anchors. */
enum store_answer verify_journal(struct store *store, const struct sm2_key *signer,
                                 struct verify_report *report);
/* Where the access log stood at each anchor, oldest first: `struct chain_head`, in the arena. */
enum store_answer verify_log_heads(struct store *store, struct arena *arena,
                                   struct list *ret_heads);
/* Every paper that rows refer to is there, sealed by our keys, and what its name says. Papers
 * nobody refers to are counted: one sent with a case that was then refused stays behind. */
enum store_answer verify_papers(struct world *world, struct store *store,
                                struct verify_report *report, int64_t *ret_orphans);

#endif
