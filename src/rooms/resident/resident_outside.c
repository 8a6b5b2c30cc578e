/* resident_outside.c: see resident_outside.h. */

#include "rooms/resident/resident_outside.h"

#include "rooms/party/party.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/password.h"

/* Set once at start and read-only afterwards. */
static const struct outside_provider *provider;

void resident_use_provider(const struct outside_provider *the_provider)
{
    provider = the_provider;
}

/* ---- rows ---- */

#define ATTEMPT(member_) AT(struct outside_attempt, member_)
static const struct field attempt_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, ATTEMPT(bucket) },
    { "attempt", NULL, FIELD_ID, 0, ATTEMPT(attempt) },
    { "state_digest", NULL, FIELD_BYTES, FIELD_PRIVATE, ATTEMPT(state_digest), 32 },
    { "until", NULL, FIELD_MOMENT, 0, ATTEMPT(until) },
    { "ended_at", NULL, FIELD_MOMENT, 0, ATTEMPT(ended_at) },
    { "result", NULL, FIELD_TEXT, 0, ATTEMPT(result), 100 },
    { "login_digest", NULL, FIELD_BYTES, FIELD_PRIVATE, ATTEMPT(login_digest), 32 },
    { "person", NULL, FIELD_ID, 0, ATTEMPT(person) },
    { "version", NULL, FIELD_COUNT, 0, ATTEMPT(version) },
};
const struct shape outside_attempt_shape =
    SHAPE("outside_attempt", struct outside_attempt, attempt_fields);
const struct table outside_attempt_table =
    { "outside_attempt", &outside_attempt_shape, 2, "version" };

struct attempt_key { int64_t bucket; struct text state_digest; };
static const struct field attempt_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct attempt_key, bucket) },
    { "state_digest", NULL, FIELD_BYTES, FIELD_PRIVATE, AT(struct attempt_key, state_digest),
      32 },
};
static const struct shape attempt_key_shape =
    SHAPE("outside_attempt_key", struct attempt_key, attempt_key_fields);
const struct query outside_attempt_of = {
    .name = "resident.outside-attempt-of", .from = "outside_attempt",
    .where = "bucket = {bucket} AND state_digest = {state_digest}",
    .key = &attempt_key_shape, .row = &outside_attempt_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

struct over_key { int64_t bucket; struct moment before; };
static const struct field over_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct over_key, bucket) },
    { "before", NULL, FIELD_MOMENT, 0, AT(struct over_key, before) },
};
static const struct shape over_key_shape =
    SHAPE("outside_over_key", struct over_key, over_key_fields);
/* One of those that were over before a moment. */
const struct query outside_attempt_over = {
    .name = "resident.outside-attempt-over", .from = "outside_attempt",
    .where = "bucket = {bucket} AND attempt = (SELECT min(o.attempt) FROM outside_attempt o"
             " WHERE o.bucket = {bucket} AND o.until < {before})",
    .key = &over_key_shape, .row = &outside_attempt_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

/* ---- what is asked, and what was wrong ---- */

static struct text derived(const char *purpose, struct text state, struct arena *arena)
{
    return base64url_encode(arena, party_digest(purpose, state, arena));
}

struct outside_question resident_outside_question(struct text state, struct moment at,
                                                  struct arena *arena)
{
    return (struct outside_question){
        .state = state, .nonce = derived("outside-nonce", state, arena),
        .verifier = derived("outside-verifier", state, arena), .at = at,
    };
}

static const char *const VERDICTS[] = {
    [IDENTITY_MALFORMED] = "resident.refused.outside-malformed",
    [IDENTITY_METHOD] = "resident.refused.outside-forged",
    [IDENTITY_KEY_UNKNOWN] = "resident.refused.outside-forged",
    [IDENTITY_FORGED] = "resident.refused.outside-forged",
    [IDENTITY_ISSUER] = "resident.refused.outside-issuer",
    [IDENTITY_AUDIENCE] = "resident.refused.outside-audience",
    [IDENTITY_EXPIRED] = "resident.refused.outside-expired",
    [IDENTITY_EARLY] = "resident.refused.outside-expired",
    [IDENTITY_NONCE] = "resident.refused.outside-nonce",
    [IDENTITY_GOOD] = NULL,
};
_Static_assert(COUNT_OF(VERDICTS) == IDENTITY_GOOD + 1, "each verdict has a sentence");

const char *resident_outside_wrong(const struct outside_proof *proof)
{
    switch (proof->reach) {
    case OUTSIDE_UNREACHABLE:
        return "resident.refused.outside-unreachable";
    case OUTSIDE_BUSY:
        return "resident.refused.outside-busy";
    case OUTSIDE_CODE_REFUSED:
        return "resident.refused.outside-code";
    case OUTSIDE_NO_NUMBER:
        return "resident.refused.outside-no-number";
    case OUTSIDE_UNTRUSTED:
        return VERDICTS[proof->said.verdict];
    case OUTSIDE_SAID:
        break;
    }
    return NULL;
}

/* ---- gathering ---- */

static bool gather_attempt(struct gather *gather, struct text state, struct outside_facts *found)
{
    const struct text digest = access_token_digest(state, gather->arena);
    const struct attempt_key key = { bucket_of_name(digest), digest };
    const void *row = NULL;
    bool complete = gather_one(gather, &outside_attempt_of, &key, &row);
    found->attempt = row;
    return complete;
}

static bool gather_account(struct gather *gather, struct text digest, struct outside_facts *found)
{
    const struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_login, &key, &row);
    found->account = row;
    return complete;
}

