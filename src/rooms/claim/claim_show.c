/* claim_show.c: where the money is (whose account, when, come back or not), one claim with its
 * bills explained, and the lists of an office. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

#include <string.h>

/* ---- claims of a person, with their payments ---- */

struct person_input { int64_t person; };
struct person_facts {
    struct party_person_facts person;
    struct list claims, payments;
};

/* Both, one after the other; the second may be missing. */
static struct list joined(const struct list *first, const struct list *second, size_t size,
                          struct arena *arena)
{
    if (second == NULL || second->count == 0)
        return *first;
    if (first->count == 0)
        return *second;
    char *items = arena_take(arena, (first->count + second->count) * size);
    memcpy(items, first->items, first->count * size);
    memcpy(items + first->count * size, second->items, second->count * size);
    return (struct list){ items, first->count + second->count };
}

bool claim_gather_of_numbers(struct gather *gather, const struct party_person_facts *person,
                             struct list *ret_claims)
{
    int64_t numbers[PARTY_NUMBERS_MOST];
    size_t count = party_numbers_of(person, numbers);
    struct list claims = { 0 };
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct claim_person_key key = { id_bucket(numbers[i]), numbers[i] };
        const struct list *mine = gather_want(gather, &claims_of_person, &key);
        complete &= mine != NULL;
        claims = joined(&claims, mine, sizeof(struct claim_row), gather->arena);
    }
    *ret_claims = claims;
    return complete;
}

static bool gather_of_person(struct gather *gather, const struct request *request, void *facts)
{
    const struct person_input *input = request->input;
    struct person_facts *found = facts;
    int64_t numbers[PARTY_NUMBERS_MOST];
    struct list payments = { 0 };
    if (!party_gather_person(gather, input->person, &found->person))
        return false;
    size_t count = party_numbers_of(&found->person, numbers);
    bool complete = claim_gather_of_numbers(gather, &found->person, &found->claims);
    for (size_t i = 0; i < count; i++) {
        const struct claim_person_key key = { id_bucket(numbers[i]), numbers[i] };
        const struct list *paid = gather_want(gather, &claim_payments_of_person, &key);
        complete &= paid != NULL;
        payments = joined(&payments, paid, sizeof(struct claim_payment_row), gather->arena);
    }
    found->payments = payments;
    return complete;
}

struct text claim_payment_word(struct text state, enum language language)
{
    char key[80];
    struct builder builder = builder_over(key, sizeof key - 1);
    builder_add(&builder, TEXT("claim.payment."));
    builder_add(&builder, state);
    key[builder.length] = '\0';
    return words_of(key, language);
}

static struct payment_shown payment_shown_of(const struct claim_payment_row *row)
{
    return (struct payment_shown){
        .claim = row->claim, .payment = row->payment, .person = row->person,
        .batch = row->batch, .payee = row->payee, .bank = row->bank,
        .state = row->state, .state_zh = claim_payment_word(row->state, LANGUAGE_CHINESE),
        .state_en = claim_payment_word(row->state, LANGUAGE_ENGLISH), .reason = row->reason,
        .amount = row->amount, .made_at = row->made_at, .sent_at = row->sent_at,
        .bank_day = row->bank_day, .replaces = row->replaces,
    };
}

static struct list payments_shown(const struct list *payments, struct arena *arena)
{
    const struct claim_payment_row *rows = payments->items;
    struct payment_shown *shown = ARENA_ARRAY(arena, struct payment_shown, payments->count + 1);
    for (size_t i = 0; i < payments->count; i++)
        shown[i] = payment_shown_of(&rows[i]);
    return (struct list){ shown, payments->count };
}

static void decide_of_person(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct person_input *input = request->input;
    const struct person_facts *found = facts;
    if (!claim_may(request->actor, &found->person)) {
        decision_refuse(decision, party_unseen_key(request->actor,
                                                   claim_refusal_key(CLAIM_REFUSED_NO_PERSON)),
                        "person");
        return;
    }
    decision->subject = input->person;
    *(struct claims_told *)decision->outcome = (struct claims_told){
        .claims = found->claims,
        .payments = payments_shown(&found->payments, request->arena),
    };
}

