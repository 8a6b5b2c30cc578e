/* claim_pay.c: what is owed leaves in a payment file, and the bank answers: paid, or come back.
 *
 * What came back keeps waiting for an account that works; when none is said in the place's time, it
 * is uncollected: a state with a list, not an error, and it may still be paid afterwards. What is
 * refunded to a unit goes the same way. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/task.h"
#include "rooms/party/party.h"

/* ---- a payment file ---- */

struct pay_input { int64_t place; struct money most; };
struct pay_facts { const struct list *payments; };
struct pay_made { int64_t batch, payments; struct money total; };

static int64_t place_of(const struct request *request, int64_t asked)
{
    return asked != 0 ? asked : request->actor->division;
}

static bool is_ours(const struct request *request, int64_t place)
{
    return request->actor->role == ROLE_HOUSE
        || division_is_within(book_divisions(request->book), (int32_t)place,
                              request->actor->division);
}

static bool gather_pay(struct gather *gather, const struct request *request, void *facts)
{
    const struct pay_input *input = request->input;
    struct pay_facts *found = facts;
    int64_t place = place_of(request, input->place);
    const struct claim_state_key key = {
        .state = TEXT("waiting"), .place = place,
        .place_until = division_last_code((int32_t)place),
    };
    found->payments = gather_want(gather, &claim_payments_in_state, &key);
    return found->payments != NULL;
}

static void decide_pay(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct pay_input *input = request->input;
    const struct pay_facts *found = facts;
    const struct claim_payment_row *rows = found->payments->items;
    int64_t place = place_of(request, input->place);
    struct claim_batch_row batch = {
        .bucket = 0, .batch = id_mint(request->minter, 0), .place = place,
        .made_at = request->at, .made_by = request->actor->account, .version = 1,
    };
    for (size_t i = 0; i < found->payments->count; i++) {
        struct claim_payment_row payment = rows[i];
        struct money total = money_plus(batch.total, payment.amount);
        if (!is_ours(request, payment.place)
            || (input->most.fen != 0 && total.fen > input->most.fen))
            continue;
        payment.state = TEXT("sent");
        payment.batch = batch.batch;
        payment.sent_at = request->at;
        decision_replace(decision, &claim_payment_table, &payment);
        batch.payments++;
        batch.total = total;
    }
    if (batch.payments == 0) {
        claim_refuse(decision, CLAIM_REFUSED_NOTHING_TO_PAY, NULL);
        return;
    }
    decision_insert(decision, &claim_batch_table, &batch);
    decision->subject = batch.batch;
    *(struct pay_made *)decision->outcome =
        (struct pay_made){ batch.batch, batch.payments, batch.total };
}

/* ---- the file as the bank takes it ---- */

struct file_input { int64_t batch; };
struct file_facts { const struct claim_batch_row *batch; const struct list *payments; };
struct file_line {
    int64_t payment;
    struct text holder, account, bank, payee, kind;
    struct money amount;
    struct text account_sealed;
};
struct file_told {
    int64_t batch, payments;
    struct money total;
    struct list lines;          /* of file_line */
    struct text text;           /* the same, one line a payment, fields apart by a bar */
};

static bool gather_file(struct gather *gather, const struct request *request, void *facts)
{
    const struct file_input *input = request->input;
    struct file_facts *found = facts;
    const struct claim_key key = { 0, input->batch };
    const struct claim_batch_key payments_key = { input->batch };
    const void *row = NULL;
    bool complete = gather_one(gather, &claim_batch_by_id, &key, &row);
    found->batch = row;
    found->payments = gather_want(gather, &claim_payments_of_batch, &payments_key);
    return complete && found->payments != NULL;
}

