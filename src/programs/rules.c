/* rules.c: `yibao rules`: check, show and compare the law as data; for whoever writes rules, and
 * for whoever asks why. From the folder of the rules, or from what a house has published. */

#include "programs/programs.h"
#include "programs/rules_print.h"
#include "programs/say.h"
#include "programs/world_book.h"
#include "stores/registry.h"

#include "base/check.h"
#include "core/calendar.h"
#include "core/deadline.h"
#include "core/measure_tell.h"
#include "core/divisions.h"
#include "core/shape_json.h"

#include "rooms/matter/matter.h"

#include <stdio.h>
#include <string.h>

#define KINDS_MAX 128
#define WORDS_MAX 8

/* ---- flags ---- */

static bool complain(const char *key, const char *what)
{
    return say_complaint("rules", key, what);
}

static bool day_read(const char *text, struct date *ret_day)
{
    return (text != NULL && date_parse(text_of(text), ret_day))
        || complain("program.rules.not-a-day", text);
}

/* A day means all that was known by its end. */
static bool known_read(const char *text, struct rules_asking *asking)
{
    struct moment moment;
    if (text != NULL && date_parse(text_of(text), &asking->known)) {
        asking->taken_until = moment_of_date(date_plus_days(asking->known, 1));
        asking->taken_until.ms--;
        return true;
    }
    if (text == NULL || !moment_parse(text_of(text), &moment))
        return complain("program.rules.not-a-moment", text);
    asking->known = date_of_moment(moment);
    asking->taken_until = moment;
    return true;
}

static bool flag_take(struct rules_asking *asking, const char *flag, const char *value)
{
    int64_t number;
    if (strcmp(flag, "--on") == 0)
        return day_read(value, &asking->on);
    if (strcmp(flag, "--as-known") == 0)
        return known_read(value, asking);
    if (value == NULL)
        return complain("program.nothing-follows", flag);
    if (strcmp(flag, "--insurance") == 0)
        asking->insurance = text_of(value);
    else if (strcmp(flag, "--person") == 0)
        asking->person = text_of(value);
    else if (strcmp(flag, "--rules") == 0)
        asking->folder = value;
    else if (strcmp(flag, "--store") == 0)
        asking->store = value;
    else if (strcmp(flag, "--language") == 0 && strcmp(value, "en") == 0)
        say_in(asking->language = LANGUAGE_ENGLISH);
    else if (strcmp(flag, "--language") == 0 && strcmp(value, "zh") == 0)
        say_in(asking->language = LANGUAGE_CHINESE);
    else if (strcmp(flag, "--plus") == 0 && text_to_int64(text_of(value), &number) && number >= 0
             && number <= CLOCK_COUNT_MAX)
        asking->plus = (int32_t)number;
    else
        return complain("program.unknown-option", flag);
    return true;
}

static bool arguments_read(int argc, char **argv, struct rules_asking *asking)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            asking->json = true;
        } else if (strncmp(argv[i], "--", 2) == 0) {
            if (!flag_take(asking, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
                return false;
            i++;
        } else if (asking->word_count == WORDS_MAX) {
            return complain("program.too-many-words", argv[i]);
        } else {
            asking->words[asking->word_count++] = argv[i];
        }
    }
    return true;
}

/* ---- the book ---- */

static void faults_print(const struct rules_asking *asking, const struct rule_faults *faults)
{
    char line[2048];
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next) {
        struct builder builder = builder_over(line, sizeof line);
        rule_fault_write(&builder, fault, asking->language);
        printf("%.*s\n", TEXT_ARGS(builder_text(&builder)));
    }
    char count[SAY_NUMBER_BYTES];
    say_line_with("program.rules.mistakes", say_number(faults->count, count), (struct text){ 0 });
}

static const struct book *book_of_house(struct rules_asking *asking, struct rule_faults *faults)
{
    struct text fault = { 0 };
    struct store *store = store_open_any(asking->store, false, asking->arena, &fault);
    struct publication_list list = { 0 };
    bool read = store != NULL
        && publications_read_store(store, 0, asking->taken_until, asking->arena, &list);
    if (!read)
        rule_fault_add(faults, text_of(asking->store), 0, TEXT(""), "rules.fault.unreadable",
                       store == NULL ? fault : text_of(store->port->complaint(store)), TEXT(""));
    const struct book *book = read ? book_of_publications(&list, faults) : NULL;
    if (store != NULL)
        store->port->close(store);
    return book;
}

