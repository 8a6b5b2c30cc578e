/* merge_handed.c: a settlement of the number that went was made, taken back or decided again after
 * it had gone: what it used of the year's limits, and what its account got back, go over to the
 * number that is kept. Nothing is refused here: what was refused would be left on the way. */

#include "rooms/merge/merge_follow.h"

#include "base/check.h"

struct handed_facts {
    const struct settle_handed *handed;
    const struct fund_personal *personal;
    const struct list *merges;
    struct settle_counted counted;
};
/* To whom: the kept number; or back, where the merge was undone meanwhile. */
struct handed_input { int64_t person; struct settle_hands hands; };
struct handed_told { struct list hands; int64_t person; struct money amount; };

static bool gather_handed(struct gather *gather, const struct request *request, void *facts)
{
    const struct handed_input *input = request->input;
    struct handed_facts *found = facts;
    const int bucket = id_bucket(input->person);
    const struct settle_handed_key key = { id_bucket(input->hands.gone), input->hands.gone,
                                           input->hands.handed };
    const struct fund_of_person fund_key = { bucket, input->person };
    const struct merge_person_key kept = { id_bucket(input->hands.kept), input->hands.kept };
    const struct settle_of_person_key counters = { bucket, input->person };
    const void *row = NULL;
    bool complete = gather_one(gather, &settle_handed_by_key, &key, &row);
    found->handed = row;
    complete &= gather_one(gather, &fund_personal_of, &fund_key, &row);
    found->personal = row;
    found->merges = gather_want(gather, &merges_of, &kept);
    found->counted.counters = gather_want(gather, &settle_counters_of, &counters);
    found->counted.carried = gather_want(gather, &settle_carried_of, &counters);
    found->counted.settlements = gather_want(gather, &settlements_standing, &counters);
    return complete && found->merges != NULL && found->counted.counters != NULL
        && found->counted.carried != NULL && found->counted.settlements != NULL;
}

/* The one under which it went, unless that is undone; still being decided on, it is done. */
static const struct merge_row *merge_of(const struct list *merges, int64_t gone)
{
    const struct merge_row *rows = merges->items;
    for (size_t i = 0; i < merges->count; i++)
        if (rows[i].gone == gone
            && (text_is(rows[i].state, "approved") || text_is(rows[i].state, "done")
                || text_is(rows[i].state, "undo-asked") || text_is(rows[i].state, "undoing")))
            return &rows[i];
    return NULL;
}

/* What it gives back now goes back with the rest, should the merge be undone. */
static void carry_counters(const struct request *request, const struct handed_facts *found,
                           const struct merge_row *merge, struct decision *decision)
{
    const struct settle_handed *handed = found->handed;
    struct settle_counters_row stands = {
        .bucket = handed->bucket, .person = handed->person, .year = handed->year,
        .insurance = handed->insurance, .last_day = handed->last_day,
        .version = handed->number,
    };
    bool read =
        shape_unpack(&settle_counters_shape, handed->used, request->arena, &stands.used);
    CHECK(read);
    if (settle_carry_counters(decision, &found->counted, merge->kept, merge->merge, &stands)
        && found->counted.settlements->count > 0)
        settle_again_start(decision, merge->kept, handed->year, handed->insurance, DATE_NONE);
}

static void note_came(const struct settle_handed *handed, int64_t person, int64_t merge,
                      struct decision *decision)
{
    const struct merge_part part = {
        .bucket = id_bucket(person), .kept = person, .merge = merge, .part = handed->handed,
        .kind = TEXT("handed"), .was = handed->handed, .became = handed->settlement,
    };
    decision_insert(decision, &merge_part_table, &part);
}

