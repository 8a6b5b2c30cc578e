/* book_load.c: making a book of publications; see book.h. Everything wrong is collected before
 * anybody gives up, so that an author sees all his mistakes at once. */

#include "core/book_inside.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"

#include <stdlib.h>
#include <string.h>

/* ---- order, gaps and overlaps ---- */

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rule_compare(const void *left, const void *right)
{
    const struct rule *a = *(const struct rule *const *)left;
    const struct rule *b = *(const struct rule *const *)right;
    int order = strcmp(a->kind->about, b->kind->about);
    if (order == 0)
        order = order_of(a->place, b->place);
    if (order == 0)
        order = text_compare(a->insurance, b->insurance);
    if (order == 0)
        order = text_compare(a->person, b->person);
    if (order == 0)
        order = date_compare(a->from, b->from);
    if (order == 0)
        order = date_compare(a->known_from, b->known_from);
    if (order == 0)     /* only to name the same one of two wrong rows on every machine */
        order = text_compare(a->file, b->file);
    return order != 0 ? order : order_of(a->line, b->line);
}

static bool days_cross(struct date from_a, struct date until_a, struct date from_b,
                       struct date until_b)
{
    return date_compare(from_a, until_b) <= 0 && date_compare(from_b, until_a) <= 0;
}

static struct text where_of(const struct rule *rule, struct arena *arena)
{
    return arena_format(arena, "%.*s:%d", TEXT_ARGS(rule->file), rule->line);
}

static void overlaps_find(const struct series *series, struct rule_faults *faults)
{
    for (size_t i = 0; i < series->count; i++)
        for (size_t j = i + 1; j < series->count; j++) {
            const struct rule *a = series->rows[i], *b = series->rows[j];
            if (days_cross(a->from, a->until, b->from, b->until)
                && days_cross(a->known_from, a->known_until, b->known_from, b->known_until))
                rule_fault_add(faults, b->file, b->line, TEXT("from"), "rules.fault.overlap",
                               text_of(b->kind->about), where_of(a, faults->arena));
        }
}

/* Is a day between two rows not written, as known on the day `row` became known? */
static void gap_find(const struct series *series, size_t at, struct rule_faults *faults)
{
    const struct rule *row = series->rows[at];
    if (date_compare(row->from, DATE_EARLIEST) == 0)
        return;
    struct date last = date_plus_days(row->from, -1);
    bool earlier_row = false;
    for (size_t i = 0; i < series->count; i++) {
        const struct rule *other = series->rows[i];
        if (!date_within(row->known_from, other->known_from, other->known_until))
            continue;
        if (date_within(last, other->from, other->until))
            return;
        earlier_row |= date_compare(other->until, last) < 0;
    }
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    date_write(&builder, last);
    if (earlier_row)
        rule_fault_add(faults, row->file, row->line, TEXT("from"), "rules.fault.gap",
                       builder_text(&builder), TEXT(""));
}

bool file_is_touched(const struct loading *loading, struct text file)
{
    for (size_t i = 0; i < loading->touched_count; i++)
        if (text_equal(loading->touched[i], file))
            return true;
    return loading->touched == NULL;
}

/* What was read, and the rows of the base whose files were not. */
static void rules_gather(struct loading *loading)
{
    struct book *book = loading->book;
    const struct book *base = book->base;
    size_t shared = base == NULL ? 0 : base->rule_count;
    book->rules = ARENA_ARRAY(&book->arena, const struct rule *, loading->row_count + shared + 1);
    for (size_t i = 0; i < shared; i++)
        if (!file_is_touched(loading, base->rules[i]->file))
            book->rules[book->rule_count++] = base->rules[i];
    for (const struct loaded *row = loading->rows; row != NULL; row = row->next)
        book->rules[book->rule_count++] = &row->rule;
}

static void rules_seal(struct loading *loading)
{
    struct book *book = loading->book;
    rules_gather(loading);
    qsort(book->rules, book->rule_count, sizeof *book->rules, rule_compare);
    book_index(book);
    for (size_t i = 0; i < book->series_count; i++) {
        overlaps_find(&book->series[i], loading->faults);
        for (size_t j = 1; j < book->series[i].count; j++)
            gap_find(&book->series[i], j, loading->faults);
    }
}

/* ---- files ---- */

enum file_kind { FILE_OTHER, FILE_DIVISIONS, FILE_CALENDAR, FILE_VALUES, FILE_NOTICE };

