#include "programs/identified.h"

#include "base/check.h"

#include <pthread.h>
#include <stdlib.h>

#define WAYS 8
#define SETS (IDENTIFIED_KEPT / WAYS)

struct entry {
    int64_t institution, person;
    struct moment at;
};

struct identified {
    pthread_mutex_t mutex;
    struct entry entries[SETS][WAYS];
};

struct identified *identified_new(void)
{
    struct identified *identified = calloc(1, sizeof *identified);
    CHECK(identified != NULL);
    CHECK(pthread_mutex_init(&identified->mutex, NULL) == 0);
    return identified;
}

void identified_free(struct identified *identified)
{
    if (identified == NULL)
        return;
    pthread_mutex_destroy(&identified->mutex);
    free(identified);
}

/* Ids of people differ in their low digits. */
static struct entry *set_of(struct identified *identified, int64_t institution, int64_t person)
{
    uint64_t mixed = ((uint64_t)institution * 31 + (uint64_t)person) * UINT64_C(0x9E3779B97F4A7C15);
    return identified->entries[(mixed >> 32) % SETS];
}

static struct entry *entry_in(struct entry *set, int64_t institution, int64_t person)
{
    for (int i = 0; i < WAYS; i++)
        if (set[i].institution == institution && set[i].person == person)
            return &set[i];
    return NULL;
}

void identified_note(struct identified *identified, const struct call *call, struct moment now)
{
    int64_t institution = call->actor.institution, person = call->subject;
    if (institution == 0 || person == 0)
        return;
    pthread_mutex_lock(&identified->mutex);
    struct entry *set = set_of(identified, institution, person);
    struct entry *place = entry_in(set, institution, person);
    if (place == NULL) {
        place = set;
        for (int i = 1; i < WAYS; i++)
            if (set[i].at.ms < place->at.ms)
                place = &set[i];
    }
    *place = (struct entry){ institution, person, now };
    pthread_mutex_unlock(&identified->mutex);
}

void identified_say(struct identified *identified, struct call *call, struct moment now)
{
    int64_t institution = call->actor.institution;
    const struct field *field = institution == 0
        ? NULL : shape_field(call->request.action->input, TEXT("person"));
    call->actor.identified = 0;
    if (field == NULL || field->kind != FIELD_ID)
        return;
    int64_t person = *(const int64_t *)field_in(field, call->request.input);
    pthread_mutex_lock(&identified->mutex);
    const struct entry *entry =
        entry_in(set_of(identified, institution, person), institution, person);
    if (entry != NULL && now.ms - entry->at.ms <= IDENTIFIED_HOURS * INT64_C(3600000))
        call->actor.identified = person;
    pthread_mutex_unlock(&identified->mutex);
}
