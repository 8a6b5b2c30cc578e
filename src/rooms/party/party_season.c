/* party_season.c: residents enrol once a year for the next one; outside the season newborn
 * children, those who came back and others with a reason do (零散参保), each from a day of its
 * own. */

#include "rooms/party/party_enrol.h"

#include "base/check.h"
#include "base/ident.h"

/* ---- enrol.resident ---- */

struct season_reason {
    struct text reason;
    int64_t within_days;        /* after the birth, or the day it is about */
    struct text starts;         /* "birth", "day", "next-month" */
};
static const struct field reason_fields[] = {
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct season_reason, reason), 30 },
    { "within-days", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct season_reason, within_days) },
    { "starts", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct season_reason, starts), 20 },
};
static const struct shape reason_shape =
    SHAPE("party_season_reason", struct season_reason, reason_fields);

struct season_rule {
    int64_t from_month, until_month;    /* of the year before; 9 to 12 */
    int64_t open_until_month;   /* and on into the year itself; 0: with its first day it is over */
    int64_t late_waiting_months;        /* of who enrols outside it without a reason */
    struct list reasons;
};
static const struct field season_fields[] = {
    { "from-month", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct season_rule, from_month) },
    { "until-month", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct season_rule, until_month) },
    { "open-until-month", NULL, FIELD_COUNT, 0, AT(struct season_rule, open_until_month) },
    { "late-waiting-months", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct season_rule, late_waiting_months) },
    { "reasons", NULL, FIELD_LIST, 0, AT(struct season_rule, reasons), .of = &reason_shape },
};
static const struct shape season_shape =
    SHAPE("party_season_rule", struct season_rule, season_fields);

static bool is_start(struct text starts)
{
    return text_is(starts, "birth") || text_is(starts, "day") || text_is(starts, "next-month");
}

static const char *season_check(const void *payload)
{
    const struct season_rule *rule = payload;
    const struct season_reason *reasons = rule->reasons.items;
    bool good = rule->from_month >= 1 && rule->from_month <= rule->until_month
        && rule->until_month <= 12 && rule->open_until_month >= 0
        && rule->open_until_month < rule->from_month && rule->late_waiting_months >= 0
        && rule->late_waiting_months <= 12;
    for (size_t i = 0; good && i < rule->reasons.count; i++)
        good = is_start(reasons[i].starts) && reasons[i].within_days >= 0;
    return good ? NULL : "party.rule.season";
}

const struct rule_kind party_resident_season_kind = {
    .about = "enrol.resident", .payload = &season_shape, .check = season_check,
};

/* ---- party.enrol-resident ---- */

struct resident_input {
    struct party_enrol_input of;
    struct text reason;
    struct date day;            /* what the reason is about: the return, the discharge */
};
#define OF(member_) AT(struct resident_input, of.member_)
static const struct field resident_fields[] = {
    { "certificate", NULL, FIELD_CODE, FIELD_REQUIRED, OF(certificate), 6, "psn_cert_type",
      .help = "party.field.certificate" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, OF(number), 50,
      .help = "party.field.number" },
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, OF(name), 50,
      .help = "party.field.name" },
    { "sex", NULL, FIELD_CODE, FIELD_REQUIRED, OF(sex), 6, "gend", .help = "party.field.sex" },
    { "ethnicity", NULL, FIELD_TEXT, 0, OF(ethnicity), 3, .help = "party.field.ethnicity" },
    { "born", NULL, FIELD_DAY, FIELD_REQUIRED | FIELD_PRIVATE, OF(born),
      .help = "party.field.born" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, OF(phone), 20, .help = "party.field.phone" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, OF(place), .help = "party.field.place" },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct resident_input, reason), 30,
      .help = "party.field.season-reason" },
    { "day", NULL, FIELD_DAY, 0, AT(struct resident_input, day),
      .help = "party.field.season-day" },
};
static const struct shape resident_shape =
    SHAPE("party_enrol_resident", struct resident_input, resident_fields);

/* How the enrolment stands to the season: for rooms below that make a bill or a waiting time. */
static const struct field enrolled_fields[] = {
    { "person", NULL, FIELD_ID, 0, AT(struct party_resident_enrolled, person) },
    { "spell", NULL, FIELD_ID, 0, AT(struct party_resident_enrolled, spell) },
    { "from", NULL, FIELD_DAY, 0, AT(struct party_resident_enrolled, from) },
    { "season", NULL, FIELD_FLAG, 0, AT(struct party_resident_enrolled, season) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct party_resident_enrolled, reason), 30 },
    { "waiting_until", NULL, FIELD_DAY, FIELD_SPARSE,
      AT(struct party_resident_enrolled, waiting_until) },
};
const struct shape party_resident_enrolled_shape =
    SHAPE("party_resident_enrolled", struct party_resident_enrolled, enrolled_fields);

static void resident_keys(const struct request *request, struct keys *keys)
{
    const struct resident_input *input = request->input;
    party_enrol_keys(input->of.number, keys, request->arena);
}

static bool resident_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct resident_input *input = request->input;
    return party_enrol_gather(gather, &input->of, facts);
}

