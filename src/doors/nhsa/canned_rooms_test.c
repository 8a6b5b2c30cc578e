#include "doors/nhsa/canned_rooms.h"

#include "base/check.h"
#include "core/rights.h"

#include <string.h>

#define RIGHT_OF(roles_) (&(const struct right){ NULL, (roles_), (roles_) })

/* ---- 2201 ---- */

static const struct field visit_fields[] = {
    FIELD(struct canned_visit, person, FIELD_ID, .national = "psn_no", .flags = FIELD_REQUIRED),
    FIELD(struct canned_visit, insurance, FIELD_CODE, .national = "insutype",
          .codes = "insutype"),
    FIELD(struct canned_visit, med_type, FIELD_CODE, .national = "med_type", .codes = "med_type"),
    FIELD(struct canned_visit, bill, FIELD_TEXT, .national = "ipt_otp_no", .length_max = 30),
    FIELD(struct canned_visit, extension, FIELD_TEXT, .national = "exp_content",
          .length_max = 4000),
    FIELD(struct canned_visit, begun, FIELD_MOMENT, .national = "begntime"),
};
const struct shape canned_visit_shape =
    SHAPE("canned_visit", struct canned_visit, visit_fields);

struct visit_answer {
    int64_t visit, person;
    struct text bill;
};
static const struct field visit_answer_fields[] = {
    FIELD(struct visit_answer, bill, FIELD_TEXT, .national = "ipt_otp_no"),
    FIELD(struct visit_answer, visit, FIELD_ID, .national = "mdtrt_id"),
    FIELD(struct visit_answer, person, FIELD_ID, .national = "psn_no"),
};
static const struct shape visit_answer_shape =
    SHAPE("canned_visit_answer", struct visit_answer, visit_answer_fields);

static const void *visit_answer(const struct request *request)
{
    const struct canned_visit *input = request->input;
    struct visit_answer *answer = ARENA_NEW(request->arena, struct visit_answer);
    *answer = (struct visit_answer){ 777, input->person, input->bill };
    return answer;
}

/* ---- 2204 ---- */

static const struct field line_fields[] = {
    FIELD(struct canned_line, number, FIELD_TEXT, .national = "feedetl_sn", .length_max = 30),
    FIELD(struct canned_line, amount, FIELD_MONEY, .national = "det_item_fee_sumamt"),
    FIELD(struct canned_line, quantity, FIELD_QUANTITY, .national = "cnt"),
    FIELD(struct canned_line, price, FIELD_PRICE, .national = "pric"),
    FIELD(struct canned_line, at, FIELD_MOMENT, .national = "fee_ocur_time"),
};
static const struct shape line_shape = SHAPE("canned_line", struct canned_line, line_fields);
static const struct field lines_fields[] = {
    FIELD(struct canned_lines, lines, FIELD_LIST, .national = "feedetail", .of = &line_shape),
};
const struct shape canned_lines_shape =
    SHAPE("canned_lines", struct canned_lines, lines_fields);
static const struct field lines_answer_fields[] = {
    FIELD(struct canned_lines, lines, FIELD_LIST, .national = "result", .of = &line_shape),
};
static const struct shape lines_answer_shape =
    SHAPE("canned_lines_answer", struct canned_lines, lines_answer_fields);

/* ---- 2206, 2207, 2208, 5204 ---- */

static const struct field settle_fields[] = {
    FIELD(struct canned_settle, person, FIELD_ID, .national = "psn_no"),
    FIELD(struct canned_settle, visit, FIELD_ID, .national = "mdtrt_id"),
    FIELD(struct canned_settle, bill, FIELD_TEXT, .national = "chrg_bchno"),
    FIELD(struct canned_settle, total, FIELD_MONEY, .national = "medfee_sumamt"),
};
const struct shape canned_settle_shape =
    SHAPE("canned_settle", struct canned_settle, settle_fields);

struct part {
    struct text fund;
    struct money amount;
};
static const struct field part_fields[] = {
    FIELD(struct part, fund, FIELD_CODE, .national = "fund_pay_type", .codes = "fund_pay_type"),
    FIELD(struct part, amount, FIELD_MONEY, .national = "fund_payamt"),
};
static const struct shape part_shape = SHAPE("canned_part", struct part, part_fields);

