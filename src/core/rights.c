/* rights.c: see rights.h. The table is made of rules/rights.tsv by tools/embed_rights.py. */

#include "core/rights.h"

#include <string.h>

static const struct right *line_of(const char *name)
{
    size_t low = 0, high = rights_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, rights_table[middle].action);
        if (order == 0)
            return &rights_table[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct right *right_of(const struct action *action)
{
    return action->right != NULL ? action->right : line_of(action->name);
}

bool rights_allow(const struct action *action, enum role role)
{
    const struct right *right = right_of(action);
    return right != NULL && (right->roles & ROLE_BIT(role)) != 0;
}

bool rights_anywhere(const struct action *action, enum role role)
{
    const struct right *right = right_of(action);
    return right != NULL && (right->anywhere & ROLE_BIT(role)) != 0;
}
