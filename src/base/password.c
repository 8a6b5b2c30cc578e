#include "base/password.h"

#include "base/check.h"
#include "base/random.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* OWASP's floor for argon2id is 19 MB and 2 passes; 64 MB is what our smallest machine can spare
 * LIMIT_PASSWORD_CHECKS times. */
#define PASSWORD_PASSES 2
#define PASSWORD_MEMORY ((size_t)64 * 1024 * 1024)

static pthread_once_t password_once = PTHREAD_ONCE_INIT;
static char password_of_nobody[crypto_pwhash_STRBYTES];
static pthread_once_t password_nobody_once = PTHREAD_ONCE_INIT;

static void password_prepare(void)
{
    CHECK(sodium_init() >= 0);
}

static void password_need(void)
{
    CHECK(pthread_once(&password_once, password_prepare) == 0);
}

static bool password_is_possible(struct text password)
{
    return password.length > 0 && password.length <= PASSWORD_BYTES_MAX;
}

static void password_write_hash(struct text password, unsigned long long passes, size_t memory,
                                char ret_hash[crypto_pwhash_STRBYTES])
{
    /* It fails only for want of 64 MB, and then the machine is not the one we promised. */
    CHECK(crypto_pwhash_str_alg(ret_hash, password.data, password.length, passes, memory,
                                crypto_pwhash_ALG_ARGON2ID13) == 0);
}

static bool password_hash_with(struct text password, unsigned long long passes, size_t memory,
                               struct arena *arena, struct text *ret_hash)
{
    password_need();
    if (!password_is_possible(password))
        return false;
    char hash[crypto_pwhash_STRBYTES];
    password_write_hash(password, passes, memory, hash);
    *ret_hash = arena_text(arena, text_of(hash));
    return true;
}

bool password_hash(struct text password, struct arena *arena, struct text *ret_hash)
{
    return password_hash_with(password, PASSWORD_PASSES, PASSWORD_MEMORY, arena, ret_hash);
}

bool password_hash_public(struct text password, struct arena *arena, struct text *ret_hash)
{
    return password_hash_with(password, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN,
                              arena, ret_hash);
}

/* libsodium wants its NUL. */
static bool password_terminated(struct text hash, char ret_hash[crypto_pwhash_STRBYTES])
{
    if (hash.length == 0 || hash.length >= crypto_pwhash_STRBYTES
        || memchr(hash.data, '\0', hash.length) != NULL)
        return false;
    memset(ret_hash, 0, crypto_pwhash_STRBYTES);
    memcpy(ret_hash, hash.data, hash.length);
    return true;
}

bool password_verify(struct text hash, struct text password)
{
    password_need();
    char terminated[crypto_pwhash_STRBYTES];
    return password_is_possible(password) && password_terminated(hash, terminated)
        && crypto_pwhash_str_verify(terminated, password.data, password.length) == 0;
}

static void password_make_nobody(void)
{
    char secret[32];
    random_fill(secret, sizeof secret);
    password_write_hash((struct text){ secret, sizeof secret }, PASSWORD_PASSES, PASSWORD_MEMORY,
                        password_of_nobody);
    sodium_memzero(secret, sizeof secret);
}

struct text password_nobody(void)
{
    password_need();
    CHECK(pthread_once(&password_nobody_once, password_make_nobody) == 0);
    return text_of(password_of_nobody);
}

struct text password_token(struct arena *arena)
{
    char bytes[PASSWORD_TOKEN_BYTES];
    random_fill(bytes, sizeof bytes);
    return base64url_encode(arena, (struct text){ bytes, sizeof bytes });
}

struct digest password_token_digest(struct text token)
{
    return digest_sm3(token);
}
