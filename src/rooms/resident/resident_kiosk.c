/* resident_kiosk.c: somebody sits down at a self-service terminal. LAW: JX4-3k
 *
 * The terminal is an account of its own, bound to a hall, and its reader has the certificate
 * before it, as a hospital's desk has. What it opens is a sitting: the session is the
 * terminal's, what may be seen is the person's, the rights are the terminal's column of the
 * table. It ends by itself after some minutes, when the next one sits down, when he rises
 * (sign-out), and with the terminal's account. */

#include "rooms/resident/resident_inside.h"

#include "rooms/access/access.h"
#include "rooms/party/party.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/password.h"

struct sit_input {
    struct text kind, number, name;
};
#define SIT(member_) AT(struct sit_input, member_)
static const struct field sit_fields[] = {
    { "kind", NULL, FIELD_TEXT, 0, SIT(kind), 10, .help = "party.field.number-kind" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, SIT(number), 50,
      .help = "party.field.number" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, SIT(name), 50,
      .help = "resident.field.kiosk-name" },
};
static const struct shape sit_shape = SHAPE("resident_sit", struct sit_input, sit_fields);

struct sit_facts {
    const struct access_account *terminal;
    const struct party_person *person;
};
static const struct shape sit_facts_shape =
    { .name = "resident_sit_facts", .size = sizeof(struct sit_facts) };

struct sit_outcome {
    int64_t person;
    struct moment until;
};
static const struct field sit_outcome_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct sit_outcome, person) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct sit_outcome, until) },
};
static const struct shape sit_outcome_shape =
    SHAPE("resident_sat", struct sit_outcome, sit_outcome_fields);

struct sit_answer {
    struct text token;
    int64_t person;
    struct moment until;
};
static const struct field sit_answer_fields[] = {
    { "token", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, AT(struct sit_answer, token), 100 },
    { "person", NULL, FIELD_ID, 0, AT(struct sit_answer, person) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct sit_answer, until) },
};
static const struct shape sit_answer_shape =
    SHAPE("resident_sitting", struct sit_answer, sit_answer_fields);

static void sit_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->account);
}

static const char *number_kind(struct text kind)
{
    if (text_is(kind, "card") || text_is(kind, "03"))
        return "card";
    return text_is(kind, "token") || text_is(kind, "01") ? "token" : "id";
}

static bool sit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct sit_input *input = request->input;
    struct sit_facts *found = facts;
    const int64_t account = request->actor->account;
    const struct access_account_key by_id = { id_bucket(account), account };
    const struct party_number_key by_number =
        party_number_key_of(number_kind(input->kind), input->number, gather->arena);
    const void *row = NULL, *key = NULL;
    bool complete = gather_one(gather, &access_account_by_id, &by_id, &row);
    found->terminal = row;
    complete &= party_gather_number(gather, &by_number, &key);
    if (!complete || key == NULL)
        return complete;
    const int64_t person = ((const struct party_person_key *)key)->person;
    const struct party_of_person of = { id_bucket(person), person };
    complete &= gather_one(gather, &party_person_by_id, &of, &row);
    found->person = row;
    return complete;
}

static void sit_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    struct access_proof *proof = ret_prepared;
    proof->token = password_token(request->arena);
}

/* A card that names nobody and a name that does not fit it are told alike. */
static bool is_theirs(const struct sit_input *input, const struct party_person *person,
                      struct arena *arena)
{
    return person != NULL
        && text_equal(ident_name_key(person->name, arena), ident_name_key(input->name, arena));
}

static void sit_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct sit_input *input = request->input;
    const struct sit_facts *found = facts;
    const struct access_proof *proof = request->prepared;
    CHECK(proof != NULL);
    if (found->terminal == NULL || request->actor->person != 0) {
        decision_refuse(decision, "resident.refused.kiosk-taken", NULL);
        return;
    }
    if (!is_theirs(input, found->person, request->arena)) {
        decision_refuse(decision, "resident.refused.kiosk-nobody", "number");
        return;
    }
    /* Whoever sat there before has left. */
    struct access_account terminal = *found->terminal;
    terminal.sittings_since = request->at;
    decision_replace(decision, &access_account_table, &terminal);
    const struct text digest = access_token_digest(proof->token, request->arena);
    const struct access_session session = {
        .bucket = bucket_of_name(digest), .token_digest = digest, .account = terminal.account,
        .person = found->person->person, .opened = request->at,
        .until = { request->at.ms + ACCESS_SITTING_MS }, .version = 1,
    };
    decision_insert(decision, &access_session_table, &session);
    decision->subject = session.person;
    *(struct sit_outcome *)decision->outcome =
        (struct sit_outcome){ session.person, session.until };
}

static void sit_tell(const struct request *request, const void *outcome, const void *memory,
                     void *answer)
{
    (void)memory;
    const struct sit_outcome *sat = outcome;
    const struct access_proof *proof = request->prepared;
    *(struct sit_answer *)answer = (struct sit_answer){
        .token = proof == NULL ? (struct text){ 0 } : proof->token,
        .person = sat->person, .until = sat->until,
    };
}

const struct action resident_sit_down_action = {
    .name = "resident.sit-down", .method = "POST", .path = "/api/v1/sessions/terminal",
    .flags = ACTION_NO_KEY, .input = &sit_shape, .facts = &sit_facts_shape,
    .outcome = &sit_outcome_shape, .answer = &sit_answer_shape,
    .help = "resident.help.sit-down", .keys = sit_keys, .gather = sit_gather,
    .decide = sit_decide, .prepare = sit_prepare, .prepared_size = sizeof(struct access_proof),
    .tell = sit_tell,
};
