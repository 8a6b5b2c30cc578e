/* contribute_make_up.c: months of one person that were left out are declared afterwards, each in
 * its own place (费款所属期). */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/notice/notice_facts.h"

#include "base/check.h"

struct make_up_input {
    int64_t unit, person;
    struct text from_month, until_month, insurance, reason;
    struct money base;
    int64_t cause;
};
#define MAKE_UP(member_) AT(struct make_up_input, member_)
static const struct field make_up_fields[] = {
    { "unit", NULL, FIELD_ID, 0, MAKE_UP(unit), .help = "contribute.field.unit" },
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, MAKE_UP(person),
      .help = "contribute.field.person" },
    { "from_month", NULL, FIELD_TEXT, FIELD_REQUIRED, MAKE_UP(from_month), 7,
      .help = "contribute.field.from-month" },
    { "until_month", NULL, FIELD_TEXT, FIELD_REQUIRED, MAKE_UP(until_month), 7,
      .help = "contribute.field.until-month" },
    { "insurance", NULL, FIELD_CODE, 0, MAKE_UP(insurance), 6, "insutype",
      .help = "contribute.field.insurance" },
    { "base", NULL, FIELD_MONEY, 0, MAKE_UP(base), .help = "contribute.field.base" },
    { "reason", NULL, FIELD_TEXT, 0, MAKE_UP(reason), 30, .help = "contribute.field.reason" },
    { "cause", NULL, FIELD_ID, 0, MAKE_UP(cause), .help = "contribute.field.cause" },
};
static const struct shape make_up_shape =
    SHAPE("contribute_make_up", struct make_up_input, make_up_fields);

struct made_up {
    int64_t unit, person, months;
    struct money employer, own, fixed;
};
static const struct field made_up_fields[] = {
    { "unit", NULL, FIELD_ID, 0, AT(struct made_up, unit) },
    { "person", NULL, FIELD_ID, 0, AT(struct made_up, person) },
    { "months", NULL, FIELD_COUNT, 0, AT(struct made_up, months) },
    { "employer", NULL, FIELD_MONEY, 0, AT(struct made_up, employer) },
    { "own", NULL, FIELD_MONEY, 0, AT(struct made_up, own) },
    { "fixed", NULL, FIELD_MONEY, 0, AT(struct made_up, fixed) },
};
static const struct shape made_up_shape =
    SHAPE("contribute_made_up", struct made_up, made_up_fields);

struct make_up_facts {
    const struct party_unit *unit;
    struct party_person_facts person;
    /* Of each number of the person: what was written under a former one is his. */
    const struct list *lines[PARTY_NUMBERS_MOST], *bases[PARTY_NUMBERS_MOST];
    const struct list *deferrals;
    struct events events;
};
static const struct shape make_up_facts_shape =
    { .name = "contribute_make_up_facts", .size = sizeof(struct make_up_facts) };

static void make_up_keys(const struct request *request, struct keys *keys)
{
    const struct make_up_input *input = request->input;
    keys_add(keys, input->unit);
    keys_add(keys, input->person);
}

static bool make_up_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct make_up_input *input = request->input;
    struct make_up_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    const struct contribute_owner_key owner_key = { id_bucket(input->unit), input->unit };
    const void *row = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &row);
    found->unit = row;
    found->deferrals = gather_want(gather, &contribute_deferrals_of, &owner_key);
    complete &= found->deferrals != NULL;
    complete &= notice_gather_events(gather, &found->events);
    if (!party_gather_person(gather, input->person, &found->person))
        return false;
    int64_t numbers[PARTY_NUMBERS_MOST];
    size_t count = found->person.person == NULL ? 0 : party_numbers_of(&found->person, numbers);
    for (size_t i = 0; i < count; i++) {
        const struct contribute_line_key of = { unit_key.bucket, input->unit, numbers[i] };
        found->lines[i] = gather_want(gather, &contribute_lines_of_person, &of);
        found->bases[i] = gather_want(gather, &contribute_bases_of_person, &of);
        complete &= found->lines[i] != NULL && found->bases[i] != NULL;
    }
    return complete;
}

static bool is_among(const struct list *lines, struct text insurance, int64_t month)
{
    const struct contribute_line *rows = lines == NULL ? NULL : lines->items;
    for (size_t i = 0; rows != NULL && i < lines->count; i++)
        if (rows[i].month == month && text_equal(rows[i].insurance, insurance))
            return true;
    return false;
}

static bool has_line(const struct make_up_facts *found, struct text insurance, int64_t month)
{
    bool there = false;
    for (size_t i = 0; i < COUNT_OF(found->lines); i++)
        there |= is_among(found->lines[i], insurance, month);
    return there;
}

