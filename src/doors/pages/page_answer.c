/* page_answer.c: an answer as a page: what to keep, then each field, lists as tables, and why. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "core/rules.h"

#include <string.h>

#define SCALAR_BYTES 64
#define ROWS_TOGETHER 40        /* of a list by days; more are folded, */
#define ROWS_A_DAY 4            /* where a day has so many of them */
#define DEPTH_MAX 6

struct showing {
    const struct pages *pages;
    const struct page *page;
    const struct call *call;
    enum language language;
    struct html html;
    int depth;
};

static bool is_amount(const struct field *field)
{
    return field->kind == FIELD_MONEY || field->kind == FIELD_PRICE
        || field->kind == FIELD_QUANTITY || field->kind == FIELD_SHARE
        || field->kind == FIELD_COUNT;
}

/* A text that is the key of a sentence stands for it. */
static struct text text_shown(const struct showing *showing, struct text text)
{
    if (text.length == 0 || text.length > 80 || memchr(text.data, '.', text.length) == NULL)
        return text;
    struct text key = arena_text(showing->html.arena, text);
    return words_has(key.data) ? words_of(key.data, showing->language) : text;
}

/* "2020年2月10日 09:00": as people write it, no zone, no seconds. */
struct text moment_told(struct moment moment, enum language language, struct arena *arena)
{
    struct page_parts parts = { .arena = arena, .language = language };
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    moment_write(&builder, moment);
    CHECK(!builder.overflow);
    struct text day = page_day(&parts, date_of_moment(moment));
    struct text hour = text_slice(builder_text(&builder), sizeof "2020-02-10 " - 1,
                                  sizeof "2020-02-10 09:00" - 1);
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(day), TEXT_ARGS(hour));
}

static struct text day_shown(const struct showing *showing, struct date day)
{
    struct page_parts parts = { .arena = showing->html.arena, .language = showing->language };
    return page_day(&parts, day);
}

static struct text value_shown(const struct showing *showing, const struct field *field,
                               const void *object)
{
    const void *value = field_in(field, object);
    if (field->kind == FIELD_TEXT || field->kind == FIELD_CODE)
        return text_shown(showing, choice_label(field, *(const struct text *)value,
                                                showing->language, showing->html.arena));
    if (field->kind == FIELD_FLAG)
        return words_of(*(const bool *)value ? "page.yes" : "page.no", showing->language);
    if (field->kind == FIELD_BYTES || field->kind == FIELD_LIST || field->kind == FIELD_OBJECT)
        return (struct text){ 0 };
    if (field->kind == FIELD_MOMENT)
        return moment_told(*(const struct moment *)value, showing->language, showing->html.arena);
    if (field->kind == FIELD_DAY)
        return day_shown(showing, *(const struct date *)value);
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    field_write(field, object, &builder);
    CHECK(!builder.overflow);
    return arena_text(showing->html.arena, builder_text(&builder));
}

/* Only what has a label is for people; the rest of an answer is for programs. Of a sentence that
 * stands in both languages (`next_zh`, `next_en`) the reader's is shown. */
static bool is_for_reader(const struct showing *showing, const struct field *field)
{
    const char *other = showing->language == LANGUAGE_CHINESE ? "en" : "zh";
    size_t length = strlen(field->name);
    bool ends = length >= 2 && strcmp(field->name + length - 2, other) == 0;
    return field->help != NULL && !(ends && (length == 2 || field->name[length - 3] == '_'));
}

/* An empty cell, not a zero, where a row has no such thing. */
static struct text cell_shown(const struct showing *showing, const struct field *field,
                              const void *object)
{
    return (field->flags & FIELD_SPARSE) != 0 && field_is_zero(field, object)
        ? (struct text){ 0 } : value_shown(showing, field, object);
}

/* "notice.board.late" is shown in words, and as what is late. */
static bool is_late(const struct showing *showing, const struct field *field, const void *object)
{
    const struct text *text = field_in(field, object);
    return field->kind == FIELD_TEXT && text_ends(*text, TEXT(".late"))
        && !text_equal(text_shown(showing, *text), *text);
}

/* An amount says of what: "6647.00 元", a column of them "金额（元）". */
static struct text in_yuan(const struct showing *showing, const struct field *field,
                           struct text text, const char *key)
{
    if ((field->kind != FIELD_MONEY && field->kind != FIELD_PRICE) || text.length == 0
        || text_has_yuan(text, showing->language))
        return text;
    return say_with(key, showing->language, &text, 1, showing->html.arena);
}

static struct text column_title(const struct showing *showing, const struct field *field)
{
    return in_yuan(showing, field, choice_title(field, showing->language), "page.yuan.column");
}

