/* intake_facts.h: cases (办件) as rooms below may read them. All rows of a case lie in the bucket of
 * the person it is for, and so does its number; those of an institution's or a unit's own matter in
 * the bucket of that one. */
#ifndef ROOMS_INTAKE_INTAKE_FACTS_H
#define ROOMS_INTAKE_INTAKE_FACTS_H

#include "core/action.h"
#include "core/store.h"

struct intake_case {
    int64_t bucket, case_id;
    int64_t person;             /* 0: the own matter of `institution`, or else of `unit` */
    struct text receipt;        /* "110105-2020-000123-7" */
    struct text matter;
    int64_t publication;        /* of the matter it was filed under */
    struct text state;          /* case_state_name() */
    int64_t office;             /* that decides: the agency of the place of enrolment */
    int64_t place;              /* of enrolment */
    struct text insurance;      /* as rules say it */
    /* "person" "agent" "employer" "institution" "social-security-office" */
    struct text applicant;
    int64_t unit;               /* of an employer */
    int64_t institution;        /* that applied */
    int64_t agent, mandate;     /* the person who applied for another, and by which mandate */
    struct text channel;
    struct text reference;      /* the channel's own: courier number, recording of a call */
    int64_t entered_by;         /* account of staff who typed it in; 0: nobody */
    int64_t entered_office;     /* and where: a village station, a town, a window */
    struct text name_key;       /* compare key of the person's name, for searching */
    struct text subject_key;    /* equal for two applications about the same */
    struct moment received_at;  /* here */
    struct moment sent_at;      /* the postmark's day; else as received */
    struct moment accepted_at;  /* starts our limit */
    /* As counted: first accepted then and by that office, whatever became of it later. */
    struct moment counted_at;
    int64_t counted_office;
    struct moment asked_at, supplied_at;    /* a supplement, asked for once: the clock stands */
    struct moment decided_at;
    int64_t decided_by;
    struct text verdict;        /* "approved", "refused", "not-accepted" */
    struct text reason;
    int64_t result;             /* what the approval made: a filing's number */
    /* Of an approval: "recorded"; "written": its document says what was asked for; "by-hand": the
     * system has no action for it. */
    struct text effect;
    struct text doubt;          /* what an approval would be refused for when it came in:
                                 * the key, and what stands in its places after tabs */
    bool waiting;               /* for a decision of the office */
    struct moment order_at;     /* its place in the order of work: received, less its head start */
    struct text urgency, urgency_clauses;   /* the class, and the measure that names it */
    int64_t owner;              /* account that answers for it; 0: nobody yet */
    int64_t offered_to;         /* office it was offered to; ours until that accepts; 0: none */
    int64_t offered_by;
    struct moment offered_at;
    int64_t handovers;          /* how often it changed offices */
    struct text awaits;         /* department that has to say something first; absent: none */
    struct moment awaited_at;
    struct text stood;          /* days our limit stood for departments: "20200210-20200214 …" */
    struct text proposed, proposed_reason;  /* the first review */
    int64_t proposed_by;
    struct moment objected_at, answered_at;     /* answered: objected to once, and looked at */
    struct text objection;
    /* Whose time it has been until the last step, and whose it is since. */
    struct text waits;          /* "office" "applicant" "department" "nobody" */
    struct moment waits_since;
    int64_t ms_office, ms_applicant, ms_department;
    int64_t returned;           /* how often it was sent back, or had to be supplemented */
    int64_t visits;             /* days on which somebody came to a hall for it */
    struct date visited_on;     /* the last of them */
    struct text visits_over;    /* clause by which it was one visit too many; absent: it was not */
    bool newcomer;              /* the person stands in no register yet */
    struct text form;           /* JSON of the values that are not private */
    struct text form_sealed;    /* JSON of those that are */
    int64_t version;
};

/* A paper of a case: given, found by us, owed, replaced by a commitment, or asked for. */
struct intake_paper {
    int64_t bucket, case_id, paper;
    int64_t office, place;      /* of the case */
    struct text material;
    /* "given" "shown" "copy" "fetched" "not-found" "requested" "owed" "commitment" "asked"
     * "missing" "waived" */
    struct text how;
    struct text blob, file_name, file_type, channel;
    struct moment at;           /* given, promised or asked for */
    struct text measure;        /* "<number of the notice>#<clause>"; absent: it is ordinary */
    struct text clauses;        /* "BJ4-S2f" */
    struct text waits_for;      /* the event whose coming gives the debt its day */
    struct moment cleared_at;   /* of "owed", "asked" and "missing": handed in, or waived */
    struct text checked;        /* of "commitment": "due", "true", "false"; absent: not drawn */
    struct moment check_from;   /* the decision from which the check's time runs */
    struct moment checked_at;   /* of "shown", too: when the original was looked at, */
    int64_t checked_by;         /* and by which account */
    /* Of "fetched" and "requested": the register, "earlier", or the department that is asked; and
     * what was found there. */
    struct text found_in, found_zh, found_en;
    int64_t version;
};

