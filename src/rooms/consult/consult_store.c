/* consult_store.c: rows and reads of questions and answers. */

#include "rooms/consult/consult.h"

#include "base/check.h"

#define TICKET(member_) AT(struct consult_ticket, member_)
static const struct field ticket_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, TICKET(bucket) },
    { "ticket", NULL, FIELD_ID, 0, TICKET(ticket) },
    { "office", NULL, FIELD_ID, 0, TICKET(office) },
    { "place", NULL, FIELD_COUNT, 0, TICKET(place) },
    { "channel", NULL, FIELD_TEXT, 0, TICKET(channel), 20 },
    { "kind", NULL, FIELD_TEXT, 0, TICKET(kind), 20 },
    { "matter", NULL, FIELD_TEXT, 0, TICKET(matter), 60 },
    { "question", NULL, FIELD_TEXT, 0, TICKET(question), 2000 },
    { "person", NULL, FIELD_ID, 0, TICKET(person) },
    { "unit", NULL, FIELD_ID, 0, TICKET(unit) },
    { "institution", NULL, FIELD_ID, 0, TICKET(institution) },
    { "case_id", NULL, FIELD_ID, 0, TICKET(case_id) },
    { "name_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, TICKET(name_sealed), 400 },
    { "phone_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, TICKET(phone_sealed), 400 },
    { "phone_digest", NULL, FIELD_BYTES, FIELD_PRIVATE, TICKET(phone_digest), 32 },
    { "asked_at", NULL, FIELD_MOMENT, 0, TICKET(asked_at) },
    { "due_at", NULL, FIELD_MOMENT, 0, TICKET(due_at) },
    { "state", NULL, FIELD_TEXT, 0, TICKET(state), 20 },
    { "assignee", NULL, FIELD_ID, 0, TICKET(assignee) },
    { "topic", NULL, FIELD_TEXT, 0, TICKET(topic), 100 },
    { "answer", NULL, FIELD_TEXT, 0, TICKET(answer), 4000 },
    { "answered_by", NULL, FIELD_ID, 0, TICKET(answered_by) },
    { "answered_at", NULL, FIELD_MOMENT, 0, TICKET(answered_at) },
    { "escalations", NULL, FIELD_COUNT, 0, TICKET(escalations) },
    { "escalated_to", NULL, FIELD_ID, 0, TICKET(escalated_to) },
    { "rating", NULL, FIELD_COUNT, 0, TICKET(rating) },
    { "remark", NULL, FIELD_TEXT, 0, TICKET(remark), 500 },
    { "rated_at", NULL, FIELD_MOMENT, 0, TICKET(rated_at) },
    { "follow", NULL, FIELD_TEXT, 0, TICKET(follow), 10 },
    { "followed_by", NULL, FIELD_ID, 0, TICKET(followed_by) },
    { "follow_note", NULL, FIELD_TEXT, 0, TICKET(follow_note), 500 },
    { "receipt", NULL, FIELD_TEXT, 0, TICKET(receipt), 40 },
    { "their_number", NULL, FIELD_TEXT, 0, TICKET(their_number), 40 },
    { "returned_at", NULL, FIELD_MOMENT, 0, TICKET(returned_at) },
    { "version", NULL, FIELD_COUNT, 0, TICKET(version) },
};
const struct shape consult_ticket_shape =
    SHAPE("consult_ticket", struct consult_ticket, ticket_fields);
const struct table consult_ticket_table = { "consult_ticket", &consult_ticket_shape, 2, "version" };

#define ANSWER(member_) AT(struct consult_answer, member_)
static const struct field answer_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, ANSWER(bucket) },
    { "answer", NULL, FIELD_ID, 0, ANSWER(answer) },
    { "topic", NULL, FIELD_TEXT, 0, ANSWER(topic), 100 },
    { "topic_key", NULL, FIELD_TEXT, 0, ANSWER(topic_key), 200 },
    { "matter", NULL, FIELD_TEXT, 0, ANSWER(matter), 60 },
    { "place", NULL, FIELD_COUNT, 0, ANSWER(place) },
    { "question", NULL, FIELD_TEXT, 0, ANSWER(question), 500 },
    { "body", NULL, FIELD_TEXT, 0, ANSWER(body), 4000 },
    { "state", NULL, FIELD_TEXT, 0, ANSWER(state), 20 },
    { "asked", NULL, FIELD_COUNT, 0, ANSWER(asked) },
    { "asked_since", NULL, FIELD_DAY, 0, ANSWER(asked_since) },
    { "last_ticket", NULL, FIELD_ID, 0, ANSWER(last_ticket) },
    { "published_at", NULL, FIELD_MOMENT, 0, ANSWER(published_at) },
    { "published_by", NULL, FIELD_ID, 0, ANSWER(published_by) },
    { "version", NULL, FIELD_COUNT, 0, ANSWER(version) },
};
const struct shape consult_answer_shape =
    SHAPE("consult_answer", struct consult_answer, answer_fields);
