/* keeping.c: see keeping.h. A hash table of entries, found by table and key, so that a row written
 * finds the entries it touches; a clock hand goes round them when there is no more room. */

#include "stores/keeping.h"

#include "base/check.h"
#include "stores/packing.h"

#include <stdatomic.h>
#include <string.h>

#define TABLES_MAX 64
#define BYTES_A_SLOT 256
/* Longer answers are no standing facts of one person, place or visit; and a row written is put into
 * a range by looking at its rows. */
#define ROWS_MAX 64
#define ENTRY_BYTES_MAX ((size_t)64 * 1024)

/* A table of which something was asked, and how many fields the keys had: bit n for n fields. */
struct known {
    const struct table *table;
    const struct field *version;    /* NULL: rows are never replaced */
    unsigned lengths;
};

struct entry {
    struct entry *next;             /* of the same slot */
    struct entry *before, *after;   /* in the ring of all */
    uint64_t hash;                  /* of table and key */
    const struct table *table;
    const struct query *query;      /* an answer of this; NULL: a range of the table */
    uint32_t key_length, length, capacity;      /* of the bytes */
    uint16_t fields;                /* of the key */
    uint16_t rows;
    bool used;                      /* since the hand came by last */
    char bytes[];                   /* the packed key, the packed rows */
};

