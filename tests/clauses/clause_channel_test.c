/* clause_channel_test.c: by which ways business comes: online first, by telephone, post, fax,
 * DingTalk, the portals of others; and how the ways are counted. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/booking/booking.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/matter/matter_inside.h"
#include "rooms/notice/notice.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/rooms.h"

#include <string.h>

#define GANZHOU 360700
#define NANCHANG 360100
#define YUECHENG 330602

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static void as_public(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
}

static const struct matter_shown *guide(struct clause_world *world, struct text matter,
                                        int64_t place)
{
    struct matter_show_input *input = ARENA_NEW(&world->arena, struct matter_show_input);
    *input = (struct matter_show_input){ .matter = matter, .place = place };
    as_public(world);
    clause_act(world, &matter_show_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

/* Where the word stands among words with a blank between; -1: nowhere. */
static int place_of(struct text words, const char *word)
{
    int at = 0;
    for (struct text rest = words; text_present(rest); at++)
        if (text_is(text_until(rest, ' ', &rest), word))
            return at;
    return -1;
}

static const struct intake_counted *counted(struct clause_world *world, int64_t office,
                                            struct date from, struct date until)
{
    struct intake_count_input *input = ARENA_NEW(&world->arena, struct intake_count_input);
    *input = (struct intake_count_input){ office, from, until, { 0 } };
    clause_act(world, &intake_channels_count_action, input);
    return world->outcome;
}

static int64_t sum_of(const struct list *sums, const char *way)
{
    const struct intake_sum *items = sums->items;
    for (size_t i = 0; i < sums->count; i++)
        if (text_is(items[i].way, way))
            return items[i].all;
    return 0;
}

/* ---- online first ---- */

static const struct clause_application QUERY = {
    .matter = "account-query", .channel = "web", .papers = { "id-card" },
};

static const struct intake_applied *query_by(struct clause_world *world, int64_t person,
                                             const char *channel)
{
    struct clause_application application = QUERY;
    application.channel = channel;
    return clause_apply_for(world, person, &application);
}

/* A change of hospital: web stands before fax, and fax is the lesser share of what came. */
static void web_before_fax(struct clause_world *world)
{
    const struct clause_application change = {
        "designated-hospital-change", "web", { "id-card" },
        { { TEXT("institution"), TEXT("0") } }, 1,
    };
    begin(world, DATE(2020, 2, 10));
    int64_t hospital = clause_hospital(world, 110105);
    int64_t agency = clause_office(world, 110105, "agency");
    const char *const matters[] = { "designated-hospital-change", "residence-permit-enrolment" };
    for (size_t i = 0; i < COUNT_OF(matters); i++) {
        const struct matter_shown *shown = guide(world, text_of(matters[i]), 110105);
        EXPECT(world, place_of(shown->channels, "web") == 0);
        EXPECT(world, place_of(shown->channels, "fax") > 0);
    }
    const char *const by[] = { "web", "web", "fax" };
    for (size_t i = 0; i < COUNT_OF(by); i++) {
        struct clause_application application = change;
        application.channel = by[i];
        application.values[0].value =
            arena_format(&world->arena, "%lld", (long long)hospital);
        as_public(world);
        const struct intake_applied *applied =
            clause_apply_for(world, clause_employee(world, 110105), &application);
        EXPECT(world, applied != NULL);
        int64_t case_id = applied->case_id;
        if (i == 2)
            clause_accept(world, case_id, agency);
    }
    clause_as_staff(world, ROLE_SECTION_HEAD, agency);
    const struct intake_counted *sums =
        counted(world, agency, DATE(2020, 2, 10), DATE(2020, 2, 10));
    EXPECT(world, sums->total == 3 && sum_of(&sums->channels, "web") == 2);
    EXPECT(world, sum_of(&sums->channels, "fax") == 1 && sums->mail_fax == 1);
}

