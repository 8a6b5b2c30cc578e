/* measure_answer_test.c: how two measures on one thing combine, verb by verb: each pair is loaded
 * and issued in both orders, and the answer must be the same. */

/* Shandong, and a county of Linyi. */
#define TRIAL_PLACE 370000
#define TRIAL_ASKED 371329
#include "core/measure_trial.h"

/* ---- extend: the latest day ---- */

static void extend_latest(struct trial *trial)
{
    trial->question.thing = TEXT("claim.submit");
    struct measure_extended answer = measure_extended(trial->shelf->book, &trial->question,
                                                      DATE(2020, 3, 31), trial->arena);
    assert_int_equal(answer.end, EXTENDED_DATED);
    assert_int_equal(answer.until.yyyymmdd, 20200630);
    assert_int_equal(answer.extension_count, 2);
    made_by(trial, answer.made, "A-1 B-1");
}

static void extend_never_earlier(struct trial *trial)
{
    trial->question.thing = TEXT("claim.submit");
    struct measure_extended answer = measure_extended(trial->shelf->book, &trial->question,
                                                      DATE(2020, 8, 31), trial->arena);
    assert_int_equal(answer.until.yyyymmdd, 20200831);
}

static void extend_waits(struct trial *trial)
{
    trial->question.thing = TEXT("claim.submit");
    struct measure_extended answer = measure_extended(trial->shelf->book, &trial->question,
                                                      DATE(2020, 3, 31), trial->arena);
    assert_int_equal(answer.end, EXTENDED_WAITING);
    assert_int_equal(answer.until.yyyymmdd, 20200630);
    struct event_fact end = { .kind = TEXT("epidemic-end"), .place = 370000,
        .day = DATE(2020, 5, 8), .declared = moment_of_date(DATE(2020, 5, 8)) };
    trial->question.events = (struct events){ &end, 1 };
    answer = measure_extended(trial->shelf->book, &trial->question, DATE(2020, 3, 31),
                              trial->arena);
    assert_int_equal(answer.end, EXTENDED_DATED);
    assert_int_equal(answer.until.yyyymmdd, 20200810);     /* 8 August is a Saturday */
    made_by(trial, answer.made, "A-1 B-1");
}

static void extend_make_up_beside(struct trial *trial)
{
    trial->question.thing = TEXT("contribution.collection");
    trial->question.period = 202002;
    struct measure_extended answer = measure_extended(trial->shelf->book, &trial->question,
                                                      DATE(2020, 2, 29), trial->arena);
    assert_int_equal(answer.end, EXTENDED_DATED);
    assert_int_equal(answer.until.yyyymmdd, 20200331);
    made_by(trial, answer.made, "A-1");
    assert_int_equal(answer.make_up_end, EXTENDED_WAITING);
    made_by(trial, answer.make_up, "B-1");
    trial->question.period = 202003;        /* not a month of A */
    answer = measure_extended(trial->shelf->book, &trial->question, DATE(2020, 3, 31),
                              trial->arena);
    assert_int_equal(answer.end, EXTENDED_NOT);
    made_by(trial, answer.make_up, "B-1");
}

static void extend_on_application(struct trial *trial)
{
    struct text granted[] = { TEXT("contribution-deferral") };
    trial->question.thing = TEXT("contribution.collection");
    trial->question.period = 202002;
    struct measure_extended answer = measure_extended(trial->shelf->book, &trial->question,
                                                      DATE(2020, 3, 15), trial->arena);
    assert_int_equal(answer.until.yyyymmdd, 20200331);
    made_by(trial, answer.offered, "B-1");
    trial->question.granted = (struct name_list){ granted, 1 };
    trial->question.applied = DATE(2020, 3, 1);
    answer = measure_extended(trial->shelf->book, &trial->question, DATE(2020, 3, 15),
                              trial->arena);
    assert_int_equal(answer.until.yyyymmdd, 20200731);
    trial->question.applied = DATE(2020, 3, 16);    /* the bill was due before the application */
    answer = measure_extended(trial->shelf->book, &trial->question, DATE(2020, 3, 15),
                              trial->arena);
    assert_int_equal(answer.until.yyyymmdd, 20200331);
}

