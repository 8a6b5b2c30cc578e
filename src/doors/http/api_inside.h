/* api_inside.h: what the files of the JSON door share, for them alone:
 * api.c (taking a request, the fixed addresses), api_route.c (which row), api_call.c (one call),
 * api_changes.c (the event stream), api_batch.c (many lines), api_openapi.c (the description),
 * api_metrics.c (counting). */
#ifndef DOORS_HTTP_API_INSIDE_H
#define DOORS_HTTP_API_INSIDE_H

#include "doors/http/api.h"
#include "doors/http/problem.h"
#include "doors/http/visitor.h"

#include "base/limits.h"
#include "doors/sheets/sheet.h"

#include <pthread.h>
#include <stdatomic.h>

#define API_ROOT "/api/v1"
#define API_STEPS_MAX 12        /* steps of a path: "api", "v1", "cases", "{case}" … */
#define API_KEY_MAX 200
#define API_STATUSES 16         /* different ones that are counted */
#define API_SPANS 12            /* buckets of the histogram, and one for all slower ones */

struct route_count {
    _Atomic int64_t status[API_STATUSES];
    _Atomic int64_t span[API_SPANS + 1];
    _Atomic int64_t total_us;
};

struct route {
    const struct action *action;
    struct text method, path;
    struct text step[API_STEPS_MAX];
    const struct field *field[API_STEPS_MAX];   /* of a step in braces, else NULL */
    int step_count;
    bool query_input;           /* GET: the query is the input */
    bool has_bytes;
    struct route_count count;
};

/* Half of what one address may have: the other half is for questions. */
#define API_LISTENERS_MAX (LIMIT_CONNECTIONS_AN_ADDRESS / 2)

struct listener { struct http_stream *stream; int64_t until_us; };
struct changes {
    pthread_mutex_t mutex;
    struct listener listeners[API_LISTENERS_MAX];
    size_t count;
    bool hushed;
};

struct api {
    struct api_plan plan;
    struct route *routes;       /* in the order of the rooms */
    size_t route_count;
    struct route beside;        /* counts of fixed addresses and of what has no route */
    struct text index, openapi; /* made at start */
    struct changes changes;
};

/* One request on its way. */
struct api_task {
    struct api *api;
    struct http_request *request;
    struct route *route;        /* &api->beside when none */
    enum language language;
    int64_t begun_us;
};

/* ---- api_route.c ---- */
bool routes_make(struct api *api, struct arena *arena, struct text *ret_reason);
/* The row of that path and method, and the text of each braced step. NULL: none; then
 * `ret_allowed` says which methods the path has ("GET, POST"), absent when there is no such
 * path. */
struct route *route_find(struct api *api, struct text method, struct text path,
                         struct text ret_steps[API_STEPS_MAX], struct arena *arena,
                         struct text *ret_allowed);
/* Up to three paths that begin most alike. */
size_t routes_near(const struct api *api, struct text path, struct text ret_near[3]);

/* ---- api_sheet.c: the list of an answer as a table ---- */
/* Of ?as=: whether a table is asked for, and how it is written. */
bool api_sheet_wanted(struct text as, struct sheet_form *ret_form);
/* The first list of an answer; NULL: it has none. */
const struct field *api_sheet_list(const struct shape *answer);
struct api_sheet {
    const struct field *list;
    struct sheet_form form;
    struct sheet_writer *writer;    /* NULL: none is being written */
    size_t rows, pages;
};
/* With its headings; false: no room for it. */
bool api_sheet_begin(struct api_sheet *sheet, const struct field *list, struct sheet_form form);
/* The rows of an answer; false: LIMIT_ROWS_A_TABLE or LIMIT_PAGES_A_TABLE is met. */
bool api_sheet_add(struct api_sheet *sheet, const void *answer);
/* False: it could not be written. The writer is gone either way. */
bool api_sheet_end(struct api_sheet *sheet, struct arena *arena, struct text *ret_bytes);
void api_sheet_drop(struct api_sheet *sheet);

enum api_page {
    API_PAGE_LAST,
    API_PAGE_MORE,              /* `ret_input` asks for the next one */
    API_PAGE_AGAIN,             /* it is the page before once more: nothing follows */
};
enum api_page api_page_next(const struct action *action, const void *asked, const void *answer,
                            struct arena *arena, const void **ret_input);

/* ---- api.c ---- */
struct http_header;
void api_answer(const struct api_task *task, int status, const char *type, struct text body,
                const struct http_header *headers, size_t header_count);
void api_answer_problem(const struct api_task *task, const struct problem *problem);

/* ---- api_call.c ---- */
void api_call(const struct api_task *task, const struct visitor *visitor,
              const struct text *steps);
/* Fills a call: action, actor, key, input. */
void call_prepare(struct call *call, const struct action *action, const struct actor *actor,
                  struct text key, const void *input, struct arena *arena);
bool steps_read(const struct route *route, const struct text *steps, struct arena *arena,
                void *input, struct shape_faults *faults);

/* ---- api_changes.c ---- */
void changes_init(struct changes *changes);
void api_listen(const struct api_task *task);

/* ---- api_batch.c ---- */
void api_batch(const struct api_task *task, const struct visitor *visitor,
               const struct text *steps);

/* ---- api_openapi.c ---- */
void api_describe(struct api *api, struct arena *arena);

/* ---- api_metrics.c ---- */
void route_counted(struct route *route, int status, int64_t span_us);
struct text api_metrics(struct api *api, struct arena *arena);

#endif
