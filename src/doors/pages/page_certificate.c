/* page_certificate.c: a time limit as a sheet one can check with a paper calendar and print: what
 * it comes to, a grid of each month with every day marked, every run of days with its source, and
 * the rules of counting. Each mark is a word, too, not a colour alone. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

struct sheet {
    const struct deadline_certificate *certificate;
    const struct certificate_day *days;
    size_t day_count;
    enum language language;
    struct html *html;
};

static struct text of_reader(const struct sheet *sheet, struct text zh, struct text en)
{
    return sheet->language == LANGUAGE_ENGLISH ? en : zh;
}

static struct text day_text(const struct sheet *sheet, struct date day)
{
    struct page_parts parts = { .arena = sheet->html->arena, .language = sheet->language };
    return page_day(&parts, day);
}

static struct text number_text(const struct sheet *sheet, int64_t number)
{
    return arena_format(sheet->html->arena, "%lld", (long long)number);
}

/* ---- one day ---- */

static const struct certificate_day *day_on(const struct sheet *sheet, struct date date)
{
    if (sheet->day_count == 0 || date_compare(date, sheet->days[0].date) < 0)
        return NULL;
    int at = date_days_between(sheet->days[0].date, date);
    return (size_t)at < sheet->day_count ? &sheet->days[at] : NULL;
}

/* How a day is marked: a class of the style sheet and a word. */
static const struct { const char *what, *class, *key; } marks[] = {
    { "counted", "counted", "deadline.cell.counted" },
    { "skipped", "skipped", "deadline.cell.skipped" },
    { "suspended", "suspended", "deadline.cell.suspended" },
    { "start", "start", "deadline.cell.start" },
    { "begins", "start", "deadline.cell.start" },
    { "period", "within", "deadline.cell.within" },
    { "added", "added", "deadline.cell.added" },
    { "rolled", "counted", "deadline.cell.moved" },
    { "extended", "counted", "deadline.cell.extended" },
    { "waiting", "suspended", "deadline.cell.waiting" },
};

static size_t mark_of(const struct certificate_day *day)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text_is(day->what, marks[i].what))
            return i;
    check_failed(__FILE__, __LINE__, "a kind of day");
}

/* Of "节假日 · 春节" the cell has room for the name alone; the list below has both. */
static struct text name_of_day(struct text reason)
{
    static const char between[] = " · ";
    size_t length = sizeof between - 1;
    for (size_t at = 0; at + length <= reason.length; at++)
        if (text_is(text_slice(reason, at, at + length), between))
            return text_slice(reason, at + length, reason.length);
    return reason;
}

static void write_cell(const struct sheet *sheet, struct date date)
{
    struct html *html = sheet->html;
    const struct certificate_day *day = day_on(sheet, date);
    struct text number = number_text(sheet, date_day(date));
    if (day == NULL || !text_present(day->what)) {
        html_raw(html, "<td class=\"outside\">");
        html_element(html, "b", number);
        html_raw(html, "</td>");
        return;
    }
    size_t mark = mark_of(day);
    struct text counted = number_text(sheet, day->number);
    html_raw(html, "<td class=\"");
    html_raw(html, marks[mark].class);
    html_raw(html, day->last ? " last\">" : "\">");
    html_element(html, "b", number);
    html_element(html, "span", say_with(marks[mark].key, sheet->language, &counted, 1,
                                        html->arena));
    struct text reason = name_of_day(of_reader(sheet, day->reason_zh, day->reason_en));
    if (text_present(reason))
        html_element(html, "small", reason);
    if (day->last)
        html_element(html, "strong", words_of("deadline.cell.last", sheet->language));
    html_raw(html, "</td>");
}

/* ---- one month ---- */

static void write_weekdays(const struct sheet *sheet)
{
    static const char *const keys[] = {
        "deadline.weekday.1", "deadline.weekday.2", "deadline.weekday.3", "deadline.weekday.4",
        "deadline.weekday.5", "deadline.weekday.6", "deadline.weekday.7",
    };
    html_raw(sheet->html, "<thead><tr>");
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        html_element(sheet->html, "th scope=\"col\"", words_of(keys[i], sheet->language));
    html_raw(sheet->html, "</tr></thead>\n");
}

static void write_month(const struct sheet *sheet, int year, int month)
{
    struct html *html = sheet->html;
    const struct text name[] = {
        number_text(sheet, year),
        arena_format(html->arena, sheet->language == LANGUAGE_ENGLISH ? "%02d" : "%d", month),
    };
    html_raw(html, "<table class=\"month\">\n");
    html_element(html, "caption", say_with("deadline.month", sheet->language, name, 2,
                                           html->arena));
    write_weekdays(sheet);
    html_raw(html, "<tbody><tr>");
    int column = date_weekday(DATE(year, month, 1)) - 1, length = date_month_length(year, month);
    for (int i = 0; i < column; i++)
        html_raw(html, "<td class=\"none\"></td>");
    for (int day = 1; day <= length; day++) {
        write_cell(sheet, DATE(year, month, day));
        column = (column + 1) % 7;
        if (column == 0 && day < length)
            html_raw(html, "</tr>\n<tr>");
    }
    for (; column > 0 && column < 7; column++)
        html_raw(html, "<td class=\"none\"></td>");
    html_raw(html, "</tr></tbody></table>\n");
}

