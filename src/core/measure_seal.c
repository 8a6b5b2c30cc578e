/* measure_seal.c: what measures say of one another, checked when all are read; see measure.h. */

#include "base/check.h"
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

struct sealing {
    const struct measure **measures;
    size_t count;
    struct rule_faults *faults;
};

/* ---- references and lists ---- */

static bool is_there(const struct sealing *sealing, const struct measure *from, struct text name)
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

static void references_check(const struct sealing *sealing,
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
static void task_list_find(const struct sealing *sealing,
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

/* ---- replacing ---- */

/* What a higher office has fixed a lower one changes only inside an `empower` of it. */
static bool may_replace(const struct sealing *sealing, const struct measure *by,
                        const struct measure *replaced)
{
    if (by->place == replaced->place || replaced->binding != BINDING_FIXED)
        return true;
    for (size_t i = 0; i < sealing->count; i++) {
        const struct measure *measure = sealing->measures[i];
        if (measure->verb == VERB_EMPOWER && measure->place == replaced->place
            && name_list_has(measure->empower.verbs, text_of(measure_verb_name(by->verb))))
            return true;
    }
    return false;
}

static void replaced_find(const struct sealing *sealing, const struct measure *by, struct text name)
{
    bool found = false;
    for (size_t i = 0; i < sealing->count; i++) {
        if (!measure_is_called(sealing->measures[i], name))
            continue;
        found = true;
        if (!may_replace(sealing, by, sealing->measures[i]))
            rule_fault_add(sealing->faults, by->file, by->line, TEXT("replaces"),
                           "rules.fault.fixed-above", name, TEXT(""));
    }
    if (!found)
        rule_fault_add(sealing->faults, by->file, by->line, TEXT("replaces"),
                       "rules.fault.replaces-none", name, TEXT(""));
}

const struct measure **measures_seal(struct measure_list *list, struct arena *arena,
                                     struct rule_faults *faults)
{
    struct sealing sealing = {
        .measures = ARENA_ARRAY(arena, const struct measure *, list->count + 1), .faults = faults,
    };
    for (struct measure_entry *entry = list->first; entry != NULL; entry = entry->next) {
        sealing.measures[sealing.count++] = &entry->measure;
        if (entry->measure.verb == VERB_TASK)
            task_list_find(&sealing, list->lists, &entry->measure);
    }
    qsort(sealing.measures, sealing.count, sizeof *sealing.measures, measure_compare);
    references_check(&sealing, list->references);
    for (size_t i = 0; i < sealing.count; i++)
        for (size_t j = 0; j < sealing.measures[i]->replaces.count; j++)
            replaced_find(&sealing, sealing.measures[i], sealing.measures[i]->replaces.items[j]);
    return sealing.measures;
}
