/* clause_agreement_test.c: agreements restored for the time of the epidemic. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "rooms/agreement/agreement_obligation.h"
#include "rooms/agreement/agreement_restore.h"
#include "rooms/catalogue/catalogue.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

static void ask_as(struct clause_world *world, enum role role)
{
    world->actor = (struct actor){ .role = role, .account = 21, .office = 7, .division = 110108,
                                   .scope = { .everything = true } };
}

/* A hospital of Haidian, designated for patients of the epidemic or not. */
static int64_t hospital(struct clause_world *world, bool designated)
{
    int64_t institution = clause_hospital(world, 110108);
    const struct party_institution_key key = { id_bucket(institution), institution };
    struct party_institution row =
        *(const struct party_institution *)clause_rows(world, &party_institution_by_id, &key).items;
    row.institution = id_mint(&world->minter, (int)row.bucket);
    row.code = TEXT("H99050099999");
    row.designated_epidemic = designated;
    row.version = 1;
    clause_insert(world, &party_institution_table, &row);
    const struct agreement agreement = {
        .bucket = row.bucket, .institution = row.institution, .agreement = row.institution,
        .valid_from = DATE(2019, 1, 1), .status = TEXT("in-force"), .version = 1,
    };
    clause_insert(world, &agreement_table, &agreement);
    return row.institution;
}

static const struct agreement *held(struct clause_world *world, int64_t institution)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    return clause_rows(world, &agreements_of, &key).items;
}

struct status_input {
    int64_t institution, agreement, version;
    struct text status;
    struct date from, until;
    bool payment_held;
    struct text reason;
    int64_t obligation;
};

static void set_status(struct clause_world *world, int64_t institution, const char *status,
                       const char *reason)
{
    struct status_input *input = ARENA_NEW(&world->arena, struct status_input);
    *input = (struct status_input){
        .institution = institution, .agreement = institution,
        .version = held(world, institution)->version, .status = text_of(status),
        .from = date_of_moment(world->now), .reason = text_of(reason),
    };
    ask_as(world, ROLE_SECTION_HEAD);
    clause_act(world, &agreement_set_status_action, input);
}

static void restore(struct clause_world *world, int64_t institution, const char *test)
{
    struct agreement_restore_input *input =
        ARENA_NEW(&world->arena, struct agreement_restore_input);
    *input = (struct agreement_restore_input){
        .institution = institution, .agreement = institution,
        .version = held(world, institution)->version, .reason = TEXT("承担救治任务"),
        .test_settlement = text_of(test),
    };
    ask_as(world, ROLE_SECTION_HEAD);
    clause_act(world, &agreement_restore_action, input);
}

static const struct agreement_checks *checks(struct clause_world *world, int64_t institution)
{
    struct agreement_checks_input *input =
        ARENA_NEW(&world->arena, struct agreement_checks_input);
    input->institution = institution;
    ask_as(world, ROLE_SECTION_HEAD);
    clause_act(world, &agreement_checks_action, input);
    return world->outcome;
}

static void three_states_and_no_other_steps(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t institution = hospital(world, true);
    static const struct { const char *to, *refused; } steps[] = {
        { "yellow-card", "" }, { "in-force", "" }, { "yellow-card", "" }, { "interrupted", "" },
        { "yellow-card", "agreement.refused.no-such-step" }, { "ended", "" },
        { "in-force", "agreement.refused.no-such-step" },
        { "interrupted", "agreement.refused.no-such-step" },
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        set_status(world, institution, steps[i].to, "检查结果");
        EXPECT(world, refused(world, steps[i].refused));
    }
    EXPECT(world, text_is(held(world, institution)->status, "ended"));
    EXPECT(world, text_is(held(world, institution)->reason, "检查结果"));
    EXPECT(world, held(world, institution)->status_from.yyyymmdd == 20200210);
    set_status(world, institution, "ended", "");
    EXPECT(world, refused(world, "agreement.refused.no-reason"));
}

