/* visit_nhsa.c: 2201 2202 2203 2203A 2204 2205 (outpatients), 2301 2302 2401 to 2405 (stays),
 * 3101 3102 3103 (prescriptions) and 5201 5202 5205 5303 of the national interface. */

#include "rooms/visit/visit_room.h"

#include "base/check.h"
#include "rooms/visit/visit_medicines.h"
#include "rooms/visit/visit_warn.h"

const struct transaction visit_transactions[VISIT_TRANSACTIONS] = {
    { .infno = "2201", .action = &visit_register_action, .node_in = "data", .node_out = "data" },
    { .infno = "2202", .action = &visit_cancel_action, .node_in = "data" },
    { .infno = "2203", .action = &visit_describe_action, .node_in = "mdtrtinfo" },
    { .infno = "2203A", .action = &visit_describe_action, .node_in = "mdtrtinfo" },
    { .infno = "2204", .action = &visit_charge_action, .node_out = "result" },
    { .infno = "2205", .action = &visit_uncharge_action, .node_in = "data" },
    { .infno = "2301", .action = &visit_charge_stay_action, .node_out = "result" },
    { .infno = "2302", .action = &visit_take_back_action },
    { .infno = "2401", .action = &visit_admit_action, .node_in = "mdtrtinfo",
      .node_out = "result" },
    { .infno = "2402", .action = &visit_discharge_action, .node_in = "dscginfo" },
    { .infno = "2403", .action = &visit_change_action, .node_in = "adminfo" },
    /* An admission is cancelled as a registration is: no lines, no settlement. */
    { .infno = "2404", .action = &visit_cancel_action, .node_in = "data" },
    { .infno = "2405", .action = &visit_readmit_action, .node_in = "data" },
    { .infno = "3101", .action = &visit_check_prescriptions_action, .node_out = "result",
      .wire_in = &visit_check_wire_shape, .ask = visit_check_ask },
    { .infno = "3102", .action = &visit_check_prescriptions_action, .node_out = "result",
      .wire_in = &visit_check_wire_shape, .ask = visit_check_ask },
    { .infno = "3103", .action = &visit_answer_warnings_action,
      .wire_in = &visit_answers_wire_shape, .ask = visit_answers_ask },
    { .infno = "5201", .action = &visit_list_action, .node_in = "data", .node_out = "-" },
    { .infno = "5202", .action = &visit_diagnoses_action, .node_in = "data", .node_out = "-" },
    { .infno = "5205", .action = &visit_medicines_action, .node_in = "data", .node_out = "-" },
    { .infno = "5303", .action = &visit_in_hospital_action, .node_in = "data",
      .node_out = "-" },
};
