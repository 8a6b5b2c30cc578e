/* intake.h: taking in and deciding cases (办件) from every channel.
 *
 * Anybody applies for a matter without coming in. A missing secondary paper is owed (容缺), replaced
 * by a signed commitment (承诺) or taken as a copy (先行) where the matter and a measure let it; a
 * key paper is never done without. The office that answers for the place of enrolment decides, and
 * an approval runs the action the matter names inside the same decision. A debt of papers keeps the
 * measure it rests on; its last day is worked out each time it is asked for. */
#ifndef ROOMS_INTAKE_INTAKE_H
#define ROOMS_INTAKE_INTAKE_H

#include "core/casework.h"
#include "core/event.h"
#include "core/room.h"
#include "core/task.h"
#include "rooms/intake/intake_facts.h"
#include "rooms/matter/matter.h"
#include "rooms/party/party_facts.h"
#include "rooms/staff/staff_facts.h"

extern const struct room intake_room;
extern const struct action intake_practise_action;
extern const struct action intake_apply_action, intake_import_action,
    intake_channels_count_action, intake_months_action, intake_accountability_action;
extern const struct action intake_file_offsite_action, intake_own_action;
extern const struct action intake_supply_action, intake_hand_in_action;
extern const struct action intake_look_up_action;
extern const struct action intake_worklist_action;
extern const struct action intake_debts_action;
extern const struct action intake_show_action;
extern const struct action intake_accept_action;
extern const struct action intake_ask_supplement_action;
extern const struct action intake_turn_away_action;
extern const struct action intake_withdraw_action;
extern const struct action intake_entered_action;
extern const struct action intake_decide_action;
extern const struct action intake_deem_accepted_action;
/* Who has it (intake_colleague.c, intake_owner.c). */
extern const struct action intake_take_action, intake_reassign_action,
    intake_hand_over_action, intake_take_over_action,
    intake_hand_back_action, intake_offer_over_action, intake_await_action, intake_resume_action,
    intake_hurry_action;
/* Second looks (intake_second.c). */
extern const struct action intake_send_back_action, intake_object_action, intake_uphold_action,
    intake_reopen_action;
/* Commitments and exceptions (intake_verify.c, intake_relax.c). */
extern const struct action intake_verify_action, intake_revoke_action, intake_checks_action,
    intake_contact_action, intake_private_action,
    intake_ask_relaxation_action, intake_answer_relaxation_action, intake_relaxations_action;
/* Documents (intake_document_actions.c). */
extern const struct action intake_seal_action, intake_serve_action, intake_unserved_action,
    intake_document_action;
/* Reminders (intake_remind.c). */
extern const struct action intake_remind_action, intake_call_to_mind_action,
    intake_call_step_action;
/* Many at once, and searching (intake_many.c, intake_search.c). */
extern const struct action intake_decide_many_action, intake_decide_line_action,
    intake_lines_action, intake_search_action, intake_offered_action, intake_escalate_action,
    intake_keep_clocks_action;

/* The door of an application that is made of a question asked over the net. */
#define INTAKE_QUESTION_DOOR "question"
#define INTAKE_PAPERS_MAX 200   /* of a case, all that ever came */
#define INTAKE_PAGE 100

#define INTAKE_FOUND_MAX 100    /* of a search, a page */
#define INTAKE_MANY_MAX 500     /* cases decided together */
#define INTAKE_REMINDERS_A_STEP 50

/* Once, at start: the rooms whose actions an approval may run, and the key that seals documents. */
void intake_use_rooms(const struct room *const *rooms, size_t count);
struct sm2_key;
void intake_use_seal(const struct sm2_key *key);

struct blobs;
/* Once, at start: where papers go. Without it only papers that are there already can be named. */
void intake_use_blobs(struct blobs *blobs);

/* ---- what is sent in ---- */

struct intake_value { struct text name, value; };
struct intake_paper_input {
    struct text material;
    struct text blob;           /* of a paper that is there already */
    struct text file;           /* its bytes, instead */
    struct text file_name, file_type;
};
struct intake_owed_input { struct text material; };

/* The values that are not private, of intake_case.form. */
struct list intake_form_read(struct text form, struct arena *arena);
/* Absent: not given. `form` is a struct list of intake_value. */
struct text intake_value_of(const void *form, struct text name);