static void only_with_a_task(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t institution = hospital(world, false);
    set_status(world, institution, "interrupted", "检查结果");
    restore(world, institution, "T1");
    EXPECT(world, refused(world, "agreement.refused.no-task"));
}

/* What has ended comes back, too; before the notice nothing did. */
static void after_a_settlement_that_passed(struct clause_world *world)
{
    static const char *const states[] = { "yellow-card", "interrupted", "ended" };
    clause_now(world, DATE(2020, 2, 6), 9);
    int64_t institution = hospital(world, true);
    set_status(world, institution, "interrupted", "检查结果");
    restore(world, institution, "T1");
    EXPECT(world, refused(world, "agreement.refused.nothing-restores"));
    clause_now(world, DATE(2020, 2, 10), 9);
    restore(world, institution, "");
    EXPECT(world, refused(world, "agreement.refused.no-test"));
    restore(world, institution, "T1");
    EXPECT(world, refused(world, ""));
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        set_status(world, institution, states[i], "检查结果");
        restore(world, institution, "T1");
        EXPECT(world, refused(world, ""));
        const struct agreement *row = held(world, institution);
        const struct list rows = { (void *)(uintptr_t)row, 1 };
        EXPECT(world, text_is(row->status, "in-force"));
        EXPECT(world, agreement_on(&rows, DATE(2020, 2, 10), NULL) == AGREEMENT_IN_FORCE);
    }
    /* What the notice does not name is not restored by it. */
    set_status(world, institution, "rescinded", "骗保");
    restore(world, institution, "T1");
    EXPECT(world, refused(world, "agreement.refused.nothing-restores"));
}

static void checks_wait_and_are_made_up(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t institution = hospital(world, true);
    set_status(world, institution, "interrupted", "检查结果");
    restore(world, institution, "T1");
    EXPECT(world, refused(world, ""));
    EXPECT(world, ((const struct agreement_restored *)world->outcome)->checks == 2);
    const struct agreement_checks *told = checks(world, institution);
    const struct agreement_check_told *rows = told->checks.items;
    EXPECT(world, told->checks.count == 2 && told->open == 2);
    for (size_t i = 0; i < 2; i++) {
        EXPECT(world, text_is(rows[i].state, "agreement.check.off"));
        EXPECT(world, rows[i].due.yyyymmdd == 0 && text_present(rows[i].waits_zh));
    }
    clause_now(world, DATE(2020, 6, 8), 9);
    clause_event(world, EVENT_EPIDEMIC_END, 110000, DATE(2020, 6, 6));
    rows = checks(world, institution)->checks.items;
    for (size_t i = 0; i < 2; i++) {
        EXPECT(world, text_is(rows[i].state, "agreement.check.open"));
        EXPECT(world, rows[i].due.yyyymmdd == 20200906);
    }
    struct agreement_check_input *input = ARENA_NEW(&world->arena, struct agreement_check_input);
    *input = (struct agreement_check_input){
        .institution = institution, .agreement = institution, .version = rows[0].version,
        .name = rows[0].name, .evidence = TEXT("合格"), .done_on = DATE(2020, 6, 9),
    };
    ask_as(world, ROLE_SECTION_HEAD);
    clause_act(world, &agreement_check_action, input);
    EXPECT(world, refused(world, "agreement.refused.day-to-come"));
    input->done_on = DATE(2020, 6, 8);
    clause_act(world, &agreement_check_action, input);
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 9, 7), 9);
    told = checks(world, institution);
    rows = told->checks.items;
    EXPECT(world, told->done == 1 && told->open == 1);
    EXPECT(world, text_is(rows[0].state, "agreement.check.done"));
    EXPECT(world, text_is(rows[1].state, "agreement.check.late"));
}

/* ---- what an institution applies for stands on the register once it is approved ---- */

