/* claim_add.c: one receipt of a claim is entered: by whom, for which care, with which lines; and
 * taken back while the claim is open. Lines are split at once by the catalogue of enrolment, and
 * once more by that of the place of treatment, for comparison. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/limits.h"
#include "core/book.h"
#include "rooms/party/party.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/visit/visit.h"

#define RECEIPTS_MAX 50
#define E6_A_FEN 10000          /* of a price, which has six decimals of a yuan */

struct add_facts {
    int64_t person;
    struct party_person_facts of;
    const struct party_institution *institution;
    const struct claim_row *claim;
    const struct list *settlements, *papers;
    const struct settle_invoice_row *invoice;
    struct visit_line_facts *items;
    struct events events;
};

/* ---- gather ---- */

/* Who issued it: the institution, or, of one that is not listed, its name. */
static int64_t issuer_of(const struct claim_add_input *input,
                         const struct party_institution *institution)
{
    return institution != NULL ? institution->institution
                               : (int64_t)(text_hash(text_trim(input->institution_name)) >> 1);
}

static bool gather_person_rows(struct gather *gather, const struct claim_add_input *input,
                               struct add_facts *found)
{
    const void *row = NULL;
    int64_t by = input->cause != 0 ? input->cause : found->person;
    const struct claim_key cause_key = { id_bucket(by), by };
    const struct claim_person_key draft_key = { id_bucket(by), by };
    const struct settle_of_person_key settled_key = { id_bucket(found->person), found->person };
    bool complete = party_gather_person(gather, found->person, &found->of);
    complete &= input->cause != 0
        ? gather_one(gather, &claim_of_cause, &cause_key, &row)
        : gather_one(gather, &claim_draft_of_person, &draft_key, &row);
    found->claim = row;
    found->settlements = gather_want(gather, &settlements_standing, &settled_key);
    return complete && found->settlements != NULL;
}

/* A listed institution written by its name is that institution, or its invoices would count again
 * under the name. Of several of one name the one that stands there; NULL: not listed. */
static const struct party_institution *listed_as(const struct list *called, int64_t division)
{
    const struct party_institution *rows = called->items;
    for (size_t i = 0; i < called->count; i++)
        if (rows[i].division == division)
            return &rows[i];
    return called->count == 1 ? &rows[0] : NULL;
}

static bool gather_add(struct gather *gather, const struct request *request, void *facts)
{
    const struct claim_add_input *input = request->input;
    const struct claim_line_input *lines = input->lines.items;
    struct add_facts *found = facts;
    const void *row = NULL;
    found->person = input->person;
    found->items = ARENA_ARRAY(gather->arena, struct visit_line_facts, input->lines.count + 1);
    bool complete = notice_gather_events(gather, &found->events), named = true;
    for (size_t i = 0; i < input->lines.count; i++) {
        const struct catalogue_code_key key = catalogue_code_key_of(lines[i].item);
        if (!text_present(lines[i].item))
            continue;
        found->items[i].items = gather_want(gather, &catalogue_items_of_code, &key);
        complete &= found->items[i].items != NULL;
    }
    if (text_present(input->institution)) {
        const struct party_code_key key = party_code_key_of(input->institution);
        named = gather_one(gather, &party_institution_by_code, &key, &row);
        found->institution = row;
    } else {
        const struct party_name_key key = { text_trim(input->institution_name) };
        const struct list *called = gather_want(gather, &party_institutions_called, &key);
        named = called != NULL;
        found->institution = named ? listed_as(called, input->division) : NULL;
    }
    if (found->person == 0 && text_present(input->number)) {
        const struct party_number_key key =
            party_number_key_of("id", input->number, gather->arena);
        if (!party_gather_number(gather, &key, &row))
            return false;
        found->person = row == NULL ? 0 : ((const struct party_person_key *)row)->person;
    }
    if (named)
        complete &= settle_gather_invoice(gather, issuer_of(input, found->institution),
                                          input->invoice, &found->invoice);
    if (found->person != 0)
        complete &= gather_person_rows(gather, input, found);
    return complete && named;
}

