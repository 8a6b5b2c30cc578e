/* merge_actions.c: a merge is looked at, asked for, and decided by somebody else; undone
 * likewise. */

#include "rooms/merge/merge.h"

#include "base/check.h"
#include "core/words.h"

struct ask_input { int64_t kept, gone; struct text reason, evidence; };
struct one_input { int64_t kept, merge; struct text verdict, reason; };
struct merge_told { int64_t merge, kept, gone; struct text state; };

static const struct shape facts_shape =
    { .name = "merge_facts", .size = sizeof(struct merge_facts) };

static bool gather_pair(struct gather *gather, const struct request *request, void *facts)
{
    const struct ask_input *input = request->input;
    struct merge_facts *found = facts;
    const struct merge_person_key key = { id_bucket(input->kept), input->kept };
    const struct merge_person_key gone = { id_bucket(input->gone), input->gone };
    bool complete = merge_gather_side(gather, input->kept, &found->kept);
    complete &= merge_gather_side(gather, input->gone, &found->gone);
    found->merges = gather_want(gather, &merges_of, &key);
    found->gone_merges = gather_want(gather, &merges_of, &gone);
    return complete && found->merges != NULL && found->gone_merges != NULL;
}

/* ---- merge.preview ---- */

struct obstacle_told { struct text key, zh, en; };
struct preview {
    int64_t kept, gone;
    struct text kept_name, kept_number, gone_name, gone_number;
    bool possible;
    struct list obstacles;
    int64_t spells, marks, filings, years;
    struct money balance;
};

/* What would go over: the same count the row keeps. */
static int64_t filings_going(const struct merge_side *side, struct date today)
{
    const struct filing_row *rows = side->filings->items;
    int64_t count = 0;
    for (size_t i = 0; i < side->filings->count; i++)
        count += merge_goes_on(rows[i].valid_until, today)
            && (text_is(rows[i].state, "in-force") || text_is(rows[i].state, "filed"));
    return count;
}

static int64_t marks_going(const struct merge_side *side, struct date today)
{
    const struct party_identity *identities = side->of.identities->items;
    const struct party_status *statuses = side->of.statuses->items;
    int64_t count = 0;
    for (size_t i = 0; i < side->of.identities->count; i++)
        count += identities[i].valid_until.ms == 0
            || merge_goes_on(date_of_moment(identities[i].valid_until), today);
    for (size_t i = 0; i < side->of.statuses->count; i++)
        count += merge_goes_on(statuses[i].valid_until, today);
    return count;
}

static struct list obstacles_told(unsigned found, struct arena *arena)
{
    struct obstacle_told *told = ARENA_ARRAY(arena, struct obstacle_told, MERGE_OBSTACLES);
    size_t count = 0;
    for (int i = 0; i < MERGE_OBSTACLES; i++) {
        const char *key = merge_obstacle_key((enum merge_obstacle)i);
        if ((found & (1u << i)) != 0)
            told[count++] = (struct obstacle_told){
                text_of(key), words_of(key, LANGUAGE_CHINESE), words_of(key, LANGUAGE_ENGLISH),
            };
    }
    return (struct list){ told, count };
}

static void preview_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct ask_input *input = request->input;
    const struct merge_facts *found = facts;
    struct date today = date_of_moment(request->at);
    unsigned obstacles = merge_obstacles(request->actor, found, today);
    if ((obstacles & (1u << MERGE_NO_PERSON)) != 0) {
        decision_refuse(decision, merge_obstacle_key(MERGE_NO_PERSON), "gone");
        return;
    }
    const struct party_person *kept = found->kept.of.person, *gone = found->gone.of.person;
    *(struct preview *)decision->outcome = (struct preview){
        .kept = input->kept, .gone = input->gone, .kept_name = kept->name,
        .kept_number = kept->number_masked, .gone_name = gone->name,
        .gone_number = gone->number_masked, .possible = obstacles == 0,
        .obstacles = obstacles_told(obstacles, request->arena),
        .spells = (int64_t)found->gone.of.spells->count,
        .marks = marks_going(&found->gone, today),
        .filings = filings_going(&found->gone, today),
        .years = (int64_t)found->gone.counters->count,
        .balance = fund_personal_free(found->gone.personal),
    };
}

/* ---- merge.ask ---- */

static void refuse_first(struct decision *decision, unsigned obstacles)
{
    for (int i = 0; i < MERGE_OBSTACLES; i++)
        if ((obstacles & (1u << i)) != 0) {
            decision_refuse(decision, merge_obstacle_key((enum merge_obstacle)i), "gone");
            return;
        }
}

