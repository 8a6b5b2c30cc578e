/* hospital.h: what the software of hospitals does, many times at once: visits of demo people over
 * kept-alive connections to the hospital door, each answer timed.
 *
 * A visit is worked off step by step on one connection. A message whose answer did not come (the
 * server went away, or was too busy) is sent again, byte for byte, until it is answered: that is
 * what the msgid is for. The visits belong to the caller; a load touches one at a time on a
 * connection and hands it back answer by answer. One thread. */
#ifndef TESTS_BENCH_HOSPITAL_H
#define TESTS_BENCH_HOSPITAL_H

#include "base/text.h"

#define HOSPITAL_LINES 3
#define HOSPITAL_MSGID 48       /* 30 characters, and room for any number */

/* ---- who there is in a demo world ---- */

struct hospital_person {
    int64_t person;
    char id_number[19];
    int64_t born;               /* yyyymmdd */
    int64_t place;
    char insurance[4];          /* "310" */
    char kind[4];               /* "11" */
};
struct hospital_place {
    int64_t institution;
    char code[16], name[96];
    int64_t division, tier;
    bool community;
};
/* Insured employees and retired people of Beijing in good standing, and Beijing's hospitals that
 * use no gateway. */
struct hospital_town {
    struct hospital_person *people;
    size_t person_count;
    struct hospital_place places[16];
    size_t place_count;
};
void hospital_town_make(struct hospital_town *town, uint64_t seed, int64_t people);
void hospital_town_free(struct hospital_town *town);

/* ---- one visit ---- */

enum hospital_step {
    HOSPITAL_REGISTER,          /* 2201 */
    HOSPITAL_DESCRIBE,          /* 2203 */
    HOSPITAL_CHARGE,            /* 2204, three lines */
    HOSPITAL_PRICE,             /* 2206 */
    HOSPITAL_SETTLE,            /* 2207 */
    HOSPITAL_UNDO,              /* 2208 */
    HOSPITAL_STEPS
};
#define HOSPITAL_STEP(step) (1u << (step))
const char *hospital_infno(enum hospital_step step);

struct hospital_visit {
    const struct hospital_person *person;
    const struct hospital_place *place;
    int64_t serial;             /* names the visit for ever: its own number and its msgids */
    unsigned steps;             /* still to be done, HOSPITAL_STEP bits */
    char visit[24], settlement[24], reversal[24];   /* as answered */
    /* As answered: of the lines, then of the settlement. */
    int64_t total_fen, full_own_fen, over_limit_fen, pay_first_fen, in_scope_fen;
    int64_t funds_fen, cash_fen;
    uint64_t told[HOSPITAL_STEPS];      /* digest of each step's plain output; 0: not answered */
};
/* msgid of a step: the institution's code and eighteen digits. */
void hospital_msgid(const struct hospital_visit *visit, enum hospital_step step,
                    char ret_msgid[HOSPITAL_MSGID]);

/* ---- a load ---- */

struct hospital_answer {
    enum hospital_step step;
    bool good;                  /* infcode 0 */
    bool again;                 /* this message was sent more than once */
    struct text body;
    uint64_t told;              /* digest of the plain output */
};

struct hospital_plan {
    const char *host;
    uint16_t port;
    int connections;
    /* Answers later than this are counted as lost, and the message is sent again. */
    int64_t patience_ms;
    /* No answer to anybody for so long: the load gives up. */
    int64_t give_up_ms;
    void *context;
    /* The next visit, with steps to do; NULL: nothing at this moment. */
    struct hospital_visit *(*take)(void *context);
    /* After the visit was brought up to date. False: leave the visit as it is. */
    bool (*answered)(void *context, struct hospital_visit *visit,
                     const struct hospital_answer *answer);
    /* Asked often; true: take no more visits, end when the last answer has come. */
    bool (*enough)(void *context);
};
struct hospital_times {
    uint32_t *us;               /* of answers in good order */
    size_t count, capacity;
};
struct hospital_tally {
    struct hospital_times times[HOSPITAL_STEPS];
    int64_t good, refused, busy, lost, visits;
    bool gave_up;
    double seconds;             /* from the first message to the last answer */
};
void hospital_run(const struct hospital_plan *plan, struct hospital_tally *ret_tally);
void hospital_tally_free(struct hospital_tally *tally);
/* Sorts; 0 when there are none. */
double hospital_ms_at(struct hospital_times *times, double part);

#endif
