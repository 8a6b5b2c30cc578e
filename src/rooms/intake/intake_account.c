/* intake_account.c: who answers for what: of an office with all below it, per office and clerk, the
 * cases of some days with what is over its limit, was passed on more than twice or sent back, whose
 * time it was, and what each clerk has on the table; and whether too much waits.
 * LAW: BJ4-S7d JX4-3d LY22-P2g JX4-1j */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

#define ROWS_MAX 5000

struct account_key { int64_t office; struct moment from, until; struct date today; };
/* Of the cases of those days. */
struct account_row {
    int64_t above, office, owner;
    int64_t cases, decided, waiting, passed_on, returned, visits_over, urgent;
    int64_t ms_office, ms_applicant, ms_department;
};
/* Of all that waits now. */
struct overdue_row { int64_t above, office, owner, waiting, overdue; };
struct account_facts {
    const struct list *rows, *overdue, *offices;
    struct date from;
};

/* ---- reads ---- */

static const struct field key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct account_key, office) },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct account_key, from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct account_key, until) },
    { "today", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct account_key, today) },
};
static const struct shape key_shape = SHAPE("intake_account_key", struct account_key, key_fields);
#define ROW(member_) { #member_, NULL, FIELD_COUNT, 0, AT(struct account_row, member_) }
static const struct field row_fields[] = {
    { "above", NULL, FIELD_ID, 0, AT(struct account_row, above) },
    { "office", NULL, FIELD_ID, 0, AT(struct account_row, office) },
    { "owner", NULL, FIELD_ID, 0, AT(struct account_row, owner) },
    ROW(cases), ROW(decided), ROW(waiting), ROW(passed_on), ROW(returned), ROW(visits_over),
    ROW(urgent), ROW(ms_office), ROW(ms_applicant), ROW(ms_department),
};
static const struct shape row_shape = SHAPE("intake_account_row", struct account_row, row_fields);
#define ONE(condition_) "SUM(CASE WHEN " condition_ " THEN 1 ELSE 0 END)"
#define ALL(column_) "CAST(SUM(" column_ ") AS BIGINT)"
/* Offices all lie in bucket 0. */
const struct query intake_account_rows = {
    .name = "intake.account-rows",
    .from = "office_above a JOIN intake_case c ON c.office = a.office",
    .where = "a.bucket = 0 AND a.above = {office} AND c.received_at >= {from} "
             "AND c.received_at < {until} GROUP BY a.above, c.office, c.owner",
    .order = "a.above, c.office, c.owner",
    .columns = "a.above, c.office, c.owner, COUNT(*), " ONE("c.decided_at IS NOT NULL") ", "
               ONE("c.waiting = 1") ", " ONE("c.handovers > 2") ", " ALL("c.returned") ", "
               ONE("c.visits_over IS NOT NULL") ", " ONE("c.urgency IS NOT NULL") ", "
               ALL("c.ms_office") ", " ALL("c.ms_applicant") ", " ALL("c.ms_department"),
    .key = &key_shape, .row = &row_shape, .row_max = ROWS_MAX, .guard = GUARD_SCOPED,
    .guard_office = "above",
};
#define OVER(member_) { #member_, NULL, FIELD_COUNT, 0, AT(struct overdue_row, member_) }
static const struct field overdue_fields[] = {
    { "above", NULL, FIELD_ID, 0, AT(struct overdue_row, above) },
    { "office", NULL, FIELD_ID, 0, AT(struct overdue_row, office) },
    { "owner", NULL, FIELD_ID, 0, AT(struct overdue_row, owner) },
    OVER(waiting), OVER(overdue),
};
static const struct shape overdue_shape =
    SHAPE("intake_overdue_row", struct overdue_row, overdue_fields);
