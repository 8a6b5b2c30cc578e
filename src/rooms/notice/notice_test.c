/* notice_test.c: publications, documents, the register, card and board, on the real rules. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_card.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_publication.h"
#include "rooms/notice/notice_register.h"
#include "rooms/notice/notice_trial.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#include <string.h>

static struct publication text_in(const char *file, const char *text)
{
    struct publication publication = { .file = text_of(file), .text = text_of(text) };
    publication_digest(&publication);
    return publication;
}

static void a_first_stock_is_known_from_always_and_what_follows_from_now(void **state)
{
    (void)state;
    struct testing testing;
    const struct moment now = moment_at(DATE(2020, 2, 10), 9, 0, 0);
    testing_begin(&testing, now);
    struct publication found[] = { text_in("rules/a.yaml", "one"), text_in("rules/b.yaml", "two") };
    struct publication *made;
    assert_int_equal(notice_publications_new(NULL, 0, found, 2, now, &testing.arena, &made), 2);
    assert_int_equal(made[0].sequence, 1);
    assert_int_equal(made[1].sequence, 2);
    assert_int_equal(made[1].known.ms, 0);

    const struct publication held[] = { made[0], made[1] };
    assert_int_equal(notice_publications_new(held, 2, found, 2, now, &testing.arena, &made), 0);
    found[1] = text_in("rules/b.yaml", "three");
    assert_int_equal(notice_publications_new(held, 2, found, 2, now, &testing.arena, &made), 1);
    assert_int_equal(made[0].sequence, 3);
    assert_int_equal(made[0].known.ms, now.ms);
    testing_end(&testing);
}

/* A folder of an older release beside a newer store changes nothing. */
static void a_text_that_was_replaced_does_not_come_back_by_itself(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct publication held[] = { text_in("rules/a.yaml", "one"), text_in("rules/a.yaml", "two") };
    held[0].sequence = 1;
    held[1].sequence = 2;
    const struct publication found[] = { text_in("rules/a.yaml", "one") };
    struct publication *made;
    assert_int_equal(notice_publications_new(held, 2, found, 1, testing.request.at,
                                             &testing.arena, &made), 0);
    testing_end(&testing);
}

