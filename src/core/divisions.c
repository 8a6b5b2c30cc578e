/* divisions.c: see divisions.h. */

#include "core/divisions.h"

#include "base/check.h"
#include "core/words.h"
#include "core/yaml_shape.h"

#include <string.h>

/* A table of 4,000 lines would be every county; the limit is for a file gone wrong. */
#define DIVISIONS_MAX 60000
#define COLUMN_COUNT 7

struct divisions {
    struct division *rows;      /* in file order */
    size_t count;
    int32_t *parents;           /* index of the parent's row; -1: the country */
    uint32_t *slots;            /* open addressing: row index + 1, 0 empty */
    size_t mask;
};

struct reading {
    struct divisions *divisions;
    struct text file;
    struct rule_faults *faults;
};

static size_t slot_of(int32_t code, size_t mask)
{
    uint32_t mixed = (uint32_t)code * UINT32_C(2654435761);
    return (size_t)(mixed ^ mixed >> 15) & mask;
}

static int32_t row_of(const struct divisions *divisions, int32_t code)
{
    for (size_t slot = slot_of(code, divisions->mask);; slot = (slot + 1) & divisions->mask) {
        uint32_t at = divisions->slots[slot];
        if (at == 0)
            return -1;
        if (divisions->rows[at - 1].code == code)
            return (int32_t)(at - 1);
    }
}

/* False when the code stands there already. */
static bool row_place(struct divisions *divisions, size_t row)
{
    size_t slot = slot_of(divisions->rows[row].code, divisions->mask);
    for (; divisions->slots[slot] != 0; slot = (slot + 1) & divisions->mask)
        if (divisions->rows[divisions->slots[slot] - 1].code == divisions->rows[row].code)
            return false;
    divisions->slots[slot] = (uint32_t)row + 1;
    return true;
}

static void complain(const struct reading *reading, int32_t line, const char *key,
                     const char *why, struct text detail)
{
    rule_fault_add(reading->faults, reading->file, line, text_of(key), why, detail, TEXT(""));
}

static bool code_read(struct text text, int32_t *ret_code)
{
    int64_t value;
    if (!text_to_int64(text, &value) || value < 0 || value > INT32_MAX)
        return false;
    *ret_code = (int32_t)value;
    return true;
}

static struct text absent_when_empty(struct text text)
{
    return text.length == 0 ? (struct text){ NULL, 0 } : text;
}

/* One line; false when it is wrong and was complained of. */
static bool row_read(const struct reading *reading, struct text line, int32_t number,
                     struct division *division)
{
    struct text columns[COLUMN_COUNT];
    struct text rest = line;
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns[i] = text_trim(text_until(rest, '\t', &rest));
    if (text_present(rest)) {
        complain(reading, number, "source", "rules.fault.columns", line);
        return false;
    }
    *division = (struct division){ .level = columns[2], .name = columns[3],
        .english = absent_when_empty(columns[4]), .source = absent_when_empty(columns[6]),
        .pseudo = text_is(columns[5], "yes") || text_is(columns[5], "1")
            || text_is(columns[5], "true") || text_is(columns[5], "pseudo"), .line = number };
    if (!code_read(columns[0], &division->code)) {
        complain(reading, number, "code", "rules.fault.place", columns[0]);
        return false;
    }
    if (!text_present(columns[1]))
        columns[1] = TEXT("0");
    if (!code_read(columns[1], &division->parent)) {
        complain(reading, number, "parent", "rules.fault.place", columns[1]);
        return false;
    }
    if (!text_present(division->name)) {
        complain(reading, number, "name", "rules.fault.missing", TEXT("name"));
        return false;
    }
    return true;
}

static size_t lines_in(struct text text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '\n';
    return count;
}

static void rows_read(struct reading *reading, struct text text)
{
    struct divisions *divisions = reading->divisions;
    int32_t number = 0;
    struct text rest = text;
    while (rest.data != NULL) {
        struct text line = text_until(rest, '\n', &rest);
        number++;
        if (text_ends(line, TEXT("\r")))
            line.length--;
        if (!text_present(text_trim(line)) || line.data[0] == '#'
            || text_starts(line, TEXT("code\t")))
            continue;
        struct division *row = &divisions->rows[divisions->count];
        if (!row_read(reading, line, number, row) || row->code == DIVISION_COUNTRY)
            continue;           /* a row for the country itself says nothing new */
        if (row_place(divisions, divisions->count))
            divisions->count++;
        else
            complain(reading, number, "code", "rules.fault.twice", row->name);
    }
}

