/* hospital_message.c: see hospital_message.h. Fields as the published tables list them, filled as
 * a HIS fills them: texts for numbers here and there, empty texts for what it does not know. */

#include "hospital_message.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VISIT_TIME "2020-02-10 09:00:00"

/* One full-class medicine, one with a part borne first, one service: of the demo catalogue. */
struct hospital_item {
    const char *code;
    int64_t price_fen;
};
static const struct hospital_item ITEMS[] = {
    { "XD04DA003A0010101039000", 4250 },
    { "XB02BA001A0010101019000", 6120 },
    { "ZA01AAD0000000109000", 98000 },
};
_Static_assert(COUNT_OF(ITEMS) == HOSPITAL_LINES, "an item a line");

static const char *const INFNOS[] = {
    [HOSPITAL_REGISTER] = "2201", [HOSPITAL_DESCRIBE] = "2203", [HOSPITAL_CHARGE] = "2204",
    [HOSPITAL_PRICE] = "2206", [HOSPITAL_SETTLE] = "2207", [HOSPITAL_UNDO] = "2208",
};
_Static_assert(COUNT_OF(INFNOS) == HOSPITAL_STEPS, "a number a step");

const char *hospital_infno(enum hospital_step step)
{
    return INFNOS[step];
}

void hospital_msgid(const struct hospital_visit *visit, enum hospital_step step,
                    char ret_msgid[HOSPITAL_MSGID])
{
    snprintf(ret_msgid, HOSPITAL_MSGID, "%s%017lld%d", visit->place->code, (long long)visit->serial,
             (int)step);
}

/* ---- writing ---- */

struct yuan { char text[32]; };

static struct yuan yuan_of(int64_t fen)
{
    struct yuan yuan;
    int64_t size = fen < 0 ? -fen : fen;
    snprintf(yuan.text, sizeof yuan.text, "%s%lld.%02lld", fen < 0 ? "-" : "",
             (long long)(size / 100), (long long)(size % 100));
    return yuan;
}

static int64_t quantity_of(const struct hospital_visit *visit, int line)
{
    return 1 + (visit->serial + line) % 3;
}

static size_t write_register(const struct hospital_visit *visit, char *to, size_t size)
{
    return (size_t)snprintf(to, size,
        "{\"data\":{\"psn_no\":\"%lld\",\"insutype\":\"%s\",\"begntime\":\"" VISIT_TIME "\","
        "\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\",\"ipt_otp_no\":\"MZ%lld\","
        "\"atddr_no\":\"D110101000001\",\"dr_name\":\"示例医师\",\"dept_code\":\"A03\","
        "\"dept_name\":\"内科\",\"caty\":\"A03\"}}",
        (long long)visit->person->person, visit->person->insurance, visit->person->id_number,
        (long long)visit->serial);
}

static size_t write_describe(const struct hospital_visit *visit, char *to, size_t size)
{
    return (size_t)snprintf(to, size,
        "{\"mdtrtinfo\":{\"mdtrt_id\":\"%s\",\"psn_no\":\"%lld\",\"med_type\":\"11\","
        "\"begntime\":\"" VISIT_TIME "\",\"main_cond_dscr\":\"\",\"dise_codg\":\"\","
        "\"dise_name\":\"\",\"birctrl_type\":\"\",\"birctrl_matn_date\":\"\"},"
        "\"diseinfo\":[{\"diag_type\":\"1\",\"diag_srt_no\":\"1\",\"diag_code\":\"A09.900\","
        "\"diag_name\":\"感染性腹泻\",\"diag_dept\":\"A03\",\"dise_dor_no\":\"D110101000001\","
        "\"dise_dor_name\":\"示例医师\",\"diag_time\":\"" VISIT_TIME "\",\"vali_flag\":\"1\"}]}",
        visit->visit, (long long)visit->person->person);
}

