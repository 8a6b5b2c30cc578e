/* claim_account.c: what lies on a personal account is paid out at once (个人账户一次性支取), to who is
 * insured here no more or to the heirs: the account is emptied, and the money is owed to the
 * claimant and leaves as any other, in a payment file. */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/fund/fund_facts.h"

#include <string.h>

struct account_input {
    int64_t person, cause;
    struct text ground;         /* "death" "emigration" "army" "transfer" */
    struct date died;           /* of that ground */
    struct text filer, bank, sealed;
    struct moment handed_in;
};
struct account_facts {
    struct party_person_facts person;
    const struct fund_personal *personal;
};
struct account_told {
    int64_t claim, person, payment;
    struct money amount;
};

static bool gather_account(struct gather *gather, const struct request *request, void *facts)
{
    const struct account_input *input = request->input;
    struct account_facts *found = facts;
    const struct fund_of_person key = { id_bucket(input->person), input->person };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &key, &row);
    found->personal = row;
    return party_gather_person(gather, input->person, &found->person) && complete;
}

/* The spell the account belongs to: the last of an employee's. */
static const struct party_spell *spell_of_account(const struct list *spells)
{
    const struct party_spell *rows = spells->items, *last = NULL;
    for (size_t i = 0; i < spells->count; i++) {
        const char *insurance = party_insurance(rows[i].insurance);
        if (insurance != NULL && strcmp(insurance, "employee") == 0
            && !text_is(rows[i].status, "3"))
            last = &rows[i];
    }
    return last;
}

static bool is_running(const struct party_spell *spell, struct date today)
{
    return spell->valid_until.yyyymmdd == 0 || date_compare(spell->valid_until, today) > 0;
}

/* The day of a death is one that was, of somebody who was insured by then. */
static bool is_day_of_death(struct date died, const struct party_spell *spell, struct date today)
{
    return died.yyyymmdd != 0 && date_compare(died, today) <= 0
        && date_compare(died, spell->valid_from) >= 0;
}

/* NULL: refused. */
static const struct party_spell *may_have(const struct request *request,
                                          const struct account_facts *found,
                                          struct decision *decision)
{
    const struct account_input *input = request->input;
    if (!claim_may(request->actor, &found->person))
        return claim_refuse(decision, CLAIM_REFUSED_NO_PERSON, "person"), NULL;
    const struct party_spell *spell = spell_of_account(found->person.spells);
    struct date today = date_of_moment(request->at);
    if (spell == NULL || found->personal == NULL || found->personal->balance.fen == 0)
        return claim_refuse(decision, CLAIM_REFUSED_EMPTY_ACCOUNT, "person"), NULL;
    if (found->personal->held.fen > 0)
        return claim_refuse_with(decision, CLAIM_REFUSED_ACCOUNT_HELD, "person",
                                 claim_money_text(found->personal->held, request->arena),
                                 (struct text){ 0 }), NULL;
    /* Who has died is insured no more; of the others the employer or the office says so first. */
    bool dead = text_is(input->ground, "death");
    if (dead && !is_day_of_death(input->died, spell, today))
        return claim_refuse(decision, CLAIM_REFUSED_DAY_OF_DEATH, "died"), NULL;
    if (is_running(spell, today) && !dead)
        return claim_refuse(decision, CLAIM_REFUSED_STILL_INSURED, "ground"), NULL;
    if (input->cause != 0 && !text_present(input->sealed))
        return claim_refuse(decision, CLAIM_REFUSED_NO_ACCOUNT, "account"), NULL;
    return spell;
}

/* Insured to the day of the death, whatever the insurance and whenever it was ended since. */
static void end_spells(const struct list *spells, struct date died, struct decision *decision)
{
    const struct party_spell *rows = spells->items;
    for (size_t i = 0; i < spells->count; i++) {
        struct party_spell after = rows[i];
        if (!is_running(&rows[i], died) || text_is(rows[i].status, "3")
            || date_compare(rows[i].valid_from, died) > 0)
            continue;
        after.valid_until = died;
        party_record_spell(decision, &rows[i], after, "stopped",
                           words_of("claim.why-stopped", LANGUAGE_CHINESE));
    }
}

