/* intake_reads.c: the rows of the actions that only look, and the room. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"

static const struct field find_fields[] = {
    { "receipt", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_find_input, receipt), 40,
      .help = "intake.field.receipt" },
    { "last_four", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct intake_find_input, last_four), 4,
      .help = "intake.field.last-four" },
};
static const struct shape find_shape =
    SHAPE("intake_find", struct intake_find_input, find_fields);
static const struct shape see_facts_shape =
    { .name = "intake_see_facts", .size = sizeof(struct intake_see_facts) };

static const struct field show_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct intake_case_input, case_id),
      .help = "intake.field.case" },
};
static const struct shape show_shape =
    SHAPE("intake_show", struct intake_case_input, show_fields);

#define PAPER(member_) AT(struct intake_paper_told, member_)
static const struct field paper_fields[] = {
    { "material", NULL, FIELD_TEXT, 0, PAPER(material), 30 },
    { "zh", NULL, FIELD_TEXT, 0, PAPER(zh), 60, .help = "intake.field.material" },
    { "en", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(en), 200, .help = "intake.field.material" },
    { "how", NULL, FIELD_CODE, 0, PAPER(how), 20, "paper_how", .help = "intake.told.how" },
    { "blob", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(blob), BLOB_NAME_LENGTH },
    { "file_name", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(file_name), 200 },
    { "file_type", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(file_type), 100,
      .help = "intake.told.file-type" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(clauses), 200 },
    { "at", NULL, FIELD_MOMENT, 0, PAPER(at), .help = "intake.told.when" },
    { "cleared_at", NULL, FIELD_MOMENT, FIELD_SPARSE, PAPER(cleared_at),
      .help = "intake.told.cleared" },
    { "elsewhere", NULL, FIELD_FLAG, FIELD_SPARSE, PAPER(elsewhere),
      .help = "intake.told.elsewhere" },
    { "waits", NULL, FIELD_FLAG, FIELD_SPARSE, PAPER(waits), .help = "intake.told.waits" },
    { "may_show", NULL, FIELD_FLAG, FIELD_SPARSE, PAPER(may_show),
      .help = "intake.told.may-show" },
    { "paper", NULL, FIELD_ID, 0, PAPER(paper) },
    { "seen_by", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(seen_by), 100,
      .help = "intake.told.seen-by" },
    { "checked", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(checked), 10 },
    { "found_in", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(found_in), 30 },
    { "found_zh", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(found_zh), 1000,
      .help = "intake.told.found" },
    { "found_en", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(found_en), 1000,
      .help = "intake.told.found" },
};
static const struct shape paper_shape =
    SHAPE("intake_paper_told", struct intake_paper_told, paper_fields);

#define STEP(member_) AT(struct intake_step_told, member_)
static const struct field step_fields[] = {
    { "at", NULL, FIELD_MOMENT, 0, STEP(at), .help = "intake.told.when" },
    { "event_zh", NULL, FIELD_TEXT, 0, STEP(event_zh), 60, .help = "intake.told.step" },
    { "event_en", NULL, FIELD_TEXT, 0, STEP(event_en), 100, .help = "intake.told.step" },
    { "event", NULL, FIELD_TEXT, 0, STEP(event), 20 },
    { "state_from", NULL, FIELD_TEXT, 0, STEP(state_from), 20 },
    { "state_to", NULL, FIELD_TEXT, 0, STEP(state_to), 20 },
    { "role", NULL, FIELD_TEXT, 0, STEP(role), 30 },
    { "account", NULL, FIELD_ID, FIELD_SPARSE, STEP(account) },
    { "office", NULL, FIELD_ID, FIELD_SPARSE, STEP(office) },
    { "office_name", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(office_name), 60,
      .help = "intake.told.office" },
    { "office_kind", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(office_kind), 30 },
    { "mandate", NULL, FIELD_ID, FIELD_SPARSE, STEP(mandate) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, STEP(unit) },
    { "behalf_zh", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(behalf_zh), 60,
      .help = "intake.told.behalf" },
    { "behalf_en", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(behalf_en), 100,
      .help = "intake.told.behalf" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(reason), 500,
      .help = "intake.field.reason" },
};
static const struct shape step_shape =
    SHAPE("intake_step_told", struct intake_step_told, step_fields);

#define VALUE(member_) AT(struct intake_value_told, member_)
static const struct field value_fields[] = {
    { "zh", NULL, FIELD_TEXT, 0, VALUE(zh), 60, .help = "intake.told.field" },
    { "en", NULL, FIELD_TEXT, 0, VALUE(en), 100, .help = "intake.told.field" },
    { "shown_zh", NULL, FIELD_TEXT, FIELD_PRIVATE, VALUE(shown_zh), 2000,
      .help = "intake.told.value" },
    { "shown_en", NULL, FIELD_TEXT, FIELD_PRIVATE, VALUE(shown_en), 2000,
      .help = "intake.told.value" },
    { "name", NULL, FIELD_TEXT, 0, VALUE(name), 30 },
    { "value", NULL, FIELD_TEXT, FIELD_PRIVATE, VALUE(value), 2000 },
    { "status", NULL, FIELD_TEXT, FIELD_SPARSE, VALUE(status), 30,
      .help = "intake.told.value-status" },
};
static const struct shape value_shape =
    SHAPE("intake_value_told", struct intake_value_told, value_fields);

#define SEEN(member_) AT(struct intake_seen, member_)
#define SEEN_BY_ALL \
    { "receipt", NULL, FIELD_TEXT, 0, SEEN(receipt), 40, \
        .help = "intake.field.receipt" }, \
    { "matter", NULL, FIELD_TEXT, 0, SEEN(matter), 40 }, \
    { "matter_zh", NULL, FIELD_TEXT, 0, SEEN(matter_zh), 60, \
        .help = "intake.told.matter" }, \
    { "matter_en", NULL, FIELD_TEXT, 0, SEEN(matter_en), 100, \
        .help = "intake.told.matter" }, \
    { "state", NULL, FIELD_TEXT, 0, SEEN(state), 20 }, \
    { "state_zh", NULL, FIELD_TEXT, 0, SEEN(state_zh), 60, \
        .help = "intake.told.state" }, \
    { "state_en", NULL, FIELD_TEXT, 0, SEEN(state_en), 100, \
        .help = "intake.told.state" }, \
    { "next_zh", NULL, FIELD_TEXT, 0, SEEN(next_zh), 200, \
        .help = "intake.told.next" }, \
    { "next_en", NULL, FIELD_TEXT, 0, SEEN(next_en), 300, \
        .help = "intake.told.next" }, \
    { "channel", NULL, FIELD_TEXT, 0, SEEN(channel), 20 }, \
    { "received_at", NULL, FIELD_MOMENT, 0, SEEN(received_at), \
        .help = "intake.told.received" }, \
    { "accepted_at", NULL, FIELD_MOMENT, FIELD_SPARSE, SEEN(accepted_at), \
        .help = "intake.told.accepted" }, \
    { "decided_at", NULL, FIELD_MOMENT, FIELD_SPARSE, SEEN(decided_at), \
        .help = "intake.told.decided" }, \
    { "verdict", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(verdict), 20 }, \
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(reason), 500, \
        .help = "intake.told.reason" }, \
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, SEEN(due), \
        .help = "intake.told.due" }, \
    { "certificate_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(certificate_zh), 4000 }, \
    { "certificate_en", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(certificate_en), 4000 }, \
    { "certificate", NULL, FIELD_OBJECT, FIELD_SPARSE, SEEN(certificate), \
        .of = &deadline_certificate_shape, .help = "intake.told.certificate" }, \
    { "owed", NULL, FIELD_LIST, FIELD_SPARSE, SEEN(owed), .of = &intake_debt_shape, \
        .help = "intake.told.owed" }, \
    { "asked", NULL, FIELD_LIST, FIELD_SPARSE, SEEN(asked), .of = &intake_debt_shape, \
        .help = "intake.field.materials" }, \
    { "effect", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(effect), 20 }, \
    { "effect_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(effect_zh), 200, \
        .help = "intake.told.effect" }, \
    { "effect_en", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(effect_en), 200, \
        .help = "intake.told.effect" }, \
    { "awaits_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(awaits_zh), 60, \
        .help = "intake.told.awaits" }, \
    { "awaits_en", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(awaits_en), 100, \
        .help = "intake.told.awaits" }, \
    { "objected_at", NULL, FIELD_MOMENT, FIELD_SPARSE, SEEN(objected_at), \
        .help = "intake.told.objected" }, \
    { "may_withdraw", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.withdraw) }, \
    { "may_object", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.object) }, \
    { "documents", NULL, FIELD_LIST, FIELD_SPARSE, SEEN(documents), \
        .of = &intake_document_listed_shape, .help = "intake.told.documents" }
static const struct field looked_up_fields[] = {
    SEEN_BY_ALL,
    { "case_id", NULL, FIELD_ID, FIELD_SPARSE, SEEN(case_id) },
    { "papers", NULL, FIELD_LIST, FIELD_SPARSE, SEEN(papers), .of = &paper_shape,
      .help = "intake.field.papers" },
};
static const struct shape looked_up_shape =
    SHAPE("intake_looked_up", struct intake_seen, looked_up_fields);
static const struct field seen_fields[] = {
    SEEN_BY_ALL,
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, SEEN(name), 50, .help = "intake.field.name" },
    { "number", NULL, FIELD_TEXT, FIELD_PRIVATE, SEEN(number_masked), 50,
      .help = "intake.field.number" },
    { "private_kept", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(private_kept),
      .help = "intake.told.private-kept" },
    { "doubt_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(doubt_zh), 300,
      .help = "intake.told.doubt" },
    { "doubt_en", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(doubt_en), 400,
      .help = "intake.told.doubt" },
    { "urgency", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(urgency), 30,
      .help = "intake.told.urgency" },
    { "urgency_clauses", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(urgency_clauses), 100,
      .help = "intake.told.clauses" },
    { "waits_for_zh", NULL, FIELD_TEXT, 0, SEEN(waits_for_zh), 60,
      .help = "intake.told.waits-for" },
    { "waits_for_en", NULL, FIELD_TEXT, 0, SEEN(waits_for_en), 60,
      .help = "intake.told.waits-for" },
    { "hours_office", NULL, FIELD_COUNT, 0, SEEN(hours_office),
      .help = "intake.told.hours-office" },
    { "hours_applicant", NULL, FIELD_COUNT, FIELD_SPARSE, SEEN(hours_applicant),
      .help = "intake.told.hours-applicant" },
    { "hours_department", NULL, FIELD_COUNT, FIELD_SPARSE, SEEN(hours_department),
      .help = "intake.told.hours-department" },
    { "ten", NULL, FIELD_CODE, FIELD_SPARSE, SEEN(ten), 20, "way_ten",
      .help = "intake.counted.ten" },
    { "four", NULL, FIELD_CODE, FIELD_SPARSE, SEEN(four), 20, "way_four",
      .help = "intake.counted.four" },
    { "device", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(device), 40, .help = "intake.field.device" },
    { "origin", NULL, FIELD_CODE, FIELD_SPARSE, SEEN(origin), 40, "case_origin",
      .help = "intake.field.origin" },
    { "caller_asked", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(caller_asked), 300,
      .help = "intake.field.asked" },
    { "consent", NULL, FIELD_CODE, FIELD_SPARSE, SEEN(consent), 20, "consent_way",
      .help = "intake.field.consent" },
    { "visits", NULL, FIELD_COUNT, FIELD_SPARSE, SEEN(visits), .help = "intake.told.visits" },
    { "visits_over", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(visits_over), 100,
      .help = "intake.told.visits-over" },
    { "proposed", NULL, FIELD_CODE, FIELD_SPARSE, SEEN(proposed), 20, "case_verdict",
      .help = "intake.told.proposed" },
    { "proposed_reason", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(proposed_reason), 500,
      .help = "intake.told.proposed-reason" },
    { "objection", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(objection), 500,
      .help = "intake.field.objection" },
    { "reference", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(reference), 60,
      .help = "intake.field.reference" },
    { "owner", NULL, FIELD_ID, FIELD_SPARSE, SEEN(owner) },
    { "owner_label", NULL, FIELD_TEXT, FIELD_SPARSE, SEEN(owner_label), 100,
      .help = "intake.told.owner" },
    { "offered_to", NULL, FIELD_ID, FIELD_SPARSE, SEEN(offered_to) },
    { "handovers", NULL, FIELD_COUNT, FIELD_SPARSE, SEEN(handovers),
      .help = "intake.told.handovers" },
    { "may_accept", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.accept) },
    { "may_ask", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.ask) },
    { "may_turn_away", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.turn_away) },
    { "may_decide", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.decide) },
    { "may_take", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.take) },
    { "may_hand_over", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.hand_over) },
    { "may_reassign", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.reassign) },
    { "may_hand_back", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.hand_back) },
    { "may_take_over", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.take_over) },
    { "may_await", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.await) },
    { "may_resume", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.resume) },
    { "may_hurry", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.hurry) },
    { "may_send_back", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.send_back) },
    { "may_uphold", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.uphold) },
    { "may_reopen", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.reopen) },
    { "may_verify", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.verify) },
    { "may_revoke", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.revoke) },
    { "may_relax", NULL, FIELD_FLAG, FIELD_SPARSE, SEEN(may.relax) },
    { "case_id", NULL, FIELD_ID, 0, SEEN(case_id) },
    { "version", NULL, FIELD_COUNT, 0, SEEN(version) },
    { "person", NULL, FIELD_ID, FIELD_SPARSE, SEEN(person) },
    { "institution", NULL, FIELD_ID, FIELD_SPARSE, SEEN(institution) },
    { "unit", NULL, FIELD_ID, FIELD_SPARSE, SEEN(unit) },
    { "applicant", NULL, FIELD_TEXT, 0, SEEN(applicant), 30 },
    { "place", NULL, FIELD_COUNT, 0, SEEN(place) },
    { "publication", NULL, FIELD_COUNT, 0, SEEN(publication) },
    { "office", NULL, FIELD_ID, 0, SEEN(office) },
    { "result", NULL, FIELD_ID, FIELD_SPARSE, SEEN(result) },
    { "values", NULL, FIELD_LIST, 0, SEEN(values), .of = &value_shape,
      .help = "intake.field.values" },
    { "papers", NULL, FIELD_LIST, 0, SEEN(papers), .of = &paper_shape,
      .help = "intake.field.papers" },
    { "steps", NULL, FIELD_LIST, 0, SEEN(steps), .of = &step_shape,
      .help = "intake.told.steps" },
};
static const struct shape seen_shape = SHAPE("intake_seen", struct intake_seen, seen_fields);

#define PAGE(member_) AT(struct intake_list_input, member_)
static const struct field list_fields[] = {
    { "office", NULL, FIELD_ID, 0, PAGE(office), .help = "intake.field.office" },
    { "after", NULL, FIELD_MOMENT, 0, PAGE(after), .help = "intake.field.after" },
    { "after_case", NULL, FIELD_ID, 0, PAGE(after_case), .help = "intake.field.after" },
};
const struct shape intake_list_input_shape =
    SHAPE("intake_list_input", struct intake_list_input, list_fields);
const struct shape intake_list_facts_shape =
    { .name = "intake_list_facts", .size = sizeof(struct intake_list_facts) };

#define LISTED(member_) AT(struct intake_listed, member_)
static const struct field listed_fields[] = {
    { "receipt", NULL, FIELD_TEXT, 0, LISTED(receipt), 40, .help = "intake.field.receipt" },
    { "matter_zh", NULL, FIELD_TEXT, 0, LISTED(matter_zh), 60, .help = "intake.told.matter" },
    { "matter_en", NULL, FIELD_TEXT, 0, LISTED(matter_en), 100, .help = "intake.told.matter" },
    { "state_zh", NULL, FIELD_TEXT, 0, LISTED(state_zh), 60, .help = "intake.told.state" },
    { "state_en", NULL, FIELD_TEXT, 0, LISTED(state_en), 100, .help = "intake.told.state" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, LISTED(due), .help = "intake.told.due" },
    { "overdue", NULL, FIELD_FLAG, FIELD_SPARSE, LISTED(overdue),
      .help = "intake.told.overdue" },
    { "urgency", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(urgency), 30,
      .help = "intake.told.urgency" },
    { "mine", NULL, FIELD_FLAG, FIELD_SPARSE, LISTED(mine), .help = "intake.told.mine" },
    { "received_at", NULL, FIELD_MOMENT, 0, LISTED(received_at),
      .help = "intake.told.received" },
    { "case_id", NULL, FIELD_ID, 0, LISTED(case_id) },
    { "version", NULL, FIELD_COUNT, 0, LISTED(version) },
    { "matter", NULL, FIELD_TEXT, 0, LISTED(matter), 40 },
    { "state", NULL, FIELD_TEXT, 0, LISTED(state), 20 },
    { "channel", NULL, FIELD_TEXT, 0, LISTED(channel), 20 },
    { "effect", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(effect), 20 },
    { "owner", NULL, FIELD_ID, FIELD_SPARSE, LISTED(owner) },
    { "days_left", NULL, FIELD_COUNT, 0, LISTED(days_left) },
    /* What `after` of the next page is. */
    { "order_at", NULL, FIELD_MOMENT, FIELD_SPARSE, LISTED(order_at) },
};
const struct shape intake_listed_shape =
    SHAPE("intake_listed", struct intake_listed, listed_fields);
