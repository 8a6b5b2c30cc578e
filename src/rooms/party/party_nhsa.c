/* party_nhsa.c: institutions, the dictionary and operators, and how the national interface says
 * them: 1201, 1901, 9001, 9002. */

#include "rooms/party/party.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/words.h"

/* ---- party.institutions and 1201 ---- */

struct institutions_input {
    struct text type, name, code, after;
    int64_t division;
};
static const struct field institutions_input_fields[] = {
    { "type", "fixmedins_type", FIELD_CODE, 0, AT(struct institutions_input, type), 6,
      "fixmedins_type", .help = "party.field.institution-type" },
    { "name", "fixmedins_name", FIELD_TEXT, 0, AT(struct institutions_input, name), 200,
      .help = "party.field.institution-name" },
    { "code", "fixmedins_code", FIELD_TEXT, 0, AT(struct institutions_input, code), 12,
      .help = "party.field.institution-code" },
    { "division", NULL, FIELD_COUNT, 0, AT(struct institutions_input, division),
      .help = "party.field.place" },
    { "after", NULL, FIELD_TEXT, 0, AT(struct institutions_input, after), 12,
      .help = "party.field.after-code" },
};
static const struct shape institutions_input_shape =
    SHAPE("party_institutions_input", struct institutions_input, institutions_input_fields);

#define PUBLIC(member_) AT(struct party_institution_public, member_)
static const struct field institution_public_fields[] = {
    { "institution", NULL, FIELD_ID, 0, PUBLIC(institution) },
    { "code", "fixmedins_code", FIELD_TEXT, 0, PUBLIC(code), 12 },
    { "name", "fixmedins_name", FIELD_TEXT, 0, PUBLIC(name), 200 },
    { "credit_code", "uscc", FIELD_TEXT, 0, PUBLIC(credit_code), 50 },
    { "type", "fixmedins_type", FIELD_CODE, 0, PUBLIC(type), 6, "fixmedins_type" },
    { "level", "hosp_lv", FIELD_CODE, 0, PUBLIC(level), 6, "hosp_lv" },
    { "tier", NULL, FIELD_COUNT, 0, PUBLIC(tier) },
    { "division", NULL, FIELD_COUNT, 0, PUBLIC(division) },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, PUBLIC(address), 200 },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, PUBLIC(phone), 100 },
    { "community", NULL, FIELD_FLAG, 0, PUBLIC(community) },
    { "district_owned", NULL, FIELD_FLAG, 0, PUBLIC(district_owned) },
    { "chinese_medicine", NULL, FIELD_FLAG, 0, PUBLIC(chinese_medicine) },
    { "fever_clinic", NULL, FIELD_FLAG, 0, PUBLIC(fever_clinic) },
};
const struct shape party_institution_public_shape =
    SHAPE("party_institution_public", struct party_institution_public,
          institution_public_fields);

struct institutions_answer {
    struct list institutions;
};
static const struct field institutions_answer_fields[] = {
    { "institutions", "medinsinfo", FIELD_LIST, 0, AT(struct institutions_answer, institutions),
      .of = &party_institution_public_shape },
};
static const struct shape institutions_answer_shape =
    SHAPE("party_institutions", struct institutions_answer, institutions_answer_fields);

struct institutions_facts {
    const struct list *found;
};
static const struct shape institutions_facts_shape =
    { .name = "party_institutions_facts", .size = sizeof(struct institutions_facts) };

/* In LIKE, % and _ stand for anything: a name is to be found as it is written. */
static struct text plain_name(struct text name, struct arena *arena)
{
    size_t length = 0;
    char *plain = arena_take(arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] != '%' && name.data[i] != '_')
            plain[length++] = name.data[i];
    return text_trim((struct text){ plain, length });
}

static struct text present(struct text text)
{
    return text.data == NULL ? TEXT("") : text;
}

static bool institutions_gather(struct gather *gather, const struct request *request,
                                void *facts)
{
    const struct institutions_input *input = request->input;
    struct institutions_facts *found = facts;
    const struct party_search_key key = {
        .type = present(input->type), .name = plain_name(input->name, gather->arena),
        .code = present(input->code), .after = present(input->after),
        .division = input->division, .division_until = division_last_code((int32_t)input->division),
    };
    found->found = gather_want(gather, &party_institutions_like, &key);
    return found->found != NULL;
}

static void institutions_decide(const struct request *request, const void *facts,
                                struct decision *decision)
{
    (void)request;
    const struct institutions_facts *found = facts;
    ((struct institutions_answer *)decision->outcome)->institutions = *found->found;
}

const struct action party_institutions_action = {
    .name = "party.institutions", .method = "GET", .path = "/api/v1/institutions",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &institutions_input_shape, .facts = &institutions_facts_shape,
    .outcome = &institutions_answer_shape, .answer = &institutions_answer_shape,
    .help = "party.help.institutions", .gather = institutions_gather,
    .decide = institutions_decide,
};

/* ---- party.dictionary and 1901 ---- */

