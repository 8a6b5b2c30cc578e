/* notice_restrictions.c: the restrictions that notices lift, each with what lifts it, for whom and
 * until when; those that are applied again stand apart, so that none is forgotten either way.
 * LAW: LY22-P2b */

#include "rooms/notice/notice_register.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "core/measure_words.h"

struct restrictions_input {
    int64_t place;              /* 0: the asker's own */
    struct date on;             /* absent: today */
    bool only_applied;
};
#define INPUT(member_) AT(struct restrictions_input, member_)
static const struct field input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, INPUT(place), .help = "notice.field.place" },
    { "on", NULL, FIELD_DAY, 0, INPUT(on), .help = "notice.field.on" },
    { "only_applied", NULL, FIELD_FLAG, 0, INPUT(only_applied),
      .help = "notice.field.only-applied" },
};
static const struct shape input_shape =
    SHAPE("notice_restrictions_input", struct restrictions_input, input_fields);

#define ROW(member_) AT(struct notice_restriction, member_)
static const struct field row_fields[] = {
    { "restriction", NULL, FIELD_TEXT, 0, ROW(name), 60, .help = "notice.told.restriction" },
    { "restriction_zh", NULL, FIELD_TEXT, 0, ROW(zh), 60, .help = "notice.told.restriction" },
    { "restriction_en", NULL, FIELD_TEXT, 0, ROW(en), 100, .help = "notice.told.restriction" },
    { "applied", NULL, FIELD_FLAG, 0, ROW(applied), .help = "notice.told.applied-again" },
    { "lifted_by", NULL, FIELD_LIST, 0, ROW(measures), .of = &notice_measure_told_shape,
      .help = "notice.told.measures" },
};
static const struct shape row_shape =
    SHAPE("notice_restriction", struct notice_restriction, row_fields);
#define ANSWER(member_) AT(struct notice_restrictions, member_)
static const struct field answer_fields[] = {
    { "restrictions", NULL, FIELD_LIST, 0, ANSWER(rows), .of = &row_shape,
      .help = "notice.told.restriction" },
    { "lifted", NULL, FIELD_COUNT, 0, ANSWER(lifted), .help = "notice.told.lifted" },
    { "applied", NULL, FIELD_COUNT, 0, ANSWER(applied), .help = "notice.told.applied-again" },
    { "watched_by", NULL, FIELD_TEXT, FIELD_SPARSE, ANSWER(watched_by), 200,
      .help = "notice.told.watched-by" },
};
static const struct shape answer_shape =
    SHAPE("notice_restrictions", struct notice_restrictions, answer_fields);
static const struct shape facts_shape =
    { .name = "notice_restrictions_facts", .size = sizeof(struct notice_register_facts) };

/* What a measure lifts: words of the sets that `waive` and `cover` use. */
static size_t lifted_by(const struct measure *measure, struct text *ret_names,
                        const char **ret_sets, size_t room)
{
    size_t count = 0;
    if (measure->verb == VERB_COVER) {
        if (text_is(measure->cover.catalogue, "open"))
            ret_sets[count] = "checks", ret_names[count++] = TEXT("catalogue-limit");
        if (text_is(measure->cover.hospital_budget, "outside"))
            ret_sets[count] = "checks", ret_names[count++] = TEXT("hospital-budget");
        return count;
    }
    if (measure->verb != VERB_WAIVE)
        return 0;
    const struct measure_waive *waive = &measure->waive;
    if (text_present(waive->cut))
        ret_sets[count] = "cuts", ret_names[count++] = waive->cut;
    /* Nothing is taken off without a referral or a filing either. */
    if (waive->also_when.count > 0)
        ret_sets[count] = "cuts", ret_names[count++] = TEXT("unreferred");
    for (size_t i = 0; i < waive->checks.count && count < room; i++)
        ret_sets[count] = "checks", ret_names[count++] = waive->checks.items[i];
    for (size_t i = 0; i < waive->restrictions.count && count < room; i++)
        ret_sets[count] = "restrictions", ret_names[count++] = waive->restrictions.items[i];
    return count;
}