/* A case has no clock before it is accepted: then it waits, and is not overdue. */
const struct query intake_overdue_rows = {
    .name = "intake.overdue-rows",
    .from = "office_above a JOIN intake_case c ON c.office = a.office "
            "LEFT JOIN due_clock k ON k.bucket = c.bucket AND k.subject = c.case_id "
            "AND k.running = 1 LEFT JOIN due_class d ON d.class_id = k.class_id",
    .where = "a.bucket = 0 AND a.above = {office} AND c.waiting = 1 "
             "GROUP BY a.above, c.office, c.owner",
    .order = "a.above, c.office, c.owner",
    .columns = "a.above, c.office, c.owner, COUNT(*), " ONE("d.sorts < {today}"),
    .key = &key_shape, .row = &overdue_shape, .row_max = ROWS_MAX, .guard = GUARD_SCOPED,
    .guard_office = "above",
};

static bool gather_account(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_account_input *input = request->input;
    struct account_facts *found = facts;
    struct date today = date_of_moment(request->at);
    struct date until = input->until.yyyymmdd == 0 ? today : input->until;
    const struct account_key key = {
        input->office == 0 ? request->actor->office : input->office,
        moment_of_date(input->from), moment_of_date(date_plus_days(until, 1)), today,
    };
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    found->rows = gather_want(gather, &intake_account_rows, &key);
    found->overdue = gather_want(gather, &intake_overdue_rows, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices_key);
    return found->rows != NULL && found->overdue != NULL && found->offices != NULL;
}

/* ---- the rule: how much may wait ---- */

static const struct field backlog_fields[] = {
    { "a-clerk", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct intake_backlog, a_clerk) },
    { "an-office", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct intake_backlog, an_office) },
};
static const struct shape backlog_shape =
    SHAPE("intake_backlog", struct intake_backlog, backlog_fields);
const struct rule_kind intake_backlog_rule = {
    .about = "intake.backlog", .payload = &backlog_shape,
};

