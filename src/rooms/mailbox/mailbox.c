/* mailbox.c: a letter comes in, and what becomes of it. */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/delivery/delivery_facts.h"
#include "rooms/party/party.h"
#include "rooms/party/party_facts.h"
#include "rooms/staff/staff_facts.h"
#include "rooms/staff/staff.h"

static const char *const refusal_keys[] = {
    [MAILBOX_REFUSED_NO_LETTER] = "mailbox.refused.no-letter",
    [MAILBOX_REFUSED_SETTLED] = "mailbox.refused.settled",
    [MAILBOX_REFUSED_NOT_QUARANTINED] = "mailbox.refused.not-quarantined",
    [MAILBOX_REFUSED_QUARANTINED] = "mailbox.refused.quarantined",
    [MAILBOX_REFUSED_NO_OFFICE] = "mailbox.refused.no-office",
    [MAILBOX_REFUSED_NO_REASON] = "mailbox.refused.no-reason",
    [MAILBOX_REFUSED_NO_PART] = "mailbox.refused.no-part",
    [MAILBOX_REFUSED_NO_ADDRESS] = "mailbox.refused.no-address",
    [MAILBOX_REFUSED_NO_MATTER] = "mailbox.refused.no-matter",
    [MAILBOX_REFUSED_OTHERS] = "mailbox.refused.others",
    [MAILBOX_REFUSED_NO_OWNER] = "mailbox.refused.no-owner",
    [MAILBOX_REFUSED_NOT_SURE] = "mailbox.refused.not-sure",
    [MAILBOX_REFUSED_NO_MAILBOX] = "mailbox.refused.no-mailbox",
};
_Static_assert(COUNT_OF(refusal_keys) == MAILBOX_REFUSALS, "a sentence for each refusal");

void mailbox_refuse_for(struct decision *decision, enum mailbox_refusal why, const char *field)
{
    decision_refuse(decision, refusal_keys[why], field);
}

struct text mailbox_fold(struct text address, struct arena *arena)
{
    struct text trimmed = text_trim(address);
    char *bytes = arena_take(arena, trimmed.length + 1);
    size_t ats = 0;
    for (size_t i = 0; i < trimmed.length; i++) {
        char letter = trimmed.data[i];
        if ((unsigned char)letter <= ' ' || letter == '<' || letter == '>' || letter == ',')
            return (struct text){ 0 };
        ats += letter == '@';
        bytes[i] = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    }
    if (ats != 1 || trimmed.length < 3 || bytes[0] == '@' || bytes[trimmed.length - 1] == '@')
        return (struct text){ 0 };
    return (struct text){ bytes, trimmed.length };
}

struct mailbox_address_key mailbox_key_of(struct text address)
{
    return (struct mailbox_address_key){ bucket_of_name(address), address };
}

/* ---- a letter comes in ---- */

bool mailbox_gather_receive(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_receive_input *input = request->input;
    struct mailbox_receive_facts *found = facts;
    const struct mailbox_digest_key digest = { bucket_of_name(input->digest), input->digest };
    const struct mailbox_address_key sender = mailbox_key_of(input->sender);
    const struct mailbox_address_input *to = input->to.items;
    const void *before = NULL, *known = NULL, *row = NULL;
    const int64_t nothing = 0;
    bool complete = gather_one(gather, &mailbox_letter_by_digest, &digest, &before);
    complete &= gather_one(gather, &mailbox_first, &nothing, &row);
    found->first = row;
    complete &= gather_one(gather, &mailbox_sender_by_address, &sender, &known);
    complete &= mailbox_gather_noted(gather, request, input->sender, &found->noted);
    found->before = before;
    found->sender = known;
    found->mailbox = NULL;
    for (size_t i = 0; i < input->to.count; i++) {
        const struct mailbox_address_key key = mailbox_key_of(to[i].address);
        if (!gather_one(gather, &mailbox_by_address, &key, &row))
            complete = false;
        else if (found->mailbox == NULL)
            found->mailbox = row;
    }
    return complete;
}

/* LAW: BJ4-05e: whom a dedicated mailbox does not know is put in quarantine. A fax is what one of
 * our gateways sends and nobody else. */