/* ---- one claim, decided or as it would be decided today ---- */

struct show_input { int64_t person, claim, cause; };
struct show_facts {
    struct claim_facts of;
    const struct list *payments;
    const struct list *settlements;
};

static bool gather_show(struct gather *gather, const struct request *request, void *facts)
{
    const struct show_input *input = request->input;
    struct show_facts *found = facts;
    const struct claim_key key = { id_bucket(input->claim), input->claim };
    const struct settle_of_person_key person_key = { id_bucket(input->person), input->person };
    bool complete = claim_gather(gather, request, input->person, input->cause, input->claim,
                                 &found->of);
    found->payments = gather_want(gather, &claim_payments_of_claim, &key);
    found->settlements = gather_want(gather, &settlements_standing, &person_key);
    return complete && found->payments != NULL && found->settlements != NULL;
}

/* What stands of the claim's acts of care, decided again since or not. */
static struct list bills_settled(const struct show_facts *facts, struct arena *arena)
{
    const struct settlement_row *rows = facts->settlements->items;
    const struct visit_claimed_row *papers = facts->of.care.papers->items;
    size_t count = 0;
    struct settle_claimed *bills =
        ARENA_ARRAY(arena, struct settle_claimed, facts->of.care.papers->count + 1);
    for (size_t p = 0; p < facts->of.care.papers->count; p++)
        for (size_t i = 0; i < facts->settlements->count; i++) {
            struct settlement_row row = rows[i];
            if (row.visit != papers[p].visit || !settle_stands(&row))
                continue;
            bills[count] = (struct settle_claimed){
                .visit = row.visit, .settlement = row.settlement, .invoice = papers[p].invoice,
                .institution_name = papers[p].institution_name, .day = row.day,
                .total = row.total, .full_own = row.full_own, .over_limit = row.over_limit,
                .pay_first = row.pay_first, .in_scope = row.in_scope,
                .deductible = row.deductible, .funds = settlement_row_funds(&row),
            };
            for (int payer = 0; payer < PAYER_COUNT; payer++)
                bills[count].paid[payer] =
                    *settlement_row_payer(&row, (enum settle_payer)payer);
            bills[count].own = money_minus(row.total, bills[count].funds);
            count++;
            break;
        }
    return (struct list){ bills, count };
}

/* One sentence a bill, one for the sum, and one where direct settlement would have come to
 * something else. LAW: BJ4-09d */
static struct text letter_of(const struct claim_told *told, enum language language,
                             struct arena *arena)
{
    char written[8000];
    struct builder letter = builder_over(written, sizeof written);
    const struct settle_claimed *bills = told->bills.items;
    for (size_t i = 0; i < told->bills.count; i++) {
        const struct text details[] = {
            bills[i].institution_name, claim_day_text(bills[i].day, arena),
            claim_money_text(bills[i].total, arena),
        };
        const struct text parts[] = {
            claim_money_text(money_plus(bills[i].full_own,
                                        money_plus(bills[i].over_limit, bills[i].pay_first)),
                             arena),
            claim_money_text(bills[i].deductible, arena),
            claim_money_text(bills[i].funds, arena),
        };
        words_write(&letter, "claim.letter.bill", language, details, COUNT_OF(details));
        if (language == LANGUAGE_ENGLISH)
            builder_add_char(&letter, ' ');
        words_write(&letter, "claim.letter.parts", language, parts, COUNT_OF(parts));
        builder_add_char(&letter, '\n');
    }
    const struct text sums[] = {
        claim_money_text(told->row.total, arena), claim_money_text(told->row.funds, arena),
        claim_money_text(told->row.own, arena),
    };
    words_write(&letter, "claim.letter.sum", language, sums, COUNT_OF(sums));
    if (told->more_there.fen != 0) {
        const struct text there[] = { claim_money_text(told->row.funds_there, arena) };
        builder_add_char(&letter, '\n');
        words_write(&letter, "claim.letter.there", language, there, COUNT_OF(there));
    }
    return arena_text(arena, builder_text(&letter));
}

