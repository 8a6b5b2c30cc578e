/* rooms_test.c: what holds for every room: each action has roles, shapes, words and a decide; names
 * and paths are unique; every table has its bucket first; demo worlds repeat. */

#include "rooms/rooms.h"

#include "rooms/access/access.h"
#include "rooms/booking/booking.h"
#include "rooms/consult/consult.h"
#include "rooms/intake/intake.h"
#include "rooms/resident/resident.h"
#include "rooms/resident/resident_outside.h"
#include "rooms/party/party.h"
#include "rooms/rooms_testing.h"
#include "rooms/stage/stage.h"

#include "base/check.h"
#include "core/label.h"
#include "core/rights.h"
#include "core/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_help_of_fields(const struct action *action)
{
    for (size_t i = 0; i < action->input->field_count; i++) {
        const struct field *field = &action->input->fields[i];
        if (field->help != NULL && !words_has(field->help))
            fail_msg("%s: no words for %s", action->name, field->help);
        /* What only the program itself fills in is read by nobody. */
        if (!field_has_label(field) && right_of(action)->roles != ROLE_BIT(ROLE_HOUSE))
            fail_msg("%s: what is %s called? (words/fields.yaml)", action->name, field->name);
    }
}

static const struct field *first_list(const struct shape *answer)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (answer->fields[i].kind == FIELD_LIST)
            return &answer->fields[i];
    return NULL;
}

/* What the next page is said to begin with is there, and of its kind. What is written in parts says
 * so, too: nobody would know that it is not done. */
static void check_pages(const struct action *action)
{
    const struct field *list = first_list(action->answer);
    bool reads = (action->flags & ACTION_READ) != 0;
    if (!reads && shape_field(action->input, TEXT("after")) != NULL
        && shape_field(action->answer, TEXT("after")) != NULL
        && action->next_page[0].input == NULL)
        fail_msg("%s: how does it go on?", action->name);
    for (size_t steps = 0; steps < PAGE_STEPS && action->next_page[steps].input != NULL; steps++) {
        const struct page_step *step = &action->next_page[steps];
        const struct field *to = shape_field(action->input, text_of(step->input));
        const struct field *from = shape_field(action->answer, text_of(step->from));
        assert_true(list != NULL || (!reads && from != NULL));
        if (from == NULL)
            from = shape_field(list->of, text_of(step->from));
        if (to == NULL || from == NULL || to->kind != from->kind)
            fail_msg("%s: %s cannot be taken from %s", action->name, step->input, step->from);
        assert_true(to->kind == FIELD_ID || to->kind == FIELD_COUNT || to->kind == FIELD_MOMENT
                    || to->kind == FIELD_DAY || to->kind == FIELD_TEXT);
    }
}

static void check_action(const struct action *action)
{
    if (action->right != NULL || right_of(action) == NULL || right_of(action)->roles == 0)
        fail_msg("%s: who may do it? (rules/rights.tsv)", action->name);
    assert_non_null(action->input);
    assert_non_null(action->outcome);
    if (action->facts == NULL || action->facts->size == 0)
        fail_msg("%s: facts without a size", action->name);
    assert_non_null(action->answer);
    assert_non_null(action->decide);
    assert_non_null(action->gather);
    if (action->tell == NULL && action->outcome != action->answer)
        fail_msg("%s: nobody tells the answer", action->name);
    if (action->help == NULL || !words_has(action->help))
        fail_msg("%s: no words for its help", action->name);
    if ((action->method == NULL) != (action->path == NULL))
        fail_msg("%s: a method without a path or the other way round", action->name);
    bool reads = (action->flags & ACTION_READ) != 0;
    bool writes = (action->flags & (ACTION_ONCE | ACTION_NO_KEY)) != 0;
    if (reads == writes)
        fail_msg("%s: it reads or it writes", action->name);
    check_help_of_fields(action);
    check_pages(action);
}

static void test_every_action_is_whole(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            check_action(action);
            size_t length = strlen(all_rooms[r]->name);
            assert_int_equal(strncmp(action->name, all_rooms[r]->name, length), 0);
            assert_int_equal(action->name[length], '.');
        }
}

/* Writing needs somebody: the public may sign in, register by a code, apply for something without
 * coming in, and go on with what was applied for by its receipt. */