/* More than half is to come online; the flag is up as soon as it is not more. */
static void online_is_to_dominate(struct clause_world *world)
{
    static const struct { const char *channel; bool red; } STEPS[] = {
        { "web", false }, { "counter", true }, { "mobile", false }, { "counter", true },
    };
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, 110105, "agency");
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        clause_as_sender(world, STEPS[i].channel, agency);
        EXPECT(world, query_by(world, clause_employee(world, 110105), STEPS[i].channel) != NULL);
        clause_as_staff(world, ROLE_LEADER, agency);
        const struct intake_counted *sums =
            counted(world, agency, DATE(2020, 2, 10), DATE(2020, 2, 10));
        EXPECT(world, sums->online_more_than == 50);
        EXPECT(world, sums->counter_dominates == STEPS[i].red);
        EXPECT(world, sums->online_percent == sums->online * 100 / sums->total);
    }
    /* Another place has said nothing of the kind. */
    agency = clause_office(world, NANCHANG, "agency");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    EXPECT(world, query_by(world, clause_employee(world, NANCHANG), "counter") != NULL);
    clause_as_staff(world, ROLE_LEADER, agency);
    EXPECT(world, !counted(world, agency, DATE(2020, 2, 10), DATE(2020, 2, 10))
                       ->counter_dominates);
}

/* What no web form is for is not turned away: mail and fax are opened; else the web comes first. */
static void not_online_by_mail_or_fax(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    struct list all = matters_of(world->book, &world->arena);
    const struct matter *matters = all.items;
    EXPECT(world, all.count > 40);
    for (size_t i = 0; i < all.count; i++) {
        const struct matter_shown *shown = guide(world, matters[i].matter, 110105);
        int web = place_of(shown->channels, "web");
        int mail = place_of(shown->channels, "mail"), fax = place_of(shown->channels, "fax");
        EXPECT(world, web >= 0 && (mail < 0 || web < mail) && (fax < 0 || web < fax));
    }
    const char *const by[] = { "mail", "fax", "phone" };
    struct matter offline = matters[0];
    static const struct matter_word counter[] = { { { "counter", 7 } } };
    offline.channels = (struct list){ (void *)(uintptr_t)counter, 1 };
    for (size_t i = 0; i < COUNT_OF(by); i++) {
        struct matter_asker asker = { .place = 110105, .insurance = TEXT("employee"),
                                      .applicant = TEXT("person"), .channel = text_of(by[i]),
                                      .day = DATE(2020, 2, 10) };
        bool opened = matter_opened(world->book, &offline, &asker, &world->arena) != NULL;
        EXPECT(world, opened);
        asker.day = DATE(2020, 1, 10);
        EXPECT(world, matter_opened(world->book, &offline, &asker, &world->arena) == NULL);
    }
}

/* Whoever looks for a time at a counter reads first how it goes without, and where that begins. */
static void ways_without_coming_come_first(struct clause_world *world, int64_t division,
                                           const char *path)
{
    begin(world, DATE(2020, 2, 10));
    int64_t agency = clause_office(world, division, "agency");
    int bucket = booking_bucket(agency);
    const struct booking_plan plan = {
        .bucket = bucket, .office = agency, .plan = id_mint(&world->minter, bucket),
        .division = division, .name = TEXT("一号窗口"), .desks = 1,
        .weekdays = TEXT("1 2 3 4 5"), .opens = 510, .closes = 1020, .slot_minutes = 15,
        .capacity = 1, .hold_minutes = 15, .ahead_days = 14, .wait_most = 90,
        .matters = TEXT("inpatient-claim"), .valid_from = DATE(2020, 1, 1), .version = 1,
    };
    clause_insert(world, &booking_plan_table, &plan);
    as_public(world);
    const struct booking_slots_input asked = { .office = agency,
                                               .matter = TEXT("inpatient-claim") };
    clause_act(world, &booking_slots_action, &asked);
    const struct booking_slots_told *told = world->outcome;
    EXPECT(world, text_starts(told->ways_zh, TEXT("网上")) && text_is(told->path, path));
    struct booking_walk_in_input walk_in = { .office = agency, .plan = plan.plan,
                                             .matter = TEXT("inpatient-claim") };
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    clause_act(world, &booking_walk_in_action, &walk_in);
    EXPECT(world, refused(world, "booking.refused.remote-first"));
    struct text first = world->decision.refusal.detail[0];
    EXPECT(world, text_starts(first, TEXT("网上")));
    walk_in.why = TEXT("不会用手机");
    clause_act(world, &booking_walk_in_action, &walk_in);
    EXPECT(world, refused(world, ""));
}

