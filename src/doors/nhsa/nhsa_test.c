/* nhsa_test.c: messages as hospitals' software sends them, from the socket to the room and back. */

#include "doors/nhsa/canned_rooms.h"
#include "doors/nhsa/nhsa_harness.h"

#include "base/check.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define REGISTER_REST \
    "\"insutype\":\"310\",\"begntime\":\"2020-02-10 09:00:00\",\"mdtrt_cert_type\":\"02\"," \
    "\"mdtrt_cert_no\":\"990101199001010015\",\"ipt_otp_no\":\"MZ0001\",\"dept_code\":\"A03\"," \
    "\"dept_name\":\"内科\",\"caty\":\"A03\""
#define REGISTER "{\"data\":{\"psn_no\":\"12345\"," REGISTER_REST "}}"
#define CANCEL_FIELDS "\"psn_no\":\"12345\",\"mdtrt_id\":\"777\",\"ipt_otp_no\":\"MZ0001\""
#define LINE_REST \
    "\"mdtrt_id\":\"777\",\"psn_no\":\"12345\",\"chrg_bchno\":\"B1\",\"rx_circ_flag\":\"0\"," \
    "\"fee_ocur_time\":\"2020-02-10\",\"med_list_codg\":\"XA01\",\"medins_list_codg\":\"H1\"," \
    "\"bilg_dept_codg\":\"A03\",\"bilg_dept_name\":\"内科\",\"bilg_dr_codg\":\"D1\"," \
    "\"bilg_dr_name\":\"张医生\",\"hosp_appr_flag\":\"1\""
#define LINE "{\"feedetl_sn\":\"1\",\"det_item_fee_sumamt\":113.40,\"cnt\":\"2\"," \
    "\"pric\":\"56.700000\"," LINE_REST "}"
#define SETTLE_FIELDS \
    "\"psn_no\":\"12345\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"990101199001010015\"," \
    "\"med_type\":\"11\",\"medfee_sumamt\":113.40,\"psn_setlway\":\"01\",\"mdtrt_id\":\"777\"," \
    "\"chrg_bchno\":\"B1\",\"insutype\":\"310\",\"acct_used_flag\":\"1\"," \
    "\"fulamt_ownpay_amt\":0,\"overlmt_selfpay\":\"0\",\"preselfpay_amt\":0.00," \
    "\"inscp_scp_amt\":113.4"
#define SETTLE "{\"data\":{" SETTLE_FIELDS "}}"

static int reset(void **state)
{
    (void)state;
    canned = (struct canned){ .status = CALL_DONE };
    return 0;
}

static const struct canned_visit *visit_seen(void)
{
    struct canned_visit *visit = ARENA_NEW(harness_memory(), struct canned_visit);
    assert_true(shape_unpack(&canned_visit_shape, canned.input, harness_memory(), visit));
    return visit;
}

static const struct canned_settle *settle_seen(void)
{
    struct canned_settle *settle = ARENA_NEW(harness_memory(), struct canned_settle);
    assert_true(shape_unpack(&canned_settle_shape, canned.input, harness_memory(), settle));
    return settle;
}

static const struct canned_lines *lines_seen(void)
{
    struct canned_lines *lines = ARENA_NEW(harness_memory(), struct canned_lines);
    assert_true(shape_unpack(&canned_lines_shape, canned.input, harness_memory(), lines));
    return lines;
}

/* ---- a good message ---- */

