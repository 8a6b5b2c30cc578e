/* staff.c: the pure part: see staff.h and staff_facts.h. */

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/divisions.h"

static const char *const KINDS[] = {
    "bureau", "agency", "town", "village", "branch", "centre", "section", "outside",
};

bool staff_kind_exists(struct text kind)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (text_is(kind, KINDS[i]))
            return true;
    return false;
}

bool staff_division_within(int64_t division, int64_t wider)
{
    return division >= wider && division <= division_last_code((int32_t)wider);
}

bool staff_works_over(const struct actor *actor, int64_t place)
{
    return actor->scope.everything
        || (actor->office != 0 && staff_division_within(place, actor->division));
}

const struct staff_office *staff_office_for(const struct list *offices, int64_t division,
                                            const char *kind)
{
    const struct staff_office *rows = offices->items;
    const struct staff_office *best = NULL;
    for (size_t i = 0; i < offices->count; i++) {
        if (!text_is(rows[i].kind, kind) || !staff_division_within(division, rows[i].division))
            continue;
        if (best == NULL || (best->division != rows[i].division
                             && staff_division_within(rows[i].division, best->division)))
            best = &rows[i];
    }
    return best;
}

enum staff_register_answer staff_judge_register(const struct actor *actor,
                                                const struct staff_register_input *input,
                                                const struct staff_office *parent)
{
    /* Whoever sits in an office adds below it; the machine's own administrator anywhere. */
    if (!actor->scope.everything && !actor_has_office(actor, input->parent))
        return STAFF_REGISTER_NOT_YOURS;
    if (input->parent != 0 && parent == NULL)
        return STAFF_REGISTER_NO_PARENT;
    if (!staff_kind_exists(input->kind))
        return STAFF_REGISTER_NO_SUCH_KIND;
    if (parent != NULL && !staff_division_within(input->division, parent->division))
        return STAFF_REGISTER_OUT_OF_PLACE;
    return STAFF_REGISTER_GOOD;
}

/* ---- tables of offices ---- */

static struct text column(struct text *line)
{
    struct text cell = text_trim(text_until(*line, '\t', line));
    return text_is(cell, "-") ? (struct text){ 0 } : cell;
}

static bool read_line(struct text text, struct staff_line *ret_line)
{
    struct staff_line line = { .key = column(&text) };
    line.parent = column(&text);
    line.office.kind = column(&text);
    struct text division = column(&text);
    line.office.name = column(&text);
    line.office.address = column(&text);
    line.office.phone = column(&text);
    line.office.phone_kind = column(&text);
    line.office.hours = column(&text);
    line.office.department = column(&text);
    if (!text_present(line.key) || !text_present(line.office.name)
        || !staff_kind_exists(line.office.kind)
        || !text_to_int64(division, &line.office.division))
        return false;
    *ret_line = line;
    return true;
}

bool staff_read_lines(struct text text, struct arena *arena, struct list *ret_lines,
                      int32_t *ret_line)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.data[i] == '\n';
    struct staff_line *lines = ARENA_ARRAY(arena, struct staff_line, most);
    size_t count = 0;
    int32_t number = 0;
    struct text rest = text;
    while (rest.data != NULL) {
        struct text line = text_until(rest, '\n', &rest);
        number++;
        if (number == 1 || text_trim(line).length == 0 || line.data[0] == '#')
            continue;
        if (!read_line(line, &lines[count])) {
            *ret_line = number;
            return false;
        }
        count++;
    }
    *ret_lines = (struct list){ lines, count };
    return true;
}
