/* house.c: see house.h. */

#include "core/house.h"

#include "base/check.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct house_index {
    const struct action **actions;              /* by name */
    size_t action_count;
    const struct transaction **transactions;    /* by infno */
    size_t transaction_count;
};

static int action_order(const void *a, const void *b)
{
    const struct action *const *first = a, *const *second = b;
    return strcmp((*first)->name, (*second)->name);
}

static int transaction_order(const void *a, const void *b)
{
    const struct transaction *const *first = a, *const *second = b;
    return strcmp((*first)->infno, (*second)->infno);
}

void house_index_names(struct house *house, struct arena *arena)
{
    struct house_index *index = ARENA_NEW(arena, struct house_index);
    size_t actions = 0, transactions = 0;
    for (size_t i = 0; i < house->room_count; i++) {
        actions += house->rooms[i]->action_count;
        transactions += house->rooms[i]->transaction_count;
    }
    index->actions = ARENA_ARRAY(arena, const struct action *, actions);
    index->transactions = ARENA_ARRAY(arena, const struct transaction *, transactions);
    for (size_t i = 0; i < house->room_count; i++) {
        const struct room *room = house->rooms[i];
        for (size_t j = 0; j < room->action_count; j++)
            index->actions[index->action_count++] = room->actions[j];
        for (size_t j = 0; j < room->transaction_count; j++)
            index->transactions[index->transaction_count++] = &room->transactions[j];
    }

    qsort(index->actions, actions, sizeof *index->actions, action_order);
    qsort(index->transactions, transactions, sizeof *index->transactions, transaction_order);
    for (size_t i = 1; i < actions; i++)
        CHECK(action_order(&index->actions[i - 1], &index->actions[i]) != 0);
    for (size_t i = 1; i < transactions; i++)
        CHECK(transaction_order(&index->transactions[i - 1], &index->transactions[i]) != 0);
    house->index = index;
}

static const struct action *action_among(const struct house *house, struct text name)
{
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t j = 0; j < house->rooms[i]->action_count; j++)
            if (text_is(name, house->rooms[i]->actions[j]->name))
                return house->rooms[i]->actions[j];
    return NULL;
}

const struct action *house_action(const struct house *house, struct text name)
{
    if (house->index == NULL)
        return action_among(house, name);
    size_t from = 0, to = house->index->action_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct action *action = house->index->actions[middle];
        int order = text_compare(text_of(action->name), name);
        if (order == 0)
            return action;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static const struct transaction *transaction_among(const struct house *house, struct text infno)
{
    for (size_t i = 0; i < house->room_count; i++)
        for (size_t j = 0; j < house->rooms[i]->transaction_count; j++)
            if (text_is(infno, house->rooms[i]->transactions[j].infno))
                return &house->rooms[i]->transactions[j];
    return NULL;
}

const struct transaction *house_transaction(const struct house *house, struct text infno)
{
    if (house->index == NULL)
        return transaction_among(house, infno);
    size_t from = 0, to = house->index->transaction_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct transaction *transaction = house->index->transactions[middle];
        int order = text_compare(text_of(transaction->infno), infno);
        if (order == 0)
            return transaction;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

struct waiting {
    pthread_mutex_t mutex;
    pthread_cond_t answered;
    bool done;
};

static void end_wait(struct call *call)
{
    struct waiting *waiting = call->door_data;
    pthread_mutex_lock(&waiting->mutex);
    waiting->done = true;
    pthread_cond_signal(&waiting->answered);
    pthread_mutex_unlock(&waiting->mutex);
}

void house_submit_and_wait(struct house *house, struct call *call)
{
    struct waiting waiting = { .mutex = PTHREAD_MUTEX_INITIALIZER,
                               .answered = PTHREAD_COND_INITIALIZER };
    call->done = end_wait;
    call->door_data = &waiting;
    house->submit(house, call);
    pthread_mutex_lock(&waiting.mutex);
    while (!waiting.done)
        pthread_cond_wait(&waiting.answered, &waiting.mutex);
    pthread_mutex_unlock(&waiting.mutex);
    pthread_mutex_destroy(&waiting.mutex);
    pthread_cond_destroy(&waiting.answered);
    call->door_data = NULL;
}
