#include "core/store.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct case_row {
    int64_t office, institution, person;
};
static const struct field FIELDS[] = {
    { .name = "office", .kind = FIELD_ID, .offset = AT(struct case_row, office) },
    { .name = "institution", .kind = FIELD_ID, .offset = AT(struct case_row, institution) },
    { .name = "person", .kind = FIELD_ID, .offset = AT(struct case_row, person) },
};
static const struct shape ROW = SHAPE("case", struct case_row, FIELDS);
static const struct query SCOPED = {
    .name = "cases", .row = &ROW, .guard = GUARD_SCOPED,
    .guard_office = "office", .guard_institution = "institution", .guard_person = "person",
};
static const struct query OFFICES_ONLY = {
    .name = "cases", .row = &ROW, .guard = GUARD_SCOPED, .guard_office = "office",
};
static const struct query DECISION = { .name = "facts", .row = &ROW, .guard = GUARD_DECISION };
static const struct query OPEN = { .name = "list", .row = &ROW, .guard = GUARD_PUBLIC };

static const int64_t OFFICES[] = { 10, 11 };
static const int64_t PERSONS[] = { 30, 31 };
static const struct case_row OURS = { .office = 11, .institution = 20, .person = 30 };

static void test_each_column_opens_a_row(void **state)
{
    (void)state;
    struct scope clerk = { .offices = OFFICES, .office_count = 2 };
    struct scope hospital = { .institution = 20 };
    struct scope resident = { .persons = PERSONS, .person_count = 2 };
    struct case_row theirs = { .office = 12, .institution = 21, .person = 32 };
    const struct scope *const scopes[] = { &clerk, &hospital, &resident };
    for (size_t i = 0; i < COUNT_OF(scopes); i++) {
        assert_true(scope_admits(scopes[i], &SCOPED, &OURS));
        assert_false(scope_admits(scopes[i], &SCOPED, &theirs));
    }
    assert_true(scope_admits(&clerk, &OFFICES_ONLY, &OURS));
    assert_false(scope_admits(&hospital, &OFFICES_ONLY, &OURS));
    assert_false(scope_admits(&resident, &OFFICES_ONLY, &OURS));
}

static void test_a_row_of_nobody_is_nobodys(void **state)
{
    (void)state;
    static const int64_t NOTHING[] = { 0 };
    struct scope nobody = { .offices = NOTHING, .office_count = 1, .persons = NOTHING,
                            .person_count = 1 };
    struct case_row row = { 0 };
    assert_false(scope_admits(&nobody, &SCOPED, &row));
    struct scope empty = { 0 };
    assert_false(scope_admits(&empty, &SCOPED, &OURS));
}

static void test_guards(void **state)
{
    (void)state;
    struct scope empty = { 0 }, house = { .everything = true };
    struct scope clerk = { .offices = OFFICES, .office_count = 2 };
    assert_true(scope_admits(&empty, &OPEN, &OURS));
    assert_false(scope_admits(&clerk, &DECISION, &OURS));
    assert_true(scope_admits(&house, &DECISION, &OURS));
    assert_true(scope_admits(&house, &SCOPED, &OURS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_column_opens_a_row),
        cmocka_unit_test(test_a_row_of_nobody_is_nobodys),
        cmocka_unit_test(test_guards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
