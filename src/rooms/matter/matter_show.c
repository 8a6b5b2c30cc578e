/* matter_show.c: the guide of a matter: steps and papers, with and without measures in force. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure_answer.h"
#include "core/words.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"

#include <ctype.h>

static struct text joined(const struct list *words, struct arena *arena)
{
    const struct matter_word *items = words->items;
    struct text all = { "", 0 };
    for (size_t i = 0; i < words->count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(items[i].word));
    return all;
}

static struct text also(struct text all, struct text word, struct arena *arena)
{
    if (!text_present(all))
        return word;
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(all), TEXT_ARGS(word));
}

/* ---- papers ---- */

static const char *const WAYS[] = { "debt", "commitment", "copy", "system-data" };

static void paper_due(const struct request *request, const struct measure *measure,
                      const struct matter_asker *asker, struct matter_paper *paper)
{
    const struct measure_point *due = &measure->later.due;
    if (due->kind == POINT_EVENT)
        paper->waits_for = due->event;
    if (measure_point_day(request->book, due, asker->events, asker->place,
                          (struct moment){ 0 }, &paper->due))
        paper->waits_for = (struct text){ 0 };
}

static struct matter_paper paper_of(const struct request *request, const struct matter *matter,
                                    const struct matter_material *material,
                                    const struct matter_asker *asker)
{
    struct matter_paper paper = {
        .name = material->name, .zh = material->zh, .en = material->en, .key = material->key,
        .when_field = material->when.field,
        .when_values = joined(&material->when.is, request->arena),
        .before = text_present(material->from) ? TEXT("not-asked") : TEXT("required"),
    };
    if (material->ordinary.count > 0)
        paper.before = joined(&material->ordinary, request->arena);
    struct text now = { 0 };
    if (matter_material_is_sought(material)) {
        now = TEXT("looked-up");
        paper.before = material->ordinary.count > 0
            ? also(now, paper.before, request->arena) : now;
    }
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        if (matter_words_have(&material->ordinary, text_of(WAYS[i]))) {
            now = also(now, text_of(WAYS[i]), request->arena);
            continue;
        }
        if (material->key || !matter_words_have(&material->may, text_of(WAYS[i])))
            continue;
        const struct measure *measure =
            matter_tolerated(request->book, matter, asker, WAYS[i], request->arena);
        if (measure == NULL)
            continue;
        now = also(now, text_of(WAYS[i]), request->arena);
        paper.clauses = measure->cites;
        paper.notice = measure->notice;
        if (i == 0)
            paper_due(request, measure, asker, &paper);
    }
    paper.now = text_present(now) ? now : paper.before;
    if (matter_may_be_shown(material, asker->channel)) {
        paper.before = also(paper.before, TEXT("shown"), request->arena);
        paper.now = also(paper.now, TEXT("shown"), request->arena);
    }
    /* On the telephone nobody shows a paper: who calls is asked. */
    if (material->shown && text_is(asker->channel, "phone"))
        paper.before = paper.now = TEXT("not-asked");
    return paper;
}

static struct list papers_of(const struct request *request, const struct matter *matter,
                             const struct matter_asker *asker)
{
    const struct matter_material *items = matter->materials.items;
    struct matter_paper *papers =
        ARENA_ARRAY(request->arena, struct matter_paper, matter->materials.count + 1);
    for (size_t i = 0; i < matter->materials.count; i++)
        papers[i] = paper_of(request, matter, &items[i], asker);
    return (struct list){ papers, matter->materials.count };
}

/* ---- steps and measures ---- */

static void step_entrusted(const struct request *request,
                           const struct measure_question *question,
                           struct matter_step_told *step)
{
    const struct measure_entrusted entrusted =
        measure_entrusted(request->book, question, step->step, request->arena);
    for (size_t w = 0; w < entrusted.who.count; w++)
        step->also = also(step->also, entrusted.who.items[w], request->arena);
    for (size_t h = 0; h < entrusted.made.count && entrusted.who.count > 0; h++)
        step->clauses = also(step->clauses, entrusted.made.hits[h].measure->cites,
                             request->arena);
}

