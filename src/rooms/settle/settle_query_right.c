/* settle_query_right.c: 2001: which funds pay for a kind of care on a day, and why not.
 *
 * No second set of rules: a bill large enough to reach every fund is decided as the desk would,
 * once as if nothing stood against it (which funds there are), once with what is known (which are
 * open). */

#include "rooms/settle/settle_query.h"

#include "core/words.h"
#include "rooms/settle/settle_trial.h"

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

/* ---- the trial ---- */

struct trial {
    struct settle_case made;
    struct settlement open, known;
    enum settle_outcome outcome;
};

static struct trial try_both(const struct request *request, const struct settle_facts *facts,
                             const struct settle_trial_care *care)
{
    struct trial trial = { .outcome = SETTLE_RULES_NOT_KNOWN };
    struct decision decision = { .request = request };
    struct trail *trail = &decision.trail;
    trail_init(trail, request->arena);
    if (!settle_trial_case(request, facts, care, &decision, &trial.made))
        return trial;
    trial.outcome = settle_decide_case(request, &trial.made, trail, &trial.known);
    struct settle_case free = trial.made;
    free.counters = (struct settle_counters){ 0 };
    free.person.right_closed = false;
    free.person.chronic_filed = true;
    free.person.chose_elsewhere = false;
    free.bill.out_of_area = false;
    free.bill.referred = settle_day(&free.bill);
    (void)settle_decide_case(request, &free, trail, &trial.open);
    return trial;
}

/* ---- the answer ---- */

struct telling {
    const struct request *request;
    struct settle_fund_shown *rows;
    size_t count;
    struct settle_reason reason;
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
    const struct settle_trial_care care = {
        .person = input->person, .insurance = input->insurance, .med_type = input->med_type,
        .disease = input->disease, .amount = { LARGE_FEN },
        .begin_at = input->begin_at.ms == 0 ? request->at : input->begin_at,
    };
    struct date day = date_of_moment(care.begin_at);
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
        trial = try_both(request, found, &care);
    }
    if (standing.enrolled_since.yyyymmdd != 0)
        telling.from = standing.enrolled_since;
    telling.reason = settle_trial_reason(request, found, &care, &standing,
                                         trial.made.person.cover.treat_first);
    if (telling.reason.key == NULL)
        telling.reason.key = settle_outcome_reason(trial.outcome);
    tell_funds(&telling, &trial, found);
    decision->subject = input->person;
    ((struct settle_rights *)decision->outcome)->funds =
        (struct list){ telling.rows, telling.count };
}
