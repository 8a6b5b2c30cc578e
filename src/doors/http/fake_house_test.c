/* fake_house_test.c: see fake_house_test.h. */

#include "doors/http/fake_house_test.h"

#include "base/check.h"
#include "core/rights.h"
#include "core/rules.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#define RIGHT_OF(roles_) (&(const struct right){ NULL, (roles_), (roles_) })

/* ---- fake.open-case ---- */

struct line { struct text item; struct price price; };
static const struct field LINE_FIELDS[] = {
    FIELD(struct line, item, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
          .help = "role.resident"),
    FIELD(struct line, price, FIELD_PRICE, .help = "role.resident"),
};
static const struct shape LINE = SHAPE("fake_line", struct line, LINE_FIELDS);

struct address { struct text street, town; };
static const struct field ADDRESS_FIELDS[] = {
    FIELD(struct address, street, FIELD_TEXT, .length_max = 60),
    FIELD(struct address, town, FIELD_TEXT, .length_max = 20, .help = "merge.field.verdict"),
};
static const struct shape ADDRESS = SHAPE("fake_address", struct address, ADDRESS_FIELDS);

struct open_input {
    struct text name, sex, disease;
    struct date born;
    struct money amount;
    struct address address;
    struct list lines;
    struct text photo, photo_name, photo_type, remark, channel;
    bool promise;
};
static const struct field OPEN_FIELDS[] = {
    FIELD(struct open_input, name, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE,
          .length_max = 50, .help = "role.resident"),
    FIELD(struct open_input, sex, FIELD_CODE, .flags = FIELD_REQUIRED, .codes = "gend"),
    FIELD(struct open_input, disease, FIELD_CODE, .codes = "med_type"),
    FIELD(struct open_input, born, FIELD_DAY, .flags = FIELD_REQUIRED),
    FIELD(struct open_input, amount, FIELD_MONEY, .help = "settle.heading.amount"),
    FIELD(struct open_input, address, FIELD_OBJECT, .of = &ADDRESS),
    FIELD(struct open_input, lines, FIELD_LIST, .of = &LINE, .length_max = 10),
    FIELD(struct open_input, photo, FIELD_BYTES, .length_max = 100000),
    FIELD(struct open_input, photo_name, FIELD_TEXT, .length_max = 30),
    FIELD(struct open_input, photo_type, FIELD_TEXT, .length_max = 30),
    FIELD(struct open_input, remark, FIELD_TEXT, .length_max = 400),
    FIELD(struct open_input, channel, FIELD_TEXT, .length_max = 20),
    FIELD(struct open_input, promise, FIELD_FLAG, .flags = FIELD_REQUIRED),
};
static const struct shape OPEN = SHAPE("fake_open", struct open_input, OPEN_FIELDS);

struct open_answer {
    struct text receipt, name;
    int64_t number;
    struct money amount;
    int64_t photo_bytes;
    struct text photo_name, channel, sex, next_zh, next_en;
    struct moment at;
    struct list lines;
};
static const struct field OPEN_ANSWER_FIELDS[] = {
    FIELD(struct open_answer, receipt, FIELD_TEXT, .help = "role.resident"),
    FIELD(struct open_answer, name, FIELD_TEXT, .flags = FIELD_PRIVATE,
          .help = "role.resident"),
    FIELD(struct open_answer, number, FIELD_ID, .flags = 0),
    FIELD(struct open_answer, amount, FIELD_MONEY, .help = "role.resident"),
    FIELD(struct open_answer, photo_bytes, FIELD_COUNT, .help = "role.resident"),
    FIELD(struct open_answer, photo_name, FIELD_TEXT, .flags = FIELD_SPARSE,
          .help = "role.resident"),
    FIELD(struct open_answer, channel, FIELD_TEXT, .flags = FIELD_SPARSE,
          .help = "role.resident"),
    FIELD(struct open_answer, sex, FIELD_CODE, .codes = "gend",
          .help = "role.resident"),
    FIELD(struct open_answer, next_zh, FIELD_TEXT, .help = "role.resident"),
    FIELD(struct open_answer, next_en, FIELD_TEXT, .help = "role.resident"),
    FIELD(struct open_answer, at, FIELD_MOMENT, .help = "role.resident"),
    FIELD(struct open_answer, lines, FIELD_LIST, .of = &LINE,
          .help = "role.resident"),
};
static const struct shape OPEN_ANSWER = SHAPE("fake_opened", struct open_answer,
                                              OPEN_ANSWER_FIELDS);
