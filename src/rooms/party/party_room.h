/* party_room.h: what the files of this room share among themselves. */
#ifndef ROOMS_PARTY_PARTY_ROOM_H
#define ROOMS_PARTY_PARTY_ROOM_H

#include "rooms/party/party.h"

void party_demo(struct demo *demo);

#endif