struct dictionary_input {
    struct text type, parent_value, admdvs, vali_flag;
    struct date date;
};
#define DICTIONARY(member_) AT(struct dictionary_input, member_)
static const struct field dictionary_input_fields[] = {
    { "type", "type", FIELD_TEXT, FIELD_REQUIRED, DICTIONARY(type), 30,
      .help = "party.field.dictionary" },
    { "parent_value", "parent_value", FIELD_TEXT, 0, DICTIONARY(parent_value), 10 },
    { "division", "admdvs", FIELD_TEXT, 0, DICTIONARY(admdvs), 6 },
    { "date", "date", FIELD_DAY, 0, DICTIONARY(date) },
    { "valid", "vali_flag", FIELD_TEXT, 0, DICTIONARY(vali_flag), 3 },
};
static const struct shape dictionary_input_shape =
    SHAPE("party_dictionary_input", struct dictionary_input, dictionary_input_fields);

struct dictionary_row {
    struct text type, label, label_en, value, parent_value, vali_flag, create_user;
    int64_t sort, version;
    struct date create_date;
};
#define WORD(member_) AT(struct dictionary_row, member_)
static const struct field dictionary_row_fields[] = {
    { "type", "type", FIELD_TEXT, 0, WORD(type), 30 },
    { "label", "label", FIELD_TEXT, 0, WORD(label), 50 },
    { "label_en", NULL, FIELD_TEXT, 0, WORD(label_en), 200 },
    { "value", "value", FIELD_TEXT, 0, WORD(value), 20 },
    { "parent_value", "parentValue", FIELD_TEXT, 0, WORD(parent_value), 10 },
    { "sort", "sort", FIELD_COUNT, 0, WORD(sort) },
    { "valid", "valiFlag", FIELD_TEXT, 0, WORD(vali_flag), 3 },
    { "created_by", "createUser", FIELD_TEXT, 0, WORD(create_user), 30 },
    { "created", "createDate", FIELD_DAY, 0, WORD(create_date) },
    { "version", "version", FIELD_COUNT, 0, WORD(version) },
};
static const struct shape dictionary_row_shape =
    SHAPE("dictionary_row", struct dictionary_row, dictionary_row_fields);

struct dictionary_answer {
    struct list list;
};
static const struct field dictionary_answer_fields[] = {
    { "list", "list", FIELD_LIST, 0, AT(struct dictionary_answer, list),
      .of = &dictionary_row_shape },
};
static const struct shape dictionary_answer_shape =
    SHAPE("party_dictionary", struct dictionary_answer, dictionary_answer_fields);

static const struct shape no_facts_shape = { .name = "no_facts", .size = 1 };

static bool nothing_to_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

/* Code tables are built in: the day the tables were taken over stands as their making. */
static const struct date TABLES_MADE = { 20200101 };

static void dictionary_decide(const struct request *request, const void *facts,
                              struct decision *decision)
{
    (void)facts;
    const struct dictionary_input *input = request->input;
    size_t count = 0;
    struct text value;
    while (code_at(input->type, count, &value))
        count++;
    if (count == 0) {
        decision_refuse_with(decision, "party.refused.no-such-dictionary", "type", input->type,
                             (struct text){ 0 });
        return;
    }
    struct dictionary_row *rows = ARENA_ARRAY(request->arena, struct dictionary_row, count);
    struct text type = arena_text(request->arena, input->type);
    for (size_t i = 0; i < count; i++) {
        code_at(input->type, i, &value);
        rows[i] = (struct dictionary_row){
            .type = type, .value = value, .label = code_label(type.data, value, LANGUAGE_CHINESE),
            .label_en = code_label(type.data, value, LANGUAGE_ENGLISH),
            .parent_value = TEXT(""), .vali_flag = TEXT("1"), .create_user = TEXT("yibao"),
            .sort = (int64_t)i + 1, .version = 1, .create_date = TABLES_MADE,
        };
    }
    struct dictionary_answer *answer = decision->outcome;
    answer->list = (struct list){ rows, count };
}

const struct action party_dictionary_action = {
    .name = "party.dictionary", .method = "GET", .path = "/api/v1/dictionaries/{type}",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &dictionary_input_shape, .facts = &no_facts_shape,
    .outcome = &dictionary_answer_shape, .answer = &dictionary_answer_shape,
    .help = "party.help.dictionary", .gather = nothing_to_gather, .decide = dictionary_decide,
};

/* ---- operators: 9001 and 9002 ---- */

struct operator_input {
    struct text operator;
    struct text mac, ip;
    int64_t sign_no;
};
static const struct field sign_in_fields[] = {
    { "operator", "opter_no", FIELD_TEXT, FIELD_REQUIRED, AT(struct operator_input, operator),
      20, .help = "party.field.operator" },
    { "mac", "mac", FIELD_TEXT, 0, AT(struct operator_input, mac), 20 },
    { "ip", "ip", FIELD_TEXT, 0, AT(struct operator_input, ip), 20 },
};
static const struct shape sign_in_shape =
    SHAPE("party_sign_in_operator", struct operator_input, sign_in_fields);
