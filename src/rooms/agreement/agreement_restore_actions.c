/* agreement_restore_actions.c: tables, reads and actions of restoring an agreement. */

#include "rooms/agreement/agreement_restore.h"

#include "base/check.h"

#define CHECK_ROW(member_, kind_, ...) FIELD(struct agreement_check, member_, kind_, __VA_ARGS__)
static const struct field check_fields[] = {
    CHECK_ROW(bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    CHECK_ROW(institution, FIELD_ID, .flags = FIELD_REQUIRED),
    CHECK_ROW(agreement, FIELD_ID, .flags = FIELD_REQUIRED),
    CHECK_ROW(name, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 60),
    CHECK_ROW(place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    CHECK_ROW(under, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 120),
    CHECK_ROW(since, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    CHECK_ROW(done_on, FIELD_DAY, .flags = 0),
    CHECK_ROW(evidence, FIELD_TEXT, .length_max = 300),
    CHECK_ROW(done_by, FIELD_ID, .flags = 0),
    CHECK_ROW(version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape agreement_check_shape =
    SHAPE("agreement_check", struct agreement_check, check_fields);
const struct table agreement_check_table = {
    "agreement_check", &agreement_check_shape, 4, "version",
};
const struct query agreement_checks_of = {
    .name = "agreement.checks-of", .from = "agreement_check",
    .where = "bucket = {bucket} AND institution = {institution}",
    .order = "agreement, name", .key = &agreement_of_key_shape,
    .row = &agreement_check_shape, .row_max = 100, .guard = GUARD_DECISION,
};

#define STOPPED(member_, kind_, ...) FIELD(struct agreement_stopped, member_, kind_, __VA_ARGS__)
static const struct field stopped_fields[] = {
    STOPPED(agreement, FIELD_ID, .flags = 0), STOPPED(institution, FIELD_ID, .flags = 0),
    STOPPED(status, FIELD_TEXT, .length_max = 100), STOPPED(division, FIELD_COUNT, .flags = 0),
    STOPPED(designated_epidemic, FIELD_FLAG, .flags = 0),
    STOPPED(code, FIELD_TEXT, .length_max = 30),
};
static const struct shape stopped_shape =
    SHAPE("agreement_stopped", struct agreement_stopped, stopped_fields);
static const struct field stopped_key_fields[] = {
    FIELD(struct agreement_stopped_key, after, FIELD_ID, .flags = 0),
};
static const struct shape stopped_key_shape =
    SHAPE("agreement_stopped_key", struct agreement_stopped_key, stopped_key_fields);
/* For trials alone: institutions are public. */
const struct query agreements_stopped = {
    .name = "agreement.stopped",
    .from = "agreement a JOIN institution i ON i.bucket = a.bucket "
            "AND i.institution = a.institution",
    .where = "a.status NOT IN ('in-force', 'unsigned') "
             "AND ({after} IS NULL OR a.agreement > {after})",
    .order = "a.agreement", .key = &stopped_key_shape, .row = &stopped_shape,
    .columns = "a.agreement, a.institution, a.status, i.division, i.designated_epidemic, i.code",
    .row_max = AGREEMENTS_A_PAGE, .guard = GUARD_PUBLIC,
};

/* ---- actions ---- */

static const struct shape facts_shape =
    { .name = "agreement_restore_facts", .size = sizeof(struct agreement_restore_facts) };
#define RESTORE(member_, kind_, ...) \
    FIELD(struct agreement_restore_input, member_, kind_, __VA_ARGS__)
static const struct field restore_fields[] = {
    RESTORE(institution, FIELD_ID, .flags = FIELD_REQUIRED,
            .help = "agreement.field.institution"),
    RESTORE(agreement, FIELD_ID, .help = "agreement.field.stopped"),
    RESTORE(version, FIELD_COUNT, .help = "agreement.field.version"),
    RESTORE(reason, FIELD_TEXT, .length_max = 200, .help = "agreement.field.reason"),
    RESTORE(task, FIELD_TEXT, .length_max = 200, .help = "agreement.field.task"),
    RESTORE(cause, FIELD_ID, .flags = 0),
    RESTORE(test_settlement, FIELD_TEXT, .length_max = 60, .help = "agreement.field.test"),
    RESTORE(from, FIELD_DAY, .help = "agreement.field.from"),
};
static const struct shape restore_shape =
    SHAPE("agreement_restore", struct agreement_restore_input, restore_fields);
static const struct field restored_fields[] = {
    FIELD(struct agreement_restored, agreement, FIELD_ID, .flags = 0),
    FIELD(struct agreement_restored, checks, FIELD_COUNT, .help = "agreement.told.checks"),
    FIELD(struct agreement_restored, clauses, FIELD_TEXT, .flags = FIELD_SPARSE,
          .length_max = 200),
};
static const struct shape restored_shape =
    SHAPE("agreement_restored", struct agreement_restored, restored_fields);

static void institution_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct agreement_checks_input *)request->input)->institution);
}
_Static_assert(offsetof(struct agreement_restore_input, institution)
               == offsetof(struct agreement_checks_input, institution), "read alike");
_Static_assert(offsetof(struct agreement_check_input, institution)
               == offsetof(struct agreement_checks_input, institution), "read alike");

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct agreement_checks_input *input = request->input;
    return agreement_gather_restore(gather, input->institution, facts);
}

