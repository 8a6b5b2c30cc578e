/* demo_words.h: the names in braces that a line of demo/life.tsv may use:
 *
 *     {chaoyang.3.name}        the fourth person of a set: id, number, name; in a line that is
 *                              done several times the ones after him
 *     {visit.visit}            a field of an answer that was kept; {found.cases.0.case_id}
 *     {staff.once.staff.each.person}   of an answer that was asked for once, in a line that is done
 *                              several times: the first of a list, then the next
 *     {file.papers/x.png}      a file beside the lines, in base 64
 *     {office.110105.agency}   an office of a place
 *     {n}                      which of the times it is, from 0
 */
#ifndef PROGRAMS_DEMO_WORDS_H
#define PROGRAMS_DEMO_WORDS_H

#include "base/json.h"
#include "core/demo.h"
#include "core/shape.h"

#define DEMO_SETS 16
#define DEMO_KEPT 2048

/* People of a place and insurance, in the order of the world; `pick` them from `first` on. */
struct demo_set {
    struct text name;
    int64_t place;
    struct text insurance, kind;    /* kind: absent for any */
    int64_t *members;
    size_t count;
};

struct demo_answer {
    struct text name;
    int64_t n;
    const struct json *said;
};

struct demo_words {
    struct arena *arena;            /* as long as the whole */
    struct demo *demo;
    struct text folder;             /* of files */
    struct demo_set sets[DEMO_SETS];
    size_t set_count;
    struct demo_answer *kept;
    size_t kept_count;
};

void demo_words_init(struct demo_words *words, struct demo *demo, struct text folder,
                     struct arena *arena);
/* False: too many. */
bool demo_words_add_set(struct demo_words *words, struct text name, struct text place,
                        struct text insurance, struct text kind);
/* Keeps an answer under a name for the n-th time of its line. */
void demo_words_keep(struct demo_words *words, struct text name, int64_t n,
                     const struct shape *shape, const void *answer);
/* The text with its names filled in. False and the name: it stands for nothing. */
bool demo_words_fill(struct demo_words *words, struct text text, int64_t n, struct arena *arena,
                     struct text *ret_text, struct text *ret_name);

#endif
