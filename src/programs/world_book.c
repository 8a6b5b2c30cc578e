/* world_book.c: the book of a running house. Truth is the list of publications in the store; files
 * of the rules folder that are not in it are added at start, and a publication recorded while
 * serving is in force before its publisher is answered. */

#include "programs/world.h"

#include "base/check.h"
#include "core/book.h"
#include "lanes/lane.h"
#include "programs/world_book.h"
#include "programs/say.h"
#include "rooms/matter/matter.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/notice/notice_publication.h"
#include "rooms/rooms.h"
#include "stores/registry.h"

#include <stdio.h>

#define RULE_KINDS_MAX 128

size_t world_rule_kinds(const struct rule_kind **kinds, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t k = 0; k < all_rooms[i]->rule_kind_count; k++) {
            CHECK(count < most);
            kinds[count++] = all_rooms[i]->rule_kinds[k];
        }
    return count;
}

/* ---- the list in the store ---- */

bool publications_read_store(struct store *store, int64_t after, struct moment taken_until,
                             struct arena *arena, struct publication_list *ret_list)
{
    struct publication_list list = { 0 };
    size_t capacity = 0;
    while (true) {
        const struct notice_after_key key = { NOTICE_BUCKET, after };
        struct want want = { .query = &notice_publications_after, .key = &key };
        if (store->port->read(store, &want, arena) != STORE_DONE)
            return false;
        const struct notice_publication_row *rows = want.rows.items;
        if (list.count + want.rows.count > capacity) {
            capacity = 2 * (list.count + want.rows.count);
            struct publication *wider = ARENA_ARRAY(arena, struct publication, capacity);
            for (size_t i = 0; i < list.count; i++)
                wider[i] = list.items[i];
            list.items = wider;
        }
        for (size_t i = 0; i < want.rows.count; i++) {
            after = rows[i].sequence;
            if (taken_until.ms == 0 || rows[i].known.ms == 0
                || rows[i].taken.ms <= taken_until.ms)
                list.items[list.count++] = notice_publication_of(&rows[i]);
        }
        if (want.rows.count < PUBLICATIONS_A_PAGE)
            break;
    }
    *ret_list = list;
    return true;
}

static struct publication_list joined(struct publication_list held,
                                      const struct publication *more, size_t more_count,
                                      struct arena *arena)
{
    struct publication_list all = { ARENA_ARRAY(arena, struct publication,
                                                held.count + more_count + 1), 0 };
    for (size_t i = 0; i < held.count; i++)
        all.items[all.count++] = held.items[i];
    for (size_t i = 0; i < more_count; i++)
        all.items[all.count++] = more[i];
    return all;
}

const struct book *book_of_publications(const struct publication_list *list,
                                        struct rule_faults *faults)
{
    const struct rule_kind *kinds[RULE_KINDS_MAX];
    size_t kind_count = world_rule_kinds(kinds, RULE_KINDS_MAX);
    const struct book *book = book_build(list->items, list->count, kinds, kind_count, faults);
    if (book != NULL && !matters_check(book, faults)) {
        book_release(book);
        return NULL;
    }
    return book;
}

/* ---- at start ---- */

static bool publications_write(struct store *store, struct fence fence,
                               const struct publication *items, size_t count,
                               struct moment now, struct arena *arena)
{
    struct change *first = NULL, **tail = &first;
    for (size_t i = 0; i < count; i++) {
        struct notice_publication_row *row = ARENA_NEW(arena, struct notice_publication_row);
        *row = notice_publication_row_of(&items[i], now, arena);
        struct change *change = ARENA_NEW(arena, struct change);
        *change = (struct change){ .kind = CHANGE_INSERT, .table = &notice_publication_table,
                                   .row = row };
        *tail = change;
        tail = &change->next;
    }
    return first == NULL || store->port->write(store, first, fence) == STORE_DONE;
}

