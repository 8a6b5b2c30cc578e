/* notice_page.c: notices as plain pages, for who wants to know what holds for him: in plain words
 * first, then each measure with whom it is for, its days and its clause. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_register.h"

static struct text joined(const struct page_parts *parts, struct text first, struct text second)
{
    if (!text_present(first) || !text_present(second))
        return text_present(first) ? first : second;
    return arena_format(parts->arena, "%.*s · %.*s", TEXT_ARGS(first), TEXT_ARGS(second));
}

static struct text address_of(const struct page_parts *parts, struct text number)
{
    return arena_format(parts->arena, "/notice?number=%.*s", TEXT_ARGS(number));
}

static struct text key_told(const struct page_parts *parts, struct text state)
{
    const char *key = arena_text(parts->arena, state).data;
    return words_has(key) ? page_words(parts, key) : state;
}

/* ---- the list ---- */

static void tell_listed(struct page_parts *parts, const struct notice_listed *row)
{
    struct text place = page_said(parts, row->place_name, row->place_en);
    struct text note = joined(parts, row->number, joined(parts, place, row->issuer));
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = text_present(row->title) ? row->title : row->number,
        .path = address_of(parts, row->number), .mark = key_told(parts, row->state),
        .good = text_is(row->state, "notice.state.in-force"),
        .note = joined(parts, note, page_day(parts, row->issued)) });
}

void notice_tell_list(struct page_parts *parts, const void *told)
{
    const struct notice_list_answer *answer = told;
    const struct notice_listed *rows = answer->notices.items;
    page_part_say(parts, PAGE_PART_HEADING, "notice.told.notices");
    for (size_t i = 0; i < answer->notices.count; i++)
        tell_listed(parts, &rows[i]);
    if (answer->notices.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "notice.page.none");
}

void notice_tell_announcements(struct page_parts *parts, const void *told)
{
    const struct notice_announcements_answer *answer = told;
    const struct notice_announcement *rows = answer->announcements.items;
    page_part_say(parts, PAGE_PART_HEADING, "notice.told.announcements");
    for (size_t i = 0; i < answer->announcements.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = rows[i].title,
            .path = arena_format(parts->arena, "/announcement?announcement=%lld",
                                 (long long)rows[i].announcement),
            .note = page_day(parts, date_of_moment(rows[i].out_at)) });
    if (answer->announcements.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "notice.page.no-announcements");
}

/* ---- one notice ---- */

static struct text until_told(const struct page_parts *parts,
                              const struct notice_measure_told *one)
{
    struct text event = page_said(parts, one->until_zh, one->until_en);
    return text_present(event) ? event : page_day(parts, one->until);
}

static struct text note_of(const struct page_parts *parts, const struct notice_measure_told *one)
{
    struct text whom = page_said(parts, one->whom_zh, one->whom_en);
    struct text from = page_day(parts, one->from), until = until_told(parts, one);
    const struct text days[] = { from, until };
    struct text when = text_present(until)
        ? page_words_with(parts, "notice.page.from-until", days, 2)
        : page_words_with(parts, "notice.page.from", days, 1);
    struct text clause = text_present(one->clause)
        ? page_words_with(parts, "notice.page.clause", &one->clause, 1) : one->clause;
    return joined(parts, joined(parts, whom, when), clause);
}

static void tell_measures(struct page_parts *parts, const struct notice_shown *shown, bool holds,
                          const char *heading)
{
    const struct notice_measure_told *measures = shown->measures.items;
    bool any = false;
    for (size_t i = 0; i < shown->measures.count; i++) {
        const struct notice_measure_told *one = &measures[i];
        if (one->in_force != holds)
            continue;
        if (!any)
            page_part_say(parts, PAGE_PART_HEADING, heading);
        any = true;
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_said(parts, one->zh, one->en),
            .mark = key_told(parts, one->verb),
            .good = holds, .note = note_of(parts, one) });
    }
}

static void tell_head(struct page_parts *parts, const struct notice_shown *shown)
{
    const struct notice_listed *head = &shown->head;
    struct text plain = page_said(parts, shown->plain_zh, shown->plain_en);
    parts->title = text_present(head->title) ? head->title : head->number;
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT,
        .text = joined(parts, head->number, joined(parts, head->issuer,
                       joined(parts, page_day(parts, head->issued),
                              key_told(parts, head->state)))) });
    if (text_present(plain)) {
        page_part_say(parts, PAGE_PART_HEADING, "notice.told.plain");
        page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT, .text = plain });
    }
    if (!text_present(shown->contact))
        return;
    page_part_say(parts, PAGE_PART_HEADING, "notice.told.contact");
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT, .text = shown->contact });
}

static void tell_related(struct page_parts *parts, const struct notice_shown *shown)
{
    const struct notice_related *related = shown->related.items;
    const struct notice_attachment *attachments = shown->attachments.items;
    if (shown->related.count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "notice.told.related");
    for (size_t i = 0; i < shown->related.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = text_present(related[i].title) ? related[i].title
                                                                          : related[i].number,
            .path = text_present(related[i].title) ? address_of(parts, related[i].number)
                                                   : related[i].title,
            .mark = key_told(parts, related[i].how), .note = related[i].number });
    if (shown->attachments.count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "notice.told.attachments");
    for (size_t i = 0; i < shown->attachments.count; i++)
        page_part_add(parts, (struct page_part){ .kind = PAGE_PART_ITEM,
                                                 .text = attachments[i].name });
}

static void tell_publications(struct page_parts *parts, const struct notice_shown *shown)
{
    const struct notice_publication_told *rows = shown->publications.items;
    if (shown->publications.count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "notice.told.publications");
    for (size_t i = 0; i < shown->publications.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = key_told(parts, rows[i].what),
            .note = rows[i].known.ms == 0 ? (struct text){ 0 }
                : page_day(parts, date_of_moment(rows[i].known)) });
}

void notice_tell_one(struct page_parts *parts, const void *told)
{
    const struct notice_shown *shown = told;
    tell_head(parts, shown);
    tell_measures(parts, shown, true, "notice.page.holds");
    tell_measures(parts, shown, false, "notice.page.holds-not");
    tell_related(parts, shown);
    tell_publications(parts, shown);
}
