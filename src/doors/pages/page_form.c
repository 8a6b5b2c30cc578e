/* page_form.c: a form from the shape of an action's input. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

#include <string.h>

#define RADIOS_MAX 6            /* more are a list to choose from */
#define LINE_MAX 120            /* longer texts get an area */
#define ROWS_FIRST 3
#define DEPTH_MAX 6

struct drawing {
    const struct visit_task *task;
    const struct form_view *view;
    struct html html;
    int depth;
    bool optional;              /* inside rows that may stay empty: nothing must be filled in */
};

/* Where a field stands: in the form's names and in the faults' paths. */
struct spot {
    const struct shape *shape;
    struct text name, path;
    bool top;
};

static bool beside_a_file(const struct shape *shape, const struct field *field)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        struct text file = text_of(shape->fields[i].name), name = text_of(field->name);
        if (shape->fields[i].kind != FIELD_BYTES || !text_starts(name, file))
            continue;
        struct text ending = text_slice(name, file.length, name.length);
        if (text_is(ending, "_name") || text_is(ending, "_type"))
            return true;
    }
    return false;
}

bool form_asks(const struct page *page, const struct shape *shape, const struct field *field,
               bool top)
{
    for (size_t i = 0; top && i < page->fixed_count; i++)
        if (strcmp(page->fixed[i].field, field->name) == 0)
            return false;
    for (size_t i = 0; top && i < page->carried_count; i++)
        if (strcmp(page->carried[i], field->name) == 0)
            return false;
    struct text own = { 0 };
    text_until(text_of(page->path), '{', &own);
    if (top && text_present(own)
        && text_is(text_slice(own, 0, own.length - 1), field->name))
        return false;
    return field->kind != FIELD_TEXT || !beside_a_file(shape, field);
}

static const struct shape_fault *fault_at(const struct drawing *drawing, struct text path)
{
    if (drawing->view->faults == NULL)
        return NULL;
    const struct shape_fault *fault = drawing->view->faults->first;
    while (fault != NULL && !text_equal(fault->path, path))
        fault = fault->next;
    return fault;
}

static struct text value_of(const struct drawing *drawing, struct text name)
{
    return drawing->view->values == NULL ? (struct text){ 0 }
                                         : form_value(drawing->view->values, name);
}

static void attribute_id(struct drawing *drawing, const char *attribute, struct text name,
                         const char *ending)
{
    html_raw(&drawing->html, " ");
    html_raw(&drawing->html, attribute);
    html_raw(&drawing->html, "=\"f-");
    html_text(&drawing->html, name);
    html_raw(&drawing->html, ending);
    html_raw(&drawing->html, "\"");
}

/* ---- what stands above an input ---- */

static struct text hint_of(const struct drawing *drawing, const struct field *field)
{
    struct arena *arena = drawing->task->request->arena;
    enum language language = drawing->task->language;
    if (field->help != NULL) {
        struct text key = arena_format(arena, "%s.hint", field->help);
        if (words_has(key.data))
            return words_of(key.data, language);
    }
    /* A browser shows a day as its own language writes it: 02/10/2020 may be either. */
    if (field->kind == FIELD_DAY || field->kind == FIELD_MOMENT)
        return words_of(field->kind == FIELD_DAY ? "page.day" : "page.moment", language);
    if ((field->kind == FIELD_MONEY || field->kind == FIELD_PRICE)
        && !text_has_yuan(field_label(field, language), language))
        return words_of("page.yuan.field", language);
    if (field->kind != FIELD_BYTES)
        return (struct text){ 0 };
    int64_t bytes = field->length_max > 0 ? field->length_max : (int64_t)LIMIT_FIELD_BYTES;
    bool large = bytes >= 1000000;
    struct text size = arena_format(arena, large ? "%lld MB" : "%lld kB",
                                    (long long)(bytes / (large ? 1000000 : 1000)));
    return say_with(large ? "page.file" : "page.file.small", language, &size, 1, arena);
}

