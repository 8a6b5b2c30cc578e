/* intake_apply_gather.c: what an application is decided with: who applies, whom it is about, what
 * is open already, what its approval would meet; and its number. */

#include "rooms/intake/intake_inside.h"
#include "rooms/intake/intake_newcomer.h"

#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

#define SERIAL_RANGES 100

/* ---- keys and serials ---- */

/* Serials of a place and year are given from a hundred ranges, so that a hundred people can apply
 * in one batch; which one is told by the person's number. */
static int64_t range_of(const struct request *request, struct arena *arena)
{
    const struct intake_apply_input *input = request->input;
    const struct actor *actor = request->actor;
    if (text_present(input->number))
        return party_number_key_of("id", input->number, arena).bucket % SERIAL_RANGES;
    if (input->person != 0)
        return id_bucket(input->person) % SERIAL_RANGES;
    return id_bucket(actor->institution != 0 ? actor->institution : actor->unit)
        % SERIAL_RANGES;
}

void intake_keys_apply(const struct request *request, struct keys *keys)
{
    const struct intake_apply_input *input = request->input;
    const struct actor *actor = request->actor;
    if (text_present(input->number)) {
        struct party_number_key key = party_number_key_of("id", input->number, request->arena);
        keys_add(keys, (int64_t)(text_hash(key.digest) >> 1));
    } else if (input->person != 0) {
        keys_add(keys, input->person);
    } else {
        keys_add(keys, actor->institution != 0 ? actor->institution : actor->unit);
    }
    keys_add(keys, (int64_t)((text_hash(TEXT("intake.serial")) >> 1)
                             ^ (uint64_t)range_of(request, request->arena)));
}

static struct intake_serial_key serial_key_of(int64_t place, int64_t year, int64_t range,
                                              struct arena *arena)
{
    struct text name = arena_format(arena, "%lld-%lld-%lld", (long long)place, (long long)year,
                                    (long long)range);
    return (struct intake_serial_key){ bucket_of_name(name), place, year, range };
}

bool intake_gather_serial(struct gather *gather, const struct request *request, int64_t place,
                          struct intake_apply_facts *found)
{
    const struct intake_serial_key key =
        serial_key_of(place, date_year(date_of_moment(request->at)),
                      range_of(request, gather->arena), gather->arena);
    const void *row = NULL;
    bool complete = gather_one(gather, &intake_serial_by_key, &key, &row);
    found->serial = row;
    return complete;
}

/* ---- gather ---- */

/* The action of the approval, tried. Its own gather has this round and the next. */
bool intake_gather_trial(struct gather *gather, const struct request *request,
                         const struct matter *matter, int64_t person, struct text applicant,
                         struct intake_apply_facts *found)
{
    const struct intake_apply_input *input = request->input;
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    found->trial = intake_inner_request(&with_arena, intake_approval_of(matter, &input->values),
                                        matter, &input->values,
                                        person, 0, true);
    struct moment sent = input->postmark.yyyymmdd != 0 ? moment_of_date(input->postmark)
                                                       : request->at;
    const struct intake_by by = {
        input->channel, applicant, found->unit == NULL ? 0 : found->unit->unit,
        found->institution == NULL ? 0 : found->institution->institution, matter->own,
    };
    intake_hand_how(found->trial, &by, sent);
    intake_hand_newcomer(found->trial, &input->number, found->key == NULL && !matter->own);
    if (found->trial == NULL)
        return true;
    found->trial_facts = arena_take(gather->arena, found->trial->action->facts->size);
    return found->trial->action->gather(gather, found->trial, found->trial_facts);
}

/* Who is signed in and names somebody else is that one's agent. */
struct text intake_applicant_of(const struct request *request, int64_t person)
{
    const struct intake_apply_input *input = request->input;
    const struct actor *actor = request->actor;
    if (actor->role == ROLE_EMPLOYER)
        return TEXT("employer");
    if (actor->institution != 0)
        return TEXT("institution");
    if (text_present(input->applicant))
        return input->applicant;
    bool other = actor_is_person(actor) && actor->person != person;
    return other ? TEXT("agent") : TEXT("person");
}

struct party_standing intake_standing_of(const struct matter *matter,
                                         const struct party_person_facts *person,
                                         struct date day, int64_t *ret_place)
{
    struct party_standing standing = party_last_standing(person, day);
    bool takes = standing.reason == PARTY_ENROLLED
        || (matter != NULL && matter->left
            && (standing.reason == PARTY_ENDED || standing.reason == PARTY_PAUSED));
    *ret_place = takes ? standing.place : 0;
    return standing;
}

