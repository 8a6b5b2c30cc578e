/* resident_register.c: who has no account registers by himself: number, name and the telephone that
 * stands in his record, a code sent to it, a name and a password of his own. Until then he is as
 * anybody: only what is public is told. LAW: SX9-G2b SX9-M1b
 *
 * That there is no such person, that the name is another and that the telephone is another are told
 * alike; one person has one account of this kind. */

#include "rooms/resident/resident_inside.h"

#include "rooms/access/access.h"
#include "rooms/party/party.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/password.h"
#include "base/random.h"

#define PURPOSE TEXT("register")
#define LOGIN_CHARACTERS_MIN 6

struct register_input {
    struct text number, name, phone, code, login, password;
};
struct register_facts {
    const struct party_person *person;          /* NULL: nobody has that number */
    const struct resident_code *code;           /* the last one sent for this; NULL: none */
    const struct list *accounts;                /* of the person, that a password opens */
    const struct access_account *taken;         /* of that login name; NULL: free */
};
static const struct shape facts_shape =
    { .name = "resident_register_facts", .size = sizeof(struct register_facts) };

static void person_keys(const struct request *request, struct keys *keys)
{
    const struct register_input *input = request->input;
    struct party_number_key key = party_number_key_of("id", input->number, request->arena);
    keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
}

static bool gather_person(struct gather *gather, const struct request *request,
                          struct register_facts *found)
{
    const struct register_input *input = request->input;
    struct party_number_key number = party_number_key_of("id", input->number, gather->arena);
    const void *row = NULL;
    if (!party_gather_number(gather, &number, &row))
        return false;
    if (row == NULL)
        return true;
    int64_t person = ((const struct party_person_key *)row)->person;
    const struct party_of_person of = { id_bucket(person), person };
    const struct resident_code_key code = { of.bucket, person, PURPOSE };
    const struct access_person_key accounts = { person };
    bool complete = gather_one(gather, &party_person_by_id, &of, &row);
    found->person = row;
    complete &= gather_one(gather, &resident_code_of, &code, &row);
    found->code = row;
    found->accounts = gather_want(gather, &access_accounts_of_person, &accounts);
    return complete && found->accounts != NULL;
}

static bool is_named(const struct register_input *input, const struct party_person *person,
                     struct arena *arena)
{
    return person != NULL
        && text_equal(ident_name_key(person->name, arena), ident_name_key(input->name, arena));
}

/* One that ended stands in nobody's way. */
static bool has_account(const struct register_facts *found, struct date today)
{
    const struct access_account *rows = found->accounts->items;
    for (size_t i = 0; i < found->accounts->count; i++)
        if (rows[i].valid_until.yyyymmdd == 0 || date_compare(rows[i].valid_until, today) >= 0)
            return true;
    return false;
}

/* ---- resident.ask-registration ---- */

struct drawn {
    struct text code, digest;
    struct text against;        /* the sealed telephone it was held against */
    bool fits;                  /* that telephone is the one named */
};

static bool ask_gather(struct gather *gather, const struct request *request, void *facts)
{
    return gather_person(gather, request, facts);
}

static void ask_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct register_facts *found = facts;
    const struct register_input *input = request->input;
    struct drawn *drawn = ret_prepared;
    if (found->person == NULL || !text_present(found->person->phone_sealed))
        return;
    drawn->code = arena_format(request->arena, "%06d", (int)(random_number() % 1000000));
    drawn->digest = resident_code_digest(PURPOSE, drawn->code, request->arena);
    drawn->against = arena_text(request->arena, found->person->phone_sealed);
    struct text phone = party_unseal(found->person->phone_sealed, "phone", request->arena);
    drawn->fits = text_present(phone)
        && text_equal(ident_phone(phone, request->arena),
                      ident_phone(input->phone, request->arena));
}