/* The newest that was declared under any number of the person. */
static struct money base_in(const struct make_up_facts *found, struct text insurance,
                            int64_t month)
{
    const struct contribute_base *best = NULL;
    for (size_t i = 0; i < COUNT_OF(found->bases) && found->bases[i] != NULL; i++) {
        const struct contribute_base *rows = found->bases[i]->items;
        for (size_t k = 0; k < found->bases[i]->count; k++)
            if (text_equal(rows[k].insurance, insurance) && rows[k].from_month <= month
                && (best == NULL || rows[k].from_month > best->from_month
                    || (rows[k].from_month == best->from_month
                        && date_compare(rows[k].declared, best->declared) > 0)))
                best = &rows[k];
    }
    return best == NULL ? MONEY_NONE : best->base;
}

static const char *make_up_refusal(const struct request *request,
                                   const struct make_up_facts *found, int32_t from,
                                   int32_t until, const char **field)
{
    const struct make_up_input *input = request->input;
    *field = "unit";
    if (input->unit == 0)
        return "contribute.refused.by-unit";
    if (found->unit == NULL
        || !contribute_may_act(request->actor, input->unit, found->unit->division))
        return "contribute.refused.no-such-unit";
    *field = "from_month";
    if (from == 0 || until == 0 || until < from)
        return "contribute.refused.no-month";
    *field = "until_month";
    if (until > contribute_month_of(date_of_moment(request->at)))
        return "contribute.refused.month-to-come";
    *field = "from_month";
    if (contribute_months_between(from, until) >= 60)
        return "contribute.refused.too-many-months";
    *field = "person";
    if (found->person.person == NULL)
        return "contribute.refused.not-employed";
    return found->person.person->merged_into != 0 ? "party.refused.merged" : NULL;
}

/* LAW: BJ4-10g BJ4-10j. Each month stands in its own place (费款所属期), with its own rate. It is
 * one person's: what the unit owes for it does not close the desk to the others. */
static bool make_up_month(struct decision *decision, const struct make_up_facts *found,
                          int32_t month, struct made_up *made)
{
    const struct request *request = decision->request;
    const struct make_up_input *input = request->input;
    struct text insurance = contribute_insurance_or_basic(input->insurance);
    if (has_line(found, insurance, month))
        return true;
    if (!contribute_works_at(found->person.spells, input->unit, insurance, month)) {
        decision_refuse(decision, "contribute.refused.not-employed", "from_month");
        return false;
    }
    struct contribute_bill bill = {
        .bucket = found->unit->bucket, .owner = input->unit, .month = month,
        .bill = id_mint(request->minter, (int)found->unit->bucket), .insurance = insurance,
        .kind = TEXT("made-up"), .place = found->unit->division,
        .unit_kind = found->unit->kind, .industry = found->unit->industry,
        .declared = date_of_moment(request->at), .reason = input->reason, .version = 1,
    };
    contribute_take_deferral(&bill, found->deferrals);
    const struct contribute_rated rated = contribute_rated_of(
        request->book, found->events, &bill, bill.declared, DATE_NONE, request->arena);
    struct money base = input->base.fen > 0 ? input->base
        : base_in(found, insurance, month);
    if (rated.answer != RULE_FOUND || base.fen == 0) {
        bool rated_now = rated.answer == RULE_FOUND;
        decision_refuse_with(decision, rated_now ? "contribute.refused.no-base"
                                                 : "contribute.refused.rate-not-known",
                             rated_now ? "base" : "from_month", TEXT("1"), TEXT(""));
        return false;
    }
    struct contribute_line line = { .person = input->person, .version = 1 };
    contribute_bill_add(&bill, &line, base, rated.value, request->book);
    const struct contribute_reckoned reckoned = contribute_reckon(
        request->book, found->events, &bill, request->at, request->arena);
    decision_insert(decision, &contribute_bill_table, &bill);
    decision_insert(decision, &contribute_line_table, &line);
    made->months++;
    made->employer = money_plus(made->employer, reckoned.employer);
    made->own = money_plus(made->own, line.own);
    made->fixed = money_plus(made->fixed, line.fixed);
    return true;
}

static void make_up_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct make_up_input *input = request->input;
    const struct make_up_facts *found = facts;
    int32_t from = contribute_month_read(input->from_month);
    int32_t until = contribute_month_read(input->until_month);
    const char *field, *refusal = make_up_refusal(request, found, from, until, &field);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, field);
        return;
    }
    struct made_up *made = decision->outcome;
    made->unit = input->unit;
    made->person = input->person;
    for (int32_t month = from; month <= until; month = contribute_month_plus(month, 1))
        if (!make_up_month(decision, found, month, made))
            return;
    if (made->months == 0)
        decision_refuse(decision, "contribute.refused.declared", "from_month");
    decision->subject = input->unit;
}

const struct action contribute_make_up_action = {
    .name = "contribute.make-up", .method = "POST", .path = "/api/v1/units/{unit}/made-up",
    .flags = ACTION_ONCE,
    .input = &make_up_shape, .facts = &make_up_facts_shape, .outcome = &made_up_shape,
    .answer = &made_up_shape, .help = "contribute.help.make-up", .keys = make_up_keys,
    .gather = make_up_gather, .decide = make_up_decide,
};
