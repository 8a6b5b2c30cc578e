/* measure_seal.c: what measures say of one another, checked when all are read; see measure.h. */

#include "base/check.h"
#include "core/measure_authority.h"
#include "core/measure_form.h"

#include <stdlib.h>

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int measure_compare(const void *left, const void *right)
{
    const struct measure *a = *(const struct measure *const *)left;
    const struct measure *b = *(const struct measure *const *)right;
    int order = order_of(a->place, b->place);
    if (order == 0)
        order = text_compare(a->file, b->file);
    if (order == 0)
        order = order_of(a->publication, b->publication);
    return order != 0 ? order : order_of(a->line, b->line);
}

/* ---- references and lists ---- */

static bool is_there(const struct measure_sealing *sealing, const struct measure *from,
                     struct text name)
{
    struct text rest;
    text_until(name, '#', &rest);
    for (size_t i = 0; i < sealing->count; i++)
        if (measure_is_called(sealing->measures[i], name)
            && (rest.data != NULL
                || text_equal(sealing->measures[i]->notice, from->notice)))
            return true;
    return false;
}

static void references_check(const struct measure_sealing *sealing,
                             const struct measure_reference *reference)
{
    for (; reference != NULL; reference = reference->next)
        if (!is_there(sealing, reference->from, reference->name))
            rule_fault_add(sealing->faults, reference->from->file, reference->line, reference->key,
                           "rules.fault.no-such-measure", reference->name, TEXT(""));
}

static const struct measure_named_list *list_find(const struct measure_named_list *lists,
                                                  struct text notice, struct text name)
{
    for (; lists != NULL; lists = lists->next)
        if (text_equal(lists->notice, notice) && text_equal(lists->name, name))
            return lists;
    return NULL;
}

/* The list of the notice itself, or of the one it forwards. */
static void task_list_find(const struct measure_sealing *sealing,
                           const struct measure_named_list *lists, struct measure *measure)
{
    struct measure_task *task = &measure->task;
    task->listed = task->things;
    if (!text_present(task->of))
        return;
    const struct measure_named_list *found = list_find(lists, measure->notice, task->of);
    if (found == NULL)
        found = list_find(lists, measure->forwards, task->of);
    if (found == NULL)
        rule_fault_add(sealing->faults, measure->file, measure->line, TEXT("of"),
                       "rules.fault.no-such-list", task->of, TEXT(""));
    else
        task->listed = found->things;
}

/* Which verbs a right that is kept lasts with, so that asking needs not look at all. */
static void while_verbs_find(const struct measure_sealing *sealing, struct measure *measure)
{
    const struct name_list *names = &measure->keep.while_ids;
    for (size_t i = 0; i < sealing->count; i++)
        for (size_t j = 0; j < names->count; j++)
            if (text_equal(sealing->measures[i]->notice, measure->notice)
                && measure_is_called(sealing->measures[i], names->items[j]))
                measure->keep.while_verbs |= 1u << sealing->measures[i]->verb;
}

/* ---- the index ---- */

static int slot_compare(const void *left, const void *right)
{
    const struct measure *a = ((const struct measure_slot *)left)->measure;
    const struct measure *b = ((const struct measure_slot *)right)->measure;
    int order = order_of(a->verb, b->verb);
    return order != 0 ? order : measure_compare(&a, &b);
}

static bool replaces(const struct measure *by, const struct measure *measure)
{
    if (by == measure || (by->publication == measure->publication && by->line == measure->line))
        return false;
    for (size_t i = 0; i < by->replaces.count; i++)
        if (measure_is_called(measure, by->replaces.items[i]))
            return true;
    return false;
}

static void slot_fill(const struct measure_sealing *sealing,
                      const struct measure *const *replacing, size_t count,
                      struct measure_slot *slot)
{
    const struct measure **by = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!replaces(replacing[i], slot->measure))
            continue;
        if (by == NULL)
            by = ARENA_ARRAY(sealing->arena, const struct measure *, count);
        by[slot->replaced_by_count++] = replacing[i];
    }
    slot->replaced_by = by;
}

static void index_make(const struct measure_sealing *sealing, struct measure_index *index)
{
    struct measure_slot *slots = ARENA_ARRAY(sealing->arena, struct measure_slot,
                                             sealing->count + 1);
    const struct measure **replacing = ARENA_ARRAY(sealing->arena, const struct measure *,
                                                   sealing->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < sealing->count; i++) {
        slots[i].measure = sealing->measures[i];
        if (sealing->measures[i]->replaces.count > 0)
            replacing[count++] = sealing->measures[i];
    }
    qsort(slots, sealing->count, sizeof *slots, slot_compare);
    for (size_t i = 0; i < sealing->count; i++) {
        slot_fill(sealing, replacing, count, &slots[i]);
        struct measure_shelf *shelf = &index->verbs[slots[i].measure->verb];
        if (shelf->count++ == 0)
            shelf->slots = &slots[i];
    }
}

void measures_seal(struct measure_sealing *sealing, struct measure_index *ret_index)
{
    for (struct measure_entry *entry = sealing->list->first; entry != NULL; entry = entry->next) {
        sealing->measures[sealing->count++] = &entry->measure;
        if (entry->measure.verb == VERB_TASK)
            task_list_find(sealing, sealing->list->lists, &entry->measure);
    }
    for (struct measure_entry *entry = sealing->list->first; entry != NULL; entry = entry->next)
        if (entry->measure.verb == VERB_KEEP)
            while_verbs_find(sealing, &entry->measure);
    qsort(sealing->measures, sealing->count, sizeof *sealing->measures, measure_compare);
    references_check(sealing, sealing->list->references);
    index_make(sealing, ret_index);
    authority_check(sealing, ret_index);
}
