/* contribute_proof.c: what a certificate of enrolment (参保凭证) and an answer about one's enrolment,
 * or a unit's, say: spells, months paid and the account as they stand when it is asked. They only
 * read: who runs them writes the answer down as a document. LAW: JX4-2.1i */

#include "rooms/contribute/contribute_months.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"

/* ---- what is asked ---- */

struct proof_input {
    int64_t person, year;
    struct text insurance;      /* "employee", "resident"; absent: every one */
};
static const struct field input_fields[] = {
    FIELD(struct proof_input, person, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "contribute.field.person"),
    FIELD(struct proof_input, insurance, FIELD_TEXT, .length_max = 10,
          .help = "contribute.field.insurance"),
    FIELD(struct proof_input, year, FIELD_COUNT, .help = "contribute.proof.year"),
};
static const struct shape input_shape =
    SHAPE("contribute_proof_input", struct proof_input, input_fields);

struct proof_facts {
    struct contribute_months_facts of;
    const struct fund_personal *personal;
};
static const struct shape facts_shape =
    { .name = "contribute_proof_facts", .size = sizeof(struct proof_facts) };

static bool gather_proof(struct gather *gather, const struct request *request, void *facts)
{
    const struct proof_input *input = request->input;
    struct proof_facts *found = facts;
    const struct fund_of_person key = { id_bucket(input->person), input->person };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &key, &row);
    found->personal = row;
    return contribute_gather_months(gather, input->person, &found->of) && complete;
}

/* ---- what is told ---- */

struct proof_spell {
    struct date from, until;
    struct text insurance, place, unit, status;
};
#define SPELL(member_, kind_, ...) FIELD(struct proof_spell, member_, kind_, __VA_ARGS__)
static const struct field spell_fields[] = {
    SPELL(from, FIELD_DAY, .help = "contribute.proof.from"),
    SPELL(until, FIELD_DAY, .flags = FIELD_SPARSE, .help = "contribute.proof.until"),
    SPELL(insurance, FIELD_CODE, .codes = "insutype", .help = "contribute.proof.insurance"),
    SPELL(place, FIELD_TEXT, .length_max = 60, .help = "contribute.proof.place"),
    SPELL(unit, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200,
          .help = "contribute.proof.unit"),
    SPELL(status, FIELD_CODE, .codes = "psn_insu_stas", .help = "contribute.proof.status"),
};
static const struct shape spell_shape =
    SHAPE("contribute_proof_spell", struct proof_spell, spell_fields);

#define SUM(member_, kind_, ...) \
    FIELD(struct contribute_insurance_months, member_, kind_, __VA_ARGS__)
static const struct field sum_fields[] = {
    SUM(insurance, FIELD_CODE, .codes = "insutype", .help = "contribute.proof.insurance"),
    SUM(paid_months, FIELD_COUNT, .help = "contribute.proof.paid-months"),
    SUM(first, FIELD_TEXT, .length_max = 7, .help = "contribute.proof.first"),
    SUM(last, FIELD_TEXT, .length_max = 7, .help = "contribute.proof.last"),
    SUM(gaps, FIELD_COUNT, .help = "contribute.proof.gaps"),
};
static const struct shape sum_shape =
    SHAPE("contribute_proof_sum", struct contribute_insurance_months, sum_fields);

#define MONTH(member_, kind_, ...) \
    FIELD(struct contribute_own_month, member_, kind_, __VA_ARGS__)
static const struct field month_fields[] = {
    MONTH(month, FIELD_TEXT, .length_max = 7, .help = "contribute.proof.month"),
    MONTH(insurance, FIELD_CODE, .codes = "insutype", .help = "contribute.proof.insurance"),
    MONTH(unit_name, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 200,
          .help = "contribute.proof.unit"),
    MONTH(base, FIELD_MONEY, .help = "contribute.proof.base"),
    MONTH(own, FIELD_MONEY, .help = "contribute.proof.own"),
    MONTH(state_zh, FIELD_TEXT, .length_max = 40, .help = "contribute.proof.paid-state"),
    MONTH(state_en, FIELD_TEXT, .length_max = 40, .help = "contribute.proof.paid-state"),
    MONTH(paid, FIELD_DAY, .flags = FIELD_SPARSE, .help = "contribute.proof.paid"),
};
static const struct shape month_shape =
    SHAPE("contribute_proof_month", struct contribute_own_month, month_fields);

