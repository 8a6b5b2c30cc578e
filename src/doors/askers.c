/* askers.c: see askers.h. */

#include "doors/askers.h"

#include "base/check.h"
#include "base/limits.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#define WINDOW_US (INT64_C(60) * 1000 * 1000)
#define SLOTS 4096
/* Where an address may stand: looking further would take longer than the look-up is worth. */
#define SLOTS_TRIED 8

struct slot {
    uint64_t name;
    int64_t since_us;
    int count;
};

struct askers {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
    int64_t turned_away;
};

struct askers *askers_new(struct arena *arena)
{
    struct askers *askers = ARENA_NEW(arena, struct askers);
    pthread_mutex_init(&askers->lock, NULL);
    return askers;
}

static bool is_this_machine(struct text peer)
{
    return text_starts(peer, TEXT("127.")) || text_is(peer, "::1")
        || text_starts(peer, TEXT("::ffff:127."));
}

/* "10.1.2.3, 192.0.2.7": what stands before was written by others. */
static struct text last_of(struct text list)
{
    size_t from = list.length;
    while (from > 0 && list.data[from - 1] != ',')
        from--;
    return text_trim(text_slice(list, from, list.length));
}

uint64_t askers_name(struct text peer, struct text forwarded)
{
    struct text address = peer;
    if (is_this_machine(peer) && text_present(forwarded))
        address = last_of(forwarded);
    char text[INET6_ADDRSTRLEN];
    struct in6_addr bytes;
    if (address.length < sizeof text) {
        memcpy(text, address.data, address.length);
        text[address.length] = '\0';
        bool six = inet_pton(AF_INET6, text, &bytes) == 1;
        if (six && !IN6_IS_ADDR_V4MAPPED(&bytes))
            return text_hash((struct text){ (const char *)bytes.s6_addr, 8 });
    }
    return text_hash(address);
}

/* The address's own place, or the one that was begun longest ago. */
static struct slot *slot_of(struct askers *askers, uint64_t name, int64_t now_us)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < SLOTS_TRIED; i++) {
        struct slot *slot = &askers->slots[(name + i) % SLOTS];
        if (slot->name == name && slot->count > 0)
            return slot;
        if (oldest == NULL || slot->since_us < oldest->since_us)
            oldest = slot;
    }
    *oldest = (struct slot){ .name = name, .since_us = now_us };
    return oldest;
}

int askers_wait(struct askers *askers, const struct http_request *request,
                const struct action *action, const struct actor *actor, int64_t now_us)
{
    if (askers == NULL || actor->role != ROLE_PUBLIC || (action->flags & ACTION_LOOK_UP) == 0)
        return 0;
    uint64_t name =
        askers_name(http_peer(request), http_header_of(request, "X-Forwarded-For"));
    pthread_mutex_lock(&askers->lock);
    struct slot *slot = slot_of(askers, name, now_us);
    if (now_us - slot->since_us >= WINDOW_US)
        *slot = (struct slot){ .name = name, .since_us = now_us };
    bool turned_away = slot->count >= LIMIT_LOOK_UPS_A_MINUTE;
    if (turned_away)
        askers->turned_away++;
    else
        slot->count++;
    int64_t left_us = slot->since_us + WINDOW_US - now_us;
    pthread_mutex_unlock(&askers->lock);
    return turned_away ? (int)(left_us / 1000000) + 1 : 0;
}

int64_t askers_turned_away(struct askers *askers)
{
    pthread_mutex_lock(&askers->lock);
    int64_t count = askers->turned_away;
    pthread_mutex_unlock(&askers->lock);
    return count;
}
