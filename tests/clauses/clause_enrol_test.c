/* clause_enrol_test.c: people are enrolled, changed and stopped without a counter; what was known
 * when. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/fund/fund.h"
#include "rooms/party/party.h"
#include "rooms/party/party_data.h"
#include "rooms/party/party_spells.h"

#include <stdio.h>
#include <string.h>

/* A number of that region and birthday with its check digit; a man's. */
static const char *number_of(struct clause_world *world, const char *region, int32_t born)
{
    char *number = arena_take(&world->arena, 19);
    snprintf(number, 19, "%s%08d%03d", region, born, (int)(++world->serial % 400) * 2 + 1);
    number[17] = ident_resident_check((struct text){ number, 17 });
    number[18] = '\0';
    return number;
}

static void by_clerk(struct clause_world *world, int32_t division)
{
    world->actor = (struct actor){ .account = 3, .role = ROLE_INTAKE_CLERK, .office = 7,
                                   .division = division };
}

static int64_t a_unit(struct clause_world *world, int64_t place)
{
    by_clerk(world, (int32_t)place);
    char *code = arena_take(&world->arena, 19);
    snprintf(code, 19, "91110105MA%07d", (int)++world->serial);
    code[17] = ident_unified_check((struct text){ code, 17 });
    ask(world, &party_register_unit_action,
        GIVEN({ "credit_code", code }, { "name", "示例单位" }, { "kind", "small-enterprise" },
              { "division", of_id(world, place) }, { "from", "2019-01-01" }));
    return refused(world, "") ? count_told(world, "unit") : 0;
}

static void enrol(struct clause_world *world, int64_t unit, const char *certificate,
                  const char *number, const char *born, const char *insurance, const char *kind,
                  const char *from)
{
    ask(world, &party_enrol_person_action,
        GIVEN({ "certificate", certificate }, { "number", number }, { "name", "示例" },
              { "sex", "1" }, { "born", born }, { "insurance", insurance }, { "kind", kind },
              { "place", "110105" }, { "unit", unit == 0 ? "" : of_id(world, unit) },
              { "from", from }));
}

/* BJ4-01b BJ4-10g LY22-A2k: a unit is registered with one of the kinds there are, and enrols its
 * people itself; two months late under the notice it is taken in all the same and marked. */
static void a_unit_enrols_its_people(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    EXPECT(world, unit != 0);
    world->actor = (struct actor){ .account = 2, .role = ROLE_EMPLOYER, .unit = unit };
    enrol(world, unit, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-03-01");
    EXPECT(world, refused(world, "") && !*(const bool *)told(world, "late"));
    enrol(world, unit, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-01-01");
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "late"));
    const struct text under = *(const struct text *)told(world, "made_up_under");
    EXPECT(world, text_is(under, "BJ4-10g BJ4-10h"));
    /* Not for another unit, nor elsewhere. */
    enrol(world, unit + 1024, "01", number_of(world, "990101", 19900401), "1990-04-01", "310",
          "11", "2020-03-01");
    EXPECT(world, refused(world, "party.refused.out-of-place"));
    by_clerk(world, 110105);
    ask(world, &party_register_unit_action,
        GIVEN({ "credit_code", "91110105MA0000000X" }, { "name", "示例" }, { "kind", "company" },
              { "division", "110105" }, { "from", "2020-01-01" }));
    EXPECT(world, !refused(world, ""));
    EXPECT(world, strcmp(party_unit_group(TEXT("medium-enterprise")), "enterprise") == 0
           && strcmp(party_unit_group(TEXT("institution")), "public-body") == 0
           && strcmp(party_unit_group(TEXT("social-body")), "other") == 0
           && party_unit_group(TEXT("company")) == NULL);
}

static void change(struct clause_world *world, const char *person, const char *spell,
                   const char *change, const char *day)
{
    ask(world, &party_change_spell_action,
        GIVEN({ "person", person }, { "spell", spell }, { "change", change }, { "day", day },
              { "reason", "示例" }));
}

/* Without a notice a unit goes back three whole months by itself, an office further; whoever
 * corrects a beginning touches the person, as an enrolment does. */