/* ---- may it be entered? ---- */

static bool is_stay(struct text med_type)
{
    const char *category = settle_category(med_type);
    return category != NULL && (text_is(text_of(category), "inpatient")
                                || text_is(text_of(category), "maternity-inpatient"));
}

static bool is_staff(const struct actor *actor)
{
    return (ROLE_BIT(actor->role) & (ROLES_STAFF | ROLE_BIT(ROLE_HOUSE))) != 0;
}

static struct text filer_of(const struct request *request)
{
    const struct claim_add_input *input = request->input;
    if (request->actor->role == ROLE_EMPLOYER)
        return TEXT("employer");
    if (actor_is_person(request->actor) || !text_present(input->filer))
        return TEXT("person");
    return input->filer;
}

static struct date last_day(const struct claim_add_input *input)
{
    return input->end.yyyymmdd == 0 ? input->begin : input->end;
}

/* LAW: SX9-A1a JX4-1i: what was settled by card, or handed in before, is not paid again. */
static bool is_new(const struct request *request, const struct add_facts *facts,
                   struct decision *decision)
{
    const struct claim_add_input *input = request->input;
    const struct settlement_row *rows = facts->settlements->items;
    bool apart = input->apart && is_staff(request->actor);
    struct text number = ident_number(input->invoice, request->arena);
    if (facts->invoice != NULL && facts->invoice->settlement != 0) {
        claim_refuse_with(decision, CLAIM_REFUSED_INVOICE_USED, "invoice", input->invoice,
                          (struct text){ 0 });
        return false;
    }
    for (size_t i = 0; i < facts->settlements->count && !apart; i++) {
        /* The same number of the same person, where one of the two has no more than a name. */
        bool named = facts->institution == NULL || rows[i].institution == 0;
        if (named && settle_stands(&rows[i])
            && text_equal(ident_number(rows[i].invoice, request->arena), number)) {
            claim_refuse_with(decision, CLAIM_REFUSED_INVOICE_PERHAPS, "invoice",
                              input->invoice, (struct text){ 0 });
            return false;
        }
        /* A hospital given by its name alone may be any of those that settled. */
        bool here = facts->institution == NULL
            || rows[i].institution == facts->institution->institution;
        bool same = here && rows[i].institution != 0 && settle_stands(&rows[i])
            && rows[i].total.fen == input->total.fen
            && date_within(rows[i].day, input->begin, last_day(input));
        if (!same)
            continue;
        claim_refuse_with(decision, CLAIM_REFUSED_SETTLED_DIRECTLY, "invoice",
                          claim_day_text(rows[i].day, request->arena), (struct text){ 0 });
        return false;
    }
    return true;
}

static bool lines_are_good(const struct request *request, struct decision *decision)
{
    const struct claim_add_input *input = request->input;
    const struct claim_line_input *lines = input->lines.items;
    struct money sum = MONEY_NONE;
    if (input->lines.count == 0) {
        bool by_sums = input->total.fen > 0 && input->total.fen <= LIMIT_PRICE_E6 / E6_A_FEN
            && input->in_scope.fen >= 0
            && (is_staff(request->actor) || request->actor->role == ROLE_EMPLOYER);
        if (!by_sums)
            claim_refuse(decision, CLAIM_REFUSED_NO_RECEIPTS, "lines");
        return by_sums && claim_counts_within(decision, input->in_scope, input->total);
    }
    for (size_t i = 0; i < input->lines.count; i++) {
        struct text number = arena_format(request->arena, "%zu", i + 1);
        bool good = lines[i].amount.fen > 0 && lines[i].quantity.e4 >= 0
            && lines[i].price.e6 >= 0;
        bool dated = lines[i].at.yyyymmdd == 0
            || date_within(lines[i].at, input->begin, last_day(input));
        if (!good || !dated) {
            claim_refuse_with(decision,
                              good ? CLAIM_REFUSED_WRONG_DAYS : CLAIM_REFUSED_WRONG_AMOUNT,
                              "lines", number, (struct text){ 0 });
            return false;
        }
        sum = money_plus(sum, lines[i].amount);
    }
    if (sum.fen != input->total.fen)
        claim_refuse_with(decision, CLAIM_REFUSED_OTHER_TOTAL, "total",
                          claim_money_text(sum, request->arena),
                          claim_money_text(input->total, request->arena));
    return sum.fen == input->total.fen;
}

