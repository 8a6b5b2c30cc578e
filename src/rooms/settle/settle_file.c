/* settle_file.c: see settle_file.h. */

#include "rooms/settle/settle_file.h"

static const struct field FACTS_FIELDS[] = {
    { .name = "bill", .kind = FIELD_OBJECT, .offset = AT(struct settle_facts_in, bill),
      .of = &settle_bill_shape },
    { .name = "person", .kind = FIELD_OBJECT, .flags = FIELD_REQUIRED,
      .offset = AT(struct settle_facts_in, person), .of = &settle_person_shape },
    { .name = "counters", .kind = FIELD_OBJECT, .offset = AT(struct settle_facts_in, counters),
      .of = &settle_counters_shape },
    { .name = "accounts", .kind = FIELD_OBJECT, .offset = AT(struct settle_facts_in, accounts),
      .of = &settle_accounts_shape },
    { .name = "known", .kind = FIELD_DAY, .offset = AT(struct settle_facts_in, known) },
    { .name = "credit_month", .kind = FIELD_DAY,
      .offset = AT(struct settle_facts_in, credit_month) },
    { .name = "credit_base", .kind = FIELD_MONEY,
      .offset = AT(struct settle_facts_in, credit_base) },
    { .name = "credit", .kind = FIELD_MONEY, .offset = AT(struct settle_facts_in, credit) },
};
const struct shape settle_facts_in_shape =
    SHAPE("settle.facts-in", struct settle_facts_in, FACTS_FIELDS);

/* ---- the book of this room ---- */

static bool is_of_this_room(struct text text)
{
    static const char HEAD[] = "about:";
    while (text.length > 0) {
        struct text rest = { 0 };
        struct text line = text_until(text, '\n', &rest);
        text = rest;
        if (!text_starts(line, TEXT(HEAD)))
            continue;
        struct text about = text_trim(text_slice(line, sizeof(HEAD) - 1, line.length));
        for (size_t i = 0; i < settle_rule_kind_count; i++)
            if (text_is(about, settle_rule_kinds[i]->about))
                return true;
        return false;
    }
    return false;
}

const struct book *settle_book_of(const char *folder, struct arena *arena,
                                  struct rule_faults *faults)
{
    struct publication *publications = NULL;
    size_t count = 0, kept = 0;
    if (!publications_read(folder, (struct moment){ 0 }, 1, arena, faults, &publications, &count))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        bool values = text_starts(publications[i].file, TEXT("rules/values/"));
        bool divisions = text_starts(publications[i].file, TEXT("rules/divisions/"));
        if (divisions || (values && is_of_this_room(publications[i].text)))
            publications[kept++] = publications[i];
    }
    return book_build(publications, kept, settle_rule_kinds, settle_rule_kind_count, faults);
}
