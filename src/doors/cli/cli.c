/* cli.c: see cli.h. */

#include "doors/cli/cli.h"

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "core/yaml_shape.h"
#include "doors/cli/cli_table.h"
#include "doors/cli/socket.h"
#include "doors/http/form.h"
#include "doors/http/problem.h"

#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX LIMIT_UPLOAD_BYTES
#define NAMES_MAX 2000

/* What stands on the command line. */
struct command {
    const struct cli_plan *plan;
    struct arena *arena;
    const struct action *action;
    struct form form;
    struct text json, key, as;
    enum language language;
    bool raw, explain, help;
    bool input_used;            /* the standard input can be read once */
};

static struct text sentence(const struct command *command, const char *key, struct text detail,
                            struct text second)
{
    struct text details[] = { detail, second };
    return say_with(key, command->language, details, 2, command->arena);
}

static bool complain(const struct command *command, const char *key, struct text detail,
                     struct text second)
{
    print_padded(command->plan->complaints, sentence(command, key, detail, second), 0);
    fputc('\n', command->plan->complaints);
    return false;
}

/* ---- reading files ---- */

static bool read_all(FILE *from, struct arena *arena, struct text *ret_text)
{
    size_t capacity = 4096, length = 0;
    char *bytes = malloc(capacity);
    CHECK(bytes != NULL);
    size_t count;
    while ((count = fread(bytes + length, 1, capacity - length, from)) > 0
           && length + count <= FILE_BYTES_MAX) {
        length += count;
        if (length < capacity)
            continue;
        capacity *= 2;
        bytes = realloc(bytes, capacity);
        CHECK(bytes != NULL);
    }
    bool good = count == 0 && ferror(from) == 0;
    if (good)
        *ret_text = arena_copy(arena, bytes, length);
    free(bytes);
    return good;
}

/* "-": the standard input. */
static bool read_file(struct command *command, const char *name, struct text *ret_text)
{
    if (strcmp(name, "-") == 0) {
        if (command->input_used)
            return complain(command, "cli.input-twice", TEXT("-"), TEXT(""));
        command->input_used = true;
        return read_all(command->plan->in, command->arena, ret_text)
            || complain(command, "cli.unreadable", TEXT("-"), TEXT(""));
    }
    FILE *file = fopen(name, "rbe");
    bool good = file != NULL && read_all(file, command->arena, ret_text);
    if (file != NULL)
        fclose(file);
    return good || complain(command, "cli.unreadable", text_of(name), TEXT(""));
}

/* ---- arguments ---- */

static bool unknown_option(const struct command *command, struct text name)
{
    static const char *const OWN[] = { "json", "key", "as", "language", "raw", "explain",
                                       "help" };
    struct text names[FORM_FIELDS_MAX];
    const struct shape *shape = command->action->input;
    size_t count = 0;
    for (size_t i = 0; i < shape->field_count; i++)
        names[count++] = text_of(shape->fields[i].name);
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        names[count++] = text_of(OWN[i]);
    struct text near = nearest_name(name, names, count);
    return complain(command, near.data == NULL ? "cli.unknown-option"
                    : "cli.unknown-option-near", name, near);
}

static bool add_value(struct command *command, const struct field *field, struct text name,
                      const char *value)
{
    struct text text = text_of(value);
    bool file = field->kind == FIELD_BYTES && text_starts(text, TEXT("@"));
    if (file || strcmp(value, "-") == 0) {
        if (!read_file(command, file ? value + 1 : value, &text))
            return false;
        if (!file)
            while (text.length > 0 && strchr("\r\n", text.data[text.length - 1]) != NULL)
                text.length--;
    }
    struct form_field *added = form_add(&command->form, name, text);
    if (added == NULL)
        return complain(command, "cli.too-many", TEXT(""), TEXT(""));
    added->file = file;
    const char *slash = strrchr(value, '/');
    if (file)
        added->file_name = text_of(slash == NULL ? value + 1 : slash + 1);
    return true;
}

