/* intake_actions.c: the rows of the actions that change a case. Reads are in intake_reads.c. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/limits.h"
#include "rooms/filing/filing_facts.h"

/* ---- inputs ---- */

static const struct field value_fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_value, name), 30 },
    { "value", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct intake_value, value), 2000 },
};
const struct shape intake_value_shape =
    SHAPE("intake_value", struct intake_value, value_fields);

#define SENT(member_) AT(struct intake_paper_input, member_)
static const struct field paper_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, SENT(material), 30,
      .help = "intake.field.material" },
    { "blob", NULL, FIELD_TEXT, 0, SENT(blob), BLOB_NAME_LENGTH, .help = "intake.field.blob" },
    { "file", NULL, FIELD_BYTES, 0, SENT(file), (int32_t)LIMIT_UPLOAD_BYTES,
      .help = "intake.field.file" },
    { "file_name", NULL, FIELD_TEXT, 0, SENT(file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, 0, SENT(file_type), 100 },
};
static const struct shape paper_shape =
    SHAPE("intake_paper_input", struct intake_paper_input, paper_fields);

static const struct field owed_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_owed_input, material), 30,
      .help = "intake.field.material" },
};
static const struct shape owed_shape =
    SHAPE("intake_owed_input", struct intake_owed_input, owed_fields);

#define APPLY(member_) AT(struct intake_apply_input, member_)
#define APPLY_FIELDS \
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, APPLY(matter), 40, \
      .help = "intake.field.matter" }, \
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, APPLY(channel), 20, \
      .help = "intake.field.channel" }, \
    { "applicant", NULL, FIELD_TEXT, 0, APPLY(applicant), 30, \
      .help = "intake.field.applicant" }, \
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, APPLY(name), 100, \
      .help = "intake.field.name" }, \
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, APPLY(number), 50, \
      .help = "intake.field.number" }, \
    { "values", NULL, FIELD_LIST, 0, APPLY(values), 60, .of = &intake_value_shape, \
      .help = "intake.field.values" }, \
    { "papers", NULL, FIELD_LIST, 0, APPLY(papers), 20, .of = &paper_shape, \
      .help = "intake.field.papers" }, \
    { "owed", NULL, FIELD_LIST, 0, APPLY(owed), 20, .of = &owed_shape, \
      .help = "intake.field.owed" }, \
    { "shown", NULL, FIELD_LIST, 0, APPLY(shown), 20, .of = &owed_shape, \
      .help = "intake.field.shown" }, \
    { "commitment", NULL, FIELD_FLAG, 0, APPLY(commitment), .help = "intake.field.commitment" }, \
    { "postmark", NULL, FIELD_DAY, 0, APPLY(postmark), .help = "intake.field.postmark" }, \
    { "reference", NULL, FIELD_TEXT, 0, APPLY(reference), 60, \
      .help = "intake.field.reference" }, \
    { "special", NULL, FIELD_FLAG, 0, APPLY(special), .help = "intake.field.special" }, \
    { "callback", NULL, FIELD_TEXT, FIELD_PRIVATE, APPLY(callback), 30, \
      .help = "intake.field.callback" }, \
    { "asked", NULL, FIELD_TEXT, 0, APPLY(asked), 300, .help = "intake.field.asked" }, \
    { "device", NULL, FIELD_TEXT, 0, APPLY(device), 60, .help = "intake.field.device" }, \
    { "consent", NULL, FIELD_CODE, 0, APPLY(consent), 20, "consent_way", \
      .help = "intake.field.consent" }, \
    { "booking", NULL, FIELD_ID, 0, APPLY(booking), .help = "intake.field.booking" }
static const struct field apply_fields[] = { APPLY_FIELDS };
static const struct shape apply_shape =
    SHAPE("intake_apply", struct intake_apply_input, apply_fields);
static const struct field import_fields[] = {
    APPLY_FIELDS,
    { "origin", NULL, FIELD_CODE, 0, APPLY(origin), 30, "case_origin",
      .help = "intake.field.origin" },
    { "their_number", NULL, FIELD_TEXT, 0, APPLY(their_number), 60,
      .help = "intake.field.their-number" },
};
const struct shape intake_import_shape =
    SHAPE("intake_import", struct intake_apply_input, import_fields);
