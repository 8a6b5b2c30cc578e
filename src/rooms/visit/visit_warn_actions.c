/* visit_warn_actions.c: warnings of long prescriptions as rows, and their messages: in 3101 and
 * 3102 the orders lie three lists deep. */

#include "rooms/visit/visit_room.h"
#include "rooms/visit/visit_warn.h"

#define MUST .flags = FIELD_REQUIRED

/* ---- what our own API takes ---- */

#define ORDER(member, kind, ...) FIELD(struct visit_order_input, member, kind, __VA_ARGS__)
static const struct field order_fields[] = {
    ORDER(order, FIELD_TEXT, MUST, .length_max = 50),
    ORDER(item, FIELD_TEXT, MUST, .length_max = 50),
    ORDER(days, FIELD_QUANTITY, MUST),
    ORDER(amount, FIELD_MONEY, .flags = 0),
};
static const struct shape order_shape =
    SHAPE("visit.order", struct visit_order_input, order_fields);
static const struct field code_fields[] = {
    FIELD(struct visit_code_input, code, FIELD_TEXT, MUST, .length_max = 30),
};
static const struct shape code_shape = SHAPE("visit.code", struct visit_code_input, code_fields);

#define CHECK_FIELD(member, kind, ...) FIELD(struct visit_check_input, member, kind, __VA_ARGS__)
static const struct field check_fields[] = {
    CHECK_FIELD(person, FIELD_ID, MUST),
    CHECK_FIELD(visit, FIELD_ID, .flags = 0),
    CHECK_FIELD(orders, FIELD_LIST, MUST, .of = &order_shape, .length_max = LIMIT_LINES_A_CALL),
    CHECK_FIELD(diagnoses, FIELD_LIST, .of = &code_shape,
                .length_max = LIMIT_DIAGNOSES_A_VISIT),
    CHECK_FIELD(task, FIELD_TEXT, .length_max = 100),
};
static const struct shape check_shape =
    SHAPE("visit.check", struct visit_check_input, check_fields);

/* ---- what is told ---- */

#define DETAIL(member, kind, national_) \
    FIELD(struct visit_warning_detail, member, kind, .national = (national_))
static const struct field detail_fields[] = {
    DETAIL(id, FIELD_TEXT, "jrd_id"), DETAIL(person, FIELD_ID, "patn_id"),
    DETAIL(visit, FIELD_ID, "mdtrt_id"), DETAIL(order, FIELD_TEXT, "rx_id"),
    DETAIL(type, FIELD_TEXT, "vola_item_type"), DETAIL(amount, FIELD_MONEY, "vola_amt"),
};
static const struct shape detail_shape =
    SHAPE("visit.warning-detail", struct visit_warning_detail, detail_fields);

#define WARNING(member, kind, national_) \
    FIELD(struct visit_warning, member, kind, .national = (national_))
static const struct field warning_fields[] = {
    WARNING(id, FIELD_TEXT, "jr_id"), WARNING(rule, FIELD_TEXT, "rule_id"),
    WARNING(rule_name, FIELD_TEXT, "rule_name"), WARNING(said, FIELD_TEXT, "vola_cont"),
    WARNING(person, FIELD_ID, "patn_id"), WARNING(visit, FIELD_ID, "mdtrt_id"),
    WARNING(amount, FIELD_MONEY, "vola_amt"),
    WARNING(amount_state, FIELD_TEXT, "vola_amt_stas"),
    WARNING(gravity, FIELD_TEXT, "sev_deg"), WARNING(basis, FIELD_TEXT, "vola_evid"),
    WARNING(kind, FIELD_TEXT, "vola_bhvr_type"), WARNING(task, FIELD_TEXT, "task_id"),
    FIELD(struct visit_warning, details, FIELD_LIST, .national = "judge_result_detail_dtos",
          .of = &detail_shape),
};
static const struct shape warning_shape =
    SHAPE("visit.warning", struct visit_warning, warning_fields);
static const struct field warnings_fields[] = {
    FIELD(struct visit_warnings, warnings, FIELD_LIST, .national = "result",
          .of = &warning_shape),
};
static const struct shape warnings_shape =
    SHAPE("visit.warnings", struct visit_warnings, warnings_fields);

/* ---- 3101 and 3102 as they come ---- */

