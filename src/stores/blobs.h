/* blobs.h: attachments as files of one folder: FOLDER/ab/abcdef…, named by their SM3.
 *
 * A blob is written to FOLDER/incoming, synced, renamed, and its folder synced: after a crash it is
 * there whole or not at all. Pieces of 64 KiB are sealed one by one, so that a reader holds one
 * piece and no more. What a crash left in `incoming` is cleared away when the folder is opened a
 * day later. */
#ifndef STORES_BLOBS_H
#define STORES_BLOBS_H

#include "base/arena.h"
#include "base/seal.h"
#include "core/blob.h"

/* `seal` may be NULL and must outlive the blobs. NULL and why in `ret_fault` on failure. */
struct blobs *blobs_open(const char *folder, const struct blob_seal *seal, struct arena *arena,
                         struct text *ret_fault);
/* Sealing with the keys of the house, which must outlive the blobs. */
struct blob_seal blob_seal_with(struct seal_keys *keys);
bool blob_name_parse(struct text text, struct blob_name *ret_name);

#endif
