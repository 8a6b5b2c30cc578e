#include "rooms/settle/settle_pharmacy.h"

#include "base/check.h"

static struct moment bought_at(const struct request *request)
{
    const struct settle_purchase_input *input = request->input;
    return input->begin_at.ms == 0 ? request->at : input->begin_at;
}

bool settle_gather_purchase(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_purchase_input *input = request->input;
    struct settle_purchase_facts *found = facts;
    const struct visit_charge_input charge = { .lines = input->lines };
    found->lines = ARENA_ARRAY(gather->arena, struct visit_line_facts, input->lines.count + 1);
    bool complete = visit_gather_items(gather, &charge, found->lines);
    complete &= settle_gather_around(gather, request, &input->ask, &found->desk);
    complete &= settle_gather_invoice(gather, request->actor->institution, input->ask.invoice,
                                      &found->invoice);
    if (!complete)
        return false;
    return settle_gather_right(gather, input->ask.insurance,
                               date_of_moment(bought_at(request)), &found->desk);
}

/* ---- the visit and its lines ---- */

/* A pharmacy has no number of its own for a purchase: its message has. */
static bool arrive(const struct request *request, const struct settle_purchase_facts *facts,
                   struct decision *decision, struct visit_row *ret_visit)
{
    const struct settle_purchase_input *input = request->input;
    const struct settle_facts *desk = &facts->desk;
    const struct visit_register_input arrival = {
        .person = input->ask.person, .insurance = input->ask.insurance,
        .begin_at = bought_at(request), .certificate_kind = input->ask.certificate_kind,
        .certificate_number = input->ask.certificate_number,
        .number = text_present(request->key) ? request->key : TEXT("-"),
        .med_type = input->ask.med_type, .disease = input->disease,
    };
    const struct visit_register_facts register_facts = {
        .person = desk->person, .institution = desk->institution,
        .agreements = desk->agreements, .shown = desk->shown,
        .certificate_checked = desk->certificate_checked,
    };
    return visit_arrive(request, &arrival, &register_facts, false, decision, ret_visit);
}

static bool charge(const struct request *request, const struct settle_purchase_facts *facts,
                   const struct visit_row *visit, struct decision *decision,
                   struct visit_charge_made *ret_made)
{
    const struct settle_purchase_input *input = request->input;
    const struct visit_line_input *said = input->lines.items;
    struct visit_line_input *lines =
        ARENA_ARRAY(request->arena, struct visit_line_input, input->lines.count + 1);
    for (size_t i = 0; i < input->lines.count; i++) {
        lines[i] = said[i];
        lines[i].visit = visit->visit;
        lines[i].person = visit->person;
        lines[i].bill = SETTLE_PURCHASE_BILL;
        lines[i].disease = input->disease;
    }
    const struct visit_charge_input charge_input = { .lines = { lines, input->lines.count } };
    const struct list no_bills = { 0 };
    const struct visit_charge_facts charge_facts = {
        .visit = visit, .institution = facts->desk.institution, .bills = &no_bills,
        .lines = facts->lines,
    };
    return visit_charge_lines(request, &charge_input, &charge_facts, decision, ret_made);
}

/* ---- the whole ---- */

void settle_decide_purchase(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct settle_purchase_facts *found = facts;
    struct visit_row visit;
    struct visit_charge_made made;
    if (!arrive(request, found, decision, &visit)
        || !charge(request, found, &visit, decision, &made))
        return;
    CHECK(made.bill_count == 1);

    /* A purchase is over when it is paid. */
    visit.state = TEXT("discharged");
    visit.end_at = visit.begin_at;
    decision_insert(decision, &visit_table, &visit);

    struct settle_facts desk = found->desk;
    const struct list rows = { made.rows, made.count };
    desk.visit = &visit;
    desk.bill = &made.bills[0].row;
    desk.lines = &rows;
    desk.invoice = found->invoice;
    struct visit_bill_row bill;
    if (!settle_decide_bill(request, &desk, decision, &bill))
        return;
    decision_insert(decision, &visit_bill_table, &bill);
    ((struct settle_receipt *)decision->outcome)->splits =
        (struct list){ made.splits, made.count };
}

void settle_undo_purchase(const struct request *request, const struct settle_undo_facts *facts,
                          struct decision *decision, struct visit_bill_row *bill)
{
    if (!text_equal(bill->bill, SETTLE_PURCHASE_BILL))
        return;
    const struct visit_line_row *lines = facts->lines->items;
    for (size_t i = 0; i < facts->lines->count; i++) {
        struct visit_line_row line = lines[i];
        visit_bill_add(bill, &line, -1);
        line.state = TEXT("voided");
        decision_replace(decision, &visit_line_table, &line);
    }
    struct visit_row visit = *facts->visit;
    visit.state = TEXT("cancelled");
    visit.end_at = request->at;
    decision_replace(decision, &visit_table, &visit);
}
