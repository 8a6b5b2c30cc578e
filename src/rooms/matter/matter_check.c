/* matter_check.c: what a matter's file may not say, although it is well formed. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "base/yaml.h"
#include "rooms/access/access.h"

const char *const matter_field_types[] = {
    "choice", "division", "day", "month", "text", "line", "number", "money", "flag", "phone",
    "institution", "diagnosis", "account",
};
const size_t matter_field_type_count = COUNT_OF(matter_field_types);

static const char *const WAYS[] = { "debt", "commitment", "copy", "system-data" };
static const char *const SOURCES[] = { "form", "register" };
/* Registers of ours that show a paper; room intake looks it up there. */
const char *const matter_registers[] = {
    "enrolment", "stay", "stay-costs", "stay-diagnosis", "settlement", "offsite-filing",
    "assistance",
};
const size_t matter_register_count = COUNT_OF(matter_registers);
static const char *const STEPS[] = { "accept", "review", "decide", "hand-over" };
static const char *const APPLICANTS[] = {
    "person", "agent", "employer", "institution", "social-security-office", "village",
    "university",
};
/* Only these two ask somebody to come; all others are remote. */
static const char *const ON_SITE[] = { "counter", "kiosk" };
static const char *const CHANNELS[] = {
    "web", "mobile", "phone", "mail", "fax", "post", "helper", "station", "counter", "kiosk",
    "portal", "batch", "dedicated-mailbox", "hospital", "cli", "unasked",
};
const char *const matter_lives[] = {
    "illness", "elsewhere", "long-illness", "birth", "enrolment", "contribution", "query",
    "institution",
};
const size_t matter_life_count = COUNT_OF(matter_lives);
static const char *const CERTAINTIES[] = { "official", "reported", "weak", "default" };

static bool is_one_of(struct text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return true;
    return false;
}

static void fault(const struct yaml_reading *reading, struct text key, const char *why,
                  struct text detail)
{
    rule_fault_add(reading->faults, reading->file, 0, key, why, detail, TEXT(""));
}

static void check_words(const struct yaml_reading *reading, struct text key,
                        const struct list *list, const char *const *words, size_t count,
                        const char *why)
{
    const struct matter_word *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (!is_one_of(items[i].word, words, count))
            fault(reading, key, why, items[i].word);
}

/* ---- papers and fields ---- */

static void check_ways(const struct yaml_reading *reading, const struct matter_material *material,
                       const struct list *ways)
{
    const struct matter_word *items = ways->items;
    for (size_t i = 0; i < ways->count; i++)
        if (material->key || !is_one_of(items[i].word, WAYS, COUNT_OF(WAYS)))
            fault(reading, material->name, material->key ? "matter.fault.key-paper"
                                                         : "matter.fault.no-such-way",
                  items[i].word);
}

static void check_when(const struct yaml_reading *reading, const struct matter *matter,
                       struct text name, const struct matter_when *when)
{
    if (text_present(when->field) && matter_field_of(matter, when->field) == NULL)
        fault(reading, name, "matter.fault.no-such-field", when->field);
}

/* Where it is looked up, and that a department is one of the matter's that is given days. */
static void check_found(const struct yaml_reading *reading, const struct matter *matter,
                        const struct matter_material *material)
{
    if (text_present(material->from)
        && !is_one_of(material->from, SOURCES, COUNT_OF(SOURCES)))
        fault(reading, material->name, "matter.fault.no-such-source", material->from);
    if (text_is(material->from, "register") && !text_present(material->shown_by))
        fault(reading, material->name, "matter.fault.no-such-source", material->from);
    if (text_present(material->shown_by)
        && !is_one_of(material->shown_by, matter_registers, matter_register_count))
        fault(reading, material->name, "matter.fault.no-such-source", material->shown_by);
    if (material->earlier_months < 0 || material->earlier_months > CLOCK_COUNT_MAX)
        fault(reading, material->name, "matter.fault.one-limit", TEXT(""));
    if (!text_present(material->department))
        return;
    const struct matter_department *department =
        matter_department_of(matter, material->department);
    if (department == NULL || department->answer_working_days <= 0
        || department->answer_working_days > CLOCK_COUNT_MAX)
        fault(reading, material->name, "matter.fault.no-such-department", material->department);
}

static void check_materials(const struct yaml_reading *reading, const struct matter *matter)
{
    const struct matter_material *items = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++) {
        check_ways(reading, &items[i], &items[i].may);
        check_ways(reading, &items[i], &items[i].ordinary);
        check_when(reading, matter, items[i].name, &items[i].when);
        const struct matter_word *channels = items[i].not_by.items;
        for (size_t k = 0; k < items[i].not_by.count; k++)
            if (!matter_words_have(&matter->channels, channels[k].word))
                fault(reading, items[i].name, "matter.fault.channel-not-open",
                      channels[k].word);
        check_found(reading, matter, &items[i]);
        if (matter_material_of(matter, items[i].name) != &items[i])
            fault(reading, items[i].name, "matter.fault.paper-twice", TEXT(""));
    }
}

