/* fund_actions.c: crediting personal accounts, and reading balances. */

#include "rooms/fund/fund.h"

#include "rooms/party/party_facts.h"
#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

/* ---- fund.credit-account ---- */

struct credit_input {
    int64_t person;
    struct money amount;
    struct text cause;          /* "monthly credit 2020-01" */
};
#define CREDIT(member_) AT(struct credit_input, member_)
static const struct field credit_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, CREDIT(person), .help = "fund.field.person" },
    { "amount", NULL, FIELD_MONEY, FIELD_REQUIRED, CREDIT(amount),
      .help = "fund.field.amount" },
    { "cause", NULL, FIELD_TEXT, FIELD_REQUIRED, CREDIT(cause), 100,
      .help = "fund.field.cause" },
};
static const struct shape credit_shape =
    SHAPE("fund_credit_account", struct credit_input, credit_fields);

struct credit_outcome {
    int64_t cause;
    struct money balance;
};
static const struct field credit_outcome_fields[] = {
    { "cause", NULL, FIELD_ID, 0, AT(struct credit_outcome, cause) },
    { "balance", NULL, FIELD_MONEY, 0, AT(struct credit_outcome, balance) },
};
static const struct shape credit_outcome_shape =
    SHAPE("fund_credited", struct credit_outcome, credit_outcome_fields);

struct credit_facts {
    struct party_person_facts person;
    const struct fund_personal *personal;
};
static const struct shape credit_facts_shape =
    { .name = "fund_credit_facts", .size = sizeof(struct credit_facts) };

static void credit_keys(const struct request *request, struct keys *keys)
{
    const struct credit_input *input = request->input;
    keys_add(keys, input->person);
}

static bool credit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct credit_input *input = request->input;
    struct credit_facts *found = facts;
    struct fund_of_person key = { id_bucket(input->person), input->person };
    const void *row;
    bool there = gather_one(gather, &fund_personal_of, &key, &row);
    if (!party_gather_person(gather, input->person, &found->person) || !there)
        return false;
    found->personal = row;
    return true;
}

static void credit_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct credit_input *input = request->input;
    const struct credit_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "fund.refused.no-such-person", "person");
        return;
    }
    if (input->amount.fen <= 0) {
        decision_refuse(decision, "fund.refused.not-positive", "amount");
        return;
    }
    if (found->person.person->merged_into != 0) {
        decision_refuse_with(decision, "fund.refused.merged", "person",
                             arena_format(request->arena, "%lld",
                                          (long long)found->person.person->merged_into),
                             (struct text){ 0 });
        return;
    }
    struct date today = date_of_moment(request->at);
    struct party_standing standing =
        party_standing_on(&found->person, TEXT("310"), today);
    if (standing.reason != PARTY_ENROLLED) {
        decision_refuse(decision, "fund.refused.no-personal-account", "person");
        return;
    }
    struct fund_personal after;
    bool possible =
        fund_personal_after(found->personal, input->person, input->amount, &after);
    CHECK(possible);
    fund_record_personal(decision, found->personal, &after);

    int bucket = id_bucket(input->person);
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = bucket, .cause = id_mint(request->minter, bucket), .person = input->person,
        .day = today, .about = "credit", .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    const struct fund_account pool = {
        FUND_EMPLOYEE_POOL, book_pooling_area(request->book, standing.place),
    };
    fund_post(&posting, pool, (struct fund_account){ FUND_PERSONAL, input->person },
              input->amount);
    fund_record(decision, &posting);

    struct credit_outcome *outcome = decision->outcome;
    *outcome = (struct credit_outcome){ posting.cause, after.balance };
    decision->subject = input->person;
}

const struct action fund_credit_account_action = {
    .name = "fund.credit-account", .method = "POST",
    .path = "/api/v1/persons/{person}/account/credits",
    .flags = ACTION_ONCE,
    .input = &credit_shape, .facts = &credit_facts_shape, .outcome = &credit_outcome_shape,
    .answer = &credit_outcome_shape, .help = "fund.help.credit-account", .keys = credit_keys,
    .gather = credit_gather, .decide = credit_decide,
};

/* ---- fund.balances and fund.trial-balance ---- */

struct balances_input {
    int64_t kind;               /* 0: all */
};
static const struct field balances_input_fields[] = {
    { "kind", NULL, FIELD_COUNT, 0, AT(struct balances_input, kind),
      .help = "fund.field.kind" },
};
static const struct shape balances_input_shape =
    SHAPE("fund_balances_input", struct balances_input, balances_input_fields);

struct balance_row {
    struct text name;
    int64_t kind;
    struct text owner;          /* a place, an institution, "people", "units" */
    struct money debits, credits, balance;
};
static const struct field balance_row_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct balance_row, name), 30 },
    { "kind", NULL, FIELD_COUNT, 0, AT(struct balance_row, kind) },
    { "owner", NULL, FIELD_TEXT, 0, AT(struct balance_row, owner), 30 },
    { "debits", NULL, FIELD_MONEY, 0, AT(struct balance_row, debits) },
    { "credits", NULL, FIELD_MONEY, 0, AT(struct balance_row, credits) },
    { "balance", NULL, FIELD_MONEY, 0, AT(struct balance_row, balance) },
};
static const struct shape balance_row_shape =
    SHAPE("fund_balance_row", struct balance_row, balance_row_fields);

