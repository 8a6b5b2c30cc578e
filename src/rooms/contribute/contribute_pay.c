/* contribute_pay.c: money comes in for a month. Each posting is transfers of the ledger: what came
 * in is what stands with funds, went back (contribute_back.c), or is the unit's credit for later
 * months. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/fund/fund.h"
#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "core/book.h"

/* ---- contribute.pay ---- */

struct pay_input {
    int64_t owner;              /* a unit, or a person who pays alone */
    struct text credit_code;    /* instead, of a unit */
    struct text month, insurance;
    int64_t bill;               /* one of several of a month */
    struct money amount;
    struct date day;
    struct text by, reference;
};
#define PAY(member_) AT(struct pay_input, member_)
static const struct field pay_fields[] = {
    { "owner", NULL, FIELD_ID, 0, PAY(owner), .help = "contribute.field.owner" },
    { "credit_code", NULL, FIELD_TEXT, 0, PAY(credit_code), 18,
      .help = "contribute.field.credit-code" },
    { "month", NULL, FIELD_TEXT, 0, PAY(month), 7, .help = "contribute.field.month" },
    { "insurance", NULL, FIELD_CODE, 0, PAY(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "bill", NULL, FIELD_ID, 0, PAY(bill), .help = "contribute.field.bill" },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, PAY(amount),
      .help = "contribute.field.amount" },
    { "day", NULL, FIELD_DAY, 0, PAY(day), .help = "contribute.field.day-of-payment" },
    { "by", NULL, FIELD_TEXT, 0, PAY(by), 10, .help = "contribute.field.by" },
    { "reference", NULL, FIELD_TEXT, 0, PAY(reference), 60,
      .help = "contribute.field.reference" },
};
static const struct shape pay_shape = SHAPE("contribute_pay", struct pay_input, pay_fields);

struct paid {
    int64_t payment, owner, bill;
    bool matched;               /* false: kept for later months */
    struct money employer, own, fee, credit;
    struct date paid;
};
static const struct field paid_fields[] = {
    { "payment", NULL, FIELD_ID, 0, AT(struct paid, payment) },
    { "owner", NULL, FIELD_ID, 0, AT(struct paid, owner) },
    { "bill", NULL, FIELD_ID, FIELD_SPARSE, AT(struct paid, bill) },
    { "matched", NULL, FIELD_FLAG, 0, AT(struct paid, matched) },
    { "employer", NULL, FIELD_MONEY, 0, AT(struct paid, employer) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct paid, own) },
    { "fee", NULL, FIELD_MONEY, 0, AT(struct paid, fee) },
    { "credit", NULL, FIELD_MONEY, 0, AT(struct paid, credit) },
    { "paid", NULL, FIELD_DAY, FIELD_SPARSE, AT(struct paid, paid) },
};
static const struct shape paid_shape = SHAPE("contribute_paid", struct paid, paid_fields);

struct pay_facts {
    const struct party_unit *unit;
    struct party_person_facts person;
    const struct contribute_bill *bill;     /* that is named, or the oldest of the month unpaid */
    const struct list *arrears;
    const struct list *same_reference;  /* payments; NULL: no reference was said */
    const struct contribute_account *account;
    struct events events;
    int64_t owner;
};
static const struct shape pay_facts_shape =
    { .name = "contribute_pay_facts", .size = sizeof(struct pay_facts) };

static void pay_keys(const struct request *request, struct keys *keys)
{
    const struct pay_input *input = request->input;
    keys_add(keys, input->owner != 0 ? input->owner
             : (int64_t)(text_hash(input->credit_code) >> 1));
}

