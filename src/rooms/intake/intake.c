/* intake.c: what all steps of a case share: who sees it, who may move it, and moving it. */

#include "rooms/intake/intake_again.h"
#include "rooms/intake/intake_newcomer.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

static const char *const refusal_keys[] = {
    [INTAKE_REFUSED_NO_MATTER] = "intake.refused.no-matter",
    [INTAKE_REFUSED_NO_PERSON] = "intake.refused.no-person",
    [INTAKE_REFUSED_NO_CASE] = "intake.refused.no-case",
    [INTAKE_REFUSED_NOT_ENROLLED] = "intake.refused.not-enrolled",
    [INTAKE_REFUSED_APPLICANT] = "intake.refused.applicant",
    [INTAKE_REFUSED_NO_MANDATE] = "intake.refused.no-mandate",
    [INTAKE_REFUSED_CHANNEL] = "intake.refused.channel",
    [INTAKE_REFUSED_NO_OFFICE] = "intake.refused.no-office",
    [INTAKE_REFUSED_OUTAGE] = "intake.refused.outage",
    [INTAKE_REFUSED_NO_BOOKING] = "intake.refused.no-booking",
    [INTAKE_REFUSED_OPEN_ALREADY] = "intake.refused.open-already",
    [INTAKE_REFUSED_BARRED] = "intake.refused.barred",
    [INTAKE_REFUSED_OTHER_OFFICE] = "intake.refused.other-office",
    [INTAKE_REFUSED_SAME_PERSON] = "intake.refused.same-person",
    [INTAKE_REFUSED_NOT_OFFERED] = "intake.refused.not-offered",
    [INTAKE_REFUSED_HAS_OWNER] = "intake.refused.has-owner",
    [INTAKE_REFUSED_NO_COLLEAGUE] = "intake.refused.no-colleague",
    [INTAKE_REFUSED_NO_SUCH_STEP] = "intake.refused.no-such-step",
    [INTAKE_REFUSED_NOT_YOURS] = "intake.refused.not-yours",
    [INTAKE_REFUSED_FIELD_MISSING] = "intake.refused.field-missing",
    [INTAKE_REFUSED_NO_SUCH_FIELD] = "intake.refused.no-such-field",
    [INTAKE_REFUSED_WRONG_VALUE] = "intake.refused.wrong-value",
    [INTAKE_REFUSED_TOO_LATE_A_DAY] = "intake.refused.too-late-a-day",
    [INTAKE_REFUSED_NO_SUCH_PAPER] = "intake.refused.no-such-paper",
    [INTAKE_REFUSED_WHICH_PAPER] = "intake.refused.which-paper",
    [INTAKE_REFUSED_NOTHING_SENT] = "intake.refused.nothing-sent",
    [INTAKE_REFUSED_PAPER_NOT_THERE] = "intake.refused.paper-not-there",
    [INTAKE_REFUSED_NOWHERE_TO_KEEP] = "intake.refused.nowhere-to-keep",
    [INTAKE_REFUSED_WRONG_TYPE] = "intake.refused.wrong-type",
    [INTAKE_REFUSED_NO_PICTURE] = "intake.refused.no-picture",
    [INTAKE_REFUSED_KEY_PAPER] = "intake.refused.key-paper",
    [INTAKE_REFUSED_PAPER_MISSING] = "intake.refused.paper-missing",
    [INTAKE_REFUSED_NOT_OWABLE] = "intake.refused.not-owable",
    [INTAKE_REFUSED_NOT_SHOWN] = "intake.refused.not-shown",
    [INTAKE_REFUSED_ASKED_ALREADY] = "intake.refused.asked-already",
    [INTAKE_REFUSED_NOTHING_ASKED] = "intake.refused.nothing-asked",
    [INTAKE_REFUSED_STILL_MISSING] = "intake.refused.still-missing",
    [INTAKE_REFUSED_NO_DEPARTMENT] = "intake.refused.no-department",
    [INTAKE_REFUSED_OBJECTED_ALREADY] = "intake.refused.objected-already",
    [INTAKE_REFUSED_NO_OBJECTION] = "intake.refused.no-objection",
    [INTAKE_REFUSED_NO_COMMITMENT] = "intake.refused.no-commitment",
    [INTAKE_REFUSED_NO_RELAXATION] = "intake.refused.no-relaxation",
    [INTAKE_REFUSED_NO_DOCUMENT] = "intake.refused.no-document",
    [INTAKE_REFUSED_SIGN_IN_TO_READ] = "intake.refused.sign-in-to-read",
    [INTAKE_REFUSED_NOT_GENUINE] = "intake.refused.not-genuine",
    [INTAKE_REFUSED_NO_GROUND] = "intake.refused.no-ground",
    [INTAKE_REFUSED_WHO_CALLS] = "intake.refused.who-calls",
    [INTAKE_REFUSED_NO_RETURN] = "intake.refused.no-return",
    [INTAKE_REFUSED_NO_REASON] = "intake.refused.no-reason",
    [INTAKE_REFUSED_NO_VERDICT] = "intake.refused.no-verdict",
    [INTAKE_REFUSED_CHANGED] = "intake.refused.changed",
};
_Static_assert(COUNT_OF(refusal_keys) == INTAKE_REFUSALS, "a sentence for every refusal");

