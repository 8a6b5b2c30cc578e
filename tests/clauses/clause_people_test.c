/* clause_people_test.c: for whom something is different at the desk: people of groups, patients
 * from elsewhere, items that are payable for a time. */

#include "clause_runner.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"
#include "rooms/fund/fund_facts.h"
#include "rooms/party/party.h"
#include "rooms/settle/settle_facts.h"
#include "rooms/settle/settle_groups.h"
#include "rooms/settle/settle_reach.h"
#include "rooms/visit/visit.h"

static const struct text NO_CARD = { 0 };
static const struct quantity NO_DAYS = { 0 };

static const struct settle_receipt *stay(struct clause_world *world, int64_t person,
                                         struct date from, int64_t fen)
{
    clause_now(world, from, 9);
    struct clause_visit visit = clause_admit(world, person);
    if (!refused(world, ""))
        return world->outcome;
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, fen);
    clause_now(world, date_plus_days(from, 6), 15);
    clause_discharge(world, &visit);
    return clause_settle(world, &visit, "21");
}

/* Recorded at the desk, as it is for everybody. */
struct marked { int64_t person, identity; struct text type, level, source;
                struct date from, until; };
static const char *mark(struct clause_world *world, struct marked marked)
{
    struct marked *input = ARENA_NEW(&world->arena, struct marked);
    const struct actor before = world->actor;
    *input = marked;
    world->actor = (struct actor){
        .account = 41, .role = ROLE_REVIEWER, .office = 9, .division = 371300,
        .scope = { .everything = true },
    };
    clause_act(world, &party_record_identity_action, input);
    world->actor = before;
    return clause_refused(world);
}

static void identity(struct clause_world *world, int64_t person, const char *type,
                     struct date from)
{
    mark(world, (struct marked){ .person = person, .type = text_of(type), .from = from,
                                 .source = TEXT("民政部门名册") });
}

static int64_t of_person(const struct settle_receipt *receipt)
{
    return receipt->cash.fen + receipt->account.fen + receipt->family_account.fen;
}

/* ---- patients from elsewhere ---- */

/* What the transfers of a settlement moved from one account to another. */
static int64_t moved(struct clause_world *world, const struct settle_receipt *receipt,
                     struct fund_account from, struct fund_account to)
{
    const struct fund_cause_key key = {
        .bucket = id_bucket(receipt->settlement), .day = date_of_moment(receipt->at),
        .cause = receipt->settlement,
    };
    const struct list rows = clause_rows(world, &fund_transfers_of_cause, &key);
    const struct fund_transfer *one = rows.items;
    int64_t sum = 0;
    for (size_t i = 0; i < rows.count; i++) {
        bool kinds = one[i].debit_kind == from.kind && one[i].credit_kind == to.kind;
        if (kinds && one[i].debit_owner == from.owner && one[i].credit_owner == to.owner)
            sum += one[i].amount.fen;
    }
    return sum;
}

/* A patient of Beijing in Shaoxing: Shaoxing's funds and finance pay the hospital, and Beijing's
 * fund owes Shaoxing its part. One of Shaoxing is paid by Shaoxing, and nobody owes. */
static void the_place_of_treatment_advances(struct clause_world *world)
{
    enum { HOME = 110000, THERE = 330600 };
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t hospital = clause_hospital(world, 330602);
    int64_t person = clause_employee(world, 110105);
    clause_status(world, person, "confirmed", DATE(2020, 2, 8), DATE_NONE);
    const struct settle_receipt *receipt = stay(world, person, DATE(2020, 2, 10), 3000000);
    EXPECT(world, refused(world, "") && of_person(receipt) == 0);
    EXPECT(world, clause_trail(world, "settle.trail.measure", "SX9-2.3c"));
    int64_t pooled = receipt->paid[PAYER_POOLED_FUND].fen;
    int64_t finance = receipt->paid[PAYER_FINANCE].fen;
    EXPECT(world, pooled > 0 && finance > 0);
    const struct fund_account owed = { FUND_INSTITUTION, hospital };
    const struct fund_account claim = { FUND_ADVANCED, THERE };
    const struct fund_account home = { FUND_EMPLOYEE_POOL, HOME };
    EXPECT(world, moved(world, receipt,
                        (struct fund_account){ FUND_EMPLOYEE_POOL, THERE }, owed) == pooled);
    EXPECT(world, moved(world, receipt, home, claim) == pooled);
    EXPECT(world, moved(world, receipt, home, owed) == 0);
    EXPECT(world, moved(world, receipt,
                        (struct fund_account){ FUND_FINANCE_SUBSIDY, THERE }, owed) == finance);

    int64_t local = clause_employee(world, 330602);
    clause_status(world, local, "confirmed", DATE(2020, 2, 8), DATE_NONE);
    receipt = stay(world, local, DATE(2020, 2, 20), 3000000);
    EXPECT(world, refused(world, ""));
    EXPECT(world, moved(world, receipt,
                        (struct fund_account){ FUND_EMPLOYEE_POOL, THERE }, owed)
           == receipt->paid[PAYER_POOLED_FUND].fen);
    EXPECT(world, moved(world, receipt,
                        (struct fund_account){ FUND_EMPLOYEE_POOL, THERE }, claim) == 0);
}

