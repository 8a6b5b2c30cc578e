/* clause_own_test.c: an institution's and a unit's own matters: cases of nobody insured, which go
 * to the agency of where it stands, are decided there and told back, and which nobody else sees. */

#include "clause_offices.h"
#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/clear/clear.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/delivery/delivery.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/message/message.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/rooms.h"

#define NANCHANG 360100
#define HAIDIAN 110108
#define CHAOYANG 110105
#define JUNAN 371327

static void begin(struct clause_world *world, struct date day)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, day, 9);
    clause_offices(world);
}

static int64_t hospital_of(struct clause_world *world, int64_t division, bool designated)
{
    return clause_hospital_of(world, division, (struct clause_hospital_kind){
        .tier = 3, .designated_epidemic = designated });
}

/* Signed in as the hospital's own office. */
static void as_hospital(struct clause_world *world, int64_t institution)
{
    world->actor = (struct actor){
        .account = 4194304 + institution % 1000, .role = ROLE_HOSPITAL_OFFICE,
        .institution = institution, .scope = { .institution = institution },
    };
}

static struct clause_application statement(void)
{
    return (struct clause_application){
        .matter = "monthly-statement", .channel = "hospital", .papers = { "paper-statement" },
        .values = { { TEXT("month"), TEXT("2020-02") }, { TEXT("total"), TEXT("1200.00") },
                    { TEXT("visits"), TEXT("3") } }, .value_count = 3,
    };
}

static struct clause_application prepayment(void)
{
    return (struct clause_application){
        .matter = "prepayment-request", .channel = "hospital", .papers = { "letter" },
        .values = { { TEXT("kind"), TEXT("special-treatment") },
                    { TEXT("amount"), TEXT("500000.00") }, { TEXT("month"), TEXT("2020-03") },
                    { TEXT("reason"), TEXT("收治患者，设备耗材垫付") } }, .value_count = 4,
    };
}

static const struct intake_applied *apply(struct clause_world *world,
                                          struct clause_application application)
{
    return clause_apply_own(world, &application);
}

static int64_t case_made(const struct intake_applied *applied)
{
    return applied == NULL ? 0 : applied->case_id;
}

/* Two that come in one batch, each of which saw none: the store takes one of them alone, and the
 * lane decides the other again beside it. */
static bool another_may_be_open(struct clause_world *world, int64_t case_id)
{
    struct intake_case row = *clause_case(world, case_id);
    const struct change change = { .kind = CHANGE_INSERT, .table = &intake_case_table,
                                   .row = &row };
    row.case_id = id_mint(&world->minter, (int)row.bucket);
    row.receipt = TEXT("110105-2019-000001-1");
    return world->store->port->write(world->store, &change, world->fence) != STORE_CONFLICT;
}

/* One more of the same is refused, and told which. */
static void one_at_a_time(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    as_hospital(world, hospital_of(world, HAIDIAN, false));
    int64_t first = case_made(apply(world, statement()));
    EXPECT(world, first != 0);
    EXPECT(world, apply(world, statement()) == NULL);
    EXPECT(world, refused(world, "intake.refused.open-already"));
    EXPECT(world, !another_may_be_open(world, first));
    int64_t person = clause_employee(world, CHAOYANG);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    first = case_made(clause_apply(world, person));
    EXPECT(world, first != 0);
    EXPECT(world, !another_may_be_open(world, first));
    EXPECT(world, clause_apply(world, person) == NULL);
    EXPECT(world, refused(world, "intake.refused.open-already"));
}

static void decide(struct clause_world *world, int64_t case_id, enum role role, int64_t office)
{
    const struct intake_case_input verdict = { .case_id = case_id, .verdict = TEXT("approve") };
    clause_as_staff(world, role, office);
    world->actor.account += role;
    clause_act(world, &intake_decide_action, &verdict);
}

