/* matter.h: matters (事项) as rooms below read them, and their guide.
 *
 * A matter is a file rules/matters/<name>.yaml: who may apply, by which channels, what is to be
 * filled in, which papers are needed when, who decides where, and the action its approval runs.
 * The last publication of the file in the book counts. Nothing of a matter is stored. */
#ifndef ROOMS_MATTER_MATTER_H
#define ROOMS_MATTER_MATTER_H

#include "core/book.h"
#include "core/event.h"
#include "core/measure.h"
#include "core/room.h"

extern const struct room matter_room;
extern const struct action matter_show_action;
extern const struct action matter_list_action;

struct matter_word { struct text word; };

struct matter_item {
    struct text code, zh;
    struct text for_kind;       /* the value of the field that says which item it is */
};
struct matter_code {
    int64_t place;
    struct text code;
};
struct matter_choice {
    struct text value, zh, en;
    struct text status;         /* what who chooses it says of himself: "stranded-outside" */
};
struct matter_field {
    struct text name, zh, en;
    struct text type;           /* "choice" "division" "day" "text" "number" "flag" */
    bool required;
    bool private;               /* sealed where it is kept */
    struct list choices;        /* of matter_choice */
};
struct matter_when {
    struct text field;
    struct list is;             /* of matter_word: one of these values */
};
struct matter_material {
    struct text name, zh, en;
    bool key;                   /* 主要材料: never owed, whatever a measure says */
    struct text from;           /* "form", "register": not asked for */
    struct text issued_by_us;   /* the matter whose result it is */
    struct matter_when when;    /* field absent: always */
    struct list may;            /* of matter_word: "debt" "commitment" "copy", by a measure */
    struct list ordinary;       /* the same, without any measure */
};
struct matter_step {
    struct text step;           /* "accept", "decide" */
    struct list roles, offices; /* of matter_word */
};
struct matter_limit {
    int64_t working_days;       /* 0: none */
    struct text source, certainty;
};
struct matter_said { struct text zh, en; };

struct matter {
    struct text matter, zh, en;
    struct text source, certainty;
    struct list national;       /* of matter_item */
    struct list codes;          /* of matter_code */
    struct list applicants, channels, accepted_at_once;     /* of matter_word */
    int64_t visits;
    struct list fields, materials, steps;
    struct matter_limit limit, deemed;
    struct matter_said result, commitment;
    struct text approval;       /* action its approval runs */
    int64_t publication;        /* sequence it stands in */
};

struct rule_faults;

/* NULL: no such matter, or its file is wrong (matter_check says why). Lives in the arena. */
const struct matter *matter_of(const struct book *book, struct text name, struct arena *arena);
/* All matters of the book, by name. */
struct list matters_of(const struct book *book, struct arena *arena);
/* What is wrong with the files of matters; true: nothing. */
bool matters_check(const struct book *book, struct rule_faults *faults);

bool matter_words_have(const struct list *words, struct text word);
const struct matter_material *matter_material_of(const struct matter *matter, struct text name);
const struct matter_field *matter_field_of(const struct matter *matter, struct text name);
/* Is the paper needed, given the value of the field it hangs on? */
bool matter_material_needed(const struct matter_material *material,
                            struct text (*value_of)(const void *form, struct text field),
                            const void *form);
/* Roles that may take a step, and whether an office of that kind may. */
unsigned matter_step_roles(const struct matter *matter, const char *step);
bool matter_step_office(const struct matter *matter, const char *step, struct text office_kind);

/* Who asks a measure about a matter. */
struct matter_asker {
    int32_t place;
    struct text insurance, applicant, channel;
    const struct text *statuses;
    size_t status_count;
    struct date day;
    struct events events;
};
/* The measure that lets a secondary paper be owed, committed to or copied (`by`), besides what is
 * ordinary; NULL: none. */
const struct measure *matter_tolerated(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *by,
                                       struct arena *arena);
/* The measure that entrusts the step to such a one; NULL: none. */
const struct measure *matter_entrusted(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *step,
                                       struct text who, struct arena *arena);

#endif
