#include "rooms/settle/settle_answer.h"

#include "base/check.h"
#include "core/words.h"
#include "rooms/party/party.h"
#include "rooms/visit/visit.h"

#define RECEIPT(member, kind) FIELD(struct settle_receipt, member, kind, .flags = 0)
#define PAID(payer, name_) \
    { .name = name_, .kind = FIELD_MONEY, .offset = AT(struct settle_receipt, paid[payer]) }

static const struct field receipt_fields[] = {
    RECEIPT(visit, FIELD_ID), RECEIPT(settlement, FIELD_ID), RECEIPT(person, FIELD_ID),
    RECEIPT(insurance, FIELD_TEXT), RECEIPT(person_kind, FIELD_TEXT),
    RECEIPT(civil_servant, FIELD_FLAG), RECEIPT(at, FIELD_MOMENT),
    RECEIPT(certificate_kind, FIELD_TEXT), RECEIPT(med_type, FIELD_TEXT),
    RECEIPT(total, FIELD_MONEY), RECEIPT(full_own, FIELD_MONEY),
    RECEIPT(over_limit, FIELD_MONEY), RECEIPT(pay_first, FIELD_MONEY),
    RECEIPT(in_scope, FIELD_MONEY), RECEIPT(deductible, FIELD_MONEY),
    RECEIPT(share, FIELD_SHARE),
    PAID(PAYER_POOLED_FUND, "pooled_fund"), PAID(PAYER_LARGE_AMOUNT, "large_amount"),
    PAID(PAYER_SUPPLEMENTARY, "supplementary"),
    PAID(PAYER_CRITICAL_ILLNESS, "critical_illness"),
    PAID(PAYER_CIVIL_SERVANT, "civil_servant"),
    PAID(PAYER_MEDICAL_ASSISTANCE, "medical_assistance"), PAID(PAYER_MATERNITY, "maternity"),
    PAID(PAYER_FINANCE, "finance"),
    RECEIPT(account, FIELD_MONEY), RECEIPT(family_account, FIELD_MONEY),
    RECEIPT(cash, FIELD_MONEY), RECEIPT(balance, FIELD_MONEY),
    RECEIPT(clearing_office, FIELD_COUNT), RECEIPT(clearing_type, FIELD_TEXT),
    RECEIPT(age, FIELD_COUNT),
    FIELD(struct settle_receipt, family, FIELD_LIST, .of = &fund_standing_shape),
    FIELD(struct settle_receipt, hands, FIELD_LIST, .of = &settle_hands_shape),
    FIELD(struct settle_receipt, splits, FIELD_LIST, .of = &visit_split_shape),
};
_Static_assert(PAYER_COUNT == 8, "a field for every payer");
const struct shape settle_receipt_shape =
    SHAPE("settle.receipt", struct settle_receipt, receipt_fields);

#define PART(member, kind, national_) \
    FIELD(struct settle_part, member, kind, .national = (national_))
static const struct field part_fields[] = {
    PART(fund, FIELD_TEXT, "fund_pay_type"),
    PART(in_scope, FIELD_MONEY, "inscp_scp_amt"),
    PART(limit, FIELD_MONEY, "crt_payb_lmt_amt"),
    PART(amount, FIELD_MONEY, "fund_payamt"),
    PART(name, FIELD_TEXT, "fund_pay_type_name"),
    PART(process, FIELD_TEXT, "setl_proc_info"),
};
const struct shape settle_part_shape = SHAPE("settle.part", struct settle_part, part_fields);

#define OF(name_, member, kind_, national_) \
    { .name = (name_), .national = (national_), .kind = (kind_), \
      .offset = AT(struct settle_answer, member) }
#define OWN(member, kind_, national_) OF(#member, member, kind_, national_)
#define PRIVATE(member, kind_, national_) \
    { .name = #member, .national = (national_), .kind = (kind_), .flags = FIELD_PRIVATE, \
      .offset = AT(struct settle_answer, member) }