static size_t messages_told(struct clause_world *world, int64_t institution, const char *kind)
{
    const struct message_received_key key = { id_bucket(institution), institution, 0, 0 };
    const struct list rows = clause_rows(world, &messages_of_institution, &key);
    const struct message_row *row = rows.items;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        count += text_is(row[i].kind, kind);
    return count;
}

static size_t own_cases(struct clause_world *world)
{
    struct { int64_t before; } input = { 0 };
    clause_act(world, &intake_own_action, &input);
    return refused(world, "") ? ((const struct intake_list_answer *)world->outcome)->cases.count
                              : SIZE_MAX;
}

/* LAW: JX4-2.3e: by its task alone, without asking; an ordinary hospital's that came a day earlier
 * is looked at after it. */
static void who_treats_is_served_first(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t ordinary = hospital_of(world, NANCHANG, false);
    int64_t treating = hospital_of(world, NANCHANG, true);
    as_hospital(world, ordinary);
    int64_t first = case_made(apply(world, statement()));
    clause_now(world, DATE(2020, 3, 3), 9);
    as_hospital(world, treating);
    int64_t second = case_made(apply(world, statement()));
    EXPECT(world, first != 0 && second != 0);
    EXPECT(world, !text_present(clause_case(world, first)->urgency));
    const struct intake_case *row = clause_case(world, second);
    EXPECT(world, text_is(row->urgency, "green-channel"));
    EXPECT(world, text_starts(row->urgency_clauses, TEXT("JX4-2.3e")));
    EXPECT(world, row->institution == treating && row->person == 0 && row->place == NANCHANG);
    int64_t agency = clause_office(world, NANCHANG, "agency");
    EXPECT(world, row->office == agency);
    const struct intake_office_key key = { .office = agency };
    const struct list waiting = clause_rows(world, &intake_cases_waiting, &key);
    EXPECT(world, waiting.count == 2);
    EXPECT(world, ((const struct intake_case *)waiting.items)[0].case_id == second);
}

/* LAW: BJ4-04e: two people decide, and the decision makes the order; who asked is told. */
static void a_prepayment_is_asked_for_and_ordered(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t at = hospital_of(world, HAIDIAN, true);
    int64_t agency = clause_office(world, HAIDIAN, "agency");
    as_hospital(world, at);
    int64_t asked = case_made(apply(world, prepayment()));
    EXPECT(world, asked != 0 && messages_told(world, at, "intake.message.accepted") == 1);
    as_hospital(world, at);
    apply(world, prepayment());
    EXPECT(world, refused(world, "intake.refused.open-already"));
    decide(world, asked, ROLE_SECTION_HEAD, clause_office(world, CHAOYANG, "agency"));
    EXPECT(world, refused(world, "intake.refused.other-office"));
    decide(world, asked, ROLE_REVIEWER, agency);
    EXPECT(world, refused(world, ""));
    const struct clear_institution_key key = { id_bucket(at), at };
    EXPECT(world, clause_rows(world, &clear_orders_of, &key).count == 0);
    decide(world, asked, ROLE_SECTION_HEAD, agency);
    EXPECT(world, refused(world, ""));
    const struct list orders = clause_rows(world, &clear_orders_of, &key);
    EXPECT(world, orders.count == 1);
    const struct clear_order *order = orders.items;
    EXPECT(world, order->amount.fen == 50000000 && order->month == 202003);
    EXPECT(world, text_is(order->state, "proposed") && text_is(order->ledger, "apart"));
    const struct intake_case *row = clause_case(world, asked);
    EXPECT(world, text_is(row->effect, "recorded") && row->result == order->order_id);
    EXPECT(world, messages_told(world, at, "intake.message.approved") == 1);
}

