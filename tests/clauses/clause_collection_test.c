/* clause_collection_test.c: when contributions are due, what puts them off, and what people may do
 * meanwhile; what is credited and what stands in their records. */

#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "core/task.h"
#include "rooms/settle/settle_crediting.h"
#include "rooms/settle/settle_room.h"

#include <string.h>

/* ---- time ---- */

/* BJ4-10a BJ4-10c BJ4-S1c: February until the end of March; meanwhile the people are insured. An
 * old debt closes the desk all the same. */
static void the_collection_period_is_longer(struct clause_world *world)
{
    int64_t person, old;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "lodging", "2020-02",
                                 "10000.00", &person);
    EXPECT(world, entitled(world, person, DATE(2020, 3, 20)));
    clause_now(world, DATE(2020, 3, 20), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "open"));
    clause_now(world, DATE(2020, 4, 1), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "grace"));
    EXPECT(world, says(world, unit, "2020-02", "late_fee", "not-yet"));
    EXPECT(world, entitled(world, person, DATE(2020, 4, 1)));
    clause_now(world, DATE(2020, 2, 10), 9);
    declared_unit(world, 371329, "medium-enterprise", "", "2020-01", "10000.00", &old);
    EXPECT(world, entitled(world, old, DATE(2020, 1, 31)));
    EXPECT(world, !entitled(world, old, DATE(2020, 2, 1)));
}

/* BJ4-S1c: at the desk on that very day: the patient of a unit whose month may still be paid is
 * settled as anybody is, one whose unit owes an old month pays himself. */
static void the_late_units_patient_is_settled(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t people[] = { 0, clause_employee(world, 330602) };
    declared_unit(world, 110105, "medium-enterprise", "", "2020-02", "10000.00", &people[0]);
    clause_arrears(world, clause_unit_of(people[1]), DATE(2020, 1, 31));
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        clause_now(world, DATE(2020, 4, 1), 10);
        clause_hospital(world, i == 0 ? 110105 : 330602);
        struct clause_visit visit =
            clause_register(world, people[i], NULL, (struct text){ 0 });
        EXPECT(world, refused(world, ""));
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
        const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
        EXPECT(world, refused(world, i == 0 ? "" : "settle.not-entitled.arrears"));
        EXPECT(world, i != 0 || receipt->paid[PAYER_POOLED_FUND].fen == 84000);
    }
}

/* BJ4-10b: the city says April in place of March: the day of every unit's bill of February moves,
 * and of no other month; what it was before stays to be seen as known then. */
static void a_further_extension_moves_the_bills(struct clause_world *world)
{
    struct rule_faults faults;
    struct publication more = {
        .sequence = book_sequence(world->book) + 1, .known = moment_at(DATE(2020, 3, 25), 9, 0, 0),
        .file = TEXT("rules/notices/110000/example.yaml"),
        .text = TEXT("notice: 京医保发〔2020〕例号\nshort: EX\nplace: 110000\n"
                     "issued: 2020-03-25\n"
                     "known: 2020-03-25\nmeasures: [ { ids: [\"1\"], says: until the end of April,"
                     " extend: { deadlines: [contribution.collection], periods: [2020-02],"
                     " to: 2020-04-30 } } ]\n"),
    };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t units[2] = { 0 };
    for (size_t i = 0; i < COUNT_OF(units); i++)
        units[i] = declared_unit(world, i == 0 ? 110105 : 110108, "medium-enterprise", "",
                                 "2020-02", "10000.00", NULL);
    int64_t elsewhere = declared_unit(world, 371329, "medium-enterprise", "", "2020-02",
                                      "10000.00", NULL);
    clause_now(world, DATE(2020, 3, 26), 9);
    const struct book *rules = world->book, *book = book_add(rules, &more, 1, &faults);
    EXPECT(world, book != NULL);
    int32_t days[2][3];
    for (size_t i = 0; i < 2; i++) {
        world->book = i == 0 ? rules : book;
        for (size_t k = 0; k < 3; k++) {
            const struct date *due = month_told(world, k == 2 ? elsewhere : units[k], "2020-02",
                                                "due");
            days[i][k] = due == NULL ? 0 : due->yyyymmdd;
        }
    }
    struct text moved_by =
        arena_text(&world->arena, *(const struct text *)month_told(world, units[0], "2020-02",
                                                                   "moved_by"));
    world->book = rules;
    book_release(book);
    EXPECT(world, days[0][0] == 20200331 && days[0][1] == 20200331);
    EXPECT(world, days[1][0] == 20200430 && days[1][1] == 20200430);
    EXPECT(world, days[1][2] == days[0][2] && days[0][2] != 0);
    /* Both stand in the history of the day, the first and what moved it further. */
    EXPECT(world, text_is(moved_by, "EX-1 BJ4-10a"));
}

