/* clause_deferred_test.c: a return about deferrals has in each row what was granted under its
 * policy up to its day, and nothing else. */

#include "clause_ask.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"

#include <string.h>

static void by_house(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
}

/* A unit of that many people (0: it has declared nothing yet), whose month of March is put off as
 * it asks that day; 0: refused. */
struct unit_made {
    const char *kind, *industry;
    int64_t place, people;
    int day;
    bool shared;                /* its one person works at the unit made before, too */
};
static int64_t person_before;
static int64_t deferred(struct clause_world *world, const struct unit_made *made)
{
    struct text code = arena_format(&world->arena, "99V%015lld", (long long)++world->serial);
    const struct party_unit row = {
        .bucket = bucket_of_name(code), .unit = id_mint(&world->minter, bucket_of_name(code)),
        .credit_code = code, .name = TEXT("示例单位"), .kind = text_of(made->kind),
        .industry = text_of(made->industry), .division = made->place,
        .valid_from = DATE(2015, 1, 1), .version = 1,
    };
    clause_insert(world, &party_unit_table, &row);
    clause_now(world, DATE(2020, 3, made->day), 9);
    by_house(world);
    const char *unit = of_id(world, row.unit);
    for (int64_t i = 0; i < made->people; i++) {
        int64_t person = made->shared ? person_before : clause_stranger(world);
        person_before = person;
        const struct party_spell spell = {
            .bucket = id_bucket(person), .person = person,
            .spell = id_mint(&world->minter, id_bucket(person)),
            .insurance = TEXT("310"), .kind = TEXT("11"), .place = made->place,
            .unit = row.unit, .unit_name = TEXT("示例单位"), .valid_from = DATE(2015, 1, 1),
            .status = TEXT("1"), .version = 1,
        };
        clause_insert(world, &party_spell_table, &spell);
        CHECK(ask(world, &contribute_set_base_action,
                  GIVEN({ "unit", unit }, { "person", of_id(world, person) },
                        { "month", "2020-01" }, { "base", "10000.00" })));
    }
    CHECK(made->people == 0
          || ask(world, &contribute_declare_action,
                 GIVEN({ "unit", unit }, { "month", "2020-03" })));
    return ask(world, &contribute_defer_action,
               GIVEN({ "unit", unit }, { "from_month", "2020-03" }, { "until_month", "2020-03" },
                     { "industry", made->industry }, { "difficulty", "停工" },
                     { "amount", "700.00" })) ? row.unit : 0;
}

/* The return of a city as it is asked of it on the 20th. */
static const struct contribute_deferred_answer *counted(struct clause_world *world,
                                                        const char *place)
{
    clause_now(world, DATE(2020, 3, 20), 9);
    by_house(world);
    return ask(world, &contribute_deferred_action,
               GIVEN({ "number", "鲁医保发〔2020〕18号" }, { "form", "annex-1" },
                     { "place", place })) ? world->outcome : NULL;
}

static const struct book *with_texts(struct clause_world *world)
{
    static const char *const TEXTS[] = {
        "notice: 鲁政办发〔2020〕5号\ntitle: 例\nplace: 370000\nissued: 2020-02-20\n"
        "measures:\n  - ids: [\"1\"]\n    says: may be put off\n"
        "    scope: { units: { industry: [commerce, exhibitions, cinemas] } }\n"
        "    time: { from: 2020-03-01, until: 2020-05-31 }\n"
        "    grant: { on-application: contribution-deferral }\n"
        "    extend: { deadlines: [contribution.collection], by: 3 months }\n"
        "  - ids: [\"2\"]\n    says: may be put off, too\n"
        "    scope: { units: { industry: [transport] } }\n"
        "    time: { from: 2020-03-01, until: 2020-05-31 }\n"
        "    grant: { on-application: contribution-deferral }\n"
        "    extend: { deadlines: [contribution.collection], by: 4 months }\n",
        "notice: 新冠肺炎疫情期间对医疗卫生机构给予支持保障的措施\ntitle: 例\nplace: 370000\n"
        "issued: 2020-02-20\nmeasures:\n  - ids: [\"1\"]\n    says: may be put off\n"
        "    scope: { units: { industry: [medical-care] } }\n"
        "    time: { from: 2020-03-01, until: 2020-05-31 }\n"
        "    grant: { on-application: contribution-deferral }\n"
        "    extend: { deadlines: [contribution.collection], by: 3 months }\n",
    };
    static const char *const FILES[] = { "rules/notices/370000/example-a.yaml",
                                         "rules/notices/370000/example-b.yaml" };
    struct publication more[COUNT_OF(TEXTS)];
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        more[i] = (struct publication){ .sequence = book_sequence(world->book) + 1 + (int64_t)i,
                                        .text = text_of(TEXTS[i]), .file = text_of(FILES[i]) };
        publication_digest(&more[i]);
    }
    return book_add(world->book, more, COUNT_OF(TEXTS), &faults);
}