static bool gather_person(struct gather *gather, struct text number, struct outside_facts *found)
{
    const struct party_number_key key = party_number_key_of("id", number, gather->arena);
    const void *row = NULL;
    if (!party_gather_number(gather, &key, &row))
        return false;
    if (row == NULL)
        return true;
    const int64_t person = ((const struct party_person_key *)row)->person;
    const struct party_of_person of = { id_bucket(person), person };
    bool complete = gather_one(gather, &party_person_by_id, &of, &row);
    found->person = row;
    return complete;
}

static const struct shape facts_shape =
    { .name = "outside_facts", .size = sizeof(struct outside_facts) };

/* ---- opening ---- */

static void attempt_end(struct decision *decision, const struct outside_attempt *attempt,
                        struct text result)
{
    struct outside_attempt after = *attempt;
    after.ended_at = decision->request->at;
    after.result = result;
    after.login_digest = (struct text){ 0 };
    decision_replace(decision, &outside_attempt_table, &after);
}

static void open_session(struct decision *decision, int64_t account, int64_t person)
{
    const struct request *request = decision->request;
    const struct outside_proof *proof = request->prepared;
    const struct text digest = access_token_digest(proof->token, request->arena);
    const struct access_session session = {
        .bucket = bucket_of_name(digest), .token_digest = digest, .account = account,
        .opened = request->at, .until = { request->at.ms + RESIDENT_OUTSIDE_SESSION_MS },
    };
    decision_insert(decision, &access_session_table, &session);
    struct outside_outcome *outcome = decision->outcome;
    outcome->opened = true;
    outcome->account = account;
    outcome->person = person;
    outcome->until = session.until;
    decision->subject = account;
}

#define OUTCOME(member_) AT(struct outside_outcome, member_)
static const struct field outcome_fields[] = {
    { "opened", NULL, FIELD_FLAG, 0, OUTCOME(opened) },
    { "link", NULL, FIELD_FLAG, 0, OUTCOME(link) },
    { "account", NULL, FIELD_ID, FIELD_SPARSE, OUTCOME(account) },
    { "person", NULL, FIELD_ID, FIELD_SPARSE, OUTCOME(person) },
    { "until", NULL, FIELD_MOMENT, FIELD_SPARSE, OUTCOME(until) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, OUTCOME(reason), 100 },
    { "number", NULL, FIELD_TEXT, FIELD_SPARSE, OUTCOME(number), 40 },
    { "subject", NULL, FIELD_TEXT, FIELD_SPARSE, OUTCOME(subject), 64 },
};
static const struct shape outcome_shape =
    SHAPE("outside_answered", struct outside_outcome, outcome_fields);

struct outside_answer {
    bool opened, link;
    struct text token;
    struct moment until;
    struct text reason, number, subject;
};
#define ANSWER(member_) AT(struct outside_answer, member_)
static const struct field answer_fields[] = {
    { "opened", NULL, FIELD_FLAG, 0, ANSWER(opened) },
    { "link", NULL, FIELD_FLAG, 0, ANSWER(link), .help = "resident.field.outside-link" },
    { "token", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, ANSWER(token), 100 },
    { "until", NULL, FIELD_MOMENT, FIELD_SPARSE, ANSWER(until) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(reason), 100 },
    { "number", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(number), 40,
      .help = "resident.field.outside-number" },
    { "subject", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(subject), 64,
      .help = "resident.field.outside-subject" },
};
static const struct shape answer_shape =
    SHAPE("outside_session", struct outside_answer, answer_fields);