/* ---- groups ---- */

/* People under observation are as the suspected in Shandong, since its notice; elsewhere, and
 * before it, they pay as anybody. What the centre gives back is of the confirmed alone. */
static void observed_are_as_suspected(struct clause_world *world)
{
    static const struct { int32_t place, day; bool first; } stays[] = {
        { 371302, 20200310, true }, { 371302, 20200212, false }, { 360100, 20200310, false },
    };
    for (size_t i = 0; i < COUNT_OF(stays); i++) {
        struct date day = { stays[i].day };
        clause_now(world, day, 9);
        clause_hospital(world, stays[i].place);
        int64_t person = clause_resident(world, stays[i].place);
        clause_status(world, person, "observed", day, DATE_NONE);
        const struct settle_receipt *receipt = stay(world, person, day, 3000000);
        EXPECT(world, refused(world, ""));
        EXPECT(world, (of_person(receipt) == 0) == stays[i].first);
        EXPECT(world, (receipt->paid[PAYER_FINANCE].fen > 0) == stays[i].first);
        EXPECT(world, cites(world, "鲁医保发〔2020〕6号") == stays[i].first);
        const struct fund_account centre = { FUND_CENTRAL, stays[i].place / 100 * 100 };
        const struct fund_account subsidy = { FUND_FINANCE_SUBSIDY, centre.owner };
        EXPECT(world, moved(world, receipt, centre, subsidy) == 0);
    }
}

/* The four kinds of poor people: what is left is medical assistance's, not finance's. */
static void poor_patients_are_assisted(struct clause_world *world)
{
    static const char *const POOR[] = { "2301", "2302", "2303", "2305" };
    observed_are_as_suspected(world);
    clause_now(world, DATE(2020, 3, 10), 9);
    clause_hospital(world, 371302);
    for (size_t i = 0; i < COUNT_OF(POOR); i++) {
        int64_t person = clause_resident(world, 371302);
        clause_status(world, person, "confirmed", DATE(2020, 3, 8), DATE_NONE);
        identity(world, person, POOR[i], DATE(2019, 1, 1));
        const struct settle_receipt *receipt = stay(world, person, DATE(2020, 3, 10), 3000000);
        EXPECT(world, refused(world, "") && of_person(receipt) == 0);
        EXPECT(world, receipt->paid[PAYER_MEDICAL_ASSISTANCE].fen > 0);
        EXPECT(world, receipt->paid[PAYER_FINANCE].fen == 0);
        EXPECT(world, cites(world, "鲁医保发〔2020〕11号"));
    }
    /* Not of one who is in no such group, nor before the group was entered. */
    int64_t other = clause_resident(world, 371302);
    clause_status(world, other, "confirmed", DATE(2020, 3, 8), DATE_NONE);
    identity(world, other, "2301", DATE(2020, 6, 1));
    const struct settle_receipt *receipt = stay(world, other, DATE(2020, 3, 10), 3000000);
    EXPECT(world, refused(world, "") && of_person(receipt) == 0);
    EXPECT(world, receipt->paid[PAYER_MEDICAL_ASSISTANCE].fen == 0);
    EXPECT(world, receipt->paid[PAYER_FINANCE].fen > 0);
    EXPECT(world, !cites(world, "鲁医保发〔2020〕11号"));
}

