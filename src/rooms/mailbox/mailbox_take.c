/* mailbox_take.c: a clerk makes a case of a letter: an ordinary application with its attachments,
 * decided together with the letter's end. And what is shown of letters. */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"

/* ---- a case of a letter ---- */

/* Its attachments are kept already: they are named by what they hold. */
struct list mailbox_papers_said(const struct list *said, const struct list *parts,
                                struct arena *arena)
{
    const struct mailbox_paper_input *given = said->items;
    const struct mailbox_part *rows = parts == NULL ? NULL : parts->items;
    struct intake_paper_input *papers =
        ARENA_ARRAY(arena, struct intake_paper_input, said->count + 1);
    for (size_t i = 0; i < said->count; i++) {
        papers[i].material = given[i].material;
        for (size_t k = 0; parts != NULL && k < parts->count; k++)
            if (rows[k].part == given[i].part && rows[k].paper) {
                /* What `prepare` notes of them outlives the rows it was shown. */
                papers[i].blob = arena_text(arena, rows[k].blob);
                papers[i].file_name = arena_text(arena, rows[k].file_name);
                papers[i].file_type = arena_text(arena, rows[k].file_type);
            }
    }
    return (struct list){ papers, said->count };
}

static struct request application_of(const struct request *request,
                                     const struct mailbox_letter_facts *letter)
{
    const struct mailbox_take_input *input = request->input;
    struct intake_apply_input *apply = ARENA_NEW(request->arena, struct intake_apply_input);
    *apply = (struct intake_apply_input){
        .matter = input->matter, .name = input->name, .number = input->number,
        .applicant = input->applicant, .values = input->values, .owed = input->owed,
        .commitment = input->commitment, .channel = TEXT("mail"),
        .papers = mailbox_papers_said(&input->papers, letter == NULL ? NULL : letter->parts,
                                      request->arena),
        .reference = arena_format(request->arena, "%lld", (long long)input->letter),
    };
    if (letter != NULL && letter->letter != NULL)
        apply->channel = mailbox_channel_of(matter_of(request->book, input->matter, request->arena),
                                            letter->letter->channel);
    struct request inner = *request;
    inner.action = &intake_apply_action;
    inner.input = apply;
    return inner;
}

void mailbox_keys_take(const struct request *request, struct keys *keys)
{
    const struct mailbox_take_input *input = request->input;
    const struct request inner = application_of(request, NULL);
    keys_add(keys, input->letter);
    intake_apply_action.keys(&inner, keys);
}

bool mailbox_gather_take(struct gather *gather, const struct request *request, void *facts)
{
    struct mailbox_take_facts *found = facts;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const struct request inner = application_of(&with_arena, NULL);
    if (found->apply == NULL)
        found->apply = arena_take(gather->arena, intake_apply_action.facts->size);
    bool complete = mailbox_gather_letter(gather, request, &found->letter);
    return intake_apply_action.gather(gather, &inner, found->apply) && complete;
}

void mailbox_prepare_take(const struct request *request, const void *facts, void *ret_prepared)
{
    const struct mailbox_take_facts *found = facts;
    const struct request inner = application_of(request, &found->letter);
    intake_apply_action.prepare(&inner, found->apply, ret_prepared);
}

void mailbox_decide_take(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct mailbox_take_facts *found = facts;
    const struct mailbox_letter *letter = found->letter.letter;
    if (letter == NULL || !actor_has_office(request->actor, letter->office))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
    else if (text_is(letter->state, "quarantined"))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_QUARANTINED, "letter");
    else if (!text_is(letter->state, "waiting"))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_SETTLED, "letter");
    if (decision->refusal.key != NULL)
        return;
    const struct request inner = application_of(request, &found->letter);
    intake_apply_action.decide(&inner, found->apply, decision);
    if (decision->refusal.key != NULL)
        return;
    const struct intake_applied *applied = decision->outcome;
    struct mailbox_letter row = *letter;
    row.state = TEXT("taken");
    row.why = row.refusal = row.refusal_zh = row.refusal_en = (struct text){ 0 };
    row.case_id = applied->case_id;
    row.receipt = applied->receipt;
    row.worked_by = request->actor->account;
    row.worked_at = request->at;
    decision_replace(decision, &mailbox_letter_table, &row);
}

/* ---- looking ---- */

static struct text word_of(const char *kind, struct text value, enum language language,
                           struct arena *arena)
{
    struct text key = arena_format(arena, "mailbox.%s.%.*s", kind, TEXT_ARGS(value));
    return !text_present(value) || !words_has(key.data) ? (struct text){ 0 }
        : words_of(key.data, language);
}

