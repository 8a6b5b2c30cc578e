/* intake_way.c: by which way a case came, as the regions count it: a mode of Jiangxi's ten, of
 * Shaoxing's four, a column of Shandong's annex, help, a booking, a limit that was extended. Worked
 * out when the case comes in, by the rule of that day, so that sums never change afterwards.
 * LAW: JX4-2.0a JX4-2.0b SX9-2.0 */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/measure_answer.h"

static const struct field way_fields[] = {
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_way_rule, channel), 20 },
    { "ten", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct intake_way_rule, ten), 20, "way_ten" },
    { "four", NULL, FIELD_CODE, 0, AT(struct intake_way_rule, four), 20, "way_four" },
    { "counted", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct intake_way_rule, counted), 20,
      "way_counted" },
    { "contact", NULL, FIELD_FLAG, 0, AT(struct intake_way_rule, contact) },
};
static const struct shape way_shape = SHAPE("intake_way_rule", struct intake_way_rule, way_fields);
static const struct field matter_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_way_matter, matter), 40 },
    { "ten", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct intake_way_matter, ten), 20,
      "way_ten" },
};
static const struct shape matter_shape =
    SHAPE("intake_way_matter", struct intake_way_matter, matter_fields);
static const struct field extend_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_way_extend, matter), 40 },
    { "deadline", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_way_extend, deadline), 40 },
};
static const struct shape extend_shape =
    SHAPE("intake_way_extend", struct intake_way_extend, extend_fields);
static const struct field rule_fields[] = {
    { "ways", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct intake_ways, ways), 40,
      .of = &way_shape },
    { "matters", NULL, FIELD_LIST, 0, AT(struct intake_ways, matters), 60, .of = &matter_shape },
    { "extends", NULL, FIELD_LIST, 0, AT(struct intake_ways, extends), 60, .of = &extend_shape },
};
static const struct shape rule_shape = SHAPE("intake_ways", struct intake_ways, rule_fields);

static const struct intake_way_rule *rule_of(const struct intake_ways *ways, struct text channel)
{
    const struct intake_way_rule *items = ways->ways.items;
    for (size_t i = 0; i < ways->ways.count; i++)
        if (text_equal(items[i].channel, channel))
            return &items[i];
    return NULL;
}

/* Each channel stands there once: a case that could not be counted would be missing in a sum. */
static const char *rule_check(const void *payload)
{
    const struct intake_ways *ways = payload;
    const struct intake_way_rule *items = ways->ways.items;
    struct text channel;
    for (size_t i = 0; i < ways->ways.count; i++)
        if (!code_exists("case_channel", items[i].channel)
            || rule_of(ways, items[i].channel) != &items[i])
            return "intake.fault.ways";
    for (size_t i = 0; code_at(TEXT("case_channel"), i, &channel); i++)
        if (rule_of(ways, channel) == NULL)
            return "intake.fault.ways";
    return NULL;
}
const struct rule_kind intake_ways_rule = {
    .about = "intake.ways", .payload = &rule_shape, .check = rule_check,
};

/* LAW: LY22-A4n: a limit that somebody has to apply for is extended for the application itself. */
static bool is_extended(const struct request *request, const struct intake_ways *ways,
                        const struct matter *matter, const struct matter_asker *asker)
{
    const struct intake_way_extend *items = ways->extends.items;
    for (size_t i = 0; i < ways->extends.count; i++) {
        if (!text_equal(items[i].matter, matter->matter))
            continue;
        const struct measure_question question = {
            .verb = VERB_EXTEND, .place = asker->place, .insurance = asker->insurance,
            .applicant = asker->applicant, .statuses = asker->statuses,
            .status_count = asker->status_count, .facts = asker->facts,
            .fact_count = asker->fact_count, .thing = items[i].deadline, .day = asker->day,
            .known = asker->day, .events = asker->events, .granted = { &matter->matter, 1 },
        };
        if (measures_any(request->book, &question, request->arena).made.count > 0)
            return true;
    }
    return false;
}

/* Help, a booking and a special case come before the channel; a matter may be a mode by itself. */
static void set_modes(const struct intake_ways *ways, const struct intake_case *row,
                      bool special, struct intake_way *way)
{
    const struct intake_way_matter *matters = ways->matters.items;
    for (size_t i = 0; i < ways->matters.count; i++)
        if (text_equal(matters[i].matter, row->matter))
            way->ten = matters[i].ten;
    if (way->helped)
        way->ten = TEXT("helper");
    if (way->booked)
        way->ten = TEXT("booking");
    if (special)
        way->four = TEXT("special");
}

/* Who speaks for somebody else: a helper, an agent by mandate, an employer for its own people. */
static bool is_helped(const struct intake_case *row)
{
    return row->mandate != 0 || text_is(row->applicant, "agent")
        || text_is(row->applicant, "employer") || text_is(row->channel, "helper")
        || text_is(row->channel, "station");
}

static bool is_one_of(struct text channel, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(channel, words[i]))
            return true;
    return false;
}

