/* party_newcomer.c: who is applied for and stands in no register yet. What his number says is kept
 * beside the case until an approval makes a person of him: nobody gets into the register by an
 * application alone. LAW: BJ4-02e, BJ4-02j */

#include "rooms/party/party_enrol.h"

#include "base/check.h"
#include "base/ident.h"

bool party_newcomer_read(struct text number, struct text name, struct date today,
                         struct arena *arena, struct party_person *ret_row)
{
    struct text normal = ident_number(number, arena);
    struct ident_person person;
    if (ident_resident(normal, &person) != IDENT_OK)
        return false;
    struct date born = { person.born };
    if (date_compare(born, today) > 0)
        return false;
    bool permit = person.kind == IDENT_HONG_KONG || person.kind == IDENT_MACAO
        || person.kind == IDENT_TAIWAN;
    *ret_row = (struct party_person){
        .bucket = bucket_of_name(party_digest("id", normal, arena)), .name = name,
        .certificate = permit ? TEXT("17") : person.kind == IDENT_FOREIGN ? TEXT("07")
                                                                          : TEXT("01"),
        .number_masked = party_mask_number(normal, arena),
        .sex = person.female ? TEXT("2") : TEXT("1"), .born = born, .version = 1,
    };
    return true;
}

void party_newcomer_record(struct decision *decision, const struct party_person *row,
                           struct text number, bool first)
{
    decision_insert(decision, &party_newcomer_table, row);
    if (!first)
        return;
    const struct party_number_key key =
        party_number_key_of("asked", number, decision->request->arena);
    const struct party_person_key asked = { key.bucket, key.kind, key.digest, row->person, 1 };
    decision_insert(decision, &party_person_key_table, &asked);
}

static struct party_enrol_input input_of(const struct party_admission *asked,
                                         const struct party_person *person, struct arena *arena)
{
    return (struct party_enrol_input){
        .certificate = person->certificate,
        .number = party_unseal(person->number_sealed, "number", arena), .name = person->name,
        .sex = person->sex, .born = person->born, .insurance = asked->insurance,
        .kind = asked->kind, .place = asked->place,
        .unit = asked->unit == NULL ? 0 : asked->unit->unit,
        .unit_name = asked->unit == NULL ? (struct text){ 0 } : asked->unit->name,
        .from = asked->from,
    };
}

bool party_admit(struct decision *decision, const struct party_admission *asked,
                 struct party_admitted *ret_admitted)
{
    const struct request *request = decision->request;
    const struct party_person *person =
        asked->newcomer != NULL ? asked->newcomer : asked->known.person;
    if (person == NULL) {
        decision_refuse(decision, "party.refused.no-such-person", "number");
        return false;
    }
    if (asked->newcomer != NULL && asked->key != NULL) {
        decision_refuse(decision, "party.refused.enrolled-meanwhile", "number");
        return false;
    }
    struct party_enrol_input input = input_of(asked, person, request->arena);
    /* The number of who is in the register was looked at when he came into it; of a newcomer tried
     * before anything is kept, by who asks. */
    if (asked->newcomer == NULL || !text_present(person->number_sealed))
        input.certificate = (struct text){ 0 };
    if (!text_present(input.kind)) {
        if (!party_season_start(decision, asked->place, person->born, asked->reason, asked->day,
                                &ret_admitted->of))
            return false;
        input.from = ret_admitted->of.from;
        input.until = DATE(date_year(input.from), 12, 31);
        input.kind = party_resident_kind(person->born, input.from);
    }
    const struct party_enrol_facts facts = {
        .key = asked->key, .free = asked->free, .person = asked->known, .unit = asked->unit,
        .newcomer = asked->newcomer, .events = asked->events,
    };
    if (party_enrol_is_refused(decision, &facts, &input))
        return false;
    if (asked->unit != NULL) {
        const struct party_late late = party_late_of(request, asked->events, input.place,
                                                     "enrolment.register", input.from);
        ret_admitted->late = late.late;
        ret_admitted->made_up_under = late.made_up_under;
    }
    ret_admitted->of.from = input.from;
    party_enrol_record(decision, &facts, &input, &ret_admitted->of.person,
                       &ret_admitted->of.spell);
    return true;
}