static enum file_kind file_kind(struct text file)
{
    if (text_is(file, "rules/divisions/divisions.tsv"))
        return FILE_DIVISIONS;
    if (!text_ends(file, TEXT(".yaml")))
        return FILE_OTHER;
    if (text_starts(file, TEXT("rules/calendar/")))
        return FILE_CALENDAR;
    if (text_starts(file, TEXT("rules/values/")))
        return FILE_VALUES;
    return text_starts(file, TEXT("rules/notices/")) ? FILE_NOTICE : FILE_OTHER;
}

static const struct yaml *tree_of(const struct publication *publication, struct arena *arena,
                                  struct rule_faults *faults)
{
    const struct yaml *root = NULL;
    struct yaml_fault fault = { .line = 0 };
    if (publication->text.length > LIMIT_RULE_FILE_BYTES)
        rule_fault_add(faults, publication->file, 0, TEXT(""), "rules.fault.too-long", TEXT(""),
                       TEXT(""));
    else if (yaml_parse(publication->text, arena, &root, &fault))
        return root;
    else
        rule_fault_add(faults, publication->file, fault.line, TEXT(""), "rules.fault.yaml",
                       fault.reason, TEXT(""));
    return NULL;
}

/* Before every day: what was known until then never was. */
static const struct date NEVER = { 10100 };

static struct date day_before(struct date day)
{
    return date_compare(day, DATE_EARLIEST) <= 0 ? NEVER : date_plus_days(day, -1);
}

/* Publications of one file lie together, the last one first: what the next one did to those before
 * it. */
struct file_after {
    struct date known_until;    /* each is known until the day before the next one was */
    struct date revoked;        /* the day an empty text took a notice back; DATE_NONE: none did */
};

static struct date sooner(struct date a, struct date b)
{
    if (a.yyyymmdd == 0 || b.yyyymmdd == 0)
        return a.yyyymmdd == 0 ? b : a;
    return date_compare(a, b) < 0 ? a : b;
}

static struct date revoked_on(const struct loading *loading,
                              const struct publication *publication, const struct yaml *root,
                              const struct file_after *after)
{
    struct date day = publication->revoked.ms == 0 ? DATE_NONE
        : date_of_moment(publication->revoked);
    struct date by_another =
        book_notice_revoked(loading->book, yaml_text(yaml_member(root, TEXT("notice"))),
                            book_notice_known(root, publication->known));
    return sooner(sooner(day, after->revoked), by_another);
}

/* A notice taken back holds nothing from that day on, but it did before, and that stays known. */
static void file_taken_back(enum file_kind kind, struct date known, struct file_after *after)
{
    if (kind == FILE_NOTICE)
        after->revoked = known;
    else
        after->known_until = day_before(known);
}

static void calendar_file_read(struct loading *loading, const struct yaml_reading *reading,
                               const struct yaml *root, struct file_after *after)
{
    calendar_read(loading->book->calendar, reading, root);
    after->known_until = NEVER;     /* papers carry their own days: only the last counts */
}

static void file_read(struct loading *loading, const struct publication *publication,
                      struct file_after *after)
{
    struct book *book = loading->book;
    enum file_kind kind = file_kind(publication->file);
    bool last = date_compare(after->known_until, DATE_LATEST) == 0;
    if (kind == FILE_OTHER || kind == FILE_DIVISIONS || (kind == FILE_CALENDAR && !last))
        return;
    struct date known = publication->known.ms == 0 ? DATE_EARLIEST
        : date_of_moment(publication->known);
    if (!text_present(text_trim(publication->text))) {
        file_taken_back(kind, known, after);
        return;
    }
    struct yaml_reading reading = { publication->file, &book->arena, loading->faults };
    const struct yaml *root = tree_of(publication, &book->arena, loading->faults);
    if (root == NULL)
        return;
    if (kind == FILE_CALENDAR) {
        calendar_file_read(loading, &reading, root, after);
        return;
    }
    struct measure_source source = {
        .publication = publication->sequence, .known = publication->known,
        .known_until = after->known_until,
        .revoked = revoked_on(loading, publication, root, after),
    };
    struct date from = kind == FILE_NOTICE
        ? measures_read(&reading, root, book->divisions, book->vocabulary, &source,
                        &loading->measures)
        : values_read(loading, publication, root, after->known_until);
    after->revoked = DATE_NONE;
    if (from.yyyymmdd != 0)
        after->known_until = day_before(from);
}

static int publication_compare(const void *left, const void *right)
{
    const struct publication *a = *(const struct publication *const *)left;
    const struct publication *b = *(const struct publication *const *)right;
    int order = text_compare(a->file, b->file);
    return order != 0 ? order : order_of(b->sequence, a->sequence);
}

