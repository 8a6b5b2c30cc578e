/* intake_relax.c: 特事特办: for one case a paper is waived or may follow later, because somebody gave a
 * reason and a head of section, who is somebody else, agreed. Both names and the reason stay. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

struct relax_facts {
    struct intake_case_facts of;
    const struct list *relaxations;
};
struct relaxed { int64_t case_id, relaxation; struct text state; };

static bool gather_relax(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct relax_facts *found = facts;
    const struct intake_case_key key = { id_bucket(input->case_id), input->case_id };
    found->relaxations = gather_want(gather, &intake_relaxations_of, &key);
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of)
        && found->relaxations != NULL;
}

static void tell(const struct intake_relaxation *row, struct decision *decision)
{
    decision->subject = row->case_id;
    *(struct relaxed *)decision->outcome =
        (struct relaxed){ row->case_id, row->relaxation, row->state };
}

/* A paper the case waits for. */
static bool is_waited_for(const struct list *papers, struct text material)
{
    const struct intake_paper *rows = papers->items;
    for (size_t i = 0; i < papers->count; i++)
        if (text_equal(rows[i].material, material)
            && (intake_paper_is_open(&rows[i], "missing")
                || intake_paper_is_open(&rows[i], "asked")
                || intake_paper_is_open(&rows[i], "owed")))
            return true;
    return false;
}

static void decide_ask(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct relax_facts *found = facts;
    const struct intake_owed_input *owed = input->materials.items;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    struct text material = input->materials.count == 1 ? owed->material : (struct text){ 0 };
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    if (!is_waited_for(found->of.papers, material)) {
        intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_PAPER, "material", material,
                            TEXT(""));
        return;
    }
    const struct intake_case *of = found->of.row;
    const struct intake_relaxation row = {
        .bucket = of->bucket, .case_id = of->case_id,
        .relaxation = id_mint(request->minter, (int)of->bucket), .office = of->office,
        .material = material, .way = input->what, .reason = input->reason,
        .asked_by = request->actor->account, .asked_at = request->at, .state = TEXT("asked"),
        .version = 1,
    };
    decision_insert(decision, &intake_relaxation_table, &row);
    tell(&row, decision);
}

/* ---- answered ---- */

static struct list relaxed_papers(const struct request *request,
                                  const struct intake_relaxation *row,
                                  const struct list *papers, struct decision *decision)
{
    const struct intake_paper *before = papers->items;
    struct intake_paper *after =
        ARENA_ARRAY(request->arena, struct intake_paper, papers->count + 1);
    bool waives = text_is(row->way, "waive");
    for (size_t i = 0; i < papers->count; i++) {
        after[i] = before[i];
        bool open = intake_paper_is_open(&after[i], "missing")
            || intake_paper_is_open(&after[i], "asked")
            || (waives && intake_paper_is_open(&after[i], "owed"));
        if (!open || !text_equal(after[i].material, row->material))
            continue;
        after[i].how = waives ? TEXT("waived") : TEXT("owed");
        if (waives)
            after[i].cleared_at = request->at;
        decision_replace(decision, &intake_paper_table, &after[i]);
    }
    return (struct list){ after, papers->count };
}

static const struct intake_relaxation *asked_of(const struct relax_facts *found, int64_t number)
{
    const struct intake_relaxation *rows = found->relaxations->items;
    for (size_t i = 0; i < found->relaxations->count; i++)
        if (rows[i].relaxation == number && text_is(rows[i].state, "asked"))
            return &rows[i];
    return NULL;
}