const struct table consult_answer_table = { "consult_answer", &consult_answer_shape, 2, "version" };

#define GRAM(member_) AT(struct consult_gram, member_)
static const struct field gram_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, GRAM(bucket) },
    { "gram", NULL, FIELD_TEXT, 0, GRAM(gram), 20 },
    { "answer", NULL, FIELD_ID, 0, GRAM(answer) },
    { "publication", NULL, FIELD_COUNT, 0, GRAM(publication) },
};
const struct shape consult_gram_shape =
    SHAPE("consult_gram", struct consult_gram, gram_fields);
const struct table consult_gram_table = { "consult_gram", &consult_gram_shape, 4, NULL };

#define CALLS(member_) AT(struct consult_calls, member_)
static const struct field calls_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, CALLS(bucket) },
    { "office", NULL, FIELD_ID, 0, CALLS(office) },
    { "day", NULL, FIELD_DAY, 0, CALLS(day) },
    { "phone", NULL, FIELD_TEXT, 0, CALLS(phone), 40 },
    { "answered", NULL, FIELD_COUNT, 0, CALLS(answered) },
    { "missed", NULL, FIELD_COUNT, 0, CALLS(missed) },
    { "version", NULL, FIELD_COUNT, 0, CALLS(version) },
};
const struct shape consult_calls_shape =
    SHAPE("consult_calls", struct consult_calls, calls_fields);
const struct table consult_calls_table = { "consult_calls", &consult_calls_shape, 4, "version" };

#define COUNTED(member_) AT(struct consult_count, member_)
static const struct field count_fields[] = {
    { "office", NULL, FIELD_ID, 0, COUNTED(office) },
    { "asked_day", NULL, FIELD_COUNT, 0, COUNTED(asked_day) },
    { "kind", NULL, FIELD_TEXT, 0, COUNTED(kind), 20 },
    { "channel", NULL, FIELD_TEXT, 0, COUNTED(channel), 20 },
    { "asked", NULL, FIELD_COUNT, 0, COUNTED(asked) },
    { "answered", NULL, FIELD_COUNT, 0, COUNTED(answered) },
    { "rated", NULL, FIELD_COUNT, 0, COUNTED(rated) },
    { "low", NULL, FIELD_COUNT, 0, COUNTED(low) },
};
static const struct shape consult_count_shape =
    SHAPE("consult_count", struct consult_count, count_fields);

static const struct field ticket_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_ticket_key, bucket) },
    { "ticket", NULL, FIELD_ID, 0, AT(struct consult_ticket_key, ticket) },
};
static const struct shape ticket_key_shape =
    SHAPE("consult_ticket_key", struct consult_ticket_key, ticket_key_fields);

static const struct field office_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_office_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct consult_office_key, office) },
    { "state", NULL, FIELD_TEXT, 0, AT(struct consult_office_key, state), 20 },
    { "after", NULL, FIELD_ID, 0, AT(struct consult_office_key, after) },
};
static const struct shape office_key_shape =
    SHAPE("consult_office_key", struct consult_office_key, office_key_fields);

static const struct field person_key_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct consult_person_key, person) },
};
static const struct shape person_key_shape =
    SHAPE("consult_person_key", struct consult_person_key, person_key_fields);

static const struct field answer_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_answer_key, bucket) },
    { "answer", NULL, FIELD_ID, 0, AT(struct consult_answer_key, answer) },
};
static const struct shape answer_key_shape =
    SHAPE("consult_answer_key", struct consult_answer_key, answer_key_fields);

static const struct field topic_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_topic_key, bucket) },
    { "topic_key", NULL, FIELD_TEXT, 0, AT(struct consult_topic_key, topic_key), 200 },
    { "place", NULL, FIELD_COUNT, 0, AT(struct consult_topic_key, place) },
};
static const struct shape topic_key_shape =
    SHAPE("consult_topic_key", struct consult_topic_key, topic_key_fields);

static const struct field gram_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_gram_key, bucket) },
    { "gram", NULL, FIELD_TEXT, 0, AT(struct consult_gram_key, gram), 20 },
};
static const struct shape gram_key_shape =
    SHAPE("consult_gram_key", struct consult_gram_key, gram_key_fields);

static const struct field state_key_fields[] = {
    { "state", NULL, FIELD_TEXT, 0, AT(struct consult_state_key, state), 20 },
};
static const struct shape state_key_shape =
    SHAPE("consult_state_key", struct consult_state_key, state_key_fields);

static const struct field calls_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_calls_key, bucket) },
    { "office", NULL, FIELD_ID, 0, AT(struct consult_calls_key, office) },
    { "day", NULL, FIELD_DAY, 0, AT(struct consult_calls_key, day) },
    { "phone", NULL, FIELD_TEXT, 0, AT(struct consult_calls_key, phone), 40 },
};
static const struct shape calls_key_shape =
    SHAPE("consult_calls_key", struct consult_calls_key, calls_key_fields);

