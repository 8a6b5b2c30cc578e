#include "rooms/party/party_data.h"
#include "rooms/party/party_enrol.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/ident.h"

#define DAY DATE(2020, 2, 10)
/* Region 99, born 1950-02-10 and 1990-01-01: no real person has such a number. */
static char old_man[19] = "99010119500210001";
static char young_woman[19] = "99010119900101002";

static struct party_spell spell(const char *insurance, const char *kind, int64_t place)
{
    return (struct party_spell){
        .person = 5, .spell = 50, .insurance = text_of(insurance), .kind = text_of(kind),
        .place = place, .valid_from = DATE(2015, 1, 1), .status = TEXT("1"),
    };
}

static struct party_standing standing_of(const struct party_person *person,
                                         const struct party_spell *spells, size_t count,
                                         struct date day)
{
    struct list list = { (void *)(uintptr_t)spells, count };
    struct party_person_facts facts = { .person = person, .spells = &list };
    return party_standing_on(&facts, (struct text){ 0 }, day);
}

/* What a slip is, is what the register would not take: the form's answer and the register's. */
static void test_a_slip_is_told_by_the_registers_rule(void **state)
{
    (void)state;
    static const struct { const char *number, *slip; } CASES[] = {
        { "11010519491231002X", NULL }, { "11010519491231002x", NULL },
        { " 110105 19491231 002X ", NULL },
        { "\xEF\xBC\x91\xEF\xBC\x91" "010519491231002\xEF\xBC\xB8", NULL },
        { "110105194912310021", "party.slip.check" },
        { "110105194913310026", "party.slip.check" },   /* no such month */
        { "110105194902300021", "party.slip.check" },   /* no such day */
        { "010105194912310027", "party.slip.check" },   /* no such province */
        { "1101051949123100", "party.slip.length" }, { "11010519491231002", "party.slip.length" },
        { "1101051949123100200", "party.slip.length" },
        { "E12345678", NULL }, { "123456789", NULL }, { "810000199408230021A", NULL },
        { "123", "party.slip.short" }, { "", "party.slip.short" },
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const char *slip = party_slip_key(text_of(CASES[i].number), &arena);
        if (CASES[i].slip == NULL)
            assert_null(slip);
        else
            assert_string_equal(slip, CASES[i].slip);
    }
    arena_release(&arena);
}

static void test_kinds_are_the_rules_words(void **state)
{
    (void)state;
    assert_string_equal(party_person_kind(TEXT("11"), 30), "active");
    assert_string_equal(party_person_kind(TEXT("21"), 69), "retired");
    assert_string_equal(party_person_kind(TEXT("12"), 70), "retired-70");
    assert_string_equal(party_person_kind(TEXT("42"), 9), "child");
    assert_string_equal(party_person_kind(TEXT("1403"), 9), "child");
    assert_string_equal(party_person_kind(TEXT("60"), 80), "elderly");
    assert_string_equal(party_person_kind(TEXT("1701"), 17), "child");
    assert_string_equal(party_person_kind(TEXT("1701"), 60), "elderly");
    assert_null(party_person_kind(TEXT("77"), 30));
    assert_string_equal(party_insurance(TEXT("390")), "resident");
    assert_null(party_insurance(TEXT("330")));
}

static void test_seventy_counts_from_the_birthday(void **state)
{
    (void)state;
    struct party_person man = { .person = 5, .born = DATE(1950, 2, 10) };
    struct party_spell retired = spell("310", "21", 110105);
    struct party_standing before = standing_of(&man, &retired, 1, DATE(2020, 2, 9));
    assert_string_equal(before.person_kind, "retired");
    struct party_standing on = standing_of(&man, &retired, 1, DAY);
    assert_string_equal(on.person_kind, "retired-70");
    assert_string_equal(on.insurance, "employee");
    assert_int_equal(on.place, 110105);
    assert_int_equal(on.age, 70);
    assert_int_equal(on.reason, PARTY_ENROLLED);
}

