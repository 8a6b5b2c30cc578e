/* action.c: see action.h. */

#include "core/action.h"

#include "base/check.h"

static const char *const ROLE_NAMES[] = {
    [ROLE_PUBLIC] = "public",
    [ROLE_RESIDENT] = "resident",
    [ROLE_AGENT] = "agent",
    [ROLE_KIOSK] = "kiosk",
    [ROLE_EMPLOYER] = "employer",
    [ROLE_INSTITUTION] = "institution",
    [ROLE_PHARMACY] = "pharmacy",
    [ROLE_HOSPITAL_OFFICE] = "hospital-office",
    [ROLE_PHYSICIAN] = "physician",
    [ROLE_VILLAGE_CLERK] = "village-clerk",
    [ROLE_TOWN_CLERK] = "town-clerk",
    [ROLE_INTAKE_CLERK] = "intake-clerk",
    [ROLE_REVIEWER] = "reviewer",
    [ROLE_SECOND_REVIEWER] = "second-reviewer",
    [ROLE_SECTION_HEAD] = "section-head",
    [ROLE_FILLER] = "filler",
    [ROLE_FINANCE] = "finance",
    [ROLE_INSPECTOR] = "inspector",
    [ROLE_PUBLISHER] = "publisher",
    [ROLE_LEADER] = "leader",
    [ROLE_ADMINISTRATOR] = "administrator",
    [ROLE_HOUSE] = "house",
};
_Static_assert(COUNT_OF(ROLE_NAMES) == ROLE_COUNT, "a name for each role");
_Static_assert(ROLE_COUNT <= 32, "a role is a bit of an unsigned");

const char *role_name(enum role role)
{
    CHECK((size_t)role < COUNT_OF(ROLE_NAMES));
    return ROLE_NAMES[role];
}

static bool mandate_names(struct text matters, struct text matter)
{
    struct text rest = matters;
    while (rest.data != NULL)
        if (text_equal(text_until(rest, ' ', &rest), matter))
            return true;
    return false;
}

const struct actor_mandate *actor_mandate_for(const struct actor *actor, int64_t person,
                                              struct text matter)
{
    for (size_t i = 0; i < actor->mandate_count; i++) {
        const struct actor_mandate *mandate = &actor->mandates[i];
        if (mandate->person == person
            && (!text_present(matter) || mandate_names(mandate->matters, matter)))
            return mandate;
    }
    return NULL;
}

bool actor_is_person(const struct actor *actor)
{
    return actor->person != 0
        && (actor->role == ROLE_RESIDENT || actor->role == ROLE_AGENT || actor->role == ROLE_KIOSK);
}

bool actor_has_office(const struct actor *actor, int64_t office)
{
    if (office == 0)
        return false;
    for (size_t i = 0; i < actor->scope.office_count; i++)
        if (actor->scope.offices[i] == office)
            return true;
    return actor->office == office || actor->scope.everything;
}

/* ---- gather ---- */

/* Keys are compared by their fields: the bytes between them mean nothing. */
static uint64_t key_field_hash(const struct field *field, const void *key)
{
    const void *value = field_in(field, key);
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_BYTES:
        return text_hash(*(const struct text *)value)
            + (((const struct text *)value)->data == NULL ? 1 : 0);
    case FIELD_ID:
    case FIELD_COUNT:
    case FIELD_MONEY:
    case FIELD_SHARE:
    case FIELD_QUANTITY:
    case FIELD_PRICE:
    case FIELD_MOMENT:
        return (uint64_t)*(const int64_t *)value;
    case FIELD_DAY:
        return (uint64_t)((const struct date *)value)->yyyymmdd;
    case FIELD_FLAG:
        return *(const bool *)value;
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_KINDS:
        break;
    }
    CHECK(false);   /* a key has scalar fields only */
    return 0;
}

static bool key_field_equal(const struct field *field, const void *a, const void *b)
{
    if (field->kind != FIELD_TEXT && field->kind != FIELD_CODE && field->kind != FIELD_BYTES)
        return key_field_hash(field, a) == key_field_hash(field, b);
    const struct text *a_text = field_in(field, a), *b_text = field_in(field, b);
    return text_equal(*a_text, *b_text) && (a_text->data == NULL) == (b_text->data == NULL);
}

