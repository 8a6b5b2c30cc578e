/* mutation.c: see mutation.h. */

#include "mutation.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/date.h"
#include "core/shape.h"

#include <string.h>

/* ---- the notice, laid flat ---- */

enum piece_kind { PIECE_MAPPING, PIECE_SEQUENCE, PIECE_SCALAR, PIECE_END };

struct piece {
    enum piece_kind kind;
    struct text key;            /* in a mapping */
    struct text text;           /* of a scalar */
    size_t end;                 /* behind what it holds */
    int32_t depth;
    struct text ids, path;      /* of the measure it is in; absent: not to be changed */
};

struct change {
    size_t piece;
    struct text text;           /* absent: left out */
};

struct mutated {
    struct piece *pieces;
    size_t count, room;
    struct change *changes;
    size_t change_count, change_room;
    const struct yaml *vocabulary;
    struct arena *arena;
};

struct level {
    const struct yaml *node;
    size_t next, piece;
    struct text ids, path;
    bool row;                   /* its items are measures, or rows of one */
};

static bool one_of(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static struct piece *piece_add(struct mutated *mutated, struct piece piece)
{
    if (mutated->count == mutated->room) {
        size_t room = mutated->room * 2 + 256;
        struct piece *pieces = ARENA_ARRAY(mutated->arena, struct piece, room);
        if (mutated->count > 0)
            memcpy(pieces, mutated->pieces, mutated->count * sizeof *pieces);
        mutated->pieces = pieces;
        mutated->room = room;
    }
    mutated->pieces[mutated->count] = piece;
    return &mutated->pieces[mutated->count++];
}

static struct text ids_of(const struct yaml *measure, struct arena *arena)
{
    const struct yaml *ids = yaml_member(measure, TEXT("ids"));
    if (ids == NULL || yaml_kind(ids) == YAML_SCALAR)
        return arena_text(arena, yaml_text(ids));
    struct text all = TEXT("");
    for (size_t i = 0; i < yaml_count(ids); i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(yaml_text(yaml_at(ids, i))));
    return all;
}

/* Keys of the head that change what holds; of a measure those that do not. */
static const char *const head_keys[] = { "place", "issued", "known", "until", "lists", NULL };
static const char *const silent_keys[] = { "ids", "carries", "clause", "says", "zh", "decided",
                                           NULL };

static struct text path_of(const struct level *above, struct text key, struct arena *arena)
{
    if (!text_present(key))
        return above->path;
    return text_present(above->path)
        ? arena_format(arena, "%.*s.%.*s", TEXT_ARGS(above->path), TEXT_ARGS(key)) : key;
}

/* Which measure a node below `above` belongs to; absent: it is not to be changed. */
static struct text owner_of(const struct level *above, struct text key, const struct yaml *node,
                            int depth, struct arena *arena)
{
    if (depth == 1)
        return one_of(key, head_keys) ? TEXT("head") : (struct text){ 0 };
    if (one_of(key, silent_keys))
        return (struct text){ 0 };
    if (above->row && yaml_member(node, TEXT("ids")) != NULL)
        return ids_of(node, arena);
    return above->ids;
}

static void node_add(struct mutated *mutated, const struct yaml *node, struct text key,
                     const struct level *above, int depth, struct level *ret_level)
{
    enum yaml_kind kind = yaml_kind(node);
    struct piece piece = {
        .kind = kind == YAML_SCALAR ? PIECE_SCALAR
            : kind == YAML_MAPPING ? PIECE_MAPPING : PIECE_SEQUENCE,
        .key = key, .text = yaml_text(node), .depth = depth,
    };
    if (above != NULL) {
        piece.ids = owner_of(above, key, node, depth, mutated->arena);
        piece.path = path_of(above, key, mutated->arena);
    }
    *ret_level = (struct level){ .node = node, .piece = mutated->count, .ids = piece.ids,
        .path = above != NULL && above->row ? (struct text){ 0 } : piece.path,
        .row = text_is(key, "measures") || text_is(key, "outage") };
    piece.end = mutated->count + 1;
    piece_add(mutated, piece);
}

static void lay_flat(struct mutated *mutated, const struct yaml *root)
{
    struct level levels[LIMIT_DEPTH + 2];
    int depth = 0;
    node_add(mutated, root, (struct text){ 0 }, NULL, 0, &levels[0]);
    while (depth >= 0) {
        struct level *level = &levels[depth];
        if (level->next == yaml_count(level->node)) {
            if (yaml_kind(level->node) != YAML_SCALAR) {
                piece_add(mutated, (struct piece){ .kind = PIECE_END });
                mutated->pieces[level->piece].end = mutated->count;
            }
            depth--;
            continue;
        }
        size_t at = level->next++;
        const struct yaml *key = yaml_key(level->node, at);
        CHECK(depth + 1 < (int)COUNT_OF(levels));
        node_add(mutated, yaml_at(level->node, at), yaml_text(key), level, depth + 1,
                 &levels[depth + 1]);
        depth++;
    }
}

/* ---- what else could stand there ---- */

static void change_add(struct mutated *mutated, size_t piece, struct text text)
{
    if (mutated->change_count == mutated->change_room) {
        size_t room = mutated->change_room * 2 + 256;
        struct change *changes = ARENA_ARRAY(mutated->arena, struct change, room);
        if (mutated->change_count > 0)
            memcpy(changes, mutated->changes, mutated->change_count * sizeof *changes);
        mutated->changes = changes;
        mutated->change_room = room;
    }
    mutated->changes[mutated->change_count++] = (struct change){ .piece = piece, .text = text };
}

static struct text moment_text(struct moment moment, struct arena *arena)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    moment_write(&builder, moment);
    return arena_text(arena, builder_text(&builder));
}

