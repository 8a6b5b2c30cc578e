/* party_facts.h: people, their enrolment, institutions and units, as rooms below may read them.
 *
 * All rows of a person lie in the person's bucket (id_bucket of the person's id, which is the
 * psn_no of the national interface). Numbers that name a person (ID, card, e-voucher) are never a
 * column: the sealed number is unsealed in `tell` alone, and a keyed digest in the hash bucket
 * leads to the person. An institution's id is minted in the bucket of its code's hash, so that the
 * code alone finds it. */
#ifndef ROOMS_PARTY_PARTY_FACTS_H
#define ROOMS_PARTY_PARTY_FACTS_H

#include "core/action.h"
#include "core/house.h"
#include "core/store.h"

#define PARTY_DIGEST_BYTES 32

/* ---- people ---- */

struct party_person {
    int64_t bucket;
    int64_t person;
    struct text name;
    struct text certificate;    /* psn_cert_type "01" */
    struct text number_sealed;  /* the certificate's number */
    struct text number_masked;  /* "99010119******1234" */
    struct text sex;            /* gend "1" */
    struct text ethnicity;      /* naty "01" */
    struct date born;
    struct text phone_sealed;
    struct text phone_masked;
    int64_t merged_into;        /* the number this human goes on under; 0: this one */
    int64_t version;
};
extern const struct shape party_person_shape;
extern const struct table party_person_table;

/* Who is applied for and stands in no register yet: a row like a person's, which the approval makes
 * one under the same number of ours. */
extern const struct table party_newcomer_table;
extern const struct query party_newcomer_by_id;

/* From a number to its person. */
struct party_person_key {
    int64_t bucket;             /* of the digest's hash */
    struct text kind;           /* "id", "card", "token"; "asked": of a newcomer */
    struct text digest;         /* keyed, of the normal form */
    int64_t person;
    int64_t version;
};
extern const struct shape party_person_key_shape;
extern const struct table party_person_key_table;

/* One time of being insured, by one insurance, in one place and kind. A change of unit, place or
 * kind ends a spell and begins the next. */
struct party_spell {
    int64_t bucket;
    int64_t person;
    int64_t spell;
    struct text insurance;      /* insutype "310", "390"; supplements 320 330 392 are spells too */
    struct text kind;           /* psn_type "11" */
    int64_t place;              /* division of enrolment: 110105 */
    int64_t unit;               /* 0: none */
    struct text unit_name;      /* as it stood, for lists and 1101 */
    struct date valid_from, valid_until;    /* until absent: open */
    struct text status;         /* psn_insu_stas "1" normal, "2" paused, "4" ended */
    struct date paused_from;    /* of the last pause; absent: there was none */
    struct date paused_until;   /* its last day; absent: it goes on */
    bool civil_servant;
    int64_t former;             /* the number it was under before two were made one; 0: none */
    int64_t version;
};
extern const struct shape party_spell_shape;
extern const struct table party_spell_table;

/* Writes a spell, new (`before` NULL) or changed, and what was known from now on. */
void party_record_spell(struct decision *decision, const struct party_spell *before,
                        struct party_spell after, const char *change, struct text reason);

/* Who somebody is for assistance and care: a code of psn_idet_type, dated. */
struct party_identity {
    int64_t bucket;
    int64_t person;
    int64_t identity;
    struct text type;           /* psn_idet_type "2304" */
    struct text level;          /* disa_lv, or absent */
    struct text memo;
    struct moment valid_from, valid_until;
    int64_t version;
};
/* Of the local range of psn_idet_type: the national kinds have none for it. */
#define PARTY_SEVERE_MENTAL TEXT("6091")
extern const struct shape party_identity_shape;
extern const struct table party_identity_table;

/* What an epidemic made of somebody, dated: the scope of measures asks for it. */
struct party_status {
    int64_t bucket;
    int64_t person;
    int64_t status;
    struct text kind;           /* "stranded", "confirmed", "suspected", "observed" 留观 */
    struct date valid_from, valid_until;
    struct text source;         /* the paper or system that said so */
    int64_t version;
};
/* Outcome of party.record-status. */
struct party_status_recorded { int64_t person, status; };
extern const struct shape party_status_shape;
extern const struct table party_status_table;

struct party_of_person { int64_t bucket, person; };
struct party_number_key { int64_t bucket; struct text kind, digest; };

extern const struct query party_person_by_id;
extern const struct query party_person_by_number;   /* rows of party_person_key */
/* Whom a key leads to whose number was put down wrongly and has been corrected: nobody any more,
 * until its true owner comes. */
#define PARTY_NOBODY INT64_C(-1)
/* Whom a number leads to: his party_person_key; NULL: nobody. */
bool party_gather_number(struct gather *gather, const struct party_number_key *key,
                         const void **ret_row);
