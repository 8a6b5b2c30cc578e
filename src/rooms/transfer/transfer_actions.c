/* transfer_actions.c: applying, letting out, taking in, taking back, and how far it is. */

#include "rooms/transfer/transfer.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/message/message_facts.h"

struct transfer_facts {
    struct party_person_facts person;
    struct contribute_record record;
    const struct list *transfers;
    const struct fund_personal *personal;
};
static const struct shape facts_shape =
    { .name = "transfer_facts", .size = sizeof(struct transfer_facts) };

static bool gather_transfer(struct gather *gather, int64_t person, struct transfer_facts *found)
{
    const struct party_of_person key = { id_bucket(person), person };
    const struct fund_of_person fund_key = { id_bucket(person), person };
    const void *row = NULL;
    bool complete = gather_one(gather, &fund_personal_of, &fund_key, &row);
    found->personal = row;
    found->transfers = gather_want(gather, &transfers_of, &key);
    complete &= found->transfers != NULL;
    if (!party_gather_person(gather, person, &found->person))
        return false;
    return contribute_gather_record(gather, &found->person, &found->record) && complete;
}

static const struct transfer_row *transfer_meant(const struct transfer_facts *found,
                                                 int64_t transfer)
{
    const struct transfer_row *rows = found->transfers->items;
    for (size_t i = 0; i < found->transfers->count; i++)
        if (rows[i].transfer == transfer)
            return &rows[i];
    return NULL;
}

static bool is_ours(const struct actor *actor, int64_t place)
{
    return actor->role == ROLE_HOUSE || staff_works_over(actor, place);
}

/* ---- transfer.apply ---- */

struct apply_input {
    int64_t person, cause;
    struct text insurance, direction;
    int64_t other_place;
    int64_t here;               /* the place it is applied for at; 0: where the person is insured */
    bool outside, from_outside; /* the other place is not of this system; of a form, one of them */
};
#define APPLY(member_) AT(struct apply_input, member_)
static const struct field apply_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, APPLY(person), .help = "transfer.field.person" },
    { "direction", NULL, FIELD_TEXT, FIELD_REQUIRED, APPLY(direction), 5,
      .help = "transfer.field.direction" },
    { "other_place", NULL, FIELD_COUNT, FIELD_REQUIRED, APPLY(other_place),
      .help = "transfer.field.other-place" },
    { "here", NULL, FIELD_COUNT, 0, APPLY(here), .help = "transfer.field.here" },
    { "insurance", NULL, FIELD_TEXT, 0, APPLY(insurance), 10,
      .help = "transfer.field.insurance" },
    { "outside", NULL, FIELD_FLAG, 0, APPLY(outside), .help = "transfer.field.outside" },
    { "from_outside", NULL, FIELD_FLAG, 0, APPLY(from_outside),
      .help = "transfer.field.from-outside" },
    { "cause", NULL, FIELD_ID, 0, APPLY(cause), .help = "transfer.field.cause" },
};
static const struct shape apply_shape =
    SHAPE("transfer_apply", struct apply_input, apply_fields);

struct applied {
    int64_t transfer, person;
    struct date out_due, in_due;
};
static const struct field applied_fields[] = {
    { "transfer", NULL, FIELD_ID, 0, AT(struct applied, transfer) },
    { "person", NULL, FIELD_ID, 0, AT(struct applied, person) },
    { "out_due", NULL, FIELD_DAY, FIELD_SPARSE, AT(struct applied, out_due) },
    { "in_due", NULL, FIELD_DAY, FIELD_SPARSE, AT(struct applied, in_due) },
};
static const struct shape applied_shape =
    SHAPE("transfer_applied", struct applied, applied_fields);

static void apply_keys(const struct request *request, struct keys *keys)
{
    const struct apply_input *input = request->input;
    keys_add(keys, input->person);
}

static bool apply_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct apply_input *input = request->input;
    return gather_transfer(gather, input->person, facts);
}

static struct text insurance_code(struct text said)
{
    if (text_is(said, "resident"))
        return TEXT("390");
    return !text_present(said) || text_is(said, "employee") ? TEXT("310") : said;
}

