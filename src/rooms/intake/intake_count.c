/* intake_count.c: how many cases came by which way, of an office with all below it, by the day of
 * acceptance: what monthly reports and Shandong's annex 4 are made of. Help, booking and extension
 * overlap the channels; of post what is sent in and what is sent out are counted apart. Asked with
 * the form of a return, the notice that wants it says of which days. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"

#define WAYS_MAX 5000

struct count_key {
    int64_t office;
    struct moment from, until;
};
struct count_row {
    int64_t office;
    struct text channel, ten, four, counted;
    bool contact, helped, booked, extended, enterprise;
    int64_t count;
};
struct sent_row { int64_t office; bool enterprise; int64_t count; };
struct count_facts {
    const struct list *rows, *sent;
    const struct staff_office *office;
};
/* ---- reads ---- */

static const struct field key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct count_key, office) },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct count_key, from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct count_key, until) },
};
static const struct shape key_shape = SHAPE("intake_count_key", struct count_key, key_fields);
#define ROW(member_) AT(struct count_row, member_)
static const struct field row_fields[] = {
    { "office", NULL, FIELD_ID, 0, ROW(office) },
    { "channel", NULL, FIELD_TEXT, 0, ROW(channel) },
    { "ten", NULL, FIELD_TEXT, 0, ROW(ten) },
    { "four", NULL, FIELD_TEXT, 0, ROW(four) },
    { "counted", NULL, FIELD_TEXT, 0, ROW(counted) },
    { "contact", NULL, FIELD_FLAG, 0, ROW(contact) },
    { "helped", NULL, FIELD_FLAG, 0, ROW(helped) },
    { "booked", NULL, FIELD_FLAG, 0, ROW(booked) },
    { "extended", NULL, FIELD_FLAG, 0, ROW(extended) },
    { "enterprise", NULL, FIELD_FLAG, 0, ROW(enterprise) },
    { "count", NULL, FIELD_COUNT, 0, ROW(count) },
};
static const struct shape row_shape = SHAPE("intake_count_row", struct count_row, row_fields);
#define GROUPS "w.channel, w.ten, w.four, w.counted, w.contact, w.helped, w.booked, w.extended, " \
    "w.enterprise"
/* Offices all lie in bucket 0. */
const struct query intake_ways_counted = {
    .name = "intake.ways-counted",
    .from = "office_above a JOIN intake_case c ON c.counted_office = a.office "
            "JOIN intake_way w ON w.bucket = c.bucket AND w.case_id = c.case_id",
    .where = "a.bucket = 0 AND a.above = {office} AND c.counted_at >= {from} "
             "AND c.counted_at < {until} GROUP BY " GROUPS,
    .order = GROUPS, .columns = "{office}, " GROUPS ", COUNT(*)", .key = &key_shape,
    .row = &row_shape, .row_max = WAYS_MAX, .guard = GUARD_SCOPED, .guard_office = "office",
};
static const struct field sent_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct sent_row, office) },
    { "enterprise", NULL, FIELD_FLAG, 0, AT(struct sent_row, enterprise) },
    { "count", NULL, FIELD_COUNT, 0, AT(struct sent_row, count) },
};
static const struct shape sent_shape = SHAPE("intake_sent_row", struct sent_row, sent_fields);
/* Businesses whose result went out by post, each once however many papers it was; what is sent on
 * the way there, an acceptance or what is missing, is none. */
const struct query intake_posted_out = {
    .name = "intake.posted-out",
    .from = "office_above a JOIN intake_document d ON d.office = a.office "
            "JOIN intake_way w ON w.bucket = d.bucket AND w.case_id = d.case_id",
    .where = "a.bucket = 0 AND a.above = {office} AND d.served_at >= {from} "
             "AND d.served_at < {until} AND d.served_how = 'post' "
             "AND d.kind IN ('decided', 'result') GROUP BY w.enterprise",
    .order = "w.enterprise", .columns = "{office}, w.enterprise, COUNT(DISTINCT d.case_id)",
    .key = &key_shape, .row = &sent_shape, .row_max = 2, .guard = GUARD_SCOPED,
    .guard_office = "office",
};

