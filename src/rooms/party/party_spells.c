/* party_spells.c: see party_spells.h; stopping, pausing, resuming and correcting a spell, and
 * asking for spells as they were known. */

#include "rooms/party/party_enrol.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"

/* ---- states ---- */

#define STATE(member_) AT(struct party_spell_state, member_)
static const struct field state_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, STATE(bucket) },
    { "person", NULL, FIELD_ID, 0, STATE(person) },
    { "spell", NULL, FIELD_ID, 0, STATE(spell) },
    { "state", NULL, FIELD_COUNT, 0, STATE(state) },
    { "known", NULL, FIELD_MOMENT, 0, STATE(known) },
    { "change", NULL, FIELD_TEXT, 0, STATE(change), 20 },
    { "reason", NULL, FIELD_TEXT, 0, STATE(reason), 200 },
    { "insurance", NULL, FIELD_TEXT, 0, STATE(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, STATE(kind), 20 },
    { "place", NULL, FIELD_COUNT, 0, STATE(place) },
    { "unit", NULL, FIELD_ID, 0, STATE(unit) },
    { "unit_name", NULL, FIELD_TEXT, 0, STATE(unit_name), 200 },
    { "valid_from", NULL, FIELD_DAY, 0, STATE(valid_from) },
    { "valid_until", NULL, FIELD_DAY, 0, STATE(valid_until) },
    { "status", NULL, FIELD_TEXT, 0, STATE(status), 20 },
    { "paused_from", NULL, FIELD_DAY, 0, STATE(paused_from) },
    { "paused_until", NULL, FIELD_DAY, 0, STATE(paused_until) },
    { "civil_servant", NULL, FIELD_FLAG, 0, STATE(civil_servant) },
};
const struct shape party_spell_state_shape =
    SHAPE("spell_state", struct party_spell_state, state_fields);
const struct table party_spell_state_table =
    { "spell_state", &party_spell_state_shape, 4, NULL };

static const struct field person_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct party_of_person, bucket) },
    { "person", NULL, FIELD_ID, 0, AT(struct party_of_person, person) },
};
static const struct shape person_shape =
    SHAPE("party_states_key", struct party_of_person, person_fields);
const struct query party_spell_states_of = {
    .name = "party.spell-states-of", .from = "spell_state",
    .where = "bucket = {bucket} AND person = {person}", .order = "spell, state",
    .key = &person_shape, .row = &party_spell_state_shape, .row_max = 2000,
    .guard = GUARD_DECISION,
};

static struct party_spell_state state_of(const struct party_spell *spell, struct moment known,
                                         const char *change, struct text reason)
{
    return (struct party_spell_state){
        .bucket = spell->bucket, .person = spell->person, .spell = spell->spell,
        .state = spell->version, .known = known, .change = text_of(change), .reason = reason,
        .insurance = spell->insurance, .kind = spell->kind, .place = spell->place,
        .unit = spell->unit, .unit_name = spell->unit_name, .valid_from = spell->valid_from,
        .valid_until = spell->valid_until, .status = spell->status,
        .paused_from = spell->paused_from, .paused_until = spell->paused_until,
        .civil_servant = spell->civil_servant,
    };
}

void party_record_spell(struct decision *decision, const struct party_spell *before,
                        struct party_spell after, const char *change, struct text reason)
{
    struct moment now = decision->request->at;
    after.version = before == NULL ? 1 : before->version;
    if (before == NULL)
        decision_insert(decision, &party_spell_table, &after);
    else
        decision_replace(decision, &party_spell_table, &after);
    /* The store counts the version of a row it replaces up by one. */
    if (before != NULL)
        after.version++;
    const struct party_spell_state state = state_of(&after, now, change, reason);
    decision_insert(decision, &party_spell_state_table, &state);
}

static struct party_spell spell_of(const struct party_spell_state *state)
{
    return (struct party_spell){
        .bucket = state->bucket, .person = state->person, .spell = state->spell,
        .insurance = state->insurance, .kind = state->kind, .place = state->place,
        .unit = state->unit, .unit_name = state->unit_name, .valid_from = state->valid_from,
        .valid_until = state->valid_until, .status = state->status,
        .paused_from = state->paused_from, .paused_until = state->paused_until,
        .civil_servant = state->civil_servant,
        .version = state->state,
    };
}

