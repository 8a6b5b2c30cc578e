/* mailbox_supply.c: attachments of a letter become papers of a case that there is. Of a letter that
 * names a receipt nobody may be able to tell which picture is which paper; of one that became a
 * case pictures may be left over that no name and no lack tells apart. None is lost: whoever has
 * the case sees what is left and says what each is. LAW: JX4-2.2e, BJ4-S2g */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"

/* ---- what is left ---- */

/* What heads the cells of a sheet in the text of a letter (programs/letter_sheets.h). */
struct text mailbox_sheet_heading(struct text file_name, struct arena *arena)
{
    return arena_format(arena, "[%.*s]", TEXT_ARGS(file_name));
}

static bool has_line(struct text body, struct text wanted)
{
    struct text left = body;
    while (left.data != NULL)
        if (text_equal(text_trim(text_until(left, '\n', &left)), wanted))
            return true;
    return false;
}

static bool is_the_form(const struct mailbox_letter *letter, const struct mailbox_part *part,
                        struct arena *arena)
{
    return text_present(part->file_name)
        && has_line(letter->body, mailbox_sheet_heading(part->file_name, arena));
}

static bool has_blob(const struct list *papers, struct text blob)
{
    const struct intake_paper *rows = papers == NULL ? NULL : papers->items;
    for (size_t i = 0; papers != NULL && i < papers->count; i++)
        if (text_equal(rows[i].blob, blob))
            return true;
    return false;
}

bool mailbox_part_is_left(const struct mailbox_letter *letter, const struct mailbox_part *part,
                          const struct list *papers, struct arena *arena)
{
    return letter->case_id != 0 && part->paper && !has_blob(papers, part->blob)
        && !is_the_form(letter, part, arena);
}

size_t mailbox_parts_over(struct text body, const struct list *parts, const struct list *papers,
                          struct arena *arena)
{
    const struct mailbox_part *rows = parts->items;
    const struct intake_paper_input *taken = papers->items;
    const struct mailbox_letter letter = { .body = body, .case_id = 1 };
    size_t over = 0;
    for (size_t i = 0; i < parts->count; i++) {
        bool used = false;
        for (size_t k = 0; k < papers->count && !used; k++)
            used = text_equal(taken[k].blob, rows[i].blob);
        over += !used && mailbox_part_is_left(&letter, &rows[i], NULL, arena);
    }
    return over;
}

/* ---- who sees a letter ---- */

bool mailbox_gather_seen(struct gather *gather, const struct request *request, void *facts)
{
    struct mailbox_letter_facts *found = facts;
    if (!mailbox_gather_letter(gather, request, facts))
        return false;
    int64_t case_id = found->letter == NULL ? 0 : found->letter->case_id;
    if (case_id == 0)
        return true;
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    const void *row = NULL;
    found->papers = gather_want(gather, &intake_papers_of, &key);
    if (!gather_one(gather, &intake_case_by_id, &key, &row))
        return false;
    found->of = row;
    return found->papers != NULL;
}

bool mailbox_may_see(const struct request *request, const struct mailbox_letter_facts *found)
{
    if (found->letter == NULL)
        return false;
    const struct intake_case_facts of = { .row = found->of };
    return actor_has_office(request->actor, found->letter->office)
        || (found->of != NULL && intake_may_see(request, &of, (struct text){ 0 }));
}

/* ---- a clerk says what each is ---- */

static struct request supply_of(const struct request *request,
                                const struct mailbox_letter_facts *found)
{
    const struct mailbox_supply_input *input = request->input;
    struct intake_supply_input *supply = ARENA_NEW(request->arena, struct intake_supply_input);
    *supply = (struct intake_supply_input){
        .receipt = input->receipt, .last_four = input->last_four,
        .papers = mailbox_papers_said(&input->papers, found == NULL ? NULL : found->parts,
                                      request->arena),
    };
    if (found != NULL && found->letter != NULL)
        supply->channel = arena_text(request->arena, found->letter->channel);
    struct request inner = *request;
    inner.action = &intake_supply_action;
    inner.input = supply;
    return inner;
}

void mailbox_keys_supply(const struct request *request, struct keys *keys)
{
    const struct mailbox_supply_input *input = request->input;
    const struct request inner = supply_of(request, NULL);
    keys_add(keys, input->letter);
    intake_supply_action.keys(&inner, keys);
}

