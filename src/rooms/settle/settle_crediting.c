/* settle_crediting.c: what a month of contributions brings to a personal account: one line of one
 * bill. Where the place lets it wait, not before the month has been paid; never while a maintenance
 * window has stopped crediting; and just once, for its own month. LAW: BJ22-2.5a */

#include "rooms/settle/settle_crediting.h"

#include "rooms/settle/settle_room.h"
#include "rooms/settle/settle_rules.h"

#include "rooms/contribute/contribute_facts.h"
#include "rooms/notice/notice_facts.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"

struct credit_input {
    int64_t owner, bill, person;
};
static const struct field credit_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct credit_input, owner),
      .help = "settle.field.credit-owner" },
    { "bill", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct credit_input, bill),
      .help = "settle.field.credit-bill" },
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct credit_input, person),
      .help = "settle.field.credit-person" },
};
static const struct shape credit_shape =
    SHAPE("settle_credit_month", struct credit_input, credit_fields);

static const struct field credited_fields[] = {
    { "cause", NULL, FIELD_ID, 0, AT(struct settle_credited, cause) },
    { "person", NULL, FIELD_ID, 0, AT(struct settle_credited, person) },
    { "month", NULL, FIELD_COUNT, 0, AT(struct settle_credited, month) },
    { "amount", NULL, FIELD_MONEY, 0, AT(struct settle_credited, amount) },
    { "balance", NULL, FIELD_MONEY, 0, AT(struct settle_credited, balance) },
};
static const struct shape credited_shape =
    SHAPE("settle_month_credited", struct settle_credited, credited_fields);

struct credit_facts {
    struct settle_credit_to to;
    const struct list *bills, *lines;
    struct events events;
};
static const struct shape credit_facts_shape =
    { .name = "settle_credit_facts", .size = sizeof(struct credit_facts) };

static void credit_keys(const struct request *request, struct keys *keys)
{
    const struct credit_input *input = request->input;
    keys_add(keys, input->owner);
    keys_add(keys, input->person);
}

bool settle_gather_credit_to(struct gather *gather, int64_t person,
                             struct settle_credit_to *ret_to)
{
    const void *row = NULL;
    struct settle_credit_to to = { .to = person };
    bool complete = party_gather_person(gather, person, &to.person);
    if (complete && to.person.person != NULL && to.person.person->merged_into != 0) {
        to.to = to.person.person->merged_into;
        complete = party_gather_person(gather, to.to, &to.person);
    }
    const struct fund_of_person fund_key = { id_bucket(to.to), to.to };
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    to.personal = row;
    *ret_to = to;
    return complete;
}

static bool credit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct credit_input *input = request->input;
    struct credit_facts *found = facts;
    const struct contribute_line_key line_key = { id_bucket(input->owner), input->owner,
                                                  input->person };
    bool complete = settle_gather_credit_to(gather, input->person, &found->to);
    found->bills = gather_want(gather, &contribute_bills_of_person, &line_key);
    found->lines = gather_want(gather, &contribute_lines_of_person, &line_key);
    complete &= found->bills != NULL && found->lines != NULL;
    return notice_gather_events(gather, &found->events) && complete;
}

static const struct contribute_line *line_of(const struct credit_facts *found, int64_t bill)
{
    const struct contribute_line *rows = found->lines->items;
    for (size_t i = 0; i < found->lines->count; i++)
        if (rows[i].bill == bill)
            return &rows[i];
    return NULL;
}

bool settle_crediting_is_stopped(const struct request *request, int64_t place,
                                 struct events events)
{
    const struct measure_question question = {
        .verb = VERB_OUTAGE, .place = (int32_t)place, .insurance = TEXT("employee"),
        .day = date_of_moment(request->at), .at = request->at, .events = events,
    };
    const struct outage_question asked = { .job = TEXT("account-crediting") };
    const struct measure_outage_answer answer =
        measure_outage_at(request->book, &question, &asked, request->arena);
    return answer.row != NULL && text_is(answer.row->mode, "paused");
}

