/* consult_hotline.c: tickets of the government hotline (12345) go back to it under its own number
 * with what was answered; and how an office does with what it is asked. LAW: JX4-2.5b JX4-2.5f */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"

/* ---- what the hotline has not been told yet ---- */

struct hotline_input { int64_t office, after; };
struct hotline_facts { const struct list *rows; };
struct hotline_answer { struct list tickets; };

static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct consult_office_key, bucket) },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct consult_office_key, office) },
    { "after", NULL, FIELD_ID, 0, AT(struct consult_office_key, after) },
};
static const struct shape key_shape =
    SHAPE("consult_hotline_key", struct consult_office_key, key_fields);
const struct query consult_tickets_to_return = {
    .name = "consult.to-return", .from = "consult_ticket t",
    .where = "t.bucket = {bucket} AND t.office = {office} AND t.their_number IS NOT NULL "
             "AND t.answered_at IS NOT NULL AND t.returned_at IS NULL "
             "AND t.ticket > COALESCE({after}, 0)",
    .order = "t.ticket", .key = &key_shape, .row = &consult_ticket_shape,
    .row_max = CONSULT_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};

static bool to_return_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct hotline_input *input = request->input;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct consult_office_key key = { .bucket = consult_bucket(office), .office = office,
                                            .after = input->after };
    struct hotline_facts *found = facts;
    found->rows = gather_want(gather, &consult_tickets_to_return, &key);
    return found->rows != NULL;
}

static void to_return_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    (void)request;
    ((struct hotline_answer *)decision->outcome)->tickets =
        *((const struct hotline_facts *)facts)->rows;
}

static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct hotline_input, office),
      .help = "consult.field.of-office" },
    { "after", NULL, FIELD_ID, 0, AT(struct hotline_input, after),
      .help = "consult.field.after" },
};
static const struct shape input_shape =
    SHAPE("consult_to_return", struct hotline_input, input_fields);
static const struct shape hotline_facts_shape =
    { .name = "consult_hotline_facts", .size = sizeof(struct hotline_facts) };
static const struct field answer_fields[] = {
    { "tickets", NULL, FIELD_LIST, 0, AT(struct hotline_answer, tickets),
      .of = &consult_ticket_told_shape, .help = "consult.field.questions" },
};
static const struct shape answer_shape =
    SHAPE("consult_tickets_to_return", struct hotline_answer, answer_fields);

const struct action consult_to_return_action = {
    .name = "consult.to-return", .method = "GET", .path = "/api/v1/questions/to-return",
    .flags = ACTION_READ, .input = &input_shape,
    .facts = &hotline_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .next_page = { { "after", "ticket" } },
    .help = "consult.help.to-return", .gather = to_return_gather, .decide = to_return_decide,
};

/* ---- it has been told ---- */

static bool return_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_ticket_input *input = request->input;
    struct consult_ticket_facts *found = facts;
    return consult_gather_ticket(gather, input->ticket, &found->row);
}

static void return_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct consult_ticket_facts *found = facts;
    if (found->row == NULL || !consult_is_staff_of(request->actor, found->row)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_TICKET, "ticket");
        return;
    }
    if (!text_present(found->row->their_number) || found->row->answered_at.ms == 0
        || found->row->returned_at.ms != 0) {
        consult_refuse(decision, CONSULT_REFUSED_NO_SUCH_STEP, "ticket");
        return;
    }
    struct consult_ticket row = *found->row;
    row.returned_at = request->at;
    decision->subject = row.ticket;
    decision_replace(decision, &consult_ticket_table, &row);
    *(struct consult_done *)decision->outcome = (struct consult_done){
        .ticket = row.ticket, .state = row.state, .rating = row.rating,
    };
}

static const struct field return_fields[] = {
    { "ticket", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct consult_ticket_input, ticket),
      .help = "consult.field.ticket" },
};
static const struct shape return_shape =
    SHAPE("consult_return", struct consult_ticket_input, return_fields);

const struct action consult_return_action = {
    .name = "consult.return", .method = "POST", .path = "/api/v1/questions/{ticket}/returned",
    .flags = ACTION_ONCE, .input = &return_shape,
    .facts = &consult_ticket_facts_shape, .outcome = &consult_done_shape,
    .answer = &consult_done_shape, .help = "consult.help.return", .keys = consult_keys_ticket,
    .gather = return_gather, .decide = return_decide,
};

/* ---- how an office does ---- */

struct report_key { int64_t office; struct moment from, until, late; };
/* How many were answered after so many whole hours. */
struct hours_row { int64_t office, hours, count; };
struct open_row { int64_t office, asked, answered, open, late; };
struct report_facts { const struct list *hours; const struct open_row *sums; };

static const struct field report_key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct report_key, office) },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct report_key, from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct report_key, until) },
    { "late", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct report_key, late) },
};
static const struct shape report_key_shape =
    SHAPE("consult_report_key", struct report_key, report_key_fields);
static const struct field hours_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct hours_row, office) },
    { "hours", NULL, FIELD_COUNT, 0, AT(struct hours_row, hours) },
    { "count", NULL, FIELD_COUNT, 0, AT(struct hours_row, count) },
};
static const struct shape hours_shape =
    SHAPE("consult_report_hours", struct hours_row, hours_fields);