static void answer_tell(const struct request *request, const void *outcome, const void *memory,
                        void *answer)
{
    (void)memory;
    const struct outside_outcome *done = outcome;
    const struct outside_proof *proof = request->prepared;
    struct outside_answer *told = answer;
    *told = (struct outside_answer){
        .opened = done->opened, .link = done->link, .until = done->until,
        .reason = done->reason, .number = done->number, .subject = done->subject,
    };
    if (done->opened && proof != NULL)
        told->token = proof->token;
}

/* ---- resident.begin-outside ---- */

struct begin_input { int64_t nothing; };
static const struct shape begin_shape =
    { .name = "outside_begin", .size = sizeof(struct begin_input) };

struct begin_outcome { struct moment until; };
static const struct field begin_outcome_fields[] = {
    { "until", NULL, FIELD_MOMENT, 0, AT(struct begin_outcome, until) },
};
static const struct shape begin_outcome_shape =
    SHAPE("outside_begun", struct begin_outcome, begin_outcome_fields);

struct begin_answer { struct text address, state; struct moment until; };
static const struct field begin_answer_fields[] = {
    { "address", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct begin_answer, address), 2000,
      .help = "resident.field.outside-address" },
    { "state", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct begin_answer, state), 100,
      .help = "resident.field.outside-state" },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct begin_answer, until) },
};
static const struct shape begin_answer_shape =
    SHAPE("outside_question", struct begin_answer, begin_answer_fields);

#define KEPT_MS INT64_C(86400000)

/* In the lane, when the state is drawn. */
static bool begin_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct outside_proof *proof = request->prepared;
    struct outside_facts *found = facts;
    const void *row = NULL;
    if (proof == NULL || !text_present(proof->state))
        return true;
    const struct text digest = access_token_digest(proof->state, gather->arena);
    const struct over_key key = { bucket_of_name(digest), { request->at.ms - KEPT_MS } };
    bool complete = gather_one(gather, &outside_attempt_over, &key, &row);
    found->attempt = row;
    return complete;
}

static void begin_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    struct outside_proof *proof = ret_prepared;
    proof->state = password_token(request->arena);
    if (provider == NULL)
        return;
    const struct outside_question question =
        resident_outside_question(proof->state, request->at, request->arena);
    proof->asked = true;
    proof->reach = provider->address(provider->context, &question, request->arena,
                                     &proof->address);
}

static void begin_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct outside_attempt *over = ((const struct outside_facts *)facts)->attempt;
    const struct outside_proof *proof = request->prepared;
    CHECK(proof != NULL);
    const char *wrong = proof->asked ? resident_outside_wrong(proof)
                                     : "resident.refused.outside-none";
    if (wrong != NULL) {
        decision_refuse(decision, wrong, NULL);
        return;
    }
    const struct text digest = access_token_digest(proof->state, request->arena);
    const int bucket = bucket_of_name(digest);
    struct outside_attempt attempt = {
        .bucket = bucket, .state_digest = digest, .version = 1,
        .until = { request->at.ms + RESIDENT_OUTSIDE_MS },
    };
    if (over == NULL) {
        attempt.attempt = id_mint(request->minter, bucket);
        decision_insert(decision, &outside_attempt_table, &attempt);
    } else {
        attempt.attempt = over->attempt;
        attempt.version = over->version;
        decision_replace(decision, &outside_attempt_table, &attempt);
    }
    ((struct begin_outcome *)decision->outcome)->until = attempt.until;
}

static void begin_tell(const struct request *request, const void *outcome, const void *memory,
                       void *answer)
{
    (void)memory;
    const struct outside_proof *proof = request->prepared;
    struct begin_answer *told = answer;
    told->until = ((const struct begin_outcome *)outcome)->until;
    if (proof == NULL)
        return;
    told->address = proof->address;
    told->state = proof->state;
}