static size_t write_charge(const struct hospital_visit *visit, char *to, size_t size)
{
    size_t length = (size_t)snprintf(to, size, "{\"feedetail\":[");
    for (int i = 0; i < HOSPITAL_LINES; i++) {
        int64_t quantity = quantity_of(visit, i);
        length += (size_t)snprintf(to + length, size - length,
            "%s{\"feedetl_sn\":\"%d\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%lld\","
            "\"chrg_bchno\":\"%lld\",\"dise_codg\":\"\",\"rxno\":\"\",\"rx_circ_flag\":\"0\","
            "\"fee_ocur_time\":\"" VISIT_TIME "\",\"med_list_codg\":\"%s\","
            "\"medins_list_codg\":\"OWN-%d\",\"det_item_fee_sumamt\":%s,\"cnt\":%lld,"
            "\"pric\":%s,\"sin_dos_dscr\":\"\",\"used_frqu_dscr\":\"\",\"prd_days\":\"\","
            "\"medc_way_dscr\":\"\",\"bilg_dept_codg\":\"A03\",\"bilg_dept_name\":\"内科\","
            "\"bilg_dr_codg\":\"D110101000001\",\"bilg_dr_name\":\"示例医师\","
            "\"hosp_appr_flag\":\"1\",\"etip_flag\":\"0\",\"dscg_tkdrug_flag\":\"0\"}",
            i == 0 ? "" : ",", i + 1, visit->visit, (long long)visit->person->person,
            (long long)visit->serial, ITEMS[i].code, i + 1,
            yuan_of(ITEMS[i].price_fen * quantity).text, (long long)quantity,
            yuan_of(ITEMS[i].price_fen).text);
    }
    return length + (size_t)snprintf(to + length, size - length, "]}");
}

static size_t write_settle(const struct hospital_visit *visit, bool trial, char *to, size_t size)
{
    size_t length = (size_t)snprintf(to, size,
        "{\"data\":{\"psn_no\":\"%lld\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"%s\","
        "\"med_type\":\"11\",\"medfee_sumamt\":%s,\"psn_setlway\":\"01\",\"mdtrt_id\":\"%s\","
        "\"chrg_bchno\":\"%lld\",\"insutype\":\"%s\",\"acct_used_flag\":\"0\"",
        (long long)visit->person->person, visit->person->id_number,
        yuan_of(visit->total_fen).text, visit->visit, (long long)visit->serial,
        visit->person->insurance);
    if (!trial)
        length += (size_t)snprintf(to + length, size - length,
            ",\"invono\":\"\",\"fulamt_ownpay_amt\":%s,\"overlmt_selfpay\":%s,"
            "\"preselfpay_amt\":%s,\"inscp_scp_amt\":%s",
            yuan_of(visit->full_own_fen).text, yuan_of(visit->over_limit_fen).text,
            yuan_of(visit->pay_first_fen).text, yuan_of(visit->in_scope_fen).text);
    return length + (size_t)snprintf(to + length, size - length, "}}");
}

static size_t write_undo(const struct hospital_visit *visit, char *to, size_t size)
{
    return (size_t)snprintf(to, size,
        "{\"data\":{\"setl_id\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%lld\"}}",
        visit->settlement, visit->visit, (long long)visit->person->person);
}

static size_t write_input(const struct hospital_visit *visit, enum hospital_step step, char *to,
                          size_t size)
{
    switch (step) {
    case HOSPITAL_REGISTER: return write_register(visit, to, size);
    case HOSPITAL_DESCRIBE: return write_describe(visit, to, size);
    case HOSPITAL_CHARGE: return write_charge(visit, to, size);
    case HOSPITAL_PRICE: return write_settle(visit, true, to, size);
    case HOSPITAL_SETTLE: return write_settle(visit, false, to, size);
    case HOSPITAL_UNDO: return write_undo(visit, to, size);
    case HOSPITAL_STEPS: break;
    }
    CHECK(false);
    return 0;
}

size_t hospital_message(const struct hospital_visit *visit, enum hospital_step step,
                        char bytes[HOSPITAL_MESSAGE_BYTES])
{
    const struct hospital_place *place = visit->place;
    char msgid[HOSPITAL_MSGID], head[1024], input[6144];
    hospital_msgid(visit, step, msgid);
    size_t input_length = write_input(visit, step, input, sizeof input);
    size_t head_length = (size_t)snprintf(head, sizeof head,
        "{\"infno\":\"%s\",\"msgid\":\"%s\",\"mdtrtarea_admvs\":\"%lld\","
        "\"insuplc_admdvs\":\"%lld\",\"recer_sys_code\":\"MBS_LOCAL\",\"dev_no\":\"\","
        "\"dev_safe_info\":\"\",\"cainfo\":\"\",\"signtype\":\"\",\"infver\":\"V1.0\","
        "\"opter_type\":\"1\",\"opter\":\"0001\",\"opter_name\":\"示例收费员\","
        "\"inf_time\":\"" VISIT_TIME "\",\"fixmedins_code\":\"%s\",\"fixmedins_name\":\"%s\","
        "\"sign_no\":\"\",\"input\":",
        INFNOS[step], msgid, (long long)place->division, (long long)visit->person->place,
        place->code, place->name);
    CHECK(input_length < sizeof input && head_length < sizeof head);
    size_t length = (size_t)snprintf(bytes, HOSPITAL_MESSAGE_BYTES,
        "POST /fsi/api/rsfComIfsService/callService HTTP/1.1\r\nHost: hospital-door\r\n"
        "Content-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s%s}",
        head_length + input_length + 1, head, input);
    CHECK(length < HOSPITAL_MESSAGE_BYTES);
    return length;
}

