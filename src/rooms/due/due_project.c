/* due_project.c: what days rest on has changed: a job goes through all classes and works each out
 * again. What moved is in the journal, old and new, with the cause. */

#include "rooms/due/due.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure.h"
#include "rooms/notice/notice_facts.h"

#define WATCH_HOUR 0
#define WATCH_MINUTE 1

/* ---- what the days rest on ---- */

static int64_t measures_known(const struct book *book, struct moment now)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    struct date today = date_of_moment(now);
    int64_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += date_within(today, measures[i]->known_from, measures[i]->known_until);
    return known;
}

/* Events that were declared by now, and those taken back. */
static void events_known(struct events events, struct moment now, int64_t *ret_declared,
                         int64_t *ret_withdrawn)
{
    for (size_t i = 0; i < events.count; i++) {
        *ret_declared += events.facts[i].declared.ms <= now.ms;
        *ret_withdrawn += events.facts[i].withdrawn.ms != 0
            && events.facts[i].withdrawn.ms <= now.ms;
    }
}

struct text due_basis(const struct book *book, struct events events, struct moment now,
                      struct arena *arena)
{
    int64_t declared = 0, withdrawn = 0;
    events_known(events, now, &declared, &withdrawn);
    return arena_format(arena, "event:%lld-%lld|calendar:%zu|book:%lld-%lld",
                        (long long)declared, (long long)withdrawn,
                        calendar_papers_known(book_calendar(book), now),
                        (long long)book_sequence(book), (long long)measures_known(book, now));
}

/* The event declared or taken back last. */
static struct text event_cause(struct events events, struct moment now, struct arena *arena)
{
    const struct event_fact *last = NULL;
    int64_t latest = 0;
    bool withdrawn = false;
    for (size_t i = 0; i < events.count; i++) {
        const struct event_fact *fact = &events.facts[i];
        bool gone = fact->withdrawn.ms != 0 && fact->withdrawn.ms <= now.ms;
        int64_t at = gone ? fact->withdrawn.ms : fact->declared.ms;
        if (fact->declared.ms <= now.ms && at >= latest) {
            latest = at;
            last = fact;
            withdrawn = gone;
        }
    }
    if (last == NULL)
        return TEXT("event");
    return arena_format(arena, "event:%.*s:%d:%s:%.*s", TEXT_ARGS(last->kind), (int)last->place,
                        withdrawn ? "withdrawn" : "declared", TEXT_ARGS(last->paper));
}

static struct text calendar_cause(const struct calendar *calendar, struct moment now,
                                  struct arena *arena)
{
    const struct calendar_paper *paper = calendar_last_paper(calendar, now);
    return paper == NULL ? TEXT("calendar")
                         : arena_format(arena, "calendar:%.*s", TEXT_ARGS(paper->number));
}

struct text due_cause(const struct book *book, struct events events, struct moment now,
                      struct text before, struct text after, struct arena *arena)
{
    struct text rest_before = before, rest_after = after;
    if (!text_present(before))
        return TEXT("start");
    if (!text_equal(text_until(before, '|', &rest_before), text_until(after, '|', &rest_after)))
        return event_cause(events, now, arena);
    if (!text_equal(text_until(rest_before, '|', &rest_before),
                    text_until(rest_after, '|', &rest_after)))
        return calendar_cause(book_calendar(book), now, arena);
    return rest_after;
}

/* ---- due.watch ---- */

bool due_watch_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct due_watch_facts *found = facts;
    const struct due_basis_key key = { DUE_BUCKET };
    const struct task_key timer_key = { input->bucket, input->task };
    const void *row, *timer = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &due_basis_of, &key, &row);
    /* Who asks by hand runs no timer, whatever he names. */
    if (input->task != 0 && request->actor->role == ROLE_HOUSE)
        complete &= gather_one(gather, &timer_by_id, &timer_key, &timer);
    if (!complete)
        return false;
    found->basis = row;
    found->timer = timer;
    return true;
}

/* Every night after midnight: a paper may have become known with the day. */
static void watch_again(struct decision *decision, const struct timer_row *timer)
{
    if (timer != NULL)
        task_timer_done(decision, timer);
    struct date tomorrow = date_plus_days(date_of_moment(decision->request->at), 1);
    task_timer_set(decision, due_watch_action.name, id_mint(decision->request->minter, DUE_BUCKET),
                   moment_at(tomorrow, WATCH_HOUR, WATCH_MINUTE, 0));
}

