/* intake_void.c: what was decided is taken back, and documents that say it are void from then on:
 * those of the case itself, and, where it was an enrolment, what the register wrote for the same
 * person or unit since it stood there. A document is never changed: it is marked, with the receipt
 * of the case that was taken back, and made anew when it is asked for again. */

#include "rooms/intake/intake_again.h"

/* More than one person asks for in all his years. */
#define RESTING_MOST 1000

struct resting_key {
    int64_t bucket, person, unit, case_id;  /* not of that case itself */
    struct moment since;
};
static const struct field resting_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct resting_key, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct resting_key, person) },
    { "unit", NULL, FIELD_ID, 0, AT(struct resting_key, unit) },
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct resting_key, case_id) },
    { "since", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct resting_key, since) },
};
static const struct shape resting_key_shape =
    SHAPE("intake_resting_key", struct resting_key, resting_key_fields);
#define RESTING(name_, whose_) { \
    name_, \
    .from = "intake_document d", \
    .where = "d.bucket = {bucket} AND d.kind = 'result' AND d.void_at IS NULL " \
             "AND d.at >= {since} AND d.case_id <> {case_id} " \
             "AND d.case_id IN (SELECT c.case_id FROM intake_case c " \
             "WHERE c.bucket = {bucket} AND " whose_ ")", \
    .order = "d.document", .key = &resting_key_shape, .row = &intake_document_shape, \
    .row_max = RESTING_MOST, .guard = GUARD_DECISION }
const struct query intake_results_of_person =
    RESTING(.name = "intake.results-of-person", "c.person = {person}");
const struct query intake_results_of_unit =
    RESTING(.name = "intake.results-of-unit", "c.unit = {unit} AND c.person IS NULL");

bool intake_gather_resting(struct gather *gather, const struct request *request,
                           const struct intake_case *row, const struct list **ret_resting)
{
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct matter *matter = intake_matter_of(&with_arena, row);
    const struct resting_key key = { row->bucket, row->person, row->unit, row->case_id,
                                     row->decided_at };
    *ret_resting = NULL;
    if (matter == NULL || !text_is(matter->life, "enrolment") || row->decided_at.ms == 0
        || !text_is(row->verdict, "approved") || (row->person == 0 && row->unit == 0))
        return true;
    *ret_resting = gather_want(gather, row->person != 0 ? &intake_results_of_person
                                                        : &intake_results_of_unit, &key);
    return *ret_resting != NULL;
}

/* It says what was decided; that it came, or lacked something, stays true. */
static bool says_decision(const struct intake_document *document)
{
    return text_is(document->kind, "decided") || text_is(document->kind, "result")
        || text_is(document->kind, "not-accepted");
}

static void make_void(struct decision *decision, struct intake_document document,
                      struct text receipt)
{
    document.void_at = decision->request->at;
    document.void_by = receipt;
    decision_replace(decision, &intake_document_table, &document);
}

/* Of the case itself, those that say what was decided; of others, all that rest on it. */
static void make_void_of(struct decision *decision, const struct intake_case *row,
                         const struct list *documents)
{
    const struct intake_document *each = documents == NULL ? NULL : documents->items;
    for (size_t i = 0; each != NULL && i < documents->count; i++)
        if (each[i].void_at.ms == 0
            && (each[i].case_id != row->case_id || says_decision(&each[i])))
            make_void(decision, each[i], row->receipt);
}

void intake_void(struct decision *decision, const struct intake_case *row,
                 const struct list *documents, const struct list *resting)
{
    make_void_of(decision, row, documents);
    make_void_of(decision, row, resting);
}