static const struct field worklist_fields[] = {
    { "cases", NULL, FIELD_LIST, 0, AT(struct intake_list_answer, cases),
      .of = &intake_listed_shape, .help = "intake.field.cases" },
};
static const struct shape worklist_shape =
    SHAPE("intake_worklist", struct intake_list_answer, worklist_fields);

#define OWED(member_) AT(struct intake_debt_listed, member_)
static const struct field owed_fields[] = {
    INTAKE_NAMED_FIELDS(struct intake_debt_listed),
    { "material", NULL, FIELD_TEXT, 0, OWED(material), 30, .help = "intake.field.material" },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, OWED(due), .help = "intake.told.hand-in-by" },
    { "waits_for", NULL, FIELD_TEXT, FIELD_SPARSE, OWED(waits_for), 60,
      .help = "intake.told.waits-event" },
    { "overdue", NULL, FIELD_FLAG, FIELD_SPARSE, OWED(overdue),
      .help = "intake.told.overdue" },
    { "since", NULL, FIELD_MOMENT, 0, OWED(since), .help = "intake.told.when" },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, OWED(clauses), 200,
      .help = "intake.told.clauses" },
    { "case_id", NULL, FIELD_ID, 0, OWED(case_id) },
    { "paper", NULL, FIELD_ID, 0, OWED(paper) },
};
static const struct shape owed_shape =
    SHAPE("intake_debt_listed", struct intake_debt_listed, owed_fields);
