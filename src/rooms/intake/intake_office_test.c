/* intake_office_test.c: who may apply, see and decide; what the office does meanwhile; numbers,
 * forms and clocks. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"
#include "rooms/party/party.h"

#include <string.h>

/* ---- who ---- */

static void test_who_may_apply(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.apply.name = TEXT("李四");
    assert_true(hall_apply(&hall, "intake.refused.no-person"));
    hall.apply.name = TEXT(" 张三 ");
    assert_true(hall_apply(&hall, NULL));
    hall.apply_facts.person.person = NULL;
    assert_true(hall_apply(&hall, "intake.refused.no-person"));
    hall.apply_facts.person.person = &hall.person;
    hall.apply.channel = TEXT("pigeon");
    assert_true(hall_apply(&hall, "intake.refused.channel"));
    hall.apply.channel = TEXT("web");

    /* LAW: BJ4-09c: the employer files for a stranded employee, and only for his own, and only
     * while the notice says so. */
    hall.testing.actor = (struct actor){ .role = ROLE_EMPLOYER, .unit = 500 };
    assert_true(hall_apply(&hall, NULL));
    const struct intake_case *row =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->applicant, "employer"));
    hall.testing.actor.unit = 501;
    assert_true(hall_apply(&hall, "intake.refused.applicant"));
    hall.testing.actor.unit = 500;
    hall_at(&hall, DATE(2020, 2, 6));
    assert_true(hall_apply(&hall, "intake.refused.applicant"));
    hall_at(&hall, DATE(2020, 2, 10));
    hall.values[0].value = TEXT("settled-retiree");
    assert_true(hall_apply(&hall, "intake.refused.applicant"));
    hall.values[0].value = TEXT("stranded");

    hall.testing.actor = (struct actor){ .role = ROLE_VILLAGE_CLERK, .division = 110105,
                                         .office = 3 };
    hall.apply.applicant = TEXT("social-security-office");
    hall.apply.channel = TEXT("post");
    assert_true(hall_apply(&hall, NULL));
    hall.testing.actor.division = 371329;
    assert_true(hall_apply(&hall, "intake.refused.applicant"));
    hall.testing.actor = (struct actor){ .role = ROLE_RESIDENT, .person = 12 };
    hall.apply.channel = TEXT("web");
    hall.apply.applicant = (struct text){ 0 };
    assert_true(hall_apply(&hall, "intake.refused.no-mandate"));

    /* By a mandate for that matter somebody else applies; the case says by which. */
    struct actor_mandate mandate = { 88, PERSON, TEXT("inpatient-claim"), false };
    hall.testing.actor.mandates = &mandate;
    hall.testing.actor.mandate_count = 1;
    assert_true(hall_apply(&hall, "intake.refused.no-mandate"));
    mandate.matters = TEXT("inpatient-claim offsite-filing");
    assert_true(hall_apply(&hall, NULL));
    row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->applicant, "agent") && row->agent == 12 && row->mandate == 88);
    hall.facts.row = row;
    hall.testing.request.actor = &hall.testing.actor;
    assert_true(intake_may_see(&hall.testing.request, &hall.facts, (struct text){ 0 }));
    mandate.matters = TEXT("inpatient-claim");
    assert_false(intake_may_see(&hall.testing.request, &hall.facts, (struct text){ 0 }));
    /* Nobody is an agent without signing in. */
    hall.testing.actor = (struct actor){ .role = ROLE_PUBLIC };
    hall.apply.applicant = TEXT("agent");
    assert_true(hall_apply(&hall, "intake.refused.no-mandate"));
    hall_end(&hall);
}

static void test_only_the_office_of_the_place_decides(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 371329, "agency");
    assert_true(hall_decide(&hall, "approve", "intake.refused.other-office"));
    hall_go_on(&hall, ROLE_REVIEWER, 110108, "agency");
    assert_true(hall_decide(&hall, "approve", "intake.refused.other-office"));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "town");
    assert_true(hall_decide(&hall, "approve", "intake.refused.other-office"));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", "intake.refused.not-yours"));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "perhaps", "intake.refused.no-verdict"));
    hall_go_on(&hall, ROLE_REVIEWER, 110000, "agency");
    assert_true(hall_decide(&hall, "refuse", NULL));
    assert_int_equal(testing_changes(&hall.testing, &filing_table), 0);
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", "intake.refused.no-such-step"));
    hall_end(&hall);
}

