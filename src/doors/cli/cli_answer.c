/* cli_answer.c: one request document, one answer document; see socket.h. */

#include "doors/cli/socket.h"

#include "base/check.h"
#include "doors/http/problem.h"

#define DOCUMENT_BYTES_MAX (2 * LIMIT_UPLOAD_BYTES)

static struct text said_no(const char *status, const struct problem *problem,
                           enum language language, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("status"));
    json_write_text(&writer, text_of(status));
    json_key(&writer, TEXT("problem"));
    problem_write(problem, language, &writer);
    json_object_end(&writer);
    return json_writer_text(&writer);
}

static struct text said_done(const struct call *call, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("status"));
    json_write_text(&writer, TEXT("done"));
    json_key(&writer, TEXT("repeated"));
    json_write_flag(&writer, call->repeated);
    json_key(&writer, TEXT("answer"));
    answer_write(call, false, &writer);
    if (call->trail.count > 0) {
        json_key(&writer, TEXT("trail"));
        trail_write(&call->trail, &writer);
    }
    json_object_end(&writer);
    return json_writer_text(&writer);
}

static const char *status_name(enum call_status status)
{
    switch (status) {
    case CALL_REFUSED: return "refused";
    case CALL_MISUSED: return "misused";
    case CALL_BUSY: return "busy";
    case CALL_DONE: return "done";
    case CALL_FAULT:
    case CALL_WAITING: break;
    }
    return "fault";
}

/* The operator is at the keyboard: here a fault is told. */
static struct text said_fault(const struct call *call, enum language language,
                              struct arena *arena)
{
    struct problem problem = { .status = 500, .key = "cli.fault", .detail = { call->fault } };
    return said_no("fault", &problem, language, arena);
}

static struct text ask_house(struct house *house, const struct action *action,
                             const struct actor *actor, const struct json *request,
                             const void *input, enum language language, struct arena *arena)
{
    struct call call_made = {
        .actor = *actor,
        .request = {
            .action = action, .actor = &call_made.actor, .input = input, .arena = arena,
            .door = TEXT("cli"), .key = json_text(json_member(request, TEXT("key"))),
        },
    };
    struct call *call = &call_made;
    house_submit_and_wait(house, call);
    struct text said;
    if (call->status == CALL_DONE) {
        said = said_done(call, arena);
    } else if (call->status == CALL_FAULT) {
        said = said_fault(call, language, arena);
    } else {
        struct problem problem = problem_of_call(call);
        said = said_no(status_name(call->status), &problem, language, arena);
    }
    house->finish(house, call);
    return said;
}

static bool actor_of(struct house *house, struct text as, struct arena *arena,
                     struct actor *ret_actor)
{
    *ret_actor = (struct actor){ .role = ROLE_ADMINISTRATOR, .scope = { .everything = true } };
    if (as.data == NULL)
        return true;
    return house->actor_of_account != NULL
        && house->actor_of_account(house, as, arena, ret_actor);
}

static enum language language_asked(const struct json *request, enum language language)
{
    struct text asked = json_text(json_member(request, TEXT("language")));
    if (text_is(asked, "en") || text_is(asked, "english"))
        return LANGUAGE_ENGLISH;
    return text_is(asked, "zh") || text_is(asked, "chinese") ? LANGUAGE_CHINESE : language;
}

struct text cli_answer(struct house *house, struct text text, enum language language,
                       struct log *log, struct arena *arena)
{
    const struct json *request = NULL;
    struct json_fault fault;
    struct problem problem = { .status = 400, .key = "cli.not-a-request" };
    if (!json_parse(text, DOCUMENT_BYTES_MAX, arena, &request, &fault)) {
        problem.detail[0] = words_of(fault.reason, language);
        return said_no("misused", &problem, language, arena);
    }
    language = language_asked(request, language);
    struct text name = json_text(json_member(request, TEXT("action")));
    const struct action *action = house_action(house, name);
    if (action == NULL) {
        problem = (struct problem){ .status = 404, .key = "cli.no-action",
                                    .detail = { name.data == NULL ? TEXT("") : name } };
        return said_no("misused", &problem, language, arena);
    }
    struct actor actor;
    struct text as = json_text(json_member(request, TEXT("as")));
    if (!actor_of(house, as, arena, &actor)) {
        problem = (struct problem){ .status = 403, .key = "cli.no-account", .detail = { as } };
        return said_no("misused", &problem, language, arena);
    }
    void *input = arena_take(arena, action->input->size);
    struct shape_faults faults;
    shape_faults_init(&faults, arena, true);
    if (!shape_from_json(action->input, json_member(request, TEXT("input")), NAMES_OURS, arena,
                         input, &faults)) {
        problem = problem_of_faults(&faults, action->input);
        return said_no("refused", &problem, language, arena);
    }
    struct log_line line;
    log_begin(&line, log, LOG_LEVEL_NOTE, "door.cli.call");
    log_text(&line, "action", text_of(action->name));
    log_int(&line, "account", actor.account);
    log_end(&line);
    return ask_house(house, action, &actor, request, input, language, arena);
}
