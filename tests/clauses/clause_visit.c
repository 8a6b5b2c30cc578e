/* clause_visit.c: a visit step by step, for scenarios; see clause_world.h. */

#include "clause_world.h"

#include "rooms/settle/settle_room.h"
#include "rooms/settle/settle_stay.h"
#include "rooms/visit/visit_room.h"
#include "rooms/visit/visit_stay.h"

#define PRICE_FEN 800

static struct visit_register_input arrival_of(const struct clause_world *world, int64_t person,
                                              struct text card)
{
    bool shown = text_present(card);
    return (struct visit_register_input){
        .person = person, .insurance = world->insurance, .begin_at = world->now,
        .certificate_kind = shown ? TEXT("03") : TEXT("99"), .certificate_number = card,
        .number = TEXT("1"), .department = TEXT("03"), .department_name = TEXT("内科"),
    };
}

struct clause_visit clause_register(struct clause_world *world, int64_t person,
                                    const char *department, struct text card)
{
    struct visit_register_input *input = ARENA_NEW(&world->arena, struct visit_register_input);
    *input = arrival_of(world, person, card);
    if (department != NULL)
        input->department_name = text_of(department);
    clause_act(world, &visit_register_action, input);
    const struct visit_registered *done = world->outcome;
    return (struct clause_visit){
        .visit = done->visit, .person = person, .bill = TEXT("b1"), .card = card,
    };
}

struct clause_visit clause_admit(struct clause_world *world, int64_t person)
{
    struct visit_stay_input *input = ARENA_NEW(&world->arena, struct visit_stay_input);
    input->arrival = arrival_of(world, person, (struct text){ 0 });
    input->arrival.med_type = TEXT("21");
    clause_act(world, &visit_admit_action, input);
    const struct visit_registered *done = world->outcome;
    return (struct clause_visit){
        .visit = done->visit, .person = person, .bill = VISIT_STAY_BILL, .stay = true,
    };
}

void clause_discharge(struct clause_world *world, const struct clause_visit *visit)
{
    struct visit_stay_input *input = ARENA_NEW(&world->arena, struct visit_stay_input);
    *input = (struct visit_stay_input){
        .arrival = { .person = visit->person }, .visit = visit->visit, .end_at = world->now,
        .way = TEXT("1"),
    };
    clause_act(world, &visit_discharge_action, input);
}

void clause_diagnose(struct clause_world *world, const struct clause_visit *visit,
                     const char *code)
{
    struct visit_diagnosis_input *diagnosis =
        ARENA_NEW(&world->arena, struct visit_diagnosis_input);
    struct visit_describe_input *input = ARENA_NEW(&world->arena, struct visit_describe_input);
    *diagnosis = (struct visit_diagnosis_input){
        .kind = TEXT("1"), .number = 1, .code = text_of(code), .name = text_of(code),
        .at = world->now, .main = true, .valid = true,
    };
    *input = (struct visit_describe_input){
        .visit = visit->visit, .person = visit->person, .med_type = TEXT("11"),
        .diagnoses = { diagnosis, 1 },
    };
    clause_act(world, &visit_describe_action, input);
}

void clause_charge(struct clause_world *world, struct clause_visit *visit, const char *item,
                   const char *serial, struct quantity days, int64_t fen)
{
    struct visit_line_input *line = ARENA_NEW(&world->arena, struct visit_line_input);
    struct visit_charge_input *input = ARENA_NEW(&world->arena, struct visit_charge_input);
    *line = (struct visit_line_input){
        .serial = text_of(serial), .visit = visit->visit, .person = visit->person,
        .bill = visit->bill, .at = world->now, .item = text_of(item),
        .own_item = TEXT("own"), .amount = { fen }, .quantity = { fen * 10000 / PRICE_FEN },
        .price = { PRICE_FEN * 10000 }, .days = days,
    };
    input->lines = (struct list){ line, 1 };
    clause_act(world, visit->stay ? &visit_charge_stay_action : &visit_charge_action, input);
    if (world->decision.refusal.key == NULL)
        visit->total.fen += fen;
}

const struct settle_receipt *clause_settle(struct clause_world *world,
                                           const struct clause_visit *visit,
                                           const char *med_type)
{
    struct settle_ask *ask = ARENA_NEW(&world->arena, struct settle_ask);
    bool shown = text_present(visit->card);
    *ask = (struct settle_ask){
        .person = visit->person, .visit = visit->visit, .bill = visit->bill,
        .insurance = world->insurance, .med_type = text_of(med_type),
        .certificate_kind = shown ? TEXT("03") : TEXT("99"), .certificate_number = visit->card,
        .total = visit->total, .settlement_way = TEXT("01"),
    };
    if (visit->stay)
        ask->bill = (struct text){ 0 };
    clause_act(world, visit->stay ? &settle_stay_action : &settle_outpatient_action, ask);
    return world->outcome;
}
