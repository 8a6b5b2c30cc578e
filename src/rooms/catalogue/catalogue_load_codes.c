/* catalogue_load_codes.c: new diagnoses, and special and chronic diseases; a row that follows an
 * open one of the same code ends it the day before. */

#include "rooms/catalogue/catalogue.h"

#include "base/check.h"

#define LOAD_ROWS_MAX 500

struct load_input { struct list rows; };
struct load_facts { const struct list *rows[LOAD_ROWS_MAX]; };  /* of each row's code */
static const struct shape facts_shape =
    { .name = "catalogue_load_codes_facts", .size = sizeof(struct load_facts) };

struct load_outcome { int64_t added, ended; };
static const struct field outcome_fields[] = {
    { "added", NULL, FIELD_COUNT, 0, AT(struct load_outcome, added) },
    { "ended", NULL, FIELD_COUNT, 0, AT(struct load_outcome, ended) },
};
static const struct shape outcome_shape =
    SHAPE("catalogue_codes_loaded", struct load_outcome, outcome_fields);

/* Loads follow one another: they are rare, and name hundreds of codes. */
static void load_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, (int64_t)(text_hash(text_of(request->action->name)) >> 1));
}

static void refuse_row(struct decision *decision, const char *fault, struct text code, size_t at)
{
    decision_refuse_with(decision, fault, "rows", code,
                         arena_format(decision->request->arena, "%zu", at + 1));
}

static bool days_are_wrong(struct date from, struct date until)
{
    return until.yyyymmdd != 0 && date_compare(until, from) < 0;
}

/* Whether a new row may stand after a known one of its code; `ret_ends`: by ending that. */
static bool follows(struct date known_from, struct date known_until, struct date from,
                    struct date until, bool *ret_ends)
{
    *ret_ends = known_until.yyyymmdd == 0 && date_compare(known_from, from) < 0;
    bool before = until.yyyymmdd != 0 && date_compare(until, known_from) < 0;
    bool after = known_until.yyyymmdd != 0 && date_compare(from, known_until) > 0;
    return *ret_ends || before || after;
}

/* ---- catalogue.load-diagnoses ---- */

#define DIAGNOSIS(member_) AT(struct catalogue_diagnosis, member_)
static const struct field diagnosis_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED, DIAGNOSIS(code), 50 },
    { "valid_from", NULL, FIELD_DAY, FIELD_REQUIRED, DIAGNOSIS(valid_from) },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, DIAGNOSIS(name), 200 },
    { "valid_until", NULL, FIELD_DAY, 0, DIAGNOSIS(valid_until) },
};
static const struct shape diagnosis_shape =
    SHAPE("catalogue_diagnosis_in", struct catalogue_diagnosis, diagnosis_fields);
static const struct field diagnoses_fields[] = {
    { "rows", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct load_input, rows), LOAD_ROWS_MAX,
      .of = &diagnosis_shape },
};
static const struct shape diagnoses_shape =
    SHAPE("catalogue_load_diagnoses", struct load_input, diagnoses_fields);

static bool diagnoses_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct load_input *input = request->input;
    const struct catalogue_diagnosis *rows = input->rows.items;
    struct load_facts *found = facts;
    bool there = true;
    for (size_t i = 0; i < input->rows.count && i < LOAD_ROWS_MAX; i++) {
        struct catalogue_code_key key = catalogue_code_key_of(rows[i].code);
        found->rows[i] = gather_want(gather, &catalogue_diagnosis_of_code, &key);
        there &= found->rows[i] != NULL;
    }
    return there;
}

static const char *diagnosis_fault(const struct load_input *input, const struct list *known,
                                   size_t at, const struct catalogue_diagnosis **ret_ends)
{
    const struct catalogue_diagnosis *rows = input->rows.items, *row = &rows[at];
    if (days_are_wrong(row->valid_from, row->valid_until))
        return "catalogue.fault.ends-before";
    for (size_t i = 0; i < at; i++)
        if (text_equal(rows[i].code, row->code))
            return "catalogue.fault.twice";
    const struct catalogue_diagnosis *old = known->items;
    for (size_t i = 0; i < known->count; i++) {
        bool ends;
        if (!follows(old[i].valid_from, old[i].valid_until, row->valid_from, row->valid_until,
                     &ends))
            return "catalogue.fault.overlaps";
        if (ends)
            *ret_ends = &old[i];
    }
    return NULL;
}

