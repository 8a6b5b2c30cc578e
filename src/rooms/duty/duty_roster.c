/* duty_roster.c: who is on duty when, and when nobody is. */

#include "rooms/duty/duty_inside.h"

#include "base/check.h"

#define DAY_MS INT64_C(86400000)

static const struct shape shift_facts_shape =
    { .name = "duty_shift_facts", .size = sizeof(struct duty_shift_facts) };

static void shift_keys(const struct request *request, struct keys *keys)
{
    const struct duty_shift_input *input = request->input;
    keys_add(keys, input->shift != 0 ? input->shift : input->office);
}

static bool gather_account(struct gather *gather, int64_t account,
                           const struct access_account **ret_account)
{
    const struct access_account_key key = { id_bucket(account), account };
    const void *row = NULL;
    bool complete = account == 0 || gather_one(gather, &access_account_by_id, &key, &row);
    *ret_account = row;
    return complete;
}

static bool shift_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct duty_shift_input *input = request->input;
    struct duty_shift_facts *found = facts;
    const struct duty_id_key key = { id_bucket(input->shift), input->shift };
    const void *row = NULL;
    bool complete = input->shift == 0 || gather_one(gather, &duty_shift_by_id, &key, &row);
    found->row = row;
    complete &= gather_account(gather, input->owner, &found->owner);
    return gather_account(gather, input->deputy, &found->deputy) && complete;
}

/* Whoever stands in the roster can be called and can sign in: staff, of whatever office, until the
 * end of the shift. */
static bool may_be_on_duty(const struct access_account *account, struct moment until)
{
    return account != NULL && account->office != 0
        && (account->valid_until.yyyymmdd == 0
            || date_compare(account->valid_until,
                            date_of_moment((struct moment){ until.ms - 1 })) >= 0);
}

static void set_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct duty_shift_input *input = request->input;
    const struct duty_shift_facts *found = facts;
    int64_t length = input->until.ms - input->from.ms;
    if (!actor_has_office(request->actor, input->office)
        || (input->shift != 0
            && (found->row == NULL || found->row->office != input->office)))
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "office");
    else if (length <= 0 || length > DAY_MS)
        duty_refuse(decision, DUTY_REFUSED_TIME, "until");
    else if (input->owner == input->deputy)
        duty_refuse(decision, DUTY_REFUSED_SAME, "deputy");
    else if (!may_be_on_duty(found->owner, input->until))
        duty_refuse(decision, DUTY_REFUSED_NOBODY, "owner");
    else if (input->deputy != 0 && !may_be_on_duty(found->deputy, input->until))
        duty_refuse(decision, DUTY_REFUSED_NOBODY, "deputy");
    else if (found->row != NULL && found->row->dropped)
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "shift");
    if (decision->refusal.key != NULL)
        return;
    int bucket = duty_bucket(input->office);
    struct duty_shift row = { .bucket = bucket, .office = input->office, .version = 1 };
    if (found->row != NULL)
        row = *found->row;
    else
        row.shift = id_mint(request->minter, bucket);
    row.what = input->what;
    row.phone = input->phone;
    row.from_at = input->from;
    row.until_at = input->until;
    row.owner = input->owner;
    row.deputy = input->deputy;
    row.set_by = request->actor->account;
    if (found->row == NULL)
        decision_insert(decision, &duty_shift_table, &row);
    else
        decision_replace(decision, &duty_shift_table, &row);
    duty_done_with(decision, row.shift, 0);
}

static void drop_decide(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct duty_shift_facts *found = facts;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office)) {
        duty_refuse(decision, DUTY_REFUSED_NOT_YOURS, "shift");
        return;
    }
    struct duty_shift row = *found->row;
    row.dropped = true;
    decision_replace(decision, &duty_shift_table, &row);
    duty_done_with(decision, row.shift, 0);
}

/* ---- the roster, with what is missing ---- */

struct roster_facts { const struct list *shifts, *accounts; };

static struct moment roster_end(const struct duty_roster_input *input)
{
    return moment_of_date(date_plus_days(input->until, 1));
}

