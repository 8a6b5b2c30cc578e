#include "stores/blobs.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define SIZE_MOST (64 * 1024 * 3 + 17)

struct world {
    struct arena arena;
    char folder[64];
    struct blobs *blobs;
    struct seal_keys *keys;
    struct blob_seal seal;
};

static struct blobs *open_blobs(struct world *world, const struct blob_seal *seal)
{
    struct text fault = { 0 };
    struct blobs *blobs = blobs_open(world->folder, seal, &world->arena, &fault);
    if (blobs == NULL)
        fail_msg("%.*s", TEXT_ARGS(fault));
    return blobs;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    arena_init(&world->arena);
    snprintf(world->folder, sizeof world->folder, "/tmp/yibao-blobs-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->blobs = open_blobs(world, NULL);
    *state = world;
    return 0;
}

static bool forget(void *data, const struct blob_name *name)
{
    struct blobs *blobs = data;
    return blobs->port->remove(blobs, name) == BLOB_DONE;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    world->blobs->port->each(world->blobs, forget, world->blobs);
    world->blobs->port->close(world->blobs);
    seal_keys_free(world->keys);
    for (int at = 0; at < 256; at++)
        rmdir(arena_format(&world->arena, "%s/%02x", world->folder, (unsigned)at).data);
    unlink(arena_format(&world->arena, "%s/incoming/old", world->folder).data);
    rmdir(arena_format(&world->arena, "%s/incoming", world->folder).data);
    unlink(arena_format(&world->arena, "%s/keys", world->folder).data);
    assert_int_equal(rmdir(world->folder), 0);
    arena_release(&world->arena);
    free(world);
    return 0;
}

static void use_keys(struct world *world)
{
    struct text path = arena_format(&world->arena, "%s/keys", world->folder), fault = { 0 };
    assert_true(seal_keys_create(path.data, &world->arena, &fault));
    world->keys = seal_keys_load(path.data, &world->arena, &fault);
    assert_non_null(world->keys);
    world->seal = blob_seal_with(world->keys);
    world->blobs->port->close(world->blobs);
    world->blobs = open_blobs(world, &world->seal);
}

static struct text content(struct world *world, size_t size)
{
    char *data = arena_take(&world->arena, size + 1);
    for (size_t at = 0; at < size; at++)
        data[at] = (char)(at * 31 + at / 251);
    return (struct text){ data, size };
}

static enum blob_answer put(struct world *world, struct text bytes, size_t step,
                            struct blob_name *ret_name)
{
    const struct blob_port *port = world->blobs->port;
    struct blob_writer *writer = NULL;
    assert_int_equal(port->begin(world->blobs, SIZE_MOST, &writer), BLOB_DONE);
    for (size_t at = 0; at < bytes.length; at += step) {
        enum blob_answer answer = port->append(writer, text_slice(bytes, at, at + step));
        if (answer != BLOB_DONE) {
            port->abandon(writer);
            return answer;
        }
    }
    int64_t size = -1;
    enum blob_answer answer = port->finish(writer, ret_name, &size);
    if (answer == BLOB_DONE)
        assert_int_equal(size, bytes.length);
    return answer;
}

/* The whole, read in pieces of `step`. */
static enum blob_answer get(struct world *world, const struct blob_name *name, size_t step,
                            struct text *ret_bytes)
{
    const struct blob_port *port = world->blobs->port;
    struct blob_reader *reader = NULL;
    int64_t size = -1;
    enum blob_answer answer = port->open(world->blobs, name, &reader, &size);
    if (answer != BLOB_DONE)
        return answer;
    char *data = arena_take(&world->arena, (size_t)size + 1);
    size_t length = 0, got = 0;
    while ((answer = port->read(reader, data + length, step, &got)) == BLOB_DONE && got > 0) {
        length += got;
        assert_true(length <= (size_t)size);
        if (step > (size_t)size + 1 - length)
            step = (size_t)size + 1 - length;
    }
    port->end(reader);
    *ret_bytes = (struct text){ data, length };
    return answer;
}

static void all_sizes_come_back(struct world *world)
{
    static const size_t SIZES[] = { 0, 1, 65535, 65536, 65537, 131072, SIZE_MOST };
    for (size_t at = 0; at < sizeof SIZES / sizeof SIZES[0]; at++) {
        struct text bytes = content(world, SIZES[at]), back;
        struct blob_name name;
        assert_int_equal(put(world, bytes, 5000, &name), BLOB_DONE);
        assert_int_equal(get(world, &name, 7001, &back), BLOB_DONE);
        assert_true(text_equal(bytes, back));
    }
}

static void plain_blobs_come_back(void **state)
{
    all_sizes_come_back(*state);
}

static void sealed_blobs_come_back(void **state)
{
    use_keys(*state);
    all_sizes_come_back(*state);
}

/* SM3 of "abc", GB/T 32905-2016 appendix A. */
static void a_name_is_the_sm3_of_its_bytes(void **state)
{
    struct world *world = *state;
    struct blob_name name, again;
    assert_int_equal(put(world, TEXT("abc"), 1, &name), BLOB_DONE);
    assert_string_equal(name.digits, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4"
                                     "ba8e0");
    assert_int_equal(put(world, TEXT("abc"), 3, &again), BLOB_DONE);
    assert_string_equal(name.digits, again.digits);
    assert_true(blob_name_parse(text_of(name.digits), &again));
    assert_false(blob_name_parse(TEXT("../../etc/passwd"), &again));
    assert_false(blob_name_parse(text_slice(text_of(name.digits), 0, 63), &again));
}

static bool count(void *data, const struct blob_name *name)
{
    (void)name;
    ++*(int *)data;
    return true;
}

static int count_blobs(struct world *world)
{
    int blobs = 0;
    assert_int_equal(world->blobs->port->each(world->blobs, count, &blobs), BLOB_DONE);
    return blobs;
}

static void one_paper_lies_there_once(void **state)
{
    struct world *world = *state;
    struct blob_name name, other;
    assert_int_equal(put(world, TEXT("abc"), 3, &name), BLOB_DONE);
    assert_int_equal(put(world, TEXT("abc"), 3, &name), BLOB_DONE);
    assert_int_equal(put(world, TEXT("abd"), 3, &other), BLOB_DONE);
    assert_int_equal(count_blobs(world), 2);
    assert_int_equal(world->blobs->port->remove(world->blobs, &name), BLOB_DONE);
    assert_int_equal(world->blobs->port->remove(world->blobs, &name), BLOB_MISSING);
    struct text back;
    assert_int_equal(get(world, &name, 10, &back), BLOB_MISSING);
    assert_int_equal(count_blobs(world), 1);
}

static void too_much_keeps_nothing(void **state)
{
    struct world *world = *state;
    struct blob_name name;
    assert_int_equal(put(world, content(world, SIZE_MOST + 1), 10000, &name), BLOB_TOO_LARGE);
    assert_int_equal(count_blobs(world), 0);
}

static struct text blob_file(struct world *world, const struct blob_name *name)
{
    return arena_format(&world->arena, "%s/%.2s/%s", world->folder, name->digits, name->digits);
}

/* One bit of the last byte, or the last byte itself. */
static void damage(struct world *world, const struct blob_name *name, bool cut)
{
    int file = open(blob_file(world, name).data, O_RDWR);
    struct stat facts;
    assert_int_equal(fstat(file, &facts), 0);
    char last;
    assert_int_equal(pread(file, &last, 1, facts.st_size - 1), 1);
    last ^= 1;
    assert_int_equal(pwrite(file, &last, 1, facts.st_size - 1), 1);
    if (cut)
        assert_int_equal(ftruncate(file, facts.st_size - 1), 0);
    close(file);
}

static void damage_is_noticed(struct world *world)
{
    for (int cut = 0; cut < 2; cut++) {
        struct blob_name name;
        struct text back;
        assert_int_equal(put(world, content(world, 70000 + (size_t)cut), 70001, &name),
                         BLOB_DONE);
        damage(world, &name, cut == 1);
        assert_int_equal(get(world, &name, 4096, &back), BLOB_DAMAGED);
        assert_true(strlen(world->blobs->port->complaint(world->blobs)) > 0);
    }
}

static void plain_damage_is_noticed(void **state)
{
    damage_is_noticed(*state);
}

static void sealed_damage_is_noticed(void **state)
{
    use_keys(*state);
    damage_is_noticed(*state);
}

static void sealed_bytes_cannot_be_seen(void **state)
{
    struct world *world = *state;
    struct blob_name name;
    struct text plain = TEXT("370000199001011234"), back;
    use_keys(world);
    assert_int_equal(put(world, plain, 100, &name), BLOB_DONE);
    char raw[256] = { 0 };
    int file = open(blob_file(world, &name).data, O_RDONLY);
    ssize_t length = read(file, raw, sizeof raw);
    close(file);
    assert_true(length > (ssize_t)plain.length);
    assert_null(memmem(raw, (size_t)length, plain.data, plain.length));
    /* Without keys it is damaged, not empty. */
    world->blobs->port->close(world->blobs);
    world->blobs = open_blobs(world, NULL);
    assert_int_equal(get(world, &name, 100, &back), BLOB_DAMAGED);
}

static void leftovers_of_a_crash_go(void **state)
{
    struct world *world = *state;
    struct text old = arena_format(&world->arena, "%s/incoming/old", world->folder);
    int file = open(old.data, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    world->blobs->port->close(world->blobs);
    world->blobs = open_blobs(world, NULL);
    assert_int_equal(access(old.data, F_OK), 0);
    struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    assert_int_equal(futimens(file, times), 0);
    close(file);
    world->blobs->port->close(world->blobs);
    world->blobs = open_blobs(world, NULL);
    assert_int_not_equal(access(old.data, F_OK), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_blobs_come_back),
        TEST(sealed_blobs_come_back),
        TEST(a_name_is_the_sm3_of_its_bytes),
        TEST(one_paper_lies_there_once),
        TEST(too_much_keeps_nothing),
        TEST(plain_damage_is_noticed),
        TEST(sealed_damage_is_noticed),
        TEST(sealed_bytes_cannot_be_seen),
        TEST(leftovers_of_a_crash_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