/* The bill, what stops settlement, and credit of an owner. */
static bool gather_owner(struct gather *gather, const struct pay_input *input, int64_t owner,
                         struct pay_facts *found)
{
    const struct contribute_owner_key key = { id_bucket(owner), owner };
    const struct contribute_bill_key bill_key = { id_bucket(owner), owner, input->bill };
    const struct contribute_month_key month_key = {
        id_bucket(owner), owner, contribute_month_read(input->month), input->insurance,
    };
    const void *row = NULL;
    found->owner = owner;
    bool there = input->bill != 0
        ? gather_one(gather, &contribute_bill_by_id, &bill_key, &row)
        : gather_one(gather, &contribute_bill_unpaid, &month_key, &row);
    found->bill = row;
    found->arrears = gather_want(gather, &contribute_arrears_of, &key);
    there &= gather_one(gather, &contribute_account_of, &key, &row);
    found->account = row;
    return there && found->arrears != NULL;
}

/* And what came in before under the same reference. */
static bool gather_payer(struct gather *gather, const struct pay_input *input, int64_t owner,
                         struct pay_facts *found)
{
    bool complete = gather_owner(gather, input, owner, found);
    if (!text_present(input->reference))
        return complete;
    const struct contribute_reference_key key = { id_bucket(owner), owner, input->reference };
    found->same_reference = gather_want(gather, &contribute_payments_by_reference, &key);
    return complete && found->same_reference != NULL;
}

static bool pay_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct pay_input *input = request->input;
    struct pay_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    const void *row = NULL;
    if (input->owner == 0) {
        const struct party_credit_key key = { bucket_of_name(input->credit_code),
                                              input->credit_code };
        if (!gather_one(gather, &party_unit_by_credit_code, &key, &row))
            return false;
        found->unit = row;
        return row == NULL ? complete
                           : gather_payer(gather, input, found->unit->unit, found) && complete;
    }
    const struct party_unit_key key = { id_bucket(input->owner), input->owner };
    complete &= gather_one(gather, &party_unit_by_id, &key, &row);
    found->unit = row;
    complete &= party_gather_person(gather, input->owner, &found->person);
    return gather_payer(gather, input, input->owner, found) && complete;
}

static const struct contribute_arrears *arrears_of(const struct pay_facts *found, int64_t bill)
{
    const struct contribute_arrears *rows = found->arrears->items;
    for (size_t i = 0; i < found->arrears->count; i++)
        if (rows[i].arrears == bill)
            return &rows[i];
    return NULL;
}

void contribute_record_credit(struct decision *decision, int64_t owner,
                              const struct contribute_account *before, struct money credit)
{
    CHECK(credit.fen >= 0);
    struct contribute_account row = {
        .bucket = id_bucket(owner), .owner = owner, .credit = credit, .version = 1,
    };
    if (before == NULL) {
        decision_insert(decision, &contribute_account_table, &row);
    } else {
        row.version = before->version;
        decision_replace(decision, &contribute_account_table, &row);
    }
}

static int64_t place_of(const struct pay_facts *found, const struct contribute_bill *bill,
                        struct date day)
{
    if (bill != NULL)
        return bill->place;
    if (found->unit != NULL)
        return found->unit->division;
    return party_standing_on(&found->person, (struct text){ 0 }, day).place;
}

struct fund_account contribute_pool_of(const struct book *book,
                                       const struct contribute_bill *bill)
{
    return (struct fund_account){ fund_pool_of(bill->insurance),
                                  book_pooling_area(book, bill->place) };
}

/* What of the money that is there is booked for the bill. */
static void post_bill(struct fund_posting *posting, const struct book *book,
                      const struct contribute_bill *bill,
                      const struct contribute_payment *payment)
{
    const struct fund_account unit = { FUND_UNIT, bill->owner };
    const struct fund_account pool = contribute_pool_of(book, bill);
    struct money fixed = money_least(bill->fixed, payment->own);
    int64_t fixed_kind = text_is(bill->insurance, "310") ? FUND_LARGE_AMOUNT : pool.kind;
    fund_post(posting, unit, pool, money_plus(payment->employer, payment->fee));
    fund_post(posting, unit, (struct fund_account){ fixed_kind, pool.owner }, fixed);
    fund_post(posting, unit, (struct fund_account){ FUND_TO_CREDIT, bill->owner },
              money_minus(payment->own, fixed));
}

