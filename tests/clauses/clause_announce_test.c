/* clause_announce_test.c: what is told to the public: appeals, announcements, public notices. */

#include "clause_runner.h"

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/notice/notice_publication.h"
#include "rooms/notice/notice_register.h"
#include "rooms/notice/notice_waiting.h"
#include "rooms/staff/staff_facts.h"

#include <string.h>

enum { DRAFTER = 11, LEADER = 12 };

static void ask_as(struct clause_world *world, enum role role, int64_t account, int32_t place)
{
    world->actor = (struct actor){ .role = role, .account = account, .division = place };
}

/* Drafted by one and let out by another person of the place; 0: it was refused. */
static int64_t publish(struct clause_world *world, const char *kind, int32_t place,
                       const char *matter)
{
    struct notice_announce_input *input = ARENA_NEW(&world->arena, struct notice_announce_input);
    struct notice_announcement_input *out =
        ARENA_NEW(&world->arena, struct notice_announcement_input);
    *input = (struct notice_announce_input){
        .kind = text_of(kind), .place = place, .title = TEXT("“不见面”办理"),
        .body = TEXT("疫情期间，医保业务请尽量在网上、掌上办理。"), .matter = text_of(matter),
        .item = TEXT("异地就医备案"), .method = TEXT("网上、邮寄"), .materials = TEXT("备案表"),
        .flow = TEXT("申请、受理、办结"), .aspects = TEXT("way"),
    };
    ask_as(world, ROLE_PUBLISHER, DRAFTER, place);
    clause_act(world, &notice_announce_action, input);
    if (!refused(world, ""))
        return 0;
    out->announcement = ((const struct notice_announced *)world->outcome)->announcement;
    ask_as(world, ROLE_LEADER, LEADER, place);
    clause_act(world, &notice_announce_out_action, out);
    return refused(world, "") ? out->announcement : 0;
}

/* As anybody sees the list of a place, without signing in. */
static const struct notice_announcement *seen(struct clause_world *world, int32_t place,
                                              int64_t announcement)
{
    struct notice_announcements_input *input =
        ARENA_NEW(&world->arena, struct notice_announcements_input);
    input->place = place;
    ask_as(world, ROLE_PUBLIC, 0, 0);
    clause_act(world, &notice_announcements_action, input);
    const struct list *list =
        &((const struct notice_announcements_answer *)world->outcome)->announcements;
    const struct notice_announcement *rows = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (rows[i].announcement == announcement)
            return &rows[i];
    return NULL;
}

static void three_kinds_for_everybody(struct clause_world *world)
{
    static const char *const kinds[] = { "appeal", "announcement", "public-notice" };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        clause_now(world, DATE(2020, 2, 10), 9 + (int)i);
        struct moment out_at = world->now;
        int64_t announcement = publish(world, kinds[i], 110108, NULL);
        EXPECT(world, announcement != 0);
        const struct notice_announcement *row = seen(world, 110108, announcement);
        EXPECT(world, row != NULL && text_is(row->kind, kinds[i]));
        EXPECT(world, row->out_at.ms == out_at.ms);
    }
}

static void out_at_once_and_withdrawn_with_trace(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t announcement = publish(world, "announcement", 360700, NULL);
    EXPECT(world, announcement != 0 && seen(world, 360700, announcement) != NULL);
    struct notice_announcement_input *input =
        ARENA_NEW(&world->arena, struct notice_announcement_input);
    input->announcement = announcement;
    ask_as(world, ROLE_LEADER, LEADER, 360700);
    clause_act(world, &notice_announce_withdraw_action, input);
    EXPECT(world, refused(world, "notice.refused.no-reason"));
    input->reason = TEXT("电话号码有误");
    clause_act(world, &notice_announce_withdraw_action, input);
    EXPECT(world, refused(world, "") && seen(world, 360700, announcement) == NULL);
    ask_as(world, ROLE_PUBLIC, 0, 0);
    clause_act(world, &notice_announcement_action, input);
    EXPECT(world, refused(world, ""));
    const struct notice_announcement *row = world->outcome;
    EXPECT(world, text_is(row->state, "withdrawn"));
    EXPECT(world, text_is(row->withdrawn_why, "电话号码有误"));
}

/* The superior's copy comes with the announcement itself. */
static void a_change_is_reported_upwards(struct clause_world *world)
{
    const struct staff_office bureau = {
        .bucket = STAFF_BUCKET, .office = 36, .kind = TEXT("bureau"), .division = 360000,
        .name = TEXT("江西省医疗保障局"),
    };
    clause_insert(world, &staff_office_table, &bureau);
    clause_now(world, DATE(2020, 2, 10), 9);
    struct moment out_at = world->now;
    int64_t announcement = publish(world, "announcement", 360700, "offsite-filing");
    EXPECT(world, announcement != 0 && seen(world, 360700, announcement) != NULL);
    const struct notice_received_key key = { .bucket = NOTICE_BUCKET, .receiver = 36 };
    const struct list rows = clause_rows(world, &notice_received_by, &key);
    const struct notice_receiver *copy = rows.items;
    EXPECT(world, rows.count == 1 && copy->document == announcement);
    EXPECT(world, text_is(copy->why, "report") && copy->sent_at.ms == out_at.ms);
}

