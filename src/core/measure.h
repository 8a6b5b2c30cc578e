/* measure.h: a notice as data: dated, scoped, cited measures, one verb each.
 *
 * A file rules/notices/<place>/ *.yaml is one notice. Its head: notice (the number), place, issued,
 * known (optional), until (optional: the notice lapses), short (prefix of its clause ids: BJ4),
 * title, basis, forwards, revokes (numbers of notices that are over the day this one is known),
 * source (optional), and `measures`. A measure has `ids`, `clause`, `says`, one verb, and
 * optionally carries, scope, time, binding, grant, needs, later, replaces, adds-to, decided (the
 * number is ours, not the notice's). `says` is our own English, `zh` our own Chinese.
 *
 * The fields of each verb are in core/measure_verbs.h; keys, units and words are checked by the
 * tables of measure_tables.c and the sets of rules/measures/vocabulary.yaml. How several measures
 * on one thing combine is the verb's (the latest day, the union of days, any one …). */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include "core/book.h"
#include "core/event.h"
#include "core/measure_verbs.h"

struct yaml;
struct vocabulary;

enum measure_verb {
    VERB_EXTEND, VERB_SUSPEND, VERB_OUTAGE,
    VERB_WAIVE, VERB_KEEP, VERB_OPEN, VERB_BACKDATE, VERB_REINSTATE,
    VERB_TOLERATE, VERB_ENTRUST, VERB_COVER, VERB_PREFER,
    VERB_RATE, VERB_PREPAY, VERB_SUPPLY, VERB_QUOTA,
    VERB_REPORT, VERB_TASK, VERB_WATCH, VERB_REVIEW, VERB_ANNOUNCE, VERB_EMPOWER,
    VERB_COUNT
};
const char *measure_verb_name(enum measure_verb verb);

enum measure_binding {
    BINDING_DEFAULT,            /* a lower office may set its own */
    BINDING_FLOOR,              /* only more favourable to the insured */
    BINDING_FIXED,              /* only inside an `empower` */
};

struct measure_time {
    struct measure_point from, until;
};

struct measure {
    enum measure_verb verb;
    struct text notice;         /* 京医保发〔2020〕4号 */
    struct text title, forwards;
    int32_t place;
    int32_t place_depth;        /* 0 the country, 1 a province … */
    struct date issued;
    struct date notice_until;   /* DATE_LATEST: it has not lapsed */
    struct date known_from, known_until;
    bool revoked;               /* notice_until is the last day before it was revoked */
    struct text file;
    int32_t line;
    int64_t publication;

    struct name_list ids;           /* 10a */
    struct name_list carries;       /* LY22-L3c: clauses of other notices that it carries out */
    struct text cites;          /* "BJ4-10a BJ4-10b", and what it carries */
    struct text clause, says, chinese;
    struct measure_scope scope;
    struct measure_time time;
    struct text binding_word;
    enum measure_binding binding;
    struct measure_grant grant; /* on_application absent: granted to all */
    struct name_list needs;         /* gravest first */
    struct measure_later later;
    struct name_list replaces, adds_to;     /* "京医保发〔2020〕4号#10a" */
    struct text decided;

    union {
        struct measure_extend extend;
        struct measure_suspend suspend;
        struct measure_outage outage;
        struct measure_waive waive;
        struct measure_keep keep;
        struct measure_open open;
        struct measure_backdate backdate;
        struct measure_reinstate reinstate;
        struct measure_tolerate tolerate;
        struct measure_entrust entrust;
        struct measure_cover cover;
        struct measure_prefer prefer;
        struct measure_rate rate;
        struct measure_prepay prepay;
        struct measure_supply supply;
        struct measure_quota quota;
        struct measure_report report;
        struct measure_task task;
        struct measure_watch watch;
        struct measure_review review;
        struct measure_announce announce;
        struct measure_empower empower;
    };
};

/* ---- asking ---- */

struct measure_fact {
    const char *path;           /* "people.kind": one of the paths of a scope */
    struct text value;
};

struct measure_question {
    enum measure_verb verb;
    int32_t place;              /* of enrolment, or where the institution stands */
    struct text matter, insurance, applicant;   /* absent: a scope that names one does not hold */
    const struct text *statuses;        /* of the person that day: "stranded-outside" */
    size_t status_count;
    const struct measure_fact *facts;   /* whatever else a scope may ask for */
    size_t fact_count;
    /* What the verb is about: a deadline, right, filing, matter, or kind of paper. Absent: all. */
    struct text thing;
    struct date day;
    struct moment at;           /* instead of the day, for outages; { 0 }: the whole day */
    struct date known;          /* as known then; DATE_NONE: all that the book holds */
    struct events events;
    /* For the answers of core/measure_answer.h: */
    struct name_list granted;   /* matters by which an application has been granted */
    struct date applied;        /* the day of that application */
    const struct measure *under;    /* what something was made up, deferred or settled under */
    int32_t period;             /* the month it is about, yyyymm; 0: none */
};