extern const struct query party_spells_of;          /* oldest first */
extern const struct query party_identities_of;
extern const struct query party_statuses_of;

/* Kind of key a certificate shown at a desk (mdtrt_cert_type) is looked up by: "token" of an
 * e-voucher, "id", "card"; NULL: such a one cannot be looked up. */
const char *party_certificate_key(struct text certificate_kind);
/* Keyed digest of a number in its normal form (full width folded, x as X, blanks out) and the
 * query key made of it. party_use_keys (party.h) has been called. */
struct party_number_key party_number_key_of(const char *kind, struct text number,
                                            struct arena *arena);

/* ---- standing: what the rules need to know of a person on a day ---- */

enum party_reason {
    PARTY_UNKNOWN,              /* no such person */
    PARTY_NOT_ENROLLED,         /* no spell of that insurance holds the day */
    PARTY_ENDED,                /* a spell of it ended before the day */
    PARTY_PAUSED,               /* the spell that holds the day is paused */
    PARTY_ENROLLED,
};

struct party_standing {
    enum party_reason reason;
    int64_t person;
    int64_t spell;
    const char *insurance;      /* as rules say it: "employee", "resident"; NULL: none */
    const char *person_kind;    /* "active" "retired" "retired-70" "child" "working-age"
                                 * "elderly"; NULL: none */
    struct text insurance_code; /* "310" */
    struct text kind_code;      /* "11" */
    int32_t place;              /* of enrolment; picks the rules */
    int64_t unit;
    int age;                    /* whole years on the day; 0 when unborn, too, or unknown: */
    bool age_unknown;           /* no birthday is on record */
    bool civil_servant;
    /* By psn_idet_type on the day, gravest first; NULL: none. */
    const char *assistance;     /* "destitute" 特困, "subsistence" 低保, "poverty", "low-income" */
    bool disabled;
    bool severe_mental;         /* 严重精神障碍, as the health authority registered it */
    bool stranded, confirmed, suspected;
    struct date enrolled_since; /* of the spell */
};

/* What a person's rows are, once gathered. */
struct party_person_facts {
    const struct party_person *person;      /* NULL: unknown */
    const struct list *spells;
    const struct list *identities;
    const struct list *statuses;
};
/* False while rows are missing. One round. */
bool party_gather_person(struct gather *gather, int64_t person,
                         struct party_person_facts *ret_facts);
/* The numbers of one human: this one, and those whose spells came over. */
#define PARTY_NUMBERS_MOST 6
size_t party_numbers_of(const struct party_person_facts *facts,
                        int64_t ret_numbers[PARTY_NUMBERS_MOST]);
/* Pure. `insurance_code` absent: the basic insurance in force that day (310 before 390). */
struct party_standing party_standing_on(const struct party_person_facts *facts,
                                        struct text insurance_code, struct date day);
/* How it stood last: on the day, or, with the reason of the day, on the last day of the basic
 * insurance that ended before it (PARTY_ENDED) or stands still (PARTY_PAUSED). */
struct party_standing party_last_standing(const struct party_person_facts *facts,
                                          struct date day);
/* The rules' words for a code of psn_type and of insutype; NULL when it has none. */
const char *party_person_kind(struct text psn_type, int age);
const char *party_insurance(struct text insutype);
/* A spell in force on a day (paused counts: it is there). */
bool party_spell_holds(const struct party_spell *spell, struct date day);

/* May this actor see the person's rows? Oneself; staff of an office whose place holds a spell of
 * the person; the unit of a spell; an institution that was shown the certificate lately. */
bool party_may_see(const struct actor *actor, const struct party_person_facts *facts);
/* words/ key of the refusal then: institutions are told to read the certificate first, whether
 * there is such a person or not; others hear `otherwise`. */
const char *party_unseen_key(const struct actor *actor, const char *otherwise);
/* And what is of a unit? The unit itself, and the offices of its place; false of none (NULL). */
struct party_unit;
struct party_institution;
bool party_may_see_unit(const struct actor *actor, const struct party_unit *unit);
/* Of an institution likewise. */
bool party_may_see_institution(const struct actor *actor,
                               const struct party_institution *institution);

/* ---- institutions ---- */