static void a_row_keeps_the_text_and_its_digest(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct publication publication = text_in("rules/a.yaml", "abc");
    publication.sequence = 7;
    const struct notice_publication_row row =
        notice_publication_row_of(&publication, testing.request.at, &testing.arena);
    /* SM3 of "abc", from GB/T 32905-2016, appendix A.1. */
    assert_true(text_is(row.digest,
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
    const struct publication again = notice_publication_of(&row);
    assert_int_equal(again.sequence, 7);
    assert_true(digest_equal(&again.digest, &publication.digest));
    testing_end(&testing);
}

static void declares(struct testing *testing, struct date day, const char *refusal)
{
    const struct list none = { 0 };
    const struct notice_facts facts = { .events = &none };
    const struct notice_declare_input input = {
        .kind = TEXT("epidemic-end"), .place = 110000, .day = day, .paper = TEXT("示例〔2022〕1号"),
    };
    testing_decide(testing, &notice_declare_event_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, refusal));
}

/* The end of 8 January 2023 was announced in December. */
static void an_event_may_be_of_a_day_to_come_but_not_of_any_day(void **state)
{
    (void)state;
    struct testing testing;
    const struct book *book = testing_book();
    assert_non_null(book);
    testing_begin(&testing, moment_at(DATE(2022, 12, 26), 9, 0, 0));
    testing.request.book = book;
    testing.actor = (struct actor){ .role = ROLE_PUBLISHER, .office = 1, .division = 110000 };
    declares(&testing, DATE(2023, 1, 8), NULL);
    declares(&testing, DATE(2023, 12, 27), NULL);
    declares(&testing, DATE(2023, 12, 28), "notice.refused.day-too-far");
    declares(&testing, DATE(2123, 1, 8), "notice.refused.day-too-far");
    declares(&testing, DATE(2020, 1, 20), NULL);
    declares(&testing, DATE(2002, 1, 20), "notice.refused.day-too-far");
    testing_end(&testing);
    book_release(book);
}

/* ---- the register ---- */

static void begin(struct testing *testing, struct date today)
{
    testing_begin(testing, moment_at(today, 9, 0, 0));
    testing->request.book = testing_book();
    assert_non_null(testing->request.book);
}

static void end(struct testing *testing)
{
    book_release(testing->request.book);
    testing_end(testing);
}

static const struct notice_listed *listed(struct testing *testing, const char *number,
                                          int64_t place, struct date on)
{
    const struct notice_list_input input = { .place = place, .on = on };
    const struct notice_register_facts facts = { { NULL, 0 } };
    testing_decide(testing, &notice_list_action, &input, &facts, NULL);
    const struct list *rows =
        &((const struct notice_list_answer *)testing->decision.outcome)->notices;
    const struct notice_listed *items = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (text_is(items[i].number, number))
            return &items[i];
    return NULL;
}

static void test_the_register_finds_notices_by_place_and_day(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 3, 20));
    const struct notice_listed *found =
        listed(&testing, "京医保发〔2020〕4号", 110105, DATE(2020, 2, 7));
    assert_non_null(found);
    assert_true(text_is(found->issuer, "北京市医疗保障局"));
    assert_true(text_is(found->state, "notice.state.in-force"));
    assert_null(listed(&testing, "京医保发〔2020〕4号", 360100, DATE(2020, 2, 7)));
    assert_true(text_is(listed(&testing, "京医保发〔2020〕4号", 110000, DATE(2020, 2, 6))->state,
                        "notice.state.to-come"));
    assert_non_null(listed(&testing, "赣医保办字〔2020〕4号", 360100, DATE(2020, 3, 1)));
    assert_non_null(listed(&testing, "绍市医保〔2020〕9号", 330602, DATE(2020, 3, 1)));
    end(&testing);
}

static const struct notice_shown *shown(struct testing *testing, const char *number)
{
    const struct notice_show_input input = { .number = text_of(number) };
    const struct notice_register_facts facts = { { NULL, 0 } };
    testing_decide(testing, &notice_show_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    return testing->decision.outcome;
}

static bool is_related(const struct notice_shown *notice, const char *how, const char *number)
{
    const struct notice_related *rows = notice->related.items;
    for (size_t i = 0; i < notice->related.count; i++)
        if (text_is(rows[i].how, how) && text_is(rows[i].number, number))
            return true;
    return false;
}

static void test_basis_and_forwarding_lead_both_ways(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 3, 20));
    assert_true(is_related(shown(&testing, "京医保发〔2020〕4号"), "notice.related.basis",
                           "国医保电〔2020〕7号"));
    assert_true(is_related(shown(&testing, "国医保电〔2020〕7号"), "notice.related.basis-of",
                           "京医保发〔2020〕4号"));
    assert_true(is_related(shown(&testing, "临医保发〔2020〕22号"), "notice.related.forwards",
                           "鲁医保发〔2020〕18号"));
    assert_true(is_related(shown(&testing, "鲁医保发〔2020〕18号"),
                           "notice.related.forwarded-by", "临医保发〔2020〕22号"));
    end(&testing);
}

/* ---- drafts ---- */

static const char DRAFT[] = "notice: 测〔2020〕1号\nplace: 110000\nissued: 2020-02-10\n"
    "register: { disclosure: internal }\nmeasures:\n"
    "- { ids: [1], says: longer, extend: { deadlines: [claim.submit], to: 2020-06-30 } }\n";

