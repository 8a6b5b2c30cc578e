/* notice_board.c: see notice_board.h. LAW: LY22-L3a LY22-P3a LY22-P3b LY22-P3c LY22-P3d LY22-P3e */

#include "rooms/notice/notice_board.h"

#include "rooms/notice/notice_duty.h"
#include "rooms/notice/notice_evidence.h"
#include "rooms/notice/notice_register.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure_words.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define BOARD_ROWS_MAX 20000

struct board_facts {
    const struct list *progress, *offices, *papers;
    struct events events;
};

static bool gather_board(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_board_input *input = request->input;
    struct board_facts *found = facts;
    const struct notice_progress_key key = { NOTICE_BUCKET, input->number };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    bool complete = notice_gather_events(gather, &found->events);
    found->progress = gather_want(gather, &notice_progress_of, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    found->papers = gather_want(gather, &notice_evidence_of, &key);
    return complete && found->progress != NULL && found->offices != NULL
        && found->papers != NULL;
}

/* ---- who has to do it ---- */

static struct text section_of(const struct measure *measure, struct text thing)
{
    for (size_t i = 0; i < measure->task.owners.count; i++)
        if (text_equal(measure->task.owners.items[i].step, thing)
            && measure->task.owners.items[i].who.count > 0)
            return measure->task.owners.items[i].who.items[0];
    return (struct text){ 0 };
}

/* ---- rows ---- */

struct board {
    const struct request *request;
    const struct board_facts *facts;
    const struct divisions *divisions;
    const struct notice_board_input *input;
    struct notice_board_row *rows;
    size_t count, most;
};

static struct moment due_of(const struct board *board, const struct measure *measure,
                            const struct measure_point *due)
{
    struct date day;
    if (due->kind == POINT_MOMENT)
        return due->moment;
    if (!measure_point_day(board->request->book, due, board->facts->events, measure->place,
                           (struct moment){ 0 }, &day))
        return (struct moment){ 0 };
    struct moment end = moment_of_date(date_plus_days(day, 1));
    end.ms--;
    return end;
}

static const struct notice_progress *said(const struct board *board,
                                          const struct measure *measure, struct text thing,
                                          struct text milestone, int64_t office)
{
    const struct notice_progress *rows = board->facts->progress->items, *last = NULL;
    for (size_t i = 0; i < board->facts->progress->count; i++)
        if (rows[i].office == office && text_equal(rows[i].thing, thing)
            && text_equal(rows[i].milestone, milestone)
            && name_list_has(measure->ids, rows[i].measure))
            last = &rows[i];
    return last == NULL || last->withdrawn_at.ms != 0 ? NULL : last;
}

static struct text ids_of(const struct measure *measure, struct arena *arena)
{
    struct text ids = { 0 };
    for (size_t i = 0; i < measure->ids.count; i++)
        ids = i == 0 ? measure->ids.items[i]
            : arena_format(arena, "%.*s %.*s", TEXT_ARGS(ids), TEXT_ARGS(measure->ids.items[i]));
    return ids;
}

static void add_row(struct board *board, const struct measure *measure, struct text thing,
                    struct text must, const struct measure_point *due,
                    const struct staff_office *office)
{
    if (board->count == board->most)
        return;
    const struct vocabulary *words = book_vocabulary(board->request->book);
    const struct notice_progress *done = said(board, measure, thing, must, office->office);
    struct moment end = due_of(board, measure, due);
    bool late = done == NULL ? end.ms != 0 && board->request->at.ms > end.ms
        : end.ms != 0 && date_compare(done->done_on, date_of_moment(end)) > 0;
    board->rows[board->count++] = (struct notice_board_row){
        .place_name = division_name(board->divisions, (int32_t)office->division),
        .office_name = office->name, .section = section_of(measure, thing),
        .place = office->division, .office = office->office,
        .ids = ids_of(measure, board->request->arena), .thing = thing, .milestone = must,
        .thing_zh = vocabulary_say(words, "things", thing, LANGUAGE_CHINESE),
        .thing_en = vocabulary_say(words, "things", thing, LANGUAGE_ENGLISH),
        .must_zh = vocabulary_say(words, "task-states", must, LANGUAGE_CHINESE),
        .must_en = vocabulary_say(words, "task-states", must, LANGUAGE_ENGLISH),
        .due = end, .state = done != NULL && late ? TEXT("notice.board.done-late")
            : done != NULL ? TEXT("notice.board.done")
            : late ? TEXT("notice.board.late") : TEXT("notice.board.open"),
        .done_on = done == NULL ? DATE_NONE : done->done_on,
        .evidence = done == NULL ? (struct text){ 0 } : done->evidence,
        .progress = done == NULL ? 0 : done->progress,
        .papers = done == NULL ? 0
            : notice_evidence_count(board->facts->papers, done->progress),
    };
}

static void add_thing(struct board *board, const struct measure *measure, struct text thing,
                      const struct staff_office *office)
{
    const struct measure_task *task = &measure->task;
    for (size_t i = 0; i < task->milestones.count; i++)
        add_row(board, measure, thing, task->milestones.items[i].must,
                &task->milestones.items[i].due, office);
    if (task->milestones.count == 0)
        add_row(board, measure, thing, task->must, &task->due, office);
}

static void add_measure(struct board *board, const struct measure *measure)
{
    const struct staff_office *offices = board->facts->offices->items;
    for (size_t i = 0; i < board->facts->offices->count; i++) {
        if (!notice_duty_addresses(board->divisions, measure, &offices[i])
            || !division_is_within(board->divisions, (int32_t)offices[i].division,
                                   (int32_t)board->input->place))
            continue;
        for (size_t k = 0; k < measure->task.listed.count; k++)
            add_thing(board, measure, measure->task.listed.items[k], &offices[i]);
    }
}

/* ---- sums: the place asked for and what lies right below it ---- */

static void sum_up(const struct board *board, int32_t place, struct notice_board_sum *sum)
{
    *sum = (struct notice_board_sum){ .place = place,
        .place_name = division_name(board->divisions, place),
        .place_en = division_english(board->divisions, place) };
    for (size_t i = 0; i < board->count; i++) {
        const struct notice_board_row *row = &board->rows[i];
        if (!division_is_within(board->divisions, (int32_t)row->place, place))
            continue;
        sum->tasks++;
        sum->done += row->done_on.yyyymmdd != 0;
        sum->late += text_is(row->state, "notice.board.late");
    }
}

static struct list sums_of(const struct board *board, int32_t top)
{
    size_t all = divisions_count(board->divisions), count = 0;
    struct notice_board_sum *sums =
        ARENA_ARRAY(board->request->arena, struct notice_board_sum, all + 1);
    sum_up(board, top, &sums[count++]);
    for (size_t i = 0; i < all; i++) {
        const struct division *division = divisions_at(board->divisions, i);
        if (division->code == top || !division_is_within(board->divisions, division->code, top))
            continue;
        sum_up(board, division->code, &sums[count]);
        count += sums[count].tasks > 0;
    }
    return (struct list){ sums, count };
}

static void decide_board(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct notice_board_input *input = request->input;
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads), measures;
    const struct notice_head *head = notice_head_of(heads, count, input->number);
    if (head == NULL || !notice_may_see(request, head)) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    struct board board = {
        .request = request, .facts = facts, .divisions = book_divisions(request->book),
        .input = input, .most = BOARD_ROWS_MAX,
        .rows = ARENA_ARRAY(request->arena, struct notice_board_row, BOARD_ROWS_MAX),
    };
    const struct measure **found;
    measures = notice_measures_of(request->book, head, DATE_NONE, request->arena, &found);
    for (size_t i = 0; i < measures; i++)
        if (found[i]->verb == VERB_TASK)
            add_measure(&board, found[i]);
    const struct publication *held = book_publication(request->book, head->file);
    struct moment issued = moment_of_date(head->issued);
    *(struct notice_board *)decision->outcome = (struct notice_board){
        .number = head->number, .issued = head->issued, .in_force = held->known,
        .hours_to_force = held->known.ms == 0 ? 0 : (held->known.ms - issued.ms) / HOUR_MS,
        .rows = { board.rows, board.count },
        .sums = sums_of(&board, input->place == 0 ? head->place : (int32_t)input->place),
    };
}