static void test_good_message(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2201", REGISTER);
    assert_good(&answer);
    assert_string_equal(canned.action, "canned.register");
    assert_string_equal(canned.key, "H11010590001202002100900000001");
    assert_string_equal(canned.operator_name, "测试员");
    assert_int_equal(canned.treatment_division, 110105);
    assert_int_equal(canned.enrolment_division, 110108);
    assert_int_equal(canned.institution, 1001);
    assert_int_equal(canned.scope_institution, 1001);
    assert_int_equal(canned.role, ROLE_INSTITUTION);
    assert_int_equal(canned.finished, 1);
    assert_int_equal(visit_seen()->person, 12345);
    assert_int_equal(visit_seen()->begun.ms, moment_at(DATE(2020, 2, 10), 9, 0, 0).ms);

    struct text reference = answer_at(&answer, "inf_refmsgid");
    assert_int_equal(reference.length, 30);
    assert_true(text_starts(reference, TEXT("11010520200210090000")));
    assert_at(&answer, "refmsg_time", "20200210090000000");
    assert_at(&answer, "respond_time", "20200210090000000");
    assert_at(&answer, "err_msg", "");
    assert_at(&answer, "warn_msg", "");
    assert_at(&answer, "cainfo", "");
    assert_at(&answer, "signtype", "");
    /* Every field of the table, in its order, with nothing in what the room does not have. */
    assert_non_null(strstr(answer.body.data, "\"output\":{\"data\":{\"mdtrt_id\":\"777\","
                           "\"psn_no\":\"12345\",\"ipt_otp_no\":\"MZ0001\","
                           "\"exp_content\":\"\"}}"));
}

/* LAW: JX4-4h */
static void test_special_rules_stand_on_the_screen(void **state)
{
    (void)state;
    char longer[1200];
    canned.unshown = "示例〔2020〕1号";
    canned.shown = "示例〔2020〕4号";
    struct harness_answer answer = harness_ask("2201", REGISTER);
    assert_at(&answer, "warn_msg", "长期处方按示例〔2020〕4号放宽");
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    canned.shown = longer;
    answer = harness_ask("2201", REGISTER);
    assert_int_equal(text_characters(answer_at(&answer, "warn_msg")), 200);
}

static void test_envelope_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "output",
        "warn_msg", "cainfo", "signtype", "enctype",
    };
    struct harness_answer answer = harness_ask("2201", REGISTER);
    assert_int_equal(json_count(answer.json), COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_true(text_is(json_name(json_at(answer.json, i)), names[i]));
    assert_non_null(strstr(answer.head.data, "Content-Type: application/json"));
}

static void test_serials_differ(void **state)
{
    (void)state;
    struct harness_answer first = harness_ask("2201", REGISTER);
    struct harness_answer second = harness_ask("2201", REGISTER);
    assert_false(text_equal(answer_at(&first, "inf_refmsgid"),
                            answer_at(&second, "inf_refmsgid")));
}

static struct text output_of(const struct harness_answer *answer)
{
    struct json_writer writer;
    json_writer_init(&writer, harness_memory());
    json_write_tree(&writer, answer_node(answer, "output"));
    return json_writer_text(&writer);
}

static void test_settlement_output(void **state)
{
    (void)state;
    canned.later = true;
    struct harness_answer answer = harness_ask("2207", SETTLE);
    assert_good(&answer);
    assert_int_equal(settle_seen()->total.fen, 11340);
    assert_at(&answer, "output.setlinfo.setl_id", "888");
    /* Amounts are numbers with two decimals, a count in a decimal's place is one, too. */
    assert_int_equal(json_kind(answer_node(&answer, "output.setlinfo.medfee_sumamt")),
                     JSON_NUMBER);
    assert_at(&answer, "output.setlinfo.medfee_sumamt", "113.40");
    assert_at(&answer, "output.setlinfo.age", "59");
    assert_at(&answer, "output.setlinfo.brdy", "1960-05-06");
    assert_at(&answer, "output.setlinfo.setl_time", "2020-02-10 09:00:00");
    assert_at(&answer, "output.setlinfo.cvlserv_flag", "1");
    assert_at(&answer, "output.setlinfo.medins_setl_id", "H11010590001202002100900000001");
    assert_at(&answer, "output.setlinfo.hifp_pay", "0");
    assert_int_equal(json_kind(answer_node(&answer, "output.setlinfo.hifp_pay")), JSON_NUMBER);
    assert_at(&answer, "output.setlinfo.psn_name", "");
    /* What the tables do not know is not sent: 2206 has no setl_id, either. */
    assert_null(answer_node(&answer, "output.setlinfo.local_note"));
    assert_int_equal(json_count(answer_node(&answer, "output.setldetail")), 2);
    assert_at(&answer, "output.setldetail.0.fund_payamt", "80.00");
    assert_at(&answer, "output.setldetail.1.fund_pay_type", "310200");
    assert_at(&answer, "output.setldetail.1.setl_proc_info", "");

    struct harness_answer again = harness_ask("2207", SETTLE);
    assert_true(text_equal(output_of(&answer), output_of(&again)));
}

