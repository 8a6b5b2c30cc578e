/* access_reads.c: who may work here, who was sent where, and what each has done: the accounts of an
 * office, and the journal's rows of one of them, newest first.
 *
 * The journal lies in the order it was written and has no index of askers, which each settlement
 * would pay for; so a page looks at so many decisions at most and says where the next begins. */

#include "rooms/access/access.h"

#include "core/journal.h"

#define ACCOUNTS_MAX 500
#define POSTINGS_TOLD_MAX 200
#define AUDIT_PAGE 100
#define AUDIT_LOOKS 20000       /* decisions looked at for one page */
#define FIRST_LANE 0

/* ---- accounts of an office ---- */

struct accounts_input { int64_t office; };
struct list_facts { const struct list *rows; };
struct account_told {
    int64_t account, office;
    struct text label, role;
    struct date valid_until;
    struct moment locked_until, totp_since;
    bool password_once;
    struct text reason;
};
struct accounts_answer { struct list accounts; };

static const struct field accounts_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct accounts_input, office),
      .help = "access.field.of-office" },
};
static const struct shape accounts_shape =
    SHAPE("access_accounts", struct accounts_input, accounts_fields);
static const struct field office_key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct accounts_input, office) },
};
static const struct shape office_key_shape =
    SHAPE("access_office_key", struct accounts_input, office_key_fields);
#define TOLD(member_) AT(struct account_told, member_)
static const struct field account_fields[] = {
    { "account", NULL, FIELD_ID, 0, TOLD(account), .help = "access.field.account" },
    { "office", NULL, FIELD_ID, 0, TOLD(office) },
    { "label", NULL, FIELD_TEXT, 0, TOLD(label), 100, .help = "access.field.label" },
    { "role", NULL, FIELD_TEXT, 0, TOLD(role), 30, .help = "access.field.role" },
    { "valid_until", NULL, FIELD_DAY, FIELD_SPARSE, TOLD(valid_until) },
    { "locked_until", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(locked_until) },
    { "totp_since", NULL, FIELD_MOMENT, FIELD_SPARSE, TOLD(totp_since) },
    { "password_once", NULL, FIELD_FLAG, 0, TOLD(password_once) },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(reason), 200,
      .help = "access.field.account-reason" },
};
static const struct shape account_shape =
    SHAPE("access_account_told", struct account_told, account_fields);

const struct query access_accounts_of_office = {
    .name = "access.accounts-of-office", .from = "account a", .where = "a.office = {office}",
    .order = "a.account", .key = &office_key_shape, .row = &account_shape,
    .row_max = ACCOUNTS_MAX, .guard = GUARD_SCOPED, .guard_office = "office",
};

static bool accounts_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct accounts_input *input = request->input;
    const struct accounts_input key = {
        input->office != 0 ? input->office : request->actor->office };
    struct list_facts *found = facts;
    found->rows = gather_want(gather, &access_accounts_of_office, &key);
    return found->rows != NULL;
}

static void accounts_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    (void)request;
    ((struct accounts_answer *)decision->outcome)->accounts =
        *((const struct list_facts *)facts)->rows;
}

static const struct shape list_facts_shape =
    { .name = "access_list_facts", .size = sizeof(struct list_facts) };
static const struct field accounts_answer_fields[] = {
    { "accounts", NULL, FIELD_LIST, 0, AT(struct accounts_answer, accounts),
      .of = &account_shape, .help = "access.field.accounts" },
};
static const struct shape accounts_answer_shape =
    SHAPE("access_accounts_told", struct accounts_answer, accounts_answer_fields);

const struct action access_accounts_action = {
    .name = "access.accounts", .method = "GET", .path = "/api/v1/accounts",
    .flags = ACTION_READ, .input = &accounts_shape, .facts = &list_facts_shape,
    .outcome = &accounts_answer_shape, .answer = &accounts_answer_shape,
    .help = "access.help.accounts", .gather = accounts_gather, .decide = accounts_decide,
};

