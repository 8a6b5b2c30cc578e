/* intake_inside.h: what the files of this room share. */
#ifndef ROOMS_INTAKE_INTAKE_INSIDE_H
#define ROOMS_INTAKE_INTAKE_INSIDE_H

#include "core/blob.h"
#include "core/room.h"
#include "core/deadline.h"
#include "rooms/intake/intake.h"
#include "rooms/staff/staff_facts.h"

void intake_refuse(struct decision *decision, enum intake_refusal refusal, const char *field);
void intake_refuse_about(struct decision *decision, enum intake_refusal refusal,
                         const char *field, struct text detail0, struct text detail1);

/* ---- form values (intake_store.c, intake_form.c) ---- */

struct text intake_form_write(const struct list *values, const struct matter *matter,
                              bool private, struct arena *arena);
struct list intake_form_read(struct text form, struct arena *arena);
/* Absent: not given. `form` is a struct list of intake_value. */
struct text intake_value_of(const void *form, struct text name);
/* Each value is one the matter asks for, and good; false: refused. */
bool intake_form_check(const struct request *request, const struct matter *matter,
                       const struct list *values, struct decision *decision);
/* Actions an approval may run. */
const struct action *intake_approval_of(const struct matter *matter);
/* Its input, made of the case's values; false: a value does not fit, `ret_field` says which. */
bool intake_approval_input(const struct action *approval, const struct list *values,
                           int64_t person, int64_t case_id, struct arena *arena,
                           void **ret_input, struct text *ret_field);

/* ---- papers (intake_papers.c) ---- */

/* What is decided about the papers of one application: rows without their keys. */
struct intake_papers_judged {
    struct intake_paper *rows;
    size_t count;
    size_t owed;
};
/* False: refused. `names` are the names under which bytes sent are kept, in the input's order. */
bool intake_papers_judge(const struct request *request, const struct matter *matter,
                         const struct matter_asker *asker,
                         const struct intake_apply_input *input, const struct text *names,
                         struct decision *decision, struct intake_papers_judged *ret_judged);
struct intake_paper intake_paper_given(const struct request *request,
                                       const struct intake_paper_input *input,
                                       struct text name, struct text channel);

/* Made on a worker, before the lane: bytes are kept, private values sealed. */
struct intake_prepared {
    struct text form_sealed;
    const struct text *names;   /* of the papers sent, in order; absent: none was sent, or kept */
};
const struct text *intake_papers_keep(const struct list *papers, struct arena *arena);

/* ---- debts (intake_due.c) ---- */

struct intake_debt intake_debt_of(const struct request *request, const struct matter *matter,
                                  const struct intake_paper *paper, struct events events,
                                  struct deadline_answer *ret_answer);
/* All that is still owed. */
struct list intake_debts_of(const struct request *request, const struct matter *matter,
                            const struct list *papers, struct events events);
/* The last day of the office's own limit; false: it has none, or has not begun. */
bool intake_handling_due(const struct request *request, const struct matter *matter,
                         const struct intake_case *row, struct events events,
                         struct deadline_answer *ret_answer);
bool intake_paper_is_open(const struct intake_paper *paper, const char *how);
size_t intake_open_count(const struct list *papers, const char *how);

/* ---- moving a case (intake.c) ---- */

/* What nearly every action on a case wants. */
struct intake_case_facts {
    const struct intake_case *row;      /* NULL: none */
    const struct list *papers;
    const struct staff_office *office;  /* of the actor; NULL: none */
    const struct party_person *person;
    struct events events;
};
/* By number, or by receipt; `receipt` absent: by number. False while rows are missing. */
bool intake_gather_case(struct gather *gather, const struct request *request, int64_t case_id,
                        struct text receipt, struct intake_case_facts *ret_facts);
/* Takes the step, writes it down and changes `row`; false: refused. */
bool intake_move(struct decision *decision, struct intake_case *row, enum case_event event,
                 struct text reason);
/* May this member of staff take the matter's step for the case? False: refused. */
bool intake_check_office(const struct request *request, const struct matter *matter,
                         const struct intake_case_facts *facts, const char *step,
                         struct decision *decision);
/* Whoever shows the receipt and the last four of the number, the person, his unit, or staff in
 * whose place it lies. */
bool intake_may_see(const struct request *request, const struct intake_case_facts *facts,
                    struct text last_four);