static const struct field debts_fields[] = {
    { "debts", NULL, FIELD_LIST, 0, AT(struct intake_debts_answer, debts), .of = &owed_shape,
      .help = "intake.told.owed" },
};
static const struct shape debts_shape =
    SHAPE("intake_debts", struct intake_debts_answer, debts_fields);

const struct action intake_look_up_action = {
    .name = "intake.look-up", .method = "POST", .path = "/api/v1/cases/find",
    .flags = ACTION_READ | ACTION_PUBLIC | ACTION_LOOK_UP,
    .input = &find_shape,
    .facts = &see_facts_shape, .outcome = &looked_up_shape, .answer = &looked_up_shape,
    .help = "intake.help.look-up", .gather = intake_gather_look_up,
    .decide = intake_decide_look_up,
};
const struct action intake_show_action = {
    .name = "intake.show", .method = "GET", .path = "/api/v1/cases/{case_id}",
    .flags = ACTION_READ, .input = &show_shape,
    .facts = &see_facts_shape, .outcome = &seen_shape, .answer = &seen_shape,
    .help = "intake.help.show", .gather = intake_gather_show, .decide = intake_decide_show,
};
const struct action intake_worklist_action = {
    .name = "intake.worklist", .method = "GET", .path = "/api/v1/worklist",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &worklist_shape, .answer = &worklist_shape,
    .next_page = { { "after", "order_at" }, { "after_case", "case_id" } },
    .help = "intake.help.worklist", .gather = intake_gather_worklist,
    .decide = intake_decide_worklist,
};
const struct action intake_debts_action = {
    .name = "intake.debts", .method = "GET", .path = "/api/v1/debts",
    .flags = ACTION_READ, .input = &intake_list_input_shape,
    .facts = &intake_list_facts_shape, .outcome = &debts_shape, .answer = &debts_shape,
    .next_page = { { "after", "since" }, { "after_case", "paper" } },
    .help = "intake.help.debts", .gather = intake_gather_debts, .decide = intake_decide_debts,
};

