/* consult_facts.h: questions and their answers, as rooms below may read them.
 *
 * A ticket lies in the bucket drawn from its office's number, as bookings do. An answer for all
 * lies in the bucket of its topic's hash; the pairs of characters that find it, in theirs. */
#ifndef ROOMS_CONSULT_CONSULT_FACTS_H
#define ROOMS_CONSULT_CONSULT_FACTS_H

#include "core/rules.h"
#include "core/store.h"

struct consult_ticket {
    int64_t bucket, ticket;
    int64_t office, place;      /* that answers; the place it is about */
    struct text channel;        /* "hotline" "web" "phone" "case" "hospital" "counter" */
    struct text kind;           /* consult_kinds */
    struct text matter;         /* absent: none in particular */
    struct text question;
    int64_t person, unit, institution;  /* who asks, when signed in or named by a case */
    int64_t case_id;            /* it is about */
    struct text name_sealed, phone_sealed, phone_digest;    /* of who is not signed in */
    struct moment asked_at;
    struct moment due_at;       /* to be answered by; moved by an escalation */
    struct text state;          /* consult_state_name() */
    int64_t assignee;           /* account */
    struct text topic;          /* what it was about, for counting */
    struct text answer;
    int64_t answered_by;
    struct moment answered_at;
    int64_t escalations, escalated_to;
    int64_t rating;             /* 5 very satisfied … 1; 0: not said */
    struct text remark;
    struct moment rated_at;
    struct text follow;         /* of the low grades: "due", "done" */
    int64_t followed_by;
    struct text follow_note;
    struct text receipt;        /* of the case it became */
    struct text their_number;   /* of the hotline's own ticket; absent: none */
    struct moment returned_at;  /* the hotline was told the answer */
    int64_t version;
};
extern const struct shape consult_ticket_shape;
extern const struct table consult_ticket_table;

/* What is asked again and again: counted, proposed, and answered once for all. */
struct consult_answer {
    int64_t bucket, answer;
    struct text topic;          /* its compare key is in the bucket's hash */
    struct text topic_key;
    struct text matter;
    int64_t place;              /* 0: everywhere */
    struct text question, body;
    struct text state;          /* "counted" "proposed" "published" "withdrawn" */
    int64_t asked;
    struct date asked_since;    /* the count began */
    int64_t last_ticket;
    struct moment published_at;
    int64_t published_by;
    int64_t version;
};
extern const struct shape consult_answer_shape;
extern const struct table consult_answer_table;

struct consult_gram {
    int64_t bucket;             /* of the pair's hash */
    struct text gram;
    int64_t answer;
    int64_t publication;        /* the answer's version then: a later one has its own */
};
extern const struct shape consult_gram_shape;
extern const struct table consult_gram_table;

/* Calls of one telephone of an office, a day. */
struct consult_calls {
    int64_t bucket, office;
    struct date day;
    struct text phone;
    int64_t answered, missed;
    int64_t version;
};
extern const struct shape consult_calls_shape;
extern const struct table consult_calls_table;

/* How who applied found the handling of a case; in the case's bucket, one a case. */
struct consult_grade {
    int64_t bucket, case_id;
    int64_t office, place;      /* that handled it */
    int64_t institution;        /* that graded; 0: a person or a unit */
    struct text matter, receipt;
    int64_t rating;             /* 5 very satisfied … 1 */
    struct text remark;
    struct moment rated_at;
    int64_t handled_minutes;    /* from coming in to the decision */
    struct text follow;         /* of the low grades: "due", "done" */
    int64_t followed_by;
    struct moment followed_at;
    struct text follow_note;
    int64_t version;
};
extern const struct shape consult_grade_shape;
extern const struct table consult_grade_table;

/* Grades of an office, by matter and by the institution that gave them. */
struct consult_graded {
    int64_t office;
    struct text matter;
    int64_t institution;
    int64_t rated, points;      /* points: the sum of the grades */
    int64_t low, waiting;       /* low ones, and those nobody has called after yet */
    int64_t minutes;
};

struct consult_grade_key { int64_t bucket, case_id; };
struct consult_graded_key { int64_t office; };

struct consult_ticket_key { int64_t bucket, ticket; };
struct consult_office_key { int64_t bucket, office; struct text state; int64_t after; };
struct consult_person_key { int64_t person; };
struct consult_answer_key { int64_t bucket, answer; };
struct consult_topic_key { int64_t bucket; struct text topic_key; int64_t place; };
struct consult_gram_key { int64_t bucket; struct text gram; };
struct consult_state_key { struct text state; };
struct consult_calls_key { int64_t bucket, office; struct date day; struct text phone; };
struct consult_count_key { int64_t office, from_day, until_day; };

/* What was asked of an office on a day, by kind and channel. */
struct consult_count {
    int64_t office;
    int64_t asked_day;          /* days since 1970-01-01, in China's time */
    struct text kind, channel;
    int64_t asked, answered, rated, low;
};

extern const struct query consult_ticket_by_id;
extern const struct query consult_tickets_escalated;    /* to an office, not answered yet */
extern const struct query consult_tickets_low;  /* of an office, to be called after */
extern const struct query consult_tickets_of_office;    /* oldest due first; state absent: all */
extern const struct query consult_tickets_of_person;    /* newest first */
extern const struct query consult_tickets_of_unit, consult_tickets_of_institution;
extern const struct query consult_answer_by_id;
extern const struct query consult_answer_of_topic;
extern const struct query consult_answers_in_state;     /* most asked first */
extern const struct query consult_answers_with;         /* rows of consult_gram */
extern const struct query consult_calls_of;
extern const struct query consult_counts;
extern const struct query consult_grade_of_case;
extern const struct query consult_grades_due;           /* low, to be called after */
extern const struct query consult_grades_of_office;

struct consult_terms {
    int64_t answer_working_days;        /* within which a question is answered */
    int64_t escalation_working_days;    /* and, once told upwards, again */
    int64_t often, often_days;          /* so often in so many days: propose an answer for all */
    int64_t low_grade;                  /* this grade and those below are followed up */
};
extern const struct rule_kind consult_terms_rule;

#endif
