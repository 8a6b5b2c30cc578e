/* consult_page.c: answers for all as a plain page, each with the way on to its matter. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"

/* "web mail" → "网上、电子邮件", in the words of the matters' guides. */
static struct text ways_told(const struct page_parts *parts, struct text ways)
{
    struct text all = { "", 0 }, rest = ways;
    while (text_present(rest)) {
        struct text way = text_until(rest, ' ', &rest);
        const char *key =
            arena_format(parts->arena, "matter.channel.%.*s", TEXT_ARGS(way)).data;
        if (words_has(key))
            all = arena_format(parts->arena, "%.*s%s%.*s", TEXT_ARGS(all), all.length == 0 ? ""
                                   : parts->language == LANGUAGE_ENGLISH ? ", " : "、",
                               TEXT_ARGS(page_words(parts, key)));
    }
    return all;
}

static void tell_answers(struct page_parts *parts, const void *told)
{
    const struct consult_found *found = told;
    const struct consult_told *answers = found->answers.items;
    for (size_t i = 0; i < found->answers.count; i++) {
        const struct consult_told *one = &answers[i];
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_HEADING,
            .text = text_present(one->question) ? one->question : one->topic });
        page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT, .text = one->body });
        if (!text_present(one->path))
            continue;
        struct text ways = ways_told(parts, one->ways);
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .path = one->path,
            .text = page_words(parts, text_starts(one->path, TEXT("/apply/"))
                                          ? "consult.page.apply" : "consult.page.guide"),
            .note = text_present(ways) ? page_words_with(parts, "consult.page.ways", &ways, 1)
                                       : ways });
    }
    if (found->answers.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "consult.page.none");
}

const struct page consult_pages[CONSULT_PAGES] = {
    { .path = "/answers", .title = "consult.page.title", .action = "consult.search",
      .division = "place", .button = "consult.page.look", .tell = tell_answers,
      .flags = PAGE_ON_HOME | PAGE_FORM_BELOW },
};