static void test_reads_have_no_key(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2206", SETTLE);
    assert_good(&answer);
    assert_string_equal(canned.key, "");
    assert_null(answer_node(&answer, "output.setlinfo.setl_id"));
}

/* ---- the tolerance list, item by item ---- */

static void test_any_path_and_content_type(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/", "/fsi/api/outpatientDocInfoService/outpatientRregistration", "/CSB/hsa-fsi-2201",
        "/csb/2201", "/ebus/gdyb_api/prd/hsa/hgs/2201/", "/mss/web/api/fsi/callService",
    };
    static const char *const types[] = {
        NULL, "Content-Type: text/plain\r\n", "Content-Type: application/json\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
    };
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct harness_answer answer = harness_ask_with(
            "2201", "H11010590001", paths[i], types[i % COUNT_OF(types)], REGISTER, NULL);
        assert_good(&answer);
    }
    struct harness_answer answer = harness_ask_with("2201", "H11010590001", "/csb/2207", NULL,
                                                    REGISTER, NULL);
    assert_refused(&answer, "2207");
}

static void test_input_object_text_or_capital(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2202",
        "\"{\\\"data\\\":{\\\"psn_no\\\":\\\"12345\\\",\\\"mdtrt_id\\\":\\\"777\\\","
        "\\\"ipt_otp_no\\\":\\\"MZ0001\\\"}}\"");
    assert_good(&answer);
    assert_int_equal(settle_seen()->visit, 777);

    struct text body = harness_format(
        "\xEF\xBB\xBF{\"infno\":2202,\"msgid\":\"m1\",\"mdtrtarea_admdvs\":\"110105\","
        "\"recer_sys_code\":\"x\",\"infver\":\"1.0.0\",\"opter_type\":1,\"opter\":7,"
        "\"opter_name\":\"o\",\"inf_time\":\"2020-02-10T09:00:00\","
        "\"fixmedins_code\":\"H11010590001\",\"fixmedins_name\":\"n\",\"unknown\":{\"a\":[]},"
        "\"Input\":{\"data\":{" CANCEL_FIELDS "}}}");
    answer = harness_send("POST", "/", NULL, body);
    assert_good(&answer);
    assert_int_equal(canned.treatment_division, 110105);
    assert_int_equal(canned.enrolment_division, 0);
}

static void test_names_are_loose(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2201",
        "{\"DATA\":{\"PSN_NO\":\"12345\",\"expContent\":\"e\"," REGISTER_REST "}}");
    assert_good(&answer);
    assert_int_equal(visit_seen()->person, 12345);
    assert_true(text_is(visit_seen()->extension, "e"));
    answer = harness_ask("2201", "{\"data\":{\"psn_No\":\"1\",\"psn_no\":\"2\"," REGISTER_REST
                                 "}}");
    assert_good(&answer);
    assert_int_equal(visit_seen()->person, 2);
}

static void test_numbers_and_empties(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2201",
        "{\"data\":{\"psn_no\":12345,\"psn_cert_type\":\"null\",\"certno\":\"NULL\","
        "\"psn_type\":0,\"psn_name\":null,\"card_sn\":\"\"," REGISTER_REST "}}");
    assert_good(&answer);
    assert_int_equal(visit_seen()->person, 12345);
    answer = harness_ask("2207", "{\"data\":{" SETTLE_FIELDS ",\"invono\":12345678}}");
    assert_good(&answer);
    answer = harness_ask("2204", "{\"feedetail\":[{\"feedetl_sn\":1,"
                         "\"det_item_fee_sumamt\":\"1.134E2\",\"cnt\":\"2.0000\",\"pric\":\".5\","
                         "\"prd_days\":180," LINE_REST "}]}");
    assert_good(&answer);
    const struct canned_line *line = lines_seen()->lines.items;
    assert_int_equal(line->amount.fen, 11340);
    assert_true(text_is(line->number, "1"));
    /* A day alone is its first instant. */
    assert_int_equal(line->at.ms, moment_of_date(DATE(2020, 2, 10)).ms);
    assert_at(&answer, "output.result.0.pric", "0.5");
}

