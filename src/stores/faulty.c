/* faulty.c: see faulty.h. */

#include "stores/faulty.h"

#include "base/check.h"

#include <stdatomic.h>

struct faulty {
    struct store base;          /* first: a handle knows its port */
    struct store_port port;     /* its own, so that it carries the scheme below */
    struct store *below;
    struct faulty_counts counts;
    int64_t failing_call, failing_change;   /* by count; 0: none */
    enum store_answer call_answer, change_answer;
    bool loses_unknown;
    bool complains;             /* the last answer was made here */
    atomic_int flush_answer;    /* of the next flush */
};

/* Counts a call; true when it is the one to fail. */
static bool faulty_counts_call(struct faulty *faulty, enum store_answer *ret_answer)
{
    faulty->complains = false;
    if (++faulty->counts.calls != faulty->failing_call)
        return false;
    faulty->failing_call = 0;
    faulty->counts.failed++;
    faulty->complains = true;
    *ret_answer = faulty->call_answer;
    return true;
}

static bool faulty_counts_changes(struct faulty *faulty, const struct change *changes,
                                  enum store_answer *ret_answer)
{
    bool fails = false;
    for (const struct change *change = changes; change != NULL; change = change->next)
        if (++faulty->counts.changes == faulty->failing_change)
            fails = true;
    if (!fails)
        return false;
    faulty->failing_change = 0;
    faulty->counts.failed++;
    faulty->complains = true;
    *ret_answer = faulty->change_answer;
    return true;
}

static enum store_answer faulty_read(struct store *handle, struct want *wants,
                                     struct arena *arena)
{
    struct faulty *faulty = (struct faulty *)handle;
    enum store_answer answer;
    if (faulty_counts_call(faulty, &answer))
        return answer;
    return faulty->below->port->read(faulty->below, wants, arena);
}

/* Without a mark it is not ahead. */
static enum store_answer faulty_write_so(struct faulty *faulty, const struct change *changes,
                                         struct fence fence, uint32_t *mark)
{
    enum store_answer answer = STORE_DONE;
    bool fails = faulty_counts_call(faulty, &answer);
    if (!fails)
        fails = faulty_counts_changes(faulty, changes, &answer);
    if (fails && (answer != STORE_UNKNOWN || faulty->loses_unknown))
        return answer;
    const struct store_port *below = faulty->below->port;
    enum store_answer real = mark == NULL ? below->write(faulty->below, changes, fence)
                                          : below->write_ahead(faulty->below, changes, fence, mark);
    return fails && real == STORE_DONE ? STORE_UNKNOWN : real;
}

static enum store_answer faulty_write(struct store *handle, const struct change *changes,
                                      struct fence fence)
{
    return faulty_write_so((struct faulty *)handle, changes, fence, NULL);
}

static enum store_answer faulty_write_ahead(struct store *handle, const struct change *changes,
                                            struct fence fence, uint32_t *ret_mark)
{
    return faulty_write_so((struct faulty *)handle, changes, fence, ret_mark);
}

static enum store_answer faulty_flush(struct store *handle, uint32_t mark)
{
    struct faulty *faulty = (struct faulty *)handle;
    enum store_answer answer =
        (enum store_answer)atomic_exchange(&faulty->flush_answer, STORE_DONE);
    return answer == STORE_DONE ? faulty->below->port->flush(faulty->below, mark) : answer;
}

static enum store_answer faulty_hold_lane(struct store *handle, int64_t lane)
{
    struct faulty *faulty = (struct faulty *)handle;
    enum store_answer answer;
    if (faulty_counts_call(faulty, &answer))
        return answer;
    return faulty->below->port->hold_lane(faulty->below, lane);
}

static enum store_answer faulty_take_lane(struct store *handle, int64_t lane, struct text owner,
                                          struct fence *ret_fence)
{
    struct faulty *faulty = (struct faulty *)handle;
    enum store_answer answer;
    if (faulty_counts_call(faulty, &answer))
        return answer;
    return faulty->below->port->take_lane(faulty->below, lane, owner, ret_fence);
}

static enum store_answer faulty_prepare(struct store *handle,
                                        const struct query *const *queries, size_t query_count,
                                        const struct table *const *tables, size_t table_count)
{
    struct faulty *faulty = (struct faulty *)handle;
    return faulty->below->port->prepare(faulty->below, queries, query_count, tables,
                                        table_count);
}

static enum store_answer faulty_run_schema(struct store *handle, struct text sql)
{
    struct faulty *faulty = (struct faulty *)handle;
    return faulty->below->port->run_schema(faulty->below, sql);
}

static enum store_answer faulty_backup(struct store *handle, const char *to)
{
    struct faulty *faulty = (struct faulty *)handle;
    return faulty->below->port->backup(faulty->below, to);
}

static enum store_answer faulty_restore(struct store *handle, const char *from)
{
    struct faulty *faulty = (struct faulty *)handle;
    return faulty->below->port->restore(faulty->below, from);
}

static void faulty_tend(struct store *handle)
{
    struct faulty *faulty = (struct faulty *)handle;
    faulty->below->port->tend(faulty->below);
}

static const char *faulty_complaint(const struct store *handle)
{
    const struct faulty *faulty = (const struct faulty *)handle;
    if (faulty->complains)
        return "a fault made on purpose";
    return faulty->below->port->complaint(faulty->below);
}

/* The store below belongs to who laid this over it. */
static void faulty_close(struct store *handle)
{
    (void)handle;
}

struct faulty *faulty_over(struct store *below, struct arena *arena)
{
    struct faulty *faulty = ARENA_NEW(arena, struct faulty);
    faulty->below = below;
    atomic_init(&faulty->flush_answer, STORE_DONE);
    faulty->port = (struct store_port){
        .scheme = below->port->scheme,
        .open = below->port->open,
        .close = faulty_close,
        .read = faulty_read,
        .write = faulty_write,
        .write_ahead = below->port->write_ahead == NULL ? NULL : faulty_write_ahead,
        .flush = below->port->flush == NULL ? NULL : faulty_flush,
        .prepare = faulty_prepare,
        .run_schema = faulty_run_schema,
        .spell = below->port->spell,
        .hold_lane = faulty_hold_lane,
        .take_lane = faulty_take_lane,
        .backup = faulty_backup,
        .restore = faulty_restore,
        .tend = faulty_tend,
        .complaint = faulty_complaint,
    };
    faulty->base.port = &faulty->port;
    return faulty;
}

struct store *faulty_store(struct faulty *faulty)
{
    return &faulty->base;
}

void faulty_fail_call(struct faulty *faulty, int64_t after, enum store_answer answer)
{
    CHECK(after >= 0 && answer != STORE_DONE);
    faulty->failing_call = after == 0 ? 0 : faulty->counts.calls + after;
    faulty->call_answer = answer;
}

void faulty_fail_change(struct faulty *faulty, int64_t after, enum store_answer answer)
{
    CHECK(after >= 0 && answer != STORE_DONE);
    faulty->failing_change = after == 0 ? 0 : faulty->counts.changes + after;
    faulty->change_answer = answer;
}

void faulty_fail_flush(struct faulty *faulty, enum store_answer answer)
{
    CHECK(answer == STORE_UNKNOWN || answer == STORE_FAULT);
    atomic_store(&faulty->flush_answer, (int)answer);
}

void faulty_keep_unknown(struct faulty *faulty, bool kept)
{
    faulty->loses_unknown = !kept;
}

struct faulty_counts faulty_counts(const struct faulty *faulty)
{
    return faulty->counts;
}