/* ---- saying that it is done ---- */

struct progress_facts { const struct list *rows, *offices; };

static bool gather_progress(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_progress_input *input = request->input;
    struct progress_facts *found = facts;
    const struct notice_progress_key key = { NOTICE_BUCKET, input->number };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    found->rows = gather_want(gather, &notice_progress_of, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return found->rows != NULL && found->offices != NULL;
}

/* The measure that asks it of that office; NULL: none does. */
static const struct measure *asking_of(const struct request *request,
                                       const struct staff_office *office)
{
    const struct notice_progress_input *input = request->input;
    const struct divisions *divisions = book_divisions(request->book);
    size_t count;
    const struct measure *const *measures = book_measures(request->book, &count);
    for (size_t i = 0; i < count; i++) {
        const struct notice_duty *duties;
        if (!text_equal(measures[i]->notice, input->number)
            || !name_list_has(measures[i]->ids, input->measure)
            || !notice_duty_addresses(divisions, measures[i], office))
            continue;
        size_t duty_count = notice_duties_of(measures[i], request->arena, &duties);
        for (size_t d = 0; d < duty_count; d++)
            if (text_equal(duties[d].thing, input->thing)
                && text_equal(duties[d].must, input->milestone))
                return measures[i];
    }
    return NULL;
}

/* The office of the asker that was asked: its own, else bureau or agency of its place; NULL: none
 * of them was. */
static const struct staff_office *office_asked(const struct request *request,
                                               const struct list *offices)
{
    const struct actor *actor = request->actor;
    const struct staff_office *rows = offices->items;
    const struct staff_office *may[] = {
        NULL, staff_office_for(offices, actor->division, "bureau"),
        staff_office_for(offices, actor->division, "agency"),
    };
    for (size_t i = 0; i < offices->count; i++)
        if (actor->office != 0 && rows[i].office == actor->office)
            may[0] = &rows[i];
    for (size_t i = 0; i < COUNT_OF(may); i++)
        if (may[i] != NULL && asking_of(request, may[i]) != NULL)
            return may[i];
    return NULL;
}

/* Said once of a measure, by whichever of its clauses. */
static const struct notice_progress *standing(const struct progress_facts *found,
                                              const struct notice_progress_input *input,
                                              const struct measure *measure, int64_t office)
{
    const struct notice_progress *rows = found->rows->items, *last = NULL;
    for (size_t i = 0; i < found->rows->count; i++)
        if (rows[i].office == office && name_list_has(measure->ids, rows[i].measure)
            && text_equal(rows[i].thing, input->thing)
            && text_equal(rows[i].milestone, input->milestone)
            && rows[i].withdrawn_at.ms == 0)
            last = &rows[i];
    return last;
}

static void decide_progress(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct notice_progress_input *input = request->input;
    const struct progress_facts *found = facts;
    const struct staff_office *bureau = office_asked(request, found->offices);
    if (bureau == NULL) {
        decision_refuse(decision, "notice.refused.no-such-task", "measure");
        return;
    }
    if (!input->withdraw && date_compare(input->done_on, date_of_moment(request->at)) > 0) {
        decision_refuse(decision, "notice.refused.not-done-yet", "done_on");
        return;
    }
    const struct notice_progress *held =
        standing(found, input, asking_of(request, bureau), bureau->office);
    if (input->withdraw != (held != NULL)) {
        decision_refuse(decision, input->withdraw ? "notice.refused.not-done"
                                                  : "notice.refused.done-already", "thing");
        return;
    }
    struct notice_progress row = {
        .bucket = NOTICE_BUCKET, .number = input->number, .measure = input->measure,
        .thing = input->thing, .milestone = input->milestone, .office = bureau->office,
        .place = bureau->division, .done_on = input->done_on, .evidence = input->evidence,
        .said_by = request->actor->account, .said_at = request->at,
    };
    if (held != NULL) {
        row = *held;
        row.withdrawn_at = request->at;
        decision_replace(decision, &notice_progress_table, &row);
    } else {
        row.progress = id_mint(request->minter, NOTICE_BUCKET);
        decision_insert(decision, &notice_progress_table, &row);
    }
    decision->subject = bureau->office;
    *(struct notice_progress_said *)decision->outcome = (struct notice_progress_said){
        row.progress, input->number, bureau->office,
    };
}

/* ---- rows and actions ---- */

#define ROW(member_) AT(struct notice_progress, member_)
static const struct field progress_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "progress", NULL, FIELD_ID, FIELD_REQUIRED, ROW(progress) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(number), 80 },
    { "measure", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(measure), 20 },
    { "thing", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(thing), 60 },
    { "milestone", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(milestone), 60 },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, ROW(office) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(place) },
    { "done_on", NULL, FIELD_DAY, FIELD_REQUIRED, ROW(done_on) },
    { "evidence", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(evidence), 300 },
    { "said_by", NULL, FIELD_ID, FIELD_REQUIRED, ROW(said_by) },
    { "said_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(said_at) },
    { "withdrawn_at", NULL, FIELD_MOMENT, 0, ROW(withdrawn_at) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(version) },
};
const struct shape notice_progress_shape =
    SHAPE("notice_progress", struct notice_progress, progress_fields);
