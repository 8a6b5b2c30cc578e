/* demo_words.c: see demo_words.h. */

#include "programs/demo_words.h"

#include "base/check.h"
#include "base/digest.h"
#include "core/shape_json.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

#include <stdio.h>
#include <string.h>

#define FILE_BYTES_MAX ((size_t)128 * 1024)
#define SAID_BYTES ((size_t)4 * 1024)    /* what most lines grow by */
#define MEMBERS_MAX 4000

void demo_words_init(struct demo_words *words, struct demo *demo, struct text folder,
                     struct arena *arena)
{
    *words = (struct demo_words){ .arena = arena, .demo = demo, .folder = folder };
    words->kept = ARENA_ARRAY(arena, struct demo_answer, DEMO_KEPT);
}

/* The person whom the greeting names is a set of his own, and in no other. */
static bool belongs(const struct demo_set *set, const struct party_demo_person *person,
                    int64_t patient)
{
    if (text_is(set->name, "patient"))
        return person->person == patient;
    return person->person != patient && person->place == set->place
        && text_is(set->insurance, person->insurance)
        && (!text_present(set->kind) || text_is(set->kind, person->kind));
}

bool demo_words_add_set(struct demo_words *words, struct text name, struct text place,
                        struct text insurance, struct text kind)
{
    if (words->set_count == DEMO_SETS)
        return false;
    struct demo_set *set = &words->sets[words->set_count++];
    *set = (struct demo_set){ .name = name, .insurance = insurance,
                              .kind = text_is(kind, "-") ? (struct text){ 0 } : kind };
    if (!text_to_int64(place, &set->place))
        return false;
    set->members = ARENA_ARRAY(words->arena, int64_t, MEMBERS_MAX);
    int64_t patient = party_demo_patient(words->demo).person;
    for (int64_t n = 0; n < words->demo->people && set->count < MEMBERS_MAX; n++) {
        struct party_demo_person person = party_demo_person(words->demo, n);
        if (belongs(set, &person, patient))
            set->members[set->count++] = n;
    }
    return true;
}

void demo_words_keep(struct demo_words *words, struct text name, int64_t n,
                     const struct shape *shape, const void *answer)
{
    CHECK(words->kept_count < DEMO_KEPT);
    struct json_writer writer;
    json_writer_init(&writer, words->arena);
    shape_to_json(shape, answer, NAMES_OURS, &writer);
    struct text text = json_writer_text(&writer);
    const struct json *said = NULL;
    struct json_fault fault;
    bool parsed = json_parse(text, text.length, words->arena, &said, &fault);
    CHECK(parsed);
    words->kept[words->kept_count++] =
        (struct demo_answer){ .name = arena_text(words->arena, name), .n = n, .said = said };
}

static bool say_person(struct demo_words *words, const struct demo_set *set, struct text which,
                       struct text field, int64_t n, struct arena *arena, struct text *ret_said)
{
    int64_t first;
    if (!text_to_int64(which, &first) || first < 0 || (size_t)(first + n) >= set->count)
        return false;
    struct party_demo_person person = party_demo_person(words->demo, set->members[first + n]);
    if (text_is(field, "id"))
        *ret_said = arena_format(arena, "%lld", (long long)person.person);
    else if (text_is(field, "number"))
        *ret_said = arena_text(arena, text_of(person.id_number));
    else if (text_is(field, "name"))
        *ret_said = arena_text(arena, text_of(person.name));
    else
        return false;
    return true;
}

static bool say_file(const struct demo_words *words, struct text name, struct arena *arena,
                     struct text *ret_said)
{
    struct text path = arena_format(arena, "%.*s/%.*s", TEXT_ARGS(words->folder), TEXT_ARGS(name));
    FILE *file = fopen(path.data, "re");
    if (file == NULL)
        return false;
    char *bytes = arena_take(arena, FILE_BYTES_MAX);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    *ret_said = base64_encode(arena, (struct text){ bytes, length });
    return length > 0 && length < FILE_BYTES_MAX;
}

