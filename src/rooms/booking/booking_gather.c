/* booking_gather.c: what a decision about a hall looks at, and who may touch a booking. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/message/message_facts.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

bool booking_gather_hall(struct gather *gather, int64_t office, struct date from,
                         struct date until, struct booking_hall *ret_hall)
{
    int bucket = booking_bucket(office);
    const struct staff_office_key row_key = { STAFF_BUCKET, office };
    const struct booking_office_key plans_key = { bucket, office };
    const struct booking_days_key days_key = { bucket, office, from, until };
    const void *row = NULL;
    ret_hall->office = office;
    bool complete = gather_one(gather, &staff_office_by_id, &row_key, &row);
    ret_hall->row = row;
    ret_hall->plans = gather_want(gather, &booking_plans_of, &plans_key);
    ret_hall->slots = gather_want(gather, &booking_slots_of, &days_key);
    ret_hall->closures = gather_want(gather, &booking_closures_of, &days_key);
    return complete && ret_hall->plans != NULL && ret_hall->slots != NULL
        && ret_hall->closures != NULL;
}

bool booking_gather_near(struct gather *gather, int64_t division, int64_t office,
                         struct date day, struct booking_facts *found)
{
    found->near_count = 0;
    int64_t width = division % 10000 == 0 ? 10000 : 100;
    const struct booking_near_key key = {
        division / width * width, division / width * width + width - 1, day,
    };
    const struct list *plans = gather_want(gather, &booking_plans_near, &key);
    if (plans == NULL)
        return false;
    const struct booking_plan *rows = plans->items;
    int64_t last = office;
    bool complete = true;
    /* All of them in one round. */
    for (size_t i = 0; i < plans->count && found->near_count < BOOKING_NEAR; i++) {
        if (rows[i].office == office || rows[i].office == last)
            continue;
        last = rows[i].office;
        complete &= booking_gather_hall(gather, last, day, day,
                                        &found->near[found->near_count++]);
    }
    return complete;
}

bool booking_gather_own(struct gather *gather, int64_t booking, struct booking_facts *found)
{
    const struct booking_id_key key = { id_bucket(booking), booking };
    const void *row = NULL;
    if (!gather_one(gather, &booking_by_id, &key, &row))
        return false;
    found->row = row;
    return row == NULL
        || booking_gather_hall(gather, found->row->office, found->row->day, found->row->day,
                               &found->hall);
}

/* ---- who ---- */

/* One telephone is one, however it is written: with blanks, strokes, full width. */
static struct text phone_of(struct text phone, struct arena *arena)
{
    return ident_phone(text_trim(phone), arena);
}

static struct text holder_of(struct text who, struct text matter, struct arena *arena)
{
    return party_digest("booking", arena_format(arena, "%.*s %.*s", TEXT_ARGS(who),
                                                TEXT_ARGS(matter)), arena);
}

/* Whoever booked it: the person or unit signed in, the office's staff, or who knows the telephone
 * it was booked with. */
bool booking_may_touch(const struct request *request, const struct booking_row *row,
                       struct text phone)
{
    const struct actor *actor = request->actor;
    if (row == NULL)
        return false;
    if (actor->role == ROLE_HOUSE || actor_has_office(actor, row->office)
        || (actor->person != 0 && actor->person == row->person)
        || (actor->unit != 0 && actor->unit == row->unit))
        return true;
    return text_present(phone) && text_present(row->holder)
        && text_equal(holder_of(phone_of(phone, request->arena), row->matter, request->arena),
                      row->holder);
}

struct text booking_holder_digest(const struct request *request, struct text phone,
                                  struct text matter)
{
    const struct actor *actor = request->actor;
    int64_t self = actor->person != 0 ? actor->person : actor->unit;
    struct text who = self != 0
        ? arena_format(request->arena, "%lld", (long long)self)
        : phone_of(phone, request->arena);
    return holder_of(who, matter, request->arena);
}

/* ---- said and set ---- */

void booking_say(struct decision *decision, const struct booking_row *row,
                 const struct staff_office *office, const char *kind, struct booking_told *told)
{
    struct arena *arena = decision->request->arena;
    struct builder builder = builder_over(arena_take(arena, 40), 40);
    date_write(&builder, row->day);
    builder_add_char(&builder, ' ');
    builder_add(&builder, booking_clock(row->minute, arena));
    struct text name = office == NULL ? (struct text){ 0 } : office->name;
    struct text number = arena_format(arena, "%lld", (long long)row->booking);
    const struct text details[3] = { name, builder_text(&builder), number };
    const struct message_row about = {
        .person = row->person, .unit = row->person == 0 ? row->unit : 0,
        .office = row->person == 0 && row->unit == 0 ? row->office : 0,
        .kind = text_of(kind), .subject = row->booking, .reference = number,
    };
    message_send(decision, &about, details, details);
    if (told == NULL)
        return;
    const struct message_row *sent = decision->last_change->row;
    told->message_zh = sent->body_zh;
    told->message_en = sent->body_en;
}

void booking_set_timer(struct decision *decision, const struct booking_row *row,
                       const struct booking_plan *plan)
{
    int64_t length = plan == NULL ? BOOKING_MINUTES_A_DAY : plan->slot_minutes;
    struct moment due = text_is(row->state, "held") ? row->hold_until
        : booking_moment(row->day, row->minute + length);
    task_timer_set(decision, booking_lapse_action.name, row->booking, due);
}
