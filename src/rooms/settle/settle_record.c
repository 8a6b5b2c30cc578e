/* settle_record.c: a settlement written down: its row, the counters, the bill, the books; and the
 * same taken back. */

#include "rooms/settle/settle_desk.h"
#include "rooms/settle/settle_explain.h"
#include "rooms/settle/settle_trial.h"

#include "base/check.h"
#include "core/book.h"

#define TRANSFERS_MAX 24

/* ---- the books ---- */

struct fund_account settle_payer_account(enum settle_payer payer, struct text insutype,
                                         int64_t place)
{
    bool resident = text_starts(insutype, TEXT("39"));
    int64_t kind = FUND_FINANCE_SUBSIDY;
    switch (payer) {
    case PAYER_POOLED_FUND: kind = resident ? FUND_RESIDENT_POOL : FUND_EMPLOYEE_POOL; break;
    case PAYER_LARGE_AMOUNT: kind = FUND_LARGE_AMOUNT; break;
    case PAYER_SUPPLEMENTARY: kind = FUND_COMPANY_SUPPLEMENT; break;
    case PAYER_CRITICAL_ILLNESS:
        kind = resident ? FUND_RESIDENT_CRITICAL : FUND_EMPLOYEE_CRITICAL;
        break;
    case PAYER_CIVIL_SERVANT: kind = FUND_CIVIL_SERVANT; break;
    case PAYER_MEDICAL_ASSISTANCE: kind = FUND_ASSISTANCE; break;
    case PAYER_MATERNITY: kind = FUND_MATERNITY; break;
    case PAYER_FINANCE: kind = FUND_FINANCE_SUBSIDY; break;
    case PAYER_COUNT: CHECK(false); break;
    }
    return (struct fund_account){ .kind = kind, .owner = place };
}

/* Whom the funds' part is owed to: the institution, or who paid it and claims it by hand. */
static struct fund_account owed_of(const struct settlement_row *row)
{
    return row->institution == 0
        ? (struct fund_account){ FUND_CLAIMANT, row->person }
        : (struct fund_account){ FUND_INSTITUTION, row->institution };
}

/* The funds of the place of treatment pay what those of enrolment owe, and have that to claim.
 * Finance is always that of the place of treatment: it subsidises its own hospitals' patients.
 * LAW: SX9-2.3c */
static void post_payer(struct fund_posting *posting, const struct settlement_row *row,
                       enum settle_payer payer, int64_t pooling_area, struct money amount)
{
    const struct fund_account owed = owed_of(row);
    const struct fund_account home = settle_payer_account(payer, row->insurance, pooling_area);
    const struct fund_account there = { home.kind, row->advanced_by };
    const struct fund_account claim = { FUND_ADVANCED, row->advanced_by };
    if (row->advanced_by == 0) {
        fund_post(posting, home, owed, amount);
        return;
    }
    fund_post(posting, there, owed, amount);
    if (payer != PAYER_FINANCE)
        fund_post(posting, home, claim, amount);
}

/* What the funds and the person's account pay is owed to the institution; cash is in its till
 * already. Together the transfers are the bill. */
void settle_post(struct decision *decision, const struct settlement_row *row,
                 int64_t pooling_area, const char *about)
{
    struct fund_transfer transfers[TRANSFERS_MAX];
    struct fund_posting posting = {
        .bucket = row->bucket, .cause = row->settlement, .person = row->person,
        .day = date_of_moment(row->at), .about = about,
        .transfers = transfers, .capacity = TRANSFERS_MAX,
    };
    const struct fund_account owed = owed_of(row);
    struct settlement_row copy = *row;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        post_payer(&posting, row, (enum settle_payer)payer, pooling_area,
                   *settlement_row_payer(&copy, (enum settle_payer)payer));
    int64_t there = row->advanced_by == 0 ? pooling_area : row->advanced_by;
    fund_post(&posting, (struct fund_account){ FUND_CENTRAL, there },
              settle_payer_account(PAYER_FINANCE, row->insurance, there), row->central);
    fund_post(&posting, (struct fund_account){ FUND_PERSONAL, row->person }, owed, row->account);
    fund_post(&posting, (struct fund_account){ FUND_HOLD, row->person }, owed,
              row->family_account);
    if (row->institution != 0)
        fund_post(&posting, (struct fund_account){ FUND_CASH, row->person },
                  (struct fund_account){ FUND_CASH, row->institution }, row->cash);
    fund_record(decision, &posting);
}

