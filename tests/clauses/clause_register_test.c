/* clause_register_test.c: the register of notices: heads, what leads to what, who may see it. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "core/rights.h"
#include "core/room.h"
#include "core/blob.h"
#include "rooms/notice/notice_article.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_evidence.h"
#include "rooms/notice/notice_policies.h"
#include "rooms/notice/notice_register.h"

#include <string.h>

static const char BEIJING[] = "京医保发〔2020〕4号";
static const char NATIONAL[] = "国医保电〔2020〕7号";

static const struct notice_shown *show(struct clause_world *world, const char *number)
{
    struct notice_show_input *input = ARENA_NEW(&world->arena, struct notice_show_input);
    input->number = text_of(number);
    clause_act(world, &notice_show_action, input);
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}

static const struct notice_listed *listed(struct clause_world *world, int64_t place,
                                          struct date on, const char *number)
{
    struct notice_list_input *input = ARENA_NEW(&world->arena, struct notice_list_input);
    input->place = place;
    input->on = on;
    clause_act(world, &notice_list_action, input);
    const struct notice_list_answer *answer = world->outcome;
    const struct notice_listed *rows = answer->notices.items;
    for (size_t i = 0; i < answer->notices.count; i++)
        if (text_is(rows[i].number, number))
            return &rows[i];
    return NULL;
}

static bool leads_to(const struct notice_shown *shown, const char *how, const char *number)
{
    const struct notice_related *rows = shown->related.items;
    for (size_t i = 0; i < shown->related.count; i++)
        if (text_is(rows[i].how, how) && text_is(rows[i].number, number))
            return true;
    return false;
}

static bool has_attachment(const struct notice_shown *shown, const char *words)
{
    const struct notice_attachment *rows = shown->attachments.items;
    for (size_t i = 0; i < shown->attachments.count; i++)
        if (memmem(rows[i].name.data, rows[i].name.length, words, strlen(words)) != NULL)
            return true;
    return false;
}

/* A member of the public, who has signed in nowhere. */
static void nobody(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
}

static void basis_leads_both_ways(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, BEIJING);
    EXPECT(world, shown != NULL && leads_to(shown, "notice.related.basis", NATIONAL));
    shown = show(world, NATIONAL);
    EXPECT(world, shown != NULL && leads_to(shown, "notice.related.basis-of", BEIJING));
}

static void head_and_search(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    nobody(world);
    const struct notice_listed *row = listed(world, 110000, DATE(2020, 2, 7), BEIJING);
    EXPECT(world, row != NULL);
    EXPECT(world, text_is(row->issuer, "北京市医疗保障局") && text_is(row->category, "医疗管理"));
    EXPECT(world, text_is(row->place_name, "北京市") && row->issued.yyyymmdd == 20200207);
    EXPECT(world, row->from.yyyymmdd == 20200207 && text_is(row->state, "notice.state.in-force"));
    row = listed(world, 110000, DATE(2020, 2, 6), BEIJING);
    EXPECT(world, row != NULL && text_is(row->state, "notice.state.to-come"));
    EXPECT(world, listed(world, 360000, DATE(2020, 2, 7), BEIJING) == NULL);
}

static void jiangxi_by_number(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, "赣医保办字〔2020〕4号");
    EXPECT(world, shown != NULL);
    EXPECT(world, text_is(shown->head.issuer, "江西省医疗保障局办公室"));
    EXPECT(world, show(world, "赣医保办字〔2020〕40号") == NULL);
}

static void shaoxing_with_its_letter(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, "绍市医保〔2020〕9号");
    EXPECT(world, shown != NULL && shown->head.place == 330600);
    EXPECT(world, shown->head.from.yyyymmdd == 20200129);
    EXPECT(world, has_attachment(shown, "致全市参保人员书（2020年1月28日）"));
    EXPECT(world, listed(world, 330602, DATE(2020, 1, 29), "绍市医保〔2020〕9号") != NULL);
    EXPECT(world, listed(world, 330100, DATE(2020, 1, 29), "绍市医保〔2020〕9号") == NULL);
    EXPECT(world, leads_to(shown, "notice.related.basis",
                           "浙江省医疗保障局关于进一步做好疫情防控期间医保经办服务工作的通知"));
}

