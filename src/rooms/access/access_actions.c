/* access_actions.c: signing in and out, passwords, accounts. */

#include "rooms/access/access.h"

#include "rooms/staff/staff_facts.h"

#include "base/check.h"
#include "base/password.h"
#include "base/totp.h"

/* ---- access.sign-in ---- */

static const struct field sign_in_fields[] = {
    { "login", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct access_sign_in_input, login), 100, .help = "access.field.login" },
    { "password", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct access_sign_in_input, password), 200, .help = "access.field.password" },
    { "code", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct access_sign_in_input, code), 20,
      .help = "access.field.code" },
};
static const struct shape sign_in_shape =
    SHAPE("access_sign_in", struct access_sign_in_input, sign_in_fields);

/* What is kept in the journal: no name, no token. */
struct sign_in_outcome {
    bool opened;
    int64_t account;
    struct moment until;        /* of the session */
    struct moment locked_until; /* set by the failure that locked the account */
    int64_t attempts_left;
    struct text role;
    struct text label;
    bool change_password;
    bool set_up_codes;
    struct text reason;         /* words/ key when not opened */
};
static const struct field sign_in_outcome_fields[] = {
    { "opened", NULL, FIELD_FLAG, 0, AT(struct sign_in_outcome, opened) },
    { "account", NULL, FIELD_ID, 0, AT(struct sign_in_outcome, account) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct sign_in_outcome, until) },
    { "locked_until", NULL, FIELD_MOMENT, 0, AT(struct sign_in_outcome, locked_until) },
    { "attempts_left", NULL, FIELD_COUNT, 0, AT(struct sign_in_outcome, attempts_left) },
    { "role", NULL, FIELD_TEXT, 0, AT(struct sign_in_outcome, role), 30 },
    { "label", NULL, FIELD_TEXT, 0, AT(struct sign_in_outcome, label), 100 },
    { "change_password", NULL, FIELD_FLAG, 0, AT(struct sign_in_outcome, change_password) },
    { "set_up_codes", NULL, FIELD_FLAG, 0, AT(struct sign_in_outcome, set_up_codes) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct sign_in_outcome, reason), 60 },
};
static const struct shape sign_in_outcome_shape =
    SHAPE("access_sign_in_outcome", struct sign_in_outcome, sign_in_outcome_fields);

struct sign_in_answer {
    bool opened;
    struct text token;          /* to be sent as "Authorization: Bearer …" or kept in a cookie */
    struct moment until;
    int64_t account;
    struct text role;
    struct text label;
    bool change_password;       /* before anything else: see actor.confined */
    bool set_up_codes;          /* one-time codes are asked of this role, and there are none yet */
    struct text reason;         /* words/ key when not opened */
    int64_t attempts_left;
    struct moment locked_until;
};
static const struct field sign_in_answer_fields[] = {
    { "opened", NULL, FIELD_FLAG, 0, AT(struct sign_in_answer, opened) },
    { "token", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, AT(struct sign_in_answer, token),
      100 },
    { "until", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct sign_in_answer, until) },
    { "account", NULL, FIELD_ID, FIELD_SPARSE, AT(struct sign_in_answer, account) },
    { "role", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct sign_in_answer, role), 30 },
    { "label", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct sign_in_answer, label), 100 },
    { "change_password", NULL, FIELD_FLAG, 0, AT(struct sign_in_answer, change_password) },
    { "set_up_codes", NULL, FIELD_FLAG, FIELD_SPARSE, AT(struct sign_in_answer, set_up_codes) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct sign_in_answer, reason), 100 },
    { "attempts_left", NULL, FIELD_COUNT, 0, AT(struct sign_in_answer, attempts_left) },
    { "locked_until", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct sign_in_answer, locked_until) },
};
static const struct shape sign_in_answer_shape =
    SHAPE("access_session_opened", struct sign_in_answer, sign_in_answer_fields);

struct account_facts {
    const struct access_account *account;
    const struct staff_office *office;
};
static const struct shape account_facts_shape =
    { .name = "access_account_facts", .size = sizeof(struct account_facts) };

/* Two tries at one name never share a batch, so that each counts. */
static int64_t login_subject(struct text login, struct arena *arena)
{
    struct text digest = access_login_digest(login, arena);
    return (int64_t)(text_hash(digest) >> 1);
}

static void sign_in_keys(const struct request *request, struct keys *keys)
{
    const struct access_sign_in_input *input = request->input;
    keys_add(keys, login_subject(input->login, request->arena));
}

static bool gather_by_login(struct gather *gather, struct text login, struct account_facts *facts)
{
    struct text digest = access_login_digest(login, gather->arena);
    struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row;
    if (!gather_one(gather, &access_account_by_login, &key, &row))
        return false;
    facts->account = row;
    return true;
}

static bool sign_in_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct access_sign_in_input *input = request->input;
    return gather_by_login(gather, input->login, facts);
}

