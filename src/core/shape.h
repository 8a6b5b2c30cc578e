/* shape.h: what a C struct looks like, as data.
 *
 * One table of fields describes inputs, answers, rows of the store, values of a rule file and
 * outcomes of the journal. Doors read and write JSON, forms and the national envelope by it, stores
 * make INSERT and UPDATE from it, the book fills rule values by it; nobody parses by hand.
 *
 * The C type behind each kind:
 *   TEXT CODE BYTES   struct text (data NULL = absent)
 *   ID COUNT          int64_t     (ID: 0 = absent, text in JSON; COUNT: plain integer)
 *   MONEY SHARE QUANTITY PRICE    struct money / share / quantity / price
 *   DAY MOMENT        struct date / struct moment (0 = absent)
 *   FLAG              bool
 *   OBJECT            the struct itself, embedded
 *   LIST              struct list of structs of shape `of`
 */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "base/arena.h"
#include "base/text.h"
#include "core/date.h"
#include "core/money.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_CODE,         /* a value of the code table `codes` */
    FIELD_BYTES,
    FIELD_ID,
    FIELD_COUNT,
    FIELD_MONEY,
    FIELD_SHARE,
    FIELD_QUANTITY,
    FIELD_PRICE,
    FIELD_DAY,
    FIELD_MOMENT,
    FIELD_FLAG,
    FIELD_OBJECT,
    FIELD_LIST,
    FIELD_KINDS
};

enum field_flags {
    FIELD_REQUIRED = 1 << 0,
    /* Never in logs, journal, metrics or error texts: numbers and names of people, passwords. */
    FIELD_PRIVATE = 1 << 1,
    /* A list whose rows are answered one by one: a poison row does not block the good ones. */
    FIELD_EACH_ALONE = 1 << 2,
    /* Output only when present. */
    FIELD_SPARSE = 1 << 3,
};

struct list {
    void *items;        /* `count` structs of the field's shape, in an arena */
    size_t count;
};

struct shape;

struct field {
    const char *name;           /* ours: "deductible" */
    const char *national;       /* the national interface's: "act_pay_dedc", or NULL */
    enum field_kind kind;
    unsigned flags;
    size_t offset;
    int32_t length_max;         /* characters of a text, bytes of BYTES, items of a list; 0: none */
    const char *codes;          /* name of the code table, or NULL */
    const struct shape *of;     /* OBJECT and LIST */
    const char *help;           /* key of a sentence in words/, or NULL */
};

struct shape {
    const char *name;
    size_t size;
    const struct field *fields;
    size_t field_count;
};

#define SHAPE(name_, type_, fields_) \
    { .name = (name_), .size = sizeof(type_), .fields = (fields_), \
      .field_count = sizeof(fields_) / sizeof((fields_)[0]) }
#define AT(type_, member_) offsetof(type_, member_)
/* FIELD(struct visit_row, visit, FIELD_ID, .flags = FIELD_REQUIRED) */
#define FIELD(type_, member_, kind_, ...) \
    { .name = #member_, .kind = (kind_), .offset = offsetof(type_, member_), __VA_ARGS__ }

/* By our name, or NULL. */
const struct field *shape_field(const struct shape *shape, struct text name);
const struct field *shape_field_national(const struct shape *shape, struct text name);
/* Where the field lies in `object`. */
void *field_at(const struct field *field, void *object);
const void *field_in(const struct field *field, const void *object);
/* Texts without data, ids, days and moments of 0, empty lists, and structs with nothing in them;
 * numbers, amounts and flags are never absent: 0 is a value. */
bool field_is_absent(const struct field *field, const void *object);
/* Absent, or 0, or false: what a zeroed struct holds. */
bool field_is_zero(const struct field *field, const void *object);

/* Scalars as text and back, the same everywhere (JSON strings, forms, command line, rule files).
 * field_read answers why not: NULL when good, else a words/ key such as "input.not-a-day", and
 * the field is as before. The text is copied into the arena. A code is kept as its table spells it;
 * BYTES are base64; a DAY may come with a time; a FLAG is true/false, 1/0 or yes/no. An empty text
 * is a TEXT and nothing else: who means "absent" does not call. Absent fields write nothing. */
const char *field_read(const struct field *field, struct text text, struct arena *arena,
                       void *object);
void field_write(const struct field *field, const void *object, struct builder *builder);

/* A compact binary form for journal outcomes and digests: fields in table order, integers as
 * zigzag varints, absent as absent. Fields may be added at the end of a shape: unpacking an older
 * text leaves them absent. */
struct text shape_pack(const struct shape *shape, const void *object, struct arena *arena);
bool shape_unpack(const struct shape *shape, struct text packed, struct arena *arena,
                  void *ret_object);
/* Copies a struct with every text and list it points to into the arena. */
void *shape_copy(const struct shape *shape, const void *object, struct arena *arena);

#endif