static void test_node_under_another_name(void **state)
{
    (void)state;
    static const char *const inputs[] = {
        "{\"mdtrtinfo\":{" CANCEL_FIELDS "}}",
        "{" CANCEL_FIELDS "}",
        "{\"data\":[{" CANCEL_FIELDS "}]}",
        "[{" CANCEL_FIELDS "}]",
    };
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        struct harness_answer answer = harness_ask("2202", inputs[i]);
        assert_good(&answer);
        assert_int_equal(settle_seen()->visit, 777);
        /* No output in the tables: null. */
        assert_int_equal(json_kind(answer_node(&answer, "output")), JSON_NULL);
    }
}

static void test_one_object_for_a_list(void **state)
{
    (void)state;
    static const char *const inputs[] = {
        "{\"feedetail\":" LINE "}", "{\"feedetail\":[" LINE "]}", "{\"lines\":[" LINE "]}",
        "[" LINE "]",
    };
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        struct harness_answer answer = harness_ask("2204", inputs[i]);
        assert_good(&answer);
        assert_int_equal(lines_seen()->lines.count, 1);
        assert_at(&answer, "output.result.0.feedetl_sn", "1");
        assert_at(&answer, "output.result.0.pric", "56.7");
        assert_at(&answer, "output.result.0.chrgitm_lv", "");
    }
}

static void test_a_variants(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2201A",
        "{\"data\":{\"psn_no\":\"1\",\"med_type\":\"11\"," REGISTER_REST "}}");
    assert_good(&answer);
    assert_string_equal(canned.action, "canned.register");
    assert_true(text_is(visit_seen()->med_type, "11"));
    answer = harness_ask("2206a", SETTLE);
    assert_refused(&answer, "2206A");       /* in the tables, but no room serves it here */
}

static void test_extensions(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2201",
        "{\"data\":{\"psn_no\":\"1\",\"exp_content\":{\"card_token\":\"t\",\"n\":1.50}},"
        "\"hcard_basinfo\":\"x\"}");
    assert_refused(&answer, "insutype");
    answer = harness_ask("2201",
        "{\"data\":{\"psn_no\":\"1\",\"expContent\":{\"card_token\":\"t\",\"n\":1.50},"
        "\"mdtrt_mode\":\"1\",\"order_no\":[1,2]," REGISTER_REST "},\"hcard_basinfo\":\"x\"}");
    assert_good(&answer);
    assert_true(text_is(visit_seen()->extension, "{\"card_token\":\"t\",\"n\":1.50}"));
}

static void test_output_is_an_array(void **state)
{
    (void)state;
    struct harness_answer answer =
        harness_ask("5204", "{\"data\":{\"psn_no\":\"1\",\"mdtrt_id\":\"7\"}}");
    assert_good(&answer);
    assert_int_equal(json_kind(answer_node(&answer, "output")), JSON_ARRAY);
    assert_at(&answer, "output.0.feedetl_sn", "L1");
    assert_at(&answer, "output.0.det_item_fee_sumamt", "113.40");
    assert_at(&answer, "output.0.cnt", "0.5");
    assert_at(&answer, "output.0.hilist_name", "");
}

static void test_both_spellings_of_cash(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2208",
        "{\"data\":{\"setl_id\":\"888\",\"mdtrt_id\":\"777\",\"psn_no\":\"1\"}}");
    assert_good(&answer);
    assert_at(&answer, "output.setlinfo.pdn_cash_pay", "21.06");
    assert_at(&answer, "output.setlinfo.psn_cash_pay", "21.06");
}

