/* party_register.c: hospitals, pharmacies and employers put on the register, and the credentials
 * of a hospital's software. Secrets are drawn here and told once: who lost one gets others. */

#include "rooms/party/party_room.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/ident.h"
#include "base/random.h"
#include "base/sm.h"

#define MUST FIELD_REQUIRED

/* An office registers what stands in its place; the machine's own administrator anything. */
static bool is_in_place(const struct actor *actor, int64_t division)
{
    return staff_works_over(actor, division);
}

/* ---- party.register-institution ---- */

#define INPUT(member_) AT(struct party_institution, member_)
static const struct field institution_fields[] = {
    { "code", NULL, FIELD_TEXT, MUST, INPUT(code), 50, .help = "party.field.institution-code" },
    { "name", NULL, FIELD_TEXT, MUST, INPUT(name), 200, .help = "party.field.full-name" },
    { "credit_code", NULL, FIELD_TEXT, 0, INPUT(credit_code), 18,
      .help = "party.field.credit-code" },
    { "level", NULL, FIELD_CODE, 0, INPUT(level), 6, "hosp_lv", .help = "party.field.level" },
    { "tier", NULL, FIELD_COUNT, 0, INPUT(tier), .help = "party.field.tier" },
    { "community", NULL, FIELD_FLAG, 0, INPUT(community), .help = "party.field.community" },
    { "district_owned", NULL, FIELD_FLAG, 0, INPUT(district_owned),
      .help = "party.field.district-owned" },
    { "chinese_medicine", NULL, FIELD_FLAG, 0, INPUT(chinese_medicine),
      .help = "party.field.chinese-medicine" },
    { "fever_clinic", NULL, FIELD_FLAG, 0, INPUT(fever_clinic),
      .help = "party.field.fever-clinic" },
    { "designated_epidemic", NULL, FIELD_FLAG, 0, INPUT(designated_epidemic),
      .help = "party.field.designated-epidemic" },
    { "chain", NULL, FIELD_FLAG, 0, INPUT(chain), .help = "party.field.chain" },
    { "division", NULL, FIELD_COUNT, MUST, INPUT(division),
      .help = "party.field.institution-division" },
    { "address", NULL, FIELD_TEXT, 0, INPUT(address), 200, .help = "party.field.address" },
    { "phone", NULL, FIELD_TEXT, 0, INPUT(phone), 100, .help = "party.field.phone" },
    { "from", NULL, FIELD_DAY, MUST, INPUT(valid_from), .help = "party.field.from" },
};
static const struct shape institution_shape =
    SHAPE("party_register_institution", struct party_institution, institution_fields);

struct institution_outcome { int64_t institution; };
static const struct field institution_outcome_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AT(struct institution_outcome, institution) },
};
static const struct shape institution_outcome_shape =
    SHAPE("party_institution_registered", struct institution_outcome,
          institution_outcome_fields);

struct register_facts {
    const struct party_institution *institution;    /* that has the code already */
    const struct party_gateway_key *key;            /* that has the key id already */
    const struct party_unit *unit;
};
static const struct shape register_facts_shape =
    { .name = "party_register_facts", .size = sizeof(struct register_facts) };

static void institution_keys(const struct request *request, struct keys *keys)
{
    const struct party_institution *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->code) >> 1));
}

static bool institution_gather(struct gather *gather, const struct request *request,
                               void *facts)
{
    const struct party_institution *input = request->input;
    const struct party_code_key key = party_code_key_of(input->code);
    const void *row;
    if (!gather_one(gather, &party_institution_by_code, &key, &row))
        return false;
    ((struct register_facts *)facts)->institution = row;
    return true;
}

static const char *institution_refusal(const struct request *request,
                                       const struct register_facts *found,
                                       enum ident_institution *ret_kind, const char **ret_field)
{
    const struct party_institution *input = request->input;
    int32_t division;
    *ret_field = "code";
    if (!ident_institution(input->code, ret_kind, &division))
        return "party.refused.bad-institution-code";
    *ret_field = "division";
    if (!is_in_place(request->actor, input->division))
        return "party.refused.institution-out-of-place";
    *ret_field = "credit_code";
    if (text_present(input->credit_code) && ident_unified(input->credit_code) != IDENT_OK)
        return "party.refused.bad-credit-code";
    *ret_field = "tier";
    bool pharmacy = *ret_kind == IDENT_PHARMACY;
    if (pharmacy ? input->tier != 0 : input->tier < 1 || input->tier > 3)
        return "party.refused.bad-tier";
    *ret_field = "code";
    return found->institution != NULL ? "party.refused.institution-known" : NULL;
}