const struct action resident_begin_outside_action = {
    .name = "resident.begin-outside", .method = "POST", .path = "/api/v1/sessions/outside",
    .flags = ACTION_NO_KEY | ACTION_PUBLIC | ACTION_CONFINED | ACTION_LOOK_UP,
    .input = &begin_shape, .facts = &facts_shape, .outcome = &begin_outcome_shape,
    .answer = &begin_answer_shape, .help = "resident.help.begin-outside",
    .gather = begin_gather, .decide = begin_decide, .prepare = begin_prepare,
    .prepared_size = sizeof(struct outside_proof), .tell = begin_tell,
};

/* ---- resident.sign-in-outside ---- */

static const struct field answer_input_fields[] = {
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct outside_answer_input, state), 100, .help = "resident.field.outside-state" },
    { "code", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct outside_answer_input, code), 2000,
      .help = "resident.field.outside-code" },
    { "error", NULL, FIELD_TEXT, 0, AT(struct outside_answer_input, error), 200,
      .help = "resident.field.outside-error" },
};
static const struct shape answer_input_shape =
    SHAPE("outside_answer", struct outside_answer_input, answer_input_fields);

static int64_t subject_of_text(struct text text)
{
    return (int64_t)(text_hash(text) >> 1);
}

static void answer_keys(const struct request *request, struct keys *keys)
{
    const struct outside_answer_input *input = request->input;
    keys_add(keys, subject_of_text(input->state));
}

/* The second time, in the lane, it is known what the provider said. */
static bool answer_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct outside_answer_input *input = request->input;
    const struct outside_proof *proof = request->prepared;
    struct outside_facts *found = facts;
    bool complete = gather_attempt(gather, input->state, found);
    if (proof == NULL || !text_present(proof->login_digest))
        return complete;
    complete &= gather_account(gather, proof->login_digest, found);
    return gather_person(gather, proof->said.number, found) && complete;
}

static bool is_open(const struct outside_attempt *attempt, struct moment now)
{
    return attempt != NULL && attempt->ended_at.ms == 0 && attempt->until.ms > now.ms;
}

static void answer_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct outside_answer_input *input = request->input;
    const struct outside_facts *found = facts;
    struct outside_proof *proof = ret_prepared;
    struct arena *arena = request->arena;
    proof->token = password_token(arena);
    /* Nobody's code is carried to the provider for a state we did not give. */
    if (provider == NULL || !is_open(found->attempt, request->at) || !text_present(input->code))
        return;
    const struct outside_question question =
        resident_outside_question(input->state, request->at, arena);
    proof->asked = true;
    proof->reach = provider->redeem(provider->context, &question, input->code, arena,
                                    &proof->said);
    if (proof->reach != OUTSIDE_SAID)
        return;
    proof->login_digest = party_digest("outside-login",
        arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(proof->said.issuer),
                     TEXT_ARGS(proof->said.subject)), arena);
}

static const char *account_wrong(const struct access_account *account, struct moment now)
{
    if (account->locked_until.ms > now.ms)
        return "access.refused.locked";
    const struct date last = account->valid_until;
    return last.yyyymmdd != 0 && date_compare(date_of_moment(now), last) > 0
        ? "access.refused.ended" : NULL;
}

/* First time: the two are not tied together before the person has said so. */
static void ask_for_link(struct decision *decision, const struct outside_facts *found)
{
    const struct request *request = decision->request;
    const struct outside_proof *proof = request->prepared;
    struct outside_attempt after = *found->attempt;
    after.ended_at = request->at;
    after.until.ms = request->at.ms + RESIDENT_OUTSIDE_MS;
    after.result = TEXT("asked");
    after.login_digest = proof->login_digest;
    after.person = found->person->person;
    decision_replace(decision, &outside_attempt_table, &after);
    struct outside_outcome *outcome = decision->outcome;
    outcome->link = true;
    outcome->person = after.person;
    outcome->until = after.until;
    outcome->number = found->person->number_masked;
    outcome->subject = hex_encode(request->arena, proof->login_digest);
    decision->subject = after.person;
}

