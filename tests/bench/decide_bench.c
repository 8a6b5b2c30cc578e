/* decide_bench.c: how many outpatient visits of three lines one core decides in a second: structs
 * in, structs out, rules found in a book. Argument: the rules folder. */

#include "rooms/settle/settle_file.h"

#include "base/check.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 1000000

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int64_t decide_all(const struct book *book, struct settle_bill *bill,
                          const struct settle_person *person)
{
    struct settle_line *lines = bill->lines.items;
    struct settle_counters counters = { .outpatient_deductible_used = { 180000 },
                                        .outpatient_in_scope = { 500000 } };
    struct settle_accounts accounts = { .wish = 1, .balance = { 1000000 } };
    struct arena arena;
    arena_init(&arena);
    int64_t funds = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct trail trail;
        struct settlement settlement;
        arena_clear(&arena);
        trail_init(&trail, &arena);
        lines[0].amount.fen = 10000 + i % 1000;
        settle_decide(book, bill, person, &counters, &accounts, &trail, &settlement);
        CHECK(settlement.outcome == SETTLE_DONE);
        funds += settlement.funds.fen;
    }
    arena_release(&arena);
    return funds;
}

int main(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    const struct book *book = settle_book_of(argc > 1 ? argv[1] : "rules", &arena, &faults);
    CHECK(book != NULL);
    struct settle_line lines[] = {
        { .number = 1, .item_class = TEXT("full"), .amount = { 10000 } },
        { .number = 2, .item_class = TEXT("partly"), .amount = { 24000 },
          .quantity = { 20000 }, .unit_price = { 120000000 }, .price_limit = { 100000000 },
          .pay_first = { 100000 } },
        { .number = 3, .item_class = TEXT("none"), .amount = { 1500 } },
    };
    struct settle_bill bill = { .category = TEXT("outpatient"), .visit = DATE(2023, 5, 10),
                                .tier = TEXT("tier3"), .lines = { lines, COUNT_OF(lines) } };
    struct settle_person person = { .place = 110105, .insurance = TEXT("employee"),
                                    .kind = TEXT("active"), .age = 40 };
    double from = seconds();
    int64_t funds = decide_all(book, &bill, &person);
    double took = seconds() - from;
    printf("%.0f decisions/s (%d in %.2f s, funds %lld fen)\n", ROUNDS / took, ROUNDS, took,
           (long long)funds);
    book_release(book);
    arena_release(&arena);
    return 0;
}
