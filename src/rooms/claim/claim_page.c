/* claim_page.c: a person's claims and their money, and one claim explained, as plain pages tell
 * them. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"

static struct text day_of(const struct page_parts *parts, struct moment moment)
{
    return moment.ms == 0 ? (struct text){ 0 } : page_day(parts, date_of_moment(moment));
}

static void tell_payments(struct page_parts *parts, const struct list *payments)
{
    const struct payment_shown *rows = payments->items;
    if (payments->count > 0)
        page_part_say(parts, PAGE_PART_HEADING, "claim.page.money");
    for (size_t i = 0; i < payments->count; i++) {
        struct text day = date_is_valid(rows[i].bank_day) ? page_day(parts, rows[i].bank_day)
            : day_of(parts, rows[i].sent_at.ms != 0 ? rows[i].sent_at : rows[i].made_at);
        const struct text amount[] = { claim_money_text(rows[i].amount, parts->arena) };
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM,
            .text = page_words_with(parts, "claim.page.yuan", amount, 1),
            .mark = page_said(parts, rows[i].state_zh, rows[i].state_en),
            .good = text_is(rows[i].state, "paid"),
            .note = arena_format(parts->arena, "%.*s %.*s %.*s", TEXT_ARGS(day),
                                 TEXT_ARGS(rows[i].bank), TEXT_ARGS(rows[i].reason)),
        });
    }
}

void claim_tell_of_person(struct page_parts *parts, const void *answer)
{
    const struct claims_told *told = answer;
    const struct claim_row *rows = told->claims.items;
    page_part_say(parts, told->claims.count == 0 ? PAGE_PART_TEXT : PAGE_PART_HEADING,
                  told->claims.count == 0 ? "claim.page.none" : "claim.page.claims");
    for (size_t i = 0; i < told->claims.count; i++) {
        const struct text details[] = {
            day_of(parts, rows[i].handed_in), claim_money_text(rows[i].total, parts->arena),
            claim_money_text(rows[i].funds, parts->arena),
        };
        bool decided = text_is(rows[i].state, "settled");
        page_part_add(parts, (struct page_part){
            .kind = PAGE_PART_ITEM,
            .text = page_words_with(parts, "claim.page.handed-in", details, 2),
            .mark = decided ? page_words_with(parts, "claim.page.funds", &details[2], 1)
                            : page_words(parts, "claim.page.open"),
            .good = decided,
            .path = arena_format(parts->arena, "/claim?person=%lld&claim=%lld",
                                 (long long)rows[i].person, (long long)rows[i].claim),
        });
    }
    tell_payments(parts, &told->payments);
}

void claim_tell_one(struct page_parts *parts, const void *answer)
{
    const struct claim_told *told = answer;
    struct text rest = page_said(parts, told->letter_zh, told->letter_en);
    const struct text details[] = {
        day_of(parts, told->row.handed_in), claim_money_text(told->row.total, parts->arena),
    };
    page_part_add(parts, (struct page_part){
        .kind = PAGE_PART_HEADING,
        .text = page_words_with(parts, "claim.page.handed-in", details, COUNT_OF(details)) });
    if (!told->decided)
        page_part_say(parts, PAGE_PART_TEXT, "claim.page.not-decided");
    while (text_present(rest))
        page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT,
                                                 .text = text_until(rest, '\n', &rest) });
    tell_payments(parts, &told->payments);
}
