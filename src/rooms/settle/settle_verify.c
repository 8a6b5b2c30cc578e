/* settle_verify.c: what is kept for speed is what the settlements say: counters are the sum of what
 * those that stand took, and a person's transfers are what the settlements that stand come to. */

#include "rooms/settle/settle_room.h"

#include "core/room.h"

#include "base/check.h"

#define YEARS_OF_A_PERSON 64

/* What the settlements of one person took, by year and insurance. */
struct tally {
    int64_t person;
    struct money owed, cash;            /* by the settlements that stand */
    struct money booked, booked_cash;   /* by the transfers of all of them */
    size_t count;
    struct { int64_t year; char insurance[8]; struct settle_counters took; }
        years[YEARS_OF_A_PERSON];
};

static bool is_year(const struct tally *tally, size_t at, int64_t year, struct text insurance)
{
    return tally->years[at].year == year && text_is(insurance, tally->years[at].insurance);
}

static void tally_took(struct tally *tally, int64_t year, struct text insurance,
                       const struct settle_counters *took)
{
    for (size_t i = 0; i < tally->count; i++)
        if (is_year(tally, i, year, insurance)) {
            settle_counters_add(&tally->years[i].took, took);
            return;
        }
    CHECK(tally->count < YEARS_OF_A_PERSON);
    size_t at = tally->count++;
    tally->years[at].year = year;
    struct builder builder = builder_over(tally->years[at].insurance, 7);
    builder_add(&builder, insurance);
    tally->years[at].insurance[builder.length] = '\0';
    tally->years[at].took = (struct settle_counters){ 0 };
    settle_counters_add(&tally->years[at].took, took);
}

static void tally_add(struct tally *tally, const struct settlement_row *row,
                      struct verify_report *report)
{
    struct settle_counters took = { 0 };
    if (!settle_stands(row))
        return;
    tally->owed = money_plus(tally->owed, settlement_row_funds(row));
    tally->owed = money_plus(tally->owed, money_plus(row->account, row->family_account));
    /* What a claimant bears was paid at the hospital and passed through no account of ours. */
    if (row->institution != 0)
        tally->cash = money_plus(tally->cash, row->cash);
    if (!shape_unpack(&settle_counters_shape, row->took, report->arena, &took)) {
        verify_complain_of(report, "verify.settle.took", row->settlement, 0);
        return;
    }
    tally_took(tally, row->year, row->insurance, &took);
}

/* And what came over with another number of the same human. */
static enum store_answer tally_carried(struct store *store, struct tally *tally,
                                       struct verify_report *report)
{
    const struct settle_of_person_key key = {
        .bucket = id_bucket(tally->person), .person = tally->person,
    };
    struct want want = { .query = &settle_carried_of, .key = &key };
    enum store_answer answer = store->port->read(store, &want, report->arena);
    const struct settle_carried *rows = want.rows.items;
    for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
        struct settle_counters took = { 0 };
        if (shape_unpack(&settle_counters_shape, rows[i].took, report->arena, &took))
            tally_took(tally, rows[i].year, rows[i].insurance, &took);
    }
    return answer;
}

/* A row whose settlements were all undone stands at zero and needs no settlement. */
static bool counters_agree(const struct settle_counters_row *row, const struct tally *tally,
                           struct arena *arena)
{
    struct settle_counters expected = { 0 };
    for (size_t i = 0; i < tally->count; i++)
        if (is_year(tally, i, row->year, row->insurance))
            expected = tally->years[i].took;
    struct settle_counters used = row->used;
    return text_equal(shape_pack(&settle_counters_shape, &used, arena),
                      shape_pack(&settle_counters_shape, &expected, arena));
}

static enum store_answer check_person(struct store *store, struct tally *tally,
                                      struct verify_report *report)
{
    if (tally->person == 0)
        return STORE_DONE;
    if (tally_carried(store, tally, report) != STORE_DONE)
        return STORE_FAULT;
    const struct settle_of_person_key key = {
        .bucket = id_bucket(tally->person), .person = tally->person,
    };
    struct want want = { .query = &settle_counters_of, .key = &key };
    enum store_answer answer = store->port->read(store, &want, report->arena);
    const struct settle_counters_row *rows = want.rows.items;
    size_t found = 0;
    for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
        for (size_t year = 0; year < tally->count; year++)
            found += is_year(tally, year, rows[i].year, rows[i].insurance);
        report->checked++;
        if (!counters_agree(&rows[i], tally, report->arena))
            verify_complain_of(report, "verify.settle.counters", rows[i].year, tally->person);
    }
    if (tally->owed.fen != tally->booked.fen || tally->cash.fen != tally->booked_cash.fen)
        verify_complain_of(report, "verify.settle.books", tally->person, 0);
    if (answer == STORE_DONE && found != tally->count)
        verify_complain_of(report, "verify.settle.counters-missing", tally->person, 0);
    return answer;
}