const char *intake_refusal_key(enum intake_refusal refusal)
{
    CHECK(refusal < INTAKE_REFUSALS);
    return refusal_keys[refusal];
}

void intake_refuse(struct decision *decision, enum intake_refusal refusal, const char *field)
{
    decision_refuse(decision, intake_refusal_key(refusal), field);
}

void intake_refuse_about(struct decision *decision, enum intake_refusal refusal,
                         const char *field, struct text detail0, struct text detail1)
{
    decision_refuse_with(decision, intake_refusal_key(refusal), field, detail0, detail1);
}

void intake_refuse_asked(struct decision *decision, enum intake_refusal refusal,
                         struct text asked, struct text zh, struct text en)
{
    struct arena *arena = decision->request->arena;
    const char *name = arena_format(arena, "%.*s", TEXT_ARGS(asked)).data;
    intake_refuse_about(decision, refusal, name, zh, en);
}

/* ---- gathering ---- */

/* Whose case it is: a person's, or of an institution or unit by itself. */
static bool gather_whose(struct gather *gather, struct intake_case_facts *facts)
{
    const struct intake_case *of = facts->row;
    const struct party_of_person person_key = { of->bucket, of->person };
    const struct party_institution_key institution_key = { of->bucket, of->institution };
    const struct party_unit_key unit_key = { of->bucket, of->unit };
    const struct query *query =
        of->newcomer ? &party_newcomer_by_id : &party_person_by_id;
    const void *key = &person_key, *row = NULL;
    if (of->person == 0 && of->newcomer) {
        facts->unit = intake_new_unit(of, gather->arena);
        return true;
    }
    if (of->person == 0) {
        query = of->institution != 0 ? &party_institution_by_id : &party_unit_by_id;
        key = of->institution != 0 ? (const void *)&institution_key : &unit_key;
    }
    if (!gather_one(gather, query, key, &row))
        return false;
    if (of->person != 0)
        facts->person = row;
    else if (of->institution != 0)
        facts->institution = row;
    else
        facts->unit = row;
    return true;
}

bool intake_gather_case(struct gather *gather, const struct request *request, int64_t case_id,
                        struct text receipt, struct intake_case_facts *ret_facts)
{
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &ret_facts->events);
    if (request->actor->office != 0) {
        const struct staff_office_key key = { STAFF_BUCKET, request->actor->office };
        complete &= gather_one(gather, &staff_office_by_id, &key, &row);
        ret_facts->office = row;
    }
    if (text_present(receipt)) {
        const struct intake_receipt_key key = intake_receipt_key_of(receipt);
        if (!gather_one(gather, &intake_case_by_receipt, &key, &row))
            return false;
        case_id = row == NULL ? 0 : ((const struct intake_receipt *)row)->case_id;
    }
    if (case_id == 0)
        return complete;
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    ret_facts->papers = gather_want(gather, &intake_papers_of, &key);
    ret_facts->documents = gather_want(gather, &intake_documents_of, &key);
    complete &= ret_facts->papers != NULL && ret_facts->documents != NULL;
    if (!gather_one(gather, &intake_case_by_id, &key, &row))
        return false;
    ret_facts->row = row;
    if (row == NULL)
        return complete;
    complete &= gather_whose(gather, ret_facts);
    const struct staff_office_key agency_key = { STAFF_BUCKET, ret_facts->row->office };
    complete &= gather_one(gather, &staff_office_by_id, &agency_key, &row);
    ret_facts->agency = row;
    return complete;
}

bool intake_gather_step(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    return intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, facts);
}

bool intake_gather_receipt(struct gather *gather, const struct request *request, void *facts)
{
    /* Each input that names a receipt begins with it. */
    const struct intake_find_input *input = request->input;
    struct text receipt;
    if (!intake_receipt_read(input->receipt, gather->arena, &receipt))
        receipt = (struct text){ 0 };
    return intake_gather_case(gather, request, 0, receipt, facts);
}

void intake_case_keys(const struct request *request, struct keys *keys)
{
    const struct intake_case_input *input = request->input;
    keys_add(keys, input->case_id);
}

