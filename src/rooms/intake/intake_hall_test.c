/* intake_hall_test.c: see intake_hall.h. */

#include "rooms/intake/intake_hall.h"

#include "base/check.h"

#include <string.h>

const struct book *hall_book;
static const struct room *const hall_rooms[] = { &filing_room };

static void hall_form(struct hall *hall)
{
    hall->values[0] = (struct intake_value){ TEXT("kind"), TEXT("stranded") };
    hall->values[1] = (struct intake_value){ TEXT("division"), TEXT("371300") };
    hall->values[2] = (struct intake_value){ TEXT("from"), TEXT("2020-01-25") };
    hall->values[3] = (struct intake_value){ TEXT("phone"), TEXT("13900000000") };
    hall->papers[0] = (struct intake_paper_input){ .material = TEXT("id-card"), .blob = BLOB };
    hall->names[0] = BLOB;
    hall->owed[0].material = TEXT("stranding-proof");
    hall->apply = (struct intake_apply_input){
        .matter = TEXT("offsite-filing"), .channel = TEXT("web"), .name = TEXT("张三"),
        .number = NUMBER, .values = { hall->values, 4 }, .papers = { hall->papers, 1 },
        .owed = { hall->owed, 1 },
    };
    hall->prepared = (struct intake_prepared){ .form_sealed = TEXT("sealed"),
                                                .names = hall->names };
}

void hall_takes_in(struct hall *hall, const char *channel)
{
    hall->apply.channel = text_of(channel);
    if (strcmp(channel, "mail") == 0 || strcmp(channel, "fax") == 0)
        hall->testing.request.door = TEXT("mail");
    else
        hall->testing.actor = (struct actor){ .role = ROLE_INTAKE_CLERK, .division = 110105,
                                              .office = OFFICE, .account = 17 };
}

/* What the lane would have read for the action an approval runs. */
static struct request *hall_approval(struct hall *hall, const struct list *values,
                                     int64_t case_id)
{
    const struct matter *matter =
        matter_of(hall->testing.request.book, hall->apply.matter, &hall->testing.arena);
    struct request *inner = matter == NULL ? NULL
        : intake_inner_request(&hall->testing.request, intake_action_of(matter->approval),
                                                 matter, values, PERSON, case_id,
                                                 case_id == 0);
    if (inner == NULL)
        return NULL;
    hall->filing = (struct filing_record_facts){
        .person = hall->apply_facts.person, .filings = &hall->filings, .events = hall->events,
    };
    return inner;
}

void hall_begin(struct hall *hall, struct date today)
{
    memset(hall, 0, sizeof *hall);
    testing_begin(&hall->testing, moment_at(today, 10, 0, 0));
    hall->testing.request.book = hall_book;
    hall->testing.actor = (struct actor){ .role = ROLE_PUBLIC };
    hall->person = (struct party_person){ .bucket = id_bucket(PERSON), .person = PERSON,
        .name = TEXT("张三"), .number_masked = TEXT("9901**********0010") };
    hall->key.person = PERSON;
    hall->spell = (struct party_spell){ .person = PERSON, .insurance = TEXT("310"),
        .kind = TEXT("11"), .place = 110105, .unit = 500, .valid_from = DATE(2015, 1, 1),
        .status = TEXT("1") };
    hall->stranded = (struct party_status){ .person = PERSON, .kind = TEXT("stranded"),
                                            .valid_from = DATE(2020, 1, 25) };
    hall->offices[0] = (struct staff_office){ .office = 70, .kind = TEXT("bureau"),
                                              .division = 110105 };
    hall->offices[1] = (struct staff_office){ .office = OFFICE, .kind = TEXT("agency"),
                                              .division = 110105 };
    hall->spells = (struct list){ &hall->spell, 1 };
    hall->statuses = (struct list){ &hall->stranded, 1 };
    hall->office_list = (struct list){ hall->offices, 2 };
    hall->apply_facts = (struct intake_apply_facts){
        .key = &hall->key, .offices = &hall->office_list, .open = &hall->open,
        .bars = &hall->bars,
        .person = { &hall->person, &hall->spells, &hall->identities, &hall->statuses },
    };
    hall_form(hall);
}

void hall_end(struct hall *hall)
{
    testing_end(&hall->testing);
}

void hall_declare_end(struct hall *hall, struct date day)
{
    hall->event = (struct event_fact){ .kind = TEXT(EVENT_EPIDEMIC_END), .place = 110000,
                                       .day = day, .declared = moment_at(day, 8, 0, 0) };
    hall->events = (struct events){ &hall->event, 1 };
    hall->apply_facts.events = hall->events;
    hall->facts.events = hall->events;
}