static void diagnoses_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct load_input *input = request->input;
    const struct load_facts *found = facts;
    const struct catalogue_diagnosis *rows = input->rows.items;
    struct load_outcome *outcome = decision->outcome;
    for (size_t i = 0; i < input->rows.count; i++) {
        const struct catalogue_diagnosis *ends = NULL;
        const char *fault = diagnosis_fault(input, found->rows[i], i, &ends);
        if (fault != NULL) {
            refuse_row(decision, fault, rows[i].code, i);
            return;
        }
        if (ends != NULL) {
            struct catalogue_diagnosis ended = *ends;
            ended.valid_until = date_plus_days(rows[i].valid_from, -1);
            decision_replace(decision, &catalogue_diagnosis_table, &ended);
            outcome->ended++;
        }
        struct catalogue_diagnosis row = rows[i];
        row.bucket = bucket_of_name(row.code);
        decision_insert(decision, &catalogue_diagnosis_table, &row);
        outcome->added++;
    }
}

const struct action catalogue_load_diagnoses_action = {
    .name = "catalogue.load-diagnoses", .method = "POST", .path = "/api/v1/catalogue/diagnoses",
    .flags = ACTION_ONCE, .input = &diagnoses_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &outcome_shape,
    .help = "catalogue.help.load-diagnoses", .keys = load_keys, .gather = diagnoses_gather,
    .decide = diagnoses_decide,
};

/* ---- catalogue.load-diseases ---- */

#define DISEASE(member_) AT(struct catalogue_disease, member_)
static const struct field disease_fields[] = {
    { "code", NULL, FIELD_TEXT, FIELD_REQUIRED, DISEASE(code), 50 },
    { "place", NULL, FIELD_COUNT, 0, DISEASE(place) },
    { "valid_from", NULL, FIELD_DAY, FIELD_REQUIRED, DISEASE(valid_from) },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, DISEASE(name), 200 },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, DISEASE(kind), 10 },
    { "valid_until", NULL, FIELD_DAY, 0, DISEASE(valid_until) },
};
static const struct shape disease_shape =
    SHAPE("catalogue_disease_in", struct catalogue_disease, disease_fields);
static const struct field diseases_fields[] = {
    { "rows", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct load_input, rows), LOAD_ROWS_MAX,
      .of = &disease_shape },
};
static const struct shape diseases_shape =
    SHAPE("catalogue_load_diseases", struct load_input, diseases_fields);

static bool diseases_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct load_input *input = request->input;
    const struct catalogue_disease *rows = input->rows.items;
    struct load_facts *found = facts;
    bool there = true;
    for (size_t i = 0; i < input->rows.count && i < LOAD_ROWS_MAX; i++) {
        struct catalogue_code_key key = catalogue_code_key_of(rows[i].code);
        found->rows[i] = gather_want(gather, &catalogue_diseases_of_code, &key);
        there &= found->rows[i] != NULL;
    }
    return there;
}

static const char *disease_fault(const struct load_input *input, const struct list *known,
                                 size_t at, const struct catalogue_disease **ret_ends)
{
    const struct catalogue_disease *rows = input->rows.items, *row = &rows[at];
    if (!text_is(row->kind, "special") && !text_is(row->kind, "chronic"))
        return "catalogue.fault.disease-kind";
    if (days_are_wrong(row->valid_from, row->valid_until))
        return "catalogue.fault.ends-before";
    for (size_t i = 0; i < at; i++)
        if (text_equal(rows[i].code, row->code) && rows[i].place == row->place)
            return "catalogue.fault.twice";
    const struct catalogue_disease *old = known->items;
    for (size_t i = 0; i < known->count; i++) {
        bool ends;
        if (old[i].place != row->place)
            continue;
        if (!follows(old[i].valid_from, old[i].valid_until, row->valid_from, row->valid_until,
                     &ends))
            return "catalogue.fault.overlaps";
        if (ends)
            *ret_ends = &old[i];
    }
    return NULL;
}

static void diseases_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct load_input *input = request->input;
    const struct load_facts *found = facts;
    const struct catalogue_disease *rows = input->rows.items;
    struct load_outcome *outcome = decision->outcome;
    for (size_t i = 0; i < input->rows.count; i++) {
        const struct catalogue_disease *ends = NULL;
        const char *fault = disease_fault(input, found->rows[i], i, &ends);
        if (fault != NULL) {
            refuse_row(decision, fault, rows[i].code, i);
            return;
        }
        if (ends != NULL) {
            struct catalogue_disease ended = *ends;
            ended.valid_until = date_plus_days(rows[i].valid_from, -1);
            decision_replace(decision, &catalogue_disease_table, &ended);
            outcome->ended++;
        }
        struct catalogue_disease row = rows[i];
        row.bucket = bucket_of_name(row.code);
        decision_insert(decision, &catalogue_disease_table, &row);
        outcome->added++;
    }
}

const struct action catalogue_load_diseases_action = {
    .name = "catalogue.load-diseases", .method = "POST", .path = "/api/v1/catalogue/diseases",
    .flags = ACTION_ONCE, .input = &diseases_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &outcome_shape,
    .help = "catalogue.help.load-diseases", .keys = load_keys, .gather = diseases_gather,
    .decide = diseases_decide,
};