/* The days asked for; of a return those that its notice names, as what is asked of that office. */
static bool days_of(const struct request *request, const struct staff_office *office,
                    struct date *ret_from, struct date *ret_until,
                    const struct measure **ret_asked)
{
    const struct intake_count_input *input = request->input;
    *ret_from = input->from;
    *ret_until = input->until.yyyymmdd == 0 ? input->from : input->until;
    *ret_asked = NULL;
    if (!text_present(input->form))
        return input->from.yyyymmdd != 0;
    const struct measure *asked = office == NULL ? NULL
        : notice_return_asked(request->book, input->form, (int32_t)office->division,
                              date_of_moment(request->at));
    if (asked == NULL || asked->report.covers.from.yyyymmdd == 0)
        return false;
    *ret_from = asked->report.covers.from;
    *ret_until = asked->report.covers.until;
    *ret_asked = asked;
    return true;
}

static bool gather_count(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_count_input *input = request->input;
    struct count_facts *found = facts;
    const struct staff_office_key office_key = {
        STAFF_BUCKET, input->office == 0 ? request->actor->office : input->office,
    };
    const void *office = NULL;
    if (!gather_one(gather, &staff_office_by_id, &office_key, &office))
        return false;
    found->office = office;
    struct date from, until;
    const struct measure *asked;
    if (!days_of(request, found->office, &from, &until, &asked))
        return true;
    const struct count_key key = {
        office_key.office, moment_of_date(from), moment_of_date(date_plus_days(until, 1)),
    };
    found->rows = gather_want(gather, &intake_ways_counted, &key);
    found->sent = gather_want(gather, &intake_posted_out, &key);
    return found->rows != NULL && found->sent != NULL;
}

/* ---- sums ---- */

static void add_to(struct list *sums, const char *codes, struct text way,
                   const struct count_row *row)
{
    struct intake_sum *items = sums->items;
    size_t i = 0;
    while (i < sums->count && !text_equal(items[i].way, way))
        i++;
    if (i == sums->count) {
        items[i] = (struct intake_sum){
            .way = way, .zh = code_label(codes, way, LANGUAGE_CHINESE),
            .en = code_label(codes, way, LANGUAGE_ENGLISH),
        };
        sums->count++;
    }
    items[i].all += row->count;
    items[i].enterprises += row->enterprise ? row->count : 0;
}

static void add_row(struct intake_counted *answer, const struct count_row *row)
{
    const struct { const char *counted; int64_t *all, *enterprises; } columns[] = {
        { "counter", &answer->counter, &answer->counter_enterprises },
        { "online", &answer->online, &answer->online_enterprises },
        { "mail-fax", &answer->mail_fax, &answer->mail_fax_enterprises },
        { "post", &answer->post_in, &answer->post_in_enterprises },
    };
    const struct { bool is; int64_t *all, *enterprises; } beside[] = {
        { row->helped, &answer->helped, &answer->helped_enterprises },
        { row->booked, &answer->booked, &answer->booked_enterprises },
        { row->extended, &answer->extended, &answer->extended_enterprises },
        { true, &answer->total, &answer->enterprises },
    };
    int64_t of_enterprises = row->enterprise ? row->count : 0;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (text_is(row->counted, columns[i].counted)) {
            *columns[i].all += row->count;
            *columns[i].enterprises += of_enterprises;
        }
    for (size_t i = 0; i < COUNT_OF(beside); i++)
        if (beside[i].is) {
            *beside[i].all += row->count;
            *beside[i].enterprises += of_enterprises;
        }
    answer->contact_free += row->contact ? 0 : row->count;
}

/* LAW: BJ4-01a: what a place wants of handling online, and whether it is less. */
static void judge_share(const struct request *request, const struct staff_office *office,
                        struct date day, struct intake_counted *answer)
{
    if (answer->total == 0 || office == NULL)
        return;
    answer->online_percent = answer->online * 100 / answer->total;
    const struct question question = {
        .about = intake_online_rule.about, .place = (int32_t)office->division,
        .day = day, .known = date_of_moment(request->at),
    };
    const struct rule *found = NULL;
    if (rules_on(request->book, &question, &found) != RULE_FOUND)
        return;
    const struct intake_online_least *least = found->payload;
    answer->online_more_than = least->percent;
    answer->counter_dominates = answer->online * 100 <= least->percent * answer->total;
}

