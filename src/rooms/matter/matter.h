/* matter.h: matters (事项) as rooms below read them, and their guide.
 *
 * A matter is a file rules/matters/<name>.yaml: who may apply, by which channels, what is to be
 * filled in, which papers are needed when, who decides where, and the action its approval runs.
 * The last publication of the file in the book counts. Nothing of a matter is stored. */
#ifndef ROOMS_MATTER_MATTER_H
#define ROOMS_MATTER_MATTER_H

#include "core/book.h"
#include "core/deadline.h"
#include "core/event.h"
#include "core/measure.h"
#include "core/room.h"

extern const struct room matter_room;
extern const struct action matter_modes_action;
extern const struct action matter_show_action;
extern const struct action matter_list_action, matter_versions_action;

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
struct matter_when {
    struct text field;
    struct list is;             /* of matter_word: one of these values */
};
struct matter_field {
    struct text name, zh, en;
    struct text type;           /* matter_field_types */
    bool required;
    bool private;               /* sealed where it is kept */
    struct matter_when when;    /* asked only then; field absent: always */
    struct list choices;        /* of matter_choice */
    /* The last day one of type day may name: "today", "today+30"; absent: any. */
    struct text not_after;
    struct matter_when not_after_when;  /* bound only then; field absent: always */
};
struct matter_material {
    struct text name, zh, en;
    bool key;                   /* 主要材料: never owed, whatever a measure says */
    bool shown;                 /* 出示: looked at and never kept, so no original is owed of it */
    /* Never asked for: "form" is made of what was filled in, "register" is looked up alone. */
    struct text from;
    /* Looked up before it is asked for: the register of ours that may show it (`shown_by`), what a
     * case of this matter ended with, or the same paper of an earlier case of so many months. */
    struct text shown_by, issued_by_us;
    int64_t earlier_months;
    struct text department;     /* asked there, where none of ours shows it */
    struct matter_when when;    /* field absent: always */
    struct list may;            /* of matter_word: "debt" "commitment" "copy", by a measure */
    struct list ordinary;       /* the same, without any measure */
    /* Channels by which it is not sent: an employer who files for many keeps it to be looked at. */
    struct list not_by;
};
struct matter_step {
    struct text step;           /* "accept", "review", "decide", "hand-over" */
    struct list roles, offices; /* of matter_word: kinds of office */
};
/* One kind of days; at_once is the same day. */
struct matter_limit {
    int64_t working_days, calendar_days, months;
    bool at_once;
    struct date until;          /* of a former one: the last day it began on */
    struct text source, source_zh, certainty;   /* _zh: where it is in English */
};
struct matter_said { struct text zh, en; };
/* What a region may set for itself: never who gets what. */
struct matter_region {
    int64_t place;
    struct list channels, accepted_at_once;     /* instead of the matter's, in order */
    struct matter_limit limit, deemed;
    struct matter_said hours;
    struct text source, certainty;
};
/* Another department that may have to say something first. */
struct matter_department {
    struct text department, zh, en;
    bool stops_clock;           /* our limit stands meanwhile: a text says so */
    int64_t answer_working_days;    /* of a paper it is asked for; 0: it is asked for none */
    struct text source;
};
/* How commitments are checked afterwards, and what a false one costs. */
struct matter_verification {
    struct share share;         /* of commitments that are looked at */
    int64_t working_days;       /* within which, from the decision */
    int64_t bar_months;         /* no debt and no commitment for who stated something false */
    struct text source, certainty;
};
/* A class that measures name, and how many hours it is served ahead of its turn. */
struct matter_class {
    struct text name;
    int64_t hours;
};
struct matter_order {
    struct list classes;            /* of matter_class */
    int64_t offer_working_days;     /* an offer that nobody accepted in that time comes back */
};
extern const struct rule_kind matter_order_rule;