const struct table notice_progress_table =
    { "notice_progress", &notice_progress_shape, 2, "version" };
static const struct field progress_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_progress_key, bucket) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_progress_key, number) },
};
static const struct shape progress_key_shape =
    SHAPE("notice_progress_key", struct notice_progress_key, progress_key_fields);
/* Six things, some milestones, two hundred bureaux, and some second thoughts. */
const struct query notice_progress_of = {
    .name = "notice.progress-of", .from = "notice_progress",
    .where = "bucket = {bucket} AND number = {number}", .order = "progress",
    .key = &progress_key_shape, .row = &notice_progress_shape, .row_max = 20000,
    .guard = GUARD_PUBLIC,
};

static const struct field bucket_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_bucket_key, bucket) },
};
static const struct shape bucket_key_shape =
    SHAPE("notice_progress_bucket", struct notice_bucket_key, bucket_key_fields);
/* Of all notices: what was asked of some hundred offices in a year. */
const struct query notice_progress_all = {
    .name = "notice.progress-all", .from = "notice_progress", .where = "bucket = {bucket}",
    .order = "progress", .key = &bucket_key_shape, .row = &notice_progress_shape,
    .row_max = 20000, .guard = GUARD_PUBLIC,
};

#define SAID(member_) AT(struct notice_progress_input, member_)
static const struct field input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(number), 80,
      .help = "notice.field.number" },
    { "measure", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(measure), 20,
      .help = "notice.field.measure" },
    { "thing", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(thing), 60,
      .help = "notice.field.thing" },
    { "milestone", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(milestone), 60,
      .help = "notice.field.milestone" },
    { "done_on", NULL, FIELD_DAY, FIELD_REQUIRED, SAID(done_on),
      .help = "notice.field.done-on" },
    { "evidence", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(evidence), 300,
      .help = "notice.field.evidence" },
    { "withdraw", NULL, FIELD_FLAG, 0, SAID(withdraw), .help = "notice.field.not-done" },
};
static const struct shape input_shape =
    SHAPE("notice_progress_input", struct notice_progress_input, input_fields);