struct list party_spells_known(const struct list *spells, const struct list *states,
                               struct moment known, struct arena *arena)
{
    const struct party_spell *rows = spells->items;
    const struct party_spell_state *all = states->items;
    struct party_spell *then = ARENA_ARRAY(arena, struct party_spell, spells->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < spells->count; i++) {
        const struct party_spell_state *last = NULL;
        bool kept = false;
        for (size_t k = 0; k < states->count; k++) {
            if (all[k].spell != rows[i].spell)
                continue;
            /* A first state that is no enrolment: the spell is older than its states. */
            kept |= text_is(all[k].change, "enrolled");
            if (all[k].known.ms <= known.ms)
                last = &all[k];
        }
        if (last != NULL)
            then[count++] = spell_of(last);
        else if (!kept)
            then[count++] = rows[i];
    }
    return (struct list){ then, count };
}

/* ---- party.change-spell ---- */

struct change_input {
    int64_t person, spell;
    struct text change, reason;
    struct date day;
};
#define CHANGE(member_) AT(struct change_input, member_)
static const struct field change_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, CHANGE(person), .help = "party.field.person" },
    { "spell", NULL, FIELD_ID, FIELD_REQUIRED, CHANGE(spell), .help = "party.field.spell" },
    { "change", NULL, FIELD_TEXT, FIELD_REQUIRED, CHANGE(change), 10,
      .help = "party.field.change" },
    { "day", NULL, FIELD_DAY, FIELD_REQUIRED, CHANGE(day), .help = "party.field.change-day" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, CHANGE(reason), 200,
      .help = "party.field.change-reason" },
};
static const struct shape change_shape =
    SHAPE("party_change_spell", struct change_input, change_fields);

struct changed { int64_t person, spell; struct text change; };
static const struct field changed_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct changed, person) },
    { "spell", NULL, FIELD_ID, 0, AT(struct changed, spell) },
    { "change", NULL, FIELD_TEXT, 0, AT(struct changed, change), 10 },
};
static const struct shape changed_shape =
    SHAPE("party_spell_changed", struct changed, changed_fields);

struct spells_facts {
    struct party_person_facts person;
    const struct list *states;
    struct events events;
};
static const struct shape spells_facts_shape =
    { .name = "party_spells_facts", .size = sizeof(struct spells_facts) };

static void change_keys(const struct request *request, struct keys *keys)
{
    const struct change_input *input = request->input;
    keys_add(keys, input->person);
}

static bool change_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct change_input *input = request->input;
    struct spells_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    return party_gather_person(gather, input->person, &found->person) && complete;
}

/* A unit changes the spells of its own people, an office those of its place. */
static bool may_change(const struct actor *actor, const struct party_spell *spell)
{
    if (actor->scope.everything || actor->role == ROLE_HOUSE)
        return true;
    if (actor->unit != 0)
        return spell->unit == actor->unit;
    return staff_works_over(actor, spell->place);
}

static const struct party_spell *spell_meant(const struct spells_facts *found, int64_t spell)
{
    if (found->person.person == NULL)
        return NULL;
    const struct party_spell *rows = found->person.spells->items;
    for (size_t i = 0; i < found->person.spells->count; i++)
        if (rows[i].spell == spell)
            return &rows[i];
    return NULL;
}

/* The key of why it cannot be; NULL: `after` is what it becomes. */
static const char *change_of(const struct change_input *input, const struct party_spell *before,
                             struct party_spell *after, const char **ret_word)
{
    *after = *before;
    if (date_compare(input->day, before->valid_from) < 0 && !text_is(input->change, "correct"))
        return "party.refused.before-spell";
    if (text_is(input->change, "stop")) {
        *ret_word = "stopped";
        after->valid_until = input->day;
        return before->valid_until.yyyymmdd != 0
            && date_compare(before->valid_until, input->day) <= 0 ? "party.refused.stopped"
                                                                  : NULL;
    }
    if (text_is(input->change, "pause")) {
        *ret_word = "paused";
        after->status = TEXT("2");
        /* One that goes on from the pause before is the same pause. */
        bool on = before->paused_until.yyyymmdd != 0
            && date_compare(input->day, date_plus_days(before->paused_until, 1)) <= 0
            && date_compare(input->day, before->paused_from) >= 0;
        after->paused_from = on ? before->paused_from : input->day;
        after->paused_until = DATE_NONE;
        return text_is(before->status, "1") ? NULL : "party.refused.not-running";
    }
    if (text_is(input->change, "resume")) {
        *ret_word = "resumed";
        after->status = TEXT("1");
        /* The days it was paused stay so. */
        bool ever = date_compare(input->day, before->paused_from) > 0;
        after->paused_from = ever ? before->paused_from : DATE_NONE;
        after->paused_until = ever ? date_plus_days(input->day, -1) : DATE_NONE;
        return text_is(before->status, "2") ? NULL : "party.refused.not-paused";
    }
    if (text_is(input->change, "correct")) {
        *ret_word = "corrected";
        after->valid_from = input->day;
        return before->valid_until.yyyymmdd != 0
            && date_compare(input->day, before->valid_until) > 0 ? "party.refused.before-spell"
                                                                 : NULL;
    }
    return "party.refused.no-such-change";
}

