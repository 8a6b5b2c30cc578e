/* rooms.c: the list of rooms. A room may use those above it. */

#include "rooms/rooms.h"

#include "rooms/access/access.h"
#include "rooms/agreement/agreement.h"
#include "rooms/booking/booking.h"
#include "rooms/bulk/bulk.h"
#include "rooms/catalogue/catalogue.h"
#include "rooms/claim/claim.h"
#include "rooms/clear/clear.h"
#include "rooms/consult/consult.h"
#include "rooms/contribute/contribute.h"
#include "rooms/delivery/delivery.h"
#include "rooms/due/due.h"
#include "rooms/duty/duty.h"
#include "rooms/filing/filing.h"
#include "rooms/fund/fund.h"
#include "rooms/intake/intake.h"
#include "rooms/mailbox/mailbox.h"
#include "rooms/matter/matter.h"
#include "rooms/merge/merge.h"
#include "rooms/message/message.h"
#include "rooms/notice/notice.h"
#include "rooms/outage/outage.h"
#include "rooms/party/party.h"
#include "rooms/resident/resident.h"
#include "rooms/settle/settle_room.h"
#include "rooms/staff/staff.h"
#include "rooms/transfer/transfer.h"
#include "rooms/visit/visit_room.h"

#include "base/check.h"

const struct room *const all_rooms[] = {
    &staff_room,
    &access_room,
    &notice_room,
    &due_room,
    &message_room,
    &party_room,
    &catalogue_room,
    &fund_room,
    &agreement_room,
    &contribute_room,
    &transfer_room,
    &filing_room,
    &visit_room,
    &settle_room,
    &claim_room,
    &merge_room,
    &clear_room,
    &matter_room,
    &resident_room,
    &booking_room,
    &intake_room,
    &bulk_room,
    &delivery_room,
    &mailbox_room,
    &consult_room,
    &duty_room,
    &outage_room,
};
const size_t all_rooms_count = COUNT_OF(all_rooms);
