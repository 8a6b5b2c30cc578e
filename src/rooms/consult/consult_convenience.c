/* consult_convenience.c: how much the matters that come most ask of people, and how content those
 * are who had one: of an office with all below it, by the day of acceptance. What is asked is
 * counted in the text of the matter that is in force: questions, those that must be answered, and
 * papers that are asked of people, neither looked up nor made of the form. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"

#define MOST 5

struct convenience_input {
    int64_t office;             /* absent: the asker's own */
    struct date from, until;
};
struct convenience_key { int64_t office; struct moment from, until; };
struct convenience_row { int64_t office; struct text matter; int64_t cases, rated, points; };
struct convenience_facts { const struct list *rows; };
struct convenience_told {
    struct text matter, zh, en;
    int64_t cases, questions, required, papers, rated;
    struct text average;        /* "4.35"; absent: nobody has graded one */
};
struct convenience_answer { struct list matters; };

static const struct field key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct convenience_key, office) },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct convenience_key, from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct convenience_key, until) },
};
static const struct shape key_shape =
    SHAPE("consult_convenience_key", struct convenience_key, key_fields);
#define ROW(member_) AT(struct convenience_row, member_)
static const struct field row_fields[] = {
    { "office", NULL, FIELD_ID, 0, ROW(office) },
    { "matter", NULL, FIELD_TEXT, 0, ROW(matter) },
    { "cases", NULL, FIELD_COUNT, 0, ROW(cases) },
    { "rated", NULL, FIELD_COUNT, 0, ROW(rated) },
    { "points", NULL, FIELD_COUNT, 0, ROW(points) },
};
static const struct shape row_shape =
    SHAPE("consult_convenience_row", struct convenience_row, row_fields);
/* Offices all lie in bucket 0. */
const struct query consult_matters_most = {
    .name = "consult.matters-most",
    .from = "office_above a JOIN intake_case c ON c.counted_office = a.office "
            "LEFT JOIN consult_grade g ON g.bucket = c.bucket AND g.case_id = c.case_id",
    .where = "a.bucket = 0 AND a.above = {office} AND c.counted_at >= {from} "
             "AND c.counted_at < {until} GROUP BY c.matter",
    .order = "COUNT(*) DESC, c.matter",
    .columns = "{office}, c.matter, COUNT(*), COUNT(g.case_id), COALESCE(SUM(g.rating), 0)",
    .key = &key_shape, .row = &row_shape, .row_max = MOST, .page = true, .guard = GUARD_SCOPED,
    .guard_office = "office",
};

static bool convenience_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct convenience_input *input = request->input;
    struct convenience_facts *found = facts;
    struct date until = input->until.yyyymmdd == 0 ? input->from : input->until;
    const struct convenience_key key = {
        input->office == 0 ? request->actor->office : input->office,
        moment_of_date(input->from), moment_of_date(date_plus_days(until, 1)),
    };
    found->rows = gather_want(gather, &consult_matters_most, &key);
    return found->rows != NULL;
}

static void count_what_is_asked(const struct matter *matter, struct convenience_told *told)
{
    const struct matter_field *fields = matter->fields.items;
    const struct matter_material *materials = matter->materials.items;
    told->zh = matter->zh;
    told->en = matter->en;
    told->questions = (int64_t)matter->fields.count;
    for (size_t i = 0; i < matter->fields.count; i++)
        told->required += fields[i].required;
    for (size_t i = 0; i < matter->materials.count; i++)
        told->papers += !text_present(materials[i].from);
}

/* LAW: JX4-2.0j */
static void convenience_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct list *rows = ((const struct convenience_facts *)facts)->rows;
    const struct convenience_row *most = rows->items;
    struct convenience_told *told =
        ARENA_ARRAY(request->arena, struct convenience_told, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        const struct matter *matter = matter_of(request->book, most[i].matter, request->arena);
        told[i] = (struct convenience_told){
            .matter = most[i].matter, .cases = most[i].cases, .rated = most[i].rated,
        };
        if (matter != NULL)
            count_what_is_asked(matter, &told[i]);
        if (most[i].rated > 0)
            told[i].average =
                consult_average_of(most[i].points, most[i].rated, request->arena);
    }
    ((struct convenience_answer *)decision->outcome)->matters =
        (struct list){ told, rows->count };
}

static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct convenience_input, office),
      .help = "consult.field.of-office" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct convenience_input, from),
      .help = "consult.field.accepted-from" },
    { "until", NULL, FIELD_DAY, 0, AT(struct convenience_input, until),
      .help = "consult.field.accepted-until" },
};
static const struct shape input_shape =
    SHAPE("consult_convenience", struct convenience_input, input_fields);
static const struct shape facts_shape =
    { .name = "consult_convenience_facts", .size = sizeof(struct convenience_facts) };
#define TOLD(member_) AT(struct convenience_told, member_)
static const struct field told_fields[] = {
    { "matter", NULL, FIELD_TEXT, 0, TOLD(matter), 60 },
    { "zh", NULL, FIELD_TEXT, 0, TOLD(zh), 60, .help = "consult.field.matter" },
    { "en", NULL, FIELD_TEXT, 0, TOLD(en), 100, .help = "consult.field.matter" },
    { "cases", NULL, FIELD_COUNT, 0, TOLD(cases), .help = "consult.field.cases" },
    { "questions", NULL, FIELD_COUNT, 0, TOLD(questions), .help = "consult.field.questions-asked" },
    { "required", NULL, FIELD_COUNT, 0, TOLD(required), .help = "consult.field.required" },
    { "papers", NULL, FIELD_COUNT, 0, TOLD(papers), .help = "consult.field.papers-asked" },
    { "rated", NULL, FIELD_COUNT, 0, TOLD(rated), .help = "consult.field.rated" },
    { "average", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(average), 10,
      .help = "consult.field.average" },
};
static const struct shape told_shape =
    SHAPE("consult_convenience_told", struct convenience_told, told_fields);
static const struct field answer_fields[] = {
    { "matters", NULL, FIELD_LIST, 0, AT(struct convenience_answer, matters), .of = &told_shape,
      .help = "consult.field.most-used" },
};
static const struct shape answer_shape =
    SHAPE("consult_convenience_answer", struct convenience_answer, answer_fields);

const struct action consult_convenience_action = {
    .name = "consult.convenience", .method = "GET", .path = "/api/v1/case-ratings/convenience",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "consult.help.convenience",
    .gather = convenience_gather, .decide = convenience_decide,
};