static void a_unit_reaches_back_so_far(struct clause_world *world)
{
    clause_now(world, DATE(2019, 12, 10), 9);
    int64_t unit = a_unit(world, 110105);
    const char *number = number_of(world, "990101", 19900401);
    const struct actor operator = { .account = 2, .role = ROLE_EMPLOYER, .unit = unit };
    world->actor = operator;
    enrol(world, unit, "01", number, "1990-04-01", "310", "11", "2019-08-31");
    EXPECT(world, refused(world, "party.refused.too-far-back")
           && text_is(world->decision.refusal.detail[0], "2019-09-01"));
    enrol(world, unit, "01", number, "1990-04-01", "310", "11", "2019-09-01");
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "late"));
    int64_t who = count_told(world, "person");
    const char *person = of_id(world, who);
    const char *spell = of_id(world, count_told(world, "spell"));
    change(world, person, spell, "correct", "2019-06-01");
    EXPECT(world, refused(world, "party.refused.too-far-back"));
    by_clerk(world, 110105);
    change(world, person, spell, "correct", "2019-06-01");
    EXPECT(world, refused(world, ""));
    const struct party_of_person key = { id_bucket(who), who };
    const struct list rows = clause_rows(world, &party_person_by_id, &key);
    EXPECT(world, ((const struct party_person *)rows.items)->version == 2);
    world->actor = operator;
    change(world, person, spell, "stop", "2019-08-31");
    EXPECT(world, refused(world, "party.refused.too-far-back"));
    /* Nor may a beginning further back be moved to a nearer day. */
    change(world, person, spell, "correct", "2019-12-01");
    EXPECT(world, refused(world, "party.refused.too-far-back"));
    change(world, person, spell, "stop", "2019-11-30");
    EXPECT(world, refused(world, ""));
}

/* BJ4-02e: a residence permit of Hong Kong, Macao or Taiwan is checked as such; cover starts. */
static void residence_permits_are_enrolled(struct clause_world *world)
{
    static const char *const REGIONS[] = { "810000", "820000", "830000" };
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    by_clerk(world, 110105);
    for (size_t i = 0; i < COUNT_OF(REGIONS); i++) {
        char *number = (char *)(uintptr_t)number_of(world, REGIONS[i], 19900401);
        enrol(world, unit, "17", number, "1990-04-01", "310", "11", "2020-03-01");
        EXPECT(world, refused(world, ""));
        int64_t person = count_told(world, "person");
        ask(world, &party_spells_action, GIVEN({ "person", of_id(world, person) }));
        const struct list *spells = told(world, "spells");
        EXPECT(world, spells->count == 1);
        number[17] = number[17] == '0' ? '1' : '0';
        enrol(world, unit, "17", number, "1990-04-01", "310", "11", "2020-03-01");
        EXPECT(world, refused(world, "party.refused.bad-number"));
    }
    enrol(world, unit, "17", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-03-01");
    EXPECT(world, refused(world, "party.refused.bad-number"));
    enrol(world, unit, "01", number_of(world, "810000", 19900401), "1990-04-01", "310", "11",
          "2020-03-01");
    EXPECT(world, refused(world, "party.refused.bad-number"));
}

static void resident_at(struct clause_world *world, int32_t place, const char *number,
                        const char *born_text, const char *reason, const char *day)
{
    by_clerk(world, place);
    ask(world, &party_enrol_resident_action,
        GIVEN({ "certificate", "01" }, { "number", number }, { "name", "示例" }, { "sex", "1" },
              { "born", born_text }, { "place", of_id(world, place) }, { "reason", reason },
              { "day", day }));
}

static void resident_again(struct clause_world *world, const char *number, const char *born_text,
                           const char *reason, const char *day)
{
    resident_at(world, 110105, number, born_text, reason, day);
}

static void resident(struct clause_world *world, int32_t born, const char *born_text,
                     const char *reason, const char *day)
{
    resident_again(world, number_of(world, "990101", born), born_text, reason, day);
}

/* BJ4-02j: outside the season a newborn is covered from birth, who came back from the next month;
 * in the season everybody from January; without a reason it waits. */
static void residents_enrol_outside_the_season(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    resident(world, 20200201, "2020-02-01", "newborn", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20200201);
    EXPECT(world, day_told(world, "waiting_until") == 0);
    resident(world, 20191201, "2019-12-01", "newborn", "");
    EXPECT(world, refused(world, "party.refused.reason-too-late"));
    resident(world, 19800201, "1980-02-01", "returned", "2020-03-01");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20200401);
    resident(world, 19800201, "1980-02-01", "", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20200401);
    EXPECT(world, day_told(world, "waiting_until") == 20200630);
    /* The waiting time follows, and closes the desk as long as it runs. */
    int64_t person = count_told(world, "person");
    const struct request done = { .action = &party_enrol_resident_action };
    void *wait = arena_take(&world->arena, contribute_wait_action.input->size);
    EXPECT(world, contribute_reactions[0].ask(&done, world->outcome, &world->arena, wait));
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &contribute_wait_action, wait);
    ask(world, &contribute_entitlement_action,
        GIVEN({ "person", of_id(world, person) }, { "on", "2020-06-30" }));
    EXPECT(world, text_is(*(const struct text *)told(world, "reason"), "waiting"));
    ask(world, &contribute_entitlement_action,
        GIVEN({ "person", of_id(world, person) }, { "on", "2020-07-01" }));
    EXPECT(world, *(const bool *)told(world, "entitled"));
    clause_now(world, DATE(2020, 10, 10), 9);
    resident(world, 19800201, "1980-02-01", "", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20210101
           && *(const bool *)told(world, "season"));
}

