/* catalogue_temporary.c: an innovative product that experts have looked at is payable for a time,
 * where a measure in force lets it in without the catalogue's own procedure. The approval of the
 * case writes the entry, with the measure it stands on. LAW: LY22-L3f */

#include "rooms/catalogue/catalogue.h"

#include "base/check.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party_facts.h"

struct temporary_input {
    int64_t institution, unit, cause;
    struct text code, product;
    struct text product_type;   /* "medicine" "supply" "service" */
    struct share pay_first;
    struct price price;
    struct text use;
    struct text review;         /* number of the experts' review that it passed */
    struct date from, until;
};
#define INPUT(member_, kind_, ...) FIELD(struct temporary_input, member_, kind_, __VA_ARGS__)
static const struct field input_fields[] = {
    INPUT(institution, FIELD_ID, .help = "catalogue.field.institution"),
    INPUT(unit, FIELD_ID, .help = "catalogue.field.unit"),
    INPUT(cause, FIELD_ID, .help = "catalogue.field.cause"),
    INPUT(code, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 50,
          .help = "catalogue.field.code"),
    INPUT(product, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200,
          .help = "catalogue.field.product"),
    INPUT(product_type, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20,
          .help = "catalogue.field.product-type"),
    INPUT(pay_first, FIELD_SHARE, .help = "catalogue.field.pay-first"),
    INPUT(price, FIELD_PRICE, .flags = FIELD_REQUIRED, .help = "catalogue.field.price"),
    INPUT(use, FIELD_TEXT, .length_max = 500, .help = "catalogue.field.use"),
    INPUT(review, FIELD_TEXT, .length_max = 60, .help = "catalogue.field.review"),
    INPUT(from, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "catalogue.field.from"),
    INPUT(until, FIELD_DAY, .flags = FIELD_REQUIRED, .help = "catalogue.field.until"),
};
static const struct shape input_shape =
    SHAPE("catalogue_temporary", struct temporary_input, input_fields);

struct temporary_outcome { struct text code, under; int64_t place; };
static const struct field outcome_fields[] = {
    FIELD(struct temporary_outcome, code, FIELD_TEXT, .length_max = 50),
    FIELD(struct temporary_outcome, under, FIELD_TEXT, .length_max = 120),
    FIELD(struct temporary_outcome, place, FIELD_COUNT, .flags = 0),
};
static const struct shape outcome_shape =
    SHAPE("catalogue_temporary_entry", struct temporary_outcome, outcome_fields);

struct temporary_facts {
    const struct party_institution *institution;
    const struct party_unit *unit;
    const struct list *rows;
    struct events events;
};
static const struct shape facts_shape =
    { .name = "catalogue_temporary_facts", .size = sizeof(struct temporary_facts) };

static bool gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct temporary_input *input = request->input;
    struct temporary_facts *found = facts;
    const struct party_institution_key institution = { id_bucket(input->institution),
                                                       input->institution };
    const struct party_unit_key unit = { id_bucket(input->unit), input->unit };
    const struct catalogue_code_key code = catalogue_code_key_of(input->code);
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    found->rows = gather_want(gather, &catalogue_items_of_code, &code);
    if (input->institution != 0)
        complete &= gather_one(gather, &party_institution_by_id, &institution, &row);
    found->institution = row;
    row = NULL;
    if (input->unit != 0)
        complete &= gather_one(gather, &party_unit_by_id, &unit, &row);
    found->unit = row;
    return complete && found->rows != NULL;
}

/* The measure that lets products of the applicant's place in; NULL: none does. */
static const struct measure *let_in_by(const struct request *request,
                                       const struct temporary_facts *found)
{
    static const struct text MATTER[] = { { "innovative-product", 18 } };
    if (found->institution == NULL && found->unit == NULL)
        return NULL;
    const struct measure_question question = {
        .verb = VERB_WAIVE, .thing = TEXT("catalogue-entry"), .matter = MATTER[0],
        .place = (int32_t)(found->institution != NULL ? found->institution->division
                                                      : found->unit->division),
        .applicant = found->institution != NULL ? TEXT("institution") : TEXT("employer"),
        .day = date_of_moment(request->at), .known = date_of_moment(request->at),
        .events = found->events, .granted = { MATTER, 1 },
    };
    const struct measure_made made =
        measures_any(request->book, &question, request->arena).made;
    return made.count == 0 ? NULL : made.hits[0].measure;
}

/* What the list calls it, and under which heading a bill charges it. */
static bool type_of(struct text word, struct catalogue_item *item)
{
    static const struct { const char *word, *list, *charge; } TYPES[] = {
        { "medicine", "101", "09" }, { "supply", "301", "08" }, { "service", "201", "05" },
    };
    for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
        if (!text_is(word, TYPES[i].word))
            continue;
        item->list_type = text_of(TYPES[i].list);
        item->charge_type = text_of(TYPES[i].charge);
        return true;
    }
    return false;
}

static const char *fault_of(const struct temporary_facts *found,
                            const struct catalogue_item *item)
{
    const struct catalogue_item *rows = found->rows->items;
    for (size_t i = 0; i < found->rows->count; i++)
        if (catalogue_items_overlap(&rows[i], item))
            return "catalogue.fault.overlaps";
    return catalogue_item_fault(item);
}

static void decide(const struct request *request, const void *facts, struct decision *decision)
{
    const struct temporary_input *input = request->input;
    const struct temporary_facts *found = facts;
    const struct measure *measure = let_in_by(request, found);
    if (measure == NULL) {
        decision_refuse(decision, "catalogue.refused.no-temporary-entry", "product");
        return;
    }
    if (name_list_has(measure->needs, TEXT("expert-review-passed"))
        && !text_present(text_trim(input->review))) {
        decision_refuse(decision, "catalogue.refused.no-review", "review");
        return;
    }
    struct catalogue_item item = {
        .code = input->code, .bucket = bucket_of_name(input->code), .place = measure->place,
        .name = input->product, .pay_first = input->pay_first,
        .charge_level = input->pay_first.parts == 0 ? TEXT("01") : TEXT("02"),
        .limit_tier1 = input->price, .limit_tier2 = input->price, .limit_tier3 = input->price,
        .valid_from = input->from, .valid_until = input->until,
        .known_from = date_of_moment(request->at), .version = 1,
        .under = arena_format(request->arena, "%.*s#%.*s", TEXT_ARGS(measure->notice),
                              TEXT_ARGS(measure->ids.items[0])),
    };
    const char *fault = !type_of(input->product_type, &item) ? "catalogue.refused.no-such-type"
                                                             : fault_of(found, &item);
    if (fault != NULL) {
        decision_refuse(decision, fault, "code");
        return;
    }
    decision_insert(decision, &catalogue_item_table, &item);
    *(struct temporary_outcome *)decision->outcome =
        (struct temporary_outcome){ item.code, item.under, item.place };
    decision->subject = input->institution != 0 ? input->institution : input->unit;
}

static void temporary_keys(const struct request *request, struct keys *keys)
{
    const struct temporary_input *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->code) >> 1));
}

/* Only an approval runs it: the case has been looked at by two. */
const struct action catalogue_enter_temporary_action = {
    .name = "catalogue.enter-temporary", .flags = ACTION_ONCE, .input = &input_shape,
    .facts = &facts_shape, .outcome = &outcome_shape, .answer = &outcome_shape,
    .help = "catalogue.help.enter-temporary", .keys = temporary_keys, .gather = gather,
    .decide = decide,
};
