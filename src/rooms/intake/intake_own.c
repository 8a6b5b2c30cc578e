/* intake_own.c: an institution's or a unit's own matter: an agreement, a prepayment, a statement, a
 * change of what the register says of it. Nobody insured is named: the case lies in the bucket of
 * whose it is, and goes to the agency of the place where that one stands. Who is signed in for it
 * applies; an office that is sent it on paper names it by its code.
 * LAW: BJ4-05e, BJ4-H2 */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_shapes.h"
#include "rooms/intake/intake_newcomer.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

/* ---- whose it is ---- */

bool intake_own_of(const struct intake_apply_facts *facts, struct intake_own *ret_own)
{
    const struct party_institution *institution = facts->institution;
    const struct party_unit *unit = facts->unit;
    if (institution != NULL)
        *ret_own = (struct intake_own){ institution->bucket, institution->institution,
                                        institution->division, institution->name };
    else if (unit != NULL)
        *ret_own = (struct intake_own){ unit->bucket, unit->unit, unit->division, unit->name,
                                        .is_new = facts->unit_is_new };
    return institution != NULL || unit != NULL;
}

int64_t intake_whose(const struct intake_case *row)
{
    if (row->person != 0)
        return row->person;
    return row->institution != 0 ? row->institution : row->unit;
}

struct text intake_whose_name(const struct intake_case_facts *facts)
{
    if (facts->person != NULL)
        return facts->person->name;
    if (facts->institution != NULL)
        return facts->institution->name;
    return facts->unit == NULL ? (struct text){ 0 } : facts->unit->name;
}

struct text intake_own_key_of(const struct matter *matter, const struct list *values, int64_t id,
                              struct arena *arena)
{
    struct text all = arena_format(arena, "%.*s|%lld",
                                   TEXT_ARGS(intake_subject_key(matter, values, arena)),
                                   (long long)id);
    return arena_format(arena, "%016llx", (unsigned long long)text_hash(all));
}

/* ---- gathering ---- */

/* One who has no agreement yet stands in the register as a unit alone. */
static bool gather_named(struct gather *gather, const struct request *request,
                         struct intake_apply_facts *found)
{
    const struct intake_apply_input *input = request->input;
    const struct matter *matter = matter_of(request->book, input->matter, gather->arena);
    struct text named = text_present(input->number) || !matter->newcomer
        ? input->number : intake_value_of(&input->values, TEXT("credit-code"));
    if (!text_present(named))
        return true;
    struct text code = ident_number(named, gather->arena);
    const struct party_code_key institution_key = party_code_key_of(code);
    const struct party_credit_key unit_key = { bucket_of_name(code), code };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_institution_by_code, &institution_key, &row);
    found->institution = row;
    row = NULL;
    complete &= gather_one(gather, &party_unit_by_credit_code, &unit_key, &row);
    found->unit = row;
    return complete;
}

/* A unit that no register knows is what its form says. */
static struct party_unit *unit_of_form(const struct list *values, struct arena *arena)
{
    struct text code = ident_number(intake_value_of(values, TEXT("credit-code")), arena);
    int64_t division = 0;
    if (!text_present(code) || !text_to_int64(intake_value_of(values, TEXT("division")), &division))
        return NULL;
    struct party_unit *unit = ARENA_NEW(arena, struct party_unit);
    *unit = (struct party_unit){
        .bucket = bucket_of_name(code), .credit_code = code, .division = division,
        .name = intake_value_of(values, TEXT("name")),
        .kind = intake_value_of(values, TEXT("kind")),
    };
    return unit;
}

const struct party_unit *intake_new_unit(const struct intake_case *row, struct arena *arena)
{
    const struct list values = intake_form_read(row->form, arena);
    struct party_unit *unit = unit_of_form(&values, arena);
    if (unit != NULL)
        unit->unit = row->unit;
    return unit;
}