static const struct field sums_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct open_row, office) },
    { "asked", NULL, FIELD_COUNT, 0, AT(struct open_row, asked) },
    { "answered", NULL, FIELD_COUNT, 0, AT(struct open_row, answered) },
    { "open", NULL, FIELD_COUNT, 0, AT(struct open_row, open) },
    { "late", NULL, FIELD_COUNT, 0, AT(struct open_row, late) },
};
static const struct shape sums_shape =
    SHAPE("consult_report_sums", struct open_row, sums_fields);

#define TOOK "(t.answered_at - t.asked_at) / 3600000"
#define ASKED_THEN "a.bucket = 0 AND a.above = {office} AND t.asked_at >= {from} " \
    "AND t.asked_at < {until} "
#define ASKED_OF "office_above a JOIN consult_ticket t ON t.office = a.office"
#define HOW_MANY(condition_) "SUM(CASE WHEN " condition_ " THEN 1 ELSE 0 END)"
#define IS_OPEN "(t.state = 'open' OR t.state = 'taken')"
/* A year of hours, and everything that took longer with it. */
const struct query consult_report_hours = {
    .name = "consult.report-hours", .from = ASKED_OF,
    .where = ASKED_THEN "AND t.answered_at IS NOT NULL GROUP BY a.above, " TOOK,
    .order = TOOK, .columns = "a.above, " TOOK ", COUNT(*)", .key = &report_key_shape,
    .row = &hours_shape, .row_max = 8784, .guard = GUARD_SCOPED, .guard_office = "office",
};
const struct query consult_report_sums = {
    .name = "consult.report-sums", .from = ASKED_OF, .where = ASKED_THEN "GROUP BY a.above",
    .order = "a.above",
    .columns = "a.above, COUNT(*), " HOW_MANY("t.answered_at IS NOT NULL") ", "
               HOW_MANY(IS_OPEN) ", " HOW_MANY(IS_OPEN " AND t.asked_at < {late}"),
    .key = &report_key_shape, .row = &sums_shape, .row_max = 1, .guard = GUARD_SCOPED,
    .guard_office = "office",
};

/* The moment before which what is still open has waited longer than a working day. */
static struct moment late_since(const struct request *request)
{
    const struct calendar *calendar = book_calendar(request->book);
    struct date day = date_of_moment(request->at);
    for (struct date back = date_plus_days(day, -1);; back = date_plus_days(back, -1))
        if (calendar_working_days_between(calendar, back, day, request->at) >= 1
            || date_days_between(back, day) > 30)
            return (struct moment){ moment_of_date(back).ms
                                    + (request->at.ms - moment_of_date(day).ms) };
}

static bool report_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_report_input *input = request->input;
    struct report_facts *found = facts;
    struct date until = input->until.yyyymmdd == 0 ? date_of_moment(request->at) : input->until;
    const struct report_key key = {
        input->office != 0 ? input->office : request->actor->office,
        moment_of_date(input->from), moment_of_date(date_plus_days(until, 1)),
        late_since(request),
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &consult_report_sums, &key, &row);
    found->sums = row;
    found->hours = gather_want(gather, &consult_report_hours, &key);
    return complete && found->hours != NULL;
}

static void report_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    (void)request;
    const struct report_facts *found = facts;
    struct consult_report *report = decision->outcome;
    if (found->sums == NULL)
        return;
    *report = (struct consult_report){
        .asked = found->sums->asked, .answered = found->sums->answered,
        .open = found->sums->open, .late = found->sums->late,
    };
    const struct hours_row *rows = found->hours->items;
    int64_t before = 0;
    for (size_t i = 0; i < found->hours->count; i++) {
        before += rows[i].count;
        if (2 * before >= report->answered) {
            report->median_hours = rows[i].hours;
            break;
        }
    }
}

#define ASKED(member_) AT(struct consult_report_input, member_)
static const struct field asked_fields[] = {
    { "office", NULL, FIELD_ID, 0, ASKED(office), .help = "consult.field.of-office" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ASKED(from), .help = "consult.field.asked-at" },
    { "until", NULL, FIELD_DAY, 0, ASKED(until) },
};
static const struct shape asked_shape =
    SHAPE("consult_report_asked", struct consult_report_input, asked_fields);
static const struct shape report_facts_shape =
    { .name = "consult_report_facts", .size = sizeof(struct report_facts) };
#define REPORT(member_, help_) \
    { #member_, NULL, FIELD_COUNT, 0, AT(struct consult_report, member_), .help = help_ }
static const struct field report_fields[] = {
    REPORT(asked, "consult.field.asked"), REPORT(answered, "consult.field.answered"),
    REPORT(open, "consult.field.open"), REPORT(late, "consult.field.late"),
    REPORT(median_hours, "consult.field.median-hours"),
};
static const struct shape report_shape =
    SHAPE("consult_report", struct consult_report, report_fields);

const struct action consult_report_action = {
    .name = "consult.report", .method = "GET", .path = "/api/v1/questions/report",
    .flags = ACTION_READ, .input = &asked_shape,
    .facts = &report_facts_shape, .outcome = &report_shape, .answer = &report_shape,
    .help = "consult.help.report", .gather = report_gather, .decide = report_decide,
};
