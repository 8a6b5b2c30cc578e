/* duty_store.c: rows and reads of duty, reports, logs, lessons and suggestions. */

#include "rooms/duty/duty_facts.h"

#define SHIFT(member_) AT(struct duty_shift, member_)
static const struct field shift_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, SHIFT(bucket) },
    { "office", NULL, FIELD_ID, 0, SHIFT(office) },
    { "shift", NULL, FIELD_ID, 0, SHIFT(shift) },
    { "what", NULL, FIELD_TEXT, 0, SHIFT(what), 40 },
    { "phone", NULL, FIELD_TEXT, 0, SHIFT(phone), 40 },
    { "from_at", NULL, FIELD_MOMENT, 0, SHIFT(from_at) },
    { "until_at", NULL, FIELD_MOMENT, 0, SHIFT(until_at) },
    { "owner", NULL, FIELD_ID, 0, SHIFT(owner) },
    { "deputy", NULL, FIELD_ID, 0, SHIFT(deputy) },
    { "set_by", NULL, FIELD_ID, 0, SHIFT(set_by) },
    { "dropped", NULL, FIELD_FLAG, 0, SHIFT(dropped) },
    { "version", NULL, FIELD_COUNT, 0, SHIFT(version) },
};
const struct shape duty_shift_shape =
    SHAPE("duty_shift", struct duty_shift, shift_fields);
const struct table duty_shift_table =
    { "duty_shift", &duty_shift_shape, 3, "version" };

#define INCIDENT(member_) AT(struct duty_incident, member_)
static const struct field incident_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, INCIDENT(bucket) },
    { "office", NULL, FIELD_ID, 0, INCIDENT(office) },
    { "incident", NULL, FIELD_ID, 0, INCIDENT(incident) },
    { "kind", NULL, FIELD_TEXT, 0, INCIDENT(kind), 20 },
    { "what", NULL, FIELD_TEXT, 0, INCIDENT(what), 2000 },
    { "began_at", NULL, FIELD_MOMENT, 0, INCIDENT(began_at) },
    { "filed_at", NULL, FIELD_MOMENT, 0, INCIDENT(filed_at) },
    { "filed_by", NULL, FIELD_ID, 0, INCIDENT(filed_by) },
    { "ended_at", NULL, FIELD_MOMENT, 0, INCIDENT(ended_at) },
    { "version", NULL, FIELD_COUNT, 0, INCIDENT(version) },
};
const struct shape duty_incident_shape =
    SHAPE("duty_incident", struct duty_incident, incident_fields);
const struct table duty_incident_table =
    { "duty_incident", &duty_incident_shape, 3, "version" };

#define STEP(member_) AT(struct duty_step, member_)
static const struct field step_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, STEP(bucket) },
    { "incident", NULL, FIELD_ID, 0, STEP(incident) },
    { "office", NULL, FIELD_ID, 0, STEP(office) },
    { "told_at", NULL, FIELD_MOMENT, 0, STEP(told_at) },
    { "seen_at", NULL, FIELD_MOMENT, 0, STEP(seen_at) },
    { "seen_by", NULL, FIELD_ID, 0, STEP(seen_by) },
    { "reply", NULL, FIELD_TEXT, 0, STEP(reply), 500 },
    { "version", NULL, FIELD_COUNT, 0, STEP(version) },
};
const struct shape duty_step_shape =
    SHAPE("duty_step", struct duty_step, step_fields);
const struct table duty_step_table =
    { "duty_step", &duty_step_shape, 3, "version" };

#define ENTRY(member_) AT(struct duty_entry, member_)
static const struct field entry_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, ENTRY(bucket) },
    { "office", NULL, FIELD_ID, 0, ENTRY(office) },
    { "day", NULL, FIELD_DAY, 0, ENTRY(day) },
    { "entry", NULL, FIELD_ID, 0, ENTRY(entry) },
    { "kind", NULL, FIELD_TEXT, 0, ENTRY(kind), 20 },
    { "note", NULL, FIELD_TEXT, 0, ENTRY(note), 500 },
    { "quantity", NULL, FIELD_COUNT, 0, ENTRY(quantity) },
    { "at", NULL, FIELD_MOMENT, 0, ENTRY(at) },
    { "made_by", NULL, FIELD_ID, 0, ENTRY(made_by) },
};
const struct shape duty_entry_shape =
    SHAPE("duty_entry", struct duty_entry, entry_fields);
const struct table duty_entry_table =
    { "duty_entry", &duty_entry_shape, 4, NULL };

