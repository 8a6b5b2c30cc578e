/* consult_grade.c: a decided case is graded by who applied, once, with one of five grades (政务服务
 * “好差评”); somebody of its office calls after the low ones and writes down what came of it. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "rooms/message/message_facts.h"

#define MINUTE_MS INT64_C(60000)

static bool gather_grade(struct gather *gather, int64_t case_id,
                         const struct consult_grade **ret_grade)
{
    const struct consult_grade_key key = { id_bucket(case_id), case_id };
    const void *row = NULL;
    bool complete = gather_one(gather, &consult_grade_of_case, &key, &row);
    *ret_grade = row;
    return complete;
}

/* ---- giving one ---- */

static bool rate_case_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct consult_rate_case_facts *found = facts;
    bool complete = intake_gather_receipt(gather, request, &found->of);
    /* The case is there before all that hangs on it: its grade is asked for beside. */
    if (found->of.row != NULL)
        complete &= gather_grade(gather, found->of.row->case_id, &found->grade);
    return complete;
}

static bool may_rate(const struct request *request, const struct consult_rate_case_facts *found,
                     struct decision *decision)
{
    const struct consult_rate_case_input *input = request->input;
    if (found->of.row == NULL || !intake_may_see(request, &found->of, input->of.last_four))
        consult_refuse(decision, CONSULT_REFUSED_NO_HANDLED_CASE, "receipt");
    else if (found->of.row->decided_at.ms == 0)
        consult_refuse(decision, CONSULT_REFUSED_NOT_DECIDED, "receipt");
    else if (found->grade != NULL)
        consult_refuse(decision, CONSULT_REFUSED_GRADED_ALREADY, "receipt");
    else if (input->rating < 1 || input->rating > 5)
        consult_refuse(decision, CONSULT_REFUSED_GRADE, "rating");
    return decision->refusal.key == NULL;
}

/* LAW: BJ4-S3e: institutions grade how their cases were handled, too. */
static void rate_case_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct consult_rate_case_input *input = request->input;
    const struct consult_rate_case_facts *found = facts;
    if (!may_rate(request, found, decision))
        return;
    const struct intake_case *of = found->of.row;
    struct consult_grade grade = {
        .bucket = id_bucket(of->case_id), .case_id = of->case_id, .office = of->office,
        .place = of->place, .institution = request->actor->institution, .matter = of->matter,
        .receipt = of->receipt, .rating = input->rating, .remark = input->text,
        .rated_at = request->at, .version = 1,
        .handled_minutes = (of->decided_at.ms - of->received_at.ms) / MINUTE_MS,
    };
    const struct consult_terms *terms =
        consult_terms_on(request->book, (int32_t)of->place, date_of_moment(request->at));
    if (terms != NULL && grade.rating <= terms->low_grade) {
        grade.follow = TEXT("due");
        const struct message_row about = { .office = of->office, .subject = of->case_id,
            .reference = of->receipt, .kind = TEXT("consult.message.low-case") };
        const struct text details[3] = { of->receipt };
        message_send(decision, &about, details, details);
    }
    decision_insert(decision, &consult_grade_table, &grade);
    decision->subject = of->case_id;
    *(struct consult_case_graded *)decision->outcome = (struct consult_case_graded){
        .receipt = of->receipt, .rating = grade.rating, .follow = text_present(grade.follow) };
}

#define RATE(member_) AT(struct consult_rate_case_input, member_)
static const struct field rate_case_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, RATE(of.receipt), 40,
      .help = "consult.field.case-receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, RATE(of.last_four), 4,
      .help = "consult.field.last-four" },
    { "rating", NULL, FIELD_COUNT, FIELD_REQUIRED, RATE(rating),
      .help = "consult.field.rating" },
    { "text", NULL, FIELD_TEXT, 0, RATE(text), 500, .help = "consult.field.remark" },
};
static const struct shape rate_case_shape =
    SHAPE("consult_rate_case", struct consult_rate_case_input, rate_case_fields);
static const struct shape rate_case_facts_shape =
    { .name = "consult_rate_case_facts", .size = sizeof(struct consult_rate_case_facts) };
#define DONE(member_) AT(struct consult_case_graded, member_)
static const struct field done_fields[] = {
    { "receipt", NULL, FIELD_TEXT, 0, DONE(receipt), 40, .help = "consult.field.case-receipt" },
    { "rating", NULL, FIELD_COUNT, 0, DONE(rating), .help = "consult.field.rating" },
    { "follow", NULL, FIELD_FLAG, 0, DONE(follow), .help = "consult.field.follows" },
};
static const struct shape done_shape =
    SHAPE("consult_case_graded", struct consult_case_graded, done_fields);

