/* intake_colleague.c: who has a case within its office. Whoever has it keeps it while he works
 * there: he offers it to his colleagues (intake_owner.c), or a head of section gives it to
 * another, with a reason and telling both. What nobody has, or somebody who works there no more, is
 * taken. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/access/access.h"

bool intake_gather_colleague(struct gather *gather, int64_t account,
                             struct intake_colleague *ret_colleague)
{
    const struct access_account_key key = { id_bucket(account), account };
    const void *row = NULL;
    if (account == 0)
        return true;
    bool complete = gather_one(gather, &access_account_by_id, &key, &row);
    ret_colleague->account = row;
    ret_colleague->postings = gather_want(gather, &access_postings_of, &key);
    return complete && ret_colleague->postings != NULL;
}

/* Where he works that day, and as what; 0: nowhere, or his account has ended. */
static int64_t office_of(const struct intake_colleague *colleague, struct date day,
                         struct text *ret_role)
{
    const struct access_account *account = colleague->account;
    if (account == NULL || (account->valid_until.yyyymmdd != 0
                            && date_compare(account->valid_until, day) < 0))
        return 0;
    const struct access_posting *postings =
        colleague->postings == NULL ? NULL : colleague->postings->items;
    for (size_t i = 0; postings != NULL && i < colleague->postings->count; i++)
        if (date_within(day, postings[i].valid_from, postings[i].valid_until)) {
            *ret_role = postings[i].role;
            return postings[i].office;
        }
    *ret_role = account->role;
    return account->office;
}

bool intake_works_in(const struct intake_colleague *colleague, int64_t office, struct date day)
{
    struct text named;
    enum role role;
    return office != 0 && office_of(colleague, day, &named) == office
        && access_role_of(named, &role) && (ROLE_BIT(role) & ROLES_STAFF) != 0;
}

bool intake_may_take(const struct request *request, const struct intake_case *row,
                     const struct intake_colleague *owner)
{
    return row->owner == 0
        || (row->owner != request->actor->account
            && !intake_works_in(owner, row->office, date_of_moment(request->at)));
}

struct colleague_facts {
    struct intake_case_facts of;
    struct intake_colleague owner, other;
};

static bool gather_colleagues(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_case_input *input = request->input;
    struct colleague_facts *found = facts;
    bool complete = intake_gather_colleague(gather, input->account, &found->other);
    if (!intake_gather_case(gather, request, input->case_id, (struct text){ 0 }, &found->of))
        return false;
    return (found->of.row == NULL
            || intake_gather_colleague(gather, found->of.row->owner, &found->owner))
        && complete;
}

/* LAW: SX9-2.1f: the first to receive it has it until another accepts, and nobody takes it from
 * under his hands. */
static void decide_take(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct colleague_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    if (!intake_may_take(request, found->of.row, &found->owner)) {
        struct text label =
            found->owner.account == NULL ? (struct text){ 0 } : found->owner.account->label;
        intake_refuse_about(decision, INTAKE_REFUSED_HAS_OWNER, "case_id", label, label);
        return;
    }
    struct intake_case row = *found->of.row;
    row.owner = request->actor->account;
    intake_moved(request, matter, &found->of, &row, CASE_TAKE, decision);
}

/* Where he works today: there he reads what came for him. */
static void tell_colleague(const struct matter *matter, const struct intake_case *row,
                           const struct intake_colleague *colleague, const char *kind,
                           struct decision *decision)
{
    const struct request *request = decision->request;
    struct text role;
    int64_t office = office_of(colleague, date_of_moment(request->at), &role);
    if (office == 0 || colleague->account->account == request->actor->account)
        return;
    const struct message_row about = { .office = office, .account = colleague->account->account,
        .subject = row->case_id, .kind = text_of(kind), .reference = row->receipt };
    const struct text zh[3] = { matter->zh, row->receipt }, en[3] = { matter->en, row->receipt };
    message_send(decision, &about, zh, en);
}

/* Somebody is ill, or has too much: a head of section gives the case to another of its office. */
static void decide_reassign(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct intake_case_input *input = request->input;
    const struct colleague_facts *found = facts;
    const struct matter *matter =
        intake_staff_matter(request, &found->of, "accept", input->version, decision);
    if (matter == NULL)
        return;
    if (!text_present(input->reason)) {
        intake_refuse(decision, INTAKE_REFUSED_NO_REASON, "reason");
        return;
    }
    struct intake_case row = *found->of.row;
    if (input->account == row.owner
        || !intake_works_in(&found->other, row.office, date_of_moment(request->at))) {
        intake_refuse(decision, INTAKE_REFUSED_NO_COLLEAGUE, "account");
        return;
    }
    row.owner = input->account;
    /* An offer to colleagues is answered by it. */
    if (row.offered_to == row.office)
        row.offered_to = 0;
    tell_colleague(matter, &row, &found->owner, "intake.message.taken-from", decision);
    tell_colleague(matter, &row, &found->other, "intake.message.given-to", decision);
    intake_moved(request, matter, &found->of, &row, CASE_REASSIGN, decision);
}

/* ---- rows ---- */

#define STEP(member_) AT(struct intake_case_input, member_)
static const struct field reassign_fields[] = {
    { "case_id", NULL, FIELD_ID, FIELD_REQUIRED, STEP(case_id), .help = "intake.field.case" },
    { "version", NULL, FIELD_COUNT, 0, STEP(version), .help = "intake.field.version" },
    { "reason", NULL, FIELD_TEXT, 0, STEP(reason), 500, .help = "intake.field.reason" },
    { "account", NULL, FIELD_ID, FIELD_REQUIRED, STEP(account),
      .help = "intake.field.colleague" },
};
static const struct shape reassign_shape =
    SHAPE("intake_reassign", struct intake_case_input, reassign_fields);
static const struct shape facts_shape =
    { .name = "intake_colleague_facts", .size = sizeof(struct colleague_facts) };

#define COLLEAGUE_ACTION(name_, help_, path_, input_, decide_) { \
    name_, .method = "POST", .path = "/api/v1/cases/{case_id}/" path_, \
    .flags = ACTION_ONCE, .input = &(input_), .facts = &facts_shape, \
    .outcome = &intake_applied_shape, .answer = &intake_applied_shape, \
    .help = help_, .keys = intake_case_keys, .gather = gather_colleagues, \
    .decide = (decide_) }
const struct action intake_take_action =
    COLLEAGUE_ACTION(.name = "intake.take", "intake.help.take",
                     "owner", intake_step_input_shape, decide_take);
const struct action intake_reassign_action =
    COLLEAGUE_ACTION(.name = "intake.reassign", "intake.help.reassign",
                     "reassignment", reassign_shape, decide_reassign);
