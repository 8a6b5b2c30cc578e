/* world_book_held.c: files of matters that wait for their announcement. LAW: JX4-4e.
 *
 * A matter whose item, flow, way, place or limit is not what the store holds stays as it was until
 * an announcement that tells of it is out. Such a text is put down in the store, so that the
 * announcement itself lets it into force (notice_waiting.h). A store that holds nothing yet takes
 * all. */

#include "programs/world_book.h"
#include "programs/say.h"

#include "base/check.h"
#include "rooms/matter/matter.h"
#include "rooms/notice/notice_waiting.h"

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
    fputs("yibao: ", stderr);
    say_part(stderr, "program.held-back", file, text_of(change->aspect), change->clause);
    fputc('\n', stderr);
}

bool world_book_held_back(struct store *store, const struct publication_list *held,
                          struct publication *found, size_t *count, struct arena *arena,
                          struct publications_held_back *ret_back)
{
    struct list announcements = { 0 };
    struct publications_held_back back = { .items = NULL };
    const struct notice_bucket_key all = { NOTICE_BUCKET };
    struct want waiting = { .query = &notice_waiting_all, .key = &all };
    *ret_back = back;
    if (held->count == 0)
        return true;
    if (!announcements_read(store, arena, &announcements)
        || store->port->read(store, &waiting, arena) != STORE_DONE)
        return false;
    back.items = ARENA_ARRAY(arena, struct publication, *count + 1);
    back.rows = waiting.rows;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        const struct publication *before = last_held(held, found[i].file);
        const struct notice_change *change =
            !text_starts(found[i].file, TEXT(MATTER_FILES))
                || (before != NULL && text_equal(before->text, found[i].text))
            ? NULL
            : notice_waiting_for(before, found[i].file, found[i].text, &announcements, arena);
        if (change != NULL) {
            tell(found[i].file, change);
            back.items[back.count++] = found[i];
        } else {
            found[kept++] = found[i];
        }
    }
    *count = kept;
    *ret_back = back;
    return true;
}

/* ---- put down for their announcement ---- */

struct putting {
    const struct publications_held_back *back;
    struct moment now;
    struct arena *arena;
    struct change *first, **tail;
};

static void put(struct putting *putting, enum change_kind kind,
                const struct notice_waiting_row *row)
{
    struct notice_waiting_row *kept = ARENA_NEW(putting->arena, struct notice_waiting_row);
    struct change *change = ARENA_NEW(putting->arena, struct change);
    *kept = *row;
    *change = (struct change){ .kind = kind, .table = &notice_waiting_table, .row = kept };
    *putting->tail = change;
    putting->tail = &change->next;
}

static bool fits(const struct book *book, const struct publication *publication,
                 struct arena *arena)
{
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    struct publication next = *publication;
    next.sequence = book_sequence(book) + 1;
    const struct book *with = book_add(book, &next, 1, &faults);
    bool good = with != NULL && matters_check(with, &faults);
    if (with != NULL)
        book_release(with);
    if (!good)
        rule_faults_print(&faults, stderr);
    return good;
}

static void put_one(struct putting *putting, const struct publication *publication)
{
    const struct notice_waiting_row *rows = putting->back->rows.items, *held = NULL;
    for (size_t i = 0; i < putting->back->rows.count; i++)
        if (text_equal(rows[i].file, publication->file))
            held = &rows[i];
    if (held != NULL && text_is(held->state, "waiting")
        && text_equal(held->text, publication->text))
        return;
    const struct notice_publication_row made =
        notice_publication_row_of(publication, putting->now, putting->arena);
    const struct notice_waiting_row row = {
        .bucket = NOTICE_BUCKET, .file = made.file, .digest = made.digest, .text = made.text,
        .since = putting->now, .state = TEXT("waiting"),
        .version = held == NULL ? 0 : held->version,
    };
    put(putting, held == NULL ? CHANGE_INSERT : CHANGE_REPLACE, &row);
}

/* The folder has it no longer, or has a text in its stead that the book cannot take, or it came in
 * by an announcement of before. */
static void put_away(struct putting *putting, const bool *good,
                     const struct notice_waiting_row *row)
{
    for (size_t i = 0; i < putting->back->count; i++)
        if (text_equal(putting->back->items[i].file, row->file)
            && (good[i] || text_equal(putting->back->items[i].text, row->text)))
            return;
    struct notice_waiting_row after = *row;
    after.state = TEXT("gone");
    put(putting, CHANGE_REPLACE, &after);
}

bool world_book_put_down(struct store *store, struct fence fence, const struct book *book,
                         const struct publications_held_back *back, struct moment now,
                         struct arena *arena)
{
    struct putting putting = { .back = back, .now = now, .arena = arena };
    putting.tail = &putting.first;
    bool *good = ARENA_ARRAY(arena, bool, back->count + 1);
    for (size_t i = 0; i < back->count; i++) {
        good[i] = fits(book, &back->items[i], arena);
        if (good[i])
            put_one(&putting, &back->items[i]);
    }
    const struct notice_waiting_row *rows = back->rows.items;
    for (size_t i = 0; i < back->rows.count; i++)
        if (text_is(rows[i].state, "waiting"))
            put_away(&putting, good, &rows[i]);
    return putting.first == NULL
        || store->port->write(store, putting.first, fence) == STORE_DONE;
}