static void institution_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct party_institution *input = request->input;
    enum ident_institution kind = IDENT_HOSPITAL;
    const char *field = NULL;
    const char *refusal = institution_refusal(request, facts, &kind, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct party_institution row = *input;
    row.bucket = bucket_of_name(input->code);
    row.institution = id_mint(request->minter, (int)row.bucket);
    row.type = kind == IDENT_PHARMACY ? TEXT("2") : TEXT("1");
    row.gateway = TEXT("none");
    decision_insert(decision, &party_institution_table, &row);
    struct institution_outcome *outcome = decision->outcome;
    outcome->institution = row.institution;
    decision->subject = row.institution;
}

const struct action party_register_institution_action = {
    .name = "party.register-institution", .method = "POST", .path = "/api/v1/institutions",
    .flags = ACTION_ONCE | ACTION_ADMITS, .input = &institution_shape,
    .facts = &register_facts_shape, .outcome = &institution_outcome_shape,
    .answer = &institution_outcome_shape,
    .help = "party.help.register-institution", .keys = institution_keys,
    .gather = institution_gather, .decide = institution_decide,
};

/* ---- party.set-gateway: how its software is let in ---- */

struct gateway_input {
    int64_t institution;
    struct text gateway;        /* "none" "csb" "tif" "token" */
    struct text key_id;         /* absent: one is made */
    struct text public_key;     /* of its software, in hexadecimal: the encrypted way of "token" */
    bool sign_in_required;
};
#define GATEWAY(member_) AT(struct gateway_input, member_)
static const struct field gateway_fields[] = {
    { "institution", NULL, FIELD_ID, MUST, GATEWAY(institution),
      .help = "party.field.institution" },
    { "gateway", NULL, FIELD_TEXT, MUST, GATEWAY(gateway), 10, .help = "party.field.gateway" },
    { "key_id", NULL, FIELD_TEXT, 0, GATEWAY(key_id), 64, .help = "party.field.key-id" },
    { "public_key", NULL, FIELD_TEXT, 0, GATEWAY(public_key), 130,
      .help = "party.field.public-key" },
    { "sign_in_required", NULL, FIELD_FLAG, 0, GATEWAY(sign_in_required),
      .help = "party.field.sign-in-required" },
};
static const struct shape gateway_shape =
    SHAPE("party_set_gateway", struct gateway_input, gateway_fields);

struct gateway_outcome {
    int64_t institution;
    int64_t version;            /* of the row these credentials stand in */
};
static const struct field gateway_outcome_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AT(struct gateway_outcome, institution) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct gateway_outcome, version) },
};
static const struct shape gateway_outcome_shape =
    SHAPE("party_gateway_set", struct gateway_outcome, gateway_outcome_fields);

struct gateway_answer {
    int64_t institution;
    struct text gateway, key_id, secret, user_name, password, our_public_key;
};
#define TOLD(member_) AT(struct gateway_answer, member_)
static const struct field gateway_answer_fields[] = {
    { "institution", NULL, FIELD_ID, 0, TOLD(institution) },
    { "gateway", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(gateway), 10 },
    { "key_id", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(key_id), 64 },
    { "secret", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, TOLD(secret), 64 },
    { "user_name", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, TOLD(user_name), 64 },
    { "password", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, TOLD(password), 64 },
    { "our_public_key", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(our_public_key), 130 },
};
static const struct shape gateway_answer_shape =
    SHAPE("party_gateway", struct gateway_answer, gateway_answer_fields);

/* What a worker drew before the lane. */
struct gateway_prepared {
    struct text key_id, secret_sealed, password_sealed, our_key_sealed;
};

static struct text draw_hex(size_t bytes, struct arena *arena)
{
    char *drawn = arena_take(arena, bytes);
    random_fill(drawn, bytes);
    return hex_encode(arena, (struct text){ drawn, bytes });
}

static struct text draw_our_key(struct arena *arena)
{
    unsigned char bytes[SM2_PRIVATE_BYTES];
    struct sm2_key *key = sm2_key_generate();
    sm2_key_private(key, bytes);
    sm2_key_free(key);
    return party_seal((struct text){ (const char *)bytes, sizeof bytes }, "our-key", arena);
}

static void gateway_prepare(const struct request *request, const void *facts,
                            void *ret_prepared)
{
    (void)facts;
    struct gateway_prepared *prepared = ret_prepared;
    struct arena *arena = request->arena;
    /* Sixteen characters at least: the encrypted way takes its key from them. */
    prepared->key_id = draw_hex(12, arena);
    prepared->secret_sealed = party_seal(draw_hex(24, arena), "secret", arena);
    prepared->password_sealed = party_seal(draw_hex(16, arena), "password", arena);
    prepared->our_key_sealed = draw_our_key(arena);
}

