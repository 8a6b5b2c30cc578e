#include "doors/nhsa/msgids.h"

#include "base/check.h"

#include <pthread.h>

#define WAYS 8
#define SETS (MSGIDS_KEPT / WAYS)

struct entry {
    int64_t institution;
    uint64_t msgid;             /* hash of the text */
    struct msgid_use use;
};

struct msgids {
    pthread_mutex_t mutex;
    struct entry entries[SETS][WAYS];
};

struct msgids *msgids_new(void)
{
    struct msgids *msgids = calloc(1, sizeof *msgids);
    CHECK(msgids != NULL);
    CHECK(pthread_mutex_init(&msgids->mutex, NULL) == 0);
    return msgids;
}

void msgids_free(struct msgids *msgids)
{
    pthread_mutex_destroy(&msgids->mutex);
    free(msgids);
}

static struct entry *entry_of(struct msgids *msgids, int64_t institution, uint64_t msgid)
{
    struct entry *set = msgids->entries[msgid % SETS];
    for (int i = 0; i < WAYS; i++)
        if (set[i].institution == institution && set[i].msgid == msgid)
            return &set[i];
    return NULL;
}

/* The first use stands: a repeat, or another transaction of the same person, changes nothing. */
void msgids_note(struct msgids *msgids, int64_t institution, struct text msgid,
                 const struct msgid_use *use)
{
    struct entry entry = { institution, text_hash(msgid), *use };
    pthread_mutex_lock(&msgids->mutex);
    if (entry_of(msgids, institution, entry.msgid) == NULL) {
        struct entry *set = msgids->entries[entry.msgid % SETS], *place = set;
        for (int i = 1; i < WAYS; i++)
            if (set[i].use.at.ms < place->use.at.ms)
                place = &set[i];
        *place = entry;
    }
    pthread_mutex_unlock(&msgids->mutex);
}

bool msgids_of_another(struct msgids *msgids, int64_t institution, struct text msgid,
                       int64_t subject, struct msgid_use *ret_use)
{
    pthread_mutex_lock(&msgids->mutex);
    const struct entry *entry = entry_of(msgids, institution, text_hash(msgid));
    bool another = entry != NULL && entry->use.subject != subject;
    if (another)
        *ret_use = entry->use;
    pthread_mutex_unlock(&msgids->mutex);
    return another;
}