static bool say_office(const struct demo_words *words, struct text place, struct text kind,
                       struct arena *arena, struct text *ret_said)
{
    struct list lines = staff_demo_offices(words->demo);
    const struct staff_line *rows = lines.items;
    int64_t division;
    if (!text_to_int64(place, &division))
        return false;
    for (size_t i = 0; i < lines.count; i++)
        if (rows[i].office.division == division && text_equal(rows[i].office.kind, kind)) {
            *ret_said = arena_format(arena, "%lld",
                                     (long long)demo_id(STAFF_BUCKET, DEMO_OFFICES, (int64_t)i));
            return true;
        }
    return false;
}

static bool say_answer(const struct demo_words *words, struct text name, struct text path,
                       int64_t n, struct arena *arena, struct text *ret_said)
{
    struct text rest = { 0 };
    bool once = text_is(text_until(path, '.', &rest), "once");
    if (once)
        path = rest;
    for (size_t i = words->kept_count; i-- > 0;) {
        const struct demo_answer *answer = &words->kept[i];
        if (!text_equal(answer->name, name) || answer->n != (once ? 0 : n))
            continue;
        const struct json *at = answer->said;
        while (path.data != NULL) {
            struct text step = text_until(path, '.', &path);
            int64_t index;
            bool counted = json_kind(at) == JSON_ARRAY && text_to_int64(step, &index) && index >= 0;
            if (json_kind(at) == JSON_ARRAY && text_is(step, "each"))
                counted = (index = n) >= 0;
            at = counted ? json_at(at, (size_t)index) : json_member(at, step);
        }
        struct text said = json_plain_text(at);
        *ret_said = arena_text(arena, said);
        return text_present(said);
    }
    return false;
}

static bool say(struct demo_words *words, struct text name, int64_t n, struct arena *arena,
                struct text *ret_said)
{
    struct text rest = { 0 };
    struct text first = text_until(name, '.', &rest);
    if (text_is(name, "n")) {
        *ret_said = arena_format(arena, "%lld", (long long)n);
        return true;
    }
    if (text_is(first, "file"))
        return say_file(words, rest, arena, ret_said);
    struct text second_rest = { 0 };
    struct text second = text_until(rest, '.', &second_rest);
    if (text_is(first, "office"))
        return say_office(words, second, second_rest, arena, ret_said);
    for (size_t i = 0; i < words->set_count; i++)
        if (text_equal(words->sets[i].name, first))
            return say_person(words, &words->sets[i], second, second_rest, n, arena, ret_said);
    return say_answer(words, first, rest, n, arena, ret_said);
}

/* A brace that begins a name: JSON's own are followed by a quote, a brace or a blank. */
static bool begins_name(struct text text, size_t at)
{
    if (text.data[at] != '{' || at + 1 >= text.length)
        return false;
    char next = text.data[at + 1];
    return next >= 'a' && next <= 'z';
}

/* What a name stands for may be a whole file: then it goes on in a place twice as large. */
static void add_said(struct builder *builder, struct text said, size_t rest, struct arena *arena)
{
    if (said.length + rest > builder->capacity - builder->length) {
        size_t capacity = 2 * (builder->length + said.length + rest) + SAID_BYTES;
        struct builder larger = builder_over(arena_take(arena, capacity), capacity);
        builder_add(&larger, builder_text(builder));
        *builder = larger;
    }
    builder_add(builder, said);
}

bool demo_words_fill(struct demo_words *words, struct text text, int64_t n, struct arena *arena,
                     struct text *ret_text, struct text *ret_name)
{
    size_t capacity = text.length + SAID_BYTES;
    struct builder builder = builder_over(arena_take(arena, capacity), capacity);
    for (size_t at = 0; at < text.length; at++) {
        if (!begins_name(text, at)) {
            builder_add_char(&builder, text.data[at]);
            continue;
        }
        struct text said = { 0 }, after;
        struct text name = text_until(text_slice(text, at + 1, text.length), '}', &after);
        if (!say(words, name, n, arena, &said)) {
            *ret_name = name;
            return false;
        }
        at += name.length + 1;
        add_said(&builder, said, text.length - at, arena);
    }
    CHECK(!builder.overflow);
    *ret_text = builder_text(&builder);
    return true;
}
