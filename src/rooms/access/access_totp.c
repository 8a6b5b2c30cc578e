/* access_totp.c: one-time codes are set up, confirmed and, for a lost telephone, taken away. */

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/qr.h"
#include "base/random.h"
#include "base/totp.h"

static const struct text ISSUER = { "yibao", 5 };

struct totp_facts { const struct access_account *account; };
static const struct shape totp_facts_shape =
    { .name = "access_totp_facts", .size = sizeof(struct totp_facts) };
struct totp_outcome { int64_t account; };
static const struct field totp_outcome_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct totp_outcome, account) },
};
static const struct shape totp_outcome_shape =
    SHAPE("access_totp_done", struct totp_outcome, totp_outcome_fields);

static void own_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->account);
}

static bool own_gather(struct gather *gather, const struct request *request, void *facts)
{
    int64_t account = request->actor->account;
    const struct access_account_key key = { id_bucket(account), account };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_id, &key, &row);
    ((struct totp_facts *)facts)->account = row;
    return complete;
}

static void done(struct decision *decision, const struct access_account *after)
{
    decision_replace(decision, &access_account_table, after);
    decision->subject = after->account;
    ((struct totp_outcome *)decision->outcome)->account = after->account;
}

/* ---- access.begin-totp ---- */

struct begin_prepared { struct text secret, sealed, label; };
struct qr_row { struct text modules; };
struct begin_answer {
    int64_t account;
    struct text secret, address;
    struct list qr;             /* of qr_row */
};

static void begin_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct totp_facts *found = facts;
    struct begin_prepared *prepared = ret_prepared;
    char *bytes = arena_take(request->arena, TOTP_SECRET_BYTES);
    random_fill(bytes, TOTP_SECRET_BYTES);
    prepared->secret = (struct text){ bytes, TOTP_SECRET_BYTES };
    prepared->sealed = access_seal_totp(prepared->secret, request->arena);
    if (found->account != NULL)
        prepared->label = arena_text(request->arena, found->account->label);
}

static void begin_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct totp_facts *found = facts;
    const struct begin_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    if (found->account == NULL) {
        decision_refuse(decision, "access.refused.not-signed-in", NULL);
        return;
    }
    if (found->account->totp_since.ms != 0) {
        decision_refuse(decision, "access.refused.has-totp", NULL);
        return;
    }
    struct access_account after = *found->account;
    after.totp_sealed = prepared->sealed;
    done(decision, &after);
}

static void begin_tell(const struct request *request, const void *outcome, const void *memory,
                       void *answer)
{
    (void)memory;
    const struct begin_prepared *prepared = request->prepared;
    struct begin_answer *told = answer;
    *told = (struct begin_answer){ .account = ((const struct totp_outcome *)outcome)->account };
    if (prepared == NULL)
        return;
    struct arena *arena = request->arena;
    told->secret = totp_base32(prepared->secret, arena);
    told->address = totp_address(prepared->secret, ISSUER, prepared->label, arena);
    struct qr qr;
    if (!qr_of(told->address, arena, &qr))
        return;
    struct qr_row *rows = ARENA_ARRAY(arena, struct qr_row, (size_t)qr.width);
    for (int y = 0; y < qr.width; y++) {
        char *line = arena_take(arena, (size_t)qr.width + 1);
        for (int x = 0; x < qr.width; x++)
            line[x] = qr.dark[y * qr.width + x] ? '1' : '0';
        rows[y].modules = (struct text){ line, (size_t)qr.width };
    }
    told->qr = (struct list){ rows, (size_t)qr.width };
}

