#include "rooms/settle/settle_facts.h"

#include "base/check.h"
#include "base/ident.h"
#include "base/limits.h"

#define ROW(member, kind, flags_) FIELD(struct settlement_row, member, kind, .flags = (flags_))
#define MONEY(member) FIELD(struct settlement_row, member, FIELD_MONEY, .flags = FIELD_REQUIRED)

static const struct field settlement_fields[] = {
    ROW(bucket, FIELD_COUNT, FIELD_REQUIRED),
    ROW(person, FIELD_ID, FIELD_REQUIRED),
    ROW(settlement, FIELD_ID, FIELD_REQUIRED),
    ROW(visit, FIELD_ID, FIELD_REQUIRED),
    ROW(bill, FIELD_TEXT, FIELD_REQUIRED),
    ROW(institution, FIELD_ID, 0),
    ROW(insurance, FIELD_TEXT, FIELD_REQUIRED),
    ROW(place, FIELD_COUNT, FIELD_REQUIRED),
    ROW(med_type, FIELD_TEXT, FIELD_REQUIRED),
    ROW(certificate_kind, FIELD_TEXT, 0),
    ROW(day, FIELD_DAY, FIELD_REQUIRED),
    ROW(year, FIELD_COUNT, FIELD_REQUIRED),
    ROW(at, FIELD_MOMENT, FIELD_REQUIRED),
    ROW(lines_from, FIELD_COUNT, FIELD_REQUIRED),
    ROW(lines_until, FIELD_COUNT, FIELD_REQUIRED),
    MONEY(total), MONEY(full_own), MONEY(over_limit), MONEY(pay_first), MONEY(in_scope),
    MONEY(deductible),
    ROW(share, FIELD_SHARE, FIELD_REQUIRED),
    MONEY(pooled_fund), MONEY(large_amount), MONEY(supplementary), MONEY(critical_illness),
    MONEY(civil_servant), MONEY(medical_assistance), MONEY(maternity), MONEY(finance),
    MONEY(central),
    MONEY(account), MONEY(family_account), MONEY(cash),
    ROW(asker_key, FIELD_TEXT, 0),
    ROW(invoice, FIELD_TEXT, 0),
    ROW(took, FIELD_BYTES, FIELD_REQUIRED),
    ROW(before, FIELD_BYTES, FIELD_REQUIRED),
    ROW(state, FIELD_TEXT, FIELD_REQUIRED),
    ROW(decided_by, FIELD_TEXT, FIELD_REQUIRED),
    ROW(book, FIELD_COUNT, FIELD_REQUIRED),
    ROW(superseded_by, FIELD_ID, 0),
    ROW(reverses, FIELD_ID, 0),
    ROW(advanced_by, FIELD_ID, 0),
    ROW(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape settlement_row_shape =
    SHAPE("settlement", struct settlement_row, settlement_fields);
const struct table settlement_table = {
    .name = "settlement", .row = &settlement_row_shape, .key_count = 3, .version = "version",
};

#define COUNTER(member) \
    { .name = #member, .kind = FIELD_MONEY, .flags = FIELD_REQUIRED, \
      .offset = AT(struct settle_counters_row, used.member) }
static const struct field counters_fields[] = {
    FIELD(struct settle_counters_row, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_counters_row, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_counters_row, year, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_counters_row, insurance, FIELD_TEXT, .flags = FIELD_REQUIRED),
    COUNTER(outpatient_deductible_used),
    COUNTER(outpatient_in_scope),
    COUNTER(outpatient_fund_paid),
    COUNTER(outpatient_pooled_paid),
    COUNTER(inpatient_deductible_used),
    { .name = "inpatient_admissions", .kind = FIELD_COUNT, .flags = FIELD_REQUIRED,
      .offset = AT(struct settle_counters_row, used.inpatient_admissions) },
    COUNTER(inpatient_in_scope),
    COUNTER(inpatient_fund_paid),
    COUNTER(inpatient_pooled_paid),
    COUNTER(special_deductible_used),
    COUNTER(large_amount_paid),
    COUNTER(supplementary_paid),
    COUNTER(critical_illness_own),
    COUNTER(critical_illness_paid),
    COUNTER(civil_servant_paid),
    COUNTER(assistance_outpatient_paid),
    COUNTER(assistance_inpatient_paid),
    COUNTER(maternity_paid),
    COUNTER(finance_paid),
    { .name = "special_period_from", .kind = FIELD_DAY,
      .offset = AT(struct settle_counters_row, used.special_period_from) },
    FIELD(struct settle_counters_row, last_day, FIELD_DAY, .flags = 0),
    FIELD(struct settle_counters_row, version, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
const struct shape settle_counters_row_shape =
    SHAPE("settle_counters", struct settle_counters_row, counters_fields);
const struct table settle_counters_table = {
    .name = "settle_counters", .row = &settle_counters_row_shape, .key_count = 4,
    .version = "version",
};

static const struct field person_key_fields[] = {
    FIELD(struct settle_of_person_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_of_person_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape person_key_shape =
    SHAPE("settle_of_person_key", struct settle_of_person_key, person_key_fields);
static const struct field settlement_key_fields[] = {
    FIELD(struct settlement_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settlement_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settlement_key, settlement, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape settlement_key_shape =
    SHAPE("settlement_key", struct settlement_key, settlement_key_fields);

const struct query settlement_by_id = {
    .name = "settle.by-id", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.settlement = {settlement}",
    .key = &settlement_key_shape, .row = &settlement_row_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};
const struct query settlements_standing = {
    .name = "settle.standing-of-person", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person}"
             " AND s.state IN ('final', 'provisional')",
    .order = "s.settlement", .key = &person_key_shape, .row = &settlement_row_shape,
    .row_max = LIMIT_ROWS_A_READ - 1, .guard = GUARD_DECISION,
};
const struct query settle_counters_of = {
    .name = "settle.counters", .from = "settle_counters c",
    .where = "c.bucket = {bucket} AND c.person = {person}", .order = "c.year, c.insurance",
    .key = &person_key_shape, .row = &settle_counters_row_shape, .row_max = 200,
    .guard = GUARD_DECISION,
};

static const struct field after_key_fields[] = {
    FIELD(struct settlements_after_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_after_key, person, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_after_key, settlement, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape after_key_shape =
    SHAPE("settlements_after", struct settlements_after_key, after_key_fields);
const struct query settlements_after = {
    .name = "settle.after", .from = "settlement s",
    .where = "s.bucket = {bucket} AND (s.person, s.settlement) > ({person}, {settlement})",
    .order = "s.person, s.settlement", .key = &after_key_shape, .row = &settlement_row_shape,
    .row_max = 500, .guard = GUARD_SCOPED, .guard_institution = "institution",
    .guard_person = "person",
};

static const struct field of_visit_fields[] = {
    FIELD(struct settlements_of_visit_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_of_visit_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_of_visit_key, visit, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape of_visit_shape =
    SHAPE("settlements_of_visit", struct settlements_of_visit_key, of_visit_fields);
const struct query settlements_of_visit = {
    .name = "settle.of-visit", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.visit = {visit}",
    .order = "s.settlement", .key = &of_visit_shape, .row = &settlement_row_shape,
    .row_max = 1000, .guard = GUARD_DECISION,
};

#define CHANGE(member, kind, flags_) \
    FIELD(struct settle_change, member, kind, .flags = (flags_))
static const struct field change_fields[] = {
    CHANGE(bucket, FIELD_COUNT, FIELD_REQUIRED),
    CHANGE(person, FIELD_ID, FIELD_REQUIRED),
    CHANGE(settlement, FIELD_ID, FIELD_REQUIRED),
    CHANGE(superseded, FIELD_ID, FIELD_REQUIRED),
    CHANGE(institution, FIELD_ID, 0),
    CHANGE(insurance, FIELD_TEXT, FIELD_REQUIRED),
    CHANGE(at, FIELD_MOMENT, FIELD_REQUIRED),
    CHANGE(funds, FIELD_MONEY, FIELD_REQUIRED),
    CHANGE(accounts, FIELD_MONEY, FIELD_REQUIRED),
    CHANGE(cash, FIELD_MONEY, FIELD_REQUIRED),
};
const struct shape settle_change_shape =
    SHAPE("settle_change", struct settle_change, change_fields);
const struct table settle_change_table = {
    .name = "settle_change", .row = &settle_change_shape, .key_count = 4,
};
static const struct field change_key_fields[] = {
    FIELD(struct settle_change_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_change_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_change_key, settlement, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_change_key, superseded, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape change_key_shape =
    SHAPE("settle_change_key", struct settle_change_key, change_key_fields);
const struct query settle_change_by_key = {
    .name = "settle.change", .from = "settle_change c",
    .where = "c.bucket = {bucket} AND c.person = {person} AND c.settlement = {settlement} "
             "AND c.superseded = {superseded}",
    .key = &change_key_shape, .row = &settle_change_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

static const struct field of_course_fields[] = {
    FIELD(struct settlements_of_course_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_of_course_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_of_course_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settlements_of_course_key, med_type, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape of_course_shape =
    SHAPE("settlements_of_course", struct settlements_of_course_key, of_course_fields);
const struct query settlements_of_course = {
    .name = "settle.of-course", .from = "settlement s",
    .where = "s.bucket = {bucket} AND s.person = {person} AND s.institution = {institution} "
             "AND s.med_type = {med_type}",
    .order = "s.settlement", .key = &of_course_shape, .row = &settlement_row_shape,
    .row_max = 2000, .guard = GUARD_DECISION,
};

#define INVOICE(member, kind, flags_) \
    FIELD(struct settle_invoice_row, member, kind, .flags = (flags_))
static const struct field invoice_fields[] = {
    INVOICE(bucket, FIELD_COUNT, FIELD_REQUIRED),
    INVOICE(institution, FIELD_ID, FIELD_REQUIRED),
    INVOICE(invoice, FIELD_TEXT, FIELD_REQUIRED),
    INVOICE(person, FIELD_ID, FIELD_REQUIRED),
    INVOICE(settlement, FIELD_ID, 0),
    INVOICE(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape settle_invoice_shape =
    SHAPE("settle_invoice", struct settle_invoice_row, invoice_fields);
const struct table settle_invoice_table = {
    .name = "settle_invoice", .row = &settle_invoice_shape, .key_count = 3,
    .version = "version",
};
static const struct field invoice_key_fields[] = {
    FIELD(struct settle_invoice_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_invoice_key, institution, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_invoice_key, invoice, FIELD_TEXT, .flags = FIELD_REQUIRED),
};
static const struct shape invoice_key_shape =
    SHAPE("settle_invoice_key", struct settle_invoice_key, invoice_key_fields);
const struct query settle_invoice_by_key = {
    .name = "settle.invoice", .from = "settle_invoice i",
    .where = "i.bucket = {bucket} AND i.institution = {institution} AND i.invoice = {invoice}",
    .key = &invoice_key_shape, .row = &settle_invoice_shape, .row_max = 1,
    .guard = GUARD_DECISION,
};

struct settle_invoice_key settle_event_key_of(int64_t owner, struct text event,
                                              struct arena *arena)
{
    struct text name = arena_format(arena, "%lld %.*s", (long long)owner, TEXT_ARGS(event));
    return (struct settle_invoice_key){
        .bucket = bucket_of_name(name), .institution = owner, .invoice = event,
    };
}

struct settle_invoice_key settle_invoice_key_of(int64_t institution, struct text invoice,
                                                struct arena *arena)
{
    return settle_event_key_of(institution, ident_number(invoice, arena), arena);
}

struct money *settlement_row_payer(struct settlement_row *row, enum settle_payer payer)
{
    switch (payer) {
    case PAYER_POOLED_FUND: return &row->pooled_fund;
    case PAYER_LARGE_AMOUNT: return &row->large_amount;
    case PAYER_SUPPLEMENTARY: return &row->supplementary;
    case PAYER_CRITICAL_ILLNESS: return &row->critical_illness;
    case PAYER_CIVIL_SERVANT: return &row->civil_servant;
    case PAYER_MEDICAL_ASSISTANCE: return &row->medical_assistance;
    case PAYER_MATERNITY: return &row->maternity;
    case PAYER_FINANCE: return &row->finance;
    case PAYER_COUNT: break;
    }
    CHECK(false);
    return NULL;
}

struct money settlement_row_funds(const struct settlement_row *row)
{
    struct money funds = MONEY_NONE;
    struct settlement_row copy = *row;
    for (int payer = 0; payer < PAYER_COUNT; payer++)
        funds = money_plus(funds, *settlement_row_payer(&copy, (enum settle_payer)payer));
    return funds;
}
