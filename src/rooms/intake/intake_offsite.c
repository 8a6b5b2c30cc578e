/* intake_offsite.c: the out-of-area filing as one plain form: who, where, since when, two papers,
 * and a promise to hand in later what is not at hand. It becomes an ordinary application. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/limits.h"
#include "rooms/filing/filing.h"

struct offsite_input {
    struct text channel, name, number, phone;
    struct text kind;
    int64_t division;
    struct date from, until;
    struct text reason;
    struct text id_card, id_card_name, id_card_type;
    struct text proof, proof_name, proof_type;
    bool proof_later, commitment;
    bool true_statement;
};

#define INPUT(member_) AT(struct offsite_input, member_)
static const struct field offsite_fields[] = {
    { "channel", NULL, FIELD_TEXT, 0, INPUT(channel), 20, .help = "intake.field.channel" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, INPUT(name), 50,
      .help = "intake.field.own-name" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, INPUT(number), 50,
      .help = "intake.field.own-number" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(phone), 30,
      .help = "intake.field.phone" },
    { "kind", NULL, FIELD_CODE, FIELD_REQUIRED, INPUT(kind), 30, "offsite_kind",
      .help = "intake.field.offsite-kind" },
    { "division", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(division),
      .help = "intake.field.offsite-division" },
    { "from", NULL, FIELD_DAY, 0, INPUT(from), .help = "intake.field.offsite-from" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "intake.field.offsite-until" },
    { "reason", NULL, FIELD_TEXT, 0, INPUT(reason), 500, .help = "intake.field.offsite-reason" },
    { "id_card", NULL, FIELD_BYTES, 0, INPUT(id_card), (int32_t)LIMIT_UPLOAD_BYTES,
      .help = "intake.field.id-card" },
    { "id_card_name", NULL, FIELD_TEXT, 0, INPUT(id_card_name), 200 },
    { "id_card_type", NULL, FIELD_TEXT, 0, INPUT(id_card_type), 100 },
    { "proof", NULL, FIELD_BYTES, 0, INPUT(proof), (int32_t)LIMIT_UPLOAD_BYTES,
      .help = "intake.field.proof" },
    { "proof_name", NULL, FIELD_TEXT, 0, INPUT(proof_name), 200 },
    { "proof_type", NULL, FIELD_TEXT, 0, INPUT(proof_type), 100 },
    { "proof_later", NULL, FIELD_FLAG, 0, INPUT(proof_later),
      .help = "intake.field.proof-later" },
    { "commitment", NULL, FIELD_FLAG, 0, INPUT(commitment), .help = "intake.field.commitment" },
    { "true_statement", NULL, FIELD_FLAG, FIELD_REQUIRED, INPUT(true_statement),
      .help = "intake.field.true-statement" },
};
static const struct shape offsite_shape =
    SHAPE("intake_file_offsite", struct offsite_input, offsite_fields);
static const struct shape offsite_facts_shape =
    { .name = "intake_offsite_facts", .size = sizeof(struct intake_apply_facts) };

/* ---- the form as an application ---- */

static void add_value(struct intake_value *values, size_t *count, const char *name,
                      struct text value)
{
    if (text_present(value))
        values[(*count)++] = (struct intake_value){ text_of(name), value };
}

static struct text day_text(struct date day, struct arena *arena)
{
    return day.yyyymmdd == 0 ? (struct text){ 0 } : intake_day_text(day, arena);
}

static struct list values_of(const struct offsite_input *input, struct arena *arena)
{
    struct intake_value *values = ARENA_ARRAY(arena, struct intake_value, 6);
    size_t count = 0;
    add_value(values, &count, "kind", input->kind);
    add_value(values, &count, "division",
              arena_format(arena, "%lld", (long long)input->division));
    add_value(values, &count, "from", day_text(input->from, arena));
    add_value(values, &count, "until", day_text(input->until, arena));
    add_value(values, &count, "reason", input->reason);
    add_value(values, &count, "phone", input->phone);
    return (struct list){ values, count };
}

/* The one secondary paper that this kind of filing asks for. */
static struct text proof_of(const struct book *book, const struct list *values,
                            struct arena *arena)
{
    const struct matter *matter = matter_of(book, FILING_OFFSITE_MATTER, arena);
    const struct matter_material *items = matter == NULL ? NULL : matter->materials.items;
    for (size_t i = 0; matter != NULL && i < matter->materials.count; i++)
        if (!items[i].key && matter_material_needed(&items[i], intake_value_of, values))
            return items[i].name;
    return (struct text){ 0 };
}

static struct request application_of(const struct request *request)
{
    const struct offsite_input *input = request->input;
    struct arena *arena = request->arena;
    struct intake_apply_input *apply = ARENA_NEW(arena, struct intake_apply_input);
    struct intake_paper_input *papers = ARENA_ARRAY(arena, struct intake_paper_input, 2);
    struct intake_owed_input *owed = ARENA_ARRAY(arena, struct intake_owed_input, 1);
    size_t paper_count = 0, owed_count = 0;
    *apply = (struct intake_apply_input){
        .matter = FILING_OFFSITE_MATTER, .name = input->name, .number = input->number,
        .channel = text_present(input->channel) ? input->channel : TEXT("web"),
        .values = values_of(input, arena), .commitment = input->commitment,
    };
    struct text proof = proof_of(request->book, &apply->values, arena);
    if (text_present(input->id_card))
        papers[paper_count++] = (struct intake_paper_input){
            .material = TEXT("id-card"), .file = input->id_card,
            .file_name = input->id_card_name, .file_type = input->id_card_type,
        };
    if (text_present(input->proof) && text_present(proof))
        papers[paper_count++] = (struct intake_paper_input){
            .material = proof, .file = input->proof, .file_name = input->proof_name,
            .file_type = input->proof_type,
        };
    else if (input->proof_later && text_present(proof))
        owed[owed_count++].material = proof;
    apply->papers = (struct list){ papers, paper_count };
    apply->owed = (struct list){ owed, owed_count };
    struct request inner = *request;
    inner.input = apply;
    return inner;
}

/* ---- the action ---- */

static void offsite_keys(const struct request *request, struct keys *keys)
{
    const struct offsite_input *input = request->input;
    struct intake_apply_input apply = { .number = input->number };
    struct request inner = *request;
    inner.input = &apply;
    intake_keys_apply(&inner, keys);
}

static bool offsite_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct request inner = application_of(&with_arena);
    return intake_gather_apply(gather, &inner, facts);
}

static void offsite_prepare(const struct request *request, const void *facts,
                            void *ret_prepared)
{
    struct request inner = application_of(request);
    intake_prepare_apply(&inner, facts, ret_prepared);
}

static void offsite_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct offsite_input *input = request->input;
    if (!input->true_statement) {
        decision_refuse(decision, "intake.refused.no-statement", "true_statement");
        return;
    }
    struct request inner = application_of(request);
    intake_decide_apply(&inner, facts, decision);
}

const struct action intake_file_offsite_action = {
    .name = "intake.file-offsite", .method = "POST", .path = "/api/v1/offsite-filings",
    .flags = ACTION_ONCE | ACTION_PUBLIC, .input = &offsite_shape,
    .facts = &offsite_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.file-offsite",
    .keys = offsite_keys, .gather = offsite_gather, .decide = offsite_decide,
    .prepare = offsite_prepare, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
