/* intake_supply.c: papers that come later, by any channel and at any office. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/limits.h"

void intake_prepare_supply(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct intake_supply_input *input = request->input;
    struct intake_prepared *prepared = ret_prepared;
    intake_papers_keep(&input->papers, request->arena, prepared);
}

static bool supplied_are_good(const struct matter *matter,
                              const struct intake_supply_input *input,
                              const struct intake_prepared *prepared, struct decision *decision)
{
    const struct intake_paper_input *sent = input->papers.items;
    for (size_t i = 0; i < input->papers.count; i++)
        if (!intake_sent_is_good(matter, &sent[i], prepared->names[i],
                                 prepared->types == NULL ? NULL : &prepared->types[i],
                                 decision))
            return false;
    if (!intake_shown_are_good(decision->request, matter, &input->shown, input->channel, decision))
        return false;
    if (input->papers.count + input->shown.count == 0)
        intake_refuse(decision, INTAKE_REFUSED_NOTHING_SENT, "papers");
    return input->papers.count + input->shown.count > 0;
}

bool intake_paper_waits(const struct intake_paper *paper)
{
    return intake_paper_is_open(paper, "owed") || intake_paper_is_open(paper, "asked")
        || intake_paper_is_open(paper, "missing");
}

static void add_paper(const struct request *request, const struct intake_case *row,
                      const struct intake_paper_input *sent, struct text name, struct text type,
                      struct decision *decision)
{
    const struct intake_supply_input *input = request->input;
    struct intake_paper paper = intake_paper_given(request, sent, name, input->channel);
    if (text_present(type))
        paper.file_type = type;
    paper.bucket = row->bucket;
    paper.case_id = row->case_id;
    paper.paper = id_mint(request->minter, (int)row->bucket);
    paper.office = row->office;
    paper.place = row->place;
    paper.version = 1;
    decision_insert(decision, &intake_paper_table, &paper);
}

/* Named already, or sent with it. */
static bool is_said_twice(const struct intake_supply_input *input, size_t which)
{
    const struct intake_owed_input *shown = input->shown.items;
    const struct intake_paper_input *sent = input->papers.items;
    bool twice = false;
    for (size_t i = 0; i < which; i++)
        twice = twice || text_equal(shown[i].material, shown[which].material);
    for (size_t i = 0; i < input->papers.count; i++)
        twice = twice || text_equal(sent[i].material, shown[which].material);
    return twice;
}

/* What was owed and is only looked at is owed no more: by whom and when stands in its row. */
static void clear_shown(const struct request *request, const struct intake_case *row,
                        struct list papers, struct decision *decision)
{
    const struct intake_supply_input *input = request->input;
    const struct intake_owed_input *shown = input->shown.items;
    struct intake_paper *after = papers.items;
    for (size_t s = 0; s < input->shown.count; s++) {
        bool waited_for = is_said_twice(input, s);
        for (size_t i = 0; i < papers.count; i++) {
            if (!text_equal(after[i].material, shown[s].material) || !intake_paper_waits(&after[i]))
                continue;
            after[i].channel = input->channel;
            after[i].cleared_at = after[i].checked_at = request->at;
            after[i].checked_by = request->actor->account;
            decision_replace(decision, &intake_paper_table, &after[i]);
            waited_for = true;
        }
        if (waited_for)
            continue;
        const struct intake_paper paper = {
            .bucket = row->bucket, .case_id = row->case_id,
            .paper = id_mint(request->minter, (int)row->bucket), .office = row->office,
            .place = row->place, .material = shown[s].material, .how = TEXT("shown"),
            .channel = input->channel, .at = request->at, .checked_at = request->at,
            .checked_by = request->actor->account, .version = 1,
        };
        decision_insert(decision, &intake_paper_table, &paper);
    }
}

/* The debts it clears are replaced, each once; a paper nobody waited for is a row of its own.
 * Answers the papers as they are afterwards. */
static struct list clear_papers(const struct request *request, const struct intake_case *row,
                                const struct list *papers, struct decision *decision)
{
    const struct intake_supply_input *input = request->input;
    const struct intake_prepared *prepared = request->prepared;
    const struct intake_paper_input *sent = input->papers.items;
    const struct intake_paper *before = papers->items;
    struct intake_paper *after = ARENA_ARRAY(request->arena, struct intake_paper,
                                             papers->count + 1);
    for (size_t i = 0; i < papers->count; i++)
        after[i] = before[i];
    for (size_t s = 0; s < input->papers.count; s++) {
        struct text type = prepared->types == NULL ? (struct text){ 0 } : prepared->types[s];
        bool waited_for = false;
        for (size_t i = 0; i < papers->count; i++) {
            if (!text_equal(after[i].material, sent[s].material) || !intake_paper_waits(&after[i]))
                continue;
            after[i].blob = prepared->names[s];
            after[i].file_name = sent[s].file_name;
            after[i].file_type = text_present(type) ? type : sent[s].file_type;
            after[i].channel = input->channel;
            after[i].cleared_at = request->at;
            decision_replace(decision, &intake_paper_table, &after[i]);
            waited_for = true;
        }
        if (!waited_for)
            add_paper(request, row, &sent[s], prepared->names[s], type, decision);
    }
    return (struct list){ after, papers->count };
}

enum case_event intake_paper_event(struct text state, const struct list *papers)
{
    size_t owed = intake_open_count(papers, "owed"), asked = intake_open_count(papers, "asked");
    if (text_is(state, "supplement-asked") && asked == 0)
        return owed > 0 ? CASE_LAST_PAPER_OWING : CASE_LAST_PAPER;
    bool owing = text_is(state, "accepted-owing") || text_is(state, "decided-approved");
    return owing && owed == 0 ? CASE_LAST_PAPER : CASE_PAPER;
}