/* The last spell of the insurance in a place: it is what moves. */
static const struct party_spell *spell_in(const struct list *spells, struct text insurance,
                                          const struct divisions *divisions, int64_t place)
{
    const struct party_spell *rows = spells->items;
    const struct party_spell *best = NULL;
    for (size_t i = 0; i < spells->count; i++)
        if (text_equal(rows[i].insurance, insurance) && !text_is(rows[i].status, "3")
            && (rows[i].place == place
                || division_is_within(divisions, (int32_t)rows[i].place, (int32_t)place)))
            best = &rows[i];
    return best;
}

static bool one_is_open(const struct list *transfers)
{
    const struct transfer_row *rows = transfers->items;
    for (size_t i = 0; i < transfers->count; i++)
        if (text_is(rows[i].state, "applied") || text_is(rows[i].state, "out"))
            return true;
    return false;
}

static const char *apply_refusal(const struct request *request,
                                 const struct transfer_facts *found,
                                 const struct transfer_row *row, bool in)
{
    const struct divisions *divisions = book_divisions(request->book);
    if (!party_may_see(request->actor, &found->person))
        return "transfer.refused.no-such-person";
    if (row->from_place == row->to_place)
        return "transfer.refused.same-place";
    if (one_is_open(found->transfers))
        return "transfer.refused.open";
    /* Nobody would ever take it in there. */
    if (!division_exists(divisions, (int32_t)row->to_place) && !row->to_outside)
        return "transfer.refused.no-such-place";
    if (row->from_outside)
        return NULL;
    const struct party_spell *spell =
        spell_in(found->person.spells, row->insurance, divisions, row->from_place);
    if (spell == NULL)
        return in ? "transfer.refused.not-known-there" : "transfer.refused.not-insured-there";
    /* Who has retired stays where he retired; a resident's year is paid and runs out there. */
    const char *kind = party_person_kind(spell->kind, 0);
    if (kind != NULL && text_starts(text_of(kind), TEXT("retired")))
        return "transfer.refused.retired";
    bool running = spell->valid_until.yyyymmdd == 0
        || date_compare(spell->valid_until, date_of_moment(request->at)) > 0;
    return text_is(row->insurance, "390") && running ? "transfer.refused.within-year" : NULL;
}

static void apply_decide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct apply_input *input = request->input;
    const struct transfer_facts *found = facts;
    bool in = text_is(input->direction, "in");
    if (!in && !text_is(input->direction, "out")) {
        decision_refuse(decision, "transfer.refused.no-direction", "direction");
        return;
    }
    const struct party_standing standing = party_standing_on(
        &found->person, (struct text){ 0 }, date_of_moment(request->at));
    int64_t here = input->here != 0 ? input->here : standing.place;
    struct transfer_row row = {
        .bucket = id_bucket(input->person), .person = input->person,
        .transfer = id_mint(request->minter, id_bucket(input->person)),
        .state = TEXT("applied"), .insurance = insurance_code(input->insurance),
        .from_place = in ? input->other_place : here, .to_place = in ? here : input->other_place,
        .from_outside = in && (input->outside || input->from_outside),
        .to_outside = !in && input->outside,
        .applied_at = request->at, .cause = input->cause, .version = 1,
    };
    const char *refusal = apply_refusal(request, found, &row, in);
    if (refusal != NULL) {
        decision_refuse(decision, refusal, "other_place");
        return;
    }
    decision_insert(decision, &transfer_table, &row);
    const struct transfer_times times = transfer_times_of(request->book, &row);
    *(struct applied *)decision->outcome =
        (struct applied){ row.transfer, row.person, times.out_due, times.in_due };
    decision->subject = row.person;
}

const struct action transfer_apply_action = {
    .name = "transfer.apply", .method = "POST", .path = "/api/v1/persons/{person}/transfers",
    .flags = ACTION_ONCE, .input = &apply_shape, .facts = &facts_shape,
    .outcome = &applied_shape, .answer = &applied_shape, .help = "transfer.help.apply",
    .keys = apply_keys, .gather = apply_gather, .decide = apply_decide,
};

/* ---- the two steps ---- */

