/* form.h: names and values as browsers, query strings and command lines send them, and the way from
 * there to a struct: through the same strict reader as JSON.
 *
 * A name says where a value belongs: "born", "address.street", "lines.0.price" (also
 * "lines[0].price"). Blank values are absent. */
#ifndef DOORS_HTTP_FORM_H
#define DOORS_HTTP_FORM_H

#include "core/shape_json.h"

/* Our longest form has 40 fields; a table of 20 rows with 10 columns stays below it. */
#define FORM_FIELDS_MAX 1000

struct form_field {
    struct text name, value;
    bool file;                  /* from an input of type file; the value is its bytes */
    struct text file_name, file_type;   /* as the browser says them, the name without its folders */
    struct form_field *next;
};

struct form {
    struct arena *arena;
    struct form_field *first, *last;
    int32_t count;
};

void form_init(struct form *form, struct arena *arena);
/* Nothing is copied. NULL, and nothing added, when there are too many. */
struct form_field *form_add(struct form *form, struct text name, struct text value);
/* The first of that name; absent when there is none. */
struct text form_value(const struct form *form, struct text name);
const struct form_field *form_field(const struct form *form, struct text name);

bool form_type_is_known(struct text content_type);
/* application/x-www-form-urlencoded and multipart/form-data, both strictly: false and a reason, a
 * literal for the sender's programmer, on anything else. Texts are UTF-8; their line ends are \n;
 * files are not copied. */
bool form_parse(struct text content_type, struct text body, struct arena *arena,
                struct form *ret_form, const char **ret_reason);
/* Adds "a=1&b=2"; false on a malformed escape or too many fields. */
bool form_add_encoded(struct form *form, struct text encoded);

/* The scalar field that "lines.0.price" ends in; NULL: the shape has none. */
const struct field *form_field_of(const struct shape *shape, struct text name);
/* The JSON object that `shape` reads with NAMES_OURS. Rows without a value are left out, and
 * `ret_used` (may be NULL) gets all that was used under the names the rows then have. With
 * `unknown_too` names that the shape does not have go along, so that its reader names them.
 * What JSON cannot hold (malformed UTF-8, controls) becomes a fault. */
struct text form_to_json(const struct form *form, const struct shape *shape, bool unknown_too,
                         struct shape_faults *faults, struct form *ret_used);
/* form_to_json, parsed and read. `ret_object` as for shape_from_json. */
bool form_read(const struct form *form, const struct shape *shape, bool unknown_too,
               void *ret_object, struct shape_faults *faults, struct form *ret_used);

#endif
