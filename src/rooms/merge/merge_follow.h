/* merge_follow.h: what the steps of a merge and of its undoing share. */
#ifndef ROOMS_MERGE_MERGE_FOLLOW_H
#define ROOMS_MERGE_MERGE_FOLLOW_H

#include "rooms/merge/merge.h"

extern const struct shape merge_follow_facts_shape;
/* Onto the account (amount > 0) off what is on the way to `to`, or from it (< 0) onto the way. */
void merge_move_balance(struct decision *decision, const struct fund_personal *before,
                        int64_t person, int64_t to, struct money amount);
void merge_tell(struct decision *decision, const struct merge_carry *carry, int64_t subject);
bool merge_gather_kept(struct gather *gather, const struct request *request, void *facts);
bool merge_ask_handed(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input);
void merge_keys_gone(const struct request *request, struct keys *keys);
void merge_keys_kept(const struct request *request, struct keys *keys);

#endif
