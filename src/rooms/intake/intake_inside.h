/* intake_inside.h: what the files of this room share. */
#ifndef ROOMS_INTAKE_INTAKE_INSIDE_H
#define ROOMS_INTAKE_INTAKE_INSIDE_H

#include "core/blob.h"
#include "core/room.h"
#include "core/deadline_certificate.h"
#include "rooms/intake/intake_named.h"
#include "rooms/booking/booking_facts.h"
#include "rooms/due/due_facts.h"
#include "rooms/intake/intake.h"
#include "rooms/intake/intake_colleague.h"
#include "rooms/intake/intake_count.h"
#include "rooms/intake/intake_fetch.h"
#include "rooms/message/message_facts.h"
#include "rooms/staff/staff_facts.h"

void intake_refuse(struct decision *decision, enum intake_refusal refusal, const char *field);
void intake_refuse_about(struct decision *decision, enum intake_refusal refusal,
                         const char *field, struct text detail0, struct text detail1);
/* About a question or a paper of the matter, by its own name: who applied is led to it. */
void intake_refuse_asked(struct decision *decision, enum intake_refusal refusal,
                         struct text asked, struct text zh, struct text en);

#define INTAKE_OPERATORS (ROLE_BIT(ROLE_INSTITUTION) | ROLE_BIT(ROLE_PHARMACY) \
    | ROLE_BIT(ROLE_HOSPITAL_OFFICE))

#define INTAKE_PAGES 37
extern const struct page intake_pages[INTAKE_PAGES];       /* intake_pages.c */

/* ---- form values (intake_store.c, intake_form.c) ---- */

struct text intake_form_write(const struct list *values, const struct matter *matter,
                              bool private, struct arena *arena);
/* Each value is one the matter asks for, and good; false: refused. */
bool intake_form_check(const struct request *request, const struct matter *matter,
                       const struct list *values, struct decision *decision);
/* One value by itself: of its type, and one of the choices. */
bool intake_value_is_good(const struct request *request, const struct matter_field *field,
                          struct text value);
/* The action of that name in any room before this one; NULL: absent, or not built yet. */
const struct action *intake_action_of(struct text name);
/* The action that approving such a form runs; NULL: none, somebody carries it out. */
const struct action *intake_approval_of(const struct matter *matter, const struct list *values);
/* Its input, made of the case's values, the person, the case and the status that who chose a value
 * says of himself; false: a value does not fit, `ret_field` says which. */
bool intake_approval_input(const struct action *approval, const struct matter *matter,
                           const struct list *values, int64_t person, int64_t case_id,
                           struct arena *arena, void **ret_input, struct text *ret_field);
/* What the chosen values say of the person: "stranded-outside". Said, not known. */
size_t intake_statuses_said(const struct matter *matter, const struct list *values,
                            struct text *ret_statuses, size_t most);
/* The request of an action that is run inside ours: the same moment and actor, or the house's.
 * NULL: there is no such action, or a value does not fit it. */
struct request *intake_inner_request(const struct request *request,
                                     const struct action *inner_action,
                                     const struct matter *matter, const struct list *values,
                                     int64_t person, int64_t case_id, bool as_house);
/* How the application came, for an action whose input has fields `channel`, `filer`, `unit` and
 * `handed_in` (the day that keeps a limit: a letter's postmark). NULL is fine. */
struct intake_by {
    struct text channel, applicant;
    int64_t unit, institution;
    bool own;                   /* it is the institution's own: it is what is decided about */
};
void intake_hand_how(struct request *inner, const struct intake_by *by,
                     struct moment handed_in);
/* The same of a case, and its private values, sealed as they are kept (`sealed`). */
void intake_hand_case(struct request *inner, const struct intake_case *row);
/* What approving the case runs, and its facts, in one round after the case's own rows: for the case
 * by who asks, or `as_house` as if it were of none. NULL: nothing is run. */
bool intake_gather_approval(struct gather *gather, const struct request *request,
                            const struct intake_case *row, bool as_house,
                            struct request **ret_request, void **ret_facts);
