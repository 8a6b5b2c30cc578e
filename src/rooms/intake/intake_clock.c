/* intake_clock.c: the clocks of a case as lists of what is due see them (room due). After each step
 * the house looks what runs now: the office's own limit from acceptance until it has decided, and
 * each paper that is owed until it came. A case that is shown works its days out itself. */

#include "rooms/intake/intake_again.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

#define DEBTS_MAX 40

/* One clock: of the case itself, or of a paper owed. */
struct clock_kept {
    int64_t subject;
    bool runs;
    struct due_found found;         /* its class, when it runs */
    const struct list *clocks;      /* kept so far */
};

struct clock_facts_found {
    const struct timer_row *timer;
    const struct intake_case *row;
    struct clock_kept kept[DEBTS_MAX + 1];
    size_t count;
};
static const struct shape facts_shape =
    { .name = "intake_clock_facts", .size = sizeof(struct clock_facts_found) };

struct clock_outcome {
    int64_t case_id;
    int64_t running;
};
static const struct field outcome_fields[] = {
    FIELD(struct clock_outcome, case_id, FIELD_ID, .flags = 0),
    FIELD(struct clock_outcome, running, FIELD_COUNT, .flags = 0),
};
static const struct shape outcome_shape =
    SHAPE("intake_clock_kept", struct clock_outcome, outcome_fields);

/* ---- gather ---- */

static bool gather_kept(struct gather *gather, const struct request *request, int64_t subject,
                        bool runs, const struct clock_facts *facts,
                        struct clock_facts_found *found)
{
    struct clock_kept *kept = &found->kept[found->count++];
    const struct due_clock_key key = { id_bucket(subject), subject };
    *kept = (struct clock_kept){ .subject = subject, .runs = runs };
    kept->clocks = gather_want(gather, &due_clocks_of, &key);
    bool complete = kept->clocks != NULL;
    if (runs)
        complete &= due_gather(gather, request, facts, &kept->found);
    return complete;
}

static bool gather_clocks(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct clock_facts_found *found = facts;
    const struct task_key timer_key = { input->bucket, input->task };
    const struct intake_case_key key = { id_bucket(input->subject), input->subject };
    const void *timer = NULL, *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &timer_key, &timer);
    complete &= gather_one(gather, &intake_case_by_id, &key, &row);
    const struct list *papers = gather_want(gather, &intake_papers_of, &key);
    if (!complete || papers == NULL)
        return false;
    *found = (struct clock_facts_found){ .timer = timer, .row = row };
    if (row == NULL)
        return true;
    const struct matter *matter = intake_matter_of(request, found->row);
    struct clock_facts clock = { 0 };
    bool runs = found->row->waiting
        && intake_handling_facts(request, matter, found->row, &clock);
    complete = gather_kept(gather, request, found->row->case_id, runs, &clock, found);
    const struct intake_paper *rows = papers->items;
    for (size_t i = 0; i < papers->count && found->count <= DEBTS_MAX; i++) {
        if (!text_is(rows[i].how, "owed"))
            continue;
        runs = intake_takes_papers(found->row) && intake_paper_is_open(&rows[i], "owed")
            && intake_debt_facts(request, &rows[i], &clock);
        complete &= gather_kept(gather, request, rows[i].paper, runs, &clock, found);
    }
    return complete;
}

/* ---- decide ---- */

static void keep_one(const struct clock_kept *kept, int64_t office, struct decision *decision)
{
    const struct due_clock_row *clocks = kept->clocks->items;
    bool there = false;
    for (size_t i = 0; i < kept->clocks->count; i++) {
        bool same = kept->runs && text_equal(clocks[i].name, kept->found.row->name);
        there |= same;
        if (same && clocks[i].running)
            due_change(decision, &clocks[i], &kept->found, office);
        else if (same)
            due_resume(decision, &clocks[i], &kept->found, office);
        else
            due_stop(decision, &clocks[i]);
    }
    if (kept->runs && !there)
        due_start(decision, &kept->found, kept->subject, office);
}

/* Papers owed under one measure share a class, which is new once. */
static void once_new(struct clock_facts_found *found, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (found->kept[i].runs && found->kept[i].found.is_new
            && found->kept[i].found.row->class_id == found->kept[at].found.row->class_id)
            found->kept[at].found.is_new = false;
}

static void decide_clocks(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct task_input *input = request->input;
    struct clock_facts_found found = *(const struct clock_facts_found *)facts;
    if (found.timer == NULL || found.row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    struct clock_outcome *outcome = decision->outcome;
    decision->subject = input->subject;
    outcome->case_id = input->subject;
    for (size_t i = 0; i < found.count; i++) {
        if (found.kept[i].runs)
            once_new(&found, i);
        keep_one(&found.kept[i], found.row->office, decision);
        outcome->running += found.kept[i].runs;
    }
    task_timer_done(decision, found.timer);
}

static void clock_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->subject);
}

const struct action intake_keep_clocks_action = {
    .name = "intake.keep-clocks", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &outcome_shape, .help = "intake.help.keep-clocks", .keys = clock_keys,
    .gather = gather_clocks, .decide = decide_clocks,
};