/* What people use with the one who enters it: they stand before him, call, or write to him. That
 * somebody applied over the net is said by the net: another system's case that is brought over, a
 * question that was asked there, a file, a command. LAW: LY22-A4a */
static bool staff_take_in(const struct request *request, struct text channel)
{
    static const char *const THEIRS[] = { "counter", "station", "helper", "phone", "post", "mail",
                                          "fax", "dedicated-mailbox", "dingtalk" };
    return is_one_of(channel, THEIRS, COUNT_OF(THEIRS))
        || (text_is(channel, "batch") && text_is(request->door, "file"))
        || (text_is(channel, "web") && text_is(request->door, INTAKE_QUESTION_DOOR));
}

/* Cases and papers are counted by their channel, so nobody says one that is not his: only a
 * terminal's own are a terminal's, what nobody applied for is ours, and that somebody called, wrote
 * or came is said by who took it in: an office, or our own mailbox. Who sends it himself sends it
 * over the net. */
bool intake_channel_is_true(const struct request *request, struct text channel)
{
    static const char *const TAKEN_IN[] = { "counter", "station", "helper", "phone", "post",
                                            "kiosk" };
    static const char *const BROUGHT_OVER[] = { "web", "mobile", "portal" };
    const struct actor *actor = request->actor;
    if (actor->role == ROLE_KIOSK)
        return text_is(channel, "kiosk");
    if (text_is(channel, "unasked"))
        return actor->role == ROLE_HOUSE;
    if (text_is(channel, "cli"))
        return text_is(request->door, "cli");
    if (actor->role == ROLE_HOUSE)
        return true;
    if (request->action == &intake_import_action
        && is_one_of(channel, BROUGHT_OVER, COUNT_OF(BROUGHT_OVER)))
        return true;
    if (intake_is_staff(actor))
        return staff_take_in(request, channel);
    if (is_one_of(channel, TAKEN_IN, COUNT_OF(TAKEN_IN)))
        return false;
    if (text_is(channel, "mail") || text_is(channel, "fax")
        || text_is(channel, "dedicated-mailbox"))
        return text_is(request->door, "mail");
    if (text_is(channel, "batch") || text_is(channel, "portal"))
        return actor->unit != 0 || actor->institution != 0;
    return !text_is(channel, "hospital") || actor->institution != 0;
}

/* False: refused, each in words of his own. */
bool intake_channel_check(const struct request *request, struct text channel,
                          struct decision *decision)
{
    if (intake_channel_is_true(request, channel))
        return true;
    decision_refuse(decision, intake_is_staff(request->actor) ? "intake.refused.not-how-it-came"
                                                              : "intake.refused.not-your-channel",
                    "channel");
    return false;
}

/* A ticket taken at the door is no booking. Who is early, or late, comes by his booking all the
 * same; where nobody of staff is signed in, no hall is known to compare. */
bool intake_booking_holds(const struct request *request, const struct booking_row *booking)
{
    static const char *const COMES[] = { "confirmed", "arrived", "called", "done", "missed" };
    if (booking == NULL || booking->walk_in
        || date_compare(booking->day, date_of_moment(request->at)) != 0
        || (intake_is_staff(request->actor)
            && !actor_has_office(request->actor, booking->office)))
        return false;
    for (size_t i = 0; i < COUNT_OF(COMES); i++)
        if (text_is(booking->state, COMES[i]))
            return true;
    return false;
}

void intake_way_record(const struct request *request, const struct matter *matter,
                       const struct intake_apply_facts *facts, const struct matter_asker *asker,
                       const struct intake_case *row, struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    const struct intake_prepared *prepared = request->prepared;
    const struct question question = {
        .about = intake_ways_rule.about, .place = asker->place, .day = asker->day,
        .known = asker->day,
    };
    const struct rule *found = NULL;
    if (rules_on(request->book, &question, &found) != RULE_FOUND)
        return;
    const struct intake_ways *ways = found->payload;
    const struct intake_way_rule *rule = rule_of(ways, row->channel);
    CHECK(rule != NULL);
    /* A booking is a time at a counter: who applies by another way has not come by it. */
    bool booked = text_is(rule->counted, "counter")
        && intake_booking_holds(request, facts->booking);
    const char *group = facts->unit == NULL ? NULL : party_unit_group(facts->unit->kind);
    struct intake_way way = {
        .bucket = row->bucket, .case_id = row->case_id, .office = row->office,
        .channel = row->channel, .ten = rule->ten, .four = rule->four,
        .counted = rule->counted, .contact = rule->contact, .helped = is_helped(row),
        .booked = booked, .booking = booked ? input->booking : 0,
        .extended = is_extended(request, ways, matter, asker),
        .enterprise = group != NULL && text_is(text_of(group), "enterprise"),
        .device = input->device, .consent = input->consent, .asked = input->asked,
        .callback_sealed = prepared->callback_sealed, .origin = input->origin,
        .their_number = input->their_number, .received_at = row->received_at,
    };
    set_modes(ways, row, input->special || text_present(row->urgency), &way);
    decision_insert(decision, &intake_way_table, &way);
}