/* ---- who works elsewhere, and who comes from elsewhere ---- */

struct postings_input { int64_t office; struct date from, until; };
struct posting_told {
    int64_t account, posting, own_office, office;
    struct text label, role, reason;
    struct date valid_from, valid_until;
};
struct postings_facts { const struct list *away, *here; };
struct postings_answer { struct list postings; };

#define ASKED(member_) AT(struct postings_input, member_)
static const struct field postings_fields[] = {
    { "office", NULL, FIELD_ID, 0, ASKED(office), .help = "access.field.of-office" },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ASKED(from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, ASKED(until) },
};
static const struct shape postings_shape =
    SHAPE("access_postings_asked", struct postings_input, postings_fields);
static const struct field postings_key_fields[] = {
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, ASKED(office) },
    { "from", NULL, FIELD_DAY, FIELD_REQUIRED, ASKED(from) },
    { "until", NULL, FIELD_DAY, FIELD_REQUIRED, ASKED(until) },
};
static const struct shape postings_key_shape =
    SHAPE("access_postings_key", struct postings_input, postings_key_fields);
#define POSTED(member_) AT(struct posting_told, member_)
static const struct field posting_told_fields[] = {
    { "account", NULL, FIELD_ID, 0, POSTED(account), .help = "access.field.account" },
    { "posting", NULL, FIELD_ID, 0, POSTED(posting), .help = "access.field.posting" },
    { "own_office", NULL, FIELD_ID, 0, POSTED(own_office), .help = "access.field.own-office" },
    { "office", NULL, FIELD_ID, 0, POSTED(office), .help = "access.field.posted-to" },
    { "label", NULL, FIELD_TEXT, 0, POSTED(label), 100, .help = "access.field.label" },
    { "role", NULL, FIELD_TEXT, 0, POSTED(role), 30, .help = "access.field.role" },
    { "reason", NULL, FIELD_TEXT, FIELD_SPARSE, POSTED(reason), 200,
      .help = "access.field.posting-reason" },
    { "from", NULL, FIELD_DAY, 0, POSTED(valid_from) },
    { "until", NULL, FIELD_DAY, 0, POSTED(valid_until) },
};
static const struct shape posting_told_shape =
    SHAPE("access_posting_told", struct posting_told, posting_told_fields);

#define POSTINGS_OF "account a JOIN posting p ON p.bucket = a.bucket AND p.account = a.account"
#define POSTINGS_COLUMNS "a.account, p.posting, a.office, p.office, a.label, p.role, p.reason, " \
    "p.valid_from, p.valid_until"
#define POSTINGS_OPEN " AND p.ended_at IS NULL AND p.valid_from <= {until} " \
    "AND p.valid_until >= {from}"
const struct query access_postings_away = {
    .name = "access.postings-away", .from = POSTINGS_OF,
    .where = "a.office = {office}" POSTINGS_OPEN, .order = "p.valid_from, p.posting",
    .key = &postings_key_shape, .row = &posting_told_shape, .columns = POSTINGS_COLUMNS,
    .row_max = POSTINGS_TOLD_MAX, .guard = GUARD_SCOPED, .guard_office = "own_office",
};
const struct query access_postings_here = {
    .name = "access.postings-here", .from = POSTINGS_OF,
    .where = "p.office = {office} AND a.office <> p.office" POSTINGS_OPEN,
    .order = "p.valid_from, p.posting",
    .key = &postings_key_shape, .row = &posting_told_shape, .columns = POSTINGS_COLUMNS,
    .row_max = POSTINGS_TOLD_MAX, .guard = GUARD_SCOPED, .guard_office = "office",
};

