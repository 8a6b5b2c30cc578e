/* matter_load.c: a matter read from its file in the book. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "base/yaml.h"

#include <pthread.h>

#define FOLDER TEXT("rules/matters/")
#define ENDING TEXT(".yaml")

#define OF(type_, member_, name_, kind_, flags_, ...) \
    { .name = (name_), .kind = (kind_), .flags = (flags_), .offset = AT(type_, member_), \
      __VA_ARGS__ }
#define NEED FIELD_REQUIRED

static const struct field word_fields[] = {
    OF(struct matter_word, word, "word", FIELD_TEXT, NEED, .length_max = 60),
};
static const struct shape word_shape = SHAPE("word", struct matter_word, word_fields);
#define WORDS .of = &word_shape, .length_max = 40

static const struct field item_fields[] = {
    /* Absent: an item of the national list whose code was not found. */
    OF(struct matter_item, code, "code", FIELD_TEXT, 0, .length_max = 30),
    OF(struct matter_item, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter_item, for_kind, "for", FIELD_TEXT, 0, .length_max = 30),
};
static const struct shape item_shape = SHAPE("item", struct matter_item, item_fields);

static const struct field code_fields[] = {
    OF(struct matter_code, place, "place", FIELD_COUNT, NEED, .length_max = 0),
    OF(struct matter_code, code, "code", FIELD_TEXT, NEED, .length_max = 30),
};
static const struct shape code_shape = SHAPE("code", struct matter_code, code_fields);

static const struct field choice_fields[] = {
    OF(struct matter_choice, value, "value", FIELD_TEXT, NEED, .length_max = 30),
    OF(struct matter_choice, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter_choice, en, "en", FIELD_TEXT, NEED, .length_max = 100),
    OF(struct matter_choice, status, "status", FIELD_TEXT, 0, .length_max = 30),
};
static const struct shape choice_shape = SHAPE("choice", struct matter_choice, choice_fields);

static const struct field when_fields[] = {
    OF(struct matter_when, field, "field", FIELD_TEXT, NEED, .length_max = 30),
    OF(struct matter_when, is, "is", FIELD_LIST, NEED, WORDS),
};
static const struct shape when_shape = SHAPE("when", struct matter_when, when_fields);

static const struct field field_fields[] = {
    OF(struct matter_field, name, "name", FIELD_TEXT, NEED, .length_max = 30),
    OF(struct matter_field, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter_field, en, "en", FIELD_TEXT, NEED, .length_max = 100),
    OF(struct matter_field, type, "type", FIELD_TEXT, NEED, .length_max = 20),
    OF(struct matter_field, required, "required", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter_field, private, "private", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter_field, when, "when", FIELD_OBJECT, 0, .of = &when_shape),
    OF(struct matter_field, choices, "choices", FIELD_LIST, 0, .of = &choice_shape,
       .length_max = 60),
    OF(struct matter_field, not_after, "not-after", FIELD_TEXT, 0, .length_max = 20),
    OF(struct matter_field, not_after_when, "not-after-when", FIELD_OBJECT, 0,
       .of = &when_shape),
};
static const struct shape field_shape = SHAPE("field", struct matter_field, field_fields);

static const struct field material_fields[] = {
    OF(struct matter_material, name, "name", FIELD_TEXT, NEED, .length_max = 30),
    OF(struct matter_material, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter_material, en, "en", FIELD_TEXT, NEED, .length_max = 100),
    OF(struct matter_material, key, "key", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter_material, shown, "shown", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter_material, from, "from", FIELD_TEXT, 0, .length_max = 20),
    OF(struct matter_material, shown_by, "shown-by", FIELD_TEXT, 0, .length_max = 30),
    OF(struct matter_material, issued_by_us, "issued-by-us", FIELD_TEXT, 0, .length_max = 40),
    OF(struct matter_material, earlier_months, "earlier-months", FIELD_COUNT, 0, .length_max = 0),
    OF(struct matter_material, department, "department", FIELD_TEXT, 0, .length_max = 30),
    OF(struct matter_material, when, "when", FIELD_OBJECT, 0, .of = &when_shape),
    OF(struct matter_material, may, "may", FIELD_LIST, 0, WORDS),
    OF(struct matter_material, ordinary, "ordinary", FIELD_LIST, 0, WORDS),
    OF(struct matter_material, not_by, "not-by", FIELD_LIST, 0, WORDS),
};
static const struct shape material_shape =
    SHAPE("material", struct matter_material, material_fields);

static const struct field step_fields[] = {
    OF(struct matter_step, step, "step", FIELD_TEXT, NEED, .length_max = 20),
    OF(struct matter_step, roles, "roles", FIELD_LIST, NEED, WORDS),
    OF(struct matter_step, offices, "offices", FIELD_LIST, NEED, WORDS),
};
static const struct shape step_shape = SHAPE("step", struct matter_step, step_fields);

