/* sending.h: how a text leaves the house: mail by SMTP, and gateways (text messages, WeChat, apps)
 * by a signed HTTP request; and what is asked of a provider of identities (provider.h). The only
 * wrapper of libcurl in the server.
 *
 * A gateway gets POST with JSON {"key","channel","to","title","text"} and the headers X-Yibao-Key
 * (the same for every try of one delivery, so that it can tell a repeat), X-Yibao-Time (ms) and
 * X-Yibao-Signature: hex of HMAC-SM3 over time, a line end and the body, by the secret we share. It
 * answers 2xx, with {"receipt":"…"} if it has one. */
#ifndef PROGRAMS_SENDING_H
#define PROGRAMS_SENDING_H

#include "base/arena.h"
#include "core/date.h"

enum sent {
    SENT_DONE,
    SENT_AGAIN,         /* nothing went out: try later */
    SENT_REFUSED,       /* they do not want it: no use trying again */
    SENT_UNCERTAIN,     /* it may have gone out: the answer was lost */
};

struct letter {
    int64_t key;                /* number of the delivery */
    struct text channel;
    struct text to, title, text;
    struct text in_reply_to;    /* of mail: the letter it answers, without brackets; or absent */
    struct moment at;
};

/* Once, before the first thread sends. */
void sending_start(void);
/* `server` is smtp://HOST:PORT or smtps://…; in the arena. */
enum sent send_mail(const char *server, const char *from, const struct letter *letter,
                    struct arena *arena, struct text *ret_receipt, struct text *ret_fault);
enum sent send_hook(const char *url, struct text secret, const struct letter *letter,
                    struct arena *arena, struct text *ret_receipt, struct text *ret_fault);

/* A form sent, with `user:secret` in the head if there is one. */
struct sending_post {
    struct text body, user;
};
#define SENDING_ANSWER_MAX 65536
/* Asks an address and waits ten seconds at most for its answer; no redirect is followed. False: no
 * answer, or one longer than SENDING_ANSWER_MAX. `post` NULL: GET. */
bool send_ask(const char *url, const struct sending_post *post, struct arena *arena,
              long *ret_status, struct text *ret_body);

#endif
