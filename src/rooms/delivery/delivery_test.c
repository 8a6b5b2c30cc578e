/* delivery_test.c: one message on its channels: never twice, again after a while, then called. */

#include "rooms/delivery/delivery_tell.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/staff/staff_facts.h"

#include <string.h>

#define MESSAGE INT64_C(4194309)

static struct delivery_row row_in(const char *channel, const char *state, int64_t tries)
{
    return (struct delivery_row){
        .bucket = id_bucket(MESSAGE), .delivery = MESSAGE + 1, .subject = MESSAGE,
        .kind = TEXT("message"), .channel = text_of(channel), .state = text_of(state),
        .tries = tries, .version = 1,
    };
}

static void begin(struct testing *testing)
{
    testing_begin(testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
}

static void channels_are_planned_once(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct delivery_plan_input plan = { MESSAGE, TEXT("inbox sms phone") };
    const struct list none = { 0 };
    const struct delivery_facts nothing = { .of_subject = &none };
    testing_decide(&testing, &delivery_plan_action, &plan, &nothing, NULL);
    assert_int_equal(testing_changes(&testing, &delivery_table), 3);
    static const char *const states[] = { "sent", "waiting", "listed" };
    struct delivery_row rows[3];
    for (int i = 0; i < 3; i++) {
        const struct delivery_row *row = testing_change(&testing, &delivery_table, i, NULL);
        assert_true(text_is(row->state, states[i]));
        rows[i] = *row;
    }
    const struct list all = { rows, 3 };
    const struct delivery_facts planned = { .of_subject = &all };
    testing_decide(&testing, &delivery_plan_action, &plan, &planned, NULL);
    assert_true(testing_is_refused(&testing, "delivery.refused.planned"));
    testing_end(&testing);
}

static const struct delivery_row *result(struct testing *testing, const struct delivery_row *row,
                                         const char *outcome, int *ret_added)
{
    const struct list all = { (void *)(uintptr_t)row, 1 };
    const struct delivery_facts facts = { row, &all };
    const struct delivery_result_input input = { .delivery = row->delivery,
        .state = text_of(outcome), .wait_seconds = 60 };
    testing_decide(testing, &delivery_result_action, &input, &facts, NULL);
    *ret_added = 0;
    const struct delivery_row *replaced = NULL;
    for (int i = 0; i < testing_changes(testing, &delivery_table); i++) {
        enum change_kind kind;
        const struct delivery_row *at = testing_change(testing, &delivery_table, i, &kind);
        if (kind == CHANGE_REPLACE)
            replaced = at;
        else
            *ret_added += text_is(at->state, "listed");
    }
    return replaced;
}

static void waiting_doubles_and_ends_with_a_call(void **state)
{
    (void)state;
    struct testing testing;
    int called;
    begin(&testing);
    for (int64_t tries = 1; tries < DELIVERY_TRIES_MAX; tries++) {
        const struct delivery_row row = row_in("sms", "trying", tries);
        const struct delivery_row *after = result(&testing, &row, "again", &called);
        assert_true(text_is(after->state, "waiting"));
        assert_int_equal(after->next_try.ms - testing.request.at.ms, 60000 << (tries - 1));
        assert_int_equal(called, 0);
    }
    const struct delivery_row last = row_in("sms", "trying", DELIVERY_TRIES_MAX);
    assert_true(text_is(result(&testing, &last, "again", &called)->state, "failed"));
    assert_int_equal(called, 1);
    testing_end(&testing);
}

static void what_may_be_out_is_not_sent_again(void **state)
{
    (void)state;
    struct testing testing;
    int called;
    begin(&testing);
    const struct delivery_row row = row_in("sms", "trying", 1);
    struct delivery_row after = *result(&testing, &row, "uncertain", &called);
    assert_true(text_is(after.state, "uncertain"));
    assert_int_equal(called, 1);
    const struct list all = { &after, 1 };
    const struct delivery_facts facts = { &after, &all };
    const struct delivery_try_input input = { after.delivery };
    testing_decide(&testing, &delivery_try_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "delivery.refused.not-waiting"));
    testing_end(&testing);
}

static void a_call_that_reached_nobody_stays_on_the_list(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct delivery_row row = row_in("phone", "listed", 0);
    const struct message_row message = { .message = row.subject, .person = 5 };
    const struct party_spell spell = { .person = 5, .place = 110105 };
    const struct list spells = { (void *)(uintptr_t)&spell, 1 };
    const struct delivery_call facts = { &row, &message, NULL, &spells };
    struct delivery_called_input input = { .delivery = row.delivery, .reached = true };
    testing.request.book = testing_book();
    /* Who is insured elsewhere is on the list of that place. */
    testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .division = 371329, .office = 4 };
    testing_decide(&testing, &delivery_called_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "delivery.refused.not-listed"));
    testing.actor.division = 110105;
    input.reached = false;
    testing_decide(&testing, &delivery_called_action, &input, &facts, NULL);
    const struct delivery_row *after = testing_change(&testing, &delivery_table, 0, NULL);
    assert_true(text_is(after->state, "listed"));
    assert_int_equal(after->tries, 1);
    input.reached = true;
    testing_decide(&testing, &delivery_called_action, &input, &facts, NULL);
    after = testing_change(&testing, &delivery_table, 0, NULL);
    assert_true(text_is(after->state, "sent"));
    testing_end(&testing);
}

/* ---- late and unread ---- */

