/* settle_verify_journal.c: every settlement was decided, and every one decided is there: rows and
 * journal name the same settlements, and one row has the amounts that the hospital was told. */

#include "rooms/settle/settle_room.h"

#include "core/journal.h"
#include "core/room.h"
#include "rooms/settle/settle_pharmacy.h"
#include "rooms/settle/settle_reverse.h"
#include "rooms/settle/settle_stay.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

#define DECISIONS_A_PAGE 500
#define AMOUNTS (PAYER_COUNT + 4)

/* What one journal row says was settled or taken back. */
struct told {
    int64_t settlement, person;
    bool has_amounts;           /* a reversal by 2601 tells no amounts */
    int64_t fen[AMOUNTS];
    bool found, agrees;
};

struct bucket_check {
    struct store *store;
    struct verify_report *report;
    struct arena arena;         /* of the bucket */
    struct told *told;
    size_t count, capacity;
};

#define DECIDES \
    "j.action IN ('settle.outpatient', 'settle.stay', 'settle.purchase', 'settle.undo', " \
    "'settle.reverse')"

struct decision_key { int64_t bucket; struct text after; };
struct decision_row { struct text receipt, action; int64_t subject; struct text outcome; };

static const struct field key_fields[] = {
    FIELD(struct decision_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct decision_key, after, FIELD_BYTES, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("settle_decision_key", struct decision_key, key_fields);
static const struct field row_fields[] = {
    FIELD(struct decision_row, receipt, FIELD_BYTES),
    FIELD(struct decision_row, action, FIELD_TEXT),
    FIELD(struct decision_row, subject, FIELD_ID),
    FIELD(struct decision_row, outcome, FIELD_BYTES),
};
static const struct shape row_shape =
    SHAPE("settle_decision_row", struct decision_row, row_fields);
const struct query settle_decisions_in_bucket = {
    .name = "settle.decisions", .from = "journal j",
    .where = "j.bucket = {bucket} AND j.receipt > {after} AND " DECIDES,
    .order = "j.receipt", .columns = "j.receipt, j.action, j.subject, j.outcome",
    .key = &key_shape, .row = &row_shape, .row_max = DECISIONS_A_PAGE, .guard = GUARD_SCOPED,
    .guard_person = "subject",
};

struct bucket_key { int64_t bucket; };
static const struct field bucket_fields[] = {
    FIELD(struct bucket_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape bucket_shape =
    SHAPE("settle_bucket_key", struct bucket_key, bucket_fields);
static const struct field person_fields[] = { { .name = "person", .kind = FIELD_ID } };
static const struct shape person_shape = {
    .name = "settle_any", .size = sizeof(int64_t), .fields = person_fields, .field_count = 1,
};
const struct query settle_any_row = {
    .name = "settle.any-row", .from = "settlement s", .where = "s.bucket = {bucket}",
    .columns = "s.person", .order = "s.person", .key = &bucket_shape, .row = &person_shape,
    .row_max = 1, .guard = GUARD_SCOPED, .guard_person = "person",
};
const struct query settle_any_decision = {
    .name = "settle.any-decision", .from = "journal j",
    .where = "j.bucket = {bucket} AND " DECIDES,
    .columns = "j.subject", .order = "j.receipt", .key = &bucket_shape, .row = &person_shape,
    .row_max = 1, .guard = GUARD_SCOPED, .guard_person = "person",
};

static void amounts_of_receipt(const struct settle_receipt *receipt, int64_t fen[AMOUNTS])
{
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        fen[payer] = receipt->paid[payer].fen;
    fen[PAYER_COUNT] = receipt->total.fen;
    fen[PAYER_COUNT + 1] = receipt->account.fen;
    fen[PAYER_COUNT + 2] = receipt->family_account.fen;
    fen[PAYER_COUNT + 3] = receipt->cash.fen;
}

static void amounts_of_row(const struct settlement_row *row, int64_t fen[AMOUNTS])
{
    struct settlement_row copy = *row;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        fen[payer] = settlement_row_payer(&copy, (enum settle_payer)payer)->fen;
    fen[PAYER_COUNT] = row->total.fen;
    fen[PAYER_COUNT + 1] = row->account.fen;
    fen[PAYER_COUNT + 2] = row->family_account.fen;
    fen[PAYER_COUNT + 3] = row->cash.fen;
}

/* False: the outcome cannot be read. A settlement of 0: there was nothing to take back. */
static bool told_read(const struct decision_row *row, struct arena *arena, struct told *ret_told)
{
    struct told told = { .person = row->subject };
    if (text_is(row->action, settle_reverse_action.name)) {
        struct settle_reversed reversed = { 0 };
        if (!shape_unpack(settle_reverse_action.outcome, row->outcome, arena, &reversed))
            return false;
        told.settlement = reversed.settlement;
        told.agrees = true;
    } else {
        struct settle_receipt receipt = { 0 };
        if (!shape_unpack(&settle_receipt_shape, row->outcome, arena, &receipt))
            return false;
        told.settlement = receipt.settlement;
        told.has_amounts = true;
        amounts_of_receipt(&receipt, told.fen);
    }
    *ret_told = told;
    return true;
}

static void told_add(struct bucket_check *check, const struct told *told)
{
    if (check->count == check->capacity) {
        size_t larger = check->capacity == 0 ? DECISIONS_A_PAGE : 2 * check->capacity;
        struct told *moved = ARENA_ARRAY(&check->arena, struct told, larger);
        if (check->count > 0)
            memcpy(moved, check->told, check->count * sizeof *moved);
        check->told = moved;
        check->capacity = larger;
    }
    check->told[check->count++] = *told;
}

static int compare_told(const void *a, const void *b)
{
    int64_t left = ((const struct told *)a)->settlement;
    int64_t right = ((const struct told *)b)->settlement;
    return left < right ? -1 : left > right ? 1 : 0;
}

static enum store_answer read_decisions(struct bucket_check *check, int bucket)
{
    struct arena page;
    arena_init(&page);
    char after[RECEIPT_BYTES] = { 0 };
    struct decision_key key = { .bucket = bucket, .after = { after, 0 } };
    enum store_answer answer = STORE_DONE;
    size_t got = DECISIONS_A_PAGE;
    while (answer == STORE_DONE && got == DECISIONS_A_PAGE) {
        arena_clear(&page);
        struct want want = { .query = &settle_decisions_in_bucket, .key = &key };
        answer = check->store->port->read(check->store, &want, &page);
        const struct decision_row *rows = want.rows.items;
        got = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < got; i++) {
            struct told told;
            if (!told_read(&rows[i], &page, &told))
                verify_complain_of(check->report, "verify.settle.outcome", rows[i].subject, 0);
            else if (told.settlement != 0)
                told_add(check, &told);
            CHECK(rows[i].receipt.length <= sizeof after);
            memcpy(after, rows[i].receipt.data, rows[i].receipt.length);
            key.after.length = rows[i].receipt.length;
        }
    }
    arena_release(&page);
    if (check->count > 0)
        qsort(check->told, check->count, sizeof *check->told, compare_told);
    return answer;
}

/* What was decided again keeps its number; the amounts told first stand in the row beside it. */
static void check_row(struct bucket_check *check, const struct settlement_row *row)
{
    bool first_amounts = text_is(row->state, "superseded");
    /* A claim's settlements are told with the claim, which compares them (claim_verify.c). */
    if (row->institution == 0)
        return;
    const struct told wanted = {
        .settlement = first_amounts ? row->superseded_by : row->settlement,
    };
    struct told *told = check->count == 0 ? NULL
        : bsearch(&wanted, check->told, check->count, sizeof wanted, compare_told);
    check->report->checked++;
    if (told == NULL || told->person != row->person) {
        verify_complain_of(check->report, "verify.settle.unknown", row->settlement, 0);
        return;
    }
    int64_t fen[AMOUNTS];
    amounts_of_row(row, fen);
    told->found |= !first_amounts;
    told->agrees |= told->has_amounts && memcmp(fen, told->fen, sizeof fen) == 0;
}

static enum store_answer check_rows(struct bucket_check *check, int bucket)
{
    struct arena page;
    arena_init(&page);
    struct settlements_after_key key = { .bucket = bucket };
    enum store_answer answer = STORE_DONE;
    size_t got = (size_t)settlements_after.row_max;
    while (answer == STORE_DONE && got == (size_t)settlements_after.row_max) {
        arena_clear(&page);
        struct want want = { .query = &settlements_after, .key = &key };
        answer = check->store->port->read(check->store, &want, &page);
        const struct settlement_row *rows = want.rows.items;
        got = answer == STORE_DONE ? want.rows.count : 0;
        for (size_t i = 0; i < got; i++) {
            check_row(check, &rows[i]);
            key.person = rows[i].person;
            key.settlement = rows[i].settlement;
        }
    }
    arena_release(&page);
    return answer;
}

static void check_told(const struct bucket_check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct told *told = &check->told[i];
        if (told->found && told->agrees)
            continue;
        verify_complain_of(check->report, told->found ? "verify.settle.otherwise"
                                                      : "verify.settle.not-there",
                           told->settlement, 0);
    }
}

/* Which buckets have anything to look at, in one round instead of two a bucket. */
static enum store_answer find_used(struct store *store, bool used[BUCKET_COUNT])
{
    struct arena arena;
    arena_init(&arena);
    struct want *wants = ARENA_ARRAY(&arena, struct want, 2 * BUCKET_COUNT);
    struct bucket_key *keys = ARENA_ARRAY(&arena, struct bucket_key, BUCKET_COUNT);
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++) {
        keys[bucket].bucket = bucket;
        wants[2 * bucket] = (struct want){ .query = &settle_any_row, .key = &keys[bucket] };
        wants[2 * bucket + 1] =
            (struct want){ .query = &settle_any_decision, .key = &keys[bucket] };
    }
    for (int i = 0; i + 1 < 2 * BUCKET_COUNT; i++)
        wants[i].next = &wants[i + 1];
    enum store_answer answer = store->port->read(store, wants, &arena);
    for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
        used[bucket] = wants[2 * bucket].rows.count + wants[2 * bucket + 1].rows.count > 0;
    arena_release(&arena);
    return answer;
}

enum store_answer settle_verify_journal(struct store *store, struct verify_report *report)
{
    static bool used[BUCKET_COUNT];
    enum store_answer answer = find_used(store, used);
    for (int bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++) {
        if (!used[bucket])
            continue;
        arena_clear(report->arena);
        struct bucket_check check = { .store = store, .report = report };
        arena_init(&check.arena);
        answer = read_decisions(&check, bucket);
        if (answer == STORE_DONE)
            answer = check_rows(&check, bucket);
        if (answer == STORE_DONE)
            check_told(&check);
        arena_release(&check.arena);
    }
    return answer;
}
