/* mailbox_form.c: what a letter asks for, out of its subject and its lines; and attachments as
 * papers. Pure: nothing is guessed that a clerk could not see in the letter. */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"
#include "rooms/bulk/bulk.h"

#include <string.h>

#define VALUES_MAX 60
/* Three letters of Chinese that a file's name and a paper's title have in common. */
#define COMMON_BYTES 9

/* ---- lines ---- */

/* "姓 名（必填）" is 姓名. */
static struct text label_of(struct text raw, struct arena *arena)
{
    static const char *const DROPPED[] = { " ", "\t", "*", "　", "【", "】", "-", "·", ">", "•" };
    static const char *const ENDS[] = { "（", "(" };
    char *bytes = arena_take(arena, raw.length + 1);
    size_t length = 0;
    for (size_t at = 0; at < raw.length;) {
        struct text left = text_slice(raw, at, raw.length);
        size_t skip = 0;
        for (size_t i = 0; i < COUNT_OF(DROPPED); i++)
            if (text_starts(left, text_of(DROPPED[i])))
                skip = strlen(DROPPED[i]);
        for (size_t i = 0; i < COUNT_OF(ENDS); i++)
            if (text_starts(left, text_of(ENDS[i])))
                skip = left.length;
        if (skip == 0)
            bytes[length++] = raw.data[at++];
        at += skip;
    }
    return (struct text){ bytes, length };
}

/* False: no line of a form. */
static bool split_line(struct text line, struct text *ret_label, struct text *ret_value,
                       struct arena *arena)
{
    const struct text wide = TEXT("：");
    for (size_t i = 0; i < line.length; i++) {
        bool colon = line.data[i] == ':';
        bool is_wide = text_starts(text_slice(line, i, line.length), wide);
        if (!colon && !is_wide)
            continue;
        *ret_label = label_of(text_slice(line, 0, i), arena);
        *ret_value = text_trim(text_slice(line, i + (is_wide ? wide.length : 1), line.length));
        return text_present(*ret_label) && text_present(*ret_value);
    }
    return false;
}

static bool is_one(struct text label, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(label, words[i]))
            return true;
    return false;
}

/* ---- the matter ---- */

static const struct matter *matter_named(const struct book *book, struct text said,
                                         struct arena *arena)
{
    const struct matter *found = matter_of(book, said, arena);
    const struct list all = matters_of(book, arena);
    const struct matter *items = all.items;
    for (size_t i = 0; i < all.count && found == NULL; i++)
        if (text_equal(items[i].zh, said))
            found = &items[i];
    return found;
}

static bool holds(struct text text, struct text part)
{
    for (size_t i = 0; part.length > 0 && i + part.length <= text.length; i++)
        if (memcmp(text.data + i, part.data, part.length) == 0)
            return true;
    return false;
}

/* The longest title of a matter that stands in the subject. */
static const struct matter *matter_in(const struct book *book, struct text subject,
                                      struct arena *arena)
{
    const struct list all = matters_of(book, arena);
    const struct matter *items = all.items, *found = NULL;
    for (size_t i = 0; i < all.count; i++)
        if (holds(subject, items[i].zh)
            && (found == NULL || items[i].zh.length > found->zh.length))
            found = &items[i];
    return found;
}

/* ---- receipts ---- */

static bool of_receipt(char letter)
{
    return (letter >= '0' && letter <= '9') || letter == '-' || letter == 'X' || letter == 'x';
}

static struct text receipt_in(struct text text, struct arena *arena)
{
    struct text receipt = { 0 };
    for (size_t at = 0; at < text.length; at++) {
        size_t end = at;
        while (end < text.length && of_receipt(text.data[end]))
            end++;
        if (end - at >= 15 && end - at <= 40
            && intake_receipt_read(text_slice(text, at, end), arena, &receipt))
            return receipt;
        at = end > at ? end : at;
    }
    return (struct text){ 0 };
}

/* ---- the whole ---- */

static const struct matter_field *field_named(const struct matter *matter, struct text label,
                                              struct arena *arena)
{
    const struct matter_field *items = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++)
        if (text_equal(label, label_of(items[i].zh, arena)) || text_equal(label, items[i].name))
            return &items[i];
    return NULL;
}

