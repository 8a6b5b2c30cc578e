/* intake_document_store.c: rows and reads of what hangs on cases: documents, bars, relaxations and
 * lines of many decisions; and papers and cases found otherwise than by their case. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "rooms/staff/staff_facts.h"

#define NEED .flags = FIELD_REQUIRED
#define MAY .flags = 0

#define OF(member_, kind_, flags_) FIELD(struct intake_document, member_, kind_, flags_)
static const struct field document_fields[] = {
    OF(bucket, FIELD_COUNT, NEED), OF(case_id, FIELD_ID, NEED), OF(document, FIELD_ID, NEED),
    OF(kind, FIELD_TEXT, NEED), OF(number, FIELD_TEXT, NEED), OF(at, FIELD_MOMENT, NEED),
    OF(office, FIELD_ID, NEED), OF(body_zh, FIELD_TEXT, NEED), OF(body_en, FIELD_TEXT, NEED),
    OF(digest, FIELD_TEXT, NEED), OF(seal, FIELD_TEXT, MAY), OF(sealed_at, FIELD_MOMENT, MAY),
    OF(served_how, FIELD_TEXT, MAY), OF(served_at, FIELD_MOMENT, MAY),
    OF(served_by, FIELD_ID, MAY), OF(served_note, FIELD_TEXT, MAY),
    OF(void_at, FIELD_MOMENT, MAY), OF(void_by, FIELD_TEXT, MAY),
    OF(version, FIELD_COUNT, NEED),
};
#undef OF
const struct shape intake_document_shape =
    SHAPE("intake_document", struct intake_document, document_fields);
const struct table intake_document_table =
    { "intake_document", &intake_document_shape, 3, "version" };

#define OF(member_, kind_, flags_) FIELD(struct intake_bar, member_, kind_, flags_)
static const struct field bar_fields[] = {
    OF(bucket, FIELD_COUNT, NEED), OF(person, FIELD_ID, NEED), OF(bar, FIELD_ID, NEED),
    OF(case_id, FIELD_ID, NEED), OF(from_day, FIELD_DAY, NEED), OF(until_day, FIELD_DAY, NEED),
    OF(reason, FIELD_TEXT, NEED), OF(version, FIELD_COUNT, NEED),
};
#undef OF
const struct shape intake_bar_shape = SHAPE("intake_bar", struct intake_bar, bar_fields);
const struct table intake_bar_table = { "intake_bar", &intake_bar_shape, 3, "version" };

#define OF(member_, kind_, flags_) FIELD(struct intake_relaxation, member_, kind_, flags_)
static const struct field relaxation_fields[] = {
    OF(bucket, FIELD_COUNT, NEED), OF(case_id, FIELD_ID, NEED), OF(relaxation, FIELD_ID, NEED),
    OF(office, FIELD_ID, NEED), OF(material, FIELD_TEXT, NEED), OF(way, FIELD_TEXT, NEED),
    OF(reason, FIELD_TEXT, NEED), OF(asked_by, FIELD_ID, NEED),
    OF(asked_at, FIELD_MOMENT, NEED), OF(state, FIELD_TEXT, NEED),
    OF(answered_by, FIELD_ID, MAY), OF(answered_at, FIELD_MOMENT, MAY),
    OF(answer, FIELD_TEXT, MAY), OF(version, FIELD_COUNT, NEED),
};
#undef OF
const struct shape intake_relaxation_shape =
    SHAPE("intake_relaxation", struct intake_relaxation, relaxation_fields);
const struct table intake_relaxation_table =
    { "intake_relaxation", &intake_relaxation_shape, 3, "version" };

#define OF(member_, kind_, flags_) FIELD(struct intake_line, member_, kind_, flags_)
static const struct field line_fields[] = {
    OF(bucket, FIELD_COUNT, NEED), OF(case_id, FIELD_ID, NEED), OF(line, FIELD_ID, NEED),
    OF(batch, FIELD_ID, NEED), OF(verdict, FIELD_TEXT, NEED), OF(reason, FIELD_TEXT, MAY),
    OF(case_version, FIELD_COUNT, NEED), OF(account, FIELD_ID, NEED),
    OF(role, FIELD_TEXT, NEED), OF(office, FIELD_ID, NEED), OF(division, FIELD_COUNT, NEED),
    OF(at, FIELD_MOMENT, NEED), OF(state, FIELD_TEXT, NEED), OF(refusal, FIELD_TEXT, MAY),
    OF(refusal_zh, FIELD_TEXT, MAY), OF(refusal_en, FIELD_TEXT, MAY),
    OF(done_at, FIELD_MOMENT, MAY), OF(version, FIELD_COUNT, NEED),
};
#undef OF
const struct shape intake_line_shape = SHAPE("intake_line", struct intake_line, line_fields);
const struct table intake_line_table = { "intake_line", &intake_line_shape, 3, "version" };

/* ---- keys ---- */

