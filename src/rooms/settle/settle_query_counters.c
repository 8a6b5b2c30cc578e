/* settle_query_counters.c: 5206: what a person has used in a year, by the codes of the national
 * interface: <measure><fund or 0000>_<insurance>[_BIZ<med_type>][_<period>]. */

#include "rooms/settle/settle_query.h"

#include "base/check.h"

/* A person changes insurance in a year; more than both basic ones and supplements nobody has. */
#define INSURANCES_MAX 8
#define CODES_MAX 32

struct used {
    struct text insurance;
    struct settle_counters took;
    struct money total, own;
};

/* ---- gather ---- */

/* False: the month is no month. Absent: all of this year so far. */
static bool month_read(const struct request *request, int *ret_year, int *ret_month)
{
    const struct settle_counters_input *input = request->input;
    struct date today = date_of_moment(request->at);
    *ret_year = date_year(today);
    *ret_month = date_month(today);
    int64_t said = 0;
    if (!text_present(input->month))
        return true;
    if (!text_to_int64(input->month, &said) || said < 190001 || said > 999912
        || said % 100 < 1 || said % 100 > 12)
        return false;
    *ret_year = (int)(said / 100);
    *ret_month = (int)(said % 100);
    return true;
}

bool settle_gather_counters(struct gather *gather, const struct request *request, void *facts)
{
    const struct settle_counters_input *input = request->input;
    struct settle_counters_facts *found = facts;
    int bucket = id_bucket(input->person), year, month;
    const void *row = NULL;
    bool complete = true;
    const struct visit_at_key at_key = {
        .bucket = bucket, .person = input->person, .institution = request->actor->institution,
    };
    if (request->actor->institution != 0) {
        complete &= gather_one(gather, &visit_latest_at, &at_key, &row);
        found->latest = row;
    }
    const char *kind = party_certificate_key(input->certificate_kind);
    if (kind != NULL && text_present(input->certificate_number)) {
        const struct party_number_key number_key =
            party_number_key_of(kind, input->certificate_number, gather->arena);
        complete &= party_gather_number(gather, &number_key, &row);
        found->shown = row;
    }
    if (!month_read(request, &year, &month))
        return complete;
    const struct settlements_of_year_key year_key = {
        .bucket = bucket, .person = input->person, .year = year,
    };
    found->settlements = gather_want(gather, &settlements_of_year, &year_key);
    return complete && found->settlements != NULL;
}

/* ---- decide ---- */

static bool may_ask(const struct request *request, const struct settle_counters_facts *facts)
{
    const struct settle_counters_input *input = request->input;
    const struct actor *actor = request->actor;
    if (scope_has_person(&actor->scope, input->person))
        return true;
    if (facts->shown != NULL && facts->shown->person == input->person)
        return true;
    if (actor->identified == input->person)
        return true;
    return visit_was_lately(facts->latest, request->at);
}

static struct used *used_of(struct used *used, size_t *count, struct text insurance)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal(used[i].insurance, insurance))
            return &used[i];
    CHECK(*count < INSURANCES_MAX);
    used[*count].insurance = insurance;
    return &used[(*count)++];
}

static size_t add_up(const struct request *request, const struct list *settlements, int month,
                     struct used *used)
{
    const struct settlement_row *rows = settlements->items;
    size_t count = 0;
    for (size_t i = 0; i < settlements->count; i++) {
        struct settle_counters took = { 0 };
        if (!settle_stands(&rows[i]) || date_month(rows[i].day) > month)
            continue;
        bool read = shape_unpack(&settle_counters_shape, rows[i].took, request->arena, &took);
        CHECK(read);
        struct used *one = used_of(used, &count, rows[i].insurance);
        settle_counters_add(&one->took, &took);
        one->total = money_plus(one->total, rows[i].total);
        one->own = money_plus(one->own, money_plus(rows[i].cash, money_plus(
                              rows[i].account, rows[i].family_account)));
    }
    return count;
}

struct writing {
    const struct request *request;
    struct settle_counter_shown *rows;
    size_t count;
    struct text insurance, year, month;
};