static struct list steps_of(const struct request *request, const struct matter *matter,
                            const struct matter_asker *asker)
{
    const struct matter_step *items = matter->steps.items;
    struct matter_step_told *steps =
        ARENA_ARRAY(request->arena, struct matter_step_told, matter->steps.count + 2);
    struct measure_fact facts[MATTER_QUESTION_FACTS];
    const struct measure_question question =
        matter_question(VERB_ENTRUST, matter, asker, matter->matter, facts);
    steps[0] = (struct matter_step_told){ .step = TEXT("apply"), .offices = { "", 0 },
        .roles = joined(&matter->applicants, request->arena) };
    for (size_t i = 0; i < matter->steps.count; i++)
        steps[i + 1] = (struct matter_step_told){
            .step = items[i].step,
            .roles = joined(&items[i].roles, request->arena),
            .offices = joined(&items[i].offices, request->arena),
        };
    for (size_t i = 0; i <= matter->steps.count; i++)
        step_entrusted(request, &question, &steps[i]);
    return (struct list){ steps, matter->steps.count + 1 };
}

static struct list all_measures(const struct request *request, const struct matter *matter,
                                const struct matter_asker *asker)
{
    const struct { enum measure_verb verb; struct text thing; } asked[] = {
        { VERB_TOLERATE, TEXT("secondary") }, { VERB_ENTRUST, matter->matter },
        { VERB_BACKDATE, matter->matter },
    };
    struct matter_measure *told = ARENA_ARRAY(request->arena, struct matter_measure, 60);
    size_t found = 0;
    for (size_t v = 0; v < COUNT_OF(asked); v++) {
        struct measure_fact facts[MATTER_QUESTION_FACTS];
        const struct measure_question question =
            matter_question(asked[v].verb, matter, asker, asked[v].thing, facts);
        const struct measure_made made =
            measures_any(request->book, &question, request->arena).made;
        const struct measure_hit *hits = made.hits;
        for (size_t i = 0; i < made.count && found < 60; i++)
            told[found++] = (struct matter_measure){
                .verb = text_of(measure_verb_name(asked[v].verb)),
                .notice = hits[i].measure->notice, .clauses = hits[i].measure->cites,
                .zh = hits[i].measure->chinese, .en = hits[i].measure->says,
            };
    }
    return (struct list){ told, found };
}

/* Channels that measures open although they are none of the matter's own. */
static struct text opened_besides(const struct request *request, const struct matter *matter,
                                  const struct matter_asker *asker, const struct list *own)
{
    const struct word_set *channels = vocabulary_set(book_vocabulary(request->book),
                                                     TEXT("channels"));
    struct text all = { 0 };
    struct matter_asker by = *asker;
    for (size_t i = 0; channels != NULL && i < channels->count; i++) {
        by.channel = channels->words[i].name;
        if (!matter_words_have(own, by.channel)
            && matter_opened(request->book, matter, &by, request->arena) != NULL)
            all = also(all, by.channel, request->arena);
    }
    return all;
}

/* ---- the two actions ---- */

bool matter_gather_show(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    return notice_gather_events(gather, &((struct matter_facts *)facts)->events);
}

static struct text code_at_place(const struct request *request, const struct matter *matter,
                                 int64_t place)
{
    const struct matter_code *codes = matter->codes.items;
    struct text code = { 0 };
    for (size_t i = 0; i < matter->codes.count; i++)
        if (division_is_within(book_divisions(request->book), (int32_t)place,
                               (int32_t)codes[i].place))
            code = codes[i].code;
    return code;
}

