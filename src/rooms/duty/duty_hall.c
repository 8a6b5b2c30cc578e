/* duty_hall.c: the log of a hall: ventilation, disinfection, supplies, the check before a shift;
 * what anybody may see of it, and which halls have not written today. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"
#include "rooms/booking/booking.h"

static const char *const KINDS[] = { "ventilation", "disinfection", "supplies", "shift-check" };

static bool is_kind(struct text kind)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (text_is(kind, KINDS[i]))
            return true;
    return false;
}

struct note_facts { bool none; };
static const struct shape note_facts_shape =
    { .name = "duty_note_facts", .size = sizeof(struct note_facts) };

static bool note_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

/* LAW: BJ4-S6a, BJ4-S6c, JX4-3j, JX4-3l, JX4-3m, SX9-3.3a. */
static void note_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct duty_note_input *input = request->input;
    int64_t office = request->actor->office;
    if (office == 0) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, NULL);
        return;
    }
    if (!is_kind(input->kind)) {
        duty_refuse(decision, DUTY_REFUSED_NO_KIND, "kind");
        return;
    }
    int bucket = duty_bucket(office);
    const struct duty_entry row = {
        .bucket = bucket, .office = office, .day = date_of_moment(request->at),
        .entry = id_mint(request->minter, bucket), .kind = input->kind, .note = input->note,
        .quantity = input->quantity, .at = request->at, .made_by = request->actor->account,
    };
    decision_insert(decision, &duty_entry_table, &row);
    duty_done_with(decision, row.entry, 0);
}

/* ---- what a hall wrote on a day ---- */

struct log_input { int64_t office; struct date day; };
struct log_facts { const struct list *entries; };
struct log_answer { struct list entries; };

static bool log_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct log_input *input = request->input;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct duty_day_key key = {
        duty_bucket(office), office,
        input->day.yyyymmdd != 0 ? input->day : date_of_moment(request->at),
    };
    struct log_facts *found = facts;
    found->entries = gather_want(gather, &duty_entries_of, &key);
    return found->entries != NULL;
}

static void log_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    (void)request;
    ((struct log_answer *)decision->outcome)->entries = *((const struct log_facts *)facts)->entries;
}

/* ---- what anybody may see ---- */

struct hall_input { int64_t office; };
struct hall_facts { const struct list *entries, *closures; };

static bool hall_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct hall_input *input = request->input;
    struct hall_facts *found = facts;
    struct date today = date_of_moment(request->at);
    const struct duty_day_key key = { duty_bucket(input->office), input->office, today };
    const struct booking_days_key closed = { booking_bucket(input->office), input->office, today,
                                             today };
    found->entries = gather_want(gather, &duty_entries_public, &key);
    found->closures = gather_want(gather, &booking_closures_of, &closed);
    return found->entries != NULL && found->closures != NULL;
}

/* LAW: BJ4-S6b: open, limited or closed today, and when it was disinfected last. */
static void hall_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct hall_input *input = request->input;
    const struct hall_facts *found = facts;
    const struct duty_entry *entries = found->entries->items;
    const struct booking_closure *closures = found->closures->items;
    struct duty_hall *hall = decision->outcome;
    *hall = (struct duty_hall){ .office = input->office, .state = TEXT("open") };
    for (size_t i = 0; i < found->entries->count; i++) {
        if (text_is(entries[i].kind, "disinfection"))
            hall->disinfected_at = entries[i].at;
        if (text_is(entries[i].kind, "ventilation"))
            hall->ventilated_at = entries[i].at;
    }
    for (size_t i = 0; i < found->closures->count; i++) {
        bool whole = closures[i].from_minute <= 0
            && closures[i].until_minute >= BOOKING_MINUTES_A_DAY;
        hall->state = whole || text_is(hall->state, "closed") ? TEXT("closed")
                                                              : TEXT("limited");
        hall->reason = closures[i].reason;
    }
}

