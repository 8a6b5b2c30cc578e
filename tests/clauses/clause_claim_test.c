/* clause_claim_test.c: claims by hand, as the counter sees them. */

#include "clause_runner.h"
#include "clause_units.h"

#include "base/check.h"
#include "rooms/claim/claim.h"
#include "rooms/message/message_facts.h"
#include "rooms/settle/settle_room.h"

#define LINYI 371302

static void as_clerk(struct clause_world *world, int64_t account, int32_t division)
{
    world->actor = (struct actor){
        .role = ROLE_REVIEWER, .account = account, .office = 1, .division = division,
        .scope = { .everything = true },
    };
}

static void as_finance(struct clause_world *world, int32_t division)
{
    world->actor = (struct actor){
        .role = ROLE_FINANCE, .account = 900, .office = 1, .division = division,
        .scope = { .everything = true },
    };
}

static void as_person(struct clause_world *world, int64_t person)
{
    int64_t *persons = ARENA_NEW(&world->arena, int64_t);
    *persons = person;
    world->actor = (struct actor){
        .role = ROLE_RESIDENT, .account = 77, .person = person,
        .scope = { .persons = persons, .person_count = 1 },
    };
}

/* A receipt of a hospital that is not listed: one line of one medicine. */
static struct claim_add_input *receipt(struct clause_world *world, int64_t person,
                                       const char *invoice, struct date day, int64_t fen)
{
    struct claim_line_input *line = ARENA_NEW(&world->arena, struct claim_line_input);
    struct claim_add_input *input = ARENA_NEW(&world->arena, struct claim_add_input);
    *line = (struct claim_line_input){
        .item = text_of(CLAUSE_ANTIBIOTIC), .amount = { fen },
        .quantity = { fen * 10000 / 800 }, .price = { 8000000 },
    };
    *input = (struct claim_add_input){
        .person = person, .ground = TEXT("elsewhere"), .invoice = text_of(invoice),
        .institution_name = TEXT("临沂市某医院"), .division = LINYI, .tier = 3,
        .designated = true,
        .med_type = TEXT("11"), .begin = day, .total = { fen }, .lines = { line, 1 },
    };
    return input;
}

static const struct claim_added *enter(struct clause_world *world,
                                       const struct claim_add_input *input)
{
    clause_act(world, &claim_add_action, input);
    return world->outcome;
}

/* Whether entering it ends so; "": it is entered. */
static bool enters(struct clause_world *world, const struct claim_add_input *input,
                   const char *refusal)
{
    enter(world, input);
    return refused(world, refusal);
}

static const struct claim_settled *settle(struct clause_world *world, int64_t person,
                                          int64_t claim)
{
    struct claim_settle_input *input = ARENA_NEW(&world->arena, struct claim_settle_input);
    *input = (struct claim_settle_input){
        .person = person, .claim = claim, .bank = TEXT("某银行"), .sealed = TEXT("sealed"),
    };
    clause_act(world, &claim_settle_action, input);
    return world->outcome;
}

static const struct claim_row *claim_now(struct clause_world *world, int64_t claim)
{
    const struct claim_key key = { id_bucket(claim), claim };
    struct list rows = clause_rows(world, &claim_by_id, &key);
    return rows.count == 0 ? NULL : rows.items;
}

/* Held up in Linyi since January; a Beijing employee pays 3000 yuan himself and claims after the
 * end of the epidemic, long after the twentieth of January. 3000 less 1800 at 70 % is 840 by the
 * rates of Beijing; the catalogue asked is that of Beijing, too. */