/* Who hands in, on what ground, and in time where no case says when it came. */
static bool terms_allow(const struct request *request, const struct add_facts *facts,
                        const struct party_standing *standing, struct decision *decision,
                        const struct claim_filer **ret_filer)
{
    const struct claim_add_input *input = request->input;
    struct date today = date_of_moment(request->at);
    const struct claim_terms *terms = claim_terms_on(request->book, standing->place, today);
    if (terms == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NO_TERMS, NULL), false;
    *ret_filer = claim_filer_in(terms, filer_of(request), text_of(standing->insurance));
    if (*ret_filer == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NOT_A_FILER, "filer"), false;
    if (!claim_goes_on(request, standing, input->ground, input->channel,
                       is_staff(request->actor) ? "pre-receive" : "accept", facts->events,
                       decision))
        return false;
    const struct claim_ground *grounds = terms->grounds.items;
    bool known = terms->grounds.count == 0 || !text_present(input->ground);
    for (size_t i = 0; i < terms->grounds.count; i++)
        known |= text_equal(grounds[i].ground, input->ground);
    if (!known)
        return claim_refuse(decision, CLAIM_REFUSED_NOT_A_GROUND, "ground"), false;
    if (input->cause != 0)
        return true;
    struct text statuses[3];
    const struct claim_when when = {
        .place = standing->place, .insurance = text_of(standing->insurance),
        .kind = text_present(input->kind) ? input->kind : TEXT("ordinary"),
        .channel = input->channel, .applicant = (*ret_filer)->filer, .care = last_day(input),
        .handed_in = request->at,       /* a draft opened in time lets nothing else in */
        .statuses = statuses, .status_count = claim_statuses(standing, statuses),
    };
    const struct claim_in_time time = claim_in_time(request, &when, facts->events);
    if (!time.good)
        claim_refuse_with(decision, CLAIM_REFUSED_LATE, "begin",
                          claim_day_text(time.last_day, request->arena), (struct text){ 0 });
    return time.good;
}

static enum claim_refusal add_refusal(const struct request *request,
                                      const struct add_facts *facts, const char **ret_field)
{
    const struct claim_add_input *input = request->input;
    *ret_field = "person";
    if (facts->of.person == NULL || !claim_may(request->actor, &facts->of)
        || (input->cause != 0 && id_bucket(input->cause) != id_bucket(facts->person)))
        return CLAIM_REFUSED_NO_PERSON;
    *ret_field = "cause";
    const struct claim_row *claim = facts->claim;
    if (claim != NULL && claim->person != facts->person)
        return CLAIM_REFUSED_NO_CLAIM;
    if (claim != NULL && !text_is(claim->state, "draft"))
        return CLAIM_REFUSED_NOT_OPEN;
    if (claim != NULL && claim->receipts >= RECEIPTS_MAX)
        return CLAIM_REFUSED_TOO_MANY;
    *ret_field = "institution";
    bool by_name = text_present(text_trim(input->institution_name)) && input->division != 0
        && input->tier >= 0 && input->tier <= 3
        && division_exists(book_divisions(request->book), (int32_t)input->division);
    if (facts->institution == NULL && (text_present(input->institution) || !by_name))
        return CLAIM_REFUSED_NO_INSTITUTION;
    /* LAW: BJ4-09b */
    bool made_sure = input->designated && is_staff(request->actor);
    if (facts->institution == NULL && !made_sure && !input->emergency)
        return CLAIM_REFUSED_NOT_DESIGNATED;
    *ret_field = "med_type";
    if (settle_category(input->med_type) == NULL)
        return CLAIM_REFUSED_UNKNOWN_CARE;
    *ret_field = "end";
    struct date today = date_of_moment(request->at);
    if (date_compare(input->begin, last_day(input)) > 0
        || date_compare(last_day(input), today) > 0)
        return CLAIM_REFUSED_WRONG_DAYS;
    return CLAIM_REFUSALS;
}

