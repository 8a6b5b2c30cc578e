#include "core/room.h"

#include "core/words.h"

#define COMPLAINT_BYTES 600

void verify_complain(struct verify_report *report, const char *key, struct text detail0,
                     struct text detail1, struct text detail2)
{
    const struct text details[] = { detail0, detail1, detail2 };
    char bytes[COMPLAINT_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, key, LANGUAGE_CHINESE, details, 3);
    builder_add(&builder, TEXT(" / "));
    words_write(&builder, key, LANGUAGE_ENGLISH, details, 3);
    report->complain(report, arena_text(report->arena, builder_text(&builder)));
}

void verify_complain_of(struct verify_report *report, const char *key, int64_t one, int64_t two)
{
    verify_complain(report, key, arena_format(report->arena, "%lld", (long long)one),
                    arena_format(report->arena, "%lld", (long long)two), TEXT(""));
}
