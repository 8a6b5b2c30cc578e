/* staff_directory.c: which telephone for which business, where and when: the public directory, and
 * how an office keeps its entries. */

#include "rooms/staff/staff.h"

#include "base/check.h"

#include <string.h>

static const char *const BUSINESSES[] = { "all", "claim", "consult", "duty", "enrol" };

bool staff_business_exists(struct text business)
{
    for (size_t i = 0; i < COUNT_OF(BUSINESSES); i++)
        if (text_is(business, BUSINESSES[i]))
            return true;
    return false;
}

/* One that answers for all answers for each; whoever asks for none in particular sees all. */
bool staff_phone_answers(struct text has, struct text wanted)
{
    return !text_present(wanted) || text_equal(has, wanted) || text_is(has, "all");
}

/* ---- staff.directory ---- */

struct directory_input {
    int64_t division;
    struct text business, name;
};
struct entry_phone {
    int64_t entry;              /* 0: the one number of the register */
    struct text business, number, hours;
};
struct entry {
    int64_t office, division;
    struct text name, kind, address, hours;
    bool own;                   /* of the very place that was asked about */
    struct list phones;         /* of entry_phone */
};
struct directory_answer { struct list entries; };
struct directory_facts { const struct list *offices, *phones; };

static bool directory_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct directory_facts *found = facts;
    const struct staff_bucket_key key = { STAFF_BUCKET };
    found->offices = gather_want(gather, &staff_offices_all, &key);
    found->phones = gather_want(gather, &staff_phones_all, &key);
    return found->offices != NULL && found->phones != NULL;
}

static struct list phones_of(const struct request *request, const struct directory_facts *facts,
                             const struct staff_office *office)
{
    const struct directory_input *input = request->input;
    const struct staff_phone *rows = facts->phones->items;
    size_t count = 0;
    for (size_t i = 0; i < facts->phones->count; i++)
        count += rows[i].office == office->office;
    struct entry_phone *told = ARENA_ARRAY(request->arena, struct entry_phone, count + 1);
    count = 0;
    bool any = false;
    for (size_t i = 0; i < facts->phones->count; i++) {
        if (rows[i].office != office->office || rows[i].removed)
            continue;
        any = true;
        if (staff_phone_answers(rows[i].business, input->business))
            told[count++] = (struct entry_phone){
                rows[i].phone, rows[i].business, rows[i].number,
                text_present(rows[i].hours) ? rows[i].hours : office->hours,
            };
    }
    /* An office without entries of its own has the one number of the register. */
    if (!any && text_present(office->phone))
        told[count++] = (struct entry_phone){ 0, TEXT("all"), office->phone, office->hours };
    return (struct list){ told, count };
}

static bool is_wanted(const struct directory_input *input, const struct staff_office *office)
{
    if (text_present(input->name)
        && memmem(office->name.data, office->name.length, input->name.data,
                  input->name.length) == NULL)
        return false;
    return input->division == 0 || staff_division_within(office->division, input->division)
        || staff_division_within(input->division, office->division);
}

/* The place's own offices, then those below, then those above. */
static int rank(const struct directory_input *input, const struct staff_office *office)
{
    if (office->division == input->division)
        return 0;
    return staff_division_within(office->division, input->division) ? 1 : 2;
}

static void directory_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct directory_input *input = request->input;
    const struct directory_facts *found = facts;
    const struct staff_office *rows = found->offices->items;
    struct entry *entries =
        ARENA_ARRAY(request->arena, struct entry, found->offices->count + 1);
    size_t count = 0;
    for (int want = 0; want < 3; want++)
        for (size_t i = 0; i < found->offices->count; i++) {
            if (!is_wanted(input, &rows[i]) || rank(input, &rows[i]) != want)
                continue;
            struct list phones = phones_of(request, found, &rows[i]);
            if (phones.count == 0)
                continue;
            entries[count++] = (struct entry){
                .office = rows[i].office, .division = rows[i].division, .name = rows[i].name,
                .kind = rows[i].kind, .address = rows[i].address, .hours = rows[i].hours,
                .own = want == 0, .phones = phones,
            };
        }
    ((struct directory_answer *)decision->outcome)->entries = (struct list){ entries, count };
}

