/* keeping.c: see keeping.h. Entries are found by table and key (kept.h), so that a row written
 * finds those it touches. */

#include "stores/keeping.h"

#include "base/check.h"
#include "stores/kept.h"
#include "stores/packing.h"

#include <stdatomic.h>
#include <string.h>

#define TABLES_MAX 64

/* A table of which something was asked, and how many fields the keys had: bit n for n fields. */
struct known {
    const struct table *table;
    const struct field *version;    /* NULL: rows are never replaced */
    unsigned lengths;
};

struct keeping {
    struct store base;              /* first: a handle knows its port */
    struct store_port port;
    struct store *below;
    struct known tables[TABLES_MAX];
    size_t table_count;
    struct kept kept;
    struct packing key, rows;       /* scratch */
    struct arena scratch;
    int64_t found, missed;
    atomic_bool unsure;             /* rows written ahead may be lost: forget all */
};

/* ---- what is known of tables ---- */

/* The promises of `kept_of` and `kept_whole`. */
static void check_promise(const struct query *query)
{
    const struct table *table = query->kept_of;
    CHECK(query->key != NULL && query->key->field_count >= 1);
    CHECK(query->key->field_count <= table->key_count);
    for (size_t at = 0; at < query->key->field_count; at++)
        CHECK(strcmp(query->key->fields[at].name, table->row->fields[at].name) == 0);
    CHECK(!query->kept_whole || (query->row == table->row && query->columns == NULL));
}

static struct known *known_find(struct keeping *keeping, const struct table *table)
{
    for (size_t at = 0; at < keeping->table_count; at++)
        if (keeping->tables[at].table == table)
            return &keeping->tables[at];
    return NULL;
}

static void know(struct keeping *keeping, const struct table *table, size_t fields)
{
    struct known *known = known_find(keeping, table);
    if (known == NULL) {
        CHECK(keeping->table_count < TABLES_MAX);
        known = &keeping->tables[keeping->table_count++];
        known->table = table;
        if (table->version != NULL)
            known->version = shape_field(table->row, text_of(table->version));
    }
    known->lengths |= 1u << fields;
}

static void know_query(struct keeping *keeping, const struct query *query)
{
    const struct known *known = known_find(keeping, query->kept_of);
    if (known != NULL && (known->lengths >> query->key->field_count & 1) != 0)
        return;
    check_promise(query);
    know(keeping, query->kept_of, query->key->field_count);
    const struct table *above = query->kept_whole ? query->kept_of->under : NULL;
    if (above != NULL)
        know(keeping, query->kept_of, above->key_count);
}

/* ---- rows in entries: each begins with its length in two bytes ---- */

/* The rows of an entry that begin with those bytes, unpacked. */
static struct list entry_rows(const struct kept_entry *entry, const struct shape *shape,
                              struct text begin, struct arena *arena)
{
    struct list rows = { 0 };
    const char *at = entry->bytes + entry->key_length;
    char *items = NULL;
    for (size_t row = 0; row < entry->rows; row++) {
        struct text packed = packing_row_at(at);
        at = packed.data + packed.length;
        if (!text_starts(packed, begin))
            continue;
        if (items == NULL)
            items = arena_array(arena, entry->rows - row, shape->size);
        packing_read(packed.data, shape, items + rows.count++ * shape->size, arena);
    }
    rows.items = items;
    return rows;
}

/* ---- reading ---- */

/* A part of a key that is absent is NULL in the database and finds nothing: not worth keeping. */
static bool key_is_full(const struct query *query, const void *key)
{
    for (size_t at = 0; at < query->key->field_count; at++) {
        const struct field *field = &query->key->fields[at];
        if ((field->flags & FIELD_REQUIRED) == 0 && field_is_absent(field, key))
            return false;
    }
    return true;
}

static bool want_is_kept(const struct want *want)
{
    return want->query->kept_of != NULL && key_is_full(want->query, want->key);
}

/* A want and where its rows would be. What is kept is far larger than the processor's caches, so
 * the places of all wants of a round are fetched before the first is looked at. */
