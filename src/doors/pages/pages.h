/* pages.h: the plain pages: HTML from the server, Chinese first, without script.
 *
 * /              what the server is and does, the rooms' pages, how to get at the interfaces
 * /sign-in       name and password; the session goes into a cookie that no script can read
 * /sign-in/outside  to an outside provider of identities and back; only when there is one
 * <page>         a form made from an action's row, or what a room tells: core/page.h
 * /assets/…      style sheet, scripts and pictures, by names that change with them
 * /my, /desk …   pages of the web application (web.h), which also takes over the public ones when
 *                the browser runs scripts
 *
 * A form carries a one-time number, bound to the browser by a cookie and signed. It is the key of
 * the action, so a double click gives one case; and a page of another site cannot make one up.
 * After a write the browser is sent on to the answer (POST, redirect, GET), which is kept for half
 * an hour in memory for that browser alone. */
#ifndef DOORS_PAGES_H
#define DOORS_PAGES_H

#include "base/log.h"
#include "core/house.h"
#include "doors/http/api.h"
#include "doors/http_server.h"

struct demo_account {
    const char *login;          /* "reviewer.110105" */
    const char *is;             /* key of the sentence that says whose it is */
};

struct pages_plan {
    struct house *house;        /* outlives the door */
    struct api *api;            /* takes the paths that are its own; may be NULL in tests */
    struct askers *askers;      /* counts look-ups of strangers; NULL: nobody does */
    struct log *log;            /* may be NULL */
    const char *sign_in;        /* name of the action, its answer has `token`; NULL: no sign-in */
    const char *sign_out;
    const char *registration;   /* path of the page for who has no account yet; NULL: none */
    /* Names of the three actions of an outside provider; NULL: there is none, and no button. */
    const char *outside_begin, *outside_end, *outside_link;
    const char *interface_address;      /* of the national interface, as hospitals dial it; NULL */
    const char *web;            /* folder of the built web application; NULL: plain pages only */
    bool secure_cookies;        /* behind a proxy that speaks TLS */
    /* Shown on the first page when house->demo. */
    const struct demo_account *accounts;
    size_t account_count;
    const char *password;       /* of all of them */
};

struct pages;

/* Everything lives in the arena. NULL and a reason when a page names no action of the house or a
 * path is taken twice. */
struct pages *pages_start(const struct pages_plan *plan, struct arena *arena,
                          struct text *ret_reason);
void pages_stop(struct pages *pages);
/* For struct http_listener_plan; `data` is the pages. Requests of the JSON door are handed on to
 * plan.api, so one listener serves both. */
void pages_handle(struct http_request *request, void *data);
size_t pages_body_max(void *data, struct text method, struct text path);
void pages_refuse(struct http_request *request, int status, const char *reason, void *data);

#endif