struct step_input {
    int64_t person, transfer;
    int64_t months;             /* of the sheet of a place outside */
    struct money balance;
    struct date insured_until;
    bool outside;               /* found only now: nobody would ever take it in there */
};
#define STEP(member_) AT(struct step_input, member_)
static const struct field step_fields[] = {
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, STEP(person), .help = "transfer.field.person" },
    { "transfer", NULL, FIELD_ID, FIELD_REQUIRED, STEP(transfer),
      .help = "transfer.field.transfer" },
    { "months", NULL, FIELD_COUNT, 0, STEP(months), .help = "transfer.field.months" },
    { "balance", NULL, FIELD_MONEY, 0, STEP(balance), .help = "transfer.field.balance" },
    { "insured_until", NULL, FIELD_DAY, 0, STEP(insured_until),
      .help = "transfer.field.insured-until" },
    { "outside", NULL, FIELD_FLAG, 0, STEP(outside), .help = "transfer.field.outside" },
};
static const struct shape step_shape = SHAPE("transfer_step", struct step_input, step_fields);

struct moved {
    int64_t transfer, person, months, gap_months;
    struct money balance;
    struct text state;
    struct date insured_until, due, waiting_until;
    bool late;
};
#define MOVED(member_) AT(struct moved, member_)
static const struct field moved_fields[] = {
    { "transfer", NULL, FIELD_ID, 0, MOVED(transfer) },
    { "person", NULL, FIELD_ID, 0, MOVED(person) },
    { "state", NULL, FIELD_TEXT, 0, MOVED(state), 20 },
    { "months", NULL, FIELD_COUNT, 0, MOVED(months) },
    { "balance", NULL, FIELD_MONEY, 0, MOVED(balance) },
    { "insured_until", NULL, FIELD_DAY, FIELD_SPARSE, MOVED(insured_until) },
    { "gap_months", NULL, FIELD_COUNT, 0, MOVED(gap_months) },
    { "waiting_until", NULL, FIELD_DAY, FIELD_SPARSE, MOVED(waiting_until) },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, MOVED(due) },
    { "late", NULL, FIELD_FLAG, 0, MOVED(late) },
};
static const struct shape moved_shape = SHAPE("transfer_moved", struct moved, moved_fields);

static void step_keys(const struct request *request, struct keys *keys)
{
    const struct step_input *input = request->input;
    keys_add(keys, input->person);
}

static bool step_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct step_input *input = request->input;
    return gather_transfer(gather, input->person, facts);
}

static void tell_moved(struct decision *decision, const struct transfer_row *row,
                       struct date due)
{
    struct date today = date_of_moment(decision->request->at);
    *(struct moved *)decision->outcome = (struct moved){
        .transfer = row->transfer, .person = row->person, .months = row->months,
        .gap_months = row->gap_months, .balance = row->balance, .state = row->state,
        .insured_until = row->insured_until, .waiting_until = row->waiting_until, .due = due,
        .late = due.yyyymmdd != 0 && date_compare(today, due) > 0,
    };
    decision->subject = row->person;
}

/* The person hears of each step: it is done by offices he does not see. */
static void say_moved(struct decision *decision, const struct transfer_row *row,
                      const char *kind, int64_t place)
{
    struct arena *arena = decision->request->arena;
    char written[40];
    struct builder balance = builder_over(written, sizeof written);
    money_write(&balance, row->balance);
    const struct message_row about = {
        .person = row->person, .kind = text_of(kind), .subject = row->transfer,
    };
    const struct text details[3] = {
        division_name(book_divisions(decision->request->book), (int32_t)place),
        arena_format(arena, "%lld", (long long)row->months),
        arena_text(arena, builder_text(&balance)),
    };
    message_send(decision, &about, details, details);
}

/* Money of the personal account between there and the way, or there and outside. */
static void post(struct decision *decision, const struct transfer_row *row,
                 struct fund_account debit, struct fund_account credit)
{
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = row->bucket, .person = row->person,
        .cause = id_mint(decision->request->minter, (int)row->bucket), .about = "transfer",
        .day = date_of_moment(decision->request->at), .transfers = transfers,
        .capacity = COUNT_OF(transfers),
    };
    fund_post(&posting, debit, credit, row->balance);
    fund_record(decision, &posting);
}