static void test_extend(void **state)
{
    (void)state;
    both_orders("extend: { deadlines: claim.submit, to: 2020-06-30 }",
                "extend: { deadlines: [claim.submit], by: 30 days }", VERB_EXTEND, extend_latest);
    both_orders("extend: { deadlines: claim.submit, to: 2020-06-30 }",
                "extend: { deadlines: [claim.submit], to: 2020-05-31 }", VERB_EXTEND,
                extend_never_earlier);
    both_orders("extend: { deadlines: claim.submit, to: 2020-06-30 }",
                "extend: { deadlines: claim.submit, to: { event: epidemic-end, plus: 3 months, "
                "roll: next-working-day } }", VERB_EXTEND, extend_waits);
    both_orders("extend: { deadlines: contribution.collection, periods: [2020-01, 2020-02], "
                "to: 2020-03-31 }",
                "extend: { deadlines: contribution.collection, as: make-up, "
                "to: { event: epidemic-end, plus: 3 months } }", VERB_EXTEND,
                extend_make_up_beside);
    both_orders("extend: { deadlines: contribution.collection, periods: [2020-01, 2020-02], "
                "to: 2020-03-31 }",
                "grant: { on-application: contribution-deferral }, "
                "extend: { deadlines: contribution.collection, to: 2020-07-31, "
                "periods: { due-from: application, due-until: 2020-07-31 } }", VERB_EXTEND,
                extend_on_application);
}

/* ---- suspend: the union of days ---- */

static void suspend_union(struct trial *trial)
{
    trial->question.thing = TEXT("handling");
    struct measure_suspended answer = measure_suspended(trial->shelf->book, &trial->question,
                                                        DATE(2020, 1, 1), DATE_NONE,
                                                        trial->arena);
    assert_int_equal(answer.count, 1);
    assert_int_equal(answer.suspensions[0].from.yyyymmdd, 20200203);
    assert_int_equal(answer.suspensions[0].until.yyyymmdd, 20200225);
    made_by(trial, answer.made, "A-1 B-1");
    /* A clock that began after one of them has only the other one's days. */
    answer = measure_suspended(trial->shelf->book, &trial->question, DATE(2020, 2, 21),
                               DATE_NONE, trial->arena);
    made_by(trial, answer.made, "B-1");
}

static void suspend_apart(struct trial *trial)
{
    trial->question.thing = TEXT("handling");
    struct measure_suspended answer = measure_suspended(trial->shelf->book, &trial->question,
                                                        DATE(2020, 1, 1), DATE_NONE,
                                                        trial->arena);
    assert_int_equal(answer.count, 2);
    assert_int_equal(answer.suspensions[1].from.yyyymmdd, 20200301);
    assert_int_equal(answer.suspensions[1].until.yyyymmdd, 0);     /* until the event comes */
}

static void test_suspend(void **state)
{
    (void)state;
    both_orders("time: { from: 2020-02-03, until: 2020-02-20 }, suspend: { clocks: handling }",
                "time: { from: 2020-02-10, until: 2020-02-25 }, "
                "suspend: { clocks: [handling, payment] }", VERB_SUSPEND, suspend_union);
    both_orders("time: { from: 2020-02-03, until: 2020-02-20 }, suspend: { clocks: handling }",
                "time: { from: 2020-03-01, until: { event: epidemic-end } }, "
                "suspend: { clocks: handling }", VERB_SUSPEND, suspend_apart);
}

/* Replaced: its days end where those of the other begin, though the other's end sooner; revoked,
 * the other gives back the days after. */
