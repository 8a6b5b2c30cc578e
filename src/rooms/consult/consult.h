/* consult.h: questions from everywhere, answered in time, and once for all when they are asked
 * often (咨询). All of the deciding is pure.
 *
 * A ticket goes to the office that answers for the place it is about; nobody who asks need know
 * which. It has a clock; not answered by then, it is told to the office above. The answer is told
 * to who asked, who may give it a grade; somebody of the office calls after the two low ones. */
#ifndef ROOMS_CONSULT_CONSULT_H
#define ROOMS_CONSULT_CONSULT_H

#include "core/room.h"
#include "core/task.h"
#include "rooms/consult/consult_facts.h"
#include "rooms/intake/intake.h"
#include "rooms/matter/matter.h"
#include "rooms/staff/staff_facts.h"

extern const struct room consult_room;
extern const struct action consult_ask_action, consult_take_action, consult_answer_action,
    consult_rate_action, consult_follow_action, consult_escalate_action, consult_list_action,
    consult_mine_action, consult_show_action, consult_to_case_action, consult_publish_action,
    consult_withdraw_action, consult_proposals_action, consult_search_action,
    consult_note_call_action, consult_counts_action, consult_rate_case_action,
    consult_follow_case_action, consult_low_grades_action, consult_graded_action,
    consult_convenience_action, consult_contact_action,
    consult_to_return_action, consult_return_action, consult_report_action;

#define CONSULT_PAGE 100
#define CONSULT_GRAMS_MAX 400   /* of a published answer */
#define CONSULT_WANTED_MAX 8    /* pairs of what is looked for */
#define CONSULT_FOUND_MAX 20

enum consult_state { CONSULT_OPEN, CONSULT_TAKEN, CONSULT_ANSWERED, CONSULT_CLOSED,
                     CONSULT_STATES };
enum consult_event { CONSULT_TAKE, CONSULT_ANSWER, CONSULT_RATE, CONSULT_BECOME_CASE,
                     CONSULT_EVENTS };
const char *consult_state_name(enum consult_state state);
/* False: no such step. */
bool consult_step(enum consult_state from, enum consult_event event, enum consult_state *ret_to);
bool consult_kind_exists(struct text kind);

/* Gravest first. */
enum consult_refused {
    CONSULT_REFUSED_NO_TICKET,      /* none, or not this asker's */
    CONSULT_REFUSED_NO_OFFICE,      /* no agency answers for that place */
    CONSULT_REFUSED_NO_CASE,        /* the case is not this asker's */
    CONSULT_REFUSED_NO_MATTER,
    CONSULT_REFUSED_NO_KIND,
    CONSULT_REFUSED_NO_CONTACT,     /* not signed in, and no telephone to answer to */
    CONSULT_REFUSED_NO_PHONE,       /* nobody can be called: no telephone is known */
    CONSULT_REFUSED_NO_SUCH_STEP,
    CONSULT_REFUSED_CHANGED,
    CONSULT_REFUSED_NO_HANDLED_CASE,    /* none of that receipt, or not this asker's */
    CONSULT_REFUSED_NOT_DECIDED,    /* a case is graded when it is decided */
    CONSULT_REFUSED_GRADED_ALREADY,
    CONSULT_REFUSED_GRADE,          /* one to five */
    CONSULT_REFUSED_NO_FOLLOW,      /* nothing to follow up */
    CONSULT_REFUSED_TOO_SHORT,      /* to look for: two characters at least */
    CONSULT_REFUSED_NO_ANSWER,      /* no such answer for all */
    CONSULT_REFUSED_OTHER_PLACE,        /* an answer for all of a place that is not theirs */
    CONSULT_REFUSED_NOT_PUBLISHED,
    CONSULT_REFUSALS
};
const char *consult_refusal_key(enum consult_refused refusal);

struct consult_ask_input {
    struct text channel, kind, matter, question;
    int64_t place;
    struct text name, phone;    /* of who is not signed in */
    struct text receipt;        /* of the case it is about */
    struct text their_number;   /* of the hotline's ticket */
};
struct consult_asked {
    int64_t ticket, office, place;
    struct moment due_at;
    struct text matter, office_name, office_phone;
    struct text guide_zh, guide_en;     /* of the matter: what can be told at once */
};
struct consult_ask_facts {
    const struct list *offices;
    const struct party_institution *institution;
    const struct intake_case *of_case;
    const struct party_person_facts *person;
    struct party_person_facts person_facts;
};
struct consult_prepared { struct text name_sealed, phone_sealed; };

struct consult_ticket_input {
    int64_t ticket, version;
    struct text phone;          /* of who is not signed in */
    struct text text, topic;    /* an answer, a note */
    int64_t rating;
};
struct consult_ticket_facts {
    const struct consult_ticket *row;
    const struct consult_answer *topic;
    const struct list *offices;
    const struct timer_row *timer;
};
struct consult_done {
    int64_t ticket;
    struct text state;
    int64_t rating, asked;
    bool proposed;              /* an answer for all */
};

int consult_bucket(int64_t office);
const struct consult_terms *consult_terms_on(const struct book *book, int32_t place,
                                             struct date day);
/* What is not answered by then is told upwards; 0: nothing says when. */
struct moment consult_due(const struct book *book, struct date from, int64_t working_days);

/* ---- grades of handled cases ---- */

struct consult_rate_case_input {
    struct intake_find_input of;        /* first: intake_gather_receipt reads it */
    int64_t rating;
    struct text text;
};
struct consult_rate_case_facts {
    struct intake_case_facts of;        /* first, for the same reason */
    const struct consult_grade *grade;  /* given before; NULL: none */
};
struct consult_follow_case_input { int64_t case_id; struct text text; };
struct consult_follow_case_facts { const struct consult_grade *grade; };
struct consult_case_graded { struct text receipt; int64_t rating; bool follow; };

/* How an office with all below it does with what it was asked in those days. */
struct consult_report_input { int64_t office; struct date from, until; };
struct consult_report {
    int64_t asked, answered, open;
    int64_t late;               /* open for longer than a working day */
    int64_t median_hours;       /* from question to answer */
};
extern const struct query consult_tickets_to_return, consult_report_hours, consult_report_sums;

/* ---- answers for all ---- */

struct consult_publish_input {
    int64_t answer;             /* a proposed one; 0: a new one */
    struct text topic, matter, question, body;
    int64_t place;
};
struct consult_publish_facts { const struct consult_answer *row; };
struct consult_published { int64_t answer; struct text state; };

struct consult_search_input { struct text text; int64_t place; };
struct consult_search_facts {
    struct list found[2];       /* of consult_answer; by characters, by first letters */
};
struct consult_told {
    int64_t answer, place;
    struct text topic, matter, question, body;
    struct moment published_at;
    int64_t asked;
    struct text ways;           /* to its matter that bring nobody into a hall: "web mail" */
    struct text path;           /* of ours, where such a way begins */
};
struct consult_found { struct list answers; };

#endif
