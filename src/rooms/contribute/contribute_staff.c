/* contribute_staff.c: who works at a unit, with the base that counts for each this month: what an
 * employer declares from. A page at a time, by person; all of them, those without a base, or those
 * found by a part of the name or a whole number. */

#include "rooms/contribute/contribute_bills.h"

#include "rooms/contribute/contribute_roster.h"

#include "base/check.h"
#include "core/book.h"

#define STAFF_PAGE 100

struct staff_input {
    int64_t unit, after;
    bool without_base;
    struct text find;           /* of contribute.find-staff alone */
};
#define IN_UNIT { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct staff_input, unit), \
                  .help = "contribute.field.unit" }
#define IN_AFTER { "after", NULL, FIELD_ID, 0, AT(struct staff_input, after), \
                   .help = "contribute.field.after" }
#define IN_WITHOUT { "without_base", NULL, FIELD_FLAG, 0, AT(struct staff_input, without_base), \
                     .help = "contribute.field.without-base" }
static const struct field input_fields[] = { IN_UNIT, IN_AFTER, IN_WITHOUT };
static const struct shape input_shape =
    SHAPE("contribute_staff_input", struct staff_input, input_fields);
static const struct field find_fields[] = {
    IN_UNIT, IN_AFTER, IN_WITHOUT,
    { "find", NULL, FIELD_TEXT, FIELD_REQUIRED | FIELD_PRIVATE, AT(struct staff_input, find), 50,
      .help = "contribute.field.find" },
};
static const struct shape find_shape =
    SHAPE("contribute_find_staff_input", struct staff_input, find_fields);

/* ---- the store ---- */

struct staff_key {
    int64_t bucket, owner, after, month;
    struct date today;
    bool without;
    struct text name;           /* absent: any */
    int64_t person;             /* 0: any */
};
#define KEY(member_, kind_, ...) \
    { #member_, NULL, kind_, 0, AT(struct staff_key, member_), __VA_ARGS__ }
static const struct field key_fields[] = {
    KEY(bucket, FIELD_COUNT, 0), KEY(owner, FIELD_ID, 0), KEY(after, FIELD_COUNT, 0),
    KEY(month, FIELD_COUNT, 0), KEY(today, FIELD_DAY, 0), KEY(without, FIELD_FLAG, 0),
    KEY(name, FIELD_TEXT, 50), KEY(person, FIELD_ID, 0),
};
static const struct shape key_shape = SHAPE("contribute_staff_key", struct staff_key, key_fields);

struct worker {
    int64_t person;
    struct text name, masked, insurance, kind;
    struct date from, until;
    struct money base;
};
#define TOLD(member_) AT(struct worker, member_)
static const struct field told_fields[] = {
    { "person", NULL, FIELD_ID, 0, TOLD(person) },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(name), 100 },
    { "masked", NULL, FIELD_TEXT, FIELD_PRIVATE, TOLD(masked), 30 },
    { "insurance", NULL, FIELD_TEXT, 0, TOLD(insurance), 20 },
    { "kind", NULL, FIELD_TEXT, 0, TOLD(kind), 20 },
    { "from", NULL, FIELD_DAY, 0, TOLD(from) },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(until) },
    { "base", NULL, FIELD_MONEY, 0, TOLD(base) },
};
static const struct shape told_shape = SHAPE("contribute_worker", struct worker, told_fields);

#define WORKS_TODAY "s.unit = {owner} AND s.valid_from <= {today}" \
    " AND COALESCE(s.valid_until, 99991231) >= {today}"
/* What the index has of a spell: those of a page are looked for in it alone. */
#define INDEXED "s.bucket, s.person, s.valid_from, s.spell, s.valid_until, s.insurance"
#define IN_ORDER "s.person, s.valid_from, s.spell"
#define PERSON_OF "JOIN person p ON p.bucket = s.bucket AND p.person = s.person" \
    " JOIN spell k ON k.bucket = s.bucket AND k.person = s.person AND k.spell = s.spell"
#define STAFF_COLUMNS "s.person, p.name, p.number_masked, s.insurance, k.kind, s.valid_from," \
    " s.valid_until, " CONTRIBUTE_BASE_OF_SPELL("k")
#define STAFF_QUERY .key = &key_shape, .row = &told_shape, .columns = STAFF_COLUMNS, \
    .order = IN_ORDER, .row_max = STAFF_PAGE + 1, .page = true, .guard = GUARD_DECISION
