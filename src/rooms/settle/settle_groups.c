/* settle_groups.c: see settle_groups.h. */

#include "rooms/settle/settle_groups.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/rules.h"
#include "rooms/settle/settle_rules.h"
#include "rooms/staff/staff.h"

static const struct settle_groups *groups_on(const struct book *book, int32_t place,
                                             struct date day)
{
    const struct rule *rule;
    const struct question question = {
        .about = "settle.groups", .place = place, .day = day,
    };
    if (book == NULL || rules_on(book, &question, &rule) != RULE_FOUND)
        return NULL;
    return rule->payload;
}

size_t settle_groups_of(const struct book *book, const struct party_standing *standing,
                        struct date day, struct measure_fact ret_facts[SETTLE_GROUPS_MOST])
{
    const struct settle_groups *groups = groups_on(book, standing->place, day);
    size_t count = 0;
    if (groups != NULL && standing->age >= groups->old_from)
        ret_facts[count++] = (struct measure_fact){ "people.kind", TEXT("old") };
    if (groups != NULL && !standing->age_unknown && standing->age < groups->child_below)
        ret_facts[count++] = (struct measure_fact){ "people.kind", TEXT("child") };
    if (standing->severe_mental)
        ret_facts[count++] = (struct measure_fact){ "people.kind", TEXT("severe-mental") };
    return count;
}

/* ---- what their care cost ---- */

enum { GROUP_OLD, GROUP_CHILD, GROUP_SEVERE_MENTAL, GROUPS };
static const char *const GROUP_NAMES[GROUPS] = { "old", "child", "severe-mental" };

struct figures_input { int64_t place; struct date from, until; };
struct sums_key {
    int64_t place, place_until;
    struct date from, until;
    int64_t age_from, age_until;        /* whole years on the day; until: below it */
    bool any_age;                       /* or that nobody knows */
    struct text type;                   /* of identity; absent: any or none */
};
struct sums_row {
    int64_t patients, settlements;
    struct money total, funds, own;
};
struct figures_facts { const struct list *of[GROUPS]; };
struct group_told {
    struct text group;
    int64_t patients, settlements;
    struct money total, funds, own;
};
struct figures_told { int64_t place; struct date from, until; struct list groups; };

#define KEY(member, kind_) FIELD(struct sums_key, member, kind_, .flags = 0)
static const struct field key_fields[] = {
    KEY(place, FIELD_COUNT), KEY(place_until, FIELD_COUNT), KEY(from, FIELD_DAY),
    KEY(until, FIELD_DAY), KEY(age_from, FIELD_COUNT), KEY(age_until, FIELD_COUNT),
    KEY(any_age, FIELD_FLAG), KEY(type, FIELD_TEXT),
};
static const struct shape key_shape = SHAPE("settle_group_key", struct sums_key, key_fields);
#define SUM(member, kind_) FIELD(struct sums_row, member, kind_, .flags = 0)
static const struct field sums_fields[] = {
    SUM(patients, FIELD_COUNT), SUM(settlements, FIELD_COUNT), SUM(total, FIELD_MONEY),
    SUM(funds, FIELD_MONEY), SUM(own, FIELD_MONEY),
};
static const struct shape sums_shape = SHAPE("settle_group_sum", struct sums_row, sums_fields);
/* By the place of enrolment; days are yyyymmdd, so that ten thousand are a year. An identity goes
 * on to its last day, kept as that day's beginning. What was reversed is nobody's cost. */
const struct query settle_group_sums = {
    .name = "settle.group-sums",
    .from = "settlement s JOIN person p ON p.bucket = s.bucket AND p.person = s.person",
    .where = "s.place >= {place} AND s.place <= {place_until} AND s.day >= {from}"
             " AND s.day <= {until} AND s.state IN ('final', 'provisional')"
             " AND ({any_age} = 1 OR (s.day - p.born >= {age_from} * 10000"
             " AND s.day - p.born < {age_until} * 10000))"
             " AND ({type} = '' OR EXISTS (SELECT 1 FROM person_identity i"
             " WHERE i.bucket = s.bucket AND i.person = s.person AND i.type = {type}"
             " AND (i.valid_from IS NULL OR i.valid_from <= s.at)"
             " AND (i.valid_until IS NULL OR i.valid_until > s.at - 86400000)))",
    .columns = "CAST(count(DISTINCT s.person) AS bigint) AS patients,"
               " CAST(count(*) AS bigint) AS settlements,"
               " CAST(coalesce(sum(s.total), 0) AS bigint) AS total,"
               " CAST(coalesce(sum(s.total - s.account - s.family_account - s.cash), 0)"
               " AS bigint) AS funds,"
               " CAST(coalesce(sum(s.account + s.family_account + s.cash), 0) AS bigint) AS own",
    .key = &key_shape, .row = &sums_shape, .row_max = 1, .guard = GUARD_DECISION,
};