static void counters_in_beijing_lead_online(struct clause_world *world)
{
    ways_without_coming_come_first(world, 110105, "/apply/inpatient-claim?place=110105");
}

static void counters_in_jiangxi_lead_online(struct clause_world *world)
{
    ways_without_coming_come_first(world, NANCHANG, "/apply/inpatient-claim?place=360100");
}

static void online_is_the_default_in_shaoxing(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 3));
    struct list all = matters_of(world->book, &world->arena);
    const struct matter *matters = all.items;
    for (size_t i = 0; i < all.count; i++) {
        if (!matter_words_have(&matters[i].applicants, TEXT("person")))
            continue;
        const struct matter_shown *shown = guide(world, matters[i].matter, YUECHENG);
        EXPECT(world, place_of(shown->channels, "web") == 0
                          || place_of(shown->channels, "hospital") == 0);
        EXPECT(world, place_of(shown->channels, "counter")
                          > place_of(shown->channels, "mobile"));
    }
}

/* A claim, a filing and an enrolment, each begun by the person himself at home. */
static void three_families_without_a_counter(struct clause_world *world)
{
    const struct clause_application applications[] = {
        { "outpatient-claim", "web", { "id-card", "receipts", "cost-list", "prescriptions" },
          { { TEXT("begin"), TEXT("2020-01-10") }, { TEXT("total"), TEXT("300.00") },
            { TEXT("receipt-count"), TEXT("1") }, { TEXT("ground"), TEXT("no-card") },
            { TEXT("account-holder"), TEXT("示例") }, { TEXT("bank"), TEXT("某银行") },
            { TEXT("account"), TEXT("6222020200012345678") } }, 7 },
        { "offsite-filing", "mobile", { "id-card", "residence-proof" },
          { { TEXT("kind"), TEXT("long-term-resident") },
            { TEXT("division"), TEXT("371300") } }, 2 },
        { "resident-enrolment", "web", { "id-card", "household" },
          { { TEXT("kind"), TEXT("working-age") }, { TEXT("season"), TEXT("scattered") },
            { TEXT("place"), TEXT("330602") } }, 3 },
    };
    begin(world, DATE(2020, 2, 3));
    for (size_t i = 0; i < COUNT_OF(applications); i++) {
        int64_t person = i == 2 ? clause_former_resident(world, YUECHENG, DATE(2019, 12, 31))
                                : clause_employee(world, YUECHENG);
        clause_as_resident(world, person);
        const struct intake_applied *applied = clause_apply_for(world, person, &applications[i]);
        EXPECT(world, applied != NULL && text_starts(applied->state, TEXT("accepted")));
        EXPECT(world, clause_case(world, applied->case_id)->visits == 0);
    }
}

/* ---- portals and mini-programs of others ---- */

static bool sees_them(struct clause_world *world, int64_t person, size_t many)
{
    const struct intake_mine_input input = { .person = person };
    clause_act(world, &intake_mine_action, &input);
    const struct intake_mine_answer *mine = world->outcome;
    return mine->cases.count == many;
}

static void from_two_systems(struct clause_world *world, int64_t division,
                             const char *const origins[2], const char *const channels[2])
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, division);
    int64_t agency = clause_office(world, division, "agency");
    for (size_t i = 0; i < 2; i++) {
        struct clause_application application = QUERY;
        application.matter = i == 0 ? "account-query" : "enrolment-query";
        application.channel = channels[i];
        application.more.origin = text_of(origins[i]);
        application.more.their_number = TEXT("0001");
        clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
        const struct intake_applied *applied = clause_import_for(world, person, &application);
        EXPECT(world, applied != NULL);
        const struct intake_case_key key = { id_bucket(applied->case_id), applied->case_id };
        struct list ways = clause_rows(world, &intake_way_of, &key);
        EXPECT(world, ways.count == 1);
        EXPECT(world, text_is(((const struct intake_way *)ways.items)->origin, origins[i]));
        clause_as_resident(world, person);
        EXPECT(world, sees_them(world, person, i + 1));
    }
    clause_as_resident(world, clause_employee(world, division));
    EXPECT(world, sees_them(world, world->actor.person, 0));
}