const struct action consult_rate_case_action = {
    .name = "consult.rate-case", .method = "POST", .path = "/api/v1/cases/rating",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &rate_case_shape,
    .facts = &rate_case_facts_shape, .outcome = &done_shape, .answer = &done_shape,
    .help = "consult.help.rate-case", .keys = intake_receipt_keys, .gather = rate_case_gather,
    .decide = rate_case_decide,
};

/* ---- the call after a low one ---- */

static bool follow_case_gather(struct gather *gather, const struct request *request,
                               void *facts)
{
    const struct consult_follow_case_input *input = request->input;
    struct consult_follow_case_facts *found = facts;
    return gather_grade(gather, input->case_id, &found->grade);
}

static void follow_case_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct consult_follow_case_input *input = request->input;
    const struct consult_grade *grade = ((const struct consult_follow_case_facts *)facts)->grade;
    if (grade == NULL || !actor_has_office(request->actor, grade->office)) {
        consult_refuse(decision, CONSULT_REFUSED_NO_HANDLED_CASE, "case_id");
        return;
    }
    if (!text_is(grade->follow, "due")) {
        consult_refuse(decision, CONSULT_REFUSED_NO_FOLLOW, "case_id");
        return;
    }
    struct consult_grade row = *grade;
    row.follow = TEXT("done");
    row.followed_by = request->actor->account;
    row.followed_at = request->at;
    row.follow_note = input->text;
    decision_replace(decision, &consult_grade_table, &row);
    decision->subject = row.case_id;
    *(struct consult_case_graded *)decision->outcome =
        (struct consult_case_graded){ .receipt = row.receipt, .rating = row.rating };
}

static void follow_case_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct consult_follow_case_input *)request->input)->case_id);
}

static const struct field follow_case_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct consult_follow_case_input, case_id),
      .help = "consult.field.case" },
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct consult_follow_case_input, text), 500,
      .help = "consult.field.follow-note" },
};
static const struct shape follow_case_shape =
    SHAPE("consult_follow_case", struct consult_follow_case_input, follow_case_fields);
static const struct shape follow_case_facts_shape =
    { .name = "consult_follow_case_facts", .size = sizeof(struct consult_follow_case_facts) };

const struct action consult_follow_case_action = {
    .name = "consult.follow-case", .method = "POST",
    .path = "/api/v1/cases/{case_id}/rating/follow-up",
    .flags = ACTION_ONCE, .input = &follow_case_shape, .facts = &follow_case_facts_shape,
    .outcome = &done_shape, .answer = &done_shape, .help = "consult.help.follow-case",
    .keys = follow_case_keys, .gather = follow_case_gather, .decide = follow_case_decide,
};

/* ---- what an office is told ---- */

struct office_input { int64_t office; };
struct office_facts { const struct list *rows; };
struct grades_answer { struct list grades; };
struct graded_told {
    struct text matter;
    int64_t institution, rated, low, waiting, handled_minutes;
    struct text average;        /* "4.35" */
};

static const struct field office_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct office_input, office),
      .help = "consult.field.of-office" },
};
static const struct shape office_shape =
    SHAPE("consult_grades_asked", struct office_input, office_fields);
static const struct shape office_facts_shape =
    { .name = "consult_grades_facts", .size = sizeof(struct office_facts) };

static bool gather_of_office(struct gather *gather, const struct request *request,
                             const struct query *query, void *facts)
{
    const struct office_input *input = request->input;
    const struct consult_graded_key key = {
        input->office != 0 ? input->office : request->actor->office };
    struct office_facts *found = facts;
    found->rows = gather_want(gather, query, &key);
    return found->rows != NULL;
}

static bool low_gather(struct gather *gather, const struct request *request, void *facts)
{
    return gather_of_office(gather, request, &consult_grades_due, facts);
}

static void low_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    (void)request;
    ((struct grades_answer *)decision->outcome)->grades =
        *((const struct office_facts *)facts)->rows;
}

