/* sheet_xlsx.c: a spreadsheet (.xlsx) is a zip of XML files: the workbook names its sheets, styles
 * say which numbers are days, texts stand once in a table of their own, and the sheet refers to
 * them. The first sheet that is not hidden is read. */

#include "doors/sheets/sheet_inside.h"

#include "base/check.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define ENTRIES_MAX 2000
#define STRINGS_BYTES_MAX ((size_t)96 << 20)
#define STRINGS_MAX 4000000
#define STYLES_MAX 4096
#define FORMATS_MAX 512
#define INFLATED_MAX ((int64_t)1 << 30)
#define DEPTH_MAX 64
#define PIECE_BYTES 65536
#define NAME_BYTES 256

struct book {
    const struct sheet_reader *reader;
    zip_t *zip;
    XML_Parser parser;          /* of the entry being read */
    enum sheet_answer answer;
    int64_t inflated;
    int depth;

    char sheet_id[NAME_BYTES], sheet_path[NAME_BYTES];
    bool since_1904;
    struct { int64_t id; bool day; } formats[FORMATS_MAX];
    size_t format_count;
    bool style_is_day[STYLES_MAX];
    size_t style_count;
    bool in_cell_styles;

    char *strings;              /* one after another */
    size_t strings_length, strings_capacity;
    size_t *string_end;
    size_t string_count, string_capacity;

    bool in_text;               /* characters count */
    bool in_phonetic;           /* how a text is read aloud: not part of it */
    char value[SHEET_CELL_BYTES];
    size_t value_length;
    char kind[16];
    size_t column, style;
    struct sheet_line line;
};

static void stop(struct book *book, enum sheet_answer answer)
{
    if (book->answer == SHEET_READ)
        book->answer = answer;
    XML_StopParser(book->parser, XML_FALSE);
}