/* ---- counters ---- */

void settle_record_counters(struct decision *decision, const struct settle_counters_row *before,
                            const struct settlement_row *row,
                            const struct settle_counters *after)
{
    bool later = before == NULL || date_compare(row->day, before->last_day) > 0;
    const struct settle_counters_row counters = {
        .bucket = row->bucket, .person = row->person, .year = row->year,
        .insurance = row->insurance, .used = *after,
        .last_day = later ? row->day : before->last_day,
        .version = before == NULL ? 1 : before->version,
    };
    if (before == NULL)
        decision_insert(decision, &settle_counters_table, &counters);
    else
        decision_replace(decision, &settle_counters_table, &counters);
}

void settle_record_account(struct decision *decision, const struct fund_personal *before,
                           int64_t person, struct money change)
{
    if (change.fen == 0)
        return;
    struct fund_personal after;
    bool enough = fund_personal_after(before, person, change, &after);
    CHECK(enough);      /* settle_decide was given what is free */
    fund_record_personal(decision, before, &after);
}

/* ---- settling ---- */

void settle_row_amounts(struct settlement_row *row, const struct settlement *settled,
                        const struct settle_counters *before, struct arena *arena)
{
    row->total = settled->total;
    row->full_own = settled->full_own;
    row->over_limit = settled->over_limit;
    row->pay_first = settled->pay_first;
    row->in_scope = settled->in_scope;
    row->deductible = settled->deductible;
    row->share = settled->share;
    row->central = settled->central;
    row->account = settled->account;
    row->family_account = settled->family_account;
    row->cash = settled->cash;
    row->took = shape_pack(&settle_counters_shape, &settled->took, arena);
    row->before = shape_pack(&settle_counters_shape, before, arena);
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        *settlement_row_payer(row, (enum settle_payer)payer) = settled->paid[payer];
}

struct settlement_row settle_row_of(const struct request *request,
                                    const struct settle_facts *facts,
                                    const struct settle_case *made,
                                    const struct settlement *settled)
{
    const struct settle_ask *ask = request->input;
    const struct visit_row *visit = facts->visit;
    struct settlement_row row = {
        .bucket = visit->bucket, .person = visit->person,
        .settlement = id_mint(request->minter, (int)visit->bucket),
        .visit = visit->visit, .bill = facts->bill->bill, .institution = visit->institution,
        .insurance = visit->insurance, .place = made->standing.place,
        .med_type = text_present(ask->med_type) ? ask->med_type : visit->med_type,
        .certificate_kind = ask->certificate_kind,
        .day = settled->day, .year = settled->year, .at = request->at,
        .lines_from = facts->bill->settled_lines + 1, .lines_until = facts->bill->line_count,
        .asker_key = request->key, .invoice = ask->invoice,
        .state = TEXT("final"), .decided_by = TEXT("centre"),
        .book = book_sequence(request->book), .version = 1,
    };
    if (made->person.cover.advanced && made->bill.out_of_area && visit->institution != 0)
        row.advanced_by = book_pooling_area(request->book, visit->division);
    settle_row_amounts(&row, settled, &made->counters, request->arena);
    return row;
}

static struct text clearing_type_of(const struct visit_row *visit,
                                    const struct settlement_row *row)
{
    if (visit->inpatient)
        return TEXT("21");
    return text_starts(row->med_type, TEXT("41")) ? TEXT("41") : TEXT("11");
}

static struct settle_receipt receipt_of(const struct settlement_row *row,
                                        const struct settle_case *made,
                                        const struct settle_facts *facts)
{
    struct settle_receipt receipt = {
        .visit = row->visit, .settlement = row->settlement, .person = row->person,
        .insurance = row->insurance, .person_kind = made->standing.kind_code,
        .civil_servant = made->standing.civil_servant, .at = row->at,
        .certificate_kind = row->certificate_kind, .med_type = row->med_type,
        .total = row->total, .full_own = row->full_own, .over_limit = row->over_limit,
        .pay_first = row->pay_first, .in_scope = row->in_scope, .deductible = row->deductible,
        .share = row->share, .account = row->account, .family_account = row->family_account,
        .cash = row->cash,
        .balance = facts->personal == NULL ? MONEY_NONE
            : money_minus(facts->personal->balance, row->account),
        .clearing_office = facts->visit->division,
        .clearing_type = clearing_type_of(facts->visit, row),
        .age = made->standing.age,
    };
    struct settlement_row copy = *row;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        receipt.paid[payer] = *settlement_row_payer(&copy, (enum settle_payer)payer);
    return receipt;
}

