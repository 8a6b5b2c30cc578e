/* intake_request_store.c: rows of what departments are asked, and reads of papers found. */

#include "rooms/intake/intake_inside.h"

#define ROW(member_, kind_, flags_) \
    FIELD(struct intake_request, member_, kind_, .flags = (flags_))
#define NEED FIELD_REQUIRED
static const struct field request_fields[] = {
    ROW(bucket, FIELD_COUNT, NEED), ROW(case_id, FIELD_ID, NEED), ROW(request, FIELD_ID, NEED),
    ROW(paper, FIELD_ID, NEED), ROW(person, FIELD_ID, 0), ROW(place, FIELD_COUNT, NEED),
    ROW(department, FIELD_TEXT, NEED), ROW(matter, FIELD_TEXT, NEED),
    ROW(material, FIELD_TEXT, NEED), ROW(asked_at, FIELD_MOMENT, NEED),
    ROW(due, FIELD_MOMENT, NEED), ROW(otherwise, FIELD_TEXT, NEED),
    ROW(state, FIELD_TEXT, NEED), ROW(answer, FIELD_TEXT, 0), ROW(found, FIELD_TEXT, 0),
    ROW(answered_at, FIELD_MOMENT, 0), ROW(answered_by, FIELD_ID, 0),
    ROW(version, FIELD_COUNT, NEED),
};
const struct shape intake_request_shape =
    SHAPE("intake_request", struct intake_request, request_fields);
const struct table intake_request_table =
    { "intake_request", &intake_request_shape, 3, "version" };

static const struct field alone_fields[] = {
    FIELD(struct intake_request_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_request_key, request, FIELD_ID, .flags = NEED),
};
static const struct shape alone_shape =
    SHAPE("intake_request_key", struct intake_request_key, alone_fields);
static const struct field case_fields[] = {
    FIELD(struct intake_case_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_case_key, case_id, FIELD_ID, .flags = NEED),
};
static const struct shape case_shape =
    SHAPE("intake_requests_of_key", struct intake_case_key, case_fields);
static const struct field open_fields[] = {
    FIELD(struct intake_requests_key, department, FIELD_TEXT, .flags = NEED),
    FIELD(struct intake_requests_key, place, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_requests_key, place_until, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_requests_key, after, FIELD_ID, .flags = 0),
};
static const struct shape open_shape =
    SHAPE("intake_requests_key", struct intake_requests_key, open_fields);

const struct query intake_request_by_id = {
    .name = "intake.request", .from = "intake_request q",
    .where = "q.bucket = {bucket} AND q.request = {request}", .key = &alone_shape,
    .row = &intake_request_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query intake_requests_of = {
    .name = "intake.requests-of", .from = "intake_request q",
    .where = "q.bucket = {bucket} AND q.case_id = {case_id}", .order = "q.request",
    .key = &case_shape, .row = &intake_request_shape, .row_max = INTAKE_PAPERS_MAX,
    .guard = GUARD_DECISION,
};
/* Department and place come from the asker's own office alone. Of a case that was taken back or
 * refused nobody needs an answer any more, and nobody's number is shown for it. */
const struct query intake_requests_open = {
    .name = "intake.requests-open", .from = "intake_request q",
    .where = "q.department = {department} AND q.state IN ('sent', 'late') "
             "AND q.place >= {place} AND q.place <= {place_until} "
             "AND ({after} IS NULL OR q.request > {after}) "
             "AND EXISTS (SELECT 1 FROM intake_case c WHERE c.bucket = q.bucket "
             "AND c.case_id = q.case_id AND (c.waiting = 1 OR c.state = 'decided-approved'))",
    .order = "q.request", .key = &open_shape, .row = &intake_request_shape,
    .row_max = INTAKE_REQUESTS_PAGE, .page = true, .guard = GUARD_DECISION,
};

/* ---- papers that are here already ---- */

static const struct field earlier_fields[] = {
    FIELD(struct intake_earlier_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_earlier_key, person, FIELD_ID, .flags = NEED),
    FIELD(struct intake_earlier_key, since, FIELD_MOMENT, .flags = NEED),
};
static const struct shape earlier_shape =
    SHAPE("intake_earlier_key", struct intake_earlier_key, earlier_fields);
/* Not of a case that rested on something untrue, or that was not granted. */
const struct query intake_papers_earlier = {
    .name = "intake.papers-earlier", .from = "intake_paper p",
    .where = "p.bucket = {bucket} AND p.blob IS NOT NULL AND p.at >= {since} "
             "AND p.how <> 'missing' AND p.case_id IN (SELECT c.case_id FROM intake_case c "
             "WHERE c.bucket = {bucket} AND c.person = {person} AND c.state NOT IN "
             "('revoked', 'decided-refused', 'not-accepted', 'withdrawn'))",
    .order = "p.at DESC, p.paper DESC", .key = &earlier_shape, .row = &intake_paper_shape,
    .row_max = 100, .page = true, .guard = GUARD_DECISION,
};

static const struct field granted_fields[] = {
    FIELD(struct intake_about_key, bucket, FIELD_COUNT, .flags = NEED),
    FIELD(struct intake_about_key, person, FIELD_ID, .flags = NEED),
    FIELD(struct intake_about_key, matter, FIELD_TEXT, .flags = NEED),
};
static const struct shape granted_shape =
    SHAPE("intake_granted_key", struct intake_about_key, granted_fields);
const struct query intake_case_granted = {
    .name = "intake.granted", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person = {person} AND c.matter = {matter} "
             "AND c.verdict = 'approved' AND c.state IN ('closed', 'decided-approved') "
             "AND NOT EXISTS (SELECT 1 FROM intake_document d WHERE d.bucket = c.bucket "
             "AND d.case_id = c.case_id AND d.kind = 'result' AND d.void_at IS NOT NULL "
             "AND d.at >= c.decided_at)",
    .order = "c.case_id DESC", .key = &granted_shape, .row = &intake_case_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};
