/* agreement_sign.c: both sides sign a text, each after reading the one whose digest it names; what
 * an approval issued is taken back. See agreement_text.h. LAW: BJ4-05b BJ4-05c */

#include "rooms/agreement/agreement_text.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/blob.h"
#include "core/paper_sniff.h"

/* ---- the one that is signed ---- */

static const struct agreement_text *text_of_number(const struct list *texts, int64_t number)
{
    const struct agreement_text *rows = texts->items;
    for (size_t i = 0; i < texts->count; i++)
        if (rows[i].text == number)
            return &rows[i];
    return NULL;
}

static const struct agreement *agreement_named(const struct list *rows, int64_t agreement)
{
    const struct agreement *all = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (all[i].agreement == agreement)
            return &all[i];
    return NULL;
}

/* In that state. NULL: refused. */
static const struct agreement_text *standing(const struct request *request,
                                             const struct agreement_text_facts *found,
                                             const char *state, struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    const struct agreement_text *row =
        party_may_see_institution(request->actor, found->institution)
            ? text_of_number(found->texts, input->text) : NULL;
    if (row == NULL)
        decision_refuse(decision, "agreement.refused.no-such-text", "text");
    else if (!text_is(row->state, state))
        decision_refuse(decision, state[0] == 's' ? "agreement.refused.not-signed"
                                                  : "agreement.refused.not-to-sign", "text");
    return decision->refusal.key == NULL ? row : NULL;
}

/* Whoever signs, or sends back, names the last digest of what was read, and it must still be that
 * of what stands there: nobody signs what was changed since. */
static bool is_what_was_read(const struct request *request, const struct agreement_text *row,
                             struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    if (!agreement_text_is_whole(row, request->arena))
        decision_refuse(decision, "agreement.refused.text-altered", "text");
    else if (!text_equal(input->digest, text_present(row->signed_digest) ? row->signed_digest
                                                                         : row->digest))
        decision_refuse(decision, "agreement.refused.other-text", "digest");
    return decision->refusal.key == NULL;
}

static void put(const struct agreement_text *row, struct decision *decision)
{
    decision_replace(decision, &agreement_text_table, row);
    struct agreement_texted *told = decision->outcome;
    *told = (struct agreement_texted){ row->text, row->state };
    decision->subject = row->institution;
}

/* ---- the institution ---- */

static bool has_signer(const struct request *request, struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    if (!text_present(text_trim(input->signer)))
        decision_refuse(decision, "agreement.refused.no-signer", "signer");
    return decision->refusal.key == NULL;
}

static void signed_by(const struct request *request, struct agreement_text *row,
                      struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    row->state = TEXT("signed");
    row->reason = (struct text){ 0 };
    row->signer = text_trim(input->signer);
    row->signed_at = request->at;
    row->signed_by = request->actor->account;
    agreement_text_close(row, request->arena);
    put(row, decision);
    agreement_tell(decision, row, true, "agreement.message.signed", TEXT(""));
}

static void decide_sign(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct agreement_text_facts *found = facts;
    const struct agreement_text *row = standing(request, found, "issued", decision);
    if (row == NULL || !has_signer(request, decision)
        || !is_what_was_read(request, row, decision))
        return;
    struct agreement_text after = *row;
    after.signed_how = TEXT("hospital");
    after.signed_on = date_of_moment(request->at);
    signed_by(request, &after, decision);
}

/* ---- a signed sheet is taken in ---- */

/* Set once at start; the port may be used by several threads. */
static struct blobs *sheets;

void agreement_use_blobs(struct blobs *blobs)
{
    sheets = blobs;
}

struct taken { struct text blob, type; };

static void prepare_take_in(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct agreement_text_input *input = request->input;
    struct taken *taken = ret_prepared;
    struct paper_sniffing sniffing = { .length = 0 };
    struct blob_name name;
    paper_sniff_add(&sniffing, input->file);
    taken->type = paper_sniffed(&sniffing, input->file_name, input->file_type);
    if (text_present(taken->type) && sheets != NULL
        && blob_keep(sheets, input->file, (int64_t)LIMIT_UPLOAD_BYTES, &name))
        taken->blob = arena_text(request->arena, text_of(name.digits));
}

