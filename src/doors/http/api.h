/* api.h: the JSON door: /api/v1, made from the rows of the house's actions.
 *
 * A route is a row: method, path with {braces} that name input fields, roles, input, answer.
 *   input     GET: the query. Others: a JSON object, strict: unknown names are faults and named
 *             with what was probably meant. A path's fields win over the body's.
 *   key       header Idempotency-Key, for writes; without one each request is its own.
 *   answer    200 and the answer's fields; `X-Repeated: true` when it had been done before.
 *             `?explain=1` adds "trail".
 *   no        problem.h. 401 403 404 405 409 413 415 422 429 500 503.
 *   batch     a write also takes application/x-ndjson: one input a line, answered line by line in
 *             order as { "line", "status", "answer" or "problem", "repeated" }; a line's key is
 *             (digest of the file, line), so a file sent again changes nothing.
 *   language  ?lang=en, else Accept-Language, else Chinese.
 * Beside the rows: GET /api/v1 (what there is), /api/v1/openapi.json, /healthz, /metrics, and
 * /api/v1/changes: an event stream for whoever is signed in, one event when something was recorded:
 * { "sequence", "rooms": ["intake", …] }.
 *
 * What identifies people never stands in an address: a row whose path, or whose query when it is a
 * GET, has a private field is not served, and api_start says which. */
#ifndef DOORS_HTTP_API_H
#define DOORS_HTTP_API_H

#include "base/log.h"
#include "core/house.h"
#include "doors/askers.h"
#include "doors/http_server.h"

struct api_plan {
    struct house *house;        /* outlives the door */
    struct log *log;            /* faults go there; may be NULL */
    struct askers *askers;      /* counts look-ups of strangers; NULL: nobody does */
    bool metrics_open;          /* /metrics answers everybody; else only 127.0.0.1 and ::1 */
};

struct api;

/* Everything lives in the arena. NULL and a reason for the operator when two rows share a route or
 * a row would put a private field into an address. */
struct api *api_start(const struct api_plan *plan, struct arena *arena, struct text *ret_reason);
/* For struct http_listener_plan; `data` is the api. */
void api_handle(struct http_request *request, void *data);
size_t api_body_max(void *data, struct text method, struct text path);
void api_refuse(struct http_request *request, int status, const char *reason, void *data);
/* To everybody who listens at /api/v1/changes: whole events, each ended by an empty line. Any
 * thread; it does not block. */
void api_tell(struct api *api, struct text event);
bool api_is_listened_to(struct api *api);
/* Ends all streams, and no more begin: before the server is drained. */
void api_hush(struct api *api);
/* Whether the path is this door's business: /api/…, /healthz, /metrics. */
bool api_owns(struct text path);

#endif