static struct text day_text(struct date day, struct arena *arena)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    date_write(&builder, day);
    return arena_text(arena, builder_text(&builder));
}

static bool is_month(struct text text)
{
    int64_t year, month;
    return text.length == 7 && text.data[4] == '-'
        && text_to_int64(text_slice(text, 0, 4), &year)
        && text_to_int64(text_slice(text, 5, 7), &month);
}

/* Days, months and moments, each a little earlier and a little later. */
static bool times_change(struct mutated *mutated, size_t piece)
{
    struct text text = mutated->pieces[piece].text;
    struct arena *arena = mutated->arena;
    struct date day;
    struct moment moment;
    if (is_month(text)) {
        struct text first = arena_format(arena, "%.*s-01", TEXT_ARGS(text));
        if (!date_parse(first, &day))
            return false;
        for (int by = -1; by <= 1; by += 2)
            change_add(mutated, piece,
                       text_slice(day_text(date_plus_months(day, by), arena), 0, 7));
        return true;
    }
    if (text.length == 10 && date_parse(text, &day)) {
        for (int by = -1; by <= 1; by += 2)
            change_add(mutated, piece, day_text(date_plus_days(day, by), arena));
        return true;
    }
    if (text.length < 13 || !moment_parse(text, &moment))
        return false;
    for (int by = -60000; by <= 60000; by += 120000)
        change_add(mutated, piece, moment_text((struct moment){ moment.ms + by }, arena));
    return true;
}

/* "3", "90 days", "1/2": the first number in it one less and one more. */
static bool numbers_change(struct mutated *mutated, size_t piece)
{
    static const char separators[] = " /%";
    struct text text = mutated->pieces[piece].text, rest = { 0 };
    struct text number = text;
    size_t at = 0;
    for (; rest.data == NULL && at < sizeof separators - 1; at++)
        number = text_until(text, separators[at], &rest);
    int64_t value;
    if (!text_to_int64(number, &value))
        return false;
    for (int by = -1; by <= 1; by += 2)
        if (value + by >= 0)
            change_add(mutated, piece, rest.data == NULL
                       ? arena_format(mutated->arena, "%lld", (long long)value + by)
                       : arena_format(mutated->arena, "%lld%c%.*s", (long long)value + by,
                                      separators[at - 1], TEXT_ARGS(rest)));
    return true;
}

/* The word after it in each set that has it; a word of no set is spelled otherwise. */
static void words_change(struct mutated *mutated, size_t piece)
{
    struct text text = mutated->pieces[piece].text;
    bool found = false;
    for (size_t i = 0; mutated->vocabulary != NULL && i < yaml_count(mutated->vocabulary); i++) {
        const struct yaml *set = yaml_at(mutated->vocabulary, i);
        for (size_t j = 0; j < yaml_count(set); j++) {
            if (!text_equal(yaml_text(yaml_key(set, j)), text) || yaml_count(set) < 2)
                continue;
            change_add(mutated, piece, yaml_text(yaml_key(set, (j + 1) % yaml_count(set))));
            found = true;
        }
    }
    if (!found)
        change_add(mutated, piece, arena_format(mutated->arena, "%.*s-x", TEXT_ARGS(text)));
}

