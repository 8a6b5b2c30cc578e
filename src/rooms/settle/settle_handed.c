/* settle_handed.c: what a settlement of a number that has gone into another changes, handed on to
 * the number that is kept: it lies in another bucket, so a reaction carries it there. */

#include "rooms/settle/settle_desk.h"

#include "base/check.h"

#define HANDED(member, kind, flags_) \
    FIELD(struct settle_handed, member, kind, .flags = (flags_))
static const struct field handed_fields[] = {
    HANDED(bucket, FIELD_COUNT, FIELD_REQUIRED),
    HANDED(person, FIELD_ID, FIELD_REQUIRED),
    HANDED(handed, FIELD_ID, FIELD_REQUIRED),
    HANDED(kept, FIELD_ID, FIELD_REQUIRED),
    HANDED(settlement, FIELD_ID, FIELD_REQUIRED),
    HANDED(year, FIELD_COUNT, FIELD_REQUIRED),
    HANDED(insurance, FIELD_TEXT, FIELD_REQUIRED),
    HANDED(last_day, FIELD_DAY, FIELD_REQUIRED),
    HANDED(number, FIELD_COUNT, FIELD_REQUIRED),
    HANDED(used, FIELD_BYTES, FIELD_REQUIRED),
    HANDED(amount, FIELD_MONEY, FIELD_REQUIRED),
};
const struct shape settle_handed_shape =
    SHAPE("settle_handed", struct settle_handed, handed_fields);
const struct table settle_handed_table = {
    .name = "settle_handed", .row = &settle_handed_shape, .key_count = 3,
};
static const struct field key_fields[] = {
    FIELD(struct settle_handed_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct settle_handed_key, person, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct settle_handed_key, handed, FIELD_ID, .flags = FIELD_REQUIRED),
};
static const struct shape key_shape =
    SHAPE("settle_handed_key", struct settle_handed_key, key_fields);
const struct query settle_handed_by_key = {
    .name = "settle.handed", .from = "settle_handed h",
    .where = "h.bucket = {bucket} AND h.person = {person} AND h.handed = {handed}",
    .key = &key_shape, .row = &settle_handed_shape, .row_max = 1, .guard = GUARD_DECISION,
};

/* The settlement's own transfers gave it to the account of the number that went. */
static void send_on(struct decision *decision, const struct settle_handed *handed)
{
    struct fund_transfer transfers[1];
    struct fund_posting posting = {
        .bucket = handed->bucket, .cause = handed->handed, .person = handed->person,
        .day = date_of_moment(decision->request->at), .about = "merge",
        .transfers = transfers, .capacity = COUNT_OF(transfers),
    };
    if (handed->amount.fen == 0)
        return;
    fund_post(&posting, (struct fund_account){ FUND_PERSONAL, handed->person },
              (struct fund_account){ FUND_MERGING, handed->kept }, handed->amount);
    fund_record(decision, &posting);
}

static struct list one_hand(const struct settle_handed *handed, struct arena *arena)
{
    struct settle_hands *hands = ARENA_NEW(arena, struct settle_hands);
    *hands = (struct settle_hands){ handed->kept, handed->person, handed->handed };
    return (struct list){ hands, 1 };
}

struct list settle_hand_on(struct decision *decision, const struct settle_moved *moved,
                           const struct fund_personal *account, struct money amount)
{
    const struct request *request = decision->request;
    const struct settlement_row *row = moved->row;
    bool goes_on = moved->person != NULL && moved->person->merged_into != 0;
    bool given_back = goes_on && amount.fen > 0;
    if (!given_back)
        settle_record_account(decision, account, row->person, amount);
    if (!goes_on)
        return (struct list){ 0 };
    struct settle_counters used = moved->used;
    const struct settle_counters_row *before = moved->counters;
    bool later = before == NULL || date_compare(row->day, before->last_day) > 0;
    const struct settle_handed handed = {
        .bucket = row->bucket, .person = row->person,
        .handed = id_mint(request->minter, (int)row->bucket),
        .kept = moved->person->merged_into, .settlement = row->settlement, .year = row->year,
        .insurance = row->insurance, .last_day = later ? row->day : before->last_day,
        .number = before == NULL ? 1 : before->version + 1,
        .used = shape_pack(&settle_counters_shape, &used, request->arena),
        .amount = given_back ? amount : MONEY_NONE,
    };
    decision_insert(decision, &settle_handed_table, &handed);
    send_on(decision, &handed);
    return one_hand(&handed, request->arena);
}

static const struct field hands_fields[] = {
    FIELD(struct settle_hands, kept, FIELD_ID, .flags = 0),
    FIELD(struct settle_hands, gone, FIELD_ID, .flags = 0),
    FIELD(struct settle_hands, handed, FIELD_ID, .flags = 0),
};
const struct shape settle_hands_shape =
    SHAPE("settle_hands", struct settle_hands, hands_fields);
