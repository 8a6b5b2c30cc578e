/* access_accounts.c: making accounts and changing passwords. */

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/password.h"

/* ---- access.set-password: one's own ---- */

struct set_password_input {
    struct text old, fresh;
};
static const struct field set_password_fields[] = {
    { "old", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct set_password_input, old), 200, .help = "access.field.old-password" },
    { "new", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct set_password_input, fresh), 200, .help = "access.field.new-password" },
};
static const struct shape set_password_shape =
    SHAPE("access_set_password", struct set_password_input, set_password_fields);

struct account_outcome {
    int64_t account;
};
static const struct field account_outcome_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct account_outcome, account) },
};
static const struct shape account_outcome_shape =
    SHAPE("access_account_done", struct account_outcome, account_outcome_fields);

struct account_facts {
    const struct access_account *account;
};
static const struct shape account_facts_shape =
    { .name = "access_account_facts", .size = sizeof(struct account_facts) };

static void set_password_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->account);
}

static bool set_password_gather(struct gather *gather, const struct request *request,
                                void *facts)
{
    struct account_facts *found = facts;
    int64_t account = request->actor->account;
    struct access_account_key key = { id_bucket(account), account };
    const void *row;
    if (!gather_one(gather, &access_account_by_id, &key, &row))
        return false;
    found->account = row;
    return true;
}

static void set_password_prepare(const struct request *request, const void *facts,
                                 void *ret_prepared)
{
    const struct set_password_input *input = request->input;
    const struct account_facts *found = facts;
    struct access_proof *proof = ret_prepared;
    if (found->account == NULL)
        return;
    proof->against = arena_text(request->arena, found->account->password);
    proof->right = password_verify(found->account->password, input->old);
    /* Empty or too long: decide sees no hash and refuses. */
    if (proof->right && !password_hash(input->fresh, request->arena, &proof->hash))
        proof->hash = (struct text){ 0 };
}

static void set_password_decide(const struct request *request, const void *facts,
                                struct decision *decision)
{
    const struct set_password_input *input = request->input;
    const struct account_facts *found = facts;
    const struct access_proof *proof = request->prepared;
    CHECK(proof != NULL);
    if (found->account == NULL) {
        decision_refuse(decision, "access.refused.not-signed-in", NULL);
        return;
    }
    if (!text_equal(found->account->password, proof->against)) {
        decision_refuse(decision, "access.refused.stale", NULL);
        return;
    }
    if (!proof->right) {
        decision_refuse(decision, "access.refused.wrong", "old");
        return;
    }
    if (found->account->password_once && text_equal(input->old, input->fresh)) {
        decision_refuse(decision, "access.refused.password-same", "new");
        return;
    }
    if (text_characters(input->fresh) < ACCESS_PASSWORD_MIN || !text_present(proof->hash)) {
        decision_refuse(decision, "access.refused.password-short", "new");
        return;
    }
    /* Whoever knew the old password is signed out everywhere. */
    struct access_account after = *found->account;
    after.password = proof->hash;
    after.password_once = false;
    after.sessions_since.ms = request->at.ms + 1;
    decision_replace(decision, &access_account_table, &after);
    struct account_outcome *outcome = decision->outcome;
    outcome->account = after.account;
    decision->subject = after.account;
}

const struct action access_set_password_action = {
    .name = "access.set-password", .method = "POST", .path = "/api/v1/sessions/password",
    .flags = ACTION_NO_KEY | ACTION_CONFINED,
    .input = &set_password_shape, .facts = &account_facts_shape,
    .outcome = &account_outcome_shape, .answer = &account_outcome_shape,
    .help = "access.help.set-password", .keys = set_password_keys,
    .gather = set_password_gather, .decide = set_password_decide,
    .prepare = set_password_prepare, .prepared_size = sizeof(struct access_proof),
};

/* ---- access.create-account ---- */

static const struct field create_fields[] = {
    { "login", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct access_create_input, login), 100, .help = "access.field.login" },
    { "password", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE,
      AT(struct access_create_input, password), 200, .help = "access.field.password" },
    { "label", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct access_create_input, label), 100,
      .help = "access.field.label" },
    { "role", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct access_create_input, role), 30,
      .help = "access.field.role" },
    { "office", NULL, FIELD_ID, 0, AT(struct access_create_input, office) },
    { "institution", NULL, FIELD_ID, 0, AT(struct access_create_input, institution) },
    { "person", NULL, FIELD_ID, 0, AT(struct access_create_input, person) },
    { "unit", NULL, FIELD_ID, 0, AT(struct access_create_input, unit) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct access_create_input, valid_until) },
    { "once", NULL, FIELD_FLAG, 0, AT(struct access_create_input, once),
      .help = "access.field.once" },
};
static const struct shape create_shape =
    SHAPE("access_create_account", struct access_create_input, create_fields);

static void create_keys(const struct request *request, struct keys *keys)
{
    const struct access_create_input *input = request->input;
    struct text digest = access_login_digest(input->login, request->arena);
    keys_add(keys, (int64_t)(text_hash(digest) >> 1));
}

