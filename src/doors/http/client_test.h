/* client_test.h: a plain HTTP client for the doors' tests. */
#ifndef DOORS_HTTP_CLIENT_TEST_H
#define DOORS_HTTP_CLIENT_TEST_H

#include "base/arena.h"

struct client_answer {
    int status;
    struct text head, body;
};

/* `head` holds further header lines, each ended by CR LF. */
struct client_answer client_ask(uint16_t port, const char *method, const char *target,
                                const char *head, struct text body, struct arena *arena);
/* A header's value; absent when there is none. */
struct text client_header(const struct client_answer *answer, const char *name);
bool text_has(struct text text, const char *part);

#endif
