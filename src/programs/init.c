/* init.c: `yibao init`: a bureau's own store from nothing: keys, tables, rules, catalogue, the
 * offices of its place, and the first administrator. Everything but keys and tables is done by the
 * actions anybody would use, so that the journal says it was the machine's administrator. */

#include "base/check.h"
#include "base/random.h"
#include "core/book.h"
#include "core/divisions.h"
#include "programs/programs.h"
#include "programs/say.h"
#include "programs/world.h"
#include "rooms/access/access.h"
#include "rooms/catalogue/catalogue.h"
#include "rooms/staff/staff.h"
#include "stores/registry.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PASSWORD_LETTERS 20
#define ROWS_A_CALL 500
#define FILE_BYTES_MAX (64L * 1024 * 1024)

struct start {
    struct world *world;
    struct arena arena;
    int64_t calls;              /* made so far: their keys */
    int64_t bureau;             /* the first one: where the administrator sits */
    bool keys_made;
};

static bool complain(const char *what, struct text why)
{
    fprintf(stderr, "yibao init: %s: %.*s\n", what, TEXT_ARGS(why));
    return false;
}

static bool complain_of(const char *what, const char *key)
{
    return complain(what, words_of(key, say_language()));
}

/* ---- calls of the machine's administrator ---- */

static bool say_refusal(const struct start *start, const struct action *action,
                        const struct call *call)
{
    char sentence[600];
    struct builder builder = builder_over(sentence, sizeof sentence - 1);
    if (call->refusal.key != NULL)
        words_write(&builder, call->refusal.key, start->world->settings.language,
                    call->refusal.detail, COUNT_OF(call->refusal.detail));
    else
        builder_add(&builder, text_present(call->fault) ? call->fault : TEXT("busy"));
    return complain(action->name, builder_text(&builder));
}

/* Waits for the house; `answer` of the action's answer size may be NULL. */
static bool do_action(struct start *start, const struct action *action, const void *input,
                      void *ret_answer)
{
    struct house *house = &start->world->house;
    struct arena arena;
    arena_init(&arena);
    struct call asked = {
        .actor = { .role = ROLE_ADMINISTRATOR, .scope = { .everything = true } },
        .request = {
            .action = action, .actor = &asked.actor, .input = input, .arena = &arena,
            .door = TEXT("cli"),
            .key = arena_format(&arena, "init-%lld", (long long)++start->calls),
        },
    };
    struct call *call = &asked;
    house_submit_and_wait(house, call);
    bool good = call->status == CALL_DONE;
    if (!good)
        say_refusal(start, action, call);
    else if (ret_answer != NULL)
        memcpy(ret_answer, call->answer, action->answer->size);
    house->finish(house, call);
    arena_release(&arena);
    return good;
}

/* ---- offices ---- */

static bool register_office(struct start *start, const struct staff_register_input *input,
                            int64_t *ret_office)
{
    if (!do_action(start, &staff_register_office_action, input, ret_office))
        return false;
    if (start->bureau == 0 && text_is(input->kind, "bureau"))
        start->bureau = *ret_office;
    return true;
}

/* Offices have their names in Chinese, whatever language the program speaks. */
static struct text named(struct start *start, const char *key, struct text place)
{
    char bytes[300];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, key, LANGUAGE_CHINESE, &place, 1);
    return arena_text(&start->arena, builder_text(&builder));
}

static bool register_pair(struct start *start, struct text name, int64_t division,
                          int64_t above, int64_t *ret_bureau)
{
    int64_t agency;
    const struct staff_register_input bureau = {
        .parent = above, .kind = TEXT("bureau"), .division = division,
        .name = named(start, "program.init.bureau", name),
    };
    if (!register_office(start, &bureau, ret_bureau))
        return false;
    const struct staff_register_input below = {
        .parent = *ret_bureau, .kind = TEXT("agency"), .division = division,
        .name = named(start, "program.init.agency", name),
    };
    return register_office(start, &below, &agency);
}

/* The place and all below it, parents first: a level deeper each time round. */
static bool offices_of_place(struct start *start, int32_t place, int64_t *ret_count)
{
    const struct divisions *divisions = book_divisions(start->world->book);
    if (place == DIVISION_COUNTRY || !division_exists(divisions, place))
        return complain_of("--place", "program.init.no-division");
    size_t count = divisions_count(divisions);
    int64_t *bureaus = ARENA_ARRAY(&start->arena, int64_t, count);
    struct text top = division_name(divisions, place);
    *ret_count = 0;
    int depth = division_depth(divisions, place);
    for (int level = depth; level <= DIVISION_DEPTH_MAX; level++)
        for (size_t i = 0; i < count; i++) {
            const struct division *division = divisions_at(divisions, i);
            if (division_depth(divisions, division->code) != level
                || !division_is_within(divisions, division->code, place))
                continue;
            int64_t above = 0;
            for (size_t k = 0; division->code != place && k < count; k++)
                if (divisions_at(divisions, k)->code == division->parent)
                    above = bureaus[k];
            struct text name = division->code == place ? top
                : arena_format(&start->arena, "%.*s%.*s", TEXT_ARGS(top),
                               TEXT_ARGS(division->name));
            if (!register_pair(start, name, division->code, above, &bureaus[i]))
                return false;
            *ret_count += 2;
        }
    return true;
}

