#include "base/check.h"
#include "base/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <fcntl.h>
#include <gcrypt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static char folder[] = "/tmp/yibao-seal-XXXXXX";
static char path[64];

static void write_keys(const char *text, mode_t mode)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
}

#define LOOKUP "lookup:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define KEY_1 "1:0123456789abcdeffedcba9876543210\n"
#define KEY_2 "2:00000000000000000000000000000002\n"

static struct seal_keys *load(void)
{
    struct text fault = { 0 };
    struct seal_keys *keys = seal_keys_load(path, &arena, &fault);
    if (keys == NULL)
        fail_msg("%.*s", TEXT_ARGS(fault));
    return keys;
}

static void test_created_file(void **state)
{
    (void)state;
    struct text fault = { 0 };
    unlink(path);
    assert_true(seal_keys_create(path, &arena, &fault));
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    struct seal_keys *keys = load();
    assert_int_equal(seal_keys_version(keys), 1);
    struct text plain;
    struct text sealed = seal_text(keys, TEXT("11010519491231002X"), TEXT("p"), &arena);
    seal_keys_free(keys);
    /* never overwritten: what it sealed still opens */
    assert_false(seal_keys_create(path, &arena, &fault));
    assert_true(text_present(fault));
    keys = load();
    assert_int_equal(seal_open(keys, sealed, TEXT("p"), &arena, &plain), SEAL_OPENED);
    assert_true(text_is(plain, "11010519491231002X"));
    seal_keys_free(keys);
}

static void test_bad_files(void **state)
{
    (void)state;
    static const struct { const char *text, *reason; } FILES[] = {
        { "", "no lookup key" }, { LOOKUP, "no sealing key" }, { KEY_1, "no lookup key" },
        { LOOKUP LOOKUP KEY_1, "line 2: a second lookup key" },
        { LOOKUP KEY_1 KEY_1, "line 3: this version stands twice" },
        { LOOKUP "1:0123\n", "line 2: a sealing key has 32" },
        { LOOKUP "0:0123456789abcdeffedcba9876543210\n", "line 2: a line is" },
        { LOOKUP "256:0123456789abcdeffedcba9876543210\n", "line 2: a line is" },
        { LOOKUP "nonsense\n", "line 2: a line is" },
        { "lookup:00\n" KEY_1, "line 1: a lookup key" },
    };
    struct text fault = { 0 };
    for (size_t i = 0; i < COUNT_OF(FILES); i++) {
        write_keys(FILES[i].text, 0600);
        assert_null(seal_keys_load(path, &arena, &fault));
        assert_non_null(strstr(fault.data, FILES[i].reason));
    }
    write_keys(LOOKUP KEY_1, 0640);
    assert_null(seal_keys_load(path, &arena, &fault));
    assert_non_null(strstr(fault.data, "mode 0600"));
    assert_null(seal_keys_load("/tmp/yibao-no-such-file", &arena, &fault));
    assert_null(seal_keys_load("/tmp", &arena, &fault));
}

static void test_round_trip(void **state)
{
    (void)state;
    write_keys("# keys\n\n" LOOKUP KEY_1 KEY_2, 0600);
    struct seal_keys *keys = load();
    assert_int_equal(seal_keys_version(keys), 2);
    static const char *const PLAIN[] = { "", "1", "11010519491231002X", "买买提·艾力" };
    for (size_t i = 0; i < COUNT_OF(PLAIN); i++) {
        struct text sealed = seal_text(keys, text_of(PLAIN[i]), TEXT("person.number"), &arena);
        struct text again = seal_text(keys, text_of(PLAIN[i]), TEXT("person.number"), &arena);
        struct text plain = { 0 };
        assert_int_equal(sealed.length, strlen(PLAIN[i]) + SEAL_EXTRA_BYTES);
        assert_false(text_equal(sealed, again));
        assert_int_equal(seal_version(sealed), 2);
        assert_int_equal(seal_open(keys, sealed, TEXT("person.number"), &arena, &plain),
                         SEAL_OPENED);
        assert_true(text_is(plain, PLAIN[i]));
        assert_int_equal(seal_open(keys, sealed, TEXT("person.phone"), &arena, &plain),
                         SEAL_BROKEN);
        /* no byte may change, none may be missing */
        char *copy = arena_take(&arena, sealed.length);
        for (size_t at = 0; at < sealed.length; at++) {
            memcpy(copy, sealed.data, sealed.length);
            copy[at] ^= 1;
            struct text changed = { copy, sealed.length };
            assert_int_not_equal(seal_open(keys, changed, TEXT("person.number"), &arena, &plain),
                                 SEAL_OPENED);
            assert_int_not_equal(seal_open(keys, text_slice(sealed, 0, at), TEXT("person.number"),
                                           &arena, &plain), SEAL_OPENED);
        }
        assert_true(text_is(plain, PLAIN[i]));
    }
    seal_keys_free(keys);
}