/* An unknown name costs a hash like a known one, so that time tells nothing. */
static void sign_in_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct access_sign_in_input *input = request->input;
    const struct account_facts *found = facts;
    struct access_proof *proof = ret_prepared;
    proof->token = password_token(request->arena);
    if (found->account == NULL) {
        password_verify(password_nobody(), input->password);
        return;
    }
    proof->against = arena_text(request->arena, found->account->password);
    proof->right = password_verify(found->account->password, input->password);
    proof->arena = request->arena;
    proof->code_given = text_present(input->code);
    if (found->account->totp_since.ms == 0 || !proof->code_given)
        return;
    proof->totp_against = arena_text(request->arena, found->account->totp_sealed);
    struct text secret = access_open_totp(found->account->totp_sealed, request->arena);
    if (text_present(secret))
        proof->step = totp_step(secret, input->code, request->at.ms / 1000, 0, request->arena);
    proof->recovery = access_recovery_digest(input->code, request->arena);
}

static void sign_in_open(struct decision *decision, const struct access_account *account,
                         const struct access_proof *proof)
{
    const struct request *request = decision->request;
    struct sign_in_outcome *outcome = decision->outcome;
    struct text digest = access_token_digest(proof->token, request->arena);
    struct access_session session = {
        .bucket = bucket_of_name(digest), .token_digest = digest, .account = account->account,
        .opened = request->at, .until = { request->at.ms + ACCESS_SESSION_MS },
    };
    decision_insert(decision, &access_session_table, &session);
    outcome->opened = true;
    outcome->account = account->account;
    outcome->until = session.until;
    outcome->role = account->role;
    outcome->label = account->label;
    outcome->change_password = account->password_once;
    enum role role;
    outcome->set_up_codes =
        access_role_of(account->role, &role) && access_must_set_up_totp(account, role);
}

static void sign_in_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct account_facts *found = facts;
    const struct access_proof *proof = request->prepared;
    CHECK(proof != NULL);
    struct access_account after;
    struct sign_in_outcome *outcome = decision->outcome;
    decision->subject = found->account == NULL ? 0 : found->account->account;
    switch (access_judge_sign_in(found->account, proof, request->at, &after)) {
    case ACCESS_SIGN_IN_LOCKED:
        decision_refuse(decision, "access.refused.locked", NULL);
        return;
    case ACCESS_SIGN_IN_ENDED:
        decision_refuse(decision, "access.refused.ended", NULL);
        return;
    case ACCESS_SIGN_IN_STALE:
        decision_refuse(decision, "access.refused.stale", NULL);
        return;
    case ACCESS_SIGN_IN_UNKNOWN:
        decision_refuse(decision, "access.refused.wrong", "password");
        return;
    case ACCESS_SIGN_IN_CODE_NEEDED:
        outcome->reason = TEXT("access.refused.code-needed");
        return;
    case ACCESS_SIGN_IN_CODE_WRONG:
        outcome->reason = TEXT("access.refused.code-wrong");
        decision_replace(decision, &access_account_table, &after);
        outcome->locked_until = after.locked_until;
        if (after.locked_until.ms == 0)
            outcome->attempts_left = ACCESS_FAILURES_MAX - after.failures;
        return;
    case ACCESS_SIGN_IN_WRONG:
        /* A refusal would write nothing and the failure would not be counted. */
        decision_replace(decision, &access_account_table, &after);
        outcome->locked_until = after.locked_until;
        if (after.locked_until.ms == 0)
            outcome->attempts_left = ACCESS_FAILURES_MAX - after.failures;
        return;
    case ACCESS_SIGN_IN_OPENED:
        if (found->account->failures != 0 || found->account->locked_until.ms != 0
            || found->account->totp_since.ms != 0)
            decision_replace(decision, &access_account_table, &after);
        sign_in_open(decision, found->account, proof);
        return;
    }
}

static void sign_in_tell(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    (void)memory;
    const struct sign_in_outcome *done = outcome;
    const struct access_proof *proof = request->prepared;
    struct sign_in_answer *told = answer;
    *told = (struct sign_in_answer){
        .opened = done->opened, .until = done->until, .account = done->account,
        .role = done->role, .label = done->label, .change_password = done->change_password,
        .set_up_codes = done->set_up_codes,
        .attempts_left = done->attempts_left,
        .locked_until = done->locked_until,
    };
    if (!done->opened)
        told->reason = done->locked_until.ms != 0 ? TEXT("access.refused.locked")
            : text_present(done->reason) ? done->reason : TEXT("access.refused.wrong");
    else if (proof != NULL)
        told->token = proof->token;
}

const struct action access_sign_in_action = {
    .name = "access.sign-in", .method = "POST", .path = "/api/v1/sessions",
    .flags = ACTION_NO_KEY | ACTION_PUBLIC | ACTION_CONFINED,
    .input = &sign_in_shape, .facts = &account_facts_shape, .outcome = &sign_in_outcome_shape,
    .answer = &sign_in_answer_shape, .help = "access.help.sign-in", .keys = sign_in_keys,
    .gather = sign_in_gather, .decide = sign_in_decide, .prepare = sign_in_prepare,
    .prepared_size = sizeof(struct access_proof), .tell = sign_in_tell,
};

