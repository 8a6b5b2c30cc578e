/* visit_relax_actions.c: relaxations for one person as rows and as actions. */

#include "rooms/visit/visit_relax.h"

#include "base/check.h"
#include "rooms/party/party.h"

#define MUST .flags = FIELD_REQUIRED
#define OF_ONE_PERSON_MAX 200

/* ---- rows ---- */

#define ROW(member, kind_, flags_) \
    FIELD(struct visit_relaxation, member, kind_, .flags = (flags_))
static const struct field row_fields[] = {
    ROW(bucket, FIELD_COUNT, FIELD_REQUIRED),
    ROW(person, FIELD_ID, FIELD_REQUIRED),
    ROW(relaxation, FIELD_ID, FIELD_REQUIRED),
    ROW(rule, FIELD_TEXT, FIELD_REQUIRED),
    ROW(days, FIELD_COUNT, FIELD_REQUIRED),
    ROW(institution, FIELD_ID, FIELD_REQUIRED),
    ROW(office, FIELD_ID, FIELD_REQUIRED),
    ROW(valid_from, FIELD_DAY, FIELD_REQUIRED),
    ROW(valid_until, FIELD_DAY, FIELD_REQUIRED),
    ROW(reason, FIELD_TEXT, FIELD_REQUIRED),
    ROW(basis, FIELD_TEXT, FIELD_REQUIRED),
    ROW(asked_by, FIELD_ID, FIELD_REQUIRED),
    ROW(asked_at, FIELD_MOMENT, FIELD_REQUIRED),
    ROW(state, FIELD_TEXT, FIELD_REQUIRED),
    ROW(answered_by, FIELD_ID, 0),
    ROW(answered_at, FIELD_MOMENT, 0),
    ROW(answer, FIELD_TEXT, 0),
    ROW(version, FIELD_COUNT, FIELD_REQUIRED),
};
const struct shape visit_relaxation_shape =
    SHAPE("visit_relaxation", struct visit_relaxation, row_fields);
const struct table visit_relaxation_table = {
    .name = "visit_relaxation", .row = &visit_relaxation_shape, .key_count = 3,
    .version = "version",
};

static const struct field of_fields[] = {
    FIELD(struct party_of_person, bucket, FIELD_COUNT, MUST),
    FIELD(struct party_of_person, person, FIELD_ID, MUST),
};
static const struct shape of_shape =
    SHAPE("visit_relaxations_of", struct party_of_person, of_fields);
const struct query visit_relaxations_of = {
    .name = "visit.relaxations-of", .from = "visit_relaxation r",
    .where = "r.bucket = {bucket} AND r.person = {person}", .order = "r.relaxation DESC",
    .key = &of_shape, .row = &visit_relaxation_shape, .row_max = OF_ONE_PERSON_MAX,
    .page = true, .guard = GUARD_DECISION,
};

static const struct field at_fields[] = {
    FIELD(struct visit_relaxed_at_key, institution, FIELD_ID, MUST),
    FIELD(struct visit_relaxed_at_key, office, FIELD_ID, MUST),
    FIELD(struct visit_relaxed_at_key, asked_before, FIELD_MOMENT, .flags = 0),
    FIELD(struct visit_relaxed_at_key, before, FIELD_ID, .flags = 0),
};
static const struct shape at_shape =
    SHAPE("visit_relaxations_at", struct visit_relaxed_at_key, at_fields);
const struct query visit_relaxations_at = {
    .name = "visit.relaxations-at", .from = "visit_relaxation r",
    .where = "r.institution = {institution} AND r.office = {office} AND ({before} IS NULL "
             "OR r.asked_at < {asked_before} "
             "OR (r.asked_at = {asked_before} AND r.relaxation < {before}))",
    .order = "r.asked_at DESC, r.relaxation DESC",
    .key = &at_shape, .row = &visit_relaxation_shape, .row_max = VISIT_RELAXATIONS_A_PAGE,
    .guard = GUARD_SCOPED, .guard_office = "office", .guard_institution = "institution",
};

/* ---- asked and answered ---- */

#define INPUT(member, kind_, help_, ...) \
    FIELD(struct visit_relax_input, member, kind_, .help = (help_), __VA_ARGS__)
static const struct field ask_fields[] = {
    INPUT(person, FIELD_ID, "visit.field.relax-person", MUST),
    INPUT(rule, FIELD_CODE, "visit.field.relax-rule", MUST, .codes = "relaxed_rule",
          .length_max = 20),
    INPUT(days, FIELD_COUNT, "visit.field.relax-days", MUST),
    INPUT(from, FIELD_DAY, "visit.field.relax-from", .flags = 0),
    INPUT(until, FIELD_DAY, "visit.field.relax-until", MUST),
    INPUT(reason, FIELD_TEXT, "visit.field.relax-reason", MUST, .length_max = 500),
};
static const struct shape ask_shape =
    SHAPE("visit_ask_relaxation", struct visit_relax_input, ask_fields);
static const struct field answer_fields[] = {
    INPUT(relaxation, FIELD_ID, "visit.field.relaxation", MUST),
    INPUT(person, FIELD_ID, "visit.field.relax-person", MUST),
    INPUT(answer, FIELD_CODE, "visit.field.relax-answer", MUST, .codes = "relax_answer",
          .length_max = 10),
    INPUT(reason, FIELD_TEXT, "visit.field.relax-opinion", .flags = 0, .length_max = 500),
};
static const struct shape answer_shape =
    SHAPE("visit_answer_relaxation", struct visit_relax_input, answer_fields);
