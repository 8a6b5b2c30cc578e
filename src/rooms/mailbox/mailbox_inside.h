/* mailbox_inside.h: what the files of this room share. */
#ifndef ROOMS_MAILBOX_MAILBOX_INSIDE_H
#define ROOMS_MAILBOX_MAILBOX_INSIDE_H

#include "core/paper_view.h"
#include "rooms/mailbox/mailbox.h"

struct mailbox_address_key { int64_t bucket; struct text address; };
struct mailbox_digest_key { int64_t bucket; struct text digest; };
struct mailbox_list_key { int64_t office; struct text state; int64_t before; };
struct mailbox_office_key { int64_t office; };
struct mailbox_page_key { int64_t bucket, letter, part; };
extern const struct query mailbox_by_address, mailbox_sender_by_address,
    mailbox_letter_by_digest, mailbox_letters_listed, mailbox_first, mailbox_parts_kept,
    mailbox_letters_kept;
extern const struct query mailbox_addresses_of;     /* of an office, by their names */
extern const struct action mailbox_addresses_action;
enum store_answer mailbox_papers_all(struct store *store,
                                     void (*visit)(void *data, struct text name), void *data);
struct mailbox_address_key mailbox_key_of(struct text address);
/* Small letters, without blanks; absent: no address. */
struct text mailbox_fold(struct text address, struct arena *arena);

struct mailbox_noted_key { struct text sender; struct moment since; };
extern const struct query mailbox_noted_lately;
bool mailbox_gather_noted(struct gather *gather, const struct request *request,
                          struct text sender, const struct list **ret_noted);
/* Tells the sender that the letter is put aside, and says so in the row. */
void mailbox_note(const struct request *request, const struct list *noted,
                  struct mailbox_letter *row, struct decision *decision);

struct mailbox_receive_facts {
    const struct mailbox_letter *before;    /* the same letter */
    const struct mailbox *mailbox;          /* the first address that is one of ours */
    const struct mailbox *first;            /* whose it is when none of them is */
    const struct mailbox_sender *sender;
    const struct list *noted;               /* told lately that another letter is put aside */
};
bool mailbox_gather_receive(struct gather *gather, const struct request *request, void *facts);
void mailbox_decide_receive(const struct request *request, const void *facts,
                            struct decision *decision);

/* Whom an address is said to write for. */
struct mailbox_owner_facts {
    const struct party_unit *unit;
    const struct party_institution *institution;
    struct party_person_facts person;
};
bool mailbox_gather_owner(struct gather *gather, struct text kind, int64_t owner,
                          struct mailbox_owner_facts *found);
/* May the actor say so? Units and institutions of his place, people he may see; a gateway writes
 * for nobody. Who writes as a unit applies for its people. */
bool mailbox_may_own(const struct request *request, struct text kind, int64_t owner,
                     const struct mailbox_owner_facts *found);

struct mailbox_letter_facts {
    const struct mailbox_letter *letter;
    const struct list *parts;
    const struct staff_office *office;      /* it is given to */
    const struct mailbox_sender *sender;    /* as known now, whatever the letter says */
    struct mailbox_owner_facts owner;       /* of a release that names one */
    const struct list *noted;               /* of what becomes of it by itself */
    const struct intake_case *of;           /* that it became, or brought papers to */
    const struct list *papers;              /* of that case */
};
struct mailbox_done { int64_t letter; struct text state; };
bool mailbox_gather_letter(struct gather *gather, const struct request *request, void *facts);
bool mailbox_gather_settle(struct gather *gather, const struct request *request, void *facts);
void mailbox_decide_settle(const struct request *request, const void *facts,
                           struct decision *decision);

/* A clerk's work. */
struct mailbox_work_input {
    int64_t letter;
    int64_t office;
    struct text reason;
    struct text kind;           /* of a sender that is known from now on; absent: once only */
    struct text name, number;   /* whom it writes for: a certificate, or the code of a body */
};
void mailbox_decide_release(const struct request *request, const void *facts,
                            struct decision *decision);
void mailbox_decide_assign(const struct request *request, const void *facts,
                           struct decision *decision);
void mailbox_decide_refuse(const struct request *request, const void *facts,
                           struct decision *decision);
bool mailbox_gather_release(struct gather *gather, const struct request *request, void *facts);
bool mailbox_gather_work(struct gather *gather, const struct request *request, void *facts);

/* A case made of a letter. */
struct mailbox_paper_input { struct text material; int64_t part; };
struct mailbox_take_input {
    int64_t letter;
    struct text matter, name, number, applicant;
    struct list values;         /* of intake_value */
    struct list papers;         /* of mailbox_paper_input */
    struct list owed;           /* of intake_owed_input */
    bool commitment;
};
struct mailbox_take_facts {
    struct mailbox_letter_facts letter;
    void *apply;                /* facts of intake.apply */
};
bool mailbox_gather_take(struct gather *gather, const struct request *request, void *facts);
void mailbox_prepare_take(const struct request *request, const void *facts, void *ret_prepared);
void mailbox_decide_take(const struct request *request, const void *facts,
                         struct decision *decision);