static const struct message_row *message_in(const struct testing *testing, int at)
{
    return testing_change(testing, &message_table, at, NULL);
}

/* LAW: BJ4-S7i: who has not read a notice after three working days is reminded, once.
 * LAW: LY22-L3a: who has not done what was asked by its day is told, and so is who asked. */
static void what_is_late_or_unread_is_called_to_mind_once(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct book *book = testing_book();
    assert_non_null(book);
    testing.request.book = book;
    static const struct staff_office offices[] = {
        { .office = 21, .kind = { "bureau", 6 }, .division = 371300 },
        { .office = 22, .kind = { "bureau", 6 }, .division = 371329 },
    };
    /* Thursday the 12th and three working days are Tuesday the 17th. */
    const struct notice_receiver receiver = { .receiver = 22, .kind = TEXT("office"),
        .number = TEXT("n"), .sent_at = moment_at(DATE(2020, 3, 12), 9, 0, 0) };
    const struct list none = { 0 }, unread = { (void *)(uintptr_t)&receiver, 1 },
        all = { (void *)(uintptr_t)offices, COUNT_OF(offices) };
    struct delivery_look_row row = { .name = TEXT("duties"), .version = 1 };
    struct delivery_look_facts facts = { &row, &none, &all, &unread, { NULL, 0 } };
    const int64_t nothing = 0;
    static const struct { int day; int64_t late, unread; } nights[] = {
        { 16, 0, 0 }, { 17, 7, 0 }, { 18, 0, 1 }, { 19, 12, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(nights); i++) {
        row.at = moment_at(DATE(2020, 3, nights[i].day - 1), 0, 1, 0);
        testing.request.at = moment_at(DATE(2020, 3, nights[i].day), 0, 1, 0);
        testing_decide(&testing, &delivery_look_action, &nothing, &facts, NULL);
        assert_true(testing_is_refused(&testing, NULL));
        const struct delivery_looked *looked = testing.decision.outcome;
        if (nights[i].day >= 17)
            assert_int_equal(looked->late, nights[i].late);
        assert_int_equal(looked->unread, nights[i].unread);
        if (nights[i].day == 17) {
            assert_int_equal(message_in(&testing, 0)->office, 22);
            assert_true(text_is(message_in(&testing, 0)->kind, "delivery.message.late"));
            assert_int_equal(message_in(&testing, 1)->office, 21);
            assert_int_equal(testing_changes(&testing, &message_table), 8);
        }
        if (nights[i].day == 18)
            assert_true(text_is(message_in(&testing, 0)->kind, "delivery.message.unread"));
    }
    book_release(book);
    testing_end(&testing);
}

/* LAW: LY22-L5: Linyi's notice names a section, and what a county says to it lies in that section's
 * inbox; where the section is no office of its own, in the bureau's, which is told for whom. */
static void a_reply_goes_to_the_section_a_notice_names(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    const struct book *book = testing_book();
    assert_non_null(book);
    testing.request.book = book;
    struct staff_office offices[] = {
        { .office = 21, .kind = TEXT("bureau"), .division = 371300, .name = TEXT("市局") },
        { .office = 22, .kind = TEXT("bureau"), .division = 371329, .name = TEXT("临沭县局") },
        { .office = 23, .kind = TEXT("section"), .division = 371300, .parent = 21,
          .name = TEXT("市医疗保障局待遇保障科") },
    };
    struct list all = { offices, COUNT_OF(offices) };
    const struct delivery_reply_facts facts = { &all };
    struct delivery_reply_input reply = { 77, TEXT("临医保发〔2020〕22号"), 22 };
    testing_decide(&testing, &delivery_reply_action, &reply, &facts, NULL);
    const struct message_row *message = message_in(&testing, 0);
    assert_int_equal(message->office, 23);
    assert_true(text_equal(message->reference, reply.number));
    assert_non_null(memmem(message->body_zh.data, message->body_zh.length, "待遇保障科",
                           sizeof "待遇保障科" - 1));
    assert_non_null(memmem(message->body_zh.data, message->body_zh.length, "临沭县局",
                           sizeof "临沭县局" - 1));
    /* A section of that name elsewhere is another one. */
    offices[2].division = 371329;
    testing_decide(&testing, &delivery_reply_action, &reply, &facts, NULL);
    message = message_in(&testing, 0);
    assert_int_equal(message->office, 21);
    assert_non_null(memmem(message->body_zh.data, message->body_zh.length, "待遇保障科",
                           sizeof "待遇保障科" - 1));
    /* Nobody is told of his own word, nor of a notice that is none of the register. */
    reply.office = 21;
    testing_decide(&testing, &delivery_reply_action, &reply, &facts, NULL);
    assert_int_equal(testing_changes(&testing, &message_table), 0);
    reply = (struct delivery_reply_input){ 78, TEXT("鲁医保发〔2099〕1号"), 22 };
    testing_decide(&testing, &delivery_reply_action, &reply, &facts, NULL);
    assert_int_equal(testing_changes(&testing, &message_table), 0);
    book_release(book);
    testing_end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_are_planned_once),
        cmocka_unit_test(what_is_late_or_unread_is_called_to_mind_once),
        cmocka_unit_test(a_reply_goes_to_the_section_a_notice_names),
        cmocka_unit_test(waiting_doubles_and_ends_with_a_call),
        cmocka_unit_test(what_may_be_out_is_not_sent_again),
        cmocka_unit_test(a_call_that_reached_nobody_stays_on_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
