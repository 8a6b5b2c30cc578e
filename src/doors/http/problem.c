/* problem.c: see problem.h. */

#include "doors/http/problem.h"

#include "base/check.h"
#include "core/rights.h"
#include "core/yaml_shape.h"

#include <stdio.h>
#include <string.h>

/* ---- sentences ---- */

struct text say_with(const char *key, enum language language, const struct text *details,
                     int detail_count, struct arena *arena)
{
    size_t capacity = words_of(key, language).length + 1;
    for (int i = 0; i < detail_count; i++)
        capacity += 2 * details[i].length;
    for (;; capacity *= 2) {
        struct builder builder = builder_over(arena_take(arena, capacity), capacity);
        words_write(&builder, key, language, details, detail_count);
        if (!builder.overflow)
            return builder_text(&builder);
    }
}

struct text say(const char *key, enum language language, struct arena *arena)
{
    return say_with(key, language, NULL, 0, arena);
}

struct text problem_sentence(const struct problem *problem, enum language language,
                             struct arena *arena)
{
    return say_with(problem->key, language, problem->detail, (int)COUNT_OF(problem->detail),
                    arena);
}

/* ---- faults of an input ---- */

/* The struct that holds what `path` ends in: walks "lines[3].price" down the shapes. */
static const struct shape *holder_of(const struct shape *shape, struct text path)
{
    struct text left = path;
    while (shape != NULL && left.length > 0 && memchr(left.data, '.', left.length) != NULL) {
        struct text step = text_until(left, '.', &left), index;
        const struct field *field = shape_field(shape, text_until(step, '[', &index));
        shape = field == NULL ? NULL : field->of;
    }
    return shape;
}

#define NAMES_MAX 256

struct text fault_suggestion(const struct shape_fault *fault, const struct shape *shape)
{
    struct text none = { 0 };
    if (strcmp(fault->key, "input.unknown") != 0)
        return none;
    shape = holder_of(shape, fault->path);
    if (shape == NULL || shape->field_count > NAMES_MAX)
        return none;
    struct text names[NAMES_MAX];
    for (size_t i = 0; i < shape->field_count; i++)
        names[i] = text_of(shape->fields[i].name);
    return nearest_name(fault->detail, names, shape->field_count);
}

struct text fault_sentence(const struct shape_fault *fault, const struct shape *shape,
                           enum language language, struct arena *arena)
{
    struct text suggestion = fault_suggestion(fault, shape);
    if (suggestion.data == NULL)
        return say_with(fault->key, language, &fault->detail, 1, arena);
    struct text details[] = { fault->detail, suggestion };
    return say_with("http.input.unknown-near", language, details, 2, arena);
}

static void faults_write(const struct problem *problem, struct json_writer *writer)
{
    json_key(writer, TEXT("fields"));
    json_array_begin(writer);
    const struct shape_fault *fault = problem->faults->first;
    for (; fault != NULL; fault = fault->next) {
        struct text suggestion = fault_suggestion(fault, problem->shape);
        json_object_begin(writer);
        json_key(writer, TEXT("path"));
        json_write_text(writer, fault->path);
        json_key(writer, TEXT("key"));
        json_write_text(writer, text_of(fault->key));
        json_key(writer, TEXT("zh"));
        json_write_text(writer, fault_sentence(fault, problem->shape, LANGUAGE_CHINESE,
                                               writer->arena));
        json_key(writer, TEXT("en"));
        json_write_text(writer, fault_sentence(fault, problem->shape, LANGUAGE_ENGLISH,
                                               writer->arena));
        if (suggestion.data != NULL) {
            json_key(writer, TEXT("suggestion"));
            json_write_text(writer, suggestion);
        }
        json_object_end(writer);
    }
    json_array_end(writer);
}

struct problem problem_of_faults(const struct shape_faults *faults, const struct shape *shape)
{
    return (struct problem){
        .status = 422, .key = "http.input.faults", .faults = faults, .shape = shape,
        .field = faults->first != NULL && faults->first->field != NULL
            ? faults->first->field->name : NULL,
    };
}

/* ---- calls ---- */

static struct problem problem_of_misuse(const struct call *call)
{
    struct problem problem = { .status = 409, .key = call->refusal.key, .refusal = true };
    if (!rights_allow(call->request.action, call->actor.role))
        problem.status = call->actor.role == ROLE_PUBLIC ? 401 : 403;
    if (problem.key == NULL)
        problem.key = problem.status == 401 ? "http.problem.401"
            : problem.status == 403 ? "http.problem.403" : "http.problem.409";
    return problem;
}

struct problem problem_of_call(const struct call *call)
{
    switch (call->status) {
    case CALL_REFUSED: {
        struct problem problem = {
            .status = call->refusal.field == NULL ? 409 : 422,
            .key = call->refusal.key == NULL ? "http.problem.409" : call->refusal.key,
            .field = call->refusal.field, .refusal = true,
        };
        memcpy(problem.detail, call->refusal.detail, sizeof problem.detail);
        return problem;
    }
    case CALL_MISUSED:
        return problem_of_misuse(call);
    case CALL_BUSY:
        return (struct problem){ .status = 503, .key = "http.problem.busy" };
    case CALL_FAULT:
    case CALL_WAITING:
    case CALL_DONE:
        break;
    }
    return (struct problem){ .status = 500, .key = "http.problem.500" };
}

static struct text title_of(int status, enum language language, struct arena *arena)
{
    char key[40];
    struct builder builder = builder_over(key, sizeof key - 1);
    builder_add(&builder, TEXT("http.title."));
    builder_add_int(&builder, status);
    key[builder.length] = '\0';
    return words_has(key) ? say(key, language, arena) : arena_format(arena, "%d", status);
}

void problem_write(const struct problem *problem, enum language language,
                   struct json_writer *writer)
{
    struct arena *arena = writer->arena;
    json_object_begin(writer);
    json_key(writer, TEXT("type"));
    json_write_text(writer, arena_format(arena, "urn:yibao:%s", problem->key));
    json_key(writer, TEXT("title"));
    json_write_text(writer, title_of(problem->status, language, arena));
    json_key(writer, TEXT("status"));
    json_write_int(writer, problem->status);
    json_key(writer, TEXT("detail"));
    json_write_text(writer, problem_sentence(problem, language, arena));
    if (problem->refusal) {
        json_key(writer, TEXT("refusal"));
        json_write_text(writer, text_of(problem->key));
    }
    if (problem->field != NULL) {
        json_key(writer, TEXT("field"));
        json_write_text(writer, text_of(problem->field));
    }
    if (problem->faults != NULL)
        faults_write(problem, writer);
    if (problem->nearest_count > 0) {
        json_key(writer, TEXT("nearest"));
        json_array_begin(writer);
        for (size_t i = 0; i < problem->nearest_count; i++)
            json_write_text(writer, problem->nearest[i]);
        json_array_end(writer);
    }
    json_object_end(writer);
}
