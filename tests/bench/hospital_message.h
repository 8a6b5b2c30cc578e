/* hospital_message.h: the bytes of a hospital's messages, and what is read out of answers. */
#ifndef TESTS_BENCH_HOSPITAL_MESSAGE_H
#define TESTS_BENCH_HOSPITAL_MESSAGE_H

#include "hospital.h"

#define HOSPITAL_MESSAGE_BYTES 8192

/* A whole HTTP request; the same bytes for the same visit and step. */
size_t hospital_message(const struct hospital_visit *visit, enum hospital_step step,
                        char bytes[HOSPITAL_MESSAGE_BYTES]);
/* Takes over what an answer says of the visit. */
void hospital_read(struct hospital_visit *visit, const struct hospital_answer *answer);
/* infcode 0? Sets `told` and `good`. */
void hospital_judge(struct hospital_answer *answer);

#endif