struct intake_apply_facts intake_with_new_unit(const struct request *request,
                                               const struct intake_apply_facts *facts)
{
    struct intake_apply_facts with = *facts;
    struct party_unit *unit = ARENA_NEW(request->arena, struct party_unit);
    *unit = *facts->unit;
    unit->unit = id_mint(request->minter, (int)unit->bucket);
    with.unit = unit;
    return with;
}

/* The answers with another choice of one of them. */
static struct list with_choice(const struct list *values, struct text name, struct text choice,
                               struct arena *arena)
{
    struct intake_value *copy = ARENA_ARRAY(arena, struct intake_value, values->count + 1);
    const struct intake_value *items = values->items;
    for (size_t i = 0; i < values->count; i++) {
        copy[i] = items[i];
        if (text_equal(copy[i].name, name))
            copy[i].value = choice;
    }
    return (struct list){ copy, values->count };
}

static bool gather_offered(struct gather *gather, const struct matter *matter,
                           const struct intake_apply_input *input, const struct intake_own *own,
                           struct intake_apply_facts *found)
{
    const struct matter_field *field = matter_field_of(matter, matter->offered_choice);
    if (field == NULL || text_is(input->channel, "unasked"))
        return true;
    const struct matter_choice *choices = field->choices.items;
    struct text said = intake_value_of(&input->values, field->name);
    bool complete = true;
    for (size_t i = 0; i < field->choices.count; i++) {
        if (text_equal(choices[i].value, said))
            continue;
        const struct list values = with_choice(&input->values, field->name, choices[i].value,
                                               gather->arena);
        const struct intake_own_key key = {
            own->bucket, matter->matter,
            intake_own_key_of(matter, &values, own->id, gather->arena),
        };
        const void *row = NULL;
        complete &= gather_one(gather, &intake_open_own, &key, &row);
        const struct intake_case *open = row;
        if (open != NULL && text_is(open->channel, "unasked"))
            found->offered = open;
    }
    return complete;
}

void intake_offered_makes_room(struct decision *decision, const struct intake_case *offered,
                               const struct intake_case *own)
{
    struct intake_case row = *offered;
    struct text reason = intake_sentence("intake.reason.own-instead", LANGUAGE_CHINESE,
                                         &own->receipt, 1, decision->request->arena);
    if (!intake_move(decision, &row, CASE_WITHDRAW, reason))
        return;
    row.reason = reason;
    decision_replace(decision, &intake_case_table, &row);
}

bool intake_gather_own(struct gather *gather, const struct request *request,
                       struct intake_apply_facts *found)
{
    const struct intake_apply_input *input = request->input;
    const struct actor *actor = request->actor;
    if (actor->institution == 0 && actor->unit == 0 && !gather_named(gather, request, found))
        return false;
    struct intake_own own;
    const struct matter *matter = matter_of(request->book, input->matter, gather->arena);
    if (matter->newcomer && found->unit == NULL && found->institution == NULL) {
        found->unit = unit_of_form(&input->values, gather->arena);
        found->unit_is_new = found->unit != NULL;
    }
    if (!intake_own_of(found, &own))
        return true;
    const struct intake_person_key bars_key = { own.bucket, own.id };
    const struct intake_own_key open_key = {
        own.bucket, matter->matter,
        intake_own_key_of(matter, &input->values, own.id, gather->arena),
    };
    found->bars = gather_want(gather, &intake_bars_of, &bars_key);
    found->open = gather_want(gather, &intake_open_own, &open_key);
    bool complete = found->bars != NULL && found->open != NULL;
    complete &= gather_offered(gather, matter, input, &own, found);
    complete &= intake_gather_trial(gather, request, matter, 0,
                                    intake_own_applicant(request, matter, found), found);
    return intake_gather_serial(gather, request, own.place, found) && complete;
}

/* ---- who applies ---- */

