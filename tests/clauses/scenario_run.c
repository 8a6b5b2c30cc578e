/* scenario_run.c: asks what a scenario asks, and compares; see scenario.h. */

#include "scenario_ask.h"

#include "base/check.h"

#include <string.h>

/* ---- comparing ---- */

static struct text written(const struct yaml *node, struct arena *arena)
{
    if (node == NULL || yaml_kind(node) == YAML_SCALAR)
        return yaml_text(node);
    struct text all = TEXT("");
    for (size_t i = 0; i < yaml_count(node); i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(yaml_text(yaml_at(node, i))));
    return all;
}

static bool has_word(struct text words, struct text wanted)
{
    while (text_present(words))
        if (text_equal(text_until(words, ' ', &words), wanted))
            return true;
    return false;
}

/* Each clause that is named must be among those the answer rests on. */
static bool rests_on(struct text clauses, struct text named)
{
    while (text_present(named))
        if (!has_word(clauses, text_until(named, ' ', &named)))
            return false;
    return true;
}

static const struct measure_hit *hit_of(const struct asked *asked, struct text clause)
{
    for (size_t i = 0; i < asked->hit_count; i++)
        if (!text_present(clause) || rests_on(asked->hits[i].measure->cites, clause))
            return &asked->hits[i];
    return NULL;
}

struct comparing {
    struct asking *asking;
    struct builder *complaint;
    struct text clause;
    int line;
};

static bool complain(struct comparing *comparing, const char *what, struct text key,
                     struct text expected, struct text said)
{
    builder_format(comparing->complaint, "line %d: %s %.*s: expected %.*s, came out %.*s\n",
                   comparing->line, what, TEXT_ARGS(key), TEXT_ARGS(expected), TEXT_ARGS(said));
    return false;
}

static bool then_holds(struct comparing *comparing, const struct yaml *then)
{
    struct asking *asking = comparing->asking;
    struct arena *arena = asking->trying->arena;
    struct asked asked;
    if (!asking_ask(asking, &asked))
        return complain(comparing, "no such question", asking->question, TEXT(""), TEXT(""));
    bool nothing = asked.hit_count == 0 && asked.line_count == 0;
    if (yaml_kind(then) == YAML_SCALAR)
        return nothing || complain(comparing, "", asking->question, TEXT("none"), asked.clauses);
    comparing->clause = written(yaml_member(then, TEXT("clause")), arena);
    const struct measure_hit *hit = hit_of(&asked, comparing->clause);
    if (!rests_on(asked.clauses, comparing->clause)
        || (asked.line_count == 0 && asked.row == NULL && hit == NULL))
        return complain(comparing, "", TEXT("clause"), comparing->clause, asked.clauses);
    bool good = true;
    for (size_t i = 0; i < yaml_count(then); i++) {
        struct text key = yaml_text(yaml_key(then, i)), said = TEXT("no such key");
        struct text expected = written(yaml_at(then, i), arena);
        if (text_is(key, "clause"))
            continue;
        if (!asked_said(asking, &asked, hit, key, &said) || !text_equal(expected, said))
            good = complain(comparing, "", key, expected, said);
    }
    return good;
}

/* Nothing by that clause comes out. */
static bool is_silent(struct comparing *comparing)
{
    struct asked asked;
    if (!asking_ask(comparing->asking, &asked) || !text_present(comparing->clause))
        return complain(comparing, "not-when wants a clause", TEXT(""), TEXT(""), TEXT(""));
    return !rests_on(asked.clauses, comparing->clause)
        || complain(comparing, "not-when", TEXT("clause"), TEXT("none"), comparing->clause);
}

/* ---- one ask, and its other circumstances ---- */

static bool others_hold(const struct comparing *comparing, const struct yaml *ask,
                        const struct yaml *then, const char *key)
{
    const struct yaml *others = yaml_member(ask, text_of(key));
    bool silent = strcmp(key, "not-when") == 0, good = true;
    for (size_t i = 0; i < yaml_count(others); i++) {
        struct asking asking = *comparing->asking;
        struct comparing other = { .asking = &asking, .complaint = comparing->complaint,
            .clause = comparing->clause, .line = yaml_line(yaml_at(others, i)) };
        good &= asking_take(&asking, yaml_at(others, i), comparing->complaint)
            && (silent ? is_silent(&other) : then_holds(&other, then));
    }
    return good;
}

static bool ask_holds(const struct asking *given, const struct yaml *ask,
                      struct builder *complaint)
{
    struct asking asking = *given;
    struct comparing comparing = { .asking = &asking, .complaint = complaint,
                                   .line = yaml_line(ask) };
    const struct yaml *then = yaml_member(ask, TEXT("then"));
    if (!asking_take(&asking, ask, complaint))
        return false;
    if (then == NULL)
        return complain(&comparing, "it has no", TEXT("then"), TEXT(""), TEXT(""));
    bool good = then_holds(&comparing, then);
    good &= others_hold(&comparing, ask, then, "also-when");
    good &= others_hold(&comparing, ask, then, "not-when");
    return good;
}

/* ---- notices that are published besides ---- */

/* Behind everything the rules have. */
#define PUBLISHED_SEQUENCE INT64_C(1000000)

static bool fault_is(const struct rule_faults *faults, struct text why)
{
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next)
        if (text_is(why, fault->why))
            return true;
    return false;
}

/* The book with the texts of `published`, or the one at hand. `loads` names the fault that keeps
 * them out; then there is nothing to ask. */
static const struct book *book_for(const struct trying *trying, const struct yaml *published,
                                   struct text loads, struct builder *complaint, bool *ret_good)
{
    struct publication more[8];
    struct rule_faults faults;
    size_t count = 0;
    *ret_good = true;
    if (published == NULL) {
        book_hold(trying->book);
        return trying->book;
    }
    for (size_t i = 0; i < yaml_count(published); i++) {
        CHECK(count < COUNT_OF(more));
        more[count] = (struct publication){ .sequence = PUBLISHED_SEQUENCE + (int64_t)count,
            .text = yaml_text(yaml_at(published, i)),
            .file = arena_format(trying->arena, "rules/notices/%.*s",
                                 TEXT_ARGS(yaml_text(yaml_key(published, i)))) };
        publication_digest(&more[count++]);
    }
    rule_faults_init(&faults, trying->arena);
    const struct book *book = book_add(trying->book, more, count, &faults);
    if (text_present(loads)) {
        *ret_good = book == NULL && fault_is(&faults, loads);
        if (!*ret_good)
            builder_format(complaint, "it is not refused for %.*s\n", TEXT_ARGS(loads));
        book_release(book);
        return NULL;
    }
    if (book == NULL) {
        *ret_good = false;
        rule_fault_write(complaint, faults.first, LANGUAGE_ENGLISH);
        builder_add_char(complaint, '\n');
    }
    return book;
}

bool scenario_holds(const struct trying *trying, const struct scenario *scenario,
                    struct builder *complaint)
{
    bool good;
    const struct book *book =
        book_for(trying, yaml_member(scenario->node, TEXT("published")),
                 yaml_text(yaml_member(scenario->node, TEXT("loads"))), complaint, &good);
    if (book == NULL)
        return good;
    struct asking asking = { .trying = trying, .book = book };
    const struct yaml *asks = yaml_member(scenario->node, TEXT("asks"));
    good = asking_take(&asking, scenario->defaults, complaint)
        && asking_take(&asking, scenario->node, complaint);
    for (size_t i = 0; good && i < yaml_count(asks); i++)
        good &= ask_holds(&asking, yaml_at(asks, i), complaint);
    book_release(book);
    return good;
}