/* Finds each row's parent, and that no chain of parents is longer than the tree is deep. */
static void parents_find(const struct reading *reading)
{
    struct divisions *divisions = reading->divisions;
    for (size_t i = 0; i < divisions->count; i++) {
        const struct division *row = &divisions->rows[i];
        divisions->parents[i] = row->parent == DIVISION_COUNTRY ? -1
            : row_of(divisions, row->parent);
        if (row->parent != DIVISION_COUNTRY && divisions->parents[i] < 0)
            complain(reading, row->line, "parent", "rules.fault.place", row->name);
    }
    for (size_t i = 0; i < divisions->count; i++) {
        int depth = 0;
        for (int32_t at = (int32_t)i; at >= 0 && depth <= DIVISION_DEPTH_MAX; depth++)
            at = divisions->parents[at];
        if (depth > DIVISION_DEPTH_MAX)
            complain(reading, divisions->rows[i].line, "parent", "rules.fault.circle",
                     divisions->rows[i].name);
    }
}

const struct divisions *divisions_read(struct text file, struct text text, struct arena *arena,
                                       struct rule_faults *faults)
{
    struct divisions *divisions = ARENA_NEW(arena, struct divisions);
    struct reading reading = { .divisions = divisions, .file = file, .faults = faults };
    int32_t before = faults->count;
    size_t lines = lines_in(text);
    if (lines > DIVISIONS_MAX) {
        complain(&reading, 1, "", "rules.fault.too-long", TEXT(""));
        return NULL;
    }
    size_t slots = 64;
    while (slots < lines * 2)
        slots *= 2;
    divisions->rows = ARENA_ARRAY(arena, struct division, lines);
    divisions->parents = ARENA_ARRAY(arena, int32_t, lines);
    divisions->slots = ARENA_ARRAY(arena, uint32_t, slots);
    divisions->mask = slots - 1;
    rows_read(&reading, text);
    parents_find(&reading);
    return faults->count == before ? divisions : NULL;
}

size_t divisions_count(const struct divisions *divisions)
{
    return divisions->count;
}

const struct division *divisions_at(const struct divisions *divisions, size_t index)
{
    CHECK(index < divisions->count);
    return &divisions->rows[index];
}

const struct division *division_of(const struct divisions *divisions, int32_t code)
{
    int32_t row = row_of(divisions, code);
    return row < 0 ? NULL : &divisions->rows[row];
}

bool division_exists(const struct divisions *divisions, int32_t code)
{
    return code == DIVISION_COUNTRY || row_of(divisions, code) >= 0;
}

int32_t division_parent(const struct divisions *divisions, int32_t code)
{
    int32_t row = row_of(divisions, code);
    return row < 0 ? DIVISION_UNKNOWN : divisions->rows[row].parent;
}

int32_t division_last_code(int32_t code)
{
    if (code == DIVISION_COUNTRY)
        return 999999;
    return code + (code % 10000 == 0 ? 9999 : code % 100 == 0 ? 99 : 0);
}

bool division_is_within(const struct divisions *divisions, int32_t code, int32_t wider)
{
    if (wider == DIVISION_COUNTRY)
        return division_exists(divisions, code);
    for (int32_t row = row_of(divisions, code); row >= 0; row = divisions->parents[row])
        if (divisions->rows[row].code == wider)
            return true;
    return false;
}

int division_depth(const struct divisions *divisions, int32_t code)
{
    if (code == DIVISION_COUNTRY)
        return 0;
    int depth = 0;
    for (int32_t row = row_of(divisions, code); row >= 0; row = divisions->parents[row])
        depth++;
    return depth == 0 ? DIVISION_UNKNOWN : depth;
}

struct text division_name(const struct divisions *divisions, int32_t code)
{
    if (code == DIVISION_COUNTRY)
        return words_of("core.whole-country", LANGUAGE_CHINESE);
    const struct division *division = division_of(divisions, code);
    return division == NULL ? (struct text){ NULL, 0 } : division->name;
}

struct text division_english(const struct divisions *divisions, int32_t code)
{
    if (code == DIVISION_COUNTRY)
        return words_of("core.whole-country", LANGUAGE_ENGLISH);
    const struct division *division = division_of(divisions, code);
    return division == NULL ? (struct text){ NULL, 0 } : division->english;
}

int32_t division_pooling_area(const struct divisions *divisions, int32_t code)
{
    int32_t province = code;
    for (int step = 0; step < DIVISION_DEPTH_MAX; step++) {
        const struct division *division = division_of(divisions, code);
        if (division == NULL)
            return province;
        if (text_is(division->level, "city"))
            return code;
        province = code;
        if (division->parent == DIVISION_COUNTRY || division->parent == code)
            return province;
        code = division->parent;
    }
    return province;
}