static void outage_by_whose_arrangement(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 10), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, "北京市医疗保险信息系统停机升级公告");
    EXPECT(world, shown != NULL);
    EXPECT(world, leads_to(shown, "notice.related.basis",
                           "国家医保局和北京市政府关于信息系统升级的统一部署"));
}

static void forwarding_leads_both_ways(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 15), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, "临医保发〔2020〕22号");
    EXPECT(world, shown != NULL);
    EXPECT(world, leads_to(shown, "notice.related.forwards", "鲁医保发〔2020〕18号"));
    shown = show(world, "鲁医保发〔2020〕18号");
    EXPECT(world, shown != NULL);
    EXPECT(world, leads_to(shown, "notice.related.forwarded-by", "临医保发〔2020〕22号"));
}

/* The three that the provincial notice asks to be carried out, with what each is about. */
static void what_it_builds_on(struct clause_world *world)
{
    static const struct { const char *number, *about; } of[] = {
        { "鲁医保发〔2020〕11号", "医保扶贫" }, { "鲁医保发〔2020〕14号", "重点人群" },
        { "鲁医保发〔2020〕16号", "互联网+" },
    };
    clause_now(world, DATE(2020, 3, 16), 9);
    nobody(world);
    const struct notice_shown *shown = show(world, "鲁医保发〔2020〕18号");
    EXPECT(world, shown != NULL);
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        EXPECT(world, leads_to(shown, "notice.related.basis", of[i].number));
        const struct notice_shown *other = show(world, of[i].number);
        EXPECT(world, other != NULL && other->measures.count > 0);
        EXPECT(world, leads_to(other, "notice.related.basis-of", "鲁医保发〔2020〕18号"));
        EXPECT(world, memmem(other->head.title.data, other->head.title.length, of[i].about,
                             strlen(of[i].about)) != NULL);
    }
}

/* What is open is seen by everybody with its annexes, what is internal by staff alone. */
static void open_to_everybody(struct clause_world *world)
{
    static const char internal[] =
        "notice: 内部〔2020〕1号\nplace: 110000\nissued: 2020-02-08\n"
        "register: { disclosure: internal }\n"
        "measures: [ { ids: [\"1\"], says: post is open, open: { channels: post } } ]\n";
    struct rule_faults faults;
    struct publication more = { .sequence = 1000000, .text = text_of(internal),
                                .file = TEXT("rules/notices/110000/internal-example.yaml") };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    clause_now(world, DATE(2020, 3, 16), 9);
    const struct book *rules = world->book, *book = book_add(rules, &more, 1, &faults);
    EXPECT(world, book != NULL);
    struct actor staff = world->actor;
    staff.role = ROLE_PUBLISHER;
    world->book = book;
    nobody(world);
    bool hidden = show(world, "内部〔2020〕1号") == NULL
        && listed(world, 110000, DATE(2020, 3, 16), "内部〔2020〕1号") == NULL;
    const struct notice_shown *linyi = show(world, "临医保发〔2020〕22号");
    bool open = linyi != NULL && text_is(linyi->head.disclosure, "open")
        && has_attachment(linyi, "附件1") && has_attachment(linyi, "附件4")
        && listed(world, 360000, DATE(2020, 3, 16), "赣医保办字〔2020〕4号") != NULL;
    world->actor = staff;
    bool told = show(world, "内部〔2020〕1号") != NULL;
    world->book = rules;
    book_release(book);
    EXPECT(world, hidden && open && told);
}

