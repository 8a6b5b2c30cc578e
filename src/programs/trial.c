/* trial.c: see trial.h. */

#include "programs/trial.h"

#include "base/check.h"
#include "core/book_more.h"
#include "core/divisions.h"
#include "programs/programs.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/notice/notice_head.h"

/* A text whose time has hardly begun is tried as if it had held for a year: what settlements that
 * are held would have come to is the best guess of a month to come. */
#define REHEARSAL_MONTHS 12
#define REHEARSED_BELOW_DAYS 28

struct trial {
    struct store *store;
    const struct book *book;
    const struct trial_plan *plan;
    struct arena *arena;
    const struct book *made[2];     /* before, after: of our own; NULL: the house's */
    struct impact impact;
    struct text fault;
};

static bool fails(struct trial *trial, struct text why)
{
    trial->fault = arena_text(trial->arena, why);
    return false;
}

static const struct book *book_of(struct trial *trial, struct text file, struct text text,
                                  struct moment known)
{
    struct rule_faults faults;
    rule_faults_init(&faults, trial->arena);
    struct publication publication = {
        .sequence = book_sequence(trial->book) + 1, .file = file, .text = text, .known = known,
    };
    publication_digest(&publication);
    const struct book *book = book_add(trial->book, &publication, 1, &faults);
    if (book == NULL) {
        char line[600];
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, faults.first, trial->plan->language);
        fails(trial, builder_text(&builder));
    }
    return book;
}

static bool read_events(struct trial *trial, struct events *ret_events)
{
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    struct want want = { .query = &notice_events_all, .key = &key };
    if (trial->store->port->read(trial->store, &want, trial->arena) != STORE_DONE)
        return fails(trial, text_of(trial->store->port->complaint(trial->store)));
    *ret_events = notice_events_of(&want.rows, trial->arena);
    return true;
}

/* The first day of what a file says, as the book has it. */
static struct date first_day(const struct book *book, struct text file)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    struct date first = DATE_LATEST;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(measures[i]->file, file))
            continue;
        struct date day = measures[i]->time.from.kind == POINT_DAY ? measures[i]->time.from.day
                                                                   : measures[i]->issued;
        if (date_compare(day, first) < 0)
            first = day;
    }
    return first;
}

static void rehearse(const struct trial *trial, const struct book *book, struct text file)
{
    struct date today = date_of_moment(trial->plan->at), first = first_day(book, file);
    if (date_compare(first, date_plus_days(today, -REHEARSED_BELOW_DAYS)) > 0)
        book_rehearse(book, file, date_plus_months(today, -REHEARSAL_MONTHS));
}

static const struct notice_head *head_called(const struct trial *trial, struct text number)
{
    const struct notice_head *heads;
    size_t count = notice_heads(trial->book, trial->arena, &heads);
    return notice_head_of(heads, count, number);
}

/* ---- the sides ---- */

static bool try_publication(struct trial *trial)
{
    struct rule_faults faults;
    rule_faults_init(&faults, trial->arena);
    struct notice_head head;
    if (!notice_head_read(TEXT("text"), trial->plan->text, trial->arena, &faults, &head)) {
        char line[600];
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, faults.first, trial->plan->language);
        return fails(trial, builder_text(&builder));
    }
    const struct notice_head *held = head_called(trial, head.number);
    struct text file = held != NULL ? held->file
        : arena_format(trial->arena, NOTICE_FILES "%d/trial.yaml", (int)head.place);
    trial->made[1] = book_of(trial, file, trial->plan->text, trial->plan->at);
    if (trial->made[1] == NULL)
        return false;
    rehearse(trial, trial->made[1], file);
    trial->impact.after.book = trial->made[1];
    trial->impact.place = head.place;
    return true;
}

static bool try_end(struct trial *trial)
{
    const struct notice_head *head = head_called(trial, trial->plan->number);
    if (head == NULL)
        return fails(trial, words_of("notice.refused.no-such-notice", trial->plan->language));
    const struct publication *held = book_publication(trial->book, head->file);
    trial->made[0] = book_of(trial, head->file, held->text, trial->plan->at);
    trial->made[1] = book_of(trial, head->file, TEXT(""), moment_of_date(head->issued));
    if (trial->made[0] == NULL || trial->made[1] == NULL)
        return false;
    rehearse(trial, trial->made[0], head->file);
    trial->impact.before.book = trial->made[0];
    trial->impact.after.book = trial->made[1];
    trial->impact.place = head->place;
    return true;
}

static bool try_withdrawal(struct trial *trial, const struct list *rows)
{
    const struct notice_event_row *items = rows->items;
    struct event_fact *facts = ARENA_ARRAY(trial->arena, struct event_fact, rows->count + 1);
    bool found = false;
    struct events all = notice_events_of(rows, trial->arena);
    for (size_t i = 0; i < rows->count; i++) {
        facts[i] = all.facts[i];
        if (items[i].withdrawn.ms != 0 || items[i].event != trial->plan->event)
            continue;
        facts[i].withdrawn = trial->plan->at;
        trial->impact.place = (int32_t)items[i].place;
        found = true;
    }
    trial->impact.after.events = (struct events){ facts, rows->count };
    return found || fails(trial, words_of("notice.refused.no-such-declaration",
                                          trial->plan->language));
}

static bool make_sides(struct trial *trial)
{
    const struct trial_plan *plan = trial->plan;
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    struct want want = { .query = &notice_events_all, .key = &key };
    if (!read_events(trial, &trial->impact.before.events)
        || trial->store->port->read(trial->store, &want, trial->arena) != STORE_DONE)
        return false;
    trial->impact.after.events = trial->impact.before.events;
    trial->impact.before.book = trial->impact.after.book = trial->book;
    if (text_present(plan->text))
        return try_publication(trial);
    return text_present(plan->number) ? try_end(trial) : try_withdrawal(trial, &want.rows);
}

bool trial_run(struct store *store, const struct book *book, const struct trial_plan *plan,
               struct arena *arena, struct impact *ret_impact, struct text *ret_fault)
{
    struct trial trial = { .store = store, .book = book, .plan = plan, .arena = arena };
    trial.impact = (struct impact){
        .arena = arena, .at = plan->at, .bucket_step = plan->bucket_step,
        .language = plan->language, .progress = plan->progress,
        .progress_data = plan->progress_data,
    };
    bool good = make_sides(&trial);
    for (size_t i = 0; good && i < all_rooms_count && !trial.impact.stopped; i++)
        if (all_rooms[i]->impact != NULL
            && all_rooms[i]->impact(store, &trial.impact) != STORE_DONE)
            good = fails(&trial, text_of(store->port->complaint(store)));
    book_release(trial.made[0]);
    book_release(trial.made[1]);
    trial.impact.before.book = trial.impact.after.book = NULL;
    *ret_impact = trial.impact;
    *ret_fault = trial.fault;
    return good;
}