struct party_institution {
    int64_t bucket;             /* of the code's hash */
    int64_t institution;
    struct text code;           /* fixmedins_code "H11010590001" */
    struct text name;
    struct text credit_code;    /* uscc */
    struct text type;           /* fixmedins_type "1" hospital, "2" pharmacy */
    struct text level;          /* hosp_lv "02" */
    int64_t tier;               /* 1 2 3; 0: pharmacy */
    bool community;             /* 社区卫生服务机构, township hospital */
    bool district_owned;        /* 区属 */
    bool chinese_medicine;      /* 中医 */
    bool fever_clinic;          /* a filed 发热门诊 */
    bool designated_epidemic;   /* 新冠定点救治 */
    bool chain;                 /* a pharmacy of a large chain (大型连锁药店) */
    int64_t division;
    struct text address;
    struct text phone;
    struct date valid_from, valid_until;
    bool sign_in_required;      /* calls without a sign_no of today are refused */
    struct text gateway;        /* "none" "csb" "tif" "token" */
    struct text key_id;
    struct text secret_sealed;
    struct text user_name;
    struct text password_sealed;
    struct text public_key;     /* of its software, in hexadecimal */
    struct text our_key_sealed;
    int64_t version;
};
extern const struct shape party_institution_shape;
extern const struct table party_institution_table;

/* From a gateway's key id (AK, paas id, client id) to the institution. */
struct party_gateway_key {
    int64_t bucket;             /* of the key id's hash */
    struct text key_id;
    int64_t institution;
};
extern const struct shape party_gateway_key_shape;
extern const struct table party_gateway_key_table;

struct party_institution_key { int64_t bucket, institution; };
struct party_code_key { int64_t bucket; struct text code; };
struct party_key_id_key { int64_t bucket; struct text key_id; };

extern const struct query party_institution_by_id;
/* The same row asked for by another name: after a decision a question that was answered before it
 * still has the answer of then. */
extern const struct query party_institution_after;
extern const struct query party_institution_by_code;
/* Those called so, wherever they stand: two of one name are in two places. */
struct party_name_key { struct text name; };
extern const struct query party_institutions_called;
extern const struct query party_institution_by_key_id;  /* rows of party_gateway_key */

struct party_code_key party_code_key_of(struct text code);
/* What the house tells its doors; secrets are unsealed into the arena. */
bool party_institution_access(const struct party_institution *institution, struct arena *arena,
                              struct institution_access *ret_access);

/* ---- residents who enrolled, for rooms below that make a bill or a waiting time ---- */

struct party_resident_enrolled {
    int64_t person, spell;
    struct date from;
    bool season;                /* in the season, for the next year */
    struct text reason;         /* outside it: "newborn", "returned" */
    struct date waiting_until;  /* outside it without a reason; absent: none */
};
extern const struct shape party_resident_enrolled_shape;

/* ---- units ---- */

struct party_unit {
    int64_t bucket;             /* of the credit code's hash */
    int64_t unit;
    struct text credit_code;    /* uscc */
    struct text name;
    struct text kind;           /* as scopes of measures say it: "small-enterprise" */
    struct text industry;
    int64_t division;
    struct date valid_from, valid_until;
    struct text legal_person, contact;
    int64_t version;
};
extern const struct shape party_unit_shape;
extern const struct table party_unit_table;
struct party_unit_key { int64_t bucket, unit; };
struct party_credit_key { int64_t bucket; struct text credit_code; };
extern const struct query party_unit_by_id;
extern const struct query party_unit_by_credit_code;
/* Units of a stretch of divisions, by number: a page. */
struct party_units_key { int64_t division, division_until, after; };
#define PARTY_UNITS_PAGE 200
extern const struct query party_units_within;

/* What a unit is for a time: "resuming-work", a word of the vocabulary's unit-statuses. */
struct party_unit_status {
    int64_t bucket, unit, status;
    struct text kind;
    struct date valid_from, valid_until;
    struct text source;
    int64_t version;
};
extern const struct shape party_unit_status_shape;
extern const struct table party_unit_status_table;
extern const struct query party_unit_statuses_of;       /* by party_unit_key */
/* Whether that row holds on the day, and what it says. */
bool party_unit_is(const struct list *statuses, size_t index, struct date day,
                   struct text *ret_kind);
/* Outcome of party.record-unit-status. */
struct party_unit_status_recorded { int64_t unit, status; struct text kind; };

/* Every kind of unit is just one of three: "enterprise", "public-body", "other". NULL: no kind.
 * LAW: LY22-A2k */
const char *party_unit_group(struct text unit_kind);

/* ---- operators signed in at an institution (9001, 9002) ---- */

struct party_operator {
    int64_t bucket;             /* the institution's */
    int64_t institution;
    struct text operator;       /* opter_no */
    int64_t sign_no;
    struct moment signed_in;
    struct moment signed_out;   /* absent: in */
    int64_t version;
};
extern const struct shape party_operator_shape;
extern const struct table party_operator_table;
struct party_sign_key { int64_t bucket, institution, sign_no; };
extern const struct query party_operator_by_sign;
/* Pure: is this sign-in still good now (of today, not signed out)? The same number holds on every
 * terminal of the operator until then. `row` may be NULL. */
bool party_operator_is_in(const struct party_operator *row, struct moment now);

#endif
