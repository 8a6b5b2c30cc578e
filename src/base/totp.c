/* totp.c: see totp.h. */

#include "base/totp.h"

#include "base/digest.h"

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct text totp_base32(struct text bytes, struct arena *arena)
{
    char *to = arena_take(arena, bytes.length * 8 / 5 + 2);
    size_t length = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        held = (held << 8) | (unsigned char)bytes.data[i];
        for (bits += 8; bits >= 5; bits -= 5)
            to[length++] = BASE32[(held >> (bits - 5)) & 31];
        held &= 0xFF;
    }
    if (bits > 0)
        to[length++] = BASE32[(held << (5 - bits)) & 31];
    return (struct text){ to, length };
}

struct text totp_code(struct text secret, int64_t step, struct arena *arena)
{
    char counter[8];
    for (int i = 0; i < 8; i++)
        counter[i] = (char)((uint64_t)step >> (56 - 8 * i));
    unsigned char hash[DIGEST_SHA1_BYTES];
    digest_hmac_sha1(secret, (struct text){ counter, sizeof counter }, hash);
    /* RFC 4226, 5.3: the last four bits say where the number begins. */
    size_t at = hash[DIGEST_SHA1_BYTES - 1] & 15;
    uint32_t number = ((uint32_t)(hash[at] & 0x7F) << 24) | ((uint32_t)hash[at + 1] << 16)
        | ((uint32_t)hash[at + 2] << 8) | hash[at + 3];
    return arena_format(arena, "%06u", number % 1000000);
}

int64_t totp_step(struct text secret, struct text code, int64_t seconds, int64_t after,
                  struct arena *arena)
{
    char digits[TOTP_DIGITS];
    size_t count = 0;
    for (size_t i = 0; i < code.length; i++) {
        if (code.data[i] == ' ')
            continue;
        if (count == TOTP_DIGITS)
            return 0;
        digits[count++] = code.data[i];
    }
    struct text given = { digits, count };
    int64_t now = seconds / TOTP_STEP_SECONDS;
    for (int64_t step = now - TOTP_STEPS_AROUND; step <= now + TOTP_STEPS_AROUND; step++)
        if (step > after && text_equal(totp_code(secret, step, arena), given))
            return step;
    return 0;
}

/* What may stand in an address as it is. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '-' || c == '_' || c == '.' || c == '~';
}

static struct text escaped(struct text text, struct arena *arena)
{
    char *to = arena_take(arena, 3 * text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (is_plain(text.data[i])) {
            to[length++] = text.data[i];
            continue;
        }
        to[length++] = '%';
        to[length++] = "0123456789ABCDEF"[byte >> 4];
        to[length++] = "0123456789ABCDEF"[byte & 15];
    }
    return (struct text){ to, length };
}

struct text totp_address(struct text secret, struct text issuer, struct text label,
                         struct arena *arena)
{
    struct text who = escaped(issuer, arena), name = escaped(label, arena);
    struct text written = totp_base32(secret, arena);
    return arena_format(arena, "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s",
                        TEXT_ARGS(who), TEXT_ARGS(name), TEXT_ARGS(written), TEXT_ARGS(who));
}
