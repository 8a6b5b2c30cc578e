/* claim_allowance.c: the maternity allowance (生育津贴): the employer's average monthly base, within
 * the bounds of the place, divided by 30, times the days of leave of that birth. LAW: BJ4-02g */

#include "rooms/claim/claim_inside.h"

#include "base/check.h"
#include "core/book.h"
#include "rooms/contribute/contribute_facts.h"
#include "rooms/party/party.h"

struct maternity_rule {
    int64_t days, difficult, further_child;     /* of a birth; added to it */
    int64_t award;              /* the place's own further days */
    int64_t loss_early, loss_late, loss_weeks;  /* of a loss before that week, and from it on */
    struct money base_least, base_most;         /* 0: no text names one */
    int64_t months_before;      /* insured so long before; 0: nothing is asked */
    int64_t months_after;       /* or so long by the day of the claim */
    int64_t base_months;        /* the base is that of so many months before; 0: as stated */
};
#define RULE(member, name_, kind_, flags_) \
    { name_, NULL, kind_, flags_, AT(struct maternity_rule, member) }
static const struct field rule_fields[] = {
    RULE(days, "days", FIELD_COUNT, FIELD_REQUIRED),
    RULE(difficult, "difficult", FIELD_COUNT, 0),
    RULE(further_child, "further-child", FIELD_COUNT, 0), RULE(award, "award", FIELD_COUNT, 0),
    RULE(loss_early, "loss-early", FIELD_COUNT, 0), RULE(loss_late, "loss-late", FIELD_COUNT, 0),
    RULE(loss_weeks, "loss-weeks", FIELD_COUNT, 0),
    RULE(base_least, "base-least", FIELD_MONEY, 0), RULE(base_most, "base-most", FIELD_MONEY, 0),
    RULE(months_before, "months-before", FIELD_COUNT, 0),
    RULE(months_after, "months-after", FIELD_COUNT, 0),
    RULE(base_months, "base-months", FIELD_COUNT, 0),
};
static const struct shape rule_shape =
    SHAPE("claim_maternity", struct maternity_rule, rule_fields);

static const char *rule_check(const void *payload)
{
    const struct maternity_rule *rule = payload;
    bool bounds = rule->base_most.fen == 0 || rule->base_least.fen <= rule->base_most.fen;
    bool days = rule->days > 0 && rule->days <= 730 && rule->award >= 0 && rule->award <= 730;
    return days && bounds ? NULL : "claim.rule.out-of-range";
}
const struct rule_kind claim_maternity_kind = {
    .about = "claim.maternity-allowance", .payload = &rule_shape, .check = rule_check,
};

/* Days that lie between two events of one person at least; nearer ones are one, told twice. */
struct apart_rule { int64_t births, losses; };
static const struct field apart_fields[] = {
    { "births", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct apart_rule, births) },
    { "losses", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct apart_rule, losses) },
};
static const struct shape apart_shape =
    SHAPE("claim_allowance_apart", struct apart_rule, apart_fields);

static const char *apart_check(const void *payload)
{
    const struct apart_rule *rule = payload;
    bool good = rule->births >= 0 && rule->births <= 365 && rule->losses >= 0
        && rule->losses <= rule->births;
    return good ? NULL : "claim.rule.out-of-range";
}
const struct rule_kind claim_apart_kind = {
    .about = "claim.allowance-apart", .payload = &apart_shape, .check = apart_check,
};

struct allowance_input {
    int64_t person, cause;
    struct text way;            /* "natural", "difficult", "loss" */
    struct date event;
    int64_t children, weeks;
    struct money base;          /* the employer's average monthly base */
    struct text filer, channel, bank, account_holder, account, sealed;
    int64_t unit;
    struct moment handed_in;
    bool look;                  /* a first person looks; nothing is paid yet */
    bool apart;                 /* somebody has looked: another birth than the one paid for */
};
struct allowance_facts {
    struct claim_facts of;
    const struct settle_invoice_row *taken;     /* an allowance of that event */
    const struct claim_row *claim;              /* which one */
    struct list claims;                         /* under every number of that human */
    const struct list *bills;                   /* of the employer; NULL: none */
};
struct allowance_told {
    int64_t claim, person, payment;
    int64_t days;
    struct money base, amount;
    struct money stated;        /* what the form says of the base; 0: nothing */
    bool differs;               /* and the employer's bills say another */
};

/* One event, one allowance: kept like an invoice that the person issues. */
static struct text event_name(const struct allowance_input *input, struct arena *arena)
{
    return arena_format(arena, "allowance %d", input->event.yyyymmdd);
}