static void tell(const struct merge_row *row, struct decision *decision)
{
    decision->subject = row->kept;
    *(struct merge_told *)decision->outcome =
        (struct merge_told){ row->merge, row->kept, row->gone, row->state };
}

static void ask_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct ask_input *input = request->input;
    const struct merge_facts *found = facts;
    unsigned obstacles =
        merge_obstacles(request->actor, found, date_of_moment(request->at));
    refuse_first(decision, obstacles);
    if (obstacles != 0)
        return;
    int bucket = id_bucket(input->kept);
    const struct merge_row row = {
        .bucket = bucket, .kept = input->kept, .merge = id_mint(request->minter, bucket),
        .gone = input->gone, .place = request->actor->division, .state = TEXT("asked"),
        .reason = input->reason, .evidence = input->evidence,
        .asked_by = request->actor->account, .asked_at = request->at, .version = 1,
    };
    decision_insert(decision, &merge_table, &row);
    tell(&row, decision);
}

/* ---- merge.undo, merge.decide ---- */

static bool gather_one_merge(struct gather *gather, const struct request *request, void *facts)
{
    const struct one_input *input = request->input;
    struct merge_facts *found = facts;
    const struct merge_key key = { id_bucket(input->kept), input->kept, input->merge };
    const struct merge_person_key person = { key.bucket, input->kept };
    const void *row = NULL;
    if (!gather_one(gather, &merge_by_id, &key, &row))
        return false;
    found->row = row;
    if (row == NULL)
        return true;
    const struct merge_person_key gone = { id_bucket(found->row->gone), found->row->gone };
    bool complete = merge_gather_side(gather, input->kept, &found->kept);
    complete &= merge_gather_side(gather, found->row->gone, &found->gone);
    found->merges = gather_want(gather, &merges_of, &person);
    found->gone_merges = gather_want(gather, &merges_of, &gone);
    return complete && found->merges != NULL && found->gone_merges != NULL;
}

static bool is_theirs(const struct request *request, const struct merge_facts *facts)
{
    return facts->row != NULL && party_may_see(request->actor, &facts->kept.of);
}

static void undo_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct one_input *input = request->input;
    const struct merge_facts *found = facts;
    if (!is_theirs(request, found)) {
        decision_refuse(decision, "merge.refused.no-merge", "merge");
        return;
    }
    if (!text_is(found->row->state, "done")) {
        decision_refuse(decision, "merge.refused.not-done", "merge");
        return;
    }
    struct merge_row row = *found->row;
    row.state = TEXT("undo-asked");
    row.reason = input->reason;
    row.asked_by = request->actor->account;
    row.asked_at = request->at;
    row.stopped = (struct text){ 0 };
    decision_replace(decision, &merge_table, &row);
    tell(&row, decision);
}

/* Of the waiting row itself nothing is under way. */
static unsigned obstacles_now(const struct request *request, const struct merge_facts *found)
{
    struct merge_facts others = *found;
    others.merges = &(struct list){ NULL, 0 };
    return merge_obstacles(request->actor, &others, date_of_moment(request->at));
}

static void decide_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct one_input *input = request->input;
    const struct merge_facts *found = facts;
    bool approve = text_is(input->verdict, "approve");
    if (!is_theirs(request, found)) {
        decision_refuse(decision, "merge.refused.no-merge", "merge");
        return;
    }
    bool undo = text_is(found->row->state, "undo-asked");
    if (!undo && !text_is(found->row->state, "asked")) {
        decision_refuse(decision, "merge.refused.decided", "merge");
        return;
    }
    if (request->actor->account == found->row->asked_by) {
        decision_refuse(decision, "merge.refused.second-person", NULL);
        return;
    }
    if (!approve && !text_is(input->verdict, "refuse")) {
        decision_refuse(decision, "merge.refused.verdict", "verdict");
        return;
    }
    unsigned obstacles = approve && !undo ? obstacles_now(request, found) : 0;
    refuse_first(decision, obstacles);
    if (obstacles != 0)
        return;
    struct merge_row row = *found->row;
    if (undo)
        row.state = approve ? TEXT("undoing") : TEXT("done");
    else
        row.state = approve ? TEXT("approved") : TEXT("refused");
    row.decided_by = request->actor->account;
    row.decided_at = request->at;
    decision_replace(decision, &merge_table, &row);
    tell(&row, decision);
}

static void kept_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, *(const int64_t *)request->input);
}

/* ---- the rows ---- */

