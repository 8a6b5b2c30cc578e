/* clause_institutions.c: see clause_institutions.h. */

#include "clause_institutions.h"

#include "clause_runner.h"

#include "rooms/fund/fund.h"
#include "rooms/party/party_facts.h"

void ask_as(struct clause_world *world, enum role role, int64_t account, int32_t place)
{
    world->actor = (struct actor){ .role = role, .account = account, .office = 7,
                                   .division = place };
}

/* A hospital of a place; what a month is worth to it: a million yuan, when it is said how. */
int64_t hospital(struct clause_world *world, struct hospital_kind kind)
{
    int64_t first = clause_hospital(world, kind.place);
    const struct party_institution_key key = { id_bucket(first), first };
    struct party_institution row =
        *(const struct party_institution *)clause_rows(world, &party_institution_by_id, &key).items;
    row.institution = id_mint(&world->minter, (int)row.bucket);
    row.code = arena_format(&world->arena, "H9%011lld", (long long)++world->serial);
    row.designated_epidemic = kind.designated;
    clause_insert(world, &party_institution_table, &row);
    const struct agreement agreement = {
        .bucket = row.bucket, .institution = row.institution, .agreement = row.institution,
        .valid_from = DATE(2019, 1, 1), .status = TEXT("in-force"), .version = 1,
    };
    clause_insert(world, &agreement_table, &agreement);
    if (kind.paid_by == NULL)
        return row.institution;
    const struct clear_budget_input budget = {
        .institution = row.institution, .paid_by = text_of(kind.paid_by),
        .monthly = { 100000000 }, .from = DATE(2019, 1, 1), .reason = TEXT("年度总额"),
    };
    ask_as(world, ROLE_SECTION_HEAD, HEAD, kind.place);
    clause_act(world, &clear_set_budget_action, &budget);
    return row.institution;
}

struct clear_ordered propose(struct clause_world *world, int64_t institution,
                             const char *kind, const char *month, int64_t approved)
{
    const struct clear_propose_input input = {
        .institution = institution, .kind = text_of(kind), .month = text_of(month),
        .amount = { approved }, .reason = TEXT("示例"),
    };
    world->actor.role = ROLE_FINANCE;
    world->actor.account = WORKER;
    clause_act(world, &clear_propose_action, &input);
    return refused(world, "") ? *(const struct clear_ordered *)world->outcome
                              : (struct clear_ordered){ 0 };
}

void approve(struct clause_world *world, int64_t order, int64_t account)
{
    const struct clear_order_input input = { .order_id = order };
    world->actor.role = ROLE_SECTION_HEAD;
    world->actor.account = account;
    clause_act(world, &clear_approve_action, &input);
}

void pay_order(struct clause_world *world, int64_t order)
{
    const struct clear_paid_input input = {
        .order_id = order, .day = date_of_moment(world->now),
        .reference = arena_format(&world->arena, "B-%lld", (long long)++world->serial) };
    world->actor.role = ROLE_FINANCE;
    world->actor.account = CASHIER;
    clause_act(world, &clear_paid_action, &input);
}

void approve_and_pay(struct clause_world *world, int64_t order)
{
    approve(world, order, HEAD);
    if (refused(world, ""))
        pay_order(world, order);
}

/* Credits less debits of an account. */
int64_t balance(struct clause_world *world, int64_t kind, int64_t owner)
{
    const struct list rows = clause_rows(world, &fund_balances_all, NULL);
    const struct fund_movement *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (row[i].kind == kind && row[i].owner == owner)
            return row[i].credits.fen - row[i].debits.fen;
    return 0;
}