static struct money second_from(const struct request *request, const struct claim_row *row)
{
    const struct claim_terms *terms =
        claim_terms_on(request->book, row->place, date_of_moment(row->handed_in));
    return terms == NULL ? MONEY_NONE : terms->second_from;
}

static void decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct show_input *input = request->input;
    const struct show_facts *found = facts;
    struct claim_told *told = decision->outcome;
    if (found->of.row == NULL || found->of.row->person != input->person
        || !claim_may(request->actor, &found->of.care.person)) {
        claim_refuse(decision, CLAIM_REFUSED_NO_CLAIM, "claim");
        return;
    }
    told->row = *found->of.row;
    told->decided = text_is(told->row.state, "settled");
    if (told->decided)
        told->bills = bills_settled(found, request->arena);
    else if (!settle_claim_decide(request, &found->of.care, false, decision, &told->bills))
        return;
    const struct settle_claimed *bills = told->bills.items;
    for (size_t i = 0; i < told->bills.count && !told->decided; i++) {
        told->row.funds = money_plus(told->row.funds, bills[i].funds);
        told->row.own = money_plus(told->row.own, bills[i].own);
        told->row.funds_there = money_plus(told->row.funds_there, bills[i].funds_there);
    }
    told->more_there = money_minus(told->row.funds_there, told->row.funds);
    told->payments = payments_shown(found->payments, request->arena);
    told->second_from = second_from(request, &told->row);
    told->letter_zh = letter_of(told, LANGUAGE_CHINESE, request->arena);
    told->letter_en = letter_of(told, LANGUAGE_ENGLISH, request->arena);
    decision->subject = input->person;
}

/* ---- lists of an office ---- */

struct list_input { struct text state; int64_t place, after; };
struct list_facts { const struct list *rows; };
struct list_told { struct list rows; int64_t next; };

static struct claim_state_key list_key(const struct request *request)
{
    const struct list_input *input = request->input;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    return (struct claim_state_key){ .state = input->state, .place = place,
                                     .place_until = division_last_code((int32_t)place),
                                     .after = input->after };
}

static bool gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct claim_state_key key = list_key(request);
    struct list_facts *found = facts;
    found->rows = gather_want(gather, &claims_in_state, &key);
    return found->rows != NULL;
}

static bool is_ours(const struct request *request, int64_t place)
{
    return division_is_within(book_divisions(request->book), (int32_t)place,
                              request->actor->division);
}

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct list_facts *found = facts;
    const struct claim_row *rows = found->rows->items;
    struct claim_row *kept = ARENA_ARRAY(request->arena, struct claim_row,
                                         found->rows->count + 1);
    struct list_told *told = decision->outcome;
    for (size_t i = 0; i < found->rows->count; i++)
        if (is_ours(request, rows[i].place) && !claim_is_refund(&rows[i]))
            kept[told->rows.count++] = rows[i];
    told->rows.items = kept;
    if (found->rows->count == (size_t)claims_in_state.row_max)
        told->next = rows[found->rows->count - 1].claim;
}

static bool gather_payments(struct gather *gather, const struct request *request, void *facts)
{
    const struct claim_state_key key = list_key(request);
    struct list_facts *found = facts;
    found->rows = gather_want(gather, &claim_payments_listed, &key);
    return found->rows != NULL;
}

static void decide_payments(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct list_facts *found = facts;
    const struct claim_payment_of *rows = found->rows->items;
    struct payment_shown *kept = ARENA_ARRAY(request->arena, struct payment_shown,
                                             found->rows->count + 1);
    struct list_told *told = decision->outcome;
    for (size_t i = 0; i < found->rows->count; i++) {
        if (!is_ours(request, rows[i].row.place))
            continue;
        struct payment_shown *shown = &kept[told->rows.count++];
        *shown = payment_shown_of(&rows[i].row);
        shown->kind = rows[i].kind;
        shown->cause = rows[i].cause;
    }
    told->rows.items = kept;
    if (found->rows->count == (size_t)claim_payments_listed.row_max)
        told->next = rows[found->rows->count - 1].row.payment;
}