/* Decides it: its refusal, or none and its changes in `inner`. */
void intake_run_inner(const struct request *inner_request, const void *facts,
                      struct decision *inner);
void intake_join_changes(struct decision *decision, const struct decision *inner);
/* Equal for two applications about the same. */
struct text intake_subject_key(const struct matter *matter, const struct list *values,
                               struct arena *arena);

/* ---- papers (intake_papers.c) ---- */

/* What is decided about the papers of one application: rows without their keys. */
struct intake_papers_judged {
    struct intake_paper *rows;
    size_t count;
    size_t owed, committed, missing, requested;
    bool same_twice;            /* one picture for two papers */
};
/* Who may not owe and not commit; and whether what is missing is written down instead of refused,
 * because a letter that has arrived is there. */
struct intake_papers_terms { bool barred, letter; };
/* False: refused. `names` are the names under which bytes sent are kept, in the input's order. */
bool intake_papers_judge(const struct request *request, const struct matter *matter,
                         const struct matter_asker *asker,
                         const struct intake_apply_input *input,
                         const struct intake_papers_terms *terms,
                         const struct intake_apply_facts *facts, const struct text *types,
                         const struct text *names, struct decision *decision,
                         struct intake_papers_judged *ret_judged);
/* What it is kept as; absent: no picture and no document, or not what it is called. */
struct text intake_type_of(const struct intake_paper_input *paper);
/* Each of the named papers is only looked at, and was, by staff before whom somebody stood
 * (`channel`). False: refused. */
bool intake_shown_are_good(const struct request *request, const struct matter *matter,
                           const struct list *named, struct text channel,
                           struct decision *decision);
/* One paper as it came, with the name it is kept under and what it is (`type`: NULL, nothing was
 * looked at). False: refused, by its name. */
bool intake_sent_is_good(const struct matter *matter, const struct intake_paper_input *paper,
                         struct text name, const struct text *type, struct decision *decision);
struct intake_paper intake_paper_given(const struct request *request,
                                       const struct intake_paper_input *input,
                                       struct text name, struct text channel);

/* Made on a worker, before the lane: bytes are kept, private values sealed. */
void intake_papers_keep(const struct list *papers, struct arena *arena,
                        struct intake_prepared *ret_prepared);

/* ---- debts (intake_due.c) ---- */

struct intake_debt intake_debt_of(const struct request *request, const struct matter *matter,
                                  const struct intake_paper *paper, struct events events,
                                  struct deadline_answer *ret_answer);
/* All that is still owed. */
struct list intake_debts_of(const struct request *request, const struct matter *matter,
                            const struct list *papers, struct events events);
/* The last day of the office's own limit; false: it has none, or has not begun. */
/* The same clocks as facts, for lists; false: nothing runs that can be counted. */
bool intake_handling_facts(const struct request *request, const struct matter *matter,
                           const struct intake_case *row, struct clock_facts *ret_facts);
bool intake_debt_facts(const struct request *request, const struct intake_paper *paper,
                       struct clock_facts *ret_facts);
bool intake_handling_due(const struct request *request, const struct matter *matter,
                         const struct intake_case *row, struct events events,
                         struct deadline_answer *ret_answer);
/* The instant at which silence becomes acceptance; 0: the matter has no such limit there. */
struct moment intake_deemed_at(const struct request *request, const struct matter *matter,
                               int32_t place, struct date start);
bool intake_paper_is_open(const struct intake_paper *paper, const char *how);
size_t intake_open_count(const struct list *papers, const char *how);

/* ---- moving a case (intake.c) ---- */

/* By number, or by receipt; `receipt` absent: by number. False while rows are missing. */
bool intake_gather_case(struct gather *gather, const struct request *request, int64_t case_id,
                        struct text receipt, struct intake_case_facts *ret_facts);
/* The matter as it was when the case began. NULL: its text is gone. */
const struct matter *intake_matter_of(const struct request *request,
                                      const struct intake_case *row);
/* Takes the step, writes it down and changes `row`; false: refused. */
bool intake_move(struct decision *decision, struct intake_case *row, enum case_event event,
                 struct text reason);
