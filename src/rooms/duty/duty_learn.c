/* duty_learn.c: lessons and who has not learnt them; suggestions and their replies. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"

/* ---- lessons ---- */

struct lesson_facts {
    const struct duty_lesson *row;
    const struct list *learnt, *below, *accounts[DUTY_HALLS_MAX];
    size_t count;
    bool done;                  /* the asker has learnt it */
};
static const struct shape lesson_facts_shape =
    { .name = "duty_lesson_facts", .size = sizeof(struct lesson_facts) };

static void lesson_keys(const struct request *request, struct keys *keys)
{
    const struct duty_lesson_input *input = request->input;
    keys_add(keys, input->lesson != 0 ? input->lesson : request->actor->office);
    keys_add(keys, request->actor->account);
}

static bool lesson_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct duty_lesson_input *input = request->input;
    struct lesson_facts *found = facts;
    if (input->lesson == 0)
        return true;
    const struct duty_id_key key = { id_bucket(input->lesson), input->lesson };
    const void *row = NULL;
    bool complete = gather_one(gather, &duty_lesson_by_id, &key, &row);
    found->row = row;
    found->learnt = gather_want(gather, &duty_learnt_of, &key);
    return complete && found->learnt != NULL;
}

static void set_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    (void)facts;
    const struct duty_lesson_input *input = request->input;
    int64_t office = request->actor->office;
    if (office == 0) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, NULL);
        return;
    }
    int bucket = duty_bucket(office);
    const struct duty_lesson row = {
        .bucket = bucket, .office = office, .lesson = id_mint(request->minter, bucket),
        .title = input->title, .link = input->link, .role = input->role,
        .matter = input->matter, .due = input->due, .reading = input->reading,
        .set_by = request->actor->account, .version = 1,
    };
    decision_insert(decision, &duty_lesson_table, &row);
    duty_done_with(decision, row.lesson, 0);
}

static bool has_learnt(const struct list *learnt, int64_t account)
{
    const struct duty_learnt *rows = learnt->items;
    for (size_t i = 0; i < learnt->count; i++)
        if (rows[i].account == account)
            return true;
    return false;
}

/* LAW: SX9-3.1a: who has learnt it, and when, one by one. */
static void learn_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct lesson_facts *found = facts;
    if (found->row == NULL) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "lesson");
        return;
    }
    if (has_learnt(found->learnt, request->actor->account)) {
        duty_refuse(decision, DUTY_REFUSED_DONE, "lesson");
        return;
    }
    const struct duty_learnt row = {
        .bucket = found->row->bucket, .lesson = found->row->lesson,
        .account = request->actor->account, .office = request->actor->office, .at = request->at,
    };
    decision_insert(decision, &duty_learnt_table, &row);
    duty_done_with(decision, row.lesson, (int64_t)found->learnt->count + 1);
}

/* ---- what one is asked to learn ---- */

/* A page of each of the office and those above it: no office's crowd out another's. */
#define LESSONS_SHOWN ((size_t)DUTY_ABOVE_MAX * DUTY_LESSONS_AN_OFFICE)
struct lessons_input { bool nothing; };
struct lessons_facts {
    const struct list *lessons[DUTY_ABOVE_MAX], *learnt[DUTY_ABOVE_MAX];
    size_t count;
};
struct lessons_answer { struct list lessons; };

/* The office itself is the first of those above it. */
static bool lessons_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct lessons_facts *found = facts;
    const struct staff_office_key key = { STAFF_BUCKET, request->actor->office };
    const struct list *above = gather_want(gather, &staff_offices_above, &key);
    if (above == NULL)
        return false;
    const struct staff_above *rows = above->items;
    bool complete = true;
    found->count = 0;
    for (size_t i = 0; i < above->count && found->count < DUTY_ABOVE_MAX; i++) {
        if (rows[i].office != request->actor->office)
            continue;
        int bucket = duty_bucket(rows[i].above);
        const struct duty_office_key of = { bucket, rows[i].above };
        const struct duty_id_key by = { bucket, request->actor->account };
        size_t at = found->count++;
        found->lessons[at] = gather_want(gather, &duty_lessons_of, &of);
        found->learnt[at] = gather_want(gather, &duty_learnt_by, &by);
        complete &= found->lessons[at] != NULL && found->learnt[at] != NULL;
    }
    return complete;
}

static struct moment learnt_at(const struct list *learnt, int64_t lesson)
{
    const struct duty_learnt *rows = learnt->items;
    for (size_t i = 0; i < learnt->count; i++)
        if (rows[i].lesson == lesson)
            return rows[i].at;
    return (struct moment){ 0 };
}