/* Months that lie wholly within a period of months say nothing a reader has to check. */
static bool month_tells(const struct sheet *sheet, int year, int month)
{
    for (int day = 1; day <= date_month_length(year, month); day++) {
        const struct certificate_day *found = day_on(sheet, DATE(year, month, day));
        if (found != NULL && text_present(found->what)
            && (found->last || !text_is(found->what, "period")))
            return true;
    }
    return false;
}

static void write_months(const struct sheet *sheet)
{
    if (sheet->day_count == 0)
        return;
    struct date first = sheet->days[0].date, last = sheet->days[sheet->day_count - 1].date;
    bool left_out = false;
    html_raw(sheet->html, "<div class=\"months\">\n");
    for (struct date at = DATE(date_year(first), date_month(first), 1);
         date_compare(at, last) <= 0; at = date_plus_months(at, 1)) {
        bool tells = month_tells(sheet, date_year(at), date_month(at));
        left_out |= !tells;
        if (tells)
            write_month(sheet, date_year(at), date_month(at));
    }
    html_raw(sheet->html, "</div>\n");
    if (left_out)
        html_element(sheet->html, "p", words_of("deadline.months-left-out", sheet->language));
}

/* ---- what stands around the months ---- */

static void write_member(const struct sheet *sheet, const char *key, struct text value)
{
    if (!text_present(value))
        return;
    html_element(sheet->html, "dt", words_of(key, sheet->language));
    html_element(sheet->html, "dd", value);
}

static void write_head(const struct sheet *sheet)
{
    const struct deadline_certificate *of = sheet->certificate;
    struct html *html = sheet->html;
    html_element(html, "p class=\"keep\"", of_reader(sheet, of->headline_zh, of->headline_en));
    html_raw(html, "<dl class=\"wide\">\n");
    write_member(sheet, "deadline.field.clock", of_reader(sheet, of->clock_zh, of->clock_en));
    write_member(sheet, "deadline.field.rule", of_reader(sheet, of->rule_zh, of->rule_en));
    write_member(sheet, "deadline.field.source",
                 of_reader(sheet, of->source_zh, of->source_en));
    if (of->known.ms != 0)
        write_member(sheet, "deadline.field.known", day_text(sheet, date_of_moment(of->known)));
    write_member(sheet, "deadline.field.published-until", day_text(sheet, of->published_until));
    html_raw(html, "</dl>\n");
}

static struct text run_days(const struct sheet *sheet, const struct certificate_run *run)
{
    if (date_compare(run->from, run->until) == 0)
        return day_text(sheet, run->from);
    return arena_format(sheet->html->arena, "%.*s – %.*s",
                        TEXT_ARGS(day_text(sheet, run->from)),
                        TEXT_ARGS(day_text(sheet, run->until)));
}

static void write_runs(const struct sheet *sheet)
{
    static const char *const heads[] = { "deadline.field.date", "deadline.field.what",
                                         "deadline.field.reason", "deadline.field.source" };
    struct html *html = sheet->html;
    const struct certificate_run *runs = sheet->certificate->runs.items;
    html_element(html, "h3", words_of("deadline.field.days", sheet->language));
    html_raw(html, "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        html_element(html, "th scope=\"col\"", words_of(heads[i], sheet->language));
    html_raw(html, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < sheet->certificate->runs.count; i++) {
        const struct certificate_run *run = &runs[i];
        struct text key = arena_format(html->arena, "deadline.run.%.*s", TEXT_ARGS(run->what));
        const struct text details[] = { number_text(sheet, run->days),
            day_text(sheet, run->until), of_reader(sheet, run->reason_zh, run->reason_en) };
        html_raw(html, "<tr>");
        html_element(html, "td class=\"days\"", run_days(sheet, run));
        html_element(html, "td", say_with(key.data, sheet->language, details, 3, html->arena));
        html_element(html, "td", details[2]);
        html_element(html, "td", of_reader(sheet, run->source_zh, run->source_en));
        html_raw(html, "</tr>\n");
    }
    html_raw(html, "</tbody></table></div>\n");
}

static void write_laws(const struct sheet *sheet)
{
    const struct certificate_law *laws = sheet->certificate->laws.items;
    if (sheet->certificate->laws.count == 0)
        return;
    html_element(sheet->html, "h3", words_of("deadline.field.laws", sheet->language));
    html_raw(sheet->html, "<ul>\n");
    for (size_t i = 0; i < sheet->certificate->laws.count; i++)
        html_element(sheet->html, "li", of_reader(sheet, laws[i].zh, laws[i].en));
    html_raw(sheet->html, "</ul>\n");
}

void certificate_markup(struct html *html, const struct deadline_certificate *certificate,
                        enum language language)
{
    const struct sheet sheet = {
        .certificate = certificate, .days = certificate->days.items,
        .day_count = certificate->days.count, .language = language, .html = html,
    };
    html_raw(html, "<div class=\"certificate\">\n");
    write_head(&sheet);
    write_months(&sheet);
    write_runs(&sheet);
    write_laws(&sheet);
    html_raw(html, "</div>\n");
}
