/* clause_newcomer_test.c: people whom nobody knows yet are enrolled by an application: a newborn
 * child, a resident outside the season, somebody with a residence permit, a first employee. */

#include "clause_ask.h"
#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/party/party.h"
#include "rooms/rooms.h"

#include <stdio.h>
#include <string.h>

#define CHAOYANG 110105

static void begin(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
}

/* A number of that region and birthday with its check digit; a man's. */
static struct text number_of(struct clause_world *world, const char *region, int32_t born)
{
    char *number = arena_take(&world->arena, 19);
    snprintf(number, 19, "%s%08d%03d", region, born, (int)(++world->serial % 400) * 2 + 1);
    number[17] = ident_resident_check((struct text){ number, 17 });
    return (struct text){ number, 18 };
}

static struct clause_application newborn(struct text number, const char *name)
{
    return (struct clause_application){
        .matter = "resident-enrolment", .channel = "web",
        .papers = { "id-card", "household", "birth-certificate" },
        .values = { { TEXT("kind"), TEXT("newborn") }, { TEXT("season"), TEXT("scattered") },
                    { TEXT("place"), TEXT("110105") }, { TEXT("guardian"), TEXT("家长") } },
        .value_count = 4, .more = { .name = text_of(name), .number = number },
    };
}

static void decide(struct clause_world *world, int64_t case_id)
{
    struct intake_case_input *verdict = ARENA_NEW(&world->arena, struct intake_case_input);
    *verdict = (struct intake_case_input){ .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, CHAOYANG, "agency"));
    clause_act(world, &intake_decide_action, verdict);
}

/* Whom the number leads to; 0: nobody. */
static int64_t registered(struct clause_world *world, struct text number)
{
    const struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct list rows = clause_rows(world, &party_person_by_number, &key);
    return rows.count == 0 ? 0 : ((const struct party_person_key *)rows.items)->person;
}

static const struct party_spell *only_spell(struct clause_world *world, int64_t person)
{
    const struct party_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &party_spells_of, &key);
    return rows.count == 1 ? rows.items : NULL;
}

/* BJ4-02j: parents apply for a child that no register knows; until the approval none does. */
static void a_child_that_is_not_known_yet(struct clause_world *world)
{
    begin(world);
    clause_as_resident(world, clause_resident(world, CHAOYANG));
    struct text number = number_of(world, "990101", 20200115);
    const struct clause_application application = newborn(number, "示例宝");
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL && text_starts(applied->state, TEXT("accepted")));
    int64_t case_id = applied->case_id, child = applied->person;
    EXPECT(world, registered(world, number) == 0 && only_spell(world, child) == NULL);
    EXPECT(world, clause_case(world, case_id)->newcomer);
    /* Asked for again he is shown the case that is open; under another name it is another's. */
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "intake.refused.open-already"));
    const struct clause_application other = newborn(number, "别的宝");
    applied = clause_apply_own(world, &other);
    EXPECT(world, applied != NULL && applied->person != child);
    int64_t other_case = applied->case_id;
    decide(world, case_id);
    EXPECT(world, refused(world, "") && registered(world, number) == child);
    EXPECT(world, !clause_case(world, case_id)->newcomer
           && text_is(clause_case(world, case_id)->effect, "recorded"));
    const struct party_spell *spell = only_spell(world, child);
    EXPECT(world, spell != NULL && spell->valid_from.yyyymmdd == 20200115
           && spell->valid_until.yyyymmdd == 20201231 && spell->place == CHAOYANG
           && text_is(spell->insurance, "390") && text_is(spell->kind, "41"));
    decide(world, other_case);
    EXPECT(world, refused(world, "party.refused.enrolled-meanwhile"));
}

static struct list all_documents(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    return clause_rows(world, &intake_documents_of, &key);
}