static bool roster_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct duty_roster_input *input = request->input;
    struct roster_facts *found = facts;
    static const struct list none;
    found->shifts = found->accounts = &none;
    if (input->from.yyyymmdd == 0 || input->until.yyyymmdd == 0)
        return true;
    int64_t office = input->office != 0 ? input->office : request->actor->office;
    const struct duty_time_key key = { duty_bucket(office), office, moment_of_date(input->from),
                                       roster_end(input) };
    const struct duty_office_key of = { 0, office };
    found->shifts = gather_want(gather, &duty_shifts_between, &key);
    found->accounts = gather_want(gather, &duty_accounts_of, &of);
    return found->shifts != NULL && found->accounts != NULL;
}

static bool is_on(const struct list *shifts, int64_t account)
{
    const struct duty_shift *rows = shifts->items;
    for (size_t i = 0; i < shifts->count; i++)
        if (rows[i].owner == account || rows[i].deputy == account)
            return true;
    return false;
}

/* Those of the office who stand in these shifts, so that a reader sees more than numbers. */
static struct list people_of(const struct list *shifts, const struct list *accounts,
                             struct arena *arena)
{
    const struct duty_account *rows = accounts->items;
    struct duty_account *kept = ARENA_ARRAY(arena, struct duty_account, accounts->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < accounts->count; i++)
        if (is_on(shifts, rows[i].account))
            kept[count++] = rows[i];
    return (struct list){ kept, count };
}

static void roster_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct duty_roster_input *input = request->input;
    const struct list *all = ((const struct roster_facts *)facts)->shifts;
    const struct duty_shift *rows = all->items;
    struct duty_roster *roster = decision->outcome;
    if (input->from.yyyymmdd == 0 || input->until.yyyymmdd == 0
        || date_compare(input->until, input->from) < 0) {
        duty_refuse(decision, DUTY_REFUSED_TIME, "until");
        return;
    }
    struct duty_shift *kept = ARENA_ARRAY(request->arena, struct duty_shift, all->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if ((text_present(input->what) && !text_equal(rows[i].what, input->what))
            || (text_present(input->phone) && !text_equal(rows[i].phone, input->phone)))
            continue;
        kept[count++] = rows[i];
        roster->without_deputy += rows[i].deputy == 0;
    }
    roster->shifts = (struct list){ kept, count };
    roster->people = people_of(&roster->shifts, ((const struct roster_facts *)facts)->accounts,
                               request->arena);
    roster->gaps = duty_gaps(&roster->shifts, moment_of_date(input->from), roster_end(input),
                             request->arena);
}

/* ---- rows ---- */

#define INPUT(member_) AT(struct duty_shift_input, member_)
static const struct field set_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(office), .help = "duty.field.office" },
    { "shift", NULL, FIELD_ID, 0, INPUT(shift), .help = "duty.field.shift" },
    { "what", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(what), 40, .help = "duty.field.what" },
    { "phone", NULL, FIELD_TEXT, 0, INPUT(phone), 40, .help = "duty.field.phone" },
    { "from", NULL, FIELD_MOMENT, FIELD_REQUIRED, INPUT(from) },
    { "until", NULL, FIELD_MOMENT, FIELD_REQUIRED, INPUT(until) },
    { "owner", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(owner), .help = "duty.field.owner" },
    { "deputy", NULL, FIELD_ID, 0, INPUT(deputy), .help = "duty.field.deputy" },
};
static const struct shape set_shape =
    SHAPE("duty_set_shift", struct duty_shift_input, set_fields);
static const struct field drop_fields[] = {
    { "shift", NULL, FIELD_ID, FIELD_REQUIRED, INPUT(shift), .help = "duty.field.shift" },
};
static const struct shape drop_shape =
    SHAPE("duty_drop_shift", struct duty_shift_input, drop_fields);