/* ---- the rows ---- */

#define CLAIM(member, kind_, ...) FIELD(struct claim_row, member, kind_, __VA_ARGS__)
#define CLAIM_FIELDS \
    CLAIM(claim, FIELD_ID, .flags = 0), CLAIM(person, FIELD_ID, .flags = 0), \
    CLAIM(cause, FIELD_ID, .flags = FIELD_SPARSE), \
    CLAIM(kind, FIELD_TEXT, .flags = 0), CLAIM(ground, FIELD_TEXT, .flags = FIELD_SPARSE), \
    CLAIM(filer, FIELD_TEXT, .flags = 0), CLAIM(payee, FIELD_TEXT, .flags = FIELD_SPARSE), \
    CLAIM(place, FIELD_COUNT, .flags = 0), CLAIM(insurance, FIELD_TEXT, .flags = 0), \
    CLAIM(handed_in, FIELD_MOMENT, .flags = 0), CLAIM(receipts, FIELD_COUNT, .flags = 0), \
    CLAIM(total, FIELD_MONEY, .flags = 0), \
    CLAIM(funds, FIELD_MONEY, .flags = 0), CLAIM(own, FIELD_MONEY, .flags = 0), \
    CLAIM(funds_there, FIELD_MONEY, .flags = 0), \
    CLAIM(basis, FIELD_TEXT, .flags = FIELD_SPARSE), CLAIM(state, FIELD_TEXT, .flags = 0), \
    CLAIM(reviewed_at, FIELD_MOMENT, .flags = FIELD_SPARSE), \
    CLAIM(decided_at, FIELD_MOMENT, .flags = FIELD_SPARSE)
static const struct field claim_out_fields[] = { CLAIM_FIELDS };
static const struct shape claim_out_shape =
    SHAPE("claim_out", struct claim_row, claim_out_fields);
