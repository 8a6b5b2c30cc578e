/* api_openapi.c: the rows as OpenAPI 3.1, and as a short list. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "core/label.h"
#include "core/rights.h"

#include <string.h>

#define ENUM_MAX 40             /* longer code tables are named, not listed */
#define SHAPES_MAX 2000

struct describing {
    struct json_writer writer;
    const struct api *api;
    const struct shape *shapes[SHAPES_MAX];     /* named under components, in order of use */
    size_t shape_count;
};

static void pair(struct json_writer *writer, const char *name, struct text value)
{
    json_key(writer, text_of(name));
    json_write_text(writer, value);
}

static void flag(struct json_writer *writer, const char *name, bool value)
{
    json_key(writer, text_of(name));
    json_write_flag(writer, value);
}

static void help(struct json_writer *writer, const char *name, const char *key)
{
    if (key == NULL)
        return;
    pair(writer, name, words_of(key, LANGUAGE_CHINESE));
    pair(writer, "x-en", words_of(key, LANGUAGE_ENGLISH));
}

/* ---- names of shapes: two different ones may be called alike ---- */

static size_t shape_number(struct describing *describing, const struct shape *shape)
{
    for (size_t i = 0; i < describing->shape_count; i++)
        if (describing->shapes[i] == shape)
            return i;
    CHECK(describing->shape_count < SHAPES_MAX);
    describing->shapes[describing->shape_count] = shape;
    return describing->shape_count++;
}

static struct text shape_label(struct describing *describing, size_t number)
{
    struct arena *arena = describing->writer.arena;
    const char *name = describing->shapes[number]->name;
    size_t alike = 0;
    for (size_t i = 0; i < number; i++)
        alike += strcmp(describing->shapes[i]->name, name) == 0;
    struct text label = alike == 0 ? arena_format(arena, "%s", name)
                                   : arena_format(arena, "%s_%zu", name, alike + 1);
    /* Component names know letters, digits, '.', '-' and '_'. */
    char *bytes = arena_take(arena, label.length + 1);
    for (size_t i = 0; i < label.length; i++) {
        char c = label.data[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '.' || c == '-' || c == '_';
        bytes[i] = fine ? c : '_';
    }
    return (struct text){ bytes, label.length };
}

static void reference(struct describing *describing, const struct shape *shape)
{
    size_t number = shape_number(describing, shape);
    pair(&describing->writer, "$ref", arena_format(describing->writer.arena,
        "#/components/schemas/%.*s", TEXT_ARGS(shape_label(describing, number))));
}

/* ---- fields ---- */

static const struct { const char *type, *format, *pattern; } KINDS[] = {
    [FIELD_TEXT] = { "string", NULL, NULL },
    [FIELD_CODE] = { "string", NULL, NULL },
    [FIELD_BYTES] = { "string", NULL, NULL },
    [FIELD_ID] = { "string", NULL, "^[1-9][0-9]{0,18}$" },
    [FIELD_COUNT] = { "integer", "int64", NULL },
    [FIELD_MONEY] = { "string", NULL, "^-?[0-9]+(\\.[0-9]{1,2})?$" },
    [FIELD_SHARE] = { "string", NULL, "^-?[0-9]+(\\.[0-9]{1,6})?$" },
    [FIELD_QUANTITY] = { "string", NULL, "^-?[0-9]+(\\.[0-9]{1,4})?$" },
    [FIELD_PRICE] = { "string", NULL, "^-?[0-9]+(\\.[0-9]{1,6})?$" },
    [FIELD_DAY] = { "string", "date", NULL },
    [FIELD_MOMENT] = { "string", "date-time", NULL },
    [FIELD_FLAG] = { "boolean", NULL, NULL },
    [FIELD_OBJECT] = { "object", NULL, NULL },
    [FIELD_LIST] = { "array", NULL, NULL },
};
_Static_assert(COUNT_OF(KINDS) == FIELD_KINDS, "a type for each kind");

/* Values that a help names are those of today: of a code table alone nothing else is taken. */
static void choices(struct json_writer *writer, const struct field *field)
{
    const bool coded = field->kind == FIELD_CODE && field->codes != NULL;
    if (coded)
        pair(writer, "x-codes", text_of(field->codes));
    const struct list found = field_choices(field, LANGUAGE_CHINESE, writer->arena);
    const struct choice *rows = found.items;
    if (found.count == 0 || found.count > ENUM_MAX)
        return;
    if (coded) {
        json_key(writer, TEXT("enum"));
        json_array_begin(writer);
        for (size_t i = 0; i < found.count; i++)
            json_write_text(writer, rows[i].value);
        json_array_end(writer);
    }
    json_key(writer, TEXT("x-labels"));
    json_object_begin(writer);
    for (size_t i = 0; i < found.count; i++) {
        json_key(writer, rows[i].value);
        json_write_text(writer, rows[i].label);
    }
    json_object_end(writer);
}

static void field_members(struct describing *describing, const struct field *field)
{
    struct json_writer *writer = &describing->writer;
    pair(writer, "type", text_of(KINDS[field->kind].type));
    if (KINDS[field->kind].format != NULL)
        pair(writer, "format", text_of(KINDS[field->kind].format));
    if (KINDS[field->kind].pattern != NULL)
        pair(writer, "pattern", text_of(KINDS[field->kind].pattern));
    if (field->kind == FIELD_BYTES)
        pair(writer, "contentEncoding", TEXT("base64"));
    bool text = field->kind == FIELD_TEXT || field->kind == FIELD_CODE;
    if (field->length_max > 0 && (text || field->kind == FIELD_LIST)) {
        json_key(writer, text ? TEXT("maxLength") : TEXT("maxItems"));
        json_write_int(writer, field->length_max);
    }
    if (field->kind == FIELD_LIST) {
        json_key(writer, TEXT("items"));
        json_object_begin(writer);
        reference(describing, field->of);
        json_object_end(writer);
    }
    choices(writer, field);
    if (field->national != NULL)
        pair(writer, "x-national", text_of(field->national));
    if ((field->flags & FIELD_PRIVATE) != 0)
        flag(writer, "x-private", true);
    help(writer, "description", field->help);
}

static void field_schema(struct describing *describing, const struct field *field)
{
    json_object_begin(&describing->writer);
    if (field->kind == FIELD_OBJECT) {
        reference(describing, field->of);
        help(&describing->writer, "description", field->help);
    } else {
        field_members(describing, field);
    }
    json_object_end(&describing->writer);
}

static bool in_path(const struct route *route, const struct field *field)
{
    for (int i = 0; route != NULL && i < route->step_count; i++)
        if (route->field[i] == field)
            return true;
    return false;
}

/* Without the fields that stand in the route's path, when there is a route. */
static void shape_schema(struct describing *describing, const struct shape *shape,
                         const struct route *route, bool input)
{
    struct json_writer *writer = &describing->writer;
    json_object_begin(writer);
    pair(writer, "type", TEXT("object"));
    json_key(writer, TEXT("properties"));
    json_object_begin(writer);
    size_t required = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (in_path(route, field))
            continue;
        required += (field->flags & FIELD_REQUIRED) != 0;
        json_key(writer, text_of(field->name));
        field_schema(describing, field);
    }
    json_object_end(writer);
    if (required > 0) {
        json_key(writer, TEXT("required"));
        json_array_begin(writer);
        for (size_t i = 0; i < shape->field_count; i++)
            if ((shape->fields[i].flags & FIELD_REQUIRED) != 0
                && !in_path(route, &shape->fields[i]))
                json_write_text(writer, text_of(shape->fields[i].name));
        json_array_end(writer);
    }
    if (input)
        flag(writer, "additionalProperties", false);
    json_object_end(writer);
}