/* ---- XML ---- */

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(local(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}

static int64_t number_of(const char *text, int64_t otherwise)
{
    int64_t number;
    return text != NULL && text_to_int64(text_of(text), &number) ? number : otherwise;
}

static bool copy_name(const char *name, char ret_name[NAME_BYTES])
{
    if (name == NULL || strlen(name) >= NAME_BYTES)
        return false;
    memcpy(ret_name, name, strlen(name) + 1);
    return true;
}

static void deeper(struct book *book)
{
    if (++book->depth > DEPTH_MAX)
        stop(book, SHEET_DAMAGED);
}

/* A document type may define entities; no office program writes one. */
static void doctype(void *data, const char *name, const char *system, const char *public,
                    int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(data, SHEET_DAMAGED);
}

struct part {
    const char *path;
    void (*start)(void *data, const char *name, const char **attributes);
    void (*end)(void *data, const char *name);
    void (*characters)(void *data, const char *bytes, int length);
    bool needed;
};

static void parse_entry(struct book *book, zip_file_t *file)
{
    zip_int64_t got = 1;
    while (book->answer == SHEET_READ && got > 0) {
        void *piece = XML_GetBuffer(book->parser, PIECE_BYTES);
        if (piece == NULL) {
            book->answer = SHEET_TOO_LARGE;
            return;
        }
        got = zip_fread(file, piece, PIECE_BYTES);
        book->inflated += got;
        if (book->inflated > INFLATED_MAX)
            book->answer = SHEET_TOO_LARGE;
        else if (got < 0
                 || (XML_ParseBuffer(book->parser, (int)got, got == 0) == XML_STATUS_ERROR
                     && book->answer == SHEET_READ))
            book->answer = SHEET_DAMAGED;
    }
}

static void read_part(struct book *book, const struct part *part)
{
    if (book->answer != SHEET_READ)
        return;
    zip_file_t *file = zip_fopen(book->zip, part->path, 0);
    if (file == NULL) {
        if (part->needed)
            book->answer = SHEET_NOT_ONE;
        return;
    }
    book->parser = XML_ParserCreate(NULL);
    CHECK(book->parser != NULL);
    book->depth = 0;
    XML_SetUserData(book->parser, book);
    XML_SetElementHandler(book->parser, part->start, part->end);
    XML_SetCharacterDataHandler(book->parser, part->characters);
    XML_SetStartDoctypeDeclHandler(book->parser, doctype);
    parse_entry(book, file);
    XML_ParserFree(book->parser);
    zip_fclose(file);
}

static void end_plain(void *data, const char *name)
{
    (void)name;
    ((struct book *)data)->depth--;
}

/* ---- the workbook ---- */

static void workbook_start(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    deeper(book);
    const char *state = attribute(attributes, "state");
    if (strcmp(local(name), "workbookPr") == 0) {
        const char *since = attribute(attributes, "date1904");
        book->since_1904 = since != NULL && (since[0] == '1' || since[0] == 't');
    } else if (strcmp(local(name), "sheet") == 0 && book->sheet_id[0] == '\0'
               && (state == NULL || strcmp(state, "visible") == 0)
               && !copy_name(attribute(attributes, "id"), book->sheet_id)) {
        stop(book, SHEET_DAMAGED);
    }
}

static void relations_start(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    deeper(book);
    const char *id = attribute(attributes, "Id"), *target = attribute(attributes, "Target");
    if (strcmp(local(name), "Relationship") != 0 || id == NULL || target == NULL
        || strcmp(id, book->sheet_id) != 0)
        return;
    char path[NAME_BYTES + 4] = "xl/";
    if (strlen(target) >= NAME_BYTES) {
        stop(book, SHEET_DAMAGED);
        return;
    }
    memcpy(path + 3, target, strlen(target) + 1);
    if (!copy_name(target[0] == '/' ? target + 1 : path, book->sheet_path))
        stop(book, SHEET_DAMAGED);
}

/* ---- styles ---- */

/* Days and moments among the formats that have no code in the file, those of Chinese too. */
static bool built_in_is_day(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36
        || (id >= 50 && id <= 54) || id == 57 || id == 58;
}

static void styles_start(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    deeper(book);
    const char *plain = local(name);
    int64_t id = number_of(attribute(attributes, "numFmtId"), 0);
    if (strcmp(plain, "numFmt") == 0 && book->format_count < FORMATS_MAX) {
        const char *code = attribute(attributes, "formatCode");
        book->formats[book->format_count].id = id;
        book->formats[book->format_count++].day = sheet_format_is_day(text_of(code));
    } else if (strcmp(plain, "cellXfs") == 0) {
        book->in_cell_styles = true;
    } else if (strcmp(plain, "xf") == 0 && book->in_cell_styles
               && book->style_count < STYLES_MAX) {
        bool day = built_in_is_day(id);
        for (size_t i = 0; i < book->format_count; i++)
            if (book->formats[i].id == id)
                day = book->formats[i].day;
        book->style_is_day[book->style_count++] = day;
    }
}

static void styles_end(void *data, const char *name)
{
    struct book *book = data;
    book->depth--;
    if (strcmp(local(name), "cellXfs") == 0)
        book->in_cell_styles = false;
}

/* ---- texts ---- */

static void strings_grow(struct book *book, size_t more)
{
    if (book->strings_length + more > STRINGS_BYTES_MAX) {
        stop(book, SHEET_TOO_LARGE);
        return;
    }
    if (book->strings_length + more > book->strings_capacity) {
        book->strings_capacity = 2 * (book->strings_length + more) + PIECE_BYTES;
        book->strings = realloc(book->strings, book->strings_capacity);
        CHECK(book->strings != NULL);
    }
}

static void strings_start(void *data, const char *name, const char **attributes)
{
    (void)attributes;
    struct book *book = data;
    deeper(book);
    if (strcmp(local(name), "t") == 0)
        book->in_text = !book->in_phonetic;
    else if (strcmp(local(name), "rPh") == 0)
        book->in_phonetic = true;
}

static void strings_end(void *data, const char *name)
{
    struct book *book = data;
    book->depth--;
    if (strcmp(local(name), "t") == 0) {
        book->in_text = false;
    } else if (strcmp(local(name), "rPh") == 0) {
        book->in_phonetic = false;
    } else if (strcmp(local(name), "si") == 0) {
        if (book->string_count == STRINGS_MAX) {
            stop(book, SHEET_TOO_LARGE);
            return;
        }
        if (book->string_count == book->string_capacity) {
            book->string_capacity = 2 * book->string_capacity + 1024;
            book->string_end = realloc(book->string_end,
                                       book->string_capacity * sizeof *book->string_end);
            CHECK(book->string_end != NULL);
        }
        book->string_end[book->string_count++] = book->strings_length;
    }
}

static void strings_characters(void *data, const char *bytes, int length)
{
    struct book *book = data;
    if (!book->in_text || length <= 0)
        return;
    strings_grow(book, (size_t)length);
    if (book->answer != SHEET_READ)
        return;
    memcpy(book->strings + book->strings_length, bytes, (size_t)length);
    book->strings_length += (size_t)length;
}

static struct text string_at(const struct book *book, int64_t at)
{
    if (at < 0 || (size_t)at >= book->string_count)
        return (struct text){ 0 };
    size_t from = at == 0 ? 0 : book->string_end[at - 1];
    return (struct text){ book->strings + from, book->string_end[at] - from };
}

/* ---- the sheet ---- */

/* "AB12": column 27, counted from 0. */
static size_t column_of(const char *reference)
{
    size_t column = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && column < SHEET_CELLS_MAX * 26; reference++)
        column = column * 26 + (size_t)(*reference - 'A' + 1);
    return column == 0 ? SHEET_CELLS_MAX : column - 1;
}

