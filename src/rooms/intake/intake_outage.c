/* intake_outage.c: what a maintenance window leaves of taking in and deciding: as always, taken in
 * and left until afterwards, taken beforehand with its papers, or not at all; who is turned away
 * is told until when. LAW: BJ22-2a BJ22-2.3.2a BJ22-2.3.2b BJ22-2.3.2c BJ22-2.5b BJ22-2.5c */

#include "rooms/intake/intake_inside.h"

#include "core/measure_answer.h"
#include "rooms/staff/staff_facts.h"

static bool is(const struct matter_mode *mode, const char *name)
{
    return text_is(mode->mode, name);
}

static struct text until_text(const struct matter_mode *mode, struct arena *arena)
{
    char bytes[24];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (mode->until.ms == 0)
        return TEXT("");
    moment_write(&builder, mode->until);
    /* To the minute: 2022-08-15 06:00. */
    struct text all = builder_text(&builder);
    return arena_text(arena, text_slice(all, 0, all.length < 16 ? all.length : 16));
}

static bool refuse(const struct request *request, const struct matter_mode *mode,
                   const char *field, struct decision *decision)
{
    intake_refuse_about(decision, INTAKE_REFUSED_OUTAGE, field,
                        until_text(mode, request->arena),
                        measure_in_words(mode->measure, mode->cites, request->arena));
    return false;
}

bool intake_outage_apply(const struct request *request, const struct matter *matter,
                         const struct matter_asker *asker, bool special,
                         struct decision *decision, struct matter_mode *ret_mode)
{
    static const struct matter_way apply = { "apply", NULL, NULL },
        accept = { "accept", "agency", NULL },
        beforehand = { "pre-receive", NULL, "special-case" };
    const struct matter_mode applied = matter_mode_at(request->book, matter, asker, request->at,
                                                      &apply, request->arena);
    *ret_mode = matter_mode_at(request->book, matter, asker, request->at, &accept,
                               request->arena);
    if (is(&applied, "paused"))
        return refuse(request, &applied, "channel", decision);
    bool named = applied.row != NULL && is(&applied, "normal");
    if (!is(ret_mode, "paused") || named)
        return true;
    const struct matter_mode taken = matter_mode_at(request->book, matter, asker, request->at,
                                                    &beforehand, request->arena);
    if (!special || taken.row == NULL || is(&taken, "paused"))
        return refuse(request, ret_mode, "matter", decision);
    *ret_mode = taken;
    return true;
}

bool intake_outage_waits(const struct matter_mode *mode)
{
    return mode->row != NULL && !is(mode, "normal") && !is(mode, "edge");
}

bool intake_outage_step(const struct request *request, const struct matter *matter,
                        const struct intake_case_facts *facts, const char *step,
                        struct decision *decision)
{
    const struct matter_asker asker = {
        .place = (int32_t)facts->row->place, .insurance = facts->row->insurance,
        .applicant = facts->row->applicant, .day = date_of_moment(request->at),
        .events = facts->events,
    };
    const struct matter_way way = { step, "agency", NULL };
    const struct matter_mode mode = matter_mode_at(request->book, matter, &asker, request->at,
                                                   &way, request->arena);
    return !intake_outage_waits(&mode) || refuse(request, &mode, "case_id", decision);
}

void intake_outage_note(const struct matter_mode *mode, struct intake_applied *applied,
                        struct arena *arena)
{
    const struct text details[] = { until_text(mode, arena),
                                    measure_in_words(mode->measure, mode->cites, arena), { 0 } };
    applied->note_zh = intake_sentence("intake.note.outage", LANGUAGE_CHINESE, details, 2, arena);
    applied->note_en = intake_sentence("intake.note.outage", LANGUAGE_ENGLISH, details, 2, arena);
}
