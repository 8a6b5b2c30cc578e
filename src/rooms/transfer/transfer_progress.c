/* transfer_progress.c: how far the transfers of a person are, who has them and until when; and
 * those that wait for an office, to be let out or taken in. */

#include "rooms/transfer/transfer.h"

#include "base/check.h"
#include "core/divisions.h"

struct progress_input { int64_t person; };
static const struct field progress_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct progress_input, person),
      .help = "transfer.field.person" },
};
static const struct shape progress_shape =
    SHAPE("transfer_progress_input", struct progress_input, progress_fields);

struct progress_row {
    int64_t transfer, from_place, to_place, with_place, months, gap_months, person;
    struct text state, state_zh, state_en, insurance, flow, source, name;
    struct moment applied_at, out_at, in_at;
    struct date out_due, in_due, waiting_until, insured_until;
    struct money balance;
    bool late, from_outside, to_outside;
};
#define ROW(member_) AT(struct progress_row, member_)
static const struct field row_fields[] = {
    { "transfer", NULL, FIELD_ID, 0, ROW(transfer) },
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20 },
    { "state_zh", NULL, FIELD_TEXT, 0, ROW(state_zh), 40 },
    { "state_en", NULL, FIELD_TEXT, 0, ROW(state_en), 40 },
    { "insurance", NULL, FIELD_TEXT, 0, ROW(insurance), 10 },
    { "from_place", NULL, FIELD_COUNT, 0, ROW(from_place) },
    { "to_place", NULL, FIELD_COUNT, 0, ROW(to_place) },
    { "with_place", NULL, FIELD_COUNT, 0, ROW(with_place) },
    { "applied_at", NULL, FIELD_MOMENT, 0, ROW(applied_at) },
    { "out_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(out_at) },
    { "in_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(in_at) },
    { "out_due", NULL, FIELD_DAY, FIELD_SPARSE, ROW(out_due) },
    { "in_due", NULL, FIELD_DAY, FIELD_SPARSE, ROW(in_due) },
    { "flow", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(flow), 10 },
    { "source", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(source), 200 },
    { "months", NULL, FIELD_COUNT, 0, ROW(months) },
    { "balance", NULL, FIELD_MONEY, 0, ROW(balance) },
    { "gap_months", NULL, FIELD_COUNT, 0, ROW(gap_months) },
    { "waiting_until", NULL, FIELD_DAY, FIELD_SPARSE, ROW(waiting_until) },
    { "insured_until", NULL, FIELD_DAY, FIELD_SPARSE, ROW(insured_until) },
    { "late", NULL, FIELD_FLAG, 0, ROW(late) },
    { "from_outside", NULL, FIELD_FLAG, FIELD_SPARSE, ROW(from_outside) },
    { "to_outside", NULL, FIELD_FLAG, FIELD_SPARSE, ROW(to_outside) },
    { "person", NULL, FIELD_ID, FIELD_SPARSE, ROW(person) },
    { "name", NULL, FIELD_TEXT, FIELD_SPARSE | FIELD_PRIVATE, ROW(name), 100 },
};
static const struct shape row_shape =
    SHAPE("transfer_progress_row", struct progress_row, row_fields);

struct progress_answer { int64_t person; struct list transfers; };
static const struct field answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct progress_answer, person) },
    { "transfers", NULL, FIELD_LIST, 0, AT(struct progress_answer, transfers),
      .of = &row_shape },
};
static const struct shape answer_shape =
    SHAPE("transfer_progress", struct progress_answer, answer_fields);

struct progress_facts {
    struct party_person_facts person;
    const struct list *transfers;
};
static const struct shape facts_shape =
    { .name = "transfer_progress_facts", .size = sizeof(struct progress_facts) };

static bool progress_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct progress_input *input = request->input;
    struct progress_facts *found = facts;
    const struct party_of_person key = { id_bucket(input->person), input->person };
    found->transfers = gather_want(gather, &transfers_of, &key);
    return party_gather_person(gather, input->person, &found->person)
        && found->transfers != NULL;
}

