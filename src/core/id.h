/* id.h: identifiers of 63 bits: seconds since 2020 (31), bucket (10), minter (14), counter (8).
 *
 * A bucket is drawn when a record is born and never changes; whatever belongs to one person carries
 * that person's bucket, in the id and first in every key, so that one settlement touches one
 * bucket and the schema can be distributed by it. */
#ifndef CORE_ID_H
#define CORE_ID_H

#include "base/text.h"
#include "core/date.h"

#define BUCKET_COUNT 1024
/* A minter number belongs to one lane or edge node at a time; 0 is the centre's lane. */
#define MINTER_COUNT (1 << 14)

/* Gives ids; belongs to one lane (or is a scratch one for a dry run), so no lock and no clock here.
 * A bucket that has used its 256 ids of a second goes on in the next second by itself, so ids of a
 * bucket always rise. */
struct minter {
    int32_t number;
    int64_t second;                     /* since 2020-01-01 UTC; the lane moves it on */
    int64_t bucket_second[BUCKET_COUNT];
    int16_t bucket_next[BUCKET_COUNT];
};

/* A fresh minter; ids start after everything minted before `second`. */
void minter_init(struct minter *minter, int32_t number, struct moment now);
/* Never back: an earlier moment changes nothing. */
void minter_move_to(struct minter *minter, struct moment now);
int64_t id_mint(struct minter *minter, int bucket);
int id_bucket(int64_t id);
struct moment id_moment(int64_t id);
/* Ids minted from that moment's second on are not below it, those of before are. */
int64_t id_least(struct moment from);
int bucket_of_name(struct text name);   /* for names unique beyond a person */
/* Decimal text, 1 … 2^63-1. */
bool id_parse(struct text text, int64_t *ret_id);

#endif