static const struct field directory_fields[] = {
    { "division", NULL, FIELD_COUNT, 0, AT(struct directory_input, division),
      .help = "staff.field.division" },
    { "business", NULL, FIELD_TEXT, 0, AT(struct directory_input, business), 20,
      .help = "staff.field.business" },
    { "name", NULL, FIELD_TEXT, 0, AT(struct directory_input, name), 50,
      .help = "staff.field.name-part" },
};
static const struct shape directory_shape =
    SHAPE("staff_directory_asked", struct directory_input, directory_fields);
static const struct field phone_told_fields[] = {
    { "entry", NULL, FIELD_ID, FIELD_SPARSE, AT(struct entry_phone, entry),
      .help = "staff.field.phone" },
    { "business", NULL, FIELD_TEXT, 0, AT(struct entry_phone, business), 20,
      .help = "staff.field.business" },
    { "number", NULL, FIELD_TEXT, 0, AT(struct entry_phone, number), 40,
      .help = "staff.field.number" },
    { "hours", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct entry_phone, hours), 100,
      .help = "staff.field.hours" },
};
static const struct shape phone_told_shape =
    SHAPE("office_phone", struct entry_phone, phone_told_fields);
#define ENTRY(member_) AT(struct entry, member_)
static const struct field entry_fields[] = {
    { "office", NULL, FIELD_ID, 0, ENTRY(office) },
    { "division", NULL, FIELD_COUNT, 0, ENTRY(division), .help = "staff.field.division" },
    { "name", NULL, FIELD_TEXT, 0, ENTRY(name), 200, .help = "staff.field.name" },
    { "kind", NULL, FIELD_TEXT, 0, ENTRY(kind), 20, .help = "staff.field.kind" },
    { "address", NULL, FIELD_TEXT, FIELD_SPARSE, ENTRY(address), 200 },
    { "hours", NULL, FIELD_TEXT, FIELD_SPARSE, ENTRY(hours), 100, .help = "staff.field.hours" },
    { "own", NULL, FIELD_FLAG, 0, ENTRY(own), .help = "staff.field.own" },
    { "phones", NULL, FIELD_LIST, 0, ENTRY(phones), .of = &phone_told_shape,
      .help = "staff.field.phones" },
};
static const struct shape entry_shape = SHAPE("staff_entry", struct entry, entry_fields);
static const struct field directory_answer_fields[] = {
    { "entries", NULL, FIELD_LIST, 0, AT(struct directory_answer, entries), .of = &entry_shape,
      .help = "staff.field.entries" },
};
static const struct shape directory_answer_shape =
    SHAPE("staff_directory", struct directory_answer, directory_answer_fields);
static const struct shape directory_facts_shape =
    { .name = "staff_directory_facts", .size = sizeof(struct directory_facts) };

/* LAW: JX4-2.5a, SX9-A4b to A4h. */
const struct action staff_directory_action = {
    .name = "staff.directory", .method = "GET", .path = "/api/v1/directory",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &directory_shape,
    .facts = &directory_facts_shape, .outcome = &directory_answer_shape,
    .answer = &directory_answer_shape, .help = "staff.help.directory",
    .gather = directory_gather, .decide = directory_decide,
};

/* ---- an office keeps its entries ---- */

struct phone_facts { const struct staff_phone *row; };
struct phone_outcome { int64_t phone; };

static void phone_keys(const struct request *request, struct keys *keys)
{
    const struct staff_phone *input = request->input;
    keys_add(keys, input->office);
}

static bool phone_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct staff_phone *input = request->input;
    const struct staff_bucket_key key = { STAFF_BUCKET };
    const struct list *all = gather_want(gather, &staff_phones_all, &key);
    if (all == NULL)
        return false;
    const struct staff_phone *rows = all->items;
    for (size_t i = 0; i < all->count; i++)
        if (rows[i].phone == input->phone && input->phone != 0)
            ((struct phone_facts *)facts)->row = &rows[i];
    return true;
}