#define LESSON(member_) AT(struct duty_lesson, member_)
static const struct field lesson_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, LESSON(bucket) },
    { "office", NULL, FIELD_ID, 0, LESSON(office) },
    { "lesson", NULL, FIELD_ID, 0, LESSON(lesson) },
    { "title", NULL, FIELD_TEXT, 0, LESSON(title), 200 },
    { "link", NULL, FIELD_TEXT, 0, LESSON(link), 500 },
    { "role", NULL, FIELD_TEXT, 0, LESSON(role), 30 },
    { "matter", NULL, FIELD_TEXT, 0, LESSON(matter), 60 },
    { "due", NULL, FIELD_DAY, 0, LESSON(due) },
    { "reading", NULL, FIELD_FLAG, 0, LESSON(reading) },
    { "set_by", NULL, FIELD_ID, 0, LESSON(set_by) },
    { "version", NULL, FIELD_COUNT, 0, LESSON(version) },
};
const struct shape duty_lesson_shape =
    SHAPE("duty_lesson", struct duty_lesson, lesson_fields);
const struct table duty_lesson_table =
    { "duty_lesson", &duty_lesson_shape, 3, "version" };

#define LEARNT(member_) AT(struct duty_learnt, member_)
static const struct field learnt_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, LEARNT(bucket) },
    { "lesson", NULL, FIELD_ID, 0, LEARNT(lesson) },
    { "account", NULL, FIELD_ID, 0, LEARNT(account) },
    { "office", NULL, FIELD_ID, 0, LEARNT(office) },
    { "at", NULL, FIELD_MOMENT, 0, LEARNT(at) },
};
const struct shape duty_learnt_shape =
    SHAPE("duty_learnt", struct duty_learnt, learnt_fields);
const struct table duty_learnt_table =
    { "duty_learnt", &duty_learnt_shape, 3, NULL };

#define SUGGESTION(member_) AT(struct duty_suggestion, member_)
static const struct field suggestion_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, SUGGESTION(bucket) },
    { "office", NULL, FIELD_ID, 0, SUGGESTION(office) },
    { "suggestion", NULL, FIELD_ID, 0, SUGGESTION(suggestion) },
    { "about", NULL, FIELD_TEXT, 0, SUGGESTION(about), 60 },
    { "what", NULL, FIELD_TEXT, 0, SUGGESTION(what), 2000 },
    { "made_by", NULL, FIELD_ID, 0, SUGGESTION(made_by) },
    { "at", NULL, FIELD_MOMENT, 0, SUGGESTION(at) },
    { "state", NULL, FIELD_TEXT, 0, SUGGESTION(state), 20 },
    { "reply", NULL, FIELD_TEXT, 0, SUGGESTION(reply), 2000 },
    { "answered_by", NULL, FIELD_ID, 0, SUGGESTION(answered_by) },
    { "version", NULL, FIELD_COUNT, 0, SUGGESTION(version) },
};
const struct shape duty_suggestion_shape =
    SHAPE("duty_suggestion", struct duty_suggestion, suggestion_fields);
const struct table duty_suggestion_table =
    { "duty_suggestion", &duty_suggestion_shape, 3, "version" };

#define ACCOUNT(member_) AT(struct duty_account, member_)
static const struct field account_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, ACCOUNT(bucket) },
    { "account", NULL, FIELD_ID, 0, ACCOUNT(account) },
    { "office", NULL, FIELD_ID, 0, ACCOUNT(office) },
    { "role", NULL, FIELD_TEXT, 0, ACCOUNT(role), 30 },
    { "label", NULL, FIELD_TEXT, 0, ACCOUNT(label), 100 },
};
static const struct shape account_shape =
    SHAPE("duty_account", struct duty_account, account_fields);

static const struct field office_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct duty_office_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct duty_office_key, office) },
};
static const struct shape office_key_shape =
    SHAPE("duty_office_key", struct duty_office_key, office_key_fields);

static const struct field time_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct duty_time_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct duty_time_key, office) },
    { "from_at", NULL, FIELD_MOMENT, 0, AT(struct duty_time_key, from_at) },
    { "until_at", NULL, FIELD_MOMENT, 0, AT(struct duty_time_key, until_at) },
};
static const struct shape time_key_shape =
    SHAPE("duty_time_key", struct duty_time_key, time_key_fields);

static const struct field id_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct duty_id_key, bucket) },
    { "id", NULL, FIELD_ID, 0, AT(struct duty_id_key, id) },
};
static const struct shape id_key_shape =
    SHAPE("duty_id_key", struct duty_id_key, id_key_fields);