const struct action agreement_restore_action = {
    .name = "agreement.restore", .method = "POST",
    .path = "/api/v1/institutions/{institution}/agreements/{agreement}/restoration",
    .flags = ACTION_ONCE,
    .input = &restore_shape, .facts = &facts_shape, .outcome = &restored_shape,
    .answer = &restored_shape, .help = "agreement.help.restore", .keys = institution_keys,
    .gather = gather, .decide = agreement_decide_restore,
};

#define DONE(member_, kind_, ...) FIELD(struct agreement_check_input, member_, kind_, __VA_ARGS__)
static const struct field done_fields[] = {
    DONE(institution, FIELD_ID, .flags = FIELD_REQUIRED, .help = "agreement.field.institution"),
    DONE(agreement, FIELD_ID, .flags = FIELD_REQUIRED, .help = "agreement.field.agreement"),
    DONE(version, FIELD_COUNT, .flags = FIELD_REQUIRED, .help = "agreement.field.version"),
    DONE(name, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 60,
         .help = "agreement.field.check"),
    DONE(done_on, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "agreement.field.done-on"),
    DONE(evidence, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 300,
         .help = "agreement.field.evidence"),
};
static const struct shape done_shape =
    SHAPE("agreement_check_done", struct agreement_check_input, done_fields);
const struct action agreement_check_action = {
    .name = "agreement.check", .method = "POST",
    .path = "/api/v1/institutions/{institution}/checks",
    .flags = ACTION_ONCE, .input = &done_shape, .facts = &facts_shape,
    .outcome = &restored_shape, .answer = &restored_shape, .help = "agreement.help.check",
    .keys = institution_keys, .gather = gather, .decide = agreement_decide_check,
};

static const struct field list_fields[] = {
    FIELD(struct agreement_checks_input, institution, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "agreement.field.institution"),
};
static const struct shape list_shape =
    SHAPE("agreement_checks_input", struct agreement_checks_input, list_fields);
#define TOLD(member_, kind_, ...) FIELD(struct agreement_check_told, member_, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(zh, FIELD_TEXT, .length_max = 60, .help = "agreement.field.check"),
    TOLD(en, FIELD_TEXT, .length_max = 100, .help = "agreement.field.check"),
    TOLD(state, FIELD_TEXT, .length_max = 40, .help = "agreement.told.state"),
    TOLD(due, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.told.due"),
    TOLD(waits_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 60,
         .help = "agreement.told.waits"),
    TOLD(waits_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 100,
         .help = "agreement.told.waits"),
    TOLD(done_on, FIELD_DAY, .flags = FIELD_SPARSE, .help = "agreement.field.done-on"),
    TOLD(evidence, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 300,
         .help = "agreement.field.evidence"),
    TOLD(clauses, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
    TOLD(name, FIELD_TEXT, .length_max = 60), TOLD(agreement, FIELD_ID, .flags = 0),
    TOLD(version, FIELD_COUNT, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("agreement_check_told", struct agreement_check_told, told_fields);
static const struct field checks_fields[] = {
    FIELD(struct agreement_checks, open, FIELD_COUNT, .help = "agreement.check.open"),
    FIELD(struct agreement_checks, done, FIELD_COUNT, .help = "agreement.check.done"),
    FIELD(struct agreement_checks, checks, FIELD_LIST, .of = &told_shape,
          .help = "agreement.told.checks"),
};
static const struct shape checks_shape =
    SHAPE("agreement_checks", struct agreement_checks, checks_fields);
const struct action agreement_checks_action = {
    .name = "agreement.checks", .method = "GET",
    .path = "/api/v1/institutions/{institution}/checks",
    .flags = ACTION_READ, .input = &list_shape, .facts = &facts_shape,
    .outcome = &checks_shape, .answer = &checks_shape, .help = "agreement.help.checks",
    .gather = gather, .decide = agreement_decide_checks,
};