static void phone_record(const struct request *request, const struct staff_phone *before,
                         bool removed, struct decision *decision)
{
    struct staff_phone row = *(const struct staff_phone *)request->input;
    row.removed = removed;
    if (before != NULL) {
        row = removed ? *before : row;
        row.removed = removed;
        row.bucket = before->bucket;
        row.office = before->office;
        row.version = before->version;
        decision_replace(decision, &staff_phone_table, &row);
    } else {
        row.bucket = STAFF_BUCKET;
        row.phone = id_mint(request->minter, STAFF_BUCKET);
        row.version = 1;
        decision_insert(decision, &staff_phone_table, &row);
    }
    decision->subject = row.office;
    ((struct phone_outcome *)decision->outcome)->phone = row.phone;
}

static void set_phone_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct staff_phone *input = request->input;
    const struct phone_facts *found = facts;
    if (!actor_has_office(request->actor, input->office)
        || (found->row != NULL && found->row->office != input->office))
        decision_refuse(decision, "staff.refused.not-yours", "office");
    else if (!staff_business_exists(input->business))
        decision_refuse(decision, "staff.refused.no-such-business", "business");
    else
        phone_record(request, found->row, false, decision);
}

static void remove_phone_decide(const struct request *request, const void *facts,
                                struct decision *decision)
{
    const struct phone_facts *found = facts;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office))
        decision_refuse(decision, "staff.refused.not-yours", "entry");
    else
        phone_record(request, found->row, true, decision);
}

#define PHONE(member_) AT(struct staff_phone, member_)
static const struct field set_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, PHONE(office), .help = "staff.field.office" },
    { "entry", NULL, FIELD_ID, 0, PHONE(phone), .help = "staff.field.phone" },
    { "business", NULL, FIELD_TEXT, FIELD_REQUIRED, PHONE(business), 20,
      .help = "staff.field.business" },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, PHONE(number), 40,
      .help = "staff.field.number" },
    { "hours", NULL, FIELD_TEXT, 0, PHONE(hours), 100, .help = "staff.field.hours" },
    { "source", NULL, FIELD_TEXT, 0, PHONE(source), 200, .help = "staff.field.source" },
};
static const struct shape set_shape = SHAPE("staff_set_phone", struct staff_phone, set_fields);
static const struct field remove_fields[] = {
    { "entry", NULL, FIELD_ID, FIELD_REQUIRED, PHONE(phone), .help = "staff.field.phone" },
};
static const struct shape remove_shape =
    SHAPE("staff_remove_phone", struct staff_phone, remove_fields);
static const struct field phone_outcome_fields[] = {
    { "entry", NULL, FIELD_ID, 0, AT(struct phone_outcome, phone),
      .help = "staff.field.phone" },
};
static const struct shape phone_outcome_shape =
    SHAPE("staff_phone_kept", struct phone_outcome, phone_outcome_fields);
static const struct shape phone_facts_shape =
    { .name = "staff_phone_facts", .size = sizeof(struct phone_facts) };

const struct action staff_set_phone_action = {
    .name = "staff.set-phone", .method = "POST", .path = "/api/v1/directory/phones",
    .flags = ACTION_ONCE,
    .input = &set_shape, .facts = &phone_facts_shape, .outcome = &phone_outcome_shape,
    .answer = &phone_outcome_shape, .help = "staff.help.set-phone", .keys = phone_keys,
    .gather = phone_gather, .decide = set_phone_decide,
};
const struct action staff_remove_phone_action = {
    .name = "staff.remove-phone", .method = "POST",
    .path = "/api/v1/directory/phones/{entry}/removal",
    .flags = ACTION_ONCE,
    .input = &remove_shape, .facts = &phone_facts_shape, .outcome = &phone_outcome_shape,
    .answer = &phone_outcome_shape, .help = "staff.help.remove-phone", .keys = phone_keys,
    .gather = phone_gather, .decide = remove_phone_decide,
};
