/* party_room.h: what the files of this room share among themselves. */
#ifndef ROOMS_PARTY_PARTY_ROOM_H
#define ROOMS_PARTY_PARTY_ROOM_H

#include "rooms/party/party.h"

void party_demo(struct demo *demo);
/* The answer of party.find, as its plain page tells it. */
void party_tell_found(struct page_parts *parts, const void *told);

/* "none" "csb" "tif" "token"; false: no such gateway. */
bool party_gateway_mode(struct text name, enum gateway_mode *ret_mode);

#endif