/* On a narrow screen each cell is a line of its own, with its heading before it. */
static void cell_begin(struct showing *showing, const struct field *field, const void *object)
{
    html_raw(&showing->html, is_amount(field) ? "<td class=\"amount\""
             : field->kind == FIELD_DAY ? "<td class=\"days\""
             : field->kind == FIELD_MOMENT ? "<td class=\"moment\""
             : is_late(showing, field, object) ? "<td class=\"late\"" : "<td");
    html_attribute(&showing->html, "data-label", column_title(showing, field));
    html_raw(&showing->html, ">");
}

/* The first cell of a row leads to its own page. */
static void show_linked(struct showing *showing, const struct field *field,
                        const struct shape *shape, const void *object,
                        const struct pages_entry *to)
{
    struct html *html = &showing->html;
    cell_begin(showing, field, object);
    link_begin(html, to->page->path, showing->language, NULL);
    link_fields(html, shape, object, to->action->input);
    if (showing->call->answer != object)
        link_fields(html, showing->call->request.action->answer, showing->call->answer,
                    to->action->input);
    html_raw(html, "\">");
    html_text_whole(html, cell_shown(showing, field, object));
    html_raw(html, "</a></td>");
}

/* A box a row, sent to the page that takes many of them. */
static void show_tick(struct showing *showing, const struct field *list,
                      const struct shape *shape, const void *object, size_t row)
{
    const struct page *page = showing->page;
    const struct field *field = shape_field(shape, text_of(page->tick_field));
    struct html *html = &showing->html;
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    CHECK(field != NULL);
    field_write(field, object, &builder);
    html_raw(html, "<td><input type=\"checkbox\"");
    html_attribute(html, "name", arena_format(html->arena, "%s.%zu.%s", list->name, row,
                                              page->tick_field));
    html_attribute(html, "value", builder_text(&builder));
    html_attribute(html, "aria-label", words_of("page.tick", showing->language));
    html_raw(html, "></td>");
}

/* A column in which no row has anything is left out. */
static bool column_shown(const struct showing *showing, const struct field *field,
                         const struct shape *shape, const struct list *list)
{
    if (!is_for_reader(showing, field))
        return false;
    bool used = (field->flags & FIELD_SPARSE) == 0 || list->count == 0;
    for (size_t row = 0; row < list->count && !used; row++)
        used = !field_is_zero(field, (const char *)list->items + row * shape->size);
    return used;
}

static void show_row(struct showing *showing, const struct field *field,
                     const struct list *list, size_t row, bool ticks)
{
    struct html *html = &showing->html;
    const struct shape *shape = field->of;
    const void *object = (const char *)list->items + row * shape->size;
    const struct pages_entry *to = link_of_list(showing->pages, showing->page, field);
    html_raw(html, "<tr>");
    if (ticks)
        show_tick(showing, field, shape, object, row);
    for (size_t i = 0; i < shape->field_count; i++) {
        if (!column_shown(showing, &shape->fields[i], shape, list))
            continue;
        if (to != NULL) {
            show_linked(showing, &shape->fields[i], shape, object, to);
            to = NULL;
            continue;
        }
        cell_begin(showing, &shape->fields[i], object);
        html_text_whole(html, cell_shown(showing, &shape->fields[i], object));
        html_raw(html, "</td>");
    }
    html_raw(html, "</tr>\n");
}

/* The rows from one on to before another, under the heads of their columns. */
static void show_rows(struct showing *showing, const struct field *field,
                      const struct list *list, size_t from, size_t until, bool ticks)
{
    struct html *html = &showing->html;
    const struct shape *shape = field->of;
    html_raw(html, "<div class=\"scroll\" tabindex=\"0\"><table class=\"rows\">\n<thead><tr>");
    if (ticks)
        html_raw(html, "<th></th>");
    for (size_t i = 0; i < shape->field_count; i++)
        if (column_shown(showing, &shape->fields[i], shape, list))
            html_element(html, is_amount(&shape->fields[i])
                             ? "th scope=\"col\" class=\"amount\"" : "th scope=\"col\"",
                         column_title(showing, &shape->fields[i]));
    html_raw(html, "</tr></thead>\n<tbody>\n");
    for (size_t row = from; row < until; row++)
        show_row(showing, field, list, row, ticks);
    html_raw(html, "</tbody></table></div>\n");
}

static struct date day_of_row(const struct shape *shape, const struct list *list, size_t row)
{
    return *(const struct date *)field_in(&shape->fields[0], (const char *)list->items
                                                                 + row * shape->size);
}

static bool is_by_days(const struct shape *shape, const struct list *list)
{
    size_t days = 0;
    if (list->count <= ROWS_TOGETHER || shape->fields[0].kind != FIELD_DAY)
        return false;
    for (size_t row = 0; row < list->count; row++)
        days += row == 0 || day_of_row(shape, list, row).yyyymmdd
            != day_of_row(shape, list, row - 1).yyyymmdd;
    return days * ROWS_A_DAY <= list->count;
}