static const struct shape nothing_shape = { .name = "access_no_input", .size = 1 };
static const struct field qr_fields[] = {
    { "modules", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct qr_row, modules), 200,
      .help = "access.field.qr" },
};
static const struct shape qr_shape = SHAPE("access_qr_row", struct qr_row, qr_fields);
#define BEGUN(member_) AT(struct begin_answer, member_)
static const struct field begin_fields[] = {
    { "account", NULL, FIELD_ID, 0, BEGUN(account) },
    { "secret", NULL, FIELD_TEXT, FIELD_PRIVATE, BEGUN(secret), 60,
      .help = "access.field.totp-secret" },
    { "address", NULL, FIELD_TEXT, FIELD_PRIVATE, BEGUN(address), 400,
      .help = "access.field.totp-address" },
    { "qr", NULL, FIELD_LIST, 0, BEGUN(qr), .of = &qr_shape, .help = "access.field.qr" },
};
static const struct shape begin_shape =
    SHAPE("access_totp_begun", struct begin_answer, begin_fields);

const struct action access_begin_totp_action = {
    .name = "access.begin-totp", .method = "POST", .path = "/api/v1/sessions/codes",
    .flags = ACTION_NO_KEY | ACTION_CONFINED,
    .input = &nothing_shape, .facts = &totp_facts_shape, .outcome = &totp_outcome_shape,
    .answer = &begin_shape, .help = "access.help.begin-totp", .keys = own_keys,
    .gather = own_gather, .decide = begin_decide, .prepare = begin_prepare,
    .prepared_size = sizeof(struct begin_prepared), .tell = begin_tell,
};

/* ---- access.confirm-totp ---- */

struct confirm_input { struct text code; };
struct recovery_code { struct text code; };
struct confirm_prepared {
    struct text against;        /* the sealed secret that was opened */
    int64_t step;               /* 0: the code is wrong */
    struct recovery_code codes[ACCESS_RECOVERY_CODES];
    struct text digests;
};
struct confirm_answer {
    int64_t account;
    struct list recovery;       /* of recovery_code */
};

/* Ten letters and digits that are not taken for one another: fifty bits. */
static struct text draw_code(struct arena *arena)
{
    static const char SIGNS[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    uint64_t drawn = random_number();
    char *code = arena_take(arena, 11);
    for (int i = 0; i < 10; i++, drawn >>= 5)
        code[i] = SIGNS[drawn & 31];
    return (struct text){ code, 10 };
}

static void confirm_prepare(const struct request *request, const void *facts,
                            void *ret_prepared)
{
    const struct confirm_input *input = request->input;
    const struct totp_facts *found = facts;
    struct confirm_prepared *prepared = ret_prepared;
    if (found->account == NULL || !text_present(found->account->totp_sealed))
        return;
    struct arena *arena = request->arena;
    prepared->against = arena_text(arena, found->account->totp_sealed);
    struct text secret = access_open_totp(prepared->against, arena);
    if (text_present(secret))
        prepared->step = totp_step(secret, input->code, request->at.ms / 1000, 0, arena);
    struct builder digests =
        builder_over(arena_take(arena, ACCESS_RECOVERY_CODES * ACCESS_DIGEST_BYTES + 1),
                     ACCESS_RECOVERY_CODES * ACCESS_DIGEST_BYTES + 1);
    for (size_t i = 0; i < ACCESS_RECOVERY_CODES; i++) {
        prepared->codes[i].code = draw_code(arena);
        builder_add(&digests, access_recovery_digest(prepared->codes[i].code, arena));
    }
    prepared->digests = builder_text(&digests);
}

static void confirm_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct totp_facts *found = facts;
    const struct confirm_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    const struct access_account *account = found->account;
    if (account == NULL || !text_present(account->totp_sealed))
        decision_refuse(decision, "access.refused.no-totp", NULL);
    else if (account->totp_since.ms != 0)
        decision_refuse(decision, "access.refused.has-totp", NULL);
    else if (!text_equal(account->totp_sealed, prepared->against))
        decision_refuse(decision, "access.refused.stale", NULL);
    else if (prepared->step == 0)
        decision_refuse(decision, "access.refused.code-wrong", "code");
    if (decision->refusal.key != NULL)
        return;
    struct access_account after = *account;
    after.totp_since = request->at;
    after.totp_step = prepared->step;
    after.recovery = prepared->digests;
    done(decision, &after);
}