struct keeping {
    struct store base;              /* first: a handle knows its port */
    struct store_port port;
    struct store *below;
    struct known tables[TABLES_MAX];
    size_t table_count;
    struct entry **slots;
    size_t slot_count;
    struct entry *hand;             /* NULL: nothing is kept */
    size_t bytes_max;
    struct packing key, rows;       /* scratch */
    struct arena scratch;
    struct keeping_counts counts;
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

/* ---- entries ---- */

static uint64_t hash_of(const struct table *table, const char *key, size_t length)
{
    return text_hash((struct text){ key, length })
        ^ (uint64_t)(uintptr_t)table * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t entry_size(const struct entry *entry)
{
    return sizeof *entry + entry->capacity;
}

static struct entry *entry_find(struct keeping *keeping, const struct table *table,
                                const struct query *query, const char *key, size_t length)
{
    uint64_t hash = hash_of(table, key, length);
    struct entry *entry = keeping->slots[hash % keeping->slot_count];
    while (entry != NULL
           && (entry->hash != hash || entry->table != table || entry->query != query
               || entry->key_length != length || memcmp(entry->bytes, key, length) != 0))
        entry = entry->next;
    return entry;
}

static void entry_drop(struct keeping *keeping, struct entry *entry)
{
    struct entry **link = &keeping->slots[entry->hash % keeping->slot_count];
    while (*link != entry)
        link = &(*link)->next;
    *link = entry->next;
    entry->before->after = entry->after;
    entry->after->before = entry->before;
    if (keeping->hand == entry)
        keeping->hand = entry->after == entry ? NULL : entry->after;
    keeping->counts.kept--;
    keeping->counts.bytes -= (int64_t)entry_size(entry);
    free(entry);
}

static void forget_all(struct keeping *keeping)
{
    while (keeping->hand != NULL)
        entry_drop(keeping, keeping->hand);
}

/* The hand passes what was used since it came by, and drops what was not. */
static void make_room(struct keeping *keeping, size_t size)
{
    while (keeping->hand != NULL && (size_t)keeping->counts.bytes + size > keeping->bytes_max) {
        struct entry *entry = keeping->hand;
        keeping->hand = entry->after;
        if (entry->used)
            entry->used = false;
        else
            entry_drop(keeping, entry);
    }
}

/* Behind the hand: it comes here last. */
static void entry_link(struct keeping *keeping, struct entry *entry)
{
    struct entry **slot = &keeping->slots[entry->hash % keeping->slot_count];
    entry->next = *slot;
    *slot = entry;
    struct entry *hand = keeping->hand;
    entry->after = hand == NULL ? entry : hand;
    entry->before = hand == NULL ? entry : hand->before;
    entry->before->after = entry;
    entry->after->before = entry;
    if (hand == NULL)
        keeping->hand = entry;
    keeping->counts.kept++;
    keeping->counts.bytes += (int64_t)entry_size(entry);
}

/* Key and rows are copied. */
static void entry_add(struct keeping *keeping, const struct table *table,
                      const struct query *query, size_t fields, struct text key,
                      struct text rows, size_t row_count)
{
    size_t length = key.length + rows.length;
    if (length > ENTRY_BYTES_MAX || row_count > ROWS_MAX)
        return;
    make_room(keeping, sizeof(struct entry) + length);
    struct entry *entry = malloc(sizeof *entry + length);
    if (entry == NULL)
        return;
    *entry = (struct entry){
        .hash = hash_of(table, key.data, key.length), .table = table, .query = query,
        .key_length = (uint32_t)key.length, .length = (uint32_t)length,
        .capacity = (uint32_t)length, .fields = (uint16_t)fields, .rows = (uint16_t)row_count,
    };
    memcpy(entry->bytes, key.data, key.length);
    if (rows.length > 0)
        memcpy(entry->bytes + key.length, rows.data, rows.length);
    entry_link(keeping, entry);
}

/* ---- rows in entries: each begins with its length in two bytes ---- */

/* The rows of an entry that begin with those bytes, unpacked. */
static struct list entry_rows(const struct entry *entry, const struct shape *shape,
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

static struct text packed_key(struct keeping *keeping, const struct query *query,
                              const void *key)
{
    keeping->key.length = 0;
    packing_add(&keeping->key, query->key, query->key->field_count, query->key->field_count, key);
    return (struct text){ keeping->key.data, keeping->key.length };
}

/* The whole range of a key, or a wider one it lies in. */
static struct entry *range_find(struct keeping *keeping, const struct query *query,
                                struct text key, const void *object)
{
    const struct table *table = query->kept_of;
    struct entry *entry = entry_find(keeping, table, NULL, key.data, key.length);
    if (entry != NULL || table->under == NULL || table->under->key_count >= query->key->field_count)
        return entry;
    keeping->rows.length = 0;
    packing_add(&keeping->rows, query->key, table->under->key_count, table->under->key_count,
                object);
    return entry_find(keeping, table, NULL, keeping->rows.data, keeping->rows.length);
}

static bool want_find(struct keeping *keeping, struct want *want, struct arena *arena)
{
    const struct query *query = want->query;
    struct text key = packed_key(keeping, query, want->key);
    struct entry *entry = query->kept_whole
        ? range_find(keeping, query, key, want->key)
        : entry_find(keeping, query->kept_of, query, key.data, key.length);
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
    if (want->rows.count > ROWS_MAX)
        return;
    struct text key = packed_key(keeping, query, want->key);
    const char *items = want->rows.items;
    keeping->rows.length = 0;
    for (size_t at = 0; at < want->rows.count; at++)
        if (!packing_add_row(&keeping->rows, query->row,
                             query->kept_whole ? query->kept_of->key_count : 0,
                             items + at * query->row->size))
            return;
    const struct query *of = query->kept_whole ? NULL : query;
    if (entry_find(keeping, query->kept_of, of, key.data, key.length) == NULL)
        entry_add(keeping, query->kept_of, of, query->key->field_count, key,
                  (struct text){ keeping->rows.data, keeping->rows.length }, want->rows.count);
}

static enum store_answer keeping_read(struct store *handle, struct want *wants,
                                      struct arena *arena)
{
    struct keeping *keeping = (struct keeping *)handle;
    if (atomic_exchange(&keeping->unsure, false))
        forget_all(keeping);
    size_t open = 0, count = 0;
    for (struct want *want = wants; want != NULL; want = want->next) {
        if (want->answered)
            continue;
        open++;
        if (!want_is_kept(want))
            continue;
        know_query(keeping, want->query);
        if (want_find(keeping, want, arena)) {
            open--;
            keeping->counts.found++;
        } else {
            count++;
        }
    }
    if (open == 0)
        return STORE_DONE;
    const struct want **asked = ARENA_ARRAY(arena, const struct want *, count + 1);
    count = 0;
    for (struct want *want = wants; want != NULL; want = want->next)
        if (!want->answered && want_is_kept(want))
            asked[count++] = want;
    keeping->counts.missed += (int64_t)count;
    enum store_answer answer = keeping->below->port->read(keeping->below, wants, arena);
    for (size_t at = 0; at < count && answer == STORE_DONE; at++)
        want_keep(keeping, asked[at]);
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
static void range_put(struct keeping *keeping, struct entry *entry, const struct change *change)
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
    entry_drop(keeping, entry);
    entry_add(keeping, table, NULL, fields, key, rows, row_count);
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
    uint64_t hash = hash_of(table, key.data, key.length);
    struct entry *entry = keeping->slots[hash % keeping->slot_count], *range = NULL;
    while (entry != NULL) {
        struct entry *next = entry->next;
        bool touched = entry->hash == hash && entry->table == table
            && text_equal((struct text){ entry->bytes, entry->key_length }, key);
        if (touched && entry->query == NULL)
            range = entry;
        else if (touched)
            entry_drop(keeping, entry);
        entry = next;
    }
    bool new_row = !covered && fields == table->key_count && change->kind == CHANGE_INSERT;
    if (range == NULL && !new_row)
        return covered;
    if (!pack_written(keeping, known, change)) {
        if (range != NULL)
            entry_drop(keeping, range);
        return covered;
    }
    if (range != NULL)
        range_put(keeping, range, change);
    else
        entry_add(keeping, table, NULL, fields, key,
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
        if (entry_find(keeping, below, NULL, key.data, key.length) == NULL)
            entry_add(keeping, below, NULL, table->key_count, key, TEXT(""), 0);
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
        forget_all(keeping);
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

static enum store_answer keeping_prepare(struct store *handle, const struct query *query,
                                         const struct table *table)
{
    struct keeping *keeping = (struct keeping *)handle;
    if (query != NULL && query->kept_of != NULL)
        check_promise(query);
    return keeping->below->port->prepare(keeping->below, query, table);
}

/* What changes the store past what is kept. */
#define KEEPING_FORGETS(name_, parameters_, arguments_) \
    static enum store_answer keeping_##name_ parameters_ \
    { \
        struct keeping *keeping = (struct keeping *)handle; \
        forget_all(keeping); \
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
    forget_all(keeping);
    keeping->below->port->close(keeping->below);
    packing_release(&keeping->key);
    packing_release(&keeping->rows);
    arena_release(&keeping->scratch);
    free(keeping->slots);
    free(keeping);
}

struct store *keeping_over(struct store *below, size_t bytes_max)
{
    struct keeping *keeping = calloc(1, sizeof *keeping);
    CHECK(keeping != NULL);
    keeping->below = below;
    keeping->bytes_max = bytes_max;
    keeping->slot_count = bytes_max / BYTES_A_SLOT + 1;
    keeping->slots = calloc(keeping->slot_count, sizeof(struct entry *));
    CHECK(keeping->slots != NULL);
    arena_init(&keeping->scratch);
    keeping->port = (struct store_port){
        .scheme = below->port->scheme,
        .keeps = true,
        .open = below->port->open,
        .close = keeping_close,
        .read = keeping_read,
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
    return ((const struct keeping *)handle)->counts;
}