static void decide_file(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct file_facts *found = facts;
    struct file_told *told = decision->outcome;
    if (found->batch == NULL || !is_ours(request, found->batch->place)) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, "batch");
        return;
    }
    const struct claim_payment_of *rows = found->payments->items;
    struct file_line *lines =
        ARENA_ARRAY(request->arena, struct file_line, found->payments->count + 1);
    for (size_t i = 0; i < found->payments->count; i++)
        lines[i] = (struct file_line){
            .payment = rows[i].row.payment, .bank = rows[i].row.bank,
            .payee = rows[i].row.payee, .kind = rows[i].kind, .amount = rows[i].row.amount,
            .account_sealed = rows[i].row.account_sealed,
        };
    decision->subject = found->batch->batch;
    *told = (struct file_told){
        .batch = found->batch->batch, .payments = found->batch->payments,
        .total = found->batch->total, .lines = { lines, found->payments->count },
    };
}

/* A bar parts the fields of a line: within one it is another sign, or a name would move the sum. */
static struct text file_cell(struct text text, struct arena *arena)
{
    char *cell = arena_take(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        cell[i] = text.data[i] == '|' || (unsigned char)text.data[i] < ' ' ? ' ' : text.data[i];
    return (struct text){ cell, text.length };
}

/* Accounts are opened here and nowhere else; that they were is written to the access log. */
static void tell_file(const struct request *request, const void *outcome, const void *memory,
                      void *answer)
{
    (void)memory;
    struct file_told *told = answer;
    struct arena *arena = request->arena;
    *told = *(const struct file_told *)outcome;
    const struct file_line *from = told->lines.items;
    struct file_line *lines = ARENA_ARRAY(arena, struct file_line, told->lines.count + 1);
    struct text text = { 0 };
    for (size_t i = 0; i < told->lines.count; i++) {
        const struct claim_payee payee = claim_payee_read(from[i].account_sealed, arena);
        lines[i] = from[i];
        lines[i].holder = payee.holder;
        lines[i].account = payee.account;
        lines[i].account_sealed = (struct text){ 0 };
        const char *purpose =
            text_is(lines[i].kind, "refund") ? "claim.file.refund" : "claim.file.purpose";
        text = arena_format(arena, "%.*s%lld|%.*s|%.*s|%.*s|%.*s|%.*s\r\n", TEXT_ARGS(text),
                            (long long)lines[i].payment,
                            TEXT_ARGS(file_cell(payee.account, arena)),
                            TEXT_ARGS(file_cell(payee.holder, arena)),
                            TEXT_ARGS(file_cell(lines[i].bank, arena)),
                            TEXT_ARGS(claim_money_text(lines[i].amount, arena)),
                            TEXT_ARGS(words_of(purpose, LANGUAGE_CHINESE)));
    }
    told->lines.items = lines;
    told->text = text;
}

/* ---- what the bank answers ---- */

struct return_input {
    int64_t payment;
    struct text result, reason;
    struct date day;
};
struct payment_facts {
    const struct claim_payment_row *payment;
    const struct claim_row *claim;
    const struct list *payments;            /* of the claim */
    struct party_person_facts person;
    const struct timer_row *timer;
};
struct payment_told {
    int64_t payment, claim, person;
    struct text state;
    struct money amount;
};

static bool gather_payment(struct gather *gather, int64_t payment, struct payment_facts *found)
{
    const struct claim_payment_key key = { id_bucket(payment), payment };
    const void *row = NULL;
    if (!gather_one(gather, &claim_payment_by_id, &key, &row))
        return false;
    found->payment = row;
    if (row == NULL)
        return true;
    const struct claim_key claim_key = { key.bucket, found->payment->claim };
    bool complete = gather_one(gather, &claim_by_id, &claim_key, &row);
    found->claim = row;
    found->payments = gather_want(gather, &claim_payments_of_claim, &claim_key);
    return party_gather_person(gather, found->payment->person, &found->person) && complete
        && found->payments != NULL;
}

static bool gather_return(struct gather *gather, const struct request *request, void *facts)
{
    return gather_payment(gather, ((const struct return_input *)request->input)->payment, facts);
}

static void tell_payment(const struct claim_payment_row *payment, struct decision *decision)
{
    decision->subject = payment->person;
    *(struct payment_told *)decision->outcome = (struct payment_told){
        .payment = payment->payment, .claim = payment->claim, .person = payment->person,
        .state = payment->state, .amount = payment->amount,
    };
}

/* What was owed has left, or is owed again; of a negative payment what was owed back has come. */
static void post_payment(struct decision *decision, const struct payment_facts *facts,
                         const struct claim_payment_row *payment, bool out)
{
    const char *about = !out ? "paid-back" : payment->amount.fen < 0 ? "repaid" : "paid-out";
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = payment->bucket, .cause = id_mint(decision->request->minter,
                                                    (int)payment->bucket),
        .person = claim_is_refund(facts->claim) ? 0 : payment->person,
        .day = date_of_moment(decision->request->at), .about = about,
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, (struct fund_account){ FUND_CLAIMANT, payment->person },
              (struct fund_account){ FUND_PAID_OUT, payment->place },
              out ? payment->amount : money_negated(payment->amount));
    fund_record(decision, &posting);
}