/* Jiangxi takes residents in from October to the end of March of the year itself; who comes in
 * April waits three months, to the end of July. */
static void who_pays_late_in_jiangxi_waits_three_months(struct clause_world *world)
{
    static const struct { struct date on; int32_t from, waits; bool season; } COMES[] = {
        { { 20210930 }, 20211001, 20211231, false }, { { 20211001 }, 20220101, 0, true },
        { { 20220101 }, 20220101, 0, true },         { { 20220331 }, 20220331, 0, true },
        { { 20220401 }, 20220501, 20220731, false },
    };
    for (size_t i = 0; i < COUNT_OF(COMES); i++) {
        clause_now(world, COMES[i].on, 9);
        resident_at(world, 360100, number_of(world, "990101", 19800201), "1980-02-01", "", "");
        EXPECT(world, refused(world, "") && day_told(world, "from") == COMES[i].from);
        EXPECT(world, day_told(world, "waiting_until") == COMES[i].waits);
        EXPECT(world, *(const bool *)told(world, "season") == COMES[i].season);
    }
}

/* BJ4-02j: a year at a time. The next one is enrolled for in its season, once; and who has the
 * next year already may still come in for the rest of this one. */
static void residents_enrol_a_year_at_a_time(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    const char *child = number_of(world, "990101", 20200201);
    resident_again(world, child, "2020-02-01", "newborn", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20200201);
    resident_again(world, child, "2020-02-01", "newborn", "");
    EXPECT(world, refused(world, "party.refused.overlaps"));
    clause_now(world, DATE(2020, 10, 10), 9);
    resident_again(world, child, "2020-02-01", "", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20210101);
    resident_again(world, child, "2020-02-01", "", "");
    EXPECT(world, refused(world, "party.refused.overlaps"));
    const char *back = number_of(world, "990101", 19800201);
    resident_again(world, back, "1980-02-01", "", "");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20210101);
    resident_again(world, back, "1980-02-01", "returned", "2020-10-01");
    EXPECT(world, refused(world, "") && day_told(world, "from") == 20201101);
}

/* BJ4-11c BJ22-2.3.1b: publicly funded groups and people of requisitioned land are groups of their
 * own, with accounts of their own. */
static void groups_have_accounts_of_their_own(struct clause_world *world)
{
    static const struct { const char *code, *insurance, *kind; } GROUPS[] = {
        { "39901", "public-funded", "43" }, { "39902", "zhengdi-chaozhuan", "50" },
    };
    clause_now(world, DATE(2020, 3, 10), 9);
    by_clerk(world, 110105);
    for (size_t i = 0; i < COUNT_OF(GROUPS); i++) {
        enrol(world, 0, "01", number_of(world, "990101", 20000401), "2000-04-01",
              GROUPS[i].code, GROUPS[i].kind, "2020-03-01");
        EXPECT(world, refused(world, ""));
        EXPECT(world, strcmp(party_insurance(text_of(GROUPS[i].code)), GROUPS[i].insurance) == 0);
        int64_t pool = fund_pool_of(text_of(GROUPS[i].code));
        EXPECT(world, pool != 0 && pool != FUND_EMPLOYEE_POOL && pool != FUND_RESIDENT_POOL);
    }
    EXPECT(world, fund_pool_of(TEXT("39901")) != fund_pool_of(TEXT("39902")));
}

