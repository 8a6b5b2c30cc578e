/* due_bench fill ADDRESS RULES CLOCKS | check ADDRESS RULES MOMENT | open RULES: clocks of a
 * province that started in January 2020.
 *
 * `fill` writes them into a store nobody serves: districts, matters and start days of ordinary
 * limits, and one in twelve with a suspension of its own, each in the class of its facts, with the
 * day known on 26 January. `check` reads every class and works it out afresh as known at the
 * moment; it names how many classes say something else, and how many moved. `open` measures what an
 * open case costs: the day, and the whole certificate. */

#include "base/check.h"
#include "base/clock.h"
#include "core/book.h"
#include "core/deadline_certificate.h"
#include "rooms/due/due.h"
#include "rooms/rooms.h"
#include "stores/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KINDS_MAX 128
#define CHANGES_A_WRITE 20000
#define PLACES 100
#define MATTERS 28
#define START_DAYS 24
#define OFFICE 7
#define FIRST_SUBJECT (INT64_C(1) << 40)

static const struct book *book_open(const char *folder, struct arena *arena)
{
    const struct rule_kind *kinds[KINDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t k = 0; k < all_rooms[i]->rule_kind_count; k++)
            kinds[count++] = all_rooms[i]->rule_kinds[k];
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    const struct book *book = book_of_folder(folder, kinds, count, &faults);
    rule_faults_print(&faults, stderr);
    CHECK(book != NULL);
    return book;
}

static struct store *store_opened(const char *address, bool writes, struct arena *arena)
{
    struct text fault = { 0 };
    struct store *store = store_open_any(address, writes, arena, &fault);
    if (store == NULL) {
        fprintf(stderr, "%.*s\n", TEXT_ARGS(fault));
        exit(1);
    }
    return store;
}