/* LAW: BJ4-S2g. Late is late and still taken: the list of debts shows it. */
void intake_decide_supply(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct intake_supply_input *input = request->input;
    const struct intake_case_facts *found = facts;
    const struct intake_prepared *prepared = request->prepared;
    CHECK(prepared != NULL);
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    struct intake_case row = *found->row;
    const struct matter *matter = intake_matter_of(request, &row);
    if (matter == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_MATTER, NULL);
        return;
    }
    if (text_present(input->channel) && !code_exists("case_channel", input->channel)) {
        intake_refuse(decision, INTAKE_REFUSED_CHANNEL, "channel");
        return;
    }
    if (text_present(input->channel) && !intake_channel_check(request, input->channel, decision))
        return;
    if (text_is(input->channel, "helper")
        && !intake_helper_may(request, matter, &row, found->events)) {
        intake_refuse(decision, INTAKE_REFUSED_CHANNEL, "channel");
        return;
    }
    if (!supplied_are_good(matter, input, prepared, decision))
        return;
    struct list after = clear_papers(request, &row, found->papers, decision);
    clear_shown(request, &row, after, decision);
    bool asked = text_is(row.state, "supplement-asked");
    enum case_event event = intake_paper_event(row.state, &after);
    if (!intake_move(decision, &row, event, (struct text){ 0 }))
        return;
    if (text_is(input->channel, "counter"))
        intake_visit(request, matter, found->office, found->events, &row);
    if (asked && !text_is(row.state, "supplement-asked"))
        row.supplied_at = request->at;
    decision_replace(decision, &intake_case_table, &row);
    const struct intake_document_of of = intake_document_facts(matter, &row, found, &after);
    intake_documents_after(decision, &of, event);
    intake_say_step(decision, &of, event);
    intake_tell_case(request, matter, &row, &after, found->events, decision);
}

/* ---- the same as one plain form: a number and a picture ---- */

struct hand_in_input {
    struct text receipt, last_four, channel, material;
    struct text paper, paper_name, paper_type;
};
_Static_assert(offsetof(struct hand_in_input, receipt) == 0, "the receipt comes first");

#define INPUT(member_) AT(struct hand_in_input, member_)
static const struct field hand_in_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, INPUT(last_four), 4,
      .help = "intake.field.last-four" },
    { "channel", NULL, FIELD_TEXT, 0, INPUT(channel), 20, .help = "intake.field.channel" },
    { "material", NULL, FIELD_TEXT, 0, INPUT(material), 30, .help = "intake.field.material" },
    { "paper", NULL, FIELD_BYTES, FIELD_REQUIRED, INPUT(paper), (int32_t)LIMIT_UPLOAD_BYTES,
      .help = "intake.field.paper" },
    { "paper_name", NULL, FIELD_TEXT, 0, INPUT(paper_name), 200 },
    { "paper_type", NULL, FIELD_TEXT, 0, INPUT(paper_type), 100 },
};
static const struct shape hand_in_shape =
    SHAPE("intake_hand_in", struct hand_in_input, hand_in_fields);
static const struct shape facts_shape =
    { .name = "intake_hand_in_facts", .size = sizeof(struct intake_case_facts) };

static struct request supply_of(const struct request *request, struct text material)
{
    const struct hand_in_input *input = request->input;
    struct intake_supply_input *supply = ARENA_NEW(request->arena, struct intake_supply_input);
    struct intake_paper_input *paper = ARENA_NEW(request->arena, struct intake_paper_input);
    *paper = (struct intake_paper_input){
        .material = material, .file = input->paper, .file_name = input->paper_name,
        .file_type = input->paper_type,
    };
    *supply = (struct intake_supply_input){
        .receipt = input->receipt, .last_four = input->last_four, .channel = input->channel,
        .papers = { paper, 1 },
    };
    struct request inner = *request;
    inner.input = supply;
    return inner;
}

static void prepare_hand_in(const struct request *request, const void *facts,
                            void *ret_prepared)
{
    const struct hand_in_input *input = request->input;
    struct request inner = supply_of(request, input->material);
    intake_prepare_supply(&inner, facts, ret_prepared);
}

/* The one paper that is waited for, when it was not said which. */
static struct text only_one(const struct list *papers)
{
    const struct intake_paper *rows = papers->items;
    struct text only = { 0 };
    for (size_t i = 0; i < papers->count; i++) {
        if (!intake_paper_waits(&rows[i]))
            continue;
        if (text_present(only) && !text_equal(only, rows[i].material))
            return (struct text){ 0 };
        only = rows[i].material;
    }
    return only;
}

static void decide_hand_in(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct hand_in_input *input = request->input;
    const struct intake_case_facts *found = facts;
    struct text material = input->material;
    if (!intake_may_see(request, found, input->last_four)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "receipt");
        return;
    }
    if (!text_present(material))
        material = only_one(found->papers);
    if (!text_present(material)) {
        intake_refuse(decision, INTAKE_REFUSED_WHICH_PAPER, "receipt");
        return;
    }
    struct request inner = supply_of(request, material);
    intake_decide_supply(&inner, facts, decision);
}

const struct action intake_hand_in_action = {
    .name = "intake.hand-in", .method = "POST", .path = "/api/v1/cases/paper",
    .flags = ACTION_ONCE | ACTION_PUBLIC | ACTION_LOOK_UP | ACTION_PREPARES_ALONE,
    .input = &hand_in_shape, .facts = &facts_shape, .outcome = &intake_applied_shape,
    .answer = &intake_receipt_answer_shape, .help = "intake.help.hand-in",
    .keys = intake_receipt_keys, .gather = intake_gather_receipt, .decide = decide_hand_in,
    .prepare = prepare_hand_in, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};
