/* intake_seal.c: the house's signature on documents, a moment after the decisions that made them,
 * as many at a time as wait. Signing takes half a millisecond a document, so it is done before the
 * lane (`prepare`); what the lane does with them is one read and one write. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/sm.h"

/* Set once at start; read-only. */
static const struct sm2_key *seal_key;

void intake_use_seal(const struct sm2_key *key)
{
    seal_key = key;
}

static struct text seal_text_of(const struct intake_document *document, struct arena *arena)
{
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(document->number),
                        TEXT_ARGS(document->digest));
}

struct text intake_signature_of(struct text data, struct arena *arena)
{
    return seal_key == NULL ? TEXT("") : sm2_sign_hex(seal_key, data, arena);
}

bool intake_document_is_sealed(const struct intake_document *document, struct arena *arena)
{
    return seal_key != NULL && text_present(document->seal)
        && text_equal(intake_document_digest(document, arena), document->digest)
        && sm2_verify_hex(seal_key, seal_text_of(document, arena), document->seal, arena);
}

/* ---- what waits ---- */

static const struct field nothing_fields[] = {
    { "nothing", NULL, FIELD_COUNT, FIELD_REQUIRED, 0 },
};
static const struct shape nothing_shape = SHAPE("intake_nothing", int64_t, nothing_fields);
/* A page: what more there is comes when these have theirs. */
const struct query intake_documents_unsealed = {
    .name = "intake.unsealed", .from = "intake_document d",
    .where = "d.seal IS NULL AND {nothing} = 0", .order = "d.bucket, d.document",
    .key = &nothing_shape, .row = &intake_document_shape, .row_max = INTAKE_SEALS_A_PAGE,
    .page = true, .guard = GUARD_DECISION,
};

static bool gather_seal(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    const int64_t nothing = 0;
    struct intake_seal_facts *found = facts;
    found->documents = gather_want(gather, &intake_documents_unsealed, &nothing);
    return found->documents != NULL;
}

void intake_prepare_seal(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct intake_seal_facts *found = facts;
    const struct intake_document *rows = found->documents->items;
    struct arena *arena = request->arena;
    struct intake_seals *seals = ret_prepared;
    seals->made = ARENA_ARRAY(arena, struct intake_seal_made, found->documents->count + 1);
    for (size_t i = 0; i < found->documents->count; i++) {
        CHECK(seal_key != NULL);
        seals->made[seals->count++] = (struct intake_seal_made){
            .document = rows[i].document, .digest = arena_text(arena, rows[i].digest),
            .seal = sm2_sign_hex(seal_key, seal_text_of(&rows[i], arena), arena),
        };
    }
}

/* ---- sealing ---- */

struct sealed { int64_t documents; };

static struct text seal_of(const struct intake_seals *seals, const struct intake_document *row)
{
    for (size_t i = 0; i < seals->count; i++)
        if (seals->made[i].document == row->document
            && text_equal(seals->made[i].digest, row->digest))
            return seals->made[i].seal;
    return (struct text){ 0 };
}

/* A signature is random; it is made once and kept, so nothing is decided twice by it. What came
 * in since they were signed waits for the next time. */
static void decide_seal(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_seal_facts *found = facts;
    const struct intake_document *rows = found->documents->items;
    struct sealed *sealed = decision->outcome;
    CHECK(request->prepared != NULL);
    for (size_t i = 0; i < found->documents->count; i++) {
        struct intake_document row = rows[i];
        row.seal = seal_of(request->prepared, &row);
        row.sealed_at = request->at;
        if (!text_present(row.seal))
            continue;
        decision_replace(decision, &intake_document_table, &row);
        decision->subject = sealed->documents == 0 ? row.case_id : decision->subject;
        sealed->documents++;
    }
    if (sealed->documents == 0)
        intake_refuse(decision, INTAKE_REFUSED_NO_DOCUMENT, NULL);
}

/* ---- row ---- */

struct nothing { bool filled; };
static const struct shape input_shape =
    { .name = "intake_seal_input", .size = sizeof(struct nothing) };
static const struct shape facts_shape =
    { .name = "intake_seal_facts", .size = sizeof(struct intake_seal_facts) };
static const struct field sealed_fields[] = {
    FIELD(struct sealed, documents, FIELD_COUNT, .flags = 0),
};
static const struct shape sealed_shape = SHAPE("intake_sealed", struct sealed, sealed_fields);

const struct action intake_seal_action = {
    .name = "intake.seal", .flags = ACTION_ONCE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &sealed_shape, .answer = &sealed_shape, .help = "intake.help.seal",
    .gather = gather_seal, .decide = decide_seal, .prepare = intake_prepare_seal,
    .prepared_size = sizeof(struct intake_seals),
};
