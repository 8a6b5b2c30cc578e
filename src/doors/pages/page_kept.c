/* page_kept.c: one-time numbers of forms, and answers until the browser has fetched them. */

#include "doors/pages/pages_inside.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/random.h"

#include <stdlib.h>
#include <string.h>

static struct text random_hex(struct arena *arena)
{
    unsigned char bytes[FORM_KEY_BYTES];
    random_fill(bytes, sizeof bytes);
    return hex_encode(arena, (struct text){ (const char *)bytes, sizeof bytes });
}

struct text browser_new(struct arena *arena)
{
    return random_hex(arena);
}

static bool is_hex32(struct text text)
{
    unsigned char bytes[FORM_KEY_BYTES];
    return hex_decode(text, bytes, sizeof bytes);
}

/* ---- one-time numbers: 32 digits, a dot, a signature over browser, page and number ---- */

static struct text signature_of(const struct visit_task *task, struct text path,
                                struct text number)
{
    struct text secret = { (const char *)task->pages->secret, sizeof task->pages->secret };
    struct arena *arena = task->request->arena;
    struct digest digest = digest_hmac_sm3(secret, arena_format(arena, "%.*s %.*s %.*s",
        TEXT_ARGS(task->browser), TEXT_ARGS(number), TEXT_ARGS(path)));
    return hex_encode(arena, text_slice(digest_text(&digest), 0, FORM_KEY_BYTES));
}

struct text form_key_new(const struct visit_task *task, struct text path)
{
    struct text number = random_hex(task->request->arena);
    return arena_format(task->request->arena, "%.*s.%.*s", TEXT_ARGS(number),
                        TEXT_ARGS(signature_of(task, path, number)));
}

struct text form_key_again(const struct visit_task *task, struct text path, struct text key)
{
    struct text rest, number = text_until(key, '.', &rest);
    return arena_format(task->request->arena, "%.*s.%.*s", TEXT_ARGS(number),
                        TEXT_ARGS(signature_of(task, path, number)));
}

bool form_key_check(const struct visit_task *task, struct text path, struct text key,
                    bool *ret_ours)
{
    struct text signature, number = text_until(key, '.', &signature);
    *ret_ours = false;
    if (!is_hex32(number) || !is_hex32(signature))
        return false;
    *ret_ours = !task->new_browser
        && bytes_equal_secret(signature, signature_of(task, path, number));
    return true;
}

/* ---- kept answers: a ring, the oldest goes first ---- */

static void kept_clear(struct kept *kept)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        free(kept->html[i]);
    *kept = (struct kept){ .until = { 0 } };
}

struct text kept_put(const struct visit_task *task, const struct text html[LANGUAGE_COUNT])
{
    struct pages *pages = task->pages;
    struct text token = random_hex(task->request->arena);
    struct house *house = pages->plan.house;
    struct moment now = house->now(house);
    CHECK(task->browser.length == 32);
    pthread_mutex_lock(&pages->mutex);
    struct kept *kept = &pages->kept[pages->kept_next++ % KEPT_ANSWERS];
    kept_clear(kept);
    memcpy(kept->token, token.data, 32);
    memcpy(kept->browser, task->browser.data, 32);
    kept->until.ms = now.ms + KEPT_MS;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        kept->html[i] = malloc(html[i].length + 1);
        CHECK(kept->html[i] != NULL);
        memcpy(kept->html[i], html[i].data, html[i].length);
        kept->length[i] = html[i].length;
    }
    pthread_mutex_unlock(&pages->mutex);
    return token;
}

struct text kept_get(const struct visit_task *task, struct text token)
{
    struct pages *pages = task->pages;
    struct house *house = pages->plan.house;
    struct text found = { 0 };
    if (!is_hex32(token) || task->browser.length != 32)
        return found;
    int64_t now = house->now(house).ms;
    pthread_mutex_lock(&pages->mutex);
    for (size_t i = 0; i < KEPT_ANSWERS; i++) {
        const struct kept *kept = &pages->kept[i];
        if (kept->until.ms < now || memcmp(kept->token, token.data, 32) != 0
            || memcmp(kept->browser, task->browser.data, 32) != 0)
            continue;
        found = arena_copy(task->request->arena, kept->html[task->language],
                           kept->length[task->language]);
    }
    pthread_mutex_unlock(&pages->mutex);
    return found;
}

void pages_stop(struct pages *pages)
{
    for (size_t i = 0; i < KEPT_ANSWERS; i++)
        kept_clear(&pages->kept[i]);
    pthread_mutex_destroy(&pages->mutex);
}
