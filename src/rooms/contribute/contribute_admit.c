/* contribute_admit.c: what the approval of an enrolment runs (参保登记办结): the spell, the waiting
 * time of who comes late without a reason, and the base that was stated, in one decision. Whom the
 * case is about may be a newcomer: the approval makes a person of him. LAW: BJ4-02e, BJ4-02j */

#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

#include <string.h>

struct admit_input {
    int64_t person, cause, unit;
    bool newcomer;
    struct date born;           /* of a newcomer of whom nothing is kept yet */
    struct text credit_code;    /* of the unit, where it is not signed in */
    struct text kind;           /* as the form says it: "active", "newborn" */
    int64_t place;
    struct date employed_since;
    struct money base;
    struct text season, reason;
    struct date day;
};
#define INPUT(member_) AT(struct admit_input, member_)
static const struct field input_fields[] = {
    { "person", NULL, FIELD_ID, 0, INPUT(person), .help = "contribute.field.person" },
    { "cause", NULL, FIELD_ID, 0, INPUT(cause), .help = "contribute.field.cause" },
    { "unit", NULL, FIELD_ID, 0, INPUT(unit), .help = "contribute.field.unit" },
    { "newcomer", NULL, FIELD_FLAG, 0, INPUT(newcomer), .help = "contribute.field.newcomer" },
    { "born", NULL, FIELD_DAY, FIELD_PRIVATE, INPUT(born), .help = "contribute.field.born" },
    { "credit_code", NULL, FIELD_TEXT, 0, INPUT(credit_code), 18,
      .help = "contribute.field.credit-code" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(kind), 20,
      .help = "contribute.field.form-kind" },
    { "place", NULL, FIELD_COUNT, 0, INPUT(place), .help = "contribute.field.place" },
    { "employed_since", NULL, FIELD_DAY, 0, INPUT(employed_since),
      .help = "contribute.field.employed-since" },
    { "base", NULL, FIELD_MONEY, 0, INPUT(base), .help = "contribute.field.base" },
    { "season", NULL, FIELD_TEXT, 0, INPUT(season), 20, .help = "contribute.field.season" },
    { "reason", NULL, FIELD_TEXT, 0, INPUT(reason), 30,
      .help = "contribute.field.season-reason" },
    { "day", NULL, FIELD_DAY, 0, INPUT(day), .help = "contribute.field.season-day" },
};
static const struct shape input_shape =
    SHAPE("contribute_admit", struct admit_input, input_fields);

struct admit_outcome {
    int64_t spell, person;
    struct date from, waiting_until;
    bool late;
    struct text made_up_under;
};
#define OUTCOME(member_) AT(struct admit_outcome, member_)
static const struct field outcome_fields[] = {
    { "spell", NULL, FIELD_ID, 0, OUTCOME(spell) },
    { "person", NULL, FIELD_ID, 0, OUTCOME(person) },
    { "from", NULL, FIELD_DAY, 0, OUTCOME(from) },
    { "waiting_until", NULL, FIELD_DAY, FIELD_SPARSE, OUTCOME(waiting_until) },
    { "late", NULL, FIELD_FLAG, FIELD_SPARSE, OUTCOME(late) },
    { "made_up_under", NULL, FIELD_TEXT, FIELD_SPARSE, OUTCOME(made_up_under), 100 },
};
static const struct shape outcome_shape =
    SHAPE("contribute_admitted", struct admit_outcome, outcome_fields);

struct admit_facts {
    struct party_admission of;
    const struct contribute_base *base;
};
static const struct shape facts_shape =
    { .name = "contribute_admit_facts", .size = sizeof(struct admit_facts) };

/* The words of the forms, as the interface codes them. */
static const struct admit_kind {
    const char *word, *insurance;
    const char *code;           /* NULL: a resident's, by age */
    bool through_unit;
} kinds[] = {
    { "active", "310", "11", true },     { "employee", "310", "11", true },
    { "flexible", "310", "11", false },  { "retired", "310", "21", false },
    { "child", "390", NULL, false },     { "working-age", "390", NULL, false },
    { "elderly", "390", NULL, false },   { "newborn", "390", NULL, false },
    { "resident", "390", NULL, false },  { "student", "390", NULL, false },
};

static const struct admit_kind *kind_of(struct text word)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_is(word, kinds[i].word))
            return &kinds[i];
    return NULL;
}

static int64_t month_of(struct date day)
{
    return date_year(day) * 100 + date_month(day);
}

/* ---- gathering ---- */

static bool gather_unit(struct gather *gather, const struct admit_input *input,
                        struct admit_facts *found)
{
    const struct party_unit_key by_id = { id_bucket(input->unit), input->unit };
    struct text code = ident_number(input->credit_code, gather->arena);
    const struct party_credit_key by_code = { bucket_of_name(code), code };
    const void *row = NULL;
    if (input->unit == 0 && !text_present(code))
        return true;
    bool complete = input->unit != 0
        ? gather_one(gather, &party_unit_by_id, &by_id, &row)
        : gather_one(gather, &party_unit_by_credit_code, &by_code, &row);
    found->of.unit = row;
    if (found->of.unit == NULL || input->person == 0 || input->base.fen == 0)
        return complete;
    const struct contribute_base_at_key base = {
        found->of.unit->bucket, found->of.unit->unit, input->person, TEXT("310"),
        month_of(input->employed_since),
    };
    complete &= gather_one(gather, &contribute_base_at, &base, &row);
    found->base = row;
    return complete;
}