static const char *why_no_sheet(const struct request *request,
                                const struct agreement_text *row, const char **ret_field)
{
    static const char *const ways[] = { "post", "mail", "dedicated-mailbox", "fax", "counter" };
    const struct agreement_text_input *input = request->input;
    const struct taken *taken = request->prepared;
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        known |= text_is(input->how, ways[i]);
    *ret_field = "how";
    if (!known)
        return "agreement.refused.no-such-way";
    *ret_field = "signed_on";
    if (date_compare(input->signed_on, date_of_moment(request->at)) > 0)
        return "agreement.refused.signed-to-come";
    if (date_compare(input->signed_on, date_of_moment(row->made_at)) < 0)
        return "agreement.refused.signed-before";
    *ret_field = "file";
    if (!text_present(taken->type))
        return "agreement.refused.no-sheet";
    return text_present(taken->blob) ? NULL : "agreement.refused.not-kept";
}

/* A sheet bears the number of the text; the clerk, who sees both, names the digest for it. */
static void decide_take_in(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    const struct agreement_text_facts *found = facts;
    const struct taken *taken = request->prepared;
    const char *field = NULL;
    CHECK(taken != NULL);
    const struct agreement_text *row = standing(request, found, "issued", decision);
    if (row == NULL || !has_signer(request, decision)
        || !is_what_was_read(request, row, decision))
        return;
    const char *refused = why_no_sheet(request, row, &field);
    if (refused != NULL) {
        decision_refuse(decision, refused, field);
        return;
    }
    struct agreement_text after = *row;
    after.signed_how = input->how;
    after.signed_on = input->signed_on;
    after.scan = taken->blob;
    after.scan_name = input->file_name;
    after.scan_type = taken->type;
    signed_by(request, &after, decision);
}

/* ---- the agency ---- */

static void decide_return(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct agreement_text_input *input = request->input;
    const struct agreement_text *row = standing(request, facts, "signed", decision);
    if (row == NULL || !is_what_was_read(request, row, decision))
        return;
    if (!text_present(text_trim(input->reason))) {
        decision_refuse(decision, "agreement.refused.no-reason", "reason");
        return;
    }
    struct agreement_text after = *row;
    after.state = TEXT("issued");
    after.reason = text_trim(input->reason);
    after.signer = after.signed_how = after.scan = (struct text){ 0 };
    after.scan_name = after.scan_type = (struct text){ 0 };
    after.signed_on = DATE_NONE;
    after.signed_at = (struct moment){ 0 };
    after.signed_by = 0;
    agreement_text_close(&after, request->arena);
    put(&after, decision);
    agreement_tell(decision, &after, false, "agreement.message.returned", after.reason);
}

/* In force from the day it says; a first one not before both have signed. False: refused. */
static bool comes_into_force(const struct request *request, const struct agreement_text *text,
                             struct agreement *row, struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    bool was_ahead = text_is(row->status, "in-force") && text_present(text->under);
    if (!was_ahead && !text_is(row->status, "unsigned")) {
        decision_refuse_with(decision, "agreement.refused.no-such-step", "text", row->status,
                             TEXT("in-force"));
        return false;
    }
    if (was_ahead)
        return true;
    row->status = TEXT("in-force");
    if (text_is(text->kind, "first") && date_compare(row->valid_from, today) < 0)
        row->valid_from = today;
    if (row->valid_until.yyyymmdd != 0 && date_compare(row->valid_until, today) < 0) {
        decision_refuse(decision, "agreement.refused.over", "text");
        return false;
    }
    decision_replace(decision, &agreement_table, row);
    return true;
}

/* LAW: BJ4-05b. By another person than who issued it or took the sheet in. */
static void decide_countersign(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct agreement_text_facts *found = facts;
    const struct agreement_text *row = standing(request, found, "signed", decision);
    if (row == NULL)
        return;
    int64_t account = request->actor->account;
    if (account == row->made_by || account == row->signed_by) {
        decision_refuse(decision, "agreement.refused.same-person", "text");
        return;
    }
    const struct agreement *agreement = agreement_named(found->rows, row->agreement);
    if (agreement == NULL || !is_what_was_read(request, row, decision)) {
        decision_refuse(decision, "agreement.refused.no-such-agreement", "text");
        return;
    }
    struct agreement in_force = *agreement;
    if (!text_is(row->kind, "supplement")
        && !comes_into_force(request, row, &in_force, decision))
        return;
    struct agreement_text after = *row;
    after.state = TEXT("countersigned");
    after.countersigned_at = request->at;
    after.countersigned_by = account;
    agreement_text_close(&after, request->arena);
    put(&after, decision);
    struct date from = text_is(row->kind, "supplement") ? row->holds_from : in_force.valid_from;
    agreement_tell(decision, &after, false, "agreement.message.countersigned",
                   arena_format(request->arena, "%04d-%02d-%02d", date_year(from),
                                date_month(from), date_day(from)));
}

/* ---- a supplement ---- */