static bool approved(struct clause_world *world, int64_t institution,
                     struct clause_application application)
{
    application.channel = "hospital";
    world->actor = (struct actor){ .account = 4194311, .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = institution,
                                   .scope = { .institution = institution } };
    const struct intake_applied *applied = clause_apply_own(world, &application);
    if (applied == NULL)
        return false;
    static const enum role TWO[] = { ROLE_REVIEWER, ROLE_SECTION_HEAD };
    const struct intake_case_input verdict = {
        .case_id = applied->case_id, .verdict = TEXT("approve"),
    };
    for (size_t i = 0; i < 2 && !text_is(clause_case(world, applied->case_id)->state, "closed");
         i++) {
        clause_as_staff(world, TWO[i], clause_office(world, 110108, "agency"));
        world->actor.account += (int64_t)TWO[i];
        clause_act(world, &intake_decide_action, &verdict);
    }
    return text_is(clause_case(world, applied->case_id)->effect, "recorded");
}

/* A further address is added to those it has, and not twice; an institution that was assessed has
 * an agreement for a year from that day, and none beside one that is in force. */
static void applied_for_and_registered(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t institution = hospital(world, true);
    struct clause_application address = {
        .matter = "institution-address", .papers = { "licence", "letter" }, .value_count = 3,
        .values = { { TEXT("address"), TEXT("示例路9号") }, { TEXT("place"), TEXT("110108") },
                    { TEXT("purpose"), TEXT("epidemic") } },
    };
    EXPECT(world, approved(world, institution, address));
    const struct party_institution_key key = { id_bucket(institution), institution };
    const struct list rows = clause_rows(world, &party_institution_by_id, &key);
    EXPECT(world, text_ends(((const struct party_institution *)rows.items)->address,
                            TEXT("示例路9号")));
    EXPECT(world, !approved(world, institution, address));
    EXPECT(world, refused(world, "party.refused.address-known"));
    address.values[0].value = TEXT("示例路11号");
    address.values[3] = (struct intake_value){ TEXT("from"), TEXT("2020-03-01") };
    address.value_count = 4;
    EXPECT(world, !approved(world, institution, address));
    EXPECT(world, refused(world, "party.refused.not-yet"));

    struct clause_application change = {
        .matter = "institution-change", .papers = { "licence", "letter" }, .value_count = 2,
        .values = { { TEXT("what"), TEXT("name") }, { TEXT("new"), TEXT("示例海淀医院") } },
    };
    EXPECT(world, approved(world, institution, change));
    EXPECT(world, text_is(((const struct party_institution *)
                               clause_rows(world, &party_institution_by_id, &key).items)->name,
                          "示例海淀医院"));
    /* What touches rates and payments a clerk carries out, papers in hand. */
    change.values[0].value = TEXT("level");
    EXPECT(world, !approved(world, institution, change) && refused(world, ""));

    const struct clause_application agreement = {
        .matter = "agreement-application", .value_count = 5,
        .papers = { "licence", "system-test", "staff-list" },
        .values = { { TEXT("institution-name"), TEXT("示例医院") },
                    { TEXT("credit-code"), TEXT("99V") }, { TEXT("place"), TEXT("110108") },
                    { TEXT("address"), TEXT("示例路9号") }, { TEXT("level"), TEXT("hospital") } },
    };
    EXPECT(world, !approved(world, institution, agreement));
    EXPECT(world, refused(world, "agreement.refused.overlaps"));
    set_status(world, institution, "interrupted", "检查结果");
    set_status(world, institution, "ended", "检查结果");
    EXPECT(world, approved(world, institution, agreement));
    const struct agreement_of_key of = { key.bucket, institution };
    const struct list held_now = clause_rows(world, &agreements_of, &of);
    const struct agreement *row = held_now.items;
    size_t issued = 0;
    for (size_t i = 0; i < held_now.count; i++)
        issued += text_is(row[i].status, "unsigned") && row[i].valid_from.yyyymmdd == 20200210
            && row[i].valid_until.yyyymmdd == 20210209;
    EXPECT(world, held_now.count == 2 && issued == 1);
    EXPECT(world, agreement_on(&held_now, DATE(2020, 2, 10), NULL) == AGREEMENT_UNSIGNED);
}

