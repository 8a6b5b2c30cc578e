/* merge_store.c: rows and reads of merges. */

#include "rooms/merge/merge.h"

#include "rooms/visit/visit_facts.h"

#define ROW(member, kind_, ...) FIELD(struct merge_row, member, kind_, __VA_ARGS__)
static const struct field merge_fields[] = {
    ROW(bucket, FIELD_COUNT, .flags = 0), ROW(kept, FIELD_ID, .flags = 0),
    ROW(merge, FIELD_ID, .flags = 0), ROW(gone, FIELD_ID, .flags = 0),
    ROW(place, FIELD_COUNT, .flags = 0), ROW(state, FIELD_TEXT, .length_max = 20),
    ROW(reason, FIELD_TEXT, .length_max = 200), ROW(evidence, FIELD_TEXT, .length_max = 100),
    ROW(spells, FIELD_COUNT, .flags = 0), ROW(marks, FIELD_COUNT, .flags = 0),
    ROW(filings, FIELD_COUNT, .flags = 0), ROW(balance, FIELD_MONEY, .flags = 0),
    ROW(stopped, FIELD_TEXT, .length_max = 60), ROW(asked_by, FIELD_ID, .flags = 0),
    ROW(decided_by, FIELD_ID, .flags = 0), ROW(asked_at, FIELD_MOMENT, .flags = 0),
    ROW(decided_at, FIELD_MOMENT, .flags = 0), ROW(finished_at, FIELD_MOMENT, .flags = 0),
    ROW(version, FIELD_COUNT, .flags = 0),
};
const struct shape merge_row_shape = SHAPE("person_merge", struct merge_row, merge_fields);
const struct table merge_table = {
    .name = "person_merge", .row = &merge_row_shape, .key_count = 3, .version = "version",
};

#define PART(member, kind_, ...) FIELD(struct merge_part, member, kind_, __VA_ARGS__)
static const struct field part_fields[] = {
    PART(bucket, FIELD_COUNT, .flags = 0), PART(kept, FIELD_ID, .flags = 0),
    PART(merge, FIELD_ID, .flags = 0), PART(part, FIELD_COUNT, .flags = 0),
    PART(kind, FIELD_TEXT, .length_max = 20), PART(was, FIELD_ID, .flags = 0),
    PART(became, FIELD_ID, .flags = 0), PART(name, FIELD_TEXT, .length_max = 20),
    PART(digest, FIELD_BYTES, .flags = FIELD_PRIVATE, .length_max = 32),
};
const struct shape merge_part_shape =
    SHAPE("person_merge_part", struct merge_part, part_fields);
const struct table merge_part_table = {
    .name = "person_merge_part", .row = &merge_part_shape, .key_count = 4, .under = &merge_table,
};

static const struct field key_fields[] = {
    FIELD(struct merge_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct merge_key, kept, FIELD_ID, .flags = 0),
    FIELD(struct merge_key, merge, FIELD_ID, .flags = 0),
};
static const struct shape key_shape = SHAPE("merge_key", struct merge_key, key_fields);
static const struct field person_fields[] = {
    FIELD(struct merge_person_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct merge_person_key, person, FIELD_ID, .flags = 0),
};
static const struct shape person_shape =
    SHAPE("merge_person_key", struct merge_person_key, person_fields);