/* Nothing says that an ordinary hospital gets it: it hears so when it asks. */
static void who_has_no_such_task_is_told_at_once(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t at = hospital_of(world, HAIDIAN, false);
    as_hospital(world, at);
    apply(world, prepayment());
    EXPECT(world, refused(world, "clear.refused.nothing-says"));
    /* And nobody asks for another one by its code. */
    const struct party_institution_key key = { id_bucket(at), at };
    const struct party_institution *row = clause_rows(world, &party_institution_by_id, &key).items;
    struct clause_application other = statement();
    other.channel = "web";
    other.more.number = row->code;
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    apply(world, other);
    EXPECT(world, refused(world, "intake.refused.applicant"));
}

/* What came by post is entered by the office of its place, by the institution's code and name. */
static void on_paper_it_is_named_by_its_code(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    int64_t at = hospital_of(world, NANCHANG, false);
    const struct party_institution_key key = { id_bucket(at), at };
    const struct party_institution *row = clause_rows(world, &party_institution_by_id, &key).items;
    struct clause_application post = statement();
    post.channel = "post";
    post.more.number = row->code;
    post.more.name = TEXT("另一家医院");
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, NANCHANG, "agency"));
    apply(world, post);
    EXPECT(world, refused(world, "intake.refused.nobodys-own"));
    post.more.name = row->name;
    int64_t made = case_made(apply(world, post));
    EXPECT(world, made != 0);
    const struct intake_case *of = clause_case(world, made);
    EXPECT(world, of->institution == at && text_is(of->state, "received"));
    EXPECT(world, text_is(of->applicant, "institution") && of->entered_by != 0);
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, HAIDIAN, "agency"));
    apply(world, post);
    EXPECT(world, refused(world, "intake.refused.own-elsewhere"));
}

static size_t in_the_inbox(struct clause_world *world)
{
    const struct message_list_input nothing = { .after_message = 0 };
    clause_act(world, &message_inbox_action, &nothing);
    const struct message_list_answer *inbox = world->outcome;
    const struct message_row *rows = inbox->messages.items;
    size_t count = 0;
    for (size_t i = 0; i < inbox->messages.count; i++)
        count += text_is(rows[i].kind, "delivery.message.notice");
    return count;
}

/* A notice that was published, told to the institutions of the place and then to its units. */
static bool guided(struct clause_world *world)
{
    struct { int64_t document, division; bool units; int64_t after; } guide = { 77, CHAOYANG,
                                                                               false, 0 };
    const struct notice_receiver published = {
        .bucket = NOTICE_BUCKET, .document = 77, .kind = TEXT("office"), .why = TEXT("report"),
        .receiver = clause_office(world, CHAOYANG, "bureau"), .number = TEXT("示例〔2020〕1号"),
        .title = TEXT("例"), .sent_at = world->now, .version = 1,
    };
    clause_insert(world, &notice_receiver_table, &published);
    /* A second time, under a key of its own, nobody is told again. */
    for (int call = 0; call < 4; call++) {
        guide.units = call % 2 == 1;
        clause_as_staff(world, ROLE_PUBLISHER, clause_office(world, CHAOYANG, "bureau"));
        clause_act(world, &delivery_guide_action, &guide);
        if (!refused(world, ""))
            return false;
    }
    return true;
}