/* BJ4-10h BJ4-10i BJ4-10j BJ4-S5a BJ4-S5b BJ4-S5c: made up without a fee until three months after
 * the end, shown in its own place; a day later the fee is owed from the first day of arrears. */
static void made_up_after_the_end(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2020-02", "10000.00",
                                 &person);
    clause_now(world, DATE(2020, 9, 8), 9);
    clause_event(world, "epidemic-end", 110000, DATE(2020, 9, 8));
    clause_now(world, DATE(2020, 12, 8), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "grace"));
    EXPECT(world, entitled(world, person, DATE(2020, 12, 8)));
    EXPECT(world, !*(const bool *)month_told(world, unit, "2020-02", "make_up_over"));
    clause_now(world, DATE(2020, 12, 9), 9);
    EXPECT(world, says(world, unit, "2020-02", "state", "arrears"));
    EXPECT(world, *(const bool *)month_told(world, unit, "2020-02", "make_up_over"));
    /* 743 × 0.05 % × 253 days. */
    EXPECT(world, month_fen(world, unit, "2020-02", "fee") == 9399);
    EXPECT(world, !entitled(world, person, DATE(2020, 12, 9)));
    clause_now(world, DATE(2020, 12, 8), 15);
    pay(world, unit, "2020-02", "743.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    EXPECT(world, says(world, unit, "2020-02", "late_fee", "waived"));
    EXPECT(world, text_is(*(const struct text *)month_told(world, unit, "2020-02", "waived_by"),
                          "BJ4-10i"));
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    EXPECT(world, counted_is(world, "310", 1, 0, "2020-02"));
}

/* JX4-2.4h JX4-2.4i JX4-1c: a resident of Jiangxi who could not pay goes on, pays later, and has
 * the month in its place; who was never insured has nothing to make up. */
static void a_resident_pays_later(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person = clause_resident(world, 360100);
    by_house(world);
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" },
              { "reason", "epidemic" }));
    EXPECT(world, refused(world, "") && fen_told(world, "fixed") == 28000);
    EXPECT(world, entitled(world, person, DATE(2020, 6, 1)));
    clause_now(world, DATE(2020, 6, 1), 9);
    EXPECT(world, says(world, person, "2020-01", "state", "grace"));
    pay(world, person, "2020-01", "280.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    EXPECT(world, counted_is(world, "390", 1, 0, "2020-01"));
    int64_t stranger = clause_stranger(world);
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, stranger) }, { "month", "2020-02" }));
    EXPECT(world, refused(world, "contribute.refused.not-alone"));
}

/* ---- putting off ---- */

static void defer(struct clause_world *world, int64_t unit, const char *month,
                  const char *industry, const char *difficulty)
{
    by_house(world);
    ask(world, &contribute_defer_action,
        GIVEN({ "unit", of_id(world, unit) }, { "from_month", month }, { "until_month", month },
              { "industry", industry }, { "difficulty", difficulty },
              { "amount", "743.00" }));
}

/* BJ4-10d BJ4-10e BJ4-10f: ten industries, in difficulty, on application, until the end of July;
 * halved as the months of that time are. */
