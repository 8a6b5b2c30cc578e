/* shape_json.h: C structs from JSON and into it, by their shapes; for every door and for files.
 *
 * Reading collects every fault, not the first: a person corrects a form once. Numbers may come as
 * texts and texts as numbers; a number is taken by its own text.
 *   NAMES_OURS       our names, exactly; "" is absent for everything but a TEXT
 *   NAMES_NATIONAL   the national interface's names whatever their case and underscores; "", "null"
 *                    and "NULL" are absent; blanks around codes and numbers, needless zeros
 *                    ("3.0", "113.4000") and exponents ("1.0E7") are taken for what they mean; one
 *                    struct may stand for a list of one, and the other way round. Fields without a
 *                    national name are not read, not asked for and not written. */
#ifndef CORE_SHAPE_JSON_H
#define CORE_SHAPE_JSON_H

#include "base/json.h"
#include "core/shape.h"

enum names { NAMES_OURS, NAMES_NATIONAL };

/* ---- what is wrong with an input ---- */

struct shape_fault {
    struct text path;           /* in the names it came with: "lines[3].price", from 0 */
    const char *key;            /* words/ key: "input.not-an-amount" */
    struct text detail;         /* {0}: the limit, or what was given unless that is private */
    const struct field *field;  /* NULL: a name nobody knows, or the whole */
    bool alone;                 /* in a row of a FIELD_EACH_ALONE list: only that row is left out */
    struct shape_fault *next;
};

/* More than a person reads or a caller shows. */
#define SHAPE_FAULTS_KEPT 200

struct shape_faults {
    struct arena *arena;
    bool unknown_too;           /* names nobody knows are faults, too */
    struct shape_fault *first, *last;
    int32_t count;              /* of all; only the first SHAPE_FAULTS_KEPT are kept */
    int32_t blocking;           /* of those not `alone` */
};

void shape_faults_init(struct shape_faults *faults, struct arena *arena, bool unknown_too);
/* Texts are copied. For doors that read forms and command lines with field_read. */
void shape_fault_add(struct shape_faults *faults, struct text path, const char *key,
                     const struct field *field, struct text given);

/* ---- reading ---- */

/* `ret_object` is zeroed, or holds what is known already (a path's ids): what JSON does not name
 * stays. False when a fault blocks; then it is as before. */
bool shape_from_json(const struct shape *shape, const struct json *json, enum names names,
                     struct arena *arena, void *ret_object, struct shape_faults *faults);
/* The same where scalar fields stand in one node, and lists and objects in another, beside it. */
bool shape_from_nodes(const struct shape *shape, const struct json *scalars,
                      const struct json *nested, enum names names, struct arena *arena,
                      void *ret_object, struct shape_faults *faults);

/* ---- writing ---- */

/*                 ours                            national
 * amounts         "113.40"                        113.40
 * shares …        "0.855"                         0.855
 * ids             "4618…"                         "4618…"
 * moments         "2020-02-10T09:00:00+08:00"     "2020-02-10 09:00:00"
 * flags           true                            "1"
 * absent          left out                        "" (0 for numbers); left out when FIELD_SPARSE
 * A FIELD_SPARSE number or flag is left out when it is 0 or false. */
void shape_to_json(const struct shape *shape, const void *object, enum names names,
                   struct json_writer *writer);

enum shape_part {
    SHAPE_SCALARS = 1 << 0,
    SHAPE_NESTED = 1 << 1,      /* objects and lists */
};
/* Members only, into an object that the caller began. */
void shape_members_to_json(const struct shape *shape, const void *object, enum names names,
                           unsigned parts, struct json_writer *writer);

#endif
