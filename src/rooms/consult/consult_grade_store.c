/* consult_grade_store.c: rows and reads of the grades of handled cases. */

#include "rooms/consult/consult.h"

#define GRADE(member_) AT(struct consult_grade, member_)
static const struct field grade_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, GRADE(bucket) },
    { "case_id", NULL, FIELD_ID, 0, GRADE(case_id), .help = "consult.field.case" },
    { "office", NULL, FIELD_ID, 0, GRADE(office) },
    { "place", NULL, FIELD_COUNT, 0, GRADE(place) },
    { "institution", NULL, FIELD_ID, 0, GRADE(institution) },
    { "matter", NULL, FIELD_TEXT, 0, GRADE(matter), 60 },
    { "receipt", NULL, FIELD_TEXT, 0, GRADE(receipt), 40 },
    { "rating", NULL, FIELD_COUNT, 0, GRADE(rating) },
    { "remark", NULL, FIELD_TEXT, 0, GRADE(remark), 500 },
    { "rated_at", NULL, FIELD_MOMENT, 0, GRADE(rated_at) },
    { "handled_minutes", NULL, FIELD_COUNT, 0, GRADE(handled_minutes) },
    { "follow", NULL, FIELD_TEXT, 0, GRADE(follow), 10 },
    { "followed_by", NULL, FIELD_ID, 0, GRADE(followed_by) },
    { "followed_at", NULL, FIELD_MOMENT, 0, GRADE(followed_at) },
    { "follow_note", NULL, FIELD_TEXT, 0, GRADE(follow_note), 500 },
    { "version", NULL, FIELD_COUNT, 0, GRADE(version) },
};
const struct shape consult_grade_shape =
    SHAPE("consult_grade", struct consult_grade, grade_fields);
const struct table consult_grade_table = { "consult_grade", &consult_grade_shape, 2, "version" };

#define GRADED(member_) AT(struct consult_graded, member_)
static const struct field graded_fields[] = {
    { "office", NULL, FIELD_ID, 0, GRADED(office) },
    { "matter", NULL, FIELD_TEXT, 0, GRADED(matter), 60 },
    { "institution", NULL, FIELD_ID, 0, GRADED(institution) },
    { "rated", NULL, FIELD_COUNT, 0, GRADED(rated) },
    { "points", NULL, FIELD_COUNT, 0, GRADED(points) },
    { "low", NULL, FIELD_COUNT, 0, GRADED(low) },
    { "waiting", NULL, FIELD_COUNT, 0, GRADED(waiting) },
    { "minutes", NULL, FIELD_COUNT, 0, GRADED(minutes) },
};
static const struct shape graded_shape =
    SHAPE("consult_graded", struct consult_graded, graded_fields);

static const struct field grade_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct consult_grade_key, bucket) },
    { "case_id", NULL, FIELD_ID, 0, AT(struct consult_grade_key, case_id) },
};
static const struct shape grade_key_shape =
    SHAPE("consult_grade_key", struct consult_grade_key, grade_key_fields);
static const struct field graded_key_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct consult_graded_key, office) },
};
static const struct shape graded_key_shape =
    SHAPE("consult_graded_key", struct consult_graded_key, graded_key_fields);

const struct query consult_grade_of_case = {
    .name = "consult.grade-of-case", .from = "consult_grade",
    .where = "bucket = {bucket} AND case_id = {case_id}",
    .key = &grade_key_shape, .row = &consult_grade_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query consult_grades_due = {
    .name = "consult.grades-due", .from = "consult_grade",
    .where = "office = {office} AND follow = 'due'", .order = "case_id",
    .key = &graded_key_shape, .row = &consult_grade_shape, .row_max = CONSULT_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query consult_grades_of_office = {
    .name = "consult.grades-of-office", .from = "v_consult_grades",
    .where = "office = {office}", .order = "rated DESC, matter, institution",
    .key = &graded_key_shape, .row = &graded_shape, .row_max = 1000,
    .guard = GUARD_SCOPED, .guard_office = "office",
};