#define LIFTS_A_MEASURE 12
#define RESTRICTIONS_MOST 60

static struct notice_restriction *row_called(struct notice_restriction *rows, size_t *count,
                                             const struct request *request, struct text name,
                                             const char *set, size_t measures)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal(rows[i].name, name))
            return &rows[i];
    if (*count == RESTRICTIONS_MOST)
        return NULL;
    const struct vocabulary *words = book_vocabulary(request->book);
    rows[*count] = (struct notice_restriction){
        .name = name, .applied = true,
        .zh = vocabulary_say(words, set, name, LANGUAGE_CHINESE),
        .en = vocabulary_say(words, set, name, LANGUAGE_ENGLISH),
        .measures.items = ARENA_ARRAY(request->arena, struct notice_measure_told, measures),
    };
    return &rows[(*count)++];
}

/* What limits a settlement anywhere stands in the list while nothing lifts it, too. */
static void begin(const struct request *request, size_t measures,
                  struct notice_restriction *rows, size_t *count)
{
    static const struct { const char *set, *name; } ALWAYS[] = {
        { "checks", "catalogue-limit" }, { "cuts", "unreferred" },
        { "cuts", "offsite-ratio" },     { "checks", "hospital-budget" },
    };
    for (size_t i = 0; i < COUNT_OF(ALWAYS); i++)
        (void)row_called(rows, count, request, text_of(ALWAYS[i].name), ALWAYS[i].set, measures);
}

static void look_at(const struct request *request, const struct measure *measure,
                    struct events events, struct date day, size_t measures,
                    struct notice_restriction *rows, size_t *count)
{
    struct text names[LIFTS_A_MEASURE];
    const char *sets[LIFTS_A_MEASURE];
    size_t lifts = lifted_by(measure, names, sets, LIFTS_A_MEASURE);
    for (size_t i = 0; i < lifts; i++) {
        struct notice_restriction *row =
            row_called(rows, count, request, names[i], sets[i], measures);
        if (row == NULL)
            continue;
        struct notice_measure_told *told = row->measures.items;
        struct notice_measure_told *one = &told[row->measures.count++];
        *one = notice_measure_tell(request, measure, events, day);
        one->ids = measure->cites;
        row->applied &= !one->in_force;
    }
}

static struct text watched_by(const struct request *request, int32_t place,
                              struct events events, struct date day)
{
    const struct measure_question question = {
        .verb = VERB_WATCH, .place = place, .thing = TEXT("restriction-still-applied"),
        .day = day, .known = day, .events = events,
    };
    const struct measure_hit *hits;
    return measures_on(request->book, &question, request->arena, &hits) == 0
        ? (struct text){ 0 } : hits[0].measure->cites;
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct restrictions_input *input = request->input;
    const struct notice_register_facts *found = facts;
    struct notice_restrictions *answer = decision->outcome;
    struct date day = input->on.yyyymmdd != 0 ? input->on : date_of_moment(request->at);
    int32_t place = (int32_t)(input->place != 0 ? input->place : request->actor->division);
    size_t all, count = 0;
    const struct measure *const *measures = book_measures(request->book, &all);
    struct notice_restriction *rows =
        ARENA_ARRAY(request->arena, struct notice_restriction, RESTRICTIONS_MOST);
    begin(request, all, rows, &count);
    for (size_t i = 0; i < all; i++)
        if (division_is_within(book_divisions(request->book), place, measures[i]->place)
            && date_within(day, measures[i]->known_from, measures[i]->known_until))
            look_at(request, measures[i], found->events, day, all, rows, &count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        answer->applied += rows[i].applied;
        answer->lifted += !rows[i].applied;
        if (!input->only_applied || rows[i].applied)
            rows[kept++] = rows[i];
    }
    answer->rows = (struct list){ rows, kept };
    answer->watched_by = watched_by(request, place, found->events, day);
}

const struct action notice_restrictions_action = {
    .name = "notice.restrictions", .method = "GET", .path = "/api/v1/restrictions",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "notice.help.restrictions",
    .gather = notice_gather_register, .decide = decide,
};