static const struct field sign_out_fields[] = {
    { "sign_no", "sign_no", FIELD_ID, FIELD_REQUIRED, AT(struct operator_input, sign_no),
      .help = "party.field.sign-no" },
    { "operator", "opter_no", FIELD_TEXT, FIELD_REQUIRED, AT(struct operator_input, operator),
      20, .help = "party.field.operator" },
};
static const struct shape sign_out_shape =
    SHAPE("party_sign_out_operator", struct operator_input, sign_out_fields);

struct operator_outcome {
    struct moment at;
    int64_t sign_no;
};
static const struct field sign_in_outcome_fields[] = {
    { "at", "sign_time", FIELD_MOMENT, 0, AT(struct operator_outcome, at) },
    { "sign_no", "sign_no", FIELD_ID, 0, AT(struct operator_outcome, sign_no) },
};
static const struct shape sign_in_outcome_shape =
    SHAPE("party_operator_signed_in", struct operator_outcome, sign_in_outcome_fields);
static const struct field sign_out_outcome_fields[] = {
    { "at", "sign_time", FIELD_MOMENT, 0, AT(struct operator_outcome, at) },
};
static const struct shape sign_out_outcome_shape =
    SHAPE("party_operator_signed_out", struct operator_outcome, sign_out_outcome_fields);

struct operator_facts {
    const struct party_operator *row;
};
static const struct shape operator_facts_shape =
    { .name = "party_operator_facts", .size = sizeof(struct operator_facts) };

static void operator_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, request->actor->institution);
}

static bool operator_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct operator_input *input = request->input;
    struct operator_facts *found = facts;
    int64_t institution = request->actor->institution;
    struct party_operator_key key = { id_bucket(institution), institution, input->operator };
    const void *row;
    if (!gather_one(gather, &party_operator_by_name, &key, &row))
        return false;
    found->row = row;
    return true;
}

static void operator_sign_in_decide(const struct request *request, const void *facts,
                                    struct decision *decision)
{
    const struct operator_input *input = request->input;
    const struct operator_facts *found = facts;
    struct operator_outcome *outcome = decision->outcome;
    int64_t institution = request->actor->institution;
    outcome->at = request->at;
    decision->subject = institution;
    if (party_operator_is_in(found->row, request->at)) {
        outcome->sign_no = found->row->sign_no;
        return;
    }
    struct party_operator row = {
        .bucket = id_bucket(institution), .institution = institution,
        .operator = input->operator,
        .sign_no = id_mint(request->minter, id_bucket(institution)), .signed_in = request->at,
    };
    outcome->sign_no = row.sign_no;
    if (found->row == NULL) {
        decision_insert(decision, &party_operator_table, &row);
        return;
    }
    row.version = found->row->version;
    decision_replace(decision, &party_operator_table, &row);
}

static void operator_sign_out_decide(const struct request *request, const void *facts,
                                     struct decision *decision)
{
    const struct operator_input *input = request->input;
    const struct operator_facts *found = facts;
    struct operator_outcome *outcome = decision->outcome;
    outcome->at = request->at;
    decision->subject = request->actor->institution;
    if (found->row == NULL || found->row->sign_no != input->sign_no) {
        decision_refuse(decision, "party.refused.not-signed-in", "sign_no");
        return;
    }
    /* Signing out twice is no mistake: another terminal may have done it. */
    if (found->row->signed_out.ms != 0)
        return;
    struct party_operator row = *found->row;
    row.signed_out = request->at;
    decision_replace(decision, &party_operator_table, &row);
}

const struct action party_sign_in_operator_action = {
    .name = "party.sign-in-operator", .flags = ACTION_ONCE,
    .input = &sign_in_shape, .facts = &operator_facts_shape,
    .outcome = &sign_in_outcome_shape, .answer = &sign_in_outcome_shape,
    .help = "party.help.sign-in-operator", .keys = operator_keys, .gather = operator_gather,
    .decide = operator_sign_in_decide,
};

const struct action party_sign_out_operator_action = {
    .name = "party.sign-out-operator", .flags = ACTION_ONCE,
    .input = &sign_out_shape, .facts = &operator_facts_shape,
    .outcome = &sign_out_outcome_shape, .answer = &sign_out_outcome_shape,
    .help = "party.help.sign-out-operator", .keys = operator_keys, .gather = operator_gather,
    .decide = operator_sign_out_decide,
};

const struct transaction party_transactions[PARTY_TRANSACTIONS] = {
    { .infno = "1201", .action = &party_institutions_action, .node_in = "medinsinfo",
      .node_out = "medinsinfo" },
    { .infno = "1901", .action = &party_dictionary_action, .node_in = "data",
      .node_out = "list" },
    { .infno = "9001", .action = &party_sign_in_operator_action, .node_in = "signIn",
      .node_out = "signinoutb" },
    /* The specification prints sign_time as the node's name; clients read signoutoutb. */
    { .infno = "9002", .action = &party_sign_out_operator_action, .node_in = "signOut",
      .node_out = "signoutoutb" },
};