static void test_of_two_spells_the_open_one_counts(void **state)
{
    (void)state;
    struct party_person woman = { .person = 5, .born = DATE(1990, 1, 1) };
    struct party_spell spells[] = { spell("310", "11", 110105), spell("390", "50", 371329) };
    spells[0].status = TEXT("2");
    spells[0].paused_from = DATE(2020, 2, 1);
    struct party_standing now = standing_of(&woman, spells, 2, DAY);
    assert_string_equal(now.insurance, "resident");
    assert_int_equal(now.place, 371329);
    /* Before the pause the employee's insurance stood first. */
    struct party_standing then = standing_of(&woman, spells, 2, DATE(2020, 1, 31));
    assert_string_equal(then.insurance, "employee");
    /* Nothing but the paused one. */
    struct party_standing paused = standing_of(&woman, spells, 1, DAY);
    assert_int_equal(paused.reason, PARTY_PAUSED);
    /* Resumed: the days of the pause stay what they were. */
    spells[0].status = TEXT("1");
    spells[0].paused_until = DATE(2020, 2, 9);
    assert_int_equal(standing_of(&woman, spells, 1, DATE(2020, 1, 31)).reason, PARTY_ENROLLED);
    assert_int_equal(standing_of(&woman, spells, 1, DATE(2020, 2, 1)).reason, PARTY_PAUSED);
    assert_int_equal(standing_of(&woman, spells, 1, DATE(2020, 2, 9)).reason, PARTY_PAUSED);
    assert_int_equal(standing_of(&woman, spells, 1, DATE(2020, 2, 10)).reason, PARTY_ENROLLED);
}

static void test_an_ended_spell_is_told_from_none(void **state)
{
    (void)state;
    struct party_person woman = { .person = 5, .born = DATE(1990, 1, 1) };
    struct party_spell ended = spell("310", "11", 110105);
    ended.valid_until = DATE(2020, 2, 9);
    assert_int_equal(standing_of(&woman, &ended, 1, DATE(2020, 2, 9)).reason, PARTY_ENROLLED);
    assert_int_equal(standing_of(&woman, &ended, 1, DAY).reason, PARTY_ENDED);
    assert_int_equal(standing_of(&woman, &ended, 0, DAY).reason, PARTY_NOT_ENROLLED);
    assert_int_equal(standing_of(&woman, &ended, 1, DATE(2014, 12, 31)).reason,
                     PARTY_NOT_ENROLLED);
    assert_int_equal(standing_of(NULL, &ended, 1, DAY).reason, PARTY_UNKNOWN);
}

static void test_the_gravest_identity_counts(void **state)
{
    (void)state;
    struct party_person man = { .person = 5, .born = DATE(1950, 2, 10) };
    struct party_spell spells[] = { spell("390", "60", 371329) };
    struct party_identity identities[] = {
        { .type = TEXT("2303"), .valid_from = moment_of_date(DATE(2019, 1, 1)) },
        { .type = TEXT("2304"), .valid_from = moment_of_date(DATE(2020, 2, 10)) },
        { .type = TEXT("2308"), .valid_from = moment_of_date(DATE(2010, 1, 1)),
          .valid_until = moment_of_date(DATE(2019, 12, 31)) },
    };
    struct party_status statuses[] = {
        { .kind = TEXT("confirmed"), .valid_from = DATE(2020, 2, 10) },
    };
    struct party_person_facts facts = { &man, LIST_OF(spells), LIST_OF(identities),
                                        LIST_OF(statuses) };
    struct party_standing on = party_standing_on(&facts, (struct text){ 0 }, DAY);
    assert_string_equal(on.assistance, "destitute");
    assert_false(on.disabled);
    assert_true(on.confirmed);
    struct party_standing before =
        party_standing_on(&facts, (struct text){ 0 }, DATE(2020, 2, 9));
    assert_string_equal(before.assistance, "subsistence");
    assert_false(before.confirmed);
}

