/* transfer_progress.c: how far the transfers of a person are, who has them and until when. */

#include "rooms/transfer/transfer.h"

#include "base/check.h"

struct progress_input { int64_t person; };
static const struct field progress_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct progress_input, person),
      .help = "transfer.field.person" },
};
static const struct shape progress_shape =
    SHAPE("transfer_progress_input", struct progress_input, progress_fields);

struct progress_row {
    int64_t transfer, from_place, to_place, with_place, months, gap_months;
    struct text state, state_zh, state_en, insurance, flow, source;
    struct moment applied_at, out_at, in_at;
    struct date out_due, in_due, waiting_until;
    struct money balance;
    bool late;
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
    { "late", NULL, FIELD_FLAG, 0, ROW(late) },
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

static struct progress_row row_of(const struct request *request, const struct transfer_row *of)
{
    const struct transfer_times times = transfer_times_of(request->book, of);
    struct text key =
        arena_format(request->arena, "transfer.state.%.*s", TEXT_ARGS(of->state));
    bool out = text_is(of->state, "out"), applied = text_is(of->state, "applied");
    struct date due = out ? times.in_due : times.out_due;
    struct progress_row row = {
        .transfer = of->transfer, .from_place = of->from_place, .to_place = of->to_place,
        .with_place = out ? of->to_place : applied ? of->from_place : 0, .state = of->state,
        .state_zh = words_of(key.data, LANGUAGE_CHINESE),
        .state_en = words_of(key.data, LANGUAGE_ENGLISH), .insurance = of->insurance,
        .applied_at = of->applied_at, .out_at = of->out_at, .in_at = of->in_at,
        .out_due = times.out_due, .in_due = times.in_due, .months = of->months,
        .balance = of->balance, .gap_months = of->gap_months,
        .waiting_until = of->waiting_until,
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
