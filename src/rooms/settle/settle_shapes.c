/* settle_shapes.c: what bill, person, counters, accounts and settlement look like, as data.
 * National names are those of the national interface where it has the same thing. */

#include "rooms/settle/settle.h"

#include "base/limits.h"

/* The field's kind, then its other members. */
#define FIELD_OF(type_, member_, ...) \
    { .name = #member_, .offset = AT(type_, member_), .kind = __VA_ARGS__ }
/* The payer's name, then other members. */
#define PAID_BY(payer_, ...) \
    { .kind = FIELD_MONEY, .offset = AT(struct settlement, paid[payer_]), .name = __VA_ARGS__ }

static const struct field LINE[] = {
    FIELD_OF(struct settle_line, number, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD_OF(struct settle_line, item_class, FIELD_TEXT, .flags = FIELD_REQUIRED,
             .length_max = 10),
    FIELD_OF(struct settle_line, day, FIELD_DAY),
    FIELD_OF(struct settle_line, amount, FIELD_MONEY, .flags = FIELD_REQUIRED,
             .national = "det_item_fee_sumamt"),
    FIELD_OF(struct settle_line, quantity, FIELD_QUANTITY, .national = "cnt"),
    FIELD_OF(struct settle_line, unit_price, FIELD_PRICE, .national = "pric"),
    FIELD_OF(struct settle_line, price_limit, FIELD_PRICE, .national = "pric_uplmt_amt"),
    FIELD_OF(struct settle_line, pay_first, FIELD_SHARE, .national = "selfpay_prop"),
    FIELD_OF(struct settle_line, restricted, FIELD_FLAG, .national = "lmt_used_flag"),
    FIELD_OF(struct settle_line, hospital_approval, FIELD_COUNT, .national = "hosp_appr_flag"),
};
const struct shape settle_line_shape =
    SHAPE("settle.line", struct settle_line, LINE);

static const struct field SPLIT[] = {
    FIELD_OF(struct settle_split, number, FIELD_COUNT),
    FIELD_OF(struct settle_split, full_own, FIELD_MONEY, .national = "fulamt_ownpay_amt"),
    FIELD_OF(struct settle_split, over_limit, FIELD_MONEY, .national = "overlmt_amt"),
    FIELD_OF(struct settle_split, pay_first, FIELD_MONEY, .national = "preselfpay_amt"),
    FIELD_OF(struct settle_split, in_scope, FIELD_MONEY, .national = "inscp_scp_amt"),
};
const struct shape settle_split_shape =
    SHAPE("settle.split", struct settle_split, SPLIT);

static const struct field BILL[] = {
    FIELD_OF(struct settle_bill, category, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 30),
    FIELD_OF(struct settle_bill, visit, FIELD_DAY),
    FIELD_OF(struct settle_bill, admission, FIELD_DAY),
    FIELD_OF(struct settle_bill, discharge, FIELD_DAY),
    FIELD_OF(struct settle_bill, institution_place, FIELD_COUNT),
    FIELD_OF(struct settle_bill, tier, FIELD_TEXT, .length_max = 20),
    FIELD_OF(struct settle_bill, community, FIELD_FLAG),
    FIELD_OF(struct settle_bill, district_owned, FIELD_FLAG),
    FIELD_OF(struct settle_bill, chinese_medicine, FIELD_FLAG),
    FIELD_OF(struct settle_bill, fever_clinic, FIELD_FLAG),
    FIELD_OF(struct settle_bill, internet, FIELD_FLAG),
    FIELD_OF(struct settle_bill, contracted, FIELD_FLAG),
    FIELD_OF(struct settle_bill, out_of_area, FIELD_FLAG),
    FIELD_OF(struct settle_bill, referred, FIELD_DAY),
    FIELD_OF(struct settle_bill, repeated_treatment, FIELD_FLAG),
    FIELD_OF(struct settle_bill, interim, FIELD_FLAG),
    FIELD_OF(struct settle_bill, stay_counted, FIELD_FLAG),
    FIELD_OF(struct settle_bill, stay_deductible, FIELD_MONEY),
    FIELD_OF(struct settle_bill, stay_in_scope, FIELD_MONEY),
    FIELD_OF(struct settle_bill, stay_fund_paid, FIELD_MONEY),
    FIELD_OF(struct settle_bill, lines, FIELD_LIST, .of = &settle_line_shape,
             .length_max = LIMIT_LINES_A_VISIT),
};
const struct shape settle_bill_shape =
    SHAPE("settle.bill", struct settle_bill, BILL);

static const struct field COVER[] = {
    FIELD_OF(struct settle_cover, treat_first, FIELD_FLAG),
    FIELD_OF(struct settle_cover, catalogue_open, FIELD_FLAG),
    FIELD_OF(struct settle_cover, no_out_of_area_cut, FIELD_FLAG),
    FIELD_OF(struct settle_cover, remainder, FIELD_TEXT, .length_max = 30),
    FIELD_OF(struct settle_cover, advanced, FIELD_FLAG),
    FIELD_OF(struct settle_cover, central_share, FIELD_SHARE),
    FIELD_OF(struct settle_cover, outside_budget, FIELD_FLAG),
    FIELD_OF(struct settle_cover, no_deductible, FIELD_FLAG),
    FIELD_OF(struct settle_cover, no_ceiling, FIELD_FLAG),
    FIELD_OF(struct settle_cover, share_least, FIELD_SHARE),
};
static const struct shape settle_cover_shape =
    SHAPE("settle.cover", struct settle_cover, COVER);

static const struct field PERSON[] = {
    FIELD_OF(struct settle_person, place, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD_OF(struct settle_person, insurance, FIELD_TEXT, .flags = FIELD_REQUIRED,
             .length_max = 40),
    FIELD_OF(struct settle_person, kind, FIELD_TEXT, .length_max = 30),
    FIELD_OF(struct settle_person, age, FIELD_COUNT),
    FIELD_OF(struct settle_person, right_closed, FIELD_FLAG),
    FIELD_OF(struct settle_person, civil_servant, FIELD_FLAG),
    FIELD_OF(struct settle_person, assistance, FIELD_TEXT, .length_max = 40),
    FIELD_OF(struct settle_person, poverty_group, FIELD_TEXT, .length_max = 40),
    FIELD_OF(struct settle_person, filing, FIELD_TEXT, .length_max = 30),
    FIELD_OF(struct settle_person, chronic_filed, FIELD_FLAG),
    FIELD_OF(struct settle_person, chose_elsewhere, FIELD_FLAG),
    FIELD_OF(struct settle_person, cover, FIELD_OBJECT, .of = &settle_cover_shape),
};
const struct shape settle_person_shape =
    SHAPE("settle.person", struct settle_person, PERSON);

static const struct field COUNTERS[] = {
    FIELD_OF(struct settle_counters, outpatient_deductible_used, FIELD_MONEY),
    FIELD_OF(struct settle_counters, outpatient_in_scope, FIELD_MONEY),
    FIELD_OF(struct settle_counters, outpatient_fund_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, outpatient_pooled_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, inpatient_deductible_used, FIELD_MONEY),
    FIELD_OF(struct settle_counters, inpatient_admissions, FIELD_COUNT),
    FIELD_OF(struct settle_counters, inpatient_in_scope, FIELD_MONEY),
    FIELD_OF(struct settle_counters, inpatient_fund_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, inpatient_pooled_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, special_deductible_used, FIELD_MONEY),
    FIELD_OF(struct settle_counters, large_amount_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, supplementary_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, critical_illness_own, FIELD_MONEY),
    FIELD_OF(struct settle_counters, critical_illness_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, civil_servant_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, assistance_outpatient_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, assistance_inpatient_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, maternity_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, finance_paid, FIELD_MONEY),
    FIELD_OF(struct settle_counters, special_period_from, FIELD_DAY),
};
const struct shape settle_counters_shape =
    SHAPE("settle.counters", struct settle_counters, COUNTERS);

static const struct field ACCOUNTS[] = {
    FIELD_OF(struct settle_accounts, wish, FIELD_COUNT, .national = "acct_used_flag"),
    FIELD_OF(struct settle_accounts, balance, FIELD_MONEY),
    FIELD_OF(struct settle_accounts, family_offered, FIELD_MONEY),
};
const struct shape settle_accounts_shape =
    SHAPE("settle.accounts", struct settle_accounts, ACCOUNTS);

static const struct field SETTLEMENT[] = {
    FIELD_OF(struct settlement, missing, FIELD_TEXT, .flags = FIELD_SPARSE),
    FIELD_OF(struct settlement, day, FIELD_DAY),
    FIELD_OF(struct settlement, year, FIELD_COUNT),
    FIELD_OF(struct settlement, total, FIELD_MONEY, .national = "medfee_sumamt"),
    FIELD_OF(struct settlement, full_own, FIELD_MONEY, .national = "fulamt_ownpay_amt"),
    FIELD_OF(struct settlement, over_limit, FIELD_MONEY, .national = "overlmt_selfpay"),
    FIELD_OF(struct settlement, pay_first, FIELD_MONEY, .national = "preselfpay_amt"),
    FIELD_OF(struct settlement, in_scope, FIELD_MONEY, .national = "inscp_scp_amt"),
    FIELD_OF(struct settlement, out_of_area_own, FIELD_MONEY),
    FIELD_OF(struct settlement, deductible, FIELD_MONEY, .national = "act_pay_dedc"),
    FIELD_OF(struct settlement, share, FIELD_SHARE, .national = "pool_prop_selfpay"),
    PAID_BY(PAYER_POOLED_FUND, "pooled_fund", .national = "hifp_pay"),
    PAID_BY(PAYER_LARGE_AMOUNT, "large_amount", .national = "hifob_pay"),
    PAID_BY(PAYER_SUPPLEMENTARY, "supplementary", .national = "hifes_pay"),
    PAID_BY(PAYER_CRITICAL_ILLNESS, "critical_illness", .national = "hifmi_pay"),
    PAID_BY(PAYER_CIVIL_SERVANT, "civil_servant", .national = "cvlserv_pay"),
    PAID_BY(PAYER_MEDICAL_ASSISTANCE, "medical_assistance", .national = "maf_pay"),
    PAID_BY(PAYER_MATERNITY, "maternity"),
    PAID_BY(PAYER_FINANCE, "finance", .national = "oth_pay"),
    FIELD_OF(struct settlement, central, FIELD_MONEY),
    FIELD_OF(struct settlement, funds, FIELD_MONEY, .national = "fund_pay_sumamt"),
    FIELD_OF(struct settlement, in_scope_own, FIELD_MONEY),
    FIELD_OF(struct settlement, account, FIELD_MONEY),
    FIELD_OF(struct settlement, family_account, FIELD_MONEY, .national = "acct_mulaid_pay"),
    FIELD_OF(struct settlement, cash, FIELD_MONEY, .national = "psn_cash_pay"),
    FIELD_OF(struct settlement, took, FIELD_OBJECT, .of = &settle_counters_shape),
    FIELD_OF(struct settlement, splits, FIELD_LIST, .of = &settle_split_shape),
};
const struct shape settlement_shape =
    SHAPE("settlement", struct settlement, SETTLEMENT);

/* Every field but the last, special_period_from, is a count or an amount; the deductible of that
 * period is counted apart. */
static void counters_move(struct settle_counters *counters, const struct settle_counters *took,
                          int64_t sign)
{
    for (size_t i = 0; i < settle_counters_shape.field_count; i++) {
        const struct field *field = &settle_counters_shape.fields[i];
        if ((field->kind != FIELD_MONEY && field->kind != FIELD_COUNT)
            || field->offset == offsetof(struct settle_counters, special_deductible_used))
            continue;
        int64_t *into = (int64_t *)field_at(field, counters);
        const int64_t *by = (const int64_t *)field_in(field, took);
        *into += sign * *by;
    }
}
_Static_assert(sizeof(struct money) == sizeof(int64_t), "an amount is its fen");

void settle_counters_add_special(struct settle_counters *counters,
                                 const struct settle_counters *took)
{
    int order = date_compare(took->special_period_from, counters->special_period_from);
    if (order > 0) {
        counters->special_period_from = took->special_period_from;
        counters->special_deductible_used = MONEY_NONE;
    }
    if (order >= 0)
        counters->special_deductible_used = money_plus(counters->special_deductible_used,
                                                       took->special_deductible_used);
}

void settle_counters_add(struct settle_counters *counters, const struct settle_counters *took)
{
    settle_counters_add_special(counters, took);
    counters_move(counters, took, 1);
}

void settle_counters_subtract(struct settle_counters *counters,
                              const struct settle_counters *took)
{
    counters_move(counters, took, -1);
}
