/* settle_reach.c: a filing that reaches back, and a status of the epidemic put on record after the
 * care: what was settled since its first day is decided again, year by year, because it may have
 * been priced without it. */

#include "rooms/settle/settle_reach.h"

#include "base/check.h"

#define YEARS_MAX 32

struct reach_facts {
    const struct list *settlements;
    struct party_person_facts of;       /* of a status */
};

static bool gather_reach(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_reached_back *input = request->input;
    struct reach_facts *found = facts;
    const struct settle_of_person_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
    };
    found->settlements = gather_want(gather, &settlements_standing, &key);
    return found->settlements != NULL;
}

/* How many benefit years are decided again. */
static int64_t start_years(const struct list *settlements, int64_t person, struct date from,
                           struct decision *decision)
{
    const struct settlement_row *rows = settlements->items;
    const struct settlement_row *started[YEARS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < settlements->count && count < YEARS_MAX; i++) {
        bool begun = !settle_stands(&rows[i]) || date_compare(rows[i].day, from) < 0;
        for (size_t k = 0; k < count && !begun; k++)
            begun = started[k]->year == rows[i].year
                && text_equal(started[k]->insurance, rows[i].insurance);
        if (begun)
            continue;
        started[count++] = &rows[i];
        settle_again_start(decision, person, rows[i].year, rows[i].insurance, from);
    }
    return (int64_t)count;
}

static void decide_reach(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct filing_reached_back *input = request->input;
    const struct reach_facts *found = facts;
    decision->subject = input->person;
    *(struct settle_reached *)decision->outcome = (struct settle_reached){
        .person = input->person,
        .years = start_years(found->settlements, input->person, input->from, decision),
    };
}

/* ---- a status put on record after the care ---- */

static bool gather_status(struct gather *gather, const struct request *request, void *facts)
{
    const struct party_status_recorded *input = request->input;
    struct reach_facts *found = facts;
    const struct settle_of_person_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
    };
    found->settlements = gather_want(gather, &settlements_standing, &key);
    return party_gather_person(gather, input->person, &found->of) && found->settlements != NULL;
}

/* From the first day of any such status on: what comes to the same is left as it is. */
static void decide_status(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct party_status_recorded *input = request->input;
    const struct reach_facts *found = facts;
    const struct party_status *rows = found->of.statuses->items;
    struct date from = DATE_NONE;
    for (size_t i = 0; i < found->of.statuses->count; i++)
        if (!text_is(rows[i].kind, "stranded")
            && (from.yyyymmdd == 0 || date_compare(rows[i].valid_from, from) < 0))
            from = rows[i].valid_from;
    decision->subject = input->person;
    *(struct settle_reached *)decision->outcome = (struct settle_reached){
        .person = input->person,
        .years = from.yyyymmdd == 0
            ? 0 : start_years(found->settlements, input->person, from, decision),
    };
}

bool settle_ask_status(const struct request *done, const void *outcome, struct arena *arena,
                       void *ret_input)
{
    (void)done;
    (void)arena;
    *(struct party_status_recorded *)ret_input = *(const struct party_status_recorded *)outcome;
    return true;
}

bool settle_ask_reach(const struct request *done, const void *outcome, struct arena *arena,
                      void *ret_input)
{
    (void)done;
    (void)arena;
    const struct filing_reached_back *reached = outcome;
    if (reached->person == 0)
        return false;
    *(struct filing_reached_back *)ret_input = *reached;
    return true;
}

static const struct field input_fields[] = {
    FIELD(struct filing_reached_back, filing, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct filing_reached_back, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct filing_reached_back, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct filing_reached_back, until, FIELD_DAY, .flags = 0),
};
static const struct shape input_shape =
    SHAPE("settle.reach-back", struct filing_reached_back, input_fields);
static const struct field reached_fields[] = {
    FIELD(struct settle_reached, person, FIELD_ID, .flags = 0),
    FIELD(struct settle_reached, years, FIELD_COUNT, .flags = 0),
};
static const struct shape reached_shape =
    SHAPE("settle.reached", struct settle_reached, reached_fields);
static const struct shape facts_shape = {
    .name = "settle.reach-facts", .size = sizeof(struct reach_facts),
};

static void keys_of_reach(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct filing_reached_back *)request->input)->person);
}

const struct action settle_reach_action = {
    .name = "settle.reach-back", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &reached_shape,
    .answer = &reached_shape, .help = "settle.help.reach-back", .keys = keys_of_reach,
    .gather = gather_reach, .decide = decide_reach,
};

static const struct field status_fields[] = {
    FIELD(struct party_status_recorded, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct party_status_recorded, status, FIELD_ID, .flags = 0),
};
static const struct shape status_shape =
    SHAPE("settle.reach-status", struct party_status_recorded, status_fields);
static void keys_of_status(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct party_status_recorded *)request->input)->person);
}

const struct action settle_reach_status_action = {
    .name = "settle.reach-status", .flags = ACTION_ONCE,
    .input = &status_shape, .facts = &facts_shape, .outcome = &reached_shape,
    .answer = &reached_shape, .help = "settle.help.reach-status", .keys = keys_of_status,
    .gather = gather_status, .decide = decide_status,
};
