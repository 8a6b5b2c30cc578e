/* mailbox_test.c: what letters ask for, and what becomes of them. */

#include "rooms/mailbox/mailbox_inside.h"
#include "rooms/delivery/delivery_facts.h"
#include "rooms/rooms_testing.h"
#include "rooms/staff/staff_facts.h"

#include "base/check.h"

#include <string.h>

static const struct book *book;
#define OFFICE INT64_C(77)
#define OTHER INT64_C(78)
#define UNIT_HERE INT64_C(500)
#define UNIT_ELSEWHERE INT64_C(501)
static const struct party_unit unit_here =
    { .unit = UNIT_HERE, .division = 110105, .name = { "示例单位", 12 } };
static const struct party_unit unit_elsewhere = { .unit = UNIT_ELSEWHERE, .division = 371329 };

static int open_book(void **state)
{
    (void)state;
    book = testing_book();
    return book == NULL;
}

static void begin(struct testing *testing)
{
    static const int64_t OFFICES[] = { OFFICE };
    testing_begin(testing, moment_of_date(DATE(2020, 2, 10)));
    testing->request.book = book;
    testing->actor = (struct actor){
        .role = ROLE_INTAKE_CLERK, .account = 5, .office = OFFICE, .division = 110105,
        .scope = { .offices = OFFICES, .office_count = 1 },
    };
}

static const struct action *action_of(const char *name)
{
    for (size_t i = 0; i < mailbox_room.action_count; i++)
        if (strcmp(mailbox_room.actions[i]->name, name) == 0)
            return mailbox_room.actions[i];
    fail_msg("%s", name);
    return NULL;
}

static struct text value_of(const struct mailbox_asked *asked, const char *name)
{
    return intake_value_of(&asked->values, text_of(name));
}

/* ---- forms ---- */

static void test_a_form_is_read(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct mailbox_asked asked = mailbox_read_form(book, TEXT("申请"),
        TEXT("您好！\n事项：异地就医备案\n姓 名： 张三\n身份证号（必填）:990101198001010010\n"
             "备案类别：疫情滞留外地人员\n就医地：371300\n开始日期：2020年1月25日\n承诺：是\n"
             "谢谢，其他事项：无\n"), (struct text){ 0 }, &testing.arena);
    assert_non_null(asked.matter);
    assert_true(text_is(asked.matter->matter, "offsite-filing"));
    assert_true(text_is(asked.name, "张三"));
    assert_true(text_is(asked.number, "990101198001010010"));
    assert_true(asked.commitment);
    assert_true(text_is(value_of(&asked, "kind"), "stranded"));
    assert_true(text_is(value_of(&asked, "from"), "2020-01-25"));
    assert_int_equal(asked.values.count, 3);
    assert_false(asked.several);
    testing_end(&testing);
}

/* As it is pasted out of a table, where an empty cell is no answer; or set off by tabs. */
static void test_a_form_in_a_table_is_read(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct mailbox_asked asked = mailbox_read_form(book, TEXT("x"),
        TEXT("事项：\t异地就医备案\n姓 名\t张三\t身份证号:\t\t990101198001010010\t\n"
             "备案类别：疫情滞留外地人员\t就医地：371300\n电话\n开始日期\t\t2020年1月25日\n"),
        (struct text){ 0 }, &testing.arena);
    assert_true(asked.matter != NULL && text_is(asked.matter->matter, "offsite-filing"));
    assert_true(text_is(asked.name, "张三"));
    assert_true(text_is(asked.number, "990101198001010010"));
    assert_true(text_is(value_of(&asked, "kind"), "stranded"));
    assert_true(text_is(value_of(&asked, "division"), "371300") && asked.values.count == 2);
    /* Two people in one letter are nobody's case by themselves; one said twice is one. */
    asked = mailbox_read_form(book, TEXT("x"),
        TEXT("姓名：张三\n身份证号：990101198001010010\n> 身份证号：990101198001010010\n"),
        (struct text){ 0 }, &testing.arena);
    assert_false(asked.several);
    asked = mailbox_read_form(book, TEXT("x"),
        TEXT("姓名：张三\n身份证号：990101198001010010\n姓名：李四\n"
             "身份证号：990101198001010029\n"), (struct text){ 0 }, &testing.arena);
    assert_true(asked.several);
    testing_end(&testing);
}