static const struct shape NO_FACTS = { .name = "fake_facts", .size = 1 };

static const struct rule RULE = {
    .file = { "rules/values/0/fake.yaml", 24 }, .line = 7, .source = { "a source", 8 },
    .until = { 99991231 },
};

static void open_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct open_input *input = request->input;
    if (text_is(input->name, "nobody")) {
        decision_refuse_with(decision, "visit.refused.unknown-item", "name", TEXT("7"),
                             TEXT("X"));
        return;
    }
    if (text_is(input->name, "closed")) {
        decision_refuse(decision, "visit.refused.closed", NULL);
        return;
    }
    struct open_answer *answer = decision->outcome;
    *answer = (struct open_answer){
        .receipt = arena_format(request->arena, "R-%08llx",
            (unsigned long long)(text_hash(request->key) & 0xFFFFFFFFu)),
        .name = input->name, .number = 4618000000000000001, .amount = input->amount,
        .photo_bytes = (int64_t)input->photo.length, .photo_name = input->photo_name,
        .channel = input->channel, .sex = input->sex, .at = request->at, .lines = input->lines,
        .next_zh = TEXT("请等待"), .next_en = TEXT("please wait"),
    };
    trail_add(&decision->trail, "settle.trail.deductible", &RULE, input->amount, input->amount)
        ->subject = TEXT("first");
}

static const struct action OPEN_ACTION = {
    .name = "fake.open-case", .method = "POST", .path = "/api/v1/cases",
    .right = RIGHT_OF(ROLES_EVERYBODY), .flags = ACTION_ONCE | ACTION_PUBLIC, .input = &OPEN,
    .facts = &NO_FACTS, .outcome = &OPEN_ANSWER, .answer = &OPEN_ANSWER,
    .help = "visit.help.register", .decide = open_decide,
};

/* ---- fake.see-case, fake.find ---- */

struct see_input { int64_t number, page; };
static const struct field SEE_FIELDS[] = {
    FIELD(struct see_input, number, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct see_input, page, FIELD_COUNT, .flags = 0),
};
static const struct shape SEE = SHAPE("fake_see", struct see_input, SEE_FIELDS);
static const struct field SEEN_FIELDS[] = {
    FIELD(struct see_input, number, FIELD_ID, .help = "role.resident"),
    FIELD(struct see_input, page, FIELD_COUNT, .help = "role.resident"),
};

static const struct shape SEEN = SHAPE("fake_see", struct see_input, SEEN_FIELDS);

static void see_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    (void)facts;
    memcpy(decision->outcome, request->input, sizeof(struct see_input));
}

static const struct action SEE_ACTION = {
    .name = "fake.see-case", .method = "GET", .path = "/api/v1/cases/{number}",
    .right = RIGHT_OF(ROLES_EVERYBODY), .flags = ACTION_READ | ACTION_PUBLIC, .input = &SEE,
    .facts = &NO_FACTS, .outcome = &SEEN, .answer = &SEEN, .help = "visit.help.describe",
    .decide = see_decide,
};

struct find_input { struct text receipt, name; };
static const struct field FIND_FIELDS[] = {
    FIELD(struct find_input, receipt, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    FIELD(struct find_input, name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 20),
};
static const struct shape FIND = SHAPE("fake_find", struct find_input, FIND_FIELDS);
struct found { struct text receipt, state; };
static const struct field FOUND_FIELDS[] = {
    FIELD(struct found, receipt, FIELD_TEXT, .help = "role.resident"),
    FIELD(struct found, state, FIELD_TEXT, .help = "role.resident"),
};
/* Named like another on purpose. */
static const struct shape FOUND = SHAPE("fake_find", struct found, FOUND_FIELDS);

static void find_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct find_input *input = request->input;
    *(struct found *)decision->outcome = (struct found){ input->receipt, TEXT("accepted") };
}

static const struct action FIND_ACTION = {
    .name = "fake.find", .method = "POST", .path = "/api/v1/cases/find",
    .right = RIGHT_OF(ROLES_EVERYBODY), .flags = ACTION_READ, .input = &FIND, .facts = &NO_FACTS,
    .outcome = &FOUND, .answer = &FOUND, .help = "visit.help.describe", .decide = find_decide,
};