static const struct shape apply_facts_shape =
    { .name = "intake_apply_facts", .size = sizeof(struct intake_apply_facts) };

#define SUPPLY(member_) AT(struct intake_supply_input, member_)
static const struct field supply_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, SUPPLY(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, SUPPLY(last_four), 4,
      .help = "intake.field.last-four" },
    { "channel", NULL, FIELD_TEXT, 0, SUPPLY(channel), 20, .help = "intake.field.channel" },
    { "papers", NULL, FIELD_LIST, 0, SUPPLY(papers), 20, .of = &paper_shape,
      .help = "intake.field.papers" },
    { "shown", NULL, FIELD_LIST, 0, SUPPLY(shown), 20, .of = &owed_shape,
      .help = "intake.field.shown" },
};
static const struct shape supply_shape =
    SHAPE("intake_supply", struct intake_supply_input, supply_fields);

#define WITHDRAW(member_) AT(struct intake_withdraw_input, member_)
static const struct field withdraw_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, WITHDRAW(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, WITHDRAW(last_four), 4,
      .help = "intake.field.last-four" },
    { "reason", NULL, FIELD_TEXT, 0, WITHDRAW(reason), 500, .help = "intake.field.reason" },
};
static const struct shape withdraw_shape =
    SHAPE("intake_withdraw", struct intake_withdraw_input, withdraw_fields);

#define STEP(member_) AT(struct intake_case_input, member_)
#define STEP_CASE { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), \
                    .help = "intake.field.case" }
#define STEP_VERSION { "version", NULL, FIELD_COUNT, 0, STEP(version), \
                       .help = "intake.field.version" }
#define STEP_REASON { "reason", NULL, FIELD_TEXT, 0, STEP(reason), 500, \
                      .help = "intake.field.reason" }
static const struct field accept_fields[] = { STEP_CASE, STEP_VERSION };
static const struct field ask_fields[] = {
    STEP_CASE, STEP_VERSION, STEP_REASON,
    { "materials", NULL, FIELD_LIST, 0, STEP(materials), 20, .of = &owed_shape,
      .help = "intake.field.materials" },
};
static const struct field turn_away_fields[] = { STEP_CASE, STEP_VERSION, STEP_REASON };
static const struct field decide_fields[] = {
    STEP_CASE, STEP_VERSION, STEP_REASON,
    { "verdict", NULL, FIELD_CODE, FIELD_REQUIRED, STEP(verdict), 20, "case_verdict",
      .help = "intake.field.verdict" },
};
static const struct shape accept_shape =
    SHAPE("intake_accept", struct intake_case_input, accept_fields);
static const struct shape ask_shape = SHAPE("intake_ask", struct intake_case_input, ask_fields);
static const struct shape turn_away_shape =
    SHAPE("intake_turn_away", struct intake_case_input, turn_away_fields);
static const struct shape decide_shape =
    SHAPE("intake_decide", struct intake_case_input, decide_fields);

static const struct shape case_facts_shape =
    { .name = "intake_case_facts", .size = sizeof(struct intake_case_facts) };
static const struct shape deem_facts_shape =
    { .name = "intake_deem_facts", .size = sizeof(struct intake_deem_facts) };
static const struct shape verdict_facts_shape =
    { .name = "intake_verdict_facts", .size = sizeof(struct intake_verdict_facts) };

/* ---- outcomes ---- */

#define DEBT(member_) AT(struct intake_debt, member_)
static const struct field debt_fields[] = {
    { "material", NULL, FIELD_TEXT, 0, DEBT(material), 30 },
    { "zh", NULL, FIELD_TEXT, 0, DEBT(zh), 60,
      .help = "intake.field.material" },
    { "en", NULL, FIELD_TEXT, 0, DEBT(en), 100,
      .help = "intake.field.material" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, DEBT(clauses), 200 },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, DEBT(due) },
    { "waits_for", NULL, FIELD_TEXT, FIELD_SPARSE, DEBT(waits_for), 60 },
    { "due_zh", NULL, FIELD_TEXT, FIELD_SPARSE, DEBT(due_zh), 200,
      .help = "intake.told.hand-in-by" },
    { "due_en", NULL, FIELD_TEXT, FIELD_SPARSE, DEBT(due_en), 300,
      .help = "intake.told.hand-in-by" },
    { "overdue", NULL, FIELD_FLAG, 0, DEBT(overdue),
      .help = "intake.told.overdue" },
};
const struct shape intake_debt_shape = SHAPE("intake_debt", struct intake_debt, debt_fields);

