/* hand_test.c: see hand.h. */

#include "rooms/hand.h"

const int64_t HAND_PLACE = 110105;

void hand_begin(struct hand *hand, struct date today)
{
    *hand = (struct hand){
        .person = { .bucket = id_bucket(HAND_PERSON), .person = HAND_PERSON,
                    .name = TEXT("某某"), .certificate = TEXT("01"), .born = DATE(1970, 5, 1) },
        .spell = { .person = HAND_PERSON, .spell = 1, .insurance = TEXT("310"),
                   .kind = TEXT("11"), .place = HAND_PLACE, .valid_from = DATE(2015, 1, 1),
                   .status = TEXT("1") },
        .institution = { .bucket = id_bucket(HAND_INSTITUTION), .institution = HAND_INSTITUTION,
                         .code = TEXT("H11010590009"), .type = TEXT("1"), .tier = 3,
                         .division = HAND_PLACE },
        .agreement = { .institution = HAND_INSTITUTION, .agreement = 1,
                       .valid_from = DATE(2019, 1, 1), .status = TEXT("in-force") },
        .item = { .code = TEXT(HAND_ITEM), .valid_from = DATE(2019, 1, 1),
                  .charge_level = TEXT("01"), .charge_type = TEXT("09"),
                  .known_from = DATE(2019, 1, 1) },
        .visit = { .bucket = id_bucket(HAND_VISIT), .visit = HAND_VISIT, .person = HAND_PERSON,
                   .institution = HAND_INSTITUTION, .division = HAND_PLACE,
                   .insurance = TEXT("310"), .place = HAND_PLACE, .med_type = TEXT("11"),
                   .number = TEXT("MZ1"), .certificate_kind = TEXT("02"), .state = TEXT("open"),
                   .version = 1 },
    };
    testing_begin(&hand->testing, moment_at(today, 10, 0, 0));
    hand->testing.actor = (struct actor){
        .role = ROLE_INSTITUTION, .institution = HAND_INSTITUTION,
        .scope = { .institution = HAND_INSTITUTION },
    };
    hand->visit.begin_at = moment_at(today, 9, 0, 0);
    hand->spells = (struct list){ &hand->spell, 1 };
    hand->statuses = (struct list){ &hand->status, 0 };
    hand->agreements = (struct list){ &hand->agreement, 1 };
    hand->items = (struct list){ &hand->item, 1 };
    hand->bills = (struct list){ &hand->bill, 0 };
    hand->line_list = (struct list){ hand->lines, 0 };
    hand->facts = (struct party_person_facts){ &hand->person, &hand->spells, &hand->identities,
                                               &hand->statuses };
}

void hand_end(struct hand *hand)
{
    testing_end(&hand->testing);
}

void hand_stay(struct hand *hand, struct date begin)
{
    hand->visit.inpatient = true;
    hand->visit.med_type = TEXT("21");
    hand->visit.begin_at = moment_at(begin, 9, 0, 0);
    hand->stay = (struct visit_stay_row){ .bucket = hand->visit.bucket, .visit = HAND_VISIT,
                                          .version = 1 };
}

void hand_line(struct hand *hand, struct text bill, const char *serial, int64_t fen)
{
    struct visit_bill_row *row = &hand->bill;
    if (hand->bills.count == 0)
        *row = (struct visit_bill_row){ .bucket = hand->visit.bucket, .visit = HAND_VISIT,
                                        .bill = bill, .version = 1 };
    hand->bills.count = 1;
    row->line_count++;
    struct visit_line_row *line = &hand->lines[hand->line_list.count++];
    *line = (struct visit_line_row){
        .bucket = hand->visit.bucket, .visit = HAND_VISIT, .bill = bill,
        .serial = text_of(serial), .position = row->line_count, .item = TEXT(HAND_ITEM),
        .at = hand->visit.begin_at, .amount = { fen }, .in_scope = { fen },
        .quantity = { fen < 0 ? -10000 : 10000 }, .price = { (fen < 0 ? -fen : fen) * 10000 },
        .charge_level = TEXT("01"), .state = TEXT("live"), .version = 1,
    };
    visit_bill_add(row, line, 1);
}

void hand_settled(struct hand *hand, int64_t settlement)
{
    hand->bill.settlement = settlement;
    hand->bill.settled_lines = hand->bill.line_count;
}

struct visit_line_input hand_input(const char *serial, int64_t quantity, int64_t fen_a_piece)
{
    return (struct visit_line_input){
        .serial = text_of(serial), .visit = HAND_VISIT, .person = HAND_PERSON,
        .at = moment_at(DATE(2020, 2, 10), 9, 30, 0), .item = TEXT(HAND_ITEM),
        .amount = { quantity * fen_a_piece }, .quantity = { quantity * 10000 },
        .price = { fen_a_piece * 10000 },
    };
}