static bool may_come_in(const struct mailbox_receive_facts *facts)
{
    const struct mailbox *mailbox = facts->mailbox;
    const struct mailbox_sender *sender = facts->sender;
    if (mailbox == NULL)
        return false;
    if (text_is(mailbox->channel, "fax"))
        return sender != NULL && text_is(sender->kind, "gateway");
    return mailbox->strangers || (sender != NULL && !text_is(sender->kind, "gateway"));
}

static struct mailbox_letter letter_row(const struct request *request,
                                        const struct mailbox_receive_facts *found)
{
    const struct mailbox_receive_input *input = request->input;
    const struct mailbox *mailbox = found->mailbox;
    int bucket = bucket_of_name(input->digest);
    struct mailbox_letter row = {
        .bucket = bucket, .letter = id_mint(request->minter, bucket), .digest = input->digest,
        .raw_blob = input->raw_blob, .sender = input->sender,
        .sender_name = input->sender_name, .subject = input->subject,
        .message_id = input->message_id, .in_reply_to = input->in_reply_to,
        .sent_at = input->sent_at, .received_at = request->at, .body = input->body,
        .automatic = input->automatic, .channel = TEXT("mail"), .state = TEXT("waiting"),
        .version = 1,
    };
    if (found->sender != NULL) {
        row.sender_kind = found->sender->kind;
        row.sender_owner = found->sender->owner;
    }
    if (mailbox != NULL) {
        row.address = mailbox->address;
        row.office = mailbox->office;
        row.channel = mailbox->channel;
        row.matter = mailbox->matter;
    } else {
        row.office = found->first->office;
    }
    if (!may_come_in(found)) {
        row.state = TEXT("quarantined");
        row.why = mailbox == NULL ? TEXT("no-mailbox") : TEXT("unknown-sender");
    } else if (input->unreadable) {
        row.why = TEXT("unreadable");
    }
    return row;
}

void mailbox_decide_receive(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct mailbox_receive_input *input = request->input;
    const struct mailbox_receive_facts *found = facts;
    struct mailbox_received *received = decision->outcome;
    if (found->before != NULL) {    /* brought again: the server had not said that it took it */
        decision->subject = found->before->letter;
        *received = (struct mailbox_received){ found->before->letter, found->before->state };
        return;
    }
    if (found->first == NULL) {     /* it stays in the folder until there is an address */
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_MAILBOX, "to");
        return;
    }
    struct mailbox_letter row = letter_row(request, found);
    /* Of any other it is said a moment later what becomes of it. */
    if (text_present(row.why))
        mailbox_note(request, found->noted, &row, decision);
    decision_insert(decision, &mailbox_letter_table, &row);
    const struct mailbox_part_input *parts = input->parts.items;
    for (size_t i = 0; i < input->parts.count; i++) {
        const struct mailbox_part part = {
            .bucket = row.bucket, .letter = row.letter, .part = (int64_t)i + 1,
            .office = row.office, .file_name = parts[i].file_name,
            .file_type = parts[i].file_type, .paper = parts[i].paper, .blob = parts[i].blob,
            .size = parts[i].size,
        };
        decision_insert(decision, &mailbox_part_table, &part);
    }
    decision->subject = row.letter;
    *received = (struct mailbox_received){ row.letter, row.state };
}

/* ---- what became of it ---- */

bool mailbox_gather_letter(struct gather *gather, const struct request *request, void *facts)
{
    /* Every input begins with the letter. */
    int64_t letter = *(const int64_t *)request->input;
    struct mailbox_letter_facts *found = facts;
    const struct mailbox_letter_key key = { id_bucket(letter), letter };
    const void *row = NULL;
    found->parts = gather_want(gather, &mailbox_parts_of, &key);
    if (!gather_one(gather, &mailbox_letter_by_id, &key, &row))
        return false;
    found->letter = row;
    return found->parts != NULL;
}

static bool is_open(const struct mailbox_letter *letter, struct decision *decision)
{
    if (letter == NULL)
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
    else if (!text_is(letter->state, "waiting") && !text_is(letter->state, "quarantined"))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_SETTLED, "letter");
    return decision->refusal.key == NULL;
}

static void settled(const struct mailbox_letter *row, struct decision *decision)
{
    decision_replace(decision, &mailbox_letter_table, row);
    decision->subject = row->letter;
    *(struct mailbox_done *)decision->outcome = (struct mailbox_done){ row->letter, row->state };
}

