/* nhsa_door.h: what nhsa.c, nhsa_reply.c and nhsa_token.c share; for them alone. */
#ifndef DOORS_NHSA_DOOR_H
#define DOORS_NHSA_DOOR_H

#include "doors/nhsa/cipher.h"
#include "doors/nhsa/envelope.h"
#include "doors/nhsa/gateway.h"
#include "doors/nhsa/msgids.h"
#include "doors/nhsa/nhsa.h"
#include "doors/nhsa/output.h"
#include "doors/nhsa/signed_in.h"

#include <stdatomic.h>

/* A transaction that some room serves. */
struct nhsa_route {
    const struct transaction *transaction;
    const struct interface_transaction *table;      /* NULL: not in the tables */
    const struct nhsa_output_plan *output;          /* NULL: none */
};

struct nhsa {
    struct nhsa_plan plan;
    struct arena arena;
    struct nhsa_route *routes;      /* by infno */
    size_t route_count;
    struct gateway *gateway;
    struct signed_in *signed_in;
    struct msgids *msgids;
    _Atomic int64_t serial;
    _Atomic int64_t messages, good, refused, busy, faults, turned_away;
};

/* One message, in its request's arena from the first byte to the answer. */
struct nhsa_message {
    struct nhsa *nhsa;
    struct http_request *request;
    struct moment taken;
    struct nhsa_envelope envelope;
    struct institution_access access;
    bool is_cipher;                 /* came encrypted, and goes so */
    const struct nhsa_route *route;
    int64_t person;                 /* whom it changes; 0: nobody, or it is a read */
    struct call call;
};

/* ---- answers (nhsa_reply.c); each ends the message ---- */

void nhsa_refuse(struct nhsa_message *message, int status, struct text sentence);
/* A sentence of words/ by its key. */
void nhsa_refuse_by(struct nhsa_message *message, int status, const char *key,
                    struct text detail0, struct text detail1);
/* A fault of ours: counted, logged with `why`, answered with the sentence. */
void nhsa_answer_fault(struct nhsa_message *message, struct text sentence, struct text why);
void nhsa_turn_away(struct nhsa_message *message, enum gateway_verdict verdict);
/* What the house said. */
void nhsa_answer_call(struct nhsa_message *message);

/* ---- tokens (nhsa_token.c) ---- */

bool nhsa_is_token_request(const struct http_request *request);
void nhsa_give_token(struct nhsa *nhsa, struct http_request *request);

#endif
