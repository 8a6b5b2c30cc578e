/* intake_newcomer.c: an application about somebody who stands in no register yet: a newborn child,
 * a resident or an employee who is enrolled for the first time. His number says who he is; what is
 * kept of him lies beside the case until an approval makes a person of him.
 * LAW: BJ4-02e, BJ4-02j */

#include "rooms/intake/intake_inside.h"
#include "rooms/intake/intake_newcomer.h"

#include "base/ident.h"
#include "rooms/party/party.h"

static bool is_called(const struct party_person *row, struct text name, struct arena *arena)
{
    return text_equal(ident_name_key(row->name, arena), ident_name_key(name, arena));
}

int32_t intake_place_asked(const struct request *request, const struct list *values,
                           const struct party_unit *unit)
{
    int64_t place = 0;
    if (text_to_int64(intake_value_of(values, TEXT("place")), &place))
        return (int32_t)place;
    if (unit != NULL)
        return (int32_t)unit->division;
    /* On paper, for a unit named by its code: where the paper came in. */
    return intake_is_staff(request->actor) ? request->actor->division : 0;
}

bool intake_gather_newcomer(struct gather *gather, const struct request *request,
                            const struct matter *matter, struct intake_apply_facts *found)
{
    const struct intake_apply_input *input = request->input;
    struct arena *arena = gather->arena;
    const struct party_number_key number = party_number_key_of("asked", input->number, arena);
    int32_t place = intake_place_asked(request, &input->values, found->unit);
    const void *row = NULL;
    bool complete = place == 0 || intake_gather_serial(gather, request, place, found);
    complete &= intake_gather_trial(gather, request, matter, 0,
                                    intake_applicant_of(request, 0), found);
    if (!gather_one(gather, &party_person_by_number, &number, &row))
        return false;
    found->asked = row;
    if (found->asked == NULL)
        return complete;
    int64_t person = found->asked->person;
    const struct party_of_person of = { id_bucket(person), person };
    const struct intake_about_key about = {
        of.bucket, person, matter->matter, intake_subject_key(matter, &input->values, arena),
    };
    found->open = gather_want(gather, &intake_open_about, &about);
    if (!gather_one(gather, &party_newcomer_by_id, &of, &row) || found->open == NULL)
        return false;
    /* Under another name it is another's application: neither hears of the other. */
    found->newcomer = row;
    if (row == NULL || !is_called(row, input->name, arena)) {
        found->newcomer = NULL;
        found->open = NULL;
    }
    return complete;
}

bool intake_newcomer(const struct request *request, const struct intake_apply_facts *facts,
                     struct decision *decision, struct intake_apply_facts *ret_facts)
{
    static const struct list none;
    const struct intake_apply_input *input = request->input;
    const struct intake_prepared *prepared = request->prepared;
    struct party_person *row = ARENA_NEW(request->arena, struct party_person);
    if (!text_present(text_trim(input->name))) {
        intake_refuse(decision, INTAKE_REFUSED_NO_PERSON, "name");
        return false;
    }
    if (!party_newcomer_read(input->number, text_trim(input->name), date_of_moment(request->at),
                             request->arena, row)) {
        decision_refuse(decision, "intake.refused.no-newcomer", "number");
        return false;
    }
    row->person = id_mint(request->minter, (int)row->bucket);
    row->number_sealed = prepared->number_sealed;
    *ret_facts = *facts;
    ret_facts->person = (struct party_person_facts){
        .person = facts->newcomer != NULL ? facts->newcomer : row, .spells = &none,
        .identities = &none, .statuses = &none,
    };
    return true;
}