#define LIMIT_FIELDS                                                                             \
    OF(struct matter_limit, working_days, "working-days", FIELD_COUNT, 0, .length_max = 0),      \
    OF(struct matter_limit, calendar_days, "calendar-days", FIELD_COUNT, 0, .length_max = 0),    \
    OF(struct matter_limit, months, "months", FIELD_COUNT, 0, .length_max = 0),                  \
    OF(struct matter_limit, at_once, "at-once", FIELD_FLAG, 0, .length_max = 0),                 \
    OF(struct matter_limit, source, "source", FIELD_TEXT, NEED, .length_max = 100),              \
    OF(struct matter_limit, source_zh, "source-zh", FIELD_TEXT, 0, .length_max = 100),           \
    OF(struct matter_limit, certainty, "certainty", FIELD_TEXT, NEED, .length_max = 20)
static const struct field limit_fields[] = { LIMIT_FIELDS };
static const struct shape limit_shape = SHAPE("limit", struct matter_limit, limit_fields);
static const struct field former_limit_fields[] = {
    OF(struct matter_limit, until, "until", FIELD_DAY, NEED, .length_max = 0), LIMIT_FIELDS,
};
static const struct shape former_limit_shape =
    SHAPE("former-limit", struct matter_limit, former_limit_fields);

static const struct field said_fields[] = {
    OF(struct matter_said, zh, "zh", FIELD_TEXT, NEED, .length_max = 200),
    OF(struct matter_said, en, "en", FIELD_TEXT, NEED, .length_max = 300),
};
static const struct shape said_shape = SHAPE("said", struct matter_said, said_fields);

static const struct field region_fields[] = {
    OF(struct matter_region, place, "place", FIELD_COUNT, NEED, .length_max = 0),
    OF(struct matter_region, channels, "channels", FIELD_LIST, 0, WORDS),
    OF(struct matter_region, accepted_at_once, "accepted-at-once", FIELD_LIST, 0, WORDS),
    OF(struct matter_region, limit, "limit", FIELD_OBJECT, 0, .of = &limit_shape),
    OF(struct matter_region, deemed, "deemed", FIELD_OBJECT, 0, .of = &limit_shape),
    OF(struct matter_region, hours, "hours", FIELD_OBJECT, 0, .of = &said_shape),
    OF(struct matter_region, source, "source", FIELD_TEXT, NEED, .length_max = 200),
    OF(struct matter_region, certainty, "certainty", FIELD_TEXT, NEED, .length_max = 20),
};
static const struct shape region_shape = SHAPE("region", struct matter_region, region_fields);

static const struct field department_fields[] = {
    OF(struct matter_department, department, "department", FIELD_TEXT, NEED, .length_max = 30),
    OF(struct matter_department, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter_department, en, "en", FIELD_TEXT, NEED, .length_max = 100),
    OF(struct matter_department, stops_clock, "stops-clock", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter_department, answer_working_days, "answer-working-days", FIELD_COUNT, 0,
       .length_max = 0),
    OF(struct matter_department, source, "source", FIELD_TEXT, 0, .length_max = 100),
};
static const struct shape department_shape =
    SHAPE("department", struct matter_department, department_fields);

#define CHECKED(member_) AT(struct matter_verification, member_)
static const struct field verification_fields[] = {
    { .name = "share", .kind = FIELD_SHARE, .flags = NEED, .offset = CHECKED(share) },
    { .name = "working-days", .kind = FIELD_COUNT, .flags = NEED,
      .offset = CHECKED(working_days) },
    { .name = "bar-months", .kind = FIELD_COUNT, .flags = NEED, .offset = CHECKED(bar_months) },
    { .name = "source", .kind = FIELD_TEXT, .flags = NEED, .offset = CHECKED(source),
      .length_max = 100 },
    { .name = "certainty", .kind = FIELD_TEXT, .flags = NEED, .offset = CHECKED(certainty),
      .length_max = 20 },
};
static const struct shape verification_shape =
    SHAPE("verification", struct matter_verification, verification_fields);

