/* claim_settle.c: a claim is looked at by a first person and decided, with what follows from it in
 * the same change set: settlements, counters, transfers, the payment and the message.
 *
 * Asked without a claim and a case, by who takes an application in, it only tells what would be
 * refused today: limit, ground, filer, outage. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "rooms/party/party.h"

struct settle_claim_all {
    struct claim_facts of;
};

static bool gather_settle(struct gather *gather, const struct request *request, void *facts)
{
    const struct claim_settle_input *input = request->input;
    struct settle_claim_all *found = facts;
    return claim_gather(gather, request, input->person, input->cause, input->claim, &found->of);
}

/* ---- what is asked of any claim ---- */

struct asked_of {
    struct party_standing standing;
    const struct claim_terms *terms;
    const struct claim_filer *filer;
    struct text kind, ground, channel;
    struct moment handed_in;
};

static bool ground_is_known(const struct claim_terms *terms, struct text ground)
{
    const struct claim_ground *rows = terms->grounds.items;
    bool known = terms->grounds.count == 0 || !text_present(ground);
    for (size_t i = 0; i < terms->grounds.count; i++)
        known |= text_equal(rows[i].ground, ground);
    return known;
}

static struct text filer_said(struct text filer)
{
    if (!text_present(filer) || text_is(filer, "agent"))
        return TEXT("person");
    return filer;
}

static struct date first_day(const struct claim_settle_input *input)
{
    return input->begin.yyyymmdd != 0 ? input->begin : input->event;
}

/* As measures call kinds of claims. LAW: SX9-2.3h SX9-A1b */
static struct text kind_of(const struct claim_settle_input *input, const struct claim_row *row)
{
    static const struct { const char *matter, *kind; } KINDS[] = {
        { "maternity-claim", "maternity" }, { "prenatal-claim", "maternity" },
        { "family-planning-claim", "maternity" }, { "assistance-claim", "assistance" },
    };
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (text_is(input->matter, KINDS[i].matter))
            return text_of(KINDS[i].kind);
    if (text_present(input->kind))
        return input->kind;
    return row != NULL ? row->kind : TEXT("ordinary");
}

static bool ask_of(const struct request *request, const struct claim_facts *facts,
                   struct decision *decision, struct asked_of *ret_asked)
{
    const struct claim_settle_input *input = request->input;
    const struct party_person_facts *person = &facts->care.person;
    const struct claim_row *row = facts->row;
    struct date today = date_of_moment(request->at);
    struct date care = first_day(input);
    care = care.yyyymmdd != 0 ? care : today;
    if (!claim_may(request->actor, person))
        return claim_refuse(decision, CLAIM_REFUSED_NO_PERSON, "person"), false;
    struct asked_of asked = {
        .standing = party_standing_on(person, row == NULL ? (struct text){ 0 } : row->insurance,
                                      care),
        .kind = kind_of(input, row),
        .ground = text_present(input->ground) || row == NULL ? input->ground : row->ground,
        .channel = input->channel,
        .handed_in = input->handed_in.ms != 0 ? input->handed_in
            : row != NULL ? row->handed_in : request->at,
    };
    if (asked.standing.insurance == NULL && row == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NOT_ENROLLED, "begin"), false;
    if (asked.standing.insurance == NULL) {
        asked.standing.insurance = party_insurance(row->insurance);
        asked.standing.place = (int32_t)row->place;
    }
    /* Whoever takes an application in looks at outages himself. */
    if (request->actor->role != ROLE_HOUSE
        && !claim_goes_on(request, &asked.standing, asked.ground, asked.channel, "accept",
                          facts->events, decision))
        return false;
    asked.terms = claim_terms_on(request->book, asked.standing.place, today);
    if (asked.terms == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NO_TERMS, NULL), false;
    struct text filer = text_present(input->filer) || row == NULL ? filer_said(input->filer)
                                                                  : row->filer;
    asked.filer = claim_filer_in(asked.terms, filer, text_of(asked.standing.insurance));
    if (asked.filer == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NOT_A_FILER, "filer"), false;
    if (!ground_is_known(asked.terms, asked.ground))
        return claim_refuse(decision, CLAIM_REFUSED_NOT_A_GROUND, "ground"), false;
    *ret_asked = asked;
    return true;
}

