/* keeping.c: see keeping.h. A hash table of answers, found by table and key, so that a row written
 * finds the answers it makes stale; a clock hand goes round them when there is no more room. */

#include "stores/keeping.h"

#include "base/check.h"

#include <string.h>

#define KINDS_MAX 64
#define TEXTS_MAX 32
#define BYTES_A_SLOT 512
/* Answers longer than this are no standing facts of one person or place. */
#define ANSWER_BYTES_MAX ((size_t)64 * 1024)

/* What is known of a query once it was asked. */
struct kind {
    const struct query *query;
    size_t key_texts[TEXTS_MAX], row_texts[TEXTS_MAX];      /* where their texts lie */
    size_t key_text_count, row_text_count;
};

struct answer {
    struct answer *next;            /* of the same slot */
    struct answer *before, *after;  /* in the ring of all */
    uint64_t hash;                  /* of table and key */
    const struct kind *kind;
    uint32_t size;                  /* of all, this struct included */
    uint32_t rows;
    bool used;                      /* since the hand came by last */
    max_align_t data[];             /* the key, the rows, then their texts */
};

struct keeping {
    struct store base;              /* first: a handle knows its port */
    struct store_port port;
    struct store *below;
    struct kind kinds[KINDS_MAX];
    size_t kind_count;
    struct answer **slots;
    size_t slot_count;
    struct answer *hand;            /* NULL: nothing is kept */
    size_t bytes_max;
    struct keeping_counts counts;
};

/* ---- keys ---- */

static bool is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_CODE || field->kind == FIELD_BYTES;
}

