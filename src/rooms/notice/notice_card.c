/* notice_card.c: see notice_card.h. LAW: BJ4-S7h */

#include "rooms/notice/notice_card.h"

#include "base/check.h"
#include "core/divisions.h"

#define SENTENCE_BYTES 3000
/* What can be said in one breath; the list below the card has the rest. */
#define WHAT_BYTES 400

struct card_facts {
    const struct notice_document *document;
    struct events events;
};

static bool gather_card(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_card_input *input = request->input;
    struct card_facts *found = facts;
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    if (input->document != 0)
        complete &= gather_one(gather, &notice_document_by_id, &key, &row);
    found->document = row;
    return complete;
}

/* ---- sentences ---- */

static struct text sentence(const struct request *request, const char *key,
                            enum language language, struct text a, struct text b, struct text c)
{
    struct builder builder =
        builder_over(arena_take(request->arena, SENTENCE_BYTES), SENTENCE_BYTES);
    const struct text details[3] = { a, b, c };
    words_write(&builder, key, language, details, 3);
    return builder_text(&builder);
}

static struct text day_told(const struct request *request, struct date day)
{
    char bytes[16];
    struct builder builder = builder_over(bytes, sizeof bytes);
    if (day.yyyymmdd != 0)
        date_write(&builder, day);
    return arena_text(request->arena, builder_text(&builder));
}

enum piece { PIECE_SAYS, PIECE_WHOM, PIECE_UNTIL };

static struct text piece_of(const struct request *request, const struct notice_measure_told *told,
                            enum piece piece, enum language language)
{
    bool english = language == LANGUAGE_ENGLISH;
    switch (piece) {
    case PIECE_SAYS: return english || !text_present(told->zh) ? told->en : told->zh;
    case PIECE_WHOM: return english ? told->whom_en : told->whom_zh;
    case PIECE_UNTIL: break;
    }
    struct text event = english ? told->until_en : told->until_zh;
    if (text_present(event))
        return event;
    return told->until.yyyymmdd != 0 ? day_told(request, told->until)
        : words_of("notice.card.open", language);
}

/* The pieces of all measures, each once. */
static struct text all_of(const struct request *request, const struct list *measures,
                          enum piece piece, enum language language)
{
    struct builder builder = builder_over(arena_take(request->arena, WHAT_BYTES), WHAT_BYTES);
    const struct notice_measure_told *told = measures->items;
    for (size_t i = 0; i < measures->count; i++) {
        struct text text = piece_of(request, &told[i], piece, language);
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = text_equal(text, piece_of(request, &told[k], piece, language));
        if (before)
            continue;
        if (builder.length + text.length + sizeof "；……" > WHAT_BYTES) {
            builder_add(&builder, TEXT("……"));
            break;
        }
        if (builder.length > 0)
            builder_add(&builder, language == LANGUAGE_ENGLISH ? TEXT("; ") : TEXT("；"));
        builder_add(&builder, text);
    }
    return builder_text(&builder);
}

/* Without the full stop that the sentence around it has. */
static struct text unstopped(struct text text)
{
    if (text_ends(text, TEXT("。")))
        return text_slice(text, 0, text.length - (sizeof "。" - 1));
    return text_ends(text, TEXT(".")) ? text_slice(text, 0, text.length - 1) : text;
}

/* ---- the card ---- */

struct card {
    const struct request *request;
    const struct notice_head *head;
    const struct measure **measures;
    size_t count;
    struct notice_card *card;
    struct text first;
};

/* Must anybody apply, and is a paper owed? "apply", "debt", or by itself. */
static const char *papers_key(const struct card *card)
{
    for (size_t i = 0; i < card->count; i++)
        if (card->measures[i]->verb == VERB_TOLERATE
            || text_present(card->measures[i]->later.debt))
            return "notice.card.answer.owed";
    for (size_t i = 0; i < card->count; i++)
        if (text_present(card->measures[i]->grant.on_application))
            return "notice.card.answer.apply";
    return "notice.card.answer.nothing";
}