/* Whose turn it is: the place left, until it let out; the sheet of one outside is typed here. */
static int64_t with_place(const struct transfer_row *of)
{
    if (text_is(of->state, "applied"))
        return of->from_outside ? of->to_place : of->from_place;
    return text_is(of->state, "out") ? of->to_place : 0;
}

static struct progress_row row_of(const struct request *request, const struct transfer_row *of)
{
    const struct transfer_times times = transfer_times_of(request->book, of);
    bool out = text_is(of->state, "out"), applied = text_is(of->state, "applied");
    bool typed = applied && of->from_outside, paper = text_is(of->state, "in") && of->to_outside;
    struct text key = typed ? TEXT("transfer.state.typed") : paper ? TEXT("transfer.state.paper")
        : arena_format(request->arena, "transfer.state.%.*s", TEXT_ARGS(of->state));
    struct date due = (out || typed) && times.in_due.yyyymmdd != 0 ? times.in_due : times.out_due;
    struct progress_row row = {
        .transfer = of->transfer, .from_place = of->from_place, .to_place = of->to_place,
        .with_place = with_place(of), .state = of->state,
        .from_outside = of->from_outside, .to_outside = of->to_outside,
        .state_zh = words_of(key.data, LANGUAGE_CHINESE),
        .state_en = words_of(key.data, LANGUAGE_ENGLISH), .insurance = of->insurance,
        .applied_at = of->applied_at, .out_at = of->out_at, .in_at = of->in_at,
        .out_due = times.out_due, .in_due = times.in_due, .months = of->months,
        .balance = of->balance, .gap_months = of->gap_months,
        .waiting_until = of->waiting_until, .insured_until = of->insured_until,
        .late = (out || applied) && due.yyyymmdd != 0
            && date_compare(date_of_moment(request->at), due) > 0,
    };
    if (times.known) {
        row.flow = times.limits->flow;
        row.source = rule_source(times.rule, LANGUAGE_CHINESE);
    }
    return row;
}

static void progress_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct progress_input *input = request->input;
    const struct progress_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "transfer.refused.no-such-person"),
                        "person");
        return;
    }
    const struct transfer_row *transfers = found->transfers->items;
    struct progress_row *rows =
        ARENA_ARRAY(request->arena, struct progress_row, found->transfers->count + 1);
    for (size_t i = 0; i < found->transfers->count; i++)
        rows[i] = row_of(request, &transfers[i]);
    *(struct progress_answer *)decision->outcome = (struct progress_answer){
        input->person, { rows, found->transfers->count },
    };
}

const struct action transfer_progress_action = {
    .name = "transfer.progress", .method = "GET", .path = "/api/v1/persons/{person}/transfers",
    .flags = ACTION_READ, .input = &progress_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "transfer.help.progress",
    .gather = progress_gather, .decide = progress_decide,
};

/* ---- what waits for an office ---- */

struct waiting_key { int64_t place, place_until, after; };
static const struct field waiting_key_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct waiting_key, place) },
    { "place_until", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct waiting_key, place_until) },
    { "after", NULL, FIELD_ID, 0, AT(struct waiting_key, after) },
};
static const struct shape waiting_key_shape =
    SHAPE("transfer_waiting_key", struct waiting_key, waiting_key_fields);

struct waiting_row { struct transfer_row of; struct text name; };
#define WAITS(member_) AT(struct waiting_row, of.member_)
static const struct field waiting_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, WAITS(bucket) },
    { "person", NULL, FIELD_ID, 0, WAITS(person) },
    { "transfer", NULL, FIELD_ID, 0, WAITS(transfer) },
    { "state", NULL, FIELD_TEXT, 0, WAITS(state), 20 },
    { "insurance", NULL, FIELD_TEXT, 0, WAITS(insurance), 10 },
    { "from_place", NULL, FIELD_COUNT, 0, WAITS(from_place) },
    { "to_place", NULL, FIELD_COUNT, 0, WAITS(to_place) },
    { "from_outside", NULL, FIELD_FLAG, 0, WAITS(from_outside) },
    { "to_outside", NULL, FIELD_FLAG, 0, WAITS(to_outside) },
    { "applied_at", NULL, FIELD_MOMENT, 0, WAITS(applied_at) },
    { "out_at", NULL, FIELD_MOMENT, 0, WAITS(out_at) },
    { "months", NULL, FIELD_COUNT, 0, WAITS(months) },
    { "balance", NULL, FIELD_MONEY, 0, WAITS(balance) },
    { "name", NULL, FIELD_TEXT, 0, AT(struct waiting_row, name), 100 },
};
static const struct shape waiting_shape =
    SHAPE("transfer_waiting_row", struct waiting_row, waiting_fields);
