/* measure_compare.c: see measure_compare.h. */

#include "core/measure_compare.h"

#include "core/measure_authority.h"
#include "core/measure_words.h"

/* ---- names ---- */

bool names_cross(struct name_list a, struct name_list b)
{
    for (size_t i = 0; i < a.count; i++)
        if (name_list_has(b, a.items[i]))
            return true;
    return false;
}

bool names_within(struct name_list names, struct name_list wider)
{
    for (size_t i = 0; i < names.count; i++)
        if (!name_list_has(wider, names.items[i]))
            return false;
    return true;
}

bool names_same(struct name_list a, struct name_list b)
{
    return a.count == b.count && names_within(a, b);
}

/* No list is all of them. */
static bool any_cross(struct name_list a, struct name_list b)
{
    return a.count == 0 || b.count == 0 || names_cross(a, b)
        || name_list_has(a, TEXT("any")) || name_list_has(b, TEXT("any"));
}

static bool any_within(struct name_list names, struct name_list wider)
{
    return wider.count == 0 || (names.count > 0 && names_within(names, wider));
}

/* ---- scope ---- */

static const struct measure_condition *condition_on(const struct measure_scope *scope,
                                                    const char *path)
{
    for (size_t i = 0; i < scope->count; i++)
        if (text_is(text_of(path), scope->conditions[i].path))
            return &scope->conditions[i];
    return NULL;
}

bool scopes_are_equal_rank(const struct measure_scope *a, const struct measure_scope *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct measure_condition *other = condition_on(b, a->conditions[i].path);
        if (other == NULL || !names_cross(a->conditions[i].any_of, other->any_of))
            return false;
    }
    return true;
}

bool scope_is_within(const struct measure_scope *narrower, const struct measure_scope *wider)
{
    for (size_t i = 0; i < wider->count; i++) {
        const struct measure_condition *mine =
            condition_on(narrower, wider->conditions[i].path);
        if (mine == NULL || !names_within(mine->any_of, wider->conditions[i].any_of))
            return false;
    }
    return true;
}

/* ---- time ---- */

static bool has_day(const struct measure_point *point)
{
    return point->kind == POINT_DAY || point->kind == POINT_MOMENT;
}

static struct date first_day(const struct measure *measure)
{
    if (measure->time.from.kind == POINT_NONE)
        return measure->issued;
    return has_day(&measure->time.from) ? measure->time.from.day : DATE_EARLIEST;
}

static struct date last_day(const struct measure *measure)
{
    struct date last = has_day(&measure->time.until) ? measure->time.until.day : DATE_LATEST;
    return date_compare(measure->notice_until, last) < 0 ? measure->notice_until : last;
}

bool times_cross(const struct measure *a, const struct measure *b)
{
    return date_compare(first_day(a), last_day(b)) <= 0
        && date_compare(first_day(b), last_day(a)) <= 0
        && date_compare(a->known_from, b->known_until) <= 0
        && date_compare(b->known_from, a->known_until) <= 0;
}

/* ---- things ---- */

static bool waives_cross(const struct measure_waive *a, const struct measure_waive *b)
{
    return (text_present(a->charge) && text_equal(a->charge, b->charge))
        || (text_present(a->cut) && text_equal(a->cut, b->cut))
        || names_cross(a->checks, b->checks) || names_cross(a->restrictions, b->restrictions);
}

static bool outages_cross(const struct measure_outage *a, const struct measure_outage *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if ((text_present(a->rows[i].job) && text_equal(a->rows[i].job, b->rows[j].job))
                || (!text_present(a->rows[i].job) && !text_present(b->rows[j].job)
                    && any_cross(a->rows[i].matter, b->rows[j].matter)))
                return true;
    return false;
}