bool mailbox_gather_supply(struct gather *gather, const struct request *request, void *facts)
{
    struct mailbox_take_facts *found = facts;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct request inner = supply_of(&with_arena, NULL);
    if (found->apply == NULL)
        found->apply = arena_take(gather->arena, intake_supply_action.facts->size);
    bool complete = mailbox_gather_seen(gather, request, &found->letter);
    return intake_supply_action.gather(gather, &inner, found->apply) && complete;
}

void mailbox_prepare_supply(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct mailbox_take_facts *found = facts;
    const struct request inner = supply_of(request, &found->letter);
    intake_supply_action.prepare(&inner, found->apply, ret_prepared);
}

/* Each is an attachment that may be a paper; what they are of is the case's own. */
static bool parts_are_there(const struct mailbox_supply_input *input, const struct list *parts)
{
    const struct mailbox_paper_input *given = input->papers.items;
    const struct mailbox_part *rows = parts->items;
    for (size_t i = 0; i < input->papers.count; i++) {
        bool there = false;
        for (size_t k = 0; k < parts->count && !there; k++)
            there = rows[k].part == given[i].part && rows[k].paper;
        if (!there)
            return false;
    }
    return true;
}

static bool may_supply(const struct request *request, const struct mailbox_letter_facts *found,
                       struct decision *decision)
{
    const struct mailbox_supply_input *input = request->input;
    const struct mailbox_letter *letter = found->letter;
    struct text receipt = { 0 };
    bool named = intake_receipt_read(input->receipt, request->arena, &receipt);
    if (!mailbox_may_see(request, found))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
    else if (text_is(letter->state, "quarantined"))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_QUARANTINED, "letter");
    else if (text_is(letter->state, "refused")
             || (letter->case_id != 0 && (!named || !text_equal(letter->receipt, receipt))))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_SETTLED, "letter");
    else if (!parts_are_there(input, found->parts))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_PART, "papers");
    return decision->refusal.key == NULL;
}

static bool is_said(const struct mailbox_supply_input *input, int64_t part)
{
    const struct mailbox_paper_input *given = input->papers.items;
    for (size_t i = 0; i < input->papers.count; i++)
        if (given[i].part == part)
            return true;
    return false;
}

void mailbox_decide_supply(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct mailbox_supply_input *input = request->input;
    const struct mailbox_take_facts *found = facts;
    if (!may_supply(request, &found->letter, decision))
        return;
    const struct request inner = supply_of(request, &found->letter);
    intake_supply_action.decide(&inner, found->apply, decision);
    if (decision->refusal.key != NULL)
        return;
    const struct intake_applied *applied = decision->outcome;
    const struct mailbox_part *parts = found->letter.parts->items;
    struct mailbox_letter row = *found->letter.letter;
    row.case_id = applied->case_id;
    size_t left = 0;
    for (size_t i = 0; i < found->letter.parts->count; i++)
        left += !is_said(input, parts[i].part)
            && mailbox_part_is_left(&row, &parts[i], found->letter.papers, request->arena);
    if (text_is(row.state, "waiting"))
        row.state = TEXT("supplied");
    row.why = left > 0 ? TEXT("parts-left") : (struct text){ 0 };
    row.receipt = applied->receipt;
    row.worked_by = request->actor->account;
    row.worked_at = request->at;
    decision_replace(decision, &mailbox_letter_table, &row);
}

/* ---- the letters of a case ---- */

struct of_case_input { int64_t case_id; };
struct of_case_facts {
    const struct intake_case *of;
    const struct list *letters, *papers;
    const struct list *parts[MAILBOX_PAGE];     /* of each letter */
};

static bool of_case_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct of_case_input *input = request->input;
    struct of_case_facts *found = facts;
    const struct intake_case_key key = { id_bucket(input->case_id), input->case_id };
    const void *row = NULL;
    found->papers = gather_want(gather, &intake_papers_of, &key);
    found->letters = gather_want(gather, &mailbox_letters_of_case, &input->case_id);
    bool complete = gather_one(gather, &intake_case_by_id, &key, &row);
    found->of = row;
    if (found->letters == NULL)
        return false;
    const struct mailbox_letter *letters = found->letters->items;
    for (size_t i = 0; i < found->letters->count; i++) {
        const struct mailbox_letter_key letter = { letters[i].bucket, letters[i].letter };
        found->parts[i] = gather_want(gather, &mailbox_parts_of, &letter);
        complete &= found->parts[i] != NULL;
    }
    return complete && found->papers != NULL;
}