static void draw_notes(struct drawing *drawing, const struct field *field,
                       const struct spot *spot, const struct shape_fault *fault)
{
    struct html *html = &drawing->html;
    struct text hint = hint_of(drawing, field);
    if (hint.data != NULL) {
        html_raw(html, "<p class=\"hint\"");
        attribute_id(drawing, "id", spot->name, "-hint");
        html_raw(html, ">");
        html_text(html, hint);
        html_raw(html, "</p>\n");
    }
    bool file_again = field->kind == FIELD_BYTES && fault == NULL
        && value_of(drawing, spot->name).length > 0;
    if (fault == NULL && !file_again)
        return;
    html_raw(html, "<p class=\"fault\"");
    attribute_id(drawing, "id", spot->name, "-fault");
    html_raw(html, ">");
    html_text(html, file_again ? words(drawing->task, "page.file-again")
                               : fault_sentence(fault, drawing->view->entry->action->input,
                                                drawing->task->language, html->arena));
    html_raw(html, "</p>\n");
}

static void draw_must(struct drawing *drawing, const struct field *field)
{
    if ((field->flags & FIELD_REQUIRED) == 0 || drawing->optional)
        return;
    html_raw(&drawing->html, " <span class=\"must\">");
    html_text(&drawing->html, words(drawing->task, "page.required"));
    html_raw(&drawing->html, "</span>");
}

/* id, name, and what tells the blind of hint and fault. */
static void draw_names(struct drawing *drawing, const struct field *field,
                       const struct spot *spot, const struct shape_fault *fault)
{
    attribute_id(drawing, "id", spot->name, "");
    html_attribute(&drawing->html, "name", spot->name);
    if ((field->flags & FIELD_REQUIRED) != 0 && !drawing->optional)
        html_raw(&drawing->html, " aria-required=\"true\"");
    if (fault != NULL) {
        html_raw(&drawing->html, " aria-invalid=\"true\"");
        attribute_id(drawing, "aria-describedby", spot->name, "-fault");
    } else if (hint_of(drawing, field).data != NULL) {
        attribute_id(drawing, "aria-describedby", spot->name, "-hint");
    }
}

/* ---- inputs ---- */

/* By its name, or by what it says of itself where an older name does not. */
static bool is_password(const struct field *field)
{
    return strstr(field->name, "password") != NULL
        || (field->help != NULL && strstr(field->help, "password") != NULL);
}

static const char *password_kind(const struct field *field)
{
    bool fresh = field->help != NULL && strstr(field->help, "new-password") != NULL;
    return fresh ? " type=\"password\" autocomplete=\"new-password\""
                 : " type=\"password\" autocomplete=\"current-password\"";
}

static const char *input_kind(const struct field *field)
{
    switch (field->kind) {
    case FIELD_DAY: return " type=\"date\"";
    case FIELD_MOMENT: return " type=\"datetime-local\"";
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE: return " type=\"text\" inputmode=\"decimal\" class=\"short\"";
    case FIELD_COUNT:
    case FIELD_ID: return " type=\"text\" inputmode=\"numeric\" class=\"short\"";
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
    case FIELD_FLAG:
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS: break;
    }
    if (is_password(field))
        return password_kind(field);
    if (strcmp(field->name, "login") == 0)
        return " type=\"text\" autocomplete=\"username\" autocapitalize=\"none\"";
    if (strstr(field->name, "phone") != NULL)
        return " type=\"tel\" autocomplete=\"tel\"";
    return " type=\"text\"";
}

static void draw_line(struct drawing *drawing, const struct field *field,
                      const struct spot *spot, const struct shape_fault *fault)
{
    struct html *html = &drawing->html;
    struct text value = value_of(drawing, spot->name);
    /* Only a line hides what is typed, however long a password may be. */
    bool area = field->kind == FIELD_TEXT && field->length_max > LINE_MAX
        && !is_password(field);
    html_raw(html, area ? "<textarea rows=\"4\"" : "<input");
    if (!area)
        html_raw(html, field->kind == FIELD_BYTES ? " type=\"file\"" : input_kind(field));
    draw_names(drawing, field, spot, fault);
    if (field->kind == FIELD_TEXT && field->length_max > 0)
        html_attribute(html, "maxlength", arena_format(html->arena, "%d", field->length_max));
    bool hidden = is_password(field) || field->kind == FIELD_BYTES;
    if (!area && !hidden)
        html_attribute(html, "value", value);
    html_raw(html, ">");
    if (area) {
        html_raw(html, "\n");       /* a first line end would be lost */
        html_text(html, value);
        html_raw(html, "</textarea>");
    }
    html_raw(html, "\n");
}

