/* intake_named.h: papers in lists, with what they are called and of which case they are. */
#ifndef ROOMS_INTAKE_INTAKE_NAMED_H
#define ROOMS_INTAKE_INTAKE_NAMED_H

#include "rooms/intake/intake_facts.h"
#include "rooms/matter/matter.h"

struct intake_list_facts;

/* What a paper of a list is called, and of which case it is; absent when that is not found. */
struct intake_named { struct text receipt, zh, en; };
#define INTAKE_NAMED_FIELDS(struct_) \
    { "receipt", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct_, named.receipt), 40, \
      .help = "intake.field.receipt" }, \
    { "zh", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct_, named.zh), 100, \
      .help = "intake.field.material" }, \
    { "en", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct_, named.en), 200, \
      .help = "intake.field.material" }
/* `last`: the matter of the row before; answered is that of this one. */
const struct matter *intake_name_paper(const struct request *request,
                                       const struct intake_case *row, const struct matter *last,
                                       struct text material, struct intake_named *ret_named);
/* The case of each row of a list; false while some are missing. */
bool intake_gather_cases(struct gather *gather, struct intake_list_facts *found,
                         int64_t (*case_of)(const void *rows, size_t at));
int64_t intake_case_of_paper(const void *rows, size_t at);

#endif