static void decide_supplement(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct agreement_supplement_input *input = request->input;
    const struct agreement_text_facts *found = facts;
    const struct agreement *row = party_may_see_institution(request->actor, found->institution)
        ? agreement_named(found->rows, input->agreement) : NULL;
    if (row == NULL) {
        decision_refuse(decision, "agreement.refused.no-such-agreement", "agreement");
        return;
    }
    if (text_is(row->status, "unsigned") || text_is(row->status, "ended")
        || text_is(row->status, "rescinded")) {
        decision_refuse(decision, "agreement.refused.not-in-force", "agreement");
        return;
    }
    bool before = date_compare(input->from, row->valid_from) < 0;
    bool after = row->valid_until.yyyymmdd != 0
        && date_compare(input->from, row->valid_until) > 0;
    if (before || after || !text_present(text_trim(input->words))) {
        decision_refuse(decision, before || after ? "agreement.refused.outside"
                                                  : "agreement.refused.no-words",
                        before || after ? "from" : "words");
        return;
    }
    agreement_issue_supplement(request, found, row, input->from, text_trim(input->words),
                               decision);
}

/* ---- taken back ---- */

static void withdraw_texts(const struct list *texts, int64_t agreement, struct text reason,
                           struct decision *decision)
{
    const struct agreement_text *rows = texts->items;
    for (size_t i = 0; i < texts->count; i++) {
        struct agreement_text row = rows[i];
        if (row.agreement != agreement
            || (!text_is(row.state, "issued") && !text_is(row.state, "signed")))
            continue;
        row.state = TEXT("withdrawn");
        row.reason = reason;
        decision_replace(decision, &agreement_text_table, &row);
        agreement_tell(decision, &row, false, "agreement.message.withdrawn", reason);
    }
}

/* What was issued and not signed never was in force; one in force ends that day, and what was
 * settled under it stands. */
static void decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct agreement_revoke_input *input = request->input;
    const struct agreement_text_facts *found = facts;
    const struct agreement *row = party_may_see_institution(request->actor, found->institution)
        ? agreement_named(found->rows, input->agreement) : NULL;
    if (row == NULL) {
        decision_refuse(decision, "agreement.refused.no-such-agreement", "agreement");
        return;
    }
    bool unsigned_one = text_is(row->status, "unsigned");
    if (!unsigned_one && !text_is(row->status, "in-force")) {
        decision_refuse_with(decision, "agreement.refused.no-such-step", "agreement",
                             row->status, TEXT("ended"));
        return;
    }
    struct agreement after = *row;
    after.status = TEXT("ended");
    after.status_from = unsigned_one ? DATE_NONE : date_of_moment(request->at);
    after.status_until = DATE_NONE;
    after.reason = input->reason;
    decision_replace(decision, &agreement_table, &after);
    withdraw_texts(found->texts, row->agreement, input->reason, decision);
    struct agreement_texted *told = decision->outcome;
    *told = (struct agreement_texted){ row->agreement, after.status };
    decision->subject = row->institution;
}

/* ---- rows ---- */

_Static_assert(offsetof(struct agreement_text_input, institution) == 0
               && offsetof(struct agreement_supplement_input, institution) == 0
               && offsetof(struct agreement_revoke_input, institution) == 0, "read alike");

static void institution_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, *(const int64_t *)request->input);
}

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    return agreement_gather_texts(gather, *(const int64_t *)request->input, facts);
}

static const struct shape facts_shape =
    { .name = "agreement_sign_facts", .size = sizeof(struct agreement_text_facts) };
static const struct field told_fields[] = {
    FIELD(struct agreement_texted, text, FIELD_ID, .help = "agreement.field.text"),
    FIELD(struct agreement_texted, state, FIELD_TEXT, .length_max = 20,
          .help = "agreement.field.text-state"),
};
static const struct shape told_shape =
    SHAPE("agreement_texted", struct agreement_texted, told_fields);

#define INPUT(member_, kind_, ...) FIELD(struct agreement_text_input, member_, kind_, __VA_ARGS__)
#define NAMED \
    INPUT(institution, FIELD_ID, .flags = FIELD_REQUIRED, \
          .help = "agreement.field.institution"), \
    INPUT(text, FIELD_ID, .flags = FIELD_REQUIRED, .help = "agreement.field.text"), \
    INPUT(digest, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 64, \
          .help = "agreement.field.digest")
#define SIGNER \
    INPUT(signer, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE, .length_max = 50, \
          .help = "agreement.field.signer")
