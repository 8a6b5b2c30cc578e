/* party.c: the pure part: standing, who may see whom, enrolment. */

#include "rooms/party/party.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "base/ident.h"

#include <string.h>

/* ---- the rules' words for the codes of the interface ---- */

/* Both trees of psn_type are about: the national baseline of 2020 (11 21 31 41 50 60) and the
 * later one (11 12 13 14 15 16); a code begins with its parent's digits. */
static const struct {
    const char *starts, *kind;
} KINDS[] = {
    { "11", "active" },     { "12", "retired" },     { "13", "retired" },
    { "14", "child" },      { "15", "working-age" }, { "16", "elderly" },
    { "18", "working-age" }, { "21", "retired" },    { "31", "retired" },
    { "32", "retired" },    { "33", "active" },      { "34", "active" },
    { "41", "child" },      { "42", "child" },       { "43", "child" },
    { "50", "working-age" }, { "60", "elderly" },
};

const char *party_person_kind(struct text psn_type, int age)
{
    /* 1701 (resident) and 91 (other) say nothing of age: the age does. */
    if (text_starts(psn_type, TEXT("17")) || text_starts(psn_type, TEXT("91")))
        return age < 18 ? "child" : age < 60 ? "working-age" : "elderly";
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        if (!text_starts(psn_type, text_of(KINDS[i].starts)))
            continue;
        if (strcmp(KINDS[i].kind, "retired") == 0 && age >= 70)
            return "retired-70";
        return KINDS[i].kind;
    }
    return NULL;
}

/* Basic insurances, in the order in which a settlement looks for one. */
static const struct {
    const char *code, *insurance;
} BASIC[] = {
    { "310", "employee" }, { "340", "retired-cadre" }, { "350", "disabled-soldier" },
    { "390", "resident" }, { "391", "resident" },      { "380", "resident" },
    /* LAW: BJ4-11c BJ22-2.3.1b */
    { "39901", "public-funded" }, { "39902", "zhengdi-chaozhuan" },
};

const char *party_insurance(struct text insutype)
{
    for (size_t i = 0; i < COUNT_OF(BASIC); i++)
        if (text_is(insutype, BASIC[i].code))
            return BASIC[i].insurance;
    return NULL;
}

size_t party_numbers_of(const struct party_person_facts *facts,
                        int64_t ret_numbers[PARTY_NUMBERS_MOST])
{
    if (facts->person == NULL)
        return 0;
    size_t count = 0;
    ret_numbers[count++] = facts->person->person;
    const struct party_spell *spells = facts->spells->items;
    for (size_t i = 0; i < facts->spells->count && count < PARTY_NUMBERS_MOST; i++) {
        /* One that holds no day went back again. */
        bool there = spells[i].former == 0 || (spells[i].valid_until.yyyymmdd != 0
            && date_compare(spells[i].valid_until, spells[i].valid_from) < 0);
        for (size_t k = 0; k < count; k++)
            there |= ret_numbers[k] == spells[i].former;
        if (!there)
            ret_numbers[count++] = spells[i].former;
    }
    return count;
}

bool party_spell_holds(const struct party_spell *spell, struct date day)
{
    if (text_is(spell->status, "3") || text_is(spell->status, "0"))
        return false;
    struct date until = spell->valid_until.yyyymmdd == 0 ? DATE_LATEST : spell->valid_until;
    return date_within(day, spell->valid_from, until);
}

static bool spell_is_paused(const struct party_spell *spell, struct date day)
{
    if (spell->paused_from.yyyymmdd == 0)
        return text_is(spell->status, "2");
    return date_within(day, spell->paused_from, spell->paused_until.yyyymmdd == 0
                                                    ? DATE_LATEST : spell->paused_until);
}

/* ---- identities and statuses ---- */