static void test_codes(void **state)
{
    (void)state;
    /* 1 and 01 are the same; a region nobody has is let be. */
    struct harness_answer answer = harness_ask("2207",
        "{\"data\":{\"psn_no\":\"1\",\"mdtrt_cert_type\":2,\"mdtrt_cert_no\":\"x\","
        "\"med_type\":11,\"medfee_sumamt\":1,\"psn_setlway\":1,\"mdtrt_id\":7,\"chrg_bchno\":1,"
        "\"insutype\":310,\"acct_used_flag\":\"01\",\"fulamt_ownpay_amt\":0,"
        "\"overlmt_selfpay\":0,\"preselfpay_amt\":0,\"inscp_scp_amt\":1}}");
    assert_good(&answer);
    answer = harness_ask("2201", "{\"data\":{\"psn_no\":\"1\",\"insutype\":\"999\","
        "\"begntime\":\"2020-02-10 09:00:00\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"9\","
        "\"ipt_otp_no\":\"1\",\"dept_code\":\"A\",\"dept_name\":\"A\",\"caty\":\"A\"}}");
    assert_refused(&answer, "insutype（险种类型）代码“999”不在insutype码表中");
}

static void test_shape_of_its_own_on_the_wire(void **state)
{
    (void)state;
#define DIAGNOSIS(name_) "{\"mdtrt_id\":\"7\",\"psn_no\":\"1\",\"diag_type\":\"1\"," \
    "\"maindiag_flag\":\"1\",\"diag_srt_no\":1,\"diag_code\":\"I10\",\"diag_name\":\"" name_ "\"," \
    "\"diag_dept\":\"A\",\"dise_dor_no\":\"D\",\"dise_dor_name\":\"D\"," \
    "\"diag_time\":\"2020-02-10\"}"
    struct harness_answer answer = harness_ask("2402",
        "{\"dscginfo\":{\"mdtrt_id\":\"7\",\"psn_no\":\"42\",\"insutype\":\"310\","
        "\"endtime\":\"2020-02-10\",\"dscg_dept_codg\":\"A\",\"dscg_dept_name\":\"A\","
        "\"dscg_way\":\"1\",\"birctrl_matn_date\":\"0\",\"die_date\":0},"
        "\"diseinfo\":[" DIAGNOSIS("高血压") "," DIAGNOSIS("糖尿病") "]}");
    assert_good(&answer);
    struct canned_discharge *seen = ARENA_NEW(harness_memory(), struct canned_discharge);
    assert_true(shape_unpack(&canned_discharge_shape, canned.input, harness_memory(), seen));
    assert_int_equal(seen->person, 42);
    assert_true(text_is(seen->words, "高血压;糖尿病;"));
}

/* ---- what is refused, and how ---- */

static void test_broken_json(void **state)
{
    (void)state;
    struct harness_answer answer = harness_send("POST", "/", NULL, TEXT("{\"infno\":\n\"2201"));
    assert_int_equal(answer.status, 400);
    assert_refused(&answer, "第2行第1列：字符串没有结束");
    answer = harness_send("POST", "/", NULL, TEXT(""));
    assert_refused(&answer, "内容为空");
    answer = harness_send("POST", "/", NULL, TEXT("[1]"));
    assert_refused(&answer, "JSON对象");
    answer = harness_send("POST", "/", NULL, TEXT("{\"infno\":\"\xB2\xE2\"}"));
    assert_refused(&answer, "不是 UTF-8 编码）");
    answer = harness_send("GET", "/", NULL, TEXT(""));
    assert_int_equal(answer.status, 405);
    assert_non_null(strstr(answer.head.data, "Allow: POST"));
    assert_refused(&answer, "POST");
    answer = harness_ask("2201", "\"{\\\"data\\\":\"");
    assert_refused(&answer, "input不是合法的JSON");
    answer = harness_ask("2201", "7");
    assert_refused(&answer, "input应是一个JSON对象");
    answer = harness_ask("2201", "null");
    assert_refused(&answer, "input应是一个JSON对象");
    assert_int_equal(canned.calls, 0);
}

static void test_missing_envelope_fields(void **state)
{
    (void)state;
    struct harness_answer answer = harness_send("POST", "/", NULL,
        TEXT("{\"infno\":\"2201\",\"opter_type\":\"9\",\"input\":{}}"));
    assert_int_equal(answer.status, 200);
    assert_refused(&answer, "报文有误，请改正后重发：msgid（发送方报文ID）必填；mdtrtarea_admvs");
    assert_refused(&answer, "等10处");
    assert_true(text_starts(answer_at(&answer, "inf_refmsgid"), TEXT("000000")));
}