/* The documents of a case of that kind; `voided`: how many of them are void. */
static size_t documents_of(struct clause_world *world, int64_t case_id, const char *kind,
                           size_t *ret_voided)
{
    const struct list documents = all_documents(world, case_id);
    const struct intake_document *rows = documents.items;
    size_t count = 0;
    *ret_voided = 0;
    for (size_t i = 0; i < documents.count; i++) {
        count += text_is(rows[i].kind, kind);
        *ret_voided += text_is(rows[i].kind, kind) && rows[i].void_at.ms != 0;
    }
    return count;
}

/* The number is the child's; absent: one of the people that clause_resident makes. */
static int64_t certified(struct clause_world *world, int64_t person, struct text number)
{
    const struct clause_application asked = {
        .matter = "certificate", .channel = "web", .papers = { "id-card" },
        .values = { { TEXT("insurance"), TEXT("resident") } }, .value_count = 1,
        .more = { .name = TEXT("示例宝"), .number = number },
    };
    clause_as_resident(world, person);
    const struct intake_applied *applied = text_present(number)
        ? clause_apply_own(world, &asked) : clause_apply_for(world, person, &asked);
    if (applied == NULL)
        return 0;
    int64_t case_id = applied->case_id;
    decide(world, case_id);
    return refused(world, "") ? case_id : 0;
}

/* Whoever reads what the register wrote reads that it is void, and by which case. */
static bool says_void(struct clause_world *world, int64_t person, int64_t case_id,
                      struct text by)
{
    struct { struct text receipt, last_four, number, code; } look = {
        .receipt = clause_case(world, case_id)->receipt };
    const struct list documents = all_documents(world, case_id);
    const struct intake_document *rows = documents.items;
    for (size_t i = 0; i < documents.count; i++)
        if (text_is(rows[i].kind, "result"))
            look.number = rows[i].number;
    clause_as_resident(world, person);
    clause_act(world, &intake_document_action, &look);
    if (!refused(world, ""))
        return false;
    const struct text said = *(const struct text *)told(world, "void_zh");
    return memmem(said.data, said.length, by.data, by.length) != NULL;
}

/* An enrolment is taken up again: what was written on the strength of it stands no more, what was
 * written before it stood there, or for somebody else, does. */
static void what_rests_on_it_is_void(struct clause_world *world)
{
    begin(world);
    int64_t other = clause_resident(world, CHAOYANG);
    clause_as_resident(world, other);
    struct text number = number_of(world, "990101", 20200115);
    const struct clause_application application = newborn(number, "示例宝");
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id, child = applied->person;
    decide(world, case_id);
    clause_now(world, DATE(2020, 2, 11), 9);
    int64_t certificate = certified(world, child, number);
    int64_t theirs = certified(world, other, (struct text){ 0 });
    size_t voided;
    EXPECT(world, certificate != 0 && theirs != 0
           && documents_of(world, certificate, "result", &voided) == 1 && voided == 0);
    const struct { struct text receipt, last_four, reason; } objection = {
        clause_case(world, case_id)->receipt, TEXT(""), TEXT("有误") };
    const struct intake_case_input again = { .case_id = case_id, .reason = TEXT("有误") };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, CHAOYANG, "agency"));
    clause_act(world, &intake_object_action, &objection);
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, CHAOYANG, "agency"));
    world->actor.account = 77;
    clause_act(world, &intake_reopen_action, &again);
    EXPECT(world, refused(world, ""));
    EXPECT(world, documents_of(world, certificate, "result", &voided) == 1 && voided == 1);
    EXPECT(world, documents_of(world, case_id, "decided", &voided) == 1 && voided == 1);
    EXPECT(world, documents_of(world, case_id, "accepted", &voided) == 1 && voided == 0);
    EXPECT(world, documents_of(world, theirs, "result", &voided) == 1 && voided == 0);
    EXPECT(world, says_void(world, child, certificate, clause_case(world, case_id)->receipt));
    /* Nor is it found where somebody would need it. */
    const struct intake_about_key granted = { id_bucket(child), child, TEXT("certificate"),
                                              TEXT("") };
    EXPECT(world, clause_rows(world, &intake_case_granted, &granted).count == 0);
    int64_t anew = certified(world, child, number);
    EXPECT(world, anew != 0 && documents_of(world, anew, "result", &voided) == 1 && voided == 0);
}

