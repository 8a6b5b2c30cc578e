/* matter_versions.c: the publications of a matter side by side: what changed of its limit, its
 * channels, its steps, its papers and its form from one to the next. A case keeps the one it began
 * with. LAW: JX4-1a LY22-P2d */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"
#include "core/words.h"

#define LINES_MAX 400
#define VERSIONS_MAX 40

/* One thing a version says: what it is about, and in words. */
struct said { const char *about; struct text name, words; };
struct sayings { struct said items[LINES_MAX]; size_t count; };

static void say(struct sayings *all, const char *about, struct text name, struct text words)
{
    if (all->count < LINES_MAX)
        all->items[all->count++] = (struct said){ about, name, words };
}

static struct text joined(const struct list *words, struct arena *arena)
{
    const struct matter_word *items = words->items;
    struct text all = { "", 0 };
    for (size_t i = 0; i < words->count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(items[i].word));
    return all;
}

static struct text limit_words(const struct matter_limit *limit, struct arena *arena)
{
    if (limit->at_once)
        return TEXT("at-once");
    if (limit->working_days > 0)
        return arena_format(arena, "%lld working-days", (long long)limit->working_days);
    if (limit->calendar_days > 0)
        return arena_format(arena, "%lld calendar-days", (long long)limit->calendar_days);
    return arena_format(arena, "%lld months", (long long)limit->months);
}

/* What it hangs on, and by which values: " when kind: stranded long-term". */
static void add_when(struct builder *words, const char *name, const struct matter_when *when,
                     struct arena *arena)
{
    if (text_present(when->field))
        builder_format(words, " %s %.*s: %.*s", name, TEXT_ARGS(when->field),
                       TEXT_ARGS(joined(&when->is, arena)));
}

static void add_word(struct builder *words, const char *name, struct text word)
{
    if (text_present(word))
        builder_format(words, " %s %.*s", name, TEXT_ARGS(word));
}

static struct text material_words(const struct matter_material *material, struct arena *arena)
{
    char bytes[2000];
    struct builder words = builder_over(bytes, sizeof bytes);
    builder_add(&words, material->zh);
    builder_add(&words, material->key ? TEXT(" key") : TEXT(""));
    add_word(&words, "from", material->from);
    add_word(&words, "shown-by", material->shown_by);
    add_word(&words, "issued-by-us", material->issued_by_us);
    add_word(&words, "department", material->department);
    if (material->earlier_months > 0)
        builder_format(&words, " earlier-months %lld", (long long)material->earlier_months);
    add_word(&words, "may", joined(&material->may, arena));
    add_word(&words, "not-by", joined(&material->not_by, arena));
    add_when(&words, "when", &material->when, arena);
    return arena_text(arena, builder_text(&words));
}

static struct text field_words(const struct matter_field *field, struct arena *arena)
{
    char bytes[8000];
    struct builder words = builder_over(bytes, sizeof bytes);
    builder_format(&words, "%.*s %.*s%s", TEXT_ARGS(field->zh), TEXT_ARGS(field->type),
                   field->required ? " required" : "");
    add_when(&words, "when", &field->when, arena);
    add_word(&words, "not-after", field->not_after);
    add_when(&words, "not-after-when", &field->not_after_when, arena);
    const struct matter_choice *choices = field->choices.items;
    for (size_t i = 0; i < field->choices.count; i++)
        builder_format(&words, "%s%.*s", i == 0 ? " choices " : ", ",
                       TEXT_ARGS(choices[i].value));
    return arena_text(arena, builder_text(&words));
}

/* What the version says that holds in that place, and a reader would miss if it changed. */
static struct sayings *sayings_of(const struct request *request, const struct matter *matter,
                                  int32_t place)
{
    struct arena *arena = request->arena;
    struct sayings *all = ARENA_NEW(arena, struct sayings);
    const struct matter_terms terms = matter_terms_at(request->book, matter, place);
    const struct text none = { "", 0 };
    say(all, "limit", none, limit_words(terms.limit, arena));
    const struct matter_limit *former = matter->former_limits.items;
    for (size_t i = 0; terms.former_limits != NULL && i < matter->former_limits.count; i++)
        say(all, "limit", arena_format(arena, "%d", former[i].until.yyyymmdd),
            limit_words(&former[i], arena));
    say(all, "channels", none, joined(terms.channels, arena));
    say(all, "applicants", none, joined(&matter->applicants, arena));
    const struct matter_step *steps = matter->steps.items;
    for (size_t i = 0; i < matter->steps.count; i++)
        say(all, "step", steps[i].step,
            arena_format(arena, "%.*s: %.*s", TEXT_ARGS(joined(&steps[i].offices, arena)),
                         TEXT_ARGS(joined(&steps[i].roles, arena))));
    const struct matter_material *materials = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++)
        say(all, "material", materials[i].name, material_words(&materials[i], arena));
    const struct matter_field *fields = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        say(all, "field", fields[i].name, field_words(&fields[i], arena));
    return all;
}

static const struct said *same_of(const struct sayings *all, const struct said *wanted)
{
    for (size_t i = 0; i < all->count; i++)
        if (text_is(text_of(all->items[i].about), wanted->about)
            && text_equal(all->items[i].name, wanted->name))
            return &all->items[i];
    return NULL;
}

