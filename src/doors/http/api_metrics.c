/* api_metrics.c: how many requests of each route, how answered and how long, for Prometheus. */

#include "doors/http/api_inside.h"

#include "base/check.h"

static const int STATUSES[] = { 200, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 431, 500,
                                503, 0 };
_Static_assert(COUNT_OF(STATUSES) <= API_STATUSES, "a place for each");

static const struct { int64_t us; const char *name; } SPANS[] = {
    { 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" }, { 10000, "0.01" },
    { 25000, "0.025" }, { 50000, "0.05" }, { 100000, "0.1" }, { 250000, "0.25" },
    { 500000, "0.5" }, { 1000000, "1" }, { 2500000, "2.5" }, { 10000000, "10" },
};
_Static_assert(COUNT_OF(SPANS) == API_SPANS, "a place for each");

void route_counted(struct route *route, int status, int64_t span_us)
{
    size_t at = 0, span = 0;
    while (STATUSES[at] != status && STATUSES[at] != 0)
        at++;
    while (span < COUNT_OF(SPANS) && span_us > SPANS[span].us)
        span++;
    atomic_fetch_add_explicit(&route->count.status[at], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&route->count.span[span], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&route->count.total_us, span_us, memory_order_relaxed);
}

static void write_statuses(struct builder *builder, struct route *route)
{
    for (size_t i = 0; i < COUNT_OF(STATUSES); i++) {
        long long count = atomic_load(&route->count.status[i]);
        if (count > 0)
            builder_format(builder, "yibao_http_requests_total{method=\"%.*s\",route=\"%.*s\","
                           "status=\"%d\"} %lld\n", TEXT_ARGS(route->method),
                           TEXT_ARGS(route->path), STATUSES[i], count);
    }
}

static void write_spans(struct builder *builder, struct route *route)
{
    long long total = 0;
    for (size_t i = 0; i <= API_SPANS; i++)
        total += atomic_load(&route->count.span[i]);
    if (total == 0)
        return;
    long long below = 0;
    for (size_t i = 0; i < API_SPANS; i++) {
        below += atomic_load(&route->count.span[i]);
        builder_format(builder, "yibao_http_seconds_bucket{method=\"%.*s\",route=\"%.*s\","
                       "le=\"%s\"} %lld\n", TEXT_ARGS(route->method), TEXT_ARGS(route->path),
                       SPANS[i].name, below);
    }
    long long us = atomic_load(&route->count.total_us);
    builder_format(builder, "yibao_http_seconds_bucket{method=\"%.*s\",route=\"%.*s\","
                   "le=\"+Inf\"} %lld\n", TEXT_ARGS(route->method), TEXT_ARGS(route->path), total);
    builder_format(builder, "yibao_http_seconds_sum{method=\"%.*s\",route=\"%.*s\"} %lld.%06lld\n",
                   TEXT_ARGS(route->method), TEXT_ARGS(route->path), us / 1000000, us % 1000000);
    builder_format(builder, "yibao_http_seconds_count{method=\"%.*s\",route=\"%.*s\"} %lld\n",
                   TEXT_ARGS(route->method), TEXT_ARGS(route->path), total);
}

static void write_all(struct api *api, struct builder *builder)
{
    api->plan.house->metrics(api->plan.house, builder);
    if (api->plan.askers != NULL)
        builder_format(builder, "# HELP yibao_look_ups_turned_away_total Strangers who asked too"
                       " often.\n# TYPE yibao_look_ups_turned_away_total counter\n"
                       "yibao_look_ups_turned_away_total %lld\n",
                       (long long)askers_turned_away(api->plan.askers));
    builder_add(builder, TEXT("# HELP yibao_http_requests_total Requests answered.\n"
                              "# TYPE yibao_http_requests_total counter\n"));
    for (size_t i = 0; i < api->route_count; i++)
        write_statuses(builder, &api->routes[i]);
    write_statuses(builder, &api->beside);
    builder_add(builder, TEXT("# HELP yibao_http_seconds From a whole request to its answer.\n"
                              "# TYPE yibao_http_seconds histogram\n"));
    for (size_t i = 0; i < api->route_count; i++)
        write_spans(builder, &api->routes[i]);
    write_spans(builder, &api->beside);
}

struct text api_metrics(struct api *api, struct arena *arena)
{
    for (size_t capacity = (size_t)256 * 1024;; capacity *= 2) {
        struct builder builder = builder_over(arena_take(arena, capacity), capacity);
        write_all(api, &builder);
        if (!builder.overflow)
            return builder_text(&builder);
    }
}