bool intake_is_staff(const struct actor *actor);

/* ---- deciding, one function an action ---- */

struct intake_apply_facts {
    const struct party_person_key *key;
    struct party_person_facts person;
    const struct list *offices;
    const struct intake_serial *serial;
    struct events events;
};
bool intake_gather_apply(struct gather *gather, const struct request *request, void *facts);
void intake_prepare_apply(const struct request *request, const void *facts, void *ret_prepared);
void intake_decide_apply(const struct request *request, const void *facts,
                         struct decision *decision);
void intake_keys_apply(const struct request *request, struct keys *keys);

struct intake_supply_input {
    struct text receipt, last_four, channel;
    struct list papers;         /* of intake_paper_input */
};
struct intake_find_input {
    struct text receipt, last_four;
};
struct intake_case_input {
    int64_t case_id;
    int64_t version;            /* of the case as it was seen; 0: not said */
    struct text verdict;        /* "approve", "refuse" */
    struct text reason;
    struct list materials;      /* of intake_owed_input: asked for */
};
struct intake_withdraw_input {
    struct text receipt, last_four, reason;
};

bool intake_gather_supply(struct gather *gather, const struct request *request, void *facts);
void intake_prepare_supply(const struct request *request, const void *facts, void *ret_prepared);
void intake_decide_supply(const struct request *request, const void *facts,
                          struct decision *decision);
bool intake_gather_step(struct gather *gather, const struct request *request, void *facts);
void intake_decide_accept(const struct request *request, const void *facts,
                          struct decision *decision);
void intake_decide_ask(const struct request *request, const void *facts,
                       struct decision *decision);
void intake_decide_turn_away(const struct request *request, const void *facts,
                             struct decision *decision);
bool intake_gather_withdraw(struct gather *gather, const struct request *request, void *facts);
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
    struct request *approval_request;   /* of the action approval runs; NULL: none is run */
    void *approval_facts;
};
struct intake_decided {
    int64_t case_id, person, result;
    struct text state, verdict;
};
bool intake_gather_verdict(struct gather *gather, const struct request *request, void *facts);
void intake_decide_verdict(const struct request *request, const void *facts,
                           struct decision *decision);

/* Answers of the reads. */
struct intake_step_told {
    struct moment at;
    struct text event, state_from, state_to, role, reason;
    int64_t account;
};
struct intake_paper_told {
    struct text material, zh, how, blob, file_name, file_type, clauses;
    struct moment at, cleared_at;
};
struct intake_seen {
    int64_t case_id, person, version;
    struct text receipt, matter, matter_zh, matter_en;
    struct text state, state_zh, state_en, next_zh, next_en;
    struct text channel, applicant, verdict, reason, name, number_masked;
    struct moment received_at, accepted_at, decided_at;
    int64_t place, office, result;
    struct date due;            /* of the office's limit */
    int64_t days_left;
    struct text certificate_zh, certificate_en;
    struct list values;         /* of intake_value, without private ones */
    struct list owed;           /* of intake_debt */
    struct list asked;          /* of intake_debt: papers asked for */
    struct list papers;         /* of intake_paper_told */
    struct list steps;          /* of intake_step_told */
};
struct intake_see_facts {
    struct intake_case_facts of;
    const struct list *steps;
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
    struct events events;
};
struct intake_listed {
    int64_t case_id;
    struct text receipt, matter, state, state_zh, channel;
    struct moment received_at;
    struct date due;
    int64_t days_left;
    bool overdue;
};
struct intake_list_answer { struct list cases; };
struct intake_debts_answer { struct list debts; };
struct intake_debt_listed {
    int64_t case_id, paper;
    struct moment since;
    struct text material, clauses, waits_for;
    struct date due;
    bool overdue;
};
bool intake_gather_worklist(struct gather *gather, const struct request *request, void *facts);
void intake_decide_worklist(const struct request *request, const void *facts,
                            struct decision *decision);
bool intake_gather_debts(struct gather *gather, const struct request *request, void *facts);
void intake_decide_debts(const struct request *request, const void *facts,
                         struct decision *decision);

/* The room's `papers` (intake_keeping.c). */
enum store_answer intake_papers_all(struct store *store,
                                    void (*visit)(void *data, struct text name), void *data);

#endif