/* ---- invoices: each pays once, whoever sends it and whichever way it comes ---- */

bool settle_gather_invoice(struct gather *gather, int64_t institution, struct text invoice,
                           const struct settle_invoice_row **ret_row)
{
    const struct settle_invoice_key key =
        settle_invoice_key_of(institution, invoice, gather->arena);
    return !text_present(invoice) || settle_gather_event(gather, &key, ret_row);
}

bool settle_gather_event(struct gather *gather, const struct settle_invoice_key *key,
                         const struct settle_invoice_row **ret_row)
{
    const void *row = NULL;
    bool complete = gather_one(gather, &settle_invoice_by_key, key, &row);
    *ret_row = row;
    return complete;
}

static void use_invoice(const struct request *request, const struct settle_facts *facts,
                        int64_t settlement, struct decision *decision)
{
    const struct settle_ask *ask = request->input;
    const struct settle_invoice_key key = settle_invoice_key_of(
        request->actor->institution, ask->invoice, request->arena);
    if (!text_present(ask->invoice))
        return;
    const struct settle_invoice_row row = {
        .bucket = key.bucket, .institution = key.institution, .invoice = key.invoice,
        .person = ask->person, .settlement = settlement,
        .version = facts->invoice == NULL ? 1 : facts->invoice->version,
    };
    if (facts->invoice == NULL)
        decision_insert(decision, &settle_invoice_table, &row);
    else
        decision_replace(decision, &settle_invoice_table, &row);
}

/* What is undone frees its number. */
static void free_invoice(const struct settle_undo_facts *facts, struct decision *decision)
{
    if (facts->invoice == NULL
        || facts->invoice->settlement != facts->settlement->settlement)
        return;
    struct settle_invoice_row invoice = *facts->invoice;
    invoice.settlement = 0;
    decision_replace(decision, &settle_invoice_table, &invoice);
}

/* The hospital's own figures must be ours: the patient was told them. */
void settle_refuse_outcome(struct decision *decision, const struct settlement *settled,
                           struct text other)
{
    char bytes[600];
    struct builder builder = builder_over(bytes, sizeof bytes);
    settle_explain_unsure(&builder, settled, LANGUAGE_CHINESE);
    struct arena *arena = decision->request->arena;
    struct text unsure = arena_text(arena, builder_text(&builder));
    char zh[200], en[200];
    struct builder chinese = builder_over(zh, sizeof zh), english = builder_over(en, sizeof en);
    settle_explain_rule(&chinese, settled->missing, LANGUAGE_CHINESE);
    settle_explain_rule(&english, settled->missing, LANGUAGE_ENGLISH);
    bool first = decision->refusal.key == NULL;
    decision_refuse_with(decision, settle_outcome_key(settled->outcome), NULL,
                         arena_text(arena, builder_text(&chinese)),
                         text_present(unsure) ? unsure : other);
    if (first)
        decision->refusal.detail[2] = arena_text(arena, builder_text(&english));
}

/* What a hospital adds up of its lines is as the catalogue says; where a cover opens the catalogue,
 * what is outside of it counts all the same, and either way of saying so is right. */
static bool figures_agree(const struct settle_ask *ask, const struct settle_case *made,
                          const struct settlement *settled, struct decision *decision)
{
    if (ask->total.fen != settled->total.fen) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_OTHER_TOTAL), "total");
        return false;
    }
    int64_t echoed = ask->full_own.fen | ask->over_limit.fen | ask->pay_first.fen
        | ask->in_scope.fen;
    struct money moved = made->person.cover.catalogue_open
        ? money_minus(settled->in_scope, ask->in_scope) : MONEY_NONE;
    bool same = ask->full_own.fen == money_plus(settled->full_own, moved).fen
        && ask->over_limit.fen == settled->over_limit.fen
        && ask->pay_first.fen == settled->pay_first.fen
        && ask->in_scope.fen == money_minus(settled->in_scope, moved).fen && moved.fen >= 0;
    if (echoed != 0 && !same)
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_OTHER_SPLIT), "in_scope");
    return echoed == 0 || same;
}