static struct text contact_of(const struct card *card, enum language language)
{
    return text_present(card->head->of.contact) ? card->head->of.contact
        : words_of("notice.card.no-contact", language);
}

/* The explanation in plain words where there is one, else what the measures say. */
static struct text what(const struct card *card, enum language language)
{
    const struct notice_register *of = &card->head->of;
    struct text plain = language == LANGUAGE_ENGLISH ? of->plain_en : of->plain_zh;
    return text_present(plain) ? unstopped(plain)
        : all_of(card->request, &card->card->changes, PIECE_SAYS, language);
}

static struct text answer(const struct card *card, int at, enum language language)
{
    const struct request *request = card->request;
    const struct list *changes = &card->card->changes;
    struct text none = TEXT("");
    switch (at) {
    case 0: return sentence(request, "notice.card.answer.what", language,
                            what(card, language), none, none);
    case 1: return sentence(request, "notice.card.answer.whom", language,
                            all_of(request, changes, PIECE_WHOM, language), none, none);
    case 2: return sentence(request, "notice.card.answer.when", language, card->first,
                            all_of(request, changes, PIECE_UNTIL, language), none);
    case 3: return words_of(papers_key(card), language);
    default: return sentence(request, "notice.card.answer.ask", language, card->head->number,
                             contact_of(card, language), none);
    }
}

static void add_questions(struct card *card)
{
    static const char *const questions[] = {
        "notice.card.question.what", "notice.card.question.whom", "notice.card.question.when",
        "notice.card.question.papers", "notice.card.question.ask",
    };
    struct notice_answered *rows =
        ARENA_ARRAY(card->request->arena, struct notice_answered, COUNT_OF(questions));
    for (int i = 0; i < (int)COUNT_OF(questions); i++)
        rows[i] = (struct notice_answered){
            .question_zh = words_of(questions[i], LANGUAGE_CHINESE),
            .question_en = words_of(questions[i], LANGUAGE_ENGLISH),
            .answer_zh = answer(card, i, LANGUAGE_CHINESE),
            .answer_en = answer(card, i, LANGUAGE_ENGLISH),
        };
    card->card->questions = (struct list){ rows, COUNT_OF(questions) };
}

static struct text say(const struct card *card, enum language language)
{
    return sentence(card->request, "notice.card.say", language, card->head->number, card->first,
                    what(card, language));
}

static void fill_card(const struct request *request, const struct notice_head *head,
                      struct events events, struct notice_card *made)
{
    struct card card = { .request = request, .head = head, .card = made };
    card.count = notice_measures_of(request->book, head, DATE_NONE, request->arena,
                                    &card.measures);
    struct notice_measure_told *told =
        ARENA_ARRAY(request->arena, struct notice_measure_told, card.count + 1);
    struct date first = head->issued;
    for (size_t i = 0; i < card.count; i++) {
        told[i] = notice_measure_tell(request, card.measures[i], events,
                                      date_of_moment(request->at));
        if (i == 0 || date_compare(told[i].from, first) < 0)
            first = told[i].from;
    }
    card.first = day_told(request, first);
    *made = (struct notice_card){
        .number = head->number, .title = head->title, .issued = head->issued,
        .contact = head->of.contact, .draft = made->draft,
        .place_name = division_name(book_divisions(request->book), head->place),
        .changes = { told, card.count },
    };
    made->say_zh = say(&card, LANGUAGE_CHINESE);
    made->say_en = say(&card, LANGUAGE_ENGLISH);
    add_questions(&card);
}

/* A card of a draft is made by the book it would make. What the answer holds is copied, for that
 * book is let go. */