static bool row_is(const struct contribute_deferred_answer *told, size_t at, const char *policy,
                   int64_t units, int64_t people)
{
    const struct contribute_deferred_row *row =
        (const struct contribute_deferred_row *)told->rows.items + at;
    /* 5 % for March of each base, and 2 % of the people themselves; as the units said. */
    return text_is(row->policy, policy) && row->units == units && row->people == people
        && row->bills == units && row->deferrals == units
        && row->expected.fen == units * 70000 && (row->amount.fen > 0) == (units > 0);
}

/* In the world with both texts; leaves it to the caller to let the book go. */
static void count_three_rows(struct clause_world *world)
{
    static const struct unit_made MADE[] = {
        { "small-enterprise", "medical-products", 371329, 2, 10 },
        { "medium-enterprise", "other", 371302, 1, 10 },
        { "large-enterprise", "commerce", 371302, 3, 11 },
        { "large-enterprise", "transport", 371302, 1, 11, true },   /* another measure of it */
        { "institution", "medical-care", 371329, 4, 12 },
        { "institution", "medical-care", 370100, 0, 12 },   /* of another city */
        { "small-enterprise", "other", 371302, 1, 15 },     /* the last day counts */
        { "small-enterprise", "other", 371302, 1, 16 },     /* the day after does not */
    };
    for (size_t i = 0; i < COUNT_OF(MADE); i++)
        EXPECT(world, deferred(world, &MADE[i]) != 0);
    /* No policy offers it to a large enterprise of another industry. */
    EXPECT(world, deferred(world, &(struct unit_made){ "large-enterprise", "other", 371302,
                                                       1, 10 }) == 0);
    const struct contribute_deferred_answer *told = counted(world, "371300");
    EXPECT(world, told != NULL && told->rows.count == 3);
    EXPECT(world, told->until.yyyymmdd == 20200315 && told->elsewhere == 0);
    EXPECT(world, row_is(told, 0, "鲁医保发〔2020〕5号", 3, 4));
    /* Two units under two measures, and three people between them. */
    EXPECT(world, row_is(told, 1, "鲁政办发〔2020〕5号", 2, 3) && told->next == 0);
    EXPECT(world, row_is(told, 2, "新冠肺炎疫情期间对医疗卫生机构给予支持保障的措施", 1, 4));
    told = counted(world, "371329");
    EXPECT(world, row_is(told, 0, "鲁医保发〔2020〕5号", 1, 2));
    told = counted(world, "370000");
    const struct contribute_deferred_row *rows = told->rows.items;
    EXPECT(world, rows[2].units == 2 && rows[2].people == 4);
    world->actor = (struct actor){ .role = ROLE_LEADER, .division = 370100 };
    ask(world, &contribute_deferred_action,
        GIVEN({ "number", "鲁医保发〔2020〕18号" }, { "form", "annex-1" }, { "place", "371300" }));
    EXPECT(world, strcmp(clause_refused(world), "contribute.refused.not-your-place") == 0);
}

static void each_row_has_its_own_policy(struct clause_world *world)
{
    const struct book *rules = world->book, *book = with_texts(world);
    EXPECT(world, book != NULL);
    world->book = book;
    count_three_rows(world);
    world->book = rules;
    book_release(book);
}

/* Without those two texts in the book their rows are empty, and nothing slips in. */
static void a_policy_without_a_text_has_an_empty_row(struct clause_world *world)
{
    EXPECT(world, deferred(world, &(struct unit_made){ "small-enterprise", "commerce", 371302, 1,
                                                       10 }) != 0);
    EXPECT(world, deferred(world, &(struct unit_made){ "institution", "medical-care", 371302, 1,
                                                       10 }) == 0);
    const struct contribute_deferred_answer *told = counted(world, "371300");
    EXPECT(world, told != NULL && row_is(told, 0, "鲁医保发〔2020〕5号", 1, 1));
    EXPECT(world, row_is(told, 1, "鲁政办发〔2020〕5号", 0, 0));
}

static const struct clause_scenario scenarios[] = {
    { "LY22-A1b LY22-A1c LY22-A1d LY22-A1l", each_row_has_its_own_policy },
    { "", a_policy_without_a_text_has_an_empty_row },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