static void record_settlement(const struct request *request, const struct settle_facts *facts,
                              const struct settle_case *made, const struct settlement *settled,
                              struct decision *decision, struct visit_bill_row *ret_bill)
{
    const struct settlement_row row = settle_row_of(request, facts, made, settled);
    decision_insert(decision, &settlement_table, &row);
    settle_record_epidemic(decision, &row, made, settled, NULL);

    struct settle_counters after = { 0 };
    if (made->counters_row != NULL)
        after = made->counters_row->used;
    settle_counters_add(&after, &settled->took);
    settle_record_counters(decision, made->counters_row, &row, &after);
    /* Care of an earlier day than what is counted: the later ones are decided again. */
    if (made->counters_row != NULL && date_compare(row.day, made->counters_row->last_day) < 0)
        settle_again_start(decision, row.person, row.year, row.insurance, row.day);

    *ret_bill = *facts->bill;
    ret_bill->settlement = row.settlement;
    ret_bill->settled_lines = ret_bill->line_count;
    use_invoice(request, facts, row.settlement, decision);

    const struct settle_moved moved = {
        .person = facts->person.person, .row = &row, .counters = made->counters_row,
        .used = after,
    };
    struct settle_receipt *receipt = decision->outcome;
    *receipt = receipt_of(&row, made, facts);
    receipt->hands =
        settle_hand_on(decision, &moved, facts->personal, money_negated(row.account));
    settle_post(decision, &row, book_pooling_area(request->book, row.place), "settlement");
    receipt->family =
        fund_family_take(decision, facts->family, row.settlement, row.family_account);
    decision->subject = row.person;
}

enum settle_outcome settle_decide_case(const struct request *request,
                                       const struct settle_case *made, struct trail *trail,
                                       struct settlement *ret_settlement)
{
    /* The engine takes the stay's own admission off the count: it must be in it. */
    struct settle_counters counters = made->counters;
    counters.inpatient_admissions += made->counted_elsewhere ? 1 : 0;
    if (made->stretches.count > 1)
        return settle_decide_stretches(request->book, made, &counters, trail, ret_settlement);
    return settle_decide(request->book, &made->bill, &made->person, &counters, &made->accounts,
                         trail, ret_settlement);
}

/* Who is turned away at the desk is told what closed his right, and since when. */
static void refuse_case(const struct request *request, const struct settle_facts *facts,
                        const struct settle_case *made, const struct settlement *settled,
                        struct decision *decision)
{
    struct settle_reason why = { 0 };
    if (settled->outcome == SETTLE_RIGHT_CLOSED)
        why = settle_standing_reason(request, facts, &made->standing,
                                     date_of_moment(facts->visit->begin_at));
    if (why.key != NULL)
        decision_refuse_with(decision, why.key, NULL, why.detail, (struct text){ 0 });
    else
        settle_refuse_outcome(decision, settled, (struct text){ 0 });
}

bool settle_decide_bill(const struct request *request, const struct settle_facts *facts,
                        struct decision *decision, struct visit_bill_row *ret_bill)
{
    struct settle_case made;
    if (facts->invoice != NULL && facts->invoice->settlement != 0) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_INVOICE_USED), "invoice");
        return false;
    }
    if (!settle_case_of(request, facts, decision, &made))
        return false;

    struct settlement settled;
    enum settle_outcome outcome =
        settle_decide_case(request, &made, &decision->trail, &settled);
    if (outcome != SETTLE_DONE) {
        refuse_case(request, facts, &made, &settled, decision);
        return false;
    }
    if (!figures_agree(request->input, &made, &settled, decision))
        return false;
    record_settlement(request, facts, &made, &settled, decision, ret_bill);
    return true;
}

void settle_decide_desk(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct settle_facts *found = facts;
    struct visit_bill_row bill;
    if (found->visit != NULL && found->visit->inpatient) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_IS_A_STAY), "visit");
        return;
    }
    if (settle_decide_bill(request, found, decision, &bill))
        decision_replace(decision, &visit_bill_table, &bill);
}

/* ---- undoing ---- */