/* Gravest first. */
static const struct {
    const char *type, *assistance;
} ASSISTANCE[] = {
    { "2304", "destitute" },   { "2301", "destitute" }, { "2307", "destitute" },
    { "01", "destitute" },     { "02", "destitute" },   { "2303", "subsistence" },
    { "2302", "poverty" },     { "2306", "poverty" },   { "2305", "low-income" },
    { "06", "low-income" },    { "23", "low-income" },
};

static bool identity_holds(const struct party_identity *identity, struct date day)
{
    if (identity->valid_from.ms != 0
        && date_compare(day, date_of_moment(identity->valid_from)) < 0)
        return false;
    return identity->valid_until.ms == 0
        || date_compare(day, date_of_moment(identity->valid_until)) <= 0;
}

static void standing_identities(struct party_standing *standing, const struct list *identities,
                                struct date day)
{
    const struct party_identity *rows = identities->items;
    size_t gravest = COUNT_OF(ASSISTANCE);
    for (size_t i = 0; i < identities->count; i++) {
        if (!identity_holds(&rows[i], day))
            continue;
        if (text_is(rows[i].type, "03") || text_is(rows[i].type, "2308"))
            standing->disabled = true;
        if (text_equal(rows[i].type, PARTY_SEVERE_MENTAL))
            standing->severe_mental = true;
        for (size_t a = 0; a < gravest; a++)
            if (text_is(rows[i].type, ASSISTANCE[a].type))
                gravest = a;
    }
    if (gravest < COUNT_OF(ASSISTANCE))
        standing->assistance = ASSISTANCE[gravest].assistance;
}

static void standing_statuses(struct party_standing *standing, const struct list *statuses,
                              struct date day)
{
    const struct party_status *rows = statuses->items;
    for (size_t i = 0; i < statuses->count; i++) {
        struct date until =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        if (!date_within(day, rows[i].valid_from, until))
            continue;
        standing->stranded |= text_is(rows[i].kind, "stranded");
        standing->confirmed |= text_is(rows[i].kind, "confirmed");
        standing->suspected |= text_is(rows[i].kind, "suspected");
    }
}

/* ---- standing ---- */

/* The spell of that insurance that holds the day; of several the one begun last. */
static const struct party_spell *spell_of(const struct list *spells, struct text insurance,
                                          struct date day)
{
    const struct party_spell *rows = spells->items;
    const struct party_spell *best = NULL;
    for (size_t i = 0; i < spells->count; i++)
        if (text_equal(rows[i].insurance, insurance) && party_spell_holds(&rows[i], day))
            best = &rows[i];
    return best;
}

static const struct party_spell *spell_basic(const struct list *spells, struct date day)
{
    const struct party_spell *paused = NULL;
    for (size_t i = 0; i < COUNT_OF(BASIC); i++) {
        const struct party_spell *spell = spell_of(spells, text_of(BASIC[i].code), day);
        if (spell == NULL)
            continue;
        /* Who moved from employee to resident insurance has a paused 310 beside a good 390. */
        if (!spell_is_paused(spell, day))
            return spell;
        if (paused == NULL)
            paused = spell;
    }
    return paused;
}

static bool spell_ended_before(const struct list *spells, struct text insurance, struct date day)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++) {
        if (text_present(insurance) && !text_equal(rows[i].insurance, insurance))
            continue;
        if (rows[i].valid_until.yyyymmdd != 0 && date_compare(rows[i].valid_until, day) < 0)
            return true;
    }
    return false;
}

static void standing_spell(struct party_standing *standing, const struct party_spell *spell,
                           struct date day)
{
    standing->reason = spell_is_paused(spell, day) ? PARTY_PAUSED : PARTY_ENROLLED;
    standing->spell = spell->spell;
    standing->insurance = party_insurance(spell->insurance);
    standing->person_kind = party_person_kind(spell->kind, standing->age);
    standing->insurance_code = spell->insurance;
    standing->kind_code = spell->kind;
    standing->place = (int32_t)spell->place;
    standing->unit = spell->unit;
    standing->civil_servant = spell->civil_servant;
    standing->enrolled_since = spell->valid_from;
}