static void take_line(struct mailbox_asked *asked, struct text label, struct text value,
                      struct arena *arena)
{
    static const char *const NAMES[] = { "姓名", "参保人姓名", "参保人", "name" };
    static const char *const NUMBERS[] = {
        "身份证号", "身份证号码", "身份证件号码", "证件号码", "参保人身份证件号码",
        "公民身份号码", "number",
    };
    static const char *const FOURS[] = { "后四位", "证件号码后四位", "身份证后四位" };
    static const char *const PROMISES[] = { "承诺", "告知承诺" };
    struct intake_value *values = asked->values.items;
    if (is_one(label, NAMES, COUNT_OF(NAMES))) {
        asked->name = value;
    } else if (is_one(label, NUMBERS, COUNT_OF(NUMBERS))) {
        asked->several = asked->several
            || (text_present(asked->number) && !text_equal(asked->number, value));
        asked->number = value;
    } else if (is_one(label, FOURS, COUNT_OF(FOURS))) {
        asked->last_four = value;
    } else if (is_one(label, PROMISES, COUNT_OF(PROMISES))) {
        asked->commitment = text_is(value, "是") || text_is(value, "承诺");
    } else if (asked->matter != NULL && asked->values.count < VALUES_MAX) {
        const struct matter_field *field = field_named(asked->matter, label, arena);
        const struct bulk_column column = { .matter_field = field };
        if (field != NULL)
            values[asked->values.count++] =
                (struct intake_value){ field->name, bulk_value(&column, value, arena) };
    }
}

struct reading {
    const struct book *book;
    struct mailbox_asked *asked;
    bool matters;               /* looks for the matter; else for what its form asks */
    struct arena *arena;
};

static void take_pair(const struct reading *reading, struct text label, struct text value)
{
    static const char *const MATTERS[] = { "事项", "办理事项", "业务事项", "matter" };
    bool names_matter = is_one(label, MATTERS, COUNT_OF(MATTERS));
    if (reading->matters && names_matter)
        reading->asked->matter = matter_named(reading->book, value, reading->arena);
    else if (!reading->matters && !names_matter)
        take_line(reading->asked, label, value, reading->arena);
}

/* False: it is not a question that ends in a colon. */
static bool cut_colon(struct text *cell)
{
    static const char *const COLONS[] = { "：", ":" };
    for (size_t i = 0; i < COUNT_OF(COLONS); i++)
        if (text_ends(*cell, text_of(COLONS[i]))) {
            cell->length -= strlen(COLONS[i]);
            return true;
        }
    return false;
}

/* A row of a table: what a cell asks is answered in it after a colon, or by the next one. After a
 * colon tabs may only set the answer off, however many; in a table an empty cell is no answer. */
static void take_row(const struct reading *reading, struct text row)
{
    const struct text none = { 0 };
    struct text left = row, asked = none, label, value;
    bool waits = false;         /* what was asked ends in a colon */
    while (left.data != NULL) {
        struct text cell = text_trim(text_until(left, '\t', &left));
        if (split_line(cell, &label, &value, reading->arena)) {
            take_pair(reading, label, value);
            asked = none;
        } else if (cut_colon(&cell)) {
            asked = label_of(cell, reading->arena);
            waits = true;
        } else if (!text_present(cell)) {
            asked = waits ? asked : none;
        } else if (text_present(asked)) {
            take_pair(reading, asked, cell);
            asked = none;
        } else {
            asked = label_of(cell, reading->arena);
            waits = false;
        }
    }
}

static void read_lines(const struct book *book, struct text body, bool matters,
                       struct mailbox_asked *asked, struct arena *arena)
{
    const struct reading reading = { book, asked, matters, arena };
    struct text left = body;
    while (left.data != NULL)
        take_row(&reading, text_trim(text_until(left, '\n', &left)));
}

struct mailbox_asked mailbox_read_form(const struct book *book, struct text subject,
                                       struct text body, struct text preset,
                                       struct arena *arena)
{
    struct mailbox_asked asked = {
        .values = { ARENA_ARRAY(arena, struct intake_value, VALUES_MAX), 0 },
    };
    asked.receipt = receipt_in(subject, arena);
    if (!text_present(asked.receipt))
        asked.receipt = receipt_in(body, arena);
    read_lines(book, body, true, &asked, arena);
    if (asked.matter == NULL && text_present(preset))
        asked.matter = matter_of(book, preset, arena);
    if (asked.matter == NULL)
        asked.matter = matter_in(book, subject, arena);
    read_lines(book, body, false, &asked, arena);
    return asked;
}

struct text mailbox_channel_of(const struct matter *matter, struct text channel)
{
    bool named = matter == NULL || matter_words_have(&matter->channels, channel);
    return !named && text_is(channel, "dedicated-mailbox") ? TEXT("mail") : channel;
}

/* ---- attachments ---- */

