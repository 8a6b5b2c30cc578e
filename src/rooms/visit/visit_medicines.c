#include "rooms/visit/visit_medicines.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/visit/visit_query.h"

bool visit_gather_medicines(struct gather *gather, const struct request *request, void *facts)
{
    const struct visit_medicines_input *input = request->input;
    struct visit_medicines_facts *found = facts;
    const struct visit_medicines_key key = {
        .bucket = id_bucket(input->person), .person = input->person,
        .from = visit_range_begin(input->from), .until = visit_range_end(input->until),
    };
    const struct visit_at_key at_key = {
        .bucket = key.bucket, .person = input->person,
        .institution = request->actor->institution,
    };
    const void *row = NULL;
    bool complete = true;
    if (at_key.institution != 0) {
        complete &= gather_one(gather, &visit_latest_at, &at_key, &row);
        found->latest = row;
    }
    found->rows = gather_want(gather, &visit_medicines_between, &key);
    if (found->rows == NULL)
        return false;
    const struct visit_medicine_row *rows = found->rows->items;
    found->items = ARENA_ARRAY(gather->arena, const struct list *, found->rows->count + 1);
    found->institutions = ARENA_ARRAY(gather->arena, const struct party_institution *,
                                      found->rows->count + 1);
    for (size_t i = 0; i < found->rows->count && i < VISIT_SHOWN_MAX; i++) {
        const struct catalogue_code_key code_key = catalogue_code_key_of(rows[i].line.item);
        const struct party_institution_key institution_key = {
            .bucket = id_bucket(rows[i].institution), .institution = rows[i].institution,
        };
        found->items[i] = gather_want(gather, &catalogue_items_of_code, &code_key);
        complete &= found->items[i] != NULL;
        complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
        found->institutions[i] = row;
    }
    return complete;
}

static bool may_ask(const struct request *request, const struct visit_medicines_facts *facts)
{
    const struct visit_medicines_input *input = request->input;
    const struct actor *actor = request->actor;
    return scope_has_person(&actor->scope, input->person) || actor->identified == input->person
        || visit_was_lately(facts->latest, request->at);
}

/* Of 101 to 106 every one is a medicine; services and supplies begin otherwise. */
static bool is_medicine(const struct catalogue_item *item)
{
    return text_starts(item->list_type, TEXT("10"));
}

void visit_decide_medicines(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct visit_medicines_input *input = request->input;
    const struct visit_medicines_facts *found = facts;
    if (!may_ask(request, found)) {
        visit_refuse(decision, VISIT_REFUSED_NOT_YOUR_PATIENT, "person");
        return;
    }
    if (visit_too_many(found->rows, request, decision))
        return;
    const struct visit_medicine_row *rows = found->rows->items;
    struct visit_medicine_shown *shown =
        ARENA_ARRAY(request->arena, struct visit_medicine_shown, found->rows->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found->rows->count; i++) {
        const struct party_institution *institution = found->institutions[i];
        const struct catalogue_item *item = NULL;
        if (catalogue_item_on(found->items[i], (int32_t)rows[i].division,
                              date_of_moment(rows[i].line.at), &item) != CATALOGUE_FOUND
            || !is_medicine(item))
            continue;
        shown[count++] = (struct visit_medicine_shown){
            .row = rows[i], .person = input->person, .name = item->name,
            .list_type = item->list_type,
            .institution_code = institution == NULL ? (struct text){ 0 } : institution->code,
            .institution_name = institution == NULL ? (struct text){ 0 } : institution->name,
            .approval = arena_format(request->arena, "%lld", (long long)rows[i].line.approval),
        };
    }
    decision->subject = input->person;
    ((struct visit_medicines *)decision->outcome)->medicines = (struct list){ shown, count };
}