struct sought {
    struct want *want;
    size_t key, key_length;     /* in the packed keys of the round */
    size_t wide_length;         /* of the key of a wider range it may lie in; 0: none */
    uint64_t hash, wide_hash;
};

static void seek(struct keeping *keeping, struct want *want, struct sought *sought)
{
    const struct query *query = want->query;
    const struct table *table = query->kept_of, *above = query->kept_whole ? table->under : NULL;
    *sought = (struct sought){ .want = want, .key = keeping->key.length };
    packing_add(&keeping->key, query->key, query->key->field_count, query->key->field_count,
                want->key);
    sought->key_length = keeping->key.length - sought->key;
    sought->hash = kept_hash(table, keeping->key.data + sought->key, sought->key_length);
    __builtin_prefetch(kept_slot(&keeping->kept, sought->hash));
    if (above == NULL || above->key_count >= query->key->field_count)
        return;
    size_t wide = keeping->key.length;
    packing_add(&keeping->key, query->key, above->key_count, above->key_count, want->key);
    sought->wide_length = keeping->key.length - wide;
    sought->wide_hash = kept_hash(table, keeping->key.data + wide, sought->wide_length);
    __builtin_prefetch(kept_slot(&keeping->kept, sought->wide_hash));
}

static void fetch_entry(const struct kept_entry *entry)
{
    if (entry == NULL)
        return;
    __builtin_prefetch(entry);
    __builtin_prefetch((const char *)entry + 64);
    __builtin_prefetch((const char *)entry + 128);
}

/* The whole range of a key, or a wider one it lies in; or the answer of the query. */
static struct kept_entry *sought_entry(const struct keeping *keeping, const struct sought *sought)
{
    const struct query *query = sought->want->query;
    const char *key = keeping->key.data + sought->key;
    struct kept_entry *entry = kept_find_by(&keeping->kept, sought->hash, query->kept_of,
                                        query->kept_whole ? NULL : query, key, sought->key_length);
    if (entry != NULL || sought->wide_length == 0)
        return entry;
    return kept_find_by(&keeping->kept, sought->wide_hash, query->kept_of, NULL,
                         key + sought->key_length, sought->wide_length);
}

static bool want_find(struct keeping *keeping, const struct sought *sought, struct arena *arena)
{
    struct want *want = sought->want;
    const struct query *query = want->query;
    struct text key = { keeping->key.data + sought->key, sought->key_length };
    struct kept_entry *entry = sought_entry(keeping, sought);
    if (entry == NULL)
        return false;
    struct list rows = entry_rows(entry, query->row, query->kept_whole ? key : TEXT(""), arena);
    if (rows.count > (size_t)query->row_max)
        return false;
    entry->used = true;
    want->rows = rows;
    want->answered = true;
    return true;
}

static void want_keep(struct keeping *keeping, const struct want *want)
{
    const struct query *query = want->query;
    if (want->rows.count > KEPT_ROWS_MAX)
        return;
    keeping->key.length = 0;
    packing_add(&keeping->key, query->key, query->key->field_count, query->key->field_count,
                want->key);
    const struct text key = { keeping->key.data, keeping->key.length };
    const char *items = want->rows.items;
    keeping->rows.length = 0;
    for (size_t at = 0; at < want->rows.count; at++)
        if (!packing_add_row(&keeping->rows, query->row,
                             query->kept_whole ? query->kept_of->key_count : 0,
                             items + at * query->row->size))
            return;
    const struct query *of = query->kept_whole ? NULL : query;
    if (kept_find(&keeping->kept, query->kept_of, of, key.data, key.length) == NULL)
        kept_add(&keeping->kept, query->kept_of, of, query->key->field_count, key,
                  (struct text){ keeping->rows.data, keeping->rows.length }, want->rows.count);
}

/* Answers what is kept; how many wants are open then, those first in `sought` that are to be kept
 * when they are answered. */
