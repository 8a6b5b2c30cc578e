/* access_end.c: an account ends on a day, for good: whoever leaves works no longer here. The row
 * stays, so that what was done under it keeps its name. */

#include "rooms/access/access.h"

#include "base/check.h"

struct end_input { int64_t account; struct date last; struct text reason; };
struct end_facts { const struct access_account *account; };
struct ended { int64_t account; struct date valid_until; };

static bool end_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct end_input *input = request->input;
    const struct access_account_key key = { id_bucket(input->account), input->account };
    const void *row = NULL;
    bool complete = gather_one(gather, &access_account_by_id, &key, &row);
    ((struct end_facts *)facts)->account = row;
    return complete;
}

/* Nobody locks himself out: then nobody might be left who could make an account. */
static const char *end_refusal(const struct request *request, const struct access_account *row)
{
    const struct end_input *input = request->input;
    const struct actor *actor = request->actor;
    if (row == NULL || (!actor->scope.everything && !actor_has_office(actor, row->office)))
        return "access.refused.no-account";
    if (row->account == actor->account)
        return "access.refused.own-account";
    /* What is over stays as it was written down: its day, and the reason. */
    bool over = date_compare(row->valid_until, date_of_moment(request->at)) < 0;
    bool sooner = input->last.yyyymmdd != 0 && date_compare(row->valid_until, input->last) <= 0;
    return row->valid_until.yyyymmdd != 0 && (over || sooner) ? "access.refused.ended-already"
                                                              : NULL;
}

static void end_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct end_input *input = request->input;
    const struct end_facts *found = facts;
    struct date today = date_of_moment(request->at);
    const char *refusal = end_refusal(request, found->account);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, "account");
        return;
    }
    struct access_account after = *found->account;
    after.reason = input->reason;
    after.valid_until = input->last.yyyymmdd == 0 ? date_plus_days(today, -1) : input->last;
    /* Over already: whoever is signed in is signed out. */
    if (date_compare(after.valid_until, today) < 0)
        after.sessions_since.ms = request->at.ms + 1;
    decision_replace(decision, &access_account_table, &after);
    decision->subject = after.account;
    *(struct ended *)decision->outcome = (struct ended){ after.account, after.valid_until };
}

static void end_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct end_input *)request->input)->account);
}

static const struct field end_fields[] = {
    FIELD(struct end_input, account, FIELD_ID, .flags = FIELD_REQUIRED,
          .help = "access.field.account"),
    FIELD(struct end_input, last, FIELD_DAY, .help = "access.field.last-day"),
    FIELD(struct end_input, reason, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 200,
          .help = "access.field.end-reason"),
};
static const struct shape end_shape = SHAPE("access_end", struct end_input, end_fields);
static const struct shape facts_shape =
    { .name = "access_end_facts", .size = sizeof(struct end_facts) };
static const struct field ended_fields[] = {
    FIELD(struct ended, account, FIELD_ID, .flags = 0),
    FIELD(struct ended, valid_until, FIELD_DAY, .flags = 0),
};
static const struct shape ended_shape = SHAPE("access_ended", struct ended, ended_fields);

const struct action access_end_account_action = {
    .name = "access.end-account", .method = "POST", .path = "/api/v1/accounts/{account}/end",
    .flags = ACTION_ONCE, .input = &end_shape, .facts = &facts_shape, .outcome = &ended_shape,
    .answer = &ended_shape, .help = "access.help.end-account", .keys = end_keys,
    .gather = end_gather, .decide = end_decide,
};