/* NULL: refused. */
static const struct resident_terms *may_ask(const struct request *request,
                                            const struct register_facts *found,
                                            const struct drawn *drawn, struct decision *decision)
{
    const struct resident_terms *terms =
        resident_terms_on(request->book, date_of_moment(request->at));
    enum resident_refusal why;
    if (!is_named(request->input, found->person, request->arena) || !drawn->fits
        || !text_equal(found->person->phone_sealed, drawn->against))
        why = RESIDENT_REFUSED_REGISTER_NOBODY;
    else if (has_account(found, date_of_moment(request->at)))
        why = RESIDENT_REFUSED_REGISTERED;
    else if (terms == NULL)
        why = RESIDENT_REFUSED_TERMS;
    else if (found->code != NULL && found->code->asks >= terms->code_asks
             && date_compare(found->code->asked_day, date_of_moment(request->at)) == 0)
        why = RESIDENT_REFUSED_ASKED_OFTEN;
    else
        return terms;
    return resident_refuse(decision, why, NULL), NULL;
}

struct asked { int64_t person; struct moment until; };

static void ask_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct register_facts *found = facts;
    const struct drawn *drawn = request->prepared;
    CHECK(drawn != NULL);
    const struct resident_terms *terms = may_ask(request, found, drawn, decision);
    if (terms == NULL)
        return;
    int64_t person = found->person->person;
    struct moment until = resident_send_code(decision, &(struct resident_sending){
        .person = person, .purpose = PURPOSE, .digest = drawn->digest, .code = drawn->code,
        .message = "resident.message.register", .before = found->code, .terms = terms });
    decision->subject = person;
    *(struct asked *)decision->outcome = (struct asked){ person, until };
}

#define ASK(member_) AT(struct register_input, member_)
#define WHO_FIELDS \
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(number), \
      RESIDENT_NUMBER_LENGTH, .help = "resident.field.register-number" }, \
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(name), 100, \
      .help = "resident.field.register-name" }
static const struct field ask_fields[] = {
    WHO_FIELDS,
    { "phone", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(phone), 30,
      .help = "resident.field.register-phone" },
};
static const struct shape ask_shape =
    SHAPE("resident_ask_registration", struct register_input, ask_fields);
static const struct field asked_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct asked, person) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct asked, until),
      .help = "resident.field.code-until" },
};
static const struct shape asked_shape =
    SHAPE("resident_asked_registration", struct asked, asked_fields);

/* Whoever asks hears until when the code is good, and no number of ours. */
struct sent { struct moment until; };
static const struct field sent_fields[] = {
    { "until", NULL, FIELD_MOMENT, 0, AT(struct sent, until),
      .help = "resident.field.code-until" },
};
static const struct shape sent_shape =
    SHAPE("resident_registration_sent", struct sent, sent_fields);

static void ask_tell(const struct request *request, const void *outcome, const void *memory,
                     void *answer)
{
    (void)request;
    (void)memory;
    ((struct sent *)answer)->until = ((const struct asked *)outcome)->until;
}

const struct action resident_ask_registration_action = {
    .name = "resident.ask-registration", .method = "POST",
    .path = "/api/v1/registrations/codes",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &asked_shape, .answer = &sent_shape,
    .help = "resident.help.ask-registration", .keys = person_keys, .gather = ask_gather,
    .decide = ask_decide, .prepare = ask_prepare, .prepared_size = sizeof(struct drawn),
    .tell = ask_tell,
};

/* ---- resident.register ---- */

struct registered {
    bool registered;
    int64_t account, tries_left;
    struct text reason;         /* words/ key; absent when it is done */
};

static void register_keys(const struct request *request, struct keys *keys)
{
    const struct register_input *input = request->input;
    struct text digest = access_login_digest(input->login, request->arena);
    person_keys(request, keys);
    keys_add(keys, (int64_t)(text_hash(digest) >> 1));
}

static bool register_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct register_input *input = request->input;
    struct register_facts *found = facts;
    struct text digest = access_login_digest(input->login, gather->arena);
    const struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_login, &key, &row);
    found->taken = row;
    return gather_person(gather, request, found) && complete;
}

