/* access_postings.c: somebody works for another office, or in another role, for a time (人员调配、
 * 授权代办), and how that ends. */

#include "rooms/access/access.h"

#include "rooms/staff/staff_facts.h"

#include "base/check.h"

struct posting_facts {
    const struct access_account *account;
    const struct list *postings;
    const struct staff_office *office;
};
static const struct shape posting_facts_shape =
    { .name = "access_posting_facts", .size = sizeof(struct posting_facts) };
struct posting_outcome { int64_t posting, account; };
static const struct field posting_outcome_fields[] = {
    { "posting", NULL, FIELD_ID, 0, AT(struct posting_outcome, posting),
      .help = "access.field.posting" },
    { "account", NULL, FIELD_ID, 0, AT(struct posting_outcome, account) },
};
static const struct shape posting_outcome_shape =
    SHAPE("access_posted", struct posting_outcome, posting_outcome_fields);

static void posting_keys(const struct request *request, struct keys *keys)
{
    const struct access_posting *input = request->input;
    keys_add(keys, input->account);
}

static bool posting_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct access_posting *input = request->input;
    struct posting_facts *found = facts;
    const struct access_account_key key = { id_bucket(input->account), input->account };
    const struct staff_office_key office = { STAFF_BUCKET, input->office };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_id, &key, &row);
    found->account = row;
    row = NULL;
    complete &= input->office == 0 || gather_one(gather, &staff_office_by_id, &office, &row);
    found->office = row;
    found->postings = gather_want(gather, &access_postings_of, &key);
    return complete && found->postings != NULL;
}

/* Nobody gives away more than he has: his own role, or one of those that work on cases. */
static bool may_give(const struct actor *actor, struct text role, struct text own)
{
    enum role given;
    if (!text_present(role) || text_equal(role, own))
        return true;
    return access_role_of(role, &given)
        && (given == actor->role || (ROLE_BIT(given) & ROLES_STAFF) != 0);
}

/* Those that have run out are ended when the next is written, so that few are read at each step. */
static size_t end_those_run_out(const struct request *request, const struct list *postings,
                                struct decision *decision)
{
    const struct access_posting *rows = postings->items;
    size_t open = 0;
    for (size_t i = 0; i < postings->count; i++) {
        if (date_compare(date_of_moment(request->at), rows[i].valid_until) <= 0) {
            open++;
            continue;
        }
        struct access_posting over = rows[i];
        over.ended_at = request->at;
        decision_replace(decision, &access_posting_table, &over);
    }
    return open;
}

static bool overlaps(const struct list *postings, struct date from, struct date until)
{
    const struct access_posting *rows = postings->items;
    for (size_t i = 0; i < postings->count; i++)
        if (date_compare(rows[i].valid_from, until) <= 0
            && date_compare(from, rows[i].valid_until) <= 0)
            return true;
    return false;
}

/* LAW: BJ4-S7b, JX4-3b. */
static void post_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct access_posting *input = request->input;
    const struct posting_facts *found = facts;
    struct date today = date_of_moment(request->at);
    if (found->account == NULL || !actor_has_office(request->actor, found->account->office))
        decision_refuse(decision, "access.refused.no-account", "account");
    else if (found->office == NULL || !actor_has_office(request->actor, input->office))
        decision_refuse(decision, "access.refused.other-office", "office");
    else if (!may_give(request->actor, input->role, found->account->role))
        decision_refuse(decision, "access.refused.role-not-yours", "role");
    else if (date_compare(input->valid_until, input->valid_from) < 0
             || date_compare(input->valid_from, today) < 0)
        decision_refuse(decision, "access.refused.posting-time", "until");
    else if (overlaps(found->postings, input->valid_from, input->valid_until))
        decision_refuse(decision, "access.refused.posted-already", "account");
    if (decision->refusal.key != NULL)
        return;
    if (end_those_run_out(request, found->postings, decision) >= ACCESS_POSTINGS_MAX) {
        decision_refuse(decision, "access.refused.posted-already", "account");
        return;
    }
    struct access_posting row = *input;
    row.bucket = id_bucket(input->account);
    row.posting = id_mint(request->minter, (int)row.bucket);
    if (!text_present(row.role))
        row.role = found->account->role;
    row.set_by = request->actor->account;
    row.set_at = request->at;
    row.version = 1;
    decision_insert(decision, &access_posting_table, &row);
    decision->subject = row.account;
    *(struct posting_outcome *)decision->outcome =
        (struct posting_outcome){ row.posting, row.account };
}

static void end_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct access_posting *input = request->input;
    const struct posting_facts *found = facts;
    const struct access_posting *rows = found->postings->items;
    for (size_t i = 0; i < found->postings->count; i++) {
        if (rows[i].posting != input->posting || found->account == NULL
            || !actor_has_office(request->actor, found->account->office))
            continue;
        struct access_posting after = rows[i];
        after.ended_at = request->at;
        decision_replace(decision, &access_posting_table, &after);
        decision->subject = after.account;
        *(struct posting_outcome *)decision->outcome =
            (struct posting_outcome){ after.posting, after.account };
        return;
    }
    decision_refuse(decision, "access.refused.no-posting", "posting");
}

#define INPUT(member_) AT(struct access_posting, member_)
static const struct field post_fields[] = {
    { "account", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(account),
      .help = "access.field.account" },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(office),
      .help = "access.field.posted-to" },
    { "role", NULL, FIELD_TEXT, 0, INPUT(role), 30, .help = "access.field.posted-as" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, INPUT(valid_from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, INPUT(valid_until) },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(reason), 200,
      .help = "access.field.posting-reason" },
};
static const struct shape post_shape =
    SHAPE("access_post", struct access_posting, post_fields);
static const struct field end_fields[] = {
    { "account", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(account),
      .help = "access.field.account" },
    { "posting", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(posting),
      .help = "access.field.posting" },
};
static const struct shape end_shape =
    SHAPE("access_end_posting", struct access_posting, end_fields);

const struct action access_post_action = {
    .name = "access.post", .method = "POST", .path = "/api/v1/postings",
    .flags = ACTION_ONCE, .input = &post_shape, .facts = &posting_facts_shape,
    .outcome = &posting_outcome_shape, .answer = &posting_outcome_shape,
    .help = "access.help.post", .keys = posting_keys, .gather = posting_gather,
    .decide = post_decide,
};
const struct action access_end_posting_action = {
    .name = "access.end-posting", .method = "POST", .path = "/api/v1/postings/{posting}/end",
    .flags = ACTION_ONCE, .input = &end_shape,
    .facts = &posting_facts_shape, .outcome = &posting_outcome_shape,
    .answer = &posting_outcome_shape, .help = "access.help.end-posting", .keys = posting_keys,
    .gather = posting_gather, .decide = end_decide,
};