struct intake_step {
    int64_t bucket, case_id, step;
    struct moment at;
    struct text event, state_from, state_to;
    int64_t account;
    struct text role;
    int64_t office;
    struct text reason;
    int64_t mandate;            /* by which it was taken for the person; 0: none */
    int64_t unit;               /* that took it for one of its people; 0: none did */
};

/* A document made of the case: the text as it was written, its digest and seal. */
struct intake_document {
    int64_t bucket, case_id, document;
    struct text kind;           /* "accepted" "accepted-owing" "supplement" "not-accepted"
                                 * "commitment" "decided" "result" */
    struct text number;         /* 受理 110105-2020-000123-7-1 */
    struct moment at;
    int64_t office;
    struct text body_zh, body_en;
    struct text digest;         /* SM3 of number, moment and both bodies, hexadecimal */
    struct text seal;           /* SM2 over the digest, hexadecimal; absent: not yet */
    struct moment sealed_at;
    struct text served_how;     /* "online" "post" "counter" "phone" "mail"; absent: not yet */
    struct moment served_at;
    int64_t served_by;          /* account; 0: the house itself */
    struct text served_note;    /* courier number, who signed for it */
    struct moment void_at;      /* what it says was taken back; 0: it stands */
    struct text void_by;        /* receipt of the case that was taken back */
    int64_t version;
};

/* Who stated something false. */
struct intake_bar {
    int64_t bucket, person, bar, case_id;   /* person: or whose own matter it was */
    struct date from_day, until_day;
    struct text reason;
    int64_t version;
};

struct intake_relaxation {
    int64_t bucket, case_id, relaxation;
    int64_t office;
    struct text material;
    struct text way;            /* "owe", "waive" */
    struct text reason;
    int64_t asked_by;
    struct moment asked_at;
    struct text state;          /* "asked", "granted", "denied" */
    int64_t answered_by;
    struct moment answered_at;
    struct text answer;
    int64_t version;
};

/* One case of many that are decided together. */
struct intake_line {
    int64_t bucket, case_id, line;
    int64_t batch;
    struct text verdict, reason;
    int64_t case_version;       /* 0: not said */
    int64_t account;            /* whose verdict it is, and with which rights */
    struct text role;
    int64_t office, division;
    struct moment at;
    struct text state;          /* "waiting", "done", "refused" */
    struct text refusal;        /* its key */
    struct text refusal_zh, refusal_en; /* in words, with what they were about */
    struct moment done_at;
    int64_t version;
};

/* By which way a case came, as returns count it; never changed afterwards (intake_way.c). */
struct intake_way {
    int64_t bucket, case_id, office;
    struct text channel;
    struct text ten, four;      /* modes; the second absent: none */
    struct text counted;        /* column of a return: "counter" "online" "mail-fax" "post" */
    bool contact;               /* people met */
    bool helped, booked, extended;      /* overlap the channels */
    bool enterprise;            /* an enterprise applied */
    struct text origin, their_number;   /* another system's, of an import */
    struct text device, consent, asked;
    struct text callback_sealed;
    int64_t booking;            /* its number, when it is one of that hall and day; 0: none */
    struct moment received_at;  /* of the case: ways are searched in its order */
};
/* Another system's number of a case. */
struct intake_origin {
    int64_t bucket;             /* of both's hash */
    struct text origin, their_number;
    int64_t case_id, person;
    struct text receipt;
};
/* A paper that another department is asked for. */
struct intake_request {
    int64_t bucket, case_id, request;
    int64_t paper;
    int64_t person, place;      /* of the case */
    struct text department, matter, material;
    struct moment asked_at, due;    /* due: the first instant at which it is too late */
    struct text otherwise;      /* what the paper becomes then: "owed", "commitment" */
    struct text state;          /* "sent", "answered", "late", "over": late, or of an ended case */
    struct text answer;         /* "confirmed", "denied" */
    struct text found;          /* in the department's words */
    struct moment answered_at;
    int64_t answered_by;        /* account */
    int64_t version;
};
extern const struct shape intake_request_shape;
extern const struct table intake_request_table;
struct intake_request_key { int64_t bucket, request; };
struct intake_earlier_key { int64_t bucket, person; struct moment since; };
struct intake_requests_key { struct text department; int64_t place, place_until, after; };
#define INTAKE_REQUESTS_PAGE 50
extern const struct query intake_request_by_id;
extern const struct query intake_requests_of;       /* of a case */
extern const struct query intake_requests_open;     /* of a department in a place: a page */
extern const struct query intake_papers_earlier;    /* of a person, with bytes, latest first */
extern const struct query intake_case_granted;      /* of a person and matter: the latest */

extern const struct shape intake_way_shape;
extern const struct table intake_way_table, intake_origin_table;

struct intake_receipt {
    int64_t bucket;             /* of the number's hash */
    struct text receipt;
    int64_t case_id, person;
};

struct intake_serial {
    int64_t bucket;
    int64_t place, year, serial_range;
    int64_t last;
    int64_t version;
};

