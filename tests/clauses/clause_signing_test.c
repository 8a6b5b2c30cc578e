/* clause_signing_test.c: an agreement is issued by the approval of a case, read and signed by both
 * sides while nobody comes in, and holds from then; what is altered is seen. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "base/sm.h"
#include "core/blob.h"
#include "core/task.h"
#include "rooms/agreement/agreement_text.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/message/message.h"
#include "rooms/rooms.h"

#define HAIDIAN 110108
#define OFFICE_ACCOUNT 4194311
#define CLERK_ACCOUNT 77

/* A hospital of Haidian whose agreement ended with last year. */
static int64_t begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
    int64_t institution = clause_hospital(world, HAIDIAN);
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct list held = clause_rows(world, &agreements_of, &key);
    struct agreement row = *(const struct agreement *)held.items;
    row.valid_until = DATE(2019, 12, 31);
    clause_replace(world, &agreement_table, &row);
    return institution;
}

static void as_hospital(struct clause_world *world, int64_t institution)
{
    world->actor = (struct actor){ .account = OFFICE_ACCOUNT, .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = institution,
                                   .scope = { .institution = institution } };
}

static void as_staff(struct clause_world *world, enum role role, int64_t account)
{
    clause_as_staff(world, role, clause_office(world, HAIDIAN, "agency"));
    world->actor.account = account;
}

static struct list agreements(struct clause_world *world, int64_t institution)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    return clause_rows(world, &agreements_of, &key);
}

static enum agreement_standing standing(struct clause_world *world, int64_t institution, int year,
                                        int month, int day)
{
    const struct list rows = agreements(world, institution);
    return agreement_on(&rows, DATE(year, month, day), NULL);
}

static const struct agreement_text *newest(struct clause_world *world, int64_t institution)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct list rows = clause_rows(world, &agreement_texts_of, &key);
    return rows.count == 0 ? NULL
                           : &((const struct agreement_text *)rows.items)[rows.count - 1];
}

static size_t told(struct clause_world *world, int64_t institution, const char *kind)
{
    const struct message_received_key key = { id_bucket(institution), institution, 0, 0 };
    const struct list rows = clause_rows(world, &messages_of_institution, &key);
    const struct message_row *row = rows.items;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        count += text_is(row[i].kind, kind);
    return count;
}

/* By who decides it: account 25 of the agency. */
static int64_t approved(struct clause_world *world, int64_t institution,
                        struct clause_application application)
{
    application.channel = "hospital";
    as_hospital(world, institution);
    const struct intake_applied *applied = clause_apply_own(world, &application);
    if (applied == NULL)
        return 0;
    int64_t case_id = applied->case_id;
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    for (int64_t account = 24; account <= 25
         && !text_is(clause_case(world, case_id)->state, "closed"); account++) {
        as_staff(world, account == 24 ? ROLE_REVIEWER : ROLE_SECTION_HEAD, account);
        clause_act(world, &intake_decide_action, &verdict);
    }
    return text_is(clause_case(world, case_id)->effect, "recorded") ? case_id : 0;
}

static int64_t renewed(struct clause_world *world, int64_t institution)
{
    return approved(world, institution, (struct clause_application){
        .matter = "agreement-renewal", .value_count = 2,
        .values = { { TEXT("year"), TEXT("2020") }, { TEXT("signer"), TEXT("示例") } } });
}

static int64_t applied_for(struct clause_world *world, int64_t institution)
{
    return approved(world, institution, (struct clause_application){
        .matter = "agreement-application", .value_count = 5,
        .papers = { "licence", "system-test", "staff-list" },
        .values = { { TEXT("institution-name"), TEXT("示例医院") },
                    { TEXT("credit-code"), TEXT("99V") }, { TEXT("place"), TEXT("110108") },
                    { TEXT("address"), TEXT("示例路9号") }, { TEXT("level"), TEXT("hospital") } } });
}

static struct agreement_text_input *of(struct clause_world *world, int64_t institution)
{
    const struct agreement_text *row = newest(world, institution);
    struct agreement_text_input *input = ARENA_NEW(&world->arena, struct agreement_text_input);
    *input = (struct agreement_text_input){
        .institution = institution, .text = row->text, .signer = TEXT("示例"),
        .digest = text_present(row->signed_digest) ? row->signed_digest : row->digest,
    };
    return input;
}