static void card_of_draft(const struct request *request, const struct card_facts *found,
                          struct decision *decision)
{
    const struct notice_document *row = found->document;
    struct rule_faults faults;
    struct notice_head head;
    rule_faults_init(&faults, request->arena);
    const struct book *after = !text_present(row->text) ? NULL
        : notice_book_with(request, row->file, row->text, decision);
    if (after == NULL
        || !notice_head_read(row->file, row->text, request->arena, &faults, &head)) {
        book_release(after);
        decision_refuse(decision, "notice.refused.no-such-document", "document");
        return;
    }
    struct request then = *request;
    then.book = after;
    struct notice_card card = { .draft = true };
    fill_card(&then, &head, found->events, &card);
    *(struct notice_card *)decision->outcome =
        *(struct notice_card *)shape_copy(request->action->outcome, &card, request->arena);
    book_release(after);
}

static void decide_card(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_card_input *input = request->input;
    const struct card_facts *found = facts;
    if (input->document != 0) {
        if (found->document == NULL || !division_is_within(book_divisions(request->book),
                request->actor->division, (int32_t)found->document->place))
            decision_refuse(decision, "notice.refused.no-such-document", "document");
        else
            card_of_draft(request, found, decision);
        return;
    }
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, input->number);
    if (head == NULL) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    fill_card(request, head, found->events, decision->outcome);
}

/* ---- the row ---- */

static const struct field input_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, AT(struct notice_card_input, number), 80,
      .help = "notice.field.number" },
    { "document", NULL, FIELD_ID, 0, AT(struct notice_card_input, document),
      .help = "notice.field.document" },
};
static const struct shape input_shape =
    SHAPE("notice_card_input", struct notice_card_input, input_fields);
static const struct shape facts_shape =
    { .name = "notice_card_facts", .size = sizeof(struct card_facts) };
#define ASKED(member_) AT(struct notice_answered, member_)
static const struct field answered_fields[] = {
    { "question_zh", NULL, FIELD_TEXT, 0, ASKED(question_zh), 200,
      .help = "notice.told.question" },
    { "question_en", NULL, FIELD_TEXT, 0, ASKED(question_en), 200,
      .help = "notice.told.question" },
    { "answer_zh", NULL, FIELD_TEXT, 0, ASKED(answer_zh), 3000, .help = "notice.told.answer" },
    { "answer_en", NULL, FIELD_TEXT, 0, ASKED(answer_en), 3000, .help = "notice.told.answer" },
};
static const struct shape answered_shape =
    SHAPE("notice_answered", struct notice_answered, answered_fields);
#define CARD(member_) AT(struct notice_card, member_)
static const struct field card_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, CARD(number), 80, .help = "notice.told.number" },
    { "title", NULL, FIELD_TEXT, FIELD_SPARSE, CARD(title), 200, .help = "notice.told.title" },
    { "place_name", NULL, FIELD_TEXT, 0, CARD(place_name), 60, .help = "notice.told.place" },
    { "issued", NULL, FIELD_DAY, 0, CARD(issued), .help = "notice.told.issued" },
    { "draft", NULL, FIELD_FLAG, FIELD_SPARSE, CARD(draft), .help = "notice.told.draft" },
    { "contact", NULL, FIELD_TEXT, FIELD_SPARSE, CARD(contact), 200,
      .help = "notice.told.contact" },
    { "say_zh", NULL, FIELD_TEXT, 0, CARD(say_zh), 3000, .help = "notice.told.say" },
    { "say_en", NULL, FIELD_TEXT, 0, CARD(say_en), 3000, .help = "notice.told.say" },
    { "questions", NULL, FIELD_LIST, 0, CARD(questions), .of = &answered_shape,
      .help = "notice.told.questions" },
    { "changes", NULL, FIELD_LIST, 0, CARD(changes), .of = &notice_measure_told_shape,
      .help = "notice.told.changes" },
};
static const struct shape card_shape = SHAPE("notice_card", struct notice_card, card_fields);

const struct action notice_card_action = {
    .name = "notice.card", .method = "GET", .path = "/api/v1/notice-card",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &card_shape, .answer = &card_shape, .help = "notice.help.card",
    .gather = gather_card, .decide = decide_card,
};
