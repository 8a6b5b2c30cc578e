/* outage.c: see outage.h. */

#include "rooms/outage/outage.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/matter/matter.h"
#include "rooms/message/message_facts.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff_facts.h"

/* ---- outage.look: windows nobody was told of ---- */

bool outage_gather_look(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    const struct outage_bucket_key key = { OUTAGE_BUCKET };
    struct outage_look_facts *found = facts;
    found->windows = gather_want(gather, &outage_windows_all, &key);
    return found->windows != NULL;
}

static struct moment point_moment(const struct measure_point *point, int plus_days)
{
    if (point->kind == POINT_MOMENT)
        return point->moment;
    return point->kind == POINT_DAY ? moment_of_date(date_plus_days(point->day, plus_days))
                                    : (struct moment){ 0 };
}

/* A time with both ends that is known by now and not over. */
static bool window_of(const struct measure *measure, const struct request *request,
                      struct outage_window *ret_window)
{
    struct moment from = point_moment(&measure->time.from, 0),
                  until = point_moment(&measure->time.until, 1);
    if (measure->revoked) {     /* it held so far, and no longer */
        int64_t end = moment_of_date(date_plus_days(measure->notice_until, 1)).ms;
        until.ms = until.ms < end ? until.ms : end;
    }
    if (measure->verb != VERB_OUTAGE || from.ms == 0 || until.ms <= from.ms
        || until.ms <= request->at.ms
        || !date_within(date_of_moment(request->at), measure->known_from, measure->known_until))
        return false;
    *ret_window = (struct outage_window){
        .bucket = OUTAGE_BUCKET, .place = measure->place, .from_at = from, .until_at = until,
        .name = arena_format(request->arena, "%.*s#%.*s %lld-%lld", TEXT_ARGS(measure->notice),
                             TEXT_ARGS(measure->ids.items[0]), (long long)from.ms,
                             (long long)until.ms),
        .clauses = measure->cites, .found_at = request->at,
    };
    return true;
}

static bool is_held(const struct list *windows, struct text name)
{
    const struct outage_window *rows = windows->items;
    for (size_t i = 0; i < windows->count; i++)
        if (text_equal(rows[i].name, name) && rows[i].withdrawn_at.ms == 0)
            return true;
    return false;
}

static bool is_named(const struct request *request, const struct outage_window *held)
{
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t i = 0; i < count; i++) {
        struct outage_window window;
        if (window_of(measures[i], request, &window) && text_equal(window.name, held->name))
            return true;
    }
    return false;
}

/* Called off, or put to another time. Of one that has begun nobody is told: it is over earlier. */
static void withdraw(const struct request *request, const struct outage_window *held,
                     struct decision *decision)
{
    struct outage_window window = *held;
    window.withdrawn_at = request->at;
    decision_replace(decision, &outage_window_table, &window);
    if (window.from_at.ms > request->at.ms)
        task_job_start(decision, outage_call_off_action.name, window.window_id, TEXT("0"), 0);
}

void outage_decide_look(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct outage_look_facts *found = facts;
    struct outage_looked *looked = decision->outcome;
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t i = 0; i < count; i++) {
        struct outage_window window;
        if (!window_of(measures[i], request, &window) || is_held(found->windows, window.name))
            continue;
        window.window_id = id_mint(request->minter, OUTAGE_BUCKET);
        task_job_start(decision, outage_tell_action.name, window.window_id, TEXT("0|0|0"), 0);
        decision_insert(decision, &outage_window_table, &window);
        looked->found++;
    }
    const struct outage_window *held = found->windows->items;
    for (size_t i = 0; i < found->windows->count; i++)
        if (held[i].withdrawn_at.ms == 0 && held[i].until_at.ms > request->at.ms
            && !is_named(request, &held[i])) {
            withdraw(request, &held[i], decision);
            looked->withdrawn++;
        }
    /* Nothing new is no fault: it is looked every night. */
    decision->subject = id_mint(request->minter, OUTAGE_BUCKET);
}

/* ---- outage.tell: a page of one office ---- */

/* So far: the office, and the last booking and paper of it that were looked at; below 0: all. */
struct cursor { int64_t office, booking, paper; };

static bool cursor_read(struct text text, struct cursor *ret_cursor)
{
    struct text rest = text;
    return text_to_int64(text_until(rest, '|', &rest), &ret_cursor->office)
        && text_to_int64(text_until(rest, '|', &rest), &ret_cursor->booking)
        && text_to_int64(rest, &ret_cursor->paper);
}

/* The office with the lowest number from that one on, of the place or below it; 0: none. */
static int64_t office_from(const struct request *request, const struct list *offices,
                           int64_t place, int64_t from)
{
    const struct divisions *divisions = book_divisions(request->book);
    const struct staff_office *rows = offices->items;
    int64_t next = 0;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office >= from && (next == 0 || rows[i].office < next)
            && (place == 0 || division_is_within(divisions, (int32_t)rows[i].division,
                                                 (int32_t)place)))
            next = rows[i].office;
    return next;
}