static void gateway_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct gateway_input *)request->input)->institution);
}

static bool gather_institution(struct gather *gather, int64_t institution,
                               const struct party_institution **ret_row)
{
    const struct party_institution_key key = { id_bucket(institution), institution };
    const void *row;
    if (!gather_one(gather, &party_institution_by_id, &key, &row))
        return false;
    *ret_row = row;
    return true;
}

static bool gateway_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct gateway_input *input = request->input;
    struct register_facts *found = facts;
    bool there = gather_institution(gather, input->institution, &found->institution);
    if (!text_present(input->key_id))
        return there;
    const struct party_key_id_key key = { bucket_of_name(input->key_id), input->key_id };
    const void *row = NULL;
    there &= gather_one(gather, &party_institution_by_key_id, &key, &row);
    found->key = row;
    return there;
}

static bool is_public_key(struct text hex)
{
    struct sm2_key *key = sm2_key_of_hex(hex);
    bool good = key != NULL && !sm2_key_is_private(key);
    sm2_key_free(key);
    return good;
}

static const char *gateway_refusal(const struct request *request,
                                   const struct register_facts *found, const char **ret_field)
{
    const struct gateway_input *input = request->input;
    enum gateway_mode mode;
    *ret_field = "institution";
    if (found->institution == NULL
        || !is_in_place(request->actor, found->institution->division))
        return "party.refused.no-such-institution";
    *ret_field = "gateway";
    if (!party_gateway_mode(input->gateway, &mode))
        return "party.refused.no-such-gateway";
    *ret_field = "public_key";
    if (text_present(input->public_key)
        && (mode != GATEWAY_TOKEN || !is_public_key(input->public_key)))
        return "party.refused.bad-public-key";
    *ret_field = "key_id";
    if (text_present(input->key_id) && input->key_id.length < SM4_KEY_BYTES)
        return "party.refused.key-id-short";
    return found->key != NULL && found->key->institution != input->institution
        ? "party.refused.key-id-taken" : NULL;
}

static void gateway_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct gateway_input *input = request->input;
    const struct register_facts *found = facts;
    const struct gateway_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    const char *field = NULL, *refusal = gateway_refusal(request, found, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct party_institution row = *found->institution;
    const struct text none = { 0 };
    bool open = text_is(input->gateway, "none"), token = text_is(input->gateway, "token");
    row.gateway = input->gateway;
    row.sign_in_required = input->sign_in_required;
    row.key_id = open ? none : text_present(input->key_id) ? input->key_id : prepared->key_id;
    row.secret_sealed = open ? none : prepared->secret_sealed;
    row.user_name = token ? row.code : none;
    row.password_sealed = token ? prepared->password_sealed : none;
    row.public_key = token ? input->public_key : none;
    row.our_key_sealed = text_present(row.public_key) ? prepared->our_key_sealed : none;
    decision_replace(decision, &party_institution_table, &row);
    if (!open && found->key == NULL) {
        const struct party_gateway_key key =
            { bucket_of_name(row.key_id), row.key_id, row.institution };
        decision_insert(decision, &party_gateway_key_table, &key);
    }
    struct gateway_outcome *outcome = decision->outcome;
    *outcome = (struct gateway_outcome){ row.institution, row.version + 1 };
    decision->subject = row.institution;
}

static bool gateway_recall(struct gather *gather, const struct request *request,
                           const void *outcome, void *ret_memory)
{
    (void)request;
    const struct gateway_outcome *done = outcome;
    const struct party_institution_key key = { id_bucket(done->institution), done->institution };
    const void *row;
    if (!gather_one(gather, &party_institution_after, &key, &row))
        return false;
    ((struct register_facts *)ret_memory)->institution = row;
    return true;
}

static struct text our_public_key(const struct party_institution *row, struct arena *arena)
{
    unsigned char bytes[SM2_PUBLIC_BYTES];
    struct text private = party_unseal(row->our_key_sealed, "our-key", arena);
    struct sm2_key *key = private.length == SM2_PRIVATE_BYTES
        ? sm2_key_of_private((const unsigned char *)private.data) : NULL;
    if (key == NULL)
        return (struct text){ 0 };
    sm2_key_public(key, bytes);
    sm2_key_free(key);
    return hex_encode(arena, (struct text){ (const char *)bytes, sizeof bytes });
}