static void test_unknown_and_unserved(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("9999", "{}");
    assert_refused(&answer, "没有交易编号9999");
    answer = harness_ask("1312", "{}");
    assert_refused(&answer, "交易1312（医保目录信息查询）本局尚未开通");
    answer = harness_ask_with("2201", "H99999999999", "/", NULL, REGISTER, NULL);
    assert_refused(&answer, "H99999999999未登记");
}

static void test_field_faults(void **state)
{
    (void)state;
    struct harness_answer answer = harness_ask("2204",
        "{\"feedetail\":[" LINE ",{\"feedetl_sn\":\"1234567890123456789012345678901\","
        "\"det_item_fee_sumamt\":\"12.345\",\"cnt\":\"two\",\"pric\":{}," LINE_REST "}]}");
    assert_refused(&answer, "feedetail第2行feedetl_sn（费用明细流水号）不得超过30个字符；"
                   "feedetail第2行det_item_fee_sumamt（明细项目费用总额）最多2位小数；"
                   "feedetail第2行cnt（数量）应为数字；feedetail第2行pric（单价）应为文本");
    answer = harness_ask("2201", "{\"data\":{\"begntime\":\"yesterday\"}}");
    assert_refused(&answer, "begntime（开始时间）应为时间");
    answer = harness_ask("2204", "{}");
    assert_refused(&answer, "feedetail：缺少该节点");
    answer = harness_ask("2204", "{\"feedetail\":[1]}");
    assert_refused(&answer, "feedetail：应为对象的数组");
    answer = harness_ask("2201", "{\"data\":[{},{}]}");
    assert_refused(&answer, "data：应为一个对象");
    /* A number that is no id of ours is found by the room's own struct. */
    answer = harness_ask("2201", "{\"data\":{\"psn_no\":\"X1\"," REGISTER_REST "}}");
    assert_refused(&answer, "psn_no（人员编号）编号不对");
    answer = harness_ask("2204", "{\"feedetail\":[" LINE ",{\"feedetl_sn\":\"2\","
        "\"det_item_fee_sumamt\":\"99999999999999999\",\"cnt\":1,\"pric\":1," LINE_REST "}]}");
    assert_refused(&answer, "最多16位数字");
    assert_int_equal(canned.calls, 0);
}

static void test_too_many_lines(void **state)
{
    (void)state;
    size_t size = 2 * 1024 * 1024;
    struct builder body = builder_over(arena_take(harness_memory(), size), size);
    builder_add(&body, TEXT("{\"feedetail\":["));
    for (int i = 0; i <= LIMIT_LINES_A_CALL; i++)
        builder_add(&body, i == 0 ? TEXT("{\"feedetl_sn\":1}") : TEXT(",{\"feedetl_sn\":1}"));
    builder_add(&body, TEXT("]}"));
    builder_add_char(&body, '\0');
    assert_false(body.overflow);
    struct harness_answer answer = harness_ask("2204", body.data);
    assert_refused(&answer, "最多500行");
}

static void test_huge_body(void **state)
{
    (void)state;
    size_t size = LIMIT_MESSAGE_BYTES + 1;
    char *bytes = arena_take(harness_memory(), size);
    memset(bytes, ' ', size);
    struct harness_answer answer = harness_send("POST", "/", NULL, (struct text){ bytes, size });
    assert_int_equal(answer.status, 413);
    assert_refused(&answer, "请求无法接收");
}

