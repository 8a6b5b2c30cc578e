/* agreement_actions.c: seeing agreements and changing their status. */

#include "rooms/agreement/agreement.h"

#include "rooms/agreement/agreement_obligation.h"
#include "rooms/agreement/agreement_text.h"

#include "rooms/party/party_facts.h"

#include "base/check.h"

struct agreement_list_facts {
    const struct list *rows;
    const struct party_institution *institution;
};
static const struct shape facts_shape =
    { .name = "agreement_facts", .size = sizeof(struct agreement_list_facts) };

static bool gather_both(struct gather *gather, int64_t institution,
                        struct agreement_list_facts *found)
{
    struct agreement_of_key key = { id_bucket(institution), institution };
    struct party_institution_key institution_key = { id_bucket(institution), institution };
    const void *row;
    bool there = gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->rows = gather_want(gather, &agreements_of, &key);
    if (!there || found->rows == NULL)
        return false;
    found->institution = row;
    return true;
}

/* ---- agreement.list ---- */

struct list_input {
    int64_t institution;
};
static const struct field list_input_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct list_input, institution),
      .help = "agreement.field.institution" },
};
static const struct shape list_input_shape =
    SHAPE("agreement_list_input", struct list_input, list_input_fields);

#define ROW(member_) AT(struct agreement, member_)
static const struct field row_out_fields[] = {
    { "agreement", NULL, FIELD_ID, 0, ROW(agreement) },
    { "from", NULL, FIELD_DAY, 0, ROW(valid_from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, ROW(valid_until) },
    { "status", NULL, FIELD_TEXT, 0, ROW(status), 20 },
    { "status_from", NULL, FIELD_DAY, FIELD_SPARSE, ROW(status_from) },
    { "status_until", NULL, FIELD_DAY, FIELD_SPARSE, ROW(status_until) },
    { "payment_held", NULL, FIELD_FLAG, 0, ROW(payment_held) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(reason), 400,
      .help = "agreement.field.reason" },
    { "version", NULL, FIELD_COUNT, 0, ROW(version) },
};
static const struct shape row_out_shape =
    SHAPE("agreement_out", struct agreement, row_out_fields);

struct list_answer {
    struct list agreements;
};
static const struct field list_answer_fields[] = {
    { "agreements", NULL, FIELD_LIST, 0, AT(struct list_answer, agreements),
      .of = &row_out_shape },
};
static const struct shape list_answer_shape =
    SHAPE("agreement_list", struct list_answer, list_answer_fields);

static bool list_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct list_input *input = request->input;
    return gather_both(gather, input->institution, facts);
}

static void list_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_list_facts *found = facts;
    if (!party_may_see_institution(request->actor, found->institution)) {
        decision_refuse(decision, "agreement.refused.no-such-institution", "institution");
        return;
    }
    struct list_answer *answer = decision->outcome;
    answer->agreements = *found->rows;
}

const struct action agreement_list_action = {
    .name = "agreement.list", .method = "GET",
    .path = "/api/v1/institutions/{institution}/agreements",
    .flags = ACTION_READ, .input = &list_input_shape, .facts = &facts_shape,
    .outcome = &list_answer_shape, .answer = &list_answer_shape,
    .help = "agreement.help.list", .gather = list_gather, .decide = list_decide,
};

/* ---- agreement.set-status ---- */

struct status_input {
    int64_t institution, agreement, version;
    struct text status;
    struct date from, until;
    bool payment_held;
    struct text reason;
    int64_t obligation;         /* that was not met; 0: it is for another reason */
};
struct status_facts {
    struct agreement_list_facts of;
    struct agreement_obligation_facts obligations;
};
static const struct shape status_facts_shape =
    { .name = "agreement_status_facts", .size = sizeof(struct status_facts) };
#define INPUT(member_) AT(struct status_input, member_)
static const struct field status_input_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(institution),
      .help = "agreement.field.institution" },
    { "agreement", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(agreement),
      .help = "agreement.field.agreement" },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(version),
      .help = "agreement.field.version" },
    { "status", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(status), 20,
      .help = "agreement.field.status" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, INPUT(from), .help = "agreement.field.from" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "agreement.field.until" },
    { "payment_held", NULL, FIELD_FLAG, 0, INPUT(payment_held),
      .help = "agreement.field.payment-held" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(reason), 200,
      .help = "agreement.field.reason" },
    { "obligation", NULL, FIELD_ID, 0, INPUT(obligation),
      .help = "agreement.field.not-met" },
};
static const struct shape status_input_shape =
    SHAPE("agreement_set_status", struct status_input, status_input_fields);