#define FOUND(member_) AT(struct intake_found, member_)
static const struct field found_fields[] = {
    { "material", NULL, FIELD_TEXT, 0, FOUND(material), 30 },
    { "zh", NULL, FIELD_TEXT, 0, FOUND(zh), 60, .help = "intake.field.material" },
    { "en", NULL, FIELD_TEXT, 0, FOUND(en), 100, .help = "intake.field.material" },
    { "found_in", NULL, FIELD_TEXT, 0, FOUND(found_in), 30 },
    { "found_zh", NULL, FIELD_TEXT, 0, FOUND(found_zh), 1000, .help = "intake.told.found" },
    { "found_en", NULL, FIELD_TEXT, 0, FOUND(found_en), 1000, .help = "intake.told.found" },
};
static const struct shape found_shape =
    SHAPE("intake_found", struct intake_found, found_fields);

#define APPLIED(member_) AT(struct intake_applied, member_)
static const struct field applied_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, APPLIED(case_id) },
    { "person", NULL, FIELD_ID, 0, APPLIED(person) },
    { "receipt", NULL, FIELD_TEXT, 0, APPLIED(receipt), 40, .help = "intake.field.receipt" },
    { "state", NULL, FIELD_TEXT, 0, APPLIED(state), 20 },
    { "owed", NULL, FIELD_LIST, FIELD_SPARSE, APPLIED(owed), .of = &intake_debt_shape },
    { "found", NULL, FIELD_LIST, FIELD_SPARSE, APPLIED(found), .of = &found_shape },
    { "next_zh", NULL, FIELD_TEXT, 0, APPLIED(next_zh), 200, .help = "intake.told.next" },
    { "next_en", NULL, FIELD_TEXT, 0, APPLIED(next_en), 300, .help = "intake.told.next" },
    { "note_zh", NULL, FIELD_TEXT, FIELD_SPARSE, APPLIED(note_zh), 200 },
    { "note_en", NULL, FIELD_TEXT, FIELD_SPARSE, APPLIED(note_en), 300 },
    { "mandate", NULL, FIELD_ID, FIELD_SPARSE, APPLIED(mandate),
      .help = "intake.told.mandate" },
};
const struct shape intake_applied_shape =
    SHAPE("intake_applied", struct intake_applied, applied_fields);

/* What is told of a case to who may not be signed in: not its number, nor the person's. */
static const struct field receipt_fields[] = {
    { "receipt", NULL, FIELD_TEXT, 0, APPLIED(receipt), 40,
      .help = "intake.field.receipt" },
    { "state", NULL, FIELD_TEXT, 0, APPLIED(state), 20 },
    { "owed", NULL, FIELD_LIST, FIELD_SPARSE, APPLIED(owed), .of = &intake_debt_shape,
      .help = "intake.told.owed" },
    { "found", NULL, FIELD_LIST, FIELD_SPARSE, APPLIED(found), .of = &found_shape,
      .help = "intake.told.found" },
    { "next_zh", NULL, FIELD_TEXT, 0, APPLIED(next_zh), 200,
      .help = "intake.told.next" },
    { "next_en", NULL, FIELD_TEXT, 0, APPLIED(next_en), 300,
      .help = "intake.told.next" },
    { "note_zh", NULL, FIELD_TEXT, FIELD_SPARSE, APPLIED(note_zh), 200,
      .help = "intake.told.note" },
    { "note_en", NULL, FIELD_TEXT, FIELD_SPARSE, APPLIED(note_en), 300,
      .help = "intake.told.note" },
};
const struct shape intake_receipt_answer_shape =
    SHAPE("intake_receipt_answer", struct intake_applied, receipt_fields);

void intake_tell_receipt(const struct request *request, const void *outcome,
                         const void *memory, void *answer)
{
    (void)request;
    (void)memory;
    *(struct intake_applied *)answer = *(const struct intake_applied *)outcome;
}