bool settle_gather_undo(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_undo_input *input = request->input;
    struct settle_undo_facts *found = facts;
    const void *row = NULL;
    int bucket = id_bucket(input->person);
    const struct visit_key visit_key = visit_key_of(input->visit);
    bool complete = gather_one(gather, &visit_by_id, &visit_key, &row);
    found->visit = row;
    const struct settlement_key key = {
        .bucket = bucket, .person = input->person, .settlement = input->settlement,
    };
    complete &= gather_one(gather, &settlement_by_id, &key, &row);
    found->settlement = row;
    const struct settle_of_person_key counters_key = {
        .bucket = bucket, .person = input->person,
    };
    found->counters = gather_want(gather, &settle_counters_of, &counters_key);
    const struct fund_of_person fund_key = { .bucket = bucket, .person = input->person };
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    found->personal = row;
    found->settlements = gather_want(gather, &settlements_standing, &counters_key);
    found->carried = gather_want(gather, &settle_carried_of, &counters_key);
    complete &= found->settlements != NULL && found->carried != NULL;
    complete &= party_gather_person(gather, input->person, &found->person);
    complete &= fund_family_gather_taken(gather, input->person, input->settlement,
                                         &found->family);
    complete &= found->counters != NULL;
    if (!complete || found->settlement == NULL)
        return complete;
    const struct visit_bill_key bill_key = {
        .bucket = bucket, .visit = found->settlement->visit, .bill = found->settlement->bill,
    };
    complete &= gather_one(gather, &visit_bill_by_key, &bill_key, &row);
    found->bill = row;
    if (text_equal(bill_key.bill, VISIT_STAY_BILL)) {
        complete &= gather_one(gather, &visit_stay_of, &visit_key, &row);
        found->stay = row;
    }
    complete &= settle_gather_invoice(gather, found->settlement->institution,
                                      found->settlement->invoice, &found->invoice);
    if (!text_equal(bill_key.bill, SETTLE_PURCHASE_BILL))
        return complete;
    found->lines = visit_lines_live(gather_want(gather, &visit_lines_of_bill, &bill_key),
                                    gather->arena);
    return complete && found->lines != NULL;
}

/* The reversal is a settlement of its own with every amount negated. */
static struct settlement_row reversal_of(const struct request *request,
                                         const struct settlement_row *original)
{
    struct settlement_row row = *original;
    row.settlement = id_mint(request->minter, (int)original->bucket);
    row.reverses = original->settlement;
    row.state = TEXT("reversal");
    row.at = request->at;
    row.asker_key = request->key;
    row.book = book_sequence(request->book);
    row.version = 1;
    struct money *const amounts[] = {
        &row.total, &row.full_own, &row.over_limit, &row.pay_first, &row.in_scope,
        &row.deductible, &row.central, &row.account, &row.family_account, &row.cash,
    };
    for (size_t i = 0; i < COUNT_OF(amounts); i++)
        *amounts[i] = money_negated(*amounts[i]);
    for (int payer = 0; payer < PAYER_COUNT; payer++) {
        struct money *amount = settlement_row_payer(&row, (enum settle_payer)payer);
        *amount = money_negated(*amount);
    }
    return row;
}

/* Answers how they stood, and in `ret_after` how they stand then. */
static const struct settle_counters_row *undo_counters(const struct settle_undo_facts *facts,
                                                       const struct settlement_row *original,
                                                       struct decision *decision,
                                                       struct settle_counters *ret_after)
{
    struct arena *arena = decision->request->arena;
    const struct settle_counters_row *rows = facts->counters->items;
    struct settle_counters took = { 0 };
    bool read = shape_unpack(&settle_counters_shape, original->took, arena, &took);
    CHECK(read);
    for (size_t i = 0; i < facts->counters->count; i++) {
        if (rows[i].year != original->year || !text_equal(rows[i].insurance, original->insurance))
            continue;
        struct settle_counters after = rows[i].used;
        settle_counters_subtract(&after, &took);
        settle_recount_special(&after, facts->settlements, facts->carried, original, NULL,
                               arena);
        settle_record_counters(decision, &rows[i], original, &after);
        *ret_after = after;
        return &rows[i];
    }
    return NULL;
}