static bool sign(struct clause_world *world, int64_t institution)
{
    struct agreement_text_input *input = of(world, institution);
    as_hospital(world, institution);
    clause_act(world, &agreement_sign_action, input);
    return refused(world, "");
}

static bool countersign(struct clause_world *world, int64_t institution, int64_t account)
{
    struct agreement_text_input *input = of(world, institution);
    as_staff(world, ROLE_SECTION_HEAD, account);
    clause_act(world, &agreement_countersign_action, input);
    return refused(world, "");
}

/* LAW: BJ4-05b BJ4-05c: issued by the approval, nobody came in; in force once both have signed, for
 * the year it says and not a moment before; each signs once, the agency by another person. */
static void both_sign_and_nobody_comes(struct clause_world *world)
{
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_NONE);
    int64_t case_id = renewed(world, institution);
    EXPECT(world, case_id != 0 && clause_case(world, case_id)->visits == 0);
    EXPECT(world, told(world, institution, "agreement.message.issued") == 1);
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_UNSIGNED);
    const struct agreement_text *row = newest(world, institution);
    EXPECT(world, text_is(row->state, "issued") && row->holds_from.yyyymmdd == 20200101
                      && row->sign_by.yyyymmdd == 20200311 && row->cause == case_id
                      && agreement_text_is_whole(row, &world->arena));
    EXPECT(world, !countersign(world, institution, 31));
    EXPECT(world, refused(world, "agreement.refused.not-signed"));
    EXPECT(world, sign(world, institution));
    EXPECT(world, !sign(world, institution));
    EXPECT(world, refused(world, "agreement.refused.not-to-sign"));
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_UNSIGNED);
    EXPECT(world, !countersign(world, institution, row->made_by));
    EXPECT(world, refused(world, "agreement.refused.same-person"));
    clause_now(world, DATE(2020, 2, 14), 9);
    EXPECT(world, countersign(world, institution, 31));
    EXPECT(world, standing(world, institution, 2020, 1, 1) == AGREEMENT_IN_FORCE
                      && standing(world, institution, 2020, 12, 31) == AGREEMENT_IN_FORCE
                      && standing(world, institution, 2021, 1, 1) == AGREEMENT_NONE);
    EXPECT(world, told(world, institution, "agreement.message.countersigned") == 1);
}

/* A first one holds from the day both have signed, when that is after the day it says. */
static void a_first_one_holds_from_the_last_signature(struct clause_world *world)
{
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, applied_for(world, institution) != 0);
    EXPECT(world, sign(world, institution));
    clause_now(world, DATE(2020, 2, 20), 9);
    EXPECT(world, countersign(world, institution, 31));
    EXPECT(world, standing(world, institution, 2020, 2, 19) == AGREEMENT_NONE
                      && standing(world, institution, 2020, 2, 20) == AGREEMENT_IN_FORCE
                      && standing(world, institution, 2021, 2, 9) == AGREEMENT_IN_FORCE);
}

/* LAW: BJ4-05b: a byte that changes after a signature is seen by whoever looks: the reader, who
 * would countersign, and the check of the store. */
static void an_altered_byte_is_seen(struct clause_world *world)
{
    struct sm2_key *key = sm2_key_generate();
    agreement_use_seal(key);
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, renewed(world, institution) != 0 && sign(world, institution));
    const int64_t nothing = 0;
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &agreement_seal_action, &nothing);
    EXPECT(world, refused(world, ""));
    struct agreement_text row = *newest(world, institution);
    EXPECT(world, agreement_text_is_sealed(&row, &world->arena));
    static const size_t fields[] = {
        offsetof(struct agreement_text, body_zh), offsetof(struct agreement_text, number),
        offsetof(struct agreement_text, signer), offsetof(struct agreement_text, signed_digest),
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct agreement_text altered = row;
        struct text *text = (struct text *)((char *)&altered + fields[i]);
        char *bytes = arena_take(&world->arena, text->length);
        memcpy(bytes, text->data, text->length);
        bytes[text->length - 1] ^= 1;
        text->data = bytes;
        EXPECT(world, !agreement_text_is_whole(&altered, &world->arena)
                          && !agreement_text_is_sealed(&altered, &world->arena));
    }
    row.holds_until = DATE(2021, 12, 31);
    clause_replace(world, &agreement_text_table, &row);
    EXPECT(world, !countersign(world, institution, 31));
    EXPECT(world, refused(world, "agreement.refused.text-altered"));
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_UNSIGNED);
    agreement_use_seal(NULL);
    sm2_key_free(key);
}

