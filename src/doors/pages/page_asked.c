/* page_asked.c: what a field is chosen from, where only the store knows it: offices by their names.
 * The house is asked first, and the form drawn when it has answered. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"

static const struct page_asked *asked_of(const struct page *page)
{
    for (size_t i = 0; i < page->choice_count; i++)
        if (page->choices[i].of == NULL)
            return page->choices[i].asked;
    return NULL;
}

/* Where the read that is asked has what is wanted. */
struct asked_place {
    const struct action *action;
    const struct field *rows, *value, *name, *place;
};

static bool has_kind(const struct field *field, enum field_kind kind)
{
    return field != NULL && field->kind == kind;
}

static bool find_place(const struct pages *pages, const struct page_asked *asked,
                       struct asked_place *ret_place)
{
    struct asked_place found = {
        .action = house_action(pages->plan.house, text_of(asked->action)),
    };
    if (found.action == NULL || (found.action->flags & ACTION_READ) == 0)
        return false;
    found.place = shape_field(found.action->input, text_of(asked->place));
    found.rows = shape_field(found.action->answer, text_of(asked->list));
    if (!has_kind(found.place, FIELD_COUNT) || !has_kind(found.rows, FIELD_LIST))
        return false;
    found.value = shape_field(found.rows->of, text_of(asked->value));
    found.name = shape_field(found.rows->of, text_of(asked->name));
    *ret_place = found;
    return has_kind(found.value, FIELD_ID) && has_kind(found.name, FIELD_TEXT);
}

bool page_asks_soundly(const struct pages *pages, const struct page *page)
{
    const struct page_asked *asked = asked_of(page);
    struct asked_place place;
    return asked == NULL || find_place(pages, asked, &place);
}

struct form_waiting {
    struct call call;
    const struct visit_task *task;
    struct asked_place place;
    int status;
    struct form_view view;
    struct problem problem;
};

/* Copied: what the answer points into may go. */
static void keep_rows(const struct form_waiting *waiting)
{
    const struct asked_place *place = &waiting->place;
    struct arena *arena = waiting->task->request->arena;
    const struct list *found = field_in(place->rows, waiting->call.answer);
    struct choice *choices = ARENA_ARRAY(arena, struct choice, found->count + 1);
    for (size_t i = 0; i < found->count; i++) {
        const char *row = (const char *)found->items + i * place->rows->of->size;
        choices[i] = (struct choice){
            arena_format(arena, "%lld",
                         (long long)*(const int64_t *)field_in(place->value, row)),
            arena_text(arena, *(const struct text *)field_in(place->name, row)),
        };
    }
    *waiting->task->asked = (struct list){ choices, found->count };
}

static void asked_done(struct call *call)
{
    struct form_waiting *waiting = call->door_data;
    struct house *house = waiting->task->pages->plan.house;
    if (call->status == CALL_DONE && call->answer != NULL) {
        keep_rows(waiting);
    } else if (call->status == CALL_FAULT) {
        struct log_line line;
        log_begin(&line, waiting->task->pages->plan.log, LOG_LEVEL_FAULT, "door.pages.fault");
        log_text(&line, "action", text_of(call->request.action->name));
        log_text(&line, "why", call->fault);
        log_end(&line);
    }
    house->finish(house, call);
    form_draw(waiting->task, waiting->status, &waiting->view);
}

static void ask(struct form_waiting *waiting)
{
    struct house *house = waiting->task->pages->plan.house;
    struct arena *arena = waiting->task->request->arena;
    const struct asked_place *place = &waiting->place;
    void *input = arena_take(arena, place->action->input->size);
    *(int64_t *)field_at(place->place, input) = waiting->task->visitor.actor.division;
    struct call *call = &waiting->call;
    call->actor = waiting->task->visitor.actor;
    call->done = asked_done;
    call->door_data = waiting;
    call->request = (struct request){
        .action = place->action, .actor = &call->actor, .input = input, .arena = arena,
        .door = TEXT("pages"),
    };
    house->submit(house, call);
}

void page_form(const struct visit_task *task, int status, const struct form_view *view)
{
    const struct page_asked *asked = asked_of(view->entry->page);
    if (asked == NULL) {
        form_draw(task, status, view);
        return;
    }
    struct form_waiting *waiting = ARENA_NEW(task->request->arena, struct form_waiting);
    bool sound = find_place(task->pages, asked, &waiting->place);
    CHECK(sound);       /* looked at when the pages were begun */
    waiting->task = task;
    waiting->status = status;
    waiting->view = *view;
    if (view->problem != NULL) {
        waiting->problem = *view->problem;
        waiting->view.problem = &waiting->problem;
    }
    ask(waiting);
}
