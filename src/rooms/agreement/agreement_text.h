/* agreement_text.h: the text by which an agreement is signed (协议签订), while nobody comes in.
 *
 * An approval issues it, sealed: its SM3 is of all that it says. The institution reads it and signs
 * by its own account, or sends the signed sheet, which a clerk takes in; another person of the
 * agency countersigns. Each signature is a digest over the one before it and what was said with it,
 * and the house's SM2 seal stands over the last, put on a moment later: a byte that changes
 * anywhere is seen.
 * An agreement is in force from the day its text says once both have signed (agreement_facts.h says
 * `unsigned` until then); where a measure lets signatures be made up (`tolerate: { papers:
 * signature, by: [debt] }`) it is in force at once, and the signature is owed until the measure's
 * day. A supplement (补充协议) goes the same way and changes nothing else.
 * LAW: BJ4-05b BJ4-05c */
#ifndef ROOMS_AGREEMENT_AGREEMENT_TEXT_H
#define ROOMS_AGREEMENT_AGREEMENT_TEXT_H

#include "core/event.h"
#include "core/task.h"
#include "rooms/agreement/agreement.h"
#include "rooms/party/party_facts.h"

struct agreement_text {
    int64_t bucket, institution, text;
    int64_t agreement;
    struct text kind;           /* "first" "renewal" "supplement" */
    struct text number;         /* H11010590001-20200210-1 */
    int64_t place;              /* of the institution */
    int64_t office;             /* the agency's, which is told; 0: none answers for the place */
    /* The days it says. A first one signed later holds from the day both have signed. */
    struct date holds_from, holds_until;
    struct text under;          /* the measure by which it holds unsigned: "<notice>#05b" */
    struct date sign_by;        /* without any measure */
    struct text body_zh, body_en;
    struct text digest;         /* SM3 of all above, hexadecimal */
    struct moment made_at;
    int64_t made_by, cause;     /* account; the case, 0: none */
    struct text state;          /* "issued" "signed" "countersigned" "withdrawn" */
    struct text reason;         /* of the last return or withdrawal */
    /* By whom and how: "hospital" is the institution's own account; else the channel its signed
     * sheet came by, with the sheet. */
    struct text signer, signed_how;
    struct date signed_on;
    struct moment signed_at;
    int64_t signed_by;          /* account that signed, or took the sheet in */
    struct text scan, scan_name, scan_type;
    struct text signed_digest;
    struct moment countersigned_at;
    int64_t countersigned_by;
    struct text countersigned_digest;
    struct text seal;           /* SM2 over number and the last digest; absent: not yet */
    struct moment sealed_at;
    int64_t version;
};
extern const struct shape agreement_text_shape;
extern const struct table agreement_text_table;
extern const struct query agreement_texts_of;           /* of one institution, oldest first */
extern const struct query agreement_text_by_id;         /* struct agreement_text_key */
extern const struct query agreement_texts_waiting;      /* of a place: pages */
extern const struct query agreement_texts_unsealed;     /* of all; its key is a 0: a page */
extern const struct query agreement_texts_kept;         /* of all, after a key: pages */
struct agreement_text_key { int64_t bucket, text; };
struct agreement_waiting_key { int64_t first, last, after; };
#define AGREEMENT_TEXTS_MOST 200
#define AGREEMENT_TEXTS_A_PAGE 200

/* What every agreement of a place says, and in how many days it is to be signed
 * (rules/values, subject agreement.terms). */
struct agreement_article { struct text zh, en; };
#define AGREEMENT_ARTICLES_MOST 120     /* models of agencies (协议范本) have about eighty */
struct agreement_terms {
    int64_t sign_days;
    struct list articles;       /* of agreement_article */
};
extern const struct rule_kind agreement_terms_rule;

struct agreement_text_facts {
    const struct list *rows;    /* agreements of the institution */
    const struct list *texts;
    const struct party_institution *institution;
    const struct list *offices;
    struct events events;
};
/* All at once, in one round: what approvals run is gathered last. */
bool agreement_gather_texts(struct gather *gather, int64_t institution,
                            struct agreement_text_facts *found);

/* ---- seals ---- */

struct sm2_key;
struct blobs;
/* Once, at start: the key that seals, and where signed sheets are kept. */
void agreement_use_seal(const struct sm2_key *key);
void agreement_use_blobs(struct blobs *blobs);

/* Every digest is that of what stands there. */
bool agreement_text_is_whole(const struct agreement_text *row, struct arena *arena);
/* Whole, and the house's seal stands over the last digest. */
bool agreement_text_is_sealed(const struct agreement_text *row, struct arena *arena);
/* What the house signs, and its signature now: only where the key is. */
struct text agreement_seal_text(const struct agreement_text *row, struct arena *arena);
struct text agreement_seal_made(const struct agreement_text *row, struct arena *arena);
/* Fills in the digest of the text and of each signature it bears; the seal is to be put on anew. */
void agreement_text_close(struct agreement_text *row, struct arena *arena);

/* ---- until when it is to be signed ---- */

struct agreement_to_sign {
    struct date due;            /* absent: it waits */
    struct text waits_zh, waits_en, clauses;
    bool late;
};
struct agreement_to_sign agreement_to_sign_of(const struct request *request, struct events events,
                                        const struct agreement_text *row);

/* When it is called to mind next: on the mornings before its day and the one after it; while its
 * day waits for an event, once a week. { 0 }: no more. */
struct moment agreement_remind_next(struct date due, struct moment now);

/* ---- issuing ---- */

/* One that may still be settled under on one of those days, or is still to be signed; what was
 * rescinded or has ended stands in nobody's way. */
bool agreement_overlaps(const struct list *rows, struct date from, struct date until);
/* An agreement as it is concluded: its row and its text, told to the institution. False:
 * refused. */
struct agreement_issuing {
    const char *kind;           /* "first" "renewal" */
    const char *matter;         /* as measures name it */
    struct date from, until;
    int64_t cause;
};
bool agreement_issue(const struct request *request, const struct agreement_text_facts *found,
                     const struct agreement_issuing *issuing, struct decision *decision,
                     int64_t *ret_agreement);
/* A text of one that is in force: with these words. */
void agreement_issue_supplement(const struct request *request,
                                const struct agreement_text_facts *found,
                                const struct agreement *row, struct date from, struct text words,
                                struct decision *decision);
/* Told of a text: to the institution, or to the agency. */
void agreement_tell(struct decision *decision, const struct agreement_text *row, bool office,
                    const char *key, struct text detail);

/* ---- actions ---- */

struct agreement_text_input {
    int64_t institution, text;
    struct text digest;         /* the last digest of what was read */
    struct text signer, how, reason;
    struct date signed_on;
    struct text file, file_name, file_type;
};
struct agreement_supplement_input {
    int64_t institution, agreement;
    struct date from;
    struct text words;
};
struct agreement_revoke_input {
    int64_t institution, agreement;
    struct text reason;
};
struct agreement_texted { int64_t text; struct text state; };

extern const struct action agreement_texts_action, agreement_text_action,
    agreement_waiting_action, agreement_scan_action;                        /* reading */
extern const struct action agreement_sign_action, agreement_take_in_action,
    agreement_return_action, agreement_countersign_action, agreement_supplement_action,
    agreement_revoke_action;                                                /* signing */
extern const struct action agreement_seal_action, agreement_remind_action;  /* of the house */

enum store_answer agreement_verify(struct store *store, struct verify_report *report);
enum store_answer agreement_papers_all(struct store *store,
                                       void (*visit)(void *data, struct text name), void *data);

#endif