static void a_stranded_patient_claims_after_the_end(struct clause_world *world)
{
    clause_now(world, DATE(2021, 4, 1), 9);
    int64_t person = clause_employee(world, 110105), other = clause_employee(world, 110105);
    clause_status(world, person, "stranded", DATE(2020, 1, 25), DATE(2020, 3, 20));
    clause_filing(world, person, (struct filing_row){
        .about = TEXT("offsite"), .kind = TEXT("long-term"), .division = 371300,
        .valid_from = DATE(2020, 1, 25), .valid_until = DATE(2020, 3, 20),
        .filed_on = DATE(2020, 2, 1), .state = TEXT("in-force") });
    as_clerk(world, 11, 110105);
    clause_event(world, "epidemic-end", 110000, DATE(2021, 3, 20));
    enter(world, receipt(world, other, "R0", DATE(2020, 2, 15), 300000));
    EXPECT(world, refused(world, "claim.refused.late"));
    struct claim_add_input *elsewhere =
        receipt(world, person, "R1", DATE(2020, 2, 15), 300000);
    elsewhere->designated = false;
    enter(world, elsewhere);
    EXPECT(world, refused(world, "claim.refused.not-designated"));
    /* That somebody made sure is an office's to say. */
    elsewhere->designated = true;
    as_person(world, person);
    enter(world, elsewhere);
    EXPECT(world, refused(world, "claim.refused.not-designated"));
    elsewhere->designated = false;
    as_clerk(world, 11, 110105);
    elsewhere->emergency = true;
    elsewhere->total.fen = 0;
    enter(world, elsewhere);
    EXPECT(world, refused(world, "claim.refused.other-total"));
    const struct claim_added *added =
        enter(world, receipt(world, person, "R1", DATE(2020, 2, 15), 300000));
    EXPECT(world, refused(world, ""));
    const struct claim_settled *settled = settle(world, person, added->claim);
    EXPECT(world, refused(world, ""));
    EXPECT(world, settled->funds.fen == 84000);
    EXPECT(world, settled->own.fen == 216000);
    const struct claim_row *row = claim_now(world, added->claim);
    EXPECT(world, text_is(row->state, "settled"));
    EXPECT(world, text_is(row->basis, "京医保发〔2020〕4号 四、9"));
    /* Three months after the end, the twentieth of June: a Sunday, so until Monday. */
    clause_now(world, DATE(2021, 6, 21), 16);
    enter(world, receipt(world, person, "R2", DATE(2020, 2, 16), 10000));
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2021, 6, 22), 9);
    enter(world, receipt(world, person, "R3", DATE(2020, 2, 17), 10000));
    EXPECT(world, refused(world, "claim.refused.late"));
}

/* Costs of 2019 may come after the twentieth of January, at the counter alone. */
static void costs_of_2019_at_the_counter(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 20), 9);
    int64_t person = clause_employee(world, 110105);
    as_clerk(world, 11, 110105);
    struct claim_add_input *input = receipt(world, person, "R1", DATE(2019, 12, 20), 300000);
    input->division = 110105;
    input->channel = TEXT("web");
    EXPECT(world, enters(world, input, "claim.refused.late"));
    input->channel = TEXT("counter");
    const struct claim_added *added = enter(world, input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, added->receipts == 1);
    /* Before the notice of 7 February nothing lengthened it. */
    clause_now(world, DATE(2020, 1, 20), 23);
    input->invoice = TEXT("R2");
    input->channel = TEXT("web");
    EXPECT(world, enters(world, input, ""));
    clause_now(world, DATE(2020, 1, 21), 1);
    input->invoice = TEXT("R3");
    input->channel = TEXT("counter");
    EXPECT(world, enters(world, input, "claim.refused.late"));
}