/* ---- which halls have not written ---- */

struct board_facts {
    const struct list *offices;
    const struct staff_office **halls;
    const struct list **entries;
    size_t count;
};
struct board_answer { struct list missing; };

static bool board_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct board_facts *found = facts;
    const struct staff_bucket_key key = { STAFF_BUCKET };
    found->offices = gather_want(gather, &staff_offices_all, &key);
    if (found->offices == NULL)
        return false;
    const struct staff_office *rows = found->offices->items;
    found->halls = ARENA_ARRAY(gather->arena, const struct staff_office *, DUTY_HALLS_MAX);
    found->entries = ARENA_ARRAY(gather->arena, const struct list *, DUTY_HALLS_MAX);
    found->count = 0;
    bool complete = true;
    for (size_t i = 0; i < found->offices->count && found->count < DUTY_HALLS_MAX; i++) {
        if (!text_is(rows[i].kind, "agency") || !actor_has_office(request->actor, rows[i].office))
            continue;
        const struct duty_day_key day = { duty_bucket(rows[i].office), rows[i].office,
                                          date_of_moment(request->at) };
        found->halls[found->count] = &rows[i];
        found->entries[found->count] = gather_want(gather, &duty_entries_of, &day);
        complete &= found->entries[found->count++] != NULL;
    }
    return complete;
}

static bool has(const struct list *entries, const char *kind)
{
    const struct duty_entry *rows = entries->items;
    for (size_t i = 0; i < entries->count; i++)
        if (text_is(rows[i].kind, kind))
            return true;
    return false;
}

static void board_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct board_facts *found = facts;
    struct duty_missing *missing =
        ARENA_ARRAY(request->arena, struct duty_missing, found->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        bool aired = has(found->entries[i], "ventilation");
        bool clean = has(found->entries[i], "disinfection");
        if (!aired || !clean)
            missing[count++] = (struct duty_missing){
                found->halls[i]->office, found->halls[i]->name, !aired, !clean };
    }
    ((struct board_answer *)decision->outcome)->missing = (struct list){ missing, count };
}

/* ---- rows ---- */

#define INPUT(member_) AT(struct duty_note_input, member_)
static const struct field note_fields[] = {
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(kind), 20, .help = "duty.field.log-kind" },
    { "note", NULL, FIELD_TEXT, 0, INPUT(note), 500, .help = "duty.field.note" },
    { "quantity", NULL, FIELD_COUNT, 0, INPUT(quantity), .help = "duty.field.quantity" },
};
static const struct shape note_shape =
    SHAPE("duty_note", struct duty_note_input, note_fields);
static const struct field log_input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct log_input, office), .help = "duty.field.office" },
    { "day", NULL, FIELD_DAY, 0, AT(struct log_input, day), .help = "duty.field.day" },
};
static const struct shape log_input_shape =
    SHAPE("duty_log_asked", struct log_input, log_input_fields);
static const struct field entry_fields[] = {
    { "entry", NULL, FIELD_ID, 0, AT(struct duty_entry, entry) },
    { "kind", NULL, FIELD_TEXT, 0, AT(struct duty_entry, kind), 20,
      .help = "duty.field.log-kind" },
    { "note", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct duty_entry, note), 500,
      .help = "duty.field.note" },
    { "quantity", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct duty_entry, quantity),
      .help = "duty.field.quantity" },
    { "at", NULL, FIELD_MOMENT, 0, AT(struct duty_entry, at), .help = "duty.field.written-at" },
};
static const struct shape entry_shape =
    SHAPE("duty_entry_told", struct duty_entry, entry_fields);
static const struct field log_fields[] = {
    { "entries", NULL, FIELD_LIST, 0, AT(struct log_answer, entries), .of = &entry_shape,
      .help = "duty.field.entries" },
};
static const struct shape log_shape = SHAPE("duty_log", struct log_answer, log_fields);
static const struct shape log_facts_shape =
    { .name = "duty_log_facts", .size = sizeof(struct log_facts) };