/* LAW: BJ4-H2: each sees its own, and an employer as well; a notice reaches both. */
static void each_sees_its_own_alone(struct clause_world *world)
{
    const struct clause_application query = {
        .matter = "unit-query", .channel = "web", .papers = { "unit-certificate" },
        .values = { { TEXT("credit-code"), TEXT("99V") }, { TEXT("month"), TEXT("2020-02") } },
        .value_count = 2,
    };
    begin(world, DATE(2020, 3, 2));
    int64_t one = hospital_of(world, CHAOYANG, false), two = hospital_of(world, CHAOYANG, false);
    as_hospital(world, one);
    const struct intake_applied *applied = apply(world, statement());
    EXPECT(world, applied != NULL);
    const struct intake_find_input find = { .receipt = applied->receipt };
    EXPECT(world, own_cases(world) == 1);
    clause_act(world, &intake_look_up_action, &find);
    EXPECT(world, refused(world, ""));
    as_hospital(world, two);
    EXPECT(world, own_cases(world) == 0);
    clause_act(world, &intake_look_up_action, &find);
    EXPECT(world, refused(world, "intake.refused.no-case"));
    clause_as_employer(world, clause_employee(world, CHAOYANG), "small-enterprise");
    EXPECT(world, own_cases(world) == 0);
    clause_act(world, &intake_look_up_action, &find);
    EXPECT(world, refused(world, "intake.refused.no-case"));
    applied = apply(world, query);
    EXPECT(world, applied != NULL && own_cases(world) == 1);
    EXPECT(world, clause_case(world, applied->case_id)->unit == world->actor.unit);
    const struct actor employer = world->actor;
    as_hospital(world, two);
    EXPECT(world, own_cases(world) == 0);
    EXPECT(world, guided(world));
    world->actor = employer;
    EXPECT(world, in_the_inbox(world) == 1);
    as_hospital(world, two);
    EXPECT(world, in_the_inbox(world) == 1);
}

/* A paper asked for is brought by a helper; where nothing lets helpers, the way is not open. */
static bool helped(struct clause_world *world, int64_t place)
{
    const struct clause_application change = {
        .matter = "unit-change", .channel = "web", .papers = { "unit-certificate" },
        .values = { { TEXT("credit-code"), TEXT("99V") }, { TEXT("what"), TEXT("contact") },
                    { TEXT("new"), TEXT("示例") } }, .value_count = 3,
    };
    struct intake_owed_input asked = { TEXT("unit-certificate") };
    struct intake_paper_input paper = {
        .material = TEXT("unit-certificate"), .file_type = TEXT("image/jpeg"),
        .blob = arena_format(&world->arena, "%064lld", (long long)++world->serial),
    };
    clause_as_unit(world, place);
    const struct intake_applied *applied = apply(world, change);
    if (applied == NULL)
        return false;
    const struct intake_case_input ask = { .case_id = applied->case_id,
                                           .materials = { &asked, 1 } };
    const struct intake_supply_input brought = { .receipt = applied->receipt,
        .channel = TEXT("helper"), .papers = { &paper, 1 } };
    clause_as_staff(world, ROLE_INTAKE_CLERK, clause_office(world, place, "agency"));
    clause_act(world, &intake_ask_supplement_action, &ask);
    if (refused(world, ""))
        clause_act(world, &intake_supply_action, &brought);
    if (!refused(world, ""))
        return false;
    const struct intake_case_input show = { .case_id = applied->case_id };
    clause_act(world, &intake_show_action, &show);
    const struct intake_seen *seen = world->outcome;
    const struct intake_step_told *steps = seen->steps.items;
    size_t by_helper = 0;
    for (size_t i = 0; i < seen->steps.count; i++)
        by_helper += text_starts(steps[i].behalf_en, TEXT("by a helper"));
    return by_helper == 1 && text_starts(steps[seen->steps.count - 1].behalf_en,
                                         TEXT("by a helper"));
}

static void a_helper_carries_it_on(struct clause_world *world)
{
    begin(world, DATE(2020, 3, 2));
    EXPECT(world, helped(world, NANCHANG));
    EXPECT(world, !helped(world, CHAOYANG) && refused(world, "intake.refused.channel"));
}

