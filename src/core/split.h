/* split.h: one fee line parted into what no fund counts and what the policy covers.
 *
 * 全自费 + 超限价 + 先行自付 + 符合政策范围 = 明细项目费用总额, to the fen, always. The price limit comes
 * before the pay-first share. Lines are split when they are uploaded and again at settlement: both
 * rooms ask here. */
#ifndef CORE_SPLIT_H
#define CORE_SPLIT_H

#include "core/money.h"

enum split_class {
    SPLIT_FULL,         /* 甲: counts in full */
    SPLIT_PARTLY,       /* 乙: a share is paid first */
    SPLIT_NONE,         /* 丙, 自费: counts not at all */
};

struct split_line {
    enum split_class class;
    struct money amount;            /* negative for a return */
    struct quantity quantity;       /* negative for a return; 0 is taken as one unit */
    struct price unit_price;        /* >= 0 */
    struct price price_limit;       /* of one unit; 0: none */
    struct share pay_first;
    bool restricted;                /* the catalogue restricts its use */
    int64_t approval;               /* hosp_appr_flag: 0 not said, 1 meets it, 2 does not */
};

struct split {
    struct money full_own, over_limit, pay_first, in_scope;
};

/* Whether nothing of it counts: class, and the restriction rule of the national interface
 * (restricted: only approval 1 counts; not restricted: all but 2). */
bool split_is_own(const struct split_line *line);
struct split split_of(const struct split_line *line, enum rounding rounding);

#endif
