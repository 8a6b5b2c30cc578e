/* staff_room.c: the row of the room, and its demo offices. */

#include "rooms/staff/staff_inside.h"

#include "base/check.h"
#include "core/demo.h"

static const struct action *const actions[] = {
    &staff_divisions_action,
    &staff_offices_action,
    &staff_register_office_action,
    &staff_directory_action,
    &staff_set_phone_action,
    &staff_remove_phone_action,
    &staff_set_hall_action,
};
static const struct table *const tables[] = {
    &staff_office_table, &staff_above_table, &staff_post_table, &staff_phone_table,
};
static const struct query *const queries[] = {
    &staff_office_by_id, &staff_offices_all, &staff_offices_of_division,
    &staff_offices_below, &staff_offices_above, &staff_posts_of_office, &staff_phones_all,
};

/* ---- demo ---- */

/* A parent stands before its children, so the chain upward is known when a line is met. */
static int64_t demo_parent(const struct staff_line *lines, size_t before, struct text key)
{
    for (size_t i = 0; i < before; i++)
        if (text_equal(lines[i].key, key))
            return lines[i].office.office;
    return 0;
}

static void demo_office(struct demo *demo, struct staff_line *lines, size_t at)
{
    struct staff_office *office = &lines[at].office;
    office->bucket = STAFF_BUCKET;
    office->office = demo_id(STAFF_BUCKET, DEMO_OFFICES, (int64_t)at);
    office->sort = (int64_t)at;
    office->version = 1;
    if (text_present(lines[at].parent))
        office->parent = demo_parent(lines, at, lines[at].parent);
    demo_emit(demo, &staff_office_table, office);

    for (int64_t above = office->office; above != 0;) {
        struct staff_above row = { STAFF_BUCKET, above, office->office };
        demo_emit(demo, &staff_above_table, &row);
        int64_t next = 0;
        for (size_t i = 0; i <= at; i++)
            if (lines[i].office.office == above)
                next = lines[i].office.parent;
        above = next;
    }
}

/* Telephones of rules/offices/phones.tsv: office, business, number, hours, source. */
static void demo_phones(struct demo *demo, const struct list *lines)
{
    struct text rest = demo->read_rules(demo, "offices/phones.tsv");
    const struct staff_line *offices = lines->items;
    for (int64_t number = 0; rest.data != NULL; number++) {
        struct text line = text_until(rest, '\n', &rest);
        if (number == 0 || text_trim(line).length == 0 || line.data[0] == '#')
            continue;
        struct staff_phone row = { .bucket = STAFF_BUCKET, .version = 1 };
        struct text key = text_trim(text_until(line, '\t', &line));
        row.business = text_trim(text_until(line, '\t', &line));
        row.number = text_trim(text_until(line, '\t', &line));
        row.hours = text_trim(text_until(line, '\t', &line));
        row.source = text_trim(line);
        for (size_t i = 0; i < lines->count; i++)
            if (text_equal(offices[i].key, key))
                row.office = offices[i].office.office;
        row.phone = demo_id(STAFF_BUCKET, DEMO_OTHER, number);
        if (row.office == 0 || !staff_business_exists(row.business))
            demo->failed = true;
        else
            demo_emit(demo, &staff_phone_table, &row);
    }
}

static void staff_demo(struct demo *demo)
{
    struct list lines = staff_demo_offices(demo);
    struct staff_line *rows = lines.items;
    for (size_t i = 0; i < lines.count; i++)
        demo_office(demo, rows, i);
    demo_phones(demo, &lines);
}

struct list staff_demo_offices(struct demo *demo)
{
    struct list lines = { 0 };
    int32_t wrong = 0;
    struct text text = demo->read_rules(demo, "offices/offices.tsv");
    if (text.data != NULL && !staff_read_lines(text, demo->arena, &lines, &wrong))
        demo->failed = true;
    return lines;
}

static const struct page_fixed directory_fixed[] = { { "kind", NULL } };
static const struct page pages[] = {
    { .path = "/directory", .title = "staff.page.directory", .action = "staff.offices",
      .intro = "staff.page.directory-intro", .button = "staff.page.look",
      .fixed = directory_fixed, .fixed_count = COUNT_OF(directory_fixed),
      .division = "division", .tell = staff_tell_directory,
      .flags = PAGE_ON_HOME | PAGE_AT_ONCE },
};

const struct room staff_room = {
    .name = "staff",
    ROOM_LIST(page, pages),
    ROOM_LIST(action, actions),
    ROOM_LIST(table, tables),
    .queries = queries, .query_count = COUNT_OF(queries),
    .demo = staff_demo,
};