/* The night's look, to its end; how many cases came of it. */
static int64_t night(struct clause_world *world)
{
    const struct task_input begun = { 0 };
    int64_t opened = 0;
    by_house(world);
    /* Asked for once more before it has looked, it begins anew: there is one look, not two. */
    clause_act(world, &intake_seek_action, &begun);
    clause_act(world, &intake_seek_action, &begun);
    const struct job_state_key running = { TEXT("running"), 0 };
    if (clause_rows(world, &jobs_in_state, &running).count != 1)
        return -1;
    for (struct list jobs = clause_rows(world, &jobs_in_state, &running); jobs.count > 0;
         jobs = clause_rows(world, &jobs_in_state, &running)) {
        const struct job_row *job = jobs.items;
        const struct task_input step = { job->bucket, job->job, job->subject };
        clause_act(world, &intake_seek_page_action, &step);
        if (!refused(world, ""))
            return -1;
    }
    for (bool more = true; more;) {
        const struct due_key due = { .state = TEXT("waiting"), .until = world->now };
        const struct list timers = clause_rows(world, &timers_due, &due);
        const struct timer_row *rows = timers.items;
        more = false;
        for (size_t i = 0; i < timers.count; i++) {
            if (!text_is(rows[i].action, intake_open_unasked_action.name))
                continue;
            const struct task_input open = { rows[i].bucket, rows[i].timer, rows[i].subject };
            clause_act(world, &intake_open_unasked_action, &open);
            if (!refused(world, ""))
                return -1;
            opened += count_told(world, "found");
            more = true;
        }
    }
    return opened;
}

static int64_t case_of_unit(struct clause_world *world, int64_t unit)
{
    const struct intake_owner_key key = { id_bucket(unit), unit, 0 };
    const struct list rows = clause_rows(world, &intake_cases_of_unit, &key);
    return rows.count == 1 ? ((const struct intake_case *)rows.items)->case_id : 0;
}

static int64_t paid_unit(struct clause_world *world)
{
    int64_t unit = declared_unit(world, JUNAN, "small-enterprise", "", "2020-02", "100000.00",
                                 NULL);
    pay(world, unit, "2020-02", "8000.00");
    return refused(world, "") ? unit : 0;
}

/* LAW: LY22-L3j: the rate was cut after February was paid. Who paid the old one is found, told, and
 * given it back by the ordinary steps; who does not want that withdraws and is left alone; who
 * paid after the cut is not troubled. */
static void who_qualifies_need_not_apply(struct clause_world *world)
{
    begin(world, DATE(2020, 2, 20));
    int64_t wants = paid_unit(world), declines = paid_unit(world);
    EXPECT(world, wants != 0 && declines != 0 && night(world) == 0);
    clause_now(world, DATE(2020, 3, 10), 9);
    int64_t later = paid_unit(world);
    EXPECT(world, later != 0 && night(world) == 2);
    int64_t granted = case_of_unit(world, wants), unwanted = case_of_unit(world, declines);
    EXPECT(world, granted != 0 && unwanted != 0 && case_of_unit(world, later) == 0);
    const struct intake_case *of = clause_case(world, granted);
    EXPECT(world, text_is(of->state, "accepted") && text_is(of->channel, "unasked"));
    EXPECT(world, of->office == clause_office(world, JUNAN, "agency") && of->entered_by == 0);
    by_unit(world, wants);
    const struct message_list_input nothing = { .after_message = 0 };
    clause_act(world, &message_inbox_action, &nothing);
    const struct message_list_answer *inbox = world->outcome;
    EXPECT(world, inbox->messages.count == 1);
    EXPECT(world, text_is(((const struct message_row *)inbox->messages.items)->kind,
                          "intake.message.unasked"));
    EXPECT(world, own_cases(world) == 1 && night(world) == 0);
    by_unit(world, declines);
    const struct intake_withdraw_input withdraw = {
        .receipt = clause_case(world, unwanted)->receipt };
    clause_act(world, &intake_withdraw_action, &withdraw);
    EXPECT(world, refused(world, "") && night(world) == 0);
    decide(world, granted, ROLE_REVIEWER, clause_office(world, JUNAN, "agency"));
    decide(world, granted, ROLE_SECOND_REVIEWER, clause_office(world, JUNAN, "agency"));
    EXPECT(world, refused(world, "") && night(world) == 0);
    EXPECT(world, month_fen(world, wants, "2020-02", "excess") == 0);
    EXPECT(world, fen_told(world, "credit") == 100000);
    EXPECT(world, month_fen(world, declines, "2020-02", "excess") == 100000);
}

