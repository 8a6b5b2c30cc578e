/* measure_examples_test.c: the twelve hardest clauses of five notices, as a handler of medical
 * insurance writes them (src/core/cases/measures), load word for word and say what is meant. */

#include "base/check.h"
#include "core/book.h"
#include "core/measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct shelf {
    struct arena arena;
    struct rule_faults faults;
    const struct book *book;
};

static struct shelf shelf;

static void faults_tell(void)
{
    char line[600];
    for (const struct rule_fault *fault = shelf.faults.first; fault != NULL; fault = fault->next) {
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, fault, LANGUAGE_ENGLISH);
        print_message("%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
}

static int setup(void **state)
{
    (void)state;
    struct publication *rules, *cases, *all;
    size_t rule_count, case_count, count = 0;
    arena_init(&shelf.arena);
    rule_faults_init(&shelf.faults, &shelf.arena);
    assert_true(publications_read("rules", (struct moment){ 0 }, 1, &shelf.arena, &shelf.faults,
                                  &rules, &rule_count));
    assert_true(publications_read("src/core/cases/measures", (struct moment){ 0 }, 10000,
                                  &shelf.arena, &shelf.faults, &cases, &case_count));
    all = ARENA_ARRAY(&shelf.arena, struct publication, rule_count + case_count);
    for (size_t i = 0; i < rule_count; i++)
        if (!text_starts(rules[i].file, TEXT("rules/notices/"))
            && !text_starts(rules[i].file, TEXT("rules/values/")))
            all[count++] = rules[i];
    for (size_t i = 0; i < case_count; i++) {
        all[count] = cases[i];
        all[count++].file = arena_format(&shelf.arena, "rules/notices/x/%.*s",
                                         TEXT_ARGS(text_slice(cases[i].file, 6, 200)));
    }
    shelf.book = book_build(all, count, NULL, 0, &shelf.faults);
    faults_tell();
    return shelf.book == NULL;
}

static int teardown(void **state)
{
    (void)state;
    book_release(shelf.book);
    arena_release(&shelf.arena);
    return 0;
}

static const struct measure *called(const char *notice, const char *id)
{
    size_t count;
    const struct measure *const *measures = book_measures(shelf.book, &count);
    for (size_t i = 0; i < count; i++)
        if (text_is(measures[i]->notice, notice) && name_list_has(measures[i]->ids, text_of(id)))
            return measures[i];
    fail_msg("%s#%s", notice, id);
    return NULL;
}

#define BEIJING "京医保发〔2020〕4号"

static void test_beijing(void **state)
{
    (void)state;
    const struct measure *ordinary = called(BEIJING, "04a"), *special = called(BEIJING, "04d");
    assert_true(text_is(ordinary->prepay.of, "next-month"));
    assert_true(text_is(ordinary->prepay.on, "last-working-day"));
    assert_true(text_is(ordinary->decided, "month-end-day"));
    assert_true(text_is(special->prepay.adds_to, "ordinary"));
    assert_true(text_is(special->grant.on_application, "prepayment-request"));

    const struct measure *deferred = called(BEIJING, "10f");
    assert_true(text_is(deferred->extend.periods.due_from, "application"));
    assert_int_equal(deferred->extend.periods.due_until.yyyymmdd, 20200731);
    assert_true(text_is(deferred->extend.periods.decided, "months-of-10f"));
    const struct measure *extended = called(BEIJING, "10a");
    assert_true(measure_periods_have(&extended->extend.periods, 202002));
    assert_false(measure_periods_have(&extended->extend.periods, 202003));
    assert_int_equal(measure_periods_first(&extended->extend.periods), 202001);

    const struct measure *made_up = called(BEIJING, "10g");
    assert_true(text_is(made_up->extend.missed.late_fee_from, "first-day-of-arrears"));
    assert_int_equal(made_up->extend.to.plus.count, 3);
    assert_true(text_is(called(BEIJING, "10i")->waive.when.made_up_under, "10h"));
    assert_true(text_is(called(BEIJING, "12a")->time.until.then, "debt-cleared"));
    assert_true(called(BEIJING, "12c")->entrust.only);
    assert_false(called(BEIJING, "03a")->entrust.only);
    assert_true(text_is(called(BEIJING, "10b")->empower.bounds.not_before, "2020-03-31"));
    assert_true(text_is(called(BEIJING, "06f")->waive.of, "06c"));
    assert_int_equal(called(BEIJING, "06f")->later.tasks.count, 2);
    assert_true(name_list_has(called(BEIJING, "06a")->needs, TEXT("test-settlement-passed")));
}

static void test_elsewhere(void **state)
{
    (void)state;
    const struct measure *supply = called("赣医保办字〔2020〕4号", "2.4k");
    assert_int_equal(supply->supply.at_most.count, 90);
    assert_int_equal(called("赣医保办字〔2020〕4号", "2.4e")->binding, BINDING_FLOOR);
    const struct measure *first = called("绍市医保〔2020〕9号", "2.3a");
    assert_true(first->cover.treat_first);
    assert_true(text_is(first->cover.clear.with, "enrolment-place"));
    assert_true(text_is(first->scope.decided, "patients-of-sx9"));

    const struct measure *further = called("鲁医保发〔2020〕15号", "15-1");
    assert_int_equal(further->rate.cut.share.parts, 500000);
    assert_int_equal(further->rate.cut.less_points.parts, 20000);
    assert_int_equal(called("鲁医保发〔2020〕9号", "9-1")->rate.cut.points.parts, 10000);
    assert_true(text_is(further->rate.collected.chosen_by.by_default, "unit-chooses"));
    assert_int_equal(further->rate.periods.until, 202006);

    const struct measure *local = called("鲁医保发〔2020〕18号", "P3c");
    assert_int_equal(local->task.milestones.count, 2);
    assert_true(text_is(local->task.milestones.items[1].must, "carried-out"));
    assert_int_equal(called("鲁医保发〔2020〕18号", "P4d")->report.due.kind, POINT_MOMENT);
    assert_true(called("鲁医保发〔2020〕18号", "P4d")->report.sealed);
    const struct measure *linyi = called("临医保发〔2020〕22号", "L3a");
    assert_int_equal(linyi->task.listed.count, 6);     /* the list is the forwarded notice's */
    assert_int_equal(linyi->task.owners.count, 6);
    assert_int_equal(called("临医保发〔2020〕22号", "L3k")->watch.then.count, 2);
}

static void test_outage(void **state)
{
    (void)state;
    const char *notice = "北京市医疗保险信息系统停机升级公告";
    const struct measure *outage = called(notice, "0a");
    assert_int_equal(outage->outage.count, 9);
    const struct outage_row *claims = &outage->outage.rows[3];
    assert_string_equal(claims->cites.data, "BJ22-2.3.1a BJ22-2.3.1b BJ22-2.3.1c");
    assert_int_equal(claims->scope.count, 2);
    assert_true(text_is(claims->mode, "paused"));
    assert_true(text_is(outage->outage.rows[4].filed_on, "pre-receipt"));
    assert_true(text_is(outage->outage.rows[7].job, "account-crediting"));
    assert_true(text_is(called(notice, "2.3.3a")->suspend.of, "paused-in-1a"));
    assert_true(text_is(called(notice, "2.3.3b")->extend.expiring, "inside-1a"));
    assert_int_equal(called(notice, "2.3.3b")->extend.to.kind, POINT_FIRST_WORKING_DAY);
    assert_true(text_is(called(notice, "3a")->cover.invoice, "replaced"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beijing), cmocka_unit_test(test_elsewhere),
        cmocka_unit_test(test_outage),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