static bool in_time(const struct request *request, const struct claim_facts *facts,
                    const struct asked_of *asked, struct date care, struct decision *decision,
                    struct text *ret_basis)
{
    struct text statuses[3];
    const struct party_standing then =
        party_standing_on(&facts->care.person, (struct text){ 0 }, care);
    const struct claim_when when = {
        .place = asked->standing.place, .insurance = text_of(asked->standing.insurance),
        .kind = asked->kind, .channel = asked->channel, .applicant = asked->filer->filer,
        .care = care, .handed_in = asked->handed_in, .statuses = statuses,
        .status_count = claim_statuses(&then, statuses),
    };
    const struct claim_in_time time = claim_in_time(request, &when, facts->events);
    if (!time.good)
        claim_refuse_with(decision, CLAIM_REFUSED_LATE, "begin",
                          claim_day_text(time.last_day, request->arena), (struct text){ 0 });
    if (text_present(time.basis))
        *ret_basis = time.basis;
    return time.good;
}

/* Each act of care by its own day: of a stay its end, whatever year it began in. */
static bool all_in_time(const struct request *request, const struct claim_facts *facts,
                        const struct asked_of *asked, struct decision *decision,
                        struct text *ret_basis)
{
    const struct visit_row *visits = facts->care.visits->items;
    for (size_t i = 0; i < facts->care.visits->count; i++) {
        struct moment care = visits[i].inpatient ? visits[i].end_at : visits[i].begin_at;
        if (!text_is(visits[i].state, "cancelled")
            && !in_time(request, facts, asked, date_of_moment(care), decision, ret_basis))
            return false;
    }
    return true;
}

/* ---- deciding ---- */

static struct text sealed_of(const struct request *request)
{
    const struct claim_settle_input *input = request->input;
    const struct claim_settle_prepared *prepared = request->prepared;
    return prepared != NULL && text_present(prepared->sealed) ? prepared->sealed : input->sealed;
}

static void sum_up(const struct list *bills, struct claim_row *row)
{
    const struct settle_claimed *items = bills->items;
    row->total = row->funds = row->own = row->funds_there = MONEY_NONE;
    for (size_t i = 0; i < bills->count; i++) {
        row->total = money_plus(row->total, items[i].total);
        row->funds = money_plus(row->funds, items[i].funds);
        row->own = money_plus(row->own, items[i].own);
        row->funds_there = money_plus(row->funds_there, items[i].funds_there);
    }
}

static void settle(const struct request *request, const struct claim_facts *facts,
                   const struct asked_of *asked, struct decision *decision)
{
    const struct claim_settle_input *input = request->input;
    struct claim_row row = *facts->row;
    struct list bills;
    if (!all_in_time(request, facts, asked, decision, &row.basis)
        || !settle_claim_decide(request, &facts->care, true, decision, &bills))
        return;
    sum_up(&bills, &row);
    if (!claim_second_looked(decision, asked->terms, row.reviewed_by, row.funds))
        return;
    if (row.funds.fen > 0 && !text_present(sealed_of(request))) {
        claim_refuse(decision, CLAIM_REFUSED_NO_ACCOUNT, "account");
        return;
    }
    row.kind = asked->kind;
    row.ground = asked->ground;
    row.filer = asked->filer->filer;
    row.payee = asked->filer->payee;
    row.handed_in = asked->handed_in;
    row.unit = row.unit != 0 ? row.unit : input->unit;
    row.state = TEXT("settled");
    row.decided_by = request->actor->account;
    row.decided_at = request->at;
    decision_replace(decision, &claim_table, &row);
    int64_t payment = 0;
    if (row.funds.fen > 0)
        payment = claim_pay_later(decision, &row, row.funds, input->bank, sealed_of(request), 0);
    claim_say(decision, &row, "claim.message.settled",
              claim_money_text(row.total, request->arena),
              claim_money_text(row.funds, request->arena));
    decision->subject = row.person;
    *(struct claim_settled *)decision->outcome = (struct claim_settled){
        .claim = row.claim, .person = row.person, .payment = payment, .total = row.total,
        .funds = row.funds, .own = row.own, .funds_there = row.funds_there, .bills = bills,
    };
}

