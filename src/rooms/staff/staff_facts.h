/* staff_facts.h: the tree of offices, as rooms below may read it.
 *
 * An office belongs to a place (its division) and to the office above it, of any depth and kind:
 * a bureau (医保局) publishes and answers, the agency (经办机构) beside it handles; centres without
 * a division code (胜利油田) carry the division they sit in and a pseudo division of their own.
 * All offices lie in bucket 0: there are some hundreds of them and every one is small. */
#ifndef ROOMS_STAFF_STAFF_FACTS_H
#define ROOMS_STAFF_STAFF_FACTS_H

#include "core/store.h"

/* Bucket of everything that belongs to nobody in particular. */
#define STAFF_BUCKET 0

struct staff_office {
    int64_t bucket;             /* STAFF_BUCKET */
    int64_t office;
    int64_t parent;             /* 0: at the top */
    struct text kind;           /* bureau agency town village branch centre outside */
    int64_t division;           /* 110105; a pseudo division where the state gave none */
    struct text name;
    struct text address;
    struct text phone;
    struct text phone_kind;     /* consult enrol claim hotline */
    struct text hours;
    int64_t leader;             /* account that answers for it by name; 0: none is named */
    struct text leader_label;
    struct text hall_in;        /* the government-service centre its hall stands in */
    struct text hall_contact;   /* of that centre */
    struct text department;     /* of an outside one: as matters name it, "civil-affairs" */
    int64_t sort;
    int64_t version;
};
extern const struct shape staff_office_shape;
extern const struct table staff_office_table;

/* One row for each office and every office above it, itself included: what "with all below" means
 * to a query. */
struct staff_above {
    int64_t bucket;             /* STAFF_BUCKET */
    int64_t above;
    int64_t office;
};
extern const struct shape staff_above_shape;
extern const struct table staff_above_table;

struct staff_post {
    int64_t bucket;             /* STAFF_BUCKET */
    int64_t office;
    int64_t post;
    struct text title;
    struct text role;           /* role_name() of the rights it carries */
    struct date valid_from, valid_until;
    int64_t version;
};
extern const struct shape staff_post_shape;
extern const struct table staff_post_table;

/* A telephone of an office for one business; several of one business stand side by side. */
struct staff_phone {
    int64_t bucket;             /* STAFF_BUCKET */
    int64_t office, phone;
    struct text business;       /* "enrol" "claim" "consult" "duty"; "all": whatever it is about */
    struct text number;
    struct text hours;          /* absent: the office's; "00:00-24:00" of a duty telephone */
    struct text source;
    bool removed;
    int64_t version;
};
extern const struct shape staff_phone_shape;
extern const struct table staff_phone_table;
extern const struct query staff_phones_all;         /* ordered by office; a public directory */
/* Does a telephone of that business answer for this one? */
bool staff_phone_answers(struct text has, struct text wanted);

struct staff_office_key { int64_t bucket, office; };
struct staff_bucket_key { int64_t bucket; };
struct staff_division_key { int64_t bucket, division; };

extern const struct query staff_office_by_id;
#define STAFF_OFFICES_MAX 5000
extern const struct query staff_offices_all;        /* ordered by sort; a public directory */
extern const struct query staff_offices_below;      /* staff_above rows of one office above */
extern const struct query staff_offices_above;      /* staff_above rows of one office */
extern const struct query staff_offices_of_division;
extern const struct query staff_posts_of_office;

/* The office of that kind that answers for a place: its own, else the nearest above by the code
 * (county, city, province); NULL when there is none. `offices` holds staff_office rows. */
const struct staff_office *staff_office_for(const struct list *offices, int64_t division,
                                            const char *kind);

#endif