struct create_facts {
    const struct access_account *account;
    const struct list *institution, *unit, *person;     /* where they are; NULL: none is named */
};
static const struct shape create_facts_shape =
    { .name = "access_create_facts", .size = sizeof(struct create_facts) };

/* An agent need not be insured here, and sees nothing of himself. */
static int64_t insured_of(const struct access_create_input *input)
{
    return text_is(input->role, role_name(ROLE_AGENT)) ? 0 : input->person;
}

static bool create_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct access_create_input *input = request->input;
    struct create_facts *found = facts;
    bool complete = access_gather_whose(gather, &access_place_of_institution, input->institution,
                                        &found->institution);
    complete &= access_gather_whose(gather, &access_place_of_unit, input->unit, &found->unit);
    complete &= access_gather_whose(gather, &access_places_of_person, insured_of(input),
                                    &found->person);
    struct text digest = access_login_digest(input->login, gather->arena);
    struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row;
    if (!gather_one(gather, &access_account_by_login, &key, &row))
        return false;
    found->account = row;
    return complete;
}

static void create_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct access_create_input *input = request->input;
    struct access_proof *proof = ret_prepared;
    if (!password_hash(input->password, request->arena, &proof->hash))
        proof->hash = (struct text){ 0 };
}

/* A role without the thing it acts for would be an account with no scope at all. */
static const char *create_missing(const struct access_create_input *input, enum role role)
{
    unsigned bit = ROLE_BIT(role);
    if (role == ROLE_RESIDENT || role == ROLE_AGENT)
        return input->person == 0 ? "person" : NULL;
    if (role == ROLE_EMPLOYER)
        return input->unit == 0 ? "unit" : NULL;
    if ((bit & (ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_PHARMACY)
                | ROLE_BIT(ROLE_HOSPITAL_OFFICE) | ROLE_BIT(ROLE_PHYSICIAN))) != 0)
        return input->institution == 0 ? "institution" : NULL;
    return input->office == 0 ? "office" : NULL;
}

/* An account with an office is taken for staff: who acts for himself or his unit has none. */
static bool has_no_office(enum role role)
{
    return role == ROLE_RESIDENT || role == ROLE_AGENT || role == ROLE_EMPLOYER;
}

static const char *whose_elsewhere(const struct actor *actor, const struct create_facts *found)
{
    if (!access_is_of_place(actor, found->institution))
        return "institution";
    if (!access_is_of_place(actor, found->unit))
        return "unit";
    return access_is_of_place(actor, found->person) ? NULL : "person";
}

static void create_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct access_create_input *input = request->input;
    const struct create_facts *found = facts;
    const struct access_proof *proof = request->prepared;
    CHECK(proof != NULL);
    enum role role;
    if (!access_role_of(input->role, &role) || role == ROLE_PUBLIC || role == ROLE_HOUSE) {
        decision_refuse(decision, "access.refused.no-such-role", "role");
        return;
    }
    const char *missing = create_missing(input, role);
    if (missing != NULL) {
        decision_refuse(decision, "access.refused.role-needs", missing);
        return;
    }
    if (input->office != 0 && has_no_office(role)) {
        decision_refuse(decision, "access.refused.no-office", "office");
        return;
    }
    /* An office gives accounts to itself and to those below it. */
    if (input->office != 0 && !actor_has_office(request->actor, input->office)) {
        decision_refuse(decision, "access.refused.other-office", "office");
        return;
    }
    const char *elsewhere = whose_elsewhere(request->actor, found);
    if (elsewhere != NULL) {
        decision_refuse(decision, "access.refused.other-place", elsewhere);
        return;
    }
    if (found->account != NULL) {
        decision_refuse(decision, "access.refused.login-taken", "login");
        return;
    }
    if (text_characters(input->password) < ACCESS_PASSWORD_MIN || !text_present(proof->hash)) {
        decision_refuse(decision, "access.refused.password-short", "password");
        return;
    }
    struct text digest = access_login_digest(input->login, request->arena);
    int bucket = bucket_of_name(digest);
    struct access_account row = {
        .bucket = bucket, .account = id_mint(request->minter, bucket), .login_digest = digest,
        .label = input->label, .password = proof->hash, .role = input->role,
        .office = input->office, .institution = input->institution, .person = input->person,
        .unit = input->unit, .valid_until = input->valid_until, .password_once = input->once,
    };
    decision_insert(decision, &access_account_table, &row);
    struct account_outcome *outcome = decision->outcome;
    outcome->account = row.account;
    decision->subject = row.account;
}

const struct action access_create_account_action = {
    .name = "access.create-account", .method = "POST", .path = "/api/v1/accounts",
    .flags = ACTION_ONCE,
    .input = &create_shape, .facts = &create_facts_shape, .outcome = &account_outcome_shape,
    .answer = &account_outcome_shape, .help = "access.help.create-account",
    .keys = create_keys, .gather = create_gather, .decide = create_decide,
    .prepare = create_prepare, .prepared_size = sizeof(struct access_proof),
};
