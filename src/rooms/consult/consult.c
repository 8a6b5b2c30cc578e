/* consult.c: states, refusals and clocks of questions: see consult.h. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/book.h"
#include "rooms/party/party.h"

static const char *const STATES[] = {
    [CONSULT_OPEN] = "open", [CONSULT_TAKEN] = "taken", [CONSULT_ANSWERED] = "answered",
    [CONSULT_CLOSED] = "closed",
};
_Static_assert(COUNT_OF(STATES) == CONSULT_STATES, "a name for each state");

static const struct { enum consult_state from; enum consult_event event; enum consult_state to; }
STEPS[] = {
    { CONSULT_OPEN, CONSULT_TAKE, CONSULT_TAKEN },
    { CONSULT_TAKEN, CONSULT_TAKE, CONSULT_TAKEN },
    { CONSULT_OPEN, CONSULT_ANSWER, CONSULT_ANSWERED },
    { CONSULT_TAKEN, CONSULT_ANSWER, CONSULT_ANSWERED },
    { CONSULT_OPEN, CONSULT_BECOME_CASE, CONSULT_CLOSED },
    { CONSULT_TAKEN, CONSULT_BECOME_CASE, CONSULT_CLOSED },
    { CONSULT_ANSWERED, CONSULT_BECOME_CASE, CONSULT_CLOSED },
    { CONSULT_ANSWERED, CONSULT_RATE, CONSULT_CLOSED },
};

const char *consult_state_name(enum consult_state state)
{
    CHECK((size_t)state < COUNT_OF(STATES));
    return STATES[state];
}

bool consult_step(enum consult_state from, enum consult_event event, enum consult_state *ret_to)
{
    for (size_t i = 0; i < COUNT_OF(STEPS); i++)
        if (STEPS[i].from == from && STEPS[i].event == event) {
            *ret_to = STEPS[i].to;
            return true;
        }
    return false;
}

static const char *const KINDS[] = { "policy", "use", "problem", "unreachable" };

bool consult_kind_exists(struct text kind)
{
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (text_is(kind, KINDS[i]))
            return true;
    return false;
}

static const char *const REFUSALS[] = {
    [CONSULT_REFUSED_NO_TICKET] = "consult.refused.no-ticket",
    [CONSULT_REFUSED_NO_OFFICE] = "consult.refused.no-office",
    [CONSULT_REFUSED_NO_CASE] = "consult.refused.no-case",
    [CONSULT_REFUSED_NO_MATTER] = "consult.refused.no-matter",
    [CONSULT_REFUSED_NO_KIND] = "consult.refused.no-kind",
    [CONSULT_REFUSED_NO_CONTACT] = "consult.refused.no-contact",
    [CONSULT_REFUSED_NO_PHONE] = "consult.refused.no-phone",
    [CONSULT_REFUSED_NO_SUCH_STEP] = "consult.refused.no-such-step",
    [CONSULT_REFUSED_CHANGED] = "consult.refused.changed",
    [CONSULT_REFUSED_NO_HANDLED_CASE] = "consult.refused.no-handled-case",
    [CONSULT_REFUSED_NOT_DECIDED] = "consult.refused.not-decided",
    [CONSULT_REFUSED_GRADED_ALREADY] = "consult.refused.graded-already",
    [CONSULT_REFUSED_GRADE] = "consult.refused.grade",
    [CONSULT_REFUSED_NO_FOLLOW] = "consult.refused.no-follow",
    [CONSULT_REFUSED_TOO_SHORT] = "consult.refused.too-short",
    [CONSULT_REFUSED_NO_ANSWER] = "consult.refused.no-answer",
    [CONSULT_REFUSED_OTHER_PLACE] = "consult.refused.other-place",
    [CONSULT_REFUSED_NOT_PUBLISHED] = "consult.refused.not-published",
};
_Static_assert(COUNT_OF(REFUSALS) == CONSULT_REFUSALS, "a sentence for each refusal");

const char *consult_refusal_key(enum consult_refused refusal)
{
    CHECK((size_t)refusal < COUNT_OF(REFUSALS));
    return REFUSALS[refusal];
}

void consult_refuse(struct decision *decision, enum consult_refused refusal, const char *field)
{
    decision_refuse(decision, consult_refusal_key(refusal), field);
}

bool consult_move(struct decision *decision, struct consult_ticket *row, enum consult_event event)
{
    for (int from = 0; from < CONSULT_STATES; from++) {
        enum consult_state to;
        if (text_is(row->state, STATES[from])
            && consult_step((enum consult_state)from, event, &to)) {
            row->state = text_of(STATES[to]);
            return true;
        }
    }
    consult_refuse(decision, CONSULT_REFUSED_NO_SUCH_STEP, "ticket");
    return false;
}

int consult_bucket(int64_t office)
{
    char name[40];
    struct builder builder = builder_over(name, sizeof name);
    builder_format(&builder, "consult %lld", (long long)office);
    return bucket_of_name(builder_text(&builder));
}

const struct consult_terms *consult_terms_on(const struct book *book, int32_t place,
                                             struct date day)
{
    const struct question question = { .about = consult_terms_rule.about, .place = place,
                                       .day = day };
    const struct rule *rule = NULL;
    return rules_on(book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

struct moment consult_due(const struct book *book, struct date from, int64_t working_days)
{
    struct date last = calendar_plus_working_days(book_calendar(book), from, (int)working_days,
                                                  (struct moment){ 0 });
    return last.yyyymmdd == 0 ? (struct moment){ 0 }
                              : moment_of_date(date_plus_days(last, 1));
}

/* ---- whose it is ---- */

bool consult_is_staff_of(const struct actor *actor, const struct consult_ticket *row)
{
    return (ROLE_BIT(actor->role) & CONSULT_STAFF) != 0
        && (actor_has_office(actor, row->office) || actor_has_office(actor, row->escalated_to));
}

bool consult_is_asker(const struct actor *actor, const struct consult_ticket *row,
                      struct text phone, struct arena *arena)
{
    if (actor_is_person(actor) && actor->person != 0 && actor->person == row->person)
        return true;
    if (actor->role == ROLE_EMPLOYER && actor->unit != 0 && actor->unit == row->unit)
        return true;
    if (actor->institution != 0 && actor->institution == row->institution)
        return true;
    if (!text_present(phone) || !text_present(row->phone_digest))
        return false;
    return text_equal(party_digest("phone", ident_phone(phone, arena), arena),
                      row->phone_digest);
}

bool consult_gather_ticket(struct gather *gather, int64_t ticket,
                           const struct consult_ticket **ret_row)
{
    const struct consult_ticket_key key = { id_bucket(ticket), ticket };
    const void *row = NULL;
    if (!gather_one(gather, &consult_ticket_by_id, &key, &row))
        return false;
    *ret_row = row;
    return true;
}

void consult_keys_ticket(const struct request *request, struct keys *keys)
{
    const struct consult_ticket_input *input = request->input;
    keys_add(keys, input->ticket);
}

struct consult_topic_key consult_topic_key_of(struct text topic, int64_t place,
                                              struct arena *arena)
{
    struct text key = ident_name_key(topic, arena);
    return (struct consult_topic_key){ bucket_of_name(key), key, place };
}