/* `payer` PAYER_COUNT: no fund, 0000. */
static void write_code(struct writing *writing, const char *measure, enum settle_payer payer,
                       const char *behind, struct money amount)
{
    struct arena *arena = writing->request->arena;
    struct text fund = TEXT("0000");
    if (payer != PAYER_COUNT)
        fund = arena_format(arena, "%lld",
                            (long long)settle_payer_account(payer, writing->insurance, 0).kind);
    writing->rows[writing->count++] = (struct settle_counter_shown){
        .insurance = writing->insurance, .year = writing->year, .month = writing->month,
        .code = arena_format(arena, "%s%.*s_%.*s%s", measure, TEXT_ARGS(fund),
                             TEXT_ARGS(writing->insurance), behind),
        .amount = amount,
    };
}

static void write_all(struct writing *writing, const struct used *used)
{
    const struct settle_counters *took = &used->took;
    const struct { const char *measure; enum settle_payer payer; const char *behind;
                   struct money amount; } codes[] = {
        { "F", PAYER_COUNT, "", used->total },
        { "S", PAYER_COUNT, "",
          money_plus(took->outpatient_in_scope, took->inpatient_in_scope) },
        { "S", PAYER_COUNT, "_BIZ11", took->outpatient_in_scope },
        { "S", PAYER_COUNT, "_BIZ21", took->inpatient_in_scope },
        { "Z", PAYER_COUNT, "", used->own },
        { "Q", PAYER_COUNT, "_BIZ11", took->outpatient_deductible_used },
        { "Q", PAYER_COUNT, "_BIZ14_PRDL", took->special_deductible_used },
        { "Q", PAYER_COUNT, "_BIZ21", took->inpatient_deductible_used },
        { "C", PAYER_COUNT, "_BIZ21", { took->inpatient_admissions * 100 } },
        { "D", PAYER_POOLED_FUND, "",
          money_plus(took->outpatient_pooled_paid, took->inpatient_pooled_paid) },
        { "D", PAYER_POOLED_FUND, "_BIZ11", took->outpatient_pooled_paid },
        { "D", PAYER_POOLED_FUND, "_BIZ21", took->inpatient_pooled_paid },
        { "D", PAYER_LARGE_AMOUNT, "", took->large_amount_paid },
        { "D", PAYER_SUPPLEMENTARY, "", took->supplementary_paid },
        { "Z", PAYER_CRITICAL_ILLNESS, "", took->critical_illness_own },
        { "D", PAYER_CRITICAL_ILLNESS, "", took->critical_illness_paid },
        { "D", PAYER_CIVIL_SERVANT, "", took->civil_servant_paid },
        { "D", PAYER_MEDICAL_ASSISTANCE, "", money_plus(took->assistance_outpatient_paid,
                                                        took->assistance_inpatient_paid) },
        { "D", PAYER_MATERNITY, "", took->maternity_paid },
        { "D", PAYER_FINANCE, "", took->finance_paid },
    };
    _Static_assert(COUNT_OF(codes) <= CODES_MAX, "a row for each code");
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        write_code(writing, codes[i].measure, codes[i].payer, codes[i].behind, codes[i].amount);
}

void settle_decide_counters(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct settle_counters_facts *found = facts;
    int year, month;
    if (!may_ask(request, found)) {
        decision_refuse(decision, settle_refusal_key(SETTLE_REFUSED_NOT_YOUR_PATIENT), "person");
        return;
    }
    if (!month_read(request, &year, &month)) {
        decision_refuse(decision, "input.not-a-day", "month");
        return;
    }
    struct used used[INSURANCES_MAX] = { 0 };
    size_t count = add_up(request, found->settlements, month, used);
    struct writing writing = {
        .request = request, .year = arena_format(request->arena, "%04d", year),
        .month = arena_format(request->arena, "%04d%02d", year, month),
        .rows = ARENA_ARRAY(request->arena, struct settle_counter_shown, count * CODES_MAX + 1),
    };
    for (size_t i = 0; i < count; i++) {
        writing.insurance = used[i].insurance;
        write_all(&writing, &used[i]);
    }
    decision->subject = ((const struct settle_counters_input *)request->input)->person;
    ((struct settle_counters_shown *)decision->outcome)->counters =
        (struct list){ writing.rows, writing.count };
}