/* BJ4-02j: a number that is none, a grown-up by another's account, and the season that is not. */
static void what_is_told_at_once(struct clause_world *world)
{
    begin(world);
    clause_as_resident(world, clause_resident(world, CHAOYANG));
    struct clause_application application = newborn(TEXT("990101202001150010"), "示例宝");
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "intake.refused.no-newcomer"));
    application = newborn(number_of(world, "990101", 20190115), "示例宝");
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "party.refused.reason-too-late"));
    application = newborn(number_of(world, "990101", 19850315), "示例");
    application.values[0].value = TEXT("working-age");
    application.value_count = 3;
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "intake.refused.no-mandate"));
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, CHAOYANG, "agency"));
    application.channel = "counter";
    application.values[1].value = TEXT("season");
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "contribute.refused.not-the-season"));
    application.values[1].value = TEXT("scattered");
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL);
    int64_t person = applied->person;
    decide(world, applied->case_id);
    EXPECT(world, refused(world, ""));
    const struct party_of_person key = { id_bucket(person), person };
    const struct list waiting = clause_rows(world, &contribute_waitings_of, &key);
    EXPECT(world, waiting.count == 1);
    const struct contribute_waiting *row = waiting.items;
    EXPECT(world, row->valid_from.yyyymmdd == 20200301 && row->valid_until.yyyymmdd == 20200531);
}

/* BJ4-02e: with a residence permit, by the unit that employs him; the base is recorded with it. */
static void a_permit_by_the_employer(struct clause_world *world)
{
    begin(world);
    clause_as_unit(world, CHAOYANG);
    int64_t unit = world->actor.unit;
    struct text number = number_of(world, "810000", 19900401);
    struct clause_application application = {
        .matter = "residence-permit-enrolment", .channel = "web",
        .papers = { "permit", "employment-proof" },
        .values = { { TEXT("permit"), TEXT("residence-permit") },
                    { TEXT("kind"), TEXT("employee") }, { TEXT("place"), TEXT("110105") },
                    { TEXT("employed-since"), TEXT("2020-02-03") },
                    { TEXT("base"), TEXT("8000.00") } },
        .value_count = 5, .more = { .name = TEXT("示例"), .number = number,
                                    .applicant = TEXT("employer") },
    };
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL);
    int64_t person = applied->person;
    /* Not into another district than the unit's. */
    application.values[2].value = TEXT("110108");
    application.more.number = number_of(world, "810000", 19900402);
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "intake.refused.applicant"));
    decide(world, applied->case_id);
    EXPECT(world, refused(world, "") && registered(world, number) == person);
    const struct party_spell *spell = only_spell(world, person);
    EXPECT(world, spell != NULL && spell->unit == unit && spell->place == CHAOYANG
           && text_is(spell->insurance, "310") && spell->valid_from.yyyymmdd == 20200203);
    const struct contribute_base_at_key at = { id_bucket(unit), unit, person, TEXT("310"), 202002 };
    const struct list bases = clause_rows(world, &contribute_base_at, &at);
    EXPECT(world, bases.count == 1
           && ((const struct contribute_base *)bases.items)->base.fen == 800000);
    const struct party_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &party_person_by_id, &key);
    EXPECT(world, text_is(((const struct party_person *)rows.items)->certificate, "17"));
}

/* BJ4-10g: a unit's first employees, by the matter of the national list; two months late it is
 * taken in under the notice and marked. */
