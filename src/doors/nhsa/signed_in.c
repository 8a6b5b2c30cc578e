#include "doors/nhsa/signed_in.h"

#include "base/check.h"

#include <pthread.h>

/* Operators of a city in a day. One that falls out signs in again. */
#define SETS 2048
#define WAYS 8

struct entry {
    int64_t institution;
    uint64_t sign_no;           /* hash of the text */
    struct date day;
};

struct signed_in {
    pthread_mutex_t mutex;
    struct entry entries[SETS][WAYS];
};

struct signed_in *signed_in_new(void)
{
    struct signed_in *signed_in = calloc(1, sizeof *signed_in);
    CHECK(signed_in != NULL);
    CHECK(pthread_mutex_init(&signed_in->mutex, NULL) == 0);
    return signed_in;
}

void signed_in_free(struct signed_in *signed_in)
{
    pthread_mutex_destroy(&signed_in->mutex);
    free(signed_in);
}

static struct entry *set_of(struct signed_in *signed_in, uint64_t sign_no)
{
    return signed_in->entries[sign_no % SETS];
}

static struct entry *entry_of(struct signed_in *signed_in, int64_t institution, uint64_t sign_no)
{
    struct entry *set = set_of(signed_in, sign_no);
    for (int i = 0; i < WAYS; i++)
        if (set[i].institution == institution && set[i].sign_no == sign_no)
            return &set[i];
    return NULL;
}

void signed_in_add(struct signed_in *signed_in, int64_t institution, struct text sign_no,
                   struct date day)
{
    struct entry entry = { institution, text_hash(sign_no), day };
    pthread_mutex_lock(&signed_in->mutex);
    struct entry *place = entry_of(signed_in, institution, entry.sign_no);
    if (place == NULL) {
        struct entry *set = set_of(signed_in, entry.sign_no);
        place = set;
        for (int i = 1; i < WAYS; i++)
            if (date_compare(set[i].day, place->day) < 0)
                place = &set[i];
    }
    *place = entry;
    pthread_mutex_unlock(&signed_in->mutex);
}

void signed_in_remove(struct signed_in *signed_in, int64_t institution, struct text sign_no)
{
    pthread_mutex_lock(&signed_in->mutex);
    struct entry *entry = entry_of(signed_in, institution, text_hash(sign_no));
    if (entry != NULL)
        *entry = (struct entry){ 0 };
    pthread_mutex_unlock(&signed_in->mutex);
}

bool signed_in_has(struct signed_in *signed_in, int64_t institution, struct text sign_no,
                   struct date day)
{
    pthread_mutex_lock(&signed_in->mutex);
    const struct entry *entry = entry_of(signed_in, institution, text_hash(sign_no));
    bool has = entry != NULL && date_compare(entry->day, day) == 0;
    pthread_mutex_unlock(&signed_in->mutex);
    return has;
}