/* What each of the notices says is told in plain words, in both languages. */
static void in_plain_words(struct clause_world *world)
{
    static const char *const numbers[] = {
        BEIJING, "北京市医疗保险信息系统停机升级公告", "赣医保办字〔2020〕4号", "绍市医保〔2020〕9号",
        "临医保发〔2020〕22号", "鲁医保发〔2020〕18号",
    };
    clause_now(world, DATE(2022, 8, 10), 9);
    nobody(world);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const struct notice_shown *shown = show(world, numbers[i]);
        EXPECT(world, shown != NULL && text_present(shown->plain_zh)
               && text_present(shown->plain_en));
    }
}

/* The day it was published stands beside it, for who quotes it and passes it on. */
static void published_for_everybody(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 10), 9);
    nobody(world);
    const struct notice_listed *row =
        listed(world, 110000, DATE(2022, 8, 10), "北京市医疗保险信息系统停机升级公告");
    EXPECT(world, row != NULL && row->from.yyyymmdd == 20220809);
    const struct notice_shown *shown = show(world, "北京市医疗保险信息系统停机升级公告");
    EXPECT(world, shown != NULL && shown->publications.count == 1);
    EXPECT(world, rights_allow(&notice_show_action, ROLE_PUBLIC));
    EXPECT(world, rights_allow(&notice_list_action, ROLE_PUBLIC));
}

/* ---- the rows of a return about policies ---- */

static const struct notice_policies *policies(struct clause_world *world, const char *form)
{
    struct notice_policies_input *input =
        ARENA_NEW(&world->arena, struct notice_policies_input);
    *input = (struct notice_policies_input){ TEXT("鲁医保发〔2020〕18号"), text_of(form), 371300 };
    world->actor = (struct actor){ .role = ROLE_PUBLISHER, .division = 371300,
                                   .scope = { .everything = true } };
    clause_act(world, &notice_policies_action, input);
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}

/* Another text of the register: a city carries a policy out, or a return names one more. */
static const struct book *with_text(struct clause_world *world, const char *file, const char *text)
{
    struct rule_faults faults;
    struct publication more = { .sequence = book_sequence(world->book) + 1,
                                .text = text_of(text), .file = text_of(file) };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    return book_add(world->book, &more, 1, &faults);
}

static void local_documents_come_from_the_register(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 15), 9);
    const struct notice_policies *told = policies(world, "annex-1");
    EXPECT(world, told != NULL && told->rows.count == 3);
    const struct notice_policy_row *rows = told->rows.items;
    EXPECT(world, text_is(rows[0].policy, "鲁医保发〔2020〕5号") && rows[0].registered);
    EXPECT(world, text_is(rows[0].state, "notice.policy.none") && told->none == 3);
    EXPECT(world, !text_present(rows[0].local) && rows[0].local_issued.yyyymmdd == 0);
    const struct book *rules = world->book, *book = with_text(world,
        "rules/notices/371300/example.yaml",
        "notice: 临医保发〔2020〕9号\ntitle: 例\nplace: 371300\nissued: 2020-03-10\n"
        "basis: [鲁医保发〔2020〕5号]\n"
        "measures: [ { ids: [\"1\"], says: post is open, open: { channels: post } } ]\n");
    EXPECT(world, book != NULL);
    world->book = book;
    told = policies(world, "annex-1");
    rows = told == NULL ? NULL : told->rows.items;
    bool linked = rows != NULL && told->issued == 1 && told->none == 2
        && text_is(rows[0].local, "临医保发〔2020〕9号")
        && rows[0].local_issued.yyyymmdd == 20200310
        && text_is(rows[0].state, "notice.policy.issued");
    clause_now(world, DATE(2020, 3, 9), 9);     /* the day before it was out */
    told = policies(world, "annex-1");
    bool dated = told != NULL && told->none == 3;
    world->book = rules;
    book_release(book);
    EXPECT(world, linked && dated);
}