static void test_where_the_matter_is_said(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct arena *arena = &testing.arena;
    struct text nothing = { 0 };
    struct mailbox_asked asked =
        mailbox_read_form(book, TEXT("张三 生育津贴支付 申请"), TEXT("姓名：张三"), nothing, arena);
    assert_true(text_is(asked.matter->matter, "maternity-allowance"));
    /* What the letter says itself comes before what its address is kept for. */
    asked = mailbox_read_form(book, TEXT("x"), TEXT("事项：offsite-filing"),
                              TEXT("maternity-allowance"), arena);
    assert_true(text_is(asked.matter->matter, "offsite-filing"));
    asked = mailbox_read_form(book, TEXT("x"), TEXT("y"), TEXT("maternity-allowance"), arena);
    assert_true(text_is(asked.matter->matter, "maternity-allowance"));
    asked = mailbox_read_form(book, TEXT("你好"), TEXT("在吗"), nothing, arena);
    assert_null(asked.matter);
    assert_false(text_present(asked.receipt));
    testing_end(&testing);
}

static void test_a_receipt_is_found(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct arena *arena = &testing.arena;
    struct text receipt = intake_receipt_write(110105, 2020, 123, arena);
    struct text subject = arena_format(arena, "Re: 回复【%.*s】补材料", TEXT_ARGS(receipt));
    struct mailbox_asked asked = mailbox_read_form(book, subject,
        TEXT("后四位：001X\n电话 13800138000"), (struct text){ 0 }, arena);
    assert_true(text_equal(asked.receipt, receipt));
    assert_true(text_is(asked.last_four, "001X"));
    asked = mailbox_read_form(book, TEXT("x"),
        arena_format(arena, "受理号%.*s。", TEXT_ARGS(receipt)), (struct text){ 0 }, arena);
    assert_true(text_equal(asked.receipt, receipt));
    /* One wrong digit is no receipt. */
    char *wrong = (char *)(uintptr_t)arena_text(arena, receipt).data;
    wrong[receipt.length - 1] = wrong[receipt.length - 1] == '1' ? '2' : '1';
    asked = mailbox_read_form(book, text_of(wrong), TEXT(""), (struct text){ 0 }, arena);
    assert_false(text_present(asked.receipt));
    testing_end(&testing);
}

static void test_attachments_are_papers(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct arena *arena = &testing.arena;
    const struct matter *matter = matter_of(book, TEXT("offsite-filing"), arena);
    struct intake_value kind = { TEXT("kind"), TEXT("stranded") };
    const struct list values = { &kind, 1 };
    const struct mailbox_part parts[] = {
        { .part = 1, .paper = true, .file_name = TEXT("张三身份证件.jpg"), .blob = TEXT("a") },
        { .part = 2, .paper = false, .file_name = TEXT("滞留外地的证明.exe"), .blob = TEXT("b") },
        { .part = 3, .paper = true, .file_name = TEXT("IMG_0001.jpg"), .blob = TEXT("c") },
    };
    struct list papers = mailbox_papers_of(matter, &values, LIST_OF(parts), NULL, arena);
    const struct intake_paper_input *rows = papers.items;
    assert_int_equal(papers.count, 2);
    assert_true(text_is(rows[0].material, "id-card"));
    assert_true(text_is(rows[0].blob, "a"));
    /* The only one without a name for the only one that is missing. */
    assert_true(text_is(rows[1].material, "stranding-proof"));
    assert_true(text_is(rows[1].blob, "c"));
    const struct mailbox_part unnamed[] = {
        { .part = 1, .paper = true, .file_name = TEXT("1.jpg"), .blob = TEXT("a") },
        { .part = 2, .paper = true, .file_name = TEXT("2.jpg"), .blob = TEXT("b") },
    };
    papers = mailbox_papers_of(matter, &values, LIST_OF(unnamed), NULL, arena);
    assert_int_equal(papers.count, 0);
    /* A case that has one and waits for the other: what its camera calls IMG_0001 is that. */
    struct intake_paper kept[] = {
        { .material = TEXT("id-card"), .how = TEXT("given"), .blob = TEXT("x") },
        { .material = TEXT("stranding-proof"), .how = TEXT("asked") },
    };
    struct mailbox_part alone = unnamed[0];
    const struct list one = { &alone, 1 };
    papers = mailbox_papers_of(matter, &values, &one, LIST_OF(kept), arena);
    rows = papers.items;
    assert_true(papers.count == 1 && text_is(rows[0].material, "stranding-proof"));
    /* Nothing is waited for, or two are: nobody knows which it is. */
    kept[1].cleared_at.ms = 1;
    assert_int_equal(mailbox_papers_of(matter, &values, &one, LIST_OF(kept), arena).count, 0);
    kept[0].how = kept[1].how = TEXT("missing");
    kept[1].cleared_at.ms = 0;
    assert_int_equal(mailbox_papers_of(matter, &values, &one, LIST_OF(kept), arena).count, 0);
    testing_end(&testing);
}