static void came_back(const struct request *request, const struct payment_facts *facts,
                      struct decision *decision)
{
    const struct claim_payment_row *payment = facts->payment;
    const struct claim_terms *terms =
        claim_terms_on(request->book, payment->place, date_of_moment(request->at));
    int64_t days = terms == NULL ? 1 : terms->collect_days;
    const struct moment due = { request->at.ms + days * INT64_C(86400000) };
    task_timer_set(decision, claim_uncollected_action.name, payment->payment, due);
    claim_say_payee(decision, facts->claim, claim_is_refund(facts->claim)
                        ? "claim.message.refund-returned" : "claim.message.returned",
              claim_money_text(payment->amount, request->arena),
              text_present(payment->reason) ? payment->reason : TEXT("-"));
}

/* What was owed back is there. */
static void take_repaid(const struct request *request, const struct payment_facts *facts,
                        struct decision *decision)
{
    const struct return_input *input = request->input;
    if (!text_is(facts->payment->state, "owed-back")) {
        claim_refuse(decision, CLAIM_REFUSED_NOT_OWED, "payment");
        return;
    }
    struct claim_payment_row payment = *facts->payment;
    payment.state = TEXT("repaid");
    payment.reason = input->reason;
    payment.bank_day = input->day.yyyymmdd != 0 ? input->day : date_of_moment(request->at);
    payment.answered_at = request->at;
    decision_replace(decision, &claim_payment_table, &payment);
    post_payment(decision, facts, &payment, true);
    claim_say_payee(decision, facts->claim, "claim.message.repaid",
              claim_money_text(money_negated(payment.amount), request->arena),
              claim_day_text(payment.bank_day, request->arena));
    tell_payment(&payment, decision);
}

static void decide_return(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct return_input *input = request->input;
    const struct payment_facts *found = facts;
    bool paid = text_is(input->result, "paid"), back = text_is(input->result, "returned");
    if (found->payment == NULL || found->claim == NULL
        || !is_ours(request, found->payment->place)) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, "payment");
        return;
    }
    if (text_is(input->result, "repaid")) {
        take_repaid(request, found, decision);
        return;
    }
    if (!paid && !back) {
        claim_refuse(decision, CLAIM_REFUSED_NO_RESULT, "result");
        return;
    }
    /* A bank may take back what it said it had paid, never the other way round. */
    bool was_paid = text_is(found->payment->state, "paid");
    if (!text_is(found->payment->state, "sent") && !(was_paid && back)) {
        claim_refuse(decision, CLAIM_REFUSED_NOT_SENT, "payment");
        return;
    }
    struct claim_payment_row payment = *found->payment;
    payment.state = paid ? TEXT("paid") : TEXT("returned");
    payment.reason = input->reason;
    payment.bank_day = input->day.yyyymmdd != 0 ? input->day : date_of_moment(request->at);
    payment.answered_at = request->at;
    decision_replace(decision, &claim_payment_table, &payment);
    struct payment_facts now = *found;
    now.payment = &payment;
    if (paid || was_paid)
        post_payment(decision, found, &payment, paid);
    if (back)
        came_back(request, &now, decision);
    else
        claim_say_payee(decision, found->claim, claim_is_refund(found->claim)
                            ? "claim.message.refund-paid" : "claim.message.paid",
                  claim_money_text(payment.amount, request->arena),
                  claim_day_text(payment.bank_day, request->arena));
    tell_payment(&payment, decision);
}

