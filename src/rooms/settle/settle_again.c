#include "rooms/settle/settle_again.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/message/message_facts.h"
#include "rooms/settle/settle_rewind.h"

/* ---- the job ---- */

/* "2020|310|20200210|934120019715949057": year, insurance, day and number of the last one done. */
struct again_cursor {
    int64_t year;
    struct text insurance;
    struct date day;
    int64_t after;
};

static struct text cursor_write(const struct again_cursor *cursor, struct arena *arena)
{
    return arena_format(arena, "%lld|%.*s|%d|%lld", (long long)cursor->year,
                        TEXT_ARGS(cursor->insurance), cursor->day.yyyymmdd,
                        (long long)cursor->after);
}

static bool cursor_read(struct text text, struct again_cursor *ret_cursor)
{
    struct again_cursor cursor = { 0 };
    int64_t day = 0;
    bool good = text_to_int64(text_until(text, '|', &text), &cursor.year);
    cursor.insurance = text_until(text, '|', &text);
    good = good && text_to_int64(text_until(text, '|', &text), &day)
        && text_to_int64(text, &cursor.after);
    cursor.day.yyyymmdd = (int32_t)day;
    *ret_cursor = cursor;
    return good;
}

void settle_again_start(struct decision *decision, int64_t person, int64_t year,
                        struct text insurance, struct date from)
{
    const struct again_cursor cursor = { .year = year, .insurance = insurance, .day = from };
    task_job_start(decision, SETTLE_AGAIN_JOB, person,
                   cursor_write(&cursor, decision->request->arena), 0);
}

/* ---- the order of care ---- */

bool settle_stands(const struct settlement_row *row)
{
    return text_is(row->state, "final") || text_is(row->state, "provisional");
}

/* By day of care, then as they came. */
static bool comes_after(const struct settlement_row *row, struct date day, int64_t settlement)
{
    int order = date_compare(row->day, day);
    return order > 0 || (order == 0 && row->settlement > settlement);
}

static bool same_year(const struct settlement_row *row, int64_t year, struct text insurance)
{
    return settle_stands(row) && row->year == year && text_equal(row->insurance, insurance);
}

bool settle_has_later(const struct list *settlements, const struct settlement_row *than)
{
    const struct settlement_row *rows = settlements->items;
    for (size_t i = 0; i < settlements->count; i++)
        if (same_year(&rows[i], than->year, than->insurance)
            && comes_after(&rows[i], than->day, than->settlement))
            return true;
    return false;
}

static const struct settlement_row *next_of(const struct list *settlements,
                                            const struct again_cursor *cursor)
{
    const struct settlement_row *rows = settlements->items, *next = NULL;
    for (size_t i = 0; i < settlements->count; i++)
        if (same_year(&rows[i], cursor->year, cursor->insurance)
            && comes_after(&rows[i], cursor->day, cursor->after)
            && (next == NULL || !comes_after(&rows[i], next->day, next->settlement)))
            next = &rows[i];
    return next;
}

/* Of the year it is all that was taken; a period of special care runs on from years before. */
static void add_carried(struct settle_counters *sum, const struct list *carried,
                        const struct settlement_row *row, struct arena *arena)
{
    const struct settle_carried *rows = carried == NULL ? NULL : carried->items;
    for (size_t i = 0; carried != NULL && i < carried->count; i++) {
        struct settle_counters took = { 0 };
        if (!text_equal(rows[i].insurance, row->insurance) || rows[i].year > row->year
            || rows[i].since.ms > row->at.ms)
            continue;
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, arena, &took);
        CHECK(read);
        if (rows[i].year == row->year)
            settle_counters_add(sum, &took);
        else
            settle_counters_add_special(sum, &took);
    }
}

struct settle_counters settle_taken_before(const struct list *settlements,
                                           const struct list *carried,
                                           const struct settlement_row *row,
                                           struct arena *arena)
{
    const struct settlement_row *rows = settlements->items;
    struct settle_counters sum = { 0 };
    for (size_t i = 0; i < settlements->count; i++) {
        struct settle_counters took = { 0 };
        bool same = same_year(&rows[i], row->year, row->insurance);
        /* A period of special care runs on from one year into the next. */
        if (!settle_stands(&rows[i]) || !text_equal(rows[i].insurance, row->insurance)
            || rows[i].year > row->year
            || !comes_after(row, rows[i].day, rows[i].settlement))
            continue;
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, arena, &took);
        CHECK(read);
        if (same)
            settle_counters_add(&sum, &took);
        else
            settle_counters_add_special(&sum, &took);
    }
    add_carried(&sum, carried, row, arena);
    return sum;
}

