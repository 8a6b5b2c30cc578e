/* seal.h: personal numbers at rest. They are sealed with SM4-GCM and looked up by a keyed digest.
 *
 * The keys come from a file outside the data folder, readable by its owner alone:
 *
 *     # yibao keys
 *     lookup:64 hexadecimal digits        exactly one; changing it means digesting all anew
 *     1:32 hexadecimal digits             a sealing key and its version, 1-255
 *     2:…                                 the highest version seals, all of them open
 *
 * A sealed text is version (1) nonce (12) cipher text (as long as the plain one) tag (16). The
 * nonce is random, so one number sealed twice looks different; with 96 bits one key may seal some
 * four thousand million times. The associated text (a table and column name, say) is not kept but
 * must be the same to open: a sealed value moved to another column does not open. */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"

#define SEAL_EXTRA_BYTES 29

/* Read-only once loaded: any thread may use it. Keys are kept in memory that is not swapped and
 * wiped when freed. */
struct seal_keys;

/* Makes a new key file, mode 0600, on disk when it returns. False with a reason for the operator:
 * above all when the file is there already, for overwriting keys loses what they sealed. */
bool seal_keys_create(const char *path, struct arena *arena, struct text *ret_fault);
/* NULL with a reason: no file, open to others than its owner, or malformed (names the line). */
struct seal_keys *seal_keys_load(const char *path, struct arena *arena, struct text *ret_fault);
void seal_keys_free(struct seal_keys *keys);    /* NULL is fine */
int seal_keys_version(const struct seal_keys *keys);    /* the one that seals */

struct text seal_text(const struct seal_keys *keys, struct text plain, struct text associated,
                      struct arena *arena);
enum seal_answer {
    SEAL_OPENED,
    SEAL_UNKNOWN_VERSION,   /* the key file lacks that version */
    SEAL_BROKEN,            /* too short, changed, or another associated text */
};
enum seal_answer seal_open(const struct seal_keys *keys, struct text sealed, struct text associated,
                           struct arena *arena, struct text *ret_plain);
/* The version byte; 0 when there is none. A job that renews seals looks for old ones. */
int seal_version(struct text sealed);
/* HMAC-SM3 with the lookup key. Give it normal forms (ident_number). `purpose` keeps an identity
 * number and a telephone of the same digits apart. */
struct digest seal_digest(const struct seal_keys *keys, struct text purpose, struct text plain);

#endif