struct intake_apply_input {
    struct text matter, channel, applicant;
    /* Of the person it is for; of an own matter: name and code of the institution or unit, where it
     * is not the one signed in. */
    struct text name, number;
    struct list values;         /* of intake_value */
    struct list papers;         /* of intake_paper_input */
    struct list owed;           /* of intake_owed_input: promised for later */
    struct list shown;          /* the same: who takes it in has looked at the original */
    bool commitment;            /* the matter's commitment is given for what else is missing */
    struct date postmark;       /* of a letter */
    struct text reference;      /* of the channel: courier number, recording of a call */
    bool special;               /* a special case, said by who takes it in */
    struct text callback;       /* number to call back, of a call */
    struct text asked;          /* of a call: what the caller was asked, to know who he is */
    struct text device;         /* of a terminal */
    struct text consent;        /* of a station: how the person said yes: "signed", "code" … */
    int64_t booking;            /* number of the booking it came with */
    int64_t person;             /* instead of name and number, by the house alone; no field */
    struct text origin;         /* system that took it in first, and its number there: by import */
    struct text their_number;
};

/* A debt as it is told. */
struct intake_debt {
    struct text material, zh, en;
    struct text clauses;
    struct text basis;          /* the notice and its clause, for people */
    struct date due;            /* the last day, once it is known */
    struct text waits_for;      /* the event, until then */
    struct text due_zh, due_en; /* the same in words */
    bool overdue;
};

/* A paper that was found in a register, or that a department is asked for. */
struct intake_found {
    struct text material, zh, en, found_in, found_zh, found_en;
};

struct intake_applied {
    int64_t case_id, person;
    struct text receipt, state;
    struct list owed;           /* of intake_debt */
    struct list found;          /* of intake_found: papers nobody has to bring */
    struct text next_zh, next_en;
    int64_t mandate;            /* by which an agent applied */
    struct text note_zh, note_en;       /* what who applied should look at: a picture twice */
};

/* Papers for a case, by whoever names its receipt and the last four of the number. */
struct intake_supply_input {
    struct text receipt, last_four, channel;
    struct list papers;         /* of intake_paper_input */
    struct list shown;          /* of intake_owed_input: whose original was looked at */
};

/* What `prepare` of an application makes, and rows of it, for rooms whose actions bring one. */
struct intake_prepared {
    struct text form_sealed, callback_sealed;
    struct text number_sealed;  /* of whom it is about, should he be a newcomer */
    const struct text *names;   /* of the papers sent, in order; absent: none was sent, or kept */
    const struct text *types;   /* what their bytes are; "": a type nobody sends papers as */
};
extern const struct shape intake_value_shape, intake_applied_shape, intake_receipt_answer_shape;
void intake_tell_receipt(const struct request *request, const void *outcome,
                         const void *memory, void *answer);

/* ---- a case by its receipt, for rooms whose actions are about one ---- */

/* Inputs that name a receipt begin so. */
struct intake_find_input {
    struct text receipt, last_four;
};
/* What nearly every action on a case wants. */
struct intake_case_facts {
    const struct intake_case *row;      /* NULL: none */
    const struct list *papers, *documents;
    const struct staff_office *office;  /* of the actor; NULL: none */
    const struct staff_office *agency;  /* that has the case */
    const struct party_person *person;      /* NULL: an own matter, of one of these */
    const struct party_institution *institution;
    const struct party_unit *unit;
    struct events events;
};
bool intake_gather_receipt(struct gather *gather, const struct request *request, void *facts);
void intake_receipt_keys(const struct request *request, struct keys *keys);
/* Whoever shows the receipt and the last four of the number, the person, his unit, or staff in
 * whose place it lies. */
bool intake_may_see(const struct request *request, const struct intake_case_facts *facts,
                    struct text last_four);

