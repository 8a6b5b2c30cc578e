/* matter_page.c: the catalogue and the guide as plain pages tell them, in the reader's words. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"

static struct text word_of(const struct page_parts *parts, const char *of, struct text word)
{
    const char *key = arena_format(parts->arena, "matter.%s.%.*s", of, TEXT_ARGS(word)).data;
    return words_has(key) ? page_words(parts, key) : word;
}

/* "web mobile" → "网上、手机". A word that people are not told is left out. */
static struct text words_joined(const struct page_parts *parts, const char *of, struct text list)
{
    struct text all = { "", 0 }, rest = list;
    while (text_present(rest)) {
        struct text word = text_until(rest, ' ', &rest);
        const char *key = arena_format(parts->arena, "matter.%s.%.*s", of, TEXT_ARGS(word)).data;
        if (!words_has(key))
            continue;
        struct text told = page_words(parts, key);
        all = arena_format(parts->arena, "%.*s%s%.*s", TEXT_ARGS(all),
                           all.length == 0 ? "" : page_words(parts, text_is(word, "commitment")
                               ? "matter.list.and-also" : "matter.list.and").data,
                           TEXT_ARGS(told));
    }
    return all;
}

static struct text sentences(const struct page_parts *parts, struct text first, struct text second)
{
    if (!text_present(first) || !text_present(second))
        return text_present(first) ? first : second;
    return arena_format(parts->arena, "%.*s%s%.*s", TEXT_ARGS(first),
                        parts->language == LANGUAGE_ENGLISH ? "; " : "；", TEXT_ARGS(second));
}

/* ---- the catalogue ---- */

static void tell_some(struct page_parts *parts, const struct list *matters, struct text life)
{
    const struct matter_listed *rows = matters->items;
    for (size_t i = 0; i < matters->count; i++)
        if (text_equal(rows[i].life, life) || (!text_present(life) && !text_present(rows[i].life)))
            page_part_add(parts, (struct page_part){
                .kind = PAGE_PART_ITEM, .text = page_said(parts, rows[i].zh, rows[i].en),
                .path = arena_format(parts->arena, "/matters/%.*s", TEXT_ARGS(rows[i].matter)),
            });
}

static void tell_list(struct page_parts *parts, const void *told)
{
    const struct matters_answer *answer = told;
    const struct matter_life *lives = answer->lives.items;
    const struct matter_listed *rows = answer->matters.items;
    bool other = false;
    for (size_t i = 0; i < answer->lives.count; i++) {
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_HEADING, .text = page_said(parts, lives[i].zh, lives[i].en) });
        tell_some(parts, &answer->matters, lives[i].life);
    }
    for (size_t i = 0; i < answer->matters.count; i++)
        other = other || !text_present(rows[i].life);
    if (other) {
        page_part_say(parts, PAGE_PART_HEADING, "matter.life.other");
        tell_some(parts, &answer->matters, (struct text){ 0 });
    }
    if (answer->matters.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "matter.page.none");
}

/* On the house's first page: what most people come for, and the way to all of it. */
static void tell_front(struct page_parts *parts, const void *told)
{
    const struct matters_answer *answer = told;
    const struct matter_listed *rows = answer->featured.items;
    if (answer->featured.count == 0)
        return;
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.featured");
    for (size_t i = 0; i < answer->featured.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, rows[i].zh, rows[i].en),
            .path = answer->place == 0
                ? arena_format(parts->arena, "/matters/%.*s", TEXT_ARGS(rows[i].matter))
                : arena_format(parts->arena, "/matters/%.*s?place=%lld",
                               TEXT_ARGS(rows[i].matter), (long long)answer->place),
        });
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_BUTTON, .text = page_words(parts, "matter.page.more"),
        .path = answer->place == 0 ? TEXT("/matters")
            : arena_format(parts->arena, "/matters?place=%lld", (long long)answer->place),
    });
}

/* ---- papers ---- */

/* Whom it is asked of: the choices of the field it hangs on. */
static struct text asked_of(const struct page_parts *parts, const struct matter_shown *shown,
                            const struct matter_paper *paper)
{
    const struct matter_field *fields = shown->fields.items;
    struct text all = { 0 };
    for (size_t i = 0; text_present(paper->when_field) && i < shown->fields.count; i++) {
        const struct matter_choice *choices = fields[i].choices.items;
        struct text rest = paper->when_values;
        while (text_equal(fields[i].name, paper->when_field) && text_present(rest)) {
            struct text value = text_until(rest, ' ', &rest);
            for (size_t c = 0; c < fields[i].choices.count; c++)
                if (text_equal(choices[c].value, value))
                    all = sentences(parts, all, page_said(parts, choices[c].zh, choices[c].en));
        }
    }
    return text_present(all) ? page_words_with(parts, "matter.page.asked-of", &all, 1) : all;
}