/* ---- the rows ---- */

struct entered {
    struct visit_row visit;
    struct visit_claimed_row paper;
    struct visit_bill_row bill;
};

static struct visit_row visit_of(const struct request *request, const struct add_facts *facts,
                                 const struct party_standing *standing)
{
    const struct claim_add_input *input = request->input;
    int bucket = id_bucket(facts->person);
    return (struct visit_row){
        .bucket = bucket, .visit = id_mint(request->minter, bucket), .person = facts->person,
        .division = facts->institution != NULL ? facts->institution->division
                                               : input->division,
        .insurance = standing->insurance_code, .place = standing->place,
        .med_type = input->med_type, .number = input->invoice,
        .begin_at = moment_at(input->begin, 0, 0, 0),
        .end_at = moment_at(last_day(input), 0, 0, 0), .certificate_kind = TEXT("99"),
        .disease = input->disease, .inpatient = is_stay(input->med_type),
        .state = TEXT("discharged"), .version = 1,
    };
}

static struct visit_claimed_row paper_of(const struct request *request,
                                         const struct add_facts *facts,
                                         const struct visit_row *visit, int64_t claim)
{
    const struct claim_add_input *input = request->input;
    const struct party_institution *here = facts->institution;
    struct visit_claimed_row paper = {
        .bucket = visit->bucket, .visit = visit->visit, .person = visit->person,
        .claim = claim, .cause = input->cause,
        .institution_name = text_trim(input->institution_name), .tier = input->tier,
        .community = input->community, .emergency = input->emergency,
        .invoice = input->invoice, .version = 1,
    };
    if (here == NULL)
        return paper;
    paper.institution = here->institution;
    paper.institution_name = here->name;
    paper.tier = here->tier;
    paper.community = here->community;
    paper.district_owned = here->district_owned;
    paper.chinese_medicine = here->chinese_medicine;
    paper.fever_clinic = here->fever_clinic;
    return paper;
}

/* Amount ÷ quantity; above the highest price: none that fits. */
static struct price price_of(const struct visit_line_input *line)
{
    const int64_t parts = E6_A_FEN * INT64_C(10000);    /* a quantity has four decimals */
    if (line->quantity.e4 > LIMIT_QUANTITY_E4
        || line->amount.fen > line->quantity.e4 * (LIMIT_PRICE_E6 / parts))
        return (struct price){ LIMIT_PRICE_E6 + 1 };
    return (struct price){ money_ratio(line->amount, (struct money){ parts },
                                       (struct money){ line->quantity.e4 }, ROUND_HALF_UP).fen };
}

static struct visit_line_input line_of(const struct claim_add_input *input, size_t at,
                                       const struct visit_row *visit, struct arena *arena)
{
    const struct claim_line_input *said = (const struct claim_line_input *)input->lines.items + at;
    struct visit_line_input line = {
        .serial = arena_format(arena, "%zu", at + 1), .visit = visit->visit,
        .person = visit->person, .bill = VISIT_CLAIMED_BILL, .disease = input->disease,
        .at = moment_at(said->at.yyyymmdd == 0 ? input->begin : said->at, 0, 0, 0),
        .item = text_present(said->item) ? said->item : TEXT("-"), .own_item = said->name,
        .amount = said->amount, .quantity = said->quantity, .price = said->price,
        .approval = said->approval,
    };
    if (line.quantity.e4 == 0)
        line.quantity.e4 = 10000;
    if (line.price.e6 == 0)
        line.price = price_of(&line);
    return line;
}