enum hit_end {
    HIT_OPEN,                   /* no end named */
    HIT_WAITING,                /* for `event` */
    HIT_UNTIL,                  /* the day `until` */
    HIT_THEN,                   /* its event has come; it lasts until `then` of its own accord */
};

struct measure_hit {
    const struct measure *measure;
    enum hit_end end;
    struct date until;
};

/* All that apply, the nearest place first, then the latest notice, then as written; in the arena.
 * What a measure in force has replaced is left out. */
size_t measures_on(const struct book *book, const struct measure_question *question,
                   struct arena *arena, const struct measure_hit **ret_hits);

/* The same without a day: all that hold on some day or other, as known then, of that place, scope
 * and thing; `end` says nothing. */
size_t measures_ever(const struct book *book, const struct measure_question *question,
                     struct arena *arena, const struct measure_hit **ret_hits);
/* Those that replace it for who asks, as known then, on some day or other: from their first day on
 * for good, or, when `revoked`, for as long as they stood. In the arena. */
size_t measure_replacers(const struct book *book, const struct measure *measure,
                         const struct measure_question *question, struct arena *arena,
                         const struct measure *const **ret_replacers);
/* All of that verb that stand in that place on that day, for whomever: for lists. */
size_t measures_standing(const struct book *book, const struct measure_question *question,
                         struct arena *arena, const struct measure_hit **ret_hits);
/* Does a scope hold for who asks? */
bool measure_scope_holds(const struct book *book, const struct measure_scope *scope,
                         const struct measure_question *question);

/* The day a point stands for, as an end; false: open, or waiting for its event. */
bool measure_point_day(const struct book *book, const struct measure_point *point,
                       struct events events, int32_t place, struct moment known,
                       struct date *ret_day);
/* Whether a code lies in a range of diagnoses as scopes write them: "I10-I15" holds I12.900,
 * "E11" holds E11.9. */
bool measure_diagnosis_within(struct text range, struct text code);
/* "10a", "BJ4-10a" or "京医保发〔2020〕4号#10a". */
bool measure_is_called(const struct measure *measure, struct text name);

/* ---- for the book ---- */

/* "10h" where a measure names another of its notice: looked up when all are read. */
struct measure_reference {
    const struct measure *from;
    struct text key, name;
    int32_t line;
    struct measure_reference *next;
};

/* A list in the head of a notice: lists: { six: [defer-sme, …] }; a notice that forwards another
 * one uses its lists too. */
struct measure_named_list {
    struct text notice, forwards, name;     /* name absent: only that the notice forwards */
    struct name_list things;
    struct measure_named_list *next;
};

struct measure_source {
    int64_t publication;
    struct moment known;
    struct date known_until;    /* the day before the text was replaced by a later one */
    struct date revoked;        /* DATE_NONE: it stands */
};

struct measure_list {
    struct measure_entry { struct measure measure; struct measure_entry *next; } *first;
    size_t count;
    struct measure_reference *references;
    struct measure_named_list *lists;
};

/* Reads one notice; answers the day it is known from, DATE_NONE when its head is wrong. */
struct date measures_read(const struct yaml_reading *reading, const struct yaml *root,
                          const struct divisions *divisions, const struct vocabulary *vocabulary,
                          const struct measure_source *source, struct measure_list *list);

/* A measure, and those that say that they replace it. */
struct measure_slot {
    const struct measure *measure;
    const struct measure *const *replaced_by;
    size_t replaced_by_count;
};

/* By verb, then place: a question looks at its own place and the three or four above it. */
struct measure_index {
    struct measure_shelf { const struct measure_slot *slots; size_t count; } verbs[VERB_COUNT];
};

struct measure_sealing {
    struct measure_list *list;          /* just read; added to `measures` */
    const struct measure **measures;    /* with room for them; those of the base stand in it */
    size_t count;
    const struct divisions *divisions;
    const struct calendar *calendar;
    const struct vocabulary *vocabulary;
    struct arena *arena;
    struct rule_faults *faults;
};
/* Sorts them, checks what one says of another (core/measure_authority.h), and makes the index. */
void measures_seal(struct measure_sealing *sealing, struct measure_index *ret_index);

#endif