struct wire_order {
    struct text order, item, current;
    struct text days;           /* C(10), and only some editions have it */
    struct moment begin, end;
    struct money amount;
};
struct wire_encounter {
    int64_t visit;
    struct list diagnoses;      /* of visit_code_input */
    struct list orders;         /* of wire_order */
};
struct wire_patient {
    int64_t person, visit;
    struct list encounters;     /* of wire_encounter: of now, and earlier ones */
};
struct wire_check {
    struct text task;
    struct list patients;       /* of wire_patient */
};
struct wire { struct wire_check data; };

#define WIRE_ORDER(member, kind, national_, ...) \
    FIELD(struct wire_order, member, kind, .national = (national_), __VA_ARGS__)
static const struct field wire_order_fields[] = {
    WIRE_ORDER(order, FIELD_TEXT, "rx_id", MUST, .length_max = 50),
    WIRE_ORDER(item, FIELD_TEXT, "hilist_code", MUST, .length_max = 50),
    WIRE_ORDER(current, FIELD_TEXT, "curr_drord_flag", .length_max = 3),
    WIRE_ORDER(days, FIELD_TEXT, "o_prdDays", .length_max = 10),
    WIRE_ORDER(begin, FIELD_MOMENT, "drord_begn_date", .flags = 0),
    WIRE_ORDER(end, FIELD_MOMENT, "drord_stop_date", .flags = 0),
    WIRE_ORDER(amount, FIELD_MONEY, "sumamt", .flags = 0),
};
static const struct shape wire_order_shape =
    SHAPE("visit.wire-order", struct wire_order, wire_order_fields);
static const struct field wire_code_fields[] = {
    FIELD(struct visit_code_input, code, FIELD_TEXT, .national = "dise_codg", MUST,
          .length_max = 30),
};
static const struct shape wire_code_shape =
    SHAPE("visit.wire-code", struct visit_code_input, wire_code_fields);
static const struct field wire_encounter_fields[] = {
    FIELD(struct wire_encounter, visit, FIELD_ID, .national = "mdtrt_id", .flags = 0),
    FIELD(struct wire_encounter, diagnoses, FIELD_LIST, .national = "fsi_diagnose_dtos",
          .of = &wire_code_shape, .length_max = LIMIT_DIAGNOSES_A_VISIT),
    FIELD(struct wire_encounter, orders, FIELD_LIST, .national = "fsi_order_dtos",
          .of = &wire_order_shape, .length_max = LIMIT_LINES_A_CALL),
};
static const struct shape wire_encounter_shape =
    SHAPE("visit.wire-encounter", struct wire_encounter, wire_encounter_fields);
static const struct field wire_patient_fields[] = {
    FIELD(struct wire_patient, person, FIELD_ID, .national = "patn_id", MUST),
    FIELD(struct wire_patient, visit, FIELD_ID, .national = "curr_mdtrt_id", .flags = 0),
    FIELD(struct wire_patient, encounters, FIELD_LIST, .national = "fsi_encounter_dtos",
          .of = &wire_encounter_shape, .length_max = 100),
};
static const struct shape wire_patient_shape =
    SHAPE("visit.wire-patient", struct wire_patient, wire_patient_fields);
static const struct field wire_check_fields[] = {
    FIELD(struct wire_check, task, FIELD_TEXT, .national = "task_id", .length_max = 100),
    /* One at a time: what is warned of is said to the physician of one patient. */
    FIELD(struct wire_check, patients, FIELD_LIST, .national = "patient_dtos", MUST,
          .of = &wire_patient_shape, .length_max = 1),
};
static const struct shape wire_check_shape =
    SHAPE("visit.wire-check", struct wire_check, wire_check_fields);
static const struct field wire_fields[] = {
    FIELD(struct wire, data, FIELD_OBJECT, .national = "data", MUST, .of = &wire_check_shape),
};
const struct shape visit_check_wire_shape = SHAPE("visit.wire", struct wire, wire_fields);

/* Days as said; else from the first to the last of the order. */
static struct quantity days_of(const struct wire_order *order)
{
    struct quantity days;
    if (quantity_parse(text_trim(order->days), &days) && days.e4 > 0
        && days.e4 <= LIMIT_QUANTITY_E4)
        return days;
    if (order->begin.ms == 0 || order->end.ms == 0)
        return (struct quantity){ 0 };
    return (struct quantity){ 10000 * (int64_t)date_days_between(date_of_moment(order->begin),
                                                                date_of_moment(order->end)) };
}

