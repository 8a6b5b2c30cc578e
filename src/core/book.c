/* book.c: asking a book; see rules.h and book.h. A settlement asks about five times while the
 * patient waits, so a question costs a few probes of one table and no allocation. */

#include "core/book_inside.h"

#include "base/check.h"

#include <string.h>

const char *const rule_insurances[] = {
    "employee", "resident", "maternity", "civil-servant", "retired-cadre", "disabled-veteran",
    "public-funded", "large-amount", "critical-illness", "supplementary", "assistance",
    "long-term-care", "employee-medical", "employee-medical-without-maternity",
    "zhengdi-chaozhuan",
};
const size_t rule_insurance_count = COUNT_OF(rule_insurances);

struct text rule_source(const struct rule *rule, enum language language)
{
    return language == LANGUAGE_CHINESE && text_present(rule->source_chinese)
        ? rule->source_chinese : rule->source;
}

struct text certainty_words(enum certainty certainty, enum language language)
{
    static const char *const keys[] = {
        [CERTAINTY_OFFICIAL] = "rules.certainty.official",
        [CERTAINTY_REPORTED] = "rules.certainty.reported",
        [CERTAINTY_WEAK] = "rules.certainty.weak",
        [CERTAINTY_DEFAULT] = "rules.certainty.default",
    };
    CHECK((size_t)certainty < COUNT_OF(keys));
    return words_of(keys[certainty], language);
}

const char *certainty_name(enum certainty certainty)
{
    static const char *const names[] = {
        [CERTAINTY_OFFICIAL] = "official", [CERTAINTY_REPORTED] = "reported",
        [CERTAINTY_WEAK] = "weak", [CERTAINTY_DEFAULT] = "default",
    };
    CHECK((size_t)certainty < COUNT_OF(names));
    return names[certainty];
}

const char *dated_by_name(enum dated_by dated_by)
{
    static const char *const names[] = {
        [DATED_BY_VISIT] = "visit", [DATED_BY_ADMISSION] = "admission",
        [DATED_BY_DISCHARGE] = "discharge", [DATED_BY_PERIOD] = "period",
        [DATED_BY_FILING] = "filing",
    };
    CHECK((size_t)dated_by < COUNT_OF(names));
    return names[dated_by];
}

/* ---- the index ---- */

static uint64_t name_hash(struct text name)
{
    return text_present(name) ? text_hash(name) : 0;
}

static uint64_t question_hash(uint64_t about, int32_t place, uint64_t insurance, uint64_t person)
{
    uint64_t hash = about ^ (uint64_t)place * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ insurance >> 1) * UINT64_C(0xff51afd7ed558ccd);
    hash = (hash ^ hash >> 32 ^ person) * UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 29;
}

static uint64_t rule_hash(const struct rule *rule)
{
    return question_hash(text_hash(text_of(rule->kind->about)), rule->place,
                         name_hash(rule->insurance), name_hash(rule->person));
}

static bool same_series(const struct rule *a, const struct rule *b)
{
    return a->kind == b->kind && a->place == b->place
        && text_equal(a->insurance, b->insurance) && text_equal(a->person, b->person);
}

void book_index(struct book *book)
{
    struct arena *arena = &book->arena;
    book->series = ARENA_ARRAY(arena, struct series, book->rule_count + 1);
    for (size_t i = 0; i < book->rule_count; i++) {
        struct series *last = &book->series[book->series_count];
        if (i > 0 && same_series(book->rules[i - 1], book->rules[i])) {
            last[-1].count++;
            continue;
        }
        *last = (struct series){ rule_hash(book->rules[i]), &book->rules[i], 1 };
        book->series_count++;
    }
    /* Most probes are for what is not there: a quarter full at most, they end at once. */
    size_t slots = 64;
    while (slots < book->series_count * 4)
        slots *= 2;
    book->slots = ARENA_ARRAY(arena, uint32_t, slots);
    book->slot_mask = slots - 1;
    for (size_t i = 0; i < book->series_count; i++) {
        size_t slot = (size_t)book->series[i].hash & book->slot_mask;
        while (book->slots[slot] != 0)
            slot = (slot + 1) & book->slot_mask;
        book->slots[slot] = (uint32_t)i + 1;
    }
}

/* ---- asking ---- */

struct wanted {
    struct text about;
    int32_t place;
    struct text insurance, person;
    uint64_t hash;
};

static const struct series *series_find(const struct book *book, const struct wanted *wanted)
{
    size_t slot = (size_t)wanted->hash & book->slot_mask;
    for (; book->slots[slot] != 0; slot = (slot + 1) & book->slot_mask) {
        const struct series *series = &book->series[book->slots[slot] - 1];
        const struct rule *rule = series->rows[0];
        if (series->hash == wanted->hash && rule->place == wanted->place
            && text_is(wanted->about, rule->kind->about)
            && text_equal(rule->insurance, wanted->insurance)
            && text_equal(rule->person, wanted->person))
            return series;
    }
    return NULL;
}

enum series_answer { SERIES_SILENT, SERIES_FOUND, SERIES_ENDED, SERIES_NOT_KNOWN };