/* ---- fake.paper: a stored paper, and views of it ---- */

struct paper_input { int64_t number; struct paper_view_asked view; };
static const struct field PAPER_FIELDS[] = {
    FIELD(struct paper_input, number, FIELD_COUNT, .flags = FIELD_REQUIRED),
    PAPER_VIEW_FIELDS(struct paper_input, view),
};
static const struct shape PAPER = SHAPE("fake_paper", struct paper_input, PAPER_FIELDS);
struct paper_found { struct text blob, file_name, file_type; };
static const struct field PAPER_FOUND_FIELDS[] = {
    FIELD(struct paper_found, blob, FIELD_TEXT, .flags = 0),
    FIELD(struct paper_found, file_name, FIELD_TEXT, .flags = 0),
    FIELD(struct paper_found, file_type, FIELD_TEXT, .flags = 0),
};
static const struct shape PAPER_FOUND =
    SHAPE("fake_paper_found", struct paper_found, PAPER_FOUND_FIELDS);

/* The first is a picture, the second none, for the third too many wait; more there are not. */
static void paper_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    static const char *const BLOBS[] = { "picture", "table", "busy" };
    int64_t number = ((const struct paper_input *)request->input)->number;
    if (number < 1 || number > (int64_t)COUNT_OF(BLOBS)) {
        decision_refuse(decision, "visit.refused.other-certificate", "number");
        return;
    }
    *(struct paper_found *)decision->outcome = (struct paper_found){
        .blob = text_of(BLOBS[number - 1]), .file_type = TEXT("image/png") };
}

static const struct action PAPER_ACTION = {
    .name = "fake.paper", .method = "GET", .path = "/api/v1/papers/{number}",
    .right = RIGHT_OF(ROLE_BIT(ROLE_REVIEWER)), .flags = ACTION_READ | ACTION_PAPER,
    .input = &PAPER, .facts = &NO_FACTS, .outcome = &PAPER_FOUND, .answer = &PAPER_FOUND,
    .decide = paper_decide,
};

/* ---- fake.pages: a list that comes in pages of a thousand ---- */

enum { FAKE_PAGE = 1000 };
struct pages_input { int64_t count, after; bool fails; };
static const struct field PAGES_FIELDS[] = {
    FIELD(struct pages_input, count, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct pages_input, after, FIELD_ID, .flags = 0),
    FIELD(struct pages_input, fails, FIELD_FLAG, .flags = 0),
};
static const struct shape PAGES_INPUT = SHAPE("fake_pages", struct pages_input, PAGES_FIELDS);
struct numbered { int64_t number; };
static const struct field NUMBERED_FIELD = FIELD(struct numbered, number, FIELD_ID, .flags = 0);
static const struct shape NUMBERED = { "numbered", sizeof(struct numbered), &NUMBERED_FIELD, 1 };
struct numbers_answer { struct list rows; int64_t next; };
static const struct field NUMBERS_FIELDS[] = {
    FIELD(struct numbers_answer, rows, FIELD_LIST, .of = &NUMBERED),
    FIELD(struct numbers_answer, next, FIELD_ID, .flags = FIELD_SPARSE),
};
static const struct shape NUMBERS = SHAPE("fake_numbers", struct numbers_answer, NUMBERS_FIELDS);

static void pages_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    const struct pages_input *input = request->input;
    struct numbers_answer *answer = decision->outcome;
    if (input->fails && input->after > 0)
        decision_refuse(decision, "visit.refused.closed", NULL);
    struct numbered *rows = ARENA_ARRAY(request->arena, struct numbered, FAKE_PAGE);
    for (int64_t i = input->after + 1; i <= input->count && answer->rows.count < FAKE_PAGE; i++)
        rows[answer->rows.count++].number = i;
    answer->rows.items = rows;
    if (input->after + FAKE_PAGE < input->count)
        answer->next = input->after + FAKE_PAGE;
}

#define NUMBERS_ACTION(name_, path_, next_) \
    { .name = (name_), .method = "GET", .path = (path_), .right = RIGHT_OF(ROLES_EVERYBODY), \
      .flags = ACTION_READ, .input = &PAGES_INPUT, .facts = &NO_FACTS, .outcome = &NUMBERS, \
      .answer = &NUMBERS, .next_page = { { "after", (next_) } }, .decide = pages_decide }
