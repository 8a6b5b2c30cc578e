#include "core/label.h"

#include <stdio.h>

#define KEY_BYTES 80

static bool shared_key(const struct field *field, char key[KEY_BYTES])
{
    int length = snprintf(key, KEY_BYTES, "field.%s", field->name);
    return length > 0 && length < KEY_BYTES && words_has(key);
}

bool field_has_label(const struct field *field)
{
    char key[KEY_BYTES];
    return field->help != NULL || shared_key(field, key);
}

struct text field_label(const struct field *field, enum language language)
{
    char key[KEY_BYTES];
    if (field->help != NULL)
        return words_of(field->help, language);
    return shared_key(field, key) ? words_of(key, language) : text_of(field->name);
}