/* Shaoxing: the day it is handed in decides, whatever the kind, and not the day it is decided. */
static void receipts_of_shaoxing(struct clause_world *world)
{
    static const char *const kinds[] = { "ordinary", "maternity", "assistance" };
    clause_now(world, DATE(2020, 12, 31), 23);
    int64_t person = clause_employee(world, 330602);
    as_clerk(world, 11, 330602);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct claim_add_input *input =
            receipt(world, person, kinds[i], DATE(2019, 6, 1), 10000);
        input->kind = text_of(kinds[i]);
        clause_now(world, DATE(2020, 12, 31), 23);
        EXPECT(world, enters(world, input, ""));
        int64_t late = clause_employee(world, 330602);
        input = receipt(world, late, "late", DATE(2019, 6, 1), 10000);
        input->kind = text_of(kinds[i]);
        clause_now(world, DATE(2021, 1, 1), 1);
        EXPECT(world, enters(world, input, "claim.refused.late"));
    }
    clause_now(world, DATE(2021, 12, 31), 23);
    int64_t other = clause_employee(world, 330602);
    struct claim_add_input *input = receipt(world, other, "R9", DATE(2020, 1, 2), 10000);
    const struct claim_added *added = enter(world, input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, added->claim != 0);
    input->invoice = TEXT("R10");
    input->person = clause_employee(world, 330602);
    clause_now(world, DATE(2022, 1, 1), 1);
    EXPECT(world, enters(world, input, "claim.refused.late"));
}

/* Settled by card first, then claimed by hand; claimed by hand first, then sent by the hospital. */
static void an_invoice_counts_once(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t hospital = clause_hospital(world, 110105);
    struct actor software = world->actor;
    int64_t person = clause_employee(world, 110105);
    struct clause_visit visit = clause_register(world, person, NULL, (struct text){ 0 });
    clause_charge(world, &visit, CLAUSE_ANTIBIOTIC, "1", (struct quantity){ 0 }, 300000);
    struct settle_ask ask = {
        .person = person, .visit = visit.visit, .bill = visit.bill, .insurance = TEXT("310"),
        .med_type = TEXT("11"), .certificate_kind = TEXT("99"), .total = { 300000 },
        .settlement_way = TEXT("01"), .invoice = TEXT("F1"),
    };
    const struct party_institution_key key = { id_bucket(hospital), hospital };
    struct list found = clause_rows(world, &party_institution_by_id, &key);
    struct text code = ((const struct party_institution *)found.items)->code;
    struct claim_add_input *input = receipt(world, person, "F1", DATE(2020, 2, 10), 300000);
    input->institution = code;

    /* By hand first. */
    as_clerk(world, 11, 110105);
    const struct claim_added *added = enter(world, input);
    EXPECT(world, refused(world, ""));
    world->actor = software;
    clause_act(world, &settle_outpatient_action, &ask);
    EXPECT(world, refused(world, "settle.refused.invoice-used"));

    /* Taken back, the hospital may settle; then the same paper is nobody's to claim, neither by
     * its number nor as the same sum of that day. */
    struct { int64_t person, claim, visit; struct text reason; } drop = {
        person, added->claim, 0, { 0 },
    };
    as_clerk(world, 11, 110105);
    clause_act(world, &claim_drop_action, &drop);
    EXPECT(world, refused(world, ""));
    world->actor = software;
    clause_act(world, &settle_outpatient_action, &ask);
    EXPECT(world, refused(world, ""));
    as_clerk(world, 11, 110105);
    EXPECT(world, enters(world, input, "claim.refused.invoice-used"));
    input->invoice = TEXT("F2");
    EXPECT(world, enters(world, input, "claim.refused.settled-directly"));
    /* Nor by the hospital's name in place of its code; that he has looked only an office says. */
    input->institution = (struct text){ 0 };
    input->division = 110105;
    input->apart = input->emergency = true;
    as_person(world, person);
    EXPECT(world, enters(world, input, "claim.refused.settled-directly"));
    input->emergency = false;
    as_clerk(world, 11, 110105);
    EXPECT(world, enters(world, input, ""));
}

/* The window of August 2022: claims pause with the hour they go on; the counter takes a receipt in
 * advance and stores it; it is decided afterwards as handed in on that day. */
