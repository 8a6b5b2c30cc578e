/* settle_fold.c: invoices that were put down as they were typed, before their numbers were folded,
 * stand under their folded number, too: a job that a schema file starts goes through all buckets
 * once, a page a step. What was typed stays as it is and is looked up no more. */

#include "rooms/settle/settle_room.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/task.h"

#include <string.h>

#define FOLD_PAGE 100

struct fold_at { int64_t bucket, institution; struct text invoice; };
static const struct field at_fields[] = {
    FIELD(struct fold_at, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fold_at, institution, FIELD_COUNT, .flags = 0),
    FIELD(struct fold_at, invoice, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape at_shape = SHAPE("settle_fold_at", struct fold_at, at_fields);
const struct query settle_invoices_after = {
    .name = "settle.invoices-after", .from = "settle_invoice i",
    .where = "(i.bucket, i.institution, i.invoice) > ({bucket}, {institution}, {invoice})",
    .order = "i.bucket, i.institution, i.invoice", .key = &at_shape, .row = &settle_invoice_shape,
    .row_max = FOLD_PAGE, .page = true, .guard = GUARD_DECISION,
};

struct fold_facts {
    const struct job_row *job;
    struct fold_at at;
    const struct list *rows;
    const struct settle_invoice_row **folded;   /* of each row; NULL: none stands there */
};
static const struct shape facts_shape =
    { .name = "settle_fold_facts", .size = sizeof(struct fold_facts) };

struct fold_told { int64_t bucket, folded; };
static const struct field told_fields[] = {
    FIELD(struct fold_told, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct fold_told, folded, FIELD_COUNT, .flags = 0),
};
static const struct shape told_shape = SHAPE("settle_folded", struct fold_told, told_fields);

/* "<bucket>|<institution>|<invoice>": the row looked at last; the invoice is the rest, whatever
 * stands in it. */
static bool at_read(struct text cursor, struct fold_at *ret_at)
{
    struct text parts[2];
    int64_t numbers[2];
    struct text rest = cursor;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *end = memchr(rest.data, '|', rest.length);
        if (end == NULL)
            return false;
        size_t length = (size_t)(end - rest.data);
        parts[i] = (struct text){ rest.data, length };
        rest = (struct text){ end + 1, rest.length - length - 1 };
        if (!text_to_int64(parts[i], &numbers[i]))
            return false;
    }
    *ret_at = (struct fold_at){ numbers[0], numbers[1], rest };
    return true;
}

/* What counts once without an invoice, an allowance for one birth, was never typed. */
static bool is_to_fold(const struct settle_invoice_row *row, struct arena *arena)
{
    return row->settlement != 0 && row->institution != row->person
        && !text_equal(row->invoice, ident_number(row->invoice, arena));
}

static bool fold_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct fold_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const void *row = NULL;
    if (!gather_one(gather, &job_by_id, &key, &row))
        return false;
    found->job = row;
    if (row == NULL || !at_read(found->job->cursor, &found->at))
        return true;
    found->rows = gather_want(gather, &settle_invoices_after, &found->at);
    if (found->rows == NULL)
        return false;
    const struct settle_invoice_row *rows = found->rows->items;
    found->folded =
        ARENA_ARRAY(gather->arena, const struct settle_invoice_row *, found->rows->count + 1);
    bool complete = true;
    for (size_t i = 0; i < found->rows->count; i++)
        if (is_to_fold(&rows[i], gather->arena))
            complete &= settle_gather_invoice(gather, rows[i].institution, rows[i].invoice,
                                              &found->folded[i]);
    return complete;
}

/* Typed two ways on one page: the first of them counts. */
static bool stands_already(const struct fold_facts *found, size_t at, struct arena *arena)
{
    const struct settle_invoice_row *rows = found->rows->items;
    struct text folded = ident_number(rows[at].invoice, arena);
    if (found->folded[at] != NULL && found->folded[at]->settlement != 0)
        return true;
    for (size_t i = 0; i < at; i++)
        if (rows[i].institution == rows[at].institution && is_to_fold(&rows[i], arena)
            && text_equal(ident_number(rows[i].invoice, arena), folded))
            return true;
    return false;
}

static int64_t fold_page(const struct fold_facts *found, struct decision *decision)
{
    struct arena *arena = decision->request->arena;
    const struct settle_invoice_row *rows = found->rows->items;
    int64_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++) {
        if (!is_to_fold(&rows[i], arena) || stands_already(found, i, arena))
            continue;
        const struct settle_invoice_key key =
            settle_invoice_key_of(rows[i].institution, rows[i].invoice, arena);
        struct settle_invoice_row row = rows[i];
        row.bucket = key.bucket;
        row.invoice = key.invoice;
        row.version = found->folded[i] == NULL ? 1 : found->folded[i]->version;
        if (found->folded[i] == NULL)
            decision_insert(decision, &settle_invoice_table, &row);
        else
            decision_replace(decision, &settle_invoice_table, &row);
        count++;
    }
    return count;
}

static void fold_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct fold_facts *found = facts;
    if (found->job == NULL || found->rows == NULL) {
        decision_refuse(decision, "fund.refused.no-such-job", "task");
        return;
    }
    size_t count = found->rows->count;
    const struct settle_invoice_row *rows = found->rows->items;
    bool over = count < FOLD_PAGE;
    int64_t until = over ? BUCKET_COUNT : rows[count - 1].bucket;
    *(struct fold_told *)decision->outcome =
        (struct fold_told){ until, fold_page(found, decision) };
    struct text cursor = over
        ? (struct text){ 0 }
        : arena_format(request->arena, "%lld|%lld|%.*s", (long long)until,
                       (long long)rows[count - 1].institution,
                       TEXT_ARGS(rows[count - 1].invoice));
    task_job_step(decision, found->job, cursor, until - found->at.bucket);
    decision->subject = found->job->job;
}

static void fold_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->task);
}

const struct action settle_fold_action = {
    .name = "settle.fold-invoices", .flags = ACTION_ONCE,
    .input = &task_input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "settle.help.fold-invoices", .keys = fold_keys,
    .gather = fold_gather, .decide = fold_decide,
};
