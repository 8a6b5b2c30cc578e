/* agreement_restore.c: see agreement_restore.h. */

#include "rooms/agreement/agreement_restore.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

/* ---- by which measure ---- */

static struct measure_question question_of(const struct agreement_asks *asks,
                                           enum measure_verb verb, struct measure_fact *facts)
{
    static const struct text recovery[] = { { "agreement-recovery", 18 } };
    size_t count = 0;
    if (asks->institution->designated_epidemic) {
        facts[count++] = (struct measure_fact){ "institutions.task", TEXT("covid-treatment") };
        facts[count++] = (struct measure_fact){ "institutions.status", TEXT("covid-designated") };
    }
    facts[count++] = (struct measure_fact){ "institutions.agreement", asks->status };
    return (struct measure_question){
        .verb = verb, .place = (int32_t)asks->institution->division,
        .applicant = TEXT("institution"), .matter = recovery[0], .facts = facts,
        .fact_count = count, .day = asks->day, .known = asks->day, .events = asks->events,
        .granted = { recovery, 1 },
    };
}

const struct measure *agreement_restored_by(const struct agreement_asks *asks,
                                            struct arena *arena)
{
    struct measure_fact facts[3];
    const struct measure_question question = question_of(asks, VERB_REINSTATE, facts);
    const struct measure_made made = measures_any(asks->book, &question, arena).made;
    return made.count == 0 ? NULL : made.hits[0].measure;
}

/* The measure that puts off the checks of what another one restores, or NULL. */
static const struct measure *put_off_by(const struct agreement_asks *asks,
                                        const struct measure *restoring, struct arena *arena)
{
    struct measure_fact facts[3];
    const struct measure_question question = question_of(asks, VERB_WAIVE, facts);
    const struct measure_made made = measures_any(asks->book, &question, arena).made;
    for (size_t i = 0; i < made.count; i++) {
        const struct measure *measure = made.hits[i].measure;
        if (measure->waive.checks.count > 0 && text_equal(measure->notice, restoring->notice)
            && measure_is_called(restoring, measure->waive.of))
            return measure;
    }
    return NULL;
}

/* ---- restoring ---- */

static bool may_see(const struct actor *actor, const struct party_institution *institution)
{
    return institution != NULL && staff_works_over(actor, institution->division);
}

static const struct agreement *row_of(const struct list *rows, int64_t agreement)
{
    const struct agreement *agreements = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (agreements[i].agreement == agreement)
            return &agreements[i];
    return NULL;
}

/* The latest that is not in force: oldest stand first. */
static const struct agreement *stopped_of(const struct list *rows)
{
    const struct agreement *agreements = rows->items, *found = NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (!text_is(agreements[i].status, "in-force")
            && !text_is(agreements[i].status, "unsigned"))
            found = &agreements[i];
    return found;
}

bool agreement_gather_restore(struct gather *gather, int64_t institution,
                              struct agreement_restore_facts *found)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct party_institution_key of = { id_bucket(institution), institution };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &party_institution_by_id, &of, &row);
    found->institution = row;
    found->rows = gather_want(gather, &agreements_of, &key);
    found->checks = gather_want(gather, &agreement_checks_of, &key);
    return complete && found->rows != NULL && found->checks != NULL;
}

static struct text reason_of(const struct agreement_restore_input *input)
{
    return text_present(input->reason) ? input->reason : input->task;
}

static const char *needs_missing(const struct agreement_restore_input *input,
                                 const struct measure *measure)
{
    if (name_list_has(measure->needs, TEXT("test-settlement-passed"))
        && !text_present(input->test_settlement))
        return "agreement.refused.no-test";
    return text_present(reason_of(input)) ? NULL : "agreement.refused.no-reason";
}

/* NULL: refused. */
static const struct measure *may_restore(const struct request *request,
                                         const struct agreement_restore_facts *found,
                                         const struct agreement *row, struct decision *decision)
{
    const struct agreement_restore_input *input = request->input;
    if (!may_see(request->actor, found->institution) || row == NULL) {
        decision_refuse(decision, "agreement.refused.no-such-agreement", "agreement");
        return NULL;
    }
    if (input->version != 0 && row->version != input->version) {
        decision_refuse(decision, "agreement.refused.changed-since", "version");
        return NULL;
    }
    const struct agreement_asks asks = { request->book, found->institution, row->status,
                                         date_of_moment(request->at), found->events };
    const struct measure *measure = agreement_restored_by(&asks, request->arena);
    if (measure == NULL) {
        decision_refuse(decision, found->institution->designated_epidemic
                        ? "agreement.refused.nothing-restores" : "agreement.refused.no-task",
                        "institution");
        return NULL;
    }
    const char *missing = needs_missing(input, measure);
    if (missing != NULL)
        decision_refuse(decision, missing, text_present(input->test_settlement)
                        ? "reason" : "test_settlement");
    return missing == NULL ? measure : NULL;
}