/* ---- what an institution has to do ---- */

static int64_t oblige(struct clause_world *world, int64_t institution, const char *what,
                      struct date due, bool urgent)
{
    const struct agreement_oblige_input input = {
        .institution = institution, .what = text_of(what), .due = due, .urgent = urgent,
    };
    ask_as(world, ROLE_REVIEWER);
    clause_act(world, &agreement_oblige_action, &input);
    return refused(world, "") ? ((const struct agreement_obliged *)world->outcome)->obligation
                              : 0;
}

static struct agreement_obligation_told obligation(struct clause_world *world,
                                                   int64_t institution, int64_t number)
{
    const struct agreement_obligations_input input = { institution };
    world->actor = (struct actor){ .role = ROLE_INSTITUTION, .account = 31,
                                   .institution = institution };
    clause_act(world, &agreement_obligations_action, &input);
    const struct agreement_obligations *told = world->outcome;
    const struct agreement_obligation_told *rows = told->obligations.items;
    for (size_t i = 0; i < told->obligations.count; i++)
        if (rows[i].obligation == number)
            return rows[i];
    return (struct agreement_obligation_told){ 0 };
}

static bool is_held_against(struct clause_world *world, int64_t institution, int64_t number)
{
    const struct status_input input = {
        .institution = institution, .agreement = institution,
        .version = held(world, institution)->version, .status = TEXT("yellow-card"),
        .from = date_of_moment(world->now), .reason = TEXT("逾期未报"), .obligation = number,
    };
    ask_as(world, ROLE_SECTION_HEAD);
    clause_act(world, &agreement_set_status_action, &input);
    return !refused(world, "agreement.refused.not-late");
}

static bool meet(struct clause_world *world, int64_t institution, int64_t number)
{
    const struct agreement_obligation_done_input input = {
        institution, number, obligation(world, institution, number).version,
        date_of_moment(world->now), TEXT("已报送"),
    };
    ask_as(world, ROLE_REVIEWER);
    clause_act(world, &agreement_obligation_done_action, &input);
    return refused(world, "");
}

/* LAW: BJ4-S3b: what is not urgent waits where patients of the epidemic are treated, is listed, and
 * is held against nobody; what is urgent, what was late before the notice, and what a hospital
 * without the task owes is not put off. Three months after the end it is late. */
static void what_is_not_urgent_waits(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 1), 9);
    int64_t treats = hospital(world, true), other = hospital(world, false);
    int64_t early = oblige(world, treats, "年度考核自评材料", DATE(2020, 2, 6), false);
    int64_t waits = oblige(world, treats, "协议培训", DATE(2020, 2, 7), false);
    int64_t urgent = oblige(world, treats, "药品异常情况说明", DATE(2020, 2, 20), true);
    int64_t theirs = oblige(world, other, "协议培训", DATE(2020, 2, 20), false);
    EXPECT(world, early != 0 && waits != 0 && urgent != 0 && theirs != 0);
    EXPECT(world, text_is(obligation(world, treats, waits).state, "agreement.obligation.open"));
    EXPECT(world, !is_held_against(world, treats, waits));
    clause_now(world, DATE(2020, 3, 2), 9);
    struct agreement_obligation_told told = obligation(world, treats, waits);
    EXPECT(world, text_is(told.state, "agreement.check.off") && told.due.yyyymmdd == 0
                      && text_is(told.clauses, "BJ4-S3b") && text_present(told.waits_zh));
    EXPECT(world, !is_held_against(world, treats, waits));
    EXPECT(world, text_is(obligation(world, treats, urgent).state, "agreement.check.late"));
    EXPECT(world, text_is(obligation(world, treats, early).state, "agreement.check.late"));
    const struct agreement_obligations *all = world->outcome;
    EXPECT(world, all->put_off == 1 && all->late == 2 && all->open == 0);
    EXPECT(world, text_is(obligation(world, other, theirs).state, "agreement.check.late"));
    EXPECT(world, is_held_against(world, other, theirs));
    clause_now(world, DATE(2020, 6, 6), 9);
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 6));
    clause_now(world, DATE(2020, 9, 7), 9);
    told = obligation(world, treats, waits);
    EXPECT(world, text_is(told.state, "agreement.obligation.open")
                      && told.due.yyyymmdd == 20200907);
    EXPECT(world, !is_held_against(world, treats, waits));
    clause_now(world, DATE(2020, 9, 8), 9);
    EXPECT(world, text_is(obligation(world, treats, waits).state, "agreement.check.late"));
    EXPECT(world, meet(world, treats, waits) && !meet(world, treats, waits));
    EXPECT(world, !is_held_against(world, treats, waits));
    ask_as(world, ROLE_REVIEWER);
    world->actor.scope.everything = false;
    world->actor.division = 371302;
    const struct agreement_obligations_input strange = { treats };
    clause_act(world, &agreement_obligations_action, &strange);
    EXPECT(world, refused(world, "agreement.refused.no-such-institution"));
}

