/* nhsa.c: one message from its bytes to the house. */

#include "doors/nhsa/nhsa_door.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/shape_json.h"
#include "doors/nhsa/input.h"

#include <stdlib.h>
#include <string.h>

/* ---- the door ---- */

static int route_order(const void *a, const void *b)
{
    const struct nhsa_route *first = a, *second = b;
    return strcmp(first->transaction->infno, second->transaction->infno);
}

static void routes_make(struct nhsa *nhsa)
{
    const struct house *house = nhsa->plan.house;
    size_t count = 0;
    for (size_t i = 0; i < house->room_count; i++)
        count += house->rooms[i]->transaction_count;
    nhsa->routes = ARENA_ARRAY(&nhsa->arena, struct nhsa_route, count);
    for (size_t i = 0; i < house->room_count; i++) {
        for (size_t j = 0; j < house->rooms[i]->transaction_count; j++) {
            struct nhsa_route *route = &nhsa->routes[nhsa->route_count++];
            route->transaction = &house->rooms[i]->transactions[j];
            route->table = interface_transaction_of(text_of(route->transaction->infno));
            route->output = nhsa_output_plan(route->transaction, route->table, &nhsa->arena);
        }
    }
    if (count > 0)
        qsort(nhsa->routes, count, sizeof *nhsa->routes, route_order);
}

struct nhsa *nhsa_new(const struct nhsa_plan *plan)
{
    struct nhsa *nhsa = calloc(1, sizeof *nhsa);
    CHECK(nhsa != NULL);
    nhsa->plan = *plan;
    arena_init(&nhsa->arena);
    atomic_init(&nhsa->serial, 1);
    nhsa->gateway = gateway_new();
    nhsa->signed_in = signed_in_new();
    nhsa->msgids = msgids_new();
    routes_make(nhsa);
    return nhsa;
}

void nhsa_free(struct nhsa *nhsa)
{
    gateway_free(nhsa->gateway);
    signed_in_free(nhsa->signed_in);
    msgids_free(nhsa->msgids);
    arena_release(&nhsa->arena);
    free(nhsa);
}

struct nhsa_counts nhsa_counts(const struct nhsa *nhsa)
{
    return (struct nhsa_counts){
        .messages = atomic_load(&nhsa->messages), .good = atomic_load(&nhsa->good),
        .refused = atomic_load(&nhsa->refused), .busy = atomic_load(&nhsa->busy),
        .faults = atomic_load(&nhsa->faults), .turned_away = atomic_load(&nhsa->turned_away),
    };
}

/* ---- which transaction ---- */

