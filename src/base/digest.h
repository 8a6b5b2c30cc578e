/* digest.h: digests, keyed digests, and bytes as text.
 *
 * SM3 chains the journal and names what must not be read back; SHA-256 and HMAC-SHA1 are spoken by
 * gateways of others. All functions may be called from any thread and never fail. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/arena.h"
#include "base/text.h"

#define DIGEST_BYTES 32
#define DIGEST_SHA1_BYTES 20

struct digest { unsigned char bytes[DIGEST_BYTES]; };

struct digest digest_sm3(struct text data);
struct digest digest_sha256(struct text data);
struct digest digest_hmac_sm3(struct text key, struct text data);
struct digest digest_hmac_sha256(struct text key, struct text data);
/* For a gateway that still asks for it, and for the one-time codes of apps (RFC 6238). */
void digest_hmac_sha1(struct text key, struct text data,
                      unsigned char ret_bytes[DIGEST_SHA1_BYTES]);

/* SM3 in pieces: begin, add as often as needed, end (which also releases). A run may be begun
 * again after its end. Pieces simply follow one another: whoever digests several fields must add
 * their lengths or a separator. */
struct digest_run { void *state; };
void digest_begin(struct digest_run *run);
void digest_add(struct digest_run *run, struct text data);
void digest_add_int(struct digest_run *run, int64_t value);     /* 8 bytes, big end first */
struct digest digest_end(struct digest_run *run);

struct text digest_text(const struct digest *digest);           /* its 32 bytes */
bool digest_equal(const struct digest *a, const struct digest *b);      /* in constant time */
/* In constant time for texts of one length. */
bool bytes_equal_secret(struct text a, struct text b);

/* ---- bytes as text; decoding is strict and the result exact ---- */

struct text hex_encode(struct arena *arena, struct text bytes);         /* small letters */
/* Exactly 2 × size hexadecimal digits of either case. */
bool hex_decode(struct text hex, void *ret_bytes, size_t size);
bool hex_decode_text(struct text hex, struct arena *arena, struct text *ret_bytes);
struct text base64_encode(struct arena *arena, struct text bytes);      /* with padding */
struct text base64url_encode(struct arena *arena, struct text bytes);   /* without padding */
/* Refuses blanks, line ends, missing padding and stray bits. */
bool base64_decode(struct text base64, struct arena *arena, struct text *ret_bytes);
bool base64url_decode(struct text base64, struct arena *arena, struct text *ret_bytes);

#endif
