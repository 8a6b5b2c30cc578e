/* api_route.c: routes from rows. A path is cut into steps; a literal step wins over one in braces,
 * the leftmost first. */

#include "doors/http/api_inside.h"

#include "base/check.h"

#include <string.h>

static bool refuse_row(const struct action *action, const char *why, struct arena *arena,
                       struct text *ret_reason)
{
    *ret_reason = arena_format(arena, "action %s (%s %s): %s", action->name, action->method,
                               action->path, why);
    return false;
}

static int path_cut(struct text path, struct text steps[API_STEPS_MAX])
{
    struct text left = text_slice(path, 1, path.length);
    int count = 0;
    while (left.data != NULL) {
        if (count == API_STEPS_MAX)
            return -1;
        steps[count++] = text_until(left, '/', &left);
    }
    return count;
}

static bool field_is_scalar(const struct field *field)
{
    return field->kind != FIELD_LIST && field->kind != FIELD_OBJECT && field->kind != FIELD_BYTES;
}

static bool route_fields(struct route *route, struct arena *arena, struct text *ret_reason)
{
    const struct action *action = route->action;
    for (int i = 0; i < route->step_count; i++) {
        struct text step = route->step[i];
        if (!text_starts(step, TEXT("{")))
            continue;
        struct text name = text_slice(step, 1, step.length - 1);
        const struct field *field = shape_field(action->input, name);
        if (!text_ends(step, TEXT("}")) || field == NULL || !field_is_scalar(field))
            return refuse_row(action, "a step in braces is no scalar input field", arena,
                              ret_reason);
        if ((field->flags & FIELD_PRIVATE) != 0)
            return refuse_row(action, "a private field stands in the path", arena, ret_reason);
        route->field[i] = field;
    }
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        route->has_bytes = route->has_bytes || field->kind == FIELD_BYTES
            || field->kind == FIELD_LIST;
        if (route->query_input && (field->flags & FIELD_PRIVATE) != 0)
            return refuse_row(action, "a private field would stand in the query", arena,
                              ret_reason);
        if (route->query_input
            && (strcmp(field->name, "lang") == 0 || strcmp(field->name, "explain") == 0
                || strcmp(field->name, "as") == 0))
            return refuse_row(action, "lang, explain and as are the door's own", arena,
                              ret_reason);
    }
    return true;
}

static bool route_fill(struct route *route, const struct action *action, struct arena *arena,
                       struct text *ret_reason)
{
    route->action = action;
    route->method = text_of(action->method);
    route->path = text_of(action->path);
    route->query_input = text_is(route->method, "GET");
    if (!text_starts(route->path, TEXT(API_ROOT "/")))
        return refuse_row(action, "the path does not begin with " API_ROOT, arena, ret_reason);
    route->step_count = path_cut(route->path, route->step);
    if (route->step_count < 0)
        return refuse_row(action, "the path has too many steps", arena, ret_reason);
    if (route->query_input && (action->flags & ACTION_READ) == 0)
        return refuse_row(action, "a GET changes nothing: it must be a read", arena, ret_reason);
    return route_fields(route, arena, ret_reason);
}

static bool routes_collide(const struct route *a, const struct route *b)
{
    if (a->step_count != b->step_count || !text_equal(a->method, b->method))
        return false;
    for (int i = 0; i < a->step_count; i++)
        if ((a->field[i] == NULL) != (b->field[i] == NULL)
            || (a->field[i] == NULL && !text_equal(a->step[i], b->step[i])))
            return false;
    return true;
}

bool routes_make(struct api *api, struct arena *arena, struct text *ret_reason)
{
    const struct house *house = api->plan.house;
    size_t count = 0;
    for (size_t i = 0; i < house->room_count; i++)
        count += house->rooms[i]->action_count;
    api->routes = ARENA_ARRAY(arena, struct route, count);
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t j = 0; j < house->rooms[i]->action_count; j++) {
            const struct action *action = house->rooms[i]->actions[j];
            if (action->method == NULL || action->path == NULL)
                continue;
            struct route *route = &api->routes[api->route_count];
            if (!route_fill(route, action, arena, ret_reason))
                return false;
            for (size_t k = 0; k < api->route_count; k++)
                if (routes_collide(&api->routes[k], route))
                    return refuse_row(action, api->routes[k].action->name, arena, ret_reason);
            api->route_count++;
        }
    return true;
}

/* Negative: no match; else the higher the more literal, leftmost steps first. */
static int route_fit(const struct route *route, const struct text *steps, int step_count)
{
    if (route->step_count != step_count)
        return -1;
    int fit = 0;
    for (int i = 0; i < step_count; i++) {
        bool literal = route->field[i] == NULL;
        if (literal && !text_equal(route->step[i], steps[i]))
            return -1;
        if (!literal && steps[i].length == 0)
            return -1;
        fit = 2 * fit + (literal ? 1 : 0);
    }
    return fit;
}

struct route *route_find(struct api *api, struct text method, struct text path,
                         struct text ret_steps[API_STEPS_MAX], struct arena *arena,
                         struct text *ret_allowed)
{
    *ret_allowed = (struct text){ 0 };
    int step_count = path_cut(path, ret_steps);
    struct route *best = NULL;
    int best_fit = -1;
    for (size_t i = 0; i < api->route_count; i++) {
        struct route *route = &api->routes[i];
        int fit = route_fit(route, ret_steps, step_count);
        if (fit < 0)
            continue;
        *ret_allowed = ret_allowed->data == NULL ? route->method
            : arena_format(arena, "%.*s, %.*s", TEXT_ARGS(*ret_allowed),
                           TEXT_ARGS(route->method));
        if (text_equal(route->method, method) && fit > best_fit) {
            best = route;
            best_fit = fit;
        }
    }
    return best;
}

size_t routes_near(const struct api *api, struct text path, struct text ret_near[3])
{
    size_t alike[3] = { 0 }, count = 0;
    for (size_t i = 0; i < api->route_count; i++) {
        struct text known = api->routes[i].path;
        size_t same = 0;
        while (same < known.length && same < path.length && known.data[same] == path.data[same])
            same++;
        bool told = same <= sizeof API_ROOT;
        for (size_t j = 0; j < count && !told; j++)
            told = text_equal(ret_near[j], known);
        if (told)
            continue;
        size_t at = count;
        while (at > 0 && alike[at - 1] < same)
            at--;
        if (at == 3)
            continue;
        count += count < 3 ? 1 : 0;
        for (size_t j = count - 1; j > at; j--) {
            ret_near[j] = ret_near[j - 1];
            alike[j] = alike[j - 1];
        }
        ret_near[at] = known;
        alike[at] = same;
    }
    return count;
}