/* ---- access.sign-out: everywhere at once ---- */

static const struct shape nothing_shape = { .name = "nothing", .size = 1 };

struct sign_out_outcome {
    struct moment since;
};
static const struct field sign_out_outcome_fields[] = {
    { "signed_out", NULL, FIELD_MOMENT, 0, AT(struct sign_out_outcome, since) },
};
static const struct shape sign_out_outcome_shape =
    SHAPE("access_signed_out", struct sign_out_outcome, sign_out_outcome_fields);

static void own_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->account);
}

static bool own_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct account_facts *found = facts;
    int64_t account = request->actor->account;
    const struct actor *actor = request->actor;
    int64_t office = actor->office != 0 ? actor->office : actor->hall;
    struct access_account_key key = { id_bucket(account), account };
    const void *row;
    if (!gather_one(gather, &access_account_by_id, &key, &row))
        return false;
    found->account = row;
    if (office == 0)
        return true;
    struct staff_office_key office_key = { STAFF_BUCKET, office };
    if (!gather_one(gather, &staff_office_by_id, &office_key, &row))
        return false;
    found->office = row;
    return true;
}

static void sign_out_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct account_facts *found = facts;
    if (found->account == NULL) {
        decision_refuse(decision, "access.refused.not-signed-in", NULL);
        return;
    }
    struct access_account after = *found->account;
    /* Who rises from a terminal leaves it open for the next. */
    if (request->actor->role == ROLE_KIOSK && request->actor->person != 0)
        after.sittings_since.ms = request->at.ms + 1;
    else
        after.sessions_since.ms = request->at.ms + 1;
    decision_replace(decision, &access_account_table, &after);
    struct sign_out_outcome *outcome = decision->outcome;
    outcome->since = request->at;
    decision->subject = after.account;
}

const struct action access_sign_out_action = {
    .name = "access.sign-out", .method = "POST", .path = "/api/v1/sessions/end",
    .flags = ACTION_NO_KEY | ACTION_PUBLIC | ACTION_CONFINED,
    .input = &nothing_shape, .facts = &account_facts_shape, .outcome = &sign_out_outcome_shape,
    .answer = &sign_out_outcome_shape, .help = "access.help.sign-out", .keys = own_keys,
    .gather = own_gather, .decide = sign_out_decide,
};

/* ---- access.who-am-i ---- */

struct who_answer {
    int64_t account;
    struct text label, role;
    int64_t office;
    struct text office_name;
    struct text department;     /* of an outside office */
    int64_t division;
    int64_t institution, person, unit;
    bool change_password, set_up_codes;
};
static const struct field who_fields[] = {
    { "account", NULL, FIELD_ID, FIELD_SPARSE, AT(struct who_answer, account) },
    { "label", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct who_answer, label), 100 },
    { "role", NULL, FIELD_TEXT, 0, AT(struct who_answer, role), 30 },
    { "office", NULL, FIELD_ID, FIELD_SPARSE, AT(struct who_answer, office) },
    { "office_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct who_answer, office_name), 200 },
    { "department", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct who_answer, department), 30,
      .help = "staff.field.department" },
    { "division", NULL, FIELD_COUNT, 0, AT(struct who_answer, division) },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, AT(struct who_answer, institution) },
    { "person", NULL, FIELD_ID, FIELD_SPARSE, AT(struct who_answer, person) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, AT(struct who_answer, unit) },
    { "change_password", NULL, FIELD_FLAG, 0, AT(struct who_answer, change_password) },
    { "set_up_codes", NULL, FIELD_FLAG, FIELD_SPARSE, AT(struct who_answer, set_up_codes),
      .help = "access.field.set-up-codes" },
};
static const struct shape who_shape = SHAPE("access_who", struct who_answer, who_fields);

static bool who_gather(struct gather *gather, const struct request *request, void *facts)
{
    return request->actor->account == 0 || own_gather(gather, request, facts);
}

static void who_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct account_facts *found = facts;
    struct who_answer *answer = decision->outcome;
    const struct actor *actor = request->actor;
    *answer = (struct who_answer){
        .account = actor->account, .role = text_of(role_name(actor->role)),
        .office = actor->office != 0 ? actor->office : actor->hall,
        .division = actor->division,
        .institution = actor->institution, .person = actor->person, .unit = actor->unit,
        .change_password = actor->confined,
    };
    if (found->account != NULL) {
        answer->label = found->account->label;
        answer->change_password = found->account->password_once;
        answer->set_up_codes = access_must_set_up_totp(found->account, actor->role);
    }
    if (found->office != NULL) {
        answer->office_name = found->office->name;
        answer->department = found->office->department;
    }
}

const struct action access_who_am_i_action = {
    .name = "access.who-am-i", .method = "GET", .path = "/api/v1/sessions/current",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_CONFINED,
    .input = &nothing_shape, .facts = &account_facts_shape, .outcome = &who_shape,
    .answer = &who_shape, .help = "access.help.who-am-i", .gather = who_gather,
    .decide = who_decide,
};