/* The months of the employer the person works for on that day. */
static bool gather_bills(struct gather *gather, const struct allowance_input *input,
                         struct allowance_facts *found)
{
    found->bills = NULL;
    if (found->of.care.person.person == NULL)
        return true;
    const struct party_standing standing =
        party_standing_on(&found->of.care.person, TEXT("310"), input->event);
    if (standing.unit == 0)
        return true;
    const struct contribute_owner_key key = { id_bucket(standing.unit), standing.unit };
    found->bills = gather_want(gather, &contribute_whole_months_of, &key);
    return found->bills != NULL;
}

static bool gather_allowance(struct gather *gather, const struct request *request, void *facts)
{
    const struct allowance_input *input = request->input;
    struct allowance_facts *found = facts;
    bool complete = claim_gather(gather, request, input->person, 0, 0, &found->of);
    complete &= gather_bills(gather, input, found);
    const void *row = NULL;
    complete &= claim_gather_of_numbers(gather, &found->of.care.person, &found->claims);
    const struct settle_invoice_key event = settle_event_key_of(
        input->person, event_name(input, gather->arena), gather->arena);
    if (!settle_gather_event(gather, &event, &found->taken))
        return false;
    if (found->taken == NULL || found->taken->settlement == 0)
        return complete;
    const struct claim_key key = {
        id_bucket(found->taken->settlement), found->taken->settlement,
    };
    complete &= gather_one(gather, &claim_by_id, &key, &row);
    found->claim = row;
    return complete;
}

/* One that was paid for so near that it is the same, its day mistyped; NULL: none. */
static const struct claim_row *paid_nearby(const struct request *request, int64_t place,
                                           const struct allowance_facts *facts)
{
    const struct allowance_input *input = request->input;
    const struct question question = {
        .about = claim_apart_kind.about, .place = (int32_t)place, .day = input->event,
    };
    const struct rule *rule = NULL;
    if (input->apart || rules_on(request->book, &question, &rule) != RULE_FOUND)
        return NULL;
    const struct apart_rule *apart = rule->payload;
    int64_t days = text_is(input->way, "loss") ? apart->losses : apart->births;
    const struct claim_row *rows = facts->claims.items;
    for (size_t i = 0; i < facts->claims.count; i++) {
        if (!text_is(rows[i].kind, "allowance") || !text_is(rows[i].state, "settled")
            || rows[i].event.yyyymmdd == 0)
            continue;
        int64_t between = date_days_between(rows[i].event, input->event);
        if ((between < 0 ? -between : between) < days)
            return &rows[i];
    }
    return NULL;
}

/* What a first person has looked at and nobody has decided. */
static const struct claim_row *looked_at(const struct allowance_facts *facts)
{
    return facts->claim != NULL && text_is(facts->claim->state, "reviewed") ? facts->claim
                                                                            : NULL;
}

#define CHILDREN_MAX 20
static bool is_birth(const struct allowance_input *input)
{
    return (text_is(input->way, "natural") || text_is(input->way, "difficult")
            || text_is(input->way, "loss"))
        && input->children >= 0 && input->children <= CHILDREN_MAX;
}

static int64_t days_of(const struct maternity_rule *rule, const struct claim_birth *input)
{
    if (text_is(input->way, "loss"))
        return input->weeks < rule->loss_weeks ? rule->loss_early : rule->loss_late;
    int64_t children = input->children > 1 ? input->children - 1 : 0;
    return rule->days + rule->award + children * rule->further_child
        + (text_is(input->way, "difficult") ? rule->difficult : 0);
}

static bool insured_long_enough(const struct maternity_rule *rule,
                                const struct party_standing *standing, struct date event,
                                struct date today)
{
    struct date since = standing->enrolled_since;
    return rule->months_before == 0
        || date_compare(date_plus_months(since, (int)rule->months_before), event) <= 0
        || (rule->months_after > 0
            && date_compare(date_plus_months(since, (int)rule->months_after), today) <= 0);
}