/* Granted: the papers change, and with the last of them the case goes on. */
static bool grant(const struct request *request, const struct matter *matter,
                  const struct relax_facts *found, const struct intake_relaxation *answered,
                  struct decision *decision)
{
    struct intake_case row = *found->of.row;
    struct list after = relaxed_papers(request, answered, found->of.papers, decision);
    if (!intake_move(decision, &row, CASE_RELAX, answered->reason))
        return false;
    bool asked = text_is(row.state, "supplement-asked");
    enum case_event event = intake_paper_event(row.state, &after);
    bool goes_on = event != CASE_PAPER && (asked || intake_open_count(&after, "owed") == 0);
    if (goes_on && !intake_move(decision, &row, event, answered->reason))
        return false;
    if (asked && goes_on)
        row.supplied_at = request->at;
    decision_replace(decision, &intake_case_table, &row);
    const struct intake_document_of of =
        intake_document_facts(matter, &row, &found->of, &after);
    if (goes_on)
        intake_documents_after(decision, &of, event);
    return true;
}

static void decide_answer(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct relax_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    const struct intake_relaxation *asked = asked_of(found, input->part);
    if (asked == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_RELAXATION, "relaxation");
        return;
    }
    if (asked->asked_by == request->actor->account) {
        intake_refuse(decision, INTAKE_REFUSED_SAME_PERSON, "relaxation");
        return;
    }
    struct intake_relaxation row = *asked;
    row.state = text_is(input->what, "granted") ? TEXT("granted") : TEXT("denied");
    row.answered_by = request->actor->account;
    row.answered_at = request->at;
    row.answer = input->reason;
    decision_replace(decision, &intake_relaxation_table, &row);
    if (text_is(row.state, "granted") && !grant(request, matter, found, &row, decision))
        return;
    tell(&row, decision);
}

/* ---- what waits for an answer ---- */

struct relaxation_listed {
    struct intake_relaxation of;
    struct intake_named named;
};
struct relaxations_answer { struct list relaxations; };

static int64_t case_of(const void *rows, size_t at)
{
    return ((const struct intake_relaxation *)rows)[at].case_id;
}

static bool gather_asked(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_list_input *input = request->input;
    struct intake_list_facts *found = facts;
    const struct intake_office_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .after = input->after, .after_case = input->after_case,
    };
    found->rows = gather_want(gather, &intake_relaxations_asked, &key);
    return found->rows != NULL && intake_gather_cases(gather, found, case_of);
}

static void decide_asked(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_relaxation *rows = found->rows->items;
    struct relaxation_listed *listed =
        ARENA_ARRAY(request->arena, struct relaxation_listed, found->rows->count + 1);
    const struct matter *matter = NULL;
    for (size_t i = 0; i < found->rows->count; i++) {
        listed[i] = (struct relaxation_listed){ .of = rows[i] };
        matter = intake_name_paper(request, found->cases == NULL ? NULL : found->cases[i],
                                   matter, rows[i].material, &listed[i].named);
    }
    ((struct relaxations_answer *)decision->outcome)->relaxations =
        (struct list){ listed, found->rows->count };
}

/* ---- rows ---- */

/* One material, as the one item of the list: the form asks for a name. */
struct ask_input {
    struct intake_case_input step;
    struct text material;
};
#define ASK(member_) AT(struct ask_input, member_)
static const struct field ask_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, ASK(step.case_id), .help = "intake.field.case" },
    { "version", NULL, FIELD_COUNT, 0, ASK(step.version), .help = "intake.field.version" },
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, ASK(material), 30,
      .help = "intake.field.material" },
    { "way", NULL, FIELD_CODE, FIELD_REQUIRED, ASK(step.what), 10, "relax_way",
      .help = "intake.field.relax-way" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, ASK(step.reason), 500,
      .help = "intake.field.reason" },
};
static const struct shape ask_shape = SHAPE("intake_ask_relaxation", struct ask_input, ask_fields);
_Static_assert(offsetof(struct ask_input, step) == 0, "a step comes first");

static void decide_ask_one(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct ask_input *input = request->input;
    struct ask_input *one = ARENA_NEW(request->arena, struct ask_input);
    struct intake_owed_input *material = ARENA_NEW(request->arena, struct intake_owed_input);
    *one = *input;
    material->material = input->material;
    one->step.materials = (struct list){ material, 1 };
    struct request inner = *request;
    inner.input = one;
    decide_ask(&inner, facts, decision);
}

