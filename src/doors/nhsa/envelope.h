/* envelope.h: what stands around input and output of a message. */
#ifndef DOORS_NHSA_ENVELOPE_H
#define DOORS_NHSA_ENVELOPE_H

#include "base/json.h"
#include "core/action.h"
#include "doors/nhsa/faults.h"

struct nhsa_envelope {
    struct text infno;              /* in capitals: "2203A" */
    struct text msgid;
    struct text institution_code;   /* fixmedins_code */
    struct text cainfo, signtype, enc_type;
    struct asking asking;
    const struct json *input;       /* as sent: object, text or cipher text; NULL: none */
};

/* False and faults. The whole table is asked for, required fields above all. */
bool nhsa_envelope_read(const struct json *message, struct arena *arena,
                        struct nhsa_envelope *ret_envelope, struct nhsa_faults *faults);

/* `input` as a tree: the object, or what the text in it says. NULL and a sentence when it is
 * neither. */
const struct json *nhsa_envelope_input(const struct json *input, struct arena *arena,
                                       struct text *ret_refusal);

/* The answer around an output. */
struct nhsa_reply {
    bool good;                      /* infcode 0, else -1 */
    struct text message;            /* err_msg */
    struct text warning;            /* warn_msg */
    /* Writes one value; NULL: null. */
    void (*output)(const void *data, struct json_writer *writer);
    const void *output_data;
    struct text cipher;             /* in place of output, when present */
    struct text cainfo, signtype, enc_type;
    int32_t division;               /* of the receiver: the head of inf_refmsgid */
    int64_t serial;                 /* of this receiver, at most ten digits */
    struct moment taken, answered;
};
struct text nhsa_reply_write(const struct nhsa_reply *reply, struct arena *arena);

#endif