#define HERE(side_) "t." side_ " >= {place} AND t." side_ " <= {place_until}"
const struct query transfers_waiting = {
    .name = "transfer.waiting",
    .from = "transfer t JOIN person p ON p.bucket = t.bucket AND p.person = t.person",
    .columns = "t.bucket, t.person, t.transfer, t.state, t.insurance, t.from_place, t.to_place,"
               " t.from_outside, t.to_outside, t.applied_at, t.out_at, t.months, t.balance,"
               " p.name",
    .where = "((t.state = 'out' AND " HERE("to_place") ") OR (t.state = 'applied' AND"
             " ((t.from_outside = 0 AND " HERE("from_place") ") OR (t.from_outside = 1 AND "
             HERE("to_place") ")))) AND ({after} IS NULL OR t.transfer > {after})",
    .order = "t.transfer", .key = &waiting_key_shape, .row = &waiting_shape, .row_max = 50,
    .page = true, .guard = GUARD_DECISION,
};

struct waiting_input { int64_t place, after; };
static const struct field waiting_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct waiting_input, place),
      .help = "transfer.field.waiting-place" },
    { "after", NULL, FIELD_ID, 0, AT(struct waiting_input, after),
      .help = "transfer.field.after" },
};
static const struct shape waiting_input_shape =
    SHAPE("transfer_waiting_input", struct waiting_input, waiting_input_fields);
struct waiting_facts { const struct list *rows; };
static const struct shape waiting_facts_shape =
    { .name = "transfer_waiting_facts", .size = sizeof(struct waiting_facts) };
struct waiting_told { struct list transfers; int64_t next; };
static const struct field waiting_told_fields[] = {
    { "transfers", NULL, FIELD_LIST, 0, AT(struct waiting_told, transfers), .of = &row_shape },
    { "next", NULL, FIELD_ID, FIELD_SPARSE, AT(struct waiting_told, next) },
};
static const struct shape waiting_told_shape =
    SHAPE("transfers_waiting", struct waiting_told, waiting_told_fields);

static bool waiting_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct waiting_input *input = request->input;
    int64_t place = input->place != 0 ? input->place : request->actor->division;
    const struct waiting_key key = { place, division_last_code((int32_t)place), input->after };
    struct waiting_facts *found = facts;
    found->rows = gather_want(gather, &transfers_waiting, &key);
    return found->rows != NULL;
}

static void waiting_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct list *found = ((const struct waiting_facts *)facts)->rows;
    const struct waiting_row *rows = found->items;
    struct waiting_told *told = decision->outcome;
    struct progress_row *kept = ARENA_ARRAY(request->arena, struct progress_row,
                                            found->count + 1);
    for (size_t i = 0; i < found->count; i++) {
        if (!division_is_within(book_divisions(request->book), (int32_t)with_place(&rows[i].of),
                                request->actor->division))
            continue;
        struct progress_row *row = &kept[told->transfers.count++];
        *row = row_of(request, &rows[i].of);
        row->person = rows[i].of.person;
        row->name = rows[i].name;
    }
    told->transfers.items = kept;
    if (found->count == (size_t)transfers_waiting.row_max)
        told->next = rows[found->count - 1].of.transfer;
}

const struct action transfer_waiting_action = {
    .name = "transfer.waiting", .method = "GET", .path = "/api/v1/transfers",
    .flags = ACTION_READ, .input = &waiting_input_shape, .facts = &waiting_facts_shape,
    .outcome = &waiting_told_shape, .answer = &waiting_told_shape,
    .next_page = { { "after", "next" } }, .help = "transfer.help.waiting",
    .gather = waiting_gather, .decide = waiting_decide,
};