static const struct nhsa_route *route_exact(const struct nhsa *nhsa, struct text infno)
{
    for (size_t from = 0, to = nhsa->route_count; from < to;) {
        size_t middle = from + (to - from) / 2;
        int order = text_compare(infno, text_of(nhsa->routes[middle].transaction->infno));
        if (order == 0)
            return &nhsa->routes[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* An A variant that no room names is its base: it differs in a few fields that are optional here
 * (2201A is 2201 with med_type). */
static const struct nhsa_route *route_of(const struct nhsa *nhsa, struct text infno)
{
    const struct nhsa_route *route = route_exact(nhsa, infno);
    if (route == NULL && infno.length == 5 && text_ends(infno, TEXT("A"))
        && interface_transaction_of(infno) == NULL)
        route = route_exact(nhsa, text_slice(infno, 0, 4));
    return route;
}

static bool is_infno(struct text text)
{
    size_t digits = 0;
    while (digits < text.length && text.data[digits] >= '0' && text.data[digits] <= '9')
        digits++;
    bool letter = digits + 1 == text.length && (text.data[digits] | 0x20) >= 'a'
        && (text.data[digits] | 0x20) <= 'z';
    return (digits == 4 && (digits == text.length || letter))
        || ((digits == 5 || digits == 6) && digits == text.length);
}

/* What stands behind the last / or - of the path, when it looks like a transaction's number. */
static struct text infno_of_path(struct text path)
{
    while (text_ends(path, TEXT("/")))
        path.length--;
    size_t from = path.length;
    while (from > 0 && path.data[from - 1] != '/' && path.data[from - 1] != '-')
        from--;
    struct text last = text_slice(path, from, path.length);
    return is_infno(last) ? last : (struct text){ 0 };
}

static bool route_find(struct nhsa_message *message)
{
    struct arena *arena = message->request->arena;
    struct text infno = message->envelope.infno;
    struct text said = infno_of_path(message->request->path);
    if (text_present(said) && !json_name_is_loose(said, infno)) {
        nhsa_refuse_by(message, 200, "nhsa.refused.path", said, infno);
        return false;
    }
    message->route = route_of(message->nhsa, infno);
    if (message->route != NULL)
        return true;
    const struct interface_transaction *table = interface_transaction_of(infno);
    if (table == NULL || table == interface_envelope())
        nhsa_refuse_by(message, 200, "nhsa.refused.unknown-transaction",
                       nhsa_cut(arena, infno, 10), TEXT(""));
    else
        nhsa_refuse_by(message, 200, "nhsa.refused.not-served", infno, text_of(table->name));
    return false;
}

/* ---- who asks ---- */

static struct text request_header(const void *data, const char *name)
{
    return http_header_of(data, name);
}

static bool let_in(struct nhsa_message *message)
{
    struct house *house = message->nhsa->plan.house;
    struct arena *arena = message->request->arena;
    struct gateway_headers headers = { request_header, message->request };
    struct text code = message->envelope.institution_code;
    if (!house->institution_of(house, code, arena, &message->access)) {
        if (message->access.unasked)    /* a fault, and no fault of theirs */
            nhsa_answer_fault(message, nhsa_say(arena, "nhsa.refused.fault", TEXT(""), TEXT(""),
                                                TEXT("")), TEXT("who it is could not be asked"));
        else if (gateway_is_claimed(&headers))
            nhsa_turn_away(message, GATEWAY_UNKNOWN_CALLER);
        else
            nhsa_refuse_by(message, 200, "nhsa.refused.institution", code, TEXT(""));
        return false;
    }
    enum gateway_verdict verdict = gateway_admit(message->nhsa->gateway, &message->access,
                                                 &headers, message->taken, arena);
    if (verdict != GATEWAY_PASSED)
        nhsa_turn_away(message, verdict);
    return verdict == GATEWAY_PASSED;
}

static bool is_signed_in(struct nhsa_message *message)
{
    struct text infno = message->envelope.infno;
    if (!message->access.sign_in_required || text_is(infno, "9001") || text_is(infno, "9002")
        || signed_in_has(message->nhsa->signed_in, message->access.institution,
                         message->envelope.asking.sign_no, date_of_moment(message->taken)))
        return true;
    nhsa_refuse_by(message, 200, "nhsa.refused.sign-in", TEXT(""), TEXT(""));
    return false;
}

/* ---- the input ---- */

static bool json_read(struct nhsa_message *message, const struct json **ret_json)
{
    static const char MARK[] = "\xEF\xBB\xBF";
    struct arena *arena = message->request->arena;
    struct text body = message->request->body;
    /* Windows software likes to begin with a byte order mark. */
    if (text_starts(body, TEXT("\xEF\xBB\xBF")))
        body = text_slice(body, sizeof MARK - 1, body.length);
    struct json_fault fault;
    if (!json_parse(body, LIMIT_MESSAGE_BYTES, arena, ret_json, &fault)) {
        nhsa_refuse(message, 400,
                    nhsa_say(arena, "nhsa.refused.not-json",
                             arena_format(arena, "%d", fault.line),
                             arena_format(arena, "%d", fault.column),
                             words_of(fault.reason, LANGUAGE_CHINESE)));
        return false;
    }
    if (json_kind(*ret_json) == JSON_OBJECT)
        return true;
    nhsa_refuse_by(message, 400, "nhsa.refused.not-an-object", TEXT(""), TEXT(""));
    return false;
}

/* The plain tree of `input`, out of its cipher when there is one. */
static const struct json *input_open(struct nhsa_message *message)
{
    struct arena *arena = message->request->arena;
    const struct json *input = message->envelope.input;
    struct text refusal = { 0 };
    /* Some set enc_type for all messages and send plain text all the same. */
    message->is_cipher = text_present(message->envelope.enc_type)
        && json_kind(input) == JSON_TEXT
        && !text_starts(text_trim(json_text(input)), TEXT("{"));
    if (!message->is_cipher) {
        input = nhsa_envelope_input(input, arena, &refusal);
        if (input == NULL)
            nhsa_refuse(message, 200, refusal);
        return input;
    }
    struct text plain;
    if (!nhsa_cipher_is_set_up(&message->access)) {
        nhsa_refuse_by(message, 200, "nhsa.refused.no-cipher", TEXT(""), TEXT(""));
        return NULL;
    }
    struct json_fault fault;
    if (!nhsa_cipher_open(&message->access, json_text(input), message->envelope.cainfo, arena,
                          &plain)
        || !json_parse(plain, LIMIT_MESSAGE_BYTES, arena, &input, &fault)) {
        nhsa_refuse_by(message, 200, "nhsa.refused.cipher", TEXT(""), TEXT(""));
        return NULL;
    }
    return input;
}

/* "feedetail[2].cnt" of a struct's reader in the words of the door. */
static void struct_fault_add(const struct nhsa_message *message, const struct shape_fault *fault,
                             struct nhsa_faults *faults)
{
    struct nhsa_place place = { .row = -1 };
    struct text name = fault->path;
    for (size_t i = 0; i < fault->path.length; i++) {
        if (fault->path.data[i] == '[') {
            struct text number = text_until(text_slice(fault->path, i + 1, fault->path.length),
                                            ']', &name);
            if (!text_to_int64(number, &place.row))
                place.row = -1;
            place.node = text_slice(fault->path, 0, i);
            name = text_starts(name, TEXT(".")) ? text_slice(name, 1, name.length) : name;
        }
    }
    for (struct text rest = name; rest.data != NULL;)
        name = text_until(rest, '.', &rest);
    const char *label = message->route->table == NULL
        ? NULL : interface_label(message->route->table, name);
    nhsa_fault_add(faults, &place, name, label, fault->key, fault->detail, TEXT(""));
}

static const struct json *node_of(const struct transaction *transaction, const struct json *tree)
{
    if (transaction->node_in == NULL)
        return NULL;
    if (text_is(text_of(transaction->node_in), "-"))
        return tree;
    const struct json *node = json_member_loose(tree, text_of(transaction->node_in));
    return json_kind(node) == JSON_ARRAY ? json_at(node, 0) : node;
}

static bool struct_fill(struct nhsa_message *message, const struct json *tree,
                        struct nhsa_faults *faults, const void **ret_input)
{
    const struct transaction *transaction = message->route->transaction;
    struct arena *arena = message->request->arena;
    const struct shape *shape = transaction->wire_in != NULL ? transaction->wire_in
                                                             : transaction->action->input;
    void *object = arena_take(arena, shape->size);
    struct shape_faults struct_faults;
    shape_faults_init(&struct_faults, arena, false);
    if (!shape_from_nodes(shape, node_of(transaction, tree), tree, NAMES_NATIONAL, arena, object,
                          &struct_faults)) {
        for (const struct shape_fault *one = struct_faults.first; one != NULL; one = one->next)
            struct_fault_add(message, one, faults);
        return false;
    }
    *ret_input = object;
    if (transaction->ask != NULL) {
        void *input = arena_take(arena, transaction->action->input->size);
        transaction->ask(&message->call.request, object, input);
        *ret_input = input;
    }
    return true;
}

/* ---- handing over ---- */

static void answer_now(struct http_request *request)
{
    nhsa_answer_call(request->door_data);
}

/* On a thread of the house: the lane has other calls waiting, so the answer is written on ours. */
static void call_done(struct call *call)
{
    struct nhsa_message *message = call->door_data;
    http_continue(message->request, answer_now);
}

static void call_prepare(struct nhsa_message *message)
{
    struct call *call = &message->call;
    const struct action *action = message->route->transaction->action;
    call->actor = (struct actor){
        .role = ROLE_INSTITUTION, .institution = message->access.institution,
        .division = message->access.division,
        .scope = { .institution = message->access.institution },
    };
    call->request = (struct request){
        .action = action, .actor = &call->actor, .at = message->taken,
        .arena = message->request->arena, .door = TEXT("nhsa"),
        .asking = &message->envelope.asking,
    };
    if ((action->flags & ACTION_READ) == 0)
        call->request.key = message->envelope.msgid;
    call->done = call_done;
    call->door_data = message;
}

/* One msgid is one message, so it cannot be of two people: the software counts wrongly, and its
 * makers must hear of it before a reversal takes back the wrong one. */
static bool msgid_is_its_own(struct nhsa_message *message)
{
    const struct request *request = &message->call.request;
    struct keys keys = { 0 };
    if (!text_present(request->key) || request->action->keys == NULL)
        return true;
    request->action->keys(request, &keys);
    /* A sign-in changes the institution itself. */
    int64_t institution = message->access.institution;
    message->person = keys.count > 0 && keys.subject[0] != institution ? keys.subject[0] : 0;
    struct msgid_use use;
    if (message->person == 0
        || !msgids_of_another(message->nhsa->msgids, institution, request->key,
                              message->person, &use))
        return true;
    char bytes[32];
    struct builder builder = builder_over(bytes, sizeof bytes);
    moment_write(&builder, use.at);
    nhsa_refuse_by(message, 200, "nhsa.refused.msgid-of-another", text_of(use.infno),
                   builder_text(&builder));
    return false;
}

static void message_take(struct nhsa_message *message)
{
    struct arena *arena = message->request->arena;
    struct nhsa_faults *faults = ARENA_NEW(arena, struct nhsa_faults);
    const struct json *json, *input;
    nhsa_faults_init(faults);
    if (!json_read(message, &json))
        return;
    if (!nhsa_envelope_read(json, arena, &message->envelope, faults)) {
        nhsa_refuse(message, 200, nhsa_faults_say(faults, arena));
        return;
    }
    if (!let_in(message) || !route_find(message) || !is_signed_in(message))
        return;
    input = input_open(message);
    if (input == NULL)
        return;

    call_prepare(message);
    const struct interface_transaction *table = message->route->table;
    if ((table != NULL && !nhsa_input_check(table, input, arena, &input, faults))
        || !struct_fill(message, input, faults, &message->call.request.input)) {
        nhsa_refuse(message, 200, nhsa_faults_say(faults, arena));
        return;
    }
    if (!msgid_is_its_own(message))
        return;
    struct house *house = message->nhsa->plan.house;
    house->submit(house, &message->call);
}

static struct nhsa_message *message_new(struct nhsa *nhsa, struct http_request *request)
{
    struct nhsa_message *message = ARENA_NEW(request->arena, struct nhsa_message);
    message->nhsa = nhsa;
    message->request = request;
    request->door_data = message;
    message->taken = nhsa->plan.house->now(nhsa->plan.house);
    atomic_fetch_add(&nhsa->messages, 1);
    return message;
}

static void nhsa_handle(struct http_request *request, void *data)
{
    struct nhsa *nhsa = data;
    bool post = text_is(request->method, "POST");
    if (post && nhsa_is_token_request(request)) {
        nhsa_give_token(nhsa, request);
        return;
    }
    struct nhsa_message *message = message_new(nhsa, request);
    if (post)
        message_take(message);
    else
        nhsa_refuse_by(message, 405, "nhsa.refused.method", TEXT(""), TEXT(""));
}

/* What the server refuses by itself. */
static void nhsa_refuse_http(struct http_request *request, int status, const char *reason,
                             void *data)
{
    nhsa_refuse_by(message_new(data, request), status, "nhsa.refused.http",
                   words_of(reason, LANGUAGE_CHINESE), TEXT(""));
}

struct http_listener_plan nhsa_listener(struct nhsa *nhsa, const char *address, uint16_t port)
{
    return (struct http_listener_plan){
        .address = address, .port = port, .threads = nhsa->plan.threads,
        .body_max = LIMIT_MESSAGE_BYTES, .handle = nhsa_handle, .refuse = nhsa_refuse_http,
        .data = nhsa,
    };
}
