/* store_bench sqlite | postgres | ADDRESS [SECONDS [BATCH [PEOPLE]]]: how many settlement-like
 * actions a second a store records: reads of three rows each in one round, then one batch of a
 * counter row replaced, a settlement, two lines, two transfers and a journal row each, committed
 * once. People are loaded first; every growing table has the bucket first in its key, as ours do.
 * `sqlite` makes a file of its own and takes it away again, `postgres` uses YIBAO_TEST_POSTGRES. */

#include "base/check.h"
#include "core/store.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define BATCH_MAX 1024
#define BATCHES_MAX 1000000
#define TEND_EVERY_MS 200

struct person {
    int64_t bucket, person;
    struct text name_sealed;
    struct date born;
    int64_t office;
};

struct counters {
    int64_t bucket, person, year, version, admissions;
    struct money deductible, fund_basic, fund_major, person_paid, outpatient;
};

struct settlement {
    int64_t bucket, settlement, person, institution, year;
    struct moment at;
    struct date visit_day;
    struct money total, fund, person_pays, deductible;
    struct text insurance, kind;
};

struct line { int64_t bucket, settlement, line, item; struct money amount, fund; };
struct transfer {
    int64_t bucket, transfer, settlement, debit, credit;
    struct money amount;
    struct date day;
};
struct journal {
    int64_t bucket, sequence, asker, subject, book;
    struct text key, action, digest, outcome;
    struct moment at;
};
struct key { int64_t bucket, id, year; struct text name; };