static void a_new_policy_is_a_row_without_code(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 15), 9);
    const struct book *rules = world->book, *book = with_text(world,
        "rules/notices/370000/luyibaofa-2020-18.yaml",
        "notice: 鲁医保发〔2020〕18号\nplace: 370000\nissued: 2020-03-14\nregister:\n  attachments:\n"
        "    - { name: 附件1, form: annex-1, policies: [鲁医保发〔2020〕5号, 鲁医保发〔2020〕7号] }\n"
        "measures: [ { ids: [\"1\"], says: post is open, open: { channels: post } } ]\n");
    EXPECT(world, book != NULL);
    world->book = book;
    const struct notice_policies *told = policies(world, "annex-1");
    const struct notice_policy_row *rows = told == NULL ? NULL : told->rows.items;
    bool good = rows != NULL && told->rows.count == 2 && rows[1].registered
        && text_is(rows[1].policy, "鲁医保发〔2020〕7号");
    world->book = rules;
    book_release(book);
    EXPECT(world, good);
}

static void cells_that_do_not_apply(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 15), 9);
    const struct notice_policies *told = policies(world, "annex-2");
    EXPECT(world, told != NULL && told->rows.count == 2);
    const struct notice_policy_row *rows = told->rows.items;
    EXPECT(world, text_is(rows[0].policy, "鲁医保发〔2020〕9号"));
    EXPECT(world, rows[0].enterprises && rows[0].public_bodies && rows[0].others);
    EXPECT(world, !rows[0].handling);
    EXPECT(world, text_is(rows[1].policy, "鲁医保发〔2020〕15号"));
    EXPECT(world, rows[1].enterprises && !rows[1].public_bodies && rows[1].others);
    EXPECT(world, rows[1].handling && rows[1].works_since.yyyymmdd == 20200301);
}

/* From the day of issue to the moment its rules worked, as the board shows it. */
static void hours_from_issue_to_force(struct clause_world *world)
{
    struct rule_faults faults;
    struct publication more = {
        .sequence = book_sequence(world->book) + 1, .known = moment_at(DATE(2020, 3, 2), 9, 0, 0),
        .file = TEXT("rules/notices/110000/example.yaml"),
        .text = TEXT("notice: 例〔2020〕1号\nplace: 110000\nissued: 2020-03-01\n"
                     "measures: [ { ids: [\"1\"], says: post, open: { channels: post } } ]\n"),
    };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    clause_now(world, DATE(2020, 3, 3), 9);
    const struct book *rules = world->book, *book = book_add(rules, &more, 1, &faults);
    EXPECT(world, book != NULL);
    world->book = book;
    world->actor = (struct actor){ .role = ROLE_LEADER, .division = 110000,
                                   .scope = { .everything = true } };
    struct notice_board_input *input = ARENA_NEW(&world->arena, struct notice_board_input);
    input->number = TEXT("例〔2020〕1号");
    clause_act(world, &notice_board_action, input);
    bool good = text_is(text_of(clause_refused(world)), "");
    const struct notice_board *board = world->outcome;
    good = good && board->issued.yyyymmdd == 20200301 && board->hours_to_force == 33
        && board->in_force.ms == more.known.ms;
    world->book = rules;
    book_release(book);
    EXPECT(world, good);
}

/* ---- what a county sends ---- */

/* A store of papers that keeps one, by a name of its own. */
static enum blob_answer paper_begin(struct blobs *blobs, int64_t size_max,
                                    struct blob_writer **ret_writer)
{
    *ret_writer = (struct blob_writer *)blobs;
    return size_max > 0 ? BLOB_DONE : BLOB_FAULT;
}

static enum blob_answer paper_append(struct blob_writer *writer, struct text bytes)
{
    return writer != NULL && text_present(bytes) ? BLOB_DONE : BLOB_FAULT;
}

static enum blob_answer paper_finish(struct blob_writer *writer, struct blob_name *ret_name,
                                     int64_t *ret_size)
{
    memset(ret_name->digits, 'a', BLOB_NAME_LENGTH);
    ret_name->digits[BLOB_NAME_LENGTH] = 0;
    *ret_size = 1;
    return writer != NULL ? BLOB_DONE : BLOB_FAULT;
}

