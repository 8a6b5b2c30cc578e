/* settle_query_right.c: 2001: which funds pay for a kind of care on a day, and why not.
 *
 * No second set of rules: a bill large enough to reach every fund is decided as the desk would,
 * once as if nothing stood against it (which funds there are), once with what is known (which are
 * open). */

#include "rooms/settle/settle_query.h"

#include "base/check.h"
#include "core/words.h"

/* Beyond the ceiling of any fund in the country. */
#define LARGE_FEN INT64_C(1000000000)

bool settle_gather_right_check(struct gather *gather, const struct request *request,
                               void *facts)
{
    const struct settle_right_input *input = request->input;
    struct settle_facts *found = facts;
    const struct settle_ask ask = { .person = input->person, .insurance = input->insurance };
    struct moment begin = input->begin_at.ms == 0 ? request->at : input->begin_at;
    if (!settle_gather_around(gather, request, &ask, found))
        return false;
    return settle_gather_right(gather, input->insurance, date_of_moment(begin), found);
}

/* ---- why not ---- */

struct reason {
    const char *key;            /* NULL: open */
    struct text detail;
};

static struct text day_text(struct date day, struct arena *arena)
{
    char bytes[16];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (day.yyyymmdd != 0)
        date_write(&builder, day);
    return arena_text(arena, builder_text(&builder));
}

static struct reason reason_of_standing(const struct request *request,
                                        const struct settle_facts *facts,
                                        const struct party_standing *standing, struct date day)
{
    if (standing->reason == PARTY_UNKNOWN)
        return (struct reason){ "settle.not-entitled.unknown-person", { 0 } };
    const struct contribute_entitlement entitlement = contribute_entitled_on(
        standing, facts->arrears, facts->waitings,
        contribute_rules_of(request->book, facts->events, standing, day, request->arena), day);
    switch (entitlement.reason) {
    case CONTRIBUTE_NOT_ENROLLED:
        return (struct reason){ "settle.not-entitled.not-enrolled", { 0 } };
    case CONTRIBUTE_PAUSED:
        return (struct reason){ "settle.not-entitled.paused", { 0 } };
    case CONTRIBUTE_WAITING:
        return (struct reason){ "settle.not-entitled.waiting",
                                day_text(entitlement.until, request->arena) };
    case CONTRIBUTE_ARREARS:
        return (struct reason){ "settle.not-entitled.arrears",
                                day_text(entitlement.since, request->arena) };
    case CONTRIBUTE_ENTITLED:
        break;
    }
    return (struct reason){ 0 };
}

static const char *reason_of_outcome(enum settle_outcome outcome)
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

/* ---- the trial ---- */

struct trial {
    struct settle_case made;
    struct settlement open, known;
    bool is_made;
    enum settle_outcome outcome;
};

static bool is_stay(const char *category)
{
    return category != NULL && (text_is(text_of(category), "inpatient")
                                || text_is(text_of(category), "maternity-inpatient"));
}

/* One line in full scope, on a visit that never was. */
static bool make_case(const struct request *request, const struct settle_facts *facts,
                      struct settle_case *ret_case)
{
    const struct settle_right_input *input = request->input;
    struct arena *arena = request->arena;
    struct moment begin = input->begin_at.ms == 0 ? request->at : input->begin_at;
    struct visit_row *visit = ARENA_NEW(arena, struct visit_row);
    struct visit_bill_row *bill = ARENA_NEW(arena, struct visit_bill_row);
    struct visit_line_row *line = ARENA_NEW(arena, struct visit_line_row);
    struct list *lines = ARENA_NEW(arena, struct list);
    struct settle_ask *ask = ARENA_NEW(arena, struct settle_ask);
    *visit = (struct visit_row){
        .person = input->person, .institution = request->actor->institution,
        .division = facts->institution->division, .insurance = input->insurance,
        .med_type = input->med_type, .begin_at = begin, .disease = input->disease,
        .inpatient = is_stay(settle_category(input->med_type)), .state = TEXT("open"),
    };
    *bill = (struct visit_bill_row){ .bill = TEXT("trial"), .line_count = 1 };
    *line = (struct visit_line_row){
        .position = 1, .amount = { LARGE_FEN }, .quantity = { 10000 },
        .price = { LARGE_FEN * 10000 }, .charge_level = TEXT("01"),
    };
    *lines = (struct list){ line, 1 };
    *ask = (struct settle_ask){ .person = input->person, .insurance = input->insurance,
                                .med_type = input->med_type,
                                .discharged = date_of_moment(begin) };
    struct settle_facts *trial = ARENA_NEW(arena, struct settle_facts);
    *trial = *facts;
    trial->visit = visit;
    trial->bill = bill;
    trial->lines = lines;
    struct request *asking = ARENA_NEW(arena, struct request);
    *asking = *request;
    asking->input = ask;
    struct decision decision = { .request = asking };
    trail_init(&decision.trail, arena);
    return settle_case_of(asking, trial, &decision, ret_case);
}