static void empty(const struct request *request, const struct account_facts *found,
                  const struct claim_row *row, struct decision *decision)
{
    struct fund_personal after;
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = row->bucket, .cause = row->claim, .person = row->person,
        .day = date_of_moment(request->at), .about = "account-paid-out",
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, (struct fund_account){ FUND_PERSONAL, row->person },
              (struct fund_account){ FUND_CLAIMANT, row->person }, row->funds);
    fund_record(decision, &posting);
    bool possible = fund_personal_after(found->personal, row->person, money_negated(row->funds),
                                        &after);
    CHECK(possible);
    fund_record_personal(decision, found->personal, &after);
}

static void decide_account(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct account_input *input = request->input;
    const struct account_facts *found = facts;
    const struct party_spell *spell = may_have(request, found, decision);
    if (spell == NULL)
        return;
    int bucket = id_bucket(input->person);
    const struct claim_row row = {
        .bucket = bucket, .claim = id_mint(request->minter, bucket), .person = input->person,
        .cause = input->cause, .kind = TEXT("account"), .ground = input->ground,
        .filer = text_present(input->filer) ? input->filer : TEXT("person"),
        .unit = spell->unit, .place = spell->place, .insurance = spell->insurance,
        .handed_in = input->handed_in.ms != 0 ? input->handed_in : request->at,
        .total = found->personal->balance, .funds = found->personal->balance,
        .payee = TEXT("person"), .state = TEXT("settled"),
        .entered_by = request->actor->account, .decided_by = request->actor->account,
        .entered_at = request->at, .decided_at = request->at, .version = 1,
    };
    if (text_is(input->ground, "death"))
        end_spells(found->person.spells, input->died, decision);
    decision_insert(decision, &claim_table, &row);
    empty(request, found, &row, decision);
    claim_say(decision, &row, "claim.message.account",
              claim_money_text(row.funds, request->arena), (struct text){ 0 });
    decision->subject = row.person;
    *(struct account_told *)decision->outcome = (struct account_told){
        .claim = row.claim, .person = row.person, .amount = row.funds,
        .payment = claim_pay_later(decision, &row, row.funds, input->bank, input->sealed, 0),
    };
}

#define ASK(member, kind_, ...) FIELD(struct account_input, member, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(person, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.person"),
    ASK(cause, FIELD_ID, .help = "claim.field.cause"),
    ASK(ground, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
        .help = "claim.field.account-ground"),
    ASK(died, FIELD_DAY, .help = "claim.field.died"),
    ASK(filer, FIELD_TEXT, .length_max = 40, .help = "claim.field.filer"),
    ASK(bank, FIELD_TEXT, .length_max = 100, .help = "claim.field.bank"),
    ASK(sealed, FIELD_BYTES, .flags = FIELD_PRIVATE, .help = "claim.field.sealed"),
    ASK(handed_in, FIELD_MOMENT, .help = "claim.field.handed-in"),
};
static const struct shape input_shape =
    SHAPE("claim_account_input", struct account_input, input_fields);
static const struct shape facts_shape =
    { .name = "claim_account_facts", .size = sizeof(struct account_facts) };
#define TOLD(member, kind_) FIELD(struct account_told, member, kind_)
static const struct field told_fields[] = {
    TOLD(claim, FIELD_ID), TOLD(person, FIELD_ID), TOLD(payment, FIELD_ID),
    TOLD(amount, FIELD_MONEY),
};
static const struct shape told_shape =
    SHAPE("claim_account_told", struct account_told, told_fields);

static void account_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct account_input *)request->input)->person);
}

/* Only an approval runs it: the case has been looked at by two. */
const struct action claim_pay_account_action = {
    .name = "claim.pay-account", .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "claim.help.pay-account", .keys = account_keys, .gather = gather_account,
    .decide = decide_account,
};