static uint64_t want_hash(const struct query *query, const void *key)
{
    uint64_t hash = (uint64_t)(uintptr_t)query;
    for (size_t i = 0; query->key != NULL && i < query->key->field_count; i++) {
        hash = (hash ^ key_field_hash(&query->key->fields[i], key)) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

bool want_is(const struct want *want, const struct query *query, const void *key)
{
    if (want->query != query)
        return false;
    for (size_t i = 0; query->key != NULL && i < query->key->field_count; i++)
        if (!key_field_equal(&query->key->fields[i], want->key, key))
            return false;
    return true;
}

static void gather_add(struct gather *gather, const struct query *query, const void *key,
                       uint64_t hash)
{
    struct want *want = ARENA_NEW(gather->arena, struct want);
    want->query = query;
    want->key = query->key == NULL ? NULL : shape_copy(query->key, key, gather->arena);
    want->hash = hash;

    struct want **alike = &gather->by_hash[hash % COUNT_OF(gather->by_hash)];
    want->next_alike = *alike;
    *alike = want;
    if (gather->last == NULL)
        gather->wants = want;
    else
        gather->last->next = want;
    gather->last = want;
    gather->want_count++;
}

const struct list *gather_want(struct gather *gather, const struct query *query, const void *key)
{
    uint64_t hash = want_hash(query, key);
    struct want *want = gather->by_hash[hash % COUNT_OF(gather->by_hash)];
    while (want != NULL && (want->hash != hash || !want_is(want, query, key)))
        want = want->next_alike;
    if (want != NULL && want->answered)
        return &want->rows;
    if (want == NULL)
        gather_add(gather, query, key, hash);
    gather->missing = true;
    return NULL;
}

bool gather_one(struct gather *gather, const struct query *query, const void *key,
                const void **ret_row)
{
    CHECK(query->row_max == 1);
    const struct list *rows = gather_want(gather, query, key);
    if (rows == NULL)
        return false;
    *ret_row = rows->count == 0 ? NULL : rows->items;
    return true;
}

/* ---- decide ---- */

static void decision_change(struct decision *decision, enum change_kind kind,
                            const struct table *table, const void *row)
{
    struct arena *arena = decision->request->arena;
    struct change *change = ARENA_NEW(arena, struct change);
    change->kind = kind;
    change->table = table;
    change->row = shape_copy(table->row, row, arena);
    if (decision->last_change == NULL)
        decision->changes = change;
    else
        decision->last_change->next = change;
    decision->last_change = change;
    decision->change_count++;
}

void decision_insert(struct decision *decision, const struct table *table, const void *row)
{
    decision_change(decision, CHANGE_INSERT, table, row);
}

void decision_replace(struct decision *decision, const struct table *table, const void *row)
{
    CHECK(table->version != NULL);
    decision_change(decision, CHANGE_REPLACE, table, row);
}

void decision_void(struct decision *decision, const char *action, struct text key)
{
    decision->void_action = action;
    decision->void_key = key;
}

void decision_refuse(struct decision *decision, const char *key, const char *field)
{
    decision_refuse_with(decision, key, field, (struct text){ 0 }, (struct text){ 0 });
}

void decision_refuse_with(struct decision *decision, const char *key, const char *field,
                          struct text detail0, struct text detail1)
{
    CHECK(key != NULL);
    if (decision->refusal.key != NULL)
        return;
    struct arena *arena = decision->request->arena;
    decision->refusal = (struct refusal){
        .key = key, .field = field,
        .detail = { arena_text(arena, detail0), arena_text(arena, detail1) },
    };
}

/* ---- keys ---- */

void keys_add(struct keys *keys, int64_t subject)
{
    for (int32_t i = 0; i < keys->count; i++)
        if (keys->subject[i] == subject)
            return;
    CHECK((size_t)keys->count < COUNT_OF(keys->subject));
    keys->subject[keys->count++] = subject;
}