static void pay_bill(struct decision *decision, const struct pay_facts *found,
                     const struct contribute_bill *before, const struct contribute_payment *paid,
                     struct date day)
{
    struct contribute_bill bill = *before;
    bill.paid_employer = money_plus(bill.paid_employer, paid->employer);
    bill.paid_own = money_plus(bill.paid_own, paid->own);
    bill.paid_fee = money_plus(bill.paid_fee, paid->fee);
    if (bill.paid.yyyymmdd == 0)
        bill.paid = day;
    decision_replace(decision, &contribute_bill_table, &bill);
    const struct contribute_arrears *row = arrears_of(found, bill.bill);
    if (row == NULL || row->paid.yyyymmdd != 0)
        return;
    struct contribute_arrears arrears = *row;
    arrears.paid = day;
    decision_replace(decision, &contribute_arrears_table, &arrears);
}

static const char *pay_refusal(const struct request *request, const struct pay_facts *found)
{
    const struct pay_input *input = request->input;
    if (found->unit == NULL && found->person.person == NULL)
        return "contribute.refused.no-such-unit";
    if (!contribute_may_act(request->actor, found->owner,
                            place_of(found, NULL, date_of_moment(request->at))))
        return "contribute.refused.no-such-unit";
    if (input->amount.fen < 0)
        return "contribute.refused.no-amount";
    if (date_compare(input->day, date_of_moment(request->at)) > 0)
        return "contribute.refused.day-to-come";
    return NULL;
}

static bool same_or_unsaid(struct text one, struct text other)
{
    return !text_present(one) || !text_present(other) || text_equal(one, other);
}

/* Money that came before under that reference for the same thing: a line sent again is a line of
 * the same payer, collector, reference and month, or of the same bill. One transfer may well pay
 * several months, each in a line of its own. */
static const struct contribute_payment *taken_before(const struct pay_facts *found,
                                                     const struct pay_input *input)
{
    if (found->same_reference == NULL)
        return NULL;
    const struct contribute_payment *rows = found->same_reference->items;
    for (size_t i = 0; i < found->same_reference->count; i++) {
        if (!text_equal(rows[i].by, input->by))
            continue;
        if (input->bill != 0 ? rows[i].bill == input->bill
            : rows[i].month == contribute_month_read(input->month)
                && same_or_unsaid(rows[i].insurance, input->insurance))
            return &rows[i];
    }
    return NULL;
}

static void refuse_again(struct decision *decision, const struct contribute_payment *before)
{
    struct arena *arena = decision->request->arena;
    char bytes[40];
    struct builder builder = builder_over(bytes, sizeof bytes);
    money_write(&builder, before->amount);
    struct text amount = arena_text(arena, builder_text(&builder));
    builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, before->day);
    decision_refuse_with(decision, "contribute.refused.reference-taken", "reference",
                         arena_text(arena, builder_text(&builder)), amount);
}

/* The parts of a payment that a bill takes: what people were withheld, the employer's part, then
 * the fee. */
static void split(struct contribute_payment *payment, const struct contribute_bill *bill,
                  const struct contribute_reckoned *reckoned)
{
    payment->bill = bill->bill;
    payment->own = money_minus(money_plus(bill->own, bill->fixed), bill->paid_own);
    payment->employer = money_most(money_minus(reckoned->employer, bill->paid_employer),
                                   MONEY_NONE);
    payment->fee = money_minus(reckoned->open, money_plus(payment->own, payment->employer));
}