/* ---- before it is in force ---- */

static const char OUTAGE[] =
    "notice: 停机〔2022〕1号\nplace: 110000\nissued: 2022-08-09\nmeasures:\n"
    "- ids: [\"1\"]\n  says: the system is down\n"
    "  time: { from: \"2022-08-12T19:00\", until: \"2022-08-15T06:00\" }\n"
    "  outage: [ { ids: [r], matter: offsite-filing, step: decide, mode: paused } ]\n";

/* The last of the publications the book was made of. */
static void hold_book(struct clause_world *world)
{
    const struct notice_publication_row held = {
        .bucket = NOTICE_BUCKET, .sequence = book_sequence(world->book),
        .file = TEXT("rules/x.yaml"), .digest = TEXT("x"), .text = TEXT("x"),
        .taken = world->now, .origin = TEXT("folder"),
    };
    clause_insert(world, &notice_publication_table, &held);
}

/* Drafted by one and approved by another person; its number, or 0. */
static int64_t approved(struct clause_world *world, const char *text)
{
    hold_book(world);
    struct notice_draft_input *draft = ARENA_NEW(&world->arena, struct notice_draft_input);
    draft->text = text_of(text);
    ask_as(world, ROLE_PUBLISHER, DRAFTER, 110000);
    clause_act(world, &notice_draft_action, draft);
    if (!refused(world, ""))
        return 0;
    struct notice_document_input *input = ARENA_NEW(&world->arena, struct notice_document_input);
    input->document = ((const struct notice_drafted *)world->outcome)->document;
    ask_as(world, ROLE_LEADER, LEADER, 110000);
    clause_act(world, &notice_approve_action, input);
    return refused(world, "") ? input->document : 0;
}

static void publish_document(struct clause_world *world, int64_t document, enum role role,
                             const char *urgent)
{
    struct notice_document_input *input = ARENA_NEW(&world->arena, struct notice_document_input);
    input->document = document;
    input->urgent = text_of(urgent);
    ask_as(world, role, LEADER, 110000);
    clause_act(world, &notice_publish_action, input);
}

static void announce_for(struct clause_world *world, int64_t document, const char *matter,
                         const char *aspects)
{
    struct notice_announce_input *input = ARENA_NEW(&world->arena, struct notice_announce_input);
    struct notice_announcement_input *out =
        ARENA_NEW(&world->arena, struct notice_announcement_input);
    *input = (struct notice_announce_input){
        .kind = TEXT("announcement"), .place = 110000, .title = TEXT("停机公告"),
        .body = TEXT("系统升级期间业务安排。"), .matter = text_of(matter), .item = TEXT("异地就医备案"),
        .method = TEXT("网上、邮寄"), .materials = TEXT("备案表"), .flow = TEXT("恢复后办理"),
        .aspects = text_of(aspects), .document = document,
    };
    ask_as(world, ROLE_PUBLISHER, DRAFTER, 110000);
    clause_act(world, &notice_announce_action, input);
    out->announcement = ((const struct notice_announced *)world->outcome)->announcement;
    ask_as(world, ROLE_LEADER, LEADER, 110000);
    clause_act(world, &notice_announce_out_action, out);
}

/* What is announced of another matter, or another aspect of this one, does not do. */
static void nothing_changes_before_it_is_announced(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 9), 9);
    int64_t document = approved(world, OUTAGE);
    EXPECT(world, document != 0);
    publish_document(world, document, ROLE_LEADER, NULL);
    EXPECT(world, refused(world, "notice.refused.not-announced"));
    EXPECT(world, text_is(world->decision.refusal.detail[0], "way"));
    announce_for(world, document, "certificate", "way");
    publish_document(world, document, ROLE_LEADER, NULL);
    EXPECT(world, refused(world, "notice.refused.not-announced"));
    announce_for(world, document, "offsite-filing", "limit place");
    publish_document(world, document, ROLE_LEADER, NULL);
    EXPECT(world, refused(world, "notice.refused.not-announced"));
    announce_for(world, document, "certificate offsite-filing", "way");
    publish_document(world, document, ROLE_LEADER, NULL);
    EXPECT(world, refused(world, ""));
    /* Out on the ninth, in force on the twelfth. */
    const struct notice_published *published = world->outcome;
    EXPECT(world, date_of_moment(published->in_force).yyyymmdd == 20220809);
}