/* ---- reading ---- */

/* What follows `"name":` from `*at` on; moves `*at` behind it. */
static struct text value_after(struct text body, const char *name, size_t *at)
{
    char quoted[40];
    int length = snprintf(quoted, sizeof quoted, "\"%s\":", name);
    const char *from = memmem(body.data + *at, body.length - *at, quoted, (size_t)length);
    if (from == NULL)
        return (struct text){ 0 };
    size_t begin = (size_t)(from - body.data) + (size_t)length, end = begin;
    bool quote = begin < body.length && body.data[begin] == '"';
    begin += quote;
    for (end = begin; end < body.length; end++) {
        char c = body.data[end];
        if (quote ? c == '"' : c == ',' || c == '}' || c == ']')
            break;
    }
    *at = end;
    return text_slice(body, begin, end);
}

static void copy_value(struct text body, const char *name, char *to, size_t size)
{
    size_t at = 0;
    struct text value = value_after(body, name, &at);
    snprintf(to, size, "%.*s", TEXT_ARGS(value));
}

static int64_t fen_of(struct text value)
{
    struct text rest, whole = text_until(value, '.', &rest);
    int64_t yuan = 0, fen = 0;
    bool good = text_to_int64(whole, &yuan)
        && (rest.data == NULL || (rest.length == 2 && text_to_int64(rest, &fen)));
    CHECK(good);
    return yuan * 100 + (text_starts(value, TEXT("-")) ? -fen : fen);
}

static int64_t fen_sum(struct text body, const char *name)
{
    int64_t sum = 0;
    size_t at = 0;
    for (struct text value; (value = value_after(body, name, &at)).data != NULL;)
        sum += fen_of(value);
    return sum;
}

void hospital_judge(struct hospital_answer *answer)
{
    size_t at = 0;
    struct text body = answer->body;
    answer->good = text_is(value_after(body, "infcode", &at), "0");
    const char *from = memmem(body.data, body.length, "\"output\":", 9);
    if (!answer->good || from == NULL)
        return;
    /* What a repeat must tell the same is the output; warnings stand beside it, and a repeat, which
     * decides nothing, has none. */
    struct text output = text_slice(body, (size_t)(from - body.data), body.length);
    const char *until = memmem(output.data, output.length, "\"warn_msg\":", 11);
    if (until != NULL)
        output.length = (size_t)(until - output.data);
    answer->told = text_hash(output);
}

void hospital_read(struct hospital_visit *visit, const struct hospital_answer *answer)
{
    struct text body = answer->body;
    switch (answer->step) {
    case HOSPITAL_REGISTER:
        copy_value(body, "mdtrt_id", visit->visit, sizeof visit->visit);
        break;
    case HOSPITAL_CHARGE:
        visit->total_fen = fen_sum(body, "det_item_fee_sumamt");
        visit->full_own_fen = fen_sum(body, "fulamt_ownpay_amt");
        visit->over_limit_fen = fen_sum(body, "overlmt_amt");
        visit->pay_first_fen = fen_sum(body, "preselfpay_amt");
        visit->in_scope_fen = fen_sum(body, "inscp_scp_amt");
        break;
    case HOSPITAL_SETTLE:
        copy_value(body, "setl_id", visit->settlement, sizeof visit->settlement);
        visit->funds_fen = fen_sum(body, "fund_pay_sumamt");
        visit->cash_fen = fen_sum(body, "psn_cash_pay");
        break;
    case HOSPITAL_UNDO:
        copy_value(body, "setl_id", visit->reversal, sizeof visit->reversal);
        break;
    case HOSPITAL_DESCRIBE:
    case HOSPITAL_PRICE:
    case HOSPITAL_STEPS:
        break;
    }
}