static void test_suspend_replaced(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/a.yaml",
        "notice: A\nplace: 110000\nissued: 2020-02-01\nshort: A\nmeasures:\n- { ids: [1], "
        "says: x, time: { from: 2020-02-03, until: 2020-03-31 }, "
        "suspend: { clocks: handling } }\n");
    shelf_publish_on(shelf, "rules/notices/x/b.yaml",
        "notice: B\nplace: 110000\nissued: 2020-02-20\nknown: 2020-02-20\nshort: B\nmeasures:\n"
        "- { ids: [1], says: x, replaces: [A#1], time: { from: 2020-02-24, until: 2020-02-28 }, "
        "suspend: { clocks: handling } }\n", DATE(2020, 2, 20));
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_SUSPEND, .place = 110105,
                                         .thing = TEXT("handling") };
    struct measure_suspended stood = measure_suspended(shelf->book, &question, DATE(2020, 2, 1),
                                                       DATE_NONE, &shelf->arena);
    assert_int_equal(stood.count, 1);
    assert_int_equal(stood.suspensions[0].from.yyyymmdd, 20200203);
    assert_int_equal(stood.suspensions[0].until.yyyymmdd, 20200228);
    question.known = DATE(2020, 2, 19);
    stood = measure_suspended(shelf->book, &question, DATE(2020, 2, 1), DATE_NONE,
                              &shelf->arena);
    assert_int_equal(stood.suspensions[0].until.yyyymmdd, 20200331);
    /* A clock that began after B was over stands for none of A's days. */
    question.known = DATE_NONE;
    assert_int_equal(measure_suspended(shelf->book, &question, DATE(2020, 3, 2), DATE_NONE,
                                       &shelf->arena).count, 0);

    struct publication revoked = shelf->publications[shelf->count - 1];
    revoked.revoked = moment_of_date(DATE(2020, 2, 26));
    const struct book *after = book_add(shelf->book, &revoked, 1, &shelf->faults);
    assert_non_null(after);
    book_release(shelf->book);
    shelf->book = after;
    stood = measure_suspended(shelf->book, &question, DATE(2020, 3, 2), DATE_NONE,
                              &shelf->arena);
    assert_int_equal(stood.count, 1);
    assert_int_equal(stood.suspensions[0].from.yyyymmdd, 20200226);
    assert_int_equal(stood.suspensions[0].until.yyyymmdd, 20200331);
    /* What was said before the revocation is told as it was. */
    question.known = DATE(2020, 2, 25);
    assert_int_equal(measure_suspended(shelf->book, &question, DATE(2020, 3, 2), DATE_NONE,
                                       &shelf->arena).count, 0);
}

/* The clocks of what an outage paused stand for its whole days alone; claim limits that end inside
 * move to the first working day back. */
static void test_outage_clocks(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/o.yaml",
        "notice: 停机公告\nplace: 110000\nissued: 2022-08-09\nshort: O\nmeasures:\n"
        "- { ids: [1a], says: down, time: { from: \"2022-08-12T19:00\", "
        "until: \"2022-08-15T06:00\" }, outage: [ "
        "{ ids: [r], matter: manual-claim, step: accept, mode: paused }, "
        "{ ids: [s], matter: settlement, mode: normal } ] }\n"
        "- { ids: [2], says: ours stand, suspend: { clocks: handling, of: paused-in-1a } }\n"
        "- { ids: [3], says: limits move, extend: { deadlines: claim.submit, expiring: inside-1a, "
        "to: { first-working-day-from: \"2022-08-15T06:00\" } } }\n");
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_SUSPEND, .place = 110105,
        .thing = TEXT("handling"), .matter = TEXT("manual-claim") };
    struct measure_suspended stood = measure_suspended(shelf->book, &question, DATE(2022, 8, 1),
                                                       DATE_NONE, &shelf->arena);
    assert_int_equal(stood.count, 1);
    assert_int_equal(stood.suspensions[0].from.yyyymmdd, 20220813);
    assert_int_equal(stood.suspensions[0].until.yyyymmdd, 20220814);
    question.matter = TEXT("settlement");
    assert_int_equal(measure_suspended(shelf->book, &question, DATE(2022, 8, 1), DATE_NONE,
                                       &shelf->arena).count, 0);
    question = (struct measure_question){ .verb = VERB_EXTEND, .place = 110105,
        .thing = TEXT("claim.submit"), .day = DATE(2022, 8, 13) };
    static const struct { int32_t ordinary, until; } rows[] = {
        { 20220811, 20220811 }, { 20220812, 20220815 }, { 20220813, 20220815 },
        { 20220814, 20220815 }, { 20220815, 20220815 }, { 20220816, 20220816 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct date ordinary = { rows[i].ordinary };
        assert_int_equal(measure_extended(shelf->book, &question, ordinary, &shelf->arena)
                             .until.yyyymmdd, rows[i].until);
    }
}

/* ---- outage: the most specific row ---- */