static bool start_fails(struct rule_faults *faults, struct text why)
{
    rule_faults_print(faults, stderr);
    fprintf(stderr, "yibao: rules: %.*s\n", TEXT_ARGS(why));
    return false;
}

static bool world_book_make(struct world *world, struct store *store, struct fence fence,
                            struct arena *arena)
{
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    struct publication_list held;
    struct publication *found, *more;
    size_t found_count;
    if (!publications_read_store(store, 0, (struct moment){ 0 }, arena, &held))
        return start_fails(&faults, text_of(store->port->complaint(store)));
    if (!publications_read(world->settings.rules, (struct moment){ 0 }, 1, arena, &faults,
                           &found, &found_count))
        return start_fails(&faults, words_of("program.rules-unreadable", say_language()));
    struct publications_held_back back;
    if (!world_book_held_back(store, &held, found, &found_count, arena, &back))
        return start_fails(&faults, text_of(store->port->complaint(store)));
    struct moment now = { clock_now_ms(&world->clock) };
    size_t more_count = notice_publications_new(held.items, held.count, found, found_count, now,
                                                arena, &more);
    const struct publication_list all = joined(held, more, more_count, arena);
    const struct book *book = book_of_publications(&all, &faults);
    if (book == NULL)
        return start_fails(&faults, words_of("program.rules-faulty", say_language()));
    if (!publications_write(store, fence, more, more_count, now, arena)
        || !world_book_put_down(store, fence, book, &back, now, arena)) {
        book_release(book);
        return start_fails(&faults, text_of(store->port->complaint(store)));
    }
    if (world->book != NULL)
        book_release(world->book);
    world->book = book;
    return true;
}

bool world_book_open(struct world *world, struct store *store, struct fence fence)
{
    struct arena arena;
    arena_init(&arena);
    bool good = world_book_make(world, store, fence, &arena);
    arena_release(&arena);
    struct text fault = { 0 };
    if (good)
        world->publications =
            store_open_any(world->settings.store, false, &world->arena, &fault);
    if (good && world->publications == NULL)
        fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(fault));
    return good && world->publications != NULL;
}

/* ---- while serving ---- */

const struct book *world_book(struct world *world)
{
    pthread_mutex_lock(&world->book_lock);
    const struct book *book = world->book;
    book_hold(book);
    pthread_mutex_unlock(&world->book_lock);
    return book;
}

static void world_book_swap(struct world *world, const struct book *book)
{
    pthread_mutex_lock(&world->book_lock);
    const struct book *before = world->book;
    world->book = book;
    pthread_mutex_unlock(&world->book_lock);
    lane_use_book(world->lane, book);
    book_release(before);
}

/* Runs on the lane's thread. What was published was tried against this very book when it was
 * decided, so a fault here is the store's: the old book stays and the house says it is not well. */
void world_book_published(void *context)
{
    struct world *world = context;
    struct arena arena;
    arena_init(&arena);
    struct rule_faults faults;
    rule_faults_init(&faults, &arena);
    struct publication_list more = { 0 };
    const struct book *book = NULL;
    if (publications_read_store(world->publications, book_sequence(world->book),
                                (struct moment){ 0 }, &arena, &more))
        book = book_add(world->book, more.items, more.count, &faults);
    if (book != NULL && !matters_check(book, &faults)) {
        book_release(book);
        book = NULL;
    }
    atomic_store(&world->book_behind, book == NULL);
    if (book != NULL) {
        world_book_swap(world, book);
        world_due_look(world);
    } else {
        struct log_line line;
        log_begin(&line, &world->log, LOG_LEVEL_FAULT, "book.behind");
        log_int(&line, "faults", faults.count);
        log_end(&line);
    }
    arena_release(&arena);
}

void world_book_close(struct world *world)
{
    if (world->publications != NULL)
        world->publications->port->close(world->publications);
    if (world->book != NULL)
        book_release(world->book);
}