static void a_first_employee(struct clause_world *world)
{
    begin(world);
    clause_now(world, DATE(2020, 3, 10), 9);
    clause_as_unit(world, CHAOYANG);
    const struct clause_application application = {
        .matter = "employee-enrolment", .channel = "web",
        .papers = { "id-card", "form", "employment-proof" },
        .values = { { TEXT("kind"), TEXT("active") },
                    { TEXT("employed-since"), TEXT("2020-01-01") } },
        .value_count = 2, .more = { .name = TEXT("示例"), .applicant = TEXT("employer"),
                                    .number = number_of(world, "990101", 19900401) },
    };
    /* A child's number in his parent's place; a day before there was a unit. */
    struct clause_application slip = application;
    slip.more.number = number_of(world, "990101", 20050401);
    EXPECT(world, clause_apply_own(world, &slip) == NULL
           && refused(world, "party.refused.too-young")
           && strcmp(world->decision.refusal.field, "employed-since") == 0);
    slip = application;
    slip.values[1].value = TEXT("1990-01-01");
    slip.more.number = number_of(world, "990101", 19600401);
    EXPECT(world, clause_apply_own(world, &slip) == NULL
           && refused(world, "party.refused.unit-not-there"));
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL);
    int64_t person = applied->person;
    /* The unit finds what it applied for among its cases. */
    ask(world, &intake_own_action, GIVEN({ "before", "" }));
    EXPECT(world, ((const struct list *)told(world, "cases"))->count == 1);
    decide(world, applied->case_id);
    EXPECT(world, refused(world, ""));
    EXPECT(world, only_spell(world, person)->valid_from.yyyymmdd == 20200101);
    /* Insured there already: said when it is asked for again, and not after days. */
    EXPECT(world, clause_apply_own(world, &application) == NULL);
}

static int64_t applied_for(struct clause_world *world, int64_t person,
                           const struct clause_application *application)
{
    const struct actor employer = world->actor;
    const struct intake_applied *applied = clause_apply_for(world, person, application);
    int64_t case_id = applied == NULL ? 0 : applied->case_id;
    if (case_id != 0)
        decide(world, case_id);
    world->actor = employer;
    return case_id;
}

/* BJ4-01b BJ4-01c: who leaves, and how the unit is called, by the matters of change: the approval
 * does it. What only a desk can enter, because it is sealed there, is left to it and says so. */
static void a_change_is_carried_out(struct clause_world *world)
{
    begin(world);
    int64_t person = clause_employee(world, CHAOYANG);
    clause_as_employer(world, person, "small-enterprise");
    struct clause_application change = {
        .matter = "employee-change", .channel = "web", .papers = { "id-card" },
        .values = { { TEXT("what"), TEXT("stop") }, { TEXT("from"), TEXT("2020-02-29") } },
        .value_count = 2, .more = { .applicant = TEXT("employer") },
    };
    int64_t case_id = applied_for(world, person, &change);
    EXPECT(world, case_id != 0 && refused(world, ""));
    EXPECT(world, only_spell(world, person)->valid_until.yyyymmdd == 20200229);
    EXPECT(world, clause_apply_for(world, person, &change) == NULL
           && refused(world, "party.refused.stopped"));
    change.values[0].value = TEXT("phone");
    change.values[1] = (struct intake_value){ TEXT("new"), TEXT("13900000000") };
    case_id = applied_for(world, person, &change);
    EXPECT(world, case_id != 0 && text_is(clause_case(world, case_id)->effect, "by-hand"));
    /* What is private in the form reaches the register, and stands in no outcome. */
    struct clause_application unit = {
        .matter = "unit-change", .channel = "web", .papers = { "unit-certificate", "form" },
        .values = { { TEXT("credit-code"), TEXT("99V") }, { TEXT("what"), TEXT("contact") },
                    { TEXT("new"), TEXT("王女士") } }, .value_count = 3,
    };
    int64_t id = world->actor.unit;
    case_id = applied_for(world, 0, &unit);
    EXPECT(world, case_id != 0 && text_is(clause_case(world, case_id)->effect, "recorded"));
    const struct party_unit_key key = { id_bucket(id), id };
    const struct list rows = clause_rows(world, &party_unit_by_id, &key);
    EXPECT(world, text_is(((const struct party_unit *)rows.items)->contact, "王女士"));
    /* Its own name, and nobody came in for it. */
    unit.values[1].value = TEXT("name");
    unit.papers[2] = "key-proof";
    unit.values[2].value = TEXT("更名后的公司");
    case_id = applied_for(world, 0, &unit);
    EXPECT(world, case_id != 0 && text_is(clause_case(world, case_id)->effect, "recorded"));
    EXPECT(world, clause_case(world, case_id)->visits == 0);
    const struct list renamed = clause_rows(world, &party_unit_by_id, &key);
    EXPECT(world, text_is(((const struct party_unit *)renamed.items)->name, "更名后的公司"));
}