static void add_line(struct decision *decision, struct entered *entered,
                     const struct visit_line_input *line, const struct visit_line_split *split)
{
    entered->bill.line_count++;
    const struct visit_line_row row = visit_line_row_of(line, split, &entered->bill);
    visit_bill_add(&entered->bill, &row, 1);
    decision_insert(decision, &visit_line_table, &row);
}

/* A receipt by its sums: what counts, and the rest, which is the person's own. */
static void add_sums(const struct request *request, struct decision *decision,
                     struct entered *entered)
{
    const struct claim_add_input *input = request->input;
    const struct money parts[] = {
        input->in_scope, money_minus(input->total, input->in_scope),
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct visit_line_input line = {
            .serial = arena_format(request->arena, "%zu", i + 1), .bill = VISIT_CLAIMED_BILL,
            .at = moment_at(input->begin, 0, 0, 0), .item = TEXT("-"), .own_item = TEXT("-"),
            .amount = parts[i], .quantity = { 10000 }, .price = { parts[i].fen * E6_A_FEN },
        };
        struct visit_line_split split = {
            .serial = line.serial, .amount = parts[i], .quantity = line.quantity,
            .price = line.price, .charge_type = TEXT("14"),
            .charge_level = i == 0 ? TEXT("01") : TEXT("03"),
            .pay_first_share = i == 0 ? (struct share){ 0 } : SHARE_WHOLE,
        };
        *(i == 0 ? &split.in_scope : &split.full_own) = parts[i];
        if (parts[i].fen > 0)
            add_line(decision, entered, &line, &split);
    }
    entered->paper.in_scope_there = input->in_scope;
}

static bool add_lines(const struct request *request, const struct add_facts *facts,
                      struct decision *decision, struct entered *entered)
{
    static const struct list NOTHING = { 0 };
    const struct claim_add_input *input = request->input;
    for (size_t i = 0; i < input->lines.count; i++) {
        const struct visit_line_input line = line_of(input, i, &entered->visit, request->arena);
        const struct list *items = facts->items[i].items;
        struct visit_line_split split, there;
        if (!visit_amount_fits(&line)) {
            claim_refuse_with(decision, CLAIM_REFUSED_WRONG_AMOUNT, "lines", line.serial,
                              (struct text){ 0 });
            return false;
        }
        visit_split_line(items == NULL ? &NOTHING : items, (int32_t)entered->visit.place,
                         entered->paper.tier, &line, &split);
        visit_split_line(items == NULL ? &NOTHING : items, (int32_t)entered->visit.division,
                         entered->paper.tier, &line, &there);
        entered->paper.in_scope_there =
            money_plus(entered->paper.in_scope_there, there.in_scope);
        add_line(decision, entered, &line, &split);
    }
    if (input->lines.count == 0)
        add_sums(request, decision, entered);
    return true;
}

static void use_invoice(const struct request *request, const struct add_facts *facts,
                        int64_t claim, struct decision *decision)
{
    const struct claim_add_input *input = request->input;
    const struct settle_invoice_key key = settle_invoice_key_of(
        issuer_of(input, facts->institution), input->invoice, request->arena);
    const struct settle_invoice_row row = {
        .bucket = key.bucket, .institution = key.institution, .invoice = key.invoice,
        .person = facts->person, .settlement = claim,
        .version = facts->invoice == NULL ? 1 : facts->invoice->version,
    };
    if (facts->invoice == NULL)
        decision_insert(decision, &settle_invoice_table, &row);
    else
        decision_replace(decision, &settle_invoice_table, &row);
}

