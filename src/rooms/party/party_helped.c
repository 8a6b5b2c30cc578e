/* party_helped.c: who is helped to pay his contribution, found without his asking: an insured
 * resident whom the register of assistance names. Its outcome is named as the form of that matter
 * is. */

#include "rooms/party/party.h"
#include "rooms/party/party_facts.h"

#include "base/check.h"

#include <string.h>

struct helped_input { int64_t person; };
static const struct field helped_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct helped_input, person),
      .help = "party.field.person" },
};
static const struct shape helped_shape = SHAPE("party_helped", struct helped_input, helped_fields);

struct helped {
    struct text group;          /* as people apply: "destitute" "low-income" "registered-poor" */
    int64_t year;
};
static const struct field found_fields[] = {
    { "group", NULL, FIELD_TEXT, 0, AT(struct helped, group), 20 },
    { "year", NULL, FIELD_COUNT, 0, AT(struct helped, year) },
};
static const struct shape found_shape = SHAPE("party_helped_found", struct helped, found_fields);
struct helped_told { struct list found; };
static const struct field told_fields[] = {
    { "found", NULL, FIELD_LIST, 0, AT(struct helped_told, found), .of = &found_shape },
};
static const struct shape told_shape =
    SHAPE("party_helped_told", struct helped_told, told_fields);

static const struct shape facts_shape =
    { .name = "party_helped_facts", .size = sizeof(struct party_person_facts) };

static void helped_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct helped_input *)request->input)->person);
}

static bool helped_gather(struct gather *gather, const struct request *request, void *facts)
{
    return party_gather_person(gather, ((const struct helped_input *)request->input)->person,
                               facts);
}

static struct text group_of(const char *assistance)
{
    static const struct { const char *assistance, *group; } groups[] = {
        { "destitute", "destitute" }, { "subsistence", "low-income" },
        { "poverty", "registered-poor" }, { "low-income", "other" },
    };
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (strcmp(assistance, groups[i].assistance) == 0)
            return text_of(groups[i].group);
    return TEXT("other");
}

static void helped_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct party_person_facts *found = facts;
    struct date today = date_of_moment(request->at);
    decision->subject = ((const struct helped_input *)request->input)->person;
    const struct party_standing standing =
        party_standing_on(found, TEXT("390"), today);
    if (found->person == NULL || standing.reason != PARTY_ENROLLED
        || standing.assistance == NULL) {
        decision_refuse(decision, "party.refused.not-helped", "person");
        return;
    }
    struct helped *helped = ARENA_NEW(request->arena, struct helped);
    *helped = (struct helped){ group_of(standing.assistance), date_year(today) };
    ((struct helped_told *)decision->outcome)->found = (struct list){ helped, 1 };
}

const struct action party_helped_action = {
    .name = "party.helped", .flags = ACTION_ONCE, .input = &helped_shape,
    .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "party.help.helped", .keys = helped_keys, .gather = helped_gather,
    .decide = helped_decide,
};