/* May this member of staff take the matter's step for the case? False: refused. */
bool intake_check_office(const struct request *request, const struct matter *matter,
                         const struct intake_case_facts *facts, const char *step,
                         struct decision *decision);
bool intake_is_staff(const struct actor *actor);
/* The step is taken and the case kept; nothing else changes with it (intake_owner.c). */
void intake_moved(const struct request *request, const struct matter *matter,
                  const struct intake_case_facts *found, struct intake_case *row,
                  enum case_event event, struct decision *decision);

/* A step of staff on a case they have seen: office and version. NULL: refused. */
const struct matter *intake_staff_matter(const struct request *request,
                                         const struct intake_case_facts *facts,
                                         const char *step, int64_t version,
                                         struct decision *decision);
/* What came of a step, for `struct intake_applied`. */
void intake_tell_case(const struct request *request, const struct matter *matter,
                      const struct intake_case *row, const struct list *papers,
                      struct events events, struct decision *decision);
/* A timer of a case came: it is over, and the case is told as it stands. False: refused, for it was
 * turned already or the case is gone. */
bool intake_timer_case(const struct request *request, const struct timer_row *timer,
                       const struct intake_case_facts *of, struct decision *decision,
                       struct intake_case *ret_row, const struct matter **ret_matter);
void intake_case_keys(const struct request *request, struct keys *keys);
bool intake_gather_step(struct gather *gather, const struct request *request, void *facts);

/* ---- documents and messages (intake_document.c, intake_say.c) ---- */

/* What a document is written of. */
struct intake_document_of {
    const struct matter *matter;
    const struct intake_case *row;      /* as it is after the step */
    struct text name;                   /* of whose it is; absent: no document is written */
    const struct staff_office *agency;
    const struct list *papers;          /* after the step */
    const struct list *resting;         /* of intake_document: void with it; NULL: none */
    size_t before;                      /* documents the case has already */
    struct events events;
    /* What an approval that only reads has found out; NULL: it made rows, or none was run. */
    const struct shape *told;
    const void *answer;
};
/* Its text in a language (intake_result.c). */
struct text intake_result_text(const struct shape *shape, const void *answer,
                               enum language language, struct arena *arena);
struct intake_document_of intake_document_facts(const struct matter *matter,
                                                const struct intake_case *row,
                                                const struct intake_case_facts *found,
                                                const struct list *papers);
/* Writes one, numbered and served as the channel lets it; its seal is put on a moment later. */
void intake_document_make(struct decision *decision, const struct intake_document_of *of,
                          const char *kind);
/* Those that a step calls for: acceptance, supplement, turning away, the end. */
void intake_documents_after(struct decision *decision, const struct intake_document_of *of,
                            enum case_event event);
struct text intake_document_digest(const struct intake_document *document, struct arena *arena);
/* Its text is the one of its digest, and the digest is signed by the house. */
bool intake_document_is_sealed(const struct intake_document *document, struct arena *arena);
/* What `intake.seal` sees, and the signatures made for it. */
struct intake_seal_facts { const struct list *documents; };
struct intake_seal_made { int64_t document; struct text digest, seal; };
struct intake_seals { struct intake_seal_made *made; size_t count; };
void intake_prepare_seal(const struct request *request, const void *facts, void *ret_prepared);
/* As lists show them. */
struct intake_document_listed {
    int64_t document;
    struct text number, title_zh, title_en, served_how;
    struct moment at, served_at, void_at;
};
struct list intake_documents_told(const struct matter *, const struct list *, struct arena *);
struct text intake_document_title(struct text kind, enum language language);

/* To who applied, or to the person it is for. */
void intake_say(struct decision *decision, const struct intake_case *row, const char *key,
                const struct text zh[3], const struct text en[3]);
/* One debt by that sentence, named as short messages do. */
void intake_say_debt(struct decision *decision, const struct intake_case *row,
                     const struct matter *matter, const struct intake_debt *debt,
                     const struct staff_office *agency, const char *key);
