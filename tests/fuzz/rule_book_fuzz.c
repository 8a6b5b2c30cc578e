/* rule_book_fuzz.c: any text as a whole rule file: values, a notice, a matter, a calendar,
 * divisions or the vocabulary, published beside what files rest on. The first line names the file:
 *
 *     rules/values/371300/fuzz.yaml
 *     place: 371300
 *     …
 *
 * Either it makes a book that answers for each of its own rows, or there is a fault that says where
 * and why. */

#include "base/check.h"
#include "core/book.h"
#include "core/words.h"
#include "rooms/matter/matter.h"
#include "rooms/rooms.h"

#include <stdio.h>

#define KINDS_MAX 128
#define FAULT_BYTES 4000

/* What files name and rest on; a book of all the others would only take time. */
static bool is_of_base(struct text file)
{
    static const char *const FOLDERS[] = {
        "rules/divisions/", "rules/calendar/", "rules/measures/", "rules/codes/",
    };
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++)
        if (text_starts(file, text_of(FOLDERS[i])))
            return true;
    return false;
}

static const struct book *base_book(void)
{
    static const struct book *book;
    static struct arena arena;
    if (book != NULL)
        return book;
    static const struct rule_kind *kinds[KINDS_MAX];
    size_t count = 0;
    for (size_t r = 0; r < all_rooms_count; r++)
        for (size_t k = 0; k < all_rooms[r]->rule_kind_count && count < KINDS_MAX; k++)
            kinds[count++] = all_rooms[r]->rule_kinds[k];
    struct rule_faults faults;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    struct publication *all;
    size_t all_count = 0, kept = 0;
    CHECK(publications_read(FUZZ_RULES, (struct moment){ 0 }, 1, &arena, &faults, &all,
                            &all_count));
    for (size_t i = 0; i < all_count; i++)
        if (is_of_base(all[i].file))
            all[kept++] = all[i];
    book = book_build(all, kept, kinds, count, &faults);
    if (book == NULL)
        rule_faults_print(&faults, stderr);
    CHECK(book != NULL);
    return book;
}

static void check_faults(const struct rule_faults *faults)
{
    CHECK(faults->first != NULL);
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next)
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            static char data[FAULT_BYTES];
            struct builder builder = builder_over(data, sizeof data);
            rule_fault_write(&builder, fault, (enum language)language);
            CHECK(builder.length > 0);
            CHECK(fault->line >= 0);
        }
}

/* Asked with a row's own words on its first day, the book answers: that row or a nearer one. */
static void check_rows(const struct book *book, struct text file)
{
    size_t count = 0;
    const struct rule *const *rules = book_rules(book, &count);
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(rules[i]->file, file) || rules[i]->state != RULE_HOLDS)
            continue;
        const struct rule *found = NULL;
        const struct question question = {
            .about = rules[i]->kind->about, .place = rules[i]->place,
            .insurance = rules[i]->insurance, .person = rules[i]->person,
            .day = rules[i]->from,
        };
        if (rules_on(book, &question, &found) == RULE_FOUND)
            CHECK(found != NULL && found->kind == rules[i]->kind && found->payload != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text, whole = { (const char *)data, size };
    struct text name = text_until(whole, '\n', &text);
    if (text.data == NULL || !text_starts(name, TEXT("rules/")) || name.length > 100)
        return 0;
    const struct book *base = base_book();
    size_t count = 0;
    book_publications(base, &count);
    struct publication publication = {
        .sequence = book_sequence(base) + 1, .file = name, .text = text,
    };
    publication_digest(&publication);
    struct arena arena;
    struct rule_faults faults;
    arena_init(&arena);
    rule_faults_init(&faults, &arena);
    const struct book *book = book_add(base, &publication, 1, &faults);
    if (book == NULL) {
        check_faults(&faults);
    } else {
        if (!matters_check(book, &faults))
            check_faults(&faults);
        check_rows(book, name);
        book_release(book);
    }
    arena_release(&arena);
    return 0;
}
