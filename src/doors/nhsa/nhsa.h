/* nhsa.h: the door of the national interface: hospitals' and pharmacies' software as it is.
 *
 * A message is a POST on any path; its body's infno picks the transaction. The door reads the
 * envelope, lets the institution in by its own way (gateway.h), checks the input against the tables
 * (input.h), fills the struct of the room's action, submits it and writes the answer's envelope.
 * Liberal in what it takes, exact in what it sends. POST …/oauth/token gives out tokens.
 *
 *     struct nhsa *nhsa = nhsa_new(&(struct nhsa_plan){ .house = house, .division = 110000 });
 *     struct http_listener_plan plans[] = { nhsa_listener(nhsa, "0.0.0.0", 7001), … };
 *     struct http_server *server = http_server_start(plans, COUNT_OF(plans), arena, &reason);
 *     …
 *     http_server_drain(server, …); http_server_free(server); nhsa_free(nhsa);
 *
 * The exactly-once key of a message is its msgid; reads have none. What the door says of itself:
 *   refused, unknown, mistaken    HTTP 200, infcode -1, err_msg says what to do
 *   a fault of ours               the same: "repeat with the same msgid"; the log has it
 *   queue full                    HTTP 503 with Retry-After, infcode -1
 *   not let in                    HTTP 401, {"code":401,"message":"…"}, as gateways say it
 *   not JSON, too large, not POST HTTP 400, 413, 405 with the same envelope */
#ifndef DOORS_NHSA_H
#define DOORS_NHSA_H

#include "base/log.h"
#include "core/house.h"
#include "doors/http_server.h"

struct nhsa_plan {
    struct house *house;
    int32_t division;           /* of the receiver, heads inf_refmsgid; 0: the institution's own */
    int threads;                /* 0: one */
    struct log *log;            /* faults go there; may be NULL */
};

struct nhsa_counts {
    int64_t messages, good, refused, busy, faults, turned_away;
};

struct nhsa;

struct nhsa *nhsa_new(const struct nhsa_plan *plan);
struct http_listener_plan nhsa_listener(struct nhsa *nhsa, const char *address, uint16_t port);
struct nhsa_counts nhsa_counts(const struct nhsa *nhsa);
/* After the server was freed. */
void nhsa_free(struct nhsa *nhsa);

#endif