#define F(type_, name_, kind_) \
    { .name = #name_, .kind = (kind_), .offset = AT(struct type_, name_) }

static const struct field PERSON_FIELDS[] = {
    F(person, bucket, FIELD_COUNT), F(person, person, FIELD_ID),
    F(person, name_sealed, FIELD_BYTES), F(person, born, FIELD_DAY), F(person, office, FIELD_ID),
};
static const struct field COUNTERS_FIELDS[] = {
    F(counters, bucket, FIELD_COUNT), F(counters, person, FIELD_ID),
    F(counters, year, FIELD_COUNT), F(counters, version, FIELD_COUNT),
    F(counters, admissions, FIELD_COUNT), F(counters, deductible, FIELD_MONEY),
    F(counters, fund_basic, FIELD_MONEY), F(counters, fund_major, FIELD_MONEY),
    F(counters, person_paid, FIELD_MONEY), F(counters, outpatient, FIELD_MONEY),
};
static const struct field SETTLEMENT_FIELDS[] = {
    F(settlement, bucket, FIELD_COUNT), F(settlement, settlement, FIELD_ID),
    F(settlement, person, FIELD_ID), F(settlement, institution, FIELD_ID),
    F(settlement, year, FIELD_COUNT), F(settlement, at, FIELD_MOMENT),
    F(settlement, visit_day, FIELD_DAY), F(settlement, total, FIELD_MONEY),
    F(settlement, fund, FIELD_MONEY), F(settlement, person_pays, FIELD_MONEY),
    F(settlement, deductible, FIELD_MONEY), F(settlement, insurance, FIELD_CODE),
    F(settlement, kind, FIELD_CODE),
};
static const struct field LINE_FIELDS[] = {
    F(line, bucket, FIELD_COUNT), F(line, settlement, FIELD_ID), F(line, line, FIELD_COUNT),
    F(line, item, FIELD_ID), F(line, amount, FIELD_MONEY), F(line, fund, FIELD_MONEY),
};
static const struct field TRANSFER_FIELDS[] = {
    F(transfer, bucket, FIELD_COUNT), F(transfer, transfer, FIELD_ID),
    F(transfer, settlement, FIELD_ID), F(transfer, debit, FIELD_ID),
    F(transfer, credit, FIELD_ID), F(transfer, amount, FIELD_MONEY),
    F(transfer, day, FIELD_DAY),
};
static const struct field JOURNAL_FIELDS[] = {
    F(journal, bucket, FIELD_COUNT), F(journal, sequence, FIELD_ID),
    F(journal, asker, FIELD_ID), F(journal, subject, FIELD_ID), F(journal, book, FIELD_COUNT),
    F(journal, key, FIELD_TEXT), F(journal, action, FIELD_TEXT),
    F(journal, digest, FIELD_BYTES), F(journal, outcome, FIELD_BYTES),
    F(journal, at, FIELD_MOMENT),
};
static const struct field KEY_FIELDS[] = {
    F(key, bucket, FIELD_COUNT), F(key, id, FIELD_ID), F(key, year, FIELD_COUNT),
    F(key, name, FIELD_TEXT),
};

static const struct shape PERSON = SHAPE("person", struct person, PERSON_FIELDS);
static const struct shape COUNTERS = SHAPE("counters", struct counters, COUNTERS_FIELDS);
static const struct shape SETTLEMENT = SHAPE("settlement", struct settlement, SETTLEMENT_FIELDS);
static const struct shape LINE = SHAPE("line", struct line, LINE_FIELDS);
static const struct shape TRANSFER = SHAPE("transfer", struct transfer, TRANSFER_FIELDS);
static const struct shape JOURNAL = SHAPE("journal", struct journal, JOURNAL_FIELDS);
static const struct shape KEY = SHAPE("key", struct key, KEY_FIELDS);

static const struct table COUNTERS_TABLE = { "bench_counters", &COUNTERS, 3, "version" };
static const struct table SETTLEMENT_TABLE = { "bench_settlement", &SETTLEMENT, 2, NULL };
static const struct table LINE_TABLE = { "bench_line", &LINE, 3, NULL };
static const struct table TRANSFER_TABLE = { "bench_transfer", &TRANSFER, 2, NULL };
static const struct table JOURNAL_TABLE = { "bench_journal", &JOURNAL, 2, NULL };

static const struct query PERSON_QUERY = {
    .name = "person", .from = "bench_person v", .key = &KEY, .row = &PERSON, .row_max = 1,
    .where = "v.bucket = {bucket} AND v.person = {id}",
};
static const struct query COUNTERS_QUERY = {
    .name = "counters", .from = "bench_counters v", .key = &KEY, .row = &COUNTERS, .row_max = 1,
    .where = "v.bucket = {bucket} AND v.person = {id} AND v.year = {year}",
};
/* Was this key recorded before? */
static const struct query JOURNAL_QUERY = {
    .name = "journal", .from = "bench_journal v", .key = &KEY, .row = &JOURNAL, .row_max = 1,
    .where = "v.bucket = {bucket} AND v.key = {name}",
};

static const char SCHEMA[] =
    "DROP TABLE IF EXISTS bench_person; DROP TABLE IF EXISTS bench_counters;"
    "DROP TABLE IF EXISTS bench_settlement; DROP TABLE IF EXISTS bench_line;"
    "DROP TABLE IF EXISTS bench_transfer; DROP TABLE IF EXISTS bench_journal;"
    "CREATE TABLE bench_person (bucket {bucket} NOT NULL, person {id} NOT NULL,"
    " name_sealed {bytes} NOT NULL, born {day}, office {id}, PRIMARY KEY (bucket, person))"
    " {clustered};"
    "CREATE TABLE bench_counters (bucket {bucket} NOT NULL, person {id} NOT NULL,"
    " year {count} NOT NULL, version {count} NOT NULL, admissions {count} NOT NULL,"
    " deductible {money} NOT NULL, fund_basic {money} NOT NULL, fund_major {money} NOT NULL,"
    " person_paid {money} NOT NULL, outpatient {money} NOT NULL,"
    " PRIMARY KEY (bucket, person, year)) {replaced};"
    "CREATE TABLE bench_settlement (bucket {bucket} NOT NULL, settlement {id} NOT NULL,"
    " person {id} NOT NULL, institution {id} NOT NULL, year {count} NOT NULL,"
    " at {moment} NOT NULL, visit_day {day} NOT NULL, total {money} NOT NULL,"
    " fund {money} NOT NULL, person_pays {money} NOT NULL, deductible {money} NOT NULL,"
    " insurance {text} NOT NULL, kind {text} NOT NULL, PRIMARY KEY (bucket, settlement))"
    " {clustered};"
    "CREATE TABLE bench_line (bucket {bucket} NOT NULL, settlement {id} NOT NULL,"
    " line {count} NOT NULL, item {id} NOT NULL, amount {money} NOT NULL, fund {money} NOT NULL,"
    " PRIMARY KEY (bucket, settlement, line)) {clustered};"
    "CREATE TABLE bench_transfer (bucket {bucket} NOT NULL, transfer {id} NOT NULL,"
    " settlement {id} NOT NULL, debit {id} NOT NULL, credit {id} NOT NULL,"
    " amount {money} NOT NULL, day {day} NOT NULL, PRIMARY KEY (bucket, transfer)) {clustered};"
    "CREATE TABLE bench_journal (bucket {bucket} NOT NULL, sequence {id} NOT NULL,"
    " asker {id} NOT NULL, subject {id} NOT NULL, book {count} NOT NULL, key {text} NOT NULL,"
    " action {text} NOT NULL, digest {bytes} NOT NULL, outcome {bytes} NOT NULL,"
    " at {moment} NOT NULL, PRIMARY KEY (bucket, sequence)) {clustered};"
    "CREATE UNIQUE INDEX bench_journal_key ON bench_journal (bucket, key);";

static const char PEOPLE[] =
    "INSERT INTO bench_person WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
    " WHERE i + 1 < %lld) SELECT i %% 1024, 1 + i / 1024, CAST('0123456789abcdef0123456789abcdef'"
    " AS {bytes}), 19700101, 7 FROM n ORDER BY 1, 2;"
    "INSERT INTO bench_counters SELECT bucket, person, 2020, 1, 0, 0, 0, 0, 0, 0"
    " FROM bench_person;";

struct bench {
    struct store *store;
    struct arena arena;
    struct fence fence;
    int64_t people, batch, next;
    uint64_t random;
    struct want wants[BATCH_MAX * 3];
    struct key keys[BATCH_MAX * 3];
    struct counters counters[BATCH_MAX];
    struct change changes[BATCH_MAX * 7];
    double read_seconds, write_seconds;
};

static atomic_bool bench_over;

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t bench_draw(struct bench *bench)
{
    bench->random ^= bench->random << 13;
    bench->random ^= bench->random >> 7;
    bench->random ^= bench->random << 17;
    return bench->random;
}

static _Noreturn void die(const struct store *store, const char *doing)
{
    fprintf(stderr, "%s: %s\n", doing, store->port->complaint(store));
    exit(1);
}

static void bench_ask(struct bench *bench)
{
    for (int64_t at = 0; at < bench->batch; at++) {
        uint64_t who = bench_draw(bench) % (uint64_t)bench->people;
        /* Nobody twice in a batch: the lane sees to it. */
        who = who - who % (uint64_t)bench->batch + (uint64_t)at;
        struct key key = { (int64_t)(who % 1024), 1 + (int64_t)(who / 1024), 2020, { 0 } };
        key.name = arena_format(&bench->arena, "H%06llu202011220%015lld",
                                (unsigned long long)(who % 3000), (long long)(bench->next + at));
        const struct query *queries[] = { &PERSON_QUERY, &COUNTERS_QUERY, &JOURNAL_QUERY };
        for (int64_t query = 0; query < 3; query++) {
            int64_t place = at * 3 + query;
            bench->keys[place] = key;
            bench->wants[place] = (struct want){
                .query = queries[query], .key = &bench->keys[place],
                .next = place + 1 < bench->batch * 3 ? &bench->wants[place + 1] : NULL,
            };
        }
    }
}

static struct change *bench_add(struct change *change, enum change_kind kind,
                                const struct table *table, const void *row)
{
    *change = (struct change){ .kind = kind, .table = table, .row = row, .next = change + 1 };
    return change + 1;
}

#define NEW(type_, ...) \
    memcpy(arena_take(&bench->arena, sizeof(struct type_)), &(struct type_){ __VA_ARGS__ }, \
           sizeof(struct type_))

static struct change *bench_settle(struct bench *bench, int64_t at, struct change *change)
{
    const struct key *key = &bench->keys[at * 3];
    CHECK(bench->wants[at * 3].rows.count == 1 && bench->wants[at * 3 + 1].rows.count == 1);
    CHECK(bench->wants[at * 3 + 2].rows.count == 0);
    const struct person *person = bench->wants[at * 3].rows.items;
    struct counters *counters = &bench->counters[at];
    *counters = *(const struct counters *)bench->wants[at * 3 + 1].rows.items;
    counters->fund_basic.fen += 7000;
    counters->person_paid.fen += 4340;
    int64_t bucket = key->bucket, id = ++bench->next << 8 | INT64_C(7) << 50;
    struct moment when = { INT64_C(1606000000000) + bench->next };
    change = bench_add(change, CHANGE_REPLACE, &COUNTERS_TABLE, counters);
    change = bench_add(change, CHANGE_INSERT, &SETTLEMENT_TABLE,
        NEW(settlement, bucket, id, person->person, 4711, 2020, when, DATE(2020, 2, 10),
            { 11340 }, { 7000 }, { 4340 }, { 0 }, TEXT("310"), TEXT("11")));
    for (int64_t line = 1; line <= 2; line++) {
        change = bench_add(change, CHANGE_INSERT, &LINE_TABLE,
            NEW(line, bucket, id, line, 86012345 + line, { 5670 }, { 3500 }));
        change = bench_add(change, CHANGE_INSERT, &TRANSFER_TABLE,
            NEW(transfer, bucket, id + line, id, 11, 4711, { 3500 }, DATE(2020, 2, 10)));
    }
    static char outcome[96];
    return bench_add(change, CHANGE_INSERT, &JOURNAL_TABLE,
        NEW(journal, bucket, id, 4711, person->person, 12, key->name, TEXT("settle.outpatient"),
            { outcome, 32 }, { outcome, sizeof outcome }, when));
}

static void bench_batch(struct bench *bench)
{
    const struct store_port *port = bench->store->port;
    arena_clear(&bench->arena);
    bench_ask(bench);
    double start = now_seconds();
    if (port->read(bench->store, bench->wants, &bench->arena) != STORE_DONE)
        die(bench->store, "read");
    double middle = now_seconds();
    struct change *change = bench->changes;
    for (int64_t at = 0; at < bench->batch; at++)
        change = bench_settle(bench, at, change);
    change[-1].next = NULL;
    double decided = now_seconds();
    if (port->write(bench->store, bench->changes, bench->fence) != STORE_DONE)
        die(bench->store, "write");
    bench->read_seconds += middle - start;
    bench->write_seconds += now_seconds() - decided;
}

static void *bench_tend(void *address)
{
    struct arena arena;
    struct text fault = { 0 };
    arena_init(&arena);
    struct store *store = store_open_any(address, true, &arena, &fault);
    CHECK(store != NULL);
    while (!bench_over) {
        store->port->tend(store);
        nanosleep(&(struct timespec){ 0, TEND_EVERY_MS * 1000000L }, NULL);
    }
    store->port->close(store);
    arena_release(&arena);
    return NULL;
}

static void bench_run_sql(struct bench *bench, struct text words)
{
    struct text sql, fault = { 0 };
    if (!migrate_spell(bench->store, words, &bench->arena, &sql, &fault)) {
        fprintf(stderr, "%.*s\n", TEXT_ARGS(fault));
        exit(1);
    }
    if (bench->store->port->run_schema(bench->store, sql) != STORE_DONE)
        die(bench->store, "schema");
}

static void bench_load(struct bench *bench)
{
    int run = 0;
    struct text fault = { 0 };
    if (!migrate_apply(bench->store, TEST_SCHEMA_FOLDER, &bench->arena, &run, &fault)) {
        fprintf(stderr, "%.*s\n", TEXT_ARGS(fault));
        exit(1);
    }
    bool postgres = strcmp(bench->store->port->scheme, "postgres") == 0;
    bench_run_sql(bench, text_of(SCHEMA));
    bench_run_sql(bench, arena_format(&bench->arena, PEOPLE, (long long)bench->people));
    if (postgres)
        bench_run_sql(bench, TEXT("ANALYZE; CHECKPOINT;"));
    if (bench->store->port->take_lane(bench->store, 0, TEXT("bench"), &bench->fence)
        != STORE_DONE)
        die(bench->store, "lane");
}

/* Of all threads of this program; a server of its own is not in it. */
static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right ? 1 : 0;
}