/* Nobody applies by the way that says that nobody applied. */
static void nobody_applies_unasked(struct clause_world *world)
{
    const struct clause_application refund = {
        .matter = "contribution-refund", .channel = "unasked",
        .values = { { TEXT("way"), TEXT("offset") }, { TEXT("month"), TEXT("2020-02") },
                    { TEXT("amount"), TEXT("1000.00") } }, .value_count = 3,
    };
    begin(world, DATE(2020, 2, 20));
    int64_t unit = paid_unit(world);
    clause_now(world, DATE(2020, 3, 10), 9);
    by_unit(world, unit);
    apply(world, refund);
    EXPECT(world, refused(world, "intake.refused.not-your-channel"));
}

/* LAW: LY22-L3j: two months at once are two cases, each decided by itself; then nothing is left,
 * until more is. Each rule that a matter names is there, and tells a list. */
static void two_are_found(struct clause_world *world, int64_t month)
{
    begin(world, DATE(2020, 2, 20));
    int64_t unit = paid_unit(world);
    const struct list all = matters_of(world->book, &world->arena);
    const struct matter *matters = all.items;
    size_t offered = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct action *rule = intake_action_of(matters[i].offered_when);
        EXPECT(world, !text_present(matters[i].offered_when)
               || (rule != NULL && rule->outcome->field_count == 1
                   && rule->outcome->fields[0].kind == FIELD_LIST));
        offered += rule != NULL;
    }
    EXPECT(world, offered > 0 && unit != 0);
    const struct contribute_owner_key key = { id_bucket(unit), unit };
    struct contribute_bill more =
        *(const struct contribute_bill *)clause_rows(world, &contribute_bills_of, &key).items;
    more.bill = id_mint(&world->minter, id_bucket(unit));
    more.month = month;
    clause_insert(world, &contribute_bill_table, &more);
    clause_now(world, DATE(2020, 3, 10), 9);
    EXPECT(world, night(world) == 2 && night(world) == 0);
    const struct intake_owner_key owner = { id_bucket(unit), unit, 0 };
    const struct list cases = clause_rows(world, &intake_cases_of_unit, &owner);
    const struct intake_case *rows = cases.items;
    EXPECT(world, cases.count == 2 && !text_equal(rows[0].subject_key, rows[1].subject_key));
    for (size_t i = 0; i < 2; i++) {
        decide(world, rows[i].case_id, ROLE_REVIEWER, clause_office(world, JUNAN, "agency"));
        decide(world, rows[i].case_id, ROLE_SECOND_REVIEWER,
               clause_office(world, JUNAN, "agency"));
        EXPECT(world, refused(world, ""));
    }
    EXPECT(world, night(world) == 0);
    more = *(const struct contribute_bill *)clause_rows(world, &contribute_bills_of, &key).items;
    more.paid_employer.fen += 50000;
    clause_replace(world, &contribute_bill_table, &more);
    EXPECT(world, night(world) == 1);
}

/* That began on the day. */
static const struct agreement *agreement_from(struct clause_world *world, int64_t institution,
                                              struct date day)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct list rows = clause_rows(world, &agreements_of, &key);
    const struct agreement *agreements = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (date_compare(agreements[i].valid_from, day) == 0)
            return &agreements[i];
    return NULL;
}

/* A hospital with a task in the epidemic asks for its agreement back, which was interrupted; the
 * approval restores it, with the checks put off. One without a task is told at once. */
