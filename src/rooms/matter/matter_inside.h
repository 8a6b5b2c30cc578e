/* matter_inside.h: what the files of this room share. */
#ifndef ROOMS_MATTER_MATTER_INSIDE_H
#define ROOMS_MATTER_MATTER_INSIDE_H

#include "rooms/matter/matter.h"

/* The question about a matter that all of this room asks; `facts` has room for two more than
 * MATTER_FACTS_MAX. */
struct measure_question matter_question(enum measure_verb verb, const struct matter *matter,
                                        const struct matter_asker *asker, struct text thing,
                                        struct measure_fact *facts);
#define MATTER_QUESTION_FACTS (MATTER_FACTS_MAX + 2)

struct matter_show_input {
    struct text matter;
    int64_t place;
    struct text channel, insurance;
    struct date on;
    bool stranded;
    int64_t publication;        /* the text a case began with; 0: the one of now */
};
struct matter_facts {
    struct events events;
};

/* A paper before and after the measures in force. */
struct matter_paper {
    struct text name, zh, en;
    bool key;
    struct text when_field, when_values;
    struct text before;         /* "required", "commitment" */
    struct text now;            /* "required", "debt commitment", "required shown" … */
    struct text clauses;        /* "BJ4-S2f BJ4-S2g" */
    struct text notice;
    struct date due;            /* of what is owed, when its event has come */
    struct text waits_for;      /* the event, until then */
};
struct matter_step_told {
    struct text step, roles, offices;
    struct text also, clauses;  /* whom a measure entrusts it to besides */
};
struct matter_measure {
    struct text verb, notice, clauses, zh, en;
};
struct matter_shown {
    struct text matter, zh, en, source, source_zh, certainty;
    struct list national;       /* of matter_item */
    struct text code;           /* the place's own */
    struct text channels, applicants;
    bool own;                   /* the applicant's own: no person is named */
    bool newcomer;
    struct list fields;         /* of matter_field */
    struct list papers, steps, measures;
    int64_t place;              /* whose terms these are; 0: the country */
    struct text place_zh, place_en;
    struct list modes;          /* of matter_mode_told: in an outage that is on or to come */
    struct list entries;        /* of matter_entry: where one applies online there */
    struct text opened;         /* channels that measures open besides */
    int64_t visits;
    int64_t working_days, calendar_days, months;    /* one of them, of the place */
    bool at_once;
    struct matter_said hours;
    struct text limit_source, limit_source_zh, limit_certainty;
    struct matter_said result;
    struct matter_said guide;       /* a paragraph about it; absent: none */
    struct matter_said commitment;  /* what who commits himself says; absent: nobody may */
    struct text approval;
    int64_t publication;
    /* Its family there, and the ways the region wants for it: "web mobile". */
    struct text family, family_zh, family_en, modes_wanted, modes_zh, modes_en;
};
/* The publications of a matter, oldest first, each with what changed from the one before. */
struct matter_change { struct text about, name, before, now, zh, en; };
struct matter_version {
    int64_t publication;
    struct moment known;
    struct list changes;        /* of matter_change */
};
struct matter_versions { struct list versions; };

struct matter_family {
    struct text name, zh, en;
    struct list modes, lives, matters;      /* of matter_word */
};
struct matter_families { struct list families; };
extern const struct rule_kind matter_families_rule;
/* NULL: the place has none, or the matter is in none. */
const struct matter_family *matter_family_of(const struct book *book,
                                             const struct matter *matter, int32_t place,
                                             struct date day);
/* The public addresses by which a place takes in what is applied for online, as its data. */
struct matter_entry { struct text zh, en, address; };   /* address: absent of an app */
struct matter_entries { struct list entries; };
extern const struct rule_kind matter_entry_rule;
extern const struct shape matter_entry_shape;
/* What most people come for in a place, as its data. */
struct matter_featured { struct list matters; };    /* of matter_word */
extern const struct rule_kind matter_featured_rule;
struct matters_input {
    struct text words;          /* absent: all */
    struct text applicant;      /* only what such a one may apply for: "person" */
    int64_t place;              /* and, with it, what is open online there */
};
struct matter_listed { struct text matter, zh, en, life; };
struct matter_life { struct text life, zh, en; };
struct matters_answer {
    struct list matters;        /* by name */
    struct list featured;       /* of those, what most people of the place come for, in its order */
    struct list lives;          /* of matter_life: those that some matter has, in order */
    int64_t place;              /* as it was asked for; 0: the country */
};

/* In the order in which they are shown: what concerns most people first. */
extern const char *const matter_lives[];
extern const size_t matter_life_count;

/* ---- matter_page.c ---- */
#define MATTER_PAGES 3
extern const struct page matter_pages[MATTER_PAGES];

struct yaml_reading;
/* What is wrong with one that is well formed, into the reading's faults. */
void matter_check(const struct yaml_reading *reading, const struct matter *matter);
void matter_check_places(const struct book *book, struct text file, const struct matter *matter,
                         struct rule_faults *faults);

bool matter_gather_show(struct gather *gather, const struct request *request, void *facts);
void matter_decide_show(const struct request *request, const void *facts,
                        struct decision *decision);
bool matter_gather_list(struct gather *gather, const struct request *request, void *facts);
void matter_decide_list(const struct request *request, const void *facts,
                        struct decision *decision);

/* A row of an outage as everybody reads it. */
struct matter_mode_told {
    struct text what_zh, what_en, mode, mode_zh, mode_en, after_zh, after_en, notice, clauses;
    struct moment from, until;
    bool now;
};
struct matter_modes_input { int64_t place; };
struct matter_modes { struct list modes; };
/* Of one matter, or (NULL) of all. */
struct list matter_modes_told(const struct request *request, int32_t place, struct events events,
                              const struct matter *matter);
bool matter_gather_modes(struct gather *gather, const struct request *request, void *facts);
void matter_decide_modes(const struct request *request, const void *facts,
                         struct decision *decision);

#endif