/* What the institutions of a place owe, as its office asks for it. */
static const struct agreement_owed *owed(struct clause_world *world, int32_t division, bool done)
{
    struct agreement_owed_input *input = ARENA_NEW(&world->arena, struct agreement_owed_input);
    *input = (struct agreement_owed_input){ .done = done };
    ask_as(world, ROLE_REVIEWER);
    world->actor.scope.everything = false;
    world->actor.division = division;
    clause_act(world, &agreement_owed_action, input);
    return world->outcome;
}

/* LAW: BJ4-S3b: what is put off is listed beside what is late, with its institution and by its own
 * day; what was done is a list of its own; another county sees none of it. */
static void what_a_place_is_owed_stands_by_its_day(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 1), 9);
    int64_t treats = hospital(world, true);
    int64_t later = oblige(world, treats, "协议培训", DATE(2020, 2, 20), false);
    int64_t urgent = oblige(world, treats, "药品异常情况说明", DATE(2020, 2, 10), true);
    clause_now(world, DATE(2020, 3, 2), 9);
    const struct agreement_owed_told *rows = owed(world, 110000, false)->obligations.items;
    EXPECT(world, owed(world, 110000, false)->obligations.count == 2);
    EXPECT(world, rows[0].of.obligation == urgent && rows[1].of.obligation == later);
    EXPECT(world, text_is(rows[0].of.state, "agreement.check.late")
                      && rows[0].institution == treats && text_is(rows[0].code, "H99050099999")
                      && text_present(rows[0].name));
    EXPECT(world, text_is(rows[1].of.state, "agreement.check.off")
                      && rows[1].of.due.yyyymmdd == 0
                      && rows[1].of.own_day.yyyymmdd == 20200220
                      && text_is(rows[1].of.clauses, "BJ4-S3b"));
    EXPECT(world, owed(world, 371302, false)->obligations.count == 0);
    EXPECT(world, owed(world, 110108, true)->obligations.count == 0);
    EXPECT(world, meet(world, treats, urgent));
    EXPECT(world, owed(world, 110108, false)->obligations.count == 1);
    rows = owed(world, 110108, true)->obligations.items;
    EXPECT(world, rows[0].of.obligation == urgent
                      && text_is(rows[0].of.state, "agreement.check.done")
                      && rows[0].of.done_on.yyyymmdd == 20200302);
    const struct agreement_owed_input strange = { .place = 371302 };
    ask_as(world, ROLE_REVIEWER);
    world->actor.scope.everything = false;
    clause_act(world, &agreement_owed_action, &strange);
    EXPECT(world, refused(world, "agreement.refused.not-your-place"));
}

/* ---- an innovative product ---- */