/* A spell knows one pause: at the second one it ends, and one that is paused from then on follows,
 * so that the days of the first stay paused. Answers the spell that goes on. */
static int64_t record_change(struct decision *decision, const struct party_spell *before,
                             struct party_spell after, const char *word)
{
    const struct change_input *input = decision->request->input;
    bool again = text_is(input->change, "pause") && before->paused_until.yyyymmdd != 0
        && date_compare(after.paused_from, before->paused_from) != 0;
    if (!again) {
        party_record_spell(decision, before, after, word, input->reason);
        return before->spell;
    }
    struct party_spell first = *before;
    first.valid_until = date_plus_days(input->day, -1);
    after.spell = id_mint(decision->request->minter, (int)before->bucket);
    after.valid_from = input->day;
    party_record_spell(decision, before, first, "stopped", input->reason);
    party_record_spell(decision, NULL, after, "enrolled", input->reason);
    return after.spell;
}

/* A beginning that is set back must not run into another spell of the insurance. */
static bool runs_into(const struct spells_facts *found, const struct party_spell *after)
{
    const struct party_spell *rows = found->person.spells->items;
    struct date until = after->valid_until.yyyymmdd == 0 ? DATE_LATEST : after->valid_until;
    for (size_t i = 0; i < found->person.spells->count; i++) {
        struct date end =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        if (rows[i].spell != after->spell && text_equal(rows[i].insurance, after->insurance)
            && !text_is(rows[i].status, "3") && date_compare(rows[i].valid_from, until) <= 0
            && date_compare(end, after->valid_from) >= 0)
            return true;
    }
    return false;
}

static void change_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct change_input *input = request->input;
    const struct spells_facts *found = facts;
    const struct party_spell *before = spell_meant(found, input->spell);
    if (before == NULL || !may_change(request->actor, before)) {
        decision_refuse(decision, "party.refused.no-such-spell", "spell");
        return;
    }
    struct party_spell after;
    const char *word = NULL;
    const char *refusal = change_of(input, before, &after, &word);
    if (refusal == NULL && runs_into(found, &after))
        refusal = "party.refused.overlaps";
    if (refusal != NULL) {
        decision_refuse(decision, refusal, "day");
        return;
    }
    /* A correction moves the beginning: what lies between is reached back to, too. */
    const struct party_late late =
        party_late_of(request, found->events, before->place, "enrolment.change", input->day);
    struct date earliest = text_is(input->change, "correct")
        && date_compare(before->valid_from, input->day) < 0 ? before->valid_from : input->day;
    if (party_is_too_far_back(decision, before->place, earliest, &late, "day"))
        return;
    int64_t spell = record_change(decision, before, after, word);
    /* Touched, as by an enrolment: of two spells decided at once neither may miss the other. */
    if (text_is(input->change, "correct") || spell != input->spell)
        decision_replace(decision, &party_person_table, found->person.person);
    *(struct changed *)decision->outcome =
        (struct changed){ input->person, spell, input->change };
    decision->subject = input->person;
}

const struct action party_change_spell_action = {
    .name = "party.change-spell", .method = "POST",
    .path = "/api/v1/persons/{person}/spells/{spell}",
    .flags = ACTION_ONCE,
    .input = &change_shape, .facts = &spells_facts_shape, .outcome = &changed_shape,
    .answer = &changed_shape, .help = "party.help.change-spell", .keys = change_keys,
    .gather = change_gather, .decide = change_decide,
};

/* ---- party.spells: as known then, and as corrected since ---- */

