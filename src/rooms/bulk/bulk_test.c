/* bulk_test.c: columns and cells, and what becomes of a file. */

#include "rooms/bulk/bulk_inside.h"
#include "rooms/intake/intake.h"
#include "rooms/rooms.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#include <string.h>

static const struct book *book;

static int open_book(void **state)
{
    (void)state;
    book = testing_book();
    bulk_use(NULL, all_rooms, all_rooms_count);
    return book == NULL;
}

static void begin(struct testing *testing)
{
    testing_begin(testing, moment_of_date(DATE(2020, 2, 10)));
    testing->request.book = book;
    testing->actor = (struct actor){ .role = ROLE_EMPLOYER, .account = 31, .unit = 500 };
}

static const struct bulk_column *column_of(const struct list *columns, const char *heading,
                                           struct arena *arena)
{
    const struct bulk_column *items = columns->items;
    for (size_t i = 0; i < columns->count; i++)
        if (bulk_column_is(&items[i], text_of(heading), arena))
            return &items[i];
    return NULL;
}

/* ---- columns ---- */

static void test_columns_of_a_matter(void **state)
{
    (void)state;
    struct testing testing;
    struct list columns;
    begin(&testing);
    struct arena *arena = &testing.arena;
    const struct matter *matter = matter_of(book, TEXT("designated-hospital-change"), arena);
    assert_non_null(matter);
    assert_false(bulk_columns_of(&intake_apply_action, NULL, arena, &columns));
    assert_true(bulk_columns_of(&intake_apply_action, matter, arena, &columns));
    const struct bulk_column *number = column_of(&columns, "* 参保人身份证件号码 ", arena);
    assert_non_null(number);
    assert_true(number->required);
    struct list own;
    assert_true(bulk_columns_of(&intake_apply_action,
                                matter_of(book, TEXT("contribution-deferral"), arena), arena,
                                &own));
    assert_false(column_of(&own, "number", arena)->required);
    /* Parentheses in the middle of a label belong to it. */
    struct list enrolment;
    assert_true(bulk_columns_of(&intake_apply_action,
                                matter_of(book, TEXT("employee-enrolment"), arena), arena,
                                &enrolment));
    const struct bulk_column *since = column_of(&enrolment, "employed-since", arena);
    assert_true(text_is(since->zh, "用工（参保）起始日期"));
    assert_ptr_equal(column_of(&enrolment, "用工（参保）起始日期（必填）", arena), since);
    assert_ptr_equal(column_of(&columns, "number", arena), number);
    assert_null(column_of(&columns, "matter", arena));
    const struct bulk_column *channel = column_of(&columns, "渠道", arena);
    assert_false(channel->required);
    const struct matter_field *first = matter->fields.items;
    const struct bulk_column *field = column_of(&columns, arena_text(arena, first->zh).data, arena);
    assert_ptr_equal(field->matter_field, first);
    assert_string_equal(field->path.data, "values.0");
    assert_true(bulk_heading_is_ours(TEXT("说明")));
    assert_true(bulk_heading_is_ours(TEXT("办理结果—受理号")));
    assert_false(bulk_heading_is_ours(TEXT("姓名")));
    testing_end(&testing);
}

static const struct action *action_called(const char *name)
{
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t k = 0; k < all_rooms[i]->action_count; k++)
            if (strcmp(all_rooms[i]->actions[k]->name, name) == 0)
                return all_rooms[i]->actions[k];
    return NULL;
}