static bool book_open(struct rules_asking *asking)
{
    const struct rule_kind *kinds[KINDS_MAX];
    struct rule_faults faults;
    rule_faults_init(&faults, asking->arena);
    size_t count = world_rule_kinds(kinds, KINDS_MAX);
    asking->book = asking->store != NULL ? book_of_house(asking, &faults)
        : book_of_folder(asking->folder, kinds, count, &faults);
    /* What a store holds was checked when it was published. */
    if (asking->book != NULL && asking->store == NULL && !matters_check(asking->book, &faults)) {
        book_release(asking->book);
        asking->book = NULL;
    }
    if (asking->book == NULL)
        faults_print(asking, &faults);
    return asking->book != NULL;
}

/* "371300" or "临沂市"; a name that two places share is refused. */
static bool place_read(const struct rules_asking *asking, const char *word, int32_t *ret_place)
{
    const struct divisions *divisions = book_divisions(asking->book);
    int64_t code;
    if (text_to_int64(text_of(word), &code)) {
        *ret_place = (int32_t)code;
        return (code >= 0 && code <= INT32_MAX && division_exists(divisions, (int32_t)code))
            || complain("program.rules.no-place", word);
    }
    int found = 0;
    for (size_t i = 0; i < divisions_count(divisions); i++) {
        const struct division *division = divisions_at(divisions, i);
        if (text_is(division->name, word) || text_is(division->english, word)) {
            *ret_place = division->code;
            found++;
        }
    }
    return found == 1 || complain(found == 0 ? "program.rules.no-place"
                                             : "program.rules.several-places", word);
}

/* ---- check ---- */

static int rules_check(struct rules_asking *asking)
{
    if (asking->word_count > 0)
        asking->folder = asking->words[0];
    if (!book_open(asking))
        return 1;
    size_t rules, measures, files;
    book_rules(asking->book, &rules);
    book_measures(asking->book, &measures);
    book_publications(asking->book, &files);
    struct date until = calendar_known_until(book_calendar(asking->book), (struct moment){ 0 });
    char day[16];
    struct builder builder = builder_over(day, sizeof day);
    if (until.yyyymmdd != 0)
        date_write(&builder, until);
    char numbers[3][SAY_NUMBER_BYTES];
    const size_t places = divisions_count(book_divisions(asking->book));
    say_part(stdout, "program.rules.counted", say_number((int64_t)files, numbers[0]),
             say_number((int64_t)rules, numbers[1]), say_number((int64_t)measures, numbers[2]));
    say_line_with("program.rules.places", say_number((int64_t)places, numbers[0]),
             builder_text(&builder));
    return 0;
}

/* ---- show ---- */

static int show_one(const struct rules_asking *asking, const char *about)
{
    struct question question = { about, asking->place, asking->insurance, asking->person,
                                 asking->on, asking->known };
    const struct rule *rule = NULL;
    enum rule_answer answer = rules_on(asking->book, &question, &rule);
    if (asking->json)
        rules_print_json(asking, &question, answer, rule);
    else if (answer == RULE_FOUND)
        rules_print_rule(asking, rule);
    else
        rules_print_none(asking, &question, answer);
    return answer == RULE_FOUND ? 0 : 1;
}

static bool is_asked(struct text asked, struct text written)
{
    return !text_present(asked) || !text_present(written) || text_equal(asked, written);
}

/* Is it the row that speaks for the place on the day, with none nearer before it? */
static bool speaks(const struct rules_asking *asking, const struct rule *rule)
{
    struct date known = asking->known.yyyymmdd == 0 ? DATE_LATEST : asking->known;
    if (!date_within(asking->on, rule->from, rule->until)
        || !date_within(known, rule->known_from, rule->known_until)
        || !is_asked(asking->insurance, rule->insurance)
        || !is_asked(asking->person, rule->person)
        || !division_is_within(book_divisions(asking->book), asking->place, rule->place))
        return false;
    struct question question = { rule->kind->about, asking->place, rule->insurance, rule->person,
                                 asking->on, asking->known };
    const struct rule *nearest = NULL;
    enum rule_answer answer = rules_on(asking->book, &question, &nearest);
    return answer == RULE_FOUND ? nearest == rule : rule->state != RULE_HOLDS;
}