static void an_outage_takes_receipts_in_advance(struct clause_world *world)
{
    clause_now(world, DATE(2022, 8, 13), 10);
    int64_t person = clause_employee(world, 110105);
    struct claim_add_input *input = receipt(world, person, "R1", DATE(2022, 8, 1), 300000);
    input->division = 110105;
    input->emergency = true;
    as_person(world, person);
    EXPECT(world, enters(world, input, "claim.refused.paused"));
    EXPECT(world, text_starts(world->decision.refusal.detail[0], TEXT("2022-08-15 06:00")));

    input->emergency = false;
    as_clerk(world, 11, 110105);
    input->channel = TEXT("counter");
    const struct claim_added *added = enter(world, input);
    EXPECT(world, refused(world, ""));
    settle(world, person, added->claim);
    EXPECT(world, refused(world, "claim.refused.paused"));
    EXPECT(world, claim_now(world, added->claim)->funds.fen == 0);

    /* What was settled in part is no cost advanced in full: it does not pause. */
    struct claim_settle_input rest = {
        .person = person, .begin = DATE(2022, 8, 1), .ground = TEXT("difference"),
    };
    clause_act(world, &claim_settle_action, &rest);
    EXPECT(world, refused(world, ""));

    clause_now(world, DATE(2022, 8, 15), 6);
    const struct claim_settled *settled = settle(world, person, added->claim);
    EXPECT(world, refused(world, ""));
    EXPECT(world, settled->funds.fen == 84000);
    EXPECT(world, date_of_moment(claim_now(world, added->claim)->handed_in).yyyymmdd == 20220813);
    /* And he is told. */
    const struct message_person_key told = { id_bucket(person), person, 0 };
    struct list messages = clause_rows(world, &messages_of_person, &told);
    EXPECT(world, messages.count == 1);
    EXPECT(world, text_is(((const struct message_row *)messages.items)->kind,
                          "claim.message.settled"));
}

/* Who may hand in: a resident's receipts not through an employer, a student's through the
 * university, whose account is paid. */
static void who_hands_in_for_whom(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 1), 9);
    int64_t resident = clause_resident(world, 110105);
    as_clerk(world, 11, 110105);
    struct claim_add_input *input = receipt(world, resident, "R1", DATE(2020, 5, 1), 10000);
    input->filer = TEXT("employer");
    EXPECT(world, enters(world, input, "claim.refused.not-a-filer"));
    input->filer = TEXT("university");
    const struct claim_added *added = enter(world, input);
    EXPECT(world, refused(world, ""));
    EXPECT(world, text_is(claim_now(world, added->claim)->payee, "university"));
}

/* Somebody who was insured under that number before the two were made one. */
static int64_t another_number(struct clause_world *world, int64_t first)
{
    int64_t person = clause_employee(world, 110105);
    const struct party_spell former = {
        .bucket = id_bucket(person), .person = person,
        .spell = id_mint(&world->minter, id_bucket(person)), .insurance = TEXT("310"),
        .kind = TEXT("11"), .place = 110105, .valid_from = DATE(2015, 1, 1),
        .valid_until = DATE(2017, 12, 31), .status = TEXT("4"), .former = first, .version = 1,
    };
    clause_insert(world, &party_spell_table, &former);
    return person;
}

/* Its day mistyped it is the same birth, under another number of hers, too, unless somebody has
 * looked. The input begins with the person. */
static bool is_the_same_birth(struct clause_world *world, int64_t *input, bool *apart)
{
    const int64_t first = *input;
    *input = another_number(world, first);
    clause_act(world, &claim_allowance_action, input);
    bool same = refused(world, "claim.refused.same-event");
    *input = first;
    clause_act(world, &claim_allowance_action, input);
    same = same && refused(world, "claim.refused.same-event")
        && text_is(world->decision.refusal.detail[0], "2020-02-10");
    *apart = true;
    clause_act(world, &claim_allowance_action, input);
    return same && refused(world, "claim.refused.second-person");
}

struct bank_said { int64_t payment; struct text result, reason; struct date day; };

/* The file leaves, and the bank sends that payment back. */
static void comes_back(struct clause_world *world, int64_t payment)
{
    as_finance(world, 110105);
    struct { int64_t place; struct money most; } pay = { 0 };
    clause_act(world, &claim_pay_action, &pay);
    EXPECT(world, refused(world, ""));
    struct bank_said answer = { payment, TEXT("returned"), { 0 }, DATE_NONE };
    clause_act(world, &claim_bank_return_action, &answer);
    EXPECT(world, refused(world, ""));
}