static void outage_specific(struct trial *trial)
{
    static const struct { const char *matter, *channel, *mode; } rows[] = {
        { "offsite-filing", "web", "normal" }, { "offsite-filing", "counter", NULL },
        { "manual-claim", "web", "paused" }, { "manual-claim", "counter", NULL },
    };
    trial->question.at = moment_at(DATE(2020, 3, 1), 12, 0, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct outage_question asked = { .matter = text_of(rows[i].matter),
            .channel = text_of(rows[i].channel), .step = TEXT("apply") };
        struct measure_outage_answer answer = measure_outage_at(
            trial->shelf->book, &trial->question, &asked, trial->arena);
        if (rows[i].mode == NULL)
            assert_null(answer.row);
        else
            assert_true(text_is(answer.row->mode, rows[i].mode));
        if (rows[i].mode != NULL && strcmp(rows[i].mode, "normal") == 0)
            assert_string_equal(answer.row->cites.data, "B-b");
    }
}

static void test_outage(void **state)
{
    (void)state;
    both_orders("outage: [ { ids: [a], matter: any, channels: [web, mobile], mode: paused } ]",
                "outage: [ { ids: [b], matter: [offsite-filing, transfer], step: apply, "
                "channels: [web], mode: normal } ]", VERB_OUTAGE, outage_specific);
}

/* ---- any one suffices ---- */

static void any_waive(struct trial *trial)
{
    trial->question.thing = TEXT("late-fee");
    struct measure_answer answer = measures_any(trial->shelf->book, &trial->question,
                                                trial->arena);
    made_by(trial, answer.made, "A-1");
    trial->question.insurance = TEXT("employee");
    made_by(trial, measures_any(trial->shelf->book, &trial->question, trial->arena).made,
            "A-1 B-1");
    trial->question.day = DATE(2020, 4, 1);     /* one has ended: the other is enough */
    made_by(trial, measures_any(trial->shelf->book, &trial->question, trial->arena).made, "B-1");
}

static void any_keep(struct trial *trial)
{
    trial->question.thing = TEXT("benefits");
    struct measure_kept kept = measure_kept(trial->shelf->book, &trial->question,
                                            TEXT("unit-arrears"), trial->arena);
    assert_true(kept.kept);
    made_by(trial, kept.made, "A-1");
    kept = measure_kept(trial->shelf->book, &trial->question, TEXT("own-arrears"), trial->arena);
    made_by(trial, kept.made, "B-1");
    assert_false(measure_kept(trial->shelf->book, &trial->question, TEXT("payment-hold"),
                              trial->arena).kept);
}

static void any_open(struct trial *trial)
{
    struct measure_opened opened = measure_opened(trial->shelf->book, &trial->question,
                                                  trial->arena);
    assert_int_equal(opened.channels.count, 3);
    assert_true(name_list_has(opened.channels, TEXT("web")));
    assert_true(opened.visits.named);
    assert_int_equal(opened.visits.count, 0);
    assert_true(opened.must);
    made_by(trial, opened.made, "A-1 B-1");
}

static void any_backdate(struct trial *trial)
{
    trial->question.thing = TEXT("offsite-filing");
    made_by(trial, measures_any(trial->shelf->book, &trial->question, trial->arena).made, "A-1");
    trial->question.statuses = (const struct text[]){ TEXT("stranded-outside") };
    trial->question.status_count = 1;
    made_by(trial, measures_any(trial->shelf->book, &trial->question, trial->arena).made,
            "A-1 B-1");
}

static void any_reinstate(struct trial *trial)
{
    const struct measure_fact fact = { "institutions.agreement", TEXT("ended") };
    trial->question.facts = &fact;
    trial->question.fact_count = 1;
    struct measure_answer answer = measures_any(trial->shelf->book, &trial->question,
                                                trial->arena);
    made_by(trial, answer.made, "A-1");
    made_by(trial, answer.offered, "B-1");
}

static void any_tolerate(struct trial *trial)
{
    trial->question.thing = TEXT("secondary");
    const struct measure *by = measure_tolerated(trial->shelf->book, &trial->question,
                                                 TEXT("debt"), trial->arena);
    assert_string_equal(by->cites.data, "A-1");
    by = measure_tolerated(trial->shelf->book, &trial->question, TEXT("commitment"),
                           trial->arena);
    assert_string_equal(by->cites.data, "B-1");
    assert_null(measure_tolerated(trial->shelf->book, &trial->question, TEXT("copy"),
                                  trial->arena));
    /* Past the last day of the debt it leaves, it lets nothing pass any more. */
    trial->question.day = DATE(2020, 7, 1);
    assert_null(measure_tolerated(trial->shelf->book, &trial->question, TEXT("debt"),
                                  trial->arena));
    assert_int_equal(measures_any(trial->shelf->book, &trial->question, trial->arena)
                         .over.yyyymmdd, 20200630);
}

