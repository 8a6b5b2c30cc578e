/* clause_filing_test.c: filings made up afterwards, as the desk sees them. */

#include "clause_runner.h"

#include "base/check.h"
#include "rooms/filing/filing.h"
#include "rooms/settle/settle_facts.h"

static bool refused(const struct clause_world *world, const char *key)
{
    return text_is(text_of(clause_refused(world)), key);
}

static void record_filing(struct clause_world *world, int64_t person, const char *kind,
                          struct date from)
{
    struct filing_record_input *input = ARENA_NEW(&world->arena, struct filing_record_input);
    *input = (struct filing_record_input){
        .person = person, .kind = text_of(kind), .division = 371300, .from = from,
    };
    struct actor hospital = world->actor;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &filing_record_action, input);
    world->actor = hospital;
}

/* Held up in Linyi, cared for there without a filing; the filing comes weeks later and reaches
 * back, and the visit of before is settled after all, by the rules of its own day. */
static void a_late_filing_pays_the_earlier_visit(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 15), 9);
    clause_hospital(world, 371302);
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE_NONE);
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, "settle.refused.not-filed-out-of-area"));

    clause_now(world, DATE(2020, 3, 10), 9);
    record_filing(world, person, "stranded", DATE(2020, 1, 25));
    EXPECT(world, refused(world, ""));
    const struct settle_receipt *receipt = clause_settle(world, &visit, "11");
    EXPECT(world, refused(world, ""));
    EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen
           + receipt->paid[PAYER_LARGE_AMOUNT].fen == 84000);
    const struct settle_of_person_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &settlements_of_person, &key);
    EXPECT(world, rows.count == 1);
    EXPECT(world, ((const struct settlement_row *)rows.items)->day.yyyymmdd == 20200215);

    /* Whoever was not held up files from today on. */
    int64_t other = clause_employee(world, 110105);
    record_filing(world, other, "referral", DATE(2020, 2, 1));
    EXPECT(world, refused(world, "filing.refused.backdated"));
    record_filing(world, other, "referral", DATE(2020, 3, 10));
    EXPECT(world, refused(world, ""));
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-S4c", a_late_filing_pays_the_earlier_visit },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
