/* settle_split.c: what of each fee line is in the scope of the policy. */

#include "rooms/settle/settle_work.h"

#include "base/check.h"
#include "core/split.h"

static enum split_class class_of(struct text item_class)
{
    if (text_is(item_class, "full"))
        return SPLIT_FULL;
    return text_is(item_class, "none") ? SPLIT_NONE : SPLIT_PARTLY;
}

void settle_split_line(const struct settle_line *line, enum rounding rounding,
                       struct settle_split *ret_split)
{
    const struct split_line terms = {
        .class = class_of(line->item_class), .amount = line->amount,
        .quantity = line->quantity, .unit_price = line->unit_price,
        .price_limit = line->price_limit, .pay_first = line->pay_first,
        .restricted = line->restricted, .approval = line->hospital_approval,
    };
    struct split parts = split_of(&terms, rounding);
    *ret_split = (struct settle_split){
        .number = line->number, .full_own = parts.full_own, .over_limit = parts.over_limit,
        .pay_first = parts.pay_first, .in_scope = parts.in_scope,
    };
}

enum rounding settle_line_rounding(const struct book *book, int64_t place, struct date day)
{
    struct question question = { .about = "settle.lines", .place = (int32_t)place, .day = day };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return ROUND_HALF_UP;
    return settle_rounding(((const struct settle_lines_rule *)rule->payload)->rounding);
}

static void note_split(const struct settle_work *work, const struct rule *rule,
                       const struct settle_line *line, const struct settle_split *split)
{
    if (split->in_scope.fen == line->amount.fen)
        return;
    const char *key = "settle.trail.line-full-own";
    if (split->full_own.fen == 0)
        key = split->over_limit.fen != 0 ? "settle.trail.line-over-limit"
                                         : "settle.trail.line-pay-first";
    char digits[24];
    struct builder builder = builder_over(digits, sizeof(digits));
    builder_add_int(&builder, line->number);
    struct text number = arena_text(work->trail->arena, builder_text(&builder));
    struct trail_line *noted = settle_note(work, key, rule, number, line->amount,
                                           split->in_scope);
    if (split->full_own.fen == 0)
        noted->share = line->pay_first;
}

void settle_split_bill(struct settle_work *work)
{
    const struct settle_line *lines = work->bill->lines.items;
    size_t count = work->bill->lines.count;
    struct settlement *settlement = work->settlement;
    const struct rule *rule = NULL;
    enum rounding rounding = ROUND_HALF_UP;
    if (settle_ask(work, "settle.lines", &rule) == RULE_FOUND)
        rounding = settle_rounding(((const struct settle_lines_rule *)rule->payload)->rounding);

    struct settle_split *splits =
        count == 0 ? NULL : ARENA_ARRAY(work->trail->arena, struct settle_split, count);
    for (size_t i = 0; i < count; i++) {
        settle_split_line(&lines[i], rounding, &splits[i]);
        if (work->person->cover.catalogue_open) {
            splits[i].in_scope = money_plus(splits[i].in_scope, splits[i].full_own);
            splits[i].full_own = MONEY_NONE;
        }
        settlement->total = money_plus(settlement->total, lines[i].amount);
        settlement->full_own = money_plus(settlement->full_own, splits[i].full_own);
        settlement->over_limit = money_plus(settlement->over_limit, splits[i].over_limit);
        settlement->pay_first = money_plus(settlement->pay_first, splits[i].pay_first);
        settlement->in_scope = money_plus(settlement->in_scope, splits[i].in_scope);
        note_split(work, rule, &lines[i], &splits[i]);
    }
    settlement->splits = (struct list){ splits, count };
}