static void an_agreement_is_restored_by_its_case(struct clause_world *world)
{
    const struct clause_application application = {
        .matter = "agreement-recovery", .channel = "hospital", .papers = { "task-proof", "letter" },
        .values = { { TEXT("state"), TEXT("interrupted") }, { TEXT("task"), TEXT("收治患者") },
                    { TEXT("test-settlement"), TEXT("T-1") } }, .value_count = 3,
    };
    begin(world, DATE(2020, 2, 10));
    int64_t hospitals[] = { hospital_of(world, CHAOYANG, false),
                            hospital_of(world, CHAOYANG, true) };
    for (size_t i = 0; i < 2; i++) {
        const struct agreement interrupted = {
            .bucket = id_bucket(hospitals[i]), .institution = hospitals[i],
            .agreement = id_mint(&world->minter, id_bucket(hospitals[i])),
            .valid_from = DATE(2018, 3, 1), .status = TEXT("interrupted"),
            .status_from = DATE(2020, 1, 2), .version = 1,
        };
        clause_insert(world, &agreement_table, &interrupted);
    }
    as_hospital(world, hospitals[0]);
    EXPECT(world, apply(world, application) == NULL);
    EXPECT(world, refused(world, "agreement.refused.no-task"));
    as_hospital(world, hospitals[1]);
    int64_t case_id = case_made(apply(world, application));
    EXPECT(world, case_id != 0);
    decide(world, case_id, ROLE_SECTION_HEAD, clause_office(world, CHAOYANG, "agency"));
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(clause_case(world, case_id)->effect, "recorded"));
    const struct agreement *restored = agreement_from(world, hospitals[1], DATE(2018, 3, 1));
    EXPECT(world, restored != NULL && text_is(restored->status, "in-force"));
    EXPECT(world, restored->status_from.yyyymmdd == 20200210);
    EXPECT(world, memmem(restored->reason.data, restored->reason.length, "BJ4-06", 6) != NULL);
}

/* Renewed for the year asked for, to be signed by both, and not where one runs already. */
static void an_agreement_is_renewed_by_its_case(struct clause_world *world)
{
    struct clause_application application = {
        .matter = "agreement-renewal", .channel = "hospital", .value_count = 2,
        .values = { { TEXT("year"), TEXT("2020") }, { TEXT("signer"), TEXT("示例") } },
    };
    begin(world, DATE(2020, 2, 10));
    int64_t hospital = hospital_of(world, CHAOYANG, true);
    as_hospital(world, hospital);
    EXPECT(world, apply(world, application) == NULL);
    EXPECT(world, refused(world, "agreement.refused.overlaps"));
    application.values[0].value = TEXT("2010");
    int64_t case_id = case_made(apply(world, application));
    EXPECT(world, case_id != 0);
    decide(world, case_id, ROLE_REVIEWER, clause_office(world, CHAOYANG, "agency"));
    EXPECT(world, refused(world, ""));
    const struct agreement *renewed = agreement_from(world, hospital, DATE(2010, 1, 1));
    EXPECT(world, renewed != NULL && renewed->valid_until.yyyymmdd == 20101231
                      && text_is(renewed->status, "unsigned"));
}

static void every_month_is_found(struct clause_world *world)
{
    two_are_found(world, 202003);
}

/* LAW: LY22-L3j: two bills of one month are two cases as well. */
static void every_bill_is_found(struct clause_world *world)
{
    two_are_found(world, 202002);
}

static const struct clause_scenario scenarios[] = {
    { "", one_at_a_time },
    { "LY22-L3j", who_qualifies_need_not_apply },
    { "LY22-L3j", nobody_applies_unasked },
    { "BJ4-06d", an_agreement_is_restored_by_its_case },
    { "BJ4-H2", an_agreement_is_renewed_by_its_case },
    { "LY22-L3j", every_month_is_found },
    { "LY22-L3j", every_bill_is_found },
    { "JX4-2.3e JX4-2.3f", who_treats_is_served_first },
    { "BJ4-04e", a_prepayment_is_asked_for_and_ordered },
    { "BJ4-04e", who_has_no_such_task_is_told_at_once },
    { "JX4-2.3b", on_paper_it_is_named_by_its_code },
    { "JX4-2.2f", a_helper_carries_it_on },
    { "BJ4-H2", each_sees_its_own_alone },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