static const struct field sign_fields[] = { NAMED, SIGNER };
static const struct field countersign_fields[] = { NAMED };
static const struct field return_fields[] = {
    NAMED,
    INPUT(reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200,
          .help = "agreement.field.reason"),
};
static const struct field take_in_fields[] = {
    NAMED, SIGNER,
    INPUT(how, FIELD_CODE, .flags = FIELD_REQUIRED, .length_max = 20, .codes = "case_channel",
          .help = "agreement.field.signed-how"),
    INPUT(signed_on, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "agreement.field.signed-on"),
    INPUT(file, FIELD_BYTES, .flags = FIELD_REQUIRED, .length_max = LIMIT_UPLOAD_BYTES,
          .help = "agreement.field.sheet"),
    INPUT(file_name, FIELD_TEXT, .length_max = 200, .help = "agreement.field.sheet-name"),
    INPUT(file_type, FIELD_TEXT, .length_max = 100, .help = "agreement.field.sheet-type"),
};
static const struct shape sign_shape =
    SHAPE("agreement_sign", struct agreement_text_input, sign_fields);
static const struct shape countersign_shape =
    SHAPE("agreement_countersign", struct agreement_text_input, countersign_fields);
static const struct shape return_shape =
    SHAPE("agreement_return", struct agreement_text_input, return_fields);
static const struct shape take_in_shape =
    SHAPE("agreement_take_in", struct agreement_text_input, take_in_fields);

#define PATH "/api/v1/institutions/{institution}/agreement-texts/{text}/"
#define TEXT_ACTION \
    .method = "POST", .flags = ACTION_ONCE, .facts = &facts_shape, .outcome = &told_shape, \
    .answer = &told_shape, .keys = institution_keys, .gather = gather

const struct action agreement_sign_action = {
    .name = "agreement.sign", .path = PATH "signature", .input = &sign_shape,
    .help = "agreement.help.sign", .decide = decide_sign, TEXT_ACTION,
};
const struct action agreement_countersign_action = {
    .name = "agreement.countersign", .path = PATH "countersignature",
    .input = &countersign_shape, .help = "agreement.help.countersign",
    .decide = decide_countersign, TEXT_ACTION,
};
const struct action agreement_return_action = {
    .name = "agreement.return", .path = PATH "return", .input = &return_shape,
    .help = "agreement.help.return", .decide = decide_return, TEXT_ACTION,
};
const struct action agreement_take_in_action = {
    .name = "agreement.take-in", .path = PATH "sheet", .method = "POST",
    .flags = ACTION_ONCE | ACTION_PREPARES_ALONE, .input = &take_in_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "agreement.help.take-in", .keys = institution_keys, .gather = gather,
    .decide = decide_take_in, .prepare = prepare_take_in, .prepared_size = sizeof(struct taken),
};

#define MORE(member_, kind_, ...) \
    FIELD(struct agreement_supplement_input, member_, kind_, .flags = FIELD_REQUIRED, __VA_ARGS__)
static const struct field supplement_fields[] = {
    MORE(institution, FIELD_ID, .help = "agreement.field.institution"),
    MORE(agreement, FIELD_ID, .help = "agreement.field.agreement"),
    MORE(from, FIELD_DAY, .help = "agreement.field.supplement-from"),
    MORE(words, FIELD_TEXT, .length_max = 2000, .help = "agreement.field.words"),
};
static const struct shape supplement_shape =
    SHAPE("agreement_supplement", struct agreement_supplement_input, supplement_fields);
const struct action agreement_supplement_action = {
    .name = "agreement.supplement",
    .path = "/api/v1/institutions/{institution}/agreements/{agreement}/supplements",
    .input = &supplement_shape, .help = "agreement.help.supplement",
    .decide = decide_supplement, TEXT_ACTION,
};

#define BACK(member_, kind_, ...) \
    FIELD(struct agreement_revoke_input, member_, kind_, .flags = FIELD_REQUIRED, __VA_ARGS__)
static const struct field revoke_fields[] = {
    BACK(institution, FIELD_ID, .help = "agreement.field.institution"),
    BACK(agreement, FIELD_ID, .help = "agreement.field.agreement"),
    BACK(reason, FIELD_TEXT, .length_max = 200, .help = "agreement.field.reason"),
};
static const struct shape revoke_shape =
    SHAPE("agreement_revoke", struct agreement_revoke_input, revoke_fields);
const struct action agreement_revoke_action = {
    .name = "agreement.revoke",
    .path = "/api/v1/institutions/{institution}/agreements/{agreement}/revocation",
    .input = &revoke_shape, .help = "agreement.help.revoke", .decide = decide_revoke,
    TEXT_ACTION,
};