struct status_outcome {
    int64_t agreement;
};
static const struct field status_outcome_fields[] = {
    { "agreement", NULL, FIELD_ID, 0, AT(struct status_outcome, agreement) },
};
static const struct shape status_outcome_shape =
    SHAPE("agreement_status_set", struct status_outcome, status_outcome_fields);

static void status_keys(const struct request *request, struct keys *keys)
{
    const struct status_input *input = request->input;
    keys_add(keys, input->institution);
}

static bool status_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct status_input *input = request->input;
    struct status_facts *found = facts;
    bool complete = gather_both(gather, input->institution, &found->of);
    return (input->obligation == 0
            || agreement_gather_obligations(gather, input->institution, &found->obligations))
        && complete;
}

static const struct agreement *row_of(const struct list *rows, int64_t agreement)
{
    const struct agreement *agreements = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (agreements[i].agreement == agreement)
            return &agreements[i];
    return NULL;
}

/* LAW: BJ4-S3b. What waits is held against nobody. */
static bool stands_on_what_waits(const struct request *request, const struct status_facts *found)
{
    const struct status_input *input = request->input;
    return input->obligation != 0
        && !agreement_obligation_is_late(request, &found->obligations, input->obligation);
}

static void status_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct status_input *input = request->input;
    const struct agreement_list_facts *found = facts;
    const struct agreement *row = row_of(found->rows, input->agreement);
    if (!party_may_see_institution(request->actor, found->institution) || row == NULL) {
        decision_refuse(decision, "agreement.refused.no-such-agreement", "agreement");
        return;
    }
    if (row->version != input->version) {
        decision_refuse(decision, "agreement.refused.changed-since", "version");
        return;
    }
    bool same = text_equal(row->status, input->status);
    if (!same && !agreement_may_become(row->status, input->status)) {
        decision_refuse_with(decision, "agreement.refused.no-such-step", "status", row->status,
                             input->status);
        return;
    }
    if (!text_present(input->reason)) {
        decision_refuse(decision, "agreement.refused.no-reason", "reason");
        return;
    }
    if (input->until.yyyymmdd != 0 && date_compare(input->until, input->from) < 0) {
        decision_refuse(decision, "agreement.refused.ends-before", "until");
        return;
    }
    if (stands_on_what_waits(request, facts)) {
        decision_refuse(decision, "agreement.refused.not-late", "obligation");
        return;
    }
    struct agreement after = *row;
    after.status = input->status;
    after.status_from = input->from;
    after.status_until = input->until;
    after.payment_held = input->payment_held;
    after.reason = input->reason;
    decision_replace(decision, &agreement_table, &after);
    struct status_outcome *outcome = decision->outcome;
    outcome->agreement = row->agreement;
    decision->subject = input->institution;
}

const struct action agreement_set_status_action = {
    .name = "agreement.set-status", .method = "POST",
    .path = "/api/v1/institutions/{institution}/agreements/{agreement}/status",
    .flags = ACTION_ONCE,
    .input = &status_input_shape, .facts = &status_facts_shape,
    .outcome = &status_outcome_shape, .answer = &status_outcome_shape,
    .help = "agreement.help.set-status", .keys = status_keys,
    .gather = status_gather, .decide = status_decide,
};

/* ---- agreement.conclude ---- */

struct conclude_input {
    int64_t institution;
    struct date from, until;
};
static const struct field conclude_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct conclude_input, institution),
      .help = "agreement.field.institution" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct conclude_input, from),
      .help = "agreement.field.first-day" },
    { "until", NULL, FIELD_DAY, 0, AT(struct conclude_input, until),
      .help = "agreement.field.last-day" },
};
static const struct shape conclude_shape =
    SHAPE("agreement_conclude", struct conclude_input, conclude_fields);

static void conclude_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct conclude_input *)request->input)->institution);
}

static bool conclude_gather(struct gather *gather, const struct request *request, void *facts)
{
    return gather_both(gather, ((const struct conclude_input *)request->input)->institution,
                       facts);
}

static void conclude_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct conclude_input *input = request->input;
    const struct agreement_list_facts *found = facts;
    if (!party_may_see_institution(request->actor, found->institution)) {
        decision_refuse(decision, "agreement.refused.no-such-institution", "institution");
        return;
    }
    if (input->until.yyyymmdd != 0 && date_compare(input->until, input->from) < 0) {
        decision_refuse(decision, "agreement.refused.ends-before", "until");
        return;
    }
    if (agreement_overlaps(found->rows, input->from, input->until)) {
        decision_refuse(decision, "agreement.refused.overlaps", "from");
        return;
    }
    const struct agreement row = {
        .bucket = id_bucket(input->institution), .institution = input->institution,
        .agreement = id_mint(request->minter, id_bucket(input->institution)),
        .valid_from = input->from, .valid_until = input->until, .status = TEXT("in-force"),
    };
    decision_insert(decision, &agreement_table, &row);
    struct status_outcome *outcome = decision->outcome;
    outcome->agreement = row.agreement;
    decision->subject = input->institution;
}

