/* booking_impact.c: bookings on both sides of a trial: those to come whose business goes on at the
 * counter under one and not under the other. A limit of tickets takes no booking away that stands,
 * so it changes none. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "core/impact.h"

#define A_PAGE 500

struct bookings_ahead_key { int64_t bucket, booking; struct date from; };
static const struct field ahead_fields[] = {
    FIELD(struct bookings_ahead_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct bookings_ahead_key, booking, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct bookings_ahead_key, from, FIELD_DAY, .flags = FIELD_REQUIRED),
};
static const struct shape ahead_shape =
    SHAPE("bookings_ahead_key", struct bookings_ahead_key, ahead_fields);
#define AHEAD(member_) AT(struct booking_ahead, member_)
static const struct field row_fields[] = {
    { "booking", NULL, FIELD_ID, 0, AHEAD(booking) },
    { "office", NULL, FIELD_ID, 0, AHEAD(office) },
    { "division", NULL, FIELD_COUNT, 0, AHEAD(division) },
    { "day", NULL, FIELD_DAY, 0, AHEAD(day) },
    { "minute", NULL, FIELD_COUNT, 0, AHEAD(minute) },
    { "matter", NULL, FIELD_TEXT, 0, AHEAD(matter) },
    { "person", NULL, FIELD_ID, 0, AHEAD(person) },
};
static const struct shape booking_ahead_shape =
    SHAPE("booking_ahead", struct booking_ahead, row_fields);
/* For trials alone: no row of it is shown to anybody. */
const struct query bookings_ahead = {
    .name = "booking.ahead",
    .from = "booking b JOIN booking_plan p ON p.bucket = b.bucket AND p.office = b.office "
            "AND p.plan = b.plan",
    .where = "b.bucket = {bucket} AND b.booking > {booking} AND b.day >= {from} "
             "AND b.state IN ('held', 'confirmed')",
    .order = "b.booking", .key = &ahead_shape, .row = &booking_ahead_shape, .row_max = A_PAGE,
    .columns = "b.booking, b.office, p.division, b.day, b.minute, b.matter, b.person",
    .guard = GUARD_PUBLIC,
};

struct booking_trial {
    struct store *store;
    struct impact *impact;
    struct impact_finding *finding;
    struct arena scratch;
    int64_t last_office;
};

static bool goes_on(const struct impact_side *side, const struct booking_ahead *row,
                    struct arena *arena)
{
    const struct matter *matter = matter_of(side->book, row->matter, arena);
    const struct matter_asker asker = {
        .place = (int32_t)row->division, .channel = TEXT("counter"), .day = row->day,
        .events = side->events,
    };
    return matter != NULL
        && !matter_is_shut(side->book, matter, &asker, booking_moment(row->day, row->minute),
                           arena);
}

static void look_at(struct booking_trial *trial, const struct booking_ahead *row)
{
    struct impact *impact = trial->impact;
    struct impact_finding *finding = trial->finding;
    const struct divisions *divisions = book_divisions(impact->after.book);
    if (!division_is_within(divisions, (int32_t)row->division, impact->place))
        return;
    finding->looked++;
    bool before = goes_on(&impact->before, row, &trial->scratch),
         after = goes_on(&impact->after, row, &trial->scratch);
    if (before != after) {
        char day[16];
        struct builder builder = builder_over(day, sizeof day);
        date_write(&builder, row->day);
        finding->changed++;
        finding->people += row->person != 0;
        finding->institutions += row->office != trial->last_office;
        trial->last_office = row->office;
        struct text place = division_name(divisions, (int32_t)row->division);
        impact_example(impact, finding,
                       arena_format(&trial->scratch, "%.*s %.*s %.*s %s", TEXT_ARGS(place),
                                    TEXT_ARGS(builder_text(&builder)), TEXT_ARGS(row->matter),
                                    after ? "+" : "−"));
    }
    arena_clear(&trial->scratch);
}

static enum store_answer look_through(void *context, int bucket)
{
    struct booking_trial *trial = context;
    struct bookings_ahead_key key = { .bucket = bucket,
                                      .from = date_of_moment(trial->impact->at) };
    enum store_answer answer = STORE_DONE;
    size_t count = A_PAGE;
    while (answer == STORE_DONE && count == A_PAGE) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &bookings_ahead, .key = &key };
        answer = trial->store->port->read(trial->store, &want, &page);
        const struct booking_ahead *rows = want.rows.items;
        count = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < count; i++) {
            look_at(trial, &rows[i]);
            key.booking = rows[i].booking;
        }
        arena_release(&page);
    }
    return answer;
}

enum store_answer booking_impact(struct store *store, struct impact *impact)
{
    struct booking_trial trial = {
        .store = store, .impact = impact,
        .finding = impact_find(impact, "booking", "booking.impact.ahead", TEXT("")),
    };
    arena_init(&trial.scratch);
    enum store_answer answer = impact_each_bucket(impact, "booking", look_through, &trial);
    arena_release(&trial.scratch);
    impact_scale(impact, trial.finding);
    return answer;
}