static const struct field matter_fields[] = {
    OF(struct matter, matter, "matter", FIELD_TEXT, NEED, .length_max = 40),
    OF(struct matter, zh, "zh", FIELD_TEXT, NEED, .length_max = 60),
    OF(struct matter, en, "en", FIELD_TEXT, NEED, .length_max = 100),
    OF(struct matter, life, "life", FIELD_TEXT, 0, .length_max = 20),
    OF(struct matter, source, "source", FIELD_TEXT, NEED, .length_max = 200),
    OF(struct matter, source_zh, "source-zh", FIELD_TEXT, 0, .length_max = 200),
    OF(struct matter, group, "group", FIELD_TEXT, 0, .length_max = 40),
    OF(struct matter, certainty, "certainty", FIELD_TEXT, NEED, .length_max = 20),
    OF(struct matter, national, "national", FIELD_LIST, 0, .of = &item_shape, .length_max = 20),
    OF(struct matter, codes, "codes", FIELD_LIST, 0, .of = &code_shape, .length_max = 100),
    OF(struct matter, applicants, "applicants", FIELD_LIST, NEED, WORDS),
    OF(struct matter, own, "own", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter, newcomer, "newcomer", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter, left, "left", FIELD_FLAG, 0, .length_max = 0),
    OF(struct matter, channels, "channels", FIELD_LIST, NEED, WORDS),
    OF(struct matter, accepted_at_once, "accepted-at-once", FIELD_LIST, 0, WORDS),
    OF(struct matter, visits, "visits", FIELD_COUNT, 0, .length_max = 0),
    OF(struct matter, fields, "fields", FIELD_LIST, NEED, .of = &field_shape, .length_max = 60),
    OF(struct matter, materials, "materials", FIELD_LIST, 0, .of = &material_shape,
       .length_max = 40),
    OF(struct matter, steps, "steps", FIELD_LIST, NEED, .of = &step_shape, .length_max = 10),
    OF(struct matter, limit, "limit", FIELD_OBJECT, NEED, .of = &limit_shape),
    OF(struct matter, deemed, "deemed", FIELD_OBJECT, 0, .of = &limit_shape),
    OF(struct matter, former_limits, "former-limits", FIELD_LIST, 0, .of = &former_limit_shape,
       .length_max = 10),
    OF(struct matter, result, "result", FIELD_OBJECT, NEED, .of = &said_shape),
    OF(struct matter, commitment, "commitment", FIELD_OBJECT, 0, .of = &said_shape),
    OF(struct matter, hours, "hours", FIELD_OBJECT, 0, .of = &said_shape),
    OF(struct matter, guide, "guide", FIELD_OBJECT, 0, .of = &said_shape),
    OF(struct matter, verification, "verification", FIELD_OBJECT, 0, .of = &verification_shape),
    OF(struct matter, regions, "regions", FIELD_LIST, 0, .of = &region_shape,
       .length_max = 60),
    OF(struct matter, departments, "departments", FIELD_LIST, 0, .of = &department_shape,
       .length_max = 20),
    OF(struct matter, subject, "subject", FIELD_LIST, 0, WORDS),
    OF(struct matter, basis, "basis", FIELD_LIST, 0, WORDS),
    OF(struct matter, approval_when, "approval-when", FIELD_OBJECT, 0, .of = &when_shape),
    OF(struct matter, approval, "approval", FIELD_TEXT, 0, .length_max = 60),
    OF(struct matter, revocation, "revocation", FIELD_TEXT, 0, .length_max = 60),
    OF(struct matter, by_hand, "revoked-by-hand", FIELD_OBJECT, 0, .of = &said_shape),
    OF(struct matter, offered_when, "offered-when", FIELD_TEXT, 0, .length_max = 60),
    OF(struct matter, offered_choice, "offered-choice", FIELD_TEXT, 0, .length_max = 30),
};
static const struct shape matter_shape = SHAPE("matter", struct matter, matter_fields);

/* ---- reading ---- */

static const struct matter *read_matter(const struct publication *publication,
                                        struct arena *arena, struct rule_faults *faults)
{
    const struct yaml_reading reading = { publication->file, arena, faults };
    const struct yaml *root = NULL;
    struct yaml_fault fault;
    if (!yaml_parse(publication->text, arena, &root, &fault)) {
        rule_fault_add(faults, publication->file, fault.line, TEXT(""), "rules.fault.yaml",
                       fault.reason, TEXT(""));
        return NULL;
    }
    int32_t before = faults->count;
    struct matter *matter = ARENA_NEW(arena, struct matter);
    if (!yaml_shape_fill(&reading, root, &matter_shape, matter))
        return NULL;
    matter_check(&reading, matter);
    matter->publication = publication->sequence;
    return faults->count == before ? matter : NULL;
}

/* ---- kept: a text never changes, and every case asks for its matter several times ---- */

#define KEPT_MAX 512            /* publications of matters; beyond it they are read each time */