static void ten_industries_pay_until_july(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t other = declared_unit(world, 110105, "medium-enterprise", "medical-products",
                                  "2020-03", "10000.00", NULL);
    defer(world, other, "2020-03", "medical-products", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "lodging", "2020-03",
                                 "10000.00", &person);
    /* An industry that the register contradicts; "other" contradicts none, and offers nothing. */
    defer(world, other, "2020-03", "lodging", "停工");
    EXPECT(world, refused(world, "contribute.refused.other-industry"));
    defer(world, other, "2020-03", "other", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    defer(world, unit, "2020-03", "lodging", " ");
    EXPECT(world, refused(world, "contribute.refused.no-difficulty"));
    defer(world, unit, "2020-08", "lodging", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    defer(world, unit, "2020-03", "lodging", "停工");
    EXPECT(world, refused(world, ""));
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"), DATE(2020, 7, 31)) == 0);
    clause_now(world, DATE(2020, 7, 31), 9);
    EXPECT(world, says(world, unit, "2020-03", "state", "deferred"));
    EXPECT(world, month_fen(world, unit, "2020-03", "employer") == 54000);
    EXPECT(world, text_is(*(const struct text *)month_told(world, unit, "2020-03", "cut_by"),
                          "BJ11-4"));
    EXPECT(world, entitled(world, person, DATE(2020, 7, 31)));
    clause_now(world, DATE(2020, 8, 1), 9);
    EXPECT(world, *(const bool *)month_told(world, unit, "2020-03", "overdue"));
}

/* LY22-L3b: small and medium enterprises of Shandong, six months, no fee, benefits kept. */
static void small_enterprises_of_shandong_may_wait(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t large = declared_unit(world, 371329, "large-enterprise", "", "2020-03", "10000.00",
                                  NULL);
    defer(world, large, "2020-03", "other", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
    int64_t unit = declared_unit(world, 371329, "small-enterprise", "", "2020-03", "10000.00",
                                 &person);
    int64_t maker = declared_unit(world, 371329, "small-enterprise", "medical-products", "2020-03",
                                  "10000.00", NULL);
    defer(world, maker, "2020-03", "other", "停工");
    EXPECT(world, refused(world, ""));
    defer(world, unit, "2020-03", "other", "停工");
    EXPECT(world, refused(world, ""));
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"), DATE(2020, 9, 30)) == 0);
    clause_now(world, DATE(2020, 9, 30), 9);
    EXPECT(world, month_fen(world, unit, "2020-03", "fee") == 0);
    EXPECT(world, entitled(world, person, DATE(2020, 9, 30)));
    /* Who did not apply owes the fee and loses the desk. */
    EXPECT(world, says(world, large, "2020-03", "late_fee", "owed"));
    /* A month declared after it was granted is put off, too. */
    clause_now(world, DATE(2020, 5, 20), 9);
    defer(world, unit, "2020-06", "other", "停工");
    EXPECT(world, refused(world, ""));
    by_unit(world, unit);
    declare(world, unit, "2020-06");
    EXPECT(world, date_compare(*(const struct date *)told(world, "due"),
                               DATE(2020, 12, 30)) == 0);
    /* So is one that is made up for somebody. */
    make_up(world, unit, employed(world, unit, 371329, DATE(2020, 3, 1)), "2020-03", "2020-03");
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 9, 30), 9);
    pay(world, unit, "2020-03", "603.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    pay(world, unit, "2020-03", "603.00");
    EXPECT(world, refused(world, "") && fen_told(world, "fee") == 0);
    EXPECT(world, *(const bool *)told(world, "matched"));
    /* The last day of applying. */
    clause_now(world, DATE(2020, 6, 1), 9);
    defer(world, unit, "2020-07", "other", "停工");
    EXPECT(world, refused(world, "contribute.refused.not-deferred"));
}

static void credit(struct clause_world *world, int64_t unit, int64_t bill, int64_t person)
{
    by_house(world);
    ask(world, &settle_credit_month_action,
        GIVEN({ "owner", of_id(world, unit) }, { "bill", of_id(world, bill) },
              { "person", of_id(world, person) }));
}

/* BJ22-2.5a: in the maintenance window crediting stands still; afterwards it is done once, for its
 * own month. Elsewhere the account waits for the payment. */
static void crediting_stands_still_and_is_done_once(struct clause_world *world)
{
    int64_t person;
    clause_now(world, DATE(2020, 7, 20), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2020-07", "10000.00",
                                 &person);
    int64_t bill = count_told(world, "bill");
    clause_now(world, DATE(2022, 8, 13), 9);
    credit(world, unit, bill, person);
    EXPECT(world, refused(world, "settle.refused.crediting-stopped"));
    clause_now(world, DATE(2022, 8, 15), 9);
    credit(world, unit, bill, person);
    /* Fifty years old: 2 % of the employer's part and the own 2 %. */
    EXPECT(world, refused(world, "") && fen_told(world, "amount") == 40000);
    EXPECT(world, count_told(world, "month") == 202007);
    credit(world, unit, bill, person);
    EXPECT(world, refused(world, "settle.refused.credited-already"));
    clause_now(world, DATE(2020, 7, 20), 9);
    int64_t other = declared_unit(world, 371329, "medium-enterprise", "", "2020-07", "10000.00",
                                  &person);
    credit(world, other, count_told(world, "bill"), person);
    EXPECT(world, refused(world, "settle.refused.crediting-waits"));
}

/* One step of the job, as the lane turns it; whether it goes on. */
static bool job_step(struct clause_world *world, int64_t job)
{
    const struct task_key key = { id_bucket(job), job };
    struct task_input input = { key.bucket, job, job };
    by_house(world);
    clause_act(world, &settle_credit_step_action, &input);
    const struct job_row *row = clause_rows(world, &job_by_id, &key).items;
    return row != NULL && text_is(row->state, "running");
}

/* What the list of runs says of one, when it is over. */
static bool run_says(struct clause_world *world, int64_t job, const char *state,
                     int64_t credited, int64_t fen)
{
    const struct task_key key = { id_bucket(job), job };
    const struct settle_credit_run *run =
        clause_rows(world, &settle_credit_run_by_id, &key).items;
    return run != NULL && text_is(run->state, state) && run->credited == credited
        && run->amount.fen == fen && run->finished_at.ms != 0;
}

/* All of a place and month by a job of steps: broken off and begun anew it credits nobody twice;
 * what waits for its payment is left, and taken along by a later run. */
static void a_month_is_credited_by_a_job(struct clause_world *world)
{
    int64_t people[20];
    clause_now(world, DATE(2020, 7, 20), 9);
    int64_t unit = unit_of(world, 110105, "medium-enterprise", "");
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        people[i] = employed(world, unit, 110105, DATE(2015, 1, 1));
        by_unit(world, unit);
        base_of(world, unit, people[i], "2020-01", "10000.00");
    }
    declare(world, unit, "2020-07");
    EXPECT(world, refused(world, ""));
    by_house(world);
    ask(world, &settle_start_crediting_action,
        GIVEN({ "month", "2020-07" }, { "place", "110000" }));
    EXPECT(world, refused(world, "") && count_told(world, "lines") == 20);
    int64_t job = count_told(world, "job");
    EXPECT(world, job_step(world, job));
    /* Killed here; another run does what is left, and the first goes on without doing it again. */
    by_house(world);
    ask(world, &settle_start_crediting_action,
        GIVEN({ "month", "2020-07" }, { "place", "110105" }));
    EXPECT(world, count_told(world, "lines") == 4);
    int64_t again = count_told(world, "job");
    for (int i = 0; i < 5 && job_step(world, again); i++)
        continue;
    for (int i = 0; i < 5 && job_step(world, job); i++)
        continue;
    EXPECT(world, run_says(world, again, "done", 4, 160000));
    EXPECT(world, run_says(world, job, "done", 16, 640000));
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        const struct fund_of_person key = { id_bucket(people[i]), people[i] };
        const struct fund_personal *row = clause_rows(world, &fund_personal_of, &key).items;
        EXPECT(world, row != NULL && row->balance.fen == 40000);
    }
    /* In Shandong it waits until the month is paid. */
    int64_t person;
    int64_t other = declared_unit(world, 371329, "medium-enterprise", "", "2020-07", "10000.00",
                                  &person);
    by_house(world);
    ask(world, &settle_start_crediting_action,
        GIVEN({ "month", "2020-07" }, { "place", "371300" }));
    job = count_told(world, "job");
    EXPECT(world, job_step(world, job) && count_told(world, "waiting") == 1
                      && count_told(world, "credited") == 0);
    EXPECT(world, !job_step(world, job));
    EXPECT(world, other != 0);
}