static void tell_family(const struct request *request, const struct matter *matter,
                        const struct matter_asker *asker, struct matter_shown *shown)
{
    const struct matter_family *family =
        matter_family_of(request->book, matter, asker->place, asker->day);
    if (family == NULL)
        return;
    shown->family = family->name;
    shown->family_zh = family->zh;
    shown->family_en = family->en;
    shown->modes_wanted = joined(&family->modes, request->arena);
    const struct matter_word *modes = family->modes.items;
    for (size_t i = 0; i < family->modes.count; i++) {
        shown->modes_zh = also(shown->modes_zh,
            code_label("way_ten", modes[i].word, LANGUAGE_CHINESE), request->arena);
        shown->modes_en = also(shown->modes_en,
            code_label("way_ten", modes[i].word, LANGUAGE_ENGLISH), request->arena);
    }
}

/* LAW: SX9-G1b: where the place takes in online what may be applied for so. */
static struct list entries_of(const struct request *request, const struct matter_asker *asker,
                              const struct list *channels)
{
    const struct question question = {
        .about = matter_entry_rule.about, .place = asker->place, .day = asker->day,
        .known = asker->day,
    };
    const struct rule *rule = NULL;
    if ((!matter_words_have(channels, TEXT("web")) && !matter_words_have(channels, TEXT("mobile")))
        || rules_on(request->book, &question, &rule) != RULE_FOUND)
        return (struct list){ 0 };
    return ((const struct matter_entries *)rule->payload)->entries;
}

void matter_decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    static const struct text stranded[] = { { "stranded-outside", 16 } };
    const struct matter_show_input *input = request->input;
    const struct matter_facts *found = facts;
    /* LAW: SX9-3.1c: who works a case is shown the procedure of the text it began with. */
    const struct matter *matter = input->publication == 0
        ? matter_of(request->book, input->matter, request->arena)
        : matter_at(request->book, input->matter, input->publication, request->arena);
    if (matter == NULL) {
        decision_refuse(decision, "matter.refused.no-such-matter", "matter");
        return;
    }
    if (!division_exists(book_divisions(request->book), (int32_t)input->place)) {
        decision_refuse(decision, "matter.refused.no-such-place", "place");
        return;
    }
    const struct matter_asker asker = {
        .place = (int32_t)input->place, .insurance = input->insurance,
        .channel = text_present(input->channel) ? input->channel : TEXT("web"),
        .statuses = stranded, .status_count = input->stranded ? 1 : 0,
        .day = input->on.yyyymmdd == 0 ? date_of_moment(request->at) : input->on,
        .events = found->events,
    };
    const struct matter_terms terms = matter_terms_at(request->book, matter, asker.place);
    const struct matter_limit *limit = matter_limit_on(&terms, asker.day);
    *(struct matter_shown *)decision->outcome = (struct matter_shown){
        .matter = matter->matter, .zh = matter->zh, .en = matter->en, .source = matter->source,
        .source_zh = matter->source_zh, .certainty = matter->certainty,
        .national = matter->national,
        .code = code_at_place(request, matter, input->place),
        .channels = joined(terms.channels, request->arena),
        .applicants = joined(&matter->applicants, request->arena),
        .own = matter->own, .newcomer = matter->newcomer,
        .fields = matter->fields,
        .papers = papers_of(request, matter, &asker),
        .steps = steps_of(request, matter, &asker),
        .measures = all_measures(request, matter, &asker), .place = input->place,
        .modes = matter_modes_told(request, asker.place, asker.events, matter),
        .entries = entries_of(request, &asker, terms.channels),
        .opened = opened_besides(request, matter, &asker, terms.channels),
        .place_zh = division_name(book_divisions(request->book), asker.place),
        .place_en = division_english(book_divisions(request->book), asker.place),
        .visits = matter->visits,
        .working_days = limit->working_days,
        .calendar_days = limit->calendar_days,
        .months = limit->months, .at_once = limit->at_once, .hours = *terms.hours,
        .limit_source = limit->source, .limit_source_zh = limit->source_zh,
        .limit_certainty = limit->certainty, .result = matter->result,
        .commitment = matter->commitment, .guide = matter->guide,
        .approval = matter->approval, .publication = matter->publication,
    };
    tell_family(request, matter, &asker, decision->outcome);
}

