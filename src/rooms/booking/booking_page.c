/* booking_page.c: free times as a plain page: how it is done without coming, the times of one day,
 * the other days, the halls nearby. Each time and each day leads on. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"

#define NOON (12 * 60)

static void say_heading(struct page_parts *parts, struct text text)
{
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_HEADING, .text = text });
}

static struct text count_left(const struct page_parts *parts, int64_t free)
{
    struct text number = arena_format(parts->arena, "%lld", (long long)free);
    return page_words_with(parts, "booking.page.left", &number, 1);
}

/* "/booking?office=7&matter=transfer", with a day "&day=2020-02-11". */
static struct text path_to(const struct page_parts *parts, const char *page, int64_t office,
                           const struct booking_slots_told *told, struct date day)
{
    struct text path = arena_format(parts->arena, "%s?office=%lld&matter=%.*s", page,
                                    (long long)office, TEXT_ARGS(told->matter));
    return day.yyyymmdd == 0 ? path
        : arena_format(parts->arena, "%.*s&day=%04d-%02d-%02d", TEXT_ARGS(path), date_year(day),
                       date_month(day), date_day(day));
}

static void tell_without_coming(struct page_parts *parts, const struct booking_slots_told *told)
{
    struct text ways = page_said(parts, told->ways_zh, told->ways_en);
    if (!text_present(ways))
        return;
    page_part_say(parts, PAGE_PART_HEADING, "booking.field.ways");
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT, .text = ways });
    if (text_present(told->path))
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_words(parts, "booking.page.without-coming"),
            .path = told->path });
}

/* Which counters, where there are several groups of them. */
static struct text counters_said(const struct booking_slots_told *told,
                                 const struct booking_slot_told *slot)
{
    const struct booking_slot_told *slots = told->slots.items;
    for (size_t i = 0; i < told->slots.count; i++)
        if (slots[i].plan != slot->plan)
            return slot->desks;
    return (struct text){ 0 };
}

static void tell_slot(struct page_parts *parts, const struct booking_slots_told *told,
                      const struct booking_slot_told *slot)
{
    struct text times = arena_format(parts->arena, "%.*s–%.*s", TEXT_ARGS(slot->from),
                                     TEXT_ARGS(slot->until));
    struct text path = path_to(parts, "/book", slot->office, told, slot->day);
    struct text left = count_left(parts, slot->free), counters = counters_said(told, slot);
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = times,
        .path = slot->free == 0 ? (struct text){ 0 }
            : arena_format(parts->arena, "%.*s&plan=%lld&minute=%lld", TEXT_ARGS(path),
                           (long long)slot->plan, (long long)slot->minute),
        .mark = code_label("booking_crowd", slot->crowd, parts->language),
        .good = text_is(slot->crowd, "quiet"),
        .note = !text_present(counters) ? left
            : arena_format(parts->arena, "%.*s · %.*s", TEXT_ARGS(left), TEXT_ARGS(counters)) });
}

/* The first day's times, before and after noon; answers where the next day begins. */
static size_t tell_first_day(struct page_parts *parts, const struct booking_slots_told *told)
{
    const struct booking_slot_told *slots = told->slots.items;
    size_t count = told->slots.count, at = 0;
    for (int half = 0; half < 2; half++) {
        bool begun = false;
        for (at = 0; at < count && date_compare(slots[at].day, slots[0].day) == 0; at++) {
            if ((slots[at].minute >= NOON) != (half == 1))
                continue;
            struct text day = page_day(parts, slots[at].day);
            if (!begun)
                say_heading(parts, page_words_with(parts, half == 0 ? "booking.page.morning"
                                                                    : "booking.page.afternoon",
                                                   &day, 1));
            begun = true;
            tell_slot(parts, told, &slots[at]);
        }
    }
    return at;
}

static void tell_other_days(struct page_parts *parts, const struct booking_slots_told *told,
                            size_t from)
{
    const struct booking_slot_told *slots = told->slots.items;
    if (from < told->slots.count)
        page_part_say(parts, PAGE_PART_HEADING, "booking.page.other-days");
    for (size_t until; from < told->slots.count; from = until) {
        int64_t free = 0;
        for (until = from; until < told->slots.count
                           && date_compare(slots[until].day, slots[from].day) == 0; until++)
            free += slots[until].free;
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = page_day(parts, slots[from].day),
            .path = path_to(parts, "/booking", slots[from].office, told, slots[from].day),
            .note = count_left(parts, free) });
    }
}

static void tell_near(struct page_parts *parts, const struct booking_slots_told *told)
{
    const struct booking_near_told *near = told->near.items;
    if (told->near.count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "booking.field.near");
    for (size_t i = 0; i < told->near.count; i++)
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM, .text = near[i].name,
            .path = path_to(parts, "/booking", near[i].office, told, DATE_NONE),
            .note = arena_format(parts->arena, "%.*s · %.*s · %.*s",
                                 TEXT_ARGS(count_left(parts, near[i].free)),
                                 TEXT_ARGS(near[i].phone), TEXT_ARGS(near[i].address)) });
}

void booking_tell_slots(struct page_parts *parts, const void *answer)
{
    const struct booking_slots_told *told = answer;
    tell_without_coming(parts, told);
    say_heading(parts, told->office_name);
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT,
        .text = page_said(parts, told->matter_zh, told->matter_en) });
    struct text hint = page_said(parts, told->hint_zh, told->hint_en);
    if (text_present(hint))
        page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT, .text = hint });
    if (told->slots.count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "booking.page.none");
    tell_other_days(parts, told, tell_first_day(parts, told));
    tell_near(parts, told);
}
