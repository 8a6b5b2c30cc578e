/* party_back.c: what a unit does about days that are over: when it is late, what lets it be made
 * up, and how far back it may go by itself. */

#include "rooms/party/party_enrol.h"

#include "base/check.h"
#include "core/book.h"
#include "core/deadline_measures.h"
#include "rooms/due/due.h"

/* ---- enrol.back ---- */

struct back_rule {
    int64_t months;             /* whole ones before that of today */
};
static const struct field back_fields[] = {
    { "months", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct back_rule, months) },
};
static const struct shape back_shape = SHAPE("party_back_rule", struct back_rule, back_fields);

static const char *back_check(const void *payload)
{
    const struct back_rule *rule = payload;
    return rule->months >= 0 && rule->months <= 120 ? NULL : "party.rule.back";
}

const struct rule_kind party_back_kind = {
    .about = "enrol.back", .payload = &back_shape, .check = back_check,
};

/* ---- being late ---- */

/* LAW: BJ4-10g. */
struct party_late party_late_of(const struct request *request, struct events events,
                                int64_t place, const char *deadline, struct date day)
{
    struct party_late late = { .late = false };
    const struct question question = {
        .about = arena_format(request->arena, "deadline.%s", deadline).data,
        .place = (int32_t)place, .insurance = TEXT("employee"), .day = day,
    };
    const struct rule *rule = NULL;
    struct deadline_clock_kind *kind = ARENA_NEW(request->arena, struct deadline_clock_kind);
    if (rules_on(request->book, &question, &rule) != RULE_FOUND
        || !due_rule_clock(rule->payload, day, kind))
        return late;
    kind->name = text_of(deadline);
    const struct measure_question asked = {
        .verb = VERB_EXTEND, .place = (int32_t)place, .insurance = TEXT("employee"),
        .applicant = TEXT("employer"), .thing = kind->name, .events = events,
        .day = date_of_moment(request->at),
    };
    struct clock_measures measures;
    clock_measures_asked(request->book, &asked, kind->name, (struct text){ 0 }, request->arena,
                         &measures);
    const struct clock_world world = {
        .calendar = book_calendar(request->book), .divisions = book_divisions(request->book),
        .events = events, .known = request->at,
    };
    const struct deadline_clock clock = {
        .kind = kind, .start = day, .place = (int32_t)place,
        .extensions = measures.extensions, .extension_count = measures.extension_count,
    };
    const struct deadline_answer due = deadline_of(&clock, &world, request->arena);
    late.late = due.state != DEADLINE_WAITING && !deadline_is_met(&due, request->at);
    struct deadline_answer make_up;
    if (!late.late || !clock_make_up(&measures, &world, request->arena, &make_up)
        || (make_up.state != DEADLINE_WAITING && !deadline_is_met(&make_up, request->at)))
        return late;
    const struct measure_extended extended =
        measure_extended(request->book, &asked, due.own_day, request->arena);
    late.made_up_under = measure_made_cites(extended.make_up, request->arena);
    return late;
}

bool party_is_too_far_back(struct decision *decision, int64_t place, struct date day,
                           const struct party_late *late, const char *field)
{
    const struct request *request = decision->request;
    struct date today = date_of_moment(request->at);
    const struct question question = {
        .about = party_back_kind.about, .place = (int32_t)place, .day = today,
    };
    const struct rule *rule = NULL;
    if (request->actor->role != ROLE_EMPLOYER || text_present(late->made_up_under)
        || rules_on(request->book, &question, &rule) != RULE_FOUND)
        return false;
    const struct back_rule *back = rule->payload;
    struct date first = date_plus_months(DATE(date_year(today), date_month(today), 1),
                                         -(int)back->months);
    if (date_compare(day, first) >= 0)
        return false;
    char bytes[12];
    struct builder builder = builder_over(bytes, sizeof bytes);
    date_write(&builder, first);
    decision_refuse_with(decision, "party.refused.too-far-back", field,
                         arena_text(request->arena, builder_text(&builder)), TEXT(""));
    return true;
}
