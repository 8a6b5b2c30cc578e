#include "doors/nhsa/faults.h"

#include "core/words.h"

#include <string.h>

/* Room for the sentence around the list and for "等120处". */
#define LIST_CHARACTERS (NHSA_MESSAGE_CHARACTERS - 40)

void nhsa_faults_init(struct nhsa_faults *faults)
{
    faults->count = 0;
    faults->full = false;
    faults->said = builder_over(faults->memory, sizeof faults->memory);
}

static struct text said_in(char *memory, size_t size, const char *key, const struct text *details)
{
    struct builder builder = builder_over(memory, size);
    words_write(&builder, key, LANGUAGE_CHINESE, details, 3);
    return builder_text(&builder);
}

static struct text name_said(const struct nhsa_place *place, struct text name, char *memory,
                             size_t size)
{
    if (place == NULL || place->row < 0)
        return name;
    char number[24];
    struct builder row = builder_over(number, sizeof number);
    builder_add_int(&row, place->row + 1);
    struct text details[3] = { place->node, builder_text(&row), TEXT("") };
    struct text said = said_in(memory, size, "nhsa.fault.row", details);
    if (said.length + name.length > size)
        return name;
    memcpy(memory + said.length, name.data, name.length);
    return (struct text){ memory, said.length + name.length };
}

void nhsa_fault_add(struct nhsa_faults *faults, const struct nhsa_place *place, struct text name,
                    const char *label, const char *reason, struct text detail0,
                    struct text detail1)
{
    faults->count++;
    if (faults->full)
        return;
    char named[400], reasoned[600], whole[1200];
    struct text details[3] = { detail0, detail1, TEXT("") };
    struct text why = said_in(reasoned, sizeof reasoned, reason, details);
    struct text what = name_said(place, name, named, sizeof named);
    struct text parts[3] = { what, label == NULL ? why : text_of(label), why };
    struct text one = said_in(whole, sizeof whole,
                              label == NULL ? "nhsa.fault.name" : "nhsa.fault.field", parts);
    struct text before = builder_text(&faults->said);
    size_t separator = faults->count > 1 ? 1 : 0;
    if (text_characters(before) + separator + text_characters(one) > LIST_CHARACTERS) {
        faults->full = true;
        /* One alone is still worth its beginning. */
        if (before.length > 0)
            return;
        while (text_characters(one) > LIST_CHARACTERS)
            one = text_slice(one, 0, text_utf8_prefix(text_slice(one, 0, one.length - 1)));
    }
    if (separator > 0)
        builder_add(&faults->said, TEXT("；"));
    builder_add(&faults->said, one);
}

struct text nhsa_faults_say(const struct nhsa_faults *faults, struct arena *arena)
{
    struct text list = builder_text(&faults->said);
    if (faults->full) {
        struct text more = nhsa_say(arena, "nhsa.fault.more",
                                    arena_format(arena, "%d", faults->count), TEXT(""), TEXT(""));
        list = arena_format(arena, "%.*s；%.*s", TEXT_ARGS(list), TEXT_ARGS(more));
    }
    return nhsa_say(arena, "nhsa.refused.fields", list, TEXT(""), TEXT(""));
}

struct text nhsa_cut(struct arena *arena, struct text text, size_t characters)
{
    if (text_characters(text) <= characters)
        return text;
    size_t bytes = 0;
    for (size_t kept = 0; bytes < text.length; bytes++) {
        bool first = ((unsigned char)text.data[bytes] & 0xC0) != 0x80;
        if (first && kept++ == characters - 1)
            break;
    }
    return arena_format(arena, "%.*s…", TEXT_ARGS(text_slice(text, 0, bytes)));
}

struct text nhsa_say(struct arena *arena, const char *key, struct text detail0,
                     struct text detail1, struct text detail2)
{
    size_t size = 2 * NHSA_MESSAGE_BYTES + detail0.length + detail1.length + detail2.length;
    struct builder builder = builder_over(arena_take(arena, size), size);
    struct text details[3] = { detail0, detail1, detail2 };
    words_write(&builder, key, LANGUAGE_CHINESE, details, 3);
    return nhsa_cut(arena, builder_text(&builder), NHSA_MESSAGE_CHARACTERS);
}
