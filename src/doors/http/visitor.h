/* visitor.h: who asks and in which language, from the head of a request.
 *
 * A session comes as "Authorization: Bearer TOKEN" (software, the web front end) or in the cookie
 * `session` (plain pages). A cookie is sent by the browser whoever wrote the page that asks, so a
 * write that rests on it needs a sign of our own page: see visitor_may_write. */
#ifndef DOORS_HTTP_VISITOR_H
#define DOORS_HTTP_VISITOR_H

#include "core/house.h"
#include "core/words.h"
#include "doors/http/problem.h"
#include "doors/http_server.h"

#define SESSION_COOKIE "session"

struct visitor {
    struct actor actor;         /* ROLE_PUBLIC unless a session says more */
    bool signed_in;
    bool by_cookie;
    bool session_ended;         /* a session was named, and it is unknown, ended or locked */
    bool unasked;               /* a session was named, and the store does not say whose it is */
};

/* The answer to who came `unasked`: a fault, to be repeated, and no refusal. */
struct problem visitor_problem(void);
struct visitor visitor_of(struct house *house, const struct http_request *request);
/* True unless the session came by cookie without the header X-Requested-With, which a foreign page
 * cannot send. */
bool visitor_may_write(const struct visitor *visitor, const struct http_request *request);
/* `?lang=en`, else Accept-Language, else Chinese. */
enum language language_of_request(const struct http_request *request);
/* A cookie's value; absent when there is none. */
struct text cookie_of(const struct http_request *request, const char *name);

#endif