struct matter {
    struct text matter, zh, en;
    struct text life;           /* what in people's lives leads to it; absent: nothing special */
    struct text source, source_zh, certainty;
    struct text group;          /* how notices call it with others: "manual-claim"; absent: not */
    struct list national;       /* of matter_item */
    struct list codes;          /* of matter_code */
    struct list applicants, channels, accepted_at_once;     /* of matter_word */
    bool left;                  /* also of who is insured no more, at the last place */
    bool own;                   /* about the institution or unit that applies, and no person */
    bool newcomer;              /* whom it is about may stand in no register yet */
    int64_t visits;
    struct list fields, materials, steps;
    struct matter_limit limit, deemed;
    struct list former_limits;  /* of matter_limit, the earliest first: what held until a day */
    struct matter_said result, commitment, hours, guide;
    struct matter_verification verification;
    struct list regions;        /* of matter_region */
    struct list departments;    /* of matter_department */
    struct list subject;        /* of matter_word: fields by which two cases are about the same */
    struct list basis;          /* of matter_word: texts it rests on */
    struct text approval;       /* action its approval runs; absent: none, or not built yet */
    struct matter_when approval_when;   /* it runs only then, else somebody carries it out */
    struct text revocation;     /* action that takes its effect back */
    struct matter_said by_hand; /* why no action does, and who undoes it: where there is none */
    /* Action that says which unit qualifies, and what it would fill in: cases come into being
     * without an application; absent: one has to apply. */
    struct text offered_when;
    /* The answer of such a case that is for who applies to choose: an application of his own that
     * differs in it alone takes the place of the case. Absent: there is none. */
    struct text offered_choice;
    int64_t publication;        /* sequence it stands in */
};

struct rule_faults;

/* NULL: no such matter, or its file is wrong (matters_check says why). Read once a publication and
 * kept with the program; the arena is for one that there was no room to keep. Any thread. */
const struct matter *matter_of(const struct book *book, struct text name, struct arena *arena);
/* As it was in that publication: a running case keeps the version it began with. NULL: the book has
 * no such text of it. */
const struct matter *matter_at(const struct book *book, struct text name, int64_t publication,
                               struct arena *arena);
/* All matters of the book, by name. */
struct list matters_of(const struct book *book, struct arena *arena);
/* What is wrong with the files of matters; true: nothing. */
bool matters_check(const struct book *book, struct rule_faults *faults);

/* What holds of the matter in a place: its own, or what the nearest region above sets. */
struct matter_terms {
    const struct list *channels, *accepted_at_once;     /* of matter_word, in order */
    const struct matter_limit *limit, *deemed;          /* never NULL; all 0: none */
    const struct list *former_limits;                   /* NULL: a region's own has none */
    const struct matter_said *hours;                    /* zh absent: not said */
};
struct matter_terms matter_terms_at(const struct book *book, const struct matter *matter,
                                    int32_t place);
/* The limit of what began on that day. */
const struct matter_limit *matter_limit_on(const struct matter_terms *terms, struct date day);
bool matter_limit_is_set(const struct matter_limit *limit);
/* The clock of a limit, for core/deadline. */
struct deadline_clock_kind matter_clock_kind(const struct matter_limit *limit, const char *name);
/* Two people decide: a first review, then the decision. */
bool matter_has_review(const struct matter *matter);
const struct matter_department *matter_department_of(const struct matter *matter,
                                                     struct text department);

extern const char *const matter_registers[];
extern const size_t matter_register_count;
extern const char *const matter_field_types[];
extern const size_t matter_field_type_count;
/* 出示: may its original be looked at instead of being sent? Where somebody stands before staff. */
bool matter_may_be_shown(const struct matter_material *material, struct text channel);
bool matter_words_have(const struct list *words, struct text word);
const struct matter_material *matter_material_of(const struct matter *matter, struct text name);
const struct matter_field *matter_field_of(const struct matter *matter, struct text name);
/* Is the field asked, given the values of others? */
bool matter_field_asked(const struct matter_field *field,
                        struct text (*value_of)(const void *form, struct text field),
                        const void *form);
/* Days from today to the last day that `not_after` names; false: it is no such word. */
bool matter_not_after_days(struct text not_after, int *ret_days);
/* A day of that field past its bound, seen from `today`; `ret_last` is the bound then. */
bool matter_field_is_late(const struct matter_field *field, struct text value,
                          struct text (*value_of)(const void *form, struct text field),
                          const void *form, struct date today, struct date *ret_last);
/* Is the paper needed, given the value of the field it hangs on? */
bool matter_material_needed(const struct matter_material *material,
                            struct text (*value_of)(const void *form, struct text field),
                            const void *form);