/* LAW: BJ4-02k: the blank form, filled in, is read again. */
static void test_the_blank_form_is_read_again(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct arena *arena = &testing.arena;
    const struct list all = matters_of(book, arena);
    const struct matter *matters = all.items;
    assert_true(all.count > 30);
    for (size_t i = 0; i < all.count; i++) {
        struct text form = mailbox_blank_form(&matters[i], LANGUAGE_CHINESE, arena);
        assert_true(text_is_utf8(form));
        const struct mailbox_asked asked =
            mailbox_read_form(book, TEXT("x"), form, (struct text){ 0 }, arena);
        assert_non_null(asked.matter);
        if (!text_equal(asked.matter->matter, matters[i].matter))
            fail_msg("%.*s", TEXT_ARGS(matters[i].matter));
    }
    testing_end(&testing);
}

/* ---- coming in ---- */

static struct mailbox_receive_input arriving(void)
{
    static struct mailbox_address_input to[1];
    static struct mailbox_part_input parts[1];
    to[0].address = TEXT("a@yibao.example");
    parts[0] = (struct mailbox_part_input){ .file_type = TEXT("image/jpeg"),
                                            .blob = TEXT("b"), .paper = true };
    return (struct mailbox_receive_input){
        .digest = TEXT("d1"), .raw_blob = TEXT("d1"), .to = { to, 1 },
        .sender = TEXT("x@x.example"), .subject = TEXT("s"), .parts = { parts, 1 },
    };
}

static const struct mailbox_letter *receive(struct testing *testing,
                                            const struct mailbox_receive_facts *facts)
{
    const struct mailbox_receive_input input = arriving();
    testing->actor = (struct actor){ .role = ROLE_HOUSE, .scope.everything = true };
    testing_decide(testing, action_of("mailbox.receive"), &input, facts, NULL);
    assert_null(testing->decision.refusal.key);
    return testing_change(testing, &mailbox_letter_table, 0, NULL);
}

