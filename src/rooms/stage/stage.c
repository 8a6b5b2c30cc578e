/* stage.c: see stage.h. */

#include "rooms/stage/stage.h"

#include "base/check.h"

/* Offices open. */
#define OPENS_HOUR 9
#define YEARS_MAX 5

struct nothing { bool filled; };
static const struct shape nothing_shape =
    { .name = "stage_nothing", .size = sizeof(struct nothing) };

static const struct field forward_fields[] = {
    FIELD(struct stage_forward_input, to, FIELD_DAY, .flags = FIELD_REQUIRED,
          .help = "stage.field.to"),
};
static const struct shape forward_shape =
    SHAPE("stage_forward", struct stage_forward_input, forward_fields);

static const struct field moved_fields[] = {
    FIELD(struct stage_moved, from, FIELD_MOMENT, .flags = FIELD_SPARSE,
          .help = "stage.field.from"),
    FIELD(struct stage_moved, now, FIELD_MOMENT, .help = "stage.field.now"),
    FIELD(struct stage_moved, today, FIELD_DAY, .help = "stage.field.today"),
};
static const struct shape moved_shape = SHAPE("stage_moved", struct stage_moved, moved_fields);

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static void decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    struct stage_moved *answer = decision->outcome;
    answer->now = request->at;
    answer->today = date_of_moment(request->at);
}

static void decide_forward(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)facts;
    const struct stage_forward_input *input = request->input;
    struct stage_moved *outcome = decision->outcome;
    struct date today = date_of_moment(request->at);
    if (date_compare(input->to, today) <= 0) {
        decision_refuse(decision, "stage.refused.not-forward", "to");
        return;
    }
    if (date_compare(input->to, date_plus_months(today, 12 * YEARS_MAX)) > 0) {
        decision_refuse(decision, "stage.refused.too-far", "to");
        return;
    }
    *outcome = (struct stage_moved){
        .from = request->at, .now = moment_at(input->to, OPENS_HOUR, 0, 0), .today = input->to,
    };
}

const struct action stage_show_action = {
    .name = "stage.show", .method = "GET", .path = "/api/v1/stage",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_CONFINED, .input = &nothing_shape,
    .facts = &nothing_shape,
    .outcome = &moved_shape, .answer = &moved_shape, .help = "stage.help.show",
    .gather = gather_nothing, .decide = decide_show,
};
const struct action stage_forward_action = {
    .name = "stage.forward", .method = "POST", .path = "/api/v1/stage/forward",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_MOVES_DAY,
    .input = &forward_shape, .facts = &nothing_shape, .outcome = &moved_shape,
    .answer = &moved_shape, .help = "stage.help.forward", .gather = gather_nothing,
    .decide = decide_forward,
};

/* Where the bar of the plain pages leads (doors/pages/pages.c). */
static const struct page_link day_more[] = { { NULL, "/notices" } };
static const struct page pages[] = {
    { .path = "/demo-day", .title = "stage.page.day", .action = "stage.forward",
      .intro = "stage.page.intro", .button = "stage.page.go", .done = "stage.page.gone",
      .more = day_more, .more_count = COUNT_OF(day_more) },
};

static const struct action *const actions[] = { &stage_show_action, &stage_forward_action };

const struct room stage_room = { .name = "stage", ROOM_LIST(action, actions),
                                ROOM_LIST(page, pages) };