/* What is known of the person besides: open cases, bars, and what an approval would look at. */
static bool gather_person_more(struct gather *gather, const struct request *request,
                               struct intake_apply_facts *found)
{
    const struct intake_apply_input *input = request->input;
    int64_t person = found->key->person;
    const struct intake_person_key key = { id_bucket(person), person };
    found->bars = gather_want(gather, &intake_bars_of, &key);
    bool complete = found->bars != NULL;
    const struct matter *matter = matter_of(request->book, input->matter, gather->arena);
    if (matter == NULL)
        return complete;
    const struct intake_about_key about = {
        key.bucket, person, matter->matter,
        intake_subject_key(matter, &input->values, gather->arena),
    };
    found->open = gather_want(gather, &intake_open_about, &about);
    complete &= found->open != NULL;
    complete &= intake_gather_sought(gather, request, matter, person, &found->sought);
    return intake_gather_trial(gather, request, matter, person,
                               intake_applicant_of(request, person), found) && complete;
}

/* Who is signed in for a unit or an institution. */
static bool gather_applying(struct gather *gather, const struct request *request,
                            struct intake_apply_facts *found)
{
    const struct actor *actor = request->actor;
    const struct staff_bucket_key offices_key = { STAFF_BUCKET };
    const struct party_unit_key unit_key = { id_bucket(actor->unit), actor->unit };
    const struct party_institution_key institution_key = { id_bucket(actor->institution),
                                                           actor->institution };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    found->offices = gather_want(gather, &staff_offices_all, &offices_key);
    complete &= found->offices != NULL;
    if (actor->unit != 0) {
        complete &= gather_one(gather, &party_unit_by_id, &unit_key, &row);
        found->unit_statuses = gather_want(gather, &party_unit_statuses_of, &unit_key);
        complete &= found->unit_statuses != NULL;
    }
    found->unit = row;
    row = NULL;
    if (actor->institution != 0)
        complete &= gather_one(gather, &party_institution_by_id, &institution_key, &row);
    found->institution = row;
    const struct intake_apply_input *input = request->input;
    const struct booking_id_key booking = { id_bucket(input->booking), input->booking };
    row = NULL;
    if (input->booking != 0)
        complete &= gather_one(gather, &booking_by_id, &booking, &row);
    found->booking = row;
    return complete;
}

/* Whom it is about: by his number, or named by the house. False while rows are missing. */
static bool gather_key(struct gather *gather, const struct intake_apply_input *input,
                       struct intake_apply_facts *found)
{
    const void *row = NULL;
    if (input->person != 0) {
        struct party_person_key *named = ARENA_NEW(gather->arena, struct party_person_key);
        named->person = input->person;
        found->key = named;
        return true;
    }
    struct party_number_key key = party_number_key_of("id", input->number, gather->arena);
    if (!party_gather_number(gather, &key, &row))
        return false;
    found->key = row;
    return true;
}

bool intake_gather_apply(struct gather *gather, const struct request *request, void *facts)
{
    const struct intake_apply_input *input = request->input;
    struct intake_apply_facts *found = facts;
    const struct matter *matter = matter_of(request->book, input->matter, gather->arena);
    bool complete = gather_applying(gather, request, found);
    if (matter != NULL && matter->own)
        return intake_gather_own(gather, request, found) && complete;
    if (!text_present(input->number) && input->person == 0)
        return complete;
    if (!gather_key(gather, input, found))
        return false;
    if (found->key == NULL && matter != NULL && matter->newcomer)
        return intake_gather_newcomer(gather, request, matter, found) && complete;
    if (found->key == NULL)
        return complete;
    complete &= gather_person_more(gather, request, found);
    if (!party_gather_person(gather, found->key->person, &found->person))
        return false;
    struct date today = date_of_moment(request->at);
    int64_t place;
    (void)intake_standing_of(matter, &found->person, today, &place);
    if (matter != NULL && matter->newcomer)
        place = intake_place_asked(request, &input->values, found->unit);
    if (place == 0)
        return complete;
    return intake_gather_serial(gather, request, place, found) && complete;
}

/* ---- its number ---- */

struct text intake_give_receipt(const struct request *request,
                                const struct intake_apply_facts *facts, int64_t place,
                                struct decision *decision)
{
    int64_t year = date_year(date_of_moment(request->at));
    int64_t range = range_of(request, request->arena);
    const struct intake_serial_key key = serial_key_of(place, year, range, request->arena);
    struct intake_serial serial = {
        .bucket = key.bucket, .place = place, .year = year, .serial_range = range, .last = 1,
        .version = 1,
    };
    if (facts->serial == NULL) {
        decision_insert(decision, &intake_serial_table, &serial);
    } else {
        serial = *facts->serial;
        serial.last++;
        decision_replace(decision, &intake_serial_table, &serial);
    }
    return intake_receipt_write(place, year, serial.last * SERIAL_RANGES + range,
                                request->arena);
}
