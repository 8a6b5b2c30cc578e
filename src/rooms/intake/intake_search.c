/* intake_search.c: cases found again, newest first: by receipt, by the person's number or name, by
 * state, channel, office and day; and cases that another office has offered. Who names no office
 * searches all he may look into: a few each by its own index, a page of each and of them the first;
 * a province's or a city's, which are many, in one question. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/divisions.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"
#include "rooms/staff/staff_facts.h"

#include <stdlib.h>

/* Offices that are asked one by one. */
#define EACH_MAX 40

struct search_input {
    struct text receipt, number, name, state, channel, ten, four;
    int64_t office;
    struct date from, until;
    struct moment after;
    int64_t after_case;
};
struct search_facts {
    const struct list **of_offices;     /* a page of each office that is searched */
    size_t office_count;
    const struct list *offices;         /* all there are; NULL: one case was asked for */
    const struct intake_case *last;     /* of the page before, by name */
    const struct party_person_key *person;
    const struct intake_case *one;
};

/* The text that comes after every text beginning so. */
static struct text after_all(struct text name, struct arena *arena)
{
    return arena_format(arena, "%.*s\xF4\x8F\xBF\xBF", TEXT_ARGS(name));
}

/* Who names the number as well is shown that person's alone, newest first. */
static bool by_name_alone(const struct search_input *input)
{
    return text_present(input->name) && !text_present(input->number);
}

static struct intake_search_key key_of(const struct request *request,
                                       const struct search_facts *found, int64_t office,
                                       struct arena *arena)
{
    const struct search_input *input = request->input;
    struct date until = input->until.yyyymmdd == 0 ? date_of_moment(request->at) : input->until;
    struct intake_search_key key = {
        .office = office,
        .state = input->state, .channel = input->channel, .ten = input->ten,
        .four = input->four,
        .from = input->from.yyyymmdd == 0 ? (struct moment){ 1 } : moment_of_date(input->from),
        .until = moment_of_date(date_plus_days(until, 1)),
        .after_name = found->last == NULL ? (struct text){ 0 } : found->last->name_key,
    };
    bool later = input->after.ms == 0 || input->after.ms > key.until.ms;
    key.after = later ? key.until : input->after;
    key.after_case = later || input->after_case == 0 ? 1 : input->after_case;
    if (by_name_alone(input)) {
        key.name = ident_name_key(input->name, arena);
        key.name_end = after_all(key.name, arena);
        key.after_case = input->after_case == 0 ? 1 : input->after_case;
    }
    return key;
}

/* One of the modes by which a case came; a name leaves fewer. */
static bool by_mode(const struct search_input *input)
{
    return !text_present(input->name)
        && (text_present(input->ten) || text_present(input->four));
}

/* Of one office, and of many at once. */
struct search_way { const struct query *one, *wide; };

/* The index that leaves the fewest rows to look at. */
static struct search_way way_of(const struct search_input *input)
{
    if (text_present(input->name))
        return (struct search_way){ &intake_search_by_name, &intake_wide_by_name };
    if (text_present(input->ten))
        return (struct search_way){ &intake_search_by_ten, &intake_wide_by_ten };
    if (text_present(input->four))
        return (struct search_way){ &intake_search_by_four, &intake_wide_by_four };
    bool channel = text_present(input->channel);
    if (text_present(input->state) && channel)
        return (struct search_way){ &intake_search_by_both, &intake_wide_by_both };
    if (text_present(input->state))
        return (struct search_way){ &intake_search_by_state, &intake_wide_by_state };
    if (channel)
        return (struct search_way){ &intake_search_by_channel, &intake_wide_by_channel };
    return (struct search_way){ &intake_search_by_day, &intake_wide_by_day };
}

static const struct staff_office *office_in(const struct list *offices, int64_t office)
{
    const struct staff_office *rows = offices->items;
    for (size_t i = 0; i < offices->count; i++)
        if (rows[i].office == office)
            return &rows[i];
    return NULL;
}

