/* merge_list.c: merges of a place, with who they are about: those that wait for a second person, or
 * those in one state; of one person, all of them. */

#include "rooms/merge/merge.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/words.h"

struct list_input { struct text state; int64_t kept, before; };
/* Who it is about: one entry a merge. */
struct list_facts {
    const struct list *rows;
    struct party_person_facts *kept;
    const struct party_person **gone;
};
struct merge_shown {
    struct merge_row row;
    struct text kept_name, kept_number, gone_name, gone_number;
    struct text stopped_zh, stopped_en;
    bool mine;                  /* asked by who looks: somebody else decides */
};
struct list_told { struct list merges; int64_t before; };

static const struct list *gather_rows(struct gather *gather, const struct request *request)
{
    const struct list_input *input = request->input;
    const struct actor *actor = request->actor;
    const struct merge_person_key person = { id_bucket(input->kept), input->kept };
    if (input->kept != 0)
        return gather_want(gather, &merges_of, &person);
    const struct merge_place_key key = {
        .place = actor->division, .place_until = division_last_code((int32_t)actor->division),
        .state = input->state, .before = input->before == 0 ? INT64_MAX : input->before,
    };
    return gather_want(gather, &merges_of_place, &key);
}

static bool gather_merges(struct gather *gather, const struct request *request, void *facts)
{
    struct list_facts *found = facts;
    found->rows = gather_rows(gather, request);
    if (found->rows == NULL)
        return false;
    const struct merge_row *rows = found->rows->items;
    size_t count = found->rows->count;
    found->kept = ARENA_ARRAY(gather->arena, struct party_person_facts, count + 1);
    found->gone = ARENA_ARRAY(gather->arena, const struct party_person *, count + 1);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        const struct party_of_person key = { id_bucket(rows[i].gone), rows[i].gone };
        const void *row = NULL;
        complete &= party_gather_person(gather, rows[i].kept, &found->kept[i]);
        complete &= gather_one(gather, &party_person_by_id, &key, &row);
        found->gone[i] = row;
    }
    return complete;
}

static struct merge_shown shown_of(const struct request *request, const struct merge_row *row,
                                   const struct party_person *kept,
                                   const struct party_person *gone)
{
    struct merge_shown shown = {
        .row = *row, .kept_name = kept->name, .kept_number = kept->number_masked,
        .mine = row->asked_by == request->actor->account,
    };
    if (gone != NULL) {
        shown.gone_name = gone->name;
        shown.gone_number = gone->number_masked;
    }
    if (text_present(row->stopped)) {
        const char *key = arena_text(request->arena, row->stopped).data;
        shown.stopped_zh = words_of(key, LANGUAGE_CHINESE);
        shown.stopped_en = words_of(key, LANGUAGE_ENGLISH);
    }
    return shown;
}

static void list_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct list_facts *found = facts;
    const struct merge_row *rows = found->rows->items;
    size_t count = found->rows->count;
    struct merge_shown *shown = ARENA_ARRAY(request->arena, struct merge_shown, count + 1);
    struct list_told *told = decision->outcome;
    told->merges.items = shown;
    for (size_t i = 0; i < count; i++)
        if (found->kept[i].person != NULL && party_may_see(request->actor, &found->kept[i]))
            shown[told->merges.count++] =
                shown_of(request, &rows[i], found->kept[i].person, found->gone[i]);
    if (count == MERGE_PAGE)
        told->before = rows[count - 1].merge;
}

#define LISTS(member, kind_, ...) \
    FIELD(struct list_input, member, kind_, .help = "merge.field." #member, __VA_ARGS__)
static const struct field input_fields[] = {
    LISTS(state, FIELD_TEXT, .length_max = 20), LISTS(kept, FIELD_ID, .flags = 0),
    LISTS(before, FIELD_ID, .flags = 0),
};
static const struct shape input_shape = SHAPE("merge_list_input", struct list_input, input_fields);
static const struct shape facts_shape =
    { .name = "merge_list_facts", .size = sizeof(struct list_facts) };
#define ROW(member, kind_, ...) \
    { .name = #member, .kind = (kind_), .offset = AT(struct merge_shown, row.member), __VA_ARGS__ }
#define SHOWN(member, kind_, ...) FIELD(struct merge_shown, member, kind_, __VA_ARGS__)
static const struct field shown_fields[] = {
    ROW(merge, FIELD_ID, .flags = 0), ROW(kept, FIELD_ID, .flags = 0),
    ROW(gone, FIELD_ID, .flags = 0), ROW(state, FIELD_TEXT, .length_max = 20),
    SHOWN(kept_name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100),
    SHOWN(kept_number, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 50),
    SHOWN(gone_name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100),
    SHOWN(gone_number, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 50),
    ROW(reason, FIELD_TEXT, .length_max = 200), ROW(evidence, FIELD_TEXT, .length_max = 100),
    ROW(spells, FIELD_COUNT, .flags = 0), ROW(marks, FIELD_COUNT, .flags = 0),
    ROW(filings, FIELD_COUNT, .flags = 0), ROW(balance, FIELD_MONEY, .flags = 0),
    SHOWN(stopped_zh, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200),
    SHOWN(stopped_en, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 300),
    ROW(asked_at, FIELD_MOMENT, .flags = 0), ROW(decided_at, FIELD_MOMENT, .flags = FIELD_SPARSE),
    ROW(finished_at, FIELD_MOMENT, .flags = FIELD_SPARSE), SHOWN(mine, FIELD_FLAG, .flags = 0),
};
static const struct shape shown_shape = SHAPE("merge_shown", struct merge_shown, shown_fields);
static const struct field told_fields[] = {
    FIELD(struct list_told, merges, FIELD_LIST, .of = &shown_shape),
    FIELD(struct list_told, before, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape told_shape = SHAPE("merge_list", struct list_told, told_fields);

const struct action merge_list_action = {
    .name = "merge.list", .method = "GET", .path = "/api/v1/merges",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .next_page = { { "before", "before" } },
    .answer = &told_shape, .help = "merge.help.list", .gather = gather_merges,
    .decide = list_decide,
};