/* JX4-2.1i: what is asked of an enrolment is told as it stands and as it was known. */
static void spells_are_told_as_known_then(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    by_clerk(world, 110105);
    enrol(world, 0, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-01-01");
    const char *person = of_id(world, count_told(world, "person"));
    const char *spell = of_id(world, count_told(world, "spell"));
    clause_now(world, DATE(2020, 5, 10), 9);
    ask(world, &party_change_spell_action,
        GIVEN({ "person", person }, { "spell", spell }, { "change", "stop" },
              { "day", "2020-04-30" }, { "reason", "离职" }));
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 6, 10), 9);
    ask(world, &party_change_spell_action,
        GIVEN({ "person", person }, { "spell", spell }, { "change", "stop" },
              { "day", "2020-04-30" }, { "reason", "离职" }));
    EXPECT(world, refused(world, "party.refused.stopped"));
    ask(world, &party_spells_action, GIVEN({ "person", person }, { "on", "2020-06-01" }));
    const struct list *spells = told(world, "spells");
    const struct field *list = shape_field(party_spells_action.outcome, TEXT("spells"));
    const struct field *holds = shape_field(list->of, TEXT("holds"));
    EXPECT(world, spells->count == 1 && !*(const bool *)field_in(holds, spells->items));
    ask(world, &party_spells_action,
        GIVEN({ "person", person }, { "on", "2020-06-01" }, { "known", "2020-05-01 12:00:00" }));
    spells = told(world, "spells");
    EXPECT(world, spells->count == 1 && *(const bool *)field_in(holds, spells->items));
    ask(world, &party_spells_action,
        GIVEN({ "person", person }, { "known", "2020-03-01 12:00:00" }));
    EXPECT(world, ((const struct list *)told(world, "spells"))->count == 0);
    EXPECT(world, ((const struct list *)told(world, "history"))->count == 2);
    ask(world, &contribute_entitlement_action,
        GIVEN({ "person", person }, { "on", "2020-05-01" }));
    EXPECT(world, text_is(*(const struct text *)told(world, "reason"), "not-enrolled"));
}

/* A pause that is over is no pause that never was, nor does the next one take its place; a month
 * that was paused is not billed afterwards. */
static void a_pause_keeps_its_days(struct clause_world *world)
{
    static const struct { const char *change, *day; } CHANGES[] = {
        { "pause", "2020-02-01" }, { "resume", "2020-03-01" },
        { "pause", "2020-03-05" }, { "resume", "2020-03-08" },
    };
    static const struct { const char *day; bool paused; } DAYS[] = {
        { "2020-01-31", false }, { "2020-02-15", true }, { "2020-03-01", false },
        { "2020-03-04", false }, { "2020-03-05", true }, { "2020-03-08", false },
    };
    clause_now(world, DATE(2020, 3, 10), 9);
    by_clerk(world, 110105);
    enrol(world, 0, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-01-01");
    const char *person = of_id(world, count_told(world, "person"));
    const char *spell = of_id(world, count_told(world, "spell"));
    for (size_t i = 0; i < COUNT_OF(CHANGES); i++) {
        ask(world, &party_change_spell_action,
            GIVEN({ "person", person }, { "spell", spell }, { "change", CHANGES[i].change },
                  { "day", CHANGES[i].day }, { "reason", "停薪留职" }));
        EXPECT(world, refused(world, ""));
        spell = of_id(world, count_told(world, "spell"));
    }
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        ask(world, &contribute_entitlement_action,
            GIVEN({ "person", person }, { "on", DAYS[i].day }));
        bool paused = text_is(*(const struct text *)told(world, "reason"), "paused");
        EXPECT(world, paused == DAYS[i].paused);
    }
    const struct party_spell once = {
        .insurance = TEXT("310"), .kind = TEXT("11"), .status = TEXT("1"),
        .valid_from = DATE(2020, 1, 1), .paused_from = DATE(2020, 2, 1),
        .paused_until = DATE(2020, 2, 29),
    };
    EXPECT(world, contribute_spell_counts(&once, TEXT("310"), 202001));
    EXPECT(world, !contribute_spell_counts(&once, TEXT("310"), 202002));
    EXPECT(world, contribute_spell_counts(&once, TEXT("310"), 202003));
    struct party_spell undone = once;
    undone.valid_from = DATE(2020, 3, 10);
    undone.valid_until = DATE(2020, 3, 9);      /* holds no day */
    EXPECT(world, !contribute_spell_counts(&undone, TEXT("310"), 202003));
}