/* What a debt, a supplement and a decision are told with. */
void intake_say_debts(struct decision *decision, const struct intake_document_of *of);
void intake_say_step(struct decision *decision, const struct intake_document_of *of,
                     enum case_event event);
struct text intake_names(const struct matter *matter, const struct list *papers, const char *how,
                         enum language language, struct arena *arena);
struct text intake_phone(const struct staff_office *agency);
struct text intake_day_text(struct date day, struct arena *arena);
struct text intake_sentence(const char *key, enum language language, const struct text *details,
                            int count, struct arena *arena);

/* ---- reminders (intake_remind.c) ---- */

void intake_remind_from(struct decision *decision, const struct intake_paper *paper,
                        struct date due);

/* ---- maintenance windows (intake_outage.c) ---- */

/* May it be applied for now? False: refused. `ret_mode` is what becomes of it. */
bool intake_outage_apply(const struct request *request, const struct matter *matter,
                         const struct matter_asker *asker, bool special,
                         struct decision *decision, struct matter_mode *ret_mode);
/* It is taken in and nobody looks at it before the window is over. */
bool intake_outage_waits(const struct matter_mode *mode);
/* May staff take that step now? False: refused. */
bool intake_outage_step(const struct request *request, const struct matter *matter,
                        const struct intake_case_facts *facts, const char *step,
                        struct decision *decision);
void intake_outage_note(const struct matter_mode *mode, struct intake_applied *applied,
                        struct arena *arena);

/* ---- deciding, one function an action ---- */

struct intake_apply_facts {
    const struct party_person_key *key;
    struct party_person_facts person;
    const struct list *offices;
    const struct intake_serial *serial;
    const struct list *open, *bars;     /* of the person: the same asked for, and bars */
    const struct intake_case *offered;  /* open without an application, with another choice */
    /* Of who stands in no register: the row of an earlier application with that number. */
    const struct party_person_key *asked;
    const struct party_person *newcomer;
    /* Of the action an approval would run, tried at once: nobody waits for days. NULL: none. */
    struct request *trial;
    void *trial_facts;
    struct intake_sought sought;
    struct events events;
    const struct party_unit *unit;      /* that applies; NULL: none does */
    bool unit_is_new;           /* it stands in no register yet: what the form says of it */
    const struct list *unit_statuses;   /* of it */
    const struct party_institution *institution;    /* the same */
    const struct booking_row *booking;  /* it came with; NULL: none, or there is no such one */
};
/* Whether somebody came to that hall by it today. */
bool intake_booking_holds(const struct request *request, const struct booking_row *booking);
/* What scopes of measures ask about a unit that day, into `facts` (at most MATTER_FACTS_MAX). */
size_t intake_unit_facts(const struct party_unit *unit, const struct list *statuses,
                         struct date day, struct measure_fact *facts);
/* ---- an institution's or a unit's own matter (intake_own.c) ---- */

/* Whose it is: an institution, or else a unit. */
struct intake_own {
    int64_t bucket, id, place;
    struct text name;
    bool is_new;                /* its number of ours is not drawn yet */
};
/* False: nobody's. */
bool intake_own_of(const struct intake_apply_facts *facts, struct intake_own *ret_own);
/* Who is signed in, or whom the number names: a code of an institution, else a credit code. */
bool intake_gather_own(struct gather *gather, const struct request *request,
                       struct intake_apply_facts *found);
bool intake_own_is_known(const struct request *request, const struct intake_apply_facts *facts,
                         struct decision *decision, struct intake_own *ret_own);
bool intake_may_apply_own(const struct request *request, const struct matter *matter,
                          const struct intake_apply_facts *facts, struct text applicant);
struct text intake_own_applicant(const struct request *request, const struct matter *matter,
                                 const struct intake_apply_facts *facts);
/* As intake_subject_key, of that one alone. */
struct text intake_own_key_of(const struct matter *matter, const struct list *values, int64_t id,
                              struct arena *arena);
/* What scopes of measures ask about an institution, into `facts` (at most MATTER_FACTS_MAX). */
size_t intake_institution_facts(const struct party_institution *institution,
                                struct measure_fact *facts);
