/* What a text changes of a matter, and whether somebody was told. */

#include "rooms/notice/notice_change.h"

#include "rooms/notice/notice_announce.h"
#include "rooms/rooms_testing.h"

#include "base/check.h"

#include <string.h>

#define FILE_OF_X TEXT(MATTER_FILES "x.yaml")
#define HEAD "matter: x\nzh: 事项\nen: x\nsource: s\n"

static struct arena arena;

static bool has(const struct notice_change *changes, size_t count, const char *aspect)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(text_of(changes[i].aspect), aspect) && text_is(changes[i].matter, "x"))
            return true;
    return false;
}

static void comes_to(const char *before, const char *after, const char *one, const char *other)
{
    const struct notice_change *changes;
    size_t count = matter_changes(FILE_OF_X, text_of(before), text_of(after), &arena, &changes);
    assert_int_equal(count, (one != NULL) + (other != NULL));
    assert_true(one == NULL || has(changes, count, one));
    assert_true(other == NULL || has(changes, count, other));
}

/* LAW: JX4-4e. Each key of a matter is of one of the five, also within a region. */
static void test_the_five_aspects_of_a_matter(void **state)
{
    (void)state;
    arena_init(&arena);
    static const char whole[] = HEAD "channels: [web, post]\n"
        "limit: { working-days: 5, source: a }\n"
        "steps:\n- { step: accept, roles: [clerk] }\nmaterials:\n- { name: id, key: yes }\n"
        "regions:\n- { place: 360000, limit: { working-days: 4, source: a } }\n";
    static const struct { const char *from, *to, *one, *other; } cases[] = {
        { "post", "fax", "way", NULL }, { "days: 5", "days: 6", "limit", NULL },
        { "clerk", "chief", "flow", NULL }, { "key: yes", "key: no", "item", NULL },
        { "事项", "另一事项", "item", NULL }, { "days: 4", "days: 2", "limit", NULL },
        { "place: 360000,", "place: 360000, channels: [web],", "way", NULL },
        { "place: 360000,", "place: 360100,", "limit", "place" },
        /* Who says so and in which language is no change. */
        { "source: a", "source: b", NULL, NULL },
        { "source: s\n", "source: s\n# c\n", NULL, NULL },
        { "source: a", "source: a, source-zh: 甲", NULL, NULL }, { "en: x", "en: y", NULL, NULL },
    };
    comes_to(whole, whole, NULL, NULL);
    comes_to("", whole, "item", NULL);
    comes_to(whole, "", "item", NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char bytes[600];
        struct builder builder = builder_over(bytes, sizeof bytes);
        const char *at = strstr(whole, cases[i].from);
        assert_non_null(at);
        builder_add(&builder, (struct text){ whole, (size_t)(at - whole) });
        builder_add(&builder, text_of(cases[i].to));
        builder_add(&builder, text_of(at + strlen(cases[i].from)));
        struct text after = arena_text(&arena, builder_text(&builder));
        comes_to(whole, after.data, cases[i].one, cases[i].other);
    }
    arena_release(&arena);
}

static void test_announced_by_matter_aspect_and_moment(void **state)
{
    (void)state;
    const struct notice_change change = { TEXT("x"), "limit", TEXT("limit") };
    const struct notice_change of_all = { { 0 }, "limit", TEXT("一") };
    struct notice_announcement row = {
        .matter = TEXT("y x"), .aspects = TEXT("way limit"), .state = TEXT("out"),
        .out_at = { 1000 },
    };
    const struct list rows = { &row, 1 };
    assert_true(notice_change_is_announced(&change, &rows, (struct moment){ 1000 }));
    assert_false(notice_change_is_announced(&change, &rows, (struct moment){ 1001 }));
    row.matter = TEXT("y");
    assert_false(notice_change_is_announced(&change, &rows, (struct moment){ 0 }));
    assert_true(notice_change_is_announced(&of_all, &rows, (struct moment){ 0 }));
    row.matter = TEXT("any");
    assert_true(notice_change_is_announced(&change, &rows, (struct moment){ 0 }));
    row.aspects = TEXT("way");
    assert_false(notice_change_is_announced(&change, &rows, (struct moment){ 0 }));
    assert_false(notice_change_is_announced(&of_all, &rows, (struct moment){ 0 }));
    row.aspects = TEXT("limit");
    row.state = TEXT("withdrawn");
    assert_false(notice_change_is_announced(&change, &rows, (struct moment){ 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_five_aspects_of_a_matter),
        cmocka_unit_test(test_announced_by_matter_aspect_and_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