/* ---- an operation ---- */

static void parameter_begin(struct json_writer *writer, struct text name, const char *in,
                            bool required)
{
    json_object_begin(writer);
    pair(writer, "name", name);
    pair(writer, "in", text_of(in));
    flag(writer, "required", required);
}

static void parameter_of_text(struct json_writer *writer, const char *name, const char *in,
                              const char *help_key)
{
    parameter_begin(writer, text_of(name), in, false);
    help(writer, "description", help_key);
    json_key(writer, TEXT("schema"));
    json_object_begin(writer);
    pair(writer, "type", TEXT("string"));
    json_object_end(writer);
    json_object_end(writer);
}

static void parameters(struct describing *describing, const struct route *route)
{
    struct json_writer *writer = &describing->writer;
    const struct shape *shape = route->action->input;
    json_key(writer, TEXT("parameters"));
    json_array_begin(writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        bool path = in_path(route, field);
        bool query = route->query_input && !path && field->kind != FIELD_LIST
            && field->kind != FIELD_OBJECT;
        if (!path && !query)
            continue;
        parameter_begin(writer, text_of(field->name), path ? "path" : "query",
                        path || (field->flags & FIELD_REQUIRED) != 0);
        help(writer, "description", field->help);
        json_key(writer, TEXT("schema"));
        field_schema(describing, field);
        json_object_end(writer);
    }
    parameter_of_text(writer, "explain", "query", "http.help.explain");
    if (api_sheet_list(route->action->answer) != NULL)
        parameter_of_text(writer, "as", "query", "http.help.as");
    if ((route->action->flags & (ACTION_READ | ACTION_NO_KEY)) == 0)
        parameter_of_text(writer, "Idempotency-Key", "header", "http.help.key");
    json_array_end(writer);
}