static struct text credit_code(struct clause_world *world)
{
    char *code = arena_take(&world->arena, 19);
    snprintf(code, 19, "91110105MA%07d", (int)++world->serial);
    code[17] = ident_unified_check((struct text){ code, 17 });
    return (struct text){ code, 18 };
}

static bool is_seen(struct clause_world *world, struct text receipt, struct text last_four)
{
    struct intake_find_input find = { .receipt = receipt, .last_four = last_four };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &intake_look_up_action, &find);
    return refused(world, "");
}

/* BJ4-01b: an employer registers itself by the web, without an account, and then its people. */
static void a_unit_registers_itself(struct clause_world *world)
{
    begin(world);
    struct text code = credit_code(world);
    const struct clause_application application = {
        .matter = "unit-enrolment", .channel = "web", .papers = { "unit-certificate", "form" },
        .values = { { TEXT("name"), TEXT("新办公司") }, { TEXT("credit-code"), code },
                    { TEXT("kind"), TEXT("small-enterprise") },
                    { TEXT("from"), TEXT("2020-02-03") }, { TEXT("division"), TEXT("110105") },
                    { TEXT("legal-person"), TEXT("王女士") }, { TEXT("bank"), TEXT("某银行") },
                    { TEXT("account"), TEXT("6222020200012345678") } },
        .value_count = 8, .owed = { "account-proof" }, .commitment = true,
    };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    const struct intake_applied *applied = clause_apply_own(world, &application);
    EXPECT(world, applied != NULL);
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    EXPECT(world, clause_apply_own(world, &application) == NULL
           && refused(world, "intake.refused.open-already"));
    EXPECT(world, is_seen(world, receipt, text_slice(code, 14, 18)));
    EXPECT(world, !is_seen(world, receipt, TEXT("0000")));
    decide(world, case_id);
    EXPECT(world, refused(world, ""));
    const struct party_credit_key key = { bucket_of_name(code), code };
    const struct list rows = clause_rows(world, &party_unit_by_credit_code, &key);
    EXPECT(world, rows.count == 1);
    const struct party_unit *unit = rows.items;
    EXPECT(world, unit->division == CHAOYANG && text_is(unit->name, "新办公司")
           && text_is(unit->legal_person, "王女士"));
    EXPECT(world, clause_case(world, case_id)->unit == unit->unit);
    EXPECT(world, is_seen(world, receipt, text_slice(code, 14, 18)));
    world->actor = (struct actor){ .account = 7, .role = ROLE_EMPLOYER, .unit = unit->unit };
    const struct clause_application first = {
        .matter = "employee-enrolment", .channel = "web",
        .papers = { "id-card", "form", "employment-proof" },
        .values = { { TEXT("kind"), TEXT("active") },
                    { TEXT("employed-since"), TEXT("2020-02-03") } },
        .value_count = 2, .more = { .name = TEXT("示例"), .applicant = TEXT("employer"),
                                    .number = number_of(world, "990101", 19900401) },
    };
    applied = clause_apply_own(world, &first);
    EXPECT(world, applied != NULL);
    int64_t person = applied->person;
    decide(world, applied->case_id);
    EXPECT(world, refused(world, "") && only_spell(world, person)->unit == unit->unit);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-02j", a_child_that_is_not_known_yet },
    { "BJ4-02j", what_is_told_at_once },
    { "BJ4-02j", what_rests_on_it_is_void },
    { "BJ4-02e", a_permit_by_the_employer },
    { "BJ4-10g", a_first_employee },
    { "BJ4-01b", a_unit_registers_itself },
    { "BJ4-01b BJ4-01c", a_change_is_carried_out },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
