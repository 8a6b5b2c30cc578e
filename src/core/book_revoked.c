/* book_revoked.c: notices that another one takes back by its head, `revokes: [文号]`. Collected from
 * all publications before any is read, so that the order of loading does not matter. */

#include "core/book_inside.h"

#include "base/yaml.h"

#define NOTICE_FOLDER "rules/notices/"
#define REVOKES TEXT("revokes")

/* A key of the head stands at the margin. */
bool book_text_revokes(struct text text)
{
    for (struct text rest = text; rest.data != NULL && rest.length > 0;)
        if (text_starts(text_until(rest, '\n', &rest), REVOKES))
            return true;
    return false;
}

struct head {
    const struct publication *of;
    const struct yaml *root;
    struct text number;
    int32_t place;
    struct date known;
    bool stands;            /* the last text of its file still revokes */
};

static struct date day_of(const struct yaml *root, const char *key)
{
    struct date day = DATE_NONE;
    const struct yaml *node = yaml_member(root, text_of(key));
    return node != NULL && date_parse(yaml_text(node), &day) ? day : DATE_NONE;
}

struct date book_notice_known(const struct yaml *root, struct moment published)
{
    struct date known = day_of(root, "known");
    if (known.yyyymmdd != 0)
        return known;
    return published.ms != 0 ? date_of_moment(published) : day_of(root, "issued");
}

/* False: it is no notice, or cannot be read; who reads it for good says why. */
static bool head_read(const struct book *book, const struct publication *publication,
                      struct arena *arena, struct head *ret_head)
{
    const struct yaml *root = NULL;
    struct yaml_fault fault = { .line = 0 };
    int64_t place;
    const struct publication *last = book_publication(book, publication->file);
    if (!text_starts(publication->file, TEXT(NOTICE_FOLDER))
        || !text_present(text_trim(publication->text))
        || !yaml_parse(publication->text, arena, &root, &fault)
        || !text_to_int64(yaml_text(yaml_member(root, TEXT("place"))), &place)
        || place < 0 || place > INT32_MAX)
        return false;
    *ret_head = (struct head){
        .of = publication, .root = root, .place = (int32_t)place,
        .number = yaml_text(yaml_member(root, TEXT("notice"))),
        .known = book_notice_known(root, publication->known),
        .stands = book_text_revokes(last->text),
    };
    return true;
}

static void complain(struct loading *loading, const struct head *by, const char *why,
                     struct text number)
{
    rule_fault_add(loading->faults, by->of->file, yaml_line(yaml_member(by->root, REVOKES)),
                   REVOKES, why, number, TEXT(""));
}

static void revoked_add(struct loading *loading, const struct head *heads, size_t count,
                        const struct head *by, struct text number)
{
    const struct divisions *divisions = loading->book->divisions;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(heads[i].number, number) || text_equal(heads[i].of->file, by->of->file))
            continue;
        found = true;
        if (!division_is_within(divisions, heads[i].place, by->place)) {
            complain(loading, by, "rules.fault.revokes-elsewhere", number);
            return;
        }
    }
    if (!found) {
        complain(loading, by, "rules.fault.revokes-none", number);
        return;
    }
    struct book_revoked *one = ARENA_NEW(&loading->book->arena, struct book_revoked);
    *one = (struct book_revoked){ arena_text(&loading->book->arena, number), by->known,
                                  loading->book->revoked };
    loading->book->revoked = one;
}

void book_revoked_find(struct loading *loading)
{
    const struct book *book = loading->book;
    bool any = false;
    for (size_t i = 0; i < book->publication_count; i++)
        any |= text_starts(book->publications[i].file, TEXT(NOTICE_FOLDER))
            && book_text_revokes(book->publications[i].text);
    if (!any)
        return;
    struct arena arena;
    arena_init(&arena);
    struct head *heads = ARENA_ARRAY(&arena, struct head, book->publication_count);
    size_t count = 0;
    for (size_t i = 0; i < book->publication_count; i++)
        count += head_read(book, &book->publications[i], &arena, &heads[count]);
    for (size_t i = 0; i < count; i++) {
        const struct yaml *node = yaml_member(heads[i].root, REVOKES);
        const struct yaml_reading reading = { heads[i].of->file, &arena, loading->faults };
        struct text *numbers = NULL;
        size_t number_count = 0;
        if (node == NULL || !heads[i].stands
            || !yaml_texts(&reading, node, REVOKES, &numbers, &number_count))
            continue;
        for (size_t j = 0; j < number_count; j++)
            revoked_add(loading, heads, count, &heads[i], numbers[j]);
    }
    arena_release(&arena);
}

struct date book_notice_revoked(const struct book *book, struct text number, struct date known)
{
    struct date first = DATE_NONE;
    for (const struct book_revoked *one = book->revoked; one != NULL; one = one->next)
        if (text_equal(one->number, number) && date_compare(known, one->from) <= 0
            && (first.yyyymmdd == 0 || date_compare(one->from, first) < 0))
            first = one->from;
    return first;
}