/* A repeat after newer credentials were given tells none: those of then are no more. */
static void gateway_tell(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    const struct gateway_outcome *done = outcome;
    const struct party_institution *row = ((const struct register_facts *)memory)->institution;
    struct gateway_answer *told = answer;
    struct arena *arena = request->arena;
    *told = (struct gateway_answer){ .institution = done->institution };
    if (row == NULL || row->version != done->version)
        return;
    told->gateway = row->gateway;
    told->key_id = row->key_id;
    told->secret = party_unseal(row->secret_sealed, "secret", arena);
    told->user_name = row->user_name;
    told->password = party_unseal(row->password_sealed, "password", arena);
    told->our_public_key = our_public_key(row, arena);
}

const struct action party_set_gateway_action = {
    .name = "party.set-gateway", .method = "POST",
    .path = "/api/v1/institutions/{institution}/gateway",
    .flags = ACTION_ONCE | ACTION_ADMITS,
    .input = &gateway_shape, .facts = &register_facts_shape, .outcome = &gateway_outcome_shape,
    .answer = &gateway_answer_shape, .help = "party.help.set-gateway", .keys = gateway_keys,
    .gather = gateway_gather, .decide = gateway_decide, .prepare = gateway_prepare,
    .prepared_size = sizeof(struct gateway_prepared), .recall = gateway_recall,
    .memory_size = sizeof(struct register_facts), .tell = gateway_tell,
};

/* ---- party.register-unit ---- */

#define UNIT(member_) AT(struct party_unit, member_)
static const struct field unit_fields[] = {
    { "credit_code", NULL, FIELD_TEXT, MUST, UNIT(credit_code), 18,
      .help = "party.field.credit-code" },
    { "name", NULL, FIELD_TEXT, MUST, UNIT(name), 200, .help = "party.field.full-name" },
    { "kind", NULL, FIELD_TEXT, MUST, UNIT(kind), 20, .help = "party.field.unit-kind" },
    { "industry", NULL, FIELD_TEXT, 0, UNIT(industry), 30, .help = "party.field.industry" },
    { "division", NULL, FIELD_COUNT, MUST, UNIT(division), .help = "party.field.unit-division" },
    { "from", NULL, FIELD_DAY, MUST, UNIT(valid_from), .help = "party.field.from" },
    { "legal_person", NULL, FIELD_TEXT, FIELD_PRIVATE, UNIT(legal_person), 50,
      .help = "party.field.legal-person" },
    { "contact", NULL, FIELD_TEXT, FIELD_PRIVATE, UNIT(contact), 100,
      .help = "party.field.contact" },
};
static const struct shape unit_shape =
    SHAPE("party_register_unit", struct party_unit, unit_fields);

struct unit_outcome { int64_t unit; };
static const struct field unit_outcome_fields[] = {
    { "unit", NULL, FIELD_ID, 0, AT(struct unit_outcome, unit) },
};
static const struct shape unit_outcome_shape =
    SHAPE("party_unit_registered", struct unit_outcome, unit_outcome_fields);

static void unit_keys(const struct request *request, struct keys *keys)
{
    const struct party_unit *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->credit_code) >> 1));
}

static bool unit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_unit *input = request->input;
    const struct party_credit_key key =
        { bucket_of_name(input->credit_code), input->credit_code };
    const void *row;
    if (!gather_one(gather, &party_unit_by_credit_code, &key, &row))
        return false;
    ((struct register_facts *)facts)->unit = row;
    return true;
}

static void unit_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct party_unit *input = request->input;
    const struct register_facts *found = facts;
    if (!is_in_place(request->actor, input->division)) {
        decision_refuse(decision, "party.refused.institution-out-of-place", "division");
        return;
    }
    if (ident_unified(input->credit_code) != IDENT_OK) {
        decision_refuse(decision, "party.refused.bad-credit-code", "credit_code");
        return;
    }
    if (party_unit_group(input->kind) == NULL) {
        decision_refuse(decision, "party.refused.no-such-unit-kind", "kind");
        return;
    }
    if (found->unit != NULL) {
        decision_refuse(decision, "party.refused.unit-known", "credit_code");
        return;
    }
    struct party_unit row = *input;
    row.bucket = bucket_of_name(input->credit_code);
    row.unit = id_mint(request->minter, (int)row.bucket);
    decision_insert(decision, &party_unit_table, &row);
    struct unit_outcome *outcome = decision->outcome;
    outcome->unit = row.unit;
    decision->subject = row.unit;
}

const struct action party_register_unit_action = {
    .name = "party.register-unit", .method = "POST", .path = "/api/v1/units",
    .flags = ACTION_ONCE,
    .input = &unit_shape, .facts = &register_facts_shape, .outcome = &unit_outcome_shape,
    .answer = &unit_outcome_shape, .help = "party.help.register-unit", .keys = unit_keys,
    .gather = unit_gather, .decide = unit_decide,
};