static void change_account(struct decision *decision, const struct transfer_facts *found,
                           const struct transfer_row *row, bool in)
{
    struct fund_personal after;
    if (row->balance.fen == 0)
        return;
    bool possible = fund_personal_after(found->personal, row->person,
                                        in ? row->balance : money_negated(row->balance), &after);
    CHECK(possible);
    fund_record_personal(decision, found->personal, &after);
}

/* Months that sheets of places outside have brought, less those that were told to one: the record
 * has the others. */
static int64_t months_outside(const struct list *transfers, struct text insurance)
{
    const struct transfer_row *rows = transfers->items;
    int64_t months = 0;
    for (size_t i = 0; i < transfers->count; i++)
        if (text_is(rows[i].state, "in") && text_equal(rows[i].insurance, insurance))
            months += rows[i].from_outside ? rows[i].months
                : rows[i].to_outside ? -rows[i].months : 0;
    return months;
}

/* LAW: BJ4-02i. Stopped there, the sheet made, the account paid out. */
static void let_out_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct step_input *input = request->input;
    const struct transfer_facts *found = facts;
    const struct transfer_row *before = transfer_meant(found, input->transfer);
    if (before == NULL || !is_ours(request->actor, before->from_place)) {
        decision_refuse(decision, "transfer.refused.no-such-transfer", "transfer");
        return;
    }
    if (!text_is(before->state, "applied") || before->from_outside) {
        decision_refuse(decision, "transfer.refused.not-now", "transfer");
        return;
    }
    if (found->personal != NULL && found->personal->held.fen > 0) {
        decision_refuse(decision, "transfer.refused.held", "transfer");
        return;
    }
    const struct party_spell *spell =
        spell_in(found->person.spells, before->insurance, book_divisions(request->book),
                 before->from_place);
    if (spell == NULL) {
        decision_refuse(decision, "transfer.refused.not-insured-there", "transfer");
        return;
    }
    struct transfer_row row = *before;
    row.to_outside |= input->outside;
    struct date today = date_of_moment(request->at);
    struct date stops = spell->valid_until.yyyymmdd == 0
        || date_compare(spell->valid_until, today) > 0 ? today : spell->valid_until;
    if (date_compare(stops, spell->valid_until) != 0) {
        struct party_spell after = *spell;
        after.valid_until = stops;
        party_record_spell(decision, spell, after, "stopped",
                           words_of("transfer.why-stopped", LANGUAGE_CHINESE));
    }
    row.state = TEXT("out");
    row.out_at = request->at;
    row.insured_until = stops;
    row.months = contribute_paid_months(&found->record, row.insurance)
        + months_outside(found->transfers, row.insurance);
    row.balance = fund_personal_free(found->personal);
    change_account(decision, found, &row, false);
    const struct fund_account mine = { FUND_PERSONAL, row.person };
    post(decision, &row, mine, (struct fund_account){ FUND_ON_THE_WAY, row.person });
    /* To a place outside it leaves at once: what comes of it there is theirs to say. */
    if (row.to_outside) {
        row.state = TEXT("in");
        row.in_at = request->at;
        post(decision, &row, (struct fund_account){ FUND_ON_THE_WAY, row.person },
             (struct fund_account){ FUND_COUNTERPARTY, row.from_place });
    }
    decision_replace(decision, &transfer_table, &row);
    say_moved(decision, &row,
              row.to_outside ? "transfer.message.out-paper" : "transfer.message.out",
              row.from_place);
    tell_moved(decision, &row, transfer_times_of(request->book, before).out_due);
}

const struct action transfer_let_out_action = {
    .name = "transfer.let-out", .method = "POST",
    .path = "/api/v1/persons/{person}/transfers/{transfer}/out",
    .flags = ACTION_ONCE, .input = &step_shape,
    .facts = &facts_shape, .outcome = &moved_shape, .answer = &moved_shape,
    .help = "transfer.help.let-out", .keys = step_keys, .gather = step_gather,
    .decide = let_out_decide,
};

