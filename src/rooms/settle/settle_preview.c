/* settle_preview.c: what a filing that reaches back would change, person by person, before it is
 * recorded: each settlement since its first day decided once more, in the order of care, as if it
 * had been filed. What filing.record would refuse is refused here. Nothing is kept.
 * LAW: BJ4-09c BJ4-S4c */

#include "rooms/settle/settle_reach.h"

#include "base/check.h"
#include "rooms/filing/filing.h"
#include "rooms/settle/settle_again.h"
#include "rooms/settle/settle_rewind.h"

#define PREVIEW_MAX 40

struct preview_input {
    int64_t person, division;
    struct text kind;           /* as chosen in the form, and recorded afterwards */
    struct date from, until;
    struct text status;         /* as of filing.record */
};
struct preview_facts {
    const struct list *settlements, *carried;
    struct filing_record_facts filing;
    struct settle_facts *desks;         /* of those that stand since `from`, as they come */
};
struct preview_line {
    int64_t settlement, visit;
    struct date day;
    struct money total, funds_before, funds_after, change;
};
struct preview {
    int64_t person, settlements;
    struct money change;
    bool more;                  /* not all of them are shown */
    struct list lines;          /* of preview_line */
};

/* Since that day, and of one year alone: the cursor of the real run is by year, too. */
static bool is_meant(const struct preview_input *input, const struct settlement_row *row)
{
    return settle_stands(row) && date_compare(row->day, input->from) >= 0;
}

static bool gather_preview(struct gather *gather, const struct request *request, void *facts)
{
    const struct preview_input *input = request->input;
    struct preview_facts *found = facts;
    const struct settle_of_person_key key = { id_bucket(input->person), input->person };
    bool complete = filing_gather_may(gather, input->person, &found->filing);
    found->settlements = gather_want(gather, &settlements_standing, &key);
    found->carried = gather_want(gather, &settle_carried_of, &key);
    if (found->settlements == NULL || found->carried == NULL)
        return false;
    struct request asked = *request;
    asked.arena = gather->arena;
    const struct settlement_row *rows = found->settlements->items;
    found->desks = ARENA_ARRAY(gather->arena, struct settle_facts, PREVIEW_MAX);
    size_t count = 0;
    for (size_t i = 0; i < found->settlements->count && count < PREVIEW_MAX; i++)
        if (is_meant(input, &rows[i]))
            complete &= settle_gather(gather, settle_rewound_request(&asked, &rows[i]),
                                      &found->desks[count++]);
    return complete;
}

/* What would be recorded. False: refused, as filing.record would be. */
static bool would_record(const struct request *request, const struct preview_facts *found,
                         struct decision *decision, struct filing_may *ret_may)
{
    const struct preview_input *input = request->input;
    const struct filing_record_input asked = {
        .person = input->person, .kind = input->kind, .division = input->division,
        .from = input->from, .until = input->until, .status = input->status,
    };
    if (!filing_may_record(request, &asked, &found->filing, decision, ret_may))
        return false;
    ret_may->row.filing = INT64_MAX;
    return true;
}

/* The filings with the one that is asked about. */
static const struct list *filings_with(const struct filing_row *row, const struct list *filings,
                                       struct arena *arena)
{
    struct list *all = ARENA_NEW(arena, struct list);
    struct filing_row *rows = ARENA_ARRAY(arena, struct filing_row, filings->count + 1);
    const struct filing_row *before = filings->items;
    for (size_t i = 0; i < filings->count; i++)
        rows[i] = before[i];
    rows[filings->count] = *row;
    all->items = rows;
    all->count = filings->count + 1;
    return all;
}

/* The statuses, with what is put on record together with the filing. */
static const struct list *statuses_with(const struct filing_may *may,
                                        const struct list *statuses, struct arena *arena)
{
    struct list *all = ARENA_NEW(arena, struct list);
    struct party_status *rows = ARENA_ARRAY(arena, struct party_status, statuses->count + 1);
    const struct party_status *before = statuses->items;
    for (size_t i = 0; i < statuses->count; i++)
        rows[i] = before[i];
    rows[statuses->count] = (struct party_status){
        .person = may->row.person, .kind = TEXT("stranded"), .valid_from = may->row.valid_from,
    };
    all->items = rows;
    all->count = statuses->count + 1;
    return all;
}

/* Decides one; its row among `all` takes what it would take, for those after it. */
static bool decide_one(const struct request *request, const struct filing_may *may,
                       const struct settle_facts *desk, const struct list *all,
                       const struct list *carried, struct settlement_row *row,
                       struct preview_line *ret_line)
{
    struct arena *arena = request->arena;
    const struct request *asked = settle_rewound_request(request, row);
    struct settle_facts *facts = ARENA_NEW(arena, struct settle_facts);
    *facts = *settle_rewound_facts(desk, row, arena);
    if (facts->filings == NULL)
        return false;
    facts->filings = filings_with(&may->row, facts->filings, arena);
    if (may->states_stranded && facts->person.statuses != NULL)
        facts->person.statuses = statuses_with(may, facts->person.statuses, arena);
    struct decision trial = { .request = asked };
    struct settle_case made;
    struct settlement settled;
    trail_init(&trial.trail, arena);
    if (!settle_case_of(asked, facts, &trial, &made) || made.year != row->year)
        return false;
    made.counters = settle_taken_before(all, carried, row, arena);
    made.accounts.balance = row->account;
    made.accounts.family_offered = row->family_account;
    if (settle_decide_case(asked, &made, &trial.trail, &settled) != SETTLE_DONE)
        return false;
    *ret_line = (struct preview_line){
        .settlement = row->settlement, .visit = row->visit, .day = row->day,
        .total = row->total, .funds_before = settlement_row_funds(row),
        .funds_after = settled.funds,
    };
    ret_line->change = money_minus(ret_line->funds_after, ret_line->funds_before);
    row->took = shape_pack(&settle_counters_shape, &settled.took, arena);
    return true;
}