/* Many rows that begin with a day, in its order: a day at a time, the first open. */
static void show_days(struct showing *showing, const struct field *field,
                      const struct list *list)
{
    struct html *html = &showing->html;
    for (size_t from = 0, until; from < list->count; from = until) {
        struct date day = day_of_row(field->of, list, from);
        for (until = from + 1; until < list->count; until++)
            if (day_of_row(field->of, list, until).yyyymmdd != day.yyyymmdd)
                break;
        html_raw(html, from == 0 ? "<details open><summary>" : "<details><summary>");
        html_text(html, day_shown(showing, day));
        html_raw(html, "</summary>\n");
        show_rows(showing, field, list, from, until, false);
        html_raw(html, "</details>\n");
    }
}

static void show_table(struct showing *showing, const struct field *field,
                       const struct list *list)
{
    struct html *html = &showing->html;
    const struct page *page = showing->page;
    bool ticks = page->tick_path != NULL && list->count > 0 && showing->depth == 1;
    html_element(html, "h2", field_label(field, showing->language));
    if (!ticks && is_by_days(field->of, list)) {
        show_days(showing, field, list);
        return;
    }
    if (ticks) {
        html_raw(html, "<form method=\"get\" action=\"");
        html_text(html, text_of(page->tick_path));
        html_raw(html, "\">\n<input type=\"hidden\" name=\"lang\"");
        html_attribute(html, "value", showing->language == LANGUAGE_ENGLISH ? TEXT("en")
                                                                            : TEXT("zh"));
        html_raw(html, ">\n");
    }
    show_rows(showing, field, list, 0, list->count, ticks);
    if (ticks) {
        html_raw(html, "<button class=\"quiet\">");
        html_text(html, words_of("page.ticked", showing->language));
        html_raw(html, "</button>\n</form>\n");
    }
}

static bool is_shown(const struct showing *showing, const struct field *field,
                     const void *object)
{
    if (!is_for_reader(showing, field) || field_is_absent(field, object)
        || field->kind == FIELD_BYTES
        || strcmp(field->name, "token") == 0)
        return false;
    if ((field->flags & FIELD_SPARSE) != 0 && field_is_zero(field, object))
        return false;
    const char *keep = showing->page->keep;
    bool sheet = (showing->page->flags & PAGE_SHEET) != 0 && showing->depth == 1;
    if (sheet && (strncmp(field->name, "title", 5) == 0 || strncmp(field->name, "body", 4) == 0
                  || strncmp(field->name, "check_", 6) == 0
                  || strcmp(field->name, "void_zh") == 0 || strcmp(field->name, "void_en") == 0
                  || strcmp(field->name, "number") == 0))
        return false;
    return showing->depth > 1 || keep == NULL || strcmp(field->name, keep) != 0;
}

static bool anything_shown(struct showing *showing, const struct shape *shape,
                           const void *object)
{
    bool any = false;
    showing->depth++;
    for (size_t i = 0; i < shape->field_count; i++)
        any = any || is_shown(showing, &shape->fields[i], object);
    showing->depth--;
    return any;
}

/* A page of ours is opened, not read. */
static void show_value(struct showing *showing, const struct field *field, struct text value)
{
    struct html *html = &showing->html;
    if (strcmp(field->name, "path") != 0) {
        html_text_whole(html, value);
        return;
    }
    html_raw(html, "<a");
    html_attribute(html, "href", value);
    html_raw(html, ">");
    html_text(html, words_of("page.opens", showing->language));
    html_raw(html, "</a>");
}

/* As deep as shapes are, which are ours. */
static void show_struct(struct showing *showing, const struct shape *shape, const void *object)
{
    struct html *html = &showing->html;
    CHECK(showing->depth < DEPTH_MAX);
    showing->depth++;
    bool any = false;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == FIELD_LIST || field->kind == FIELD_OBJECT
            || !is_shown(showing, field, object))
            continue;
        html_raw(html, any ? "" : "<dl class=\"wide\">\n");
        any = true;
        html_element(html, "dt", choice_title(field, showing->language));
        html_raw(html, "<dd>");
        show_value(showing, field, in_yuan(showing, field,
                                           value_shown(showing, field, object), "page.yuan"));
        html_raw(html, "</dd>\n");
    }
    html_raw(html, any ? "</dl>\n" : "");
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_shown(showing, field, object))
            continue;
        if (field->kind == FIELD_LIST) {
            show_table(showing, field, field_in(field, object));
        } else if (field->kind == FIELD_OBJECT) {
            html_element(html, "h2", field_label(field, showing->language));
            if (field->of == &deadline_certificate_shape)
                certificate_markup(html, field_in(field, object), showing->language);
            else
                show_struct(showing, field->of, field_in(field, object));
        }
    }
    showing->depth--;
}