/* What people do at the hall one at a time, a unit or an office may send for many. */
static void test_what_the_hall_takes_a_file_takes(void **state)
{
    (void)state;
    static const char *const MATTERS[] = {
        "unit-enrolment", "employee-enrolment", "employee-change", "resident-enrolment",
        "resident-change", "residence-permit-enrolment", "contribution-declaration",
        "contribution-deferral", "contribution-refund", "back-payment", "transfer",
        "offsite-filing", "special-disease-filing", "special-disease-offsite",
        "special-disease-renewal", "special-disease-make-up", "chronic-disease-filing",
        "designated-hospital-change", "outpatient-claim", "inpatient-claim", "maternity-claim",
        "maternity-allowance", "prenatal-claim", "family-planning-claim", "assistance-claim",
        "early-claim", "claim-paper-batch",
    };
    /* And what offices, banks and the tax bureau send of their own. */
    static const char *const ACTIONS[] = {
        "party.enrol-person", "party.enrol-resident", "contribute.set-base",
        "contribute.declare", "contribute.pay", "transfer.apply", "filing.record", "claim.add",
        "claim.bank-return", "clear.propose", "clear.paid", "clear.receive", "clear.state-use",
    };
    struct testing testing;
    struct list columns;
    begin(&testing);
    for (size_t i = 0; i < sizeof ACTIONS / sizeof ACTIONS[0]; i++) {
        const struct action *action = action_called(ACTIONS[i]);
        if (action == NULL || !bulk_columns_of(action, NULL, &testing.arena, &columns))
            fail_msg("%s takes no file", ACTIONS[i]);
    }
    for (size_t i = 0; i < sizeof MATTERS / sizeof MATTERS[0]; i++) {
        const struct matter *matter = matter_of(book, text_of(MATTERS[i]), &testing.arena);
        assert_non_null(matter);
        if (!bulk_columns_of(&intake_apply_action, matter, &testing.arena, &columns))
            fail_msg("%s takes no file", MATTERS[i]);
        const struct matter_field *fields = matter->fields.items;
        for (size_t k = 0; k < matter->fields.count; k++)
            assert_non_null(column_of(&columns,
                                      arena_text(&testing.arena, fields[k].name).data,
                                      &testing.arena));
    }
    testing_end(&testing);
}

/* Whatever can be sent has headings that are told apart. */
static void test_headings_differ(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct list columns;
    int taken = 0;
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t k = 0; k < all_rooms[i]->action_count; k++) {
            if (!bulk_columns_of(all_rooms[i]->actions[k], NULL, &testing.arena, &columns))
                continue;
            const struct bulk_column *items = columns.items;
            taken++;
            for (size_t a = 0; a < columns.count; a++)
                for (size_t b = 0; b < a; b++)
                    if (text_equal(items[a].zh, items[b].zh))
                        fail_msg("%s: %.*s twice", all_rooms[i]->actions[k]->name,
                                 TEXT_ARGS(items[a].zh));
        }
    assert_true(taken > 10);
    testing_end(&testing);
}

static void test_what_takes_no_file(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    static const char *const NEVER[] = {
        "access.sign-in", "intake.search", "bulk.note", "notice.publish", "bulk.send",
    };
    for (size_t i = 0; i < COUNT_OF(NEVER); i++) {
        struct list columns;
        const struct action *action = bulk_action_of(text_of(NEVER[i]));
        if (action != NULL)
            assert_false(bulk_columns_of(action, NULL, &testing.arena, &columns));
    }
    testing_end(&testing);
}

/* ---- cells ---- */

static void test_cells(void **state)
{
    (void)state;
    static const struct { enum field_kind kind; const char *codes, *cell, *value; } CELLS[] = {
        { FIELD_FLAG, NULL, "是", "true" }, { FIELD_FLAG, NULL, "否", "false" },
        { FIELD_FLAG, NULL, "1", "1" }, { FIELD_DAY, NULL, "2020年2月1日", "2020-02-01" },
        { FIELD_DAY, NULL, "2020/2/1", "2020-02-01" },
        { FIELD_DAY, NULL, "20200201", "2020-02-01" },
        { FIELD_DAY, NULL, "2020.02.1", "2020-02-01" }, { FIELD_DAY, NULL, "昨天", "昨天" },
        { FIELD_DAY, NULL, "2020-02-01T00:00:00", "2020-02-01T00:00:00" },
        { FIELD_DAY, NULL, "2020-2-1-3", "2020-2-1-3" }, { FIELD_DAY, NULL, "2020", "2020" },
        { FIELD_MONEY, NULL, "¥1,200.50元", "1200.50" }, { FIELD_MONEY, NULL, "一千", "一千" },
        { FIELD_CODE, "case_channel", "邮寄", "post" },
        { FIELD_CODE, "case_channel", "post", "post" },
        { FIELD_CODE, "case_channel", "鸽子", "鸽子" }, { FIELD_TEXT, NULL, " 张三 ", "张三" },
    };
    struct testing testing;
    begin(&testing);
    for (size_t i = 0; i < COUNT_OF(CELLS); i++) {
        const struct field field = {
            .name = "x", .kind = CELLS[i].kind, .codes = CELLS[i].codes,
        };
        const struct bulk_column column = { .field = &field };
        struct text value = bulk_value(&column, text_of(CELLS[i].cell), &testing.arena);
        if (!text_is(value, CELLS[i].value))
            fail_msg("%s: %.*s", CELLS[i].cell, TEXT_ARGS(value));
    }
    const struct matter_field month = { .name = TEXT("month"), .type = TEXT("month") };
    const struct bulk_column of_matter = { .matter_field = &month };
    assert_true(text_is(bulk_value(&of_matter, TEXT("2020年2月"), &testing.arena), "2020-02"));
    assert_true(text_is(bulk_value(&of_matter, TEXT("202002"), &testing.arena), "2020-02"));
    assert_true(text_is(bulk_value(&of_matter, TEXT("2020-02-01"), &testing.arena), "2020-02"));
    testing_end(&testing);
}

