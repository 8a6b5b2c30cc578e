/* intake_store.c: rows and reads of cases, and form values as they are kept. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "base/json.h"

#define CASE(member_) AT(struct intake_case, member_)
#define NEED FIELD_REQUIRED
static const struct field case_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, CASE(bucket) },
    { "case_id", NULL, FIELD_ID, NEED, CASE(case_id) },
    { "person", NULL, FIELD_ID, 0, CASE(person) },
    { "receipt", NULL, FIELD_TEXT, NEED, CASE(receipt) },
    { "matter", NULL, FIELD_TEXT, NEED, CASE(matter) },
    { "publication", NULL, FIELD_COUNT, NEED, CASE(publication) },
    { "state", NULL, FIELD_TEXT, NEED, CASE(state) },
    { "office", NULL, FIELD_ID, NEED, CASE(office) },
    { "place", NULL, FIELD_COUNT, NEED, CASE(place) },
    { "insurance", NULL, FIELD_TEXT, 0, CASE(insurance) },
    { "applicant", NULL, FIELD_TEXT, NEED, CASE(applicant) },
    { "unit", NULL, FIELD_ID, 0, CASE(unit) },
    { "institution", NULL, FIELD_ID, 0, CASE(institution) },
    { "agent", NULL, FIELD_ID, 0, CASE(agent) },
    { "mandate", NULL, FIELD_ID, 0, CASE(mandate) },
    { "channel", NULL, FIELD_TEXT, NEED, CASE(channel) },
    { "reference", NULL, FIELD_TEXT, 0, CASE(reference) },
    { "entered_by", NULL, FIELD_ID, 0, CASE(entered_by) },
    { "entered_office", NULL, FIELD_ID, 0, CASE(entered_office) },
    { "name_key", NULL, FIELD_TEXT, NEED, CASE(name_key) },
    { "subject_key", NULL, FIELD_TEXT, NEED, CASE(subject_key) },
    { "received_at", NULL, FIELD_MOMENT, NEED, CASE(received_at) },
    { "sent_at", NULL, FIELD_MOMENT, NEED, CASE(sent_at) },
    { "accepted_at", NULL, FIELD_MOMENT, 0, CASE(accepted_at) },
    { "counted_at", NULL, FIELD_MOMENT, 0, CASE(counted_at) },
    { "counted_office", NULL, FIELD_ID, 0, CASE(counted_office) },
    { "asked_at", NULL, FIELD_MOMENT, 0, CASE(asked_at) },
    { "supplied_at", NULL, FIELD_MOMENT, 0, CASE(supplied_at) },
    { "decided_at", NULL, FIELD_MOMENT, 0, CASE(decided_at) },
    { "decided_by", NULL, FIELD_ID, 0, CASE(decided_by) },
    { "verdict", NULL, FIELD_TEXT, 0, CASE(verdict) },
    { "reason", NULL, FIELD_TEXT, 0, CASE(reason) },
    { "result", NULL, FIELD_ID, 0, CASE(result) },
    { "effect", NULL, FIELD_TEXT, 0, CASE(effect) },
    { "doubt", NULL, FIELD_TEXT, 0, CASE(doubt) },
    { "waiting", NULL, FIELD_FLAG, NEED, CASE(waiting) },
    { "order_at", NULL, FIELD_MOMENT, NEED, CASE(order_at) },
    { "urgency", NULL, FIELD_TEXT, 0, CASE(urgency) },
    { "urgency_clauses", NULL, FIELD_TEXT, 0, CASE(urgency_clauses) },
    { "owner", NULL, FIELD_ID, 0, CASE(owner) },
    { "offered_to", NULL, FIELD_ID, 0, CASE(offered_to) },
    { "offered_by", NULL, FIELD_ID, 0, CASE(offered_by) },
    { "offered_at", NULL, FIELD_MOMENT, 0, CASE(offered_at) },
    { "handovers", NULL, FIELD_COUNT, NEED, CASE(handovers) },
    { "awaits", NULL, FIELD_TEXT, 0, CASE(awaits) },
    { "awaited_at", NULL, FIELD_MOMENT, 0, CASE(awaited_at) },
    { "stood", NULL, FIELD_TEXT, 0, CASE(stood) },
    { "proposed", NULL, FIELD_TEXT, 0, CASE(proposed) },
    { "proposed_by", NULL, FIELD_ID, 0, CASE(proposed_by) },
    { "proposed_reason", NULL, FIELD_TEXT, 0, CASE(proposed_reason) },
    { "objected_at", NULL, FIELD_MOMENT, 0, CASE(objected_at) },
    { "objection", NULL, FIELD_TEXT, 0, CASE(objection) },
    { "answered_at", NULL, FIELD_MOMENT, 0, CASE(answered_at) },
    { "waits", NULL, FIELD_TEXT, 0, CASE(waits) },
    { "waits_since", NULL, FIELD_MOMENT, 0, CASE(waits_since) },
    { "ms_office", NULL, FIELD_COUNT, NEED, CASE(ms_office) },
    { "ms_applicant", NULL, FIELD_COUNT, NEED, CASE(ms_applicant) },
    { "ms_department", NULL, FIELD_COUNT, NEED, CASE(ms_department) },
    { "returned", NULL, FIELD_COUNT, NEED, CASE(returned) },
    { "visits", NULL, FIELD_COUNT, NEED, CASE(visits) },
    { "visited_on", NULL, FIELD_DAY, 0, CASE(visited_on) },
    { "visits_over", NULL, FIELD_TEXT, 0, CASE(visits_over) },
    { "newcomer", NULL, FIELD_FLAG, NEED, CASE(newcomer) },
    { "form", NULL, FIELD_TEXT, NEED, CASE(form) },
    { "form_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, CASE(form_sealed) },
    { "version", NULL, FIELD_COUNT, NEED, CASE(version) },
};
const struct shape intake_case_shape = SHAPE("intake_case", struct intake_case, case_fields);
const struct table intake_case_table = { "intake_case", &intake_case_shape, 2, "version" };

#define PAPER(member_) AT(struct intake_paper, member_)
static const struct field paper_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, PAPER(bucket) },
    { "case_id", NULL, FIELD_ID, NEED, PAPER(case_id) },
    { "paper", NULL, FIELD_ID, NEED, PAPER(paper) },
    { "office", NULL, FIELD_ID, NEED, PAPER(office) },
    { "place", NULL, FIELD_COUNT, NEED, PAPER(place) },
    { "material", NULL, FIELD_TEXT, NEED, PAPER(material) },
    { "how", NULL, FIELD_TEXT, NEED, PAPER(how) },
    { "blob", NULL, FIELD_TEXT, 0, PAPER(blob) },
    { "file_name", NULL, FIELD_TEXT, 0, PAPER(file_name) },
    { "file_type", NULL, FIELD_TEXT, 0, PAPER(file_type) },
    { "channel", NULL, FIELD_TEXT, 0, PAPER(channel) },
    { "at", NULL, FIELD_MOMENT, NEED, PAPER(at) },
    { "measure", NULL, FIELD_TEXT, 0, PAPER(measure) },
    { "clauses", NULL, FIELD_TEXT, 0, PAPER(clauses) },
    { "waits_for", NULL, FIELD_TEXT, 0, PAPER(waits_for) },
    { "cleared_at", NULL, FIELD_MOMENT, 0, PAPER(cleared_at) },
    { "checked", NULL, FIELD_TEXT, 0, PAPER(checked) },
    { "check_from", NULL, FIELD_MOMENT, 0, PAPER(check_from) },
    { "checked_at", NULL, FIELD_MOMENT, 0, PAPER(checked_at) },
    { "checked_by", NULL, FIELD_ID, 0, PAPER(checked_by) },
    { "found_in", NULL, FIELD_TEXT, 0, PAPER(found_in) },
    { "found_zh", NULL, FIELD_TEXT, 0, PAPER(found_zh) },
    { "found_en", NULL, FIELD_TEXT, 0, PAPER(found_en) },
    { "version", NULL, FIELD_COUNT, NEED, PAPER(version) },
};
const struct shape intake_paper_shape = SHAPE("intake_paper", struct intake_paper, paper_fields);
const struct table intake_paper_table = { "intake_paper", &intake_paper_shape, 3, "version" };

#define STEP(member_) AT(struct intake_step, member_)
static const struct field step_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, STEP(bucket) },
    { "case_id", NULL, FIELD_ID, NEED, STEP(case_id) },
    { "step", NULL, FIELD_ID, NEED, STEP(step) },
    { "at", NULL, FIELD_MOMENT, NEED, STEP(at) },
    { "event", NULL, FIELD_TEXT, NEED, STEP(event) },
    { "state_from", NULL, FIELD_TEXT, NEED, STEP(state_from) },
    { "state_to", NULL, FIELD_TEXT, NEED, STEP(state_to) },
    { "account", NULL, FIELD_ID, 0, STEP(account) },
    { "role", NULL, FIELD_TEXT, NEED, STEP(role) },
    { "office", NULL, FIELD_ID, 0, STEP(office) },
    { "reason", NULL, FIELD_TEXT, 0, STEP(reason) },
    { "mandate", NULL, FIELD_ID, 0, STEP(mandate) },
    { "unit", NULL, FIELD_ID, 0, STEP(unit) },
};
const struct shape intake_step_shape = SHAPE("intake_step", struct intake_step, step_fields);
const struct table intake_step_table = { "intake_step", &intake_step_shape, 3, NULL };

static const struct field receipt_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_receipt, bucket) },
    { "receipt", NULL, FIELD_TEXT, NEED, AT(struct intake_receipt, receipt) },
    { "case_id", NULL, FIELD_ID, NEED, AT(struct intake_receipt, case_id) },
    { "person", NULL, FIELD_ID, 0, AT(struct intake_receipt, person) },
};
const struct shape intake_receipt_shape =
    SHAPE("intake_receipt", struct intake_receipt, receipt_fields);
const struct table intake_receipt_table = { "intake_receipt", &intake_receipt_shape, 2, NULL };

#define SERIAL(member_) AT(struct intake_serial, member_)
static const struct field serial_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, SERIAL(bucket) },
    { "place", NULL, FIELD_COUNT, NEED, SERIAL(place) },
    { "year", NULL, FIELD_COUNT, NEED, SERIAL(year) },
    { "serial_range", NULL, FIELD_COUNT, NEED, SERIAL(serial_range) },
    { "last", NULL, FIELD_COUNT, NEED, SERIAL(last) },
    { "version", NULL, FIELD_COUNT, NEED, SERIAL(version) },
};
const struct shape intake_serial_shape =
    SHAPE("intake_serial", struct intake_serial, serial_fields);
const struct table intake_serial_table = { "intake_serial", &intake_serial_shape, 4, "version" };

/* ---- reads ---- */