/* Whose case it is: a person's, or an institution's or unit's own; and its name. */
int64_t intake_whose(const struct intake_case *row);
struct text intake_whose_name(const struct intake_case_facts *facts);

struct text intake_applicant_of(const struct request *request, int64_t person);
/* How the person stands the matter is for; `ret_place`: whose office has it, 0: nobody's. */
struct party_standing intake_standing_of(const struct matter *matter,
                                         const struct party_person_facts *person,
                                         struct date day, int64_t *ret_place);
/* The serial's and the trial's part of a gather, for whoever it is. */
bool intake_gather_serial(struct gather *gather, const struct request *request, int64_t place,
                          struct intake_apply_facts *found);
struct text intake_give_receipt(const struct request *request,
                                const struct intake_apply_facts *facts, int64_t place,
                                struct decision *decision);
bool intake_gather_trial(struct gather *gather, const struct request *request,
                         const struct matter *matter, int64_t person, struct text applicant,
                         struct intake_apply_facts *found);
bool intake_gather_apply(struct gather *gather, const struct request *request, void *facts);
void intake_prepare_apply(const struct request *request, const void *facts, void *ret_prepared);
void intake_decide_apply(const struct request *request, const void *facts,
                         struct decision *decision);
void intake_keys_apply(const struct request *request, struct keys *keys);

struct intake_case_input {
    int64_t case_id;
    int64_t version;            /* of the case as it was seen; 0: not said */
    struct text verdict;        /* "approve", "refuse" */
    struct text reason;
    struct list materials;      /* of intake_owed_input: asked for */
    int64_t office;             /* offered to */
    int64_t account;            /* of the colleague who is to have it */
    struct text what;           /* a department, a class, a result, a way */
    int64_t part;               /* a paper or relaxation of the case */
};
struct intake_withdraw_input {
    struct text receipt, last_four, reason;
};

enum case_event intake_paper_event(struct text state, const struct list *papers);
void intake_prepare_supply(const struct request *request, const void *facts, void *ret_prepared);
void intake_decide_supply(const struct request *request, const void *facts,
                          struct decision *decision);
void intake_decide_accept(const struct request *request, const void *facts,
                          struct decision *decision);
void intake_decide_ask(const struct request *request, const void *facts,
                       struct decision *decision);
void intake_decide_turn_away(const struct request *request, const void *facts,
                             struct decision *decision);
void intake_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision);

struct intake_deem_facts {
    struct intake_case_facts of;
    const struct timer_row *timer;
};
bool intake_gather_deem(struct gather *gather, const struct request *request, void *facts);
void intake_decide_deem(const struct request *request, const void *facts,
                        struct decision *decision);

struct intake_verdict_facts {
    struct intake_case_facts of;
    const struct intake_line *line;     /* one of many: whose verdict it is; NULL: the asker's */
    const struct timer_row *timer;
    struct actor *actor;
    struct request *approval_request;   /* of the action approval runs; NULL: none is run */
    void *approval_facts;
};
struct intake_decided {
    int64_t case_id, person, result;
    struct text state, verdict, effect;
    struct text receipt, state_zh, state_en;
};
bool intake_gather_verdict(struct gather *gather, const struct request *request, void *facts);
void intake_decide_verdict(const struct request *request, const void *facts,
                           struct decision *decision);