/* ---- a file ---- */

static const struct action *action_of(const char *name)
{
    const struct action *action = bulk_action_of(text_of(name));
    assert_non_null(action);
    return action;
}

static const struct bulk_prepared KEPT = { { "ab", 2 } };

static struct bulk_send_input sending(void)
{
    return (struct bulk_send_input){
        .action = TEXT("intake.apply"), .matter = TEXT("designated-hospital-change"),
        .bytes = TEXT("a,b"), .file_name = TEXT("2月.csv"),
    };
}

static void sent_is(struct testing *testing, struct bulk_send_input input,
                    const struct bulk_prepared *prepared, const char *refused)
{
    const struct bulk_facts facts = { 0 };
    testing_decide(testing, action_of("bulk.send"), &input, &facts, prepared);
    if (refused == NULL)
        assert_null(testing->decision.refusal.key);
    else
        assert_true(testing_is_refused(testing, refused));
}

static void test_sending(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct bulk_send_input input = sending();
    sent_is(&testing, input, &KEPT, NULL);
    const struct bulk_file *row = testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_int_equal(row->unit, 500);
    assert_true(text_is(row->state, "waiting"));
    input.action = TEXT("nothing.at-all");
    sent_is(&testing, input, &KEPT, "bulk.refused.no-action");
    input.action = TEXT("intake.decide");
    sent_is(&testing, input, &KEPT, "bulk.refused.not-yours");
    input = sending();
    input.matter = TEXT("no-such");
    sent_is(&testing, input, &KEPT, "bulk.refused.no-matter");
    input = sending();
    input.action = TEXT("bulk.send");
    sent_is(&testing, input, &KEPT, "bulk.refused.not-by-file");
    input = sending();
    input.bytes = (struct text){ 0 };
    sent_is(&testing, input, &KEPT, "bulk.refused.empty");
    const struct bulk_prepared nowhere = { { 0 } };
    sent_is(&testing, sending(), &nowhere, "bulk.refused.nowhere");
    testing_end(&testing);
}

static struct bulk_file of_unit(const char *file_state)
{
    return (struct bulk_file){
        .bucket = 1, .file = 77, .account = 30, .unit = 500, .state = text_of(file_state),
        .action = TEXT("intake.apply"), .parts = 2, .last_line = 500, .done = 499, .good = 490,
        .bad = 9, .version = 3,
    };
}

