/* booking_contact.c: the telephone of who booked without signing in, for the hall's staff and with
 * a reason: somebody has to be called when a booking moves. */

#include "rooms/booking/booking_inside.h"

#include "base/check.h"
#include "rooms/access/access_facts.h"
#include "rooms/party/party.h"

struct contact_outcome { int64_t booking; };
struct contact_told {
    int64_t booking;
    struct text name, phone;
};
struct contact_memory { const struct booking_row *row; };

static bool gather_contact(struct gather *gather, const struct request *request, void *facts)
{
    const struct booking_own_input *input = request->input;
    return booking_gather_own(gather, input->booking, facts);
}

static void decide_contact(const struct request *request, const void *facts,
                           struct decision *decision)
{
    const struct booking_own_input *input = request->input;
    const struct booking_facts *found = facts;
    if (found->row == NULL || !actor_has_office(request->actor, found->row->office)
        || !text_present(found->row->phone_sealed)) {
        booking_refuse(decision, BOOKING_REFUSED_NO_BOOKING, "booking");
        return;
    }
    const int64_t whose = found->row->person != 0 ? found->row->person : input->booking;
    if (!access_note_unmasking(decision, whose, "booking-phone", input->reason))
        return;
    decision->subject = input->booking;
    *(struct contact_outcome *)decision->outcome = (struct contact_outcome){ input->booking };
}

static bool recall_contact(struct gather *gather, const struct request *request,
                           const void *outcome, void *ret_memory)
{
    (void)request;
    const struct contact_outcome *kept = outcome;
    const struct booking_id_key key = { id_bucket(kept->booking), kept->booking };
    const void *row = NULL;
    bool complete = gather_one(gather, &booking_by_id, &key, &row);
    ((struct contact_memory *)ret_memory)->row = row;
    return complete;
}

static void tell_contact(const struct request *request, const void *outcome, const void *memory,
                         void *answer)
{
    const struct contact_outcome *kept = outcome;
    const struct contact_memory *found = memory;
    struct contact_told *told = answer;
    *told = (struct contact_told){ .booking = kept->booking };
    if (found->row == NULL)
        return;
    told->name = party_unseal(found->row->name_sealed, "booking-name", request->arena);
    told->phone = party_unseal(found->row->phone_sealed, "booking-phone", request->arena);
}

static const struct field input_fields[] = {
    { "booking", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct booking_own_input, booking),
      .help = "booking.field.booking" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct booking_own_input, reason), 100,
      .help = "booking.field.reason" },
};
static const struct shape input_shape =
    SHAPE("booking_contact_input", struct booking_own_input, input_fields);
static const struct field outcome_fields[] = {
    { "booking", NULL, FIELD_ID, 0, AT(struct contact_outcome, booking) },
};
static const struct shape outcome_shape =
    SHAPE("booking_contact_kept", struct contact_outcome, outcome_fields);
static const struct field told_fields[] = {
    { "booking", NULL, FIELD_ID, 0, AT(struct contact_told, booking),
      .help = "booking.field.booking" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, name), 40,
      .help = "booking.field.name" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, AT(struct contact_told, phone), 20,
      .help = "booking.field.phone" },
};
static const struct shape told_shape =
    SHAPE("booking_contact", struct contact_told, told_fields);

const struct action booking_contact_action = {
    .name = "booking.contact", .method = "POST", .path = "/api/v1/bookings/{booking}/contact",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_DISCLOSES, .input = &input_shape,
    .facts = &booking_facts_shape, .outcome = &outcome_shape, .answer = &told_shape,
    .help = "booking.help.contact", .keys = booking_keys_own, .gather = gather_contact,
    .decide = decide_contact, .recall = recall_contact,
    .memory_size = sizeof(struct contact_memory), .tell = tell_contact,
};
