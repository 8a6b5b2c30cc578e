/* matter_ways.c: which ways to a matter are open now: channels that measures open beside its own,
 * and what an outage leaves of them. LAW: BJ4-S2d BJ22-2a BJ22-2.5b BJ22-2.5c */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"

#define MODES_MAX 400

/* ---- open ---- */

/* "Only where it cannot be done online" asks the matter itself. */
static bool when_holds(struct text when, const struct matter *matter)
{
    bool online = matter_words_have(&matter->channels, TEXT("web"));
    return !text_present(when) || (text_is(when, "online") && online)
        || (text_is(when, "not-online") && !online);
}

const struct measure *matter_opened(const struct book *book, const struct matter *matter,
                                    const struct matter_asker *asker, struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_OPEN, matter, asker, (struct text){ 0 }, facts);
    const struct measure_made made = measures_any(book, &question, arena).made;
    for (size_t i = 0; i < made.count; i++) {
        const struct measure_open *open = &made.hits[i].measure->open;
        if (open->of.count == 0 && when_holds(open->when, matter)
            && name_list_has(open->channels, asker->channel))
            return made.hits[i].measure;
    }
    return NULL;
}

const struct measure *matter_agent_opened(const struct book *book, const struct matter *matter,
                                          const struct matter_asker *asker, struct text agent,
                                          struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_OPEN, matter, asker, (struct text){ 0 }, facts);
    const struct measure_made made = measures_any(book, &question, arena).made;
    for (size_t i = 0; i < made.count; i++)
        if (name_list_has(made.hits[i].measure->open.agents, agent))
            return made.hits[i].measure;
    return NULL;
}

int64_t matter_visits_at_most(const struct book *book, const struct matter *matter,
                              const struct matter_asker *asker, struct arena *arena,
                              struct text *ret_clauses)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_OPEN, matter, asker, (struct text){ 0 }, facts);
    const struct measure_made made = measures_any(book, &question, arena).made;
    int64_t most = -1;
    *ret_clauses = (struct text){ 0 };
    for (size_t i = 0; i < made.count; i++) {
        const struct measure *measure = made.hits[i].measure;
        if (!measure->open.visits.named || !when_holds(measure->open.when, matter)
            || (most >= 0 && measure->open.visits.count >= most))
            continue;
        most = measure->open.visits.count;
        *ret_clauses = measure->cites;
    }
    return most;
}

/* ---- levels ---- */

struct matter_levels matter_levels_on(const struct book *book, const struct matter *matter,
                                      const struct matter_asker *asker, struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_ENTRUST, matter, asker, matter->matter, facts);
    const struct measure_entrusted review =
        measure_entrusted(book, &question, TEXT("review"), arena);
    if (review.who.count == 0)
        return (struct matter_levels){ .measure = NULL };
    return (struct matter_levels){
        .accept = measure_entrusted(book, &question, TEXT("accept"), arena).who,
        .review = review.who,
        .decide = measure_entrusted(book, &question, TEXT("decide"), arena).who,
        .measure = review.made.hits[0].measure,
    };
}

/* ---- outage ---- */

static bool names_a_matter(const struct outage_row *row)
{
    return row != NULL && !name_list_has(row->matter, TEXT("any"));
}

struct matter_mode matter_mode_at(const struct book *book, const struct matter *matter,
                                  const struct matter_asker *asker, struct moment at,
                                  const struct matter_way *way, struct arena *arena)
{
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    struct measure_question question =
        matter_question(VERB_OUTAGE, matter, asker, (struct text){ 0 }, facts);
    question.at = at;
    struct outage_question asked = {
        .matter = matter->matter, .step = text_of(way->step), .channel = asker->channel,
    };
    if (way->by != NULL)
        asked.by = text_of(way->by);
    if (way->when != NULL)
        asked.when = text_of(way->when);
    struct measure_outage_answer answer = measure_outage_at(book, &question, &asked, arena);
    if (!names_a_matter(answer.row) && text_present(matter->group)) {
        asked.matter = matter->group;
        const struct measure_outage_answer of_group =
            measure_outage_at(book, &question, &asked, arena);
        answer = names_a_matter(of_group.row) ? of_group : answer;
    }
    if (answer.row == NULL)
        return (struct matter_mode){ .mode = { "normal", 6 } };
    return (struct matter_mode){
        .mode = answer.row->mode, .cites = answer.row->cites, .row = answer.row,
        .until = answer.until, .measure = answer.measure,
    };
}

static bool goes_on(const struct matter_mode *mode)
{
    return text_is(mode->mode, "normal") || text_is(mode->mode, "edge");
}

/* LAW: BJ22-2a. As room intake takes it. */
static bool is_shut_for(const struct book *book, const struct matter *matter,
                        const struct matter_asker *asker, struct moment at, struct arena *arena)
{
    static const struct matter_way apply = { "apply", NULL, NULL },
                                   accept = { "accept", "agency", NULL };
    const struct matter_mode applied = matter_mode_at(book, matter, asker, at, &apply, arena);
    if (!goes_on(&applied))
        return true;
    if (applied.row != NULL)
        return false;
    const struct matter_mode accepted = matter_mode_at(book, matter, asker, at, &accept, arena);
    return !goes_on(&accepted);
}

