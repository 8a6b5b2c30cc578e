#include "base/seal.h"

#include "base/check.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <gcrypt.h>
#include <limits.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEAL_KEY_BYTES 16
#define SEAL_LOOKUP_BYTES 32
#define SEAL_NONCE_BYTES 12
#define SEAL_TAG_BYTES 16
#define SEAL_FILE_BYTES ((size_t)32 * 1024)

struct seal_keys {
    unsigned char lookup[SEAL_LOOKUP_BYTES];
    unsigned char key[256][SEAL_KEY_BYTES];
    bool present[256];
    bool lookup_present;
    int highest;
};

static pthread_once_t seal_once = PTHREAD_ONCE_INIT;

static void seal_prepare(void)
{
    CHECK(sodium_init() >= 0);
    CHECK(gcry_check_version(NULL) != NULL);
    /* Keys lie in libsodium's guarded memory; libgcrypt's own pool is not needed. */
    if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) {
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
}

static void seal_need(void)
{
    CHECK(pthread_once(&seal_once, seal_prepare) == 0);
}

/* ---- the key file ---- */

static bool seal_write_all(int file, struct text text)
{
    while (text.length > 0) {
        ssize_t written = write(file, text.data, text.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text = text_slice(text, (size_t)written, text.length);
    }
    return true;
}

/* A new file's name is on disk only when its folder is. */
static bool seal_sync_folder(const char *path)
{
    char folder[PATH_MAX];
    struct text name = text_of(path);
    while (name.length > 0 && name.data[name.length - 1] != '/')
        name.length--;
    struct builder builder = builder_over(folder, sizeof folder - 1);
    builder_add(&builder, name.length == 0 ? TEXT(".") : name);
    if (builder.overflow)
        return false;
    folder[builder.length] = '\0';
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool synced = fsync(file) == 0;
    close(file);
    return synced;
}

bool seal_keys_create(const char *path, struct arena *arena, struct text *ret_fault)
{
    seal_need();
    unsigned char lookup[SEAL_LOOKUP_BYTES], key[SEAL_KEY_BYTES];
    char lookup_hex[2 * SEAL_LOOKUP_BYTES + 1], key_hex[2 * SEAL_KEY_BYTES + 1], file_text[256];
    random_fill(lookup, sizeof lookup);
    random_fill(key, sizeof key);
    sodium_bin2hex(lookup_hex, sizeof lookup_hex, lookup, sizeof lookup);
    sodium_bin2hex(key_hex, sizeof key_hex, key, sizeof key);
    struct builder builder = builder_over(file_text, sizeof file_text);
    builder_format(&builder, "# yibao keys\nlookup:%s\n1:%s\n", lookup_hex, key_hex);
    CHECK(!builder.overflow);

    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && seal_write_all(file, builder_text(&builder)) && fsync(file) == 0
        && seal_sync_folder(path);
    if (!done)
        *ret_fault = arena_format(arena, "key file %s: %s", path, strerror(errno));
    if (file >= 0) {
        close(file);
        if (!done)
            unlink(path);
    }
    sodium_memzero(lookup, sizeof lookup);
    sodium_memzero(key, sizeof key);
    sodium_memzero(lookup_hex, sizeof lookup_hex);
    sodium_memzero(key_hex, sizeof key_hex);
    sodium_memzero(file_text, sizeof file_text);
    return done;
}

/* NULL, or what is wrong with the line. */
static const char *seal_take_line(struct seal_keys *keys, struct text line)
{
    line = text_trim(line);
    if (line.length == 0 || line.data[0] == '#')
        return NULL;
    struct text hex;
    struct text name = text_until(line, ':', &hex);
    if (text_is(name, "lookup")) {
        if (keys->lookup_present)
            return "a second lookup key";
        if (!hex_decode(hex, keys->lookup, sizeof keys->lookup))
            return "a lookup key has 64 hexadecimal digits";
        keys->lookup_present = true;
        return NULL;
    }
    int64_t version = 0;
    if (!text_to_int64(name, &version) || version < 1 || version > 255)
        return "a line is lookup:… or a version from 1 to 255, a colon and the key";
    if (keys->present[version])
        return "this version stands twice";
    if (!hex_decode(hex, keys->key[version], sizeof keys->key[version]))
        return "a sealing key has 32 hexadecimal digits";
    keys->present[version] = true;
    if (version > keys->highest)
        keys->highest = (int)version;
    return NULL;
}

static const char *seal_take_lines(struct seal_keys *keys, struct text rest, int *ret_line)
{
    for (int line = 1; rest.data != NULL; line++) {
        *ret_line = line;
        const char *reason = seal_take_line(keys, text_until(rest, '\n', &rest));
        if (reason != NULL)
            return reason;
    }
    if (!keys->lookup_present)
        return "no lookup key";
    return keys->highest == 0 ? "no sealing key" : NULL;
}

/* The file's bytes into `ret_bytes`; NULL, or what is wrong. */
static const char *seal_read_file(const char *path, char ret_bytes[SEAL_FILE_BYTES],
                                  size_t *ret_length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return strerror(errno);
    struct stat status;
    const char *reason = NULL;
    size_t length = 0;
    if (fstat(file, &status) != 0)
        reason = strerror(errno);
    else if (!S_ISREG(status.st_mode))
        reason = "not a file";
    else if ((status.st_mode & 077) != 0)
        reason = "others than its owner may use it; set mode 0600";
    while (reason == NULL) {
        ssize_t got = read(file, ret_bytes + length, SEAL_FILE_BYTES - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            reason = strerror(errno);
        if (got <= 0)
            break;
        length += (size_t)got;
        if (length == SEAL_FILE_BYTES)
            reason = "too long";
    }
    close(file);
    *ret_length = length;
    return reason;
}

struct seal_keys *seal_keys_load(const char *path, struct arena *arena, struct text *ret_fault)
{
    seal_need();
    struct seal_keys *keys = sodium_malloc(sizeof *keys);
    char *bytes = sodium_malloc(SEAL_FILE_BYTES);
    CHECK(keys != NULL && bytes != NULL);
    sodium_memzero(keys, sizeof *keys);
    size_t length = 0;
    int line = 0;
    const char *reason = seal_read_file(path, bytes, &length);
    if (reason == NULL)
        reason = seal_take_lines(keys, (struct text){ bytes, length }, &line);
    if (reason != NULL) {
        *ret_fault = line == 0
            ? arena_format(arena, "key file %s: %s", path, reason)
            : arena_format(arena, "key file %s, line %d: %s", path, line, reason);
        seal_keys_free(keys);
        keys = NULL;
    } else {
        CHECK(sodium_mprotect_readonly(keys) == 0);
    }
    sodium_free(bytes);
    return keys;
}

void seal_keys_free(struct seal_keys *keys)
{
    sodium_free(keys);
}

int seal_keys_version(const struct seal_keys *keys)
{
    return keys->highest;
}

/* ---- sealing ---- */

/* A handle a call: it may not be shared by threads, and opening one costs about as much as the
 * work itself, which is little. */
static gcry_cipher_hd_t seal_cipher(const struct seal_keys *keys, int version,
                                    const unsigned char *nonce, struct text associated)
{
    gcry_cipher_hd_t cipher;
    CHECK(gcry_cipher_open(&cipher, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0) == 0);
    CHECK(gcry_cipher_setkey(cipher, keys->key[version], SEAL_KEY_BYTES) == 0);
    CHECK(gcry_cipher_setiv(cipher, nonce, SEAL_NONCE_BYTES) == 0);
    if (associated.length > 0)
        CHECK(gcry_cipher_authenticate(cipher, associated.data, associated.length) == 0);
    return cipher;
}

struct text seal_text(const struct seal_keys *keys, struct text plain, struct text associated,
                      struct arena *arena)
{
    CHECK(plain.length < SIZE_MAX / 4);
    size_t length = plain.length + SEAL_EXTRA_BYTES;
    unsigned char *sealed = arena_take(arena, length);
    unsigned char *nonce = sealed + 1, *body = nonce + SEAL_NONCE_BYTES;
    sealed[0] = (unsigned char)keys->highest;
    random_fill(nonce, SEAL_NONCE_BYTES);
    gcry_cipher_hd_t cipher = seal_cipher(keys, keys->highest, nonce, associated);
    CHECK(gcry_cipher_final(cipher) == 0);
    if (plain.length > 0)
        CHECK(gcry_cipher_encrypt(cipher, body, plain.length, plain.data, plain.length) == 0);
    CHECK(gcry_cipher_gettag(cipher, body + plain.length, SEAL_TAG_BYTES) == 0);
    gcry_cipher_close(cipher);
    return (struct text){ (const char *)sealed, length };
}

int seal_version(struct text sealed)
{
    return sealed.length == 0 ? 0 : (unsigned char)sealed.data[0];
}

enum seal_answer seal_open(const struct seal_keys *keys, struct text sealed, struct text associated,
                           struct arena *arena, struct text *ret_plain)
{
    if (sealed.length < SEAL_EXTRA_BYTES)
        return SEAL_BROKEN;
    int version = seal_version(sealed);
    if (!keys->present[version])
        return SEAL_UNKNOWN_VERSION;

    const unsigned char *nonce = (const unsigned char *)sealed.data + 1;
    const unsigned char *body = nonce + SEAL_NONCE_BYTES;
    size_t length = sealed.length - SEAL_EXTRA_BYTES;
    char *plain = arena_take(arena, length + 1);
    gcry_cipher_hd_t cipher = seal_cipher(keys, version, nonce, associated);
    CHECK(gcry_cipher_final(cipher) == 0);
    if (length > 0)
        CHECK(gcry_cipher_decrypt(cipher, plain, length, body, length) == 0);
    gcry_error_t error = gcry_cipher_checktag(cipher, body + length, SEAL_TAG_BYTES);
    gcry_cipher_close(cipher);
    if (error != 0) {
        sodium_memzero(plain, length);
        return SEAL_BROKEN;
    }
    *ret_plain = (struct text){ plain, length };
    return SEAL_OPENED;
}

struct digest seal_digest(const struct seal_keys *keys, struct text purpose, struct text plain)
{
    /* The purpose's digest has a fixed length, so no two pairs run together alike. */
    char data[DIGEST_BYTES + 256];
    struct digest of_purpose = digest_sm3(purpose);
    struct builder builder = builder_over(data, sizeof data);
    builder_add(&builder, digest_text(&of_purpose));
    builder_add(&builder, plain);
    struct text key = { (const char *)keys->lookup, sizeof keys->lookup };
    if (builder.overflow) {
        /* Longer than any number: its digest stands for it. */
        struct digest of_plain = digest_hmac_sm3(key, plain);
        builder = builder_over(data, sizeof data);
        builder_add(&builder, digest_text(&of_purpose));
        builder_add(&builder, digest_text(&of_plain));
        builder_add(&builder, TEXT("long"));
    }
    struct digest digest = digest_hmac_sm3(key, builder_text(&builder));
    sodium_memzero(data, sizeof data);
    return digest;
}