/* A bound is a word that can be read, on a day, and hangs on a field that is there. */
static void check_bound(const struct yaml_reading *reading, const struct matter *matter,
                        const struct matter_field *field)
{
    int days;
    bool some = text_present(field->not_after);
    if ((some && (!matter_not_after_days(field->not_after, &days)
                  || !text_is(field->type, "day")))
        || (!some && text_present(field->not_after_when.field)))
        fault(reading, field->name, "matter.fault.no-such-bound", field->not_after);
    check_when(reading, matter, field->name, &field->not_after_when);
}

static void check_fields(const struct yaml_reading *reading, const struct matter *matter)
{
    const struct matter_field *items = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++) {
        if (!is_one_of(items[i].type, matter_field_types, matter_field_type_count)
            || (text_is(items[i].type, "choice") && items[i].choices.count == 0))
            fault(reading, items[i].name, "matter.fault.no-such-type", items[i].type);
        if (matter_field_of(matter, items[i].name) != &items[i])
            fault(reading, items[i].name, "matter.fault.field-twice", TEXT(""));
        check_when(reading, matter, items[i].name, &items[i].when);
        check_bound(reading, matter, &items[i]);
    }
    const struct matter_word *subject = matter->subject.items;
    for (size_t i = 0; i < matter->subject.count; i++)
        if (matter_field_of(matter, subject[i].word) == NULL)
            fault(reading, TEXT("subject"), "matter.fault.no-such-field", subject[i].word);
}

/* ---- who, where, how long ---- */

static void check_steps(const struct yaml_reading *reading, const struct matter *matter)
{
    const struct matter_step *items = matter->steps.items;
    for (size_t i = 0; i < matter->steps.count; i++) {
        const struct matter_word *roles = items[i].roles.items;
        enum role role;
        if (!is_one_of(items[i].step, STEPS, COUNT_OF(STEPS)))
            fault(reading, TEXT("steps"), "matter.fault.no-such-step", items[i].step);
        for (size_t r = 0; r < items[i].roles.count; r++)
            if (!access_role_of(roles[r].word, &role))
                fault(reading, items[i].step, "matter.fault.no-such-role", roles[r].word);
    }
    if (matter_step_roles(matter, "accept") == 0 || matter_step_roles(matter, "decide") == 0)
        fault(reading, TEXT("steps"), "matter.fault.nobody-decides", TEXT(""));
}

static void check_limit(const struct yaml_reading *reading, const char *key,
                        const struct matter_limit *limit, bool needed)
{
    int kinds = (limit->working_days != 0) + (limit->calendar_days != 0) + (limit->months != 0)
        + limit->at_once;
    bool bad = limit->working_days < 0 || limit->calendar_days < 0 || limit->months < 0
        || limit->working_days > CLOCK_COUNT_MAX || limit->calendar_days > CLOCK_COUNT_MAX
        || limit->months > CLOCK_COUNT_MAX;
    if (bad || kinds > 1 || (kinds == 0 && (needed || text_present(limit->source))))
        fault(reading, text_of(key), "matter.fault.one-limit", TEXT(""));
    if (kinds > 0 && !is_one_of(limit->certainty, CERTAINTIES, COUNT_OF(CERTAINTIES)))
        fault(reading, text_of(key), "matter.fault.no-such-certainty", limit->certainty);
}

/* Each is of a time of its own: the earliest first. */
static void check_former_limits(const struct yaml_reading *reading, const struct list *former)
{
    const struct matter_limit *limits = former->items;
    for (size_t i = 0; i < former->count; i++) {
        check_limit(reading, "former-limits", &limits[i], true);
        if (i > 0 && limits[i].until.yyyymmdd <= limits[i - 1].until.yyyymmdd)
            fault(reading, TEXT("former-limits"), "matter.fault.former-limits-in-order",
                  TEXT(""));
    }
}

static bool some_remote(const struct list *channels)
{
    const struct matter_word *items = channels->items;
    for (size_t i = 0; i < channels->count; i++)
        if (!is_one_of(items[i].word, ON_SITE, COUNT_OF(ON_SITE)))
            return true;
    return false;
}

static void check_channels(const struct yaml_reading *reading, struct text key,
                           const struct list *channels, const struct list *at_once)
{
    check_words(reading, key, channels, CHANNELS, COUNT_OF(CHANNELS),
                "matter.fault.no-such-channel");
    const struct matter_word *items = at_once->items;
    for (size_t i = 0; channels->count > 0 && i < at_once->count; i++)
        if (!matter_words_have(channels, items[i].word))
            fault(reading, key, "matter.fault.channel-not-open", items[i].word);
}