static void test_what_the_house_says(void **state)
{
    (void)state;
    canned.status = CALL_REFUSED;
    canned.refusal = (struct refusal){ .key = "nhsa.refused.not-served",
                                       .detail = { TEXT("2201"), TEXT("门诊挂号") } };
    struct harness_answer answer = harness_ask("2201", REGISTER);
    assert_int_equal(answer.status, 200);
    assert_refused(&answer, "交易2201（门诊挂号）本局尚未开通，请联系医保经办机构");

    canned.refusal = (struct refusal){ 0 };
    canned.status = CALL_BUSY;
    answer = harness_ask("2201", REGISTER);
    assert_int_equal(answer.status, 503);
    assert_non_null(strstr(answer.head.data, "Retry-After: 2"));
    assert_refused(&answer, "同一msgid");

    canned.status = CALL_FAULT;
    answer = harness_ask("2201", REGISTER);
    assert_int_equal(answer.status, 200);
    assert_refused(&answer, "同一msgid重发，不会重复记账");
    /* A fault of ours is in the log, with what it was asked and nobody's data; nothing else is. */
    const struct text logged = harness_logged();
    assert_true(text_ends(logged, TEXT(" fault door.nhsa.fault infno=2201 "
                                       "institution=H11010590001 why=\"no disk\"\n")));
    assert_ptr_equal(memchr(logged.data, '\n', logged.length), logged.data + logged.length - 1);

    canned.status = CALL_MISUSED;
    canned.refusal.key = "core.refused.key-used-otherwise";
    answer = harness_ask("2201", REGISTER);
    assert_refused(&answer, "");
    assert_int_equal(canned.finished, canned.calls);

    /* Nobody is told that he is not registered by a store that does not answer. */
    canned.unasked = true;
    answer = harness_ask("2201", REGISTER);
    assert_int_equal(answer.status, 200);
    assert_refused(&answer, "同一msgid重发，不会重复记账");
}

static void test_sign_in(void **state)
{
    (void)state;
    const char *code = "H11010590005";
    struct harness_answer answer = harness_ask_with("2201", code, "/", NULL, REGISTER, NULL);
    assert_refused(&answer, "请先签到（9001）");
    answer = harness_ask_with("2201", code, "/", NULL, REGISTER, ",\"sign_no\":\"4711\"");
    assert_refused(&answer, "请先签到（9001）");
    answer = harness_ask_with("9001", code, "/", NULL,
        "{\"signIn\":{\"opter_no\":\"1\",\"mac\":\"m\",\"ip\":\"i\"}}", NULL);
    assert_good(&answer);
    assert_at(&answer, "output.signinoutb.sign_no", "4711");
    answer = harness_ask_with("2201", code, "/", NULL, REGISTER, ",\"sign_no\":\"4711\"");
    assert_good(&answer);
    assert_string_equal(canned.sign_no, "4711");
    answer = harness_ask_with("2201", code, "/", NULL, REGISTER, ",\"sign_no\":\"4712\"");
    assert_refused(&answer, "请先签到（9001）");
    answer = harness_ask_with("9002", code, "/", NULL,
        "{\"signOut\":{\"opter_no\":\"1\",\"sign_no\":\"4711\"}}", NULL);
    assert_good(&answer);
    answer = harness_ask_with("2201", code, "/", NULL, REGISTER, ",\"sign_no\":\"4711\"");
    assert_refused(&answer, "请先签到（9001）");
}

#define TEST(name_) cmocka_unit_test_setup(name_, reset)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_good_message),
        TEST(test_special_rules_stand_on_the_screen),
        TEST(test_envelope_order),
        TEST(test_serials_differ),
        TEST(test_settlement_output),
        TEST(test_reads_have_no_key),
        TEST(test_any_path_and_content_type),
        TEST(test_input_object_text_or_capital),
        TEST(test_names_are_loose),
        TEST(test_numbers_and_empties),
        TEST(test_node_under_another_name),
        TEST(test_one_object_for_a_list),
        TEST(test_a_variants),
        TEST(test_extensions),
        TEST(test_output_is_an_array),
        TEST(test_both_spellings_of_cash),
        TEST(test_codes),
        TEST(test_shape_of_its_own_on_the_wire),
        TEST(test_broken_json),
        TEST(test_missing_envelope_fields),
        TEST(test_unknown_and_unserved),
        TEST(test_field_faults),
        TEST(test_too_many_lines),
        TEST(test_huge_body),
        TEST(test_what_the_house_says),
        TEST(test_sign_in),
    };
    return cmocka_run_group_tests(tests, harness_start, harness_stop);
}
