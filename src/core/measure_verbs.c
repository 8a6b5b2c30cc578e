/* measure_verbs.c: what the table of a verb cannot say: one of two keys, a span that must be days,
 * and what is worked out from what is written; see measure_form.h. */

#include "core/measure_form.h"

#include "base/check.h"
#include "base/yaml.h"

static bool complain(const struct form_reading *reading, const struct yaml *body, const char *key,
                     const char *why, struct text detail)
{
    const struct yaml *node = yaml_member(body, text_of(key));
    form_complain(reading, node == NULL ? body : node, text_of(key), why, detail, TEXT(""));
    return false;
}

static bool needed(const struct form_reading *reading, const struct yaml *body, const char *key,
                   bool there)
{
    return there || complain(reading, body, key, "rules.fault.missing", text_of(key));
}

static bool extend_check(const struct form_reading *reading, const struct yaml *body,
                         const struct measure_extend *extend)
{
    bool to = extend->to.kind != POINT_NONE, by = extend->by.count > 0;
    if (to && by)
        return complain(reading, body, "by", "rules.fault.one-of", TEXT("to, by"));
    return needed(reading, body, "to", to || by);
}

static bool outage_check(const struct form_reading *reading, struct measure *measure)
{
    bool good = true;
    for (size_t i = 0; i < measure->outage.count; i++) {
        const struct outage_row *row = &measure->outage.rows[i];
        if ((row->matter.count > 0) == text_present(row->job)) {
            rule_fault_add(reading->reading->faults, reading->reading->file, measure->line,
                           TEXT("outage"), "rules.fault.one-of", TEXT("matter, job"), TEXT(""));
            good = false;
        }
    }
    return good;
}

/* Medicine is counted in days: three calendar months may be 92 of them. */
static bool supply_check(const struct form_reading *reading, const struct yaml *body,
                         const struct measure_supply *supply)
{
    if (supply->at_most.count > 0 && supply->at_most.unit != CLOCK_CALENDAR_DAYS)
        return complain(reading, body, "at-most", "rules.fault.not-a-span", TEXT(""));
    return needed(reading, body, "at-most",
                  supply->at_most.count > 0 || text_is(supply->over, "reason"));
}

static bool waive_check(const struct form_reading *reading, const struct yaml *body,
                        const struct measure_waive *waive)
{
    int named = text_present(waive->charge) + text_present(waive->cut)
        + (waive->checks.count > 0) + (waive->restrictions.count > 0);
    return needed(reading, body, "charge", named == 1);
}

/* Nobody is treated free of charge against a deposit, nor asked for none and then billed. */
static bool cover_check(const struct form_reading *reading, const struct yaml *body,
                        struct measure_cover *cover)
{
    cover->treat_first = text_present(cover->deposit) && text_present(cover->person_pays);
    cover->catalogue_open = text_is(cover->catalogue, "open");
    return needed(reading, body, "deposit",
                  text_present(cover->deposit) == text_present(cover->person_pays));
}

static bool tolerate_check(const struct form_reading *reading, const struct yaml *body,
                           const struct measure_tolerate *tolerate)
{
    return !name_list_has(tolerate->papers, TEXT("key"))
        || complain(reading, body, "papers", "rules.fault.key-paper", TEXT(""));
}

static bool rate_check(const struct form_reading *reading, const struct yaml *body,
                       const struct measure_rate *rate)
{
    bool cut = rate->cut.points.parts > 0 || rate->cut.share.parts > 0;
    if (cut == (rate->rate.parts > 0))
        return complain(reading, body, "cut", "rules.fault.one-of", TEXT("cut, rate"));
    if (rate->cut.points.parts > 0 && rate->cut.share.parts > 0)
        return complain(reading, body, "cut", "rules.fault.one-of", TEXT("points, share"));
    return rate->cut.less_points.parts == 0 || rate->cut.share.parts > 0
        || complain(reading, body, "cut", "rules.fault.one-of", TEXT("share, less-points"));
}

static bool open_check(const struct form_reading *reading, const struct yaml *body,
                       const struct measure_open *open)
{
    return needed(reading, body, "channels",
                  open->channels.count > 0 || open->visits.named || open->at.count > 0
                      || open->agents.count > 0 || text_present(open->hours));
}

static bool quota_check(const struct form_reading *reading, const struct yaml *body,
                        const struct measure_quota *quota)
{
    if (quota->tickets.named && !text_present(quota->per))
        return complain(reading, body, "per", "rules.fault.missing", TEXT("per"));
    return needed(reading, body, "tickets",
                  quota->tickets.named || quota->people.named || quota->divert_to.count > 0);
}

static bool task_check(const struct form_reading *reading, const struct yaml *body,
                       struct measure_task *task)
{
    if (text_present(task->of) == (task->things.count > 0))
        return complain(reading, body, "of", "rules.fault.one-of", TEXT("of, things"));
    if (text_present(task->must) == (task->milestones.count > 0))
        return complain(reading, body, "must", "rules.fault.one-of", TEXT("must, milestones"));
    return true;
}

static bool prefer_check(const struct form_reading *reading, const struct yaml *body,
                         const struct measure_prefer *prefer)
{
    return !text_present(prefer->before)
        || vocabulary_rank(reading->vocabulary, "classes", prefer->class)
            < vocabulary_rank(reading->vocabulary, "classes", prefer->before)
        || complain(reading, body, "before", "rules.fault.backwards", TEXT(""));
}

bool measure_body_check(const struct form_reading *reading, const struct yaml *body,
                        struct measure *measure)
{
    switch (measure->verb) {
    case VERB_EXTEND: return extend_check(reading, body, &measure->extend);
    case VERB_OUTAGE: return outage_check(reading, measure);
    case VERB_WAIVE: return waive_check(reading, body, &measure->waive);
    case VERB_OPEN: return open_check(reading, body, &measure->open);
    case VERB_TOLERATE: return tolerate_check(reading, body, &measure->tolerate);
    case VERB_COVER: return cover_check(reading, body, &measure->cover);
    case VERB_PREFER: return prefer_check(reading, body, &measure->prefer);
    case VERB_RATE: return rate_check(reading, body, &measure->rate);
    case VERB_SUPPLY: return supply_check(reading, body, &measure->supply);
    case VERB_QUOTA: return quota_check(reading, body, &measure->quota);
    case VERB_REPORT:
        return needed(reading, body, "due", measure->report.due.kind != POINT_NONE
                                                || text_present(measure->report.every));
    case VERB_TASK: return task_check(reading, body, &measure->task);
    case VERB_WATCH:
        return needed(reading, body, "then",
                      measure->watch.then.count > 0 || measure->watch.tell.count > 0);
    case VERB_SUSPEND: case VERB_KEEP: case VERB_BACKDATE: case VERB_REINSTATE:
    case VERB_ENTRUST: case VERB_PREPAY: case VERB_REVIEW: case VERB_ANNOUNCE:
    case VERB_EMPOWER: case VERB_COUNT:
        return true;
    }
    return true;
}