/* ---- agreement.renew: for a year, as the approval of a case ---- */

struct renew_input { int64_t institution, year, cause; };
static const struct field renew_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct renew_input, institution),
      .help = "agreement.field.institution" },
    { "year", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct renew_input, year),
      .help = "agreement.field.year" },
    { "cause", NULL, FIELD_ID, 0, AT(struct renew_input, cause) },
};
static const struct shape renew_shape =
    SHAPE("agreement_renew", struct renew_input, renew_fields);

static void renew_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct renew_input *)request->input)->institution);
}

static bool renew_gather(struct gather *gather, const struct request *request, void *facts)
{
    return agreement_gather_texts(gather, ((const struct renew_input *)request->input)->institution,
                                  facts);
}

/* Issued, to be signed by both sides. */
static void issue(const struct request *request, const struct agreement_text_facts *found,
                  const struct agreement_issuing *issuing, struct decision *decision)
{
    struct status_outcome *outcome = decision->outcome;
    if (agreement_issue(request, found, issuing, decision, &outcome->agreement))
        decision->subject = found->institution->institution;
}

/* Who never had an agreement does not renew one: he applies for it and is assessed. */
static void renew_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct renew_input *input = request->input;
    const struct agreement_text_facts *found = facts;
    if (input->year < 2000 || input->year > 2100 || found->rows->count == 0) {
        decision_refuse(decision, found->rows->count == 0 ? "agreement.refused.none-to-renew"
                                                          : "agreement.refused.no-year", "year");
        return;
    }
    const struct agreement_issuing year = {
        .kind = "renewal", .matter = "agreement-renewal", .cause = input->cause,
        .from = DATE((int)input->year, 1, 1), .until = DATE((int)input->year, 12, 31),
    };
    issue(request, found, &year, decision);
}

static const struct shape issue_facts_shape =
    { .name = "agreement_issue_facts", .size = sizeof(struct agreement_text_facts) };

const struct action agreement_renew_action = {
    .name = "agreement.renew", .method = "POST",
    .path = "/api/v1/institutions/{institution}/agreement-renewals",
    .flags = ACTION_ONCE, .input = &renew_shape, .facts = &issue_facts_shape,
    .outcome = &status_outcome_shape, .answer = &status_outcome_shape,
    .help = "agreement.help.renew", .keys = renew_keys, .gather = renew_gather,
    .decide = renew_decide,
};

/* ---- agreement.apply: who was assessed and passed, for a year; the approval of a case ---- */

struct apply_input { int64_t institution, cause; };
static const struct field apply_fields[] = {
    { "institution", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct apply_input, institution),
      .help = "agreement.field.institution" },
    { "cause", NULL, FIELD_ID, 0, AT(struct apply_input, cause) },
};
static const struct shape apply_shape =
    SHAPE("agreement_apply", struct apply_input, apply_fields);

static void apply_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct apply_input *)request->input)->institution);
}

static bool apply_gather(struct gather *gather, const struct request *request, void *facts)
{
    return agreement_gather_texts(gather, ((const struct apply_input *)request->input)->institution,
                                  facts);
}

/* An agreement runs for a year as a rule (国家医疗保障局令第2号、第3号). */
static void apply_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct apply_input *input = request->input;
    const struct agreement_text_facts *found = facts;
    struct date today = date_of_moment(request->at);
    bool pharmacy = found->institution != NULL && text_is(found->institution->type, "2");
    const struct agreement_issuing year = {
        .kind = "first", .cause = input->cause, .from = today,
        .until = date_plus_days(date_plus_months(today, 12), -1),
        .matter = pharmacy ? "pharmacy-agreement-application" : "agreement-application",
    };
    issue(request, found, &year, decision);
}

const struct action agreement_apply_action = {
    .name = "agreement.apply", .flags = ACTION_ONCE, .input = &apply_shape,
    .facts = &issue_facts_shape, .outcome = &status_outcome_shape,
    .answer = &status_outcome_shape, .help = "agreement.help.apply",
    .keys = apply_keys, .gather = apply_gather,
    .decide = apply_decide,
};

const struct action agreement_conclude_action = {
    .name = "agreement.conclude", .method = "POST",
    .path = "/api/v1/institutions/{institution}/agreements",
    .flags = ACTION_ONCE, .input = &conclude_shape, .facts = &facts_shape,
    .outcome = &status_outcome_shape, .answer = &status_outcome_shape,
    .help = "agreement.help.conclude", .keys = conclude_keys, .gather = conclude_gather,
    .decide = conclude_decide,
};
