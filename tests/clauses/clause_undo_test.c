/* clause_undo_test.c: an approval is objected to and taken up again, and what it made is undone: a
 * filing is revoked, an order dropped, a transfer cancelled, a particular stands as before, a spell
 * runs on. Where nothing can undo it, the case says why and who does. */

#include "clause_offices.h"
#include "clause_runner.h"
#include "clause_institutions.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue.h"
#include "rooms/clear/clear.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/matter/matter.h"
#include "rooms/rooms.h"

#define CHAOYANG 110105

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static void as_staff(struct clause_world *world, enum role role, int64_t account)
{
    clause_as_staff(world, role, clause_office(world, CHAOYANG, "agency"));
    world->actor.account = account;
}

static bool approved(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    for (int64_t i = 0; i < 2 && !text_is(clause_case(world, case_id)->state, "closed"); i++) {
        as_staff(world, i == 0 ? ROLE_REVIEWER : ROLE_SECTION_HEAD, 61 + i);
        clause_act(world, &intake_decide_action, &verdict);
    }
    return text_is(clause_case(world, case_id)->effect, "recorded");
}

/* By whoever asks now, or of that person; 0: it came to nothing. */
static int64_t made(struct clause_world *world, int64_t person,
                    const struct clause_application *application)
{
    const struct actor applicant = world->actor;
    const struct intake_applied *applied = person == 0
        ? clause_apply_own(world, application)
        : clause_apply_for(world, person, application);
    int64_t case_id = applied == NULL ? 0 : applied->case_id;
    bool good = case_id != 0 && approved(world, case_id);
    world->actor = applicant;
    return good ? case_id : 0;
}

/* Objected to, and taken up again by somebody else: what became of what was made. */
static struct text taken_up(struct clause_world *world, int64_t case_id)
{
    const struct intake_case row = *clause_case(world, case_id);
    const struct intake_case_input again = { .case_id = case_id, .reason = TEXT("有误") };
    const struct { struct text receipt, last_four, reason; } objection = {
        row.receipt, TEXT(""), TEXT("有误") };
    as_staff(world, ROLE_REVIEWER, 71);
    clause_act(world, &intake_object_action, &objection);
    as_staff(world, ROLE_SECTION_HEAD, 72);
    clause_act(world, &intake_reopen_action, &again);
    return refused(world, "") ? clause_case(world, case_id)->effect : TEXT("refused");
}

static const struct party_person *person_row(struct clause_world *world, int64_t person)
{
    const struct party_of_person key = { id_bucket(person), person };
    return clause_rows(world, &party_person_by_id, &key).items;
}

/* A name and a spell that were changed stand as before; the second approval changes them again. */
static void a_change_is_taken_back(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, CHAOYANG);
    /* By a paper whose number says neither birthday nor sex. */
    struct party_person by_passport = *person_row(world, person);
    by_passport.certificate = TEXT("03");
    clause_replace(world, &party_person_table, &by_passport);
    struct text before = person_row(world, person)->name;
    struct clause_application change = {
        .matter = "resident-change", .channel = "web", .papers = { "id-card", "key-proof" },
        .values = { { TEXT("what"), TEXT("name") }, { TEXT("new"), TEXT("示例新名") } },
        .value_count = 2,
    };
    clause_as_resident(world, person);
    int64_t case_id = made(world, person, &change);
    EXPECT(world, case_id != 0 && text_is(person_row(world, person)->name, "示例新名"));
    EXPECT(world, text_is(taken_up(world, case_id), "taken-back"));
    EXPECT(world, text_equal(person_row(world, person)->name, before));
    EXPECT(world, approved(world, case_id)
                      && text_is(person_row(world, person)->name, "示例新名"));
    /* What was changed again since is left to whoever knows why. */
    struct party_person after = *person_row(world, person);
    after.name = TEXT("又一名");
    clause_replace(world, &party_person_table, &after);
    EXPECT(world, text_is(taken_up(world, case_id), "by-hand"));
    EXPECT(world, text_is(person_row(world, person)->name, "又一名"));
}

static void a_stop_is_taken_back(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, CHAOYANG);
    clause_as_employer(world, person, "small-enterprise");
    const struct clause_application stop = {
        .matter = "employee-change", .channel = "web", .papers = { "id-card" },
        .values = { { TEXT("what"), TEXT("stop") }, { TEXT("from"), TEXT("2020-02-29") } },
        .value_count = 2, .more = { .applicant = TEXT("employer") },
    };
    const struct actor employer = world->actor;
    int64_t case_id = made(world, person, &stop);
    const struct party_of_person key = { id_bucket(person), person };
    const struct party_spell *spell = clause_rows(world, &party_spells_of, &key).items;
    EXPECT(world, case_id != 0 && spell->valid_until.yyyymmdd == 20200229);
    EXPECT(world, text_is(taken_up(world, case_id), "taken-back"));
    spell = clause_rows(world, &party_spells_of, &key).items;
    EXPECT(world, spell->valid_until.yyyymmdd == 0);
    /* And a unit's own particulars. */
    world->actor = employer;
    const struct clause_application unit = {
        .matter = "unit-change", .channel = "web", .papers = { "unit-certificate", "form" },
        .values = { { TEXT("credit-code"), TEXT("99V") }, { TEXT("what"), TEXT("contact") },
                    { TEXT("new"), TEXT("王女士") } }, .value_count = 3,
    };
    const struct party_unit_key of = { id_bucket(employer.unit), employer.unit };
    const struct party_unit *row = clause_rows(world, &party_unit_by_id, &of).items;
    struct text contact = row->contact;
    case_id = made(world, 0, &unit);
    row = clause_rows(world, &party_unit_by_id, &of).items;
    EXPECT(world, case_id != 0 && text_is(row->contact, "王女士"));
    EXPECT(world, text_is(taken_up(world, case_id), "taken-back"));
    row = clause_rows(world, &party_unit_by_id, &of).items;
    EXPECT(world, text_equal(row->contact, contact));
}