static void test_any_one(void **state)
{
    (void)state;
    both_orders("time: { until: 2020-03-31 }, waive: { charge: late-fee }",
                "scope: { insurance: employee }, waive: { charge: late-fee }", VERB_WAIVE,
                any_waive);
    both_orders("keep: { right: benefits, against: unit-arrears }",
                "keep: { right: benefits, against: [own-arrears] }", VERB_KEEP, any_keep);
    both_orders("open: { channels: [web, post], visits-at-most: 1 }",
                "open: { channels: [mobile, web], visits-at-most: 0, must: yes }", VERB_OPEN,
                any_open);
    both_orders("backdate: { filing: offsite-filing, start-not-before: 2020-01-25 }",
                "scope: { people: { status: stranded-outside } }, "
                "backdate: { filing: [offsite-filing], start-not-before: start-of-stranding }",
                VERB_BACKDATE, any_backdate);
    both_orders("scope: { institutions: { agreement: [ended, interrupted] } }, "
                "reinstate: { to: in-force }",
                "grant: { on-application: agreement-recovery }, reinstate: { to: in-force }",
                VERB_REINSTATE, any_reinstate);
    both_orders("tolerate: { papers: secondary, by: debt, decide: now }, "
                "later: { debt: paper, due: 2020-06-30 }",
                "tolerate: { papers: [secondary, originals], by: [commitment] }", VERB_TOLERATE,
                any_tolerate);
}

/* A right lasts with a measure of the same notice, and no longer. */
static void test_kept_while(void **state)
{
    struct shelf *shelf = *state;
    shelf_publish(shelf, "rules/notices/x/k.yaml",
        "notice: K\nplace: 370000\nissued: 2020-02-07\nshort: K\nmeasures:\n"
        "- { ids: [10a], says: x, extend: { deadlines: contribution.collection, "
        "periods: [2020-01, 2020-02], to: 2020-03-31 } }\n"
        "- { ids: [10c], says: x, keep: { right: benefits, against: unit-arrears, "
        "while: [10a] } }\n"
        "- { ids: [10i], says: x, waive: { charge: late-fee, when: { made-up-under: 10a } } }\n");
    shelf_build(shelf);
    struct measure_question question = { .verb = VERB_KEEP, .place = 371329,
        .thing = TEXT("benefits"), .day = DATE(2020, 3, 31) };
    struct measure_kept kept = measure_kept(shelf->book, &question, TEXT("unit-arrears"),
                                            &shelf->arena);
    assert_true(kept.kept);
    assert_int_equal(kept.from.yyyymmdd, 20200101);
    assert_string_equal(measure_made_cites(kept.made, &shelf->arena).data, "K-10c K-10a");
    question.day = DATE(2020, 4, 1);
    assert_false(measure_kept(shelf->book, &question, TEXT("unit-arrears"), &shelf->arena).kept);

    const struct measure *under = kept.made.hits[1].measure;
    question = (struct measure_question){ .verb = VERB_WAIVE, .place = 371329,
        .thing = TEXT("late-fee"), .day = DATE(2020, 3, 1) };
    assert_int_equal(measures_any(shelf->book, &question, &shelf->arena).made.count, 0);
    question.under = under;
    assert_int_equal(measures_any(shelf->book, &question, &shelf->arena).made.count, 1);
}

/* ---- entrust and cover: the most specific ---- */

static void entrust_specific(struct trial *trial)
{
    trial->question.thing = TEXT("offsite-filing");
    struct measure_entrusted who = measure_entrusted(trial->shelf->book, &trial->question,
                                                     TEXT("apply"), trial->arena);
    assert_true(name_list_has(who.who, TEXT("employer")));
    made_by(trial, who.made, "A-1");
    trial->question.statuses = (const struct text[]){ TEXT("stranded-outside") };
    trial->question.status_count = 1;
    who = measure_entrusted(trial->shelf->book, &trial->question, TEXT("apply"), trial->arena);
    assert_true(name_list_has(who.who, TEXT("social-security-office")));
    assert_false(name_list_has(who.who, TEXT("employer")));
    assert_true(who.only);
    made_by(trial, who.made, "B-1");
    who = measure_entrusted(trial->shelf->book, &trial->question, TEXT("decide"), trial->arena);
    made_by(trial, who.made, "A-1");
}