static void test_strangers_see_nobody(void **state)
{
    (void)state;
    struct party_person man = { .person = 5 };
    struct party_spell spells[] = { spell("310", "11", 110105) };
    spells[0].unit = 90;
    struct party_person_facts facts = { .person = &man, .spells = LIST_OF(spells) };
    struct actor clerk = { .role = ROLE_INTAKE_CLERK, .office = 3, .division = 110105 };
    assert_true(party_may_see(&clerk, &facts));
    clerk.division = 110000;
    assert_true(party_may_see(&clerk, &facts));
    clerk.division = 371329;
    assert_false(party_may_see(&clerk, &facts));
    static const int64_t ME[] = { 5 }, OTHER[] = { 6 };
    struct actor resident = { .role = ROLE_RESIDENT, .scope = { .persons = ME,
                                                                .person_count = 1 } };
    assert_true(party_may_see(&resident, &facts));
    resident.scope.persons = OTHER;
    assert_false(party_may_see(&resident, &facts));
    struct actor employer = { .role = ROLE_EMPLOYER, .unit = 90 };
    assert_true(party_may_see(&employer, &facts));
    employer.unit = 91;
    assert_false(party_may_see(&employer, &facts));
    struct actor nobody = { .role = ROLE_PUBLIC };
    assert_false(party_may_see(&nobody, &facts));
    /* Whom there is not, nobody sees, however much he may. */
    facts.person = NULL;
    struct actor house = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    assert_false(party_may_see(&house, &facts));
}

/* ---- enrolment ---- */

static struct party_enrol_input woman_input(void)
{
    return (struct party_enrol_input){
        .certificate = TEXT("01"), .number = text_of(young_woman), .name = TEXT("示例"),
        .sex = TEXT("2"), .born = DATE(1990, 1, 1), .card = TEXT("DEMO1"),
        .insurance = TEXT("310"), .kind = TEXT("11"), .place = 110105, .from = DAY,
    };
}

static const struct book *book;

static void test_enrolling_writes_person_keys_and_spell(void **state)
{
    struct testing *testing = *state;
    testing->request.book = book;
    struct party_enrol_input input = woman_input();
    struct party_enrol_facts facts = { 0 };
    struct party_enrol_prepared prepared = { 0 };
    testing->request.input = &input;
    party_enrol_person_action.prepare(&testing->request, &facts, &prepared);
    testing_decide(testing, &party_enrol_person_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, NULL));
    const struct party_person *row = testing_change(testing, &party_person_table, 0, NULL);
    assert_int_equal(row->bucket, id_bucket(row->person));
    assert_int_equal(testing_changes(testing, &party_person_key_table), 2);
    assert_int_equal(testing_changes(testing, &party_spell_table), 1);
    /* Sealed, masked, and to be opened again. */
    assert_true(text_equal(party_unseal(row->number_sealed, "number", &testing->arena),
                           text_of(young_woman)));
    assert_false(text_present(party_unseal(row->number_sealed, "phone", &testing->arena)));
    assert_true(text_is(row->number_masked, "9901**********0028")
                || text_starts(row->number_masked, TEXT("9901**********")));
}

/* Who sends the list of a unit need not write its number into every line. */
static void test_a_unit_enrols_for_itself(void **state)
{
    struct testing *testing = *state;
    testing->request.book = book;
    const struct party_unit unit = { .bucket = 1, .unit = 500, .division = 110105,
                                     .name = TEXT("示例单位") };
    struct party_enrol_facts facts = { .unit = &unit };
    struct party_enrol_prepared prepared = { 0 };
    struct party_enrol_input input = woman_input();
    input.unit = 0;
    input.unit_name = (struct text){ 0 };
    testing->actor = (struct actor){ .role = ROLE_EMPLOYER, .unit = 500 };
    testing->request.input = &input;
    party_enrol_person_action.prepare(&testing->request, &facts, &prepared);
    testing_decide(testing, &party_enrol_person_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, NULL));
    const struct party_spell *row = testing_change(testing, &party_spell_table, 0, NULL);
    assert_int_equal(row->unit, 500);
    assert_true(text_is(row->unit_name, "示例单位"));
    /* Another's number is another's. */
    input.unit = 501;
    testing_decide(testing, &party_enrol_person_action, &input, &facts, &prepared);
    assert_true(testing_is_refused(testing, "party.refused.out-of-place"));
}