static const struct field case_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_case_key, bucket) },
    { "case_id", NULL, FIELD_ID, NEED, AT(struct intake_case_key, case_id) },
};
static const struct shape case_key_shape =
    SHAPE("intake_case_key", struct intake_case_key, case_key_fields);
static const struct field about_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_about_key, bucket) },
    { "person", NULL, FIELD_ID, NEED, AT(struct intake_about_key, person) },
    { "matter", NULL, FIELD_TEXT, NEED, AT(struct intake_about_key, matter) },
    { "subject_key", NULL, FIELD_TEXT, NEED, AT(struct intake_about_key, subject_key) },
};
static const struct shape about_key_shape =
    SHAPE("intake_about_key", struct intake_about_key, about_key_fields);
static const struct field own_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_own_key, bucket) },
    { "matter", NULL, FIELD_TEXT, NEED, AT(struct intake_own_key, matter) },
    { "subject_key", NULL, FIELD_TEXT, NEED, AT(struct intake_own_key, subject_key) },
};
static const struct shape own_key_shape =
    SHAPE("intake_own_key", struct intake_own_key, own_key_fields);
static const struct field owner_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_owner_key, bucket) },
    { "owner", NULL, FIELD_ID, NEED, AT(struct intake_owner_key, owner) },
    { "before", NULL, FIELD_ID, 0, AT(struct intake_owner_key, before) },
};
static const struct field unit_key_fields[] = {
    { "owner", NULL, FIELD_ID, NEED, AT(struct intake_owner_key, owner) },
    { "before", NULL, FIELD_ID, 0, AT(struct intake_owner_key, before) },
};
static const struct shape unit_key_shape =
    SHAPE("intake_unit_key", struct intake_owner_key, unit_key_fields);
