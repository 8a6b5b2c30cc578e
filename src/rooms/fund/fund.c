/* fund.c: the pure part: posting and personal accounts. See fund_facts.h. */

#include "rooms/fund/fund.h"

#include "base/check.h"

/* ---- posting ---- */

static void post_one(struct fund_posting *posting, struct fund_account debit,
                     struct fund_account credit, struct money amount)
{
    CHECK(posting->count < posting->capacity);
    struct fund_transfer *transfer = &posting->transfers[posting->count++];
    *transfer = (struct fund_transfer){
        .bucket = posting->bucket, .cause = posting->cause, .line = posting->count,
        .debit_kind = debit.kind, .debit_owner = debit.owner, .credit_kind = credit.kind,
        .credit_owner = credit.owner, .amount = amount, .day = posting->day,
        .person = posting->person, .about = text_of(posting->about),
    };
    posting->total = money_plus(posting->total, amount);
}

void fund_post(struct fund_posting *posting, struct fund_account debit,
               struct fund_account credit, struct money amount)
{
    if (amount.fen == 0)
        return;
    if (amount.fen > 0)
        post_one(posting, debit, credit, amount);
    else
        post_one(posting, credit, debit, money_negated(amount));
}

void fund_post_reversed(struct fund_posting *posting, const struct list *original)
{
    const struct fund_transfer *rows = original->items;
    for (size_t i = 0; i < original->count; i++)
        fund_post(posting, (struct fund_account){ rows[i].credit_kind, rows[i].credit_owner },
                  (struct fund_account){ rows[i].debit_kind, rows[i].debit_owner },
                  rows[i].amount);
}

void fund_record(struct decision *decision, const struct fund_posting *posting)
{
    for (int32_t i = 0; i < posting->count; i++)
        decision_insert(decision, &fund_transfer_table, &posting->transfers[i]);
}

/* ---- personal accounts ---- */

bool fund_personal_after(const struct fund_personal *row, int64_t person, struct money amount,
                         struct fund_personal *ret_after)
{
    struct fund_personal after = { .bucket = id_bucket(person), .person = person };
    if (row != NULL)
        after = *row;
    CHECK(after.person == person);
    after.balance = money_plus(after.balance, amount);
    if (after.balance.fen < after.held.fen)
        return false;
    *ret_after = after;
    return true;
}

struct money fund_personal_free(const struct fund_personal *row)
{
    return row == NULL ? MONEY_NONE : money_minus(row->balance, row->held);
}

void fund_record_personal(struct decision *decision, const struct fund_personal *before,
                          const struct fund_personal *after)
{
    CHECK(after->held.fen >= 0 && after->balance.fen >= after->held.fen);
    if (before == NULL)
        decision_insert(decision, &fund_personal_table, after);
    else
        decision_replace(decision, &fund_personal_table, after);
}

/* ---- kinds ---- */

static const struct {
    int64_t kind;
    const char *name;
} KINDS[] = {
    { FUND_EMPLOYEE_POOL, "employee-pool" },
    { FUND_PERSONAL, "personal" },
    { FUND_CIVIL_SERVANT, "civil-servant" },
    { FUND_LARGE_AMOUNT, "large-amount" },
    { FUND_EMPLOYEE_CRITICAL, "employee-critical" },
    { FUND_RETIRED_CADRES, "retired-cadres" },
    { FUND_DISABLED_SOLDIERS, "disabled-soldiers" },
    { FUND_COMPANY_SUPPLEMENT, "company-supplement" },
    { FUND_RESIDENT_POOL, "resident-pool" },
    { FUND_RESIDENT_CRITICAL, "resident-critical" },
    { FUND_PUBLIC_FUNDED, "public-funded" },
    { FUND_REQUISITIONED, "zhengdi-chaozhuan" },
    { FUND_MATERNITY, "maternity" },
    { FUND_ASSISTANCE, "assistance" },
    { FUND_FINANCE_SUBSIDY, "finance-subsidy" },
    { FUND_CASH, "cash" },
    { FUND_HOSPITAL_BORNE, "hospital-borne" },
    { FUND_INSTITUTION, "institution" },
    { FUND_COUNTERPARTY, "counterparty" },
    { FUND_OFFLINE_DIFFERENCE, "offline-difference" },
    { FUND_HOLD, "hold" },
    { FUND_ADVANCED, "advanced" },
    { FUND_UNIT, "unit" },
    { FUND_TO_CREDIT, "to-credit" },
    { FUND_CLAIMANT, "claimant" },
    { FUND_PAID_OUT, "paid-out" },
    { FUND_CENTRAL, "central" },
    { FUND_ON_THE_WAY, "on-the-way" },
    { FUND_MERGING, "merging" },
    { FUND_PREPAID, "prepaid" },
    { FUND_PREPAID_APART, "prepaid-apart" },
};

const char *fund_kind_name(int64_t kind)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (KINDS[i].kind == kind)
            return KINDS[i].name;
    return "other";
}

int64_t fund_pool_of(struct text insurance_code)
{
    if (text_is(insurance_code, "310"))
        return FUND_EMPLOYEE_POOL;
    if (text_is(insurance_code, "390") || text_is(insurance_code, "391"))
        return FUND_RESIDENT_POOL;
    if (text_is(insurance_code, "340"))
        return FUND_RETIRED_CADRES;
    if (text_is(insurance_code, "39901"))
        return FUND_PUBLIC_FUNDED;
    if (text_is(insurance_code, "39902"))
        return FUND_REQUISITIONED;
    return text_is(insurance_code, "350") ? FUND_DISABLED_SOLDIERS : 0;
}

struct money fund_movement_balance(const struct fund_movement *movement)
{
    return money_minus(movement->credits, movement->debits);
}
