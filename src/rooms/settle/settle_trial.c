/* settle_trial.c: see settle_trial.h. */

#include "rooms/settle/settle_trial.h"

#include "base/check.h"

static bool is_stay(const char *category)
{
    return category != NULL && (text_is(text_of(category), "inpatient")
                                || text_is(text_of(category), "maternity-inpatient"));
}

bool settle_trial_case(const struct request *request, const struct settle_facts *facts,
                       const struct settle_trial_care *care, struct decision *decision,
                       struct settle_case *ret_case)
{
    struct arena *arena = request->arena;
    struct visit_row *visit = ARENA_NEW(arena, struct visit_row);
    struct visit_bill_row *bill = ARENA_NEW(arena, struct visit_bill_row);
    struct visit_line_row *line = ARENA_NEW(arena, struct visit_line_row);
    struct list *lines = ARENA_NEW(arena, struct list);
    struct settle_ask *ask = ARENA_NEW(arena, struct settle_ask);
    CHECK(care->amount.fen > 0);
    *visit = (struct visit_row){
        .person = care->person, .institution = request->actor->institution,
        .division = facts->institution->division, .insurance = care->insurance,
        .med_type = care->med_type, .begin_at = care->begin_at, .disease = care->disease,
        .inpatient = is_stay(settle_category(care->med_type)), .state = TEXT("open"),
    };
    *bill = (struct visit_bill_row){ .bill = TEXT("trial"), .line_count = 1 };
    *line = (struct visit_line_row){
        .position = 1, .amount = care->amount, .quantity = { 10000 },
        .price = { care->amount.fen * 10000 }, .charge_level = TEXT("01"),
    };
    *lines = (struct list){ line, 1 };
    *ask = (struct settle_ask){ .person = care->person, .insurance = care->insurance,
                                .med_type = care->med_type, .account_wish = care->account_wish,
                                .discharged = date_of_moment(care->begin_at) };
    struct settle_facts *trial = ARENA_NEW(arena, struct settle_facts);
    *trial = *facts;
    trial->visit = visit;
    trial->bill = bill;
    trial->lines = lines;
    struct request *asking = ARENA_NEW(arena, struct request);
    *asking = *request;
    asking->input = ask;
    return settle_case_of(asking, trial, decision, ret_case);
}

/* ---- why not ---- */

static struct text day_text(struct date day, struct arena *arena)
{
    char bytes[16];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (day.yyyymmdd != 0)
        date_write(&builder, day);
    return arena_text(arena, builder_text(&builder));
}

struct settle_reason settle_standing_reason(const struct request *request,
                                            const struct settle_facts *facts,
                                            const struct party_standing *standing,
                                            struct date day)
{
    if (standing->reason == PARTY_UNKNOWN)
        return (struct settle_reason){ "settle.not-entitled.unknown-person", { 0 } };
    const struct contribute_entitlement entitlement = contribute_entitled_on(
        standing, facts->arrears, facts->waitings,
        contribute_rules_of(request->book, facts->events, standing, day, request->arena), day);
    switch (entitlement.reason) {
    case CONTRIBUTE_NOT_ENROLLED:
        return (struct settle_reason){ "settle.not-entitled.not-enrolled", { 0 } };
    case CONTRIBUTE_PAUSED:
        return (struct settle_reason){ "settle.not-entitled.paused", { 0 } };
    case CONTRIBUTE_WAITING:
        return (struct settle_reason){ "settle.not-entitled.waiting",
                                day_text(entitlement.until, request->arena) };
    case CONTRIBUTE_ARREARS:
        return (struct settle_reason){ "settle.not-entitled.arrears",
                                day_text(entitlement.since, request->arena) };
    case CONTRIBUTE_ENTITLED:
        break;
    }
    return (struct settle_reason){ 0 };
}

struct settle_reason settle_trial_reason(const struct request *request,
                                         const struct settle_facts *facts,
                                         const struct settle_trial_care *care,
                                         const struct party_standing *standing,
                                         bool treat_first)
{
    struct settle_reason reason = { 0 };
    struct date day = date_of_moment(care->begin_at);
    /* Who is treated first is never asked for a right of his own. */
    if (!treat_first)
        reason = settle_standing_reason(request, facts, standing, day);
    if (reason.key == NULL
        && agreement_on(facts->agreements, day, NULL) != AGREEMENT_IN_FORCE)
        reason.key = "settle.not-entitled.no-agreement";
    if (reason.key == NULL && settle_category(care->med_type) == NULL)
        reason.key = "settle.not-entitled.unknown-care";
    return reason;
}

const char *settle_outcome_reason(enum settle_outcome outcome)
{
    switch (outcome) {
    case SETTLE_NOT_FILED_CHRONIC:
        return "settle.not-entitled.not-filed-chronic";
    case SETTLE_NOT_FILED_OUT_OF_AREA:
        return "settle.not-entitled.not-filed-out-of-area";
    case SETTLE_NOT_REFERRED:
        return "settle.not-entitled.not-referred";
    case SETTLE_NOT_CHOSEN:
        return "settle.not-entitled.not-chosen";
    case SETTLE_RULES_NOT_KNOWN:
    case SETTLE_RULES_ENDED:
    case SETTLE_RETURNS_EXCEED:
    case SETTLE_NOTHING_TO_SETTLE:
        return "settle.not-entitled.rules";
    case SETTLE_RIGHT_CLOSED:
        return "settle.not-entitled.not-enrolled";
    case SETTLE_DONE:
    case SETTLE_OUTCOMES:
        break;
    }
    return NULL;
}