/* An agency stands beside the bureaus of its place and not over them in the tree: it looks into the
 * offices of the places below. NULL: the asker's does not. */
static const struct staff_office *looks_below(const struct actor *actor, const struct list *offices)
{
    const struct staff_office *own = office_in(offices, actor->office);
    return own != NULL && (text_is(own->kind, "agency") || text_is(own->kind, "bureau")) ? own
                                                                                         : NULL;
}

/* His own with all below it, and what lies below his place. */
static bool may_look_into(const struct actor *actor, const struct staff_office *own,
                          const struct staff_office *other)
{
    return actor_has_office(actor, other->office)
        || (own != NULL && other->division != own->division
            && staff_division_within(other->division, own->division));
}

/* What an office below took over of another city's is that city's all the same. */
static bool may_find(const struct request *request, const struct search_facts *found,
                     const struct intake_case *row)
{
    const struct actor *actor = request->actor;
    if (actor_has_office(actor, row->office))
        return true;
    const struct staff_office *other = office_in(found->offices, row->office);
    return other != NULL && may_look_into(actor, looks_below(actor, found->offices), other)
        && staff_division_within(row->place, actor->division);
}

static bool gather_receipt(struct gather *gather, const struct request *request,
                           struct search_facts *found)
{
    const struct search_input *input = request->input;
    struct text receipt;
    struct intake_case_facts of = { .row = NULL };
    if (!intake_receipt_read(input->receipt, gather->arena, &receipt))
        return true;
    bool complete = intake_gather_case(gather, request, 0, receipt, &of);
    found->one = of.row;
    return complete;
}

static bool gather_page(struct gather *gather, const struct query *query,
                        const struct intake_search_key *key, struct search_facts *found)
{
    const struct list *rows = gather_want(gather, query, key);
    if (rows != NULL)
        found->of_offices[found->office_count++] = rows;
    return rows != NULL;
}

static struct intake_search_key wide_key_of(const struct request *request,
                                            const struct search_facts *found,
                                            struct arena *arena)
{
    const struct actor *actor = request->actor;
    const struct staff_office *own = looks_below(actor, found->offices);
    struct intake_search_key key = key_of(request, found, actor->office, arena);
    if (actor->scope.everything) {
        key.place = key.place_until = division_last_code(DIVISION_COUNTRY);
    } else if (own != NULL) {
        key.place = key.place_from = own->division;
        key.place_until = division_last_code((int32_t)own->division);
    } else {
        key.place_from = 1;     /* none: his own offices alone */
    }
    return key;
}

/* The same cases as one by one. */
static bool gather_wide(struct gather *gather, const struct request *request,
                        struct search_facts *found)
{
    const struct intake_search_key key = wide_key_of(request, found, gather->arena);
    return gather_page(gather, way_of(request->input).wide, &key, found);
}

/* One person's, in whichever offices of those he may look into: those of others do not fill the
 * page. */
static bool gather_person(struct gather *gather, const struct request *request,
                          struct search_facts *found)
{
    const struct search_input *input = request->input;
    const struct party_number_key of = party_number_key_of("id", input->number, gather->arena);
    const void *row = NULL;
    if (!party_gather_number(gather, &of, &row))
        return false;
    found->person = row;
    found->office_count = 0;
    if (row == NULL)
        return true;
    struct intake_search_key key = wide_key_of(request, found, gather->arena);
    key.bucket = id_bucket(found->person->person);
    key.person = found->person->person;
    found->of_offices = ARENA_ARRAY(gather->arena, const struct list *, 1);
    return gather_page(gather, &intake_wide_by_person, &key, found);
}