/* What the action refuses, the approval refuses: nothing is recorded. */
static void test_an_approval_that_cannot_be_carried_out_is_refused(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    struct filing_row filed = { .about = TEXT("offsite"), .state = TEXT("in-force"),
        .division = 371300, .valid_from = DATE(2020, 1, 1) };
    hall.filings = (struct list){ &filed, 1 };
    assert_true(hall_decide(&hall, "approve", "filing.refused.filed-already"));
    assert_string_equal(hall.testing.decision.refusal.field, "verdict");
    assert_int_equal(testing_changes(&hall.testing, &intake_case_table), 0);
    /* The time to make it up is over. */
    hall.filings.count = 0;
    hall_declare_end(&hall, DATE(2020, 6, 10));
    hall_at(&hall, DATE(2020, 9, 10));
    assert_true(hall_decide(&hall, "approve", NULL));
    hall_at(&hall, DATE(2020, 9, 11));
    assert_true(hall_decide(&hall, "approve", "filing.refused.backdated-late"));
    hall_end(&hall);
}

static void test_a_stranger_sees_nothing(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    assert_true(hall_supply(&hall, "stranding-proof", "0011", "intake.refused.no-case"));
    assert_true(hall_supply(&hall, "stranding-proof", "", "intake.refused.no-case"));
    assert_true(hall_supply(&hall, "stranding-proof", NULL, "intake.refused.no-case"));
    struct intake_case_input show = { .case_id = hall.row.case_id };
    struct list no_steps = { NULL, 0 };
    struct intake_see_facts facts = { .of = hall.facts, .steps = &no_steps };
    testing_decide(&hall.testing, &intake_show_action, &show, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-case"));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 371329, "agency");
    testing_decide(&hall.testing, &intake_show_action, &show, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-case"));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    testing_decide(&hall.testing, &intake_show_action, &show, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    /* What is private is sealed and not among the values shown. */
    const struct intake_seen *seen = hall.testing.decision.outcome;
    const struct intake_value *values = seen->values.items;
    assert_int_equal(seen->values.count, 3);
    for (size_t i = 0; i < seen->values.count; i++)
        assert_false(text_is(values[i].name, "phone"));
    hall_end(&hall);
}

/* ---- repeats, forms, numbers, clocks ---- */

static void test_the_same_application_has_the_same_keys(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    struct keys one = { .count = 0 }, again = { .count = 0 }, other = { .count = 0 };
    hall.testing.request.input = &hall.apply;
    intake_apply_action.keys(&hall.testing.request, &one);
    intake_apply_action.keys(&hall.testing.request, &again);
    assert_int_equal(one.count, 2);
    assert_memory_equal(one.subject, again.subject, sizeof one.subject);
    /* However the number is spelled. */
    hall.apply.number = TEXT("990101 19800101 0010");
    intake_apply_action.keys(&hall.testing.request, &other);
    assert_int_equal(other.subject[0], one.subject[0]);
    hall.apply.number = TEXT("990101198001010011");
    other.count = 0;
    intake_apply_action.keys(&hall.testing.request, &other);
    assert_true(other.subject[0] != one.subject[0]);
    hall_end(&hall);
}

static void test_serials_go_on(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    enum change_kind kind;
    const struct intake_serial *first =
        testing_change(&hall.testing, &intake_serial_table, 0, &kind);
    assert_int_equal(kind, CHANGE_INSERT);
    struct intake_serial before = *first;
    struct text receipt = ((const struct intake_applied *)hall.testing.decision.outcome)->receipt;
    hall.apply_facts.serial = &before;
    assert_true(hall_apply(&hall, NULL));
    const struct intake_serial *next =
        testing_change(&hall.testing, &intake_serial_table, 0, &kind);
    assert_int_equal(kind, CHANGE_REPLACE);
    assert_int_equal(next->last, before.last + 1);
    assert_false(text_equal(
        receipt, ((const struct intake_applied *)hall.testing.decision.outcome)->receipt));
    hall_end(&hall);
}

static void test_forms_are_looked_at_before_anybody_waits(void **state)
{
    (void)state;
    static const struct { int at; const char *name, *value, *refused; } rows[] = {
        { 0, "kind", "holiday", "intake.refused.wrong-value" },
        { 1, "division", "123456", "intake.refused.wrong-value" },
        { 1, "division", "", "intake.refused.field-missing" },
        { 2, "from", "2020-02-30", "intake.refused.wrong-value" },
        { 3, "colour", "red", "intake.refused.no-such-field" },
        /* Nobody is held up since a day to come. */
        { 2, "from", "2099-12-31", "intake.refused.too-late-a-day" },
        { 2, "from", "2020-02-11", "intake.refused.too-late-a-day" },
        { 2, "from", "2020-02-10", NULL },
        { 2, "from", "", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct hall hall;
        hall_begin(&hall, DATE(2020, 2, 10));
        hall.values[rows[i].at] =
            (struct intake_value){ text_of(rows[i].name), text_of(rows[i].value) };
        assert_true(hall_apply(&hall, rows[i].refused));
        /* The question is named that it is about; what is none is among the answers. */
        if (rows[i].refused != NULL)
            assert_string_equal(hall.testing.decision.refusal.field,
                                rows[i].at == 3 ? "values" : rows[i].name);
        hall_end(&hall);
    }
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.papers[0].material = TEXT("passport");
    assert_true(hall_apply(&hall, "intake.refused.no-such-paper"));
    hall.papers[0] = (struct intake_paper_input){ .material = TEXT("id-card") };
    hall.names[0] = TEXT("not-a-name");
    assert_true(hall_apply(&hall, "intake.refused.paper-not-there"));
    hall.papers[0].file = TEXT("bytes");
    hall.names[0] = (struct text){ 0 };
    assert_true(hall_apply(&hall, "intake.refused.nowhere-to-keep"));
    hall_end(&hall);
}

static void test_receipt_numbers(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text receipt = intake_receipt_write(110105, 2020, 123, &arena);
    assert_int_equal(receipt.length, 20);
    assert_true(text_starts(receipt, TEXT("110105-2020-000123-")));
    struct text read;
    assert_true(intake_receipt_read(receipt, &arena, &read));
    assert_true(text_equal(read, receipt));
    assert_true(intake_receipt_read(arena_format(&arena, " 110105 2020 000123 %c",
                                                 receipt.data[19]), &arena, &read));
    assert_true(text_equal(read, receipt));
    /* Every single wrong digit is found. */
    for (size_t i = 0; i < receipt.length; i++)
        for (char digit = '0'; receipt.data[i] != '-' && digit <= '9'; digit++) {
            char wrong[24];
            memcpy(wrong, receipt.data, receipt.length);
            wrong[i] = digit;
            assert_int_equal(intake_receipt_read((struct text){ wrong, receipt.length }, &arena,
                                                 &read), digit == receipt.data[i]);
        }
    assert_true(intake_receipt_read(intake_receipt_write(110105, 2020, 12345678, &arena),
                                    &arena, &read));
    assert_false(intake_receipt_read(TEXT("110105-2020"), &arena, &read));
    assert_false(intake_receipt_read(TEXT(""), &arena, &read));
    arena_release(&arena);
}

/* A letter of Friday 7 February waits until 14 February has passed: 10 to 14 are five days. */
static void test_nothing_said_in_five_working_days_is_acceptance(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 7));
    hall_takes_in(&hall, "post");
    hall.apply.postmark = DATE(2020, 2, 3);
    assert_true(hall_apply(&hall, NULL));
    const struct timer_row *timer = testing_change(&hall.testing, &timer_table, 1, NULL);
    assert_true(text_is(timer->action, "intake.deem-accepted"));
    assert_int_equal(timer->due.ms, moment_at(DATE(2020, 2, 15), 0, 0, 0).ms);
    struct timer_row due = *timer;
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    assert_int_equal(hall.row.sent_at.ms, moment_at(DATE(2020, 2, 3), 0, 0, 0).ms);
    struct task_input input = { due.bucket, due.timer, hall.row.case_id };
    struct intake_deem_facts facts = { .of = hall.facts, .timer = &due };
    /* Where the calendar moved the day after the timer was set, it is set anew. */
    hall_at(&hall, DATE(2020, 2, 14));
    testing_decide(&hall.testing, &intake_deem_accepted_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(&hall.testing, &intake_case_table), 0);
    timer = testing_change(&hall.testing, &timer_table, 1, NULL);
    assert_int_equal(timer->due.ms, moment_at(DATE(2020, 2, 15), 0, 0, 0).ms);
    hall_at(&hall, DATE(2020, 2, 15));
    testing_decide(&hall.testing, &intake_deem_accepted_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct intake_case *row =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->state, "accepted-owing"));
    /* From the day it came, by the law; counted when it was so. */
    assert_int_equal(row->accepted_at.ms, hall.row.received_at.ms);
    assert_int_equal(row->counted_at.ms, hall.testing.request.at.ms);
    /* Somebody was quicker: the timer is done and nothing else happens. */
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    facts.of = hall.facts;
    testing_decide(&hall.testing, &intake_deem_accepted_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(&hall.testing, &intake_case_table), 0);
    assert_int_equal(testing_changes(&hall.testing, &timer_table), 1);
    hall_end(&hall);
}