/* LAW: BJ4-05e: an unknown sender is put in quarantine; a known one comes in. */
static void test_who_comes_in(void **state)
{
    (void)state;
    static const struct { const char *channel; bool strangers; const char *kind, *state, *why; }
    CASES[] = {
        { "mail", true, NULL, "waiting", NULL },
        { "mail", false, NULL, "quarantined", "unknown-sender" },
        { "dedicated-mailbox", false, "institution", "waiting", NULL },
        { "dedicated-mailbox", false, "gateway", "quarantined", "unknown-sender" },
        { "fax", true, NULL, "quarantined", "unknown-sender" },
        { "fax", false, "person", "quarantined", "unknown-sender" },
        { "fax", false, "gateway", "waiting", NULL },
        { NULL, false, "unit", "quarantined", "no-mailbox" },
    };
    struct testing testing;
    begin(&testing);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct mailbox box = {
            .address = TEXT("a@yibao.example"), .office = OFFICE,
            .channel = text_of(CASES[i].channel), .strangers = CASES[i].strangers,
            .matter = TEXT("agreement-application"),
        };
        const struct mailbox_sender sender = { .kind = text_of(CASES[i].kind), .owner = 900 };
        const struct mailbox_receive_facts facts = {
            .first = &box, .mailbox = CASES[i].channel == NULL ? NULL : &box,
            .sender = CASES[i].kind == NULL ? NULL : &sender,
        };
        const struct mailbox_letter *row = receive(&testing, &facts);
        if (!text_is(row->state, CASES[i].state))
            fail_msg("%zu: %.*s", i, TEXT_ARGS(row->state));
        assert_true(CASES[i].why == NULL ? !text_present(row->why)
                                         : text_is(row->why, CASES[i].why));
        assert_int_equal(row->office, OFFICE);
        assert_int_equal(row->sender_owner, CASES[i].kind == NULL ? 0 : 900);
        assert_int_equal(testing_changes(&testing, &mailbox_part_table), 1);
    }
    testing_end(&testing);
}

/* ---- put aside ---- */

static bool is_told(const struct testing *testing)
{
    const struct delivery_row *row = testing_change(testing, &delivery_table, 0, NULL);
    const struct mailbox_letter *letter = testing_change(testing, &mailbox_letter_table, 0, NULL);
    bool told = row != NULL && text_is(row->kind, "letter-aside")
        && row->subject == letter->letter;
    assert_int_equal(told, letter->noted_at.ms != 0);
    return told;
}

/* What becomes no case by itself is said to who wrote it, once a day; a case tells of itself. */
static void test_who_wrote_is_told_that_it_is_put_aside(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct list nobody = { NULL, 0 };
    struct mailbox_letter row = { .letter = 1 << 23, .sender = TEXT("x@x.example"),
                                  .channel = TEXT("mail"), .state = TEXT("waiting") };
    static const struct { const char *state, *why, *refusal, *says; } CASES[] = {
        { "waiting", "no-form", NULL, "邮件申请表" },
        { "waiting", "refused", "filing.refused.not-elsewhere", "没有立为办件" },
        { "waiting", "released", NULL, "没有立为办件" },
        { "taken", NULL, NULL, NULL }, { "supplied", NULL, NULL, NULL },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct mailbox_settle_input input = {
            .letter = row.letter, .state = text_of(CASES[i].state),
            .why = text_of(CASES[i].why), .refusal = text_of(CASES[i].refusal),
            .refusal_zh = CASES[i].refusal == NULL ? TEXT("")
                : words_of(CASES[i].refusal, LANGUAGE_CHINESE),
        };
        const struct mailbox_letter_facts facts = { .letter = &row, .noted = &nobody };
        testing_decide(&testing, action_of("mailbox.settle"), &input, &facts, NULL);
        assert_int_equal(is_told(&testing), CASES[i].says != NULL);
        const struct mailbox_letter *after =
            testing_change(&testing, &mailbox_letter_table, 0, NULL);
        struct text text = mailbox_note_text(after, &testing.arena);
        assert_true(CASES[i].says == NULL || strstr(text.data, CASES[i].says) != NULL);
        if (CASES[i].refusal != NULL)
            assert_non_null(strstr(text.data, words_of(CASES[i].refusal,
                                                       LANGUAGE_CHINESE).data));
    }
    const struct mailbox_settle_input aside = { .letter = row.letter, .state = TEXT("waiting"),
                                                .why = TEXT("no-form") };
    struct list lately = { &row, 1 };
    const struct mailbox_letter_facts again = { .letter = &row, .noted = &lately };
    testing_decide(&testing, action_of("mailbox.settle"), &aside, &again, NULL);
    assert_false(is_told(&testing));
    const struct mailbox_letter_facts facts = { .letter = &row, .noted = &nobody };
    row.automatic = true;
    testing_decide(&testing, action_of("mailbox.settle"), &aside, &facts, NULL);
    assert_false(is_told(&testing));
    row.automatic = false;
    row.channel = TEXT("fax");
    testing_decide(&testing, action_of("mailbox.settle"), &aside, &facts, NULL);
    assert_false(is_told(&testing));
    /* Held: at once. */
    const struct mailbox box = { .address = TEXT("a@yibao.example"), .office = OFFICE,
                                 .channel = TEXT("dedicated-mailbox") };
    const struct mailbox_receive_facts held = { .first = &box, .mailbox = &box,
                                                .noted = &nobody };
    const struct mailbox_letter *quarantined = receive(&testing, &held);
    assert_true(is_told(&testing));
    assert_non_null(strstr(mailbox_note_text(quarantined, &testing.arena).data, "不认识"));
    testing_end(&testing);
}