void due_watch_decide(const struct request *request, const void *facts,
                      struct decision *decision)
{
    const struct due_watch_facts *found = facts;
    struct text basis = due_basis(request->book, found->events, request->at, request->arena);
    struct text before = found->basis == NULL ? (struct text){ 0 } : found->basis->basis;
    bool changed = !text_equal(basis, before);
    if (!changed && found->timer == NULL) {
        decision_refuse(decision, "due.refused.nothing-changed", NULL);
        return;
    }
    struct due_watched *outcome = decision->outcome;
    decision->subject = id_mint(request->minter, DUE_BUCKET);
    if (found->timer != NULL || found->basis == NULL)
        watch_again(decision, found->timer);
    if (!changed)
        return;
    struct due_basis_row row = { .bucket = DUE_BUCKET, .version = 1 };
    if (found->basis != NULL)
        row = *found->basis;
    row.basis = basis;
    row.cause = due_cause(request->book, found->events, request->at, before, basis,
                          request->arena);
    row.at = request->at;
    row.job = task_job_start(decision, "due.project", decision->subject,
                             arena_format(request->arena, "0|0|%.*s", TEXT_ARGS(row.cause)), 0);
    if (found->basis == NULL)
        decision_insert(decision, &due_basis_table, &row);
    else
        decision_replace(decision, &due_basis_table, &row);
    *outcome = (struct due_watched){ row.job, row.cause };
}

/* ---- due.project: one page of classes ---- */

static bool cursor_read(struct text cursor, struct due_page_key *ret_key, struct text *ret_cause)
{
    struct text rest = cursor;
    return text_to_int64(text_until(rest, '|', &rest), &ret_key->bucket)
        && text_to_int64(text_until(rest, '|', ret_cause), &ret_key->class_id);
}

bool due_project_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct due_project_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &job_by_id, &key, &row);
    if (!complete)
        return false;
    found->job = row;
    struct due_page_key page;
    struct text cause;
    if (found->job == NULL || !cursor_read(found->job->cursor, &page, &cause))
        return true;
    found->classes = gather_want(gather, &due_classes_after, &page);
    return found->classes != NULL;
}

/* Whether the class moved; a row that cannot be read is left for `verify` to name. */
static bool class_project(const struct due_class_row *row, const struct request *request,
                          struct events events, struct text cause, struct due_class_row *ret_after)
{
    struct clock_facts facts = { 0 };
    if (!shape_unpack(&clock_facts_shape, row->facts, request->arena, &facts))
        return false;
    struct deadline_answer answer = due_answer(&facts, request, events);
    struct text state = text_of(deadline_state_name(answer.state));
    if (date_compare(answer.day, row->day) == 0 && text_equal(state, row->state))
        return false;
    *ret_after = *row;
    ret_after->state_before = row->state;
    ret_after->day_before = row->day;
    ret_after->state = state;
    ret_after->day = answer.day;
    ret_after->sorts = answer.day.yyyymmdd == 0 ? DATE_LATEST : answer.day;
    ret_after->moved_at = request->at;
    ret_after->cause = cause;
    return true;
}

void due_project_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct due_project_facts *found = facts;
    if (found->job == NULL || found->classes == NULL) {
        decision_refuse(decision, "due.refused.no-such-job", NULL);
        return;
    }
    struct due_page_key page;
    struct text cause = { 0 };
    CHECK(cursor_read(found->job->cursor, &page, &cause));
    const struct due_class_row *rows = found->classes->items;
    size_t count = found->classes->count;
    struct due_moved *moved = ARENA_ARRAY(request->arena, struct due_moved, count + 1);
    size_t moved_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct due_class_row after;
        if (!class_project(&rows[i], request, found->events, cause, &after))
            continue;
        decision_replace(decision, &due_class_table, &after);
        moved[moved_count++] = (struct due_moved){ after.class_id, rows[i].day, after.day,
                                                   after.state };
    }
    struct text next = { 0 };
    if (count == DUE_CLASSES_A_STEP)
        next = arena_format(request->arena, "%lld|%lld|%.*s",
                            (long long)rows[count - 1].bucket,
                            (long long)rows[count - 1].class_id, TEXT_ARGS(cause));
    task_job_step(decision, found->job, next, (int64_t)count);
    decision->subject = found->job->job;
    *(struct due_projected *)decision->outcome = (struct due_projected){
        .job = found->job->job, .looked = (int64_t)count, .cause = cause,
        .moved = { moved, moved_count },
    };
}
