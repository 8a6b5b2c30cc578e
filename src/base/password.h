/* password.h: passwords as argon2id hashes, and tokens for sessions.
 *
 * One hash or check takes about 60 ms and 64 MB: call it on a worker, at most
 * LIMIT_PASSWORD_CHECKS at once. */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"

/* Longer than anybody types; a limit, so that nobody makes us digest megabytes. */
#define PASSWORD_BYTES_MAX 256
#define PASSWORD_TOKEN_BYTES 32

/* "$argon2id$…" with its own salt, for the account's row. False: empty or too long. */
bool password_hash(struct text password, struct arena *arena, struct text *ret_hash);
/* The same, opened at once: for the password of a demo world, which its first page prints. */
bool password_hash_public(struct text password, struct arena *arena, struct text *ret_hash);
/* False also for a hash that is none, or a password too long to be one. Takes as long as the hash
 * says; to keep an unknown account from answering faster, check against password_nobody(). */
bool password_verify(struct text hash, struct text password);
/* A hash no password opens, and which takes as long to check as any that password_hash makes. Made
 * once, kept for the program's life. */
struct text password_nobody(void);
/* A session's secret, 32 random bytes as base64url (43 characters): given out once. The store
 * keeps its digest. */
struct text password_token(struct arena *arena);
struct digest password_token_digest(struct text token);

#endif