static void wechat_and_ganfutong(struct clause_world *world)
{
    static const char *const ORIGINS[] = { "wechat", "ganfutong" };
    static const char *const CHANNELS[] = { "mobile", "web" };
    from_two_systems(world, NANCHANG, ORIGINS, CHANNELS);
}

static void zhejiang_portal_and_zheliban(struct clause_world *world)
{
    static const char *const ORIGINS[] = { "zhejiang-portal", "zheliban" };
    static const char *const CHANNELS[] = { "web", "mobile" };
    from_two_systems(world, YUECHENG, ORIGINS, CHANNELS);
}

/* ---- post, and several channels for one case ---- */

/* By express mail: its number is kept, who sent it reads when it came, and ours runs from then. */
static void a_parcel_counts_from_its_arrival(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, NANCHANG);
    struct clause_application application = QUERY;
    application.channel = "post";
    application.more.reference = TEXT("EMS1234567890CN");
    application.more.postmark = DATE(2020, 2, 7);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, NANCHANG, "agency"));
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL && text_is(applied->state, "received"));
    struct text receipt = applied->receipt;
    const struct intake_case *row = clause_case(world, applied->case_id);
    EXPECT(world, text_is(row->reference, "EMS1234567890CN"));
    struct intake_find_input look = { .receipt = receipt, .last_four = TEXT("0001") };
    as_public(world);
    clause_act(world, &intake_look_up_action, &look);
    const struct intake_seen *seen = world->outcome;
    EXPECT(world, date_of_moment(seen->received_at).yyyymmdd == 20200210);
    /* Silence counts as acceptance five working days after it came, not after it was sent. */
    const struct due_key key = { .state = TEXT("waiting"),
                                 .until = moment_of_date(DATE(2020, 3, 1)) };
    struct list timers = clause_rows(world, &timers_due, &key);
    const struct timer_row *rows = timers.items;
    int found = 0;
    for (size_t i = 0; i < timers.count; i++)
        if (text_is(rows[i].action, intake_deem_accepted_action.name)) {
            found = date_of_moment(rows[i].due).yyyymmdd;
        }
    EXPECT(world, found == 20200218);
}

/* A unit files over the web and sends a paper after it by post: one case has both. */
static void one_case_by_web_and_post(struct clause_world *world)
{
    struct clause_application application = clause_allowance("web");
    application.papers[1] = NULL;
    application.owed[0] = "birth-record";
    begin(world, DATE(2020, 2, 10));
    int64_t person = clause_employee(world, NANCHANG);
    clause_as_employer(world, person, "enterprise");
    const struct intake_applied *applied = clause_apply_for(world, person, &application);
    EXPECT(world, applied != NULL && text_is(applied->state, "accepted-owing"));
    int64_t case_id = applied->case_id;
    struct text receipt = applied->receipt;
    clause_now(world, DATE(2020, 2, 14), 10);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, NANCHANG, "agency"));
    clause_supply(world, receipt, "post", "birth-record");
    EXPECT(world, refused(world, ""));
    struct list papers = clause_papers(world, case_id);
    const struct intake_paper *rows = papers.items;
    bool web = false, post = false;
    for (size_t i = 0; i < papers.count; i++) {
        web |= text_is(rows[i].material, "id-card") && text_is(rows[i].channel, "web");
        post |= text_is(rows[i].material, "birth-record") && text_is(rows[i].channel, "post")
            && rows[i].cleared_at.ms != 0;
    }
    EXPECT(world, web && post && text_is(clause_case(world, case_id)->state, "accepted"));
}

/* ---- DingTalk ---- */

static const struct intake_applied *by_dingtalk(struct clause_world *world, const char *kind)
{
    const struct clause_application sent = {
        .matter = "certificate", .channel = "dingtalk", .papers = { "id-card" },
        .values = { { TEXT("insurance"), TEXT("employee") } }, .value_count = 1,
    };
    int64_t person = clause_employee(world, YUECHENG);
    clause_as_employer(world, person, kind);
    return clause_apply_for(world, person, &sent);
}