static void draw_select(struct drawing *drawing, const struct list *choices,
                        const struct field *field, const struct spot *spot,
                        const struct shape_fault *fault)
{
    struct html *html = &drawing->html;
    const struct choice *items = choices->items;
    struct text chosen = value_of(drawing, spot->name);
    html_raw(html, "<select");
    draw_names(drawing, field, spot, fault);
    html_raw(html, ">\n<option value=\"\">");
    html_text(html, words(drawing->task, "page.choose"));
    html_raw(html, "</option>\n");
    for (size_t i = 0; i < choices->count; i++) {
        html_raw(html, "<option");
        html_attribute(html, "value", items[i].value);
        html_raw(html, text_equal(items[i].value, chosen) ? " selected>" : ">");
        html_text(html, items[i].label);
        html_raw(html, "</option>\n");
    }
    html_raw(html, "</select>\n");
}

/* What is a code for programs has another name for who picks it by its own. */
static struct text title_of(const struct drawing *drawing, const struct field *field,
                            const struct spot *spot)
{
    const struct pages_entry *entry = drawing->view->entry;
    enum language language = drawing->task->language;
    bool picked = spot->top && field->help != NULL
        && (division_is_picked(entry, field) || choices_by_page(entry->page, field) != NULL);
    const char *key = picked
        ? arena_format(drawing->html.arena, "%s.picked", field->help).data : NULL;
    return picked && words_has(key) ? words_of(key, language) : choice_title(field, language);
}

static void draw_radio(struct drawing *drawing, const struct spot *spot, struct text value,
                       struct text label, bool checked, size_t number)
{
    struct html *html = &drawing->html;
    html_raw(html, "<label class=\"choice\"><input type=\"radio\"");
    if (number == 0)
        attribute_id(drawing, "id", spot->name, "");    /* where the summary leads */
    html_attribute(html, "name", spot->name);
    html_attribute(html, "value", value);
    html_raw(html, checked ? " checked><span>" : "><span>");
    html_text(html, label);
    html_raw(html, "</span></label>\n");
}

static void draw_radios(struct drawing *drawing, const struct list *choices,
                        const struct field *field, const struct spot *spot,
                        const struct shape_fault *fault)
{
    struct html *html = &drawing->html;
    const struct choice *items = choices->items;
    struct text chosen = value_of(drawing, spot->name);
    html_raw(html, "<fieldset><legend>");
    html_text(html, title_of(drawing, field, spot));
    draw_must(drawing, field);
    html_raw(html, "</legend>\n");
    draw_notes(drawing, field, spot, fault);
    for (size_t i = 0; i < choices->count; i++)
        draw_radio(drawing, spot, items[i].value, items[i].label,
                   text_equal(items[i].value, chosen), i);
    if ((field->flags & FIELD_REQUIRED) == 0)
        draw_radio(drawing, spot, TEXT(""), words(drawing->task, "page.not-chosen"),
                   chosen.length == 0, choices->count);
    html_raw(html, "</fieldset>\n");
}

static void draw_box(struct drawing *drawing, const struct field *field,
                     const struct spot *spot, const struct shape_fault *fault)
{
    struct html *html = &drawing->html;
    struct text value = value_of(drawing, spot->name);
    bool ticked = text_is(value, "true") || text_is(value, "on") || text_is(value, "1")
        || text_is(value, "yes");
    draw_notes(drawing, field, spot, fault);
    html_raw(html, "<label class=\"choice\"><input type=\"checkbox\" value=\"true\"");
    draw_names(drawing, field, spot, fault);
    html_raw(html, ticked ? " checked><span>" : "><span>");
    html_text(html, field_label(field, drawing->task->language));
    draw_must(drawing, field);
    html_raw(html, "</span></label>\n");
}