/* ---- a sheet by post ---- */

static enum blob_answer sheet_begin(struct blobs *blobs, int64_t size_max,
                                    struct blob_writer **ret_writer)
{
    (void)size_max;
    *ret_writer = (struct blob_writer *)blobs;
    return BLOB_DONE;
}

static enum blob_answer sheet_append(struct blob_writer *writer, struct text bytes)
{
    (void)writer;
    (void)bytes;
    return BLOB_DONE;
}

static enum blob_answer sheet_finish(struct blob_writer *writer, struct blob_name *ret_name,
                                     int64_t *ret_size)
{
    (void)writer;
    memset(ret_name->digits, 'a', BLOB_NAME_LENGTH);
    ret_name->digits[BLOB_NAME_LENGTH] = '\0';
    *ret_size = 1;
    return BLOB_DONE;
}

static void take_in(struct clause_world *world, int64_t institution, struct text how,
                    struct text file, struct date day)
{
    struct agreement_text_input *input = of(world, institution);
    input->how = how;
    input->file = file;
    input->file_name = TEXT("签章页.pdf");
    input->signed_on = day;
    as_staff(world, ROLE_INTAKE_CLERK, CLERK_ACCOUNT);
    clause_act(world, &agreement_take_in_action, input);
}

/* A clerk takes in what came by post; who did countersigns not; what cannot be read goes back. */
static void a_sheet_comes_by_post(struct clause_world *world)
{
    static const struct blob_port port = {
        .begin = sheet_begin, .append = sheet_append, .finish = sheet_finish,
    };
    static const struct text PDF = { "%PDF-1.4 示例", 15 };
    struct blobs blobs = { .port = &port };
    agreement_use_blobs(&blobs);
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, renewed(world, institution) != 0);
    clause_now(world, DATE(2020, 2, 17), 9);
    take_in(world, institution, TEXT("phone"), PDF, DATE(2020, 2, 12));
    EXPECT(world, refused(world, "agreement.refused.no-such-way"));
    take_in(world, institution, TEXT("post"), TEXT("MZ program"), DATE(2020, 2, 12));
    EXPECT(world, refused(world, "agreement.refused.no-sheet"));
    take_in(world, institution, TEXT("post"), PDF, DATE(2020, 2, 18));
    EXPECT(world, refused(world, "agreement.refused.signed-to-come"));
    take_in(world, institution, TEXT("post"), PDF, DATE(2020, 2, 9));
    EXPECT(world, refused(world, "agreement.refused.signed-before"));
    take_in(world, institution, TEXT("post"), PDF, DATE(2020, 2, 12));
    EXPECT(world, refused(world, ""));
    EXPECT(world, !countersign(world, institution, CLERK_ACCOUNT));
    EXPECT(world, refused(world, "agreement.refused.same-person"));
    struct agreement_text_input *input = of(world, institution);
    input->reason = TEXT("看不清印章");
    as_staff(world, ROLE_SECTION_HEAD, 31);
    clause_act(world, &agreement_return_action, input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, told(world, institution, "agreement.message.returned") == 1);
    EXPECT(world, !text_present(newest(world, institution)->scan));
    take_in(world, institution, TEXT("mail"), PDF, DATE(2020, 2, 17));
    EXPECT(world, refused(world, "") && countersign(world, institution, 31));
    const struct agreement_text *row = newest(world, institution);
    EXPECT(world, text_is(row->signed_how, "mail") && row->signed_on.yyyymmdd == 20200217
                      && agreement_text_is_whole(row, &world->arena));
    EXPECT(world, standing(world, institution, 2020, 2, 17) == AGREEMENT_IN_FORCE);
    agreement_use_blobs(NULL);
}

/* ---- reminders, and what waits in a place ---- */