static void dingtalk_is_for_public_bodies(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    EXPECT(world, by_dingtalk(world, "small-enterprise") == NULL);
    EXPECT(world, refused(world, "intake.refused.channel"));
    const struct intake_applied *applied = by_dingtalk(world, "institution");
    EXPECT(world, applied != NULL);
    EXPECT(world, text_is(clause_case(world, applied->case_id)->channel, "dingtalk"));
    int64_t agency = clause_office(world, YUECHENG, "agency");
    clause_accept(world, applied->case_id, agency);
    clause_as_staff(world, ROLE_LEADER, agency);
    const struct intake_counted *sums =
        counted(world, agency, DATE(2020, 2, 10), DATE(2020, 2, 10));
    EXPECT(world, sums->online == 1 && sum_of(&sums->channels, "dingtalk") == 1);
}

/* ---- an emergency plan ---- */

static int64_t declared(struct clause_world *world, const char *kind)
{
    const struct notice_declare_input plan = {
        .kind = text_of(kind), .place = 330600, .day = date_of_moment(world->now),
        .paper = TEXT("示例公告"),
    };
    clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, 330600, "bureau"));
    clause_act(world, &notice_declare_event_action, &plan);
    return refused(world, "") ? ((const struct notice_declared *)world->outcome)->event : 0;
}

/* DingTalk is not for enterprises; the plan opens it from the day on which it is declared until it
 * is withdrawn, another plan does not. Who declared it, when and by what paper stays. */
static bool plan_opens_a_channel(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 10));
    if (by_dingtalk(world, "small-enterprise") != NULL || declared(world, "plan:flood") == 0
        || by_dingtalk(world, "small-enterprise") != NULL)
        return false;
    int64_t event = declared(world, "plan:epidemic");
    const int64_t by = world->actor.account;
    if (event == 0 || by_dingtalk(world, "small-enterprise") == NULL)
        return false;
    clause_now(world, DATE(2020, 2, 20), 9);
    const struct notice_withdraw_input end = { event, TEXT("响应结束") };
    clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, 330600, "bureau"));
    clause_act(world, &notice_withdraw_event_action, &end);
    if (!refused(world, "") || by_dingtalk(world, "small-enterprise") != NULL)
        return false;
    struct { int64_t bucket; } key = { NOTICE_BUCKET };
    struct list rows = clause_rows(world, &notice_events_all, &key);
    const struct notice_event_row *row = rows.items;
    for (size_t i = 0; i < rows.count; i++, row++)
        if (row->event == event)
            return row->declared_by == by && text_is(row->paper, "示例公告")
                && date_of_moment(row->declared).yyyymmdd == 20200210
                && date_of_moment(row->withdrawn).yyyymmdd == 20200220;
    return false;
}

static void a_plan_switches_its_rules_on(struct clause_world *world)
{
    struct rule_faults faults;
    struct publication more = {
        .sequence = book_sequence(world->book) + 1, .known = moment_at(DATE(2020, 1, 2), 9, 0, 0),
        .file = TEXT("rules/notices/330600/example.yaml"),
        .text = TEXT("notice: 例〔2020〕1号\nplace: 330600\nissued: 2020-01-02\n"
                     "known: 2020-01-02\nmeasures: [ { ids: [\"1\"], says: the plan opens it,"
                     " time: { from: { event: \"plan:epidemic\" } },"
                     " open: { channels: dingtalk } } ]\n"),
    };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    const struct book *rules = world->book, *book = book_add(rules, &more, 1, &faults);
    rule_faults_print(&faults, stderr);
    EXPECT(world, book != NULL);
    world->book = book;
    bool good = plan_opens_a_channel(world);
    world->book = rules;
    book_release(book);
    EXPECT(world, good);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-02f", web_before_fax },
    { "BJ4-01a", online_is_to_dominate },
    { "BJ4-02a", not_online_by_mail_or_fax },
    { "BJ4-S2a", counters_in_beijing_lead_online },
    { "JX4-2.0d", counters_in_jiangxi_lead_online },
    { "SX9-A2b", online_is_the_default_in_shaoxing },
    { "SX9-A2a", three_families_without_a_counter },
    { "JX4-2.1b", wechat_and_ganfutong },
    { "SX9-2.1c", zhejiang_portal_and_zheliban },
    { "JX4-2.2b", a_parcel_counts_from_its_arrival },
    { "JX4-2.2e", one_case_by_web_and_post },
    { "SX9-2.4c", dingtalk_is_for_public_bodies },
    { "BJ4-S7e", a_plan_switches_its_rules_on },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
