/* settle_split.c: what of each fee line is in the scope of the policy. */

#include "rooms/settle/settle_work.h"

#include "base/check.h"

/* 限制使用: a restricted item needs the hospital's word that the restriction is met; an
 * unrestricted one only falls out when the hospital says so. */
static bool line_is_payable(const struct settle_line *line)
{
    if (line->hospital_approval == 2 || text_is(line->item_class, "none"))
        return false;
    return !line->restricted || line->hospital_approval == 1;
}

/* A return line counts with the sign of its amount: what was over the limit comes back as that. */
static struct money over_limit_of(const struct settle_line *line, enum rounding rounding)
{
    if (line->price_limit.e6 == 0)
        return MONEY_NONE;
    struct quantity quantity = line->quantity;
    if (quantity.e4 == 0)
        quantity.e4 = line->amount.fen < 0 ? -10000 : 10000;
    struct money allowed = money_of_price(line->price_limit, quantity, rounding);
    struct money over = money_minus(line->amount, allowed);
    if (line->amount.fen < 0)
        return money_most(money_least(over, MONEY_NONE), line->amount);
    return money_least(money_most(over, MONEY_NONE), line->amount);
}

void settle_split_line(const struct settle_line *line, enum rounding rounding,
                       struct settle_split *ret_split)
{
    struct settle_split split = { .number = line->number };
    if (!line_is_payable(line)) {
        split.full_own = line->amount;
        *ret_split = split;
        return;
    }
    split.over_limit = over_limit_of(line, rounding);
    struct money rest = money_minus(line->amount, split.over_limit);
    if (!text_is(line->item_class, "full"))
        split.pay_first = money_share(rest, line->pay_first, rounding);
    split.in_scope = money_minus(rest, split.pay_first);
    *ret_split = split;
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
