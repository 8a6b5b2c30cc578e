/* fund_movements.c: what moved on a personal account in a year, with the balance after each. The
 * balance of then is the one of today less what has moved since. LAW: JX4-2.1h */

#include "rooms/fund/fund_family.h"
#include "rooms/fund/fund.h"

#include "base/check.h"

struct movements_input { int64_t person, year; };
struct movements_key { int64_t bucket, person; struct date from; };
struct movement_told {
    struct date day;
    struct text about, about_zh, about_en;
    struct money in, out, balance;
    int64_t cause;
};
struct movements_answer {
    int64_t person, year;
    struct money before, in, out, after;
    struct list movements;
};
struct movements_facts {
    struct party_person_facts person;
    const struct fund_personal *personal;
    const struct list *transfers;
};

static const struct field key_fields[] = {
    FIELD(struct movements_key, bucket, FIELD_COUNT, .flags = 0),
    FIELD(struct movements_key, person, FIELD_ID, .flags = 0),
    FIELD(struct movements_key, from, FIELD_DAY, .flags = 0),
};
static const struct shape key_shape =
    SHAPE("fund_movements_key", struct movements_key, key_fields);
const struct query fund_transfers_of_person = {
    .name = "fund.transfers-of-person", .from = "fund_transfer",
    .where = "bucket = {bucket} AND day >= {from} AND ((debit_kind = 310200 AND "
             "debit_owner = {person}) OR (credit_kind = 310200 AND credit_owner = {person}))",
    .order = "day, cause, line", .key = &key_shape, .row = &fund_transfer_shape,
    .row_max = 5000, .guard = GUARD_DECISION,
};

/* This year where none is said. */
static int64_t year_of(const struct request *request)
{
    const struct movements_input *input = request->input;
    return input->year != 0 ? input->year : date_year(date_of_moment(request->at));
}

static bool movements_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct movements_input *input = request->input;
    struct movements_facts *found = facts;
    const struct fund_of_person key = { id_bucket(input->person), input->person };
    const struct movements_key since = {
        key.bucket, key.person, DATE((int)year_of(request), 1, 1),
    };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &key, &row);
    found->personal = row;
    found->transfers = gather_want(gather, &fund_transfers_of_person, &since);
    return party_gather_person(gather, input->person, &found->person) && complete
        && found->transfers != NULL;
}

bool fund_may_see(const struct actor *actor, const struct party_person_facts *facts,
                  int64_t person)
{
    return actor_is_person(actor) ? scope_has_person(&actor->scope, person)
                                  : party_may_see(actor, facts);
}

static struct money change_of(const struct fund_transfer *transfer, int64_t person)
{
    bool in = transfer->credit_kind == FUND_PERSONAL && transfer->credit_owner == person;
    bool out = transfer->debit_kind == FUND_PERSONAL && transfer->debit_owner == person;
    if (in == out)
        return MONEY_NONE;
    return in ? transfer->amount : money_negated(transfer->amount);
}

static struct text about_in(struct text about, enum language language, struct arena *arena)
{
    struct text key = arena_format(arena, "fund.about.%.*s", TEXT_ARGS(about));
    return words_has(key.data) ? words_of(key.data, language) : about;
}

static void tell_year(const struct request *request, const struct movements_facts *found,
                      struct movements_answer *told)
{
    const struct movements_input *input = request->input;
    const struct fund_transfer *rows = found->transfers->items;
    struct money balance = found->personal == NULL ? MONEY_NONE : found->personal->balance;
    struct movement_told *lines =
        ARENA_ARRAY(request->arena, struct movement_told, found->transfers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->transfers->count; i++)
        balance = money_minus(balance, change_of(&rows[i], input->person));
    told->before = told->after = balance;
    for (size_t i = 0; i < found->transfers->count; i++) {
        struct money change = change_of(&rows[i], input->person);
        if (date_year(rows[i].day) != year_of(request))
            break;
        told->after = money_plus(told->after, change);
        bool in = change.fen > 0;
        if (in)
            told->in = money_plus(told->in, change);
        else
            told->out = money_minus(told->out, change);
        lines[count++] = (struct movement_told){
            .day = rows[i].day, .about = rows[i].about, .cause = rows[i].cause,
            .about_zh = about_in(rows[i].about, LANGUAGE_CHINESE, request->arena),
            .about_en = about_in(rows[i].about, LANGUAGE_ENGLISH, request->arena),
            .in = in ? change : MONEY_NONE, .out = in ? MONEY_NONE : money_negated(change),
            .balance = told->after,
        };
    }
    told->movements = (struct list){ lines, count };
}

static void movements_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct movements_input *input = request->input;
    const struct movements_facts *found = facts;
    if (!fund_may_see(request->actor, &found->person, input->person)) {
        decision_refuse(decision, "fund.refused.not-your-account", "person");
        return;
    }
    struct movements_answer *told = decision->outcome;
    *told = (struct movements_answer){ .person = input->person,
                                         .year = year_of(request) };
    tell_year(request, found, told);
}

static const struct field input_fields[] = {
    FIELD(struct movements_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "fund.field.person"),
    FIELD(struct movements_input, year, FIELD_COUNT, .help = "fund.field.year"),
};
static const struct shape input_shape =
    SHAPE("fund_movements_input", struct movements_input, input_fields);
static const struct shape facts_shape =
    { .name = "fund_movements_facts", .size = sizeof(struct movements_facts) };
#define LINE(member, kind_, ...) FIELD(struct movement_told, member, kind_, __VA_ARGS__)
static const struct field line_fields[] = {
    LINE(day, FIELD_DAY, .help = "fund.told.day"), LINE(about, FIELD_TEXT, .length_max = 100),
    LINE(about_zh, FIELD_TEXT, .length_max = 100, .help = "fund.told.about"),
    LINE(about_en, FIELD_TEXT, .length_max = 100, .help = "fund.told.about"),
    LINE(in, FIELD_MONEY, .help = "fund.told.in"),
    LINE(out, FIELD_MONEY, .help = "fund.told.out"),
    LINE(balance, FIELD_MONEY, .help = "fund.told.balance"), LINE(cause, FIELD_ID, .flags = 0),
};
static const struct shape line_shape =
    SHAPE("fund_account_movement", struct movement_told, line_fields);
#define TOLD(member, kind_, ...) FIELD(struct movements_answer, member, kind_, __VA_ARGS__)
static const struct field answer_fields[] = {
    TOLD(person, FIELD_ID, .flags = 0), TOLD(year, FIELD_COUNT, .help = "fund.told.year"),
    TOLD(before, FIELD_MONEY, .help = "fund.told.before"),
    TOLD(in, FIELD_MONEY, .help = "fund.told.in"),
    TOLD(out, FIELD_MONEY, .help = "fund.told.out"),
    TOLD(after, FIELD_MONEY, .help = "fund.told.after"),
    TOLD(movements, FIELD_LIST, .of = &line_shape, .help = "fund.told.movements"),
};
static const struct shape answer_shape =
    SHAPE("fund_account_year", struct movements_answer, answer_fields);

const struct action fund_movements_action = {
    .name = "fund.movements", .method = "GET", .path = "/api/v1/persons/{person}/account/{year}",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "fund.help.movements",
    .gather = movements_gather, .decide = movements_decide,
};