static const struct filing_row *filings(struct clause_world *world, int64_t person, size_t *count)
{
    const struct filing_of_key key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &filings_of, &key);
    *count = rows.count;
    return rows.items;
}

static bool has_revoked(struct clause_world *world, int64_t person)
{
    size_t count;
    const struct filing_row *rows = filings(world, person, &count);
    for (size_t i = 0; i < count; i++)
        if (text_is(rows[i].state, "revoked"))
            return true;
    return false;
}

static void a_filing_is_revoked(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t old = clause_hospital(world, CHAOYANG), new = clause_hospital(world, CHAOYANG);
    struct text number = arena_format(&world->arena, "%lld", (long long)new);
    clause_disease(world, "M99901", "chronic");
    int64_t person = clause_employee(world, CHAOYANG);
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("designated"), .kind = TEXT("2"), .institution = old,
        .valid_from = DATE(2019, 1, 1) });
    const struct clause_application applications[] = {
        { .matter = "chronic-disease-filing", .channel = "web", .papers = { "id-card", "record" },
          .values = { { TEXT("disease"), TEXT("M99901") }, { TEXT("institution"), number } },
          .value_count = 2 },
        { .matter = "designated-hospital-change", .channel = "web", .papers = { "id-card" },
          .values = { { TEXT("replaces"), arena_format(&world->arena, "%lld", (long long)old) },
                      { TEXT("institution"), number } }, .value_count = 2 },
    };
    for (size_t i = 0; i < COUNT_OF(applications); i++) {
        clause_as_resident(world, person);
        int64_t case_id = made(world, person, &applications[i]);
        EXPECT(world, case_id != 0 && text_is(taken_up(world, case_id), "taken-back"));
        EXPECT(world, has_revoked(world, person));
    }
    /* The hospital that it replaced is his again. */
    size_t count, standing = 0;
    const struct filing_row *rows = filings(world, person, &count);
    for (size_t i = 0; i < count; i++)
        standing += rows[i].institution == old && text_is(rows[i].state, "in-force");
    EXPECT(world, standing == 1);
}

static void a_transfer_is_cancelled(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, CHAOYANG);
    const struct clause_application application = {
        .matter = "transfer", .channel = "web", .papers = { "id-card" },
        .values = { { TEXT("direction"), TEXT("out") }, { TEXT("other-place"), TEXT("371300") },
                    { TEXT("insurance"), TEXT("employee") } }, .value_count = 3,
    };
    clause_as_resident(world, person);
    int64_t case_id = made(world, person, &application);
    EXPECT(world, case_id != 0);
    EXPECT(world, text_is(taken_up(world, case_id), "taken-back"));
    EXPECT(world, approved(world, case_id));
}

/* An order that was only proposed is dropped; what was paid since is seen to by hand. */
static void an_order_is_dropped(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t at = clause_hospital_of(world, CHAOYANG, (struct clause_hospital_kind){
        .tier = 3, .designated_epidemic = true });
    const struct clause_application prepayment = {
        .matter = "prepayment-request", .channel = "hospital", .papers = { "letter" },
        .values = { { TEXT("kind"), TEXT("special-treatment") },
                    { TEXT("amount"), TEXT("500000.00") }, { TEXT("month"), TEXT("2020-03") },
                    { TEXT("reason"), TEXT("收治患者") } }, .value_count = 4,
    };
    world->actor = (struct actor){ .account = 4194304, .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = at, .scope = { .institution = at } };
    int64_t case_id = made(world, 0, &prepayment);
    EXPECT(world, case_id != 0 && text_is(taken_up(world, case_id), "taken-back"));
    const struct clear_institution_key key = { id_bucket(at), at };
    struct list orders = clause_rows(world, &clear_orders_of, &key);
    EXPECT(world, orders.count == 1
                      && text_is(((const struct clear_order *)orders.items)->state, "dropped"));
    EXPECT(world, approved(world, case_id));
    orders = clause_rows(world, &clear_orders_of, &key);
    const struct clear_order *rows = orders.items;
    struct clear_order paid = text_is(rows[0].state, "dropped") ? rows[1] : rows[0];
    paid.state = TEXT("paid");
    clause_replace(world, &clear_order_table, &paid);
    EXPECT(world, text_is(taken_up(world, case_id), "by-hand"));
}

/* Every approval that writes can be undone by an action that is there, or says who undoes it. */
static void each_says_how_it_is_undone(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    const struct list matters = matters_of(world->book, &world->arena);
    const struct matter *rows = matters.items;
    EXPECT(world, matters.count >= 40);
    for (size_t i = 0; i < matters.count; i++) {
        const struct matter *matter = &rows[i];
        const struct action *approval = intake_action_of(matter->approval);
        bool writes = approval != NULL && (approval->flags & ACTION_READ) == 0;
        bool undone = intake_action_of(matter->revocation) != NULL;
        bool said = text_present(matter->by_hand.zh) && text_present(matter->by_hand.en);
        if (undone + said != writes || undone != text_present(matter->revocation))
            fprintf(stderr, "%.*s\n", TEXT_ARGS(matter->matter));
        EXPECT(world, undone + said == writes);
        EXPECT(world, undone == text_present(matter->revocation));
    }
}

static const struct clause_scenario scenarios[] = {
    { "", each_says_how_it_is_undone },
    { "", a_change_is_taken_back },
    { "", a_stop_is_taken_back },
    { "", a_filing_is_revoked },
    { "", a_transfer_is_cancelled },
    { "", an_order_is_dropped },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