bool things_cross(const struct measure *a, const struct measure *b)
{
    switch (a->verb) {
    case VERB_EXTEND: return names_cross(a->extend.deadlines, b->extend.deadlines);
    case VERB_SUSPEND: return names_cross(a->suspend.clocks, b->suspend.clocks);
    case VERB_OUTAGE: return outages_cross(&a->outage, &b->outage);
    case VERB_WAIVE: return waives_cross(&a->waive, &b->waive);
    case VERB_KEEP: return text_equal(a->keep.right, b->keep.right);
    case VERB_OPEN: return any_cross(a->open.channels, b->open.channels);
    case VERB_BACKDATE: return names_cross(a->backdate.filing, b->backdate.filing);
    case VERB_TOLERATE: return names_cross(a->tolerate.papers, b->tolerate.papers);
    case VERB_ENTRUST: return any_cross(a->entrust.matter, b->entrust.matter);
    case VERB_RATE: return text_equal(a->rate.part, b->rate.part);
    case VERB_PREPAY: return text_equal(a->prepay.kind, b->prepay.kind);
    case VERB_QUOTA: return text_equal(a->quota.at, b->quota.at);
    case VERB_COVER: case VERB_PREFER: case VERB_SUPPLY: case VERB_REINSTATE:
        return true;
    case VERB_REPORT: case VERB_TASK: case VERB_WATCH: case VERB_REVIEW: case VERB_ANNOUNCE:
    case VERB_EMPOWER: case VERB_COUNT:
        return false;       /* they stand side by side */
    }
    return false;
}

/* ---- what contradicts ---- */

/* Two that both say something, and not the same. */
static bool text_clash(struct text a, struct text b)
{
    return text_present(a) && text_present(b) && !text_equal(a, b);
}

static bool share_clash(struct share a, struct share b)
{
    return a.parts > 0 && b.parts > 0 && a.parts != b.parts;
}

