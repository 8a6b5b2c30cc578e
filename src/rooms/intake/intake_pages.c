/* intake_pages.c: the room's plain pages: for who applies, and for the desk. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/measure_words.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

static const struct page_fixed web_fixed[] = { { "channel", "web" } };
static const struct page_fixed list_fixed[] = {
    { "office", NULL }, { "after", NULL }, { "after_case", NULL },
};
static const struct page_fixed line_fixed[] = { { "after", NULL } };
static const char *const case_carried[] = { "case_id", "version" };
static const char *const paper_carried[] = { "case_id", "version", "paper", "document",
                                             "relaxation", "material" };
static const char *const hand_in_carried[] = { "material" };

/* ---- what leads where ---- */

static const struct page_link looked_up_rows[] = {
    { "owed", "/hand-in" }, { "asked", "/hand-in" }, { "documents", "/document" },
};
static const struct page_link looked_up_more[] = {
    { "may_withdraw", "/withdraw" }, { "may_object", "/object" },
};
static const struct page_link case_rows[] = { { "cases", "/show" }, { "lines", "/show" } };
static const struct page_link check_rows[] = { { "checks", "/show" } };
static const struct page_link debt_rows[] = { { "debts", "/show" } };
static const struct page_link relaxation_rows[] = { { "relaxations", "/answer-relaxation" } };
static const struct page_link unserved_rows[] = { { "documents", "/serve" } };
static const struct page_link shown_rows[] = {
    { "documents", "/document" }, { "owed", "/relax" }, { "asked", "/relax" },
};
static const struct page_link shown_more[] = {
    { "may_take_over", "/take-over" }, { "may_take_over", "/hand-back" },
    { "may_accept", "/accept" }, { "may_ask", "/ask" }, { "may_turn_away", "/turn-away" },
    { "may_decide", "/decide" }, { "may_send_back", "/send-back" },
    { "may_uphold", "/uphold" }, { "may_reopen", "/reopen" }, { "may_verify", "/verify" },
    { "may_revoke", "/revoke" }, { "may_take", "/take" }, { "may_hand_over", "/hand-over" },
    { "may_await", "/await" }, { "may_resume", "/resume" }, { "may_hurry", "/hurry" },
    { "may_relax", "/relax" },
};
/* Returns are known by what the notice calls them. */
static struct list returns_offered(const struct request *request)
{
    struct arena *arena = request->arena;
    if (request->book == NULL)
        return (struct list){ 0 };
    const struct list found = notice_returns_covered(request->book, request->actor->division,
                                                     date_of_moment(request->at), arena);
    const struct vocabulary *words = book_vocabulary(request->book);
    const struct notice_return *rows = found.items;
    struct page_choice *choices = ARENA_ARRAY(arena, struct page_choice, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        struct text zh = text_present(rows[i].name) ? rows[i].name
            : vocabulary_say(words, "forms", rows[i].form, LANGUAGE_CHINESE);
        struct text en = vocabulary_say(words, "forms", rows[i].form, LANGUAGE_ENGLISH);
        choices[i] = (struct page_choice){
            .value = rows[i].form,
            .zh = arena_format(arena, "%.*s · %.*s", TEXT_ARGS(zh), TEXT_ARGS(rows[i].number)),
            .en = arena_format(arena, "%.*s · %.*s", TEXT_ARGS(en), TEXT_ARGS(rows[i].number)),
        };
    }
    return (struct list){ choices, found.count };
}
static const struct page_choices ways_choices[] = {
    { .field = "form", .of = returns_offered },
    { .field = "office", .asked = &staff_offices_asked },
};

static const struct page_link desk_more[] = {
    { NULL, "/offered" }, { NULL, "/debts" }, { NULL, "/checks" }, { NULL, "/relaxations" },
    { NULL, "/unserved" }, { NULL, "/search" },
};

#define CARRIED(list_) .carried = (list_), .carried_count = COUNT_OF(list_)
#define FIXED(list_) .fixed = (list_), .fixed_count = COUNT_OF(list_)
#define ROWS(list_) .rows = (list_), .row_count = COUNT_OF(list_)
#define MORE(list_) .more = (list_), .more_count = COUNT_OF(list_)
#define STEP_PAGE(path_, title_, action_) { \
    .path = (path_), .title = (title_), .action = (action_), .next = "/show", \
    .done = "intake.page.step-done", CARRIED(paper_carried) }
#define LIST_PAGE(path_, title_, action_, rows_, flags_) { \
    .path = (path_), .title = (title_), .action = (action_), ROWS(rows_), FIXED(list_fixed), \
    .flags = PAGE_AT_ONCE | PAGE_BARE | (flags_) }

