/* staff_page.c: the directory of offices as a plain page, each with a number that can be tapped. */

#include "rooms/staff/staff_inside.h"

#include "base/check.h"

/* What a telephone dials: digits and a leading plus of the first number written. */
static struct text dialled(const struct page_parts *parts, struct text phone)
{
    struct builder builder =
        builder_over(arena_take(parts->arena, phone.length + 5), phone.length + 5);
    size_t digits = 0;
    builder_add(&builder, TEXT("tel:"));
    for (size_t i = 0; i < phone.length; i++) {
        char character = phone.data[i];
        if ((character >= '0' && character <= '9') || (character == '+' && digits == 0)) {
            builder_add_char(&builder, character);
            digits++;
        } else if (digits > 0 && character != '-' && character != ' ') {
            break;
        }
    }
    return digits >= 3 ? builder_text(&builder) : (struct text){ 0 };
}

static struct text beside(const struct page_parts *parts, struct text first, struct text second)
{
    if (!text_present(first) || !text_present(second))
        return text_present(first) ? first : second;
    return arena_format(parts->arena, "%.*s · %.*s", TEXT_ARGS(first), TEXT_ARGS(second));
}

/* "enrol,claim" → what one may ask there. */
static struct text asked_there(const struct page_parts *parts, struct text kinds)
{
    struct text all = { 0 }, rest = kinds;
    while (text_present(rest)) {
        struct text kind = text_until(rest, ',', &rest);
        const char *key = arena_format(parts->arena, "staff.phone.%.*s", TEXT_ARGS(kind)).data;
        all = beside(parts, all, words_has(key) ? page_words(parts, key) : kind);
    }
    return all;
}

static void tell_office(struct page_parts *parts, const struct staff_office *office)
{
    struct text note = beside(parts, office->address, office->hours);
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_ITEM, .text = office->name, .mark = office->phone,
        .path = dialled(parts, office->phone),
        .note = beside(parts, asked_there(parts, office->phone_kind), note),
    });
}

void staff_tell_directory(struct page_parts *parts, const void *told)
{
    static const char *const KINDS[] = { "agency", "bureau", "centre", "branch", "town", "village",
                                         "section", "outside" };
    const struct staff_offices_answer *answer = told;
    const struct staff_office *offices = answer->offices.items;
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        bool some = false;
        for (size_t i = 0; i < answer->offices.count; i++) {
            if (!text_is(offices[i].kind, KINDS[k]) || !text_present(offices[i].phone))
                continue;
            if (!some)
                page_part_say(parts, PAGE_PART_HEADING,
                              arena_format(parts->arena, "staff.kind.%s", KINDS[k]).data);
            some = true;
            tell_office(parts, &offices[i]);
        }
    }
    if (parts->count == 0)
        page_part_say(parts, PAGE_PART_TEXT, "staff.page.none");
}