/* Whether he may say to which other account it goes; the one said here is none. */
static bool leads(struct clause_world *world, int64_t payment)
{
    struct { int64_t payment; struct text bank, account_holder, account; } again = {
        payment, TEXT("某银行"), TEXT("示例"), TEXT("6222"),
    };
    clause_act(world, &claim_pay_again_action, &again);
    return !refused(world, "claim.refused.no-payment");
}
static void as_unit(struct clause_world *world, int64_t unit)
{
    world->actor = (struct actor){ .role = ROLE_EMPLOYER, .account = 78, .unit = unit };
}

/* The unit is told, and has it in its list; she, whose account it is not, need not mend it. */
static bool is_the_units(struct clause_world *world, int64_t person, int64_t unit, int64_t payment)
{
    const struct claim_unit_key of_unit = { unit, 0 }, before = { unit, payment };
    const struct message_received_key to_unit = { id_bucket(unit), unit, 0, 0 };
    const struct message_person_key to_her = { id_bucket(person), person, 0 };
    struct list rows = clause_rows(world, &claim_payments_of_unit, &of_unit);
    struct list told = clause_rows(world, &messages_of_unit, &to_unit);
    struct list hers = clause_rows(world, &messages_of_person, &to_her);
    const struct claim_unit_payment *listed = rows.items;
    const struct message_row *message = told.items, *her = hers.items;
    for (size_t i = 0; i < hers.count; i++)
        if (text_is(her[i].kind, "claim.message.returned"))
            return false;
    return rows.count == 1 && listed->payment == payment && listed->person == person
        && text_is(listed->state, "returned") && listed->amount.fen == 3840000
        && clause_rows(world, &claim_payments_of_unit, &before).count == 0
        && told.count == 1 && text_is(message->kind, "claim.message.returned");
}

/* The employer's average base of 9000 yuan over 30 days is 300 a day; 128 days in 2020. */
static void a_maternity_allowance(struct clause_world *world)
{
    struct {
        int64_t person, cause;
        struct text way;
        struct date event;
        int64_t children, weeks;
        struct money base;
        struct text filer, channel, bank, account_holder, account, sealed;
        int64_t unit;
        struct moment handed_in;
        bool look, apart;
    } input = { .way = TEXT("natural"), .event = DATE(2020, 2, 10), .base = { 900000 },
                .sealed = TEXT("sealed") };
    struct told { int64_t claim, person, payment, days; struct money base, amount; };
    clause_now(world, DATE(2020, 6, 1), 9);
    input.person = clause_employee(world, 110105);
    as_clerk(world, 11, 110105);
    input.way = TEXT("caesarian");
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, "claim.refused.unknown-care"));
    input.way = TEXT("natural");
    /* From the sum on that asks for two people another looks first, at the same sum. */
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, "claim.refused.second-person"));
    input.look = true;
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, ""));
    input.look = false;
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, "claim.refused.second-person"));
    as_clerk(world, 12, 110105);
    input.base.fen = 950000;
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, "claim.refused.second-person"));
    input.base.fen = 900000;
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, ""));
    const struct told *told = world->outcome;
    EXPECT(world, told->days == 128 && told->amount.fen == 3840000);
    const struct claim_row *row = claim_now(world, told->claim);
    EXPECT(world, row != NULL && text_is(row->payee, "employer"));
    clause_act(world, &claim_allowance_action, &input);
    EXPECT(world, refused(world, "claim.refused.invoice-used"));
    input.event = DATE(2020, 2, 1);
    EXPECT(world, is_the_same_birth(world, &input.person, &input.apart));

    /* It comes back. It is the employer's: an office or the employer says where to, not she. */
    const struct claim_key paid = { id_bucket(row->claim), row->claim };
    const struct claim_payment_row *payment =
        clause_rows(world, &claim_payments_of_claim, &paid).items;
    comes_back(world, payment->payment);
    as_person(world, input.person);
    EXPECT(world, !leads(world, payment->payment));
    int64_t unit = clause_unit_of(input.person);
    EXPECT(world, is_the_units(world, input.person, unit, payment->payment));
    as_unit(world, unit + 1);
    EXPECT(world, !leads(world, payment->payment));
    as_unit(world, unit);
    EXPECT(world, leads(world, payment->payment));
}