/* A page of spells first and their people then: not those of the whole unit. */
const struct query contribute_staff_page = {
    .name = "contribute.staff-page",
    .from = "(SELECT " INDEXED " FROM spell s WHERE " WORKS_TODAY " AND s.person > {after}"
            " AND ({person} IS NULL OR s.person = {person}) ORDER BY " IN_ORDER
            " LIMIT " QUERY_NUMBER(STAFF_PAGE) " + 1) s "
            PERSON_OF, STAFF_QUERY,
};

/* To find people by something that no index has, so many spells are looked at, and the answer says
 * where to go on: however large the unit, nobody waits long. */
#define LOOKED_AT_MOST 5000
#define LOOKED_AT "(SELECT " INDEXED " FROM spell s WHERE " WORKS_TODAY " AND s.person > {after}" \
    " ORDER BY " IN_ORDER " LIMIT " QUERY_NUMBER(LOOKED_AT_MOST) ") s "
const struct query contribute_staff_found = {
    .name = "contribute.staff-found", .from = LOOKED_AT PERSON_OF,
    .where = "({name} IS NULL OR p.name LIKE '%' || {name} || '%')"
             " AND ({without} = 0 OR " CONTRIBUTE_SPELL_HAS_NO_BASE("k") ")", STAFF_QUERY,
};
struct staff_looked { int64_t last, count; };
static const struct field looked_fields[] = {
    FIELD(struct staff_looked, last, FIELD_COUNT, .flags = 0),
    FIELD(struct staff_looked, count, FIELD_COUNT, .flags = 0),
};
static const struct shape looked_shape =
    SHAPE("contribute_staff_looked", struct staff_looked, looked_fields);
const struct query contribute_staff_looked = {
    .name = "contribute.staff-looked", .from = LOOKED_AT,
    .columns = "CAST(COALESCE(max(s.person), 0) AS bigint), CAST(count(*) AS bigint)",
    .key = &key_shape, .row = &looked_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* In all, and those with a base: read as two sets, and not one look-up a person. Who has none under
 * his number may have one under his former: him alone it costs a look-up. */
struct staff_sums { int64_t count, with_base; };
static const struct field sums_fields[] = {
    FIELD(struct staff_sums, count, FIELD_COUNT, .flags = 0),
    FIELD(struct staff_sums, with_base, FIELD_COUNT, .flags = 0),
};
static const struct shape sums_shape =
    SHAPE("contribute_staff_sums", struct staff_sums, sums_fields);
const struct query contribute_staff_sums = {
    .name = "contribute.staff-sums", .from = "(SELECT 1 AS one) o",
    .columns = "(SELECT CAST(count(*) AS bigint) FROM spell s WHERE " WORKS_TODAY "),"
               " (SELECT CAST(count(*) AS bigint) FROM spell s WHERE " WORKS_TODAY
               " AND ((s.person, s.insurance) IN (SELECT b.person, b.insurance"
               " FROM contribute_base b WHERE b.bucket = {bucket} AND b.owner = {owner}"
               " AND b.from_month <= {month} AND b.base > 0)"
               " OR EXISTS (SELECT 1 FROM contribute_base a WHERE a.bucket = {bucket}"
               " AND a.owner = {owner}) AND EXISTS (SELECT 1 FROM spell k WHERE k.bucket = s.bucket"
               " AND k.person = s.person AND k.spell = s.spell AND k.former IS NOT NULL"
               " AND NOT " CONTRIBUTE_SPELL_HAS_NO_BASE("k") ")))",
    .key = &key_shape, .row = &sums_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* ---- the actions ---- */

struct staff_answer {
    struct text name;
    struct text month;          /* of the bases: this one */
    int64_t count, without_base;    /* of the whole unit: with the first page of all, else 0 */
    struct list staff;
    int64_t next;
};
static const struct field answer_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct staff_answer, name), 200 },
    { "month", NULL, FIELD_TEXT, 0, AT(struct staff_answer, month), 7 },
    { "count", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct staff_answer, count),
      .help = "contribute.field.staff-count" },
    { "without_base", NULL, FIELD_COUNT, FIELD_SPARSE,
      AT(struct staff_answer, without_base), .help = "contribute.field.staff-without" },
    { "staff", NULL, FIELD_LIST, 0, AT(struct staff_answer, staff), .of = &told_shape },
    { "next", NULL, FIELD_ID, FIELD_SPARSE, AT(struct staff_answer, next) },
};
static const struct shape answer_shape =
    SHAPE("contribute_staff", struct staff_answer, answer_fields);

struct staff_facts {
    const struct party_unit *unit;
    const struct staff_sums *sums;      /* NULL: not asked for */
    const struct staff_looked *looked;  /* NULL: found by an index */
    const struct list *staff;
};
static const struct shape facts_shape =
    { .name = "contribute_staff_facts", .size = sizeof(struct staff_facts) };