static const struct notice_board_row *summary_of(struct clause_world *world, int64_t place)
{
    struct notice_board_input *input = ARENA_NEW(&world->arena, struct notice_board_input);
    *input = (struct notice_board_input){ TEXT("临医保发〔2020〕22号"), 371300 };
    clause_as_staff(world, ROLE_LEADER, clause_office(world, 371300, "bureau"));
    clause_act(world, &notice_board_action, input);
    const struct notice_board *board = world->outcome;
    const struct notice_board_row *rows = board->rows.items;
    for (size_t i = 0; i < board->rows.count; i++)
        if (rows[i].place == place && text_is(rows[i].thing, "summary"))
            return &rows[i];
    return NULL;
}

static bool good(const struct clause_world *world)
{
    return text_is(text_of(clause_refused(world)), "");
}

static const struct list *papers_seen(struct clause_world *world, int64_t office,
                                      int64_t progress)
{
    const struct notice_evidence_input input = { .progress = progress };
    clause_as_staff(world, ROLE_LEADER, office);
    clause_act(world, &notice_evidence_action, &input);
    return good(world) ? world->outcome : NULL;
}

/* A county says that its summary is sent and puts the papers beside it; the city opens them, and
 * sees which county has sent none. Another county sees and adds nothing. */
static void a_summary_comes_with_its_papers(struct clause_world *world)
{
    static const struct blob_port port = {
        .begin = paper_begin, .append = paper_append, .finish = paper_finish,
    };
    struct blobs blobs = { .port = &port };
    clause_now(world, DATE(2020, 3, 16), 10);
    clause_offices(world);
    int64_t city = clause_office(world, 371300, "bureau");
    int64_t county = clause_office(world, 371329, "bureau");
    int64_t other = clause_office(world, 371302, "bureau");
    EXPECT(world, city != 0 && county != 0 && other != 0);
    const struct notice_progress_input done = {
        .number = TEXT("临医保发〔2020〕22号"), .measure = TEXT("L4a"), .thing = TEXT("summary"),
        .milestone = TEXT("summary-sent"), .done_on = DATE(2020, 3, 16),
        .evidence = TEXT("六项措施落实情况总结"),
    };
    clause_as_staff(world, ROLE_PUBLISHER, county);
    clause_act(world, &notice_progress_action, &done);
    EXPECT(world, good(world));
    int64_t progress = ((const struct notice_progress_said *)world->outcome)->progress;
    const struct notice_attach_input paper = {
        progress, TEXT("%PDF-1.4"), TEXT("总结.pdf"), TEXT("application/pdf"),
    };
    clause_act(world, &notice_attach_action, &paper);
    EXPECT(world, text_is(text_of(clause_refused(world)), "notice.refused.not-kept"));
    notice_use_blobs(&blobs);
    struct notice_attach_input program = paper;
    program.file = TEXT("MZ a program");
    clause_act(world, &notice_attach_action, &program);
    EXPECT(world, text_is(text_of(clause_refused(world)), "notice.refused.no-paper"));
    for (int i = 0; i < 2; i++)
        clause_act(world, &notice_attach_action, &paper);
    bool sent = good(world);
    clause_as_staff(world, ROLE_PUBLISHER, other);
    clause_act(world, &notice_attach_action, &paper);
    bool strange = good(world);
    notice_use_blobs(NULL);
    EXPECT(world, sent && !strange);
    /* What a measure of two clauses asks is said once, by either of them. */
    clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, 371300, "bureau"));
    struct notice_progress_input twice = {
        .number = TEXT("鲁医保发〔2020〕18号"), .measure = TEXT("P3a"), .thing = TEXT("defer-sme"),
        .milestone = TEXT("carried-out"), .done_on = DATE(2020, 3, 15), .evidence = TEXT("x"),
    };
    clause_act(world, &notice_progress_action, &twice);
    EXPECT(world, good(world));
    twice.measure = TEXT("P3b");
    clause_act(world, &notice_progress_action, &twice);
    EXPECT(world, text_is(text_of(clause_refused(world)), "notice.refused.done-already"));

    const struct list *papers = papers_seen(world, city, progress);
    EXPECT(world, papers != NULL && papers->count == 2);
    const struct notice_evidence *rows = papers->items;
    const struct notice_evidence_input one = { progress, rows[0].evidence };
    clause_act(world, &notice_evidence_file_action, &one);
    EXPECT(world, good(world) && ((const struct text *)world->outcome)->length == 64);
    EXPECT(world, papers_seen(world, other, progress) == NULL);
    clause_now(world, DATE(2020, 3, 17), 0);
    const struct notice_board_row *row = summary_of(world, 371329);
    EXPECT(world, row != NULL && text_is(row->state, "notice.board.done") && row->papers == 2);
    row = summary_of(world, 371302);
    EXPECT(world, row != NULL && text_is(row->state, "notice.board.late") && row->papers == 0);
}

