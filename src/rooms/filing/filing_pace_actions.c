/* filing_pace_actions.c: how long a disease filing takes at a hospital, from the physician's form
 * until it is in force, and past how many desks its people go. LAW: BJ4-03f BJ4-03g */

#include "rooms/filing/filing_inside.h"

#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

#include <stdlib.h>

#define PACED_MAX 2000

struct paced_key { int64_t institution; struct date from, until; };
static const struct field key_fields[] = {
    FIELD(struct paced_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct paced_key, from, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct paced_key, until, FIELD_DAY, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape = SHAPE("filing_paced_key", struct paced_key, key_fields);
/* The latest ones, where there are more than a page holds. */
const struct query filings_paced = {
    .name = "filing.paced", .from = "filing f",
    .where = "f.institution = {institution} AND f.about = 'disease' AND f.filed_on >= {from} "
             "AND f.filed_on <= {until} AND f.state IN ('filed', 'in-force', 'ended')",
    .order = "f.filed_on DESC, f.filing DESC", .key = &key_shape, .row = &filing_row_shape,
    .row_max = PACED_MAX, .page = true, .guard = GUARD_DECISION,
};

struct pace_input {
    int64_t institution;        /* 0: the asker's own */
    struct date from, until;
};
static const struct field input_fields[] = {
    { "institution", NULL, FIELD_ID, 0, AT(struct pace_input, institution),
      .help = "filing.field.institution" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct pace_input, from),
      .help = "filing.field.from" },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct pace_input, until),
      .help = "filing.field.until" },
};
static const struct shape input_shape =
    SHAPE("filing_pace_input", struct pace_input, input_fields);

struct pace_facts {
    const struct party_institution *institution;
    const struct list *filings;
};
static const struct shape facts_shape =
    { .name = "filing_pace_facts", .size = sizeof(struct pace_facts) };

#define PACE(member_) AT(struct filing_pace, member_)
static const struct field answer_fields[] = {
    { "institution", NULL, FIELD_ID, 0, PACE(institution), .help = "filing.field.institution" },
    { "filings", NULL, FIELD_COUNT, 0, PACE(filings), .help = "filing.field.filed-here" },
    { "waiting", NULL, FIELD_COUNT, 0, PACE(waiting), .help = "filing.field.still-waiting" },
    { "as_cases", NULL, FIELD_COUNT, 0, PACE(as_cases), .help = "filing.field.as-cases" },
    { "median_minutes", NULL, FIELD_COUNT, 0, PACE(median_minutes),
      .help = "filing.field.median-minutes" },
    { "longest_minutes", NULL, FIELD_COUNT, 0, PACE(longest_minutes),
      .help = "filing.field.longest-minutes" },
    { "desks_most", NULL, FIELD_COUNT, 0, PACE(desks_most), .help = "filing.field.desks-most" },
    { "past_two_desks", NULL, FIELD_COUNT, 0, PACE(past_two_desks),
      .help = "filing.field.past-two-desks" },
    { "not_all", NULL, FIELD_FLAG, 0, PACE(not_all), .help = "filing.field.not-all" },
};
static const struct shape answer_shape =
    SHAPE("filing_pace", struct filing_pace, answer_fields);

static bool gather_pace(struct gather *gather, const struct request *request, void *facts)
{
    const struct pace_input *input = request->input;
    struct pace_facts *found = facts;
    int64_t institution = input->institution != 0 ? input->institution
                                                  : request->actor->institution;
    const struct party_institution_key of = { id_bucket(institution), institution };
    const struct paced_key key = { institution, input->from, input->until };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_institution_by_id, &of, &row);
    found->institution = row;
    found->filings = gather_want(gather, &filings_paced, &key);
    return complete && found->filings != NULL;
}

static int by_length(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* The middle one; of an even number the longer of the two in the middle. */
static void sum_up(struct filing_pace *pace, int64_t *minutes, size_t count)
{
    if (count == 0)
        return;
    qsort(minutes, count, sizeof minutes[0], by_length);
    pace->median_minutes = minutes[count / 2];
    pace->longest_minutes = minutes[count - 1];
}

static void decide_pace(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct pace_facts *found = facts;
    const struct filing_row *rows = found->filings->items;
    size_t count = found->filings->count, timed = 0;
    if (!party_may_see_institution(request->actor, found->institution)) {
        decision_refuse(decision, "filing.refused.no-institution", "institution");
        return;
    }
    struct filing_pace *pace = decision->outcome;
    int64_t *minutes = ARENA_ARRAY(request->arena, int64_t, count + 1);
    *pace = (struct filing_pace){
        .institution = found->institution->institution, .not_all = count == PACED_MAX,
    };
    for (size_t i = 0; i < count; i++) {
        if (rows[i].filed_at.ms == 0) {
            pace->as_cases++;
            continue;
        }
        pace->filings++;
        pace->desks_most = rows[i].desks > pace->desks_most ? rows[i].desks : pace->desks_most;
        pace->past_two_desks += rows[i].desks > 2;
        if (rows[i].in_force_at.ms == 0)
            pace->waiting++;
        else
            minutes[timed++] = (rows[i].in_force_at.ms - rows[i].filed_at.ms) / 60000;
    }
    sum_up(pace, minutes, timed);
}

const struct action filing_pace_action = {
    .name = "filing.pace", .method = "GET", .path = "/api/v1/filings/pace",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .answer = &answer_shape, .help = "filing.help.pace", .gather = gather_pace,
    .decide = decide_pace,
};