struct settle_answer {
    int64_t settlement, visit;
    struct money total, cash;
    struct moment at;
    struct date born;
    int64_t age;
    struct text key, local;
    bool civil_servant;
    struct list parts;
};
#define SETTLED(member_, kind_, ...) FIELD(struct settle_answer, member_, kind_, __VA_ARGS__)
static const struct field settle_answer_fields[] = {
    SETTLED(settlement, FIELD_ID, .national = "setl_id"),
    SETTLED(visit, FIELD_ID, .national = "mdtrt_id"),
    SETTLED(total, FIELD_MONEY, .national = "medfee_sumamt"),
    SETTLED(cash, FIELD_MONEY, .national = "psn_cash_pay"),
    SETTLED(at, FIELD_MOMENT, .national = "setl_time"),
    SETTLED(born, FIELD_DAY, .national = "brdy"),
    SETTLED(age, FIELD_COUNT, .national = "age"),
    SETTLED(key, FIELD_TEXT, .national = "medins_setl_id"),
    SETTLED(local, FIELD_TEXT, .national = "local_note"),
    SETTLED(civil_servant, FIELD_FLAG, .national = "cvlserv_flag"),
    SETTLED(parts, FIELD_LIST, .national = "setldetail", .of = &part_shape),
};
static const struct shape settle_answer_shape =
    SHAPE("canned_settle_answer", struct settle_answer, settle_answer_fields);

static const void *settle_answer(const struct request *request)
{
    static struct part parts[] = {
        { { "310100", 6 }, { 8000 } }, { { "310200", 6 }, { 1234 } },
    };
    const struct canned_settle *input = request->input;
    struct settle_answer *answer = ARENA_NEW(request->arena, struct settle_answer);
    *answer = (struct settle_answer){
        .settlement = 888, .visit = input->visit, .total = input->total, .cash = { 2106 },
        .at = moment_at(DATE(2020, 2, 10), 9, 0, 0), .born = DATE(1960, 5, 6), .age = 59,
        .key = request->key, .local = TEXT("local"), .civil_servant = true,
        .parts = { parts, COUNT_OF(parts) },
    };
    return answer;
}

struct rows_answer {
    struct list lines;
};
static const struct field rows_answer_fields[] = {
    FIELD(struct rows_answer, lines, FIELD_LIST, .national = "lines", .of = &line_shape),
};
static const struct shape rows_answer_shape =
    SHAPE("canned_rows", struct rows_answer, rows_answer_fields);

static const void *rows_answer(const struct request *request)
{
    static struct canned_line line = { { "L1", 2 }, { 11340 }, { 5000 }, { 12350000 }, { 0 } };
    struct rows_answer *answer = ARENA_NEW(request->arena, struct rows_answer);
    answer->lines = (struct list){ &line, 1 };
    return answer;
}

/* ---- 2402, with a shape of its own on the wire ---- */

static const struct field discharge_fields[] = {
    FIELD(struct canned_discharge, person, FIELD_ID, .flags = 0),
    FIELD(struct canned_discharge, words, FIELD_TEXT, .flags = 0),
};
const struct shape canned_discharge_shape =
    SHAPE("canned_discharge", struct canned_discharge, discharge_fields);

struct diagnosis {
    struct text name;
};
static const struct field diagnosis_fields[] = {
    FIELD(struct diagnosis, name, FIELD_TEXT, .national = "diag_name"),
};
static const struct shape diagnosis_shape =
    SHAPE("canned_diagnosis", struct diagnosis, diagnosis_fields);
struct discharge_wire {
    int64_t person;
    struct list diagnoses;
};
static const struct field discharge_wire_fields[] = {
    FIELD(struct discharge_wire, person, FIELD_ID, .national = "psn_no"),
    FIELD(struct discharge_wire, diagnoses, FIELD_LIST, .national = "diseinfo",
          .of = &diagnosis_shape),
};
static const struct shape discharge_wire_shape =
    SHAPE("canned_discharge_wire", struct discharge_wire, discharge_wire_fields);