/* Absent when it cannot be read. */
static struct text read_file(struct start *start, const char *path)
{
    FILE *file = fopen(path, "re");
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size < 0 || size > FILE_BYTES_MAX) {
        if (file != NULL)
            fclose(file);
        return (struct text){ 0 };
    }
    rewind(file);
    char *data = arena_take(&start->arena, (size_t)size + 1);
    size_t got = fread(data, 1, (size_t)size, file);
    fclose(file);
    return (struct text){ data, got };
}

static bool offices_of_file(struct start *start, const char *path, int64_t *ret_count)
{
    struct list list = { 0 };
    int32_t wrong = 0;
    struct text text = read_file(start, path);
    if (text.data == NULL)
        return complain_of(path, "program.unreadable");
    if (!staff_read_lines(text, &start->arena, &list, &wrong))
        return complain_of(arena_format(&start->arena, "%s:%d", path, wrong).data,
                           "program.init.wrong-line");
    struct staff_line *lines = list.items;
    for (size_t i = 0; i < list.count; i++) {
        const struct staff_office *office = &lines[i].office;
        struct staff_register_input input = {
            .kind = office->kind, .division = office->division, .name = office->name,
            .address = office->address, .phone = office->phone,
            .phone_kind = office->phone_kind, .hours = office->hours,
        };
        for (size_t k = 0; k < i; k++)
            if (text_equal(lines[k].key, lines[i].parent))
                input.parent = lines[k].office.office;
        if (!register_office(start, &input, &lines[i].office.office))
            return false;
    }
    *ret_count = (int64_t)list.count;
    return true;
}

/* ---- catalogue ---- */

/* As many as one call takes: a row that follows another of its code waits for the next. */
static struct list rows_of_call(const struct list *rows, size_t from, const struct shape *shape)
{
    const struct field *code = shape_field(shape, TEXT("code"));
    CHECK(code != NULL);
    char *items = (char *)rows->items + from * shape->size;
    size_t count = 0;
    bool repeats = false;
    while (from + count < rows->count && count < ROWS_A_CALL && !repeats) {
        const struct text *mine = field_in(code, items + count * shape->size);
        for (size_t i = 0; i < count && !repeats; i++)
            repeats = text_equal(*mine, *(const struct text *)field_in(code,
                                                                       items + i * shape->size));
        count += repeats ? 0 : 1;
    }
    return (struct list){ items, count };
}

/* Each of the three loads takes one list of rows. */
static bool load_table(struct start *start, const char *folder, const char *name,
                       const struct table *table, const struct action *action,
                       int64_t *ret_count)
{
    const char *path = arena_format(&start->arena, "%s/%s", folder, name).data;
    struct list rows;
    int32_t line = 0;
    const char *why = NULL;
    struct text text = read_file(start, path);
    if (text.data == NULL)
        return complain_of(path, "program.unreadable");
    if (!catalogue_read(table->row, text, &start->arena, &rows, &line, &why))
        return complain(path, arena_format(&start->arena, "%d: %s", line, why));
    CHECK(action->input->field_count == 1 && action->input->size == sizeof(struct list));
    for (size_t at = 0; at < rows.count;) {
        struct list some = rows_of_call(&rows, at, table->row);
        if (!do_action(start, action, &some, NULL))
            return false;
        at += some.count;
    }
    *ret_count += (int64_t)rows.count;
    return true;
}

static bool load_catalogue(struct start *start)
{
    const char *folder = start->world->settings.catalogue;
    int64_t count = 0;
    if (folder == NULL) {
        say_line("program.init.no-catalogue");
        return true;
    }
    if (!load_table(start, folder, "items.tsv", &catalogue_item_table,
                    &catalogue_load_items_action, &count)
        || !load_table(start, folder, "diagnoses.tsv", &catalogue_diagnosis_table,
                       &catalogue_load_diagnoses_action, &count)
        || !load_table(start, folder, "diseases.tsv", &catalogue_disease_table,
                       &catalogue_load_diseases_action, &count))
        return false;
    char digits[SAY_NUMBER_BYTES];
    say_line_with("program.init.catalogue", say_number(count, digits), text_of(folder));
    return true;
}