/* Elderly people, children and others have rules of their own, found without being asked for. */
static void groups_have_rules_of_their_own(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    clause_hospital(world, 371302);
    int64_t poor = clause_resident(world, 371302);
    clause_status(world, poor, "suspected", DATE(2020, 3, 8), DATE_NONE);
    identity(world, poor, "2304", DATE(2019, 1, 1));
    const struct settle_receipt *receipt = stay(world, poor, DATE(2020, 3, 10), 3000000);
    EXPECT(world, refused(world, "") && receipt->paid[PAYER_MEDICAL_ASSISTANCE].fen > 0);
    /* Said in the trail, as the rule and as its source. */
    EXPECT(world, cites(world, "LY22-L2d") && cites(world, "医疗救助"));
}

/* ---- the old, children, the severely mentally ill ---- */

static void resident_born(struct clause_world *world, int64_t person, struct date born)
{
    const struct party_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &party_person_by_id, &key);
    struct party_person row = *(const struct party_person *)rows.items;
    row.born = born;
    clause_replace(world, &party_person_table, &row);
}

struct told_group { struct text group; int64_t patients, settlements;
                    struct money total, funds, own; };
static const struct told_group *groups_told(struct clause_world *world, int64_t place,
                                            struct date from, struct date until)
{
    struct { int64_t place; struct date from, until; } *asked =
        arena_take(&world->arena, sizeof *asked);
    asked->place = place;
    asked->from = from;
    asked->until = until;
    const struct actor before = world->actor;
    world->actor = (struct actor){
        .account = 41, .role = ROLE_LEADER, .office = 9, .division = 371300,
    };
    clause_act(world, &settle_group_figures_action, asked);
    world->actor = before;
    const struct { int64_t place; struct date from, until; struct list groups; } *told =
        world->outcome;
    return clause_refused(world)[0] != '\0' || told->groups.count != 3 ? NULL
                                                                       : told->groups.items;
}

/* Sixty on the day it is settled is old, a day less is not; eighteen is no child; who is marked as
 * severely ill counts up to the last day of the mark, and an old one in both groups. */
static void groups_are_marked_and_counted(struct clause_world *world)
{
    static const struct { int32_t born; bool ill; } PEOPLE[] = {
        { 19600316, true }, { 19600317, false }, { 20020316, false }, { 20020317, false },
        { 19800101, true },
    };
    struct money cost[COUNT_OF(PEOPLE)], own[COUNT_OF(PEOPLE)];
    int64_t last = 0;
    for (size_t i = 0; i < COUNT_OF(PEOPLE); i++) {
        clause_now(world, DATE(2020, 3, 10), 9);
        clause_hospital(world, 371302);
        last = clause_resident(world, 371302);
        resident_born(world, last, (struct date){ PEOPLE[i].born });
        if (PEOPLE[i].ill)
            EXPECT(world, mark(world, (struct marked){
                .person = last, .type = TEXT("6091"), .source = TEXT("卫生健康部门名册"),
                .from = DATE(2020, 3, 10), .until = DATE(2020, 3, 16) })[0] == '\0');
        const struct settle_receipt *receipt = stay(world, last, DATE(2020, 3, 10), 3000000);
        EXPECT(world, refused(world, "") && receipt->total.fen > 0);
        cost[i] = receipt->total;
        own[i] = (struct money){ of_person(receipt) };
    }
    const struct told_group *told =
        groups_told(world, 371300, DATE(2020, 3, 1), DATE(2020, 3, 31));
    EXPECT(world, told != NULL && text_is(told[0].group, "old")
                      && text_is(told[1].group, "child")
                      && text_is(told[2].group, "severe-mental"));
    EXPECT(world, told[0].patients == 1 && told[0].settlements == 1
                      && told[0].total.fen == cost[0].fen && told[0].own.fen == own[0].fen
                      && told[0].funds.fen == cost[0].fen - own[0].fen);
    EXPECT(world, told[1].patients == 1 && told[1].total.fen == cost[3].fen);
    EXPECT(world, told[2].patients == 2 && told[2].total.fen == cost[0].fen + cost[4].fen
                      && told[2].own.fen == own[0].fen + own[4].fen);
    told = groups_told(world, 371300, DATE(2020, 2, 1), DATE(2020, 2, 29));
    EXPECT(world, told != NULL && told[0].patients == 0 && told[2].settlements == 0);
    EXPECT(world, groups_told(world, 370100, DATE(2020, 3, 1), DATE(2020, 3, 31)) == NULL
                      && refused(world, "settle.refused.not-your-place"));
    /* One that ended the day before is not of the group. */
    const int64_t well = clause_resident(world, 371302);
    EXPECT(world, mark(world, (struct marked){
        .person = well, .type = TEXT("6091"), .source = TEXT("名册"),
        .from = DATE(2020, 3, 10), .until = DATE(2020, 3, 15) })[0] == '\0');
    stay(world, well, DATE(2020, 3, 10), 3000000);
    told = groups_told(world, 371300, DATE(2020, 3, 1), DATE(2020, 3, 31));
    EXPECT(world, told != NULL && told[2].patients == 2 && told[2].settlements == 2);
    /* A mark is not made twice; its days are changed by its number. */
    EXPECT(world, text_is(text_of(mark(world, (struct marked){
        .person = last, .type = TEXT("6091"), .source = TEXT("名册"),
        .from = DATE(2020, 3, 16) })), "party.refused.identity-there"));
    EXPECT(world, text_is(text_of(mark(world, (struct marked){
        .person = last, .identity = 7, .type = TEXT("6091"), .source = TEXT("名册"),
        .from = DATE(2020, 3, 12) })), "party.refused.no-such-identity"));
}

