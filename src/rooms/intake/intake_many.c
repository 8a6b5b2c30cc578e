/* intake_many.c: many cases decided together. Each is a line with a timer due now: an ordinary
 * decision of its own, with the rights of who asked, so a bad one stops no good one and every line
 * tells what became of it. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

struct many_case { int64_t case_id, version; };
struct many_input {
    struct list cases;          /* of many_case */
    struct text verdict, reason;
};
struct many_started { int64_t batch; int64_t count; };
struct lines_input { int64_t batch, after; };
struct line_told {
    int64_t line, case_id;
    struct text state, refusal, refusal_zh, refusal_en;
    struct moment done_at;
};
struct lines_answer { int64_t total, done, refused; struct list lines; };
struct lines_facts { const struct list *rows; };
struct many_facts { int64_t nothing; };

static bool gather_many(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static void decide_many(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct many_input *input = request->input;
    const struct many_case *cases = input->cases.items;
    bool approve = text_is(input->verdict, "approve");
    if (!approve && !text_is(input->verdict, "refuse"))
        intake_refuse(decision, INTAKE_REFUSED_NO_VERDICT, "verdict");
    else if (!approve && !text_present(input->reason))
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
    if (decision->refusal.key != NULL)
        return;
    int64_t batch = id_mint(request->minter, id_bucket(request->actor->office));
    for (size_t i = 0; i < input->cases.count; i++) {
        int bucket = id_bucket(cases[i].case_id);
        const struct intake_line line = {
            .bucket = bucket, .case_id = cases[i].case_id,
            .line = id_mint(request->minter, bucket), .batch = batch,
            .verdict = input->verdict, .reason = input->reason,
            .case_version = cases[i].version, .account = request->actor->account,
            .role = text_of(role_name(request->actor->role)), .office = request->actor->office,
            .division = request->actor->division, .at = request->at, .state = TEXT("waiting"),
            .version = 1,
        };
        decision_insert(decision, &intake_line_table, &line);
        task_timer_set(decision, intake_decide_line_action.name, line.case_id, request->at);
    }
    decision->subject = batch;
    *(struct many_started *)decision->outcome =
        (struct many_started){ batch, (int64_t)input->cases.count };
}

/* ---- how far it is ---- */

static bool gather_lines(struct gather *gather, const struct request *request, void *facts)
{
    const struct lines_input *input = request->input;
    const struct intake_batch_key key = { input->batch, input->after };
    struct lines_facts *found = facts;
    found->rows = gather_want(gather, &intake_lines_of_batch, &key);
    return found->rows != NULL;
}

static void decide_lines(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct lines_facts *found = facts;
    const struct intake_line *rows = found->rows->items;
    struct line_told *told =
        ARENA_ARRAY(request->arena, struct line_told, found->rows->count + 1);
    struct lines_answer *answer = decision->outcome;
    *answer = (struct lines_answer){ .total = (int64_t)found->rows->count };
    for (size_t i = 0; i < found->rows->count; i++) {
        answer->done += text_is(rows[i].state, "done");
        answer->refused += text_is(rows[i].state, "refused");
        told[i] = (struct line_told){ .line = rows[i].line, .case_id = rows[i].case_id,
            .state = rows[i].state, .refusal = rows[i].refusal,
            .refusal_zh = rows[i].refusal_zh, .refusal_en = rows[i].refusal_en,
            .done_at = rows[i].done_at };
    }
    answer->lines = (struct list){ told, found->rows->count };
}

/* ---- rows ---- */

static const struct field many_case_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct many_case, case_id),
      .help = "intake.field.case" },
    { "version", NULL, FIELD_COUNT, 0, AT(struct many_case, version),
      .help = "intake.field.version" },
};
static const struct shape many_case_shape =
    SHAPE("intake_many_case", struct many_case, many_case_fields);
static const struct field many_fields[] = {
    { "cases", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct many_input, cases), INTAKE_MANY_MAX,
      .of = &many_case_shape, .help = "intake.field.cases" },
    { "verdict", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct many_input, verdict), 20,
      "case_verdict", .help = "intake.field.verdict" },
    { "reason", NULL, FIELD_TEXT, 0, AT(struct many_input, reason), 500,
      .help = "intake.field.reason" },
};
static const struct shape many_shape = SHAPE("intake_many", struct many_input, many_fields);
static const struct shape many_facts_shape =
    { .name = "intake_many_facts", .size = sizeof(struct many_facts) };
static const struct field started_fields[] = {
    { "batch", NULL, FIELD_ID, 0, AT(struct many_started, batch), .help = "intake.field.batch" },
    { "count", NULL, FIELD_COUNT, 0, AT(struct many_started, count),
      .help = "intake.told.total" },
};
static const struct shape started_shape =
    SHAPE("intake_many_started", struct many_started, started_fields);

static const struct field lines_fields[] = {
    { "batch", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct lines_input, batch),
      .help = "intake.field.batch" },
    { "after", NULL, FIELD_ID, 0, AT(struct lines_input, after), .help = "intake.field.after" },
};
static const struct shape lines_shape = SHAPE("intake_lines", struct lines_input, lines_fields);
static const struct shape lines_facts_shape =
    { .name = "intake_lines_facts", .size = sizeof(struct lines_facts) };
#define TOLD(member_) AT(struct line_told, member_)
static const struct field line_fields[] = {
    { "line", NULL, FIELD_ID, 0, TOLD(line) },
    { "case_id", NULL, FIELD_ID, 0, TOLD(case_id), .help = "intake.field.case" },
    { "state", NULL, FIELD_CODE, 0, TOLD(state), 20, "line_state", .help = "intake.told.state" },
    { "refusal", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal), 60 },
    { "refusal_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal_zh), 300,
      .help = "intake.told.why-not" },
    { "refusal_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal_en), 400,
      .help = "intake.told.why-not" },
    { "done_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(done_at), .help = "intake.told.decided" },
};
static const struct shape line_shape = SHAPE("intake_line_told", struct line_told, line_fields);
#define ANSWER(member_) AT(struct lines_answer, member_)
static const struct field answer_fields[] = {
    { "total", NULL, FIELD_COUNT, 0, ANSWER(total), .help = "intake.told.total" },
    { "done", NULL, FIELD_COUNT, 0, ANSWER(done), .help = "intake.told.done" },
    { "refused", NULL, FIELD_COUNT, 0, ANSWER(refused), .help = "intake.told.not-done" },
    { "lines", NULL, FIELD_LIST, 0, ANSWER(lines), .of = &line_shape,
      .help = "intake.field.cases" },
};
static const struct shape answer_shape =
    SHAPE("intake_lines_answer", struct lines_answer, answer_fields);

const struct action intake_decide_many_action = {
    .name = "intake.decide-many", .method = "POST", .path = "/api/v1/cases/verdicts",
    .flags = ACTION_ONCE, .input = &many_shape,
    .facts = &many_facts_shape, .outcome = &started_shape, .answer = &started_shape,
    .help = "intake.help.decide-many", .gather = gather_many, .decide = decide_many,
};
const struct action intake_lines_action = {
    .name = "intake.lines", .method = "GET", .path = "/api/v1/cases/verdicts/{batch}",
    .flags = ACTION_READ, .input = &lines_shape,
    .facts = &lines_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .next_page = { { "after", "line" } },
    .help = "intake.help.lines", .gather = gather_lines, .decide = decide_lines,
};
