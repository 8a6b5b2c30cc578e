/* contribute_people.c: the people of one bill, each with what it rests on: a page by person. */

#include "rooms/contribute/contribute_bills.h"

#include "base/check.h"

#define PEOPLE_A_PAGE 500

struct lines_input {
    int64_t owner, bill, after;
};
static const struct field lines_input_fields[] = {
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, owner),
      .help = "contribute.field.owner" },
    { "bill", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, bill),
      .help = "contribute.field.bill" },
    { "after", NULL, FIELD_ID, 0, AT(struct lines_input, after),
      .help = "contribute.field.after" },
};
static const struct shape lines_input_shape =
    SHAPE("contribute_lines_input", struct lines_input, lines_input_fields);

struct line_row {
    int64_t person;
    struct text name, masked;
    struct money base, counted, own, fixed, credited;
    struct date credited_on;
};
#define ROW(member_) AT(struct line_row, member_)
static const struct field line_fields[] = {
    { "person", NULL, FIELD_ID, 0, ROW(person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, ROW(name), 100 },
    { "masked", NULL, FIELD_TEXT, FIELD_PRIVATE | FIELD_SPARSE, ROW(masked), 30 },
    { "base", NULL, FIELD_MONEY, 0, ROW(base) },
    { "counted", NULL, FIELD_MONEY, 0, ROW(counted) },
    { "own", NULL, FIELD_MONEY, 0, ROW(own) },
    { "fixed", NULL, FIELD_MONEY, 0, ROW(fixed) },
    { "credited", NULL, FIELD_MONEY, 0, ROW(credited) },
    { "credited_on", NULL, FIELD_DAY, FIELD_SPARSE, ROW(credited_on) },
};
static const struct shape line_shape = SHAPE("contribute_line_row", struct line_row, line_fields);

struct lines_key { int64_t bucket, owner, bill, after; };
static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, 0, AT(struct lines_key, bucket) },
    { "owner", NULL, FIELD_ID, 0, AT(struct lines_key, owner) },
    { "bill", NULL, FIELD_ID, 0, AT(struct lines_key, bill) },
    { "after", NULL, FIELD_COUNT, 0, AT(struct lines_key, after) },
};
static const struct shape key_shape = SHAPE("contribute_lines_key", struct lines_key, key_fields);
/* A person lies in the bucket that his number names (core/id.h). */
const struct query contribute_lines_page = {
    .name = "contribute.lines-page",
    .from = "contribute_line l LEFT JOIN person p ON p.bucket = l.person / 4194304 % 1024"
            " AND p.person = l.person",
    .where = "l.bucket = {bucket} AND l.owner = {owner} AND l.bill = {bill}"
             " AND l.person > {after}",
    .columns = "l.person, p.name, p.number_masked, l.base, l.counted, l.own, l.fixed, l.credited,"
               " l.credited_on",
    .order = "l.person", .key = &key_shape, .row = &line_shape, .row_max = PEOPLE_A_PAGE,
    .page = true, .guard = GUARD_DECISION,
};

struct lines_answer {
    struct text month;
    struct money base, own, fixed;
    struct list lines;
    int64_t next;
};
static const struct field lines_answer_fields[] = {
    { "month", NULL, FIELD_TEXT, 0, AT(struct lines_answer, month), 7 },
    { "base", NULL, FIELD_MONEY, 0, AT(struct lines_answer, base) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct lines_answer, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct lines_answer, fixed) },
    { "lines", NULL, FIELD_LIST, 0, AT(struct lines_answer, lines), .of = &line_shape },
    { "next", NULL, FIELD_ID, FIELD_SPARSE, AT(struct lines_answer, next) },
};
static const struct shape lines_answer_shape =
    SHAPE("contribute_lines", struct lines_answer, lines_answer_fields);

struct lines_facts {
    const struct contribute_bill *bill;
    const struct list *lines;
};
static const struct shape lines_facts_shape =
    { .name = "contribute_lines_facts", .size = sizeof(struct lines_facts) };

static bool lines_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct lines_input *input = request->input;
    struct lines_facts *found = facts;
    const struct contribute_bill_key bill_key = { id_bucket(input->owner), input->owner,
                                                  input->bill };
    const struct lines_key key = { id_bucket(input->owner), input->owner, input->bill,
                                   input->after };
    const void *row = NULL;
    bool there = gather_one(gather, &contribute_bill_by_id, &bill_key, &row);
    found->lines = gather_want(gather, &contribute_lines_page, &key);
    found->bill = row;
    return there && found->lines != NULL;
}

static void lines_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct lines_input *input = request->input;
    const struct lines_facts *found = facts;
    if (found->bill == NULL
        || !contribute_may_act(request->actor, input->owner, found->bill->place)) {
        decision_refuse(decision, "contribute.refused.no-such-unit", "owner");
        return;
    }
    /* What is assessed has a sum and no people: lines that are there belong to a month that is
     * declared in parts just now. */
    static const struct list nobody = { 0 };
    const struct list *lines = text_is(found->bill->kind, "assessed") ? &nobody : found->lines;
    const struct line_row *rows = lines->items;
    struct lines_answer told = {
        .month = contribute_month_text(found->bill->month, request->arena),
        .base = found->bill->base, .own = found->bill->own, .fixed = found->bill->fixed,
        .lines = *lines,
    };
    if (told.lines.count == PEOPLE_A_PAGE)
        told.next = rows[PEOPLE_A_PAGE - 1].person;
    *(struct lines_answer *)decision->outcome = told;
}

const struct action contribute_lines_action = {
    .name = "contribute.lines", .method = "GET",
    .path = "/api/v1/contributions/{owner}/bills/{bill}",
    .flags = ACTION_READ, .input = &lines_input_shape, .facts = &lines_facts_shape,
    .outcome = &lines_answer_shape, .answer = &lines_answer_shape,
    .next_page = { { "after", "next" } }, .help = "contribute.help.lines",
    .gather = lines_gather, .decide = lines_decide,
};