/* ---- paid anew ---- */

struct again_input {
    int64_t payment;
    struct text bank, account_holder, account;
};

static bool gather_again(struct gather *gather, const struct request *request, void *facts)
{
    return gather_payment(gather, ((const struct again_input *)request->input)->payment, facts);
}

static void prepare_again(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct again_input *input = request->input;
    struct claim_settle_prepared *prepared = ret_prepared;
    const struct claim_payee payee = { text_trim(input->account_holder),
                                       ident_account(input->account, request->arena) };
    if (text_present(payee.holder) && text_present(payee.account))
        prepared->sealed =
            party_seal(claim_payee_write(&payee, request->arena), "form", request->arena);
}

/* A unit's money is led elsewhere by the unit, whether she works there still or not; a person's by
 * himself; both by an office. */
static bool may_lead(const struct request *request, const struct payment_facts *facts)
{
    const struct actor *actor = request->actor;
    if (actor->role == ROLE_EMPLOYER)
        return text_is(facts->payment->payee, "employer") && actor->unit != 0
            && facts->claim->unit == actor->unit;
    if (claim_is_refund(facts->claim))
        return !actor_is_person(actor) && is_ours(request, facts->payment->place);
    return claim_may(actor, &facts->person)
        && (!actor_is_person(actor) || text_is(facts->payment->payee, "person"));
}

static void decide_again(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct again_input *input = request->input;
    const struct payment_facts *found = facts;
    const struct claim_settle_prepared *prepared = request->prepared;
    if (found->payment == NULL || found->claim == NULL
        || !may_lead(request, found)) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, "payment");
        return;
    }
    if (!text_is(found->payment->state, "returned")
        && !text_is(found->payment->state, "uncollected")) {
        claim_refuse(decision, CLAIM_REFUSED_NOT_RETURNED, "payment");
        return;
    }
    if (prepared == NULL || !text_present(prepared->sealed)) {
        claim_refuse(decision, CLAIM_REFUSED_WRONG_ACCOUNT, "account");
        return;
    }
    struct claim_payment_row before = *found->payment, made = before;
    before.state = TEXT("replaced");
    decision_replace(decision, &claim_payment_table, &before);
    made.payment = claim_pay_later(decision, found->claim, before.amount, input->bank,
                                   prepared->sealed, before.payment);
    made.state = TEXT("waiting");
    tell_payment(&made, decision);
}

/* ---- nobody said which account ---- */

static bool gather_uncollected(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct payment_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    return gather_payment(gather, input->subject, found) && complete;
}

static void decide_uncollected(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct payment_facts *found = facts;
    if (found->timer == NULL || found->payment == NULL || found->claim == NULL) {
        claim_refuse(decision, CLAIM_REFUSED_NO_PAYMENT, NULL);
        return;
    }
    struct claim_payment_row payment = *found->payment;
    task_timer_done(decision, found->timer);
    if (text_is(payment.state, "returned")) {
        payment.state = TEXT("uncollected");
        decision_replace(decision, &claim_payment_table, &payment);
        claim_say_payee(decision, found->claim, claim_is_refund(found->claim)
                            ? "claim.message.refund-uncollected" : "claim.message.uncollected",
                  claim_money_text(payment.amount, request->arena), (struct text){ 0 });
    }
    tell_payment(&payment, decision);
}

