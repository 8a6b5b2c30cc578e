/* rooms_testing.c: see rooms_testing.h. */

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/seal.h"
#include "base/yaml.h"
#include "core/book.h"
#include "core/yaml_shape.h"
#include "rooms/party/party.h"
#include "rooms/rooms.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void use_keys(void)
{
    static struct seal_keys *keys;
    if (keys != NULL)
        return;
    char folder[] = "/tmp/yibao-rooms-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    struct arena arena;
    arena_init(&arena);
    struct text path = arena_format(&arena, "%s/keys", folder);
    struct text fault;
    CHECK(seal_keys_create(path.data, &arena, &fault));
    keys = seal_keys_load(path.data, &arena, &fault);
    CHECK(keys != NULL);
    unlink(path.data);
    rmdir(folder);
    arena_release(&arena);
    party_use_keys(keys);
}

#define KINDS_MAX 200
static size_t all_kinds(const struct rule_kind *kinds[KINDS_MAX])
{
    size_t count = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t k = 0; k < all_rooms[r]->rule_kind_count; k++) {
            CHECK(count < KINDS_MAX);
            kinds[count++] = all_rooms[r]->rule_kinds[k];
        }
    return count;
}

const struct book *testing_book_with(const struct book *base, struct text file,
                                     struct text text)
{
    static const struct rule_kind *kinds[KINDS_MAX];
    size_t kind_count = all_kinds(kinds), count;
    const struct publication *publications = book_publications(base, &count);
    struct publication *all = calloc(count + 1, sizeof *all);
    CHECK(all != NULL);
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    for (size_t i = 0; i < count; i++)
        all[i] = publications[i];
    all[count] = (struct publication){
        .sequence = publications[count - 1].sequence + 1, .file = file, .text = text,
    };
    publication_digest(&all[count]);
    const struct book *book = book_build(all, count + 1, kinds, kind_count, &faults);
    for (const struct rule_fault *at = faults.first; at != NULL; at = at->next)
        print_message("%.*s:%d: %s\n", TEXT_ARGS(at->file), at->line, at->why);
    arena_release(&arena);
    free(all);
    return book;
}

const struct book *testing_book(void)
{
    static const struct rule_kind *kinds[KINDS_MAX];
    size_t count = all_kinds(kinds);
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    const char *folder = getenv("YIBAO_RULES");
    const struct book *book =
        book_of_folder(folder == NULL ? "rules" : folder, kinds, count, &faults);
    for (const struct rule_fault *at = faults.first; at != NULL; at = at->next)
        print_message("%.*s:%d: %s\n", TEXT_ARGS(at->file), at->line, at->why);
    arena_release(&arena);
    return book;
}

static struct text file_read(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    char *data = arena_take(arena, LIMIT_RULE_FILE_BYTES);
    size_t length = fread(data, 1, LIMIT_RULE_FILE_BYTES, file);
    fclose(file);
    return (struct text){ data, length };
}

int testing_examples(const char *variable, const struct shape *shape, size_t least,
                     int (*try_one)(const struct book *book, const void *worked,
                                    const struct yaml *node, struct arena *arena))
{
    struct arena arena, each;
    arena_init(&arena);
    arena_init(&each);
    const struct book *book = testing_book();
    const char *path = getenv(variable);
    assert_non_null(book);
    assert_non_null(path);
    const struct yaml *root;
    struct yaml_fault fault;
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    assert_true(yaml_parse(file_read(path, &arena), &arena, &root, &fault));
    assert_true(yaml_count(root) > least);
    const struct yaml_reading reading = { text_of(path), &arena, &faults };
    int wrong = 0;
    for (size_t i = 0; i < yaml_count(root); i++) {
        void *worked = arena_take(&each, shape->size);
        if (!yaml_shape_fill(&reading, yaml_at(root, i), shape, worked))
            wrong++;
        else
            wrong += try_one(book, worked, yaml_at(root, i), &each);
        arena_clear(&each);
    }
    rule_faults_print(&faults, stderr);
    arena_release(&each);
    arena_release(&arena);
    book_release(book);
    return wrong;
}

struct publication testing_vocabulary(struct arena *arena, int64_t sequence)
{
    struct publication *publications = NULL;
    size_t count = 0;
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    const char *folder = getenv("YIBAO_RULES");
    CHECK(publications_read(arena_format(arena, "%s/measures",
                                         folder == NULL ? "rules" : folder).data,
                            (struct moment){ 0 }, sequence, arena, &faults, &publications,
                            &count));
    CHECK(count > 0);
    publications[0].file = TEXT("rules/measures/vocabulary.yaml");
    return publications[0];
}

void testing_begin(struct testing *testing, struct moment at)
{
    use_keys();
    *testing = (struct testing){ .actor = { .role = ROLE_HOUSE } };
    testing->actor.scope.everything = true;
    arena_init(&testing->arena);
    minter_init(&testing->minter, 1, at);
    testing->request = (struct request){
        .actor = &testing->actor, .at = at, .minter = &testing->minter, .arena = &testing->arena,
        .door = TEXT("test"),
    };
}

void testing_end(struct testing *testing)
{
    arena_release(&testing->arena);
}

int testing_setup(void **state)
{
    static struct testing testing;
    testing_begin(&testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    *state = &testing;
    return 0;
}

int testing_teardown(void **state)
{
    testing_end(*state);
    return 0;
}

void testing_decide_sized(struct testing *testing, const struct action *action, const void *input,
                          size_t input_size, const void *facts, size_t facts_size,
                          const void *prepared)
{
    if (input != NULL && action->input != NULL && input_size < action->input->size)
        fail_msg("%s reads past the end of what it is asked", action->name);
    if (facts != NULL && action->facts != NULL && facts_size < action->facts->size)
        fail_msg("%s reads past the end of its facts", action->name);
    testing->request.action = action;
    testing->request.input = input;
    testing->request.prepared = prepared;
    testing->decision = (struct decision){ .request = &testing->request };
    testing->decision.outcome = arena_take(&testing->arena, action->outcome->size);
    trail_init(&testing->decision.trail, &testing->arena);
    action->decide(&testing->request, facts, &testing->decision);
}

bool testing_is_refused(const struct testing *testing, const char *key)
{
    const char *refused = testing->decision.refusal.key;
    if (refused == NULL || key == NULL)
        return refused == key;
    if (text_is(text_of(refused), key))
        return true;
    print_message("refused with %s\n", refused);
    return false;
}

const void *testing_change(const struct testing *testing, const struct table *table, int n,
                           enum change_kind *ret_kind)
{
    for (const struct change *at = testing->decision.changes; at != NULL; at = at->next)
        if (at->table == table && n-- == 0) {
            if (ret_kind != NULL)
                *ret_kind = at->kind;
            return at->row;
        }
    return NULL;
}

int testing_changes(const struct testing *testing, const struct table *table)
{
    int count = 0;
    while (testing_change(testing, table, count, NULL) != NULL)
        count++;
    return count;
}