static bool gather_offices(struct gather *gather, const struct request *request,
                           struct search_facts *found)
{
    const struct search_input *input = request->input;
    const struct staff_office *own = looks_below(request->actor, found->offices);
    const struct staff_office *rows = found->offices->items;
    int64_t each[EACH_MAX];
    size_t count = 0;
    for (size_t i = 0; i < found->offices->count && count <= EACH_MAX; i++)
        if ((input->office == 0 || input->office == rows[i].office)
            && may_look_into(request->actor, own, &rows[i]) && count++ < EACH_MAX)
            each[count - 1] = rows[i].office;
    found->of_offices = ARENA_ARRAY(gather->arena, const struct list *, 2 * EACH_MAX + 1);
    found->office_count = 0;
    if (count > EACH_MAX)
        return gather_wide(gather, request, found);
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        struct intake_search_key key = key_of(request, found, each[i], gather->arena);
        key.place_until = division_last_code(DIVISION_COUNTRY);
        if (!actor_has_office(request->actor, each[i])) {
            key.place_from = request->actor->division;
            key.place_until = division_last_code((int32_t)key.place_from);
        }
        complete &= gather_page(gather, way_of(input).one, &key, found);
        if (by_mode(input))
            complete &= gather_page(gather, &intake_search_handed, &key, found);
    }
    return complete;
}

static bool gather_search(struct gather *gather, const struct request *request, void *facts)
{
    const struct search_input *input = request->input;
    struct search_facts *found = facts;
    if (text_present(input->receipt))
        return gather_receipt(gather, request, found);
    const struct staff_bucket_key all = { STAFF_BUCKET };
    const struct intake_case_key last = { id_bucket(input->after_case), input->after_case };
    bool by_name = by_name_alone(input);
    const void *row = NULL;
    found->offices = gather_want(gather, &staff_offices_all, &all);
    bool complete = !by_name || input->after_case == 0
        || gather_one(gather, &intake_case_by_id, &last, &row);
    if (found->offices == NULL || !complete)
        return false;
    found->last = row;
    if (text_present(input->number))
        return gather_person(gather, request, found);
    if (by_name && input->after_case != 0 && (row == NULL || !may_find(request, found, row)))
        return true;
    return gather_offices(gather, request, found);
}

/* In the order of the pages they were taken from. */
static int by_name(const void *a, const void *b)
{
    const struct intake_case *one = *(const struct intake_case *const *)a;
    const struct intake_case *other = *(const struct intake_case *const *)b;
    int order = text_compare(one->name_key, other->name_key);
    if (order != 0)
        return order;
    return (one->case_id > other->case_id) - (one->case_id < other->case_id);
}

static int newest_first(const void *a, const void *b)
{
    const struct intake_case *one = *(const struct intake_case *const *)a;
    const struct intake_case *other = *(const struct intake_case *const *)b;
    if (one->received_at.ms != other->received_at.ms)
        return one->received_at.ms < other->received_at.ms ? 1 : -1;
    return (one->case_id < other->case_id) - (one->case_id > other->case_id);
}

/* The first page of them all. */
static struct list first_of(const struct request *request, const struct search_facts *found)
{
    const struct search_input *input = request->input;
    size_t count = 0;
    for (size_t i = 0; i < found->office_count; i++)
        count += found->of_offices[i]->count;
    const struct intake_case **all =
        ARENA_ARRAY(request->arena, const struct intake_case *, count + 1);
    count = 0;
    for (size_t i = 0; i < found->office_count; i++)
        for (size_t n = 0; n < found->of_offices[i]->count; n++)
            all[count++] = (const struct intake_case *)found->of_offices[i]->items + n;
    qsort(all, count, sizeof *all, by_name_alone(input) ? by_name : newest_first);
    struct intake_case *first = ARENA_ARRAY(request->arena, struct intake_case, count + 1);
    size_t shown = 0;
    for (size_t i = 0; i < count && shown < INTAKE_FOUND_MAX; i++)
        if (may_find(request, found, all[i]))
            first[shown++] = *all[i];
    return (struct list){ first, shown };
}

