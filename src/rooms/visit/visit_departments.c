/* visit_departments.c: departments that rules speak of, by the names hospitals give them. */

#include "rooms/visit/visit_departments.h"

#include "base/limits.h"
#include "core/rules.h"
#include "rooms/visit/visit_facts.h"

#include <string.h>

static const struct field name_fields[] = {
    { .name = "names", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 50 },
};
static const struct shape names_shape = SHAPE("department_names", struct text, name_fields);
static const struct field departments_fields[] = {
    FIELD(struct visit_departments, fever_clinic, FIELD_LIST, .flags = FIELD_REQUIRED,
          .of = &names_shape, .length_max = 20),
    FIELD(struct visit_departments, internet, FIELD_LIST, .of = &names_shape, .length_max = 20),
};
static const struct shape departments_shape =
    SHAPE("visit_departments", struct visit_departments, departments_fields);

const struct rule_kind visit_departments_kind = {
    .about = "visit.departments", .payload = &departments_shape,
};

static const struct visit_departments *departments_on(const struct book *book,
                                                      const struct visit_department *at)
{
    const struct rule *rule;
    const struct question question = {
        .about = visit_departments_kind.about, .place = (int32_t)at->division, .day = at->day,
    };
    if (book == NULL || !text_present(at->name)
        || rules_on(book, &question, &rule) != RULE_FOUND)
        return NULL;
    return rule->payload;
}

static bool is_called(const struct visit_department *at, const struct list *called)
{
    const struct text *names = called->items;
    for (size_t i = 0; i < called->count; i++)
        if (memmem(at->name.data, at->name.length, names[i].data, names[i].length) != NULL)
            return true;
    return false;
}

bool visit_at_fever_clinic(const struct book *book, const struct visit_department *at)
{
    const struct visit_departments *departments = departments_on(book, at);
    return departments != NULL && is_called(at, &departments->fever_clinic);
}

bool visit_over_internet(const struct book *book, const struct visit_department *at)
{
    const struct visit_departments *departments = departments_on(book, at);
    return departments != NULL && is_called(at, &departments->internet);
}
