/* delivery_facts.h: what was sent by which channel. */
#ifndef ROOMS_DELIVERY_DELIVERY_FACTS_H
#define ROOMS_DELIVERY_DELIVERY_FACTS_H

#include "core/action.h"

/* "waiting" (for its first or next try) → "trying" (it may be out) → "sent" | "failed" |
 * "uncertain" (cut short: nobody knows, so it is not sent again) | "not-set-up" (no such gateway).
 * "listed": on the list of people to call; then "sent" or "failed" by who called. */
struct delivery_row {
    int64_t bucket, delivery;   /* of the message it carries */
    int64_t subject;            /* the message, or the announcement */
    struct text kind;           /* "message", "announcement" */
    struct text channel;        /* "inbox" "portal" "mail" "sms" "wechat" "app" "phone" */
    struct text state;
    int64_t tries;
    struct moment next_try;
    struct moment began, settled;
    struct text receipt;        /* what the gateway answered with */
    struct text fault;
    int64_t version;
};
extern const struct shape delivery_shape;
extern const struct table delivery_table;

struct delivery_address {
    int64_t bucket, owner;      /* an office, institution or unit */
    struct text channel;        /* "mail" */
    struct text address;
    int64_t said_by;
    struct moment said_at;
    int64_t version;
};
extern const struct shape delivery_address_shape;
extern const struct table delivery_address_table;

struct delivery_key { int64_t bucket, delivery; };
struct delivery_subject_key { int64_t bucket, subject; };
struct delivery_state_key { struct text state; int64_t after; };
struct delivery_address_key { int64_t bucket, owner; struct text channel; };
extern const struct query delivery_by_id;
extern const struct query deliveries_of;            /* a message or announcement */
extern const struct query deliveries_in_state;      /* a page, oldest first */
extern const struct query delivery_address_by_key;
#define DELIVERIES_A_PAGE 100

/* Tries of one channel; after the last one somebody calls. */
#define DELIVERY_TRIES_MAX 6

#endif
