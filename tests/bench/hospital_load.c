/* hospital_load.c: loads on the hospital door of a yibao that serves a demo world.
 *
 *   people                 lists the people and hospitals of the world that the loads use
 *   settle  --visits K     prepares K visits, says so, waits for a line, settles them
 *   visits  --seconds S    whole visits: 2201 2203 2204 2206 2207; with --visits K that many,
 *                          however long they take
 *   torture --ledger FILE  whole visits, reversals and repeats until its input ends, through
 *                          whatever becomes of the server; then what was acknowledged
 *
 * Each result is one line of JSON. */

#include "hospital.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/random.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHOLE_VISIT (HOSPITAL_STEP(HOSPITAL_REGISTER) | HOSPITAL_STEP(HOSPITAL_DESCRIBE) \
    | HOSPITAL_STEP(HOSPITAL_CHARGE) | HOSPITAL_STEP(HOSPITAL_PRICE) \
    | HOSPITAL_STEP(HOSPITAL_SETTLE))
#define PREPARED_VISIT (HOSPITAL_STEP(HOSPITAL_REGISTER) | HOSPITAL_STEP(HOSPITAL_CHARGE))
#define REFUSALS_SHOWN 5
#define GIVE_UP_MS 60000
#define REPEATED_PERCENT 10
#define UNDONE_PERCENT 25
#define VISITS_PREPARED 1000

struct options {
    const char *host, *ledger;
    int64_t port, seed, people, connections, visits, seconds, patience_ms;
};

struct run {
    struct hospital_town town;
    struct random random;
    /* Visits never move: connections and the ledger point at them. */
    struct hospital_visit **visits;
    size_t visit_count, visit_capacity, visit_max, next;
    size_t first_person;        /* one load after the other is not always the same people's */
    unsigned steps;
    int64_t serial, until_us, different, shown;
    bool torture, all_taken, failed;
};

/* ---- visits ---- */

static struct hospital_visit *visit_new(struct run *run)
{
    if (run->visit_count == run->visit_capacity) {
        run->visit_capacity = run->visit_capacity == 0 ? 1024 : run->visit_capacity * 2;
        run->visits = realloc(run->visits, run->visit_capacity * sizeof(*run->visits));
        CHECK(run->visits != NULL);
    }
    struct hospital_visit *visit = calloc(1, sizeof *visit);
    CHECK(visit != NULL);
    run->visits[run->visit_count] = visit;
    visit->person =
        &run->town.people[(run->first_person + run->visit_count) % run->town.person_count];
    visit->place = &run->town.places[random_below(&run->random, run->town.place_count)];
    visit->serial = run->serial + (int64_t)run->visit_count++;
    return visit;
}

static bool show_refusal(struct run *run, const struct hospital_answer *answer)
{
    if (run->shown++ < REFUSALS_SHOWN)
        fprintf(stderr, "%s refused: %.*s\n", hospital_infno(answer->step),
                TEXT_ARGS(text_slice(answer->body, 0, 600)));
    return false;
}

static bool enough(void *context)
{
    struct run *run = context;
    if (run->torture) {
        struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
        run->all_taken |= poll(&input, 1, 0) != 0;
    } else if (run->until_us != 0) {
        run->all_taken |= clock_steady_us() >= run->until_us;
    }
    return run->all_taken;
}

/* ---- settle: visits that are there, one after the other ---- */

static struct hospital_visit *take_next(void *context)
{
    struct run *run = context;
    if (run->next == run->visit_count) {
        run->all_taken = true;
        return NULL;
    }
    struct hospital_visit *visit = run->visits[run->next++];
    visit->steps = run->steps;
    return visit;
}

static bool answered(void *context, struct hospital_visit *visit,
                     const struct hospital_answer *answer)
{
    (void)visit;
    return answer->good || show_refusal(context, answer);
}

/* ---- visits: new ones for as long as it lasts ---- */

static struct hospital_visit *take_new(void *context)
{
    struct run *run = context;
    if (run->visit_count == run->visit_max) {
        run->all_taken = true;
        return NULL;
    }
    struct hospital_visit *visit = visit_new(run);
    visit->steps = run->steps;
    return visit;
}

/* ---- torture ---- */

/* Some visits are settled and some of those undone; now and then a message that was answered
 * before is sent once more, and must be told the same. */
