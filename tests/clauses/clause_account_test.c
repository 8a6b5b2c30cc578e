/* clause_account_test.c: the personal account at a pharmacy, and what moved on it. */

#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "rooms/fund/fund.h"
#include "rooms/fund/fund_family.h"
#include "rooms/settle/settle_pharmacy.h"

static const struct settle_receipt *buy(struct clause_world *world, int64_t person,
                                        int64_t amount)
{
    struct visit_line_input *line = ARENA_NEW(&world->arena, struct visit_line_input);
    struct settle_purchase_input *input = ARENA_NEW(&world->arena, struct settle_purchase_input);
    *line = (struct visit_line_input){
        .serial = TEXT("1"), .at = world->now, .item = text_of(CLAUSE_ANTIBIOTIC),
        .amount = { amount }, .quantity = { amount / 800 * 10000 }, .price = { 8000000 },
    };
    *input = (struct settle_purchase_input){
        .ask = { .person = person, .insurance = TEXT("310"), .med_type = TEXT("41"),
                 .certificate_kind = TEXT("99"), .total = { amount }, .account_wish = 1 },
        .begin_at = world->now, .lines = { line, 1 },
    };
    clause_act(world, &settle_purchase_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

static void year_of(struct clause_world *world, int64_t person, const char *year)
{
    ask(world, &fund_movements_action,
        GIVEN({ "person", of_id(world, person) }, { "year", year }));
}

/* The account pays at a pharmacy what is on it and no fen more; one sees what moved in a year with
 * the balance after each, of oneself and of nobody else. */
static void an_account_pays_and_is_looked_at(struct clause_world *world)
{
    clause_now(world, DATE(2019, 12, 10), 9);
    int64_t person = clause_employee(world, 360100), other = clause_employee(world, 360100);
    by_house(world);
    ask(world, &fund_credit_account_action,
        GIVEN({ "person", of_id(world, person) }, { "amount", "100.00" }));
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_hospital(world, 360100);
    const struct settle_receipt *receipt = buy(world, person, 8000);
    EXPECT(world, receipt != NULL && receipt->account.fen == 8000 && receipt->cash.fen == 0);
    /* Twenty yuan are left: the rest of the next purchase is paid in cash. */
    receipt = buy(world, person, 5600);
    EXPECT(world, receipt != NULL && receipt->account.fen == 2000 && receipt->cash.fen == 3600);
    receipt = buy(world, person, 800);
    EXPECT(world, receipt != NULL && receipt->account.fen == 0 && receipt->cash.fen == 800);

    world->actor = (struct actor){ .account = 4, .role = ROLE_RESIDENT, .person = person,
                                   .scope = { .persons = &person, .person_count = 1 } };
    year_of(world, person, "2020");
    EXPECT(world, refused(world, ""));
    EXPECT(world, fen_told(world, "before") == 10000 && fen_told(world, "in") == 0
                      && fen_told(world, "out") == 10000 && fen_told(world, "after") == 0);
    EXPECT(world, ((const struct list *)told(world, "movements"))->count == 2);
    year_of(world, person, "2019");
    EXPECT(world, fen_told(world, "before") == 0 && fen_told(world, "in") == 10000
                      && fen_told(world, "after") == 10000);
    year_of(world, other, "2020");
    EXPECT(world, refused(world, "fund.refused.not-your-account"));
}

int main(void)
{
    static const struct clause_scenario SCENARIOS[] = {
        { "JX4-2.1e JX4-2.1h", an_account_pays_and_is_looked_at },
    };
    return clause_run(SCENARIOS, COUNT_OF(SCENARIOS));
}