/* ---- the rows ---- */

static const struct field pay_fields[] = {
    FIELD(struct pay_input, place, FIELD_COUNT, .help = "claim.field.place"),
    FIELD(struct pay_input, most, FIELD_MONEY, .help = "claim.field.most"),
};
static const struct shape pay_shape = SHAPE("claim_pay", struct pay_input, pay_fields);
static const struct shape pay_facts_shape =
    { .name = "claim_pay_facts", .size = sizeof(struct pay_facts) };
static const struct field made_fields[] = {
    FIELD(struct pay_made, batch, FIELD_ID, .flags = 0),
    FIELD(struct pay_made, payments, FIELD_COUNT, .flags = 0),
    FIELD(struct pay_made, total, FIELD_MONEY, .flags = 0),
};
static const struct shape made_shape = SHAPE("claim_batch_made", struct pay_made, made_fields);
const struct action claim_pay_action = {
    .name = "claim.pay", .method = "POST", .path = "/api/v1/claims/payment-files",
    .flags = ACTION_ONCE, .input = &pay_shape, .facts = &pay_facts_shape,
    .outcome = &made_shape, .answer = &made_shape, .help = "claim.help.pay",
    .gather = gather_pay, .decide = decide_pay,
};

static const struct field file_fields[] = {
    FIELD(struct file_input, batch, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.batch"),
};
static const struct shape file_shape = SHAPE("claim_file", struct file_input, file_fields);
static const struct shape file_facts_shape =
    { .name = "claim_file_facts", .size = sizeof(struct file_facts) };
#define LINE(member, kind_, ...) FIELD(struct file_line, member, kind_, __VA_ARGS__)
static const struct field kept_line_fields[] = {
    LINE(payment, FIELD_ID, .flags = 0), LINE(payee, FIELD_TEXT, .flags = 0),
    LINE(kind, FIELD_TEXT, .flags = 0), LINE(bank, FIELD_TEXT, .flags = 0),
    LINE(amount, FIELD_MONEY, .flags = 0), LINE(account_sealed, FIELD_BYTES, .flags = 0),
};
static const struct shape kept_line_shape =
    SHAPE("claim_file_kept", struct file_line, kept_line_fields);
static const struct field told_line_fields[] = {
    LINE(payment, FIELD_ID, .flags = 0), LINE(kind, FIELD_TEXT, .flags = 0),
    LINE(payee, FIELD_TEXT, .flags = 0), LINE(holder, FIELD_TEXT, .flags = FIELD_PRIVATE),
    LINE(account, FIELD_TEXT, .flags = FIELD_PRIVATE), LINE(bank, FIELD_TEXT, .flags = 0),
    LINE(amount, FIELD_MONEY, .flags = 0),
};
static const struct shape told_line_shape =
    SHAPE("claim_file_line", struct file_line, told_line_fields);
#define FILE_TOLD(member, kind_, ...) FIELD(struct file_told, member, kind_, __VA_ARGS__)
static const struct field kept_file_fields[] = {
    FILE_TOLD(batch, FIELD_ID, .flags = 0),
    FILE_TOLD(payments, FIELD_COUNT, .flags = 0), FILE_TOLD(total, FIELD_MONEY, .flags = 0),
    FILE_TOLD(lines, FIELD_LIST, .of = &kept_line_shape),
};
static const struct shape kept_file_shape =
    SHAPE("claim_file_outcome", struct file_told, kept_file_fields);
static const struct field told_file_fields[] = {
    FILE_TOLD(batch, FIELD_ID, .flags = 0),
    FILE_TOLD(payments, FIELD_COUNT, .flags = 0), FILE_TOLD(total, FIELD_MONEY, .flags = 0),
    FILE_TOLD(lines, FIELD_LIST, .of = &told_line_shape),
    FILE_TOLD(text, FIELD_TEXT, .flags = FIELD_PRIVATE),
};
static const struct shape told_file_shape =
    SHAPE("claim_payment_file", struct file_told, told_file_fields);
const struct action claim_payment_file_action = {
    .name = "claim.payment-file", .method = "GET",
    .path = "/api/v1/claims/payment-files/{batch}",
    .flags = ACTION_READ | ACTION_DISCLOSES, .input = &file_shape, .facts = &file_facts_shape,
    .outcome = &kept_file_shape, .answer = &told_file_shape,
    .help = "claim.help.payment-file", .gather = gather_file, .decide = decide_file,
    .tell = tell_file,
};

static const struct field return_fields[] = {
    FIELD(struct return_input, payment, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.payment"),
    FIELD(struct return_input, result, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
          .help = "claim.field.result"),
    FIELD(struct return_input, day, FIELD_DAY, .help = "claim.field.bank-day"),
    FIELD(struct return_input, reason, FIELD_TEXT, .length_max = 100,
          .help = "claim.field.bank-reason"),
};
static const struct shape return_shape =
    SHAPE("claim_bank_return", struct return_input, return_fields);
static const struct shape payment_facts_shape =
    { .name = "claim_payment_facts", .size = sizeof(struct payment_facts) };
#define PAYMENT_TOLD(member, kind_, ...) FIELD(struct payment_told, member, kind_, __VA_ARGS__)
static const struct field payment_told_fields[] = {
    PAYMENT_TOLD(payment, FIELD_ID, .flags = 0), PAYMENT_TOLD(claim, FIELD_ID, .flags = 0),
    PAYMENT_TOLD(person, FIELD_ID, .flags = 0), PAYMENT_TOLD(state, FIELD_TEXT, .length_max = 20),
    PAYMENT_TOLD(amount, FIELD_MONEY, .flags = 0),
};
static const struct shape payment_told_shape =
    SHAPE("claim_payment_told", struct payment_told, payment_told_fields);

/* The first field of both inputs: what bears on one payment is decided one after another. */
static void payment_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, *(const int64_t *)request->input);
}
static void timer_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