static void test_who_drafts_does_not_approve(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 2, 10));
    testing.actor.account = 1;
    const struct notice_draft_input input = { .text = text_of(DRAFT) };
    struct notice_document_facts facts = { .row = NULL };
    testing_decide(&testing, &notice_draft_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    struct notice_document row = *(const struct notice_document *)
        testing_change(&testing, &notice_document_table, 0, NULL);
    row.version = 1;
    facts.row = &row;
    const struct notice_document_input asked = { .document = row.document };
    testing_decide(&testing, &notice_approve_action, &asked, &facts, NULL);
    assert_true(testing_is_refused(&testing, "notice.refused.four-eyes"));
    testing.actor.account = 2;
    testing_decide(&testing, &notice_approve_action, &asked, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    row = *(const struct notice_document *)
        testing_change(&testing, &notice_document_table, 0, NULL);
    assert_true(text_is(row.state, "approved"));

    /* Changed after approval, it is a draft again. */
    const struct notice_draft_input changed = { text_of(DRAFT), row.document, 0 };
    testing_decide(&testing, &notice_draft_action, &changed, &facts, NULL);
    const struct notice_document *after =
        testing_change(&testing, &notice_document_table, 0, NULL);
    assert_true(text_is(after->state, "draft") && after->approved_by == 0);
    end(&testing);
}

static void test_a_notice_that_is_not_open_is_for_staff(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 2, 10));
    struct rule_faults faults;
    rule_faults_init(&faults, &testing.arena);
    struct publication publication = { .sequence = book_sequence(testing.request.book) + 1,
        .file = TEXT("rules/notices/110000/t.yaml"), .text = text_of(DRAFT) };
    publication_digest(&publication);
    const struct book *before = testing.request.book;
    testing.request.book = book_add(before, &publication, 1, &faults);
    assert_non_null(testing.request.book);
    testing.actor.role = ROLE_PUBLIC;
    assert_null(listed(&testing, "测〔2020〕1号", 110000, DATE(2020, 2, 10)));
    assert_non_null(listed(&testing, "京医保发〔2020〕4号", 110000, DATE(2020, 2, 10)));
    testing.actor.role = ROLE_REVIEWER;
    assert_non_null(listed(&testing, "测〔2020〕1号", 110000, DATE(2020, 2, 10)));
    book_release(before);
    end(&testing);
}

#define TRIED(head, days) "notice: 测〔2020〕3号\nplace: 110000\nissued: 2020-02-10\nshort: T\n" \
    head "measures:\n- { ids: [1], says: x, supply: { at-most: " days " days, over: confirm } }\n"

/* Its register entry ends the day before the one that revokes it is known, and leads to it. */
static void test_a_notice_revokes_another(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 5, 20));
    struct rule_faults faults;
    rule_faults_init(&faults, &testing.arena);
    const struct publication publication = {
        .sequence = book_sequence(testing.request.book) + 1,
        .file = TEXT("rules/notices/110000/t.yaml"),
        .text = TEXT("notice: 测〔2020〕2号\nplace: 110000\nissued: 2020-05-06\nknown: 2020-05-06\n"
                     "short: T\nrevokes: [京医保发〔2020〕4号]\nmeasures:\n- { ids: [1], says: x, "
                     "announce: { what: outage, to: public, channels: [portal] } }\n"),
    };
    const struct book *before = testing.request.book;
    testing.request.book = book_add(before, &publication, 1, &faults);
    assert_non_null(testing.request.book);
    assert_null(listed(&testing, "京医保发〔2020〕4号", 110000, DATE(2020, 5, 6)));
    assert_non_null(listed(&testing, "京医保发〔2020〕4号", 110000, DATE(2020, 5, 5)));
    const struct notice_shown *revoked = shown(&testing, "京医保发〔2020〕4号");
    assert_int_equal(revoked->head.until.yyyymmdd, 20200505);
    assert_true(is_related(revoked, "notice.related.revoked-by", "测〔2020〕2号"));
    assert_true(is_related(shown(&testing, "测〔2020〕2号"), "notice.related.revokes",
                           "京医保发〔2020〕4号"));
    book_release(before);
    end(&testing);
}