static bool postings_gather(struct gather *gather, const struct request *request, void *facts)
{
    struct postings_input key = *(const struct postings_input *)request->input;
    if (key.office == 0)
        key.office = request->actor->office;
    struct postings_facts *found = facts;
    found->away = gather_want(gather, &access_postings_away, &key);
    found->here = gather_want(gather, &access_postings_here, &key);
    return found->away != NULL && found->here != NULL;
}

/* LAW: BJ4-S7b: where people were sent is seen by both offices. */
static void postings_decide(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct postings_facts *found = facts;
    size_t count = found->away->count + found->here->count;
    struct posting_told *rows = ARENA_ARRAY(request->arena, struct posting_told, count + 1);
    const struct posting_told *away = found->away->items, *here = found->here->items;
    for (size_t i = 0; i < count; i++)
        rows[i] = i < found->away->count ? away[i] : here[i - found->away->count];
    ((struct postings_answer *)decision->outcome)->postings = (struct list){ rows, count };
}

static const struct shape postings_facts_shape =
    { .name = "access_postings_facts", .size = sizeof(struct postings_facts) };
static const struct field postings_answer_fields[] = {
    { "postings", NULL, FIELD_LIST, 0, AT(struct postings_answer, postings),
      .of = &posting_told_shape, .help = "access.field.postings" },
};
static const struct shape postings_answer_shape =
    SHAPE("access_postings_told", struct postings_answer, postings_answer_fields);

const struct action access_postings_action = {
    .name = "access.postings", .method = "GET", .path = "/api/v1/postings",
    .flags = ACTION_READ, .input = &postings_shape, .facts = &postings_facts_shape,
    .outcome = &postings_answer_shape, .answer = &postings_answer_shape,
    .help = "access.help.postings", .gather = postings_gather, .decide = postings_decide,
};

/* ---- what one of them has done ---- */

struct audit_input { int64_t account, before; struct date until; };
struct audit_key { int64_t account, lane, from, before; struct moment until; };
struct audit_row {
    int64_t sequence, subject, office;
    struct moment at;
    struct text action, door;
};
struct audit_facts {
    const struct journal_head_row *head;
    const struct list *anchors;         /* the first after the day asked about */
    const struct list *rows;
    int64_t from;
};
struct audit_answer {
    struct list steps;
    int64_t before;             /* where the next page begins; 0: that was all */
};

static const struct field audit_fields[] = {
    { "account", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct audit_input, account),
      .help = "access.field.account" },
    { "before", NULL, FIELD_COUNT, 0, AT(struct audit_input, before),
      .help = "access.field.before" },
    { "until", NULL, FIELD_DAY, 0, AT(struct audit_input, until),
      .help = "access.field.until-day" },
};
static const struct shape audit_shape =
    SHAPE("access_audit", struct audit_input, audit_fields);
#define KEY(member_) FIELD_REQUIRED, AT(struct audit_key, member_)
static const struct field audit_key_fields[] = {
    { "account", NULL, FIELD_ID, KEY(account) },
    { "lane", NULL, FIELD_COUNT, KEY(lane) },
    { "from", NULL, FIELD_COUNT, KEY(from) },
    { "before", NULL, FIELD_COUNT, KEY(before) },
    { "until", NULL, FIELD_MOMENT, KEY(until) },
};
static const struct shape audit_key_shape =
    SHAPE("access_audit_key", struct audit_key, audit_key_fields);
#define STEP(member_) AT(struct audit_row, member_)
static const struct field step_fields[] = {
    { "sequence", NULL, FIELD_COUNT, 0, STEP(sequence), .help = "access.field.sequence" },
    { "at", NULL, FIELD_MOMENT, 0, STEP(at), .help = "access.field.at" },
    { "action", NULL, FIELD_TEXT, 0, STEP(action), 100, .help = "access.field.action" },
    { "door", NULL, FIELD_TEXT, 0, STEP(door), 20, .help = "access.field.door" },
    { "subject", NULL, FIELD_ID, FIELD_SPARSE, STEP(subject), .help = "access.field.subject" },
    { "office", NULL, FIELD_ID, 0, STEP(office) },
};
static const struct shape step_shape = SHAPE("access_step", struct audit_row, step_fields);