static struct mailbox_told told_of(const struct mailbox_letter *row, struct arena *arena)
{
    bool refused = text_present(row->refusal);
    return (struct mailbox_told){
        .letter = row->letter, .office = row->office, .case_id = row->case_id,
        .sender = row->sender, .sender_name = row->sender_name, .subject = row->subject,
        .state = row->state, .state_zh = word_of("state", row->state, LANGUAGE_CHINESE, arena),
        .state_en = word_of("state", row->state, LANGUAGE_ENGLISH, arena),
        .why_zh = refused ? row->refusal_zh
                          : word_of("why", row->why, LANGUAGE_CHINESE, arena),
        .why_en = refused ? row->refusal_en
                          : word_of("why", row->why, LANGUAGE_ENGLISH, arena),
        .channel = row->channel, .matter = row->matter, .receipt = row->receipt,
        .received_at = row->received_at, .sent_at = row->sent_at,
    };
}

struct mailbox_told mailbox_tell_letter(const struct mailbox_letter *row,
                                        const struct list *parts, const struct list *papers,
                                        struct arena *arena)
{
    struct mailbox_told told = told_of(row, arena);
    const struct mailbox_part *rows = parts->items;
    struct mailbox_part_told *shown = ARENA_ARRAY(arena, struct mailbox_part_told,
                                                  parts->count + 1);
    for (size_t i = 0; i < parts->count; i++)
        shown[i] = (struct mailbox_part_told){
            rows[i].part, rows[i].size, rows[i].file_name, rows[i].file_type, rows[i].paper,
            mailbox_part_is_left(row, &rows[i], papers, arena),
        };
    told.parts = (struct list){ shown, parts->count };
    return told;
}

bool mailbox_gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_list_input *input = request->input;
    struct mailbox_list_facts *found = facts;
    const struct mailbox_list_key key = {
        input->office == 0 ? request->actor->office : input->office,
        text_present(input->state) ? input->state : TEXT("waiting"), input->before,
    };
    found->rows = gather_want(gather, &mailbox_letters_listed, &key);
    return found->rows != NULL;
}

void mailbox_decide_list(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct mailbox_list_facts *found = facts;
    const struct mailbox_letter *rows = found->rows->items;
    struct mailbox_told *told =
        ARENA_ARRAY(request->arena, struct mailbox_told, found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count; i++)
        told[i] = told_of(&rows[i], request->arena);
    *(struct mailbox_list_answer *)decision->outcome =
        (struct mailbox_list_answer){ { told, found->rows->count } };
}

void mailbox_decide_show(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct mailbox_letter_facts *found = facts;
    const struct mailbox_letter *row = found->letter;
    struct arena *arena = request->arena;
    if (!mailbox_may_see(request, found)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
        return;
    }
    struct mailbox_told told = mailbox_tell_letter(row, found->parts, found->papers, arena);
    const struct mailbox_asked asked =
        mailbox_read_form(request->book, row->subject, row->body, row->matter, arena);
    told.body = row->body;
    told.asked_name = asked.name;
    told.asked_receipt = asked.receipt;
    told.asked_last_four = asked.last_four;
    if (!asked.several) {
        told.asked_number = asked.number;
        told.asked_values = asked.values;
    }
    if (asked.matter != NULL)
        told.asked_matter = asked.matter->matter;
    *(struct mailbox_told *)decision->outcome = told;
}

void mailbox_decide_part(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct mailbox_part_asked *input = request->input;
    const struct mailbox_letter_facts *found = facts;
    if (!mailbox_may_see(request, found)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
        return;
    }
    const struct mailbox_part *parts = found->parts->items;
    for (size_t i = 0; i < found->parts->count; i++)
        if (parts[i].part == input->part) {
            *(struct mailbox_part_answer *)decision->outcome = (struct mailbox_part_answer){
                parts[i].blob, parts[i].file_name, parts[i].file_type,
            };
            return;
        }
    mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_PART, "part");
}

/* LAW: BJ4-02k: the form to be filled in and sent. */
void mailbox_decide_form(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    const struct mailbox_form_input *input = request->input;
    const struct matter *matter = matter_of(request->book, input->matter, request->arena);
    if (matter == NULL) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_MATTER, "matter");
        return;
    }
    *(struct mailbox_form_answer *)decision->outcome = (struct mailbox_form_answer){
        mailbox_blank_form(matter, LANGUAGE_CHINESE, request->arena),
        mailbox_blank_form(matter, LANGUAGE_ENGLISH, request->arena),
    };
}