/* Before there is any address a letter stays in the folder. */
static void test_no_address_yet(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct mailbox_receive_input input = arriving();
    const struct mailbox_receive_facts facts = { .mailbox = NULL };
    testing_decide(&testing, action_of("mailbox.receive"), &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.no-mailbox"));
    testing_end(&testing);
}

static void test_the_same_letter_twice(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct mailbox_letter before = { .letter = 9, .state = TEXT("taken") };
    const struct mailbox_receive_facts facts = { .before = &before };
    assert_null(receive(&testing, &facts));
    const struct mailbox_received *received = testing.decision.outcome;
    assert_int_equal(received->letter, 9);
    assert_int_equal(testing.decision.change_count, 0);
    testing_end(&testing);
}

/* ---- a clerk's work ---- */

static struct mailbox_letter letter_in(const char *letter_state)
{
    return (struct mailbox_letter){
        .bucket = 3, .letter = 1 << 23, .office = OFFICE, .state = text_of(letter_state),
        .channel = TEXT("mail"), .sender = TEXT("x@x.example"), .subject = TEXT("s"),
        .body = TEXT("事项：offsite-filing\n姓名：张三\n身份证号：990101198001010010"),
        .version = 1,
    };
}

static void work(struct testing *testing, const char *name, const struct mailbox_letter *row,
                 struct mailbox_work_input input, const char *refused)
{
    static const struct staff_office office = { .office = OTHER };
    const struct list nothing = { NULL, 0 };
    struct mailbox_letter_facts facts = {
        .letter = row, .parts = &nothing, .office = input.office == 0 ? NULL : &office,
    };
    if (text_is(input.number, "here"))
        facts.owner.unit = &unit_here;
    if (text_is(input.number, "elsewhere"))
        facts.owner.unit = &unit_elsewhere;
    testing_decide(testing, action_of(name), &input, &facts, NULL);
    if (refused == NULL && testing->decision.refusal.key != NULL)
        fail_msg("%s: %s", name, testing->decision.refusal.key);
    if (refused != NULL && !testing_is_refused(testing, refused))
        fail_msg("%s: not %s", name, refused);
}

static const struct mailbox_letter *after(const struct testing *testing)
{
    return testing_change(testing, &mailbox_letter_table, 0, NULL);
}

static void test_quarantine_is_worked(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct mailbox_letter row = letter_in("quarantined"), open = letter_in("waiting");
    struct mailbox_work_input input = { .letter = row.letter };
    work(&testing, "mailbox.release", &row, input, NULL);
    assert_true(text_is(after(&testing)->state, "waiting"));
    assert_int_equal(testing_changes(&testing, &mailbox_sender_table), 0);
    /* Who writes as a unit applies for its people: it is one of the clerk's place. */
    input.kind = TEXT("unit");
    input.name = unit_here.name;
    work(&testing, "mailbox.release", &row, input, "mailbox.refused.no-owner");
    input.number = TEXT("elsewhere");
    work(&testing, "mailbox.release", &row, input, "mailbox.refused.no-owner");
    input.kind = TEXT("gateway");
    work(&testing, "mailbox.release", &row, input, "mailbox.refused.no-owner");
    input.kind = TEXT("unit");
    input.number = TEXT("here");
    work(&testing, "mailbox.release", &row, input, "mailbox.refused.not-sure");
    input.reason = TEXT("called back on the number on record");
    input.name = TEXT("别的单位");
    work(&testing, "mailbox.release", &row, input, "mailbox.refused.no-owner");
    input.name = unit_here.name;
    work(&testing, "mailbox.release", &row, input, NULL);
    const struct mailbox_sender *known = testing_change(&testing, &mailbox_sender_table, 0, NULL);
    assert_true(text_is(known->address, "x@x.example"));
    assert_true(text_equal(known->reason, input.reason) && known->said_by != 0);
    assert_int_equal(known->owner, 500);
    assert_int_equal(after(&testing)->sender_owner, 500);
    /* His second letter waited beside the first. */
    struct mailbox_sender kept = *known;
    const struct list nothing = { NULL, 0 };
    const struct mailbox_letter_facts second = { .letter = &row, .parts = &nothing,
                                                 .sender = &kept, .owner.unit = &unit_here };
    testing_decide(&testing, action_of("mailbox.release"), &input, &second, NULL);
    assert_null(testing.decision.refusal.key);
    assert_int_equal(testing_changes(&testing, &mailbox_sender_table), 0);
    assert_true(text_is(after(&testing)->state, "waiting"));
    assert_int_equal(after(&testing)->sender_owner, 500);
    /* Said to write for another before: that is set right by the office that knows him. */
    kept.owner = 501;
    testing_decide(&testing, action_of("mailbox.release"), &input, &second, NULL);
    known = testing_change(&testing, &mailbox_sender_table, 0, NULL);
    assert_true(known != NULL && known->owner == 500);
    kept.office = OTHER + 1;
    testing_decide(&testing, action_of("mailbox.release"), &input, &second, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.others"));
    work(&testing, "mailbox.release", &open, input, "mailbox.refused.not-quarantined");
    testing_end(&testing);
}

static void test_given_and_refused(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct mailbox_letter row = letter_in("waiting");
    struct mailbox_work_input input = { .letter = row.letter };
    work(&testing, "mailbox.assign", &row, input, "mailbox.refused.no-office");
    input.office = OTHER;
    work(&testing, "mailbox.assign", &row, input, NULL);
    assert_int_equal(after(&testing)->office, OTHER);
    input.office = 0;
    work(&testing, "mailbox.refuse", &row, input, "mailbox.refused.no-reason");
    input.reason = TEXT("不是医保业务");
    work(&testing, "mailbox.refuse", &row, input, NULL);
    assert_true(text_is(after(&testing)->state, "refused"));
    const struct delivery_row *answer = testing_change(&testing, &delivery_table, 0, NULL);
    assert_true(text_is(answer->kind, "letter"));
    assert_int_equal(answer->subject, row.letter);
    row.automatic = true;       /* two machines would talk for ever */
    work(&testing, "mailbox.refuse", &row, input, NULL);
    assert_int_equal(testing_changes(&testing, &delivery_table), 0);
    row = letter_in("taken");
    work(&testing, "mailbox.refuse", &row, input, "mailbox.refused.settled");
    work(&testing, "mailbox.assign", &row, input, "mailbox.refused.settled");
    testing_end(&testing);
}

static void test_whose(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    struct mailbox_letter row = letter_in("waiting");
    static const char *const ALL[] = {
        "mailbox.release", "mailbox.assign", "mailbox.refuse", "mailbox.show",
    };
    struct mailbox_work_input input = { .letter = row.letter };
    work(&testing, "mailbox.show", &row, input, NULL);
    const struct mailbox_told *told = testing.decision.outcome;
    assert_true(text_is(told->asked_matter, "offsite-filing"));
    assert_true(text_is(told->asked_name, "张三"));
    assert_true(text_is(told->asked_number, "990101198001010010"));
    row.office = OTHER;
    for (size_t i = 0; i < COUNT_OF(ALL); i++) {
        work(&testing, ALL[i], &row, input, "mailbox.refused.no-letter");
        work(&testing, ALL[i], NULL, input, "mailbox.refused.no-letter");
    }
    testing_end(&testing);
}

static void test_a_quarantined_letter_makes_no_case(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct list nothing = { NULL, 0 };
    const struct mailbox_take_input input = { .letter = 1 << 23 };
    static const struct { const char *state, *refused; } CASES[] = {
        { "quarantined", "mailbox.refused.quarantined" },
        { "taken", "mailbox.refused.settled" }, { "refused", "mailbox.refused.settled" },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct mailbox_letter row = letter_in(CASES[i].state);
        const struct mailbox_take_facts facts = { .letter = { &row, &nothing, NULL } };
        testing_decide(&testing, action_of("mailbox.take"), &input, &facts, NULL);
        assert_true(testing_is_refused(&testing, CASES[i].refused));
    }
    testing_end(&testing);
}

/* ---- registers ---- */

static void test_registers(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct staff_office office = { .office = OFFICE };
    struct mailbox_register_facts facts = { .office = &office };
    struct mailbox_register_input input = {
        .address = TEXT(" Chaoyang@Yibao.Example "), .channel = TEXT("mail"), .office = OFFICE,
    };
    testing_decide(&testing, action_of("mailbox.register"), &input, &facts, NULL);
    assert_null(testing.decision.refusal.key);
    const struct mailbox *row = testing_change(&testing, &mailbox_table, 0, NULL);
    assert_true(text_is(row->address, "chaoyang@yibao.example"));
    static const char *const NONE[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>" };
    for (size_t i = 0; i < COUNT_OF(NONE); i++) {
        input.address = text_of(NONE[i]);
        testing_decide(&testing, action_of("mailbox.register"), &input, &facts, NULL);
        assert_true(testing_is_refused(&testing, "mailbox.refused.no-address"));
    }
    input.address = TEXT("a@b");
    input.matter = TEXT("no-such");
    testing_decide(&testing, action_of("mailbox.register"), &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.no-matter"));
    const struct mailbox others = { .office = OTHER, .version = 2 };
    facts.before = &others;
    testing_decide(&testing, action_of("mailbox.register"), &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.others"));
    const struct mailbox_sender sender = { .office = OTHER };
    struct mailbox_know_facts known = { .before = &sender, .owner.unit = &unit_elsewhere };
    const struct mailbox_know_input know = { TEXT("a@b"), TEXT("unit"), UNIT_ELSEWHERE };
    testing_decide(&testing, action_of("mailbox.know"), &know, &known, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.others"));
    known.before = NULL;
    testing_decide(&testing, action_of("mailbox.know"), &know, &known, NULL);
    assert_true(testing_is_refused(&testing, "mailbox.refused.no-owner"));
    known.owner.unit = &unit_here;
    testing_decide(&testing, action_of("mailbox.know"), &know, &known, NULL);
    assert_null(testing.decision.refusal.key);
    testing_end(&testing);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_a_form_is_read),
        cmocka_unit_test(test_a_form_in_a_table_is_read),
        cmocka_unit_test(test_where_the_matter_is_said),
        cmocka_unit_test(test_a_receipt_is_found), cmocka_unit_test(test_attachments_are_papers),
        cmocka_unit_test(test_the_blank_form_is_read_again),
        cmocka_unit_test(test_who_wrote_is_told_that_it_is_put_aside),
        cmocka_unit_test(test_who_comes_in),
        cmocka_unit_test(test_no_address_yet),
        cmocka_unit_test(test_the_same_letter_twice), cmocka_unit_test(test_quarantine_is_worked),
        cmocka_unit_test(test_given_and_refused), cmocka_unit_test(test_whose),
        cmocka_unit_test(test_a_quarantined_letter_makes_no_case),
        cmocka_unit_test(test_registers),
    };
    return cmocka_run_group_tests(TESTS, open_book, NULL);
}