const struct action claim_bank_return_action = {
    .name = "claim.bank-return", .method = "POST", .path = "/api/v1/claims/payments/answers",
    .flags = ACTION_ONCE, .input = &return_shape,
    .facts = &payment_facts_shape, .outcome = &payment_told_shape,
    .answer = &payment_told_shape, .help = "claim.help.bank-return", .keys = payment_keys,
    .gather = gather_return, .decide = decide_return,
};

static const struct field again_fields[] = {
    FIELD(struct again_input, payment, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "claim.field.payment"),
    FIELD(struct again_input, bank, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 100,
          .help = "claim.field.bank"),
    FIELD(struct again_input, account_holder, FIELD_TEXT,
          .flags = FIELD_REQUIRED | FIELD_PRIVATE, .length_max = 100,
          .help = "claim.field.account-holder"),
    FIELD(struct again_input, account, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE,
          .length_max = 40, .help = "claim.field.account"),
};
static const struct shape again_shape =
    SHAPE("claim_pay_again", struct again_input, again_fields);
const struct action claim_pay_again_action = {
    .name = "claim.pay-again", .method = "POST", .path = "/api/v1/claims/payments/again",
    .flags = ACTION_ONCE, .input = &again_shape, .facts = &payment_facts_shape,
    .outcome = &payment_told_shape, .answer = &payment_told_shape,
    .help = "claim.help.pay-again", .keys = payment_keys, .gather = gather_again,
    .decide = decide_again, .prepare = prepare_again,
    .prepared_size = sizeof(struct claim_settle_prepared),
};

const struct action claim_uncollected_action = {
    .name = "claim.uncollected", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &payment_facts_shape, .outcome = &payment_told_shape,
    .answer = &payment_told_shape, .help = "claim.help.uncollected", .keys = timer_keys,
    .gather = gather_uncollected, .decide = decide_uncollected,
};