struct proof_told {
    struct text name, number_masked;
    struct money balance;
    struct list spells, sums, months;
};
#define TOLD(member_, kind_, ...) FIELD(struct proof_told, member_, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(name, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 100,
         .help = "contribute.proof.name"),
    TOLD(number_masked, FIELD_TEXT, .flags = FIELD_PRIVATE, .length_max = 30,
         .help = "contribute.proof.number"),
    TOLD(spells, FIELD_LIST, .of = &spell_shape, .help = "contribute.proof.spells"),
    TOLD(sums, FIELD_LIST, .of = &sum_shape, .help = "contribute.proof.sums"),
    TOLD(balance, FIELD_MONEY, .flags = FIELD_SPARSE, .help = "contribute.proof.balance"),
    TOLD(months, FIELD_LIST, .of = &month_shape, .help = "contribute.proof.months"),
};
static const struct shape told_shape = SHAPE("contribute_proof", struct proof_told, told_fields);

/* ---- deciding ---- */

static bool is_asked(const struct proof_input *input, struct text insurance)
{
    const char *word = party_insurance(insurance);
    return !text_present(input->insurance)
        || (word != NULL && text_is(input->insurance, word));
}

static struct list spells_told(const struct request *request, const struct list *spells)
{
    const struct divisions *divisions = book_divisions(request->book);
    const struct party_spell *rows = spells->items;
    struct proof_spell *told = ARENA_ARRAY(request->arena, struct proof_spell, spells->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < spells->count; i++)
        if (is_asked(request->input, rows[i].insurance) && !text_is(rows[i].status, "3"))
            told[count++] = (struct proof_spell){
                .from = rows[i].valid_from, .until = rows[i].valid_until,
                .insurance = rows[i].insurance, .unit = rows[i].unit_name,
                .place = division_name(divisions, (int32_t)rows[i].place),
                .status = rows[i].status,
            };
    return (struct list){ told, count };
}

/* Of the year asked for, where one is. */
static struct list months_told(const struct request *request, const struct list *months)
{
    const struct proof_input *input = request->input;
    const struct contribute_own_month *rows = months->items;
    struct contribute_own_month *told =
        ARENA_ARRAY(request->arena, struct contribute_own_month, months->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < months->count; i++)
        if (is_asked(input, rows[i].insurance)
            && (input->year == 0
                || contribute_month_read(rows[i].month) / 100 == input->year))
            told[count++] = rows[i];
    return (struct list){ told, count };
}

static struct list sums_told(const struct request *request, const struct list *sums)
{
    const struct contribute_insurance_months *rows = sums->items;
    struct contribute_insurance_months *told =
        ARENA_ARRAY(request->arena, struct contribute_insurance_months, sums->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < sums->count; i++)
        if (is_asked(request->input, rows[i].insurance))
            told[count++] = rows[i];
    return (struct list){ told, count };
}

/* False: refused. */
static bool tell_person(const struct request *request, const struct proof_facts *found,
                        struct decision *decision, struct contribute_months *ret_months)
{
    const struct proof_input *input = request->input;
    struct proof_told *told = decision->outcome;
    if (!party_may_see(request->actor, &found->of.person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor, "contribute.refused.no-such-person"),
                        "person");
        return false;
    }
    told->spells = spells_told(request, found->of.person.spells);
    if (told->spells.count == 0) {
        decision_refuse(decision, "contribute.refused.never-insured", "insurance");
        return false;
    }
    *ret_months = contribute_months_of(request, input->person, &found->of);
    told->name = found->of.person.person->name;
    told->number_masked = found->of.person.person->number_masked;
    told->sums = sums_told(request, &ret_months->insurances);
    decision->subject = input->person;
    return true;
}

/* The account goes along with an employee's insurance alone. */
static void decide_certificate(const struct request *request, const void *facts,
                               struct decision *decision)
{
    const struct proof_input *input = request->input;
    const struct proof_facts *found = facts;
    struct contribute_months months;
    if (tell_person(request, found, decision, &months) && found->personal != NULL
        && !text_is(input->insurance, "resident"))
        ((struct proof_told *)decision->outcome)->balance = found->personal->balance;
}

static void decide_record(const struct request *request, const void *facts,
                          struct decision *decision)
{
    struct contribute_months months;
    if (tell_person(request, facts, decision, &months))
        ((struct proof_told *)decision->outcome)->months = months_told(request, &months.months);
}

const struct action contribute_certificate_action = {
    .name = "contribute.certificate", .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "contribute.help.certificate", .gather = gather_proof, .decide = decide_certificate,
};
const struct action contribute_record_action = {
    .name = "contribute.record", .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "contribute.help.record", .gather = gather_proof, .decide = decide_record,
};
