/* visit_medicines_actions.c: 5205 as a row, with the SELECT behind it. */

#include "rooms/visit/visit_medicines.h"
#include "rooms/visit/visit_query.h"
#include "rooms/visit/visit_room.h"

#define MUST .flags = FIELD_REQUIRED

#define LINE(member, kind_) \
    { .name = #member, .kind = (kind_), .offset = AT(struct visit_medicine_row, line.member) }
static const struct field row_fields[] = {
    LINE(bucket, FIELD_COUNT), LINE(visit, FIELD_ID), LINE(serial, FIELD_TEXT),
    LINE(item, FIELD_TEXT), LINE(own_item, FIELD_TEXT), LINE(at, FIELD_MOMENT),
    LINE(quantity, FIELD_QUANTITY), LINE(price, FIELD_PRICE), LINE(charge_level, FIELD_TEXT),
    LINE(charge_type, FIELD_TEXT), LINE(restricted, FIELD_FLAG), LINE(approval, FIELD_COUNT),
    FIELD(struct visit_medicine_row, med_type, FIELD_TEXT, .flags = 0),
    FIELD(struct visit_medicine_row, institution, FIELD_ID, .flags = 0),
    FIELD(struct visit_medicine_row, division, FIELD_COUNT, .flags = 0),
};
static const struct shape row_shape =
    SHAPE("visit_medicine", struct visit_medicine_row, row_fields);
static const struct field key_fields[] = {
    FIELD(struct visit_medicines_key, bucket, FIELD_COUNT, MUST),
    FIELD(struct visit_medicines_key, person, FIELD_ID, MUST),
    FIELD(struct visit_medicines_key, from, FIELD_MOMENT, MUST),
    FIELD(struct visit_medicines_key, until, FIELD_MOMENT, MUST),
};
static const struct shape key_shape =
    SHAPE("visit_medicines_between", struct visit_medicines_key, key_fields);
/* Med_type 14, however a place lengthens it. Rows of other institutions belong to the answer: who
 * may ask is decided with the person's latest visit here. */
const struct query visit_medicines_between = {
    .name = "visit.medicines-between",
    .from = "visit v JOIN visit_line l ON l.bucket = v.bucket AND l.visit = v.visit",
    .where = "v.bucket = {bucket} AND v.person = {person} AND v.state <> 'cancelled' "
             "AND substr(v.med_type, 1, 2) = '14' AND l.state = 'live' "
             "AND l.at >= {from} AND l.at <= {until}",
    .order = "l.at, l.visit, l.bill, l.serial", .key = &key_shape, .row = &row_shape,
    .columns = "l.bucket, l.visit, l.serial, l.item, l.own_item, l.at, l.quantity, l.price, "
               "l.charge_level, l.charge_type, l.restricted, l.approval, v.med_type, "
               "v.institution, v.division",
    .row_max = VISIT_SHOWN_MAX + 1, .guard = GUARD_DECISION,
};

static const struct field input_fields[] = {
    FIELD(struct visit_medicines_input, person, FIELD_ID, .national = "psn_no", MUST),
    FIELD(struct visit_medicines_input, from, FIELD_MOMENT, .national = "begntime", MUST),
    FIELD(struct visit_medicines_input, until, FIELD_MOMENT, .national = "endtime",
          .flags = 0),
};
static const struct shape input_shape =
    SHAPE("visit.medicines", struct visit_medicines_input, input_fields);

#define SHOWN(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct visit_medicine_shown, member) }
#define OF_LINE(member, kind_, national_) SHOWN(#member, row.line.member, kind_, national_)
static const struct field shown_fields[] = {
    OF_LINE(serial, FIELD_TEXT, "feedetl_sn"),
    SHOWN("institution_code", institution_code, FIELD_TEXT, "fixmedins_code"),
    SHOWN("institution_name", institution_name, FIELD_TEXT, "fixmedins_name"),
    SHOWN("person", person, FIELD_ID, "psn_no"),
    SHOWN("med_type", row.med_type, FIELD_TEXT, "med_type"),
    OF_LINE(at, FIELD_MOMENT, "fee_ocur_time"), OF_LINE(quantity, FIELD_QUANTITY, "cnt"),
    OF_LINE(price, FIELD_PRICE, "pric"), OF_LINE(charge_level, FIELD_TEXT, "chrgitm_lv"),
    SHOWN("insurance_item", row.line.item, FIELD_TEXT, "hilist_code"),
    SHOWN("name", name, FIELD_TEXT, "hilist_name"),
    SHOWN("list_type", list_type, FIELD_TEXT, "list_type"),
    OF_LINE(item, FIELD_TEXT, "med_list_codg"), OF_LINE(own_item, FIELD_TEXT, "medins_list_codg"),
    SHOWN("own_name", name, FIELD_TEXT, "medins_list_name"),
    OF_LINE(charge_type, FIELD_TEXT, "med_chrgitm_type"),
    OF_LINE(restricted, FIELD_FLAG, "lmt_used_flag"),
    SHOWN("approval", approval, FIELD_TEXT, "hosp_appr_flag"),
};
static const struct shape shown_shape =
    SHAPE("visit.medicine-shown", struct visit_medicine_shown, shown_fields);
static const struct field answer_fields[] = {
    FIELD(struct visit_medicines, medicines, FIELD_LIST, .national = "feedetail",
          .of = &shown_shape),
};
static const struct shape answer_shape =
    SHAPE("visit.medicines-shown", struct visit_medicines, answer_fields);
static const struct shape facts_shape = {
    .name = "visit.medicines-facts", .size = sizeof(struct visit_medicines_facts),
};

const struct action visit_medicines_action = {
    .name = "visit.medicines", .method = "GET", .path = "/api/v1/persons/{person}/medicines",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "visit.help.medicines",
    .gather = visit_gather_medicines, .decide = visit_decide_medicines,
};
