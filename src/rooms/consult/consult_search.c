/* consult_search.c: answers for all are looked for, without signing in; proposals are listed. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "base/grams.h"
#include "rooms/booking/booking.h"
#include "rooms/staff/staff.h"

#define TOLD(member_) AT(struct consult_told, member_)
static const struct field told_fields[] = {
    { "answer", NULL, FIELD_ID, 0, TOLD(answer), .help = "consult.field.proposed-answer" },
    { "topic", NULL, FIELD_TEXT, 0, TOLD(topic), 100, .help = "consult.field.topic" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(matter), 60,
      .help = "consult.field.matter" },
    { "place", NULL, FIELD_COUNT, 0, TOLD(place), .help = "consult.field.place-all" },
    { "question", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(question), 500,
      .help = "consult.field.question" },
    { "body", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(body), 4000,
      .help = "consult.field.answer-text" },
    { "asked", NULL, FIELD_COUNT, 0, TOLD(asked), .help = "consult.field.asked" },
    { "published_at", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(published_at),
      .help = "consult.field.published-at" },
    { "ways", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(ways), 200, .help = "consult.field.ways" },
    { "path", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(path), 200, .help = "consult.field.path" },
};
static const struct shape told_shape = SHAPE("consult_told", struct consult_told, told_fields);
static const struct field found_fields[] = {
    { "answers", NULL, FIELD_LIST, 0, AT(struct consult_found, answers), .of = &told_shape,
      .help = "consult.field.answers" },
};
static const struct shape found_shape =
    SHAPE("consult_found", struct consult_found, found_fields);

static struct consult_told told_of(const struct consult_answer *row)
{
    return (struct consult_told){ .answer = row->answer, .place = row->place,
        .topic = row->topic, .matter = row->matter, .question = row->question,
        .body = row->body, .published_at = row->published_at, .asked = row->asked };
}

/* LAW: JX4-4c: an answer leads on to the way of its matter that brings nobody into a hall: to the
 * application where it is made online, else to the guide, which names the other ways. */
static void lead_on(const struct request *request, int64_t asked_place,
                    struct consult_told *told)
{
    const struct matter *matter = matter_of(request->book, told->matter, request->arena);
    if (matter == NULL)
        return;
    int64_t place = asked_place != 0 ? asked_place : told->place;
    told->ways = booking_remote_ways(request->book, matter, (int32_t)place, request->arena);
    told->path = booking_way_path(request->book, matter, (int32_t)place, request->arena);
}

/* ---- looking for pairs ---- */

static bool stands_in(const struct list *grams, int64_t answer)
{
    const struct consult_gram *rows = grams->items;
    for (size_t i = 0; i < grams->count; i++)
        if (rows[i].answer == answer)
            return true;
    return false;
}

/* Answers that have all the pairs; false while rows are missing. */
static bool gather_all_of(struct gather *gather, const struct grams *wanted,
                          struct list *ret_found)
{
    const struct list *lists[CONSULT_WANTED_MAX];
    bool complete = true;
    for (size_t i = 0; i < wanted->count; i++) {
        const struct consult_gram_key key = { bucket_of_name(wanted->items[i]),
                                              wanted->items[i] };
        lists[i] = gather_want(gather, &consult_answers_with, &key);
        complete &= lists[i] != NULL;
    }
    *ret_found = (struct list){ 0 };
    if (!complete || wanted->count == 0)
        return complete;
    const struct consult_gram *first = lists[0]->items;
    struct consult_answer *found =
        ARENA_ARRAY(gather->arena, struct consult_answer, lists[0]->count + 1);
    size_t count = 0, looked_at = 0;
    for (size_t i = 0; i < lists[0]->count && looked_at < 5 * CONSULT_FOUND_MAX; i++) {
        bool all = i == 0 || first[i].answer != first[i - 1].answer;
        for (size_t l = 1; l < wanted->count && all; l++)
            all = stands_in(lists[l], first[i].answer);
        if (!all)
            continue;
        looked_at++;
        const struct consult_answer_key key = { id_bucket(first[i].answer), first[i].answer };
        const void *row = NULL;
        complete &= gather_one(gather, &consult_answer_by_id, &key, &row);
        if (row != NULL)
            found[count++] = *(const struct consult_answer *)row;
    }
    *ret_found = (struct list){ found, count };
    return complete;
}

static bool search_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_search_input *input = request->input;
    struct consult_search_facts *found = facts;
    struct grams written, initials;
    grams_wanted(input->text, CONSULT_WANTED_MAX, gather->arena, &written, &initials);
    bool complete = gather_all_of(gather, &written, &found->found[0]);
    return gather_all_of(gather, &initials, &found->found[1]) && complete;
}

/* ---- what is shown, in which order ---- */