#define ROSTER(member_) AT(struct duty_roster_input, member_)
static const struct field roster_fields[] = {
    { "office", NULL, FIELD_ID, 0, ROSTER(office), .help = "duty.field.office" },
    { "what", NULL, FIELD_TEXT, 0, ROSTER(what), 40, .help = "duty.field.what" },
    { "phone", NULL, FIELD_TEXT, 0, ROSTER(phone), 40, .help = "duty.field.phone" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ROSTER(from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, ROSTER(until) },
};
static const struct shape roster_shape =
    SHAPE("duty_roster_asked", struct duty_roster_input, roster_fields);
#define SHIFT(member_) AT(struct duty_shift, member_)
static const struct field shift_told_fields[] = {
    { "shift", NULL, FIELD_ID, 0, SHIFT(shift), .help = "duty.field.shift" },
    { "what", NULL, FIELD_TEXT, 0, SHIFT(what), 40, .help = "duty.field.what" },
    { "phone", NULL, FIELD_TEXT, FIELD_SPARSE, SHIFT(phone), 40, .help = "duty.field.phone" },
    { "from", NULL, FIELD_MOMENT, 0, SHIFT(from_at) },
    { "until", NULL, FIELD_MOMENT, 0, SHIFT(until_at) },
    { "owner", NULL, FIELD_ID, 0, SHIFT(owner), .help = "duty.field.owner" },
    { "deputy", NULL, FIELD_ID, FIELD_SPARSE, SHIFT(deputy), .help = "duty.field.deputy" },
};
static const struct shape shift_told_shape =
    SHAPE("duty_shift_told", struct duty_shift, shift_told_fields);
static const struct field gap_fields[] = {
    { "from", NULL, FIELD_MOMENT, 0, AT(struct duty_gap, from_at) },
    { "until", NULL, FIELD_MOMENT, 0, AT(struct duty_gap, until_at) },
};
static const struct shape gap_shape = SHAPE("duty_gap", struct duty_gap, gap_fields);
static const struct field person_fields[] = {
    { "account", NULL, FIELD_ID, 0, AT(struct duty_account, account), .help = "duty.field.owner" },
    { "label", NULL, FIELD_TEXT, 0, AT(struct duty_account, label), 100,
      .help = "duty.field.label" },
    { "role", NULL, FIELD_TEXT, 0, AT(struct duty_account, role), 30,
      .help = "duty.field.person-role" },
};
static const struct shape person_shape =
    SHAPE("duty_person", struct duty_account, person_fields);
static const struct field roster_told_fields[] = {
    { "shifts", NULL, FIELD_LIST, 0, AT(struct duty_roster, shifts), .of = &shift_told_shape,
      .help = "duty.field.shifts" },
    { "people", NULL, FIELD_LIST, 0, AT(struct duty_roster, people), .of = &person_shape,
      .help = "duty.field.people" },
    { "gaps", NULL, FIELD_LIST, 0, AT(struct duty_roster, gaps), .of = &gap_shape,
      .help = "duty.field.gaps" },
    { "without_deputy", NULL, FIELD_COUNT, 0, AT(struct duty_roster, without_deputy),
      .help = "duty.field.without-deputy" },
};
static const struct shape roster_told_shape =
    SHAPE("duty_roster", struct duty_roster, roster_told_fields);
static const struct shape roster_facts_shape =
    { .name = "duty_roster_facts", .size = sizeof(struct roster_facts) };

const struct action duty_set_shift_action = {
    .name = "duty.set-shift", .method = "POST", .path = "/api/v1/duty/shifts",
    .flags = ACTION_ONCE, .input = &set_shape, .facts = &shift_facts_shape,
    .outcome = &duty_done_shape, .answer = &duty_done_shape, .help = "duty.help.set-shift",
    .keys = shift_keys, .gather = shift_gather, .decide = set_decide,
};
const struct action duty_drop_shift_action = {
    .name = "duty.drop-shift", .method = "POST", .path = "/api/v1/duty/shifts/{shift}/end",
    .flags = ACTION_ONCE, .input = &drop_shape,
    .facts = &shift_facts_shape, .outcome = &duty_done_shape, .answer = &duty_done_shape,
    .help = "duty.help.drop-shift", .keys = shift_keys, .gather = shift_gather,
    .decide = drop_decide,
};
const struct action duty_roster_action = {
    .name = "duty.roster", .method = "GET", .path = "/api/v1/duty/shifts",
    .flags = ACTION_READ, .input = &roster_shape,
    .facts = &roster_facts_shape, .outcome = &roster_told_shape, .answer = &roster_told_shape,
    .help = "duty.help.roster", .gather = roster_gather, .decide = roster_decide,
};
