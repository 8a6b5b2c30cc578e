/* intake_flow_test.c: what is noticed when a case comes in, what it is told with, who has it. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/sm.h"
#include "core/paper_sniff.h"
#include "rooms/party/party.h"

#include <string.h>

static const struct intake_case_input NOTHING;

static const struct intake_document *document_of(const struct hall *hall, const char *kind)
{
    for (int n = 0;; n++) {
        const struct intake_document *document =
            testing_change(&hall->testing, &intake_document_table, n, NULL);
        if (document == NULL || text_is(document->kind, kind))
            return document;
    }
}

static const struct message_row *message_of(const struct hall *hall, const char *kind)
{
    for (int n = 0;; n++) {
        const struct message_row *message =
            testing_change(&hall->testing, &message_table, n, NULL);
        if (message == NULL || text_is(message->kind, kind))
            return message;
    }
}

/* ---- coming in ---- */

static void test_the_same_sent_again_is_shown_the_open_one(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    struct intake_case open =
        *(const struct intake_case *)testing_change(&hall.testing, &intake_case_table, 0, NULL);
    hall.open = (struct list){ &open, 1 };
    for (int times = 0; times < 2; times++) {
        assert_true(hall_apply(&hall, "intake.refused.open-already"));
        assert_true(text_equal(hall.testing.decision.refusal.detail[0], open.receipt));
        assert_int_equal(hall.testing.decision.change_count, 0);
    }
    /* Another place of care is another thing; so is another matter. */
    hall.values[1].value = TEXT("330600");
    assert_true(hall_apply(&hall, NULL));
    hall.values[1].value = TEXT("371300");
    open.matter = TEXT("other");
    assert_true(hall_apply(&hall, NULL));
    hall_end(&hall);
}

/* What a verdict would refuse is said while the applicant is still there. */
static void test_what_an_approval_would_refuse_is_told_at_once(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.values[1].value = TEXT("110108");
    assert_true(hall_apply(&hall, "filing.refused.not-elsewhere"));
    assert_string_equal(hall.testing.decision.refusal.field, "division");
    hall.values[1].value = TEXT("371300");
    hall.values[2].value = TEXT("2014-12-31");
    assert_true(hall_apply(&hall, "filing.refused.not-enrolled"));
    hall.values[2].value = TEXT("2020-01-25");
    struct filing_row filed = { .about = TEXT("offsite"), .state = TEXT("in-force"),
        .division = 371300, .valid_from = DATE(2020, 1, 1) };
    hall.filings = (struct list){ &filed, 1 };
    assert_true(hall_apply(&hall, "filing.refused.filed-already"));
    /* A letter is there, whatever is in it; who looks at it sees why it will not do. */
    hall_takes_in(&hall, "post");
    assert_true(hall_apply(&hall, NULL));
    const struct intake_case *row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_true(text_is(row->doubt, "filing.refused.filed-already"));
    assert_true(text_is(row->state, "received"));
    hall_end(&hall);
}

/* LAW: BJ4-09c: nobody has to be marked as stranded by a second step: the verdict says so. */
static void test_a_verdict_carries_that_the_person_is_held_up(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall.statuses.count = 0;
    assert_true(hall_apply(&hall, NULL));
    assert_int_equal(testing_changes(&hall.testing, &party_status_table), 0);
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    assert_true(hall_decide(&hall, "approve", NULL));
    const struct party_status *status =
        testing_change(&hall.testing, &party_status_table, 0, NULL);
    assert_non_null(status);
    assert_true(text_is(status->kind, "stranded"));
    assert_int_equal(status->valid_from.yyyymmdd, 20200125);
    const struct filing_row *filing = testing_change(&hall.testing, &filing_table, 0, NULL);
    assert_int_equal(filing->valid_from.yyyymmdd, 20200125);
    /* On record already: nothing is written twice. */
    hall_go_on(&hall, ROLE_REVIEWER, 110105, "agency");
    hall.statuses.count = 1;
    hall.row.state = TEXT("accepted-owing");
    assert_true(hall_decide(&hall, "approve", NULL));
    assert_int_equal(testing_changes(&hall.testing, &party_status_table), 0);
    hall_end(&hall);
}