/* Late or not, of the first that waits there; `ret_count` how many do. */
static bool waits(struct clause_world *world, int64_t division, size_t *ret_count)
{
    const struct { int64_t after; } input = { 0 };
    as_staff(world, ROLE_SECTION_HEAD, 31);
    world->actor.division = (int32_t)division;
    world->actor.scope.everything = false;
    clause_act(world, &agreement_waiting_action, &input);
    const struct field *field = shape_field(agreement_waiting_action.answer, TEXT("texts"));
    const struct list *texts = field_in(field, world->outcome);
    *ret_count = texts->count;
    return texts->count > 0
        && *(const bool *)field_in(shape_field(field->of, TEXT("late")), texts->items);
}

static int reminders_until(struct clause_world *world, struct date day)
{
    int count = 0;
    for (bool went = true; went;) {
        const struct due_key key = { .state = TEXT("waiting"),
                                     .until = moment_at(day, 10, 0, 0) };
        const struct list timers = clause_rows(world, &timers_due, &key);
        const struct timer_row *rows = timers.items;
        went = false;
        for (size_t i = 0; i < timers.count && !went; i++) {
            if (!text_is(rows[i].action, "agreement.remind"))
                continue;
            const struct task_input input = { rows[i].bucket, rows[i].timer, rows[i].subject };
            world->now = rows[i].due;
            world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
            clause_act(world, &agreement_remind_action, &input);
            went = refused(world, "");
            count += went;
        }
    }
    clause_now(world, day, 10);
    return count;
}

static void it_is_called_to_mind(struct clause_world *world)
{
    size_t count;
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, renewed(world, institution) != 0);
    EXPECT(world, !waits(world, HAIDIAN, &count) && count == 1);
    EXPECT(world, !waits(world, 110000, &count) && count == 1);
    EXPECT(world, !waits(world, 110105, &count) && count == 0);
    EXPECT(world, reminders_until(world, DATE(2020, 3, 11)) == 3);
    EXPECT(world, told(world, institution, "agreement.message.due") == 3);
    EXPECT(world, !waits(world, HAIDIAN, &count) && count == 1);
    EXPECT(world, reminders_until(world, DATE(2020, 3, 20)) == 1);
    EXPECT(world, told(world, institution, "agreement.message.late") == 1);
    EXPECT(world, waits(world, HAIDIAN, &count) && count == 1);
    EXPECT(world, sign(world, institution) && countersign(world, institution, 31));
    EXPECT(world, !waits(world, HAIDIAN, &count) && count == 0);
}

/* ---- where signatures may be made up ---- */

/* Of a notice made for this test: none of ours puts signatures off. */
static const struct book *with_signatures_later(struct clause_world *world)
{
    static const char later[] =
        "notice: 示例〔2020〕1号\nplace: 110000\nissued: 2020-02-08\n"
        "measures:\n"
        "  - { ids: [\"1\"], clause: 一, says: signatures are made up after the end,\n"
        "      scope: { matters: [agreement-renewal] },\n"
        "      tolerate: { papers: signature, by: [debt], decide: now },\n"
        "      later: { debt: paper, due: { event: epidemic-end, plus: 3 months } } }\n";
    struct rule_faults faults;
    struct publication more = { .sequence = 1000000, .text = text_of(later),
                                .file = TEXT("rules/notices/110000/signature-example.yaml") };
    publication_digest(&more);
    rule_faults_init(&faults, &world->arena);
    clause_now(world, DATE(2020, 2, 9), 9);
    return book_add(world->book, &more, 1, &faults);
}

/* It holds at once, what is owed waits for the event and is then called to mind by its day; the
 * other matter's is signed first. */
