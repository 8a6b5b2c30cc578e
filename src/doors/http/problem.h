/* problem.h: every "no" of the house as one document (RFC 9457) and as sentences; and why an answer
 * is what it is. Shared by the JSON door, the plain pages and the command line.
 *
 *     { "type": "urn:yibao:input", "title": "…", "status": 422, "detail": "…",
 *       "refusal": "visit.refused.no-person", "field": "person",
 *       "fields": [ { "path": "lines[3].price", "key": "input.not-a-price", "zh": "…", "en": "…",
 *                     "suggestion": "…" } ] }
 */
#ifndef DOORS_HTTP_PROBLEM_H
#define DOORS_HTTP_PROBLEM_H

#include "core/house.h"
#include "core/shape_json.h"
#include "core/words.h"

struct problem {
    int status;                 /* of HTTP */
    int retry_after;            /* seconds; 0: the header is not sent */
    const char *key;            /* of the sentence: a refusal, or one of the door's own */
    const char *field;          /* input field it is about, or NULL */
    struct text detail[3];      /* {0} {1} {2} */
    bool refusal;               /* the house refused: `key` is a value of a room's enum */
    const struct shape_faults *faults;  /* what is wrong with the input, or NULL */
    const struct shape *shape;  /* of the input: for suggestions */
    const struct text *nearest; /* what may have been meant instead: routes, actions */
    size_t nearest_count;
};

/* The "no" of an answered call; not for CALL_DONE. Nothing of call->fault is told: it is for the
 * operator. */
struct problem problem_of_call(const struct call *call);
/* An input with faults: the first blocking one gives the sentence. */
struct problem problem_of_faults(const struct shape_faults *faults, const struct shape *shape);

/* The sentence with its places filled, in the arena. */
struct text say(const char *key, enum language language, struct arena *arena);
struct text say_with(const char *key, enum language language, const struct text *details,
                     int detail_count, struct arena *arena);
struct text problem_sentence(const struct problem *problem, enum language language,
                             struct arena *arena);
struct text fault_sentence(const struct shape_fault *fault, const struct shape *shape,
                           enum language language, struct arena *arena);
/* The field that was probably meant by an unknown one; absent: none is near. */
struct text fault_suggestion(const struct shape_fault *fault, const struct shape *shape);

void problem_write(const struct problem *problem, enum language language,
                   struct json_writer *writer);
/* What a line says, with its subject in words. */
struct text trail_sentence(const struct trail_line *line, enum language language,
                           struct arena *arena);
/* An array, one object a line. */
void trail_write(const struct trail *trail, struct json_writer *writer);
/* The answer of a call that is done as an object, with its trail under "trail" when asked for and
 * when the answer has no field of that name. */
void answer_write(const struct call *call, bool explain, struct json_writer *writer);

#endif