/* 一次性告知: all that a letter lacks is written down as it comes in and asked for at once. */
static void test_all_that_a_letter_lacks_is_told_once(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    hall_takes_in(&hall, "post");
    hall.apply.papers.count = 0;
    hall.apply.owed.count = 0;
    assert_true(hall_apply(&hall, NULL));
    assert_int_equal(testing_changes(&hall.testing, &intake_paper_table), 2);
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(hall_step(&hall, &intake_accept_action, &NOTHING,
                          "intake.refused.still-missing"));
    assert_true(hall_step(&hall, &intake_ask_supplement_action, &NOTHING, NULL));
    const struct intake_document *document = document_of(&hall, "supplement");
    const struct matter *matter =
        matter_of(hall_book, TEXT("offsite-filing"), &hall.testing.arena);
    const struct matter_material *materials = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++) {
        bool named = strstr(arena_text(&hall.testing.arena, document->body_zh).data,
                            arena_text(&hall.testing.arena, materials[i].zh).data) != NULL;
        assert_int_equal(named, text_is(materials[i].name, "id-card")
                                    || text_is(materials[i].name, "stranding-proof"));
    }
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(hall_step(&hall, &intake_ask_supplement_action, &NOTHING,
                          "intake.refused.asked-already"));
    /* At any office: another county's knows the case by what the person brings along. */
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 371329, "agency");
    assert_true(hall_supply(&hall, "id-card", "0011", "intake.refused.no-case"));
    assert_true(hall_supply(&hall, "id-card", "0010", NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    const struct intake_supply_input pigeon = {
        .receipt = hall.row.receipt, .last_four = TEXT("0010"), .channel = TEXT("pigeon"),
    };
    testing_decide(&hall.testing, &intake_supply_action, &pigeon, &hall.facts, &hall.prepared);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.channel"));
    /* Who brings papers himself does not say that an office took them in. */
    struct intake_supply_input by_phone = pigeon;
    static const char *const TAKEN_IN[] = { "phone", "post", "counter", "fax" };
    for (size_t i = 0; i < COUNT_OF(TAKEN_IN); i++) {
        by_phone.channel = text_of(TAKEN_IN[i]);
        testing_decide(&hall.testing, &intake_supply_action, &by_phone, &hall.facts,
                       &hall.prepared);
        assert_true(testing_is_refused(&hall.testing, "intake.refused.not-your-channel"));
    }
    assert_true(text_is(hall.row.state, "supplement-asked"));
    /* Turned away and taken up again: what was asked for and has not come is asked for anew. */
    hall.row.state = TEXT("received");
    hall.row.asked_at = (struct moment){ 0 };
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_true(hall_step(&hall, &intake_ask_supplement_action, &NOTHING, NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    assert_true(hall_supply(&hall, "stranding-proof", "0010", NULL));
    hall_go_on(&hall, ROLE_PUBLIC, 0, NULL);
    assert_true(text_is(hall.row.state, "accepted"));
    hall_end(&hall);
}

static void test_a_file_is_what_its_bytes_are(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t length; const char *type; } rows[] = {
        { "\xFF\xD8\xFF\xE0", 4, "image/jpeg" }, { "\x89PNG\r\n\x1A\nx", 9, "image/png" },
        { "%PDF-1.7", 8, "application/pdf" }, { "RIFF1234WEBPVP8 ", 16, "image/webp" },
        { "\0\0\0\x18" "ftypheic", 12, "image/heic" }, { "PK\3\4", 4, NULL },
        { "MZ\x90", 3, NULL }, { "\x7F" "ELF", 4, NULL }, { "<html>", 6, NULL },
        { "#!/bin/sh", 9, NULL }, { "", 0, NULL }, { "\xFF\xD8", 2, NULL },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct paper_sniffing sniffing = { .length = 0 };
        paper_sniff_add(&sniffing, (struct text){ rows[i].bytes, rows[i].length });
        struct text type = paper_sniffed(&sniffing, TEXT(""), TEXT(""));
        assert_int_equal(text_present(type), rows[i].type != NULL);
        if (rows[i].type != NULL)
            assert_true(text_is(type, rows[i].type));
    }
    /* What is called a picture is one; a packed folder is an office document. */
    static const struct { const char *bytes, *name, *says, *type; } claims[] = {
        { "\xFF\xD8\xFF\xE0", "a.jpg", "image/jpeg", "image/jpeg" },
        { "\x89PNG\r\n\x1A\n", "a.JPG", "", "image/png" },
        { "PK\3\4 [Content_Types].xml", "a.docx", "", "application/zip" },
        { "PK\3\4 mimetypeapplication/vnd.oasis.opendocument.text", "a.odt", "",
          "application/zip" },
        { "PK\3\4 [Content_Types].xml", "a.JPG", "", NULL },
        { "PK\3\4 [Content_Types].xml", "a", "image/png", NULL },
        { "PK\3\4 zeros", "a.docx", "", NULL }, { "%PDF-1.7", "a.png", "", NULL },
    };
    for (size_t i = 0; i < COUNT_OF(claims); i++) {
        const struct intake_paper_input paper = {
            .file = text_of(claims[i].bytes), .file_name = text_of(claims[i].name),
            .file_type = text_of(claims[i].says),
        };
        struct text type = intake_type_of(&paper);
        assert_int_equal(text_present(type), claims[i].type != NULL);
        if (claims[i].type != NULL)
            assert_true(text_is(type, claims[i].type));
        /* However it comes: in pieces of each length, behind much else. */
        for (size_t piece = 1; piece <= paper.file.length; piece++) {
            struct paper_sniffing sniffing = { .length = 0 };
            for (size_t at = 0; at < paper.file.length; at += piece)
                paper_sniff_add(&sniffing, text_slice(paper.file, at, at + piece));
            assert_true(text_equal(type, paper_sniffed(&sniffing, paper.file_name,
                                                        paper.file_type)));
        }
    }
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    static const struct text types[] = { { "", 0 } };
    hall.papers[0].file_name = TEXT("a.jpg");
    hall.prepared.types = types;
    assert_true(hall_apply(&hall, "intake.refused.no-picture"));
    hall.papers[0].file_name = TEXT("a.exe");
    hall.prepared.types = types;
    assert_true(hall_apply(&hall, "intake.refused.wrong-type"));
    hall.prepared.types = NULL;
    /* One picture for two papers is told. */
    hall.papers[1] = (struct intake_paper_input){ .material = TEXT("stranding-proof"),
                                                  .blob = BLOB };
    hall.names[1] = BLOB;
    hall.apply.papers.count = 2;
    hall.apply.owed.count = 0;
    assert_true(hall_apply(&hall, NULL));
    assert_true(text_present(((const struct intake_applied *)
                              hall.testing.decision.outcome)->note_zh));
    hall_end(&hall);
}

/* ---- documents and messages ---- */

static void test_documents_are_numbered_sealed_and_served(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    struct sm2_key *key = sm2_key_generate();
    intake_use_seal(key);
    assert_true(hall_apply(&hall, NULL));
    struct intake_document document = *document_of(&hall, "accepted-owing");
    assert_true(text_starts(document.number, TEXT("容 110105-2020-")));
    assert_true(text_ends(document.number, TEXT("-1")));
    assert_true(text_is(document.served_how, "online") && document.served_at.ms != 0);
    assert_false(intake_document_is_sealed(&document, &hall.testing.arena));
    /* Two were signed; one is another by now, and one came in since: both wait. */
    struct intake_document rows[3] = { document, document, document };
    rows[1].document++;
    rows[2].document += 2;
    struct list waiting = { rows, 2 };
    const struct intake_seal_facts seal = { &waiting };
    struct intake_seals seals = { .made = NULL };
    intake_prepare_seal(&hall.testing.request, &seal, &seals);
    assert_int_equal(seals.count, 2);
    rows[1].digest = TEXT("another");
    waiting.count = 3;
    testing_decide(&hall.testing, &intake_seal_action, &waiting, &seal, &seals);
    assert_int_equal(testing_changes(&hall.testing, &intake_document_table), 1);
    document = *(const struct intake_document *)
        testing_change(&hall.testing, &intake_document_table, 0, NULL);
    assert_true(intake_document_is_sealed(&document, &hall.testing.arena));
    waiting = (struct list){ rows + 1, 2 };
    testing_decide(&hall.testing, &intake_seal_action, &waiting, &seal, &seals);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-document"));
    /* A word changed, a number changed, another's seal: none of them is good. */
    struct intake_document other = document;
    other.body_zh = TEXT("另一份");
    assert_false(intake_document_is_sealed(&other, &hall.testing.arena));
    other = document;
    other.number = TEXT("容 1");
    other.digest = intake_document_digest(&other, &hall.testing.arena);
    assert_false(intake_document_is_sealed(&other, &hall.testing.arena));
    struct sm2_key *foreign = sm2_key_generate();
    intake_use_seal(foreign);
    assert_false(intake_document_is_sealed(&document, &hall.testing.arena));
    intake_use_seal(key);
    sm2_key_free(foreign);
    intake_use_seal(NULL);
    sm2_key_free(key);
    hall_end(&hall);
}

/* A reminder that was set then, for that morning, and comes at that moment. */
static void remind(struct hall *hall, const struct intake_paper *paper, struct moment set,
                   struct moment due, struct moment now)
{
    struct minter minter;
    minter_init(&minter, 0, set);
    const struct timer_row timer = {
        .bucket = hall->row.bucket, .timer = id_mint(&minter, (int)hall->row.bucket), .due = due,
        .state = TEXT("waiting"), .version = 1,
    };
    struct { const struct timer_row *timer; const struct intake_paper *paper;
             struct intake_case_facts of; } facts = { &timer, paper, hall->facts };
    facts.of.events = hall->events;
    struct task_input input = { .bucket = hall->row.bucket, .task = timer.timer };
    hall->testing.request.at = now;
    testing_decide(&hall->testing, &intake_remind_action, &input, &facts, NULL);
}

/* LAW: JX4-2.4g: a debt is told of at its birth with its consequence, when its day comes, and
 * fourteen, three and no days before. */
static void test_a_debt_is_called_to_mind(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    const struct message_row *message = message_of(&hall, "intake.message.debt");
    assert_non_null(message);
    assert_true(text_characters(message->body_zh) <= MESSAGE_CHARACTERS);
    /* Whole, and by the application it belongs to. */
    assert_true(text_is(message->body_zh, "已先办理，欠滞留外地的证明（异地就医备案）。在宣布疫情结束后"
        "3个月内补交；届时另行通知截止日，逾期可能撤销。咨询12393"));
    assert_true(text_is(message->body_en, "Owed: Proof of being held up (Out-of-area filing). Due "
        "within 3 months of the end of the epidemic being declared, else it may be revoked. "
        "Call 12393"));
    assert_int_equal(message->person, PERSON);

    struct date due = DATE(2020, 9, 10);
    static const struct { int now, next; } rows[] = {
        { 20200701, 20200827 }, { 20200827, 20200907 }, { 20200907, 20200910 }, { 20200910, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct moment now = { moment_of_date((struct date){ rows[i].now }).ms + 9 * 3600000 };
        struct moment next = task_reminder_after(due, now);
        assert_int_equal(next.ms == 0 ? 0 : date_of_moment(next).yyyymmdd, rows[i].next);
    }
    /* On each of those days it says so, once; a paper that has come says nothing. */
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    hall_declare_end(&hall, DATE(2020, 6, 10));
    hall.testing.actor.scope.everything = true;
    size_t owed = text_is(hall.paper_rows[0].how, "owed") ? 0 : 1;
    static const struct { int day; const char *said; } days[] = {
        { 20200827, "intake.message.debt-due" }, { 20200907, "intake.message.debt-due" },
        { 20200910, "intake.message.debt-today" }, { 20200906, NULL }, { 20200911, NULL },
    };
    for (size_t i = 0; i <= COUNT_OF(days); i++) {
        bool cleared = i == COUNT_OF(days);
        if (cleared)
            hall.paper_rows[owed].cleared_at = hall.testing.request.at;
        struct date day = { days[cleared ? 0 : i].day };
        remind(&hall, &hall.paper_rows[owed], moment_at(DATE(2020, 6, 10), 9, 0, 0),
               (struct moment){ 0 }, moment_at(day, 10, 0, 0));
        const char *said = cleared ? NULL : days[i].said;
        assert_int_equal(testing_changes(&hall.testing, &message_table), said != NULL);
        if (said != NULL)
            assert_non_null(message_of(&hall, said));
    }
    hall_end(&hall);
}

/* A server that was down, a day that moved, an event declared again: the person is told once, and
 * what comes next is still set. */
static void test_resumed_reminders_neither_all_fire_nor_get_lost(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    hall_declare_end(&hall, DATE(2020, 6, 10));     /* owed until 10 September */
    hall.testing.actor.scope.everything = true;
    const struct intake_paper *paper =
        &hall.paper_rows[text_is(hall.paper_rows[0].how, "owed") ? 0 : 1];
    static const struct { int set, due, now; const char *said; int next; } rows[] = {
        { 20200610, 20200827, 20200827, "intake.message.debt-due", 20200907 },
        /* Nobody served on its morning, or on any of them. */
        { 20200610, 20200827, 20200901, "intake.message.debt-due", 20200907 },
        { 20200610, 20200827, 20200910, "intake.message.debt-today", 0 },
        { 20200610, 20200827, 20200911, NULL, 0 },
        /* Set when it was owed until 3 September. */
        { 20200610, 20200820, 20200820, NULL, 20200827 },
        { 20200610, 20200831, 20200831, NULL, 20200907 },
        /* The end was declared anew meanwhile, with reminders of its own. */
        { 20200601, 20200827, 20200827, NULL, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        remind(&hall, paper, moment_at((struct date){ rows[i].set }, 8, 0, 0),
               moment_at((struct date){ rows[i].due }, 9, 0, 0),
               moment_at((struct date){ rows[i].now }, 9, 0, 5));
        assert_int_equal(testing_changes(&hall.testing, &message_table), rows[i].said != NULL);
        if (rows[i].said != NULL)
            assert_non_null(message_of(&hall, rows[i].said));
        const struct timer_row *next = testing_change(&hall.testing, &timer_table, 1, NULL);
        assert_int_equal(next == NULL ? 0 : date_of_moment(next->due).yyyymmdd, rows[i].next);
    }
    hall_end(&hall);
}

/* One paper that waits for the end of the epidemic, after so many declarations of it: the last is
 * that of the job. Answers how many are told. */
static int told_of_the_end(struct hall *hall, const struct intake_paper *paper, size_t before,
                           size_t all)
{
    static struct event_fact events[2];
    events[0] = hall->event;
    events[1] = (struct event_fact){ .kind = hall->event.kind, .place = 371300,
                                     .day = DATE(2020, 6, 20),
                                     .declared = moment_at(DATE(2020, 6, 20), 8, 0, 0) };
    struct intake_paper waiting = *paper;
    const struct list papers = { &waiting, 1 };
    const struct job_row job = { .bucket = 1, .job = 2, .subject = 3, .cursor = TEXT("0"),
                                 .state = TEXT("running"), .version = 1 };
    struct {
        const struct job_row *job;
        const struct list *papers;
        struct events events, before;
        struct intake_case_facts of[INTAKE_REMINDERS_A_STEP];
    } facts = { &job, &papers, { events, all }, { events, before }, { hall->facts } };
    const struct task_input input = { .bucket = 1, .task = 2, .subject = 3 };
    hall->testing.request.at = events[all - 1].declared;
    testing_decide(&hall->testing, &intake_call_step_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall->testing, NULL));
    return testing_changes(&hall->testing, &message_table);
}

/* The end is declared for a second place: who had his day keeps it, with his reminders. */
static void test_another_places_event_calls_nothing_to_mind_again(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    hall_declare_end(&hall, DATE(2020, 6, 10));
    hall.testing.actor.scope.everything = true;
    const struct intake_paper *paper =
        &hall.paper_rows[text_is(hall.paper_rows[0].how, "owed") ? 0 : 1];
    assert_int_equal(told_of_the_end(&hall, paper, 0, 1), 1);
    assert_int_equal(told_of_the_end(&hall, paper, 1, 2), 0);
    struct event_fact both[2] = { hall.event, hall.event };
    both[1].place = 371300;
    both[1].declared = moment_at(DATE(2020, 6, 20), 8, 0, 0);
    hall.events = (struct events){ both, 2 };
    remind(&hall, paper, moment_at(DATE(2020, 6, 11), 8, 0, 0),
           moment_at(DATE(2020, 8, 27), 9, 0, 0), moment_at(DATE(2020, 8, 27), 9, 0, 5));
    assert_non_null(message_of(&hall, "intake.message.debt-due"));
    hall_end(&hall);
}

/* ---- who has it ---- */

/* LAW: SX9-2.1f: the first to receive it answers for it until another accepts. */
static void test_an_offer_changes_nothing_until_it_is_accepted(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    assert_int_equal(hall.row.owner, 0);
    struct { struct intake_case_facts of; const struct staff_office *target; } facts;
    struct staff_office other = { .office = 99, .kind = TEXT("town"), .division = 371329 };
    struct intake_case_input input = { .case_id = hall.row.case_id, .office = 99 };
    facts.of = hall.facts;
    facts.target = &other;
    testing_decide(&hall.testing, &intake_hand_over_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.no-reason"));
    input.reason = TEXT("nearer");
    testing_decide(&hall.testing, &intake_hand_over_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 371329, "town");
    assert_int_equal(hall.row.office, OFFICE);
    assert_int_equal(hall.row.owner, 9);
    assert_int_equal(hall.row.offered_to, 99);
    /* Nobody answered within the working days: it comes back by itself, and not before. */
    static const struct { int day; bool back; } times[] = {
        { 20200211, false }, { 20200212, false }, { 20200213, true },
    };
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        struct timer_row lapse = { .bucket = hall.row.bucket, .timer = 3,
                                   .state = TEXT("waiting"), .version = 1 };
        struct { struct intake_case_facts of; const struct timer_row *timer;
                 const struct list *offices; } over = { hall.facts, &lapse, &hall.office_list };
        struct task_input task = { .subject = hall.row.case_id };
        struct actor clerk = hall.testing.actor;
        hall.testing.actor = (struct actor){ .role = ROLE_HOUSE };
        hall_at(&hall, (struct date){ times[i].day });
        testing_decide(&hall.testing, &intake_offer_over_action, &task, &over, NULL);
        assert_int_equal(testing_changes(&hall.testing, &intake_case_table), times[i].back);
        hall.testing.actor = clerk;
    }
    hall_at(&hall, DATE(2020, 2, 10));
    /* Another office may not take it; the one it was offered to gives it back or keeps it. */
    facts.of = hall.facts;
    testing_decide(&hall.testing, &intake_take_over_action, &input, &facts, NULL);
    assert_true(testing_is_refused(&hall.testing, "intake.refused.not-offered"));
    hall.testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .account = 12, .office = 99,
                                         .division = 371329 };
    testing_decide(&hall.testing, &intake_hand_back_action, &input, &facts, NULL);
    const struct intake_case *row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_int_equal(row->offered_to, 0);
    assert_int_equal(row->office, OFFICE);
    testing_decide(&hall.testing, &intake_take_over_action, &input, &facts, NULL);
    row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    assert_int_equal(row->office, 99);
    assert_int_equal(row->owner, 12);
    assert_int_equal(row->handovers, 1);
    const struct intake_paper *paper =
        testing_change(&hall.testing, &intake_paper_table, 0, NULL);
    assert_int_equal(paper->office, 99);
    hall_end(&hall);
}

/* LAW: BJ4-S3d: urgent ones first; one that has waited longer than the head start comes before. */
static void test_urgent_first_and_none_starves(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 10));
    assert_true(hall_apply(&hall, NULL));
    hall_go_on(&hall, ROLE_INTAKE_CLERK, 110105, "agency");
    struct { struct intake_case_facts of; const struct staff_office *target; } facts = {
        hall.facts, NULL };
    struct intake_case_input input = { .case_id = hall.row.case_id, .reason = TEXT("ill") };
    testing_decide(&hall.testing, &intake_hurry_action, &input, &facts, NULL);
    const struct intake_case *row = testing_change(&hall.testing, &intake_case_table, 0, NULL);
    int64_t hours = matter_class_hours(hall_book, 110105, DATE(2020, 2, 10), TEXT("urgent"));
    assert_true(hours > 0);
    /* A hundred that wait: whoever came more than the head start earlier is served before it. */
    int before = 0;
    for (int64_t age = 1; age <= 100; age++) {
        struct moment order = { row->received_at.ms - age * 3600000 };
        before += order.ms < row->order_at.ms;
        assert_int_equal(order.ms < row->order_at.ms, age > hours);
    }
    assert_int_equal(before, 100 - hours);
    assert_true(text_is(row->urgency, "urgent"));
    hall_end(&hall);
}