static void files_read(struct loading *loading)
{
    struct book *book = loading->book;
    const struct publication **sorted = ARENA_ARRAY(&book->arena, const struct publication *,
                                                    book->publication_count + 1);
    for (size_t i = 0; i < book->publication_count; i++)
        sorted[i] = &book->publications[i];
    qsort(sorted, book->publication_count, sizeof *sorted, publication_compare);
    struct file_after after = { 0 };
    for (size_t i = 0; i < book->publication_count; i++) {
        if (i == 0 || !text_equal(sorted[i]->file, sorted[i - 1]->file))
            after = (struct file_after){ DATE_LATEST, DATE_NONE };
        if (file_is_touched(loading, sorted[i]->file))
            file_read(loading, sorted[i], &after);
    }
}

static void divisions_find(struct loading *loading)
{
    struct book *book = loading->book;
    struct text file = TEXT("rules/divisions/divisions.tsv");
    const struct publication *publication = book_publication(book, file);
    if (publication == NULL)
        rule_fault_add(loading->faults, file, 0, TEXT(""), "rules.fault.no-divisions", TEXT(""),
                       TEXT(""));
    else
        book->divisions = divisions_read(file, publication->text, &book->arena, loading->faults);
}

/* Names of matters are words, and so is every file of rules/matters. */
static void matters_add(struct loading *loading)
{
    struct book *book = loading->book;
    struct text folder = TEXT("rules/matters/"), ending = TEXT(".yaml");
    for (size_t i = 0; i < book->publication_count; i++) {
        struct text file = book->publications[i].file;
        if (!text_starts(file, folder) || !text_ends(file, ending)
            || !text_present(text_trim(book->publications[i].text)))
            continue;
        struct measure_word word = {
            .name = text_slice(file, folder.length, file.length - ending.length) };
        const struct yaml *root = tree_of(&book->publications[i], &book->arena, loading->faults);
        word.chinese = arena_text(&book->arena, yaml_text(yaml_member(root, TEXT("zh"))));
        word.english = arena_text(&book->arena, yaml_text(yaml_member(root, TEXT("en"))));
        vocabulary_add(book->vocabulary, &book->arena, "matters", word);
    }
}

static void vocabulary_find(struct loading *loading)
{
    struct book *book = loading->book;
    struct text file = TEXT("rules/measures/vocabulary.yaml");
    const struct publication *publication = book_publication(book, file);
    if (publication == NULL)
        return;     /* a notice says so, when there is one */
    const struct yaml *root = tree_of(publication, &book->arena, loading->faults);
    struct yaml_reading reading = { file, &book->arena, loading->faults };
    if (root != NULL)
        book->vocabulary = vocabulary_read(&reading, root);
    if (book->vocabulary != NULL)
        matters_add(loading);
}

static struct book *book_new(void)
{
    struct book *book = calloc(1, sizeof *book);
    CHECK(book != NULL);
    arena_init(&book->arena);
    atomic_init(&book->holders, 1);
    return book;
}

static void publications_copy(struct book *book, const struct publication *publications,
                              size_t count)
{
    struct publication *to = &book->publications[book->publication_count];
    for (size_t i = 0; i < count; i++) {
        to[i] = publications[i];
        to[i].file = arena_text(&book->arena, publications[i].file);
        to[i].text = arena_text(&book->arena, publications[i].text);
        if (publications[i].sequence > book->sequence)
            book->sequence = publications[i].sequence;
    }
    book->publication_count += count;
}

/* Measures of the base whose files were not read, and what was read. */
static void measures_gather(struct loading *loading)
{
    struct book *book = loading->book;
    size_t shared = book->base == NULL ? 0 : book->base->measure_count;
    struct measure_sealing sealing = {
        .list = &loading->measures, .divisions = book->divisions, .calendar = book->calendar,
        .vocabulary = book->vocabulary, .arena = &book->arena, .faults = loading->faults,
    };
    sealing.measures = ARENA_ARRAY(&book->arena, const struct measure *,
                                   shared + loading->measures.count + 1);
    for (size_t i = 0; i < shared; i++)
        if (!file_is_touched(loading, book->base->measures[i]->file))
            sealing.measures[sealing.count++] = book->base->measures[i];
    measures_seal(&sealing, &book->index);
    book->measures = sealing.measures;
    book->measure_count = sealing.count;
    book->lists = loading->measures.lists;
}