static const char *covers_differ(const struct measure_cover *a, const struct measure_cover *b)
{
    const struct { const char *name; struct text a, b; } fields[] = {
        { "catalogue", a->catalogue, b->catalogue }, { "advance-by", a->advance_by, b->advance_by },
        { "remainder", a->remainder, b->remainder }, { "rules-of", a->rules_of, b->rules_of },
        { "hospital-budget", a->hospital_budget, b->hospital_budget },
        { "self-paid", a->self_paid, b->self_paid }, { "by", a->by, b->by },
        { "order", a->order, b->order }, { "invoice", a->invoice, b->invoice },
        { "refund", a->refund, b->refund }, { "clear", a->clear.with, b->clear.with },
        { "clear", a->clear.when, b->clear.when },
        { "deductible", a->deductible, b->deductible }, { "ceiling", a->ceiling, b->ceiling },
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (text_clash(fields[i].a, fields[i].b))
            return fields[i].name;
    return share_clash(a->clear.central_share, b->clear.central_share) ? "clear" : NULL;
}

static const char *entrusts_differ(const struct measure_entrust *a,
                                   const struct measure_entrust *b)
{
    for (size_t i = 0; i < a->steps.count; i++)
        for (size_t j = 0; j < b->steps.count; j++)
            if (text_equal(a->steps.items[i].step, b->steps.items[j].step)
                && !names_same(a->steps.items[i].who, b->steps.items[j].who))
                return "steps";
    if (text_clash(a->agency_step, b->agency_step))
        return "agency-step";
    return text_clash(a->in_force, b->in_force) ? "in-force" : NULL;
}

int outage_row_rank(const struct outage_row *row)
{
    bool named = text_present(row->job)
        || (row->matter.count > 0 && !name_list_has(row->matter, TEXT("any")));
    return named * 100 + text_present(row->step) + (row->channels.count > 0)
        + (row->by.count > 0) + text_present(row->when) + (int)row->scope.count;
}

static bool text_cross(struct text a, struct text b)
{
    return !text_present(a) || !text_present(b) || text_equal(a, b);
}

bool outage_rows_clash(const struct outage_row *a, const struct outage_row *b)
{
    bool job = text_present(a->job) || text_present(b->job);
    bool same = job ? text_equal(a->job, b->job) : any_cross(a->matter, b->matter);
    bool scopes = a->scope.count == 0 || b->scope.count == 0
        || scopes_are_equal_rank(&a->scope, &b->scope);
    return same && outage_row_rank(a) == outage_row_rank(b) && text_cross(a->step, b->step)
        && any_cross(a->channels, b->channels) && any_cross(a->by, b->by)
        && text_cross(a->when, b->when) && scopes
        && (!text_equal(a->mode, b->mode) || text_clash(a->afterwards, b->afterwards));
}

static const char *outages_differ(const struct measure_outage *a, const struct measure_outage *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (outage_rows_clash(&a->rows[i], &b->rows[j]))
                return "mode";
    return NULL;
}

const char *measures_differ(const struct measure *a, const struct measure *b)
{
    if (a->verb == VERB_COVER)
        return covers_differ(&a->cover, &b->cover);
    if (a->verb == VERB_ENTRUST)
        return entrusts_differ(&a->entrust, &b->entrust);
    return a->verb == VERB_OUTAGE ? outages_differ(&a->outage, &b->outage) : NULL;
}

/* ---- no worse for the insured ---- */

/* An open end is later than an event's, and that than a day's, whatever the day: nobody knows when
 * the event will be. */
static int point_compare(const struct measure_point *a, const struct measure_point *b)
{
    static const int rank[] = {
        [POINT_NONE] = 3, [POINT_OPEN] = 3, [POINT_DAY] = 1, [POINT_MOMENT] = 1,
        [POINT_FIRST_WORKING_DAY] = 1, [POINT_EVENT] = 2,
    };
    if (rank[a->kind] != rank[b->kind])
        return rank[a->kind] - rank[b->kind];
    if (rank[a->kind] == 1)
        return date_compare(a->day, b->day);
    if (rank[a->kind] == 3)
        return 0;
    if (!text_equal(a->event, b->event) || a->plus.unit != b->plus.unit)
        return a->plus.unit == b->plus.unit ? -1 : (a->plus.count > 0) - (b->plus.count > 0);
    return (a->plus.count - a->minus.count) - (b->plus.count - b->minus.count);
}

static int32_t span_days(struct measure_span span)
{
    return span.unit == CLOCK_MONTHS ? span.count * 28
        : span.unit == CLOCK_WORKING_DAYS ? span.count * 7 / 5 : span.count;
}

static bool extend_no_worse(const struct measure_extend *than, const struct measure_extend *it)
{
    if (!names_within(than->deadlines, it->deadlines))
        return false;
    if (than->periods.months.count > 0
        && (it->periods.months.count > 0 || it->periods.from != 0 || it->periods.until != 0)
        && !names_within(than->periods.months, it->periods.months))
        return false;
    if (than->to.kind != POINT_NONE && it->to.kind != POINT_NONE)
        return point_compare(&it->to, &than->to) >= 0;
    return than->by.count > 0 && it->by.count > 0 && span_days(it->by) >= span_days(than->by);
}

static int over_rank(struct text over)
{
    return text_is(over, "reason") ? 2 : text_is(over, "confirm") ? 1 : 0;
}

static bool cut_no_worse(const struct measure_rate *than, const struct measure_rate *it)
{
    return it->cut.points.parts >= than->cut.points.parts
        && it->cut.share.parts >= than->cut.share.parts
        && it->cut.less_points.parts <= than->cut.less_points.parts
        && (than->rate.parts == 0 || (it->rate.parts > 0 && it->rate.parts <= than->rate.parts))
        && (it->periods.from == 0 || (than->periods.from != 0
                                      && it->periods.from <= than->periods.from))
        && (it->periods.until == 0 || (than->periods.until != 0
                                       && it->periods.until >= than->periods.until));
}

static bool open_no_worse(const struct measure_open *than, const struct measure_open *it)
{
    return names_within(than->channels, it->channels) && names_within(than->at, it->at)
        && names_within(than->agents, it->agents)
        && (!than->visits.named
            || (it->visits.named && it->visits.count <= than->visits.count))
        && (it->must || !than->must);
}

static bool quota_no_worse(const struct measure_quota *than, const struct measure_quota *it)
{
    return (!it->tickets.named
            || (than->tickets.named && it->tickets.count >= than->tickets.count))
        && (!it->people.named || (than->people.named && it->people.count >= than->people.count));
}

static bool cover_no_worse(const struct measure_cover *than, const struct measure_cover *it)
{
    return (it->treat_first || !than->treat_first)
        && (it->catalogue_open || !than->catalogue_open)
        && (text_present(it->deductible) || !text_present(than->deductible))
        && (text_present(it->ceiling) || !text_present(than->ceiling))
        && it->share_at_least.parts >= than->share_at_least.parts;
}

/* What it gives, of one verb. */
static bool body_no_worse(const struct measure *than, const struct measure *it,
                          const struct vocabulary *vocabulary)
{
    switch (it->verb) {
    case VERB_EXTEND: return extend_no_worse(&than->extend, &it->extend);
    case VERB_SUSPEND: return names_within(than->suspend.clocks, it->suspend.clocks);
    case VERB_WAIVE:
        return (!text_present(than->waive.charge)
                || text_equal(than->waive.charge, it->waive.charge))
            && (!text_present(than->waive.cut) || text_equal(than->waive.cut, it->waive.cut))
            && names_within(than->waive.checks, it->waive.checks)
            && names_within(than->waive.restrictions, it->waive.restrictions)
            && names_within(than->waive.also_when, it->waive.also_when);
    case VERB_KEEP:
        return text_equal(than->keep.right, it->keep.right)
            && any_within(than->keep.against, it->keep.against);
    case VERB_OPEN: return open_no_worse(&than->open, &it->open);
    case VERB_BACKDATE: return names_within(than->backdate.filing, it->backdate.filing);
    case VERB_TOLERATE:
        return names_within(than->tolerate.papers, it->tolerate.papers)
            && names_within(than->tolerate.by, it->tolerate.by)
            && (!text_present(than->tolerate.decide)
                || text_equal(than->tolerate.decide, it->tolerate.decide));
    case VERB_ENTRUST: return entrusts_differ(&than->entrust, &it->entrust) == NULL
        && any_within(than->entrust.matter, it->entrust.matter);
    case VERB_COVER: return cover_no_worse(&than->cover, &it->cover);
    case VERB_PREFER:
        return vocabulary_rank(vocabulary, "classes", it->prefer.class)
            <= vocabulary_rank(vocabulary, "classes", than->prefer.class);
    case VERB_RATE: return cut_no_worse(&than->rate, &it->rate);
    case VERB_SUPPLY:
        return it->supply.at_most.count >= than->supply.at_most.count
            && over_rank(it->supply.over) >= over_rank(than->supply.over);
    case VERB_QUOTA: return quota_no_worse(&than->quota, &it->quota);
    case VERB_REINSTATE: return text_equal(than->reinstate.to, it->reinstate.to);
    case VERB_OUTAGE: case VERB_PREPAY: case VERB_REPORT: case VERB_TASK: case VERB_WATCH:
    case VERB_REVIEW: case VERB_ANNOUNCE: case VERB_EMPOWER: case VERB_COUNT:
        return false;       /* no better or worse can be told: it needs an `empower` */
    }
    return false;
}

bool measure_is_no_worse(const struct measure *than, const struct measure *it,
                         const struct vocabulary *vocabulary)
{
    bool times = point_compare(&it->time.until, &than->time.until) >= 0
        && date_compare(it->notice_until, than->notice_until) >= 0
        && (it->time.from.kind == POINT_NONE
            || date_compare(first_day(it), first_day(than)) <= 0
            || date_compare(first_day(it), it->issued) <= 0);
    bool asks_more = (text_present(it->grant.on_application)
                      && !text_present(than->grant.on_application))
        || !names_within(it->needs, than->needs);
    return it->verb == than->verb && times && !asks_more
        && scope_is_within(&than->scope, &it->scope) && body_no_worse(than, it, vocabulary);
}