/* A newcomer's number may lead to somebody by now. */
static bool gather_newcomer(struct gather *gather, const struct admit_input *input,
                            struct admit_facts *found)
{
    const struct party_of_person of = { id_bucket(input->person), input->person };
    const void *row = NULL;
    if (!gather_one(gather, &party_newcomer_by_id, &of, &row))
        return false;
    found->of.newcomer = row;
    if (row == NULL)
        return true;
    const struct party_number_key number = party_number_key_of(
        "id", party_unseal(found->of.newcomer->number_sealed, "number", gather->arena),
        gather->arena);
    if (!gather_one(gather, &party_person_by_number, &number, &row))
        return false;
    const struct party_person_key *key = row;
    bool leads = key != NULL && key->person != PARTY_NOBODY;
    found->of.key = leads ? key : NULL;
    found->of.free = leads ? NULL : key;
    return true;
}

static bool admit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct admit_input *input = request->input;
    struct admit_facts *found = facts;
    bool complete = notice_gather_events(gather, &found->of.events);
    complete &= gather_unit(gather, input, found);
    if (input->person == 0) {
        struct party_person *untold = ARENA_NEW(gather->arena, struct party_person);
        untold->born = input->born;
        found->of.newcomer = untold;
        return complete;
    }
    return (input->newcomer ? gather_newcomer(gather, input, found)
                            : party_gather_person(gather, input->person, &found->of.known))
        && complete;
}

/* ---- deciding ---- */

/* Why not, naming the question of the form; NULL: `of` says how. */
static const char *asked_for(const struct admit_input *input, const struct admit_kind *kind,
                             struct party_admission *of, const char **ret_field)
{
    bool resident = kind != NULL && kind->code == NULL;
    *ret_field = "kind";
    if (kind == NULL)
        return "contribute.refused.no-such-kind";
    *ret_field = "credit-code";
    if (kind->through_unit && of->unit == NULL)
        return "contribute.refused.no-such-unit";
    if (!kind->through_unit)
        of->unit = NULL;
    of->insurance = text_of(kind->insurance);
    of->kind = resident ? (struct text){ 0 } : text_of(kind->code);
    of->place = of->unit != NULL ? of->unit->division : input->place;
    of->from = input->employed_since;
    of->day = input->day;
    of->reason = text_is(input->kind, "newborn") ? TEXT("newborn")
        : text_is(input->season, "season") ? (struct text){ 0 } : input->reason;
    *ret_field = "place";
    if (of->place == 0)
        return "contribute.refused.no-place";
    *ret_field = "employed-since";
    return !resident && of->from.yyyymmdd == 0 ? "contribute.refused.no-beginning" : NULL;
}

static void record_base(struct decision *decision, const struct admit_input *input,
                        const struct admit_facts *found, const struct party_unit *unit,
                        int64_t person)
{
    const struct contribute_base row = {
        .bucket = unit->bucket, .owner = unit->unit, .person = person,
        .insurance = TEXT("310"), .from_month = month_of(input->employed_since),
        .base = input->base, .declared = date_of_moment(decision->request->at),
    };
    contribute_record_base(decision, found->base, row);
}

static void admit_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct admit_input *input = request->input;
    const struct admit_facts *found = facts;
    struct party_admission of = found->of;
    const char *field;
    const char *refusal = asked_for(input, kind_of(input->kind), &of, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct party_admitted admitted = { .late = false };
    if (!party_admit(decision, &of, &admitted)) {
        /* As the form calls it: the question is led to. */
        if (decision->refusal.field != NULL && strcmp(decision->refusal.field, "from") == 0)
            decision->refusal.field = input->employed_since.yyyymmdd != 0
                ? "employed-since" : NULL;
        return;
    }
    /* Who believes himself in the season is told before he waits for months. */
    if (text_is(input->season, "season") && !admitted.of.season
        && !text_present(of.reason)) {
        decision_refuse(decision, "contribute.refused.not-the-season", "season");
        return;
    }
    if (admitted.of.waiting_until.yyyymmdd != 0)
        contribute_record_waiting(decision, admitted.of.person, of.insurance, admitted.of.from,
                                  admitted.of.waiting_until);
    if (input->base.fen > 0 && of.unit != NULL)
        record_base(decision, input, found, of.unit, admitted.of.person);
    *(struct admit_outcome *)decision->outcome = (struct admit_outcome){
        .spell = admitted.of.spell, .person = admitted.of.person, .from = admitted.of.from,
        .waiting_until = admitted.of.waiting_until, .late = admitted.late,
        .made_up_under = admitted.made_up_under,
    };
    decision->subject = admitted.of.person;
}

const struct action contribute_admit_action = {
    .name = "contribute.admit", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &outcome_shape,
    .answer = &outcome_shape, .help = "contribute.help.admit", .gather = admit_gather,
    .decide = admit_decide,
};
