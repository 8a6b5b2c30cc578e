/* visit_warn.c: see visit_warn.h. */

#include "rooms/visit/visit_warn.h"

#include "base/check.h"
#include "core/words.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/visit/visit_inside.h"

#include <string.h>

/* ---- the number of a warning ---- */

#define VISIT_DIGITS 13         /* of 63 bits to the base of 36 */
#define DAYS_DIGITS 3
#define DAYS_MOST 999

static const char DIGITS[] = "0123456789abcdefghijklmnopqrstuvwxyz";

struct text visit_warning_write(const struct visit_warned *warned, struct arena *arena)
{
    char visit[VISIT_DIGITS + 1] = { 0 };
    uint64_t rest = (uint64_t)warned->visit;
    for (int i = VISIT_DIGITS; i-- > 0; rest /= 36)
        visit[i] = DIGITS[rest % 36];
    int64_t days = warned->days > DAYS_MOST ? DAYS_MOST : warned->days;
    struct text whole = arena_format(arena, "%s%03d%.*s", visit, (int)days,
                                     TEXT_ARGS(warned->item));
    return text_slice(whole, 0, whole.length < VISIT_WARNING_LENGTH ? whole.length
                                                                    : VISIT_WARNING_LENGTH);
}

bool visit_warning_read(struct text text, struct visit_warned *ret_warned)
{
    struct visit_warned warned = { 0 };
    if (text.length <= VISIT_DIGITS + DAYS_DIGITS || text.length > VISIT_WARNING_LENGTH)
        return false;
    uint64_t visit = 0;
    for (size_t i = 0; i < VISIT_DIGITS; i++) {
        const char *digit = memchr(DIGITS, text.data[i], sizeof DIGITS - 1);
        if (digit == NULL || visit > (uint64_t)INT64_MAX / 36)
            return false;
        visit = visit * 36 + (uint64_t)(digit - DIGITS);
    }
    if (visit > (uint64_t)INT64_MAX
        || !text_to_int64(text_slice(text, VISIT_DIGITS, VISIT_DIGITS + DAYS_DIGITS),
                          &warned.days))
        return false;
    warned.visit = (int64_t)visit;
    warned.item = text_slice(text, VISIT_DIGITS + DAYS_DIGITS, text.length);
    *ret_warned = warned;
    return true;
}

/* ---- 3101, 3102 ---- */

/* Orders as the lines they would become. */
static struct list lines_of(const struct visit_check_input *input, struct moment at,
                            struct arena *arena)
{
    const struct visit_order_input *orders = input->orders.items;
    struct visit_line_input *lines =
        ARENA_ARRAY(arena, struct visit_line_input, input->orders.count + 1);
    for (size_t i = 0; i < input->orders.count; i++)
        lines[i] = (struct visit_line_input){
            .serial = orders[i].order, .item = orders[i].item, .days = orders[i].days,
            .amount = orders[i].amount, .at = at, .quantity = { 10000 },
        };
    return (struct list){ lines, input->orders.count };
}

/* A visit registered here; else one that might be, so that nothing is told of a stranger. */
static bool is_ours(const struct request *request, const struct visit_check_input *input,
                    const struct visit_row *visit)
{
    return visit != NULL && visit->person == input->person
        && visit->institution == request->actor->institution;
}

bool visit_gather_check(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_check_input *input = request->input;
    struct visit_check_facts *found = facts;
    const struct visit_key key = visit_key_of(input->visit);
    const struct party_institution_key institution_key = {
        .bucket = id_bucket(request->actor->institution),
        .institution = request->actor->institution,
    };
    const struct visit_charge_input charge = {
        .lines = lines_of(input, request->at, gather->arena),
    };
    const void *row = NULL;
    found->lines = ARENA_ARRAY(gather->arena, struct visit_line_facts, charge.lines.count + 1);
    bool complete = visit_gather_items(gather, &charge, found->lines);
    complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->institution = row;
    complete &= gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    complete &= notice_gather_events(gather, &found->supply.events);
    if (!complete || !is_ours(request, input, found->visit))
        return complete;
    return visit_supply_gather(gather, request, found->visit, &charge.lines, &found->supply);
}

/* What is on record, and what the message says besides: it goes on record with 2203. */
static struct list *diagnoses_of(const struct visit_check_input *input,
                                 const struct list *recorded, struct arena *arena)
{
    const struct visit_code_input *codes = input->diagnoses.items;
    const struct visit_diagnosis_row *rows = recorded == NULL ? NULL : recorded->items;
    size_t before = recorded == NULL ? 0 : recorded->count;
    struct visit_diagnosis_row *all =
        ARENA_ARRAY(arena, struct visit_diagnosis_row, before + input->diagnoses.count + 1);
    struct list *list = ARENA_NEW(arena, struct list);
    for (size_t i = 0; i < before; i++)
        all[i] = rows[i];
    for (size_t i = 0; i < input->diagnoses.count; i++)
        all[before + i] = (struct visit_diagnosis_row){ .code = codes[i].code, .valid = true };
    *list = (struct list){ all, before + input->diagnoses.count };
    return list;
}