static void tell_change(struct list *changes, const struct said *said, struct text before,
                        struct text now, struct arena *arena)
{
    struct text key = arena_format(arena, "matter.version.%s", said->about);
    struct matter_change *items = changes->items;
    items[changes->count++] = (struct matter_change){
        .about = text_of(said->about), .name = said->name, .before = before, .now = now,
        .zh = words_of(key.data, LANGUAGE_CHINESE), .en = words_of(key.data, LANGUAGE_ENGLISH),
    };
}

static struct list changes_between(const struct sayings *before, const struct sayings *now,
                                   struct arena *arena)
{
    struct list changes = { ARENA_ARRAY(arena, struct matter_change,
                                        before->count + now->count + 1), 0 };
    for (size_t i = 0; i < now->count; i++) {
        const struct said *was = same_of(before, &now->items[i]);
        if (was == NULL || !text_equal(was->words, now->items[i].words))
            tell_change(&changes, &now->items[i],
                        was == NULL ? (struct text){ 0 } : was->words, now->items[i].words,
                        arena);
    }
    for (size_t i = 0; i < before->count; i++)
        if (same_of(now, &before->items[i]) == NULL)
            tell_change(&changes, &before->items[i], before->items[i].words,
                        (struct text){ 0 }, arena);
    return changes;
}

static bool gather_versions(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static size_t versions_of(const struct request *request, const struct publication *publications,
                          size_t count)
{
    const struct matter_show_input *input = request->input;
    size_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += matter_at(request->book, input->matter, publications[i].sequence,
                         request->arena) != NULL;
    return all;
}

static void decide_versions(const struct request *request, const void *facts,
                            struct decision *decision)
{
    (void)facts;
    const struct matter_show_input *input = request->input;
    const struct matter *last = matter_of(request->book, input->matter, request->arena);
    if (last == NULL) {
        decision_refuse(decision, "matter.refused.no-such-matter", "matter");
        return;
    }
    size_t count;
    const struct publication *publications = book_publications(request->book, &count);
    struct matter_versions *answer = decision->outcome;
    const struct sayings *before = NULL;
    /* The newest are told; each with what changed from the one before, told or not. */
    size_t all = versions_of(request, publications, count), passed = 0;
    struct matter_version *versions =
        ARENA_ARRAY(request->arena, struct matter_version, VERSIONS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct matter *matter = matter_at(request->book, input->matter,
                                                publications[i].sequence, request->arena);
        if (matter == NULL)
            continue;
        passed++;
        if (passed + VERSIONS_MAX < all)
            continue;
        const struct sayings *now = sayings_of(request, matter, (int32_t)input->place);
        if (passed + VERSIONS_MAX == all) {
            before = now;
            continue;
        }
        struct matter_version *version = &versions[answer->versions.count++];
        *version = (struct matter_version){ .publication = publications[i].sequence,
                                            .known = publications[i].known };
        if (before != NULL)
            version->changes = changes_between(before, now, request->arena);
        before = now;
    }
    answer->versions.items = versions;
}

static const struct field input_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct matter_show_input, matter), 60,
      .help = "matter.field.matter" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct matter_show_input, place),
      .help = "matter.field.place" },
};
static const struct shape input_shape =
    SHAPE("matter_versions_asked", struct matter_show_input, input_fields);
static const struct shape facts_shape =
    { .name = "matter_versions_facts", .size = sizeof(struct matter_facts) };
#define CHANGE(member_, length_, help_) \
    { #member_, NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct matter_change, member_), length_, \
      .help = help_ }
static const struct field change_fields[] = {
    CHANGE(zh, 60, "matter.version.about"), CHANGE(en, 60, "matter.version.about"),
    CHANGE(name, 40, "matter.version.name"), CHANGE(before, 500, "matter.version.before"),
    CHANGE(now, 500, "matter.version.now"), CHANGE(about, 20, NULL),
};
static const struct shape change_shape =
    SHAPE("matter_change", struct matter_change, change_fields);
static const struct field version_fields[] = {
    { "publication", NULL, FIELD_COUNT, 0, AT(struct matter_version, publication),
      .help = "matter.version.publication" },
    { "known", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct matter_version, known),
      .help = "matter.version.known" },
    { "changes", NULL, FIELD_LIST, 0, AT(struct matter_version, changes), .of = &change_shape,
      .help = "matter.version.changes" },
};
static const struct shape version_shape =
    SHAPE("matter_version", struct matter_version, version_fields);
static const struct field answer_fields[] = {
    { "versions", NULL, FIELD_LIST, 0, AT(struct matter_versions, versions),
      .of = &version_shape, .help = "matter.version.versions" },
};
static const struct shape answer_shape =
    SHAPE("matter_versions", struct matter_versions, answer_fields);

const struct action matter_versions_action = {
    .name = "matter.versions", .method = "GET", .path = "/api/v1/matters/{matter}/versions",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &input_shape,
    .facts = &facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "matter.help.versions", .gather = gather_versions, .decide = decide_versions,
};