static void decide_settle(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct claim_settle_input *input = request->input;
    const struct claim_facts *found = &((const struct settle_claim_all *)facts)->of;
    struct asked_of asked;
    struct text basis = { 0 };
    if (!ask_of(request, found, decision, &asked))
        return;
    decision->subject = input->person;
    if (input->cause == 0 && input->claim == 0) {
        struct date care = input->end.yyyymmdd != 0 ? input->end : first_day(input);
        if (care.yyyymmdd != 0)
            (void)in_time(request, found, &asked, care, decision, &basis);
        return;
    }
    const struct claim_row *row = found->row;
    if (row == NULL || row->person != input->person)
        claim_refuse(decision, CLAIM_REFUSED_NO_RECEIPTS, NULL);
    else if (!text_is(row->state, "draft") && !text_is(row->state, "reviewed"))
        claim_refuse(decision, CLAIM_REFUSED_NOT_OPEN, NULL);
    else if (row->receipts == 0)
        claim_refuse(decision, CLAIM_REFUSED_NO_RECEIPTS, NULL);
    else if (input->total.fen != 0 && input->total.fen != row->total.fen)
        claim_refuse_with(decision, CLAIM_REFUSED_OTHER_TOTAL, "total",
                          claim_money_text(row->total, request->arena),
                          claim_money_text(input->total, request->arena));
    else
        settle(request, found, &asked, decision);
}

static void prepare_settle(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct claim_settle_input *input = request->input;
    struct claim_settle_prepared *prepared = ret_prepared;
    const struct claim_payee payee = { input->account_holder, input->account };
    if (text_present(input->account))
        prepared->sealed =
            party_seal(claim_payee_write(&payee, request->arena), "form", request->arena);
}

/* ---- the first look, and giving a receipt or all back ---- */

struct claim_one_input {
    int64_t person, claim, visit;
    struct text reason;
};
struct claim_one_facts {
    struct party_person_facts person;
    const struct claim_row *row;
    const struct list *papers, *visits, *bills;
    const struct settle_invoice_row **invoices;     /* as the papers */
};
struct claim_state_told {
    int64_t claim, person;
    struct text state;
    int64_t receipts;
    struct money total;
};

static bool gather_one_claim(struct gather *gather, const struct request *request, void *facts)
{
    const struct claim_one_input *input = request->input;
    struct claim_one_facts *found = facts;
    const struct claim_key key = { id_bucket(input->claim), input->claim };
    const struct visit_claim_key care_key = { key.bucket, key.claim };
    const void *row = NULL;
    bool complete = gather_one(gather, &claim_by_id, &key, &row);
    found->row = row;
    complete &= party_gather_person(gather, input->person, &found->person);
    found->papers = gather_want(gather, &visit_papers_of_claim, &care_key);
    found->visits = gather_want(gather, &visits_of_claim, &care_key);
    found->bills = gather_want(gather, &visit_bills_of_claim, &care_key);
    if (found->papers == NULL || found->visits == NULL || found->bills == NULL)
        return false;
    const struct visit_claimed_row *papers = found->papers->items;
    found->invoices = ARENA_ARRAY(gather->arena, const struct settle_invoice_row *,
                                  found->papers->count + 1);
    for (size_t i = 0; i < found->papers->count; i++) {
        int64_t issuer = papers[i].institution != 0 ? papers[i].institution
            : (int64_t)(text_hash(papers[i].institution_name) >> 1);
        complete &= settle_gather_invoice(gather, issuer, papers[i].invoice,
                                          &found->invoices[i]);
    }
    return complete;
}

static bool claim_is_open(const struct request *request, const struct claim_one_facts *facts,
                          struct decision *decision)
{
    const struct claim_one_input *input = request->input;
    if (facts->row == NULL || facts->row->person != input->person
        || !claim_may(request->actor, &facts->person))
        claim_refuse(decision, CLAIM_REFUSED_NO_CLAIM, "claim");
    else if (!text_is(facts->row->state, "draft") && !text_is(facts->row->state, "reviewed"))
        claim_refuse(decision, CLAIM_REFUSED_NOT_OPEN, "claim");
    return decision->refusal.key == NULL;
}