static void test_enrolling_twice_is_refused(void **state)
{
    struct testing *testing = *state;
    testing->request.book = book;
    struct party_enrol_input input = woman_input();
    struct party_person woman = { .bucket = 1, .person = 5, .name = TEXT("示例"), .version = 1 };
    struct party_spell spells[] = { spell("310", "11", 110105) };
    struct party_person_key key = { .person = 5 };
    struct party_enrol_facts facts = { .key = &key, .person = { .person = &woman,
                                                          .spells = LIST_OF(spells) } };
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.overlaps"));
    spells[0].valid_until = DATE(2020, 2, 9);
    facts.card = &key;
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    enum change_kind kind;
    assert_non_null(testing_change(testing, &party_person_table, 0, &kind));
    assert_int_equal(kind, CHANGE_REPLACE);
    input.name = TEXT("别人");
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.other-name"));
    struct party_person_key others_card = { .person = 6 };
    input = woman_input();
    facts.card = &others_card;
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.card-taken"));
}

static void test_wrong_enrolments_are_refused_gravest_first(void **state)
{
    struct testing *testing = *state;
    struct party_enrol_facts facts = { 0 };
    struct party_enrol_input input = woman_input();
    input.kind = TEXT("60");
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.bad-kind"));
    input.sex = TEXT("1");
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.number-contradicts"));
    input.number = TEXT("990101199001010029");
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.bad-number"));
    testing->actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .office = 4,
                                     .division = 371329 };
    testing_decide(testing, &party_enrol_person_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.out-of-place"));
    assert_int_equal(testing->decision.change_count, 0);
}

/* ---- operators ---- */

struct operator_input { struct text operator, mac, ip; int64_t sign_no; };
struct operator_facts { const struct party_operator *row; };
struct operator_outcome { struct moment at; int64_t sign_no; };

static void test_one_operator_has_one_sign_number_a_day(void **state)
{
    struct testing *testing = *state;
    testing->actor = (struct actor){ .role = ROLE_INSTITUTION, .institution = 77 };
    struct operator_input input = { .operator = TEXT("0001") };
    struct operator_facts facts = { NULL };
    testing_decide(testing, &party_sign_in_operator_action, &input, &facts, NULL);
    struct party_operator row =
        *(const struct party_operator *)testing_change(testing, &party_operator_table, 0, NULL);
    assert_true(row.sign_no != 0);

    /* Another terminal, the same morning: the same number, nothing written. */
    facts.row = &row;
    testing->request.at.ms += 1000;
    testing_decide(testing, &party_sign_in_operator_action, &input, &facts, NULL);
    const struct operator_outcome *outcome = testing->decision.outcome;
    assert_int_equal(outcome->sign_no, row.sign_no);
    assert_int_equal(testing->decision.change_count, 0);
    assert_true(party_operator_is_in(&row, testing->request.at));

    input.sign_no = row.sign_no + 1;
    testing_decide(testing, &party_sign_out_operator_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, "party.refused.not-signed-in"));
    input.sign_no = row.sign_no;
    testing_decide(testing, &party_sign_out_operator_action, &input, &facts, NULL);
    const struct party_operator *out =
        testing_change(testing, &party_operator_table, 0, NULL);
    assert_false(party_operator_is_in(out, testing->request.at));

    /* The next day there is a new one. */
    struct moment tomorrow = { row.signed_in.ms + INT64_C(24) * 3600 * 1000 };
    assert_false(party_operator_is_in(&row, tomorrow));
}

