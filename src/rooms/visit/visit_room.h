/* visit_room.h: the room's rows, for the programs and for rooms below that call its actions. */
#ifndef ROOMS_VISIT_VISIT_ROOM_H
#define ROOMS_VISIT_VISIT_ROOM_H

#include "core/room.h"
#include "rooms/visit/visit_inside.h"

extern const struct room visit_room;

extern const struct action visit_register_action, visit_describe_action, visit_charge_action,
    visit_uncharge_action, visit_cancel_action;
extern const struct action visit_admit_action, visit_discharge_action, visit_change_action,
    visit_readmit_action, visit_charge_stay_action, visit_take_back_action;
extern const struct action visit_list_action, visit_diagnoses_action, visit_in_hospital_action;

extern const struct shape visit_registered_shape, visit_done_shape, visit_charged_shape,
    visit_charge_shape, visit_uncharge_shape, visit_diagnosis_input_shape,
    visit_stay_diagnosis_shape;

void visit_keys_of_charge(const struct request *request, struct keys *keys);
void visit_keys_of_uncharge(const struct request *request, struct keys *keys);

#define VISIT_TRANSACTIONS 20
extern const struct transaction visit_transactions[VISIT_TRANSACTIONS];

#endif