static void lessons_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct lessons_facts *found = facts;
    struct text own = text_of(role_name(request->actor->role));
    struct duty_lesson_told *told =
        ARENA_ARRAY(request->arena, struct duty_lesson_told, LESSONS_SHOWN);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct duty_lesson *rows = found->lessons[i]->items;
        for (size_t l = 0; l < found->lessons[i]->count && count < LESSONS_SHOWN; l++)
            told[count++] = (struct duty_lesson_told){
                .lesson = rows[l].lesson, .office = rows[l].office, .title = rows[l].title,
                .link = rows[l].link, .role = rows[l].role, .matter = rows[l].matter,
                .due = rows[l].due, .reading = rows[l].reading,
                .asked = !text_present(rows[l].role) || text_equal(rows[l].role, own),
                .learnt_at = learnt_at(found->learnt[i], rows[l].lesson),
            };
    }
    ((struct lessons_answer *)decision->outcome)->lessons = (struct list){ told, count };
}

/* LAW: SX9-3.1b: who must and has not is listed, village stations above all. */
static bool not_learnt_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct lesson_facts *found = facts;
    if (!lesson_gather(gather, request, facts))
        return false;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office))
        return true;
    const struct staff_office_key key = { STAFF_BUCKET, found->row->office };
    found->below = gather_want(gather, &staff_offices_below, &key);
    if (found->below == NULL)
        return false;
    const struct staff_above *rows = found->below->items;
    bool complete = true;
    found->count = 0;
    for (size_t i = 0; i < found->below->count && found->count < DUTY_HALLS_MAX; i++) {
        const struct duty_office_key of = { 0, rows[i].office };
        found->accounts[found->count] = gather_want(gather, &duty_accounts_of, &of);
        complete &= found->accounts[found->count++] != NULL;
    }
    return complete;
}

static void not_learnt_decide(const struct request *request, const void *facts,
                              struct decision *decision)
{
    const struct lesson_facts *found = facts;
    struct duty_not_learnt *answer = decision->outcome;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office)) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "lesson");
        return;
    }
    size_t most = 0, count = 0;
    for (size_t i = 0; i < found->count; i++)
        most += found->accounts[i]->count;
    struct duty_account *open = ARENA_ARRAY(request->arena, struct duty_account, most + 1);
    for (size_t i = 0; i < found->count; i++) {
        const struct duty_account *rows = found->accounts[i]->items;
        for (size_t a = 0; a < found->accounts[i]->count; a++)
            if ((!text_present(found->row->role) || text_equal(found->row->role, rows[a].role))
                && !has_learnt(found->learnt, rows[a].account))
                open[count++] = rows[a];
    }
    *answer = (struct duty_not_learnt){ found->row->lesson, (int64_t)found->learnt->count,
                                        { open, count } };
}

/* ---- suggestions ---- */

struct suggestion_facts { const struct duty_suggestion *row; const struct list *rows; };
static const struct shape suggestion_facts_shape =
    { .name = "duty_suggestion_facts", .size = sizeof(struct suggestion_facts) };

static void suggestion_keys(const struct request *request, struct keys *keys)
{
    const struct duty_suggestion_input *input = request->input;
    keys_add(keys, input->suggestion != 0 ? input->suggestion : request->actor->office);
}

static bool suggestion_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct duty_suggestion_input *input = request->input;
    const struct duty_id_key key = { id_bucket(input->suggestion), input->suggestion };
    const void *row = NULL;
    bool complete = input->suggestion == 0
        || gather_one(gather, &duty_suggestion_by_id, &key, &row);
    ((struct suggestion_facts *)facts)->row = row;
    return complete;
}

/* LAW: SX9-3.2c. */
static void suggest_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)facts;
    const struct duty_suggestion_input *input = request->input;
    int64_t office = request->actor->office;
    if (office == 0) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, NULL);
        return;
    }
    int bucket = duty_bucket(office);
    const struct duty_suggestion row = {
        .bucket = bucket, .office = office, .suggestion = id_mint(request->minter, bucket),
        .about = input->about, .what = input->what, .made_by = request->actor->account,
        .at = request->at, .state = TEXT("open"), .version = 1,
    };
    decision_insert(decision, &duty_suggestion_table, &row);
    duty_done_with(decision, row.suggestion, 0);
}

static void reply_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct duty_suggestion_input *input = request->input;
    const struct suggestion_facts *found = facts;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office)) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "suggestion");
        return;
    }
    struct duty_suggestion after = *found->row;
    after.state = TEXT("answered");
    after.reply = input->reply;
    after.answered_by = request->actor->account;
    decision_replace(decision, &duty_suggestion_table, &after);
    duty_done_with(decision, after.suggestion, 0);
}

struct suggestions_input { int64_t office; };
struct suggestions_answer { struct list suggestions; };

