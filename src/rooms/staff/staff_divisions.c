/* staff_divisions.c: the places below a place, for lists to choose from. */

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

struct divisions_input { int64_t parent; };
struct division_told {
    int64_t division;
    struct text level, zh, en;
    bool more;                  /* it has places below it */
};
struct divisions_answer { struct list divisions; };

static const struct field input_fields[] = {
    { "parent", NULL, FIELD_COUNT, 0, AT(struct divisions_input, parent),
      .help = "staff.field.parent-division" },
};
static const struct shape input_shape =
    SHAPE("staff_divisions_input", struct divisions_input, input_fields);
#define TOLD(member_) AT(struct division_told, member_)
static const struct field told_fields[] = {
    { "division", NULL, FIELD_COUNT, 0, TOLD(division) },
    { "level", NULL, FIELD_TEXT, 0, TOLD(level), 20 },
    { "zh", NULL, FIELD_TEXT, 0, TOLD(zh), 60 },
    { "en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(en), 100 },
    { "more", NULL, FIELD_FLAG, 0, TOLD(more) },
};
static const struct shape told_shape = SHAPE("division", struct division_told, told_fields);
static const struct field answer_fields[] = {
    { "divisions", NULL, FIELD_LIST, 0, AT(struct divisions_answer, divisions),
      .of = &told_shape },
};
static const struct shape answer_shape =
    SHAPE("staff_divisions", struct divisions_answer, answer_fields);
struct divisions_facts { bool none; };
static const struct shape facts_shape =
    { .name = "staff_divisions_facts", .size = sizeof(struct divisions_facts) };

static bool divisions_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static bool has_more(const struct divisions *divisions, int32_t code)
{
    for (size_t i = 0; i < divisions_count(divisions); i++)
        if (divisions_at(divisions, i)->parent == code)
            return true;
    return false;
}

static void divisions_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    (void)facts;
    const struct divisions_input *input = request->input;
    const struct divisions *divisions = book_divisions(request->book);
    size_t all = divisions_count(divisions), count = 0;
    struct division_told *told = ARENA_ARRAY(request->arena, struct division_told, all + 1);
    for (size_t i = 0; i < all; i++) {
        const struct division *division = divisions_at(divisions, i);
        if (division->parent != input->parent)
            continue;
        told[count++] = (struct division_told){
            .division = division->code, .level = division->level, .zh = division->name,
            .en = division->english, .more = has_more(divisions, division->code),
        };
    }
    ((struct divisions_answer *)decision->outcome)->divisions = (struct list){ told, count };
}

const struct action staff_divisions_action = {
    .name = "staff.divisions", .method = "GET", .path = "/api/v1/divisions",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &input_shape,
    .facts = &facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "staff.help.divisions", .gather = divisions_gather, .decide = divisions_decide,
};
