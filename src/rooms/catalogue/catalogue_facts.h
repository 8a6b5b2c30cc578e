/* catalogue_facts.h: medicines, services, supplies and diagnoses, as rooms below may read them.
 *
 * A row holds for a place (0: the whole country) from a day until a day. The row in force is the
 * one of the most specific place (county, city, province, country); a row that ended never falls
 * back to its predecessor. Rows lie in the bucket of their code's hash. */
#ifndef ROOMS_CATALOGUE_CATALOGUE_FACTS_H
#define ROOMS_CATALOGUE_CATALOGUE_FACTS_H

#include "core/store.h"

struct catalogue_item {
    int64_t bucket;             /* of the code's hash */
    struct text code;           /* med_list_codg: X… 23, Z… 20, T… 10, 00… 15, C… 27 */
    int64_t place;              /* 0: the whole country */
    struct date valid_from;
    struct text name;
    struct text unit;           /* counting unit: 盒, 次, 克 */
    struct text list_type;      /* "101" medicines … "201" services, "301" supplies */
    struct text charge_type;    /* med_chrgitm_type "09" */
    struct text charge_level;   /* chrgitm_lv "01" 甲, "02" 乙, "03" self-paid */
    struct share pay_first;     /* borne by the person before any split; whole for "03" */
    struct price limit_tier1, limit_tier2, limit_tier3;     /* 0: none */
    bool limited_use;           /* lmt_used_flag: paid only when the hospital approved */
    struct text limited_to;     /* what it is limited to, for people */
    bool controlled;            /* narcotic, psychotropic, toxic, radioactive */
    bool short_supply;
    bool long_prescription;     /* may be ordered beyond the ordinary days for chronic diseases */
    int64_t days_max;           /* a drug's own limit in days; 0: none */
    struct date valid_until;    /* absent: open */
    struct date known_from;
    struct text under;          /* the measure that let it in for a time: "<notice>#7-2" */
    int64_t version;
};
extern const struct shape catalogue_item_shape;
extern const struct table catalogue_item_table;

struct catalogue_code_key { int64_t bucket; struct text code; };
extern const struct query catalogue_items_of_code;      /* all places and times of one code */

struct catalogue_code_key catalogue_code_key_of(struct text code);

enum catalogue_answer {
    CATALOGUE_FOUND,
    CATALOGUE_UNKNOWN,          /* no such code */
    CATALOGUE_NOT_IN_FORCE,     /* known, but not on that day */
};
/* Pure; `rows` are catalogue_item rows of one code. `ret_item` only when found. */
enum catalogue_answer catalogue_item_on(const struct list *rows, int32_t place, struct date day,
                                        const struct catalogue_item **ret_item);
/* The price limit that counts in a hospital of this tier (0 a pharmacy: as tier 1). False: none. */
bool catalogue_price_limit(const struct catalogue_item *item, int tier, struct price *ret_limit);

/* Diagnoses: 医保版 ICD-10. */
struct catalogue_diagnosis {
    int64_t bucket;
    struct text code;           /* "I63.900" */
    struct date valid_from;
    struct text name;
    struct date valid_until;
    int64_t version;
};
extern const struct shape catalogue_diagnosis_shape;
extern const struct table catalogue_diagnosis_table;
extern const struct query catalogue_diagnosis_of_code;
/* NULL: not in the catalogue on that day. */
const struct catalogue_diagnosis *catalogue_diagnosis_on(const struct list *rows, struct date day);

/* Special and chronic diseases: opsp_dise_code, M and five digits. */
struct catalogue_disease {
    int64_t bucket;
    struct text code;           /* "M01602" */
    int64_t place;
    struct date valid_from;
    struct text name;
    struct text kind;           /* "special" 特殊病, "chronic" 慢性病 */
    struct date valid_until;
    int64_t version;
};
extern const struct shape catalogue_disease_shape;
extern const struct table catalogue_disease_table;
extern const struct query catalogue_diseases_of_code;
const struct catalogue_disease *catalogue_disease_on(const struct list *rows, int32_t place,
                                                     struct date day);

#endif