/* ---- why ---- */

static void show_money(struct html *html, struct money money)
{
    char bytes[SCALAR_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    money_write(&builder, money);
    html_element(html, "td class=\"amount\"", builder_text(&builder));
}

static void show_trail(struct showing *showing)
{
    static const char *const HEADINGS[] = { "page.why.step", "page.why.base",
                                            "page.why.result", "page.why.source" };
    struct html *html = &showing->html;
    if (showing->call->trail.count == 0)
        return;
    html_raw(html, "<details><summary>");
    html_text(html, words_of("page.why", showing->language));
    html_raw(html, "</summary>\n<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for (size_t i = 0; i < COUNT_OF(HEADINGS); i++)
        html_element(html, i == 1 || i == 2 ? "th scope=\"col\" class=\"amount\""
                                            : "th scope=\"col\"",
                     words_of(HEADINGS[i], showing->language));
    html_raw(html, "</tr></thead>\n<tbody>\n");
    const struct trail_line *line = showing->call->trail.first;
    for (; line != NULL; line = line->next) {
        html_raw(html, "<tr>");
        html_element(html, "td", trail_sentence(line, showing->language, html->arena));
        show_money(html, line->base);
        show_money(html, line->result);
        html_element(html, "td", line->rule == NULL
                     ? TEXT("") : rule_source(line->rule, showing->language));
        html_raw(html, "</tr>\n");
    }
    html_raw(html, "</tbody></table></div></details>\n");
}

/* ---- the page to go on to ---- */

static void show_next(struct showing *showing, const void *answer)
{
    const struct page *page = showing->page;
    const struct pages_entry *next = page->next == NULL ? NULL
        : page_of_path(showing->pages, text_of(page->next));
    if (next == NULL)
        return;
    struct html *html = &showing->html;
    html_raw(html, "<p class=\"screen\">");
    link_begin(html, page->next, showing->language, "button");
    link_fields(html, showing->call->request.action->answer, answer, next->action->input);
    html_raw(html, "\">");
    html_text(html, words_of(next->page->title, showing->language));
    html_raw(html, "</a></p>\n");
}

/* What must be kept, large, and as a code a telephone reads: the page where it is looked up. */
static void show_keep(struct showing *showing, const struct field *keep, struct text origin)
{
    struct html *html = &showing->html;
    const void *answer = showing->call->answer;
    struct text kept = value_shown(showing, keep, answer);
    html_raw(html, "<p>");
    html_text(html, field_label(keep, showing->language));
    html_raw(html, "</p>\n");
    html_element(html, "p class=\"keep\"", kept);
    html_element(html, "p", words_of("page.keep", showing->language));
    if ((showing->page->flags & PAGE_QR) == 0 || !text_present(origin))
        return;
    qr_markup(html, arena_format(html->arena, "%.*s%s?%s=%.*s", TEXT_ARGS(origin),
                                 showing->page->next == NULL ? showing->page->path
                                                             : showing->page->next,
                                 keep->name, TEXT_ARGS(kept)), kept);
}

struct text answer_markup(const struct pages *pages, const struct page *page,
                          const struct call *call, enum language language, bool heading,
                          struct text origin, struct arena *arena)
{
    struct showing showing = { .pages = pages, .page = page, .call = call,
                               .language = language };
    struct html *html = &showing.html;
    html_init(html, arena);
    const struct shape *shape = call->request.action->answer;
    const char *done = page->done != NULL ? page->done : "page.done";
    const struct field *keep = page->keep == NULL ? NULL
        : shape_field(shape, text_of(page->keep));
    if (heading) {
        html_raw(html, "<div class=\"done\" role=\"status\">\n");
        html_element(html, "h1", words_of(done, language));
        if (keep != NULL && call->answer != NULL && !field_is_absent(keep, call->answer))
            show_keep(&showing, keep, origin);
        html_raw(html, "</div>\n");
    } else if ((page->flags & (PAGE_BARE | PAGE_SHEET)) == 0) {
        html_element(html, "h2 id=\"found\"", words_of("page.found", language));
    }
    if ((page->flags & PAGE_SHEET) != 0 && call->answer != NULL)
        sheet_markup(html, call, language);
    if (call->answer != NULL && anything_shown(&showing, shape, call->answer)) {
        html_raw(html, "<div class=\"card\">\n");
        show_struct(&showing, shape, call->answer);
        html_raw(html, "</div>\n");
    }
    show_trail(&showing);
    if (call->answer != NULL) {
        show_next(&showing, call->answer);
        link_more(html, pages, page, call, language);
    }
    return html_result(html);
}
