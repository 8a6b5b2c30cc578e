/* intake_search.c: cases found again, newest first: by receipt, by the person's number or name, by
 * state, channel, office and day; and cases that another office has offered. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/party/party.h"

struct search_input {
    struct text receipt, number, name, state, channel, ten, four;
    int64_t office;
    struct date from, until;
    struct moment after;
    int64_t after_case;
};
struct search_facts {
    const struct list *rows;
    const struct party_person_key *person;
    const struct intake_case *one;
};

/* The text that comes after every text beginning so. */
static struct text after_all(struct text name, struct arena *arena)
{
    return arena_format(arena, "%.*s\xF4\x8F\xBF\xBF", TEXT_ARGS(name));
}

static struct intake_search_key key_of(const struct request *request, struct arena *arena)
{
    const struct search_input *input = request->input;
    struct date until = input->until.yyyymmdd == 0 ? date_of_moment(request->at) : input->until;
    struct intake_search_key key = {
        .office = input->office == 0 ? request->actor->office : input->office,
        .state = input->state, .channel = input->channel, .ten = input->ten,
        .four = input->four,
        .from = input->from.yyyymmdd == 0 ? (struct moment){ 1 } : moment_of_date(input->from),
        .until = moment_of_date(date_plus_days(until, 1)),
        .after = input->after, .after_case = input->after_case,
    };
    if (text_present(input->name)) {
        key.name = ident_name_key(input->name, arena);
        key.name_end = after_all(key.name, arena);
    }
    return key;
}

/* The index that leaves the fewest rows to look at. */
static const struct query *query_of(const struct search_input *input)
{
    if (text_present(input->name))
        return &intake_search_by_name;
    if (text_present(input->ten) || text_present(input->four))
        return &intake_search_by_way;
    if (text_present(input->state))
        return text_present(input->channel) ? &intake_search_by_both : &intake_search_by_state;
    return text_present(input->channel) ? &intake_search_by_channel : &intake_search_by_day;
}

/* Who has one number asks for one case, or one person's. */
static bool gather_person(struct gather *gather, const struct request *request,
                          struct search_facts *found)
{
    const struct search_input *input = request->input;
    const struct party_number_key key =
        party_number_key_of("id", input->number, gather->arena);
    const void *row = NULL;
    (void)request;
    if (!gather_one(gather, &party_person_by_number, &key, &row))
        return false;
    found->person = row;
    if (row == NULL)
        return true;
    const struct intake_mine_key of = { id_bucket(found->person->person),
                                        found->person->person, input->after_case };
    found->rows = gather_want(gather, &intake_cases_of_person, &of);
    return found->rows != NULL;
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

static bool gather_search(struct gather *gather, const struct request *request, void *facts)
{
    const struct search_input *input = request->input;
    struct search_facts *found = facts;
    if (text_present(input->receipt))
        return gather_receipt(gather, request, found);
    if (text_present(input->number))
        return gather_person(gather, request, found);
    const struct intake_search_key key = key_of(request, gather->arena);
    found->rows = gather_want(gather, query_of(input), &key);
    return found->rows != NULL;
}

static void decide_search(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct search_facts *found = facts;
    const struct intake_case_facts of = { .row = found->one };
    struct list rows = found->rows == NULL ? (struct list){ NULL, 0 } : *found->rows;
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