size_t intake_unit_facts(const struct party_unit *unit, const struct list *statuses,
                         struct date day, struct measure_fact *facts)
{
    size_t count = 0;
    if (unit == NULL)
        return 0;
    facts[count++] = (struct measure_fact){ "units.kind", unit->kind };
    const char *group = party_unit_group(unit->kind);
    if (group != NULL && !text_is(unit->kind, group))
        facts[count++] = (struct measure_fact){ "units.kind", text_of(group) };
    if (text_present(unit->industry))
        facts[count++] = (struct measure_fact){ "units.industry", unit->industry };
    struct text kind;
    for (size_t i = 0; statuses != NULL && i < statuses->count && count < MATTER_FACTS_MAX; i++)
        if (party_unit_is(statuses, i, day, &kind))
            facts[count++] = (struct measure_fact){ "units.status", kind };
    return count;
}

/* ---- rows ---- */

#define WAY(member_) AT(struct intake_way, member_)
#define NEED FIELD_REQUIRED
static const struct field row_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, WAY(bucket) },
    { "case_id", NULL, FIELD_ID, NEED, WAY(case_id) },
    { "office", NULL, FIELD_ID, NEED, WAY(office) },
    { "channel", NULL, FIELD_TEXT, NEED, WAY(channel) },
    { "ten", NULL, FIELD_TEXT, NEED, WAY(ten) },
    { "four", NULL, FIELD_TEXT, 0, WAY(four) },
    { "counted", NULL, FIELD_TEXT, NEED, WAY(counted) },
    { "contact", NULL, FIELD_FLAG, NEED, WAY(contact) },
    { "helped", NULL, FIELD_FLAG, NEED, WAY(helped) },
    { "booked", NULL, FIELD_FLAG, NEED, WAY(booked) },
    { "extended", NULL, FIELD_FLAG, NEED, WAY(extended) },
    { "enterprise", NULL, FIELD_FLAG, NEED, WAY(enterprise) },
    { "origin", NULL, FIELD_TEXT, 0, WAY(origin) },
    { "their_number", NULL, FIELD_TEXT, 0, WAY(their_number) },
    { "device", NULL, FIELD_TEXT, 0, WAY(device) },
    { "consent", NULL, FIELD_TEXT, 0, WAY(consent) },
    { "asked", NULL, FIELD_TEXT, 0, WAY(asked) },
    { "callback_sealed", NULL, FIELD_BYTES, FIELD_PRIVATE, WAY(callback_sealed) },
    { "booking", NULL, FIELD_ID, FIELD_SPARSE, WAY(booking) },
    { "received_at", NULL, FIELD_MOMENT, NEED, WAY(received_at) },
};
const struct shape intake_way_shape = SHAPE("intake_way", struct intake_way, row_fields);
const struct table intake_way_table = { "intake_way", &intake_way_shape, 2, NULL };

static const struct field way_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_case_key, bucket) },
    { "case_id", NULL, FIELD_ID, NEED, AT(struct intake_case_key, case_id) },
};
static const struct shape way_key_shape =
    SHAPE("intake_way_key", struct intake_case_key, way_key_fields);
const struct query intake_way_of = {
    .name = "intake.way", .from = "intake_way w",
    .where = "w.bucket = {bucket} AND w.case_id = {case_id}", .key = &way_key_shape,
    .row = &intake_way_shape, .row_max = 1, .guard = GUARD_DECISION,
};

#define ORIGIN(member_) AT(struct intake_origin, member_)
static const struct field origin_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, ORIGIN(bucket) },
    { "origin", NULL, FIELD_TEXT, NEED, ORIGIN(origin) },
    { "their_number", NULL, FIELD_TEXT, NEED, ORIGIN(their_number) },
    { "case_id", NULL, FIELD_ID, NEED, ORIGIN(case_id) },
    { "person", NULL, FIELD_ID, 0, ORIGIN(person) },
    { "receipt", NULL, FIELD_TEXT, NEED, ORIGIN(receipt) },
};
static const struct shape origin_shape =
    SHAPE("intake_origin", struct intake_origin, origin_fields);
const struct table intake_origin_table = { "intake_origin", &origin_shape, 3, NULL };

static const struct field origin_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, NEED, AT(struct intake_origin_key, bucket) },
    { "origin", NULL, FIELD_TEXT, NEED, AT(struct intake_origin_key, origin) },
    { "their_number", NULL, FIELD_TEXT, NEED, AT(struct intake_origin_key, their_number) },
};
static const struct shape origin_key_shape =
    SHAPE("intake_origin_key", struct intake_origin_key, origin_key_fields);
const struct query intake_origin_by_number = {
    .name = "intake.origin", .from = "intake_origin o",
    .where = "o.bucket = {bucket} AND o.origin = {origin} AND o.their_number = {their_number}",
    .key = &origin_key_shape, .row = &origin_shape, .row_max = 1, .guard = GUARD_DECISION,
};
