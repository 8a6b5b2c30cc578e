/* visit_stay_charge.c: fee lines of a stay: 2301 charges them as visit_charge.c does, 2302 takes
 * them back; settled ones stay. */

#include "rooms/visit/visit_stay.h"

#include "base/check.h"

bool visit_gather_charge_stay(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_charge_input *input = request->input;
    struct visit_charge_facts *found = facts;
    found->stays = true;
    bool complete = visit_gather_charge(gather, request, facts);
    if (input->lines.count == 0)
        return complete;
    const struct visit_line_input *lines = input->lines.items;
    const struct visit_key key = visit_key_of(lines[0].visit);
    const void *row = NULL;
    complete &= gather_one(gather, &visit_stay_of, &key, &row);
    found->stay = row;
    return complete;
}

bool visit_gather_take_back(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_take_back_input *input = request->input;
    const struct visit_take_back_line *meant = input->lines.items;
    struct visit_take_back_facts *found = facts;
    if (input->lines.count == 0)
        return true;
    const struct visit_key key = visit_key_of(meant[0].visit);
    const struct visit_bill_key bill_key = {
        .bucket = key.bucket, .visit = key.visit, .bill = VISIT_STAY_BILL,
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &visit_by_id, &key, &row);
    found->visit = row;
    complete &= gather_one(gather, &visit_stay_of, &key, &row);
    found->stay = row;
    complete &= gather_one(gather, &visit_bill_by_key, &bill_key, &row);
    found->bill = row;
    found->lines = visit_lines_live(gather_want(gather, &visit_lines_of_bill, &bill_key),
                                    gather->arena);
    return complete && found->lines != NULL;
}

static bool is_settled(const struct visit_bill_row *bill, const struct visit_line_row *line)
{
    return bill->settlement != 0 && line->position <= bill->settled_lines;
}

/* Which lines go, by their place among the rows; a line named that cannot go is named back. */
struct going {
    bool *lines;
    size_t count;
};

static enum visit_refusal mark_all(const struct visit_take_back_facts *facts,
                                   struct going *going)
{
    const struct visit_line_row *rows = facts->lines->items;
    size_t settled = 0;
    for (size_t i = 0; i < facts->lines->count; i++) {
        if (is_settled(facts->bill, &rows[i])) {
            settled++;
            continue;
        }
        going->count += going->lines[i] ? 0 : 1;
        going->lines[i] = true;
    }
    if (going->count > 0)
        return VISIT_REFUSALS;
    return settled > 0 ? VISIT_REFUSED_BILL_SETTLED : VISIT_REFUSED_NO_LINES;
}

static enum visit_refusal mark_one(const struct visit_take_back_facts *facts,
                                   struct text serial, struct going *going)
{
    const struct visit_line_row *rows = facts->lines->items;
    for (size_t i = 0; i < facts->lines->count; i++) {
        if (!text_equal(rows[i].serial, serial))
            continue;
        if (is_settled(facts->bill, &rows[i]))
            return VISIT_REFUSED_BILL_SETTLED;
        going->count += going->lines[i] ? 0 : 1;
        going->lines[i] = true;
        return VISIT_REFUSALS;
    }
    return VISIT_REFUSED_NO_LINES;
}

/* A line that another takes back goes only with that one. */
static bool returns_go_along(const struct visit_take_back_facts *facts,
                             const struct going *going, struct decision *decision)
{
    const struct visit_line_row *rows = facts->lines->items;
    for (size_t i = 0; i < facts->lines->count; i++) {
        if (going->lines[i] || !text_present(rows[i].returns))
            continue;
        for (size_t k = 0; k < facts->lines->count; k++) {
            if (!going->lines[k] || !text_equal(rows[k].serial, rows[i].returns))
                continue;
            decision_refuse_with(decision, visit_refusal_key(VISIT_REFUSED_HAS_RETURNS),
                                 "serial", rows[k].serial, rows[i].serial);
            return false;
        }
    }
    return true;
}

static bool mark_lines(const struct visit_take_back_input *input,
                       const struct visit_take_back_facts *facts, struct going *going,
                       struct decision *decision)
{
    const struct visit_take_back_line *meant = input->lines.items;
    for (size_t i = 0; i < input->lines.count; i++) {
        enum visit_refusal refusal = VISIT_REFUSED_NO_LINES;
        if (meant[i].visit != meant[0].visit || meant[i].person != meant[0].person)
            refusal = VISIT_REFUSED_SEVERAL_VISITS;
        else if (facts->bill != NULL)
            refusal = text_equal(meant[i].serial, VISIT_ALL_LINES)
                ? mark_all(facts, going) : mark_one(facts, meant[i].serial, going);
        if (refusal == VISIT_REFUSALS)
            continue;
        decision_refuse_with(decision, visit_refusal_key(refusal), "serial", meant[i].serial,
                             (struct text){ 0 });
        return false;
    }
    return returns_go_along(facts, going, decision);
}

void visit_decide_take_back(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct visit_take_back_input *input = request->input;
    const struct visit_take_back_facts *found = facts;
    const struct visit_take_back_line *meant = input->lines.items;
    if (input->lines.count == 0) {
        visit_refuse(decision, VISIT_REFUSED_NO_LINES, "lines");
        return;
    }
    if (!visit_check_stay(request, found->visit, found->stay, meant[0].person, decision))
        return;
    struct going going = {
        .lines = ARENA_ARRAY(request->arena, bool, found->lines->count + 1),
    };
    if (!mark_lines(input, found, &going, decision))
        return;

    const struct visit_line_row *rows = found->lines->items;
    struct visit_bill_row bill = *found->bill;
    for (size_t i = 0; i < found->lines->count; i++) {
        if (!going.lines[i])
            continue;
        visit_bill_add(&bill, &rows[i], -1);
        struct visit_line_row row = rows[i];
        row.state = TEXT("voided");
        decision_replace(decision, &visit_line_table, &row);
    }
    decision_replace(decision, &visit_bill_table, &bill);
    decision->subject = found->visit->person;
    ((struct visit_done *)decision->outcome)->visit = found->visit->visit;
}