static int64_t findings_of(struct testing *testing, const struct book *before,
                           const struct book *after, struct date *ret_until)
{
    struct impact impact = { .arena = &testing->arena, .before = { .book = before },
        .after = { .book = after }, .place = 110000, .at = testing->request.at,
        .language = LANGUAGE_ENGLISH };
    int64_t count = 0;
    assert_int_equal(notice_impact(NULL, &impact), STORE_DONE);
    for (const struct impact_finding *at = impact.first; at != NULL; at = at->next) {
        count++;
        if (at->until.yyyymmdd != 0) {
            assert_true(text_starts(at->subject, TEXT("−")));
            *ret_until = at->until;
        }
    }
    return count;
}

/* A trial tells a measure whose figure alone is another as gone and new, and one that only ends
 * sooner once, with its last day. */
static void test_a_trial_tells_what_a_corrected_text_changes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        TRIED("", "60"), TRIED("", "60"), TRIED("", "90"), TRIED("until: 2020-06-30\n", "60"),
    };
    static const int64_t told[] = { 1, 0, 2, 1 };
    struct testing testing;
    begin(&testing, DATE(2020, 2, 10));
    const struct book *before = testing.request.book, *first = NULL;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct rule_faults faults;
        rule_faults_init(&faults, &testing.arena);
        const struct publication publication = {
            .sequence = book_sequence(before) + 1 + (int64_t)i,
            .file = TEXT("rules/notices/110000/t.yaml"), .text = text_of(texts[i]),
            .known = testing.request.at,
        };
        const struct book *from = i == 0 ? before : first;
        const struct book *after = book_add(from, &publication, 1, &faults);
        struct date until = DATE_NONE;
        assert_non_null(after);
        assert_int_equal(findings_of(&testing, from, after, &until), told[i]);
        assert_int_equal(until.yyyymmdd, i == 3 ? 20200630 : 0);
        if (i == 0)
            first = after;
        else
            book_release(after);
    }
    book_release(first);
    end(&testing);
}

/* Each can be taken back as if it had never been, also one whose clauses name one another; what
 * other notices rest on is named. */
static void test_every_notice_can_be_taken_back(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2022, 8, 10));
    const struct book *book = testing.request.book;
    const struct notice_head *heads;
    size_t count = notice_heads(book, &testing.arena, &heads), stand = 0;
    for (size_t i = 0; i < count; i++) {
        struct rule_faults faults;
        rule_faults_init(&faults, &testing.arena);
        struct publication publication = text_in(
            arena_text(&testing.arena, heads[i].file).data, "");
        publication.sequence = book_sequence(book) + 1;
        publication.known = moment_of_date(heads[i].issued);
        const struct book *after = book_add(book, &publication, 1, &faults);
        /* A county's own rule that rests on a wider one's leave is named, and stands in the way. */
        if (after == NULL)
            assert_string_equal(faults.first->why, "rules.fault.beyond-bounds");
        stand += after == NULL;
        if (after != NULL)
            book_release(after);
    }
    assert_true(count >= 15 && stand <= 1);
    end(&testing);
}

static void test_an_end_is_written_into_the_head(void **state)
{
    (void)state;
    struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    struct text ended = notice_text_ended(
        TEXT("notice: x\nknown: 2020-02-01\nuntil: 2020-12-31\nmeasures:\n  until: 1\n"),
        DATE(2020, 5, 31), TEXT("y"), &testing.arena);
    assert_true(text_is(ended, "until: 2020-05-31    # y\nnotice: x\nmeasures:\n  until: 1\n"));
    testing_end(&testing);
}

/* ---- announcements ---- */

static const struct staff_office OFFICES[] = {
    { .office = 11, .kind = { "bureau", 6 }, .division = 360000, .name = { "p", 1 } },
    { .office = 12, .kind = { "bureau", 6 }, .division = 360100, .name = { "c", 1 } },
};

