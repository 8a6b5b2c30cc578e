/* nhsa_reply.c: how a message is answered, whatever became of it. */

#include "doors/nhsa/nhsa_door.h"

#include "base/check.h"
#include "core/words.h"
#include "doors/nhsa/faults.h"

#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"
/* A full queue is through it in less. */
#define RETRY_SECONDS "2"

static struct moment now_of(const struct nhsa_message *message)
{
    const struct house *house = message->nhsa->plan.house;
    return house->now(house);
}

static struct nhsa_reply reply_begin(struct nhsa_message *message)
{
    struct nhsa *nhsa = message->nhsa;
    return (struct nhsa_reply){
        .division = nhsa->plan.division != 0 ? nhsa->plan.division : message->access.division,
        .serial = atomic_fetch_add(&nhsa->serial, 1), .taken = message->taken,
        .answered = now_of(message),
    };
}

static void send_refusal(struct nhsa_message *message, int status, struct text sentence,
                         const struct http_header *headers, size_t header_count)
{
    struct arena *arena = message->request->arena;
    struct nhsa_reply reply = reply_begin(message);
    reply.message = sentence;
    http_answer(message->request, status, JSON_TYPE, nhsa_reply_write(&reply, arena), headers,
                header_count);
}

void nhsa_refuse(struct nhsa_message *message, int status, struct text sentence)
{
    const struct http_header allow = { "Allow", "POST" };
    atomic_fetch_add(&message->nhsa->refused, 1);
    send_refusal(message, status, sentence, &allow, status == 405 ? 1 : 0);
}

void nhsa_refuse_by(struct nhsa_message *message, int status, const char *key,
                    struct text detail0, struct text detail1)
{
    nhsa_refuse(message, status,
                nhsa_say(message->request->arena, key, detail0, detail1, TEXT("")));
}

/* Which transaction, and why; of whom it was nobody reads there. */
static void log_fault(const struct nhsa_message *message, struct text why)
{
    struct log_line line;
    log_begin(&line, message->nhsa->plan.log, LOG_LEVEL_FAULT, "door.nhsa.fault");
    log_text(&line, "infno", message->envelope.infno);
    log_text(&line, "institution", message->envelope.institution_code);
    log_text(&line, "why", why);
    log_end(&line);
}

void nhsa_answer_fault(struct nhsa_message *message, struct text sentence, struct text why)
{
    atomic_fetch_add(&message->nhsa->faults, 1);
    log_fault(message, why);
    send_refusal(message, 200, sentence, NULL, 0);
}

void nhsa_turn_away(struct nhsa_message *message, enum gateway_verdict verdict)
{
    struct arena *arena = message->request->arena;
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("code"));
    json_write_int(&writer, 401);
    json_key(&writer, TEXT("message"));
    json_write_text(&writer, words_of(gateway_verdict_words(verdict), LANGUAGE_CHINESE));
    json_object_end(&writer);
    atomic_fetch_add(&message->nhsa->turned_away, 1);
    http_answer(message->request, 401, JSON_TYPE, json_writer_text(&writer), NULL, 0);
}

/* ---- what the house said ---- */

static void write_output(const void *data, struct json_writer *writer)
{
    const struct nhsa_message *message = data;
    const struct transaction *transaction = message->route->transaction;
    const void *answer = message->call.answer;
    if (transaction->say != NULL) {
        void *wire = arena_take(message->request->arena, transaction->wire_out->size);
        transaction->say(&message->call.request, answer, wire);
        answer = wire;
    }
    nhsa_output_write(message->route->output, answer, writer);
}

/* The same outcome gives the same plain output; signature and cipher are put on afterwards. */
static void put_cipher_on(struct nhsa_message *message, struct nhsa_reply *reply)
{
    struct arena *arena = message->request->arena;
    struct json_writer writer;
    json_writer_init(&writer, arena);
    reply->output(message, &writer);
    nhsa_cipher_seal(&message->access, json_writer_text(&writer), arena, &reply->cipher,
                     &reply->cainfo);
    reply->signtype = TEXT("SM2");
    reply->enc_type = TEXT("SM4");
}

/* An id or text of that national name in a struct of the shape. */
static struct text named_text(const struct shape *shape, const void *object, const char *name,
                              struct arena *arena)
{
    const struct field *field = shape_field_national(shape, text_of(name));
    char bytes[64];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (field == NULL || field->kind == FIELD_LIST || field->kind == FIELD_OBJECT)
        return (struct text){ 0 };
    field_write(field, object, &builder);
    return arena_text(arena, builder_text(&builder));
}