static bool is_open_to_the_public(const struct action *action)
{
    static const struct action *const open[] = {
        &access_sign_in_action, &intake_apply_action, &intake_file_offsite_action,
        &intake_supply_action, &intake_hand_in_action, &intake_withdraw_action,
        &intake_object_action, &booking_hold_action, &booking_confirm_action,
        &booking_cancel_action, &consult_ask_action, &consult_rate_action,
        &consult_rate_case_action,
        &resident_begin_outside_action, &resident_sign_in_outside_action,
        &resident_link_outside_action, &resident_ask_registration_action,
        &resident_register_action,
    };
    for (size_t i = 0; i < COUNT_OF(open); i++)
        if (action == open[i])
            return true;
    return false;
}

static void test_the_public_writes_nothing(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            if ((action->flags & ACTION_READ) == 0 && !is_open_to_the_public(action)
                && rights_allow(action, ROLE_PUBLIC))
                fail_msg("%s: the public may write", action->name);
        }
}

static bool same_route(const struct action *a, const struct action *b)
{
    return a->path != NULL && b->path != NULL && strcmp(a->path, b->path) == 0
        && strcmp(a->method, b->method) == 0;
}

static void test_names_and_routes_are_unique(void **state)
{
    (void)state;
    const struct action *all[1000];
    size_t count = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++)
            all[count++] = all_rooms[r]->actions[a];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(all[i]->name, all[j]->name) == 0 || same_route(all[i], all[j]))
                fail_msg("%s and %s", all[i]->name, all[j]->name);
}

static void check_row(const struct shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        assert_true(shape->fields[i].kind != FIELD_OBJECT
                    && shape->fields[i].kind != FIELD_LIST);
        assert_true(shape->fields[i].offset < shape->size);
    }
}

static void test_every_table_begins_with_its_bucket(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t t = 0; t < all_rooms[r]->table_count; t++) {
            const struct table *table = all_rooms[r]->tables[t];
            assert_string_equal(table->row->fields[0].name, "bucket");
            assert_in_range(table->key_count, 1, table->row->field_count);
            if (table->version != NULL)
                assert_non_null(shape_field(table->row, text_of(table->version)));
            check_row(table->row);
        }
}

static void test_every_query_is_bounded_and_listed_once(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t q = 0; q < all_rooms[r]->query_count; q++) {
            const struct query *query = all_rooms[r]->queries[q];
            assert_in_range(query->row_max, 1, 20000);
            check_row(query->row);
            if (query->guard == GUARD_SCOPED && query->guard_office == NULL
                && query->guard_institution == NULL && query->guard_person == NULL)
                fail_msg("%s: scoped by nothing", query->name);
            for (size_t p = 0; p < q; p++)
                assert_ptr_not_equal(query, all_rooms[r]->queries[p]);
        }
}

/* Who meets a bound is told of what there is too much, in both languages. */
static void test_facts_of_many_rows_have_a_name(void **state)
{
    (void)state;
    int without = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t q = 0; q < all_rooms[r]->query_count; q++) {
            const struct query *query = all_rooms[r]->queries[q];
            const char *rest = strchr(query->name, '.');
            if (query->guard != GUARD_DECISION || query->page || query->row_max == 1)
                continue;
            if (rest == NULL)
                fail_msg("%s: a query is named room.what", query->name);
            char key[100];
            struct builder builder = builder_over(key, sizeof key);
            builder_format(&builder, "%.*s.rows%s%c", (int)(rest - query->name), query->name,
                           rest, 0);
            if (builder.overflow || !words_has(key)) {
                print_message("words/rows.yaml: %s\n", key);
                without++;
            }
        }
    assert_int_equal(without, 0);
}

/* Four digits can be guessed: whoever has not signed in may only try so often. */
/* A list that is asked on from its last row: one row more than it holds is what it is for. (One row
 * alone is a sum, or the first of all.) */
static bool goes_on(const struct query *query)
{
    for (size_t i = 0; query->key != NULL && i < query->key->field_count; i++)
        if (strncmp(query->key->fields[i].name, "after", 5) == 0
            || strncmp(query->key->fields[i].name, "before", 6) == 0)
            return true;
    return false;
}

