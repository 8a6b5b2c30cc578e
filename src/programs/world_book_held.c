/* world_book_held.c: files of matters that wait for their announcement. LAW: JX4-4e.
 *
 * A matter whose item, flow, way, place or limit is not what the store holds stays as it was until
 * an announcement that tells of it is out; the next start after that takes the file in. A store
 * that holds nothing yet takes all. */

#include "programs/world_book.h"

#include "base/check.h"
#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_change.h"
#include "rooms/notice/notice_facts.h"

#include <stdio.h>

/* Those that are out, all pages. */
static bool announcements_read(struct store *store, struct arena *arena, struct list *ret_list)
{
    struct notice_announcements_key key = { NOTICE_BUCKET, TEXT("out"), INT64_MAX };
    struct notice_announcement *all = NULL;
    size_t count = 0;
    while (true) {
        struct want want = { .query = &notice_announcements_page, .key = &key };
        if (store->port->read(store, &want, arena) != STORE_DONE)
            return false;
        const struct notice_announcement *rows = want.rows.items;
        if (want.rows.count == 0)
            break;
        struct notice_announcement *wider =
            ARENA_ARRAY(arena, struct notice_announcement, count + want.rows.count);
        for (size_t i = 0; i < count; i++)
            wider[i] = all[i];
        for (size_t i = 0; i < want.rows.count; i++)
            wider[count++] = rows[i];
        all = wider;
        key.before = all[count - 1].announcement;
        if (want.rows.count < (size_t)notice_announcements_page.row_max)
            break;
    }
    *ret_list = (struct list){ all, count };
    return true;
}

static const struct publication *last_held(const struct publication_list *held, struct text file)
{
    for (size_t i = held->count; i > 0; i--)
        if (text_equal(held->items[i - 1].file, file))
            return &held->items[i - 1];
    return NULL;
}

static void tell(struct text file, const struct notice_change *change)
{
    fprintf(stderr, "yibao: %.*s: 变更（%s：%.*s）须先发布公告，暂不生效，原内容继续适用 / "
            "a change of %s (%.*s) is announced first; what was in force stays\n",
            TEXT_ARGS(file), change->aspect, TEXT_ARGS(change->clause), change->aspect,
            TEXT_ARGS(change->clause));
}

/* The first change that nobody has been told of, or NULL. */
static const struct notice_change *unannounced(const struct publication_list *held,
                                               const struct publication *found,
                                               const struct list *announcements,
                                               struct arena *arena)
{
    const struct publication *before = last_held(held, found->file);
    const struct notice_change *changes;
    if (before != NULL && text_equal(before->text, found->text))
        return NULL;
    size_t count = matter_changes(found->file, before == NULL ? (struct text){ 0 }
                                                              : before->text,
                                  found->text, arena, &changes);
    struct moment since = before == NULL ? (struct moment){ 0 } : before->known;
    for (size_t i = 0; i < count; i++)
        if (!notice_change_is_announced(&changes[i], announcements, since))
            return &changes[i];
    return NULL;
}

bool world_book_held_back(struct store *store, const struct publication_list *held,
                          struct publication *found, size_t *count, struct arena *arena)
{
    struct list announcements = { 0 };
    if (held->count == 0)
        return true;
    if (!announcements_read(store, arena, &announcements))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        const struct notice_change *change =
            text_starts(found[i].file, TEXT(MATTER_FILES))
            ? unannounced(held, &found[i], &announcements, arena) : NULL;
        if (change == NULL)
            found[kept++] = found[i];
        else
            tell(found[i].file, change);
    }
    *count = kept;
    return true;
}
