/* clause_renewal_test.c: filings of a special disease that go on: at the hospital, as a case whose
 * clerk reads names, and made up at the agency once they have run out. */

#include "clause_ask.h"
#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/filing/filing_file.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

/* `matter` NULL: what it follows of the rows there are. */
static const struct filing_filed *file_as(struct clause_world *world, int64_t person,
                                          const char *matter, struct date from)
{
    struct filing_file_input input = { .person = person, .disease = TEXT("M99901"),
                                       .from = from };
    if (matter != NULL)
        input.matter = text_of(matter);
    clause_act(world, &filing_disease_action, &input);
    return world->outcome;
}

static bool lacks(struct clause_world *world, const char *key, const char *detail)
{
    return refused(world, key) && text_is(world->decision.refusal.detail[0], detail);
}

/* 续批: in the hospital, weeks before the filing ends, at once in force from the day after; a second
 * one, or one of what was never filed, is told why not. */
static void a_disease_filing_is_renewed(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_disease(world, "M99901", "special");
    clause_hospital(world, 110105);
    world->actor.role = ROLE_HOSPITAL_OFFICE;
    int64_t person = clause_employee(world, 110105);
    world->actor.identified = person;
    file_as(world, person, "special-disease-renewal", DATE_NONE);
    EXPECT(world, refused(world, "filing.refused.nothing-to-renew"));
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("special"), .disease = TEXT("M99901"),
        .institution = world->actor.institution, .valid_from = DATE(2019, 2, 16),
        .valid_until = DATE(2020, 2, 15), .state = TEXT("in-force") });
    file_as(world, person, "special-disease-filing", DATE_NONE);
    EXPECT(world, lacks(world, "filing.refused.holds-until", "2020-02-15"));
    const struct filing_filed *filed =
        file_as(world, person, "special-disease-renewal", DATE_NONE);
    EXPECT(world, refused(world, "") && text_is(filed->state, "in-force") && !filed->backdated);
    EXPECT(world, filed->from.yyyymmdd == 20200216 && filed->until.yyyymmdd == 20210215);
    file_as(world, person, "special-disease-renewal", DATE_NONE);
    EXPECT(world, lacks(world, "filing.refused.renewed", "2021-02-15"));

    /* It has ended: from today. From 2023 on one holds without an end. */
    clause_now(world, DATE(2023, 3, 1), 9);
    filed = file_as(world, person, "special-disease-renewal", DATE_NONE);
    EXPECT(world, refused(world, "") && filed->from.yyyymmdd == 20230301);
    EXPECT(world, filed->until.yyyymmdd == 0);
    file_as(world, person, "special-disease-renewal", DATE_NONE);
    EXPECT(world, refused(world, "filing.refused.disease-filed"));
}

static const struct intake_seen *seen(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_input one = { .case_id = case_id };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
    clause_act(world, &intake_show_action, &one);
    return world->outcome;
}

/* Who decides reads names, not codes and numbers, and of a letter the whole sentence why it will
 * not do; approved, the filing goes on from the day after it ends. */
static void a_renewal_is_read_by_names(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_disease(world, "M99901", "special");
    int64_t person = clause_employee(world, 110105), hospital = clause_hospital(world, 110105);
    const struct text number = arena_format(&world->arena, "%lld", (long long)hospital);
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("special"), .disease = TEXT("M99901"),
        .institution = hospital, .valid_from = DATE(2019, 2, 16),
        .valid_until = DATE(2020, 2, 15) });
    const struct clause_application renewal = {
        "special-disease-renewal", "web", { "id-card", "diagnosis" },
        { { TEXT("disease"), TEXT("M99901") }, { TEXT("institution"), number } }, 2 };
    struct clause_application late = renewal;
    late.matter = "special-disease-filing";
    late.channel = "post";
    late.values[2] = (struct intake_value){ TEXT("from"), TEXT("2019-02-16") };
    late.value_count = 3;
    late.more.postmark = DATE(2020, 2, 9);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    const struct intake_applied *applied = clause_apply_for(world, person, &renewal);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id;
    const struct intake_value_told *told = seen(world, case_id)->values.items;
    EXPECT(world, text_is(told[0].shown_zh, "示例病种 · M99901"));
    const struct party_institution_key key = { id_bucket(hospital), hospital };
    const struct party_institution *row =
        clause_rows(world, &party_institution_by_id, &key).items;
    EXPECT(world, text_equal(told[1].shown_zh, row->name) && text_equal(told[1].value, number));
    const struct intake_case_input approve = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_act(world, &intake_decide_action, &approve);
    const struct filing_of_key filings = { id_bucket(person), person };
    EXPECT(world, refused(world, "") && clause_rows(world, &filings_of, &filings).count == 2);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, 110105, "agency"));
    applied = clause_apply_for(world, clause_employee(world, 110105), &late);
    EXPECT(world, applied != NULL);
    const struct text doubt = seen(world, applied->case_id)->doubt_zh;
    EXPECT(world, text_starts(doubt, TEXT("备案不能追溯到过去，请从2020年2月10日起备案")));
}

/* Held up when the filing ran out; made up at the agency, from the day after it ended. */
static void a_disease_filing_is_made_up(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 10), 9);
    clause_offices(world);
    clause_disease(world, "M99901", "special");
    clause_hospital(world, 110105);
    struct actor software = world->actor;
    int64_t person = clause_employee(world, 110105);
    world->actor.identified = person;
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE(2020, 5, 31));
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("disease"), .kind = TEXT("special"), .disease = TEXT("M99901"),
        .institution = software.institution, .valid_from = DATE(2019, 2, 16),
        .valid_until = DATE(2020, 2, 15), .filed_on = DATE(2019, 2, 16),
        .state = TEXT("in-force") });
    file_as(world, person, NULL, DATE(2020, 2, 16));
    EXPECT(world, lacks(world, "filing.refused.made-up-at-agency", "2020-02-16"));
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 110105, "agency"));
    file_as(world, person, NULL, DATE(2020, 2, 10));
    EXPECT(world, lacks(world, "filing.refused.no-ended-filing", "2020-02-10"));
    int64_t at_home = clause_employee(world, 110105);
    file_as(world, at_home, "special-disease-make-up", DATE(2020, 2, 16));
    EXPECT(world, refused(world, "filing.refused.not-stranded"));
    file_as(world, at_home, "special-disease-filing", DATE(2020, 2, 16));
    EXPECT(world, lacks(world, "filing.refused.backdated", "2020-06-10"));
    const struct filing_filed *filed = file_as(world, person, NULL, DATE(2020, 2, 16));
    EXPECT(world, refused(world, "") && filed->backdated);
    const struct filing_of_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &filings_of, &key);
    EXPECT(world, rows.count == 2);
    const struct filing_row *made = rows.items;
    made = made[0].valid_from.yyyymmdd == 20200216 ? &made[0] : &made[1];
    EXPECT(world, text_is(made->basis, "BJ4-12b BJ4-12e"));
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "", a_disease_filing_is_renewed },
        { "", a_renewal_is_read_by_names },
        { "BJ4-12b BJ4-12c", a_disease_filing_is_made_up },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