static int show_all(const struct rules_asking *asking)
{
    size_t count;
    const struct rule *const *rules = book_rules(asking->book, &count);
    int found = 0;
    for (size_t i = 0; i < count; i++)
        if (speaks(asking, rules[i])) {
            rules_print_line(asking, rules[i]);
            found++;
        }
    return found > 0 ? 0 : 1;
}

static int rules_show(struct rules_asking *asking)
{
    if (asking->word_count < 1 || asking->word_count > 2 || asking->on.yyyymmdd == 0) {
        complain("program.rules.how-to-show",
                 NULL);
        return 2;
    }
    if (!book_open(asking) || !place_read(asking, asking->words[0], &asking->place))
        return 2;
    if (asking->word_count == 1)
        return show_all(asking);
    if (strcmp(asking->words[1], "measures") == 0)
        return rules_print_measures(asking) > 0 ? 0 : 1;
    if (book_kind(asking->book, text_of(asking->words[1])) != NULL)
        return show_one(asking, asking->words[1]);
    const struct rule_kind *kinds[KINDS_MAX];
    struct text names[KINDS_MAX];
    size_t count = world_rule_kinds(kinds, KINDS_MAX);
    for (size_t i = 0; i < count; i++)
        names[i] = text_of(kinds[i]->about);
    struct text nearest = nearest_name(text_of(asking->words[1]), names, count);
    complain("program.rules.no-subject", asking->words[1]);
    for (size_t i = 0; i < count; i++)
        if (!text_present(nearest) || text_equal(nearest, names[i]))
            fprintf(stderr, "  %.*s\n", TEXT_ARGS(names[i]));
    return 2;
}

/* ---- diff ---- */

static int rules_diff(struct rules_asking *asking)
{
    struct date before, after;
    if (asking->word_count < 2 || asking->word_count > 3) {
        complain("program.rules.how-to-compare", NULL);
        return 2;
    }
    if (!day_read(asking->words[0], &before) || !day_read(asking->words[1], &after)
        || !book_open(asking))
        return 2;
    if (asking->word_count == 3 && !place_read(asking, asking->words[2], &asking->place))
        return 2;
    int changes = rules_print_changes(asking, before, after, asking->word_count == 3);
    if (changes == 0)
        say_line("program.rules.no-change");
    return 0;
}

/* ---- calendar ---- */

static int rules_calendar(struct rules_asking *asking)
{
    struct date day;
    if (asking->word_count != 1) {
        complain("program.rules.how-to-calendar", NULL);
        return 2;
    }
    if (!day_read(asking->words[0], &day) || !book_open(asking))
        return 2;
    rules_print_day(asking, day);
    return 0;
}

/* ---- reference ---- */

static int rules_reference(struct rules_asking *asking)
{
    if (!book_open(asking))
        return 1;
    struct text text = measures_reference(book_vocabulary(asking->book), asking->arena);
    fwrite(text.data, 1, text.length, stdout);
    return 0;
}

/* Of one subject or one day; nobody is given a list for people as JSON. */
static bool json_is_served(const struct rules_asking *asking, const char *word)
{
    const bool one = strcmp(word, "calendar") == 0
        || (strcmp(word, "show") == 0 && asking->word_count == 2
            && strcmp(asking->words[1], "measures") != 0);
    return !asking->json || one || complain("program.rules.no-json", NULL);
}

int program_rules(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(struct rules_asking *asking);
    } words[] = { { "check", rules_check }, { "show", rules_show }, { "diff", rules_diff },
                  { "calendar", rules_calendar }, { "reference", rules_reference } };

    if (argc == 0 || program_wants_help(argc, argv)) {
        say_line("program.help.rules");
        return argc == 0 ? 2 : 0;
    }
    struct arena arena;
    arena_init(&arena);
    struct rules_asking asking = { .arena = &arena, .folder = "rules",
        .language = say_language(), .plus = -1 };
    int code = -1;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(argv[0], words[i].name) == 0)
            code = arguments_read(argc - 1, argv + 1, &asking)
                && json_is_served(&asking, argv[0]) ? words[i].run(&asking) : 2;
    if (code < 0) {
        complain("program.no-such-use", argv[0]);
        say_line("program.help.rules");
        code = 2;
    }
    book_release(asking.book);
    arena_release(&arena);
    return code;
}
