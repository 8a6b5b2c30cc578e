/* booking_plans.c: the groups of counters of an office, as who sets them sees them. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"

struct plans_input { int64_t office; };
struct plans_facts { const struct list *plans; };
struct plans_answer { struct list plans; };

static bool plans_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct plans_input *input = request->input;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct booking_office_key key = { booking_bucket(office), office };
    struct plans_facts *found = facts;
    found->plans = gather_want(gather, &booking_plans_of, &key);
    return found->plans != NULL;
}

/* Today's and those to come; what is over is the past's. */
static void plans_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct plans_input *input = request->input;
    if (input->office != 0 && !actor_has_office(request->actor, input->office)) {
        booking_refuse(decision, BOOKING_REFUSED_NOT_YOURS, "office");
        return;
    }
    const struct list *plans = ((const struct plans_facts *)facts)->plans;
    const struct booking_plan *rows = plans->items;
    struct date today = date_of_moment(request->at);
    struct booking_plan *told =
        ARENA_ARRAY(request->arena, struct booking_plan, plans->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < plans->count; i++)
        if (rows[i].valid_until.yyyymmdd == 0
            || date_compare(rows[i].valid_until, today) >= 0)
            told[count++] = rows[i];
    ((struct plans_answer *)decision->outcome)->plans = (struct list){ told, count };
}

static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct plans_input, office),
      .help = "booking.field.office" },
};
static const struct shape input_shape =
    SHAPE("booking_plans_asked", struct plans_input, input_fields);
static const struct field answer_fields[] = {
    { "plans", NULL, FIELD_LIST, 0, AT(struct plans_answer, plans), .of = &booking_plan_told_shape,
      .help = "booking.field.plans" },
};
static const struct shape answer_shape = SHAPE("booking_plans", struct plans_answer, answer_fields);
static const struct shape facts_shape =
    { .name = "booking_plans_facts", .size = sizeof(struct plans_facts) };

const struct action booking_plans_action = {
    .name = "booking.plans", .method = "GET", .path = "/api/v1/booking-plans",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "booking.help.plans",
    .gather = plans_gather, .decide = plans_decide,
};
