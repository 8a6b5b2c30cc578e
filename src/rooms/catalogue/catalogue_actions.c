/* catalogue_actions.c: looking things up, and loading rows. */

#include "rooms/catalogue/catalogue.h"

#include "base/check.h"

#define LOAD_ROWS_MAX 500

#define ITEM(member_) AT(struct catalogue_item, member_)
static const struct field item_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED, ITEM(code), 50 },
    { "place", NULL, FIELD_COUNT, 0, ITEM(place) },
    { "valid_from", NULL, FIELD_DAY, FIELD_REQUIRED, ITEM(valid_from) },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, ITEM(name), 200 },
    { "unit", NULL, FIELD_TEXT, FIELD_SPARSE, ITEM(unit), 100 },
    { "list_type", NULL, FIELD_CODE, FIELD_REQUIRED, ITEM(list_type), 20, "list_type" },
    { "charge_type", NULL, FIELD_CODE, FIELD_REQUIRED, ITEM(charge_type), 20,
      "med_chrgitm_type" },
    { "charge_level", NULL, FIELD_CODE, FIELD_REQUIRED, ITEM(charge_level), 20, "chrgitm_lv" },
    { "pay_first", NULL, FIELD_SHARE, 0, ITEM(pay_first) },
    { "limit_tier1", NULL, FIELD_PRICE, 0, ITEM(limit_tier1) },
    { "limit_tier2", NULL, FIELD_PRICE, 0, ITEM(limit_tier2) },
    { "limit_tier3", NULL, FIELD_PRICE, 0, ITEM(limit_tier3) },
    { "limited_use", NULL, FIELD_FLAG, 0, ITEM(limited_use) },
    { "limited_to", NULL, FIELD_TEXT, FIELD_SPARSE, ITEM(limited_to), 500 },
    { "controlled", NULL, FIELD_FLAG, 0, ITEM(controlled) },
    { "short_supply", NULL, FIELD_FLAG, 0, ITEM(short_supply) },
    { "long_prescription", NULL, FIELD_FLAG, 0, ITEM(long_prescription) },
    { "days_max", NULL, FIELD_COUNT, 0, ITEM(days_max) },
    { "valid_until", NULL, FIELD_DAY, FIELD_SPARSE, ITEM(valid_until) },
    { "under", NULL, FIELD_TEXT, FIELD_SPARSE, ITEM(under), 120 },
};
static const struct shape item_shape =
    SHAPE("catalogue_item_out", struct catalogue_item, item_fields);

/* ---- catalogue.item: one code on a day in a place ---- */

struct item_input {
    struct text code;
    int64_t place;
    struct date on;
};
static const struct field item_input_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct item_input, code), 50,
      .help = "catalogue.field.code" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct item_input, place),
      .help = "catalogue.field.place" },
    { "on", NULL, FIELD_DAY, 0, AT(struct item_input, on), .help = "catalogue.field.on" },
};
static const struct shape item_input_shape =
    SHAPE("catalogue_item_input", struct item_input, item_input_fields);

struct rows_facts {
    const struct list *rows;
};
static const struct shape rows_facts_shape =
    { .name = "catalogue_rows", .size = sizeof(struct rows_facts) };

static bool item_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct item_input *input = request->input;
    struct rows_facts *found = facts;
    struct catalogue_code_key key = catalogue_code_key_of(input->code);
    found->rows = gather_want(gather, &catalogue_items_of_code, &key);
    return found->rows != NULL;
}

static void item_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct item_input *input = request->input;
    const struct rows_facts *found = facts;
    struct date on = input->on.yyyymmdd == 0 ? date_of_moment(request->at) : input->on;
    const struct catalogue_item *item;
    switch (catalogue_item_on(found->rows, (int32_t)input->place, on, &item)) {
    case CATALOGUE_UNKNOWN:
        decision_refuse(decision, "catalogue.refused.unknown", "code");
        return;
    case CATALOGUE_NOT_IN_FORCE:
        decision_refuse(decision, "catalogue.refused.not-in-force", "on");
        return;
    case CATALOGUE_FOUND:
        break;
    }
    *(struct catalogue_item *)decision->outcome = *item;
}

const struct action catalogue_item_action = {
    .name = "catalogue.item", .method = "GET", .path = "/api/v1/catalogue/items/{code}",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_OFFLINE,
    .input = &item_input_shape, .facts = &rows_facts_shape, .outcome = &item_shape,
    .answer = &item_shape, .help = "catalogue.help.item", .gather = item_gather,
    .decide = item_decide,
};

/* ---- catalogue.search and catalogue.diagnoses ---- */

struct search_input {
    struct text text, after;
};
static const struct field search_input_fields[] = {
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct search_input, text), 50,
      .help = "catalogue.field.text" },
    { "after", NULL, FIELD_TEXT, 0, AT(struct search_input, after), 50,
      .help = "catalogue.field.after" },
};
static const struct shape search_input_shape =
    SHAPE("catalogue_search_input", struct search_input, search_input_fields);