/* Gravest first. */
enum intake_refusal {
    INTAKE_REFUSED_NO_MATTER,
    INTAKE_REFUSED_NO_PERSON,           /* number and name do not name one person */
    INTAKE_REFUSED_NO_CASE,             /* unknown, or not this asker's to see */
    INTAKE_REFUSED_NOT_ENROLLED,
    INTAKE_REFUSED_APPLICANT,           /* may not apply for that person or matter */
    INTAKE_REFUSED_NO_MANDATE,          /* an agent without one for that person and matter */
    INTAKE_REFUSED_CHANNEL,
    INTAKE_REFUSED_NO_OFFICE,
    INTAKE_REFUSED_OUTAGE,              /* paused in a maintenance window: until when is told */
    INTAKE_REFUSED_NO_BOOKING,          /* none of today in that hall */
    INTAKE_REFUSED_OPEN_ALREADY,        /* the same is being handled: its receipt is told */
    INTAKE_REFUSED_BARRED,              /* stated something false before: no debt, no commitment */
    INTAKE_REFUSED_OTHER_OFFICE,        /* not the office that may take that step */
    INTAKE_REFUSED_SAME_PERSON,         /* what one did is for another to look at */
    INTAKE_REFUSED_NOT_OFFERED,         /* the case was not offered to this office */
    INTAKE_REFUSED_HAS_OWNER,           /* a colleague has it, and has not let it go */
    INTAKE_REFUSED_NO_COLLEAGUE,        /* works in its office no more, or has it already */
    INTAKE_REFUSED_NO_SUCH_STEP,        /* the case is not in a state for it */
    INTAKE_REFUSED_NOT_YOURS,           /* the step is not this role's */
    INTAKE_REFUSED_FIELD_MISSING,
    INTAKE_REFUSED_NO_SUCH_FIELD,
    INTAKE_REFUSED_WRONG_VALUE,
    INTAKE_REFUSED_TOO_LATE_A_DAY,      /* past the last day that the field may name */
    INTAKE_REFUSED_NO_SUCH_PAPER,
    INTAKE_REFUSED_WHICH_PAPER,         /* several are waited for, or none */
    INTAKE_REFUSED_NOTHING_SENT,
    INTAKE_REFUSED_PAPER_NOT_THERE,     /* neither bytes nor the name of stored ones */
    INTAKE_REFUSED_NOWHERE_TO_KEEP,     /* attachments cannot be kept now */
    INTAKE_REFUSED_WRONG_TYPE,          /* neither a picture nor a document */
    INTAKE_REFUSED_NO_PICTURE,          /* called a picture, and its bytes are none */
    INTAKE_REFUSED_KEY_PAPER,           /* missing, and never done without */
    INTAKE_REFUSED_PAPER_MISSING,       /* missing; what else would do is told */
    INTAKE_REFUSED_NOT_OWABLE,          /* nothing lets it be owed now */
    INTAKE_REFUSED_NOT_SHOWN,           /* not one to be shown, or nobody stood before us */
    INTAKE_REFUSED_ASKED_ALREADY,       /* all that is missing is told once */
    INTAKE_REFUSED_NOTHING_ASKED,
    INTAKE_REFUSED_STILL_MISSING,       /* to accept: papers are missing that nothing replaces */
    INTAKE_REFUSED_NO_DEPARTMENT,       /* the matter has no such department, or none is awaited */
    INTAKE_REFUSED_OBJECTED_ALREADY,    /* one objection a decision; then the law's other ways */
    INTAKE_REFUSED_NO_OBJECTION,
    INTAKE_REFUSED_NO_COMMITMENT,       /* none of that number waits for its check */
    INTAKE_REFUSED_NO_RELAXATION,
    INTAKE_REFUSED_NO_DOCUMENT,
    INTAKE_REFUSED_SIGN_IN_TO_READ,
    INTAKE_REFUSED_NOT_GENUINE,         /* no document of that case has that code */
    INTAKE_REFUSED_NO_GROUND,           /* to revoke: nothing false, nothing overdue */
    INTAKE_REFUSED_NO_REASON,
    INTAKE_REFUSED_WHO_CALLS,           /* by telephone, and nobody asked who it is */
    INTAKE_REFUSED_NO_RETURN,           /* no notice asks for such a one here, or for no days */
    INTAKE_REFUSED_NO_VERDICT,
    INTAKE_REFUSED_CHANGED,
    INTAKE_REFUSALS
};
const char *intake_refusal_key(enum intake_refusal refusal);

#endif