/* The next in the order of care that is still to be decided. */
static size_t next_of(const struct settlement_row *rows, size_t count, const bool *done)
{
    size_t next = count;
    for (size_t i = 0; i < count; i++) {
        if (done[i])
            continue;
        int order = next == count ? -1 : date_compare(rows[i].day, rows[next].day);
        if (order < 0 || (order == 0 && rows[i].settlement < rows[next].settlement))
            next = i;
    }
    return next;
}

static void decide_preview(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct preview_input *input = request->input;
    const struct preview_facts *found = facts;
    struct arena *arena = request->arena;
    size_t count = found->settlements->count, desks = 0, line_count = 0;
    struct filing_may may;
    if (!would_record(request, found, decision, &may))
        return;
    struct settlement_row *rows = ARENA_ARRAY(arena, struct settlement_row, count + 1);
    const struct settle_facts **desk_of =
        ARENA_ARRAY(arena, const struct settle_facts *, count + 1);
    bool *done = ARENA_ARRAY(arena, bool, count + 1);
    struct preview_line *lines = ARENA_ARRAY(arena, struct preview_line, PREVIEW_MAX);
    struct list all = { rows, count };
    struct preview *told = decision->outcome;
    /* One that begins today or later is for what will be settled. */
    bool back = date_compare(may.row.valid_from, may.row.filed_on) < 0;
    for (size_t i = 0; i < count; i++) {
        rows[i] = ((const struct settlement_row *)found->settlements->items)[i];
        bool meant = back && is_meant(input, &rows[i]);
        told->more |= meant && desks == PREVIEW_MAX;
        desk_of[i] = meant && desks < PREVIEW_MAX ? &found->desks[desks++] : NULL;
        done[i] = desk_of[i] == NULL;
    }
    for (size_t at = next_of(rows, count, done); at < count; at = next_of(rows, count, done)) {
        done[at] = true;
        if (!decide_one(request, &may, desk_of[at], &all, found->carried, &rows[at],
                        &lines[line_count]))
            continue;
        told->change = money_plus(told->change, lines[line_count].change);
        line_count++;
    }
    told->person = input->person;
    told->settlements = (int64_t)line_count;
    told->lines = (struct list){ lines, line_count };
    decision->subject = input->person;
}

#define ASK(member, kind_, ...) \
    FIELD(struct preview_input, member, kind_, .help = "settle.field.preview-" #member, \
          __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(person, FIELD_ID, .flags = FIELD_REQUIRED),
    ASK(division, FIELD_COUNT, .flags = FIELD_REQUIRED),
    ASK(kind, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 30),
    ASK(from, FIELD_DAY, .flags = FIELD_REQUIRED), ASK(until, FIELD_DAY, .flags = 0),
    ASK(status, FIELD_TEXT, .length_max = 30),
};
static const struct shape input_shape =
    SHAPE("settle.preview", struct preview_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle.preview-facts", .size = sizeof(struct preview_facts) };
#define LINE(member, kind_) FIELD(struct preview_line, member, kind_, .flags = 0)
static const struct field line_fields[] = {
    LINE(settlement, FIELD_ID), LINE(visit, FIELD_ID), LINE(day, FIELD_DAY),
    LINE(total, FIELD_MONEY), LINE(funds_before, FIELD_MONEY), LINE(funds_after, FIELD_MONEY),
    LINE(change, FIELD_MONEY),
};
static const struct shape line_shape =
    SHAPE("settle.preview-line", struct preview_line, line_fields);
static const struct field preview_fields[] = {
    FIELD(struct preview, person, FIELD_ID, .flags = 0),
    FIELD(struct preview, settlements, FIELD_COUNT, .flags = 0),
    FIELD(struct preview, change, FIELD_MONEY, .flags = 0),
    FIELD(struct preview, more, FIELD_FLAG, .flags = 0),
    FIELD(struct preview, lines, FIELD_LIST, .of = &line_shape),
};
static const struct shape preview_shape =
    SHAPE("settle.previewed", struct preview, preview_fields);

const struct action settle_preview_action = {
    .name = "settle.preview-filing", .method = "GET",
    .path = "/api/v1/persons/{person}/filings/preview",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &preview_shape, .answer = &preview_shape, .help = "settle.help.preview-filing",
    .gather = gather_preview, .decide = decide_preview,
};
