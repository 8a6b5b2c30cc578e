#include "rooms/settle/settle_rewind.h"

const struct request *settle_rewound_request(const struct request *request,
                                             const struct settlement_row *row)
{
    struct request *desk = ARENA_NEW(request->arena, struct request);
    struct settle_ask *ask = ARENA_NEW(request->arena, struct settle_ask);
    struct actor *actor = ARENA_NEW(request->arena, struct actor);
    *actor = *request->actor;
    actor->institution = row->institution;
    *ask = (struct settle_ask){
        .person = row->person, .visit = row->visit, .bill = row->bill,
        .insurance = row->insurance, .med_type = row->med_type, .total = row->total,
        .discharged = row->day,     /* of a stay: the day it was settled by then */
        .account_wish = row->family_account.fen > 0 ? 2 : row->account.fen > 0 ? 1 : 0,
    };
    *desk = *request;
    desk->actor = actor;
    desk->input = ask;
    desk->at = row->at;
    return desk;
}

const struct settle_facts *settle_rewound_facts(const struct settle_facts *now,
                                                const struct settlement_row *row,
                                                struct arena *arena)
{
    struct settle_facts *desk = ARENA_NEW(arena, struct settle_facts);
    struct visit_bill_row *bill = ARENA_NEW(arena, struct visit_bill_row);
    struct list *lines = ARENA_NEW(arena, struct list);
    *desk = *now;
    /* What had to be confirmed first was confirmed, or nothing would have been settled. */
    desk->confirmations = NULL;
    if (now->bill == NULL)
        return desk;
    *bill = *now->bill;
    bill->settlement = 0;
    bill->settled_lines = row->lines_from - 1;
    bill->line_count = row->lines_until;
    const struct visit_line_row *rows = now->lines->items;
    struct visit_line_row *kept =
        ARENA_ARRAY(arena, struct visit_line_row, now->lines->count);
    for (size_t i = 0; i < now->lines->count; i++)
        if (rows[i].position <= row->lines_until)
            kept[lines->count++] = rows[i];
    lines->items = kept;
    desk->bill = bill;
    desk->lines = lines;
    return desk;
}