static struct trial try_both(const struct request *request, const struct settle_facts *facts)
{
    struct trial trial = { .outcome = SETTLE_RULES_NOT_KNOWN };
    struct trail trail;
    trail_init(&trail, request->arena);
    if (!make_case(request, facts, &trial.made))
        return trial;
    trial.is_made = true;
    trial.outcome = settle_decide_case(request, &trial.made, &trail, &trial.known);
    struct settle_case free = trial.made;
    free.counters = (struct settle_counters){ 0 };
    free.person.right_closed = false;
    free.person.chronic_filed = true;
    free.person.chose_elsewhere = false;
    free.bill.out_of_area = false;
    free.bill.referred = settle_day(&free.bill);
    (void)settle_decide_case(request, &free, &trail, &trial.open);
    return trial;
}

/* ---- the answer ---- */

struct telling {
    const struct request *request;
    struct settle_fund_shown *rows;
    size_t count;
    struct reason reason;
    struct date from;
};

static void tell_fund(struct telling *telling, int64_t fund, const char *key)
{
    const struct settle_right_input *input = telling->request->input;
    struct arena *arena = telling->request->arena;
    struct text details[1] = { telling->reason.detail };
    char bytes[500];
    struct builder builder = builder_over(bytes, sizeof bytes - 1);
    words_write(&builder, key == NULL ? "settle.entitled" : key, LANGUAGE_CHINESE, details, 1);
    telling->rows[telling->count++] = (struct settle_fund_shown){
        .person = input->person, .check = TEXT("01"),
        .fund = arena_format(arena, "%lld", (long long)fund), .open = key == NULL,
        .from = telling->from, .reason = arena_text(arena, builder_text(&builder)),
    };
}

static void tell_funds(struct telling *telling, const struct trial *trial,
                       const struct settle_facts *facts)
{
    const struct settle_right_input *input = telling->request->input;
    const char *general = telling->reason.key;
    bool pooled = false;
    for (int i = 0; i < PAYER_COUNT; i++) {
        enum settle_payer payer = (enum settle_payer)i;
        if (trial->open.paid[i].fen <= 0)
            continue;
        pooled |= payer == PAYER_POOLED_FUND || payer == PAYER_MATERNITY;
        bool spent = general == NULL && trial->known.paid[i].fen <= 0;
        tell_fund(telling, settle_payer_account(payer, input->insurance, 0).kind,
                  spent ? "settle.not-entitled.spent" : general);
    }
    if (!pooled)
        tell_fund(telling, settle_payer_account(PAYER_POOLED_FUND, input->insurance, 0).kind,
                  general != NULL ? general : "settle.not-entitled.rules");
    /* The account is the person's own money: arrears do not close it, an empty one does. */
    if (text_starts(input->insurance, TEXT("31")))
        tell_fund(telling, FUND_PERSONAL, fund_personal_free(facts->personal).fen > 0
                  ? NULL : "settle.not-entitled.no-account");
}

void settle_decide_right(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct settle_right_input *input = request->input;
    const struct settle_facts *found = facts;
    struct date day =
        date_of_moment(input->begin_at.ms == 0 ? request->at : input->begin_at);
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, party_unseen_key(request->actor, settle_refusal_key(
            SETTLE_REFUSED_NOT_YOUR_PATIENT)), "person");
        return;
    }
    bool here = found->institution != NULL
        && (!text_present(input->institution_code)
            || text_equal(found->institution->code, input->institution_code));
    if (!here) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NO_INSTITUTION),
                        "institution_code");
        return;
    }
    struct telling telling = {
        .request = request, .from = day,
        .rows = ARENA_ARRAY(request->arena, struct settle_fund_shown, PAYER_COUNT + 2),
    };
    struct party_standing standing = { .reason = PARTY_UNKNOWN };
    struct trial trial = { .outcome = SETTLE_RULES_NOT_KNOWN };
    if (found->person.person != NULL) {
        standing = party_standing_on(&found->person, input->insurance, day);
        trial = try_both(request, found);
    }
    if (standing.enrolled_since.yyyymmdd != 0)
        telling.from = standing.enrolled_since;
    /* Who is treated first is never asked for a right of his own. */
    if (!trial.made.person.cover.treat_first)
        telling.reason = reason_of_standing(request, found, &standing, day);
    if (telling.reason.key == NULL
        && agreement_on(found->agreements, day, NULL) != AGREEMENT_IN_FORCE)
        telling.reason.key = "settle.not-entitled.no-agreement";
    if (telling.reason.key == NULL && settle_category(input->med_type) == NULL)
        telling.reason.key = "settle.not-entitled.unknown-care";
    if (telling.reason.key == NULL)
        telling.reason.key = reason_of_outcome(trial.outcome);
    tell_funds(&telling, &trial, found);
    decision->subject = input->person;
    ((struct settle_rights *)decision->outcome)->funds =
        (struct list){ telling.rows, telling.count };
}