static void cover_specific(struct trial *trial)
{
    trial->question.statuses = (const struct text[]){ TEXT("confirmed") };
    trial->question.status_count = 1;
    struct measure_covered covered = measure_covered(trial->shelf->book, &trial->question,
                                                     trial->arena);
    assert_true(covered.cover.treat_first);
    assert_false(covered.cover.catalogue_open);         /* B says otherwise of the confirmed */
    assert_true(text_is(covered.cover.catalogue, "of-treatment-place"));
    assert_true(text_is(covered.cover.rules_of, "visit"));
    made_by(trial, covered.made, "B-1 A-1");
    trial->question.status_count = 0;
    covered = measure_covered(trial->shelf->book, &trial->question, trial->arena);
    assert_true(covered.cover.catalogue_open);
    made_by(trial, covered.made, "A-1");
}

static void test_most_specific(void **state)
{
    (void)state;
    both_orders("entrust: { matter: offsite-filing, steps: { apply: employer, decide: agency } }",
                "scope: { people: { status: stranded-outside } }, entrust: { matter: "
                "[offsite-filing], steps: { apply: social-security-office }, only: yes }",
                VERB_ENTRUST, entrust_specific);
    both_orders("cover: { deposit: none, person-pays: 0, catalogue: open, rules-of: visit }",
                "scope: { people: { status: confirmed } }, "
                "cover: { catalogue: of-treatment-place }", VERB_COVER, cover_specific);
}

static void cover_share(struct trial *trial)
{
    trial->question.statuses = (const struct text[]){ TEXT("confirmed") };
    trial->question.status_count = 1;
    struct measure_covered covered = measure_covered(trial->shelf->book, &trial->question,
                                                     trial->arena);
    assert_int_equal(covered.cover.share_at_least.parts, SHARE_WHOLE.parts / 10 * 7);
    made_by(trial, covered.made, "B-1");
}

/* What bears 70 % bears 60 % at least, too, whoever says so and however near. */
static void test_the_greatest_share(void **state)
{
    (void)state;
    both_orders("scope: { people: { status: confirmed } }, cover: { share-at-least: 60% }",
                "cover: { share-at-least: 70% }", VERB_COVER, cover_share);
}

/* The nearest place before the narrower scope. */
static void test_nearest_first(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        void *inner;
        shelf_open(&inner);
        struct shelf *shelf = inner;
        pair(shelf, turn, 371300, "cover: { catalogue: of-treatment-place }", 370000,
             "scope: { people: { status: confirmed } }, cover: { catalogue: open }");
        struct measure_question question = { .verb = VERB_COVER, .place = 371329,
            .day = DATE(2020, 3, 1), .statuses = (const struct text[]){ TEXT("confirmed") },
            .status_count = 1 };
        struct measure_covered covered = measure_covered(shelf->book, &question, &shelf->arena);
        assert_string_equal(measure_made_cites(covered.made, &shelf->arena).data, "A-1");
        question.place = 370100;
        covered = measure_covered(shelf->book, &question, &shelf->arena);
        assert_true(covered.cover.catalogue_open);
        shelf_close(&inner);
    }
}

/* ---- prefer: the highest class ---- */

static void prefer_highest(struct trial *trial)
{
    struct measure_preferred preferred = measure_preferred(trial->shelf->book, &trial->question,
                                                           trial->arena);
    assert_true(text_is(preferred.class, "green-channel"));
    assert_true(preferred.without_applying);
    made_by(trial, preferred.made, "B-1");
}

static void test_prefer(void **state)
{
    (void)state;
    both_orders("prefer: { class: priority, before: ordinary }",
                "prefer: { class: green-channel, before: ordinary, without-applying: yes }",
                VERB_PREFER, prefer_highest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extend), cmocka_unit_test(test_suspend),
        ON_SHELF(test_suspend_replaced), ON_SHELF(test_outage_clocks),
        cmocka_unit_test(test_outage),
        cmocka_unit_test(test_any_one), ON_SHELF(test_kept_while),
        cmocka_unit_test(test_most_specific), cmocka_unit_test(test_nearest_first),
        cmocka_unit_test(test_the_greatest_share), cmocka_unit_test(test_prefer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