#define ASK(member, kind_, ...) \
    FIELD(struct ask_input, member, kind_, .help = "merge.field." #member, __VA_ARGS__)
static const struct field preview_input_fields[] = {
    ASK(kept, FIELD_ID, .flags = FIELD_REQUIRED), ASK(gone, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape preview_input_shape =
    SHAPE("merge_preview_input", struct ask_input, preview_input_fields);
static const struct field ask_fields[] = {
    ASK(kept, FIELD_ID, .flags = FIELD_REQUIRED), ASK(gone, FIELD_ID, .flags = FIELD_REQUIRED),
    ASK(reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200),
    ASK(evidence, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 100),
};
static const struct shape ask_shape = SHAPE("merge_ask", struct ask_input, ask_fields);
#define ONE(member, kind_, ...) \
    FIELD(struct one_input, member, kind_, .help = "merge.field." #member, __VA_ARGS__)
static const struct field undo_fields[] = {
    ONE(kept, FIELD_ID, .flags = FIELD_REQUIRED), ONE(merge, FIELD_ID, .flags = FIELD_REQUIRED),
    ONE(reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200),
};
static const struct shape undo_shape = SHAPE("merge_undo", struct one_input, undo_fields);
static const struct field decide_fields[] = {
    ONE(kept, FIELD_ID, .flags = FIELD_REQUIRED), ONE(merge, FIELD_ID, .flags = FIELD_REQUIRED),
    ONE(verdict, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 10),
};
static const struct shape decide_shape = SHAPE("merge_decide", struct one_input, decide_fields);
#define TOLD(member, kind_, ...) FIELD(struct merge_told, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(merge, FIELD_ID, .flags = 0), TOLD(kept, FIELD_ID, .flags = 0),
    TOLD(gone, FIELD_ID, .flags = 0), TOLD(state, FIELD_TEXT, .length_max = 20),
};
static const struct shape told_shape = SHAPE("merge_told", struct merge_told, told_fields);
static const struct field obstacle_fields[] = {
    FIELD(struct obstacle_told, key, FIELD_TEXT, .length_max = 60),
    FIELD(struct obstacle_told, zh, FIELD_TEXT, .length_max = 200),
    FIELD(struct obstacle_told, en, FIELD_TEXT, .length_max = 300),
};
static const struct shape obstacle_shape =
    SHAPE("merge_obstacle", struct obstacle_told, obstacle_fields);
#define SHOWN(member, kind_, ...) FIELD(struct preview, member, kind_, __VA_ARGS__)
static const struct field preview_fields[] = {
    SHOWN(kept, FIELD_ID, .flags = 0), SHOWN(gone, FIELD_ID, .flags = 0),
    SHOWN(kept_name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100),
    SHOWN(kept_number, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 50),
    SHOWN(gone_name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100),
    SHOWN(gone_number, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 50),
    SHOWN(possible, FIELD_FLAG, .flags = 0),
    SHOWN(obstacles, FIELD_LIST, .of = &obstacle_shape),
    SHOWN(spells, FIELD_COUNT, .flags = 0), SHOWN(marks, FIELD_COUNT, .flags = 0),
    SHOWN(filings, FIELD_COUNT, .flags = 0), SHOWN(years, FIELD_COUNT, .flags = 0),
    SHOWN(balance, FIELD_MONEY, .flags = 0),
};
static const struct shape preview_shape = SHAPE("merge_preview", struct preview, preview_fields);

const struct action merge_preview_action = {
    .name = "merge.preview", .method = "GET", .path = "/api/v1/persons/{kept}/merges/preview",
    .flags = ACTION_READ, .input = &preview_input_shape,
    .facts = &facts_shape, .outcome = &preview_shape, .answer = &preview_shape,
    .help = "merge.help.preview", .gather = gather_pair, .decide = preview_decide,
};
const struct action merge_ask_action = {
    .name = "merge.ask", .method = "POST", .path = "/api/v1/persons/{kept}/merges",
    .flags = ACTION_ONCE, .input = &ask_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "merge.help.ask",
    .keys = kept_keys, .gather = gather_pair, .decide = ask_decide,
};
const struct action merge_undo_action = {
    .name = "merge.undo", .method = "POST", .path = "/api/v1/persons/{kept}/merges/{merge}/undoing",
    .flags = ACTION_ONCE, .input = &undo_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "merge.help.undo",
    .keys = kept_keys, .gather = gather_one_merge, .decide = undo_decide,
};
const struct action merge_decide_action = {
    .name = "merge.decide", .method = "POST",
    .path = "/api/v1/persons/{kept}/merges/{merge}/verdict",
    .flags = ACTION_ONCE, .input = &decide_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "merge.help.decide",
    .keys = kept_keys, .gather = gather_one_merge, .decide = decide_decide,
};