struct party_standing party_standing_on(const struct party_person_facts *facts,
                                        struct text insurance_code, struct date day)
{
    struct party_standing standing = { .reason = PARTY_UNKNOWN };
    if (facts->person == NULL)
        return standing;
    standing.person = facts->person->person;
    standing.age_unknown = facts->person->born.yyyymmdd == 0;
    if (facts->person->born.yyyymmdd != 0
        && date_compare(facts->person->born, day) <= 0)
        standing.age = date_age(facts->person->born, day);
    if (facts->identities != NULL)
        standing_identities(&standing, facts->identities, day);
    if (facts->statuses != NULL)
        standing_statuses(&standing, facts->statuses, day);

    const struct party_spell *spell = text_present(insurance_code)
        ? spell_of(facts->spells, insurance_code, day) : spell_basic(facts->spells, day);
    if (spell == NULL) {
        standing.reason = spell_ended_before(facts->spells, insurance_code, day)
            ? PARTY_ENDED : PARTY_NOT_ENROLLED;
        return standing;
    }
    standing_spell(&standing, spell, day);
    if (spell_of(facts->spells, TEXT("320"), day) != NULL)
        standing.civil_servant = true;
    return standing;
}

struct party_standing party_last_standing(const struct party_person_facts *facts,
                                          struct date day)
{
    struct party_standing standing = party_standing_on(facts, (struct text){ 0 }, day);
    if (standing.reason != PARTY_ENDED)
        return standing;
    const struct party_spell *rows = facts->spells->items, *last = NULL;
    for (size_t i = 0; i < facts->spells->count; i++)
        if (party_insurance(rows[i].insurance) != NULL && rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, day) < 0
            && (last == NULL || date_compare(rows[i].valid_until, last->valid_until) > 0))
            last = &rows[i];
    if (last == NULL)
        return standing;
    standing = party_standing_on(facts, last->insurance, last->valid_until);
    standing.reason = PARTY_ENDED;
    return standing;
}

bool party_gather_number(struct gather *gather, const struct party_number_key *key,
                         const void **ret_row)
{
    const void *row = NULL;
    bool there = gather_one(gather, &party_person_by_number, key, &row);
    bool leads = row != NULL && ((const struct party_person_key *)row)->person != PARTY_NOBODY;
    *ret_row = leads ? row : NULL;
    return there;
}

bool party_gather_person(struct gather *gather, int64_t person,
                         struct party_person_facts *ret_facts)
{
    struct party_of_person key = { id_bucket(person), person };
    struct party_person_facts facts = { 0 };
    const void *row;
    bool there = gather_one(gather, &party_person_by_id, &key, &row);
    facts.spells = gather_want(gather, &party_spells_of, &key);
    facts.identities = gather_want(gather, &party_identities_of, &key);
    facts.statuses = gather_want(gather, &party_statuses_of, &key);
    if (!there || facts.spells == NULL || facts.identities == NULL || facts.statuses == NULL)
        return false;
    facts.person = row;
    *ret_facts = facts;
    return true;
}

/* ---- who may see whom ---- */

static bool staff_may_see(const struct actor *actor, const struct list *spells)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++)
        if (staff_division_within(rows[i].place, actor->division))
            return true;
    return spells->count == 0;      /* enrolled nowhere yet: any office may begin */
}

static bool unit_may_see(int64_t unit, const struct list *spells)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++)
        if (rows[i].unit == unit)
            return true;
    return false;
}

bool party_may_see(const struct actor *actor, const struct party_person_facts *facts)
{
    if (facts->person == NULL)
        return false;
    if (actor->scope.everything || actor->role == ROLE_HOUSE)
        return true;
    for (size_t i = 0; i < actor->scope.person_count; i++)
        if (actor->scope.persons[i] == facts->person->person)
            return true;
    if (actor->institution != 0)
        return actor->identified == facts->person->person;
    if (actor->unit != 0)
        return unit_may_see(actor->unit, facts->spells);
    return actor->office != 0 && staff_may_see(actor, facts->spells);
}

