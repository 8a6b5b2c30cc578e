/* nhsa_harness.h: a door with a server, a house of canned rooms behind it and a client before it,
 * for tests alone. */
#ifndef DOORS_NHSA_HARNESS_H
#define DOORS_NHSA_HARNESS_H

#include "base/json.h"
#include "core/house.h"

/* What the house does with the next calls, and what it saw of the last one. */
struct canned {
    enum call_status status;        /* CALL_DONE: the room's own answer */
    struct refusal refusal;
    bool later;                     /* answers from another thread */
    bool unasked;                   /* the store does not say which institutions there are */
    const char *shown, *unshown;    /* measures of the trail; NULL: none */

    int calls, finished;
    char action[40], key[64], operator_name[40], sign_no[40];
    int32_t treatment_division, enrolment_division;
    int64_t institution, scope_institution, person;
    enum role role;
    struct text input;              /* packed, in the harness's memory */
};
extern struct canned canned;

/* Institutions by mode: codes H11010590001 (none) … H11010590004 (token), H11010590005 must sign
 * in. */
extern struct institution_access institutions[5];
#define CANNED_NOW ((struct moment){ INT64_C(1581296400000) })      /* 2020-02-10 09:00 */

int harness_start(void **state);
int harness_stop(void **state);

struct harness_answer {
    int status;
    struct text head, body;
    const struct json *json;        /* NULL: not JSON */
};
/* `headers` are whole lines, each with its line end; NULL: none. */
struct harness_answer harness_send(const char *method, const char *path, const char *headers,
                                   struct text body);
/* A message with a good envelope around `input`. */
struct harness_answer harness_ask(const char *infno, const char *input);
struct harness_answer harness_ask_with(const char *infno, const char *code, const char *path,
                                       const char *headers, const char *input,
                                       const char *more_envelope);
struct text harness_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What the door wrote into the log, from the beginning. */
struct text harness_logged(void);
struct arena *harness_memory(void);

/* "output.data.mdtrt_id", "output.setldetail.0.fund_payamt": the value as text. */
struct text answer_at(const struct harness_answer *answer, const char *path);
const struct json *answer_node(const struct harness_answer *answer, const char *path);

/* These fail the test with the whole answer. */
void assert_good(const struct harness_answer *answer);
void assert_refused(const struct harness_answer *answer, const char *part_of_message);
void assert_at(const struct harness_answer *answer, const char *path, const char *value);

#endif