static const struct field day_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct duty_day_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct duty_day_key, office) },
    { "day", NULL, FIELD_DAY, 0, AT(struct duty_day_key, day) },
};
static const struct shape day_key_shape =
    SHAPE("duty_day_key", struct duty_day_key, day_key_fields);

const struct query duty_shifts_between = {
    .name = "duty.shifts-between", .from = "duty_shift",
    .where = "bucket = {bucket} AND office = {office} AND dropped = 0"
             " AND from_at < {until_at} AND until_at > {from_at}", .order = "from_at, shift",
    .key = &time_key_shape, .row = &duty_shift_shape, .row_max = 500,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query duty_shift_by_id = {
    .name = "duty.shift-by-id", .from = "duty_shift",
    .where = "bucket = {bucket} AND shift = {id}",
    .key = &id_key_shape, .row = &duty_shift_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query duty_incidents_of = {
    .name = "duty.incidents-of", .from = "duty_incident",
    .where = "bucket = {bucket} AND office = {office}", .order = "incident DESC",
    .key = &office_key_shape, .row = &duty_incident_shape, .row_max = 100,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query duty_incident_by_id = {
    .name = "duty.incident-by-id", .from = "duty_incident",
    .where = "bucket = {bucket} AND incident = {id}",
    .key = &id_key_shape, .row = &duty_incident_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query duty_steps_of = {
    .name = "duty.steps-of", .from = "duty_step",
    .where = "bucket = {bucket} AND incident = {id}", .order = "told_at, office",
    .key = &id_key_shape, .row = &duty_step_shape, .row_max = 20,
    .guard = GUARD_DECISION,
};
const struct query duty_steps_for = {
    .name = "duty.steps-for", .from = "duty_step",
    .where = "office = {office}", .order = "told_at DESC",
    .key = &office_key_shape, .row = &duty_step_shape, .row_max = 100,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query duty_entries_of = {
    .name = "duty.entries-of", .from = "duty_entry",
    .where = "bucket = {bucket} AND office = {office} AND day = {day}", .order = "entry",
    .key = &day_key_shape, .row = &duty_entry_shape, .row_max = 200,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query duty_entries_public = {
    .name = "duty.entries-public", .from = "duty_entry",
    .where = "bucket = {bucket} AND office = {office} AND day = {day}", .order = "entry",
    .key = &day_key_shape, .row = &duty_entry_shape, .row_max = 200,
    .guard = GUARD_PUBLIC,
};
const struct query duty_lessons_of = {
    .name = "duty.lessons-of", .from = "duty_lesson",
    .where = "bucket = {bucket} AND office = {office}", .order = "lesson DESC",
    .key = &office_key_shape, .row = &duty_lesson_shape, .row_max = DUTY_LESSONS_AN_OFFICE,
    .page = true,
    .guard = GUARD_DECISION,
};
const struct query duty_lesson_by_id = {
    .name = "duty.lesson-by-id", .from = "duty_lesson",
    .where = "bucket = {bucket} AND lesson = {id}",
    .key = &id_key_shape, .row = &duty_lesson_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query duty_learnt_of = {
    .name = "duty.learnt-of", .from = "duty_learnt",
    .where = "bucket = {bucket} AND lesson = {id}", .order = "account",
    .key = &id_key_shape, .row = &duty_learnt_shape, .row_max = 5000,
    .guard = GUARD_DECISION,
};
const struct query duty_learnt_by = {
    .name = "duty.learnt-by", .from = "duty_learnt",
    .where = "bucket = {bucket} AND account = {id}", .order = "lesson DESC",
    .key = &id_key_shape, .row = &duty_learnt_shape, .row_max = 500, .page = true,
    .guard = GUARD_DECISION,
};
const struct query duty_suggestions_of = {
    .name = "duty.suggestions-of", .from = "duty_suggestion",
    .where = "bucket = {bucket} AND office = {office}", .order = "suggestion DESC",
    .key = &office_key_shape, .row = &duty_suggestion_shape, .row_max = 200,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query duty_suggestion_by_id = {
    .name = "duty.suggestion-by-id", .from = "duty_suggestion",
    .where = "bucket = {bucket} AND suggestion = {id}",
    .key = &id_key_shape, .row = &duty_suggestion_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query duty_accounts_of = {
    .name = "duty.accounts-of", .from = "account",
    .where = "office = {office}", .order = "account",
    .key = &office_key_shape, .row = &account_shape, .row_max = 500,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