/* Of who he was on the month's last day. */
static enum rule_answer amount_of(const struct request *request,
                                  const struct settle_credit_to *to,
                                  const struct contribute_bill *bill,
                                  const struct contribute_line *line, struct money *ret_amount)
{
    int year = (int)(bill->month / 100), month = (int)(bill->month % 100);
    struct date last = DATE(year, month, date_month_length(year, month));
    const struct party_standing standing =
        party_standing_on(&to->person, line->insurance, last);
    if (standing.person_kind == NULL)
        return RULE_NONE;
    const struct settle_person person = {
        .place = (int32_t)bill->place, .insurance = TEXT("employee"),
        .kind = text_of(standing.person_kind), .age = standing.age,
    };
    return settle_credit_month(request->book, &person, DATE(year, month, 1), line->counted,
                               ret_amount);
}

static const char *credit_refusal(const struct request *request,
                                  const struct settle_credit_to *to,
                                  const struct contribute_bill *bill,
                                  const struct contribute_line *line, struct events events)
{
    if (bill == NULL || line == NULL || to->person.person == NULL)
        return "settle.refused.no-month-to-credit";
    if (line->credited_on.yyyymmdd != 0)
        return "settle.refused.credited-already";
    if (settle_crediting_is_stopped(request, bill->place, events))
        return "settle.refused.crediting-stopped";
    return bill->paid.yyyymmdd == 0 && contribute_crediting_waits(request->book, bill)
        ? "settle.refused.crediting-waits" : NULL;
}

/* What was withheld comes from the unit's money on its way, the rest from the pool. */
static int64_t post(struct decision *decision, const struct contribute_bill *bill,
                    const struct contribute_line *line, int64_t to, struct money amount)
{
    const struct request *request = decision->request;
    int bucket = id_bucket(to);
    struct fund_transfer transfers[2];
    struct fund_posting posting = {
        .bucket = bucket, .person = to, .cause = id_mint(request->minter, bucket),
        .about = "credit", .day = date_of_moment(request->at), .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    const struct fund_account mine = { FUND_PERSONAL, to };
    struct money own = money_least(line->own, amount);
    fund_post(&posting, (struct fund_account){ FUND_TO_CREDIT, bill->owner }, mine, own);
    const struct fund_account pool = {
        FUND_EMPLOYEE_POOL, book_pooling_area(request->book, bill->place),
    };
    fund_post(&posting, pool, mine, money_minus(amount, own));
    fund_record(decision, &posting);
    return posting.cause;
}

const char *settle_credit_line(struct decision *decision, const struct settle_credit_to *to,
                               const struct contribute_bill *bill,
                               const struct contribute_line *line, struct events events,
                               struct settle_credited *ret_credited)
{
    const struct request *request = decision->request;
    const char *refusal = credit_refusal(request, to, bill, line, events);
    struct money amount;
    if (refusal == NULL && amount_of(request, to, bill, line, &amount) != RULE_FOUND)
        refusal = "settle.refused.crediting-not-known";
    if (refusal != NULL)
        return refusal;
    struct fund_personal after;
    bool possible = fund_personal_after(to->personal, to->to, amount, &after);
    CHECK(possible);
    if (amount.fen > 0)
        fund_record_personal(decision, to->personal, &after);
    struct contribute_line changed = *line;
    changed.credited = amount;
    changed.credited_on = date_of_moment(request->at);
    decision_replace(decision, &contribute_line_table, &changed);
    *ret_credited = (struct settle_credited){
        post(decision, bill, line, to->to, amount), to->to, bill->month, amount, after.balance,
    };
    return NULL;
}

static void credit_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct credit_input *input = request->input;
    const struct credit_facts *found = facts;
    const struct contribute_bill *bill = contribute_bill_of_line(found->bills, input->bill);
    const struct contribute_line *line = line_of(found, input->bill);
    /* Whose fund pays it in: a bill of elsewhere is for who has the money there. */
    if (bill != NULL && request->actor->role != ROLE_HOUSE
        && !division_is_within(book_divisions(request->book), (int32_t)bill->place,
                               request->actor->division)) {
        decision_refuse(decision, "contribute.refused.not-your-place", "bill");
        return;
    }
    const char *refusal = settle_credit_line(decision, &found->to, bill, line, found->events,
                                             decision->outcome);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, "bill");
        return;
    }
    decision->subject = found->to.to;
}

const struct action settle_credit_month_action = {
    .name = "settle.credit-month", .method = "POST",
    .path = "/api/v1/contributions/{owner}/bills/{bill}/credits",
    .flags = ACTION_ONCE,
    .input = &credit_shape, .facts = &credit_facts_shape, .outcome = &credited_shape,
    .answer = &credited_shape, .help = "settle.help.credit-month", .keys = credit_keys,
    .gather = credit_gather, .decide = credit_decide,
};
