/* A notice by form: what the form is drawn from, and a text read back before it is kept. */

#include "rooms/notice/notice_compose.h"

#include "rooms/rooms_testing.h"

#include "base/check.h"
#include "core/measure.h"

static const char DRAFT[] = "notice: 测〔2020〕1号\nplace: 110000\nissued: 2020-02-10\n"
    "register: { disclosure: internal }\nmeasures:\n"
    "- { ids: [1], says: longer, extend: { deadlines: [claim.submit], to: 2020-06-30 } }\n";

static void begin(struct testing *testing)
{
    testing_begin(testing, moment_at(DATE(2020, 2, 10), 9, 0, 0));
    testing->request.book = testing_book();
    assert_non_null(testing->request.book);
}

/* The text that notice.draft would keep, read back; and each of its faults with line and key. */
static void a_text_is_read_back_before_it_is_kept(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    testing.actor.scope.everything = false;
    testing.actor.division = 110000;
    struct notice_preview_input input = { text_of(DRAFT) };
    testing_decide(&testing, &notice_preview_action, &input, NULL, NULL);
    const struct notice_preview *preview = testing.decision.outcome;
    assert_int_equal(preview->faults.count, 0);
    assert_int_equal(preview->measures.count, 1);
    const struct notice_preview_measure *measure = preview->measures.items;
    assert_true(text_is(measure->verb, "extend") && text_is(measure->ids, "1"));
    assert_true(text_is(measure->does_en,
                        "deadlines: handing in a manual claim; to: 2020-06-30"));

    input.text = TEXT("notice: 测〔2020〕1号\nplace: 371300\nissued: 2020-02-10\n"
        "measures:\n- ids: [1]\n  says: longer\n  extend:\n    deadlines: [claim.submitted]\n"
        "    to: soon\n- ids: [2]\n  suspend: {}\n");
    testing_decide(&testing, &notice_preview_action, &input, NULL, NULL);
    preview = testing.decision.outcome;
    const struct notice_preview_fault *faults = preview->faults.items;
    assert_int_equal(preview->faults.count, 1);     /* nobody is told of a place not his */
    assert_true(text_is(faults[0].key, "place"));

    testing.actor.division = 371300;
    testing_decide(&testing, &notice_preview_action, &input, NULL, NULL);
    preview = testing.decision.outcome;
    faults = preview->faults.items;
    assert_int_equal(preview->faults.count, 4);
    assert_true(faults[0].line == 8 && text_is(faults[0].key, "deadlines"));
    assert_true(faults[1].line == 9 && text_is(faults[1].key, "to"));
    assert_int_equal(preview->measures.count, 0);
    book_release(testing.request.book);
    testing_end(&testing);
}

/* Every word that a field may be of stands in a set that goes along. */
static void a_form_has_every_set_it_names(void **state)
{
    (void)state;
    struct testing testing;
    begin(&testing);
    testing_decide(&testing, &notice_forms_action, NULL, NULL, NULL);
    const struct shape *shape = notice_forms_action.outcome;
    const struct list *sets = field_in(shape_field(shape, TEXT("sets")), testing.decision.outcome);
    const struct list *verbs =
        field_in(shape_field(shape, TEXT("verbs")), testing.decision.outcome);
    assert_int_equal(verbs->count, VERB_COUNT);
    assert_true(sets->count > 100);
    book_release(testing.request.book);
    testing_end(&testing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_read_back_before_it_is_kept),
        cmocka_unit_test(a_form_has_every_set_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