static void bench_report(struct bench *bench, double *times, int count, double seconds,
                         double cpu)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    qsort(times, (size_t)count, sizeof *times, compare_doubles);
    printf("%s N=%lld: %.0f actions/s; batch p50 %.2f ms, p99 %.2f ms, worst %.1f ms; "
           "read %.0f %%, write %.0f %%; cpu %.0f us an action; memory %ld MB\n",
           bench->store->port->scheme, (long long)bench->batch,
           (double)count * (double)bench->batch / seconds, times[count / 2] * 1e3,
           times[count * 99 / 100] * 1e3, times[count - 1] * 1e3,
           bench->read_seconds / seconds * 100, bench->write_seconds / seconds * 100,
           cpu * 1e6 / ((double)count * (double)bench->batch),
           usage.ru_maxrss / 1024);
}

static void bench_run(struct bench *bench, const char *address, int64_t seconds)
{
    static double times[BATCHES_MAX];
    double loading = now_seconds();
    bench_load(bench);
    fprintf(stderr, "%lld people loaded in %.1f s\n", (long long)bench->people,
            now_seconds() - loading);
    pthread_t tender;
    int started = pthread_create(&tender, NULL, bench_tend, (void *)(uintptr_t)address);
    CHECK(started == 0);
    double start = now_seconds(), last = start, cpu = cpu_seconds();
    int batches = 0;
    while (last - start < (double)seconds && batches < BATCHES_MAX) {
        bench_batch(bench);
        double now = now_seconds();
        times[batches++] = now - last;
        last = now;
    }
    bench_over = true;
    pthread_join(tender, NULL);
    bench_report(bench, times, batches, last - start, cpu_seconds() - cpu);
}

