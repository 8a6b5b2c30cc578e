/* words_check.c: every name of the national interface that a room uses is explained in
 * docs/words.md or docs/nhsa.md: one that stands in neither is a slip, or a word of nobody. */

#include "base/arena.h"
#include "core/room.h"
#include "rooms/rooms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_BYTES ((size_t)4 * 1024 * 1024)
/* A struct inside a list inside a struct: ours have three levels. */
#define DEPTH_MAX 6

struct pages {
    struct arena arena;
    struct text words, interface;
    int64_t names, unknown;
};

static struct text page_read(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char *data = arena_take(arena, PAGE_BYTES);
    size_t length = fread(data, 1, PAGE_BYTES, file);
    assert_true(feof(file));
    fclose(file);
    return (struct text){ data, length };
}

static bool is_of_a_word(char letter)
{
    return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z');
}

static bool page_has(struct text page, struct text name)
{
    const char *at = page.data, *end = page.data + page.length;
    while ((at = memmem(at, (size_t)(end - at), name.data, name.length)) != NULL) {
        bool begins = at == page.data || !is_of_a_word(at[-1]);
        const char *after = at + name.length;
        if (begins && (after == end || !is_of_a_word(*after)))
            return true;
        at++;
    }
    return false;
}

static bool is_explained(const struct pages *pages, struct text name)
{
    return page_has(pages->words, name) || page_has(pages->interface, name);
}

/* Depth first without recursion: a stack of (shape, next field). */
static void shape_check(struct pages *pages, const struct shape *shape, const char *action)
{
    struct { const struct shape *shape; size_t next; } stack[DEPTH_MAX];
    int depth = 0;
    if (shape != NULL)
        stack[depth++].shape = shape, stack[0].next = 0;
    while (depth > 0) {
        const struct shape *here = stack[depth - 1].shape;
        if (stack[depth - 1].next == here->field_count) {
            depth--;
            continue;
        }
        const struct field *field = &here->fields[stack[depth - 1].next++];
        if (field->national != NULL) {
            pages->names++;
            if (!is_explained(pages, text_of(field->national))) {
                pages->unknown++;
                print_error("%s: %s.%s is called %s, which docs/words.md and docs/nhsa.md do not"
                            " explain\n", action, here->name, field->name, field->national);
            }
        }
        if (field->of != NULL) {
            assert_true(depth < DEPTH_MAX);
            stack[depth].shape = field->of;
            stack[depth++].next = 0;
        }
    }
}

static void room_check(struct pages *pages, const struct room *room)
{
    for (size_t i = 0; i < room->action_count; i++) {
        shape_check(pages, room->actions[i]->input, room->actions[i]->name);
        shape_check(pages, room->actions[i]->answer, room->actions[i]->name);
    }
    for (size_t i = 0; i < room->transaction_count; i++) {
        shape_check(pages, room->transactions[i].wire_in, room->transactions[i].infno);
        shape_check(pages, room->transactions[i].wire_out, room->transactions[i].infno);
    }
}

static int set_up(void **state)
{
    static struct pages pages;
    pages = (struct pages){ .names = 0 };
    arena_init(&pages.arena);
    pages.words = page_read(DOCS_FOLDER "/words.md", &pages.arena);
    pages.interface = page_read(DOCS_FOLDER "/nhsa.md", &pages.arena);
    *state = &pages;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(&((struct pages *)*state)->arena);
    return 0;
}

static void test_every_national_name_is_explained(void **state)
{
    struct pages *pages = *state;
    for (size_t i = 0; i < all_rooms_count; i++)
        room_check(pages, all_rooms[i]);
    assert_true(pages->names > 100);    /* a walk that finds nothing would pass for ever */
    assert_int_equal(pages->unknown, 0);
}

static void test_a_slip_is_noticed(void **state)
{
    const struct pages *pages = *state;
    assert_true(is_explained(pages, TEXT("psn_no")));
    assert_false(is_explained(pages, TEXT("psn_n")));
    assert_false(is_explained(pages, TEXT("sn_no")));
    assert_false(is_explained(pages, TEXT("psn_number")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_national_name_is_explained, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_slip_is_noticed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
