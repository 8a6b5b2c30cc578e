/* claim.c: refusals, the terms of a place, and what the decisions of this room share. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "rooms/message/message_facts.h"

static const char *const refusal_keys[] = {
    [CLAIM_REFUSED_NO_PERSON] = "claim.refused.no-person",
    [CLAIM_REFUSED_NOT_ENROLLED] = "claim.refused.not-enrolled",
    [CLAIM_REFUSED_PAUSED] = "claim.refused.paused",
    [CLAIM_REFUSED_NO_TERMS] = "claim.refused.no-terms",
    [CLAIM_REFUSED_NOT_A_FILER] = "claim.refused.not-a-filer",
    [CLAIM_REFUSED_NOT_A_GROUND] = "claim.refused.not-a-ground",
    [CLAIM_REFUSED_LATE] = "claim.refused.late",
    [CLAIM_REFUSED_NO_CLAIM] = "claim.refused.no-claim",
    [CLAIM_REFUSED_NOT_OPEN] = "claim.refused.not-open",
    [CLAIM_REFUSED_NO_RECEIPTS] = "claim.refused.no-receipts",
    [CLAIM_REFUSED_TOO_MANY] = "claim.refused.too-many",
    [CLAIM_REFUSED_NO_INSTITUTION] = "claim.refused.no-institution",
    [CLAIM_REFUSED_NOT_DESIGNATED] = "claim.refused.not-designated",
    [CLAIM_REFUSED_UNKNOWN_CARE] = "claim.refused.unknown-care",
    [CLAIM_REFUSED_WRONG_DAYS] = "claim.refused.wrong-days",
    [CLAIM_REFUSED_WRONG_AMOUNT] = "claim.refused.wrong-amount",
    [CLAIM_REFUSED_OTHER_TOTAL] = "claim.refused.other-total",
    [CLAIM_REFUSED_ABOVE_TOTAL] = "claim.refused.above-total",
    [CLAIM_REFUSED_SAME_EVENT] = "claim.refused.same-event",
    [CLAIM_REFUSED_INVOICE_USED] = "claim.refused.invoice-used",
    [CLAIM_REFUSED_INVOICE_PERHAPS] = "claim.refused.invoice-perhaps",
    [CLAIM_REFUSED_SETTLED_DIRECTLY] = "claim.refused.settled-directly",
    [CLAIM_REFUSED_NO_VISIT] = "claim.refused.no-visit",
    [CLAIM_REFUSED_SECOND_PERSON] = "claim.refused.second-person",
    [CLAIM_REFUSED_NO_ACCOUNT] = "claim.refused.no-account",
    [CLAIM_REFUSED_WRONG_ACCOUNT] = "claim.refused.wrong-account",
    [CLAIM_REFUSED_NO_PAYMENT] = "claim.refused.no-payment",
    [CLAIM_REFUSED_NOTHING_TO_PAY] = "claim.refused.nothing-to-pay",
    [CLAIM_REFUSED_NOT_SENT] = "claim.refused.not-sent",
    [CLAIM_REFUSED_NOT_RETURNED] = "claim.refused.not-returned",
    [CLAIM_REFUSED_NOT_OWED] = "claim.refused.not-owed",
    [CLAIM_REFUSED_LEFT] = "claim.refused.left",
    [CLAIM_REFUSED_NO_RESULT] = "claim.refused.no-result",
    [CLAIM_REFUSED_NO_MATERNITY] = "claim.refused.no-maternity",
    [CLAIM_REFUSED_STILL_INSURED] = "claim.refused.still-insured",
    [CLAIM_REFUSED_ACCOUNT_HELD] = "claim.refused.account-held",
    [CLAIM_REFUSED_EMPTY_ACCOUNT] = "claim.refused.empty-account",
    [CLAIM_REFUSED_DAY_OF_DEATH] = "claim.refused.day-of-death",
    [CLAIM_REFUSED_NO_BASE] = "claim.refused.no-base",
    [CLAIM_REFUSED_NOT_A_WOMAN] = "claim.refused.not-a-woman",
};
_Static_assert(COUNT_OF(refusal_keys) == CLAIM_REFUSALS, "a sentence for every refusal");

const char *claim_refusal_key(enum claim_refusal refusal)
{
    CHECK(refusal < CLAIM_REFUSALS);
    return refusal_keys[refusal];
}

void claim_refuse(struct decision *decision, enum claim_refusal refusal, const char *field)
{
    decision_refuse(decision, claim_refusal_key(refusal), field);
}

void claim_refuse_with(struct decision *decision, enum claim_refusal refusal, const char *field,
                       struct text detail0, struct text detail1)
{
    decision_refuse_with(decision, claim_refusal_key(refusal), field, detail0, detail1);
}

struct text claim_money_text(struct money amount, struct arena *arena)
{
    char written[40];
    struct builder builder = builder_over(written, sizeof written);
    money_write(&builder, amount);
    return arena_text(arena, builder_text(&builder));
}

struct text claim_day_text(struct date day, struct arena *arena)
{
    char written[20];
    struct builder builder = builder_over(written, sizeof written);
    date_write(&builder, day);
    return arena_text(arena, builder_text(&builder));
}

bool claim_counts_within(struct decision *decision, struct money in_scope, struct money total)
{
    struct arena *arena = decision->request->arena;
    if (in_scope.fen > total.fen)
        claim_refuse_with(decision, CLAIM_REFUSED_ABOVE_TOTAL, "in_scope",
                          claim_money_text(in_scope, arena), claim_money_text(total, arena));
    return in_scope.fen <= total.fen;
}

bool claim_may(const struct actor *actor, const struct party_person_facts *facts)
{
    return facts->person != NULL
        && (actor->role == ROLE_HOUSE || party_may_see(actor, facts));
}

size_t claim_statuses(const struct party_standing *standing, struct text statuses[3])
{
    size_t count = 0;
    if (standing->stranded)
        statuses[count++] = TEXT("stranded-outside");
    if (standing->confirmed)
        statuses[count++] = TEXT("confirmed");
    if (standing->suspected)
        statuses[count++] = TEXT("suspected");
    return count;
}

/* ---- terms ---- */