static void test_rotation(void **state)
{
    (void)state;
    struct text plain = { 0 };
    write_keys(LOOKUP KEY_1, 0600);
    struct seal_keys *keys = load();
    struct text sealed = seal_text(keys, TEXT("x"), TEXT(""), &arena);
    struct digest before = seal_digest(keys, TEXT("id"), TEXT("x"));
    seal_keys_free(keys);
    write_keys(LOOKUP KEY_2 KEY_1, 0400);
    keys = load();
    assert_int_equal(seal_open(keys, sealed, TEXT(""), &arena, &plain), SEAL_OPENED);
    struct digest after = seal_digest(keys, TEXT("id"), TEXT("x"));
    assert_true(digest_equal(&before, &after));
    seal_keys_free(keys);
    unlink(path);
    write_keys(LOOKUP KEY_2, 0600);
    keys = load();
    assert_int_equal(seal_open(keys, sealed, TEXT(""), &arena, &plain), SEAL_UNKNOWN_VERSION);
    seal_keys_free(keys);
}

/* The layout by hand: libgcrypt's SM4-GCM of RFC 8998 A.1 is what we rely on. */
static void test_sm4_gcm_of_rfc_8998(void **state)
{
    (void)state;
    unsigned char key[16], nonce[12], data[20], plain[64], cipher_text[64], tag[16];
    assert_true(hex_decode(TEXT("0123456789abcdeffedcba9876543210"), key, 16));
    assert_true(hex_decode(TEXT("00001234567800000000abcd"), nonce, 12));
    assert_true(hex_decode(TEXT("feedfacedeadbeeffeedfacedeadbeefabaddad2"), data, 20));
    assert_true(hex_decode(TEXT("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                                "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"),
                           plain, 64));
    assert_true(hex_decode(TEXT("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                                "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"),
                           cipher_text, 64));
    assert_true(hex_decode(TEXT("83de3541e4c2b58177e065a9bf7b62ec"), tag, 16));
    char made[1 + 12 + 64 + 16];
    made[0] = 1;
    memcpy(made + 1, nonce, 12);
    memcpy(made + 13, cipher_text, 64);
    memcpy(made + 77, tag, 16);
    write_keys(LOOKUP KEY_1, 0600);
    struct seal_keys *keys = load();
    struct text opened = { 0 };
    assert_int_equal(seal_open(keys, (struct text){ made, sizeof made },
                               (struct text){ (char *)data, 20 }, &arena, &opened), SEAL_OPENED);
    assert_int_equal(opened.length, 64);
    assert_memory_equal(opened.data, plain, 64);
    seal_keys_free(keys);
}

static void test_digests(void **state)
{
    (void)state;
    write_keys(LOOKUP KEY_1, 0600);
    struct seal_keys *keys = load();
    struct digest a = seal_digest(keys, TEXT("id"), TEXT("13800138000"));
    struct digest b = seal_digest(keys, TEXT("phone"), TEXT("13800138000"));
    struct digest c = seal_digest(keys, TEXT("id"), TEXT("13800138001"));
    struct digest bare = digest_sm3(TEXT("13800138000"));
    assert_false(digest_equal(&a, &b));
    assert_false(digest_equal(&a, &c));
    assert_false(digest_equal(&a, &bare));
    char long_text[1000];
    memset(long_text, 'a', sizeof long_text);
    struct digest d = seal_digest(keys, TEXT("id"), (struct text){ long_text, 999 });
    struct digest e = seal_digest(keys, TEXT("id"), (struct text){ long_text, 1000 });
    assert_false(digest_equal(&d, &e));
    seal_keys_free(keys);
}

static void *seal_many(void *data)
{
    const struct seal_keys *keys = data;
    struct arena own;
    arena_init(&own);
    bool good = true;
    for (int i = 0; i < 500; i++) {
        struct text plain = { 0 };
        struct text sealed = seal_text(keys, TEXT("11010519491231002X"), TEXT("t"), &own);
        good = good && seal_open(keys, sealed, TEXT("t"), &own, &plain) == SEAL_OPENED
            && text_is(plain, "11010519491231002X");
    }
    arena_release(&own);
    return good ? data : NULL;
}

static void test_threads(void **state)
{
    (void)state;
    write_keys(LOOKUP KEY_1, 0600);
    struct seal_keys *keys = load();
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, seal_many, keys), 0);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        void *result = NULL;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        assert_non_null(result);
    }
    seal_keys_free(keys);
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/keys", folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_created_file),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_rotation),
        cmocka_unit_test(test_sm4_gcm_of_rfc_8998),
        cmocka_unit_test(test_digests),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(TESTS, setup, teardown);
}