static const struct action NUMBERS_ACTIONS[] = {
    NUMBERS_ACTION("fake.pages", "/api/v1/numbers", "next"),
    NUMBERS_ACTION("fake.rows", "/api/v1/numbers/by-row", "number"),
};

/* ---- fake.review: for reviewers ---- */

static const struct action REVIEW_ACTION = {
    .name = "fake.review", .method = "POST", .path = "/api/v1/cases/{number}/review",
    .right = RIGHT_OF(ROLE_BIT(ROLE_REVIEWER) | ROLE_BIT(ROLE_ADMINISTRATOR)), .flags = ACTION_ONCE,
    .input = &SEE, .facts = &NO_FACTS, .outcome = &SEEN, .answer = &SEEN,
    .help = "visit.help.charge", .decide = see_decide,
};

/* ---- sessions ---- */

struct sign_in { struct text login, password; };
static const struct field SIGN_IN_FIELDS[] = {
    FIELD(struct sign_in, login, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE,
          .length_max = 50),
    FIELD(struct sign_in, password, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE,
          .length_max = 200),
};
static const struct shape SIGN_IN = SHAPE("fake_sign_in", struct sign_in, SIGN_IN_FIELDS);
struct signed_in { bool opened; struct text token, reason; };
static const struct field SIGNED_IN_FIELDS[] = {
    FIELD(struct signed_in, opened, FIELD_FLAG, .flags = 0),
    FIELD(struct signed_in, token, FIELD_TEXT, .flags = FIELD_PRIVATE | FIELD_SPARSE),
    FIELD(struct signed_in, reason, FIELD_TEXT, .flags = FIELD_SPARSE),
};
static const struct shape SIGNED_IN = SHAPE("fake_signed_in", struct signed_in,
                                            SIGNED_IN_FIELDS);

static void sign_in_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)facts;
    const struct sign_in *input = request->input;
    struct signed_in *answer = decision->outcome;
    answer->opened = text_is(input->password, "right");
    if (answer->opened)
        answer->token = TEXT(FAKE_TOKEN);
    else
        answer->reason = TEXT("visit.refused.other-certificate");
}

static const struct action SIGN_IN_ACTION = {
    .name = "fake.sign-in", .method = "POST", .path = "/api/v1/sessions",
    .right = RIGHT_OF(ROLES_EVERYBODY),
    .flags = ACTION_NO_KEY, .input = &SIGN_IN, .facts = &NO_FACTS,
    .outcome = &SIGNED_IN, .answer = &SIGNED_IN, .decide = sign_in_decide,
};

static const struct shape NOTHING = { .name = "nothing", .size = 1 };
static void nothing_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)request;
    (void)facts;
    (void)decision;
}

static const struct action SIGN_OUT_ACTION = {
    .name = "fake.sign-out", .method = "POST", .path = "/api/v1/sessions/end",
    .right = RIGHT_OF(ROLES_EVERYBODY & ~ROLE_BIT(ROLE_PUBLIC)), .flags = ACTION_NO_KEY,
    .input = &NOTHING, .facts = &NO_FACTS, .outcome = &NOTHING, .answer = &NOTHING,
    .decide = nothing_decide,
};

/* ---- the room ---- */

static const struct action *const ACTIONS[] = {
    &OPEN_ACTION, &SEE_ACTION, &FIND_ACTION, &REVIEW_ACTION, &SIGN_IN_ACTION, &SIGN_OUT_ACTION,
    &PAPER_ACTION, &NUMBERS_ACTIONS[0], &NUMBERS_ACTIONS[1],
};
/* A page that is told: what stands in the address, a number to tap, a way on. */
static void see_tell(struct page_parts *parts, const void *answer)
{
    const struct see_input *seen = answer;
    parts->title = arena_format(parts->arena, "<%lld>", (long long)seen->number);
    page_part_say(parts, PAGE_PART_HEADING, "page.home");
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_ITEM, .text = TEXT("A & B"),
        .mark = TEXT("010-12345"), .path = TEXT("tel:01012345"), .note = TEXT("note") });
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_ITEM, .text = TEXT("on"),
        .path = TEXT("/find-case?receipt=1"), .mark = TEXT("good"), .good = true });
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_BUTTON, .text = TEXT("go"),
        .path = TEXT("/open-case") });
    page_part_add(parts, (struct page_part){ .kind = PAGE_PART_TEXT,
        .text = page_day(parts, DATE(2020, 3, 31)) });
}