static void test_a_change_announced_is_reported_to_the_bureau_above(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 2, 10));
    testing.actor.account = 2;
    struct notice_announcement row = {
        .announcement = 5, .kind = TEXT("announcement"), .place = 360100, .title = TEXT("t"),
        .body = TEXT("b"), .matter = TEXT("offsite-filing"), .item = TEXT("i"),
        .method = TEXT("m"), .flow = TEXT("f"), .state = TEXT("draft"), .drafted_by = 1,
        .version = 1,
    };
    const struct list none = { 0 };
    const struct notice_announcement_facts facts = {
        .row = &row, .offices = LIST_OF(OFFICES), .waiting = &none, .out = &none };
    const struct notice_announcement_input input = { .announcement = 5 };
    testing_decide(&testing, &notice_announce_out_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "notice.refused.announcement-lacks"));
    assert_string_equal(testing.decision.refusal.field, "materials");
    row.materials = TEXT("none");
    testing_decide(&testing, &notice_announce_out_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    const struct notice_receiver *copy =
        testing_change(&testing, &notice_receiver_table, 0, NULL);
    assert_int_equal(copy->receiver, 11);
    assert_int_equal(copy->sent_at.ms, testing.request.at.ms);
    end(&testing);
}

/* ---- the board ---- */

static const struct staff_office BUREAUX[] = {
    { .office = 21, .kind = { "bureau", 6 }, .division = 371300, .name = { "l", 1 } },
    { .office = 22, .kind = { "bureau", 6 }, .division = 371329, .name = { "s", 1 } },
};
struct board_made { const struct list *progress, *offices, *papers; struct events events; };

static const struct notice_board *board(struct testing *testing, const char *number,
                                        const struct list *progress)
{
    static const struct list no_papers;
    const struct board_made facts = { progress, LIST_OF(BUREAUX), &no_papers, { NULL, 0 } };
    const struct notice_board_input input = { .number = text_of(number) };
    testing_decide(testing, &notice_board_action, &input, &facts, NULL);
    assert_true(testing_is_refused(testing, NULL));
    return testing->decision.outcome;
}

static int count_in(const struct notice_board *of, const char *thing, const char *must,
                    const char *state)
{
    const struct notice_board_row *rows = of->rows.items;
    int count = 0;
    for (size_t i = 0; i < of->rows.count; i++)
        count += text_is(rows[i].thing, thing) && text_is(rows[i].milestone, must)
            && (state == NULL || text_is(rows[i].state, state));
    return count;
}

static void test_what_a_county_has_not_done_by_its_day_is_late(void **state)
{
    (void)state;
    struct testing testing;
    const struct list none = { 0 };
    begin(&testing, DATE(2020, 3, 16));
    const char *number = "临医保发〔2020〕22号";
    assert_int_equal(count_in(board(&testing, number, &none), "defer-sme", "carried-out",
                              "notice.board.open"), 1);
    testing.request.at = moment_at(DATE(2020, 3, 17), 0, 0, 0);
    assert_int_equal(count_in(board(&testing, number, &none), "defer-sme", "carried-out",
                              "notice.board.late"), 1);
    const struct notice_progress done[] = {
        { .measure = TEXT("L3a"), .thing = TEXT("defer-sme"), .milestone = TEXT("carried-out"),
          .office = 22, .place = 371329, .done_on = DATE(2020, 3, 16), .evidence = TEXT("e") },
    };
    const struct notice_board *made = board(&testing, number, LIST_OF(done));
    assert_int_equal(count_in(made, "defer-sme", "carried-out", "notice.board.done"), 1);
    const struct notice_board_row *rows = made->rows.items;
    assert_true(text_present(rows[0].section) && text_is(rows[0].evidence, "e"));
    const struct notice_board_sum *sums = made->sums.items;
    assert_int_equal(sums[0].place, 371300);
    assert_int_equal(sums[0].done, 1);
    assert_int_equal(sums[0].late, sums[0].tasks - 1);
    end(&testing);
}

