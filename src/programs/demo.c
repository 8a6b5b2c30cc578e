/* demo.c: `yibao demo make`: a made-up world, the same for the same seed. */

#include "programs/demo.h"

#include "core/demo.h"

#include "base/check.h"
#include "base/password.h"
#include "programs/demo_life.h"
#include "programs/programs.h"
#include "programs/say.h"
#include "programs/world.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Rows of one transaction: large enough to be quick, small enough to stay in memory. */
#define DEMO_ROWS_A_WRITE 4000

struct demo_writer {
    struct world *world;
    struct store *store;
    struct fence fence;
    struct arena rows;
    struct change *first, *last;
    int count;
    int64_t written;
    bool loud;
};

static bool writer_flush(struct demo_writer *writer)
{
    if (writer->count == 0)
        return true;
    enum store_answer answer =
        writer->store->port->write(writer->store, writer->first, writer->fence);
    if (answer != STORE_DONE) {
        fprintf(stderr, "\nyibao demo: %s\n", writer->store->port->complaint(writer->store));
        return false;
    }
    writer->written += writer->count;
    writer->count = 0;
    writer->first = writer->last = NULL;
    arena_clear(&writer->rows);
    writer->store->port->tend(writer->store);
    if (writer->loud) {
        char digits[SAY_NUMBER_BYTES];
        putchar('\r');
        say_part(stdout, "program.demo.rows", say_number(writer->written, digits),
                 (struct text){ 0 }, (struct text){ 0 });
        fflush(stdout);
    }
    return true;
}

static bool writer_emit(struct demo *demo, const struct table *table, const void *row)
{
    struct demo_writer *writer = demo->emit_data;
    struct change *change = ARENA_NEW(&writer->rows, struct change);
    change->kind = CHANGE_INSERT;
    change->table = table;
    change->row = shape_copy(table->row, row, &writer->rows);
    if (writer->last == NULL)
        writer->first = change;
    else
        writer->last->next = change;
    writer->last = change;
    return ++writer->count < DEMO_ROWS_A_WRITE || writer_flush(writer);
}

struct text demo_read(const char *folder, const char *path, struct arena *arena)
{
    FILE *file = fopen(path[0] == '/' ? path : arena_format(arena, "%s/%s", folder, path).data,
                       "re");
    if (file == NULL)
        return (struct text){ 0 };
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *data = arena_take(arena, size > 0 ? (size_t)size + 1 : 1);
    size_t got = size > 0 ? fread(data, 1, (size_t)size, file) : 0;
    fclose(file);
    return (struct text){ data, got };
}

static struct text read_rules(struct demo *demo, const char *path)
{
    const struct demo_writer *writer = demo->emit_data;
    return demo_read(writer->world->settings.rules, path, demo->arena);
}

static bool open_store(struct world *world, struct demo_writer *writer)
{
    struct text fault = { 0 };
    int run = 0;
    struct text data = arena_format(&world->arena, "%s/.", world->settings.data);
    if (!world_make_folder_of(data.data, &world->arena)) {
        fprintf(stderr, "yibao demo: %s\n", data.data);
        return false;
    }
    writer->store = store_open_any(world->settings.store, true, &world->arena, &fault);
    if (writer->store == NULL
        || !migrate_apply(writer->store, world->settings.schema, &world->arena, &run, &fault)) {
        fprintf(stderr, "yibao demo: %.*s\n", TEXT_ARGS(fault));
        return false;
    }
    if (writer->store->port->take_lane(writer->store, 0, TEXT("demo"), &writer->fence)
        != STORE_DONE) {
        fprintf(stderr, "yibao demo: %s\n", writer->store->port->complaint(writer->store));
        return false;
    }
    return true;
}

static struct text demo_password(const struct settings *settings, struct arena *arena)
{
    char line[256] = DEMO_PASSWORD;
    FILE *file = settings->password == NULL ? NULL : fopen(settings->password, "re");
    if (file != NULL) {
        if (fgets(line, sizeof line, file) == NULL)
            line[0] = '\0';
        fclose(file);
    }
    return arena_text(arena, text_trim(text_of(line)));
}

static bool make_world(struct world *world, struct demo_writer *writer)
{
    struct arena scratch;
    arena_init(&scratch);
    struct text hash = { 0 };
    struct text password = demo_password(&world->settings, &world->arena);
    if (!(world->settings.password == NULL ? password_hash_public : password_hash)(
            password, &world->arena, &hash)) {
        say_fault("program.demo.password", (struct text){ 0 }, (struct text){ 0 });
        arena_release(&scratch);
        return false;
    }
    struct demo demo = {
        .arena = &world->arena, .scratch = &scratch, .seed = (uint64_t)world->settings.seed,
        .people = world->settings.people,
        .today = date_of_moment((struct moment){ clock_now_ms(&world->clock) }),
        .password_hash = hash,
        .read_rules = read_rules, .emit = writer_emit, .emit_data = writer,
    };
    for (size_t i = 0; i < all_rooms_count && !demo.failed; i++)
        if (all_rooms[i]->demo != NULL)
            all_rooms[i]->demo(&demo);
    bool good = !demo.failed && writer_flush(writer);
    arena_release(&scratch);
    return good;
}

static bool mark_demo(struct world *world)
{
    FILE *mark = fopen(arena_format(&world->arena, WORLD_DEMO_MARK, world->settings.data).data,
                       "we");
    return mark != NULL && fclose(mark) == 0;
}

/* Said before anything is made. */
static bool life_is_there(const char *life)
{
    if (strcmp(life, "none") == 0 || access(life, R_OK) == 0)
        return true;
    fprintf(stderr, "yibao demo: --life %s: %s\n", life, strerror(errno));
    return false;
}

static int demo_make(const struct settings *settings)
{
    static struct world world;
    if (!life_is_there(settings->life))
        return 1;
    if (!world_open_rules(&world, settings) || !world_open_keys(&world, true))
        return 1;
    struct demo_writer writer = { .world = &world, .loud = true };
    arena_init(&writer.rows);
    char digits[SAY_NUMBER_BYTES];
    say_line_with("program.demo.making", say_number(settings->people, digits), (struct text){ 0 });
    bool good = open_store(&world, &writer) && make_world(&world, &writer)
        && mark_demo(&world);
    if (writer.store != NULL)
        writer.store->port->close(writer.store);
    arena_release(&writer.rows);
    world_close(&world);
    good = good && demo_life(settings);
    putchar('\n');
    say_line(good ? "program.done" : "program.failed");
    return good ? 0 : 1;
}

int program_demo(int argc, char **argv)
{
    if (argc == 0 || program_wants_help(argc, argv)) {
        say_line("program.help.demo");
        return argc == 0 ? 2 : 0;
    }
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count, code = 2;
    if (settings_read(argc, argv, &arena, &settings, rest, 2, &rest_count)) {
        if (rest_count == 1 && strcmp(rest[0], "make") == 0)
            code = demo_make(&settings);
        else
            say_line("program.help.demo");
    }
    arena_release(&arena);
    return code;
}