static void decide_search(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct search_facts *found = facts;
    const struct intake_case_facts of = { .row = found->one };
    struct list rows = { NULL, 0 };
    if (found->offices != NULL)
        rows = first_of(request, found);
    if (found->one != NULL && intake_may_see(request, &of, (struct text){ 0 }))
        rows = (struct list){ shape_copy(&intake_case_shape, found->one, request->arena), 1 };
    ((struct intake_list_answer *)decision->outcome)->cases =
        intake_listed_of(request, &rows, (struct events){ NULL, 0 });
}

/* ---- offered by others ---- */

static bool gather_offered(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_list_input *input = request->input;
    struct intake_list_facts *found = facts;
    const struct intake_office_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .after = input->after, .after_case = input->after_case,
    };
    found->rows = gather_want(gather, &intake_cases_offered, &key);
    return found->rows != NULL;
}

static void decide_offered(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct intake_list_facts *found = facts;
    const struct intake_case *rows = found->rows->items;
    struct list *cases = &((struct intake_list_answer *)decision->outcome)->cases;
    *cases = intake_listed_of(request, found->rows, (struct events){ NULL, 0 });
    CHECK(cases->count == found->rows->count);
    /* Theirs is another order than that of the office which has them. */
    for (size_t i = 0; i < cases->count; i++)
        ((struct intake_listed *)cases->items)[i].order_at = rows[i].offered_at;
}

/* ---- rows ---- */

#define INPUT(member_) AT(struct search_input, member_)
static const struct field search_fields[] = {
    { "receipt", NULL, FIELD_TEXT, 0, INPUT(receipt), 40, .help = "intake.field.receipt" },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(number), 50,
      .help = "intake.field.number" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(name), 50, .help = "intake.field.name" },
    { "state", NULL, FIELD_CODE, 0, INPUT(state), 20, "case_state",
      .help = "intake.told.state" },
    { "channel", NULL, FIELD_CODE, 0, INPUT(channel), 20, "case_channel",
      .help = "intake.field.channel" },
    { "ten", NULL, FIELD_CODE, 0, INPUT(ten), 20, "way_ten", .help = "intake.counted.ten" },
    { "four", NULL, FIELD_CODE, 0, INPUT(four), 20, "way_four", .help = "intake.counted.four" },
    { "from", NULL, FIELD_DAY, 0, INPUT(from), .help = "intake.field.received-from" },
    { "until", NULL, FIELD_DAY, 0, INPUT(until), .help = "intake.field.received-until" },
    { "office", NULL, FIELD_ID, 0, INPUT(office), .help = "intake.field.office" },
    { "after", NULL, FIELD_MOMENT, 0, INPUT(after), .help = "intake.field.after" },
    { "after_case", NULL, FIELD_ID, 0, INPUT(after_case), .help = "intake.field.after" },
};
static const struct shape search_shape =
    SHAPE("intake_search", struct search_input, search_fields);
static const struct shape search_facts_shape =
    { .name = "intake_search_facts", .size = sizeof(struct search_facts) };
static const struct field found_fields[] = {
    { "cases", NULL, FIELD_LIST, 0, AT(struct intake_list_answer, cases),
      .of = &intake_listed_shape, .help = "intake.field.cases" },
};
static const struct shape found_shape =
    SHAPE("intake_found", struct intake_list_answer, found_fields);

const struct action intake_search_action = {
    .name = "intake.search", .method = "POST", .path = "/api/v1/cases/search",
    .flags = ACTION_READ, .input = &search_shape,
    .facts = &search_facts_shape, .outcome = &found_shape, .answer = &found_shape,
    .next_page = { { "after", "received_at" }, { "after_case", "case_id" } },
    .help = "intake.help.search", .gather = gather_search, .decide = decide_search,
};
const struct action intake_offered_action = {
    .name = "intake.offered", .method = "GET", .path = "/api/v1/offers",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &found_shape, .answer = &found_shape,
    .next_page = { { "after", "order_at" }, { "after_case", "case_id" } },
    .help = "intake.help.offered", .gather = gather_offered, .decide = decide_offered,
};