static void content(struct json_writer *writer, const char *type)
{
    json_key(writer, TEXT("content"));
    json_object_begin(writer);
    json_key(writer, text_of(type));
    json_object_begin(writer);
    json_key(writer, TEXT("schema"));
}

static void content_end(struct json_writer *writer)
{
    json_object_end(writer);
    json_object_end(writer);
}

static void request_body(struct describing *describing, const struct route *route)
{
    struct json_writer *writer = &describing->writer;
    if (route->query_input || route->action->input->field_count == 0)
        return;
    bool some_in_path = false;
    for (int i = 0; i < route->step_count; i++)
        some_in_path = some_in_path || route->field[i] != NULL;
    json_key(writer, TEXT("requestBody"));
    json_object_begin(writer);
    content(writer, "application/json");
    if (some_in_path) {
        shape_schema(describing, route->action->input, route, true);
    } else {
        json_object_begin(writer);
        reference(describing, route->action->input);
        json_object_end(writer);
    }
    content_end(writer);
    json_object_end(writer);
}

/* Of an action that names a stored paper the paper itself is answered, as what it is. */
static void answered(struct describing *describing, const struct action *action)
{
    struct json_writer *writer = &describing->writer;
    bool paper = (action->flags & ACTION_PAPER) != 0;
    content(writer, paper ? "*/*" : "application/json");
    json_object_begin(writer);
    if (paper) {
        pair(writer, "type", TEXT("string"));
        pair(writer, "format", TEXT("binary"));
    } else {
        reference(describing, action->answer);
    }
    json_object_end(writer);
    content_end(writer);
}

static void responses(struct describing *describing, const struct route *route)
{
    struct json_writer *writer = &describing->writer;
    json_key(writer, TEXT("responses"));
    json_object_begin(writer);
    json_key(writer, TEXT("200"));
    json_object_begin(writer);
    pair(writer, "description", words_of(route->action->help == NULL ? "http.help.title"
                                         : route->action->help, LANGUAGE_CHINESE));
    answered(describing, route->action);
    json_object_end(writer);
    json_key(writer, TEXT("default"));
    json_object_begin(writer);
    pair(writer, "$ref", TEXT("#/components/responses/problem"));
    json_object_end(writer);
    json_object_end(writer);
}

/* How the next page of a list is asked for: with which field of the answer, or else of its last
 * row, in which of the question. */
static void next_page(struct json_writer *writer, const struct action *action)
{
    if (action->next_page[0].input == NULL)
        return;
    json_key(writer, TEXT("x-next-page"));
    json_object_begin(writer);
    for (size_t i = 0; i < PAGE_STEPS && action->next_page[i].input != NULL; i++)
        pair(writer, action->next_page[i].input, text_of(action->next_page[i].from));
    json_object_end(writer);
}

static void operation(struct describing *describing, const struct route *route)
{
    struct json_writer *writer = &describing->writer;
    const struct action *action = route->action;
    struct text rest, room = text_until(text_of(action->name), '.', &rest);
    json_object_begin(writer);
    pair(writer, "operationId", text_of(action->name));
    help(writer, "summary", action->help);
    json_key(writer, TEXT("tags"));
    json_array_begin(writer);
    json_write_text(writer, room);
    json_array_end(writer);
    json_key(writer, TEXT("x-roles"));
    json_array_begin(writer);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (rights_allow(action, (enum role)role))
            json_write_text(writer, text_of(role_name((enum role)role)));
    json_array_end(writer);
    flag(writer, "x-offline", (action->flags & ACTION_OFFLINE) != 0);
    flag(writer, "x-batch", (action->flags & ACTION_ONCE) != 0);
    next_page(writer, action);
    parameters(describing, route);
    request_body(describing, route);
    responses(describing, route);
    if (rights_allow(action, ROLE_PUBLIC)) {
        json_key(writer, TEXT("security"));
        json_array_begin(writer);
        json_object_begin(writer);
        json_object_end(writer);
        json_array_end(writer);
    }
    json_object_end(writer);
}