/* One that is there keeps what is not said anew, never crosses another of its kind, and is made for
 * no number that has gone into another. Who is ill counts, whatever is known of birth and begin. */
static void marks_are_changed_by_their_number(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 10), 9);
    clause_hospital(world, 371302);
    const int64_t person = clause_resident(world, 371302);
    struct marked disabled = { .person = person, .type = TEXT("03"), .level = TEXT("1"),
        .source = TEXT("残联名册"), .from = DATE(2020, 1, 1), .until = DATE(2020, 1, 31) };
    EXPECT(world, mark(world, disabled)[0] == '\0');
    const struct { int64_t person, identity; } *made = world->outcome;
    disabled.identity = made->identity;
    struct marked later = disabled;
    later.identity = 0;
    later.from = DATE(2020, 3, 1);
    later.until = DATE_NONE;
    EXPECT(world, mark(world, later)[0] == '\0');
    disabled.level = (struct text){ 0 };
    disabled.until = DATE(2020, 3, 1);
    EXPECT(world, text_is(text_of(mark(world, disabled)), "party.refused.identity-there"));
    disabled.until = DATE(2020, 2, 29);
    EXPECT(world, mark(world, disabled)[0] == '\0');
    const struct party_of_person key = { id_bucket(person), person };
    const struct list rows = clause_rows(world, &party_identities_of, &key);
    const struct party_identity *row = rows.items;
    EXPECT(world, rows.count == 2 && text_is(row[0].level, "1"));
    EXPECT(world, date_of_moment(row[0].valid_until).yyyymmdd == 20200229);

    const struct party_identity ill = { .bucket = id_bucket(person), .person = person,
        .identity = 5, .type = PARTY_SEVERE_MENTAL, .version = 1 };
    clause_insert(world, &party_identity_table, &ill);
    resident_born(world, person, DATE_NONE);
    stay(world, person, DATE(2020, 3, 10), 3000000);
    EXPECT(world, refused(world, ""));
    const struct told_group *told =
        groups_told(world, 371300, DATE(2020, 3, 1), DATE(2020, 3, 31));
    EXPECT(world, told != NULL && told[0].patients == 0 && told[1].patients == 0
                      && told[2].patients == 1);

    struct party_person gone =
        *(const struct party_person *)clause_rows(world, &party_person_by_id, &key).items;
    gone.merged_into = person + 1;
    clause_replace(world, &party_person_table, &gone);
    disabled.identity = 0;
    disabled.type = TEXT("2301");
    EXPECT(world, text_is(text_of(mark(world, disabled)), "party.refused.merged"));
}

/* ---- over the internet ---- */

static const struct settle_receipt *seen_at(struct clause_world *world, int64_t person,
                                            struct date day, const char *department)
{
    clause_now(world, day, 9);
    struct clause_visit visit = clause_register(world, person, department, NO_CARD);
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 300000);
    return clause_settle(world, &visit, "11");
}

/* Who lives in Linyi is seen again over the internet hospital of one there: it is settled as any
 * visit, by the channel internet, since the day of the notice under its clause; at another
 * department, or at one of Beijing, no such clause is named. */