/* What an employee claimed is his: his employer leads it nowhere. */
static void money_goes_to_whose_it_is(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 1), 9);
    int64_t person = clause_employee(world, 110105);
    as_clerk(world, 11, 110105);
    struct claim_add_input *input = receipt(world, person, "R1", DATE(2020, 5, 1), 300000);
    input->division = 110105;
    const struct claim_settled *settled = settle(world, person, enter(world, input)->claim);
    EXPECT(world, refused(world, "") && settled->payment != 0);
    comes_back(world, settled->payment);
    as_unit(world, clause_unit_of(person));
    EXPECT(world, !leads(world, settled->payment));
    as_person(world, person);
    EXPECT(world, leads(world, settled->payment));
}

/* A claim that came to nothing and comes to something once it is decided again has no account to
 * go to: it waits for one instead of leaving in a payment file; less than before is owed back. */
static void a_difference_without_an_account(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 1), 9);
    int64_t person = clause_employee(world, 110105);
    as_clerk(world, 11, 110105);
    struct claim_add_input *input = receipt(world, person, "R1", DATE(2020, 5, 1), 10000);
    input->division = 110105;
    const struct claim_settled *settled = settle(world, person, enter(world, input)->claim);
    EXPECT(world, refused(world, "") && settled->funds.fen == 0 && settled->payment == 0);
    int64_t claim = settled->claim;
    const struct settle_claimed *bill = settled->bills.items;
    struct { int64_t person, settlement; struct money change; } follow = {
        person, bill->settlement, { 5000 },
    };
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
    clause_act(world, &claim_follow_action, &follow);
    EXPECT(world, refused(world, ""));
    follow.change.fen = -2000;
    clause_act(world, &claim_follow_action, &follow);
    EXPECT(world, refused(world, ""));
    const struct claim_key key = { id_bucket(claim), claim };
    struct list payments = clause_rows(world, &claim_payments_of_claim, &key);
    const struct claim_payment_row *rows = payments.items;
    EXPECT(world, payments.count == 2);
    EXPECT(world, text_is(rows[0].state, "uncollected") && rows[0].amount.fen == 5000);
    EXPECT(world, text_is(rows[1].state, "owed-back") && rows[1].amount.fen == -2000);
    as_finance(world, 110105);
    struct { int64_t place; struct money most; } pay = { 0 };
    clause_act(world, &claim_pay_action, &pay);
    EXPECT(world, refused(world, "claim.refused.nothing-to-pay"));

    /* What is owed back comes, once; the claim's payments still sum to what it came to. */
    struct bank_said came = { rows[0].payment, TEXT("repaid"), { 0 }, DATE(2020, 6, 1) };
    clause_act(world, &claim_bank_return_action, &came);
    EXPECT(world, refused(world, "claim.refused.not-owed"));
    came.payment = rows[1].payment;
    clause_act(world, &claim_bank_return_action, &came);
    EXPECT(world, refused(world, ""));
    clause_act(world, &claim_bank_return_action, &came);
    EXPECT(world, refused(world, "claim.refused.not-owed"));
    payments = clause_rows(world, &claim_payments_of_claim, &key);
    rows = payments.items;
    EXPECT(world, text_is(rows[1].state, "repaid") && rows[1].bank_day.yyyymmdd == 20200601);
}