static const struct shape facts_shape =
    { .name = "visit_relax_facts", .size = sizeof(struct visit_relax_facts) };
static const struct field told_fields[] = {
    FIELD(struct visit_relaxed_told, person, FIELD_ID, .flags = 0),
    FIELD(struct visit_relaxed_told, relaxation, FIELD_ID, .help = "visit.field.relaxation"),
    FIELD(struct visit_relaxed_told, state, FIELD_TEXT, .length_max = 20,
          .help = "visit.field.relax-state"),
};
static const struct shape told_shape =
    SHAPE("visit_relaxed", struct visit_relaxed_told, told_fields);

static void keys_of_relax(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct visit_relax_input *)request->input)->person);
}

const struct action visit_ask_relaxation_action = {
    .name = "visit.ask-relaxation", .method = "POST",
    .path = "/api/v1/prescriptions/relaxations", .flags = ACTION_ONCE,
    .input = &ask_shape, .facts = &facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "visit.help.ask-relaxation", .keys = keys_of_relax, .gather = visit_gather_relax,
    .decide = visit_decide_relax,
};
const struct action visit_answer_relaxation_action = {
    .name = "visit.answer-relaxation", .method = "POST",
    .path = "/api/v1/prescriptions/relaxations/{relaxation}/answer", .flags = ACTION_ONCE,
    .input = &answer_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "visit.help.answer-relaxation", .keys = keys_of_relax,
    .gather = visit_gather_relax, .decide = visit_decide_answer_relax,
};

/* ---- what was relaxed here ---- */

struct list_input { struct moment asked_before; int64_t before; };
static const struct field list_input_fields[] = {
    FIELD(struct list_input, asked_before, FIELD_MOMENT, .help = "visit.field.relax-asked-before"),
    FIELD(struct list_input, before, FIELD_ID, .help = "visit.field.relax-before"),
};
static const struct shape list_input_shape =
    SHAPE("visit_relaxations_input", struct list_input, list_input_fields);
struct list_facts { const struct list *rows; };
static const struct shape list_facts_shape =
    { .name = "visit_relaxations_facts", .size = sizeof(struct list_facts) };
struct list_told { struct list relaxations; };
#define SHOWN(member, kind_, help_) \
    FIELD(struct visit_relaxation, member, kind_, .help = (help_))
static const struct field shown_fields[] = {
    SHOWN(person, FIELD_ID, "visit.field.relax-person"),
    SHOWN(relaxation, FIELD_ID, "visit.field.relaxation"),
    FIELD(struct visit_relaxation, rule, FIELD_CODE, .help = "visit.field.relax-rule",
          .codes = "relaxed_rule", .length_max = 20),
    SHOWN(days, FIELD_COUNT, "visit.field.relax-days"),
    SHOWN(valid_from, FIELD_DAY, "visit.field.relax-from"),
    SHOWN(valid_until, FIELD_DAY, "visit.field.relax-until"),
    SHOWN(reason, FIELD_TEXT, "visit.field.relax-reason"),
    SHOWN(basis, FIELD_TEXT, "visit.field.basis"),
    SHOWN(asked_by, FIELD_ID, "visit.field.relax-asked-by"),
    SHOWN(asked_at, FIELD_MOMENT, "visit.field.relax-asked-at"),
    SHOWN(state, FIELD_TEXT, "visit.field.relax-state"),
    SHOWN(answered_by, FIELD_ID, "visit.field.relax-answered-by"),
    SHOWN(answered_at, FIELD_MOMENT, "visit.field.relax-answered-at"),
    SHOWN(answer, FIELD_TEXT, "visit.field.relax-opinion"),
};
static const struct shape shown_shape =
    SHAPE("visit_relaxation_shown", struct visit_relaxation, shown_fields);
static const struct field list_fields[] = {
    FIELD(struct list_told, relaxations, FIELD_LIST, .of = &shown_shape),
};
static const struct shape list_shape = SHAPE("visit_relaxations", struct list_told, list_fields);

static bool gather_list(struct gather *gather, const struct request *request, void *facts)
{
    const struct list_input *input = request->input;
    const struct actor *actor = request->actor;
    const struct visit_relaxed_at_key key = {
        .institution = actor->institution,
        .office = actor->institution == 0 ? actor->office : 0,
        .asked_before = input->asked_before, .before = input->before,
    };
    struct list_facts *found = facts;
    found->rows = gather_want(gather, &visit_relaxations_at, &key);
    return found->rows != NULL;
}

static void decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)request;
    ((struct list_told *)decision->outcome)->relaxations =
        *((const struct list_facts *)facts)->rows;
}

const struct action visit_relaxations_action = {
    .name = "visit.relaxations", .method = "GET", .path = "/api/v1/prescriptions/relaxations",
    .flags = ACTION_READ, .input = &list_input_shape, .facts = &list_facts_shape,
    .next_page = { { "asked_before", "asked_at" }, { "before", "relaxation" } },
    .outcome = &list_shape, .answer = &list_shape, .help = "visit.help.relaxations",
    .gather = gather_list, .decide = decide_list,
};
