/* settle_cases_test.c: every worked example under cases/ against the rule files of the house.
 *
 * As a tool: settle_cases <rules folder> <cases folder>: prints what is wrong, answers 0 or 1; 2
 * when the rules do not load. */

#include "rooms/settle/settle_try.h"

#include "base/check.h"
#include "base/limits.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

/* Into `data`, which has room for the longest. */
static struct text file_read(const char *path, char *data)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return (struct text){ 0 };
    size_t length = fread(data, 1, LIMIT_RULE_FILE_BYTES, file);
    fclose(file);
    return (struct text){ data, length };
}

static int run_folder(const struct book *book, const char *folder, const char *kind,
                      int *ret_count)
{
    char pattern[4096];
    snprintf(pattern, sizeof(pattern), "%s/%s/*.yaml", folder, kind);
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0)
        return 0;
    int wrong = 0;
    struct arena arena;
    arena_init(&arena);
    char *lines = arena_take(&arena, LIMIT_FIELD_BYTES);
    char *text = arena_take(&arena, LIMIT_RULE_FILE_BYTES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct builder complaints = builder_over(lines, LIMIT_FIELD_BYTES);
        if (!settle_try_case(book, text_of(found.gl_pathv[i]),
                             file_read(found.gl_pathv[i], text), &complaints)) {
            printf("%.*s", TEXT_ARGS(builder_text(&complaints)));
            wrong++;
        }
    }
    *ret_count += (int)found.gl_pathc;
    globfree(&found);
    arena_release(&arena);
    return wrong;
}

static void print_faults(const struct rule_faults *faults)
{
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next) {
        char line[1024];
        struct builder builder = builder_over(line, sizeof(line));
        rule_fault_write(&builder, fault, LANGUAGE_ENGLISH);
        printf("%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
}

int main(int argc, char **argv)
{
    const char *rules = argc > 1 ? argv[1] : getenv("YIBAO_RULES");
    const char *cases = argc > 2 ? argv[2] : getenv("YIBAO_SETTLE_CASES");
    CHECK(rules != NULL && cases != NULL);
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    const struct book *book = settle_book_of(rules, &arena, &faults);
    print_faults(&faults);
    int count = 0, wrong = 2;
    if (book != NULL) {
        wrong = run_folder(book, cases, "good", &count);
        wrong += run_folder(book, cases, "bad", &count);
        printf("%d cases, %d wrong\n", count, wrong);
        wrong = wrong != 0 || count == 0 ? 1 : 0;
    }
    book_release(book);
    arena_release(&arena);
    return wrong;
}