/* 9001 and 9002 change who is signed in. */
static void note_sign_in(struct nhsa_message *message)
{
    const struct call *call = &message->call;
    const struct action *action = message->route->transaction->action;
    struct signed_in *signed_in = message->nhsa->signed_in;
    int64_t institution = message->access.institution;
    struct arena *arena = message->request->arena;
    if (text_is(message->envelope.infno, "9001"))
        signed_in_add(signed_in, institution,
                      named_text(action->answer, call->answer, "sign_no", arena),
                      date_of_moment(message->taken));
    else if (text_is(message->envelope.infno, "9002"))
        signed_in_remove(signed_in, institution,
                         named_text(action->input, call->request.input, "sign_no", arena));
}

static void note_msgid(struct nhsa_message *message)
{
    struct msgid_use use = { .subject = message->person, .at = message->call.decided_at };
    struct text infno = message->envelope.infno;
    if (message->person == 0 || infno.length >= sizeof use.infno)
        return;
    memcpy(use.infno, infno.data, infno.length);
    msgids_note(message->nhsa->msgids, message->access.institution, message->call.request.key,
                &use);
}

/* The special rules that were applied, for the institution's screen. A repeat is told its output
 * alone: what was decided then has no trail any more. */
static struct text warning_of(const struct nhsa_message *message)
{
    struct arena *arena = message->request->arena;
    struct text said = TEXT("");
    for (const struct trail_line *line = message->call.trail.first;
         line != NULL && text_characters(said) < NHSA_MESSAGE_CHARACTERS; line = line->next) {
        if (!line->shown)
            continue;
        struct text one = nhsa_say(arena, line->key, line->subject, TEXT(""), TEXT(""));
        said = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(said), said.length > 0 ? "；" : "",
                            TEXT_ARGS(one));
    }
    return nhsa_cut(arena, said, NHSA_MESSAGE_CHARACTERS);
}

static void answer_good(struct nhsa_message *message)
{
    struct nhsa_reply reply = reply_begin(message);
    reply.good = true;
    reply.warning = warning_of(message);
    note_sign_in(message);
    note_msgid(message);
    if (message->route->output != NULL) {
        reply.output = write_output;
        reply.output_data = message;
        if (message->is_cipher)
            put_cipher_on(message, &reply);
    }
    struct text body = nhsa_reply_write(&reply, message->request->arena);
    atomic_fetch_add(&message->nhsa->good, 1);
    struct house *house = message->nhsa->plan.house;
    house->finish(house, &message->call);
    http_answer(message->request, 200, JSON_TYPE, body, NULL, 0);
}

/* The room's sentence, or one of our own when the house gave no reason. */
static struct text refusal_said(struct nhsa_message *message, const char *otherwise)
{
    const struct refusal *refusal = &message->call.refusal;
    return nhsa_say(message->request->arena, refusal->key != NULL ? refusal->key : otherwise,
                    refusal->detail[0], refusal->detail[1], refusal->detail[2]);
}

static void answer_bad(struct nhsa_message *message)
{
    struct nhsa *nhsa = message->nhsa;
    struct house *house = nhsa->plan.house;
    enum call_status status = message->call.status;
    struct text sentence, why = arena_text(message->request->arena, message->call.fault);
    if (status == CALL_BUSY)
        sentence = refusal_said(message, "nhsa.refused.busy");
    else if (status == CALL_FAULT)
        sentence = refusal_said(message, "nhsa.refused.fault");
    else
        sentence = refusal_said(message, "nhsa.refused.misused");
    house->finish(house, &message->call);
    if (status == CALL_BUSY) {
        struct http_header retry = { "Retry-After", RETRY_SECONDS };
        atomic_fetch_add(&nhsa->busy, 1);
        send_refusal(message, 503, sentence, &retry, 1);
    } else if (status == CALL_FAULT) {
        nhsa_answer_fault(message, sentence, why);
    } else {
        nhsa_refuse(message, 200, sentence);
    }
}

void nhsa_answer_call(struct nhsa_message *message)
{
    CHECK(message->call.status != CALL_WAITING);
    if (message->call.status == CALL_DONE)
        answer_good(message);
    else
        answer_bad(message);
}