/* Sent again by another of the unit: nothing is done twice; one that was stopped goes on. */
static void test_again(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    static const char *const STATES[] = { "waiting", "running", "done", "cancelled", "failed" };
    for (size_t i = 0; i < COUNT_OF(STATES); i++) {
        const struct bulk_file row = of_unit(STATES[i]);
        const struct bulk_facts facts = { .file = &row };
        const struct bulk_send_input input = sending();
        testing_decide(&testing, action_of("bulk.send"), &input, &facts, &KEPT);
        const struct bulk_sent *sent = testing.decision.outcome;
        assert_true(sent->again);
        assert_int_equal(sent->file, 77);
        assert_int_equal(testing_changes(&testing, &bulk_file_table), i >= 3);
        if (i < 3)
            continue;
        const struct bulk_file *again = testing_change(&testing, &bulk_file_table, 0, NULL);
        assert_true(text_is(again->state, "waiting"));
        assert_int_equal(again->last_line, 500);
        assert_int_equal(again->account, 30);   /* what it did beyond that answers as repeated */
    }
    struct bulk_file ended = of_unit("failed");
    ended.fault = TEXT("bulk.fault.ended");
    const struct bulk_facts facts = { .file = &ended };
    const struct bulk_send_input input = sending();
    testing_decide(&testing, action_of("bulk.send"), &input, &facts, &KEPT);
    const struct bulk_file *again = testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_int_equal(again->account, testing.actor.account);
    testing_end(&testing);
}

/* All or none: one bad line and nothing is run; all good, and it is run once, however often it is
 * asked. */
static void test_all_or_none(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct bulk_send_input input = sending();
    input.all_or_none = true;
    sent_is(&testing, input, &KEPT, NULL);
    struct bulk_file check = *(const struct bulk_file *)
        testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_true(check.checking && check.all_or_none);
    check.state = TEXT("running");
    check.parts = check.done = 1;
    const struct bulk_end_input end = { .file = check.file, .state = TEXT("done") };
    for (int bad = 1; bad >= 0; bad--) {
        check.bad = bad;
        const struct bulk_facts facts = { .file = &check };
        testing_decide(&testing, action_of("bulk.finish"), &end, &facts, NULL);
        assert_null(testing.decision.refusal.key);
        assert_int_equal(testing_changes(&testing, &bulk_file_table), bad == 0 ? 2 : 1);
    }
    struct bulk_file recorded = { 0 };
    for (int i = 0; i < 2; i++) {
        const struct bulk_file *row = testing_change(&testing, &bulk_file_table, i, NULL);
        if (row->file != check.file)
            recorded = *row;
    }
    assert_true(!recorded.checking && text_is(recorded.state, "waiting"));
    assert_int_equal(recorded.account, check.account);
    /* Sent as an ordinary file it has that very name. */
    sent_is(&testing, sending(), &KEPT, NULL);
    const struct bulk_file *ordinary = testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_true(text_equal(ordinary->name, recorded.name));
    const struct bulk_facts again = { .file = &check, .recorded = &recorded };
    testing_decide(&testing, action_of("bulk.finish"), &end, &again, NULL);
    assert_int_equal(testing_changes(&testing, &bulk_file_table), 1);
    const struct bulk_file *told = testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_int_equal(told->recorded_as, recorded.file);
    testing_end(&testing);
}

