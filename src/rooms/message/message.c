/* message.c: see message_facts.h. */

#include "rooms/message/message.h"

#include "base/check.h"

#define DETAIL_CHARACTERS 80
#define SENTENCE_BYTES 600
/* A character is four bytes at most; a sentence may say one of its three details twice. */
#define BODY_BYTES (4 * 4 * DETAIL_CHARACTERS + SENTENCE_BYTES)

struct text message_cut(struct text text, size_t most, struct arena *arena)
{
    if (text_characters(text) <= most)
        return text;
    size_t end = 0, characters = 0;
    while (end < text.length && characters + 1 < most) {
        end++;
        while (end < text.length && ((unsigned char)text.data[end] & 0xC0) == 0x80)
            end++;
        characters++;
    }
    struct text kept = text_slice(text, 0, end);
    return arena_format(arena, "%.*s…", TEXT_ARGS(kept));
}

static struct text written(const char *key, enum language language, const struct text details[3],
                           struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, BODY_BYTES), BODY_BYTES);
    words_write(&builder, key, language, details, 3);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

static size_t most_of(enum language language)
{
    return language == LANGUAGE_CHINESE ? MESSAGE_CHARACTERS : 2 * MESSAGE_CHARACTERS + 20;
}

size_t message_left(const char *kind, enum language language, const struct text details[3],
                    struct arena *arena)
{
    const struct text others[3] = { TEXT(""), details[1], details[2] };
    size_t said = text_characters(written(kind, language, others, arena));
    size_t left = most_of(language) > said ? most_of(language) - said : 0;
    return left < DETAIL_CHARACTERS ? left : DETAIL_CHARACTERS;
}

static struct text body(const char *key, enum language language, const struct text details[3],
                        struct arena *arena)
{
    struct text fitted[3] = { message_cut(details[0], DETAIL_CHARACTERS, arena),
                              message_cut(details[1], DETAIL_CHARACTERS, arena),
                              message_cut(details[2], DETAIL_CHARACTERS, arena) };
    struct text text = written(key, language, fitted, arena);
    size_t most = most_of(language);
    for (size_t i = 0; i < 3 && text_characters(text) > most; i++) {
        size_t over = text_characters(text) - most, has = text_characters(fitted[i]);
        fitted[i] = message_cut(fitted[i], has > over + 1 ? has - over : 1, arena);
        text = written(key, language, fitted, arena);
    }
    return text;
}

void message_send(struct decision *decision, const struct message_row *about,
                  const struct text zh[3], const struct text en[3])
{
    const struct request *request = decision->request;
    int64_t whom = about->person != 0 ? about->person : about->unit != 0 ? about->unit
        : about->institution != 0 ? about->institution : about->office;
    CHECK(whom != 0 && text_present(about->kind));
    struct message_row row = *about;
    struct text kind = arena_text(request->arena, about->kind);
    row.bucket = id_bucket(whom);
    row.message = id_mint(request->minter, (int)row.bucket);
    row.body_zh = body(kind.data, LANGUAGE_CHINESE, zh, request->arena);
    row.body_en = body(kind.data, LANGUAGE_ENGLISH, en, request->arena);
    CHECK(text_characters(row.body_zh) <= MESSAGE_CHARACTERS);
    row.made = request->at;
    row.due = about->due.ms == 0 ? request->at : about->due;
    row.state = TEXT("waiting");
    row.version = 1;
    decision_insert(decision, &message_table, &row);
}