/* A county writes down what was printed of it; the city finds it, and of that county alone. */
static void an_article_is_written_down(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 20), 9);
    clause_offices(world);
    struct notice_article_input input = {
        .number = TEXT("临医保发〔2020〕22号"), .title = TEXT("缓缴让企业缓口气"),
        .medium = TEXT("示例日报"), .printed_on = DATE(2020, 3, 21),
    };
    clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, 371329, "bureau"));
    clause_act(world, &notice_article_action, &input);
    EXPECT(world, text_is(text_of(clause_refused(world)), "notice.refused.not-printed-yet"));
    input.printed_on = DATE(2020, 3, 20);
    clause_act(world, &notice_article_action, &input);
    EXPECT(world, good(world));
    input.number = TEXT("临医保发〔2020〕9999号");
    clause_act(world, &notice_article_action, &input);
    EXPECT(world, text_is(text_of(clause_refused(world)), "notice.refused.no-such-notice"));
    static const struct { int64_t place; size_t count; } ASKED[] = {
        { 371300, 1 }, { 371329, 1 }, { 371302, 0 } };
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        const struct notice_articles_input asked = { TEXT("临医保发〔2020〕22号"),
                                                     ASKED[i].place };
        clause_as_staff(world, ROLE_LEADER, clause_office(world, 371300, "bureau"));
        clause_act(world, &notice_articles_action, &asked);
        EXPECT(world, good(world));
        const struct notice_articles *told = world->outcome;
        EXPECT(world, told->articles.count == ASKED[i].count);
    }
}

static const struct clause_scenario scenarios[] = {
    { "LY22-L4b", an_article_is_written_down },
    { "LY22-L4a", a_summary_comes_with_its_papers },
    { "LY22-A1e LY22-A1f LY22-A1p", local_documents_come_from_the_register },
    { "LY22-A1o", a_new_policy_is_a_row_without_code },
    { "LY22-A2b LY22-A2c", cells_that_do_not_apply },
    { "BJ4-S1e", hours_from_issue_to_force },
    { "BJ4-H3", basis_leads_both_ways },
    { "BJ4-H4", head_and_search },
    { "JX4-H2", jiangxi_by_number },
    { "SX9-H3 SX9-H4 SX9-3.4", shaoxing_with_its_letter },
    { "BJ22-0c", outage_by_whose_arrangement },
    { "LY22-H2", forwarding_leads_both_ways },
    { "JX4-4k LY22-L8", open_to_everybody },
    { "BJ4-S7h", in_plain_words },
    { "BJ22-0e BJ22-3f", published_for_everybody },
    { "LY22-P2e", what_it_builds_on },
};

int main(void)
{
    return clause_run(scenarios, sizeof scenarios / sizeof scenarios[0]);
}