/* Answers of the reads. */
struct intake_step_told {
    struct moment at;
    struct text event, state_from, state_to, role, reason;
    struct text event_zh, event_en;
    int64_t account, office, mandate, unit;
    struct text office_name, office_kind, behalf_zh, behalf_en;
};
struct intake_value_told {
    struct text name, value, zh, en, shown_zh, shown_en;
    struct text status;         /* what who chose it says of himself: "stranded-outside" */
};
struct intake_paper_told {
    struct text material, zh, en, how, blob, file_name, file_type, clauses, checked;
    struct text found_in, found_zh, found_en;   /* by us, or asked of a department */
    struct moment at, cleared_at;
    int64_t paper;
    struct text seen_by;        /* whoever looked at the original of what was only shown */
    bool waits;                 /* it is still to come */
    bool may_show;              /* and need only be looked at, where somebody stands before us */
    bool elsewhere;             /* the same bytes lie in another case of the asker's offices */
};
struct intake_seen {
    int64_t case_id, person, institution, unit, version;
    struct text receipt, matter, matter_zh, matter_en;
    struct text state, state_zh, state_en, next_zh, next_en;
    struct text channel, applicant, verdict, reason, name, number_masked;
    struct moment received_at, accepted_at, decided_at;
    int64_t place, office, result;
    int64_t publication;        /* of the matter's text it began with */
    struct date due;            /* of the office's limit */
    int64_t days_left;
    struct text certificate_zh, certificate_en;
    struct deadline_certificate certificate;    /* the same, day by day */
    struct list values;         /* of intake_value_told, without private ones */
    struct list owed;           /* of intake_debt */
    struct list asked;          /* of intake_debt: papers asked for */
    struct list papers;         /* of intake_paper_told */
    struct list steps;          /* of intake_step_told */
    struct list documents;      /* of intake_document_listed */
    struct text effect, effect_zh, effect_en, awaits_zh, awaits_en, waits_for_zh, waits_for_en;
    int64_t hours_office, hours_applicant, hours_department;
    int64_t owner, offered_to, handovers, visits;
    struct text visits_over;
    struct text ten, four, device, origin;      /* by which way it came */
    struct text caller_asked, consent;  /* what a caller was asked; how somebody agreed */
    struct text owner_label;    /* who has it, as colleagues know him */
    struct text urgency, urgency_clauses, objection, proposed, proposed_reason, reference;
    bool private_kept;          /* something was answered in private */
    struct text doubt_zh, doubt_en;
    struct moment objected_at;
    /* What who looks at it may do next. */
    struct intake_may {
        bool withdraw, object;
        bool accept, ask, turn_away, decide, take, reassign, hand_over, take_over, hand_back, await,
            resume, hurry, send_back, uphold, reopen, verify, revoke, relax;
    } may;
};
#define INTAKE_ALIKE_MAX 12
struct intake_see_facts {
    struct intake_case_facts of;
    const struct list *steps, *offices, *named;     /* named: see intake_called.h; or NULL */
    const struct intake_way *way;
    const struct list *alike[INTAKE_ALIKE_MAX];     /* of the first papers with bytes; or NULL */
    struct intake_colleague owner;
    const struct access_account *seen_by[INTAKE_ALIKE_MAX]; /* of the first papers; or NULL */
};
bool intake_gather_look_up(struct gather *gather, const struct request *request, void *facts);
void intake_decide_look_up(const struct request *request, const void *facts,
                           struct decision *decision);
bool intake_gather_show(struct gather *gather, const struct request *request, void *facts);
void intake_decide_show(const struct request *request, const void *facts,
                        struct decision *decision);

struct intake_list_input {
    int64_t office;
    struct moment after;
    int64_t after_case;
};
struct intake_list_facts {
    const struct list *rows;
    const struct staff_office *office;
    const struct intake_case **cases;   /* of lists of papers: the case of each row, or NULL */
    struct events events;
};
struct intake_listed {
    int64_t case_id;
    struct text receipt, matter, matter_zh, matter_en, state, state_zh, state_en, channel;
    struct text urgency, effect;
    int64_t owner, version;
    bool mine;
    struct moment received_at, order_at;
    struct date due;
    int64_t days_left;
    bool overdue;
};
extern const struct query intake_cases_entered;
struct intake_list_answer { struct list cases; };
struct list intake_listed_of(const struct request *request, const struct list *cases,
                             struct events events);
bool intake_ask_call(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input);
struct intake_debts_answer { struct list debts; };
struct intake_debt_listed {
    int64_t case_id, paper;
    struct moment since;
    struct text material, clauses, waits_for;
    struct intake_named named;
    struct date due;
    bool overdue;
};
bool intake_gather_worklist(struct gather *gather, const struct request *request, void *facts);
void intake_decide_worklist(const struct request *request, const void *facts,
                            struct decision *decision);