static const struct shape owner_key_shape =
    SHAPE("intake_owner_key", struct intake_owner_key, owner_key_fields);
static const struct field mine_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_mine_key, bucket) },
    { "person", NULL, FIELD_ID, NEED, AT(struct intake_mine_key, person) },
    { "before", NULL, FIELD_ID, 0, AT(struct intake_mine_key, before) },
};
static const struct shape mine_key_shape =
    SHAPE("intake_mine_key", struct intake_mine_key, mine_key_fields);
static const struct field receipt_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_receipt_key, bucket) },
    { "receipt", NULL, FIELD_TEXT, NEED, AT(struct intake_receipt_key, receipt) },
};
static const struct shape receipt_key_shape =
    SHAPE("intake_receipt_key", struct intake_receipt_key, receipt_key_fields);
static const struct field serial_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_serial_key, bucket) },
    { "place", NULL, FIELD_COUNT, NEED, AT(struct intake_serial_key, place) },
    { "year", NULL, FIELD_COUNT, NEED, AT(struct intake_serial_key, year) },
    { "serial_range", NULL, FIELD_COUNT, NEED, AT(struct intake_serial_key, serial_range) },
};
static const struct shape serial_key_shape =
    SHAPE("intake_serial_key", struct intake_serial_key, serial_key_fields);