const struct claim_terms *claim_terms_on(const struct book *book, int64_t place, struct date day)
{
    const struct question question = {
        .about = claim_terms_kind.about, .place = (int32_t)place, .day = day,
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

const struct claim_filer *claim_filer_in(const struct claim_terms *terms, struct text filer,
                                         struct text insurance)
{
    const struct claim_filer *rows = terms->filers.items;
    for (size_t i = 0; i < terms->filers.count; i++)
        if (text_equal(rows[i].filer, filer)
            && (!text_present(rows[i].insurance) || text_equal(rows[i].insurance, insurance)))
            return &rows[i];
    return NULL;
}

#define FILER(member) AT(struct claim_filer, member)
static const struct field filer_fields[] = {
    { "filer", NULL, FIELD_TEXT, FIELD_REQUIRED, FILER(filer), 40 },
    { "insurance", NULL, FIELD_TEXT, 0, FILER(insurance), 20 },
    { "payee", NULL, FIELD_TEXT, FIELD_REQUIRED, FILER(payee), 40 },
};
static const struct shape filer_shape = SHAPE("claim_filer", struct claim_filer, filer_fields);
static const struct field ground_fields[] = {
    { "ground", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct claim_ground, ground), 40 },
};
static const struct shape ground_shape =
    SHAPE("claim_ground", struct claim_ground, ground_fields);
#define TERMS(member) AT(struct claim_terms, member)
static const struct field terms_fields[] = {
    { "filers", NULL, FIELD_LIST, FIELD_REQUIRED, TERMS(filers), 30, .of = &filer_shape },
    { "grounds", NULL, FIELD_LIST, 0, TERMS(grounds), 30, .of = &ground_shape },
    { "second-from", NULL, FIELD_MONEY, FIELD_REQUIRED, TERMS(second_from) },
    { "collect-days", NULL, FIELD_COUNT, FIELD_REQUIRED, TERMS(collect_days) },
};
static const struct shape terms_shape = SHAPE("claim_terms", struct claim_terms, terms_fields);

static const char *terms_check(const void *payload)
{
    const struct claim_terms *terms = payload;
    if (terms->filers.count == 0)
        return "claim.rule.no-filer";
    if (terms->second_from.fen < 0 || terms->collect_days < 1 || terms->collect_days > 3650)
        return "claim.rule.out-of-range";
    return NULL;
}
const struct rule_kind claim_terms_kind = {
    .about = "claim.terms", .payload = &terms_shape, .check = terms_check,
};

bool claim_second_looked(struct decision *decision, const struct claim_terms *terms,
                         int64_t reviewed_by, struct money funds)
{
    const struct request *request = decision->request;
    bool looked = funds.fen < terms->second_from.fen
        || (reviewed_by != 0 && reviewed_by != request->actor->account);
    if (!looked)
        claim_refuse_with(decision, CLAIM_REFUSED_SECOND_PERSON, NULL,
                          claim_money_text(terms->second_from, request->arena),
                          (struct text){ 0 });
    return looked;
}

/* ---- an outage ---- */

/* LAW: BJ22-2.3.1a BJ22-2.3.1c BJ22-2.3.2a */
bool claim_goes_on(const struct request *request, const struct party_standing *standing,
                   struct text ground, struct text channel, const char *step,
                   struct events events, struct decision *decision)
{
    bool partly = text_is(ground, "difference");
    const struct measure_fact facts[] = {
        { "cost", partly ? TEXT("partly-advanced") : TEXT("fully-advanced") },
    };
    const struct measure_question question = {
        .verb = VERB_OUTAGE, .place = standing->place, .matter = CLAIM_MATTER,
        .insurance = text_of(standing->insurance), .facts = facts, .fact_count = COUNT_OF(facts),
        .day = date_of_moment(request->at), .at = request->at, .events = events,
    };
    const struct outage_question about = {
        .matter = CLAIM_MATTER, .step = text_of(step), .channel = channel,
        .when = text_is(text_of(step), "pre-receive") ? TEXT("special-case") : (struct text){ 0 },
    };
    const struct measure_outage_answer answer =
        measure_outage_at(request->book, &question, &about, request->arena);
    if (answer.row == NULL || !text_is(answer.row->mode, "paused"))
        return true;
    char written[40];
    struct builder until = builder_over(written, sizeof written);
    if (answer.until.ms != 0)
        moment_write(&until, answer.until);
    claim_refuse_with(decision, CLAIM_REFUSED_PAUSED, NULL,
                      arena_text(request->arena, builder_text(&until)),
                      measure_in_words(answer.measure, answer.measure->cites, request->arena));
    return false;
}

/* ---- the rows of a claim ---- */

bool claim_gather(struct gather *gather, const struct request *request, int64_t person,
                  int64_t cause, int64_t claim, struct claim_facts *found)
{
    int64_t by = cause != 0 ? cause : claim;
    const struct claim_key key = { id_bucket(by), by };
    const struct visit_claim_key care_key = { id_bucket(by), by };
    const void *row = NULL;
    bool complete = true;
    if (by != 0) {
        struct settle_claim_facts *care = &found->care;
        complete = gather_one(gather, cause != 0 ? &claim_of_cause : &claim_by_id, &key, &row);
        found->row = row == NULL ? NULL : shape_copy(&claim_row_shape, row, gather->arena);
        care->papers = gather_want(
            gather, cause != 0 ? &visit_papers_of_cause : &visit_papers_of_claim, &care_key);
        care->visits = gather_want(gather, cause != 0 ? &visits_of_cause : &visits_of_claim,
                                   &care_key);
        care->bills = gather_want(
            gather, cause != 0 ? &visit_bills_of_cause : &visit_bills_of_claim, &care_key);
        care->lines = gather_want(
            gather, cause != 0 ? &visit_lines_of_cause : &visit_lines_of_claim, &care_key);
        care->stays = gather_want(
            gather, cause != 0 ? &visit_stays_of_cause : &visit_stays_of_claim, &care_key);
        complete &= care->papers != NULL && care->visits != NULL && care->bills != NULL
            && care->lines != NULL && care->stays != NULL;
    }
    complete &= settle_gather_claim(gather, request, person, &found->care);
    found->events = found->care.events;
    return complete;
}

int64_t claim_pay_later(struct decision *decision, const struct claim_row *row,
                        struct money amount, struct text bank, struct text sealed,
                        int64_t replaces)
{
    const struct request *request = decision->request;
    const struct claim_payment_row payment = {
        .bucket = row->bucket, .claim = row->claim,
        .payment = id_mint(request->minter, (int)row->bucket), .person = row->person,
        .place = row->place, .amount = amount,
        .payee = text_present(row->payee) ? row->payee : TEXT("person"), .bank = bank,
        .account_sealed = sealed, .state = TEXT("waiting"), .made_at = request->at,
        .replaces = replaces, .version = 1,
    };
    decision_insert(decision, &claim_payment_table, &payment);
    return payment.payment;
}

void claim_say(struct decision *decision, const struct claim_row *row, const char *kind,
               struct text detail0, struct text detail1)
{
    struct claim_row of_person = *row;
    of_person.payee = TEXT("person");
    claim_say_payee(decision, &of_person, kind, detail0, detail1);
}

void claim_say_payee(struct decision *decision, const struct claim_row *row, const char *kind,
                     struct text detail0, struct text detail1)
{
    bool to_unit = text_is(row->payee, "employer") && row->unit != 0;
    const struct message_row about = {
        .person = to_unit ? 0 : row->person, .unit = to_unit ? row->unit : 0,
        .kind = text_of(kind), .subject = row->claim,
    };
    const struct text details[3] = { detail0, detail1 };
    message_send(decision, &about, details, details);
}