/* ---- the administrator ---- */

/* Letters and digits that are not mistaken for one another. */
static struct text draw_password(struct arena *arena)
{
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *drawn = arena_take(arena, PASSWORD_LETTERS + 1);
    for (size_t i = 0; i < PASSWORD_LETTERS; i++)
        drawn[i] = LETTERS[random_number() % (sizeof LETTERS - 1)];
    return (struct text){ drawn, PASSWORD_LETTERS };
}

static bool make_administrator(struct start *start)
{
    const char *login = start->world->settings.administrator;
    const struct access_create_input input = {
        .login = text_of(login), .password = draw_password(&start->arena),
        .label = words_of("program.init.administrator-label", LANGUAGE_CHINESE),
        .role = text_of(role_name(ROLE_ADMINISTRATOR)),
        .office = start->bureau, .once = true,
    };
    if (!do_action(start, &access_create_account_action, &input, NULL))
        return false;
    say_line_with("program.init.administrator", text_of(login), input.password);
    return true;
}

/* ---- what is there already ---- */

struct account_row { int64_t account; };
static const struct field account_fields[] = { FIELD(struct account_row, account, FIELD_ID) };
static const struct shape account_shape =
    SHAPE("init_account", struct account_row, account_fields);
static const struct query any_account = {
    .name = "init.any-account", .from = "account a", .columns = "a.account",
    .order = "a.account", .row = &account_shape, .row_max = 1, .guard = GUARD_SCOPED,
    .guard_office = "account",
};

/* A store without our tables cannot answer, which is as good as empty: whatever else is wrong with
 * it is found when the tables are made. */
static bool store_is_free(struct start *start)
{
    const char *address = start->world->settings.store;
    struct text fault = { 0 }, path = text_of(address), scheme = TEXT("sqlite:");
    if (text_starts(path, scheme) && access(address + scheme.length, F_OK) != 0)
        return true;
    struct store *store = store_open_any(address, false, &start->arena, &fault);
    if (store == NULL)
        return complain(address, fault);
    struct want want = { .query = &any_account };
    bool used = store->port->read(store, &want, &start->arena) == STORE_DONE
        && want.rows.count > 0;
    store->port->close(store);
    return !used || complain_of(address, "program.init.in-use");
}

static bool keys_are_free(const struct settings *settings)
{
    const char *const paths[] = { settings->keys, settings->signing_key };
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (access(paths[i], F_OK) == 0)
            return complain_of(paths[i], "program.init.keys-there");
    return true;
}

static bool settings_are_given(const struct settings *settings)
{
    if (settings->place == 0)
        return complain_of("--place", "program.init.name-division");
    if (settings->administrator == NULL)
        return complain_of("--administrator", "program.init.name-account");
    return true;
}

/* ---- the whole ---- */

static bool make_bureau(struct start *start)
{
    const struct settings *settings = &start->world->settings;
    int64_t offices = 0;
    start->keys_made = true;
    if (!world_open_keys(start->world, true))
        return false;
    say_line_with("program.init.keys", text_of(settings->keys), text_of(settings->signing_key));
    if (!world_open_house(start->world))
        return false;
    say_line_with("program.init.store", text_of(settings->store), text_of(settings->rules));
    bool made = settings->offices != NULL
        ? offices_of_file(start, settings->offices, &offices)
        : offices_of_place(start, (int32_t)settings->place, &offices);
    if (!made)
        return false;
    if (start->bureau == 0)
        return complain_of(settings->offices, "program.init.no-bureau");
    char digits[SAY_NUMBER_BYTES];
    say_line_with("program.init.offices", say_number(offices, digits), (struct text){ 0 });
    return load_catalogue(start) && make_administrator(start);
}

static int init(const struct settings *settings)
{
    static struct world world;
    struct start start = { .world = &world };
    arena_init(&start.arena);
    bool good = settings_are_given(settings) && keys_are_free(settings)
        && world_open_rules(&world, settings) && store_is_free(&start) && make_bureau(&start);
    /* Keys of nothing would stand in the way of the next try. */
    if (!good && start.keys_made) {
        unlink(settings->keys);
        unlink(settings->signing_key);
    }
    world_close(&world);
    if (good)
        say_line("program.init.done");
    arena_release(&start.arena);
    return good ? 0 : 1;
}

int program_init(int argc, char **argv)
{
    if (argc == 0 || program_wants_help(argc, argv)) {
        say_line("program.help.init");
        return argc == 0 ? 2 : 0;
    }
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[1];
    int rest_count = 0, code = 2;
    if (settings_read(argc, argv, &arena, &settings, rest, 0, &rest_count))
        code = init(&settings);
    arena_release(&arena);
    return code;
}
