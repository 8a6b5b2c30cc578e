/* notice_change.c: see notice_change.h. */

#include "rooms/notice/notice_change.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"
#include "core/measure.h"
#include "rooms/notice/notice_announce.h"

enum { ITEM = 1, FLOW = 2, WAY = 4, PLACE = 8, LIMIT = 16 };
static const char *const aspect_names[] = { "item", "flow", "way", "place", "limit" };

struct changes {
    struct arena *arena;
    struct notice_change *items;
    size_t count, room;
};

static void changes_add_one(struct changes *changes, struct text matter, const char *aspect,
                            struct text clause)
{
    for (size_t i = 0; i < changes->count; i++)
        if (text_equal(changes->items[i].matter, matter) && changes->items[i].aspect == aspect)
            return;
    if (changes->count == changes->room) {
        changes->room = 2 * changes->room + 8;
        struct notice_change *wider =
            ARENA_ARRAY(changes->arena, struct notice_change, changes->room);
        for (size_t i = 0; i < changes->count; i++)
            wider[i] = changes->items[i];
        changes->items = wider;
    }
    changes->items[changes->count++] = (struct notice_change){ matter, aspect, clause };
}

static void changes_add(struct changes *changes, struct text matter, int aspects,
                        struct text clause)
{
    for (size_t i = 0; i < COUNT_OF(aspect_names); i++)
        if ((aspects & 1 << i) != 0)
            changes_add_one(changes, text_is(matter, "any") ? (struct text){ 0 } : matter,
                            aspect_names[i], clause);
}

/* ---- of a notice ---- */

static int open_aspects(const struct measure_open *open)
{
    int aspects = 0;
    if (open->channels.count > 0 || open->agents.count > 0 || text_present(open->hours))
        aspects |= WAY;
    if (open->at.count > 0)
        aspects |= PLACE;
    return aspects == 0 ? FLOW : aspects;       /* how often one has to come */
}

static int aspects_of(const struct measure *measure)
{
    switch (measure->verb) {
    case VERB_ENTRUST: return FLOW;
    case VERB_OUTAGE: return WAY;
    case VERB_OPEN: return open_aspects(&measure->open);
    case VERB_QUOTA: return PLACE;
    case VERB_SUSPEND: return LIMIT;
    case VERB_TOLERATE: return ITEM;            /* what has to be handed in */
    case VERB_EXTEND:
        return name_list_has(measure->extend.deadlines, TEXT("handling")) ? LIMIT : 0;
    case VERB_WAIVE: case VERB_KEEP: case VERB_BACKDATE: case VERB_REINSTATE:
    case VERB_COVER: case VERB_PREFER: case VERB_RATE: case VERB_PREPAY:
    case VERB_SUPPLY: case VERB_REPORT: case VERB_TASK: case VERB_WATCH: case VERB_REVIEW:
    case VERB_ANNOUNCE: case VERB_EMPOWER: case VERB_COUNT:
        break;
    }
    return 0;
}

/* What it is about by its own fields; NULL: its scope says so, or it is about all. */
static const struct name_list *matters_named(const struct measure *measure)
{
    if (measure->verb == VERB_ENTRUST)
        return &measure->entrust.matter;
    return measure->verb == VERB_SUSPEND ? &measure->suspend.matters : NULL;
}

static bool names_add(struct changes *changes, const struct name_list *names, int aspects,
                      struct text clause)
{
    for (size_t i = 0; names != NULL && i < names->count; i++)
        changes_add(changes, names->items[i], aspects, clause);
    return names != NULL && names->count > 0;
}

static void measure_add(struct changes *changes, const struct measure *measure)
{
    int aspects = aspects_of(measure);
    if (aspects == 0)
        return;
    if (measure->verb == VERB_OUTAGE) {
        for (size_t i = 0; i < measure->outage.count; i++)
            names_add(changes, &measure->outage.rows[i].matter, aspects, measure->clause);
        return;
    }
    bool named = names_add(changes, matters_named(measure), aspects, measure->clause);
    for (size_t i = 0; i < measure->scope.count && !named; i++)
        if (measure->scope.conditions[i].of == SCOPE_MATTER)
            named = names_add(changes, &measure->scope.conditions[i].any_of, aspects,
                              measure->clause);
    if (!named)
        changes_add(changes, (struct text){ 0 }, aspects, measure->clause);
}

size_t notice_changes(const struct book *book, struct text file, struct arena *arena,
                      const struct notice_change **ret_changes)
{
    struct changes changes = { .arena = arena };
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (text_equal(measures[i]->file, file)
            && date_compare(measures[i]->known_until, DATE_LATEST) == 0)
            measure_add(&changes, measures[i]);
    *ret_changes = changes.items;
    return changes.count;
}

/* ---- of a matter ---- */

static const struct { const char *key; int aspect; } keys[] = {
    { "matter", ITEM }, { "zh", ITEM }, { "en", 0 }, { "source", 0 }, { "source-zh", 0 },
    { "certainty", 0 }, { "group", 0 },
    { "national", ITEM }, { "codes", ITEM }, { "applicants", ITEM },
    { "fields", ITEM }, { "materials", ITEM }, { "commitment", ITEM }, { "result", ITEM },
    { "approval", 0 }, { "revocation", 0 }, { "revoked-by-hand", 0 }, { "basis", 0 },
    { "subject", 0 }, { "verification", FLOW }, { "visits", FLOW }, { "steps", FLOW },
    { "departments", FLOW }, { "guide", FLOW }, { "channels", WAY },
    { "accepted-at-once", WAY }, { "hours", PLACE }, { "limit", LIMIT }, { "deemed", LIMIT },
    { "place", PLACE },
};