extern const struct shape intake_case_shape, intake_paper_shape, intake_step_shape,
    intake_receipt_shape, intake_serial_shape, intake_document_shape, intake_bar_shape,
    intake_relaxation_shape, intake_line_shape;
extern const struct table intake_case_table, intake_paper_table, intake_step_table,
    intake_receipt_table, intake_serial_table, intake_document_table, intake_bar_table,
    intake_relaxation_table, intake_line_table;

struct intake_case_key { int64_t bucket, case_id; };
struct intake_person_key { int64_t bucket, person; };
#define INTAKE_OF_PERSON_PAGE 200
struct intake_mine_key { int64_t bucket, person, before; };     /* 0: from the latest on */
struct intake_about_key { int64_t bucket, person; struct text matter, subject_key; };
struct intake_owner_key { int64_t bucket, owner, before; };
struct intake_own_key { int64_t bucket; struct text matter, subject_key; };
struct intake_receipt_key { int64_t bucket; struct text receipt; };
struct intake_serial_key { int64_t bucket, place, year, serial_range; };
struct intake_office_key { int64_t office; struct moment after; int64_t after_case; };
struct intake_paper_key { int64_t bucket, paper; };
struct intake_waits_key { struct text event; int64_t after; };
struct intake_blob_key { struct text blob; int64_t case_id; };
struct intake_line_key { int64_t bucket, case_id; };
struct intake_batch_key { int64_t batch, after; };
struct intake_search_key {
    int64_t bucket, person;     /* of whom; 0: of anybody */
    int64_t office;             /* of a wide search the asker's, with all below it */
    /* Cases of these places; of a wide search in offices of these places other than his own. */
    int64_t place, place_from, place_until;
    struct text name, name_end, state, channel, ten, four;
    struct moment from, until;
    struct moment after;        /* page: older than these; the first: than `until`, and case 1 */
    int64_t after_case;
    struct text after_name;     /* page by name: later than this */
};

/* Owed, asked for or missing, and not come yet. */
bool intake_paper_waits(const struct intake_paper *paper);

extern const struct query intake_way_of;        /* by intake_case_key */
extern const struct query intake_case_by_id;
extern const struct query intake_papers_of;         /* of a case, oldest first */
extern const struct query intake_steps_of;
extern const struct query intake_case_by_receipt;   /* rows of intake_receipt */
extern const struct query intake_serial_by_key;
/* Of an office, in the order of work. */
extern const struct query intake_cases_waiting;
extern const struct query intake_cases_offered;     /* to an office by others */
extern const struct query intake_papers_kept;       /* all with a blob, page by page */
extern const struct query intake_papers_owed;       /* of an office, oldest first */
extern const struct query intake_cases_of_person;   /* newest first */
extern const struct query intake_cases_of_institution, intake_cases_of_unit;
extern const struct query intake_cases_by_mandate;  /* the same, for who acts for the person */
extern const struct query intake_open_about;        /* of a person, of one matter about one thing */
extern const struct query intake_open_own;          /* the same of who has no person */
extern const struct query intake_documents_of;      /* of a case, oldest first */
extern const struct query intake_document_by_id;
extern const struct query intake_documents_kept;    /* all, page by page */
#define INTAKE_SEALS_A_PAGE 64
extern const struct query intake_documents_unsealed;    /* of all; its key is a 0 */
extern const struct query intake_documents_unserved;    /* of an office, oldest first */
extern const struct query intake_bars_of;           /* of a person */
extern const struct query intake_relaxations_of;    /* of a case */
extern const struct query intake_relaxations_asked; /* of an office, oldest first */
extern const struct query intake_paper_by_id;
extern const struct query intake_papers_waiting;    /* owed until that event: a page by number */
extern const struct query intake_papers_to_check;   /* commitments of an office */
extern const struct query intake_papers_alike;      /* the same bytes in other cases */
extern const struct query intake_line_waiting;      /* of a case */
extern const struct query intake_lines_of_batch;
/* Of an office, newest first (by name in the order of names). The wide ones: of as many offices as
 * the asker may look into. */
extern const struct query intake_search_by_day, intake_search_by_state,
    intake_search_by_both, intake_search_by_channel, intake_search_by_name, intake_search_by_ten,
    intake_search_by_four, intake_search_handed;
extern const struct query intake_wide_by_day, intake_wide_by_state,
    intake_wide_by_both, intake_wide_by_channel, intake_wide_by_name, intake_wide_by_ten,
    intake_wide_by_four, intake_wide_by_person;

/* ---- receipt numbers ---- */

/* Place, year, serial (six digits or more) and a check digit (ISO 7064 MOD 11,10 over all). */
struct text intake_receipt_write(int64_t place, int64_t year, int64_t serial,
                                 struct arena *arena);
/* Blanks and other hyphens are taken; false: no such number can be. */
bool intake_receipt_read(struct text text, struct arena *arena, struct text *ret_receipt);
struct intake_receipt_key intake_receipt_key_of(struct text receipt);

#endif
