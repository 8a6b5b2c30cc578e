/* intake_called.c: see intake_called.h. */

#include "rooms/intake/intake_called.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"

#include <string.h>

struct named {
    const struct list *diseases;                    /* of the code, in every place; or NULL */
    const struct party_institution *institution;    /* or NULL */
};

bool intake_gather_called(struct gather *gather, const struct request *request,
                         const struct intake_case *row, const struct list **ret_named)
{
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct matter *matter = intake_matter_of(&with_arena, row);
    const struct list values = intake_form_read(row->form, gather->arena);
    const struct intake_value *items = values.items;
    struct named *named = ARENA_ARRAY(gather->arena, struct named, values.count + 1);
    bool complete = true;
    for (size_t i = 0; matter != NULL && i < values.count; i++) {
        const struct matter_field *field = matter_field_of(matter, items[i].name);
        int64_t number;
        if (field != NULL && text_is(field->type, "diagnosis")) {
            const struct catalogue_code_key key = catalogue_code_key_of(items[i].value);
            named[i].diseases = gather_want(gather, &catalogue_diseases_of_code, &key);
            complete &= named[i].diseases != NULL;
        } else if (field != NULL && text_is(field->type, "institution")
                   && id_parse(items[i].value, &number)) {
            const struct party_institution_key key = { id_bucket(number), number };
            const void *found = NULL;
            complete &= gather_one(gather, &party_institution_by_id, &key, &found);
            named[i].institution = found;
        }
    }
    struct list *all = ARENA_NEW(gather->arena, struct list);
    *all = (struct list){ named, values.count };
    *ret_named = all;
    return complete;
}

struct text intake_called(const struct list *named, size_t index, const struct intake_case *row,
                         struct text answer, struct arena *arena)
{
    if (named == NULL || index >= named->count)
        return answer;
    const struct named *one = &((const struct named *)named->items)[index];
    if (one->institution != NULL)
        return one->institution->name;
    const struct catalogue_disease *disease = one->diseases == NULL ? NULL
        : catalogue_disease_on(one->diseases, (int32_t)row->place,
                               date_of_moment(row->received_at));
    return disease == NULL ? answer
        : arena_format(arena, "%.*s · %.*s", TEXT_ARGS(disease->name), TEXT_ARGS(answer));
}

/* ---- what an approval would be refused for ---- */

const char *intake_question_of(const struct matter *matter, const char *field,
                               struct arena *arena)
{
    if (field == NULL)
        return NULL;
    char *written = arena_take(arena, strlen(field) + 1);
    for (size_t i = 0; field[i] != '\0'; i++)
        written[i] = field[i] == '_' ? '-' : field[i];
    return matter_field_of(matter, text_of(written)) == NULL ? NULL : written;
}

#define DETAILS COUNT_OF(((struct refusal *)0)->detail)
#define BETWEEN '\t'
#define TOLD_BYTES 1200

struct text intake_doubt_of(const struct refusal *refusal, struct arena *arena)
{
    size_t last = 0;
    for (size_t i = 0; i < DETAILS; i++)
        if (text_present(refusal->detail[i]))
            last = i + 1;
    struct text kept = text_of(refusal->key);
    for (size_t i = 0; i < last; i++)
        kept = arena_format(arena, "%.*s%c%.*s", TEXT_ARGS(kept), BETWEEN,
                            TEXT_ARGS(refusal->detail[i]));
    return kept;
}

struct text intake_doubt_told(struct text doubt, enum language language, struct arena *arena)
{
    struct text left = doubt, details[DETAILS] = { 0 };
    const struct text key = text_until(left, BETWEEN, &left);
    int count = 0;
    while (left.data != NULL && count < (int)DETAILS)
        details[count++] = text_until(left, BETWEEN, &left);
    struct builder builder = builder_over(arena_take(arena, TOLD_BYTES), TOLD_BYTES);
    words_write(&builder, arena_text(arena, key).data, language, details, count);
    return builder_text(&builder);
}
