/* contribute_wait.c: who enrolled outside the season without a reason waits for benefits: the
 * waiting time follows the enrolment. */

#include "rooms/contribute/contribute.h"

#include "base/check.h"

struct wait_input {
    int64_t person;
    struct text insurance;
    struct date from, until;
};
static const struct field wait_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct wait_input, person),
      .help = "contribute.field.person" },
    { "insurance", NULL, FIELD_CODE, FIELD_REQUIRED, AT(struct wait_input, insurance), 6,
      "insutype", .help = "contribute.field.insurance" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct wait_input, from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, AT(struct wait_input, until) },
};
static const struct shape wait_shape = SHAPE("contribute_wait", struct wait_input, wait_fields);

struct wait_outcome { int64_t waiting, person; };
static const struct field wait_outcome_fields[] = {
    { "waiting", NULL, FIELD_ID, 0, AT(struct wait_outcome, waiting) },
    { "person", NULL, FIELD_ID, 0, AT(struct wait_outcome, person) },
};
static const struct shape wait_outcome_shape =
    SHAPE("contribute_waits", struct wait_outcome, wait_outcome_fields);
static const struct shape no_facts = { .name = "contribute_wait_facts", .size = 1 };

static void wait_keys(const struct request *request, struct keys *keys)
{
    const struct wait_input *input = request->input;
    keys_add(keys, input->person);
}

static bool wait_gather(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

int64_t contribute_record_waiting(struct decision *decision, int64_t person,
                                  struct text insurance, struct date from, struct date until)
{
    int bucket = id_bucket(person);
    const struct contribute_waiting row = {
        .bucket = bucket, .person = person,
        .waiting = id_mint(decision->request->minter, bucket), .insurance = insurance,
        .valid_from = from, .valid_until = until, .version = 1,
    };
    decision_insert(decision, &contribute_waiting_table, &row);
    return row.waiting;
}

static void wait_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct wait_input *input = request->input;
    *(struct wait_outcome *)decision->outcome = (struct wait_outcome){
        contribute_record_waiting(decision, input->person, input->insurance, input->from,
                                  input->until), input->person,
    };
    decision->subject = input->person;
}

const struct action contribute_wait_action = {
    .name = "contribute.wait", .flags = ACTION_ONCE,
    .input = &wait_shape, .facts = &no_facts, .outcome = &wait_outcome_shape,
    .answer = &wait_outcome_shape, .help = "contribute.help.wait", .keys = wait_keys,
    .gather = wait_gather, .decide = wait_decide,
};

static bool ask_wait(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)arena;
    const struct party_resident_enrolled *enrolled = outcome;
    *(struct wait_input *)ret_input = (struct wait_input){
        enrolled->person, TEXT("390"), enrolled->from, enrolled->waiting_until,
    };
    return enrolled->waiting_until.yyyymmdd != 0;
}

const struct reaction contribute_reactions[CONTRIBUTE_REACTIONS] = {
    { "party.enrol-resident", "contribute.wait", ask_wait },
};