static struct claim_row claim_with(const struct request *request, const struct add_facts *facts,
                                   const struct party_standing *standing,
                                   const struct claim_filer *filer)
{
    const struct claim_add_input *input = request->input;
    if (facts->claim != NULL)
        return *facts->claim;
    int bucket = id_bucket(facts->person);
    return (struct claim_row){
        .bucket = bucket, .claim = id_mint(request->minter, bucket), .person = facts->person,
        .cause = input->cause,
        .kind = text_present(input->kind) ? input->kind : TEXT("ordinary"),
        .ground = input->ground, .filer = filer->filer,
        .unit = request->actor->role == ROLE_EMPLOYER ? request->actor->unit : input->unit,
        .place = standing->place, .insurance = standing->insurance_code,
        .handed_in = request->at, .payee = filer->payee, .state = TEXT("draft"),
        .entered_by = request->actor->account, .entered_at = request->at, .version = 1,
    };
}

static void decide_add(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct add_facts *found = facts;
    const struct claim_add_input *input = request->input;
    const struct claim_filer *filer = NULL;
    const char *field = NULL;
    enum claim_refusal refusal = add_refusal(request, found, &field);
    if (refusal != CLAIM_REFUSALS) {
        claim_refuse(decision, refusal, field);
        return;
    }
    const struct party_standing standing =
        party_standing_on(&found->of, (struct text){ 0 }, input->begin);
    if (standing.insurance == NULL) {
        claim_refuse(decision, CLAIM_REFUSED_NOT_ENROLLED, "begin");
        return;
    }
    if (!terms_allow(request, found, &standing, decision, &filer)
        || !lines_are_good(request, decision) || !is_new(request, found, decision))
        return;

    struct claim_row claim = claim_with(request, found, &standing, filer);
    struct entered entered = { .visit = visit_of(request, found, &standing) };
    entered.paper = paper_of(request, found, &entered.visit, claim.claim);
    entered.bill = (struct visit_bill_row){
        .bucket = entered.visit.bucket, .visit = entered.visit.visit,
        .bill = entered.visit.inpatient ? VISIT_STAY_BILL : VISIT_CLAIMED_BILL,
        .disease = input->disease, .version = 1,
    };
    if (!add_lines(request, found, decision, &entered))
        return;
    decision_insert(decision, &visit_table, &entered.visit);
    decision_insert(decision, &visit_claimed_table, &entered.paper);
    decision_insert(decision, &visit_bill_table, &entered.bill);
    if (entered.visit.inpatient) {
        const struct visit_stay_row stay = {
            .bucket = entered.visit.bucket, .visit = entered.visit.visit, .version = 1,
        };
        decision_insert(decision, &visit_stay_table, &stay);
    }
    use_invoice(request, found, claim.claim, decision);
    claim.receipts++;
    claim.total = money_plus(claim.total, input->total);
    if (found->claim == NULL)
        decision_insert(decision, &claim_table, &claim);
    else
        decision_replace(decision, &claim_table, &claim);
    decision->subject = claim.person;
    *(struct claim_added *)decision->outcome = (struct claim_added){
        .claim = claim.claim, .person = claim.person, .visit = entered.visit.visit,
        .receipts = claim.receipts, .total = claim.total, .in_scope = entered.bill.in_scope,
        .own = money_minus(input->total, entered.bill.in_scope),
    };
}

/* ---- the row ---- */

#define LINE(member, kind_, ...) FIELD(struct claim_line_input, member, kind_, __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(item, FIELD_TEXT, .length_max = 50, .help = "claim.field.item"),
    LINE(name, FIELD_TEXT, .length_max = 150, .help = "claim.field.item-name"),
    LINE(at, FIELD_DAY, .help = "claim.field.line-day"),
    LINE(amount, FIELD_MONEY, .flags = FIELD_REQUIRED, .help = "claim.field.amount"),
    LINE(quantity, FIELD_QUANTITY, .help = "claim.field.quantity"),
    LINE(price, FIELD_PRICE, .help = "claim.field.price"),
    LINE(approval, FIELD_COUNT, .help = "claim.field.approval"),
};
static const struct shape line_shape =
    SHAPE("claim_line", struct claim_line_input, line_fields);