static size_t find_all(struct keeping *keeping, struct sought *sought, size_t *ret_missed,
                       struct want *wants, struct arena *arena)
{
    size_t open = 0, count = 0, missed = 0;
    keeping->key.length = 0;
    for (struct want *want = wants; want != NULL; want = want->next) {
        open += !want->answered;
        if (want->answered || !want_is_kept(want))
            continue;
        know_query(keeping, want->query);
        seek(keeping, want, &sought[count++]);
    }
    for (size_t at = 0; at < count; at++) {
        fetch_entry(*kept_slot(&keeping->kept, sought[at].hash));
        if (sought[at].wide_length > 0)
            fetch_entry(*kept_slot(&keeping->kept, sought[at].wide_hash));
    }
    for (size_t at = 0; at < count; at++)
        if (want_find(keeping, &sought[at], arena))
            open--;
        else
            sought[missed++] = sought[at];
    keeping->found += (int64_t)(count - missed);
    *ret_missed = missed;
    return open;
}

static size_t wants_open(const struct want *wants)
{
    size_t count = 0;
    for (const struct want *want = wants; want != NULL; want = want->next)
        count += !want->answered;
    return count;
}

/* What a flush has made unsure is forgotten; then room for all open wants. */
static struct sought *begin_seeking(struct keeping *keeping, size_t open)
{
    if (atomic_exchange(&keeping->unsure, false))
        kept_forget(&keeping->kept);
    arena_clear(&keeping->scratch);
    return ARENA_ARRAY(&keeping->scratch, struct sought, open + 1);
}

static size_t keeping_look(struct store *handle, struct want *wants, struct arena *arena)
{
    struct keeping *keeping = (struct keeping *)handle;
    size_t open = wants_open(wants), missed;
    struct sought *sought = begin_seeking(keeping, open);
    return open - find_all(keeping, sought, &missed, wants, arena);
}

static enum store_answer keeping_read(struct store *handle, struct want *wants,
                                      struct arena *arena)
{
    struct keeping *keeping = (struct keeping *)handle;
    size_t missed;
    struct sought *sought = begin_seeking(keeping, wants_open(wants));
    if (find_all(keeping, sought, &missed, wants, arena) == 0)
        return STORE_DONE;
    keeping->missed += (int64_t)missed;
    enum store_answer answer = keeping->below->port->read(keeping->below, wants, arena);
    for (size_t at = 0; at < missed; at++)
        if (answer == STORE_DONE || (answer == STORE_TOO_MANY && sought[at].want->answered))
            want_keep(keeping, sought[at].want);
    return answer;
}

/* ---- writing ---- */

/* The row as the store keeps it now, packed. */
static bool pack_written(struct keeping *keeping, const struct known *known,
                         const struct change *change)
{
    const struct table *table = change->table;
    const void *row = change->row;
    if (known->version != NULL) {
        arena_clear(&keeping->scratch);
        char *copy = arena_take(&keeping->scratch, table->row->size);
        memcpy(copy, row, table->row->size);
        int64_t version = 1;
        if (change->kind == CHANGE_REPLACE) {
            memcpy(&version, copy + known->version->offset, sizeof version);
            version++;
        }
        memcpy(copy + known->version->offset, &version, sizeof version);
        row = copy;
    }
    keeping->rows.length = 0;
    return packing_add_row(&keeping->rows, table->row, table->key_count, row);
}

/* The range with the row in its place; dropped when it has grown too long. */
static void range_put(struct keeping *keeping, struct kept_entry *entry,
                      const struct change *change)
{
    const struct table *table = change->table;
    struct text written = { keeping->rows.data, keeping->rows.length };
    char *at = entry->bytes + entry->key_length, *end = entry->bytes + entry->length;
    size_t replaced = 0;
    while (at < end) {
        struct text packed = packing_row_at(at);
        arena_clear(&keeping->scratch);
        char *row = arena_take(&keeping->scratch, table->row->size);
        packing_read(packed.data, table->row, row, &keeping->scratch);
        int order = packing_order(table, change->row, row);
        if (order == 0)
            replaced = sizeof(uint16_t) + packed.length;
        if (order <= 0)
            break;
        at = (char *)(uintptr_t)packed.data + packed.length;
    }
    size_t before = (size_t)(at - entry->bytes) - entry->key_length;
    size_t row_count = entry->rows + (replaced == 0 ? 1u : 0u);
    struct packing all = { 0 };
    packing_add_bytes(&all, entry->bytes, entry->key_length + before);
    packing_add_bytes(&all, written.data, written.length);
    packing_add_bytes(&all, at + replaced, (size_t)(end - at) - replaced);
    struct text key = { all.data, entry->key_length };
    struct text rows = { all.data + key.length, all.length - key.length };
    size_t fields = entry->fields;
    kept_drop(&keeping->kept, entry);
    kept_add(&keeping->kept, table, NULL, fields, key, rows, row_count);
    packing_release(&all);
}