static void of_case_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct of_case_facts *found = facts;
    const struct intake_case_facts of = { .row = found->of };
    if (!intake_may_see(request, &of, (struct text){ 0 })) {
        decision_refuse(decision, intake_refusal_key(INTAKE_REFUSED_NO_CASE), "case_id");
        return;
    }
    const struct mailbox_letter *letters = found->letters->items;
    struct mailbox_told *told =
        ARENA_ARRAY(request->arena, struct mailbox_told, found->letters->count + 1);
    for (size_t i = 0; i < found->letters->count; i++)
        told[i] = mailbox_tell_letter(&letters[i], found->parts[i], found->papers,
                                      request->arena);
    *(struct mailbox_list_answer *)decision->outcome =
        (struct mailbox_list_answer){ { told, found->letters->count } };
}

/* ---- the rows ---- */

static const struct field said_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct mailbox_paper_input, material), 30,
      .help = "intake.field.material" },
    { "part", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct mailbox_paper_input, part),
      .help = "mailbox.field.part" },
};
static const struct shape said_shape =
    SHAPE("mailbox_paper_said", struct mailbox_paper_input, said_fields);
#define SUPPLY(member_) AT(struct mailbox_supply_input, member_)
static const struct field supply_fields[] = {
    { "letter", NULL, FIELD_ID, FIELD_REQUIRED, SUPPLY(letter), .help = "mailbox.field.letter" },
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, SUPPLY(receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, SUPPLY(last_four), 4,
      .help = "intake.field.last-four" },
    { "papers", NULL, FIELD_LIST, FIELD_REQUIRED, SUPPLY(papers), MAILBOX_PARTS_MAX,
      .of = &said_shape, .help = "intake.field.papers" },
};
static const struct shape supply_shape =
    SHAPE("mailbox_supply", struct mailbox_supply_input, supply_fields);
_Static_assert(offsetof(struct mailbox_supply_input, letter) == 0, "the letter comes first");
static const struct shape supply_facts_shape =
    { .name = "mailbox_supply_facts", .size = sizeof(struct mailbox_take_facts) };
const struct action mailbox_supply_action = {
    .name = "mailbox.supply", .method = "POST", .path = "/api/v1/letters/{letter}/papers",
    .flags = ACTION_ONCE, .input = &supply_shape, .facts = &supply_facts_shape,
    .outcome = &intake_applied_shape, .answer = &intake_receipt_answer_shape,
    .help = "mailbox.help.supply", .keys = mailbox_keys_supply,
    .gather = mailbox_gather_supply, .decide = mailbox_decide_supply,
    .prepare = mailbox_prepare_supply, .prepared_size = sizeof(struct intake_prepared),
    .tell = intake_tell_receipt,
};

static const struct field of_case_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct of_case_input, case_id),
      .help = "intake.field.case" },
};
static const struct shape of_case_shape =
    SHAPE("mailbox_of_case", struct of_case_input, of_case_fields);
static const struct shape of_case_facts_shape =
    { .name = "mailbox_of_case_facts", .size = sizeof(struct of_case_facts) };
const struct query mailbox_letters_of_case = {
    .name = "mailbox.of-case", .from = "mailbox_letter l", .where = "l.case_id = {case_id}",
    .order = "l.letter", .key = &of_case_shape, .row = &mailbox_letter_shape,
    .row_max = MAILBOX_PAGE, .page = true, .guard = GUARD_DECISION,
};
const struct action mailbox_of_case_action = {
    .name = "mailbox.of-case", .method = "GET", .path = "/api/v1/cases/{case_id}/letters",
    .flags = ACTION_READ, .input = &of_case_shape, .facts = &of_case_facts_shape,
    .outcome = &mailbox_list_answer_shape, .answer = &mailbox_list_answer_shape,
    .help = "mailbox.help.of-case", .gather = of_case_gather, .decide = of_case_decide,
};