bool matter_gather_list(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

/* Letters of the Latin alphabet regardless of their case. */
static bool has_words(struct text text, struct text words)
{
    for (size_t at = 0; at + words.length <= text.length; at++) {
        size_t same = 0;
        while (same < words.length
               && tolower((unsigned char)text.data[at + same])
                      == tolower((unsigned char)words.data[same]))
            same++;
        if (same == words.length)
            return true;
    }
    return false;
}

static bool is_asked_for(const struct matter *matter, struct text words)
{
    return has_words(matter->zh, words) || has_words(matter->en, words);
}

static struct list lives_of(const struct request *request, const struct list *listed)
{
    const struct matter_listed *rows = listed->items;
    struct matter_life *lives = ARENA_ARRAY(request->arena, struct matter_life, matter_life_count);
    size_t count = 0;
    for (size_t i = 0; i < matter_life_count; i++) {
        bool some = false;
        for (size_t j = 0; j < listed->count && !some; j++)
            some = text_is(rows[j].life, matter_lives[i]);
        const char *key = arena_format(request->arena, "matter.life.%s", matter_lives[i]).data;
        if (some)
            lives[count++] = (struct matter_life){ text_of(matter_lives[i]),
                words_of(key, LANGUAGE_CHINESE), words_of(key, LANGUAGE_ENGLISH) };
    }
    return (struct list){ lives, count };
}

/* LAW: SX9-G4b: what that kind of applicant may bring in that place without coming in. */
static bool is_open_to(const struct request *request, const struct matter *matter,
                       const struct matters_input *input)
{
    if (text_present(input->applicant)
        && !matter_words_have(&matter->applicants, input->applicant))
        return false;
    if (input->place == 0 || !text_present(input->applicant))
        return true;
    const struct matter_terms terms =
        matter_terms_at(request->book, matter, (int32_t)input->place);
    return matter_words_have(terms.channels, TEXT("web"))
        || matter_words_have(terms.channels, TEXT("mobile"));
}

/* LAW: SX9-M3b: the nearest place's own order; what is not listed is not featured. */
static struct list featured_of(const struct request *request, const struct matters_input *input,
                               const struct list *listed)
{
    const struct date today = date_of_moment(request->at);
    const struct question question = {
        .about = matter_featured_rule.about, .place = (int32_t)input->place, .day = today,
        .known = today,
    };
    const struct rule *rule = NULL;
    if (rules_on(request->book, &question, &rule) != RULE_FOUND)
        return (struct list){ 0 };
    const struct matter_featured *featured = rule->payload;
    const struct matter_word *names = featured->matters.items;
    const struct matter_listed *rows = listed->items;
    struct matter_listed *found =
        ARENA_ARRAY(request->arena, struct matter_listed, featured->matters.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < featured->matters.count; i++)
        for (size_t j = 0; j < listed->count; j++)
            if (text_equal(rows[j].matter, names[i].word))
                found[count++] = rows[j];
    return (struct list){ found, count };
}

void matter_decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct matters_input *input = request->input;
    const struct text wished = text_trim(input->words);
    struct list matters = matters_of(request->book, request->arena);
    const struct matter *items = matters.items;
    struct matter_listed *listed =
        ARENA_ARRAY(request->arena, struct matter_listed, matters.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < matters.count; i++)
        if (is_asked_for(&items[i], wished) && is_open_to(request, &items[i], input))
            listed[count++] = (struct matter_listed){ items[i].matter, items[i].zh, items[i].en,
                                                      items[i].life };
    struct matters_answer *answer = decision->outcome;
    answer->matters = (struct list){ listed, count };
    answer->lives = lives_of(request, &answer->matters);
    answer->featured = featured_of(request, input, &answer->matters);
    answer->place = input->place;
}