/* Entries of the table under the first `fields` fields of the row. True when the row stands in a
 * range now, `covered` when it did so before. */
static bool touch_entries(struct keeping *keeping, const struct known *known, size_t fields,
                          const struct change *change, bool covered)
{
    const struct table *table = change->table;
    keeping->key.length = 0;
    packing_add(&keeping->key, table->row, fields, table->key_count, change->row);
    struct text key = { keeping->key.data, keeping->key.length };
    uint64_t hash = kept_hash(table, key.data, key.length);
    struct kept_entry *entry = *kept_slot(&keeping->kept, hash), *range = NULL;
    while (entry != NULL) {
        struct kept_entry *next = entry->next;
        bool touched = entry->hash == hash && entry->table == table
            && text_equal((struct text){ entry->bytes, entry->key_length }, key);
        if (touched && entry->query == NULL)
            range = entry;
        else if (touched)
            kept_drop(&keeping->kept, entry);
        entry = next;
    }
    bool new_row = !covered && fields == table->key_count && change->kind == CHANGE_INSERT;
    if (range == NULL && !new_row)
        return covered;
    if (!pack_written(keeping, known, change)) {
        if (range != NULL)
            kept_drop(&keeping->kept, range);
        return covered;
    }
    if (range != NULL)
        range_put(keeping, range, change);
    else
        kept_add(&keeping->kept, table, NULL, fields, key,
                  (struct text){ keeping->rows.data, keeping->rows.length }, 1);
    return true;
}

/* A new row begins what stands under it, empty. */
static void begin_ranges(struct keeping *keeping, const struct change *change)
{
    if (change->kind != CHANGE_INSERT)
        return;
    const struct table *table = change->table;
    for (size_t at = 0; at < keeping->table_count; at++) {
        const struct table *below = keeping->tables[at].table;
        if (below->under != table)
            continue;
        keeping->key.length = 0;
        packing_add(&keeping->key, table->row, table->key_count, table->key_count, change->row);
        struct text key = { keeping->key.data, keeping->key.length };
        if (kept_find(&keeping->kept, below, NULL, key.data, key.length) == NULL)
            kept_add(&keeping->kept, below, NULL, table->key_count, key, TEXT(""), 0);
    }
}

static void keep_written(struct keeping *keeping, const struct change *changes)
{
    for (const struct change *change = changes; change != NULL; change = change->next)
        begin_ranges(keeping, change);
    for (const struct change *change = changes; change != NULL; change = change->next) {
        const struct known *known = known_find(keeping, change->table);
        bool covered = false;
        for (size_t fields = 1; known != NULL && known->lengths >> fields != 0; fields++)
            if ((known->lengths >> fields & 1) != 0)
                covered = touch_entries(keeping, known, fields, change, covered);
    }
}

static enum store_answer keep_as_written(struct keeping *keeping, const struct change *changes,
                                         enum store_answer answer)
{
    if (answer == STORE_DONE)
        keep_written(keeping, changes);
    else
        kept_forget(&keeping->kept);
    return answer;
}

static enum store_answer keeping_write(struct store *handle, const struct change *changes,
                                       struct fence fence)
{
    struct keeping *keeping = (struct keeping *)handle;
    return keep_as_written(keeping, changes,
                           keeping->below->port->write(keeping->below, changes, fence));
}

static enum store_answer keeping_write_ahead(struct store *handle, const struct change *changes,
                                             struct fence fence, uint32_t *ret_mark)
{
    struct keeping *keeping = (struct keeping *)handle;
    return keep_as_written(keeping, changes, keeping->below->port->write_ahead(
                               keeping->below, changes, fence, ret_mark));
}

