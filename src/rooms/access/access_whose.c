/* access_whose.c: the place of whom an account acts for. Who gives accounts gives them to his own
 * place: one for a hospital, unit or insured person of another county would open that county to
 * him. The registers are those of a room below, so each is asked for its place alone. */

#include "rooms/access/access.h"

#include "rooms/staff/staff.h"

#define PLACES_MAX 100

struct whose_key { int64_t bucket, whose; };
struct whose_row { int64_t place; };
static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct whose_key, bucket) },
    { "whose", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct whose_key, whose) },
};
static const struct shape key_shape = SHAPE("access_whose_key", struct whose_key, key_fields);
static const struct field row_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct whose_row, place) },
};
static const struct shape row_shape = SHAPE("access_whose", struct whose_row, row_fields);

#define PLACES(name_, from_, id_, place_) { \
    .name = "access." name_, .from = from_, .columns = place_ " AS place", .order = place_, \
    .where = "bucket = {bucket} AND " id_ " = {whose}", .key = &key_shape, .row = &row_shape, \
    .row_max = PLACES_MAX, .page = true, .guard = GUARD_DECISION }
const struct query access_place_of_institution =
    PLACES("place-of-institution", "institution", "institution", "division");
const struct query access_place_of_unit = PLACES("place-of-unit", "unit", "unit", "division");
/* Wherever he is insured, or was. */
const struct query access_places_of_person =
    PLACES("places-of-person", "spell", "person", "place");

bool access_gather_whose(struct gather *gather, const struct query *query, int64_t whose,
                         const struct list **ret_places)
{
    const struct whose_key key = { id_bucket(whose), whose };
    *ret_places = NULL;
    if (whose == 0)
        return true;
    *ret_places = gather_want(gather, query, &key);
    return *ret_places != NULL;
}

bool access_is_of_place(const struct actor *actor, const struct list *places)
{
    const struct whose_row *rows = places == NULL ? NULL : places->items;
    if (places == NULL || actor->scope.everything)
        return true;
    for (size_t i = 0; i < places->count; i++)
        if (staff_division_within(rows[i].place, actor->division))
            return true;
    return false;
}