static int64_t argument(int count, char **values, int at, int64_t otherwise)
{
    int64_t number = otherwise;
    if (count > at && !text_to_int64(text_of(values[at]), &number)) {
        fprintf(stderr, "not a number: %s\n", values[at]);
        exit(2);
    }
    return number;
}

static const char *bench_address(const char *name, char *folder, struct arena *arena)
{
    if (strcmp(name, "postgres") == 0)
        return getenv("YIBAO_TEST_POSTGRES");
    if (strcmp(name, "sqlite") != 0)
        return name;
    char *made = mkdtemp(folder);
    CHECK(made != NULL);
    return arena_format(arena, "sqlite:%s/store.db", folder).data;
}

static void bench_clear(const char *folder, struct arena *arena)
{
    static const char *const FILES[] = { "store.db", "store.db-wal", "store.db-shm",
                                         "store.db.lane" };
    for (size_t at = 0; at < COUNT_OF(FILES); at++)
        unlink(arena_format(arena, "%s/%s", folder, FILES[at]).data);
    rmdir(folder);
}

int main(int count, char **values)
{
    struct arena program;
    char folder[] = "/tmp/yibao-bench-XXXXXX";
    arena_init(&program);
    const char *address = count < 2 ? NULL : bench_address(values[1], folder, &program);
    if (address == NULL) {
        fprintf(stderr, "store_bench sqlite | postgres | ADDRESS [SECONDS [BATCH [PEOPLE]]]\n");
        return count < 2 ? 2 : 77;
    }
    static struct bench bench;
    int64_t seconds = argument(count, values, 2, 5);
    bench.batch = argument(count, values, 3, 64);
    bench.people = argument(count, values, 4, 1000000);
    bench.random = 88172645463325252u;
    CHECK(bench.batch > 0 && bench.batch <= BATCH_MAX && bench.people >= bench.batch * 2);
    bench.people -= bench.people % bench.batch;
    arena_init(&bench.arena);
    struct text fault = { 0 };
    bench.store = store_open_any(address, true, &bench.arena, &fault);
    if (bench.store == NULL) {
        fprintf(stderr, "%.*s\n", TEXT_ARGS(fault));
        return 1;
    }
    bench_run(&bench, address, seconds);
    bench.store->port->close(bench.store);
    if (strcmp(values[1], "sqlite") == 0)
        bench_clear(folder, &program);
    arena_release(&bench.arena);
    arena_release(&program);
    return 0;
}