/* What the tax bureau collects goes out in its columns; what it reports comes back by credit code,
 * each line once; afterwards nothing is open and both sides agree. */
static void what_is_due_goes_out_and_comes_back(struct clause_world *world)
{
    clause_now(world, DATE(2021, 1, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2021-01", "10000.00",
                                 NULL);
    const struct party_unit_key key = { id_bucket(unit), unit };
    const struct party_unit *row = clause_rows(world, &party_unit_by_id, &key).items;
    by_house(world);
    ask(world, &contribute_due_file_action,
        GIVEN({ "month", "2021-01" }, { "place", "110105" }));
    /* 9.8 % of 10 000, 2 % and 3 yuan. */
    EXPECT(world, refused(world, "") && count_told(world, "lines") == 1
                      && fen_told(world, "due") == 118300);
    void *answer = arena_take(&world->arena, contribute_due_file_action.answer->size);
    struct request done = *world->decision.request;
    contribute_due_file_action.tell(&done, world->outcome, NULL, answer);
    const struct text text = *(const struct text *)field_in(
        shape_field(contribute_due_file_action.answer, TEXT("text")), answer);
    EXPECT(world, text_starts(text, TEXT("统一社会信用代码|单位名称|")));
    EXPECT(world, strstr(arena_text(&world->arena, text).data, "|980.00|200.00|3.00|") != NULL);
    /* 183 yuan stand to the unit's credit, from money for no bill: a thousand is asked for. */
    pay(world, unit, "2020-11", "183.00");
    by_house(world);
    ask(world, &contribute_due_file_action,
        GIVEN({ "month", "2021-01" }, { "place", "110105" }));
    EXPECT(world, refused(world, "") && count_told(world, "lines") == 1
                      && fen_told(world, "due") == 100000 && fen_told(world, "credit") == 18300);
    for (int i = 0; i < 2; i++) {
        by_house(world);
        ask(world, &contribute_pay_action,
            GIVEN({ "credit_code", arena_text(&world->arena, row->credit_code).data },
                  { "month", "2021-01" }, { "insurance", "310" }, { "amount", "1000.00" },
                  { "by", "tax" }, { "reference", "完税证明1号" }));
        EXPECT(world, refused(world, i == 0 ? "" : "contribute.refused.reference-taken"));
    }
    by_house(world);
    ask(world, &contribute_due_file_action,
        GIVEN({ "month", "2021-01" }, { "place", "110105" }));
    EXPECT(world, count_told(world, "lines") == 0 && fen_told(world, "due") == 0);
    ask(world, &contribute_reconcile_action,
        GIVEN({ "month", "2021-01" }, { "place", "110105" }));
    EXPECT(world, count_told(world, "differences") == 0
                      && fen_told(world, "collected") == 118300);
}

static int64_t due_of(struct clause_world *world, const char *month)
{
    by_house(world);
    ask(world, &contribute_due_file_action, GIVEN({ "month", month }, { "place", "110105" }));
    return refused(world, "") ? fen_told(world, "due") : -1;
}

/* The files of two months lie at the tax bureau at once: credit is taken off the older one, and
 * what comes in for both is what is due for both. */
static void credit_is_taken_off_one_month(struct clause_world *world)
{
    clause_now(world, DATE(2021, 2, 10), 9);
    int64_t unit = declared_unit(world, 110105, "medium-enterprise", "", "2021-01", "10000.00",
                                 NULL);
    by_house(world);
    ask(world, &contribute_declare_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", "2021-02" }));
    EXPECT(world, refused(world, ""));
    pay(world, unit, "2020-11", "183.00");
    EXPECT(world, due_of(world, "2021-01") == 100000 && fen_told(world, "credit") == 18300);
    EXPECT(world, due_of(world, "2021-02") == 118300 && fen_told(world, "credit") == 0);
    /* Whichever comes first. */
    pay(world, unit, "2021-02", "1183.00");
    EXPECT(world, refused(world, ""));
    pay(world, unit, "2021-01", "1000.00");
    EXPECT(world, refused(world, ""));
    EXPECT(world, due_of(world, "2021-01") == 0 && due_of(world, "2021-02") == 0);
}

static size_t lines_in(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '\n';
    return count;
}

/* More units than a page holds, one with the longest name there is: the parts of the file are the
 * whole, the headings stand once, and both sides agree over all of it. */
static void more_units_than_a_page_holds(struct clause_world *world)
{
    clause_now(world, DATE(2021, 1, 10), 9);
    enum { MANY = CONTRIBUTE_BILLS_A_PAGE + 3 };
    char name[200 * 3];
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = "\xe9\x95\xbf"[i % 3];
    for (int i = 0; i < MANY; i++) {
        struct text code = arena_format(&world->arena, "99U%015d", i);
        const struct party_unit unit = {
            .bucket = bucket_of_name(code),
            .unit = id_mint(&world->minter, bucket_of_name(code)), .credit_code = code,
            .name = i == MANY / 2 ? (struct text){ name, sizeof name } : TEXT("示例单位"),
            .kind = TEXT("medium-enterprise"), .division = 110105,
            .valid_from = DATE(2015, 1, 1), .version = 1,
        };
        const struct contribute_bill bill = {
            .bucket = unit.bucket, .owner = unit.unit, .bill = unit.unit, .month = 202101,
            .insurance = TEXT("310"), .kind = TEXT("ordinary"), .place = 110105,
            .unit_kind = unit.kind, .people = 1, .base = { 1000000 }, .own = { 20000 },
            .declared = DATE(2021, 1, 5), .version = 1,
        };
        clause_insert(world, &party_unit_table, &unit);
        clause_insert(world, &contribute_bill_table, &bill);
    }
    size_t lines = 0, long_names = 0, parts = 0, bills = 0;
    for (const char *after = ""; parts == 0 || after[0] != '\0'; parts++) {
        by_house(world);
        ask(world, &contribute_due_file_action,
            GIVEN({ "month", "2021-01" }, { "place", "110000" }, { "after", after }));
        EXPECT(world, refused(world, "") && parts < 3);
        const struct text *next = told(world, "after");
        void *answer = arena_take(&world->arena, contribute_due_file_action.answer->size);
        contribute_due_file_action.tell(world->decision.request, world->outcome, NULL, answer);
        const struct text text = *(const struct text *)field_in(
            shape_field(contribute_due_file_action.answer, TEXT("text")), answer);
        lines += lines_in(text);
        long_names += memmem(text.data, text.length, name, sizeof name) != NULL;
        ask(world, &contribute_reconcile_action,
            GIVEN({ "month", "2021-01" }, { "place", "110000" }, { "after", after }));
        bills += (size_t)count_told(world, "bills");
        after = text_present(*next) ? arena_text(&world->arena, *next).data : "";
    }
    EXPECT(world, parts == 2 && lines == MANY + 1 && bills == MANY && long_names == 1);
}

/* JX4-2.1c: a resident enrols and asks for the bill without coming in; paid, the record says so and
 * names the receipt. */
static void a_resident_enrols_and_pays(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person = clause_resident(world, 360100);
    world->actor = (struct actor){ .account = 5, .role = ROLE_RESIDENT, .person = person,
                                   .scope = { .persons = &person, .person_count = 1 } };
    /* Nobody grants himself a subsidy. */
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" },
              { "subsidised", "yes" }));
    EXPECT(world, refused(world, "contribute.refused.subsidy-by-office"));
    /* Nor does an office grant a resident what is for who works flexibly. */
    const struct actor resident = world->actor;
    world->actor = (struct actor){ .account = 6, .role = ROLE_INTAKE_CLERK, .office = 1,
                                   .scope = { .everything = true } };
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" },
              { "subsidised", "yes" }));
    EXPECT(world, refused(world, "contribute.refused.subsidy-of-residents"));
    world->actor = resident;
    ask(world, &contribute_bill_person_action,
        GIVEN({ "person", of_id(world, person) }, { "month", "2020-02" }));
    EXPECT(world, refused(world, ""));
    int64_t bill = count_told(world, "bill");
    pay(world, person, "2020-01", "280.00");
    EXPECT(world, refused(world, ""));
    ask(world, &contribute_months_action, GIVEN({ "person", of_id(world, person) }));
    const struct list *months = told(world, "months");
    const struct field *list = shape_field(contribute_months_action.outcome, TEXT("months"));
    const struct field *state = shape_field(list->of, TEXT("state_zh"));
    const struct field *receipt = shape_field(list->of, TEXT("receipt"));
    EXPECT(world, months->count == 1
           && text_is(*(const struct text *)field_in(state, months->items), "已缴费")
           && *(const int64_t *)field_in(receipt, months->items) == bill);
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "BJ4-10a BJ4-10c BJ4-S1c", the_collection_period_is_longer },
        { "BJ4-S1c", the_late_units_patient_is_settled },
        { "BJ4-10b", a_further_extension_moves_the_bills },
        { "BJ4-10h BJ4-10i BJ4-10j BJ4-S5a BJ4-S5b BJ4-S5c", made_up_after_the_end },
        { "JX4-2.4h JX4-2.4i JX4-1c", a_resident_pays_later },
        { "BJ4-10d BJ4-10e BJ4-10f", ten_industries_pay_until_july },
        { "BJ22-2.5a", crediting_stands_still_and_is_done_once },
        { "", a_month_is_credited_by_a_job },
        { "", what_is_due_goes_out_and_comes_back },
        { "", credit_is_taken_off_one_month },
        { "", more_units_than_a_page_holds },
        { "JX4-2.1c", a_resident_enrols_and_pays },
        { "LY22-L3b", small_enterprises_of_shandong_may_wait },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
