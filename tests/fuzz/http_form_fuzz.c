/* http_form_fuzz.c: what doors/http/form.h promises of any bytes: the first line is the type, the
 * rest the body. Whatever a form holds becomes JSON that can be read, and what a form is drawn from
 * again gives the same. */

#include "base/check.h"
#include "base/json.h"
#include "doors/http/form.h"

struct row { struct text item; struct price price; struct text paper, paper_name; };
static const struct field ROW_FIELDS[] = {
    FIELD(struct row, item, FIELD_TEXT, .flags = FIELD_REQUIRED, .length_max = 20),
    FIELD(struct row, price, FIELD_PRICE, .flags = 0),
    FIELD(struct row, paper, FIELD_BYTES, .length_max = 1000),
    FIELD(struct row, paper_name, FIELD_TEXT, .length_max = 10),
};
static const struct shape ROW = SHAPE("fuzz_row", struct row, ROW_FIELDS);
struct input { struct text a; struct date b; bool c; struct row d; struct list e; };
static const struct field FIELDS[] = {
    FIELD(struct input, a, FIELD_TEXT, .length_max = 50),
    FIELD(struct input, b, FIELD_DAY, .flags = 0),
    FIELD(struct input, c, FIELD_FLAG, .flags = 0),
    FIELD(struct input, d, FIELD_OBJECT, .of = &ROW),
    FIELD(struct input, e, FIELD_LIST, .of = &ROW, .length_max = 20),
};
static const struct shape SHAPE_ = SHAPE("fuzz_input", struct input, FIELDS);

static void check_read(const struct form *form, struct arena *arena)
{
    struct shape_faults faults, again;
    shape_faults_init(&faults, arena, true);
    struct form used, used_again;
    form_init(&used, arena);
    struct text json = form_to_json(form, &SHAPE_, true, &faults, NULL);
    const struct json *tree;
    struct json_fault fault;
    bool parsed = json_parse(json, 4 * LIMIT_UPLOAD_BYTES, arena, &tree, &fault);
    CHECK(parsed);

    struct input input = { .c = false };
    shape_faults_init(&faults, arena, true);
    bool read = form_read(form, &SHAPE_, false, &input, &faults, &used);
    CHECK(read == (faults.blocking == 0));
    CHECK(used.count <= form->count);
    shape_faults_init(&again, arena, true);
    form_init(&used_again, arena);
    CHECK(form_read(&used, &SHAPE_, true, &input, &again, &used_again) == read);
    CHECK(used_again.count == used.count && again.count == faults.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text body, type = text_until((struct text){ (const char *)data, size }, '\n', &body);
    struct arena arena;
    struct form form;
    const char *reason = NULL;
    arena_init(&arena);
    if (!form_parse(type, body.data == NULL ? TEXT("") : body, &arena, &form, &reason)) {
        CHECK(reason != NULL);
    } else {
        CHECK(form.count <= FORM_FIELDS_MAX);
        for (const struct form_field *one = form.first; one != NULL; one = one->next)
            CHECK(form_field(&form, one->name) != NULL);
        check_read(&form, &arena);
    }
    arena_release(&arena);
    return 0;
}