/* No price stands on the paper and the quantity is tiny: refused, whatever it divides to. */
static void sums_no_price_can_have(struct clause_world *world)
{
    clause_now(world, DATE(2020, 6, 1), 9);
    int64_t person = clause_employee(world, 110105);
    as_clerk(world, 11, 110105);
    struct claim_add_input *input =
        receipt(world, person, "R1", DATE(2020, 5, 1), INT64_C(900000000000000));
    struct claim_line_input line = {
        .item = text_of(CLAUSE_ANTIBIOTIC), .amount = input->total, .quantity = { 1 },
    };
    input->lines = (struct list){ &line, 1 };
    EXPECT(world, enters(world, input, "claim.refused.wrong-amount"));
    input->lines.count = 0;
    input->in_scope = input->total;
    EXPECT(world, enters(world, input, "claim.refused.no-receipts"));
    line.amount.fen = input->total.fen = 10000;
    /* Nor does more of it count than it comes to. */
    input->in_scope.fen = 10001;
    EXPECT(world, enters(world, input, "claim.refused.above-total"));
    line.quantity.e4 = 0;
    input->lines.count = 1;
    EXPECT(world, enters(world, input, ""));
}

/* Two people of 9 000 and 11 000 yuan: the employer's average is 10 000, whatever the form says;
 * 10 000 x 128 / 30 = 42 666.67. */
static void the_employers_base_counts(struct clause_world *world)
{
    struct told {
        int64_t claim, person, payment, days;
        struct money base, amount, stated;
        bool differs;
    };
    clause_now(world, DATE(2020, 1, 5), 9);
    int64_t unit = unit_of(world, 110105, "small-enterprise", "");
    int64_t mother = employed(world, unit, 110105, DATE(2015, 1, 1));
    int64_t other = employed(world, unit, 110105, DATE(2015, 1, 1));
    by_unit(world, unit);
    base_of(world, unit, mother, "2020-01", "9000.00");
    base_of(world, unit, other, "2020-01", "11000.00");
    declare(world, unit, "2020-01");
    EXPECT(world, refused(world, ""));
    clause_now(world, DATE(2020, 6, 1), 9);
    as_clerk(world, 11, 110105);
    ask(world, &claim_allowance_action,
        GIVEN({ "person", of_id(world, mother) }, { "way", "natural" },
              { "event", "2020-02-10" }, { "base", "9000.00" }, { "look", "true" }));
    EXPECT(world, refused(world, ""));
    const struct told *told = world->outcome;
    EXPECT(world, told->base.fen == 1000000 && told->amount.fen == 4266667);
    EXPECT(world, told->stated.fen == 900000 && told->differs);
    EXPECT(world, clause_trail(world, "claim.trail.base-stated", ""));
    /* Nothing need be stated. */
    as_clerk(world, 12, 110105);
    ask(world, &claim_allowance_action,
        GIVEN({ "person", of_id(world, mother) }, { "way", "natural" },
              { "event", "2020-02-10" }));
    EXPECT(world, refused(world, ""));
    told = world->outcome;
    EXPECT(world, told->amount.fen == 4266667 && !told->differs);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "BJ4-09a BJ4-09b BJ4-09d BJ4-09e", a_stranded_patient_claims_after_the_end },
        { "BJ4-S5f BJ4-S5g", costs_of_2019_at_the_counter },
        { "SX9-2.3f SX9-2.3g SX9-2.3h SX9-2.3i SX9-A1b SX9-A1c SX9-A1d", receipts_of_shaoxing },
        { "SX9-A1a", an_invoice_counts_once },
        { "BJ22-2.3.1a BJ22-2.3.1c BJ22-2.3.2a BJ22-2.3.2c BJ22-2.3.2d",
          an_outage_takes_receipts_in_advance },
        { "BJ4-11a BJ4-11c", who_hands_in_for_whom },
        { "BJ4-02g", a_maternity_allowance },
        { "", the_employers_base_counts },
        { "", money_goes_to_whose_it_is },
        { "", a_difference_without_an_account },
        { "", sums_no_price_can_have },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