static void answer_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct outside_facts *found = facts;
    const struct outside_proof *proof = request->prepared;
    CHECK(proof != NULL);
    struct outside_outcome *outcome = decision->outcome;
    if (!is_open(found->attempt, request->at)) {
        decision_refuse(decision, "resident.refused.outside-state", NULL);
        return;
    }
    const char *wrong = proof->asked ? resident_outside_wrong(proof)
                                     : "resident.refused.outside-cancelled";
    if (wrong == NULL && found->account != NULL)
        wrong = account_wrong(found->account, request->at);
    else if (wrong == NULL && found->person == NULL)
        wrong = "resident.refused.outside-nobody";
    if (wrong != NULL) {
        /* A refusal would write nothing: the state could be tried again, and nobody would know. */
        outcome->reason = text_of(wrong);
        attempt_end(decision, found->attempt, outcome->reason);
        return;
    }
    if (found->account == NULL) {
        ask_for_link(decision, found);
        return;
    }
    attempt_end(decision, found->attempt, TEXT("opened"));
    open_session(decision, found->account->account, found->account->person);
}

const struct action resident_sign_in_outside_action = {
    .name = "resident.sign-in-outside", .method = "POST",
    .path = "/api/v1/sessions/outside/answer",
    .flags = ACTION_NO_KEY | ACTION_PUBLIC | ACTION_CONFINED,
    .input = &answer_input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &answer_shape, .help = "resident.help.sign-in-outside", .keys = answer_keys,
    .gather = answer_gather, .decide = answer_decide, .prepare = answer_prepare,
    .prepared_size = sizeof(struct outside_proof), .tell = answer_tell,
};

/* ---- resident.link-outside ---- */

static const struct field link_input_fields[] = {
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct outside_link_input, state), 100, .help = "resident.field.outside-state" },
    { "subject", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct outside_link_input, subject), 64, .help = "resident.field.outside-subject" },
};
static const struct shape link_input_shape =
    SHAPE("outside_link", struct outside_link_input, link_input_fields);

/* Two states of one subject never share a batch: the second finds the account of the first. */
static void link_keys(const struct request *request, struct keys *keys)
{
    const struct outside_link_input *input = request->input;
    keys_add(keys, subject_of_text(input->state));
    keys_add(keys, subject_of_text(input->subject));
}

static bool link_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct outside_link_input *input = request->input;
    struct outside_facts *found = facts;
    struct text digest;
    bool complete = gather_attempt(gather, input->state, found);
    if (input->subject.length != 64 || !hex_decode_text(input->subject, gather->arena, &digest))
        return complete;
    complete &= gather_account(gather, digest, found);
    if (found->attempt == NULL || found->attempt->person == 0)
        return complete;
    const struct party_of_person of = { id_bucket(found->attempt->person),
                                        found->attempt->person };
    const void *row = NULL;
    complete &= gather_one(gather, &party_person_by_id, &of, &row);
    found->person = row;
    return complete;
}

static void link_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    struct outside_proof *proof = ret_prepared;
    proof->token = password_token(request->arena);
}

static void link_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct outside_link_input *input = request->input;
    const struct outside_facts *found = facts;
    const struct outside_attempt *attempt = found->attempt;
    CHECK(request->prepared != NULL);
    if (attempt == NULL || !text_is(attempt->result, "asked")
        || attempt->until.ms <= request->at.ms
        || !text_equal(hex_encode(request->arena, attempt->login_digest), input->subject)
        || found->person == NULL) {
        decision_refuse(decision, "resident.refused.outside-state", NULL);
        return;
    }
    if (found->account != NULL) {
        decision_refuse(decision, "resident.refused.outside-linked", NULL);
        return;
    }
    /* Without a password none opens it: the provider alone does. */
    const int bucket = bucket_of_name(attempt->login_digest);
    const struct access_account account = {
        .bucket = bucket, .account = id_mint(request->minter, bucket),
        .login_digest = attempt->login_digest, .label = found->person->number_masked,
        .role = text_of(role_name(ROLE_RESIDENT)), .person = attempt->person,
    };
    decision_insert(decision, &access_account_table, &account);
    attempt_end(decision, attempt, TEXT("linked"));
    open_session(decision, account.account, account.person);
}

const struct action resident_link_outside_action = {
    .name = "resident.link-outside", .method = "POST",
    .path = "/api/v1/sessions/outside/link",
    .flags = ACTION_NO_KEY | ACTION_PUBLIC | ACTION_CONFINED,
    .input = &link_input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &answer_shape, .help = "resident.help.link-outside", .keys = link_keys,
    .gather = link_gather, .decide = link_decide, .prepare = link_prepare,
    .prepared_size = sizeof(struct outside_proof), .tell = answer_tell,
};