static const struct field office_key_fields[] = {
    { "office", NULL, FIELD_ID, NEED, AT(struct intake_office_key, office) },
    { "after", NULL, FIELD_MOMENT, 0, AT(struct intake_office_key, after) },
    { "after_case", NULL, FIELD_ID, 0, AT(struct intake_office_key, after_case) },
};
static const struct shape office_key_shape =
    SHAPE("intake_office_key", struct intake_office_key, office_key_fields);

const struct query intake_case_by_id = {
    .name = "intake.case", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.case_id = {case_id}",
    .key = &case_key_shape, .row = &intake_case_shape, .row_max = 1, .guard = GUARD_DECISION,
};
const struct query intake_papers_of = {
    .name = "intake.papers", .from = "intake_paper p",
    .where = "p.bucket = {bucket} AND p.case_id = {case_id}", .order = "p.paper",
    .key = &case_key_shape, .row = &intake_paper_shape, .row_max = INTAKE_PAPERS_MAX,
    .guard = GUARD_DECISION,
};
const struct query intake_steps_of = {
    .name = "intake.steps", .from = "intake_step s",
    .where = "s.bucket = {bucket} AND s.case_id = {case_id}", .order = "s.step",
    .key = &case_key_shape, .row = &intake_step_shape, .row_max = 2000,
    .guard = GUARD_DECISION,
};
const struct query intake_case_by_receipt = {
    .name = "intake.by-receipt", .from = "intake_receipt r",
    .where = "r.bucket = {bucket} AND r.receipt = {receipt}",
    .key = &receipt_key_shape, .row = &intake_receipt_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query intake_serial_by_key = {
    .name = "intake.serial", .from = "intake_serial s",
    .where = "s.bucket = {bucket} AND s.place = {place} AND s.year = {year} "
             "AND s.serial_range = {serial_range}",
    .key = &serial_key_shape, .row = &intake_serial_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
/* A page; the next one begins after the last of it. */
const struct query intake_cases_waiting = {
    .name = "intake.waiting", .from = "intake_case c",
    .where = "c.office = {office} AND c.waiting = 1 AND ({after} IS NULL OR c.order_at > {after} "
             "OR (c.order_at = {after} AND c.case_id > {after_case}))",
    .order = "c.order_at, c.case_id", .key = &office_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
/* Seen by the office it is offered to, although another still has it. */
const struct query intake_cases_offered = {
    .name = "intake.offered", .from = "intake_case c",
    .where = "c.offered_to = {office} AND ({after} IS NULL OR c.offered_at > {after} "
             "OR (c.offered_at = {after} AND c.case_id > {after_case}))",
    .order = "c.offered_at, c.case_id", .key = &office_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED, .guard_office = "offered_to",
};
const struct query intake_papers_owed = {
    .name = "intake.owed", .from = "intake_paper p",
    .where = "p.office = {office} AND p.how = 'owed' AND p.cleared_at IS NULL "
             "AND EXISTS (SELECT 1 FROM intake_case c WHERE c.bucket = p.bucket "
             "AND c.case_id = p.case_id AND c.state NOT IN ('decided-refused', 'not-accepted', "
             "'withdrawn', 'revoked')) "
             "AND ({after} IS NULL OR p.at > {after} "
             "OR (p.at = {after} AND p.paper > {after_case}))",
    .order = "p.at, p.paper", .key = &office_key_shape, .row = &intake_paper_shape,
    .row_max = INTAKE_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query intake_cases_of_person = {
    .name = "intake.of-person", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person = {person} "
             "AND ({before} IS NULL OR c.case_id < {before})",
    .order = "c.case_id DESC", .key = &mine_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_OF_PERSON_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office", .guard_person = "person",
};

/* For an agent, who is shown those of his mandate alone. */
const struct query intake_cases_by_mandate = {
    .name = "intake.by-mandate", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person = {person} "
             "AND ({before} IS NULL OR c.case_id < {before})",
    .order = "c.case_id DESC", .key = &mine_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_OF_PERSON_PAGE, .page = true,
    .guard = GUARD_DECISION,
};

/* However many somebody has open (a file may bring thousands for him), that one alone is read. */
const struct query intake_open_about = {
    .name = "intake.open-about", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person = {person} AND c.waiting = 1 "
             "AND c.subject_key = {subject_key} AND c.matter = {matter}",
    .order = "c.case_id", .key = &about_key_shape, .row = &intake_case_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};

/* Of an institution or unit: whose it is stands in the key of the subject. */
const struct query intake_open_own = {
    .name = "intake.open-own", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person IS NULL AND c.waiting = 1 "
             "AND c.subject_key = {subject_key} AND c.matter = {matter}",
    .order = "c.case_id", .key = &own_key_shape, .row = &intake_case_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};
/* What an institution applied for; what a unit did, for itself and for its people. */
const struct query intake_cases_of_institution = {
    .name = "intake.of-institution", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.institution = {owner} "
             "AND ({before} IS NULL OR c.case_id < {before})",
    .order = "c.case_id DESC", .key = &owner_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_PAGE, .page = true, .guard = GUARD_DECISION,
};
const struct query intake_cases_of_unit = {
    .name = "intake.of-unit", .from = "intake_case c",
    .where = "c.unit = {owner} AND ({before} IS NULL OR c.case_id < {before})",
    .order = "c.case_id DESC", .key = &unit_key_shape, .row = &intake_case_shape,
    .row_max = INTAKE_PAGE, .page = true, .guard = GUARD_DECISION,
};

/* ---- form values ---- */

struct text intake_form_write(const struct list *values, const struct matter *matter,
                              bool private, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++) {
        const struct matter_field *field = matter_field_of(matter, items[i].name);
        if (field == NULL || field->private != private || !text_present(items[i].value))
            continue;
        json_key(&writer, items[i].name);
        json_write_text(&writer, items[i].value);
    }
    json_object_end(&writer);
    return json_writer_text(&writer);
}

struct list intake_form_read(struct text form, struct arena *arena)
{
    const struct json *root = NULL;
    struct json_fault fault;
    if (!text_present(form) || !json_parse(form, LIMIT_FIELD_BYTES, arena, &root, &fault))
        return (struct list){ NULL, 0 };
    size_t count = json_count(root);
    struct intake_value *values = ARENA_ARRAY(arena, struct intake_value, count + 1);
    for (size_t i = 0; i < count; i++)
        values[i] = (struct intake_value){ json_name(json_at(root, i)),
                                           json_text(json_at(root, i)) };
    return (struct list){ values, count };
}