static void test_a_list_that_goes_on_is_no_bound(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t q = 0; q < all_rooms[r]->query_count; q++) {
            const struct query *query = all_rooms[r]->queries[q];
            if (!goes_on(query) || query->row_max == 1 || query->guard != GUARD_DECISION
                || query->page)
                continue;
            print_message("%s: with more than %d rows it is a fault\n", query->name,
                          query->row_max);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

static void test_what_can_be_guessed_is_a_look_up(void **state)
{
    (void)state;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++) {
            const struct action *action = all_rooms[r]->actions[a];
            if (rights_allow(action, ROLE_PUBLIC)
                && shape_field(action->input, TEXT("last_four")) != NULL
                && (action->flags & ACTION_LOOK_UP) == 0)
                fail_msg("%s can be guessed and is no look-up", action->name);
        }
}

static bool is_action(const char *name)
{
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t a = 0; a < all_rooms[r]->action_count; a++)
            if (strcmp(all_rooms[r]->actions[a]->name, name) == 0)
                return true;
    for (size_t a = 0; a < stage_room.action_count; a++)
        if (strcmp(stage_room.actions[a]->name, name) == 0)
            return true;
    return false;
}

/* That each action has one: check_action. */
static void test_every_line_of_the_table_of_rights_is_an_action(void **state)
{
    (void)state;
    for (size_t i = 0; i < rights_count; i++)
        if (!is_action(rights_table[i].action))
            fail_msg("rules/rights.tsv: there is no %s", rights_table[i].action);
}

/* ---- demo ---- */

struct counting {
    uint64_t digest;
    int64_t rows, people;
    struct arena arena;
};

/* Sealed bytes differ from world to world, so private fields are left out of the digest. */
static bool count_row(struct demo *demo, const struct table *table, const void *row)
{
    struct counting *counting = demo->emit_data;
    counting->rows++;
    counting->people += table == &party_person_table;
    for (size_t i = 0; i < table->row->field_count; i++) {
        const struct field *field = &table->row->fields[i];
        if (field->kind == FIELD_BYTES || field_is_absent(field, row))
            continue;
        char buffer[1000];
        struct builder builder = builder_over(buffer, sizeof buffer);
        field_write(field, row, &builder);
        counting->digest = counting->digest * 31 + text_hash(builder_text(&builder));
    }
    return true;
}

static struct text read_rules(struct demo *demo, const char *path)
{
    const char *folder = getenv("YIBAO_RULES");
    struct text name =
        arena_format(demo->arena, "%s/%s", folder == NULL ? "rules" : folder, path);
    FILE *file = fopen(name.data, "r");
    if (file == NULL)
        return (struct text){ 0 };
    size_t capacity = (size_t)1024 * 1024;
    char *data = arena_take(demo->arena, capacity);
    size_t length = fread(data, 1, capacity, file);
    fclose(file);
    return (struct text){ data, length };
}

static struct counting make_world(uint64_t seed)
{
    struct counting counting = { 0 };
    struct arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    struct demo demo = {
        .arena = &arena, .scratch = &scratch, .seed = seed, .people = 300,
        .today = DATE(2020, 2, 10), .password_hash = TEXT("hash"), .read_rules = read_rules,
        .emit = count_row, .emit_data = &counting,
    };
    for (size_t r = 0; r < all_rooms_count; r++)
        if (all_rooms[r]->demo != NULL)
            all_rooms[r]->demo(&demo);
    assert_false(demo.failed);
    arena_release(&arena);
    arena_release(&scratch);
    return counting;
}

static void test_the_same_seed_makes_the_same_world(void **state)
{
    (void)state;
    struct counting one = make_world(1), again = make_world(1), other = make_world(2);
    assert_int_equal(one.people, 300);
    assert_true(one.rows > 2000);
    assert_int_equal(one.rows, again.rows);
    assert_true(one.digest == again.digest);
    assert_true(one.digest != other.digest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_action_is_whole),
        cmocka_unit_test(test_the_public_writes_nothing),
        cmocka_unit_test(test_names_and_routes_are_unique),
        cmocka_unit_test(test_every_table_begins_with_its_bucket),
        cmocka_unit_test(test_every_query_is_bounded_and_listed_once),
        cmocka_unit_test(test_facts_of_many_rows_have_a_name),
        cmocka_unit_test(test_a_list_that_goes_on_is_no_bound),
        cmocka_unit_test(test_what_can_be_guessed_is_a_look_up),
        cmocka_unit_test(test_every_line_of_the_table_of_rights_is_an_action),
        WITH_TESTING(test_the_same_seed_makes_the_same_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