#define PAYMENT(member, kind_, ...) FIELD(struct payment_shown, member, kind_, __VA_ARGS__)
static const struct field payment_out_fields[] = {
    PAYMENT(claim, FIELD_ID, .flags = 0), PAYMENT(payment, FIELD_ID, .flags = 0),
    PAYMENT(person, FIELD_ID, .flags = 0),
    PAYMENT(kind, FIELD_TEXT, .flags = FIELD_SPARSE),
    PAYMENT(cause, FIELD_ID, .flags = FIELD_SPARSE),
    PAYMENT(batch, FIELD_ID, .flags = FIELD_SPARSE), PAYMENT(amount, FIELD_MONEY, .flags = 0),
    PAYMENT(payee, FIELD_TEXT, .flags = 0), PAYMENT(bank, FIELD_TEXT, .flags = FIELD_SPARSE),
    PAYMENT(state, FIELD_TEXT, .flags = 0), PAYMENT(state_zh, FIELD_TEXT, .flags = 0),
    PAYMENT(state_en, FIELD_TEXT, .flags = 0),
    PAYMENT(reason, FIELD_TEXT, .flags = FIELD_SPARSE), PAYMENT(made_at, FIELD_MOMENT, .flags = 0),
    PAYMENT(sent_at, FIELD_MOMENT, .flags = FIELD_SPARSE),
    PAYMENT(bank_day, FIELD_DAY, .flags = FIELD_SPARSE),
    PAYMENT(replaces, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape payment_out_shape =
    SHAPE("claim_payment_out", struct payment_shown, payment_out_fields);

static const struct field person_fields[] = {
    FIELD(struct person_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.person"),
};
static const struct shape person_shape =
    SHAPE("claim_of_person", struct person_input, person_fields);
static const struct shape person_facts_shape =
    { .name = "claim_person_facts", .size = sizeof(struct person_facts) };
static const struct field claims_fields[] = {
    FIELD(struct claims_told, claims, FIELD_LIST, .of = &claim_out_shape),
    FIELD(struct claims_told, payments, FIELD_LIST, .of = &payment_out_shape),
};
static const struct shape claims_shape =
    SHAPE("claims_of_person", struct claims_told, claims_fields);
const struct action claim_of_person_action = {
    .name = "claim.of-person", .method = "GET", .path = "/api/v1/persons/{person}/claims",
    .flags = ACTION_READ, .input = &person_shape, .facts = &person_facts_shape,
    .outcome = &claims_shape, .answer = &claims_shape, .help = "claim.help.of-person",
    .gather = gather_of_person, .decide = decide_of_person,
};

static const struct field show_fields[] = {
    FIELD(struct show_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.person"),
    FIELD(struct show_input, claim, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.claim"),
};
static const struct shape show_shape = SHAPE("claim_show", struct show_input, show_fields);
static const struct shape show_facts_shape =
    { .name = "claim_show_facts", .size = sizeof(struct show_facts) };
#define TOLD(member, kind_, ...) FIELD(struct claim_told, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    { .name = "claim", .kind = FIELD_OBJECT, .offset = AT(struct claim_told, row),
      .of = &claim_out_shape },
    TOLD(decided, FIELD_FLAG, .flags = 0), TOLD(bills, FIELD_LIST, .of = &settle_claimed_shape),
    TOLD(payments, FIELD_LIST, .of = &payment_out_shape), TOLD(more_there, FIELD_MONEY, .flags = 0),
    TOLD(second_from, FIELD_MONEY, .flags = 0),
    TOLD(letter_zh, FIELD_TEXT, .flags = 0), TOLD(letter_en, FIELD_TEXT, .flags = 0),
};
static const struct shape told_shape = SHAPE("claim_shown", struct claim_told, told_fields);
const struct action claim_show_action = {
    .name = "claim.show", .method = "GET", .path = "/api/v1/claims/{claim}",
    .flags = ACTION_READ, .input = &show_shape, .facts = &show_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "claim.help.show",
    .gather = gather_show, .decide = decide_show,
};

static const struct field list_fields[] = {
    FIELD(struct list_input, state, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
          .help = "claim.field.state"),
    FIELD(struct list_input, place, FIELD_COUNT, .help = "claim.field.place"),
    FIELD(struct list_input, after, FIELD_ID, .help = "claim.field.after"),
};
static const struct shape list_shape = SHAPE("claim_list", struct list_input, list_fields);
static const struct field list_payments_fields[] = {
    FIELD(struct list_input, state, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
          .help = "claim.field.payment-state"),
    FIELD(struct list_input, place, FIELD_COUNT, .help = "claim.field.place"),
    FIELD(struct list_input, after, FIELD_ID, .help = "claim.field.after"),
};
static const struct shape list_payments_shape =
    SHAPE("claim_list_payments", struct list_input, list_payments_fields);
static const struct shape list_facts_shape =
    { .name = "claim_list_facts", .size = sizeof(struct list_facts) };
static const struct field list_told_fields[] = {
    FIELD(struct list_told, rows, FIELD_LIST, .of = &claim_out_shape),
    FIELD(struct list_told, next, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape list_told_shape =
    SHAPE("claims_in_state", struct list_told, list_told_fields);
static const struct field payments_told_fields[] = {
    FIELD(struct list_told, rows, FIELD_LIST, .of = &payment_out_shape),
    FIELD(struct list_told, next, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape payments_told_shape =
    SHAPE("claim_payments_in_state", struct list_told, payments_told_fields);
const struct action claim_list_action = {
    .name = "claim.list", .method = "GET", .path = "/api/v1/claims",
    .flags = ACTION_READ, .input = &list_shape, .facts = &list_facts_shape,
    .next_page = { { "after", "next" } },
    .outcome = &list_told_shape, .answer = &list_told_shape, .help = "claim.help.list",
    .gather = gather_list, .decide = decide_list,
};
const struct action claim_payments_action = {
    .name = "claim.payments", .method = "GET", .path = "/api/v1/claims/payments",
    .flags = ACTION_READ, .input = &list_payments_shape, .facts = &list_facts_shape,
    .outcome = &payments_told_shape, .answer = &payments_told_shape,
    .next_page = { { "after", "next" } },
    .help = "claim.help.payments", .gather = gather_payments, .decide = decide_payments,
};