static bool gather_figures(struct gather *gather, const struct request *request, void *facts)
{
    const struct figures_input *input = request->input;
    struct figures_facts *found = facts;
    const struct settle_groups *groups =
        groups_on(request->book, (int32_t)input->place, input->until);
    bool complete = true;
    if (groups == NULL)
        return true;
    const struct sums_key whole = {
        .place = input->place, .place_until = division_last_code((int32_t)input->place),
        .from = input->from, .until = input->until, .age_until = 1000, .type = TEXT(""),
    };
    struct sums_key keys[GROUPS] = { whole, whole, whole };
    keys[GROUP_OLD].age_from = groups->old_from;
    keys[GROUP_CHILD].age_until = groups->child_below;
    keys[GROUP_SEVERE_MENTAL].any_age = true;
    keys[GROUP_SEVERE_MENTAL].type = PARTY_SEVERE_MENTAL;
    for (size_t i = 0; i < GROUPS; i++) {
        found->of[i] = gather_want(gather, &settle_group_sums, &keys[i]);
        complete &= found->of[i] != NULL;
    }
    return complete;
}

static void decide_figures(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct figures_input *input = request->input;
    const struct figures_facts *found = facts;
    const struct actor *actor = request->actor;
    if (actor->role != ROLE_HOUSE && !staff_works_over(actor, input->place)) {
        decision_refuse(decision, "settle.refused.not-your-place", "place");
        return;
    }
    struct group_told *told = ARENA_ARRAY(request->arena, struct group_told, GROUPS);
    size_t count = 0;
    for (size_t i = 0; i < GROUPS; i++) {
        if (found->of[i] == NULL || found->of[i]->count == 0)
            continue;
        const struct sums_row *row = found->of[i]->items;
        told[count++] = (struct group_told){
            .group = text_of(GROUP_NAMES[i]), .patients = row->patients,
            .settlements = row->settlements, .total = row->total, .funds = row->funds,
            .own = row->own,
        };
    }
    *(struct figures_told *)decision->outcome = (struct figures_told){
        input->place, input->from, input->until, { told, count } };
}

static const struct field input_fields[] = {
    FIELD(struct figures_input, place, FIELD_COUNT, .flags = FIELD_REQUIRED,
          .help = "settle.field.groups-place"),
    FIELD(struct figures_input, from, FIELD_DAY, .flags = FIELD_REQUIRED,
          .help = "settle.field.figures-from"),
    FIELD(struct figures_input, until, FIELD_DAY, .flags = FIELD_REQUIRED,
          .help = "settle.field.figures-until"),
};
static const struct shape input_shape =
    SHAPE("settle.group-figures", struct figures_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle.group-facts", .size = sizeof(struct figures_facts) };
#define TOLD(member, kind_, help_) FIELD(struct group_told, member, kind_, .help = (help_))
static const struct field group_fields[] = {
    FIELD(struct group_told, group, FIELD_CODE, .help = "settle.told.group",
          .codes = "people_group", .length_max = 20),
    TOLD(patients, FIELD_COUNT, "settle.told.group-patients"),
    TOLD(settlements, FIELD_COUNT, "settle.told.group-settlements"),
    TOLD(total, FIELD_MONEY, "settle.told.group-total"),
    TOLD(funds, FIELD_MONEY, "settle.told.group-funds"),
    TOLD(own, FIELD_MONEY, "settle.told.group-own"),
};
static const struct shape group_shape =
    SHAPE("settle.group-told", struct group_told, group_fields);
static const struct field told_fields[] = {
    FIELD(struct figures_told, place, FIELD_COUNT, .flags = 0),
    FIELD(struct figures_told, from, FIELD_DAY, .flags = 0),
    FIELD(struct figures_told, until, FIELD_DAY, .flags = 0),
    FIELD(struct figures_told, groups, FIELD_LIST, .of = &group_shape),
};
static const struct shape told_shape =
    SHAPE("settle.groups-told", struct figures_told, told_fields);
const struct action settle_group_figures_action = {
    .name = "settle.group-figures", .method = "GET", .path = "/api/v1/group-figures",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "settle.help.group-figures", .gather = gather_figures,
    .decide = decide_figures,
};