static bool set_language(struct command *command, const char *value)
{
    bool english = strcmp(value, "en") == 0 || strcmp(value, "english") == 0;
    bool chinese = strcmp(value, "zh") == 0 || strcmp(value, "chinese") == 0;
    if (!english && !chinese)
        return complain(command, "cli.language", text_of(value), TEXT(""));
    command->language = english ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
    return true;
}

/* An option of the command itself, unless the action has a field of that name: the answer says
 * whether it was one. */
static bool own_option(struct command *command, struct text name, const char *value,
                       bool *ret_takes, bool *ret_good)
{
    *ret_takes = false;
    *ret_good = true;
    if (text_is(name, "raw"))
        command->raw = true;
    else if (text_is(name, "explain"))
        command->explain = true;
    else if (text_is(name, "help"))
        command->help = true;
    else
        *ret_takes = true;
    if (!*ret_takes)
        return true;
    bool known = text_is(name, "json") || text_is(name, "key") || text_is(name, "as")
        || text_is(name, "language");
    if (!known)
        return false;
    if (value == NULL)
        *ret_good = complain(command, "cli.no-value", name, TEXT(""));
    else if (text_is(name, "json"))
        *ret_good = read_file(command, value, &command->json);
    else if (text_is(name, "language"))
        *ret_good = set_language(command, value);
    else if (text_is(name, "key"))
        command->key = text_of(value);
    else
        command->as = text_of(value);
    return true;
}

/* Answers how many arguments were used; 0: complained. */
static int take_option(struct command *command, int count, char *const *arguments)
{
    if (strncmp(arguments[0], "--", 2) != 0) {
        complain(command, "cli.not-an-option", text_of(arguments[0]), TEXT(""));
        return 0;
    }
    struct text after, name = text_until(text_of(arguments[0] + 2), '=', &after);
    const char *value = after.data != NULL ? after.data : count > 1 ? arguments[1] : NULL;
    int used = after.data != NULL ? 1 : 2;
    const struct field *field = form_field_of(command->action->input, name);
    if (field == NULL) {
        bool takes, good;
        if (!own_option(command, name, value, &takes, &good)) {
            unknown_option(command, name);
            return 0;
        }
        return !good ? 0 : takes ? used : 1;
    }
    bool bare = field->kind == FIELD_FLAG && after.data == NULL
        && (count == 1 || strncmp(arguments[1], "--", 2) == 0);
    if (bare)
        return add_value(command, field, name, "true") ? 1 : 0;
    if (value == NULL) {
        complain(command, "cli.no-value", name, TEXT(""));
        return 0;
    }
    return add_value(command, field, name, value) ? used : 0;
}

/* ---- the request ---- */

static void print_problem(const struct command *command, const struct json *problem)
{
    FILE *out = command->plan->complaints;
    print_padded(out, json_text(json_member(problem, TEXT("detail"))), 0);
    fputc('\n', out);
    const struct json *fields = json_member(problem, TEXT("fields"));
    for (size_t i = 0; i < json_count(fields); i++) {
        const struct json *fault = json_at(fields, i);
        fputs("    ", out);
        print_padded(out, json_text(json_member(fault, TEXT("path"))), 20);
        fputs("  ", out);
        print_padded(out, json_text(json_member(fault,
            command->language == LANGUAGE_ENGLISH ? TEXT("en") : TEXT("zh"))), 0);
        fputc('\n', out);
    }
}

/* Faults that only the way from a command line to JSON has. */
static bool no_faults(const struct command *command, const struct shape_faults *faults)
{
    for (const struct shape_fault *fault = faults->first; fault != NULL; fault = fault->next)
        complain(command, "cli.field", fault->path,
                 fault_sentence(fault, command->action->input, command->language,
                                command->arena));
    return faults->count == 0;
}