static const struct page_fixed OPEN_FIXED[] = { { "channel", "page" } };
static const struct page PAGES[] = {
    { .path = "/open-case", .title = "visit.help.register", .action = "fake.open-case",
      .keep = "receipt", .next = "/find-case", .fixed = OPEN_FIXED, .fixed_count = 1,
      .flags = PAGE_ON_HOME },
    { .path = "/find-case", .title = "visit.help.describe", .action = "fake.find",
      .flags = PAGE_ON_HOME },
    { .path = "/see-case", .title = "visit.help.cancel", .action = "fake.see-case" },
    { .path = "/told/{number}", .title = "visit.help.cancel", .action = "fake.see-case",
      .tell = see_tell, .flags = PAGE_AT_ONCE | PAGE_FORM_BELOW },
    { .path = "/review", .title = "visit.help.charge", .action = "fake.review" },
};
const struct room fake_room = {
    .name = "fake", ROOM_LIST(action, ACTIONS), ROOM_LIST(page, PAGES),
};
static const struct room *const ROOMS[] = { &fake_room };

/* ---- the house ---- */

struct entry {
    const struct action *action;
    struct text key, input, outcome;
    struct entry *next;
};

static struct arena journal_arena;
static struct entry *journal;
static pthread_mutex_t journal_mutex = PTHREAD_MUTEX_INITIALIZER;

static bool recall(struct call *call, struct text packed)
{
    for (const struct entry *one = journal; one != NULL; one = one->next) {
        if (one->action != call->request.action || !text_equal(one->key, call->request.key))
            continue;
        if (!text_equal(one->input, packed)) {
            call->status = CALL_MISUSED;
            return true;
        }
        void *outcome = arena_take(call->request.arena, one->action->outcome->size);
        CHECK(shape_unpack(one->action->outcome, one->outcome, call->request.arena, outcome));
        call->status = CALL_DONE;
        call->repeated = true;
        call->answer = outcome;
        return true;
    }
    return false;
}

static void record(const struct call *call, struct text packed, const void *outcome)
{
    struct entry *entry = ARENA_NEW(&journal_arena, struct entry);
    entry->action = call->request.action;
    entry->key = arena_text(&journal_arena, call->request.key);
    entry->input = arena_text(&journal_arena, packed);
    entry->outcome = shape_pack(entry->action->outcome, outcome, &journal_arena);
    entry->next = journal;
    journal = entry;
}

static void decide(struct fake_house *fake, struct call *call)
{
    struct request *request = &call->request;
    const struct action *action = request->action;
    request->at = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    if (!rights_allow(action, call->actor.role)) {
        call->status = CALL_MISUSED;
        return;
    }
    bool once = (action->flags & ACTION_ONCE) != 0;
    if (once && request->key.data == NULL)
        request->key = arena_format(request->arena, "own-%d", atomic_load(&fake->recorded));
    struct text packed = shape_pack(action->input, request->input, request->arena);
    if (once && recall(call, packed))
        return;
    struct decision decision = { .request = request };
    decision.outcome = arena_take(request->arena, action->outcome->size);
    trail_init(&decision.trail, request->arena);
    action->decide(request, NULL, &decision);
    call->status = decision.refusal.key == NULL ? CALL_DONE : CALL_REFUSED;
    call->refusal = decision.refusal;
    call->outcome = call->answer = decision.outcome;
    call->trail = decision.trail;
    if (once && call->status == CALL_DONE) {
        record(call, packed, decision.outcome);
        atomic_fetch_add(&fake->recorded, 1);
    }
}

struct late { struct fake_house *fake; struct call *call; };

static void work(struct fake_house *fake, struct call *call)
{
    const struct open_input *input = call->request.input;
    bool opens = call->request.action == &OPEN_ACTION;
    if (opens && text_is(input->name, "busy")) {
        call->status = CALL_BUSY;
    } else if (opens && text_is(input->name, "fault")) {
        call->status = CALL_FAULT;
        call->fault = TEXT("a secret of the operator");
    } else {
        pthread_mutex_lock(&journal_mutex);
        decide(fake, call);
        pthread_mutex_unlock(&journal_mutex);
    }
    atomic_fetch_sub(&fake->open, 1);
    call->done(call);
}

