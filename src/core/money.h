/* money.h: amounts in fen and the exact arithmetic on them.
 *
 * A value is a type: no bare integer is an amount, a share, a quantity or a price. There is no
 * floating point and no default rounding: every rounding is named by the rule that asks for it.
 * Overflow is a broken promise (CHECK): inputs are bounded by their field tables long before. */
#ifndef CORE_MONEY_H
#define CORE_MONEY_H

#include "base/text.h"

struct money { int64_t fen; };
/* An exact share in parts of a million: 85 % is 850000. */
struct share { int64_t parts; };
/* Quantities have four decimals on the wire, unit prices six. */
struct quantity { int64_t e4; };
struct price { int64_t e6; };

#define SHARE_WHOLE ((struct share){ 1000000 })
#define MONEY_NONE ((struct money){ 0 })
#define MONEY_MOST ((struct money){ INT64_C(9000000000000000) })

enum rounding {
    ROUND_HALF_UP,      /* half a fen away from zero: 四舍五入 */
    ROUND_DOWN,         /* toward zero */
    ROUND_UP,           /* away from zero */
    ROUND_HALF_EVEN,
};
const char *rounding_name(enum rounding rounding);

struct money money_plus(struct money a, struct money b);
struct money money_minus(struct money a, struct money b);
struct money money_negated(struct money money);
struct money money_least(struct money a, struct money b);
struct money money_most(struct money a, struct money b);
/* money × share, rounded once. */
struct money money_share(struct money money, struct share share, enum rounding rounding);
/* money × part ÷ whole, exact inside, rounded once; whole > 0. */
struct money money_ratio(struct money money, struct money part, struct money whole,
                         enum rounding rounding);
/* price × quantity, rounded once to the fen. */
struct money money_of_price(struct price price, struct quantity quantity, enum rounding rounding);
struct share share_minus(struct share a, struct share b);
struct share share_times(struct share a, struct share b);   /* CHECKs that the result is exact */

/* Texts as on the wire: "113.40", "-0.05", "12"; at most 2 decimals for money, 6 for a share
 * ("0.855"), 4 for a quantity, 6 for a price. No exponent, no sign '+', no blanks; a bare number
 * is taken by its text. False on anything else or beyond 16 digits before the point. */
bool money_parse(struct text text, struct money *ret_money);
bool share_parse(struct text text, struct share *ret_share);
bool quantity_parse(struct text text, struct quantity *ret_quantity);
bool price_parse(struct text text, struct price *ret_price);
/* Money always with two decimals; the others without trailing zeros. */
void money_write(struct builder *builder, struct money money);
void share_write(struct builder *builder, struct share share);
void share_write_percent(struct builder *builder, struct share share);  /* "85.5%" */
void quantity_write(struct builder *builder, struct quantity quantity);
void price_write(struct builder *builder, struct price price);

#endif
