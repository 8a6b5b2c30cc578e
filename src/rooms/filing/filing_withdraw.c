/* filing_withdraw.c: ending a filing, and looking at those of a person. What was in force stays so
 * for the days it was in force: care priced by it is not priced again. */

#include "rooms/filing/filing_inside.h"

#include "base/check.h"

bool filing_gather_withdraw(struct gather *gather, const struct request *request, void *facts)
{
    const struct filing_withdraw_input *input = request->input;
    struct filing_record_facts *found = facts;
    const struct filing_of_key key = { id_bucket(input->person), input->person };
    bool complete = party_gather_person(gather, input->person, &found->person);
    found->filings = gather_want(gather, &filings_of, &key);
    return complete && found->filings != NULL;
}

/* The filing meant, of a person the actor may see; or NULL, refused. */
static const struct filing_row *meant(const struct request *request,
                                      const struct filing_record_facts *found, int64_t filing,
                                      struct decision *decision)
{
    const struct filing_row *rows = found->filings->items;
    if (party_may_see(request->actor, &found->person))
        for (size_t i = 0; i < found->filings->count; i++)
            if (rows[i].filing == filing)
                return &rows[i];
    decision_refuse(decision, filing_refusal_key(FILING_REFUSED_NO_FILING), "filing");
    return NULL;
}

void filing_decide_withdraw(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct filing_withdraw_input *input = request->input;
    const struct filing_record_facts *found = facts;
    const struct filing_row *row = meant(request, found, input->filing, decision);
    if (row == NULL)
        return;
    struct date today = date_of_moment(request->at);
    bool over = row->valid_until.yyyymmdd != 0 && date_compare(row->valid_until, today) < 0;
    if (!text_is(row->state, "in-force") || over) {
        decision_refuse(decision, filing_refusal_key(FILING_REFUSED_OVER), "filing");
        return;
    }
    struct filing_row after = *row;
    if (date_compare(row->valid_from, today) > 0) {
        after.state = TEXT("withdrawn");
        filing_restore_before(decision, found->filings, row->filing);
    } else {
        after.state = TEXT("ended");
        after.valid_until = today;
    }
    decision_replace(decision, &filing_table, &after);
    decision->subject = row->person;
    *(struct filing_recorded *)decision->outcome = (struct filing_recorded){
        .filing = row->filing, .person = row->person, .kind = row->kind,
        .from = row->valid_from, .until = after.valid_until,
    };
}

/* It rested on something untrue: it never held, and what was priced by it is decided again. */
void filing_decide_revoke(const struct request *request, const void *facts,
                          struct decision *decision)
{
    const struct filing_withdraw_input *input = request->input;
    const struct filing_record_facts *found = facts;
    const struct filing_row *row = meant(request, found, input->filing, decision);
    if (row == NULL)
        return;
    if (!text_is(row->state, "in-force") && !text_is(row->state, "ended")) {
        decision_refuse(decision, filing_refusal_key(FILING_REFUSED_OVER), "filing");
        return;
    }
    struct filing_row after = *row;
    after.state = TEXT("revoked");
    decision_replace(decision, &filing_table, &after);
    if (text_is(row->state, "in-force"))
        filing_restore_before(decision, found->filings, row->filing);
    task_timer_set(decision, filing_reach_back_action.name, row->filing, request->at);
    decision->subject = row->person;
    *(struct filing_recorded *)decision->outcome = (struct filing_recorded){
        .filing = row->filing, .person = row->person, .kind = row->kind,
        .from = row->valid_from, .until = row->valid_until,
    };
}

void filing_decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct filing_record_facts *found = facts;
    if (!party_may_see(request->actor, &found->person)) {
        decision_refuse(decision,
                        party_unseen_key(request->actor,
                                         filing_refusal_key(FILING_REFUSED_NO_PERSON)),
                        "person");
        return;
    }
    ((struct filing_list_answer *)decision->outcome)->filings = *found->filings;
}
