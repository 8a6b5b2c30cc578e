#include "doors/nhsa/envelope.h"

#include "base/check.h"
#include "base/limits.h"
#include "doors/nhsa/input.h"

#include <stddef.h>
#include <string.h>

/* Where the fields of the envelope go. A division is kept as a number. */
enum envelope_kind { ENVELOPE_TEXT, ENVELOPE_DIVISION };

static const struct envelope_member {
    const char *name;
    enum envelope_kind kind;
    size_t offset;
} envelope_members[] = {
    { "infno", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, infno) },
    { "msgid", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, msgid) },
    { "fixmedins_code", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, institution_code) },
    { "cainfo", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, cainfo) },
    { "signtype", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, signtype) },
    { "enc_type", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, enc_type) },
    { "opter", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, asking.operator_code) },
    { "opter_name", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, asking.operator_name) },
    { "sign_no", ENVELOPE_TEXT, offsetof(struct nhsa_envelope, asking.sign_no) },
    { "mdtrtarea_admvs", ENVELOPE_DIVISION,
      offsetof(struct nhsa_envelope, asking.treatment_division) },
    { "insuplc_admdvs", ENVELOPE_DIVISION,
      offsetof(struct nhsa_envelope, asking.enrolment_division) },
};

static int32_t division_of_text(struct text text)
{
    int64_t number = 0;
    return text_to_int64(text, &number) && number > 0 && number <= 999999 ? (int32_t)number : 0;
}

static void envelope_put(struct nhsa_envelope *envelope, const char *name, struct text value)
{
    for (size_t i = 0; i < COUNT_OF(envelope_members); i++) {
        const struct envelope_member *member = &envelope_members[i];
        if (strcmp(member->name, name) != 0)
            continue;
        void *at = (char *)envelope + member->offset;
        if (member->kind == ENVELOPE_TEXT)
            *(struct text *)at = value;
        else
            *(int32_t *)at = division_of_text(value);
    }
}

static struct text in_capitals(struct text text, struct arena *arena)
{
    char *copy = arena_take(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        bool small = text.data[i] >= 'a' && text.data[i] <= 'z';
        copy[i] = small ? (char)(text.data[i] - 'a' + 'A') : text.data[i];
    }
    return (struct text){ copy, text.length };
}

static const struct json *member_of(const struct json *message,
                                    const struct interface_field *field)
{
    const struct json *member = json_member_loose(message, text_of(field->name));
    if (member == NULL && field->alias != NULL)
        member = json_member_loose(message, text_of(field->alias));
    return member;
}

static bool is_input(const struct interface_field *field)
{
    return strcmp(field->name, "input") == 0;
}

bool nhsa_envelope_read(const struct json *message, struct arena *arena,
                        struct nhsa_envelope *ret_envelope, struct nhsa_faults *faults)
{
    const struct interface_transaction *table = interface_envelope();
    const struct interface_node *node = &interface_nodes[table->first_in];
    struct nhsa_envelope envelope = { 0 };
    for (size_t i = 0; i < node->field_count; i++) {
        const struct interface_field *field = &interface_fields[node->first_field + i];
        const struct json *member = member_of(message, field);
        struct nhsa_value value = { .text = TEXT("") };
        if (is_input(field))
            envelope.input = member;
        else
            value = nhsa_value_read(field, member, arena);
        if (value.reason == NULL && value.text.data == NULL && field->required)
            value.reason = "nhsa.reason.required";
        if (value.reason != NULL)
            nhsa_fault_add(faults, NULL, text_of(field->name), field->label, value.reason,
                           value.detail0, value.detail1);
        else if (!is_input(field))
            envelope_put(&envelope, field->name, text_trim(value.text));
    }
    if (faults->count > 0)
        return false;
    envelope.infno = in_capitals(envelope.infno, arena);
    *ret_envelope = envelope;
    return true;
}

const struct json *nhsa_envelope_input(const struct json *input, struct arena *arena,
                                       struct text *ret_refusal)
{
    struct json_fault fault;
    struct text text = text_trim(json_text(input));
    if (json_kind(input) == JSON_TEXT && text.length > 0
        && !json_parse(text, LIMIT_MESSAGE_BYTES, arena, &input, &fault)) {
        *ret_refusal = nhsa_say(arena, "nhsa.refused.input-not-json",
                                arena_format(arena, "%d", fault.line),
                                arena_format(arena, "%d", fault.column),
                                words_of(fault.reason, LANGUAGE_CHINESE));
        return NULL;
    }
    if (json_kind(input) == JSON_OBJECT || json_kind(input) == JSON_ARRAY)
        return input;
    *ret_refusal = nhsa_say(arena, "nhsa.refused.input-not-an-object", TEXT(""), TEXT(""),
                            TEXT(""));
    return NULL;
}

/* ---- the answer ---- */

/* Receiver's division (6), yyyyMMddHHmmss, serial (10). */
static struct text reference_of(const struct nhsa_reply *reply, struct arena *arena)
{
    char moment[24];
    struct builder builder = builder_over(moment, sizeof moment);
    moment_write_compact(&builder, reply->taken);
    return arena_format(arena, "%06d%.*s%010lld", (int)reply->division % 1000000,
                        TEXT_ARGS(text_slice(builder_text(&builder), 0, 14)),
                        (long long)(reply->serial % 10000000000));
}

static void write_moment(struct json_writer *writer, const char *name, struct moment at)
{
    char moment[24];
    struct builder builder = builder_over(moment, sizeof moment);
    moment_write_compact(&builder, at);
    json_key(writer, text_of(name));
    json_write_text(writer, builder_text(&builder));
}

static void write_text(struct json_writer *writer, const char *name, struct text text)
{
    json_key(writer, text_of(name));
    json_write_text(writer, text.data == NULL ? TEXT("") : text);
}

struct text nhsa_reply_write(const struct nhsa_reply *reply, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    json_key(&writer, TEXT("infcode"));
    json_write_int(&writer, reply->good ? 0 : -1);
    write_text(&writer, "inf_refmsgid", reference_of(reply, arena));
    write_moment(&writer, "refmsg_time", reply->taken);
    write_moment(&writer, "respond_time", reply->answered);
    write_text(&writer, "err_msg", reply->message);
    json_key(&writer, TEXT("output"));
    if (reply->cipher.data != NULL)
        json_write_text(&writer, reply->cipher);
    else if (reply->output == NULL)
        json_write_null(&writer);
    else
        reply->output(reply->output_data, &writer);
    write_text(&writer, "warn_msg", reply->warning);
    write_text(&writer, "cainfo", reply->cainfo);
    write_text(&writer, "signtype", reply->signtype);
    write_text(&writer, "enctype", reply->enc_type);
    json_object_end(&writer);
    return json_writer_text(&writer);
}
