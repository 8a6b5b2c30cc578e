/* mailbox_note.c: who wrote is told when a letter was put aside: nothing is in hand yet, and why.
 * At most once a day an address, and never a machine, so that nobody can have us write to somebody
 * else again and again in his name. */

#include "rooms/mailbox/mailbox_inside.h"

#include "base/check.h"
#include "rooms/delivery/delivery_facts.h"

#define QUIET_MS (INT64_C(86400) * 1000)

static const struct field noted_fields[] = {
    { "sender", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct mailbox_noted_key, sender) },
    { "since", NULL, FIELD_MOMENT, FIELD_REQUIRED, AT(struct mailbox_noted_key, since) },
};
static const struct shape noted_shape =
    SHAPE("mailbox_noted_key", struct mailbox_noted_key, noted_fields);
/* One is enough. */
const struct query mailbox_noted_lately = {
    .name = "mailbox.noted", .from = "mailbox_letter l",
    .where = "l.sender = {sender} AND l.noted_at > {since}", .order = "l.noted_at",
    .key = &noted_shape, .row = &mailbox_letter_shape, .row_max = 1, .page = true,
    .guard = GUARD_DECISION,
};

bool mailbox_gather_noted(struct gather *gather, const struct request *request,
                          struct text sender, const struct list **ret_noted)
{
    const struct mailbox_noted_key key = { sender, { request->at.ms - QUIET_MS } };
    *ret_noted = gather_want(gather, &mailbox_noted_lately, &key);
    return *ret_noted != NULL;
}

void mailbox_note(const struct request *request, const struct list *noted,
                  struct mailbox_letter *row, struct decision *decision)
{
    if (row->automatic || text_is(row->channel, "fax") || text_is(row->sender, "-")
        || (noted != NULL && noted->count > 0))
        return;
    row->noted_at = request->at;
    const struct delivery_row delivery = {
        .bucket = row->bucket, .delivery = id_mint(request->minter, (int)row->bucket),
        .subject = row->letter, .kind = TEXT("letter-aside"), .channel = TEXT("mail"),
        .state = TEXT("waiting"), .next_try = request->at, .began = request->at, .version = 1,
    };
    decision_insert(decision, &delivery_table, &delivery);
}

/* By what it waited for, which stays with it. */
struct text mailbox_note_text(const struct mailbox_letter *row, struct arena *arena)
{
    bool held = text_is(row->why, "unknown-sender") || text_is(row->why, "no-mailbox");
    bool formless = text_is(row->why, "no-form");
    struct text told = words_of(held ? "mailbox.aside.held" : "mailbox.aside.waiting",
                                LANGUAGE_CHINESE);
    struct text more = text_present(row->refusal) ? row->refusal_zh
        : text_is(row->why, "other-sheet") ? words_of("mailbox.aside.sheet", LANGUAGE_CHINESE)
        : text_is(row->why, "several") ? words_of("mailbox.aside.several", LANGUAGE_CHINESE)
        : formless ? words_of("mailbox.aside.form", LANGUAGE_CHINESE) : TEXT("");
    return arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(told), TEXT_ARGS(more));
}