static void draw_scalar(struct drawing *drawing, const struct field *field,
                        const struct spot *spot)
{
    struct html *html = &drawing->html;
    const struct shape_fault *fault = fault_at(drawing, spot->path);
    const struct list choices = choices_of(drawing->task, drawing->view->entry->page, field,
                                           spot->top, value_of(drawing, spot->name));
    if (spot->top && !form_may_ask(drawing->task, drawing->view->entry->page, field, &choices))
        return;
    html_raw(html, fault == NULL ? "<div class=\"field\">" : "<div class=\"field wrong\">");
    if (field->kind == FIELD_FLAG) {
        draw_box(drawing, field, spot, fault);
    } else if (choices.count > 0 && choices.count <= RADIOS_MAX) {
        draw_radios(drawing, &choices, field, spot, fault);
    } else {
        html_raw(html, "<label");
        attribute_id(drawing, "for", spot->name, "");
        html_raw(html, ">");
        html_text(html, title_of(drawing, field, spot));
        draw_must(drawing, field);
        html_raw(html, "</label>\n");
        draw_notes(drawing, field, spot, fault);
        if (spot->top && division_is_picked(drawing->view->entry, field))
            division_draw(html, drawing->task, field->name, drawing->view->values);
        else if (choices.count > 0)
            draw_select(drawing, &choices, field, spot, fault);
        else
            draw_line(drawing, field, spot, fault);
    }
    html_raw(html, "</div>\n");
}

/* ---- structs and lists ---- */

static void draw_struct(struct drawing *drawing, const struct spot *spot);

static void draw_group(struct drawing *drawing, const struct spot *spot, struct text legend)
{
    html_raw(&drawing->html, "<fieldset class=\"group\"><legend>");
    html_text(&drawing->html, legend);
    html_raw(&drawing->html, "</legend>\n");
    draw_struct(drawing, spot);
    html_raw(&drawing->html, "</fieldset>\n");
}

static int rows_given(const struct drawing *drawing, struct text name)
{
    int rows = 0;
    const struct form_field *field = drawing->view->values == NULL
        ? NULL : drawing->view->values->first;
    for (; field != NULL; field = field->next) {
        struct text rest = text_slice(field->name, name.length, field->name.length);
        int64_t row;
        if (text_starts(field->name, name) && text_starts(rest, TEXT("."))
            && text_to_int64(text_until(text_slice(rest, 1, rest.length), '.', &rest), &row)
            && row >= rows && row < FORM_FIELDS_MAX)
            rows = (int)row + 1;
    }
    return rows;
}

static void draw_list(struct drawing *drawing, const struct field *field,
                      const struct spot *spot)
{
    struct arena *arena = drawing->html.arena;
    int rows = rows_given(drawing, spot->name);
    int rows_max = field->length_max > 0 ? field->length_max : LIMIT_LINES_A_CALL;
    rows += rows == 0 ? ROWS_FIRST : 1;
    rows = rows > rows_max ? rows_max : rows;
    const struct shape_fault *fault = fault_at(drawing, spot->path);
    html_raw(&drawing->html, "<div");
    attribute_id(drawing, "id", spot->name, "");
    html_raw(&drawing->html, ">\n");
    html_element(&drawing->html, "h2", field_label(field, drawing->task->language));
    draw_notes(drawing, field, spot, fault);
    bool optional = drawing->optional;
    for (int i = 0; i < rows; i++) {
        drawing->optional = optional || i > 0 || (field->flags & FIELD_REQUIRED) == 0;
        struct spot row = {
            .shape = field->of,
            .name = arena_format(arena, "%.*s.%d.", TEXT_ARGS(spot->name), i),
            .path = arena_format(arena, "%.*s[%d].", TEXT_ARGS(spot->path), i),
        };
        struct text number = arena_format(arena, "%d", i + 1);
        draw_group(drawing, &row, say_with("page.row", drawing->task->language, &number, 1,
                                           arena));
    }
    drawing->optional = optional;
    html_raw(&drawing->html, "</div>\n");
}