/* It is looked up before anybody is asked for it. */
bool matter_material_is_sought(const struct matter_material *material);
/* Roles that may take a step, and whether an office of that kind may. */
unsigned matter_step_roles(const struct matter *matter, const char *step);
bool matter_step_office(const struct matter *matter, const char *step, struct text office_kind);

/* Who asks a measure about a matter. */
struct matter_asker {
    int32_t place;
    struct text insurance, applicant, channel;
    const struct text *statuses;
    size_t status_count;
    /* What else scopes ask about who applies: his unit's kind and state, an institution's task. */
    const struct measure_fact *facts;
    size_t fact_count;
    struct date day;
    struct events events;
};
#define MATTER_FACTS_MAX 8
/* The measure that lets a secondary paper be owed, committed to or copied (`by`), besides what is
 * ordinary; NULL: none. */
const struct measure *matter_tolerated(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *by,
                                       struct arena *arena);
/* The measure by which a copy (a picture, a fax) of any paper suffices for now and the original is
 * owed; NULL: none. LAW: BJ4-02h, SX9-2.4d */
const struct measure *matter_copy_suffices(const struct book *book, const struct matter *matter,
                                           const struct matter_asker *asker,
                                           struct arena *arena);
/* The class whose right it is to be served first, by a measure `prefer`: the highest. `ret_hours`
 * is its head start; NULL: an ordinary case. */
const struct measure *matter_preferred(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, struct arena *arena,
                                       struct text *ret_class, int64_t *ret_hours);
/* The head start of a class that day; 0: none. */
int64_t matter_class_hours(const struct book *book, int32_t place, struct date day,
                           struct text name);
/* Working days an offer to another office stands; 0: until it is answered. */
int64_t matter_offer_days(const struct book *book, int32_t place, struct date day);
/* The measure that entrusts the step to such a one; NULL: none. */
const struct measure *matter_entrusted(const struct book *book, const struct matter *matter,
                                       const struct matter_asker *asker, const char *step,
                                       struct text who, struct arena *arena);

/* Three levels, where a measure has one office look at what another took in before a third
 * decides; measure NULL: none does. */
struct matter_levels {
    struct name_list accept, review, decide;    /* kinds of office */
    const struct measure *measure;
};
struct matter_levels matter_levels_on(const struct book *book, const struct matter *matter,
                                      const struct matter_asker *asker, struct arena *arena);
/* The fewest visits that a measure leaves, and its clauses; -1: none counts them. */
int64_t matter_visits_at_most(const struct book *book, const struct matter *matter,
                              const struct matter_asker *asker, struct arena *arena,
                              struct text *ret_clauses);

/* A measure that opens the asker's channel for it although it is none of its own, or NULL. */
const struct measure *matter_opened(const struct book *book, const struct matter *matter,
                                    const struct matter_asker *asker, struct arena *arena);

/* A measure that lets such a one act for others in it ("employer"), or NULL. */
const struct measure *matter_agent_opened(const struct book *book, const struct matter *matter,
                                          const struct matter_asker *asker, struct text agent,
                                          struct arena *arena);

/* How a step of it goes at a moment, where a measure says so of an outage. */
struct matter_way {
    const char *step;           /* "apply", "accept", "pre-receive", "decide" */
    const char *by;             /* "agency"; NULL: who applies */
    const char *when;           /* "special-case" */
};
struct outage_row;
struct matter_mode {
    struct text mode;           /* "normal" "edge" "queued" "pre-received" "paused" */
    struct text cites;
    const struct outage_row *row;       /* NULL: nothing is said of it */
    const struct measure *measure;
    struct moment until;        /* the first moment it is as ever; { 0 }: none is named */
};
struct matter_mode matter_mode_at(const struct book *book, const struct matter *matter,
                                  const struct matter_asker *asker, struct moment at,
                                  const struct matter_way *way, struct arena *arena);

/* Whether somebody who comes by the asker's channel cannot be served at that moment: where applying
 * is named and goes on, the case is taken in whatever waits afterwards; else accepting must go on,
 * too. Without an insurance: for one that outages name, or for any. */
bool matter_is_shut(const struct book *book, const struct matter *matter,
                    const struct matter_asker *asker, struct moment at, struct arena *arena);

#endif