#define STEP(member_) AT(struct intake_case_input, member_)
static const struct field answer_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" },
    { "version", NULL, FIELD_COUNT, 0, STEP(version), .help = "intake.field.version" },
    { "relaxation", NULL, FIELD_ID, FIELD_REQUIRED, STEP(part),
      .help = "intake.field.relaxation" },
    { "answer", NULL, FIELD_CODE, FIELD_REQUIRED, STEP(what), 10, "relax_answer",
      .help = "intake.field.relax-answer" },
    { "reason", NULL, FIELD_TEXT, 0, STEP(reason), 500, .help = "intake.field.reason" },
};
static const struct shape answer_shape =
    SHAPE("intake_answer_relaxation", struct intake_case_input, answer_fields);
static const struct shape facts_shape =
    { .name = "intake_relax_facts", .size = sizeof(struct relax_facts) };
static const struct field relaxed_fields[] = {
    FIELD(struct relaxed, case_id, FIELD_ID, .help = "intake.field.case"),
    FIELD(struct relaxed, relaxation, FIELD_ID, .help = "intake.field.relaxation"),
    FIELD(struct relaxed, state, FIELD_TEXT, .length_max = 20, .help = "intake.told.state"),
};
static const struct shape relaxed_shape =
    SHAPE("intake_relaxed", struct relaxed, relaxed_fields);
#define ROW(member_) AT(struct relaxation_listed, of.member_)
static const struct field listed_fields[] = {
    INTAKE_NAMED_FIELDS(struct relaxation_listed),
    { "case_id", NULL, FIELD_ID, 0, ROW(case_id), .help = "intake.field.case" },
    { "relaxation", NULL, FIELD_ID, 0, ROW(relaxation), .help = "intake.field.relaxation" },
    { "material", NULL, FIELD_TEXT, 0, ROW(material), 30, .help = "intake.field.material" },
    { "way", NULL, FIELD_CODE, 0, ROW(way), 10, "relax_way", .help = "intake.field.relax-way" },
    { "reason", NULL, FIELD_TEXT, 0, ROW(reason), 500, .help = "intake.field.reason" },
    { "asked_by", NULL, FIELD_ID, 0, ROW(asked_by) },
    { "asked_at", NULL, FIELD_MOMENT, 0, ROW(asked_at), .help = "intake.told.asked" },
};
static const struct shape listed_shape =
    SHAPE("intake_relaxation_listed", struct relaxation_listed, listed_fields);
static const struct field list_fields[] = {
    { "relaxations", NULL, FIELD_LIST, 0, AT(struct relaxations_answer, relaxations),
      .of = &listed_shape, .help = "intake.told.relaxations" },
};
static const struct shape list_shape =
    SHAPE("intake_relaxations", struct relaxations_answer, list_fields);

const struct action intake_ask_relaxation_action = {
    .name = "intake.ask-relaxation", .method = "POST",
    .path = "/api/v1/cases/{case_id}/relaxations", .flags = ACTION_ONCE,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &relaxed_shape,
    .answer = &relaxed_shape, .help = "intake.help.ask-relaxation", .keys = intake_case_keys,
    .gather = gather_relax, .decide = decide_ask_one,
};
const struct action intake_answer_relaxation_action = {
    .name = "intake.answer-relaxation", .method = "POST",
    .path = "/api/v1/cases/{case_id}/relaxation-answer",
    .flags = ACTION_ONCE, .input = &answer_shape,
    .facts = &facts_shape, .outcome = &relaxed_shape, .answer = &relaxed_shape,
    .help = "intake.help.answer-relaxation", .keys = intake_case_keys, .gather = gather_relax,
    .decide = decide_answer,
};
const struct action intake_relaxations_action = {
    .name = "intake.relaxations", .method = "GET", .path = "/api/v1/relaxations",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &list_shape, .answer = &list_shape,
    .help = "intake.help.relaxations", .gather = gather_asked, .decide = decide_asked,
};