void mailbox_keys_take(const struct request *request, struct keys *keys);

/* Attachments become papers of a case that there is. */
struct mailbox_supply_input {
    int64_t letter;
    struct text receipt, last_four;
    struct list papers;         /* of mailbox_paper_input */
};
void mailbox_keys_supply(const struct request *request, struct keys *keys);
bool mailbox_gather_supply(struct gather *gather, const struct request *request, void *facts);
void mailbox_prepare_supply(const struct request *request, const void *facts, void *ret_prepared);
void mailbox_decide_supply(const struct request *request, const void *facts,
                           struct decision *decision);
extern const struct query mailbox_letters_of_case;
extern const struct action mailbox_supply_action, mailbox_of_case_action;
/* Attachments that were said to be papers: by their numbers, as they are kept. */
struct list mailbox_papers_said(const struct list *said, const struct list *parts,
                                struct arena *arena);

/* Registers. */
struct mailbox_register_input {
    struct text address, channel, matter;
    int64_t office;
    bool strangers;
};
struct mailbox_register_facts { const struct mailbox *before; const struct staff_office *office; };
bool mailbox_gather_register(struct gather *gather, const struct request *request, void *facts);
void mailbox_decide_register(const struct request *request, const void *facts,
                             struct decision *decision);
struct mailbox_registered { struct text address; };
struct mailbox_know_input { struct text address, kind; int64_t owner; };
struct mailbox_know_facts {
    const struct mailbox_sender *before;
    struct mailbox_owner_facts owner;
};
bool mailbox_gather_know(struct gather *gather, const struct request *request, void *facts);
void mailbox_decide_know(const struct request *request, const void *facts,
                         struct decision *decision);

/* Looking. */
struct mailbox_list_input { int64_t office; struct text state; int64_t before; };
struct mailbox_list_facts { const struct list *rows; };
struct mailbox_told {
    int64_t letter, office, case_id;
    struct text sender, sender_name, subject, state, state_zh, state_en, why_zh, why_en;
    struct text channel, matter, receipt, body;
    struct moment received_at, sent_at;
    struct list parts;          /* of mailbox_part_told */
    /* What it seems to ask for; of several people's numbers none. */
    struct text asked_matter, asked_name, asked_number, asked_receipt, asked_last_four;
    struct list asked_values;               /* of struct intake_value */
};
struct mailbox_part_told {
    int64_t part, size;
    struct text file_name, file_type;
    bool paper;
    bool left;                  /* of a letter of a case: none of the case's papers is it */
};
struct mailbox_list_answer { struct list letters; };
extern const struct shape mailbox_list_answer_shape;
/* A letter with its case, where it has one: that office sees it, too. */
bool mailbox_gather_seen(struct gather *gather, const struct request *request, void *facts);
bool mailbox_may_see(const struct request *request, const struct mailbox_letter_facts *found);
bool mailbox_part_is_left(const struct mailbox_letter *letter, const struct mailbox_part *part,
                          const struct list *papers, struct arena *arena);
struct mailbox_told mailbox_tell_letter(const struct mailbox_letter *row,
                                        const struct list *parts, const struct list *papers,
                                        struct arena *arena);
bool mailbox_gather_list(struct gather *gather, const struct request *request, void *facts);
void mailbox_decide_list(const struct request *request, const void *facts,
                         struct decision *decision);
void mailbox_decide_show(const struct request *request, const void *facts,
                         struct decision *decision);
struct mailbox_part_asked {
    int64_t letter, part;
    struct paper_view_asked view;
};
struct mailbox_part_answer { struct text blob, file_name, file_type; };
void mailbox_decide_part(const struct request *request, const void *facts,
                         struct decision *decision);
struct mailbox_form_input { struct text matter; };
struct mailbox_form_answer { struct text zh, en; };
void mailbox_decide_form(const struct request *request, const void *facts,
                         struct decision *decision);

enum mailbox_refusal {
    MAILBOX_REFUSED_NO_LETTER,
    MAILBOX_REFUSED_SETTLED,
    MAILBOX_REFUSED_NOT_QUARANTINED,
    MAILBOX_REFUSED_QUARANTINED,
    MAILBOX_REFUSED_NO_OFFICE,
    MAILBOX_REFUSED_NO_REASON,
    MAILBOX_REFUSED_NO_PART,
    MAILBOX_REFUSED_NO_ADDRESS,
    MAILBOX_REFUSED_NO_MATTER,
    MAILBOX_REFUSED_OTHERS,
    MAILBOX_REFUSED_NO_OWNER,
    MAILBOX_REFUSED_NOT_SURE,           /* how he was made sure of is not said */
    MAILBOX_REFUSED_NO_MAILBOX,
    MAILBOX_REFUSALS
};
void mailbox_refuse_for(struct decision *decision, enum mailbox_refusal why, const char *field);

#endif