static void tell_state(const struct claim_row *row, struct decision *decision)
{
    decision->subject = row->person;
    *(struct claim_state_told *)decision->outcome = (struct claim_state_told){
        .claim = row->claim, .person = row->person, .state = row->state,
        .receipts = row->receipts, .total = row->total,
    };
}

static void decide_review(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct claim_one_facts *found = facts;
    if (!claim_is_open(request, found, decision))
        return;
    struct claim_row row = *found->row;
    if (row.receipts == 0) {
        claim_refuse(decision, CLAIM_REFUSED_NO_RECEIPTS, "claim");
        return;
    }
    row.state = TEXT("reviewed");
    row.reviewed_by = request->actor->account;
    row.reviewed_at = request->at;
    decision_replace(decision, &claim_table, &row);
    tell_state(&row, decision);
}

static struct money amount_of(const struct list *bills, int64_t visit)
{
    const struct visit_bill_row *rows = bills->items;
    for (size_t i = 0; i < bills->count; i++)
        if (rows[i].visit == visit)
            return rows[i].amount;
    return MONEY_NONE;
}

/* The visit never counts; its invoice is free again. The paper stays as the record of it. */
static void drop_paper(const struct claim_one_facts *facts, size_t at, struct claim_row *claim,
                       struct decision *decision)
{
    const struct visit_claimed_row *paper =
        (const struct visit_claimed_row *)facts->papers->items + at;
    const struct visit_row *visits = facts->visits->items;
    for (size_t i = 0; i < facts->visits->count; i++) {
        if (visits[i].visit != paper->visit || text_is(visits[i].state, "cancelled"))
            continue;
        struct visit_row visit = visits[i];
        visit.state = TEXT("cancelled");
        decision_replace(decision, &visit_table, &visit);
        claim->receipts--;
        claim->total = money_minus(claim->total, amount_of(facts->bills, paper->visit));
        if (facts->invoices[at] == NULL || facts->invoices[at]->settlement != claim->claim)
            continue;
        struct settle_invoice_row invoice = *facts->invoices[at];
        invoice.settlement = 0;
        decision_replace(decision, &settle_invoice_table, &invoice);
    }
}

/* Of one receipt, or of the claim; what is left is looked at anew. */
static void decide_drop(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct claim_one_input *input = request->input;
    const struct claim_one_facts *found = facts;
    if (!claim_is_open(request, found, decision))
        return;
    const struct visit_claimed_row *papers = found->papers->items;
    struct claim_row row = *found->row;
    int64_t before = row.receipts;
    for (size_t i = 0; i < found->papers->count; i++)
        if (input->visit == 0 || papers[i].visit == input->visit)
            drop_paper(found, i, &row, decision);
    if (input->visit != 0 && row.receipts == before) {
        claim_refuse(decision, CLAIM_REFUSED_NO_VISIT, "visit");
        return;
    }
    row.state = input->visit == 0 ? TEXT("withdrawn") : TEXT("draft");
    row.reviewed_by = 0;
    row.reviewed_at = (struct moment){ 0 };
    decision_replace(decision, &claim_table, &row);
    tell_state(&row, decision);
}

/* ---- the rows ---- */

