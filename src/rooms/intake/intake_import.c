/* intake_import.c: what other systems took in comes as cases: portals, mini-programs, accounts.
 * Their number of it is the key for good: brought again, under whatever message, it is the same
 * case. Where it came from stays with it. LAW: BJ4-01d JX4-2.1b SX9-2.1c */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

#define IMPORTERS (ROLE_BIT(ROLE_INTAKE_CLERK) | ROLE_BIT(ROLE_SECTION_HEAD) \
    | ROLE_BIT(ROLE_ADMINISTRATOR))

struct import_facts {
    const struct intake_origin *before;
    struct intake_apply_facts apply;
};

static struct intake_origin_key key_of(const struct intake_apply_input *input,
                                       struct arena *arena)
{
    struct text name = arena_format(arena, "%.*s %.*s", TEXT_ARGS(input->origin),
                                    TEXT_ARGS(input->their_number));
    return (struct intake_origin_key){ bucket_of_name(name), input->origin,
                                       input->their_number };
}

static void keys_import(const struct request *request, struct keys *keys)
{
    const struct intake_apply_input *input = request->input;
    struct text name = arena_format(request->arena, "%.*s %.*s", TEXT_ARGS(input->origin),
                                    TEXT_ARGS(input->their_number));
    keys_add(keys, (int64_t)(text_hash(name) >> 1));
    intake_keys_apply(request, keys);
}

static bool gather_import(struct gather *gather, const struct request *request, void *facts)
{
    struct import_facts *found = facts;
    const struct intake_origin_key key = key_of(request->input, gather->arena);
    const void *row = NULL;
    bool complete = gather_one(gather, &intake_origin_by_number, &key, &row);
    found->before = row;
    return intake_gather_apply(gather, request, &found->apply) && complete;
}

static void prepare_import(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct import_facts *found = facts;
    intake_prepare_apply(request, &found->apply, ret_prepared);
}

static void decide_import(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_apply_input *input = request->input;
    const struct import_facts *found = facts;
    if (!text_present(input->origin) || !text_present(input->their_number)) {
        decision_refuse(decision, "intake.refused.no-origin",
                        text_present(input->origin) ? "their_number" : "origin");
        return;
    }
    struct intake_applied *applied = decision->outcome;
    if (found->before != NULL) {
        decision->subject = found->before->case_id;
        *applied = (struct intake_applied){
            .case_id = found->before->case_id, .person = found->before->person,
            .receipt = found->before->receipt, .state = TEXT("received"),
            .note_zh = words_of("intake.note.imported", LANGUAGE_CHINESE),
            .note_en = words_of("intake.note.imported", LANGUAGE_ENGLISH),
        };
        return;
    }
    intake_decide_apply(request, &found->apply, decision);
    if (decision->refusal.key != NULL)
        return;
    const struct intake_origin_key key = key_of(input, request->arena);
    const struct intake_origin row = {
        .bucket = key.bucket, .origin = input->origin, .their_number = input->their_number,
        .case_id = applied->case_id, .person = applied->person, .receipt = applied->receipt,
    };
    decision_insert(decision, &intake_origin_table, &row);
}

static const struct shape import_facts_shape =
    { .name = "intake_import_facts", .size = sizeof(struct import_facts) };
const struct action intake_import_action = {
    .name = "intake.import", .method = "POST", .path = "/api/v1/cases/imports",
    .roles = IMPORTERS, .flags = ACTION_ONCE, .input = &intake_import_shape,
    .facts = &import_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.import",
    .keys = keys_import, .gather = gather_import, .decide = decide_import,
    .prepare = prepare_import, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