static enum settle_refusal undo_refusal(const struct request *request,
                                        const struct settle_undo_facts *facts)
{
    const struct settle_undo_input *input = request->input;
    if (facts->visit == NULL || facts->visit->person != input->person
        || facts->visit->institution != request->actor->institution)
        return SETTLE_REFUSED_NO_VISIT;
    if (facts->settlement == NULL || facts->settlement->visit != input->visit
        || facts->settlement->reverses != 0)
        return SETTLE_REFUSED_NO_SETTLEMENT;
    if (!settle_stands(facts->settlement))
        return SETTLE_REFUSED_UNDONE;
    if (facts->bill == NULL || facts->bill->settlement != facts->settlement->settlement)
        return SETTLE_REFUSED_NOT_LAST;
    return SETTLE_REFUSALS;
}

static struct settle_receipt undo_receipt(const struct settle_undo_facts *facts,
                                          const struct settlement_row *reversal)
{
    struct settlement_row copy = *reversal;
    struct settle_receipt receipt = {
        .visit = reversal->visit, .settlement = reversal->settlement,
        .person = reversal->person, .insurance = reversal->insurance, .at = reversal->at,
        .certificate_kind = reversal->certificate_kind, .med_type = reversal->med_type,
        .total = reversal->total, .full_own = reversal->full_own,
        .over_limit = reversal->over_limit, .pay_first = reversal->pay_first,
        .in_scope = reversal->in_scope, .deductible = reversal->deductible,
        .share = reversal->share, .account = reversal->account,
        .family_account = reversal->family_account, .cash = reversal->cash,
        .balance = facts->personal == NULL ? MONEY_NONE
            : money_minus(facts->personal->balance, reversal->account),
        .clearing_office = facts->visit->division,
        .clearing_type = clearing_type_of(facts->visit, reversal),
    };
    if (facts->person.person != NULL) {
        const struct party_standing standing = party_standing_on(
            &facts->person, reversal->insurance, date_of_moment(facts->visit->begin_at));
        receipt.person_kind = standing.kind_code;
        receipt.civil_servant = standing.civil_servant;
        receipt.age = standing.age;
    }
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        receipt.paid[payer] = *settlement_row_payer(&copy, (enum settle_payer)payer);
    return receipt;
}

/* Of an interim settlement: the one of the same bill that stood before it, or 0. */
static int64_t settlement_before(const struct list *settlements,
                                 const struct settlement_row *original)
{
    const struct settlement_row *rows = settlements->items;
    int64_t before = 0;
    for (size_t i = 0; i < settlements->count; i++)
        if (settle_stands(&rows[i]) && rows[i].visit == original->visit
            && text_equal(rows[i].bill, original->bill)
            && rows[i].lines_until < original->lines_from)
            before = rows[i].settlement;
    return before;
}

void settle_decide_undo(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct settle_undo_facts *found = facts;
    enum settle_refusal refusal = undo_refusal(request, found);
    if (refusal != SETTLE_REFUSALS) {
        decision_refuse(decision, settle_refusal_key(refusal), "settlement");
        return;
    }
    struct settlement_row original = *found->settlement;
    const struct settlement_row reversal = reversal_of(request, &original);
    decision_insert(decision, &settlement_table, &reversal);
    original.state = TEXT("reversed");
    original.superseded_by = reversal.settlement;
    decision_replace(decision, &settlement_table, &original);
    struct settle_moved moved = { .person = found->person.person, .row = &original };
    moved.counters = undo_counters(found, &original, decision, &moved.used);

    if (settle_has_later(found->settlements, &original))
        settle_again_start(decision, original.person, original.year, original.insurance,
                           original.day);

    struct visit_bill_row bill = *found->bill;
    bill.settlement = settlement_before(found->settlements, &original);
    bill.settled_lines = original.lines_from - 1;
    settle_undo_stay(found, decision);
    settle_undo_purchase(request, found, decision, &bill);
    free_invoice(found, decision);
    decision_replace(decision, &visit_bill_table, &bill);

    struct settle_receipt *receipt = decision->outcome;
    *receipt = undo_receipt(found, &reversal);
    receipt->hands = settle_hand_on(decision, &moved, found->personal, original.account);
    settle_post(decision, &reversal, book_pooling_area(request->book, reversal.place),
                "reversal");
    receipt->family = fund_family_give_back(decision, &found->family, original.family_account);
    decision->subject = original.person;
}