static void discharge_ask(const struct request *request, const void *wire, void *input)
{
    const struct discharge_wire *from = wire;
    struct canned_discharge *to = input;
    const struct diagnosis *rows = from->diagnoses.items;
    to->person = from->person;
    to->words = TEXT("");
    for (size_t i = 0; i < from->diagnoses.count; i++)
        to->words = arena_format(request->arena, "%.*s%.*s;", TEXT_ARGS(to->words),
                                 TEXT_ARGS(rows[i].name));
}

/* ---- 9001, 9002 ---- */

struct operator { struct text name; int64_t sign_no; };
static const struct field operator_fields[] = {
    FIELD(struct operator, name, FIELD_TEXT, .national = "opter_no"),
    FIELD(struct operator, sign_no, FIELD_ID, .national = "sign_no"),
};
static const struct shape operator_shape =
    SHAPE("canned_operator", struct operator, operator_fields);
struct signed_answer { struct moment at; int64_t sign_no; };
static const struct field signed_fields[] = {
    FIELD(struct signed_answer, at, FIELD_MOMENT, .national = "sign_time"),
    FIELD(struct signed_answer, sign_no, FIELD_ID, .national = "sign_no"),
};
static const struct shape signed_shape =
    SHAPE("canned_signed", struct signed_answer, signed_fields);

static const void *signed_answer(const struct request *request)
{
    struct signed_answer *answer = ARENA_NEW(request->arena, struct signed_answer);
    *answer = (struct signed_answer){ request->at, 4711 };
    return answer;
}

/* ---- the room ---- */

#define ACTION(variable_, name_, flags_, input_, answer_) \
    static const struct action variable_ = { \
        .name = (name_), .right = RIGHT_OF(ROLES_EVERYBODY), \
        .flags = (flags_), .input = &(input_), \
        .outcome = &(answer_), .answer = &(answer_) }

ACTION(register_action, "canned.register", ACTION_ONCE, canned_visit_shape, visit_answer_shape);
ACTION(charge_action, "canned.charge", ACTION_ONCE, canned_lines_shape, lines_answer_shape);
ACTION(cancel_action, "canned.cancel", ACTION_ONCE, canned_settle_shape, settle_answer_shape);
ACTION(price_action, "canned.price", ACTION_READ, canned_settle_shape, settle_answer_shape);
ACTION(settle_action, "canned.settle", ACTION_ONCE, canned_settle_shape, settle_answer_shape);
ACTION(rows_action, "canned.rows", ACTION_READ, canned_settle_shape, rows_answer_shape);
ACTION(discharge_action, "canned.discharge", ACTION_ONCE, canned_discharge_shape,
       settle_answer_shape);
ACTION(sign_action, "canned.sign", ACTION_ONCE, operator_shape, signed_shape);

const void *canned_answer(const struct request *request)
{
    const struct action *action = request->action;
    if (action == &register_action)
        return visit_answer(request);
    if (action == &charge_action)
        return request->input;
    if (action == &rows_action)
        return rows_answer(request);
    if (action == &sign_action)
        return signed_answer(request);
    return settle_answer(request);
}

static const struct transaction transactions[] = {
    { .infno = "2201", .action = &register_action, .node_in = "data", .node_out = "data" },
    { .infno = "2202", .action = &cancel_action, .node_in = "data" },
    { .infno = "2204", .action = &charge_action, .node_out = "result" },
    { .infno = "2206", .action = &price_action, .node_in = "data", .node_out = "setlinfo" },
    { .infno = "2207", .action = &settle_action, .node_in = "data", .node_out = "setlinfo" },
    { .infno = "2208", .action = &settle_action, .node_in = "data", .node_out = "setlinfo" },
    { .infno = "2402", .action = &discharge_action, .node_in = "dscginfo",
      .wire_in = &discharge_wire_shape, .ask = discharge_ask },
    { .infno = "5204", .action = &rows_action, .node_in = "data", .node_out = "-" },
    { .infno = "9001", .action = &sign_action, .node_in = "signIn", .node_out = "signinoutb" },
    { .infno = "9002", .action = &sign_action, .node_in = "signOut",
      .node_out = "signoutoutb" },
};

const struct room canned_room = {
    .name = "canned", .transactions = transactions,
    .transaction_count = COUNT_OF(transactions),
};