static uint64_t hash_more(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

/* The first `count` fields of a key or of a row. */
static uint64_t hash_of(const struct table *table, const struct shape *shape, size_t count,
                        const void *object)
{
    uint64_t hash = (uint64_t)(uintptr_t)table;
    for (size_t at = 0; at < count; at++) {
        const struct field *field = &shape->fields[at];
        const void *place = field_in(field, object);
        if (is_text(field))
            hash = hash_more(hash, text_hash(*(const struct text *)place));
        else if (field->kind == FIELD_DAY)
            hash = hash_more(hash, (uint64_t)((const struct date *)place)->yyyymmdd);
        else
            hash = hash_more(hash, (uint64_t)*(const int64_t *)place);
    }
    return hash;
}

/* An absent text and an empty one are told apart: = finds the one and not the other. */
static bool keys_equal(const struct shape *shape, const void *one, const void *other)
{
    for (size_t at = 0; at < shape->field_count; at++) {
        const struct field *field = &shape->fields[at];
        const void *a = field_in(field, one), *b = field_in(field, other);
        if (is_text(field)) {
            const struct text *left = a, *right = b;
            if ((left->data == NULL) != (right->data == NULL) || !text_equal(*left, *right))
                return false;
        } else if (field->kind == FIELD_DAY) {
            if (((const struct date *)a)->yyyymmdd != ((const struct date *)b)->yyyymmdd)
                return false;
        } else if (*(const int64_t *)a != *(const int64_t *)b) {
            return false;
        }
    }
    return true;
}

/* ---- kinds ---- */

static size_t texts_of(const struct shape *shape, size_t *texts)
{
    size_t count = 0;
    for (size_t at = 0; at < shape->field_count; at++)
        if (is_text(&shape->fields[at])) {
            CHECK(count < TEXTS_MAX);
            texts[count++] = shape->fields[at].offset;
        }
    return count;
}

/* The promise of `kept_of`: the key is the beginning of the table's primary key. */
static void check_promise(const struct query *query)
{
    const struct table *table = query->kept_of;
    CHECK(query->key != NULL && query->key->field_count >= 1);
    CHECK(query->key->field_count <= table->key_count);
    for (size_t at = 0; at < query->key->field_count; at++) {
        const struct field *key = &query->key->fields[at], *row = &table->row->fields[at];
        CHECK(strcmp(key->name, row->name) == 0);
        CHECK(is_text(key) == is_text(row) && (key->kind == FIELD_DAY) == (row->kind == FIELD_DAY));
        CHECK(key->kind != FIELD_FLAG && key->kind != FIELD_OBJECT && key->kind != FIELD_LIST);
    }
}

static const struct kind *kind_of(struct keeping *keeping, const struct query *query)
{
    for (size_t at = 0; at < keeping->kind_count; at++)
        if (keeping->kinds[at].query == query)
            return &keeping->kinds[at];
    check_promise(query);
    CHECK(keeping->kind_count < KINDS_MAX);
    struct kind *kind = &keeping->kinds[keeping->kind_count++];
    kind->query = query;
    kind->key_text_count = texts_of(query->key, kind->key_texts);
    kind->row_text_count = texts_of(query->row, kind->row_texts);
    return kind;
}

/* ---- one answer ---- */

static size_t aligned(size_t size)
{
    return (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
}

static char *answer_rows(const struct answer *answer)
{
    return (char *)(uintptr_t)answer->data + aligned(answer->kind->query->key->size);
}

static struct text *text_at(void *object, size_t offset)
{
    return (struct text *)(void *)((char *)object + offset);
}

static size_t texts_size(const void *objects, size_t size, size_t count, const size_t *texts,
                         size_t text_count)
{
    size_t sum = 0;
    for (size_t at = 0; at < count; at++)
        for (size_t text = 0; text < text_count; text++)
            sum += text_at((char *)(uintptr_t)objects + at * size, texts[text])->length + 1;
    return sum;
}

/* Copies the texts of objects behind `end` and answers the new end. */
static char *texts_take(void *objects, size_t size, size_t count, const size_t *texts,
                        size_t text_count, char *end)
{
    for (size_t at = 0; at < count; at++)
        for (size_t text = 0; text < text_count; text++) {
            struct text *one = text_at((char *)objects + at * size, texts[text]);
            if (one->data == NULL)
                continue;
            if (one->length > 0)
                memcpy(end, one->data, one->length);
            one->data = end;
            end += one->length;
            *end++ = '\0';      /* as rows of a store have it */
        }
    return end;
}

static struct answer *answer_new(const struct kind *kind, const struct want *want, uint64_t hash)
{
    const struct query *query = kind->query;
    size_t key_size = query->key->size, row_size = query->row->size;
    size_t size = sizeof(struct answer) + aligned(key_size) + want->rows.count * row_size
        + texts_size(want->key, key_size, 1, kind->key_texts, kind->key_text_count)
        + texts_size(want->rows.items, row_size, want->rows.count, kind->row_texts,
                     kind->row_text_count);
    if (size > ANSWER_BYTES_MAX)
        return NULL;
    struct answer *answer = malloc(size);
    if (answer == NULL)
        return NULL;
    *answer = (struct answer){
        .hash = hash, .kind = kind, .size = (uint32_t)size, .rows = (uint32_t)want->rows.count,
    };
    memcpy(answer->data, want->key, key_size);
    char *rows = answer_rows(answer), *end = rows + want->rows.count * row_size;
    if (want->rows.count > 0)
        memcpy(rows, want->rows.items, want->rows.count * row_size);
    end = texts_take(answer->data, key_size, 1, kind->key_texts, kind->key_text_count, end);
    texts_take(rows, row_size, want->rows.count, kind->row_texts, kind->row_text_count, end);
    return answer;
}

/* A copy of rows and texts in one piece; texts move with it. */
static struct list answer_copy(const struct answer *answer, struct arena *arena)
{
    struct list rows = { .count = answer->rows };
    if (rows.count == 0)
        return rows;
    const struct kind *kind = answer->kind;
    const char *from = answer_rows(answer);
    size_t row_size = kind->query->row->size;
    size_t size = answer->size - (size_t)(from - (const char *)answer);
    char *copy = arena_take(arena, size);
    memcpy(copy, from, size);
    for (size_t at = 0; at < rows.count; at++)
        for (size_t text = 0; text < kind->row_text_count; text++) {
            struct text *one = text_at(copy + at * row_size, kind->row_texts[text]);
            if (one->data != NULL)
                one->data = copy + (one->data - from);
        }
    rows.items = copy;
    return rows;
}

/* ---- all answers ---- */

static void answer_drop(struct keeping *keeping, struct answer *answer)
{
    struct answer **link = &keeping->slots[answer->hash % keeping->slot_count];
    while (*link != answer)
        link = &(*link)->next;
    *link = answer->next;
    answer->before->after = answer->after;
    answer->after->before = answer->before;
    if (keeping->hand == answer)
        keeping->hand = answer->after == answer ? NULL : answer->after;
    keeping->counts.kept--;
    keeping->counts.bytes -= answer->size;
    free(answer);
}

static void forget_all(struct keeping *keeping)
{
    while (keeping->hand != NULL)
        answer_drop(keeping, keeping->hand);
}

/* The hand passes what was used since it came by, and drops what was not. */
static void make_room(struct keeping *keeping, size_t size)
{
    while (keeping->hand != NULL
           && (size_t)keeping->counts.bytes + size > keeping->bytes_max) {
        struct answer *answer = keeping->hand;
        keeping->hand = answer->after;
        if (answer->used)
            answer->used = false;
        else
            answer_drop(keeping, answer);
    }
}

/* Behind the hand: it comes here last. */
static void answer_add(struct keeping *keeping, struct answer *answer)
{
    struct answer **slot = &keeping->slots[answer->hash % keeping->slot_count];
    answer->next = *slot;
    *slot = answer;
    struct answer *hand = keeping->hand;
    answer->after = hand == NULL ? answer : hand;
    answer->before = hand == NULL ? answer : hand->before;
    answer->before->after = answer;
    answer->after->before = answer;
    if (hand == NULL)
        keeping->hand = answer;
    keeping->counts.kept++;
    keeping->counts.bytes += answer->size;
}

static bool want_find(struct keeping *keeping, struct want *want, struct arena *arena)
{
    const struct kind *kind = kind_of(keeping, want->query);
    const struct shape *key = want->query->key;
    uint64_t hash = hash_of(want->query->kept_of, key, key->field_count, want->key);
    struct answer *answer = keeping->slots[hash % keeping->slot_count];
    while (answer != NULL && (answer->hash != hash || answer->kind != kind
                              || !keys_equal(key, answer->data, want->key)))
        answer = answer->next;
    if (answer == NULL)
        return false;
    answer->used = true;
    want->rows = answer_copy(answer, arena);
    want->answered = true;
    return true;
}

static void want_keep(struct keeping *keeping, const struct want *want)
{
    const struct kind *kind = kind_of(keeping, want->query);
    const struct shape *key = want->query->key;
    uint64_t hash = hash_of(want->query->kept_of, key, key->field_count, want->key);
    struct answer *answer = answer_new(kind, want, hash);
    if (answer == NULL)
        return;
    make_room(keeping, answer->size);
    answer_add(keeping, answer);
}

/* Whatever the row stands under: every query kept of its table may have found it. */
static void forget_row(struct keeping *keeping, const struct change *change)
{
    for (size_t at = 0; at < keeping->kind_count; at++) {
        const struct query *query = keeping->kinds[at].query;
        if (query->kept_of != change->table)
            continue;
        uint64_t hash = hash_of(change->table, change->table->row, query->key->field_count,
                                change->row);
        struct answer *answer = keeping->slots[hash % keeping->slot_count];
        while (answer != NULL) {
            struct answer *next = answer->next;
            if (answer->hash == hash)
                answer_drop(keeping, answer);
            answer = next;
        }
    }
}

/* ---- the port ---- */

static enum store_answer keeping_read(struct store *handle, struct want *wants,
                                      struct arena *arena)
{
    enum { ASKED_MAX = 4096 };
    struct keeping *keeping = (struct keeping *)handle;
    const struct want *asked[ASKED_MAX];
    size_t count = 0, open = 0;
    for (struct want *want = wants; want != NULL; want = want->next) {
        if (want->answered)
            continue;
        bool kept = want->query->kept_of != NULL;
        if (kept && want_find(keeping, want, arena)) {
            keeping->counts.found++;
            continue;
        }
        open++;
        if (kept && count < ASKED_MAX)
            asked[count++] = want;
    }
    if (open == 0)
        return STORE_DONE;
    keeping->counts.missed += (int64_t)count;
    enum store_answer answer = keeping->below->port->read(keeping->below, wants, arena);
    for (size_t at = 0; at < count && answer == STORE_DONE; at++)
        want_keep(keeping, asked[at]);
    return answer;
}

static enum store_answer keeping_write(struct store *handle, const struct change *changes,
                                       struct fence fence)
{
    struct keeping *keeping = (struct keeping *)handle;
    for (const struct change *change = changes; change != NULL; change = change->next)
        forget_row(keeping, change);
    enum store_answer answer = keeping->below->port->write(keeping->below, changes, fence);
    if (answer != STORE_DONE)
        forget_all(keeping);
    return answer;
}

static enum store_answer keeping_prepare(struct store *handle, const struct query *query,
                                         const struct table *table)
{
    struct keeping *keeping = (struct keeping *)handle;
    if (query != NULL && query->kept_of != NULL)
        check_promise(query);
    return keeping->below->port->prepare(keeping->below, query, table);
}

static enum store_answer keeping_run_schema(struct store *handle, struct text sql)
{
    struct keeping *keeping = (struct keeping *)handle;
    forget_all(keeping);
    return keeping->below->port->run_schema(keeping->below, sql);
}

static enum store_answer keeping_take_lane(struct store *handle, int64_t lane, struct text owner,
                                           struct fence *ret_fence)
{
    struct keeping *keeping = (struct keeping *)handle;
    forget_all(keeping);
    return keeping->below->port->take_lane(keeping->below, lane, owner, ret_fence);
}

static enum store_answer keeping_backup(struct store *handle, const char *to)
{
    struct keeping *keeping = (struct keeping *)handle;
    return keeping->below->port->backup(keeping->below, to);
}

static enum store_answer keeping_restore(struct store *handle, const char *from)
{
    struct keeping *keeping = (struct keeping *)handle;
    forget_all(keeping);
    return keeping->below->port->restore(keeping->below, from);
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
    keeping->slots = calloc(keeping->slot_count, sizeof *keeping->slots);
    CHECK(keeping->slots != NULL);
    keeping->port = *below->port;
    keeping->port.close = keeping_close;
    keeping->port.read = keeping_read;
    keeping->port.write = keeping_write;
    keeping->port.prepare = keeping_prepare;
    keeping->port.run_schema = keeping_run_schema;
    keeping->port.take_lane = keeping_take_lane;
    keeping->port.backup = keeping_backup;
    keeping->port.restore = keeping_restore;
    keeping->port.tend = keeping_tend;
    keeping->port.complaint = keeping_complaint;
    keeping->port.keeps = true;
    keeping->base.port = &keeping->port;
    return &keeping->base;
}

struct keeping_counts keeping_counts(const struct store *handle)
{
    return ((const struct keeping *)handle)->counts;
}