const struct page intake_pages[INTAKE_PAGES] = {
    /* For who applies. */
    { .path = "/offsite-filing", .title = "intake.page.offsite",
      .action = "intake.file-offsite", .intro = "intake.page.offsite-intro", .keep = "receipt",
      .next = "/progress", .division = "division", FIXED(web_fixed),
      .flags = PAGE_ON_HOME | PAGE_FIRST | PAGE_QR },
    { .path = "/progress", .title = "intake.page.case", .action = "intake.look-up",
      ROWS(looked_up_rows), MORE(looked_up_more), .flags = PAGE_ON_HOME | PAGE_FIRST },
    { .path = "/hand-in", .title = "intake.page.hand-in", .action = "intake.hand-in",
      .intro = "intake.page.hand-in-intro", .done = "intake.page.hand-in-done",
      .keep = "receipt", .next = "/progress", FIXED(web_fixed), CARRIED(hand_in_carried),
      .flags = PAGE_ON_HOME | PAGE_FIRST | PAGE_QR },
    { .path = "/document", .title = "intake.page.document", .action = "intake.document",
      .flags = PAGE_SHEET | PAGE_BARE },
    { .path = "/withdraw", .title = "intake.page.withdraw", .action = "intake.withdraw",
      .done = "intake.page.withdraw-done", .next = "/progress" },
    { .path = "/object", .title = "intake.page.object", .action = "intake.object",
      .intro = "intake.page.object-intro", .done = "intake.page.object-done",
      .next = "/progress" },

    /* For the desk. */
    { .path = "/worklist", .title = "intake.page.worklist", .action = "intake.worklist",
      ROWS(case_rows), MORE(desk_more), FIXED(list_fixed), .tick_path = "/decide-many",
      .tick_field = "case_id",
      .flags = PAGE_AT_DESK | PAGE_AT_ONCE | PAGE_BARE },
    { .path = "/search", .title = "intake.page.search", .action = "intake.search",
      ROWS(case_rows), FIXED(list_fixed), .flags = PAGE_AT_DESK },
    { .path = "/ways", .title = "intake.page.ways", .action = "intake.channels-count",
      .choices = ways_choices, .choice_count = COUNT_OF(ways_choices), .flags = PAGE_AT_DESK },
    LIST_PAGE("/debts", "intake.page.debts", "intake.debts", debt_rows, PAGE_AT_DESK),
    LIST_PAGE("/offered", "intake.page.offered", "intake.offered", case_rows, 0),
    LIST_PAGE("/checks", "intake.page.checks", "intake.checks", check_rows, 0),
    LIST_PAGE("/relaxations", "intake.page.relaxations", "intake.relaxations", relaxation_rows,
              0),
    LIST_PAGE("/unserved", "intake.page.unserved", "intake.unserved", unserved_rows, 0),
    { .path = "/show", .title = "intake.page.show", .action = "intake.show", ROWS(shown_rows),
      MORE(shown_more), .flags = PAGE_BARE },
    { .path = "/decide-many", .title = "intake.page.many", .action = "intake.decide-many",
      .next = "/lines", .done = "intake.page.step-done" },
    { .path = "/lines", .title = "intake.page.lines", .action = "intake.lines", ROWS(case_rows),
      FIXED(line_fixed), .flags = PAGE_BARE },
    STEP_PAGE("/accept", "intake.page.accept", "intake.accept"),
    { .path = "/ask", .title = "intake.page.ask", .action = "intake.ask-supplement",
      .next = "/show", .done = "intake.page.step-done", CARRIED(case_carried) },
    STEP_PAGE("/turn-away", "intake.page.turn-away", "intake.turn-away"),
    STEP_PAGE("/decide", "intake.page.decide", "intake.decide"),
    STEP_PAGE("/send-back", "intake.page.send-back", "intake.send-back"),
    STEP_PAGE("/uphold", "intake.page.uphold", "intake.uphold"),
    STEP_PAGE("/reopen", "intake.page.reopen", "intake.reopen"),
    STEP_PAGE("/verify", "intake.page.verify", "intake.verify"),
    STEP_PAGE("/revoke", "intake.page.revoke", "intake.revoke"),
    STEP_PAGE("/take", "intake.page.take", "intake.take"),
    STEP_PAGE("/reassign", "intake.page.reassign", "intake.reassign"),
    STEP_PAGE("/take-over", "intake.page.take-over", "intake.take-over"),
    STEP_PAGE("/hand-back", "intake.page.hand-back", "intake.hand-back"),
    { .path = "/hand-over", .title = "intake.page.hand-over", .action = "intake.hand-over",
      .next = "/show", .done = "intake.page.step-done", CARRIED(case_carried) },
    { .path = "/await", .title = "intake.page.await", .action = "intake.await",
      .next = "/show", .done = "intake.page.step-done", CARRIED(case_carried) },
    STEP_PAGE("/resume", "intake.page.resume", "intake.resume"),
    STEP_PAGE("/hurry", "intake.page.hurry", "intake.hurry"),
    { .path = "/relax", .title = "intake.page.relax", .action = "intake.ask-relaxation",
      .next = "/show", .done = "intake.page.step-done", CARRIED(case_carried) },
    STEP_PAGE("/answer-relaxation", "intake.page.answer-relaxation",
              "intake.answer-relaxation"),
    STEP_PAGE("/serve", "intake.page.serve", "intake.serve"),
};