/* LAW: LY22-A4a: the head of the return, as the notice that is in force asks for it. */
static void tell_return(const struct request *request, const struct measure *asked,
                        struct intake_counted *answer)
{
    const struct vocabulary *words = book_vocabulary(request->book);
    const struct text form = ((const struct intake_count_input *)request->input)->form;
    answer->form = form;
    answer->number = asked->notice;
    answer->form_zh = vocabulary_say(words, "forms", form, LANGUAGE_CHINESE);
    answer->form_en = vocabulary_say(words, "forms", form, LANGUAGE_ENGLISH);
    answer->says_zh = asked->chinese;
    answer->says_en = asked->says;
    answer->to = asked->report.to;
    answer->due = asked->report.due.kind == POINT_MOMENT ? asked->report.due.moment
                                                         : (struct moment){ 0 };
    answer->signed_by = asked->report.signed_by;
    answer->sealed = asked->report.sealed;
}

static void add_rows(const struct request *request, const struct count_facts *found,
                     struct intake_counted *answer)
{
    const struct count_row *rows = found->rows->items;
    size_t most = found->rows->count + 1;
    answer->channels = (struct list){ ARENA_ARRAY(request->arena, struct intake_sum, most), 0 };
    answer->ten = (struct list){ ARENA_ARRAY(request->arena, struct intake_sum, most), 0 };
    answer->four = (struct list){ ARENA_ARRAY(request->arena, struct intake_sum, most), 0 };
    for (size_t i = 0; i < found->rows->count; i++) {
        add_row(answer, &rows[i]);
        add_to(&answer->channels, "case_channel", rows[i].channel, &rows[i]);
        add_to(&answer->ten, "way_ten", rows[i].ten, &rows[i]);
        if (text_present(rows[i].four))
            add_to(&answer->four, "way_four", rows[i].four, &rows[i]);
    }
    const struct sent_row *sent = found->sent->items;
    for (size_t i = 0; i < found->sent->count; i++) {
        answer->post_out += sent[i].count;
        answer->post_out_enterprises += sent[i].enterprise ? sent[i].count : 0;
    }
}

static void decide_count(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_count_input *input = request->input;
    const struct count_facts *found = facts;
    const struct measure *asked;
    struct intake_counted answer = { 0 };
    if (!days_of(request, found->office, &answer.from, &answer.until, &asked)) {
        if (text_present(input->form))
            intake_refuse(decision, INTAKE_REFUSED_NO_RETURN, "form");
        else
            intake_refuse(decision, INTAKE_REFUSED_FIELD_MISSING, "from");
        return;
    }
    add_rows(request, found, &answer);
    judge_share(request, found->office, answer.from, &answer);
    if (asked != NULL)
        tell_return(request, asked, &answer);
    *(struct intake_counted *)decision->outcome = answer;
}

/* ---- the action ---- */

#define ASKED(from_flags_) \
    { "office", NULL, FIELD_ID, 0, AT(struct intake_count_input, office), \
      .help = "intake.field.office" }, \
    { "from", NULL, FIELD_DAY, (from_flags_), AT(struct intake_count_input, from), \
      .help = "intake.field.counted-from" }, \
    { "until", NULL, FIELD_DAY, 0, AT(struct intake_count_input, until), \
      .help = "intake.field.counted-until" }
static const struct field input_fields[] = {
    ASKED(0),
    { "form", NULL, FIELD_TEXT, 0, AT(struct intake_count_input, form), 40,
      .help = "intake.field.counted-form" },
};
static const struct shape input_shape =
    SHAPE("intake_count", struct intake_count_input, input_fields);
static const struct shape facts_shape =
    { .name = "intake_count_facts", .size = sizeof(struct count_facts) };