/* And his unit declares him again once it is over. */
static void a_pause_over_is_declared(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    by_clerk(world, 110105);
    enrol(world, unit, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-01-01");
    const char *person = of_id(world, count_told(world, "person"));
    const char *spell = of_id(world, count_told(world, "spell"));
    static const char *const CHANGES[][2] = {
        { "pause", "2020-02-01" }, { "resume", "2020-03-01" },
    };
    for (size_t i = 0; i < COUNT_OF(CHANGES); i++)
        ask(world, &party_change_spell_action,
            GIVEN({ "person", person }, { "spell", spell }, { "change", CHANGES[i][0] },
                  { "day", CHANGES[i][1] }, { "reason", "停薪留职" }));
    ask(world, &contribute_set_base_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", person }, { "month", "2020-01" },
              { "base", "8000.00" }));
    EXPECT(world, refused(world, ""));
    ask(world, &contribute_declare_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-02" }));
    EXPECT(world, refused(world, "contribute.refused.nobody"));
    ask(world, &contribute_declare_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", "2020-03" }));
    EXPECT(world, refused(world, "") && count_told(world, "people") == 1);
}

/* A number put down wrongly leads to nobody once it is corrected: whose it is comes with his own
 * name, is enrolled and found by it, and it is never the former holder's again. */
static void whose_a_number_is_is_enrolled(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    by_clerk(world, 110105);
    const char *wrong = number_of(world, "990101", 19900401);
    enrol(world, unit, "01", wrong, "1990-04-01", "310", "11", "2020-03-01");
    int64_t first = count_told(world, "person");
    const char *person = of_id(world, first), *right = number_of(world, "990101", 19910401);
    ask(world, &party_correct_person_action,
        GIVEN({ "person", person }, { "born", "1991-04-01" }, { "number", right },
              { "evidence", "户口簿" }, { "reason", "登记有误" }));
    EXPECT(world, refused(world, ""));
    ask(world, &party_find_action, GIVEN({ "kind", "id" }, { "number", wrong }));
    EXPECT(world, refused(world, "party.refused.no-such-person"));
    ask(world, &party_enrol_person_action,
        GIVEN({ "certificate", "01" }, { "number", wrong }, { "name", "示例乙" }, { "sex", "1" },
              { "born", "1990-04-01" }, { "insurance", "310" }, { "kind", "11" },
              { "place", "110105" }, { "unit", of_id(world, unit) }, { "from", "2020-03-01" }));
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "created"));
    int64_t owner = count_told(world, "person");
    EXPECT(world, owner != first);
    ask(world, &party_find_action, GIVEN({ "kind", "id" }, { "number", wrong }));
    EXPECT(world, refused(world, "") && count_told(world, "person") == owner);
    ask(world, &party_find_action, GIVEN({ "kind", "id" }, { "number", right }));
    EXPECT(world, refused(world, "") && count_told(world, "person") == first);
    ask(world, &party_correct_person_action,
        GIVEN({ "person", person }, { "born", "1990-04-01" }, { "number", wrong },
              { "evidence", "户口簿" }, { "reason", "登记有误" }));
    EXPECT(world, refused(world, "party.refused.number-taken"));
    ask(world, &party_corrections_action, GIVEN({ "person", person }));
    EXPECT(world, ((const struct list *)told(world, "corrections"))->count == 2);
}

/* One corrected before that, or that came with a number that was made one with his: it still leads
 * to somebody of another number and another name, and is not his. */
static void a_former_number_is_its_owners(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    by_clerk(world, 110105);
    enrol(world, unit, "01", number_of(world, "990101", 19910401), "1991-04-01", "310", "11",
          "2020-03-01");
    int64_t first = count_told(world, "person");
    const char *former = number_of(world, "990101", 19900401);
    const struct party_number_key key = party_number_key_of("id", text_of(former), &world->arena);
    const struct party_person_key row = { key.bucket, key.kind, key.digest, first, 1 };
    clause_insert(world, &party_person_key_table, &row);
    enrol(world, unit, "01", former, "1990-04-01", "310", "11", "2020-03-01");
    EXPECT(world, refused(world, "party.refused.overlaps"));    /* of his own name: he himself */
    ask(world, &party_enrol_person_action,
        GIVEN({ "certificate", "01" }, { "number", former }, { "name", "示例乙" }, { "sex", "1" },
              { "born", "1990-04-01" }, { "insurance", "310" }, { "kind", "11" },
              { "place", "110105" }, { "unit", of_id(world, unit) }, { "from", "2020-03-01" }));
    EXPECT(world, refused(world, "") && *(const bool *)told(world, "created"));
    EXPECT(world, count_told(world, "person") != first);
}