/* Signed every hour: where the journal stood soon after a moment, without walking there. */
const struct query access_anchor_after = {
    .name = "access.anchor-after", .from = "journal_anchor a",
    .where = "a.bucket = {lane} AND a.at >= {until} AND a.sequence > {from} "
             "AND a.sequence < {before}",
    .order = "a.sequence", .key = &audit_key_shape, .row = &journal_anchor_shape, .row_max = 1,
    .guard = GUARD_PUBLIC,
};

/* Only of accounts of one's own offices and those below. */
const struct query access_steps_of_account = {
    .name = "access.steps-of-account",
    .from = "journal j JOIN account a ON a.account = j.asker",
    .where = "j.lane = {lane} AND j.sequence > {from} AND j.sequence < {before}"
             " AND j.asker = {account} AND j.at < {until}",
    .order = "j.lane DESC, j.sequence DESC", .key = &audit_key_shape, .row = &step_shape,
    .columns = "j.sequence, j.at, j.action, j.door, j.subject, a.office",
    .row_max = AUDIT_PAGE, .guard = GUARD_SCOPED, .guard_office = "office",
};

static bool audit_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct audit_input *input = request->input;
    struct audit_facts *found = facts;
    const struct journal_head_key head_key = { FIRST_LANE };
    const void *head = NULL;
    if (!gather_one(gather, &journal_head_of, &head_key, &head))
        return false;
    found->head = head;
    int64_t end = head == NULL ? 1 : found->head->sequence + 1;
    struct audit_key key = { .account = input->account, .lane = FIRST_LANE, .before = end,
                             .until = moment_of_date(DATE_LATEST) };
    if (input->until.yyyymmdd != 0) {
        key.until = moment_of_date(date_plus_days(input->until, 1));
        found->anchors = gather_want(gather, &access_anchor_after, &key);
        if (found->anchors == NULL)
            return false;
        if (found->anchors->count > 0)
            end = ((const struct journal_anchor_row *)found->anchors->items)->sequence + 1;
    }
    int64_t before = input->before > 0 && input->before < end ? input->before : end;
    found->from = before > AUDIT_LOOKS ? before - AUDIT_LOOKS : 0;
    key.from = found->from;
    key.before = before;
    found->rows = gather_want(gather, &access_steps_of_account, &key);
    return found->rows != NULL;
}

/* A full page goes on behind its last row, any other behind what was looked at. */
static void audit_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)request;
    const struct audit_facts *found = facts;
    const struct audit_row *rows = found->rows->items;
    struct audit_answer *answer = decision->outcome;
    answer->steps = *found->rows;
    answer->before = found->rows->count == AUDIT_PAGE ? rows[AUDIT_PAGE - 1].sequence
        : found->from == 0 ? 0 : found->from + 1;
}

static const struct shape audit_facts_shape =
    { .name = "access_audit_facts", .size = sizeof(struct audit_facts) };
static const struct field audit_answer_fields[] = {
    { "steps", NULL, FIELD_LIST, 0, AT(struct audit_answer, steps), .of = &step_shape,
      .help = "access.field.steps" },
    { "before", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct audit_answer, before),
      .help = "access.field.before" },
};
static const struct shape audit_answer_shape =
    SHAPE("access_audit_told", struct audit_answer, audit_answer_fields);

const struct action access_audit_action = {
    .name = "access.audit", .method = "GET", .path = "/api/v1/accounts/{account}/steps",
    .flags = ACTION_READ, .input = &audit_shape, .facts = &audit_facts_shape,
    .outcome = &audit_answer_shape, .answer = &audit_answer_shape,
    .next_page = { { "before", "before" } },
    .help = "access.help.audit", .gather = audit_gather, .decide = audit_decide,
};
