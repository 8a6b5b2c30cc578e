/* catalogue_store.c: rows and reads of the catalogues. */

#include "rooms/catalogue/catalogue.h"

static const struct field catalogue_item_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct catalogue_item, bucket) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_item, code), 50 },
    { "place", NULL, FIELD_COUNT, 0, AT(struct catalogue_item, place) },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct catalogue_item, valid_from) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct catalogue_item, name), 200 },
    { "unit", NULL, FIELD_TEXT, 0, AT(struct catalogue_item, unit), 100 },
    { "list_type", NULL, FIELD_CODE, 0, AT(struct catalogue_item, list_type), 20, "list_type" },
    { "charge_type", NULL, FIELD_CODE, 0,
      AT(struct catalogue_item, charge_type), 20, "med_chrgitm_type" },
    { "charge_level", NULL, FIELD_CODE, 0,
      AT(struct catalogue_item, charge_level), 20, "chrgitm_lv" },
    { "pay_first", NULL, FIELD_SHARE, 0, AT(struct catalogue_item, pay_first) },
    { "limit_tier1", NULL, FIELD_PRICE, 0, AT(struct catalogue_item, limit_tier1) },
    { "limit_tier2", NULL, FIELD_PRICE, 0, AT(struct catalogue_item, limit_tier2) },
    { "limit_tier3", NULL, FIELD_PRICE, 0, AT(struct catalogue_item, limit_tier3) },
    { "limited_use", NULL, FIELD_FLAG, 0, AT(struct catalogue_item, limited_use) },
    { "limited_to", NULL, FIELD_TEXT, 0, AT(struct catalogue_item, limited_to), 500 },
    { "controlled", NULL, FIELD_FLAG, 0, AT(struct catalogue_item, controlled) },
    { "short_supply", NULL, FIELD_FLAG, 0, AT(struct catalogue_item, short_supply) },
    { "long_prescription", NULL, FIELD_FLAG, 0, AT(struct catalogue_item, long_prescription) },
    { "days_max", NULL, FIELD_COUNT, 0, AT(struct catalogue_item, days_max) },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct catalogue_item, valid_until) },
    { "known_from", NULL, FIELD_DAY, 0, AT(struct catalogue_item, known_from) },
    { "under", NULL, FIELD_TEXT, 0, AT(struct catalogue_item, under), 120 },
    { "version", NULL, FIELD_COUNT, 0, AT(struct catalogue_item, version) },
};
const struct shape catalogue_item_shape =
    SHAPE("catalogue_item", struct catalogue_item, catalogue_item_fields);
const struct table catalogue_item_table = { "catalogue_item", &catalogue_item_shape, 4, "version" };

static const struct field catalogue_diagnosis_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct catalogue_diagnosis, bucket) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_diagnosis, code), 50 },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct catalogue_diagnosis, valid_from) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct catalogue_diagnosis, name), 200 },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct catalogue_diagnosis, valid_until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct catalogue_diagnosis, version) },
};
const struct shape catalogue_diagnosis_shape =
    SHAPE("catalogue_diagnosis", struct catalogue_diagnosis, catalogue_diagnosis_fields);
const struct table catalogue_diagnosis_table =
    { "catalogue_diagnosis", &catalogue_diagnosis_shape, 3, "version" };

static const struct field catalogue_disease_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct catalogue_disease, bucket) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, code), 50 },
    { "place", NULL, FIELD_COUNT, 0, AT(struct catalogue_disease, place) },
    { "valid_from", NULL, FIELD_DAY, 0, AT(struct catalogue_disease, valid_from) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, name), 200 },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct catalogue_disease, kind), 20 },
    { "valid_until", NULL, FIELD_DAY, 0, AT(struct catalogue_disease, valid_until) },
    { "version", NULL, FIELD_COUNT, 0, AT(struct catalogue_disease, version) },
};
const struct shape catalogue_disease_shape =
    SHAPE("catalogue_disease", struct catalogue_disease, catalogue_disease_fields);
const struct table catalogue_disease_table =
    { "catalogue_disease", &catalogue_disease_shape, 4, "version" };

static const struct field code_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct catalogue_code_key, bucket) },
    { "code", NULL, FIELD_TEXT, 0, AT(struct catalogue_code_key, code), 50 },
};
static const struct shape code_key_shape =
    SHAPE("catalogue_code_key", struct catalogue_code_key, code_key_fields);

static const struct field search_key_fields[] = {
    { "text", NULL, FIELD_TEXT, 0, AT(struct catalogue_search_key, text), 100 },
    { "after", NULL, FIELD_TEXT, 0, AT(struct catalogue_search_key, after), 50 },
};
static const struct shape search_key_shape =
    SHAPE("catalogue_search_key", struct catalogue_search_key, search_key_fields);

/* Places × times of one code: far below the bound. */
#define OF_CODE(from_, order_, row_, table_) \
    .from = (from_), .where = "bucket = {bucket} AND code = {code}", .order = (order_), \
    .key = &code_key_shape, .row = &(row_), .row_max = 400, .guard = GUARD_PUBLIC, \
    .kept_of = &(table_)

const struct query catalogue_items_of_code = {
    .name = "catalogue.items-of-code",
    OF_CODE("catalogue_item", "place, valid_from", catalogue_item_shape,
            catalogue_item_table),
};
const struct query catalogue_diagnosis_of_code = {
    .name = "catalogue.diagnosis-of-code",
    OF_CODE("catalogue_diagnosis", "valid_from", catalogue_diagnosis_shape,
            catalogue_diagnosis_table),
};
const struct query catalogue_diseases_of_code = {
    .name = "catalogue.diseases-of-code",
    OF_CODE("catalogue_disease", "place, valid_from", catalogue_disease_shape,
            catalogue_disease_table),
};

/* For people, who type a part of a name: a page in the order of codes. Hospitals ask by code. */
const struct query catalogue_items_like = {
    .name = "catalogue.items-like", .from = "catalogue_item",
    .where = "name LIKE '%' || {text} || '%' AND code > {after}",
    .order = "code, place, valid_from",
    .key = &search_key_shape, .row = &catalogue_item_shape, .row_max = 200,
    .guard = GUARD_PUBLIC,
};
const struct query catalogue_diagnoses_like = {
    .name = "catalogue.diagnoses-like", .from = "catalogue_diagnosis",
    .where = "(name LIKE '%' || {text} || '%' OR code LIKE {text} || '%') AND code > {after}",
    .order = "code, valid_from",
    .key = &search_key_shape, .row = &catalogue_diagnosis_shape, .row_max = 100,
    .guard = GUARD_PUBLIC,
};
const struct query catalogue_diseases_like = {
    .name = "catalogue.diseases-like", .from = "catalogue_disease",
    .where = "(name LIKE '%' || {text} || '%' OR code LIKE {text} || '%') AND code > {after}",
    .order = "code, place, valid_from",
    .key = &search_key_shape, .row = &catalogue_disease_shape, .row_max = 200,
    .guard = GUARD_PUBLIC,
};
