/* scenario_answer.c: questions that several measures answer together, put to core/measure_answer.h
 * as the rooms put them.
 *
 *     mode: offsite-filing     at a moment, of a `step`, `by` somebody, over `channels`, in a
 *                              `case`: mode, until, afterwards, keeps, filed-on; of a `job` too
 *     pays: employer           of `rate` for `periods`: rate, and how what was collected goes back
 *     prepaid: ordinary        in the month of `periods`: for, on
 *     who: offsite-filing      of a `step`: who, only, agency-step, in-force
 *     medicine: any            of a drug of `kinds`: at-most, over, own-limit
 *     kept: benefits           `against` what: kept
 *     ways: any                channels and visits together */

#include "scenario_ask.h"

#include "base/check.h"
#include "core/measure_answer.h"

static void line_add(struct asked *asked, const char *key, struct text said)
{
    CHECK(asked->line_count < COUNT_OF(asked->lines));
    asked->lines[asked->line_count++] = (struct asked_line){ text_of(key), said };
}

static struct text yes_or_no(bool yes)
{
    return yes ? TEXT("yes") : TEXT("no");
}

static struct text number_said(const struct asking *asking, int32_t number)
{
    return arena_format(asking->trying->arena, "%d", (int)number);
}

static struct text percent_said(const struct asking *asking, struct share share)
{
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    share_write_percent(&builder, share);
    return arena_text(asking->trying->arena, builder_text(&builder));
}

static struct text names_said(const struct asking *asking, struct name_list names)
{
    struct text all = TEXT("");
    for (size_t i = 0; i < names.count; i++)
        all = arena_format(asking->trying->arena, "%.*s%s%.*s", TEXT_ARGS(all), i == 0 ? "" : " ",
                           TEXT_ARGS(names.items[i]));
    return all;
}

static void rests_on(const struct asking *asking, struct measure_made made, struct asked *asked)
{
    asked->clauses = measure_made_cites(made, asking->trying->arena);
}

/* ---- an outage ---- */

bool ask_mode(const struct asking *asking, struct asked *ret_asked)
{
    static const char *const keys[] = { "mode", "afterwards", "keeps", "filed-on" };
    const struct measure_question question = asking_question(asking, VERB_OUTAGE);
    const struct outage_question about = {
        .matter = asking->thing, .job = asking_extra(asking, "job"),
        .step = asking_extra(asking, "step"), .by = asking_extra(asking, "by"),
        .channel = asking_fact(asking, "channels"), .when = asking_extra(asking, "case"),
    };
    struct arena *arena = asking->trying->arena;
    struct measure_outage_answer answer =
        measure_outage_at(asking->book, &question, &about, arena);
    const struct showing showing = { asking->book, &question, arena };
    if (answer.row == NULL)
        return true;
    ret_asked->clauses = answer.row->cites;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct text said;
        CHECK(outage_row_said(&showing, answer.row, text_of(keys[i]), &said));
        line_add(ret_asked, keys[i], said);
    }
    char written[32];
    struct builder builder = builder_over(written, sizeof written);
    moment_write(&builder, answer.until);
    line_add(ret_asked, "until", arena_text(arena, builder_text(&builder)));
    return true;
}

/* ---- money ---- */

bool ask_pays(const struct asking *asking, struct asked *ret_asked)
{
    struct text original = asking_extra(asking, "original");
    struct measure_question question = asking_question(asking, VERB_RATE);
    struct share share;
    if (!share_parse(text_slice(original, 0, original.length - text_ends(original, TEXT("%"))),
                     &share))
        return false;
    share.parts /= 100;
    question.period = month_asked(asking);
    struct measure_rated rated =
        measure_rated(asking->book, &question, share, asking->trying->arena);
    rests_on(asking, rated.made, ret_asked);
    line_add(ret_asked, "rate", percent_said(asking, rated.rate));
    if (rated.collected == NULL)
        return true;
    line_add(ret_asked, "given-back", names_said(asking, rated.collected->ways));
    line_add(ret_asked, "first", rated.collected->first);
    line_add(ret_asked, "city-may-fix",
             names_said(asking, rated.collected->chosen_by.city_may_fix));
    line_add(ret_asked, "else", rated.collected->chosen_by.by_default);
    return true;
}