static void piece_change(struct mutated *mutated, size_t piece)
{
    static const char *const pairs[][2] = {
        { "yes", "no" }, { "no", "yes" }, { "default", "floor" }, { "floor", "fixed" },
        { "fixed", "default" }, { "none", "next-working-day" },
    };
    const struct piece *changed = &mutated->pieces[piece];
    if (!text_present(changed->ids) || changed->kind == PIECE_END)
        return;
    if (!text_is(changed->ids, "head") || text_is(changed->key, "until"))
        change_add(mutated, piece, (struct text){ 0 });
    if (changed->kind != PIECE_SCALAR)
        return;
    if (times_change(mutated, piece) || numbers_change(mutated, piece))
        return;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (text_is(changed->text, pairs[i][0])) {
            change_add(mutated, piece, text_of(pairs[i][1]));
            return;
        }
    words_change(mutated, piece);
}

struct mutated *mutated_read(struct text notice, const struct yaml *vocabulary,
                             struct arena *arena)
{
    const struct yaml *root;
    struct yaml_fault fault;
    if (!yaml_parse(notice, arena, &root, &fault))
        return NULL;
    struct mutated *mutated = ARENA_NEW(arena, struct mutated);
    mutated->arena = arena;
    mutated->vocabulary = vocabulary;
    lay_flat(mutated, root);
    for (size_t i = 0; i < mutated->count; i++)
        piece_change(mutated, i);
    return mutated;
}

size_t mutated_count(const struct mutated *mutated)
{
    return mutated->change_count;
}

/* ---- writing ---- */

static void quoted(struct builder *builder, struct text text)
{
    builder_add_char(builder, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\')
            builder_add_char(builder, '\\');
        builder_add_char(builder, text.data[i]);
    }
    builder_add_char(builder, '"');
}

static void write_piece(struct builder *builder, const struct piece *piece, struct text text)
{
    if (text_present(piece->key)) {
        quoted(builder, piece->key);
        builder_add(builder, TEXT(": "));
    }
    if (piece->kind == PIECE_SCALAR)
        quoted(builder, text);
    else
        builder_add_char(builder, piece->kind == PIECE_MAPPING ? '{' : '[');
}

static struct text write_all(const struct mutated *mutated, const struct change *change,
                             struct arena *arena)
{
    char closing[LIMIT_DEPTH + 2];
    int depth = 0;
    size_t capacity = mutated->count * 16 + 1024;
    for (size_t i = 0; i < mutated->count; i++)
        capacity += (mutated->pieces[i].text.length + mutated->pieces[i].key.length) * 2;
    struct builder builder = builder_over(arena_take(arena, capacity), capacity);
    for (size_t i = 0; i < mutated->count; i++) {
        const struct piece *piece = &mutated->pieces[i];
        bool changed = i == change->piece;
        if (changed && change->text.data == NULL) {
            i = piece->end - 1;
            continue;
        }
        if (piece->kind == PIECE_END) {
            builder_add_char(&builder, closing[--depth]);
        } else {
            write_piece(&builder, piece, changed ? change->text : piece->text);
            if (piece->kind != PIECE_SCALAR) {
                closing[depth++] = piece->kind == PIECE_MAPPING ? '}' : ']';
                continue;
            }
        }
        /* One thing a line: the order of measures is that of their lines. */
        builder_add(&builder, depth > 0 ? TEXT(",\n") : TEXT("\n"));
    }
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

struct mutation mutated_make(const struct mutated *mutated, size_t index, struct arena *arena)
{
    CHECK(index < mutated->change_count);
    const struct change *change = &mutated->changes[index];
    const struct piece *piece = &mutated->pieces[change->piece];
    struct mutation mutation = { .ids = piece->ids,
        .path = text_present(piece->path) ? piece->path : TEXT("measure") };
    if (change->text.data != NULL)
        mutation.change = arena_format(arena, "%.*s -> %.*s", TEXT_ARGS(piece->text),
                                       TEXT_ARGS(change->text));
    else if (piece->kind == PIECE_SCALAR)
        mutation.change = arena_format(arena, "%.*s left out", TEXT_ARGS(piece->text));
    else
        mutation.change = TEXT("left out");
    mutation.text = write_all(mutated, change, arena);
    return mutation;
}