#define LOW(member_) AT(struct consult_grade, member_)
static const struct field low_fields[] = {
    { "case_id", NULL, FIELD_ID, 0, LOW(case_id) },
    { "receipt", NULL, FIELD_TEXT, 0, LOW(receipt), 40, .help = "consult.field.case-receipt" },
    { "matter", NULL, FIELD_TEXT, 0, LOW(matter), 60, .help = "consult.field.matter" },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, LOW(institution),
      .help = "consult.field.institution" },
    { "rating", NULL, FIELD_COUNT, 0, LOW(rating), .help = "consult.field.rating" },
    { "remark", NULL, FIELD_TEXT, FIELD_SPARSE, LOW(remark), 500,
      .help = "consult.field.remark" },
    { "rated_at", NULL, FIELD_MOMENT, 0, LOW(rated_at), .help = "consult.field.rated-at" },
};
static const struct shape low_shape =
    SHAPE("consult_low_grade", struct consult_grade, low_fields);
static const struct field low_answer_fields[] = {
    { "grades", NULL, FIELD_LIST, 0, AT(struct grades_answer, grades), .of = &low_shape,
      .help = "consult.field.grades" },
};
static const struct shape low_answer_shape =
    SHAPE("consult_low_grades", struct grades_answer, low_answer_fields);

const struct action consult_low_grades_action = {
    .name = "consult.low-grades", .method = "GET", .path = "/api/v1/case-ratings/low",
    .flags = ACTION_READ, .input = &office_shape,
    .facts = &office_facts_shape, .outcome = &low_answer_shape, .answer = &low_answer_shape,
    .help = "consult.help.low-grades", .gather = low_gather, .decide = low_decide,
};

static bool graded_gather(struct gather *gather, const struct request *request, void *facts)
{
    return gather_of_office(gather, request, &consult_grades_of_office, facts);
}

/* Hundredths, rounded half up: figures of a report, no money. */
struct text consult_average_of(int64_t points, int64_t rated, struct arena *arena)
{
    CHECK(rated > 0);
    int64_t hundredths = (points * 200 + rated) / (2 * rated);
    return arena_format(arena, "%lld.%02lld", (long long)(hundredths / 100),
                        (long long)(hundredths % 100));
}

static void graded_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct list *rows = ((const struct office_facts *)facts)->rows;
    const struct consult_graded *graded = rows->items;
    struct graded_told *told = ARENA_ARRAY(request->arena, struct graded_told, rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (graded[i].rated > 0)
            told[count++] = (struct graded_told){
                .matter = graded[i].matter, .institution = graded[i].institution,
                .rated = graded[i].rated, .low = graded[i].low, .waiting = graded[i].waiting,
                .average = consult_average_of(graded[i].points, graded[i].rated,
                                              request->arena),
                .handled_minutes = graded[i].minutes / graded[i].rated,
            };
    ((struct grades_answer *)decision->outcome)->grades = (struct list){ told, count };
}

#define TOLD(member_) AT(struct graded_told, member_)
static const struct field graded_fields[] = {
    { "matter", NULL, FIELD_TEXT, 0, TOLD(matter), 60, .help = "consult.field.matter" },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, TOLD(institution),
      .help = "consult.field.institution" },
    { "rated", NULL, FIELD_COUNT, 0, TOLD(rated), .help = "consult.field.rated" },
    { "average", NULL, FIELD_TEXT, 0, TOLD(average), 10, .help = "consult.field.average" },
    { "low", NULL, FIELD_COUNT, 0, TOLD(low), .help = "consult.field.low" },
    { "waiting", NULL, FIELD_COUNT, 0, TOLD(waiting), .help = "consult.field.waiting-calls" },
    { "handled_minutes", NULL, FIELD_COUNT, 0, TOLD(handled_minutes),
      .help = "consult.field.handled" },
};
static const struct shape graded_shape =
    SHAPE("consult_graded_told", struct graded_told, graded_fields);
static const struct field graded_answer_fields[] = {
    { "grades", NULL, FIELD_LIST, 0, AT(struct grades_answer, grades), .of = &graded_shape,
      .help = "consult.field.grades" },
};
static const struct shape graded_answer_shape =
    SHAPE("consult_grades", struct grades_answer, graded_answer_fields);

const struct action consult_graded_action = {
    .name = "consult.graded", .method = "GET", .path = "/api/v1/case-ratings",
    .flags = ACTION_READ, .input = &office_shape,
    .facts = &office_facts_shape, .outcome = &graded_answer_shape,
    .answer = &graded_answer_shape, .help = "consult.help.graded", .gather = graded_gather,
    .decide = graded_decide,
};
