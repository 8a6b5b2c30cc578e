/* claim_cases_test.c: the worked examples of cases/claims.yaml against the rules of the house. */

#include "rooms/claim/claim.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/yaml.h"
#include "core/book.h"

struct worked {
    struct text says, clause, insurance, kind, way;
    bool limit, good;
    int64_t place, children, weeks, days;
    struct date care, handed, last_day, event;
    struct money base, amount;
};
#define OF(member_, name_, kind_, length_) \
    { .name = (name_), .kind = (kind_), .offset = AT(struct worked, member_), \
      .length_max = (length_) }
static const struct field worked_fields[] = {
    OF(says, "says", FIELD_TEXT, 200), OF(clause, "clause", FIELD_TEXT, 20),
    OF(insurance, "insurance", FIELD_TEXT, 20), OF(kind, "kind", FIELD_TEXT, 20),
    OF(way, "way", FIELD_TEXT, 20), OF(limit, "limit", FIELD_FLAG, 0),
    OF(good, "good", FIELD_FLAG, 0), OF(place, "place", FIELD_COUNT, 0),
    OF(children, "children", FIELD_COUNT, 0), OF(weeks, "weeks", FIELD_COUNT, 0),
    OF(days, "days", FIELD_COUNT, 0), OF(care, "care", FIELD_DAY, 0),
    OF(handed, "handed", FIELD_DAY, 0), OF(last_day, "last-day", FIELD_DAY, 0),
    OF(event, "event", FIELD_DAY, 0), OF(base, "base", FIELD_MONEY, 0),
    OF(amount, "amount", FIELD_MONEY, 0),
};
static const struct shape worked_shape = SHAPE("worked", struct worked, worked_fields);

static int complain(const struct worked *worked, const char *what, int64_t was)
{
    print_message("%.*s: %s: %lld\n", TEXT_ARGS(worked->says), what, (long long)was);
    return 1;
}

static int try_limit(const struct book *book, const struct worked *worked, struct arena *arena)
{
    const struct request request = {
        .book = book, .at = moment_at(worked->handed, 12, 0, 0), .arena = arena,
    };
    const struct claim_when when = {
        .place = worked->place, .insurance = worked->insurance,
        .kind = text_present(worked->kind) ? worked->kind : TEXT("ordinary"),
        .applicant = TEXT("person"), .care = worked->care, .handed_in = request.at,
    };
    const struct claim_in_time got = claim_in_time(&request, &when, (struct events){ 0 });
    int wrong = 0;
    if (got.good != worked->good)
        wrong += complain(worked, "in time", got.good);
    if (got.limited != (worked->last_day.yyyymmdd != 0))
        wrong += complain(worked, "limited", got.limited);
    if (got.limited && date_compare(got.last_day, worked->last_day) != 0)
        wrong += complain(worked, "last day", got.last_day.yyyymmdd);
    return wrong;
}

static int try_allowance(const struct book *book, const struct worked *worked)
{
    const struct claim_birth birth = {
        .way = worked->way, .event = worked->event, .children = worked->children,
        .weeks = worked->weeks,
    };
    struct claim_allowance got;
    if (!claim_allowance_reckon(book, worked->place, &birth, worked->base, &got))
        return complain(worked, "not known", 0);
    int wrong = 0;
    if (got.days != worked->days)
        wrong += complain(worked, "days", got.days);
    if (got.amount.fen != worked->amount.fen)
        wrong += complain(worked, "amount", got.amount.fen);
    return wrong;
}

static int try_one(const struct book *book, const void *example, const struct yaml *node,
                   struct arena *arena)
{
    const struct worked *worked = example;
    (void)node;
    return worked->limit ? try_limit(book, worked, arena) : try_allowance(book, worked);
}

static void test_worked_examples(void **state)
{
    (void)state;
    assert_int_equal(testing_examples("YIBAO_CLAIM_CASES", &worked_shape, 25, try_one), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_worked_examples) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