static const struct field said_fields[] = {
    { "progress", NULL, FIELD_ID, 0, AT(struct notice_progress_said, progress) },
    { "number", NULL, FIELD_TEXT, 0, AT(struct notice_progress_said, number), 80,
      .help = "notice.field.number" },
    { "office", NULL, FIELD_ID, 0, AT(struct notice_progress_said, office) },
};
static const struct shape said_shape =
    SHAPE("notice_progress_said", struct notice_progress_said, said_fields);
static const struct shape progress_facts_shape =
    { .name = "notice_progress_facts", .size = sizeof(struct progress_facts) };
static const struct field board_input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_board_input, number), 80,
      .help = "notice.field.number" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct notice_board_input, place),
      .help = "notice.field.place" },
};
static const struct shape board_input_shape =
    SHAPE("notice_board_input", struct notice_board_input, board_input_fields);
static const struct shape board_facts_shape =
    { .name = "notice_board_facts", .size = sizeof(struct board_facts) };
#define BOARD(member_) AT(struct notice_board_row, member_)
static const struct field row_fields[] = {
    { "place_name", NULL, FIELD_TEXT, 0, BOARD(place_name), 60, .help = "notice.told.place" },
    { "section", NULL, FIELD_TEXT, FIELD_SPARSE, BOARD(section), 60,
      .help = "notice.told.section" },
    { "ids", NULL, FIELD_TEXT, 0, BOARD(ids), 100, .help = "notice.told.clause" },
    { "thing_zh", NULL, FIELD_TEXT, 0, BOARD(thing_zh), 100, .help = "notice.told.thing" },
    { "thing_en", NULL, FIELD_TEXT, 0, BOARD(thing_en), 100, .help = "notice.told.thing" },
    { "must_zh", NULL, FIELD_TEXT, 0, BOARD(must_zh), 100, .help = "notice.told.must" },
    { "must_en", NULL, FIELD_TEXT, 0, BOARD(must_en), 100, .help = "notice.told.must" },
    { "due", NULL, FIELD_MOMENT, FIELD_SPARSE, BOARD(due), .help = "notice.told.due" },
    { "state", NULL, FIELD_TEXT, 0, BOARD(state), 40, .help = "notice.told.state" },
    { "done_on", NULL, FIELD_DAY, FIELD_SPARSE, BOARD(done_on),
      .help = "notice.field.done-on" },
    { "evidence", NULL, FIELD_TEXT, FIELD_SPARSE, BOARD(evidence), 300,
      .help = "notice.field.evidence" },
    { "papers", NULL, FIELD_COUNT, 0, BOARD(papers), .help = "notice.field.papers" },
    { "progress", NULL, FIELD_ID, FIELD_SPARSE, BOARD(progress) },
    { "office_name", NULL, FIELD_TEXT, 0, BOARD(office_name), 100 },
    { "office", NULL, FIELD_ID, 0, BOARD(office) },
    { "place", NULL, FIELD_COUNT, 0, BOARD(place) },
    { "thing", NULL, FIELD_TEXT, 0, BOARD(thing), 60 },
    { "milestone", NULL, FIELD_TEXT, 0, BOARD(milestone), 60 },
};
static const struct shape row_shape =
    SHAPE("notice_board_row", struct notice_board_row, row_fields);