static void test_the_dictionary_lists_a_code_table(void **state)
{
    struct testing *testing = *state;
    struct { struct text type, parent_value, admdvs, vali_flag; struct date date; } input = {
        .type = TEXT("insutype"),
    };
    testing_decide(testing, &party_dictionary_action, &input, NULL, NULL);
    assert_true(testing_is_refused(testing, NULL));
    const struct list *rows = testing->decision.outcome;
    assert_true(rows->count >= 7);
    input.type = TEXT("no-such-table");
    testing_decide(testing, &party_dictionary_action, &input, NULL, NULL);
    assert_true(testing_is_refused(testing, "party.refused.no-such-dictionary"));
}

/* ---- demo ---- */

static void test_demo_people_are_synthetic_and_repeat(void **state)
{
    (void)state;
    struct demo demo = { .seed = 1 };
    int beijing = 0;
    for (int64_t n = 0; n < 2000; n++) {
        struct party_demo_person person = party_demo_person(&demo, n);
        struct ident_person ident;
        assert_int_equal(ident_resident(text_of(person.id_number), &ident), IDENT_OK);
        assert_int_equal(ident.kind, IDENT_SYNTHETIC);
        assert_int_equal(ident.born, person.born.yyyymmdd);
        assert_true(ident.female != person.man);
        assert_int_equal(id_bucket(person.person), person.bucket);
        beijing += person.place / 10000 == 11;
        if (n > 0) {
            struct party_demo_person before = party_demo_person(&demo, n - 1);
            assert_string_not_equal(person.id_number, before.id_number);
        }
        struct party_demo_person again = party_demo_person(&demo, n);
        assert_string_equal(person.id_number, again.id_number);
    }
    assert_in_range(beijing, 1100, 1300);
}

static void test_demo_institutions_have_good_codes(void **state)
{
    struct testing *testing = *state;
    struct demo demo = { .arena = &testing->arena, .scratch = &testing->arena };
    for (int64_t n = 0; n < PARTY_DEMO_INSTITUTIONS; n++) {
        struct party_institution row = party_demo_institution(&demo, n);
        enum ident_institution kind;
        int32_t division;
        assert_true(ident_institution(row.code, &kind, &division));
        assert_int_equal(division, row.division);
        assert_int_equal(kind == IDENT_PHARMACY, row.tier == 0);
        assert_int_equal(ident_unified(row.credit_code), IDENT_OK);
        assert_int_equal(id_bucket(row.institution), party_code_key_of(row.code).bucket);
        struct institution_access access;
        assert_true(party_institution_access(&row, &testing->arena, &access));
        assert_int_equal(text_present(access.secret), access.mode != GATEWAY_NONE);
        row.gateway = TEXT("unheard-of");
        assert_false(party_institution_access(&row, &testing->arena, &access));
    }
}

static int begin(void **state)
{
    static struct testing testing;
    testing_begin(&testing, moment_at(DAY, 9, 0, 0));
    old_man[17] = ident_resident_check((struct text){ old_man, 17 });
    young_woman[17] = ident_resident_check((struct text){ young_woman, 17 });
    *state = &testing;
    return 0;
}

static int end(void **state)
{
    testing_end(*state);
    return 0;
}

#define WITH(test_) cmocka_unit_test_setup_teardown(test_, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_a_slip_is_told_by_the_registers_rule),
        WITH(test_kinds_are_the_rules_words),
        WITH(test_seventy_counts_from_the_birthday),
        WITH(test_of_two_spells_the_open_one_counts),
        WITH(test_an_ended_spell_is_told_from_none),
        WITH(test_the_gravest_identity_counts),
        WITH(test_strangers_see_nobody),
        WITH(test_enrolling_writes_person_keys_and_spell),
        WITH(test_a_unit_enrols_for_itself),
        WITH(test_enrolling_twice_is_refused),
        WITH(test_wrong_enrolments_are_refused_gravest_first),
        WITH(test_one_operator_has_one_sign_number_a_day),
        WITH(test_the_dictionary_lists_a_code_table),
        WITH(test_demo_people_are_synthetic_and_repeat),
        WITH(test_demo_institutions_have_good_codes),
    };
    book = testing_book();
    return book == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
