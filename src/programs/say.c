/* say.c: see say.h. */

#include "programs/say.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

/* Set while there is one thread. */
static enum language the_language = LANGUAGE_CHINESE;

static bool is_english(const char *name)
{
    return strncmp(name, "en", 2) == 0;
}

void say_begin(int argc, char *const *argv)
{
    static const char *const NAMES[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    static const char FLAG[] = "--language";
    const char *asked = NULL;
    for (size_t i = 0; i < COUNT_OF(NAMES) && (asked == NULL || asked[0] == '\0'); i++)
        asked = getenv(NAMES[i]);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], FLAG, sizeof FLAG - 1) != 0)
            continue;
        if (argv[i][sizeof FLAG - 1] == '=')
            asked = argv[i] + sizeof FLAG;
        else if (argv[i][sizeof FLAG - 1] == '\0' && i + 1 < argc)
            asked = argv[i + 1];
    }
    the_language = asked != NULL && is_english(asked) ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
}

void say_in(enum language language)
{
    the_language = language;
}

enum language say_language(void)
{
    return the_language;
}

void say_part(FILE *to, const char *key, struct text one, struct text two, struct text three)
{
    char bytes[8192];
    const struct text details[] = { one, two, three };
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, key, the_language, details, COUNT_OF(details));
    const struct text said = builder_text(&builder);
    fwrite(said.data, 1, said.length, to);
}

void say_line_with(const char *key, struct text one, struct text two)
{
    say_part(stdout, key, one, two, (struct text){ 0 });
    putchar('\n');
}

void say_line(const char *key)
{
    say_line_with(key, (struct text){ 0 }, (struct text){ 0 });
}

bool say_fault(const char *key, struct text one, struct text two)
{
    fputs("yibao: ", stderr);
    say_part(stderr, key, one, two, (struct text){ 0 });
    fputc('\n', stderr);
    return false;
}

bool say_complaint(const char *program, const char *key, const char *what)
{
    fprintf(stderr, "yibao %s: ", program);
    say_part(stderr, key, (struct text){ 0 }, (struct text){ 0 }, (struct text){ 0 });
    fprintf(stderr, what == NULL ? "\n" : ": %s\n", what);
    return false;
}

struct text say_number(int64_t number, char bytes[SAY_NUMBER_BYTES])
{
    struct builder builder = builder_over(bytes, SAY_NUMBER_BYTES);
    builder_format(&builder, "%lld", (long long)number);
    return builder_text(&builder);
}
