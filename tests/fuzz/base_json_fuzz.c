/* base_json_fuzz.c: what json.h promises of any bytes. */

#include "base/check.h"
#include "base/json.h"

#include <json-c/json_object.h>
#include <json-c/json_tokener.h>

/* Another reader's judgement: what we take as JSON is JSON to json-c as well. (Not the other way
 * round: it lets pass what we refuse, and it ends at the first NUL.) */
static bool json_c_takes(struct text text)
{
    struct json_tokener *tokener = json_tokener_new_ex(LIMIT_DEPTH + 2);
    CHECK(tokener != NULL);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *tree = json_tokener_parse_ex(tokener, text.data, (int)text.length);
    /* A number at the top ends with the text, which has no NUL of its own. */
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        tree = json_tokener_parse_ex(tokener, "", 1);
    bool takes = json_tokener_get_error(tokener) == json_tokener_success;
    json_object_put(tree);
    json_tokener_free(tokener);
    return takes;
}

static struct text written(const struct json *json, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_write_tree(&writer, json);
    return json_writer_text(&writer);
}

/* The members of the root, as doors ask for them. */
static void ask(const struct json *json, size_t size)
{
    for (size_t i = 0; i < json_count(json); i++) {
        const struct json *item = json_at(json, i);
        CHECK(json_offset(item) < size);
        if (json_kind(json) == JSON_OBJECT) {
            CHECK(json_member(json, json_name(item)) == item);
            CHECK(json_member_loose(json, json_name(item)) == item);
        }
        if (json_kind(item) == JSON_NUMBER)
            CHECK(json_is_number(json_number_text(item)));
        CHECK(text_is_utf8(json_plain_text(item)));
    }
    CHECK(json_at(json, json_count(json)) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = { (const char *)data, size };
    struct arena arena;
    arena_init(&arena);
    const struct json *json = NULL, *again = NULL;
    struct json_fault fault = { 0 };
    if (!json_parse(text, LIMIT_MESSAGE_BYTES, &arena, &json, &fault)) {
        CHECK(json == NULL && fault.reason != NULL);
        CHECK(fault.offset <= size && fault.line >= 1 && fault.column >= 1);
    } else {
        ask(json, size);
        CHECK(json_c_takes(text));
        /* What was read is written so that it reads the same. */
        struct text first = written(json, &arena);
        CHECK(json_parse(first, 8 * LIMIT_MESSAGE_BYTES, &arena, &again, &fault));
        CHECK(text_equal(written(again, &arena), first));
    }
    /* Any bytes can be written as a text. */
    struct json_writer writer;
    json_writer_init(&writer, &arena);
    json_write_text(&writer, text);
    CHECK(text_is_utf8(json_writer_text(&writer)));
    arena_release(&arena);
    return 0;
}