static void decide_handed(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct handed_input *input = request->input;
    const struct handed_facts *found = facts;
    const struct settle_handed *handed = found->handed;
    CHECK(handed != NULL);
    struct handed_told *told = decision->outcome;
    decision->subject = input->person;
    told->person = input->person;
    const bool to_kept = input->person == handed->kept;
    const struct merge_row *merge = merge_of(found->merges, handed->person);
    if (to_kept && merge == NULL) {
        struct settle_hands *hands = ARENA_NEW(request->arena, struct settle_hands);
        *hands = input->hands;
        told->hands = (struct list){ hands, handed->amount.fen != 0 };
        return;
    }
    told->amount = handed->amount;
    merge_move_balance(decision, found->personal, input->person, handed->kept, handed->amount);
    if (!to_kept) {
        note_came(handed, input->person, handed->handed, decision);
        return;
    }
    carry_counters(request, found, merge, decision);
    note_came(handed, merge->kept, merge->merge, decision);
    if (handed->amount.fen == 0)
        return;
    struct merge_row row = *merge;
    row.balance = money_plus(row.balance, handed->amount);
    decision_replace(decision, &merge_table, &row);
}

static void keys_of_handed(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct handed_input *)request->input)->person);
}

static const struct field input_fields[] = {
    FIELD(struct handed_input, person, FIELD_ID, .flags = 0),
    FIELD(struct handed_input, hands, FIELD_OBJECT, .of = &settle_hands_shape),
};
static const struct shape input_shape =
    SHAPE("merge_handed", struct handed_input, input_fields);
static const struct field told_fields[] = {
    FIELD(struct handed_told, hands, FIELD_LIST, .of = &settle_hands_shape),
    FIELD(struct handed_told, person, FIELD_ID, .flags = 0),
    FIELD(struct handed_told, amount, FIELD_MONEY, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("merge_handed_told", struct handed_told, told_fields);
static const struct shape facts_shape =
    { .name = "merge_handed_facts", .size = sizeof(struct handed_facts) };

const struct action merge_handed_action = {
    .name = "merge.handed", .flags = ACTION_ONCE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "merge.help.handed",
    .keys = keys_of_handed, .gather = gather_handed, .decide = decide_handed,
};

/* Any outcome with a list `hands`: of a settlement, for the kept number; of this one, back. */
bool merge_ask_handed(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)arena;
    const struct field *field = shape_field(done->action->outcome, TEXT("hands"));
    if (field == NULL || field_is_absent(field, outcome))
        return false;
    CHECK(field->of == &settle_hands_shape);
    const struct list *list = field_in(field, outcome);
    if (list->count == 0)
        return false;
    const struct settle_hands *hands = list->items;
    bool back = done->action == &merge_handed_action;
    *(struct handed_input *)ret_input =
        (struct handed_input){ back ? hands->gone : hands->kept, *hands };
    return true;
}

/* ---- merge.close-undoing: the number that had gone has all of its own again ---- */

static bool gather_close(struct gather *gather, const struct request *request, void *facts)
{
    const struct merge_carry *input = request->input;
    const struct merge_key key = { id_bucket(input->kept), input->kept, input->merge };
    const void *row = NULL;
    bool complete = gather_one(gather, &merge_by_id, &key, &row);
    ((struct merge_facts *)facts)->row = row;
    return complete;
}

static void decide_close(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct merge_carry *input = request->input;
    const struct merge_facts *found = facts;
    CHECK(found->row != NULL);
    struct merge_row row = *found->row;
    row.state = TEXT("undone");
    row.finished_at = request->at;
    decision_replace(decision, &merge_table, &row);
    merge_tell(decision, &(struct merge_carry){ .merge = input->merge, .kept = input->kept,
                                                .gone = input->gone }, input->kept);
}

const struct action merge_close_undoing_action = {
    .name = "merge.close-undoing", .flags = ACTION_ONCE, .input = &merge_carry_shape,
    .facts = &merge_follow_facts_shape, .outcome = &merge_carry_shape,
    .answer = &merge_carry_shape, .help = "merge.help.close-undoing",
    .keys = merge_keys_kept, .gather = gather_close, .decide = decide_close,
};