static bool is_there(const struct list *checks, int64_t agreement, struct text name)
{
    const struct agreement_check *rows = checks->items;
    for (size_t i = 0; i < checks->count; i++)
        if (rows[i].agreement == agreement && text_equal(rows[i].name, name))
            return true;
    return false;
}

static int64_t put_checks_off(const struct request *request,
                              const struct agreement_restore_facts *found,
                              const struct agreement *row, const struct measure *restoring,
                              struct decision *decision)
{
    const struct agreement_asks asks = { request->book, found->institution, row->status,
                                         date_of_moment(request->at), found->events };
    const struct measure *measure = put_off_by(&asks, restoring, request->arena);
    int64_t count = 0;
    for (size_t i = 0; measure != NULL && i < measure->waive.checks.count; i++) {
        struct text name = measure->waive.checks.items[i];
        if (is_there(found->checks, row->agreement, name))
            continue;
        const struct agreement_check check = {
            .bucket = row->bucket, .institution = row->institution, .agreement = row->agreement,
            .name = name, .place = found->institution->division, .since = request->at,
            .under = arena_format(request->arena, "%.*s#%.*s", TEXT_ARGS(measure->notice),
                                  TEXT_ARGS(measure->ids.items[0])),
        };
        decision_insert(decision, &agreement_check_table, &check);
        count++;
    }
    return count;
}

void agreement_decide_restore(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct agreement_restore_input *input = request->input;
    const struct agreement_restore_facts *found = facts;
    const struct agreement *row = input->agreement == 0
        ? stopped_of(found->rows) : row_of(found->rows, input->agreement);
    const struct measure *measure = may_restore(request, found, row, decision);
    if (measure == NULL)
        return;
    struct agreement_restored *told = decision->outcome;
    told->checks = put_checks_off(request, found, row, measure, decision);
    struct agreement after = *row;
    after.status = measure->reinstate.to;
    after.status_from = input->from.yyyymmdd != 0 ? input->from : date_of_moment(request->at);
    after.status_until = DATE_NONE;
    after.reason = arena_format(request->arena, "%.*s（%.*s）", TEXT_ARGS(reason_of(input)),
                                TEXT_ARGS(measure_in_words(measure, measure->cites,
                                                           request->arena)));
    decision_replace(decision, &agreement_table, &after);
    told->agreement = row->agreement;
    told->clauses = measure->cites;
    decision->subject = input->institution;
}

/* ---- the checks ---- */

/* The point that puts a day on it, of the measure it was put off under. */
static const struct measure *measure_called(const struct book *book, struct text under)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (measure_is_called(measures[i], under)
            && date_compare(measures[i]->known_until, DATE_LATEST) == 0)
            return measures[i];
    return NULL;
}

static struct agreement_check_told check_told(const struct request *request,
                                              const struct agreement_restore_facts *found,
                                              const struct agreement_check *row)
{
    const struct vocabulary *words = book_vocabulary(request->book);
    const struct measure *measure = measure_called(request->book, row->under);
    struct agreement_check_told told = {
        .agreement = row->agreement, .name = row->name, .done_on = row->done_on,
        .zh = vocabulary_say(words, "checks", row->name, LANGUAGE_CHINESE),
        .en = vocabulary_say(words, "checks", row->name, LANGUAGE_ENGLISH),
        .evidence = row->evidence, .version = row->version, .state = TEXT("agreement.check.off"),
    };
    if (measure != NULL) {
        const struct measure_point *due = &measure->later.due;
        told.clauses = measure->cites;
        if (!measure_point_day(request->book, due, found->events, (int32_t)row->place,
                               (struct moment){ 0 }, &told.due)) {
            told.waits_zh = vocabulary_say(words, "events", due->event, LANGUAGE_CHINESE);
            told.waits_en = vocabulary_say(words, "events", due->event, LANGUAGE_ENGLISH);
        }
    }
    if (told.done_on.yyyymmdd != 0)
        told.state = TEXT("agreement.check.done");
    else if (told.due.yyyymmdd != 0)
        told.state = date_compare(date_of_moment(request->at), told.due) > 0
            ? TEXT("agreement.check.late") : TEXT("agreement.check.open");
    return told;
}