/* Members of the file, except those the command line names, and then these. */
static bool write_input(const struct command *command, struct json_writer *writer)
{
    struct shape_faults faults;
    shape_faults_init(&faults, command->arena, true);
    const struct json *given = NULL, *file = NULL;
    struct json_fault fault;
    struct text text = form_to_json(&command->form, command->action->input, false, &faults, NULL);
    if (!no_faults(command, &faults))
        return false;
    bool parsed = json_parse(text, 4 * LIMIT_UPLOAD_BYTES, command->arena, &given, &fault);
    CHECK(parsed);
    if (command->json.data != NULL
        && (!json_parse(command->json, 4 * LIMIT_UPLOAD_BYTES, command->arena, &file, &fault)
            || json_kind(file) != JSON_OBJECT))
        return complain(command, "cli.not-json",
            file == NULL ? arena_format(command->arena, "%d:%d", fault.line, fault.column)
                         : TEXT("1:1"),
            words_of(file == NULL ? fault.reason : "json.reason.not-an-object",
                     command->language));
    json_object_begin(writer);
    for (size_t i = 0; i < json_count(file); i++) {
        struct text name = json_name(json_at(file, i));
        if (json_member(given, name) != NULL)
            continue;
        json_key(writer, name);
        json_write_tree(writer, json_at(file, i));
    }
    for (size_t i = 0; i < json_count(given); i++) {
        json_key(writer, json_name(json_at(given, i)));
        json_write_tree(writer, json_at(given, i));
    }
    json_object_end(writer);
    return true;
}

static bool write_request(const struct command *command, struct text *ret_request)
{
    struct json_writer writer;
    json_writer_init(&writer, command->arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("action"));
    json_write_text(&writer, text_of(command->action->name));
    json_key(&writer, TEXT("language"));
    json_write_text(&writer, command->language == LANGUAGE_ENGLISH ? TEXT("en") : TEXT("zh"));
    if (command->key.data != NULL) {
        json_key(&writer, TEXT("key"));
        json_write_text(&writer, command->key);
    }
    if (command->as.data != NULL) {
        json_key(&writer, TEXT("as"));
        json_write_text(&writer, command->as);
    }
    json_key(&writer, TEXT("input"));
    if (!write_input(command, &writer))
        return false;
    json_object_end(&writer);
    *ret_request = json_writer_text(&writer);
    return true;
}

/* ---- the answer ---- */

static void print_trail(const struct command *command, const struct json *trail)
{
    FILE *out = command->plan->out;
    for (size_t i = 0; i < json_count(trail); i++) {
        const struct json *line = json_at(trail, i);
        const struct json *rule = json_member(line, TEXT("rule"));
        print_padded(out, json_text(json_member(line,
            command->language == LANGUAGE_ENGLISH ? TEXT("en") : TEXT("zh"))), 40);
        fputs("  ", out);
        print_padded(out, json_text(json_member(line, TEXT("base"))), 12);
        print_padded(out, json_text(json_member(line, TEXT("share"))), 8);
        print_padded(out, json_text(json_member(line, TEXT("result"))), 12);
        struct text file = json_text(json_member(rule, TEXT("file")));
        if (file.data != NULL) {
            print_padded(out, file, 0);
            fprintf(out, ":%.*s  ", TEXT_ARGS(json_plain_text(json_member(rule, TEXT("line")))));
            print_padded(out, json_text(json_member(rule, TEXT("source"))), 0);
        }
        fputc('\n', out);
    }
}

static enum cli_exit print_document(const struct command *command, struct text answer)
{
    const struct json *json = NULL;
    struct json_fault fault;
    FILE *out = command->plan->out;
    if (!json_parse(answer, 4 * LIMIT_UPLOAD_BYTES, command->arena, &json, &fault)) {
        complain(command, "cli.not-an-answer", words_of(fault.reason, command->language),
                 TEXT(""));
        return CLI_FAULT;
    }
    struct text status = json_text(json_member(json, TEXT("status")));
    bool done = text_is(status, "done");
    if (command->raw) {
        fwrite(answer.data, 1, answer.length, out);
        fputc('\n', out);
    } else if (!done) {
        print_problem(command, json_member(json, TEXT("problem")));
    } else {
        if (json_flag(json_member(json, TEXT("repeated"))))
            complain(command, "cli.repeated", TEXT(""), TEXT(""));
        print_answer(out, command->action->answer, json_member(json, TEXT("answer")),
                     command->language);
        if (command->explain)
            print_trail(command, json_member(json, TEXT("trail")));
    }
    if (done)
        return CLI_DONE;
    return text_is(status, "busy") || text_is(status, "fault") ? CLI_FAULT : CLI_REFUSED;
}