/* A bill that is not covered in full is refused; money for no bill is kept for later months. */
static bool take(struct decision *decision, const struct pay_facts *found,
                 const struct contribute_bill *bill, struct contribute_payment *payment)
{
    const struct request *request = decision->request;
    struct money credit = found->account == NULL ? MONEY_NONE : found->account->credit;
    if (bill == NULL)
        return true;
    bool first = bill->paid.yyyymmdd == 0;
    struct contribute_bill asked = *bill;
    /* As it will stand when it is booked: the fee runs to the day the money was there, and a month
     * paid ahead has the rate of one; what a notice says is as known today. */
    if (first)
        asked.paid = payment->day;
    struct contribute_reckoned reckoned =
        contribute_reckon(request->book, found->events, &asked, request->at, request->arena);
    if (reckoned.answer != RULE_FOUND) {
        decision_refuse(decision, "contribute.refused.rate-not-known", "month");
        return false;
    }
    if (first)
        reckoned.open = money_plus(reckoned.open, reckoned.fee.amount);
    if (reckoned.open.fen == 0 && !first) {
        decision_refuse(decision, "contribute.refused.paid-already", "month");
        return false;
    }
    if (money_plus(credit, payment->amount).fen < reckoned.open.fen) {
        char bytes[40];
        struct builder builder = builder_over(bytes, sizeof bytes);
        money_write(&builder, money_minus(reckoned.open, credit));
        decision_refuse_with(decision, "contribute.refused.not-enough", "amount",
                             arena_text(request->arena, builder_text(&builder)), TEXT(""));
        return false;
    }
    split(payment, bill, &reckoned);
    payment->used = money_least(credit, reckoned.open);
    return true;
}

static void pay_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    struct pay_input input = *(const struct pay_input *)request->input;
    const struct pay_facts *found = facts;
    struct request with_day = *request;
    with_day.input = &input;
    if (input.day.yyyymmdd == 0)
        input.day = date_of_moment(request->at);
    if (!text_present(input.by))
        input.by = TEXT("agency");
    const char *refusal = pay_refusal(&with_day, found);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, NULL);
        return;
    }
    const struct contribute_payment *before = taken_before(found, &input);
    if (before != NULL) {
        refuse_again(decision, before);
        return;
    }
    const struct contribute_bill *bill = found->bill;
    int bucket = id_bucket(found->owner);
    struct contribute_payment payment = {
        .bucket = bucket, .owner = found->owner, .payment = id_mint(request->minter, bucket),
        .day = input.day, .amount = input.amount, .reference = input.reference,
        .by = input.by, .month = contribute_month_read(input.month), .insurance = input.insurance,
    };
    if (!take(decision, found, bill, &payment))
        return;
    struct money booked = money_plus(payment.own, money_plus(payment.employer, payment.fee));
    struct money credit = found->account == NULL ? MONEY_NONE : found->account->credit;
    credit = money_minus(money_plus(credit, payment.amount), booked);

    struct fund_transfer transfers[5];
    struct fund_posting posting = {
        .bucket = bucket, .cause = payment.payment, .about = "contribution",
        .day = date_of_moment(request->at), .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, (struct fund_account){ FUND_COUNTERPARTY,
                                               place_of(found, bill, input.day) },
              (struct fund_account){ FUND_UNIT, found->owner }, payment.amount);
    if (bill != NULL) {
        post_bill(&posting, request->book, bill, &payment);
        pay_bill(decision, found, bill, &payment, input.day);
    }
    fund_record(decision, &posting);
    contribute_record_credit(decision, found->owner, found->account, credit);
    decision_insert(decision, &contribute_payment_table, &payment);
    *(struct paid *)decision->outcome = (struct paid){
        .payment = payment.payment, .owner = found->owner, .bill = payment.bill,
        .matched = bill != NULL, .employer = payment.employer, .own = payment.own,
        .fee = payment.fee, .credit = credit, .paid = bill != NULL ? input.day : DATE_NONE,
    };
    decision->subject = found->owner;
}

const struct action contribute_pay_action = {
    .name = "contribute.pay", .method = "POST", .path = "/api/v1/contributions/payments",
    .flags = ACTION_ONCE, .input = &pay_shape, .facts = &pay_facts_shape,
    .outcome = &paid_shape, .answer = &paid_shape, .help = "contribute.help.pay",
    .keys = pay_keys, .gather = pay_gather, .decide = pay_decide,
};
