#include "core/split.h"

#include "base/check.h"

bool split_is_own(const struct split_line *line)
{
    if (line->class == SPLIT_NONE)
        return true;
    return line->restricted ? line->approval != 1 : line->approval == 2;
}

/* What the limit lets through of the amount: never more than the amount, same sign. */
static struct money split_within_limit(const struct split_line *line, enum rounding rounding)
{
    if (line->price_limit.e6 == 0)
        return line->amount;
    struct quantity quantity = line->quantity;
    if (quantity.e4 == 0)
        quantity.e4 = line->amount.fen < 0 ? -10000 : 10000;
    struct money allowed = money_of_price(line->price_limit, quantity, rounding);
    if (line->amount.fen < 0)
        return money_least(money_most(allowed, line->amount), MONEY_NONE);
    return money_most(money_least(allowed, line->amount), MONEY_NONE);
}

struct split split_of(const struct split_line *line, enum rounding rounding)
{
    if (split_is_own(line))
        return (struct split){ .full_own = line->amount };

    struct money within = split_within_limit(line, rounding);
    struct split split = { .over_limit = money_minus(line->amount, within) };
    if (line->class == SPLIT_PARTLY)
        split.pay_first = money_share(within, line->pay_first, rounding);
    split.in_scope = money_minus(within, split.pay_first);
    return split;
}
