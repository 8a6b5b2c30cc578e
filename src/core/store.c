/* store.c: see store.h: which rows an actor may see. */

#include "core/store.h"

#include "base/check.h"

/* The id in that column of the row; 0 when it belongs to nobody or the column is not named. */
static int64_t row_owner(const struct query *query, const void *row, const char *column)
{
    if (column == NULL)
        return 0;
    const struct field *field = shape_field(query->row, text_of(column));
    CHECK(field != NULL && (field->kind == FIELD_ID || field->kind == FIELD_COUNT));
    return *(const int64_t *)field_in(field, row);
}

static bool ids_have(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; id != 0 && i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static bool scope_owns(const struct scope *scope, const struct query *query, const void *row)
{
    int64_t institution = row_owner(query, row, query->guard_institution);
    if (institution != 0 && institution == scope->institution)
        return true;
    int64_t person = row_owner(query, row, query->guard_person);
    if (ids_have(scope->persons, scope->person_count, person))
        return true;
    int64_t office = row_owner(query, row, query->guard_office);
    return ids_have(scope->offices, scope->office_count, office);
}

bool scope_has_person(const struct scope *scope, int64_t person)
{
    bool has = scope->everything;
    for (size_t i = 0; i < scope->person_count && !has; i++)
        has = scope->persons[i] == person;
    return has;
}

bool scope_admits(const struct scope *scope, const struct query *query, const void *row)
{
    if (scope->everything)
        return true;
    switch (query->guard) {
    case GUARD_DECISION:
        return false;
    case GUARD_PUBLIC:
        return true;
    case GUARD_SCOPED:
        return scope_owns(scope, query, row);
    }
    return false;
}