const struct query merge_by_id = {
    .name = "merge.by-id", .from = "person_merge",
    .where = "bucket = {bucket} AND kept = {kept} AND merge = {merge}", .key = &key_shape,
    .row = &merge_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query merges_of = {
    .name = "merge.of-person", .from = "person_merge",
    .where = "bucket = {bucket} AND kept = {person}", .order = "merge", .key = &person_shape,
    .row = &merge_row_shape, .row_max = 100, .guard = GUARD_DECISION,
};
static const struct field place_fields[] = {
    FIELD(struct merge_place_key, place, FIELD_COUNT, .flags = 0),
    FIELD(struct merge_place_key, place_until, FIELD_COUNT, .flags = 0),
    FIELD(struct merge_place_key, state, FIELD_TEXT, .length_max = 20),
    FIELD(struct merge_place_key, before, FIELD_ID, .flags = 0),
};
static const struct shape place_shape =
    SHAPE("merge_place_key", struct merge_place_key, place_fields);
/* A page, newest first; without a state, those that wait for a second person. */
const struct query merges_of_place = {
    .name = "merge.of-place", .from = "person_merge",
    .where = "place BETWEEN {place} AND {place_until} AND merge < {before} AND "
             "(state = {state} OR ({state} IS NULL AND state IN ('asked', 'undo-asked')))",
    .order = "merge DESC", .key = &place_shape, .row = &merge_row_shape,
    .row_max = MERGE_PAGE, .guard = GUARD_PUBLIC,
};
const struct query merge_parts_of = {
    .name = "merge.parts", .from = "person_merge_part",
    .where = "bucket = {bucket} AND kept = {kept} AND merge = {merge}", .order = "part",
    .key = &key_shape, .row = &merge_part_shape, .row_max = 500, .guard = GUARD_DECISION,
};
const struct query merge_open_stays = {
    .name = "merge.open-stays", .from = "visit v",
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.inpatient = 1 "
             "AND v.state = 'open'",
    .order = "v.visit", .key = &person_shape, .row = &visit_row_shape, .row_max = 20,
    .guard = GUARD_DECISION,
};
const struct query merge_open_claims = {
    .name = "merge.open-claims", .from = "claim c",
    .where = "c.bucket = {bucket} AND c.person = {person} "
             "AND (c.state = 'draft' OR c.state = 'reviewed')",
    .order = "c.claim", .key = &person_shape, .row = &claim_row_shape, .row_max = 50,
    .guard = GUARD_DECISION,
};
/* Numbers that lead to a person: in the buckets of their digests. */
const struct query merge_keys_of = {
    .name = "merge.keys-of", .from = "person_key", .where = "person = {person}",
    .order = "bucket, kind, digest", .key = &person_shape, .row = &party_person_key_shape,
    .row_max = 50, .guard = GUARD_DECISION,
};
const struct query merge_carried_of = {
    .name = "merge.carried", .from = "settle_carried",
    .where = "bucket = {bucket} AND person = {kept} AND merge = {merge}",
    .order = "year, insurance", .key = &key_shape, .row = &settle_carried_shape, .row_max = 100,
    .guard = GUARD_DECISION,
};

static const struct field settled_fields[] = {
    FIELD(struct merge_settled, last, FIELD_MOMENT, .flags = 0),
};
static const struct shape settled_shape =
    SHAPE("merge_settled", struct merge_settled, settled_fields);
const struct query merge_settled_of = {
    .name = "merge.settled", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} GROUP BY s.person",
    .key = &person_shape, .row = &settled_shape, .columns = "MAX(s.at)", .row_max = 1,
    .guard = GUARD_DECISION,
};

/* ---- verify: nothing is on the way but what an approved merge, or one being undone, has ---- */

struct on_the_way { int64_t owner, under_way; struct money amount; };
static const struct field way_fields[] = {
    FIELD(struct on_the_way, owner, FIELD_ID, .flags = 0),
    FIELD(struct on_the_way, under_way, FIELD_COUNT, .flags = 0),
    FIELD(struct on_the_way, amount, FIELD_MONEY, .flags = 0),
};
static const struct shape way_shape = SHAPE("merge_on_the_way", struct on_the_way, way_fields);
const struct query merge_balances = {
    .name = "merge.balances", .from = "v_merge_on_the_way", .where = "amount <> 0",
    .order = "owner", .row = &way_shape, .row_max = 1000, .guard = GUARD_DECISION,
};

enum store_answer merge_verify(struct store *store, struct verify_report *report)
{
    struct arena arena;
    arena_init(&arena);
    struct want want = { .query = &merge_balances };
    enum store_answer answer = store->port->read(store, &want, &arena);
    const struct on_the_way *rows = want.rows.items;
    for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
        report->checked++;
        if (rows[i].amount.fen < 0 || rows[i].under_way == 0)
            verify_complain_of(report, "verify.merge.on-the-way", rows[i].owner,
                               rows[i].amount.fen);
    }
    arena_release(&arena);
    return answer;
}