/* Words with blanks between are looked for one by one, each wherever it stands. */
static bool all_words_in(struct text wanted, const struct text *kept, size_t count,
                         struct arena *arena)
{
    struct text rest = grams_normal(wanted, arena);
    while (text_present(rest)) {
        struct text word = text_until(rest, ' ', &rest);
        bool found = !text_present(word);
        for (size_t i = 0; i < count && !found; i++)
            found = grams_found(kept[i], word, arena);
        if (!found)
            return false;
    }
    return true;
}

static bool fits(const struct consult_answer *row, const struct consult_search_input *input,
                 struct arena *arena)
{
    return text_is(row->state, "published")
        && (row->place == 0 || input->place == 0
            || staff_division_within(input->place, row->place))
        && all_words_in(input->text, (const struct text[]){ row->topic, row->question, row->body },
                        3, arena);
}

/* In topic or question before in the body alone; of those the nearest place, the most asked. */
static int64_t weight(const struct consult_told *told, struct text wanted, struct arena *arena)
{
    int64_t heavy =
        all_words_in(wanted, (const struct text[]){ told->topic, told->question }, 2, arena);
    return heavy * INT64_C(2000000000) + (told->place != 0) * INT64_C(1000000000) + told->asked;
}

static void add_told(struct consult_told *told, int64_t *weights, size_t *count,
                     struct consult_told one, int64_t heavy)
{
    for (size_t i = 0; i < *count; i++)
        if (told[i].answer == one.answer)
            return;
    size_t at = *count;
    if (at < CONSULT_FOUND_MAX)
        (*count)++;
    else if (weights[--at] >= heavy)
        return;
    for (; at > 0 && weights[at - 1] < heavy; at--) {
        told[at] = told[at - 1];
        weights[at] = weights[at - 1];
    }
    told[at] = one;
    weights[at] = heavy;
}

static void search_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct consult_search_input *input = request->input;
    const struct consult_search_facts *found = facts;
    struct grams written, initials;
    grams_wanted(input->text, CONSULT_WANTED_MAX, request->arena, &written, &initials);
    if (written.count + initials.count == 0) {
        consult_refuse(decision, CONSULT_REFUSED_TOO_SHORT, "text");
        return;
    }
    struct consult_told *told =
        ARENA_ARRAY(request->arena, struct consult_told, CONSULT_FOUND_MAX + 1);
    int64_t weights[CONSULT_FOUND_MAX + 1];
    size_t count = 0;
    for (size_t which = 0; which < COUNT_OF(found->found); which++) {
        const struct consult_answer *rows = found->found[which].items;
        for (size_t i = 0; i < found->found[which].count; i++) {
            if (!fits(&rows[i], input, request->arena))
                continue;
            struct consult_told one = told_of(&rows[i]);
            add_told(told, weights, &count, one, weight(&one, input->text, request->arena));
        }
    }
    for (size_t i = 0; i < count; i++)
        lead_on(request, input->place, &told[i]);
    ((struct consult_found *)decision->outcome)->answers = (struct list){ told, count };
}

static const struct field search_fields[] = {
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct consult_search_input, text), 50,
      .help = "consult.field.search" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct consult_search_input, place),
      .help = "consult.field.place" },
};
static const struct shape search_shape =
    SHAPE("consult_search", struct consult_search_input, search_fields);
static const struct shape search_facts_shape =
    { .name = "consult_search_facts", .size = sizeof(struct consult_search_facts) };

const struct action consult_search_action = {
    .name = "consult.search", .method = "GET", .path = "/api/v1/answers",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &search_shape,
    .facts = &search_facts_shape, .outcome = &found_shape, .answer = &found_shape,
    .help = "consult.help.search", .gather = search_gather, .decide = search_decide,
};

/* ---- proposals ---- */

struct proposals_facts { const struct list *rows; };

static bool proposals_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct proposals_facts *found = facts;
    const struct consult_state_key key = { TEXT("proposed") };
    found->rows = gather_want(gather, &consult_answers_in_state, &key);
    return found->rows != NULL;
}

static void proposals_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct list *rows = ((const struct proposals_facts *)facts)->rows;
    const struct consult_answer *answers = rows->items;
    struct consult_told *told =
        ARENA_ARRAY(request->arena, struct consult_told, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++)
        told[i] = told_of(&answers[i]);
    ((struct consult_found *)decision->outcome)->answers = (struct list){ told, rows->count };
}

static const struct shape nothing_shape = { .name = "consult_no_input", .size = 1 };
static const struct shape proposals_facts_shape =
    { .name = "consult_proposals_facts", .size = sizeof(struct proposals_facts) };

const struct action consult_proposals_action = {
    .name = "consult.proposals", .method = "GET", .path = "/api/v1/answers/proposals",
    .flags = ACTION_READ, .input = &nothing_shape,
    .facts = &proposals_facts_shape, .outcome = &found_shape, .answer = &found_shape,
    .help = "consult.help.proposals", .gather = proposals_gather, .decide = proposals_decide,
};