static const struct field sum_fields[] = {
    /* For programs: a page shows its word. */
    { "way", NULL, FIELD_TEXT, 0, AT(struct intake_sum, way), 20 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct intake_sum, zh), 40, .help = "intake.counted.way" },
    { "en", NULL, FIELD_TEXT, 0, AT(struct intake_sum, en), 40, .help = "intake.counted.way" },
    { "all", NULL, FIELD_COUNT, 0, AT(struct intake_sum, all), .help = "intake.counted.total" },
    { "enterprises", NULL, FIELD_COUNT, 0, AT(struct intake_sum, enterprises),
      .help = "intake.counted.enterprises" },
};
static const struct shape sum_shape = SHAPE("intake_count_sum", struct intake_sum, sum_fields);
#define COUNTED(member_, help_) \
    { #member_, NULL, FIELD_COUNT, 0, AT(struct intake_counted, member_), .help = help_ }, \
    { #member_ "_enterprises", NULL, FIELD_COUNT, 0, \
      AT(struct intake_counted, member_##_enterprises), .help = "intake.counted.enterprises" }
#define HEAD(member_, kind_, length_, help_) \
    { #member_, NULL, kind_, FIELD_SPARSE, AT(struct intake_counted, member_), length_, \
      .help = help_ }
static const struct field answer_fields[] = {
    { "form", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct intake_counted, form), 40 },
    HEAD(form_zh, FIELD_TEXT, 40, "intake.counted.form"),
    HEAD(form_en, FIELD_TEXT, 40, "intake.counted.form"),
    HEAD(says_zh, FIELD_TEXT, 200, "intake.counted.says"),
    HEAD(says_en, FIELD_TEXT, 200, "intake.counted.says"),
    HEAD(number, FIELD_TEXT, 60, "intake.counted.number"),
    HEAD(to, FIELD_TEXT, 60, "intake.counted.to"),
    HEAD(due, FIELD_MOMENT, 0, "intake.counted.due"),
    { "signed_by", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct intake_counted, signed_by), 40 },
    { "sealed", NULL, FIELD_FLAG, FIELD_SPARSE, AT(struct intake_counted, sealed) },
    HEAD(from, FIELD_DAY, 0, "intake.field.counted-from"),
    HEAD(until, FIELD_DAY, 0, "intake.counted.until"),
    { "total", NULL, FIELD_COUNT, 0, AT(struct intake_counted, total),
      .help = "intake.counted.total" },
    { "enterprises", NULL, FIELD_COUNT, 0, AT(struct intake_counted, enterprises),
      .help = "intake.counted.enterprises" },
    COUNTED(counter, "intake.counted.counter"),
    COUNTED(online, "intake.counted.online"),
    COUNTED(mail_fax, "intake.counted.mail-fax"),
    COUNTED(post_in, "intake.counted.post-in"),
    COUNTED(post_out, "intake.counted.post-out"),
    COUNTED(helped, "intake.counted.helped"),
    COUNTED(booked, "intake.counted.booked"),
    COUNTED(extended, "intake.counted.extended"),
    { "contact_free", NULL, FIELD_COUNT, 0, AT(struct intake_counted, contact_free),
      .help = "intake.counted.contact-free" },
    { "online_percent", NULL, FIELD_COUNT, 0, AT(struct intake_counted, online_percent),
      .help = "intake.counted.online-percent" },
    { "online_more_than", NULL, FIELD_COUNT, FIELD_SPARSE,
      AT(struct intake_counted, online_more_than), .help = "intake.counted.online-more-than" },
    { "counter_dominates", NULL, FIELD_FLAG, FIELD_SPARSE,
      AT(struct intake_counted, counter_dominates), .help = "intake.counted.counter-dominates" },
    { "channels", NULL, FIELD_LIST, 0, AT(struct intake_counted, channels), .of = &sum_shape,
      .help = "intake.counted.channels" },
    { "ten", NULL, FIELD_LIST, 0, AT(struct intake_counted, ten), .of = &sum_shape,
      .help = "intake.counted.ten" },
    { "four", NULL, FIELD_LIST, 0, AT(struct intake_counted, four), .of = &sum_shape,
      .help = "intake.counted.four" },
};
static const struct shape answer_shape =
    SHAPE("intake_counted", struct intake_counted, answer_fields);

static const struct field online_fields[] = {
    { "percent", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct intake_online_least, percent) },
};
static const struct shape online_shape =
    SHAPE("intake_online_least", struct intake_online_least, online_fields);