static void resident_prepare(const struct request *request, const void *facts,
                             void *ret_prepared)
{
    (void)facts;
    const struct resident_input *input = request->input;
    party_enrol_prepare(&input->of, request->arena, ret_prepared);
}

static const struct season_reason *reason_of(const struct season_rule *rule, struct text name)
{
    const struct season_reason *reasons = rule->reasons.items;
    for (size_t i = 0; i < rule->reasons.count; i++)
        if (text_equal(reasons[i].reason, name))
            return &reasons[i];
    return NULL;
}

static struct date next_month(struct date today)
{
    return date_plus_months(DATE(date_year(today), date_month(today), 1), 1);
}

/* LAW: BJ4-02j. Answers why not; else from which day, and how long it waits. */
static const char *start_of(const struct season_rule *rule, struct date born, struct text named,
                            struct date day, struct date today,
                            struct party_resident_enrolled *enrolled)
{
    const struct season_reason *reason = reason_of(rule, named);
    int month = date_month(today);
    if (!text_present(named)) {
        bool ahead = month >= rule->from_month && month <= rule->until_month;
        bool still = month <= rule->open_until_month;
        enrolled->season = ahead || still;
        enrolled->from = ahead ? DATE(date_year(today) + 1, 1, 1)
            : still ? today : next_month(today);
        if (!enrolled->season && rule->late_waiting_months > 0)
            enrolled->waiting_until = date_plus_days(
                date_plus_months(enrolled->from, (int)rule->late_waiting_months), -1);
        return NULL;
    }
    if (reason == NULL)
        return "party.refused.no-such-reason";
    enrolled->reason = reason->reason;
    bool birth = text_is(reason->starts, "birth");
    struct date about = birth ? born : day;
    if (about.yyyymmdd == 0 || date_compare(about, today) > 0
        || date_days_between(about, today) > reason->within_days)
        return "party.refused.reason-too-late";
    enrolled->from = text_is(reason->starts, "next-month") ? next_month(today) : about;
    return NULL;
}

bool party_season_start(struct decision *decision, int64_t place, struct date born,
                        struct text reason, struct date day,
                        struct party_resident_enrolled *ret_enrolled)
{
    struct date today = date_of_moment(decision->request->at);
    const struct question question = {
        .about = party_resident_season_kind.about, .place = (int32_t)place,
        .insurance = TEXT("resident"), .day = today,
    };
    const struct rule *rule = NULL;
    if (rules_on(decision->request->book, &question, &rule) != RULE_FOUND) {
        decision_refuse(decision, "party.refused.no-season", "place");
        return false;
    }
    const char *refusal = start_of(rule->payload, born, reason, day, today, ret_enrolled);
    if (refusal != NULL)
        decision_refuse(decision, refusal, "reason");
    return refusal == NULL;
}

/* Of the tree that the kinds of party.c understand. */
struct text party_resident_kind(struct date born, struct date on)
{
    int age = date_compare(born, on) <= 0 ? date_age(born, on) : 0;
    return age < 6 ? TEXT("41") : age < 18 ? TEXT("42") : age < 60 ? TEXT("50") : TEXT("60");
}

/* Who has an account enrols himself, or a child that is not known yet. */
static bool may_enrol(const struct actor *actor, const struct party_enrol_facts *found,
                      const struct resident_input *input, struct date today)
{
    if (!actor_is_person(actor))
        return true;
    if (found->key != NULL)
        return party_may_see(actor, &found->person);
    return date_compare(input->of.born, today) <= 0 && date_age(input->of.born, today) < 18;
}

static void resident_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    struct resident_input input = *(const struct resident_input *)request->input;
    const struct party_enrol_facts *found = facts;
    struct party_resident_enrolled *enrolled = decision->outcome;
    struct date today = date_of_moment(request->at);
    if (!may_enrol(request->actor, found, &input, today)) {
        decision_refuse(decision, "party.refused.not-yours-to-enrol", "number");
        return;
    }
    if (!party_season_start(decision, input.of.place, input.of.born, input.reason, input.day,
                            enrolled))
        return;
    input.of.number = ident_number(input.of.number, request->arena);
    input.of.insurance = TEXT("390");
    input.of.from = enrolled->from;
    /* What is paid for is a year; whoever wants the next one enrols for it. */
    input.of.until = DATE(date_year(enrolled->from), 12, 31);
    input.of.kind = party_resident_kind(input.of.born, enrolled->from);
    if (party_enrol_is_refused(decision, found, &input.of))
        return;
    party_enrol_record(decision, found, &input.of, &enrolled->person, &enrolled->spell);
}

const struct action party_enrol_resident_action = {
    .name = "party.enrol-resident", .method = "POST", .path = "/api/v1/residents",
    .flags = ACTION_ONCE,
    .input = &resident_shape, .facts = &party_enrol_facts_shape,
    .outcome = &party_resident_enrolled_shape, .answer = &party_resident_enrolled_shape,
    .help = "party.help.enrol-resident", .keys = resident_keys, .gather = resident_gather,
    .decide = resident_decide, .prepare = resident_prepare,
    .prepared_size = sizeof(struct party_enrol_prepared),
};
