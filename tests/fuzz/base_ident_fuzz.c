/* base_ident_fuzz.c: what ident.h promises of any bytes. */

#include "base/check.h"
#include "base/ident.h"

static bool has_blank(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == ' ' || text.data[i] == '\t' || text.data[i] == '\n')
            return true;
    return false;
}

static void check_numbers(struct text text, struct arena *arena)
{
    struct text number = ident_number(text, arena);
    CHECK(text_is_utf8(number) && !has_blank(number));
    CHECK(text_equal(ident_number(number, arena), number));
    CHECK(ident_phone(text, arena).length <= number.length);

    struct ident_person person;
    enum ident_answer answer = ident_resident(number, &person);
    if (answer != IDENT_MALFORMED) {
        CHECK(person.division > 0 && person.born >= 18500101 && person.born <= 21991231);
        char check = ident_resident_check(text_slice(number, 0, 17));
        CHECK((check == number.data[17]) == (answer == IDENT_OK));
    }
    answer = ident_unified(number);
    if (answer != IDENT_MALFORMED)
        CHECK((ident_unified_check(text_slice(number, 0, 17)) == number.data[17])
              == (answer == IDENT_OK));
    enum ident_institution kind;
    int32_t division = -1;
    if (ident_institution(number, &kind, &division) || ident_physician(number, &division))
        CHECK(division >= 0 && division <= 999999);
    if (ident_mobile(number))
        CHECK(text_equal(ident_phone(number, arena), number));
}

static void check_texts(struct text text, struct arena *arena)
{
    struct text key = ident_name_key(text, arena);
    CHECK(text_is_utf8(key) && !has_blank(key));
    struct text kept = { 0 }, again = { 0 };
    if (ident_text(text, 40, false, arena, &kept) == IDENT_TEXT_OK) {
        CHECK(text_is_utf8(kept) && text_characters(kept) <= 40);
        CHECK(ident_text(kept, 40, false, arena, &again) == IDENT_TEXT_OK);
        CHECK(text_equal(kept, again));
        CHECK(text_equal(ident_name_key(kept, arena), key));
        struct text masked = ident_masked(kept, 3, 4, arena);
        CHECK(text_characters(masked) == text_characters(kept));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = { (const char *)data, size };
    struct arena arena;
    arena_init(&arena);
    check_numbers(text, &arena);
    check_texts(text, &arena);
    arena_release(&arena);
    return 0;
}