static const struct field count_key_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct consult_count_key, office) },
    { "from_day", NULL, FIELD_COUNT, 0, AT(struct consult_count_key, from_day) },
    { "until_day", NULL, FIELD_COUNT, 0, AT(struct consult_count_key, until_day) },
};
static const struct shape count_key_shape =
    SHAPE("consult_count_key", struct consult_count_key, count_key_fields);

const struct query consult_ticket_by_id = {
    .name = "consult.ticket-by-id", .from = "consult_ticket",
    .where = "bucket = {bucket} AND ticket = {ticket}",
    .key = &ticket_key_shape, .row = &consult_ticket_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
/* A page: the oldest first, after one. */
const struct query consult_tickets_of_office = {
    .name = "consult.of-office", .from = "consult_ticket",
    .where = "bucket = {bucket} AND office = {office} AND state = {state}"
             " AND ({after} IS NULL OR ticket > {after})", .order = "ticket",
    .key = &office_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query consult_tickets_low = {
    .name = "consult.low", .from = "consult_ticket",
    .where = "bucket = {bucket} AND office = {office} AND state = {state} AND follow = 'due'"
             " AND ({after} IS NULL OR ticket > {after})", .order = "ticket",
    .key = &office_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
/* Told to it because nobody below answered in time; they lie in the buckets of offices below. */
const struct query consult_tickets_escalated = {
    .name = "consult.escalated", .from = "consult_ticket",
    .where = "escalated_to = {office} AND answered_at IS NULL AND state <> 'closed'"
             " AND ({after} IS NULL OR ticket > {after})", .order = "ticket",
    .key = &office_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query consult_tickets_of_person = {
    .name = "consult.of-person", .from = "consult_ticket",
    .where = "person = {person}", .order = "ticket DESC",
    .key = &person_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .page = true, .guard = GUARD_DECISION,
};
const struct query consult_tickets_of_unit = {
    .name = "consult.of-unit", .from = "consult_ticket",
    .where = "unit = {person}", .order = "ticket DESC",
    .key = &person_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .page = true, .guard = GUARD_DECISION,
};
const struct query consult_tickets_of_institution = {
    .name = "consult.of-institution", .from = "consult_ticket",
    .where = "institution = {person}", .order = "ticket DESC",
    .key = &person_key_shape, .row = &consult_ticket_shape, .row_max = CONSULT_PAGE,
    .page = true, .guard = GUARD_DECISION,
};
const struct query consult_answer_by_id = {
    .name = "consult.answer-by-id", .from = "consult_answer",
    .where = "bucket = {bucket} AND answer = {answer}",
    .key = &answer_key_shape, .row = &consult_answer_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query consult_answer_of_topic = {
    .name = "consult.answer-of-topic", .from = "consult_answer",
    .where = "bucket = {bucket} AND topic_key = {topic_key} AND place = {place}",
    .key = &topic_key_shape, .row = &consult_answer_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query consult_answers_in_state = {
    .name = "consult.answers-in-state", .from = "consult_answer",
    .where = "state = {state}", .order = "asked DESC, answer",
    .key = &state_key_shape, .row = &consult_answer_shape, .row_max = CONSULT_PAGE,
    .guard = GUARD_PUBLIC,
};
/* A pair that stands in more answers than that parts none of them. */
const struct query consult_answers_with = {
    .name = "consult.answers-with", .from = "consult_gram",
    .where = "bucket = {bucket} AND gram = {gram}", .order = "answer, publication",
    .key = &gram_key_shape, .row = &consult_gram_shape, .row_max = 2000,
    .guard = GUARD_PUBLIC,
};
const struct query consult_calls_of = {
    .name = "consult.calls-of", .from = "consult_calls",
    .where = "bucket = {bucket} AND office = {office} AND day = {day} AND phone = {phone}",
    .key = &calls_key_shape, .row = &consult_calls_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query consult_counts = {
    .name = "consult.counts", .from = "v_consult_counts",
    .where = "office = {office} AND asked_day >= {from_day}"
             " AND asked_day <= {until_day}", .order = "asked_day, kind, channel",
    .key = &count_key_shape, .row = &consult_count_shape, .row_max = 1000,
    .guard = GUARD_SCOPED, .guard_office = "office",
};

#define TERMS(member_) AT(struct consult_terms, member_)
#define MUST FIELD_COUNT, FIELD_REQUIRED
static const struct field terms_fields[] = {
    { "answer-working-days", NULL, MUST, TERMS(answer_working_days) },
    { "escalation-working-days", NULL, MUST, TERMS(escalation_working_days) },
    { "often", NULL, MUST, TERMS(often) },
    { "often-days", NULL, MUST, TERMS(often_days) },
    { "low-grade", NULL, MUST, TERMS(low_grade) },
};
static const struct shape terms_shape =
    SHAPE("consult_terms", struct consult_terms, terms_fields);
const struct rule_kind consult_terms_rule = { .about = "consult.terms",
                                              .payload = &terms_shape };