static void cell_start(struct book *book, const char **attributes)
{
    const char *reference = attribute(attributes, "r"), *kind = attribute(attributes, "t");
    book->column = reference == NULL ? book->column + 1 : column_of(reference);
    book->style = (size_t)number_of(attribute(attributes, "s"), 0);
    book->value_length = 0;
    book->kind[0] = '\0';
    if (kind != NULL && strlen(kind) < sizeof book->kind)
        memcpy(book->kind, kind, strlen(kind) + 1);
}

static void sheet_start(void *data, const char *name, const char **attributes)
{
    struct book *book = data;
    deeper(book);
    const char *plain = local(name);
    if (strcmp(plain, "row") == 0) {
        int64_t next = book->line.number + 1;
        int64_t number = number_of(attribute(attributes, "r"), next);
        if (number < next)
            stop(book, SHEET_DAMAGED);
        sheet_line_begin(&book->line, number);
        book->column = SIZE_MAX;
    } else if (strcmp(plain, "c") == 0) {
        cell_start(book, attributes);
    } else if (strcmp(plain, "v") == 0 || strcmp(plain, "t") == 0) {
        book->in_text = !book->in_phonetic;
    } else if (strcmp(plain, "rPh") == 0) {
        book->in_phonetic = true;
    }
}

static void cell_end(struct book *book)
{
    struct text value = { book->value, book->value_length };
    bool rounded = false;
    int64_t at = -1;
    if (strcmp(book->kind, "s") == 0) {
        value = text_to_int64(text_trim(value), &at) ? string_at(book, at) : (struct text){ 0 };
    } else if (strcmp(book->kind, "b") == 0) {
        value = text_is(value, "1") ? TEXT("1") : TEXT("0");
    } else if (book->kind[0] == '\0' || strcmp(book->kind, "n") == 0) {
        bool day = book->style < book->style_count && book->style_is_day[book->style];
        value = sheet_number(value, day, book->since_1904, &book->line.arena, &rounded);
    }
    if (value.length == 0)
        return;
    enum sheet_answer answer = sheet_line_put(&book->line, book->column, value, rounded);
    if (answer != SHEET_READ)
        stop(book, answer);
}

static void sheet_end(void *data, const char *name)
{
    struct book *book = data;
    book->depth--;
    const char *plain = local(name);
    if (strcmp(plain, "c") == 0) {
        cell_end(book);
    } else if (strcmp(plain, "v") == 0 || strcmp(plain, "t") == 0) {
        book->in_text = false;
    } else if (strcmp(plain, "rPh") == 0) {
        book->in_phonetic = false;
    } else if (strcmp(plain, "row") == 0) {
        enum sheet_answer answer = sheet_line_end(&book->line, book->reader);
        if (answer != SHEET_READ)
            stop(book, answer);
    }
}

static void sheet_characters(void *data, const char *bytes, int length)
{
    struct book *book = data;
    if (!book->in_text || length <= 0)
        return;
    if (book->value_length + (size_t)length > sizeof book->value) {
        stop(book, SHEET_TOO_LARGE);
        return;
    }
    memcpy(book->value + book->value_length, bytes, (size_t)length);
    book->value_length += (size_t)length;
}

/* ---- the whole ---- */

static void read_parts(struct book *book)
{
    const struct part before[] = {
        { "xl/workbook.xml", workbook_start, end_plain, NULL, true },
        { "xl/_rels/workbook.xml.rels", relations_start, end_plain, NULL, true },
        { "xl/styles.xml", styles_start, styles_end, NULL, false },
        { "xl/sharedStrings.xml", strings_start, strings_end, strings_characters, false },
    };
    for (size_t i = 0; i < COUNT_OF(before); i++)
        read_part(book, &before[i]);
    book->in_text = book->in_phonetic = false;
    const struct part sheet = {
        book->sheet_path, sheet_start, sheet_end, sheet_characters, true,
    };
    read_part(book, &sheet);
}

enum sheet_answer sheet_read_xlsx(struct text bytes, const struct sheet_reader *reader)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.length, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        return SHEET_DAMAGED;
    }
    struct book *book = calloc(1, sizeof *book);
    CHECK(book != NULL);
    book->reader = reader;
    book->zip = zip;
    arena_init(&book->line.arena);
    if (zip_get_num_entries(zip, 0) > ENTRIES_MAX)
        book->answer = SHEET_TOO_LARGE;
    read_parts(book);
    enum sheet_answer answer = book->answer;
    arena_release(&book->line.arena);
    free(book->strings);
    free(book->string_end);
    free(book);
    zip_discard(zip);
    return answer;
}