/* LAW: JX4-2.1k: what can be done from afar obliges nobody to come in. */
static void check_visits(const struct yaml_reading *reading, const struct matter *matter)
{
    bool remote = some_remote(&matter->channels);
    const struct matter_region *regions = matter->regions.items;
    for (size_t i = 0; i < matter->regions.count; i++)
        remote = remote || some_remote(&regions[i].channels);
    if (matter->visits < 0 || (matter->visits > 0 && remote))
        fault(reading, TEXT("visits"), "matter.fault.visit-although-remote", TEXT(""));
}

/* Whose own it is stands in a register: an institution, or a unit. */
static void check_own(const struct yaml_reading *reading, const struct matter *matter)
{
    const struct matter_word *items = matter->applicants.items;
    for (size_t i = 0; matter->own && i < matter->applicants.count; i++)
        if (!text_is(items[i].word, "institution") && !text_is(items[i].word, "employer")
            && !text_is(items[i].word, "university"))
            fault(reading, TEXT("own"), "matter.fault.own-of-nobody", items[i].word);
}

/* Whom nobody knows yet becomes known by an approval that makes him so. */
static void check_newcomer(const struct yaml_reading *reading, const struct matter *matter)
{
    bool institutions = matter_words_have(&matter->applicants, TEXT("institution"));
    if (matter->newcomer
        && (!text_present(matter->approval) || (matter->own && institutions)))
        fault(reading, TEXT("newcomer"), "matter.fault.newcomer-of-nothing", TEXT(""));
}

/* Without an application only what is a unit's own or a person's comes into being, by a way that
 * says so. */
static void check_offered(const struct yaml_reading *reading, const struct matter *matter)
{
    bool offered = text_present(matter->offered_when);
    struct text whose = matter->own ? TEXT("employer") : TEXT("person");
    if (offered != matter_words_have(&matter->channels, TEXT("unasked"))
        || (offered && !matter_words_have(&matter->applicants, whose)))
        fault(reading, TEXT("offered-when"), "matter.fault.offered-to-nobody", TEXT(""));
    const struct matter_field *choice = matter_field_of(matter, matter->offered_choice);
    if (text_present(matter->offered_choice)
        && (!offered || !matter->own || choice == NULL || choice->choices.count == 0))
        fault(reading, TEXT("offered-choice"), "matter.fault.no-such-field",
              matter->offered_choice);
}

void matter_check(const struct yaml_reading *reading, const struct matter *matter)
{
    const struct matter_region *regions = matter->regions.items;
    if (text_present(matter->life)
        && !is_one_of(matter->life, matter_lives, matter_life_count))
        fault(reading, TEXT("life"), "matter.fault.no-such-life", matter->life);
    check_fields(reading, matter);
    check_materials(reading, matter);
    check_steps(reading, matter);
    check_visits(reading, matter);
    check_offered(reading, matter);
    check_limit(reading, "limit", &matter->limit, true);
    check_limit(reading, "deemed", &matter->deemed, false);
    check_former_limits(reading, &matter->former_limits);
    check_words(reading, TEXT("applicants"), &matter->applicants, APPLICANTS,
                COUNT_OF(APPLICANTS), "matter.fault.no-such-applicant");
    check_own(reading, matter);
    check_newcomer(reading, matter);
    check_channels(reading, TEXT("channels"), &matter->channels, &matter->accepted_at_once);
    for (size_t i = 0; i < matter->regions.count; i++) {
        check_limit(reading, "regions", &regions[i].limit, false);
        check_limit(reading, "regions", &regions[i].deemed, false);
        check_channels(reading, TEXT("regions"), &regions[i].channels,
                       &regions[i].accepted_at_once);
        for (size_t j = 0; j < i; j++)
            if (regions[j].place == regions[i].place)
                fault(reading, TEXT("regions"), "matter.fault.region-twice", TEXT(""));
    }
    if (text_present(matter->verification.source)
        && (matter->verification.working_days <= 0 || matter->verification.bar_months < 0))
        fault(reading, TEXT("verification"), "matter.fault.one-limit", TEXT(""));
}

void matter_check_places(const struct book *book, struct text file, const struct matter *matter,
                         struct rule_faults *faults)
{
    const struct yaml_reading reading = { file, NULL, faults };
    const struct matter_region *regions = matter->regions.items;
    for (size_t i = 0; i < matter->regions.count; i++)
        if (regions[i].place <= 0 || regions[i].place > 999999
            || !division_exists(book_divisions(book), (int32_t)regions[i].place))
            fault(&reading, TEXT("regions"), "matter.refused.no-such-place", TEXT(""));
}