static int32_t month_now(const struct request *request)
{
    struct date today = date_of_moment(request->at);
    return date_year(today) * 100 + date_month(today);
}

/* In LIKE, % and _ stand for anything: a name is looked for as it is written. */
static struct text plain_name(struct text name, struct arena *arena)
{
    char *plain = arena_take(arena, name.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] != '%' && name.data[i] != '_')
            plain[length++] = name.data[i];
    return text_trim((struct text){ plain, length });
}

/* No name has so many digits. */
static bool is_number(struct text find)
{
    int digits = 0;
    for (size_t i = 0; i < find.length; i++)
        digits += find.data[i] >= '0' && find.data[i] <= '9';
    return digits >= 6;
}

/* By his number; false while that is not known. `ret_person`: -1, which nobody has: no such one. */
static bool gather_number(struct gather *gather, struct text find, int64_t *ret_person)
{
    const struct party_number_key key = party_number_key_of("id", find, gather->arena);
    const void *row = NULL;
    if (!party_gather_number(gather, &key, &row))
        return false;
    *ret_person = row == NULL ? -1 : ((const struct party_person_key *)row)->person;
    return true;
}

static bool staff_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct staff_input *input = request->input;
    bool by_number = is_number(input->find);
    struct staff_facts *found = facts;
    const struct party_unit_key unit_key = { id_bucket(input->unit), input->unit };
    struct staff_key key = {
        .bucket = id_bucket(input->unit), .owner = input->unit, .after = input->after,
        .month = month_now(request), .today = date_of_moment(request->at),
        .without = input->without_base,
    };
    const void *unit = NULL, *sums = NULL, *looked = NULL;
    bool complete = gather_one(gather, &party_unit_by_id, &unit_key, &unit);
    found->unit = unit;
    if (input->after == 0 && !text_present(input->find) && !input->without_base)
        complete &= gather_one(gather, &contribute_staff_sums, &key, &sums);
    found->sums = sums;
    if (by_number && !gather_number(gather, input->find, &key.person))
        return false;
    bool looks = !by_number && (text_present(input->find) || input->without_base);
    if (looks && text_present(input->find))
        key.name = plain_name(input->find, gather->arena);
    if (looks)
        complete &= gather_one(gather, &contribute_staff_looked, &key, &looked);
    found->looked = looked;
    found->staff = gather_want(gather, looks ? &contribute_staff_found : &contribute_staff_page,
                               &key);
    return complete && found->staff != NULL;
}

/* Where the next page goes on; 0: that was all. Whose spells a page would part comes with the next
 * one, unless all of it are his. */
static int64_t end_page(const struct staff_facts *found, struct list *staff)
{
    const struct worker *rows = staff->items;
    int64_t last = found->looked == NULL || found->looked->count < LOOKED_AT_MOST
        ? INT64_MAX : found->looked->last;
    while (staff->count > 0 && rows[staff->count - 1].person >= last)
        staff->count--;
    if (staff->count <= STAFF_PAGE)
        return last == INT64_MAX ? 0 : last - 1;
    staff->count = STAFF_PAGE;
    while (staff->count > 1 && rows[staff->count - 1].person == rows[STAFF_PAGE].person)
        staff->count--;
    return rows[staff->count - 1].person;
}

static void staff_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct staff_facts *found = facts;
    if (!contribute_acts_for(found->unit, decision))
        return;
    struct staff_answer told = {
        .name = found->unit->name, .staff = *found->staff,
        .month = contribute_month_text(month_now(request), request->arena),
    };
    if (found->sums != NULL) {
        told.count = found->sums->count;
        told.without_base = found->sums->count - found->sums->with_base;
    }
    told.next = end_page(found, &told.staff);
    *(struct staff_answer *)decision->outcome = told;
}

const struct action contribute_staff_action = {
    .name = "contribute.staff", .method = "GET", .path = "/api/v1/units/{unit}/staff",
    .flags = ACTION_READ,
    .input = &input_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .next_page = { { "after", "next" } },
    .answer = &answer_shape, .help = "contribute.help.staff", .gather = staff_gather,
    .decide = staff_decide,
};
/* Names and numbers of people stand in no address: a POST that only reads. */
const struct action contribute_find_staff_action = {
    .name = "contribute.find-staff", .method = "POST",
    .path = "/api/v1/units/{unit}/staff/search",
    .flags = ACTION_READ,
    .input = &find_shape, .facts = &facts_shape, .outcome = &answer_shape,
    .next_page = { { "after", "next" } },
    .answer = &answer_shape, .help = "contribute.help.find-staff", .gather = staff_gather,
    .decide = staff_decide,
};