bool mailbox_gather_settle(struct gather *gather, const struct request *request, void *facts)
{
    struct mailbox_letter_facts *found = facts;
    if (!mailbox_gather_letter(gather, request, facts))
        return false;
    return found->letter == NULL
        || mailbox_gather_noted(gather, request, found->letter->sender, &found->noted);
}

void mailbox_decide_settle(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct mailbox_settle_input *input = request->input;
    const struct mailbox_letter_facts *found = facts;
    if (!is_open(found->letter, decision))
        return;
    struct mailbox_letter row = *found->letter;
    row.state = input->state;
    row.why = input->why;
    row.refusal = input->refusal;
    row.refusal_zh = input->refusal_zh;
    row.refusal_en = input->refusal_en;
    row.case_id = input->case_id;
    row.receipt = input->receipt;
    row.worked_at = request->at;
    if (text_is(row.state, "waiting"))
        mailbox_note(request, found->noted, &row, decision);
    settled(&row, decision);
}

/* ---- whom an address writes for ---- */

bool mailbox_gather_owner(struct gather *gather, struct text kind, int64_t owner,
                          struct mailbox_owner_facts *found)
{
    const void *row = NULL;
    bool complete = true;
    if (owner == 0)
        return true;
    if (text_is(kind, "unit")) {
        const struct party_unit_key key = { id_bucket(owner), owner };
        complete = gather_one(gather, &party_unit_by_id, &key, &row);
        found->unit = row;
    } else if (text_is(kind, "institution")) {
        const struct party_institution_key key = { id_bucket(owner), owner };
        complete = gather_one(gather, &party_institution_by_id, &key, &row);
        found->institution = row;
    } else if (text_is(kind, "person")) {
        complete = party_gather_person(gather, owner, &found->person);
    }
    return complete;
}

bool mailbox_may_own(const struct request *request, struct text kind, int64_t owner,
                     const struct mailbox_owner_facts *found)
{
    const struct actor *actor = request->actor;
    if (text_is(kind, "unit"))
        return found->unit != NULL && staff_works_over(actor, found->unit->division);
    if (text_is(kind, "institution"))
        return found->institution != NULL && staff_works_over(actor, found->institution->division);
    if (text_is(kind, "person"))
        return owner == 0 || party_may_see(actor, &found->person);
    return owner == 0;
}

/* ---- a clerk's work ---- */

bool mailbox_gather_work(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_work_input *input = request->input;
    struct mailbox_letter_facts *found = facts;
    const struct staff_office_key key = { STAFF_BUCKET, input->office };
    const void *office = NULL;
    bool complete = mailbox_gather_letter(gather, request, facts);
    complete &= input->office == 0 || gather_one(gather, &staff_office_by_id, &key, &office);
    found->office = office;
    return complete;
}

/* By the number that stands on his paper; false while rows are missing. */
static bool gather_named(struct gather *gather, const struct mailbox_work_input *input,
                         struct mailbox_owner_facts *found)
{
    struct text code = ident_number(input->number, gather->arena);
    const struct party_number_key number = party_number_key_of("id", input->number,
                                                               gather->arena);
    const struct party_credit_key unit = { bucket_of_name(code), code };
    const struct party_code_key institution = party_code_key_of(code);
    const void *row = NULL;
    if (!text_present(input->number))
        return true;
    if (text_is(input->kind, "person")) {
        if (!party_gather_number(gather, &number, &row))
            return false;
        return row == NULL || party_gather_person(
            gather, ((const struct party_person_key *)row)->person, &found->person);
    }
    if (text_is(input->kind, "unit")) {
        bool complete = gather_one(gather, &party_unit_by_credit_code, &unit, &row);
        found->unit = row;
        return complete;
    }
    bool complete = gather_one(gather, &party_institution_by_code, &institution, &row);
    found->institution = row;
    return complete;
}

bool mailbox_gather_release(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_work_input *input = request->input;
    struct mailbox_letter_facts *found = facts;
    bool complete = mailbox_gather_letter(gather, request, facts);
    complete &= gather_named(gather, input, &found->owner);
    if (found->letter == NULL)
        return complete;
    const struct mailbox_address_key from = mailbox_key_of(found->letter->sender);
    const void *sender = NULL;
    complete &= gather_one(gather, &mailbox_sender_by_address, &from, &sender);
    found->sender = sender;
    return complete;
}