/* As deep as shapes are, which are ours. `spot` has names that end in a dot, or none. */
static void draw_struct(struct drawing *drawing, const struct spot *spot)
{
    struct arena *arena = drawing->html.arena;
    CHECK(drawing->depth < DEPTH_MAX);
    drawing->depth++;
    for (size_t i = 0; i < spot->shape->field_count; i++) {
        const struct field *field = &spot->shape->fields[i];
        if (!form_asks(drawing->view->entry->page, spot->shape, field, spot->top))
            continue;
        struct spot at = {
            .shape = field->of, .top = spot->top,
            .name = arena_format(arena, "%.*s%s", TEXT_ARGS(spot->name), field->name),
            .path = arena_format(arena, "%.*s%s", TEXT_ARGS(spot->path), field->name),
        };
        if (field->kind == FIELD_LIST) {
            draw_list(drawing, field, &at);
        } else if (field->kind == FIELD_OBJECT) {
            at.name = arena_format(arena, "%.*s.", TEXT_ARGS(at.name));
            at.path = arena_format(arena, "%.*s.", TEXT_ARGS(at.path));
            draw_group(drawing, &at, field_label(field, drawing->task->language));
        } else {
            draw_scalar(drawing, field, &at);
        }
    }
    drawing->depth--;
}

/* ---- above and around ---- */

static struct text name_of_path(struct text path, struct arena *arena)
{
    char *bytes = arena_take(arena, path.length + 1);
    struct builder builder = builder_over(bytes, path.length + 1);
    for (size_t i = 0; i < path.length; i++)
        if (path.data[i] != ']')
            builder_add_char(&builder, path.data[i] == '[' ? '.' : path.data[i]);
    return builder_text(&builder);
}

static void draw_summary(struct drawing *drawing)
{
    struct html *html = &drawing->html;
    const struct form_view *view = drawing->view;
    enum language language = drawing->task->language;
    if (view->problem == NULL && view->faults == NULL)
        return;
    html_raw(html, "<div class=\"summary\" role=\"alert\">\n");
    html_element(html, "h2", words(drawing->task, view->problem == NULL ? "page.summary"
                                                                        : "page.refused"));
    if (view->problem != NULL) {
        struct text sentence = problem_sentence(view->problem, language, html->arena);
        bool leads = view->problem->field != NULL
            && shape_field(view->entry->action->input, text_of(view->problem->field)) != NULL;
        html_raw(html, "<p>");
        if (leads) {
            html_raw(html, "<a href=\"#f-");
            html_text(html, text_of(view->problem->field));
            html_raw(html, "\">");
        }
        html_text(html, sentence);
        html_raw(html, leads ? "</a></p>\n" : "</p>\n");
    }
    if (view->faults != NULL) {
        html_raw(html, "<ul>\n");
        const struct shape_fault *fault = view->faults->first;
        for (; fault != NULL; fault = fault->next) {
            html_raw(html, "<li><a href=\"#f-");
            html_text(html, name_of_path(fault->path, html->arena));
            html_raw(html, "\">");
            if (fault->field != NULL) {
                html_text(html, field_label(fault->field, language));
                html_text(html, language == LANGUAGE_ENGLISH ? TEXT(": ") : TEXT("："));
            }
            html_text(html, fault_sentence(fault, view->entry->action->input, language,
                                           html->arena));
            html_raw(html, "</a></li>\n");
        }
        html_raw(html, "</ul>\n");
    }
    html_raw(html, "</div>\n");
}