const char *party_unseen_key(const struct actor *actor, const char *otherwise)
{
    return actor->institution != 0 ? "party.refused.not-identified" : otherwise;
}

/* ---- enrolment ---- */

/* Employees' insurance is for those who work or have worked, residents' for the others. */
static bool kind_fits(struct text insurance, const char *kind)
{
    const char *name = party_insurance(insurance);
    if (name == NULL || kind == NULL)
        return kind != NULL;        /* supplements go with any kind */
    if (text_starts(insurance, TEXT("399")))
        return true;            /* groups of any age and work */
    bool worked = strcmp(kind, "active") == 0 || strncmp(kind, "retired", 7) == 0;
    return strcmp(name, "resident") == 0 ? !worked : worked;
}

enum party_enrol party_judge_enrol(const struct actor *actor,
                                   const struct party_enrol_input *input,
                                   const struct party_person_facts *known)
{
    if (actor->office != 0 && !staff_division_within(input->place, actor->division))
        return PARTY_ENROL_OUT_OF_PLACE;
    /* LAW: BJ4-02e. A residence permit (17) has the form of a resident's number, with a region of
     * its own; the two are never taken for each other. */
    bool permit = text_is(input->certificate, "17");
    if (permit || text_is(input->certificate, "01")) {
        struct ident_person person;
        if (ident_resident(input->number, &person) != IDENT_OK
            || permit != (person.kind == IDENT_HONG_KONG || person.kind == IDENT_MACAO
                          || person.kind == IDENT_TAIWAN))
            return PARTY_ENROL_BAD_NUMBER;
        if (person.born != input->born.yyyymmdd || person.female != text_is(input->sex, "2"))
            return PARTY_ENROL_NUMBER_CONTRADICTS;
    }
    if (!kind_fits(input->insurance, party_person_kind(input->kind, 0)))
        return PARTY_ENROL_BAD_KIND;
    if (known->person == NULL)
        return PARTY_ENROL_GOOD;
    if (!text_equal(known->person->name, input->name))
        return PARTY_ENROL_OTHER_NAME;
    const struct party_spell *rows = known->spells->items;
    for (size_t i = 0; i < known->spells->count; i++) {
        if (!text_equal(rows[i].insurance, input->insurance) || text_is(rows[i].status, "3"))
            continue;
        bool over = rows[i].valid_until.yyyymmdd != 0
            && date_compare(rows[i].valid_until, input->from) < 0;
        bool to_come = input->until.yyyymmdd != 0
            && date_compare(rows[i].valid_from, input->until) > 0;
        if (!over && !to_come)
            return PARTY_ENROL_OVERLAPS;
    }
    return PARTY_ENROL_GOOD;
}

/* ---- units ---- */

static const struct {
    const char *kind, *group;
} UNIT_KINDS[] = {
    { "large-enterprise", "enterprise" },   { "medium-enterprise", "enterprise" },
    { "small-enterprise", "enterprise" },   { "enterprise", "enterprise" },
    { "public-body", "public-body" },       { "institution", "public-body" },
    { "social-body", "other" },             { "self-employed", "other" },
    { "other", "other" },
};

const char *party_unit_group(struct text unit_kind)
{
    for (size_t i = 0; i < COUNT_OF(UNIT_KINDS); i++)
        if (text_is(unit_kind, UNIT_KINDS[i].kind))
            return UNIT_KINDS[i].group;
    return NULL;
}

/* ---- operators ---- */

bool party_operator_is_in(const struct party_operator *row, struct moment now)
{
    return row != NULL && row->sign_no != 0 && row->signed_out.ms == 0
        && date_compare(date_of_moment(row->signed_in), date_of_moment(now)) == 0;
}