/* Two working days from Monday 10 February; the days of a supplement do not count, and it is asked
 * for once. */
static void test_a_supplement_is_asked_once_and_stops_the_clock(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    struct list cases = { &hall.row, 1 };
    struct intake_list_facts list = { .rows = &cases, .events = hall.events };
    struct intake_list_input page = { 0 };
    testing_decide(&hall.testing, &intake_worklist_action, &page, &list, NULL);
    const struct intake_list_answer *answer = hall.testing.decision.outcome;
    const struct intake_listed *listed = answer->cases.items;
    assert_int_equal(listed->due.yyyymmdd, 20200212);
    assert_int_equal(listed->days_left, 2);
    assert_false(listed->overdue);

    hall_at(&hall, DATE(2020, 2, 11));
    struct intake_owed_input wanted = { TEXT("id-card") };
    struct intake_case_input ask = { .case_id = hall.row.case_id, .reason = TEXT("illegible") };
    testing_decide(&hall.testing, &intake_ask_supplement_action, &ask, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.nothing-asked"));
    ask.materials = (struct list){ &wanted, 1 };
    testing_decide(&hall.testing, &intake_ask_supplement_action, &ask, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(text_is(hall.row.state, "supplement-asked"));
    assert_true(hall_decide(&hall, "approve", "intake.refused.no-such-step"));

    hall_at(&hall, DATE(2020, 2, 13));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    assert_true(hall_supply(&hall, "id-card", "0010", NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(text_is(hall.row.state, "accepted-owing"));
    testing_decide(&hall.testing, &intake_worklist_action, &page, &list, NULL);
    listed = ((const struct intake_list_answer *)hall.testing.decision.outcome)->cases.items;
    /* 11 to 13 stood; 14 and, after the weekend, 17. */
    assert_int_equal(listed->due.yyyymmdd, 20200217);
    testing_decide(&hall.testing, &intake_ask_supplement_action, &ask, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.asked-already"));
    hall_end(&hall);
}

static void test_taken_back_turned_away_and_changed_since(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall_takes_in(&hall, "mail");
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    struct intake_case_input input = { .case_id = hall.row.case_id, .version = 5 };
    testing_decide(&hall.testing, &intake_turn_away_action, &input, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.changed"));
    input.version = 1;
    testing_decide(&hall.testing, &intake_turn_away_action, &input, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-reason"));
    input.reason = TEXT("not insured here");
    testing_decide(&hall.testing, &intake_turn_away_action, &input, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));

    struct intake_withdraw_input back = { hall.row.receipt, TEXT("0010"), TEXT("at home") };
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    testing_decide(&hall.testing, &intake_withdraw_action, &back, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-such-step"));
    hall.row.state = TEXT("received");
    testing_decide(&hall.testing, &intake_withdraw_action, &back, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    /* Whoever holds the receipt may be anybody: its person hears of it; he himself need not. */
    const struct message_row *said = testing_change(&hall.testing, &message_table, 0, NULL);
    assert_true(text_is(said->kind, "intake.message.withdrawn")
                && said->person == hall.row.person);
    hall_go_on(&hall, ROLE_RESIDENT, 0, NULL);
    hall.testing.actor.person = hall.row.person;
    hall.row.state = TEXT("received");
    testing_decide(&hall.testing, &intake_withdraw_action, &back, &hall.facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    assert_int_equal(testing_changes(&hall.testing, &message_table), 0);
    hall_end(&hall);
}

/* ---- the plain form ---- */

static void test_a_form_value_sealed_and_kept_apart(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.testing.request.input = &hall.apply;
    struct intake_prepared prepared = { 0 };
    intake_prepare_apply(&hall.testing.request, &hall.apply_facts, &prepared);
    assert_true(text_present(prepared.form_sealed));
    struct text plain = party_unseal(prepared.form_sealed, "form", &hall.testing.arena);
    assert_true(text_is(plain, "{\"phone\":\"13900000000\"}"));
    assert_true(text_equal(prepared.names[0], BLOB));
    hall_end(&hall);
}

/* A store of attachments that keeps nothing but counts. */
struct counting_blobs {
    struct blobs blobs;
    size_t bytes;
    int kept;
};

static enum blob_answer counting_begin(struct blobs *blobs, int64_t size_max,
                                       struct blob_writer **ret_writer)
{
    assert_true(size_max > 0);
    *ret_writer = (struct blob_writer *)blobs;
    return BLOB_DONE;
}

static enum blob_answer counting_append(struct blob_writer *writer, struct text bytes)
{
    struct counting_blobs *counting = (struct counting_blobs *)writer;
    counting->bytes += bytes.length;
    return bytes.length > 100 ? BLOB_TOO_LARGE : BLOB_DONE;
}

static enum blob_answer counting_finish(struct blob_writer *writer, struct blob_name *ret_name,
                                        int64_t *ret_size)
{
    struct counting_blobs *counting = (struct counting_blobs *)writer;
    counting->kept++;
    memcpy(ret_name->digits, BLOB.data, BLOB_NAME_LENGTH + 1);
    *ret_size = 1;
    return BLOB_DONE;
}

static void counting_abandon(struct blob_writer *writer)
{
    assert_non_null(writer);
}

static void test_papers_are_kept_before_they_are_named(void **state)
{
    (void)state;
    static const struct blob_port port = {
        .begin = counting_begin, .append = counting_append, .finish = counting_finish,
        .abandon = counting_abandon,
    };
    struct counting_blobs counting = { .blobs.port = &port };
    intake_use_blobs(&counting.blobs);
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    char large[200] = "%PDF-1.4";
    hall.papers[0] = (struct intake_paper_input){ .material = TEXT("id-card"),
                                                  .file = TEXT("\xFF\xD8\xFF" "a picture") };
    hall.papers[1] = (struct intake_paper_input){ .material = TEXT("stranding-proof"),
                                                  .file = { large, sizeof large } };
    hall.apply.papers.count = 2;
    intake_papers_keep(&hall.apply.papers, &hall.testing.arena, &hall.prepared);
    assert_true(text_equal(hall.prepared.names[0], BLOB));
    assert_false(text_present(hall.prepared.names[1]));
    assert_int_equal(counting.kept, 1);
    assert_true(text_is(hall.prepared.types[0], "image/jpeg"));
    assert_true(hall_apply(&hall, "intake.refused.nowhere-to-keep"));
    hall.apply.papers.count = 1;
    assert_true(hall_apply(&hall, NULL));
    intake_use_blobs(NULL);
    hall_end(&hall);
}

/* The plain form is the same application: the paper it calls "proof" is the one the kind needs. */
static void test_the_plain_form_is_an_application(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    const struct shape *shape = intake_file_offsite_action.input;
    static const struct { const char *name, *value; } filled[] = {
        { "name", "张三" }, { "number", "990101198001010010" }, { "kind", "stranded" },
        { "division", "371300" }, { "from", "2020-01-25" }, { "id_card", "YSBwaWN0dXJl" },
        { "proof_later", "yes" }, { "true_statement", "yes" },
    };
    void *input = arena_take(&hall.testing.arena, shape->size);
    for (size_t i = 0; i < COUNT_OF(filled); i++)
        assert_null(field_read(shape_field(shape, text_of(filled[i].name)),
                               text_of(filled[i].value), &hall.testing.arena, input));
    testing_decide(&hall.testing, &intake_file_offsite_action, input, &hall.apply_facts,
                   &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, NULL));
    const struct intake_case *row =
        testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->state, "accepted-owing"));
    assert_true(text_is(row->channel, "web"));
    assert_true(text_is(row->form, "{\"kind\":\"stranded\",\"division\":\"371300\","
                                   "\"from\":\"2020-01-25\"}"));
    const struct intake_paper *owed =
        testing_change(&hall.testing, &intake_paper_table, 1, NULL);
    assert_true(text_is(owed->material, "stranding-proof") && text_is(owed->how, "owed"));

    bool *statement = field_at(shape_field(shape, TEXT("true_statement")), input);
    *statement = false;
    testing_decide(&hall.testing, &intake_file_offsite_action, input, &hall.apply_facts,
                   &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-statement"));
    hall_end(&hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_may_apply),
        cmocka_unit_test(test_only_the_office_of_the_place_decides),
        cmocka_unit_test(test_an_approval_that_cannot_be_carried_out_is_refused),
        cmocka_unit_test(test_a_stranger_sees_nothing),
        cmocka_unit_test(test_the_same_application_has_the_same_keys),
        cmocka_unit_test(test_serials_go_on),
        cmocka_unit_test(test_forms_are_looked_at_before_anybody_waits),
        cmocka_unit_test(test_receipt_numbers),
        cmocka_unit_test(test_nothing_said_in_five_working_days_is_acceptance),
        cmocka_unit_test(test_a_supplement_is_asked_once_and_stops_the_clock),
        cmocka_unit_test(test_taken_back_turned_away_and_changed_since),
        cmocka_unit_test(test_a_form_value_sealed_and_kept_apart),
        cmocka_unit_test(test_papers_are_kept_before_they_are_named),
        cmocka_unit_test(test_the_plain_form_is_an_application),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