static void an_internet_visit_is_settled_as_such(struct clause_world *world)
{
    static const struct { int64_t place; int32_t day; const char *department; bool told, cited; }
    VISITS[] = {
        { 371302, 20200310, "互联网医院内科", true, true },
        { 371302, 20200305, "互联网医院内科", true, true },
        { 371302, 20200304, "互联网医院内科", true, false },
        { 371302, 20200310, "内科", false, false },
        { 110105, 20200310, "互联网医院内科", true, false },
    };
    for (size_t i = 0; i < COUNT_OF(VISITS); i++) {
        clause_now(world, DATE(2020, 3, 2), 9);
        int64_t person = clause_employee(world, 110105);
        clause_filing(world, person, (struct filing_row){
            .about = TEXT("offsite"), .kind = TEXT("long-term"), .division = 371300,
            .valid_from = DATE(2020, 1, 1) });
        clause_hospital(world, VISITS[i].place);
        const struct settle_receipt *receipt =
            seen_at(world, person, (struct date){ VISITS[i].day }, VISITS[i].department);
        EXPECT(world, refused(world, "") && receipt->total.fen == 300000);
        EXPECT(world, receipt->paid[PAYER_POOLED_FUND].fen == 84000);
        EXPECT(world, clause_trail(world, "settle.trail.internet", "") == VISITS[i].told);
        EXPECT(world, cites(world, "LY22-L2b") == VISITS[i].cited);
    }
}

/* ---- items payable for a time ---- */

static void payable_from_a_day_to_a_day(struct clause_world *world)
{
    static const char ITEM[] = "XZ99AA001A0010101999000";
    struct catalogue_item item = {
        .code = TEXT("XZ99AA001A0010101999000"), .valid_from = DATE(2020, 2, 16),
        .valid_until = DATE(2020, 3, 31), .name = TEXT("临时纳入药品（示例）"),
        .list_type = TEXT("101"), .charge_level = TEXT("01"), .charge_type = TEXT("09"),
    };
    item.bucket = catalogue_code_key_of(item.code).bucket;
    clause_now(world, DATE(2020, 2, 1), 9);
    clause_hospital(world, 371302);
    int64_t person = clause_resident(world, 371302);
    clause_insert(world, &catalogue_item_table, &item);
    static const struct { struct date day; bool payable; } DAYS[] = {
        { { 20200215 }, false }, { { 20200216 }, true }, { { 20200331 }, true },
        { { 20200401 }, false },
    };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        clause_now(world, DAYS[i].day, 9);
        struct clause_visit visit = clause_register(world, person, NULL, NO_CARD);
        clause_charge(world, &visit, ITEM, "1", NO_DAYS, 80000);
        EXPECT(world, refused(world, ""));
        const struct visit_charged *charged = world->outcome;
        const struct visit_line_split *split = charged->lines.items;
        EXPECT(world, split->in_scope.fen == (DAYS[i].payable ? 80000 : 0));
        EXPECT(world, split->full_own.fen == (DAYS[i].payable ? 0 : 80000));
    }
}

/* The real book and a notice by which a stranded patient's filing reaches back in Shaoxing, too. */
static const struct book *with_reaching_back(struct clause_world *world)
{
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    struct publication more = {
        .sequence = book_sequence(world->book) + 1,
        .file = TEXT("rules/notices/330600/t.yaml"),
        .text = TEXT("notice: 测〔2022〕9号\nplace: 330600\nissued: 2022-02-10\n"
                     "known: 2022-02-10\nshort: T9\nmeasures:\n"
                     "- { ids: [1], says: x, scope: { people: { status: stranded-outside } }, "
                     "backdate: { filing: offsite-filing, "
                     "start-not-before: start-of-stranding } }\n"),
    };
    publication_digest(&more);
    return book_add(world->book, &more, 1, &faults);
}

struct preview_asked {
    int64_t person, division;
    struct text kind;
    struct date from, until;
    struct text status;
};
struct preview_shown {
    int64_t person, settlements;
    struct money change;
    bool more;
    struct list lines;
};
struct preview_bill {
    int64_t settlement, visit;
    struct date day;
    struct money total, before, after, change;
};