/* A wrong birthday and number are corrected together on a paper, never without one nor against each
 * other; what stood there is kept, and the new number finds the person. A unit likewise. */
static void particulars_are_corrected_on_evidence(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t unit = a_unit(world, 110105);
    by_clerk(world, 110105);
    enrol(world, unit, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-03-01");
    EXPECT(world, refused(world, ""));
    int64_t id = count_told(world, "person");
    const char *person = of_id(world, id), *number = number_of(world, "990101", 19910401);
    ask(world, &party_correct_person_action,
        GIVEN({ "person", person }, { "name", "示例甲" }, { "reason", "登记有误" }));
    EXPECT(world, refused(world, "party.refused.no-evidence"));
    ask(world, &party_correct_person_action,
        GIVEN({ "person", person }, { "born", "1991-04-01" }, { "evidence", "户口簿" },
              { "reason", "登记有误" }));
    EXPECT(world, refused(world, "party.refused.number-contradicts"));
    ask(world, &party_correct_person_action,
        GIVEN({ "person", person }, { "born", "1991-04-01" }, { "number", number },
              { "evidence", "户口簿" }, { "reason", "登记有误" }));
    EXPECT(world, refused(world, "") && count_told(world, "changes") == 2);
    const struct party_number_key key = party_number_key_of("id", text_of(number),
                                                            &world->arena);
    const struct party_person_key *found =
        clause_rows(world, &party_person_by_number, &key).items;
    EXPECT(world, found->person == id);
    ask(world, &party_corrections_action, GIVEN({ "person", person }));
    EXPECT(world, ((const struct list *)told(world, "corrections"))->count == 2);
    enrol(world, unit, "01", number_of(world, "990101", 19900401), "1990-04-01", "310", "11",
          "2020-03-01");
    const char *other = of_id(world, count_told(world, "person"));
    ask(world, &party_correct_person_action,
        GIVEN({ "person", other }, { "number", number }, { "evidence", "户口簿" },
              { "reason", "登记有误" }));
    EXPECT(world, refused(world, "party.refused.number-taken"));

    ask(world, &party_correct_unit_action,
        GIVEN({ "unit", of_id(world, unit) }, { "kind", "company" }, { "evidence", "执照" },
              { "reason", "变更" }));
    EXPECT(world, refused(world, "party.refused.no-such-unit-kind"));
    ask(world, &party_correct_unit_action,
        GIVEN({ "unit", of_id(world, unit) }, { "kind", "medium-enterprise" },
              { "evidence", "执照" }, { "reason", "变更" }));
    EXPECT(world, refused(world, "") && count_told(world, "changes") == 1);
    const struct party_unit_key unit_key = { id_bucket(unit), unit };
    const struct party_unit *row = clause_rows(world, &party_unit_by_id, &unit_key).items;
    EXPECT(world, text_is(row->kind, "medium-enterprise"));
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "BJ4-01b BJ4-10g LY22-A2k", a_unit_enrols_its_people },
        { "BJ4-01b", a_unit_reaches_back_so_far },
        { "BJ4-02e", residence_permits_are_enrolled },
        { "BJ4-02j", residents_enrol_outside_the_season },
        { "BJ4-02j", residents_enrol_a_year_at_a_time },
        { "", who_pays_late_in_jiangxi_waits_three_months },
        { "BJ4-11c BJ22-2.3.1b", groups_have_accounts_of_their_own },
        { "JX4-2.1i", spells_are_told_as_known_then },
        { "JX4-2.1i", a_pause_keeps_its_days },
        { "JX4-2.1i", a_pause_over_is_declared },
        { "", whose_a_number_is_is_enrolled },
        { "", a_former_number_is_its_owners },
        { "", particulars_are_corrected_on_evidence },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