#define SUM(member_) AT(struct notice_board_sum, member_)
static const struct field sum_fields[] = {
    { "place_name", NULL, FIELD_TEXT, 0, SUM(place_name), 60, .help = "notice.told.place" },
    { "place_en", NULL, FIELD_TEXT, FIELD_SPARSE, SUM(place_en), 80 },
    { "place", NULL, FIELD_COUNT, 0, SUM(place) },
    { "tasks", NULL, FIELD_COUNT, 0, SUM(tasks), .help = "notice.told.tasks" },
    { "done", NULL, FIELD_COUNT, 0, SUM(done), .help = "notice.board.done" },
    { "late", NULL, FIELD_COUNT, 0, SUM(late), .help = "notice.board.late" },
};
static const struct shape sum_shape =
    SHAPE("notice_board_sum", struct notice_board_sum, sum_fields);
static const struct field board_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, AT(struct notice_board, number), 80,
      .help = "notice.told.number" },
    { "issued", NULL, FIELD_DAY, 0, AT(struct notice_board, issued),
      .help = "notice.told.issued" },
    { "in_force", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct notice_board, in_force),
      .help = "notice.told.in-force" },
    { "hours_to_force", NULL, FIELD_COUNT, FIELD_SPARSE,
      AT(struct notice_board, hours_to_force), .help = "notice.told.hours-to-force" },
    { "sums", NULL, FIELD_LIST, 0, AT(struct notice_board, sums), .of = &sum_shape,
      .help = "notice.told.sums" },
    { "rows", NULL, FIELD_LIST, 0, AT(struct notice_board, rows), .of = &row_shape,
      .help = "notice.told.rows" },
};
static const struct shape board_shape =
    SHAPE("notice_board", struct notice_board, board_fields);

static void progress_keys(const struct request *request, struct keys *keys)
{
    const struct notice_progress_input *input = request->input;
    keys_add(keys, (int64_t)((text_hash(input->number) ^ (uint64_t)request->actor->office) >> 1));
}

const struct action notice_board_action = {
    .name = "notice.board", .method = "GET", .path = "/api/v1/notice-board",
    .flags = ACTION_READ, .input = &board_input_shape, .facts = &board_facts_shape,
    .outcome = &board_shape, .answer = &board_shape, .help = "notice.help.board",
    .gather = gather_board, .decide = decide_board,
};
const struct action notice_progress_action = {
    .name = "notice.progress", .method = "POST", .path = "/api/v1/notice-board",
    .flags = ACTION_ONCE, .input = &input_shape, .facts = &progress_facts_shape,
    .outcome = &said_shape, .answer = &said_shape, .help = "notice.help.progress",
    .keys = progress_keys, .gather = gather_progress, .decide = decide_progress,
};
