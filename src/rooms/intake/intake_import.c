/* intake_import.c: what other systems took in comes as cases: portals, mini-programs, accounts.
 * Their number of it is the key for good: brought again, under whatever message, it is the same
 * case. Where it came from stays with it. LAW: BJ4-01d JX4-2.1b SX9-2.1c */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/staff/staff.h"

struct import_facts {
    const struct intake_origin *before;
    const struct intake_case *there;    /* its case, as it stands */
    struct intake_apply_facts apply;
};

static struct text name_of(const struct intake_apply_input *input, struct arena *arena)
{
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(input->origin),
                        TEXT_ARGS(input->their_number));
}

static struct intake_origin_key key_of(const struct intake_apply_input *input,
                                       struct arena *arena)
{
    struct text name = name_of(input, arena);
    return (struct intake_origin_key){ bucket_of_name(name), input->origin,
                                       input->their_number };
}

static void keys_import(const struct request *request, struct keys *keys)
{
    keys_add(keys, (int64_t)(text_hash(name_of(request->input, request->arena)) >> 1));
    intake_keys_apply(request, keys);
}

static bool gather_import(struct gather *gather, const struct request *request, void *facts)
{
    struct import_facts *found = facts;
    const struct intake_origin_key key = key_of(request->input, gather->arena);
    const void *row = NULL;
    bool complete = gather_one(gather, &intake_origin_by_number, &key, &row);
    found->before = row;
    if (found->before != NULL) {
        const struct intake_case_key case_key = { id_bucket(found->before->case_id),
                                                  found->before->case_id };
        complete &= gather_one(gather, &intake_case_by_id, &case_key, &row);
        found->there = row;
    }
    return intake_gather_apply(gather, request, &found->apply) && complete;
}

static void prepare_import(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    intake_prepare_apply(request, NULL, ret_prepared);
}

/* Their number for somebody else is another application: it is not lost under the first one. */
static void tell_before(const struct import_facts *found, struct decision *decision)
{
    const struct intake_origin *before = found->before;
    struct intake_own own;
    bool same = before->person != 0
        ? (found->apply.key != NULL && found->apply.key->person == before->person)
            || (found->apply.asked != NULL && found->apply.asked->person == before->person)
        : found->there != NULL && intake_own_of(&found->apply, &own)
            && own.id == intake_whose(found->there);
    if (!same) {
        decision_refuse(decision, "intake.refused.their-number-taken", "their_number");
        return;
    }
    decision->subject = before->case_id;
    *(struct intake_applied *)decision->outcome = (struct intake_applied){
        .case_id = before->case_id, .person = before->person, .receipt = before->receipt,
        .state = found->there == NULL ? (struct text){ 0 } : found->there->state,
        .note_zh = words_of("intake.note.imported", LANGUAGE_CHINESE),
        .note_en = words_of("intake.note.imported", LANGUAGE_ENGLISH),
    };
}

/* Its receipt is no business of an office of elsewhere that took another one in. */
static bool is_told_before(const struct request *request, const struct intake_case *there)
{
    const struct actor *actor = request->actor;
    return there == NULL || actor->role == ROLE_HOUSE || actor->scope.everything
        || actor_has_office(actor, there->office)
        || staff_division_within(there->place, actor->division);
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
    if (found->before != NULL && !is_told_before(request, found->there)) {
        decision_refuse(decision, "intake.refused.their-number-taken", "their_number");
        return;
    }
    if (found->before != NULL) {
        tell_before(found, decision);
        return;
    }
    intake_decide_apply(request, &found->apply, decision);
    if (decision->refusal.key != NULL)
        return;
    const struct intake_applied *applied = decision->outcome;
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
    .flags = ACTION_ONCE | ACTION_PREPARES_ALONE, .input = &intake_import_shape,
    .facts = &import_facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.import",
    .keys = keys_import, .gather = gather_import, .decide = decide_import,
    .prepare = prepare_import, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
