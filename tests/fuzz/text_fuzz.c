/* text_fuzz.c: what text.h promises of any bytes. */

#include "base/check.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct text text = { (const char *)data, size };

    struct text trimmed = text_trim(text);
    CHECK(trimmed.length <= size);
    CHECK(text_equal(text_trim(trimmed), trimmed));

    if (text_is_utf8(text)) {
        CHECK(text_characters(text) <= size);
        CHECK(4 * text_characters(text) >= size);
    }

    struct text rest;
    struct text first = text_until(text, ',', &rest);
    CHECK(first.length + rest.length <= size);
    CHECK(text_starts(text, first));
    CHECK(!text_present(rest) || text_ends(text, rest));

    int64_t value = 0;
    if (text_to_int64(text, &value))
        CHECK(size > 0);
    CHECK(text_compare(text, text) == 0);
    return 0;
}
