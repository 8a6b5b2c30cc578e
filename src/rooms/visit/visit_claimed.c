/* visit_claimed.c: rows of care that is claimed by hand. */

#include "rooms/visit/visit_inside.h"

#define ROW(member, kind, flags_) FIELD(struct visit_claimed_row, member, kind, .flags = (flags_))
static const struct field claimed_fields[] = {
    ROW(bucket, FIELD_COUNT, FIELD_REQUIRED),
    ROW(visit, FIELD_ID, FIELD_REQUIRED),
    ROW(person, FIELD_ID, FIELD_REQUIRED),
    ROW(claim, FIELD_ID, FIELD_REQUIRED),
    ROW(cause, FIELD_ID, 0),
    ROW(institution, FIELD_ID, 0),
    ROW(institution_name, FIELD_TEXT, FIELD_REQUIRED),
    ROW(tier, FIELD_COUNT, FIELD_REQUIRED),
    ROW(community, FIELD_FLAG, FIELD_REQUIRED),
    ROW(district_owned, FIELD_FLAG, FIELD_REQUIRED),
    ROW(chinese_medicine, FIELD_FLAG, FIELD_REQUIRED),
    ROW(fever_clinic, FIELD_FLAG, FIELD_REQUIRED),
    ROW(emergency, FIELD_FLAG, FIELD_REQUIRED),
    ROW(in_scope_there, FIELD_MONEY, FIELD_REQUIRED),
    ROW(invoice, FIELD_TEXT, FIELD_REQUIRED),
    ROW(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_claimed_shape =
    SHAPE("visit_claimed", struct visit_claimed_row, claimed_fields);
const struct table visit_claimed_table = {
    .name = "visit_claimed", .row = &visit_claimed_shape, .key_count = 2, .version = "version",
};

const struct query visit_claimed_of = {
    .name = "visit.claimed", .from = "visit_claimed c",
    .where = "c.bucket = {bucket} AND c.visit = {visit}",
    .key = &visit_key_shape, .row = &visit_claimed_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static const struct field claim_key_fields[] = {
    FIELD(struct visit_claim_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct visit_claim_key, claim, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape claim_key_shape =
    SHAPE("visit_claim_key", struct visit_claim_key, claim_key_fields);

/* Of a claim, and the same by its case: the key's second field is called `claim` in both. */
#define PAPERS_QUERY(name_, by_) \
    const struct query name_ = { \
        .name = "visit.papers-of-" by_, .from = "visit_claimed c", \
        .where = "c.bucket = {bucket} AND c." by_ " = {claim}", .order = "c.visit", \
        .key = &claim_key_shape, .row = &visit_claimed_shape, .row_max = 100, \
        .guard = GUARD_DECISION, \
    }
#define VISITS_QUERY(name_, table_, alias_, shape_, max_, order_, by_) \
    const struct query name_ = { \
        .name = "visit." table_ "-of-" by_, \
        .from = table_ " " alias_, \
        .where = alias_ ".bucket = {bucket} AND " alias_ ".visit IN (SELECT c.visit FROM " \
                 "visit_claimed c WHERE c.bucket = {bucket} AND c." by_ " = {claim})", \
        .order = order_, .key = &claim_key_shape, .row = &shape_, .row_max = max_, \
        .guard = GUARD_DECISION, \
    }
PAPERS_QUERY(visit_papers_of_claim, "claim");
PAPERS_QUERY(visit_papers_of_cause, "cause");
VISITS_QUERY(visits_of_claim, "visit", "v", visit_row_shape, 100, "v.visit",
             "claim");
VISITS_QUERY(visits_of_cause, "visit", "v", visit_row_shape, 100, "v.visit",
             "cause");
VISITS_QUERY(visit_bills_of_claim, "visit_bill", "b", visit_bill_shape,
             100, "b.visit", "claim");
VISITS_QUERY(visit_bills_of_cause, "visit_bill", "b", visit_bill_shape,
             100, "b.visit", "cause");
VISITS_QUERY(visit_lines_of_claim, "visit_line", "l", visit_line_shape,
             LIMIT_LINES_A_VISIT, "l.visit, l.position", "claim");
VISITS_QUERY(visit_lines_of_cause, "visit_line", "l", visit_line_shape,
             LIMIT_LINES_A_VISIT, "l.visit, l.position", "cause");
VISITS_QUERY(visit_stays_of_claim, "visit_stay", "s", visit_stay_shape,
             100, "s.visit", "claim");
VISITS_QUERY(visit_stays_of_cause, "visit_stay", "s", visit_stay_shape,
             100, "s.visit", "cause");