/* Up to so many months it may be made up, without a gap in rights; a longer gap waits. */
static void gap_of(struct decision *decision, const struct transfer_facts *found,
                   struct transfer_row *row)
{
    const struct request *request = decision->request;
    const struct party_spell *spell = spell_in(
        found->person.spells, row->insurance, book_divisions(request->book), row->to_place);
    struct date from = spell == NULL ? date_of_moment(request->at) : spell->valid_from;
    const struct question question = {
        .about = contribute_gap_kind.about, .place = (int32_t)row->to_place, .day = from,
    };
    const struct rule *rule = NULL;
    row->gap_months = transfer_gap_months(row->insured_until, from);
    if (rules_on(request->book, &question, &rule) != RULE_FOUND)
        return;
    const struct contribute_gap_rule *gap = rule->payload;
    if (row->gap_months <= gap->made_up_months || gap->waiting_months == 0)
        return;
    row->waiting_until = date_plus_days(date_plus_months(from, (int)gap->waiting_months), -1);
    contribute_record_waiting(decision, row->person, row->insurance, from, row->waiting_until);
}

static void take_in_decide(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct step_input *input = request->input;
    const struct transfer_facts *found = facts;
    const struct transfer_row *before = transfer_meant(found, input->transfer);
    if (before == NULL || !is_ours(request->actor, before->to_place)) {
        decision_refuse(decision, "transfer.refused.no-such-transfer", "transfer");
        return;
    }
    bool typed = before->from_outside && text_is(before->state, "applied");
    if (!typed && !text_is(before->state, "out")) {
        decision_refuse(decision, "transfer.refused.not-now", "transfer");
        return;
    }
    struct transfer_row row = *before;
    if (typed) {
        if (input->months < 0 || input->months > 720 || input->balance.fen < 0
            || input->insured_until.yyyymmdd == 0) {
            decision_refuse(decision, "transfer.refused.no-sheet", "months");
            return;
        }
        /* A year mistyped would close a gap that is there. */
        if (date_compare(input->insured_until, date_of_moment(request->at)) > 0) {
            decision_refuse(decision, "transfer.refused.not-left-yet", "insured_until");
            return;
        }
        row.months = input->months;
        row.balance = input->balance;
        row.insured_until = input->insured_until;
        row.out_at = request->at;
    }
    row.state = TEXT("in");
    row.in_at = request->at;
    gap_of(decision, found, &row);
    change_account(decision, found, &row, true);
    const struct fund_account mine = { FUND_PERSONAL, row.person };
    post(decision, &row, typed ? (struct fund_account){ FUND_COUNTERPARTY, row.to_place }
                               : (struct fund_account){ FUND_ON_THE_WAY, row.person }, mine);
    decision_replace(decision, &transfer_table, &row);
    say_moved(decision, &row, "transfer.message.in", row.to_place);
    tell_moved(decision, &row, transfer_times_of(request->book, before).in_due);
}

const struct action transfer_take_in_action = {
    .name = "transfer.take-in", .method = "POST",
    .path = "/api/v1/persons/{person}/transfers/{transfer}/in",
    .flags = ACTION_ONCE, .input = &step_shape,
    .facts = &facts_shape, .outcome = &moved_shape, .answer = &moved_shape,
    .help = "transfer.help.take-in", .keys = step_keys, .gather = step_gather,
    .decide = take_in_decide,
};

static void cancel_decide(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct step_input *input = request->input;
    const struct transfer_facts *found = facts;
    const struct transfer_row *before = transfer_meant(found, input->transfer);
    if (before == NULL || !party_may_see(request->actor, &found->person)) {
        decision_refuse(decision, "transfer.refused.no-such-transfer", "transfer");
        return;
    }
    if (!text_is(before->state, "applied")) {
        decision_refuse(decision, "transfer.refused.not-now", "transfer");
        return;
    }
    struct transfer_row row = *before;
    row.state = TEXT("cancelled");
    decision_replace(decision, &transfer_table, &row);
    tell_moved(decision, &row, DATE_NONE);
}

const struct action transfer_cancel_action = {
    .name = "transfer.cancel", .method = "POST",
    .path = "/api/v1/persons/{person}/transfers/{transfer}/cancel",
    .flags = ACTION_ONCE, .input = &step_shape,
    .facts = &facts_shape, .outcome = &moved_shape, .answer = &moved_shape,
    .help = "transfer.help.cancel", .keys = step_keys, .gather = step_gather,
    .decide = cancel_decide,
};