static const char *said_key(const struct visit_supply *supply)
{
    static const char *const refused[] = {
        [VISIT_SUPPLY_OWN_LIMIT] = "visit.warn.own-limit",
        [VISIT_SUPPLY_ABOVE_MEASURE] = "visit.warn.above-measure",
        [VISIT_SUPPLY_NOT_LONG] = "visit.warn.not-long",
        [VISIT_SUPPLY_NOT_CHRONIC] = "visit.warn.not-chronic",
        [VISIT_SUPPLY_ABOVE_ORDINARY] = "visit.warn.above-ordinary",
    };
    if (supply->answer == VISIT_SUPPLY_REFUSED)
        return supply->refusal < COUNT_OF(refused) ? refused[supply->refusal]
                                                   : "visit.warn.above-ordinary";
    if (supply->answer == VISIT_SUPPLY_CONFIRMATION)
        return "visit.warn.confirm";
    return supply->answer == VISIT_SUPPLY_REASON ? "visit.warn.reason" : "visit.warn.passed";
}

/* "{order} {days} {limit}" in one sentence of words/. */
static struct text said_of(const struct visit_order_input *order,
                           const struct visit_supply *supply, struct arena *arena)
{
    char bytes[600];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const struct text details[] = {
        order->order,
        arena_format(arena, "%lld", (long long)visit_supply_days(order->days)),
        arena_format(arena, "%lld", (long long)supply->limit),
    };
    words_write(&builder, said_key(supply), LANGUAGE_CHINESE, details, COUNT_OF(details));
    return arena_text(arena, builder_text(&builder));
}

/* LAW: BJ4-07e */
static struct visit_warning warning_of(const struct visit_check_input *input,
                                       const struct visit_row *visit,
                                       const struct visit_order_input *order,
                                       const struct visit_supply *supply, struct arena *arena)
{
    const struct visit_warned warned = {
        .visit = visit->visit, .days = visit_supply_days(order->days), .item = order->item,
    };
    const struct measure *measure = supply->measure;
    struct visit_warning warning = {
        .id = visit_warning_write(&warned, arena), .rule = TEXT("prescription.days"),
        .rule_name = words_of("visit.warn.rule", LANGUAGE_CHINESE),
        .said = said_of(order, supply, arena), .person = input->person, .visit = visit->visit,
        .basis = measure == NULL ? words_of("visit.warn.ordinary", LANGUAGE_CHINESE)
            : arena_format(arena, "%.*s %.*s", TEXT_ARGS(measure->notice),
                           TEXT_ARGS(measure->clause)),
        .amount = order->amount, .amount_state = TEXT("1"), .kind = TEXT("2"),
        .gravity = supply->answer == VISIT_SUPPLY_REFUSED ? TEXT("1") : TEXT("3"),
        .task = input->task,
    };
    struct visit_warning_detail *detail = ARENA_NEW(arena, struct visit_warning_detail);
    *detail = (struct visit_warning_detail){
        .id = warning.id, .order = order->order, .type = TEXT("1"), .person = input->person,
        .visit = visit->visit, .amount = order->amount,
    };
    warning.details = (struct list){ detail, 1 };
    return warning;
}

void visit_decide_check(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct visit_check_input *input = request->input;
    const struct visit_check_facts *found = facts;
    const struct visit_order_input *orders = input->orders.items;
    if (found->institution == NULL) {
        visit_refuse(decision, VISIT_REFUSED_NO_INSTITUTION, NULL);
        return;
    }
    struct visit_row visit = {
        .person = input->person, .institution = request->actor->institution,
        .division = found->institution->division, .begin_at = request->at,
    };
    if (is_ours(request, input, found->visit))
        visit = *found->visit;
    struct visit_supply_facts supply_facts = found->supply;
    supply_facts.diagnoses = diagnoses_of(input, found->supply.diagnoses, request->arena);

    struct visit_warning *warnings =
        ARENA_ARRAY(request->arena, struct visit_warning, input->orders.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < input->orders.count; i++) {
        const struct catalogue_item *item = NULL;
        if (catalogue_item_on(found->lines[i].items, (int32_t)visit.division,
                              date_of_moment(request->at), &item) != CATALOGUE_FOUND)
            continue;
        const struct visit_supply supply = visit_supply_of(
            request->book, &supply_facts, &visit, item, orders[i].days, request->arena);
        if (supply.answer != VISIT_SUPPLY_FINE)
            warnings[count++] =
                warning_of(input, &visit, &orders[i], &supply, request->arena);
    }
    decision->subject = input->person;
    ((struct visit_warnings *)decision->outcome)->warnings = (struct list){ warnings, count };
}

/* ---- 3103 ---- */