static const struct field answer_fields[] = {
    OF("visit", receipt.visit, FIELD_ID, "mdtrt_id"),
    OF("settlement", receipt.settlement, FIELD_ID, "setl_id"),
    OF("person", receipt.person, FIELD_ID, "psn_no"),
    PRIVATE(name, FIELD_TEXT, "psn_name"),
    OWN(certificate, FIELD_TEXT, "psn_cert_type"),
    PRIVATE(number, FIELD_TEXT, "certno"),
    OWN(sex, FIELD_TEXT, "gend"),
    OWN(ethnicity, FIELD_TEXT, "naty"),
    PRIVATE(born, FIELD_DAY, "brdy"),
    OF("age", receipt.age, FIELD_COUNT, "age"),
    OF("insurance", receipt.insurance, FIELD_TEXT, "insutype"),
    OF("person_kind", receipt.person_kind, FIELD_TEXT, "psn_type"),
    OF("civil_servant_flag", receipt.civil_servant, FIELD_FLAG, "cvlserv_flag"),
    OF("at", receipt.at, FIELD_MOMENT, "setl_time"),
    OF("certificate_kind", receipt.certificate_kind, FIELD_TEXT, "mdtrt_cert_type"),
    OF("med_type", receipt.med_type, FIELD_TEXT, "med_type"),
    OF("total", receipt.total, FIELD_MONEY, "medfee_sumamt"),
    OF("full_own", receipt.full_own, FIELD_MONEY, "fulamt_ownpay_amt"),
    OF("over_limit", receipt.over_limit, FIELD_MONEY, "overlmt_selfpay"),
    OF("pay_first", receipt.pay_first, FIELD_MONEY, "preselfpay_amt"),
    OF("in_scope", receipt.in_scope, FIELD_MONEY, "inscp_scp_amt"),
    OF("deductible", receipt.deductible, FIELD_MONEY, "act_pay_dedc"),
    OWN(pooled_fund, FIELD_MONEY, "hifp_pay"),
    OF("share", receipt.share, FIELD_SHARE, "pool_prop_selfpay"),
    OWN(civil_servant, FIELD_MONEY, "cvlserv_pay"),
    OWN(supplementary, FIELD_MONEY, "hifes_pay"),
    OWN(critical_illness, FIELD_MONEY, "hifmi_pay"),
    OWN(large_amount, FIELD_MONEY, "hifob_pay"),
    OWN(medical_assistance, FIELD_MONEY, "maf_pay"),
    OWN(other, FIELD_MONEY, "oth_pay"),
    OWN(disabled, FIELD_MONEY, "hifdm_pay"),
    OWN(funds, FIELD_MONEY, "fund_pay_sumamt"),
    OWN(person_part, FIELD_MONEY, "psn_part_amt"),
    OWN(account, FIELD_MONEY, "acct_pay"),
    OF("cash", receipt.cash, FIELD_MONEY, "psn_cash_pay"),
    OWN(cash_misspelled, FIELD_MONEY, "pdn_cash_pay"),
    OWN(hospital_part, FIELD_MONEY, "hosp_part_amt"),
    OF("balance", receipt.balance, FIELD_MONEY, "balc"),
    OF("family_account", receipt.family_account, FIELD_MONEY, "acct_mulaid_pay"),
    OWN(asker_key, FIELD_TEXT, "medins_setl_id"),
    OF("clearing_office", receipt.clearing_office, FIELD_COUNT, "clr_optins"),
    OWN(clearing_way, FIELD_TEXT, "clr_way"),
    OF("clearing_type", receipt.clearing_type, FIELD_TEXT, "clr_type"),
    { .name = "parts", .national = "setldetail", .kind = FIELD_LIST, .of = &settle_part_shape,
      .offset = AT(struct settle_answer, parts) },
    { .name = "splits", .national = "detlcutinfo", .kind = FIELD_LIST, .flags = FIELD_SPARSE,
      .of = &visit_split_shape, .offset = AT(struct settle_answer, receipt.splits) },
};
const struct shape settle_answer_shape =
    SHAPE("settle.answer", struct settle_answer, answer_fields);

bool settle_recall(struct gather *gather, const struct request *request, const void *outcome,
                   void *ret_memory)
{
    (void)request;
    const struct settle_receipt *receipt = outcome;
    struct settle_memory *memory = ret_memory;
    const struct party_of_person key = {
        .bucket = id_bucket(receipt->person), .person = receipt->person,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_person_by_id, &key, &row);
    memory->person = row;
    return complete;
}

static struct money payers_sum(const struct settle_receipt *receipt)
{
    struct money sum = MONEY_NONE;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        sum = money_plus(sum, receipt->paid[payer]);
    return sum;
}

/* One row a fund that paid, the personal account among them (310200): HIS vendors print them as
 * they come. */
struct list settle_parts_of(const struct settle_receipt *receipt, struct arena *arena)
{
    struct settle_part *parts = ARENA_ARRAY(arena, struct settle_part, PAYER_COUNT + 1);
    size_t count = 0;
    for (int payer = 0; payer <= PAYER_COUNT; payer++) {
        bool own = payer == PAYER_COUNT;
        struct money amount = own ? money_plus(receipt->account, receipt->family_account)
                                  : receipt->paid[payer];
        if (amount.fen == 0)
            continue;
        struct fund_account account = own ? (struct fund_account){ FUND_PERSONAL, 0 }
            : settle_payer_account((enum settle_payer)payer, receipt->insurance, 0);
        struct text fund = arena_format(arena, "%lld", (long long)account.kind);
        parts[count++] = (struct settle_part){
            .fund = fund, .in_scope = receipt->in_scope, .limit = amount, .amount = amount,
            .name = code_label("fund_pay_type", fund, LANGUAGE_CHINESE),
            .process = TEXT(""),
        };
    }
    return (struct list){ parts, count };
}

void settle_answer_of(const struct settle_receipt *receipt, struct text asker_key,
                      const struct party_person *person, struct arena *arena,
                      struct settle_answer *ret_answer)
{
    const struct money *paid = receipt->paid;
    struct money account = money_plus(receipt->account, receipt->family_account);
    *ret_answer = (struct settle_answer){
        .receipt = *receipt,
        .pooled_fund = paid[PAYER_POOLED_FUND],
        .supplementary = paid[PAYER_SUPPLEMENTARY],
        .large_amount = paid[PAYER_LARGE_AMOUNT],
        .critical_illness = paid[PAYER_CRITICAL_ILLNESS],
        .civil_servant = paid[PAYER_CIVIL_SERVANT],
        .medical_assistance = paid[PAYER_MEDICAL_ASSISTANCE],
        .other = money_plus(paid[PAYER_MATERNITY], paid[PAYER_FINANCE]),
        .funds = payers_sum(receipt),
        .person_part = money_plus(account, receipt->cash),
        .account = account,
        .cash_misspelled = receipt->cash,
        .asker_key = asker_key,
        .clearing_way = TEXT("01"),
        .parts = settle_parts_of(receipt, arena),
    };
    if (person == NULL)
        return;
    ret_answer->name = person->name;
    ret_answer->certificate = person->certificate;
    ret_answer->number = party_unseal(person->number_sealed, "number", arena);
    ret_answer->sex = person->sex;
    ret_answer->ethnicity = person->ethnicity;
    ret_answer->born = person->born;
}

void settle_tell(const struct request *request, const void *outcome, const void *memory,
                 void *answer)
{
    const struct settle_memory *known = memory;
    settle_answer_of(outcome, request->key, known->person, request->arena, answer);
}