/* The day of the month of `periods` on which it goes out. */
static struct text prepaid_on(const struct asking *asking, const struct measure_prepay *order)
{
    const struct calendar *calendar = book_calendar(asking->book);
    int32_t month = month_asked(asking);
    const struct moment known = { 0 };
    if (month != 0 && text_is(order->on, "last-working-day"))
        return day_said(asking->trying->arena,
                        calendar_month_last(calendar, month / 100, month % 100, known));
    if (month != 0 && text_is(order->on, "first-working-day"))
        return day_said(asking->trying->arena,
                        calendar_month_first(calendar, month / 100, month % 100, known));
    return order->on;
}

bool ask_prepaid(const struct asking *asking, struct asked *ret_asked)
{
    const struct measure_question question = asking_question(asking, VERB_PREPAY);
    struct measure_prepaid prepaid =
        measure_prepaid(asking->book, &question, asking->trying->arena);
    rests_on(asking, prepaid.made, ret_asked);
    if (prepaid.order == NULL)
        return true;
    line_add(ret_asked, "for", prepaid.order->of);
    line_add(ret_asked, "on", prepaid_on(asking, prepaid.order));
    return true;
}

/* ---- who may, what is kept, what is open ---- */

bool ask_who(const struct asking *asking, struct asked *ret_asked)
{
    const struct measure_question question = asking_question(asking, VERB_ENTRUST);
    struct measure_entrusted entrusted = measure_entrusted(
        asking->book, &question, asking_extra(asking, "step"), asking->trying->arena);
    rests_on(asking, entrusted.made, ret_asked);
    if (entrusted.made.count == 0)
        return true;
    line_add(ret_asked, "who", names_said(asking, entrusted.who));
    line_add(ret_asked, "only", yes_or_no(entrusted.only));
    line_add(ret_asked, "agency-step", entrusted.agency_step);
    line_add(ret_asked, "in-force", entrusted.in_force);
    return true;
}

bool ask_kept(const struct asking *asking, struct asked *ret_asked)
{
    const struct measure_question question = asking_question(asking, VERB_KEEP);
    struct measure_kept kept = measure_kept(asking->book, &question,
                                            asking_extra(asking, "against"),
                                            asking->trying->arena);
    rests_on(asking, kept.made, ret_asked);
    line_add(ret_asked, "kept", yes_or_no(kept.kept));
    return true;
}

bool ask_ways(const struct asking *asking, struct asked *ret_asked)
{
    const struct measure_question question = asking_question(asking, VERB_OPEN);
    struct measure_opened opened =
        measure_opened(asking->book, &question, asking->trying->arena);
    rests_on(asking, opened.made, ret_asked);
    if (opened.made.count == 0)
        return true;
    line_add(ret_asked, "channels", names_said(asking, opened.channels));
    if (opened.visits.named)
        line_add(ret_asked, "visits", number_said(asking, opened.visits.count));
    return true;
}

/* ---- medicine ---- */

bool ask_medicine(const struct asking *asking, struct asked *ret_asked)
{
    struct text kinds = asking_extra(asking, "kinds");
    const struct name_list of_drug = { &kinds, text_present(kinds) ? 1 : 0 };
    const struct measure_question question = asking_question(asking, VERB_SUPPLY);
    struct measure_supplied supplied =
        measure_supplied(asking->book, &question, of_drug, asking->trying->arena);
    rests_on(asking, supplied.made, ret_asked);
    if (!supplied.any)
        return true;
    line_add(ret_asked, "at-most", number_said(asking, supplied.at_most));
    line_add(ret_asked, "over", supplied.over);
    line_add(ret_asked, "own-limit", yes_or_no(supplied.own_limit));
    return true;
}