bool visit_gather_answers(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_answers_input *input = request->input;
    struct visit_answers_facts *found = facts;
    const struct visit_answer_input *answers = input->answers.items;
    struct visit_warned warned;
    if (input->answers.count == 0 || !visit_warning_read(answers[0].warning, &warned))
        return true;
    const struct visit_key key = visit_key_of(warned.visit);
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    found->lines = gather_want(gather, &visit_lines_of_visit, &key);
    found->confirmations = gather_want(gather, &visit_confirmations_of, &key);
    return complete && found->lines != NULL && found->confirmations != NULL;
}

static bool is_of_line(const struct visit_confirmation_row *row, const struct list *lines,
                       const struct visit_warned *warned)
{
    const struct visit_line_row *items = lines->items;
    for (size_t i = 0; i < lines->count; i++)
        if (text_equal(items[i].bill, row->bill) && text_equal(items[i].serial, row->serial))
            return text_equal(items[i].item, warned->item) && row->days <= warned->days;
    return false;
}

static void give(struct visit_confirmation_row *row, const struct request *request,
                 const struct visit_row *visit, struct text reason)
{
    const struct asking *asking = request->asking;
    bool named = asking != NULL && text_present(asking->operator_code);
    row->state = TEXT("given");
    row->physician = named ? asking->operator_code : visit->doctor;
    row->physician_name = named ? asking->operator_name : visit->doctor_name;
    row->reason = reason;
    row->given_at = request->at;
    row->given_by = request->actor->account;
}

/* For the lines that are there, and as a row of its own for those that come. */
static void go_on(const struct request *request, const struct visit_answers_facts *facts,
                  const struct visit_warned *warned, struct text reason,
                  struct decision *decision)
{
    const struct visit_confirmation_row *rows = facts->confirmations->items, *before = NULL;
    for (size_t i = 0; i < facts->confirmations->count; i++) {
        if (text_equal(rows[i].bill, VISIT_ORDERS) && text_equal(rows[i].serial, warned->item))
            before = &rows[i];
        /* What was confirmed at the desk meanwhile stands as it was said there. */
        if (!is_of_line(&rows[i], facts->lines, warned) || text_is(rows[i].state, "given"))
            continue;
        struct visit_confirmation_row row = rows[i];
        give(&row, request, facts->visit, reason);
        decision_replace(decision, &visit_confirmation_table, &row);
    }
    struct visit_confirmation_row row = {
        .bucket = facts->visit->bucket, .visit = facts->visit->visit, .bill = VISIT_ORDERS,
        .serial = warned->item, .days = warned->days, .wanted = TEXT("nothing"),
        .basis = TEXT("-"), .asked_at = request->at,
        .version = before == NULL ? 1 : before->version,
    };
    give(&row, request, facts->visit, reason);
    if (before == NULL)
        decision_insert(decision, &visit_confirmation_table, &row);
    else
        decision_replace(decision, &visit_confirmation_table, &row);
}

static bool answers_fit(const struct request *request, const struct visit_answers_facts *facts,
                        struct decision *decision)
{
    const struct visit_answers_input *input = request->input;
    const struct visit_answer_input *answers = input->answers.items;
    for (size_t i = 0; i < input->answers.count; i++) {
        struct visit_warned warned;
        const char *refusal = NULL, *field = "warning";
        if (!visit_warning_read(answers[i].warning, &warned) || facts->visit == NULL)
            refusal = "visit.warn.no-such-warning";
        else if (warned.visit != facts->visit->visit)
            refusal = visit_refusal_key(VISIT_REFUSED_SEVERAL_VISITS);
        else if (text_is(answers[i].way, "1") && !text_present(text_trim(answers[i].reason)))
            refusal = "visit.warn.no-reason", field = "reason";
        for (size_t k = 0; refusal == NULL && k < i; k++)
            if (text_equal(answers[k].warning, answers[i].warning))
                refusal = "visit.warn.twice";
        if (refusal == NULL)
            continue;
        decision_refuse_with(decision, refusal, field, answers[i].warning, (struct text){ 0 });
        return false;
    }
    return input->answers.count > 0
        && visit_check_open(request, facts->visit, facts->visit->person, decision);
}

/* LAW: BJ4-07c BJ4-07e */
void visit_decide_answers(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct visit_answers_input *input = request->input;
    const struct visit_answers_facts *found = facts;
    const struct visit_answer_input *answers = input->answers.items;
    if (input->answers.count == 0)
        decision_refuse(decision, "visit.warn.no-such-warning", "answers");
    else if (!answers_fit(request, found, decision))
        return;
    for (size_t i = 0; decision->refusal.key == NULL && i < input->answers.count; i++) {
        struct visit_warned warned;
        bool read = visit_warning_read(answers[i].warning, &warned);
        CHECK(read);
        if (text_is(answers[i].way, "1"))
            go_on(request, found, &warned, answers[i].reason, decision);
    }
    if (decision->refusal.key != NULL)
        return;
    decision->subject = found->visit->person;
    ((struct visit_done *)decision->outcome)->visit = found->visit->visit;
}