static struct text until_when(const struct page_parts *parts, const struct matter_paper *paper)
{
    struct text day = page_day(parts, paper->due);
    const char *event = arena_format(parts->arena, "deadline.event.%.*s",
                                     TEXT_ARGS(paper->waits_for)).data;
    if (text_present(day))
        return page_words_with(parts, "matter.page.owed-until", &day, 1);
    struct text waits = text_present(paper->waits_for) && words_has(event)
        ? page_words(parts, event) : (struct text){ 0 };
    return text_present(waits) ? page_words_with(parts, "matter.page.owed-after", &waits, 1)
                               : waits;
}

static void tell_papers(struct page_parts *parts, const struct matter_shown *shown)
{
    const struct matter_paper *papers = shown->papers.items;
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.need");
    for (size_t i = 0; i < shown->papers.count; i++) {
        const struct matter_paper *paper = &papers[i];
        bool changed = text_present(paper->notice) && !text_equal(paper->now, paper->before);
        struct text note = sentences(parts, asked_of(parts, shown, paper),
                                     changed ? until_when(parts, paper) : (struct text){ 0 });
        if (changed)
            note = sentences(parts, note,
                             page_words_with(parts, "matter.page.by", &paper->notice, 1));
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, paper->zh, paper->en),
            .mark = words_joined(parts, "paper", paper->now),
            .good = !text_is(paper->now, "required"), .note = note,
        });
    }
    if (shown->papers.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "matter.page.nothing");
}

/* ---- the guide ---- */

static struct text limit_told(const struct page_parts *parts, const struct matter_shown *shown)
{
    const struct { int64_t count; const char *key; } kinds[] = {
        { shown->working_days, "matter.page.working-days" },
        { shown->calendar_days, "matter.page.calendar-days" },
        { shown->months, "matter.page.months" },
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct text count = arena_format(parts->arena, "%lld", (long long)kinds[i].count);
        if (kinds[i].count > 0)
            return page_words_with(parts, kinds[i].key, &count, 1);
    }
    return page_words(parts, shown->at_once ? "matter.page.at-once" : "matter.page.no-limit");
}

static void tell_limit(struct page_parts *parts, const struct matter_shown *shown)
{
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.how-long");
    struct text source = page_said(parts, shown->limit_source_zh, shown->limit_source);
    if (parts->language == LANGUAGE_ENGLISH && text_present(shown->limit_source))
        source = shown->limit_source;
    bool sure = text_is(shown->limit_certainty, "official");
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = limit_told(parts, shown),
        .mark = sure ? (struct text){ 0 } : word_of(parts, "certainty", shown->limit_certainty),
        .note = text_present(source) ? page_words_with(parts, "matter.page.source", &source, 1)
                                     : source,
    });
}

static struct text minute(const struct page_parts *parts, struct moment moment)
{
    char bytes[32];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (moment.ms == 0)
        return TEXT("");
    moment_write(&builder, moment);
    return arena_format(parts->arena, "%.*s %.*s",
                        TEXT_ARGS(page_day(parts, date_of_moment(moment))),
                        TEXT_ARGS(text_slice(builder_text(&builder), sizeof "2020-02-10 " - 1,
                                             sizeof "2020-02-10 09:00" - 1)));
}

/* LAW: BJ22-2a: what an outage leaves of each business, and until when. */
static void tell_modes(struct page_parts *parts, const struct list *modes)
{
    const struct matter_mode_told *rows = modes->items;
    if (modes->count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "matter.mode.modes");
    for (size_t i = 0; i < modes->count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, rows[i].what_zh, rows[i].what_en),
            .mark = page_said(parts, rows[i].mode_zh, rows[i].mode_en),
            .good = text_is(rows[i].mode, "normal"),
            .note = arena_format(parts->arena, "%.*s – %.*s · %.*s",
                                 TEXT_ARGS(minute(parts, rows[i].from)),
                                 TEXT_ARGS(minute(parts, rows[i].until)),
                                 TEXT_ARGS(rows[i].notice)),
        });
}

static void tell_outage(struct page_parts *parts, const void *told)
{
    const struct matter_modes *modes = told;
    tell_modes(parts, &modes->modes);
    if (modes->modes.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "matter.mode.none");
}