void visit_check_ask(const struct request *request, const void *wire, void *ret_input)
{
    const struct wire_check *check = &((const struct wire *)wire)->data;
    struct visit_check_input *input = ret_input;
    *input = (struct visit_check_input){ .task = check->task };
    if (check->patients.count == 0)
        return;
    const struct wire_patient *patient = check->patients.items;
    const struct wire_encounter *encounters = patient->encounters.items;
    input->person = patient->person;
    input->visit = patient->visit;
    for (size_t i = 0; i < patient->encounters.count; i++) {
        if (encounters[i].visit != patient->visit && patient->encounters.count > 1)
            continue;
        const struct wire_order *orders = encounters[i].orders.items;
        struct visit_order_input *kept = ARENA_ARRAY(request->arena, struct visit_order_input,
                                                     encounters[i].orders.count + 1);
        size_t count = 0;
        for (size_t k = 0; k < encounters[i].orders.count; k++)
            if (!text_is(orders[k].current, "0"))
                kept[count++] = (struct visit_order_input){
                    .order = orders[k].order, .item = orders[k].item,
                    .days = days_of(&orders[k]), .amount = orders[k].amount,
                };
        input->orders = (struct list){ kept, count };
        input->diagnoses = encounters[i].diagnoses;
    }
}

/* ---- 3103 ---- */

#define ANSWER(member, kind, national_, ...) \
    FIELD(struct visit_answer_input, member, kind, .national = (national_), __VA_ARGS__)
static const struct field answer_fields[] = {
    ANSWER(warning, FIELD_TEXT, "warn_rslt_id", MUST, .length_max = VISIT_WARNING_LENGTH),
    ANSWER(way, FIELD_CODE, "dspo_way", MUST, .codes = "dspo_way"),
    ANSWER(reason, FIELD_TEXT, "dspo_way_rea", .length_max = 500),
};
static const struct shape answer_shape =
    SHAPE("visit.answer", struct visit_answer_input, answer_fields);
static const struct field answers_fields[] = {
    FIELD(struct visit_answers_input, answers, FIELD_LIST, .national = "warns", MUST,
          .of = &answer_shape, .length_max = LIMIT_LINES_A_CALL),
};
static const struct shape answers_shape =
    SHAPE("visit.answers", struct visit_answers_input, answers_fields);
struct answers_wire { struct visit_answers_input data; };
static const struct field answers_wire_fields[] = {
    FIELD(struct answers_wire, data, FIELD_OBJECT, .national = "data", MUST,
          .of = &answers_shape),
};
const struct shape visit_answers_wire_shape =
    SHAPE("visit.wire-answers", struct answers_wire, answers_wire_fields);

void visit_answers_ask(const struct request *request, const void *wire, void *input)
{
    (void)request;
    *(struct visit_answers_input *)input = ((const struct answers_wire *)wire)->data;
}

/* An answer names no person: its visit lies in the person's bucket and stands for it. */
static void keys_of_answers(const struct request *request, struct keys *keys)
{
    const struct visit_answers_input *input = request->input;
    const struct visit_answer_input *answers = input->answers.items;
    struct visit_warned warned;
    if (input->answers.count > 0 && visit_warning_read(answers[0].warning, &warned))
        keys_add(keys, warned.visit);
}

/* ---- the rows ---- */

static const struct shape check_facts_shape =
    { .name = "visit.check-facts", .size = sizeof(struct visit_check_facts) };
static const struct shape answers_facts_shape =
    { .name = "visit.answers-facts", .size = sizeof(struct visit_answers_facts) };

const struct action visit_check_prescriptions_action = {
    .name = "visit.check-prescriptions", .method = "POST", .path = "/api/v1/prescriptions/check",
    .flags = ACTION_READ | ACTION_OFFLINE,
    .input = &check_shape, .facts = &check_facts_shape,
    .outcome = &warnings_shape, .answer = &warnings_shape,
    .help = "visit.help.check-prescriptions",
    .gather = visit_gather_check, .decide = visit_decide_check,
};
const struct action visit_answer_warnings_action = {
    .name = "visit.answer-warnings", .method = "POST", .path = "/api/v1/prescriptions/answers",
    .flags = ACTION_ONCE | ACTION_OFFLINE,
    .input = &answers_shape, .facts = &answers_facts_shape,
    .outcome = &visit_done_shape, .answer = &visit_done_shape,
    .help = "visit.help.answer-warnings", .keys = keys_of_answers,
    .gather = visit_gather_answers, .decide = visit_decide_answers,
};