/* The text of a matter with one line put in the place of another. */
static struct text changed(struct clause_world *world, struct text file, const char *line,
                           const char *to)
{
    struct text text = book_publication(world->book, file)->text;
    const char *at = memmem(text.data, text.length, line, strlen(line));
    if (at == NULL)
        return (struct text){ 0 };
    size_t before = (size_t)(at - text.data), after = before + strlen(line);
    return arena_format(&world->arena, "%.*s%s%.*s", (int)before, text.data, to,
                        (int)(text.length - after), text.data + after);
}

/* The changed text of a matter is in force with the announcement that tells of its last change. */
static void a_changed_matter_comes_with_its_announcement(struct clause_world *world)
{
    static const struct text FILE_NAME = { "rules/matters/certificate.yaml", 30 };
    clause_now(world, DATE(2022, 8, 9), 9);
    hold_book(world);
    const struct notice_waiting_row waiting = {
        .bucket = NOTICE_BUCKET, .file = FILE_NAME, .digest = TEXT("y"),
        .text = changed(world, FILE_NAME, "\nlimit: { at-once: yes", "\nlimit: { working-days: 2"),
        .since = world->now, .state = TEXT("waiting"),
    };
    EXPECT(world, text_present(waiting.text));
    clause_insert(world, &notice_waiting_table, &waiting);
    /* Another matter, and another aspect of this one: it waits on. */
    announce_for(world, 0, "offsite-filing", "limit");
    EXPECT(world, ((const struct notice_announced *)world->outcome)->taken == 0);
    announce_for(world, 0, "certificate", "way");
    EXPECT(world, ((const struct notice_announced *)world->outcome)->taken == 0);
    announce_for(world, 0, "certificate", "limit");
    EXPECT(world, ((const struct notice_announced *)world->outcome)->taken == 1);
    const struct notice_after_key key = { NOTICE_BUCKET, book_sequence(world->book) };
    const struct list rows = clause_rows(world, &notice_publications_after, &key);
    const struct notice_publication_row *made = rows.items;
    EXPECT(world, rows.count == 1 && text_equal(made->file, FILE_NAME));
    EXPECT(world, text_equal(made->text, waiting.text) && made->known.ms == world->now.ms);
    /* Taken once. */
    const struct notice_bucket_key all = { NOTICE_BUCKET };
    const struct list left = clause_rows(world, &notice_waiting_all, &all);
    const struct notice_waiting_row *row = left.items;
    EXPECT(world, left.count == 1 && text_is(row->state, "taken"));
}

static void without_notice_a_leader_says_why(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 12), 20);
    int64_t document = approved(world, OUTAGE);
    EXPECT(world, document != 0);
    publish_document(world, document, ROLE_PUBLISHER, "抢修");
    EXPECT(world, refused(world, "notice.refused.not-announced"));
    publish_document(world, document, ROLE_LEADER, "机房故障抢修");
    EXPECT(world, refused(world, ""));
    const struct notice_document_key key = { NOTICE_BUCKET, document };
    const struct list rows = clause_rows(world, &notice_document_by_id, &key);
    const struct notice_document *row = rows.items;
    EXPECT(world, rows.count == 1 && text_is(row->urgent, "机房故障抢修"));
}

/* 致全市参保人员书: a letter that everybody reads, with its day; the notice names it. */
static void a_letter_to_the_insured(struct clause_world *world)
{
    clause_now(world, DATE(2020, 1, 28), 9);
    int64_t letter = publish(world, "letter", 330600, NULL);
    const struct notice_announcement *row = seen(world, 330600, letter);
    EXPECT(world, letter != 0 && row != NULL && text_is(row->kind, "letter"));
    EXPECT(world, date_of_moment(row->out_at).yyyymmdd == 20200128);
    clause_now(world, DATE(2020, 1, 29), 9);
    struct notice_show_input *input = ARENA_NEW(&world->arena, struct notice_show_input);
    input->number = TEXT("绍市医保〔2020〕9号");
    ask_as(world, ROLE_PUBLIC, 0, 0);
    clause_act(world, &notice_show_action, input);
    const struct notice_shown *shown = world->outcome;
    const struct notice_attachment *attached = shown->attachments.items;
    EXPECT(world, shown->attachments.count > 0);
    EXPECT(world, text_starts(attached[0].name, TEXT("绍兴市医疗保障局致全市参保人员书（2020年1月28日）")));
    EXPECT(world, text_starts(attached[0].file, TEXT("/announcements")));
}

static const struct clause_scenario scenarios[] = {
    { "JX4-4e", nothing_changes_before_it_is_announced },
    { "JX4-4e", a_changed_matter_comes_with_its_announcement },
    { "BJ22-0b", nothing_changes_before_it_is_announced },
    { "BJ22-0b", without_notice_a_leader_says_why },
    { "SX9-2.1a", a_letter_to_the_insured },
    { "BJ4-S2b", three_kinds_for_everybody },
    { "JX4-2.0e", out_at_once_and_withdrawn_with_trace },
    { "JX4-4f", a_change_is_reported_upwards },
};

int main(void)
{
    return clause_run(scenarios, sizeof scenarios / sizeof scenarios[0]);
}