/* When the transfers of a row were booked: a difference on the day it was decided. */
static enum store_answer booked_at(struct store *store, const struct settlement_row *row,
                                   struct verify_report *report, struct moment *ret_at)
{
    const struct settle_change_key key = {
        .bucket = row->bucket, .person = row->person, .settlement = row->superseded_by,
        .superseded = row->settlement,
    };
    struct want want = { .query = &settle_change_by_key, .key = &key };
    *ret_at = row->at;
    if (!text_is(row->state, "superseded"))
        return STORE_DONE;
    enum store_answer answer = store->port->read(store, &want, report->arena);
    const struct settle_change *change = want.rows.items;
    if (answer == STORE_DONE && want.rows.count == 1)
        *ret_at = change->at;
    else if (answer == STORE_DONE)
        verify_complain_of(report, "verify.settle.change", row->superseded_by, 0);
    return answer;
}

/* What the transfers of a settlement, a reversal or a difference moved to the institution. */
static enum store_answer add_transfers(struct store *store, const struct settlement_row *row,
                                       struct tally *tally, struct verify_report *report)
{
    struct moment at;
    enum store_answer answer = booked_at(store, row, report, &at);
    if (answer != STORE_DONE)
        return answer;
    const struct fund_cause_key key = {
        .bucket = row->bucket, .day = date_of_moment(at), .cause = row->settlement,
    };
    struct want want = { .query = &fund_transfers_of_cause, .key = &key };
    answer = store->port->read(store, &want, report->arena);
    const struct fund_transfer *transfers = want.rows.items;
    for (size_t i = 0; i < want.rows.count; i++) {
        const struct fund_transfer *one = &transfers[i];
        if (one->credit_kind == FUND_INSTITUTION || one->credit_kind == FUND_CLAIMANT)
            tally->booked = money_plus(tally->booked, one->amount);
        if (one->debit_kind == FUND_INSTITUTION || one->debit_kind == FUND_CLAIMANT)
            tally->booked = money_minus(tally->booked, one->amount);
        if (one->credit_kind == FUND_CASH && one->credit_owner != row->person)
            tally->booked_cash = money_plus(tally->booked_cash, one->amount);
        if (one->debit_kind == FUND_CASH && one->debit_owner != row->person)
            tally->booked_cash = money_minus(tally->booked_cash, one->amount);
    }
    report->checked++;
    return answer;
}

static enum store_answer verify_bucket(struct store *store, int bucket,
                                       struct verify_report *report)
{
    struct settlements_after_key key = { .bucket = bucket };
    struct tally tally = { 0 };
    for (;;) {
        struct arena *arena = report->arena;
        arena_clear(arena);
        struct want want = { .query = &settlements_after, .key = &key };
        enum store_answer answer = store->port->read(store, &want, arena);
        const struct settlement_row *rows = want.rows.items;
        for (size_t i = 0; answer == STORE_DONE && i < want.rows.count; i++) {
            if (rows[i].person != tally.person) {
                answer = check_person(store, &tally, report);
                tally = (struct tally){ .person = rows[i].person };
            }
            tally_add(&tally, &rows[i], report);
            if (answer == STORE_DONE)
                answer = add_transfers(store, &rows[i], &tally, report);
            key.person = rows[i].person;
            key.settlement = rows[i].settlement;
        }
        if (answer != STORE_DONE)
            return answer;
        if (want.rows.count < 500)
            return check_person(store, &tally, report);
    }
}

enum store_answer settle_verify(struct store *store, struct verify_report *report)
{
    enum store_answer answer = STORE_DONE;
    for (int bucket = 0; bucket < BUCKET_COUNT && answer == STORE_DONE; bucket++)
        answer = verify_bucket(store, bucket, report);
    return answer == STORE_DONE ? settle_verify_journal(store, report) : answer;
}