static bool is_mine(const struct request *request, const struct mailbox_letter_facts *found,
                    struct decision *decision)
{
    if (found->letter != NULL && !actor_has_office(request->actor, found->letter->office)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_LETTER, "letter");
        return false;
    }
    return is_open(found->letter, decision);
}

static void note_worker(const struct request *request, struct mailbox_letter *row)
{
    row->worked_by = request->actor->account;
    row->worked_at = request->at;
}

/* Whom the one who releases it made sure of: both the number and the name are his. 0: nobody. */
static int64_t named_owner(const struct request *request,
                           const struct mailbox_letter_facts *found)
{
    const struct mailbox_work_input *input = request->input;
    const struct mailbox_owner_facts *owner = &found->owner;
    const struct party_person *person = owner->person.person;
    struct text name = owner->unit != NULL ? owner->unit->name
        : owner->institution != NULL ? owner->institution->name
        : person != NULL ? person->name : (struct text){ 0 };
    if (!text_present(name)
        || !text_equal(ident_name_key(name, request->arena),
                       ident_name_key(input->name, request->arena)))
        return 0;
    return owner->unit != NULL ? owner->unit->unit
        : owner->institution != NULL ? owner->institution->institution : person->person;
}

/* The sender is known from now on, and so is how it was made sure who he is. False: refused. */
static bool make_known(const struct request *request, const struct mailbox_letter_facts *found,
                       struct mailbox_letter *row, struct decision *decision)
{
    const struct mailbox_work_input *input = request->input;
    const struct mailbox_sender *before = found->sender;
    int64_t owner = named_owner(request, found);
    if (owner == 0 || !mailbox_may_own(request, input->kind, owner, &found->owner)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_OWNER, "number");
        return false;
    }
    if (!text_present(input->reason)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NOT_SURE, "reason");
        return false;
    }
    row->sender_kind = input->kind;
    row->sender_owner = owner;
    struct mailbox_sender sender = {
        .bucket = mailbox_key_of(row->sender).bucket, .address = row->sender,
        .kind = input->kind, .owner = owner, .office = row->office,
        .said_by = request->actor->account, .said_at = request->at, .reason = input->reason,
        .version = 1,
    };
    if (before == NULL) {
        decision_insert(decision, &mailbox_sender_table, &sender);
        return true;
    }
    if (text_equal(before->kind, input->kind) && before->owner == owner)
        return true;            /* of two letters, the first made him known */
    if (!actor_has_office(request->actor, before->office)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_OTHERS, "number");
        return false;
    }
    sender.version = before->version;
    decision_replace(decision, &mailbox_sender_table, &sender);
    return true;
}

/* Let in, and its sender known from now on when it is said whom it writes for. */
void mailbox_decide_release(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct mailbox_work_input *input = request->input;
    const struct mailbox_letter_facts *found = facts;
    if (!is_mine(request, found, decision))
        return;
    if (!text_is(found->letter->state, "quarantined")) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NOT_QUARANTINED, "letter");
        return;
    }
    struct mailbox_letter row = *found->letter;
    if (text_present(input->kind) && !make_known(request, found, &row, decision))
        return;
    row.state = TEXT("waiting");
    row.why = TEXT("released");
    note_worker(request, &row);
    settled(&row, decision);
}

void mailbox_decide_assign(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct mailbox_letter_facts *found = facts;
    if (!is_mine(request, found, decision))
        return;
    if (found->office == NULL) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_OFFICE, "office");
        return;
    }
    struct mailbox_letter row = *found->letter;
    row.office = found->office->office;
    note_worker(request, &row);
    settled(&row, decision);
}