struct spells_input {
    int64_t person;
    struct moment known;
    struct date on;
};
static const struct field spells_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct spells_input, person),
      .help = "party.field.person" },
    { "known", NULL, FIELD_MOMENT, 0, AT(struct spells_input, known),
      .help = "party.field.known" },
    { "on", NULL, FIELD_DAY, 0, AT(struct spells_input, on), .help = "party.field.on" },
};
static const struct shape spells_shape =
    SHAPE("party_spells_input", struct spells_input, spells_fields);

struct spell_told {
    int64_t spell, place, unit;
    struct text insurance, kind, unit_name, status, change, reason;
    struct date from, until, paused_from, paused_until;
    struct moment known;
    bool holds;
};
#define TOLD(member_) AT(struct spell_told, member_)
static const struct field told_fields[] = {
    { "spell", NULL, FIELD_ID, 0, TOLD(spell) },
    { "insurance", NULL, FIELD_TEXT, 0, TOLD(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20 },
    { "place", NULL, FIELD_COUNT, 0, TOLD(place) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, TOLD(unit) },
    { "unit_name", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(unit_name), 200 },
    { "from", NULL, FIELD_DAY, 0, TOLD(from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(until) },
    { "status", NULL, FIELD_TEXT, 0, TOLD(status), 20 },
    { "paused_from", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(paused_from) },
    { "paused_until", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(paused_until) },
    { "change", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(change), 20 },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(reason), 200 },
    { "known", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(known) },
    { "holds", NULL, FIELD_FLAG, 0, TOLD(holds) },
};
static const struct shape told_shape = SHAPE("spell_told", struct spell_told, told_fields);

struct spells_answer {
    int64_t person;
    struct list spells, history;
};
static const struct field spells_answer_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct spells_answer, person) },
    { "spells", NULL, FIELD_LIST, 0, AT(struct spells_answer, spells), .of = &told_shape },
    { "history", NULL, FIELD_LIST, 0, AT(struct spells_answer, history), .of = &told_shape },
};
static const struct shape spells_answer_shape =
    SHAPE("party_spells", struct spells_answer, spells_answer_fields);

static bool spells_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct spells_input *input = request->input;
    struct spells_facts *found = facts;
    const struct party_of_person key = { id_bucket(input->person), input->person };
    found->states = gather_want(gather, &party_spell_states_of, &key);
    return party_gather_person(gather, input->person, &found->person) && found->states != NULL;
}

static struct spell_told told_of(const struct party_spell *spell, struct date on)
{
    return (struct spell_told){
        .spell = spell->spell, .place = spell->place, .unit = spell->unit,
        .insurance = spell->insurance, .kind = spell->kind, .unit_name = spell->unit_name,
        .status = spell->status, .from = spell->valid_from, .until = spell->valid_until,
        .paused_from = spell->paused_from, .paused_until = spell->paused_until,
        .holds = party_spell_holds(spell, on),
    };
}

static void spells_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct spells_input *input = request->input;
    const struct spells_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "party.refused.no-such-person"),
                        "person");
        return;
    }
    struct moment known = input->known.ms == 0 ? request->at : input->known;
    struct date on =
        input->on.yyyymmdd == 0 ? date_of_moment(request->at) : input->on;
    const struct list then =
        party_spells_known(found->person.spells, found->states, known, request->arena);
    struct spell_told *spells = ARENA_ARRAY(request->arena, struct spell_told, then.count + 1);
    struct spell_told *history =
        ARENA_ARRAY(request->arena, struct spell_told, found->states->count + 1);
    const struct party_spell_state *states = found->states->items;
    for (size_t i = 0; i < then.count; i++)
        spells[i] = told_of(&((const struct party_spell *)then.items)[i], on);
    for (size_t i = 0; i < found->states->count; i++) {
        const struct party_spell row = spell_of(&states[i]);
        history[i] = told_of(&row, on);
        history[i].change = states[i].change;
        history[i].reason = states[i].reason;
        history[i].known = states[i].known;
    }
    *(struct spells_answer *)decision->outcome = (struct spells_answer){
        .person = input->person, .spells = { spells, then.count },
        .history = { history, found->states->count },
    };
}

const struct action party_spells_action = {
    .name = "party.spells", .method = "GET", .path = "/api/v1/persons/{person}/spells",
    .flags = ACTION_READ, .input = &spells_shape, .facts = &spells_facts_shape,
    .outcome = &spells_answer_shape, .answer = &spells_answer_shape,
    .help = "party.help.spells", .gather = spells_gather, .decide = spells_decide,
};
