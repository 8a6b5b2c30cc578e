/* party_amend.c: what the approval of a change runs (参保信息变更、停保): a particular is corrected
 * as by party.correct-person and party.correct-unit, with the case as its evidence; who leaves has
 * the spells ended that he leaves. */

#include "rooms/party/party_data.h"
#include "rooms/party/party_enrol.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

struct amend_input {
    int64_t person, cause, unit;
    struct text what, to;       /* a question of the form, and its answer */
    struct date from;
    struct text unit_kind;
    struct text sex;
    struct text filer;          /* "employer" on paper: it is about his work */
};
#define INPUT(member_) AT(struct amend_input, member_)
#define AMENDS \
    { "cause", NULL, FIELD_ID, 0, INPUT(cause), .help = "party.field.cause" }, \
    { "unit", NULL, FIELD_ID, 0, INPUT(unit), .help = "party.field.unit" }, \
    { "what", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(what), 20, \
      .help = "party.field.what-changes" }, \
    { "new", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(to), 200, .help = "party.field.as-it-shall-be" }
static const struct field person_fields[] = {
    { "person", NULL, FIELD_ID, 0, INPUT(person), .help = "party.field.person" },
    AMENDS,
    { "from", NULL, FIELD_DAY, 0, INPUT(from), .help = "party.field.change-day" },
    { "sex", NULL, FIELD_CODE, 0, INPUT(sex), 6, "gend", .help = "party.field.sex" },
    { "filer", NULL, FIELD_TEXT, 0, INPUT(filer), 30, .help = "party.field.filer" },
};
static const struct shape person_shape =
    SHAPE("party_amend", struct amend_input, person_fields);
static const struct field unit_fields[] = {
    AMENDS,
    { "unit_kind", NULL, FIELD_TEXT, 0, INPUT(unit_kind), 20, .help = "party.field.unit-kind" },
};
static const struct shape unit_shape =
    SHAPE("party_amend_unit", struct amend_input, unit_fields);

struct amend_outcome { int64_t subject, changes; };
static const struct field outcome_fields[] = {
    FIELD(struct amend_outcome, subject, FIELD_ID, .flags = 0),
    FIELD(struct amend_outcome, changes, FIELD_COUNT, .flags = 0),
};
static const struct shape outcome_shape =
    SHAPE("party_amended", struct amend_outcome, outcome_fields);

/* The corrections' own decide, with what this case asks for. */
static void correct(const struct request *request, const struct action *action,
                    const void *input, const void *facts, struct decision *decision)
{
    struct request inner = *request;
    inner.action = action;
    inner.input = input;
    inner.prepared = NULL;
    action->decide(&inner, facts, decision);
}

static struct text evidence_of(const struct request *request, const struct amend_input *input)
{
    return arena_format(request->arena, "%lld", (long long)input->cause);
}

/* ---- a person ---- */

struct amend_facts {
    struct party_person_correcting_facts of;
    struct events events;
};
static const struct shape facts_shape =
    { .name = "party_amend_facts", .size = sizeof(struct amend_facts) };

static bool amend_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct amend_input *input = request->input;
    struct amend_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->events);
    if (input->person == 0)
        return complete;
    return party_gather_person(gather, input->person, &found->of.of) && complete;
}

/* What he leaves: his work at the unit that says so, else what he is insured by on his own. */
static void stop(const struct request *request, const struct amend_facts *found,
                 struct decision *decision)
{
    const struct amend_input *input = request->input;
    struct amend_outcome *outcome = decision->outcome;
    const struct party_spell *rows = found->of.of.spells->items;
    const char *refusal = "party.refused.no-such-spell";
    for (size_t i = 0; i < found->of.of.spells->count; i++) {
        struct party_spell after = rows[i];
        bool theirs = input->unit != 0 ? rows[i].unit == input->unit
            : (rows[i].unit != 0) == text_is(input->filer, "employer");
        if (!theirs || !party_spell_holds(&rows[i], input->from))
            continue;
        after.valid_until = input->from;
        if (rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, input->from) <= 0) {
            refusal = "party.refused.stopped";
            continue;
        }
        party_record_spell(decision, &rows[i], after, "stopped", evidence_of(request, input));
        outcome->changes++;
    }
    outcome->subject = input->person;
    decision->subject = input->person;
    if (outcome->changes == 0)
        decision_refuse(decision, refusal, "from");
}

static void amend_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct amend_input *input = request->input;
    const struct amend_facts *found = facts;
    struct party_person_correcting *correcting =
        ARENA_NEW(request->arena, struct party_person_correcting);
    *correcting = (struct party_person_correcting){
        .person = input->person, .cause = input->cause, .evidence = evidence_of(request, input),
        .reason = input->what,
    };
    if (!party_may_see(request->actor, &found->of.of) || found->of.of.person == NULL) {
        decision_refuse(decision, "party.refused.no-such-person", "number");
        return;
    }
    if (text_is(input->what, "stop")) {
        stop(request, found, decision);
        return;
    }
    bool good = true;
    if (text_is(input->what, "name"))
        correcting->name = input->to;
    else if (text_is(input->what, "sex"))
        correcting->sex = input->sex;
    else
        good = text_is(input->what, "born") && date_parse(input->to, &correcting->born);
    if (!good) {
        decision_refuse(decision, "party.refused.not-readable", "new");
        return;
    }
    correct(request, &party_correct_person_action, correcting, &found->of, decision);
}

const struct action party_amend_action = {
    .name = "party.amend", .flags = ACTION_ONCE, .input = &person_shape, .facts = &facts_shape,
    .outcome = &outcome_shape, .answer = &outcome_shape, .help = "party.help.amend",
    .gather = amend_gather, .decide = amend_decide,
};

/* ---- a unit ---- */

static const struct shape unit_facts_shape =
    { .name = "party_amend_unit_facts", .size = sizeof(struct party_unit_correcting_facts) };

static bool unit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct amend_input *input = request->input;
    const struct party_unit_key key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    if (!gather_one(gather, &party_unit_by_id, &key, &row))
        return false;
    ((struct party_unit_correcting_facts *)facts)->unit = row;
    return true;
}

static void unit_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct amend_input *input = request->input;
    struct party_unit_correcting *correcting =
        ARENA_NEW(request->arena, struct party_unit_correcting);
    *correcting = (struct party_unit_correcting){
        .unit = input->unit, .cause = input->cause, .evidence = evidence_of(request, input),
        .reason = input->what,
    };
    if (text_is(input->what, "name"))
        correcting->name = input->to;
    if (text_is(input->what, "kind"))
        correcting->kind = input->unit_kind;
    if (text_is(input->what, "legal-person"))
        correcting->legal_person = input->to;
    if (text_is(input->what, "contact"))
        correcting->contact = input->to;
    correct(request, &party_correct_unit_action, correcting, facts, decision);
}

const struct action party_amend_unit_action = {
    .name = "party.amend-unit", .flags = ACTION_ONCE, .input = &unit_shape,
    .facts = &unit_facts_shape, .outcome = &outcome_shape, .answer = &outcome_shape,
    .help = "party.help.amend-unit", .gather = unit_gather, .decide = unit_decide,
};