const struct intake_backlog *intake_backlog_on(const struct book *book, int32_t place,
                                               struct date day)
{
    const struct question question = {
        .about = intake_backlog_rule.about, .place = place, .day = day, .known = day,
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

/* ---- decide ---- */

static struct intake_account *line_of(struct intake_accounts *answer, int64_t office,
                                      int64_t owner)
{
    struct intake_account *lines = answer->lines.items;
    for (size_t i = 0; i < answer->lines.count; i++)
        if (lines[i].office == office && lines[i].owner == owner)
            return &lines[i];
    lines[answer->lines.count] = (struct intake_account){ .office = office, .owner = owner };
    return &lines[answer->lines.count++];
}

static const struct staff_office *office_of(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

static void add_row(struct intake_account *line, const struct account_row *row)
{
    line->cases += row->cases;
    line->decided += row->decided;
    line->passed_on += row->passed_on;
    line->returned += row->returned;
    line->visits_over += row->visits_over;
    line->urgent += row->urgent;
    line->hours_office += row->ms_office / 3600000;
    line->hours_applicant += row->ms_applicant / 3600000;
    line->hours_department += row->ms_department / 3600000;
}

/* LAW: JX4-1j: more than one clerk can have on the table, or an office can get through. */
static void raise_alarms(const struct request *request, const struct list *offices,
                         struct intake_accounts *answer)
{
    struct intake_account *lines = answer->lines.items;
    for (size_t i = 0; i < answer->lines.count; i++) {
        const struct staff_office *office = office_of(offices, lines[i].office);
        if (office == NULL)
            continue;
        lines[i].office_name = office->name;
        const struct intake_backlog *most = intake_backlog_on(
            request->book, (int32_t)office->division, date_of_moment(request->at));
        int64_t here = 0;
        for (size_t j = 0; j < answer->lines.count; j++)
            here += lines[j].office == lines[i].office ? lines[j].waiting : 0;
        lines[i].alarm = most != NULL
            && ((lines[i].owner != 0 && lines[i].waiting > most->a_clerk)
                || here > most->an_office);
        answer->alarms += lines[i].alarm;
    }
}

static void decide_account(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct account_facts *found = facts;
    const struct account_row *rows = found->rows->items;
    const struct overdue_row *overdue = found->overdue->items;
    struct intake_accounts *answer = decision->outcome;
    answer->lines.items = ARENA_ARRAY(request->arena, struct intake_account,
                                      found->rows->count + found->overdue->count + 1);
    for (size_t i = 0; i < found->rows->count; i++)
        add_row(line_of(answer, rows[i].office, rows[i].owner), &rows[i]);
    for (size_t i = 0; i < found->overdue->count; i++) {
        struct intake_account *line = line_of(answer, overdue[i].office, overdue[i].owner);
        line->waiting += overdue[i].waiting;
        line->overdue += overdue[i].overdue;
    }
    raise_alarms(request, found->offices, answer);
    const struct intake_account *lines = answer->lines.items;
    for (size_t i = 0; i < answer->lines.count; i++) {
        answer->waiting += lines[i].waiting;
        answer->overdue += lines[i].overdue;
        answer->passed_on += lines[i].passed_on;
        answer->hours_ours += lines[i].hours_office;
        answer->hours_others += lines[i].hours_department;
    }
}

/* ---- the action ---- */

#define IN(member_) AT(struct intake_account_input, member_)
static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, IN(office), .help = "intake.field.office" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, IN(from), .help = "intake.field.received-from" },
    { "until", NULL, FIELD_DAY, 0, IN(until), .help = "intake.field.received-until" },
};
static const struct shape input_shape =
    SHAPE("intake_account_asked", struct intake_account_input, input_fields);
static const struct shape facts_shape =
    { .name = "intake_account_facts", .size = sizeof(struct account_facts) };
#define LINE(member_, help_) \
    { #member_, NULL, FIELD_COUNT, 0, AT(struct intake_account, member_), .help = help_ }
static const struct field line_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct intake_account, office) },
    { "office_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct intake_account, office_name), 60,
      .help = "intake.told.office" },
    { "owner", NULL, FIELD_ID, FIELD_SPARSE, AT(struct intake_account, owner),
      .help = "intake.account.clerk" },
    LINE(cases, "intake.account.cases"), LINE(decided, "intake.account.decided"),
    LINE(waiting, "intake.account.waiting"), LINE(overdue, "intake.account.overdue"),
    LINE(passed_on, "intake.account.passed-on"), LINE(returned, "intake.account.returned"),
    LINE(visits_over, "intake.account.visits-over"), LINE(urgent, "intake.account.urgent"),
    LINE(hours_office, "intake.told.hours-office"),
    LINE(hours_applicant, "intake.told.hours-applicant"),
    LINE(hours_department, "intake.told.hours-department"),
    { "alarm", NULL, FIELD_FLAG, FIELD_SPARSE, AT(struct intake_account, alarm),
      .help = "intake.account.alarm" },
};
static const struct shape line_shape = SHAPE("intake_account", struct intake_account, line_fields);
#define SUM(member_, help_) \
    { #member_, NULL, FIELD_COUNT, 0, AT(struct intake_accounts, member_), .help = help_ }
static const struct field answer_fields[] = {
    SUM(waiting, "intake.account.waiting"), SUM(overdue, "intake.account.overdue"),
    SUM(passed_on, "intake.account.passed-on"), SUM(alarms, "intake.account.alarm"),
    SUM(hours_ours, "intake.told.hours-office"),
    SUM(hours_others, "intake.told.hours-department"),
    { "lines", NULL, FIELD_LIST, 0, AT(struct intake_accounts, lines), .of = &line_shape,
      .help = "intake.account.lines" },
};
static const struct shape answer_shape =
    SHAPE("intake_accounts", struct intake_accounts, answer_fields);

const struct action intake_accountability_action = {
    .name = "intake.accountability", .method = "GET", .path = "/api/v1/cases/accountability",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "intake.help.accountability",
    .gather = gather_account, .decide = decide_account,
};