/* Nobody has done a thing on a day to come, and no other bureau's. */
static void test_done_is_said_of_a_day_that_has_come(void **state)
{
    (void)state;
    struct testing testing;
    const struct list none = { 0 };
    begin(&testing, DATE(2020, 3, 15));
    testing.actor.office = 22;
    testing.actor.division = 371329;
    struct progress_made { const struct list *rows, *offices; } facts = { &none,
                                                                          LIST_OF(BUREAUX) };
    struct notice_progress_input input = {
        .number = TEXT("临医保发〔2020〕22号"), .measure = TEXT("L3a"),
        .thing = TEXT("defer-sme"), .milestone = TEXT("carried-out"),
        .done_on = DATE(2020, 3, 16), .evidence = TEXT("e"),
    };
    testing_decide(&testing, &notice_progress_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, "notice.refused.not-done-yet"));
    input.done_on = DATE(2020, 3, 15);
    testing_decide(&testing, &notice_progress_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    assert_int_equal(testing_changes(&testing, &notice_progress_table), 1);
    end(&testing);
}

static void test_two_milestones_of_one_measure_have_two_days(void **state)
{
    (void)state;
    struct testing testing;
    const struct list none = { 0 };
    begin(&testing, DATE(2020, 3, 16));
    const struct notice_board *made = board(&testing, "鲁医保发〔2020〕18号", &none);
    static const char *const six[] = { "defer-sme", "cut-rate", "green-channel",
                                       "needed-products", "innovation", "cash-flow" };
    for (size_t i = 0; i < COUNT_OF(six); i++) {
        assert_int_equal(count_in(made, six[i], "rules-issued", "notice.board.late"), 1);
        assert_int_equal(count_in(made, six[i], "carried-out", "notice.board.open"), 1);
        assert_int_equal(count_in(made, six[i], "carried-out", "notice.board.late"), 1);
        assert_int_equal(count_in(made, six[i], "improvement-proposed", "notice.board.open"), 1);
        assert_int_equal(count_in(made, six[i], "suggestion-sent", "notice.board.late"), 1);
    }
    end(&testing);
}

/* ---- the card ---- */

struct card_made { const struct notice_document *document; struct events events; };

static void test_the_card_says_what_from_when_and_for_whom(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing, DATE(2020, 3, 1));
    const struct notice_card_input input = { .number = TEXT("绍市医保〔2020〕9号") };
    const struct card_made facts = { NULL, { NULL, 0 } };
    testing_decide(&testing, &notice_card_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&testing, NULL));
    const struct notice_card *card = testing.decision.outcome;
    assert_int_equal(card->questions.count, 5);
    assert_true(card->changes.count > 0);
    const struct notice_answered *rows = card->questions.items;
    for (size_t i = 0; i < 5; i++)
        assert_true(text_present(rows[i].question_zh) && text_present(rows[i].answer_zh)
                    && text_present(rows[i].question_en) && text_present(rows[i].answer_en));
    assert_true(memmem(card->say_zh.data, card->say_zh.length, "绍市医保〔2020〕9号",
                       sizeof "绍市医保〔2020〕9号" - 1) != NULL);
    end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_stock_is_known_from_always_and_what_follows_from_now),
        cmocka_unit_test(a_text_that_was_replaced_does_not_come_back_by_itself),
        cmocka_unit_test(a_row_keeps_the_text_and_its_digest),
        cmocka_unit_test(test_the_register_finds_notices_by_place_and_day),
        cmocka_unit_test(test_basis_and_forwarding_lead_both_ways),
        cmocka_unit_test(test_who_drafts_does_not_approve),
        cmocka_unit_test(test_a_notice_that_is_not_open_is_for_staff),
        cmocka_unit_test(test_a_notice_revokes_another),
        cmocka_unit_test(test_a_trial_tells_what_a_corrected_text_changes),
        cmocka_unit_test(test_every_notice_can_be_taken_back),
        cmocka_unit_test(test_an_end_is_written_into_the_head),
        cmocka_unit_test(test_a_change_announced_is_reported_to_the_bureau_above),
        cmocka_unit_test(test_what_a_county_has_not_done_by_its_day_is_late),
        cmocka_unit_test(test_done_is_said_of_a_day_that_has_come),
        cmocka_unit_test(test_two_milestones_of_one_measure_have_two_days),
        cmocka_unit_test(test_the_card_says_what_from_when_and_for_whom),
        cmocka_unit_test(an_event_may_be_of_a_day_to_come_but_not_of_any_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