bool hall_apply(struct hall *hall, const char *refused)
{
    hall->apply_facts.trial = hall_approval(hall, &hall->apply.values, 0);
    hall->apply_facts.trial_facts = &hall->filing;
    testing_decide(&hall->testing, &intake_apply_action, &hall->apply, &hall->apply_facts,
                   &hall->prepared);
    return testing_is_refused(&hall->testing, refused);
}

/* The rows of the last decision become the facts of the next, seen by that actor. */
void hall_go_on(struct hall *hall, enum role role, int32_t division, const char *office_kind)
{
    const struct intake_case *row =
        testing_change(&hall->testing, &intake_case_table, 0, NULL);
    if (row != NULL)
        hall->row = *row;
    for (size_t n = 0; n < COUNT_OF(hall->paper_rows); n++) {
        const struct intake_paper *paper =
            testing_change(&hall->testing, &intake_paper_table, (int)n, NULL);
        if (paper == NULL)
            break;
        size_t at = 0;
        while (at < hall->paper_list.count && hall->paper_rows[at].paper != paper->paper)
            at++;
        hall->paper_rows[at] = *paper;
        if (at == hall->paper_list.count)
            hall->paper_list.count++;
    }
    hall->paper_list.items = hall->paper_rows;
    hall->desk = (struct staff_office){ .office = 1, .kind = text_of(office_kind),
                                        .division = division };
    for (size_t n = 0; n < COUNT_OF(hall->document_rows); n++) {
        const struct intake_document *document =
            testing_change(&hall->testing, &intake_document_table, (int)n, NULL);
        if (document != NULL && hall->document_list.count < COUNT_OF(hall->document_rows))
            hall->document_rows[hall->document_list.count++] = *document;
    }
    hall->document_list.items = hall->document_rows;
    hall->facts = (struct intake_case_facts){
        .row = &hall->row, .papers = &hall->paper_list, .person = &hall->person,
        .documents = &hall->document_list, .agency = &hall->offices[1],
        .office = office_kind == NULL ? NULL : &hall->desk, .events = hall->events,
    };
    hall->testing.actor = (struct actor){ .role = role, .account = 9, .division = division,
                                          .office = office_kind == NULL ? 0 : 1 };
}

void hall_at(struct hall *hall, struct date day)
{
    hall->testing.request.at = moment_at(day, 10, 0, 0);
}

/* As the lane does it: the rows are handed to gather, and gather fills the facts. */
bool hall_decide(struct hall *hall, const char *verdict, const char *refused)
{
    struct intake_verdict_facts facts = { .of = hall->facts };
    struct intake_case_input input = { .case_id = hall->row.case_id,
                                       .verdict = text_of(verdict), .reason = TEXT("checked") };
    struct list values = intake_form_read(hall->row.form, &hall->testing.arena);
    facts.approval_request = hall_approval(hall, &values, hall->row.case_id);
    facts.approval_facts = &hall->filing;
    testing_decide(&hall->testing, &intake_decide_action, &input, &facts, NULL);
    return testing_is_refused(&hall->testing, refused);
}

bool hall_step(struct hall *hall, const struct action *action,
               const struct intake_case_input *more, const char *refused)
{
    struct intake_case_input input = *more;
    input.case_id = hall->row.case_id;
    if (!text_present(input.reason))
        input.reason = TEXT("a reason");
    /* Some steps know more; here there is nothing more to know. */
    struct { struct intake_case_facts of; void *more[8]; } facts = { .of = hall->facts };
    testing_decide(&hall->testing, action, &input, &facts, NULL);
    return testing_is_refused(&hall->testing, refused);
}

bool hall_supply(struct hall *hall, const char *material, const char *last_four,
                   const char *refused)
{
    static struct text names[1];
    static struct intake_prepared prepared;
    static struct intake_paper_input paper;
    names[0] = BLOB;
    prepared = (struct intake_prepared){ .names = names };
    paper = (struct intake_paper_input){ .material = text_of(material), .blob = BLOB };
    struct intake_supply_input input = {
        .receipt = hall->row.receipt, .last_four = text_of(last_four),
        .channel = intake_is_staff(&hall->testing.actor) ? TEXT("fax") : TEXT("web"),
        .papers = { &paper, 1 },
    };
    testing_decide(&hall->testing, &intake_supply_action, &input, &hall->facts, &prepared);
    return testing_is_refused(&hall->testing, refused);
}

const struct intake_debt *hall_first_debt(const struct hall *hall)
{
    const struct intake_applied *applied = hall->testing.decision.outcome;
    assert_int_equal(applied->owed.count, 1);
    return applied->owed.items;
}

int hall_open(void **state)
{
    (void)state;
    hall_book = testing_book();
    intake_use_rooms(hall_rooms, COUNT_OF(hall_rooms));
    return hall_book == NULL;
}

int hall_close(void **state)
{
    (void)state;
    book_release(hall_book);
    return 0;
}
