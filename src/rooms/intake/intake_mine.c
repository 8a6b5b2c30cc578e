/* intake_mine.c: what an applicant and a clerk look at: a person's own cases, and a paper as it was
 * sent. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "core/paper_view.h"
#include "rooms/notice/notice_facts.h"

/* ---- a person's cases ---- */

static bool gather_mine(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_mine_input *input = request->input;
    struct intake_list_facts *found = facts;
    const struct intake_mine_key key = { id_bucket(input->person), input->person,
                                         input->before };
    const struct actor *actor = request->actor;
    bool agent = actor_is_person(actor) && actor->person != input->person
        && actor_mandate_for(actor, input->person, (struct text){ 0 }) != NULL;
    found->rows = gather_want(gather, agent ? &intake_cases_by_mandate : &intake_cases_of_person,
                              &key);
    return notice_gather_events(gather, &found->events) && found->rows != NULL;
}

/* LAW: 民法典 art. 165: an agent sees the cases of the matters his mandate names, and no others. */
static bool is_within(const struct actor *actor, const struct intake_case *row)
{
    if (!actor_is_person(actor) || actor->person == row->person)
        return true;
    return actor_mandate_for(actor, row->person, row->matter) != NULL;
}

static void decide_mine(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_case *rows = found->rows->items;
    struct intake_case *kept = ARENA_ARRAY(request->arena, struct intake_case,
                                           found->rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++)
        if (is_within(request->actor, &rows[i]))
            kept[count++] = rows[i];
    const struct list cases = { kept, count };
    struct intake_mine_answer *answer = decision->outcome;
    answer->cases = intake_listed_of(request, &cases, found->events);
    /* Of the last one read: an agent may be shown none of a page, and some of the next. */
    if (found->rows->count == INTAKE_OF_PERSON_PAGE)
        answer->before = rows[INTAKE_OF_PERSON_PAGE - 1].case_id;
}

static const struct field mine_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct intake_mine_input, person),
      .help = "intake.field.person" },
    { "before", NULL, FIELD_ID, 0, AT(struct intake_mine_input, before),
      .help = "intake.field.after" },
};
static const struct shape mine_shape = SHAPE("intake_mine", struct intake_mine_input, mine_fields);
static const struct field mine_answer_fields[] = {
    { "cases", NULL, FIELD_LIST, 0, AT(struct intake_mine_answer, cases),
      .of = &intake_listed_shape, .help = "intake.field.cases" },
    { "before", NULL, FIELD_ID, FIELD_SPARSE, AT(struct intake_mine_answer, before),
      .help = "intake.field.after" },
};
static const struct shape mine_answer_shape =
    SHAPE("intake_own_cases", struct intake_mine_answer, mine_answer_fields);

const struct action intake_mine_action = {
    .name = "intake.mine", .method = "GET", .path = "/api/v1/persons/{person}/cases",
    .flags = ACTION_READ, .input = &mine_shape,
    .facts = &intake_list_facts_shape, .outcome = &mine_answer_shape,
    .answer = &mine_answer_shape, .next_page = { { "before", "before" } },
    .help = "intake.help.mine", .gather = gather_mine,
    .decide = decide_mine,
};

/* ---- a paper as it was sent ---- */

struct paper_input {
    int64_t case_id, paper;
    struct paper_view_asked view;
};
struct paper_answer { struct text blob, file_name, file_type; };

static bool gather_paper(struct gather *gather, const struct request *request, void *facts)
{
    const struct paper_input *input = request->input;
    struct intake_see_facts *found = facts;
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of);
}

static void decide_paper(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct paper_input *input = request->input;
    const struct intake_see_facts *found = facts;
    if (!intake_may_see(request, &found->of, (struct text){ 0 })) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "case_id");
        return;
    }
    const struct intake_paper *rows = found->of.papers->items;
    for (size_t i = 0; i < found->of.papers->count; i++)
        if (rows[i].paper == input->paper && text_present(rows[i].blob)) {
            decision->subject = found->of.row->person;
            *(struct paper_answer *)decision->outcome = (struct paper_answer){
                .blob = rows[i].blob, .file_name = rows[i].file_name,
                .file_type = rows[i].file_type,
            };
            return;
        }
    decision_refuse(decision, "intake.refused.no-paper", "paper");
}

static const struct field paper_input_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct paper_input, case_id),
      .help = "intake.field.case" },
    { "paper", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct paper_input, paper),
      .help = "intake.field.paper-id" },
    PAPER_VIEW_FIELDS(struct paper_input, view),
};
static const struct shape paper_input_shape =
    SHAPE("intake_paper_asked", struct paper_input, paper_input_fields);
static const struct field paper_answer_fields[] = {
    { "blob", NULL, FIELD_TEXT, 0, AT(struct paper_answer, blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct paper_answer, file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct paper_answer, file_type), 100 },
};
static const struct shape paper_answer_shape =
    SHAPE("intake_paper_found", struct paper_answer, paper_answer_fields);
static const struct shape paper_facts_shape =
    { .name = "intake_paper_facts", .size = sizeof(struct intake_see_facts) };

const struct action intake_paper_action = {
    .name = "intake.paper", .method = "GET",
    .path = "/api/v1/cases/{case_id}/papers/{paper}",
    .flags = ACTION_READ | ACTION_PAPER, .input = &paper_input_shape,
    .facts = &paper_facts_shape, .outcome = &paper_answer_shape, .answer = &paper_answer_shape,
    .help = "intake.help.paper", .gather = gather_paper, .decide = decide_paper,
};