static const struct intake_applied *ask_for_product(struct clause_world *world,
                                                    int64_t institution, const char *review)
{
    const struct clause_application application = {
        .matter = "innovative-product", .channel = "hospital",
        .papers = { "registration", "evidence" }, .value_count = 9,
        .values = { { TEXT("product"), TEXT("示例新型检测试剂") }, { TEXT("maker"), TEXT("示例药企") },
                    { TEXT("price"), TEXT("86.00") }, { TEXT("use"), TEXT("病原检测") },
                    { TEXT("code"), TEXT("C27990000000000001") },
                    { TEXT("product-type"), TEXT("supply") },
                    { TEXT("review"), text_of(review) }, { TEXT("from"), TEXT("2020-03-16") },
                    { TEXT("until"), TEXT("2020-09-15") } },
    };
    world->actor = (struct actor){ .account = 4194311, .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = institution,
                                   .scope = { .institution = institution } };
    return clause_apply_own(world, &application);
}

static const struct catalogue_item *in_catalogue(struct clause_world *world, int64_t place,
                                                 struct date on)
{
    struct { struct text code; int64_t place; struct date on; } asked = {
        TEXT("C27990000000000001"), place, on,
    };
    clause_act(world, &catalogue_item_action, &asked);
    return refused(world, "") ? world->outcome : NULL;
}

/* LAW: LY22-L3f: looked at by experts and approved, the product is payable in the province for its
 * days, with the clause it stands on; without the review or before the notice it is not, nor
 * elsewhere. */
static void an_innovative_product_is_payable_for_a_time(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 15), 9);
    clause_offices(world);
    int64_t institution = clause_hospital(world, 371302);
    EXPECT(world, ask_for_product(world, institution, "评审〔2020〕1号") == NULL);
    EXPECT(world, refused(world, "catalogue.refused.no-temporary-entry"));
    clause_now(world, DATE(2020, 3, 16), 9);
    EXPECT(world, ask_for_product(world, institution, " ") == NULL);
    const struct intake_applied *applied =
        ask_for_product(world, institution, "评审〔2020〕1号");
    EXPECT(world, applied != NULL && in_catalogue(world, 371302, DATE(2020, 3, 16)) == NULL);
    const struct intake_case_input verdict = {
        .case_id = applied->case_id, .verdict = TEXT("approve"),
    };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, 371300, "agency"));
    clause_act(world, &intake_decide_action, &verdict);
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, 371300, "agency"));
    world->actor.account++;
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, text_is(clause_case(world, applied->case_id)->effect, "recorded"));
    const struct catalogue_item *item = in_catalogue(world, 371302, DATE(2020, 9, 15));
    EXPECT(world, item != NULL && text_is(item->under, "鲁医保发〔2020〕7号#7-2")
                      && text_is(item->charge_level, "01") && item->limit_tier3.e6 == 86000000
                      && item->place == 370000);
    EXPECT(world, in_catalogue(world, 371302, DATE(2020, 3, 15)) == NULL
                      && in_catalogue(world, 371302, DATE(2020, 9, 16)) == NULL
                      && in_catalogue(world, 110108, DATE(2020, 3, 16)) == NULL);
    EXPECT(world, ask_for_product(world, institution, "评审〔2020〕1号") == NULL);
    EXPECT(world, refused(world, "catalogue.fault.overlaps"));
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-H2", applied_for_and_registered },
    { "LY22-L3f", an_innovative_product_is_payable_for_a_time },
    { "BJ4-S3b", what_is_not_urgent_waits },
    { "BJ4-S3b", what_a_place_is_owed_stands_by_its_day },
    { "BJ4-06a", three_states_and_no_other_steps },
    { "BJ4-06b", only_with_a_task },
    { "BJ4-06e", after_a_settlement_that_passed },
    { "BJ4-06f BJ4-06g", checks_wait_and_are_made_up },
};

int main(void)
{
    return clause_run(scenarios, sizeof scenarios / sizeof scenarios[0]);
}