static const struct field case_key_fields[] = {
    FIELD(struct intake_case_key, bucket, FIELD_COUNT, NEED),
    FIELD(struct intake_case_key, case_id, FIELD_ID, NEED),
};
static const struct shape case_key_shape =
    SHAPE("intake_of_case", struct intake_case_key, case_key_fields);
static const struct field person_key_fields[] = {
    FIELD(struct intake_person_key, bucket, FIELD_COUNT, NEED),
    FIELD(struct intake_person_key, person, FIELD_ID, NEED),
};
static const struct shape person_key_shape =
    SHAPE("intake_bars_key", struct intake_person_key, person_key_fields);
static const struct field office_key_fields[] = {
    FIELD(struct intake_office_key, office, FIELD_ID, NEED),
    FIELD(struct intake_office_key, after, FIELD_MOMENT, MAY),
    FIELD(struct intake_office_key, after_case, FIELD_ID, MAY),
};
static const struct shape office_key_shape =
    SHAPE("intake_of_office", struct intake_office_key, office_key_fields);
static const struct field paper_key_fields[] = {
    FIELD(struct intake_paper_key, bucket, FIELD_COUNT, NEED),
    FIELD(struct intake_paper_key, paper, FIELD_ID, NEED),
};
static const struct shape paper_key_shape =
    SHAPE("intake_paper_key", struct intake_paper_key, paper_key_fields);
static const struct field waits_key_fields[] = {
    FIELD(struct intake_waits_key, event, FIELD_TEXT, NEED),
    FIELD(struct intake_waits_key, after, FIELD_ID, MAY),
};
static const struct shape waits_key_shape =
    SHAPE("intake_waits_key", struct intake_waits_key, waits_key_fields);
static const struct field blob_key_fields[] = {
    FIELD(struct intake_blob_key, blob, FIELD_TEXT, NEED),
    FIELD(struct intake_blob_key, case_id, FIELD_ID, NEED),
};
static const struct shape blob_key_shape =
    SHAPE("intake_blob_key", struct intake_blob_key, blob_key_fields);
static const struct field batch_key_fields[] = {
    FIELD(struct intake_batch_key, batch, FIELD_ID, NEED),
    FIELD(struct intake_batch_key, after, FIELD_ID, MAY),
};
static const struct shape batch_key_shape =
    SHAPE("intake_batch_key", struct intake_batch_key, batch_key_fields);

/* ---- reads ---- */

const struct query intake_documents_of = {
    .name = "intake.documents", .from = "intake_document d",
    .where = "d.bucket = {bucket} AND d.case_id = {case_id}", .order = "d.document",
    .key = &case_key_shape, .row = &intake_document_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};