static const char *online_check(const void *payload)
{
    const struct intake_online_least *least = payload;
    return least->percent >= 0 && least->percent < 100 ? NULL : "intake.fault.online-least";
}
const struct rule_kind intake_online_rule = {
    .about = "intake.online-more-than", .payload = &online_shape, .check = online_check,
};

const struct action intake_channels_count_action = {
    .name = "intake.channels-count", .method = "GET", .path = "/api/v1/cases/ways",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "intake.help.channels-count",
    .gather = gather_count, .decide = decide_count,
};

/* ---- month by month ---- */

/* LAW: JX4-2.1j */
struct months_facts {
    const struct list *rows[INTAKE_MONTHS_MAX];
    size_t count;
};

static const struct field months_input_fields[] = { ASKED(FIELD_REQUIRED) };
static const struct shape months_input_shape =
    SHAPE("intake_months_asked", struct intake_count_input, months_input_fields);

static bool gather_months(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_count_input *input = request->input;
    struct months_facts *found = facts;
    struct date until = input->until.yyyymmdd == 0 ? date_of_moment(request->at) : input->until;
    bool complete = true;
    found->count = 0;
    /* Behind the last month of all days none begins. */
    for (struct date at = DATE(date_year(input->from), date_month(input->from), 1);
         date_compare(at, until) <= 0 && date_day(at) == 1 && found->count < INTAKE_MONTHS_MAX;
         at = date_plus_months(at, 1)) {
        const struct count_key key = {
            input->office == 0 ? request->actor->office : input->office, moment_of_date(at),
            moment_of_date(date_plus_months(at, 1)),
        };
        const struct list *rows = gather_want(gather, &intake_ways_counted, &key);
        found->rows[found->count++] = rows;
        complete &= rows != NULL;
    }
    return complete;
}

static void decide_months(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_count_input *input = request->input;
    const struct months_facts *found = facts;
    struct intake_month *months =
        ARENA_ARRAY(request->arena, struct intake_month, found->count + 1);
    struct date at = DATE(date_year(input->from), date_month(input->from), 1);
    for (size_t m = 0; m < found->count; m++, at = date_plus_months(at, 1)) {
        const struct count_row *rows = found->rows[m]->items;
        months[m].month = at;
        for (size_t i = 0; i < found->rows[m]->count; i++) {
            months[m].total += rows[i].count;
            months[m].on_site += rows[i].contact ? rows[i].count : 0;
        }
        months[m].than_before = m == 0 ? 0 : months[m].on_site - months[m - 1].on_site;
    }
    ((struct intake_months *)decision->outcome)->months = (struct list){ months, found->count };
}

static const struct shape months_facts_shape =
    { .name = "intake_months_facts", .size = sizeof(struct months_facts) };
static const struct field month_fields[] = {
    { "month", NULL, FIELD_DAY, 0, AT(struct intake_month, month),
      .help = "intake.counted.month" },
    { "total", NULL, FIELD_COUNT, 0, AT(struct intake_month, total),
      .help = "intake.counted.total" },
    { "on_site", NULL, FIELD_COUNT, 0, AT(struct intake_month, on_site),
      .help = "intake.counted.on-site" },
    { "than_before", NULL, FIELD_COUNT, 0, AT(struct intake_month, than_before),
      .help = "intake.counted.than-before" },
};
static const struct shape month_shape =
    SHAPE("intake_month", struct intake_month, month_fields);
static const struct field months_fields[] = {
    { "months", NULL, FIELD_LIST, 0, AT(struct intake_months, months), .of = &month_shape,
      .help = "intake.counted.months" },
};
static const struct shape months_shape =
    SHAPE("intake_months", struct intake_months, months_fields);

const struct action intake_months_action = {
    .name = "intake.months", .method = "GET", .path = "/api/v1/cases/months",
    .flags = ACTION_READ, .input = &months_input_shape, .facts = &months_facts_shape,
    .outcome = &months_shape, .answer = &months_shape, .help = "intake.help.months",
    .gather = gather_months, .decide = decide_months,
};