static void draw_opening(struct drawing *drawing)
{
    struct html *html = &drawing->html;
    const struct form_view *view = drawing->view;
    const struct visit_task *task = drawing->task;
    bool get = form_is_get(view->entry);
    html_raw(html, get ? "<form method=\"get\" novalidate action=\""
             : "<form method=\"post\" novalidate action=\"");
    html_text(html, page_address(task, view->entry));
    if (!get) {
        html_text(html, task->query);
        if (text_present(task->then)) {
            html_raw(html, task->query.length > 0 ? "&amp;then=" : "?then=");
            html_query(html, task->then);
        }
    }
    html_raw(html, !get && form_takes_files(view->entry->action->input)
             ? "\" enctype=\"multipart/form-data\">\n" : "\">\n");
    struct text hidden = get ? text_slice(task->query, sizeof "?lang=" - 1, task->query.length)
                             : view->key;
    if (hidden.length == 0)
        return;
    html_raw(html, get ? "<input type=\"hidden\" name=\"lang\""
                       : "<input type=\"hidden\" name=\"_key\"");
    html_attribute(html, "value", hidden);
    html_raw(html, ">\n");
}

static void draw_hidden(struct drawing *drawing, const char *name)
{
    struct text value = value_of(drawing, text_of(name));
    if (value.length == 0)
        return;
    html_raw(&drawing->html, "<input type=\"hidden\"");
    html_attribute(&drawing->html, "name", text_of(name));
    html_attribute(&drawing->html, "value", value);
    html_raw(&drawing->html, ">\n");
}

/* What came with the address and is not asked. */
static void draw_carried(struct drawing *drawing)
{
    const struct page *page = drawing->view->entry->page;
    for (size_t i = 0; i < page->carried_count; i++)
        draw_hidden(drawing, page->carried[i]);
    if (page->own != NULL && actor_is_person(&drawing->task->visitor.actor))
        draw_hidden(drawing, page->own);
}

static void draw_form(struct drawing *drawing)
{
    struct html *html = &drawing->html;
    const struct page *page = drawing->view->entry->page;
    const struct action *action = drawing->view->entry->action;
    const char *intro = page->intro != NULL ? page->intro : action->help;
    /* What the heading says is not said twice. */
    if (intro != NULL && !text_equal(words(drawing->task, intro),
                                     words(drawing->task, page->title)))
        html_element(html, "p", words(drawing->task, intro));
    draw_opening(drawing);
    draw_carried(drawing);
    struct spot root = { .shape = action->input, .name = TEXT(""), .path = TEXT(""),
                         .top = true };
    draw_struct(drawing, &root);
    const char *button = page->button != NULL ? page->button
        : (action->flags & ACTION_READ) != 0 ? "page.look-up" : "page.send";
    html_raw(html, "<button>");
    html_text(html, words(drawing->task, button));
    html_raw(html, "</button>\n</form>\n");
}

/* What is asked and what was answered. */
static void draw_body(struct drawing *drawing)
{
    struct html *html = &drawing->html;
    const struct page *page = drawing->view->entry->page;
    bool answered = drawing->view->below.length > 0;
    bool bare = answered && ((page->flags & PAGE_BARE) != 0
                             || form_is_own_alone(drawing->task, drawing->view->entry));
    bool below = answered && (page->flags & PAGE_FORM_BELOW) != 0;
    if (!bare && !below)
        draw_form(drawing);
    html_markup(html, drawing->view->below);
    if (!bare && below) {
        html_raw(html, "<section class=\"card screen\">\n");
        draw_form(drawing);
        html_raw(html, "</section>\n");
    }
}

void form_draw(const struct visit_task *task, int status, const struct form_view *view)
{
    struct drawing drawing = { .task = task, .view = view };
    struct html *html = &drawing.html;
    html_init(html, task->request->arena);
    const struct page *page = view->entry->page;
    struct text title = text_present(view->title) ? view->title : words(task, page->title);
    if ((page->flags & PAGE_SHEET) == 0 || view->below.length == 0)
        html_element(html, "h1", title);
    draw_summary(&drawing);
    draw_body(&drawing);
    struct page_frame frame = { .status = status, .title = title,
                                .problem = view->problem != NULL || view->faults != NULL };
    page_answer(task, &frame, html_result(html));
}