/* What a key is of; a new key of the form is a change of the item until it is listed here. */
static int aspect_of_key(struct text key)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (text_is(key, keys[i].key))
            return keys[i].aspect;
    return ITEM;
}

struct pair { const struct yaml *before, *after; };

/* Members that say something of the matter, or items. */
static size_t counted(const struct yaml *node)
{
    size_t count = 0;
    for (size_t i = 0; i < yaml_count(node); i++)
        count += yaml_key(node, i) == NULL || aspect_of_key(yaml_text(yaml_key(node, i))) != 0;
    return count;
}

static bool nodes_differ(struct pair pair)
{
    if (pair.before == NULL || pair.after == NULL)
        return pair.before != pair.after;
    return yaml_kind(pair.before) != yaml_kind(pair.after)
        || counted(pair.before) != counted(pair.after)
        || !text_equal(yaml_text(pair.before), yaml_text(pair.after));
}

struct level {
    struct pair pair;
    size_t next;                /* child to be looked at */
};

/* The next pair below that says something of the matter; false: there is none. */
static bool child_next(struct level *level, struct pair *ret_pair)
{
    const struct yaml *before = level->pair.before, *after = level->pair.after;
    while (level->next < yaml_count(before)) {
        size_t at = level->next++;
        struct text key = yaml_text(yaml_key(before, at));
        if (text_present(key) && aspect_of_key(key) == 0)
            continue;
        *ret_pair = (struct pair){ yaml_at(before, at), text_present(key)
            ? yaml_member(after, key) : yaml_at(after, at) };
        return true;
    }
    return false;
}

static bool trees_differ(struct pair top)
{
    struct level levels[LIMIT_DEPTH + 1] = { { .pair = top } };
    size_t depth = 1;
    if (nodes_differ(top))
        return true;
    while (depth > 0) {
        struct pair pair;
        if (!child_next(&levels[depth - 1], &pair)) {
            depth--;
            continue;
        }
        if (nodes_differ(pair))
            return true;
        CHECK(depth < COUNT_OF(levels));
        levels[depth++] = (struct level){ .pair = pair };
    }
    return false;
}

static void keys_compare(struct changes *changes, struct text matter, struct pair pair)
{
    for (int side = 0; side < 2; side++) {
        const struct yaml *from = side == 0 ? pair.before : pair.after;
        for (size_t i = 0; i < yaml_count(from); i++) {
            struct text key = yaml_text(yaml_key(from, i));
            const struct pair both = { yaml_member(pair.before, key),
                                       yaml_member(pair.after, key) };
            int aspect = aspect_of_key(key);
            if (aspect != 0 && !text_is(key, "regions") && trees_differ(both))
                changes_add(changes, matter, aspect, key);
        }
    }
}

static const struct yaml *region_of(const struct yaml *regions, struct text place)
{
    for (size_t i = 0; i < yaml_count(regions); i++)
        if (text_equal(yaml_text(yaml_member(yaml_at(regions, i), TEXT("place"))), place))
            return yaml_at(regions, i);
    return NULL;
}

/* What a region sets for itself is compared with what it set before. */
static void regions_compare(struct changes *changes, struct text matter, struct pair pair)
{
    for (int side = 0; side < 2; side++) {
        const struct yaml *from = side == 0 ? pair.before : pair.after;
        for (size_t i = 0; i < yaml_count(from); i++) {
            struct text place = yaml_text(yaml_member(yaml_at(from, i), TEXT("place")));
            keys_compare(changes, matter, (struct pair){ region_of(pair.before, place),
                                                         region_of(pair.after, place) });
        }
    }
}

static const struct yaml *tree_of(struct text text, struct arena *arena)
{
    const struct yaml *tree;
    struct yaml_fault fault;
    return text_present(text) && yaml_parse(text, arena, &tree, &fault) ? tree : NULL;
}

size_t matter_changes(struct text file, struct text before, struct text after,
                      struct arena *arena, const struct notice_change **ret_changes)
{
    struct changes changes = { .arena = arena };
    size_t from = sizeof MATTER_FILES - 1, end = sizeof ".yaml" - 1;
    CHECK(text_starts(file, TEXT(MATTER_FILES)) && file.length > from + end);
    struct text matter = text_slice(file, from, file.length - end);
    const struct pair pair = { tree_of(before, arena), tree_of(after, arena) };
    if (pair.before == NULL || pair.after == NULL) {
        if (pair.before != pair.after)
            changes_add(&changes, matter, ITEM, TEXT("matter"));
    } else {
        keys_compare(&changes, matter, pair);
        regions_compare(&changes, matter,
                        (struct pair){ yaml_member(pair.before, TEXT("regions")),
                                       yaml_member(pair.after, TEXT("regions")) });
    }
    *ret_changes = changes.items;
    return changes.count;
}

/* ---- announced ---- */

static bool words_have(struct text words, struct text word)
{
    for (struct text rest = words; text_present(rest);)
        if (text_equal(text_until(rest, ' ', &rest), word))
            return true;
    return false;
}

bool notice_change_is_announced(const struct notice_change *change,
                                const struct list *announcements, struct moment since)
{
    const struct notice_announcement *rows = announcements->items;
    for (size_t i = 0; i < announcements->count; i++)
        if (text_is(rows[i].state, "out") && rows[i].out_at.ms >= since.ms
            && words_have(rows[i].aspects, text_of(change->aspect))
            && (!text_present(change->matter) || words_have(rows[i].matter, change->matter)
                || words_have(rows[i].matter, TEXT("any"))))
            return true;
    return false;
}