bool intake_gather_debts(struct gather *gather, const struct request *request, void *facts);
void intake_decide_debts(const struct request *request, const void *facts,
                         struct decision *decision);

/* ---- its way (intake_path.c) ---- */

/* A step is taken now: the time until then was theirs who were waited for. */
void intake_waits_pass(struct intake_case *row, enum case_event event, enum case_state state,
                       struct moment now);
void intake_waits_tell(const struct request *request, const struct intake_case *row,
                       struct intake_seen *seen);
struct list intake_steps_told(const struct list *steps, const struct intake_case *of,
                              const struct list *papers, const struct list *offices,
                              struct arena *arena);
bool intake_helper_may(const struct request *request, const struct matter *matter,
                       const struct intake_case *row, struct events events);
/* Somebody came to that office for it today. */
void intake_visit(const struct request *request, const struct matter *matter,
                  const struct staff_office *office, struct events events,
                  struct intake_case *row);
/* By which offices it is looked at and decided; measure NULL: as the matter itself says. */
struct matter_levels intake_levels_of(const struct request *request,
                                      const struct matter *matter,
                                      const struct intake_case *row, struct events events);
bool intake_step_is_theirs(const struct request *request, const struct matter *matter,
                           const struct intake_case_facts *facts, const char *step);
unsigned intake_step_roles(const struct request *request, const struct matter *matter,
                           const struct intake_case_facts *facts, const char *step);

/* ---- a person's own (intake_mine.c) ---- */
struct intake_mine_input { int64_t person, before; };        /* before: a case; 0: the latest */
struct intake_mine_answer { struct list cases; int64_t before; };
extern const struct action intake_mine_action, intake_paper_action;

/* The room's `papers` (intake_keeping.c). */
enum store_answer intake_verify_documents(struct store *store, struct verify_report *report);
enum store_answer intake_papers_all(struct store *store,
                                    void (*visit)(void *data, struct text name), void *data);

/* Found and taken in hand without an application (intake_unasked.c). */
extern const struct action intake_seek_action, intake_seek_page_action,
    intake_open_unasked_action;
extern const struct query intake_units_after, intake_identified_after, intake_unasked_before,
    intake_person_before, intake_seeking;
struct intake_seek_facts { const struct job_row *running; };
bool intake_ask_seek(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input);

/* ---- by which way a case came (intake_way.c, intake_import.c) ---- */

struct intake_way_rule {
    struct text channel, ten, four, counted;
    bool contact;
};
struct intake_way_matter { struct text matter, ten; };
struct intake_way_extend { struct text matter, deadline; };
struct intake_ways { struct list ways, matters, extends; };
extern const struct rule_kind intake_ways_rule;
bool intake_channel_is_true(const struct request *request, struct text channel);
bool intake_channel_check(const struct request *request, struct text channel,
                          struct decision *decision);
void intake_way_record(const struct request *request, const struct matter *matter,
                       const struct intake_apply_facts *facts, const struct matter_asker *asker,
                       const struct intake_case *row, struct decision *decision);
struct intake_origin_key { int64_t bucket; struct text origin, their_number; };
extern const struct query intake_origin_by_number;
extern const struct shape intake_import_shape;

/* ---- who answers for what (intake_account.c) ---- */

struct intake_backlog { int64_t a_clerk, an_office; };
extern const struct rule_kind intake_backlog_rule;
const struct intake_backlog *intake_backlog_on(const struct book *book, int32_t place,
                                               struct date day);
struct intake_account_input { int64_t office; struct date from, until; };
struct intake_account {
    int64_t office, owner;      /* owner 0: what nobody has taken yet */
    struct text office_name;
    int64_t cases, decided, passed_on, returned, visits_over, urgent;   /* of the days asked for */
    int64_t waiting, overdue;   /* now */
    int64_t hours_office, hours_applicant, hours_department;
    bool alarm;                 /* more waits than should */
};
struct intake_accounts {
    int64_t waiting, overdue, passed_on, alarms, hours_ours, hours_others;
    struct list lines;          /* of intake_account */
};
extern const struct query intake_account_rows, intake_overdue_rows;

#endif