/* Silent: of this place, insurance and person nothing was known yet, or the wider one holds. */
static enum series_answer series_on(const struct series *series, struct date day,
                                    struct date known, const struct rule **ret_rule)
{
    bool any_known = false;
    for (size_t i = 0; i < series->count; i++) {
        const struct rule *rule = series->rows[i];
        if (!date_within(known, rule->known_from, rule->known_until))
            continue;
        any_known = true;
        if (!date_within(day, rule->from, rule->until))
            continue;
        *ret_rule = rule;
        switch (rule->state) {
        case RULE_HOLDS: return SERIES_FOUND;
        case RULE_ENDED: return SERIES_ENDED;
        case RULE_GAP: return SERIES_NOT_KNOWN;
        case RULE_AS_WIDER: return SERIES_SILENT;
        }
    }
    return any_known ? SERIES_NOT_KNOWN : SERIES_SILENT;
}

/* `ret_rule`: the row that answered, whatever it answered; NULL: none did. */
static enum rule_answer rules_answer(const struct book *book, const struct question *question,
                                     const struct rule **ret_rule)
{
    *ret_rule = NULL;
    if (!division_exists(book->divisions, question->place))
        return RULE_NOT_KNOWN;
    struct date known = question->known.yyyymmdd == 0 ? DATE_LATEST : question->known;
    struct wanted wanted = { .about = text_of(question->about), .place = question->place };
    uint64_t about = text_hash(wanted.about);
    uint64_t insurance = name_hash(question->insurance), person = name_hash(question->person);

    while (true) {
        for (int i = insurance == 0; i < 2; i++) {
            wanted.insurance = i == 0 ? question->insurance : (struct text){ 0 };
            for (int j = person == 0; j < 2; j++) {
                wanted.person = j == 0 ? question->person : (struct text){ 0 };
                wanted.hash = question_hash(about, wanted.place, i == 0 ? insurance : 0,
                                            j == 0 ? person : 0);
                const struct series *series = series_find(book, &wanted);
                if (series == NULL)
                    continue;
                *ret_rule = NULL;
                switch (series_on(series, question->day, known, ret_rule)) {
                case SERIES_SILENT: *ret_rule = NULL; continue;
                case SERIES_ENDED: return RULE_NONE;
                case SERIES_NOT_KNOWN: return RULE_NOT_KNOWN;
                case SERIES_FOUND: return RULE_FOUND;
                }
            }
        }
        if (wanted.place == DIVISION_COUNTRY)
            return RULE_NOT_KNOWN;
        wanted.place = division_parent(book->divisions, wanted.place);
    }
}

enum rule_answer rules_on(const struct book *book, const struct question *question,
                          const struct rule **ret_rule)
{
    const struct rule *rule;
    enum rule_answer answer = rules_answer(book, question, &rule);
    if (answer == RULE_FOUND)
        *ret_rule = rule;
    return answer;
}

const struct rule *rules_gap_on(const struct book *book, const struct question *question)
{
    const struct rule *rule;
    return rules_answer(book, question, &rule) == RULE_NOT_KNOWN ? rule : NULL;
}

/* ---- holding and looking ---- */

void book_hold(const struct book *book)
{
    long before = atomic_fetch_add_explicit(&((struct book *)book)->holders, 1,
                                            memory_order_relaxed);
    CHECK(before > 0);
}

void book_release(const struct book *book)
{
    if (book == NULL)
        return;
    long before = atomic_fetch_sub_explicit(&((struct book *)book)->holders, 1,
                                            memory_order_acq_rel);
    CHECK(before > 0);
    if (before == 1)
        book_free((struct book *)book);
}

void book_free(struct book *book)
{
    const struct book *base = book->base;
    arena_release(&book->arena);
    free(book);
    book_release(base);
}

int64_t book_sequence(const struct book *book)
{
    return book->sequence;
}

const struct divisions *book_divisions(const struct book *book)
{
    return book->divisions;
}

int64_t book_pooling_area(const struct book *book, int64_t place)
{
    return division_pooling_area(book->divisions, (int32_t)place);
}

const struct vocabulary *book_vocabulary(const struct book *book)
{
    return book->vocabulary;
}

const struct calendar *book_calendar(const struct book *book)
{
    return book->calendar;
}

const struct rule *const *book_rules(const struct book *book, size_t *ret_count)
{
    *ret_count = book->rule_count;
    return book->rules;
}

const struct measure *const *book_measures(const struct book *book, size_t *ret_count)
{
    *ret_count = book->measure_count;
    return book->measures;
}

const struct measure_index *book_measure_index(const struct book *book)
{
    return &book->index;
}

const struct publication *book_publications(const struct book *book, size_t *ret_count)
{
    *ret_count = book->publication_count;
    return book->publications;
}

const struct publication *book_publication(const struct book *book, struct text file)
{
    const struct publication *last = NULL;
    for (size_t i = 0; i < book->publication_count; i++)
        if (text_equal(book->publications[i].file, file)
            && (last == NULL || book->publications[i].sequence > last->sequence))
            last = &book->publications[i];
    return last;
}

const struct rule_kind *book_kind(const struct book *book, struct text about)
{
    for (size_t i = 0; i < book->kind_count; i++)
        if (text_is(about, book->kinds[i]->about))
            return book->kinds[i];
    return NULL;
}
