/* filing_actions.c: the rows of the room's actions, its rule kind, and the room. */

#include "rooms/filing/filing_file.h"
#include "rooms/filing/filing_inside.h"
#include "rooms/filing/filing_query.h"

#include "base/check.h"

#define INPUT(member_) AT(struct filing_record_input, member_)
static const struct field record_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(person), .help = "filing.field.person" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(kind), 30, .help = "filing.field.kind" },
    { "division", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(division),
      .help = "filing.field.division" },
    { "from", NULL, FIELD_DAY, 0, INPUT(from), .help = "filing.field.from" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "filing.field.until" },
    { "cause", NULL, FIELD_ID, 0, INPUT(cause), .help = "filing.field.cause" },
    { "status", NULL, FIELD_TEXT, 0, INPUT(status), 30, .help = "filing.field.status" },
};
static const struct shape record_shape =
    SHAPE("filing_record", struct filing_record_input, record_fields);
static const struct shape record_facts_shape =
    { .name = "filing_record_facts", .size = sizeof(struct filing_record_facts) };

#define RECORDED(member_) AT(struct filing_recorded, member_)
static const struct field recorded_fields[] = {
    { "filing", NULL, FIELD_ID, 0, RECORDED(filing) },
    { "person", NULL, FIELD_ID, 0, RECORDED(person) },
    { "kind", NULL, FIELD_TEXT, 0, RECORDED(kind), 30 },
    { "from", NULL, FIELD_DAY, 0, RECORDED(from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, RECORDED(until) },
    { "backdated", NULL, FIELD_FLAG, 0, RECORDED(backdated) },
};
static const struct shape recorded_shape =
    SHAPE("filing_recorded", struct filing_recorded, recorded_fields);

static const struct field withdraw_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct filing_withdraw_input, person),
      .help = "filing.field.person" },
    { "filing", NULL, FIELD_ID, 0, AT(struct filing_withdraw_input, filing),
      .help = "filing.field.filing" },
};
static const struct shape withdraw_shape =
    SHAPE("filing_withdraw", struct filing_withdraw_input, withdraw_fields);
static const struct field revoke_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct filing_withdraw_input, person),
      .help = "filing.field.person" },
    { "filing", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct filing_withdraw_input, filing),
      .help = "filing.field.filing" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct filing_withdraw_input, reason), 500,
      .help = "filing.field.reason" },
};
static const struct shape revoke_shape =
    SHAPE("filing_revoke", struct filing_withdraw_input, revoke_fields);
/* The first field alone. */
static const struct shape list_input_shape = {
    .name = "filing_of_person", .size = sizeof(struct filing_withdraw_input),
    .fields = withdraw_fields, .field_count = 1,
};

#define ROW(member_) AT(struct filing_row, member_)
static const struct field row_out_fields[] = {
    { "filing", NULL, FIELD_ID, 0, ROW(filing) },
    { "about", NULL, FIELD_TEXT, 0, ROW(about), 20 },
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 30 },
    { "chosen", NULL, FIELD_CODE, FIELD_SPARSE, ROW(chosen), 30, "offsite_kind" },
    { "division", NULL, FIELD_COUNT, 0, ROW(division) },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, ROW(institution) },
    { "disease", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(disease), 30 },
    { "from", NULL, FIELD_DAY, 0, ROW(valid_from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, ROW(valid_until) },
    { "filed_on", NULL, FIELD_DAY, 0, ROW(filed_on) },
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20 },
    { "cause", NULL, FIELD_ID, FIELD_SPARSE, ROW(cause) },
    { "basis", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(basis), 200 },
};
static const struct shape row_out_shape = SHAPE("filing_out", struct filing_row, row_out_fields);
static const struct field list_fields[] = {
    { "filings", NULL, FIELD_LIST, 0, AT(struct filing_list_answer, filings),
      .of = &row_out_shape },
};
static const struct shape list_shape =
    SHAPE("filing_list", struct filing_list_answer, list_fields);

static const struct shape reach_facts_shape =
    { .name = "filing_reach_facts", .size = sizeof(struct filing_reach_facts) };
#define REACHED(member_) AT(struct filing_reached_back, member_)
static const struct field reached_fields[] = {
    { "filing", NULL, FIELD_ID, 0, REACHED(filing) },
    { "person", NULL, FIELD_ID, 0, REACHED(person) },
    { "from", NULL, FIELD_DAY, 0, REACHED(from) },
    { "until", NULL, FIELD_DAY, 0, REACHED(until) },
};
static const struct shape reached_shape =
    SHAPE("filing_reached_back", struct filing_reached_back, reached_fields);

/* All filings of a bucket are decided one after another: a case names its person only by the
 * bucket in its number, and two filings of one person must see each other. */
static void record_keys(const struct request *request, struct keys *keys)
{
    const struct filing_record_input *input = request->input;
    keys_add(keys, input->person);
    keys_add(keys, filing_keys_of(id_bucket(input->person)));
}

