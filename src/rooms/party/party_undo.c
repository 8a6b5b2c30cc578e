/* party_undo.c: a change that an approval ran is taken back (变更撤销): what the case corrected stands
 * again as it was, and a spell that it ended runs as before. What was changed again since is left
 * to whoever knows why. */

#include "rooms/party/party_data.h"
#include "rooms/party/party_room.h"
#include "rooms/party/party_spells.h"

#include "rooms/staff/staff.h"

#include "base/check.h"

struct undo_input {
    int64_t person, unit, cause;
    struct text reason;
};
struct undo_facts {
    struct party_person_facts of;
    const struct party_unit *unit;
    const struct list *corrections, *states;
};
struct undone { int64_t subject, changes; };

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct undo_input *input = request->input;
    struct undo_facts *found = facts;
    int64_t whose = input->person != 0 ? input->person : input->unit;
    const struct { int64_t bucket, subject; } corrections = { id_bucket(whose), whose };
    const struct { int64_t bucket, person; } states = { id_bucket(whose), whose };
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    found->corrections = gather_want(gather, &party_corrections_of, &corrections);
    bool complete = found->corrections != NULL;
    if (input->person == 0) {
        complete &= gather_one(gather, &party_unit_by_id, &key, &row);
        found->unit = row;
        return complete;
    }
    found->states = gather_want(gather, &party_spell_states_of, &states);
    return party_gather_person(gather, input->person, &found->of) && complete
        && found->states != NULL;
}

/* ---- particulars ---- */

/* Of a person, or of a unit. */
struct undoing {
    struct decision *decision;
    struct party_person *person;
    struct party_unit *unit;
    int64_t changes;
    bool changed_since;
};

static struct text *text_called(const struct undoing *undoing, struct text what)
{
    if (undoing->person != NULL)
        return text_is(what, "name") ? &undoing->person->name
            : text_is(what, "sex") ? &undoing->person->sex : NULL;
    return text_is(what, "name") ? &undoing->unit->name
        : text_is(what, "kind") ? &undoing->unit->kind
        : text_is(what, "legal-person") ? &undoing->unit->legal_person
        : text_is(what, "contact") ? &undoing->unit->contact : NULL;
}

/* False: it is not what the correction made of it. */
static bool put_back(const struct undoing *undoing, const struct party_correction *row)
{
    struct text *value = text_called(undoing, row->what);
    if (value != NULL && text_equal(*value, row->after)) {
        *value = row->before;
        return true;
    }
    struct date before, after;
    if (value != NULL || undoing->person == NULL || !text_is(row->what, "born")
        || !date_parse(row->before, &before) || !date_parse(row->after, &after)
        || date_compare(undoing->person->born, after) != 0)
        return false;
    undoing->person->born = before;
    return true;
}

static bool is_undone(const struct list *corrections, size_t at)
{
    const struct party_correction *rows = corrections->items;
    for (size_t i = at + 1; i < corrections->count; i++)
        if (rows[i].cause == 0 && text_equal(rows[i].what, rows[at].what)
            && text_equal(rows[i].before, rows[at].after)
            && text_equal(rows[i].after, rows[at].before))
            return true;
    return false;
}

/* The last first; what was undone before, and approved again since, counts by itself. */
static void undo_corrections(struct undoing *undoing, const struct undo_facts *found)
{
    const struct request *request = undoing->decision->request;
    const struct undo_input *input = request->input;
    const struct party_correction *rows = found->corrections->items;
    for (size_t i = found->corrections->count; i-- > 0;) {
        if (rows[i].cause != input->cause || input->cause == 0
            || is_undone(found->corrections, i))
            continue;
        if (!put_back(undoing, &rows[i])) {
            undoing->changed_since = true;
            continue;
        }
        struct party_correction back = rows[i];
        back.correction = id_mint(request->minter, (int)back.bucket);
        back.before = rows[i].after;
        back.after = rows[i].before;
        back.reason = input->reason;
        back.cause = 0;
        back.account = request->actor->account;
        back.at = request->at;
        decision_insert(undoing->decision, &party_correction_table, &back);
        undoing->changes++;
    }
}

/* ---- spells it ended ---- */