#define ADD(member, kind_, ...) FIELD(struct claim_add_input, member, kind_, __VA_ARGS__)
static const struct field add_fields[] = {
    ADD(person, FIELD_ID, .help = "claim.field.person"),
    ADD(number, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 30,
        .help = "claim.field.number"),
    ADD(cause, FIELD_ID, .help = "claim.field.cause"),
    ADD(filer, FIELD_TEXT, .length_max = 40, .help = "claim.field.filer"),
    ADD(kind, FIELD_TEXT, .length_max = 20, .help = "claim.field.kind"),
    ADD(ground, FIELD_TEXT, .length_max = 40, .help = "claim.field.ground"),
    ADD(channel, FIELD_TEXT, .length_max = 20, .help = "claim.field.channel"),
    ADD(invoice, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 40,
        .help = "claim.field.invoice"),
    ADD(institution, FIELD_TEXT, .length_max = 12, .help = "claim.field.institution"),
    ADD(institution_name, FIELD_TEXT, .length_max = 100,
        .help = "claim.field.institution-name"),
    ADD(division, FIELD_COUNT, .help = "claim.field.division"),
    ADD(tier, FIELD_COUNT, .help = "claim.field.tier"),
    ADD(community, FIELD_FLAG, .help = "claim.field.community"),
    ADD(emergency, FIELD_FLAG, .help = "claim.field.emergency"),
    ADD(designated, FIELD_FLAG, .help = "claim.field.designated"),
    ADD(med_type, FIELD_CODE, .flags = FIELD_REQUIRED, .codes = "med_type",
        .help = "claim.field.med-type"),
    ADD(begin, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "claim.field.begin"),
    ADD(end, FIELD_DAY, .help = "claim.field.end"),
    ADD(disease, FIELD_TEXT, .length_max = 30, .help = "claim.field.disease"),
    ADD(total, FIELD_MONEY, .flags = FIELD_REQUIRED, .help = "claim.field.total"),
    ADD(in_scope, FIELD_MONEY, .help = "claim.field.in-scope"),
    ADD(lines, FIELD_LIST, .of = &line_shape, .length_max = LIMIT_LINES_A_CALL,
        .help = "claim.field.lines"),
    ADD(apart, FIELD_FLAG, .help = "claim.field.apart"),
};
static const struct shape add_shape = SHAPE("claim_add", struct claim_add_input, add_fields);
static const struct shape add_facts_shape =
    { .name = "claim_add_facts", .size = sizeof(struct add_facts) };
#define ADDED(member, kind_) FIELD(struct claim_added, member, kind_, .flags = 0)
static const struct field added_fields[] = {
    ADDED(claim, FIELD_ID), ADDED(person, FIELD_ID), ADDED(visit, FIELD_ID),
    ADDED(receipts, FIELD_COUNT), ADDED(total, FIELD_MONEY), ADDED(in_scope, FIELD_MONEY),
    ADDED(own, FIELD_MONEY),
};
static const struct shape added_shape = SHAPE("claim_added", struct claim_added, added_fields);

/* By the person, or by the number that stands for him; and by the invoice. */
static void add_keys(const struct request *request, struct keys *keys)
{
    const struct claim_add_input *input = request->input;
    if (input->person != 0)
        keys_add(keys, input->person);
    if (input->cause != 0)
        keys_add(keys, input->cause);
    if (text_present(input->number))
        keys_add(keys, (int64_t)(text_hash(input->number) >> 1));
    keys_add(keys, (int64_t)(text_hash(input->invoice) >> 1));
}

const struct action claim_add_action = {
    .name = "claim.add", .method = "POST", .path = "/api/v1/claims/receipts",
    .flags = ACTION_ONCE, .input = &add_shape, .facts = &add_facts_shape,
    .outcome = &added_shape, .answer = &added_shape, .help = "claim.help.add",
    .keys = add_keys, .gather = gather_add, .decide = decide_add,
};