struct balances_answer {
    struct list accounts;
};
static const struct field balances_answer_fields[] = {
    { "accounts", NULL, FIELD_LIST, 0, AT(struct balances_answer, accounts),
      .of = &balance_row_shape },
};
static const struct shape balances_answer_shape =
    SHAPE("fund_balances", struct balances_answer, balances_answer_fields);

struct balances_facts {
    const struct list *movements;
    const struct list *institutions;    /* of the asker's place, by number */
};
static const struct shape balances_facts_shape =
    { .name = "fund_balances_facts", .size = sizeof(struct balances_facts) };

static bool balances_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct balances_facts *found = facts;
    int64_t place = request->actor->division;
    const struct fund_place_key key = { place, division_last_code((int32_t)place) };
    found->movements = gather_want(gather, &fund_balances_all, NULL);
    found->institutions = gather_want(gather, &fund_institutions_of_place, &key);
    return found->movements != NULL && found->institutions != NULL;
}

static bool lies_here(const struct list *institutions, int64_t owner)
{
    const struct fund_institution *rows = institutions->items;
    size_t low = 0, high = institutions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].institution < owner)
            low = middle + 1;
        else
            high = middle;
    }
    return low < institutions->count && rows[low].institution == owner;
}

/* Funds of places outside the actor's are not his to see. A county has its people's fund at the
 * city and no account of its own: it sees those of the institutions that lie in it. Institutions
 * elsewhere are their own place's; the sums of people and of units a province's. */
static bool balances_may_see(const struct actor *actor, const struct fund_movement *row,
                             const struct list *institutions)
{
    if (actor->scope.everything || lies_here(institutions, row->owner))
        return true;
    if (row->owner > 0 && row->owner <= 999999)
        return staff_division_within(row->owner, actor->division);
    if (row->owner != 0)
        return false;
    return actor->division % 10000 == 0 && actor->office != 0;
}

static struct text owner_told(const struct fund_movement *row, struct arena *arena)
{
    if (row->owner != 0)
        return arena_format(arena, "%lld", (long long)row->owner);
    return row->kind == FUND_UNIT || row->kind == FUND_TO_CREDIT ? TEXT("units") : TEXT("people");
}

static void balances_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct balances_input *input = request->input;
    const struct balances_facts *found = facts;
    const struct fund_movement *rows = found->movements->items;
    struct balance_row *kept =
        ARENA_ARRAY(request->arena, struct balance_row, found->movements->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->movements->count; i++) {
        if (input->kind != 0 && rows[i].kind != input->kind)
            continue;
        if (!balances_may_see(request->actor, &rows[i], found->institutions))
            continue;
        kept[count++] = (struct balance_row){
            .name = text_of(fund_kind_name(rows[i].kind)), .kind = rows[i].kind,
            .owner = owner_told(&rows[i], request->arena),
            .debits = rows[i].debits, .credits = rows[i].credits,
            .balance = fund_movement_balance(&rows[i]),
        };
    }
    struct balances_answer *answer = decision->outcome;
    answer->accounts = (struct list){ kept, count };
}

const struct action fund_balances_action = {
    .name = "fund.balances", .method = "GET", .path = "/api/v1/funds/balances",
    .flags = ACTION_READ, .input = &balances_input_shape, .facts = &balances_facts_shape,
    .outcome = &balances_answer_shape, .answer = &balances_answer_shape,
    .help = "fund.help.balances", .gather = balances_gather, .decide = balances_decide,
};

struct trial_answer {
    struct money debits, credits, difference;
    int64_t accounts;
    bool balanced;
};
static const struct field trial_answer_fields[] = {
    { "debits", NULL, FIELD_MONEY, 0, AT(struct trial_answer, debits) },
    { "credits", NULL, FIELD_MONEY, 0, AT(struct trial_answer, credits) },
    { "difference", NULL, FIELD_MONEY, 0, AT(struct trial_answer, difference) },
    { "accounts", NULL, FIELD_COUNT, 0, AT(struct trial_answer, accounts) },
    { "balanced", NULL, FIELD_FLAG, 0, AT(struct trial_answer, balanced) },
};
static const struct shape trial_answer_shape =
    SHAPE("fund_trial_balance", struct trial_answer, trial_answer_fields);

static const struct shape nothing_shape = { .name = "nothing", .size = 1 };

static bool trial_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct balances_facts *found = facts;
    found->movements = gather_want(gather, &fund_balances_all, NULL);
    return found->movements != NULL;
}

/* Zero by construction of transfers; what this shows is that the sealed sums still say so. */
static void trial_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)request;
    const struct balances_facts *found = facts;
    const struct fund_movement *rows = found->movements->items;
    struct trial_answer answer = { .accounts = (int64_t)found->movements->count };
    for (size_t i = 0; i < found->movements->count; i++) {
        answer.debits = money_plus(answer.debits, rows[i].debits);
        answer.credits = money_plus(answer.credits, rows[i].credits);
    }
    answer.difference = money_minus(answer.credits, answer.debits);
    answer.balanced = answer.difference.fen == 0;
    *(struct trial_answer *)decision->outcome = answer;
}

const struct action fund_trial_balance_action = {
    .name = "fund.trial-balance", .method = "GET", .path = "/api/v1/funds/trial-balance",
    .flags = ACTION_READ, .input = &nothing_shape, .facts = &balances_facts_shape,
    .outcome = &trial_answer_shape, .answer = &trial_answer_shape,
    .help = "fund.help.trial-balance", .gather = trial_gather, .decide = trial_decide,
};
