/* contribute_actions.c: is somebody entitled on a day, and why not? */

#include "rooms/contribute/contribute.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

struct entitlement_input {
    int64_t person;
    struct text insurance;      /* absent: the basic one */
    struct date on;             /* absent: today */
};
#define INPUT(member_) AT(struct entitlement_input, member_)
static const struct field input_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(person),
      .help = "contribute.field.person" },
    { "insurance", NULL, FIELD_CODE, 0, INPUT(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "on", NULL, FIELD_DAY, 0, INPUT(on), .help = "contribute.field.on" },
};
static const struct shape input_shape =
    SHAPE("contribute_entitlement_input", struct entitlement_input, input_fields);

struct entitlement_answer {
    bool entitled;
    struct text reason;
    struct date on, since, until;
    struct money owed;
};
#define ANSWER(member_) AT(struct entitlement_answer, member_)
static const struct field answer_fields[] = {
    { "entitled", NULL, FIELD_FLAG, 0, ANSWER(entitled) },
    { "reason", NULL, FIELD_TEXT, 0, ANSWER(reason), 20 },
    { "on", NULL, FIELD_DAY, 0, ANSWER(on) },
    { "since", NULL, FIELD_DAY, FIELD_SPARSE, ANSWER(since) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, ANSWER(until) },
    { "owed", NULL, FIELD_MONEY, 0, ANSWER(owed) },
};
static const struct shape answer_shape =
    SHAPE("contribute_entitlement", struct entitlement_answer, answer_fields);

struct entitlement_facts {
    struct party_person_facts person;
    const struct list *arrears, *waitings;
    struct events events;
};
static const struct shape facts_shape =
    { .name = "contribute_entitlement_facts", .size = sizeof(struct entitlement_facts) };

static struct party_standing standing_of(const struct request *request,
                                         const struct party_person_facts *person,
                                         struct date *ret_day)
{
    const struct entitlement_input *input = request->input;
    *ret_day = input->on.yyyymmdd == 0 ? date_of_moment(request->at) : input->on;
    return party_standing_on(person, input->insurance, *ret_day);
}

static bool entitlement_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct entitlement_input *input = request->input;
    struct entitlement_facts *found = facts;
    if (!party_gather_person(gather, input->person, &found->person))
        return false;
    if (found->person.person == NULL)
        return true;
    struct date day;
    struct party_standing standing = standing_of(request, &found->person, &day);
    bool complete = contribute_gather(gather, &standing, &found->arrears, &found->waitings);
    return notice_gather_events(gather, &found->events) && complete;
}

static void entitlement_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct entitlement_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "contribute.refused.no-such-person"),
                        "person");
        return;
    }
    struct date day;
    struct party_standing standing = standing_of(request, &found->person, &day);
    struct contribute_rules rules = contribute_rules_of(request->book, found->events, &standing,
                                                        day, request->arena);
    struct contribute_entitlement entitlement =
        contribute_entitled_on(&standing, found->arrears, found->waitings, rules, day);
    *(struct entitlement_answer *)decision->outcome = (struct entitlement_answer){
        .entitled = entitlement.reason == CONTRIBUTE_ENTITLED,
        .reason = text_of(contribute_reason_name(entitlement.reason)), .on = day,
        .since = entitlement.since, .until = entitlement.until, .owed = entitlement.owed,
    };
}

const struct action contribute_entitlement_action = {
    .name = "contribute.entitlement", .method = "GET",
    .path = "/api/v1/persons/{person}/entitlement",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .answer = &answer_shape, .help = "contribute.help.entitlement",
    .gather = entitlement_gather, .decide = entitlement_decide,
};