static const struct party_spell_state *state_numbered(const struct list *states, int64_t spell,
                                                      int64_t number)
{
    const struct party_spell_state *rows = states->items;
    for (size_t i = 0; i < states->count; i++)
        if (rows[i].spell == spell && rows[i].state == number)
            return &rows[i];
    return NULL;
}

static void undo_stops(struct undoing *undoing, const struct undo_facts *found)
{
    const struct request *request = undoing->decision->request;
    const struct undo_input *input = request->input;
    const struct party_spell *spells = found->of.spells->items;
    struct text case_text = arena_format(request->arena, "%lld", (long long)input->cause);
    for (size_t i = 0; i < found->of.spells->count; i++) {
        const struct party_spell_state *last =
            state_numbered(found->states, spells[i].spell, spells[i].version);
        if (last == NULL || !text_is(last->change, "stopped")
            || !text_equal(last->reason, case_text))
            continue;
        const struct party_spell_state *before =
            state_numbered(found->states, spells[i].spell, spells[i].version - 1);
        struct party_spell after = spells[i];
        after.valid_until = before == NULL ? DATE_NONE : before->valid_until;
        party_record_spell(undoing->decision, &spells[i], after, "corrected", input->reason);
        undoing->changes++;
    }
}

/* ---- deciding ---- */

static bool may(const struct request *request, const struct undo_facts *found)
{
    const struct undo_input *input = request->input;
    const struct actor *actor = request->actor;
    if (input->person != 0)
        return found->of.person != NULL && party_may_see(actor, &found->of);
    return found->unit != NULL
        && staff_works_over(actor, found->unit->division);
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct undo_input *input = request->input;
    const struct undo_facts *found = facts;
    if (!may(request, found)) {
        decision_refuse(decision, input->person != 0 ? "party.refused.no-such-person"
                                                     : "party.refused.no-such-unit", "person");
        return;
    }
    bool person = input->person != 0;
    struct party_person *one = person ? ARENA_NEW(request->arena, struct party_person) : NULL;
    struct party_unit *unit = person ? NULL : ARENA_NEW(request->arena, struct party_unit);
    if (person)
        *one = *found->of.person;
    else
        *unit = *found->unit;
    struct undoing undoing = { .decision = decision, .person = one, .unit = unit };
    undo_corrections(&undoing, found);
    bool corrected = undoing.changes > 0;
    if (person)
        undo_stops(&undoing, found);
    if (undoing.changed_since || undoing.changes == 0) {
        decision_refuse(decision, undoing.changed_since ? "party.refused.changed-since"
                                                        : "party.refused.nothing-changed",
                        "cause");
        return;
    }
    if (corrected && person)
        decision_replace(decision, &party_person_table, one);
    if (corrected && !person)
        decision_replace(decision, &party_unit_table, unit);
    decision->subject = person ? input->person : input->unit;
    *(struct undone *)decision->outcome = (struct undone){ decision->subject, undoing.changes };
}

/* ---- the row ---- */

#define INPUT(member_, kind_, ...) FIELD(struct undo_input, member_, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    INPUT(person, FIELD_ID, .help = "party.field.person"),
    INPUT(unit, FIELD_ID, .help = "party.field.unit"),
    INPUT(cause, FIELD_ID, .flags = FIELD_REQUIRED, .help = "party.field.cause"),
    INPUT(reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200,
          .help = "party.field.why-undone"),
};
static const struct shape input_shape =
    SHAPE("party_revoke_change", struct undo_input, input_fields);
static const struct shape facts_shape =
    { .name = "party_revoke_change_facts", .size = sizeof(struct undo_facts) };
static const struct field undone_fields[] = {
    FIELD(struct undone, subject, FIELD_ID, .flags = 0),
    FIELD(struct undone, changes, FIELD_COUNT, .flags = 0),
};
static const struct shape undone_shape =
    SHAPE("party_change_revoked", struct undone, undone_fields);

/* Only the second look at a case runs it. */
const struct action party_revoke_change_action = {
    .name = "party.revoke-change", .flags = ACTION_ONCE, .input = &input_shape,
    .facts = &facts_shape, .outcome = &undone_shape, .answer = &undone_shape,
    .help = "party.help.revoke-change", .gather = gather, .decide = decide,
};