static enum cli_exit send_command(const struct command *command)
{
    const struct cli_plan *plan = command->plan;
    struct text request, answer, reason = { 0 };
    if (!write_request(command, &request))
        return CLI_USAGE;
    bool asked = plan->ask != NULL
        ? plan->ask(plan->ask_data, request, command->arena, &answer, &reason)
        : cli_socket_ask(plan->socket_path, request, command->arena, &answer, &reason);
    if (!asked) {
        complain(command, "cli.no-server", reason, TEXT(""));
        return CLI_FAULT;
    }
    return print_document(command, answer);
}

/* ---- commands ---- */

static enum cli_exit unknown_action(const struct command *command, const char *name)
{
    const struct house *house = command->plan->house;
    struct text *names = ARENA_ARRAY(command->arena, struct text, NAMES_MAX);
    size_t count = 0;
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t j = 0; j < house->rooms[i]->action_count && count < NAMES_MAX; j++)
            names[count++] = text_of(house->rooms[i]->actions[j]->name);
    struct text near = nearest_name(text_of(name), names, count);
    complain(command, near.data == NULL ? "cli.no-action" : "cli.no-action-near", text_of(name),
             near);
    return CLI_USAGE;
}

static enum cli_exit list_actions(const struct command *command, const char *word)
{
    const struct house *house = command->plan->house;
    int columns = 0, found = 0;
    for (int print = 0; print < 2; print++)
        for (size_t i = 0; i < house->room_count; i++)
            for (size_t j = 0; j < house->rooms[i]->action_count; j++) {
                const struct action *action = house->rooms[i]->actions[j];
                int width = (int)strlen(action->name);
                if (word != NULL && strstr(action->name, word) == NULL)
                    continue;
                columns = width > columns ? width : columns;
                if (print == 0)
                    continue;
                found++;
                print_padded(command->plan->out, text_of(action->name), columns + 2);
                if (action->help != NULL)
                    print_padded(command->plan->out,
                                 words_of(action->help, command->language), 0);
                fputc('\n', command->plan->out);
            }
    if (found > 0)
        return CLI_DONE;
    unknown_action(command, word);
    return CLI_REFUSED;
}

static enum cli_exit print_help(const struct command *command)
{
    FILE *out = command->plan->out;
    const struct action *action = command->action;
    fprintf(out, "yibao call %s\n", action->name);
    if (action->help != NULL) {
        print_padded(out, words_of(action->help, command->language), 0);
        fputc('\n', out);
    }
    print_fields(out, action->input, command->language);
    return CLI_DONE;
}

static enum cli_exit run_call(struct command *command, int count, char *const *arguments)
{
    if (count == 0) {
        complain(command, "cli.usage", TEXT(""), TEXT(""));
        return CLI_USAGE;
    }
    command->action = house_action(command->plan->house, text_of(arguments[0]));
    if (command->action == NULL)
        return unknown_action(command, arguments[0]);
    for (int i = 1; i < count;) {
        int used = take_option(command, count - i, arguments + i);
        if (used == 0)
            return CLI_USAGE;
        i += used;
    }
    return command->help ? print_help(command) : send_command(command);
}

enum cli_exit cli_run(const struct cli_plan *plan, int count, char *const *arguments)
{
    struct arena arena;
    arena_init(&arena);
    struct command command = { .plan = plan, .arena = &arena, .language = plan->language };
    form_init(&command.form, &arena);
    enum cli_exit answer = CLI_USAGE;
    if (count >= 1 && strcmp(arguments[0], "actions") == 0)
        answer = list_actions(&command, count > 1 ? arguments[1] : NULL);
    else if (count >= 1 && strcmp(arguments[0], "call") == 0)
        answer = run_call(&command, count - 1, arguments + 1);
    else
        complain(&command, "cli.usage", TEXT(""), TEXT(""));
    arena_release(&arena);
    return answer;
}