static void a_signature_is_made_up(struct clause_world *world)
{
    const struct book *rules = world->book, *book = with_signatures_later(world);
    EXPECT(world, book != NULL);
    world->book = book;
    size_t count;
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, renewed(world, institution) != 0);
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_IN_FORCE);
    EXPECT(world, told(world, institution, "agreement.message.ahead-waits") == 1);
    EXPECT(world, reminders_until(world, DATE(2020, 6, 5)) > 0);
    EXPECT(world, told(world, institution, "agreement.message.due") == 0);
    EXPECT(world, !waits(world, HAIDIAN, &count) && count == 1);
    clause_now(world, DATE(2020, 6, 6), 9);
    clause_event(world, "epidemic-end", 110000, DATE(2020, 6, 6));
    EXPECT(world, reminders_until(world, DATE(2020, 9, 6)) > 0);
    EXPECT(world, told(world, institution, "agreement.message.due") == 3);
    EXPECT(world, reminders_until(world, DATE(2020, 9, 8)) == 1);
    EXPECT(world, waits(world, HAIDIAN, &count) && count == 1);
    EXPECT(world, sign(world, institution) && countersign(world, institution, 31));
    EXPECT(world, standing(world, institution, 2020, 9, 8) == AGREEMENT_IN_FORCE);
    world->book = rules;
    book_release(book);
}

/* ---- a supplement, and what is taken back ---- */

static void supplement(struct clause_world *world, int64_t institution, int64_t agreement,
                       struct date from)
{
    const struct agreement_supplement_input input = {
        institution, agreement, from, TEXT("发热门诊费用单独申报。") };
    as_staff(world, ROLE_SECTION_HEAD, 25);
    clause_act(world, &agreement_supplement_action, &input);
}

static void a_supplement_follows(struct clause_world *world)
{
    int64_t institution = begin(world, DATE(2020, 2, 10));
    EXPECT(world, renewed(world, institution) != 0);
    int64_t agreement = newest(world, institution)->agreement;
    supplement(world, institution, agreement, DATE(2020, 3, 1));
    EXPECT(world, refused(world, "agreement.refused.not-in-force"));
    EXPECT(world, sign(world, institution) && countersign(world, institution, 31));
    supplement(world, institution, agreement, DATE(2021, 3, 1));
    EXPECT(world, refused(world, "agreement.refused.outside"));
    clause_now(world, DATE(2020, 2, 11), 9);
    supplement(world, institution, agreement, DATE(2020, 3, 1));
    EXPECT(world, refused(world, ""));
    const struct agreement_text *row = newest(world, institution);
    EXPECT(world, text_is(row->kind, "supplement")
                      && memmem(row->body_zh.data, row->body_zh.length, "发热门诊", 12) != NULL);
    EXPECT(world, sign(world, institution) && countersign(world, institution, 31));
    EXPECT(world, agreements(world, institution).count == 2
                      && standing(world, institution, 2020, 2, 11) == AGREEMENT_IN_FORCE);
}

static void objected_to(struct clause_world *world, int64_t case_id)
{
    const struct { struct text receipt, last_four, reason; } input = {
        clause_case(world, case_id)->receipt, TEXT(""), TEXT("年度有误") };
    clause_act(world, &intake_object_action, &input);
}

/* What was approved is taken up again on an objection: the text issued is void, and another one is
 * issued by the second approval. */
static void an_objection_takes_it_back(struct clause_world *world)
{
    int64_t institution = begin(world, DATE(2020, 2, 10));
    int64_t case_id = renewed(world, institution);
    EXPECT(world, case_id != 0);
    as_hospital(world, institution);
    objected_to(world, case_id);
    EXPECT(world, refused(world, ""));
    const struct intake_case_input again = { .case_id = case_id, .reason = TEXT("年度有误") };
    as_staff(world, ROLE_SECTION_HEAD, 31);
    clause_act(world, &intake_reopen_action, &again);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, case_id)->effect, "taken-back"));
    EXPECT(world, text_is(newest(world, institution)->state, "withdrawn"));
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_ENDED);
    EXPECT(world, !sign(world, institution));
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    as_staff(world, ROLE_SECTION_HEAD, 25);
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(newest(world, institution)->state, "issued"));
    EXPECT(world, sign(world, institution) && countersign(world, institution, 31));
    EXPECT(world, standing(world, institution, 2020, 2, 10) == AGREEMENT_IN_FORCE);
}

static const struct clause_scenario scenarios[] = {
    { "BJ4-05b BJ4-05c", both_sign_and_nobody_comes },
    { "BJ4-05b", an_altered_byte_is_seen },
    { "", a_first_one_holds_from_the_last_signature },
    { "", a_sheet_comes_by_post },
    { "", it_is_called_to_mind },
    { "", a_signature_is_made_up },
    { "", a_supplement_follows },
    { "", an_objection_takes_it_back },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