static void tell_measures(struct page_parts *parts, const struct matter_shown *shown)
{
    const struct matter_measure *measures = shown->measures.items;
    if (shown->measures.count == 0)
        return;
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.measures");
    for (size_t i = 0; i < shown->measures.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, measures[i].zh, measures[i].en),
            .note = measures[i].notice,
        });
}

/* LAW: SX9-G1b: by name and by the address one would type. */
static void tell_entries(struct page_parts *parts, const struct list *entries)
{
    const struct matter_entry *rows = entries->items;
    if (entries->count > 0)
        page_part_say(parts, PAGE_PART_TEXT, "matter.page.entry");
    for (size_t i = 0; i < entries->count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, rows[i].zh, rows[i].en),
            .path = rows[i].address, .note = rows[i].address,
        });
}

static bool at_counter(struct text channels)
{
    while (text_present(channels))
        if (text_is(text_until(channels, ' ', &channels), "counter"))
            return true;
    return false;
}

static void tell_guide(struct page_parts *parts, const void *told)
{
    const struct matter_shown *shown = told;
    struct text place = shown->place == 0 ? page_words(parts, "matter.page.country")
                                          : page_said(parts, shown->place_zh, shown->place_en);
    struct text source = parts->language == LANGUAGE_CHINESE && text_present(shown->source_zh)
        ? shown->source_zh : shown->source;
    parts->title = page_said(parts, shown->zh, shown->en);
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_TEXT, .text = page_words_with(parts, "matter.page.place", &place, 1) });
    if (text_present(shown->guide.zh))
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_TEXT, .text = page_said(parts, shown->guide.zh, shown->guide.en) });
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.ways");
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_TEXT, .text = words_joined(parts, "channel", shown->channels) });
    tell_entries(parts, &shown->entries);
    if (text_present(shown->hours.zh))
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_TEXT, .text = page_said(parts, shown->hours.zh, shown->hours.en) });
    if (shown->visits == 0)
        page_part_say(parts, PAGE_PART_TEXT, "matter.page.no-visit");
    tell_modes(parts, &shown->modes);
    tell_papers(parts, shown);
    tell_limit(parts, shown);
    tell_measures(parts, shown);
    page_part_say(parts, PAGE_PART_HEADING, "matter.page.result");
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_TEXT, .text = page_said(parts, shown->result.zh, shown->result.en) });
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_TEXT, .text = page_words_with(parts, "matter.page.source", &source, 1) });
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_BUTTON, .text = page_words(parts, "matter.page.apply"),
        .path = arena_format(parts->arena, "/apply/%.*s", TEXT_ARGS(shown->matter)) });
    if (at_counter(shown->channels))
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_words(parts, "matter.page.book"),
            .path = shown->place == 0
                ? arena_format(parts->arena, "/booking?matter=%.*s", TEXT_ARGS(shown->matter))
                : arena_format(parts->arena, "/booking?matter=%.*s&place=%06lld",
                               TEXT_ARGS(shown->matter), (long long)shown->place) });
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = page_words(parts, "matter.page.phone"),
        .path = TEXT("/directory") });
}

static const struct page_fixed guide_fixed[] = {
    { "channel", NULL }, { "insurance", NULL }, { "stranded", NULL }, { "on", NULL },
    { "publication", NULL },
};

/* What programs ask for is no question to people. */
static const struct page_fixed list_fixed[] = { { "applicant", NULL } };

const struct page matter_pages[MATTER_PAGES] = {
    { .path = "/matters", .title = "matter.page.list", .action = "matter.list",
      .intro = "matter.page.list-intro", .button = "matter.page.look", .tell = tell_list,
      .front = tell_front, .division = "place",
      .fixed = list_fixed, .fixed_count = COUNT_OF(list_fixed),
      .flags = PAGE_ON_HOME | PAGE_FIRST | PAGE_AT_ONCE },
    { .path = "/matters/{matter}", .title = "matter.page.guide", .action = "matter.show",
      .intro = "matter.page.choose-place", .button = "matter.page.show-place",
      .fixed = guide_fixed, .fixed_count = COUNT_OF(guide_fixed), .division = "place",
      .tell = tell_guide, .flags = PAGE_AT_ONCE | PAGE_FORM_BELOW },
    { .path = "/outage", .title = "matter.page.outage", .action = "matter.modes",
      .division = "place", .button = "matter.page.look", .tell = tell_outage,
      .flags = PAGE_ON_HOME | PAGE_FORM_BELOW },
};