static const struct book *book_finish(struct loading *loading, int32_t faults_before)
{
    book_revoked_find(loading);
    files_read(loading);
    const struct book *base = loading->book->base;
    if (base == NULL || base->calendar != loading->book->calendar)
        calendar_seal(loading->book->calendar, loading->faults);
    rules_seal(loading);
    measures_gather(loading);
    if (loading->faults->count == faults_before)
        return loading->book;
    book_free(loading->book);
    return NULL;
}

const struct book *book_build(const struct publication *publications, size_t count,
                              const struct rule_kind *const *kinds, size_t kind_count,
                              struct rule_faults *faults)
{
    int32_t before = faults->count;
    struct book *book = book_new();
    struct loading loading = { .faults = faults, .book = book };
    const struct rule_kind **copied = ARENA_ARRAY(&book->arena, const struct rule_kind *,
                                                  kind_count + 1);
    for (size_t i = 0; i < kind_count; i++)
        copied[i] = kinds[i];
    book->kinds = copied;
    book->kind_count = kind_count;
    book->publications = ARENA_ARRAY(&book->arena, struct publication, count + 1);
    publications_copy(book, publications, count);
    book->calendar = calendar_new(&book->arena);
    divisions_find(&loading);
    if (book->divisions == NULL) {
        book_free(book);
        return NULL;
    }
    vocabulary_find(&loading);
    return book_finish(&loading, before);
}

/* ---- one more ---- */

/* Publications of the base but those that come again, and the new ones; texts are shared. */
static void publications_join(struct book *book, const struct publication *more, size_t count)
{
    const struct book *base = book->base;
    book->publications = ARENA_ARRAY(&book->arena, struct publication,
                                     base->publication_count + count + 1);
    for (size_t i = 0; i < base->publication_count; i++) {
        bool again = false;
        for (size_t j = 0; j < count; j++)
            again |= more[j].sequence == base->publications[i].sequence;
        if (!again)
            book->publications[book->publication_count++] = base->publications[i];
    }
    book->sequence = base->sequence;
    publications_copy(book, more, count);
}

static bool file_has_revoked(const struct book *base, struct text file)
{
    for (size_t i = 0; i < base->publication_count; i++)
        if (text_equal(base->publications[i].file, file)
            && book_text_revokes(base->publications[i].text))
            return true;
    return false;
}

/* Places and words are looked up from all sides, and who revokes another notice changes what that
 * one says: then all is read. */
static bool touches_all(const struct book *base, const struct publication *more, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (file_kind(more[i].file) == FILE_DIVISIONS
            || text_starts(more[i].file, TEXT("rules/measures/"))
            || text_starts(more[i].file, TEXT("rules/matters/"))
            || (file_kind(more[i].file) == FILE_NOTICE
                && (book_text_revokes(more[i].text) || file_has_revoked(base, more[i].file))))
            return true;
    return false;
}

static void calendar_again(struct loading *loading)
{
    struct book *book = loading->book;
    bool calendar = false;
    for (size_t i = 0; i < loading->touched_count; i++)
        calendar |= file_kind(loading->touched[i]) == FILE_CALENDAR;
    if (!calendar) {
        book->calendar = book->base->calendar;
        return;
    }
    struct text *touched = ARENA_ARRAY(&book->arena, struct text,
                                       loading->touched_count + book->publication_count + 1);
    size_t count = loading->touched_count;
    memcpy(touched, loading->touched, count * sizeof *touched);
    for (size_t i = 0; i < book->publication_count; i++)
        if (file_kind(book->publications[i].file) == FILE_CALENDAR)
            touched[count++] = book->publications[i].file;
    loading->touched = touched;
    loading->touched_count = count;
    book->calendar = calendar_new(&book->arena);
}

const struct book *book_add(const struct book *base, const struct publication *more, size_t count,
                             struct rule_faults *faults)
{
    int32_t before = faults->count;
    struct book *book = book_new();
    book->base = base;
    book_hold(base);
    publications_join(book, more, count);
    if (touches_all(base, more, count)) {
        const struct book *whole = book_build(book->publications, book->publication_count,
                                              base->kinds, base->kind_count, faults);
        book_free(book);
        return whole;
    }
    struct loading loading = { .faults = faults, .book = book };
    struct text *touched = ARENA_ARRAY(&book->arena, struct text, count + 1);
    for (size_t i = 0; i < count; i++)
        touched[i] = more[i].file;
    loading.touched = touched;
    loading.touched_count = count;
    loading.measures.lists = base->lists;
    book->kinds = base->kinds;
    book->kind_count = base->kind_count;
    book->divisions = base->divisions;
    book->vocabulary = base->vocabulary;
    calendar_again(&loading);
    return book_finish(&loading, before);
}