struct items_answer {
    struct list items;
};
static const struct field items_answer_fields[] = {
    { "items", NULL, FIELD_LIST, 0, AT(struct items_answer, items), .of = &item_shape },
};
static const struct shape items_answer_shape =
    SHAPE("catalogue_items", struct items_answer, items_answer_fields);

static const struct field diagnosis_fields[] = {
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_diagnosis, code), 50 },
    { "name", NULL, FIELD_TEXT, 0, AT(struct catalogue_diagnosis, name), 200 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct catalogue_diagnosis, valid_from) },
    { "valid_until", NULL, FIELD_DAY, FIELD_SPARSE,
      AT(struct catalogue_diagnosis, valid_until) },
};
static const struct shape diagnosis_shape =
    SHAPE("diagnosis", struct catalogue_diagnosis, diagnosis_fields);
static const struct field diagnoses_answer_fields[] = {
    { "diagnoses", NULL, FIELD_LIST, 0, AT(struct items_answer, items), .of = &diagnosis_shape },
};
static const struct shape diagnoses_answer_shape =
    SHAPE("catalogue_diagnoses", struct items_answer, diagnoses_answer_fields);

static const struct field disease_fields[] = {
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, code), 50 },
    { "name", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, name), 200 },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, kind), 20 },
    { "place", NULL, FIELD_COUNT, 0, AT(struct catalogue_disease, place) },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct catalogue_disease, valid_from) },
    { "valid_until", NULL, FIELD_DAY, FIELD_SPARSE,
      AT(struct catalogue_disease, valid_until) },
};
static const struct shape disease_shape =
    SHAPE("disease", struct catalogue_disease, disease_fields);
static const struct field diseases_answer_fields[] = {
    { "diseases", NULL, FIELD_LIST, 0, AT(struct items_answer, items), .of = &disease_shape },
};
static const struct shape diseases_answer_shape =
    SHAPE("catalogue_diseases", struct items_answer, diseases_answer_fields);

static bool search_with(struct gather *gather, const struct request *request,
                        const struct query *query, struct rows_facts *found)
{
    const struct search_input *input = request->input;
    struct catalogue_search_key key = { input->text, input->after };
    if (key.after.data == NULL)
        key.after = TEXT("");
    found->rows = gather_want(gather, query, &key);
    return found->rows != NULL;
}

static bool search_gather(struct gather *gather, const struct request *request, void *facts)
{
    return search_with(gather, request, &catalogue_items_like, facts);
}

static bool diagnoses_gather(struct gather *gather, const struct request *request, void *facts)
{
    return search_with(gather, request, &catalogue_diagnoses_like, facts);
}

static bool diseases_gather(struct gather *gather, const struct request *request, void *facts)
{
    return search_with(gather, request, &catalogue_diseases_like, facts);
}

static struct text code_of(const struct query *query, const struct list *rows, size_t at)
{
    const struct field *code = shape_field(query->row, TEXT("code"));
    const char *row = (const char *)rows->items + at * query->row->size;
    return *(const struct text *)field_in(code, row);
}

/* The next page begins after a code, so a page ends with all rows of its last one; unless one code
 * alone fills it. */
static void decide_page(const struct query *query, const void *facts, struct decision *decision)
{
    const struct list *rows = ((const struct rows_facts *)facts)->rows;
    struct items_answer *answer = decision->outcome;
    answer->items = *rows;
    size_t count = rows->count;
    if (count < (size_t)query->row_max)
        return;
    while (count > 0 && text_equal(code_of(query, rows, count - 1),
                                   code_of(query, rows, rows->count - 1)))
        count--;
    if (count > 0)
        answer->items.count = count;
}

static void diseases_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    (void)request;
    decide_page(&catalogue_diseases_like, facts, decision);
}

static void diagnoses_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    (void)request;
    decide_page(&catalogue_diagnoses_like, facts, decision);
}

static void items_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)request;
    decide_page(&catalogue_items_like, facts, decision);
}

const struct action catalogue_search_action = {
    .name = "catalogue.search", .method = "GET", .path = "/api/v1/catalogue/items",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &search_input_shape, .facts = &rows_facts_shape, .outcome = &items_answer_shape,
    .next_page = { { "after", "code" } },
    .answer = &items_answer_shape, .help = "catalogue.help.search", .gather = search_gather,
    .decide = items_decide,
};
const struct action catalogue_diagnoses_action = {
    .name = "catalogue.diagnoses", .method = "GET", .path = "/api/v1/catalogue/diagnoses",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &search_input_shape, .facts = &rows_facts_shape,
    .outcome = &diagnoses_answer_shape, .answer = &diagnoses_answer_shape,
    .next_page = { { "after", "code" } },
    .help = "catalogue.help.diagnoses", .gather = diagnoses_gather, .decide = diagnoses_decide,
};

