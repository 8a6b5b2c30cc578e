/* matter_family.c: what a place says of all its matters, as its data: families of business with the
 * ways it wants for each, what most people come for, where one applies online.
 * LAW: JX4-2.0i SX9-M3b SX9-G1b */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"

static const struct field word_fields[] = {
    { "word", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct matter_word, word), 40 },
};
static const struct shape word_shape = SHAPE("matter_word", struct matter_word, word_fields);
#define FAMILY(member_) AT(struct matter_family, member_)
static const struct field family_fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, FAMILY(name), 30 },
    { "zh", NULL, FIELD_TEXT, FIELD_REQUIRED, FAMILY(zh), 30 },
    { "en", NULL, FIELD_TEXT, FIELD_REQUIRED, FAMILY(en), 60 },
    { "modes", NULL, FIELD_LIST, FIELD_REQUIRED, FAMILY(modes), 10, .of = &word_shape },
    { "lives", NULL, FIELD_LIST, 0, FAMILY(lives), 20, .of = &word_shape },
    { "matters", NULL, FIELD_LIST, 0, FAMILY(matters), 60, .of = &word_shape },
};
static const struct shape family_shape =
    SHAPE("matter_family", struct matter_family, family_fields);
static const struct field families_fields[] = {
    { "families", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct matter_families, families), 20,
      .of = &family_shape },
};
static const struct shape families_shape =
    SHAPE("matter_families", struct matter_families, families_fields);

/* Each mode is one of the region's, and no matter stands in two families. */
static const char *families_check(const void *payload)
{
    const struct matter_families *families = payload;
    const struct matter_family *items = families->families.items;
    for (size_t i = 0; i < families->families.count; i++) {
        const struct matter_word *modes = items[i].modes.items;
        for (size_t m = 0; m < items[i].modes.count; m++)
            if (!code_exists("way_ten", modes[m].word))
                return "matter.fault.family-mode";
        const struct matter_word *matters = items[i].matters.items;
        for (size_t m = 0; m < items[i].matters.count; m++)
            for (size_t j = 0; j < i; j++)
                if (matter_words_have(&items[j].matters, matters[m].word))
                    return "matter.fault.family-twice";
    }
    return NULL;
}
const struct rule_kind matter_families_rule = {
    .about = "matter.families", .payload = &families_shape, .check = families_check,
};

const struct matter_family *matter_family_of(const struct book *book,
                                             const struct matter *matter, int32_t place,
                                             struct date day)
{
    const struct question question = {
        .about = matter_families_rule.about, .place = place, .day = day, .known = day,
    };
    const struct rule *rule = NULL;
    if (rules_on(book, &question, &rule) != RULE_FOUND)
        return NULL;
    const struct matter_families *families = rule->payload;
    const struct matter_family *items = families->families.items;
    for (size_t i = 0; i < families->families.count; i++)
        if (matter_words_have(&items[i].matters, matter->matter))
            return &items[i];
    for (size_t i = 0; i < families->families.count; i++)
        if (text_present(matter->life) && matter_words_have(&items[i].lives, matter->life))
            return &items[i];
    return NULL;
}

/* ---- what most people come for ---- */

static const struct field featured_fields[] = {
    { "matters", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct matter_featured, matters), 12,
      .of = &word_shape },
};
static const struct shape featured_shape =
    SHAPE("matter_featured", struct matter_featured, featured_fields);

static const char *featured_check(const void *payload)
{
    const struct matter_featured *featured = payload;
    const struct matter_word *names = featured->matters.items;
    for (size_t i = 0; i < featured->matters.count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(names[i].word, names[j].word))
                return "matter.fault.featured-twice";
    return NULL;
}
const struct rule_kind matter_featured_rule = {
    .about = "matter.featured", .payload = &featured_shape, .check = featured_check,
};

/* ---- where one applies online ---- */

#define ENTRY(member_) AT(struct matter_entry, member_)
static const struct field entry_fields[] = {
    { "zh", NULL, FIELD_TEXT, FIELD_REQUIRED, ENTRY(zh), 60 },
    { "en", NULL, FIELD_TEXT, FIELD_REQUIRED, ENTRY(en), 100 },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, ENTRY(address), 200 },
};
const struct shape matter_entry_shape = SHAPE("matter_entry", struct matter_entry, entry_fields);
static const struct field entries_fields[] = {
    { "entries", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct matter_entries, entries), 8,
      .of = &matter_entry_shape },
};
static const struct shape entries_shape =
    SHAPE("matter_entries", struct matter_entries, entries_fields);

/* It becomes a link: nothing but a page of the web. */
static const char *entries_check(const void *payload)
{
    const struct matter_entries *entries = payload;
    const struct matter_entry *items = entries->entries.items;
    for (size_t i = 0; i < entries->entries.count; i++)
        if (text_present(items[i].address) && !text_starts(items[i].address, TEXT("https://"))
            && !text_starts(items[i].address, TEXT("http://")))
            return "matter.fault.entry";
    return NULL;
}
const struct rule_kind matter_entry_rule = {
    .about = "matter.entry", .payload = &entries_shape, .check = entries_check,
};