bool outage_gather_tell(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct outage_tell_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct outage_window_key window_key = { OUTAGE_BUCKET, input->subject };
    const struct staff_bucket_key all = { STAFF_BUCKET };
    const void *job = NULL, *window = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &job_by_id, &key, &job);
    complete &= gather_one(gather, &outage_window_by_id, &window_key, &window);
    found->offices = gather_want(gather, &staff_offices_all, &all);
    if (!complete || found->offices == NULL)
        return false;
    found->job = job;
    found->window = window;
    struct cursor cursor;
    if (job == NULL || window == NULL || !cursor_read(found->job->cursor, &cursor))
        return true;
    found->office = office_from(request, found->offices, found->window->place, cursor.office);
    if (found->office == 0)
        return true;
    if (found->office != cursor.office)
        cursor = (struct cursor){ found->office, 0, 0 };
    struct outage_page_key page = {
        .bucket = booking_bucket(found->office), .office = found->office,
        .from = date_of_moment(found->window->from_at),
        .until = date_of_moment((struct moment){ found->window->until_at.ms - 1 }),
    };
    page.after = cursor.booking < 0 ? INT64_MAX : cursor.booking;
    found->bookings = gather_want(gather, &outage_bookings, &page);
    page.after = cursor.paper < 0 ? INT64_MAX : cursor.paper;
    found->debts = gather_want(gather, &outage_debts, &page);
    return found->bookings != NULL && found->debts != NULL;
}

/* What the job needs of the book: the measure of the window, and whom the notice wants told: all
 * who have something inside, unless it names some of them. */
struct telling {
    const struct request *request;
    const struct outage_tell_facts *facts;
    const struct measure *measure;
    bool bookings, limits;
};

static bool tells_of_outages(const struct measure *measure, const struct measure *window)
{
    return measure->verb == VERB_ANNOUNCE && text_equal(measure->notice, window->notice)
        && name_list_has(measure->announce.what, TEXT("outage"));
}

static void telling_whom(struct telling *telling)
{
    size_t count;
    const struct measure *const *measures = book_measures(telling->request->book, &count);
    for (size_t i = 0; telling->measure != NULL && i < count; i++) {
        if (!tells_of_outages(measures[i], telling->measure))
            continue;
        const struct name_list to = measures[i]->announce.to;
        telling->bookings |= name_list_has(to, TEXT("people-with-bookings"));
        telling->limits |= name_list_has(to, TEXT("people-with-deadlines"));
    }
    bool nobody_named = !telling->bookings && !telling->limits;
    telling->bookings |= nobody_named;
    telling->limits |= nobody_named;
}

static struct telling telling_of(const struct request *request,
                                 const struct outage_tell_facts *facts)
{
    struct telling telling = { .request = request, .facts = facts };
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t i = 0; i < count; i++) {
        struct outage_window window;
        if (window_of(measures[i], request, &window)
            && text_equal(window.name, facts->window->name))
            telling.measure = measures[i];
    }
    telling_whom(&telling);
    return telling;
}

/* Whether one of the ways is shut at a moment that lies inside and is still to come. */
static bool is_touched(const struct telling *telling, struct text name,
                       struct matter_asker asker, struct moment at,
                       const char *const *channels, size_t channel_count)
{
    const struct request *request = telling->request;
    const struct outage_window *window = telling->facts->window;
    const struct matter *matter = matter_of(request->book, name, request->arena);
    if (matter == NULL || at.ms < window->from_at.ms || at.ms >= window->until_at.ms
        || at.ms <= request->at.ms)
        return false;
    asker.day = date_of_moment(at);
    asker.events = telling->facts->events;
    for (size_t i = 0; i < channel_count; i++) {
        asker.channel = text_of(channels[i]);
        if (matter_is_shut(request->book, matter, &asker, at, request->arena))
            return true;
    }
    return false;
}

/* "08-12 19:00": of a time within some days. */
static struct text short_moment(struct moment at, struct arena *arena)
{
    char bytes[24];
    struct builder builder = builder_over(bytes, sizeof bytes);
    moment_write(&builder, at);
    return arena_text(arena, text_slice(builder_text(&builder), 5, 16));
}

struct text outage_window_text(const struct outage_window *window, enum language language,
                               struct arena *arena)
{
    return arena_format(arena, "%.*s%.*s%.*s", TEXT_ARGS(short_moment(window->from_at, arena)),
                        TEXT_ARGS(words_of("outage.from-to", language)),
                        TEXT_ARGS(short_moment(window->until_at, arena)));
}