static void register_prepare(const struct request *request, const void *facts,
                             void *ret_prepared)
{
    const struct register_facts *found = facts;
    const struct register_input *input = request->input;
    struct access_proof *proof = ret_prepared;
    /* Hashing is dear: not for whom nothing was sent to. */
    if (found->code == NULL || !password_hash(input->password, request->arena, &proof->hash))
        proof->hash = (struct text){ 0 };
}

static bool may_register(const struct request *request, const struct register_facts *found,
                         struct decision *decision)
{
    const struct register_input *input = request->input;
    const struct access_proof *proof = request->prepared;
    const struct resident_code *code = found->code;
    if (!is_named(input, found->person, request->arena))
        resident_refuse(decision, RESIDENT_REFUSED_REGISTER_NOBODY, "number");
    else if (code == NULL || code->used_at.ms != 0 || code->tries_left <= 0
             || code->until.ms <= request->at.ms)
        resident_refuse(decision, RESIDENT_REFUSED_NO_CODE, "code");
    else if (has_account(found, date_of_moment(request->at)))
        resident_refuse(decision, RESIDENT_REFUSED_REGISTERED, "number");
    else if (text_characters(input->login) < LOGIN_CHARACTERS_MIN)
        resident_refuse(decision, RESIDENT_REFUSED_LOGIN_SHORT, "login");
    else if (found->taken != NULL)
        decision_refuse(decision, "access.refused.login-taken", "login");
    else if (text_characters(input->password) < ACCESS_PASSWORD_MIN || !text_present(proof->hash))
        decision_refuse(decision, "access.refused.password-short", "password");
    return decision->refusal.key == NULL;
}

static void register_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct register_input *input = request->input;
    const struct register_facts *found = facts;
    const struct access_proof *proof = request->prepared;
    CHECK(proof != NULL);
    if (!may_register(request, found, decision))
        return;
    struct resident_code code = *found->code;
    bool right = text_equal(code.digest,
                            resident_code_digest(PURPOSE, input->code, request->arena));
    code.used_at = right ? request->at : code.used_at;
    code.tries_left -= !right;
    decision_replace(decision, &resident_code_table, &code);
    decision->subject = found->person->person;
    if (!right) {
        *(struct registered *)decision->outcome = (struct registered){
            .reason = TEXT("resident.refused.wrong-code"), .tries_left = code.tries_left,
        };
        return;
    }
    struct text digest = access_login_digest(input->login, request->arena);
    int bucket = bucket_of_name(digest);
    const struct access_account row = {
        .bucket = bucket, .account = id_mint(request->minter, bucket), .login_digest = digest,
        .label = found->person->number_masked, .password = proof->hash,
        .role = text_of(role_name(ROLE_RESIDENT)), .person = found->person->person,
    };
    decision_insert(decision, &access_account_table, &row);
    *(struct registered *)decision->outcome =
        (struct registered){ .registered = true, .account = row.account };
}

static const struct field register_fields[] = {
    WHO_FIELDS,
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(code), 6,
      .help = "resident.field.register-code" },
    { "login", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(login), 100,
      .help = "resident.field.register-login" },
    { "password", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, ASK(password), 200,
      .help = "access.field.password" },
};
static const struct shape register_shape =
    SHAPE("resident_register", struct register_input, register_fields);
static const struct field registered_fields[] = {
    { "registered", NULL, FIELD_FLAG, 0, AT(struct registered, registered),
      .help = "resident.field.registered" },
    { "account", NULL, FIELD_ID, 0, AT(struct registered, account) },
    { "tries_left", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct registered, tries_left),
      .help = "resident.field.tries-left" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct registered, reason), 60,
      .help = "resident.field.given-reason" },
};
static const struct shape registered_shape =
    SHAPE("resident_registered", struct registered, registered_fields);

const struct action resident_register_action = {
    .name = "resident.register", .method = "POST", .path = "/api/v1/registrations",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &register_shape, .facts = &facts_shape, .outcome = &registered_shape,
    .answer = &registered_shape, .help = "resident.help.register", .keys = register_keys,
    .gather = register_gather, .decide = register_decide, .prepare = register_prepare,
    .prepared_size = sizeof(struct access_proof),
};