const struct action catalogue_diseases_action = {
    .name = "catalogue.diseases", .method = "GET", .path = "/api/v1/catalogue/diseases",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &search_input_shape, .facts = &rows_facts_shape,
    .outcome = &diseases_answer_shape, .answer = &diseases_answer_shape,
    .next_page = { { "after", "code" } },
    .help = "catalogue.help.diseases", .gather = diseases_gather,
    .decide = diseases_decide,
};

/* ---- catalogue.load-items: new rows, and ends of old ones ---- */

static const struct field load_fields[] = {
    { "items", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct items_answer, items), LOAD_ROWS_MAX,
      .of = &item_shape },
};
static const struct shape load_shape =
    SHAPE("catalogue_load_items", struct items_answer, load_fields);

struct load_outcome {
    int64_t added, ended;
};
static const struct field load_outcome_fields[] = {
    { "added", NULL, FIELD_COUNT, 0, AT(struct load_outcome, added) },
    { "ended", NULL, FIELD_COUNT, 0, AT(struct load_outcome, ended) },
};
static const struct shape load_outcome_shape =
    SHAPE("catalogue_loaded", struct load_outcome, load_outcome_fields);

struct load_facts {
    const struct list *rows[LOAD_ROWS_MAX];     /* of each item's code */
};
static const struct shape load_facts_shape =
    { .name = "catalogue_load_facts", .size = sizeof(struct load_facts) };

static void load_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    /* Loads follow one another: they are rare, and name hundreds of codes. */
    keys_add(keys, (int64_t)(text_hash(TEXT("catalogue.load-items")) >> 1));
}

static bool load_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct items_answer *input = request->input;
    const struct catalogue_item *items = input->items.items;
    struct load_facts *found = facts;
    bool there = true;
    for (size_t i = 0; i < input->items.count && i < LOAD_ROWS_MAX; i++) {
        struct catalogue_code_key key = catalogue_code_key_of(items[i].code);
        found->rows[i] = gather_want(gather, &catalogue_items_of_code, &key);
        there &= found->rows[i] != NULL;
    }
    return there;
}

/* The open row of the same place that a new one follows: it ends the day before. Any other overlap
 * is refused. `ret_ends` is NULL when nothing has to end. */
static bool load_fits(const struct list *rows, const struct catalogue_item *item,
                      const struct catalogue_item **ret_ends)
{
    const struct catalogue_item *known = rows->items;
    *ret_ends = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        if (!catalogue_items_overlap(&known[i], item))
            continue;
        if (known[i].valid_until.yyyymmdd != 0
            || date_compare(known[i].valid_from, item->valid_from) >= 0)
            return false;
        *ret_ends = &known[i];
    }
    return true;
}

static const char *load_one_fault(const struct items_answer *input, const struct load_facts *found,
                                  size_t at, const struct catalogue_item **ret_ends)
{
    const struct catalogue_item *items = input->items.items;
    const char *fault = catalogue_item_fault(&items[at]);
    if (fault != NULL)
        return fault;
    for (size_t i = 0; i < at; i++)
        if (text_equal(items[i].code, items[at].code) && items[i].place == items[at].place)
            return "catalogue.fault.twice";
    return load_fits(found->rows[at], &items[at], ret_ends) ? NULL : "catalogue.fault.overlaps";
}

static void load_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct items_answer *input = request->input;
    const struct load_facts *found = facts;
    const struct catalogue_item *items = input->items.items;
    struct load_outcome *outcome = decision->outcome;
    for (size_t i = 0; i < input->items.count; i++) {
        const struct catalogue_item *ends;
        const char *fault = load_one_fault(input, found, i, &ends);
        if (fault != NULL) {
            decision_refuse_with(decision, fault, "items", items[i].code,
                                 arena_format(request->arena, "%zu", i + 1));
            return;
        }
        if (ends != NULL) {
            struct catalogue_item ended = *ends;
            ended.valid_until = date_plus_days(items[i].valid_from, -1);
            decision_replace(decision, &catalogue_item_table, &ended);
            outcome->ended++;
        }
        struct catalogue_item row = items[i];
        row.bucket = bucket_of_name(row.code);
        row.known_from = date_of_moment(request->at);
        decision_insert(decision, &catalogue_item_table, &row);
        outcome->added++;
    }
}

const struct action catalogue_load_items_action = {
    .name = "catalogue.load-items", .method = "POST", .path = "/api/v1/catalogue/items",
    .flags = ACTION_ONCE,
    .input = &load_shape, .facts = &load_facts_shape, .outcome = &load_outcome_shape,
    .answer = &load_outcome_shape, .help = "catalogue.help.load-items", .keys = load_keys,
    .gather = load_gather, .decide = load_decide,
};