void intake_receipt_keys(const struct request *request, struct keys *keys)
{
    const struct intake_find_input *input = request->input;
    struct text receipt = input->receipt, normal;
    if (intake_receipt_read(receipt, request->arena, &normal))
        receipt = normal;
    keys_add(keys, (int64_t)(text_hash(receipt) >> 1));
}
_Static_assert(offsetof(struct intake_supply_input, receipt) == 0
               && offsetof(struct intake_withdraw_input, receipt) == 0
               && offsetof(struct intake_find_input, receipt) == 0, "the receipt comes first");

const struct matter *intake_matter_of(const struct request *request,
                                      const struct intake_case *row)
{
    const struct matter *matter =
        matter_at(request->book, row->matter, row->publication, request->arena);
    return matter != NULL ? matter : matter_of(request->book, row->matter, request->arena);
}

/* ---- who ---- */

bool intake_is_staff(const struct actor *actor)
{
    return (ROLE_BIT(actor->role) & ROLES_STAFF) != 0;
}

static bool place_is_theirs(const struct actor *actor, int64_t place)
{
    return staff_works_over(actor, place);
}

/* The number is masked but for its last four; they are read as numbers of people are, since a
 * Chinese keyboard writes digits in full width, too. Nobody is signed in for a unit that registers
 * itself: it is known by its code. */
static bool knows_last_four(const struct request *request,
                            const struct intake_case_facts *facts, struct text last_four)
{
    const struct matter *matter = intake_matter_of(request, facts->row);
    bool of_unit = facts->unit != NULL && matter != NULL && matter->newcomer;
    if (facts->person == NULL && !of_unit)
        return false;
    struct text masked = facts->person == NULL ? facts->unit->credit_code
                                               : facts->person->number_masked;
    struct text folded = ident_number(last_four, request->arena);
    return masked.length > 4 && folded.length == 4
        && text_equal(text_slice(masked, masked.length - 4, masked.length), folded);
}

bool intake_may_see(const struct request *request, const struct intake_case_facts *facts,
                    struct text last_four)
{
    const struct actor *actor = request->actor;
    if (facts->row == NULL)
        return false;
    /* LAW: BJ4-S2g: at any office: another than the case's knows no more than who stands there. */
    if (intake_is_staff(actor) || actor->role == ROLE_HOUSE)
        return place_is_theirs(actor, facts->row->place)
            || (actor->office != 0 && (actor->office == facts->row->office
                                       || actor->office == facts->row->offered_to))
            || knows_last_four(request, facts, last_four);
    if (actor_is_person(actor) && actor->person == facts->row->person)
        return true;
    if (actor_is_person(actor)
        && actor_mandate_for(actor, facts->row->person, facts->row->matter) != NULL)
        return true;
    if (actor->role == ROLE_EMPLOYER && actor->unit != 0 && actor->unit == facts->row->unit)
        return true;
    if (actor->institution != 0 && actor->institution == facts->row->institution
        && (ROLE_BIT(actor->role) & INTAKE_OPERATORS) != 0)
        return true;
    return knows_last_four(request, facts, last_four);
}

/* LAW: BJ4-02l, BJ4-02m: the office of the place of enrolment, or one above it; a social-security
 * office takes in and does not decide. */
bool intake_check_office(const struct request *request, const struct matter *matter,
                         const struct intake_case_facts *facts, const char *step,
                         struct decision *decision)
{
    const struct actor *actor = request->actor;
    if (actor->role == ROLE_HOUSE)
        return true;
    if (facts->row == NULL || matter == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, "case_id");
        return false;
    }
    /* An office that took a case over has it, wherever the person is enrolled, and who gave it away
     * has it no more. */
    const bool given_away = facts->row->handovers > 0 && facts->agency != NULL;
    bool theirs = place_is_theirs(actor, given_away ? facts->agency->division
                                                    : facts->row->place)
        || (actor->office != 0 && actor->office == facts->row->office);
    if (facts->office == NULL || !theirs
        || !intake_step_is_theirs(request, matter, facts, step)) {
        intake_refuse(decision, INTAKE_REFUSED_OTHER_OFFICE, "case_id");
        return false;
    }
    if ((intake_step_roles(request, matter, facts, step) & ROLE_BIT(actor->role)) == 0) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_YOURS, NULL);
        return false;
    }
    return true;
}

const struct matter *intake_staff_matter(const struct request *request,
                                         const struct intake_case_facts *facts,
                                         const char *step, int64_t version,
                                         struct decision *decision)
{
    const struct matter *matter =
        facts->row == NULL ? NULL : intake_matter_of(request, facts->row);
    if (!intake_check_office(request, matter, facts, step, decision))
        return NULL;
    if (version != 0 && version != facts->row->version) {
        intake_refuse(decision, INTAKE_REFUSED_CHANGED, "version");
        return NULL;
    }
    if (!intake_outage_step(request, matter, facts, step, decision))
        return NULL;
    return matter;
}