static const struct maternity_rule *rule_of(const struct book *book, int64_t place,
                                            struct date day)
{
    const struct question question = {
        .about = claim_maternity_kind.about, .place = (int32_t)place, .day = day,
    };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

/* The average monthly base of the employer's people over the months before the birth, as declared;
 * 0: the rule asks for none, or no month is there. One division, one rounding. LAW: BJ4-02g */
static struct money employers_base(const struct maternity_rule *rule,
                                   const struct allowance_facts *facts, struct date event)
{
    if (rule->base_months == 0 || facts->bills == NULL)
        return MONEY_NONE;
    const struct contribute_bill *bills = facts->bills->items;
    int64_t month = date_year(event) * 100 + date_month(event), people = 0;
    struct money sum = MONEY_NONE;
    for (size_t i = 0; i < facts->bills->count; i++) {
        int before = contribute_months_between(bills[i].month, month);
        if (!text_is(bills[i].insurance, "310") || !text_is(bills[i].kind, "ordinary")
            || before < 1 || before > rule->base_months)
            continue;
        sum = money_plus(sum, bills[i].base);
        people += bills[i].people;
    }
    return people == 0 ? MONEY_NONE
        : money_ratio(sum, (struct money){ 1 }, (struct money){ people }, ROUND_HALF_UP);
}

/* Everything that speaks against it; the rule and the standing otherwise. */
static const struct maternity_rule *may_have(const struct request *request,
                                             const struct allowance_facts *facts,
                                             struct party_standing *ret_standing,
                                             struct decision *decision)
{
    const struct allowance_input *input = request->input;
    const struct party_person_facts *person = &facts->of.care.person;
    struct date today = date_of_moment(request->at);
    if (!claim_may(request->actor, person))
        return claim_refuse(decision, CLAIM_REFUSED_NO_PERSON, "person"), NULL;
    *ret_standing = party_standing_on(person, TEXT("310"), input->event);
    if (ret_standing->insurance == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NOT_ENROLLED, "event"), NULL;
    if (request->actor->role != ROLE_HOUSE
        && !claim_goes_on(request, ret_standing, (struct text){ 0 }, input->channel, "accept",
                          facts->of.events, decision))
        return NULL;
    /* Of women at work (国务院令第619号). */
    if (text_is(person->person->sex, "1"))
        return claim_refuse(decision, CLAIM_REFUSED_NOT_A_WOMAN, "person"), NULL;
    const struct maternity_rule *rule = rule_of(request->book, ret_standing->place, input->event);
    if (rule == NULL || !insured_long_enough(rule, ret_standing, input->event, today))
        return claim_refuse(decision, CLAIM_REFUSED_NO_MATERNITY, "event"), NULL;
    if (date_compare(input->event, today) > 0)
        return claim_refuse(decision, CLAIM_REFUSED_WRONG_DAYS, "event"), NULL;
    if (!is_birth(input))
        return claim_refuse(decision, CLAIM_REFUSED_UNKNOWN_CARE, "way"), NULL;
    if (facts->claim != NULL && text_is(facts->claim->state, "settled"))
        return claim_refuse_with(decision, CLAIM_REFUSED_INVOICE_USED, "event",
                                 claim_day_text(input->event, request->arena),
                                 (struct text){ 0 }), NULL;
    const struct claim_row *near = paid_nearby(request, ret_standing->place, facts);
    if (near != NULL)
        return claim_refuse_with(decision, CLAIM_REFUSED_SAME_EVENT, "event",
                                 claim_day_text(near->event, request->arena),
                                 (struct text){ 0 }), NULL;
    if (input->base.fen <= 0 && employers_base(rule, facts, input->event).fen == 0)
        return claim_refuse(decision, CLAIM_REFUSED_NO_BASE, "base"), NULL;
    return rule;
}

static struct claim_allowance reckon(const struct maternity_rule *rule,
                                     const struct claim_birth *birth, struct money base)
{
    struct claim_allowance made = {
        .days = days_of(rule, birth), .base = money_most(base, rule->base_least),
    };
    if (rule->base_most.fen != 0)
        made.base = money_least(made.base, rule->base_most);
    /* One division, one rounding: base × days ÷ 30. */
    made.amount = money_ratio(made.base, (struct money){ made.days }, (struct money){ 30 },
                              ROUND_HALF_UP);
    return made;
}

bool claim_allowance_reckon(const struct book *book, int64_t place,
                            const struct claim_birth *birth, struct money base,
                            struct claim_allowance *ret_allowance)
{
    const struct maternity_rule *rule = rule_of(book, place, birth->event);
    if (rule != NULL)
        *ret_allowance = reckon(rule, birth, base);
    return rule != NULL;
}

static void post_allowance(struct decision *decision, const struct claim_row *row)
{
    const struct request *request = decision->request;
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = row->bucket, .cause = row->claim, .person = row->person,
        .day = date_of_moment(request->at), .about = "allowance", .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    int64_t area = book_pooling_area(request->book, row->place);
    fund_post(&posting, settle_payer_account(PAYER_MATERNITY, row->insurance, area),
              (struct fund_account){ FUND_CLAIMANT, row->person }, row->funds);
    fund_record(decision, &posting);
}

static void take_event(const struct request *request, const struct allowance_facts *facts,
                       int64_t claim, struct decision *decision)
{
    const struct allowance_input *input = request->input;
    const struct settle_invoice_key key = settle_event_key_of(
        input->person, event_name(input, request->arena), request->arena);
    const struct settle_invoice_row row = {
        .bucket = key.bucket, .institution = key.institution, .invoice = key.invoice,
        .person = input->person, .settlement = claim,
        .version = facts->taken == NULL ? 1 : facts->taken->version,
    };
    if (facts->taken == NULL)
        decision_insert(decision, &settle_invoice_table, &row);
    else
        decision_replace(decision, &settle_invoice_table, &row);
}

/* The row as it stands after this: of the one looked at, or a new one. */
static struct claim_row row_of(const struct request *request, const struct allowance_facts *facts,
                               const struct party_standing *standing, struct money amount)
{
    const struct allowance_input *input = request->input;
    const struct claim_row *before = looked_at(facts);
    int bucket = id_bucket(input->person);
    bool employer = !text_present(input->filer) || text_is(input->filer, "employer");
    struct claim_row row = {
        .bucket = bucket, .person = input->person, .cause = input->cause,
        .kind = TEXT("allowance"), .filer = employer ? TEXT("employer") : TEXT("person"),
        .unit = standing->unit, .place = standing->place, .insurance = standing->insurance_code,
        .handed_in = input->handed_in.ms != 0 ? input->handed_in : request->at,
        .event = input->event,
        .total = amount, .funds = amount, .payee = employer ? TEXT("employer") : TEXT("person"),
        .entered_by = request->actor->account, .entered_at = request->at, .version = 1,
    };
    if (before == NULL) {
        row.claim = id_mint(request->minter, bucket);
        return row;
    }
    row.claim = before->claim;
    row.version = before->version;
    row.entered_by = before->entered_by;
    row.entered_at = before->entered_at;
    row.reviewed_at = before->reviewed_at;
    /* Who looked at another sum has not looked at this one. */
    row.reviewed_by = before->funds.fen == amount.fen ? before->reviewed_by : 0;
    return row;
}

static void record_row(const struct request *request, const struct allowance_facts *facts,
                       const struct claim_row *row, struct decision *decision)
{
    if (looked_at(facts) != NULL) {
        decision_replace(decision, &claim_table, row);
        return;
    }
    decision_insert(decision, &claim_table, row);
    take_event(request, facts, row->claim, decision);
}

/* The payment's number; 0: refused. */
static int64_t pay_allowance(const struct request *request, const struct allowance_facts *facts,
                             struct claim_row *row, int64_t days, struct text sealed,
                             struct decision *decision)
{
    const struct allowance_input *input = request->input;
    const struct claim_terms *terms =
        claim_terms_on(request->book, row->place, date_of_moment(request->at));
    if (terms == NULL)
        return claim_refuse(decision, CLAIM_REFUSED_NO_TERMS, NULL), 0;
    if (!claim_second_looked(decision, terms, row->reviewed_by, row->funds))
        return 0;
    row->state = TEXT("settled");
    row->decided_by = request->actor->account;
    row->decided_at = request->at;
    record_row(request, facts, row, decision);
    post_allowance(decision, row);
    claim_say(decision, row, "claim.message.allowance",
              claim_money_text(row->funds, request->arena),
              arena_format(request->arena, "%lld", (long long)days));
    return claim_pay_later(decision, row, row->funds, input->bank, sealed, 0);
}

static void decide_allowance(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct allowance_input *input = request->input;
    const struct allowance_facts *found = facts;
    const struct claim_settle_prepared *prepared = request->prepared;
    struct party_standing standing;
    const struct maternity_rule *rule = may_have(request, found, &standing, decision);
    if (rule == NULL)
        return;
    /* What the form says is a check on what the employer declared, and counts where it declared
     * nothing. */
    struct money declared = employers_base(rule, found, input->event);
    bool differs = declared.fen > 0 && input->base.fen > 0 && input->base.fen != declared.fen;
    if (differs)
        trail_add(&decision->trail, "claim.trail.base-stated", NULL, input->base, declared);
    const struct claim_allowance reckoned =
        reckon(rule, &(struct claim_birth){ input->way, input->event, input->children,
                                            input->weeks },
               declared.fen > 0 ? declared : input->base);
    struct money base = reckoned.base, amount = reckoned.amount;
    int64_t days = reckoned.days;
    trail_add(&decision->trail, "claim.trail.allowance", NULL, base, amount);
    decision->subject = input->person;
    struct text sealed = prepared != NULL && text_present(prepared->sealed) ? prepared->sealed
                                                                            : input->sealed;
    struct claim_row row = row_of(request, found, &standing, amount);
    int64_t payment = 0;
    if (input->look) {
        row.state = TEXT("reviewed");
        row.reviewed_by = request->actor->account;
        row.reviewed_at = request->at;
        record_row(request, found, &row, decision);
    } else if (text_present(sealed)) {
        payment = pay_allowance(request, found, &row, days, sealed, decision);
    } else if (input->cause != 0) {
        claim_refuse(decision, CLAIM_REFUSED_NO_ACCOUNT, "account");
    }
    *(struct allowance_told *)decision->outcome = (struct allowance_told){
        .claim = payment == 0 && !input->look ? 0 : row.claim, .person = input->person,
        .payment = payment, .days = days, .base = base, .amount = amount, .stated = input->base,
        .differs = differs,
    };
}

static void prepare_allowance(const struct request *request, const void *facts,
                              void *ret_prepared)
{
    (void)facts;
    const struct allowance_input *input = request->input;
    struct claim_settle_prepared *prepared = ret_prepared;
    const struct claim_payee payee = { input->account_holder, input->account };
    if (text_present(input->account))
        prepared->sealed =
            party_seal(claim_payee_write(&payee, request->arena), "form", request->arena);
}

#define ASK(member, kind_, ...) FIELD(struct allowance_input, member, kind_, __VA_ARGS__)
static const struct field allowance_fields[] = {
    ASK(person, FIELD_ID, .flags = FIELD_REQUIRED, .help = "claim.field.person"),
    ASK(cause, FIELD_ID, .help = "claim.field.cause"),
    ASK(way, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20, .help = "claim.field.way"),
    ASK(event, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "claim.field.event"),
    ASK(children, FIELD_COUNT, .help = "claim.field.children"),
    ASK(weeks, FIELD_COUNT, .help = "claim.field.weeks"),
    ASK(base, FIELD_MONEY, .help = "claim.field.base"),
    ASK(filer, FIELD_TEXT, .length_max = 40, .help = "claim.field.filer"),
    ASK(channel, FIELD_TEXT, .length_max = 20, .help = "claim.field.channel"),
    ASK(unit, FIELD_ID, .help = "claim.field.unit"),
    ASK(bank, FIELD_TEXT, .length_max = 100, .help = "claim.field.bank"),
    ASK(account_holder, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100,
        .help = "claim.field.account-holder"),
    ASK(account, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 40,
        .help = "claim.field.account"),
    ASK(sealed, FIELD_BYTES, .flags = FIELD_PRIVATE, .help = "claim.field.sealed"),
    ASK(handed_in, FIELD_MOMENT, .help = "claim.field.handed-in"),
    ASK(look, FIELD_FLAG, .help = "claim.field.look"),
    ASK(apart, FIELD_FLAG, .help = "claim.field.apart"),
};
static const struct shape allowance_shape =
    SHAPE("claim_allowance", struct allowance_input, allowance_fields);
static const struct shape allowance_facts_shape =
    { .name = "claim_allowance_facts", .size = sizeof(struct allowance_facts) };
#define TOLD(member, kind_) FIELD(struct allowance_told, member, kind_, .flags = 0)
static const struct field told_fields[] = {
    TOLD(claim, FIELD_ID), TOLD(person, FIELD_ID), TOLD(payment, FIELD_ID),
    TOLD(days, FIELD_COUNT), TOLD(base, FIELD_MONEY), TOLD(amount, FIELD_MONEY),
    TOLD(stated, FIELD_MONEY), TOLD(differs, FIELD_FLAG),
};
static const struct shape told_shape =
    SHAPE("claim_allowance_told", struct allowance_told, told_fields);

static void allowance_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct allowance_input *)request->input)->person);
}

const struct action claim_allowance_action = {
    .name = "claim.allowance", .method = "POST", .path = "/api/v1/claims/maternity-allowance",
    .flags = ACTION_ONCE, .input = &allowance_shape, .facts = &allowance_facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "claim.help.allowance",
    .keys = allowance_keys, .gather = gather_allowance, .decide = decide_allowance,
    .prepare = prepare_allowance, .prepared_size = sizeof(struct claim_settle_prepared),
};