static struct {
    pthread_mutex_t mutex;
    struct arena arena;         /* of the program */
    size_t count;
    struct kept_matter {
        int64_t sequence;
        struct digest digest;
        const struct matter *matter;
    } rows[KEPT_MAX];
} kept = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static const struct matter *kept_of(const struct publication *publication)
{
    for (size_t i = 0; i < kept.count; i++)
        if (kept.rows[i].sequence == publication->sequence
            && digest_equal(&kept.rows[i].digest, &publication->digest))
            return kept.rows[i].matter;
    return NULL;
}

/* NULL: the file is wrong. What is found lives as long as the program. */
static const struct matter *matter_kept(const struct publication *publication,
                                        struct arena *arena)
{
    struct rule_faults faults;
    pthread_mutex_lock(&kept.mutex);
    const struct matter *matter = kept_of(publication);
    if (matter == NULL && kept.count < KEPT_MAX) {
        if (kept.count == 0)
            arena_init(&kept.arena);
        rule_faults_init(&faults, &kept.arena);
        matter = read_matter(publication, &kept.arena, &faults);
        if (matter != NULL)
            kept.rows[kept.count++] = (struct kept_matter){
                publication->sequence, publication->digest, matter,
            };
    } else if (matter == NULL) {
        rule_faults_init(&faults, arena);
        matter = read_matter(publication, arena, &faults);
    }
    pthread_mutex_unlock(&kept.mutex);
    return matter;
}

static bool name_is_spelled_well(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!((name.data[i] >= 'a' && name.data[i] <= 'z') || name.data[i] == '-'))
            return false;
    return text_present(name) && name.length < 60;
}

const struct matter *matter_of(const struct book *book, struct text name, struct arena *arena)
{
    if (!name_is_spelled_well(name))
        return NULL;
    struct text file = arena_format(arena, "rules/matters/%.*s.yaml", TEXT_ARGS(name));
    const struct publication *publication = book_publication(book, file);
    if (publication == NULL)
        return NULL;
    return matter_kept(publication, arena);
}

const struct matter *matter_at(const struct book *book, struct text name, int64_t publication,
                               struct arena *arena)
{
    size_t count;
    const struct publication *publications = book_publications(book, &count);
    for (size_t i = 0; i < count; i++) {
        struct text file = publications[i].file;
        if (publications[i].sequence == publication && text_starts(file, FOLDER)
            && text_equal(text_slice(file, FOLDER.length, file.length - ENDING.length), name))
            return matter_kept(&publications[i], arena);
    }
    return NULL;
}

static bool is_matter(const struct publication *publication)
{
    return text_starts(publication->file, FOLDER) && text_ends(publication->file, ENDING);
}

/* The publications of matters, of each file only the last. */
static const struct publication **matter_publications(const struct book *book, struct arena *arena,
                                                      size_t *ret_count)
{
    size_t all, count = 0, found = 0;
    const struct publication *publications = book_publications(book, &all);
    for (size_t i = 0; i < all; i++)
        count += is_matter(&publications[i]);
    const struct publication **last = ARENA_ARRAY(arena, const struct publication *, count + 1);
    count = 0;
    for (size_t i = 0; i < all; i++) {
        if (!is_matter(&publications[i]))
            continue;
        const struct publication *one = &publications[i];
        for (size_t j = 0; j < count && one != NULL; j++) {
            if (last[j] == NULL || !text_equal(last[j]->file, one->file))
                continue;
            if (last[j]->sequence >= one->sequence)
                one = NULL;
            else
                last[j] = NULL;
        }
        last[count++] = one;
    }
    for (size_t i = 0; i < count; i++)
        if (last[i] != NULL)
            last[found++] = last[i];
    *ret_count = found;
    return last;
}

struct list matters_of(const struct book *book, struct arena *arena)
{
    size_t count, found = 0;
    const struct publication **publications = matter_publications(book, arena, &count);
    struct matter *matters = ARENA_ARRAY(arena, struct matter, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct matter *matter = matter_kept(publications[i], arena);
        if (matter != NULL)
            matters[found++] = *matter;
    }
    return (struct list){ matters, found };
}

bool matters_check(const struct book *book, struct rule_faults *faults)
{
    struct arena arena;
    arena_init(&arena);
    int32_t before = faults->count;
    size_t count;
    const struct publication **publications = matter_publications(book, &arena, &count);
    for (size_t i = 0; i < count; i++) {
        const struct matter *matter = read_matter(publications[i], &arena, faults);
        struct text file = publications[i]->file;
        struct text stem =
            text_slice(file, FOLDER.length, file.length - ENDING.length);
        if (matter != NULL && !text_equal(matter->matter, stem))
            rule_fault_add(faults, file, 0, TEXT("matter"), "matter.fault.other-name",
                           matter->matter, stem);
        if (matter != NULL)
            matter_check_places(book, file, matter, faults);
    }
    arena_release(&arena);
    return faults->count == before;
}