void agreement_decide_checks(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct agreement_restore_facts *found = facts;
    const struct actor *actor = request->actor;
    bool own = actor->institution != 0 && found->institution != NULL
        && actor->institution == found->institution->institution;
    if (!own && !may_see(actor, found->institution)) {
        decision_refuse(decision, "agreement.refused.no-such-institution", "institution");
        return;
    }
    const struct agreement_check *rows = found->checks->items;
    struct agreement_check_told *told =
        ARENA_ARRAY(request->arena, struct agreement_check_told, found->checks->count + 1);
    struct agreement_checks *answer = decision->outcome;
    for (size_t i = 0; i < found->checks->count; i++) {
        told[i] = check_told(request, found, &rows[i]);
        answer->done += told[i].done_on.yyyymmdd != 0;
        answer->open += told[i].done_on.yyyymmdd == 0;
    }
    answer->checks = (struct list){ told, found->checks->count };
}

bool agreement_may_be_done(struct decision *decision, int64_t stands, int64_t seen,
                           struct date done_on)
{
    if (stands != seen)
        decision_refuse(decision, "agreement.refused.changed-since", "version");
    else if (date_compare(done_on, date_of_moment(decision->request->at)) > 0)
        decision_refuse(decision, "agreement.refused.day-to-come", "done_on");
    return decision->refusal.key == NULL;
}

void agreement_decide_check(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct agreement_check_input *input = request->input;
    const struct agreement_restore_facts *found = facts;
    const struct agreement_check *rows = found->checks->items, *row = NULL;
    for (size_t i = 0; i < found->checks->count; i++)
        if (rows[i].agreement == input->agreement && text_equal(rows[i].name, input->name))
            row = &rows[i];
    if (!may_see(request->actor, found->institution) || row == NULL
        || row->done_on.yyyymmdd != 0) {
        decision_refuse(decision, "agreement.refused.no-such-check", "name");
        return;
    }
    if (!agreement_may_be_done(decision, row->version, input->version, input->done_on))
        return;
    struct agreement_check after = *row;
    after.done_on = input->done_on;
    after.evidence = input->evidence;
    after.done_by = request->actor->account;
    decision_replace(decision, &agreement_check_table, &after);
    decision->subject = input->institution;
    ((struct agreement_restored *)decision->outcome)->agreement = row->agreement;
}

/* ---- impact ---- */

static bool could_be(const struct impact_side *side, const struct impact *impact,
                     const struct party_institution *institution, struct text status,
                     struct arena *arena)
{
    const struct agreement_asks asks = { side->book, institution, status,
                                         date_of_moment(impact->at), side->events };
    return agreement_restored_by(&asks, arena) != NULL;
}

static void look_at(struct impact *impact, struct impact_finding *finding,
                    const struct agreement_stopped *row, struct arena *arena)
{
    const struct divisions *divisions = book_divisions(impact->after.book);
    if (!division_is_within(divisions, (int32_t)row->division, impact->place))
        return;
    const struct party_institution institution = {
        .institution = row->institution, .division = row->division,
        .designated_epidemic = row->designated_epidemic,
    };
    finding->looked++;
    bool before = could_be(&impact->before, impact, &institution, row->status, arena);
    bool after = could_be(&impact->after, impact, &institution, row->status, arena);
    if (before == after)
        return;
    finding->changed++;
    finding->institutions++;
    impact_example(impact, finding,
                   arena_format(arena, "%.*s %.*s %s", TEXT_ARGS(row->code),
                                TEXT_ARGS(row->status), after ? "+" : "−"));
}

enum store_answer agreement_impact(struct store *store, struct impact *impact)
{
    struct impact_finding *finding =
        impact_find(impact, "agreement", "agreement.impact.restored", TEXT(""));
    struct agreement_stopped_key key = { 0 };
    enum store_answer answer = STORE_DONE;
    size_t count = AGREEMENTS_A_PAGE;
    while (answer == STORE_DONE && count == AGREEMENTS_A_PAGE
           && impact_goes_on(impact, "agreement", 0, 1)) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &agreements_stopped, .key = &key };
        answer = store->port->read(store, &want, &page);
        const struct agreement_stopped *rows = want.rows.items;
        count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count; i++)
            look_at(impact, finding, &rows[i], &page);
        if (count > 0)
            key.after = rows[count - 1].agreement;
        arena_release(&page);
    }
    return answer;
}