/* On another thread: what is kept is forgotten at the next look. */
static enum store_answer keeping_flush(struct store *handle, uint32_t mark)
{
    struct keeping *keeping = (struct keeping *)handle;
    enum store_answer answer = keeping->below->port->flush(keeping->below, mark);
    if (answer != STORE_DONE)
        atomic_store(&keeping->unsure, true);
    return answer;
}

/* ---- the rest of the port ---- */

static enum store_answer keeping_prepare(struct store *handle,
                                         const struct query *const *queries, size_t query_count,
                                         const struct table *const *tables, size_t table_count)
{
    struct keeping *keeping = (struct keeping *)handle;
    for (size_t i = 0; i < query_count; i++)
        if (queries[i]->kept_of != NULL)
            check_promise(queries[i]);
    return keeping->below->port->prepare(keeping->below, queries, query_count, tables,
                                         table_count);
}

/* What changes the store past what is kept. */
#define KEEPING_FORGETS(name_, parameters_, arguments_) \
    static enum store_answer keeping_##name_ parameters_ \
    { \
        struct keeping *keeping = (struct keeping *)handle; \
        kept_forget(&keeping->kept); \
        return keeping->below->port->name_ arguments_; \
    }

KEEPING_FORGETS(run_schema, (struct store *handle, struct text sql), (keeping->below, sql))
KEEPING_FORGETS(hold_lane, (struct store *handle, int64_t lane), (keeping->below, lane))
KEEPING_FORGETS(take_lane, (struct store *handle, int64_t lane, struct text owner,
                            struct fence *ret_fence), (keeping->below, lane, owner, ret_fence))
KEEPING_FORGETS(restore, (struct store *handle, const char *from), (keeping->below, from))

static enum store_answer keeping_backup(struct store *handle, const char *to)
{
    struct keeping *keeping = (struct keeping *)handle;
    return keeping->below->port->backup(keeping->below, to);
}

static void keeping_tend(struct store *handle)
{
    struct keeping *keeping = (struct keeping *)handle;
    keeping->below->port->tend(keeping->below);
}

static const char *keeping_complaint(const struct store *handle)
{
    const struct keeping *keeping = (const struct keeping *)handle;
    return keeping->below->port->complaint(keeping->below);
}

static void keeping_close(struct store *handle)
{
    struct keeping *keeping = (struct keeping *)handle;
    kept_release(&keeping->kept);
    keeping->below->port->close(keeping->below);
    packing_release(&keeping->key);
    packing_release(&keeping->rows);
    arena_release(&keeping->scratch);
    free(keeping);
}

struct store *keeping_over(struct store *below, size_t bytes_max)
{
    struct keeping *keeping = calloc(1, sizeof *keeping);
    CHECK(keeping != NULL);
    keeping->below = below;
    kept_init(&keeping->kept, bytes_max);
    arena_init(&keeping->scratch);
    keeping->port = (struct store_port){
        .scheme = below->port->scheme,
        .keeps = true,
        .open = below->port->open,
        .close = keeping_close,
        .read = keeping_read,
        .look = keeping_look,
        .write = keeping_write,
        .write_ahead = below->port->write_ahead == NULL ? NULL : keeping_write_ahead,
        .flush = below->port->flush == NULL ? NULL : keeping_flush,
        .prepare = keeping_prepare,
        .run_schema = keeping_run_schema,
        .spell = below->port->spell,
        .hold_lane = keeping_hold_lane,
        .take_lane = keeping_take_lane,
        .backup = keeping_backup,
        .restore = keeping_restore,
        .tend = keeping_tend,
        .complaint = keeping_complaint,
    };
    keeping->base.port = &keeping->port;
    return &keeping->base;
}

struct keeping_counts keeping_counts(const struct store *handle)
{
    const struct keeping *keeping = (const struct keeping *)handle;
    return (struct keeping_counts){ .found = keeping->found, .missed = keeping->missed,
                                    .kept = keeping->kept.count, .bytes = keeping->kept.bytes };
}