/* A row that names insurances, asked for each of them. */
static bool is_shut_by_row(const struct book *book, const struct matter *matter,
                           const struct matter_asker *asker, struct moment at,
                           const struct outage_row *row, struct arena *arena)
{
    for (size_t c = 0; c < row->scope.count; c++) {
        const struct measure_condition *condition = &row->scope.conditions[c];
        if (condition->of != SCOPE_INSURANCE)
            continue;
        struct matter_asker as = *asker;
        for (size_t i = 0; i < condition->any_of.count; i++) {
            as.insurance = condition->any_of.items[i];
            if (is_shut_for(book, matter, &as, at, arena))
                return true;
        }
    }
    return false;
}

bool matter_is_shut(const struct book *book, const struct matter *matter,
                    const struct matter_asker *asker, struct moment at, struct arena *arena)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    if (is_shut_for(book, matter, asker, at, arena))
        return true;
    for (size_t i = 0; i < count && !text_present(asker->insurance); i++)
        for (size_t j = 0; measures[i]->verb == VERB_OUTAGE && j < measures[i]->outage.count; j++)
            if (is_shut_by_row(book, matter, asker, at, &measures[i]->outage.rows[j], arena))
                return true;
    return false;
}

/* ---- the table: what of which business, for everybody ---- */

static struct text said(const struct vocabulary *words, const char *set, struct name_list names,
                        enum language language, struct arena *arena)
{
    struct text all = { "", 0 };
    const char *between = language == LANGUAGE_ENGLISH ? ", " : "、";
    for (size_t i = 0; i < names.count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : between,
                           TEXT_ARGS(vocabulary_say(words, set, names.items[i], language)));
    return all;
}

static struct text word_said(const struct vocabulary *words, const char *set, struct text name,
                             enum language language)
{
    return text_present(name) ? vocabulary_say(words, set, name, language)
                              : (struct text){ 0 };
}

/* Business, step, who and by which way, in one cell. */
static struct text what_said(const struct vocabulary *words, const struct outage_row *row,
                             enum language language, struct arena *arena)
{
    const struct text parts[] = {
        text_present(row->job) ? word_said(words, "jobs", row->job, language)
            : name_list_has(row->matter, TEXT("any"))
            ? words_of("matter.mode.any", language)
            : said(words, "matters", row->matter, language, arena),
        word_said(words, "steps", row->step, language),
        said(words, "actors", row->by, language, arena),
        said(words, "channels", row->channels, language, arena),
        word_said(words, "cases", row->when, language),
    };
    struct text all = { "", 0 };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (text_present(parts[i]))
            all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " · ",
                               TEXT_ARGS(parts[i]));
    return all;
}

static struct moment point_moment(const struct measure_point *point, int plus_days)
{
    if (point->kind == POINT_MOMENT)
        return point->moment;
    return point->kind == POINT_DAY ? moment_of_date(date_plus_days(point->day, plus_days))
                                    : (struct moment){ 0 };
}

static struct matter_mode_told mode_told(const struct request *request,
                                         const struct measure *measure,
                                         const struct outage_row *row)
{
    const struct vocabulary *words = book_vocabulary(request->book);
    struct arena *arena = request->arena;
    struct matter_mode_told told = {
        .what_zh = what_said(words, row, LANGUAGE_CHINESE, arena),
        .what_en = what_said(words, row, LANGUAGE_ENGLISH, arena),
        .mode = row->mode, .mode_zh = word_said(words, "modes", row->mode, LANGUAGE_CHINESE),
        .mode_en = word_said(words, "modes", row->mode, LANGUAGE_ENGLISH),
        .after_zh = word_said(words, "afterwards", row->afterwards, LANGUAGE_CHINESE),
        .after_en = word_said(words, "afterwards", row->afterwards, LANGUAGE_ENGLISH),
        .from = point_moment(&measure->time.from, 0),
        .until = point_moment(&measure->time.until, 1),
        .notice = measure->notice, .clauses = row->cites,
    };
    if (told.from.ms == 0)
        told.from = moment_of_date(measure->issued);
    told.now = request->at.ms >= told.from.ms
        && (told.until.ms == 0 || request->at.ms < told.until.ms);
    return told;
}

static bool row_is_of(const struct outage_row *row, const struct matter *matter)
{
    return matter == NULL || name_list_has(row->matter, matter->matter)
        || name_list_has(row->matter, TEXT("any"))
        || (text_present(matter->group) && name_list_has(row->matter, matter->group));
}

struct list matter_modes_told(const struct request *request, int32_t place, struct events events,
                              const struct matter *matter)
{
    const struct measure_question question = {
        .verb = VERB_OUTAGE, .place = place, .day = date_of_moment(request->at),
        .known = date_of_moment(request->at), .events = events,
    };
    const struct measure_hit *hits;
    size_t count = measures_ever(request->book, &question, request->arena, &hits), told = 0;
    struct matter_mode_told *rows =
        ARENA_ARRAY(request->arena, struct matter_mode_told, MODES_MAX);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < hits[i].measure->outage.count && told < MODES_MAX; j++) {
            const struct outage_row *row = &hits[i].measure->outage.rows[j];
            if (!row_is_of(row, matter))
                continue;
            rows[told] = mode_told(request, hits[i].measure, row);
            told += rows[told].until.ms == 0 || rows[told].until.ms > request->at.ms;
        }
    return (struct list){ rows, told };
}

bool matter_gather_modes(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    return notice_gather_events(gather, &((struct matter_facts *)facts)->events);
}

void matter_decide_modes(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct matter_modes_input *input = request->input;
    const struct matter_facts *found = facts;
    if (!division_exists(book_divisions(request->book), (int32_t)input->place)) {
        decision_refuse(decision, "matter.refused.no-such-place", "place");
        return;
    }
    ((struct matter_modes *)decision->outcome)->modes =
        matter_modes_told(request, (int32_t)input->place, found->events, NULL);
}