static void withdraw_keys(const struct request *request, struct keys *keys)
{
    const struct filing_withdraw_input *input = request->input;
    keys_add(keys, input->person);
    keys_add(keys, filing_keys_of(id_bucket(input->person)));
}

const struct action filing_record_action = {
    .name = "filing.record", .method = "POST", .path = "/api/v1/filings",
    .flags = ACTION_ONCE,
    .input = &record_shape, .facts = &record_facts_shape, .outcome = &recorded_shape,
    .answer = &recorded_shape, .help = "filing.help.record", .keys = record_keys,
    .gather = filing_gather_record, .decide = filing_decide_record,
};
const struct action filing_withdraw_action = {
    .name = "filing.withdraw", .method = "POST", .path = "/api/v1/filings/withdrawal",
    .flags = ACTION_ONCE,
    .input = &withdraw_shape, .facts = &record_facts_shape, .outcome = &recorded_shape,
    .answer = &recorded_shape, .help = "filing.help.withdraw", .keys = withdraw_keys,
    .gather = filing_gather_withdraw, .decide = filing_decide_withdraw,
};
const struct action filing_revoke_action = {
    .name = "filing.revoke", .method = "POST", .path = "/api/v1/filings/revocation",
    .flags = ACTION_ONCE,
    .input = &revoke_shape, .facts = &record_facts_shape, .outcome = &recorded_shape,
    .answer = &recorded_shape, .help = "filing.help.revoke", .keys = withdraw_keys,
    .gather = filing_gather_withdraw, .decide = filing_decide_revoke,
};
const struct action filing_of_person_action = {
    .name = "filing.of-person", .method = "GET", .path = "/api/v1/persons/{person}/filings",
    .flags = ACTION_READ,
    .input = &list_input_shape, .facts = &record_facts_shape, .outcome = &list_shape,
    .answer = &list_shape, .help = "filing.help.of-person", .gather = filing_gather_withdraw,
    .decide = filing_decide_list,
};
const struct action filing_reach_back_action = {
    .name = "filing.reach-back", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &reach_facts_shape, .outcome = &reached_shape,
    .answer = &reached_shape, .help = "filing.help.reach-back", .gather = filing_gather_reach,
    .decide = filing_decide_reach,
};

/* ---- kinds, as data ---- */

#define KIND(member_) AT(struct filing_offsite_kind, member_)
static const struct field kind_fields[] = {
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, KIND(kind), 30 },
    { "filing", NULL, FIELD_TEXT, FIELD_REQUIRED, KIND(filing), 30 },
    { "months_min", NULL, FIELD_COUNT, 0, KIND(months_min) },
    { "on_measure", NULL, FIELD_FLAG, 0, KIND(on_measure) },
};
static const struct shape kind_shape =
    SHAPE("filing_offsite_kind", struct filing_offsite_kind, kind_fields);
static const struct field kinds_fields[] = {
    { "kinds", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct filing_offsite_kinds, kinds), 20,
      .of = &kind_shape },
};
static const struct shape kinds_shape =
    SHAPE("filing_offsite_kinds", struct filing_offsite_kinds, kinds_fields);

static const char *kinds_check(const void *payload)
{
    const struct filing_offsite_kinds *kinds = payload;
    const struct filing_offsite_kind *items = kinds->kinds.items;
    for (size_t i = 0; i < kinds->kinds.count; i++) {
        if (items[i].months_min < 0 || items[i].months_min > 120)
            return "filing.rule.months-out-of-range";
        for (size_t j = 0; j < i; j++)
            if (text_equal(items[i].kind, items[j].kind))
                return "filing.rule.kind-twice";
    }
    return NULL;
}
const struct rule_kind filing_offsite_kinds_rule = {
    .about = "filing.offsite-kinds", .payload = &kinds_shape, .check = kinds_check,
};

/* ---- the room ---- */

static const struct action *const actions[] = {
    &filing_record_action, &filing_withdraw_action, &filing_revoke_action,
    &filing_of_person_action, &filing_reach_back_action, &filing_diseases_action,
    &filing_designated_action, &filing_referrals_action, &filing_disease_action,
    &filing_refer_action, &filing_designate_action, &filing_injury_action,
    &filing_confirm_action, &filing_cancel_action, &filing_ending_action,
    &filing_pace_action,
};
static const struct table *const tables[] = { &filing_table };
static const struct query *const queries[] = {
    &filings_of, &filing_by_id, &filings_ending, &filings_reaching_back,
    &filings_paced,
};
static const struct rule_kind *const rule_kinds[] = {
    &filing_offsite_kinds_rule, &filing_disease_rule,
};

const struct room filing_room = {
    .name = "filing",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .transactions = filing_transactions, .transaction_count = FILING_TRANSACTIONS,
    ROOM_LIST(rule_kind, rule_kinds),
    .impact = filing_impact,
};