struct text intake_own_applicant(const struct request *request, const struct matter *matter,
                                 const struct intake_apply_facts *facts)
{
    const struct intake_apply_input *input = request->input;
    const struct matter_word *words = matter->applicants.items;
    if (text_present(input->applicant) && intake_is_staff(request->actor))
        return input->applicant;
    if (request->actor->institution != 0 || facts->institution != NULL)
        return TEXT("institution");
    return matter->applicants.count == 1 ? words[0].word : TEXT("employer");
}

bool intake_own_is_known(const struct request *request, const struct intake_apply_facts *facts,
                         struct decision *decision, struct intake_own *ret_own)
{
    const struct intake_apply_input *input = request->input;
    if (!intake_own_of(facts, ret_own)
        || (text_present(input->name)
            && !text_equal(ident_name_key(ret_own->name, request->arena),
                           ident_name_key(input->name, request->arena)))) {
        decision_refuse(decision, "intake.refused.nobodys-own", "number");
        return false;
    }
    return true;
}

/* Whoever is signed in for it, or an office in whose place it stands, for what came on paper. */
bool intake_may_apply_own(const struct request *request, const struct matter *matter,
                          const struct intake_apply_facts *facts, struct text applicant)
{
    const struct actor *actor = request->actor;
    struct intake_own own;
    if (!intake_own_of(facts, &own) || !matter_words_have(&matter->applicants, applicant))
        return false;
    if (intake_is_staff(actor))
        return staff_works_over(actor, own.place);
    /* LAW: BJ4-01b: nobody can be signed in for a unit that is not registered. */
    if (own.is_new)
        return true;
    return actor->institution != 0 ? actor->institution == own.id : actor->unit == own.id;
}

/* LAW: JX4-2.3e: its task is why it is served first. */
size_t intake_institution_facts(const struct party_institution *institution,
                                struct measure_fact *facts)
{
    size_t count = 0;
    if (institution == NULL)
        return 0;
    if (institution->designated_epidemic) {
        facts[count++] =
            (struct measure_fact){ "institutions.status", TEXT("covid-designated") };
        facts[count++] = (struct measure_fact){ "institutions.task", TEXT("covid-treatment") };
    }
    return count;
}

/* ---- its own cases ---- */

struct own_input { int64_t before; };

static bool gather_cases(struct gather *gather, const struct request *request, void *facts)
{
    const struct own_input *input = request->input;
    const struct actor *actor = request->actor;
    struct intake_list_facts *found = facts;
    int64_t id = actor->institution != 0 ? actor->institution : actor->unit;
    const struct intake_owner_key key = { id_bucket(id), id, input->before };
    bool complete = notice_gather_events(gather, &found->events);
    found->rows = gather_want(gather, actor->institution != 0 ? &intake_cases_of_institution
                                                              : &intake_cases_of_unit, &key);
    return complete && found->rows != NULL;
}

static void decide_cases(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    ((struct intake_list_answer *)decision->outcome)->cases =
        intake_listed_of(request, found->rows, found->events);
}

static const struct field own_fields[] = {
    { "before", NULL, FIELD_ID, 0, AT(struct own_input, before),
      .help = "intake.field.before-case" },
};
static const struct shape own_shape = SHAPE("intake_own", struct own_input, own_fields);
static const struct field own_answer_fields[] = {
    { "cases", NULL, FIELD_LIST, 0, AT(struct intake_list_answer, cases),
      .of = &intake_listed_shape, .help = "intake.field.cases" },
};
static const struct shape own_answer_shape =
    SHAPE("intake_applied_for", struct intake_list_answer, own_answer_fields);

const struct action intake_own_action = {
    .name = "intake.own", .method = "GET", .path = "/api/v1/cases/own", .flags = ACTION_READ,
    .input = &own_shape, .facts = &intake_list_facts_shape, .outcome = &own_answer_shape,
    .next_page = { { "before", "case_id" } },
    .answer = &own_answer_shape, .help = "intake.help.own", .gather = gather_cases,
    .decide = decide_cases,
};