/* The answer goes back in the thread; to a machine nothing goes back. */
void mailbox_decide_refuse(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct mailbox_work_input *input = request->input;
    const struct mailbox_letter_facts *found = facts;
    if (!is_mine(request, found, decision))
        return;
    if (!text_present(input->reason)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_REASON, "reason");
        return;
    }
    struct mailbox_letter row = *found->letter;
    row.state = TEXT("refused");
    row.answer = input->reason;
    note_worker(request, &row);
    settled(&row, decision);
    if (row.automatic || text_is(row.channel, "fax"))
        return;
    const struct delivery_row delivery = {
        .bucket = row.bucket, .delivery = id_mint(request->minter, (int)row.bucket),
        .subject = row.letter, .kind = TEXT("letter"), .channel = TEXT("mail"),
        .state = TEXT("waiting"), .next_try = request->at, .began = request->at, .version = 1,
    };
    decision_insert(decision, &delivery_table, &delivery);
}

/* ---- registers ---- */

bool mailbox_gather_register(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_register_input *input = request->input;
    struct mailbox_register_facts *found = facts;
    const struct mailbox_address_key key =
        mailbox_key_of(mailbox_fold(input->address, gather->arena));
    const struct staff_office_key office_key = { STAFF_BUCKET, input->office };
    const void *before = NULL, *office = NULL;
    bool complete = gather_one(gather, &mailbox_by_address, &key, &before);
    complete &= gather_one(gather, &staff_office_by_id, &office_key, &office);
    found->before = before;
    found->office = office;
    return complete;
}

void mailbox_decide_register(const struct request *request, const void *facts,
                             struct decision *decision)
{
    const struct mailbox_register_input *input = request->input;
    const struct mailbox_register_facts *found = facts;
    struct text address = mailbox_fold(input->address, request->arena);
    if (!text_present(address))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_ADDRESS, "address");
    else if (found->office == NULL)
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_OFFICE, "office");
    else if (!actor_has_office(request->actor, found->office->office)
             || (found->before != NULL
                 && !actor_has_office(request->actor, found->before->office)))
        mailbox_refuse_for(decision, MAILBOX_REFUSED_OTHERS, "office");
    else if (text_present(input->matter)
             && matter_of(request->book, input->matter, request->arena) == NULL)
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_MATTER, "matter");
    if (decision->refusal.key != NULL)
        return;
    struct mailbox row = {
        .bucket = mailbox_key_of(address).bucket, .address = address, .office = input->office,
        .channel = input->channel, .matter = input->matter, .strangers = input->strangers,
        .said_by = request->actor->account, .said_at = request->at, .version = 1,
    };
    if (found->before == NULL) {
        decision_insert(decision, &mailbox_table, &row);
    } else {
        row.version = found->before->version;
        decision_replace(decision, &mailbox_table, &row);
    }
    *(struct mailbox_registered *)decision->outcome = (struct mailbox_registered){ address };
}

bool mailbox_gather_know(struct gather *gather, const struct request *request, void *facts)
{
    const struct mailbox_know_input *input = request->input;
    struct mailbox_know_facts *found = facts;
    const struct mailbox_address_key key =
        mailbox_key_of(mailbox_fold(input->address, gather->arena));
    const void *before = NULL;
    bool complete = gather_one(gather, &mailbox_sender_by_address, &key, &before);
    found->before = before;
    return mailbox_gather_owner(gather, input->kind, input->owner, &found->owner) && complete;
}

void mailbox_decide_know(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct mailbox_know_input *input = request->input;
    const struct mailbox_know_facts *found = facts;
    struct text address = mailbox_fold(input->address, request->arena);
    if (!text_present(address)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_ADDRESS, "address");
        return;
    }
    if (found->before != NULL && !actor_has_office(request->actor, found->before->office)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_OTHERS, "address");
        return;
    }
    if (!mailbox_may_own(request, input->kind, input->owner, &found->owner)) {
        mailbox_refuse_for(decision, MAILBOX_REFUSED_NO_OWNER, "owner");
        return;
    }
    struct mailbox_sender row = {
        .bucket = mailbox_key_of(address).bucket, .address = address, .kind = input->kind,
        .owner = input->owner, .office = request->actor->office,
        .said_by = request->actor->account, .said_at = request->at, .version = 1,
    };
    if (found->before == NULL) {
        decision_insert(decision, &mailbox_sender_table, &row);
    } else {
        row.version = found->before->version;
        decision_replace(decision, &mailbox_sender_table, &row);
    }
    *(struct mailbox_registered *)decision->outcome = (struct mailbox_registered){ address };
}