/* LAW: SX9-3.2a */
static void test_what_nobody_touched_is_told_upwards(void **state)
{
    (void)state;
    struct hall hall;
    hall_begin(&hall, DATE(2020, 2, 14));       /* a Friday */
    hall.offices[1].parent = 70;
    assert_true(hall_apply(&hall, NULL));
    const struct timer_row *timer = NULL;
    for (int n = 0; timer == NULL || !text_is(timer->action, "intake.escalate"); n++)
        timer = testing_change(&hall.testing, &timer_table, n, NULL);
    assert_int_equal(date_of_moment(timer->due).yyyymmdd, 20200218);
    struct timer_row kept = *timer;
    hall_go_on(&hall, ROLE_HOUSE, 0, NULL);
    struct { struct intake_case_facts of; const struct timer_row *timer;
             const struct list *offices; } facts = { hall.facts, &kept, &hall.office_list };
    struct task_input input = { .subject = hall.row.case_id };
    testing_decide(&hall.testing, &intake_escalate_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(&hall.testing, &message_table), 2);
    hall.row.owner = 9;
    testing_decide(&hall.testing, &intake_escalate_action, &input, &facts, NULL);
    assert_int_equal(testing_changes(&hall.testing, &message_table), 0);
    hall_end(&hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_sent_again_is_shown_the_open_one),
        cmocka_unit_test(test_what_an_approval_would_refuse_is_told_at_once),
        cmocka_unit_test(test_a_verdict_carries_that_the_person_is_held_up),
        cmocka_unit_test(test_all_that_a_letter_lacks_is_told_once),
        cmocka_unit_test(test_a_file_is_what_its_bytes_are),
        cmocka_unit_test(test_documents_are_numbered_sealed_and_served),
        cmocka_unit_test(test_a_debt_is_called_to_mind),
        cmocka_unit_test(test_resumed_reminders_neither_all_fire_nor_get_lost),
        cmocka_unit_test(test_another_places_event_calls_nothing_to_mind_again),
        cmocka_unit_test(test_an_offer_changes_nothing_until_it_is_accepted),
        cmocka_unit_test(test_urgent_first_and_none_starves),
        cmocka_unit_test(test_what_nobody_touched_is_told_upwards),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