static void test_notes(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    testing.actor = (struct actor){ .role = ROLE_HOUSE, .scope.everything = true };
    struct bulk_file row = of_unit("running");
    const struct bulk_facts facts = { .file = &row };
    struct bulk_note_input note = {
        .file = 77, .part = 2, .first_line = 501, .last_line = 510, .good = 8, .repeated = 3,
        .bad = 2, .results = TEXT("x"),
    };
    testing_decide(&testing, action_of("bulk.note"), &note, &facts, NULL);
    assert_null(testing.decision.refusal.key);
    const struct bulk_file *after = testing_change(&testing, &bulk_file_table, 0, NULL);
    assert_int_equal(after->done, 509);
    assert_int_equal(after->good, 498);
    assert_int_equal(after->repeated, 3);
    assert_int_equal(after->parts, 3);
    note.part = 1;      /* noted already */
    testing_decide(&testing, action_of("bulk.note"), &note, &facts, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.over"));
    row = of_unit("cancelled");
    note.part = 2;
    testing_decide(&testing, action_of("bulk.note"), &note, &facts, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.over"));
    testing_end(&testing);
}

static void test_whose(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct bulk_file row = of_unit("done");
    row.answer_blob = TEXT("cd");
    const struct list nothing = { NULL, 0 };
    const struct bulk_facts facts = { .file = &row, .parts = &nothing };
    const struct bulk_file_input input = { 77 };
    testing_decide(&testing, action_of("bulk.show"), &input, &facts, NULL);
    assert_null(testing.decision.refusal.key);
    testing_decide(&testing, action_of("bulk.answer"), &input, &facts, NULL);
    assert_null(testing.decision.refusal.key);
    testing_decide(&testing, action_of("bulk.left"), &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.no-answer"));
    testing_decide(&testing, action_of("bulk.cancel"), &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.over"));
    static const char *const ALL[] = { "bulk.show", "bulk.answer", "bulk.left", "bulk.cancel" };
    testing.actor = (struct actor){ .role = ROLE_EMPLOYER, .account = 32, .unit = 501 };
    row.state = TEXT("running");
    for (size_t i = 0; i < COUNT_OF(ALL); i++) {
        testing_decide(&testing, action_of(ALL[i]), &input, &facts, NULL);
        assert_true(testing_is_refused(&testing, "bulk.refused.no-file"));
    }
    testing_end(&testing);
}

static void test_results_are_told(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct bulk_file row = of_unit("failed");
    row.fault = TEXT("bulk.fault.no-columns");
    row.detail = TEXT("姓名");
    struct bulk_result lines[] = {
        { .line = 2, .good = true }, { .line = 3, .field = TEXT("姓名"), .zh = TEXT("不对") },
    };
    const struct bulk_results results = { { lines, COUNT_OF(lines) } };
    const struct bulk_part part = {
        .results = shape_pack(&bulk_results_shape, &results, &testing.arena),
    };
    const struct list parts = { (void *)(uintptr_t)&part, 1 };
    const struct bulk_facts facts = { .file = &row, .parts = &parts };
    const struct bulk_file_input input = { 77 };
    testing_decide(&testing, action_of("bulk.show"), &input, &facts, NULL);
    const struct bulk_told *told = testing.decision.outcome;
    assert_int_equal(told->lines.count, 1);
    const struct bulk_line_told *line = told->lines.items;
    assert_int_equal(line->line, 3);
    assert_true(text_starts(told->fault_zh, TEXT("第一行没有这些必填列：姓名")));
    testing_end(&testing);
}

static void test_kinds_and_forms(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct bulk_nothing nothing = { 0 };
    testing_decide(&testing, action_of("bulk.kinds"), &nothing, &nothing, NULL);
    const struct bulk_kinds *kinds = testing.decision.outcome;
    const struct bulk_kind *items = kinds->kinds.items;
    bool apply = false;
    for (size_t i = 0; i < kinds->kinds.count; i++) {
        apply |= text_is(items[i].action, "intake.apply") && items[i].matter;
        /* A place in a hall is somebody's own. */
        assert_false(text_starts(items[i].action, TEXT("booking.")));
        assert_false(text_is(items[i].action, "intake.supply"));
    }
    assert_true(apply);
    struct bulk_form_input input = { TEXT("intake.apply"), TEXT("designated-hospital-change") };
    testing_decide(&testing, action_of("bulk.form"), &input, &nothing, NULL);
    assert_true(((const struct bulk_form *)testing.decision.outcome)->columns.count >= 5);
    input.matter = (struct text){ 0 };
    testing_decide(&testing, action_of("bulk.form"), &input, &nothing, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.no-matter"));
    input.action = TEXT("intake.decide");
    testing_decide(&testing, action_of("bulk.form"), &input, &nothing, NULL);
    assert_true(testing_is_refused(&testing, "bulk.refused.no-action"));
    testing_end(&testing);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_columns_of_a_matter), cmocka_unit_test(test_headings_differ),
        cmocka_unit_test(test_what_the_hall_takes_a_file_takes),
        cmocka_unit_test(test_what_takes_no_file), cmocka_unit_test(test_cells),
        cmocka_unit_test(test_sending), cmocka_unit_test(test_again),
        cmocka_unit_test(test_all_or_none),
        cmocka_unit_test(test_notes), cmocka_unit_test(test_whose),
        cmocka_unit_test(test_results_are_told), cmocka_unit_test(test_kinds_and_forms),
    };
    return cmocka_run_group_tests(TESTS, open_book, NULL);
}
