#include "rooms/filing/filing_facts.h"

#define ROW(member, kind, flags_) FIELD(struct filing_row, member, kind, .flags = (flags_))

static const struct field filing_fields[] = {
    ROW(bucket, FIELD_COUNT, FIELD_REQUIRED),
    ROW(person, FIELD_ID, FIELD_REQUIRED),
    ROW(filing, FIELD_ID, FIELD_REQUIRED),
    ROW(about, FIELD_TEXT, FIELD_REQUIRED),
    ROW(kind, FIELD_TEXT, FIELD_REQUIRED),
    ROW(chosen, FIELD_TEXT, FIELD_SPARSE),
    ROW(insurance, FIELD_TEXT, 0),
    ROW(division, FIELD_COUNT, FIELD_REQUIRED),
    ROW(institution, FIELD_ID, 0),
    ROW(disease, FIELD_TEXT, 0),
    ROW(valid_from, FIELD_DAY, FIELD_REQUIRED),
    ROW(valid_until, FIELD_DAY, 0),
    ROW(filed_on, FIELD_DAY, FIELD_REQUIRED),
    ROW(state, FIELD_TEXT, FIELD_REQUIRED),
    ROW(cause, FIELD_ID, 0),
    ROW(basis, FIELD_TEXT, 0),
    ROW(ended_by, FIELD_ID, FIELD_SPARSE),
    ROW(until_before, FIELD_DAY, FIELD_SPARSE),
    ROW(filed_at, FIELD_MOMENT, FIELD_SPARSE),
    ROW(in_force_at, FIELD_MOMENT, FIELD_SPARSE),
    ROW(desks, FIELD_COUNT, FIELD_SPARSE), ROW(filed_by, FIELD_ID, FIELD_SPARSE),
    ROW(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape filing_row_shape = SHAPE("filing", struct filing_row, filing_fields);
const struct table filing_table = {
    .name = "filing", .row = &filing_row_shape, .key_count = 3, .version = "version",
};

static const struct field of_key_fields[] = {
    FIELD(struct filing_of_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct filing_of_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape of_key_shape =
    SHAPE("filing_of_key", struct filing_of_key, of_key_fields);

const struct query filings_of = {
    .name = "filing.of-person", .from = "filing f",
    .where = "f.bucket = {bucket} AND f.person = {person}", .order = "f.filing",
    .key = &of_key_shape, .row = &filing_row_shape, .row_max = 200,
    .guard = GUARD_DECISION, .kept_of = &filing_table,
};

static const struct field by_id_fields[] = {
    FIELD(struct filing_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct filing_key, filing, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape by_id_shape = SHAPE("filing_key", struct filing_key, by_id_fields);

const struct query filing_by_id = {
    .name = "filing.by-id", .from = "filing f",
    .where = "f.bucket = {bucket} AND f.filing = {filing}",
    .key = &by_id_shape, .row = &filing_row_shape, .row_max = 1, .guard = GUARD_DECISION,
};
