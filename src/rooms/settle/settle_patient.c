/* settle_patient.c: patients of a list looked up on receipt, one a line: where and how insured, of
 * which group for assistance; and, when the line says so, their status of the epidemic is put on
 * record, from which treating first follows. Who is not found is answered, too: nobody is refused
 * care for it. LAW: SX9-1b SX9-2.3a */

#include "rooms/settle/settle_reach.h"

#include "base/check.h"
#include "rooms/party/party.h"

struct patient_input {
    struct text number, status;
    struct date from, until;
};
struct patient_facts {
    int64_t person;
    struct party_person_facts of;
};
struct patient_found {
    int64_t person;
    bool found, enrolled, recorded;
    int64_t place;
    struct text insurance, kind, enrolment, assistance, status;
};

static bool gather_patient(struct gather *gather, const struct request *request, void *facts)
{
    const struct patient_input *input = request->input;
    struct patient_facts *found = facts;
    const struct party_number_key key = party_number_key_of("id", input->number, gather->arena);
    const void *row = NULL;
    if (!party_gather_number(gather, &key, &row))
        return false;
    found->person = row == NULL ? 0 : ((const struct party_person_key *)row)->person;
    return found->person == 0 || party_gather_person(gather, found->person, &found->of);
}

static bool is_status(struct text status)
{
    return text_is(status, "confirmed") || text_is(status, "suspected")
        || text_is(status, "observed");
}

/* One that holds on that day is not written down twice. */
static bool has_status(const struct list *statuses, struct text kind, struct date day)
{
    const struct party_status *rows = statuses->items;
    for (size_t i = 0; i < statuses->count; i++) {
        struct date until =
            rows[i].valid_until.yyyymmdd == 0 ? DATE_LATEST : rows[i].valid_until;
        if (text_equal(rows[i].kind, kind) && date_within(day, rows[i].valid_from, until))
            return true;
    }
    return false;
}

static const char *enrolment_of(enum party_reason reason)
{
    switch (reason) {
    case PARTY_UNKNOWN: return "unknown";
    case PARTY_NOT_ENROLLED: return "not-enrolled";
    case PARTY_ENDED: return "ended";
    case PARTY_PAUSED: return "paused";
    case PARTY_ENROLLED: break;
    }
    return "enrolled";
}

static void decide_patient(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct patient_input *input = request->input;
    const struct patient_facts *found = facts;
    struct date today = date_of_moment(request->at);
    struct patient_found *told = decision->outcome;
    if (text_present(input->status) && !is_status(input->status)) {
        decision_refuse(decision, "party.refused.no-such-status", "status");
        return;
    }
    *told = (struct patient_found){ .enrolment = TEXT("unknown"), .status = input->status };
    if (found->person == 0 || found->of.person == NULL)
        return;
    struct date day = input->from.yyyymmdd == 0 ? today : input->from;
    const struct party_standing standing =
        party_standing_on(&found->of, (struct text){ 0 }, day);
    *told = (struct patient_found){
        .person = found->person, .found = true,
        .enrolled = standing.reason == PARTY_ENROLLED, .place = standing.place,
        .insurance = standing.insurance_code, .kind = standing.kind_code,
        .enrolment = text_of(enrolment_of(standing.reason)),
        .assistance = standing.assistance == NULL ? (struct text){ 0 }
            : text_of(standing.assistance),
        .status = input->status,
    };
    decision->subject = found->person;
    if (!text_present(input->status) || has_status(found->of.statuses, input->status, day))
        return;
    party_record_status(decision, found->person, input->status, day, input->until,
                        TEXT("settle.check-patient"));
    told->recorded = true;
}

bool settle_ask_patient(const struct request *done, const void *outcome, struct arena *arena,
                        void *ret_input)
{
    (void)done;
    (void)arena;
    const struct patient_found *told = outcome;
    ((struct party_status_recorded *)ret_input)->person = told->person;
    return told->recorded;
}

#define ASK(member, kind_, ...) \
    FIELD(struct patient_input, member, kind_, .help = "settle.field.patient-" #member, \
          __VA_ARGS__)
static const struct field input_fields[] = {
    ASK(number, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE, .length_max = 30),
    ASK(status, FIELD_TEXT, .length_max = 20), ASK(from, FIELD_DAY, .flags = 0),
    ASK(until, FIELD_DAY, .flags = 0),
};
static const struct shape input_shape =
    SHAPE("settle.check-patient", struct patient_input, input_fields);
static const struct shape facts_shape =
    { .name = "settle.patient-facts", .size = sizeof(struct patient_facts) };
#define TOLD(member, kind_, ...) FIELD(struct patient_found, member, kind_, __VA_ARGS__)
static const struct field told_fields[] = {
    TOLD(person, FIELD_ID, .flags = 0), TOLD(found, FIELD_FLAG, .flags = 0),
    TOLD(enrolled, FIELD_FLAG, .flags = 0), TOLD(place, FIELD_COUNT, .flags = 0),
    TOLD(insurance, FIELD_CODE, .codes = "insutype"), TOLD(kind, FIELD_CODE, .codes = "psn_type"),
    TOLD(enrolment, FIELD_TEXT, .flags = 0), TOLD(assistance, FIELD_TEXT, .flags = 0),
    TOLD(status, FIELD_TEXT, .flags = 0), TOLD(recorded, FIELD_FLAG, .flags = 0),
};
static const struct shape told_shape =
    SHAPE("settle.patient-found", struct patient_found, told_fields);

static void patient_keys(const struct request *request, struct keys *keys)
{
    const struct patient_input *input = request->input;
    keys_add(keys, (int64_t)(text_hash(input->number) >> 1));
}

const struct action settle_check_patient_action = {
    .name = "settle.check-patient", .method = "POST", .path = "/api/v1/patients/check",
    .flags = ACTION_ONCE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "settle.help.check-patient",
    .keys = patient_keys, .gather = gather_patient, .decide = decide_patient,
};