static struct hospital_visit *take_torture(void *context)
{
    struct run *run = context;
    if (run->next > 0 && random_chance(&run->random, REPEATED_PERCENT * 10000)) {
        struct hospital_visit *visit = run->visits[random_below(&run->random, run->visit_count)];
        if (visit->steps == 0 && visit->told[HOSPITAL_SETTLE] != 0) {
            visit->steps = HOSPITAL_STEP(HOSPITAL_SETTLE);
            if (visit->told[HOSPITAL_UNDO] != 0)
                visit->steps |= HOSPITAL_STEP(HOSPITAL_UNDO);
            return visit;
        }
    }
    struct hospital_visit *visit = visit_new(run);
    visit->steps = run->steps;
    if (random_chance(&run->random, UNDONE_PERCENT * 10000))
        visit->steps |= HOSPITAL_STEP(HOSPITAL_UNDO);
    return visit;
}

static bool answered_torture(void *context, struct hospital_visit *visit,
                             const struct hospital_answer *answer)
{
    struct run *run = context;
    run->next++;
    if (!answer->good)
        return show_refusal(run, answer);
    bool recorded = answer->step != HOSPITAL_PRICE;
    if (recorded && visit->told[answer->step] != 0
        && visit->told[answer->step] != answer->told) {
        run->different++;
        fprintf(stderr, "told otherwise: %.*s\n", TEXT_ARGS(answer->body));
    }
    return true;
}

static void write_ledger(const struct run *run, const char *path)
{
    FILE *file = fopen(path, "we");
    CHECK(file != NULL);
    for (size_t i = 0; i < run->visit_count; i++) {
        const struct hospital_visit *visit = run->visits[i];
        char settled[HOSPITAL_MSGID], undone[HOSPITAL_MSGID];
        hospital_msgid(visit, HOSPITAL_SETTLE, settled);
        hospital_msgid(visit, HOSPITAL_UNDO, undone);
        fprintf(file, "%lld\t%s\t%s\t%s\t%s\t%s\t%lld\t%lld\t%lld\n",
                (long long)visit->person->person, visit->visit, settled, visit->settlement,
                undone, visit->reversal, (long long)visit->total_fen,
                (long long)visit->funds_fen, (long long)visit->cash_fen);
    }
    CHECK(fclose(file) == 0);
}

/* ---- what came of it ---- */

static void print_tally(const char *name, struct hospital_tally *tally, struct run *run)
{
    if (tally->gave_up)
        fprintf(stderr, "hospital_load: nobody answered for a minute\n");
    run->failed |= tally->gave_up;
    printf("{\"load\": \"%s\", \"seconds\": %.3f, \"good\": %lld, \"refused\": %lld, "
           "\"busy\": %lld, \"lost\": %lld, \"different\": %lld, \"visits\": %lld, "
           "\"good_per_s\": %.1f, \"visits_per_s\": %.1f",
           name, tally->seconds, (long long)tally->good, (long long)tally->refused,
           (long long)tally->busy, (long long)tally->lost, (long long)run->different,
           (long long)tally->visits, (double)tally->good / tally->seconds,
           (double)tally->visits / tally->seconds);
    for (int step = 0; step < HOSPITAL_STEPS; step++) {
        struct hospital_times *times = &tally->times[step];
        if (times->count > 0)
            printf(", \"%s\": {\"count\": %zu, \"p50_ms\": %.2f, \"p99_ms\": %.2f, "
                   "\"max_ms\": %.2f}", hospital_infno((enum hospital_step)step), times->count,
                   hospital_ms_at(times, 0.5), hospital_ms_at(times, 0.99),
                   hospital_ms_at(times, 1.0));
    }
    puts("}");
    fflush(stdout);
    hospital_tally_free(tally);
}

static struct hospital_plan plan_of(const struct options *options, struct run *run)
{
    return (struct hospital_plan){
        .host = options->host, .port = (uint16_t)options->port,
        .connections = (int)options->connections, .patience_ms = options->patience_ms,
        .give_up_ms = GIVE_UP_MS,
        .context = run, .take = take_next, .answered = answered, .enough = enough,
    };
}

static void run_settle(const struct options *options, struct run *run)
{
    struct hospital_plan plan = plan_of(options, run);
    struct hospital_tally tally;
    int64_t visits = options->visits > 0 ? options->visits : VISITS_PREPARED;
    for (int64_t i = 0; i < visits; i++)
        visit_new(run);
    run->steps = PREPARED_VISIT;
    hospital_run(&plan, &tally);
    print_tally("prepare", &tally, run);

    char line[16];
    if (fgets(line, sizeof line, stdin) == NULL)
        return;
    run->steps = HOSPITAL_STEP(HOSPITAL_SETTLE);
    run->next = 0;
    run->all_taken = false;
    hospital_run(&plan, &tally);
    print_tally("settle", &tally, run);
}