void settle_recount_special(struct settle_counters *counters, const struct list *settlements,
                            const struct list *carried, const struct settlement_row *without,
                            const struct settle_counters *instead, struct arena *arena)
{
    const struct settlement_row *rows = settlements->items;
    counters->special_period_from = DATE_NONE;
    counters->special_deductible_used = MONEY_NONE;
    if (instead != NULL)
        settle_counters_add_special(counters, instead);
    for (size_t i = 0; i < settlements->count; i++) {
        struct settle_counters took = { 0 };
        if (!same_year(&rows[i], without->year, without->insurance)
            || rows[i].settlement == without->settlement)
            continue;
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, arena, &took);
        CHECK(read);
        settle_counters_add_special(counters, &took);
    }
    const struct settle_carried *others = carried == NULL ? NULL : carried->items;
    for (size_t i = 0; carried != NULL && i < carried->count; i++) {
        struct settle_counters took = { 0 };
        if (others[i].year != without->year
            || !text_equal(others[i].insurance, without->insurance))
            continue;
        bool read = shape_unpack(&settle_counters_shape, others[i].took, arena, &took);
        CHECK(read);
        settle_counters_add_special(counters, &took);
    }
}

/* ---- gather: the job, then the rows of the next settlement as the desk would want them ---- */

bool settle_gather_again(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct settle_again_facts *found = facts;
    const struct task_key job_key = { .bucket = input->bucket, .task = input->task };
    const struct settle_of_person_key person_key = {
        .bucket = id_bucket(input->subject), .person = input->subject,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &job_by_id, &job_key, &row);
    found->job = row;
    found->settlements = gather_want(gather, &settlements_standing, &person_key);
    found->carried = gather_want(gather, &settle_carried_of, &person_key);
    complete &= found->settlements != NULL && found->carried != NULL;
    if (!complete || found->job == NULL)
        return complete;
    struct again_cursor cursor;
    CHECK(cursor_read(found->job->cursor, &cursor));
    found->next = next_of(found->settlements, &cursor);
    if (found->next == NULL)
        return true;
    const struct settle_epidemic_key beside = { found->next->bucket, found->next->person,
                                                found->next->settlement };
    complete = gather_one(gather, &settle_epidemic_of, &beside, &row);
    found->epidemic = row;
    complete &= fund_family_gather_taken(gather, found->next->person, found->next->settlement,
                                         &found->family);
    return settle_gather(gather, settle_rewound_request(request, found->next), &found->desk)
           && complete;
}

/* ---- decide ---- */

/* New amounts less the old ones: only these are booked. */
static struct settlement_row difference_of(const struct settlement_row *before,
                                           const struct settlement_row *after)
{
    struct settlement_row old = *before, difference = *after;
    difference.total = MONEY_NONE;
    difference.central = money_minus(after->central, old.central);
    difference.account = money_minus(after->account, old.account);
    difference.family_account = money_minus(after->family_account, old.family_account);
    difference.cash = money_minus(after->cash, old.cash);
    for (int payer = 0; payer < PAYER_COUNT; payer++) {
        struct money *amount = settlement_row_payer(&difference, (enum settle_payer)payer);
        *amount = money_minus(*amount, *settlement_row_payer(&old, (enum settle_payer)payer));
    }
    return difference;
}

static bool amounts_same(const struct settlement_row *a, const struct settlement_row *b)
{
    struct settlement_row first = *a, second = *b;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        if (settlement_row_payer(&first, (enum settle_payer)payer)->fen
            != settlement_row_payer(&second, (enum settle_payer)payer)->fen)
            return false;
    return a->account.fen == b->account.fen && a->cash.fen == b->cash.fen
        && a->family_account.fen == b->family_account.fen && text_equal(a->took, b->took)
        && text_equal(a->before, b->before);
}

/* Whose bill came to something else is told. */
static void say_again(const struct request *request, const struct settlement_row *before,
                      const struct settlement_row *after, struct decision *decision)
{
    const struct money amounts[] = { settlement_row_funds(before), settlement_row_funds(after) };
    struct text details[3] = {
        arena_format(request->arena, "%04d-%02d-%02d", date_year(after->day),
                     date_month(after->day), date_day(after->day)),
    };
    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        char written[40];
        struct builder builder = builder_over(written, sizeof written);
        money_write(&builder, amounts[i]);
        details[i + 1] = arena_text(request->arena, builder_text(&builder));
    }
    const struct message_row about = {
        .person = after->person,
        /* At the desk the difference is in the hospital's till; of a claim it is paid out. */
        .kind = after->institution != 0 ? TEXT("settle.message.again")
                                        : TEXT("settle.message.again-claimed"),
        .subject = after->settlement,
    };
    message_send(decision, &about, details, details);
}

/* The month it was made in may be cleared: what it comes to more or less belongs to today. */
static void record_change(const struct settlement_row *difference, struct text insurance,
                          int64_t settlement, struct decision *decision)
{
    const struct settle_change change = {
        .bucket = difference->bucket, .person = difference->person, .settlement = settlement,
        .superseded = difference->settlement, .institution = difference->institution,
        .insurance = insurance, .at = difference->at,
        .funds = settlement_row_funds(difference),
        .accounts = money_plus(difference->account, difference->family_account),
        .cash = difference->cash,
    };
    decision_insert(decision, &settle_change_table, &change);
}

