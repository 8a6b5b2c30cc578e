/* delivery_look.c: what offices did not do in time and what nobody has read is called to mind,
 * every night and whenever days were looked at again: what became late since the last look.
 * LAW: BJ4-S7i LY22-L3a LY22-P2g */

#include "rooms/delivery/delivery_tell.h"

#include "base/check.h"
#include "core/book.h"
#include "core/calendar.h"
#include "rooms/staff/staff_facts.h"

#define LOOK_NAME TEXT("duties")
#define UNREAD_DAYS 60
#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* ---- the row and the rule ---- */

static const struct field look_fields[] = {
    FIELD(struct delivery_look_row, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct delivery_look_row, name, FIELD_TEXT, .flags = FIELD_REQUIRED,
          .length_max = 20),
    FIELD(struct delivery_look_row, at, FIELD_MOMENT, .flags = FIELD_REQUIRED),
    FIELD(struct delivery_look_row, version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape look_shape =
    SHAPE("delivery_look", struct delivery_look_row, look_fields);
const struct table delivery_look_table = { "delivery_look", &look_shape, 2, "version" };
struct look_key { int64_t bucket; struct text name; };
static const struct field look_key_fields[] = {
    FIELD(struct look_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct look_key, name, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
};
static const struct shape look_key_shape =
    SHAPE("delivery_look_key", struct look_key, look_key_fields);
const struct query delivery_look_of = {
    .name = "delivery.look-of", .from = "delivery_look",
    .where = "bucket = {bucket} AND name = {name}", .key = &look_key_shape, .row = &look_shape,
    .row_max = 1, .guard = GUARD_DECISION,
};

struct reading_rule { int64_t working_days; };
static const struct field reading_fields[] = {
    { .name = "working-days", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct reading_rule, working_days) },
};
static const struct shape reading_shape =
    SHAPE("notice_reading", struct reading_rule, reading_fields);
static const char *reading_check(const void *payload)
{
    int64_t days = ((const struct reading_rule *)payload)->working_days;
    return days >= 1 && days <= 30 ? NULL : "delivery.fault.days";
}
const struct rule_kind delivery_reading_rule = {
    .about = "notice.reading", .payload = &reading_shape, .check = reading_check,
};

/* ---- looking ---- */

bool delivery_gather_look(struct gather *gather, const struct request *request, void *facts)
{
    struct delivery_look_facts *found = facts;
    const struct look_key key = { NOTICE_BUCKET, LOOK_NAME };
    const struct notice_bucket_key all = { NOTICE_BUCKET };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    const struct notice_unread_key unread = { NOTICE_BUCKET,
        { request->at.ms - UNREAD_DAYS * DAY_MS } };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &delivery_look_of, &key, &row);
    found->row = row;
    found->progress = gather_want(gather, &notice_progress_all, &all);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    found->unread = gather_want(gather, &notice_receivers_unread, &unread);
    return complete && found->progress != NULL && found->offices != NULL
        && found->unread != NULL;
}

static int64_t tell_late(const struct request *request, const struct delivery_look_facts *found,
                         struct moment since, struct decision *decision)
{
    const struct notice_late *late;
    size_t count = notice_late_of(request->book, found->offices, found->progress, found->events,
                                  since, request->at, request->arena, &late);
    for (size_t i = 0; i < count; i++) {
        const struct message_row about = {
            .office = late[i].office, .kind = TEXT("delivery.message.late"),
            .reference = late[i].number,
        };
        const struct text zh[3] = { late[i].number, late[i].thing_zh, { 0 } };
        const struct text en[3] = { late[i].number, late[i].thing_en, { 0 } };
        message_send(decision, &about, zh, en);
        /* Who asked is told once of each notice, not of each office. */
        const struct staff_office *above =
            staff_office_for(found->offices, late[i].place, "bureau");
        if (above == NULL || (i > 0 && text_equal(late[i].number, late[i - 1].number)))
            continue;
        const struct message_row told = {
            .office = above->office, .kind = TEXT("delivery.message.late-below"),
            .reference = late[i].number,
        };
        message_send(decision, &told, zh, en);
    }
    return (int64_t)count;
}

/* The day a receiver who has not read it is reminded, as the place's rule says. */
static bool reminder_falls(const struct request *request, const struct notice_receiver *row,
                           struct moment since)
{
    struct date sent = date_of_moment(row->sent_at);
    const struct question question = {
        .about = delivery_reading_rule.about, .day = sent, .known = date_of_moment(request->at),
    };
    const struct rule *rule;
    if (rules_on(request->book, &question, &rule) != RULE_FOUND)
        return false;
    const struct reading_rule *said = rule->payload;
    struct date day = calendar_plus_working_days(book_calendar(request->book), sent,
                                                 (int32_t)said->working_days,
                                                 (struct moment){ 0 });
    int64_t end = moment_of_date(date_plus_days(day, 1)).ms;
    return end >= since.ms && end < request->at.ms;
}

static int64_t tell_unread(const struct request *request, const struct delivery_look_facts *found,
                           struct moment since, struct decision *decision)
{
    const struct notice_receiver *rows = found->unread->items;
    int64_t told = 0;
    for (size_t i = 0; i < found->unread->count; i++) {
        if (!reminder_falls(request, &rows[i], since))
            continue;
        bool office = text_is(rows[i].kind, "office");
        const struct message_row about = {
            .office = office ? rows[i].receiver : 0,
            .institution = office ? 0 : rows[i].receiver,
            .kind = TEXT("delivery.message.unread"), .subject = rows[i].document,
            .reference = rows[i].number,
        };
        const struct text details[3] = { rows[i].number, { 0 }, { 0 } };
        message_send(decision, &about, details, details);
        told++;
    }
    return told;
}

void delivery_decide_look(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct delivery_look_facts *found = facts;
    struct moment since = { found->row == NULL ? request->at.ms - DAY_MS : found->row->at.ms };
    struct delivery_looked *looked = decision->outcome;
    looked->late = tell_late(request, found, since, decision);
    looked->unread = tell_unread(request, found, since, decision);
    struct delivery_look_row row = { .bucket = NOTICE_BUCKET, .name = LOOK_NAME,
                                     .at = request->at };
    if (found->row == NULL) {
        decision_insert(decision, &delivery_look_table, &row);
    } else {
        row.version = found->row->version;
        decision_replace(decision, &delivery_look_table, &row);
    }
    decision->subject = id_mint(request->minter, NOTICE_BUCKET);
}

/* ---- who asked is told of replies ---- */

bool delivery_gather_reply(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    struct delivery_reply_facts *found = facts;
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return found->offices != NULL;
}

static const struct staff_office *office_of(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

/* The section that the notice names, where it is an office of its own in the place of who issued
 * it; else the bureau there, which is told for which section. */
static const struct staff_office *contact_office(const struct list *offices, struct text contact,
                                                 int32_t place)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (text_present(contact) && rows[i].division == place
            && text_equal(rows[i].name, contact))
            return &rows[i];
    return staff_office_for(offices, place, "bureau");
}

/* LAW: LY22-L5: what an office says to a notice lies in the inbox of the section it names. */
void delivery_decide_reply(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct delivery_reply_input *input = request->input;
    const struct list *offices = ((const struct delivery_reply_facts *)facts)->offices;
    const struct staff_office *from = office_of(offices, input->office);
    int32_t place = 0;
    struct text contact =
        notice_contact_of(request->book, input->number, request->arena, &place);
    const struct staff_office *to =
        place == 0 ? NULL : contact_office(offices, contact, place);
    decision->subject = input->progress;
    if (from == NULL || to == NULL || to->office == from->office)
        return;
    const struct message_row about = {
        .office = to->office, .kind = TEXT("delivery.message.reply"), .subject = input->progress,
        .reference = input->number,
    };
    const struct text details[3] = {
        from->name, input->number, text_present(contact) ? contact : to->name,
    };
    message_send(decision, &about, details, details);
    ((struct delivery_replied *)decision->outcome)->office = to->office;
}
