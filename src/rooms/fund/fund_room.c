/* fund_room.c: the row of the room, and demo balances. */

#include "rooms/fund/fund.h"
#include "rooms/fund/fund_family.h"

#include "rooms/party/party.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/yaml_shape.h"

#include <string.h>

static const struct action *const actions[] = {
    &fund_credit_account_action,
    &fund_balances_action,
    &fund_trial_balance_action,
    &fund_start_sealing_action,
    &fund_seal_step_action,
    &fund_person_at_desk_action,
    &fund_offer_family_action,
    &fund_withdraw_family_action,
    &fund_take_offer_action,
    &fund_close_offer_action,
    &fund_follow_offer_action,
    &fund_family_action,
    &fund_account_action,
    &fund_movements_action,
};
static const struct table *const tables[] = {
    &fund_transfer_table, &fund_personal_table, &fund_hold_table, &fund_sealed_table,
    &fund_seal_table, &fund_offer_table, &fund_use_table,
};
static const struct query *const queries[] = {
    &fund_personal_of, &fund_transfers_of_cause, &fund_hold_by_id,
    &fund_seal_of, &fund_sealing_now, &fund_sealing_next,
    &fund_movements_to_seal, &fund_sealed_sums_of, &fund_side_sums_of, &fund_balances_all,
    &fund_institutions_of_place, &fund_personal_rows_of, &fund_personal_sums_of,
    &fund_offers_open, &fund_offer_by_id,
    &fund_uses_of_settlement, &fund_offers_of_settlement, &fund_holds_given, &fund_offers_taken,
    &fund_transfers_of_person, &fund_holds_in_bucket, &fund_offers_in_bucket,
    &fund_uses_in_bucket, &fund_hold_sides_of,
};
static const struct job_kind jobs[] = { { .name = "fund.seal", .step = "fund.seal-step" } };

/* A year's contribution into the pool of the place, so that it has something to pay from; for who
 * is retired into the supplement, too. */
static void demo_contribution(struct fund_posting *posting,
                              const struct party_demo_person *person, int64_t area)
{
    bool employee = strcmp(person->insurance, "310") == 0;
    struct fund_account pool = { fund_pool_of(text_of(person->insurance)), area };
    const struct fund_account from = { FUND_COUNTERPARTY, person->place };
    fund_post(posting, from, pool, (struct money){ employee ? 1200000 : 83000 });
    if (strcmp(person->kind, "21") == 0)
        fund_post(posting, from, (struct fund_account){ FUND_COMPANY_SUPPLEMENT, area },
                  (struct money){ 30000 });
}

/* What came in on New Year's day: the contribution for everybody, and for those with employees'
 * insurance a balance, credited by a transfer like any other. */
static void demo_balance(struct demo *demo, const struct divisions *divisions, int64_t n)
{
    struct party_demo_person person = party_demo_person(demo, n);
    int64_t area = division_pooling_area(divisions, (int32_t)person.place);
    struct fund_transfer transfers[3];
    struct fund_posting posting = {
        .bucket = person.bucket, .cause = demo_id(person.bucket, DEMO_CREDITS, n),
        .person = person.person, .day = DATE(2020, 1, 1), .about = "credit",
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    demo_contribution(&posting, &person, area);
    if (strcmp(person.insurance, "310") == 0) {
        struct fund_personal row = {
            .bucket = person.bucket, .person = person.person, .version = 1,
            .balance = { 10000 + demo_below(demo, "fund-balance", n, 800000) },
        };
        demo_emit(demo, &fund_personal_table, &row);
        fund_post(&posting, (struct fund_account){ FUND_EMPLOYEE_POOL, area },
                  (struct fund_account){ FUND_PERSONAL, person.person }, row.balance);
    }
    for (int32_t i = 0; i < posting.count; i++)
        demo_emit(demo, &fund_transfer_table, &transfers[i]);
}

static void fund_demo(struct demo *demo)
{
    struct rule_faults faults = { .arena = demo->arena };
    const struct divisions *divisions = divisions_read(
        TEXT("divisions/divisions.tsv"),
        demo->read_rules(demo, "divisions/divisions.tsv"), demo->arena, &faults);
    CHECK(divisions != NULL);
    for (int64_t n = 0; n < demo->people && !demo->failed; n++)
        demo_balance(demo, divisions, n);
}

static enum store_answer verify(struct store *store, struct verify_report *report)
{
    enum store_answer answer = fund_verify(store, report);
    return answer == STORE_DONE ? fund_family_verify(store, report) : answer;
}

const struct room fund_room = {
    .name = "fund",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .transactions = fund_transactions, .transaction_count = FUND_TRANSACTIONS,
    ROOM_LIST(job, jobs),
    .reactions = fund_reactions, .reaction_count = FUND_REACTIONS,
    .verify = verify,
    .demo = fund_demo,
};