static void record_again(const struct request *request, const struct settle_again_facts *facts,
                         const struct settle_case *made, const struct settlement_row *after,
                         const struct settlement *settled, struct decision *decision)
{
    const struct settlement_row *before = facts->next;
    struct settlement_row kept = *before;
    kept.settlement = id_mint(request->minter, (int)before->bucket);
    kept.state = TEXT("superseded");
    kept.superseded_by = before->settlement;
    kept.version = 1;
    decision_insert(decision, &settlement_table, &kept);
    decision_replace(decision, &settlement_table, after);

    struct settle_counters took = { 0 }, used = made->counters_row->used;
    bool read = shape_unpack(&settle_counters_shape, before->took, request->arena, &took);
    CHECK(read);
    settle_counters_subtract(&used, &took);
    settle_counters_add(&used, &settled->took);
    settle_recount_special(&used, facts->settlements, facts->carried, before, &settled->took,
                           request->arena);
    settle_record_counters(decision, made->counters_row, after, &used);

    struct settlement_row difference = difference_of(before, after);
    const struct settle_moved moved = {
        .person = facts->desk.person.person, .row = after, .counters = made->counters_row,
        .used = used,
    };
    struct settle_again_outcome *outcome = decision->outcome;
    outcome->hands = settle_hand_on(decision, &moved, facts->desk.personal,
                                    money_negated(difference.account));
    difference.settlement = kept.settlement;
    difference.at = request->at;
    record_change(&difference, after->insurance, before->settlement, decision);
    settle_post(decision, &difference, book_pooling_area(request->book, after->place),
                "again");
    outcome->person = after->person;
    outcome->funds_change =
        money_minus(settlement_row_funds(after), settlement_row_funds(before));
    if (outcome->funds_change.fen != 0)
        say_again(request, before, after, decision);
    /* Never more than before: only what it had was offered to it. */
    outcome->family = fund_family_give_back(decision, &facts->family,
                                            money_negated(difference.family_account));
}

/* One settlement; what can no longer be decided (its rules or facts are gone) stays as it is, and
 * the job says so. */
static void decide_next(const struct request *request, const struct settle_again_facts *facts,
                        struct decision *decision)
{
    const struct settlement_row *before = facts->next;
    const struct request *desk = settle_rewound_request(request, before);
    const struct settle_facts *rows =
        settle_rewound_facts(&facts->desk, before, request->arena);
    struct decision trial = { .request = desk };
    trail_init(&trial.trail, request->arena);
    struct settle_case made;
    if (!settle_case_of(desk, rows, &trial, &made) || made.counters_row == NULL)
        return;
    /* The visit was moved to another year since: what it took is counted in its own. */
    if (made.year != before->year)
        return;
    made.counters =
        settle_taken_before(facts->settlements, facts->carried, before, request->arena);
    made.accounts.balance = before->account;
    made.accounts.family_offered = before->family_account;

    struct settlement settled;
    if (settle_decide_case(request, &made, &decision->trail, &settled) != SETTLE_DONE)
        return;
    struct settlement_row after = *before;
    settle_row_amounts(&after, &settled, &made.counters, request->arena);
    after.decided_by = TEXT("again");
    after.book = book_sequence(request->book);
    /* The bill may be that of a patient treated first by now, or no more. */
    settle_record_epidemic(decision, &after, &made, &settled, facts->epidemic);
    if (!amounts_same(before, &after))
        record_again(request, facts, &made, &after, &settled, decision);
}

void settle_decide_again(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct settle_again_facts *found = facts;
    const struct task_input *input = request->input;
    decision->subject = input->subject;
    if (found->job == NULL || !text_is(found->job->state, "running"))
        return;
    if (found->next == NULL) {
        task_job_step(decision, found->job, (struct text){ 0 }, 0);
        return;
    }
    decide_next(request, found, decision);
    struct again_cursor cursor;
    CHECK(cursor_read(found->job->cursor, &cursor));
    cursor.day = found->next->day;
    cursor.after = found->next->settlement;
    task_job_step(decision, found->job, cursor_write(&cursor, request->arena), 1);
    ((struct settle_again_outcome *)decision->outcome)->settlement = found->next->settlement;
}

/* ---- the row ---- */

static const struct field outcome_fields[] = {
    FIELD(struct settle_again_outcome, settlement, FIELD_ID, .flags = 0),
    FIELD(struct settle_again_outcome, funds_change, FIELD_MONEY, .flags = 0),
    FIELD(struct settle_again_outcome, family, FIELD_LIST, .of = &fund_standing_shape),
    FIELD(struct settle_again_outcome, person, FIELD_ID, .flags = 0),
    FIELD(struct settle_again_outcome, hands, FIELD_LIST, .of = &settle_hands_shape),
};
static const struct shape outcome_shape =
    SHAPE("settle.again", struct settle_again_outcome, outcome_fields);
static const struct shape facts_shape = {
    .name = "settle.again-facts", .size = sizeof(struct settle_again_facts),
};

static void keys_of_again(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

const struct action settle_again_action = {
    .name = SETTLE_AGAIN_JOB, .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &outcome_shape, .help = "settle.help.again", .keys = keys_of_again,
    .gather = settle_gather_again, .decide = settle_decide_again,
};