static bool tell_booking(const struct telling *telling, const struct booking_row *row,
                         int64_t place, struct decision *decision)
{
    static const char *const COUNTER[] = { "counter" };
    struct arena *arena = telling->request->arena;
    const struct outage_window *window = telling->facts->window;
    const struct moment at = { moment_of_date(row->day).ms + row->minute * 60000 };
    const struct matter_asker asker = { .place = (int32_t)place };
    if (!is_touched(telling, row->matter, asker, at, COUNTER, COUNT_OF(COUNTER)))
        return false;
    struct text when = short_moment(at, arena);
    const struct text zh[3] = { outage_window_text(window, LANGUAGE_CHINESE, arena), when, { 0 } };
    const struct text en[3] = { outage_window_text(window, LANGUAGE_ENGLISH, arena), when, { 0 } };
    const struct message_row about = {
        .person = row->person, .unit = row->person == 0 ? row->unit : 0,
        .office = row->person == 0 && row->unit == 0 ? row->office : 0,
        .kind = TEXT("outage.message.booking"), .subject = row->booking,
        .reference = arena_format(arena, "%lld", (long long)row->booking),
    };
    outage_say(decision, window, &about, zh, en);
    return true;
}

/* What is handed in on the last day, and by which way, is open until then: one that is shut is
 * enough to be told of. */
static bool tell_debt(const struct telling *telling, const struct outage_debt *row,
                      struct decision *decision)
{
    static const char *const WAYS[] = { "web", "mobile", "counter" };
    const struct request *request = telling->request;
    struct arena *arena = request->arena;
    const struct outage_window *window = telling->facts->window;
    int64_t end = moment_of_date(date_plus_days(row->day, 1)).ms - 1;
    const struct moment at = { end < window->until_at.ms ? end : window->until_at.ms - 1 };
    const struct matter_asker asker = {
        .place = (int32_t)row->place, .insurance = row->insurance, .applicant = row->applicant,
    };
    if (!is_touched(telling, row->matter, asker, at, WAYS, COUNT_OF(WAYS)))
        return false;
    const struct matter *matter = matter_of(request->book, row->matter, arena);
    const struct matter_material *material = matter_material_of(matter, row->material);
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    date_write(&builder, row->day);
    struct text due = arena_text(arena, builder_text(&builder));
    const struct text zh[3] = { outage_window_text(window, LANGUAGE_CHINESE, arena),
                                material == NULL ? row->material : material->zh, due };
    const struct text en[3] = { outage_window_text(window, LANGUAGE_ENGLISH, arena),
                                material == NULL ? row->material : material->en, due };
    struct message_row about = {
        .person = row->person, .kind = TEXT("outage.message.limit"), .subject = row->case_id,
        .reference = row->receipt,
    };
    outage_say(decision, window, &about, zh, en);
    if (row->unit != 0) {
        about.person = 0;
        about.unit = row->unit;
        outage_say(decision, window, &about, zh, en);
    }
    return true;
}

static int64_t place_of_office(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return rows[i].division;
    return 0;
}

/* Where the next step begins; absent: that was all. */
static struct text next_of(const struct request *request, const struct outage_tell_facts *facts)
{
    const struct booking_row *bookings = facts->bookings->items;
    const struct outage_debt *debts = facts->debts->items;
    struct cursor next = { facts->office, -1, -1 };
    if (facts->bookings->count == OUTAGE_PAGE)
        next.booking = bookings[OUTAGE_PAGE - 1].booking;
    if (facts->debts->count == OUTAGE_PAGE)
        next.paper = debts[OUTAGE_PAGE - 1].paper;
    if (next.booking < 0 && next.paper < 0)
        next = (struct cursor){ office_from(request, facts->offices, facts->window->place,
                                            facts->office + 1), 0, 0 };
    return next.office == 0 ? (struct text){ 0 }
        : arena_format(request->arena, "%lld|%lld|%lld", (long long)next.office,
                       (long long)next.booking, (long long)next.paper);
}

void outage_decide_tell(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct outage_tell_facts *found = facts;
    if (found->job == NULL || found->window == NULL) {
        decision_refuse(decision, "outage.refused.no-such-job", NULL);
        return;
    }
    struct outage_said said = { .job = found->job->job };
    struct text next = { 0 };
    if (found->office != 0) {
        const struct booking_row *bookings = found->bookings->items;
        const struct outage_debt *debts = found->debts->items;
        int64_t place = place_of_office(found->offices, found->office);
        const struct telling telling = telling_of(request, found);
        for (size_t i = 0; i < found->bookings->count && telling.bookings; i++)
            said.bookings += tell_booking(&telling, &bookings[i], place, decision);
        for (size_t i = 0; i < found->debts->count && telling.limits; i++)
            said.limits += tell_debt(&telling, &debts[i], decision);
        next = next_of(request, found);
    }
    struct outage_window window = *found->window;
    window.bookings += said.bookings;
    window.limits += said.limits;
    if (!text_present(next))
        window.told_at = request->at;
    decision_replace(decision, &outage_window_table, &window);
    task_job_step(decision, found->job, next, said.bookings + said.limits);
    decision->subject = found->job->job;
    *(struct outage_said *)decision->outcome = said;
}