const char *intake_next_key(const struct intake_case *row, enum case_state state)
{
    if (row->answered_at.ms != 0)
        return "intake.next.upheld";
    return row->objected_at.ms != 0 ? "intake.next.objected" : case_next_key(state);
}

void intake_tell_case(const struct request *request, const struct matter *matter,
                      const struct intake_case *row, const struct list *papers,
                      struct events events, struct decision *decision)
{
    enum case_state state = CASE_NONE;
    bool known = case_state_parse(row->state, &state);
    CHECK(known);
    decision->subject = row->case_id;
    *(struct intake_applied *)decision->outcome = (struct intake_applied){
        .case_id = row->case_id, .person = row->person, .receipt = row->receipt,
        .state = row->state, .owed = intake_debts_of_case(request, matter, row, papers, events),
        .next_zh = words_of(intake_next_key(row, state), LANGUAGE_CHINESE),
        .next_en = words_of(intake_next_key(row, state), LANGUAGE_ENGLISH),
    };
}

bool intake_timer_case(const struct request *request, const struct timer_row *timer,
                       const struct intake_case_facts *of, struct decision *decision,
                       struct intake_case *ret_row, const struct matter **ret_matter)
{
    if (timer == NULL || of->row == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return false;
    }
    task_timer_done(decision, timer);
    *ret_row = *of->row;
    *ret_matter = intake_matter_of(request, of->row);
    intake_tell_case(request, *ret_matter, of->row, of->papers, of->events, decision);
    return true;
}

/* ---- moving ---- */

/* LAW: SX9-2.1f: the first of staff to have a hand in it answers for it until another accepts. */
static void owned_by(const struct request *request, struct intake_case *row)
{
    if (row->owner == 0 && intake_is_staff(request->actor))
        row->owner = request->actor->account;
}

static int64_t mandate_of(const struct actor *actor, const struct intake_case *row)
{
    if (!actor_is_person(actor) || actor->person == row->person)
        return 0;
    const struct actor_mandate *mandate =
        actor_mandate_for(actor, row->person, row->matter);
    return mandate == NULL ? 0 : mandate->mandate;
}

bool intake_move(struct decision *decision, struct intake_case *row, enum case_event event,
                 struct text reason)
{
    const struct request *request = decision->request;
    enum case_state from = CASE_NONE;
    bool known = case_state_parse(row->state, &from);
    CHECK(known);
    const struct case_step *step = case_step_of(from, event);
    if (step == NULL) {
        intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_STEP, "case_id",
                            words_of(case_state_key(from), LANGUAGE_CHINESE),
                            words_of(case_state_key(from), LANGUAGE_ENGLISH));
        return false;
    }
    if (!case_step_may(step, request->actor->role)) {
        intake_refuse(decision, INTAKE_REFUSED_NOT_YOURS, NULL);
        return false;
    }
    row->state = text_of(case_state_name(step->to));
    intake_waits_pass(row, event, step->to, request->at);
    row->returned += event == CASE_SEND_BACK || event == CASE_SEND_BACK_OWING
        || event == CASE_ASK_SUPPLEMENT;
    bool accepted = step->to == CASE_ACCEPTED || step->to == CASE_ACCEPTED_OWING;
    if (accepted && row->accepted_at.ms == 0)
        row->accepted_at = request->at;
    if (accepted && row->counted_at.ms == 0) {
        row->counted_at = request->at;
        row->counted_office = row->office;
    }
    row->waiting = case_state_is_open(step->to);
    /* Nobody is waited for any more; taken up again, it would stand from then on. */
    if (!row->waiting) {
        row->offered_to = 0;
        row->awaits = (struct text){ 0 };
    }
    owned_by(request, row);
    const struct intake_step done = {
        .bucket = row->bucket, .case_id = row->case_id,
        .step = id_mint(request->minter, (int)row->bucket), .at = request->at,
        .event = text_of(case_event_name(event)),
        .state_from = text_of(case_state_name(from)), .state_to = row->state,
        .account = request->actor->account, .role = text_of(role_name(request->actor->role)),
        .office = request->actor->office, .reason = reason,
        .mandate = mandate_of(request->actor, row),
        .unit = request->actor->role == ROLE_EMPLOYER ? request->actor->unit : 0,
    };
    decision_insert(decision, &intake_step_table, &done);
    /* Lists of what is due follow in their own time: what is shown is worked out from the row. */
    task_timer_set(decision, intake_keep_clocks_action.name, row->case_id, request->at);
    return true;
}