static void *work_late(void *data)
{
    struct late late = *(struct late *)data;
    free(data);
    /* Not in the order they came. */
    long ns = (long)((text_hash(late.call->request.key) % 4) * 200000);
    nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
    work(late.fake, late.call);
    return NULL;
}

static void fake_submit(struct house *house, struct call *call)
{
    struct fake_house *fake = (struct fake_house *)house;
    call->request.actor = &call->actor;
    atomic_fetch_add(&fake->submitted, 1);
    int open = atomic_fetch_add(&fake->open, 1) + 1;
    if (open > atomic_load(&fake->open_most))
        atomic_store(&fake->open_most, open);
    if (!fake->late) {
        work(fake, call);
        return;
    }
    struct late *late = malloc(sizeof *late);
    CHECK(late != NULL);
    *late = (struct late){ fake, call };
    pthread_t thread;
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    int answer = pthread_create(&thread, &detached, work_late, late);
    CHECK(answer == 0);
    pthread_attr_destroy(&detached);
}

static void fake_finish(struct house *house, struct call *call)
{
    (void)call;
    atomic_fetch_add(&((struct fake_house *)house)->finished, 1);
}

static struct moment fake_now(const struct house *house)
{
    (void)house;
    return moment_at(DATE(2020, 2, 10), 9, 0, 0);
}

static enum house_session fake_session(struct house *house, struct text token,
                                       struct arena *arena, struct actor *ret_actor)
{
    (void)arena;
    if (((struct fake_house *)house)->away)
        return HOUSE_SESSION_UNASKED;
    if (!text_is(token, FAKE_TOKEN))
        return HOUSE_SESSION_NONE;
    *ret_actor = (struct actor){ .account = 5, .role = ROLE_REVIEWER };
    return HOUSE_SESSION_OPEN;
}

static bool fake_account(struct house *house, struct text login, struct arena *arena,
                         struct actor *ret_actor)
{
    (void)house;
    (void)arena;
    if (!text_is(login, "reviewer"))
        return false;
    *ret_actor = (struct actor){ .account = 5, .role = ROLE_REVIEWER };
    return true;
}

static bool fake_healthy(struct house *house, const char **ret_state)
{
    bool sick = ((struct fake_house *)house)->sick;
    *ret_state = sick ? "house.state.cannot-write" : "house.state.ready";
    return !sick;
}

static bool fake_paper(struct house *house, struct text name, struct arena *arena,
                       struct text *ret_bytes)
{
    (void)house;
    *ret_bytes = arena_format(arena, "bytes of %.*s", TEXT_ARGS(name));
    return true;
}

static void *view_late(void *data)
{
    struct paper_view *view = data;
    view->answer = text_is(view->name, "picture") ? PAPER_VIEW_MADE : PAPER_VIEW_NONE;
    view->jpeg = arena_format(view->arena, "%.*s %.*s %.*s", TEXT_ARGS(view->name),
                              TEXT_ARGS(view->asked.size), TEXT_ARGS(view->asked.turned));
    view->done(view);
    return NULL;
}

/* From a thread of its own, as a view that has to be made; busy at once. */
static void fake_view(struct house *house, struct paper_view *view)
{
    (void)house;
    pthread_t thread;
    if (text_is(view->name, "busy")) {
        view->answer = PAPER_VIEW_BUSY;
        view->done(view);
        return;
    }
    int answer = pthread_create(&thread, NULL, view_late, view);
    CHECK(answer == 0);
    pthread_detach(thread);
}

static void fake_metrics(struct house *house, struct builder *builder)
{
    (void)house;
    builder_add(builder, TEXT("yibao_fake 1\n"));
}

void fake_house_init(struct fake_house *fake)
{
    *fake = (struct fake_house){
        .house = {
            .rooms = ROOMS, .room_count = COUNT_OF(ROOMS), .submit = fake_submit,
            .finish = fake_finish, .now = fake_now, .actor_of_session = fake_session,
            .actor_of_account = fake_account, .healthy = fake_healthy, .paper = fake_paper,
        .view_paper = fake_view,
            .metrics = fake_metrics, .demo = true,
        },
    };
    arena_init(&journal_arena);
    journal = NULL;
}

void fake_house_release(struct fake_house *fake)
{
    CHECK(atomic_load(&fake->open) == 0);
    arena_release(&journal_arena);
}