static size_t common(struct text a, struct text b)
{
    size_t best = 0;
    for (size_t i = 0; i < a.length; i++)
        for (size_t k = 0; k < b.length; k++) {
            size_t length = 0;
            while (i + length < a.length && k + length < b.length
                   && a.data[i + length] == b.data[k + length])
                length++;
            best = length > best ? length : best;
        }
    return best;
}

static const struct matter_material *material_named(const struct matter *matter,
                                                    const struct list *values, struct text file)
{
    const struct matter_material *items = matter->materials.items, *found = NULL;
    size_t best = COMMON_BYTES - 1;
    for (size_t i = 0; i < matter->materials.count; i++) {
        if (!matter_material_needed(&items[i], intake_value_of, values))
            continue;
        size_t length = holds(file, items[i].name) ? items[i].name.length + COMMON_BYTES
                                                   : common(file, items[i].zh);
        if (length > best) {
            best = length;
            found = &items[i];
        }
    }
    return found;
}

static struct intake_paper_input paper_of(const struct mailbox_part *part, struct text material)
{
    return (struct intake_paper_input){
        .material = material, .blob = part->blob, .file_name = part->file_name,
        .file_type = part->file_type,
    };
}

/* Of a new application what its answers call for; of a case what has not come yet. */
static bool is_wanted(const struct matter_material *material, const struct list *values,
                      const struct list *papers)
{
    const struct intake_paper *rows = papers == NULL ? NULL : papers->items;
    bool waits = false;
    for (size_t i = 0; papers != NULL && i < papers->count; i++)
        waits = waits || (text_equal(rows[i].material, material->name)
                          && intake_paper_waits(&rows[i]));
    return papers == NULL ? matter_material_needed(material, intake_value_of, values) : waits;
}

/* The one paper that is wanted and was not found, when there is one; else absent. */
static struct text only_missing(const struct matter *matter, const struct list *values,
                                const struct list *before,
                                const struct intake_paper_input *papers, size_t count)
{
    const struct matter_material *items = matter->materials.items;
    struct text only = { 0 };
    for (size_t i = 0; i < matter->materials.count; i++) {
        bool there = !is_wanted(&items[i], values, before);
        for (size_t k = 0; k < count && !there; k++)
            there = text_equal(papers[k].material, items[i].name);
        if (there)
            continue;
        if (text_present(only))
            return (struct text){ 0 };
        only = items[i].name;
    }
    return only;
}

struct list mailbox_papers_of(const struct matter *matter, const struct list *values,
                              const struct list *parts, const struct list *before,
                              struct arena *arena)
{
    const struct mailbox_part *rows = parts->items, *nameless = NULL;
    struct intake_paper_input *papers =
        ARENA_ARRAY(arena, struct intake_paper_input, parts->count + 1);
    size_t count = 0, unnamed = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (!rows[i].paper)
            continue;
        const struct matter_material *material =
            material_named(matter, values, rows[i].file_name);
        if (material != NULL) {
            papers[count++] = paper_of(&rows[i], material->name);
        } else {
            nameless = &rows[i];
            unnamed++;
        }
    }
    struct text only = only_missing(matter, values, before, papers, count);
    if (unnamed == 1 && text_present(only))
        papers[count++] = paper_of(nameless, only);
    return (struct list){ papers, count };
}

/* ---- the blank form ---- */

struct text mailbox_blank_form(const struct matter *matter, enum language language,
                               struct arena *arena)
{
    bool zh = language == LANGUAGE_CHINESE;
    size_t room = 16384;
    struct builder builder = builder_over(arena_take(arena, room), room);
    struct text title = zh ? matter->zh : matter->en;
    /* Of an own matter, who it is from is known by the address. */
    const char *head = matter->own ? "mailbox.form.head-own" : "mailbox.form.head";
    words_write(&builder, head, language, zh ? &title : &matter->matter, 1);
    const struct matter_field *fields = matter->fields.items;
    for (size_t i = 0; i < matter->fields.count; i++) {
        builder_add(&builder, zh ? fields[i].zh : fields[i].name);
        const struct matter_choice *choices = fields[i].choices.items;
        for (size_t k = 0; k < fields[i].choices.count; k++) {
            builder_add(&builder, k == 0 ? TEXT("（") : TEXT("、"));
            builder_add(&builder, zh ? choices[k].zh : choices[k].en);
        }
        builder_add(&builder, fields[i].choices.count > 0 ? TEXT("）：\n") : TEXT("：\n"));
    }
    const struct matter_material *materials = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++)
        if (!text_present(materials[i].from))
            words_write(&builder, "mailbox.form.attach", language,
                        zh ? &materials[i].zh : &materials[i].en, 1);
    return builder_text(&builder);
}