static bool suggestions_gather(struct gather *gather, const struct request *request,
                               void *facts)
{
    const struct suggestions_input *input = request->input;
    struct suggestion_facts *found = facts;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct duty_office_key key = { duty_bucket(office), office };
    found->rows = gather_want(gather, &duty_suggestions_of, &key);
    return found->rows != NULL;
}

static void suggestions_decide(const struct request *request, const void *facts,
                               struct decision *decision)
{
    (void)request;
    ((struct suggestions_answer *)decision->outcome)->suggestions =
        *((const struct suggestion_facts *)facts)->rows;
}

/* ---- rows ---- */

#define LESSON(member_) AT(struct duty_lesson_input, member_)
static const struct field lesson_fields[] = {
    { "title", NULL, FIELD_TEXT, FIELD_REQUIRED, LESSON(title), 200,
      .help = "duty.field.title" },
    { "link", NULL, FIELD_TEXT, 0, LESSON(link), 500, .help = "duty.field.link" },
    { "role", NULL, FIELD_TEXT, 0, LESSON(role), 30, .help = "duty.field.role" },
    { "matter", NULL, FIELD_TEXT, 0, LESSON(matter), 60, .help = "duty.field.matter" },
    { "due", NULL, FIELD_DAY, 0, LESSON(due), .help = "duty.field.due" },
    { "reading", NULL, FIELD_FLAG, 0, LESSON(reading), .help = "duty.field.reading" },
};
static const struct shape lesson_shape =
    SHAPE("duty_set_lesson", struct duty_lesson_input, lesson_fields);
static const struct field learn_fields[] = {
    { "lesson", NULL, FIELD_ID, FIELD_REQUIRED, LESSON(lesson), .help = "duty.field.lesson" },
};
static const struct shape learn_shape =
    SHAPE("duty_learn", struct duty_lesson_input, learn_fields);
static const struct field account_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct duty_account, account),
      .help = "duty.field.owner" },
    { "office", NULL, FIELD_ID, 0, AT(struct duty_account, office),
      .help = "duty.field.office" },
    { "role", NULL, FIELD_TEXT, 0, AT(struct duty_account, role), 30,
      .help = "duty.field.role" },
    { "label", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct duty_account, label), 100,
      .help = "duty.field.label" },
};
static const struct shape account_shape =
    SHAPE("duty_who_must", struct duty_account, account_fields);
static const struct shape lessons_input_shape = { .name = "duty_lessons_asked",
                                                  .size = sizeof(struct lessons_input) };
static const struct shape lessons_facts_shape = { .name = "duty_lessons_facts",
                                                  .size = sizeof(struct lessons_facts) };
#define SEEN(member_) AT(struct duty_lesson_told, member_)
static const struct field seen_fields[] = {
    { "lesson", NULL, FIELD_ID, 0, SEEN(lesson), .help = "duty.field.lesson" },
    { "office", NULL, FIELD_ID, 0, SEEN(office), .help = "duty.field.office" },
    { "title", NULL, FIELD_TEXT, 0, SEEN(title), 200, .help = "duty.field.title" },
    { "link", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(link), 500, .help = "duty.field.link" },
    { "role", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(role), 30, .help = "duty.field.role" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(matter), 60, .help = "duty.field.matter" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, SEEN(due), .help = "duty.field.due" },
    { "reading", NULL, FIELD_FLAG, 0, SEEN(reading), .help = "duty.field.reading" },
    { "asked", NULL, FIELD_FLAG, 0, SEEN(asked), .help = "duty.field.asked" },
    { "learnt_at", NULL, FIELD_MOMENT, FIELD_SPARSE, SEEN(learnt_at),
      .help = "duty.field.learnt-at" },
};
static const struct shape seen_shape =
    SHAPE("duty_lesson_told", struct duty_lesson_told, seen_fields);
static const struct field lessons_fields[] = {
    { "lessons", NULL, FIELD_LIST, 0, AT(struct lessons_answer, lessons), .of = &seen_shape,
      .help = "duty.field.lessons" },
};
static const struct shape lessons_shape =
    SHAPE("duty_lessons", struct lessons_answer, lessons_fields);
static const struct field not_learnt_fields[] = {
    { "lesson", NULL, FIELD_ID, 0, AT(struct duty_not_learnt, lesson),
      .help = "duty.field.lesson" },
    { "learnt", NULL, FIELD_COUNT, 0, AT(struct duty_not_learnt, learnt),
      .help = "duty.field.learnt" },
    { "accounts", NULL, FIELD_LIST, 0, AT(struct duty_not_learnt, accounts),
      .of = &account_shape, .help = "duty.field.not-learnt" },
};
static const struct shape not_learnt_shape =
    SHAPE("duty_not_learnt", struct duty_not_learnt, not_learnt_fields);