/* Whatever refuses the filing refuses the look at it, in the same words. */
static bool refused_both(struct clause_world *world, const struct preview_asked *asked,
                         const char *key)
{
    const struct filing_record_input input = {
        .person = asked->person, .kind = asked->kind, .division = asked->division,
        .from = asked->from, .until = asked->until, .status = asked->status,
    };
    clause_act(world, &filing_record_action, &input);
    bool recording = refused(world, key);
    clause_act(world, &settle_preview_action, asked);
    return recording && refused(world, key);
}

/* LAW: BJ4-S4c. What a filing that reaches back would change is shown first, bill by bill, or that
 * it may not be filed; nothing is kept. */
static void a_reaching_back_is_shown_first(struct clause_world *world)
{
    clause_hospital(world, 371302);
    const struct actor software = world->actor;
    int64_t person = clause_employee(world, 330602), before = 0;
    for (int day = 8; day <= 12; day += 4) {
        clause_now(world, DATE(2022, 2, day), 9);
        struct clause_visit visit = clause_admit(world, person);
        clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", NO_DAYS, 1000000);
        clause_discharge(world, &visit);
        const struct settle_receipt *receipt = clause_settle(world, &visit, "21");
        EXPECT(world, refused(world, ""));
        for (int payer = 0; payer < PAYER_COUNT; payer++)
            before += receipt->paid[payer].fen;
    }

    clause_now(world, DATE(2022, 2, 15), 9);
    struct preview_asked input = {
        person, 371300, TEXT("long-term"), DATE(2022, 2, 1), DATE_NONE, TEXT(""),
    };
    EXPECT(world, refused_both(world, &input, "filing.refused.no-person"));
    world->actor = (struct actor){
        .role = ROLE_REVIEWER, .account = 12, .office = 1, .division = 330602,
        .scope = { .everything = true },
    };
    EXPECT(world, refused_both(world, &input, "filing.refused.no-such-kind"));
    input.kind = TEXT("stranded");
    EXPECT(world, refused_both(world, &input, "filing.refused.not-stranded"));
    input.kind = TEXT("long-term-resident");
    EXPECT(world, refused_both(world, &input, "filing.refused.backdated"));
    input.from = DATE(2014, 2, 1);
    EXPECT(world, refused_both(world, &input, "filing.refused.not-enrolled"));
    /* One that begins today changes nothing that was settled. */
    input.from = DATE(2022, 2, 15);
    clause_act(world, &settle_preview_action, &input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, ((const struct preview_shown *)world->outcome)->settlements == 0);

    const struct book *real = world->book, *book = with_reaching_back(world);
    EXPECT(world, book != NULL);
    world->book = book;
    input.kind = TEXT("stranded");
    input.from = DATE(2022, 2, 1);
    input.status = TEXT("stranded-outside");
    clause_act(world, &settle_preview_action, &input);
    world->book = real;
    EXPECT(world, refused(world, ""));
    const struct preview_shown *shown = world->outcome;
    const struct preview_bill *lines = shown->lines.items;
    EXPECT(world, shown->settlements == 2 && lines[0].before.fen + lines[1].before.fen == before);
    /* Without the quarter borne first 2 500 more count each time, at eighty per cent. */
    for (int i = 0; i < 2; i++)
        EXPECT(world, lines[i].change.fen == 200000
                          && lines[i].after.fen == lines[i].before.fen + 200000);
    EXPECT(world, shown->change.fen == 400000);
    const struct settle_of_person_key key = { id_bucket(person), person };
    const struct list stand = clause_rows(world, &settlements_standing, &key);
    const struct settlement_row *rows = stand.items;
    EXPECT(world, stand.count == 2 && rows[0].version == 1 && rows[1].version == 1
                      && settlement_row_funds(&rows[0]).fen + settlement_row_funds(&rows[1]).fen
                             == before);
    EXPECT(world, clause_rows(world, &filings_of, &key).count == 0);
    book_release(book);
    world->actor = software;
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "SX9-2.3c", the_place_of_treatment_advances },
        { "LY22-L2a", poor_patients_are_assisted },
        { "LY22-L2b", an_internet_visit_is_settled_as_such },
        { "LY22-L2c", groups_are_marked_and_counted },
        { "LY22-L2d", groups_have_rules_of_their_own },
        { "LY22-L3e", payable_from_a_day_to_a_day },
        { "", a_reaching_back_is_shown_first },
        { "", marks_are_changed_by_their_number },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
