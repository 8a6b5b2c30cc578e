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
};
static const struct shape departments_shape =
    SHAPE("visit_departments", struct visit_departments, departments_fields);

const struct rule_kind visit_departments_kind = {
    .about = "visit.departments", .payload = &departments_shape,
};

bool visit_at_fever_clinic(const struct book *book, const struct visit_department *at)
{
    const struct rule *rule;
    const struct question question = {
        .about = visit_departments_kind.about, .place = (int32_t)at->division, .day = at->day,
    };
    if (book == NULL || !text_present(at->name)
        || rules_on(book, &question, &rule) != RULE_FOUND)
        return false;
    const struct visit_departments *departments = rule->payload;
    const struct text *names = departments->fever_clinic.items;
    for (size_t i = 0; i < departments->fever_clinic.count; i++)
        if (memmem(at->name.data, at->name.length, names[i].data, names[i].length) != NULL)
            return true;
    return false;
}