#define SETTLE(member, kind_, ...) FIELD(struct claim_settle_input, member, kind_, __VA_ARGS__)
static const struct field settle_fields[] = {
    SETTLE(person, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.person"),
    SETTLE(cause, FIELD_ID, .help = "claim.field.cause"),
    SETTLE(claim, FIELD_ID, .help = "claim.field.claim"),
    SETTLE(begin, FIELD_DAY, .help = "claim.field.begin"),
    SETTLE(end, FIELD_DAY, .help = "claim.field.end"),
    SETTLE(event, FIELD_DAY, .help = "claim.field.event"),
    SETTLE(matter, FIELD_TEXT, .length_max = 60, .help = "claim.field.matter"),
    SETTLE(total, FIELD_MONEY, .help = "claim.field.total"),
    SETTLE(ground, FIELD_TEXT, .length_max = 40, .help = "claim.field.ground"),
    SETTLE(kind, FIELD_TEXT, .length_max = 20, .help = "claim.field.kind"),
    SETTLE(filer, FIELD_TEXT, .length_max = 40, .help = "claim.field.filer"),
    SETTLE(channel, FIELD_TEXT, .length_max = 20, .help = "claim.field.channel"),
    SETTLE(unit, FIELD_ID, .help = "claim.field.unit"),
    SETTLE(bank, FIELD_TEXT, .length_max = 100, .help = "claim.field.bank"),
    SETTLE(account_holder, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100,
           .help = "claim.field.account-holder"),
    SETTLE(account, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 40,
           .help = "claim.field.account"),
    SETTLE(sealed, FIELD_BYTES, .flags = FIELD_PRIVATE, .help = "claim.field.sealed"),
    SETTLE(handed_in, FIELD_MOMENT, .help = "claim.field.handed-in"),
};
static const struct shape settle_shape =
    SHAPE("claim_settle", struct claim_settle_input, settle_fields);
static const struct shape settle_facts_shape =
    { .name = "claim_settle_facts", .size = sizeof(struct settle_claim_all) };
#define SETTLED(member, kind_, ...) FIELD(struct claim_settled, member, kind_, __VA_ARGS__)
static const struct field settled_fields[] = {
    SETTLED(claim, FIELD_ID), SETTLED(person, FIELD_ID), SETTLED(payment, FIELD_ID),
    SETTLED(total, FIELD_MONEY), SETTLED(funds, FIELD_MONEY), SETTLED(own, FIELD_MONEY),
    SETTLED(funds_there, FIELD_MONEY),
    SETTLED(bills, FIELD_LIST, .of = &settle_claimed_shape),
};
const struct shape claim_settled_shape =
    SHAPE("claim_settled", struct claim_settled, settled_fields);

static void settle_keys(const struct request *request, struct keys *keys)
{
    const struct claim_settle_input *input = request->input;
    keys_add(keys, input->person);
    if (input->cause != 0)
        keys_add(keys, input->cause);
}

const struct action claim_settle_action = {
    .name = "claim.settle", .method = "POST", .path = "/api/v1/claims/settlement",
    .flags = ACTION_ONCE, .input = &settle_shape,
    .facts = &settle_facts_shape, .outcome = &claim_settled_shape,
    .answer = &claim_settled_shape, .help = "claim.help.settle", .keys = settle_keys,
    .gather = gather_settle, .decide = decide_settle, .prepare = prepare_settle,
    .prepared_size = sizeof(struct claim_settle_prepared),
};

#define ONE(member, kind_, ...) FIELD(struct claim_one_input, member, kind_, __VA_ARGS__)
static const struct field one_fields[] = {
    ONE(person, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.person"),
    ONE(claim, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.claim"),
    ONE(visit, FIELD_ID, .help = "claim.field.visit"),
};
static const struct shape drop_shape = SHAPE("claim_drop", struct claim_one_input, one_fields);
static const struct shape review_shape = {
    .name = "claim_review", .size = sizeof(struct claim_one_input), .fields = one_fields,
    .field_count = 2,
};
static const struct shape one_facts_shape =
    { .name = "claim_one_facts", .size = sizeof(struct claim_one_facts) };
#define TOLD(member, kind_, ...) FIELD(struct claim_state_told, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(claim, FIELD_ID), TOLD(person, FIELD_ID), TOLD(state, FIELD_TEXT, .length_max = 20),
    TOLD(receipts, FIELD_COUNT), TOLD(total, FIELD_MONEY),
};
static const struct shape told_shape =
    SHAPE("claim_state", struct claim_state_told, told_fields);

static void one_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct claim_one_input *)request->input)->person);
}

const struct action claim_review_action = {
    .name = "claim.review", .method = "POST", .path = "/api/v1/claims/review",
    .flags = ACTION_ONCE, .input = &review_shape,
    .facts = &one_facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "claim.help.review", .keys = one_keys, .gather = gather_one_claim,
    .decide = decide_review,
};
const struct action claim_drop_action = {
    .name = "claim.drop", .method = "POST", .path = "/api/v1/claims/withdrawal",
    .flags = ACTION_ONCE, .input = &drop_shape, .facts = &one_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "claim.help.drop",
    .keys = one_keys, .gather = gather_one_claim, .decide = decide_drop,
};
