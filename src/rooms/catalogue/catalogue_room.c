/* catalogue_room.c: the row of the room, and its demo rows. */

#include "rooms/catalogue/catalogue.h"

#include "base/check.h"

static const struct action *const actions[] = {
    &catalogue_item_action,
    &catalogue_search_action,
    &catalogue_diagnoses_action, &catalogue_diseases_action,
    &catalogue_load_items_action,
    &catalogue_enter_temporary_action,
    &catalogue_load_diagnoses_action,
    &catalogue_load_diseases_action,
};
static const struct table *const tables[] = {
    &catalogue_item_table, &catalogue_diagnosis_table, &catalogue_disease_table,
};
static const struct query *const queries[] = {
    &catalogue_items_of_code, &catalogue_diagnosis_of_code, &catalogue_diseases_of_code,
    &catalogue_items_like, &catalogue_diagnoses_like, &catalogue_diseases_like,
};

static void demo_table(struct demo *demo, const char *path, const struct table *table)
{
    struct list rows;
    int32_t line = 0;
    const char *why = NULL;
    struct text text = demo->read_rules(demo, path);
    if (text.data == NULL
        || !catalogue_read(table->row, text, demo->arena, &rows, &line, &why)) {
        demo->failed = true;
        return;
    }
    const char *items = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        demo_emit(demo, table, items + i * table->row->size);
}

static void catalogue_demo(struct demo *demo)
{
    demo_table(demo, "catalogue/items.tsv", &catalogue_item_table);
    demo_table(demo, "catalogue/diagnoses.tsv", &catalogue_diagnosis_table);
    demo_table(demo, "catalogue/diseases.tsv", &catalogue_disease_table);
}

const struct room catalogue_room = {
    .name = "catalogue",
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .demo = catalogue_demo,
};