static void confirm_tell(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    (void)memory;
    const struct confirm_prepared *prepared = request->prepared;
    struct confirm_answer *told = answer;
    *told = (struct confirm_answer){ .account =
        ((const struct totp_outcome *)outcome)->account };
    if (prepared == NULL)
        return;
    struct recovery_code *codes =
        ARENA_ARRAY(request->arena, struct recovery_code, ACCESS_RECOVERY_CODES);
    for (size_t i = 0; i < ACCESS_RECOVERY_CODES; i++)
        codes[i] = prepared->codes[i];
    told->recovery = (struct list){ codes, ACCESS_RECOVERY_CODES };
}

static const struct field confirm_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, AT(struct confirm_input, code),
      20, .help = "access.field.code" },
};
static const struct shape confirm_shape =
    SHAPE("access_confirm_totp", struct confirm_input, confirm_fields);
static const struct field recovery_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct recovery_code, code), 20,
      .help = "access.field.recovery" },
};
static const struct shape recovery_shape =
    SHAPE("access_recovery", struct recovery_code, recovery_fields);
static const struct field confirm_answer_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct confirm_answer, account) },
    { "recovery", NULL, FIELD_LIST, 0, AT(struct confirm_answer, recovery),
      .of = &recovery_shape, .help = "access.field.recovery" },
};
static const struct shape confirm_answer_shape =
    SHAPE("access_totp_confirmed", struct confirm_answer, confirm_answer_fields);

const struct action access_confirm_totp_action = {
    .name = "access.confirm-totp", .method = "POST",
    .path = "/api/v1/sessions/codes/confirmation",
    .flags = ACTION_NO_KEY | ACTION_CONFINED,
    .input = &confirm_shape, .facts = &totp_facts_shape, .outcome = &totp_outcome_shape,
    .answer = &confirm_answer_shape, .help = "access.help.confirm-totp", .keys = own_keys,
    .gather = own_gather, .decide = confirm_decide, .prepare = confirm_prepare,
    .prepared_size = sizeof(struct confirm_prepared), .tell = confirm_tell,
};

/* ---- access.reset-totp: by an administrator, for his own offices' people ---- */

struct reset_input { struct text login, reason; };

static void reset_keys(const struct request *request, struct keys *keys)
{
    const struct reset_input *input = request->input;
    struct text digest = access_login_digest(input->login, request->arena);
    keys_add(keys, (int64_t)(text_hash(digest) >> 1));
}

static bool reset_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct reset_input *input = request->input;
    struct text digest = access_login_digest(input->login, gather->arena);
    const struct access_login_key key = { bucket_of_name(digest), digest };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_login, &key, &row);
    ((struct totp_facts *)facts)->account = row;
    return complete;
}

static void reset_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct reset_input *input = request->input;
    const struct totp_facts *found = facts;
    if (found->account == NULL
        || (!request->actor->scope.everything
            && !actor_has_office(request->actor, found->account->office))) {
        decision_refuse(decision, "access.refused.no-account", "login");
        return;
    }
    struct access_account after = *found->account;
    after.totp_sealed = (struct text){ 0 };
    after.totp_since = (struct moment){ 0 };
    after.recovery = (struct text){ 0 };
    after.reason = input->reason;
    /* Whoever has the telephone is signed out. */
    after.sessions_since.ms = request->at.ms + 1;
    done(decision, &after);
}

static const struct field reset_fields[] = {
    { "login", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, AT(struct reset_input, login),
      100, .help = "access.field.account-login" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct reset_input, reason), 200,
      .help = "access.field.reset-reason" },
};
static const struct shape reset_shape =
    SHAPE("access_reset_totp", struct reset_input, reset_fields);

const struct action access_reset_totp_action = {
    .name = "access.reset-totp", .method = "POST", .path = "/api/v1/accounts/codes-reset",
    .flags = ACTION_ONCE, .input = &reset_shape,
    .facts = &totp_facts_shape, .outcome = &totp_outcome_shape, .answer = &totp_outcome_shape,
    .help = "access.help.reset-totp", .keys = reset_keys, .gather = reset_gather,
    .decide = reset_decide,
};