#define DECIDED(member_) AT(struct intake_decided, member_)
static const struct field decided_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, DECIDED(case_id) },
    { "person", NULL, FIELD_ID, 0, DECIDED(person) },
    { "result", NULL, FIELD_ID, FIELD_SPARSE, DECIDED(result) },
    { "state", NULL, FIELD_TEXT, 0, DECIDED(state), 20 },
    { "verdict", NULL, FIELD_TEXT, 0, DECIDED(verdict), 20 },
    { "effect", NULL, FIELD_TEXT, FIELD_SPARSE, DECIDED(effect), 20 },
    { "receipt", NULL, FIELD_TEXT, 0, DECIDED(receipt), 40, .help = "intake.field.receipt" },
    { "state_zh", NULL, FIELD_TEXT, 0, DECIDED(state_zh), 60, .help = "intake.told.state" },
    { "state_en", NULL, FIELD_TEXT, 0, DECIDED(state_en), 100, .help = "intake.told.state" },
};
const struct shape intake_decided_shape =
    SHAPE("intake_decided", struct intake_decided, decided_fields);

/* ---- keys ---- */

/* An approval may file for the person of the case, who lies in its bucket. */
static void decide_keys(const struct request *request, struct keys *keys)
{
    const struct intake_case_input *input = request->input;
    keys_add(keys, input->case_id);
    keys_add(keys, filing_keys_of(id_bucket(input->case_id)));
}

static void deem_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    keys_add(keys, input->subject);
}

/* ---- rows ---- */

const struct action intake_apply_action = {
    .name = "intake.apply", .method = "POST", .path = "/api/v1/cases",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_PREPARES_ALONE, .input = &apply_shape,
    .facts = &apply_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.apply",
    .keys = intake_keys_apply, .gather = intake_gather_apply, .decide = intake_decide_apply,
    .prepare = intake_prepare_apply, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
const struct action intake_supply_action = {
    .name = "intake.supply", .method = "POST", .path = "/api/v1/cases/papers",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_LOOK_UP
        | ACTION_PREPARES_ALONE,
    .input = &supply_shape,
    .facts = &case_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.supply",
    .keys = intake_receipt_keys, .gather = intake_gather_receipt, .decide = intake_decide_supply,
    .prepare = intake_prepare_supply, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
const struct action intake_withdraw_action = {
    .name = "intake.withdraw", .method = "POST", .path = "/api/v1/cases/withdrawal",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &withdraw_shape,
    .facts = &case_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.withdraw",
    .keys = intake_receipt_keys, .gather = intake_gather_receipt, .decide = intake_decide_withdraw,
    .tell = intake_tell_receipt,
};
const struct action intake_accept_action = {
    .name = "intake.accept", .method = "POST", .path = "/api/v1/cases/{case_id}/acceptance",
    .flags = ACTION_ONCE, .input = &accept_shape,
    .facts = &case_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.accept", .keys = intake_case_keys,
    .gather = intake_gather_step, .decide = intake_decide_accept,
};
const struct action intake_ask_supplement_action = {
    .name = "intake.ask-supplement", .method = "POST",
    .path = "/api/v1/cases/{case_id}/supplement", .flags = ACTION_ONCE,
    .input = &ask_shape, .facts = &case_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.ask-supplement", .keys = intake_case_keys,
    .gather = intake_gather_step, .decide = intake_decide_ask,
};
const struct action intake_turn_away_action = {
    .name = "intake.turn-away", .method = "POST", .path = "/api/v1/cases/{case_id}/turning-away",
    .flags = ACTION_ONCE, .input = &turn_away_shape,
    .facts = &case_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.turn-away", .keys = intake_case_keys,
    .gather = intake_gather_step, .decide = intake_decide_turn_away,
};
const struct action intake_decide_action = {
    .name = "intake.decide", .method = "POST", .path = "/api/v1/cases/{case_id}/verdict",
    .flags = ACTION_ONCE, .input = &decide_shape,
    .facts = &verdict_facts_shape, .outcome = &intake_decided_shape,
    .answer = &intake_decided_shape,
    .help = "intake.help.decide", .keys = decide_keys, .gather = intake_gather_verdict,
    .decide = intake_decide_verdict,
};
const struct action intake_deem_accepted_action = {
    .name = "intake.deem-accepted", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &deem_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_applied_shape, .help = "intake.help.deem-accepted", .keys = deem_keys,
    .gather = intake_gather_deem, .decide = intake_decide_deem,
};