static void run_visits(const struct options *options, struct run *run)
{
    struct hospital_plan plan = plan_of(options, run);
    struct hospital_tally tally;
    plan.take = take_new;
    run->steps = WHOLE_VISIT;
    run->visit_max = options->visits > 0 ? (size_t)options->visits : SIZE_MAX;
    if (options->visits == 0)
        run->until_us = clock_steady_us() + options->seconds * 1000000;
    hospital_run(&plan, &tally);
    print_tally("visits", &tally, run);
}

static void run_torture(const struct options *options, struct run *run)
{
    struct hospital_plan plan = plan_of(options, run);
    struct hospital_tally tally;
    plan.take = take_torture;
    plan.answered = answered_torture;
    run->torture = true;
    run->steps = WHOLE_VISIT;
    hospital_run(&plan, &tally);
    write_ledger(run, options->ledger);
    print_tally("torture", &tally, run);
}

static void print_people(const struct hospital_town *town)
{
    for (size_t i = 0; i < town->place_count; i++)
        printf("hospital\t%s\t%s\t%lld\t%lld\t%d\n", town->places[i].code, town->places[i].name,
               (long long)town->places[i].division, (long long)town->places[i].tier,
               town->places[i].community);
    for (size_t i = 0; i < town->person_count; i++)
        printf("person\t%lld\t%s\t%lld\t%s\t%s\t%lld\n",
               (long long)town->people[i].person, town->people[i].id_number,
               (long long)town->people[i].born, town->people[i].insurance,
               town->people[i].kind, (long long)town->people[i].place);
}

/* ---- the command line ---- */

static bool options_read(int argc, char **argv, struct options *options)
{
    const struct { const char *name; int64_t *number; } numbers[] = {
        { "--port", &options->port }, { "--seed", &options->seed },
        { "--people", &options->people }, { "--connections", &options->connections },
        { "--visits", &options->visits }, { "--seconds", &options->seconds },
        { "--patience-ms", &options->patience_ms },
    };
    for (int i = 2; i < argc; i += 2) {
        bool known = false;
        if (i + 1 == argc)
            return false;
        for (size_t j = 0; j < COUNT_OF(numbers); j++)
            if (strcmp(argv[i], numbers[j].name) == 0)
                known = text_to_int64(text_of(argv[i + 1]), numbers[j].number);
        if (strcmp(argv[i], "--host") == 0)
            known = (options->host = argv[i + 1]) != NULL;
        if (strcmp(argv[i], "--ledger") == 0)
            known = (options->ledger = argv[i + 1]) != NULL;
        if (!known)
            return false;
    }
    return argc >= 2;
}

int main(int argc, char **argv)
{
    struct options options = {
        .host = "127.0.0.1", .ledger = "/dev/stdout", .port = 8081, .seed = 1, .people = 20000,
        .connections = 64, .seconds = 5, .patience_ms = 10000,
    };
    static const struct { const char *name; void (*go)(const struct options *, struct run *); }
        loads[] = {
            { "settle", run_settle }, { "visits", run_visits }, { "torture", run_torture },
        };
    static struct run run;
    bool good = options_read(argc, argv, &options), found = false;
    if (good) {
        hospital_town_make(&run.town, (uint64_t)options.seed, options.people);
        CHECK(run.town.person_count > 0);
        struct clock clock;
        clock_init(&clock);
        run.serial = clock_now_ms(&clock) * 1000;
        random_init(&run.random, random_number());
        run.first_person = random_below(&run.random, run.town.person_count);
        for (size_t i = 0; i < COUNT_OF(loads); i++)
            if (strcmp(argv[1], loads[i].name) == 0) {
                loads[i].go(&options, &run);
                found = true;
            }
        if (strcmp(argv[1], "people") == 0) {
            print_people(&run.town);
            found = true;
        }
        for (size_t i = 0; i < run.visit_count; i++)
            free(run.visits[i]);
        free(run.visits);
        hospital_town_free(&run.town);
    }
    if (!found)
        fprintf(stderr, "usage: hospital_load people|settle|visits|torture [--port N] "
                        "[--people N] [--connections N] [--visits N] [--seconds N]\n");
    return run.failed ? 1 : found ? 0 : 2;
}