#define SUGGEST(member_) AT(struct duty_suggestion_input, member_)
static const struct field suggest_fields[] = {
    { "about", NULL, FIELD_TEXT, 0, SUGGEST(about), 60, .help = "duty.field.about" },
    { "what", NULL, FIELD_TEXT, FIELD_REQUIRED, SUGGEST(what), 2000,
      .help = "duty.field.suggestion-what" },
};
static const struct shape suggest_shape =
    SHAPE("duty_suggest", struct duty_suggestion_input, suggest_fields);
static const struct field reply_fields[] = {
    { "suggestion", NULL, FIELD_ID, FIELD_REQUIRED, SUGGEST(suggestion),
      .help = "duty.field.suggestion" },
    { "reply", NULL, FIELD_TEXT, FIELD_REQUIRED, SUGGEST(reply), 2000,
      .help = "duty.field.reply" },
};
static const struct shape reply_shape =
    SHAPE("duty_reply", struct duty_suggestion_input, reply_fields);
static const struct field suggestions_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct suggestions_input, office),
      .help = "duty.field.office" },
};
static const struct shape suggestions_shape =
    SHAPE("duty_suggestions_asked", struct suggestions_input, suggestions_fields);
#define TOLD(member_) AT(struct duty_suggestion, member_)
static const struct field told_fields[] = {
    { "suggestion", NULL, FIELD_ID, 0, TOLD(suggestion), .help = "duty.field.suggestion" },
    { "office", NULL, FIELD_ID, 0, TOLD(office), .help = "duty.field.office" },
    { "about", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(about), 60, .help = "duty.field.about" },
    { "what", NULL, FIELD_TEXT, 0, TOLD(what), 2000, .help = "duty.field.suggestion-what" },
    { "at", NULL, FIELD_MOMENT, 0, TOLD(at) },
    { "state", NULL, FIELD_TEXT, 0, TOLD(state), 20, .help = "duty.field.suggestion-state" },
    { "reply", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(reply), 2000, .help = "duty.field.reply" },
};
static const struct shape told_shape =
    SHAPE("duty_suggestion_told", struct duty_suggestion, told_fields);
static const struct field answer_fields[] = {
    { "suggestions", NULL, FIELD_LIST, 0, AT(struct suggestions_answer, suggestions),
      .of = &told_shape, .help = "duty.field.suggestions" },
};
static const struct shape answer_shape =
    SHAPE("duty_suggestions", struct suggestions_answer, answer_fields);

#define WRITE(name_, word_, path_, input_, facts_, keys_, gather_, decide_) \
    const struct action duty_##name_##_action = { \
        .name = "duty." word_, .method = "POST", .path = (path_), \
        .flags = ACTION_ONCE, .input = &input_, .facts = &facts_, \
        .outcome = &duty_done_shape, .answer = &duty_done_shape, \
        .help = "duty.help." word_, .keys = keys_, .gather = gather_, .decide = decide_, \
    }
WRITE(set_lesson, "set-lesson", "/api/v1/duty/lessons", lesson_shape,
      lesson_facts_shape, lesson_keys, lesson_gather, set_decide);
WRITE(learn, "learn", "/api/v1/duty/lessons/{lesson}/learnt", learn_shape,
      lesson_facts_shape, lesson_keys, lesson_gather, learn_decide);
WRITE(suggest, "suggest", "/api/v1/duty/suggestions", suggest_shape,
      suggestion_facts_shape, suggestion_keys, suggestion_gather, suggest_decide);
WRITE(reply, "reply", "/api/v1/duty/suggestions/{suggestion}/reply", reply_shape,
      suggestion_facts_shape, suggestion_keys, suggestion_gather, reply_decide);

const struct action duty_lessons_action = {
    .name = "duty.lessons", .method = "GET", .path = "/api/v1/duty/lessons",
    .flags = ACTION_READ, .input = &lessons_input_shape,
    .facts = &lessons_facts_shape, .outcome = &lessons_shape, .answer = &lessons_shape,
    .help = "duty.help.lessons", .gather = lessons_gather, .decide = lessons_decide,
};
const struct action duty_not_learnt_action = {
    .name = "duty.not-learnt", .method = "GET", .path = "/api/v1/duty/lessons/{lesson}",
    .flags = ACTION_READ, .input = &learn_shape,
    .facts = &lesson_facts_shape, .outcome = &not_learnt_shape, .answer = &not_learnt_shape,
    .help = "duty.help.not-learnt", .gather = not_learnt_gather, .decide = not_learnt_decide,
};
const struct action duty_suggestions_action = {
    .name = "duty.suggestions", .method = "GET", .path = "/api/v1/duty/suggestions",
    .flags = ACTION_READ, .input = &suggestions_shape,
    .facts = &suggestion_facts_shape, .outcome = &answer_shape, .answer = &answer_shape,
    .help = "duty.help.suggestions", .gather = suggestions_gather, .decide = suggestions_decide,
};