static const struct field hall_input_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct hall_input, office),
      .help = "duty.field.office" },
};
static const struct shape hall_input_shape =
    SHAPE("duty_hall_asked", struct hall_input, hall_input_fields);
#define HALL(member_) AT(struct duty_hall, member_)
static const struct field hall_fields[] = {
    { "office", NULL, FIELD_ID, 0, HALL(office), .help = "duty.field.office" },
    { "state", NULL, FIELD_TEXT, 0, HALL(state), 20, .help = "duty.field.hall-state" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, HALL(reason), 200,
      .help = "duty.field.hall-reason" },
    { "disinfected_at", NULL, FIELD_MOMENT, FIELD_SPARSE, HALL(disinfected_at),
      .help = "duty.field.disinfected-at" },
    { "ventilated_at", NULL, FIELD_MOMENT, FIELD_SPARSE, HALL(ventilated_at),
      .help = "duty.field.ventilated-at" },
};
static const struct shape hall_shape = SHAPE("duty_hall", struct duty_hall, hall_fields);
static const struct shape hall_facts_shape =
    { .name = "duty_hall_facts", .size = sizeof(struct hall_facts) };
static const struct shape nothing_shape = { .name = "duty_nothing", .size = 1 };
#define MISSING(member_) AT(struct duty_missing, member_)
static const struct field missing_fields[] = {
    { "office", NULL, FIELD_ID, 0, MISSING(office), .help = "duty.field.office" },
    { "name", NULL, FIELD_TEXT, 0, MISSING(name), 200 },
    { "ventilation", NULL, FIELD_FLAG, 0, MISSING(ventilation),
      .help = "duty.field.no-ventilation" },
    { "disinfection", NULL, FIELD_FLAG, 0, MISSING(disinfection),
      .help = "duty.field.no-disinfection" },
};
static const struct shape missing_shape =
    SHAPE("duty_missing", struct duty_missing, missing_fields);
static const struct field board_fields[] = {
    { "missing", NULL, FIELD_LIST, 0, AT(struct board_answer, missing), .of = &missing_shape,
      .help = "duty.field.missing" },
};
static const struct shape board_shape = SHAPE("duty_board", struct board_answer, board_fields);
static const struct shape board_facts_shape =
    { .name = "duty_board_facts", .size = sizeof(struct board_facts) };

const struct action duty_note_action = {
    .name = "duty.note", .method = "POST", .path = "/api/v1/duty/log",
    .flags = ACTION_ONCE, .input = &note_shape, .facts = &note_facts_shape,
    .outcome = &duty_done_shape, .answer = &duty_done_shape, .help = "duty.help.note",
    .keys = duty_keys_own, .gather = note_gather, .decide = note_decide,
};
const struct action duty_log_action = {
    .name = "duty.log", .method = "GET", .path = "/api/v1/duty/log",
    .flags = ACTION_READ, .input = &log_input_shape,
    .facts = &log_facts_shape, .outcome = &log_shape, .answer = &log_shape,
    .help = "duty.help.log", .gather = log_gather, .decide = log_decide,
};
const struct action duty_hall_action = {
    .name = "duty.hall", .method = "GET", .path = "/api/v1/offices/{office}/hall",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &hall_input_shape,
    .facts = &hall_facts_shape, .outcome = &hall_shape, .answer = &hall_shape,
    .help = "duty.help.hall", .gather = hall_gather, .decide = hall_decide,
};
const struct action duty_board_action = {
    .name = "duty.board", .method = "GET", .path = "/api/v1/duty/log/missing",
    .flags = ACTION_READ, .input = &nothing_shape,
    .facts = &board_facts_shape, .outcome = &board_shape, .answer = &board_shape,
    .help = "duty.help.board", .gather = board_gather, .decide = board_decide,
};