static char small_letter(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Methods of one path stand together, where the path first comes. */
static void paths(struct describing *describing)
{
    struct json_writer *writer = &describing->writer;
    const struct api *api = describing->api;
    json_key(writer, TEXT("paths"));
    json_object_begin(writer);
    for (size_t i = 0; i < api->route_count; i++) {
        bool told = false;
        for (size_t j = 0; j < i && !told; j++)
            told = text_equal(api->routes[j].path, api->routes[i].path);
        if (told)
            continue;
        json_key(writer, api->routes[i].path);
        json_object_begin(writer);
        for (size_t j = i; j < api->route_count; j++) {
            const struct route *route = &api->routes[j];
            if (!text_equal(route->path, api->routes[i].path))
                continue;
            char *method = arena_take(writer->arena, route->method.length);
            for (size_t k = 0; k < route->method.length; k++)
                method[k] = small_letter(route->method.data[k]);
            json_key(writer, (struct text){ method, route->method.length });
            operation(describing, route);
        }
        json_object_end(writer);
    }
    json_object_end(writer);
}

/* ---- components ---- */

static void problem_schema(struct json_writer *writer)
{
    static const char *const TEXTS[] = { "type", "title", "detail", "refusal", "field" };
    json_object_begin(writer);
    pair(writer, "type", TEXT("object"));
    json_key(writer, TEXT("properties"));
    json_object_begin(writer);
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        json_key(writer, text_of(TEXTS[i]));
        json_object_begin(writer);
        pair(writer, "type", TEXT("string"));
        json_object_end(writer);
    }
    json_key(writer, TEXT("status"));
    json_object_begin(writer);
    pair(writer, "type", TEXT("integer"));
    json_object_end(writer);
    json_key(writer, TEXT("fields"));
    json_object_begin(writer);
    pair(writer, "type", TEXT("array"));
    json_key(writer, TEXT("items"));
    json_object_begin(writer);
    pair(writer, "type", TEXT("object"));
    json_object_end(writer);
    json_object_end(writer);
    json_object_end(writer);
    json_object_end(writer);
}

static void components(struct describing *describing)
{
    struct json_writer *writer = &describing->writer;
    json_key(writer, TEXT("components"));
    json_object_begin(writer);
    json_key(writer, TEXT("schemas"));
    json_object_begin(writer);
    /* Shapes inside shapes join the list while it is written. */
    for (size_t i = 0; i < describing->shape_count; i++) {
        json_key(writer, shape_label(describing, i));
        shape_schema(describing, describing->shapes[i], NULL, false);
    }
    /* Names of shapes are small letters. */
    json_key(writer, TEXT("Problem"));
    problem_schema(writer);
    json_object_end(writer);
    json_key(writer, TEXT("responses"));
    json_object_begin(writer);
    json_key(writer, TEXT("problem"));
    json_object_begin(writer);
    help(writer, "description", "http.help.problem");
    content(writer, "application/problem+json");
    json_object_begin(writer);
    pair(writer, "$ref", TEXT("#/components/schemas/Problem"));
    json_object_end(writer);
    content_end(writer);
    json_object_end(writer);
    json_object_end(writer);
    json_key(writer, TEXT("securitySchemes"));
    json_object_begin(writer);
    json_key(writer, TEXT("session"));
    json_object_begin(writer);
    pair(writer, "type", TEXT("http"));
    pair(writer, "scheme", TEXT("bearer"));
    json_object_end(writer);
    json_object_end(writer);
    json_object_end(writer);
}

static struct text openapi_of(const struct api *api, struct arena *arena)
{
    struct describing *describing = ARENA_NEW(arena, struct describing);
    describing->api = api;
    struct json_writer *writer = &describing->writer;
    json_writer_init(writer, arena);
    json_object_begin(writer);
    pair(writer, "openapi", TEXT("3.1.0"));
    json_key(writer, TEXT("info"));
    json_object_begin(writer);
    help(writer, "title", "http.help.title");
    pair(writer, "version", TEXT(YIBAO_VERSION));
    json_object_end(writer);
    json_key(writer, TEXT("security"));
    json_array_begin(writer);
    json_object_begin(writer);
    json_key(writer, TEXT("session"));
    json_array_begin(writer);
    json_array_end(writer);
    json_object_end(writer);
    json_array_end(writer);
    paths(describing);
    components(describing);
    json_object_end(writer);
    return json_writer_text(writer);
}

static struct text index_of(const struct api *api, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    pair(&writer, "title", words_of("http.help.title", LANGUAGE_CHINESE));
    pair(&writer, "version", TEXT(YIBAO_VERSION));
    pair(&writer, "openapi", TEXT(API_ROOT "/openapi.json"));
    json_key(&writer, TEXT("actions"));
    json_array_begin(&writer);
    for (size_t i = 0; i < api->route_count; i++) {
        json_object_begin(&writer);
        pair(&writer, "action", text_of(api->routes[i].action->name));
        pair(&writer, "method", api->routes[i].method);
        pair(&writer, "path", api->routes[i].path);
        help(&writer, "summary", api->routes[i].action->help);
        json_object_end(&writer);
    }
    json_array_end(&writer);
    json_object_end(&writer);
    return json_writer_text(&writer);
}

void api_describe(struct api *api, struct arena *arena)
{
    api->openapi = openapi_of(api, arena);
    api->index = index_of(api, arena);
}