const struct query intake_document_by_id = {
    .name = "intake.document-alone", .from = "intake_document d",
    .where = "d.bucket = {bucket} AND d.document = {paper}", .key = &paper_key_shape,
    .row = &intake_document_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query intake_documents_unserved = {
    .name = "intake.unserved", .from = "intake_document d",
    .where = "d.office = {office} AND d.served_at IS NULL AND d.void_at IS NULL "
             "AND ({after} IS NULL OR d.at > {after} "
             "OR (d.at = {after} AND d.document > {after_case}))",
    .order = "d.at, d.document", .key = &office_key_shape, .row = &intake_document_shape,
    .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query intake_bars_of = {
    .name = "intake.bars", .from = "intake_bar b",
    .where = "b.bucket = {bucket} AND b.person = {person}", .order = "b.bar",
    .key = &person_key_shape, .row = &intake_bar_shape, .row_max = 1000,
    .guard = GUARD_DECISION,
};
const struct query intake_relaxations_of = {
    .name = "intake.relaxations", .from = "intake_relaxation r",
    .where = "r.bucket = {bucket} AND r.case_id = {case_id}", .order = "r.relaxation",
    .key = &case_key_shape, .row = &intake_relaxation_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};
const struct query intake_relaxations_asked = {
    .name = "intake.relaxations-asked", .from = "intake_relaxation r",
    .where = "r.office = {office} AND r.state = 'asked' AND ({after} IS NULL "
             "OR r.asked_at > {after} OR (r.asked_at = {after} AND r.relaxation > {after_case}))",
    .order = "r.asked_at, r.relaxation", .key = &office_key_shape,
    .row = &intake_relaxation_shape, .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED,
    .guard_office = "office",
};
/* A paper's own number is unique; the case it belongs to is not known to a timer. */
const struct query intake_paper_by_id = {
    .name = "intake.paper", .from = "intake_paper p",
    .where = "p.bucket = {bucket} AND p.paper = {paper}", .key = &paper_key_shape,
    .row = &intake_paper_shape, .row_max = 1, .guard = GUARD_DECISION,
};
/* A page of a job: what more there is comes with the next step. */
const struct query intake_papers_waiting = {
    .name = "intake.papers-waiting", .from = "intake_paper p",
    .where = "p.waits_for = {event} AND p.cleared_at IS NULL AND p.how = 'owed' "
             "AND ({after} IS NULL OR p.paper > {after})",
    .order = "p.paper", .key = &waits_key_shape, .row = &intake_paper_shape,
    .row_max = INTAKE_REMINDERS_A_STEP, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query intake_papers_to_check = {
    .name = "intake.papers-to-check", .from = "intake_paper p",
    .where = "p.office = {office} AND p.checked = 'due' AND ({after} IS NULL "
             "OR p.check_from > {after} OR (p.check_from = {after} AND p.paper > {after_case}))",
    .order = "p.check_from, p.paper", .key = &office_key_shape, .row = &intake_paper_shape,
    .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
/* Enough to say that there are others; none of theirs is told. */
const struct query intake_papers_alike = {
    .name = "intake.papers-alike", .from = "intake_paper p",
    .where = "p.blob = {blob} AND p.case_id <> {case_id}", .order = "p.paper",
    .key = &blob_key_shape, .row = &intake_paper_shape, .row_max = 5, .guard = GUARD_SCOPED,
    .guard_office = "office",
};
const struct query intake_line_waiting = {
    .name = "intake.line", .from = "intake_line l",
    .where = "l.bucket = {bucket} AND l.case_id = {case_id} AND l.state = 'waiting'",
    .order = "l.line", .key = &case_key_shape, .row = &intake_line_shape, .row_max = 100,
    .guard = GUARD_DECISION,
};
const struct query intake_lines_of_batch = {
    .name = "intake.lines", .from = "intake_line l",
    .where = "l.batch = {batch} AND ({after} IS NULL OR l.line > {after})", .order = "l.line",
    .key = &batch_key_shape, .row = &intake_line_shape, .row_max = INTAKE_MANY_MAX,
    .guard = GUARD_SCOPED, .guard_office = "office",
};

/* ---- searching: newest first, by the index that fits what was asked; whose offices they may be,
 * and whose cases, is looked at by who asks (intake_search.c) ---- */

#define OF(member_, kind_, flags_) FIELD(struct intake_search_key, member_, kind_, flags_)
static const struct field search_key_fields[] = {
    OF(bucket, FIELD_COUNT, NEED), OF(person, FIELD_ID, MAY),
    OF(office, FIELD_ID, MAY), OF(place, FIELD_COUNT, NEED), OF(place_from, FIELD_COUNT, NEED),
    OF(place_until, FIELD_COUNT, NEED), OF(name, FIELD_TEXT, MAY), OF(name_end, FIELD_TEXT, MAY),
    OF(state, FIELD_TEXT, MAY), OF(channel, FIELD_TEXT, MAY), OF(ten, FIELD_TEXT, MAY),
    OF(four, FIELD_TEXT, MAY), OF(from, FIELD_MOMENT, NEED),
    OF(until, FIELD_MOMENT, NEED), OF(after, FIELD_MOMENT, NEED), OF(after_case, FIELD_ID, NEED),
    OF(after_name, FIELD_TEXT, MAY),
};
#undef OF
static const struct shape search_key_shape =
    SHAPE("intake_search_key", struct intake_search_key, search_key_fields);

/* What an office took over of another city's is not found by who looks into it from above: asked
 * here, so that a page is as long as there are cases. As a range PostgreSQL would think it left so
 * few that all of them were sorted. */
#define ONE_OFFICE "c.office = {office} AND " \
    "NULLIF(c.place >= {place_from} AND c.place <= {place_until}, FALSE) IS NOT NULL"
/* What intake_search.c lets him find. Both lists are asked case by case, in the order of the index
 * that the rest of the question takes: a page is full after few of them. */
#define ANY_OFFICE "(EXISTS (SELECT 1 FROM office_above a WHERE a.bucket = 0 " \
    "AND a.above = {office} AND a.office = c.office) " \
    "OR (c.place >= {place_from} AND c.place <= {place_until} " \
    "AND EXISTS (SELECT 1 FROM office o WHERE o.bucket = 0 AND o.office = c.office " \
    "AND o.division >= {place_from} AND o.division <= {place_until} " \
    "AND o.division <> {place})))"
_Static_assert(STAFF_BUCKET == 0, "the bucket of all offices");
/* Both databases take the two as bounds of the index, and neither thinks them so few that it would
 * rather sort them. */
#define WITHIN " AND c.received_at >= {from} " \
    "AND (c.received_at, c.case_id) < ({after}, {after_case})"
#define AND_OF "({state} IS NULL OR c.state = {state}) " \
    "AND ({channel} IS NULL OR c.channel = {channel})"
/* LAW: JX4-2.0g, JX4-2.0h: by a mode of Jiangxi's ten or Shaoxing's four, in the order of the ways
 * that have it: few cases may. Looked at case by case: an EXISTS is made a join over all there
 * are. */
#define BY_WAY(of_, which_) \
    "(SELECT w.bucket AS way_bucket, w.case_id AS way_case FROM intake_way w WHERE " of_ \
    " AND w.received_at >= {from} AND (w.received_at, w.case_id) < ({after}, {after_case}) " \
    "AND (SELECT c.case_id FROM intake_case c WHERE c.bucket = w.bucket " \
    "AND c.case_id = w.case_id AND " which_ " AND " AND_OF ") IS NOT NULL " \
    "ORDER BY w.received_at DESC, w.case_id DESC LIMIT " QUERY_NUMBER(INTAKE_FOUND_MAX) ") found " \
    "JOIN intake_case c ON c.bucket = found.way_bucket AND c.case_id = found.way_case"
#define BY_TEN "w.ten = {ten} AND ({four} IS NULL OR w.four = {four})"
#define BY_FOUR "w.four = {four}"
/* A way lies with the office the case came to; those that moved on are few. */
#define HANDED "c.handovers > 0 AND (SELECT w.case_id FROM intake_way w " \
    "WHERE w.bucket = c.bucket AND w.case_id = c.case_id AND w.office <> c.office " \
    "AND ({ten} IS NULL OR w.ten = {ten}) AND ({four} IS NULL OR w.four = {four})) IS NOT NULL"
/* Names that begin so. */
#define BY_NAME " AND c.name_key >= {name} AND c.name_key < {name_end} AND " AND_OF \
    " AND c.received_at >= {from} AND c.received_at < {until} " \
    "AND ({after_name} IS NULL OR c.name_key > {after_name} " \
    "OR (c.name_key = {after_name} AND c.case_id > {after_case}))"
#define BY_BOTH " AND c.state = {state} AND c.channel = {channel}"
#define SEARCH(name_, where_, order_) { \
    name_, .from = "intake_case c", .where = (where_), .order = (order_), \
    .key = &search_key_shape, .row = &intake_case_shape, .row_max = INTAKE_FOUND_MAX, \
    .page = true, .guard = GUARD_DECISION }
#define LATEST "c.received_at DESC, c.case_id DESC"
#define NEWEST(name_, where_) SEARCH(name_, where_ WITHIN, LATEST)
#define OF_WAY(name_, of_, which_) { \
    name_, .from = BY_WAY(of_, which_), .order = LATEST, \
    .key = &search_key_shape, .row = &intake_case_shape, .row_max = INTAKE_FOUND_MAX, \
    .page = true, .guard = GUARD_DECISION }

const struct query intake_search_by_day = NEWEST(.name = "intake.by-day", ONE_OFFICE);
const struct query intake_search_by_state =
    NEWEST(.name = "intake.by-state", ONE_OFFICE " AND c.state = {state}");
const struct query intake_search_by_both = NEWEST(.name = "intake.by-both", ONE_OFFICE BY_BOTH);
const struct query intake_search_by_channel =
    NEWEST(.name = "intake.by-channel", ONE_OFFICE " AND c.channel = {channel}");
const struct query intake_search_by_ten =
    OF_WAY(.name = "intake.by-ten", "w.office = {office} AND " BY_TEN, ONE_OFFICE);
const struct query intake_search_by_four =
    OF_WAY(.name = "intake.by-four", "w.office = {office} AND " BY_FOUR, ONE_OFFICE);
const struct query intake_search_handed =
    NEWEST(.name = "intake.by-way-handed", ONE_OFFICE " AND " HANDED " AND " AND_OF);
const struct query intake_search_by_name =
    SEARCH(.name = "intake.by-name", ONE_OFFICE BY_NAME, "c.name_key, c.case_id");
const struct query intake_wide_by_day = NEWEST(.name = "intake.wide-by-day", ANY_OFFICE);
const struct query intake_wide_by_state =
    NEWEST(.name = "intake.wide-by-state", ANY_OFFICE " AND c.state = {state}");
const struct query intake_wide_by_both = NEWEST(.name = "intake.wide-by-both", ANY_OFFICE BY_BOTH);
const struct query intake_wide_by_channel =
    NEWEST(.name = "intake.wide-by-channel", ANY_OFFICE " AND c.channel = {channel}");
const struct query intake_wide_by_ten = OF_WAY(.name = "intake.wide-by-ten", BY_TEN, ANY_OFFICE);
const struct query intake_wide_by_four =
    OF_WAY(.name = "intake.wide-by-four", BY_FOUR, ANY_OFFICE);
const struct query intake_wide_by_name =
    SEARCH(.name = "intake.wide-by-name", ANY_OFFICE BY_NAME, "c.name_key, c.case_id");
/* Of one person, whose index leaves few; of other offices he may have hundreds. */
const struct query intake_wide_by_person =
    NEWEST(.name = "intake.wide-by-person", "c.bucket = {bucket} AND c.person = {person} AND "
           AND_OF " AND " ANY_OFFICE);
