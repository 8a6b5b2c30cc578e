/* settings.h: everything that can be set, as one table: name, kind, bounds, default, help. File,
 * flags, `yibao config` and the manual come from it. Secrets are only ever paths. */
#ifndef PROGRAMS_SETTINGS_H
#define PROGRAMS_SETTINGS_H

#include "base/arena.h"
#include "core/words.h"

struct settings {
    const char *store;          /* sqlite:PATH or postgres://… */
    const char *data;           /* folder of poison file, socket, attachments */
    const char *keys;           /* file of the sealing keys, outside the data folder */
    const char *signing_key;    /* file: SM2 private key in hex, signs the journal's anchors */
    const char *rules;          /* folder of the rule files */
    const char *schema;         /* folder of the schema files */
    const char *web;            /* folder of the built web application; NULL: plain pages only */
    const char *http;           /* ADDRESS:PORT of the public door */
    const char *nhsa;           /* ADDRESS:PORT of the hospital door */
    const char *now;            /* demo clock: a moment; absent: real time */
    bool frozen;                /* the demo clock stands still */
    bool behind_tls;            /* a proxy speaks TLS for the pages */
    int64_t readers;
    int64_t http_threads;
    const char *log_level;
    enum language language;
    int64_t place;              /* init: division of the bureau; 0: not said */
    const char *administrator;  /* init: account name of the first one */
    const char *offices;        /* init: table of offices, or NULL */
    const char *catalogue;      /* init: folder of the catalogue's tables, or NULL */
    const char *mail_in;        /* Maildir of letters that come in; NULL: none do */
    const char *mail_server;    /* smtp://HOST:PORT; NULL: no mail goes out */
    const char *mail_from;
    const char *sms, *wechat, *app;     /* addresses of gateways; NULL: none */
    const char *gateway_secret; /* file: what signs requests to them */
    const char *code_roles;     /* that must sign in with one-time codes; NULL: none must */
    const char *oidc_issuer;    /* https://…: residents may sign in there; NULL: nowhere outside */
    const char *oidc_client;    /* what we are called there */
    const char *oidc_secret;    /* file; NULL: we have none there, PKCE alone protects the code */
    const char *oidc_return;    /* address of our page /sign-in/outside, as browsers reach it */
    const char *oidc_claim;     /* that holds the ID number */
    int64_t retry_seconds;      /* before the first next try of a delivery */
    int64_t people, seed;       /* demo make */
    const char *life;           /* demo make: what happened before, or "none" */
    const char *password;       /* demo make: file with the password of the demo accounts */
};

/* Reads the file named by --config (or YIBAO_CONFIG) first, then the flags. Flags a program does
 * not list are refused with a suggestion. On failure prints why and answers false. What is not a
 * flag is put into `ret_rest` (of `rest_max`). */
bool settings_read(int argc, char **argv, struct arena *arena, struct settings *ret_settings,
                   const char **ret_rest, int rest_max, int *ret_rest_count);
/* The table as text: for `yibao config` and the end of --help. */
void settings_print(const struct settings *settings, enum language language);

/* "127.0.0.1:8080" apart; the address in `ret_host` (64 bytes). */
bool settings_address(const char *text, char ret_host[64], uint16_t *ret_port);

#endif