static uint64_t chance(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* ---- fill ---- */

/* Counties, as the book has them: their places decide which measures are asked. */
static size_t places_of(const struct book *book, int32_t *places)
{
    const struct divisions *divisions = book_divisions(book);
    size_t count = 0;
    for (size_t i = 0; i < divisions_count(divisions) && count < PLACES; i++)
        if (division_parent(divisions, divisions_at(divisions, i)->code) != 0)
            places[count++] = divisions_at(divisions, i)->code;
    return count;
}

static struct clock_facts facts_made(uint64_t *seed, const int32_t *places, size_t place_count,
                                     struct arena *arena)
{
    static const int32_t limits[] = { 2, 5, 10, 15, 20, 30 };
    size_t matter = chance(seed) % MATTERS;
    struct deadline_clock_kind kind = { .name = TEXT("handling"), .unit = CLOCK_WORKING_DAYS,
        .count = limits[matter % COUNT_OF(limits)], .source = TEXT("bench") };
    struct deadline_clock clock = { .kind = &kind,
        .start = date_plus_days(DATE(2020, 1, 2), (int)(chance(seed) % START_DAYS)),
        .place = places[chance(seed) % place_count] };
    struct clock_suspension asked = { .reason = TEXT("补正") };
    if (chance(seed) % 12 == 0) {
        asked.from = date_plus_days(clock.start, (int)(chance(seed) % 5));
        asked.until = date_plus_days(asked.from, (int)(chance(seed) % 40));
        /* Its own notice of what is missing: nobody shares it. */
        asked.source = arena_format(arena, "notice %llu", (unsigned long long)chance(seed));
        clock.suspensions = &asked;
        clock.suspension_count = 1;
    }
    struct clock_facts facts = clock_facts_of(&clock, arena);
    facts.matter = arena_format(arena, "matter-%zu", matter);
    return facts;
}

/* Which classes were written, by number: a set with open places. */
struct seen {
    int64_t *numbers;
    size_t size;
    int64_t count;
};

static bool seen_before(struct seen *seen, int64_t number)
{
    size_t at = (size_t)number % seen->size;
    while (seen->numbers[at] != 0 && seen->numbers[at] != number)
        at = (at + 1) % seen->size;
    bool there = seen->numbers[at] == number;
    seen->numbers[at] = number;
    seen->count += !there;
    return there;
}

struct filling {
    struct store *store;
    struct fence fence;
    struct arena arena;
    struct change *first, **tail;
    int count;
};

static void filling_write(struct filling *filling)
{
    enum store_answer answer = filling->store->port->write(filling->store, filling->first,
                                                           filling->fence);
    if (answer != STORE_DONE)
        fprintf(stderr, "%s\n", filling->store->port->complaint(filling->store));
    CHECK(answer == STORE_DONE);
    arena_clear(&filling->arena);
    filling->first = NULL;
    filling->tail = &filling->first;
    filling->count = 0;
}

static void filling_insert(struct filling *filling, const struct table *table, const void *row)
{
    struct change *change = ARENA_NEW(&filling->arena, struct change);
    *change = (struct change){ .kind = CHANGE_INSERT, .table = table,
        .row = shape_copy(table->row, row, &filling->arena) };
    *filling->tail = change;
    filling->tail = &change->next;
    filling->count++;
}

static void class_insert(struct filling *filling, const struct book *book,
                         const struct clock_facts *facts, struct text packed, int64_t number)
{
    const struct request request = { .book = book, .arena = &filling->arena,
        .at = moment_at(DATE(2020, 1, 26), 9, 0, 0) };
    struct deadline_answer answer = due_answer(facts, &request, (struct events){ 0 });
    const struct due_class_row row = {
        .bucket = id_bucket(number), .class_id = number, .name = facts->name,
        .place = facts->place, .facts = packed, .day = answer.day,
        .state = text_of(deadline_state_name(answer.state)),
        .sorts = answer.day.yyyymmdd == 0 ? DATE_LATEST : answer.day, .version = 1,
    };
    filling_insert(filling, &due_class_table, &row);
}

static int fill(const char *address, const char *rules, int64_t clocks)
{
    struct arena arena;
    arena_init(&arena);
    const struct book *book = book_open(rules, &arena);
    struct filling filling = { .store = store_opened(address, true, &arena) };
    arena_init(&filling.arena);
    filling.tail = &filling.first;
    enum store_answer taken = filling.store->port->take_lane(filling.store, 0, TEXT("due_bench"),
                                                             &filling.fence);
    CHECK(taken == STORE_DONE);
    int32_t places[PLACES];
    size_t place_count = places_of(book, places);
    struct seen seen = { .size = (size_t)clocks * 2 + 11 };
    seen.numbers = calloc(seen.size, sizeof seen.numbers[0]);
    CHECK(seen.numbers != NULL && place_count > 0);
    uint64_t seed = 20200127;
    for (int64_t i = 0; i < clocks; i++) {
        struct clock_facts facts = facts_made(&seed, places, place_count, &filling.arena);
        struct text packed = clock_facts_pack(&facts, &filling.arena);
        int64_t number = clock_class_id(packed, 0), subject = FIRST_SUBJECT + i;
        if (!seen_before(&seen, number))
            class_insert(&filling, book, &facts, packed, number);
        const struct due_clock_row row = {
            .bucket = id_bucket(subject), .subject = subject, .name = facts.name,
            .class_id = number, .office = OFFICE + i % PLACES, .running = true,
            .started_at = moment_of_date(facts.start), .version = 1,
        };
        filling_insert(&filling, &due_clock_table, &row);
        if (filling.count >= CHANGES_A_WRITE || i + 1 == clocks)
            filling_write(&filling);
    }
    printf("{\"clocks\": %lld, \"classes\": %lld}\n", (long long)clocks, (long long)seen.count);
    filling.store->port->close(filling.store);
    free(seen.numbers);
    arena_release(&filling.arena);
    book_release(book);
    arena_release(&arena);
    return 0;
}

/* ---- check ---- */

static void class_check(const struct due_class_row *row, const struct book *book,
                        struct moment now, struct arena *arena, int64_t *wrong)
{
    const struct request request = { .book = book, .arena = arena, .at = now };
    struct clock_facts facts = { 0 };
    bool read = shape_unpack(&clock_facts_shape, row->facts, arena, &facts);
    CHECK(read);
    struct deadline_answer answer = due_answer(&facts, &request, (struct events){ 0 });
    *wrong += date_compare(answer.day, row->day) != 0
        || !text_is(row->state, deadline_state_name(answer.state));
}

static int check(const char *address, const char *rules, struct moment now)
{
    struct arena arena;
    arena_init(&arena);
    const struct book *book = book_open(rules, &arena);
    struct store *store = store_opened(address, false, &arena);
    struct due_page_key key = { 0 };
    int64_t classes = 0, moved = 0, wrong = 0;
    for (size_t count = DUE_CLASSES_A_STEP; count == DUE_CLASSES_A_STEP;) {
        struct arena page;
        arena_init(&page);
        struct want want = { .query = &due_classes_after, .key = &key };
        enum store_answer answer = store->port->read(store, &want, &page);
        CHECK(answer == STORE_DONE);
        const struct due_class_row *rows = want.rows.items;
        count = want.rows.count;
        for (size_t i = 0; i < count; i++) {
            moved += rows[i].moved_at.ms != 0;
            class_check(&rows[i], book, now, &page, &wrong);
        }
        classes += (int64_t)count;
        if (count > 0)
            key = (struct due_page_key){ rows[count - 1].bucket, rows[count - 1].class_id };
        arena_release(&page);
    }
    printf("{\"classes\": %lld, \"moved\": %lld, \"wrong\": %lld}\n", (long long)classes,
           (long long)moved, (long long)wrong);
    store->port->close(store);
    book_release(book);
    arena_release(&arena);
    return wrong == 0 ? 0 : 1;
}

/* ---- open ---- */

#define ROUNDS 20000

static int open_case(const char *rules)
{
    struct arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    const struct book *book = book_open(rules, &arena);
    const struct request request = { .book = book, .arena = &scratch,
        .at = moment_at(DATE(2020, 2, 10), 9, 0, 0) };
    struct clock_suspension asked = { .from = DATE(2020, 1, 10), .until = DATE(2020, 1, 21) };
    struct deadline_clock_kind kind = { .name = TEXT("handling"), .unit = CLOCK_WORKING_DAYS,
        .count = 30 };
    struct deadline_clock clock = { .kind = &kind, .start = DATE(2020, 1, 6), .place = 110105,
        .suspensions = &asked, .suspension_count = 1 };
    struct clock_facts facts = clock_facts_of(&clock, &arena);
    facts.matter = TEXT("manual-claim");
    const struct clock_world world = { .calendar = book_calendar(book),
        .divisions = book_divisions(book), .known = request.at };
    double micros[2] = { 0 };
    for (int certified = 0; certified < 2; certified++) {
        int64_t from = clock_steady_us();
        for (int i = 0; i < ROUNDS; i++) {
            struct deadline_answer answer = due_answer(&facts, &request, (struct events){ 0 });
            struct deadline_certificate certificate;
            if (certified)
                deadline_certify(&answer, &world, &scratch, &certificate);
            arena_clear(&scratch);
        }
        micros[certified] = (double)(clock_steady_us() - from) / ROUNDS;
    }
    printf("{\"day_us\": %.1f, \"certificate_us\": %.1f}\n", micros[0], micros[1]);
    book_release(book);
    arena_release(&scratch);
    arena_release(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    int64_t clocks = 0;
    struct moment now;
    if (argc == 5 && strcmp(argv[1], "fill") == 0 && text_to_int64(text_of(argv[4]), &clocks)
        && clocks > 0)
        return fill(argv[2], argv[3], clocks);
    if (argc == 5 && strcmp(argv[1], "check") == 0 && moment_parse(text_of(argv[4]), &now))
        return check(argv[2], argv[3], now);
    if (argc == 3 && strcmp(argv[1], "open") == 0)
        return open_case(argv[2]);
    fprintf(stderr, "due_bench fill ADDRESS RULES CLOCKS | check ADDRESS RULES MOMENT | "
                    "open RULES\n");
    return 2;
}
